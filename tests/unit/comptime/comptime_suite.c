/* SPDX-License-Identifier: Apache-2.0 */
/* Elaboration and compile-time evaluation of IR built by hand: arithmetic, memory, calls, limits,
 * comptime branches and loops, inlining and clean-up. */
#include "comptime/comptime.h"
#include "elab/elab_int.h"
#include "unit.h"

static ValStore *vals;
static Cx cx;
static TargetInfo target = {.pointer_size = 8, .triple = "x86_64-linux-gnu", .simd_bytes = 32};
static Elab *elab;
static Interp *interp;
static Arena arena;
static Module module;
static Val i64t, boolt, prim;
static IrFn *f;       /* being built */
static uint32_t cur;  /* its block */

static Val simd(DTypeCode dt, int64_t n) {
    return elab_simd_type(elab, dt, n);
}

static void set_up(void) {
    arena_init(&arena);
    vals = val_store_new();
    memset(&cx, 0, sizeof cx);
    cx.vals = vals;
    cx.target = &target;
    cx.sources = source_map_new();
    arena_init(&cx.arena);
    elab = elab_new(&cx);
    interp = interp_new(&cx, elab);
    interp_install(interp);
    module = (Module){.decl = {.kind = DECL_MODULE}, .full_name = "m", .path = "m.mojo"};
    module.decl.module = &module;
    prim = val_prim(vals, T_PRIMINT);
    i64t = simd(DT_INT64, 1);
    boolt = simd(DT_BOOL, 1);
}

static void tear_down(void) {
    interp_free(interp);
    elab_free(elab);
    source_map_free(cx.sources);
    arena_done(&cx.arena);
    arena_done(&arena);
    val_store_free(vals);
}

/* ---- building --------------------------------------------------------------------------------------- */

static FnDecl *begin(const char *name) {
    FnDecl *d = ARENA_NEW(&arena, FnDecl);
    d->decl = (Decl){.kind = DECL_FN, .state = DECL_COMPLETE, .name = name_of(name), .parent = &module.decl, .module = &module};
    f = ir_fn_new(&arena, d);
    d->ir = f;
    cur = ir_block(f);
    return d;
}
static uint32_t arg(Val type) {
    f->n_args++;
    return ir_local(f, LOCAL_ARG, type, NULL, 0);
}
static uint32_t ref_arg(Val type, bool is_mut) {
    uint32_t l = arg(type);
    f->locals.data[l].is_ref = true;
    f->locals.data[l].is_mut = is_mut;
    f->locals.data[l].conv = is_mut ? CONV_MUT : CONV_IMM;
    return l;
}
static uint32_t result(Val type) {
    f->result_type = type;
    return f->result = ir_local(f, LOCAL_RESULT, type, NULL, 0);
}
static uint32_t tmp(Val type) {
    return ir_local(f, LOCAL_TEMP, type, NULL, 0);
}
static Place at(uint32_t l) {
    return place_local(l);
}
static Place deref(uint32_t l) {
    return place_deref(f, place_local(l), f->locals.data[l].type);
}
static void constant(Place dst, int64_t v) {
    IrInst *i = ir_add(f, cur, IR_CONST, 0);
    i->has_dst = true;
    i->dst = dst;
    i->val = val_i64(vals, place_type(f, dst), v);
}
static void move(IrOp op, Place dst, Place src) {
    IrInst *i = ir_add(f, cur, op, 0);
    i->has_dst = true;
    i->dst = dst;
    i->src = src;
}
static IrInst *intrin(IntrinsicId id, Place dst, bool has_dst, uint32_t n, const Place *args) {
    IrInst *i = ir_add(f, cur, IR_INTRIN, 0);
    i->intrin = (uint8_t)id;
    i->has_dst = has_dst;
    i->dst = dst;
    i->n_args = n;
    i->args = ARENA_ARRAY(&arena, IrArg, n + 1);
    for (uint32_t k = 0; k < n; k++) i->args[k] = (IrArg){args[k], ARG_COPY_BITS};
    return i;
}
static void binary(IntrinsicId id, Place dst, Place a, Place b) {
    intrin(id, dst, true, 2, (Place[]){a, b});
}
static void params(IrInst *i, uint32_t n, const Val *p) {
    i->params = arena_dup(&arena, p, n * sizeof *p);
    i->n_params = n;
}
static IrInst *call(FnDecl *d, Place dst, uint32_t n, const IrArg *args) {
    IrInst *i = ir_add(f, cur, IR_CALL, 0);
    i->callee = ARENA_NEW(&arena, IrCallee);
    i->callee->fn = d;
    i->args = arena_dup(&arena, args, n * sizeof *args);
    i->n_args = n;
    i->has_dst = true;
    i->dst = dst;
    return i;
}
static void term(IrTerm t) {
    f->blocks.data[cur].term = t;
}
static void ret(void) {
    term((IrTerm){.kind = TERM_RETURN});
}
static void jump(uint32_t b) {
    term((IrTerm){.kind = TERM_GOTO, .b0 = b});
}
static void branch(uint32_t c, uint32_t b0, uint32_t b1) {
    term((IrTerm){.kind = TERM_BR, .src = at(c), .b0 = b0, .b1 = b1});
}

static Val eval(FnDecl *d, uint32_t n, const Val *args, const char **why) {
    IrFn *g = elab_fn(elab, d, NULL, 0);
    ck_assert_ptr_nonnull(g);
    Val v = interp_call(interp, g, args, n, why);
    const char *bad = ir_verify(g, &arena); /* now that what it calls is made too */
    ck_assert_msg(!bad, "%s", bad);
    return v;
}

static int64_t eval_int(FnDecl *d, uint32_t n, const Val *args) {
    const char *why = "";
    Val v = eval(d, n, args, &why);
    ck_assert_msg(v != NULL, "%s", why);
    int64_t r;
    ck_assert(val_as_i64(v, &r));
    return r;
}

static void eval_fails(FnDecl *d, const char *text) {
    const char *why = "";
    Val v = eval(d, 0, NULL, &why);
    ck_assert_msg(!v && strstr(why, text), "expected `%s` in `%s`", text, why);
}

/* ---- evaluation ---------------------------------------------------------------------------------------- */

/* fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2) */
static FnDecl *make_fib(void) {
    FnDecl *d = begin("fib");
    uint32_t n = arg(i64t), r = result(i64t), two = tmp(i64t), one = tmp(i64t), c = tmp(boolt), a = tmp(i64t), b = tmp(i64t);
    uint32_t small = ir_block(f), big = ir_block(f);
    constant(at(two), 2);
    binary(INTR_lt, at(c), at(n), at(two));
    branch(c, small, big);
    cur = small;
    move(IR_COPY, at(r), at(n));
    ret();
    cur = big;
    constant(at(one), 1);
    binary(INTR_sub, at(a), at(n), at(one));
    call(d, at(a), 1, (IrArg[]){{at(a), ARG_MOVE}});
    binary(INTR_sub, at(b), at(n), at(two));
    call(d, at(b), 1, (IrArg[]){{at(b), ARG_MOVE}});
    binary(INTR_add, at(r), at(a), at(b));
    ret();
    return d;
}

START_TEST(test_comptime_run__recursion) {
    Val n = val_i64(vals, i64t, 20);
    ck_assert_int_eq(eval_int(make_fib(), 1, &n), 6765);
}
END_TEST

/* Runs op on two constants of a lane type. */
static Val apply(IntrinsicId op, DTypeCode dt, int64_t x, int64_t y) {
    Val t = simd(dt, 1);
    bool mask = op >= INTR_eq && op <= INTR_ge;
    FnDecl *d = begin("apply");
    uint32_t a = arg(t), b = arg(t), r = result(mask ? boolt : t);
    binary(op, at(r), at(a), at(b));
    ret();
    const char *why = "";
    Val v = eval(d, 2, (Val[]){val_i64(vals, t, x), val_i64(vals, t, y)}, &why);
    ck_assert_msg(v != NULL, "%s", why);
    return v;
}
static int64_t apply_int(IntrinsicId op, DTypeCode dt, int64_t x, int64_t y) {
    int64_t r;
    ck_assert(val_as_i64(apply(op, dt, x, y), &r));
    return r;
}

START_TEST(test_comptime_lanes__integers) {
    ck_assert_int_eq(apply_int(INTR_add, DT_INT8, 127, 1), -128);
    ck_assert_int_eq(apply_int(INTR_add, DT_UINT8, 255, 2), 1);
    ck_assert_int_eq(apply_int(INTR_div, DT_INT32, -7, 2), -3);
    ck_assert_int_eq(apply_int(INTR_floordiv, DT_INT32, -7, 2), -4);
    ck_assert_int_eq(apply_int(INTR_mod, DT_INT32, -7, 2), 1);
    ck_assert_int_eq(apply_int(INTR_rem, DT_INT32, -7, 2), -1);
    ck_assert_int_eq(apply_int(INTR_mod, DT_INT64, 7, -2), -1);
    ck_assert_int_eq(apply_int(INTR_div, DT_INT64, INT64_MIN, -1), INT64_MIN);
    ck_assert_int_eq(apply_int(INTR_shl, DT_INT16, 1, 16), 0);
    ck_assert_int_eq(apply_int(INTR_shr, DT_INT16, -5, 20), -1);
    ck_assert_int_eq(apply_int(INTR_shr, DT_UINT16, 65535, 20), 0);
    ck_assert_int_eq(apply_int(INTR_lt, DT_UINT64, 1, -1), 1);
    ck_assert_int_eq(apply_int(INTR_lt, DT_INT64, 1, -1), 0);
    ck_assert_int_eq(apply_int(INTR_mulh, DT_INT64, INT64_MAX, 4), 1);
}
END_TEST

START_TEST(test_comptime_lanes__wide_integers) {
    Val v = apply(INTR_mul, DT_INT256, INT64_MAX, INT64_MAX);
    ck_assert_str_eq(big_to_string(&arena, v->u.big, 10), "85070591730234615847396907784232501249");
    v = apply(INTR_sub, DT_UINT128, 0, 1);
    ck_assert_str_eq(big_to_string(&arena, v->u.big, 16), "ffffffffffffffffffffffffffffffff");
    ck_assert_int_eq(apply_int(INTR_div, DT_INT128, -7, 2), -3);
    ck_assert_int_eq(apply_int(INTR_floordiv, DT_INT128, -7, 2), -4);
    ck_assert_int_eq(apply_int(INTR_shr, DT_INT256, -5, 300), -1);
}
END_TEST

START_TEST(test_comptime_lanes__floats) {
    Val h = simd(DT_FLOAT16, 1), d = simd(DT_FLOAT64, 1);
    FnDecl *fn = begin("halves");
    uint32_t a = arg(h), b = arg(h), r = result(h);
    binary(INTR_add, at(r), at(a), at(b));
    ret();
    const char *why = "";
    Val v = eval(fn, 2, (Val[]){val_float(vals, h, 2048), val_float(vals, h, 1)}, &why);
    ck_assert(v && v->kind == V_FLOAT && v->u.f == 2048.0); /* 2049 has no float16: ties to even */
    v = eval(fn, 2, (Val[]){val_float(vals, h, 60000), val_float(vals, h, 60000)}, &why);
    ck_assert(v && v->u.f > 1e300);
    fn = begin("to_int");
    a = arg(d);
    r = result(simd(DT_INT8, 1));
    params(intrin(INTR_cast, at(r), true, 1, (Place[]){at(a)}), 1, (Val[]){simd(DT_INT8, 1)});
    ret();
    Val x = val_float(vals, d, 1e9);
    ck_assert_int_eq(eval_int(fn, 1, &x), 127);
    x = val_float(vals, d, -3.9);
    ck_assert_int_eq(eval_int(fn, 1, &x), -3);
}
END_TEST

/* p = alloc(16); p[1] = 41; r = p[1] + 1; free(p) — with what goes wrong chosen by `fault`. */
static FnDecl *make_heap(int fault) {
    FnDecl *d = begin("heap");
    Val ptr = val_make(vals, T_PTR, NULL, NULL, &i64t, 1);
    uint32_t r = result(i64t), p = tmp(ptr), q = tmp(ptr), n = tmp(i64t), one = tmp(i64t);
    constant(at(n), 16);
    constant(at(one), fault == 1 ? 2 : fault == 2 ? -1 : 1);
    params(intrin(INTR_alloc, at(p), true, 2, (Place[]){at(n), at(n)}), 1, &i64t);
    intrin(INTR_offset, at(q), true, 2, (Place[]){at(p), at(one)});
    constant(place_deref(f, at(q), i64t), 41);
    if (fault == 3) intrin(INTR_free, at(p), false, 1, (Place[]){at(p)});
    move(IR_COPY, at(r), place_deref(f, at(q), i64t));
    binary(INTR_add, at(r), at(r), at(one));
    intrin(INTR_free, at(p), false, 1, (Place[]){fault == 4 ? at(q) : at(p)});
    if (fault == 5) intrin(INTR_free, at(p), false, 1, (Place[]){at(p)});
    ret();
    return d;
}

START_TEST(test_comptime_memory__heap) {
    ck_assert_int_eq(eval_int(make_heap(0), 0, NULL), 42);
    eval_fails(make_heap(1), "at offset 16 of an allocation of 16");
    eval_fails(make_heap(2), "at offset -8");
    eval_fails(make_heap(3), "after freeing");
    eval_fails(make_heap(4), "middle of an allocation");
    eval_fails(make_heap(5), "twice");
}
END_TEST

START_TEST(test_comptime_memory__references) {
    FnDecl *inc = begin("inc");
    uint32_t x = ref_arg(i64t, true), one = tmp(i64t), r = result(i64t);
    constant(at(one), 1);
    binary(INTR_add, deref(x), deref(x), at(one));
    move(IR_COPY, at(r), deref(x));
    ret();
    FnDecl *d = begin("outer");
    uint32_t v = ir_local(f, LOCAL_VAR, i64t, name_of("v"), 0), out = result(i64t), t = tmp(i64t);
    constant(at(v), 5);
    call(inc, at(t), 1, (IrArg[]){{at(v), ARG_REF}});
    call(inc, at(t), 1, (IrArg[]){{at(v), ARG_REF}});
    binary(INTR_mul, at(out), at(v), at(t));
    ret();
    ck_assert_int_eq(eval_int(d, 0, NULL), 49);
}
END_TEST

START_TEST(test_comptime_memory__dangling_local) {
    FnDecl *inner = begin("inner");
    uint32_t v = ir_local(f, LOCAL_VAR, i64t, name_of("v"), 0), r = result(i64t);
    f->result_is_ref = true;
    f->locals.data[r].is_ref = true;
    constant(at(v), 5);
    move(IR_REF, at(r), at(v));
    ret();
    FnDecl *d = begin("outer");
    uint32_t p = tmp(i64t), out = result(i64t);
    f->locals.data[p].is_ref = true;
    call(inner, at(p), 0, NULL);
    move(IR_COPY, at(out), deref(p));
    ret();
    eval_fails(d, "local variable of a call that has ended");
}
END_TEST

START_TEST(test_comptime_run__limits) {
    FnDecl *d = begin("spin");
    result(i64t);
    jump(0);
    interp_limits(interp, 100000, 1 << 20);
    eval_fails(d, "more than 100000 steps");
    d = begin("deep");
    uint32_t r = result(i64t);
    call(d, at(r), 0, NULL);
    ret();
    interp_limits(interp, 1000000000, 1 << 20);
    const char *why = "";
    ck_assert(!eval(d, 0, NULL, &why));
    ck_assert(strstr(why, "nested more than") && strstr(why, "times again"));
    d = begin("greedy");
    Val ptr = val_make(vals, T_PTR, NULL, NULL, &i64t, 1);
    uint32_t p = tmp(ptr), n = tmp(i64t);
    result(i64t);
    constant(at(n), 4096);
    uint32_t loop = ir_block(f);
    jump(loop);
    cur = loop;
    params(intrin(INTR_alloc, at(p), true, 2, (Place[]){at(n), at(n)}), 1, &i64t);
    jump(loop);
    eval_fails(d, "compile-time memory");
    d = begin("zero");
    r = result(i64t);
    uint32_t z = tmp(i64t);
    constant(at(z), 0);
    binary(INTR_floordiv, at(r), at(z), at(z));
    ret();
    eval_fails(d, "divides by zero");
}
END_TEST

START_TEST(test_comptime_convert__objects) {
    FnDecl *d = begin("make");
    Val ptr = val_make(vals, T_PTR, NULL, NULL, &i64t, 1), fields[2] = {ptr, i64t}, pack = val_pack(vals, NULL, fields, 2);
    Val pair = val_make(vals, T_TUPLE, NULL, NULL, &pack, 1);
    uint32_t k = arg(i64t), r = result(pair), n = tmp(i64t);
    constant(at(n), 8);
    params(intrin(INTR_alloc, place_field(f, at(r), 0, ptr), true, 2, (Place[]){at(n), at(n)}), 1, &i64t);
    move(IR_COPY, place_deref(f, place_field(f, at(r), 0, ptr), i64t), at(k));
    move(IR_COPY, place_field(f, at(r), 1, i64t), at(n));
    ret();
    const char *why = "";
    Val seven = val_i64(vals, i64t, 7), eight = val_i64(vals, i64t, 8);
    Val a = eval(d, 1, &seven, &why), b = eval(d, 1, &seven, &why), c = eval(d, 1, &eight, &why);
    ck_assert_msg(a && a->kind == V_OBJECT, "%s", why);
    ck_assert(a == b && a != c); /* equal snapshots are one constant */
    const ObjectImage *im = interp_object(interp, (uint32_t)a->u.op);
    ck_assert(im->size == 16 && im->n_relocs == 1 && im->relocs[0].offset == 0);
    const ObjectImage *target_im = interp_object(interp, im->relocs[0].object);
    int64_t held;
    memcpy(&held, target_im->bytes, 8);
    ck_assert(target_im->size == 8 && held == 7);
    d = begin("read");
    uint32_t p = ref_arg(pair, false), out = result(i64t);
    move(IR_COPY, at(out), place_deref(f, place_field(f, deref(p), 0, ptr), i64t));
    ret();
    ck_assert_int_eq(eval_int(d, 1, &c), 8);
    d = begin("consume"); /* an owned argument has its own memory and may free it */
    uint32_t q = arg(pair);
    out = result(i64t);
    move(IR_COPY, at(out), place_deref(f, place_field(f, at(q), 0, ptr), i64t));
    intrin(INTR_free, at(out), false, 1, (Place[]){place_field(f, at(q), 0, ptr)});
    ret();
    ck_assert_int_eq(eval_int(d, 1, &a), 7);
    ck_assert_int_eq(eval_int(d, 1, &a), 7);
}
END_TEST

/* ---- elaboration ------------------------------------------------------------------------------------------ */

static ParamDecl *param(const char *name, Val type) {
    ParamDecl *p = ARENA_NEW(&arena, ParamDecl);
    p->decl = (Decl){.kind = DECL_PARAM, .name = name_of(name), .module = &module};
    p->type = type;
    p->value = val_param(vals, p, type);
    return p;
}

/* sum = 0; comptime for i in [3, 4, 5]: if i == 4: continue; sum += i */
START_TEST(test_elab_clone__unrolls) {
    FnDecl *d = begin("unrolled");
    ParamDecl *i = param("i", i64t);
    Val items[3] = {val_i64(vals, i64t, 3), val_i64(vals, i64t, 4), val_i64(vals, i64t, 5)};
    uint32_t sum = result(i64t), t = tmp(i64t);
    uint32_t head = ir_block(f), body = ir_block(f), add = ir_block(f), after = ir_block(f);
    constant(at(sum), 0);
    jump(head);
    cur = head;
    term((IrTerm){.kind = TERM_CT_FOR, .param = i, .val = val_pack(vals, i64t, items, 3), .b0 = body, .b1 = after});
    cur = body;
    term((IrTerm){.kind = TERM_CT_BR, .val = val_op2(vals, SYM_EQ, boolt, i->value, items[1]), .b0 = head, .b1 = add});
    cur = add;
    IrInst *c = ir_add(f, cur, IR_CONST, 0);
    c->has_dst = true;
    c->dst = at(t);
    c->val = i->value;
    binary(INTR_add, at(sum), at(sum), at(t));
    jump(head);
    cur = after;
    ret();
    ck_assert_int_eq(eval_int(d, 0, NULL), 8);
}
END_TEST

START_TEST(test_elab_clone__breaks) {
    FnDecl *d = begin("breaks"); /* comptime for i in [1, 2, 3]: if cond(sum == 2): break; sum += 1; then sum *= 10 */
    ParamDecl *i = param("i", i64t);
    Val items[3] = {val_i64(vals, i64t, 1), val_i64(vals, i64t, 2), val_i64(vals, i64t, 3)};
    uint32_t sum = result(i64t), two = tmp(i64t), one = tmp(i64t), ten = tmp(i64t), c = tmp(boolt);
    uint32_t head = ir_block(f), body = ir_block(f), add = ir_block(f), after = ir_block(f);
    constant(at(sum), 0);
    constant(at(two), 2);
    constant(at(ten), 10);
    jump(head);
    cur = head;
    term((IrTerm){.kind = TERM_CT_FOR, .param = i, .val = val_pack(vals, i64t, items, 3), .b0 = body, .b1 = after});
    cur = body;
    constant(at(one), 1);
    binary(INTR_eq, at(c), at(sum), at(two));
    branch(c, after, add);
    cur = add;
    binary(INTR_add, at(sum), at(sum), at(one));
    jump(head);
    cur = after;
    binary(INTR_mul, at(sum), at(sum), at(ten));
    ret();
    ck_assert_int_eq(eval_int(d, 0, NULL), 20);
    IrFn *g = elab_fn(elab, d, NULL, 0);
    uint32_t muls = 0; /* what follows the loop is there once */
    for (uint32_t b = 0; b < g->blocks.len; b++)
        for (uint32_t k = 0; k < g->blocks.data[b].insts.len; k++) muls += g->blocks.data[b].insts.data[k].intrin == INTR_mul;
    ck_assert_uint_eq(muls, 1);
}
END_TEST

START_TEST(test_elab_clone__false_assertion) {
    FnDecl *d = begin("asserts");
    result(i64t);
    IrInst *i = ir_add(f, cur, IR_CT_ASSERT, 0);
    i->val = val_i64(vals, boolt, 0);
    params(i, 1, (Val[]){val_str(vals, STR("n must be positive"))});
    ret();
    ck_assert_ptr_null(elab_fn(elab, d, NULL, 0));
    ck_assert_uint_eq(elab_diags(elab)->diags.len, 1);
    ck_assert_int_eq(elab_diags(elab)->diags.data[0]->code, DIAG_comptime_assert_failed);
    ck_assert_str_eq(elab_diags(elab)->diags.data[0]->message, "n must be positive");
}
END_TEST

/* Int-like: a tuple of one lane; add(a, b) takes references and returns a new one. */
START_TEST(test_elab_inline__addition_is_one_instruction) {
    Val pack = val_pack(vals, NULL, &i64t, 1), wrap = val_make(vals, T_TUPLE, NULL, NULL, &pack, 1);
    FnDecl *init = begin("init");
    init->always_inline = true;
    uint32_t v = arg(i64t), r = result(wrap);
    move(IR_MOVE, place_field(f, at(r), 0, i64t), at(v));
    ret();
    FnDecl *add = begin("add");
    add->always_inline = true;
    uint32_t a = ref_arg(wrap, false), b = ref_arg(wrap, false), t = tmp(i64t);
    r = result(wrap);
    binary(INTR_add, at(t), place_field(f, deref(a), 0, i64t), place_field(f, deref(b), 0, i64t));
    call(init, at(r), 1, (IrArg[]){{at(t), ARG_MOVE}});
    ret();
    FnDecl *d = begin("main");
    uint32_t x = ir_local(f, LOCAL_VAR, wrap, name_of("x"), 0), y = ir_local(f, LOCAL_VAR, wrap, name_of("y"), 0);
    r = result(wrap);
    constant(place_field(f, at(x), 0, i64t), 1);
    constant(place_field(f, at(y), 0, i64t), 2);
    call(add, at(r), 2, (IrArg[]){{at(x), ARG_REF}, {at(y), ARG_REF}});
    ret();
    IrFn *g = elab_fn(elab, d, NULL, 0);
    ck_assert(inline_fn(elab, (Instance *)g));
    const char *bad = ir_verify(g, &arena);
    ck_assert_msg(!bad, "%s", bad);
    StrBuf out = {0};
    ir_print(&out, g);
    ck_assert_msg(g->blocks.len == 1 && g->blocks.data[0].insts.len == 3, "%s", out.p);
    ck_assert_msg(g->blocks.data[0].insts.data[2].intrin == INTR_add, "%s", out.p);
    sb_done(&out);
}
END_TEST

START_TEST(test_elab_inline__recursion_is_refused) {
    FnDecl *d = begin("again");
    d->always_inline = true;
    uint32_t r = result(i64t);
    call(d, at(r), 0, NULL);
    ret();
    FnDecl *m = begin("main");
    r = result(i64t);
    call(d, at(r), 0, NULL);
    ret();
    IrFn *g = elab_fn(elab, m, NULL, 0);
    ck_assert(!inline_fn(elab, (Instance *)g));
    ck_assert_int_eq(elab_diags(elab)->diags.data[0]->code, DIAG_inline_recursion);
}
END_TEST

/* A copy must not be replaced by its source once the source changed. */
START_TEST(test_elab_copies__source_changes) {
    FnDecl *d = begin("swapped");
    uint32_t x = ir_local(f, LOCAL_VAR, i64t, name_of("x"), 0), old = tmp(i64t), r = result(i64t), ten = tmp(i64t);
    constant(at(x), 3);
    move(IR_COPY, at(old), at(x));
    constant(at(ten), 10);
    binary(INTR_mul, at(x), at(x), at(ten));
    binary(INTR_sub, at(r), at(x), at(old));
    ret();
    IrFn *g = elab_fn(elab, d, NULL, 0);
    ck_assert(inline_fn(elab, (Instance *)g));
    ((Instance *)g)->plain = *g; /* run the cleaned form */
    ck_assert_int_eq(eval_int(d, 0, NULL), 27);
}
END_TEST

/* ---- random functions: inlined and tidied, they must compute what they computed before ------------------------ */

static uint64_t seed;
static uint32_t rnd(uint32_t n) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(seed >> 33) % n;
}

enum { N_INTS = 6, N_PAIRS = 4, N_REFS = 3, N_PTRS = 2 };
typedef struct Pool { /* locals of the function being built */
    uint32_t ints[N_INTS], pairs[N_PAIRS], refs[N_REFS], ptrs[N_PTRS];
    Val pair, ptr;
    FnDecl *helpers[4];
    uint32_t n_helpers;
} Pool;

/* Some place of an integer whose address may be passed: the last variables are only read and written. */
static Place some_arg(Pool *p) {
    switch (rnd(4)) {
    case 0: return at(p->ints[rnd(3)]);
    case 1: return place_field(f, at(p->pairs[rnd(2)]), rnd(2), i64t);
    case 2: return deref(p->refs[rnd(N_REFS)]);
    default: return place_deref(f, at(p->ptrs[rnd(N_PTRS)]), i64t);
    }
}

/* Some place of an integer. */
static Place some_int(Pool *p) {
    switch (rnd(6)) {
    case 0:
    case 1:
    case 2: return at(p->ints[rnd(N_INTS)]);
    case 3: return place_field(f, at(p->pairs[rnd(N_PAIRS)]), rnd(2), i64t);
    case 4: return deref(p->refs[rnd(N_REFS)]);
    default: return place_deref(f, at(p->ptrs[rnd(N_PTRS)]), i64t);
    }
}

static void random_inst(Pool *p) {
    static const IntrinsicId ops[] = {INTR_add, INTR_sub, INTR_mul, INTR_xor, INTR_max};
    switch (rnd(9)) {
    case 0: constant(some_int(p), rnd(100)); return;
    case 1:
    case 2: binary(ops[rnd(5)], some_int(p), some_int(p), some_int(p)); return;
    case 3: move(rnd(2) ? IR_COPY : IR_MOVE, some_int(p), some_int(p)); return;
    case 4: move(IR_COPY, at(p->pairs[rnd(N_PAIRS)]), at(p->pairs[rnd(N_PAIRS)])); return;
    case 5: /* references to whole variables and fields, never to temporaries of another kind */
        switch (rnd(3)) {
        case 0: move(IR_REF, at(p->refs[rnd(N_REFS)]), at(p->ints[rnd(2)])); return;
        case 1: move(IR_REF, at(p->refs[rnd(N_REFS)]), place_field(f, at(p->pairs[0]), rnd(2), i64t)); return;
        default: move(IR_REF, at(p->refs[rnd(N_REFS)]), place_deref(f, at(p->ptrs[rnd(N_PTRS)]), i64t)); return;
        }
    case 6: move(IR_REF, at(p->ptrs[rnd(N_PTRS)]), rnd(2) ? at(p->ints[rnd(2)]) : deref(p->refs[rnd(N_REFS)])); return;
    default: {
        if (!p->n_helpers) return;
        FnDecl *h = p->helpers[rnd(p->n_helpers)];
        IrArg args[4] = {{some_arg(p), ARG_REF}, {some_int(p), ARG_COPY_BITS}, {some_arg(p), ARG_REF},
                         {at(p->ptrs[rnd(N_PTRS)]), ARG_COPY_BITS}};
        call(h, some_int(p), 4, args);
        return;
    }
    }
}

/* def helper(mut a: Int, b: Int (owned), c: Int, d: pointer) -> Int, or with `entry` def main() -> Int */
static FnDecl *random_function(Pool *outer, bool entry) {
    FnDecl *d = begin(entry ? "main" : "helper");
    Pool p = *outer;
    d->always_inline = !entry && rnd(4) != 0;
    uint32_t first = 0, owned = 0, third = 0, pointer = 0;
    if (!entry) {
        first = ref_arg(i64t, true);
        owned = arg(i64t);
        third = ref_arg(i64t, false);
        pointer = arg(p.ptr);
        f->locals.data[pointer].conv = CONV_VAR;
        f->locals.data[owned].conv = CONV_VAR;
    }
    uint32_t r = result(i64t);
    for (uint32_t i = 0; i < N_INTS; i++) p.ints[i] = ir_local(f, i < 2 ? LOCAL_VAR : LOCAL_TEMP, i64t, NULL, 0);
    for (uint32_t i = 0; i < N_PAIRS; i++) p.pairs[i] = ir_local(f, i < 1 ? LOCAL_VAR : LOCAL_TEMP, p.pair, NULL, 0);
    for (uint32_t i = 0; i < N_REFS; i++) {
        p.refs[i] = tmp(i64t);
        f->locals.data[p.refs[i]].is_ref = f->locals.data[p.refs[i]].is_mut = true;
    }
    for (uint32_t i = 0; i < N_PTRS; i++) p.ptrs[i] = tmp(p.ptr);
    for (uint32_t i = 0; i < N_INTS; i++) constant(at(p.ints[i]), rnd(50));
    for (uint32_t i = 0; i < N_PAIRS; i++)
        for (uint32_t k = 0; k < 2; k++) constant(place_field(f, at(p.pairs[i]), k, i64t), rnd(50));
    for (uint32_t i = 0; i < N_REFS; i++) move(IR_REF, at(p.refs[i]), at(p.ints[rnd(2)]));
    for (uint32_t i = 0; i < N_PTRS; i++) move(IR_REF, at(p.ptrs[i]), at(p.ints[rnd(2)]));
    if (!entry) {
        move(IR_COPY, at(p.ints[0]), deref(third));
        move(IR_MOVE, at(p.ints[3]), at(owned));
        move(IR_COPY, at(p.ptrs[0]), at(pointer));
    }
    for (uint32_t i = 0, n = 2 + rnd(8); i < n; i++) random_inst(&p);
    if (!entry) binary(INTR_add, deref(first), deref(first), some_int(&p));
    if (rnd(2)) { /* a diamond */
        uint32_t c = tmp(boolt), yes = ir_block(f), no = ir_block(f), after = ir_block(f);
        binary(INTR_lt, at(c), some_int(&p), some_int(&p));
        branch(c, yes, no);
        for (uint32_t side = 0; side < 2; side++) {
            cur = side ? no : yes;
            for (uint32_t i = 0, n = rnd(4); i < n; i++) random_inst(&p);
            jump(after);
        }
        cur = after;
    }
    for (uint32_t i = 0, n = rnd(5); i < n; i++) random_inst(&p);
    binary(INTR_xor, at(r), some_int(&p), some_int(&p));
    for (uint32_t i = 0; i < N_INTS; i++) binary(INTR_add, at(r), at(r), at(p.ints[i]));
    ret();
    return d;
}

START_TEST(test_elab_clean__keeps_meaning) {
    Pool p = {0};
    Val two[2] = {i64t, i64t}, pack = val_pack(vals, NULL, two, 2);
    p.pair = val_make(vals, T_TUPLE, NULL, NULL, &pack, 1);
    p.ptr = val_make(vals, T_PTR, NULL, NULL, &i64t, 1);
    for (uint32_t i = 0; i < 3000; i++) {
        seed = i * 7919 + 1;
        p.n_helpers = 0;
        for (uint32_t k = 0, n = rnd(4); k < n; k++) {
            FnDecl *h = random_function(&p, false);
            ck_assert_ptr_nonnull(elab_fn(elab, h, NULL, 0));
            p.helpers[p.n_helpers++] = h;
        }
        FnDecl *d = random_function(&p, true);
        const char *why = "";
        IrFn *g = elab_fn(elab, d, NULL, 0);
        ck_assert_ptr_nonnull(g);
        Val before = interp_call(interp, g, NULL, 0, &why);
        ck_assert_msg(before != NULL, "case %u: %s", i, why);
        ck_assert(inline_fn(elab, (Instance *)g));
        const char *bad = ir_verify(g, &arena);
        ck_assert_msg(!bad, "case %u: %s", i, bad);
        /* the tidied body as a function of its own */
        FnDecl *twin = begin("twin");
        Instance *t = (Instance *)inst_get(elab, twin, NULL, 0, NULL, 0);
        t->fn = t->plain = *g;
        t->state = INST_DONE;
        t->inline_state = INLINE_DONE;
        Val after = interp_call(interp, &t->fn, NULL, 0, &why);
        ck_assert_msg(after == before, "case %u: %s", i, after ? "another result" : why);
    }
}
END_TEST

Suite *comptime_suite(void) {
    Suite *s = suite_create("comptime");
    TCase *c = tcase_create("comptime");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 30);
    const TTest *const tests[] = {
        test_comptime_run__recursion, test_comptime_lanes__integers, test_comptime_lanes__wide_integers,
        test_comptime_lanes__floats, test_comptime_memory__heap, test_comptime_memory__references,
        test_comptime_memory__dangling_local, test_comptime_run__limits, test_comptime_convert__objects,
        test_elab_clone__unrolls, test_elab_clone__breaks, test_elab_clone__false_assertion,
        test_elab_inline__addition_is_one_instruction, test_elab_inline__recursion_is_refused,
        test_elab_copies__source_changes, test_elab_clean__keeps_meaning,
    };
    for (size_t i = 0; i < ARRAY_LEN(tests); i++) tcase_add_test(c, tests[i]);
    suite_add_tcase(s, c);
    return s;
}
