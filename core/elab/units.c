/* SPDX-License-Identifier: Apache-2.0 */
/* Units of code generation: which functions are compiled together, so that a change in one module leaves the
 * objects of the others as they are. */
#include "elab/elab_int.h"

enum { COMMON = 0, NO_UNIT = UINT32_MAX };

bool elab_is_plain(const IrFn *f) {
    return f->decl && f->n_params == 0 && f->decl->decl.module && !f->decl->decl.module->is_std;
}

typedef struct Each {
    void (*fn)(void *ctx, const IrFn *target);
    void *ctx;
} Each;

static void each_inst(const IrInst *i, const Each *e) {
    if (i->callee && i->callee->target) e->fn(e->ctx, i->callee->target);
}

void elab_each_target(const IrFn *f, void (*fn)(void *ctx, const IrFn *target), void *ctx) {
    Each e = {fn, ctx};
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        const IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) each_inst(&bl->insts.data[i], &e);
        if (bl->term.kind == TERM_INVOKE) each_inst(bl->term.call, &e);
    }
}

typedef struct Spread {
    const IrModule *m;
    ElabUnits *units;
    Map index;    /* IrFn → number + 1 */
    VEC(uint32_t) queue;
    uint32_t from; /* unit of the function whose targets are visited */
} Spread;

/* What is asked for by a unit belongs to it; asked for by two it is common. */
static void spread_to(void *ctx, const IrFn *target) {
    Spread *s = ctx;
    uint32_t i = (uint32_t)(uintptr_t)map_get(&s->index, target);
    if (!i-- || elab_is_plain(target)) return;
    uint32_t *u = &s->units->unit_of[i], now = *u == NO_UNIT || *u == s->from ? s->from : COMMON;
    if (*u == now) return;
    *u = now;
    vec_push(&s->queue, i);
}

void elab_units(const IrModule *m, ElabUnits *out) {
    uint32_t n = m->fns.len;
    Map numbers = {0}; /* Module → unit */
    Spread s = {.m = m, .units = out};
    VEC(const Module *) modules = {0};
    out->unit_of = xcalloc(n + 1, sizeof *out->unit_of);
    vec_push(&modules, NULL);
    for (uint32_t i = 0; i < n; i++) {
        const IrFn *f = m->fns.data[i];
        map_put(&s.index, f, (void *)(uintptr_t)(i + 1));
        out->unit_of[i] = NO_UNIT;
        if (!elab_is_plain(f) || !f->blocks.len) continue; /* what is declared only makes no unit */
        const Module *home = f->decl->decl.module;
        uint32_t u = (uint32_t)(uintptr_t)map_get(&numbers, home);
        if (!u) {
            u = modules.len;
            vec_push(&modules, home);
            map_put(&numbers, home, (void *)(uintptr_t)u);
        }
        out->unit_of[i] = u;
        vec_push(&s.queue, i);
    }
    if (m->entry) { /* the library's start calls the program's main; others may not have it */
        uint32_t i = (uint32_t)(uintptr_t)map_get(&s.index, m->entry);
        if (i) {
            out->unit_of[i - 1] = COMMON;
            vec_push(&s.queue, i - 1);
        }
    }
    for (uint32_t at = 0; at < s.queue.len; at++) {
        uint32_t i = s.queue.data[at];
        s.from = out->unit_of[i];
        elab_each_target(m->fns.data[i], spread_to, &s);
    }
    for (uint32_t i = 0; i < n; i++)
        if (out->unit_of[i] == NO_UNIT) out->unit_of[i] = COMMON;
    out->modules = modules.data;
    out->n = modules.len;
    map_done(&numbers);
    map_done(&s.index);
    vec_done(&s.queue);
}

void elab_units_done(ElabUnits *u) {
    free(u->unit_of);
    free(u->modules);
    *u = (ElabUnits){0};
}
