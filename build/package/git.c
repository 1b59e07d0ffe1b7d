/* SPDX-License-Identifier: Apache-2.0 */
#include "git.h"

#include "jobs.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 16, LIMIT_SECONDS = 900 };

struct GitAnswers {
    StrMap by_question; /* → Answer* */
};
typedef struct Answer {
    Str text;
    bool ok;
} Answer;

typedef struct Call {
    const char *argv[10];
} Call;

static int call_child(void *ctx, uint32_t i) {
    const Call *c = &((const Call *)ctx)[i];
    execv(c->argv[0], (char *const *)(uintptr_t)c->argv);
    fprintf(stderr, "cannot start %s: %s\n", c->argv[0], strerror(errno));
    return 127;
}

/* Runs mojo-fetch for each call; the jobs are the caller's to free. */
static Job *run_calls(Call *calls, uint32_t n) {
    Job *jobs = xcalloc(n + 1, sizeof *jobs);
    JobWork w = {call_child, NULL, calls, MOST_AT_ONCE, (uint64_t)LIMIT_SECONDS * 1000000000u};
    if (!jobs_run(jobs, n, &w))
        for (uint32_t i = 0; i < n; i++)
            if (!jobs[i].ns) jobs[i].exit_code = 127;
    return jobs;
}

static const char *text(Arena *a, Str s) {
    return arena_strndup(a, s.p ? s.p : "", s.len);
}

static const char *program(Arena *a) {
    return arena_printf(a, "%s/mojo-fetch", path_self_dir(a));
}

static char *git_dir(Arena *a, const char *kind, Str url) {
    char *cache = path_cache_dir(a);
    return arena_printf(a, "%s/git/%s/%016" PRIx64 "%016" PRIx64, cache ? cache : "/tmp/mojo-cache", kind,
                        hash_bytes(url.p, url.len, 21), hash_bytes(url.p, url.len, 22));
}

static char *checkout_dir(Arena *a, Str url, Str commit, Str subdir) {
    return arena_printf(a, "%s/" STR_FMT "-%016" PRIx64, git_dir(a, "src", url), STR_ARG(commit),
                        hash_bytes(subdir.p, subdir.len, 23));
}

static Call question(Arena *a, const GitQuery *q) {
    const char *kind = q->tag.len ? "tag" : q->branch.len ? "branch" : q->rev.len ? "rev" : "tags";
    Str ref = q->tag.len ? q->tag : q->branch.len ? q->branch : q->rev;
    return (Call){{program(a), "versions", text(a, q->url), git_dir(a, "mirrors", q->url), kind, text(a, ref), text(a, q->subdir),
                   text(a, q->locked), q->offline ? "offline" : "online", NULL}};
}

static Str key_of(Arena *a, const Call *c) {
    StrBuf b = {0};
    for (int i = 1; c->argv[i]; i++) sb_printf(&b, "%s\n", c->argv[i]);
    Str key = arena_str(a, sb_view(&b));
    sb_done(&b);
    return key;
}

GitAnswers *git_answers_new(Arena *a) {
    return ARENA_NEW(a, GitAnswers);
}

void git_prefetch(GitAnswers *g, Arena *a, const GitQuery *queries, uint32_t n) {
    Call *calls = ARENA_ARRAY(a, Call, n + 1);
    Str *keys = ARENA_ARRAY(a, Str, n + 1);
    uint32_t asked = 0;
    for (uint32_t i = 0; i < n; i++) {
        Call c = question(a, &queries[i]);
        Str key = key_of(a, &c);
        if (strmap_has(&g->by_question, key)) continue;
        strmap_put(&g->by_question, key, ARENA_NEW(a, Answer));
        calls[asked] = c;
        keys[asked++] = key;
    }
    Job *jobs = run_calls(calls, asked);
    for (uint32_t i = 0; i < asked; i++) {
        Answer *answer = strmap_get(&g->by_question, keys[i]);
        Job *j = &jobs[i];
        answer->ok = j->exit_code == 0 && !j->timed_out;
        while (!answer->ok && j->out.len && j->out.p[j->out.len - 1] == '\n') j->out.len--;
        answer->text = arena_str(a, sb_view(&j->out));
        if (!answer->ok && (j->timed_out || j->signal))
            answer->text = str_of(arena_printf(a, j->timed_out || j->signal == 14 ? "%s does not answer: given up" : "fetching %s failed",
                                               calls[i].argv[2]));
    }
    jobs_free(jobs, asked);
}

typedef struct FoundList {
    VEC(GitFound) all;
} FoundList;

static bool take(FoundList *out, Arena *a, SourceMap *sources, const GitQuery *q, const char *head, Str manifest, DiagSink *sink) {
    char commit[64], tree[64], tag[256];
    if (sscanf(head, "found %63s %63s %255s", commit, tree, tag) != 3) return true;
    char *data = xmalloc(manifest.len + 1);
    memcpy(data, manifest.p, manifest.len);
    data[manifest.len] = 0;
    bool by_tag = strcmp(tag, "-") != 0;
    char *name = arena_printf(a, STR_FMT "@%s:%s", STR_ARG(q->url), by_tag ? tag : commit, MANIFEST_NAME);
    Source *s = source_add(sources, name, data, manifest.len);
    DiagSink own;
    diag_sink_init(&own, a);
    const char *dir = checkout_dir(a, q->url, str_of(commit), q->subdir);
    const Manifest *m = manifest_parse(a, s, dir, false, by_tag ? &own : sink);
    if (!m) return by_tag; /* a tag with a manifest that this version cannot read is no candidate */
    Version v;
    const char *version = tag + (*tag == 'v');
    if (!str_eq(m->name, q->package)) return by_tag;
    if (by_tag && (version_parse(str_of(version), &v) || version_cmp(&v, &m->version) != 0)) return true;
    for (uint32_t i = 0; i < out->all.len; i++)
        if (str_eq_c(out->all.data[i].commit, commit)) return true;
    vec_push_in(a, &out->all, (GitFound){m, arena_str(a, str_of(commit)), arena_str(a, str_of(tree))});
    return true;
}

bool git_versions(GitAnswers *g, Arena *a, SourceMap *sources, const GitQuery *q, GitFound **out, uint32_t *n,
                  DiagSink *sink, const char **why) {
    git_prefetch(g, a, q, 1);
    Call c = question(a, q);
    const Answer *answer = strmap_get(&g->by_question, key_of(a, &c));
    *n = 0;
    if (!answer->ok) {
        *why = text(a, answer->text);
        return false;
    }
    FoundList found = {0};
    const char *p = answer->text.p, *end = p + answer->text.len;
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p)), *sp = nl;
        if (!nl) break;
        while (sp > p && sp[-1] != ' ') sp--;
        size_t size = strtoull(sp, NULL, 10);
        if (size > (size_t)(end - nl - 1)) break;
        if (!take(&found, a, sources, q, arena_strndup(a, p, (size_t)(nl - p)), (Str){nl + 1, size}, sink)) {
            *why = arena_printf(a, "the package in " STR_FMT " is not called `" STR_FMT "`, or its mojo.toml is not right", STR_ARG(q->url),
                                STR_ARG(q->package));
            return false;
        }
        p = nl + 1 + size;
    }
    if (!found.all.len) {
        *why = arena_printf(a, STR_FMT " has no tag v1.2.3 whose mojo.toml is package `" STR_FMT "` of that version; name a branch, tag or rev",
                            STR_ARG(q->url), STR_ARG(q->package));
        return false;
    }
    *out = found.all.data;
    *n = found.all.len;
    return true;
}

/* "git+URL", then maybe " in SUBDIR" and " at …" (no blank is allowed in any part) → URL and subdir. */
static void split_source(Str source, Str *url, Str *subdir) {
    *url = str_sub(source, 4, source.len);
    *subdir = (Str){"", 0};
    const char *end = source.p + source.len, *blank = memchr(url->p, ' ', url->len);
    if (!blank) return;
    url->len = (size_t)(blank - url->p);
    if (end - blank < 4 || memcmp(blank, " in ", 4) != 0) return;
    const char *from = blank + 4, *to = memchr(from, ' ', (size_t)(end - from));
    *subdir = (Str){from, (size_t)((to ? to : end) - from)};
}

bool git_materialise(Project *p, const char **why) {
    Arena *a = &p->arena;
    Call *calls = ARENA_ARRAY(a, Call, p->packages.len + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        if (!k->commit.len || dir_exists(k->dir)) continue;
        Str url, subdir;
        split_source(k->source, &url, &subdir);
        calls[n++] = (Call){{program(a), "export", git_dir(a, "mirrors", url), text(a, k->commit), text(a, subdir), k->dir, NULL}};
    }
    Job *jobs = run_calls(calls, n);
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        ok = jobs[i].exit_code == 0 && !jobs[i].timed_out;
        if (!ok) *why = jobs[i].out.len ? text(a, (Str){jobs[i].out.p, jobs[i].out.len - 1}) : "a package could not be unpacked";
    }
    jobs_free(jobs, n);
    for (uint32_t i = 0; i < p->packages.len && ok; i++) {
        Package *k = &p->packages.data[i];
        if (!k->commit.len) continue;
        k->manifest = manifest_load(a, p->sources, k->dir, &p->sink);
        ok = k->manifest != NULL;
    }
    return ok;
}
