/* SPDX-License-Identifier: Apache-2.0 */
/* mojo tree, why: what needs what. */
#include "base/json.h"
#include "project_build.h"

typedef struct Options {
    ProjectFlags project;
    bool no_dev, json;
} Options;

static const Option options[] = {
    {"package", 'p', OPT_TEXT, offsetof(Options, project.package), "NAME", "this member only"},
    {"no-dev", 0, OPT_FLAG, offsetof(Options, no_dev), NULL, "without development dependencies"},
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "a JSON array on standard output"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

typedef struct Tree {
    Project *p;
    bool no_dev;
    bool *shown;
} Tree;

static void print_json(Json *j) {
    StrBuf b = {0};
    json_print(&b, j, true);
    puts(b.p);
    sb_done(&b);
    json_free(j);
}

static Json *identity(const Package *k) {
    Json *o = json_object();
    json_put(o, "name", json_string(k->name));
    json_put(o, "version", json_string(k->version));
    json_put(o, "dir", json_cstr(k->dir));
    if (k->file) json_put(o, "file", json_cstr(k->file));
    if (!k->commit.len) return o;
    json_put(o, "source", json_string(k->source));
    json_put(o, "commit", json_string(k->commit));
    return o;
}

static void label(const Package *k) {
    printf(STR_FMT " " STR_FMT, STR_ARG(k->name), STR_ARG(k->version));
    if (k->commit.len) printf(" (" STR_FMT " %.8s)", STR_ARG(k->source), k->commit.p);
    else if (!k->is_member) printf(" (%s)", k->file ? k->file : k->dir);
}

static const char *kind_of(const Dependency *d) {
    return d->is_dev ? "dev" : d->is_build ? "build" : "normal";
}

/* ---- tree -------------------------------------------------------------------------------------------------------- */
static bool counts(const Tree *t, const Package *k, uint32_t i) {
    return !t->no_dev || !k->dep_is_dev.data[i];
}

static void show_need(const Dependency *d) {
    if (d->is_dev || d->is_build) printf(" [%s]", kind_of(d));
    if (d->machine.len) printf(" [target " STR_FMT "]", STR_ARG(d->machine));
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
        show_need(k->dep_decls.data[i]);
        size_t keep = prefix->len;
        sb_puts(prefix, i == last ? "    " : "│   ");
        show(t, d, prefix);
        prefix->len = keep;
        prefix->p[keep] = 0;
    }
}

/* Each package once, in the order of a walk from the members. */
static void add_package(Tree *t, const Package *k, Json *list) {
    uint32_t at = (uint32_t)(k - t->p->packages.data);
    if (t->shown[at]) return;
    t->shown[at] = true;
    Json *o = json_push(list, identity(k)), *needs = json_array();
    json_put(o, "member", json_bool(k->is_member));
    for (uint32_t i = 0; i < k->deps.len; i++) {
        if (!counts(t, k, i)) continue;
        const Dependency *d = k->dep_decls.data[i];
        Json *n = json_push(needs, json_object());
        json_put(n, "name", json_string(t->p->packages.data[k->deps.data[i]].name));
        json_put(n, "kind", json_cstr(kind_of(d)));
        if (d->has_version) json_put(n, "requirement", json_string(d->version.text));
        if (d->machine.len) json_put(n, "target", json_string(d->machine));
    }
    json_put(o, "dependencies", needs);
    for (uint32_t i = 0; i < k->deps.len; i++)
        if (counts(t, k, i)) add_package(t, &t->p->packages.data[k->deps.data[i]], list);
}

static int run_tree(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    const Options *o = opts;
    Project p;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    PackageList members = {0};
    int code = project_members(&p, &o->project, &members) ? EXIT_OK : EXIT_USAGE;
    Tree t = {&p, o->no_dev, ARENA_ARRAY(&p.arena, bool, p.packages.len + 1)};
    memset(t.shown, 0, p.packages.len + 1);
    Json *list = o->json && !code ? json_array() : NULL;
    for (uint32_t i = 0; i < members.len; i++) {
        StrBuf prefix = {0};
        if (list) {
            add_package(&t, members.data[i], list);
            continue;
        }
        label(members.data[i]);
        show(&t, members.data[i], &prefix);
        sb_done(&prefix);
    }
    if (list) print_json(list);
    project_close(&p);
    return code;
}

/* ---- why ----------------------------------------------------------------------------------------------------------- */
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

static void show_path(const Project *p, const uint32_t *path, uint32_t n, Json *list) {
    Json *steps = list ? json_push(list, json_array()) : NULL;
    for (uint32_t i = 0; i < n; i++) {
        const Package *k = &p->packages.data[path[i]];
        if (steps) {
            json_push(steps, identity(k));
            continue;
        }
        printf("%s", i ? " needs " : "");
        label(k);
    }
    if (!steps) puts("");
}

static int run_why(const void *opts, const char **args, int n_args) {
    (void)n_args;
    const Options *o = opts;
    Project p;
    if (!project_start(&p, &o->project)) return EXIT_FAILED;
    const Package *k = project_package(&p, str_of(args[0]));
    int code = k ? EXIT_OK : cli_error(EXIT_FAILED, "`%s` is not needed by this project", args[0]);
    Json *list = o->json && k ? json_array() : NULL;
    for (uint32_t m = 0; k && m < p.n_members; m++) {
        bool *seen = ARENA_ARRAY(&p.arena, bool, p.packages.len);
        uint32_t *path = ARENA_ARRAY(&p.arena, uint32_t, p.packages.len), n = 0;
        memset(seen, 0, p.packages.len);
        if (find_path(&p, m, (uint32_t)(k - p.packages.data), seen, path, &n)) show_path(&p, path, n, list);
    }
    if (list) print_json(list);
    project_close(&p);
    return code;
}

const Command command_tree = {"tree", "", "Print what needs what", "(*) marks a package whose dependencies are printed above.", options, sizeof(Options), run_tree, 0, 0, false};
const Command command_why = {"why", "NAME", "Say through whom a package is needed", NULL, options, sizeof(Options), run_why, 1, 1, false};
