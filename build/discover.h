/* SPDX-License-Identifier: Apache-2.0 */
/* What tests and benchmarks are made of: functions by the beginning of their name, examples in doc-strings, and the
 * programs that run one of them. */
#ifndef MOJ_BUILD_DISCOVER_H
#define MOJ_BUILD_DISCOVER_H

#include "syntax/syntax.h"

typedef struct FoundFn {
    const char *name;
    uint32_t n_args;
    bool raises;
} FoundFn;
typedef struct Functions {
    VEC(FoundFn) all; /* in order of the file */
    bool has_main;
} Functions;
/* Functions of a file called `prefix`…; those whose parameters are more than `most_args` are left out. */
void discover_functions(Arena *a, SourceMap *sources, const char *path, const char *prefix, uint32_t most_args, Functions *out);

typedef struct Example { /* a ```mojo block of a doc-string */
    const char *of;      /* "module.function" */
    uint32_t number;     /* 1…, among those of the same declaration */
    const char *file;
    uint32_t line;       /* of the file, 1-based, where the code begins */
    const char *program; /* complete: with a main */
} Example;
typedef struct Examples {
    VEC(Example) all;
} Examples;
/* Examples of a file, or of all Mojo files below a folder. `module`: its dotted name. */
void discover_examples(Arena *a, SourceMap *sources, const char *path, const char *module, Examples *out);

/* Writes a generated program. Unchanged text keeps its file, and so what was built from it. False after a message. */
bool discover_write(const char *path, Str text);

#endif
