/* SPDX-License-Identifier: Apache-2.0 */
/* mojo vendor: copies of all git packages, kept with the project's sources and used instead of the network. */
#include "package/edit.h"
#include "package/files.h"
#include "package/toml.h"
#include "package/vendor.h"
#include "project_build.h"

#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    bool check;
} Options;

static const Option options[] = {
    {"check", 0, OPT_FLAG, offsetof(Options, check), NULL, "only compare the files with what was vendored"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

static int check(Project *p) {
    StrBuf said = {0};
    const char *why = NULL;
    bool same = vendor_check(p, &said, &why);
    if (said.len) fputs(said.p, stdout);
    sb_done(&said);
    if (why) return cli_error(EXIT_FAILED, "%s", why);
    return same ? EXIT_OK : cli_error(EXIT_FAILED, "vendored files differ; `mojo vendor` writes them anew");
}

/* Names the folder in mojo.toml, unless it stands there. */
static int name_folder(Project *p, const char *dir) {
    const Manifest *m = p->root;
    const char *why, *full = path_join(&p->arena, p->dir, dir);
    if (m->sources.vendor && strcmp(m->sources.vendor, full) == 0) return EXIT_OK;
    StrBuf out = {0}, value = {0};
    toml_write_string(&value, str_of(dir));
    int code = EXIT_OK;
    if (!edit_set(source_text(m->source), "source", STR("vendor"), sb_view(&value), &out, &why)) {
        code = cli_error(EXIT_FAILED, "%s", why);
    } else {
        int err = files_write(m->path, sb_view(&out));
        if (err) code = cli_error(EXIT_FAILED, "cannot write `%s`: %s", m->path, strerror(err));
    }
    sb_done(&value);
    sb_done(&out);
    return code;
}

static uint32_t n_git(const Project *p) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->packages.len; i++) n += p->packages.data[i].commit.len > 0;
    return n;
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    Project p;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    const char *why = NULL, *known = p.root->sources.vendor;
    const char *dir = n_args ? args[0] : known ? known + strlen(p.dir) + 1 : "vendor";
    int code = EXIT_OK;
    if (o->check) {
        code = check(&p);
    } else if (dir[0] == '/' || strstr(dir, "..") || strcmp(dir, ".") == 0) {
        code = cli_error(EXIT_USAGE, "packages are vendored below the project's folder; `%s` is none there", dir);
    } else if (!n_git(&p)) {
        code = cli_error(EXIT_OK, "the project needs no packages from git: there is nothing to copy");
    } else if (!vendor_write(&p, path_join(&p.arena, p.dir, dir), &why)) {
        code = cli_error(EXIT_FAILED, "%s", why);
    } else {
        code = name_folder(&p, dir);
        if (!code && isatty(STDERR_FILENO)) fprintf(stderr, "copied %u package%s to %s\n", n_git(&p), n_git(&p) == 1 ? "" : "s", dir);
    }
    project_close(&p);
    return code;
}

const Command command_vendor = {
    "vendor", "[DIR]", "Copy all git packages into the project",
    "They are written to DIR (vendor), and mojo.toml names it: [source] vendor = \"vendor\". From then on they are used\n"
    "without the network, as long as they are what mojo.lock names. After an update run it again.",
    options, sizeof(Options), run, 0, 1, false};
