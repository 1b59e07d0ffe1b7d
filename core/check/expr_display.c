/* SPDX-License-Identifier: Apache-2.0 */
/* Tuples, displays, comprehensions. */
#include "check/call.h"

/* ---- tuples --------------------------------------------------------------------------------- */

bool tuple_types(Body *b, Val type, const Val **types, uint32_t *n) {
    Decl *d = resolver_std(b->cx->resolver, NM_Tuple);
    if (!type || !d || !val_is_struct_of(type, d) || type->n != 1 || type->args[0]->kind != V_PACK)
        return false;
    *types = type->args[0]->args;
    *n = type->args[0]->n;
    return true;
}

TExpr *tuple_elem(Body *b, TExpr *t, uint32_t i, Node *at) {
    const Val *types;
    uint32_t n;
    if (!tuple_types(b, t->type, &types, &n) || i >= n) return NULL;
    StructDecl *s = (StructDecl *)t->type->u.decl;
    if (!s->fields.len) check_struct(b->cx, s);
    if (!s->fields.len) return NULL;
    TExpr *storage = texpr_field(b, t, s->fields.data[0], at);
    TExpr *e = intrin_expr(b, INTR_tuple_ref, types[i], at, storage, NULL);
    e->params = ARENA_ARRAY(b->arena, Val, 1);
    e->params[0] = val_i64(b->vs, lib_type(b, NM_Int), i);
    e->n_params = 1;
    e->is_place = true;
    e->is_mut = t->is_mut;
    e->origin = storage->origin ? storage->origin : val_origin(b->vs, O_UNTRACKED, true);
    return e;
}

TExpr *tuple_of(Body *b, TExpr **elts, uint32_t n, Node *at) {
    TExpr *e = &ARENA_NEW(b->arena, PendExpr)->e;
    e->kind = XP_TUPLE;
    e->node = at;
    e->pos = at ? at->pos : 0;
    e->args = elts;
    e->n_args = n;
    return e;
}

static TExpr **elements(Body *b, NodeList elts, uint32_t *n, Val want) {
    TExpr **es = ARENA_ARRAY(b->arena, TExpr *, elts.len + 1);
    bool ok = true;
    for (uint32_t i = 0; i < elts.len; i++) {
        Val w = want && want->kind == T_STRUCT ? elem_type_of(b, want, i) : NULL;
        es[i] = expr(b, elts.data[i], w);
        ok &= !texpr_bad(es[i]);
    }
    *n = elts.len;
    return ok ? es : NULL;
}

static bool has_star(NodeList elts) {
    EACH_NODE(elts, n)
        if (IS(Starred, n)) return true;
    return false;
}

TExpr *expr_tuple(Body *b, NodeTupleExpr *n, Val want) {
    if (has_star(n->elts)) return star_display(b, n->elts, XP_TUPLE, &n->node, want);
    uint32_t k;
    TExpr **es = elements(b, n->elts, &k, want);
    return es ? tuple_of(b, es, k, &n->node) : texpr_error(b, &n->node);
}

TExpr *expr_list(Body *b, NodeList elts, int kind, Node *n, Val want) {
    if (has_star(elts)) return star_display(b, elts, kind, n, want);
    uint32_t k;
    TExpr **es = elements(b, elts, &k, want);
    if (!es) return texpr_error(b, n);
    TExpr *e = tuple_of(b, es, k, n);
    e->kind = (uint8_t)kind;
    return e;
}

TExpr *expr_dict(Body *b, NodeDictExpr *n, Val want) {
    uint32_t k = n->entries.len;
    EACH_NODE(n->entries, x)
        if (!IS(DictEntry, x)) return star_dict(b, n, want);
    TExpr **es = ARENA_ARRAY(b->arena, TExpr *, 2 * k + 1);
    bool ok = true;
    for (uint32_t i = 0; i < k; i++) {
        Node *x = n->entries.data[i];
        es[i] = expr(b, AS(DictEntry, x)->key, NULL);
        es[k + i] = expr(b, AS(DictEntry, x)->value, NULL);
        ok &= !texpr_bad(es[i]) && !texpr_bad(es[k + i]);
    }
    if (!ok) return texpr_error(b, &n->node);
    TExpr *e = tuple_of(b, es, 2 * k, &n->node);
    e->kind = XP_DICT;
    return e;
}

/* ---- comprehensions ------------------------------------------------------------------------- */

typedef struct Comp {
    Body *b;
    Node *node, *elt, *value;
    NodeList clauses;
    uint32_t next;
    int kind; /* NODE_ListComp … */
    Val want; /* element type wanted, or NULL */
    VarDecl *out;
    TStmt *decl;
    bool failed;
} Comp;

static void comp_step(Body *b, void *ctx);

/* Adds the element: the collection's type is known only now. */
static void comp_add(Body *b, Comp *c) {
    TExpr *x = expr(b, c->elt, c->want), *y = c->value ? expr(b, c->value, NULL) : NULL;
    x = c->want ? convert(b, x, c->want, "an element", NULL) : settle(b, x);
    if (y) y = settle(b, y);
    if (texpr_bad(x) || (y && texpr_bad(y))) {
        c->failed = true;
        return;
    }
    int nm = c->kind == NODE_ListComp ? NM_List : c->kind == NODE_SetComp ? NM_Set : NM_Dict;
    Decl *d = resolver_std(b->cx->resolver, nm);
    Val unbound = d ? decl_value(b->cx, d) : NULL, args[2] = {x->type, y ? y->type : NULL};
    Val t = unbound && unbound->kind == T_STRUCT ? set_type(b, unbound, args, y ? 2 : 1) : NULL;
    if (!t) {
        berr(b, DIAG_unsupported, c->node, "the library lacks `%s`", name_known(nm)->chars);
        c->failed = true;
        return;
    }
    c->out->type = t;
    TBlock *here = b->block;
    TExpr *init = construct(b, t, c->node, NULL, 0, NULL, false);
    b->block = here;
    c->decl->a = init;
    TExpr *place = texpr_var(b, c->out, c->node), *call = NULL;
    if (y) {
        SubTarget s = {
            .base = place, .node = c->node, .n_args = 1, .args = ARENA_ARRAY(b->arena, CallArg, 2)};
        s.args[0] = (CallArg){.node = c->elt, .e = x};
        call = subscript_set(b, &s, y);
    } else {
        x = to_owned(b, x);
        call = texpr_bad(x)
                   ? x
                   : call_method(b, place, c->kind == NODE_ListComp ? NM_append : NM_add_elem,
                                 c->node, &x, 1, false, NULL);
    }
    if (!call || texpr_bad(call) || texpr_bad(init)) {
        c->failed = true;
        return;
    }
    stmt_add(b, ST_EXPR, c->node)->a = call;
}

static void comp_step(Body *b, void *ctx) {
    Comp *c = ctx;
    if (c->next == c->clauses.len) {
        comp_add(b, c);
        return;
    }
    Node *n = c->clauses.data[c->next++];
    if (n->kind == NODE_CompIf) {
        TExpr *cond = condition(b, AS(CompIf, n)->test);
        TStmt *s = stmt_add(b, ST_IF, n);
        s->a = cond;
        c->failed |= texpr_bad(cond);
        TBlock *saved = b->block;
        s->body = b->block = ARENA_NEW(b->arena, TBlock);
        comp_step(b, c);
        b->block = saved;
    } else {
        NodeCompFor *f = AS(CompFor, n);
        if (f->is_async) berr(b, DIAG_unsupported, n, "`async for` is not supported");
        for_loop(b, n, f->target, f->iter, (NodeList){0}, (NodeList){0}, comp_step, c);
    }
}

TExpr *expr_comp(Body *b, Node *n, Val want) {
    Comp c = {.b = b, .node = n, .kind = n->kind};
    switch (n->kind) {
    case NODE_ListComp:
        c.elt = AS(ListComp, n)->elt;
        c.clauses = AS(ListComp, n)->clauses;
        break;
    case NODE_SetComp:
        c.elt = AS(SetComp, n)->elt;
        c.clauses = AS(SetComp, n)->clauses;
        break;
    default:
        c.elt = AS(DictComp, n)->key;
        c.value = AS(DictComp, n)->value;
        c.clauses = AS(DictComp, n)->clauses;
        break;
    }
    if (want && want->kind == T_STRUCT && n->kind != NODE_DictComp)
        c.want = elem_type_of(b, want, 0);
    if (c.want && (type_has_unbound(c.want) || val_is_error(c.want))) c.want = NULL;
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    c.out = var_temp(b, val_error(b->vs), n);
    c.decl = stmt_add(b, ST_VAR, n);
    c.decl->var = c.out;
    uint32_t before = b->diags->n_errors;
    bool terminated = b->terminated;
    comp_step(b, &c);
    b->terminated = terminated;
    b->block = saved;
    if (c.failed || !c.decl->a || texpr_bad(c.decl->a)) {
        if (b->diags->n_errors == before && !b->diags->muted && b->tb && !b->tb->has_error)
            berr(b, DIAG_unsupported, n, "this comprehension cannot be checked");
        return texpr_error(b, n);
    }
    TExpr *e = texpr(b, X_BLOCK, c.out->type, n);
    e->body = inner;
    e->a = texpr_move(b, texpr_var(b, c.out, n));
    return e;
}

/* `[x^ for var x in iter]`: what an iterable gives, as a list (for `comptime for`). */
Node *collected(Body *b, Node *iter) {
    Arena *a = &b->cx->arena;
    Node at = {.pos = iter->pos, .end = iter->end};
    NodeName *name[2];
    for (int i = 0; i < 2; i++) {
        name[i] = ARENA_NEW(a, NodeName);
        name[i]->node = at;
        name[i]->node.kind = NODE_Name;
        name[i]->id = name_of("element");
    }
    NodeBindTarget *target = ARENA_NEW(a, NodeBindTarget);
    target->node = at;
    target->node.kind = NODE_BindTarget;
    target->kind = BIND_VAR;
    target->target = &name[0]->node;
    NodeTransfer *give = ARENA_NEW(a, NodeTransfer);
    give->node = at;
    give->node.kind = NODE_Transfer;
    give->value = &name[1]->node;
    NodeCompFor *clause = ARENA_NEW(a, NodeCompFor);
    clause->node = at;
    clause->node.kind = NODE_CompFor;
    clause->target = &target->node;
    clause->iter = iter;
    NodeListComp *list = ARENA_NEW(a, NodeListComp);
    list->node = at;
    list->node.kind = NODE_ListComp;
    list->elt = &give->node;
    list->clauses = (NodeList){ARENA_ARRAY(a, Node *, 1), 1};
    list->clauses.data[0] = &clause->node;
    return &list->node;
}
