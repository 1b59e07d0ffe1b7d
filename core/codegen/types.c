/* SPDX-License-Identifier: Apache-2.0 */
/* Concrete types as code generation sees them: size, alignment and, for what fits registers, leaves. */
#include "codegen/codegen_int.h"

LLVMTypeRef cg_lane_type(Cg *cg, const Leaf *l, bool mem) {
    if (!l->dtype)
        return cg->ptr;
    switch (l->dtype) {
    case DT_BOOL: return mem ? cg->i8 : cg->i1;
    case DT_FLOAT16: return LLVMHalfTypeInContext(cg->ctx);
    case DT_BFLOAT16: return LLVMBFloatTypeInContext(cg->ctx);
    case DT_FLOAT32: return LLVMFloatTypeInContext(cg->ctx);
    case DT_FLOAT64: return LLVMDoubleTypeInContext(cg->ctx);
    default: return cg_int(cg, l->bits < 8 ? 8 : l->bits);
    }
}

static bool simd_leaf(Cg *cg, Val type, Leaf *l) {
    int64_t code, lanes;
    if (type->n < 2 || !val_as_i64(type->args[0], &code) || !val_as_i64(type->args[1], &lanes) ||
        lanes < 1 || lanes > 1 << 15)
        return false;
    DTypeClass cls;
    uint32_t bits;
    if (!dtype_info((DTypeCode)code, cg->target->pointer_size, &cls, &bits))
        return false;
    *l = (Leaf){.dtype = (uint8_t)code, .lanes = (uint32_t)lanes, .bits = cls == DTC_BOOL ? 1 : bits};
    l->is_bool = cls == DTC_BOOL;
    l->is_signed = cls == DTC_SINT;
    l->is_float = cls == DTC_FLOAT;
    l->type = cg_lane_type(cg, l, false);
    l->mem = cg_lane_type(cg, l, true);
    if (lanes > 1) {
        l->type = LLVMVectorType(l->type, (unsigned)lanes);
        l->mem = LLVMVectorType(l->mem, (unsigned)lanes);
    }
    return true;
}

static bool is_shared_struct(const StructDecl *s) {
    return s->decl.module && s->decl.module->is_std && s->decl.name &&
           (str_eq(name_str(s->decl.name), STR("Atomic")) ||
            str_eq(name_str(s->decl.name), STR("BlockingSpinLock")));
}

/* Adds the leaves of `type` at `offset` to t; clears what does not hold for the whole. */
static void flatten(Cg *cg, Ty *t, Val type, uint64_t offset, int depth) {
    const Layout *l = val_layout(cg->m->vals, cg->target, type);
    if (!l) {
        t->is_mem = true;
        return;
    }
    Leaf leaf = {.lanes = 1};
    switch (type->kind) {
    case T_SIMD:
        if (!simd_leaf(cg, type, &leaf))
            cg_fail(cg, "a SIMD type without a known element type or length");
        break;
    case T_PTR:
    case T_FN:
        leaf.type = leaf.mem = cg->ptr;
        leaf.bits = cg->target->pointer_size * 8;
        break;
    case T_STRUCT: {
        const StructDecl *s = type->u.decl;
        if (depth == 0)
            t->is_trivial = s->trivial_register || s->register_passable;
        if (s->move_init && s->move_init->synth != SYNTH_MOVE && !s->trivial_register &&
            !s->register_passable)
            t->is_bitwise = false;
        if (is_shared_struct(s))
            t->is_shared = true;
        t->has_sealed |= s->sealed;
    } /* fall through */
    case T_TUPLE:
        for (uint32_t i = 0; i < l->n_fields && depth < 64; i++)
            flatten(cg, t, l->fields[i], offset + l->offsets[i], depth + 1);
        return;
    case T_ARRAY:
        if (l->size) {
            t->is_mem = true;
            if (type->n) { /* for is_bitwise and is_shared of the elements */
                Ty e = {.is_bitwise = true};
                flatten(cg, &e, type->args[0], 0, depth + 1);
                t->is_bitwise &= e.is_bitwise;
                t->has_sealed |= e.has_sealed;
                t->is_shared |= e.is_shared;
            }
        }
        return;
    case T_UNION:
        if (l->size) {
            bool was_mem = t->is_mem;
            t->is_mem = true;
            const ValRec *pack = type->n ? type->args[0] : NULL;
            if (pack && pack->kind == V_PACK && pack->n == 1) { /* `union[T]`: a T that may be uninitialised */
                t->is_mem = was_mem;
                flatten(cg, t, pack->args[0], offset, depth + 1);
                return;
            }
            for (uint32_t i = 0; pack && pack->kind == V_PACK && i < pack->n && depth < 64; i++) {
                Ty e = {.is_bitwise = true};
                flatten(cg, &e, pack->args[i], 0, depth + 1);
                t->is_bitwise &= e.is_bitwise;
                t->has_sealed |= e.has_sealed;
                t->is_shared |= e.is_shared;
            }
        }
        return;
    default:
        if (l->size)
            t->is_mem = true;
        return;
    }
    leaf.offset = offset;
    leaf.align = (uint32_t)l->align;
    leaf.size = l->size;
    if (t->n_leaves < MAX_LEAVES)
        t->leaves[t->n_leaves++] = leaf;
    else
        t->is_mem = true;
}

const Ty *cg_type(Cg *cg, Val type) {
    Ty *t = map_get(&cg->types, type);
    if (t)
        return t;
    t = ARENA_NEW(&cg->arena, Ty);
    t->val = type;
    t->align = 1;
    t->is_bitwise = true;
    const Layout *l = type ? val_layout(cg->m->vals, cg->target, type) : NULL;
    if (!l) {
        StrBuf b = {0};
        if (type)
            val_print(&b, type);
        cg_fail(cg, "the type `%s` has no layout", b.p ? b.p : "?");
        sb_done(&b);
    } else {
        t->size = l->size;
        t->align = l->align ? (uint32_t)l->align : 1;
        t->is_trivial = type->kind != T_STRUCT && type->kind != T_ARRAY && type->kind != T_UNION &&
                        type->kind != T_TUPLE;
        flatten(cg, t, type, 0, 0);
        if (t->is_mem)
            t->n_leaves = 0;
    }
    map_put(&cg->types, type, t);
    return t;
}

const Ty *cg_ptr_type(Cg *cg) {
    if (!cg->ptr_ty) {
        Ty *t = ARENA_NEW(&cg->arena, Ty);
        uint32_t p = cg->target->pointer_size;
        *t = (Ty){.size = p, .align = p, .is_bitwise = true, .is_trivial = true, .n_leaves = 1};
        t->leaves[0] = (Leaf){.type = cg->ptr, .mem = cg->ptr, .align = p, .size = p, .lanes = 1, .bits = p * 8};
        cg->ptr_ty = t;
    }
    return cg->ptr_ty;
}

uint64_t cg_field_offset(Cg *cg, Val base, uint32_t index) {
    const Layout *l = base ? val_layout(cg->m->vals, cg->target, base) : NULL;
    if (!l || index >= l->n_fields || !l->offsets) {
        StrBuf b = {0};
        if (base)
            val_print(&b, base);
        cg_fail(cg, "`%s` has no field %u", b.p ? b.p : "?", index);
        sb_done(&b);
        return 0;
    }
    return l->offsets[index];
}

LLVMTypeRef cg_store_type(Cg *cg, const Ty *t) {
    if (t->n_leaves == 1 && t->leaves[0].offset == 0 && t->leaves[0].size == t->size)
        return t->leaves[0].mem;
    return LLVMArrayType2(cg->i8, t->size);
}
