/* SPDX-License-Identifier: Apache-2.0 */
/* check_sig for every kind of declaration, and check_module: all of a module, bodies included. */
#include "check/decls_state.h"

bool check_sig(Cx *cx, Decl *d) {
    switch ((DeclKind)d->kind) {
    case DECL_FN: return fn_sig(cx, DECL_AS(FnDecl, d));
    case DECL_FNSET: {
        bool ok = true;
        FnSet *s = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < s->fns.len; i++) ok &= fn_sig(cx, s->fns.data[i]);
        return ok;
    }
    case DECL_STRUCT: return struct_params(cx, DECL_AS(StructDecl, d));
    case DECL_TRAIT: trait_header(cx, DECL_AS(TraitDecl, d)); return !d->has_error;
    case DECL_COMPTIME: comptime_sig(cx, DECL_AS(ComptimeDecl, d)); return !d->has_error;
    case DECL_FIELD:
        if (d->parent && d->parent->kind == DECL_STRUCT) struct_fields(cx, DECL_AS(StructDecl, d->parent));
        return !d->has_error;
    case DECL_ALIAS: return decl_follow(cx->resolver, d) != NULL;
    default: return !d->has_error;
    }
}

static void body_of(Cx *cx, FnDecl *f) {
    if (f->decl.has_error || f->synth) return;
    check_defaults(cx, f);
    if (!f->has_body) return;
    check_body(cx, f);
    if (cx->body_done) cx->body_done(cx->body_done_ctx, f);
}

static void check_members(Cx *cx, Module *m, Scope *s) {
    for (uint32_t i = 0; i < s->names.len; i++) {
        Decl *d = s->names.entries[i].value;
        if (d->kind == DECL_COMPTIME && d->module == m) {
            comptime_sig(cx, DECL_AS(ComptimeDecl, d));
        } else if (d->kind == DECL_FNSET) {
            FnSet *set = DECL_AS(FnSet, d);
            fnset_verify(cx, set);
            for (uint32_t k = 0; k < set->fns.len; k++)
                if (set->fns.data[k]->decl.module == m) body_of(cx, set->fns.data[k]);
        }
    }
}

void check_module(Cx *cx, Module *m) {
    if (!m->ast || m->decl.state == DECL_COMPLETE) return;
    m->decl.state = DECL_COMPLETE;
    resolver_apply_extensions(cx->resolver);
    for (uint32_t i = 0; i < m->scope.names.len; i++) { /* scope may grow while synthesised members come */
        Decl *d = m->scope.names.entries[i].value;
        switch ((DeclKind)d->kind) {
        case DECL_ALIAS: alias_target(cx->resolver, DECL_AS(AliasDecl, d)); break;
        case DECL_STRUCT: {
            StructDecl *s = DECL_AS(StructDecl, d);
            if (check_struct(cx, s) || true) check_members(cx, m, &s->members);
            break;
        }
        case DECL_TRAIT:
            trait_verify(cx, DECL_AS(TraitDecl, d));
            check_members(cx, m, &DECL_AS(TraitDecl, d)->members);
            break;
        case DECL_COMPTIME: comptime_sig(cx, DECL_AS(ComptimeDecl, d)); break;
        case DECL_FNSET: {
            FnSet *s = DECL_AS(FnSet, d);
            fnset_verify(cx, s);
            for (uint32_t k = 0; k < s->fns.len; k++) body_of(cx, s->fns.data[k]);
            break;
        }
        default: break;
        }
    }
    FnDecl *script = check_script(cx, m);
    if (script) check_body(cx, script);
}
