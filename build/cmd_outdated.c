/* SPDX-License-Identifier: Apache-2.0 */
/* mojo outdated: what is locked beside what an update would choose and what there is. Changes nothing. */
#include "base/json.h"
#include "project_build.h"

typedef struct Options {
    ProjectFlags project;
    bool json;
} Options;

static const Option options[] = {
    {"json", 0, OPT_FLAG, offsetof(Options, json), NULL, "a JSON array on standard output"},
    {"manifest-path", 0, OPT_TEXT, offsetof(Options, project.manifest), "FILE", "project: that of this mojo.toml, or of the one in this folder"},
    {"offline", 0, OPT_FLAG, offsetof(Options, project.offline), NULL, "look at what was fetched before"},
    {0},
};

static bool is_behind(const Package *now, const Package *update) {
    return !str_eq(now->version, update->version) || !str_eq(now->commit, update->commit) || !str_eq(update->version, update->newest);
}

static void add_json(Json *list, const Package *now, const Package *update) {
    Json *o = json_push(list, json_object());
    json_put(o, "name", json_string(now->name));
    json_put(o, "locked", json_string(now->version));
    json_put(o, "fits", json_string(update->version));
    json_put(o, "newest", json_string(update->newest));
    json_put(o, "source", json_string(now->source));
}

static void print_row(Str name, Str locked, Str fits, Str newest) {
    printf("%-24.*s %-12.*s %-12.*s %.*s\n", (int)name.len, name.p, (int)locked.len, locked.p, (int)fits.len, fits.p,
           (int)newest.len, newest.p);
}

static void print_all(const Project *now, const Project *update, bool as_json) {
    uint32_t behind = 0;
    Json *list = json_array();
    for (uint32_t i = 0; i < now->packages.len; i++) {
        const Package *k = &now->packages.data[i], *u = project_package(update, k->name);
        if (!k->commit.len || !u || !is_behind(k, u)) continue;
        if (as_json) add_json(list, k, u);
        else if (!behind) print_row(STR("package"), STR("locked"), STR("fits"), STR("newest"));
        behind++;
        bool moved = str_eq(k->version, u->version) && !str_eq(k->commit, u->commit);
        if (!as_json) print_row(k->name, k->version, moved ? STR("newer commit") : u->version, u->newest);
    }
    StrBuf b = {0};
    json_print(&b, list, true);
    if (as_json) puts(b.p);
    else if (!behind) fputs("everything is as new as it can be\n", stderr);
    sb_done(&b);
    json_free(list);
}

static int run(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    const Options *o = opts;
    Project now, update;
    ProjectOptions po = project_options(&o->project);
    po.dry = true;
    if (!project_start_with(&now, &po)) return EXIT_FAILED;
    po.update_all = true;
    int code = project_start_with(&update, &po) ? EXIT_OK : EXIT_FAILED;
    if (!code) {
        print_all(&now, &update, o->json);
        project_close(&update);
    }
    project_close(&now);
    return code;
}

const Command command_outdated = {
    "outdated", "", "List packages that have newer versions",
    "`fits` is what `mojo update` would choose; for `newest` mojo.toml has to allow it first. Nothing is changed.",
    options, sizeof(Options), run, 0, 0, false};
