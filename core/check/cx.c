/* SPDX-License-Identifier: Apache-2.0 */
/* The checking session: values, caches, and the answers that types/ asks of check/. */
#include "check/decls_state.h"

static Val hook_assoc(void *ctx, Val type, Name name, const Val *args, uint32_t n) {
    return check_assoc(ctx, type, name, args, n);
}

static Val hook_call(void *ctx, const FnDecl *f, Val type, const Val *params, uint32_t n_params, const Val *args, uint32_t n_args) {
    Cx *cx = ctx;
    (void)type;
    if (!cx->demand.eval || cx->depth > MAX_CHECK_DEPTH) return NULL;
    const char *why = NULL;
    cx->depth++;
    Val v = cx->demand.eval(cx->demand.ctx, (FnDecl *)(uintptr_t)f, params, n_params, args, n_args, &why);
    cx->depth--;
    return v;
}

/* Concrete queries that need no later stage; elab/ puts its own hooks in place of these. */
static Val hook_query(void *ctx, SymOp op, Val type, const Val *args, uint32_t n) {
    Cx *cx = ctx;
    switch (op) {
    case SYM_CONFORMS: return val_i64(cx->vals, type, check_conforms(cx, args[0], args[1], NULL));
    case SYM_IS_TRIVIAL_COPY: return val_i64(cx->vals, type, check_life(cx, args[0], NULL).trivial_copy);
    case SYM_IS_TRIVIAL_MOVE: return val_i64(cx->vals, type, check_life(cx, args[0], NULL).trivial_move);
    case SYM_IS_TRIVIAL_DEINIT: return val_i64(cx->vals, type, check_life(cx, args[0], NULL).trivial_deinit);
    case SYM_SIZE_OF:
    case SYM_ALIGN_OF: {
        const Layout *l = cx->target ? val_layout(cx->vals, cx->target, args[0]) : NULL;
        return l ? val_i64(cx->vals, type, (int64_t)(op == SYM_SIZE_OF ? l->size : l->align)) : NULL;
    }
    case SYM_TYPE_NAME: {
        Arena a;
        arena_init(&a);
        Val v = val_str(cx->vals, str_of(val_str_of(&a, args[0])));
        arena_done(&a);
        return v;
    }
    default: (void)n; return NULL;
    }
}

static const Val *hook_fields(void *ctx, Val type, uint32_t *n) {
    return check_field_types(ctx, type, n);
}
static uint64_t hook_align(void *ctx, Val type) {
    StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
    struct_header(ctx, s);
    uint64_t align = s->align ? struct_align(ctx, type) : 0;
    return align == UINT64_MAX ? 0 : align;
}

void cx_init(Cx *cx, SourceMap *sources, Resolver *r, const TargetInfo *t) {
    memset(cx, 0, sizeof *cx);
    cx->vals = val_store_new();
    cx->sources = sources;
    cx->resolver = r;
    cx->target = t;
    arena_init_sized(&cx->arena, 1u << 16);
    cx->decls = ARENA_NEW(&cx->arena, DeclCaches);
    if (t) val_set_pointer_size(cx->vals, t->pointer_size);
    ValHooks hooks = {.ctx = cx, .assoc = hook_assoc, .call = hook_call, .query = hook_query};
    val_set_hooks(cx->vals, &hooks);
    val_set_fields_fn(cx->vals, hook_fields, cx);
    val_set_align_fn(cx->vals, hook_align);
}

void cx_done(Cx *cx) {
    bodies_done(cx);
    map_done(&cx->decls->field_types);
    map_done(&cx->decls->life);
    for (uint32_t i = 0; i < cx->decls->closures.len; i++) map_done(&cx->decls->closures.data[i]->members.names);
    strmap_done(&cx->defines);
    val_store_free(cx->vals);
    arena_done(&cx->arena);
}
