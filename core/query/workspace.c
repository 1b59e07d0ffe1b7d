/* SPDX-License-Identifier: Apache-2.0 */
/* The index of the library and the workspace. Contract in workspace.h. */
#include "query/workspace.h"

#include "syntax/syntax.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { MAX_FILES = 50000, MAX_FOLDERS = 50000, MAX_FILE_SIZE = 16 << 20 };

typedef struct Todo { /* a file to read, or a folder to look into */
    char *path;
    const char *root, *prefix; /* owned by the index */
    bool is_library, is_folder;
} Todo;
struct Index {
    PosEncoding enc;
    SourceMap *sources;
    VEC(IndexedFile *) files;
    StrMap by_path;
    VEC(Todo) todo; /* the last one comes next */
    uint32_t pass, n_files, n_folders; /* met by this pass */
    bool walking;                      /* what the pass has not met may still come */
    Arena arena;                       /* roots */
};

Index *index_new(PosEncoding enc) {
    Index *x = xcalloc(1, sizeof *x);
    x->enc = enc;
    x->sources = source_map_new();
    arena_init(&x->arena);
    return x;
}

static void file_free(IndexedFile *f) {
    arena_done(&f->arena);
    free((char *)(uintptr_t)f->path);
    free((char *)(uintptr_t)f->module);
    free(f);
}

static void todo_free(Todo *t) {
    free(t->path);
}

void index_free(Index *x) {
    if (!x) return;
    for (uint32_t i = 0; i < x->files.len; i++) file_free(x->files.data[i]);
    for (uint32_t i = 0; i < x->todo.len; i++) todo_free(&x->todo.data[i]);
    vec_done(&x->files);
    vec_done(&x->todo);
    strmap_done(&x->by_path);
    source_map_free(x->sources);
    arena_done(&x->arena);
    free(x);
}

/* ---- finding files ------------------------------------------------------------------------------- */
/* `std.collections.list` of `collections/list.mojo`; NULL when a part is no name. */
static char *module_of(const char *prefix, const char *rest) {
    StrBuf b = {0};
    sb_puts(&b, prefix);
    for (const char *p = rest; *p;) {
        const char *end = p;
        while (*end && *end != '/') end++;
        size_t n = (size_t)(end - p);
        const char *dot = *end ? NULL : memchr(p, '.', n);
        if (dot) n = (size_t)(dot - p);
        if (!(n == 8 && memcmp(p, "__init__", 8) == 0)) {
            for (size_t i = 0; i < n; i++)
                if (!(p[i] == '_' || (unsigned char)p[i] >= 0x80 || (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') ||
                      (i && p[i] >= '0' && p[i] <= '9'))) {
                    sb_done(&b);
                    return NULL;
                }
            if (b.len) sb_char(&b, '.');
            sb_add(&b, p, n);
        }
        p = *end ? end + 1 : end;
    }
    return sb_take(&b);
}

static void push(Index *x, char *path, const Todo *from, bool is_folder) {
    Todo t = {.path = path, .root = from->root, .prefix = from->prefix, .is_library = from->is_library, .is_folder = is_folder};
    vec_push(&x->todo, t);
}

static void push_root(Index *x, const char *dir, const char *prefix, bool is_library) {
    Todo t = {.root = arena_strdup(&x->arena, dir), .prefix = prefix, .is_library = is_library};
    push(x, xstrdup(dir), &t, true);
}

static bool is_source(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".mojo") == 0 || strcmp(dot, ".🔥") == 0 || strcmp(dot, ".py") == 0);
}

/* Folders with other people's files by the thousand. */
static bool is_skipped(const char *name) {
    return name[0] == '.' || strcmp(name, "node_modules") == 0 || strcmp(name, "__pycache__") == 0 || strcmp(name, "site-packages") == 0;
}

static int by_name_down(const void *x, const void *y) {
    return strcmp(*(char *const *)y, *(char *const *)x);
}

/* What is in a folder comes next, in the order of names. */
static void open_folder(Index *x, const Todo *t) {
    DIR *d = x->n_folders++ < MAX_FOLDERS ? opendir(t->path) : NULL;
    if (!d) return;
    VEC(char *) found = {0};
    for (struct dirent *e; (e = readdir(d));) {
        struct stat st;
        if (is_skipped(e->d_name) || fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
        bool is_dir = S_ISDIR(st.st_mode);
        if (!is_dir && (!is_source(e->d_name) || x->n_files >= MAX_FILES)) continue;
        x->n_files += !is_dir;
        size_t n = strlen(t->path) + strlen(e->d_name) + 3;
        char *path = xmalloc(n); /* with its kind behind it */
        snprintf(path, n, "%s%s%s%c", t->path, t->path[strlen(t->path) - 1] == '/' ? "" : "/", e->d_name, is_dir ? 'd' : 'f');
        vec_push(&found, path);
    }
    closedir(d);
    if (found.len) qsort(found.data, found.len, sizeof(char *), by_name_down);
    for (uint32_t i = 0; i < found.len; i++) {
        size_t n = strlen(found.data[i]) - 1;
        bool is_dir = found.data[i][n] == 'd';
        found.data[i][n] = 0;
        push(x, found.data[i], t, is_dir);
    }
    vec_done(&found);
}

void index_add_library(Index *x, const char *dir) {
    push_root(x, dir, "std", true);
}

static void forget_missing(Index *x) { /* files that the walk did not meet */
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->files.len; i++) {
        IndexedFile *f = x->files.data[i];
        if (f->is_library || f->pass == x->pass) {
            x->files.data[n++] = f;
            continue;
        }
        strmap_put(&x->by_path, str_of(f->path), NULL);
        file_free(f);
    }
    x->files.len = n;
}

void index_set_roots(Index *x, const char *const *roots, uint32_t n, PosEncoding enc) {
    if (enc != x->enc)
        for (uint32_t i = 0; i < x->files.len; i++) x->files.data[i]->mtime = -1; /* columns differ: read again */
    x->enc = enc;
    index_finish(x, true);
    for (uint32_t i = 0; i < x->todo.len; i++) todo_free(&x->todo.data[i]);
    x->todo.len = x->n_files = x->n_folders = 0;
    x->pass++;
    x->walking = true;
    for (uint32_t i = n; i-- > 0;) push_root(x, roots[i], "", false);
}

/* ---- reading files --------------------------------------------------------------------------------- */
static uint32_t word_hash(const char *p, size_t n) {
    return (uint32_t)hash_bytes(p, n, 1);
}

static bool in_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void read_words(IndexedFile *f, const Source *s) {
    VEC(uint32_t) found = {0};
    for (uint32_t i = 0; i < s->size;) {
        uint32_t from = i;
        while (i < s->size && in_word(s->data[i])) i++;
        if (i > from) vec_push(&found, word_hash(s->data + from, i - from));
        else i++;
    }
    if (found.len) qsort(found.data, found.len, sizeof(uint32_t), by_value);
    uint32_t n = 0;
    for (uint32_t i = 0; i < found.len; i++)
        if (!n || found.data[n - 1] != found.data[i]) found.data[n++] = found.data[i];
    f->words = ARENA_ARRAY(&f->arena, uint32_t, n + 1);
    if (n) memcpy(f->words, found.data, n * sizeof(uint32_t));
    f->n_words = n;
    vec_done(&found);
}

static void read_reexports(IndexedFile *f, const Ast *ast) {
    for (uint32_t i = 0; i < ast->n_items; i++) EACH_NODE(ast->items[i]->stmts, n) {
        if (!IS(ImportFrom, n)) continue;
        EACH_NODE(AS(ImportFrom, n)->names, a) {
            if (!IS(Alias, a) || !AS(Alias, a)->path.len || !IS(Name, AS(Alias, a)->path.data[0])) continue;
            Name name = AS(Alias, a)->asname ? AS(Alias, a)->asname : AS(Name, AS(Alias, a)->path.data[0])->id;
            if (name) vec_push_in(&f->arena, &f->reexports, (const char *)name->chars);
        }
    }
}

static void read_symbols(Index *x, IndexedFile *f, const Ast *ast) {
    Arena a;
    arena_init(&a);
    Outline o;
    query_outline(ast, &a, &o);
    const char *container = NULL;
    for (uint32_t i = 0; i < o.entries.len; i++) {
        const OutlineEntry *e = &o.entries.data[i];
        if (e->depth > 1) continue;
        IndexSymbol s = {.name = arena_strdup(&f->arena, e->name), .kind = e->kind, .detail = arena_strdup(&f->arena, e->detail)};
        s.start = source_line_col(ast->source, e->name_at.start, x->enc);
        s.end = source_line_col(ast->source, e->name_at.end, x->enc);
        if (e->depth == 0) container = s.name;
        else s.container = container;
        vec_push_in(&f->arena, &f->symbols, s);
    }
    arena_done(&a);
}

static void read_file(Index *x, const Todo *t) {
    struct stat st;
    IndexedFile *f = strmap_get(&x->by_path, str_of(t->path));
    if (f) f->pass = x->pass;
    if (stat(t->path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MAX_FILE_SIZE) return;
    int64_t mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    if (f && f->mtime == mtime && f->size == (uint64_t)st.st_size) return;
    char *data;
    size_t size;
    if (file_read(t->path, &data, &size) != 0) return;
    if (!f) {
        f = xcalloc(1, sizeof *f);
        f->path = xstrdup(t->path);
        const char *rest = t->path + strlen(t->root);
        while (*rest == '/') rest++;
        f->module = module_of(t->prefix, rest);
        strmap_put(&x->by_path, str_of(f->path), f);
        vec_push(&x->files, f);
    } else {
        arena_done(&f->arena);
        memset(&f->symbols, 0, sizeof f->symbols);
        memset(&f->reexports, 0, sizeof f->reexports);
    }
    arena_init(&f->arena);
    f->is_library = t->is_library;
    f->pass = x->pass;
    f->mtime = mtime;
    f->size = (uint64_t)st.st_size;
    Source *s = source_add(x->sources, f->path, data, size);
    f->is_python = s->lang == LANG_PYTHON;
    Ast *ast = ast_parse(s);
    read_words(f, s);
    read_symbols(x, f, ast);
    read_reexports(f, ast);
    ast_free(ast);
    source_unref(x->sources, s);
}

static void do_one(Index *x, uint32_t i) {
    Todo t = x->todo.data[i];
    memmove(x->todo.data + i, x->todo.data + i + 1, (x->todo.len - i - 1) * sizeof(Todo));
    x->todo.len--;
    if (t.is_folder) open_folder(x, &t);
    else read_file(x, &t);
    todo_free(&t);
    if (x->todo.len || !x->walking) return;
    x->walking = false;
    forget_missing(x);
}

bool index_step(Index *x) {
    if (!x->todo.len) return false;
    do_one(x, x->todo.len - 1);
    return true;
}

void index_finish(Index *x, bool library_only) {
    for (uint32_t i = x->todo.len; i-- > 0;) {
        if (library_only && !x->todo.data[i].is_library) continue;
        do_one(x, i);
        i = x->todo.len; /* it may have added some */
    }
}

/* ---- asking ------------------------------------------------------------------------------------------ */
IndexedFile *const *index_files(const Index *x, uint32_t *n) {
    *n = x->files.len;
    return x->files.data;
}

bool index_has_word(const IndexedFile *f, Str word) {
    uint32_t h = word_hash(word.p, word.len), lo = 0, hi = f->n_words;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f->words[mid] < h) lo = mid + 1;
        else hi = mid;
    }
    return lo < f->n_words && f->words[lo] == h;
}

bool index_is_current(const IndexedFile *f) {
    struct stat st;
    return stat(f->path, &st) == 0 && (uint64_t)st.st_size == f->size &&
           (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec == f->mtime;
}

/* ---- names to import ----------------------------------------------------------------------------------- */
typedef struct Offer {
    Export e;
    const char *kind_from; /* the module that says what it is; NULL: only re-exports were seen */
} Offer;
typedef struct Exporting {
    Arena arena;
    VEC(Offer) offers;
    Map by_name; /* Name → index + 1 */
    NameMatchFn match;
    void *ctx;
} Exporting;

/* Short paths come first; the rest makes the order one of the names, not of the files in the index. */
static int compare_modules(const char *a, const char *b) {
    uint32_t cost_a = 0, cost_b = 0;
    for (const char *p = a; *p; p++) cost_a += *p == '.' ? 64 : 1;
    for (const char *p = b; *p; p++) cost_b += *p == '.' ? 64 : 1;
    return cost_a != cost_b ? (cost_a > cost_b) - (cost_a < cost_b) : strcmp(a, b);
}

static int compare_offers(const void *x, const void *y) {
    return strcmp(((const Offer *)x)->e.name, ((const Offer *)y)->e.name);
}

static void offer(Exporting *g, const char *name, const char *module, OutlineKind kind, bool is_library, bool knows_kind) {
    if (name[0] == '_' || !g->match(g->ctx, name)) return;
    Name key = name_of(name);
    uintptr_t known = (uintptr_t)map_get(&g->by_name, key);
    if (!known) {
        Offer o = {{name, module, kind, is_library}, knows_kind ? module : NULL};
        vec_push_in(&g->arena, &g->offers, o);
        map_put(&g->by_name, key, (void *)(uintptr_t)g->offers.len);
        return;
    }
    Offer *old = &g->offers.data[known - 1];
    if (knows_kind && (!old->kind_from || compare_modules(module, old->kind_from) < 0)) {
        old->e.kind = kind;
        old->kind_from = module;
    }
    if (compare_modules(module, old->e.module) >= 0) return;
    old->e.module = module;
    old->e.is_library = is_library;
}

static bool is_private(const char *module) {
    return *module == '_' || strstr(module, "._") != NULL;
}

void index_exports(const Index *x, const char *dir, const char *self, NameMatchFn match, ExportFn fn, void *ctx) {
    Exporting g = {.match = match, .ctx = ctx};
    arena_init(&g.arena);
    size_t n_dir = dir ? strlen(dir) : 0;
    for (uint32_t i = 0; i < x->files.len; i++) {
        const IndexedFile *f = x->files.data[i];
        const char *module = f->module;
        if (f->is_python || !module || (self && strcmp(f->path, self) == 0)) continue;
        if (!f->is_library) { /* as seen from the folder of the file that imports */
            if (!n_dir || strncmp(f->path, dir, n_dir) != 0 || f->path[n_dir] != '/') continue;
            char *m = module_of("", f->path + n_dir + 1);
            module = m ? arena_strdup(&g.arena, m) : NULL;
            free(m);
            if (!module || !*module) continue;
        }
        if (is_private(module)) continue;
        for (uint32_t k = 0; k < f->symbols.len; k++)
            if (!f->symbols.data[k].container) offer(&g, f->symbols.data[k].name, module, f->symbols.data[k].kind, f->is_library, true);
        for (uint32_t k = 0; k < f->reexports.len; k++) offer(&g, f->reexports.data[k], module, OUTLINE_VARIABLE, f->is_library, false);
    }
    if (g.offers.len) qsort(g.offers.data, g.offers.len, sizeof(Offer), compare_offers);
    for (uint32_t i = 0; i < g.offers.len; i++) fn(ctx, &g.offers.data[i].e);
    map_done(&g.by_name);
    arena_done(&g.arena);
}
