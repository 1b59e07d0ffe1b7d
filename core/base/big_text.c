/* SPDX-License-Identifier: Apache-2.0 */
/* Big integers from and to text. Powers of two go bit by bit; decimal input splits in halves, so it
 * costs as much as multiplication; decimal output takes nine digits a division. */
#include "base/big_int.h"

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

static const Big *parse_bits(Arena *a, const char *d, size_t n, unsigned per_digit) {
    size_t zeros = 0;
    while (zeros < n && d[zeros] == '0') zeros++;
    d += zeros;
    n -= zeros;
    if (n > BIG_MAX_BITS) return NULL;
    uint32_t len = (uint32_t)((n * per_digit + 31) / 32);
    Big *x = big_new(a, len);
    memset(x->limb, 0, len * sizeof x->limb[0]);
    for (size_t i = 0; i < n; i++) {
        uint64_t v = (uint64_t)digit_value(d[n - 1 - i]);
        size_t at = i * per_digit;
        v <<= at % 32;
        x->limb[at / 32] |= (uint32_t)v;
        if (v >> 32) x->limb[at / 32 + 1] |= (uint32_t)(v >> 32);
    }
    return big_trim(x);
}

static const Big *parse_chunk(Arena *a, const char *d, size_t n) {
    Big *x = big_new(a, (uint32_t)(n / 9 + 1));
    x->len = 0;
    for (size_t i = 0; i < n;) {
        uint32_t v = 0, scale = 1;
        for (size_t k = 0; k < 9 && i < n; k++, i++, scale *= 10)
            v = v * 10 + (uint32_t)(d[i] - '0');
        uint64_t carry = v;
        for (uint32_t j = 0; j < x->len; j++) {
            carry += (uint64_t)x->limb[j] * scale;
            x->limb[j] = (uint32_t)carry;
            carry >>= 32;
        }
        if (carry) x->limb[x->len++] = (uint32_t)carry;
    }
    return big_trim(x);
}

enum { CHUNK = 512 }; /* digits; powers[k] = 10^(CHUNK·2^k) */

static const Big *parse_decimal(Arena *a, const char *d, size_t n, const Big **powers) {
    if (n <= CHUNK) return parse_chunk(a, d, n);
    unsigned k = 0;
    while ((size_t)CHUNK << (k + 1) < n) k++;
    size_t low = (size_t)CHUNK << k;
    const Big *hi = parse_decimal(a, d, n - low, powers);
    const Big *lo = parse_decimal(a, d + n - low, low, powers);
    hi = hi ? big_mul(a, hi, powers[k]) : NULL;
    return hi && lo ? big_add(a, hi, lo) : NULL;
}

const Big *big_parse(Arena *a, Str digits, int base) {
    char *d = xmalloc(digits.len + 1);
    size_t n = 0;
    const Big *x = NULL;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.p[i] == '_') continue;
        if (digit_value(digits.p[i]) >= base) goto done;
        d[n++] = digits.p[i];
    }
    if (n == 0) goto done;
    if (base != 10) {
        x = parse_bits(a, d, n, base == 2 ? 1 : base == 8 ? 3 : 4);
        goto done;
    }
    size_t zeros = 0;
    while (zeros + 1 < n && d[zeros] == '0') zeros++;
    if (n - zeros > BIG_MAX_BITS / 3) goto done;
    const Big *powers[24];
    if (n - zeros > CHUNK) {
        powers[0] = big_pow(a, big_from_u64(a, 10), CHUNK);
        for (unsigned k = 1; (size_t)CHUNK << k < n - zeros; k++)
            if (!(powers[k] = big_mul(a, powers[k - 1], powers[k - 1]))) goto done;
    }
    x = parse_decimal(a, d + zeros, n - zeros, powers);
done:
    free(d);
    return x;
}

static char *bits_to_string(char *end, const Big *x, unsigned per_digit) {
    uint32_t bits = big_bit_length(x);
    for (uint32_t at = 0; at < bits; at += per_digit) {
        uint64_t w = x->limb[at / 32];
        if (at / 32 + 1 < x->len) w |= (uint64_t)x->limb[at / 32 + 1] << 32;
        *--end = "0123456789abcdef"[w >> at % 32 & ((1u << per_digit) - 1)];
    }
    return end;
}

static char *decimal_to_string(char *end, const Big *x) {
    uint32_t *limbs = xmalloc((x->len + 1) * sizeof *limbs), n = x->len;
    memcpy(limbs, x->limb, n * sizeof *limbs);
    while (n) {
        uint32_t part = limbs_div_small(limbs, limbs, n, 1000000000);
        while (n && limbs[n - 1] == 0) n--;
        for (int k = 0; k < 9 && (n || part); k++, part /= 10) *--end = (char)('0' + part % 10);
    }
    free(limbs);
    return end;
}

char *big_to_string(Arena *a, const Big *x, int base) {
    size_t per_limb = base == 2 ? 32 : base == 8 ? 11 : base == 16 ? 8 : 10;
    size_t cap = x->len * per_limb + 3;
    char *buf = arena_alloc(a, cap), *end = buf + cap - 1, *p;
    *end = '\0';
    if (x->len == 0)
        *(p = end - 1) = '0';
    else if (base == 10)
        p = decimal_to_string(end, x);
    else
        p = bits_to_string(end, x, base == 2 ? 1 : base == 8 ? 3 : 4);
    if (x->negative) *--p = '-';
    return p;
}
