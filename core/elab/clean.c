/* SPDX-License-Identifier: Apache-2.0 */
/* Clean-up driver, uses of locals, control flow, dead code. */
#include "elab/clean.h"

void each_use(IrInst *i, UseFn fn, void *ctx) {
    switch ((IrOp)i->op) {
    case IR_COPY:
    case IR_MOVE: fn(ctx, &i->src, USE_READ); break;
    case IR_REF: fn(ctx, &i->src, USE_ADDR); break;
    case IR_DROP: fn(ctx, &i->src, USE_ADDR); return;
    case IR_CONST: break;
    case IR_CALL:
    case IR_INTRIN:
        for (uint32_t k = 0; k < i->n_args; k++)
            if (i->args[k].mode != ARG_REF) fn(ctx, &i->args[k].place, USE_READ);
        if (i->callee && i->callee->is_indirect) fn(ctx, &i->callee->fnptr, USE_READ);
        for (uint32_t k = 0; k < i->n_args; k++)
            if (i->args[k].mode == ARG_REF) fn(ctx, &i->args[k].place, USE_ADDR);
        if (!i->has_dst) return;
        break;
    default: return;
    }
    fn(ctx, &i->dst, USE_WRITE);
}

void each_term_use(IrTerm *t, UseFn fn, void *ctx) {
    if (t->kind == TERM_BR) fn(ctx, &t->src, USE_READ);
    if (t->kind != TERM_INVOKE) return;
    each_use(t->call, fn, ctx);
    fn(ctx, &t->err, USE_WRITE);
}

bool place_derefs(Place p) {
    for (uint32_t i = 0; i < p.n_proj; i++)
        if (p.proj[i].kind == PROJ_DEREF) return true;
    return false;
}

bool touches_memory(const IrInst *i) {
    if (i->op == IR_CALL) return true;
    if (i->op != IR_INTRIN) return false;
    switch ((IntrinsicId)i->intrin) {
    case INTR_free: case INTR_memcpy: case INTR_memmove: case INTR_memset: case INTR_store: case INTR_scatter:
    case INTR_masked_store: case INTR_write: case INTR_take: case INTR_destroy: case INTR_atomic_load:
    case INTR_atomic_store: case INTR_atomic_rmw: case INTR_atomic_cmpxchg: case INTR_fence:
    case INTR_external_call: case INTR_black_box: case INTR_alloc: case INTR_stack_alloc: case INTR_abort: case INTR_trap:
        return true;
    default:
        return false;
    }
}

bool is_pure(const IrInst *i) {
    switch ((IrOp)i->op) {
    case IR_CONST: case IR_COPY: case IR_MOVE: case IR_REF: return true;
    case IR_INTRIN:
        switch ((IntrinsicId)i->intrin) {
        case INTR_assume: case INTR_unreachable: return false;
        default: return !touches_memory(i) && i->has_dst;
        }
    default: return false;
    }
}

/* ---- uses --------------------------------------------------------------------------------------------- */

static void count(void *ctx, Place *p, UseKind kind) {
    LocalUse *u = ctx;
    for (uint32_t i = 0; i < p->n_proj; i++)
        if (p->proj[i].kind == PROJ_INDEX) u[p->proj[i].index].reads++;
    LocalUse *l = &u[p->local];
    if (place_derefs(*p)) l->reads++;
    else if (kind == USE_READ) l->reads++;
    else if (kind == USE_ADDR) l->addrs++, l->reads++;
    else if (p->n_proj) l->part_defs++;
    else l->defs++;
}

LocalUse *count_uses(const IrFn *f, Arena *a) {
    LocalUse *u = ARENA_ARRAY(a, LocalUse, f->locals.len + 1);
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) each_use(&bl->insts.data[i], count, u);
        each_term_use(&bl->term, count, u);
    }
    u[f->result].reads++; /* read by the return */
    if (f->raises) u[f->error].reads++;
    return u;
}

/* ---- control flow --------------------------------------------------------------------------------------- */

static uint32_t *succ_at(IrTerm *t, uint32_t k) {
    switch ((TermKind)t->kind) {
    case TERM_GOTO: return k == 0 ? &t->b0 : NULL;
    case TERM_BR:
    case TERM_INVOKE: return k == 0 ? &t->b0 : k == 1 ? &t->b1 : NULL;
    default: return NULL;
    }
}

/* Where a jump to b ends up: through empty blocks that only jump on. */
static uint32_t thread(const IrFn *f, uint32_t b) {
    for (uint32_t steps = 0; steps < 64; steps++) {
        const IrBlock *bl = &f->blocks.data[b];
        if (bl->insts.len || bl->term.kind != TERM_GOTO || bl->term.b0 == b) return b;
        b = bl->term.b0;
    }
    return b;
}

static void append(IrFn *f, IrBlock *to, const IrBlock *from) {
    for (uint32_t i = 0; i < from->insts.len; i++) vec_push_in(f->arena, &to->insts, from->insts.data[i]);
    to->term = from->term;
}

bool clean_cfg(IrFn *f, Arena *a) {
    uint32_t n = f->blocks.len;
    bool changed = false;
    for (uint32_t b = 0; b < n; b++)
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t *s = succ_at(&f->blocks.data[b].term, k);
            if (!s) continue;
            uint32_t to = thread(f, *s);
            if (to != *s) *s = to, changed = true;
        }
    uint32_t *preds = ARENA_ARRAY(a, uint32_t, n + 1), *stack = ARENA_ARRAY(a, uint32_t, n + 1), top = 0;
    bool *seen = ARENA_ARRAY(a, bool, n + 1);
    stack[top++] = 0;
    seen[0] = true;
    preds[0] = 1; /* the entry never joins a predecessor */
    while (top) {
        IrTerm *t = &f->blocks.data[stack[--top]].term;
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t *s = succ_at(t, k);
            if (!s) continue;
            preds[*s]++;
            if (!seen[*s]) seen[*s] = true, stack[top++] = *s;
        }
    }
    for (uint32_t b = 0; b < n; b++) {
        if (!seen[b]) continue;
        IrBlock *bl = &f->blocks.data[b];
        while (bl->term.kind == TERM_GOTO && preds[bl->term.b0] == 1 && bl->term.b0 != b && bl->term.b0 != 0) {
            uint32_t next = bl->term.b0;
            append(f, bl, &f->blocks.data[next]);
            seen[next] = false;
            changed = true;
        }
    }
    uint32_t *to = ARENA_ARRAY(a, uint32_t, n + 1), m = 0;
    for (uint32_t b = 0; b < n; b++)
        if (seen[b]) to[b] = m++;
    if (m == n) return changed;
    for (uint32_t b = 0; b < n; b++) {
        if (!seen[b]) continue;
        IrBlock bl = f->blocks.data[b];
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t *s = succ_at(&bl.term, k);
            if (s) *s = to[*s];
        }
        f->blocks.data[to[b]] = bl;
    }
    f->blocks.len = m;
    return true;
}

/* ---- dead temporaries ------------------------------------------------------------------------------------ */

bool clean_dead(IrFn *f, Arena *a) {
    bool any = false;
    for (int round = 0; round < 6; round++) {
        LocalUse *u = count_uses(f, a);
        bool changed = false;
        for (uint32_t b = 0; b < f->blocks.len; b++) {
            IrBlock *bl = &f->blocks.data[b];
            uint32_t n = 0;
            for (uint32_t i = 0; i < bl->insts.len; i++) {
                const IrInst *in = &bl->insts.data[i];
                bool dead = in->op == IR_NOP;
                if (is_pure(in) && !place_derefs(in->dst)) {
                    const IrLocal *l = &f->locals.data[in->dst.local];
                    dead |= l->kind == LOCAL_TEMP && !u[in->dst.local].reads && !u[in->dst.local].addrs;
                    dead |= (in->op == IR_COPY || in->op == IR_MOVE) && !in->dst.n_proj && !in->src.n_proj &&
                            in->dst.local == in->src.local;
                }
                if (dead) changed = true;
                else bl->insts.data[n++] = *in;
            }
            bl->insts.len = n;
        }
        any |= changed;
        if (!changed) break;
    }
    return any;
}

static void renumber(void *ctx, Place *p, UseKind kind) {
    const uint32_t *to = ctx;
    (void)kind;
    p->local = to[p->local];
    for (uint32_t i = 0; i < p->n_proj; i++)
        if (p->proj[i].kind == PROJ_INDEX) ((Proj *)p->proj)[i].index = to[p->proj[i].index];
}

/* Projections may be shared between instructions: give index projections their own before renumbering. */
static void unshare(void *ctx, Place *p, UseKind kind) {
    (void)kind;
    for (uint32_t i = 0; i < p->n_proj; i++)
        if (p->proj[i].kind == PROJ_INDEX) {
            p->proj = arena_dup(ctx, p->proj, p->n_proj * sizeof *p->proj);
            return;
        }
}

static void each_place(IrFn *f, UseFn fn, void *ctx) {
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) each_use(&bl->insts.data[i], fn, ctx);
        each_term_use(&bl->term, fn, ctx);
    }
}

void clean_locals(IrFn *f, Arena *a) {
    LocalUse *u = count_uses(f, a);
    uint32_t *to = ARENA_ARRAY(a, uint32_t, f->locals.len + 1), n = 0;
    for (uint32_t i = 0; i < f->locals.len; i++) {
        bool used = u[i].reads || u[i].defs || u[i].part_defs || u[i].addrs;
        const IrLocal *l = &f->locals.data[i];
        if (!used && l->kind == LOCAL_TEMP) continue;
        to[i] = n;
        f->locals.data[n++] = *l;
    }
    if (n == f->locals.len) return;
    f->locals.len = n;
    each_place(f, unshare, f->arena);
    each_place(f, renumber, to);
    f->result = to[f->result];
    if (f->raises) f->error = to[f->error];
}

/* ---- driver ------------------------------------------------------------------------------------------------ */

/* Everything an instruction points to becomes this body's own: it was copied from another one. */
static void own_parts(IrFn *f) {
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i <= bl->insts.len; i++) {
            bool term = i == bl->insts.len;
            if (term && bl->term.kind != TERM_INVOKE) continue;
            if (term) bl->term.call = arena_dup(f->arena, bl->term.call, sizeof *bl->term.call);
            IrInst *in = term ? bl->term.call : &bl->insts.data[i];
            if (in->n_args) in->args = arena_dup(f->arena, in->args, in->n_args * sizeof *in->args);
            if (in->callee && in->callee->is_indirect) in->callee = arena_dup(f->arena, in->callee, sizeof *in->callee);
        }
    }
}

/* Constant conditions of branches: `in_comptime` of code that is compiled. */
static bool fold_branches(IrFn *f, Arena *a) {
    Val *value = ARENA_ARRAY(a, Val, f->locals.len + 1);
    LocalUse *u = count_uses(f, a);
    bool changed = false;
    for (uint32_t b = 0; b < f->blocks.len; b++)
        for (uint32_t i = 0; i < f->blocks.data[b].insts.len; i++) {
            const IrInst *in = &f->blocks.data[b].insts.data[i];
            uint32_t l = in->dst.local;
            if (in->op == IR_CONST && !in->dst.n_proj && u[l].defs == 1 && !u[l].part_defs && !u[l].addrs &&
                f->locals.data[l].kind == LOCAL_TEMP)
                value[l] = in->val;
        }
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrTerm *t = &f->blocks.data[b].term;
        bool taken;
        if (t->kind != TERM_BR || !value[t->src.local] || !val_as_bool(value[t->src.local], &taken)) continue;
        *t = (IrTerm){.kind = TERM_GOTO, .b0 = taken ? t->b0 : t->b1, .pos = t->pos, .loc = t->loc};
        changed = true;
    }
    return changed;
}

/* Where an instruction stands, or the call that many inlined calls outwards. */
static Span outer_place(const IrFn *f, const IrInst *in, int64_t levels) {
    const FnDecl *fn = in->loc ? in->loc->fn : f->decl;
    uint32_t pos = in->pos;
    for (const IrLoc *l = in->loc; l && levels > 0; l = l->caller, levels--) {
        pos = l->call_pos;
        fn = l->caller_fn;
    }
    Instance at = {0};
    at.fn.decl = (FnDecl *)fn;
    return inst_span(&at, pos);
}

void finish_fn(Elab *e, IrFn *f) {
    bool any = false;
    for (uint32_t b = 0; b < f->blocks.len; b++)
        for (uint32_t i = 0; i < f->blocks.data[b].insts.len; i++) {
            IrInst *in = &f->blocks.data[b].insts.data[i];
            if (in->op != IR_INTRIN) continue;
            if (in->intrin == INTR_in_comptime) {
                in->op = IR_CONST;
                in->val = val_i64(e->vals, e->bool_type, 0);
                any = true;
            }
            int64_t levels = INT64_MAX; /* location_…: the outermost caller */
            bool line = false, file = false;
            switch ((IntrinsicId)in->intrin) {
            case INTR_caller_line:
            case INTR_location_line: line = true; break;
            case INTR_caller_file:
            case INTR_location_file: file = true; break;
            case INTR_caller_col:
            case INTR_location_col: break;
            default: continue;
            }
            if (in->n_params && !val_as_i64(in->params[0], &levels)) levels = 0;
            Span at = outer_place(f, in, levels);
            e->cx->located = true;
            Source *s = source_get(e->cx->sources, at.file);
            LineCol lc = s ? source_line_col(s, at.start, POS_UTF32) : (LineCol){0, 0};
            if (file) {
                in->intrin = INTR_str_literal_ptr;
                in->params = ARENA_ARRAY(&e->arena, Val, 1);
                in->params[0] = val_str(e->vals, str_of(s ? s->shown : "?"));
                in->n_params = 1;
            } else {
                in->op = IR_CONST;
                in->val = val_i64(e->vals, e->int_type, (line ? lc.line : lc.col) + 1);
            }
        }
    if (!any) return;
    Arena a;
    arena_init(&a);
    if (fold_branches(f, &a)) {
        clean_cfg(f, &a);
        clean_dead(f, &a);
        clean_locals(f, &a);
    }
    arena_done(&a);
}

void clean_fn(Elab *e, IrFn *f) {
    Arena a;
    arena_init(&a);
    own_parts(f);
    for (int round = 0; round < 6; round++) {
        bool changed = clean_cfg(f, &a);
        changed |= clean_refs(f, &a);
        changed |= clean_split(e, f, &a);
        changed |= clean_copies(f, &a);
        changed |= clean_dead(f, &a);
        if (!changed) break;
    }
    clean_locals(f, &a);
    arena_done(&a);
}
