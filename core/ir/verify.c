/* SPDX-License-Identifier: Apache-2.0 */
/* Verifier of the IR: what every stage after lower/ may rely on. Finds our own bugs, so the first
 * finding ends the search; messages name block and instruction as ir_print shows them. */
#include "ir/ir.h"

typedef struct Verify {
    const IrFn *f;
    Arena *a;
    const char *why;
    int block, inst; /* -1: the terminator */
} Verify;

static void fail(Verify *v, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void fail(Verify *v, const char *fmt, ...) {
    if (v->why)
        return;
    StrBuf b = {0};
    if (v->block >= 0 && v->inst >= 0)
        sb_printf(&b, "b%d, instruction %d: ", v->block, v->inst);
    else if (v->block >= 0)
        sb_printf(&b, "b%d, terminator: ", v->block);
    va_list ap;
    va_start(ap, fmt);
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    v->why = arena_strndup(v->a, b.p, b.len);
    sb_done(&b);
}

static const char *type_text(Verify *v, Val t) {
    return t ? val_str_of(v->a, t) : "no type";
}

static bool is_open(Val t) {
    return !t || (t->flags & (VAL_SYMBOLIC | VAL_UNBOUND | VAL_POISON)) != 0;
}

/* Types are compared only when both are known; origins do not make a difference. */
static bool types_differ(Verify *v, Val a, Val b) {
    return v->f->is_concrete && a && b && a != b && !is_open(a) && !is_open(b) &&
           a->kind != T_NEVER && b->kind != T_NEVER && !(a->flags & VAL_ORIGINS) &&
           !(b->flags & VAL_ORIGINS);
}

static void check_type(Verify *v, Val t, const char *what) {
    if (!t)
        fail(v, "%s has no type", what);
    else if (t->kind == T_FNITEM && !(t->flags & VAL_SYMBOLIC))
        return; /* nothing at run time, even when its parameters are open until it is called */
    else if (v->f->is_concrete && (t->flags & (VAL_SYMBOLIC | VAL_UNBOUND)))
        fail(v, "%s has the symbolic type `%s` in a concrete function", what, type_text(v, t));
}

static bool bare_ref(const IrFn *f, Place p) {
    return p.n_proj == 0 && p.local < f->locals.len && f->locals.data[p.local].is_ref;
}

static void check_field(Verify *v, Val base, uint32_t index) {
    if (!base)
        return;
    if (base->kind == T_STRUCT && base->u.decl) {
        const StructDecl *s = base->u.decl;
        if (index >= s->fields.len)
            fail(v, "field %u of `%s`, which has %u", index, type_text(v, base), s->fields.len);
    } else if (base->kind == T_TUPLE && base->n && base->args[0]->kind == V_PACK) {
        if (index >= base->args[0]->n)
            fail(v, "element %u of `%s`", index, type_text(v, base));
    } else if (!is_open(base) && base->kind != T_TUPLE) {
        fail(v, "field %u of `%s`, which has no fields", index, type_text(v, base));
    }
}

static void check_place(Verify *v, Place p, const char *what) {
    const IrFn *f = v->f;
    if (p.local >= f->locals.len) {
        fail(v, "%s names local %u of %u", what, p.local, f->locals.len);
        return;
    }
    const IrLocal *l = &f->locals.data[p.local];
    if (l->is_ref && p.n_proj && p.proj[0].kind != PROJ_DEREF)
        fail(v, "%s projects the reference _%u without dereferencing it", what, p.local);
    Val base = l->type;
    for (uint32_t i = 0; i < p.n_proj && !v->why; i++) {
        const Proj *j = &p.proj[i];
        check_type(v, j->type, what);
        switch ((ProjKind)j->kind) {
        case PROJ_FIELD: check_field(v, base, j->index); break;
        case PROJ_DEREF:
            if (i == 0 && l->is_ref) {
                if (types_differ(v, j->type, l->type))
                    fail(v, "%s: dereference of _%u gives `%s`, expected `%s`", what, p.local,
                         type_text(v, j->type), type_text(v, l->type));
            } else if (v->f->is_concrete && base && !is_open(base) && base->kind != T_PTR) {
                fail(v, "%s dereferences `%s`", what, type_text(v, base));
            }
            break;
        case PROJ_INDEX:
            if (j->index >= f->locals.len)
                fail(v, "%s is indexed by local %u of %u", what, j->index, f->locals.len);
            break;
        case PROJ_ELEM:
        case PROJ_CAST: break;
        default: fail(v, "%s has an unknown projection %d", what, j->kind);
        }
        base = j->type;
    }
}

static void check_same(Verify *v, Place dst, Val found, const char *what) {
    Val want = place_type(v->f, dst);
    if (types_differ(v, want, found))
        fail(v, "%s: the destination is `%s`, the value `%s`", what, type_text(v, want),
             type_text(v, found));
}

static void check_call(Verify *v, const IrInst *in, bool invoke) {
    const IrFn *f = v->f;
    const IrCallee *c = in->callee;
    if (!c) {
        fail(v, "a call without a callee");
        return;
    }
    if (c->is_indirect)
        check_place(v, c->fnptr, "the function pointer");
    else if (f->is_concrete && !c->target)
        fail(v, "a call without a target in a concrete function");
    else if (!f->is_concrete && !c->fn && !c->fnval && !c->is_call_op)
        fail(v, "a call of nothing");
    for (uint32_t i = 0; i < in->n_args; i++)
        check_place(v, in->args[i].place, "an argument");
    if (in->has_dst)
        check_place(v, in->dst, "the result");
    const IrFn *t = c->target;
    if (!t || v->why)
        return;
    if (t->raises != invoke)
        fail(v, invoke ? "an invoke of `%s`, which does not raise" : "a plain call of `%s`, which raises",
             t->symbol ? t->symbol : "?");
    if (t->n_args != in->n_args) {
        fail(v, "`%s` takes %u arguments, %u are given", t->symbol ? t->symbol : "?", t->n_args,
             in->n_args);
        return;
    }
    for (uint32_t i = 0; i < in->n_args && i < t->locals.len; i++) {
        const IrLocal *l = &t->locals.data[i];
        bool by_ref = in->args[i].mode == ARG_REF;
        if (l->is_ref != by_ref)
            fail(v, "argument %u of `%s` is passed %s", i, t->symbol ? t->symbol : "?",
                 by_ref ? "by reference, but is owned" : "owned, but is a reference");
        if (types_differ(v, l->type, place_type(f, in->args[i].place)))
            fail(v, "argument %u of `%s` is `%s`, found `%s`", i, t->symbol ? t->symbol : "?",
                 type_text(v, l->type), type_text(v, place_type(f, in->args[i].place)));
    }
    if (in->has_dst) {
        check_same(v, in->dst, t->result_type, "call");
        if (t->result_is_ref && !bare_ref(f, in->dst) &&
            !(place_type(f, in->dst) && place_type(f, in->dst)->kind == T_PTR))
            fail(v, "the reference that `%s` returns is stored into a value", t->symbol ? t->symbol : "?");
    }
}

static void check_inst(Verify *v, const IrInst *in) {
    const IrFn *f = v->f;
    switch ((IrOp)in->op) {
    case IR_CONST:
        check_place(v, in->dst, "the destination");
        if (!in->val)
            fail(v, "a constant without a value");
        else if (f->is_concrete && (in->val->flags & VAL_SYMBOLIC))
            fail(v, "a symbolic constant in a concrete function");
        break;
    case IR_COPY:
    case IR_MOVE:
        check_place(v, in->dst, "the destination");
        check_place(v, in->src, "the source");
        if (!v->why) {
            check_same(v, in->dst, place_type(f, in->src), in->op == IR_COPY ? "copy" : "move");
            if (bare_ref(f, in->dst) != bare_ref(f, in->src))
                fail(v, "a reference and a value are mixed in a %s", in->op == IR_COPY ? "copy" : "move");
        }
        break;
    case IR_REF:
        check_place(v, in->dst, "the destination");
        check_place(v, in->src, "the source");
        if (!v->why && !bare_ref(f, in->dst)) {
            Val t = place_type(f, in->dst);
            if (t && !is_open(t) && t->kind != T_PTR)
                fail(v, "an address is stored into `%s`", type_text(v, t));
        }
        break;
    case IR_CALL: check_call(v, in, false); break;
    case IR_INTRIN:
        if (in->intrin >= INTR_COUNT)
            fail(v, "unknown intrinsic %d", in->intrin);
        if (in->has_dst)
            check_place(v, in->dst, "the destination");
        for (uint32_t i = 0; i < in->n_args; i++)
            check_place(v, in->args[i].place, "an operand");
        for (uint32_t i = 0; i < in->n_params; i++) {
            if (!in->params[i])
                fail(v, "parameter %u of an intrinsic is missing", i);
            else if (f->is_concrete && (in->params[i]->flags & VAL_SYMBOLIC))
                fail(v, "parameter %u of an intrinsic is symbolic in a concrete function", i);
        }
        break;
    case IR_DROP:
    case IR_MARK_INIT:
    case IR_FORGET:
    case IR_USE: check_place(v, in->src, "the operand"); break;
    case IR_NOP: break;
    case IR_CT_ASSERT:
        if (f->is_concrete) fail(v, "a compile-time assertion in a concrete function");
        else if (!in->val) fail(v, "an assertion without a condition");
        break;
    default: fail(v, "unknown operation %d", in->op);
    }
}

static void check_target(Verify *v, uint32_t b) {
    if (b >= v->f->blocks.len)
        fail(v, "a jump to b%u of %u", b, v->f->blocks.len);
}

static void check_term(Verify *v, const IrTerm *t) {
    const IrFn *f = v->f;
    switch ((TermKind)t->kind) {
    case TERM_GOTO: check_target(v, t->b0); break;
    case TERM_BR:
        check_place(v, t->src, "the condition");
        check_target(v, t->b0);
        check_target(v, t->b1);
        break;
    case TERM_RETURN:
    case TERM_UNREACHABLE: break;
    case TERM_RAISE:
        if (!f->raises)
            fail(v, "a raise in a function that does not");
        break;
    case TERM_INVOKE:
        if (!t->call) {
            fail(v, "an invoke without a call");
            return;
        }
        check_call(v, t->call, true);
        check_place(v, t->err, "the error's place");
        check_target(v, t->b0);
        check_target(v, t->b1);
        break;
    case TERM_CT_BR:
    case TERM_CT_FOR:
        if (f->is_concrete)
            fail(v, "a compile-time branch in a concrete function");
        if (!t->val)
            fail(v, "a compile-time branch without a value");
        check_target(v, t->b0);
        check_target(v, t->b1);
        break;
    default: fail(v, "unknown terminator %d", t->kind);
    }
}

static void check_locals(Verify *v) {
    const IrFn *f = v->f;
    if (f->n_args > f->locals.len) {
        fail(v, "%u arguments among %u locals", f->n_args, f->locals.len);
        return;
    }
    for (uint32_t i = 0; i < f->locals.len && !v->why; i++) {
        const IrLocal *l = &f->locals.data[i];
        check_type(v, l->type, arena_printf(v->a, "local _%u", i));
        if ((l->kind == LOCAL_ARG) != (i < f->n_args))
            fail(v, "local _%u: arguments come first, and only they are arguments", i);
    }
    if (f->result >= f->locals.len || f->locals.data[f->result].kind != LOCAL_RESULT)
        fail(v, "the function has no result local");
    else if (f->locals.data[f->result].is_ref != f->result_is_ref)
        fail(v, "the result local and the function disagree on returning a reference");
    if (f->raises && (f->error >= f->locals.len || f->locals.data[f->error].kind != LOCAL_ERROR))
        fail(v, "the function raises but has no error local");
    if (f->blocks.len == 0)
        fail(v, "the function has no blocks");
    if (f->is_concrete && !f->symbol)
        fail(v, "a concrete function without a symbol");
}

const char *ir_verify(const IrFn *f, Arena *a) {
    Verify v = {.f = f, .a = a, .block = -1, .inst = -1};
    check_locals(&v);
    for (uint32_t b = 0; b < f->blocks.len && !v.why; b++) {
        const IrBlock *bl = &f->blocks.data[b];
        v.block = (int)b;
        for (uint32_t i = 0; i < bl->insts.len && !v.why; i++) {
            v.inst = (int)i;
            check_inst(&v, &bl->insts.data[i]);
        }
        v.inst = -1;
        if (!v.why)
            check_term(&v, &bl->term);
    }
    return v.why;
}
