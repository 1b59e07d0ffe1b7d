/* SPDX-License-Identifier: Apache-2.0 */
/* Values and types: canonical forms, folding, substitution, unification, origins, layout. */
#include "../unit.h"
#include "resolve/decl.h"

#include <math.h>

/* A little library: Int and friends as structs around one prim lane. */
static ValStore *vs;
static Arena arena;
static StructDecl s_simd, s_bool, s_pair;
static ParamDecl p_n, p_m, p_t;
static Val bool_fields[1], pair_fields[2];
static Val t_int, t_bool, n_, m_, t_;

static Val prim(int64_t v) {
    return val_i64(vs, val_prim(vs, T_PRIMINT), v);
}
static const Val *fields(void *ctx, Val t, uint32_t *n) {
    (void)ctx;
    const StructDecl *s = t->u.decl;
    *n = s == &s_pair ? 2 : 1;
    if (s == &s_bool) return bool_fields;
    if (s == &s_pair) return pair_fields;
    Val *f = ARENA_ARRAY(&arena, Val, 1);
    f[0] = val_make(vs, T_SIMD, NULL, NULL, t->args, 2);
    return f;
}
static Val scalar(DTypeCode c) {
    Val a[2] = {prim(c), prim(1)};
    return val_make(vs, T_STRUCT, NULL, &s_simd, a, 2);
}
static ParamDecl param(const char *name) {
    return (ParamDecl){.decl = {.kind = DECL_PARAM, .name = name_of(name)}};
}

static void setup(void) {
    vs = val_store_new();
    arena_init(&arena);
    val_set_fields_fn(vs, fields, NULL);
    s_simd = (StructDecl){.decl = {.kind = DECL_STRUCT, .name = NAME_(SIMD)}};
    s_bool = (StructDecl){.decl = {.kind = DECL_STRUCT, .name = NAME_(Bool)}};
    s_pair = (StructDecl){.decl = {.kind = DECL_STRUCT, .name = name_of("Pair")}};
    Val b[2] = {prim(DT_BOOL), prim(1)};
    bool_fields[0] = val_make(vs, T_SIMD, NULL, NULL, b, 2);
    t_bool = val_make(vs, T_STRUCT, NULL, &s_bool, NULL, 0);
    t_int = scalar(DT_INT);
    pair_fields[0] = t_int;
    pair_fields[1] = t_bool;
    p_n = param("n");
    p_m = param("m");
    p_t = param("T");
    n_ = val_param(vs, &p_n, t_int);
    m_ = val_param(vs, &p_m, t_int);
    t_ = val_param(vs, &p_t, val_trait(vs, NULL, 0));
}
static void teardown(void) {
    val_store_free(vs);
    arena_done(&arena);
}

static Val add(Val a, Val b) {
    return val_op2(vs, SYM_ADD, a->type, a, b);
}
static Val mul(Val a, Val b) {
    return val_op2(vs, SYM_MUL, a->type, a, b);
}
static Val num(int64_t v) {
    return val_i64(vs, t_int, v);
}
static Val cmp(SymOp op, Val a, Val b) {
    return val_op2(vs, op, t_bool, a, b);
}
#define PRINTS(v, text) ck_assert_str_eq(val_str_of(&arena, (v)), (text))
#define SAME(a, b) ck_assert_ptr_eq((a), (b))

START_TEST(test_types_val__constants_are_one_pointer) {
    SAME(num(7), num(7));
    ck_assert_ptr_ne(num(7), val_i64(vs, scalar(DT_INT64), 7));
    SAME(scalar(DT_INT), t_int);
    PRINTS(scalar(DT_FLOAT32), "Float32");
}
END_TEST

START_TEST(test_types_val__integers_wrap_as_their_type) {
    Val u8 = scalar(DT_UINT8), i8 = scalar(DT_INT8);
    PRINTS(val_i64(vs, u8, 300), "44");
    PRINTS(val_i64(vs, u8, -1), "255");
    PRINTS(val_i64(vs, i8, 200), "-56");
    PRINTS(add(val_i64(vs, i8, 127), val_i64(vs, i8, 1)), "-128");
    PRINTS(val_op2(vs, SYM_FLOORDIV, t_int, num(-7), num(2)), "-4");
    PRINTS(val_op2(vs, SYM_MOD, t_int, num(-7), num(2)), "1");
    PRINTS(val_op2(vs, SYM_DIV, t_int, num(-7), num(2)), "-3");
    PRINTS(val_op2(vs, SYM_SHL, u8, val_i64(vs, u8, 3), val_i64(vs, u8, 7)), "128");
    PRINTS(val_op2(vs, SYM_POW, t_int, num(3), num(41)), "-420491770248316829");
    ck_assert(!val_int_fits(i8, big_from_i64(&arena, 128)));
    ck_assert(val_int_fits(i8, big_from_i64(&arena, -128)));
    ck_assert(!val_int_fits(i8, big_from_i64(&arena, -129)));
    ck_assert(!val_int_fits(u8, big_from_i64(&arena, -1)));
}
END_TEST

START_TEST(test_types_val_op__sums_of_products_are_canonical) {
    SAME(add(n_, n_), mul(num(2), n_));
    SAME(add(add(n_, m_), num(1)), add(num(1), add(m_, n_)));
    SAME(mul(add(n_, num(1)), add(n_, num(-1))), add(mul(n_, n_), num(-1)));
    SAME(add(n_, mul(num(-1), n_)), num(0));
    SAME(val_op2(vs, SYM_SHL, t_int, n_, num(3)), mul(n_, num(8)));
    PRINTS(add(mul(num(2), n_), num(-3)), "2 * n - 3");
    PRINTS(mul(num(2), add(n_, m_)), "2 * n + 2 * m");
}
END_TEST

START_TEST(test_types_val_op__comparisons_are_canonical) {
    SAME(cmp(SYM_LT, num(0), n_), cmp(SYM_LE, num(1), n_));
    PRINTS(cmp(SYM_LT, num(0), n_), "n >= 1");
    SAME(cmp(SYM_LT, n_, m_), cmp(SYM_LE, add(n_, num(1)), m_));
    SAME(cmp(SYM_EQ, n_, num(8)), cmp(SYM_EQ, num(8), n_));
    PRINTS(cmp(SYM_EQ, add(n_, m_), add(m_, n_)), "True");
    PRINTS(cmp(SYM_LE, n_, num(7)), "n <= 7");
    PRINTS(cmp(SYM_EQ, n_, m_), "n == m");
    PRINTS(cmp(SYM_LT, n_, num(7)), "n <= 6");
    Val c = cmp(SYM_LE, n_, m_);
    SAME(val_op(vs, SYM_NOT, t_bool, &c, 1), cmp(SYM_LT, m_, n_));
    SAME(cmp(SYM_LE, mul(num(2), n_), num(5)), cmp(SYM_LE, n_, num(2)));
    PRINTS(cmp(SYM_EQ, t_, t_int), "T == Int");
    PRINTS(cmp(SYM_EQ, t_bool, t_int), "False");
}
END_TEST

START_TEST(test_types_val_op__bool_junctions_are_flat) {
    Val a = cmp(SYM_LE, n_, num(1)), b = cmp(SYM_LE, m_, num(2)), t = val_i64(vs, t_bool, 1);
    SAME(val_op2(vs, SYM_AND, t_bool, a, t), a);
    SAME(val_op2(vs, SYM_AND, t_bool, a, b), val_op2(vs, SYM_AND, t_bool, b, a));
    SAME(val_op2(vs, SYM_OR, t_bool, a, a), a);
    Val ab = val_op2(vs, SYM_AND, t_bool, a, b);
    Val n = val_op(vs, SYM_NOT, t_bool, &ab, 1);
    ck_assert_int_eq((int)n->u.op, SYM_OR);
    SAME(val_op(vs, SYM_NOT, t_bool, &n, 1), ab);
}
END_TEST

START_TEST(test_types_val__struct_and_lane_agree) {
    uint32_t k;
    Val lane = fields(NULL, t_int, &k)[0]; /* Int(x.lane + y.lane) is x + y */
    Val x = val_field(vs, n_, 0, lane), y = val_field(vs, m_, 0, lane);
    Val sum = val_op2(vs, SYM_ADD, lane, x, y);
    SAME(val_make(vs, V_STRUCT, t_int, NULL, &sum, 1), add(n_, m_));
    SAME(val_field(vs, add(n_, m_), 0, lane), sum);
    SAME(val_field(vs, num(5), 0, lane), val_i64(vs, lane, 5));
    Val five = val_i64(vs, lane, 5);
    SAME(val_make(vs, V_STRUCT, t_int, NULL, &five, 1), num(5));
    Val mask = val_op2(vs, SYM_LT, bool_fields[0], x, val_i64(vs, lane, 4));
    SAME(val_make(vs, V_STRUCT, t_bool, NULL, &mask, 1), cmp(SYM_LT, n_, num(4)));
    Val parts[2] = {num(1), val_i64(vs, t_bool, 0)};
    Val pair = val_make(vs, V_STRUCT, val_make(vs, T_STRUCT, NULL, &s_pair, NULL, 0), NULL, parts, 2);
    PRINTS(pair, "Pair(1, False)");
    SAME(val_field(vs, pair, 1, t_bool), parts[1]);
}
END_TEST

START_TEST(test_types_val_float__folds_as_ieee) {
    Val f32 = scalar(DT_FLOAT32), f64 = scalar(DT_FLOAT64), f16 = scalar(DT_FLOAT16), bf = scalar(DT_BFLOAT16);
    ck_assert(val_float(vs, f32, 0.1)->u.f == (double)0.1f);
    ck_assert(isinf(val_float(vs, f16, 65520.0)->u.f));
    ck_assert(val_float(vs, f16, 65519.0)->u.f == 65504.0);
    ck_assert(val_float(vs, f16, 5.9604644775390625e-08)->u.f == 5.9604644775390625e-08);
    ck_assert(val_float(vs, bf, 1.00390625)->u.f == 1.0);
    Val a = val_float(vs, f64, 0.1), b = val_float(vs, f64, 0.2);
    ck_assert(val_op2(vs, SYM_ADD_F, f64, a, b)->u.f == 0.1 + 0.2);
    const Big *one = big_from_i64(&arena, 1);
    Val third = val_ratio(vs, one, big_from_i64(&arena, 3));
    ck_assert(val_op(vs, SYM_CONVERT, f64, &third, 1)->u.f == 1.0 / 3);
    ck_assert(val_op(vs, SYM_CONVERT, f32, &third, 1)->u.f == (double)(1.0f / 3));
    Val pf = val_prim(vs, T_PRIMFLOAT), s = val_op2(vs, SYM_ADD_F, pf, third, third);
    SAME(val_op2(vs, SYM_ADD_F, pf, s, third), val_ratio(vs, one, one));
    Val big = val_float(vs, f64, 1e300);
    PRINTS(val_op(vs, SYM_CONVERT, t_int, &big, 1), "9223372036854775807");
    Val least = val_ratio(vs, one, big_pow(&arena, big_from_i64(&arena, 2), 1074));
    ck_assert(val_op(vs, SYM_CONVERT, f64, &least, 1)->u.f == 4.9406564584124654e-324);
    Val nan = val_float(vs, f64, NAN);
    PRINTS(cmp(SYM_EQ, nan, nan), "False");
    PRINTS(cmp(SYM_NE, nan, nan), "True");
}
END_TEST

START_TEST(test_types_val_op__conversions_cancel) {
    Val i64t = scalar(DT_INT64), u8 = scalar(DT_UINT8);
    Val x = val_param(vs, &p_m, i64t);
    Val as_int = val_op(vs, SYM_CONVERT, t_int, &x, 1), twice = mul(num(2), as_int);
    SAME(val_op(vs, SYM_CONVERT, i64t, &twice, 1), val_op2(vs, SYM_ADD, i64t, x, x));
    Val narrow = val_op(vs, SYM_CONVERT, u8, &x, 1); /* bits are lost: no way back */
    ck_assert_ptr_ne(val_op(vs, SYM_CONVERT, i64t, &narrow, 1), x);
}
END_TEST

START_TEST(test_types_val_subst__folds) {
    const ParamDecl *ps[2] = {&p_n, &p_t};
    Val args[2] = {num(4), t_int};
    Subst s = {.params = ps, .args = args, .n = 2};
    PRINTS(val_subst(vs, add(mul(n_, n_), m_), &s), "m + 16");
    PRINTS(val_subst(vs, cmp(SYM_LE, num(1), n_), &s), "True");
    PRINTS(val_subst(vs, cmp(SYM_EQ, t_, t_int), &s), "True");
    Val simd[2] = {prim(DT_FLOAT32), n_};
    Val v = val_make(vs, T_STRUCT, NULL, &s_simd, simd, 2);
    ck_assert(val_is_symbolic(v));
    ck_assert(!val_is_symbolic(val_subst(vs, v, &s)));
}
END_TEST

START_TEST(test_types_val_subst__unify_binds) {
    const ParamDecl *ps[2] = {&p_n, &p_t};
    Val args[2] = {NULL, NULL}, d[2] = {prim(DT_FLOAT32), n_}, f[2] = {prim(DT_FLOAT32), prim(8)};
    Val declared = val_make(vs, T_STRUCT, NULL, &s_simd, d, 2), found = val_make(vs, T_STRUCT, NULL, &s_simd, f, 2);
    ck_assert(val_unify(vs, declared, found, ps, args, 2));
    SAME(args[0], num(8)); /* with the parameter's type */
    ck_assert(val_unify(vs, t_, t_bool, ps, args, 2));
    ck_assert(val_unify(vs, t_, t_bool, ps, args, 2));
    ck_assert(!val_unify(vs, t_, t_int, ps, args, 2));
    Val fresh[2] = {NULL, NULL}, odd[2] = {NULL, NULL}, self[2] = {NULL, NULL};
    ck_assert(val_unify(vs, add(mul(num(2), n_), num(1)), num(9), ps, fresh, 2));
    SAME(fresh[0], num(4));
    ck_assert(!val_unify(vs, mul(num(2), n_), num(9), ps, odd, 2));
    ck_assert(val_unify(vs, n_, n_, ps, self, 2)); /* a generic function that calls itself */
    SAME(self[0], n_);
}
END_TEST

START_TEST(test_types_val__origins) {
    static VarDecl x = {.decl = {.kind = DECL_VAR}}, y = {.decl = {.kind = DECL_VAR}};
    x.decl.name = name_of("x");
    y.decl.name = name_of("y");
    Val ox = val_place_origin(vs, &x, true), oy = val_place_origin(vs, &y, false);
    Val both[2] = {ox, oy}, u = val_origin_union(vs, both, 2);
    PRINTS(u, "origin_of(x, y)");
    ck_assert_int_eq(val_origin_mut(u), 0);
    ck_assert(val_origin_within(ox, u));
    ck_assert(val_origin_within(val_field_origin(vs, ox, 0), ox));
    ck_assert(!val_origin_within(ox, val_field_origin(vs, ox, 0)));
    ck_assert(val_origin_within(val_origin(vs, O_STATIC, false), ox));
    const VarDecl *from[1] = {&x};
    Val moved = val_subst_origins(vs, val_field_origin(vs, ox, 2), from, &oy, 1);
    SAME(moved, val_field_origin(vs, oy, 2));
    SAME(val_erase_origins(vs, moved), val_origin(vs, O_ERASED, true));
}
END_TEST

START_TEST(test_types_val_op__packs) {
    Val e[3] = {t_int, t_bool, t_int}, any = val_trait(vs, NULL, 0);
    Val pq[2] = {val_pack(vs, any, e, 3), val_pack(vs, any, e, 1)};
    Val cat = val_op(vs, SYM_PACK_CAT, pq[0]->type, pq, 2);
    PRINTS(val_op(vs, SYM_PACK_LEN, t_int, &cat, 1), "4");
    SAME(val_op2(vs, SYM_PACK_GET, any, cat, num(1)), t_bool);
    Val r[3] = {num(10), num(0), num(-4)};
    PRINTS(val_op(vs, SYM_RANGE_PACK, NULL, r, 3), "10, 6, 2");
}
END_TEST

START_TEST(test_types_layout__structs_vectors_arrays) {
    TargetInfo t = {.pointer_size = 8};
    Val pair = val_make(vs, T_STRUCT, NULL, &s_pair, NULL, 0);
    const Layout *l = val_layout(vs, &t, pair);
    ck_assert_uint_eq(l->size, 16);
    ck_assert_uint_eq(l->align, 8);
    ck_assert_uint_eq(l->offsets[1], 8);
    Val v[2] = {prim(DT_FLOAT32), prim(8)}, arr[2] = {pair, prim(3)};
    l = val_layout(vs, &t, val_make(vs, T_SIMD, NULL, NULL, v, 2));
    ck_assert_uint_eq(l->size, 32);
    ck_assert_uint_eq(l->align, 32);
    ck_assert_uint_eq(val_layout(vs, &t, t_bool)->size, 1);
    ck_assert_ptr_null(val_layout(vs, &t, t_));
    ck_assert_uint_eq(val_layout(vs, &t, val_make(vs, T_ARRAY, NULL, NULL, arr, 2))->size, 48);
}
END_TEST

Suite *types_suite(void) {
    Suite *s = suite_create("types");
    TCase *c = tcase_create("val");
    tcase_add_checked_fixture(c, setup, teardown);
    static const TTest *const *const tests[] = {
        &test_types_val__constants_are_one_pointer, &test_types_val__integers_wrap_as_their_type,
        &test_types_val_op__sums_of_products_are_canonical, &test_types_val_op__comparisons_are_canonical,
        &test_types_val_op__bool_junctions_are_flat, &test_types_val__struct_and_lane_agree,
        &test_types_val_float__folds_as_ieee, &test_types_val_op__conversions_cancel, &test_types_val_subst__folds, &test_types_val_subst__unify_binds,
        &test_types_val__origins, &test_types_val_op__packs, &test_types_layout__structs_vectors_arrays,
    };
    for (size_t i = 0; i < ARRAY_LEN(tests); i++) tcase_add_test(c, *tests[i]);
    suite_add_tcase(s, c);
    return s;
}
