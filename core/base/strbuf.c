/* SPDX-License-Identifier: Apache-2.0 */
/* Growing text buffer. */
#include "base/base.h"

void sb_done(StrBuf *b) {
    free(b->p);
    *b = (StrBuf){0};
}

void sb_reserve(StrBuf *b, size_t more) {
    if (UNLIKELY(more > SIZE_MAX / 2 - b->len)) moj_oom_hook(more);
    size_t need = b->len + more + 1;
    if (need <= b->cap) return;
    size_t cap = b->cap ? b->cap * 2 : 64;
    if (cap < need) cap = need;
    b->p = xrealloc(b->p, cap);
    b->cap = cap;
}

void sb_add(StrBuf *b, const char *p, size_t len) {
    sb_reserve(b, len);
    if (len) memcpy(b->p + b->len, p, len);
    b->len += len;
    b->p[b->len] = '\0';
}

void sb_char(StrBuf *b, char c) {
    if (b->len + 1 >= b->cap) sb_reserve(b, 1);
    b->p[b->len++] = c;
    b->p[b->len] = '\0';
}

void sb_puts(StrBuf *b, const char *s) {
    sb_add(b, s, strlen(s));
}

void sb_str(StrBuf *b, Str s) {
    sb_add(b, s.p, s.len);
}

void sb_repeat(StrBuf *b, char c, size_t n) {
    sb_reserve(b, n);
    memset(b->p + b->len, c, n);
    b->len += n;
    b->p[b->len] = '\0';
}

void sb_vprintf(StrBuf *b, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    sb_reserve(b, 128);
    int n = vsnprintf(b->p + b->len, b->cap - b->len, fmt, ap);
    MOJ_ASSERT(n >= 0);
    if ((size_t)n >= b->cap - b->len) {
        sb_reserve(b, (size_t)n);
        vsnprintf(b->p + b->len, b->cap - b->len, fmt, again);
    }
    va_end(again);
    b->len += (size_t)n;
}

void sb_printf(StrBuf *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    sb_vprintf(b, fmt, ap);
    va_end(ap);
}

char *sb_take(StrBuf *b) {
    char *p = b->p ? b->p : xstrdup("");
    *b = (StrBuf){0};
    return p;
}
