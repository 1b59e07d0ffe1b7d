/* SPDX-License-Identifier: Apache-2.0 */
#include "project_sources.h"

static bool lies_in(const char *path, const char *folder) {
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '/' || !path[n]);
}

static void add(Arena *a, SourceList *out, const char *path) {
    for (uint32_t i = 0; i < out->paths.len; i++)
        if (lies_in(path, out->paths.data[i])) return;
    vec_push_in(a, &out->paths, path);
}

void project_sources(Arena *a, const Manifest *m, SourceList *out) {
    static const char *const folders[] = {"src", "tests", "test", "bench", "benches", "examples"};
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        const char *dir = path_join(a, m->dir, folders[i]);
        if (dir_exists(dir)) add(a, out, dir);
    }
    if (m->lib) add(a, out, m->lib);
    for (uint32_t i = 0; i < m->targets.len; i++) add(a, out, m->targets.data[i].path);
}

bool project_sources_here(Project *p, SourceList *out, const char **why) {
    ProjectOptions o = {0};
    if (!project_open(p, &o, why)) return false;
    if (p->here->name.len) project_sources(&p->arena, p->here, out);
    for (uint32_t i = 0; p->here == p->root && i < p->root->members.len; i++) {
        Str m = p->root->members.data[i];
        const Manifest *member = manifest_load(&p->arena, p->sources, path_join(&p->arena, p->dir, arena_strndup(&p->arena, m.p, m.len)), &p->sink);
        if (member) project_sources(&p->arena, member, out);
    }
    return p->sink.n_errors == 0;
}
