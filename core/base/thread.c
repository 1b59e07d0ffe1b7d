/* SPDX-License-Identifier: Apache-2.0 */
/* Clock and parallel loops. */
#include "base/base.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

uint64_t time_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int cpu_count(void) {
    cpu_set_t set; /* respects taskset and containers */
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        int n = CPU_COUNT(&set);
        if (n > 0) return n;
    }
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (int)n : 1;
}

typedef struct Loop {
    atomic_size_t next;
    size_t n;
    void (*fn)(void *ctx, size_t i);
    void *ctx;
} Loop;

static void *work(void *arg) {
    Loop *l = arg;
    for (;;) {
        size_t i = atomic_fetch_add_explicit(&l->next, 1, memory_order_relaxed);
        if (i >= l->n) return NULL;
        l->fn(l->ctx, i);
    }
}

void parallel_for(int threads, size_t n, void (*fn)(void *ctx, size_t i), void *ctx) {
    enum { MAX_THREADS = 256 };
    pthread_t ids[MAX_THREADS];
    Loop l = {.n = n, .fn = fn, .ctx = ctx};
    if (threads > MAX_THREADS) threads = MAX_THREADS;
    if (n < (size_t)(threads > 0 ? threads : 1)) threads = (int)n;
    int started = 0; /* this thread works too; when no thread can be made it does all */
    while (started < threads - 1 && pthread_create(&ids[started], NULL, work, &l) == 0) started++;
    work(&l);
    for (int i = 0; i < started; i++) pthread_join(ids[i], NULL);
}
