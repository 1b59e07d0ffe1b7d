/* SPDX-License-Identifier: Apache-2.0 */
/* Grafting: see graft.h. Two trees are walked side by side, twice: once to see that they differ in bodies of functions
 * only and to note what moved where, once to change the old one. */
#include "syntax/graft.h"

#include "syntax/parse.h"

typedef struct Zip { /* two items side by side */
    Graft *g;
    Item *item;       /* of the old tree */
    const Item *with; /* of the new one */
    bool apply;
} Zip;

/* ---- nodes outside of bodies: equal but for their places ------------------------------------------ */
static bool zip(Zip *z, Node *a, const Node *b);

static bool zip_list(Zip *z, NodeList a, NodeList b) {
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++)
        if (!zip(z, a.data[i], b.data[i])) return false;
    return true;
}

static void place(const Zip *z, uint32_t *to, uint32_t from) {
    if (z->apply) *to = from;
}

#define N(name) if (!zip(z, x->name, y->name)) return false;
#define L(name) if (!zip_list(z, x->name, y->name)) return false;
#define ID(name) if (x->name != y->name) return false;
#define S(name) if (!str_eq(x->name, y->name)) return false;
#define U(name) if (x->name != y->name) return false;
#define P(name) place(z, &x->name, y->name);
#define NODE(kind, family, fields)                                                                     \
    static bool zip_##kind(Zip *z, Node##kind *x, const Node##kind *y) {                               \
        (void)z, (void)x, (void)y;                                                                     \
        fields return true;                                                                            \
    }
#include "syntax/nodes.def"
#undef NODE
#undef N
#undef L
#undef ID
#undef S
#undef U
#undef P

static void place_node(const Zip *z, Node *a, const Node *b) {
    if (!z->apply) return;
    a->pos = b->pos;
    a->end = b->end;
    a->id = b->id;
    a->flags = b->flags;
}

static bool zip(Zip *z, Node *a, const Node *b) {
    if (!a || !b) return !a && !b;
    if (a->kind != b->kind || a->flags != b->flags) return false;
    place_node(z, a, b);
    switch (a->kind) {
#define NODE(kind, family, fields)                                                                     \
    case NODE_##kind: return zip_##kind(z, (Node##kind *)a, (const Node##kind *)b);
#include "syntax/nodes.def"
#undef NODE
    default: return true;
    }
}

/* ---- what moved ------------------------------------------------------------------------------------- */
static void piece(Graft *g, uint32_t from, uint32_t to, uint32_t at) {
    GraftPiece p = {from, to, at};
    vec_push(&g->pieces, p);
}

static void anchor(Zip *z, uint32_t from, uint32_t at) {
    if (!z->apply) piece(z->g, z->item->start + from, z->item->start + from, z->with->start + at);
}

/* Text of a header, which is the same in both: what starts in it keeps its distance. */
static bool same_text(Zip *z, uint32_t from, uint32_t to, uint32_t at) {
    if (z->apply) return true;
    const Source *s = z->g->old->source, *t = z->g->now->source;
    uint32_t a = z->item->start + from, b = z->with->start + at, n = to - from;
    if (to < from || a + n > s->size || b + n > t->size || memcmp(s->data + a, t->data + b, n) != 0) return false;
    piece(z->g, a, a + n, b);
    return true;
}

/* A node of a header with all below it. */
static bool fixed(Zip *z, Node *a, const Node *b) {
    if (!a || !b) return !a && !b;
    return same_text(z, a->pos, a->end, b->pos) && zip(z, a, b);
}

static bool fixed_list(Zip *z, NodeList a, NodeList b) {
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++)
        if (!fixed(z, a.data[i], b.data[i])) return false;
    return true;
}

/* ---- functions and types ------------------------------------------------------------------------------ */
static bool has_import(void *ctx, Node *n) {
    if (IS(Import, n) || IS(ImportFrom, n)) *(bool *)ctx = true;
    return !*(bool *)ctx && (node_family(n->kind) == FAMILY_EXPR || node_children(n, has_import, ctx));
}

static bool imports(NodeList body) {
    bool found = false;
    EACH_NODE(body, n) if (!found) has_import(&found, n);
    return found;
}

/* What a declaration reads from a body: whether it is there at all. */
typedef enum BodyKind { BODY_CODE, BODY_DOTS, BODY_PASS, BODY_NOTHING } BodyKind;
static BodyKind kind_of(NodeList body) {
    BodyKind k = BODY_NOTHING;
    EACH_NODE(body, n) {
        const Node *v = IS(ExprStmt, n) ? AS(ExprStmt, n)->value : NULL;
        if (IS(StringLit, v)) continue;
        BodyKind this = IS(Pass, n) ? BODY_PASS
                        : IS(Constant, v) && AS(Constant, v)->value == CONST_ELLIPSIS ? BODY_DOTS
                                                                                      : BODY_CODE;
        if (this == BODY_CODE || (k != BODY_NOTHING && k != this)) return BODY_CODE;
        k = this;
    }
    return k;
}

static bool zip_def(Zip *z, NodeFuncDef *x, const NodeFuncDef *y) {
    if (x->name != y->name || x->is_async != y->is_async || x->is_legacy_fn != y->is_legacy_fn) return false;
    if (!IS(Signature, x->sig) || !IS(Signature, y->sig) || !x->name) return false;
    anchor(z, x->node.pos, y->node.pos);
    if (!fixed_list(z, x->decorators, y->decorators)) return false;
    if (!same_text(z, x->name_pos, x->name_pos + x->name->len, y->name_pos) || !fixed(z, x->sig, y->sig)) return false;
    if (z->apply) {
        place_node(z, &x->node, &y->node);
        x->name_pos = y->name_pos;
        x->body = y->body;
        return true;
    }
    if (x->node.end < x->sig->end) return false;
    anchor(z, x->node.end, y->node.end);
    if (kind_of(x->body) != kind_of(y->body) || imports(x->body) || imports(y->body)) return false;
    GraftFn f = {z->item, &x->node, z->item->start + x->sig->end, z->item->start + x->node.end};
    vec_push(&z->g->fns, f);
    return true;
}

static bool zip_members(Zip *z, NodeList a, NodeList b) {
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++) {
        Node *x = a.data[i], *y = b.data[i];
        if (IS(FuncDef, x) && IS(FuncDef, y) ? !zip_def(z, AS(FuncDef, x), AS(FuncDef, y)) : !fixed(z, x, y)) return false;
    }
    return true;
}

/* What structs and traits have alike. */
typedef struct TypeDef {
    NodeList decorators, params, conformances, wheres, body;
    Name name;
    uint32_t *name_pos;
    bool has_params;
} TypeDef;
static TypeDef type_def(Node *n) {
#define TYPE_DEF(x) ((TypeDef){x->decorators, x->params, x->conformances, x->wheres, x->body, x->name, &x->name_pos, x->has_params})
    if (IS(StructDef, n)) return TYPE_DEF(AS(StructDef, n));
    return TYPE_DEF(AS(TraitDef, n));
#undef TYPE_DEF
}

static bool zip_type(Zip *z, Node *a, Node *b) {
    TypeDef x = type_def(a), y = type_def(b);
    if (x.name != y.name || !x.name || x.has_params != y.has_params || a->flags != b->flags) return false;
    anchor(z, a->pos, b->pos);
    bool ok = fixed_list(z, x.decorators, y.decorators) && same_text(z, *x.name_pos, *x.name_pos + x.name->len, *y.name_pos) &&
              fixed_list(z, x.params, y.params) && fixed_list(z, x.conformances, y.conformances) &&
              fixed_list(z, x.wheres, y.wheres) && zip_members(z, x.body, y.body);
    if (!ok) return false;
    anchor(z, a->end, b->end);
    place_node(z, a, b);
    place(z, x.name_pos, *y.name_pos);
    return true;
}

static bool zip_item(Zip *z) {
    if (z->item->stmts.len != z->with->stmts.len) return false;
    for (uint32_t i = 0; i < z->item->stmts.len; i++) {
        Node *x = z->item->stmts.data[i], *y = z->with->stmts.data[i];
        if (x->kind != y->kind) return false;
        if (IS(FuncDef, x) ? !zip_def(z, AS(FuncDef, x), AS(FuncDef, y))
                           : !(IS(StructDef, x) || IS(TraitDef, x)) || !zip_type(z, x, y))
            return false;
    }
    return true;
}

/* ---- files ------------------------------------------------------------------------------------------------- */
/* Shared by both revisions, or read again with the same result. */
static bool is_same(const Ast *old, const Item *a, const Ast *now, const Item *b) {
    if (a->stmts.data == b->stmts.data && a->len == b->len) return true;
    return a->len == b->len && a->hash == b->hash && a->flags == b->flags && a->has_errors == b->has_errors && !a->diags &&
           !b->diags && memcmp(old->source->data + a->start, now->source->data + b->start, a->len) == 0;
}

static int by_start(const void *x, const void *y) {
    const GraftPiece *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static bool plan(Graft *g) {
    bool sorted = true;
    for (uint32_t i = 0; i < g->old->n_items; i++) {
        Item *a = g->old->items[i];
        const Item *b = g->now->items[i];
        if (is_same(g->old, a, g->now, b)) {
            GraftPiece *last = g->pieces.len && (!g->changed.len || vec_last(&g->changed) != i - 1) ? &vec_last(&g->pieces) : NULL;
            if (last && a->start - last->from == b->start - last->at) last->to = a->start + a->len; /* nothing changed between */
            else piece(g, a->start, a->start + a->len, b->start);
            continue;
        }
        Zip z = {g, a, b, false};
        sorted = false;
        if (!zip_item(&z)) return false;
        vec_push(&g->changed, i);
    }
    if (!sorted && g->pieces.len) qsort(g->pieces.data, g->pieces.len, sizeof(GraftPiece), by_start);
    return true;
}

Graft *graft_plan(Ast *old, Ast *now) {
    if (old->n_items != now->n_items || old->lang != now->lang || old->file_diags.diags.len || now->file_diags.diags.len) return NULL;
    Graft *g = xcalloc(1, sizeof *g);
    g->old = old;
    g->now = now;
    if (plan(g)) return g;
    graft_free(g);
    return NULL;
}

void graft_free(Graft *g) {
    if (!g) return;
    vec_done(&g->pieces);
    vec_done(&g->fns);
    vec_done(&g->changed);
    free(g);
}

Graft *graft_dup(const Graft *g) {
    Graft *d = xcalloc(1, sizeof *d);
    for (uint32_t i = 0; i < g->pieces.len; i++) vec_push(&d->pieces, g->pieces.data[i]);
    for (uint32_t i = 0; i < g->fns.len; i++) vec_push(&d->fns, g->fns.data[i]);
    return d;
}

/* The first piece that starts behind the offset. */
static uint32_t behind(const Graft *g, uint32_t offset) {
    uint32_t lo = 0, hi = g->pieces.len;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (g->pieces.data[mid].from <= offset) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Pieces may touch: the one that begins at an offset counts for what starts there, the one that ends there for what
 * ends there. */
static bool move(const Graft *g, uint32_t *offset, bool is_end) {
    bool found = false;
    uint32_t to = 0;
    for (uint32_t i = behind(g, *offset), seen = 0; i-- > 0 && seen < 8; seen++) {
        const GraftPiece *p = &g->pieces.data[i];
        if (p->to < *offset) continue;
        to = p->at + (*offset - p->from);
        found = true;
        if (!is_end) break;
    }
    if (found) *offset = to;
    return found;
}

bool graft_move(const Graft *g, Span *at) {
    uint32_t a = at->start, b = at->end;
    if (!move(g, &a, false) || !move(g, &b, true) || b < a) return false;
    if (at->start == at->end && a != b) return false;
    at->start = a;
    at->end = b;
    return true;
}

bool graft_in_body(const Graft *g, uint32_t offset) {
    uint32_t lo = 0, hi = g->fns.len;
    while (lo < hi) { /* the first that ends behind the offset */
        uint32_t mid = lo + (hi - lo) / 2;
        if (g->fns.data[mid].end <= offset) lo = mid + 1;
        else hi = mid;
    }
    return lo < g->fns.len && g->fns.data[lo].body <= offset;
}

void graft_apply(Graft *g) {
    for (uint32_t i = 0; i < g->changed.len; i++) {
        Item *a = g->old->items[g->changed.data[i]];
        const Item *b = g->now->items[g->changed.data[i]];
        Zip z = {g, a, b, true};
        zip_item(&z);
        a->len = b->len;
        a->hash = b->hash;
        a->n_nodes = b->n_nodes;
        a->flags = b->flags;
        a->has_errors = b->has_errors;
        a->diags = b->diags;
    }
    for (uint32_t i = 0; i < g->old->n_items; i++) g->old->items[i]->start = g->now->items[i]->start;
    ast_take_over(g->old, g->now);
}
