/* SPDX-License-Identifier: Apache-2.0 */
/* Dominators (Cooper, Harvey, Kennedy) and what follows from them for `comptime for`. */
#include "elab/loops.h"

static uint32_t succ(const IrTerm *t, uint32_t out[2]) {
    switch ((TermKind)t->kind) {
    case TERM_GOTO: out[0] = t->b0; return 1;
    case TERM_BR:
    case TERM_INVOKE:
    case TERM_CT_BR:
    case TERM_CT_FOR:
        out[0] = t->b0;
        out[1] = t->b1;
        return 2;
    default: return 0;
    }
}

typedef struct Dom {
    uint32_t *order; /* post-order numbers; 0: unreachable */
    uint32_t *rpo;   /* blocks in reverse post-order */
    uint32_t n;
    uint32_t *idom;  /* block + 1 */
} Dom;

static void number(const IrFn *f, Dom *d, Arena *a) {
    uint32_t nb = f->blocks.len, top = 0, count = 0;
    uint32_t *stack = ARENA_ARRAY(a, uint32_t, nb + 1), *next = ARENA_ARRAY(a, uint32_t, nb + 1);
    bool *seen = ARENA_ARRAY(a, bool, nb + 1);
    d->rpo = ARENA_ARRAY(a, uint32_t, nb + 1);
    d->order = ARENA_ARRAY(a, uint32_t, nb + 1);
    stack[top++] = 0;
    seen[0] = true;
    while (top) {
        uint32_t b = stack[top - 1], s[2], n = succ(&f->blocks.data[b].term, s);
        if (next[b] < n) {
            uint32_t to = s[next[b]++];
            if (to < nb && !seen[to]) {
                seen[to] = true;
                stack[top++] = to;
            }
            continue;
        }
        d->order[b] = ++count;
        top--;
    }
    d->n = count;
    for (uint32_t b = 0; b < nb; b++)
        if (d->order[b]) d->rpo[count - d->order[b]] = b;
}

static uint32_t meet(const Dom *d, uint32_t x, uint32_t y) {
    while (x != y) {
        while (d->order[x] < d->order[y]) x = d->idom[x] - 1;
        while (d->order[y] < d->order[x]) y = d->idom[y] - 1;
    }
    return x;
}

typedef struct Preds {
    uint32_t *start, *list; /* predecessors of b: list[start[b] .. start[b + 1]] */
} Preds;

static Preds predecessors(const IrFn *f, const Dom *d, Arena *a) {
    uint32_t nb = f->blocks.len, s[2];
    Preds p = {.start = ARENA_ARRAY(a, uint32_t, nb + 2)};
    for (uint32_t i = 0; i < d->n; i++)
        for (uint32_t n = succ(&f->blocks.data[d->rpo[i]].term, s); n--;) p.start[s[n] + 1]++;
    for (uint32_t b = 0; b < nb; b++) p.start[b + 1] += p.start[b];
    p.list = ARENA_ARRAY(a, uint32_t, p.start[nb] + 1);
    uint32_t *at = ARENA_ARRAY(a, uint32_t, nb + 1);
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t b = d->rpo[i];
        for (uint32_t n = succ(&f->blocks.data[b].term, s); n--;) p.list[p.start[s[n]] + at[s[n]]++] = b;
    }
    return p;
}

static void dominators(const IrFn *f, Dom *d, Arena *a) {
    number(f, d, a);
    d->idom = ARENA_ARRAY(a, uint32_t, f->blocks.len + 1);
    d->idom[0] = 1;
    Preds p = predecessors(f, d, a);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 1; i < d->n; i++) {
            uint32_t b = d->rpo[i], now = 0;
            for (uint32_t k = p.start[b]; k < p.start[b + 1]; k++) {
                uint32_t from = p.list[k];
                if (!d->idom[from]) continue;
                now = now ? meet(d, now - 1, from) + 1 : from + 1;
            }
            if (now != d->idom[b]) d->idom[b] = now, changed = true;
        }
    }
}

static bool dominates(const Dom *d, uint32_t x, uint32_t b) {
    while (b != x && b != 0) {
        if (!d->order[b]) return false;
        b = d->idom[b] - 1;
    }
    return b == x;
}

static uint32_t common(const CtLoops *l, uint32_t a, uint32_t b) {
    for (uint32_t x = a; x; x = l->loops[x - 1].parent)
        for (uint32_t y = b; y; y = l->loops[y - 1].parent)
            if (x == y) return x;
    return 0;
}

typedef struct Uses {
    CtLoops *l;
    bool *seen;
    uint32_t loop; /* of the block at hand */
} Uses;

static void use_local(Uses *u, uint32_t local) {
    u->l->local_loop[local] = u->seen[local] ? common(u->l, u->l->local_loop[local], u->loop) : u->loop;
    u->seen[local] = true;
}

static void use_place(Uses *u, Place p) {
    use_local(u, p.local);
    for (uint32_t i = 0; i < p.n_proj; i++)
        if (p.proj[i].kind == PROJ_INDEX) use_local(u, p.proj[i].index);
}

static void use_inst(Uses *u, const IrInst *i) {
    if (i->has_dst) use_place(u, i->dst);
    if (i->op == IR_COPY || i->op == IR_MOVE || i->op == IR_REF || i->op == IR_DROP || i->op == IR_FORGET ||
        i->op == IR_MARK_INIT || i->op == IR_USE) {
        use_place(u, i->src);
        if (i->op <= IR_REF) use_place(u, i->dst);
    }
    if (i->op == IR_CONST) use_place(u, i->dst);
    for (uint32_t k = 0; k < i->n_args; k++) use_place(u, i->args[k].place);
    if (i->callee && i->callee->is_indirect) use_place(u, i->callee->fnptr);
}

CtLoops ct_loops(const IrFn *f, Arena *a) {
    CtLoops l = {0};
    for (uint32_t b = 0; b < f->blocks.len; b++) l.n += f->blocks.data[b].term.kind == TERM_CT_FOR;
    if (!l.n) return l;
    Dom d = {0};
    dominators(f, &d, a);
    l.loops = ARENA_ARRAY(a, CtLoop, l.n);
    l.block_loop = ARENA_ARRAY(a, uint32_t, f->blocks.len);
    l.local_loop = ARENA_ARRAY(a, uint32_t, f->locals.len + 1);
    l.n = 0;
    /* outer loops come before inner ones in reverse post-order: a header's own loop is known already */
    for (uint32_t i = 0; i < d.n; i++) {
        uint32_t b = d.rpo[i];
        const IrTerm *t = &f->blocks.data[b].term;
        if (t->kind != TERM_CT_FOR) continue;
        l.loops[l.n++] = (CtLoop){.header = b, .parent = l.block_loop[b]};
        for (uint32_t k = 0; k < d.n; k++)
            if (dominates(&d, t->b0, d.rpo[k])) l.block_loop[d.rpo[k]] = l.n;
    }
    Uses u = {.l = &l, .seen = ARENA_ARRAY(a, bool, f->locals.len + 1)};
    for (uint32_t i = 0; i < f->n_args; i++) use_local(&u, i);
    if (f->result < f->locals.len) use_local(&u, f->result);
    if (f->raises && f->error < f->locals.len) use_local(&u, f->error);
    for (uint32_t k = 0; k < d.n; k++) {
        const IrBlock *bl = &f->blocks.data[d.rpo[k]];
        u.loop = l.block_loop[d.rpo[k]];
        for (uint32_t i = 0; i < bl->insts.len; i++) use_inst(&u, &bl->insts.data[i]);
        if (bl->term.kind == TERM_BR) use_place(&u, bl->term.src);
        if (bl->term.kind == TERM_INVOKE) {
            use_inst(&u, bl->term.call);
            use_place(&u, bl->term.err);
        }
    }
    return l;
}
