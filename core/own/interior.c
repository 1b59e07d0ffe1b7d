/* SPDX-License-Identifier: Apache-2.0 */
/* References into storage that a value owns indirectly (language.md §8.6, interior origins): when the owner is
 * changed they are stale, and may be defined anew but not used. Forward over the blocks: which of them may be
 * stale. A list that grows moves its elements; a reference to a field of its own it leaves alone. */
#include "own/own_int.h"

typedef struct Interior { /* a local that refers into something */
    uint32_t local;
    OwnAccess owner; /* whose change makes it stale */
    bool reported;
} Interior;

typedef struct Stale {
    Own *o;
    AccessCx access;
    VEC(Interior) locals;
    uint32_t *index; /* local → number + 1 */
    uint32_t words;
    uint64_t *in; /* blocks × words */
    uint32_t *changed_at; /* by number: where the change was seen first */
    bool report;
} Stale;

/* The owners of what an origin names: each place above an interior part. */
static void add_owners(Stale *s, OwnAccess *a, Val origin, uint32_t depth) {
    if (!origin || depth > 8 || !(origin->flags & VAL_ORIGINS)) return;
    if (origin->kind == O_FIELD) {
        if (origin->u.op == ORIGIN_INTERIOR) own_add_origin(&s->access, a, origin->args[0]);
        add_owners(s, a, origin->args[0], depth + 1);
        return;
    }
    for (uint32_t i = 0; i < origin->n; i++) add_owners(s, a, origin->args[i], depth + 1);
}

static void find_locals(Stale *s) {
    IrFn *f = s->o->f;
    for (uint32_t i = 0; i < f->locals.len; i++) {
        const IrLocal *l = &f->locals.data[i];
        Interior in = {.local = i};
        if (l->kind == LOCAL_ARG) continue; /* the caller's business */
        if (l->is_ref) add_owners(s, &in.owner, l->origin, 0);
        else add_owners(s, &in.owner, l->type, 0);
        if (!in.owner.n_roots) continue;
        vec_push_in(&s->o->arena, &s->locals, in);
        s->index[i] = s->locals.len;
    }
}

/* Is what `by` touches the owner itself, or something that contains it? */
static bool contains_owner(const OwnAccess *by, const OwnAccess *owner) {
    for (uint32_t i = 0; i < by->n_roots; i++)
        for (uint32_t k = 0; k < owner->n_roots; k++) {
            if (by->roots[i].local != owner->roots[k].local || by->roots[i].n_path > owner->roots[k].n_path) continue;
            uint32_t m = 0;
            while (m < by->roots[i].n_path && by->roots[i].path[m] == owner->roots[k].path[m]) m++;
            if (m == by->roots[i].n_path) return true;
        }
    return false;
}

static void change(Stale *s, uint64_t *state, const OwnAccess *by, uint32_t pos) {
    for (uint32_t i = 0; i < s->locals.len; i++) {
        if (bit_get(state, i) || !contains_owner(by, &s->locals.data[i].owner)) continue;
        bit_set(state, i);
        if (!s->changed_at[i]) s->changed_at[i] = pos + 1;
    }
}

static void change_by_closure(Stale *s, uint64_t *state, Val type, uint32_t pos) {
    const StructDecl *c = own_closure_in(type);
    OwnAccess by = {.n_roots = 0};
    for (uint32_t i = 0; c && i < c->captured.len; i++) {
        uintptr_t at = (uintptr_t)map_get(&s->access.vars, c->captured.data[i].var);
        if (at && c->captured.data[i].is_mut) own_add_access(&by, (uint32_t)(at - 1), NULL, 0);
    }
    if (by.n_roots) change(s, state, &by, pos);
}

static const char *owner_text(Stale *s, const Interior *in) {
    Place p = place_local(in->owner.roots[0].local);
    const IrLocal *l = &s->o->f->locals.data[p.local];
    Val t = l->type;
    if (l->is_ref) p = place_deref(s->o->f, p, t);
    for (uint32_t i = 0; i < in->owner.roots[0].n_path && t && t->kind == T_STRUCT; i++) {
        uint32_t n;
        const Val *fields = check_field_types(s->o->cx, t, &n);
        if (!fields || in->owner.roots[0].path[i] >= n) break;
        t = fields[in->owner.roots[0].path[i]];
        p = place_field(s->o->f, p, in->owner.roots[0].path[i], t);
    }
    return own_place_text(s->o, p);
}

static void use(Stale *s, uint64_t *state, Place p, uint32_t pos) {
    uint32_t k = s->index[p.local];
    if (!k || !bit_get(state, k - 1) || !s->report || s->locals.data[k - 1].reported) return;
    Interior *in = &s->locals.data[k - 1];
    Own *o = s->o;
    const IrLocal *l = &o->f->locals.data[p.local];
    in->reported = true;
    o->failed = true;
    const char *owner = owner_text(s, in);
    uint32_t caret;
    Diag *d = l->name ? diag_add(o->diags, DIAG_stale_reference, own_name_span(o, pos, l->name, false, &caret),
                                 "`%s` refers into `%s`, which has changed since", l->name->chars, owner)
                      : diag_add(o->diags, DIAG_stale_reference, own_span(o, pos),
                                 "this goes on with what lies in `%s`, which has changed since", owner);
    diag_label(d, own_span(o, s->changed_at[k - 1] - 1), "changed here");
    if (!l->name) diag_help(d, "collect the changes first and make them after the loop");
    else if (own_life(o, l->type).copyable) diag_help(d, "copy it before the change, or refer to it again afterwards");
    else diag_help(d, "refer to it again after the change");
}

static void define(Stale *s, uint64_t *state, Place p) {
    uint32_t k = s->index[p.local];
    if (k && (p.n_proj == 0 || !s->o->f->locals.data[p.local].is_ref)) bit_clear(state, k - 1);
}

static void step(Stale *s, uint64_t *state, const IrInst *in) {
    bool defines_ref = in->has_dst && in->dst.n_proj == 0;
    switch ((IrOp)in->op) {
    case IR_CONST:
    case IR_CT_ASSERT:
    case IR_NOP: break;
    case IR_DROP: /* what own/ has not put there itself */
    case IR_MARK_INIT:
    case IR_FORGET: break;
    case IR_USE:
    case IR_COPY:
    case IR_MOVE:
    case IR_REF: use(s, state, in->src, in->pos); break;
    case IR_CALL:
    case IR_INTRIN:
        for (uint32_t i = 0; i < in->n_args; i++) use(s, state, in->args[i].place, in->pos);
        break;
    }
    if (in->op == IR_CALL) {
        for (uint32_t i = 0; i < in->n_args; i++) {
            change_by_closure(s, state, place_type(s->o->f, in->args[i].place), in->pos);
            if (in->args[i].mode != ARG_REF || own_arg_convention(in->callee, i) != CONV_MUT) continue;
            OwnAccess by;
            own_access_of(&s->access, in->args[i].place, &by);
            change(s, state, &by, in->pos);
        }
    }
    if (!in->has_dst) return;
    if (!defines_ref && s->o->f->locals.data[in->dst.local].is_ref) use(s, state, in->dst, in->pos); /* through it */
    if (in->assign) {
        OwnAccess by;
        own_access_of(&s->access, in->dst, &by);
        change(s, state, &by, in->pos);
    }
    define(s, state, in->dst);
}

static void run_block(Stale *s, uint32_t block, uint64_t *state) {
    const IrBlock *b = &s->o->f->blocks.data[block];
    for (uint32_t i = 0; i < b->insts.len; i++) step(s, state, &b->insts.data[i]);
    if (b->term.kind == TERM_BR) use(s, state, b->term.src, b->term.pos);
    if (b->term.kind == TERM_INVOKE) {
        IrInst call = *b->term.call;
        call.op = IR_CALL;
        step(s, state, &call);
    }
}

static bool has_interior(Val v, uint32_t depth) {
    if (!v || depth > 8 || !(v->flags & VAL_ORIGINS)) return false;
    if (v->kind == O_FIELD && v->u.op == ORIGIN_INTERIOR) return true;
    for (uint32_t i = 0; i < v->n; i++)
        if (has_interior(v->args[i], depth + 1)) return true;
    return false;
}

void own_check_interior(Own *o) {
    IrFn *f = o->f;
    bool any = false;
    for (uint32_t i = 0; i < f->locals.len && !any; i++)
        any = has_interior(f->locals.data[i].origin, 0) || has_interior(f->locals.data[i].type, 0);
    if (!any) return;
    Stale s = {.o = o};
    s.index = ARENA_ARRAY(&o->arena, uint32_t, f->locals.len + 1);
    own_access_begin(&s.access, o);
    find_locals(&s);
    if (s.locals.len) {
        uint32_t nb = f->blocks.len, next[2];
        s.words = (s.locals.len + 63) / 64;
        s.in = ARENA_ARRAY(&o->arena, uint64_t, (size_t)nb * s.words);
        s.changed_at = ARENA_ARRAY(&o->arena, uint32_t, s.locals.len);
        uint64_t *state = ARENA_ARRAY(&o->arena, uint64_t, s.words);
        for (bool again = true; again;) { /* bits only grow: it ends */
            again = false;
            for (uint32_t b = 0; b < nb; b++) {
                memcpy(state, s.in + (size_t)b * s.words, s.words * sizeof *state);
                run_block(&s, b, state);
                for (uint32_t k = own_successors(&f->blocks.data[b].term, next); k-- > 0;)
                    for (uint32_t w = 0; w < s.words; w++) {
                        uint64_t *to = &s.in[(size_t)next[k] * s.words + w];
                        again |= (state[w] & ~*to) != 0;
                        *to |= state[w];
                    }
            }
        }
        s.report = true;
        for (uint32_t b = 0; b < nb; b++) {
            memcpy(state, s.in + (size_t)b * s.words, s.words * sizeof *state);
            run_block(&s, b, state);
        }
    }
    own_access_end(&s.access);
}
