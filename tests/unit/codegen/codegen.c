/* SPDX-License-Identifier: Apache-2.0 */
/* IR built by hand, compiled at -O0 and -O2, run in this process. */
#include "program.h"

#include <math.h>

Suite *codegen_suite(void);

static const int levels[] = {0, 2};
#define EACH_LEVEL for (size_t lv = 0; lv < ARRAY_LEN(levels); lv++)

typedef int64_t (*Fn2)(int64_t, int64_t);

START_TEST(test_codegen_intrin__integers) {
    static const int64_t nums[] = {0, 1, -1, 2, -2, 3, -3, 7, -7, 63, 64, 65, 1000, -1000, INT64_MAX, INT64_MIN};
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val t = prog_simd(&p, DT_INT, 1), u = prog_simd(&p, DT_UINT, 1), b = prog_simd(&p, DT_BOOL, 1);
        Val two[] = {t, t}, utwo[] = {u, u};
        static const struct {
            const char *name;
            IntrinsicId id;
        } ops[] = {{"add", INTR_add}, {"sub", INTR_sub}, {"mul", INTR_mul}, {"div", INTR_div}, {"rem", INTR_rem},
                   {"fdiv", INTR_floordiv}, {"mod", INTR_mod}, {"and_", INTR_and}, {"or_", INTR_or}, {"xor_", INTR_xor},
                   {"shl", INTR_shl}, {"shr", INTR_shr}, {"min_", INTR_min}, {"max_", INTR_max}, {"mulh", INTR_mulh}};
        for (size_t i = 0; i < ARRAY_LEN(ops); i++) prog_op_fn(&p, ops[i].name, ops[i].id, t, two, 2, NULL, 0);
        prog_op_fn(&p, "udiv", INTR_floordiv, u, utwo, 2, NULL, 0);
        prog_op_fn(&p, "ushr", INTR_shr, u, utwo, 2, NULL, 0);
        prog_op_fn(&p, "lt", INTR_lt, b, two, 2, NULL, 0);
        prog_op_fn(&p, "ult", INTR_lt, b, utwo, 2, NULL, 0);
        prog_op_fn(&p, "ovf", INTR_mul_overflow, b, two, 2, NULL, 0);
        prog_compile(&p);
        Fn2 f[32];
        for (size_t i = 0; i < ARRAY_LEN(ops); i++) f[i] = (Fn2)prog_get(&p, ops[i].name);
        Fn2 udiv = (Fn2)prog_get(&p, "udiv"), ushr = (Fn2)prog_get(&p, "ushr");
        bool (*lt)(int64_t, int64_t) = (bool (*)(int64_t, int64_t))prog_get(&p, "lt");
        bool (*ult)(int64_t, int64_t) = (bool (*)(int64_t, int64_t))prog_get(&p, "ult");
        bool (*ovf)(int64_t, int64_t) = (bool (*)(int64_t, int64_t))prog_get(&p, "ovf");
        for (size_t i = 0; i < ARRAY_LEN(nums); i++)
            for (size_t k = 0; k < ARRAY_LEN(nums); k++) {
                int64_t x = nums[i], y = nums[k];
                uint64_t ux = (uint64_t)x, uy = (uint64_t)y;
                ck_assert_int_eq(f[0](x, y), (int64_t)(ux + uy));
                ck_assert_int_eq(f[1](x, y), (int64_t)(ux - uy));
                ck_assert_int_eq(f[2](x, y), (int64_t)(ux * uy));
                if (y != 0) {
                    __int128 q = (__int128)x / y, r = (__int128)x % y;
                    __int128 fq = q - (r != 0 && (r < 0) != (y < 0)), fm = (__int128)x - fq * y;
                    ck_assert_int_eq(f[3](x, y), (int64_t)q);
                    ck_assert_int_eq(f[4](x, y), (int64_t)r);
                    ck_assert_int_eq(f[5](x, y), (int64_t)fq);
                    ck_assert_int_eq(f[6](x, y), (int64_t)fm);
                    ck_assert_int_eq(udiv(x, y), (int64_t)(ux / uy));
                }
                ck_assert_int_eq(f[10](x, y), uy < 64 ? (int64_t)(ux << uy) : 0);
                ck_assert_int_eq(f[11](x, y), uy < 64 ? x >> uy : x >> 63);
                ck_assert_int_eq(ushr(x, y), uy < 64 ? (int64_t)(ux >> uy) : 0);
                ck_assert_int_eq(f[12](x, y), x < y ? x : y);
                ck_assert_int_eq(f[13](x, y), x > y ? x : y);
                ck_assert_int_eq(f[14](x, y), (int64_t)(((__int128)x * y) >> 64));
                ck_assert_int_eq(lt(x, y), x < y);
                ck_assert_int_eq(ult(x, y), ux < uy);
                int64_t dummy;
                ck_assert_int_eq(ovf(x, y), __builtin_mul_overflow(x, y, &dummy));
            }
        prog_done(&p);
    }
}
END_TEST

START_TEST(test_codegen_intrin__conversions) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val i64 = prog_simd(&p, DT_INT64, 1), u8 = prog_simd(&p, DT_UINT8, 1), f64 = prog_simd(&p, DT_FLOAT64, 1),
            f32 = prog_simd(&p, DT_FLOAT32, 1), bf = prog_simd(&p, DT_BFLOAT16, 1), b = prog_simd(&p, DT_BOOL, 1),
            i8 = prog_simd(&p, DT_INT8, 1), e4 = prog_simd(&p, DT_F8E4M3FN, 1);
        prog_op_fn(&p, "f64_i64", INTR_cast, i64, VALS(f64), VALS(i64));
        prog_op_fn(&p, "f64_u8", INTR_cast, u8, VALS(f64), VALS(u8));
        prog_op_fn(&p, "i64_f32", INTR_cast, f32, VALS(i64), VALS(f32));
        prog_op_fn(&p, "i8_i64", INTR_cast, i64, VALS(i8), VALS(i64));
        prog_op_fn(&p, "u8_i64", INTR_cast, i64, VALS(u8), VALS(i64));
        prog_op_fn(&p, "i64_b", INTR_cast, b, VALS(i64), VALS(b));
        prog_op_fn(&p, "f64_bits", INTR_bitcast, i64, VALS(f64), VALS(i64));
        IrFn *f = prog_fn(&p, "via_bf", f32, VALS(f32)); /* float32 → bfloat16 → float32 */
        uint32_t t = prog_local(&p, bf);
        prog_intrin(&p, INTR_cast, L(t), VALS(bf), PLACES(L(0)));
        prog_intrin(&p, INTR_cast, L(f->result), VALS(f32), PLACES(L(t)));
        prog_return(&p);
        f = prog_fn(&p, "via_e4", f32, VALS(f32));
        t = prog_local(&p, e4);
        prog_intrin(&p, INTR_cast, L(t), VALS(e4), PLACES(L(0)));
        prog_intrin(&p, INTR_cast, L(f->result), VALS(f32), PLACES(L(t)));
        prog_return(&p);
        prog_compile(&p);
        int64_t (*f64_i64)(double) = (int64_t(*)(double))prog_get(&p, "f64_i64");
        ck_assert_int_eq(f64_i64(-3.9), -3);
        ck_assert_int_eq(f64_i64(1e300), INT64_MAX);
        ck_assert_int_eq(f64_i64(-1e300), INT64_MIN);
        ck_assert_int_eq(f64_i64(NAN), 0);
        uint8_t (*f64_u8)(double) = (uint8_t(*)(double))prog_get(&p, "f64_u8");
        ck_assert_int_eq(f64_u8(300), 255);
        ck_assert_int_eq(f64_u8(-1), 0);
        ck_assert(((float (*)(int64_t))prog_get(&p, "i64_f32"))(-16777217) == -16777216.0f);
        ck_assert_int_eq(((int64_t(*)(int8_t))prog_get(&p, "i8_i64"))(-128), -128);
        ck_assert_int_eq(((int64_t(*)(uint8_t))prog_get(&p, "u8_i64"))(200), 200);
        ck_assert_int_eq(((bool (*)(int64_t))prog_get(&p, "i64_b"))(256), 1);
        ck_assert_int_eq(((int64_t(*)(double))prog_get(&p, "f64_bits"))(1.0), 0x3ff0000000000000);
        float (*via_bf)(float) = (float (*)(float))prog_get(&p, "via_bf");
        ck_assert(via_bf(1.0f) == 1.0f && via_bf(3.14159f) == 3.140625f && isnan(via_bf(NAN)));
        float (*via_e4)(float) = (float (*)(float))prog_get(&p, "via_e4");
        ck_assert(via_e4(0.3f) == 0.3125f && via_e4(448) == 448 && via_e4(-1e9f) == -448 && isnan(via_e4(NAN)));
        prog_done(&p);
    }
}
END_TEST

START_TEST(test_codegen_intrin__float_floor) {
    static const double nums[] = {0.0, -0.0, 1, -1, 0.1, -0.1, 7.5, -7.5, 2, -2, 1e10, INFINITY, -INFINITY, 3.3};
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val t = prog_simd(&p, DT_FLOAT64, 1);
        prog_op_fn(&p, "fd", INTR_floordiv, t, VALS(t, t), NULL, 0);
        prog_op_fn(&p, "fm", INTR_mod, t, VALS(t, t), NULL, 0);
        prog_compile(&p);
        double (*fd)(double, double) = (double (*)(double, double))prog_get(&p, "fd");
        double (*fm)(double, double) = (double (*)(double, double))prog_get(&p, "fm");
        for (size_t i = 0; i < ARRAY_LEN(nums); i++)
            for (size_t k = 0; k < ARRAY_LEN(nums); k++) {
                double a = nums[i], b = nums[k];
                if (b == 0) continue;
                double mod = fmod(a, b), div = (a - mod) / b; /* CPython's float_divmod */
                if (mod != 0) {
                    if ((b < 0) != (mod < 0)) mod += b, div -= 1;
                } else {
                    mod = copysign(0.0, b);
                }
                double fl = div != 0 ? floor(div) : copysign(0.0, a / b);
                if (div != 0 && div - fl > 0.5) fl += 1;
                double gm = fm(a, b), gd = fd(a, b);
                ck_assert_msg(gm == mod || (isnan(gm) && isnan(mod)), "%g %% %g = %g, found %g", a, b, mod, gm);
                ck_assert_msg(gd == fl || (isnan(gd) && isnan(fl)), "%g // %g = %g, found %g", a, b, fl, gd);
            }
        ck_assert(isinf(fd(1, 0)) && isnan(fm(1, 0)));
        prog_done(&p);
    }
}
END_TEST

/* A loop over an array through a pointer: sum of p[i] for i < n. */
static void build_sum(Prog *p, Val t, Val b) {
    Val ptr = prog_ptr(p, t);
    IrFn *f = prog_fn(p, "sum", t, VALS(ptr, t));
    uint32_t i = prog_local(p, t), c = prog_local(p, b), one = prog_local(p, t), at = prog_local(p, ptr);
    prog_const(p, L(i), prog_num(p, t, 0));
    prog_const(p, L(f->result), prog_num(p, t, 0));
    prog_const(p, L(one), prog_num(p, t, 1));
    uint32_t head = ir_block(f), body = ir_block(f), out = ir_block(f);
    f->blocks.data[p->b].term = (IrTerm){.kind = TERM_GOTO, .b0 = head};
    p->b = head;
    prog_intrin(p, INTR_lt, L(c), NULL, 0, PLACES(L(i), L(1)));
    f->blocks.data[head].term = (IrTerm){.kind = TERM_BR, .src = L(c), .b0 = body, .b1 = out};
    p->b = body;
    prog_intrin(p, INTR_offset, L(at), NULL, 0, PLACES(L(0), L(i)));
    prog_intrin(p, INTR_add, L(f->result), NULL, 0, PLACES(L(f->result), place_deref(f, L(at), t)));
    prog_intrin(p, INTR_add, L(i), NULL, 0, PLACES(L(i), L(one)));
    f->blocks.data[body].term = (IrTerm){.kind = TERM_GOTO, .b0 = head};
    p->b = out;
    prog_return(p);
}

START_TEST(test_codegen_body__loop) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        build_sum(&p, prog_simd(&p, DT_INT, 1), prog_simd(&p, DT_BOOL, 1));
        prog_compile(&p);
        int64_t xs[100], want = 0;
        for (int i = 0; i < 100; i++) want += xs[i] = i * i - 50;
        ck_assert_int_eq(((int64_t(*)(int64_t *, int64_t))prog_get(&p, "sum"))(xs, 100), want);
        prog_done(&p);
    }
}
END_TEST

/* half(x) raises x when it is odd; twice(x, out error) calls it and gives -1000 - error on failure. */
START_TEST(test_codegen_abi__raises) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val t = prog_simd(&p, DT_INT, 1), b = prog_simd(&p, DT_BOOL, 1);
        IrFn *half = prog_fn(&p, "half", t, VALS(t));
        half->raises = true;
        half->error_type = t;
        half->error = ir_local(half, LOCAL_ERROR, t, NULL, 0);
        uint32_t one = prog_local(&p, t), two = prog_local(&p, t), r = prog_local(&p, t), c = prog_local(&p, b);
        prog_const(&p, L(one), prog_num(&p, t, 1));
        prog_const(&p, L(two), prog_num(&p, t, 2));
        prog_intrin(&p, INTR_and, L(r), NULL, 0, PLACES(L(0), L(one)));
        prog_intrin(&p, INTR_eq, L(c), NULL, 0, PLACES(L(r), L(one)));
        uint32_t bad = ir_block(half), good = ir_block(half);
        half->blocks.data[0].term = (IrTerm){.kind = TERM_BR, .src = L(c), .b0 = bad, .b1 = good};
        p.b = bad;
        IrInst *in = prog_inst(&p, IR_COPY);
        in->has_dst = true;
        in->dst = L(half->error);
        in->src = L(0);
        half->blocks.data[bad].term.kind = TERM_RAISE;
        p.b = good;
        prog_intrin(&p, INTR_div, L(half->result), NULL, 0, PLACES(L(0), L(two)));
        prog_return(&p);

        IrFn *f = prog_fn(&p, "try_half", t, VALS(t));
        uint32_t e = prog_local(&p, t), k = prog_local(&p, t);
        IrCallee *callee = ARENA_NEW(&p.arena, IrCallee);
        callee->target = half;
        IrInst *call = ARENA_NEW(&p.arena, IrInst);
        *call = (IrInst){.op = IR_CALL, .has_dst = true, .dst = L(f->result), .callee = callee, .n_args = 1};
        call->args = ARENA_NEW(&p.arena, IrArg);
        call->args[0] = (IrArg){L(0), ARG_COPY_BITS};
        uint32_t ok = ir_block(f), failed = ir_block(f);
        f->blocks.data[0].term = (IrTerm){.kind = TERM_INVOKE, .b0 = ok, .b1 = failed, .err = L(e), .call = call};
        p.b = ok;
        prog_return(&p);
        p.b = failed;
        prog_const(&p, L(k), prog_num(&p, t, -1000));
        prog_intrin(&p, INTR_sub, L(f->result), NULL, 0, PLACES(L(k), L(e)));
        prog_return(&p);
        prog_compile(&p);
        int64_t (*run)(int64_t) = (int64_t(*)(int64_t))prog_get(&p, "try_half");
        ck_assert_int_eq(run(42), 21);
        ck_assert_int_eq(run(7), -1007);
        prog_done(&p);
    }
}
END_TEST

/* Aggregates: (a, b, c) of different sizes through a call in memory, with swapped fields. */
START_TEST(test_codegen_abi__aggregates) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val i64 = prog_simd(&p, DT_INT64, 1), u8 = prog_simd(&p, DT_UINT8, 1), f64 = prog_simd(&p, DT_FLOAT64, 1);
        Val big = prog_tuple(&p, VALS(u8, i64, f64)), arr = prog_array(&p, i64, 4);
        IrFn *g = prog_fn(&p, "bump", big, VALS(big)); /* result = arg with .1 + .0 */
        uint32_t wide = prog_local(&p, i64);
        IrInst *in = prog_inst(&p, IR_MOVE);
        in->has_dst = true;
        in->dst = L(g->result);
        in->src = L(0);
        prog_intrin(&p, INTR_cast, L(wide), VALS(i64), PLACES(place_field(g, L(g->result), 0, u8)));
        prog_intrin(&p, INTR_add, place_field(g, L(g->result), 1, i64), NULL, 0,
                    PLACES(place_field(g, L(g->result), 1, i64), L(wide)));
        prog_return(&p);
        IrFn *f = prog_fn(&p, "go", i64, VALS(i64, u8));
        uint32_t x = prog_local(&p, big), y = prog_local(&p, big), a = prog_local(&p, arr), idx = prog_local(&p, i64);
        in = prog_inst(&p, IR_COPY);
        in->has_dst = true, in->dst = place_field(f, L(x), 0, u8), in->src = L(1);
        in = prog_inst(&p, IR_COPY);
        in->has_dst = true, in->dst = place_field(f, L(x), 1, i64), in->src = L(0);
        prog_const(&p, place_field(f, L(x), 2, f64), val_float(p.vals, f64, 2.5));
        IrCallee *callee = ARENA_NEW(&p.arena, IrCallee);
        callee->target = g;
        in = prog_inst(&p, IR_CALL);
        in->has_dst = true, in->dst = L(y), in->callee = callee, in->n_args = 1;
        in->args = ARENA_NEW(&p.arena, IrArg);
        in->args[0] = (IrArg){L(x), ARG_MOVE};
        Val elems[] = {prog_num(&p, i64, 10), prog_num(&p, i64, 20), prog_num(&p, i64, 30), prog_num(&p, i64, 40)};
        prog_const(&p, L(a), val_make(p.vals, V_AGG, arr, NULL, elems, 4));
        prog_const(&p, L(idx), prog_num(&p, i64, 2));
        prog_intrin(&p, INTR_add, L(f->result), NULL, 0,
                    PLACES(place_field(f, L(y), 1, i64), place_proj(f, L(a), PROJ_INDEX, idx, i64)));
        prog_intrin(&p, INTR_add, L(f->result), NULL, 0,
                    PLACES(L(f->result), place_proj(f, L(a), PROJ_ELEM, 3, i64)));
        prog_return(&p);
        prog_compile(&p);
        ck_assert_int_eq(((int64_t(*)(int64_t, uint8_t))prog_get(&p, "go"))(1000, 200), 1000 + 200 + 30 + 40);
        prog_done(&p);
    }
}
END_TEST

/* References: inc(mut *x) adds 1; peek(imm *x) travels by value when the type is a register type. */
START_TEST(test_codegen_abi__references) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val t = prog_simd(&p, DT_INT, 1);
        Val none = prog_tuple(&p, NULL, 0);
        IrFn *inc = prog_fn(&p, "inc", none, VALS(t));
        inc->locals.data[0].is_ref = true;
        inc->locals.data[0].conv = CONV_MUT;
        uint32_t one = prog_local(&p, t);
        prog_const(&p, L(one), prog_num(&p, t, 1));
        Place x = place_deref(inc, L(0), t);
        prog_intrin(&p, INTR_add, x, NULL, 0, PLACES(x, L(one)));
        prog_return(&p);
        IrFn *peek = prog_fn(&p, "peek", t, VALS(t));
        peek->locals.data[0].is_ref = true;
        peek->locals.data[0].conv = CONV_IMM;
        IrInst *in = prog_inst(&p, IR_COPY);
        in->has_dst = true, in->dst = L(peek->result), in->src = place_deref(peek, L(0), t);
        prog_return(&p);
        IrFn *keep = prog_fn(&p, "keep", t, VALS(t)); /* takes the address of its by-value reference */
        keep->locals.data[0].is_ref = true;
        keep->locals.data[0].conv = CONV_IMM;
        uint32_t r = ir_local(keep, LOCAL_TEMP, t, NULL, 0);
        keep->locals.data[r].is_ref = true;
        in = prog_inst(&p, IR_REF);
        in->has_dst = true, in->dst = L(r), in->src = place_deref(keep, L(0), t);
        in = prog_inst(&p, IR_COPY);
        in->has_dst = true, in->dst = L(keep->result), in->src = place_deref(keep, L(r), t);
        prog_return(&p);
        IrFn *f = prog_fn(&p, "go", t, VALS(t));
        IrFn *targets[] = {inc, inc, peek, keep};
        uint32_t v = prog_local(&p, t), w = prog_local(&p, t), u = prog_local(&p, none);
        in = prog_inst(&p, IR_COPY);
        in->has_dst = true, in->dst = L(v), in->src = L(0);
        for (int i = 0; i < 4; i++) {
            IrCallee *callee = ARENA_NEW(&p.arena, IrCallee);
            callee->target = targets[i];
            in = prog_inst(&p, IR_CALL);
            in->has_dst = true, in->dst = i < 2 ? L(u) : i == 2 ? L(w) : L(f->result);
            in->callee = callee, in->n_args = 1;
            in->args = ARENA_NEW(&p.arena, IrArg);
            in->args[0] = (IrArg){L(v), ARG_REF};
        }
        prog_intrin(&p, INTR_add, L(f->result), NULL, 0, PLACES(L(f->result), L(w)));
        prog_return(&p);
        prog_compile(&p);
        ck_assert_int_eq(((int64_t(*)(int64_t))prog_get(&p, "go"))(5), 14);
        prog_done(&p);
    }
}
END_TEST

/* Vectors travel through memory: f(out, a, b) stores op(load a, load b). */
static void build_vec(Prog *p, const char *name, IntrinsicId id, Val in_t, Val out_t, uint32_t n_in, const Val *params,
                      uint32_t n_params) {
    Val po = prog_ptr(p, out_t), pi = prog_ptr(p, in_t), none = prog_tuple(p, NULL, 0);
    IrFn *f = prog_fn(p, name, none, VALS(po, pi, pi));
    Place args[2] = {place_deref(f, L(1), in_t), place_deref(f, L(2), in_t)};
    prog_intrin(p, id, place_deref(f, L(0), out_t), params, n_params, args, n_in);
    prog_return(p);
}

START_TEST(test_codegen_intrin__vectors) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val v = prog_simd(&p, DT_FLOAT32, 8), i = prog_simd(&p, DT_INT32, 8), m = prog_simd(&p, DT_BOOL, 8),
            s = prog_simd(&p, DT_FLOAT32, 1), is = prog_simd(&p, DT_INT32, 1), h = prog_simd(&p, DT_FLOAT32, 4);
        build_vec(&p, "vadd", INTR_add, v, v, 2, NULL, 0);
        build_vec(&p, "vlt", INTR_lt, v, m, 2, NULL, 0);
        build_vec(&p, "vsum", INTR_reduce_add, v, s, 1, NULL, 0);
        build_vec(&p, "vmax", INTR_reduce_max, i, is, 1, NULL, 0);
        build_vec(&p, "vmod", INTR_mod, i, i, 2, NULL, 0);
        Val prim = val_prim(p.vals, T_PRIMINT);
        Val lanes[] = {prog_num(&p, prim, 15), prog_num(&p, prim, 0), prog_num(&p, prim, 8), prog_num(&p, prim, 7)};
        Val pack = val_pack(p.vals, prim, lanes, 4);
        build_vec(&p, "vshuf", INTR_shuffle, v, h, 2, VALS(h, pack));
        prog_compile(&p);
        typedef void (*V)(void *, const void *, const void *);
        _Alignas(32) float a[8] = {1, 2, 3, 4, 5, 6, 7, 8}, b[8] = {8, 7, 6, 5, 4, 3, 2, 1}, r[8];
        _Alignas(32) int32_t x[8] = {-7, 7, -8, 100, 3, 2, 1, 0}, y[8] = {3, -3, 3, 7, 3, 5, 9, 2}, z[8];
        bool mask[8];
        ((V)prog_get(&p, "vadd"))(r, a, b);
        for (int k = 0; k < 8; k++) ck_assert(r[k] == 9);
        ((V)prog_get(&p, "vlt"))(mask, a, b);
        for (int k = 0; k < 8; k++) ck_assert_int_eq(mask[k], a[k] < b[k]);
        ((V)prog_get(&p, "vsum"))(r, a, a);
        ck_assert(r[0] == 36);
        ((V)prog_get(&p, "vmax"))(z, x, x);
        ck_assert_int_eq(z[0], 100);
        ((V)prog_get(&p, "vmod"))(z, x, y);
        for (int k = 0; k < 8; k++) ck_assert_int_eq(z[k], ((x[k] % y[k]) + y[k]) % y[k]);
        ((V)prog_get(&p, "vshuf"))(r, a, b);
        ck_assert(r[0] == 1 && r[1] == 1 && r[2] == 8 && r[3] == 8);
        prog_done(&p);
    }
}
END_TEST

START_TEST(test_codegen_intrin_math__against_libm) {
    static const struct {
        const char *name;
        double (*f)(double);
    } fns[] = {{"sqrt", sqrt}, {"floor", floor}, {"ceil", ceil}, {"trunc", trunc}, {"round", round}, {"rint", rint},
               {"roundeven", rint}, {"fabs", fabs}, {"exp", exp}, {"exp2", exp2}, {"log", log}, {"log2", log2}, {"log10", log10},
               {"sin", sin}, {"cos", cos}, {"tan", tan}, {"asin", asin}, {"acos", acos}, {"atan", atan},
               {"sinh", sinh}, {"cosh", cosh}, {"tanh", tanh}, {"asinh", asinh}, {"acosh", acosh}, {"atanh", atanh},
               {"cbrt", cbrt}, {"erf", erf}, {"erfc", erfc}, {"expm1", expm1}, {"log1p", log1p}};
    static const double xs[] = {0.25, 0.5, -0.75, 1.5, 2.5, 7.25, -3.5, 0.999};
    Prog p;
    prog_init(&p, 2);
    Val t = prog_simd(&p, DT_FLOAT64, 1), v = prog_simd(&p, DT_FLOAT64, 8), w = prog_simd(&p, DT_FLOAT32, 16);
    for (size_t i = 0; i < ARRAY_LEN(fns); i++) {
        Val name = prog_text(&p, fns[i].name);
        prog_op_fn(&p, arena_printf(&p.arena, "s_%s", fns[i].name), INTR_math, t, &t, 1, &name, 1);
        build_vec(&p, arena_printf(&p.arena, "v_%s", fns[i].name), INTR_math, v, v, 1, &name, 1);
        build_vec(&p, arena_printf(&p.arena, "w_%s", fns[i].name), INTR_math, w, w, 1, &name, 1);
    }
    prog_compile(&p);
    for (size_t i = 0; i < ARRAY_LEN(fns); i++) {
        double (*s)(double) = (double (*)(double))prog_get(&p, arena_printf(&p.arena, "s_%s", fns[i].name));
        void (*vec)(void *, const void *, const void *) =
            (void (*)(void *, const void *, const void *))prog_get(&p, arena_printf(&p.arena, "v_%s", fns[i].name));
        void (*wide)(void *, const void *, const void *) =
            (void (*)(void *, const void *, const void *))prog_get(&p, arena_printf(&p.arena, "w_%s", fns[i].name));
        _Alignas(64) double in[8], out[8];
        _Alignas(64) float fin[16], fout[16];
        for (int k = 0; k < 8; k++) in[k] = xs[k];
        for (int k = 0; k < 16; k++) fin[k] = (float)xs[k % 8];
        vec(out, in, in);
        wide(fout, fin, fin);
        for (int k = 0; k < 8; k++) {
            double want = fns[i].f(xs[k]), got = s(xs[k]);
            ck_assert_msg(got == want || (isnan(got) && isnan(want)) || fabs(got - want) <= 1e-15 * fabs(want),
                          "%s(%g) = %g, found %g", fns[i].name, xs[k], want, got);
            ck_assert_msg((isnan(out[k]) && isnan(want)) || fabs(out[k] - want) <= 1e-14 * fabs(want) + 1e-300,
                          "vector %s(%g) = %g, found %g", fns[i].name, xs[k], want, out[k]);
            double fwant = fns[i].f((double)(float)xs[k]);
            ck_assert_msg((isnan(fout[k]) && isnan(fwant)) || fabs(fout[k] - fwant) <= 4e-6 * fabs(fwant) + 1e-30,
                          "float vector %s(%g) = %g, found %g", fns[i].name, xs[k], fwant, (double)fout[k]);
        }
    }
    prog_done(&p);
}
END_TEST

START_TEST(test_codegen_cabi__external_call) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val t = prog_simd(&p, DT_INT64, 1), i32 = prog_simd(&p, DT_INT32, 1), f64 = prog_simd(&p, DT_FLOAT64, 1),
            u8 = prog_simd(&p, DT_UINT8, 1);
        Val text = prog_ptr(&p, u8), pair = prog_tuple(&p, VALS(i32, i32)), longs = prog_tuple(&p, VALS(t, t));
        prog_op_fn(&p, "len", INTR_external_call, t, VALS(text), VALS(prog_text(&p, "strlen"), t));
        IrFn *f = prog_fn(&p, "divide", i32, VALS(i32, i32)); /* div_t: 8 bytes */
        uint32_t r = prog_local(&p, pair);
        prog_intrin(&p, INTR_external_call, L(r), VALS(prog_text(&p, "div"), pair), PLACES(L(0), L(1)));
        prog_intrin(&p, INTR_sub, L(f->result), NULL, 0,
                    PLACES(place_field(f, L(r), 0, i32), place_field(f, L(r), 1, i32)));
        prog_return(&p);
        f = prog_fn(&p, "ldivide", t, VALS(t, t)); /* ldiv_t: 16 bytes */
        r = prog_local(&p, longs);
        prog_intrin(&p, INTR_external_call, L(r), VALS(prog_text(&p, "ldiv"), longs), PLACES(L(0), L(1)));
        prog_intrin(&p, INTR_sub, L(f->result), NULL, 0, PLACES(place_field(f, L(r), 0, t), place_field(f, L(r), 1, t)));
        prog_return(&p);
        prog_op_fn(&p, "fmt", INTR_external_call, i32, VALS(text, t, text, f64, i32),
                   VALS(prog_text(&p, "snprintf"), i32));
        prog_compile(&p);
        ck_assert_int_eq(((int64_t(*)(const char *))prog_get(&p, "len"))("hello"), 5);
        ck_assert_int_eq(((int32_t(*)(int32_t, int32_t))prog_get(&p, "divide"))(17, 5), 1);
        ck_assert_int_eq(((int64_t(*)(int64_t, int64_t))prog_get(&p, "ldivide"))(-17, 5), -1);
        char buf[32];
        ((int32_t(*)(char *, int64_t, const char *, double, int32_t))prog_get(&p, "fmt"))(buf, 32, "%.2f %d", 2.5, 7);
        ck_assert_str_eq(buf, "2.50 7");
        prog_done(&p);
    }
}
END_TEST

START_TEST(test_codegen_intrin_mem__atomics) {
    EACH_LEVEL {
        Prog p;
        prog_init(&p, levels[lv]);
        Val t = prog_simd(&p, DT_INT64, 1), ptr = prog_ptr(&p, t), f64 = prog_simd(&p, DT_FLOAT64, 1);
        Val seq = prog_text(&p, "seq_cst"), add = prog_text(&p, "add"), max = prog_text(&p, "max");
        prog_op_fn(&p, "aadd", INTR_atomic_rmw, t, VALS(ptr, t), VALS(seq, add));
        prog_op_fn(&p, "amax", INTR_atomic_rmw, t, VALS(ptr, t), VALS(seq, max));
        prog_op_fn(&p, "fadd", INTR_atomic_rmw, f64, VALS(prog_ptr(&p, f64), f64), VALS(seq, add));
        prog_op_fn(&p, "aload", INTR_atomic_load, t, VALS(ptr), VALS(prog_text(&p, "acquire")));
        prog_compile(&p);
        int64_t x = 5;
        double d = 1.5;
        ck_assert_int_eq(((int64_t(*)(int64_t *, int64_t))prog_get(&p, "aadd"))(&x, 3), 5);
        ck_assert_int_eq(((int64_t(*)(int64_t *, int64_t))prog_get(&p, "amax"))(&x, 100), 8);
        ck_assert_int_eq(((int64_t(*)(int64_t *))prog_get(&p, "aload"))(&x), 100);
        ck_assert(((double (*)(double *, double))prog_get(&p, "fadd"))(&d, 2) == 1.5 && d == 3.5);
        prog_done(&p);
    }
}
END_TEST

START_TEST(test_codegen_target__cross) {
    static const struct {
        const char *triple;
        uint32_t pointer;
        const char *magic;
    } targets[] = {{"aarch64-linux-gnu", 8, "\177ELF"}, {"wasm32-unknown-unknown", 4, "\0asm"}};
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        Prog p;
        prog_init(&p, 2);
        p.o.triple = targets[i].triple;
        const char *bad = NULL;
        ck_assert(codegen_target(&p.o, &p.target, &bad));
        ck_assert_uint_eq(p.target.pointer_size, targets[i].pointer);
        build_sum(&p, prog_simd(&p, DT_INT, 1), prog_simd(&p, DT_BOOL, 1));
        CodegenPart *parts;
        uint32_t n;
        char *why = NULL;
        ck_assert_msg(codegen_emit(&p.m, &p.o, EMIT_OBJECT, &parts, &n, &why), "%s", why);
        ck_assert_mem_eq(parts[0].data, targets[i].magic, 4);
        codegen_parts_free(parts, n);
        prog_done(&p);
    }
    CodegenOptions o;
    codegen_options_init(&o);
    o.triple = "pdp11-unknown";
    TargetInfo t;
    const char *why = NULL;
    ck_assert(!codegen_target(&o, &t, &why));
    ck_assert_ptr_nonnull(strstr(why, "pdp11"));
}
END_TEST

Suite *codegen_suite(void) {
    Suite *s = suite_create("codegen");
    UNIT_CASE(s, "intrin", test_codegen_intrin__integers, test_codegen_intrin__conversions,
              test_codegen_intrin__float_floor, test_codegen_intrin__vectors, test_codegen_intrin_math__against_libm,
              test_codegen_intrin_mem__atomics);
    UNIT_CASE(s, "body", test_codegen_body__loop);
    UNIT_CASE(s, "abi", test_codegen_abi__raises, test_codegen_abi__aggregates, test_codegen_abi__references,
              test_codegen_cabi__external_call);
    UNIT_CASE(s, "target", test_codegen_target__cross);
    return s;
}
