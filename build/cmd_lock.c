/* SPDX-License-Identifier: Apache-2.0 */
/* mojo lock, update, fetch, tree, why, clean: what a project needs, and what was chosen. */
#include "package/files.h"
#include "package/git.h"
#include "project_build.h"

#include <errno.h>
#include <unistd.h>

typedef struct Options {
    ProjectFlags project;
    bool minimal, no_dev, verify;
} Options;

static const Option lock_options[] = {
    {"minimal", 0, OPT_FLAG, offsetof(Options, minimal), NULL, "choose the lowest versions that do"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option fetch_options[] = {
    {"verify", 0, OPT_FLAG, offsetof(Options, verify), NULL, "compare all files with the commits they came from"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};
static const Option tree_options[] = {
    {"package", 'p', OPT_TEXT, offsetof(Options, project.package), "NAME", "this member only"},
    {"no-dev", 0, OPT_FLAG, offsetof(Options, no_dev), NULL, "without development dependencies"},
    PROJECT_LOCK_OPTIONS(Options, project),
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

static int run_update(const void *opts, const char **args, int n_args) {
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
        uint32_t changes = 0;
        for (uint32_t i = 0; i < after.packages.len; i++) {
            const Package *k = &after.packages.data[i], *was = project_package(&before, k->name);
            changes += !was || !str_eq(was->version, k->version) || !str_eq(was->commit, k->commit);
            if (!was) printf("added   " STR_FMT " " STR_FMT "\n", STR_ARG(k->name), STR_ARG(k->version));
            else if (!str_eq(was->version, k->version) || !str_eq(was->commit, k->commit))
                printf("updated " STR_FMT " " STR_FMT " %.8s -> " STR_FMT " %.8s\n", STR_ARG(k->name), STR_ARG(was->version),
                       was->commit.len ? was->commit.p : "", STR_ARG(k->version), k->commit.len ? k->commit.p : "");
        }
        for (uint32_t i = 0; i < before.packages.len; i++)
            if (!project_package(&after, before.packages.data[i].name))
                printf("removed " STR_FMT "\n", STR_ARG(before.packages.data[i].name)), changes++;
        if (!changes && isatty(STDERR_FILENO)) fputs("everything is as new as mojo.toml allows\n", stderr);
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

/* ---- tree, why ----------------------------------------------------------------------------------------------------- */
typedef struct Tree {
    Project *p;
    bool no_dev;
    bool *shown;
} Tree;

static void label(const Package *k) {
    printf(STR_FMT " " STR_FMT, STR_ARG(k->name), STR_ARG(k->version));
    if (k->commit.len) printf(" (" STR_FMT " %.8s)", STR_ARG(k->source), k->commit.p);
    else if (!k->is_member) printf(" (%s)", k->file ? k->file : k->dir);
}

static void kind_label(const Dependency *d) {
    if (d->is_dev) printf(" [dev]");
    if (d->is_build) printf(" [build]");
    if (d->machine.len) printf(" [target " STR_FMT "]", STR_ARG(d->machine));
}

static bool counts(const Tree *t, const Package *k, uint32_t i) {
    return !t->no_dev || !k->dep_is_dev.data[i];
}

static void show(Tree *t, const Package *k, StrBuf *prefix) {
    uint32_t at = (uint32_t)(k - t->p->packages.data), last = 0;
    bool again = t->shown[at] && k->deps.len;
    puts(again ? " (*)" : "");
    if (t->shown[at]) return;
    t->shown[at] = true;
    for (uint32_t i = 0; i < k->deps.len; i++)
        if (counts(t, k, i)) last = i;
    for (uint32_t i = 0; i < k->deps.len; i++) {
        if (!counts(t, k, i)) continue;
        const Package *d = &t->p->packages.data[k->deps.data[i]];
        printf("%s%s", prefix->p ? prefix->p : "", i == last ? "└── " : "├── ");
        label(d);
        kind_label(k->dep_decls.data[i]);
        size_t keep = prefix->len;
        sb_puts(prefix, i == last ? "    " : "│   ");
        show(t, d, prefix);
        prefix->len = keep;
        prefix->p[keep] = 0;
    }
}

static int run_tree(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    const Options *o = opts;
    Project p;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    PackageList members = {0};
    int code = project_members(&p, &o->project, &members) ? EXIT_OK : EXIT_USAGE;
    Tree t = {&p, o->no_dev, ARENA_ARRAY(&p.arena, bool, p.packages.len + 1)};
    for (uint32_t i = 0; i < members.len; i++) {
        StrBuf prefix = {0};
        label(members.data[i]);
        show(&t, members.data[i], &prefix);
        sb_done(&prefix);
    }
    project_close(&p);
    return code;
}

static bool find_path(const Project *p, uint32_t at, uint32_t to, bool *seen, uint32_t *path, uint32_t *n) {
    if (seen[at]) return false;
    seen[at] = true;
    path[(*n)++] = at;
    if (at == to) return true;
    const Package *k = &p->packages.data[at];
    for (uint32_t i = 0; i < k->deps.len; i++)
        if (find_path(p, k->deps.data[i], to, seen, path, n)) return true;
    (*n)--;
    return false;
}

static int run_why(const void *opts, const char **args, int n_args) {
    (void)n_args;
    const Options *o = opts;
    Project p;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    const Package *k = project_package(&p, str_of(args[0]));
    int code = EXIT_OK;
    if (!k) code = cli_error(EXIT_FAILED, "`%s` is not needed by this project", args[0]);
    bool found = false;
    for (uint32_t m = 0; k && m < p.n_members; m++) {
        bool *seen = ARENA_ARRAY(&p.arena, bool, p.packages.len);
        uint32_t *path = ARENA_ARRAY(&p.arena, uint32_t, p.packages.len), n = 0;
        if (!find_path(&p, m, (uint32_t)(k - p.packages.data), seen, path, &n)) continue;
        found = true;
        for (uint32_t i = 0; i < n; i++) {
            printf("%s", i ? " needs " : "");
            label(&p.packages.data[path[i]]);
        }
        puts("");
    }
    (void)found;
    project_close(&p);
    return code;
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
                                "Of these packages, or of all. Prints what changed.", lock_options, sizeof(Options), run_update, 0, -1, false};
const Command command_fetch = {"fetch", "", "Fetch what the project needs, so that it builds offline", NULL, fetch_options, sizeof(Options), run_fetch, 0, 0, false};
const Command command_tree = {"tree", "", "Print what needs what", "(*) marks a package whose dependencies are printed above.", tree_options, sizeof(Options), run_tree, 0, 0, false};
const Command command_why = {"why", "NAME", "Say through whom a package is needed", NULL, tree_options, sizeof(Options), run_why, 1, 1, false};
const Command command_clean = {"clean", "", "Remove what was built (the folder target)", NULL, NULL, sizeof(Options), run_clean, 0, 0, false};
