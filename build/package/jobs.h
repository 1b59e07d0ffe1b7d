/* SPDX-License-Identifier: Apache-2.0 */
/* Runs pieces of work in processes of their own, several at a time, each with a time limit. What they print is
 * collected and never mixed. The children die with this process. */
#ifndef MOJ_BUILD_PACKAGE_JOBS_H
#define MOJ_BUILD_PACKAGE_JOBS_H

#include "base/base.h"

#include <sys/types.h>

typedef struct Job {
    StrBuf out;       /* standard output and error, in order; at most 16 MiB are kept */
    int exit_code;    /* -1: ended by a signal */
    int signal;
    bool timed_out;   /* and was killed */
    uint64_t ns;      /* how long it ran */
    /* while it runs */
    pid_t pid;
    int fd;
    uint64_t began;
} Job;
typedef struct JobWork {
    int (*child)(void *ctx, uint32_t i);  /* in the process of its own; its value is the exit code */
    void (*done)(void *ctx, uint32_t i);  /* here, when it has ended; may be NULL */
    void *ctx;
    int parallel;      /* at most so many at a time */
    uint64_t limit_ns; /* 0: none */
} JobWork;
/* False: a process could not be started (errno). */
bool jobs_run(Job *jobs, uint32_t n, const JobWork *w);
void jobs_free(Job *jobs, uint32_t n);

#endif
