/* SPDX-License-Identifier: Apache-2.0 */
/* Arbitrary-precision integers: sign and magnitude in 32-bit limbs, little end first.
 * Multiplication: schoolbook, Karatsuba for long operands. Division: algorithm D (Knuth, The Art of
 * Computer Programming 2, 4.3.1). Bitwise operations see infinite two's complement, as Python's do.
 * Text conversion is in big_text.c. Tested against Python's int by tests/unit/base. */
#include "base/big_int.h"

#include <math.h>

enum { MAX_LIMBS = BIG_MAX_BITS / 32, KARATSUBA = 40 };

/* ---- making -------------------------------------------------------------------------------------
 */

Big *big_new(Arena *a, uint32_t len) {
    Big *x = arena_alloc(a, sizeof *x + len * sizeof x->limb[0]);
    x->negative = false;
    x->len = len;
    return x;
}

const Big *big_trim(Big *x) {
    while (x->len && x->limb[x->len - 1] == 0) x->len--;
    if (x->len == 0) x->negative = false;
    return x->len > MAX_LIMBS ? NULL : x;
}

const Big *big_from_u64(Arena *a, uint64_t v) {
    Big *x = big_new(a, 2);
    x->limb[0] = (uint32_t)v;
    x->limb[1] = (uint32_t)(v >> 32);
    return big_trim(x);
}

const Big *big_from_i64(Arena *a, int64_t v) {
    Big *x = (Big *)big_from_u64(a, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
    x->negative = v < 0;
    return x;
}

const Big *big_from_double(Arena *a, double d) {
    if (!isfinite(d)) return NULL;
    int exp;
    double m = frexp(trunc(fabs(d)), &exp); /* |d| = m × 2^exp, ½ ≤ m < 1 */
    uint64_t bits = (uint64_t)ldexp(m, 53);
    const Big *x = big_from_u64(a, bits);
    x = exp >= 53 ? big_shl(a, x, (uint64_t)(exp - 53)) : big_shr(a, x, (uint64_t)(53 - exp));
    return d < 0 ? big_neg(a, x) : x;
}

static Big *with_sign(Arena *a, const Big *x, bool negative) {
    Big *y = arena_dup(a, x, sizeof *x + x->len * sizeof x->limb[0]);
    y->negative = negative && y->len;
    return y;
}

/* ---- comparing ----------------------------------------------------------------------------------
 */

static int cmp_abs(const Big *x, const Big *y) {
    if (x->len != y->len) return x->len < y->len ? -1 : 1;
    for (uint32_t i = x->len; i-- > 0;)
        if (x->limb[i] != y->limb[i]) return x->limb[i] < y->limb[i] ? -1 : 1;
    return 0;
}

int big_cmp(const Big *x, const Big *y) {
    if (x->negative != y->negative) return x->negative ? -1 : 1;
    int c = cmp_abs(x, y);
    return x->negative ? -c : c;
}

int big_sign(const Big *x) {
    return x->negative ? -1 : x->len != 0;
}

uint64_t big_hash(const Big *x) {
    return hash_bytes(x->limb, x->len * sizeof x->limb[0], x->negative);
}

/* ---- sums ---------------------------------------------------------------------------------------
 */

/* out[0..n] += x[0..len], len ≤ n; the sum is known to fit. */
static void limbs_add(uint32_t *out, uint32_t n, const uint32_t *x, uint32_t len) {
    uint64_t carry = 0;
    for (uint32_t i = 0; i < n && (i < len || carry); i++) {
        carry += (uint64_t)out[i] + (i < len ? x[i] : 0);
        out[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* out[0..n] -= x[0..len], len ≤ n; the difference is known not to be negative. */
static void limbs_sub(uint32_t *out, uint32_t n, const uint32_t *x, uint32_t len) {
    uint64_t borrow = 0;
    for (uint32_t i = 0; i < n && (i < len || borrow); i++) {
        uint64_t d = (uint64_t)out[i] - (i < len ? x[i] : 0) - borrow;
        out[i] = (uint32_t)d;
        borrow = d >> 63;
    }
}

static const Big *add_signed(Arena *a, const Big *x, const Big *y, bool y_negative) {
    if (x->negative == y_negative) {
        uint32_t n = (x->len > y->len ? x->len : y->len) + 1;
        Big *z = big_new(a, n);
        memset(z->limb, 0, n * sizeof z->limb[0]);
        memcpy(z->limb, x->limb, x->len * sizeof z->limb[0]);
        limbs_add(z->limb, n, y->limb, y->len);
        z->negative = x->negative;
        return big_trim(z);
    }
    int c = cmp_abs(x, y);
    if (c == 0) return big_from_u64(a, 0);
    const Big *big = c > 0 ? x : y, *small = c > 0 ? y : x;
    Big *z = with_sign(a, big, c > 0 ? x->negative : y_negative);
    limbs_sub(z->limb, z->len, small->limb, small->len);
    return big_trim(z);
}

const Big *big_add(Arena *a, const Big *x, const Big *y) {
    return add_signed(a, x, y, y->negative);
}

const Big *big_sub(Arena *a, const Big *x, const Big *y) {
    return add_signed(a, x, y, !y->negative);
}

const Big *big_neg(Arena *a, const Big *x) {
    return with_sign(a, x, !x->negative);
}

/* ---- products -----------------------------------------------------------------------------------
 */

static void mul_school(uint32_t *out, const uint32_t *x, uint32_t nx, const uint32_t *y,
                       uint32_t ny) {
    memset(out, 0, ((size_t)nx + ny) * sizeof *out);
    for (uint32_t i = 0; i < nx; i++) {
        uint64_t carry = 0, xi = x[i];
        if (xi == 0) continue;
        for (uint32_t j = 0; j < ny; j++) {
            carry += xi * y[j] + out[i + j];
            out[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        out[i + ny] = (uint32_t)carry;
    }
}

static void mul_limbs(uint32_t *out, const uint32_t *x, uint32_t nx, const uint32_t *y,
                      uint32_t ny);

/* Karatsuba for nx ≥ ny > half of nx: three products of half the length. */
static void mul_halves(uint32_t *out, const uint32_t *x, uint32_t nx, const uint32_t *y,
                       uint32_t ny) {
    uint32_t h = (nx + 1) / 2, n = nx + ny, m = h + 1;
    mul_limbs(out, x, h, y, h);
    mul_limbs(out + 2 * h, x + h, nx - h, y + h, ny - h);
    uint32_t *t = xcalloc((size_t)4 * m, sizeof *t);
    uint32_t *sx = t, *sy = t + m, *mid = t + 2 * m;
    memcpy(sx, x, h * sizeof *t);
    memcpy(sy, y, h * sizeof *t);
    limbs_add(sx, m, x + h, nx - h);
    limbs_add(sy, m, y + h, ny - h);
    mul_limbs(mid, sx, m, sy, m);
    limbs_sub(mid, 2 * m, out, 2 * h);
    limbs_sub(mid, 2 * m, out + 2 * h, n - 2 * h);
    uint32_t len = 2 * m;
    while (len && mid[len - 1] == 0) len--;
    limbs_add(out + h, n - h, mid, len);
    free(t);
}

static void mul_limbs(uint32_t *out, const uint32_t *x, uint32_t nx, const uint32_t *y,
                      uint32_t ny) {
    if (nx < ny) {
        mul_limbs(out, y, ny, x, nx);
    } else if (ny < KARATSUBA) {
        mul_school(out, x, nx, y, ny);
    } else if (ny > (nx + 1) / 2) {
        mul_halves(out, x, nx, y, ny);
    } else { /* the longer one in pieces of the shorter one's length */
        uint32_t *part = xmalloc((size_t)2 * ny * sizeof *part);
        memset(out, 0, ((size_t)nx + ny) * sizeof *out);
        for (uint32_t i = 0; i < nx; i += ny) {
            uint32_t n = nx - i < ny ? nx - i : ny;
            mul_limbs(part, x + i, n, y, ny);
            limbs_add(out + i, nx + ny - i, part, n + ny);
        }
        free(part);
    }
}

const Big *big_mul(Arena *a, const Big *x, const Big *y) {
    if (x->len == 0 || y->len == 0) return big_from_u64(a, 0);
    if (x->len + y->len > MAX_LIMBS + 1) return NULL;
    Big *z = big_new(a, x->len + y->len);
    mul_limbs(z->limb, x->limb, x->len, y->limb, y->len);
    z->negative = x->negative != y->negative;
    return big_trim(z);
}

const Big *big_pow(Arena *a, const Big *x, uint64_t e) {
    const Big *r = big_from_u64(a, 1);
    if (e == 0) return r;
    if (x->len == 0) return x;
    if (x->len == 1 && x->limb[0] == 1) return with_sign(a, x, x->negative && (e & 1));
    uint32_t bits = big_bit_length(x);
    if (e > BIG_MAX_BITS || (uint64_t)(bits - 1) * e > BIG_MAX_BITS) return NULL;
    for (const Big *p = x;; p = big_mul(a, p, p)) {
        if (!p) return NULL;
        if (e & 1) r = big_mul(a, r, p);
        if (!r) return NULL;
        e >>= 1;
        if (e == 0) return r;
    }
}

/* ---- quotients ----------------------------------------------------------------------------------
 */

uint32_t limbs_div_small(uint32_t *q, const uint32_t *x, uint32_t n, uint32_t d) {
    uint64_t rem = 0;
    for (uint32_t i = n; i-- > 0;) {
        rem = rem << 32 | x[i];
        q[i] = (uint32_t)(rem / d);
        rem %= d;
    }
    return (uint32_t)rem;
}

/* Algorithm D. u has nu+1 limbs and holds the dividend shifted so that v's top bit is set (nv ≥ 2);
 * it becomes the shifted remainder. q gets nu-nv+1 limbs. */
static void div_school(uint32_t *q, uint32_t *u, uint32_t nu, const uint32_t *v, uint32_t nv) {
    uint64_t v1 = v[nv - 1], v2 = v[nv - 2];
    for (uint32_t j = nu - nv + 1; j-- > 0;) {
        uint64_t top = (uint64_t)u[j + nv] << 32 | u[j + nv - 1];
        uint64_t guess = top / v1, rest = top % v1;
        while (guess >> 32 || guess * v2 > (rest << 32 | u[j + nv - 2])) {
            guess--;
            rest += v1;
            if (rest >> 32) break;
        }
        uint64_t carry = 0, borrow = 0;
        for (uint32_t i = 0; i < nv; i++) {
            carry += guess * v[i];
            uint64_t d = (uint64_t)u[i + j] - (uint32_t)carry - borrow;
            u[i + j] = (uint32_t)d;
            borrow = d >> 63;
            carry >>= 32;
        }
        uint64_t d = (uint64_t)u[j + nv] - carry - borrow;
        u[j + nv] = (uint32_t)d;
        if (d >> 63) { /* one too many: add the divisor back */
            guess--;
            carry = 0;
            for (uint32_t i = 0; i < nv; i++) {
                carry += (uint64_t)u[i + j] + v[i];
                u[i + j] = (uint32_t)carry;
                carry >>= 32;
            }
            u[j + nv] += (uint32_t)carry;
        }
        q[j] = (uint32_t)guess;
    }
}

static void shift_left(uint32_t *out, const uint32_t *x, uint32_t n,
                       unsigned s) { /* n+1 limbs out */
    uint32_t carry = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t w = (uint64_t)x[i] << s | carry;
        out[i] = (uint32_t)w;
        carry = (uint32_t)(w >> 32);
    }
    out[n] = carry;
}

/* Quotient and remainder of the magnitudes; both results are made. */
static void divmod_abs(Arena *a, const Big *x, const Big *y, Big **quot, Big **rem) {
    if (cmp_abs(x, y) < 0) {
        *quot = big_new(a, 0);
        *rem = with_sign(a, x, false);
        return;
    }
    Big *q = big_new(a, x->len - y->len + 1), *r = big_new(a, y->len);
    if (y->len == 1) {
        r->limb[0] = limbs_div_small(q->limb, x->limb, x->len, y->limb[0]);
    } else {
        unsigned s = (unsigned)__builtin_clz(y->limb[y->len - 1]);
        uint32_t *u = xmalloc(((size_t)x->len + y->len + 2) * sizeof *u), *v = u + x->len + 1;
        shift_left(u, x->limb, x->len, s);
        shift_left(v, y->limb, y->len, s);
        div_school(q->limb, u, x->len, v, y->len);
        for (uint32_t i = 0; i < y->len; i++)
            r->limb[i] = s ? u[i] >> s | u[i + 1] << (32 - s) : u[i];
        free(u);
    }
    big_trim(q);
    big_trim(r);
    *quot = q;
    *rem = r;
}

bool big_divmod(Arena *a, const Big *x, const Big *y, const Big **quot, const Big **rem) {
    if (y->len == 0) return false;
    Big *q, *r;
    divmod_abs(a, x, y, &q, &r);
    bool inexact = r->len != 0, opposite = x->negative != y->negative;
    q->negative = opposite && q->len;
    r->negative = x->negative && r->len;
    const Big *fq = q, *fr = r;
    if (inexact && opposite) { /* truncated to floored */
        if (quot) fq = big_sub(a, q, big_from_u64(a, 1));
        if (rem) fr = big_add(a, r, y);
    }
    if (quot) *quot = fq;
    if (rem) *rem = fr;
    return true;
}

/* ---- shifts and bits ----------------------------------------------------------------------------
 */

const Big *big_shl(Arena *a, const Big *x, uint64_t n) {
    if (x->len == 0) return x;
    if (n > BIG_MAX_BITS) return NULL;
    uint32_t limbs = (uint32_t)(n / 32);
    Big *z = big_new(a, x->len + limbs + 1);
    memset(z->limb, 0, limbs * sizeof z->limb[0]);
    shift_left(z->limb + limbs, x->limb, x->len, n % 32);
    z->negative = x->negative;
    return big_trim(z);
}

const Big *big_shr(Arena *a, const Big *x, uint64_t n) {
    uint64_t limbs = n / 32;
    if (limbs >= x->len) return big_from_i64(a, x->negative ? -1 : 0);
    unsigned s = n % 32;
    uint32_t len = x->len - (uint32_t)limbs;
    bool lost = false;
    for (uint32_t i = 0; i < limbs; i++) lost |= x->limb[i] != 0;
    lost |= s && (x->limb[limbs] & ((1u << s) - 1));
    Big *z = big_new(a, len);
    for (uint32_t i = 0; i < len; i++) {
        uint64_t w = x->limb[i + limbs];
        if (i + 1 < len) w |= (uint64_t)x->limb[i + limbs + 1] << 32;
        z->limb[i] = (uint32_t)(w >> s);
    }
    z->negative = x->negative;
    big_trim(z);
    return x->negative && lost ? big_sub(a, z, big_from_u64(a, 1)) : z;
}

/* Two's complement limb by limb: negative x is ~(|x| - 1). */
typedef struct Bits {
    const Big *x;
    uint32_t i;
    uint32_t borrow; /* still to subtract from the magnitude */
} Bits;

static Bits bits_of(const Big *x) {
    return (Bits){x, 0, x->negative};
}

static uint32_t next_limb(Bits *b) {
    uint32_t m = b->i < b->x->len ? b->x->limb[b->i] : 0;
    b->i++;
    if (!b->x->negative) return m;
    uint32_t v = m - b->borrow;
    b->borrow = b->borrow && m == 0;
    return ~v;
}

/* Turns n limbs of two's complement into sign and magnitude, in place. */
static const Big *from_bits(Big *z, bool negative) {
    z->negative = negative;
    if (negative) {
        uint32_t carry = 1;
        for (uint32_t i = 0; i < z->len; i++) {
            z->limb[i] = ~z->limb[i] + carry;
            carry = carry && z->limb[i] == 0;
        }
        MOJ_ASSERT(!carry || z->len == 0);
    }
    return big_trim(z);
}

static const Big *bitwise(Arena *a, const Big *x, const Big *y, char op) {
    uint32_t n = (x->len > y->len ? x->len : y->len) + 1;
    Big *z = big_new(a, n);
    Bits bx = bits_of(x), by = bits_of(y);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = next_limb(&bx), v = next_limb(&by);
        z->limb[i] = op == '&' ? u & v : op == '|' ? u | v : u ^ v;
    }
    return from_bits(z, z->limb[n - 1] >> 31);
}

const Big *big_and(Arena *a, const Big *x, const Big *y) {
    return bitwise(a, x, y, '&');
}

const Big *big_or(Arena *a, const Big *x, const Big *y) {
    return bitwise(a, x, y, '|');
}

const Big *big_xor(Arena *a, const Big *x, const Big *y) {
    return bitwise(a, x, y, '^');
}

const Big *big_not(Arena *a, const Big *x) {
    return big_sub(a, big_from_i64(a, -1), x);
}

const Big *big_wrap(Arena *a, const Big *x, uint32_t bits, bool is_signed) {
    if (bits == 0) return big_from_u64(a, 0);
    uint32_t n = (bits + 31) / 32, top = bits % 32;
    Big *z = big_new(a, n);
    Bits b = bits_of(x);
    for (uint32_t i = 0; i < n; i++) z->limb[i] = next_limb(&b);
    bool negative = is_signed && (z->limb[n - 1] >> (top ? top - 1 : 31) & 1);
    if (top) {
        uint32_t mask = (1u << top) - 1;
        z->limb[n - 1] = negative ? z->limb[n - 1] | ~mask : z->limb[n - 1] & mask;
    }
    return from_bits(z, negative);
}

uint32_t big_bit_length(const Big *x) {
    return x->len ? x->len * 32 - (uint32_t)__builtin_clz(x->limb[x->len - 1]) : 0;
}

void big_words(const Big *x, uint64_t *words, uint32_t n) {
    Bits b = bits_of(x);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t lo = next_limb(&b);
        words[i] = lo | (uint64_t)next_limb(&b) << 32;
    }
}

/* ---- to machine numbers -------------------------------------------------------------------------
 */

static uint64_t low_u64(const Big *x) {
    return (x->len > 0 ? x->limb[0] : 0) | (x->len > 1 ? (uint64_t)x->limb[1] << 32 : 0);
}

bool big_fits_u64(const Big *x, uint64_t *out) {
    if (x->negative || x->len > 2) return false;
    *out = low_u64(x);
    return true;
}

bool big_fits_i64(const Big *x, int64_t *out) {
    if (x->len > 2) return false;
    uint64_t m = low_u64(x);
    if (m > (uint64_t)INT64_MAX + x->negative) return false;
    *out = (int64_t)(x->negative ? 0 - m : m);
    return true;
}

double big_to_double(const Big *x) {
    uint32_t bits = big_bit_length(x);
    if (bits > 1024) return x->negative ? -INFINITY : INFINITY;
    /* The top 64 bits, the lowest of them sticky: 53 are kept, so one rounding is right. */
    uint64_t m = 0;
    uint32_t drop = bits > 64 ? bits - 64 : 0;
    bool sticky = false;
    for (uint32_t i = 0; i < x->len; i++) {
        int64_t at = (int64_t)i * 32 - drop; /* where this limb's bit 0 falls in m */
        uint64_t v = x->limb[i];
        MOJ_ASSERT(at < 64);
        if (at >= 0) {
            m |= v << at;
        } else if (at > -32) {
            m |= v >> -at;
            sticky |= (v & ((1ull << -at) - 1)) != 0;
        } else {
            sticky |= v != 0;
        }
    }
    uint64_t low = m & 0x7FF;
    double d;
    if (drop == 0) {
        d = (double)m; /* the hardware rounds to nearest even */
    } else {
        m &= ~0x7FFull;
        bool odd = m >> 11 & 1, up = low > 0x400 || (low == 0x400 && (sticky || odd));
        d = (double)(m >> 11) + (up ? 1 : 0); /* at most 2^53: exact */
        d = ldexp(d, 11 + (int)drop);
    }
    return x->negative ? -d : d;
}
