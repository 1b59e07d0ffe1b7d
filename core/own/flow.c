/* SPDX-License-Identifier: Apache-2.0 */
/* The two data-flow problems: what is initialised on every path (forward), what may still be used
 * (backward). */
#include "own/own_int.h"

/* ---- what an effect does
 * ---------------------------------------------------------------------------- */
void own_apply(const Own *o, uint64_t *state, const Effect *e) {
    if (e->kind == EFF_USE) return;
    Spot s = own_spot(o, e->place);
    if (s.node == NONE || !s.exact) return;
    const OwnNode *n = &o->nodes.data[s.node];
    if (e->kind == EFF_DEF || e->kind == EFF_MARK)
        bits_set_range(state, n->bit, n->size);
    else
        bits_clear_range(state, n->bit, n->size);
}

static void units_below(const Own *o, uint32_t node, UnitFn fn, void *ctx) {
    const OwnNode *n = &o->nodes.data[node];
    if (n->unit != NONE) {
        fn(ctx, n->unit);
        return;
    }
    if (n->parent == NONE)
        for (uint32_t i = 0; i < n->n_children; i++)
            if (o->nodes.data[n->children + i].unit != NONE)
                fn(ctx, o->nodes.data[n->children + i].unit);
}

static void mention_local(const Own *o, uint32_t local, UnitFn fn, void *ctx) {
    const OwnLocal *l = &o->locals[local];
    for (uint32_t i = 0; i < l->n_keeps; i++)
        if (o->locals[l->keeps[i]].droppable || o->locals[l->keeps[i]].watched)
            units_below(o, o->locals[l->keeps[i]].root, fn, ctx);
}

void own_mentions(const Own *o, const Effect *e, UnitFn fn, void *ctx) {
    Spot s = own_spot(o, e->place);
    mention_local(o, e->place.local, fn, ctx);
    if (s.node != NONE && (o->locals[s.local].droppable || o->locals[s.local].watched)) {
        uint32_t n = s.node; /* the unit it lies in, or the units below it */
        while (o->nodes.data[n].unit == NONE && o->nodes.data[n].parent != NONE)
            n = o->nodes.data[n].parent;
        if (o->nodes.data[n].unit != NONE)
            fn(ctx, o->nodes.data[n].unit);
        else
            units_below(o, s.node, fn, ctx);
    }
    for (uint32_t i = 0; i < e->place.n_proj; i++)
        if (e->place.proj[i].kind == PROJ_INDEX) mention_local(o, e->place.proj[i].index, fn, ctx);
}

uint32_t own_kills(const Own *o, const Effect *e) {
    if (e->kind != EFF_DEF) return NONE;
    Spot s = own_spot(o, e->place);
    return s.node != NONE && s.exact ? o->nodes.data[s.node].unit : NONE;
}

/* ---- initialisation
 * ----------------------------------------------------------------------------------- */
typedef struct Transfer { /* of a block's flowing bits: out = (in & ~clear) | set */
    const Own *o;
    uint64_t *set, *clear;
} Transfer;

static void transfer_effect(void *ctx, const Effect *e) {
    Transfer *t = ctx;
    if (e->kind == EFF_USE) return;
    Spot s = own_spot(t->o, e->place);
    if (s.node == NONE || !s.exact || t->o->locals[s.local].home != MANY) return;
    const OwnNode *n = &t->o->nodes.data[s.node];
    bool init = e->kind == EFF_DEF || e->kind == EFF_MARK;
    bits_set_range(init ? t->set : t->clear, n->bit, n->size);
    bits_clear_range(init ? t->clear : t->set, n->bit, n->size);
}

static void entry_state(Own *o, uint64_t *in) {
    for (uint32_t i = 0; i < o->f->n_args; i++) {
        if (o->locals[i].root == NONE) continue;
        const OwnNode *n = &o->nodes.data[o->locals[i].root];
        bits_set_range(in, n->bit, n->size);
    }
    if (o->builds_self && o->locals[o->f->result].root != NONE)
        bit_set(in, o->nodes.data[o->locals[o->f->result].root].bit);
}

void own_flow_init(Own *o) {
    uint32_t n = o->f->blocks.len, w = o->node_words;
    o->init_in = ARENA_ARRAY(&o->arena, uint64_t, (size_t)n *w + 1);
    uint64_t *set = xcalloc((size_t)n * w + 1, 8), *clear = xcalloc((size_t)n * w + 1, 8);
    uint64_t *out = xcalloc(w + 1, 8);
    memset(o->init_in, 0xff, (size_t)n * w * 8);
    memset(o->init_in, 0, (size_t)w * 8);
    entry_state(o, o->init_in);
    for (uint32_t b = 0; b < n; b++) {
        Transfer t = {o, set + (size_t)b * w, clear + (size_t)b * w};
        IrBlock *bl = &o->f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++)
            own_effects(&bl->insts.data[i], transfer_effect, &t);
        own_term_effects(o, &bl->term, transfer_effect, &t);
    }
    uint32_t *queue = xcalloc(n + 1, sizeof *queue), head = 0, len = 0;
    uint8_t *queued = xcalloc(n + 1, 1), *seen = xcalloc(n + 1, 1);
    queue[len++] = 0;
    queued[0] = seen[0] = 1;
    while (len) { /* a ring of at most n entries */
        uint32_t b = queue[head], next[2];
        head = (head + 1) % n;
        len--;
        queued[b] = 0;
        const IrTerm *t = &o->f->blocks.data[b].term;
        for (uint32_t k = 0, m = own_successors(t, next); k < m; k++) {
            for (uint32_t i = 0; i < w; i++)
                out[i] = (o->init_in[(size_t)b * w + i] & ~clear[(size_t)b * w + i]) |
                         set[(size_t)b * w + i];
            Effect e = {.kind = EFF_DEF};
            if (own_edge_def(t, k, &e.place) && o->locals[e.place.local].home == MANY)
                own_apply(o, out, &e);
            uint64_t *in = o->init_in + (size_t)next[k] * w;
            bool changed = !seen[next[k]];
            seen[next[k]] = 1;
            for (uint32_t i = 0; i < w; i++) {
                changed |= (in[i] & ~out[i]) != 0;
                in[i] &= out[i];
            }
            if (changed && !queued[next[k]]) {
                queue[(head + len) % n] = next[k];
                len++;
                queued[next[k]] = 1;
            }
        }
    }
    free(set);
    free(clear);
    free(out);
    free(queue);
    free(queued);
    free(seen);
}

/* ---- liveness
 * ------------------------------------------------------------------------------------------- */
typedef struct Live { /* effects of one instruction, then walked backward */
    Own *o;
    uint64_t *use, *def; /* flowing units */
    Effect *effects;
    uint32_t n, cap;
} Live;

static void collect(void *ctx, const Effect *e) {
    Live *l = ctx;
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 16;
        l->effects = xrealloc(l->effects, sizeof *l->effects * l->cap);
    }
    l->effects[l->n++] = *e;
}

static void live_gen(void *ctx, uint32_t unit) {
    Live *l = ctx;
    if (unit < l->o->unit_bits) bit_set(l->use, unit);
}

static void live_backward(Live *l) {
    for (uint32_t i = l->n; i-- > 0;) {
        uint32_t kill = own_kills(l->o, &l->effects[i]);
        if (kill == NONE) {
            own_mentions(l->o, &l->effects[i], live_gen, l);
        } else if (kill < l->o->unit_bits) {
            bit_set(l->def, kill);
            bit_clear(l->use, kill);
        }
    }
    /* Reads of an instruction come before its definition, whatever their order above. */
    for (uint32_t i = 0; i < l->n; i++)
        if (l->effects[i].kind != EFF_DEF) own_mentions(l->o, &l->effects[i], live_gen, l);
    l->n = 0;
}

void own_flow_live(Own *o) {
    uint32_t n = o->f->blocks.len, w = o->unit_words;
    o->live_in = ARENA_ARRAY(&o->arena, uint64_t, (size_t)n *w + 1);
    uint64_t *use = xcalloc((size_t)n * w + 1, 8), *def = xcalloc((size_t)n * w + 1, 8),
             *out = xcalloc(w + 1, 8);
    Live l = {.o = o};
    for (uint32_t b = 0; b < n; b++) {
        IrBlock *bl = &o->f->blocks.data[b];
        l.use = use + (size_t)b * w;
        l.def = def + (size_t)b * w;
        own_term_effects(o, &bl->term, collect, &l);
        live_backward(&l);
        for (uint32_t i = bl->insts.len; i-- > 0;) {
            own_effects(&bl->insts.data[i], collect, &l);
            live_backward(&l);
        }
    }
    free(l.effects);
    uint32_t *queue = xcalloc(n + 1, sizeof *queue), head = 0, len = 0;
    uint8_t *queued = xcalloc(n + 1, 1);
    for (uint32_t b = n; b-- > 0;) {
        queue[len++] = b;
        queued[b] = 1;
    }
    while (len) {
        uint32_t b = queue[head], next[2];
        head = (head + 1) % n;
        len--;
        queued[b] = 0;
        const IrTerm *t = &o->f->blocks.data[b].term;
        memset(out, 0, (size_t)w * 8);
        for (uint32_t k = 0, m = own_successors(t, next); k < m; k++) {
            const uint64_t *in = o->live_in + (size_t)next[k] * w;
            Effect e = {.kind = EFF_DEF};
            uint32_t kill = own_edge_def(t, k, &e.place) ? own_kills(o, &e) : NONE;
            for (uint32_t i = 0; i < w; i++) {
                uint64_t v = in[i];
                if (kill != NONE && kill < o->unit_bits && kill / 64 == i)
                    v &= ~(1ull << (kill & 63));
                out[i] |= v;
            }
        }
        uint64_t *in = o->live_in + (size_t)b * w;
        bool changed = false;
        for (uint32_t i = 0; i < w; i++) {
            uint64_t v = use[(size_t)b * w + i] | (out[i] & ~def[(size_t)b * w + i]);
            changed |= v != in[i];
            in[i] = v;
        }
        for (uint32_t k = o->pred_start[b]; changed && k < o->pred_start[b + 1]; k++) {
            uint32_t p = o->preds[k];
            if (queued[p]) continue;
            queue[(head + len) % n] = p;
            len++;
            queued[p] = 1;
        }
    }
    free(use);
    free(def);
    free(out);
    free(queue);
    free(queued);
}

/* ---- all of it
 * -------------------------------------------------------------------------------------------- */
bool own_run_with(Cx *cx, IrFn *f, const Item *item, DiagSink *diags, OwnLifeFn life,
                  const Facts *facts) {
    Own o = {.cx = cx, .f = f, .item = item, .diags = diags, .life_of = life, .facts = facts};
    arena_init(&o.arena);
    uint8_t role = f->decl ? f->decl->life : LIFE_NONE;
    o.builds_self = role == LIFE_INIT || role == LIFE_COPY || role == LIFE_MOVE;
    own_check_exclusive(&o);
    own_setup(&o);
    own_flow_init(&o);
    own_check(&o);
    if (!o.failed) own_check_interior(&o);
    if (!o.failed) {
        own_flow_live(&o);
        own_rewrite(&o);
        own_warn_stores(&o);
    }
    f->owned = !o.failed;
    map_done(&o.life);
    map_done(&o.stores);
    arena_done(&o.arena);
    return !o.failed;
}
