/* SPDX-License-Identifier: Apache-2.0 */
/* Python's `"%d of %s" % (n, name)`, which typed functions do not have: the f-string that says the same. */
#include "check/percent.h"

typedef struct Percent {
    Body *b;
    StrBuf out;
    NodeList values;
    uint32_t next;
    bool ok;
} Percent;

/* The text inside of a literal without prefix or neighbours; false: another form. */
static bool literal_body(Str t, Str *body, Str *quote) {
    if (t.len < 2 || (t.p[0] != '"' && t.p[0] != '\'')) return false;
    size_t q = t.len >= 6 && t.p[1] == t.p[0] && t.p[2] == t.p[0] ? 3 : 1;
    *quote = (Str){t.p, q};
    if (t.len < 2 * q || memcmp(t.p + t.len - q, t.p, q) != 0) return false;
    *body = (Str){t.p + q, t.len - 2 * q};
    for (size_t i = 0; i < body->len; i++) {
        if (body->p[i] == '\\') i++;
        else if (body->p[i] == t.p[0] && q == 1) return false; /* two literals side by side */
    }
    return true;
}

static void put_value(Percent *p) {
    if (p->next >= p->values.len) {
        p->ok = false;
        return;
    }
    Str text = node_text(p->b, p->values.data[p->next++]);
    if (!text.len || memchr(text.p, '\n', text.len) || memchr(text.p, '\\', text.len)) p->ok = false;
    if (text.len && text.p[0] == '{') sb_char(&p->out, ' ');
    sb_str(&p->out, text);
}

/* One conversion behind `%`; what follows it is returned. */
static size_t conversion(Percent *p, Str s, size_t at) {
    bool left = false, zero = false;
    char sign = 0;
    for (; at < s.len && memchr("-0+ #", s.p[at], 5); at++) {
        if (s.p[at] == '-') left = true;
        else if (s.p[at] == '0') zero = true;
        else if (s.p[at] == '#') p->ok = false;
        else sign = s.p[at];
    }
    size_t width = at, code = at;
    while (code < s.len && ((s.p[code] >= '0' && s.p[code] <= '9') || s.p[code] == '.')) code++;
    char c = code < s.len ? s.p[code] : 0;
    if (!c || !strchr("diusrfFeEgGxXoc", c)) {
        p->ok = false;
        return s.len;
    }
    sb_char(&p->out, '{');
    put_value(p);
    if (c == 'r') sb_puts(&p->out, "!r");
    bool text = c == 's' || c == 'r', plain = text || strchr("diu", c);
    if (code > width || sign || !plain) {
        sb_char(&p->out, ':');
        if (left) sb_char(&p->out, '<');
        else if (text && code > width && s.p[width] != '.') sb_char(&p->out, '>');
        if (sign) sb_char(&p->out, sign);
        if (zero && !left) sb_char(&p->out, '0');
        sb_str(&p->out, (Str){s.p + width, code - width});
        if (!plain) sb_char(&p->out, c);
    }
    sb_char(&p->out, '}');
    return code + 1;
}

static void template(Percent *p, Str s) {
    for (size_t i = 0; i < s.len && p->ok;) {
        char c = s.p[i];
        if (c == '%' && i + 1 < s.len && s.p[i + 1] == '%') {
            sb_char(&p->out, '%');
            i += 2;
        } else if (c == '%') {
            i = conversion(p, s, i + 1);
        } else {
            if (c == '{' || c == '}') sb_char(&p->out, c);
            sb_char(&p->out, c);
            i++;
        }
    }
    p->ok &= p->next == p->values.len;
}

void percent_help(Body *b, Diag *d, Node *at) {
    diag_help(d, "Python's `%%` formatting is written as an f-string: `f\"{value:>8}\"`");
    if (!IS(BinOp, at)) return;
    Node *right = AS(BinOp, at)->right;
    Percent p = {.b = b, .ok = true, .values = {&right, 1}};
    if (IS(TupleExpr, right)) p.values = AS(TupleExpr, right)->elts;
    Str body, quote;
    if (literal_body(node_text(b, AS(BinOp, at)->left), &body, &quote)) {
        sb_char(&p.out, 'f');
        sb_str(&p.out, quote);
        template(&p, body);
        sb_str(&p.out, quote);
        if (p.ok) fix_edit(diag_fix(d, FIX_MAYBE, "write an f-string"), bspan(b, at), sb_view(&p.out));
    }
    sb_done(&p.out);
}
