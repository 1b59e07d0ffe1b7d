/* SPDX-License-Identifier: Apache-2.0 */
/* Ownership on IR built by hand: where destructions go, what is refused; and random functions,
 * whose result is run on random paths by a small machine that knows which values are alive. */
#include "own/own_int.h"
#include "unit.h"

static ValStore *vals;
static Cx cx;
static Arena arena;
static DiagSink sink;
static IrFn *f;
static Val type_d, type_t, type_pair,
    type_linear; /* destructible, trivial, struct of both, must be consumed */

static LifeFacts life(Cx *c, Val t, const Facts *facts) {
    LifeFacts l = {.movable = true,
                   .copyable = true,
                   .implicitly_copyable = true,
                   .deinitable = t != type_linear};
    l.trivial_copy = l.trivial_move = l.trivial_deinit = t == type_t;
    return l;
}

static void set_up(void) {
    vals = val_store_new();
    cx = (Cx){.vals = vals};
    arena_init(&arena);
    diag_sink_init(&sink, &arena);
    type_t = val_prim(vals, T_PRIMINT);
    type_d = val_make(vals, T_PTR, NULL, NULL, &type_t, 1);
    type_linear = val_make(vals, T_PTR, NULL, NULL, &type_d, 1);
    Val parts[3] = {type_d, type_t, type_d}, pack = val_pack(vals, NULL, parts, 3);
    type_pair = val_make(vals, T_TUPLE, NULL, NULL, &pack, 1);
    f = ir_fn_new(&arena, NULL);
}

static void tear_down(void) {
    arena_done(&arena);
    val_store_free(vals);
}

/* ---- building
 * --------------------------------------------------------------------------------------- */
static uint32_t arg(const char *name, Val type, uint8_t conv) {
    uint32_t l = ir_local(f, LOCAL_ARG, type, name_of(name), 0);
    f->locals.data[l].conv = conv;
    f->locals.data[l].is_ref = f->locals.data[l].no_drop = conv == CONV_IMM || conv == CONV_MUT;
    f->locals.data[l].is_mut = conv != CONV_IMM;
    f->n_args++;
    return l;
}
static void header(Val result) {
    f->result = ir_local(f, LOCAL_RESULT, result, NULL, 0);
    f->result_type = result;
    f->error = ir_local(f, LOCAL_ERROR, type_d, NULL, 0);
    f->raises = true;
}
static uint32_t var(const char *name, Val type) {
    return ir_local(f, LOCAL_VAR, type, name_of(name), 0);
}
static Place local(uint32_t l) {
    return place_local(l);
}
static Place field(uint32_t l, uint32_t i) {
    return place_field(f, place_local(l), i, type_pair->args[0]->args[i]);
}
static void call(IrInst *in, Place *args, const uint8_t *modes, uint32_t n) {
    in->callee = ARENA_NEW(&arena, IrCallee);
    in->args = ARENA_ARRAY(&arena, IrArg, n + 1);
    in->n_args = n;
    for (uint32_t i = 0; i < n; i++)
        in->args[i] = (IrArg){args[i], modes[i]};
}
static void make(uint32_t b, Place dst) { /* dst = f() */
    IrInst *in = ir_add(f, b, IR_CALL, 0);
    call(in, NULL, NULL, 0);
    in->has_dst = true;
    in->dst = dst;
}
static void use(uint32_t b, Place p, uint8_t mode) { /* f(p) */
    IrInst *in = ir_add(f, b, IR_CALL, 0);
    call(in, &p, &mode, 1);
}
static void copy(uint32_t b, Place dst, Place src, IrOp op) {
    IrInst *in = ir_add(f, b, op, 0);
    in->has_dst = true;
    in->dst = dst;
    in->src = src;
}
static void term(uint32_t b, TermKind kind, uint32_t b0, uint32_t b1) {
    f->blocks.data[b].term = (IrTerm){.kind = (uint8_t)kind, .b0 = b0, .b1 = b1};
}
static void branch(uint32_t b, uint32_t cond, uint32_t b0, uint32_t b1) {
    term(b, TERM_BR, b0, b1);
    f->blocks.data[b].term.src = local(cond);
}
static void invoke(uint32_t b, Place p, uint8_t mode, bool has_dst, Place dst, uint32_t good,
                   uint32_t bad) {
    term(b, TERM_INVOKE, good, bad);
    IrTerm *t = &f->blocks.data[b].term;
    t->call = ARENA_NEW(&arena, IrInst);
    t->call->op = IR_CALL;
    call(t->call, &p, &mode, 1);
    t->call->has_dst = has_dst;
    t->call->dst = dst;
    t->err = local(f->error);
}
static bool run(void) {
    return own_run_with(&cx, f, NULL, &sink, life, NULL);
}
/* Body of the printed function without declarations. */
static const char *text(void) {
    StrBuf b = {0};
    ir_print(&b, f);
    const char *at = strstr(b.p, "b0:");
    const char *r = arena_strdup(&arena, at ? at : b.p);
    sb_done(&b);
    return r;
}
static uint32_t count(const char *what) {
    uint32_t n = 0;
    for (const char *p = text(); (p = strstr(p, what)); p++)
        n++;
    return n;
}
static uint32_t block(void) {
    return ir_block(f);
}

/* ---- where destructions go
 * ---------------------------------------------------------------------------- */
START_TEST(test_own_drops__after_last_use) {
    header(type_t);
    uint32_t x = var("x", type_d), b = block();
    make(b, local(x));
    use(b, local(x), ARG_REF);
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_uint_eq(f->blocks.data[0].insts.len, 4);
    ck_assert_int_eq(f->blocks.data[0].insts.data[2].op, IR_DROP);
}
END_TEST

START_TEST(test_own_drops__never_used) {
    uint32_t a = arg("a", type_d, CONV_VAR);
    header(type_t);
    uint32_t x = var("x", type_d), b = block();
    make(b, local(x));
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_int_eq(f->blocks.data[0].insts.data[0].op, IR_DROP); /* the argument, at entry */
    ck_assert_uint_eq(f->blocks.data[0].insts.data[0].src.local, a);
    ck_assert_int_eq(f->blocks.data[0].insts.data[2].op, IR_DROP);
    ck_assert_uint_eq(f->blocks.data[0].insts.data[2].src.local, x);
}
END_TEST

START_TEST(test_own_drops__one_branch) {
    uint32_t c = arg("c", type_t, CONV_VAR);
    header(type_t);
    uint32_t x = var("x", type_d), b0 = block(), b1 = block(), b2 = block();
    make(b0, local(x));
    make(b0, local(f->result));
    branch(b0, c, b1, b2);
    use(b1, local(x), ARG_MOVE);
    term(b1, TERM_GOTO, b2, 0);
    term(b2, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_uint_eq(f->blocks.len, 4); /* b0 → b2 was split */
    ck_assert_int_eq(f->blocks.data[3].insts.data[0].op, IR_DROP);
    ck_assert_uint_eq(count("drop"), 1);
}
END_TEST

START_TEST(test_own_drops__loop) {
    uint32_t c = arg("c", type_t, CONV_VAR);
    header(type_t);
    uint32_t x = var("x", type_d), b0 = block(), b1 = block(), b2 = block(), b3 = block();
    make(b0, local(x));
    term(b0, TERM_GOTO, b1, 0);
    branch(b1, c, b2, b3);
    use(b2, local(x), ARG_REF);
    term(b2, TERM_GOTO, b1, 0);
    make(b3, local(f->result));
    term(b3, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_int_eq(f->blocks.data[b3].insts.data[0].op, IR_DROP); /* on leaving the loop */
    ck_assert_uint_eq(count("drop"), 1);
}
END_TEST

START_TEST(test_own_drops__borrower_keeps_alive) {
    header(type_t);
    uint32_t x = var("x", type_d), r = var("r", type_d), b = block();
    f->locals.data[r].is_ref = f->locals.data[r].no_drop = true;
    f->locals.data[r].borrows = &x;
    f->locals.data[r].n_borrows = 1;
    make(b, local(x));
    copy(b, local(r), local(x), IR_REF);
    make(b, local(f->result));
    use(b, place_deref(f, local(r), type_d), ARG_REF);
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_uint_eq(f->blocks.data[0].insts.len, 5);
    ck_assert_int_eq(f->blocks.data[0].insts.data[4].op, IR_DROP);
}
END_TEST

START_TEST(test_own_drops__last_copy_moves) {
    header(type_d);
    uint32_t x = var("x", type_d), b = block();
    make(b, local(x));
    copy(b, local(f->result), local(x), IR_COPY);
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_int_eq(f->blocks.data[0].insts.data[1].op, IR_MOVE);
    ck_assert_uint_eq(count("drop"), 0);
}
END_TEST

START_TEST(test_own_drops__assignment) {
    uint32_t a = arg("a", type_pair, CONV_MUT);
    header(type_t);
    uint32_t x = var("x", type_d), b = block();
    make(b, local(x));
    use(b, local(x), ARG_REF);
    make(b, local(x)); /* old value died above */
    Place to = place_field(f, place_deref(f, local(a), type_pair), 0, type_d);
    copy(b, to, local(x), IR_MOVE);
    f->blocks.data[0].insts.data[3].assign = true;
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    const IrInst *i = f->blocks.data[0].insts.data;
    ck_assert_int_eq(i[2].op, IR_DROP);
    ck_assert_int_eq(i[4].op, IR_DROP);
    ck_assert_uint_eq(i[4].src.local, a);
    ck_assert_int_eq(i[5].op, IR_MOVE);
    ck_assert_uint_eq(count("drop"), 2);
}
END_TEST

START_TEST(test_own_drops__rest_of_partial) {
    header(type_t);
    uint32_t x = var("x", type_pair), b = block();
    make(b, local(x));
    use(b, field(x, 0), ARG_MOVE);
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_uint_eq(count("drop"), 1);
    const IrInst *d = &f->blocks.data[0].insts.data[2];
    ck_assert_int_eq(d->op, IR_DROP);
    ck_assert_uint_eq(d->src.n_proj, 1);
    ck_assert_uint_eq(d->src.proj[0].index, 2);
}
END_TEST

START_TEST(test_own_drops__deinit_by_fields) {
    uint32_t a = arg("self", type_pair, CONV_DEINIT);
    header(type_t);
    uint32_t b = block();
    use(b, field(a, 2), ARG_MOVE);
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_uint_eq(count("drop"), 1); /* field 0 */
}
END_TEST

START_TEST(test_own_drops__error_edge) {
    uint32_t a = arg("a", type_d, CONV_VAR);
    header(type_d);
    uint32_t x = var("x", type_d), b0 = block(), b1 = block(), b2 = block();
    make(b0, local(x));
    invoke(b0, local(a), ARG_MOVE, true, local(f->result), b1, b2);
    use(b1, local(x), ARG_REF);
    term(b1, TERM_RETURN, 0, 0);
    term(b2, TERM_RAISE, 0, 0);
    ck_assert(run());
    ck_assert_int_eq(f->blocks.data[b1].insts.data[1].op, IR_DROP);
    ck_assert_int_eq(f->blocks.data[b2].insts.data[0].op, IR_DROP);
    ck_assert_uint_eq(count("drop"), 2);
}
END_TEST

/* ---- what is refused
 * ------------------------------------------------------------------------------------ */
static void refused(DiagCode code) {
    ck_assert(!run());
    ck_assert_uint_eq(sink.diags.len, 1);
    ck_assert_int_eq(sink.diags.data[0]->code, code);
}

START_TEST(test_own_check__use_after_move) {
    header(type_t);
    uint32_t x = var("x", type_d), b = block();
    make(b, local(x));
    use(b, local(x), ARG_MOVE);
    use(b, local(x), ARG_REF);
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_use_after_move);
}
END_TEST

START_TEST(test_own_check__moved_in_loop) {
    uint32_t c = arg("c", type_t, CONV_VAR);
    header(type_t);
    uint32_t x = var("x", type_d), b0 = block(), b1 = block(), b2 = block(), b3 = block();
    make(b0, local(x));
    make(b0, local(f->result));
    term(b0, TERM_GOTO, b1, 0);
    branch(b1, c, b2, b3);
    use(b2, local(x), ARG_MOVE);
    term(b2, TERM_GOTO, b1, 0);
    term(b3, TERM_RETURN, 0, 0);
    refused(DIAG_use_after_move);
}
END_TEST

START_TEST(test_own_check__uninitialized) {
    uint32_t c = arg("c", type_t, CONV_VAR);
    header(type_t);
    uint32_t x = var("x", type_t), b0 = block(), b1 = block(), b2 = block();
    branch(b0, c, b1, b2);
    make(b1, local(x));
    term(b1, TERM_GOTO, b2, 0);
    copy(b2, local(f->result), local(x), IR_COPY);
    term(b2, TERM_RETURN, 0, 0);
    refused(DIAG_use_uninitialized);
}
END_TEST

START_TEST(test_own_check__result_not_set) {
    header(type_d);
    uint32_t b = block();
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_not_set_on_exit);
}
END_TEST

START_TEST(test_own_check__whole_after_part) {
    header(type_t);
    uint32_t x = var("x", type_pair), b = block();
    make(b, local(x));
    use(b, field(x, 0), ARG_MOVE);
    use(b, local(x), ARG_REF);
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_use_after_move);
}
END_TEST

START_TEST(test_own_check__built_by_parts) {
    header(type_t);
    uint32_t x = var("x", type_pair), b = block();
    make(b, field(x, 0));
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_fieldwise_building);
}
END_TEST

START_TEST(test_own_check__out_of_borrowed) {
    uint32_t a = arg("a", type_d, CONV_IMM);
    header(type_d);
    uint32_t b = block();
    copy(b, local(f->result), place_deref(f, local(a), type_d), IR_MOVE);
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_move_out_of_borrow);
}
END_TEST

START_TEST(test_own_check__mut_argument) {
    uint32_t a = arg("a", type_d, CONV_MUT);
    header(type_d);
    uint32_t b = block();
    Place p = place_deref(f, local(a), type_d);
    copy(b, local(f->result), p, IR_MOVE);
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_argument_not_restored);
    f->blocks.data[0].insts.len = 1;
    make(b, p); /* put back */
    ck_assert(run());
    ck_assert_uint_eq(count("drop"), 0);
}
END_TEST

/* Moved away on one path only, then set: the other path still holds the old value. */
START_TEST(test_own_drops__mut_argument) {
    uint32_t c = arg("c", type_t, CONV_VAR), a = arg("a", type_d, CONV_MUT);
    header(type_t);
    uint32_t b0 = block(), b1 = block(), b2 = block();
    Place p = place_deref(f, local(a), type_d);
    branch(b0, c, b1, b2);
    use(b1, p, ARG_MOVE);
    term(b1, TERM_GOTO, b2, 0);
    make(b2, p);
    make(b2, local(f->result));
    term(b2, TERM_RETURN, 0, 0);
    ck_assert(run());
    ck_assert_uint_eq(count("drop"), 1);
    ck_assert_uint_eq(f->blocks.len, 4);
    ck_assert_int_eq(f->blocks.data[3].insts.data[0].op, IR_DROP);
}
END_TEST

START_TEST(test_own_check__linear) {
    uint32_t a = arg("a", type_linear, CONV_VAR);
    header(type_t);
    uint32_t b = block();
    use(b, local(a), ARG_REF);
    make(b, local(f->result));
    term(b, TERM_RETURN, 0, 0);
    refused(DIAG_abandoned_value);
}
END_TEST

/* ---- random functions
 * -------------------------------------------------------------------------------------- */
enum { N_VARS = 5, N_BLOCKS = 9, N_PATHS = 40 };
static uint64_t seed;
static uint32_t rnd(uint32_t n) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(seed >> 33) % n;
}

static void random_fn(void) {
    uint32_t c = arg("c", type_t, CONV_VAR), x[N_VARS];
    x[0] = arg("a", type_d, CONV_VAR);
    x[1] = arg("p", type_pair, CONV_VAR);
    header(type_d);
    x[2] = var("x", type_d);
    x[3] = var("y", type_pair);
    x[4] = var("z", type_d);
    for (uint32_t i = 0; i < N_BLOCKS; i++)
        block();
    for (uint32_t b = 0; b < N_BLOCKS; b++) {
        for (uint32_t i = rnd(5) + 1; i > 0; i--) {
            uint32_t v = x[rnd(N_VARS)];
            bool pair = f->locals.data[v].type == type_pair;
            Place p = pair && rnd(3) == 0 ? field(v, rnd(2) * 2) : local(v);
            switch (rnd(6)) {
            case 0: use(b, p, ARG_MOVE); break;
            case 1:
            case 2: make(b, p); break;
            case 3: {
                uint32_t to = pair && p.n_proj == 0 ? x[3] : x[2];
                if (to != v) copy(b, local(to), p, IR_COPY);
                break;
            }
            default: use(b, p, ARG_REF); break;
            }
        }
        uint32_t to0 = b + 1 + rnd(N_BLOCKS - b),
                 to1 = rnd(4) == 0 ? rnd(b + 1) : b + 1 + rnd(N_BLOCKS - b);
        if (to0 >= N_BLOCKS || to1 == 0 || to1 >= N_BLOCKS || b == N_BLOCKS - 1) {
            if (rnd(4) == 0) {
                make(b, local(f->error));
                term(b, TERM_RAISE, 0, 0);
            } else {
                make(b, local(f->result));
                term(b, TERM_RETURN, 0, 0);
            }
        } else if (rnd(3) == 0) {
            uint32_t v = rnd(2) ? x[0] : x[4];
            invoke(b, local(v), rnd(2) ? ARG_MOVE : ARG_REF, true, local(x[2]), to0, to1);
            if (rnd(2)) f->blocks.data[b].term.err = local(x[4]);
        } else {
            branch(b, c, to0, to1);
        }
    }
}

/* The machine: what each local (and part of a pair) holds. */
typedef struct Machine {
    uint8_t part[32][3];
    const char *fault;
} Machine;
static void parts_of(Place p, uint32_t *from, uint32_t *to) {
    bool pair = f->locals.data[p.local].type == type_pair;
    *from = p.n_proj ? p.proj[0].index : 0;
    *to = p.n_proj ? *from + 1 : pair ? 3 : 1;
}
static void need(Machine *m, Place p, uint8_t state, const char *fault) {
    uint32_t a, z;
    parts_of(p, &a, &z);
    for (; a < z; a++) {
        if (a == 1) continue; /* trivial */
        if (m->part[p.local][a] != state && f->locals.data[p.local].type != type_t)
            m->fault = fault;
    }
}
static void put(Machine *m, Place p, uint8_t state) {
    uint32_t a, z;
    parts_of(p, &a, &z);
    for (; a < z; a++)
        m->part[p.local][a] = state;
}
static void step_call(Machine *m, const IrInst *in) {
    for (uint32_t i = 0; i < in->n_args; i++)
        need(m, in->args[i].place, 1, "use of nothing");
    for (uint32_t i = 0; i < in->n_args; i++)
        if (in->args[i].mode == ARG_MOVE) put(m, in->args[i].place, 0);
}
static void step_def(Machine *m, Place p) {
    need(m, p, 0, "leak by overwriting");
    put(m, p, 1);
}
static void walk(Machine *m) {
    uint32_t b = 0;
    memset(m, 0, sizeof *m);
    for (uint32_t i = 0; i < f->n_args; i++)
        put(m, local(i), 1);
    for (uint32_t steps = 0; steps < 200 && !m->fault; steps++) {
        const IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len && !m->fault; i++) {
            const IrInst *in = &bl->insts.data[i];
            if (in->op == IR_CALL) step_call(m, in);
            if (in->op == IR_COPY || in->op == IR_MOVE || in->op == IR_DROP)
                need(m, in->src, 1, "read of nothing");
            if (in->op == IR_MOVE || in->op == IR_DROP) put(m, in->src, 0);
            if (in->has_dst) step_def(m, in->dst);
        }
        const IrTerm *t = &bl->term;
        uint32_t edge = rnd(2);
        if (t->kind == TERM_INVOKE) {
            step_call(m, t->call);
            step_def(m, edge ? t->err : t->call->dst);
        }
        if (t->kind == TERM_RETURN || t->kind == TERM_RAISE) {
            uint32_t out = t->kind == TERM_RETURN ? f->result : f->error;
            need(m, local(out), 1, "no result");
            put(m, local(out), 0);
            for (uint32_t l = 0; l < f->locals.len; l++)
                need(m, local(l), 0, "leak at exit");
            return;
        }
        b = t->kind == TERM_GOTO || edge == 0 ? t->b0 : t->b1;
    }
}

START_TEST(test_own_drops__random_functions) {
    uint32_t good = 0;
    for (uint32_t n = 0; n < 20000; n++) {
        seed = n;
        f = ir_fn_new(&arena, NULL);
        ArenaMark mark = arena_mark(&arena);
        f = ir_fn_new(&arena, NULL);
        diag_sink_init(&sink, &arena);
        random_fn();
        if (run()) {
            good++;
            for (uint32_t k = 0; k < N_PATHS; k++) {
                Machine m;
                walk(&m);
                if (m.fault) ck_abort_msg("function %u: %s\n%s", n, m.fault, text());
            }
        } else {
            ck_assert_uint_gt(sink.diags.len, 0);
        }
        arena_release(&arena, mark);
    }
    ck_assert_uint_gt(good, 300);
}
END_TEST

/* A chain of blocks whose values live across many of them: near linear work. */
START_TEST(test_own_drops__large_function) {
    enum { N = 4000 };
    uint32_t c = arg("c", type_t, CONV_VAR), x[N];
    header(type_d);
    for (uint32_t i = 0; i < N; i++) {
        x[i] = var("x", type_d);
        block();
    }
    for (uint32_t k = 0; k < N; k++)
        make(0, local(x[k])); /* every path makes every variable first */
    for (uint32_t b = 0; b < N; b++) {
        for (uint32_t k = 0; k < 10; k++) {
            uint32_t t = ir_local(f, LOCAL_TEMP, type_d, NULL, 0);
            make(b, local(t));
            use(b, local(t), ARG_REF);
        }
        if (b > 50) use(b, local(x[b - 50]), ARG_REF);
        if (b + 2 < N)
            branch(b, c, b + 1, b + 2);
        else if (b + 1 < N)
            term(b, TERM_GOTO, b + 1, 0);
    }
    make(N - 1, local(f->result));
    term(N - 1, TERM_RETURN, 0, 0);
    uint64_t start = time_ns();
    ck_assert(run());
    ck_assert_uint_lt((time_ns() - start) / 1000000, 5000);
    ck_assert_uint_gt(f->blocks.len, N);
}
END_TEST

Suite *own_suite(void) {
    Suite *s = suite_create("own");
    TCase *c = tcase_create("drops");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, test_own_drops__after_last_use);
    tcase_add_test(c, test_own_drops__never_used);
    tcase_add_test(c, test_own_drops__one_branch);
    tcase_add_test(c, test_own_drops__loop);
    tcase_add_test(c, test_own_drops__borrower_keeps_alive);
    tcase_add_test(c, test_own_drops__last_copy_moves);
    tcase_add_test(c, test_own_drops__assignment);
    tcase_add_test(c, test_own_drops__rest_of_partial);
    tcase_add_test(c, test_own_drops__deinit_by_fields);
    tcase_add_test(c, test_own_drops__error_edge);
    tcase_add_test(c, test_own_drops__mut_argument);
    tcase_add_test(c, test_own_drops__random_functions);
    tcase_add_test(c, test_own_drops__large_function);
    suite_add_tcase(s, c);
    c = tcase_create("errors");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, test_own_check__use_after_move);
    tcase_add_test(c, test_own_check__moved_in_loop);
    tcase_add_test(c, test_own_check__uninitialized);
    tcase_add_test(c, test_own_check__result_not_set);
    tcase_add_test(c, test_own_check__whole_after_part);
    tcase_add_test(c, test_own_check__built_by_parts);
    tcase_add_test(c, test_own_check__out_of_borrowed);
    tcase_add_test(c, test_own_check__mut_argument);
    tcase_add_test(c, test_own_check__linear);
    suite_add_tcase(s, c);
    return s;
}
