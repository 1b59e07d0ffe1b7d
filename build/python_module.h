/* SPDX-License-Identifier: Apache-2.0 */
/* Python extension modules: exported functions of numbers, and of spans of numbers that show the memory of Python's arrays
 * (numpy's, `array`'s, bytes), become functions of the module, by a shim in C. A file that exports PyInit_NAME itself needs
 * none. */
#ifndef MOJ_BUILD_PYTHON_MODULE_H
#define MOJ_BUILD_PYTHON_MODULE_H

#include "ctype.h"
#include "project_build.h"

typedef struct PythonInfo { /* of the python3 that is there */
    const char *suffix;   /* .cpython-311-x86_64-linux-gnu.so */
    const char *include;  /* folder of Python.h */
    const char *tag;      /* cp311 */
    const char *platform; /* linux_x86_64 */
} PythonInfo;
/* False after a message. */
bool python_info(Arena *a, PythonInfo *out);
/* The shim for module `name`, or an empty text when the file has its own PyInit. False after a message. */
bool python_shim(StrBuf *out, const IrModule *m, const char *name);
/* Compiles the shim's text; EXIT_OK or EXIT_FAILED after a message. */
int python_shim_compile(Arena *a, const PythonInfo *p, const char *source, const char *object);

/* A wheel of a package with its extension modules (files beside each other in `dir`) and the package's folder `python`.
 * Returns its path, or NULL after a message. */
const char *wheel_write(Arena *a, const Manifest *m, const PythonInfo *p, const char *dir);

#endif
