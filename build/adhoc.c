/* SPDX-License-Identifier: Apache-2.0 */
#include "adhoc.h"

#include "package/git.h"
#include "package/toml.h"

#include <errno.h>
#include <inttypes.h>

static void field(StrBuf *b, const char *key, const char *value) {
    if (!value) return;
    sb_printf(b, ", %s = ", key);
    toml_write_string(b, str_of(value));
}

/* A project of which nothing is known but what it needs; kept, so that its programs are built once. */
static const char *make_project(Arena *a, const AdhocSource *s, const char *name) {
    StrBuf b = {0};
    sb_puts(&b, "# Made by mojo for programs from elsewhere.\n[package]\nname = \"_adhoc\"\nversion = \"0.0.0\"\n\n[dependencies]\n");
    toml_write_key(&b, str_of(name));
    sb_puts(&b, " = { git = ");
    toml_write_string(&b, str_of(s->git));
    field(&b, "tag", s->tag);
    field(&b, "branch", s->branch);
    field(&b, "rev", s->rev);
    field(&b, "subdir", s->subdir);
    field(&b, "version", s->version);
    sb_puts(&b, " }\n");
    char *cache = path_cache_dir(a);
    const char *dir = arena_printf(a, "%s/adhoc/%s-%016" PRIx64, cache ? cache : "/tmp/mojo-cache", name,
                                   hash_bytes(b.p, b.len, 31));
    int err = dir_make_all(dir);
    if (!err) err = file_replace(path_join(a, dir, MANIFEST_NAME), sb_view(&b));
    sb_done(&b);
    if (err) cli_error(EXIT_FAILED, "cannot write below `%s`: %s", dir, strerror(err));
    return err ? NULL : dir;
}

bool adhoc_open(Project *p, const AdhocSource *s, const char *name, const ProjectFlags *f, const Package **of) {
    ProjectOptions o = project_options(f);
    Arena a;
    arena_init(&a);
    const char *why;
    bool ok = true;
    if (s->path && s->git) {
        cli_error(EXIT_USAGE, "--path and --git contradict each other");
        ok = false;
    } else if (s->git) {
        if (!name) name = git_name_of_url(&a, str_of(s->subdir ? s->subdir : s->git));
        if ((why = manifest_name_problem(str_of(name)))) {
            cli_error(EXIT_USAGE, "`%s`: %s; name the package", name, why);
            ok = false;
        }
        o.dir = ok ? make_project(&a, s, name) : NULL;
        o.update_all = s->newest;
        ok = ok && o.dir;
    } else {
        o.dir = s->path;
    }
    ok = ok && project_start_with(p, &o);
    if (ok) {
        if (!name && p->here->name.len) name = arena_strndup(&p->arena, p->here->name.p, p->here->name.len);
        *of = name ? project_package(p, str_of(name)) : p->n_members == 1 ? &p->packages.data[0] : NULL;
        if (!*of) {
            if (name) cli_error(EXIT_FAILED, "there is no package `%s` here", name);
            else cli_error(EXIT_FAILED, "the workspace has several packages: name one");
            project_close(p);
            ok = false;
        }
    }
    arena_done(&a);
    return ok;
}

static int nothing_to_build(const Package *of, unsigned what, const char *only, const char *names) {
    const char *kinds = what & ADHOC_LIBRARY ? ", and its [lib] has no kinds (static, shared, python)" : "";
    if (only && names) return cli_error(EXIT_FAILED, "`" STR_FMT "` has no program `%s`; it has %s", STR_ARG(of->name), only, names);
    if (!(what & ADHOC_PROGRAMS)) return cli_error(EXIT_FAILED, "the [lib] of `" STR_FMT "` has no kinds (static, shared, python)", STR_ARG(of->name));
    return cli_error(EXIT_FAILED, "`" STR_FMT "` has no programs: it is a library%s", STR_ARG(of->name), kinds);
}

int adhoc_build(ProjectBuild *b, Project *p, const ProjectFlags *f, const CompileOptions *c, const Package *of, unsigned what, const char *only,
                UnitList *units) {
    int code = project_build_begin(b, p, f, c);
    if (code) return code;
    const Manifest *m = of->manifest;
    StrBuf names = {0};
    for (uint32_t t = 0; t < m->targets.len && what & ADHOC_PROGRAMS; t++) {
        const Target *at = &m->targets.data[t];
        if (at->kind != TARGET_BIN) continue;
        sb_printf(&names, "%s`" STR_FMT "`", names.len ? ", " : "", STR_ARG(at->name));
        if (!only || str_eq_c(at->name, only)) vec_push_in(&p->arena, units, project_unit(b, of, at));
    }
    if (what & ADHOC_LIBRARY && m->lib_kinds) code = library_units(b, of, units);
    if (!code && !units->len) code = nothing_to_build(of, what, only, names.p);
    sb_done(&names);
    return code ? code : project_build_units(b, units->data, units->len);
}
