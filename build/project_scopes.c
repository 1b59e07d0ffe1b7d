/* SPDX-License-Identifier: Apache-2.0 */
#include "project_build.h"

static void add_dependency(Project *p, const Package *k, uint32_t i, ImportRoot *roots, uint32_t *n) {
    const Package *to = &p->packages.data[k->deps.data[i]];
    if (!to->manifest->lib_root) return;
    roots[(*n)++] = (ImportRoot){.dir = to->manifest->lib_root,
                                 .as = manifest_import_name(&p->arena, k->dep_decls.data[i]->name),
                                 .name = manifest_import_name(&p->arena, to->name)};
}

const ImportScope *project_scopes(Project *p, bool dev) {
    Arena *a = &p->arena;
    ImportScope *out = ARENA_ARRAY(a, ImportScope, p->packages.len + 1);
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        ImportRoot *roots = ARENA_ARRAY(a, ImportRoot, k->deps.len + 3);
        uint32_t n = 0;
        if (k->manifest->lib_root) roots[n++] = (ImportRoot){.dir = k->manifest->lib_root};
        if (k->made) roots[n++] = (ImportRoot){.dir = k->made};
        for (uint32_t d = 0; d < k->deps.len; d++)
            if (!k->dep_decls.data[d]->is_build && k->dep_on.data[d] && (dev || !k->dep_is_dev.data[d])) add_dependency(p, k, d, roots, &n);
        out[i] = (ImportScope){.dir = k->dir, .roots = roots, .n_roots = n, .name = manifest_import_name(a, k->name)};
        out[i].id = k->file ? path_basename(k->dir) : k->tree.len ? arena_strndup(a, k->tree.p, k->tree.len) : NULL;
    }
    return out;
}

ImportScope project_script_scope(Project *p, const Package *k) {
    Arena *a = &p->arena;
    ImportRoot *roots = ARENA_ARRAY(a, ImportRoot, k->deps.len + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->deps.len; i++)
        if (k->dep_decls.data[i]->is_build && k->dep_on.data[i]) add_dependency(p, k, i, roots, &n);
    return (ImportScope){.dir = k->manifest->build_script, .roots = roots, .n_roots = n};
}
