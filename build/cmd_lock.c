/* SPDX-License-Identifier: Apache-2.0 */
/* mojo lock, update, fetch, clean: what a project needs, and what was chosen. */
#include "base/json.h"
#include "package/files.h"
#include "package/git.h"
#include "project_build.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    bool minimal, verify, json;
} Options;

static const Option lock_options[] = {
    {"minimal", 0, OPT_FLAG, offsetof(Options, minimal), NULL, "choose the lowest versions that do"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option update_options[] = {
    {"minimal", 0, OPT_FLAG, offsetof(Options, minimal), NULL, "choose the lowest versions that do"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "what changed as a JSON array"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option fetch_options[] = {
    {"verify", 0, OPT_FLAG, offsetof(Options, verify), NULL, "compare all files with the commits they came from"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option clean_options[] = {
    {"manifest-path", 0, OPT_TEXT, offsetof(Options, project.manifest), "FILE", "project: that of this mojo.toml, or of the one in this folder"},
    {0},
};

static ProjectOptions options_of(const Options *o) {
    ProjectOptions po = project_options(&o->project);
    po.minimal = o->minimal;
    return po;
}

static int settle(const ProjectOptions *po) {
    Project p;
    if (!project_start_with(&p, po)) return EXIT_FAILED;
    project_close(&p);
    return EXIT_OK;
}

static int run_lock(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    ProjectOptions po = options_of(opts);
    po.update_all = po.minimal;
    return settle(&po);
}

static void put_state(Json *o, const char *key, const Package *k) {
    if (!k) return;
    Json *state = json_put(o, key, json_object());
    json_put(state, "version", json_string(k->version));
    if (k->commit.len) json_put(state, "commit", json_string(k->commit));
}

/* One of the two may be NULL: added, removed. */
static void tell_change(const Package *was, const Package *is, Json *list) {
    const Package *k = is ? is : was;
    const char *what = !was ? "added" : !is ? "removed" : "updated";
    if (list) {
        Json *o = json_push(list, json_object());
        json_put(o, "name", json_string(k->name));
        json_put(o, "change", json_cstr(what));
        put_state(o, "from", was);
        put_state(o, "to", is);
    } else if (!was) {
        printf("added   " STR_FMT " " STR_FMT "\n", STR_ARG(k->name), STR_ARG(k->version));
    } else if (!is) {
        printf("removed " STR_FMT "\n", STR_ARG(k->name));
    } else {
        printf("updated " STR_FMT " " STR_FMT " %.8s -> " STR_FMT " %.8s\n", STR_ARG(k->name), STR_ARG(was->version), was->commit.len ? was->commit.p : "",
               STR_ARG(k->version), k->commit.len ? k->commit.p : "");
    }
}

static void tell_changes(const Project *before, const Project *after, bool as_json) {
    uint32_t changes = 0;
    Json *list = as_json ? json_array() : NULL;
    for (uint32_t i = 0; i < after->packages.len; i++) {
        const Package *k = &after->packages.data[i], *was = project_package(before, k->name);
        if (was && str_eq(was->version, k->version) && str_eq(was->commit, k->commit)) continue;
        tell_change(was, k, list);
        changes++;
    }
    for (uint32_t i = 0; i < before->packages.len; i++) {
        if (project_package(after, before->packages.data[i].name)) continue;
        tell_change(&before->packages.data[i], NULL, list);
        changes++;
    }
    if (!changes && !list && isatty(STDERR_FILENO)) fputs("everything is as new as mojo.toml allows\n", stderr);
    StrBuf b = {0};
    if (list) json_print(&b, list, true);
    if (list) puts(b.p);
    sb_done(&b);
    json_free(list);
}

static int run_update(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    ProjectOptions po = options_of(opts);
    Project before, after;
    ProjectOptions old = po;
    po.update_all = n_args == 0;
    po.update = args;
    po.n_update = (uint32_t)n_args;
    if (!project_start_with(&before, &old)) return EXIT_FAILED;
    int code = EXIT_OK;
    for (int i = 0; i < n_args && !code; i++)
        if (!project_package(&before, str_of(args[i]))) code = cli_error(EXIT_USAGE, "`%s` is no package of this project", args[i]);
    if (!code && !project_start_with(&after, &po)) code = EXIT_FAILED;
    if (!code) {
        tell_changes(&before, &after, o->json);
        project_close(&after);
    }
    project_close(&before);
    return code;
}

static int run_fetch(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    const Options *o = opts;
    Project p;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    StrBuf said = {0};
    bool same = !o->verify || git_verify(&p, &said);
    if (said.len) fputs(said.p, stdout);
    sb_done(&said);
    project_close(&p);
    return same ? EXIT_OK : cli_error(EXIT_FAILED, "fetched files differ from their commits: remove the folders named above, and they are fetched anew");
}

/* ---- clean ------------------------------------------------------------------------------------------------------------- */
static int run_clean(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    const Options *o = opts;
    Project p;
    if (!project_start_manifests(&p, &o->project)) return EXIT_FAILED;
    int err = files_remove_tree(p.target);
    int code = err ? cli_error(EXIT_FAILED, "cannot remove `%s`: %s", p.target, strerror(err)) : EXIT_OK;
    project_close(&p);
    return code;
}

const Command command_lock = {"lock", "", "Bring mojo.lock up to date with mojo.toml",
                              "What is locked stays as long as it fits. `mojo update` chooses anew.", lock_options, sizeof(Options), run_lock, 0, 0, false};
const Command command_update = {"update", "[NAME…]", "Choose the newest versions that fit",
                                "Of these packages, or of all. Prints what changed.", update_options, sizeof(Options), run_update, 0, -1, false};
const Command command_fetch = {"fetch", "", "Fetch what the project needs, so that it builds offline", NULL, fetch_options, sizeof(Options), run_fetch, 0, 0, false};
const Command command_clean = {"clean", "", "Remove what was built (the folder target)", NULL, clean_options, sizeof(Options), run_clean, 0, 0, false};
