/* SPDX-License-Identifier: Apache-2.0 */
/* Floats of 4 and 8 bits (OCP 8-bit Floating Point, OCP Microscaling Formats): conversion from and to
 * float32, rounding to nearest even; too large saturates where the format has no infinity but a NaN is
 * given for infinities, as the OCP text recommends for conversion without saturation of NaN. */
#include "runtime.h"

#include <math.h>

typedef struct Format {
    uint8_t dtype, exp_bits, man_bits, bias;
    uint8_t has_inf;   /* IEEE: the top exponent holds infinities and NaNs */
    uint8_t fnuz;      /* one NaN, 0x80; no negative zero */
    uint8_t no_nan;
    uint8_t is_scale;  /* e8m0: no sign, no zero, NaN 0xff */
} Format;
static const Format formats[] = {
    {24, 4, 3, 7, 0, 0, 0, 0},  /* float8_e4m3fn: NaN 0x7f */
    {25, 4, 3, 8, 0, 1, 0, 0},  /* float8_e4m3fnuz */
    {26, 5, 2, 15, 1, 0, 0, 0}, /* float8_e5m2 */
    {27, 5, 2, 16, 0, 1, 0, 0}, /* float8_e5m2fnuz */
    {28, 8, 0, 127, 0, 0, 0, 1}, /* float8_e8m0fnu */
    {29, 3, 4, 3, 1, 0, 0, 0},  /* float8_e3m4 */
    {30, 2, 1, 1, 0, 0, 1, 0},  /* float4_e2m1fn */
};

static const Format *find(uint32_t dtype) {
    for (unsigned i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].dtype == dtype) return &formats[i];
    return &formats[0];
}

float mojo_rt_tiny_to_f32(uint32_t dtype, uint32_t bits) {
    const Format *f = find(dtype);
    if (f->is_scale) return bits == 0xff ? NAN : ldexpf(1.0f, (int)bits - 127);
    uint32_t man = bits & ((1u << f->man_bits) - 1);
    uint32_t top = (1u << f->exp_bits) - 1, exp = bits >> f->man_bits & top;
    uint32_t sign = bits >> (f->exp_bits + f->man_bits) & 1;
    if (f->fnuz && sign && !exp && !man) return NAN;
    if (f->has_inf && exp == top) return man ? NAN : sign ? -INFINITY : INFINITY;
    if (!f->has_inf && !f->fnuz && !f->no_nan && exp == top && man == (1u << f->man_bits) - 1) return NAN;
    float v = exp ? ldexpf((float)(man | 1u << f->man_bits), (int)exp - f->bias - f->man_bits)
                  : ldexpf((float)man, 1 - f->bias - f->man_bits);
    return sign ? -v : v;
}

/* Largest finite magnitude, as exponent and mantissa bits together. */
static uint32_t largest(const Format *f) {
    uint32_t all = (1u << (f->exp_bits + f->man_bits)) - 1;
    if (f->has_inf) return all - (1u << f->man_bits);
    return f->fnuz || f->no_nan ? all : all - 1;
}

uint32_t mojo_rt_f32_to_tiny(uint32_t dtype, float v) {
    const Format *f = find(dtype);
    if (f->is_scale) {
        int e;
        if (isnan(v) || v <= 0 || isinf(v)) return 0xff;
        float m = frexpf(v, &e); /* v = m × 2^e, 0.5 ≤ m < 1: nearest power of two, ties to even exponent */
        int k = e - 1 + (m > 0.75f || (m == 0.75f && (e & 1) == 0)) + 127;
        return k < 0 ? 0 : k > 254 ? 254 : (uint32_t)k;
    }
    uint32_t sign = signbit(v) ? 1u << (f->exp_bits + f->man_bits) : 0;
    uint32_t nan_bits = f->fnuz ? 0x80 : (1u << (f->exp_bits + f->man_bits)) - 1;
    if (isnan(v)) return f->no_nan ? largest(f) : f->fnuz ? nan_bits : sign | nan_bits;
    float a = fabsf(v);
    uint32_t max = largest(f);
    if (isinf(a)) return f->has_inf ? sign | (max + 1) : f->fnuz ? nan_bits : f->no_nan ? sign | max : sign | nan_bits;
    int e = 0;
    if (a != 0) frexpf(a, &e);
    int exp = e - 1 + f->bias; /* biased exponent of a normal number */
    if (exp < 1) exp = 1;
    float scaled = ldexpf(a, f->man_bits + f->bias - exp); /* mantissa with its hidden bit, plus a fraction */
    uint32_t m = (uint32_t)nearbyintf(scaled);
    uint32_t bits = m + ((uint32_t)(exp - 1) << f->man_bits); /* a carry moves into the exponent */
    if (bits > max) bits = f->has_inf ? max + 1 : max;
    if (bits == 0 && f->fnuz) return 0;
    return sign | bits;
}
