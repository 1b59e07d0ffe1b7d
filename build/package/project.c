/* SPDX-License-Identifier: Apache-2.0 */
#include "project.h"

#include <errno.h>
#include <unistd.h>

/* ---- finding ------------------------------------------------------------------------------------------------ */
const char *project_find(Arena *a, const char *dir) {
    char *at = path_real(a, dir ? dir : ".");
    while (at) {
        if (file_exists(path_join(a, at, MANIFEST_NAME))) return at;
        if (strcmp(at, "/") == 0) break;
        char *up = path_dirname(a, at);
        if (strcmp(up, at) == 0) break;
        at = up;
    }
    return NULL;
}

static bool is_member_dir(Project *p, const Manifest *workspace, const char *dir) {
    for (uint32_t i = 0; i < workspace->members.len; i++) {
        Str m = workspace->members.data[i];
        char *real = path_real(&p->arena, path_join(&p->arena, workspace->dir, arena_strndup(&p->arena, m.p, m.len)));
        if (real && strcmp(real, dir) == 0) return true;
    }
    return false;
}

/* The workspace above that has this folder as a member. */
static const Manifest *find_workspace(Project *p, const char *dir) {
    const char *up = dir;
    while (strcmp(up, "/") != 0) {
        const char *found = project_find(&p->arena, path_dirname(&p->arena, up));
        if (!found) return NULL;
        DiagSink ignored;
        diag_sink_init(&ignored, &p->arena);
        const Manifest *m = manifest_load(&p->arena, p->sources, found, &ignored);
        if (m && m->has_workspace && is_member_dir(p, m, dir)) return m;
        up = found;
    }
    return NULL;
}

/* Where the manifest is that was named, or that is around the folder. NULL: *why says why not. */
static const char *place_of(Arena *a, const ProjectOptions *o, const char **why) {
    if (!o->manifest) {
        const char *dir = project_find(a, o->dir);
        if (!dir) *why = "there is no mojo.toml in this folder or above it; `mojo init` makes this folder a project";
        return dir;
    }
    const char *real = path_real(a, o->manifest), *dir = real && !dir_exists(real) ? path_dirname(a, real) : real;
    if (dir && (dir == real || strcmp(path_basename(real), MANIFEST_NAME) == 0) && file_exists(path_join(a, dir, MANIFEST_NAME))) return dir;
    *why = arena_printf(a, "`%s` is no mojo.toml, and no folder with one", o->manifest);
    return NULL;
}

bool project_open(Project *p, const ProjectOptions *o, const char **why) {
    *p = (Project){.options = *o};
    *why = NULL;
    arena_init(&p->arena);
    p->sources = source_map_new();
    diag_sink_init(&p->sink, &p->arena);
    if (o->edited) source_overlay(p->sources, o->edited, o->edited_text.p, o->edited_text.len);
    const char *dir = place_of(&p->arena, o, why);
    if (!dir) return false;
    p->here = manifest_load(&p->arena, p->sources, dir, &p->sink);
    if (!p->here) return false;
    p->root = p->here;
    if (!p->here->has_workspace) {
        const Manifest *w = find_workspace(p, dir);
        if (w) p->root = w;
    }
    p->dir = p->root->dir;
    const char *target = getenv("MOJO_TARGET_DIR");
    p->target = target && *target ? target : path_join(&p->arena, p->dir, "target");
    return true;
}

void project_close(Project *p) {
    if (p->sources) source_map_free(p->sources);
    arena_done(&p->arena);
    *p = (Project){0};
}

/* ---- asking -------------------------------------------------------------------------------------------------- */
const Package *project_package(const Project *p, Str name) {
    for (uint32_t i = 0; i < p->packages.len; i++)
        if (str_eq(p->packages.data[i].name, name)) return &p->packages.data[i];
    return NULL;
}

static void closure_of(Project *p, const Package *of, bool dev, bool *seen, PackageList *out) {
    uint32_t at = (uint32_t)(of - p->packages.data);
    if (seen[at]) return;
    seen[at] = true;
    vec_push_in(&p->arena, out, of);
    for (uint32_t i = 0; i < of->deps.len; i++) {
        bool on = (i >= of->dep_on.len || of->dep_on.data[i]) && !of->dep_decls.data[i]->is_build;
        if (on && (dev || !of->dep_is_dev.data[i])) closure_of(p, &p->packages.data[of->deps.data[i]], false, seen, out);
    }
}

void project_closure(Project *p, const Package *of, bool dev, PackageList *out) {
    bool *seen = ARENA_ARRAY(&p->arena, bool, p->packages.len + 1);
    memset(seen, 0, p->packages.len + 1);
    closure_of(p, of, dev, seen, out);
}

void project_build_closure(Project *p, const Package *of, PackageList *out) {
    bool *seen = ARENA_ARRAY(&p->arena, bool, p->packages.len + 1);
    memset(seen, 0, p->packages.len + 1);
    for (uint32_t i = 0; i < of->deps.len; i++)
        if (of->dep_decls.data[i]->is_build && of->dep_on.data[i]) closure_of(p, &p->packages.data[of->deps.data[i]], false, seen, out);
}

static void roots_of(Project *p, const PackageList *all, PathList *out) {
    for (uint32_t k = 0; k < all->len; k++) {
        const char *places[] = {all->data[k]->manifest->lib_root, all->data[k]->made};
        for (size_t n = 0; n < ARRAY_LEN(places); n++) {
            bool have = !places[n];
            for (uint32_t i = 0; i < out->len && !have; i++) have = strcmp(out->data[i], places[n]) == 0;
            if (!have) vec_push_in(&p->arena, out, places[n]);
        }
    }
}

void project_roots(Project *p, const Package *of, bool dev, PathList *out) {
    PackageList all = {0};
    project_closure(p, of, dev, &all);
    roots_of(p, &all, out);
}

void project_build_roots(Project *p, const Package *of, PathList *out) {
    PackageList all = {0};
    project_build_closure(p, of, &all);
    roots_of(p, &all, out);
}

void project_selected(Project *p, PackageList *out) {
    for (int pass = 0; pass < 2 && !out->len; pass++)
        for (uint32_t i = 0; i < p->n_members; i++) {
            const Package *k = &p->packages.data[i];
            bool take = pass == 1 || k->manifest == p->here || strcmp(k->dir, p->here->dir) == 0;
            for (uint32_t n = 0; n < p->root->default_members.len && pass == 0 && p->here == p->root && !take; n++) {
                Str d = p->root->default_members.data[n];
                char *real = path_real(&p->arena, path_join(&p->arena, p->dir, arena_strndup(&p->arena, d.p, d.len)));
                take = real && strcmp(real, k->dir) == 0;
            }
            if (take) vec_push_in(&p->arena, out, k);
        }
}
