/* SPDX-License-Identifier: Apache-2.0 */
/* Size, alignment and field offsets of concrete types: C's rules, one byte for a Bool lane, vectors
 * aligned to their size up to 64 bytes. Checked against clang through code generation's tests. */
#include "types/val_int.h"

enum { MAX_LAYOUT_DEPTH = 64 };
static const Layout *layout(ValStore *vs, const TargetInfo *t, Val type, int depth);

static uint64_t round_up(uint64_t v, uint64_t align) {
    return (v + align - 1) & ~(align - 1);
}

static Layout *new_layout(ValStore *vs, uint64_t size, uint64_t align) {
    pthread_mutex_lock(&vs->lock);
    Layout *l = arena_calloc(&vs->arena, sizeof *l);
    pthread_mutex_unlock(&vs->lock);
    l->size = size;
    l->align = align;
    return l;
}

static Layout *fields_layout(ValStore *vs, const TargetInfo *t, const Val *fields, uint32_t n, bool overlay, int depth) {
    pthread_mutex_lock(&vs->lock);
    Layout *l = arena_calloc(&vs->arena, sizeof *l);
    uint64_t *offsets = arena_calloc(&vs->arena, sizeof(uint64_t) * (n ? n : 1));
    l->fields = n ? arena_dup(&vs->arena, fields, sizeof(Val) * n) : NULL;
    pthread_mutex_unlock(&vs->lock);
    l->align = 1;
    l->n_fields = n;
    l->offsets = offsets;
    uint64_t end = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Layout *f = layout(vs, t, fields[i], depth + 1);
        if (!f) return NULL;
        if (f->align > l->align) l->align = f->align;
        uint64_t at = overlay ? 0 : round_up(end, f->align);
        offsets[i] = at;
        if (at + f->size > end) end = at + f->size;
    }
    l->size = round_up(end, l->align);
    return l;
}

static const Layout *compute(ValStore *vs, const TargetInfo *t, Val type, int depth) {
    switch ((ValKind)type->kind) {
    case T_SIMD: {
        int64_t dt, len;
        uint32_t bits;
        if (!val_as_i64(type->args[0], &dt) || !val_as_i64(type->args[1], &len) || len < 1 || len > 1 << 20 ||
            !dtype_info((DTypeCode)dt, t->pointer_size, NULL, &bits))
            return NULL;
        uint64_t lane = bits < 8 ? 1 : bits / 8, size = lane * (uint64_t)len, align = 1;
        while (align < size && align < 64) align *= 2;
        if (len == 1 && align > 16) align = 16; /* wide integers */
        return new_layout(vs, round_up(size, align), align);
    }
    case T_PTR: return new_layout(vs, t->pointer_size, t->pointer_size);
    case T_FN:
        if (type->u.sig->flags & FN_CLOSURE) return NULL;
        return new_layout(vs, t->pointer_size, t->pointer_size);
    case T_ARRAY: {
        int64_t n;
        const Layout *e = layout(vs, t, type->args[0], depth + 1);
        if (!e || !val_as_i64(type->args[1], &n) || n < 0) return NULL;
        if (e->size && (uint64_t)n > (UINT64_MAX >> 2) / e->size) return NULL;
        return new_layout(vs, e->size * (uint64_t)n, e->align);
    }
    case T_TUPLE:
    case T_UNION:
        if (type->args[0]->kind != V_PACK) return NULL;
        return fields_layout(vs, t, type->args[0]->args, type->args[0]->n, type->kind == T_UNION, depth);
    case T_STRUCT: {
        uint32_t n = 0;
        const Val *f = vs->fields_fn ? vs->fields_fn(vs->fields_ctx, type, &n) : NULL;
        if (!f && n == 0 && !vs->fields_fn) return NULL;
        if (!f) return NULL;
        Layout *l = fields_layout(vs, t, f, n, false, depth);
        uint64_t align = l && vs->align_fn ? vs->align_fn(vs->fields_ctx, type) : 0;
        if (align > 0 && align > l->align) {
            l->align = align;
            l->size = round_up(l->size, align);
        }
        return l;
    }
    case T_FNITEM:
    case T_INTLIT:
    case T_FLOATLIT:
    case T_STRLIT:
    case T_PRIMINT:
    case T_PRIMFLOAT:
    case T_PRIMSTR:
    case T_NEVER:
    case T_ELLIPSIS:
    case T_ORIGIN:
    case T_PACKOF:
    case T_TRAIT:
    case T_MODULE: return new_layout(vs, 0, 1);
    default: return NULL;
    }
}

static const Layout *layout(ValStore *vs, const TargetInfo *t, Val type, int depth) {
    uint32_t open = VAL_SYMBOLIC | VAL_POISON | (type->kind == T_FNITEM ? 0 : VAL_UNBOUND);
    if (depth > MAX_LAYOUT_DEPTH || (type->flags & open)) return NULL;
    pthread_mutex_lock(&vs->lock);
    if (vs->layout_pointer_size != t->pointer_size) {
        map_done(&vs->layouts);
        vs->layouts = (Map){0};
        vs->layout_pointer_size = t->pointer_size;
    }
    Layout *known = map_get(&vs->layouts, type);
    pthread_mutex_unlock(&vs->lock);
    if (known) return known;
    const Layout *l = compute(vs, t, type, depth);
    if (!l) return NULL;
    pthread_mutex_lock(&vs->lock);
    map_put(&vs->layouts, type, (void *)(uintptr_t)l);
    pthread_mutex_unlock(&vs->lock);
    return l;
}

const Layout *val_layout(ValStore *vs, const TargetInfo *t, Val type) {
    return layout(vs, t, type, 0);
}
