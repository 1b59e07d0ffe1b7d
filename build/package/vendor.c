/* SPDX-License-Identifier: Apache-2.0 */
#include "vendor.h"

#include "files.h"
#include "git.h"
#include "toml.h"

#include <errno.h>

typedef struct VendorEntry {
    Str name, commit, tree;
    Str files; /* the tree of what was written: links and submodules are not */
} VendorEntry;
struct Vendored {
    VEC(VendorEntry) entries;
};

static Str text_of(const TomlValue *t, const char *key) {
    const TomlValue *v = toml_get(t, key);
    return v && v->kind == TOML_STRING ? v->u.string : (Str){"", 0};
}

/* A list that is not there or not right holds nothing: packages are fetched then. */
static struct Vendored *load(Project *p) {
    if (p->vendored) return p->vendored;
    p->vendored = ARENA_NEW(&p->arena, struct Vendored);
    const char *dir = p->root->sources.vendor;
    int err = 0;
    TomlError error;
    Source *s = dir ? source_load(p->sources, path_join(&p->arena, dir, VENDOR_LIST), &err) : NULL;
    const TomlValue *root = s ? toml_parse(&p->arena, source_text(s), &error) : NULL;
    const TomlValue *list = root ? toml_get(root, "package") : NULL;
    for (uint32_t i = 0; list && list->kind == TOML_ARRAY && i < list->items.len; i++) {
        const TomlValue *t = list->items.data[i];
        if (t->kind != TOML_TABLE) continue;
        VendorEntry e = {text_of(t, "name"), text_of(t, "commit"), text_of(t, "tree"), text_of(t, "files")};
        if (!manifest_name_problem(e.name)) vec_push_in(&p->arena, &p->vendored->entries, e);
    }
    return p->vendored;
}

static const char *dir_of(Project *p, Str name) {
    return path_join(&p->arena, p->root->sources.vendor, arena_strndup(&p->arena, name.p, name.len));
}

const char *vendor_dir(Project *p, const LockEntry *e) {
    if (!p->root->sources.vendor) return NULL;
    const struct Vendored *v = load(p);
    for (uint32_t i = 0; i < v->entries.len; i++) {
        const VendorEntry *at = &v->entries.data[i];
        if (!str_eq(at->name, e->name) || !str_eq(at->commit, e->commit) || !str_eq(at->tree, e->tree)) continue;
        const char *dir = dir_of(p, e->name);
        return file_exists(path_join(&p->arena, dir, MANIFEST_NAME)) ? dir : NULL;
    }
    return NULL;
}

static void line(StrBuf *b, const char *key, Str value) {
    sb_printf(b, "%s = ", key);
    toml_write_string(b, value);
    sb_char(b, '\n');
}

/* Copies to a folder beside, lists, and puts it in place of the old one. */
static bool write_new(Project *p, const char *tmp, const char **why) {
    Arena *a = &p->arena;
    StrBuf list = {0};
    bool ok = true;
    sb_puts(&list, "# Written by `mojo vendor`; edited by nobody.\n");
    for (uint32_t i = 0; i < p->packages.len && ok; i++) {
        const Package *k = &p->packages.data[i];
        Str files;
        if (!k->commit.len) continue;
        char *to = path_join(a, tmp, arena_strndup(a, k->name.p, k->name.len));
        int err = files_copy_tree(k->dir, to);
        const char *around = arena_printf(a, "%s.workspace", k->dir);
        if (!err && file_exists(around)) err = files_copy(around, arena_printf(a, "%s.workspace", to));
        if (err) *why = arena_printf(a, "cannot copy `%s` to `%s`: %s", k->dir, to, strerror(err));
        ok = !err && git_hash_folder(p, to, &files, why);
        if (!ok) break;
        sb_puts(&list, "\n[[package]]\n");
        line(&list, "name", k->name);
        line(&list, "version", k->version);
        line(&list, "commit", k->commit);
        line(&list, "tree", k->tree);
        line(&list, "files", files);
    }
    int err = ok ? file_write_atomic(path_join(a, tmp, VENDOR_LIST), sb_view(&list)) : 0;
    if (err) *why = arena_printf(a, "cannot write `%s/%s`: %s", tmp, VENDOR_LIST, strerror(err));
    sb_done(&list);
    return ok && !err;
}

bool vendor_write(Project *p, const char *dir, const char **why) {
    Arena *a = &p->arena;
    const char *tmp = arena_printf(a, "%s.new", dir), *old = arena_printf(a, "%s.old", dir);
    files_remove_tree(tmp);
    int err = dir_make_all(tmp);
    if (err) *why = arena_printf(a, "cannot make the folder `%s`: %s", tmp, strerror(err));
    bool ok = !err && write_new(p, tmp, why);
    files_remove_tree(old);
    if (ok && dir_exists(dir) && rename(dir, old) != 0) ok = false;
    if (ok && rename(tmp, dir) != 0) ok = false;
    if (!ok && !*why) *why = arena_printf(a, "cannot replace `%s`: %s", dir, strerror(errno));
    files_remove_tree(ok ? old : tmp);
    return ok;
}

bool vendor_check(Project *p, StrBuf *said, const char **why) {
    const struct Vendored *v = load(p);
    bool same = true;
    for (uint32_t i = 0; i < v->entries.len; i++) {
        const VendorEntry *e = &v->entries.data[i];
        const char *dir = dir_of(p, e->name);
        Str now = {"", 0};
        if (dir_exists(dir) && !git_hash_folder(p, dir, &now, why)) return false;
        if (str_eq(now, e->files)) continue;
        same = false;
        sb_printf(said, "%s: %s\n", dir, now.len ? "was changed" : "is missing");
    }
    return same;
}
