/* SPDX-License-Identifier: Apache-2.0 */
/* Functions without source: fieldwise constructor, field by field copy and move, empty destructor
 * (own/ destroys the fields). */
#include "lower/lower_int.h"

/* The other value of a copy or move constructor, or NULL. */
static const IrLocal *other(const Lower *lo) {
    return lo->f->n_args ? &lo->f->locals.data[0] : NULL;
}

bool lower_synth(Lower *lo) {
    IrFn *f = lo->f;
    Val type = f->result_type;
    const StructDecl *s = lower_struct(lo, type);
    switch ((Synth)lo->decl->synth) {
    case SYNTH_FIELDWISE_INIT:
    case SYNTH_COPY:
    case SYNTH_MOVE:
        if (!s ||
            (lo->decl->synth == SYNTH_FIELDWISE_INIT ? f->n_args != s->fields.len : !other(lo)))
            return false;
        for (uint32_t i = 0; i < s->fields.len; i++) {
            Val t = lower_field_type(lo, type, i);
            Place dst = place_field(f, place_local(f->result), i, t);
            if (lo->decl->synth == SYNTH_FIELDWISE_INIT) {
                lower_move(lo, dst, lower_local_place(lo, i), 0);
                continue;
            }
            Place src = place_field(f, lower_local_place(lo, 0), i, t);
            IrInst *in = lower_inst(lo, lo->decl->synth == SYNTH_COPY ? IR_COPY : IR_MOVE, 0);
            in->has_dst = true;
            in->dst = dst;
            in->src = src;
        }
        break;
    case SYNTH_DEINIT: lower_inst(lo, IR_MARK_INIT, 0)->src = place_local(f->result); break;
    case SYNTH_NONE:
    case SYNTH_CLOSURE_CALL: return false;
    }
    lower_term(lo, TERM_RETURN, 0);
    return true;
}
