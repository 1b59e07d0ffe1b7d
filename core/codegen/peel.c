/* SPDX-License-Identifier: Apache-2.0 */
/* Peels the first iteration off loops that read the header of the same container each time round, as
 *
 *     for j in range(n):
 *         c[i][j] += x * b[k][j]
 *
 * reads where the lists c[i] and b[k] have their elements, and how many. LLVM may not load these before the loop: they
 * are read behind bounds checks, and a load before these might touch memory that is not there. Behind a first
 * iteration of its own they have been read, no store to an element changes them (alias.c), and the loop keeps them in
 * registers; its checks are then counts, and it can be made of vectors.
 *
 * What a loop reads alike each time is only guessed here: a wrong guess costs some code and changes no meaning. */
#include "codegen/codegen_int.h"

enum { MAX_LOOP_BLOCKS = 40, MAX_LOOP_INSTS = 200 };

typedef struct Peel {
    Cg *cg;
    const IrFn *f;
    uint32_t *latch;  /* by head of a loop: the rank of the last jump to it; 0: no head */
    bool *in_loop;    /* by block; false between two loops */
    uint32_t *all;    /* by local: writes in the whole body */
    uint32_t *inside; /* inside of the loop; 0 between two loops */
    bool *varies;     /* other value in each iteration; of locals that are written inside */
    uint32_t members[MAX_LOOP_BLOCKS], n_members;
    bool changed, found;
} Peel;

typedef void (*PlaceFn)(Peel *p, Place at);

static void each_read(Peel *p, const IrInst *in, PlaceFn fn) {
    if (in->op == IR_COPY || in->op == IR_MOVE || in->op == IR_REF)
        fn(p, in->src);
    for (uint32_t i = 0; i < in->n_args; i++)
        fn(p, in->args[i].place);
}

/* The local an instruction writes itself, not what it points to; UINT32_MAX: none. */
static uint32_t written(const IrInst *in) {
    if (!in->has_dst && in->op > IR_REF)
        return UINT32_MAX;
    for (uint32_t k = 0; k < in->dst.n_proj; k++)
        if (in->dst.proj[k].kind == PROJ_DEREF)
            return UINT32_MAX;
    return in->dst.local;
}

/* ---- loops ------------------------------------------------------------------------------------------------- */
static uint32_t succs(const IrTerm *t, uint32_t to[2]) {
    to[0] = t->b0;
    to[1] = t->b1;
    return t->kind == TERM_GOTO ? 1 : t->kind == TERM_BR ? 2 : 0;
}

/* Collects the blocks from `head` that come back to it; false when they are no small innermost loop without calls. */
static bool find_loop(Peel *p, uint32_t head) {
    const BlockOrder *o = &p->cg->order;
    uint32_t n_insts = 0;
    for (uint32_t i = p->latch[head] + 1; i-- > o->rank[head];) {
        uint32_t b = o->list[i], to[2], k = succs(&p->f->blocks.data[b].term, to);
        bool reaches = b == head;
        for (uint32_t j = 0; j < k; j++)
            reaches |= p->in_loop[to[j]] || to[j] == head;
        if (!reaches)
            continue;
        if (b != head && p->latch[b])
            return false; /* another loop inside */
        const IrBlock *bl = &p->f->blocks.data[b];
        n_insts += bl->insts.len;
        if (p->n_members == MAX_LOOP_BLOCKS || n_insts > MAX_LOOP_INSTS || bl->term.kind == TERM_INVOKE)
            return false;
        for (uint32_t j = 0; j < bl->insts.len; j++)
            if (bl->insts.data[j].op == IR_CALL)
                return false; /* it may change any header */
        p->in_loop[b] = true;
        p->members[p->n_members++] = b;
    }
    return true;
}

/* ---- what stays the same -------------------------------------------------------------------------------------- */
static void vary_with(Peel *p, Place at) {
    p->changed |= p->inside[at.local] && p->varies[at.local];
}

static void find_varying(Peel *p) {
    for (uint32_t i = 0; i < p->n_members; i++) {
        const IrBlock *bl = &p->f->blocks.data[p->members[i]];
        for (uint32_t j = 0; j < bl->insts.len; j++) {
            uint32_t l = written(&bl->insts.data[j]);
            if (l == UINT32_MAX)
                continue;
            p->inside[l]++;
            p->varies[l] = p->inside[l] > 1 || p->all[l] > 1 || l < p->f->n_args;
        }
    }
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = p->n_members; i-- > 0;) { /* members stand from the last to the first */
            const IrBlock *bl = &p->f->blocks.data[p->members[i]];
            for (uint32_t j = 0; j < bl->insts.len; j++) {
                uint32_t l = written(&bl->insts.data[j]);
                if (l == UINT32_MAX || p->varies[l])
                    continue;
                p->changed = false;
                each_read(p, &bl->insts.data[j], vary_with);
                if (p->changed)
                    p->varies[l] = again = true;
            }
        }
    }
}

/* Is it a scalar field of a sealed struct that a pointer leads to, made in each iteration alike? */
static void look_for_header(Peel *p, Place at) {
    if (!p->inside[at.local] || p->varies[at.local])
        return;
    const IrLocal *l = &p->f->locals.data[at.local];
    Val cur = l->type;
    bool behind = false;
    for (uint32_t i = 0; i < at.n_proj; i++) {
        const Proj *j = &at.proj[i];
        const StructDecl *s = cur && cur->kind == T_STRUCT ? (const StructDecl *)cur->u.decl : NULL;
        p->found |= behind && j->kind == PROJ_FIELD && s && s->sealed;
        behind |= j->kind == PROJ_DEREF;
        if (i || j->kind != PROJ_DEREF || !l->is_ref)
            cur = j->type;
    }
}

static bool reads_header(Peel *p) {
    p->found = false;
    for (uint32_t i = 0; i < p->n_members && !p->found; i++) {
        const IrBlock *bl = &p->f->blocks.data[p->members[i]];
        for (uint32_t j = 0; j < bl->insts.len; j++)
            each_read(p, &bl->insts.data[j], look_for_header);
    }
    return p->found;
}

static void forget_loop(Peel *p) {
    for (uint32_t i = 0; i < p->n_members; i++) {
        const IrBlock *bl = &p->f->blocks.data[p->members[i]];
        p->in_loop[p->members[i]] = false;
        for (uint32_t j = 0; j < bl->insts.len; j++) {
            uint32_t l = written(&bl->insts.data[j]);
            if (l != UINT32_MAX)
                p->inside[l] = 0;
        }
    }
    p->n_members = 0;
}

/* ---- copying ---------------------------------------------------------------------------------------------------- */
static IrFn *copy_of(Cg *cg, const IrFn *f) {
    IrFn *out = ARENA_NEW(&cg->arena, IrFn);
    *out = *f;
    out->blocks.data = NULL;
    out->blocks.len = out->blocks.cap = 0;
    for (uint32_t i = 0; i < f->blocks.len; i++)
        vec_push_in(&cg->arena, &out->blocks, f->blocks.data[i]);
    return out;
}

/* Jumps from outside of the loop go to a copy of it, whose jumps back go to the loop. */
static void peel(Peel *p, IrFn *out, uint32_t head, uint32_t *to) {
    uint32_t old = out->blocks.len;
    for (uint32_t i = 0; i < p->n_members; i++) {
        to[p->members[i]] = out->blocks.len;
        vec_push_in(&p->cg->arena, &out->blocks, out->blocks.data[p->members[i]]);
    }
    for (uint32_t b = 0; b < out->blocks.len; b++) {
        IrTerm *t = &out->blocks.data[b].term;
        bool is_copy = b >= old, two = t->kind == TERM_BR || t->kind == TERM_INVOKE;
        if (b < p->f->blocks.len && p->in_loop[b])
            continue;
        uint32_t *ends[] = {t->kind == TERM_GOTO || two ? &t->b0 : NULL, two ? &t->b1 : NULL};
        for (int k = 0; k < 2; k++)
            if (ends[k] && *ends[k] < p->f->blocks.len && p->in_loop[*ends[k]] && is_copy == (*ends[k] != head))
                *ends[k] = to[*ends[k]];
    }
}

static void count_writes(Peel *p) {
    for (uint32_t b = 0; b < p->f->blocks.len; b++) {
        const IrBlock *bl = &p->f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) {
            uint32_t l = written(&bl->insts.data[i]);
            if (l != UINT32_MAX)
                p->all[l]++;
        }
    }
}

const IrFn *cg_peel_loops(Cg *cg, const IrFn *f) {
    const BlockOrder *o = &cg->order;
    Peel p = {.cg = cg, .f = f, .latch = ARENA_ARRAY(&cg->arena, uint32_t, f->blocks.len + 1)};
    bool loops = false;
    for (uint32_t i = 1; i < o->n; i++) {
        uint32_t to[2], k = succs(&f->blocks.data[o->list[i]].term, to);
        while (k--)
            if (to[k] && cg_dominates(cg, to[k], o->list[i])) {
                p.latch[to[k]] = i;
                loops = true;
            }
    }
    if (!loops)
        return f;
    p.in_loop = ARENA_ARRAY(&cg->arena, bool, f->blocks.len + 1);
    p.all = ARENA_ARRAY(&cg->arena, uint32_t, f->locals.len + 1);
    p.inside = ARENA_ARRAY(&cg->arena, uint32_t, f->locals.len + 1);
    p.varies = ARENA_ARRAY(&cg->arena, bool, f->locals.len + 1);
    uint32_t *to = ARENA_ARRAY(&cg->arena, uint32_t, f->blocks.len + 1);
    IrFn *out = NULL;
    count_writes(&p);
    for (uint32_t head = 1; head < f->blocks.len; head++) {
        if (p.latch[head] && find_loop(&p, head)) {
            find_varying(&p);
            if (reads_header(&p)) {
                out = out ? out : copy_of(cg, f);
                peel(&p, out, head, to);
            }
        }
        forget_loop(&p);
    }
    return out ? out : f;
}
