/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that the official formatter joins although the language ends a statement there: before a ternary's `if` and
 * `else` and before `.name`, behind an operator, before a `:` alone on its line. Only asked for where a file does not parse as it is. */
#include "format/format_int.h"

typedef struct Joiner {
    const Source *s;
    const Tok *t;
    StrBuf out;
    uint32_t copied; /* source bytes before this one are in out */
    VEC(Str) moved;  /* comments on their way to the end of the line */
    bool off;        /* between `# fmt: off` and `# fmt: on` */
    bool any;
} Joiner;

static uint32_t column(const Source *s, uint32_t pos) {
    uint32_t line = pos, col = 0;
    while (line > 0 && s->data[line - 1] != '\n' && s->data[line - 1] != '\r') line--;
    for (; line < pos; line++) col = s->data[line] == '\t' ? (col / 8 + 1) * 8 : col + 1;
    return col;
}

static bool ends_in_operator(const Joiner *j, const Tok *t) {
    if (t->kind == T_KW_AND || t->kind == T_KW_OR) return true;
    bool operator = t->kind == T_ASSIGN || t->kind == T_ARROW || (t->kind >= T_PLUS && t->kind <= T_GE);
    return operator && t->end > t->pos && strchr("-+*/%&|^<>=", j->s->data[t->end - 1]);
}

static bool is_string(const Tok *t) {
    return t->kind == T_STRING || t->kind == T_FSTRING;
}

/* The first token of the line after the NEWLINE at i. */
static uint32_t next_line(const Joiner *j, uint32_t i) {
    while (j->t[i].kind == T_NEWLINE || j->t[i].kind == T_INDENT || j->t[i].kind == T_DEDENT) i++;
    return i;
}

/* Does the line at token `next` go on with the statement that begins at `head` and ends before `newline`? */
static bool continues(const Joiner *j, uint32_t head, uint32_t newline, uint32_t next) {
    const Tok *t = j->t, *last = &t[newline - 1];
    if (t[next].kind == T_END || newline == head || column(j->s, t[next].pos) <= column(j->s, t[head].pos)) return false;
    uint32_t end = next;
    while (t[end].kind != T_NEWLINE && t[end].kind != T_END) end++;
    if (t[next].kind == T_COLON && end == next + 1) return true;
    if (last->kind == T_COLON) return false;
    if (t[next].kind == T_DOT) return true;
    if (is_string(&t[next])) return is_string(last);
    if (t[next].kind == T_KW_IF || t[next].kind == T_KW_ELSE) return t[end - 1].kind != T_COLON;
    return ends_in_operator(j, last);
}

/* Takes the comments of the gap [from, to) along, the later line's first. */
static void move_comments(Joiner *j, uint32_t from, uint32_t to) {
    VEC(Str) here = {0};
    for (const char *p = j->s->data + from, *e = j->s->data + to; p < e && (p = memchr(p, '#', (size_t)(e - p)));) {
        const char *c = p;
        while (p < e && *p != '\n' && *p != '\r') p++;
        vec_push(&here, (Str){c, (size_t)(p - c)});
    }
    uint32_t n = j->moved.len;
    for (uint32_t k = 0; k < here.len; k++) vec_push(&j->moved, here.data[k]);
    for (uint32_t k = 0; k < n; k++) { /* those of earlier lines go behind */
        Str first = j->moved.data[0];
        memmove(j->moved.data, j->moved.data + 1, (j->moved.len - 1) * sizeof *j->moved.data);
        vec_last(&j->moved) = first;
    }
    vec_done(&here);
}

/* The line is over: copies it to its end and puts the comments there. */
static void end_line(Joiner *j, uint32_t last_end) {
    if (!j->moved.len) return;
    uint32_t end = last_end;
    while (end < j->s->size && j->s->data[end] != '\n' && j->s->data[end] != '\r') end++;
    sb_add(&j->out, j->s->data + j->copied, end - j->copied);
    j->copied = end;
    for (uint32_t k = 0; k < j->moved.len; k++) {
        sb_puts(&j->out, "  ");
        sb_str(&j->out, j->moved.data[k]);
    }
    j->moved.len = 0;
}

static void watch_regions(Joiner *j, uint32_t from, uint32_t to) {
    for (const char *p = j->s->data + from, *e = j->s->data + to; p < e && (p = memchr(p, '#', (size_t)(e - p))); p++) {
        Str rest = {p, (size_t)(e - p)};
        if (str_starts(rest, STR("# fmt: off"))) j->off = true;
        if (str_starts(rest, STR("# fmt: on"))) j->off = false;
    }
}

bool join_lines(const Source *s, StrBuf *out) {
    TokenList l = tokens_of(s);
    Joiner j = {.s = s, .t = l.data};
    uint32_t head = next_line(&j, 0), prev_end = s->bom;
    for (uint32_t i = head; l.data[i].kind != T_END;) {
        watch_regions(&j, prev_end, l.data[i].pos);
        while (l.data[i].kind != T_NEWLINE && l.data[i].kind != T_END) i++;
        uint32_t next = next_line(&j, i), end = l.data[i - 1].end;
        prev_end = end;
        if (!j.off && l.data[i].kind == T_NEWLINE && continues(&j, head, i, next)) {
            j.any = true;
            sb_add(&j.out, s->data + j.copied, end - j.copied);
            if (l.data[next].kind != T_COLON && l.data[next].kind != T_DOT) sb_char(&j.out, ' ');
            j.copied = l.data[next].pos;
            move_comments(&j, end, j.copied);
        } else {
            end_line(&j, end);
            head = next;
        }
        i = next;
    }
    sb_add(&j.out, s->data + j.copied, s->size - j.copied);
    tokens_done(&l);
    vec_done(&j.moved);
    *out = j.out;
    if (!j.any) sb_done(out);
    return j.any;
}
