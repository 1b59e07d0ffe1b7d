/* SPDX-License-Identifier: Apache-2.0 */
#include "units.h"

void units_define(const IrModule *ir, const uint32_t *unit_of, Graph *g, StrMap *defs,
                  uint32_t (*module_of)(const void *ctx, const IrFn *f), const void *ctx) {
    for (uint32_t i = 0; i < ir->fns.len; i++) {
        const IrFn *f = ir->fns.data[i];
        if (!f->blocks.len) continue;
        GraphUnit *u = &g->units.data[unit_of[i]];
        GraphSymbol s = {arena_strdup(&g->arena, f->symbol), module_of ? module_of(ctx, f) : GRAPH_NO_MODULE};
        vec_push_in(&g->arena, &u->defs, s);
        strmap_put(defs, str_of(s.name), (void *)(uintptr_t)(unit_of[i] + 1));
    }
}

typedef struct Uses {
    Graph *g;
    const StrMap *defs;
    uint32_t unit;
    StrMap *seen; /* of the unit */
} Uses;

static void use(void *ctx, const IrFn *target) {
    Uses *u = ctx;
    if (!target->symbol) return;
    uint32_t home = unit_of_symbol(u->defs, target->symbol);
    if (!home || home == u->unit + 1 || strmap_has(u->seen, str_of(target->symbol))) return; /* C functions have no home */
    strmap_put(u->seen, str_of(target->symbol), u->g);
    vec_push_in(&u->g->arena, &u->g->units.data[u->unit].uses, (const char *)arena_strdup(&u->g->arena, target->symbol));
}

void units_use(const IrModule *ir, const uint32_t *unit_of, Graph *g, const StrMap *defs) {
    StrMap *seen = xcalloc(g->units.len + 1, sizeof *seen);
    for (uint32_t i = 0; i < ir->fns.len; i++) {
        Uses u = {g, defs, unit_of[i], &seen[unit_of[i]]};
        if (ir->fns.data[i]->blocks.len) elab_each_target(ir->fns.data[i], use, &u);
    }
    for (uint32_t i = 0; i < g->units.len; i++) strmap_done(&seen[i]);
    free(seen);
}

typedef struct Roots {
    Session *s;
    const Module *m;
    void (*root)(void *ctx, FnDecl *f);
    void *ctx;
} Roots;

static void add_root(const Roots *r, FnDecl *f) {
    if (f && !f->is_required && check_sig(session_cx(r->s), &f->decl) && !f->params.len) r->root(r->ctx, f);
}

static void roots_of(const Roots *r, const Scope *s) {
    MAP_EACH (&s->names, e) {
        Decl *d = e->value;
        if (!d || d->module != r->m) continue;
        if (d->kind == DECL_FNSET) {
            FnSet *set = DECL_AS(FnSet, d);
            for (uint32_t i = 0; i < set->fns.len; i++) add_root(r, set->fns.data[i]);
        } else if (d->kind == DECL_STRUCT && !DECL_AS(StructDecl, d)->params.len) {
            StructDecl *st = DECL_AS(StructDecl, d);
            if (!check_struct(session_cx(r->s), st) || st->params.len) continue;
            roots_of(r, &st->members);
            FnDecl *life[] = {st->copy_init, st->move_init, st->deinit};
            for (size_t i = 0; i < ARRAY_LEN(life); i++)
                if (life[i] && life[i]->synth) add_root(r, life[i]);
        }
    }
}

void units_roots(Session *s, const Module *m, void (*root)(void *ctx, FnDecl *f), void *ctx) {
    Roots r = {s, m, root, ctx};
    roots_of(&r, &m->scope);
}
