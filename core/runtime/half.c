/* SPDX-License-Identifier: Apache-2.0 */
/* Conversions to bfloat16 that LLVM calls on CPUs without them and that Debian 12's libgcc lacks. The
 * result travels as a 16-bit float in the low bits of a vector register, as _Float16 does. */
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
_Float16 __truncsfbf2(float v);
_Float16 __truncdfbf2(double v);

static _Float16 as_half(uint16_t bits) {
    _Float16 h;
    memcpy(&h, &bits, sizeof h);
    return h;
}

_Float16 __truncsfbf2(float v) {
    uint32_t u;
    memcpy(&u, &v, sizeof u);
    if ((u & 0x7fffffff) > 0x7f800000) return as_half((uint16_t)(u >> 16 | 0x40)); /* keep NaN quiet */
    u += 0x7fff + (u >> 16 & 1);
    return as_half((uint16_t)(u >> 16));
}

_Float16 __truncdfbf2(double v) {
    float f = (float)v; /* round to odd, so that the second rounding is right */
    double back = f;
    if (back != v && v == v) {
        uint32_t u;
        memcpy(&u, &f, sizeof u);
        if (!(u & 1)) {
            u += (back < v) == (v > 0) ? 1 : (uint32_t)-1;
            memcpy(&f, &u, sizeof u);
        }
    }
    return __truncsfbf2(f);
}
#endif
