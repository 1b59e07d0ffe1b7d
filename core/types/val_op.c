/* SPDX-License-Identifier: Apache-2.0 */
/* Canonical forms of S_OP. Integers: sums of products with factors and terms in one order, constants
 * folded with the type's wrapping. Comparisons: `lhs <= rhs` and `lhs == rhs` with the terms moved so
 * that all coefficients are positive and the constant stands alone. Bool: negation pushed inwards,
 * `and`/`or` flat, sorted, without twins. Floats are folded when constant and never reassociated. */
#include "types/val_int.h"

enum { MAX_TERMS = 64, MAX_FACTORS = 16 };

/* ---- polynomials ------------------------------------------------------------------------------- */
typedef struct Mono {
    const Big *c;
    uint32_t n;
    Val f[MAX_FACTORS]; /* by id, repeated for powers */
} Mono;
typedef struct Poly {
    Arena *a;
    Mono *m;
    uint32_t n;
    bool overflow; /* too large to expand */
} Poly;

static Poly poly_new(Arena *a) {
    return (Poly){.a = a, .m = ARENA_ARRAY(a, Mono, MAX_TERMS), .n = 0};
}
static int mono_cmp(const Mono *x, const Mono *y) { /* longer products first, constant last */
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->f[i] != y->f[i]) return x->f[i]->id < y->f[i]->id ? -1 : 1;
    return 0;
}
static void poly_add_mono(Poly *p, const Mono *m) {
    if (m->c->len == 0) return;
    uint32_t i = 0;
    for (; i < p->n; i++) {
        int c = mono_cmp(&p->m[i], m);
        if (c == 0) {
            const Big *s = big_add(p->a, p->m[i].c, m->c);
            if (!s) {
                p->overflow = true;
            } else if (s->len == 0) {
                memmove(&p->m[i], &p->m[i + 1], sizeof(Mono) * (p->n - i - 1));
                p->n--;
            } else {
                p->m[i].c = s;
            }
            return;
        }
        if (c > 0) break;
    }
    if (p->n == MAX_TERMS) {
        p->overflow = true;
        return;
    }
    memmove(&p->m[i + 1], &p->m[i], sizeof(Mono) * (p->n - i));
    p->m[i] = *m;
    p->n++;
}
static void poly_add(Poly *p, const Poly *q, int64_t scale) {
    const Big *s = big_from_i64(p->a, scale);
    for (uint32_t i = 0; i < q->n; i++) {
        Mono m = q->m[i];
        m.c = big_mul(p->a, m.c, s);
        if (!m.c) p->overflow = true;
        else poly_add_mono(p, &m);
    }
    p->overflow |= q->overflow;
}
static Poly poly_mul(const Poly *x, const Poly *y) {
    Poly r = poly_new(x->a);
    r.overflow = x->overflow || y->overflow || (uint64_t)x->n * y->n > 4 * MAX_TERMS;
    for (uint32_t i = 0; i < x->n && !r.overflow; i++)
        for (uint32_t j = 0; j < y->n && !r.overflow; j++) {
            const Mono *p = &x->m[i], *q = &y->m[j];
            if (p->n + q->n > MAX_FACTORS) {
                r.overflow = true;
                break;
            }
            Mono m = {.c = big_mul(r.a, p->c, q->c)};
            if (!m.c) {
                r.overflow = true;
                break;
            }
            uint32_t a = 0, b = 0;
            while (a < p->n || b < q->n) {
                if (b == q->n || (a < p->n && p->f[a]->id <= q->f[b]->id)) m.f[m.n++] = p->f[a++];
                else m.f[m.n++] = q->f[b++];
            }
            poly_add_mono(&r, &m);
        }
    return r;
}

static Poly poly_of(Arena *a, Val v, int depth) {
    Poly p = poly_new(a);
    if (v->kind == V_INT) {
        Mono m = {.c = v->u.big};
        poly_add_mono(&p, &m);
        return p;
    }
    if (v->kind == S_OP && depth < 8) {
        if (v->u.op == SYM_ADD) {
            for (uint32_t i = 0; i < v->n; i++) {
                Poly q = poly_of(a, v->args[i], depth + 1);
                poly_add(&p, &q, 1);
            }
            return p;
        }
        if (v->u.op == SYM_MUL) {
            Mono one = {.c = big_from_i64(a, 1)};
            poly_add_mono(&p, &one);
            for (uint32_t i = 0; i < v->n; i++) {
                Poly q = poly_of(a, v->args[i], depth + 1);
                p = poly_mul(&p, &q);
            }
            if (!p.overflow) return p;
            p = poly_new(a);
        }
    }
    Mono m = {.c = big_from_i64(a, 1), .n = 1};
    m.f[0] = v;
    poly_add_mono(&p, &m);
    return p;
}

/* Coefficients as the type wraps them, in the signed range for readability of negatives. */
static void poly_wrap(Poly *p, ScalarClass c, uint32_t bits) {
    if (c != SC_SINT && c != SC_UINT) return;
    uint32_t w = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        p->m[i].c = big_wrap(p->a, p->m[i].c, bits, true);
        if (p->m[i].c->len) p->m[w++] = p->m[i];
    }
    p->n = w;
}
static Val mono_val(ValStore *vs, Val type, const Mono *m) {
    if (m->n == 0) return val_int(vs, type, m->c);
    Val args[MAX_FACTORS + 1];
    uint32_t n = 0;
    if (!(m->c->len == 1 && m->c->limb[0] == 1 && !m->c->negative)) args[n++] = val_int(vs, type, m->c);
    memcpy(args + n, m->f, sizeof(Val) * m->n);
    n += m->n;
    return n == 1 ? args[0] : val_raw_op(vs, SYM_MUL, type, args, n);
}
static Val poly_val(ValStore *vs, Val type, const Poly *p) {
    if (p->n == 0) return val_i64(vs, type, 0);
    Val args[MAX_TERMS];
    for (uint32_t i = 0; i < p->n; i++) args[i] = mono_val(vs, type, &p->m[i]);
    return p->n == 1 ? args[0] : val_raw_op(vs, SYM_ADD, type, args, p->n);
}

/* ---- integers ---------------------------------------------------------------------------------- */
static bool all_int(const Val *args, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (args[i]->kind != V_INT) return false;
    return true;
}

static Val fold_int(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n, ScalarClass c, uint32_t bits) {
    Arena a;
    arena_init(&a);
    const Big *x = args[0]->u.big, *y = n > 1 ? args[1]->u.big : NULL, *r = NULL;
    uint64_t u;
    bool fixed = c == SC_SINT || c == SC_UINT;
    switch (op) {
    case SYM_ADD:
        r = big_add(&a, x, y);
        for (uint32_t k = 2; k < n && r; k++) r = big_add(&a, r, args[k]->u.big);
        break;
    case SYM_MUL:
        r = big_mul(&a, x, y);
        for (uint32_t k = 2; k < n && r; k++) r = big_mul(&a, r, args[k]->u.big);
        break;
    case SYM_FLOORDIV:
        if (y->len) big_divmod(&a, x, y, &r, NULL);
        break;
    case SYM_MOD:
        if (y->len) big_divmod(&a, x, y, NULL, &r);
        break;
    case SYM_DIV: /* truncates */
        if (y->len) {
            bool neg = x->negative != y->negative;
            big_divmod(&a, x->negative ? big_neg(&a, x) : x, y->negative ? big_neg(&a, y) : y, &r, NULL);
            if (neg) r = big_neg(&a, r);
        }
        break;
    case SYM_POW:
        if (big_fits_u64(y, &u) && !y->negative) {
            if (fixed && u > 0 && big_bit_length(x) > 1) { /* modular, so that large exponents stay cheap */
                const Big *base = x;
                r = big_from_i64(&a, 1);
                for (; u; u >>= 1) {
                    if (u & 1) r = big_wrap(&a, big_mul(&a, r, base), bits, c == SC_SINT);
                    base = big_wrap(&a, big_mul(&a, base, base), bits, c == SC_SINT);
                }
            } else if (u <= BIG_MAX_BITS || big_bit_length(x) <= 1) {
                if (big_bit_length(x) <= 1) u = u == 0 ? 0 : x->negative ? 2 - (u & 1) : 1;
                r = big_pow(&a, x, u);
            }
        }
        break;
    case SYM_SHL:
        if (y->negative) break;
        if (!big_fits_u64(y, &u)) u = UINT64_MAX;
        if (fixed && u >= bits) r = big_from_i64(&a, 0);
        else if (u <= BIG_MAX_BITS) r = big_shl(&a, x, u);
        break;
    case SYM_SHR:
        if (y->negative) break;
        if (!big_fits_u64(y, &u)) u = UINT64_MAX;
        if (u > BIG_MAX_BITS) u = BIG_MAX_BITS;
        r = big_shr(&a, x, u);
        break;
    case SYM_AND:
        r = big_and(&a, x, y);
        for (uint32_t k = 2; k < n && r; k++) r = big_and(&a, r, args[k]->u.big);
        break;
    case SYM_OR:
        r = big_or(&a, x, y);
        for (uint32_t k = 2; k < n && r; k++) r = big_or(&a, r, args[k]->u.big);
        break;
    case SYM_XOR: r = big_xor(&a, x, y); break;
    case SYM_NOT: r = c == SC_BOOL ? big_from_i64(&a, x->len == 0) : big_not(&a, x); break;
    case SYM_MIN: r = big_cmp(x, y) <= 0 ? x : y; break;
    case SYM_MAX: r = big_cmp(x, y) >= 0 ? x : y; break;
    default: break;
    }
    Val v = r ? val_int(vs, type, r) : NULL;
    arena_done(&a);
    return v;
}

static Val int_ring(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n, ScalarClass c, uint32_t bits) {
    Arena a;
    arena_init(&a);
    Poly p = poly_new(&a);
    if (op == SYM_ADD) {
        for (uint32_t i = 0; i < n; i++) {
            Poly q = poly_of(&a, args[i], 0);
            poly_add(&p, &q, 1);
        }
    } else {
        Mono one = {.c = big_from_i64(&a, 1)};
        poly_add_mono(&p, &one);
        for (uint32_t i = 0; i < n && !p.overflow; i++) {
            Poly q = poly_of(&a, args[i], 0);
            p = poly_mul(&p, &q);
        }
    }
    Val r = NULL;
    if (!p.overflow) {
        poly_wrap(&p, c, bits);
        r = poly_val(vs, type, &p);
    }
    arena_done(&a);
    return r;
}

static int by_id(const void *x, const void *y) {
    uint32_t a = (*(const Val *)x)->id, b = (*(const Val *)y)->id;
    return a < b ? -1 : a > b;
}

/* Integer operation with a symbolic operand. */
static Val int_op(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n, ScalarClass c, uint32_t bits) {
    if (all_int(args, n)) {
        Val r = fold_int(vs, op, type, args, n, c, bits);
        if (r) return r;
        return val_raw_op(vs, op, type, args, n);
    }
    int64_t k = 0;
    bool rhs_const = n == 2 && val_as_i64(args[1], &k);
    Val zero = val_i64(vs, type, 0);
    switch (op) {
    case SYM_ADD:
    case SYM_MUL: {
        Val r = int_ring(vs, op, type, args, n, c, bits);
        if (r) return r;
        break;
    }
    case SYM_SHL:
        if (rhs_const && k >= 0 && k < 4096 && (c == SC_PRIMINT || (c != SC_BOOL && k < (int64_t)bits))) {
            Arena a;
            arena_init(&a);
            Val m[2] = {args[0], val_int(vs, type, big_shl(&a, big_from_i64(&a, 1), (uint64_t)k))};
            arena_done(&a);
            return val_op(vs, SYM_MUL, type, m, 2);
        }
        break;
    case SYM_POW:
        if (rhs_const && k == 0) return val_i64(vs, type, 1);
        if (rhs_const && k >= 1 && k <= MAX_FACTORS) {
            Val m[MAX_FACTORS];
            for (int64_t i = 0; i < k; i++) m[i] = args[0];
            return val_op(vs, SYM_MUL, type, m, (uint32_t)k);
        }
        break;
    case SYM_FLOORDIV:
    case SYM_DIV:
        if (rhs_const && k == 1) return args[0];
        if (args[0] == zero) return zero;
        break;
    case SYM_MOD:
        if (rhs_const && (k == 1 || (k == -1 && c != SC_UINT))) return zero;
        if (args[0] == zero) return zero;
        break;
    case SYM_SHR:
        if (rhs_const && k == 0) return args[0];
        break;
    case SYM_NOT:
        if (args[0]->kind == S_OP && args[0]->u.op == SYM_NOT) return args[0]->args[0];
        break;
    case SYM_MIN:
    case SYM_MAX:
        if (args[0] == args[1]) return args[0];
        break;
    case SYM_AND:
    case SYM_OR:
        if (n == 2 && args[0] == args[1]) return args[0];
        if (n == 2 && (args[0] == zero || args[1] == zero))
            return op == SYM_AND ? zero : args[0] == zero ? args[1] : args[0];
        break;
    case SYM_XOR:
        if (n == 2 && args[0] == args[1]) return zero;
        if (n == 2 && (args[0] == zero || args[1] == zero)) return args[0] == zero ? args[1] : args[0];
        break;
    default: break;
    }
    bool commutes = op == SYM_AND || op == SYM_OR || op == SYM_XOR || op == SYM_MIN || op == SYM_MAX ||
                    op == SYM_ADD || op == SYM_MUL;
    if (commutes && n <= MAX_FACTORS) {
        Val s[MAX_FACTORS];
        memcpy(s, args, sizeof(Val) * n);
        qsort(s, n, sizeof *s, by_id);
        return val_raw_op(vs, op, type, s, n);
    }
    return val_raw_op(vs, op, type, args, n);
}

/* ---- Bool -------------------------------------------------------------------------------------- */
static Val bool_not(ValStore *vs, Val type, Val v) {
    bool b;
    if (val_as_bool(v, &b)) return val_i64(vs, type, !b);
    if (v->kind == S_OP && v->n <= MAX_TERMS) {
        switch (v->u.op) {
        case SYM_NOT: return v->args[0];
        case SYM_EQ: return val_op2(vs, SYM_NE, type, v->args[0], v->args[1]);
        case SYM_NE: return val_op2(vs, SYM_EQ, type, v->args[0], v->args[1]);
        case SYM_LE:
        case SYM_LT: {
            ScalarClass c = val_scalar_class(v->args[0]->type, NULL, NULL);
            if (c == SC_SINT || c == SC_UINT || c == SC_PRIMINT) /* floats are not totally ordered */
                return val_op2(vs, v->u.op == SYM_LE ? SYM_LT : SYM_LE, type, v->args[1], v->args[0]);
            break;
        }
        case SYM_AND:
        case SYM_OR: {
            Val t[MAX_TERMS];
            for (uint32_t i = 0; i < v->n; i++) t[i] = bool_not(vs, type, v->args[i]);
            return val_op(vs, v->u.op == SYM_AND ? SYM_OR : SYM_AND, type, t, v->n);
        }
        default: break;
        }
    }
    return val_raw_op(vs, SYM_NOT, type, &v, 1);
}

static Val bool_junction(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n) {
    Val t[MAX_TERMS];
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        Val v = args[i];
        bool b;
        if (val_as_bool(v, &b)) {
            if (b == (op == SYM_OR)) return v; /* absorbs */
            continue;
        }
        uint32_t k = v->kind == S_OP && v->u.op == op ? v->n : 1;
        if (m + k > MAX_TERMS) return val_raw_op(vs, op, type, args, n);
        for (uint32_t j = 0; j < k; j++) t[m++] = k == 1 && !(v->kind == S_OP && v->u.op == op) ? v : v->args[j];
    }
    if (m == 0) return val_i64(vs, type, op == SYM_AND);
    qsort(t, m, sizeof *t, by_id);
    uint32_t w = 1;
    for (uint32_t i = 1; i < m; i++)
        if (t[i] != t[w - 1]) t[w++] = t[i];
    for (uint32_t i = 0; i < w; i++) /* x and not x */
        if (t[i]->kind == S_OP && t[i]->u.op == SYM_NOT)
            for (uint32_t j = 0; j < w; j++)
                if (t[j] == t[i]->args[0]) return val_i64(vs, type, op == SYM_OR);
    return w == 1 ? t[0] : val_raw_op(vs, op, type, t, w);
}

static Val bool_op(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n) {
    switch (op) {
    case SYM_NOT: return bool_not(vs, type, args[0]);
    case SYM_AND:
    case SYM_OR: return bool_junction(vs, op, type, args, n);
    case SYM_XOR: return val_op2(vs, SYM_NE, type, args[0], args[1]);
    default: return int_op(vs, op, type, args, n, SC_BOOL, 1);
    }
}

/* ---- comparisons ------------------------------------------------------------------------------- */
/* x.0 at prim level is x at struct level, so that conditions read from inlined library bodies and
 * written ones are the same value. */
static Val lift(ValStore *vs, Val v, Val type, int depth) {
    if (v->type == type) return v;
    if (v->kind == V_INT) return val_retype(vs, v, type);
    if (v->kind == S_FIELD && v->u.op == 0 && v->args[0]->type == type) return v->args[0];
    if (v->kind == S_OP && v->type && v->type->kind == T_SIMD && v->n <= MAX_FACTORS && depth < 8 &&
        (v->u.op <= SYM_NOT || v->u.op == SYM_MIN || v->u.op == SYM_MAX)) {
        Val t[MAX_FACTORS];
        for (uint32_t i = 0; i < v->n; i++) {
            t[i] = v->args[i]->type == v->type ? lift(vs, v->args[i], type, depth + 1) : v->args[i];
            if (!t[i]) return NULL;
        }
        return val_op(vs, (SymOp)v->u.op, type, t, v->n);
    }
    return NULL;
}
static Val lift_type(Val v, int depth) { /* the struct type whose field is read somewhere inside */
    if (v->kind == S_FIELD && v->u.op == 0 && v->args[0]->type && v->args[0]->type->kind == T_STRUCT &&
        val_leaf(v->args[0]->type))
        return v->args[0]->type;
    if (v->kind == S_OP && depth < 8)
        for (uint32_t i = 0; i < v->n; i++) {
            Val t = v->args[i]->type == v->type ? lift_type(v->args[i], depth + 1) : NULL;
            if (t) return t;
        }
    return NULL;
}

static const Big *gcd(Arena *a, const Big *x, const Big *y) {
    if (x->negative) x = big_neg(a, x);
    if (y->negative) y = big_neg(a, y);
    while (y->len) {
        const Big *r;
        big_divmod(a, x, y, NULL, &r);
        x = y, y = r;
    }
    return x;
}

/* 0 <= p or 0 == p, canonical. p's coefficients are exact integers. */
static Val relation(ValStore *vs, SymOp op, Val bool_type, Val num_type, Poly *p, bool is_unsigned) {
    Arena *a = p->a;
    Mono konst = {.c = big_from_i64(a, 0)};
    uint32_t n = 0; /* non-constant terms */
    bool all_pos = true, all_neg = true;
    const Big *g = konst.c;
    for (uint32_t i = 0; i < p->n; i++) {
        if (p->m[i].n == 0) {
            konst = p->m[i];
            continue;
        }
        if (p->m[i].c->negative) all_pos = false;
        else all_neg = false;
        g = gcd(a, g, p->m[i].c);
        p->m[n++] = p->m[i];
    }
    p->n = n;
    if (n == 0) {
        int s = big_sign(konst.c);
        bool r = op == SYM_LE ? s >= 0 : op == SYM_EQ ? s == 0 : s != 0;
        return val_i64(vs, bool_type, r);
    }
    if (big_bit_length(g) > 1) { /* divide by the common factor of the variable part */
        const Big *q, *r;
        big_divmod(a, konst.c, g, &q, &r);
        if (op != SYM_LE && r->len) return val_i64(vs, bool_type, op == SYM_NE);
        konst.c = q; /* 0 <= g·x + k  ⇔  0 <= x + floor(k/g) */
        for (uint32_t i = 0; i < n; i++) big_divmod(a, p->m[i].c, g, &p->m[i].c, NULL);
    }
    if (is_unsigned && op == SYM_LE && all_pos && !konst.c->negative) return val_i64(vs, bool_type, true);
    if (is_unsigned && op == SYM_LE && all_neg && konst.c->negative) return val_i64(vs, bool_type, false);
    if (op != SYM_LE && p->m[0].c->negative) { /* first term positive */
        for (uint32_t i = 0; i < n; i++) p->m[i].c = big_neg(a, p->m[i].c);
        konst.c = big_neg(a, konst.c);
    }
    Poly lo = poly_new(a), hi = poly_new(a); /* lo <= hi */
    for (uint32_t i = 0; i < n; i++) {
        Mono m = p->m[i];
        if (m.c->negative) {
            m.c = big_neg(a, m.c);
            poly_add_mono(&lo, &m);
        } else {
            poly_add_mono(&hi, &m);
        }
    }
    /* the constant: alone on a side when the other has all terms, else on the right */
    if (op == SYM_LE) {
        if (lo.n == 0) {
            konst.c = big_neg(a, konst.c);
            poly_add_mono(&lo, &konst);
        } else if (hi.n == 0 || !konst.c->negative) {
            poly_add_mono(&hi, &konst);
        } else {
            konst.c = big_neg(a, konst.c);
            poly_add_mono(&lo, &konst);
        }
        Val l = poly_val(vs, num_type, &lo), h = poly_val(vs, num_type, &hi);
        Val args[2] = {l, h};
        return val_raw_op(vs, SYM_LE, bool_type, args, 2);
    }
    konst.c = big_neg(a, konst.c); /* hi - lo + k == 0: hi == lo - k */
    poly_add_mono(&lo, &konst);
    Val args[2] = {poly_val(vs, num_type, &hi), poly_val(vs, num_type, &lo)};
    return val_raw_op(vs, op, bool_type, args, 2);
}

static Val compare(ValStore *vs, SymOp op, Val type, Val x, Val y) {
    if (x->type && y->type && x->type->kind == T_SIMD) {
        Val t = lift_type(x, 0);
        if (!t) t = lift_type(y, 0);
        if (t) {
            Val a = lift(vs, x, t, 0), b = lift(vs, y, t, 0);
            if (a && b) x = a, y = b;
        }
    }
    uint32_t bits = 0;
    Val num = x->kind == V_INT && x->type != y->type && y->type ? y->type : x->type;
    ScalarClass c = val_scalar_class(num, &bits, NULL);
    if (c == SC_SINT || c == SC_UINT || c == SC_PRIMINT) {
        Arena a;
        arena_init(&a);
        Poly p = poly_new(&a), px = poly_of(&a, x, 0), py = poly_of(&a, y, 0);
        if (c == SC_UINT) { /* n - 1 is stored as n + (2^w - 1) */
            if (x->kind != V_INT) poly_wrap(&px, c, bits);
            if (y->kind != V_INT) poly_wrap(&py, c, bits);
        }
        if (op == SYM_LT) { /* x < y: x + 1 <= y: 0 <= y - x - 1 */
            Mono one = {.c = big_from_i64(&a, -1)};
            poly_add_mono(&p, &one);
        }
        poly_add(&p, &py, 1);
        poly_add(&p, &px, -1);
        Val r = NULL;
        if (!p.overflow && !px.overflow && !py.overflow)
            r = relation(vs, op == SYM_LT ? SYM_LE : op, type, num, &p, c == SC_UINT);
        arena_done(&a);
        if (r) return r;
    } else if (c == SC_FLOAT || c == SC_PRIMFLOAT) {
        bool xn = x->kind == V_FLOAT || x->kind == V_RATIO || x->kind == V_INT;
        bool yn = y->kind == V_FLOAT || y->kind == V_RATIO || y->kind == V_INT;
        if (xn && yn) {
            bool un;
            int k = val_float_cmp(x, y, &un);
            bool r = op == SYM_EQ ? !un && k == 0 : op == SYM_NE ? un || k != 0 : op == SYM_LT ? !un && k < 0 : !un && k <= 0;
            return val_i64(vs, type, r);
        }
    } else if (c == SC_BOOL) {
        bool b, e;
        if (op == SYM_EQ || op == SYM_NE) {
            if (val_as_bool(x, &b) && val_as_bool(y, &e)) return val_i64(vs, type, (b == e) == (op == SYM_EQ));
            if (x == y) return val_i64(vs, type, op == SYM_EQ);
            if (type == x->type || type == y->type) { /* b == True is b */
                if (val_as_bool(x, &b)) return b == (op == SYM_EQ) ? y : bool_not(vs, type, y);
                if (val_as_bool(y, &b)) return b == (op == SYM_EQ) ? x : bool_not(vs, type, x);
            }
        } else if (val_as_bool(x, &b) && val_as_bool(y, &e)) {
            return val_i64(vs, type, op == SYM_LT ? b < e : b <= e);
        }
    } else if (op == SYM_EQ || op == SYM_NE) {
        /* types, strings, aggregates, functions, origins: identity decides once nothing is symbolic */
        if (x == y) return val_i64(vs, type, op == SYM_EQ);
        bool open = ((x->flags | y->flags) & (VAL_SYMBOLIC | VAL_UNBOUND)) != 0;
        if (!open && x->kind != V_OBJECT && y->kind != V_OBJECT) return val_i64(vs, type, op == SYM_NE);
        if (x->kind < V_INT && y->kind < V_INT &&
            (x->kind != y->kind || (x->kind == T_STRUCT && x->u.decl != y->u.decl)))
            return val_i64(vs, type, op == SYM_NE);
    } else if (x->kind == V_STR && y->kind == V_STR) {
        int k = str_cmp(x->u.str, y->u.str);
        return val_i64(vs, type, op == SYM_LT ? k < 0 : k <= 0);
    }
    Val args[2] = {x, y};
    if (op == SYM_EQ || op == SYM_NE) { /* what is symbolic on the left, else by age */
        bool xs = x->kind >= S_PARAM, ys = y->kind >= S_PARAM;
        if (xs != ys ? ys : y->id < x->id) args[0] = y, args[1] = x;
    }
    return val_raw_op(vs, op, type, args, 2);
}

/* ---- packs, strings, queries --------------------------------------------------------------------- */
static Val pack_cat(ValStore *vs, Val type, const Val *args, uint32_t n) {
    VEC(Val) v = {0};
    Val elem = type && type->kind == T_PACKOF ? type : NULL;
    for (uint32_t i = 0; i < n; i++) {
        const Val *src = &args[i];
        uint32_t k = 1;
        if (args[i]->kind == S_OP && args[i]->u.op == SYM_PACK_CAT) src = args[i]->args, k = args[i]->n;
        for (uint32_t j = 0; j < k; j++) { /* neighbouring constant packs join */
            if (src[j]->kind == V_PACK && src[j]->n == 0) continue;
            if (v.len && vec_last(&v)->kind == V_PACK && src[j]->kind == V_PACK) {
                Val a = vec_last(&v), b = src[j], *t = xmalloc(sizeof(Val) * (a->n + b->n));
                memcpy(t, a->args, sizeof(Val) * a->n);
                memcpy(t + a->n, b->args, sizeof(Val) * b->n);
                vec_last(&v) = val_pack(vs, elem ? elem : a->type, t, a->n + b->n);
                free(t);
            } else {
                vec_push(&v, src[j]);
            }
        }
    }
    Val r;
    if (v.len == 0) r = val_pack(vs, elem, NULL, 0);
    else if (v.len == 1) r = v.data[0];
    else r = val_raw_op(vs, SYM_PACK_CAT, type, v.data, v.len);
    vec_done(&v);
    return r;
}

static Val range_pack(ValStore *vs, Val type, const Val *args, uint32_t n) {
    int64_t a, b, s;
    if (n != 3 || !val_as_i64(args[0], &a) || !val_as_i64(args[1], &b) || !val_as_i64(args[2], &s)) return NULL;
    Val elem = args[0]->type;
    int64_t count = s > 0 && b > a ? (b - a - 1) / s + 1 : s < 0 && a > b ? (a - b - 1) / -s + 1 : 0;
    if (count > 1 << 20) return NULL;
    Val *t = xmalloc(sizeof(Val) * (size_t)(count + 1));
    for (int64_t i = 0; i < count; i++) t[i] = val_i64(vs, elem, a + i * s);
    Val r = val_pack(vs, type && type->kind == T_PACKOF ? type : elem, t, (uint32_t)count);
    free(t);
    return r;
}

static Val query(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n) {
    bool open = false;
    for (uint32_t i = 0; i < n; i++) open |= (args[i]->flags & (VAL_SYMBOLIC | VAL_UNBOUND)) != 0;
    if (!open && vs->has_hooks && vs->hooks.query) {
        Val r = vs->hooks.query(vs->hooks.ctx, op, type, args, n);
        if (r) return r;
    }
    return val_raw_op(vs, op, type, args, n);
}

/* Integers: dropping high bits commutes with sums and products, so a conversion to a type that is no wider
 * goes to the factors, where one that came from there cancels: SIMDLength(2 * Int(n)) is 2 * n. */
static bool is_integer(ScalarClass c) {
    return c == SC_SINT || c == SC_UINT;
}
static Val convert_symbolic(ValStore *vs, Val type, Val v) {
    uint32_t to, from;
    if (v->type && is_integer(val_scalar_class(type, &to, NULL)) && is_integer(val_scalar_class(v->type, &from, NULL)) &&
        v->kind == S_OP && to <= from) {
        uint32_t before;
        if (v->u.op == SYM_CONVERT && v->args[0]->type && is_integer(val_scalar_class(v->args[0]->type, &before, NULL)) &&
            (to <= before || v->args[0]->type == type)) {
            if (to <= before || from >= before) return val_op(vs, SYM_CONVERT, type, &v->args[0], 1);
        }
        if ((v->u.op == SYM_ADD || v->u.op == SYM_MUL) && v->n <= MAX_FACTORS) {
            Val t[MAX_FACTORS];
            for (uint32_t i = 0; i < v->n; i++) t[i] = val_op(vs, SYM_CONVERT, type, &v->args[i], 1);
            return val_op(vs, (SymOp)v->u.op, type, t, v->n);
        }
    }
    return val_raw_op(vs, SYM_CONVERT, type, &v, 1);
}

/* ---- the door ---------------------------------------------------------------------------------- */
Val val_op2(ValStore *vs, SymOp op, Val type, Val a, Val b) {
    Val args[2] = {a, b};
    return val_op(vs, op, type, args, 2);
}

static Val with_element(ValStore *vs, Val body, Val p, Val x) {
    const struct ParamDecl *decl = p->u.decl;
    Subst s = {.params = &decl, .args = &x, .n = 1};
    return p->kind == S_PARAM ? val_subst(vs, body, &s) : body;
}

static Val pack_map(ValStore *vs, Val type, const Val *args) {
    Val pack = args[0], elem = type && type->kind == T_PACKOF && type->n ? type->args[0] : NULL;
    if (pack->kind != V_PACK) return val_raw_op(vs, SYM_PACK_MAP, type, args, 3);
    Val *items = xcalloc(pack->n + 1, sizeof *items);
    for (uint32_t i = 0; i < pack->n; i++) items[i] = with_element(vs, args[2], args[1], pack->args[i]);
    Val r = val_pack(vs, elem, items, pack->n);
    free(items);
    return r;
}

static Val pack_fold(ValStore *vs, Val type, const Val *args) {
    Val pack = args[0], acc = args[4];
    if (pack->kind != V_PACK) return val_raw_op(vs, SYM_PACK_FOLD, type, args, 5);
    for (uint32_t i = 0; i < pack->n; i++)
        acc = with_element(vs, with_element(vs, args[3], args[2], pack->args[i]), args[1], acc);
    return acc;
}

Val val_op(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (args[i]->kind == V_ERROR) return args[i];
    switch (op) {
    case SYM_EQ:
    case SYM_NE:
    case SYM_LT:
    case SYM_LE: return compare(vs, op, type, args[0], args[1]);
    case SYM_NEG_F:
    case SYM_ADD_F:
    case SYM_SUB_F:
    case SYM_MUL_F:
    case SYM_DIV_F: {
        Val r = val_fold_float(vs, op, type, args, n);
        if (r) return r;
        if (op == SYM_NEG_F && args[0]->kind == S_OP && args[0]->u.op == SYM_NEG_F) return args[0]->args[0];
        return val_raw_op(vs, op, type, args, n);
    }
    case SYM_CONVERT: {
        if (args[0]->type == type) return args[0];
        Val r = val_convert(vs, type, args[0]);
        return r ? r : convert_symbolic(vs, type, args[0]);
    }
    case SYM_PACK_LEN:
        if (args[0]->kind == V_PACK) return val_i64(vs, type, args[0]->n);
        if (args[0]->kind == S_OP && args[0]->u.op == SYM_PACK_MAP) args = args[0]->args; /* one for one */
        if (args[0]->kind == S_OP && args[0]->u.op == SYM_PACK_CAT && args[0]->n <= MAX_TERMS) {
            Val t[MAX_TERMS];
            for (uint32_t i = 0; i < args[0]->n; i++) t[i] = val_op(vs, SYM_PACK_LEN, type, &args[0]->args[i], 1);
            return val_op(vs, SYM_ADD, type, t, args[0]->n);
        }
        return val_raw_op(vs, op, type, args, n);
    case SYM_PACK_GET: {
        int64_t i;
        if (args[0]->type && args[0]->type->kind == T_PACKOF) type = args[0]->type->args[0]; /* as its elements */
        if (val_as_i64(args[1], &i)) {
            Val p = args[0];
            if (p->kind == V_PACK && i >= 0 && i < (int64_t)p->n) return p->args[i];
            if (p->kind == S_OP && p->u.op == SYM_PACK_CAT && p->args[0]->kind == V_PACK && i >= 0 &&
                i < (int64_t)p->args[0]->n)
                return p->args[0]->args[i];
        }
        if (args[0]->kind == S_OP && args[0]->u.op == SYM_PACK_MAP) {
            const Val *map = args[0]->args;
            Val get[2] = {map[0], args[1]};
            Val elem = map[0]->type && map[0]->type->kind == T_PACKOF ? map[0]->type->args[0] : NULL;
            return with_element(vs, map[2], map[1], val_op(vs, SYM_PACK_GET, elem, get, 2));
        }
        return val_raw_op(vs, op, type, args, n);
    }
    case SYM_PACK_CAT: return pack_cat(vs, type, args, n);
    case SYM_PACK_MAP: return pack_map(vs, type, args);
    case SYM_PACK_FOLD: return pack_fold(vs, type, args);
    case SYM_RANGE_PACK: {
        Val r = range_pack(vs, type, args, n);
        return r ? r : val_raw_op(vs, op, type, args, n);
    }
    case SYM_STR_LEN:
        if (args[0]->kind == V_STR) return val_i64(vs, type, (int64_t)args[0]->u.str.len);
        return val_raw_op(vs, op, type, args, n);
    case SYM_STR_CAT:
        if (n == 2 && args[0]->kind == V_STR && args[1]->kind == V_STR) {
            StrBuf b = {0};
            sb_str(&b, args[0]->u.str);
            sb_str(&b, args[1]->u.str);
            Val r = val_str(vs, sb_view(&b));
            sb_done(&b);
            return r;
        }
        return val_raw_op(vs, op, type, args, n);
    case SYM_ORIGIN_WITHIN:
        if (val_origin_within(args[0], args[1])) return val_i64(vs, type, 1);
        if (!val_is_symbolic(args[0]) && !val_is_symbolic(args[1])) return val_i64(vs, type, 0);
        return val_raw_op(vs, op, type, args, n);
    case SYM_ORIGIN_MUT: {
        Val whole = args[0]; /* a part is as mutable as what it lies in */
        while (whole->kind == O_FIELD) whole = whole->args[0];
        args = &whole;
        int m = val_origin_mut(args[0]);
        if (m >= 0) return val_i64(vs, type, m);
        Val ot = args[0]->type;
        if (ot && ot->kind == T_ORIGIN && ot->args[0]->kind != V_UNBOUND) return val_retype(vs, ot->args[0], type);
        return val_raw_op(vs, op, type, args, n);
    }
    case SYM_CONFORMS:
    case SYM_SIZE_OF:
    case SYM_ALIGN_OF:
    case SYM_IS_TRIVIAL_COPY:
    case SYM_IS_TRIVIAL_MOVE:
    case SYM_IS_TRIVIAL_DEINIT:
    case SYM_TYPE_NAME:
    case SYM_FIELD_COUNT:
    case SYM_FIELD_NAME:
    case SYM_FIELD_OFFSET:
    case SYM_IS_STRUCT:
    case SYM_FN_NAME:
    case SYM_FN_SYMBOL:
    case SYM_FIELD_TYPE:
    case SYM_DEFINE:
    case SYM_TARGET:
    case SYM_ELEMENTS: return query(vs, op, type, args, n);
    default: break;
    }
    uint32_t bits = 0;
    ScalarClass c = val_scalar_class(type, &bits, NULL);
    if (n == 1 && (op == SYM_ADD || op == SYM_MUL)) return args[0];
    switch (c) {
    case SC_BOOL: return bool_op(vs, op, type, args, n);
    case SC_SINT:
    case SC_UINT:
    case SC_PRIMINT: return int_op(vs, op, type, args, n, c, bits);
    case SC_FLOAT:
    case SC_PRIMFLOAT: {
        SymOp f = op == SYM_ADD ? SYM_ADD_F : op == SYM_MUL ? SYM_MUL_F : op == SYM_DIV ? SYM_DIV_F : op;
        Val r = n <= 2 ? val_fold_float(vs, f, type, args, n) : NULL;
        return r ? r : val_raw_op(vs, f, type, args, n);
    }
    case SC_NONE: break;
    }
    return val_raw_op(vs, op, type, args, n); /* element type still unknown: as written */
}
