/* SPDX-License-Identifier: Apache-2.0 */
/* CPython at run time: std.python. It is loaded when it is first needed; its functions are found by name
 * (python_api.def), so that programs link without it and work with every version from 3.8. */
#ifndef MOJ_RUNTIME_PYTHON_H
#define MOJ_RUNTIME_PYTHON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

typedef struct PyObj PyObj; /* CPython's PyObject */

typedef struct PyApi {
#define API(result, name, args) result(*name) args;
#define MAYBE(result, name, args) result(*name) args;
#define DATA(symbol, name) PyObj *name;
#include "python_api.def"
#undef API
#undef MAYBE
#undef DATA
    void *library;
} PyApi;

#define py mojo_rt_python_api
extern PyApi py; /* filled by mojo_rt_python_load */

/* Loads and starts CPython unless it runs already; false: mojo_rt_python_load_error says why. Any thread. */
bool mojo_rt_python_load(void);
const char *mojo_rt_python_load_error(void);
/* The symbol of the library; NULL when it has none. */
void *mojo_rt_python_symbol(const char *name);

/* Takes the interpreter's lock for a call; loads CPython first, and ends the program when that fails. `runs_code`:
 * Python code may run that prints, so what Mojo printed so far goes out before. */
int mojo_rt_python_enter(bool runs_code);
void mojo_rt_python_leave(int state);

/* Ends the process: what cannot be reported as an error. */
void mojo_rt_python_fatal(const char *what) __attribute__((noreturn, cold));

#endif
