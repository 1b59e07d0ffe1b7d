/* SPDX-License-Identifier: Apache-2.0 */
/* Typed tree → parametric IR. Temporaries, control flow, raising edges, try/finally, short
 * circuits, synthesised members (fieldwise init, copy, move, deinit). No drops yet: own/ adds them.
 */
#ifndef MOJ_LOWER_LOWER_H
#define MOJ_LOWER_LOWER_H
#include "check/check.h"
#include "ir/ir.h"
/* IR of a function (typed body, or synthesised), memoised in f->ir, ownership pass included.
 * NULL when the body has errors. */
IrFn *lower_fn(Cx *cx, FnDecl *f);
#endif
