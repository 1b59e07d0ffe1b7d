/* SPDX-License-Identifier: Apache-2.0 */
/* Struct and tuple temporaries that are only copied as wholes or used by field become one temporary for each
 * field, so that library wrappers around one lane (Int, Bool, pointers) cost nothing after inlining. */
#include "elab/clean.h"

enum { MAX_SPLIT_FIELDS = 8 };

typedef struct Split {
    Elab *e;
    IrFn *f;
    bool *no;          /* local cannot be split */
    uint32_t *first;   /* local → its first field's local + 1 */
} Split;

static bool whole_copy(const IrInst *i) {
    return i->op == IR_COPY || i->op == IR_MOVE;
}

static void veto(void *ctx, Place *p, UseKind kind) {
    Split *s = ctx;
    (void)kind;
    for (uint32_t i = 0; i < p->n_proj; i++)
        if (p->proj[i].kind == PROJ_INDEX) s->no[p->proj[i].index] = true;
    if (p->n_proj && p->proj[0].kind == PROJ_FIELD) {
        if (kind == USE_ADDR && !place_derefs(*p)) s->no[p->local] = true;
        return;
    }
    s->no[p->local] = true;
}

static void veto_inst(Split *s, IrInst *i) {
    if (!whole_copy(i)) {
        if (i->op == IR_CONST && !i->dst.n_proj && i->val->kind != V_OBJECT && !i->callee) return;
        each_use(i, veto, s);
        return;
    }
    if (i->src.n_proj) veto(s, &i->src, USE_READ);
    if (i->dst.n_proj) veto(s, &i->dst, USE_WRITE);
}

static const Layout *fields_of(Split *s, Val type) {
    if (type->kind != T_STRUCT && type->kind != T_TUPLE) return NULL;
    const Layout *l = val_layout(s->e->vals, s->e->cx->target, type);
    return l && l->fields && l->n_fields <= MAX_SPLIT_FIELDS ? l : NULL;
}

/* Both sides of a copy must come apart the same way. */
static void remap(void *ctx, Place *p, UseKind kind) {
    Split *s = ctx;
    (void)kind;
    uint32_t first = s->first[p->local];
    if (!first || !p->n_proj) return;
    uint32_t field = p->proj[0].index;
    p->local = first - 1 + field;
    p->n_proj--;
    p->proj = p->n_proj ? p->proj + 1 : NULL;
}

static Place part(Split *s, Place p, uint32_t field, Val type) {
    uint32_t first = p.n_proj ? 0 : s->first[p.local];
    if (first) return place_local(first - 1 + field);
    return place_field(s->f, p, field, type);
}

static Val const_field(Split *s, Val v, uint32_t field, Val type, uint32_t n) {
    if (v->kind == V_STRUCT || v->kind == V_AGG) return field < v->n ? v->args[field] : NULL;
    if ((v->kind == V_INT || v->kind == V_FLOAT) && n == 1) return val_retype(s->e->vals, v, type);
    return NULL;
}

static bool split_block(Split *s, IrBlock *bl) {
    VEC(IrInst) out = {0};
    bool changed = false;
    for (uint32_t i = 0; i < bl->insts.len; i++) {
        IrInst in = bl->insts.data[i];
        uint32_t dst = !in.dst.n_proj && (whole_copy(&in) || in.op == IR_CONST) ? s->first[in.dst.local] : 0;
        uint32_t src = !in.src.n_proj && whole_copy(&in) ? s->first[in.src.local] : 0;
        if (!dst && !src) {
            each_use(&in, remap, s);
            vec_push_in(s->f->arena, &out, in);
            continue;
        }
        Val type = s->f->locals.data[dst ? in.dst.local : in.src.local].type;
        const Layout *l = fields_of(s, type);
        changed = true;
        if (in.op != IR_CONST) { /* the whole side may itself be a field of a split one */
            if (!dst) remap(s, &in.dst, USE_WRITE);
            if (!src) remap(s, &in.src, USE_READ);
        }
        for (uint32_t k = 0; k < l->n_fields; k++) {
            IrInst one = in;
            one.dst = part(s, in.dst, k, l->fields[k]);
            if (in.op == IR_CONST) one.val = const_field(s, in.val, k, l->fields[k], l->n_fields);
            else one.src = part(s, in.src, k, l->fields[k]);
            vec_push_in(s->f->arena, &out, one);
        }
    }
    bl->insts.data = out.data;
    bl->insts.len = out.len;
    bl->insts.cap = out.cap;
    each_term_use(&bl->term, remap, s);
    return changed;
}

static bool const_splits(Split *s, const IrInst *i) {
    const Layout *l = fields_of(s, s->f->locals.data[i->dst.local].type);
    if (!l) return false;
    for (uint32_t k = 0; k < l->n_fields; k++)
        if (!const_field(s, i->val, k, l->fields[k], l->n_fields)) return false;
    return true;
}

bool clean_split(Elab *e, IrFn *f, Arena *a) {
    Split s = {.e = e, .f = f, .no = ARENA_ARRAY(a, bool, f->locals.len + 1),
               .first = ARENA_ARRAY(a, uint32_t, f->locals.len + 1)};
    uint32_t n = f->locals.len, candidates = 0;
    for (uint32_t l = 0; l < n; l++) {
        const IrLocal *x = &f->locals.data[l];
        s.no[l] = x->kind != LOCAL_TEMP || x->is_ref || !fields_of(&s, x->type);
        candidates += !s.no[l];
    }
    if (!candidates) return false;
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) {
            IrInst *in = &bl->insts.data[i];
            if (in->op == IR_CONST && !in->dst.n_proj && !s.no[in->dst.local] && !const_splits(&s, in))
                s.no[in->dst.local] = true;
            veto_inst(&s, in);
        }
        each_term_use(&bl->term, veto, &s);
    }
    bool any = false;
    for (uint32_t l = 0; l < n; l++) {
        if (s.no[l]) continue;
        const Layout *lay = fields_of(&s, f->locals.data[l].type);
        s.first[l] = f->locals.len + 1;
        any = true;
        for (uint32_t k = 0; k < lay->n_fields; k++) {
            IrLocal one = f->locals.data[l];
            one.type = lay->fields[k];
            vec_push_in(f->arena, &f->locals, one);
        }
    }
    if (!any) return false;
    uint32_t *grown = ARENA_ARRAY(a, uint32_t, f->locals.len + 1);
    memcpy(grown, s.first, (n + 1) * sizeof *grown);
    grown[n] = 0;
    s.first = grown;
    bool changed = false;
    for (uint32_t b = 0; b < f->blocks.len; b++) changed |= split_block(&s, &f->blocks.data[b]);
    return changed;
}
