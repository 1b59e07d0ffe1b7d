/* SPDX-License-Identifier: Apache-2.0 */
#include "library.h"

#include "machine.h"
#include "python_module.h"

static const char *main_file(Arena *a, const char *lib) {
    return str_ends(str_of(lib), STR(".mojo")) ? lib : path_join(a, lib, "__init__.mojo");
}

static BuildUnit checked(const ProjectBuild *b, const Package *k) {
    Arena *a = &b->project->arena;
    BuildUnit u = {.package = k, .main = main_file(a, k->manifest->lib), .check_only = true};
    u.name = arena_printf(a, "library." STR_FMT, STR_ARG(k->name));
    u.output = arena_printf(a, "%s/objects.d/%s", b->dir, u.name);
    return u;
}

static BuildUnit linked(const ProjectBuild *b, const Package *k, int kind) {
    Arena *a = &b->project->arena;
    const char *name = manifest_import_name(a, k->name);
    BuildUnit u = {.package = k, .main = main_file(a, k->manifest->lib), .lib_kind = kind};
    u.name = arena_printf(a, "lib%s.%s", name, kind == LIB_STATIC ? "a" : "so");
    u.output = path_join(a, b->dir, u.name);
    u.header = arena_printf(a, "%s/%s.h", b->dir, name);
    return u;
}

const char *library_module_dir(const ProjectBuild *b, const Package *k) {
    return arena_printf(&b->project->arena, "%s/python-" STR_FMT, b->dir, STR_ARG(k->name));
}

static BuildUnit module(const ProjectBuild *b, const Package *k, const char *name, const char *path, const PythonInfo *p) {
    Arena *a = &b->project->arena;
    BuildUnit u = {.package = k, .main = path, .module = name};
    u.name = arena_printf(a, "python-" STR_FMT ".%s", STR_ARG(k->name), name);
    u.output = arena_printf(a, "%s/%s%s", library_module_dir(b, k), name, p->suffix);
    return u;
}

/* A module is for the python3 that is here. */
static int find_python(const ProjectBuild *b, PythonInfo *out) {
    if (b->is_other) return cli_error(EXIT_FAILED, "Python modules are not made for another machine (`%s`)", b->triple);
    return python_info(&b->project->arena, out) ? EXIT_OK : EXIT_FAILED;
}

int library_modules(const ProjectBuild *b, const Package *k, UnitList *out) {
    Arena *a = &b->project->arena;
    const Python *p = &k->manifest->python;
    PythonInfo python;
    int code = p->modules.len ? find_python(b, &python) : EXIT_OK;
    for (uint32_t i = 0; i < p->modules.len && !code; i++) {
        const Target *t = &p->modules.data[i];
        vec_push_in(a, out, module(b, k, arena_strndup(a, t->name.p, t->name.len), t->path, &python));
    }
    return code;
}

int library_units(const ProjectBuild *b, const Package *k, UnitList *out) {
    Arena *a = &b->project->arena;
    unsigned kinds = k->manifest->lib_kinds;
    if (!k->manifest->lib)
        return cli_error(EXIT_FAILED, "`" STR_FMT "` has no library: add src/%s/__init__.mojo", STR_ARG(k->name), manifest_import_name(a, k->name));
    if (!kinds) vec_push_in(a, out, checked(b, k));
    if (kinds & LIB_STATIC) vec_push_in(a, out, linked(b, k, LIB_STATIC));
    if (kinds & LIB_SHARED) vec_push_in(a, out, linked(b, k, LIB_SHARED));
    if (!(kinds & LIB_PYTHON)) return EXIT_OK;
    PythonInfo python;
    if (find_python(b, &python)) return EXIT_FAILED;
    vec_push_in(a, out, module(b, k, manifest_import_name(a, k->name), main_file(a, k->manifest->lib), &python));
    return EXIT_OK;
}

void library_pkg_config(StrBuf *out, const ProjectBuild *b, const Package *k, const char *root) {
    PackageList all = {0};
    const char *name = manifest_import_name(&b->project->arena, k->name);
    Str about = k->manifest->description.len && !memchr(k->manifest->description.p, '\n', k->manifest->description.len) ? k->manifest->description : k->name;
    sb_puts(out, "prefix=");
    for (const char *c = root; *c; c++) sb_printf(out, "%s%c", *c == ' ' || *c == '\\' ? "\\" : "", *c);
    sb_printf(out, "\n\nName: " STR_FMT "\nDescription: " STR_FMT "\nVersion: " STR_FMT "\n", STR_ARG(k->name), STR_ARG(about), STR_ARG(k->version));
    sb_printf(out, "Cflags: -I${prefix}/include\nLibs: -L${prefix}/lib -l%s\nLibs.private:", name);
    project_closure(b->project, k, false, &all);
    for (uint32_t i = 0; i < all.len; i++) {
        NativeList parts = {0};
        machine_natives(b, all.data[i], &parts);
        for (uint32_t n = 0; n < parts.len; n++)
            for (uint32_t l = 0; l < parts.data[n]->link.len; l++) sb_printf(out, " -l" STR_FMT, STR_ARG(parts.data[n]->link.data[l]));
    }
    sb_puts(out, " -lm -lpthread -ldl\n");
}
