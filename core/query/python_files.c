/* SPDX-License-Identifier: Apache-2.0 */
/* Python files that were read, and where imports lead. */
#include "query/python_int.h"

#include "resolve/python_env.h"

#include "syntax/syntax.h"

#include <sys/stat.h>

enum { MAX_PY_SIZE = 4 << 20 };

struct PyProject {
    PyInference inference;
    SourceMap *sources;
    VEC(PyFile *) files;
    VEC(char *) roots;
    StrMap documents;  /* path → Ast */
    PythonEnv env;     /* where installed modules are; in the arena */
    Arena arena;
    StrMap texts;      /* path → id of the Ast's source: an address may come again */
};

PyProject *py_project_new(void) {
    PyProject *p = xcalloc(1, sizeof *p);
    arena_init(&p->arena);
    p->sources = source_map_new();
    return p;
}

static void file_free(PyFile *f) {
    f->project->inference.state++; /* what was inferred from it is not kept */
    for (uint32_t i = 0; i < f->scopes.len; i++) {
        map_done(&f->scopes.data[i]->names);
        map_done(&f->scopes.data[i]->fields);
        map_done(&f->scopes.data[i]->outer);
    }
    map_done(&f->scope_of);
    vec_done(&f->needs);
    if (f->owns_ast) {
        Source *s = f->ast->source;
        ast_free((Ast *)(uintptr_t)f->ast);
        source_unref(f->project->sources, s);
    }
    arena_done(&f->arena);
    free(f->path);
    free(f);
}

static void forget_all(PyProject *p) {
    for (uint32_t i = 0; i < p->files.len; i++) file_free(p->files.data[i]);
    p->files.len = 0;
}

/* Takes out the files that are gone, and those whose names may lead into them. */
static void forget_gone(PyProject *p) {
    uint32_t n = 0;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < p->files.len; i++) {
            PyFile *f = p->files.data[i];
            for (uint32_t k = 0; k < f->needs.len && !f->is_gone; k++) f->is_gone = more = f->needs.data[k]->is_gone;
        }
    }
    for (uint32_t i = 0; i < p->files.len; i++) {
        if (p->files.data[i]->is_gone) file_free(p->files.data[i]);
        else p->files.data[n++] = p->files.data[i];
    }
    p->files.len = n;
}

void py_project_free(PyProject *p) {
    if (!p) return;
    forget_all(p);
    vec_done(&p->files);
    for (uint32_t i = 0; i < p->roots.len; i++) free(p->roots.data[i]);
    vec_done(&p->roots);
    strmap_done(&p->documents);
    strmap_done(&p->texts);
    source_map_free(p->sources);
    arena_done(&p->arena);
    free(p);
}

void py_set_roots(PyProject *p, char *const *roots, uint32_t n) {
    for (uint32_t i = 0; i < p->roots.len; i++) free(p->roots.data[i]);
    p->roots.len = 0;
    for (uint32_t i = 0; i < n; i++) vec_push(&p->roots, xstrdup(roots[i]));
}

void py_set_document(PyProject *p, const char *path, const Ast *ast) {
    uintptr_t id = ast ? ast->source->id : 0;
    if (strmap_get(&p->documents, str_of(path)) == ast && (uintptr_t)strmap_get(&p->texts, str_of(path)) == id) return;
    bool known = file_exists(path);
    for (uint32_t i = 0; i < p->files.len; i++) {
        PyFile *f = p->files.data[i];
        f->is_gone = strcmp(f->path, path) == 0;
        known |= f->is_gone;
    }
    if (known) forget_gone(p);
    else forget_all(p); /* imports may find it from now on */
    strmap_put(&p->documents, str_of(path), (void *)(uintptr_t)ast);
    strmap_put(&p->texts, str_of(path), (void *)id);
}

void py_keep_documents(PyProject *p, bool (*is_open)(void *ctx, const char *path), void *ctx) {
    for (uint32_t i = 0; i < p->documents.len; i++) {
        StrMapEntry *e = &p->documents.entries[i];
        StrBuf b = {0}; /* the key is no C string */
        sb_str(&b, e->key);
        if (e->value && !is_open(ctx, b.p)) py_set_document(p, b.p, NULL);
        sb_done(&b);
    }
}

static bool state_of(const char *path, int64_t *mtime, uint64_t *size) {
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MAX_PY_SIZE) return false;
    *mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    *size = (uint64_t)st.st_size;
    return true;
}

void py_refresh(PyProject *p) {
    bool any = false;
    for (uint32_t i = 0; i < p->files.len; i++) {
        PyFile *f = p->files.data[i];
        int64_t mtime;
        uint64_t size;
        f->is_gone = f->mtime >= 0 && (!state_of(f->path, &mtime, &size) || mtime != f->mtime || size != f->size);
        any |= f->is_gone;
    }
    if (any) forget_gone(p);
}

PyFile *py_open(PyProject *p, const char *path) {
    for (uint32_t i = 0; i < p->files.len; i++)
        if (strcmp(p->files.data[i]->path, path) == 0) return p->files.data[i];
    const Ast *ast = strmap_get(&p->documents, str_of(path));
    char *data = NULL;
    size_t size = 0;
    int64_t mtime = -1;
    uint64_t disk_size = 0;
    if (!ast && (!state_of(path, &mtime, &disk_size) || file_read(path, &data, &size) != 0)) return NULL;
    PyFile *f = xcalloc(1, sizeof *f);
    arena_init(&f->arena);
    f->project = p;
    f->path = xstrdup(path);
    f->owns_ast = !ast;
    f->mtime = mtime;
    f->size = disk_size;
    f->ast = ast ? ast : ast_parse(source_add(p->sources, path, data, size));
    vec_push(&p->files, f);
    py_declare(f);
    return f;
}

PyInference *py_inference(PyProject *p) {
    return &p->inference;
}

const Source *py_source(const PyFile *f) {
    return f->ast->source;
}

/* ---- imports ------------------------------------------------------------------------------------------- */
static bool is_there(PyProject *p, const char *path) {
    return strmap_get(&p->documents, str_of(path)) || file_is_regular(path);
}

/* dir/a/b: stubs first, then the file, then the package. */
static const char *find_below(PyProject *p, Arena *a, const char *dir, const Name *path, uint32_t n) {
    const char *at = dir;
    for (uint32_t i = 0; i + 1 < n; i++) at = path_join(a, at, path[i]->chars);
    static const char *const forms[] = {".pyi", "/__init__.pyi", ".py", "/__init__.py"};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (!n && forms[i][0] == '.') continue; /* the package itself */
        char *file = arena_printf(a, "%s%s%s%s", at, n ? "/" : "", n ? path[n - 1]->chars : "", forms[i]);
        if (is_there(p, file)) return file;
    }
    return NULL;
}

void py_each_root(PyProject *p, void (*fn)(void *ctx, const char *dir), void *ctx) {
    python_env_find(&p->env, &p->arena);
    for (uint32_t i = 0; i < p->roots.len; i++) fn(ctx, p->roots.data[i]);
    for (uint32_t i = 0; i < p->env.dirs.len; i++) fn(ctx, p->env.dirs.data[i]);
}

typedef struct Finding {
    PyProject *p;
    Arena *a;
    const Name *path;
    uint32_t n;
    const char *found;
} Finding;

static void find_in(void *ctx, const char *dir) {
    Finding *x = ctx;
    if (!x->found) x->found = find_below(x->p, x->a, dir, x->path, x->n);
}

PyFile *py_import(PyFile *from, uint32_t level, const Name *path, uint32_t n) {
    PyProject *p = from->project;
    Arena a;
    arena_init(&a);
    const char *dir = path_dirname(&a, from->path), *found = NULL;
    for (uint32_t i = 1; i < level; i++) dir = path_dirname(&a, dir);
    if (level || n) found = find_below(p, &a, dir, path, n);
    if (!level) {
        Finding x = {p, &a, path, n, found};
        if (!found) py_each_root(p, find_in, &x);
        found = x.found;
    }
    PyFile *f = found && strcmp(found, from->path) != 0 ? py_open(p, found) : NULL;
    bool noted = !f;
    for (uint32_t i = 0; i < from->needs.len && !noted; i++) noted = from->needs.data[i] == f;
    if (!noted) vec_push(&from->needs, f);
    arena_done(&a);
    return f;
}
