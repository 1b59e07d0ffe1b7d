/* SPDX-License-Identifier: Apache-2.0 */
/* What a place or an origin may touch: variables and the fields below them. */
#include "own/own_int.h"

void own_add_access(OwnAccess *a, uint32_t local, const uint32_t *path, uint32_t n) {
    if (a->n_roots == OWN_MAX_ROOTS) return;
    a->roots[a->n_roots].local = local;
    a->roots[a->n_roots].n_path = n < OWN_MAX_PATH ? n : OWN_MAX_PATH;
    for (uint32_t i = 0; i < a->roots[a->n_roots].n_path; i++)
        a->roots[a->n_roots].path[i] = path[i];
    a->n_roots++;
}

/* Roots of an origin: a variable and the fields below it. */
static void add_origin(AccessCx *x, OwnAccess *a, Val origin, uint32_t depth) {
    uint32_t path[OWN_MAX_PATH], n = 0;
    if (!origin || depth > 8) return;
    if (origin->kind == O_UNION) {
        for (uint32_t i = 0; i < origin->n; i++) add_origin(x, a, origin->args[i], depth + 1);
        return;
    }
    uint32_t back[OWN_MAX_PATH];
    while (origin->kind == O_FIELD && n < OWN_MAX_PATH) {
        back[n++] = (uint32_t)origin->u.op;
        origin = origin->args[0];
    }
    if (origin->kind != O_PLACE) return;
    for (uint32_t i = 0; i < n; i++) path[i] = back[n - 1 - i];
    uintptr_t at = (uintptr_t)map_get(&x->vars, origin->u.decl);
    if (!at) return;
    const IrLocal *l = &x->o->f->locals.data[at - 1];
    if (l->is_ref && l->kind != LOCAL_ARG && l->origin)
        add_origin(x, a, l->origin, depth + 1);
    else
        own_add_access(a, (uint32_t)(at - 1), path, n);
}

void own_add_origin(AccessCx *x, OwnAccess *a, Val origin) {
    add_origin(x, a, origin, 0);
}

void own_access_of(AccessCx *x, Place p, OwnAccess *a) {
    const IrLocal *l = &x->o->f->locals.data[p.local];
    uint32_t path[OWN_MAX_PATH], n = 0, i = 0;
    a->n_roots = 0;
    if (l->is_ref) {
        if (p.n_proj == 0 || p.proj[0].kind != PROJ_DEREF) return;
        i = 1;
    }
    for (; i < p.n_proj && p.proj[i].kind == PROJ_FIELD && n < OWN_MAX_PATH; i++)
        path[n++] = p.proj[i].index;
    for (uint32_t k = i; k < p.n_proj; k++)
        if (p.proj[k].kind == PROJ_DEREF) return; /* behind a raw pointer: nothing is known */
    own_add_access(a, p.local, path, n);
    if (l->is_ref && l->kind != LOCAL_ARG) add_origin(x, a, l->origin, 0);
}

bool own_arg_is_mut(const IrCallee *c, uint32_t i) {
    if (c->fn)
        return i < c->fn->args.len &&
               (c->fn->args.data[i]->conv == CONV_MUT ||
                (c->fn->args.data[i]->conv == CONV_REF && c->fn->args.data[i]->is_mut));
    Val t = c->fnval ? c->fnval->type : NULL;
    uint32_t skip = 0;
    if (c->is_call_op && c->self_type) {
        t = c->self_type->type;
        skip = 1;
        for (uint32_t k = 0; t && t->kind == T_TRAIT && k < t->n; k++)
            if (t->args[k]->kind == T_FN) {
                t = t->args[k];
                break;
            }
    }
    const Sig *s = t && t->kind == T_FN ? t->u.sig : NULL;
    return s && i >= skip && i - skip < s->n_args && s->args[i - skip].conv == CONV_MUT;
}

uint8_t own_arg_convention(const IrCallee *c, uint32_t i) {
    return c->fn && i < c->fn->args.len ? c->fn->args.data[i]->conv : CONV_IMM;
}

void own_access_begin(AccessCx *x, Own *o) {
    *x = (AccessCx){.o = o};
    for (uint32_t i = 0; i < o->f->locals.len; i++)
        if (o->f->locals.data[i].var)
            map_put(&x->vars, o->f->locals.data[i].var, (void *)(uintptr_t)(i + 1));
}

void own_access_end(AccessCx *x) {
    map_done(&x->vars);
}

const StructDecl *own_closure_in(Val t) {
    while (t && t->kind == T_PTR) t = t->args[0];
    const StructDecl *s = t && t->kind == T_STRUCT ? t->u.decl : NULL;
    return s && s->captured.len ? s : NULL;
}
