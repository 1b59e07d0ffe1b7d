/* SPDX-License-Identifier: Apache-2.0 */
/* Edits as people make them while they write Mojo, at random. */
#ifndef MOJ_TESTS_MUTATE_H
#define MOJ_TESTS_MUTATE_H

#include "base/base.h"

/* Another text, on the heap, and what was done. `before` is the text's own past: an edit may be taken back. */
char *mutate(uint64_t *seed, const char *text, const char *before, const char **what);
uint32_t random_below(uint64_t *seed, uint32_t n);

#endif
