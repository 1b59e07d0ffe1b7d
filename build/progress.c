/* SPDX-License-Identifier: Apache-2.0 */
/* A line that says what takes so long. A thread of its own writes it, after a second, to a terminal only. */
#include "compile.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

static struct {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t thread;
    bool running, stopping, shown;
    const char *stage;
    uint64_t began;
} state = {.lock = PTHREAD_MUTEX_INITIALIZER, .stop = PTHREAD_COND_INITIALIZER};

static void wait_ms(int ms) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += ms % 1000 * 1000000L;
    t.tv_sec += ms / 1000 + t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    while (!state.stopping && pthread_cond_timedwait(&state.stop, &state.lock, &t) != ETIMEDOUT) {}
}

static void *show(void *unused) {
    pthread_mutex_lock(&state.lock);
    wait_ms(1000);
    while (!state.stopping) {
        fprintf(stderr, "\r\033[K%s … %.0f s", state.stage ? state.stage : "compiling",
                (double)(time_ns() - state.began) / 1e9);
        fflush(stderr);
        state.shown = true;
        wait_ms(250);
    }
    if (state.shown) fputs("\r\033[K", stderr);
    pthread_mutex_unlock(&state.lock);
    return unused;
}

void progress_start(void) {
    if (state.running || !isatty(STDERR_FILENO)) return;
    state.began = time_ns();
    state.stopping = state.shown = false;
    state.running = pthread_create(&state.thread, NULL, show, NULL) == 0;
}

void progress_stage(const char *text) {
    pthread_mutex_lock(&state.lock);
    state.stage = text;
    pthread_mutex_unlock(&state.lock);
}

void progress_stop(void) {
    if (!state.running) return;
    pthread_mutex_lock(&state.lock);
    state.stopping = true;
    pthread_cond_signal(&state.stop);
    pthread_mutex_unlock(&state.lock);
    pthread_join(state.thread, NULL);
    state.running = false;
}

void progress_count(const char *what, uint32_t done, uint32_t n) {
    if (!isatty(STDERR_FILENO)) return;
    if (done < n) fprintf(stderr, "\r\033[K%s %u/%u", what, done, n);
    else fputs("\r\033[K", stderr);
    fflush(stderr);
}
