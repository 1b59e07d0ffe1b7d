/* SPDX-License-Identifier: Apache-2.0 */
/* Doc-strings: indentation, closing quotes, and (asked for) the code blocks in them. */
#include "format/format_int.h"

typedef VEC(Str) Lines;

static void split_lines(Str s, Lines *out) {
    const char *p = s.p, *e = s.p + s.len;
    for (;;) {
        const char *q = p;
        while (q < e && *q != '\n' && *q != '\r') q++;
        vec_push(out, (Str){p, (size_t)(q - p)});
        if (q >= e) return;
        if (*q == '\r' && q + 1 < e && q[1] == '\n') q++;
        p = q + 1;
    }
}
static bool blank_char(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}
static Str trim_left(Str s) {
    while (s.len && blank_char(*s.p)) s.p++, s.len--;
    return s;
}

/* Leading tabs become spaces up to the next stop of 8. */
static Str expand_tabs(Fmt *f, Str s) {
    size_t i = 0, col = 0;
    bool tab = false;
    for (; i < s.len && blank_char(s.p[i]); i++) {
        tab |= s.p[i] == '\t';
        col = s.p[i] == '\t' ? (col / 8 + 1) * 8 : col + 1;
    }
    if (!tab) return s;
    char *out = arena_alloc(&f->arena, col + s.len - i + 1);
    memset(out, ' ', col);
    memcpy(out + col, s.p + i, s.len - i);
    return (Str){out, col + s.len - i};
}

/* ---- code in doc-strings -------------------------------------------------------------------------------- */

typedef struct Block { /* lines [from, to) between a fence that names our language and its end */
    uint32_t from, to;
    uint32_t column; /* of the fence */
} Block;

static uint32_t indent_of(Str line) {
    return (uint32_t)(line.len - trim_left(line).len);
}

static bool is_fence(Str line, bool py) {
    line = trim_right(trim_left(line));
    if (!str_starts(line, STR("```"))) return false;
    Str name = trim_left(str_sub(line, 3, line.len));
    size_t n = 0;
    while (n < name.len && ((name.p[n] | 0x20) >= 'a' && (name.p[n] | 0x20) <= 'z')) n++;
    name.len = n;
    return py ? str_eq_c(name, "python") || str_eq_c(name, "py") : str_eq_c(name, "mojo");
}

static bool next_block(const Lines *lines, uint32_t from, bool py, Block *b) {
    for (uint32_t i = from; i < lines->len; i++) {
        if (!is_fence(lines->data[i], py)) continue;
        *b = (Block){i + 1, i + 1, indent_of(lines->data[i])};
        while (b->to < lines->len && !str_eq_c(trim_right(trim_left(lines->data[b->to])), "```")) b->to++;
        return b->to < lines->len;
    }
    return false;
}

/* The block as a text of its own. */
static Str block_text(const Lines *lines, const Block *b, StrBuf *out) {
    uint32_t least = UINT32_MAX;
    for (uint32_t i = b->from; i < b->to; i++)
        if (trim_left(lines->data[i]).len && indent_of(lines->data[i]) < least) least = indent_of(lines->data[i]);
    for (uint32_t i = b->from; i < b->to; i++) {
        Str l = lines->data[i];
        if (trim_left(l).len) sb_str(out, str_sub(l, least, l.len));
        sb_char(out, '\n');
    }
    return sb_view(out);
}

static Source *block_source(SourceMap *m, Str text, bool py) {
    char *copy = xmalloc(text.len + 1);
    if (text.len) memcpy(copy, text.p, text.len);
    copy[text.len] = '\0';
    Source *s = source_add(m, "block", copy, text.len);
    s->lang = py ? LANG_PYTHON : LANG_MOJO;
    return s;
}

static bool holds(Str s, const char *what) {
    return s.len && memmem(s.p, s.len, what, strlen(what));
}

/* Formats the blocks of the lines; a block that does not parse, or whose result could not stand in this string, stays. */
static void format_blocks(Fmt *f, Lines *lines, uint32_t depth, uint32_t common, const char *quotes) {
    Lines out = {0};
    uint32_t done = 0;
    Block b;
    while (next_block(lines, done, f->py, &b)) {
        uint32_t left = depth * 4 + (b.column > common ? b.column - common : 0);
        for (; done < b.from; done++) vec_push(&out, lines->data[done]);
        StrBuf text = {0};
        Str code = block_text(lines, &b, &text);
        FormatOptions o = *f->o;
        o.ranges = NULL, o.n_ranges = 0, o.explain = NULL;
        o.width = f->width > left + 20 ? f->width - left : 20;
        SourceMap *m = source_map_new();
        FormatResult r = {0};
        bool fit = trim_left(code).len && !holds(code, "\\");
        if (fit) r = format_source(block_source(m, code, f->py), &o);
        if (fit && r.status == FORMAT_CHANGED && !holds(sb_view(&r.text), quotes) && !holds(sb_view(&r.text), "\\")) {
            Str now = arena_str(&f->arena, sb_view(&r.text));
            Lines fresh = {0};
            now.len -= now.len && now.p[now.len - 1] == '\n';
            split_lines(now, &fresh);
            for (uint32_t i = 0; i < fresh.len; i++)
                vec_push(&out, fresh.data[i].len ? (Str){arena_printf(&f->arena, "%*s" STR_FMT, (int)b.column, "", STR_ARG(fresh.data[i])),
                                                          b.column + fresh.data[i].len}
                                                 : fresh.data[i]);
            vec_done(&fresh);
            done = b.to;
        } else
            for (; done < b.to; done++) vec_push(&out, lines->data[done]);
        format_result_done(&r);
        source_map_free(m);
        sb_done(&text);
    }
    for (; done < lines->len; done++) vec_push(&out, lines->data[done]);
    vec_done(lines);
    *lines = out;
}

static bool same_code(Str a, Str b, bool py) {
    SourceMap *m = source_map_new();
    Source *s = block_source(m, a, py), *t = block_source(m, b, py);
    TokenList ts = {0}, tt = {0};
    Ast *x = ast_parse_tokens(s, &ts), *y = ast_parse_tokens(t, &tt);
    uint32_t bad_x, bad_y;
    char *why = NULL;
    count_errors(x, &bad_x);
    count_errors(y, &bad_y);
    bool same = !bad_x && !bad_y && same_program(x, y, py, true, &why) && same_comments(s, &ts, t, &tt, &why);
    tokens_done(&ts);
    tokens_done(&tt);
    free(why);
    ast_free(x);
    ast_free(y);
    source_map_free(m);
    return same;
}

bool same_doc_with_code(Str a, Str b, bool py) {
    Lines x = {0}, y = {0};
    split_lines(a, &x);
    split_lines(b, &y);
    uint32_t i = 0, j = 0;
    bool same = true;
    for (bool more = true; more && same;) {
        Block p, q;
        more = next_block(&x, i, py, &p);
        same = next_block(&y, j, py, &q) == more;
        if (!more) p.from = x.len, q.from = y.len;
        StrBuf s = {0}, t = {0};
        for (; same && i < p.from; i++) sb_str(&s, x.data[i]), sb_char(&s, '\n');
        for (; same && j < q.from; j++) sb_str(&t, y.data[j]), sb_char(&t, '\n');
        same = same && same_doc(sb_view(&s), sb_view(&t));
        if (same && more) {
            s.len = t.len = 0;
            Str u = block_text(&x, &p, &s), v = block_text(&y, &q, &t);
            same = same_doc(u, v) || same_code(u, v, py);
            i = p.to, j = q.to;
        }
        sb_done(&s);
        sb_done(&t);
    }
    vec_done(&x);
    vec_done(&y);
    return same;
}

/* ---- the whole string ------------------------------------------------------------------------------------ */

Str text_of_docstring(Fmt *f, const Tok *t, uint32_t depth) {
    Str s = {f->src + t->pos, t->end - t->pos};
    for (size_t i = 0; i + 1 < s.len; i++)
        if (s.p[i] == '\\' && (s.p[i + 1] == '\n' || s.p[i + 1] == '\r')) return text_of_string(f, t);
    s = text_of_string(f, t);
    uint32_t np = 0;
    while (s.p[np] != '"' && s.p[np] != '\'') np++;
    uint32_t nq = t->flags & TF_TRIPLE ? 3 : 1;
    char quote = s.p[np];
    Str body = {s.p + np + nq, s.len - np - 2 * nq};
    bool started_empty = body.len == 0;
    if (f->py && started_empty && nq == 1) return (Str){arena_printf(&f->arena, "%.*s\"\"\"\"\"\"", (int)np, s.p), np + 6};
    Lines lines = {0};
    split_lines(body, &lines);
    if (lines.len > 1 && vec_last(&lines).len == 0) lines.len--; /* the quotes stand in column 0: no line of their own */
    bool multi = lines.len > 1;
    uint32_t common = UINT32_MAX, indent = depth * 4;
    for (uint32_t i = 1; i < lines.len; i++) {
        lines.data[i] = expand_tabs(f, lines.data[i]);
        Str l = trim_left(lines.data[i]);
        if (l.len && lines.data[i].len - l.len < common) common = (uint32_t)(lines.data[i].len - l.len);
    }
    if (common == UINT32_MAX) common = 0;
    if (f->o->docstrings && multi && nq == 3 && !(t->flags & TF_RAW)) format_blocks(f, &lines, depth, common, quote == '"' ? "\"\"\"" : "'''");
    StrBuf o = {0};
    sb_add(&o, s.p, np + nq);
    size_t start = o.len;
    Str first = trim_left(trim_right(lines.data[0]));
    bool any = first.len > 0;
    for (uint32_t i = 1; i < lines.len; i++) any |= trim_left(lines.data[i]).len > 0;
    if (any && first.len) { /* a single line of text: the quotes join it */
        bool more = false;
        for (uint32_t i = 1; i < lines.len; i++) more |= trim_left(lines.data[i]).len > 0;
        if (!more) lines.len = 1, multi = false;
    }
    if (any && first.len && first.p[0] == quote) sb_char(&o, ' ');
    sb_str(&o, first);
    uint32_t last_width = indent + np + nq + count_width(f, first.p, (uint32_t)first.len) + (uint32_t)(o.len - start - first.len);
    bool closing_line = false;
    if (any) {
        for (uint32_t i = 1; i < lines.len; i++) {
            Str l = lines.data[i].len > common ? str_sub(lines.data[i], common, lines.data[i].len) : (Str){"", 0};
            l = trim_right(l);
            bool last = i + 1 == lines.len;
            sb_add(&o, f->eol, f->eol_len);
            if (l.len || last) sb_repeat(&o, ' ', indent);
            sb_str(&o, l);
            if (last) {
                closing_line = l.len == 0;
                last_width = indent + count_width(f, l.p, (uint32_t)l.len);
            }
        }
        if (!closing_line) {
            char c = o.p[o.len - 1];
            size_t slashes = 0;
            while (slashes < o.len - start && o.p[o.len - 1 - slashes] == '\\') slashes++;
            if (c == quote || slashes % 2) sb_char(&o, ' '), last_width++;
        }
    } else if (!started_empty) sb_char(&o, ' '), last_width++;
    bool wide = nq == 3 && last_width + nq > f->width && any;
    if (wide && !multi) wide = f->py ? false : true;
    if (wide && !closing_line) {
        sb_add(&o, f->eol, f->eol_len);
        sb_repeat(&o, ' ', indent);
    }
    sb_add(&o, s.p + s.len - nq, nq);
    Str r = arena_str(&f->arena, sb_view(&o));
    sb_done(&o);
    vec_done(&lines);
    return r;
}
