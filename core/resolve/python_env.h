/* SPDX-License-Identifier: Apache-2.0 */
/* The Python environment as files: is there a module of a name, for `import` in Mojo. Python itself is not run. */
#ifndef MOJ_RESOLVE_PYTHON_ENV_H
#define MOJ_RESOLVE_PYTHON_ENV_H

#include "base/base.h"

typedef struct PythonEnv {
    bool known;
    VEC(const char *) dirs; /* searched in order */
    const char *python;     /* the interpreter; NULL: none was found */
} PythonEnv;

/* The interpreter as it is called: of VIRTUAL_ENV, else the first python3 of PATH; NULL: none. In the arena. */
const char *python_interpreter(Arena *a);
/* Finds the environment unless it is known: that of VIRTUAL_ENV, else of the first python3 of PATH. What is found lives
 * in the arena. */
void python_env_find(PythonEnv *e, Arena *a);
/* The file of the module a.b.c, "" for one built into the interpreter, NULL when there is none. In the arena. */
const char *python_env_module(PythonEnv *e, Arena *a, const Name *path, uint32_t n);

#endif
