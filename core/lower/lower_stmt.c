/* SPDX-License-Identifier: Apache-2.0 */
/* Statements and everything that leaves them. A `finally` body is lowered once for each way out
 * that is used: falling through, raising, returning, and each loop left or continued. */
#include "lower/lower_int.h"

#define MAX_FINALLY_DEPTH                                                                          \
    6 /* of finally bodies inside finally bodies: each level doubles the code */

/* ---- ways out
 * ---------------------------------------------------------------------------------------- */
static Frame *next_finally(Frame *f) {
    while (f && f->kind != FRAME_FINALLY) f = f->outer;
    return f;
}

/* Ends the current block by returning; the result is set. */
void lower_exit_return(Lower *lo, uint32_t pos) {
    Frame *fin = next_finally(lo->frames);
    if (!fin) {
        lower_term(lo, TERM_RETURN, pos);
        return;
    }
    if (!fin->on_return) fin->on_return = ir_block(lo->f);
    lower_goto(lo, fin->on_return, pos);
}

static void exit_loop(Lower *lo, const TStmt *loop, bool is_continue, uint32_t pos) {
    for (Frame *f = lo->frames; f; f = f->outer) {
        if (f->kind == FRAME_LOOP && f->loop == loop) {
            lower_goto(lo, is_continue ? f->on_continue : f->on_break, pos);
            return;
        }
        if (f->kind != FRAME_FINALLY) continue;
        for (uint32_t i = 0; i < f->leaves.len; i++) {
            if (f->leaves.data[i].loop == loop && f->leaves.data[i].is_continue == is_continue) {
                lower_goto(lo, f->leaves.data[i].block, pos);
                return;
            }
        }
        LeaveTo to = {loop, is_continue, ir_block(lo->f)};
        vec_push_in(&lo->scratch, &f->leaves, to);
        lower_goto(lo, to.block, pos);
        return;
    }
    lower_error(lo, DIAG_internal_fault, pos,
                "this statement leaves a loop that does not enclose it");
}

static bool same_type(Lower *lo, Val a, Val b) {
    return a == b ||
           (a && b && val_erase_origins(lo->cx->vals, a) == val_erase_origins(lo->cx->vals, b));
}

RaiseTo lower_raise_target(Lower *lo, Val error_type, uint32_t pos) {
    Frame *fin = NULL;
    for (Frame *f = lo->frames; f; f = f->outer) {
        if (f->kind == FRAME_FINALLY && !fin) fin = f;
        if (f->kind != FRAME_TRY) continue;
        Val t = lo->f->locals.data[f->error].type;
        if (f->only_its_type && !same_type(lo, t, error_type)) continue;
        if (fin && !fin->on_raise) fin->on_raise = ir_block(lo->f);
        return (RaiseTo){true, f->error, fin ? fin->on_raise : f->handler, t};
    }
    if (!lo->f->raises) return (RaiseTo){0};
    if (fin && !fin->on_raise) fin->on_raise = ir_block(lo->f);
    if (!fin && !lo->raise_block) {
        lo->raise_block = ir_block(lo->f);
        lo->f->blocks.data[lo->raise_block].term = (IrTerm){.kind = TERM_RAISE, .pos = pos};
    }
    return (RaiseTo){true, lo->f->error, fin ? fin->on_raise : lo->raise_block, lo->f->error_type};
}

/* ---- try
 * --------------------------------------------------------------------------------------------- */
static void lower_finally(Lower *lo, const TStmt *s) {
    if (lo->finally_depth >= MAX_FINALLY_DEPTH) {
        lower_error(lo, DIAG_too_deep, s->pos,
                    "`finally` blocks are nested too deeply inside each other");
        return;
    }
    lo->finally_depth++;
    lower_block(lo, s->final);
    lo->finally_depth--;
}

/* The finally body again for every way out that was used; the frame is no longer open. */
static void finally_landings(Lower *lo, const TStmt *s, Frame *f) {
    uint32_t after = lo->cur;
    if (f->on_return) {
        lo->cur = f->on_return;
        lower_finally(lo, s);
        lower_exit_return(lo, s->end);
    }
    if (f->on_raise) {
        lo->cur = f->on_raise;
        lower_finally(lo, s);
        RaiseTo to = lower_raise_target(lo, NULL, s->end);
        if (to.ok) lower_goto(lo, to.block, s->end);
    }
    for (uint32_t i = 0; i < f->leaves.len; i++) {
        lo->cur = f->leaves.data[i].block;
        lower_finally(lo, s);
        exit_loop(lo, f->leaves.data[i].loop, f->leaves.data[i].is_continue, s->end);
    }
    lo->cur = after;
}

static void lower_try(Lower *lo, TStmt *s) {
    Frame fin = {.kind = FRAME_FINALLY, .outer = lo->frames};
    if (s->final) lo->frames = &fin;
    uint32_t end = ir_block(lo->f);
    if (s->handler) {
        Val type = s->error_type ? s->error_type : s->var ? s->var->type : val_never(lo->cx->vals);
        uint32_t error = s->var ? lower_var_local(lo, s->var, LOCAL_VAR, type, false, s->pos)
                                : lower_temp(lo, type, s->pos);
        Frame frame = {
            .kind = FRAME_TRY, .outer = lo->frames, .error = error, .handler = ir_block(lo->f)};
        lo->frames = &frame;
        lower_block(lo, s->body);
        lo->frames = frame.outer;
        if (s->orelse) lower_block(lo, s->orelse);
        lower_goto(lo, end, s->pos);
        lo->cur = frame.handler;
        lower_block(lo, s->handler);
        lower_goto(lo, end, s->pos);
    } else {
        lower_block(lo, s->body);
        if (s->orelse) lower_block(lo, s->orelse);
        lower_goto(lo, end, s->pos);
    }
    lo->cur = end;
    if (!s->final) return;
    lo->frames = fin.outer;
    lower_finally(lo, s);
    finally_landings(lo, s, &fin);
}

static void lower_raise(Lower *lo, TStmt *s) {
    RaiseTo to = lower_raise_target(lo, s->a->type, s->pos);
    if (!to.ok) {
        lower_error(lo, DIAG_internal_fault, s->pos, "nothing here takes the error that is raised");
        return;
    }
    /* Into a temporary first: the value may be made from the error now held there. */
    Place v = lower_owned(lo, s->a);
    if (lower_is_never(s->a)) return;
    lower_move(lo, place_local(to.error), v, s->pos);
    lower_goto(lo, to.block, s->pos);
}

/* ---- loops
 * -------------------------------------------------------------------------------------------- */
static void lower_loop(Lower *lo, TStmt *s) {
    uint32_t head = ir_block(lo->f), body = ir_block(lo->f), orelse = ir_block(lo->f),
             end = ir_block(lo->f);
    lower_goto(lo, head, s->pos);
    lo->cur = head;
    if (s->a)
        lower_cond(lo, s->a, body, orelse);
    else
        lower_goto(lo, body, s->pos);
    Frame frame = {
        .kind = FRAME_LOOP, .outer = lo->frames, .loop = s, .on_break = end, .on_continue = head};
    lo->frames = &frame;
    lo->cur = body;
    lower_block(lo, s->body);
    lower_goto(lo, head, s->pos);
    lo->frames = frame.outer;
    lo->cur = orelse;
    if (s->orelse) lower_block(lo, s->orelse);
    lower_goto(lo, end, s->pos);
    lo->cur = end;
}

/* The call of __next__ inside the statement's expression. */
static const TExpr *next_call(const TExpr *e) {
    for (uint32_t i = 0; e && i < 64; i++) {
        if (e->kind == X_CALL) return e;
        e = e->a;
    }
    return NULL;
}

/* The loop variable takes what __next__ gives: a reference, or the value. */
static void bind_next(Lower *lo, TStmt *s) {
    if (!s->var) {
        lower_effect(lo, s->a);
        return;
    }
    bool as_ref = s->a->is_place && (s->var->conv == CONV_REF || s->var->conv == CONV_IMM);
    if (!as_ref) {
        uint32_t l = lower_var_local(lo, s->var, LOCAL_VAR,
                                     s->var->type ? s->var->type : s->a->type, false, s->pos);
        lower_into(lo, s->a, place_local(l));
        return;
    }
    Place p = lower_place(lo, s->a);
    uint32_t l = lower_var_local(lo, s->var, LOCAL_VAR, s->a->type, true, s->pos);
    if (!lo->f->locals.data[l].origin) lo->f->locals.data[l].origin = s->a->origin;
    lower_borrow(lo, l, p.local);
    lower_ref(lo, place_local(l), p, s->pos);
}

static void lower_for(Lower *lo, TStmt *s) {
    uint32_t head = ir_block(lo->f), stop = ir_block(lo->f), end = ir_block(lo->f);
    lower_goto(lo, head, s->pos);
    lo->cur = head;
    const TExpr *call = next_call(s->a);
    Val error = call ? lower_callee_error(lo, call) : NULL;
    Frame ends = {.kind = FRAME_TRY, .outer = lo->frames, .handler = stop, .only_its_type = true};
    if (error) {
        ends.error = lower_temp(lo, error, s->pos);
        lo->frames = &ends;
    }
    bind_next(lo, s);
    lo->frames = ends.outer;
    Frame frame = {
        .kind = FRAME_LOOP, .outer = lo->frames, .loop = s, .on_break = end, .on_continue = head};
    lo->frames = &frame;
    lower_block(lo, s->body);
    lower_goto(lo, head, s->pos);
    lo->frames = frame.outer;
    lo->cur = stop;
    if (s->orelse) lower_block(lo, s->orelse);
    lower_goto(lo, end, s->pos);
    lo->cur = end;
}

/* ---- compile-time statements
 * --------------------------------------------------------------------------- */
static void lower_ct_if(Lower *lo, TStmt *s) {
    bool known;
    if (!val_is_symbolic(s->val) && val_as_bool(s->val, &known)) {
        TBlock *chosen = known ? s->body : s->orelse;
        if (chosen) lower_block(lo, chosen);
        return;
    }
    uint32_t yes = ir_block(lo->f), no = ir_block(lo->f), end = ir_block(lo->f);
    IrTerm *t = lower_term(lo, TERM_CT_BR, s->pos);
    t->val = s->val;
    t->b0 = yes;
    t->b1 = no;
    lo->cur = yes;
    lower_block(lo, s->body);
    lower_goto(lo, end, s->pos);
    lo->cur = no;
    if (s->orelse) lower_block(lo, s->orelse);
    lower_goto(lo, end, s->pos);
    lo->cur = end;
}

static void lower_ct_for(Lower *lo, TStmt *s) {
    uint32_t head = ir_block(lo->f), body = ir_block(lo->f), end = ir_block(lo->f);
    uint32_t through = s->orelse ? ir_block(lo->f) : end;
    lower_goto(lo, head, s->pos);
    lo->cur = head;
    IrTerm *t = lower_term(lo, TERM_CT_FOR, s->pos);
    t->val = s->val;
    t->param = s->param;
    t->b0 = body;
    t->b1 = through;
    Frame frame = {
        .kind = FRAME_LOOP, .outer = lo->frames, .loop = s, .on_break = end, .on_continue = head};
    lo->frames = &frame;
    lo->cur = body;
    lower_block(lo, s->body);
    lower_goto(lo, head, s->pos);
    lo->frames = frame.outer;
    if (s->orelse) {
        lo->cur = through;
        lower_block(lo, s->orelse);
        lower_goto(lo, end, s->pos);
    }
    lo->cur = end;
}

static void lower_ct_assert(Lower *lo, TStmt *s) {
    IrInst *in = lower_inst(lo, IR_CT_ASSERT, s->pos);
    in->val = s->val;
    if (s->msg && s->msg->val) {
        in->params = ARENA_ARRAY(lo->f->arena, Val, 1);
        in->params[0] = s->msg->val;
        in->n_params = 1;
    }
}

/* ---- the others
 * ----------------------------------------------------------------------------------------- */
static void lower_if(Lower *lo, TStmt *s) {
    uint32_t yes = ir_block(lo->f), no = ir_block(lo->f), end = s->orelse ? ir_block(lo->f) : no;
    lower_cond(lo, s->a, yes, no);
    lo->cur = yes;
    if (s->body) lower_block(lo, s->body);
    lower_goto(lo, end, s->pos);
    if (s->orelse) {
        lo->cur = no;
        lower_block(lo, s->orelse);
        lower_goto(lo, end, s->pos);
    }
    lo->cur = end;
}

static void lower_var(Lower *lo, TStmt *s) {
    VarDecl *v = s->var;
    Val type = v->type ? v->type : s->a ? s->a->type : NULL;
    if (!s->a) {
        lower_var_local(lo, v, LOCAL_VAR, type, false, s->pos);
        return;
    }
    /* The initial value may still see an outer variable that was lowered for the same declaration.
     */
    uint32_t l = lower_local(lo, LOCAL_VAR, type, v->decl.name, s->pos);
    lower_into(lo, s->a, place_local(l));
    IrLocal *d = &lo->f->locals.data[l];
    d->var = v;
    d->conv = v->conv;
    d->is_mut = v->is_mut;
    map_put(&lo->locals, v, (void *)(uintptr_t)(l + 1));
}

static void lower_ref_stmt(Lower *lo, TStmt *s) {
    Place p = lower_place(lo, s->a);
    uint32_t l = lower_var_local(lo, s->var, LOCAL_VAR, s->a->type, true, s->pos);
    if (!lo->f->locals.data[l].origin) lo->f->locals.data[l].origin = s->a->origin;
    lower_borrow(lo, l, p.local);
    lower_ref(lo, place_local(l), p, s->pos);
}

static void lower_assign(Lower *lo, TStmt *s) {
    if (s->b->kind == X_CONST) {
        Place p = lower_place(lo, s->a);
        IrInst *in = lower_inst(lo, IR_CONST, s->pos);
        in->has_dst = in->assign = true;
        in->dst = p;
        in->val = s->b->val;
        return;
    }
    Place v = lower_owned(lo, s->b);
    if (lower_is_never(s->b)) return;
    if (s->b->kind == X_MOVE &&
        !lower_is_simple(s->a)) { /* given away before the target is evaluated */
        uint32_t t = lower_temp(lo, s->b->type, s->b->pos);
        lower_move(lo, place_local(t), v, s->b->pos);
        v = place_local(t);
    }
    Place p = lower_place(lo, s->a);
    lower_move(lo, p, v, s->pos);
    vec_last(&lo->f->blocks.data[lo->cur].insts).assign = true;
}

static void lower_return(Lower *lo, TStmt *s) {
    IrFn *f = lo->f;
    if (!s->a) {
        if (!lo->decl->result_var)
            lower_inst(lo, IR_MARK_INIT, s->pos)->src = place_local(f->result);
    } else if (lower_is_never(s->a)) {
        lower_effect(lo, s->a);
        return;
    } else if (f->result_is_ref) {
        Place p = lower_place(lo, s->a);
        lower_ref(lo, place_local(f->result), p, s->pos);
    } else if (lo->decl->result_var) { /* the value may be made from the result so far */
        Place v = lower_owned(lo, s->a);
        lower_move(lo, place_local(f->result), v, s->pos);
    } else {
        lower_into(lo, s->a, place_local(f->result));
    }
    lower_exit_return(lo, s->pos);
}

static void lower_stmt(Lower *lo, TStmt *s) {
    switch ((TStmtKind)s->kind) {
    case ST_EXPR: lower_effect(lo, s->a); break;
    case ST_VAR: lower_var(lo, s); break;
    case ST_REF: lower_ref_stmt(lo, s); break;
    case ST_ASSIGN: lower_assign(lo, s); break;
    case ST_RETURN: lower_return(lo, s); break;
    case ST_RAISE: lower_raise(lo, s); break;
    case ST_IF: lower_if(lo, s); break;
    case ST_LOOP: lower_loop(lo, s); break;
    case ST_FOR: lower_for(lo, s); break;
    case ST_BREAK: exit_loop(lo, s->loop, false, s->pos); break;
    case ST_CONTINUE: exit_loop(lo, s->loop, true, s->pos); break;
    case ST_BLOCK: lower_block(lo, s->body); break;
    case ST_TRY: lower_try(lo, s); break;
    case ST_CT_IF: lower_ct_if(lo, s); break;
    case ST_CT_FOR: lower_ct_for(lo, s); break;
    case ST_CT_ASSERT: lower_ct_assert(lo, s); break;
    case ST_USE: {
        Place p = lower_place(lo, s->a);
        lower_inst(lo, IR_USE, s->pos)->src = p;
        break;
    }
    case ST_NESTED: /* nothing at run time; its own errors are wanted even when nobody calls it */
        if (s->fn && s->fn != lo->decl) lower_fn(lo->cx, s->fn);
        break;
    }
}

void lower_block(Lower *lo, TBlock *b) {
    if (!b) return;
    for (uint32_t i = 0; i < b->stmts.len && !lo->failed; i++) {
        TStmt *s = b->stmts.data[i];
        if (!lower_enter(lo, s->pos)) return;
        lower_stmt(lo, s);
        lower_leave(lo);
    }
}
