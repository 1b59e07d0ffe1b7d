/* SPDX-License-Identifier: Apache-2.0 */
/* Intrinsics at compile time: memory, vectors, control. Arithmetic is in lanes.c. */
#include "comptime/interp_int.h"

typedef struct Call {
    Interp *in;
    const Frame *fr;
    uint32_t frame;
    const Code *op;
} Call;

static uint8_t *arg(Call *c, uint32_t k) {
    if (k >= c->op->n_args) {
        interp_fault(c->in, "an intrinsic lacks an argument");
        return NULL;
    }
    return place_at(c->in, c->fr, &c->op->args[k].place, false);
}

static uint8_t *result(Call *c) {
    static uint8_t nowhere[8];
    return c->op->has_dst ? place_at(c->in, c->fr, &c->op->dst, true) : nowhere;
}

static bool int_arg(Call *c, uint32_t k, int64_t *out) {
    const uint8_t *p = arg(c, k);
    if (!p) return false;
    *out = load_signed(p, c->op->args[k].place.size);
    return true;
}

static bool ptr_arg(Call *c, uint32_t k, uint64_t *out) {
    const uint8_t *p = arg(c, k);
    if (!p) return false;
    *out = load_ptr(c->in, p);
    return true;
}

static bool put_int(Call *c, int64_t v) {
    uint8_t *d = result(c);
    if (!d) return false;
    uint64_t size = c->op->dst.size;
    memcpy(d, &v, size < 8 ? size : 8);
    if (size > 8) memset(d + 8, v < 0 ? 0xff : 0, size - 8);
    return true;
}

static bool put_ptr(Call *c, uint64_t v) {
    uint8_t *d = result(c);
    if (!d) return false;
    store_ptr(c->in, d, v);
    return true;
}

static bool copy_arg(Call *c, uint32_t k) {
    const uint8_t *a = arg(c, k);
    uint8_t *d = result(c);
    if (!a || !d) return false;
    uint64_t n = c->op->args[k].place.size < c->op->dst.size ? c->op->args[k].place.size : c->op->dst.size;
    memmove(d, a, n);
    return true;
}

/* ---- memory ------------------------------------------------------------------------------------------------- */

static bool move_bytes(Call *c, IntrinsicId id) {
    uint64_t d, s;
    int64_t n;
    if (!ptr_arg(c, 0, &d) || !ptr_arg(c, 1, &s) || !int_arg(c, 2, &n)) return false;
    if (n < 0) return interp_fault(c->in, "it copies a negative number of bytes");
    if (n == 0) return id != INTR_memcmp || put_int(c, 0);
    uint8_t *to = mem_at(c->in, d, (uint64_t)n, id != INTR_memcmp);
    const uint8_t *from = to ? mem_at(c->in, s, (uint64_t)n, false) : NULL;
    if (!to || !from) return false;
    if (id == INTR_memcmp) {
        int r = memcmp(to, from, (size_t)n);
        return put_int(c, r < 0 ? -1 : r > 0);
    }
    memmove(to, from, (size_t)n);
    return true;
}

static bool set_bytes(Call *c) {
    uint64_t d;
    int64_t byte, n;
    if (!ptr_arg(c, 0, &d) || !int_arg(c, 1, &byte) || !int_arg(c, 2, &n)) return false;
    if (n < 0) return interp_fault(c->in, "it sets a negative number of bytes");
    uint8_t *to = mem_at(c->in, d, (uint64_t)n, true);
    if (to && n) memset(to, (int)(byte & 0xff), (size_t)n);
    return to != NULL;
}

static bool allocate(Call *c) {
    int64_t n, align = 1;
    if (!int_arg(c, 0, &n) || (c->op->n_args > 1 && !int_arg(c, 1, &align))) return false;
    if (n < 0) return interp_fault(c->in, "it allocates a negative number of bytes");
    uint64_t addr = mem_alloc(c->in, (uint64_t)n, (uint64_t)align, MEM_HEAP);
    return addr && put_ptr(c, addr);
}

static bool load_vector(Call *c) {
    uint64_t a;
    if (!ptr_arg(c, 0, &a)) return false;
    const uint8_t *from = mem_at(c->in, a, c->op->dst.size, false);
    uint8_t *to = result(c);
    if (!from || !to) return false;
    memmove(to, from, c->op->dst.size);
    return true;
}

static bool store_vector(Call *c, uint32_t ptr, uint32_t value) {
    uint64_t a;
    const uint8_t *from = arg(c, value);
    if (!from || !ptr_arg(c, ptr, &a)) return false;
    uint64_t n = c->op->args[value].place.size;
    uint8_t *to = mem_at(c->in, a, n, true);
    if (!to) return false;
    memmove(to, from, n);
    return true;
}

/* gather and masked_load (step: bytes between lanes of one pointer), scatter and masked_store. */
static bool masked(Call *c, IntrinsicId id) {
    bool store = id == INTR_scatter || id == INTR_masked_store, many = id == INTR_gather || id == INTR_scatter;
    LaneInfo l = store ? c->op->lane : c->op->out;
    uint32_t ptrs = store ? 1 : 0, mask = store ? 2 : 1;
    const uint8_t *p = arg(c, ptrs), *m = arg(c, mask), *v = arg(c, store ? 0 : 2);
    uint8_t *d = store ? NULL : result(c);
    if (!p || !m || !v || (!store && !d)) return false;
    uint64_t stride = many && l.n ? c->op->args[ptrs].place.size / l.n : 0;
    uint8_t out[4096];
    if ((uint64_t)l.n * l.bytes > sizeof out) return interp_fault(c->in, "a vector is too long");
    for (uint32_t i = 0; i < l.n; i++) {
        uint64_t a = 0;
        if (many) memcpy(&a, p + i * stride, stride < 8 ? stride : 8);
        else a = load_ptr(c->in, p) + (uint64_t)i * l.bytes;
        if (!(m[i] & 1)) {
            if (!store) memcpy(out + (size_t)i * l.bytes, v + (size_t)i * l.bytes, l.bytes);
            continue;
        }
        uint8_t *at = mem_at(c->in, a, l.bytes, store);
        if (!at) return false;
        if (store) memcpy(at, v + (size_t)i * l.bytes, l.bytes);
        else memcpy(out + (size_t)i * l.bytes, at, l.bytes);
    }
    if (!store) memcpy(d, out, (size_t)l.n * l.bytes);
    return true;
}

/* ---- vectors ------------------------------------------------------------------------------------------------- */

static bool select_lanes(Call *c) {
    const uint8_t *m = arg(c, 0), *a = arg(c, 1), *b = arg(c, 2);
    uint8_t *d = result(c);
    if (!m || !a || !b || !d) return false;
    uint64_t n = c->op->dst.size;
    if (!c->op->out.n || c->op->lane.n != c->op->out.n) { /* a scalar condition, any type */
        memmove(d, *m & 1 ? a : b, n);
        return true;
    }
    uint8_t mask[4096];
    uint32_t lanes = c->op->out.n, bytes = c->op->out.bytes;
    if (lanes > sizeof mask) return interp_fault(c->in, "a vector is too long");
    memcpy(mask, m, lanes);
    for (uint32_t i = 0; i < lanes; i++) memmove(d + (size_t)i * bytes, (mask[i] & 1 ? a : b) + (size_t)i * bytes, bytes);
    return true;
}

static bool bit_cast(Call *c) {
    const uint8_t *a = arg(c, 0);
    uint8_t *d = result(c);
    if (!a || !d) return false;
    const LaneInfo *from = &c->op->lane, *to = &c->op->out;
    bool pack = from->lane == LANE_BOOL && to->lane != LANE_BOOL, unpack = to->lane == LANE_BOOL && from->lane != LANE_BOOL;
    if (!pack && !unpack) {
        memmove(d, a, c->op->dst.size);
        return true;
    }
    uint8_t bits[1024] = {0};
    uint32_t n = pack ? from->n : to->n;
    if (n > sizeof bits * 8 || (!pack && (uint64_t)from->n * from->bytes > sizeof bits)) return interp_fault(c->in, "a vector is too long");
    if (pack) {
        for (uint32_t i = 0; i < n; i++) bits[i / 8] |= (uint8_t)((a[i] & 1) << (i % 8));
        memcpy(d, bits, c->op->dst.size);
    } else {
        memcpy(bits, a, (size_t)from->n * from->bytes);
        for (uint32_t i = 0; i < n; i++) d[i] = (bits[i / 8] >> (i % 8)) & 1;
    }
    return true;
}

static bool lane_access(Call *c, bool insert) {
    int64_t i;
    const LaneInfo *l = &c->op->lane;
    uint8_t *v = arg(c, 0), *d = result(c);
    if (!v || !d || !int_arg(c, 1, &i)) return false;
    if (i < 0 || i >= l->n) return interp_fault(c->in, "lane %lld of a vector of %u", (long long)i, l->n);
    if (!insert) {
        memmove(d, v + (uint64_t)i * l->bytes, l->bytes);
        return true;
    }
    const uint8_t *s = arg(c, 2);
    uint8_t lane[64];
    if (!s) return false;
    memcpy(lane, s, l->bytes);
    memmove(d, v, (size_t)l->n * l->bytes);
    memcpy(d + (uint64_t)i * l->bytes, lane, l->bytes);
    return true;
}

static bool shuffle(Call *c) {
    const uint8_t *a = arg(c, 0), *b = arg(c, 1);
    uint8_t *d = result(c);
    const LaneInfo *l = &c->op->lane;
    if (!a || !b || !d || c->op->n_params < 2) return false;
    Val idx = c->op->params[1];
    uint8_t out[8192];
    if ((uint64_t)idx->n * l->bytes > sizeof out) return interp_fault(c->in, "a vector is too long");
    for (uint32_t i = 0; i < idx->n; i++) {
        int64_t k;
        if (!val_as_i64(idx->args[i], &k) || k >= 2 * (int64_t)l->n) return interp_fault(c->in, "a shuffle names lane %u wrongly", i);
        const uint8_t *from = k < 0 ? a : k < l->n ? a + (uint64_t)k * l->bytes : b + (uint64_t)(k - l->n) * l->bytes;
        memcpy(out + (size_t)i * l->bytes, from, l->bytes);
    }
    memcpy(d, out, (size_t)idx->n * l->bytes);
    return true;
}

static bool splat(Call *c) {
    const uint8_t *a = arg(c, 0);
    uint8_t *d = result(c), lane[64];
    const LaneInfo *l = &c->op->out;
    if (!a || !d || l->bytes > sizeof lane) return false;
    memcpy(lane, a, l->bytes);
    for (uint32_t i = 0; i < l->n; i++) memcpy(d + (size_t)i * l->bytes, lane, l->bytes);
    return true;
}

/* ---- atomics: one thread ------------------------------------------------------------------------------------------ */

static bool atomic_rmw(Call *c) {
    uint64_t addr;
    const uint8_t *v = arg(c, 1);
    uint8_t *d = result(c), old[32], next[32];
    LaneInfo l = c->op->out;
    if (!v || !d || !ptr_arg(c, 0, &addr) || l.bytes > sizeof old) return false;
    uint8_t *at = mem_at(c->in, addr, l.bytes, true);
    if (!at) return false;
    memcpy(old, at, l.bytes);
    Val name = c->op->params[1];
    static const struct {
        const char *name;
        IntrinsicId id;
    } ops[] = {{"add", INTR_add}, {"sub", INTR_sub}, {"and", INTR_and}, {"or", INTR_or}, {"xor", INTR_xor},
               {"max", INTR_max}, {"min", INTR_min}};
    memcpy(next, v, l.bytes);
    for (size_t k = 0; name->kind == V_STR && k < ARRAY_LEN(ops); k++)
        if (str_eq_c(name->u.str, ops[k].name) && !lanes_apply(c->in, ops[k].id, &l, next, old, v, NULL)) return false;
    memcpy(at, next, l.bytes);
    memcpy(d, old, l.bytes);
    return true;
}

static bool compare_exchange(Call *c) {
    uint64_t addr;
    uint8_t *expected = arg(c, 1), *desired = arg(c, 2);
    if (!expected || !desired || !ptr_arg(c, 0, &addr)) return false;
    uint64_t n = c->op->args[2].place.size;
    uint8_t *at = mem_at(c->in, addr, n, true);
    if (!at) return false;
    bool same = memcmp(at, expected, n) == 0;
    if (same) memcpy(at, desired, n);
    else memcpy(expected, at, n);
    return put_int(c, same);
}

/* ---- pure functions of the C library and of the runtime ------------------------------------------------------------- */

/* core/runtime/io.c: what compiled programs call for the same purpose */
int64_t mojo_rt_format_f64(double v, char *out);
int64_t mojo_rt_format_f32(float v, char *out);
int64_t mojo_rt_parse_f64(const char *text, int64_t size, double *out);
int64_t mojo_rt_format_spec(double v, int64_t code, int64_t precision, int64_t alternate, char *out, int64_t size);

static bool format_float(Call *c, bool is_double) {
    char text[128];
    uint64_t out;
    const uint8_t *v = arg(c, 0);
    if (!v || !ptr_arg(c, 1, &out)) return false;
    double d = lane_load_float(&c->op->lane, v, 0);
    int64_t n = is_double ? mojo_rt_format_f64(d, text) : mojo_rt_format_f32((float)d, text);
    uint8_t *to = mem_at(c->in, out, (uint64_t)n, true);
    if (!to) return false;
    memcpy(to, text, (size_t)n);
    return put_int(c, n);
}

static bool format_with_spec(Call *c) {
    int64_t code, precision, alternate, size;
    uint64_t out;
    const uint8_t *v = arg(c, 0);
    if (!v || !int_arg(c, 1, &code) || !int_arg(c, 2, &precision) || !int_arg(c, 3, &alternate) || !ptr_arg(c, 4, &out) ||
        !int_arg(c, 5, &size))
        return false;
    uint8_t *to = mem_at(c->in, out, size > 0 ? (uint64_t)size : 0, true);
    if (!to) return false;
    double d;
    memcpy(&d, v, sizeof d);
    return put_int(c, mojo_rt_format_spec(d, code, precision, alternate, (char *)to, size));
}

static bool parse_float(Call *c) {
    uint64_t text, out;
    int64_t size;
    if (!ptr_arg(c, 0, &text) || !int_arg(c, 1, &size) || !ptr_arg(c, 2, &out)) return false;
    const uint8_t *from = mem_at(c->in, text, size > 0 ? (uint64_t)size : 0, false);
    double d = 0;
    if (!from) return false;
    int64_t ok = mojo_rt_parse_f64((const char *)from, size, &d);
    uint8_t *to = mem_at(c->in, out, sizeof d, true);
    if (!to) return false;
    memcpy(to, &d, sizeof d);
    return put_int(c, ok);
}

static bool find_bytes(Call *c) {
    uint64_t hay, needle;
    int64_t n, m;
    if (!ptr_arg(c, 0, &hay) || !int_arg(c, 1, &n) || !ptr_arg(c, 2, &needle) || !int_arg(c, 3, &m)) return false;
    if (n < 0 || m < 0) return interp_fault(c->in, "it searches a negative number of bytes");
    const uint8_t *h = mem_at(c->in, hay, (uint64_t)n, false), *w = h ? mem_at(c->in, needle, (uint64_t)m, false) : NULL;
    if (!h || !w) return false;
    const uint8_t *found = m == 0 ? h : memmem(h, (size_t)n, w, (size_t)m);
    return put_ptr(c, found ? hay + (uint64_t)(found - h) : 0);
}

static bool assertion(Call *c) {
    uint64_t text;
    int64_t n;
    if (!ptr_arg(c, 0, &text) || !int_arg(c, 1, &n)) return false;
    const char *message = n > 0 ? mem_text(c->in, text, (uint64_t)n) : NULL;
    return interp_fault(c->in, "an assertion fails: %s", message ? message : "(no message)");
}

/* ---- calls out of the language ------------------------------------------------------------------------------------- */

static bool external(Call *c) {
    Val name = c->op->params[0];
    Str s = name->kind == V_STR ? name->u.str : STR("?");
    if (str_eq_c(s, "memcpy") || str_eq_c(s, "memmove")) return move_bytes(c, INTR_memmove) && (!c->op->has_dst || copy_arg(c, 0));
    if (str_eq_c(s, "memset")) return set_bytes(c) && (!c->op->has_dst || copy_arg(c, 0));
    if (str_eq_c(s, "memcmp")) return move_bytes(c, INTR_memcmp);
    if (str_eq_c(s, "strlen")) {
        uint64_t addr;
        if (!ptr_arg(c, 0, &addr)) return false;
        for (uint64_t n = 0;; n++) {
            const uint8_t *p = mem_at(c->in, addr + n, 1, false);
            if (!p) return false;
            if (!*p) return put_int(c, (int64_t)n);
        }
    }
    if (str_eq_c(s, "mojo_rt_format_f64")) return format_float(c, true);
    if (str_eq_c(s, "mojo_rt_format_f32")) return format_float(c, false);
    if (str_eq_c(s, "mojo_rt_format_spec")) return format_with_spec(c);
    if (str_eq_c(s, "mojo_rt_parse_f64")) return parse_float(c);
    if (str_eq_c(s, "memmem")) return find_bytes(c);
    if (str_eq_c(s, "mojo_rt_assert_failed")) return assertion(c);
    if (str_eq_c(s, "mojo_rt_write") || str_eq_c(s, "mojo_rt_flush"))
        return interp_fault(c->in, "it prints, which is not possible at compile time");
    if (str_eq_c(s, "mojo_rt_open") || str_eq_c(s, "mojo_rt_read") || str_eq_c(s, "mojo_rt_read_line"))
        return interp_fault(c->in, "it reads input, which is not possible at compile time");
    return interp_fault(c->in, "it calls the C function `" STR_FMT "`, which cannot run at compile time", STR_ARG(s));
}

static bool abort_with(Call *c) {
    uint64_t addr;
    int64_t n;
    if (!ptr_arg(c, 0, &addr) || !int_arg(c, 1, &n)) return false;
    const char *text = n > 0 ? mem_text(c->in, addr, (uint64_t)n) : NULL;
    return interp_fault(c->in, "it aborts: %s", text ? text : "");
}

/* Where the innermost function that is not inlined stands. */
static Span outer_place(Interp *in, uint32_t i) {
    while (i > 0 && in->frames.data[i].code->fn->always_inline && !in->frames.data[i].is_base) i--;
    const Frame *f = &in->frames.data[i];
    const Code *op = &f->code->ops[f->pc];
    const IrLoc *l = op->loc;
    if (!l) return elab_fn_span(f->code->fn, op->pos);
    while (l->caller) l = l->caller;
    return elab_decl_span(l->caller_fn, l->call_pos);
}

/* Where the instruction stands, or the call that many calls outwards. */
static Span caller_place(Interp *in, uint32_t i, int64_t levels) {
    const Frame *f = &in->frames.data[i];
    const Code *op = &f->code->ops[f->pc];
    const IrLoc *l = op->loc;
    const FnDecl *inlined = l ? l->fn : NULL;
    uint32_t pos = op->pos;
    for (; levels > 0; levels--) {
        if (l) {
            inlined = l->caller ? l->caller_fn : NULL;
            pos = l->call_pos;
            l = l->caller;
        } else if (i > 0 && !in->frames.data[i].is_base) {
            f = &in->frames.data[--i];
            op = &f->code->ops[f->pc];
            l = op->loc;
            inlined = l ? l->fn : NULL;
            pos = op->pos;
        } else {
            break;
        }
    }
    return inlined ? elab_decl_span(inlined, pos) : elab_fn_span(f->code->fn, pos);
}

static bool location(Call *c, const Code *op) {
    Interp *in = c->in;
    int64_t levels;
    Span at = op->n_params && val_as_i64(op->params[0], &levels) ? caller_place(in, c->frame, levels)
                                                                 : outer_place(in, c->frame);
    IntrinsicId id = (IntrinsicId)op->intrin;
    in->cx->located = true;
    Source *s = source_get(in->cx->sources, at.file);
    if (id == INTR_location_file || id == INTR_caller_file)
        return put_ptr(c, mem_string(in, val_str(in->vals, str_of(s ? s->shown : "?"))));
    LineCol lc = s ? source_line_col(s, at.start, POS_UTF32) : (LineCol){0, 0};
    return put_int(c, (id == INTR_location_line || id == INTR_caller_line ? lc.line : lc.col) + 1);
}

static bool literal(Call *c) {
    uint8_t *d = result(c);
    return d && c->op->n_params >= 2 && val_to_bytes(c->in, c->op->params[1], c->op->params[0], d, false);
}

static bool arithmetic(Call *c) {
    const Code *op = c->op;
    const uint8_t *a = op->n_args > 0 ? arg(c, 0) : NULL, *b = op->n_args > 1 ? arg(c, 1) : NULL,
                  *x = op->n_args > 2 ? arg(c, 2) : NULL;
    uint8_t *d = result(c);
    if (!a || !d || (op->n_args > 1 && !b) || (op->n_args > 2 && !x)) return false;
    if (lanes_apply(c->in, (IntrinsicId)op->intrin, &op->lane, d, a, b, x)) return true;
    return interp_fault(c->in, "an operation is not available at compile time");
}

bool run_intrin(Interp *in, uint32_t frame, const Code *op) {
    Call call = {in, &in->frames.data[frame], frame, op}, *c = &call;
    uint64_t p, q;
    int64_t n;
    switch ((IntrinsicId)op->intrin) {
    case INTR_select: return select_lanes(c);
    case INTR_math: {
        const uint8_t *a = arg(c, 0), *b = op->n_args > 1 ? arg(c, 1) : NULL;
        uint8_t *d = result(c);
        return a && d && op->n_params && op->params[0]->kind == V_STR &&
               lanes_math(in, op->params[0]->u.str, &op->lane, d, a, b);
    }
    case INTR_cast: {
        const uint8_t *a = arg(c, 0);
        uint8_t *d = result(c);
        return a && d && lanes_cast(in, &op->lane, &op->out, d, a);
    }
    case INTR_bitcast: return bit_cast(c);
    case INTR_splat: return splat(c);
    case INTR_extract: return lane_access(c, false);
    case INTR_insert: return lane_access(c, true);
    case INTR_shuffle: return shuffle(c);
    case INTR_reduce_add: case INTR_reduce_mul: case INTR_reduce_min: case INTR_reduce_max: case INTR_reduce_and:
    case INTR_reduce_or: {
        const uint8_t *a = arg(c, 0);
        uint8_t *d = result(c);
        return a && d && lanes_reduce(in, (IntrinsicId)op->intrin, &op->lane, d, a);
    }
    case INTR_from_int_literal:
    case INTR_from_float_literal: return literal(c);
    case INTR_str_literal_ptr:
        return op->n_params && op->params[0]->kind == V_STR && put_ptr(c, mem_string(in, op->params[0]));
    case INTR_const_addr: return op->n_params == 2 && put_ptr(c, mem_constant(in, op->params[1], op->params[0]));
    case INTR_null: return put_ptr(c, 0);
    case INTR_addr_of: return place_address(in, frame, &op->args[0].place, &p) && put_ptr(c, p);
    case INTR_offset: return ptr_arg(c, 0, &p) && int_arg(c, 1, &n) && put_ptr(c, p + (uint64_t)n * op->elem);
    case INTR_ptr_diff:
        return ptr_arg(c, 0, &p) && ptr_arg(c, 1, &q) && put_int(c, op->elem ? (int64_t)(p - q) / (int64_t)op->elem : 0);
    case INTR_ptr_cast: case INTR_ptr_to_int: case INTR_int_to_ptr: case INTR_likely: case INTR_unlikely:
    case INTR_black_box:
        return copy_arg(c, 0);
    case INTR_ptr_eq: return ptr_arg(c, 0, &p) && ptr_arg(c, 1, &q) && put_int(c, p == q);
    case INTR_ptr_lt: return ptr_arg(c, 0, &p) && ptr_arg(c, 1, &q) && put_int(c, p < q);
    case INTR_alloc: return allocate(c);
    case INTR_stack_alloc: { /* lives as long as the evaluation: nobody frees it */
        const Layout *lay = op->n_params ? val_layout(in->vals, in->cx->target, op->params[0]) : NULL;
        uint64_t at = lay ? mem_alloc(in, lay->size ? lay->size : 1, lay->align, MEM_HEAP) : 0;
        return at && put_ptr(c, at);
    }
    case INTR_free: return ptr_arg(c, 0, &p) && mem_free(in, p);
    case INTR_memcpy: case INTR_memmove: case INTR_memcmp: return move_bytes(c, (IntrinsicId)op->intrin);
    case INTR_memset: return set_bytes(c);
    case INTR_load:
    case INTR_atomic_load: return load_vector(c);
    case INTR_store:
    case INTR_atomic_store: return store_vector(c, 0, 1);
    case INTR_gather: case INTR_scatter: case INTR_masked_load: case INTR_masked_store:
        return masked(c, (IntrinsicId)op->intrin);
    case INTR_atomic_rmw: return atomic_rmw(c);
    case INTR_atomic_cmpxchg: return compare_exchange(c);
    case INTR_fence: case INTR_uninit: case INTR_mark_initialized: case INTR_mark_destroyed: return true;
    case INTR_assume: {
        const uint8_t *a = arg(c, 0);
        return a && (*a & 1 ? true : interp_fault(in, "an assumption does not hold"));
    }
    case INTR_trap: return interp_fault(in, "it traps");
    case INTR_unreachable: return interp_fault(in, "it reaches code that was declared unreachable");
    case INTR_abort: return abort_with(c);
    case INTR_external_call: return external(c);
    case INTR_fn_addr: return op->target && put_ptr(c, mem_fn(in, op->target));
    case INTR_in_comptime: return put_int(c, 1);
    case INTR_location_line: case INTR_location_col: case INTR_location_file:
    case INTR_caller_line: case INTR_caller_col: case INTR_caller_file: return location(c, op);
    default: return arithmetic(c);
    }
}
