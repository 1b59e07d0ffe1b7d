/* SPDX-License-Identifier: Apache-2.0 */
/* A worker that goes on after edits must say what one says that began with the texts as they are now: both answer the
 * same questions about them. Usage: recheck STEPS [--seed=N] [--verbose] FILE…
 * All files are open; those named `lib` are imported by others. Each step forks two workers from one that has read the
 * library: the first checks the texts of some steps ago and takes over the edits since, one by one. */
#include "lsp.h"
#include "mutate.h"

#include <ctype.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_DOCS = 8, PAST = 4, MAX_PLACES = 60 };

typedef struct State { /* the texts at a time */
    char *texts[MAX_DOCS];
} State;
typedef struct Test {
    Work base;
    const char *paths[MAX_DOCS];
    uint32_t n_docs;
    State past[PAST + 1]; /* the last one is now */
    uint32_t n_past;
    uint64_t seed;
    uint32_t others;   /* steps at which a worker asked for another one */
    uint32_t *grafted; /* shared with the workers: edits that needed no new check */
} Test;

/* ---- what is asked ----------------------------------------------------------------------------------- */
static Json *setup_of(const Test *t, const State *s) {
    Json *j = json_object(), *docs = json_put(j, "docs", json_array());
    json_put(j, "hints", json_int(0xff));
    for (uint32_t i = 0; i < t->n_docs; i++) {
        Json *d = json_push(docs, json_object());
        StrBuf uri = {0};
        path_to_uri(&uri, t->paths[i]);
        json_put(d, "uri", json_string(sb_view(&uri)));
        json_put(d, "path", json_cstr(t->paths[i]));
        json_put(d, "version", json_int(1));
        json_put(d, "text", json_cstr(s->texts[i]));
        sb_done(&uri);
    }
    return j;
}

static Json *place_json(LineCol at) {
    Json *p = json_object();
    json_put(p, "line", json_int(at.line));
    json_put(p, "character", json_int(at.col));
    return p;
}

static void ask(Work *w, const char *method, const char *uri, LineCol from, LineCol to, StrBuf *out) {
    Json *p = json_object();
    json_put(json_put(p, "textDocument", json_object()), "uri", json_cstr(uri));
    json_put(p, "position", place_json(from));
    Json *range = json_put(p, "range", json_object());
    json_put(range, "start", place_json(from));
    json_put(range, "end", place_json(to));
    json_put(json_put(p, "context", json_object()), "includeDeclaration", json_bool(true));
    json_put(p, "scope", json_cstr("function"));
    sb_printf(out, "%s %s %u:%u ", uri, method, from.line, from.col);
    answer_semantic(w, method, p, out);
    sb_char(out, '\n');
    json_free(p);
}

/* Everything about names at places spread over the text, then about the whole. */
static void ask_all(Work *w, const char *uri, const char *text, StrBuf *out) {
    static const char *const placed[] = {"textDocument/hover", "textDocument/definition", "textDocument/typeDefinition", "textDocument/documentHighlight",
                                         "textDocument/signatureHelp", "mojo/ownership"};
    char *copy = xstrdup(text);
    SourceMap *m = source_map_new();
    Source *s = source_add(m, "places.mojo", copy, strlen(copy));
    uint32_t step = s->size / MAX_PLACES + 1;
    LineCol zero = {0, 0}, end = source_line_col(s, s->size, POS_UTF16);
    for (uint32_t at = 0; at < s->size; at += step) {
        uint32_t word = at;
        while (word < s->size && !isalpha((unsigned char)s->data[word])) word++;
        LineCol lc = source_line_col(s, word, POS_UTF16);
        for (size_t i = 0; i < ARRAY_LEN(placed); i++) ask(w, placed[i], uri, lc, lc, out);
    }
    ask(w, "textDocument/inlayHint", uri, zero, end, out);
    ask(w, "textDocument/documentLink", uri, zero, end, out);
    source_map_free(m);
}

static void answers(Test *t, Work *w, const State *now, StrBuf *out) {
    Json *docs = setup_of(t, now);
    JSON_EACH(json_get(docs, "docs"), d) work_doc(w, json_str_or(json_get(d, "uri"), ""));
    uint32_t i = 0;
    JSON_EACH(json_get(docs, "docs"), d) ask_all(w, json_str_or(json_get(d, "uri"), ""), now->texts[i++], out);
    JSON_EACH(json_get(docs, "docs"), d) ask(w, "$diagnostics", json_str_or(json_get(d, "uri"), ""), (LineCol){0, 0}, (LineCol){0, 0}, out);
    json_free(docs);
}

/* ---- workers --------------------------------------------------------------------------------------------- */
static void write_all(int fd, Str s) {
    for (size_t at = 0; at < s.len;) {
        ssize_t k = write(fd, s.p + at, s.len - at);
        if (k <= 0) _exit(3);
        at += (size_t)k;
    }
}

static void go_on(Test *t, uint32_t from, StrBuf *out) {
    Work *w = &t->base;
    for (uint32_t i = from; i < t->n_past; i++) {
        Json *j = setup_of(t, &t->past[i]);
        if (w->docs.len && !snapshot_adapt(w, j)) { /* the server asks for another worker */
            sb_puts(out, "another");
            return;
        }
        work_set_up(w, j);
        snapshot_take(w);
        json_free(j);
    }
    *t->grafted += w->n_edits;
    answers(t, w, &t->past[t->n_past - 1], out);
}

/* What a worker says that has seen the texts since `from`. On the heap; NULL when it fell over. */
static char *worker(Test *t, uint32_t from) {
    int fds[2], status = 0;
    if (pipe(fds) != 0) return NULL;
    pid_t pid = fork();
    if (pid == 0) {
        StrBuf out = {0};
        close(fds[0]);
        go_on(t, from, &out);
        write_all(fds[1], sb_view(&out));
        _exit(0);
    }
    close(fds[1]);
    StrBuf b = {0};
    char buf[65536];
    for (ssize_t k; (k = read(fds[0], buf, sizeof buf)) > 0;) sb_add(&b, buf, (size_t)k);
    close(fds[0]);
    waitpid(pid, &status, 0);
    sb_char(&b, '\n');
    char *text = sb_take(&b);
    if (status == 0) return text;
    free(text);
    return NULL;
}

static void show_difference(const char *a, const char *b) {
    size_t i = 0, line = 0;
    while (a[i] && a[i] == b[i]) line = a[i] == '\n' ? i + 1 : line, i++;
    size_t from = i > line + 160 ? i - 160 : line;
    printf("  question: %.*s\n  goes on: %.400s\n  fresh:   %.400s\n", (int)strcspn(a + line, "[{"), a + line, a + from, b + from);
}

/* ---- steps --------------------------------------------------------------------------------------------------- */
static void push_state(Test *t, uint32_t doc, char *text) {
    if (t->n_past > PAST) {
        for (uint32_t i = 0; i < t->n_docs; i++) free(t->past[0].texts[i]);
        memmove(t->past, t->past + 1, PAST * sizeof(State));
        t->n_past--;
    }
    State *now = &t->past[t->n_past], *was = &t->past[t->n_past - 1];
    for (uint32_t i = 0; i < t->n_docs; i++) now->texts[i] = i == doc ? text : xstrdup(was->texts[i]);
    t->n_past++;
}

static bool step(Test *t, uint32_t n, bool verbose) {
    uint32_t doc = random_below(&t->seed, t->n_docs);
    const State *now = &t->past[t->n_past - 1], *was = &t->past[random_below(&t->seed, t->n_past)];
    const char *what;
    push_state(t, doc, mutate(&t->seed, now->texts[doc], was->texts[doc], &what));
    uint32_t from = random_below(&t->seed, t->n_past - 1), grafted = *t->grafted;
    char *have = worker(t, from), *want = worker(t, t->n_past - 1);
    bool other = have && strcmp(have, "another\n") == 0, same = have && want && (other || strcmp(have, want) == 0);
    t->others += other;
    if (verbose) printf("%u %s: %s from %u, %u\n", n, what, path_basename(t->paths[doc]), from, *t->grafted - grafted);
    if (same) goto done;
    printf("FAILED: step %u, after %u edits, the last one (%s) in %s\n", n, t->n_past - 1 - from, what, t->paths[doc]);
    if (have && want) show_difference(have, want);
    else printf("  the worker that %s fell over\n", have ? "is fresh" : "goes on");
    for (uint32_t k = from; verbose && k < t->n_past; k++)
        for (uint32_t i = 0; i < t->n_docs; i++) printf("---- %u %s\n%s\n", k, path_basename(t->paths[i]), t->past[k].texts[i]);
done:
    free(have);
    free(want);
    return same;
}

static void start_over(Test *t, State *first) {
    while (t->n_past) {
        t->n_past--;
        for (uint32_t i = 0; i < t->n_docs; i++) free(t->past[t->n_past].texts[i]);
    }
    for (uint32_t i = 0; i < t->n_docs; i++) t->past[0].texts[i] = xstrdup(first->texts[i]);
    t->n_past = 1;
}

int main(int argc, char **argv) {
    static Test t;
    State first = {0};
    bool verbose = false;
    uint32_t steps = 0, passed = 0, failed = 0;
    t.seed = 88172645463325252ull;
    for (int i = 1; i < argc; i++) {
        size_t size;
        if (strncmp(argv[i], "--seed=", 7) == 0) t.seed += strtoull(argv[i] + 7, NULL, 10) * 7919;
        else if (strcmp(argv[i], "--verbose") == 0) verbose = true;
        else if (isdigit((unsigned char)argv[i][0])) steps = (uint32_t)strtoul(argv[i], NULL, 10);
        else if (t.n_docs < MAX_DOCS && file_read(argv[i], &first.texts[t.n_docs], &size) == 0) t.paths[t.n_docs++] = argv[i];
        else return fprintf(stderr, "recheck: cannot read %s\n", argv[i]), 2;
    }
    work_start(&t.base);
    if (!t.base.session || !t.n_docs) return fprintf(stderr, "recheck: no library, or no files\n"), 2;
    t.grafted = mmap(NULL, sizeof *t.grafted, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (uint32_t i = 0; i < steps; i++) {
        if (i % 12 == 0) start_over(&t, &first);
        fflush(stdout);
        if (step(&t, i, verbose)) passed++;
        else failed++;
    }
    printf("%u steps, %u edits of bodies, %u begun anew\n", steps, *t.grafted, t.others);
    start_over(&t, &first);
    for (uint32_t i = 0; i < t.n_docs; i++) free(first.texts[i]), free(t.past[0].texts[i]);
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}
