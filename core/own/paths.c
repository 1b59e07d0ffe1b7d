/* SPDX-License-Identifier: Apache-2.0 */
/* Which locals and fields are followed, how they are numbered, and what instructions do to them. */
#include "own/own_int.h"

/* ---- bits
 * ------------------------------------------------------------------------------------------ */
void bits_set_range(uint64_t *w, uint32_t from, uint32_t n) {
    for (uint32_t i = from; i < from + n; i++)
        bit_set(w, i);
}
void bits_clear_range(uint64_t *w, uint32_t from, uint32_t n) {
    for (uint32_t i = from; i < from + n; i++)
        bit_clear(w, i);
}
bool bits_all(const uint64_t *w, uint32_t from, uint32_t n) {
    for (uint32_t i = from; i < from + n; i++)
        if (!bit_get(w, i)) return false;
    return true;
}
bool bits_any(const uint64_t *w, uint32_t from, uint32_t n) {
    for (uint32_t i = from; i < from + n; i++)
        if (bit_get(w, i)) return true;
    return false;
}

/* ---- types
 * ----------------------------------------------------------------------------------------- */
LifeFacts own_life(Own *o, Val type) {
    LifeFacts *l = map_get(&o->life, type);
    if (!l) {
        l = ARENA_NEW(&o->arena, LifeFacts);
        *l = o->life_of(o->cx, type, o->facts);
        map_put(&o->life, type, l);
    }
    return *l;
}

bool own_droppable(Own *o, Val type) {
    if (!type || type->kind == T_NEVER || type->kind == V_ERROR) return false;
    LifeFacts l = own_life(o, type);
    return !l.trivial_deinit || !l.deinitable;
}

const StructDecl *own_struct(Own *o, Val type) {
    if (type->kind != T_STRUCT) return NULL;
    StructDecl *s = (StructDecl *)type->u.decl;
    check_struct(o->cx, s);
    return s;
}

/* Fields of a struct or tuple; 0 when they are not known. */
static uint32_t field_count(Own *o, Val t) {
    if (t->kind == T_STRUCT) return own_struct(o, t)->fields.len;
    if (t->kind == T_TUPLE && t->n && t->args[0]->kind == V_PACK) return t->args[0]->n;
    return 0;
}

static Val field_type(Own *o, Val t, uint32_t i) {
    if (t->kind == T_TUPLE) return t->args[0]->args[i];
    const StructDecl *d = own_struct(o, t);
    Subst s = {.params = (const struct ParamDecl *const *)d->params.data,
               .args = t->args,
               .n = d->params.len};
    return val_subst(o->cx->vals, d->fields.data[i]->type, &s);
}

/* ---- effects
 * ---------------------------------------------------------------------------------------- */
static void give(EffectFn fn, void *ctx, EffectKind kind, Place p) {
    Effect e = {kind, p, false};
    fn(ctx, &e);
}

static void call_effects(const IrInst *in, EffectFn fn, void *ctx) {
    if (in->callee && in->callee->is_indirect) give(fn, ctx, EFF_USE, in->callee->fnptr);
    for (uint32_t i = 0; i < in->n_args; i++)
        if (in->args[i].mode != ARG_MOVE) give(fn, ctx, EFF_USE, in->args[i].place);
    for (uint32_t i = 0; i < in->n_args; i++)
        if (in->args[i].mode == ARG_MOVE) give(fn, ctx, EFF_MOVE, in->args[i].place);
}

void own_effects(const IrInst *in, EffectFn fn, void *ctx) {
    switch ((IrOp)in->op) {
    case IR_COPY:
    case IR_REF: give(fn, ctx, EFF_USE, in->src); break;
    case IR_MOVE: {
        Effect e = {in->untracked_src ? EFF_USE : EFF_MOVE, in->src, in->untracked_src};
        fn(ctx, &e);
        break;
    }
    case IR_USE: give(fn, ctx, EFF_USE, in->src); break;
    case IR_DROP: give(fn, ctx, in->untracked ? EFF_USE : EFF_MOVE, in->src); break;
    case IR_MARK_INIT: give(fn, ctx, in->untracked ? EFF_MARK : EFF_DEF, in->src); break;
    case IR_FORGET: give(fn, ctx, EFF_FORGET, in->src); break;
    case IR_CALL:
    case IR_INTRIN: call_effects(in, fn, ctx); break;
    case IR_CONST:
    case IR_NOP:
    case IR_CT_ASSERT: break;
    }
    if (in->has_dst && !in->untracked) give(fn, ctx, EFF_DEF, in->dst);
}

void own_term_effects(const Own *o, const IrTerm *t, EffectFn fn, void *ctx) {
    const IrFn *f = o->f;
    switch ((TermKind)t->kind) {
    case TERM_BR: give(fn, ctx, EFF_USE, t->src); break;
    case TERM_INVOKE: call_effects(t->call, fn, ctx); break;
    case TERM_RETURN: give(fn, ctx, EFF_USE, place_local(f->result)); break;
    case TERM_RAISE: give(fn, ctx, EFF_USE, place_local(f->error)); break;
    case TERM_GOTO:
    case TERM_UNREACHABLE:
    case TERM_CT_BR:
    case TERM_CT_FOR: break;
    }
    if (t->kind == TERM_RETURN || t->kind == TERM_RAISE)
        for (uint32_t i = 0; i < f->n_args; i++)
            if (o->locals[i].through_ref) /* must be whole again */
                give(fn, ctx, EFF_USE, place_deref(o->f, place_local(i), f->locals.data[i].type));
}

bool own_edge_def(const IrTerm *t, uint32_t edge, Place *out) {
    if (t->kind != TERM_INVOKE || (edge == 0 && (!t->call->has_dst || t->call->untracked)))
        return false;
    *out = edge ? t->err : t->call->dst;
    return true;
}

uint32_t own_successors(const IrTerm *t, uint32_t out[2]) {
    switch ((TermKind)t->kind) {
    case TERM_GOTO: out[0] = t->b0; return 1;
    case TERM_BR:
    case TERM_INVOKE:
    case TERM_CT_BR:
    case TERM_CT_FOR:
        out[0] = t->b0;
        out[1] = t->b1;
        return 2;
    case TERM_RETURN:
    case TERM_RAISE:
    case TERM_UNREACHABLE: return 0;
    }
    return 0;
}

/* Runs fn over every effect of the function; *block says where. */
static void each_effect(Own *o, EffectFn fn, void *ctx, uint32_t *block) {
    for (uint32_t b = 0; b < o->f->blocks.len; b++) {
        IrBlock *bl = &o->f->blocks.data[b];
        *block = b;
        for (uint32_t i = 0; i < bl->insts.len; i++)
            own_effects(&bl->insts.data[i], fn, ctx);
        own_term_effects(o, &bl->term, fn, ctx);
        for (uint32_t k = 0; k < 2; k++) {
            Effect e = {.kind = EFF_DEF};
            if (own_edge_def(&bl->term, k, &e.place)) fn(ctx, &e);
        }
    }
}

/* ---- places to nodes
 * ---------------------------------------------------------------------------------- */
Spot own_spot(const Own *o, Place p) {
    const OwnLocal *l = &o->locals[p.local];
    Spot s = {p.local, l->root, true, false, false};
    uint32_t i = 0;
    bool is_ref = o->f->locals.data[p.local].is_ref;
    if (l->through_ref) {
        if (p.n_proj == 0) return (Spot){p.local, NONE, false, true, false};
        i = 1;
    } else if (is_ref && p.n_proj) {
        return (Spot){p.local, l->root, false, true, false};
    }
    for (; i < p.n_proj; i++) {
        const Proj *j = &p.proj[i];
        if (j->kind == PROJ_FIELD && s.node != NONE && s.exact &&
            j->index < o->nodes.data[s.node].n_children) {
            s.node = o->nodes.data[s.node].children + j->index;
            continue;
        }
        s.exact = false;
        if (j->kind == PROJ_DEREF) {
            s.through = true;
            break;
        }
        if (j->kind != PROJ_FIELD) s.indexed = true;
    }
    return s;
}

Place own_node_place(Own *o, uint32_t node) {
    const OwnNode *n = &o->nodes.data[node];
    if (n->parent == NONE) {
        Place p = place_local(n->local);
        return o->locals[n->local].through_ref ? place_deref(o->f, p, n->type) : p;
    }
    return place_field(o->f, own_node_place(o, n->parent), n->field, n->type);
}

/* ---- setup
 * ---------------------------------------------------------------------------------------------- */
static uint32_t new_node(Own *o, uint32_t local, uint32_t parent, uint32_t field, Val type) {
    OwnNode n = {.local = local, .parent = parent, .field = field, .type = type, .unit = NONE};
    n.droppable = own_droppable(o, type);
    vec_push_in(&o->arena, &o->nodes, n);
    return o->nodes.len - 1;
}

static bool expand(Own *o, uint32_t node) {
    if (o->nodes.data[node].n_children) return true;
    Val t = o->nodes.data[node].type;
    uint32_t n = field_count(o, t), local = o->nodes.data[node].local, first = o->nodes.len;
    for (uint32_t i = 0; i < n; i++)
        new_node(o, local, node, i, field_type(o, t, i));
    o->nodes.data[node].children = first;
    o->nodes.data[node].n_children = n;
    return n != 0;
}

/* A field that is set, moved or forgotten by itself: nodes down to it, with all their siblings. */
static void expand_path(Own *o, Place p) {
    const OwnLocal *l = &o->locals[p.local];
    if (l->root == NONE) return;
    uint32_t i = 0, node = l->root;
    if (o->f->locals.data[p.local].is_ref) {
        if (!l->through_ref || p.n_proj == 0) return;
        i = 1;
    }
    for (uint32_t k = i; k < p.n_proj; k++)
        if (p.proj[k].kind != PROJ_FIELD) return;
    for (; i < p.n_proj; i++) {
        if (!expand(o, node) || p.proj[i].index >= o->nodes.data[node].n_children) return;
        node = o->nodes.data[node].children + p.proj[i].index;
    }
}

static void expand_effect(void *ctx, const Effect *e) {
    if (e->kind != EFF_USE) expand_path(ctx, e->place);
}

/* A mut argument that is moved out of is followed like an owned one, but must be whole at every
 * exit. */
static void find_moved_refs(void *ctx, const Effect *e) {
    Own *o = ctx;
    const IrLocal *l = &o->f->locals.data[e->place.local];
    bool mut = l->conv == CONV_MUT || (l->conv == CONV_REF && l->is_mut);
    if ((e->kind != EFF_MOVE && e->kind != EFF_FORGET) || !l->is_ref || l->kind != LOCAL_ARG ||
        !mut)
        return;
    for (uint32_t i = 0; i < e->place.n_proj; i++)
        if (e->place.proj[i].kind != (i ? PROJ_FIELD : PROJ_DEREF)) return;
    o->locals[e->place.local].through_ref = true;
}

typedef struct HomeCx {
    Own *o;
    uint32_t block;
} HomeCx;

static void set_home(Own *o, uint32_t local, uint32_t block) {
    uint32_t *h = &o->locals[local].home;
    *h = *h == NONE || *h == block ? block : MANY;
}

static void home_of(HomeCx *h, uint32_t local) {
    const OwnLocal *l = &h->o->locals[local];
    set_home(h->o, local, h->block);
    for (uint32_t i = 0; i < l->n_keeps; i++)
        set_home(h->o, l->keeps[i], h->block);
}

static void home_effect(void *ctx, const Effect *e) {
    HomeCx *h = ctx;
    home_of(h, e->place.local);
    for (uint32_t i = 0; i < e->place.n_proj; i++)
        if (e->place.proj[i].kind == PROJ_INDEX) home_of(h, e->place.proj[i].index);
}

/* Transitive closure of `borrows`. */
static void close_borrows(Own *o) {
    uint32_t n = o->f->locals.len;
    uint32_t *seen = xcalloc(n + 1, sizeof *seen), *stack = xcalloc(n + 1, sizeof *stack);
    for (uint32_t l = 0; l < n; l++) {
        const IrLocal *d = &o->f->locals.data[l];
        if (!d->n_borrows) continue;
        VEC(uint32_t) all = {0};
        uint32_t top = 0;
        seen[l] = l + 1;
        stack[top++] = l;
        while (top) {
            const IrLocal *x = &o->f->locals.data[stack[--top]];
            for (uint32_t i = 0; i < x->n_borrows; i++) {
                uint32_t b = x->borrows[i];
                if (b >= n || seen[b] == l + 1) continue;
                seen[b] = l + 1;
                stack[top++] = b;
                vec_push_in(&o->arena, &all, b);
            }
        }
        o->locals[l].keeps = all.data;
        o->locals[l].n_keeps = all.len;
    }
    free(seen);
    free(stack);
}

static void choose_locals(Own *o) {
    IrFn *f = o->f;
    for (uint32_t i = 0; i < f->locals.len; i++) {
        const IrLocal *l = &f->locals.data[i];
        OwnLocal *x = &o->locals[i];
        x->root = x->home = NONE;
        if (x->through_ref || (l->is_ref && i == f->result)) {
            x->root = new_node(o, i, NONE, 0, l->type);
            continue;
        }
        if (l->is_ref || l->no_drop) continue;
        x->droppable = own_droppable(o, l->type);
        x->watched = l->kind == LOCAL_VAR && l->name && l->var && !l->var->is_synthetic;
        if (x->droppable || l->kind != LOCAL_TEMP) x->root = new_node(o, i, NONE, 0, l->type);
        x->by_fields = l->kind == LOCAL_ARG && l->conv == CONV_DEINIT &&
                       (l->type->kind == T_STRUCT || l->type->kind == T_TUPLE);
        if (x->by_fields || (o->builds_self && i == f->result)) expand(o, x->root);
    }
}

/* Preorder numbers below a node. Depth is that of field paths written in the program. */
static uint32_t number(Own *o, uint32_t node, uint32_t bit) {
    OwnNode *n = &o->nodes.data[node];
    n->bit = bit++;
    for (uint32_t i = 0; i < n->n_children; i++)
        bit = number(o, n->children + i, bit);
    n = &o->nodes.data[node];
    n->size = bit - n->bit;
    return bit;
}

static void number_units(Own *o, uint32_t local, uint32_t *next) {
    const OwnLocal *l = &o->locals[local];
    if (!l->droppable && !l->watched) return;
    const OwnNode *root = &o->nodes.data[l->root];
    uint32_t first = l->by_fields ? root->children : l->root,
             n = l->by_fields ? root->n_children : 1;
    for (uint32_t i = 0; i < n; i++) {
        if (!o->nodes.data[first + i].droppable && !l->watched) continue;
        o->nodes.data[first + i].unit = (*next)++;
        if (l->home == MANY)
            vec_push_in(&o->arena, &o->units, first + i);
        else
            vec_push_in(&o->arena, &o->homes[l->home].units, first + i);
    }
}

/* Flowing locals first (they share the low numbers in all blocks), then those of each block. */
static void number_all(Own *o) {
    IrFn *f = o->f;
    o->homes = ARENA_ARRAY(&o->arena, OwnHome, f->blocks.len);
    for (uint32_t i = 0; i < f->locals.len; i++) {
        OwnLocal *l = &o->locals[i];
        if (i < f->n_args || i == f->result) l->home = MANY;
        if (l->home == NONE) l->root = NONE; /* nothing mentions it */
        if (l->root == NONE || l->home != MANY) continue;
        o->node_bits = number(o, l->root, o->node_bits);
        number_units(o, i, &o->unit_bits);
    }
    o->max_node_bits = o->node_bits;
    o->max_unit_bits = o->unit_bits;
    uint32_t *node_next = xcalloc(f->blocks.len + 1, sizeof *node_next);
    uint32_t *unit_next = xcalloc(f->blocks.len + 1, sizeof *unit_next);
    for (uint32_t i = 0; i < f->locals.len; i++) {
        OwnLocal *l = &o->locals[i];
        if (l->root == NONE || l->home == MANY) continue;
        uint32_t *nn = &node_next[l->home], *un = &unit_next[l->home];
        if (!*nn) *nn = o->node_bits;
        if (!*un) *un = o->unit_bits;
        *nn = number(o, l->root, *nn);
        number_units(o, i, un);
        if (l->droppable) vec_push_in(&o->arena, &o->homes[l->home].roots, l->root);
        o->max_node_bits = *nn > o->max_node_bits ? *nn : o->max_node_bits;
        o->max_unit_bits = *un > o->max_unit_bits ? *un : o->max_unit_bits;
    }
    o->bit_node = ARENA_ARRAY(&o->arena, uint32_t, o->node_bits + 1);
    for (uint32_t i = 0; i < o->nodes.len; i++)
        if (o->locals[o->nodes.data[i].local].home == MANY &&
            o->locals[o->nodes.data[i].local].root != NONE)
            o->bit_node[o->nodes.data[i].bit] = i;
    o->node_words = (o->node_bits + 63) / 64;
    o->unit_words = (o->unit_bits + 63) / 64;
    free(node_next);
    free(unit_next);
}

static void find_preds(Own *o) {
    uint32_t n = o->f->blocks.len, next[2];
    o->n_preds = ARENA_ARRAY(&o->arena, uint32_t, n);
    o->pred_start = ARENA_ARRAY(&o->arena, uint32_t, n + 1);
    uint32_t *at = ARENA_ARRAY(&o->arena, uint32_t, n);
    for (uint32_t b = 0; b < n; b++)
        for (uint32_t k = own_successors(&o->f->blocks.data[b].term, next); k-- > 0;)
            o->n_preds[next[k]]++;
    for (uint32_t b = 0; b < n; b++) {
        at[b] = o->pred_start[b];
        o->pred_start[b + 1] = o->pred_start[b] + o->n_preds[b];
    }
    o->preds = ARENA_ARRAY(&o->arena, uint32_t, o->pred_start[n] + 1);
    for (uint32_t b = 0; b < n; b++)
        for (uint32_t k = own_successors(&o->f->blocks.data[b].term, next), i = 0; i < k; i++)
            o->preds[at[next[i]]++] = b;
}

void own_setup(Own *o) {
    IrFn *f = o->f;
    uint32_t block;
    o->locals = ARENA_ARRAY(&o->arena, OwnLocal, f->locals.len + 1);
    each_effect(o, find_moved_refs, o, &block);
    choose_locals(o);
    each_effect(o, expand_effect, o, &block);
    close_borrows(o);
    HomeCx h = {o, 0};
    each_effect(o, home_effect, &h, &h.block);
    number_all(o);
    find_preds(o);
}
