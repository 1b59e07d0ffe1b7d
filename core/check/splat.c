/* SPDX-License-Identifier: Apache-2.0 */
/* `*x` in calls: what has a length known at compile time gives its elements one by one, what is variadic is passed
 * on whole.
 * Tests: tests/golden/run/5_4_splats.mojo, tests/golden/check/5_4_splats.mojo. */
#include "check/call.h"

enum { MAX_SPLAT = 256 }; /* elements of an Array written out one by one */

/* Named without being computed: it can be written down again. */
static bool is_plain_place(const TExpr *e) {
    while (e->kind == X_FIELD) e = e->a;
    return e->kind == X_VAR;
}

/* A place for a value that is read several times; the first reading computes it. */
static TExpr *again(Body *b, TExpr *first) {
    if (first->kind == X_TEMP_REF) return texpr_var(b, first->var, first->node);
    return first;
}

static TExpr *splat_source(Body *b, TExpr *e) {
    if (!e->is_place) return hoist_or_temp(b, e);
    return is_plain_place(e) ? e : hoist(b, e);
}

static bool passes_whole(Body *b, const TExpr *e) {
    if (e->type->kind != T_STRUCT) return false;
    if (e->kind == X_VAR && e->var->variadic != VARIADIC_NO) return true;
    return pack_types(b, e->type) && e->type->u.decl != (const void *)resolver_std(b->cx->resolver, NM_Tuple);
}

static uint32_t known_length(Body *b, Val type) {
    const Val *types;
    uint32_t n;
    int64_t len;
    if (tuple_types(b, type, &types, &n)) return n;
    return is_fixed_array(type) && val_as_i64(type->args[type->n - 1], &len) && len >= 0 && len <= MAX_SPLAT ? (uint32_t)len : UINT32_MAX;
}

/* Element i of a tuple or an Array. */
static TExpr *splat_elem(Body *b, TExpr *from, uint32_t i, Node *at) {
    if (!is_fixed_array(from->type)) return tuple_elem(b, from, i, at);
    SubTarget t = {.base = from, .node = at, .n_args = 1, .args = ARENA_ARRAY(b->arena, CallArg, 2)};
    t.args[0].e = texpr_const(b, val_i64(b->vs, lib_type(b, NM_Int), i), at);
    return subscript_get(b, &t, true);
}

bool splat_known(Body *b, Node *x, TExpr *e, CallArgs *out, bool *ok) {
    if (e->kind == XP_TUPLE || e->kind == XP_LIST) { /* written here: its elements as they are */
        for (uint32_t i = 0; i < e->n_args; i++)
            vec_push_in(b->arena, out, ((CallArg){.node = e->args[i]->node ? e->args[i]->node : x, .e = e->args[i]}));
        return true;
    }
    uint32_t n = known_length(b, e->type);
    if (n == UINT32_MAX) return false;
    TExpr *from = splat_source(b, e);
    for (uint32_t i = 0; i < n; i++) {
        TExpr *elem = splat_elem(b, i ? again(b, from) : from, i, x);
        *ok &= elem && !texpr_bad(elem);
        if (elem) vec_push_in(b->arena, out, ((CallArg){.node = x, .e = elem}));
    }
    return true;
}

bool splat_arg(Body *b, Node *x, TExpr *e, CallArgs *out) {
    bool ok = true;
    if (e->kind != XP_TUPLE && e->kind != XP_LIST) e = settle(b, e);
    if (texpr_bad(e)) return false;
    if (splat_known(b, x, e, out, &ok)) return ok;
    if (passes_whole(b, e)) {
        vec_push_in(b->arena, out, ((CallArg){.node = x, .e = e, .star = true}));
        return true;
    }
    Diag *d = berr(b, DIAG_bad_splat, x, "`*` passes a variadic argument or a tuple on; `%s` is a `%s`", place_text(b, e),
                   tstr(b, e->type));
    diag_help(d, "pass the elements one by one, or the whole collection without `*`");
    return false;
}
