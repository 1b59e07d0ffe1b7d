/* SPDX-License-Identifier: Apache-2.0 */
/* Python files that were read, and where imports lead. */
#include "query/python_int.h"

#include "resolve/python_env.h"

#include "syntax/syntax.h"

#include <sys/stat.h>

enum { MAX_PY_SIZE = 4 << 20 };

struct PyProject {
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
    for (uint32_t i = 0; i < f->scopes.len; i++) {
        map_done(&f->scopes.data[i]->names);
        map_done(&f->scopes.data[i]->fields);
        map_done(&f->scopes.data[i]->outer);
    }
    map_done(&f->scope_of);
    if (f->owns_ast) {
        Source *s = f->ast->source;
        ast_free((Ast *)(uintptr_t)f->ast);
        source_unref(f->project->sources, s);
    }
    arena_done(&f->arena);
    free(f->path);
    free(f);
}

/* Everything goes at once: a definition may have been followed into any of them. */
static void forget_all(PyProject *p) {
    for (uint32_t i = 0; i < p->files.len; i++) file_free(p->files.data[i]);
    p->files.len = 0;
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
    for (uint32_t i = 0; i < p->files.len; i++) { /* resolved names of the others may lead into it */
        PyFile *f = p->files.data[i];
        if (strcmp(f->path, path) != 0 && !f->resolved) continue;
        file_free(f);
        p->files.data[i--] = vec_last(&p->files);
        p->files.len--;
    }
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

static int64_t time_of(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MAX_PY_SIZE) return -1;
    return (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

PyFile *py_open(PyProject *p, const char *path) {
    for (uint32_t i = 0; i < p->files.len; i++)
        if (strcmp(p->files.data[i]->path, path) == 0) return p->files.data[i];
    const Ast *ast = strmap_get(&p->documents, str_of(path));
    char *data = NULL;
    size_t size = 0;
    if (!ast && (time_of(path) < 0 || file_read(path, &data, &size) != 0)) return NULL;
    PyFile *f = xcalloc(1, sizeof *f);
    arena_init(&f->arena);
    f->project = p;
    f->path = xstrdup(path);
    f->owns_ast = !ast;
    f->ast = ast ? ast : ast_parse(source_add(p->sources, path, data, size));
    vec_push(&p->files, f);
    py_declare(f);
    return f;
}

const Source *py_source(const PyFile *f) {
    return f->ast->source;
}

/* ---- imports ------------------------------------------------------------------------------------------- */
static bool is_there(PyProject *p, const char *path) {
    return strmap_get(&p->documents, str_of(path)) || file_exists(path);
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

static const char *find_installed(PyProject *p, Arena *a, const Name *path, uint32_t n) {
    const char *found = NULL;
    python_env_find(&p->env, &p->arena);
    for (uint32_t i = 0; i < p->env.dirs.len && !found; i++) found = find_below(p, a, p->env.dirs.data[i], path, n);
    return found;
}

PyFile *py_import(PyFile *from, uint32_t level, const Name *path, uint32_t n) {
    PyProject *p = from->project;
    Arena a;
    arena_init(&a);
    const char *dir = path_dirname(&a, from->path), *found = NULL;
    for (uint32_t i = 1; i < level; i++) dir = path_dirname(&a, dir);
    if (level || n) found = find_below(p, &a, dir, path, n);
    if (!level) {
        for (uint32_t i = 0; i < p->roots.len && !found; i++) found = find_below(p, &a, p->roots.data[i], path, n);
        if (!found) found = find_installed(p, &a, path, n);
    }
    PyFile *f = found && strcmp(found, from->path) != 0 ? py_open(p, found) : NULL;
    arena_done(&a);
    return f;
}
