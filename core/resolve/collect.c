/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a module, and of its structs, traits and extensions, from the tree. No types yet. */
#include "resolve/resolve_int.h"

Diag *redefinition(Module *m, Decl *old, Decl *now) {
    Span at = item_span(m, now->item, now->node);
    if (now->item && now->node && (now->kind == DECL_FN || now->kind == DECL_STRUCT || now->kind == DECL_TRAIT)) {
        uint32_t p = IS(FuncDef, now->node)     ? AS(FuncDef, now->node)->name_pos
                     : IS(StructDef, now->node) ? AS(StructDef, now->node)->name_pos
                     : IS(TraitDef, now->node)  ? AS(TraitDef, now->node)->name_pos
                                                : now->node->pos;
        at.start = now->item->start + p;
        at.end = at.start + now->name->len;
    }
    Diag *d = diag_add(&m->diags, DIAG_redefinition, at, "`%s` is already declared here", now->name->chars);
    Decl *first = old->kind == DECL_FNSET && DECL_AS(FnSet, old)->fns.len ? &DECL_AS(FnSet, old)->fns.data[0]->decl : old;
    if (first->module && first->item && first->node) {
        Span s = item_span(first->module, first->item, first->node);
        if (first->kind == DECL_ALIAS) {
            diag_label(d, s, "imported here");
            diag_help(d, "give one of them another name with `as`");
        } else {
            if (IS(FuncDef, first->node)) s.start = first->item->start + AS(FuncDef, first->node)->name_pos;
            if (IS(StructDef, first->node)) s.start = first->item->start + AS(StructDef, first->node)->name_pos;
            if (IS(TraitDef, first->node)) s.start = first->item->start + AS(TraitDef, first->node)->name_pos;
            if (s.end > s.start + first->name->len) s.end = s.start + first->name->len;
            diag_label(d, s, "first declared here");
        }
    }
    now->has_error = true;
    return d;
}

static Decl decl_of(DeclKind kind, Name name, Decl *parent, Module *m, Item *item, Node *node) {
    return (Decl){.kind = (uint8_t)kind, .name = name, .parent = parent, .module = m, .item = item, .node = node,
                  .is_deprecated = kind != DECL_FNSET && node_is_deprecated(node),
                  .is_unavailable = kind != DECL_FNSET && node_is_unavailable(node)};
}

static void put_unique(Module *m, Scope *into, Decl *d) {
    if (!into || !d->name || name_is(d->name, NM_underscore)) return;
    Decl *old = scope_get(into, d->name);
    if (old) redefinition(m, old, d);
    else scope_put(into, d);
}

/* ---- functions ----------------------------------------------------------------------------------- */
FnDecl *declare_fn(Module *m, Item *item, Node *def, Decl *parent, Scope *into) {
    const NodeFuncDef *n = AS(FuncDef, def);
    FnDecl *f = ARENA_NEW(&m->arena, FnDecl);
    f->decl = decl_of(DECL_FN, n->name, parent, m, item, def);
    f->has_body = true;
    f->is_async = n->is_async;
    f->is_method = parent && (parent->kind == DECL_STRUCT || parent->kind == DECL_TRAIT);
    if (!into || !n->name) {
        FnSet *s = ARENA_NEW(&m->arena, FnSet);
        s->decl = decl_of(DECL_FNSET, n->name, parent, m, item, def);
        vec_push_in(&m->arena, &s->fns, f);
        f->set = s;
        return f;
    }
    Decl *old = scope_get(into, n->name);
    if (old && old->kind == DECL_FNSET) {
        FnSet *s = DECL_AS(FnSet, old);
        vec_push_in(&m->arena, &s->fns, f);
        f->set = s;
        return f;
    }
    FnSet *s = ARENA_NEW(&m->arena, FnSet);
    s->decl = decl_of(DECL_FNSET, n->name, parent, m, item, def);
    vec_push_in(&m->arena, &s->fns, f);
    f->set = s;
    if (old) redefinition(m, old, &f->decl);
    else scope_put(into, &s->decl);
    return f;
}

/* ---- parameters ---------------------------------------------------------------------------------- */
ParamList declare_params(Module *m, Item *item, const NodeList *params, Decl *parent) {
    ParamList list = {ARENA_ARRAY(&m->arena, ParamDecl *, params->len + 1), 0};
    uint8_t kind = PARAM_POS_OR_KW;
    EACH_NODE(*params, n) {
        if (IS(Marker, n)) {
            uint32_t k = AS(Marker, n)->kind;
            for (uint32_t i = 0; i < list.len; i++) {
                if (k == MARK_DSLASH) list.data[i]->kind = PARAM_INFER;
                if (k == MARK_SLASH && list.data[i]->kind == PARAM_POS_OR_KW) list.data[i]->kind = PARAM_POS;
            }
            if (k == MARK_STAR) kind = PARAM_KW;
            continue;
        }
        if (!IS(Param, n)) continue;
        const NodeParam *p = AS(Param, n);
        ParamDecl *d = ARENA_NEW(&m->arena, ParamDecl);
        d->decl = decl_of(DECL_PARAM, p->name, parent, m, item, n);
        d->kind = p->stars == 1 ? PARAM_VARIADIC : kind;
        if (p->stars) kind = PARAM_KW;
        d->default_node = p->value;
        d->index = list.len;
        list.data[list.len++] = d;
    }
    return list;
}

/* ---- comptime ------------------------------------------------------------------------------------ */
void declare_comptime(Module *m, Item *item, Node *def, Decl *parent, Scope *into) {
    const NodeComptimeDecl *n = AS(ComptimeDecl, def);
    int32_t i = 0;
    EACH_NODE(n->names, x) {
        if (!IS(Name, x) || !AS(Name, x)->id) continue;
        ComptimeDecl *c = ARENA_NEW(&m->arena, ComptimeDecl);
        c->decl = decl_of(DECL_COMPTIME, AS(Name, x)->id, parent, m, item, def);
        c->tuple_index = n->names.len > 1 ? i : -1;
        i++;
        c->has_type = n->annotation != NULL;
        c->is_required = n->value == NULL;
        if (n->sig) c->params = declare_params(m, item, &AS(Signature, n->sig)->params, &c->decl);
        put_unique(m, into, &c->decl);
    }
}

/* ---- types --------------------------------------------------------------------------------------- */
static void bad_member(Module *m, Item *item, Node *n, const char *what, const char *help) {
    if (n->flags & NODE_HAS_ERROR) return;
    Diag *d = diag_add(&m->diags, DIAG_bad_member, item_span(m, item, n), "%s", what);
    if (help) diag_help(d, "%s", help);
}

static bool is_docstring(const Node *n) {
    return IS(ExprStmt, n) && IS(StringLit, AS(ExprStmt, n)->value);
}
static bool is_ellipsis(const Node *n) {
    return IS(ExprStmt, n) && IS(Constant, AS(ExprStmt, n)->value) &&
           AS(Constant, AS(ExprStmt, n)->value)->value == CONST_ELLIPSIS;
}

static void declare_field(Module *m, Item *item, StructDecl *s, Node *stmt, Name name) {
    FieldDecl *f = ARENA_NEW(&m->arena, FieldDecl);
    f->decl = decl_of(DECL_FIELD, name, &s->decl, m, item, stmt);
    f->index = s->fields.len;
    vec_push_in(&m->arena, &s->fields, f);
    put_unique(m, &s->members, &f->decl);
}

/* Members of a struct (own or by extension) or trait. */
static void collect_body(Module *m, Item *item, const NodeList *body, Decl *owner, Scope *into, bool fields_allowed) {
    const char *kind = owner->kind == DECL_TRAIT ? "trait" : fields_allowed ? "struct" : "extension";
    EACH_NODE(*body, n) {
        switch (n->kind) {
        case NODE_FuncDef: declare_fn(m, item, n, owner, into); break;
        case NODE_ComptimeDecl:
            if (AS(ComptimeDecl, n)->names.len > 1)
                bad_member(m, item, n, "several names in one `comptime` declaration do not work in a type's body",
                           "declare them one by one");
            declare_comptime(m, item, n, owner, into);
            break;
        case NODE_VarDecl: {
            NodeVarDecl *v = AS(VarDecl, n);
            if (!fields_allowed) {
                bad_member(m, item, n, arena_printf(&m->arena, "%s %s has no fields", owner->kind == DECL_TRAIT ? "a" : "an", kind),
                           owner->kind == DECL_TRAIT ? "require a method or a `comptime` member" : "declare the field in the struct");
                break;
            }
            StructDecl *s = DECL_AS(StructDecl, owner);
            if (v->kind != BIND_VAR) {
                bad_member(m, item, n, "a field is declared with `var`", NULL);
                break;
            }
            if (IS(Name, v->target) && AS(Name, v->target)->id) {
                declare_field(m, item, s, n, AS(Name, v->target)->id);
            } else if (IS(TupleExpr, v->target)) {
                EACH_NODE(AS(TupleExpr, v->target)->elts, e)
                if (IS(Name, e) && AS(Name, e)->id) declare_field(m, item, s, n, AS(Name, e)->id);
            }
            break;
        }
        case NODE_AnnAssign: {
            NodeAnnAssign *v = AS(AnnAssign, n);
            if (n->flags & NODE_HAS_ERROR) break;
            Span at = item_span(m, item, n);
            Diag *d = diag_add(&m->diags, DIAG_bad_member, at, "a field is declared with `var`");
            at.end = at.start;
            fix_edit(diag_fix(d, FIX_SAFE, "insert `var`"), at, STR("var "));
            if (fields_allowed && IS(Name, v->target))
                declare_field(m, item, DECL_AS(StructDecl, owner), n, AS(Name, v->target)->id);
            break;
        }
        case NODE_Pass: break;
        case NODE_StructDef:
        case NODE_TraitDef:
            bad_member(m, item, n, arena_printf(&m->arena, "a %s cannot be declared inside a %s", n->kind == NODE_StructDef ? "struct" : "trait", kind),
                       "move it to the module's level");
            break;
        default:
            if (!is_docstring(n) && !is_ellipsis(n) && !IS(Error, n) &&
                !(IS(ExprStmt, n) && IS(Error, AS(ExprStmt, n)->value)))
                bad_member(m, item, n, arena_printf(&m->arena, "a statement cannot stand in the body of %s %s", kind[0] == 'e' ? "an" : "a", kind),
                           NULL);
        }
    }
}

static void collect_struct(Module *m, Item *item, Node *n) {
    NodeStructDef *d = AS(StructDef, n);
    StructDecl *s = ARENA_NEW(&m->arena, StructDecl);
    s->decl = decl_of(DECL_STRUCT, d->name, &m->decl, m, item, n);
    s->members.owner = &s->decl;
    put_unique(m, &m->scope, &s->decl);
    s->params = declare_params(m, item, &d->params, &s->decl);
    for (uint32_t i = 0; i < s->params.len; i++) put_unique(m, &s->members, &s->params.data[i]->decl);
    collect_body(m, item, &d->body, &s->decl, &s->members, true);
}

static void collect_trait(Module *m, Item *item, Node *n) {
    NodeTraitDef *d = AS(TraitDef, n);
    TraitDecl *t = ARENA_NEW(&m->arena, TraitDecl);
    t->decl = decl_of(DECL_TRAIT, d->name, &m->decl, m, item, n);
    t->members.owner = &t->decl;
    put_unique(m, &m->scope, &t->decl);
    ParamDecl *self = ARENA_NEW(&m->arena, ParamDecl);
    self->decl = decl_of(DECL_PARAM, NAME_(Self), &t->decl, m, item, n);
    self->is_type = self->is_self = true;
    self->kind = PARAM_INFER;
    t->self_param = self;
    if (d->params.len)
        diag_add(&m->diags, DIAG_bad_member, item_span(m, item, d->params.data[0]),
                 "a trait has no parameters; declare an associated `comptime` member");
    collect_body(m, item, &d->body, &t->decl, &t->members, false);
}

static void collect_extension(Module *m, Item *item, Node *n) {
    ExtensionDecl *e = ARENA_NEW(&m->arena, ExtensionDecl);
    e->decl = decl_of(DECL_EXTENSION, AS(ExtensionDef, n)->name, &m->decl, m, item, n);
    vec_push_in(&m->arena, &loaded(m)->extensions, e);
}

void resolver_apply_extensions(Resolver *r) {
    for (; r->extensions_seen < r->modules.len; r->extensions_seen++) {
        Module *m = r->modules.data[r->extensions_seen];
        for (uint32_t i = 0; i < loaded(m)->extensions.len; i++) {
            ExtensionDecl *e = loaded(m)->extensions.data[i];
            if (e->applied) continue;
            e->applied = true;
            NodeExtensionDef *n = AS(ExtensionDef, e->decl.node);
            Decl *t = n->name ? module_lookup(r, m, n->name) : NULL;
            if (!t || t->kind != DECL_STRUCT) {
                if (n->name && !(n->node.flags & NODE_HAS_ERROR)) {
                    Span at = item_span(m, e->decl.item, e->decl.node);
                    at.start = e->decl.item->start + n->name_pos;
                    at.end = at.start + n->name->len;
                    diag_add(&m->diags, t ? DIAG_bad_member : DIAG_unknown_name, at,
                             t ? "`%s` is not a struct; only structs are extended" : "no struct `%s` is visible here",
                             n->name->chars);
                }
                continue;
            }
            e->target = DECL_AS(StructDecl, t);
            vec_push_in(&m->arena, &e->target->extensions, e);
            collect_body(m, e->decl.item, &n->body, t, &e->target->members, false);
        }
    }
}

/* ---- the module ---------------------------------------------------------------------------------- */
static void collect_stmt(Resolver *r, Module *m, Item *item, Node *n, bool first) {
    switch (n->kind) {
    case NODE_FuncDef: declare_fn(m, item, n, &m->decl, &m->scope); break;
    case NODE_StructDef: collect_struct(m, item, n); break;
    case NODE_TraitDef: collect_trait(m, item, n); break;
    case NODE_ExtensionDef: collect_extension(m, item, n); break;
    case NODE_ComptimeDecl: declare_comptime(m, item, n, &m->decl, &m->scope); break;
    case NODE_Import:
    case NODE_ImportFrom: add_import(r, m, item, n, &m->arena, &m->scope, true); break;
    case NODE_Pass: break;
    default:
        if (first && is_docstring(n)) break;
        if (IS(Error, n) || (IS(ExprStmt, n) && IS(Error, AS(ExprStmt, n)->value))) break;
        vec_push_in(&m->arena, &m->script, n);
        vec_push_in(&m->arena, &m->script_items, item);
    }
}

void collect_module(Resolver *r, Module *m) {
    bool first = true;
    for (uint32_t i = 0; i < m->ast->n_items; i++) {
        Item *item = m->ast->items[i];
        EACH_NODE(item->stmts, n) {
            collect_stmt(r, m, item, n, first);
            first = false;
        }
    }
}
