/* SPDX-License-Identifier: Apache-2.0 */
/* Doc-strings as Markdown: their sections (`Args:`, `Returns:` …) become headings and lists. */
#include "query/query.h"

typedef struct Section {
    const char *title;
    bool is_list; /* of names and what is said of them */
} Section;
static const Section sections[] = {
    {"Parameters", true}, {"Args", true},   {"Arguments", true}, {"Raises", true}, {"Attributes", true}, {"Fields", true},
    {"Constraints", false}, {"Returns", false}, {"Yields", false}, {"Example", false}, {"Examples", false}, {"Note", false},
    {"Notes", false}, {"Warning", false}, {"Safety", false}, {"See also", false},
};

static const Section *section_of(Str line) {
    for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
        size_t n = strlen(sections[i].title);
        if (line.len == n + 1 && line.p[n] == ':' && memcmp(line.p, sections[i].title, n) == 0) return &sections[i];
    }
    return NULL;
}

/* How long `name` is in `name: text` or `name (type): text`; 0: it is something else. */
static size_t named(Str s, size_t *text) {
    size_t i = 0;
    while (i < s.len && s.p[i] == '*') i++;
    while (i < s.len && (unicode_xid_continue((unsigned char)s.p[i]) || s.p[i] == '.' || (unsigned char)s.p[i] >= 0x80)) i++;
    size_t name = i;
    if (i < s.len && s.p[i] == ' ' && i + 1 < s.len && s.p[i + 1] == '(') {
        while (i < s.len && s.p[i] != ')') i++;
        i += i < s.len;
    }
    if (!name || i >= s.len || s.p[i] != ':') return 0;
    *text = i + 1;
    return name;
}

typedef struct Writing {
    StrBuf *out;
    const Section *in; /* NULL: none */
    size_t indent;     /* of its lines; SIZE_MAX: none was seen */
    bool in_code;      /* between fences */
} Writing;

static void put_line(Writing *w, Str line, size_t indent) {
    size_t text, cut = w->in && indent > w->indent ? w->indent : indent;
    Str rest = str_sub(line, w->in ? cut : 0, line.len), bare = str_sub(line, indent, line.len);
    size_t name = w->in && w->in->is_list && !w->in_code && indent == w->indent ? named(bare, &text) : 0;
    if (name) {
        while (text < bare.len && bare.p[text] == ' ') text++;
        sb_printf(w->out, "- `%.*s`: ", (int)name, bare.p);
        rest = str_sub(bare, text, bare.len);
    } else if (w->in && w->in->is_list && !w->in_code && indent > w->indent) { /* goes on with the one before */
        sb_puts(w->out, "  ");
        rest = bare;
    }
    sb_str(w->out, rest);
    sb_char(w->out, '\n');
}

/* Without the indentation that all lines after the first have. */
static void dedent(Str s, StrBuf *out) {
    enum { MAX_DOC = 20000 };
    uint32_t indent = UINT32_MAX, col = 0, skip = 0;
    bool first = true, blank = true;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '\n') col = 0, first = false, blank = true;
        else if (s.p[i] == ' ' && blank) col++;
        else if (blank) {
            blank = false;
            if (!first && col < indent) indent = col;
        }
    }
    size_t start = 0;
    while (start < s.len && s.p[start] == ' ') start++;
    for (size_t i = start; i < s.len && out->len < MAX_DOC; i++) {
        if (skip && s.p[i] == ' ') {
            skip--;
            continue;
        }
        skip = s.p[i] == '\n' && indent != UINT32_MAX ? indent : 0;
        sb_char(out, s.p[i]);
    }
    while (out->len && (out->p[out->len - 1] == '\n' || out->p[out->len - 1] == ' ')) out->len--;
}

void query_doc_markdown(Str text, StrBuf *out) {
    StrBuf bare = {0};
    dedent(text, &bare);
    Str doc = sb_view(&bare);
    Writing w = {.out = out};
    for (size_t i = 0; i < doc.len;) {
        const char *end = memchr(doc.p + i, '\n', doc.len - i);
        Str line = {doc.p + i, end ? (size_t)(end - doc.p) - i : doc.len - i};
        i += line.len + 1;
        size_t indent = 0;
        while (indent < line.len && line.p[indent] == ' ') indent++;
        if (indent == line.len) {
            sb_char(out, '\n');
            continue;
        }
        if (!w.in_code && !indent) {
            w.in = section_of(line);
            w.indent = SIZE_MAX;
            if (w.in) {
                sb_printf(out, "%s**%s**\n\n", out->len && out->p[out->len - 1] == '\n' ? "" : "\n", w.in->title);
                continue;
            }
        }
        if (w.in && w.indent == SIZE_MAX) w.indent = indent;
        bool fence = line.len - indent >= 3 && memcmp(line.p + indent, "```", 3) == 0;
        put_line(&w, line, indent);
        if (fence) w.in_code = !w.in_code;
    }
    while (out->len && out->p[out->len - 1] == '\n') out->len--;
    sb_done(&bare);
}
