/* SPDX-License-Identifier: Apache-2.0 */
/* Format specifications of f-strings, as std.builtin.format_spec reads them. */
#ifndef MOJ_CHECK_FORMAT_SPEC_H
#define MOJ_CHECK_FORMAT_SPEC_H

#include "check/body.h"

/* Is it a number or text of the library, whose specifications are known? */
bool format_spec_is_known(Body *b, Val type);
/* A sentence when no value of the type can be formatted so; NULL: it can, or only the program will tell. type NULL:
 * text. */
const char *format_spec_problem(Body *b, Val type, Str spec);

#endif
