/* SPDX-License-Identifier: Apache-2.0 */
/* Floats with a precision, for the format specifications of std.builtin.format_spec. */
#include "runtime.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t mojo_rt_format_spec(double v, int64_t code, int64_t precision, int64_t alternate, char *out, int64_t size);

/* `%g` as Python's format without a code has it: a whole number keeps one digit behind its point, and leaves it to an
 * exponent where that digit would be one too many. */
static int64_t with_point(double v, int precision, int alternate, char *out, size_t size) {
    if (!isfinite(v)) return snprintf(out, size, "%s", isnan(v) ? "nan" : "inf");
    if (precision < 1) precision = 1;
    char *digits = malloc((size_t)precision + 32);
    if (!digits) abort();
    snprintf(digits, (size_t)precision + 32, "%.*e", precision - 1, v);
    int exponent = atoi(strchr(digits, 'e') + 1);
    free(digits);
    int64_t n;
    if (exponent < -4 || exponent + 1 > precision - 1) {
        n = alternate ? snprintf(out, size, "%#.*e", precision - 1, v) : snprintf(out, size, "%.*e", precision - 1, v);
        if (alternate || n >= (int64_t)size) return n;
        char *e = strchr(out, 'e'), *end = e; /* zeros at the end of the digits go */
        if (!memchr(out, '.', (size_t)(e - out))) return n;
        while (end[-1] == '0') end--;
        if (end[-1] == '.') end--;
        memmove(end, e, strlen(e) + 1);
        return (int64_t)strlen(out);
    }
    int places = precision - 1 - exponent;
    n = snprintf(out, size, "%.*f", places < 1 ? 1 : places, v);
    if (alternate || n >= (int64_t)size) return n;
    while (out[n - 1] == '0' && out[n - 2] != '.') out[--n] = 0;
    return n;
}

int64_t mojo_rt_format_spec(double v, int64_t code, int64_t precision, int64_t alternate, char *out, int64_t size) {
    int p = precision > INT_MAX / 2 ? INT_MAX / 2 : (int)precision;
    size_t room = (size_t)size;
    switch (code) {
    case 'e': return alternate ? snprintf(out, room, "%#.*e", p, v) : snprintf(out, room, "%.*e", p, v);
    case 'E': return alternate ? snprintf(out, room, "%#.*E", p, v) : snprintf(out, room, "%.*E", p, v);
    case 'f': return alternate ? snprintf(out, room, "%#.*f", p, v) : snprintf(out, room, "%.*f", p, v);
    case 'F': return alternate ? snprintf(out, room, "%#.*F", p, v) : snprintf(out, room, "%.*F", p, v);
    case 'g': return alternate ? snprintf(out, room, "%#.*g", p, v) : snprintf(out, room, "%.*g", p, v);
    case 'G': return alternate ? snprintf(out, room, "%#.*G", p, v) : snprintf(out, room, "%.*G", p, v);
    default: return with_point(v, p, alternate != 0, out, room);
    }
}
