/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MOJ_CHECK_PERCENT_H
#define MOJ_CHECK_PERCENT_H

#include "check/body.h"

/* Adds to the report of `text % values`, the expression `at`, what is written instead. */
void percent_help(Body *b, Diag *d, Node *at);

#endif
