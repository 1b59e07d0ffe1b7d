/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the requests and works on them, each in a process of its own: one that hangs or crashes costs no other. */
#include "fetch.h"

#include "../package/jobs.h"

#include <unistd.h>

typedef struct Batch {
    FetchRequest *requests;
    Job *jobs;
} Batch;

static int work(void *ctx, uint32_t i) {
    const FetchRequest *q = &((Batch *)ctx)->requests[i];
    fetch_alive();
    if (strcmp(q->verb, "versions") == 0) return fetch_versions(q);
    if (strcmp(q->verb, "get") == 0) return fetch_get(q);
    if (strcmp(q->verb, "verify") == 0) return fetch_verify(q);
    if (strcmp(q->verb, "hash") == 0) return fetch_hash(q);
    return fetch_fail("mojo and mojo-fetch are of different versions");
}

static void answer(void *ctx, uint32_t i) {
    Job *j = &((Batch *)ctx)->jobs[i];
    printf("answer %u %d %d %d %zu\n", i, j->exit_code, j->signal, j->timed_out, j->out.len);
    fwrite(j->out.p ? j->out.p : "", 1, j->out.len, stdout);
    fflush(stdout);
    sb_done(&j->out);
    j->out = (StrBuf){0};
}

/* Splits the input into requests; false when it ends in the middle of one. */
static bool split(const char *data, size_t size, FetchRequest **out, uint32_t *n) {
    VEC(const char *) fields = {0};
    for (const char *p = data, *end = data + size; p < end; p += strlen(p) + 1) vec_push(&fields, p);
    bool whole = fields.len % FETCH_FIELDS == 0 && (size == 0 || data[size - 1] == 0);
    *n = fields.len / FETCH_FIELDS;
    *out = xcalloc(*n + 1, sizeof **out);
    for (uint32_t i = 0; i < *n; i++) {
        const char **f = &fields.data[(size_t)i * FETCH_FIELDS];
        (*out)[i] = (FetchRequest){f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]};
    }
    vec_done(&fields);
    return whole;
}

int fetch_batch(void) {
    char *data = NULL;
    size_t size = 0;
    uint32_t n = 0;
    Batch b = {0};
    if (file_read_fd(STDIN_FILENO, &data, &size) != 0 || !split(data, size, &b.requests, &n)) {
        free(data);
        free(b.requests);
        return fetch_fail("mojo-fetch is started by mojo: see `mojo help fetch`");
    }
    b.jobs = xcalloc(n + 1, sizeof *b.jobs);
    JobWork w = {work, answer, &b, FETCH_AT_ONCE, (uint64_t)FETCH_LIMIT_SECONDS * 1000000000u};
    bool ok = jobs_run(b.jobs, n, &w);
    jobs_free(b.jobs, n);
    free(b.requests);
    free(data);
    return ok ? 0 : fetch_fail("cannot start a process");
}
