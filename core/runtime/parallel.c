/* SPDX-License-Identifier: Apache-2.0 */
/* Work shared by threads: std.algorithm.parallelize. Items are handed out one by one by a counter. */
#include "runtime.h"

#include <pthread.h>
#include <stdatomic.h>

int64_t mojo_rt_cpu_count(void);
void mojo_rt_parallel(void (*item)(void *ctx, int64_t i), void *ctx, int64_t n, int64_t workers);

void *(*mojo_rt_leave_python)(void);
void (*mojo_rt_enter_python)(void *state);

typedef struct Work {
    void (*item)(void *ctx, int64_t i);
    void *ctx;
    int64_t n;
    _Atomic int64_t next;
} Work;

static void *run(void *arg) {
    Work *w = arg;
    for (int64_t i; (i = atomic_fetch_add_explicit(&w->next, 1, memory_order_relaxed)) < w->n;) w->item(w->ctx, i);
    return NULL;
}

/* Calls item(ctx, i) for each i below n, on up to `workers` threads (0: one for each processor), and waits. A thread
 * that cannot be started is done without. */
void mojo_rt_parallel(void (*item)(void *ctx, int64_t i), void *ctx, int64_t n, int64_t workers) {
    enum { MAX_WORKERS = 256 };
    pthread_t threads[MAX_WORKERS];
    Work w = {item, ctx, n, 0};
    if (workers <= 0) workers = mojo_rt_cpu_count();
    if (workers > n) workers = n;
    if (workers > MAX_WORKERS) workers = MAX_WORKERS;
    int64_t started = 0;
    void *python = mojo_rt_leave_python && workers > 1 ? mojo_rt_leave_python() : NULL;
    while (started < workers - 1 && pthread_create(&threads[started], NULL, run, &w) == 0) started++;
    run(&w);
    for (int64_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    if (python) mojo_rt_enter_python(python);
}
