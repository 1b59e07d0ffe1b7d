/* SPDX-License-Identifier: Apache-2.0 */
/* A parametric body becomes a concrete one: blocks are cloned on demand, keyed by block and environment
 * (one environment per iteration of a comptime for), so branches that are not taken cost nothing. */
#include "elab/elab_int.h"
#include "elab/loops.h"

#include "lower/lower.h"

typedef struct Env { /* the root, or one iteration of a comptime for */
    struct Env *outer;
    uint32_t loop; /* loop + 1; 0: the root */
    uint32_t index;
    const Val *items;
    uint32_t n_items;
    uint32_t id;
    Subst subst;
    const ParamDecl *param;
    Val value;
    Map vals;         /* symbolic value → concrete value */
    uint32_t *locals; /* source local → local + 1, for those of this environment */
} Env;

typedef struct Todo {
    uint32_t from, to;
    Env *env;
} Todo;

typedef struct Clone {
    Elab *e;
    Instance *in;
    const IrFn *pf;
    IrFn *f;
    Arena scratch;
    CtLoops loops;
    bool *written;   /* per source local: something sets it, or may through its address */
    Env *env;      /* of the block at hand */
    Map blocks;    /* env id, block → block + 1 */
    VEC(Todo) todo;
    VEC(Env *) envs;
    Emit em;       /* em.block: the block being filled */
    uint32_t pos;
    uint64_t n_insts;
    bool failed, too_large;
} Clone;

/* ---- locals that never get a value: what `uninit` made ----------------------------------------------------- */

static void mark_inst(Clone *c, const IrInst *i) {
    bool writes = i->has_dst || i->op == IR_CONST || i->op == IR_COPY || i->op == IR_MOVE || i->op == IR_REF;
    if (writes) c->written[i->dst.local] = true;
    if (i->op == IR_REF) c->written[i->src.local] = true;
    for (uint32_t k = 0; k < i->n_args; k++)
        if (i->args[k].mode == ARG_REF) c->written[i->args[k].place.local] = true;
}

static void mark_locals(Clone *c) {
    c->written = ARENA_ARRAY(&c->scratch, bool, c->pf->locals.len + 1);
    for (uint32_t b = 0; b < c->pf->blocks.len; b++) {
        const IrBlock *bl = &c->pf->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) mark_inst(c, &bl->insts.data[i]);
        if (bl->term.kind != TERM_INVOKE) continue;
        mark_inst(c, bl->term.call);
        c->written[bl->term.err.local] = true;
    }
}

static bool never_written(const Clone *c, Place p) {
    return c->pf->locals.data[p.local].kind == LOCAL_TEMP && !c->written[p.local];
}

/* ---- values ----------------------------------------------------------------------------------------- */

static void cannot_evaluate(Clone *c, Val was, Val now) {
    c->failed = true;
    if (now->flags & VAL_POISON) return; /* reported where it arose */
    const char *why = elab_why_symbolic(c->e, now);
    Diag *d = inst_error(c->e, DIAG_comptime_eval_failed, c->in, c->pos, "`%s` could not be computed at compile time",
                         val_str_of(&c->e->arena, was));
    if (!why) {
        if (now != was) diag_note(d, SPAN_NONE, "with the parameters of this instance it is `%s`",
                                  val_str_of(&c->e->arena, now));
        return;
    }
    for (const char *line = why; *line;) { /* a sentence, then the compile-time stack */
        const char *end = strchr(line, '\n');
        int len = end ? (int)(end - line) : (int)strlen(line);
        if (len) diag_note(d, SPAN_NONE, "%.*s", len, line);
        line = end ? end + 1 : line + len;
    }
}

static Val cv(Clone *c, Val v) {
    if (!v) return NULL;
    Env *env = c->env;
    Val r = map_get(&env->vals, v);
    if (r) return r;
    r = elab_subst(c->e, &env->subst, v);
    if (r->flags & (VAL_SYMBOLIC | VAL_POISON)) {
        cannot_evaluate(c, v, r);
        r = val_error(c->e->vals); /* once is enough */
    }
    map_put(&env->vals, v, (void *)r);
    return r;
}

static Val cv_hook(void *ctx, Val v) {
    return cv(ctx, v);
}

static const Val *cvs(Clone *c, const Val *v, uint32_t n) {
    Val *out = ARENA_ARRAY(&c->e->arena, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) out[i] = cv(c, v[i]);
    return out;
}

/* ---- locals and places ------------------------------------------------------------------------------- */

static uint32_t map_local(Clone *c, uint32_t l) {
    Env *env = c->env;
    if (c->loops.n)
        while (env->loop != c->loops.local_loop[l]) env = env->outer;
    if (!env->locals) env->locals = ARENA_ARRAY(&c->scratch, uint32_t, c->pf->locals.len + 1);
    if (env->locals[l]) return env->locals[l] - 1;
    IrLocal copy = c->pf->locals.data[l];
    Env *at = c->env;
    c->env = env;
    copy.type = cv(c, copy.type);
    c->env = at;
    copy.borrows = NULL;
    copy.n_borrows = 0;
    copy.origin = NULL;
    if (copy.kind == LOCAL_VAR && !copy.name) copy.kind = LOCAL_TEMP; /* iterators and the like: nobody looks for them */
    vec_push_in(c->f->arena, &c->f->locals, copy);
    env->locals[l] = c->f->locals.len;
    return c->f->locals.len - 1;
}

static Place map_place(Clone *c, Place p) {
    Place out = {.local = map_local(c, p.local), .n_proj = p.n_proj};
    if (!p.n_proj) return out;
    Proj *proj = ARENA_ARRAY(c->f->arena, Proj, p.n_proj);
    for (uint32_t i = 0; i < p.n_proj; i++) {
        proj[i] = p.proj[i];
        proj[i].type = cv(c, p.proj[i].type);
        if (p.proj[i].kind == PROJ_INDEX) proj[i].index = map_local(c, p.proj[i].index);
    }
    out.proj = proj;
    return out;
}

/* ---- environments ------------------------------------------------------------------------------------ */

static bool env_has_loop(const Clone *c, const Env *env, uint32_t loop) {
    for (; env; env = env->outer)
        if (env->loop == loop) return true;
    return loop == 0;
}

static Env *env_new(Clone *c, Env *outer, uint32_t loop, uint32_t index, const Val *items, uint32_t n) {
    Env *e = ARENA_NEW(&c->scratch, Env);
    e->outer = outer;
    e->loop = loop;
    e->index = index;
    e->items = items;
    e->n_items = n;
    e->id = c->envs.len;
    if (loop) {
        e->param = c->pf->blocks.data[c->loops.loops[loop - 1].header].term.param;
        e->value = items[index];
        e->subst = (Subst){.outer = &outer->subst, .params = &e->param, .args = &e->value, .n = 1};
    }
    vec_push(&c->envs, e);
    return e;
}

static uint32_t block_in(Clone *c, uint32_t b, Env *env);

/* The block that control goes to from `env`: leaves the loops that do not hold it; a jump to the head of a
 * running loop starts its next iteration. */
static uint32_t target(Clone *c, uint32_t b, Env *env) {
    if (!c->loops.n) return block_in(c, b, env);
    for (Env *x = env; x && x->loop; x = x->outer) {
        if (c->loops.loops[x->loop - 1].header != b) continue;
        const IrTerm *t = &c->pf->blocks.data[b].term;
        if (x->index + 1 == x->n_items) return target(c, t->b1, x->outer);
        return block_in(c, t->b0, env_new(c, x->outer, x->loop, x->index + 1, x->items, x->n_items));
    }
    while (env->loop != c->loops.block_loop[b] && env->loop) {
        if (env_has_loop(c, env, c->loops.block_loop[b])) env = env->outer;
        else break;
    }
    return block_in(c, b, env);
}

static uint32_t block_in(Clone *c, uint32_t b, Env *env) {
    uint64_t key = (uint64_t)env->id << 32 | b;
    uintptr_t known = (uintptr_t)map_get_u(&c->blocks, key);
    if (known) return (uint32_t)known - 1;
    uint32_t to = ir_block(c->f);
    map_put_u(&c->blocks, key, (void *)(uintptr_t)(to + 1));
    vec_push(&c->todo, (Todo){.from = b, .to = to, .env = env});
    return to;
}

/* ---- instructions ------------------------------------------------------------------------------------- */

static IrInst *emit(Clone *c, IrOp op) {
    c->n_insts++;
    return ir_add(c->f, c->em.block, op, c->pos);
}

static bool zero_size(Val t) {
    switch (t->kind) {
    case T_FNITEM: case T_INTLIT: case T_FLOATLIT: case T_STRLIT: case T_ORIGIN: case T_MODULE: case T_TRAIT:
    case T_ELLIPSIS:
        return true;
    default:
        return false;
    }
}

static void emit_ref(Clone *c, Place dst, Place src) {
    IrInst *i = emit(c, IR_REF);
    i->has_dst = true;
    i->dst = dst;
    i->src = src;
}

/* A function as a pointer: the instance, or a thunk where the pointer's type may raise and it does not. */
static Instance *fn_pointer_target(Clone *c, Val fn, Val type) {
    Instance *t = inst_get(c->e, (FnDecl *)fn->u.decl, fn->args, fn->n, c->in, c->pos);
    if (!t) return NULL;
    bool want = type && type->kind == T_FN && (type->u.sig->flags & FN_RAISES) && type->u.sig->error &&
                type->u.sig->error->kind != T_NEVER;
    return want && !t->fn.raises ? inst_glue(c->e, GLUE_THUNK, type, t, c->in, c->pos) : t;
}

static void clone_const(Clone *c, const IrInst *i) {
    Place dst = map_place(c, i->dst);
    Val type = place_type(c->f, dst), v = cv(c, i->val);
    if (c->failed || zero_size(type)) return;
    if (v->kind == V_FN) {
        Instance *t = fn_pointer_target(c, v, type);
        if (!t) {
            c->failed = true;
            return;
        }
        IrInst *o = emit(c, IR_CONST);
        o->has_dst = true;
        o->dst = dst;
        o->val = v;
        o->callee = callee_to(c->e, t);
        return;
    }
    bool owns = v->kind == V_OBJECT && !life_of(c->e, type)->trivial[OP_LIFE_DROP];
    if (!owns) {
        IrInst *o = emit(c, IR_CONST);
        o->has_dst = true;
        o->dst = dst;
        o->val = v;
        return;
    }
    /* a value with heap memory: copied out of its static image */
    if (!life_of(c->e, type)->fn[OP_LIFE_COPY]) {
        Diag *d = inst_error(c->e, DIAG_not_materializable, c->in, c->pos,
                             "a compile-time value of type `%s` cannot be used at run time, since it cannot be copied",
                             val_str_of(&c->e->arena, type));
        diag_help(d, "compute it at run time");
        c->failed = true;
        return;
    }
    uint32_t image = ir_local(c->f, LOCAL_TEMP, type, NULL, c->pos);
    c->f->locals.data[image].no_drop = true;
    IrInst *o = emit(c, IR_CONST);
    o->has_dst = true;
    o->dst = place_local(image);
    o->val = v;
    life_emit(&c->em, OP_LIFE_COPY, dst, place_local(image), type, c->pos);
}

static Place arg_place(Clone *c, const IrInst *i, uint32_t k) {
    return map_place(c, i->args[k].place);
}

static Val unwrap_field(Clone *c, Val type, uint32_t index) {
    Val v = type->kind == T_TUPLE && type->args[0]->kind == V_PACK && index < type->args[0]->n
                ? type->args[0]->args[index] : NULL;
    if (type->kind == T_STRUCT) {
        StructDecl *s = (StructDecl *)type->u.decl;
        if (!check_struct(c->e->cx, s)) return NULL;
        Subst subst = check_struct_subst(type);
        if (index < s->fields.len) v = elab_subst(c->e, &subst, s->fields.data[index]->type);
    }
    return v;
}

/* Intrinsics that are places, copies or nothing in concrete code; true when done. */
static bool clone_place_intrin(Clone *c, const IrInst *i, const Val *params) {
    int64_t index = 0;
    switch ((IntrinsicId)i->intrin) {
    case INTR_tuple_ref:
    case INTR_field_ref: {
        Place base = arg_place(c, i, 0);
        Val t = place_type(c->f, base), ft = NULL;
        if (t && val_as_i64(params[0], &index) && index >= 0) ft = unwrap_field(c, t, (uint32_t)index);
        if (!ft) {
            inst_error(c->e, DIAG_comptime_eval_failed, c->in, c->pos, "element %lld of `%s` does not exist",
                       (long long)index, t ? val_str_of(&c->e->arena, t) : "?");
            c->failed = true;
            return true;
        }
        emit_ref(c, map_place(c, i->dst), place_field(c->f, base, (uint32_t)index, ft));
        return true;
    }
    case INTR_union_ref:
        emit_ref(c, map_place(c, i->dst), place_proj(c->f, arg_place(c, i, 0), PROJ_CAST, 0, params[0]));
        return true;
    case INTR_array_ref: {
        Place base = arg_place(c, i, 0);
        Val t = place_type(c->f, base);
        uint32_t local = 0;
        if (i->n_args > 1 && t && t->kind == T_ARRAY) {
            Place at = arg_place(c, i, 1);
            local = at.local;
            if (at.n_proj) {
                local = ir_local(c->f, LOCAL_TEMP, place_type(c->f, at), NULL, c->pos);
                IrInst *o = emit(c, IR_COPY);
                o->has_dst = true;
                o->dst = place_local(local);
                o->src = at;
            }
            emit_ref(c, map_place(c, i->dst), place_proj(c->f, base, PROJ_INDEX, local, t->args[0]));
        } else if (t && t->kind == T_ARRAY && i->n_params && val_as_i64(params[0], &index)) {
            emit_ref(c, map_place(c, i->dst), place_proj(c->f, base, PROJ_ELEM, (uint32_t)index, t->args[0]));
        }
        return true;
    }
    case INTR_write:
    case INTR_take: {
        bool take = i->intrin == INTR_take;
        Place dst = take ? map_place(c, i->dst) : arg_place(c, i, 0), src = arg_place(c, i, take ? 0 : 1);
        life_emit(&c->em, OP_LIFE_MOVE, dst, src, place_type(c->f, dst), c->pos);
        return true;
    }
    case INTR_destroy: {
        Place p = arg_place(c, i, 0);
        life_emit(&c->em, OP_LIFE_DROP, p, p, place_type(c->f, p), c->pos);
        return true;
    }
    case INTR_uninit:
    case INTR_mark_initialized:
    case INTR_mark_destroyed:
        return true;
    default:
        return false;
    }
}

/* Conversions that change nothing, literals and queries with known values: copies and constants; true when done. */
static bool clone_simple_intrin(Clone *c, const IrInst *i, const Val *params) {
    if (!i->has_dst) return false;
    switch ((IntrinsicId)i->intrin) {
    case INTR_cast:
    case INTR_bitcast:
    case INTR_splat:
    case INTR_ptr_cast: {
        Place dst = map_place(c, i->dst), src = arg_place(c, i, 0);
        if (c->failed || place_type(c->f, dst) != place_type(c->f, src)) return false;
        IrInst *o = emit(c, IR_COPY);
        o->has_dst = true;
        o->dst = dst;
        o->src = src;
        return true;
    }
    case INTR_from_int_literal:
    case INTR_from_float_literal: {
        Place dst = map_place(c, i->dst);
        Val type = place_type(c->f, dst), v = NULL;
        if (c->failed || i->n_params < 2) return false;
        if (params[1]->kind == V_INT && val_int_fits(type, params[1]->u.big)) v = val_int(c->e->vals, type, params[1]->u.big);
        if (!v) return false;
        IrInst *o = emit(c, IR_CONST);
        o->has_dst = true;
        o->dst = dst;
        o->val = v;
        return true;
    }
    default: return false;
    }
}

static void clone_intrin(Clone *c, const IrInst *i) {
    const Val *params = cvs(c, i->params, i->n_params);
    if (c->failed) return;
    if (clone_place_intrin(c, i, params)) return;
    if (clone_simple_intrin(c, i, params)) return;
    IrArg *args = ARENA_ARRAY(&c->e->arena, IrArg, i->n_args + 1);
    for (uint32_t k = 0; k < i->n_args; k++) args[k] = (IrArg){.place = arg_place(c, i, k), .mode = i->args[k].mode};
    Place dst = i->has_dst ? map_place(c, i->dst) : (Place){0};
    IrCallee *callee = NULL;
    if (i->intrin == INTR_fn_addr && params[0]->kind == V_FN) {
        Instance *t = fn_pointer_target(c, params[0], params[0]->type);
        if (!t) c->failed = true;
        else callee = callee_to(c->e, t);
    }
    IrInst *o = emit(c, IR_INTRIN);
    o->intrin = i->intrin;
    o->params = (Val *)params;
    o->n_params = i->n_params;
    o->args = args;
    o->n_args = i->n_args;
    o->has_dst = i->has_dst;
    o->dst = dst;
    o->callee = callee;
}

typedef struct CallParts {
    IrCallee *callee;
    IrArg *args;
    uint32_t n_args;
    bool has_dst, raises;
    Place dst;
} CallParts;

/* True when a call instruction is to be made of *out; false when nothing is left to call. */
static bool clone_call_parts(Clone *c, const IrInst *i, bool invoke, CallParts *out) {
    Resolved r = callee_resolve(c->e, c->in, i->callee, i->n_args, c->pos, cv_hook, c);
    if (r.kind == CALL_FAILED) {
        c->failed = true;
        return false;
    }
    out->has_dst = i->has_dst;
    if (i->has_dst) out->dst = map_place(c, i->dst);
    out->raises = r.raises;
    if (r.kind == CALL_LIFE) {
        if (!i->n_args) return false;
        Place src = arg_place(c, i, 0);
        life_emit(&c->em, r.life, i->has_dst ? out->dst : src, src, r.type, c->pos);
        out->raises = false;
        return false;
    }
    if (r.kind == CALL_INDIRECT) {
        out->callee = ARENA_NEW(&c->e->arena, IrCallee);
        out->callee->is_indirect = true;
        out->callee->fnptr = map_place(c, r.drop_first ? i->args[0].place : i->callee->fnptr);
        if (!r.drop_first) out->raises = invoke;
        Val t = place_type(c->f, out->callee->fnptr);
        if (t && t->kind == T_FN) {
            const Sig *s = t->u.sig;
            out->raises = (s->flags & FN_RAISES) && !(s->error && s->error->kind == T_NEVER);
        }
    } else {
        out->callee = callee_to(c->e, r.target);
    }
    uint32_t skip = r.drop_first ? 1 : 0;
    out->n_args = i->n_args - skip;
    out->args = ARENA_ARRAY(&c->e->arena, IrArg, out->n_args + 1);
    for (uint32_t k = 0; k < out->n_args; k++)
        out->args[k] = (IrArg){.place = arg_place(c, i, k + skip), .mode = i->args[k + skip].mode};
    return true;
}

/* A value is wanted where the callee found returns a reference: it arrives in a temporary reference first.
 * The place to copy to, or NULL. */
static Place *want_value(Clone *c, CallParts *p) {
    const IrFn *t = p->callee->target;
    if (!t || !t->result_is_ref || !p->has_dst) return NULL;
    Val type = place_type(c->f, p->dst);
    bool takes_ref = (!p->dst.n_proj && c->f->locals.data[p->dst.local].is_ref) || type->kind == T_PTR;
    if (takes_ref) return NULL;
    Place *value = ARENA_NEW(&c->scratch, Place);
    *value = p->dst;
    uint32_t ref = ir_local(c->f, LOCAL_TEMP, type, NULL, c->pos);
    c->f->locals.data[ref].is_ref = c->f->locals.data[ref].no_drop = true;
    p->dst = place_local(ref);
    return value;
}

static void copy_value(Clone *c, const CallParts *p, const Place *value) {
    if (!value) return;
    Val type = place_type(c->f, *value);
    life_emit(&c->em, OP_LIFE_COPY, *value, place_deref(c->f, p->dst, type), type, c->pos);
}

static void fill_call(IrInst *o, const CallParts *p) {
    o->callee = p->callee;
    o->args = p->args;
    o->n_args = p->n_args;
    o->has_dst = p->has_dst;
    o->dst = p->dst;
}

static void clone_ct_assert(Clone *c, const IrInst *i) {
    bool holds;
    Val v = cv(c, i->val);
    if (!val_as_bool(v, &holds)) {
        c->failed = true;
        return;
    }
    if (holds) return;
    Val msg = i->n_params ? cv(c, i->params[0]) : NULL;
    c->failed = true;
    if (msg && msg->kind == V_STR)
        inst_error(c->e, DIAG_comptime_assert_failed, c->in, c->pos, STR_FMT, STR_ARG(msg->u.str));
    else
        inst_error(c->e, DIAG_comptime_assert_failed, c->in, c->pos, "`%s` does not hold",
                   val_str_of(&c->e->arena, i->val));
}

static void clone_inst(Clone *c, const IrInst *i) {
    c->pos = i->pos;
    switch ((IrOp)i->op) {
    case IR_CONST: clone_const(c, i); return;
    case IR_COPY:
    case IR_MOVE: {
        Place dst = map_place(c, i->dst), src = map_place(c, i->src);
        Val t = place_type(c->f, dst);
        if (c->failed || zero_size(t) || never_written(c, i->src)) return;
        if (!dst.n_proj && c->f->locals.data[dst.local].is_ref) { /* the reference itself */
            IrInst *o = emit(c, (IrOp)i->op);
            o->has_dst = true;
            o->dst = dst;
            o->src = src;
            return;
        }
        c->n_insts++;
        life_emit(&c->em, i->op == IR_COPY ? OP_LIFE_COPY : OP_LIFE_MOVE, dst, src, t, c->pos);
        return;
    }
    case IR_DROP: {
        Place src = map_place(c, i->src);
        if (c->failed) return;
        c->n_insts++;
        life_emit(&c->em, OP_LIFE_DROP, src, src, place_type(c->f, src), c->pos);
        return;
    }
    case IR_REF: emit_ref(c, map_place(c, i->dst), map_place(c, i->src)); return;
    case IR_CALL: {
        CallParts p = {0};
        if (!clone_call_parts(c, i, false, &p)) return;
        Place *value = want_value(c, &p);
        fill_call(emit(c, IR_CALL), &p);
        copy_value(c, &p, value);
        return;
    }
    case IR_INTRIN: clone_intrin(c, i); return;
    case IR_CT_ASSERT: clone_ct_assert(c, i); return;
    case IR_MARK_INIT:
    case IR_FORGET:
    case IR_USE:
    case IR_NOP: return;
    }
}

/* ---- terminators --------------------------------------------------------------------------------------- */

static void set_term(Clone *c, IrTerm t) {
    t.pos = c->pos;
    c->f->blocks.data[c->em.block].term = t;
}

static void set_goto(Clone *c, uint32_t b) {
    uint32_t to = target(c, b, c->env);
    set_term(c, (IrTerm){.kind = TERM_GOTO, .b0 = to});
}

static void clone_invoke(Clone *c, const IrTerm *t) {
    CallParts p = {0};
    bool call = clone_call_parts(c, t->call, true, &p);
    if (c->failed) return;
    Place *value = call ? want_value(c, &p) : NULL;
    if (!call || !p.raises) {
        if (call) fill_call(emit(c, IR_CALL), &p);
        copy_value(c, &p, value);
        set_goto(c, t->b0);
        return;
    }
    IrInst *o = ARENA_NEW(c->f->arena, IrInst);
    o->op = IR_CALL;
    o->pos = c->pos;
    fill_call(o, &p);
    Place err = map_place(c, t->err);
    uint32_t b0 = target(c, t->b0, c->env), b1 = target(c, t->b1, c->env);
    if (value) { /* the copy is made on the good path */
        uint32_t here = c->em.block, copies = ir_block(c->f);
        c->em.block = copies;
        copy_value(c, &p, value);
        set_term(c, (IrTerm){.kind = TERM_GOTO, .b0 = b0});
        c->em.block = here;
        b0 = copies;
    }
    set_term(c, (IrTerm){.kind = TERM_INVOKE, .call = o, .err = err, .b0 = b0, .b1 = b1});
}

static void clone_ct_for(Clone *c, const IrTerm *t, uint32_t header) {
    Val seq = cv(c, t->val);
    const Val *items = NULL;
    uint32_t n = 0, loop = 0;
    if (c->failed) return;
    if (!elab_sequence(c->e, seq, &items, &n)) {
        inst_error(c->e, DIAG_not_comptime_sequence, c->in, c->pos, "`%s` is not a sequence known at compile time",
                   val_str_of(&c->e->arena, seq));
        c->failed = true;
        return;
    }
    for (uint32_t k = 0; k < c->loops.n; k++)
        if (c->loops.loops[k].header == header) loop = k + 1;
    if (n > ELAB_UNROLL_WARN)
        inst_error(c->e, DIAG_unroll_many, c->in, c->pos, "this `comptime for` is unrolled %u times", n);
    if (n == 0) set_goto(c, t->b1);
    else
        set_term(c, (IrTerm){.kind = TERM_GOTO, .b0 = block_in(c, t->b0, env_new(c, c->env, loop, 0, items, n))});
}

static void clone_term(Clone *c, const IrTerm *t, uint32_t from) {
    c->pos = t->pos;
    switch ((TermKind)t->kind) {
    case TERM_GOTO: set_goto(c, t->b0); return;
    case TERM_BR: {
        Place src = map_place(c, t->src);
        uint32_t b0 = target(c, t->b0, c->env), b1 = target(c, t->b1, c->env);
        set_term(c, (IrTerm){.kind = TERM_BR, .src = src, .b0 = b0, .b1 = b1});
        return;
    }
    case TERM_RETURN: set_term(c, (IrTerm){.kind = TERM_RETURN}); return;
    case TERM_RAISE: set_term(c, (IrTerm){.kind = c->f->raises ? TERM_RAISE : TERM_UNREACHABLE}); return;
    case TERM_INVOKE: clone_invoke(c, t); return;
    case TERM_UNREACHABLE: set_term(c, (IrTerm){.kind = TERM_UNREACHABLE}); return;
    case TERM_CT_BR: {
        bool taken;
        Val v = cv(c, t->val);
        if (val_as_bool(v, &taken)) set_goto(c, taken ? t->b0 : t->b1);
        else c->failed = true;
        return;
    }
    case TERM_CT_FOR: clone_ct_for(c, t, from); return;
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

static void clone_signature(Clone *c) {
    const IrFn *pf = c->pf;
    IrFn *f = c->f;
    for (uint32_t i = 0; i < pf->n_args; i++) map_local(c, i);
    f->n_args = pf->n_args;
    f->result = map_local(c, pf->result);
    f->result_type = cv(c, pf->result_type);
    f->result_is_ref = pf->result_is_ref;
    if (pf->raises && f->raises) {
        f->error = map_local(c, pf->error);
        f->error_type = cv(c, pf->error_type);
    }
    f->cold = pf->cold;
    f->c_abi = pf->c_abi;
    f->owned = true;
}

static void clone_blocks(Clone *c) {
    block_in(c, 0, c->env);
    for (uint32_t i = 0; i < c->todo.len && !c->too_large; i++) {
        Todo t = c->todo.data[i];
        const IrBlock *from = &c->pf->blocks.data[t.from];
        c->env = t.env;
        c->em.block = t.to;
        bool failed = c->failed;
        for (uint32_t k = 0; k < from->insts.len; k++) { /* one mistake does not hide the next */
            c->failed = false;
            clone_inst(c, &from->insts.data[k]);
            failed |= c->failed;
        }
        c->failed = false;
        clone_term(c, &from->term, t.from);
        c->failed |= failed;
        if (c->n_insts + c->f->blocks.len > ELAB_MAX_INSTS) {
            inst_error(c->e, DIAG_unroll_too_large, c->in, c->pos, "`%s` has more than %d instructions once unrolled",
                       inst_name(c->e, c->in), ELAB_MAX_INSTS);
            c->failed = c->too_large = true;
        }
    }
}

bool clone_body(Elab *e, Instance *in, const IrFn *pf) {
    Clone c = {.e = e, .in = in, .pf = pf, .f = &in->fn, .em = {.e = e, .in = in}};
    arena_init(&c.scratch);
    c.loops = ct_loops(pf, &c.scratch);
    mark_locals(&c);
    Env *root = env_new(&c, NULL, 0, 0, NULL, 0);
    const ParamDecl **decls = NULL;
    uint32_t n = fn_all_params(in->fn.decl, &decls, &c.scratch);
    root->subst = (Subst){.params = decls, .args = in->fn.params, .n = n < in->fn.n_params ? n : in->fn.n_params};
    c.env = root;
    clone_signature(&c);
    if (!c.failed) clone_blocks(&c);
    for (uint32_t i = 0; i < c.envs.len; i++) map_done(&c.envs.data[i]->vals);
    vec_done(&c.envs);
    vec_done(&c.todo);
    map_done(&c.blocks);
    arena_done(&c.scratch);
    return !c.failed && !c.em.failed;
}
