/* SPDX-License-Identifier: Apache-2.0 */
/* Configuration: one table of a TOML file. Of TOML's values only those that our keys take are read: strings,
 * arrays of strings, whole numbers, booleans. */
#include "fmt.h"

void settings_init(Settings *s) {
    *s = (Settings){.skip_magic_comma = -1, .keep_quotes = -1, .fixed_quirks = -1, .docstrings = -1, .preview = -1};
}
void settings_done(Settings *s) {
    free(s->exclude);
    free(s->extend_exclude);
    free(s->force_exclude);
}
static void merge_text(char **to, const char *from) {
    if (!from) return;
    free(*to);
    *to = xstrdup(from);
}
void settings_merge(Settings *to, const Settings *from) {
    if (from->width) to->width = from->width;
    if (from->skip_magic_comma >= 0) to->skip_magic_comma = from->skip_magic_comma;
    if (from->keep_quotes >= 0) to->keep_quotes = from->keep_quotes;
    if (from->fixed_quirks >= 0) to->fixed_quirks = from->fixed_quirks;
    if (from->docstrings >= 0) to->docstrings = from->docstrings;
    if (from->preview >= 0) to->preview = from->preview;
    merge_text(&to->exclude, from->exclude);
    merge_text(&to->extend_exclude, from->extend_exclude);
    merge_text(&to->force_exclude, from->force_exclude);
}

typedef struct Reader {
    const char *s;
    uint32_t line;
} Reader;

static void skip_blank(Reader *r, bool lines) {
    for (;;) {
        if (*r->s == ' ' || *r->s == '\t' || *r->s == '\r') r->s++;
        else if (*r->s == '#') while (*r->s && *r->s != '\n') r->s++;
        else if (lines && *r->s == '\n') r->s++, r->line++;
        else return;
    }
}

/* A string in any of TOML's quotes; false when it does not end. */
static bool read_string(Reader *r, StrBuf *out) {
    char q = *r->s;
    bool triple = r->s[1] == q && r->s[2] == q;
    r->s += triple ? 3 : 1;
    if (triple && *r->s == '\n') r->s++, r->line++;
    for (;; r->s++) {
        if (!*r->s || (!triple && *r->s == '\n')) return false;
        if (*r->s == q && (!triple || (r->s[1] == q && r->s[2] == q))) break;
        if (*r->s == '\n') r->line++;
        if (*r->s == '\\' && q == '"' && r->s[1]) {
            r->s++;
            sb_char(out, *r->s == 'n' ? '\n' : *r->s == 't' ? '\t' : *r->s);
        } else sb_char(out, *r->s);
    }
    r->s += triple ? 3 : 1;
    return true;
}

static char *trimmed(const char *s) { /* blanks and line ends of a verbose regular expression go */
    StrBuf b = {0};
    for (; *s; s++)
        if (*s != '\n' && *s != ' ' && *s != '\t' && *s != '\r') sb_char(&b, *s);
    return b.p ? sb_take(&b) : xstrdup("");
}

static bool set_value(Settings *s, const char *key, const char *text, int boolean, long number) {
    struct { const char *name; int *flag; } flags[] = {
        {"skip-magic-trailing-comma", &s->skip_magic_comma}, {"skip-string-normalization", &s->keep_quotes},
        {"docstrings", &s->docstrings}, {"preview", &s->preview},
    };
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (strcmp(key, flags[i].name) == 0) {
            if (boolean < 0) return false;
            *flags[i].flag = boolean;
            return true;
        }
    struct { const char *name; char **text; } texts[] = {
        {"exclude", &s->exclude}, {"extend-exclude", &s->extend_exclude}, {"force-exclude", &s->force_exclude},
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (strcmp(key, texts[i].name) == 0) {
            if (!text) return false;
            free(*texts[i].text);
            *texts[i].text = trimmed(text);
            return true;
        }
    if (strcmp(key, "line-length") == 0) {
        if (number < 1 || number > 100000) return false;
        s->width = (uint32_t)number;
    } else if (strcmp(key, "quirks") == 0) {
        if (!text || (strcmp(text, "official") != 0 && strcmp(text, "fixed") != 0)) return false;
        s->fixed_quirks = strcmp(text, "fixed") == 0;
    }
    return true; /* other keys are for other tools */
}

/* Reads table `name`; *seen says whether it is there. */
static bool read_table(const char *data, const char *name, Settings *out, bool *seen, char **why) {
    Reader r = {data, 1};
    bool in = false, ok = true;
    StrBuf key = {0}, text = {0};
    while (ok) {
        skip_blank(&r, true);
        if (!*r.s) break;
        uint32_t line = r.line;
        if (*r.s == '[') {
            const char *e = r.s;
            while (*e && *e != '\n') e++;
            StrBuf t = {0};
            for (const char *c = r.s + 1; c < e && *c != ']'; c++)
                if (*c != ' ' && *c != '"' && *c != '\t') sb_char(&t, *c);
            in = strcmp(t.p ? t.p : "", name) == 0;
            *seen |= in;
            sb_done(&t);
            r.s = e;
            continue;
        }
        key.len = text.len = 0;
        while (*r.s && !strchr("= \t\n", *r.s)) sb_char(&key, *r.s == '_' ? '-' : *r.s), r.s++;
        skip_blank(&r, false);
        if (*r.s != '=') {
            while (*r.s && *r.s != '\n') r.s++;
            ok = !in;
        } else {
            r.s++;
            skip_blank(&r, false);
            int boolean = -1;
            long number = 0;
            const char *value = NULL;
            if (*r.s == '"' || *r.s == '\'') {
                ok = read_string(&r, &text);
                value = text.p ? text.p : "";
            } else if (*r.s == '[' || *r.s == '{') {
                char close = *r.s == '[' ? ']' : '}';
                uint32_t n = 0;
                r.s++;
                for (skip_blank(&r, true); *r.s && *r.s != close; skip_blank(&r, true)) {
                    if (*r.s == '"' || *r.s == '\'') {
                        if (n++) sb_char(&text, '|');
                        if (!read_string(&r, &text)) break;
                    } else r.s++;
                }
                if (*r.s) r.s++;
                value = text.p ? text.p : "";
            } else if (strncmp(r.s, "true", 4) == 0) boolean = 1;
            else if (strncmp(r.s, "false", 5) == 0) boolean = 0;
            else number = strtol(r.s, NULL, 10);
            while (*r.s && *r.s != '\n') r.s++;
            if (ok && in) ok = set_value(out, key.p ? key.p : "", value, boolean, number);
        }
        if (!ok) {
            StrBuf b = {0};
            sb_printf(&b, "line %u: this value of `%s` has no meaning", line, key.p ? key.p : "");
            *why = sb_take(&b);
        }
    }
    sb_done(&key);
    sb_done(&text);
    return ok;
}

static const char *table_of(const char *path) {
    return strcmp(path_basename(path), "pyproject.toml") == 0 ? "tool.mojo.fmt" : "fmt";
}

bool config_read(const char *path, bool python, Settings *out, char **why) {
    char *data;
    size_t size;
    int err = file_read(path, &data, &size);
    if (err) {
        *why = xstrdup(strerror(err));
        return false;
    }
    bool seen = false, pyproject = strcmp(path_basename(path), "pyproject.toml") == 0;
    bool ok = true;
    if (python && pyproject) ok = read_table(data, "tool.black", out, &seen, why);
    ok = ok && read_table(data, table_of(path), out, &seen, why);
    free(data);
    return ok;
}

char *config_find(const char *dir, bool python) {
    static const char *const names[] = {"mojo.toml", "pyproject.toml"};
    Arena a;
    arena_init(&a);
    char *at = path_real(&a, dir), *found = NULL;
    while (at && !found) {
        for (size_t i = 0; i < ARRAY_LEN(names) && !found; i++) {
            char *p = path_join(&a, at, names[i]);
            char *data;
            size_t size;
            if (!file_exists(p) || file_read(p, &data, &size)) continue;
            bool seen = false;
            Settings s;
            settings_init(&s);
            char *why = NULL;
            bool ok = read_table(data, table_of(p), &s, &seen, &why);
            if (python && i == 1 && !seen) ok = read_table(data, "tool.black", &s, &seen, &why) && ok;
            free(why);
            settings_done(&s);
            free(data);
            if (seen || !ok) found = xstrdup(p);
        }
        char *up = path_dirname(&a, at);
        if (strcmp(up, at) == 0) break;
        at = up;
    }
    arena_done(&a);
    return found;
}
