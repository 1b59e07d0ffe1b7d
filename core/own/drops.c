/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the destructions in: after the instruction that uses a value last, or on the edge where it
 * becomes dead. Copies of values that die there become moves. */
#include "own/own_int.h"

typedef VEC(IrInst) InstVec;
typedef VEC(uint32_t) UnitVec;

typedef struct Rewrite {
    Own *o;
    uint64_t *held;  /* node bits initialised and not destroyed */
    uint64_t *live;  /* unit bits, walking backward */
    UnitVec *deaths; /* by instruction of the block: units that die after it */
    uint32_t deaths_cap;
    uint32_t inst;
    uint64_t *edge; /* node bits on an edge */
    uint64_t *keep; /* node bits the edge's target needs; all clear between uses */
    uint32_t block;
    InstVec out;     /* the block as it will be */
    InstVec *prefix; /* by block: what its only predecessor leaves to destroy */
} Rewrite;

/* ---- which units die where
 * ---------------------------------------------------------------------------- */
typedef struct Deaths {
    Rewrite *r;
    UnitVec *to;
} Deaths;

static void note_death(void *ctx, uint32_t unit) {
    Deaths *d = ctx;
    if (bit_get(d->r->live, unit)) return;
    for (uint32_t i = 0; i < d->to->len; i++)
        if (d->to->data[i] == unit) return;
    vec_push(d->to, unit);
}

static void death_effect(void *ctx, const Effect *e) {
    Deaths *d = ctx;
    uint32_t kill = own_kills(d->r->o, e);
    if (kill != NONE)
        note_death(d, kill);
    else
        own_mentions(d->r->o, e, note_death, d);
}

static void end_life(void *ctx, const Effect *e) {
    Rewrite *r = ctx;
    uint32_t kill = own_kills(r->o, e);
    if (kill != NONE) bit_clear(r->live, kill);
}

static void begin_life_unit(void *ctx, uint32_t unit) {
    Rewrite *r = ctx;
    bit_set(r->live, unit);
}

static void begin_life(void *ctx, const Effect *e) {
    Rewrite *r = ctx;
    if (own_kills(r->o, e) == NONE) own_mentions(r->o, e, begin_life_unit, r);
}

static void live_out(Rewrite *r, const IrTerm *t) {
    Own *o = r->o;
    uint32_t next[2], n = own_successors(t, next);
    memset(r->live, 0, ((size_t)(o->max_unit_bits + 63) / 64 + 1) * 8);
    for (uint32_t k = 0; k < n; k++) {
        const uint64_t *in = o->live_in + (size_t)next[k] * o->unit_words;
        Effect e = {.kind = EFF_DEF};
        uint32_t kill = own_edge_def(t, k, &e.place) ? own_kills(o, &e) : NONE;
        for (uint32_t i = 0; i < o->unit_words; i++) {
            uint64_t v = in[i];
            if (kill != NONE && kill < o->unit_bits && kill / 64 == i) v &= ~(1ull << (kill & 63));
            r->live[i] |= v;
        }
    }
}

static void find_deaths(Rewrite *r, IrBlock *b) {
    Own *o = r->o;
    uint32_t n = b->insts.len + 1;
    if (n > r->deaths_cap) {
        r->deaths = xrealloc(r->deaths, sizeof *r->deaths * n);
        memset(r->deaths + r->deaths_cap, 0, sizeof *r->deaths * (n - r->deaths_cap));
        r->deaths_cap = n;
    }
    for (uint32_t i = 0; i < n; i++)
        r->deaths[i].len = 0;
    live_out(r, &b->term);
    own_term_effects(o, &b->term, begin_life, r);
    for (uint32_t i = b->insts.len; i-- > 0;) {
        Deaths d = {r, &r->deaths[i]};
        own_effects(&b->insts.data[i], death_effect, &d);
        own_effects(&b->insts.data[i], end_life, r);
        own_effects(&b->insts.data[i], begin_life, r);
    }
}

/* ---- destruction
 * ---------------------------------------------------------------------------------------- */
static bool has_own_destructor(Own *o, Val t) {
    const StructDecl *s = own_struct(o, t);
    return s && ((s->deinit && s->deinit->synth == SYNTH_NONE) || s->never_deinit);
}

static void emit_drop(Rewrite *r, InstVec *to, uint32_t node, uint32_t pos) {
    Own *o = r->o;
    bool synth = o->f->decl && o->f->decl->synth != SYNTH_NONE; /* exists only where it can: not its own errors */
    if (!synth && !own_life(o, o->nodes.data[node].type).deinitable) {
        own_error_abandoned(o, node, pos);
        return;
    }
    IrInst in = {.op = IR_DROP, .pos = pos};
    in.src = own_node_place(o, node);
    vec_push_in(o->f->arena, to, in);
}

/* Destroys what `held` has of a node and `keep` (NULL: nothing) has not: the whole, or the parts
 * there are. */
static void drop_node(Rewrite *r, InstVec *to, uint64_t *held, const uint64_t *keep, uint32_t node,
                      uint32_t pos) {
    Own *o = r->o;
    const OwnNode *n = &o->nodes.data[node];
    bool by_fields = n->parent == NONE && o->locals[n->local].by_fields;
    if (!bits_any(held, n->bit, n->size) || !n->droppable) return;
    bool self_in_init = o->builds_self && n->parent == NONE && n->local == o->f->result;
    if (self_in_init && n->n_children == 0) { /* a struct without fields: nothing was built yet */
        bits_clear_range(held, n->bit, n->size);
        return;
    }
    bool keeps = keep && bits_any(keep, n->bit, n->size);
    if (!keeps && !by_fields && bits_all(held, n->bit, n->size)) {
        emit_drop(r, to, node, pos);
        bits_clear_range(held, n->bit, n->size);
        return;
    }
    if (!keeps && !by_fields && !self_in_init && has_own_destructor(o, n->type))
        own_error_partial(o, node, pos);
    for (uint32_t i = 0; i < n->n_children; i++)
        drop_node(r, to, held, keep, o->nodes.data[node].children + i, pos);
    if (!keeps) bit_clear(held, o->nodes.data[node].bit);
}

/* Later locals first: what borrows goes before what it borrows from. Fields of one local in their
 * order. */
static bool goes_after(const Rewrite *r, uint32_t a, uint32_t b) {
    uint32_t x = own_unit_node(r->o, r->block, a), y = own_unit_node(r->o, r->block, b);
    uint32_t lx = r->o->nodes.data[x].local, ly = r->o->nodes.data[y].local;
    return lx != ly ? lx < ly : x > y;
}

static void drop_units(Rewrite *r, UnitVec *u, uint32_t pos) { /* few */
    for (uint32_t i = 1; i < u->len; i++)
        for (uint32_t k = i; k > 0 && goes_after(r, u->data[k - 1], u->data[k]); k--) {
            uint32_t t = u->data[k];
            u->data[k] = u->data[k - 1];
            u->data[k - 1] = t;
        }
    for (uint32_t i = 0; i < u->len; i++)
        drop_node(r, &r->out, r->held, NULL, own_unit_node(r->o, r->block, u->data[i]), pos);
}

/* ---- blocks
 * ------------------------------------------------------------------------------------------------
 */
static void apply_effect(void *ctx, const Effect *e) {
    Rewrite *r = ctx;
    own_apply(r->o, r->held, e);
}

/* A copy whose source is not used again is a move. */
static void copy_to_move(Rewrite *r, IrInst *in) {
    Own *o = r->o;
    if (in->op != IR_COPY) return;
    Spot s = own_spot(o, in->src);
    if (s.node == NONE || !s.exact || s.through) return;
    const OwnNode *n = &o->nodes.data[s.node];
    if (n->unit == NONE || !n->droppable || !bits_all(r->held, n->bit, n->size) || !own_life(o, n->type).movable)
        return;
    if (o->f->locals.data[n->local].kind == LOCAL_ARG && o->locals[n->local].through_ref) return;
    for (uint32_t i = 0; i < r->deaths[r->inst].len; i++)
        if (r->deaths[r->inst].data[i] == n->unit) in->op = IR_MOVE;
}

/* What an assignment replaces is destroyed first. */
static void drop_old(Rewrite *r, const IrInst *in) {
    Own *o = r->o;
    if (!in->has_dst || in->untracked) return;
    Spot s = own_spot(o, in->dst);
    if (s.node != NONE && s.exact) {
        drop_node(r, &r->out, r->held, NULL, s.node, in->pos);
        return;
    }
    if (!in->assign) return;
    Val t = place_type(o->f, in->dst);
    if (!own_droppable(o, t)) return;
    if (!own_life(o, t).deinitable) {
        o->failed = true;
        Diag *d = diag_add(o->diags, DIAG_abandoned_value, own_span(o, in->pos),
                           "the old value of `%s` is abandoned without being explicitly destroyed",
                           own_place_text(o, in->dst));
        diag_note(d, SPAN_NONE, "`%s` is not `Deinitable`", val_str_of(&o->arena, t));
        return;
    }
    IrInst drop = {.op = IR_DROP, .pos = in->pos};
    drop.src = in->dst;
    vec_push_in(o->f->arena, &r->out, drop);
}

/* Remembers whether anybody reads what is assigned to a variable. */
static void note_store(Rewrite *r, const IrInst *in) {
    Own *o = r->o;
    if (!in->assign || !in->has_dst) return;
    Spot s = own_spot(o, in->dst);
    if (s.node == NONE || !s.exact || o->nodes.data[s.node].parent != NONE || !o->locals[s.local].watched) return;
    bool read = true;
    for (uint32_t i = 0; i < r->deaths[r->inst].len; i++)
        read &= r->deaths[r->inst].data[i] != o->nodes.data[s.node].unit;
    OwnStore *store = map_get_u(&o->stores, (uint64_t)in->pos << 1 | 1);
    if (!store) {
        store = ARENA_NEW(&o->arena, OwnStore);
        *store = (OwnStore){s.local, in->pos, false};
        map_put_u(&o->stores, (uint64_t)in->pos << 1 | 1, store);
    }
    store->read |= read;
}

static void rewrite_inst(Rewrite *r, IrInst in) {
    Own *o = r->o;
    note_store(r, &in);
    copy_to_move(r, &in);
    /* Sources first, so that moving out of what is overwritten does not destroy it. */
    bool own_only =
        in.op == IR_USE || in.op == IR_FORGET || in.op == IR_MARK_INIT || in.op == IR_NOP;
    if (!own_only) {
        IrInst reads = in;
        reads.has_dst = false;
        own_effects(&reads, apply_effect, r);
        drop_old(r, &in);
    }
    own_effects(&in, apply_effect, r);
    in.assign = false;
    if (!own_only) vec_push_in(o->f->arena, &r->out, in);
    drop_units(r, &r->deaths[r->inst], in.pos);
}

/* ---- edges
 * ----------------------------------------------------------------------------------------------------
 */
/* What the successor still needs of a root. */
static void needed(Rewrite *r, uint64_t *keep, uint32_t root, uint32_t to) {
    Own *o = r->o;
    const OwnNode *n = &o->nodes.data[root];
    if (o->locals[n->local].home != MANY) return;
    const uint64_t *init = o->init_in + (size_t)to * o->node_words,
                   *live = o->live_in + (size_t)to * o->unit_words;
    bool by_fields = o->locals[n->local].by_fields;
    for (uint32_t i = 0; i < (by_fields ? n->n_children : 1); i++) {
        const OwnNode *u = by_fields ? &o->nodes.data[n->children + i] : n;
        if (!o->locals[n->local].through_ref && (u->unit == NONE || !bit_get(live, u->unit))) continue;
        for (uint32_t b = u->bit; b < u->bit + u->size; b++)
            if (bit_get(init, b)) bit_set(keep, b);
    }
}

/* What an invoke sets on an edge still holds a value that the call or the other edge needs: the new
 * value waits in a temporary until the old one is destroyed. */
static void replace_old(Rewrite *r, InstVec *drops, uint32_t block, uint32_t k, Place to) {
    Own *o = r->o;
    Spot s = own_spot(o, to);
    if (s.node == NONE || !s.exact) return;
    const OwnNode *n = &o->nodes.data[s.node];
    if (!n->droppable || !bits_any(r->edge, n->bit, n->size)) return;
    uint32_t tmp = ir_local(o->f, LOCAL_TEMP, n->type, NULL, 0);
    IrTerm *t = &o->f->blocks.data[block].term;
    if (k)
        t->err = place_local(tmp);
    else
        t->call->dst = place_local(tmp);
    drop_node(r, drops, r->edge, NULL, s.node, t->pos);
    IrInst in = {.op = IR_MOVE, .pos = t->pos, .has_dst = true};
    in.src = place_local(tmp);
    in.dst = to;
    vec_push_in(o->f->arena, drops, in);
}

static void rewrite_edge(Rewrite *r, uint32_t block, uint32_t k, uint32_t to,
                         const UnitVec *roots) {
    Own *o = r->o;
    IrFn *f = o->f;
    const IrTerm *t = &f->blocks.data[block].term;
    InstVec drops = {0};
    memcpy(r->edge, r->held, ((size_t)(o->max_node_bits + 63) / 64 + 1) * 8);
    Effect e = {.kind = EFF_DEF};
    if (own_edge_def(t, k, &e.place)) {
        replace_old(r, &drops, block, k, e.place);
        own_apply(o, r->edge, &e);
    }
    for (uint32_t i = roots->len; i-- > 0;) {
        const OwnNode *n = &o->nodes.data[roots->data[i]];
        uint32_t bit = n->bit, size = n->size;
        needed(r, r->keep, roots->data[i], to);
        drop_node(r, &drops, r->edge, r->keep, roots->data[i], t->pos);
        bits_clear_range(r->keep, bit, size);
    }
    if (!drops.len) return;
    if (o->n_preds[to] == 1) {
        for (uint32_t i = 0; i < drops.len; i++)
            vec_push_in(f->arena, &r->prefix[to], drops.data[i]);
    } else if (t->kind == TERM_GOTO) {
        for (uint32_t i = 0; i < drops.len; i++)
            vec_push_in(f->arena, &r->out, drops.data[i]);
    } else {
        uint32_t mid = ir_block(f);
        IrBlock *m = &f->blocks.data[mid];
        IrTerm *tm = &f->blocks.data[block].term;
        m->insts.data = drops.data;
        m->insts.len = drops.len;
        m->insts.cap = drops.cap;
        m->term = (IrTerm){.kind = TERM_GOTO, .pos = tm->pos, .b0 = to};
        if (k == 0)
            tm->b0 = mid;
        else
            tm->b1 = mid;
    }
}

static void add_root(UnitVec *out, uint32_t root) {
    if (!out->len || vec_last(out) != root) vec_push(out, root);
}

/* Tracked roots that may hold something when the block ends, in order of their locals. */
static void held_roots(Rewrite *r, uint32_t block, UnitVec *out) {
    Own *o = r->o;
    out->len = 0;
    const IrTerm *t = &o->f->blocks.data[block].term;
    Place p;
    for (uint32_t k = 0; k < 2; k++) /* what an edge will initialise */
        if (own_edge_def(t, k, &p) && o->locals[p.local].root != NONE &&
            o->locals[p.local].droppable)
            vec_push(out, o->locals[p.local].root);
    for (uint32_t i = 0; i < o->node_words; i++) {
        uint64_t w = r->held[i];
        if (i == o->node_words - 1 && (o->node_bits & 63)) w &= (1ull << (o->node_bits & 63)) - 1;
        for (; w; w &= w - 1) {
            const OwnNode *n = &o->nodes.data[o->bit_node[i * 64 + (uint32_t)__builtin_ctzll(w)]];
            if (o->nodes.data[o->locals[n->local].root].droppable) add_root(out, o->locals[n->local].root);
        }
    }
    const OwnHome *h = &o->homes[block];
    for (uint32_t i = 0; i < h->roots.len; i++) {
        const OwnNode *n = &o->nodes.data[h->roots.data[i]];
        if (bits_any(r->held, n->bit, n->size)) vec_push(out, h->roots.data[i]);
    }
    for (uint32_t i = 1; i < out->len; i++) /* nearly sorted */
        for (uint32_t k = i;
             k > 0 && o->nodes.data[out->data[k - 1]].local > o->nodes.data[out->data[k]].local;
             k--) {
            uint32_t x = out->data[k];
            out->data[k] = out->data[k - 1];
            out->data[k - 1] = x;
        }
    uint32_t len = 0;
    for (uint32_t i = 0; i < out->len; i++)
        if (!len || out->data[len - 1] != out->data[i]) out->data[len++] = out->data[i];
    out->len = len;
}

/* The unit that holds a flowing node bit, NONE when it is never destroyed. */
static uint32_t unit_of_bit(const Own *o, uint32_t bit) {
    uint32_t n = o->bit_node[bit];
    while (n != NONE && o->nodes.data[n].unit == NONE)
        n = o->nodes.data[n].parent;
    return n == NONE ? NONE : o->nodes.data[n].unit;
}

/* What is held when a block begins: initialised and still wanted. Arguments nobody wants are
 * destroyed. */
static void enter_block(Rewrite *r, uint32_t b) {
    Own *o = r->o;
    memset(r->held, 0, ((size_t)(o->max_node_bits + 63) / 64 + 1) * 8);
    memcpy(r->held, o->init_in + (size_t)b * o->node_words, (size_t)o->node_words * 8);
    const uint64_t *live = o->live_in + (size_t)b * o->unit_words;
    UnitVec dead = {0};
    for (uint32_t i = 0; i < o->node_words; i++) {
        uint64_t w = r->held[i];
        if (i == o->node_words - 1 && (o->node_bits & 63)) w &= (1ull << (o->node_bits & 63)) - 1;
        r->held[i] = w;
        for (; w; w &= w - 1) {
            uint32_t bit = i * 64 + (uint32_t)__builtin_ctzll(w), u = unit_of_bit(o, bit);
            if (u == NONE || bit_get(live, u)) continue;
            if (b != 0)
                bit_clear(r->held, bit);
            else if (!dead.len || vec_last(&dead) != u)
                vec_push(&dead, u);
        }
    }
    drop_units(r, &dead, 0);
    vec_done(&dead);
}

static void rewrite_block(Rewrite *r, uint32_t b, UnitVec *roots) {
    Own *o = r->o;
    r->block = b;
    memset(&r->out, 0, sizeof r->out);
    find_deaths(r, &o->f->blocks.data[b]);
    enter_block(r, b);
    uint32_t n = o->f->blocks.data[b].insts.len;
    for (r->inst = 0; r->inst < n; r->inst++)
        rewrite_inst(r, o->f->blocks.data[b].insts.data[r->inst]);
    own_term_effects(o, &o->f->blocks.data[b].term, apply_effect, r);
    uint32_t next[2], k = own_successors(&o->f->blocks.data[b].term, next);
    held_roots(r, b, roots);
    for (uint32_t i = 0; i < k; i++)
        rewrite_edge(r, b, i, next[i], roots);
    IrBlock *bl = &o->f->blocks.data[b];
    bl->insts.data = r->out.data;
    bl->insts.len = r->out.len;
    bl->insts.cap = r->out.cap;
}

static void add_prefixes(Rewrite *r, uint32_t n) {
    IrFn *f = r->o->f;
    for (uint32_t b = 0; b < n; b++) {
        InstVec *p = &r->prefix[b];
        if (!p->len) continue;
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++)
            vec_push_in(f->arena, p, bl->insts.data[i]);
        bl->insts.data = p->data;
        bl->insts.len = p->len;
        bl->insts.cap = p->cap;
    }
}

void own_rewrite(Own *o) {
    uint32_t n = o->f->blocks.len;
    size_t words = (size_t)(o->max_node_bits + 63) / 64 + 1;
    Rewrite r = {.o = o};
    r.held = xcalloc(words, 8);
    r.edge = xcalloc(words, 8);
    r.keep = xcalloc(words, 8);
    r.live = xcalloc((size_t)(o->max_unit_bits + 63) / 64 + 1, 8);
    r.prefix = xcalloc(n + 1, sizeof *r.prefix);
    UnitVec roots = {0};
    for (uint32_t b = 0; b < n; b++)
        rewrite_block(&r, b, &roots);
    add_prefixes(&r, n);
    for (uint32_t i = 0; i < r.deaths_cap; i++)
        vec_done(&r.deaths[i]);
    free(r.deaths);
    vec_done(&roots);
    free(r.held);
    free(r.edge);
    free(r.keep);
    free(r.live);
    free(r.prefix);
}
