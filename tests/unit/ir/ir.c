/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"
#include "ir/ir.h"

Suite *ir_suite(void);

static Val simd(ValStore *vs, int dtype) {
    Val prim = val_prim(vs, T_PRIMINT);
    Val args[] = {val_i64(vs, prim, dtype), val_i64(vs, prim, 1)};
    return val_make(vs, T_SIMD, NULL, NULL, args, 2);
}

typedef struct Fixture {
    Arena a;
    ValStore *vs;
    Val t;
    IrFn *f;
} Fixture;

static void setup(Fixture *x) { /* id(_0) -> _1 */
    arena_init(&x->a);
    x->vs = val_store_new();
    x->t = simd(x->vs, DT_INT);
    IrFn *f = x->f = ir_fn_new(&x->a, NULL);
    f->symbol = "id";
    f->is_concrete = true;
    ir_local(f, LOCAL_ARG, x->t, name_of("x"), 0);
    f->n_args = 1;
    f->locals.data[0].conv = CONV_VAR;
    f->result = ir_local(f, LOCAL_RESULT, x->t, NULL, 0);
    f->result_type = x->t;
    uint32_t b = ir_block(f);
    IrInst *in = ir_add(f, b, IR_COPY, 0);
    in->has_dst = true;
    in->dst = place_local(1);
    in->src = place_local(0);
    f->blocks.data[b].term.kind = TERM_RETURN;
}

static void teardown(Fixture *x) {
    val_store_free(x->vs);
    arena_done(&x->a);
}

START_TEST(test_ir_print__function) {
    Fixture x;
    setup(&x);
    StrBuf b = {0};
    ir_print(&b, x.f);
    ck_assert_ptr_nonnull(strstr(b.p, "fn id(var x_0: "));
    ck_assert_ptr_nonnull(strstr(b.p, "b0:\n    _1 = copy x_0\n    return\n}\n"));
    sb_done(&b);
    teardown(&x);
}
END_TEST

START_TEST(test_ir_verify__accepts_and_refuses) {
    Fixture x;
    setup(&x);
    ck_assert_ptr_null(ir_verify(x.f, &x.a));
    x.f->blocks.data[0].insts.data[0].src = place_local(9);
    ck_assert_ptr_nonnull(strstr(ir_verify(x.f, &x.a), "local 9"));
    x.f->blocks.data[0].insts.data[0].src = place_local(0);
    x.f->blocks.data[0].term = (IrTerm){.kind = TERM_GOTO, .b0 = 7};
    ck_assert_ptr_nonnull(strstr(ir_verify(x.f, &x.a), "b7"));
    x.f->blocks.data[0].term = (IrTerm){.kind = TERM_RAISE};
    ck_assert_ptr_nonnull(strstr(ir_verify(x.f, &x.a), "raise"));
    x.f->blocks.data[0].term = (IrTerm){.kind = TERM_RETURN};
    x.f->locals.data[0].type = simd(x.vs, DT_FLOAT64);
    ck_assert_ptr_nonnull(strstr(ir_verify(x.f, &x.a), "the destination is"));
    teardown(&x);
}
END_TEST

START_TEST(test_ir_verify__references) {
    Fixture x;
    setup(&x);
    x.f->locals.data[0].is_ref = true;
    ck_assert_ptr_nonnull(ir_verify(x.f, &x.a)); /* a reference copied into a value */
    x.f->blocks.data[0].insts.data[0].src = place_deref(x.f, place_local(0), x.t);
    ck_assert_ptr_null(ir_verify(x.f, &x.a));
    x.f->blocks.data[0].insts.data[0].src = place_field(x.f, place_local(0), 0, x.t);
    ck_assert_ptr_nonnull(ir_verify(x.f, &x.a));
    teardown(&x);
}
END_TEST

Suite *ir_suite(void) {
    Suite *s = suite_create("ir");
    UNIT_CASE(s, "ir", test_ir_print__function, test_ir_verify__accepts_and_refuses, test_ir_verify__references);
    return s;
}
