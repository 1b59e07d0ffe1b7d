/* SPDX-License-Identifier: Apache-2.0 */
/* Are the files of a package still those of its commit? And which tree would git make of a folder? */
#include "fetch.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

enum { MOST_DEPTH = 64 };

static bool is_written(git_filemode_t mode) { /* links and submodules are not: see export.c */
    return mode != GIT_FILEMODE_LINK && mode != GIT_FILEMODE_COMMIT;
}

static int differs(const char *what, const char *path) {
    return fetch_fail("%s: %s", path, what);
}

static int compare_file(const git_tree_entry *e, const char *path) {
    struct stat st;
    git_oid id;
    if (lstat(path, &st) != 0) return differs("is missing", path);
    if (!S_ISREG(st.st_mode) || git_odb_hashfile(&id, path, GIT_OBJECT_BLOB) != 0 || !git_oid_equal(&id, git_tree_entry_id(e)))
        return differs("was changed", path);
    return 0;
}

static int extra_files(Arena *a, const git_tree *tree, const char *dir) {
    int code = 0;
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        const git_tree_entry *in = git_tree_entry_byname(tree, e->d_name);
        if (!in || !is_written(git_tree_entry_filemode(in))) code |= differs("does not belong there", path_join(a, dir, e->d_name));
    }
    if (d) closedir(d);
    return code;
}

static int compare(git_repository *repo, const git_tree *tree, const char *dir, int depth) {
    Arena a;
    arena_init(&a);
    int code = extra_files(&a, tree, dir);
    for (size_t i = 0; i < git_tree_entrycount(tree) && depth < MOST_DEPTH; i++) {
        const git_tree_entry *e = git_tree_entry_byindex(tree, i);
        fetch_alive();
        if (!is_written(git_tree_entry_filemode(e)) || !fetch_good_name(git_tree_entry_name(e))) continue;
        const char *path = path_join(&a, dir, git_tree_entry_name(e));
        git_tree *sub = NULL;
        if (git_tree_entry_filemode(e) != GIT_FILEMODE_TREE) code |= compare_file(e, path);
        else if (!dir_exists(path)) code |= differs("is missing", path);
        else if (git_tree_lookup(&sub, repo, git_tree_entry_id(e)) != 0) code |= fetch_git_fail("the mirror is damaged");
        else code |= compare(repo, sub, path, depth + 1);
        git_tree_free(sub);
    }
    arena_done(&a);
    return code;
}

int fetch_compare(git_repository *repo, const git_tree *tree, const char *dest) {
    return dir_exists(dest) ? compare(repo, tree, dest, 0) : differs("is missing", dest);
}

/* ---- the tree of a folder ------------------------------------------------------------------------------------ */
typedef struct Row {
    char *name;
    const char *mode;
    git_oid id;
    bool is_tree;
} Row;

static int row_cmp(const void *x, const void *y) { /* git's order: a folder's name ends with a slash */
    const Row *a = x, *b = y;
    size_t n = strlen(a->name), m = strlen(b->name), least = n < m ? n : m;
    int c = memcmp(a->name, b->name, least);
    if (c) return c;
    unsigned char p = (unsigned char)(n > least ? a->name[least] : a->is_tree ? '/' : 0);
    unsigned char q = (unsigned char)(m > least ? b->name[least] : b->is_tree ? '/' : 0);
    return (p > q) - (p < q);
}

static bool hash_folder(const char *dir, git_oid *out, bool *is_empty, int depth) {
    Arena a;
    VEC(Row) rows = {0};
    arena_init(&a);
    DIR *d = depth < MOST_DEPTH ? opendir(dir) : NULL;
    bool ok = d != NULL;
    for (struct dirent *e; ok && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || strcmp(e->d_name, ".git") == 0) continue;
        char *path = path_join(&a, dir, e->d_name);
        struct stat st;
        Row r = {.name = arena_strdup(&a, e->d_name)};
        bool empty = false;
        fetch_alive();
        if (lstat(path, &st) != 0) ok = false;
        else if (S_ISDIR(st.st_mode)) {
            r.mode = "40000";
            r.is_tree = true;
            ok = hash_folder(path, &r.id, &empty, depth + 1);
        } else if (S_ISREG(st.st_mode)) {
            r.mode = st.st_mode & 0100 ? "100755" : "100644";
            ok = git_odb_hashfile(&r.id, path, GIT_OBJECT_BLOB) == 0;
        } else {
            empty = true;
        }
        if (ok && !empty) vec_push_in(&a, &rows, r);
    }
    if (d) closedir(d);
    if (rows.len) qsort(rows.data, rows.len, sizeof(Row), row_cmp);
    StrBuf b = {0};
    for (uint32_t i = 0; i < rows.len; i++) {
        sb_printf(&b, "%s %s", rows.data[i].mode, rows.data[i].name);
        sb_add(&b, "\0", 1);
        sb_add(&b, (const char *)rows.data[i].id.id, GIT_OID_RAWSZ);
    }
    *is_empty = rows.len == 0;
    ok = ok && git_odb_hash(out, b.p ? b.p : "", b.len, GIT_OBJECT_TREE) == 0;
    sb_done(&b);
    arena_done(&a);
    return ok;
}

int fetch_hash(const FetchRequest *q) {
    git_oid id;
    char text[GIT_OID_HEXSZ + 1];
    bool is_empty;
    if (!hash_folder(q->dest, &id, &is_empty, 0)) return fetch_fail("cannot read `%s`: %s", q->dest, strerror(errno));
    git_oid_tostr(text, sizeof text, &id);
    puts(text);
    return 0;
}
