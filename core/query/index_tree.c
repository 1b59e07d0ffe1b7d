/* SPDX-License-Identifier: Apache-2.0 */
/* What the tree adds to what the checker reports: arguments and parameters that are given by name, and uses that write. */
#include "query/query_int.h"

typedef struct Walk {
    Query *q;
    const Module *m;
    const Item *item;
    uint32_t depth;
} Walk;
enum { MAX_DEPTH = 500 };

/* ---- keywords -------------------------------------------------------------------------------------- */
static Decl *argument_named(const FnDecl *f, Name name) {
    const Decl *type = f->decl.parent;
    if (f->synth == SYNTH_FIELDWISE_INIT && type && type->kind == DECL_STRUCT) { /* its arguments stand nowhere: the fields do */
        Decl *d = scope_get(&DECL_AS(const StructDecl, type)->members, name);
        return d && d->kind == DECL_FIELD ? d : NULL;
    }
    for (uint32_t i = 0; i < f->args.len; i++)
        if (f->args.data[i]->decl.name == name && !f->args.data[i]->pos_only && !f->args.data[i]->variadic) return &f->args.data[i]->decl;
    return NULL;
}

static Decl *parameter_named(const ParamList *l, Name name) {
    for (uint32_t i = 0; i < l->len; i++)
        if (l->data[i]->decl.name == name && !l->data[i]->is_auto) return &l->data[i]->decl;
    return NULL;
}

static void note_keyword(Query *q, const Module *m, const Item *item, const Node *k, Decl *d) {
    Name name = AS(Keyword, k)->name;
    const Source *s = m->ast->source;
    uint32_t at = item->start + k->pos;
    if (d && at + name->len <= s->size && memcmp(s->data + at, name->chars, name->len) == 0) query_note(q, (Span){s->id, at, at + name->len}, d, NULL);
}

void query_note_keywords(Query *q, const Module *m, const Item *item, const NodeList *args, const Decl *callee) {
    EACH_NODE(*args, x) {
        if (!IS(Keyword, x) || !AS(Keyword, x)->name) continue;
        Decl *d = callee->kind == DECL_FN ? argument_named(DECL_AS(const FnDecl, callee), AS(Keyword, x)->name) : NULL;
        note_keyword(q, m, item, x, d);
    }
}

/* The last name of `a.b.c`. */
static Use *use_of(const Walk *w, const Node *n) {
    uint32_t pos = IS(Attribute, n) ? AS(Attribute, n)->attr_pos : IS(ContextMember, n) ? n->pos + 1 : n->pos;
    if (!IS(Name, n) && !IS(Attribute, n) && !IS(ContextMember, n)) return NULL;
    return query_noted(w->q, w->m->ast->source->id, w->item->start + pos);
}

static const ParamList *params_of(const Decl *d) {
    d = query_same(d);
    switch (d->kind) {
    case DECL_STRUCT: return &DECL_AS(const StructDecl, d)->params;
    case DECL_FN: return &DECL_AS(const FnDecl, d)->params;
    case DECL_COMPTIME: return &DECL_AS(const ComptimeDecl, d)->params;
    default: return NULL;
    }
}

static void note_brackets(Walk *w, const NodeSubscript *n) {
    const Use *u = NULL;
    EACH_NODE(n->indices, x) {
        if (!IS(Keyword, x) || !AS(Keyword, x)->name) continue;
        if (!u) u = use_of(w, n->value);
        const ParamList *params = u ? params_of(u->decl) : NULL;
        if (!params) return;
        note_keyword(w->q, w->m, w->item, x, parameter_named(params, AS(Keyword, x)->name));
        u = NULL; /* the list of uses may have moved */
    }
}

/* ---- writing ------------------------------------------------------------------------------------------- */
static void note_write(Walk *w, const Node *target) {
    while (IS(BindTarget, target)) target = AS(BindTarget, target)->target;
    if (IS(TupleExpr, target)) EACH_NODE(AS(TupleExpr, target)->elts, x) note_write(w, x);
    if (IS(ListExpr, target)) EACH_NODE(AS(ListExpr, target)->elts, x) note_write(w, x);
    Use *u = target ? use_of(w, target) : NULL;
    if (u) u->is_write = true;
}

static bool walk(void *ctx, Node *n) {
    Walk *w = ctx;
    if (!n || w->depth >= MAX_DEPTH) return true;
    switch (n->kind) {
    case NODE_Subscript: note_brackets(w, AS(Subscript, n)); break;
    case NODE_Assign: EACH_NODE(AS(Assign, n)->targets, x) note_write(w, x); break;
    case NODE_AugAssign: note_write(w, AS(AugAssign, n)->target); break;
    case NODE_AnnAssign: note_write(w, AS(AnnAssign, n)->target); break;
    case NODE_NamedExpr: note_write(w, AS(NamedExpr, n)->target); break;
    case NODE_Delete: EACH_NODE(AS(Delete, n)->targets, x) note_write(w, x); break;
    case NODE_For: note_write(w, AS(For, n)->target); break;
    case NODE_WithItem: note_write(w, AS(WithItem, n)->target); break;
    default: break;
    }
    w->depth++;
    node_children(n, walk, w);
    w->depth--;
    return true;
}

void query_note_body(Query *q, const Module *m, const Item *item, const NodeList *body) {
    Walk w = {.q = q, .m = m, .item = item};
    EACH_NODE(*body, n) walk(&w, n);
}

void query_note_tree(Query *q, const Module *m) {
    Walk w = {.q = q, .m = m};
    for (uint32_t i = 0; i < m->ast->n_items; i++) {
        w.item = m->ast->items[i];
        EACH_NODE(w.item->stmts, n) walk(&w, n);
    }
}
