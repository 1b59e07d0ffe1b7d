/* SPDX-License-Identifier: Apache-2.0 */
/* mojo install, mojo uninstall: programs of packages in the user's folder of programs. ROOT/share/mojo/installed.toml
 * remembers whose they are, so that no program of another package is overwritten or removed. */
#include "adhoc.h"
#include "base/json.h"
#include "package/files.h"
#include "package/toml.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    CompileOptions compile;
    AdhocSource source;
    const char *root, *bin;
    bool list, json, force, dev;
} Options;

static const Option options[] = {
    ADHOC_OPTIONS(Options, source),
    {"bin", 0, OPT_TEXT, offsetof(Options, bin), "NAME", "only this program of it"},
    {"root", 0, OPT_TEXT, offsetof(Options, root), "DIR", "install to DIR/bin ($MOJO_INSTALL_ROOT, else ~/.local)"},
    {"dev", 0, OPT_FLAG, offsetof(Options, dev), NULL, "build with the profile dev instead of release"},
    {"force", 0, OPT_FLAG, offsetof(Options, force), NULL, "replace programs that mojo did not install"},
    {"list", 0, OPT_FLAG, offsetof(Options, list), NULL, "list what is installed"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "with --list: a JSON array"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option uninstall_options[] = {
    {"root", 0, OPT_TEXT, offsetof(Options, root), "DIR", "from DIR/bin ($MOJO_INSTALL_ROOT, else ~/.local)"},
    {0},
};

/* ---- what is installed --------------------------------------------------------------------------------------------- */
typedef struct Installed {
    Str name, version, source;
    VEC(Str) programs;
} Installed;
typedef struct Record {
    Arena a;
    const char *root, *path;
    VEC(Installed) all;
} Record;

static Str text_of(const TomlValue *t, const char *key) {
    const TomlValue *v = toml_get(t, key);
    return v && v->kind == TOML_STRING ? v->u.string : (Str){"", 0};
}

static void read_entry(Record *r, const TomlValue *t) {
    Installed e = {text_of(t, "name"), text_of(t, "version"), text_of(t, "source"), {0}};
    const TomlValue *programs = toml_get(t, "programs");
    for (uint32_t i = 0; programs && programs->kind == TOML_ARRAY && i < programs->items.len; i++)
        if (programs->items.data[i]->kind == TOML_STRING && !manifest_name_problem(programs->items.data[i]->u.string))
            vec_push_in(&r->a, &e.programs, programs->items.data[i]->u.string);
    if (e.name.len) vec_push_in(&r->a, &r->all, e);
}

static bool record_open(Record *r, const Options *o) {
    *r = (Record){0};
    arena_init(&r->a);
    const char *env = getenv("MOJO_INSTALL_ROOT"), *home = getenv("HOME");
    r->root = o->root ? o->root : env && *env ? env : home && *home ? path_join(&r->a, home, ".local") : NULL;
    if (!r->root) {
        cli_error(EXIT_FAILED, "there is no folder to install to: give --root DIR");
        return false;
    }
    r->path = path_join(&r->a, r->root, "share/mojo/installed.toml");
    char *data = NULL;
    size_t size = 0;
    TomlError error;
    if (file_read(r->path, &data, &size) != 0) return true;
    Str text = arena_str(&r->a, (Str){data, size});
    free(data);
    const TomlValue *root = toml_parse(&r->a, text, &error), *list = root ? toml_get(root, "package") : NULL;
    if (!root) {
        cli_error(EXIT_FAILED, "`%s` is damaged (%s): remove it and install anew", r->path, error.message);
        return false;
    }
    for (uint32_t i = 0; list && list->kind == TOML_ARRAY && i < list->items.len; i++)
        if (list->items.data[i]->kind == TOML_TABLE) read_entry(r, list->items.data[i]);
    return true;
}

static void line(StrBuf *b, const char *key, Str value) {
    sb_printf(b, "%s = ", key);
    toml_write_string(b, value);
    sb_char(b, '\n');
}

static int record_write(Record *r) {
    StrBuf b = {0};
    sb_puts(&b, "# Written by `mojo install`.\n");
    for (uint32_t i = 0; i < r->all.len; i++) {
        const Installed *e = &r->all.data[i];
        sb_puts(&b, "\n[[package]]\n");
        line(&b, "name", e->name);
        line(&b, "version", e->version);
        line(&b, "source", e->source);
        sb_puts(&b, "programs = [");
        for (uint32_t k = 0; k < e->programs.len; k++) {
            if (k) sb_puts(&b, ", ");
            toml_write_string(&b, e->programs.data[k]);
        }
        sb_puts(&b, "]\n");
    }
    int err = dir_make_all(path_dirname(&r->a, r->path));
    if (!err) err = file_write_atomic(r->path, sb_view(&b));
    sb_done(&b);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", r->path, strerror(err)) : EXIT_OK;
}

static Installed *find(Record *r, Str name) {
    for (uint32_t i = 0; i < r->all.len; i++)
        if (str_eq(r->all.data[i].name, name)) return &r->all.data[i];
    return NULL;
}

static const Installed *owner(const Record *r, const char *program) {
    for (uint32_t i = 0; i < r->all.len; i++)
        for (uint32_t k = 0; k < r->all.data[i].programs.len; k++)
            if (str_eq_c(r->all.data[i].programs.data[k], program)) return &r->all.data[i];
    return NULL;
}

static int list(Record *r, bool as_json) {
    Json *all = json_array();
    for (uint32_t i = 0; i < r->all.len; i++) {
        const Installed *e = &r->all.data[i];
        Json *o = json_push(all, json_object()), *programs = json_array();
        json_put(o, "name", json_string(e->name));
        json_put(o, "version", json_string(e->version));
        json_put(o, "source", json_string(e->source));
        if (!as_json) printf(STR_FMT " " STR_FMT " (" STR_FMT "):", STR_ARG(e->name), STR_ARG(e->version), STR_ARG(e->source));
        for (uint32_t k = 0; k < e->programs.len; k++) {
            json_push(programs, json_string(e->programs.data[k]));
            if (!as_json) printf(" " STR_FMT, STR_ARG(e->programs.data[k]));
        }
        json_put(o, "programs", programs);
        if (!as_json) puts("");
    }
    StrBuf b = {0};
    json_print(&b, all, true);
    if (as_json) puts(b.p);
    sb_done(&b);
    json_free(all);
    return EXIT_OK;
}

/* ---- installing ---------------------------------------------------------------------------------------------------- */
static int may_write(const Record *r, const Options *o, const Package *of, const BuildUnit *units, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const char *name = path_basename(units[i].output);
        const Installed *whose = owner((Record *)(uintptr_t)r, name);
        Arena a;
        arena_init(&a);
        bool there = file_exists(path_join(&a, path_join(&a, r->root, "bin"), name));
        arena_done(&a);
        if (whose && !str_eq(whose->name, of->name))
            return cli_error(EXIT_FAILED, "the program `%s` is there from the package `" STR_FMT "`: uninstall that first", name,
                             STR_ARG(whose->name));
        if (there && !whose && !o->force)
            return cli_error(EXIT_FAILED, "`%s/bin/%s` is there and not from mojo; --force replaces it", r->root, name);
    }
    return EXIT_OK;
}

static int copy_programs(Record *r, const BuildUnit *units, uint32_t n, Installed *e) {
    const char *bin = path_join(&r->a, r->root, "bin");
    int err = dir_make_all(bin);
    for (uint32_t i = 0; i < n && !err; i++) {
        const char *name = path_basename(units[i].output);
        err = files_copy(units[i].output, path_join(&r->a, bin, name));
        vec_push_in(&r->a, &e->programs, arena_str(&r->a, str_of(name)));
    }
    return err ? cli_error(EXIT_FAILED, "cannot write to `%s`: %s", bin, strerror(err)) : EXIT_OK;
}

/* Programs that the version before had and this one has not. */
static void remove_old(const Record *r, const Installed *old, const Installed *now) {
    for (uint32_t i = 0; old && i < old->programs.len; i++) {
        bool kept = false;
        for (uint32_t k = 0; now && k < now->programs.len; k++) kept |= str_eq(now->programs.data[k], old->programs.data[i]);
        StrBuf b = {0};
        sb_printf(&b, "%s/bin/" STR_FMT, r->root, STR_ARG(old->programs.data[i]));
        if (!kept) unlink(b.p);
        sb_done(&b);
    }
}

static void say_where(const Record *r, const Installed *e) {
    const char *path = getenv("PATH");
    const char *bin = path_join((Arena *)(uintptr_t)&r->a, r->root, "bin");
    fprintf(stderr, "installed " STR_FMT " " STR_FMT ":", STR_ARG(e->name), STR_ARG(e->version));
    for (uint32_t i = 0; i < e->programs.len; i++) fprintf(stderr, " %s/" STR_FMT, bin, STR_ARG(e->programs.data[i]));
    fputs("\n", stderr);
    size_t n = strlen(bin);
    for (const char *at = path; at && *at; at = strchr(at, ':') ? strchr(at, ':') + 1 : NULL)
        if (strncmp(at, bin, n) == 0 && (at[n] == ':' || !at[n])) return;
    fprintf(stderr, "%s is not in PATH: add it, so that the shell finds them\n", bin);
}

static int install(Record *r, const Options *o, Project *p, const Package *of) {
    BuildUnit *units;
    uint32_t n;
    ProjectFlags f = o->project;
    f.profile = o->dev ? "dev" : "release";
    int code = adhoc_build(p, &f, &o->compile, of, o->bin, &units, &n);
    if (!code) code = may_write(r, o, of, units, n);
    Installed now = {arena_str(&r->a, of->name), arena_str(&r->a, of->version),
                     of->source.len ? arena_str(&r->a, of->source) : str_of(arena_strdup(&r->a, of->dir)), {0}};
    if (!code) code = copy_programs(r, units, n, &now);
    if (code) return code;
    Installed *old = find(r, of->name);
    remove_old(r, old, &now);
    if (old) *old = now;
    else vec_push_in(&r->a, &r->all, now);
    code = record_write(r);
    if (!code) say_where(r, &now);
    return code;
}

static int run_install(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    Record r;
    Project p;
    const Package *of;
    int code = record_open(&r, o) ? EXIT_OK : EXIT_FAILED;
    if (!code && o->list) {
        code = list(&r, o->json);
    } else if (!code) {
        code = EXIT_FAILED;
        AdhocSource source = o->source;
        source.newest = !o->project.locked && !o->project.frozen;
        if (adhoc_open(&p, &source, n_args ? args[0] : NULL, &o->project, &of)) {
            code = install(&r, o, &p, of);
            project_close(&p);
        }
    }
    arena_done(&r.a);
    return code;
}

static int run_uninstall(const void *opts, const char **args, int n_args) {
    Record r;
    int code = record_open(&r, opts) ? EXIT_OK : EXIT_FAILED;
    for (int i = 0; i < n_args && !code; i++) {
        Installed *e = find(&r, str_of(args[i]));
        if (!e) {
            code = cli_error(EXIT_FAILED, "`%s` is not installed; `mojo install --list` lists what is", args[i]);
            break;
        }
        remove_old(&r, e, NULL);
        *e = vec_last(&r.all);
        r.all.len--;
        code = record_write(&r);
    }
    arena_done(&r.a);
    return code;
}

const Command command_install = {
    "install", "[NAME]", "Build a package's programs and put them in ~/.local/bin",
    "Of the project around the current folder, or of the one that --path or --git names; NAME is the package's name where\n"
    "the URL's end is not. They are built with the profile release.",
    options, sizeof(Options), run_install, 0, 1, false};
const Command command_uninstall = {"uninstall", "NAME…", "Remove installed programs", NULL, uninstall_options, sizeof(Options),
                                   run_uninstall, 1, -1, false};
