/* SPDX-License-Identifier: Apache-2.0 */
/* Packages in one file (bundle/bundle.h) among the folders that imports are searched in: in a folder by the name of the
 * file, on the search path by themselves. They are read from where they are unpacked. */
#include "bundle/bundle.h"
#include "resolve/resolve_int.h"

static BundleUse *use_of(Resolver *r, const char *path) {
    for (uint32_t i = 0; i < r->bundles.len; i++)
        if (strcmp(r->bundles.data[i]->path, path) == 0) return r->bundles.data[i];
    return NULL;
}

BundleUse *bundle_use(Resolver *r, const char *path) {
    BundleUse *u = use_of(r, path);
    if (u) return u;
    Bundle b;
    const char *why = NULL;
    u = ARENA_NEW(&r->arena, BundleUse);
    u->path = arena_strdup(&r->arena, path);
    u->beside = path_dirname(&r->arena, path);
    u->folder = bundle_unpack(path, &r->arena, &b, &why);
    if (u->folder) {
        u->name = b.name;
        u->root = strcmp(b.root, ".") == 0 ? u->folder : path_join(&r->arena, u->folder, b.root);
    } else {
        u->why = arena_printf(&r->arena, "`%s` %s", path, why);
    }
    vec_push_in(&r->arena, &r->bundles, u);
    return u;
}

/* The package `name` of DIR/NAME.mojoc or .mojopkg: NULL when there is none, or it cannot be used. */
Module *find_in_bundle(Resolver *r, const char *dir, Name name, const char *ext) {
    ArenaMark mark = arena_mark(&r->arena);
    char *path = path_join(&r->arena, dir, arena_printf(&r->arena, "%s%s", name->chars, ext));
    if (!file_exists(path)) {
        arena_release(&r->arena, mark);
        return NULL;
    }
    BundleUse *u = bundle_use(r, path);
    if (u->folder && strcmp(u->name, name->chars) != 0)
        u->why = arena_printf(&r->arena, "`%s` holds the package `%s`; the name of its file does not change it", path, u->name);
    return u->why ? NULL : find_in_dir(r, u->root, name, name->chars, NULL, NULL);
}

const char *bundle_root(Resolver *r, const char *root) {
    if (!bundle_is_path(root) || dir_exists(root)) return root;
    return bundle_use(r, root)->root;
}

const char *bundle_problem(const Resolver *r, Name name) {
    for (uint32_t i = 0; i < r->bundles.len; i++) {
        const BundleUse *u = r->bundles.data[i];
        const char *base = path_basename(u->path);
        bool meant = strncmp(base, name->chars, name->len) == 0 && base[name->len] == '.';
        if (u->why && (meant || u->is_root)) return u->why;
    }
    return NULL;
}

/* Packages that lie beside the one a module came from. */
Module *find_beside_bundle(Resolver *r, const Module *from, Name name) {
    static const char *const endings[] = {".mojoc", ".mojopkg"};
    for (uint32_t i = 0; i < r->bundles.len && from->unpacked; i++) {
        const BundleUse *u = r->bundles.data[i];
        if (!u->folder || strcmp(u->folder, from->unpacked) != 0) continue;
        for (size_t k = 0; k < ARRAY_LEN(endings); k++) {
            Module *m = find_in_bundle(r, u->beside, name, endings[k]);
            if (m) return m;
        }
    }
    return NULL;
}

uint32_t resolver_bundles(const Resolver *r) {
    return r->bundles.len;
}
const char *resolver_bundle_path(const Resolver *r, uint32_t i) {
    return r->bundles.data[i]->path;
}
