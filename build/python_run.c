/* SPDX-License-Identifier: Apache-2.0 */
/* Python files run exactly as Python runs them: by Python, in this process's place. */
#include "python_run.h"
#include "cli.h"

#include "resolve/python_env.h"

#include <errno.h>
#include <unistd.h>

bool is_python_file(const char *path) {
    return str_ends(str_of(path), STR(".py"));
}

int python_run(const char **args, int n_args) {
    Arena a;
    arena_init(&a);
    const char *python = python_interpreter(&a);
    int code;
    if (!python) {
        code = cli_error(EXIT_FAILED, "`%s` is a Python file, and there is no `python3` on PATH to run it: install Python", args[0]);
    } else {
        char **argv = ARENA_ARRAY(&a, char *, (size_t)n_args + 2);
        argv[0] = arena_strdup(&a, python);
        for (int i = 0; i < n_args; i++) argv[i + 1] = arena_strdup(&a, args[i]);
        execv(python, argv);
        code = cli_error(EXIT_FAILED, "cannot start %s: %s", python, strerror(errno));
    }
    arena_done(&a);
    return code;
}
