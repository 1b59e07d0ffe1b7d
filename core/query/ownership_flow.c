/* SPDX-License-Identifier: Apache-2.0 */
/* What the IR of a function says after own/: in which statements a variable holds a value that is still
 * wanted, and where values are destroyed. */
#include "query/ownership_int.h"

enum { MAX_SLOTS = 4096 };

/* ---- statements ------------------------------------------------------------------------------------ */
typedef struct Units {
    Arena *arena;
    VEC(Unit) list;
    uint32_t depth;
} Units;

static bool add_units(void *ctx, Node *n) {
    Units *u = ctx;
    bool stmt = node_family(n->kind) == FAMILY_STMT || IS(ExceptHandler, n) || IS(MatchCase, n);
    if (stmt) {
        Unit x = {n->pos, n->end};
        vec_push_in(u->arena, &u->list, x);
        if (IS(FuncDef, n) || IS(StructDef, n)) return true; /* another function's business */
    }
    if (u->depth++ < 400) node_children(n, add_units, u);
    u->depth--;
    return true;
}

static int by_start(const void *x, const void *y) {
    const Unit *a = x, *b = y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

static void find_units(Flow *w, const Node *def) {
    Units u = {.arena = w->arena};
    Unit head = {def->pos, def->end};
    vec_push_in(w->arena, &u.list, head);
    if (IS(FuncDef, def)) EACH_NODE(AS(FuncDef, def)->body, n) add_units(&u, n);
    qsort(u.list.data, u.list.len, sizeof(Unit), by_start);
    for (uint32_t i = 0; i + 1 < u.list.len; i++) /* a compound statement ends where its body begins */
        if (u.list.data[i].end > u.list.data[i + 1].start) u.list.data[i].end = u.list.data[i + 1].start;
    w->units = u.list.data;
    w->n_units = u.list.len;
}

uint32_t flow_unit(const Flow *w, uint32_t pos) {
    uint32_t lo = 0, hi = w->n_units;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->units[mid].start <= pos) lo = mid + 1;
        else hi = mid;
    }
    return lo ? lo - 1 : UINT32_MAX;
}

/* ---- what instructions do ---------------------------------------------------------------------------- */
typedef struct Bits {
    Flow *w;
    uint32_t words;
    uint64_t *keeps; /* local × words: the variables that a mention of the local mentions */
    uint64_t *live_in, *held_in;
    uint64_t *live, *held;
} Bits;

static void set_bit(uint64_t *w, uint32_t i) {
    w[i >> 6] |= 1ull << (i & 63);
}
static void clear_bit(uint64_t *w, uint32_t i) {
    w[i >> 6] &= ~(1ull << (i & 63));
}

static void mention_local(Bits *k, uint32_t local, uint64_t *into) {
    for (uint32_t i = 0; i < k->words; i++) into[i] |= k->keeps[(size_t)local * k->words + i];
}

static void mention(Bits *k, Place p, uint64_t *into) {
    mention_local(k, p.local, into);
    for (uint32_t i = 0; i < p.n_proj; i++)
        if (p.proj[i].kind == PROJ_INDEX) mention_local(k, p.proj[i].index, into);
}

static bool reads_src(const IrInst *in) {
    return in->op == IR_COPY || in->op == IR_MOVE || in->op == IR_DROP || in->op == IR_REF || in->op == IR_USE;
}

static void mention_inst(Bits *k, const IrInst *in, uint64_t *into) {
    if (reads_src(in)) mention(k, in->src, into);
    for (uint32_t i = 0; i < in->n_args; i++) mention(k, in->args[i].place, into);
    if (in->callee && in->callee->is_indirect) mention(k, in->callee->fnptr, into);
    if (in->has_dst && in->dst.n_proj) mention(k, in->dst, into);
}

static uint32_t slot(const Flow *w, Place p) { /* slot + 1 of a place that is a whole variable */
    return p.n_proj == 0 ? w->slot_of[p.local] : 0;
}

static void back_inst(Bits *k, const IrInst *in) {
    uint32_t s = in->has_dst ? slot(k->w, in->dst) : 0;
    if (s) clear_bit(k->live, s - 1);
    mention_inst(k, in, k->live);
}

static void give_away(Bits *k, Place p) {
    uint32_t s = slot(k->w, p);
    if (s) clear_bit(k->held, s - 1);
}

static void forward_inst(Bits *k, const IrInst *in) {
    if (in->op == IR_DROP || in->op == IR_FORGET || (in->op == IR_MOVE && !in->untracked_src)) give_away(k, in->src);
    for (uint32_t i = 0; i < in->n_args; i++)
        if (in->args[i].mode == ARG_MOVE) give_away(k, in->args[i].place);
    if (in->op == IR_MARK_INIT && k->w->slot_of[in->src.local]) set_bit(k->held, k->w->slot_of[in->src.local] - 1);
    if (in->has_dst && k->w->slot_of[in->dst.local]) set_bit(k->held, k->w->slot_of[in->dst.local] - 1);
}

static void back_term(Bits *k, const IrTerm *t) {
    if (t->kind == TERM_INVOKE) back_inst(k, t->call);
    if (t->kind == TERM_BR) mention(k, t->src, k->live);
    if (t->kind == TERM_RETURN) mention_local(k, k->w->f->result, k->live);
}

static uint32_t successors(const IrTerm *t, uint32_t out[2]) {
    out[0] = t->b0, out[1] = t->b1;
    switch ((TermKind)t->kind) {
    case TERM_GOTO: return 1;
    case TERM_RETURN: case TERM_RAISE: case TERM_UNREACHABLE: return 0;
    default: return 2;
    }
}

/* ---- the two flows ------------------------------------------------------------------------------------- */
static void find_keeps(Bits *k) {
    const IrFn *f = k->w->f;
    k->keeps = xcalloc((size_t)f->locals.len * k->words + 1, 8);
    for (uint32_t i = 0; i < f->locals.len; i++)
        if (k->w->slot_of[i]) set_bit(k->keeps + (size_t)i * k->words, k->w->slot_of[i] - 1);
    bool changed = true;
    for (uint32_t round = 0; changed && round < 50; round++) {
        changed = false;
        for (uint32_t i = 0; i < f->locals.len; i++) {
            const IrLocal *l = &f->locals.data[i];
            uint64_t *mine = k->keeps + (size_t)i * k->words;
            for (uint32_t j = 0; j < l->n_borrows; j++)
                for (uint32_t x = 0; x < k->words; x++) {
                    uint64_t v = mine[x] | k->keeps[(size_t)l->borrows[j] * k->words + x];
                    changed |= v != mine[x];
                    mine[x] = v;
                }
        }
    }
}

static void live_out(Bits *k, uint32_t b) {
    uint32_t next[2], n = successors(&k->w->f->blocks.data[b].term, next);
    memset(k->live, 0, (size_t)k->words * 8);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t x = 0; x < k->words; x++) k->live[x] |= k->live_in[(size_t)next[i] * k->words + x];
}

static void solve_live(Bits *k) {
    const IrFn *f = k->w->f;
    bool changed = true;
    for (uint32_t round = 0; changed && round < 200; round++) {
        changed = false;
        for (uint32_t b = f->blocks.len; b-- > 0;) {
            const IrBlock *bl = &f->blocks.data[b];
            live_out(k, b);
            back_term(k, &bl->term);
            for (uint32_t i = bl->insts.len; i-- > 0;) back_inst(k, &bl->insts.data[i]);
            uint64_t *in = k->live_in + (size_t)b * k->words;
            changed |= memcmp(in, k->live, (size_t)k->words * 8) != 0;
            memcpy(in, k->live, (size_t)k->words * 8);
        }
    }
}

static void solve_held(Bits *k) {
    const IrFn *f = k->w->f;
    for (uint32_t i = 0; i < f->n_args; i++)
        if (k->w->slot_of[i]) set_bit(k->held_in, k->w->slot_of[i] - 1);
    bool changed = true;
    for (uint32_t round = 0; changed && round < 200; round++) {
        changed = false;
        for (uint32_t b = 0; b < f->blocks.len; b++) {
            const IrBlock *bl = &f->blocks.data[b];
            memcpy(k->held, k->held_in + (size_t)b * k->words, (size_t)k->words * 8);
            for (uint32_t i = 0; i < bl->insts.len; i++) forward_inst(k, &bl->insts.data[i]);
            if (bl->term.kind == TERM_INVOKE) forward_inst(k, bl->term.call);
            uint32_t next[2], n = successors(&bl->term, next);
            for (uint32_t i = 0; i < n; i++)
                for (uint32_t x = 0; x < k->words; x++) {
                    uint64_t *in = &k->held_in[(size_t)next[i] * k->words + x], v = *in | k->held[x];
                    changed |= v != *in;
                    *in = v;
                }
        }
    }
}

/* ---- results --------------------------------------------------------------------------------------------- */
static void mark(Flow *w, const uint64_t *bits, uint32_t words, uint32_t pos) {
    uint32_t u = flow_unit(w, pos);
    if (u == UINT32_MAX) return;
    set_bit(w->runs, u);
    for (uint32_t x = 0; x < words; x++)
        for (uint64_t v = bits[x]; v; v &= v - 1) set_bit(w->alive[x * 64 + (uint32_t)__builtin_ctzll(v)], u);
}

/* A block that only destroys and then leaves the function with an error. */
static bool only_raises(const IrFn *f, uint32_t b) {
    for (uint32_t hops = 0; hops < 50; hops++) {
        const IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++)
            if (bl->insts.data[i].op != IR_DROP && bl->insts.data[i].op != IR_MOVE) return false;
        if (bl->term.kind == TERM_RAISE) return true;
        if (bl->term.kind != TERM_GOTO) return false;
        b = bl->term.b0;
    }
    return false;
}

static void find_deaths(Flow *w, uint32_t b) {
    const IrBlock *bl = &w->f->blocks.data[b];
    if (only_raises(w->f, b)) return;
    bool start = b != 0;
    for (uint32_t i = 0; i < bl->insts.len; i++) {
        const IrInst *in = &bl->insts.data[i];
        if (in->op != IR_DROP) {
            start = false;
            continue;
        }
        if (!slot(w, in->src)) continue;
        Death d = {.local = in->src.local, .pos = in->pos};
        uint32_t k = i + 1;
        while (k < bl->insts.len && bl->insts.data[k].op == IR_DROP) k++;
        const IrInst *next = k < bl->insts.len ? &bl->insts.data[k] : NULL;
        d.replaced = next && next->has_dst && next->dst.local == d.local && next->dst.n_proj == 0 && next->pos == in->pos;
        uint32_t next_pos = next ? next->pos : bl->term.pos;
        if (start && next_pos > in->pos) { /* what the branch not taken uses */
            d.entering = true;
            d.pos = next_pos;
        }
        d.unit = flow_unit(w, d.pos);
        if (d.unit != UINT32_MAX) vec_push_in(w->arena, &w->deaths, d);
    }
}

static void walk_results(Bits *k) {
    Flow *w = k->w;
    uint64_t *after = xcalloc(k->words, 8), *both = xcalloc(k->words, 8), *lives = NULL;
    for (uint32_t b = 0; b < w->f->blocks.len; b++) {
        const IrBlock *bl = &w->f->blocks.data[b];
        uint32_t n = bl->insts.len;
        lives = xrealloc(lives, ((size_t)n + 2) * k->words * 8);
        live_out(k, b);
        memcpy(lives + (size_t)(n + 1) * k->words, k->live, (size_t)k->words * 8);
        back_term(k, &bl->term);
        for (uint32_t i = n + 1; i-- > 0;) {
            memcpy(lives + (size_t)i * k->words, k->live, (size_t)k->words * 8);
            if (i) back_inst(k, &bl->insts.data[i - 1]);
        }
        memcpy(k->held, k->held_in + (size_t)b * k->words, (size_t)k->words * 8);
        for (uint32_t i = 0; i <= n; i++) {
            const IrInst *in = i < n ? &bl->insts.data[i] : bl->term.kind == TERM_INVOKE ? bl->term.call : NULL;
            memcpy(after, k->held, (size_t)k->words * 8);
            if (in) forward_inst(k, in);
            for (uint32_t x = 0; x < k->words; x++)
                both[x] = (after[x] | k->held[x]) & (lives[(size_t)i * k->words + x] | lives[(size_t)(i + 1) * k->words + x]);
            if (in && in->has_dst && w->slot_of[in->dst.local]) set_bit(both, w->slot_of[in->dst.local] - 1);
            mark(w, both, k->words, in ? in->pos : bl->term.pos);
            if (in && (in->op == IR_COPY || in->op == IR_MOVE))
                map_put_u(&w->copies, (uint64_t)in->pos + 1, (void *)(uintptr_t)(in->op + 1));
        }
        find_deaths(w, b);
    }
    free(after);
    free(both);
    free(lives);
}

static void find_slots(Flow *w) {
    const IrFn *f = w->f;
    w->slot_of = ARENA_ARRAY(w->arena, uint32_t, f->locals.len + 1);
    w->local_of = ARENA_ARRAY(w->arena, uint32_t, f->locals.len + 1);
    for (uint32_t i = 0; i < f->locals.len && w->n_slots < MAX_SLOTS; i++) {
        if (!f->locals.data[i].var) continue;
        w->local_of[w->n_slots] = i;
        w->slot_of[i] = ++w->n_slots;
    }
    w->runs = ARENA_ARRAY(w->arena, uint64_t, w->n_units / 64 + 1);
    w->alive = ARENA_ARRAY(w->arena, uint64_t *, w->n_slots + 1);
    for (uint32_t i = 0; i < w->n_slots; i++) w->alive[i] = ARENA_ARRAY(w->arena, uint64_t, w->n_units / 64 + 1);
}

void flow_run(const IrFn *f, const Node *def, Arena *a, Flow *out) {
    *out = (Flow){.f = f, .arena = a};
    find_units(out, def);
    find_slots(out);
    if (!out->n_slots) return;
    Bits k = {.w = out, .words = (out->n_slots + 63) / 64};
    find_keeps(&k);
    k.live_in = xcalloc((size_t)f->blocks.len * k.words + 1, 8);
    k.held_in = xcalloc((size_t)f->blocks.len * k.words + 1, 8);
    k.live = xcalloc(k.words, 8);
    k.held = xcalloc(k.words, 8);
    solve_live(&k);
    solve_held(&k);
    walk_results(&k);
    free(k.keeps);
    free(k.live_in);
    free(k.held_in);
    free(k.live);
    free(k.held);
}

void flow_done(Flow *w) {
    map_done(&w->copies);
}
