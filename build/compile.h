/* SPDX-License-Identifier: Apache-2.0 */
/* What `run` and `build` share: the options of the compiler, from a file to concrete code, progress. */
#ifndef MOJ_BUILD_COMPILE_H
#define MOJ_BUILD_COMPILE_H

#include "codegen/codegen.h"
#include "link/link.h"
#include "report.h"
#include "session/session.h"

typedef struct CompileOptions {
    const char *opt; /* "0" … "3"; NULL: 3 */
    bool debug;
    int debug_level; /* index of "full|line-tables|none" + 1 when given */
    TextList imports, defines, shown;
    const char *check_dir;     /* see SessionOptions */
    const ImportScope *scopes; /* of the project's packages */
    uint32_t n_scopes;
    const char *triple, *cpu, *features, *fp_mode;
    const char *cc; /* the C compiler that links for the machine; NULL: the usual one */
    int64_t jobs;
    bool timings, verbose;
    ReportOptions report;
} CompileOptions;
/* Rows for an option table whose struct T has CompileOptions called `member`. */
#define COMPILE_OPTIONS(T, member)                                                                     \
    {"optimization-level", 'O', OPT_TEXT, offsetof(T, member.opt), "0..3", "how much to optimise (3)"}, \
        {"debug", 'g', OPT_FLAG, offsetof(T, member.debug), NULL, "debug information for gdb and lldb"}, \
        {"debug-level", 0, OPT_CHOICE, offsetof(T, member.debug_level), "default|none|line-tables|full",  \
         "how much debug information"},                                                                \
        {"import", 'I', OPT_LIST, offsetof(T, member.imports), "DIR", "also search DIR for imports"},  \
        {"define", 'D', OPT_LIST, offsetof(T, member.defines), "NAME[=VALUE]", "a compile-time definition"}, \
        {"remap-path", 0, OPT_LIST, offsetof(T, member.shown), "DIR=NAME", "what compiled code calls files below DIR"}, \
        {"target-cpu", 0, OPT_TEXT, offsetof(T, member.cpu), "NAME", "CPU to make code for (native)"}, \
        {"target-features", 0, OPT_TEXT, offsetof(T, member.features), "LIST", "CPU features: +avx2,-fma"}, \
        {"fp-mode", 0, OPT_TEXT, offsetof(T, member.fp_mode), "contract=on|off", "may a*b+c be fused?"}, \
        {"num-threads", 'j', OPT_INT, offsetof(T, member.jobs), "N", "threads (default: one for each processor)"}, \
        {"timings", 0, OPT_FLAG, offsetof(T, member.timings), NULL, "print how long each stage took"}, \
        REPORT_OPTIONS(T, member.report)
#define VERBOSE_OPTION(T, member)                                                                       \
    {"verbose", 'v', OPT_FLAG, offsetof(T, member.verbose), NULL, "print the linker's command, and which packages are used as sources"}

/* For commands that build projects for other machines. */
#define MACHINE_OPTION(T, member) \
    {"target-triple", 0, OPT_TEXT, offsetof(T, member.triple), "TRIPLE", "project: machine to make code for (this one)"}

/* Fills the options of code generation; false after printing what is wrong with the command line. */
bool compile_options(const CompileOptions *o, bool jit, CodegenOptions *out);

typedef struct Compilation {
    Session *session;
    Module *module;
    TargetInfo target;
    CodegenOptions codegen;
    SessionOptions options;
    IrModule ir;
    const CompileOptions *o;
    uint64_t last_ns; /* for --timings */
    /* Asked after elaboration, when set: may what elab_set_have promised be used? Else `unfit`, and nothing is said. */
    bool (*fits)(const void *ctx, Session *s);
    const void *fits_ctx;
    bool unfit;
    StrBuf *said;     /* receives the diagnostics as plain text, when set after compile_begin */
} Compilation;
/* Loads, checks and elaborates; prints all diagnostics. False: an error was printed. */
bool compile_begin(Compilation *c, const CompileOptions *o, const CodegenOptions *cg, const char *path);
bool compile_elaborate(Compilation *c, bool library);
bool compile_check(Compilation *c); /* checks without elaborating; prints all diagnostics */
/* Links objects with the runtime; `how` lacks objects and runtime. Returns the exit code. */
int compile_link_files(Compilation *c, const LinkOptions *how, const char *const *objects, uint32_t n);
int compile_link(Compilation *c, const LinkOptions *how, const CodegenPart *parts, uint32_t n);
void compile_timing(Compilation *c, const char *stage);
void compile_done(Compilation *c);

/* Progress: one line on the terminal when work takes more than a second, nothing when piped. */
void progress_start(void);
void progress_stage(const char *text); /* static text */
void progress_stop(void);
/* "WHAT 3/50" on the terminal, gone when all are done; nothing when piped. */
void progress_count(const char *what, uint32_t done, uint32_t n);

#endif
