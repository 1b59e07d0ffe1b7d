/* SPDX-License-Identifier: Apache-2.0 */
/* What the layout of the text asks for while it is typed: the indentation of a new line, of `else:`. */
#include "query/outline.h"

static uint32_t start_of(const Source *s, uint32_t at) {
    while (at > 0 && s->data[at - 1] != '\n') at--;
    return at;
}

static uint32_t indent_at(const Source *s, uint32_t line) {
    uint32_t i = line;
    while (i < s->size && (s->data[i] == ' ' || s->data[i] == '\t')) i++;
    return i - line;
}

/* The line's text without indentation, comment and blanks at the end. */
static Str code_of(const Source *s, uint32_t line) {
    uint32_t from = line + indent_at(s, line), to = from;
    char quote = 0;
    while (to < s->size && s->data[to] != '\n') {
        char c = s->data[to];
        if (quote) {
            if (c == '\\' && to + 1 < s->size && s->data[to + 1] != '\n') to++;
            else if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            break;
        }
        to++;
    }
    while (to > from && strchr(" \t\r", s->data[to - 1])) to--;
    return (Str){s->data + from, to - from};
}

static bool first_word(Str line, const char *word) {
    size_t n = strlen(word);
    return line.len >= n && memcmp(line.p, word, n) == 0 && (line.len == n || !unicode_xid_continue((unsigned char)line.p[n]));
}

static bool leaves_block(Str line) {
    static const char *const words[] = {"return", "pass", "break", "continue", "raise"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (first_word(line, words[i])) return true;
    return false;
}

/* Inside brackets or a string over several lines the text is its author's business. Read from the start of the
 * item around. */
static bool is_inside(const Ast *ast, uint32_t offset) {
    const Source *s = ast->source;
    const Item *it = NULL;
    for (uint32_t i = 0; i < ast->n_items && ast->items[i]->start <= offset; i++) it = ast->items[i];
    int depth = 0;
    for (uint32_t i = it ? it->start : 0; i < offset; i++) {
        char c = s->data[i];
        if (c == '#') {
            while (i < offset && s->data[i] != '\n') i++;
        } else if (c == '"' || c == '\'') {
            bool triple = i + 2 < s->size && s->data[i + 1] == c && s->data[i + 2] == c;
            for (i += triple ? 3 : 1; i < s->size; i++) {
                if (s->data[i] == '\\') i++;
                else if (!triple && (s->data[i] == c || s->data[i] == '\n')) break;
                else if (triple && i + 2 < s->size && s->data[i] == c && s->data[i + 1] == c && s->data[i + 2] == c) {
                    i += 2;
                    break;
                }
            }
            if (i >= offset) return triple;
        } else if (strchr("([{", c) && c) {
            depth++;
        } else if (strchr(")]}", c) && c && depth) {
            depth--;
        }
    }
    return depth > 0;
}

static bool new_line(const Ast *ast, uint32_t line, uint32_t *want) {
    const Source *s = ast->source;
    if (!line || is_inside(ast, line - 1)) return false;
    uint32_t before = start_of(s, line - 1);
    while (before > 0 && !code_of(s, before).len) before = start_of(s, before - 1);
    Str code = code_of(s, before);
    uint32_t indent = indent_at(s, before);
    bool opens = code.len && code.p[code.len - 1] == ':';
    *want = opens ? indent + 4 : leaves_block(code) && indent >= 4 ? indent - 4 : indent;
    return true;
}

/* `else:` and its like stand below the statement that they continue. */
static bool clause(const Source *s, uint32_t line, uint32_t *want) {
    static const struct {
        const char *word, *openers[6];
    } clauses[] = {{"else", {"if", "elif", "for", "while", "except", "try"}},
                   {"elif", {"if", "elif"}},
                   {"except", {"try", "except"}},
                   {"finally", {"try", "except", "else"}}};
    Str code = code_of(s, line);
    if (!code.len || code.p[code.len - 1] != ':') return false;
    for (size_t i = 0; i < ARRAY_LEN(clauses); i++) {
        if (!first_word(code, clauses[i].word)) continue;
        uint32_t limit = indent_at(s, line) + 1;
        for (uint32_t at = line; at > 0;) {
            at = start_of(s, at - 1);
            Str c = code_of(s, at);
            uint32_t indent = indent_at(s, at);
            if (!c.len || indent >= limit) continue;
            for (size_t k = 0; k < ARRAY_LEN(clauses[i].openers) && clauses[i].openers[k]; k++)
                if (first_word(c, clauses[i].openers[k]) && c.p[c.len - 1] == ':') {
                    *want = indent;
                    return true;
                }
            limit = indent < limit ? indent : limit;
            if (!indent) return false;
        }
    }
    return false;
}

bool query_typed_indent(const Ast *ast, uint32_t offset, char typed, Span *at, uint32_t *want) {
    const Source *s = ast->source;
    uint32_t line = start_of(s, offset), have = indent_at(s, line);
    bool known = typed == '\n' ? new_line(ast, line, want) : typed == ':' && clause(s, line, want);
    if (!known || memchr(s->data + line, '\t', have)) return false;
    *at = (Span){s->id, line, line + have};
    return *want != have;
}
