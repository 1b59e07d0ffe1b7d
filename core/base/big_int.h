/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by big.c and big_text.c. */
#ifndef MOJ_BASE_BIG_INT_H
#define MOJ_BASE_BIG_INT_H

#include "base/base.h"

Big *big_new(Arena *a, uint32_t len);  /* positive, limbs not set */
const Big *big_trim(Big *x);           /* drops leading zeros; NULL when over the limit */
/* q = x / d, returns the remainder; q may be x. */
uint32_t limbs_div_small(uint32_t *q, const uint32_t *x, uint32_t n, uint32_t d);

#endif
