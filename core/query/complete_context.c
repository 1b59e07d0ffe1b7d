/* SPDX-License-Identifier: Apache-2.0 */
/* The cursor's surroundings: which argument of which call, which brackets, which type is wanted. */
#include "query/complete_int.h"

static bool holds(const Node *n, const NodePath *p) {
    return n && n->pos <= p->at && p->at <= n->end;
}

static void find_call(Around *r, const Node *call, const Node *inner) {
    EACH_NODE(AS(Call, call)->args, x) {
        if (!holds(x, &r->path)) {
            r->n_before += x->end < r->path.at && !IS(Keyword, x);
            continue;
        }
        r->call = call;
        r->callee = AS(Call, call)->func;
        if (IS(Subscript, r->callee)) r->callee = AS(Subscript, r->callee)->value;
        r->is_whole_argument = x == inner;
        return;
    }
}

void context_find(Around *r, const Ast *ast, uint32_t probe, char next) {
    *r = (Around){.before_call = next == '('};
    node_path(ast, probe, &r->path);
    const NodePath *p = &r->path;
    const Node *inner = p->n ? p->nodes[p->n - 1] : NULL;
    r->is_context_member = IS(ContextMember, inner);
    for (uint32_t i = p->n; i-- > 0;) {
        const Node *n = p->nodes[i];
        if (IS(Call, n) && !r->call && holds(n, p) && !holds(AS(Call, n)->func, p)) find_call(r, n, inner);
        if (IS(Subscript, n) && !r->subscript && !r->call && !holds(AS(Subscript, n)->value, p)) r->subscript = n;
        if (node_family(n->kind) != FAMILY_STMT) continue;
        const Node *up = i + 1 < p->n ? p->nodes[i + 1] : NULL;
        if (up == inner) {
            if (IS(VarDecl, n) && AS(VarDecl, n)->value == inner)
                r->annotation = AS(VarDecl, n)->annotation, r->target = AS(VarDecl, n)->target;
            if (IS(AnnAssign, n) && AS(AnnAssign, n)->value == inner) r->annotation = AS(AnnAssign, n)->annotation;
            if (IS(Assign, n) && AS(Assign, n)->value == inner && AS(Assign, n)->targets.len) r->target = AS(Assign, n)->targets.data[0];
            r->is_returned = IS(Return, n);
            r->is_statement = IS(ExprStmt, n);
        }
        break;
    }
}

void context_name(Around *r, const Node *n, Decl *d, Val self) {
    (void)self;
    if (n == r->callee) r->function = d;
    if (r->subscript && n == AS(Subscript, r->subscript)->value) r->bracketed = d;
    if (n == r->target && d->kind == DECL_VAR && !r->expected) r->expected = DECL_AS(VarDecl, d)->type;
}

void context_value(Around *r, const Node *n, const TExpr *e) {
    if (n == r->annotation && e->kind == X_CONST && e->val && val_is_type(e->val)) r->expected = e->val;
    if (n == r->target && e->type && IS(Attribute, n)) r->expected = e->type;
}

/* ---- candidates of a call ------------------------------------------------------------------------------ */
static FnSet *set_of(Ask *k, Decl *d) {
    if (d && d->kind == DECL_ALIAS) d = decl_follow(k->cx->resolver, d);
    if (d && d->kind == DECL_STRUCT) {
        check_struct(k->cx, DECL_AS(StructDecl, d));
        d = scope_get(&DECL_AS(StructDecl, d)->members, NAME_(init));
    }
    if (d && d->kind == DECL_FN) d = DECL_AS(FnDecl, d)->set ? &DECL_AS(FnDecl, d)->set->decl : NULL;
    return d && d->kind == DECL_FNSET ? DECL_AS(FnSet, d) : NULL;
}

static uint32_t first_argument(const FnDecl *f) {
    return f->is_method && !f->is_static && !name_is(f->decl.name, NM_init) ? 1 : 0;
}

void context_settle(Ask *k) {
    Around *r = &k->around;
    if (r->is_returned && k->owner && k->owner->kind == DECL_FN) r->expected = DECL_AS(FnDecl, k->owner)->result;
    if (!r->call || !r->is_whole_argument) return;
    FnSet *set = set_of(k, r->function);
    Val wanted = NULL;
    for (uint32_t i = 0; set && i < set->fns.len; i++) {
        const FnDecl *f = set->fns.data[i];
        uint32_t at = first_argument(f) + r->n_before;
        if (!check_sig(k->cx, &set->fns.data[i]->decl) || at >= f->args.len) continue;
        if (wanted && wanted != f->args.data[at]->type) return; /* the overloads disagree */
        wanted = f->args.data[at]->type;
    }
    r->expected = wanted;
}

void offer_keyword_arguments(Ask *k) {
    const Around *r = &k->around;
    if (!r->call || !r->is_whole_argument) return;
    FnSet *set = set_of(k, r->function);
    for (uint32_t i = 0; set && i < set->fns.len; i++) {
        const FnDecl *f = set->fns.data[i];
        if (!check_sig(k->cx, &set->fns.data[i]->decl)) continue;
        for (uint32_t j = first_argument(f); j < f->args.len; j++) {
            const VarDecl *v = f->args.data[j];
            bool given = v->pos_only || v->variadic != VARIADIC_NO || !v->decl.name || (j < first_argument(f) + r->n_before && !v->kw_only);
            EACH_NODE(AS(Call, r->call)->args, x) given |= IS(Keyword, x) && AS(Keyword, x)->name == v->decl.name;
            const char *label = given ? "" : arena_printf(k->arena, "%s=", v->decl.name->chars);
            if (given || !k->match(k->match_ctx, label)) continue;
            for (uint32_t x = 0; x < k->out->list.len; x++) given |= strcmp(k->out->list.data[x].label, label) == 0;
            if (given) continue;
            StrBuf b = {0};
            sb_printf(&b, "%s: ", v->decl.name->chars);
            if (v->type) val_print(&b, v->type);
            vec_push_in(k->arena, &k->out->list, (Completion){.label = label, .kind = ITEM_PROPERTY, .rank = 1,
                                                              .detail = arena_strndup(k->arena, b.p, b.len)});
            sb_done(&b);
        }
    }
}

static void offer_parameter_list(Ask *k, const ParamList *l) {
    for (uint32_t i = 0; i < l->len; i++) {
        const ParamDecl *p = l->data[i];
        bool given = p->is_auto || p->is_self || !p->decl.name || p->kind == PARAM_VARIADIC || p->kind == PARAM_POS;
        EACH_NODE(AS(Subscript, k->around.subscript)->indices, x) given |= IS(Keyword, x) && AS(Keyword, x)->name == p->decl.name;
        const char *label = given ? "" : arena_printf(k->arena, "%s=", p->decl.name->chars);
        if (given || !k->match(k->match_ctx, label)) continue;
        const char *type = p->type ? val_str_of(k->arena, p->type) : "";
        vec_push_in(k->arena, &k->out->list, (Completion){.label = label, .kind = ITEM_TYPE_PARAMETER, .rank = 1,
                                                          .detail = arena_printf(k->arena, "%s: %s", p->decl.name->chars, type)});
    }
}

/* `List[…]`, `f[…]`: the parameters by name. */
void offer_parameters(Ask *k) {
    if (!k->around.subscript) return;
    Decl *d = k->around.bracketed;
    if (d && d->kind == DECL_ALIAS) d = decl_follow(k->cx->resolver, d);
    if (!d) return;
    if (d->kind == DECL_FNSET) {
        for (uint32_t i = 0; i < DECL_AS(FnSet, d)->fns.len && i < 4; i++)
            if (check_sig(k->cx, &DECL_AS(FnSet, d)->fns.data[i]->decl)) offer_parameter_list(k, &DECL_AS(FnSet, d)->fns.data[i]->params);
        return;
    }
    if (d->kind != DECL_STRUCT && d->kind != DECL_COMPTIME && d->kind != DECL_FN) return;
    check_sig(k->cx, d);
    offer_parameter_list(k, d->kind == DECL_STRUCT ? &DECL_AS(StructDecl, d)->params
                            : d->kind == DECL_FN   ? &DECL_AS(FnDecl, d)->params
                                                   : &DECL_AS(ComptimeDecl, d)->params);
}
