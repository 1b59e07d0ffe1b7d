/* SPDX-License-Identifier: Apache-2.0 */
/* Ownership on IR: definite initialisation, moves, last uses, as-soon-as-possible destruction,
 * exclusivity (language.md §8). Inserts IR_DROP, turns last-use copies into moves where allowed,
 * reports errors. */
#ifndef MOJ_OWN_OWN_H
#define MOJ_OWN_OWN_H
#include "check/check.h"
#include "ir/ir.h"
/* Analyses and rewrites f in place. False when errors were reported. */
bool own_run(Cx *cx, IrFn *f, const Item *item, DiagSink *diags);
#endif
