/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which the blocks of a body are generated, and which blocks dominate which. Dominators as in
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001). */
#include "codegen/codegen_int.h"

static uint32_t succs(const IrTerm *t, uint32_t to[2]) {
    switch ((TermKind)t->kind) {
    case TERM_GOTO: to[0] = t->b0; return 1;
    case TERM_BR:
    case TERM_INVOKE:
        to[0] = t->b0;
        to[1] = t->b1;
        return 2;
    default: return 0;
    }
}

/* Reverse postorder of what the entry reaches; rank[b] is b's place in it, UINT32_MAX when unreachable. */
static void number(BlockOrder *o, const IrFn *f, Arena *a) {
    uint32_t n = f->blocks.len, top = 0, done = n;
    uint32_t *stack = ARENA_ARRAY(a, uint32_t, n + 1);
    uint8_t *next = ARENA_ARRAY(a, uint8_t, n + 1); /* successors already taken; 0: not seen yet */
    for (uint32_t b = 0; b < n; b++)
        o->rank[b] = UINT32_MAX;
    stack[top++] = 0;
    next[0] = 1;
    while (top) {
        uint32_t b = stack[top - 1], to[2], k = succs(&f->blocks.data[b].term, to);
        if (next[b] <= k) {
            uint32_t s = to[k - next[b]++]; /* the second first, so that the first follows its branch */
            o->entry_loops |= s == 0;
            if (next[s] == 0) {
                next[s] = 1;
                stack[top++] = s;
            }
        } else {
            o->list[--done] = b;
            top--;
        }
    }
    o->n = n - done;
    memmove(o->list, o->list + done, o->n * sizeof *o->list);
    for (uint32_t i = 0; i < o->n; i++)
        o->rank[o->list[i]] = i;
}

static uint32_t meet(const uint32_t *idom, uint32_t x, uint32_t y) {
    while (x != y) {
        while (x > y)
            x = idom[x];
        while (y > x)
            y = idom[y];
    }
    return x;
}

/* Fills first/last: a dominates b exactly when first[a] <= first[b] and last[b] <= last[a]. All by rank. */
static void dominators(BlockOrder *o, const IrFn *f, Arena *a) {
    uint32_t n = o->n, *idom = ARENA_ARRAY(a, uint32_t, n + 1), *size = ARENA_ARRAY(a, uint32_t, n + 1);
    for (uint32_t i = 1; i < n; i++)
        idom[i] = UINT32_MAX;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < n; i++) { /* forward: from each block to its successors */
            uint32_t to[2], k = succs(&f->blocks.data[o->list[i]].term, to);
            if (idom[i] == UINT32_MAX)
                continue;
            while (k--) {
                uint32_t s = o->rank[to[k]];
                uint32_t d = s == 0 ? 0 : idom[s] == UINT32_MAX ? i : meet(idom, idom[s], i);
                changed |= d != idom[s];
                idom[s] = d;
            }
        }
    }
    for (uint32_t i = n; i-- > 1;)
        size[idom[i]] += size[i] + 1;
    uint32_t *used = ARENA_ARRAY(a, uint32_t, n + 1); /* numbers given to children so far */
    o->last[0] = n - 1;
    for (uint32_t i = 1; i < n; i++) { /* a parent's rank is smaller: it has its interval already */
        o->first[i] = o->first[idom[i]] + 1 + used[idom[i]];
        o->last[i] = o->first[i] + size[i];
        used[idom[i]] += size[i] + 1;
    }
}

void cg_order(Cg *cg, const IrFn *f) {
    uint32_t n = f->blocks.len;
    cg->order = (BlockOrder){.list = ARENA_ARRAY(&cg->arena, uint32_t, n + 1),
                             .rank = ARENA_ARRAY(&cg->arena, uint32_t, n + 1),
                             .first = ARENA_ARRAY(&cg->arena, uint32_t, n + 1),
                             .last = ARENA_ARRAY(&cg->arena, uint32_t, n + 1)};
    number(&cg->order, f, &cg->arena);
    dominators(&cg->order, f, &cg->arena);
}

bool cg_dominates(const Cg *cg, uint32_t a, uint32_t b) {
    const BlockOrder *o = &cg->order;
    uint32_t x = o->rank[a], y = o->rank[b];
    return o->first[x] <= o->first[y] && o->last[y] <= o->last[x];
}
