/* SPDX-License-Identifier: Apache-2.0 */
/* mojo metadata: the project as JSON, for other programs; or the schema of mojo.toml. */
#include "base/json.h"
#include "build_script.h"

typedef struct Options {
    ProjectFlags project;
    bool schema, no_deps, imports;
} Options;

static const Option options[] = {
    {"schema", 0, OPT_FLAG, offsetof(Options, schema), NULL, "print the JSON schema of mojo.toml instead"},
    {"no-deps", 0, OPT_FLAG, offsetof(Options, no_deps), NULL, "the project's own packages only; nothing is resolved or fetched"},
    {"imports", 0, OPT_FLAG, offsetof(Options, imports), NULL, "what files of each package may import, for editors; nothing is fetched or written"},
    PROJECT_LOCK_OPTIONS(Options, project),
    {0},
};

enum { FORMAT = 1 };

static void put(Json *o, const char *key, Str s) {
    if (s.len) json_put(o, key, json_string(s));
}

static Json *strings(const Str *list, uint32_t n) {
    Json *a = json_array();
    for (uint32_t i = 0; i < n; i++) json_push(a, json_string(list[i]));
    return a;
}

static Json *dependencies(const Manifest *m) {
    Json *all = json_array();
    for (uint32_t i = 0; i < m->deps.len; i++) {
        const Dependency *d = &m->deps.data[i];
        Json *o = json_push(all, json_object());
        json_put(o, "name", json_string(d->name));
        json_put(o, "dev", json_bool(d->is_dev));
        if (d->is_build) json_put(o, "build", json_bool(true));
        put(o, "machine", d->machine);
        if (d->has_version) put(o, "version", d->version.text);
        put(o, "path", d->path);
        put(o, "git", d->git);
        put(o, "tag", d->tag);
        put(o, "branch", d->branch);
        put(o, "rev", d->rev);
        put(o, "subdir", d->subdir);
    }
    return all;
}

static Json *targets(const Manifest *m) {
    static const char *const kinds[] = {"bin", "test", "bench", "example"};
    Json *all = json_array();
    for (uint32_t i = 0; i < m->targets.len; i++) {
        Json *o = json_push(all, json_object());
        json_put(o, "kind", json_cstr(kinds[m->targets.data[i].kind]));
        json_put(o, "name", json_string(m->targets.data[i].name));
        json_put(o, "path", json_cstr(m->targets.data[i].path));
    }
    return all;
}

static Json *package_json(const Manifest *m) {
    Json *o = json_object();
    json_put(o, "name", json_string(m->name));
    json_put(o, "version", json_string(m->version_text));
    json_put(o, "dir", json_cstr(m->dir));
    put(o, "description", m->description);
    put(o, "mojo", m->mojo);
    put(o, "license", m->license);
    put(o, "repository", m->repository);
    put(o, "homepage", m->homepage);
    put(o, "readme", m->readme);
    if (m->authors.len) json_put(o, "authors", strings(m->authors.data, m->authors.len));
    if (m->keywords.len) json_put(o, "keywords", strings(m->keywords.data, m->keywords.len));
    if (m->lib) json_put(o, "lib", json_cstr(m->lib));
    if (m->build_script) json_put(o, "build_script", json_cstr(m->build_script));
    put(o, "default_run", m->default_run);
    json_put(o, "requires", dependencies(m));
    json_put(o, "targets", targets(m));
    return o;
}

/* What was chosen: `dependencies` are names of packages of this document. */
static Json *chosen(const Project *p, const Package *k) {
    Json *o = package_json(k->manifest), *deps = json_array();
    json_put(o, "member", json_bool(k->is_member));
    if (k->file) json_put(o, "file", json_cstr(k->file));
    put(o, "source", k->source);
    put(o, "commit", k->commit);
    put(o, "tree", k->tree);
    for (uint32_t i = 0; i < k->deps.len; i++) {
        Json *d = json_push(deps, json_object());
        json_put(d, "name", json_string(p->packages.data[k->deps.data[i]].name));
        json_put(d, "dev", json_bool(k->dep_is_dev.data[i]));
        if (k->dep_decls.data[i]->is_build) json_put(d, "build", json_bool(true));
    }
    json_put(o, "dependencies", deps);
    return o;
}

static Json *profiles(const Manifest *m) {
    static const char *const debug[] = {"none", "line-tables", "full"};
    Json *all = json_object();
    for (uint32_t i = 0; i < m->profiles.len; i++) {
        const Profile *f = &m->profiles.data[i];
        char name[80];
        snprintf(name, sizeof name, STR_FMT, STR_ARG(f->name));
        Json *o = json_put(all, name, json_object());
        json_put(o, "opt", json_int(f->opt));
        json_put(o, "debug", json_cstr(debug[f->debug]));
        put(o, "cpu", f->cpu);
    }
    return all;
}

static Json *scripts(const Manifest *m) {
    Json *all = json_object();
    for (uint32_t i = 0; i < m->scripts.len; i++) {
        char name[80];
        snprintf(name, sizeof name, STR_FMT, STR_ARG(m->scripts.data[i].name));
        json_put(all, name, json_string(m->scripts.data[i].command));
    }
    return all;
}

static Json *members_only(Project *p) {
    Json *list = json_array();
    if (p->root->name.len) json_push(list, package_json(p->root));
    for (uint32_t i = 0; i < p->root->members.len; i++) {
        Str at = p->root->members.data[i];
        const char *dir = path_join(&p->arena, p->dir, arena_strndup(&p->arena, at.p, at.len));
        const Manifest *m = manifest_load(&p->arena, p->sources, dir, &p->sink);
        if (m) json_push(list, package_json(m));
    }
    return list;
}

static int print_project(const Options *o, StrBuf *b) {
    Project p;
    if (!(o->no_deps ? project_start_manifests(&p, &o->project) : project_start(&p, &o->project))) return EXIT_FAILED;
    Json *d = json_object(), *list = json_array();
    json_put(d, "format", json_int(FORMAT));
    json_put(d, "mojo", json_cstr(MOJ_VERSION));
    json_put(d, "root", json_cstr(p.dir));
    json_put(d, "here", json_cstr(p.here->dir));
    json_put(d, "target", json_cstr(p.target));
    for (uint32_t i = 0; i < p.packages.len && !o->no_deps; i++) json_push(list, chosen(&p, &p.packages.data[i]));
    if (o->no_deps) {
        json_free(list);
        list = members_only(&p);
    }
    json_put(d, "packages", list);
    json_put(d, "profiles", profiles(p.root));
    json_put(d, "scripts", scripts(p.root));
    json_print(b, d, true);
    sb_char(b, '\n');
    json_free(d);
    int code = project_report(&p, NULL) ? EXIT_OK : EXIT_FAILED;
    project_close(&p);
    return code;
}

/* ---- what may be imported ---------------------------------------------------------------------------------------------- */
static void put_root(Json *roots, const char *dir, const char *as, const char *name) {
    Json *o = json_push(roots, json_object());
    json_put(o, "dir", json_cstr(dir));
    if (as) json_put(o, "as", json_cstr(as));
    if (as) json_put(o, "name", json_cstr(name));
}

static void put_scope(const ImportScope *s, Json *list) {
    Json *o = json_push(list, json_object()), *roots = json_array();
    json_put(o, "dir", json_cstr(s->dir));
    for (uint32_t k = 0; k < s->n_roots; k++) put_root(roots, s->roots[k].dir, s->roots[k].as, s->roots[k].name);
    json_put(o, "roots", roots);
}

/* Packages that are chosen, with what their tests see, and build scripts. */
static void put_scopes(Project *p, Json *list) {
    build_scripts_known(p);
    const ImportScope *scopes = project_scopes(p, true);
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        put_scope(&scopes[i], list);
        if (!k->manifest->build_script) continue;
        ImportScope script = project_script_scope(p, k);
        put_scope(&script, list);
    }
}

/* When they cannot be chosen now (never fetched, a mistake): members with what lies on disk. */
static void put_member(Project *p, const Manifest *m, Json *list) {
    Json *o = json_push(list, json_object()), *roots = json_array();
    json_put(o, "dir", json_cstr(m->dir));
    if (m->lib_root) put_root(roots, m->lib_root, NULL, NULL);
    for (uint32_t i = 0; i < m->deps.len; i++) {
        const Dependency *d = &m->deps.data[i];
        const char *dir = d->path.len ? path_real(&p->arena, path_join(&p->arena, m->dir, arena_strndup(&p->arena, d->path.p, d->path.len))) : NULL;
        const Manifest *to = dir && file_exists(path_join(&p->arena, dir, MANIFEST_NAME)) ? manifest_load(&p->arena, p->sources, dir, &p->sink) : NULL;
        if (to && to->lib_root) put_root(roots, to->lib_root, manifest_import_name(&p->arena, d->name), manifest_import_name(&p->arena, to->name));
    }
    json_put(o, "roots", roots);
}

static void put_members(Json *list) {
    Project p;
    if (!project_start_manifests(&p, &(ProjectFlags){0})) return;
    if (p.root->name.len) put_member(&p, p.root, list);
    for (uint32_t i = 0; i < p.root->members.len; i++) {
        Str at = p.root->members.data[i];
        const char *dir = path_join(&p.arena, p.dir, arena_strndup(&p.arena, at.p, at.len));
        const Manifest *m = manifest_load(&p.arena, p.sources, dir, &p.sink);
        if (m) put_member(&p, m, list);
    }
    project_close(&p);
}

static void print_imports(StrBuf *b) {
    Project p;
    Json *d = json_object(), *list = json_array();
    json_put(d, "format", json_int(FORMAT));
    if (project_start_with(&p, &(ProjectOptions){.offline = true, .dry = true})) {
        put_scopes(&p, list);
        project_close(&p);
    } else {
        put_members(list);
    }
    json_put(d, "scopes", list);
    json_print(b, d, true);
    sb_char(b, '\n');
    json_free(d);
}

static int run(const void *opts, const char **args, int n_args) {
    (void)args, (void)n_args;
    const Options *o = opts;
    StrBuf b = {0};
    int code = EXIT_OK;
    if (o->schema) manifest_schema(&b);
    else if (o->imports) print_imports(&b);
    else code = print_project(o, &b);
    if (!code) fwrite(b.p, 1, b.len, stdout);
    sb_done(&b);
    return code;
}

const Command command_metadata = {
    "metadata", "", "Print the project as JSON",
    "Packages with what they are, what they ask for (`requires`) and what was chosen (`dependencies`), their targets, the\n"
    "profiles and scripts. New keys may come; `format` changes when one goes or means something else.",
    options, sizeof(Options), run, 0, 0, false};
