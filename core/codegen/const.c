/* SPDX-License-Identifier: Apache-2.0 */
/* Compile-time values → LLVM constants: registers, or bytes of a read-only global. */
#include "codegen/codegen_int.h"

#include <math.h>

typedef struct Piece { /* a leaf of a constant */
    uint64_t offset, size;
    LLVMValueRef v; /* in its memory type */
} Piece;
typedef struct Fill {
    Cg *cg;
    const Ty *ty;  /* into registers, when not NULL */
    Regs *regs;
    VEC(Piece) pieces; /* into memory; heap */
    bool failed;
} Fill;

static void cannot(Fill *f, Val v, const char *why) {
    if (f->failed)
        return;
    f->failed = true;
    StrBuf b = {0};
    val_print(&b, v);
    cg_fail(f->cg, "the compile-time value `%.200s` of kind %s cannot become a run-time value%s", b.p ? b.p : "?",
            val_kind_name((ValKind)v->kind), why);
    sb_done(&b);
}

/* Exact quotient, rounded once. */
static double ratio_to_double(Val v) {
    if (v->n < 2 || v->args[0]->kind != V_INT || v->args[1]->kind != V_INT)
        return 0;
    const Big *num = v->args[0]->u.big, *den = v->args[1]->u.big;
    if (big_sign(num) == 0)
        return 0;
    Arena a;
    arena_init(&a);
    bool neg = big_sign(num) < 0;
    if (neg)
        num = big_neg(&a, num);
    int64_t shift = 66 - ((int64_t)big_bit_length(num) - (int64_t)big_bit_length(den));
    if (shift > 0)
        num = big_shl(&a, num, (uint64_t)shift);
    else
        den = big_shl(&a, den, (uint64_t)-shift);
    const Big *q = NULL, *r = NULL;
    double d = 0;
    if (num && den && big_divmod(&a, num, den, &q, &r)) {
        if (big_sign(r))
            q = big_or(&a, q, big_from_i64(&a, 1)); /* sticky */
        d = ldexp(big_to_double(q), (int)-shift);
    }
    arena_done(&a);
    return neg ? -d : d;
}

static LLVMValueRef scalar(Fill *f, Val v, const Leaf *l) {
    Cg *cg = f->cg;
    LLVMTypeRef t = cg_lane_type(cg, l, false);
    if (l->is_float && LLVMGetTypeKind(t) != LLVMIntegerTypeKind) {
        switch (v->kind) {
        case V_FLOAT: return LLVMConstReal(t, v->u.f);
        case V_RATIO: return LLVMConstReal(t, ratio_to_double(v));
        case V_INT: return LLVMConstReal(t, big_to_double(v->u.big));
        default: break;
        }
    } else if (v->kind == V_INT) {
        uint64_t words[4] = {0};
        big_words(v->u.big, words, 4);
        unsigned bits = LLVMGetIntTypeWidth(t);
        return LLVMConstIntOfArbitraryPrecision(t, (bits + 63) / 64, words);
    }
    if (v->kind == V_RATIO && !l->is_float && v->args[1]->kind == V_INT) { /* `Int(3.99)`: towards zero */
        uint64_t words[4] = {0};
        Arena a;
        arena_init(&a);
        const Big *num = v->args[0]->u.big, *q = NULL;
        bool neg = big_sign(num) < 0;
        if (big_divmod(&a, neg ? big_neg(&a, num) : num, v->args[1]->u.big, &q, NULL))
            big_words(neg ? big_neg(&a, q) : q, words, 4);
        arena_done(&a);
        return LLVMConstIntOfArbitraryPrecision(t, (LLVMGetIntTypeWidth(t) + 63) / 64, words);
    }
    cannot(f, v, "");
    return LLVMConstNull(t);
}

static LLVMValueRef to_memory(Cg *cg, LLVMValueRef v, const Leaf *l) {
    if (!l->is_bool)
        return v;
    if (l->lanes == 1)
        return LLVMConstInt(cg->i8, LLVMConstIntGetZExtValue(v), 0);
    LLVMValueRef *lanes = ARENA_ARRAY(&cg->arena, LLVMValueRef, l->lanes);
    for (uint32_t i = 0; i < l->lanes; i++)
        lanes[i] = LLVMConstInt(cg->i8, LLVMConstIntGetZExtValue(LLVMGetAggregateElement(v, i)), 0);
    return LLVMConstVector(lanes, l->lanes);
}

static void put(Fill *f, const Leaf *l, uint64_t offset, LLVMValueRef v) {
    if (f->regs) {
        for (uint32_t i = 0; i < f->ty->n_leaves; i++)
            if (f->ty->leaves[i].offset == offset)
                f->regs->v[i] = v;
        return;
    }
    vec_push(&f->pieces, (Piece){offset, l->size, to_memory(f->cg, v, l)});
}

static void fill(Fill *f, Val v, Val type, uint64_t offset, int depth);

static void fill_fields(Fill *f, Val v, Val type, const Layout *lay, uint64_t offset, int depth) {
    bool is_agg = v->kind == V_STRUCT || v->kind == V_AGG || v->kind == V_PACK;
    if (is_agg && v->n == lay->n_fields) {
        for (uint32_t i = 0; i < lay->n_fields; i++)
            fill(f, v->args[i], lay->fields[i], offset + lay->offsets[i], depth + 1);
        return;
    }
    for (uint32_t i = 0; i < lay->n_fields; i++) { /* a scalar constant of a one-leaf struct */
        const Layout *fl = val_layout(f->cg->m->vals, f->cg->target, lay->fields[i]);
        if (fl && fl->size) {
            fill(f, v, lay->fields[i], offset + lay->offsets[i], depth + 1);
            return;
        }
    }
}

static void fill_simd(Fill *f, Val v, Val type, uint64_t offset) {
    Cg *cg = f->cg;
    const Leaf *l = &cg_type(cg, type)->leaves[0];
    if (l->lanes == 1) {
        put(f, l, offset, scalar(f, v->kind == V_AGG && v->n == 1 ? v->args[0] : v, l));
        return;
    }
    LLVMValueRef *lanes = ARENA_ARRAY(&cg->arena, LLVMValueRef, l->lanes);
    for (uint32_t i = 0; i < l->lanes; i++)
        lanes[i] = scalar(f, v->kind == V_AGG && i < v->n ? v->args[i] : v, l);
    put(f, l, offset, LLVMConstVector(lanes, l->lanes));
}

static void fill_pointer(Fill *f, Val v, Val type, uint64_t offset) {
    Cg *cg = f->cg;
    const Leaf *l = &cg_type(cg, type)->leaves[0];
    if (v->kind == V_FN) {
        put(f, l, offset, cg_fn_pointer(cg, v));
    } else if (v->kind == V_STR) {
        put(f, l, offset, cg_string(cg, v->u.str));
    } else if (v->kind == V_INT) {
        uint64_t w = 0;
        big_words(v->u.big, &w, 1);
        put(f, l, offset, w ? LLVMConstIntToPtr(cg_size(cg, w), cg->ptr) : LLVMConstNull(cg->ptr));
    } else {
        cannot(f, v, "");
    }
}

/* ---- snapshots of compile-time memory ---------------------------------------------------------------------- */

static LLVMValueRef object_global(Cg *cg, uint32_t number);

static LLVMValueRef reloc_value(Cg *cg, const ObjectReloc *r) {
    LLVMValueRef g = object_global(cg, r->object), at = cg_size(cg, r->addend);
    return r->addend ? LLVMConstGEP2(cg->i8, g, &at, 1) : g;
}

/* Stretches of bytes and the pointers between them. types or values may be NULL. */
static unsigned object_parts(Cg *cg, const ObjectImage *im, LLVMTypeRef *types, LLVMValueRef *values) {
    uint64_t at = 0, ptr = cg->target->pointer_size;
    unsigned n = 0;
    for (uint32_t i = 0; i <= im->n_relocs; i++) {
        uint64_t end = i < im->n_relocs ? im->relocs[i].offset : im->size;
        if (end > at || (i == im->n_relocs && n == 0)) {
            if (types)
                types[n] = LLVMArrayType2(cg->i8, end - at);
            if (values)
                values[n] = LLVMConstStringInContext2(cg->ctx, (const char *)im->bytes + at, end - at, 1);
            n++;
        }
        if (i == im->n_relocs)
            break;
        if (types)
            types[n] = cg->ptr;
        if (values)
            values[n] = reloc_value(cg, &im->relocs[i]);
        n++;
        at = end + ptr;
    }
    return n;
}

static LLVMValueRef object_global(Cg *cg, uint32_t number) {
    const ObjectImage *im = cg->m->object ? cg->m->object(cg->m->object_ctx, number) : NULL;
    if (!im) {
        cg_fail(cg, "a compile-time object is missing");
        return LLVMConstNull(cg->ptr);
    }
    LLVMValueRef g = map_get(&cg->consts, im);
    if (g)
        return g;
    LLVMTypeRef *types = ARENA_ARRAY(&cg->arena, LLVMTypeRef, 2 * (size_t)im->n_relocs + 2);
    LLVMValueRef *values = ARENA_ARRAY(&cg->arena, LLVMValueRef, 2 * (size_t)im->n_relocs + 2);
    unsigned n = object_parts(cg, im, types, NULL);
    g = LLVMAddGlobal(cg->mod, LLVMStructTypeInContext(cg->ctx, types, n, 1), "");
    map_put(&cg->consts, im, g); /* before its parts: it may reach itself */
    object_parts(cg, im, NULL, values);
    LLVMSetInitializer(g, LLVMConstStructInContext(cg->ctx, values, n, 1));
    LLVMSetGlobalConstant(g, 1);
    LLVMSetLinkage(g, LLVMPrivateLinkage);
    LLVMSetAlignment(g, im->align ? (unsigned)im->align : 1);
    return g;
}

/* One leaf of a snapshot: a relocated pointer, or a number out of its bytes. */
static LLVMValueRef object_leaf(Fill *f, const ObjectImage *im, const Leaf *l, uint64_t at) {
    Cg *cg = f->cg;
    for (uint32_t i = 0; i < im->n_relocs; i++)
        if (im->relocs[i].offset == at)
            return reloc_value(cg, &im->relocs[i]);
    uint64_t lane = l->lanes ? l->size / l->lanes : l->size;
    LLVMValueRef *lanes = ARENA_ARRAY(&cg->arena, LLVMValueRef, l->lanes + 1);
    for (uint32_t i = 0; i < l->lanes || i == 0; i++) {
        uint64_t words[4] = {0};
        memcpy(words, im->bytes + at + i * lane, lane < sizeof words ? lane : sizeof words);
        if (!l->dtype)
            return words[0] ? LLVMConstIntToPtr(cg_size(cg, words[0]), cg->ptr) : LLVMConstNull(cg->ptr);
        LLVMTypeRef t = cg_lane_type(cg, l, false);
        if (LLVMGetTypeKind(t) == LLVMIntegerTypeKind) {
            lanes[i] = LLVMConstIntOfArbitraryPrecision(t, (LLVMGetIntTypeWidth(t) + 63) / 64, words);
        } else {
            LLVMValueRef bits = LLVMConstIntOfArbitraryPrecision(cg_int(cg, l->bits), (l->bits + 63) / 64, words);
            lanes[i] = LLVMConstBitCast(bits, t);
        }
    }
    return l->lanes > 1 ? LLVMConstVector(lanes, l->lanes) : lanes[0];
}

static void fill_object(Fill *f, Val v, Val type, uint64_t offset) {
    Cg *cg = f->cg;
    const ObjectImage *im = cg->m->object ? cg->m->object(cg->m->object_ctx, (uint32_t)v->u.op) : NULL;
    if (!im) {
        cannot(f, v, "");
        return;
    }
    const Ty *ty = cg_type(cg, type);
    if (f->regs || !ty->is_mem) {
        for (uint32_t i = 0; i < ty->n_leaves; i++)
            put(f, &ty->leaves[i], offset + ty->leaves[i].offset, object_leaf(f, im, &ty->leaves[i], ty->leaves[i].offset));
        return;
    }
    LLVMTypeRef *types = ARENA_ARRAY(&cg->arena, LLVMTypeRef, 2 * (size_t)im->n_relocs + 2);
    LLVMValueRef *values = ARENA_ARRAY(&cg->arena, LLVMValueRef, 2 * (size_t)im->n_relocs + 2);
    unsigned n = object_parts(cg, im, types, values);
    uint64_t at = 0;
    for (unsigned i = 0; i < n; i++) {
        uint64_t size = LLVMGetTypeKind(types[i]) == LLVMArrayTypeKind ? LLVMGetArrayLength2(types[i]) : cg->target->pointer_size;
        vec_push(&f->pieces, (Piece){offset + at, size, values[i]});
        at += size;
    }
}

static void fill(Fill *f, Val v, Val type, uint64_t offset, int depth) {
    const Layout *lay = val_layout(f->cg->m->vals, f->cg->target, type);
    if (!lay || depth > 200) {
        cannot(f, v, ": its type has no layout");
        return;
    }
    if (lay->size == 0)
        return;
    if (v->kind == V_OBJECT) {
        fill_object(f, v, type, offset);
        return;
    }
    switch (type->kind) {
    case T_SIMD: fill_simd(f, v, type, offset); break;
    case T_PTR:
    case T_FN: fill_pointer(f, v, type, offset); break;
    case T_STRUCT:
    case T_TUPLE: fill_fields(f, v, type, lay, offset, depth); break;
    case T_ARRAY: {
        const Layout *e = type->n ? val_layout(f->cg->m->vals, f->cg->target, type->args[0]) : NULL;
        if (v->kind != V_AGG || !e) {
            cannot(f, v, "");
            break;
        }
        for (uint32_t i = 0; i < v->n && !f->failed; i++)
            fill(f, v->args[i], type->args[0], offset + e->size * i, depth + 1);
        break;
    }
    default: cannot(f, v, ""); break;
    }
}

bool cg_const_regs(Cg *cg, Val v, const Ty *t, Regs *out) {
    *out = (Regs){.n = t->n_leaves};
    Fill f = {.cg = cg, .ty = t, .regs = out};
    if (t->val)
        fill(&f, v, t->val, 0, 0);
    return !f.failed;
}

static LLVMValueRef padding(Cg *cg, uint64_t n) {
    return LLVMConstNull(LLVMArrayType2(cg->i8, n));
}

/* A read-only global with the value's bytes. */
static LLVMValueRef const_global(Cg *cg, Val v, const Ty *t, Fill *f) {
    uint64_t at = 0;
    LLVMValueRef *parts = ARENA_ARRAY(&cg->arena, LLVMValueRef, 2 * (size_t)f->pieces.len + 1);
    unsigned n = 0;
    for (uint32_t i = 0; i < f->pieces.len; i++) {
        const Piece *p = &f->pieces.data[i];
        if (p->offset > at)
            parts[n++] = padding(cg, p->offset - at);
        parts[n++] = p->v;
        at = p->offset + p->size;
    }
    if (t->size > at)
        parts[n++] = padding(cg, t->size - at);
    LLVMValueRef init = LLVMConstStructInContext(cg->ctx, parts, n, 1);
    LLVMValueRef g = LLVMAddGlobal(cg->mod, LLVMTypeOf(init), "");
    LLVMSetInitializer(g, init);
    LLVMSetGlobalConstant(g, 1);
    LLVMSetLinkage(g, LLVMPrivateLinkage);
    LLVMSetUnnamedAddress(g, LLVMGlobalUnnamedAddr);
    LLVMSetAlignment(g, t->align);
    return g;
}

void cg_const_into(Cg *cg, Place dst, Val v) {
    if (cg_place_is_ref(cg, dst)) {
        cg_fail(cg, "a constant stored into a reference");
        return;
    }
    Loc l = cg_resolve(cg, dst);
    if (!l.ty->is_mem) {
        Regs r;
        if (cg_const_regs(cg, v, l.ty, &r))
            cg_store_loc(cg, &l, &r);
        return;
    }
    LLVMValueRef g = map_get(&cg->consts, v);
    if (!g) {
        Fill f = {.cg = cg};
        fill(&f, v, l.ty->val, 0, 0);
        bool zero = true;
        for (uint32_t i = 0; i < f.pieces.len && zero; i++)
            zero = LLVMIsNull(f.pieces.data[i].v);
        if (zero && !f.failed)
            LLVMBuildMemSet(cg->b, l.ptr, LLVMConstInt(cg->i8, 0, 0), cg_size(cg, l.ty->size), l.ty->align);
        else if (!f.failed) {
            g = const_global(cg, v, l.ty, &f);
            map_put(&cg->consts, v, g);
        }
        vec_done(&f.pieces);
    }
    if (g)
        cg_memcpy(cg, l.ptr, g, l.ty);
}

LLVMValueRef cg_const_address(Cg *cg, Val v, Val type) {
    LLVMValueRef g = map_get(&cg->consts, v);
    if (g)
        return g;
    Fill f = {.cg = cg};
    fill(&f, v, type, 0, 0);
    if (!f.failed) {
        g = const_global(cg, v, cg_type(cg, type), &f);
        map_put(&cg->consts, v, g);
    }
    vec_done(&f.pieces);
    return g;
}

LLVMValueRef cg_string(Cg *cg, Str s) {
    LLVMValueRef g = strmap_get(&cg->strings, s);
    if (g)
        return g;
    LLVMValueRef init = LLVMConstStringInContext2(cg->ctx, s.len ? s.p : "", s.len, 0);
    g = LLVMAddGlobal(cg->mod, LLVMTypeOf(init), "");
    LLVMSetInitializer(g, init);
    LLVMSetGlobalConstant(g, 1);
    LLVMSetLinkage(g, LLVMPrivateLinkage);
    LLVMSetUnnamedAddress(g, LLVMGlobalUnnamedAddr);
    LLVMSetAlignment(g, 1);
    strmap_put(&cg->strings, s, g);
    return g;
}
