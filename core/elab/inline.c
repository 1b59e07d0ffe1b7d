/* SPDX-License-Identifier: Apache-2.0 */
/* The IR inliner for @always_inline: bottom-up, so a callee's own calls are gone when it is spliced. Arguments
 * that are references to plain places are replaced by those places; positions keep the chain of calls. */
#include "elab/elab_int.h"

enum { MAX_INLINE_DEPTH = 300, MAX_INLINED_INSTS = 400000 };

typedef struct Splice {
    Elab *e;
    Instance *in;   /* caller */
    IrFn *f;
    VEC(IrBlock) blocks; /* the new body */
    uint32_t cur;   /* block being filled */
    uint64_t n_insts;
    bool failed;
} Splice;

typedef struct Mapping { /* of one callee into the caller */
    Splice *s;
    const IrFn *callee;
    uint32_t *locals;    /* callee local → caller local */
    const Place **place; /* argument replaced by a place, or NULL */
    uint32_t *blocks;    /* callee block → caller block; 0 holds the entry, merged */
    IrLoc *loc;          /* position of callee code that was not itself inlined */
    Map locs;            /* callee's IrLoc → caller's */
} Mapping;

static bool inlinable(const IrInst *call) {
    const IrFn *t = call->callee ? call->callee->target : NULL;
    return t && t->always_inline && !t->no_inline;
}

static IrInst *push(Splice *s, IrInst i) {
    IrBlock *b = &s->blocks.data[s->cur];
    s->n_insts++;
    vec_push_in(s->f->arena, &b->insts, i);
    return &b->insts.data[b->insts.len - 1];
}

static uint32_t new_block(Splice *s) {
    vec_push(&s->blocks, (IrBlock){.term = {.kind = TERM_UNREACHABLE}});
    return s->blocks.len - 1;
}

/* ---- places and positions in the caller -------------------------------------------------------------- */

static Place map_place(Mapping *m, Place p) {
    const Place *base = m->place[p.local];
    Place out = {.local = m->locals[p.local], .n_proj = p.n_proj, .proj = p.proj};
    uint32_t skip = 0;
    if (base) { /* the reference is known: its dereference is the place itself */
        skip = 1;
        out.local = base->local;
        out.n_proj = base->n_proj + p.n_proj - 1;
    }
    bool has_index = false;
    for (uint32_t i = 0; i < p.n_proj; i++) has_index |= p.proj[i].kind == PROJ_INDEX;
    if (!base && !has_index) return out;
    Proj *proj = ARENA_ARRAY(m->s->f->arena, Proj, out.n_proj + 1);
    uint32_t n = 0;
    if (base)
        for (; n < base->n_proj; n++) proj[n] = base->proj[n];
    for (uint32_t i = skip; i < p.n_proj; i++, n++) {
        proj[n] = p.proj[i];
        if (proj[n].kind == PROJ_INDEX) proj[n].index = m->locals[proj[n].index];
    }
    out.proj = proj;
    return out;
}

static IrLoc *map_loc(Mapping *m, const IrLoc *l) {
    if (!l) return m->loc;
    IrLoc *known = map_get(&m->locs, l);
    if (known) return known;
    IrLoc *copy = arena_dup(m->s->f->arena, l, sizeof *l);
    map_put(&m->locs, l, copy);
    copy->caller = map_loc(m, l->caller);
    return copy;
}

static IrInst map_inst(Mapping *m, const IrInst *i) {
    IrInst o = *i;
    o.loc = map_loc(m, i->loc);
    if (i->has_dst || i->op == IR_CONST || i->op == IR_COPY || i->op == IR_MOVE || i->op == IR_REF) o.dst = map_place(m, i->dst);
    if (i->op == IR_COPY || i->op == IR_MOVE || i->op == IR_REF) o.src = map_place(m, i->src);
    if (i->n_args) {
        o.args = ARENA_ARRAY(m->s->f->arena, IrArg, i->n_args);
        for (uint32_t k = 0; k < i->n_args; k++)
            o.args[k] = (IrArg){.place = map_place(m, i->args[k].place), .mode = i->args[k].mode};
    }
    if (i->callee && i->callee->is_indirect) {
        o.callee = arena_dup(m->s->f->arena, i->callee, sizeof *i->callee);
        o.callee->fnptr = map_place(m, i->callee->fnptr);
    }
    return o;
}

/* ---- arguments ---------------------------------------------------------------------------------------- */

/* How a callee uses an argument that is a reference. */
static bool bare(Place p, uint32_t local) {
    return p.local == local && (p.n_proj == 0 || p.proj[0].kind != PROJ_DEREF);
}

static bool used_bare_in(const IrInst *i, uint32_t a) {
    if ((i->has_dst || i->op <= IR_REF) && i->op != IR_DROP && bare(i->dst, a)) return true;
    if ((i->op == IR_COPY || i->op == IR_MOVE || i->op == IR_REF) && bare(i->src, a)) return true;
    for (uint32_t k = 0; k < i->n_args; k++)
        if (bare(i->args[k].place, a)) return true;
    return i->callee && i->callee->is_indirect && bare(i->callee->fnptr, a);
}

static bool used_bare(const IrFn *f, uint32_t a) {
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        const IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++)
            if (used_bare_in(&bl->insts.data[i], a)) return true;
        if (bl->term.kind == TERM_BR && bare(bl->term.src, a)) return true;
        if (bl->term.kind == TERM_INVOKE && (used_bare_in(bl->term.call, a) || bare(bl->term.err, a))) return true;
    }
    return false;
}

/* The same storage wherever it is named: no pointer that may change, no index. */
static bool stable(const IrFn *f, Place p) {
    for (uint32_t i = 0; i < p.n_proj; i++) {
        if (p.proj[i].kind == PROJ_INDEX) return false;
        if (p.proj[i].kind == PROJ_DEREF && !(i == 0 && f->locals.data[p.local].is_ref)) return false;
    }
    return true;
}

static bool has_other_mut_arg(const IrFn *f, uint32_t a) {
    for (uint32_t i = 0; i < f->n_args; i++)
        if (i != a && f->locals.data[i].is_ref && f->locals.data[i].is_mut) return true;
    return false;
}

static uint32_t temp(Splice *s, const IrLocal *like, uint32_t pos) {
    IrLocal l = *like;
    l.kind = LOCAL_TEMP;
    l.name = NULL;
    l.var = NULL;
    l.pos = pos;
    vec_push_in(s->f->arena, &s->f->locals, l);
    return s->f->locals.len - 1;
}

static void bind_arg(Mapping *m, const IrInst *call, uint32_t k) {
    Splice *s = m->s;
    const IrLocal *l = &m->callee->locals.data[k];
    const IrArg *a = &call->args[k];
    if (l->is_ref && a->mode == ARG_REF) {
        bool small = !l->is_mut && l->conv != CONV_REF && life_of(s->e, l->type)->trivial[OP_LIFE_COPY];
        if (small) {
            const Layout *lay = val_layout(s->e->vals, s->e->cx->target, l->type);
            small = lay && lay->size <= 16 && has_other_mut_arg(m->callee, k);
        }
        if (!small && stable(s->f, a->place) && !used_bare(m->callee, k)) {
            m->place[k] = &a->place;
            return;
        }
        if (small && !used_bare(m->callee, k)) { /* such a value is passed as a copy */
            IrLocal t = *l;
            t.is_ref = false;
            uint32_t copy = temp(s, &t, call->pos);
            push(s, (IrInst){.op = IR_COPY, .has_dst = true, .pos = call->pos, .loc = call->loc, .dst = place_local(copy),
                             .src = a->place});
            Place *p = ARENA_NEW(s->f->arena, Place);
            *p = place_local(copy);
            m->place[k] = p;
            return;
        }
        m->locals[k] = temp(s, l, call->pos);
        push(s, (IrInst){.op = IR_REF, .has_dst = true, .pos = call->pos, .loc = call->loc,
                         .dst = place_local(m->locals[k]), .src = a->place});
        return;
    }
    m->locals[k] = temp(s, l, call->pos);
    push(s, (IrInst){.op = l->is_ref ? IR_REF : a->mode == ARG_MOVE ? IR_MOVE : IR_COPY, .has_dst = true, .pos = call->pos, .loc = call->loc,
                     .dst = place_local(m->locals[k]), .src = a->place});
}

/* ---- splicing ------------------------------------------------------------------------------------------ */

/* Fills s->cur (and new blocks) with the callee's body. Normal returns arrive in the block that is s->cur
 * afterwards; raises go to `on_raise` with the error in `err`. */
static void splice(Splice *s, const IrInst *call, const Place *err, uint32_t on_raise) {
    const IrFn *g = call->callee->target;
    Mapping m = {.s = s, .callee = g};
    Arena a;
    arena_init(&a);
    m.locals = ARENA_ARRAY(&a, uint32_t, g->locals.len + 1);
    m.place = ARENA_ARRAY(&a, const Place *, g->locals.len + 1);
    m.blocks = ARENA_ARRAY(&a, uint32_t, g->blocks.len + 1);
    m.loc = ARENA_NEW(s->f->arena, IrLoc);
    *m.loc = (IrLoc){.fn = g->decl, .call_pos = call->pos, .caller = call->loc,
                     .caller_fn = call->loc ? call->loc->fn : s->f->decl};
    for (uint32_t k = 0; k < g->n_args; k++) bind_arg(&m, call, k);
    for (uint32_t k = g->n_args; k < g->locals.len; k++) m.locals[k] = temp(s, &g->locals.data[k], call->pos);
    bool single = g->blocks.len == 1;
    uint32_t after = s->cur;
    if (!single) {
        bool entry_again = false; /* does anything jump back to the callee's entry? */
        for (uint32_t b = 0; b < g->blocks.len; b++) {
            const IrTerm *t = &g->blocks.data[b].term;
            bool two = t->kind == TERM_BR || t->kind == TERM_INVOKE;
            entry_again |= ((t->kind == TERM_GOTO || two) && t->b0 == 0) || (two && t->b1 == 0);
        }
        m.blocks[0] = s->cur;
        if (entry_again) {
            m.blocks[0] = new_block(s);
            s->blocks.data[s->cur].term = (IrTerm){.kind = TERM_GOTO, .b0 = m.blocks[0], .pos = call->pos, .loc = call->loc};
        }
        for (uint32_t b = 1; b < g->blocks.len; b++) m.blocks[b] = new_block(s);
        after = new_block(s);
    } else {
        m.blocks[0] = s->cur;
    }
    bool returns = false;
    for (uint32_t b = 0; b < g->blocks.len; b++) {
        const IrBlock *from = &g->blocks.data[b];
        s->cur = m.blocks[b];
        for (uint32_t i = 0; i < from->insts.len; i++) push(s, map_inst(&m, &from->insts.data[i]));
        IrTerm t = from->term;
        t.loc = map_loc(&m, from->term.loc);
        switch ((TermKind)t.kind) {
        case TERM_GOTO: t.b0 = m.blocks[t.b0]; break;
        case TERM_BR:
            t.src = map_place(&m, t.src);
            t.b0 = m.blocks[t.b0];
            t.b1 = m.blocks[t.b1];
            break;
        case TERM_INVOKE: {
            IrInst *c = ARENA_NEW(s->f->arena, IrInst);
            *c = map_inst(&m, t.call);
            t.call = c;
            t.err = map_place(&m, t.err);
            t.b0 = m.blocks[t.b0];
            t.b1 = m.blocks[t.b1];
            break;
        }
        case TERM_RETURN:
            returns = true;
            if (single) continue; /* goes on in the same block */
            t.kind = TERM_GOTO;
            t.b0 = after;
            break;
        case TERM_RAISE:
            if (err)
                push(s, (IrInst){.op = IR_MOVE, .has_dst = true, .pos = call->pos, .loc = call->loc, .dst = *err,
                                 .src = place_local(m.locals[g->error])});
            t.kind = err ? TERM_GOTO : TERM_UNREACHABLE;
            t.b0 = on_raise;
            break;
        default: break;
        }
        s->blocks.data[s->cur].term = t;
    }
    if (single && !returns) after = new_block(s); /* never comes back: what follows is dead */
    s->cur = after;
    if (call->has_dst) {
        bool ref = g->result_is_ref;
        Place r = place_local(m.locals[g->result]);
        if (ref) r = place_deref(s->f, r, g->result_type);
        push(s, (IrInst){.op = ref ? IR_REF : IR_MOVE, .has_dst = true, .pos = call->pos, .loc = call->loc,
                         .dst = call->dst, .src = r});
    }
    map_done(&m.locs);
    arena_done(&a);
}

static bool inline_at(Elab *e, Instance *in, uint32_t depth);

/* Inlines the callee's own calls first; reports recursion. */
static bool ready(Splice *s, const IrInst *call, uint32_t depth) {
    Instance *t = (Instance *)call->callee->target;
    if (t->inline_state == INLINE_BUSY || depth > MAX_INLINE_DEPTH) {
        Diag *d = inst_error(s->e, DIAG_inline_recursion, s->in, call->pos,
                             "`%s` must be inlined, but its body calls it again", inst_name(s->e, t));
        diag_help(d, "remove `@always_inline` from it");
        s->failed = true;
        return false;
    }
    if (!inst_body(s->e, t) || !inline_at(s->e, t, depth + 1)) {
        s->failed = true;
        return false;
    }
    if (s->n_insts > MAX_INLINED_INSTS) {
        inst_error(s->e, DIAG_inline_recursion, s->in, call->pos, "inlining makes `%s` larger than %d instructions",
                   inst_name(s->e, s->in), MAX_INLINED_INSTS);
        s->failed = true;
        return false;
    }
    return true;
}

static void rebuild(Splice *s, const IrFn *from, uint32_t depth) {
    for (uint32_t b = 0; b < from->blocks.len; b++) new_block(s);
    for (uint32_t b = 0; b < from->blocks.len && !s->failed; b++) {
        const IrBlock *bl = &from->blocks.data[b];
        s->cur = b;
        for (uint32_t i = 0; i < bl->insts.len && !s->failed; i++) {
            const IrInst *in = &bl->insts.data[i];
            if (in->op == IR_CALL && inlinable(in)) {
                if (ready(s, in, depth)) splice(s, in, NULL, 0);
            } else {
                push(s, *in);
            }
        }
        if (s->failed) break;
        IrTerm t = bl->term;
        if (t.kind == TERM_INVOKE && inlinable(t.call)) {
            IrInst call = *t.call;
            call.loc = t.loc;
            if (!ready(s, &call, depth)) break;
            splice(s, &call, &t.err, t.b1);
            t = (IrTerm){.kind = TERM_GOTO, .b0 = t.b0, .pos = t.pos, .loc = t.loc};
        }
        s->blocks.data[s->cur].term = t;
    }
}

static bool inline_at(Elab *e, Instance *in, uint32_t depth) {
    if (in->inline_state == INLINE_DONE) return true;
    in->inline_state = INLINE_BUSY;
    Splice s = {.e = e, .in = in, .f = &in->fn};
    IrFn from = in->fn; /* the plain form keeps its own blocks and locals */
    in->fn.locals.data = arena_dup(in->fn.arena, from.locals.data, from.locals.len * sizeof *from.locals.data);
    in->fn.locals.cap = from.locals.len;
    rebuild(&s, &from, depth);
    if (!s.failed) {
        in->fn.blocks.data = arena_dup(in->fn.arena, s.blocks.data, s.blocks.len * sizeof *s.blocks.data);
        in->fn.blocks.len = in->fn.blocks.cap = s.blocks.len;
        clean_fn(e, &in->fn);
    }
    vec_done(&s.blocks);
    in->inline_state = INLINE_DONE;
    return !s.failed;
}

bool inline_fn(Elab *e, Instance *in) {
    return inline_at(e, in, 0);
}

static uint64_t size_with(const IrInst *call) {
    const IrFn *t = call->callee->target;
    uint64_t n = 0;
    for (uint32_t b = 0; b < t->blocks.len; b++) n += t->blocks.data[b].insts.len;
    return n + call->n_args;
}

bool inline_check(Elab *e, Instance *in) {
    uint64_t size = 0;
    Splice s = {.e = e, .in = in, .f = &in->fn};
    for (uint32_t b = 0; b < in->fn.blocks.len && !s.failed; b++) {
        const IrBlock *bl = &in->fn.blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len && !s.failed; i++) {
            const IrInst *c = &bl->insts.data[i];
            if (c->op == IR_CALL && inlinable(c) && ready(&s, c, 0)) size += size_with(c);
            size++;
        }
        if (bl->term.kind == TERM_INVOKE && inlinable(bl->term.call) && !s.failed && ready(&s, bl->term.call, 0))
            size += size_with(bl->term.call);
    }
    return !s.failed && (size <= MAX_INLINED_INSTS || inline_fn(e, in));
}
