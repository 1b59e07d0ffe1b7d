/* SPDX-License-Identifier: Apache-2.0 */
#include "git.h"

#include "fetcher.h"
#include "vendor.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

struct GitAnswers {
    Project *p;
    StrMap by_question; /* → FetchAnswer* */
};

static const char *text(Arena *a, Str s) {
    return arena_strndup(a, s.p ? s.p : "", s.len);
}

const char *git_name_of_url(Arena *a, Str url) {
    while (url.len && url.p[url.len - 1] == '/') url.len--;
    if (str_ends(url, STR(".git"))) url.len -= 4;
    size_t from = url.len;
    while (from && url.p[from - 1] != '/') from--;
    return arena_strndup(a, url.p + from, url.len - from);
}

static char *git_dir(Arena *a, const char *kind, Str url) {
    char *cache = path_cache_dir(a);
    return arena_printf(a, "%s/git/%s/%016" PRIx64 "%016" PRIx64, cache ? cache : "/tmp/mojo-cache", kind,
                        hash_bytes(url.p, url.len, 21), hash_bytes(url.p, url.len, 22));
}

static char *checkout_dir(Arena *a, Str url, Str commit, Str tree) {
    return arena_printf(a, "%s/" STR_FMT "-%.16s", git_dir(a, "src", url), STR_ARG(commit), tree.p);
}

/* Where a URL is fetched from: [source] replace names mirrors by the beginning of URLs. */
static const char *fetch_url(Project *p, Str url) {
    const SourceRules *r = &p->root->sources;
    const Replacement *best = NULL;
    for (uint32_t i = 0; i < r->replace.len; i++) {
        const Replacement *at = &r->replace.data[i];
        if (str_starts(url, at->from) && (!best || at->from.len > best->from.len)) best = at;
    }
    if (!best) return text(&p->arena, url);
    return arena_printf(&p->arena, STR_FMT STR_FMT, STR_ARG(best->to), STR_ARG(str_sub(url, best->from.len, url.len)));
}

/* [source] allow: what may be fetched at all. */
static bool is_allowed(const Project *p, Str url) {
    const SourceRules *r = &p->root->sources;
    for (uint32_t i = 0; i < r->allow.len; i++)
        if (str_starts(url, r->allow.data[i])) return true;
    return !r->restricts;
}

static FetchRequest request(Project *p, const char *verb, Str url, Str subdir) {
    Arena *a = &p->arena;
    return (FetchRequest){.verb = verb, .url = fetch_url(p, url), .mirror = git_dir(a, "mirrors", url), .kind = "", .ref = "",
                          .subdir = text(a, subdir), .commit = "", .tree = "", .dest = "",
                          .mode = p->options.offline ? "offline" : "online"};
}

static FetchRequest question(Project *p, const GitQuery *q) {
    Arena *a = &p->arena;
    const Dependency *d = q->dep;
    FetchRequest r = request(p, q->locked_only ? "get" : "versions", d->git, d->subdir);
    r.kind = d->tag.len ? "tag" : d->branch.len ? "branch" : d->rev.len ? "rev" : "tags";
    r.ref = text(a, d->tag.len ? d->tag : d->branch.len ? d->branch : d->rev);
    if (q->locked) r.commit = text(a, q->locked->commit);
    if (q->locked_only) {
        r.tree = text(a, q->locked->tree);
        r.dest = checkout_dir(a, d->git, q->locked->commit, q->locked->tree);
    }
    return r;
}

static Str key_of(Arena *a, const FetchRequest *r) {
    return str_of(arena_printf(a, "%s\n%s\n%s\n%s\n%s\n%s\n%s", r->verb, r->url, r->kind, r->ref, r->subdir, r->commit, r->dest));
}

GitAnswers *git_answers_new(Project *p) {
    GitAnswers *g = ARENA_NEW(&p->arena, GitAnswers);
    g->p = p;
    return g;
}

void git_answers_done(GitAnswers *g) {
    strmap_done(&g->by_question);
}

static void on_answer(void *ctx, uint32_t done, uint32_t n) {
    Project *p = ctx;
    if (p->options.progress) p->options.progress("fetching packages", done, n);
}

void git_prefetch(GitAnswers *g, const GitQuery *queries, uint32_t n) {
    Arena *a = &g->p->arena;
    FetchRequest *requests = ARENA_ARRAY(a, FetchRequest, n + 1);
    Str *keys = ARENA_ARRAY(a, Str, n + 1);
    uint32_t asked = 0;
    for (uint32_t i = 0; i < n; i++) {
        const GitQuery *q = &queries[i];
        if (!is_allowed(g->p, q->dep->git) || (q->locked_only && vendor_dir(g->p, q->locked))) continue;
        FetchRequest r = question(g->p, q);
        Str key = key_of(a, &r);
        if (strmap_has(&g->by_question, key) || (q->locked_only && dir_exists(r.dest))) continue;
        strmap_put(&g->by_question, key, ARENA_NEW(a, FetchAnswer));
        requests[asked] = r;
        keys[asked++] = key;
    }
    if (!asked) return;
    FetchAnswer *answers = ARENA_ARRAY(a, FetchAnswer, asked);
    fetcher_ask(a, requests, asked, answers, on_answer, g->p);
    for (uint32_t i = 0; i < asked; i++) *(FetchAnswer *)strmap_get(&g->by_question, keys[i]) = answers[i];
}

typedef struct FoundList {
    VEC(GitFound) all;
} FoundList;

/* `m`: its manifest, or NULL when that has mistakes, which were reported. */
static const char *wrong_package(Project *p, const Dependency *d, const Manifest *m) {
    if (!m) return arena_printf(&p->arena, "the mojo.toml in " STR_FMT " is not right", STR_ARG(d->git));
    return arena_printf(&p->arena, "the package in " STR_FMT " is not called `" STR_FMT "`, but `" STR_FMT "`", STR_ARG(d->git),
                        STR_ARG(d->package), STR_ARG(m->name));
}

static bool take(FoundList *out, Project *p, const GitQuery *q, const char *head, Str manifest, Str around, const char **why) {
    const Dependency *d = q->dep;
    Arena *a = &p->arena;
    char commit[64], tree[64], tag[256];
    if (sscanf(head, "found %63s %63s %255s", commit, tree, tag) != 3) return true;
    char *data = xmalloc(manifest.len + 1);
    memcpy(data, manifest.p, manifest.len);
    data[manifest.len] = 0;
    bool by_tag = strcmp(tag, "-") != 0;
    char *name = arena_printf(a, STR_FMT "@%s:%s", STR_ARG(d->git), by_tag ? tag : commit, MANIFEST_NAME);
    Source *s = source_add(p->sources, name, data, manifest.len);
    DiagSink own;
    diag_sink_init(&own, a);
    Str tree_id = arena_str(a, str_of(tree));
    const char *dir = checkout_dir(a, d->git, str_of(commit), tree_id);
    const Manifest *m = manifest_parse_in(a, s, dir, around, by_tag || q->may_fail ? &own : &p->sink);
    Version v;
    const char *version = tag + (*tag == 'v');
    if (!m || !str_eq(m->name, d->package)) { /* a tag that this version cannot read, or of another package, is no candidate */
        *why = wrong_package(p, d, m);
        return by_tag;
    }
    if (by_tag && (version_parse(str_of(version), &v) || version_cmp(&v, &m->version) != 0)) return true;
    for (uint32_t i = 0; i < out->all.len; i++)
        if (str_eq_c(out->all.data[i].commit, commit)) return true;
    vec_push_in(a, &out->all, (GitFound){m, arena_str(a, str_of(commit)), tree_id});
    return true;
}

static bool take_all(FoundList *found, Project *p, const GitQuery *q, Str answer, const char **why) {
    const Dependency *d = q->dep;
    const char *at = answer.p, *end = at + answer.len;
    while (at < end) {
        const char *nl = memchr(at, '\n', (size_t)(end - at)), *sp = nl;
        if (!nl) break;
        while (sp > at && sp[-1] != ' ') sp--;
        size_t size = strtoull(sp, NULL, 10), around = 0;
        const char *before = sp - 1;
        while (before > at && before[-1] != ' ') before--;
        if (before > at) around = strtoull(before, NULL, 10);
        if (around + size > (size_t)(end - nl - 1)) break;
        if (!take(found, p, q, arena_strndup(&p->arena, at, (size_t)(nl - at)), (Str){nl + 1, size}, (Str){nl + 1 + size, around}, why)) return false;
        at = nl + 1 + size + around;
    }
    if (!found->all.len && !*why)
        *why = arena_printf(&p->arena, STR_FMT " has no tag v1.2.3 whose mojo.toml is package `" STR_FMT
                            "` of that version; name a branch, tag or rev", STR_ARG(d->git), STR_ARG(d->package));
    return found->all.len > 0;
}

/* The locked commit's files are in the cache folder, or vendored. */
static bool take_locked(FoundList *found, Project *p, const GitQuery *q, const char *dir, const char **why) {
    const Manifest *m = manifest_load(&p->arena, p->sources, dir, &p->sink);
    if (!m || !str_eq(m->name, q->dep->package)) {
        *why = wrong_package(p, q->dep, m);
        return false;
    }
    vec_push_in(&p->arena, &found->all, (GitFound){m, q->locked->commit, q->locked->tree});
    return true;
}

bool git_versions(GitAnswers *g, const GitQuery *q, GitFound **out, uint32_t *n, const char **why) {
    Project *p = g->p;
    FoundList found = {0};
    *n = 0;
    *why = NULL;
    if (!is_allowed(p, q->dep->git)) {
        *why = arena_printf(&p->arena, STR_FMT " is none of the places that [source] allow names", STR_ARG(q->dep->git));
        return false;
    }
    git_prefetch(g, q, 1);
    const char *vendored = q->locked_only ? vendor_dir(p, q->locked) : NULL;
    FetchRequest r = question(p, q);
    const FetchAnswer *answer = strmap_get(&g->by_question, key_of(&p->arena, &r));
    bool ok = vendored || !answer || answer->ok;
    if (!ok) *why = text(&p->arena, answer->text);
    else if (q->locked_only) ok = take_locked(&found, p, q, vendored ? vendored : r.dest, why);
    else ok = take_all(&found, p, q, answer->text, why);
    *out = found.all.data;
    *n = found.all.len;
    return ok;
}

/* "git+URL", then maybe " in SUBDIR" and " at …" (no blank is allowed in any part) → URL and subdir. */
void git_split_source(Str source, Str *url, Str *subdir) {
    *url = str_sub(source, 4, source.len);
    *subdir = (Str){"", 0};
    const char *end = source.p + source.len, *blank = memchr(url->p, ' ', url->len);
    if (!blank) return;
    url->len = (size_t)(blank - url->p);
    if (end - blank < 4 || memcmp(blank, " in ", 4) != 0) return;
    const char *from = blank + 4, *to = memchr(from, ' ', (size_t)(end - from));
    *subdir = (Str){from, (size_t)((to ? to : end) - from)};
}

static FetchRequest request_for(Project *p, const char *verb, const Package *k) {
    Str url, subdir;
    git_split_source(k->source, &url, &subdir);
    FetchRequest r = request(p, verb, url, subdir);
    r.commit = text(&p->arena, k->commit);
    r.tree = text(&p->arena, k->tree);
    r.dest = k->dir;
    return r;
}

bool git_materialise(Project *p, const char **why) {
    Arena *a = &p->arena;
    FetchRequest *requests = ARENA_ARRAY(a, FetchRequest, p->packages.len + 1);
    FetchAnswer *answers = ARENA_ARRAY(a, FetchAnswer, p->packages.len + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        if (k->commit.len && !dir_exists(k->dir)) requests[n++] = request_for(p, "get", k);
    }
    fetcher_ask(a, requests, n, answers, on_answer, p);
    for (uint32_t i = 0; i < n; i++)
        if (!answers[i].ok) {
            *why = text(a, answers[i].text);
            return false;
        }
    bool ok = true;
    for (uint32_t i = 0; i < p->packages.len && ok; i++) { /* manifests that came from a repository see their files now */
        Package *k = &p->packages.data[i];
        if (!k->commit.len || strcmp(k->manifest->path, path_join(a, k->dir, MANIFEST_NAME)) == 0) continue;
        k->manifest = manifest_load(a, p->sources, k->dir, &p->sink);
        ok = k->manifest != NULL;
    }
    return ok;
}

bool git_verify(Project *p, StrBuf *said) {
    Arena *a = &p->arena;
    FetchRequest *requests = ARENA_ARRAY(a, FetchRequest, p->packages.len + 1);
    FetchAnswer *answers = ARENA_ARRAY(a, FetchAnswer, p->packages.len + 1);
    uint32_t n = 0;
    bool ok = true;
    for (uint32_t i = 0; i < p->packages.len; i++)
        if (p->packages.data[i].commit.len) requests[n++] = request_for(p, "verify", &p->packages.data[i]);
    fetcher_ask(a, requests, n, answers, on_answer, p);
    for (uint32_t i = 0; i < n; i++) {
        if (answers[i].ok) continue;
        ok = false;
        sb_printf(said, STR_FMT "\n", STR_ARG(answers[i].text));
    }
    return ok;
}

bool git_hash_folder(Project *p, const char *dir, Str *tree, const char **why) {
    FetchRequest r = {.verb = "hash", .url = "", .mirror = "", .kind = "", .ref = "", .subdir = "", .commit = "", .tree = "",
                      .dest = dir, .mode = "offline"};
    FetchAnswer answer;
    fetcher_ask(&p->arena, &r, 1, &answer, NULL, NULL);
    *tree = (Str){answer.text.p, answer.ok && answer.text.len ? answer.text.len - 1 : 0};
    if (!answer.ok) *why = text(&p->arena, answer.text);
    return answer.ok;
}
