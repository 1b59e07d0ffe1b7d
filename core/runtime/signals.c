/* SPDX-License-Identifier: Apache-2.0 */
/* Faults: what happened and where, on standard error, before the signal does what it does. */
#include "runtime.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

static uintptr_t stack_pointer(const void *context) {
    const ucontext_t *c = context;
#if defined(__x86_64__)
    return (uintptr_t)c->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return c->uc_mcontext.sp;
#else
    (void)c;
    return 0;
#endif
}

/* A fault just below (or within a large frame above) the stack pointer. */
static int is_overflow(int sig, const siginfo_t *info, const void *context) {
    uintptr_t at = (uintptr_t)info->si_addr, sp = stack_pointer(context);
    return sig == SIGSEGV && sp && at + (1u << 16) > sp && at < sp + (1u << 16);
}

static void on_fault(int sig, siginfo_t *info, void *context) {
    static volatile sig_atomic_t again;
    if (!again) {
        again = 1;
        mojo_rt_try_flush();
        const char *what = is_overflow(sig, info, context) ? "stack overflow: recursion is too deep"
                           : sig == SIGSEGV                ? "invalid memory access"
                           : sig == SIGBUS                 ? "invalid memory access (bus error)"
                           : sig == SIGFPE                 ? "arithmetic fault"
                                                           : "trap";
        fprintf(stderr, "ABORT: %s\n", what);
        mojo_rt_backtrace(2);
        fflush(stderr);
    }
    signal(sig, SIG_DFL);
    raise(sig);
}

void mojo_rt_catch_faults(void) {
    static char stack[1 << 16];
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};
    stack_t alt = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction a = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    a.sa_sigaction = on_fault;
    sigaltstack(&alt, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &a, NULL);
}
