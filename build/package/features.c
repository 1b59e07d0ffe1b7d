/* SPDX-License-Identifier: Apache-2.0 */
#include "features.h"

typedef struct Choosing {
    Project *p;
    bool *active; /* packages that are needed */
    const char *triple;
} Choosing;

static void activate(Choosing *c, Package *k);
static bool switch_on(Choosing *c, Package *k, Str name, Span asked_at);

bool package_has_feature(const Package *k, Str name) {
    for (uint32_t i = 0; i < k->features.len; i++)
        if (str_eq(k->features.data[i], name)) return true;
    return false;
}

static const Feature *feature_of(const Package *k, Str name) {
    for (uint32_t i = 0; i < k->manifest->features.len; i++)
        if (str_eq(k->manifest->features.data[i].name, name)) return &k->manifest->features.data[i];
    return NULL;
}

static void use_dependency(Choosing *c, Package *k, uint32_t i) {
    const Dependency *d = k->dep_decls.data[i];
    Package *to = &c->p->packages.data[k->deps.data[i]];
    if (d->machine.len && c->triple && !manifest_is_for(d->machine, c->triple)) return;
    k->dep_on.data[i] = true;
    activate(c, to);
    if (!d->no_default && feature_of(to, STR("default"))) switch_on(c, to, STR("default"), d->at);
    for (uint32_t f = 0; f < d->features.len; f++) switch_on(c, to, d->features.data[f], d->at);
}

/* A dependency by its name in the manifest; -1: none. */
static int find_dependency(const Package *k, Str name) {
    for (uint32_t i = 0; i < k->deps.len; i++)
        if (str_eq(k->dep_decls.data[i]->name, name)) return (int)i;
    return -1;
}

static void activate(Choosing *c, Package *k) {
    uint32_t at = (uint32_t)(k - c->p->packages.data);
    if (c->active[at]) return;
    c->active[at] = true;
    for (uint32_t i = 0; i < k->deps.len; i++)
        if (!k->dep_decls.data[i]->optional) use_dependency(c, k, i);
}

static void follow(Choosing *c, Package *k, Str item, Span asked_at) {
    const char *slash = memchr(item.p, '/', item.len);
    bool dep = str_starts(item, STR("dep:"));
    Str name = dep ? str_sub(item, 4, item.len) : slash ? str_sub(item, 0, (size_t)(slash - item.p)) : item;
    if (!dep && !slash) {
        switch_on(c, k, item, asked_at);
        return;
    }
    int i = find_dependency(k, name);
    if (i < 0) {
        diag_add(&c->p->sink, DIAG_dependency, asked_at, "`" STR_FMT "` has no dependency `" STR_FMT "`, which its feature `" STR_FMT "` names",
                 STR_ARG(k->name), STR_ARG(name), STR_ARG(item));
        return;
    }
    if (!k->dep_on.data[i]) use_dependency(c, k, (uint32_t)i);
    if (slash) switch_on(c, &c->p->packages.data[k->deps.data[i]], str_sub(item, name.len + 1, item.len), asked_at);
}

/* False: there is no such feature. */
static bool switch_on(Choosing *c, Package *k, Str name, Span asked_at) {
    if (package_has_feature(k, name)) return true;
    const Feature *f = feature_of(k, name);
    int dep = f ? -1 : find_dependency(k, name);
    if (!f && (dep < 0 || !k->dep_decls.data[dep]->optional)) {
        Diag *d = diag_add(&c->p->sink, DIAG_dependency, asked_at, "the package `" STR_FMT "` has no feature `" STR_FMT "`", STR_ARG(k->name), STR_ARG(name));
        StrBuf all = {0};
        for (uint32_t i = 0; i < k->manifest->features.len; i++)
            sb_printf(&all, "%s`" STR_FMT "`", i ? ", " : "", STR_ARG(k->manifest->features.data[i].name));
        if (all.len) diag_help(d, "it has %s", all.p);
        sb_done(&all);
        return false;
    }
    vec_push_in(&c->p->arena, &k->features, name);
    if (dep >= 0 && !k->dep_on.data[dep]) use_dependency(c, k, (uint32_t)dep);
    for (uint32_t i = 0; f && i < f->on.len; i++) follow(c, k, f->on.data[i], asked_at);
    return true;
}

/* Names of the command line: a member that has the feature takes it; some member must. */
static void switch_on_named(Choosing *c, Str name) {
    Project *p = c->p;
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_members; i++) {
        Package *k = &p->packages.data[i];
        int dep = find_dependency(k, name);
        if (!feature_of(k, name) && !(dep >= 0 && k->dep_decls.data[dep]->optional)) continue;
        switch_on(c, k, name, SPAN_NONE);
        n++;
    }
    if (!n) diag_add(&p->sink, DIAG_dependency, SPAN_NONE, "no package of the project has a feature `" STR_FMT "`", STR_ARG(name));
}

bool features_choose(Project *p, const FeatureFlags *f) {
    Choosing c = {p, ARENA_ARRAY(&p->arena, bool, p->packages.len + 1), f->triple};
    memset(c.active, 0, p->packages.len + 1);
    uint32_t errors = p->sink.n_errors;
    for (uint32_t i = 0; i < p->packages.len; i++) {
        Package *k = &p->packages.data[i];
        k->features.len = k->dep_on.len = 0;
        for (uint32_t d = 0; d < k->deps.len; d++) vec_push_in(&p->arena, &k->dep_on, false);
    }
    for (uint32_t i = 0; i < p->n_members; i++) {
        Package *k = &p->packages.data[i];
        activate(&c, k);
        if (!f->no_default && feature_of(k, STR("default"))) switch_on(&c, k, STR("default"), SPAN_NONE);
        for (uint32_t j = 0; f->all && j < k->manifest->features.len; j++) switch_on(&c, k, k->manifest->features.data[j].name, SPAN_NONE);
    }
    for (uint32_t i = 0; i < f->n_names; i++)
        for (const char *s = f->names[i]; *s; s += strcspn(s, ","), s += *s == ',')
            if (strcspn(s, ",")) switch_on_named(&c, (Str){s, strcspn(s, ",")});
    return p->sink.n_errors == errors;
}
