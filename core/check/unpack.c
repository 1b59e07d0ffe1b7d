/* SPDX-License-Identifier: Apache-2.0 */
/* `*xs` and `**d` in displays. Where all lengths are known the display is made of its elements; else a List, Set or
 * Dict is built piece by piece, in order, as a comprehension is.
 * Tests: tests/golden/run/5_7_unpacking.mojo, tests/golden/check/5_7_unpacking.mojo. */
#include "check/call.h"

typedef struct Piece { /* of a display */
    Node *node;
    TExpr *e;      /* the element; of `*xs` what is iterated over, then its element */
    TExpr *value;  /* of a dictionary's entry */
    TBlock *block; /* what adds it */
    TBlock *inside; /* of a loop: where its element is added */
    bool star;
} Piece;
typedef VEC(Piece) Pieces;

/* An element as an owned value: given away by an iterator that gives values, copied where it gives references. */
static void take_element(Body *b, void *ctx) {
    Piece *p = ctx;
    VarDecl *v = b->loop->loop->var;
    p->inside = b->block;
    if (!v) return; /* the iterable is reported */
    TExpr *x = texpr_var(b, v, p->node);
    if (v->conv == CONV_VAR) {
        p->e = texpr_move(b, x);
    } else if (check_life(b->cx, x->type, b->facts).implicitly_copyable) {
        p->e = to_owned(b, x);
    } else {
        Diag *d = berr(b, DIAG_implicit_copy, p->node, "the elements of `%s` are of type `%s`, which is not copied implicitly",
                       place_text(b, &(TExpr){.node = p->node}), tstr(b, x->type));
        diag_help(d, "give it away with `^`, or copy it first: `*%s.copy()`", place_text(b, &(TExpr){.node = p->node}));
    }
}

/* A loop over the iterable, to be filled when the type of the elements is known. */
static void loop_over(Body *b, Piece *p) {
    NodeName *none = ARENA_NEW(&b->cx->arena, NodeName);
    none->node = (Node){.kind = NODE_Name, .pos = p->node->pos, .end = p->node->end};
    none->id = NAME_(underscore);
    TExpr *over = p->e->is_place || p->e->kind == X_MOVE ? p->e : texpr_move(b, hoist(b, p->e));
    bool terminated = b->terminated;
    p->e = NULL;
    for_loop_over(b, p->node, &none->node, over, p->node, take_element, p);
    if (!p->e) p->e = texpr_error(b, p->node); /* reported */
    b->terminated = terminated;
}

/* The pieces of a display; false after a report. *run_time: at least one has a length of its own. */
static bool pieces_of(Body *b, NodeList elts, Val want, Pieces *out, bool *run_time) {
    bool ok = true;
    Val elem = want && want->kind == T_STRUCT ? elem_type_of(b, want, 0) : NULL;
    EACH_NODE(elts, n) {
        if (!IS(Starred, n)) {
            TExpr *e = expr(b, n, elem);
            ok &= !texpr_bad(e);
            vec_push_in(b->arena, out, ((Piece){.node = n, .e = e}));
            continue;
        }
        Node *x = AS(Starred, n)->value;
        TExpr *e = expr(b, x, NULL);
        CallArgs parts = {0};
        if (!texpr_bad(e) && e->kind != XP_TUPLE && e->kind != XP_LIST) e = settle(b, e);
        if (texpr_bad(e)) {
            ok = false;
        } else if (splat_known(b, x, e, &parts, &ok)) {
            for (uint32_t i = 0; i < parts.len; i++)
                vec_push_in(b->arena, out, ((Piece){.node = parts.data[i].node, .e = parts.data[i].e}));
        } else {
            vec_push_in(b->arena, out, ((Piece){.node = x, .e = e, .star = true}));
            *run_time = true;
        }
    }
    return ok;
}

static TExpr *plain_display(Body *b, const Pieces *p, int kind, Node *n) {
    TExpr **es = ARENA_ARRAY(b->arena, TExpr *, p->len + 1);
    for (uint32_t i = 0; i < p->len; i++) es[i] = p->data[i].e;
    TExpr *e = tuple_of(b, es, p->len, n);
    e->kind = (uint8_t)kind;
    return e;
}

static Val wanted_elem(Body *b, Val want) {
    Val t = want && want->kind == T_STRUCT ? elem_type_of(b, want, 0) : NULL;
    return t && !type_has_unbound(t) && !val_is_error(t) ? t : NULL;
}

/* The type all elements take: what the context asks for, what they have in common, what the first `*` gives. */
static Val elem_of_pieces(Body *b, const Pieces *p, Val want) {
    Val t = wanted_elem(b, want);
    if (t) return t;
    TExpr **es = ARENA_ARRAY(b->arena, TExpr *, p->len + 1);
    for (uint32_t i = 0; i < p->len; i++) es[i] = p->data[i].e;
    bool merged;
    t = common_type(b, es, p->len, &merged);
    for (uint32_t i = 0; !t && i < p->len; i++)
        if (p->data[i].star) t = p->data[i].e->type;
    return t;
}

static Val collection_of(Body *b, int nm, const Val *args, uint32_t n) {
    Decl *d = resolver_std(b->cx->resolver, nm);
    Val unbound = d ? decl_value(b->cx, d) : NULL;
    return unbound && unbound->kind == T_STRUCT ? set_type(b, unbound, args, n) : NULL;
}

/* The collection's variable, empty, in the block b->block. */
static VarDecl *empty_collection(Body *b, Val type, Node *n) {
    VarDecl *out = var_temp(b, type, n);
    TExpr *init = construct(b, type, n, NULL, 0, NULL, false);
    if (texpr_bad(init)) return NULL;
    TStmt *s = stmt_add(b, ST_VAR, n);
    s->var = out;
    s->a = init;
    return out;
}

static bool add_element(Body *b, VarDecl *out, int method, Piece *p, Val elem) {
    TBlock *saved = b->block;
    b->block = p->star ? p->inside : p->block;
    TExpr *x = to_owned(b, convert(b, p->e, elem, "an element", NULL)), *call = NULL;
    if (!texpr_bad(x)) call = call_method(b, texpr_var(b, out, p->node), method, p->node, &x, 1, false, NULL);
    bool ok = call && !texpr_bad(call);
    if (ok) stmt_add(b, ST_EXPR, p->node)->a = call;
    b->block = saved;
    return ok;
}

static TExpr *block_value(Body *b, TBlock *block, VarDecl *out, Node *n) {
    TExpr *e = texpr(b, X_BLOCK, out->type, n);
    e->body = block;
    e->a = texpr_move(b, texpr_var(b, out, n));
    return e;
}

static TExpr *built_display(Body *b, Pieces *p, int kind, Node *n, Val want) {
    TBlock *saved = b->block, *all = ARENA_NEW(b->arena, TBlock);
    bool ok = true;
    for (uint32_t i = 0; i < p->len; i++) {
        Piece *x = &p->data[i];
        x->block = b->block = ARENA_NEW(b->arena, TBlock);
        if (x->star) loop_over(b, x);
        ok &= !texpr_bad(x->e);
    }
    b->block = all;
    Val elem = ok ? elem_of_pieces(b, p, want) : NULL;
    Val type = elem ? collection_of(b, kind == XP_SET ? NM_Set : NM_List, &elem, 1) : NULL;
    VarDecl *out = type ? empty_collection(b, type, n) : NULL;
    for (uint32_t i = 0; out && i < p->len; i++) {
        stmt_add(b, ST_BLOCK, p->data[i].node)->body = p->data[i].block;
        if (!add_element(b, out, kind == XP_SET ? NM_add_elem : NM_append, &p->data[i], elem)) ok = false;
    }
    b->block = saved;
    return ok && out ? block_value(b, all, out, n) : texpr_error(b, n);
}

TExpr *star_display(Body *b, NodeList elts, int kind, Node *n, Val want) {
    Pieces p = {0};
    bool run_time = false;
    if (!pieces_of(b, elts, want, &p, &run_time)) return texpr_error(b, n);
    if (!run_time) return plain_display(b, &p, kind, n);
    if (kind != XP_TUPLE) return built_display(b, &p, kind, n, want);
    for (uint32_t i = 0; i < p.len; i++) {
        if (!p.data[i].star) continue;
        Diag *d = berr(b, DIAG_bad_splat, p.data[i].node, "the length of a tuple is known at compile time, that of `%s` is not: it is a `%s`",
                       place_text(b, p.data[i].e), tstr(b, p.data[i].e->type));
        diag_help(d, "write a list: `[…]`");
        break;
    }
    return texpr_error(b, n);
}

/* ---- dictionaries ---------------------------------------------------------------------------- */

static bool is_dict(Body *b, Val type) {
    Decl *d = resolver_std(b->cx->resolver, NM_Dict);
    return type && d && val_is_struct_of(type, d) && !type_has_unbound(type);
}

static Val dict_type(Body *b, const Pieces *p, Val want) {
    if (is_dict(b, want)) return want;
    for (uint32_t i = 0; i < p->len; i++)
        if (p->data[i].star && is_dict(b, p->data[i].e->type)) return p->data[i].e->type;
    return NULL;
}

/* out[key] = value, or out.update(d) */
static bool add_entry(Body *b, VarDecl *out, Piece *p) {
    TExpr *place = texpr_var(b, out, p->node), *call;
    if (p->star) {
        TExpr *d = convert(b, p->e, out->type, "`**`", NULL);
        if (texpr_bad(d)) return false;
        call = call_method(b, place, NM_update, p->node, &d, 1, false, NULL);
    } else {
        SubTarget t = {.base = place, .node = p->node, .n_args = 1, .args = ARENA_ARRAY(b->arena, CallArg, 2)};
        t.args[0] = (CallArg){.node = p->node, .e = p->e};
        call = subscript_set(b, &t, p->value);
    }
    if (!call || texpr_bad(call)) return false;
    stmt_add(b, ST_EXPR, p->node)->a = call;
    return true;
}

TExpr *star_dict(Body *b, NodeDictExpr *n, Val want) {
    Pieces p = {0};
    bool ok = true;
    EACH_NODE(n->entries, x) {
        Piece one = {.node = x};
        if (IS(DictEntry, x)) {
            one.e = expr(b, AS(DictEntry, x)->key, NULL);
            one.value = expr(b, AS(DictEntry, x)->value, NULL);
            ok &= !texpr_bad(one.value);
        } else if (!IS(DoubleStar, x)) { /* the parser said what is wrong */
            ok = false;
            continue;
        } else {
            one.star = true;
            one.node = AS(DoubleStar, x)->value;
            one.e = settle(b, expr(b, one.node, want));
        }
        ok &= !texpr_bad(one.e);
        vec_push_in(b->arena, &p, one);
    }
    if (!ok) return texpr_error(b, &n->node);
    Val type = dict_type(b, &p, want);
    if (!type) {
        for (uint32_t i = 0; i < p.len; i++) {
            if (!p.data[i].star) continue;
            berr(b, DIAG_bad_splat, p.data[i].node, "`**` takes the entries of a `Dict`; `%s` is a `%s`", place_text(b, p.data[i].e),
                 tstr(b, p.data[i].e->type));
            break;
        }
        return texpr_error(b, &n->node);
    }
    TBlock *saved = b->block, *all = ARENA_NEW(b->arena, TBlock);
    b->block = all;
    VarDecl *out = empty_collection(b, type, &n->node);
    for (uint32_t i = 0; out && i < p.len; i++) ok &= add_entry(b, out, &p.data[i]);
    b->block = saved;
    return ok && out ? block_value(b, all, out, &n->node) : texpr_error(b, &n->node);
}
