/* SPDX-License-Identifier: Apache-2.0 */
/* Lowering of one function: arguments, building blocks of the IR, what references keep alive, and
 * the removal of blocks that nothing reaches. Contract in lower.h. */
#include "lower/lower_int.h"

#include "own/own.h"

#define MAX_DEPTH 3000

static Span span_at(const Lower *lo, uint32_t pos) {
    const Module *m = lo->decl->decl.module;
    if (!m || !m->ast || !lo->item) return SPAN_NONE;
    uint32_t at = lo->item->start + pos;
    const Source *s = m->ast->source;
    uint32_t end = at;
    while (end < s->size && (s->data[end] == '_' || (unsigned char)s->data[end] >= 0x80 ||
                             (s->data[end] >= '0' && s->data[end] <= '9') ||
                             ((s->data[end] | 32) >= 'a' && (s->data[end] | 32) <= 'z')))
        end++;
    return (Span){s->id, at, end > at ? end : at + 1};
}

void lower_error(Lower *lo, DiagCode code, uint32_t pos, const char *message) {
    lo->failed = true;
    if (lo->decl->decl.module)
        diag_add(&lo->decl->decl.module->diags, code, span_at(lo, pos), "%s", message);
}

bool lower_enter(Lower *lo, uint32_t pos) {
    if (lo->depth >= MAX_DEPTH) {
        if (!lo->failed)
            lower_error(lo, DIAG_too_deep, pos, "this is nested too deeply to compile");
        return false;
    }
    lo->depth++;
    return true;
}

/* ---- locals ------------------------------------------------------------------------------------
 */
void lower_borrow(Lower *lo, uint32_t local, uint32_t of) {
    IrLocal *l = &lo->f->locals.data[local];
    for (uint32_t i = 0; i < l->n_borrows; i++)
        if (l->borrows[i] == of) return;
    if (local == of) return;
    uint32_t *more = ARENA_ARRAY(lo->f->arena, uint32_t, l->n_borrows + 1);
    if (l->n_borrows) memcpy(more, l->borrows, sizeof *more * l->n_borrows);
    more[l->n_borrows] = of;
    l->borrows = more;
    l->n_borrows++;
}

typedef struct BorrowCx {
    Lower *lo;
    uint32_t local;
} BorrowCx;

static void borrow_var(void *ctx, const VarDecl *var) {
    BorrowCx *b = ctx;
    uintptr_t at = (uintptr_t)map_get(&b->lo->locals, var);
    if (at) lower_borrow(b->lo, b->local, (uint32_t)(at - 1));
}

static void borrow_origins(Lower *lo, uint32_t local, Val v) {
    if (v && (v->flags & VAL_ORIGINS)) {
        BorrowCx b = {lo, local};
        val_each_place(v, borrow_var, &b);
    }
}

uint32_t lower_local(Lower *lo, LocalKind kind, Val type, Name name, uint32_t pos) {
    if (!type) type = lower_none_type(lo);
    uint32_t l = ir_local(lo->f, kind, type, name, pos);
    borrow_origins(lo, l, type);
    return l;
}

uint32_t lower_ref_local(Lower *lo, LocalKind kind, Val type, Val origin, Name name, uint32_t pos) {
    uint32_t l = lower_local(lo, kind, type, name, pos);
    IrLocal *d = &lo->f->locals.data[l];
    d->is_ref = d->no_drop = true;
    d->origin = origin;
    borrow_origins(lo, l, origin);
    return l;
}

uint32_t lower_temp(Lower *lo, Val type, uint32_t pos) {
    return lower_local(lo, LOCAL_TEMP, type, NULL, pos);
}

uint32_t lower_var_local(Lower *lo, VarDecl *var, LocalKind kind, Val type, bool is_ref,
                         uint32_t pos) {
    uint32_t l = is_ref ? lower_ref_local(lo, kind, type, var->origin, var->decl.name, pos)
                        : lower_local(lo, kind, type, var->decl.name, pos);
    IrLocal *d = &lo->f->locals.data[l];
    d->var = var;
    d->conv = var->conv;
    d->is_mut = var->is_mut;
    map_put(&lo->locals, var, (void *)(uintptr_t)(l + 1));
    return l;
}

Place lower_local_place(Lower *lo, uint32_t local) {
    const IrLocal *l = &lo->f->locals.data[local];
    return l->is_ref ? place_deref(lo->f, place_local(local), l->type) : place_local(local);
}

Val lower_none_type(Lower *lo) {
    Decl *d = resolver_std(lo->cx->resolver, NM_NoneType);
    if (d && d->kind == DECL_STRUCT) return DECL_AS(StructDecl, d)->self_type;
    return val_pack(lo->cx->vals, NULL, NULL, 0);
}

const StructDecl *lower_struct(Lower *lo, Val type) {
    if (!type || type->kind != T_STRUCT) return NULL;
    StructDecl *s = (StructDecl *)type->u.decl;
    check_struct(lo->cx, s);
    return s;
}

Val lower_field_type(Lower *lo, Val type, uint32_t index) {
    const StructDecl *s = lower_struct(lo, type);
    if (s) {
        if (index >= s->fields.len) return val_error(lo->cx->vals);
        Subst sub = check_struct_subst(type);
        return val_subst(lo->cx->vals, s->fields.data[index]->type, &sub);
    }
    if (type->kind == T_TUPLE && type->n && type->args[0]->kind == V_PACK &&
        index < type->args[0]->n)
        return type->args[0]->args[index];
    if ((type->kind == T_ARRAY || type->kind == T_PTR) && type->n) return type->args[0];
    return val_error(lo->cx->vals);
}

Place lower_leaf(Lower *lo, Place p) {
    for (;;) {
        Val t = place_type(lo->f, p);
        const StructDecl *s = lower_struct(lo, t);
        if (!s || s->fields.len != 1) return p;
        p = place_field(lo->f, p, 0, lower_field_type(lo, t, 0));
    }
}

/* ---- instructions ------------------------------------------------------------------------------
 */
IrInst *lower_inst(Lower *lo, IrOp op, uint32_t pos) {
    return ir_add(lo->f, lo->cur, op, pos);
}

/* Ends the current block; what follows goes to a new one that nothing reaches unless a jump is
 * made. */
IrTerm *lower_term(Lower *lo, TermKind kind, uint32_t pos) {
    uint32_t block = lo->cur;
    lo->cur = ir_block(lo->f);
    IrTerm *t = &lo->f->blocks.data[block].term;
    *t = (IrTerm){.kind = (uint8_t)kind, .pos = pos};
    return t;
}

void lower_goto(Lower *lo, uint32_t block, uint32_t pos) {
    lower_term(lo, TERM_GOTO, pos)->b0 = block;
}

void lower_move(Lower *lo, Place dst, Place src, uint32_t pos) {
    IrInst *in = lower_inst(lo, IR_MOVE, pos);
    in->has_dst = true;
    in->dst = dst;
    in->src = src;
}

void lower_ref(Lower *lo, Place dst, Place src, uint32_t pos) {
    IrInst *in = lower_inst(lo, IR_REF, pos);
    in->has_dst = true;
    in->dst = dst;
    in->src = src;
}

/* ---- the function ------------------------------------------------------------------------------
 */
static bool conv_is_ref(uint8_t conv) {
    return conv == CONV_IMM || conv == CONV_MUT || conv == CONV_REF || conv == CONV_DEFAULT;
}

static void lower_header(Lower *lo) {
    FnDecl *d = lo->decl;
    IrFn *f = lo->f;
    for (uint32_t i = 0; i < d->args.len; i++) {
        VarDecl *v = d->args.data[i];
        uint32_t l = lower_var_local(lo, v, LOCAL_ARG, v->type, conv_is_ref(v->conv),
                                     v->decl.node ? v->decl.node->pos : 0);
        IrLocal *a = &f->locals.data[l];
        a->is_mut =
            v->is_mut || v->conv == CONV_MUT || v->conv == CONV_VAR || v->conv == CONV_DEINIT;
    }
    f->n_args = d->args.len;
    uint32_t pos = d->result_var && d->result_var->decl.node ? d->result_var->decl.node->pos : 0;
    f->result_is_ref = d->result_is_ref;
    f->result_type = d->result ? d->result : lower_none_type(lo);
    if (d->result_is_ref)
        f->result = lower_ref_local(lo, LOCAL_RESULT, f->result_type, d->result_origin, NULL, pos);
    else if (d->result_var)
        f->result = lower_var_local(lo, d->result_var, LOCAL_RESULT, f->result_type, false, pos);
    else
        f->result = lower_local(lo, LOCAL_RESULT, f->result_type, NULL, pos);
    f->locals.data[f->result].is_mut = true;
    f->raises = d->raises && !(d->error && d->error->kind == T_NEVER);
    if (f->raises) {
        f->error_type = d->error;
        f->error = lower_local(lo, LOCAL_ERROR, d->error, NULL, pos);
    }
    f->always_inline = d->always_inline;
    f->no_inline = d->no_inline;
    f->is_export = d->is_export;
    f->c_abi = d->c_abi;
    ir_block(f);
    lo->cur = 0;
}

static bool is_none(const Lower *lo, Val t) {
    const StructDecl *s = t && t->kind == T_STRUCT ? t->u.decl : NULL;
    return t && (t->kind == V_PACK || (s && name_is(s->decl.name, NM_NoneType)));
}

/* Falling off the end returns; own/ reports a result that is not set then. */
static void lower_end(Lower *lo) {
    const Node *n = lo->item ? lo->decl->decl.node : NULL;
    lower_exit_return(lo, !n ? 0 : IS(FuncDef, n) ? AS(FuncDef, n)->name_pos : n->pos);
}

/* Locals whose type holds a closure keep alive what the closure refers to. */
static const ClosureRefs *closure_in(Lower *lo, Val v, uint32_t depth) {
    if (!v || depth > 16) return NULL;
    if (v->kind == T_STRUCT) {
        const ClosureRefs *c = map_get(&lo->closures, v->u.decl);
        if (c) return c;
    }
    for (uint32_t i = 0; i < v->n; i++) {
        const ClosureRefs *c = closure_in(lo, v->args[i], depth + 1);
        if (c) return c;
    }
    return NULL;
}

/* What locals refer to once every variable is known: results are made before the temporaries they
 * point into. */
static void borrow_all(Lower *lo) {
    for (uint32_t i = 0; i < lo->f->locals.len; i++) {
        const IrLocal *l = &lo->f->locals.data[i];
        borrow_origins(lo, i, l->type);
        borrow_origins(lo, i, lo->f->locals.data[i].origin);
        const ClosureRefs *c = lo->closures.len ? closure_in(lo, l->type, 0) : NULL;
        for (uint32_t k = 0; c && k < c->locals.len; k++) lower_borrow(lo, i, c->locals.data[k]);
    }
}

static uint32_t successors(const IrTerm *t, uint32_t out[2]) {
    switch ((TermKind)t->kind) {
    case TERM_GOTO: out[0] = t->b0; return 1;
    case TERM_BR:
    case TERM_INVOKE:
    case TERM_CT_BR:
    case TERM_CT_FOR:
        out[0] = t->b0;
        out[1] = t->b1;
        return 2;
    case TERM_RETURN:
    case TERM_RAISE:
    case TERM_UNREACHABLE: return 0;
    }
    return 0;
}

/* Drops what nothing reaches and puts the rest into reverse post-order. */
static void prune(Lower *lo) {
    IrFn *f = lo->f;
    uint32_t n = f->blocks.len;
    uint32_t *number = xcalloc(n, sizeof *number), *stack = xcalloc(n + 1, sizeof *stack), top = 0;
    uint32_t *order = xcalloc(n, sizeof *order), done = 0;
    uint8_t *state = xcalloc(n, 1); /* successors already visited + 1 */
    stack[top++] = 0;
    state[0] = 1;
    while (top) {
        uint32_t b = stack[top - 1], next[2], k = successors(&f->blocks.data[b].term, next);
        if (state[b] <= k) {
            uint32_t s =
                next[k - state[b]]; /* last successor first: the good path comes out in front */
            state[b]++;
            if (!state[s]) {
                state[s] = 1;
                stack[top++] = s;
            }
            continue;
        }
        order[done++] = b;
        top--;
    }
    IrBlock *blocks = ARENA_ARRAY(f->arena, IrBlock, done);
    for (uint32_t i = 0; i < done; i++) {
        blocks[i] = f->blocks.data[order[done - 1 - i]];
        number[order[done - 1 - i]] = i;
    }
    for (uint32_t i = 0; i < done; i++) {
        blocks[i].term.b0 = number[blocks[i].term.b0];
        blocks[i].term.b1 = number[blocks[i].term.b1];
    }
    f->blocks.data = blocks;
    f->blocks.len = f->blocks.cap = done;
    free(number);
    free(stack);
    free(order);
    free(state);
}

static void free_maps(Lower *lo) {
    MAP_EACH (&lo->closures, e) vec_done(&((ClosureRefs *)e->value)->locals);
    map_done(&lo->closures);
    map_done(&lo->locals);
    arena_done(&lo->scratch);
}

IrFn *lower_fn(Cx *cx, FnDecl *d) {
    if (d->ir) return d->ir;
    bool synth = d->synth != SYNTH_NONE && d->synth != SYNTH_CLOSURE_CALL;
    if (synth ? d->decl.has_error : d->body && d->body->has_error) return NULL;
    TBody *body = NULL;
    if (!synth) {
        body = d->body ? d->body : check_body(cx, d);
        if (!body || body->has_error || !body->block) return NULL;
    }
    BodyMark mark = check_mark(cx, d);
    Lower lo = {.cx = cx, .decl = d, .item = body ? body->item : d->decl.item};
    arena_init(&lo.scratch);
    lo.f = ir_fn_new(cx->trims && body && body->owns ? &body->arena : &cx->arena, d);
    lower_header(&lo);
    if (synth) {
        if (!lower_synth(&lo)) lo.failed = true;
    } else {
        lower_block(&lo, body->block);
        if (is_none(&lo, lo.f->result_type) && !d->result_var)
            lower_inst(&lo, IR_MARK_INIT, 0)->src = place_local(lo.f->result);
        lower_end(&lo);
    }
    borrow_all(&lo);
    prune(&lo);
    bool good = !lo.failed && own_run(cx, lo.f, lo.item, &d->decl.module->diags);
    check_owned(cx, d, mark);
    if (good)
        d->ir = lo.f;
    else if (body)
        body->has_error = true;
    else
        d->decl.has_error = true;
    free_maps(&lo);
    return d->ir;
}
