/* SPDX-License-Identifier: Apache-2.0 */
/* mojo install, mojo uninstall: programs and libraries of packages in the user's folders: ROOT/bin, lib, include.
 * ROOT/share/mojo/installed.toml remembers whose files they are, so that none of another package is overwritten or removed. */
#include "adhoc.h"
#include "base/json.h"
#include "package/files.h"
#include "package/toml.h"
#include "python_module.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    CompileOptions compile;
    AdhocSource source;
    const char *root, *bin;
    bool list, json, force, dev, lib;
} Options;

static const Option options[] = {
    ADHOC_OPTIONS(Options, source),
    {"bin", 0, OPT_TEXT, offsetof(Options, bin), "NAME", "only this program of it"},
    {"lib", 0, OPT_FLAG, offsetof(Options, lib), NULL, "only its library, as [lib] kinds says"},
    {"root", 0, OPT_TEXT, offsetof(Options, root), "DIR", "install to DIR/bin, DIR/lib, DIR/include ($MOJO_INSTALL_ROOT, else ~/.local)"},
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
    VEC(Str) files; /* below ROOT: bin/app */
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

/* A file of ours; the record may have been edited. */
static bool is_file_name(Str s) {
    static const char *const begins[] = {"bin/", "lib/", "include/"};
    bool ok = false;
    for (size_t i = 0; i < ARRAY_LEN(begins); i++) ok |= str_starts(s, str_of(begins[i]));
    return ok && !memmem(s.p, s.len, "..", 2) && !memchr(s.p, 0, s.len);
}

static void read_entry(Record *r, const TomlValue *t) {
    Installed e = {text_of(t, "name"), text_of(t, "version"), text_of(t, "source"), {0}};
    const TomlValue *files = toml_get(t, "files"), *programs = toml_get(t, "programs"); /* as it was written at first */
    for (uint32_t i = 0; files && files->kind == TOML_ARRAY && i < files->items.len; i++)
        if (files->items.data[i]->kind == TOML_STRING && is_file_name(files->items.data[i]->u.string)) vec_push_in(&r->a, &e.files, files->items.data[i]->u.string);
    for (uint32_t i = 0; programs && programs->kind == TOML_ARRAY && i < programs->items.len; i++)
        if (programs->items.data[i]->kind == TOML_STRING && !manifest_name_problem(programs->items.data[i]->u.string))
            vec_push_in(&r->a, &e.files, str_of(arena_printf(&r->a, "bin/" STR_FMT, STR_ARG(programs->items.data[i]->u.string))));
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
        sb_puts(&b, "files = [");
        for (uint32_t k = 0; k < e->files.len; k++) {
            if (k) sb_puts(&b, ", ");
            toml_write_string(&b, e->files.data[k]);
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

static const Installed *owner(const Record *r, Str file) {
    for (uint32_t i = 0; i < r->all.len; i++)
        for (uint32_t k = 0; k < r->all.data[i].files.len; k++)
            if (str_eq(r->all.data[i].files.data[k], file)) return &r->all.data[i];
    return NULL;
}

static int list(Record *r, bool as_json) {
    Json *all = json_array();
    for (uint32_t i = 0; i < r->all.len; i++) {
        const Installed *e = &r->all.data[i];
        Json *o = json_push(all, json_object()), *programs = json_array(), *files = json_array();
        json_put(o, "name", json_string(e->name));
        json_put(o, "version", json_string(e->version));
        json_put(o, "source", json_string(e->source));
        if (!as_json) printf(STR_FMT " " STR_FMT " (" STR_FMT "):", STR_ARG(e->name), STR_ARG(e->version), STR_ARG(e->source));
        for (uint32_t k = 0; k < e->files.len; k++) {
            Str file = e->files.data[k];
            bool program = str_starts(file, STR("bin/"));
            Str shown = program ? str_sub(file, 4, file.len) : file;
            json_push(files, json_string(file));
            if (program) json_push(programs, json_string(shown));
            if (!as_json) printf(" " STR_FMT, STR_ARG(shown));
        }
        json_put(o, "programs", programs);
        json_put(o, "files", files);
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
typedef struct Copy { /* a file and its place below ROOT */
    const char *from, *to;
} Copy;
typedef VEC(Copy) CopyList;

static void add_copy(Record *r, CopyList *out, const char *folder, const char *from) {
    Copy c = {from, path_join(&r->a, folder, path_basename(from))};
    for (uint32_t i = 0; i < out->len; i++)
        if (strcmp(out->data[i].to, c.to) == 0) return; /* the header that both kinds have */
    vec_push_in(&r->a, out, c);
}

/* Where the files of units go. A pkg-config file is written for a library: `pc` is its place in target/. */
static int plan(Record *r, const ProjectBuild *b, const Package *of, const UnitList *units, CopyList *out) {
    const char *libraries = NULL;
    PythonInfo python = {0};
    for (uint32_t i = 0; i < units->len; i++) {
        const BuildUnit *u = &units->data[i];
        if (u->module && !python.tag && !python_info(&r->a, &python)) return EXIT_FAILED;
        if (u->module) /* cp311 is Python 3.11 */
            add_copy(r, out, arena_printf(&r->a, "lib/python%c.%s/site-packages", python.tag[2], python.tag + 3), u->output);
        else if (u->lib_kind) libraries = "lib";
        if (!u->module) add_copy(r, out, u->lib_kind ? "lib" : "bin", u->output);
        if (u->header) add_copy(r, out, "include", u->header);
    }
    if (!libraries) return EXIT_OK;
    StrBuf text = {0};
    const char *pc = arena_printf(&r->a, "%s/%s.pc", b->dir, manifest_import_name(&r->a, of->name)), *root = path_real(&r->a, r->root);
    library_pkg_config(&text, b, of, root ? root : r->root);
    int err = file_replace(pc, sb_view(&text));
    sb_done(&text);
    add_copy(r, out, "lib/pkgconfig", pc);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", pc, strerror(err)) : EXIT_OK;
}

static int may_write(Record *r, const Options *o, const Package *of, const CopyList *files) {
    for (uint32_t i = 0; i < files->len; i++) {
        const char *to = files->data[i].to;
        const Installed *whose = owner(r, str_of(to));
        bool there = file_exists(path_join(&r->a, r->root, to));
        if (whose && !str_eq(whose->name, of->name))
            return cli_error(EXIT_FAILED, "%s `%s` is there from the package `" STR_FMT "`: uninstall that first",
                             strncmp(to, "bin/", 4) == 0 ? "the program" : "the file", strncmp(to, "bin/", 4) == 0 ? to + 4 : to, STR_ARG(whose->name));
        if (there && !whose && !o->force)
            return cli_error(EXIT_FAILED, "`%s/%s` is there and not from mojo; --force replaces it", r->root, to);
    }
    return EXIT_OK;
}

static int copy_files(Record *r, const CopyList *files, Installed *e) {
    for (uint32_t i = 0; i < files->len; i++) {
        const char *to = path_join(&r->a, r->root, files->data[i].to), *dir = path_dirname(&r->a, to);
        int err = dir_make_all(dir);
        if (!err) err = files_copy(files->data[i].from, to);
        if (err) return cli_error(EXIT_FAILED, "cannot write to `%s`: %s", dir, strerror(err));
        vec_push_in(&r->a, &e->files, str_of(files->data[i].to));
    }
    return EXIT_OK;
}

/* Files that the version before had and this one has not. */
static void remove_old(const Record *r, const Installed *old, const Installed *now) {
    for (uint32_t i = 0; old && i < old->files.len; i++) {
        bool kept = false;
        for (uint32_t k = 0; now && k < now->files.len; k++) kept |= str_eq(now->files.data[k], old->files.data[i]);
        StrBuf b = {0};
        sb_printf(&b, "%s/" STR_FMT, r->root, STR_ARG(old->files.data[i]));
        if (!kept) unlink(b.p);
        sb_done(&b);
    }
}

static void say_where(Record *r, const Installed *e) {
    const char *path = getenv("PATH"), *bin = path_join(&r->a, r->root, "bin");
    bool has_programs = false;
    fprintf(stderr, "installed " STR_FMT " " STR_FMT ":", STR_ARG(e->name), STR_ARG(e->version));
    for (uint32_t i = 0; i < e->files.len; i++) {
        fprintf(stderr, " %s/" STR_FMT, r->root, STR_ARG(e->files.data[i]));
        has_programs |= str_starts(e->files.data[i], STR("bin/"));
    }
    fputs("\n", stderr);
    size_t n = strlen(bin);
    for (const char *at = path; at && *at; at = strchr(at, ':') ? strchr(at, ':') + 1 : NULL)
        if (strncmp(at, bin, n) == 0 && (at[n] == ':' || !at[n])) return;
    if (has_programs) fprintf(stderr, "%s is not in PATH: add it, so that the shell finds them\n", bin);
}

static int install(Record *r, const Options *o, Project *p, const Package *of) {
    ProjectBuild b;
    UnitList units = {0};
    CopyList files = {0};
    ProjectFlags f = o->project;
    f.profile = o->dev ? "dev" : "release";
    unsigned what = o->lib ? ADHOC_LIBRARY : o->bin ? ADHOC_PROGRAMS : ADHOC_PROGRAMS | ADHOC_LIBRARY;
    int code = adhoc_build(&b, p, &f, &o->compile, of, what, o->bin, &units);
    if (!code) code = plan(r, &b, of, &units, &files);
    if (!code) code = may_write(r, o, of, &files);
    Installed now = {arena_str(&r->a, of->name), arena_str(&r->a, of->version),
                     of->source.len ? arena_str(&r->a, of->source) : str_of(arena_strdup(&r->a, of->dir)), {0}};
    if (!code) code = copy_files(r, &files, &now);
    if (code) return code;
    for (uint32_t i = 0; i < now.files.len; i++) now.files.data[i] = arena_str(&r->a, now.files.data[i]);
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
    "install", "[NAME]", "Build a package's programs and library and put them in ~/.local",
    "Of the project around the current folder, or of the one that --path or --git names; NAME is the package's name where\n"
    "the URL's end is not. They are built with the profile release. A library ([lib] kinds) goes to DIR/lib with its header in\n"
    "DIR/include and a file for pkg-config, a Python module to DIR/lib/pythonX.Y/site-packages.",
    options, sizeof(Options), run_install, 0, 1, false};
const Command command_uninstall = {"uninstall", "NAME…", "Remove what was installed of a package", NULL, uninstall_options, sizeof(Options),
                                   run_uninstall, 1, -1, false};
