/* SPDX-License-Identifier: Apache-2.0 */
/* HTML is made from the Markdown page, by the part of Markdown that doc-strings use: headings, paragraphs, lists, fenced
 * code, quotes, `code`, **bold**, *emphasis*, links. Everything else is text; nothing of it is taken for HTML. */
#include "write.h"

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c1e21;background:#fff}"
    "code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:#f4f5f7;padding:.7em 1em;overflow-x:auto;"
    "border-radius:6px}h1,h2{border-bottom:1px solid #ddd;padding-bottom:.2em}blockquote{border-left:4px solid #c90;margin:0;"
    "padding-left:1em}a{color:#0756c4}@media(prefers-color-scheme:dark){body{background:#16181b;color:#e4e6ea}"
    "pre{background:#23262b}a{color:#7db2ff}}";

static void escaped(StrBuf *out, Str s) {
    for (size_t i = 0; i < s.len; i++)
        switch (s.p[i]) {
        case '<': sb_puts(out, "&lt;"); break;
        case '>': sb_puts(out, "&gt;"); break;
        case '&': sb_puts(out, "&amp;"); break;
        case '"': sb_puts(out, "&quot;"); break;
        default: sb_char(out, s.p[i]);
        }
}

static size_t find(Str s, size_t from, const char *what) {
    size_t n = strlen(what);
    for (size_t i = from; i + n <= s.len; i++)
        if (memcmp(s.p + i, what, n) == 0) return i;
    return SIZE_MAX;
}

static bool is_safe_link(Str url) {
    if (str_starts(url, STR("https://")) || str_starts(url, STR("http://")) || str_starts(url, STR("#"))) return true;
    return !memchr(url.p, ':', url.len);
}

/* [text](url); returns what follows it, or `at` when it is none. */
static size_t link(StrBuf *out, Str s, size_t at) {
    size_t close = find(s, at, "]("), end = close == SIZE_MAX ? close : find(s, close, ")");
    if (end == SIZE_MAX) return at;
    Str url = str_sub(s, close + 2, end), text = str_sub(s, at + 1, close);
    if (!is_safe_link(url)) return at;
    bool page = str_ends(url, STR(".md")) && !memchr(url.p, '/', url.len);
    sb_puts(out, "<a href=\"");
    escaped(out, page ? str_sub(url, 0, url.len - 3) : url);
    sb_puts(out, page ? ".html\">" : "\">");
    if (text.len > 1 && text.p[0] == '`') {
        sb_puts(out, "<code>");
        escaped(out, str_sub(text, 1, text.len - 1));
        sb_puts(out, "</code>");
    } else {
        escaped(out, text);
    }
    sb_puts(out, "</a>");
    return end + 1;
}

static void inline_text(StrBuf *out, Str s) {
    static const struct {
        const char *mark, *tag;
        bool is_code;
    } spans[] = {{"`", "code", true}, {"**", "strong", false}, {"*", "em", false}};
    for (size_t i = 0; i < s.len;) {
        size_t before = i;
        if (s.p[i] == '[') i = link(out, s, i);
        for (size_t k = 0; k < ARRAY_LEN(spans) && i == before; k++) {
            size_t n = strlen(spans[k].mark);
            if (i + n >= s.len || memcmp(s.p + i, spans[k].mark, n) != 0 || s.p[i + n] == ' ') continue;
            size_t end = find(s, i + n, spans[k].mark);
            if (end == SIZE_MAX || end == i + n) continue;
            sb_printf(out, "<%s>", spans[k].tag);
            escaped(out, str_sub(s, i + n, end));
            sb_printf(out, "</%s>", spans[k].tag);
            i = end + n;
        }
        if (i == before) {
            escaped(out, str_sub(s, i, i + 1));
            i++;
        }
    }
}

typedef struct Page {
    StrBuf *out;
    const char *open; /* the block that is open: "p", "ul", "blockquote", "pre", or NULL */
} Page;

static void close_block(Page *p) {
    if (!p->open) return;
    if (strcmp(p->open, "ul") == 0) sb_puts(p->out, "</li></ul>\n");
    else if (strcmp(p->open, "pre") == 0) sb_puts(p->out, "</code></pre>\n");
    else sb_printf(p->out, "</%s>\n", p->open);
    p->open = NULL;
}

static void open_block(Page *p, const char *tag) {
    if (p->open && strcmp(p->open, tag) == 0) {
        sb_char(p->out, '\n');
        return;
    }
    close_block(p);
    sb_printf(p->out, "<%s>", tag);
    p->open = tag;
}

static void heading(Page *p, Str line, size_t level) {
    close_block(p);
    Str text = str_sub(line, level + 1, line.len);
    sb_printf(p->out, "<h%zu id=\"", level);
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] == ' ') sb_char(p->out, '-');
        else if (text.p[i] != '`') escaped(p->out, str_sub(text, i, i + 1));
    sb_puts(p->out, "\">");
    inline_text(p->out, text);
    sb_printf(p->out, "</h%zu>\n", level);
}

static void line_of(Page *p, Str line) {
    size_t hashes = 0, blanks = 0;
    while (hashes < line.len && line.p[hashes] == '#') hashes++;
    while (blanks < line.len && line.p[blanks] == ' ') blanks++;
    Str plain = str_sub(line, blanks, line.len);
    if (p->open && strcmp(p->open, "pre") == 0) {
        if (str_starts(plain, STR("```"))) {
            close_block(p);
        } else {
            escaped(p->out, line);
            sb_char(p->out, '\n');
        }
    } else if (str_starts(plain, STR("```"))) {
        close_block(p);
        sb_puts(p->out, "<pre><code>");
        p->open = "pre";
    } else if (hashes && hashes <= 6 && hashes < line.len && line.p[hashes] == ' ') {
        heading(p, line, hashes);
    } else if (str_starts(plain, STR("- ")) || str_starts(plain, STR("* "))) {
        bool more = p->open && strcmp(p->open, "ul") == 0;
        if (!more) open_block(p, "ul");
        sb_puts(p->out, more ? "</li>\n<li>" : "<li>");
        inline_text(p->out, str_sub(plain, 2, plain.len));
    } else if (!plain.len) {
        if (!p->open || strcmp(p->open, "ul") != 0) close_block(p);
    } else if (str_starts(plain, STR("> "))) {
        open_block(p, "blockquote");
        inline_text(p->out, str_sub(plain, 2, plain.len));
    } else if (p->open && strcmp(p->open, "ul") == 0 && blanks) {
        sb_char(p->out, '\n');
        inline_text(p->out, plain);
    } else {
        open_block(p, "p");
        inline_text(p->out, plain);
    }
}

void doc_write_html(StrBuf *out, const DocItem *d) {
    StrBuf text = {0};
    Page p = {out, NULL};
    doc_write_markdown(&text, d);
    sb_puts(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                 "<title>");
    escaped(out, str_of(d->full_name));
    sb_printf(out, "</title><style>%s</style></head>\n<body>\n", style);
    if (d->parent) sb_printf(out, "<p><a href=\"%s.html\">%s</a></p>\n", d->parent->full_name, d->parent->full_name);
    const char *at = text.p, *end = text.p + text.len;
    while (at < end) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        line_of(&p, (Str){at, (size_t)((nl ? nl : end) - at)});
        at = nl ? nl + 1 : end;
    }
    close_block(&p);
    sb_puts(out, "</body></html>\n");
    sb_done(&text);
}
