/* SPDX-License-Identifier: Apache-2.0 */
/* Which files to format: named ones, and those that folders hold, less what .gitignore files and patterns exclude. */
#include "fmt.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#define DEFAULT_EXCLUDE "^(\\.direnv|\\.eggs|\\.git|\\.hg|\\.svn|\\.ipynb_checkpoints|\\.magic|\\.mypy_cache|\\.nox|\\.pixi|" \
                        "\\.pytest_cache|\\.ruff_cache|\\.tox|\\.venv|\\.vscode|__pycache__|__pypackages__|_build|buck-out|" \
                        "build|dist|node_modules|venv)$"

/* ---- .gitignore ------------------------------------------------------------------------------------ */

typedef struct Rule {
    char *pattern;
    bool negated, dir_only, anchored;
} Rule;
typedef struct Ignore { /* of one folder */
    char *dir; /* absolute */
    VEC(Rule) rules;
    struct Ignore *up;
} Ignore;

/* `*` and `?` stop at slashes, `**` does not, [a-z] and [!a-z]. */
static bool glob_match(const char *p, const char *s, int depth) {
    if (depth > 64) return false;
    for (; *p; p++) {
        if (*p == '*') {
            bool any = p[1] == '*';
            while (*p == '*') p++;
            if (any && *p == '/') {
                if (glob_match(p + 1, s, depth + 1)) return true;
                for (; *s; s++)
                    if (*s == '/' && glob_match(p + 1, s + 1, depth + 1)) return true;
                return false;
            }
            for (;; s++) {
                if (glob_match(p, s, depth + 1)) return true;
                if (!*s || (*s == '/' && !any)) return false;
            }
        }
        if (!*s) return false;
        if (*p == '?') {
            if (*s == '/') return false;
        } else if (*p == '[' && strchr(p + 1, ']')) {
            const char *c = p + 1;
            bool no = *c == '!' || *c == '^', hit = false, first = true;
            if (no) c++;
            for (; *c && (first || *c != ']'); first = false) {
                if (c[1] == '-' && c[2] && c[2] != ']') {
                    hit |= *s >= *c && *s <= c[2];
                    c += 3;
                } else hit |= *c++ == *s;
            }
            if (hit == no || *s == '/' || !*c) return false;
            p = c;
        } else {
            if (*p == '\\' && p[1]) p++;
            if (*p != *s) return false;
        }
        s++;
    }
    return !*s;
}

static Ignore *ignore_load(const char *dir, Ignore *up) {
    Arena a;
    arena_init(&a);
    char *path = path_join(&a, dir, ".gitignore"), *data;
    size_t size;
    Ignore *g = NULL;
    if (file_read(path, &data, &size) == 0) {
        g = xcalloc(1, sizeof *g);
        g->dir = xstrdup(dir);
        g->up = up;
        for (char *line = data; line && *line;) {
            char *end = strchr(line, '\n'), *next = end ? end + 1 : NULL;
            if (end) *end = '\0';
            size_t n = strlen(line);
            if (n && line[n - 1] == '\r') line[--n] = '\0';
            while (n && line[n - 1] == ' ' && !(n > 1 && line[n - 2] == '\\')) line[--n] = '\0';
            Rule r = {0};
            if (*line == '!') r.negated = true, line++, n--;
            if (n && *line != '#') {
                if (line[n - 1] == '/') r.dir_only = true, line[--n] = '\0';
                r.anchored = strchr(line, '/') != NULL;
                if (*line == '/') line++;
                r.pattern = xstrdup(line);
                if (*r.pattern) vec_push(&g->rules, r);
                else free(r.pattern);
            }
            line = next;
        }
        free(data);
    }
    arena_done(&a);
    return g;
}
static void ignore_free(Ignore *g) {
    for (uint32_t i = 0; i < g->rules.len; i++) free(g->rules.data[i].pattern);
    vec_done(&g->rules);
    free(g->dir);
    free(g);
}
static bool ignored(const Ignore *g, const char *path, bool is_dir) {
    for (; g; g = g->up) {
        size_t n = strlen(g->dir);
        if (strncmp(path, g->dir, n) != 0) continue;
        const char *rest = path + n;
        while (*rest == '/') rest++;
        const char *base = path_basename(path);
        for (uint32_t i = g->rules.len; i-- > 0;) {
            const Rule *r = &g->rules.data[i];
            if (r->dir_only && !is_dir) continue;
            if (glob_match(r->pattern, r->anchored ? rest : base, 0)) return !r->negated;
        }
    }
    return false;
}

/* ---- walking ----------------------------------------------------------------------------------------- */

typedef struct Walk {
    Finder *f;
    char *root; /* real path of what was named: links that lead out of it are passed over */
} Walk;

static bool wanted_name(const Finder *f, const char *name) {
    Str s = str_of(name);
    if (str_ends(s, STR(".mojo")) || str_ends(s, STR(".\xF0\x9F\x94\xA5"))) return true;
    return f->python && (str_ends(s, STR(".py")) || str_ends(s, STR(".pyi")));
}

static bool matches(const Pattern *p, const char *text) {
    return p->on && regexec(&p->re, text, 0, NULL, 0) == 0;
}

/* By the patterns; `all`: not only by that which counts for named files too. */
static bool excluded(const Finder *f, const char *path, const char *name, bool is_dir, bool all) {
    StrBuf b = {0};
    sb_printf(&b, "/%s%s", *path == '/' ? path + 1 : path, is_dir ? "/" : "");
    bool hit = matches(&f->force, b.p);
    if (all && !hit) {
        hit = f->usual_exclude ? is_dir && matches(&f->exclude, name) : matches(&f->exclude, b.p);
        hit = hit || matches(&f->extend, b.p);
    }
    sb_done(&b);
    return hit;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void walk(Walk *w, const char *dir, Ignore *up, int depth) {
    DIR *d = opendir(dir);
    if (!d) {
        fprintf(stderr, "mojo fmt: cannot read `%s`: %s\n", dir, strerror(errno));
        w->f->failed = true;
        return;
    }
    Arena a;
    arena_init(&a);
    char *real = path_real(&a, dir);
    Ignore *own = real ? ignore_load(real, up) : NULL, *ignore = own ? own : up;
    Paths names = {0};
    for (struct dirent *e; (e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) vec_push(&names, xstrdup(e->d_name));
    closedir(d);
    if (names.len) qsort(names.data, names.len, sizeof *names.data, by_name);
    for (uint32_t i = 0; i < names.len; i++) {
        const char *name = names.data[i];
        char *path = strcmp(dir, ".") == 0 ? arena_strdup(&a, name) : path_join(&a, dir, name);
        struct stat st;
        if (lstat(path, &st) != 0) continue;
        bool link = S_ISLNK(st.st_mode);
        if (link) {
            char *target = path_real(&a, path);
            size_t n = strlen(w->root);
            bool inside = target && strncmp(target, w->root, n) == 0 && (target[n] == '/' || target[n] == '\0');
            if (!inside || stat(path, &st) != 0 || S_ISDIR(st.st_mode)) continue;
        }
        bool is_dir = S_ISDIR(st.st_mode);
        if (!is_dir && (!S_ISREG(st.st_mode) || !wanted_name(w->f, name))) continue;
        char *full = real ? path_join(&a, real, name) : path;
        if (ignored(ignore, full, is_dir) || excluded(w->f, path, name, is_dir, true)) {
            if (w->f->verbose) fprintf(stderr, "%s: ignored\n", path);
            continue;
        }
        if (is_dir) {
            if (depth < 200) walk(w, path, ignore, depth + 1);
        } else vec_push(&w->f->out, xstrdup(path));
    }
    for (uint32_t i = 0; i < names.len; i++) free(names.data[i]);
    vec_done(&names);
    if (own) ignore_free(own);
    arena_done(&a);
}

static bool compile(Pattern *p, const char *text) {
    if (!text || !*text) return true;
    int err = regcomp(&p->re, text, REG_EXTENDED | REG_NOSUB);
    p->on = err == 0;
    if (p->on) return true;
    char msg[120];
    regerror(err, &p->re, msg, sizeof msg);
    fprintf(stderr, "mojo fmt: `%s` is no regular expression: %s\n", text, msg);
    return false;
}

bool finder_init(Finder *f, const Settings *s) {
    f->usual_exclude = !s->exclude;
    return compile(&f->exclude, s->exclude ? s->exclude : DEFAULT_EXCLUDE) && compile(&f->extend, s->extend_exclude) &&
           compile(&f->force, s->force_exclude);
}

void finder_add(Finder *f, const char *path) {
    Walk w = {.f = f};
    Arena a;
    arena_init(&a);
    struct stat st;
    if (strcmp(path, "-") == 0) vec_push(&f->out, xstrdup(path));
    else if (stat(path, &st) != 0) {
        fprintf(stderr, "mojo fmt: cannot read `%s`: %s\n", path, strerror(errno));
        f->failed = true;
    } else if (S_ISDIR(st.st_mode)) {
        w.root = path_real(&a, path);
        Ignore *chain = NULL; /* .gitignore files from the repository's top down to here */
        VEC(char *) above = {0};
        for (char *at = w.root;;) {
            vec_push(&above, at);
            if (file_exists(path_join(&a, at, ".git")) || dir_exists(path_join(&a, at, ".git"))) break;
            char *up = path_dirname(&a, at);
            if (strcmp(up, at) == 0) {
                above.len = 0; /* not in a repository */
                break;
            }
            at = up;
        }
        for (uint32_t i = above.len; i-- > 1;) {
            Ignore *g = ignore_load(above.data[i], chain);
            if (g) chain = g;
        }
        vec_done(&above);
        walk(&w, path, chain, 0);
        while (chain) {
            Ignore *up = chain->up;
            ignore_free(chain);
            chain = up;
        }
    } else if (!excluded(f, path, path_basename(path), false, false)) vec_push(&f->out, xstrdup(path));
    arena_done(&a);
}

void finder_done(Finder *f) {
    for (uint32_t i = 0; i < f->out.len; i++) free(f->out.data[i]);
    vec_done(&f->out);
    Pattern *all[] = {&f->exclude, &f->extend, &f->force};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (all[i]->on) regfree(&all[i]->re);
}
