/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BUILD_PYTHON_RUN_H
#define BUILD_PYTHON_RUN_H

#include <stdbool.h>

bool is_python_file(const char *path);
/* Becomes the environment's Python, which runs args[0] with the arguments behind it. Returns when that fails: the exit code. */
int python_run(const char **args, int n_args);

#endif
