/* SPDX-License-Identifier: Apache-2.0 */
/* Ownership of one function: exclusivity of arguments, initialisation, then destruction. Contract
 * in own.h, method in own_int.h. */
#include "own/own_int.h"

#include "check/decls.h"

bool own_run(Cx *cx, IrFn *f, const Item *item, DiagSink *diags) {
    return own_run_with(cx, f, item, diags, check_life,
                        f->decl ? decl_facts(cx, &f->decl->decl) : NULL);
}
