/* SPDX-License-Identifier: Apache-2.0 */
/* Constants ↔ bytes. A value whose bytes hold pointers becomes an object: a snapshot of everything it
 * reaches, with relocations; equal snapshots are one object, so V_OBJECT compares like any constant. */
#include "comptime/interp_int.h"

static const Layout *layout(Interp *in, Val type) {
    const Layout *l = val_layout(in->vals, in->cx->target, type);
    if (!l) interp_fault(in, "the type `%s` has no size", val_str_of(&in->cx->arena, type));
    return l;
}

/* ---- objects into memory --------------------------------------------------------------------------------- */

typedef struct Loader {
    Interp *in;
    AllocKind kind;
    Map done; /* object → address */
} Loader;

static uint64_t load_object(Loader *ld, uint32_t index);

static bool relocate(Loader *ld, const Object *o, uint8_t *bytes) {
    for (uint32_t i = 0; i < o->image.n_relocs; i++) {
        const ObjectReloc *r = &o->image.relocs[i];
        uint64_t addr = load_object(ld, r->object);
        if (!addr) return false;
        store_ptr(ld->in, bytes + r->offset, addr + r->addend);
    }
    return true;
}

static uint64_t load_object(Loader *ld, uint32_t index) {
    Interp *in = ld->in;
    uint64_t known = (uint64_t)(uintptr_t)map_get_u(&ld->done, index);
    if (known) return known;
    if (ld->kind == MEM_STATIC && in->objects.data[index].shared) return in->objects.data[index].shared;
    const ObjectImage *im = &in->objects.data[index].image;
    uint64_t addr = mem_alloc(in, im->size, im->align, ld->kind);
    if (!addr) return 0;
    map_put_u(&ld->done, index, (void *)(uintptr_t)addr);
    if (ld->kind == MEM_STATIC) in->objects.data[index].shared = addr;
    int64_t offset;
    uint32_t id;
    uint8_t *bytes = mem_find(in, addr, &offset, &id)->bytes;
    if (im->size) memcpy(bytes, im->bytes, im->size);
    return relocate(ld, &in->objects.data[index], bytes) ? addr : 0;
}

static bool object_to_bytes(Interp *in, uint32_t index, uint8_t *out, bool fresh) {
    if (index >= in->objects.len) return interp_fault(in, "a compile-time object is gone");
    Loader ld = {.in = in, .kind = fresh ? MEM_HEAP : MEM_STATIC};
    const Object *o = &in->objects.data[index];
    if (o->image.size) memcpy(out, o->image.bytes, o->image.size);
    bool ok = relocate(&ld, o, out);
    map_done(&ld.done);
    return ok;
}

/* ---- constants into bytes ------------------------------------------------------------------------------------ */

static bool lane_to_bytes(Interp *in, const LaneInfo *l, uint8_t *out, uint32_t i, Val v) {
    switch (v->kind) {
    case V_INT:
        if (l->lane == LANE_FLOAT) lane_store_float(l, out, i, big_to_double(v->u.big));
        else lane_store_big(l, out, i, v->u.big);
        return true;
    case V_FLOAT:
        lane_store_float(l, out, i, v->u.f);
        return true;
    case V_RATIO: {
        /* exact for what fits doubles; the quotient of two roundings otherwise, as literals were checked */
        double n = big_to_double(v->args[0]->u.big), d = big_to_double(v->args[1]->u.big);
        lane_store_float(l, out, i, n / d);
        return true;
    }
    case V_STRUCT:
    case V_AGG:
        return v->n == 1 && lane_to_bytes(in, l, out, i, v->args[0]);
    default: break;
    }
    return interp_fault(in, "the constant `%s` is not a number", val_str_of(&in->cx->arena, v));
}

static bool simd_to_bytes(Interp *in, Val v, Val type, uint8_t *out) {
    LaneInfo l;
    if (!lane_info(in, type, &l)) return interp_fault(in, "the vector type `%s` is unknown", val_str_of(&in->cx->arena, type));
    if (v->kind == V_AGG && v->n == l.n) {
        for (uint32_t i = 0; i < l.n; i++)
            if (!lane_to_bytes(in, &l, out, i, v->args[i])) return false;
        return true;
    }
    for (uint32_t i = 0; i < l.n; i++) /* a scalar: in every lane */
        if (!lane_to_bytes(in, &l, out, i, v)) return false;
    return true;
}

static bool fields_to_bytes(Interp *in, Val v, Val type, const Layout *l, uint8_t *out, bool fresh) {
    bool parts = v->kind == V_STRUCT || v->kind == V_AGG || v->kind == V_PACK;
    if (parts && v->n == l->n_fields) {
        for (uint32_t i = 0; i < l->n_fields; i++)
            if (!val_to_bytes(in, v->args[i], l->fields[i], out + l->offsets[i], fresh)) return false;
        return true;
    }
    for (uint32_t i = 0; i < l->n_fields; i++) { /* a scalar: it belongs to the one field that has a size */
        const Layout *fl = layout(in, l->fields[i]);
        if (!fl) return false;
        if (fl->size) return val_to_bytes(in, v, l->fields[i], out + l->offsets[i], fresh);
    }
    return l->size == 0 || interp_fault(in, "`%s` is not a value of `%s`", val_str_of(&in->cx->arena, v),
                                        val_str_of(&in->cx->arena, type));
}

bool val_to_bytes(Interp *in, Val v, Val type, uint8_t *out, bool fresh) {
    if (v->kind == V_OBJECT) return object_to_bytes(in, (uint32_t)v->u.op, out, fresh);
    const Layout *l;
    switch (type->kind) {
    case T_SIMD: return simd_to_bytes(in, v, type, out);
    case T_STRUCT:
    case T_TUPLE:
        l = layout(in, type);
        return l && fields_to_bytes(in, v, type, l, out, fresh);
    case T_ARRAY: {
        l = layout(in, type->args[0]);
        if (!l) return false;
        if (v->kind != V_AGG && v->kind != V_PACK) break;
        for (uint32_t i = 0; i < v->n; i++)
            if (!val_to_bytes(in, v->args[i], type->args[0], out + i * l->size, fresh)) return false;
        return true;
    }
    case T_PTR: {
        int64_t n;
        if (v->kind == V_STR) {
            store_ptr(in, out, mem_string(in, v));
            return true;
        }
        if (!val_as_i64(v, &n)) break;
        store_ptr(in, out, (uint64_t)n);
        return true;
    }
    case T_FN: {
        if (v->kind != V_FN) break;
        IrFn *f = elab_fn(in->elab, (FnDecl *)v->u.decl, v->args, v->n);
        if (!f) return interp_fault(in, "the function `%s` cannot be compiled", val_str_of(&in->cx->arena, v));
        store_ptr(in, out, mem_fn(in, f));
        return true;
    }
    case T_FNITEM: case T_INTLIT: case T_FLOATLIT: case T_STRLIT: case T_ORIGIN: case T_MODULE: case T_TRAIT:
    case T_ELLIPSIS: case T_NEVER: case T_PRIMINT: case T_PRIMFLOAT: case T_PRIMSTR: case T_PACKOF:
        return true; /* no storage */
    default: break;
    }
    return interp_fault(in, "the constant `%s` cannot be put into memory as `%s`", val_str_of(&in->cx->arena, v),
                        val_str_of(&in->cx->arena, type));
}

/* ---- snapshots --------------------------------------------------------------------------------------------------- */

typedef struct Snapshot {
    Interp *in;
    Map done; /* allocation id → object + 1, IN_PROGRESS while it has no number yet */
    uint32_t depth;
} Snapshot;

enum { MAX_SNAPSHOT_DEPTH = 2000 };
#define IN_PROGRESS ((uintptr_t)UINT64_C(0xffffffffffff))

static uint32_t snapshot(Snapshot *s, const uint8_t *bytes, uint64_t size, uint64_t align, Val type, uint64_t id);

static bool is_frame_address(const Interp *in, uint64_t v) {
    if (in->ptr == 8) {
        uint32_t frame = (v >> 48) & 0x3fff, generation = (v >> 30) & 0x3ffff;
        return v >> 62 == 1 && frame < in->frames.len && (in->generations[frame] & 0x3ffff) == generation;
    }
    return false;
}

/* Relocations of a stretch of memory; false with a fault. */
static bool find_relocs(Snapshot *s, uint8_t *bytes, uint64_t size, ObjectReloc **out, uint32_t *n) {
    Interp *in = s->in;
    VEC(ObjectReloc) relocs = {0};
    bool ok = true;
    for (uint64_t at = 0; ok && at + in->ptr <= size; at += in->ptr) {
        uint64_t v = load_ptr(in, bytes + at);
        if (v == 0) continue;
        if (is_frame_address(in, v)) {
            ok = interp_fault(in, "the value refers to a local variable of the evaluation, which is gone afterwards");
            break;
        }
        int64_t offset;
        uint32_t id;
        Alloc *a = mem_find(in, v, &offset, &id);
        if (!a || offset < 0 || (uint64_t)offset > a->size || a->kind == MEM_STACK) continue;
        if (a->kind == MEM_FN) {
            ok = interp_fault(in, "the value holds a function pointer inside of memory, which cannot leave compile time");
            break;
        }
        if (!a->live) { /* stale pointers may lie in spare capacity: they become null */
            store_ptr(in, bytes + at, 0);
            continue;
        }
        uint32_t target = snapshot(s, a->bytes, a->size, a->align, NULL, (uint64_t)id + 1);
        if (target == UINT32_MAX) {
            ok = false;
            break;
        }
        vec_push(&relocs, (ObjectReloc){.offset = at, .object = target, .addend = (uint64_t)offset});
        store_ptr(in, bytes + at, 0);
    }
    *n = relocs.len;
    *out = relocs.len ? arena_dup(&in->arena, relocs.data, relocs.len * sizeof *relocs.data) : NULL;
    vec_done(&relocs);
    return ok;
}

static bool same_object(const Object *o, const ObjectImage *im, uint64_t hash) {
    if (o->hash != hash || o->image.size != im->size || o->image.type != im->type || o->image.align != im->align ||
        o->image.n_relocs != im->n_relocs || (im->size && memcmp(o->image.bytes, im->bytes, im->size)))
        return false;
    for (uint32_t i = 0; i < im->n_relocs; i++) {
        const ObjectReloc *x = &o->image.relocs[i], *y = &im->relocs[i];
        if (x->offset != y->offset || x->object != y->object || x->addend != y->addend) return false;
    }
    return true;
}

static uint32_t find_object(const Interp *in, const ObjectImage *im, uint64_t hash) {
    uint32_t i = (uint32_t)(uintptr_t)map_get_u(&in->by_hash, hash);
    for (; i; i = in->objects.data[i - 1].next)
        if (same_object(&in->objects.data[i - 1], im, hash)) return i - 1;
    return UINT32_MAX;
}

/* Object of some bytes; id: the allocation + 1 they are, 0 for a value in a slot. UINT32_MAX: fault. */
static uint32_t snapshot(Snapshot *s, const uint8_t *bytes, uint64_t size, uint64_t align, Val type, uint64_t id) {
    Interp *in = s->in;
    uintptr_t known = id ? (uintptr_t)map_get_u(&s->done, id) : 0;
    if (known == IN_PROGRESS) { /* it reaches itself: it needs its number now */
        vec_push(&in->objects, (Object){0});
        map_put_u(&s->done, id, (void *)(uintptr_t)in->objects.len);
        return in->objects.len - 1;
    }
    if (known) return (uint32_t)known - 1;
    if (s->depth >= MAX_SNAPSHOT_DEPTH) {
        interp_fault(in, "the value is a chain of more than %d allocations", MAX_SNAPSHOT_DEPTH);
        return UINT32_MAX;
    }
    if (id) map_put_u(&s->done, id, (void *)IN_PROGRESS);
    uint8_t *copy = arena_calloc(&in->arena, size ? size : 1);
    if (size) memcpy(copy, bytes, size);
    ObjectImage im = {.bytes = copy, .size = size, .align = align, .type = type};
    ObjectReloc *relocs = NULL;
    s->depth++;
    bool ok = find_relocs(s, copy, size, &relocs, &im.n_relocs);
    s->depth--;
    if (!ok) return UINT32_MAX;
    im.relocs = relocs;
    uint64_t hash = hash_bytes(copy, size, (type ? type->hash : 0) + align);
    for (uint32_t i = 0; i < im.n_relocs; i++)
        hash = hash_mix(hash_mix(hash_mix(hash, relocs[i].offset), relocs[i].object), relocs[i].addend);
    known = id ? (uintptr_t)map_get_u(&s->done, id) : IN_PROGRESS;
    uint32_t index = (uint32_t)known - 1;
    if (known == IN_PROGRESS) { /* no number yet: an equal object can stand for it */
        index = find_object(in, &im, hash);
        if (index == UINT32_MAX) {
            index = in->objects.len;
            vec_push(&in->objects, (Object){0});
        } else {
            if (id) map_put_u(&s->done, id, (void *)(uintptr_t)(index + 1));
            return index;
        }
        if (id) map_put_u(&s->done, id, (void *)(uintptr_t)(index + 1));
    }
    in->objects.data[index] = (Object){.image = im, .hash = hash};
    in->objects.data[index].next = (uint32_t)(uintptr_t)map_get_u(&in->by_hash, hash);
    map_put_u(&in->by_hash, hash, (void *)(uintptr_t)(index + 1));
    return index;
}

static Val object_val(Interp *in, Val type, const uint8_t *p) {
    const Layout *l = layout(in, type);
    if (!l) return NULL;
    Snapshot s = {.in = in};
    uint32_t index = snapshot(&s, p, l->size, l->align, type, 0);
    map_done(&s.done);
    if (index == UINT32_MAX) return NULL;
    return val_object(in->vals, type, index);
}

/* ---- bytes into constants --------------------------------------------------------------------------------------- */

/* Does the value hold pointers, raw storage, or more elements than a constant should list? */
static bool needs_object(Interp *in, Val type, const uint8_t *p, uint32_t depth) {
    if (depth > 200) return true;
    switch (type->kind) {
    case T_PTR: return load_ptr(in, p) != 0;
    case T_UNION: return true;
    case T_ARRAY: {
        int64_t n = 0;
        const Layout *l = val_layout(in->vals, in->cx->target, type->args[0]);
        val_as_i64(type->args[1], &n);
        if (!l || n > BIG_ARRAY) return true;
        for (int64_t i = 0; i < n; i++)
            if (needs_object(in, type->args[0], p + (uint64_t)i * l->size, depth + 1)) return true;
        return false;
    }
    case T_STRUCT:
    case T_TUPLE: {
        const Layout *l = val_layout(in->vals, in->cx->target, type);
        if (!l) return true;
        for (uint32_t i = 0; i < l->n_fields; i++)
            if (needs_object(in, l->fields[i], p + l->offsets[i], depth + 1)) return true;
        return false;
    }
    default: return false;
    }
}

static Val lane_val(Interp *in, const LaneInfo *l, const uint8_t *p, uint32_t i, Val type) {
    if (l->lane == LANE_FLOAT) return val_float(in->vals, type, lane_load_float(l, p, i));
    if (l->bytes < 8 || (l->bytes == 8 && l->lane == LANE_SINT)) return val_i64(in->vals, type, (int64_t)lane_load(l, p, i));
    Arena a;
    arena_init(&a);
    Val v = val_int(in->vals, type, lane_load_big(&a, l, p, i));
    arena_done(&a);
    return v;
}

static Val read_val(Interp *in, Val type, const uint8_t *p);

static Val read_list(Interp *in, ValKind kind, Val type, const Val *types, const uint64_t *offsets, uint64_t stride,
                     uint32_t n, const uint8_t *p) {
    Val *parts = xcalloc(n + 1, sizeof *parts);
    Val r = NULL;
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        parts[i] = read_val(in, types ? types[i] : type->args[0], p + (offsets ? offsets[i] : i * stride));
        ok = parts[i] != NULL;
    }
    if (ok) r = val_make(in->vals, kind, type, NULL, parts, n);
    free(parts);
    return r;
}

static Val read_val(Interp *in, Val type, const uint8_t *p) {
    LaneInfo l;
    const Layout *lay;
    switch (type->kind) {
    case T_SIMD: {
        if (!lane_info(in, type, &l)) break;
        if (l.n == 1) return lane_val(in, &l, p, 0, type);
        Val one_args[2] = {type->args[0], val_i64(in->vals, type->args[1]->type, 1)};
        Val one = val_make(in->vals, T_SIMD, type->type, NULL, one_args, 2);
        Val *lanes = xcalloc(l.n + 1, sizeof *lanes);
        for (uint32_t i = 0; i < l.n; i++) lanes[i] = lane_val(in, &l, p, i, one);
        Val r = val_make(in->vals, V_AGG, type, NULL, lanes, l.n);
        free(lanes);
        return r;
    }
    case T_STRUCT: {
        Val dtype;
        lay = layout(in, type);
        if (!lay) return NULL;
        if (val_scalar_leaf(type, &dtype)) { /* one lane somewhere inside: V_INT or V_FLOAT of the struct */
            Val leaf_args[2] = {dtype, val_i64(in->vals, val_prim(in->vals, T_PRIMINT), 1)};
            Val leaf = val_make(in->vals, T_SIMD, NULL, NULL, leaf_args, 2);
            if (!lane_info(in, leaf, &l)) break;
            return lane_val(in, &l, p, 0, type);
        }
        return read_list(in, V_STRUCT, type, lay->fields, lay->offsets, 0, lay->n_fields, p);
    }
    case T_TUPLE:
        lay = layout(in, type);
        return lay ? read_list(in, V_AGG, type, lay->fields, lay->offsets, 0, lay->n_fields, p) : NULL;
    case T_ARRAY: {
        int64_t n = 0;
        lay = layout(in, type->args[0]);
        if (!lay || !val_as_i64(type->args[1], &n)) return NULL;
        return read_list(in, V_AGG, type, NULL, NULL, lay->size, (uint32_t)n, p);
    }
    case T_PTR: return val_i64(in->vals, type, (int64_t)load_ptr(in, p));
    case T_FN: {
        int64_t offset;
        uint32_t id;
        Alloc *a = mem_find(in, load_ptr(in, p), &offset, &id);
        if (!a || a->kind != MEM_FN || !a->fn->decl) break;
        return val_make(in->vals, V_FN, type, a->fn->decl, a->fn->params, a->fn->n_params);
    }
    case T_FNITEM: return val_make(in->vals, V_FN, type, type->u.decl, type->args, type->n);
    case T_STRLIT: case T_INTLIT: case T_FLOATLIT: return type->args[0];
    case T_NEVER: case T_ORIGIN: case T_ELLIPSIS:
        return val_make(in->vals, V_STRUCT, type, NULL, NULL, 0);
    default: break;
    }
    interp_fault(in, "a value of type `%s` cannot leave compile time", val_str_of(&in->cx->arena, type));
    return NULL;
}

Val bytes_to_val(Interp *in, Val type, const uint8_t *p) {
    return needs_object(in, type, p, 0) ? object_val(in, type, p) : read_val(in, type, p);
}
