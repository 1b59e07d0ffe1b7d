/* SPDX-License-Identifier: Apache-2.0 */
/* What compiled programs call besides libc. Every function is named mojo_rt_… and takes only scalars and
 * pointers; vectors never cross this border (their passing depends on CPU features). The same functions
 * serve executables (libmojort.a) and code in memory (linked into the compiler). */
#ifndef MOJ_RUNTIME_H
#define MOJ_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

/* start.c (executables only): C main → mojo_entry. */
int mojo_entry(void);
/* args.c */
void mojo_rt_set_args(int argc, char **argv);
int64_t mojo_rt_argc(void);
const char *mojo_rt_argv(int64_t i);
/* memory.c: malloc and calloc as compiled programs call them; NULL when there is no memory; free takes the blocks. */
void *mojo_rt_malloc(size_t size);
void *mojo_rt_calloc(size_t n, size_t size);
/* Never NULL; failure ends the process. Alignment is a power of two. */
void *mojo_rt_alloc(int64_t size, int64_t align);
void mojo_rt_out_of_memory(int64_t size) __attribute__((noreturn, cold));
/* abort.c: prints `ABORT: file:line:col: text` and a back-trace, ends the process by SIGABRT. */
void mojo_rt_abort(const char *text, int64_t len, const char *file, uint32_t line, uint32_t col)
    __attribute__((noreturn, cold));
void mojo_rt_backtrace(int skip); /* to standard error */
/* Names an address of code in memory; set by the JIT. Returns false when it does not know it. */
typedef struct MojoRtFrame {
    const char *function, *dir, *file; /* NULL: unknown */
    uint32_t line;
} MojoRtFrame;
extern int (*mojo_rt_symbolize_hook)(uintptr_t pc, MojoRtFrame *out, int max);
/* tiny_float.c: formats of at most 8 bits, by DType code. Rounds to nearest even. */
float mojo_rt_tiny_to_f32(uint32_t dtype, uint32_t bits);
uint32_t mojo_rt_f32_to_tiny(uint32_t dtype, float v);
/* io.c */
void mojo_rt_flush(void);
void mojo_rt_try_flush(void); /* in a signal handler: nothing when output is being written */
int mojo_rt_output_waits(void);
extern void (*mojo_rt_before_output)(void); /* called before output is taken; NULL: nothing to do */
/* parallel.c: set by python.c; called around waiting, so that other threads can run Python code. */
extern void *(*mojo_rt_leave_python)(void);
extern void (*mojo_rt_enter_python)(void *state);
/* signals.c: faults print what happened and a back-trace */
void mojo_rt_catch_faults(void);

#endif
