/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes of a line to terminal columns: tabs are four blanks, controls and bytes that are not
 * UTF-8 one replacement character, wide characters two columns; long lines are cut around what
 * matters. */
#include "diag/excerpt.h"

enum { TAB = 4, CUT = sizeof(CUT_SIGN) - 1 };

static bool shown_as_is(const char *p, const char *end, uint32_t *len) {
    uint32_t cp;
    int n = utf8_decode(p, end, &cp);
    *len = n ? (uint32_t)n : 1;
    bool direction = (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
    return n && cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0) && !direction;
}

/* Columns of a text: runs of printable characters are measured together, so that joined ones count
 * once. */
static uint32_t columns(const char *p, const char *end) {
    size_t w = 0;
    const char *run = p;
    while (p < end) {
        uint32_t len;
        bool plain = shown_as_is(p, end, &len);
        if (!plain) {
            w += utf8_width((Str){run, (size_t)(p - run)}) + (*p == '\t' ? TAB : 1);
            run = p + len;
        }
        p += len;
    }
    return (uint32_t)(w + utf8_width((Str){run, (size_t)(p - run)}));
}

static uint32_t char_columns(const char *p, const char *end, uint32_t *len) {
    if (shown_as_is(p, end, len)) return (uint32_t)utf8_width((Str){p, *len});
    return *p == '\t' ? TAB : 1;
}

/* Byte reached from `from` after at most `width` columns. */
static uint32_t forward(Str line, uint32_t from, uint32_t width) {
    uint32_t at = from, w = 0;
    while (at < line.len) {
        uint32_t len, c = char_columns(line.p + at, line.p + line.len, &len);
        if (w + c > width) break;
        w += c;
        at += len;
    }
    return at;
}

static uint32_t backward(Str line, uint32_t from, uint32_t width) {
    uint32_t at = from, w = 0;
    while (at > 0) {
        uint32_t prev = at - 1, len;
        while (prev > 0 && at - prev < 4 && ((unsigned char)line.p[prev] & 0xC0) == 0x80) prev--;
        uint32_t c = char_columns(line.p + prev, line.p + line.len, &len);
        if (w + c > width) break;
        w += c;
        at = prev;
    }
    return at;
}

Window window_of(const Pen *p, Str line, uint32_t a, uint32_t b) {
    if (a > line.len) a = (uint32_t)line.len;
    if (b > line.len) b = (uint32_t)line.len;
    uint32_t fits = forward(line, 0, p->width);
    if (fits == line.len) return (Window){line, 0, fits};
    uint32_t room = p->width - 2 * CUT, head = forward(line, 0, room);
    if (b <= head) return (Window){line, 0, head};
    uint32_t from = backward(line, a, room / 4), to = forward(line, from, room);
    if (to < b) { /* what matters does not fit: rather its start than its surroundings */
        from = backward(line, a, 8);
        to = forward(line, from, room);
    }
    if (to == line.len) from = backward(line, to, room);
    return (Window){line, from, to};
}

uint32_t window_col(const Window *w, uint32_t byte) {
    uint32_t to = byte < w->from ? w->from : byte > w->to ? w->to : byte;
    return (w->from ? CUT : 0) + columns(w->line.p + w->from, w->line.p + to);
}

void window_put(StrBuf *out, const Window *w) {
    if (w->from) sb_puts(out, CUT_SIGN);
    for (uint32_t i = w->from; i < w->to;) {
        uint32_t len;
        const char *p = w->line.p + i;
        if (shown_as_is(p, w->line.p + w->line.len, &len))
            sb_add(out, p, len);
        else
            sb_puts(out, *p == '\t' ? "    " : "\xEF\xBF\xBD");
        i += len;
    }
    if (w->to < w->line.len) sb_puts(out, CUT_SIGN);
    while (out->len && out->p[out->len - 1] == ' ') out->p[--out->len] = '\0';
}
