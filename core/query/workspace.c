/* SPDX-License-Identifier: Apache-2.0 */
/* The files of the library and the workspace. Contract in workspace.h. */
#include "query/workspace_int.h"

#include "syntax/syntax.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { MAX_FILES = 50000, MAX_FOLDERS = 50000, MAX_FILE_SIZE = 16 << 20 };

static void file_free(IndexedFile *f) {
    blob_close(&f->blob);
    blob_close(&f->document_blob);
    blob_close(&f->uses_blob);
    free((char *)(uintptr_t)f->path);
    free((char *)(uintptr_t)f->module);
    free(f);
}

static void todo_free(Todo *t) {
    free(t->path);
}

/* ---- finding files ------------------------------------------------------------------------------- */
/* `std.collections.list` of `collections/list.mojo`; NULL when a part is no name. */
char *module_of(const char *prefix, const char *rest) {
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
    Todo t = *from;
    t.path = path;
    t.is_folder = is_folder;
    vec_push(&x->todo, t);
}

static void push_root(Index *x, const char *dir, const char *prefix, bool is_library) {
    const char *real = path_real(&x->arena, dir);
    Todo t = {.root = arena_strdup(&x->arena, dir), .real = real ? real : arena_strdup(&x->arena, dir), .prefix = prefix, .is_library = is_library};
    push(x, xstrdup(dir), &t, true);
}

static bool is_source(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".mojo") == 0 || strcmp(dot, ".🔥") == 0 || strcmp(dot, ".py") == 0);
}

/* A package in one file (bundle/): what imports lead to changes with it. */
static bool is_bundle(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot && dot != name && (strcmp(dot, ".mojoc") == 0 || strcmp(dot, ".mojopkg") == 0);
}

static void meet_bundle(Index *x, const char *folder, const char *name, const struct stat *st) {
    const uint64_t facts[] = {hash_bytes(folder, strlen(folder), 24), hash_bytes(name, strlen(name), 24), (uint64_t)st->st_size,
                              (uint64_t)st->st_mtim.tv_sec, (uint64_t)st->st_mtim.tv_nsec};
    NamedPlace p = {word_hash((Str){name, (size_t)(strrchr(name, '.') - name)}), hash_bytes(facts, sizeof facts, 24)};
    vec_push(&x->met, p);
}

/* A part of the sum of names is another one now. */
static void set_part(Index *x, uint64_t *part, uint64_t sum) {
    if (sum == *part) return;
    x->names += sum - *part;
    *part = sum;
    x->state++;
}

static void count_bundles(Index *x) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < x->met.len; i++) sum += x->met.data[i].path;
    set_part(x, &x->bundles, sum);
}

void index_set_imports(Index *x, uint64_t sum) {
    set_part(x, &x->imports, sum);
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
        if (!is_dir && is_bundle(e->d_name)) meet_bundle(x, t->path, e->d_name, &st);
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

Index *index_new(const char *library) {
    Index *x = xcalloc(1, sizeof *x);
    x->sources = source_map_new();
    x->state = 1;
    arena_init(&x->arena);
    x->folder = blob_folder(&x->arena, library);
    if (library) push_root(x, library, "std", true);
    return x;
}

void index_free(Index *x) {
    if (!x) return;
    for (uint32_t i = 0; i < x->files.len; i++) file_free(x->files.data[i]);
    for (uint32_t i = 0; i < x->outside.len; i++) file_free(x->outside.data[i]);
    for (uint32_t i = 0; i < x->todo.len; i++) todo_free(&x->todo.data[i]);
    vec_done(&x->files);
    vec_done(&x->outside);
    vec_done(&x->todo);
    vec_done(&x->places);
    vec_done(&x->met);
    strmap_done(&x->by_path);
    map_done(&x->by_key);
    source_map_free(x->sources);
    arena_done(&x->arena);
    free(x);
}

static void forget_file(Index *x, IndexedFile *f) {
    strmap_put(&x->by_path, str_of(f->path), NULL);
    if (map_get_u(&x->by_key, f->key) == f) map_put_u(&x->by_key, f->key, NULL);
    if (!f->is_library && !f->is_python) x->names -= hash_mix(f->key, 1);
    x->n_mapped -= f->blob.is_mapped + (uint32_t)f->uses_blob.is_mapped;
    file_free(f);
    x->state++;
}

static void forget_missing(Index *x) { /* files that the walk did not meet */
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->files.len; i++) {
        IndexedFile *f = x->files.data[i];
        if (f->is_library || f->pass == x->pass) x->files.data[n++] = f;
        else forget_file(x, f);
    }
    x->files.len = n;
}

void index_set_roots(Index *x, const char *const *roots, uint32_t n) {
    index_finish(x, true);
    for (uint32_t i = 0; i < x->todo.len; i++) todo_free(&x->todo.data[i]);
    x->todo.len = x->n_files = x->n_folders = x->met.len = 0;
    x->pass++;
    x->calls++;
    x->walking = true;
    for (uint32_t i = n; i-- > 0;) push_root(x, roots[i], "", false);
}

/* ---- reading files --------------------------------------------------------------------------------- */
static IndexedFile *add_file(Index *x, const char *path, const char *real) {
    IndexedFile *f = xcalloc(1, sizeof *f);
    f->path = xstrdup(path);
    f->key = hash_bytes(real, strlen(real), 21);
    if (!f->key) f->key = 1;
    f->is_python = source_lang_of(path) == LANG_PYTHON;
    f->mtime = -1;
    strmap_put(&x->by_path, str_of(path), f);
    if (!map_get_u(&x->by_key, f->key)) map_put_u(&x->by_key, f->key, f);
    return f;
}

/* From the cache when this text was read before, else worked out and kept. Takes the text. */
static void load_facts(Index *x, IndexedFile *f, char *data, size_t size) {
    Arena a;
    arena_init(&a);
    TextSum sum = text_sum((Str){data, size});
    const char *place = x->folder ? blob_path(&a, x->folder, sum.a, sum.b, f->is_python ? ".py" : ".mojo") : NULL;
    x->n_mapped -= f->blob.is_mapped;
    blob_close(&f->blob);
    bool known = place && blob_open(&f->blob, place, FACTS_KIND, x->n_mapped < MAX_MAPPED) && facts_view(&f->blob, &f->facts) && text_sum_eq(f->facts.text, sum) &&
                 f->facts.is_python == f->is_python;
    if (known) {
        free(data);
    } else {
        blob_close(&f->blob);
        Source *s = source_add(x->sources, f->path, data, size);
        Ast *ast = ast_parse(s);
        f->blob = facts_make(ast);
        if (place) blob_save(&f->blob, place);
        Blob mapped; /* the heap need not hold it */
        if (place && x->n_mapped < MAX_MAPPED && blob_open(&mapped, place, FACTS_KIND, true)) {
            blob_close(&f->blob);
            f->blob = mapped;
        }
        facts_view(&f->blob, &f->facts);
        ast_free(ast);
        source_unref(x->sources, s);
    }
    x->n_mapped += f->blob.is_mapped;
    arena_done(&a);
    x->state++;
}

/* False: it cannot be read. */
static bool read_again(Index *x, IndexedFile *f, const char *path) {
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MAX_FILE_SIZE) return false;
    int64_t mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    if (f->mtime == mtime && f->size == (uint64_t)st.st_size) return true;
    char *data;
    size_t size;
    if (file_read(path, &data, &size) != 0) return false;
    f->mtime = mtime;
    f->size = (uint64_t)st.st_size;
    load_facts(x, f, data, size);
    return true;
}

static void take_inside(Index *x, IndexedFile *f) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->outside.len; i++)
        if (x->outside.data[i] != f) x->outside.data[n++] = x->outside.data[i];
    x->outside.len = n;
    f->is_outside = false;
}

static void read_file(Index *x, const Todo *t) {
    IndexedFile *f = strmap_get(&x->by_path, str_of(t->path));
    if (!f || f->is_outside) {
        const char *rest = t->path + strlen(t->root);
        while (*rest == '/') rest++;
        Arena a;
        arena_init(&a);
        if (f) take_inside(x, f);
        else f = add_file(x, t->path, path_join(&a, t->real, rest));
        arena_done(&a);
        f->module = module_of(t->prefix, rest);
        f->is_library = t->is_library;
        if (!f->is_library && !f->is_python) x->names += hash_mix(f->key, 1);
        vec_push(&x->files, f);
        x->state++;
    }
    f->pass = x->pass;
    if (!read_again(x, f, f->path)) f->pass = f->blob.data ? f->pass : x->pass - 1; /* never read: it is not there */
}

IndexedFile *index_outside(Index *x, const char *path) {
    IndexedFile *f = strmap_get(&x->by_path, str_of(path));
    if (!f) {
        Arena a;
        arena_init(&a);
        const char *real = path_real(&a, path);
        f = add_file(x, path, real ? real : path);
        arena_done(&a);
        f->is_outside = true;
        vec_push(&x->outside, f);
    }
    read_again(x, f, path);
    return f->blob.data || f->document_blob.data ? f : NULL;
}

IndexedFile *index_find(const Index *x, const char *path) {
    IndexedFile *f = strmap_get(&x->by_path, str_of(path));
    if (f) return f;
    char *real = realpath(path, NULL);
    if (real) f = map_get_u(&x->by_key, hash_bytes(real, strlen(real), 21));
    free(real);
    return f;
}

void index_set_document(Index *x, const char *path, const Ast *ast) {
    IndexedFile *f = index_find(x, path);
    if (!f) {
        index_outside(x, path);
        f = index_find(x, path);
    }
    TextSum sum = text_sum(source_text(ast->source));
    if (text_sum_eq(index_facts(f)->text, sum) && (f->blob.data || f->document_blob.data)) return;
    blob_close(&f->document_blob);
    f->document = (FileFacts){0};
    if (!f->blob.data || !text_sum_eq(f->facts.text, sum)) {
        f->document_blob = facts_make(ast);
        facts_view(&f->document_blob, &f->document);
    }
    x->state++;
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
    x->next_uses = 0;
    forget_missing(x);
    count_bundles(x);
}

bool index_step(Index *x) {
    if (x->todo.len) {
        do_one(x, x->todo.len - 1);
        return true;
    }
    if (x->next_uses >= x->files.len) return false;
    IndexedFile *f = x->files.data[x->next_uses++];
    if (x->n_mapped < MAX_MAPPED && !f->is_library && !f->is_python) index_uses(x, f);
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

const FileFacts *index_facts(const IndexedFile *f) {
    return f->document_blob.data ? &f->document : &f->facts;
}

bool index_has_word(const IndexedFile *f, Str word) {
    return facts_has_word(index_facts(f), word_hash(word));
}
