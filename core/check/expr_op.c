/* SPDX-License-Identifier: Apache-2.0 */
/* Operators: dunder methods forward and reflected, exact arithmetic of literals, comparisons and
 * their chains, `and`/`or`/`not`, conditional expressions. */
#include "check/call.h"
#include "check/percent.h"

typedef struct OpRow {
    uint16_t forward, reflected;
} OpRow;
static const OpRow op_rows[OP_COUNT] = {
    [OP_ADD] = {NM_add, NM_radd},
    [OP_SUB] = {NM_sub, NM_rsub},
    [OP_MUL] = {NM_mul, NM_rmul},
    [OP_MATMUL] = {NM_matmul, NM_rmatmul},
    [OP_DIV] = {NM_truediv, NM_rtruediv},
    [OP_FLOORDIV] = {NM_floordiv, NM_rfloordiv},
    [OP_MOD] = {NM_mod, NM_rmod},
    [OP_POW] = {NM_pow, NM_rpow},
    [OP_LSHIFT] = {NM_lshift, NM_rlshift},
    [OP_RSHIFT] = {NM_rshift, NM_rrshift},
    [OP_BITAND] = {NM_and, NM_rand},
    [OP_BITXOR] = {NM_xor, NM_rxor},
    [OP_BITOR] = {NM_or, NM_ror},
    [OP_EQ] = {NM_eq, NM_eq},
    [OP_NE] = {NM_ne, NM_ne},
    [OP_LT] = {NM_lt, NM_gt},
    [OP_LE] = {NM_le, NM_ge},
    [OP_GT] = {NM_gt, NM_lt},
    [OP_GE] = {NM_ge, NM_le},
    [OP_IS] = {NM_is, NM_is},
    [OP_IS_NOT] = {NM_isnot, NM_isnot},
};

Val simd_type(Body *b, int code) {
    Val args[2] = {val_i64(b->vs, val_prim(b->vs, T_PRIMINT), code),
                   val_i64(b->vs, val_prim(b->vs, T_PRIMINT), 1)};
    return val_make(b->vs, T_SIMD, NULL, NULL, args, 2);
}

TExpr *bool_of_lane(Body *b, TExpr *lane, const Node *at) {
    TExpr *e = texpr(b, X_AGG, lib_type(b, NM_Bool), at);
    e->args = ARENA_ARRAY(b->arena, TExpr *, 1);
    e->args[0] = to_owned(b, lane);
    e->n_args = 1;
    return e;
}

/* ---- literals: exact ------------------------------------------------------------------------ */

static bool as_ratio(const TExpr *e, const Big **num, const Big **den, Arena *a) {
    if (!e->val || e->kind != X_CONST) return false;
    if (e->val->kind == V_INT) {
        *num = e->val->u.big;
        *den = big_from_i64(a, 1);
        return true;
    }
    if (e->val->kind == V_RATIO) {
        *num = e->val->args[0]->u.big;
        *den = e->val->args[1]->u.big;
        return true;
    }
    return false;
}

static TExpr *float_lit(Body *b, const Big *num, const Big *den, Node *at) {
    if (!num || !den || !big_sign(den)) return NULL;
    if (big_sign(den) < 0) {
        num = big_neg(b->arena, num);
        den = big_neg(b->arena, den);
    }
    Val v = val_ratio(b->vs, num, den);
    TExpr *e = texpr_const(b, v, at);
    e->type = val_make(b->vs, T_FLOATLIT, NULL, NULL, &v, 1);
    return e;
}

static TExpr *int_lit(Body *b, Val v, Node *at) {
    TExpr *e = texpr_const(b, v, at);
    if (!texpr_bad(e)) e->type = val_intlit_type(b->vs, v);
    return e;
}

static TExpr *zero_division(Body *b, Node *at) {
    berr(b, DIAG_zero_division, at, "this divides by zero");
    return texpr_error(b, at);
}

static TExpr *literal_binary(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at) {
    Val prim = val_prim(b->vs, T_PRIMINT);
    Val lv = l->type->n ? l->type->args[0] : NULL, rv = r->type->n ? r->type->args[0] : NULL;
    if (l->type->kind == T_STRLIT && r->type->kind == T_STRLIT && op == OP_ADD)
        return texpr_const(b, val_op2(b->vs, SYM_STR_CAT, val_prim(b->vs, T_PRIMSTR), lv, rv), at);
    if (l->type->kind == T_STRLIT || r->type->kind == T_STRLIT) return NULL;
    if (l->type->kind == T_INTLIT && r->type->kind == T_INTLIT) {
        Val x = lv, y = rv, minus = val_i64(b->vs, prim, -1);
        int64_t shift;
        switch (op) {
        case OP_ADD: return int_lit(b, val_op2(b->vs, SYM_ADD, prim, x, y), at);
        case OP_SUB:
            return int_lit(
                b, val_op2(b->vs, SYM_ADD, prim, x, val_op2(b->vs, SYM_MUL, prim, minus, y)), at);
        case OP_MUL: return int_lit(b, val_op2(b->vs, SYM_MUL, prim, x, y), at);
        case OP_FLOORDIV:
        case OP_MOD:
            if (y->kind == V_INT && !big_sign(y->u.big)) return zero_division(b, at);
            return int_lit(b, val_op2(b->vs, op == OP_MOD ? SYM_MOD : SYM_FLOORDIV, prim, x, y),
                           at);
        case OP_POW:
            if (y->kind == V_INT && big_sign(y->u.big) < 0) break;
            if (x->kind == V_INT && y->kind == V_INT) {
                const Big *v = big_fits_i64(y->u.big, &shift)
                                   ? big_pow(b->arena, x->u.big, (uint64_t)shift)
                                   : NULL;
                if (!v) {
                    berr(b, DIAG_bad_literal, at, "this power is too large");
                    return texpr_error(b, at);
                }
                return int_lit(b, val_int(b->vs, prim, v), at);
            }
            return int_lit(b, val_op2(b->vs, SYM_POW, prim, x, y), at);
        case OP_LSHIFT:
        case OP_RSHIFT:
            if (y->kind == V_INT &&
                (big_sign(y->u.big) < 0 || !big_fits_i64(y->u.big, &shift) || shift > 1 << 20)) {
                berr(b, DIAG_bad_literal, at, "a literal cannot be shifted by this amount");
                return texpr_error(b, at);
            }
            return int_lit(b, val_op2(b->vs, op == OP_LSHIFT ? SYM_SHL : SYM_SHR, prim, x, y), at);
        case OP_BITAND: return int_lit(b, val_op2(b->vs, SYM_AND, prim, x, y), at);
        case OP_BITOR: return int_lit(b, val_op2(b->vs, SYM_OR, prim, x, y), at);
        case OP_BITXOR: return int_lit(b, val_op2(b->vs, SYM_XOR, prim, x, y), at);
        default: break;
        }
        if (op != OP_DIV && op != OP_POW) return NULL;
    }
    const Big *xn, *xd, *yn, *yd;
    Arena *a = b->arena;
    if (!as_ratio(l, &xn, &xd, a) || !as_ratio(r, &yn, &yd, a)) return NULL;
    switch (op) {
    case OP_ADD:
    case OP_SUB: {
        const Big *p = big_mul(a, xn, yd), *q = big_mul(a, yn, xd);
        return p && q ? float_lit(b, op == OP_ADD ? big_add(a, p, q) : big_sub(a, p, q),
                                  big_mul(a, xd, yd), at)
                      : NULL;
    }
    case OP_MUL: return float_lit(b, big_mul(a, xn, yn), big_mul(a, xd, yd), at);
    case OP_DIV:
        if (!big_sign(yn)) return zero_division(b, at);
        return float_lit(b, big_mul(a, xn, yd), big_mul(a, xd, yn), at);
    case OP_POW: {
        int64_t e;
        if (rv->kind != V_INT || !big_fits_i64(yn, &e) || e > 4096 || e < -4096) return NULL;
        const Big *p = big_pow(a, xn, (uint64_t)(e < 0 ? -e : e)),
                  *q = big_pow(a, xd, (uint64_t)(e < 0 ? -e : e));
        return e < 0 ? float_lit(b, q, p, at) : float_lit(b, p, q, at);
    }
    default: return NULL;
    }
}

static TExpr *literal_compare(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at) {
    int c;
    const Big *xn, *xd, *yn, *yd;
    if (as_ratio(l, &xn, &xd, b->arena) && as_ratio(r, &yn, &yd, b->arena)) {
        const Big *p = big_mul(b->arena, xn, yd), *q = big_mul(b->arena, yn, xd);
        if (!p || !q) return NULL;
        c = big_cmp(p, q);
    } else if (l->val && r->val && l->val->kind == V_STR && r->val->kind == V_STR) {
        c = str_cmp(l->val->u.str, r->val->u.str);
    } else if (l->type->kind == T_INTLIT && r->type->kind == T_INTLIT) {
        static const uint8_t ops[] = {SYM_EQ, SYM_NE, SYM_LT, SYM_LE, SYM_LT, SYM_LE};
        if (op > OP_GE) return NULL;
        bool swap = op == OP_GT || op == OP_GE;
        return texpr_const(b,
                           val_op2(b->vs, ops[op - OP_EQ], lib_type(b, NM_Bool),
                                   swap ? r->val : l->val, swap ? l->val : r->val),
                           at);
    } else {
        return NULL;
    }
    bool v;
    switch (op) {
    case OP_EQ: v = c == 0; break;
    case OP_NE: v = c != 0; break;
    case OP_LT: v = c < 0; break;
    case OP_LE: v = c <= 0; break;
    case OP_GT: v = c > 0; break;
    case OP_GE: v = c >= 0; break;
    default: return NULL;
    }
    return texpr_const(b, val_bool(b->cx, v), at);
}

/* ---- dispatch ------------------------------------------------------------------------------- */

static bool literal_expr(const TExpr *e) {
    return e->kind < XP_LIST && is_pending(e);
}

static void no_operator(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at) {
    Val tl = settled_type(b, l), tr = settled_type(b, r), dt;
    Diag *d = berr(b, DIAG_no_operator, at, "`%s` is not defined for `%s` and `%s`",
                   op_text((Op)op), tl ? tstr(b, tl) : "?", tr ? tstr(b, tr) : "?");
    if (l->node) diag_label(d, bspan(b, l->node), "`%s`", tl ? tstr(b, tl) : "?");
    if (r->node) diag_label(d, bspan(b, r->node), "`%s`", tr ? tstr(b, tr) : "?");
    if (!tl || !tr) return;
    if (op == OP_MOD && (l->type->kind == T_STRLIT || tl == lib_type(b, NM_String))) {
        percent_help(b, d, at);
        return;
    }
    if (hint_operator(b, d, op, tl, tr, at)) return;
    if (val_scalar_leaf(tl, &dt) && val_scalar_leaf(tr, &dt) && tl != tr) {
        bool left_float = false;
        int64_t code;
        if (val_scalar_leaf(tl, &dt) && val_as_i64(dt, &code)) left_float = code >= DT_FLOAT16;
        if (!left_float && IS(AugAssign, at)) diag_help(d, "declare `%s` as `%s`", place_text(b, l), tstr(b, tr));
        else offer_conversion(b, d, left_float ? r : l, left_float ? tl : tr);
    } else if (tl == lib_type(b, NM_String)) {
        offer_conversion(b, d, r, tl);
    } else if (op <= OP_BITOR && !has_method(b, tl, op_rows[op].forward)) {
        diag_help(d, "`%s` has no `%s`", tstr(b, tl), name_known(op_rows[op].forward)->chars);
    }
}

static TExpr *dispatch(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at) {
    const OpRow *row = &op_rows[op];
    const char *what = op_text((Op)op);
    TExpr *e = NULL;
    if (literal_expr(l) && !literal_expr(r) && r->kind < XP_LIST && r->type &&
        can_convert(b, l, r->type, false, NULL)) {
        TExpr *lc = convert(b, l, r->type, NULL, NULL);
        if (texpr_bad(lc)) return lc;
        if ((e = call_method(b, lc, row->forward, at, &r, 1, true, what))) return e;
    }
    TExpr *ls = is_pending(l) ? settle(b, l) : l;
    if (texpr_bad(ls)) return ls;
    e = call_method(b, ls, row->forward, at, &r, 1, true, what);
    if (e) return e;
    TExpr *rs = is_pending(r) ? settle(b, r) : r;
    if (texpr_bad(rs)) return rs;
    if (row->reflected) e = call_method(b, rs, row->reflected, at, &l, 1, true, what);
    if (e) return e;
    /* the method is there for these types: its own reason is the better one */
    bool same = settled_type(b, ls) == settled_type(b, rs);
    if (has_method(b, ls->type, row->forward) && (same || (is_pending(r) && can_convert(b, r, ls->type, false, NULL))))
        return call_method(b, ls, row->forward, at, &r, 1, false, what);
    if (is_pending(l) && !same && has_method(b, rs->type, row->forward) && can_convert(b, l, rs->type, false, NULL)) {
        TExpr *lc = convert(b, l, rs->type, NULL, NULL);
        return texpr_bad(lc) ? lc : call_method(b, lc, row->forward, at, &rs, 1, false, what);
    }
    no_operator(b, op, l, r, at);
    return texpr_error(b, at);
}

TExpr *binary(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at, Node *ln, Node *rn) {
    (void)ln;
    (void)rn;
    if (texpr_bad(l) || texpr_bad(r)) return texpr_error(b, at);
    if (literal_expr(l) && literal_expr(r)) {
        TExpr *e = literal_binary(b, op, l, r, at);
        if (e) return e;
    }
    if (op == OP_BITAND && texpr_is_type(l) && texpr_is_type(r) && l->val->kind == T_TRAIT &&
        r->val->kind == T_TRAIT) {
        uint32_t n = l->val->n + r->val->n;
        Val *all = ARENA_ARRAY(b->arena, Val, n + 1);
        memcpy(all, l->val->args, sizeof(Val) * l->val->n);
        memcpy(all + l->val->n, r->val->args, sizeof(Val) * r->val->n);
        return texpr_const(b, val_trait(b->vs, all, n), at);
    }
    return dispatch(b, op, l, r, at);
}

TExpr *expr_binop(Body *b, NodeBinOp *n, Val want) {
    /* long chains `a + b + c …` lean left: walk them without recursion */
    NodeBinOp *chain[64];
    uint32_t k = 0;
    Node *x = &n->node;
    while (x->kind == NODE_BinOp && k < ARRAY_LEN(chain)) {
        chain[k++] = AS(BinOp, x);
        x = AS(BinOp, x)->left;
    }
    TExpr *l = expr(b, x, want);
    while (k) {
        NodeBinOp *o = chain[--k];
        TExpr *r = expr(b, o->right, want);
        l = binary(b, o->op, l, r, &o->node, o->left, o->right);
    }
    return l;
}

static TExpr *not_of(Body *b, TExpr *v, Node *at) {
    bool known;
    if (texpr_bad(v)) return v;
    if (v->kind == X_CONST && val_as_bool(v->val, &known))
        return texpr_const(b, val_bool(b->cx, !known), at);
    TExpr *e = texpr(b, X_NOT_BOOL, lib_type(b, NM_Bool), at);
    e->a = v;
    return e;
}

TExpr *expr_unary(Body *b, NodeUnaryOp *n, Val want) {
    if (n->op == OP_NOT) return not_of(b, condition(b, n->operand), &n->node);
    TExpr *v = expr(b, n->operand, want);
    if (texpr_bad(v)) return v;
    if (literal_expr(v) && v->type->kind != T_STRLIT) {
        const Big *num, *den;
        if (n->op == OP_POS) return v;
        if (v->type->kind == T_INTLIT && n->op == OP_NEG) {
            Val prim = val_prim(b->vs, T_PRIMINT);
            return int_lit(b, val_op2(b->vs, SYM_MUL, prim, val_i64(b->vs, prim, -1), v->val),
                           &n->node);
        }
        if (n->op == OP_NEG && as_ratio(v, &num, &den, b->arena)) {
            if (big_sign(num)) return float_lit(b, big_neg(b->arena, num), den, &n->node);
            Val nz = val_float(b->vs, val_prim(b->vs, T_PRIMFLOAT), -0.0);
            TExpr *e = texpr_const(b, nz, &n->node);
            e->type = val_make(b->vs, T_FLOATLIT, NULL, NULL, &nz, 1);
            return e;
        }
        if (v->type->kind == T_INTLIT && n->op == OP_INVERT && v->val->kind == V_INT)
            return int_lit(
                b, val_int(b->vs, val_prim(b->vs, T_PRIMINT), big_not(b->arena, v->val->u.big)),
                &n->node);
    }
    v = settle(b, v);
    if (texpr_bad(v)) return v;
    int nm = n->op == OP_NEG ? NM_neg : n->op == OP_POS ? NM_pos : NM_invert;
    if (!has_method(b, v->type, nm)) {
        berr(b, DIAG_no_operator, &n->node, "unary `%s` is not defined for `%s`",
             op_text((Op)n->op), tstr(b, v->type));
        return texpr_error(b, &n->node);
    }
    return call_method(b, v, nm, &n->node, NULL, 0, false, NULL);
}

/* ---- comparisons ---------------------------------------------------------------------------- */

static bool lane_count(Val n, int64_t *out) {
    while (n->kind == V_STRUCT && n->n == 1) n = n->args[0];
    return val_as_i64(n, out);
}

/* `v < w` of vectors was a mask of the lanes; today methods give it. */
static TExpr *compare_lanes(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at) {
    static const char *const methods[] = {"lt", "le", "gt", "ge"};
    Val simd = lib_type(b, NM_SIMD), t = is_pending(l) ? NULL : l->type;
    int64_t n;
    if (!t || !simd || t->kind != T_STRUCT || t->u.decl != simd->u.decl || t->n < 2 || !lane_count(t->args[1], &n) || n == 1) return NULL;
    const char *m = methods[op - OP_LT];
    Diag *d = berr(b, DIAG_no_operator, at, "`%s` compares scalars; `.%s()` gives a mask of the lanes", op_text((Op)op), m);
    if (!l->node || !r->node || IS(Compare, r->node) || (IS(Compare, at) && AS(Compare, at)->ops.len > 1)) return texpr_error(b, at);
    bool tight = IS(Name, l->node) || IS(Attribute, l->node) || IS(Call, l->node) || IS(Subscript, l->node) ||
                 (l->node->flags & NODE_PARENTHESIZED);
    Fix *f = diag_fix(d, FIX_SAFE, "write `.%s(…)`", m);
    fix_edit(f, bspan_pos(b, at->pos, at->end), str_of(arena_printf(d->arena, "%s" STR_FMT "%s.%s(" STR_FMT ")", tight ? "" : "(",
             STR_ARG(node_text(b, l->node)), tight ? "" : ")", m, STR_ARG(node_text(b, r->node)))));
    return texpr_error(b, at);
}

TExpr *compare_one(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at, Node *ln, Node *rn) {
    (void)ln;
    (void)rn;
    if (texpr_bad(l) || texpr_bad(r)) return texpr_error(b, at);
    if ((op == OP_EQ || op == OP_NE) && texpr_is_type(l) && texpr_is_type(r))
        return texpr_const(
            b, val_op2(b->vs, op == OP_EQ ? SYM_EQ : SYM_NE, lib_type(b, NM_Bool), l->val, r->val),
            at);
    if (literal_expr(l) && literal_expr(r)) {
        TExpr *e = literal_compare(b, op, l, r, at);
        if (e) return e;
    }
    if (op == OP_IN || op == OP_NOT_IN) {
        TExpr *rs = settle(b, r);
        if (texpr_bad(rs)) return rs;
        TExpr *e = call_method(b, rs, NM_contains, at, &l, 1, false, "in");
        if (!e) {
            berr(b, DIAG_no_operator, at, "`in` is not defined for `%s`: it has no `__contains__`",
                 tstr(b, rs->type));
            return texpr_error(b, at);
        }
        return op == OP_NOT_IN ? not_of(b, to_bool(b, e, at), at) : e;
    }
    TExpr *lanes = op >= OP_LT && op <= OP_GE ? compare_lanes(b, op, l, r, at) : NULL;
    if (lanes) return lanes;
    if (op == OP_IS_NOT) {
        TExpr *ls = settle(b, l);
        if (!texpr_bad(ls) && !has_method(b, ls->type, NM_isnot) && has_method(b, ls->type, NM_is))
            return not_of(b, to_bool(b, call_method(b, ls, NM_is, at, &r, 1, false, "is"), at), at);
    }
    return dispatch(b, op, l, r, at);
}

TExpr *expr_compare(Body *b, NodeCompare *n) {
    TExpr *l = expr(b, n->left, NULL);
    if (n->ops.len == 1) {
        TExpr *r = expr(b, n->rights.data[0],
                        l->kind < XP_LIST && !texpr_bad(l) && !is_pending(l) ? l->type : NULL);
        return compare_one(b, AS(CmpOp, n->ops.data[0])->op, l, r, &n->node, n->left,
                           n->rights.data[0]);
    }
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    TExpr *all = NULL;
    Node *ln = n->left;
    for (uint32_t i = 0; i < n->ops.len && i < n->rights.len; i++) {
        if (i == 0 && !is_pending(l)) l = hoist(b, l); /* left to right */
        TExpr *r = expr(b, n->rights.data[i], NULL);
        if (texpr_bad(l) || texpr_bad(r)) {
            b->block = saved;
            return texpr_error(b, &n->node);
        }
        if (i + 1 < n->ops.len && !is_pending(r))
            r = hoist(b, r);
        else if (i + 1 < n->ops.len && !literal_expr(r))
            r = hoist(b, settle(b, r));
        TExpr *c = to_bool(
            b, compare_one(b, AS(CmpOp, n->ops.data[i])->op, l, r, &n->node, ln, n->rights.data[i]),
            &n->node);
        if (texpr_bad(c)) {
            b->block = saved;
            return c;
        }
        if (all) {
            TExpr *e = texpr(b, X_AND, lib_type(b, NM_Bool), &n->node);
            e->a = all;
            e->b = c;
            all = e;
        } else {
            all = c;
        }
        l = r;
        ln = n->rights.data[i];
    }
    b->block = saved;
    if (!all) return texpr_error(b, &n->node);
    if (!inner->stmts.len) return all;
    TExpr *e = texpr(b, X_BLOCK, all->type, &n->node);
    e->body = inner;
    e->a = all;
    return e;
}

/* ---- truth ---------------------------------------------------------------------------------- */

TExpr *to_bool(Body *b, TExpr *e, Node *n) {
    Val boolean = lib_type(b, NM_Bool), dt;
    if (texpr_bad(e) || val_is_error(boolean)) return texpr_error(b, n);
    if (e->type == boolean && e->kind < XP_LIST) return e;
    if (e->kind >= XP_LIST || is_pending(e)) {
        if (can_convert(b, e, boolean, true, NULL))
            return convert(b, e, boolean, "a condition", NULL);
        e = settle(b, e);
        if (texpr_bad(e)) return e;
    }
    if (e->type->kind == T_SIMD) {
        (void)dt;
        return bool_of_lane(b, e, n);
    }
    if (has_method(b, e->type, NM_bool)) {
        TExpr *r = call_method(b, e, NM_bool, n, NULL, 0, false, NULL);
        return texpr_bad(r) || r->type == boolean ? r : convert(b, r, boolean, "a condition", NULL);
    }
    if (can_convert(b, e, boolean, true, NULL)) return convert(b, e, boolean, "a condition", NULL);
    Diag *d = berr(b, DIAG_not_boolable, n ? n : e->node, "a value of type `%s` is not a condition",
                   tstr(b, e->type));
    if (has_method(b, e->type, NM_len))
        diag_help(d, "ask for its length: `len(%s) > 0`", place_text(b, e));
    else
        diag_help(d, "compare it with something, or give its type `__bool__`");
    return texpr_error(b, n);
}

Facts *fact_push(Body *b, Val condition) {
    Facts *f = ARENA_NEW(b->arena, Facts);
    f->outer = b->facts;
    f->condition = condition;
    b->facts = f;
    return f;
}

static TExpr *logic(Body *b, uint32_t op, TExpr *x, TExpr *y, Node *at) {
    bool known;
    if (texpr_bad(x) || texpr_bad(y)) return texpr_error(b, at);
    if (x->kind == X_CONST && val_as_bool(x->val, &known) && b->comptime)
        return known == (op == OP_AND) ? y : x;
    TExpr *e = texpr(b, op == OP_AND ? X_AND : X_OR, x->type, at);
    e->a = x;
    e->b = y;
    return e;
}

static TExpr *bool_chain(Body *b, NodeBoolOp *n) {
    TExpr *all = NULL;
    const Facts *saved = b->facts;
    for (uint32_t i = 0; i < n->values.len; i++) {
        TExpr *v = condition(b, n->values.data[i]);
        all = all ? logic(b, n->op, all, v, &n->node) : v;
        if (b->comptime && n->op == OP_AND &&
            !texpr_bad(v)) { /* the right side may rely on the left */
            Val f = fold(b, v, true);
            if (f) fact_push(b, f);
        }
    }
    b->facts = saved;
    return all ? all : texpr_error(b, &n->node);
}

TExpr *condition(Body *b, Node *n) {
    if (n && n->kind == NODE_BoolOp) {
        if (!deeper(b, n)) return texpr_error(b, n);
        TExpr *e = bool_chain(b, AS(BoolOp, n));
        b->depth--;
        return e;
    }
    return to_bool(b, expr(b, n, lib_type(b, NM_Bool)), n);
}

TExpr *expr_boolop(Body *b, NodeBoolOp *n, Val want) {
    uint32_t len = n->values.len;
    TExpr **vs = ARENA_ARRAY(b->arena, TExpr *, len + 1);
    Val boolean = lib_type(b, NM_Bool);
    const Facts *saved = b->facts;
    bool all_bool = true;
    for (uint32_t i = 0; i < len; i++) {
        vs[i] = expr(b, n->values.data[i], want);
        if (texpr_bad(vs[i])) {
            b->facts = saved;
            return texpr_error(b, &n->node);
        }
        all_bool &= vs[i]->kind < XP_LIST && vs[i]->type == boolean;
        if (b->comptime && n->op == OP_AND && all_bool) {
            Val f = fold(b, vs[i], true);
            if (f) fact_push(b, f);
        }
    }
    b->facts = saved;
    bool merged;
    Val t = all_bool ? boolean : common_type(b, vs, len, &merged);
    if (!t) {
        if (want != boolean) {
            no_common(b, &n->node, vs[0], vs[1],
                      n->op == OP_AND ? "the operands of `and`" : "the operands of `or`");
            return texpr_error(b, &n->node);
        }
        t = boolean;
        for (uint32_t i = 0; i < len; i++) vs[i] = to_bool(b, vs[i], n->values.data[i]);
    }
    if (t != boolean && !has_method(b, t, NM_bool)) { /* the first one decides: it must be a condition */
        to_bool(b, convert(b, vs[0], t, "an operand", NULL), n->values.data[0]);
        return texpr_error(b, &n->node);
    }
    TExpr *all = NULL;
    for (uint32_t i = len; i-- > 0;) {
        TExpr *v = convert(b, vs[i], t, "an operand", NULL);
        if (!all || texpr_bad(v) || texpr_bad(all)) {
            all = all && texpr_bad(all) ? all : v;
            continue;
        }
        if (t == boolean) {
            all = logic(b, n->op, v, all, &n->node);
            continue;
        }
        /* the value of the deciding operand: { var t = v; t if t else rest } */
        TBlock *saved_block = b->block, *inner = ARENA_NEW(b->arena, TBlock);
        b->block = inner;
        VarDecl *tmp = var_temp(b, t, &n->node);
        TStmt *s = stmt_add(b, ST_VAR, &n->node);
        s->var = tmp;
        s->a = to_owned(b, v);
        b->block = saved_block;
        TExpr *iff = texpr(b, X_IF, t, &n->node);
        iff->a = to_bool(b, texpr_var(b, tmp, &n->node), &n->node);
        TExpr *mine = texpr_move(b, texpr_var(b, tmp, &n->node)), *rest = to_owned(b, all);
        iff->b = n->op == OP_AND ? rest : mine;
        iff->c = n->op == OP_AND ? mine : rest;
        TExpr *blk = texpr(b, X_BLOCK, t, &n->node);
        blk->body = inner;
        blk->a = iff;
        all = blk;
    }
    return all;
}

/* ---- a if c else b -------------------------------------------------------------------------- */

static TExpr *comptime_if_value(Body *b, NodeIfExp *n, Val cond, Val want) {
    TBlock *saved = b->block, *outer = ARENA_NEW(b->arena, TBlock),
           *then = ARENA_NEW(b->arena, TBlock), *other = ARENA_NEW(b->arena, TBlock);
    const Facts *facts = b->facts;
    fact_push(b, cond);
    b->block = then;
    TExpr *x = expr(b, n->body, want);
    b->facts = facts;
    fact_push(b, val_op(b->vs, SYM_NOT, lib_type(b, NM_Bool), &cond, 1));
    b->block = other;
    TExpr *y = expr(b, n->orelse, want);
    b->facts = facts;
    b->block = saved;
    if (texpr_bad(x) || texpr_bad(y)) return texpr_error(b, &n->node);
    bool merged, known;
    if (val_as_bool(cond, &known) && b->comptime) return known ? x : y;
    TExpr *both[2] = {x, y};
    Val t = want && !type_has_unbound(want) ? want : common_type(b, both, 2, &merged);
    if (!t) {
        no_common(b, &n->node, x, y, "the two sides of this conditional");
        return texpr_error(b, &n->node);
    }
    b->block = outer;
    VarDecl *v = var_temp(b, t, &n->node);
    stmt_add(b, ST_VAR, &n->node)->var = v;
    TStmt *s = stmt_add(b, ST_CT_IF, &n->node);
    s->val = cond;
    s->body = then;
    s->orelse = other;
    for (int i = 0; i < 2; i++) {
        b->block = i ? other : then;
        TStmt *set = stmt_add(b, ST_ASSIGN, &n->node);
        set->a = texpr_var(b, v, &n->node);
        set->b = to_owned(b, convert(b, both[i], t, "a side of this conditional", NULL));
    }
    b->block = saved;
    TExpr *e = texpr(b, X_BLOCK, t, &n->node);
    e->body = outer;
    e->a = texpr_move(b, texpr_var(b, v, &n->node));
    return e;
}

TExpr *expr_ifexp(Body *b, NodeIfExp *n, Val want) {
    if (n->test && n->test->kind == NODE_Comptime) {
        Val c = ct_value(b, AS(Comptime, n->test)->value, lib_type(b, NM_Bool));
        if (val_is_error(c)) return texpr_error(b, &n->node);
        return comptime_if_value(b, n, c, want);
    }
    TExpr *c = condition(b, n->test);
    Val cv = b->comptime && !texpr_bad(c) ? fold(b, c, true) : NULL;
    const Facts *saved = b->facts;
    if (cv) fact_push(b, cv);
    TExpr *x = expr(b, n->body, want);
    b->facts = saved;
    if (cv) fact_push(b, val_op(b->vs, SYM_NOT, lib_type(b, NM_Bool), &cv, 1));
    TExpr *y = expr(b, n->orelse, want);
    b->facts = saved;
    if (texpr_bad(c) || texpr_bad(x) || texpr_bad(y)) return texpr_error(b, &n->node);
    if (texpr_is_type(x) && texpr_is_type(y)) {
        Val v = fold(b, c, false);
        return v ? texpr_const(b, val_cond(b->vs, v, x->val, y->val), &n->node)
                 : texpr_error(b, &n->node);
    }
    bool known, merged;
    if (cv && val_as_bool(cv, &known)) return known ? x : y;
    if (is_pending(x) || is_pending(y)) {
        if ((is_pending(x) && is_pending(y)) || (want && !type_has_unbound(want))) {
            TExpr *both[2] = {x, y};
            Val t = want && !type_has_unbound(want) ? NULL : common_type(b, both, 2, &merged);
            (void)t;
            PendExpr *p = ARENA_NEW(b->arena, PendExpr);
            p->e.kind = XP_IF;
            p->e.node = &n->node;
            p->e.pos = n->node.pos;
            p->e.a = c;
            p->e.b = x;
            p->e.c = y;
            return &p->e;
        }
    }
    TExpr *both[2] = {x, y};
    Val t = NULL;
    if (want && !type_has_unbound(want) && val_is_type(want) &&
        can_convert(b, x, want, true, NULL) && can_convert(b, y, want, true, NULL))
        t = want;
    if (!t) t = common_type(b, both, 2, &merged);
    if (!t) {
        no_common(b, &n->node, x, y, "the two sides of this conditional");
        return texpr_error(b, &n->node);
    }
    x = convert(b, x, t, "a side of this conditional", NULL);
    y = convert(b, y, t, "a side of this conditional", NULL);
    if (texpr_bad(x) || texpr_bad(y)) return texpr_error(b, &n->node);
    TExpr *e = texpr(b, X_IF, t, &n->node);
    e->a = c;
    LifeFacts life = {0};
    if (x->is_place && y->is_place) life = check_life(b->cx, t, b->facts);
    if (x->is_place && y->is_place && !life.implicitly_copyable) {
        Val os[2] = {x->origin ? x->origin : val_origin(b->vs, O_UNTRACKED, false),
                     y->origin ? y->origin : val_origin(b->vs, O_UNTRACKED, false)};
        e->is_place = true;
        e->is_mut = x->is_mut && y->is_mut;
        e->origin = val_origin_union(b->vs, os, 2);
        e->b = x;
        e->c = y;
        return e;
    }
    e->b = to_owned(b, x);
    e->c = to_owned(b, y);
    if (texpr_bad(e->b) || texpr_bad(e->c)) return texpr_error(b, &n->node);
    return e;
}
