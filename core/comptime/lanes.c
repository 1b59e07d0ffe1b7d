/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic on lanes as the target does it: integers of any width wrap, narrow floats are rounded to
 * nearest even after each operation. Lanes lie in memory as on the host. */
#include "comptime/interp_int.h"

#include <math.h>

bool lane_info(Interp *in, Val type, LaneInfo *out) {
    *out = (LaneInfo){0};
    int64_t dt, n;
    if (!type || type->kind != T_SIMD || !val_as_i64(type->args[0], &dt) || !val_as_i64(type->args[1], &n)) return false;
    DTypeClass cls;
    uint32_t bits;
    if (!dtype_info((DTypeCode)dt, in->ptr, &cls, &bits) || n < 0 || n > UINT32_MAX) return false;
    static const Lane lanes[] = {[DTC_BOOL] = LANE_BOOL, [DTC_SINT] = LANE_SINT, [DTC_UINT] = LANE_UINT, [DTC_FLOAT] = LANE_FLOAT};
    *out = (LaneInfo){.lane = (uint8_t)lanes[cls], .code = (uint8_t)dt, .bits = (uint16_t)bits,
                      .bytes = (uint16_t)((bits + 7) / 8), .n = (uint32_t)n};
    return true;
}

/* ---- float formats ------------------------------------------------------------------------------------ */

typedef struct Format {
    int exp_bits, man_bits, bias;
    enum { IEEE, FN, FNUZ, UNSIGNED_EXP, FINITE } kind; /* how specials are coded */
} Format;

static Format format(DTypeCode code) {
    switch (code) {
    case DT_FLOAT16: return (Format){5, 10, 15, IEEE};
    case DT_BFLOAT16: return (Format){8, 7, 127, IEEE};
    case DT_F8E4M3FN: return (Format){4, 3, 7, FN};
    case DT_F8E4M3FNUZ: return (Format){4, 3, 8, FNUZ};
    case DT_F8E5M2: return (Format){5, 2, 15, IEEE};
    case DT_F8E5M2FNUZ: return (Format){5, 2, 16, FNUZ};
    case DT_F8E3M4: return (Format){3, 4, 3, IEEE};
    case DT_F4E2M1FN: return (Format){2, 1, 1, FINITE};
    case DT_F8E8M0FNU: return (Format){8, 0, 127, UNSIGNED_EXP};
    default: return (Format){11, 52, 1023, IEEE};
    }
}

double float_decode(DTypeCode code, uint64_t bits) {
    if (code == DT_FLOAT64) {
        double d;
        memcpy(&d, &bits, 8);
        return d;
    }
    if (code == DT_FLOAT32) {
        uint32_t b = (uint32_t)bits;
        float f;
        memcpy(&f, &b, 4);
        return (double)f;
    }
    Format f = format(code);
    if (f.kind == UNSIGNED_EXP) return bits == 255 ? NAN : ldexp(1.0, (int)bits - f.bias);
    uint64_t man = bits & ((1ull << f.man_bits) - 1), exp = (bits >> f.man_bits) & ((1ull << f.exp_bits) - 1);
    bool neg = (bits >> (f.man_bits + f.exp_bits)) & 1;
    uint64_t top = (1ull << f.exp_bits) - 1;
    double v;
    if (f.kind == FNUZ && neg && !exp && !man) return NAN;
    if (f.kind == IEEE && exp == top) v = man ? NAN : INFINITY;
    else if (f.kind == FN && exp == top && man == (1ull << f.man_bits) - 1) v = NAN;
    else if (exp == 0) v = ldexp((double)man, 1 - f.bias - f.man_bits);
    else v = ldexp((double)(man | 1ull << f.man_bits), (int)exp - f.bias - f.man_bits);
    return neg ? -v : v;
}

static uint64_t encode_special(const Format *f, bool neg, bool nan) {
    uint64_t top = (1ull << f->exp_bits) - 1, man = (1ull << f->man_bits) - 1, sign = (uint64_t)neg << (f->exp_bits + f->man_bits);
    switch (f->kind) {
    case FNUZ: return 1ull << (f->exp_bits + f->man_bits);
    case FN: return sign | top << f->man_bits | man; /* no infinity: NaN */
    case FINITE: return sign | top << f->man_bits | man; /* the largest */
    default: return sign | top << f->man_bits | (nan ? 1ull << (f->man_bits ? f->man_bits - 1 : 0) : 0);
    }
}

uint64_t float_encode(DTypeCode code, double v) {
    if (code == DT_FLOAT64) {
        uint64_t b;
        memcpy(&b, &v, 8);
        return b;
    }
    if (code == DT_FLOAT32) {
        float f = (float)v;
        uint32_t b;
        memcpy(&b, &f, 4);
        return b;
    }
    Format f = format(code);
    bool neg = signbit(v) != 0;
    double a = fabs(v);
    if (f.kind == UNSIGNED_EXP) {
        if (isnan(v) || a == 0 || isinf(v)) return 255;
        double e = rint(log2(a)) + f.bias;
        return e < 0 ? 0 : e > 254 ? 254 : (uint64_t)e;
    }
    if (isnan(v) || isinf(v)) return encode_special(&f, neg, isnan(v));
    uint64_t sign = (uint64_t)neg << (f.exp_bits + f.man_bits);
    if (a == 0) return f.kind == FNUZ ? 0 : sign;
    int e;
    frexp(a, &e); /* a = m * 2^e, m in [0.5, 1) */
    int exp = e - 1 < 1 - f.bias ? 1 - f.bias : e - 1;
    double scaled = ldexp(a, f.man_bits - exp); /* the significand as an integer, to be rounded */
    uint64_t man = (uint64_t)nearbyint(scaled);
    if (man >> (f.man_bits + 1)) man >>= 1, exp++;
    uint64_t field = man >> f.man_bits ? (uint64_t)(exp + f.bias) : 0;
    uint64_t top = (1ull << f.exp_bits) - 1, frac = man & ((1ull << f.man_bits) - 1);
    bool over = f.kind == IEEE ? field >= top : field > top || (f.kind == FN && field == top && frac == (1ull << f.man_bits) - 1);
    if (over) return encode_special(&f, neg, false);
    if (f.kind == FNUZ && !field && !frac) return 0;
    return sign | field << f.man_bits | frac;
}

/* ---- lanes in memory ------------------------------------------------------------------------------------- */

uint64_t lane_load(const LaneInfo *l, const uint8_t *p, uint32_t i) {
    uint64_t v = 0;
    uint32_t n = l->bytes < 8 ? l->bytes : 8;
    memcpy(&v, p + (size_t)i * l->bytes, n);
    if (l->lane == LANE_BOOL) return v & 1;
    if (l->lane == LANE_SINT && l->bits < 64) v = (uint64_t)((int64_t)(v << (64 - l->bits)) >> (64 - l->bits));
    return v;
}

void lane_store(const LaneInfo *l, uint8_t *p, uint32_t i, uint64_t v) {
    if (l->lane == LANE_BOOL) v &= 1;
    uint8_t *at = p + (size_t)i * l->bytes;
    memcpy(at, &v, l->bytes < 8 ? l->bytes : 8);
    if (l->bytes > 8) memset(at + 8, l->lane == LANE_SINT && (int64_t)v < 0 ? 0xff : 0, l->bytes - 8u);
}

double lane_load_float(const LaneInfo *l, const uint8_t *p, uint32_t i) {
    return float_decode((DTypeCode)l->code, lane_load(l, p, i));
}

void lane_store_float(const LaneInfo *l, uint8_t *p, uint32_t i, double v) {
    lane_store(l, p, i, float_encode((DTypeCode)l->code, v));
}

const Big *lane_load_big(Arena *a, const LaneInfo *l, const uint8_t *p, uint32_t i) {
    if (l->bytes <= 8) {
        uint64_t v = lane_load(l, p, i);
        return l->lane == LANE_SINT ? big_from_i64(a, (int64_t)v) : big_from_u64(a, v);
    }
    const Big *sum = big_from_u64(a, 0);
    for (uint32_t k = l->bytes / 8u; k-- > 0;) {
        uint64_t w;
        memcpy(&w, p + (size_t)i * l->bytes + k * 8u, 8);
        sum = big_or(a, big_shl(a, sum, 64), big_from_u64(a, w));
    }
    return big_wrap(a, sum, l->bits, l->lane == LANE_SINT);
}

void lane_store_big(const LaneInfo *l, uint8_t *p, uint32_t i, const Big *v) {
    uint64_t words[8] = {0};
    uint32_t n = (l->bytes + 7u) / 8u;
    if (n > 8) n = 8;
    big_words(v, words, n);
    if (l->lane == LANE_BOOL) words[0] = big_sign(v) != 0;
    memcpy(p + (size_t)i * l->bytes, words, l->bytes);
}

/* ---- integers up to 64 bits --------------------------------------------------------------------------------- */

static uint64_t mask_of(const LaneInfo *l) {
    return l->bits >= 64 ? ~0ull : (1ull << l->bits) - 1;
}

static uint64_t reverse_bits(uint64_t v, uint32_t bits) {
    uint64_t r = 0;
    for (uint32_t i = 0; i < bits; i++) r |= ((v >> i) & 1) << (bits - 1 - i);
    return r;
}

static uint64_t swap_bytes(uint64_t v, uint32_t bytes) {
    uint64_t r = 0;
    for (uint32_t i = 0; i < bytes; i++) r |= ((v >> (8 * i)) & 0xff) << (8 * (bytes - 1 - i));
    return r;
}

static uint64_t shift(const LaneInfo *l, IntrinsicId op, uint64_t x, uint64_t y) {
    bool is_signed = l->lane == LANE_SINT;
    bool over = y >= l->bits; /* a negative amount counts as too large */
    if (op == INTR_shl) return over ? 0 : x << y;
    if (over) return is_signed && (int64_t)x < 0 ? ~0ull : 0;
    return is_signed ? (uint64_t)((int64_t)x >> y) : (x & mask_of(l)) >> y;
}

static bool overflows(const LaneInfo *l, IntrinsicId op, uint64_t x, uint64_t y) {
    __int128 a = l->lane == LANE_SINT ? (__int128)(int64_t)x : (__int128)x;
    __int128 b = l->lane == LANE_SINT ? (__int128)(int64_t)y : (__int128)y;
    if (op == INTR_mul_overflow && l->lane != LANE_SINT) {
        unsigned __int128 r = (unsigned __int128)x * y;
        return r > mask_of(l);
    }
    __int128 r = op == INTR_add_overflow ? a + b : op == INTR_sub_overflow ? a - b : a * b;
    if (l->lane != LANE_SINT) return r < 0 || r > (__int128)mask_of(l);
    __int128 hi = ((__int128)1 << (l->bits - 1)) - 1;
    return r > hi || r < -hi - 1;
}

/* One lane; *mask: the result is a Bool. False: not such an operation, or a fault. */
static bool int_op(Interp *in, IntrinsicId op, const LaneInfo *l, uint64_t x, uint64_t y, uint64_t *r, bool *mask) {
    int64_t sx = (int64_t)x, sy = (int64_t)y;
    bool is_signed = l->lane == LANE_SINT, less = is_signed ? sx < sy : x < y;
    *mask = false;
    switch (op) {
    case INTR_add: *r = x + y; return true;
    case INTR_sub: *r = x - y; return true;
    case INTR_mul: *r = x * y; return true;
    case INTR_neg: *r = 0 - x; return true;
    case INTR_and: *r = x & y; return true;
    case INTR_or: *r = x | y; return true;
    case INTR_xor: *r = x ^ y; return true;
    case INTR_not: *r = l->lane == LANE_BOOL ? !x : ~x; return true;
    case INTR_shl:
    case INTR_shr: *r = shift(l, op, x, y); return true;
    case INTR_min: *r = less ? x : y; return true;
    case INTR_max: *r = less ? y : x; return true;
    case INTR_div:
    case INTR_rem:
    case INTR_floordiv:
    case INTR_mod:
        if (y == 0) return interp_fault(in, "it divides by zero");
        if (!is_signed) {
            *r = op == INTR_div || op == INTR_floordiv ? x / y : x % y;
        } else if (sy == -1) {
            *r = op == INTR_div || op == INTR_floordiv ? 0 - x : 0;
        } else {
            int64_t q = sx / sy, m = sx % sy;
            bool adjust = m != 0 && ((m < 0) != (sy < 0));
            *r = (uint64_t)(op == INTR_div ? q : op == INTR_rem ? m : op == INTR_floordiv ? q - adjust : adjust ? m + sy : m);
        }
        return true;
    case INTR_eq: *mask = true, *r = x == y; return true;
    case INTR_ne: *mask = true, *r = x != y; return true;
    case INTR_lt: *mask = true, *r = less; return true;
    case INTR_le: *mask = true, *r = less || x == y; return true;
    case INTR_gt: *mask = true, *r = !less && x != y; return true;
    case INTR_ge: *mask = true, *r = !less; return true;
    case INTR_ctpop: *r = (uint64_t)__builtin_popcountll(x & mask_of(l)); return true;
    case INTR_ctlz: {
        uint64_t v = x & mask_of(l);
        *r = v ? (uint64_t)__builtin_clzll(v) - (64 - l->bits) : l->bits;
        return true;
    }
    case INTR_cttz: {
        uint64_t v = x & mask_of(l);
        *r = v ? (uint64_t)__builtin_ctzll(v) : l->bits;
        return true;
    }
    case INTR_bswap: *r = swap_bytes(x, l->bytes); return true;
    case INTR_bitreverse: *r = reverse_bits(x, l->bits); return true;
    case INTR_mulh:
        *r = is_signed ? (uint64_t)((__int128)sx * sy >> l->bits) : (uint64_t)((unsigned __int128)x * y >> l->bits);
        return true;
    case INTR_fma: return false;
    case INTR_add_overflow:
    case INTR_sub_overflow:
    case INTR_mul_overflow: *mask = true, *r = overflows(l, op, x, y); return true;
    default: return false;
    }
}

/* ---- wide integers --------------------------------------------------------------------------------------------- */

static const Big *big_bits(Arena *a, const LaneInfo *l, const Big *x) { /* as unsigned */
    return big_wrap(a, x, l->bits, false);
}

static bool big_op(Interp *in, Arena *a, IntrinsicId op, const LaneInfo *l, const Big *x, const Big *y, const Big **r,
                   bool *mask, bool *truth) {
    int c = y ? big_cmp(x, y) : 0;
    int64_t amount;
    *mask = false;
    switch (op) {
    case INTR_add: *r = big_add(a, x, y); break;
    case INTR_sub: *r = big_sub(a, x, y); break;
    case INTR_mul: *r = big_mul(a, x, y); break;
    case INTR_neg: *r = big_neg(a, x); break;
    case INTR_and: *r = big_and(a, x, y); break;
    case INTR_or: *r = big_or(a, x, y); break;
    case INTR_xor: *r = big_xor(a, x, y); break;
    case INTR_not: *r = big_not(a, x); break;
    case INTR_min: *r = c < 0 ? x : y; break;
    case INTR_max: *r = c < 0 ? y : x; break;
    case INTR_shl:
    case INTR_shr:
        if (!big_fits_i64(y, &amount) || amount < 0 || amount >= l->bits)
            *r = big_from_i64(a, op == INTR_shr && l->lane == LANE_SINT && big_sign(x) < 0 ? -1 : 0);
        else
            *r = op == INTR_shl ? big_shl(a, x, (uint64_t)amount) : big_shr(a, x, (uint64_t)amount);
        break;
    case INTR_div:
    case INTR_rem:
    case INTR_floordiv:
    case INTR_mod: {
        const Big *q, *m;
        if (!big_divmod(a, x, y, &q, &m)) return interp_fault(in, "it divides by zero");
        bool trunc = op == INTR_div || op == INTR_rem;
        if (trunc && big_sign(m) != 0 && (big_sign(x) < 0) != (big_sign(y) < 0)) {
            q = big_add(a, q, big_from_i64(a, 1));
            m = big_sub(a, m, y);
        }
        *r = op == INTR_div || op == INTR_floordiv ? q : m;
        break;
    }
    case INTR_eq: *mask = true, *truth = c == 0; return true;
    case INTR_ne: *mask = true, *truth = c != 0; return true;
    case INTR_lt: *mask = true, *truth = c < 0; return true;
    case INTR_le: *mask = true, *truth = c <= 0; return true;
    case INTR_gt: *mask = true, *truth = c > 0; return true;
    case INTR_ge: *mask = true, *truth = c >= 0; return true;
    case INTR_mulh: *r = big_shr(a, big_mul(a, x, y), l->bits); break;
    case INTR_add_overflow:
    case INTR_sub_overflow:
    case INTR_mul_overflow: {
        const Big *v = op == INTR_add_overflow ? big_add(a, x, y) : op == INTR_sub_overflow ? big_sub(a, x, y) : big_mul(a, x, y);
        *mask = true;
        *truth = big_cmp(v, big_wrap(a, v, l->bits, l->lane == LANE_SINT)) != 0;
        return true;
    }
    case INTR_ctpop:
    case INTR_ctlz:
    case INTR_cttz:
    case INTR_bswap:
    case INTR_bitreverse: {
        uint64_t w[4] = {0}, out[4] = {0};
        uint32_t n = l->bits / 64u, pop = 0, lead = l->bits, trail = l->bits;
        big_words(big_bits(a, l, x), w, n);
        for (uint32_t i = 0; i < l->bits; i++) {
            if (!((w[i / 64] >> (i % 64)) & 1)) continue;
            pop++;
            lead = l->bits - 1 - i;
            if (trail == l->bits) trail = i;
            uint32_t to = op == INTR_bswap ? (l->bytes - 1 - i / 8) * 8 + i % 8 : l->bits - 1 - i;
            out[to / 64] |= 1ull << (to % 64);
        }
        if (op == INTR_ctpop || op == INTR_ctlz || op == INTR_cttz) {
            *r = big_from_u64(a, op == INTR_ctpop ? pop : op == INTR_ctlz ? lead : trail);
            return true;
        }
        const Big *sum = big_from_u64(a, 0);
        for (uint32_t k = n; k-- > 0;) sum = big_or(a, big_shl(a, sum, 64), big_from_u64(a, out[k]));
        *r = sum;
        return true;
    }
    default: return false;
    }
    return *r != NULL || interp_fault(in, "a number becomes too large");
}

/* ---- floats ---------------------------------------------------------------------------------------------------------- */

static bool float_op(IntrinsicId op, double x, double y, double *r, bool *mask) {
    *mask = false;
    switch (op) {
    case INTR_add: *r = x + y; return true;
    case INTR_sub: *r = x - y; return true;
    case INTR_mul: *r = x * y; return true;
    case INTR_div: *r = x / y; return true;
    case INTR_rem: *r = fmod(x, y); return true;
    case INTR_floordiv: *r = floor(x / y); return true;
    case INTR_mod:
        *r = fmod(x, y);
        if (*r != 0 && (*r < 0) != (y < 0)) *r += y;
        else if (*r == 0) *r = copysign(0, y);
        return true;
    case INTR_neg: *r = -x; return true;
    case INTR_min: *r = fmin(x, y); return true;
    case INTR_max: *r = fmax(x, y); return true;
    case INTR_eq: *mask = true, *r = x == y; return true;
    case INTR_ne: *mask = true, *r = x != y; return true;
    case INTR_lt: *mask = true, *r = x < y; return true;
    case INTR_le: *mask = true, *r = x <= y; return true;
    case INTR_gt: *mask = true, *r = x > y; return true;
    case INTR_ge: *mask = true, *r = x >= y; return true;
    default: return false;
    }
}

bool lanes_apply(Interp *in, IntrinsicId op, const LaneInfo *l, uint8_t *dst, const uint8_t *a, const uint8_t *b,
                 const uint8_t *c) {
    LaneInfo bools = {.lane = LANE_BOOL, .bits = 1, .bytes = 1, .n = l->n};
    bool mask;
    if (l->lane == LANE_FLOAT) {
        for (uint32_t i = 0; i < l->n; i++) {
            double x = lane_load_float(l, a, i), y = b ? lane_load_float(l, b, i) : 0, r = 0;
            mask = false;
            if (op == INTR_fma) r = l->code == DT_FLOAT32 ? (double)fmaf((float)x, (float)y, (float)lane_load_float(l, c, i))
                                                          : fma(x, y, lane_load_float(l, c, i));
            else if (!float_op(op, x, y, &r, &mask)) return false;
            if (mask) lane_store(&bools, dst, i, r != 0);
            else lane_store_float(l, dst, i, r);
        }
        return true;
    }
    if (l->bytes <= 8) {
        for (uint32_t i = 0; i < l->n; i++) {
            uint64_t x = lane_load(l, a, i), y = b ? lane_load(l, b, i) : 0, r = 0;
            mask = false;
            if (op == INTR_fma) r = x * y + lane_load(l, c, i);
            else if (!int_op(in, op, l, x, y, &r, &mask)) return false;
            lane_store(mask ? &bools : l, dst, i, r);
        }
        return true;
    }
    Arena tmp;
    arena_init(&tmp);
    bool ok = true;
    for (uint32_t i = 0; ok && i < l->n; i++) {
        const Big *x = lane_load_big(&tmp, l, a, i), *y = b ? lane_load_big(&tmp, l, b, i) : NULL, *r = NULL;
        bool truth = false;
        mask = false;
        if (op == INTR_fma) r = big_add(&tmp, big_mul(&tmp, x, y), lane_load_big(&tmp, l, c, i));
        else ok = big_op(in, &tmp, op, l, x, y, &r, &mask, &truth);
        if (ok && mask) lane_store(&bools, dst, i, truth);
        else if (ok) lane_store_big(l, dst, i, r);
    }
    arena_done(&tmp);
    return ok;
}

typedef struct MathFn {
    const char *name;
    double (*one)(double);
    double (*two)(double, double);
} MathFn;

static double round_half_even(double x) {
    return nearbyint(x);
}
static double rsqrt_of(double x) {
    return 1 / sqrt(x);
}

bool lanes_math(Interp *in, Str name, const LaneInfo *l, uint8_t *dst, const uint8_t *a, const uint8_t *b) {
    static const MathFn fns[] = {
        {"sqrt", sqrt, NULL}, {"floor", floor, NULL}, {"ceil", ceil, NULL}, {"trunc", trunc, NULL},
        {"round", round, NULL}, {"rint", round_half_even, NULL}, {"nearbyint", round_half_even, NULL},
        {"roundeven", round_half_even, NULL}, {"fabs", fabs, NULL}, {"exp", exp, NULL}, {"exp2", exp2, NULL},
        {"log", log, NULL}, {"log2", log2, NULL}, {"log10", log10, NULL}, {"log1p", log1p, NULL}, {"expm1", expm1, NULL},
        {"sin", sin, NULL}, {"cos", cos, NULL}, {"tan", tan, NULL}, {"asin", asin, NULL}, {"acos", acos, NULL},
        {"atan", atan, NULL}, {"sinh", sinh, NULL}, {"cosh", cosh, NULL}, {"tanh", tanh, NULL}, {"asinh", asinh, NULL},
        {"acosh", acosh, NULL}, {"atanh", atanh, NULL}, {"cbrt", cbrt, NULL}, {"erf", erf, NULL}, {"erfc", erfc, NULL},
        {"tgamma", tgamma, NULL}, {"lgamma", lgamma, NULL}, {"rsqrt", rsqrt_of, NULL}, {"logb", logb, NULL},
        {"j0", j0, NULL}, {"j1", j1, NULL}, {"y0", y0, NULL}, {"y1", y1, NULL},
        {"atan2", NULL, atan2}, {"pow", NULL, pow}, {"copysign", NULL, copysign}, {"hypot", NULL, hypot},
        {"fmod", NULL, fmod}, {"fmin", NULL, fmin}, {"fmax", NULL, fmax}, {"fdim", NULL, fdim},
        {"nextafter", NULL, nextafter}, {"remainder", NULL, remainder},
    };
    for (size_t k = 0; k < ARRAY_LEN(fns); k++) {
        if (!str_eq_c(name, fns[k].name)) continue;
        if (l->lane != LANE_FLOAT) break;
        if (fns[k].two && !b) break;
        for (uint32_t i = 0; i < l->n; i++) {
            double x = lane_load_float(l, a, i);
            double r = fns[k].one ? fns[k].one(x)
                       : l->code == DT_FLOAT32 && fns[k].two == nextafter
                           ? (double)nextafterf((float)x, (float)lane_load_float(l, b, i))
                           : fns[k].two(x, lane_load_float(l, b, i));
            lane_store_float(l, dst, i, r);
        }
        return true;
    }
    return interp_fault(in, "the math function `" STR_FMT "` is not available at compile time", STR_ARG(name));
}

/* ---- conversions, reductions -------------------------------------------------------------------------------------- */

static const Big *saturate(Arena *a, const LaneInfo *to, double v) {
    const Big *one = big_from_i64(a, 1);
    uint32_t bits = to->lane == LANE_SINT ? to->bits - 1u : to->bits;
    const Big *hi = big_sub(a, big_shl(a, one, bits), one);
    const Big *lo = to->lane == LANE_SINT ? big_neg(a, big_shl(a, one, bits)) : big_from_i64(a, 0);
    if (isnan(v)) return big_from_i64(a, 0);
    if (isinf(v)) return v > 0 ? hi : lo;
    const Big *b = big_from_double(a, v);
    return big_cmp(b, hi) > 0 ? hi : big_cmp(b, lo) < 0 ? lo : b;
}

bool lanes_cast(Interp *in, const LaneInfo *from, const LaneInfo *to, uint8_t *dst, const uint8_t *src) {
    if (from->n != to->n) return interp_fault(in, "a conversion changes the number of lanes");
    Arena a;
    arena_init(&a);
    for (uint32_t i = 0; i < to->n; i++) {
        if (from->lane == LANE_FLOAT) {
            double v = lane_load_float(from, src, i);
            if (to->lane == LANE_FLOAT) lane_store_float(to, dst, i, v);
            else if (to->lane == LANE_BOOL) lane_store(to, dst, i, v != 0);
            else lane_store_big(to, dst, i, saturate(&a, to, v));
        } else if (from->bytes <= 8 && to->lane != LANE_FLOAT) {
            uint64_t v = lane_load(from, src, i);
            if (to->lane == LANE_BOOL) v = v != 0;
            if (to->bytes > 8) lane_store_big(to, dst, i, lane_load_big(&a, from, src, i));
            else lane_store(to, dst, i, v);
        } else {
            const Big *v = lane_load_big(&a, from, src, i);
            if (to->lane == LANE_FLOAT && to->code == DT_FLOAT32 && from->bytes <= 8)
                lane_store_float(to, dst, i, from->lane == LANE_SINT ? (double)(float)(int64_t)lane_load(from, src, i)
                                                                     : (double)(float)lane_load(from, src, i));
            else if (to->lane == LANE_FLOAT) lane_store_float(to, dst, i, big_to_double(v));
            else lane_store_big(to, dst, i, v);
        }
    }
    arena_done(&a);
    return true;
}

bool lanes_reduce(Interp *in, IntrinsicId op, const LaneInfo *l, uint8_t *dst, const uint8_t *a) {
    static const struct {
        IntrinsicId reduce, step;
    } steps[] = {{INTR_reduce_add, INTR_add}, {INTR_reduce_mul, INTR_mul}, {INTR_reduce_min, INTR_min},
                 {INTR_reduce_max, INTR_max}, {INTR_reduce_and, INTR_and}, {INTR_reduce_or, INTR_or}};
    LaneInfo one = *l;
    one.n = 1;
    uint8_t acc[32], next[32];
    if (l->n == 0 || l->bytes > sizeof acc) return interp_fault(in, "an empty vector is reduced");
    memcpy(acc, a, l->bytes);
    for (size_t k = 0; k < ARRAY_LEN(steps); k++) {
        if (steps[k].reduce != op) continue;
        for (uint32_t i = 1; i < l->n; i++) {
            memcpy(next, a + (size_t)i * l->bytes, l->bytes);
            if (!lanes_apply(in, steps[k].step, &one, acc, acc, next, NULL)) return false;
        }
        memcpy(dst, acc, l->bytes);
        return true;
    }
    return false;
}
