/* SPDX-License-Identifier: Apache-2.0 */
/* `a, *b = value`: the parts of a value, one for each target. Tuples, displays and Arrays are counted now; a List or
 * Span has its length counted when the program runs.
 * Tests: tests/golden/run/3_1_unpacking.mojo, tests/golden/check/3_1_unpacking.mojo. */
#include "check/call.h"

typedef struct Parts {
    Body *b;
    NodeList targets;
    TExpr **out;   /* one per target */
    Node *at;
    uint32_t star; /* which target has `*`; targets.len: none */
} Parts;

NodeList target_list(Node *t) {
    return t->kind == NODE_TupleExpr ? AS(TupleExpr, t)->elts : AS(ListExpr, t)->elts;
}

bool is_list_target(const Node *t) {
    return t->kind == NODE_TupleExpr || t->kind == NODE_ListExpr;
}

static bool has_star(const Parts *p) {
    return p->star < p->targets.len;
}

/* Do n values fit? Else it is reported. `type`: of what holds them, or NULL. */
static bool counts(const Parts *p, uint32_t n, Val type) {
    uint32_t k = p->targets.len - has_star(p);
    if (has_star(p) ? n >= k : n == k) return true;
    const char *whole = !type ? "" : is_fixed_array(type) ? "an array of " : "a tuple of ", *one = type ? "element" : "value";
    berr(p->b, DIAG_unpack_count, p->at, "%s%u %s%s for %s%u target%s%s%s%s", whole, n, one, n == 1 ? "" : "s",
         has_star(p) ? "at least " : "", k, k == 1 ? "" : "s", type ? ": `" : "", type ? tstr(p->b, type) : "", type ? "`" : "");
    return false;
}

/* The value goes into a variable of its own, so that all of the right side is computed first. */
static TExpr *in_temp(Body *b, TExpr *e, Node *at) {
    VarDecl *t = var_temp(b, e->type, e->node ? e->node : at);
    TStmt *s = stmt_add(b, ST_VAR, at);
    s->var = t;
    s->a = e;
    return texpr_var(b, t, e->node ? e->node : at);
}

/* What `*rest` takes of known elements: a List of the type they have in common. */
static TExpr *rest_of(Parts *p, TExpr **all, uint32_t n_all) {
    Body *b = p->b;
    Node *at = p->targets.data[p->star];
    uint32_t n = n_all + 1 - p->targets.len;
    TExpr **es = all + p->star;
    bool merged;
    Val elem = common_type(b, n ? es : all, n ? n : n_all, &merged);
    if (!elem) {
        Diag *d = berr(b, DIAG_no_common_type, at, n ? "what `*` takes has no common type" : "nothing says what `*` takes: nothing is left for it");
        for (uint32_t i = 0; i < n; i++) {
            if (i) diag_note(d, SPAN_NONE, "then `%s`", tstr(b, settled_type(b, es[i])));
            else diag_note(d, SPAN_NONE, "`%s` first", tstr(b, settled_type(b, es[i])));
        }
        diag_help(d, "name each of them");
        return texpr_error(b, at);
    }
    Decl *d = resolver_std(b->cx->resolver, NM_List);
    Val list = d ? set_type(b, decl_value(b->cx, d), &elem, 1) : NULL;
    TExpr *display = tuple_of(b, es, n, at);
    display->kind = XP_LIST;
    return list ? convert(b, display, list, "what `*` takes", NULL) : texpr_error(b, at);
}

/* Hands n elements to the targets. */
static bool give(Parts *p, TExpr **es, uint32_t n) {
    bool ok = true;
    for (uint32_t i = 0, from = 0; i < p->targets.len; i++) {
        if (i == p->star) {
            p->out[i] = rest_of(p, es, n);
            ok &= !texpr_bad(p->out[i]);
            from = n + 1 - p->targets.len + i;
        } else {
            p->out[i] = es[from++];
        }
    }
    return ok;
}

static bool of_display(Parts *p, TExpr *value) {
    Body *b = p->b;
    if (!counts(p, value->n_args, NULL)) return false;
    TExpr **es = ARENA_ARRAY(b->arena, TExpr *, value->n_args + 1);
    for (uint32_t i = 0; i < value->n_args; i++) {
        TExpr *e = settle(b, value->args[i]);
        if (texpr_bad(e)) return false;
        if (e->kind != X_CONST) {
            e = to_owned(b, e);
            if (texpr_bad(e)) return false;
            e = texpr_move(b, in_temp(b, e, p->at));
        }
        es[i] = e;
    }
    return give(p, es, value->n_args);
}

/* Owned tuples are taken apart, places are copied from. */
static bool of_tuple(Parts *p, TExpr *value, uint32_t n) {
    Body *b = p->b;
    Node *at = p->at;
    if (!counts(p, n, value->type)) return false;
    bool owned = !value->is_place || value->kind == X_MOVE;
    TExpr *place = owned ? in_temp(b, value, at) : hoist(b, value);
    TExpr **es = ARENA_ARRAY(b->arena, TExpr *, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        es[i] = tuple_elem(b, place, i, at);
        if (!es[i]) return false;
        if (owned) es[i] = texpr_move(b, in_temp(b, intrin_expr(b, INTR_take, es[i]->type, at, es[i], NULL), at));
    }
    if (owned) stmt_add(b, ST_EXPR, at)->a = intrin_expr(b, INTR_mark_destroyed, none_type(b), at, place, NULL);
    return give(p, es, n);
}

/* ---- lists: counted when the program runs ---- */

static bool is_listlike(Body *b, Val type) {
    static const int names[] = {NM_List, NM_Array, NM_Span};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        Decl *d = resolver_std(b->cx->resolver, names[i]);
        if (d && val_is_struct_of(type, d)) return true;
    }
    return false;
}

static TExpr *int_const(Body *b, uint32_t v, Node *at) {
    return texpr_const(b, val_i64(b->vs, lib_type(b, NM_Int), v), at);
}

static TExpr *call_library(Body *b, int nm, Node *at, TExpr **args, uint32_t n) {
    Decl *d = resolver_std(b->cx->resolver, nm);
    if (!d) {
        berr(b, DIAG_unsupported, at, "the library lacks what taking a list apart calls");
        return texpr_error(b, at);
    }
    CallArg *ca = ARENA_ARRAY(b->arena, CallArg, n + 1);
    for (uint32_t i = 0; i < n; i++) ca[i] = (CallArg){.node = at, .e = args[i]};
    Ref r = ref_of_decl(b, at, d);
    return call_ref(b, &r, at, ca, n, NULL);
}

bool errors_have_way(Body *b) {
    Val std = lib_type(b, NM_Error);
    if (b->frame) return !b->frame->error || b->frame->error == std;
    return b->fn && b->fn->raises && (!b->fn->error || b->fn->error == std);
}

static bool check_length(Parts *p, TExpr *place) {
    Body *b = p->b;
    TExpr *len = call_method(b, place, NM_len, p->at, NULL, 0, false, NULL);
    if (!len || texpr_bad(len)) return false;
    TExpr *args[3] = {len, int_const(b, p->targets.len - has_star(p), p->at),
                      texpr_const(b, val_bool(b->cx, has_star(p)), p->at)};
    TExpr *check = call_library(b, errors_have_way(b) ? NM_unpack_check : NM_unpack_check_or_abort, p->at, args, 3);
    if (texpr_bad(check)) return false;
    stmt_add(b, ST_EXPR, p->at)->a = check;
    return true;
}

static TExpr *element(Parts *p, TExpr *place, uint32_t i) {
    Body *b = p->b;
    SubTarget t = {.base = place, .node = p->at, .n_args = 1, .args = ARENA_ARRAY(b->arena, CallArg, 2)};
    t.args[0].e = int_const(b, i, p->at);
    if (has_star(p) && i > p->star) { /* from the end */
        TExpr *args[2] = {call_method(b, place, NM_len, p->at, NULL, 0, false, NULL), int_const(b, p->targets.len - i, p->at)};
        t.args[0].e = binary(b, OP_SUB, args[0], args[1], p->at, p->at, p->at);
        if (texpr_bad(t.args[0].e)) return t.args[0].e;
    }
    return subscript_get(b, &t, true);
}

/* A list of our own gives its elements away: from its end, those before `*` from its start; what is left is the rest. */
static bool give_away(Parts *p, TExpr *place) {
    Body *b = p->b;
    uint32_t n = p->targets.len, front = has_star(p) ? p->star : 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = k < front ? k : n - 1 - (k - front);
        if (i == p->star) continue;
        TExpr *zero = int_const(b, 0, p->at), *e = call_method(b, place, NM_pop, p->at, &zero, i < front, false, NULL);
        if (!e || texpr_bad(e)) return false;
        p->out[i] = texpr_move(b, in_temp(b, e, p->at));
    }
    if (has_star(p)) p->out[p->star] = texpr_move(b, place);
    else stmt_add(b, ST_USE, p->at)->a = place;
    return true;
}

static bool of_list(Parts *p, TExpr *value) {
    Body *b = p->b;
    int64_t len;
    bool fixed = is_fixed_array(value->type) && val_as_i64(value->type->args[value->type->n - 1], &len);
    if (fixed && !counts(p, (uint32_t)len, value->type)) return false;
    bool owned = !value->is_place || value->kind == X_MOVE;
    TExpr *place = owned ? in_temp(b, value, p->at) : hoist(b, value);
    if (!fixed && !check_length(p, place)) return false;
    if (owned && val_is_struct_of(value->type, resolver_std(b->cx->resolver, NM_List))) return give_away(p, place);
    for (uint32_t i = 0; i < p->targets.len; i++) {
        if (i == p->star) {
            TExpr *args[3] = {place, int_const(b, i, p->at), int_const(b, p->targets.len - 1 - i, p->at)};
            p->out[i] = call_library(b, NM_unpack_rest, p->targets.data[i], args, 3);
        } else {
            p->out[i] = element(p, place, i);
        }
        if (texpr_bad(p->out[i])) return false;
    }
    return true;
}

bool take_apart(Body *b, TExpr *value, NodeList targets, TExpr **out, Node *at) {
    Parts p = {b, targets, out, at, targets.len};
    for (uint32_t i = 0; i < targets.len; i++)
        if (targets.data[i]->kind == NODE_Starred) p.star = i;
    if (value->kind == XP_TUPLE || value->kind == XP_LIST) return of_display(&p, value);
    value = settle(b, value);
    if (texpr_bad(value)) return false;
    const Val *types;
    uint32_t n;
    if (tuple_types(b, value->type, &types, &n)) return of_tuple(&p, value, n);
    if (is_listlike(b, value->type)) return of_list(&p, value);
    Diag *d = berr(b, DIAG_unpack_type, at, "a value of type `%s` cannot be taken apart into %u targets", tstr(b, value->type),
                   targets.len);
    diag_help(d, "tuples are, and lists; make one of it, or use indices");
    return false;
}
