/* SPDX-License-Identifier: Apache-2.0 */
/* Doc-strings: summary, description, sections of entries. */
#include "model.h"

typedef struct Lines {
    VEC(Str) all;
} Lines;

static uint32_t indent_of(Str line) {
    uint32_t n = 0;
    while (n < line.len && line.p[n] == ' ') n++;
    return n;
}

static Str trim(Str s) {
    while (s.len && (s.p[0] == ' ' || s.p[0] == '\n' || s.p[0] == '\t')) s = str_sub(s, 1, s.len);
    while (s.len && strchr(" \n\t\r", s.p[s.len - 1])) s.len--;
    return s;
}

/* Lines without the indentation that all but the first have in common. */
static void split(Arena *a, Str text, Lines *out) {
    uint32_t common = UINT32_MAX;
    const char *p = text.p, *end = text.p + text.len;
    for (bool more = true; more;) {
        const char *nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        Str line = {p, (size_t)((nl ? nl : end) - p)};
        while (line.len && strchr(" \t\r", line.p[line.len - 1])) line.len--;
        if (out->all.len && line.len && indent_of(line) < common) common = indent_of(line);
        vec_push_in(a, &out->all, line);
        more = nl != NULL;
        p = nl ? nl + 1 : end;
    }
    for (uint32_t i = 0; i < out->all.len; i++) {
        Str *l = &out->all.data[i];
        uint32_t cut = i == 0 ? indent_of(*l) : common == UINT32_MAX ? 0 : common;
        *l = str_sub(*l, cut < l->len ? cut : l->len, l->len);
    }
    while (out->all.len && !vec_last(&out->all).len) out->all.len--;
}

static Str join(Arena *a, const Lines *l, uint32_t from, uint32_t to, uint32_t cut, const char *with) {
    StrBuf b = {0};
    for (uint32_t i = from; i < to; i++) {
        Str line = l->all.data[i];
        uint32_t n = indent_of(line);
        if (i > from) sb_puts(&b, with);
        sb_str(&b, str_sub(line, n < cut ? n : cut, line.len));
    }
    Str s = arena_str(a, trim(sb_view(&b)));
    sb_done(&b);
    return s;
}

static bool is_heading(Str line) {
    static const char *const names[] = {"Parameters", "Args", "Returns", "Raises", "Constraints"};
    if (!line.len || line.p[line.len - 1] != ':' || line.p[0] == ' ') return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq_c(str_sub(line, 0, line.len - 1), names[i])) return true;
    return false;
}

static bool has_entries(Str heading) {
    return str_eq_c(heading, "Parameters") || str_eq_c(heading, "Args");
}

/* "name: text" with what is indented deeper below it. */
static uint32_t read_entry(Arena *a, const Lines *l, uint32_t at, uint32_t end, uint32_t indent, DocSection *s) {
    Str line = str_sub(l->all.data[at], indent, l->all.data[at].len);
    const char *colon = memchr(line.p, ':', line.len);
    uint32_t next = at + 1;
    while (next < end && (!l->all.data[next].len || indent_of(l->all.data[next]) > indent)) next++;
    DocEntry e = {.line = at};
    if (colon) {
        e.name = trim((Str){line.p, (size_t)(colon - line.p)});
        while (e.name.len && (e.name.p[0] == '*' || e.name.p[0] == '`')) e.name = str_sub(e.name, 1, e.name.len);
        while (e.name.len && e.name.p[e.name.len - 1] == '`') e.name.len--;
        Str first = trim(str_sub(line, (size_t)(colon - line.p) + 1, line.len));
        Str rest = join(a, l, at + 1, next, indent + 4, "\n");
        e.text = rest.len ? str_of(arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(first), STR_ARG(rest))) : first;
    } else {
        e.name = trim(line);
    }
    vec_push_in(a, &s->entries, e);
    return next;
}

static uint32_t read_section(Arena *a, const Lines *l, uint32_t at, DocText *out) {
    Str heading = l->all.data[at];
    DocSection s = {.heading = str_sub(heading, 0, heading.len - 1), .line = at};
    uint32_t end = at + 1, indent = UINT32_MAX;
    for (; end < l->all.len; end++) {
        Str line = l->all.data[end];
        if (!line.len) continue;
        if (indent_of(line) == 0) break;
        if (indent_of(line) < indent) indent = indent_of(line);
    }
    s.is_indented_more = indent != UINT32_MAX && indent > 4;
    if (indent == UINT32_MAX) indent = 0;
    if (has_entries(s.heading)) {
        for (uint32_t i = at + 1; i < end;) i = l->all.data[i].len ? read_entry(a, l, i, end, indent, &s) : i + 1;
    } else {
        s.text = join(a, l, at + 1, end, indent, "\n");
    }
    vec_push_in(a, &out->sections, s);
    return end;
}

void doc_text_parse(Arena *a, Str literal, DocText *out) {
    Lines l = {0};
    split(a, literal, &l);
    out->is_there = true;
    out->all = join(a, &l, 0, l.all.len, 0, "\n");
    uint32_t at = 0;
    while (at < l.all.len && !l.all.data[at].len) at++;
    uint32_t from = out->summary_line = at;
    while (at < l.all.len && l.all.data[at].len && !is_heading(l.all.data[at])) at++;
    out->summary = join(a, &l, from, at, UINT32_MAX, " ");
    StrBuf description = {0};
    while (at < l.all.len) {
        if (is_heading(l.all.data[at])) {
            at = read_section(a, &l, at, out);
            continue;
        }
        sb_str(&description, l.all.data[at++]);
        sb_char(&description, '\n');
    }
    out->description = arena_str(a, trim(sb_view(&description)));
    sb_done(&description);
}

const DocSection *doc_section(const DocText *t, const char *heading) {
    for (uint32_t i = 0; i < t->sections.len; i++)
        if (str_eq_c(t->sections.data[i].heading, heading)) return &t->sections.data[i];
    return NULL;
}
