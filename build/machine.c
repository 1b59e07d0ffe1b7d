/* SPDX-License-Identifier: Apache-2.0 */
#include "machine.h"

#include "cross.h"
#include "package/features.h"

#include <errno.h>
#include <unistd.h>

static bool is_for(const ProjectBuild *b, Str pattern) {
    return manifest_is_for(pattern, b->triple);
}

static bool asks_for_machines(const Project *p) {
    for (uint32_t i = 0; i < p->packages.len; i++)
        if (p->packages.data[i].manifest->machines.len) return true;
    return p->root->machines.len > 0;
}

/* A word of a command; with a slash it is a file of the project. */
static const char *command_word(const Project *p, Str s) {
    Arena *a = (Arena *)(uintptr_t)&p->arena;
    const char *word = arena_strndup(a, s.p, s.len);
    return strchr(word, '/') && *word != '/' && *word != '-' ? path_join(a, p->dir, word) : word;
}

static bool find_linker(ProjectBuild *b, Str name) {
    const char *word = command_word(b->project, name);
    b->linker = link_find_program(&b->project->arena, word);
    if (!b->linker) cli_error(EXIT_FAILED, "the linker `%s`, which mojo.toml names for `%s`, is not there", word, b->triple);
    return b->linker != NULL;
}

/* Programs for another machine are run by qemu where nothing else is said. */
static void find_emulator(ProjectBuild *b) {
    Arena *a = &b->project->arena;
    const char *there = cross_debian_name(a, b->triple);
    const char *qemu = there ? link_find_program(a, arena_printf(a, "qemu-%.*s", (int)strcspn(there, "-"), there)) : NULL;
    if (!qemu) return;
    vec_push_in(a, &b->runner, qemu);
    vec_push_in(a, &b->runner, "-L");
    vec_push_in(a, &b->runner, (const char *)arena_printf(a, "/usr/%s", there));
}

static bool read_machines(ProjectBuild *b) {
    const Manifest *root = b->project->root;
    for (uint32_t i = 0; i < root->machines.len; i++) {
        const Machine *m = &root->machines.data[i];
        if (!is_for(b, m->pattern)) continue;
        if (m->linker.len && !find_linker(b, m->linker)) return false;
        if (m->runner.len) b->runner.len = 0; /* the last one that is about it counts */
        for (uint32_t k = 0; k < m->runner.len; k++) vec_push_in(&b->project->arena, &b->runner, command_word(b->project, m->runner.data[k]));
    }
    return true;
}

bool machine_choose(ProjectBuild *b) {
    Project *p = b->project;
    const ProjectFlags *f = b->flags;
    CodegenOptions cg;
    TargetInfo t;
    const char *why;
    b->triple = "";
    if (!b->compile->triple && !asks_for_machines(p)) return true;
    codegen_options_init(&cg);
    cg.triple = b->compile->triple;
    if (!codegen_target(&cg, &t, &why)) {
        cli_error(EXIT_USAGE, "%s", why);
        return false;
    }
    b->triple = arena_strdup(&p->arena, t.triple);
    if (!read_machines(b)) return false;
    b->is_other = cross_is_other(&p->arena, b->triple);
    if (!b->runner.len && b->is_other) find_emulator(b);
    FeatureFlags flags = {f->features.data, f->features.len, f->no_default_features, f->all_features, b->triple};
    return features_choose(p, &flags) || project_report(p, NULL);
}

void machine_natives(const ProjectBuild *b, const Package *k, NativeList *out) {
    const Manifest *m = k->manifest;
    vec_push_in(&b->project->arena, out, &m->native);
    for (uint32_t i = 0; i < m->machines.len; i++)
        if (is_for(b, m->machines.data[i].pattern)) vec_push_in(&b->project->arena, out, (const Native *)&m->machines.data[i].native);
    vec_push_in(&b->project->arena, out, &k->made_native);
}

int machine_exec(const ProjectBuild *b, const char *program, const char *const *args, int n_args) {
    uint32_t n = b->runner.len;
    if (!n && b->is_other)
        return cli_error(EXIT_FAILED, "programs for `%s` do not run here: install `qemu-user`, or say how in mojo.toml: [target.%s] runner = \"…\"",
                         b->triple, b->compile->triple);
    const char **argv = xcalloc(n + (size_t)n_args + 2, sizeof *argv);
    for (uint32_t i = 0; i < n; i++) argv[i] = b->runner.data[i];
    argv[n] = program;
    for (int i = 0; i < n_args; i++) argv[n + 1 + (uint32_t)i] = args[i];
    fflush(NULL);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    int code = cli_error(EXIT_FAILED, "cannot start `%s`: %s", argv[0], strerror(errno));
    free(argv);
    return code;
}
