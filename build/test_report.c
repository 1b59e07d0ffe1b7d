/* SPDX-License-Identifier: Apache-2.0 */
#include "test_run.h"

#include "base/json.h"

static const char *verdict(const Job *j) {
    return j->timed_out ? "time-out" : j->exit_code == 0 ? "pass" : j->exit_code < 0 ? "crash" : "fail";
}

static bool good(const Job *j) {
    return j->exit_code == 0 && !j->timed_out;
}

static Str valid_text(const StrBuf *b) {
    Str s = sb_view(b);
    s.len = utf8_valid_prefix(s.p, s.len);
    return s;
}

static void print_json(const TestRun *r, const Test *t, const Job *j) {
    StrBuf b = {0};
    (void)r;
    sb_puts(&b, "{\"test\":");
    json_quote(&b, str_of(t->id));
    sb_puts(&b, ",\"file\":");
    json_quote(&b, str_of(t->file));
    sb_printf(&b, ",\"result\":\"%s\",\"seconds\":%.6f,\"output\":", verdict(j), (double)j->ns / 1e9);
    json_quote(&b, valid_text(&j->out));
    sb_puts(&b, "}\n");
    fwrite(b.p, 1, b.len, stdout);
    sb_done(&b);
}

static void print_output(const Job *j) {
    const char *p = j->out.p, *end = p + j->out.len;
    while (p && p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);
        printf("    %.*s\n", (int)n, p);
        p += n + 1;
    }
}

static void print_text(const TestRun *r, const Test *t, const Job *j) {
    printf("%-8s %s (%.0f ms)\n", verdict(j), t->id, (double)j->ns / 1e6);
    if (!good(j) && t->line) printf("    the example of %s at line %u\n", t->suite, t->line);
    if (j->timed_out) printf("    killed after %.0f s\n", (double)j->ns / 1e9);
    if (j->exit_code < 0 && !j->timed_out) printf("    ended by signal %d (%s)\n", j->signal, strsignal(j->signal));
    if (!good(j) || r->o->verbose) print_output(j);
}

void test_ended(void *run, uint32_t i) {
    TestRun *r = run;
    r->ended[i] = true;
    r->not_run[i] = r->o->fail_fast && r->failed && r->jobs[i].began > r->failed_at;
    if (r->not_run[i]) r->skipped++;
    else if (good(&r->jobs[i])) r->passed++;
    else if (!r->failed++) r->failed_at = time_ns();
    while (r->printed < r->tests.len && r->ended[r->printed]) {
        const Test *t = &r->tests.data[r->printed];
        const Job *j = &r->jobs[r->printed++];
        if (r->not_run[r->printed - 1]) continue;
        if (r->o->json) print_json(r, t, j);
        else print_text(r, t, j);
    }
    fflush(stdout);
}

void test_summary(const TestRun *r, double seconds) {
    if (r->o->json) {
        printf("{\"passed\":%u,\"failed\":%u,\"not_run\":%u,\"seconds\":%.6f}\n", r->passed, r->failed, r->skipped, seconds);
        return;
    }
    printf("%u passed, %u failed", r->passed, r->failed);
    if (r->skipped) printf(", %u not run", r->skipped);
    printf(" (%.2f s)\n", seconds);
}

static void xml(StrBuf *b, Str s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '<') sb_puts(b, "&lt;");
        else if (c == '>') sb_puts(b, "&gt;");
        else if (c == '&') sb_puts(b, "&amp;");
        else if (c == '"') sb_puts(b, "&quot;");
        else if ((c < 32 && c != '\n' && c != '\t') || c == 127) sb_char(b, '?');
        else sb_char(b, (char)c);
    }
}

static void junit_case(StrBuf *b, const TestRun *r, uint32_t i) {
    const Test *t = &r->tests.data[i];
    const Job *j = &r->jobs[i];
    sb_puts(b, "    <testcase classname=\"");
    xml(b, str_of(t->suite));
    sb_puts(b, "\" name=\"");
    xml(b, str_of(t->name));
    sb_puts(b, "\" file=\"");
    xml(b, str_of(t->file));
    sb_printf(b, "\" time=\"%.3f\"", (double)j->ns / 1e9);
    if (!r->ended[i] || r->not_run[i]) {
        sb_puts(b, "><skipped/></testcase>\n");
    } else if (good(j)) {
        sb_puts(b, "/>\n");
    } else {
        sb_printf(b, "><failure message=\"%s\">", verdict(j));
        xml(b, valid_text(&j->out));
        sb_puts(b, "</failure></testcase>\n");
    }
}

int test_write_junit(const TestRun *r, double seconds) {
    StrBuf b = {0};
    sb_printf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"%u\" failures=\"%u\" skipped=\"%u\" time=\"%.3f\">\n"
                  "  <testsuite name=\"", r->tests.len, r->failed, r->skipped, seconds);
    xml(&b, r->p ? r->p->here->name : STR("mojo"));
    sb_printf(&b, "\" tests=\"%u\" failures=\"%u\" skipped=\"%u\" time=\"%.3f\">\n", r->tests.len, r->failed, r->skipped, seconds);
    for (uint32_t i = 0; i < r->tests.len; i++) junit_case(&b, r, i);
    sb_puts(&b, "  </testsuite>\n</testsuites>\n");
    int err = file_write_atomic(r->o->junit, sb_view(&b));
    sb_done(&b);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", r->o->junit, strerror(err)) : EXIT_OK;
}

void test_list(const TestRun *r) {
    for (uint32_t i = 0; i < r->tests.len; i++) {
        const Test *t = &r->tests.data[i];
        if (!r->o->json) {
            puts(t->id);
            continue;
        }
        StrBuf b = {0};
        sb_puts(&b, "{\"test\":");
        json_quote(&b, str_of(t->id));
        sb_puts(&b, ",\"file\":");
        json_quote(&b, str_of(t->file));
        if (t->line) sb_printf(&b, ",\"line\":%u", t->line);
        sb_puts(&b, "}");
        puts(b.p);
        sb_done(&b);
    }
}
