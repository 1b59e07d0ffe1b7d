/* SPDX-License-Identifier: Apache-2.0 */
/* What LLVM is told about accesses that cannot meet. A struct marked `@__sealed` (the containers of the library) keeps
 * pointers and lengths that only its own fields name: nothing refers to them, and no other value lies in their place.
 * So an access to such a field meets accesses to the same field, of any value of that struct, and accesses without a
 * tag; not those to another field, and not the elements that everything else is made of. Without that a store to an
 * element of a list of lists might change each list's length, and a loop over it could keep nothing in registers.
 *
 * Without a tag stay: bytes, which as in C may be part of anything; whole values, copied by their leaves; parts of
 * unions; operations on raw memory (`__builtin.load`, memcpy). Accesses to elements of any type may meet each other,
 * so a pointer may be cast to one of another type, as long as it does not point into a sealed struct. */
#include "codegen/codegen_int.h"

enum { BYTE_BITS = 8 };

static LLVMMetadataRef node(Cg *cg, LLVMMetadataRef *parts, size_t n) {
    return LLVMMDNodeInContext2(cg->ctx, parts, n);
}

static LLVMMetadataRef text(Cg *cg, const char *s) {
    return LLVMMDStringInContext2(cg->ctx, s, strlen(s));
}

/* An access tag of a type of its own, directly below the root. */
static LLVMValueRef new_tag(Cg *cg, const char *name) {
    LLVMMetadataRef root_parts[] = {text(cg, "mojo")}, zero = LLVMValueAsMetadata(LLVMConstInt(cg->i64, 0, 0));
    LLVMMetadataRef type_parts[] = {text(cg, name), node(cg, root_parts, 1), zero};
    LLVMMetadataRef type = node(cg, type_parts, 3);
    LLVMMetadataRef tag_parts[] = {type, type, zero};
    return LLVMMetadataAsValue(cg->ctx, node(cg, tag_parts, 3));
}

static LLVMValueRef field_tag(Cg *cg, const FieldDecl *f, const StructDecl *s) {
    LLVMValueRef tag = map_get(&cg->alias_tags, f);
    if (!tag) {
        tag = new_tag(cg, arena_printf(&cg->arena, "%s.%s.%s", s->decl.module->full_name, s->decl.name->chars,
                                       f->decl.name->chars));
        map_put(&cg->alias_tags, f, tag);
    }
    return tag;
}

void alias_step(Cg *cg, AliasPath *path, Val base, const Proj *p) {
    switch ((ProjKind)p->kind) {
    case PROJ_DEREF: *path = (AliasPath){0}; break;
    case PROJ_CAST: path->in_union = true; break;
    case PROJ_FIELD: {
        const StructDecl *s = base->kind == T_STRUCT ? (const StructDecl *)base->u.decl : NULL;
        if (!s || !s->sealed || p->index >= s->fields.len) break;
        const Ty *field = cg_type(cg, p->type);
        bool scalar = field->n_leaves == 1 && !field->is_mem;
        path->field = scalar ? s->fields.data[p->index] : NULL; /* parts of larger fields are what they are elsewhere */
        path->owner = s;
        break;
    }
    case PROJ_INDEX:
    case PROJ_ELEM: break;
    }
}

void alias_refuse_sealed(Cg *cg, const AliasPath *path, const Ty *t) {
    if (!path->field || path->in_union || t->has_sealed) return;
    SrcPos at = cg_source_pos(cg, true);
    cg_fail(cg, "%s:%u:%u: nothing may refer to `%s.%s`: the compiler takes for granted that only its struct writes it",
            at.file, at.line, at.col, path->owner->decl.name->chars, path->field->decl.name->chars);
}

LLVMValueRef alias_tag(Cg *cg, const AliasPath *path, const Ty *t) {
    if (cg->o->opt_level == 0 || path->in_union || t->has_sealed || t->is_mem || t->n_leaves != 1) return NULL;
    if (path->field) return field_tag(cg, path->field, path->owner);
    if (t->leaves[0].bits <= BYTE_BITS) return NULL;
    if (!cg->element_tag) cg->element_tag = new_tag(cg, "element");
    return cg->element_tag;
}
