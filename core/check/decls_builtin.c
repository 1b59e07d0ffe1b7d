/* SPDX-License-Identifier: Apache-2.0 */
/* The pseudo-module `__builtin` as far as it names types, origins and compile-time queries. Functions
 * (types/intrinsics.def) are the business of calls. */
#include "check/decls_int.h"

typedef struct Brackets {
    Cx *cx;
    const ExprEnv *env;
    const NodeList *list;
    Node *at;
    bool allow_open;
} Brackets;

static Val wrong(const Brackets *b, Name name, const char *what) {
    err(b->env, DIAG_too_many_parameters, b->at, "`__builtin.%s` takes %s", name->chars, what);
    return val_error(b->cx->vals);
}

/* The i-th bracket entry as a value of a type (want NULL: as found); as written keyword or not. */
static Node *entry(const Brackets *b, uint32_t i) {
    Node *n = b->list->data[i];
    return IS(Keyword, n) ? AS(Keyword, n)->value : n;
}
static Val value_at(const Brackets *b, uint32_t i, Val want) {
    Node *n = entry(b, i);
    if (IS(Name, n) && name_is(AS(Name, n)->id, NM_underscore)) return val_unbound(b->cx->vals);
    Thing t;
    if (IS(Name, n) || IS(Attribute, n)) {
        ThingResult r = thing_of(b->cx, b->env, n, &t);
        if (r == THING_ERROR) return val_error(b->cx->vals);
        if (r == THING_OK && t.val && !want) return t.val;
        if (r == THING_OK && t.val && t.val->type == want) return t.val;
    }
    return check_comptime_expr(b->cx, b->env, n, want);
}
static Val type_at(const Brackets *b, uint32_t i) {
    return check_type_expr(b->cx, b->env, entry(b, i), b->allow_open);
}
static Val std_simd_type(Cx *cx, const char *name) {
    Decl *d = resolver_std(cx->resolver, NM_Int);
    (void)name;
    return d ? decl_value(cx, d) : NULL;
}

/* Decimal literal without the checker: what breaks the circle Int → SIMD[DType.int, 1] → Int. */
static bool small_literal(Node *n, int64_t *out) {
    if (!IS(IntLit, n)) return false;
    Str s = AS(IntLit, n)->text;
    int64_t v = 0;
    if (s.len == 0 || s.len > 9) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *out = v;
    return true;
}
static Val count_at(const Brackets *b, uint32_t i) { /* a length, dtype code or index: Int-like or bare */
    int64_t k;
    if (small_literal(entry(b, i), &k)) return val_i64(b->cx->vals, val_prim(b->cx->vals, T_PRIMINT), k);
    return value_at(b, i, NULL);
}
static Val literal_of(Val v) { /* the value of a literal's type */
    if (v->type && (v->type->kind == T_INTLIT || v->type->kind == T_FLOATLIT || v->type->kind == T_STRLIT)) return v->type->args[0];
    return v;
}

static Val elements(const Brackets *b, uint32_t from) { /* types and *packs → one pack */
    Cx *cx = b->cx;
    VEC(Val) parts = {0};
    Val any = val_trait(cx->vals, NULL, 0), bad = NULL;
    Val pack_type = val_make(cx->vals, T_PACKOF, NULL, NULL, &any, 1);
    for (uint32_t i = from; i < b->list->len; i++) {
        Node *n = b->list->data[i];
        if (IS(Starred, n)) {
            Thing t;
            ThingResult r = thing_of(cx, b->env, AS(Starred, n)->value, &t);
            Val v = r == THING_OK && t.val ? t.val : r == THING_ERROR ? val_error(cx->vals)
                                                                     : check_comptime_expr(cx, b->env, AS(Starred, n)->value, NULL);
            if (val_is_error(v)) bad = v;
            vec_push(&parts, v);
            if (v->type && v->type->kind == T_PACKOF) pack_type = v->type;
        } else {
            Val v = check_type_expr(cx, b->env, n, b->allow_open);
            if (val_is_error(v)) bad = v;
            vec_push(&parts, val_pack(cx->vals, any, &v, 1));
        }
    }
    Val r = bad ? bad : val_op(cx->vals, SYM_PACK_CAT, pack_type, parts.data, parts.len);
    vec_done(&parts);
    return r;
}

static Val int_type(Cx *cx) {
    Val t = std_simd_type(cx, "Int");
    return t ? t : std_type(cx, NM_Int);
}

static Val query(const Brackets *b, SymOp op, Val type, uint32_t n_types, bool has_index) {
    Val args[2];
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_types; i++) args[n++] = type_at(b, i);
    if (has_index) args[n] = count_at(b, n), n++;
    for (uint32_t i = 0; i < n; i++)
        if (val_is_error(args[i])) return args[i];
    return val_op(b->cx->vals, op, type, args, n);
}

Val check_builtin(Cx *cx, const ExprEnv *env, Name name, const NodeList *brackets, Node *at, bool allow_unbound) {
    ValStore *vs = cx->vals;
    Brackets b = {cx, env, brackets, at, allow_unbound};
    uint32_t n = brackets ? brackets->len : 0;
    const char *s = name->chars;
    Val open = val_unbound(vs);
#define IS_NAME(t) (strcmp(s, t) == 0)
    /* plain names */
    if (IS_NAME("PrimInt")) return val_prim(vs, T_PRIMINT);
    if (IS_NAME("PrimFloat")) return val_prim(vs, T_PRIMFLOAT);
    if (IS_NAME("PrimStr")) return val_prim(vs, T_PRIMSTR);
    if (IS_NAME("never")) return val_never(vs);
    if (IS_NAME("ellipsis")) return val_prim(vs, T_ELLIPSIS);
    if (IS_NAME("static_origin")) return val_origin(vs, O_STATIC, false);
    /* parametric prims, open without brackets */
    if (IS_NAME("int_literal") || IS_NAME("float_literal") || IS_NAME("str_literal")) {
        ValKind k = IS_NAME("int_literal") ? T_INTLIT : IS_NAME("float_literal") ? T_FLOATLIT : T_STRLIT;
        Val v = open;
        if (brackets) {
            if (n != 1) return wrong(&b, name, "the literal's value");
            v = value_at(&b, 0, val_prim(vs, k == T_INTLIT ? T_PRIMINT : k == T_FLOATLIT ? T_PRIMFLOAT : T_PRIMSTR));
            if (val_is_error(v)) return v;
        }
        return val_make(vs, k, NULL, NULL, &v, 1);
    }
    if (IS_NAME("Origin")) {
        Val m = open;
        if (brackets && n == 1) m = value_at(&b, 0, std_type(cx, NM_Bool));
        else if (brackets && n > 1) return wrong(&b, name, "the mutability");
        if (val_is_error(m)) return m;
        return val_make(vs, T_ORIGIN, NULL, NULL, &m, 1);
    }
    if (!brackets) return NULL;
    if (IS_NAME("untracked_origin") || IS_NAME("any_origin")) {
        Val m = n == 1 ? value_at(&b, 0, std_type(cx, NM_Bool)) : NULL;
        bool is_mut;
        if (!m) return wrong(&b, name, "the mutability");
        if (val_is_error(m)) return m;
        if (!val_as_bool(m, &is_mut)) return wrong(&b, name, "a known mutability");
        return val_origin(vs, IS_NAME("any_origin") ? O_ANY : O_UNTRACKED, is_mut);
    }
    if (IS_NAME("simd")) {
        if (n != 2) return wrong(&b, name, "an element type and a length");
        Val a[2] = {count_at(&b, 0), count_at(&b, 1)};
        if (val_is_error(a[0])) return a[0];
        if (val_is_error(a[1])) return a[1];
        a[0] = literal_of(a[0]);
        a[1] = literal_of(a[1]);
        return val_make(vs, T_SIMD, NULL, NULL, a, 2);
    }
    if (IS_NAME("ptr")) {
        if (n < 1 || n > 2) return wrong(&b, name, "the pointee's type");
        Val a[2] = {type_at(&b, 0), n > 1 ? count_at(&b, 1) : val_i64(vs, val_prim(vs, T_PRIMINT), 0)};
        if (val_is_error(a[0])) return a[0];
        if (val_is_error(a[1])) return a[1];
        return val_make(vs, T_PTR, NULL, NULL, a, 2);
    }
    if (IS_NAME("array")) {
        if (n != 2) return wrong(&b, name, "an element type and a length");
        Val a[2] = {type_at(&b, 0), count_at(&b, 1)};
        if (val_is_error(a[0])) return a[0];
        if (val_is_error(a[1])) return a[1];
        return val_make(vs, T_ARRAY, NULL, NULL, a, 2);
    }
    if (IS_NAME("tuple") || IS_NAME("union")) {
        Val p = elements(&b, 0);
        if (val_is_error(p)) return p;
        return val_make(vs, IS_NAME("tuple") ? T_TUPLE : T_UNION, NULL, NULL, &p, 1);
    }
    if (IS_NAME("fn_item")) {
        if (n != 1) return wrong(&b, name, "a function");
        Val f = value_at(&b, 0, NULL);
        if (val_is_error(f)) return f;
        return f->kind == V_FN ? val_make(vs, T_FNITEM, NULL, f->u.decl, f->args, f->n) : wrong(&b, name, "a function");
    }
    if (IS_NAME("scalar")) { /* the constant of a one-lane type */
        if (n != 2) return wrong(&b, name, "a type and a number");
        Val t = type_at(&b, 0), v = literal_of(count_at(&b, 1));
        if (val_is_error(t)) return t;
        if (val_is_error(v)) return v;
        if (v->kind == V_INT) return val_int(vs, t, v->u.big);
        return val_op(vs, SYM_CONVERT, t, &v, 1);
    }
    if (IS_NAME("pack_len") || IS_NAME("pack_get")) {
        bool get = IS_NAME("pack_get");
        if (n != (get ? 2u : 1u)) return wrong(&b, name, get ? "a pack and an index" : "a pack");
        Val p = value_at(&b, 0, NULL);
        if (val_is_error(p)) return p;
        if (!get) return val_op(vs, SYM_PACK_LEN, int_type(cx), &p, 1);
        Val i = value_at(&b, 1, int_type(cx));
        if (val_is_error(i)) return i;
        Val et = p->type && p->type->kind == T_PACKOF ? p->type->args[0] : NULL;
        return val_op2(vs, SYM_PACK_GET, et, p, i);
    }
    if (IS_NAME("size_of") || IS_NAME("align_of") || IS_NAME("field_count")) {
        if (n != 1) return wrong(&b, name, "a type");
        return query(&b, IS_NAME("size_of") ? SYM_SIZE_OF : IS_NAME("align_of") ? SYM_ALIGN_OF : SYM_FIELD_COUNT, int_type(cx), 1, false);
    }
    if (IS_NAME("is_trivial_copy") || IS_NAME("is_trivial_move") || IS_NAME("is_trivial_deinit")) {
        if (n != 1) return wrong(&b, name, "a type");
        SymOp op = IS_NAME("is_trivial_copy") ? SYM_IS_TRIVIAL_COPY : IS_NAME("is_trivial_move") ? SYM_IS_TRIVIAL_MOVE : SYM_IS_TRIVIAL_DEINIT;
        return query(&b, op, std_type(cx, NM_Bool), 1, false);
    }
    if (IS_NAME("type_name") || IS_NAME("fn_name") || IS_NAME("fn_symbol")) {
        if (n != 1) return wrong(&b, name, "a type");
        SymOp op = IS_NAME("fn_name") ? SYM_FN_NAME : IS_NAME("fn_symbol") ? SYM_FN_SYMBOL : SYM_TYPE_NAME;
        return query(&b, op, val_prim(vs, T_PRIMSTR), 1, false);
    }
    if (IS_NAME("is_struct")) {
        if (n != 1) return wrong(&b, name, "a type");
        return query(&b, SYM_IS_STRUCT, std_type(cx, NM_Bool), 1, false);
    }
    if (IS_NAME("field_name") || IS_NAME("field_type") || IS_NAME("field_offset")) {
        if (n != 2) return wrong(&b, name, "a type and an index");
        Val a[2] = {type_at(&b, 0), value_at(&b, 1, int_type(cx))};
        if (val_is_error(a[0])) return a[0];
        if (val_is_error(a[1])) return a[1];
        if (IS_NAME("field_offset")) return val_op(vs, SYM_FIELD_OFFSET, int_type(cx), a, 2);
        bool is_type = IS_NAME("field_type");
        return val_op(vs, is_type ? SYM_FIELD_TYPE : SYM_FIELD_NAME, is_type ? val_trait(vs, NULL, 0) : val_prim(vs, T_PRIMSTR), a, 2);
    }
    if (IS_NAME("str_len")) {
        if (n != 1) return wrong(&b, name, "a string");
        Val v = literal_of(value_at(&b, 0, NULL));
        return val_is_error(v) ? v : val_op(vs, SYM_STR_LEN, int_type(cx), &v, 1);
    }
    if (IS_NAME("define")) {
        if (n != 2) return wrong(&b, name, "a name and a default");
        Val a[2] = {literal_of(value_at(&b, 0, NULL)), value_at(&b, 1, NULL)};
        if (val_is_error(a[0])) return a[0];
        if (val_is_error(a[1])) return a[1];
        a[1] = literal_of(a[1]);
        return val_op(vs, SYM_DEFINE, a[1]->type, a, 2);
    }
    if (IS_NAME("target")) {
        if (n < 1 || n > 2) return wrong(&b, name, "a property and its type");
        Val v = literal_of(value_at(&b, 0, NULL));
        Val t = n > 1 ? type_at(&b, 1) : int_type(cx);
        if (val_is_error(v)) return v;
        if (val_is_error(t)) return t;
        return val_op(vs, SYM_TARGET, t, &v, 1);
    }
#undef IS_NAME
    return NULL;
}
