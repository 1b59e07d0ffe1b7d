/* SPDX-License-Identifier: Apache-2.0 */
/* Ownership of one function: exclusivity of arguments, initialisation, then destruction. Contract
 * in own.h, method in own_int.h. */
#include "own/own_int.h"

#include "check/decls.h"

bool own_run(Cx *cx, IrFn *f, const Item *item, DiagSink *diags) {
    Own o = {.cx = cx, .f = f, .item = item, .diags = diags};
    arena_init(&o.arena);
    if (f->decl) {
        uint8_t life = f->decl->life;
        o.facts = decl_facts(cx, &f->decl->decl);
        o.builds_self = life == LIFE_INIT || life == LIFE_COPY || life == LIFE_MOVE;
    }
    own_check_exclusive(&o);
    own_setup(&o);
    own_flow_init(&o);
    own_check(&o);
    if (!o.failed) {
        own_flow_live(&o);
        own_rewrite(&o);
    }
    f->owned = !o.failed;
    map_done(&o.life);
    arena_done(&o.arena);
    return !o.failed;
}
