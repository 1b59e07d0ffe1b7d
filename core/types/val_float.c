/* SPDX-License-Identifier: Apache-2.0 */
/* Floats of every format, exact fractions of literals, and conversions between numbers. */
#include "types/val_int.h"

#include <float.h>
#include <math.h>

typedef struct Format {
    int precision;      /* bits of significand, the hidden one included */
    int emin, emax;     /* exponents of normal numbers (value in [1,2) × 2^e) */
    bool has_inf;       /* else too large gives NaN (or the largest, when saturating) */
    bool has_neg_zero, has_subnormals, is_saturating;
    double max;         /* 0: (2 - 2^(1-precision)) × 2^emax */
} Format;

static Format format_of(DTypeCode c) {
    switch (c) {
    case DT_FLOAT16: return (Format){11, -14, 15, true, true, true, false, 0};
    case DT_BFLOAT16: return (Format){8, -126, 127, true, true, true, false, 0};
    case DT_FLOAT32: return (Format){24, -126, 127, true, true, true, false, 0};
    case DT_F8E4M3FN: return (Format){4, -6, 8, false, true, true, false, 448};
    case DT_F8E4M3FNUZ: return (Format){4, -7, 7, false, false, true, false, 240};
    case DT_F8E5M2: return (Format){3, -14, 15, true, true, true, false, 0};
    case DT_F8E5M2FNUZ: return (Format){3, -15, 15, false, false, true, false, 0};
    case DT_F8E8M0FNU: return (Format){1, -127, 127, false, false, false, false, 0};
    case DT_F8E3M4: return (Format){5, -2, 3, true, true, true, false, 0};
    case DT_F4E2M1FN: return (Format){2, 0, 2, false, true, true, true, 0};
    default: return (Format){53, -1022, 1023, true, true, true, false, 0};
    }
}
static double format_max(const Format *f) {
    return f->max != 0 ? f->max : ldexp(2 - ldexp(1, 1 - f->precision), f->emax);
}
static double too_large(const Format *f, bool negative) {
    double r = f->is_saturating ? format_max(f) : f->has_inf ? INFINITY : NAN;
    return negative ? -r : r;
}

double float_round(DTypeCode code, double v) {
    if (code == DT_FLOAT64 || v != v) return v;
    if (code == DT_FLOAT32) return (double)(float)v;
    Format f = format_of(code);
    if (isinf(v)) return f.has_inf ? v : too_large(&f, v < 0);
    if (v == 0) return f.has_neg_zero ? v : 0.0;
    int e;
    frexp(v, &e); /* v = m × 2^e, m in [0.5, 1) */
    int unit = e - f.precision;
    int lowest = f.emin - f.precision + 1;
    if (f.has_subnormals && unit < lowest) unit = lowest;
    double r = ldexp(rint(ldexp(v, -unit)), unit); /* rint: ties to even in the default mode */
    if (fabs(r) > format_max(&f)) return too_large(&f, v < 0);
    if (!f.has_subnormals && fabs(r) < ldexp(1, f.emin)) r = copysign(ldexp(1, f.emin), v);
    if (r == 0 && !f.has_neg_zero) r = 0.0;
    return r;
}

/* num / den rounded once, to the format's nearest, ties to even. */
double ratio_to_float(DTypeCode code, const Big *num, const Big *den) {
    if (num->len == 0) return 0.0;
    Format f = format_of(code);
    Arena a;
    arena_init(&a);
    bool neg = num->negative;
    if (neg) num = big_neg(&a, num);
    /* quotient with at least precision + 2 bits, last bit sticky */
    int64_t shift = (int64_t)f.precision + 3 - ((int64_t)big_bit_length(num) - (int64_t)big_bit_length(den));
    const Big *n = num, *d = den, *q, *r;
    if (shift > 0) n = big_shl(&a, num, (uint64_t)shift);
    if (shift < 0) d = big_shl(&a, den, (uint64_t)-shift);
    double result;
    if (!n || !d || shift > 5000 || shift < -5000) {
        result = shift > 0 ? 0.0 : INFINITY;
    } else {
        big_divmod(&a, n, d, &q, &r);
        uint64_t bits = 0;
        big_fits_u64(q, &bits); /* precision + 3 or + 4 bits: at most 57 */
        int len = (int)big_bit_length(q);
        int64_t exponent = len - 1 - shift; /* of the leading bit */
        int64_t drop = len - f.precision;
        if (exponent < f.emin) drop += f.emin - exponent;
        uint64_t kept;
        if (drop > 62) {
            kept = 0;
        } else {
            uint64_t half = drop > 0 ? 1ull << (drop - 1) : 0, rest = drop > 0 ? bits & ((1ull << drop) - 1) : 0;
            kept = drop > 0 ? bits >> drop : bits;
            if (drop > 0 && (rest > half || (rest == half && (r->len != 0 || (kept & 1))))) kept++;
        }
        result = ldexp((double)kept, (int)(drop - shift));
        if (result > format_max(&f)) result = too_large(&f, false);
    }
    arena_done(&a);
    return neg ? -result : result;
}

void float_to_ratio(Arena *a, double v, const Big **num, const Big **den) {
    int e;
    double m = frexp(v, &e);
    int64_t i = (int64_t)ldexp(m, 53);
    e -= 53;
    *num = big_from_i64(a, i);
    *den = big_from_i64(a, 1);
    if (e > 0) *num = big_shl(a, *num, (uint64_t)e);
    if (e < 0) *den = big_shl(a, *den, (uint64_t)-e);
}

/* ---- exact and IEEE folding -------------------------------------------------------------------- */
/* Fraction of a constant; false for nan, inf and −0 (V_FLOAT of T_PRIMFLOAT). */
static bool as_ratio(Arena *a, Val v, const Big **n, const Big **d) {
    *n = *d = NULL;
    if (v->kind == V_RATIO) {
        *n = v->args[0]->u.big;
        *d = v->args[1]->u.big;
        return true;
    }
    if (v->kind == V_INT) {
        *n = v->u.big;
        *d = big_from_i64(a, 1);
        return true;
    }
    return false;
}
static double as_double(Val v) {
    if (v->kind == V_FLOAT) return v->u.f;
    if (v->kind == V_RATIO) return ratio_to_float(DT_FLOAT64, v->args[0]->u.big, v->args[1]->u.big);
    return big_to_double(v->u.big);
}
static bool is_number(Val v) {
    return v->kind == V_FLOAT || v->kind == V_RATIO || v->kind == V_INT;
}

int val_float_cmp(Val a, Val b, bool *unordered) {
    *unordered = false;
    if (a->kind != V_FLOAT && b->kind != V_FLOAT) {
        Arena s;
        arena_init(&s);
        const Big *an, *ad, *bn, *bd;
        as_ratio(&s, a, &an, &ad);
        as_ratio(&s, b, &bn, &bd);
        const Big *x = big_mul(&s, an, bd), *y = big_mul(&s, bn, ad);
        int c = x && y ? big_cmp(x, y) : 0;
        arena_done(&s);
        return c;
    }
    double x = as_double(a), y = as_double(b);
    if (x != x || y != y) *unordered = true;
    return x < y ? -1 : x > y;
}

static double py_mod(double x, double y) {
    double m = fmod(x, y);
    if (m != 0 && (m < 0) != (y < 0)) m += y;
    else if (m == 0) m = copysign(0.0, y);
    return m;
}
static double ieee_op(SymOp op, double x, double y, bool *ok) {
    *ok = true;
    switch (op) {
    case SYM_ADD:
    case SYM_ADD_F: return x + y;
    case SYM_SUB_F: return x - y;
    case SYM_MUL:
    case SYM_MUL_F: return x * y;
    case SYM_DIV:
    case SYM_DIV_F: return x / y;
    case SYM_NEG_F: return -x;
    case SYM_FLOORDIV: return floor(x / y);
    case SYM_MOD: return py_mod(x, y);
    case SYM_POW: return pow(x, y);
    case SYM_MIN: return fmin(x, y);
    case SYM_MAX: return fmax(x, y);
    default: *ok = false; return 0;
    }
}

static Val fold_ratio(ValStore *vs, SymOp op, const Val *args, uint32_t n) {
    Arena a;
    arena_init(&a);
    const Big *an, *ad, *bn = NULL, *bd = NULL, *num = NULL, *den = NULL;
    Val r = NULL;
    if (!as_ratio(&a, args[0], &an, &ad) || (n > 1 && !as_ratio(&a, args[1], &bn, &bd))) goto done;
    if (n == 1) {
        if (op == SYM_NEG_F) {
            if (an->len == 0) { /* −0 is no fraction */
                r = val_float(vs, vs->prim_float, -0.0);
                goto done;
            }
            num = big_neg(&a, an), den = ad;
        }
    } else {
        switch (op) {
        case SYM_ADD:
        case SYM_ADD_F:
        case SYM_SUB_F: {
            const Big *x = big_mul(&a, an, bd), *y = big_mul(&a, bn, ad);
            if (x && y) num = op == SYM_SUB_F ? big_sub(&a, x, y) : big_add(&a, x, y);
            den = big_mul(&a, ad, bd);
            break;
        }
        case SYM_MUL:
        case SYM_MUL_F:
            num = big_mul(&a, an, bn);
            den = big_mul(&a, ad, bd);
            break;
        case SYM_DIV:
        case SYM_DIV_F:
        case SYM_FLOORDIV:
        case SYM_MOD:
            if (bn->len == 0) break;
            num = big_mul(&a, an, bd);
            den = big_mul(&a, ad, bn);
            if (!num || !den || op == SYM_DIV || op == SYM_DIV_F) break;
            if (den->negative) num = big_neg(&a, num), den = big_neg(&a, den);
            big_divmod(&a, num, den, &num, NULL);
            den = big_from_i64(&a, 1);
            if (op == SYM_MOD) { /* a - floor(a/b)·b over ad·bd */
                const Big *q = num, *x = big_mul(&a, an, bd);
                const Big *t = big_mul(&a, q, bn), *y = t ? big_mul(&a, t, ad) : NULL;
                num = x && y ? big_sub(&a, x, y) : NULL;
                den = big_mul(&a, ad, bd);
            }
            break;
        case SYM_POW: {
            int64_t e;
            const Big *one = big_from_i64(&a, 1);
            if (big_cmp(bd, one) != 0 || !big_fits_i64(bn, &e) || e > 4096 || e < -4096) break;
            if (e < 0 && an->len == 0) break;
            num = big_pow(&a, e < 0 ? ad : an, (uint64_t)(e < 0 ? -e : e));
            den = big_pow(&a, e < 0 ? an : ad, (uint64_t)(e < 0 ? -e : e));
            break;
        }
        case SYM_MIN:
        case SYM_MAX: {
            bool u;
            r = (val_float_cmp(args[0], args[1], &u) <= 0) == (op == SYM_MIN) ? args[0] : args[1];
            goto done;
        }
        default: break;
        }
    }
    if (num && den) r = val_ratio(vs, num, den);
done:
    arena_done(&a);
    return r;
}

Val val_fold_float(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (!is_number(args[i])) return NULL;
    if (n < 1 || n > 2) return NULL;
    DTypeCode code;
    ScalarClass c = val_scalar_class(type, NULL, &code);
    if (c == SC_PRIMFLOAT) {
        Val r = fold_ratio(vs, op, args, n);
        if (r) return r;
        bool has_special = args[0]->kind == V_FLOAT || (n > 1 && args[1]->kind == V_FLOAT) || op == SYM_DIV_F ||
                           op == SYM_POW;
        if (!has_special) return NULL;
        bool ok;
        double d = ieee_op(op, as_double(args[0]), n > 1 ? as_double(args[1]) : 0, &ok);
        if (!ok) return NULL;
        if (d != d || isinf(d) || (d == 0 && signbit(d))) return val_float(vs, type, d);
        Arena a;
        arena_init(&a);
        const Big *num, *den;
        float_to_ratio(&a, d, &num, &den);
        r = val_ratio(vs, num, den);
        arena_done(&a);
        return r;
    }
    if (c != SC_FLOAT) return NULL;
    bool ok;
    double d;
    if (code == DT_FLOAT32 && op == SYM_POW)
        d = (double)powf((float)as_double(args[0]), (float)as_double(args[1])), ok = true;
    else
        d = ieee_op(op, as_double(args[0]), n > 1 ? as_double(args[1]) : 0, &ok);
    return ok ? val_float(vs, type, d) : NULL;
}

Val val_convert(ValStore *vs, Val type, Val v) {
    if (v->type == type) return v;
    uint32_t bits;
    DTypeCode code = 0;
    ScalarClass to = val_scalar_class(type, &bits, &code);
    if (to == SC_NONE || !is_number(v)) return NULL;
    if (to == SC_FLOAT) {
        if (v->kind == V_FLOAT) return val_float(vs, type, float_round(code, v->u.f));
        Arena a;
        arena_init(&a);
        const Big *n, *d;
        as_ratio(&a, v, &n, &d);
        double r = ratio_to_float(code, n, d);
        arena_done(&a);
        return val_float(vs, type, r);
    }
    if (to == SC_PRIMFLOAT) {
        Arena a;
        arena_init(&a);
        Val r = v;
        if (v->kind == V_INT) {
            r = val_ratio(vs, v->u.big, big_from_i64(&a, 1));
        } else if (v->kind == V_FLOAT) {
            double d = v->u.f;
            const Big *n, *den;
            if (d != d || isinf(d) || (d == 0 && signbit(d))) {
                r = val_float(vs, type, d);
            } else {
                float_to_ratio(&a, d, &n, &den);
                r = val_ratio(vs, n, den);
            }
        }
        arena_done(&a);
        return r;
    }
    if (to == SC_BOOL) {
        bool t = v->kind == V_INT ? v->u.big->len != 0 : v->kind == V_RATIO ? v->args[0]->u.big->len != 0 : v->u.f != 0;
        return val_i64(vs, type, t);
    }
    if (v->kind == V_INT) return val_int(vs, type, v->u.big);
    Arena a;
    arena_init(&a);
    const Big *b;
    if (v->kind == V_RATIO) {
        const Big *n = v->args[0]->u.big;
        bool neg = n->negative;
        if (neg) n = big_neg(&a, n);
        big_divmod(&a, n, v->args[1]->u.big, &b, NULL); /* truncates */
        if (neg) b = big_neg(&a, b);
    } else {
        b = big_from_double(&a, v->u.f);
        if (!b) b = big_from_i64(&a, 0); /* NaN; infinities saturate below */
        if (to != SC_PRIMINT) {
            const Big *one = big_from_i64(&a, 1);
            const Big *hi = big_sub(&a, big_shl(&a, one, to == SC_SINT ? bits - 1 : bits), one);
            const Big *lo = to == SC_SINT ? big_neg(&a, big_shl(&a, one, bits - 1)) : big_from_i64(&a, 0);
            if (v->u.f > 0 && (isinf(v->u.f) || big_cmp(b, hi) > 0)) b = hi;
            if (v->u.f < 0 && (isinf(v->u.f) || big_cmp(b, lo) < 0)) b = lo;
        }
    }
    Val r = val_int(vs, type, b);
    arena_done(&a);
    return r;
}
