/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate.h"

#include <ctype.h>

uint32_t random_below(uint64_t *seed, uint32_t n) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return n ? (uint32_t)((*seed >> 11) % n) : 0;
}

typedef struct Lines {
    VEC(Str) list; /* with their line ends */
} Lines;

static Lines lines_of(const char *text) {
    Lines l = {0};
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t n = end ? (size_t)(end - text) + 1 : strlen(text);
        vec_push(&l.list, ((Str){text, n}));
        text += n;
    }
    return l;
}

static uint32_t indent_of(Str line) {
    uint32_t n = 0;
    while (n < line.len && line.p[n] == ' ') n++;
    return n;
}

static bool begins(Str line, const char *with) {
    Str s = {line.p + indent_of(line), line.len - indent_of(line)};
    return str_starts(s, str_of(with));
}

/* A line chosen among those that begin so; n_lines: none. */
static uint32_t some_line(uint64_t *seed, const Lines *l, const char *begin) {
    uint32_t found = l->list.len, n = 0;
    for (uint32_t i = 0; i < l->list.len; i++)
        if ((begins(l->list.data[i], begin) || !*begin) && random_below(seed, ++n) == 0) found = i;
    return found;
}

/* The text with lines [from, to) replaced. */
static char *with_lines(const Lines *l, uint32_t from, uint32_t to, const char *text) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < from && i < l->list.len; i++) sb_str(&b, l->list.data[i]);
    sb_puts(&b, text);
    for (uint32_t i = to; i < l->list.len; i++) sb_str(&b, l->list.data[i]);
    if (!b.len) sb_char(&b, '\n');
    return sb_take(&b);
}

/* ---- kinds of edits ------------------------------------------------------------------------------- */
static char *edit_letters(uint64_t *seed, const char *text) {
    static const char *const pieces[] = {"", "x", " ", "  ", ".", "(", ")", "[", "]", "{", "\"", "'''", ":", ",", "\n", "\n    ", "^", "=",
                                         "# ", "é", "🔥", "1", " + 1", "self.", "var ", "-", "\n\n", "\t"};
    size_t n = strlen(text), at = random_below(seed, (uint32_t)n + 1), to = at + random_below(seed, 4);
    while (at && ((unsigned char)text[at] & 0xc0) == 0x80) at--;
    if (to > n || random_below(seed, 2)) to = at;
    while (((unsigned char)text[to] & 0xc0) == 0x80) to++;
    StrBuf b = {0};
    sb_add(&b, text, at);
    sb_puts(&b, pieces[random_below(seed, ARRAY_LEN(pieces))]);
    sb_puts(&b, text + to);
    return sb_take(&b);
}

static char *edit_statement(uint64_t *seed, const Lines *l) {
    static const char *const new[] = {"var q = 1", "var q: Int = \"a\"", "print(1)", "pass", "return", "return 1", "...", "q += 1", "raise Error(\"e\")",
                                      "for i in range(3):", "if True:", "# a remark", "\"\"\"Text.\"\"\"", "from std.collections import Dict",
                                      "comptime K = 3", "var z = [1, 2]", "_ = nothing(3)", "def inner(a: Int) -> Int: return a", "while False:", "undefined_name"};
    uint32_t i = some_line(seed, l, "");
    if (i == l->list.len || !indent_of(l->list.data[i])) i = some_line(seed, l, "return");
    if (i == l->list.len) return NULL;
    StrBuf b = {0};
    sb_repeat(&b, ' ', indent_of(l->list.data[i]));
    sb_puts(&b, new[random_below(seed, ARRAY_LEN(new))]);
    sb_char(&b, '\n');
    if (b.len > 2 && b.p[b.len - 2] == ':') {
        sb_repeat(&b, ' ', indent_of(l->list.data[i]) + 4);
        sb_puts(&b, "print(2)\n");
    }
    char *out = with_lines(l, i, i + random_below(seed, 2), b.p);
    sb_done(&b);
    return out;
}

static char *edit_signature(uint64_t *seed, const Lines *l) {
    static const char *const more[] = {", extra: Int = 1", ", extra: String", "x: Int", ", mut m: Int", ", *rest: Int"};
    static const char *const results[] = {" raises", " -> Int", " -> String", "", " raises -> Int", " -> Self"};
    uint32_t i = some_line(seed, l, "def ");
    if (i == l->list.len) return NULL;
    Str s = l->list.data[i];
    size_t close = s.len;
    while (close > 0 && s.p[close - 1] != ')') close--;
    if (!close) return NULL;
    StrBuf b = {0};
    if (random_below(seed, 2)) {
        sb_add(&b, s.p, close - 1);
        sb_puts(&b, more[random_below(seed, ARRAY_LEN(more))]);
        sb_add(&b, s.p + close - 1, s.len - close + 1);
    } else {
        size_t colon = s.len;
        while (colon > close && s.p[colon - 1] != ':') colon--;
        if (colon == close) colon = s.len;
        sb_add(&b, s.p, close);
        sb_puts(&b, results[random_below(seed, ARRAY_LEN(results))]);
        sb_add(&b, s.p + colon - 1, s.len - colon + 1);
    }
    char *out = with_lines(l, i, i + 1, b.p);
    sb_done(&b);
    return out;
}

static char *edit_field(uint64_t *seed, const Lines *l) {
    uint32_t i = some_line(seed, l, random_below(seed, 2) ? "struct " : "    var ");
    if (i >= l->list.len) i = some_line(seed, l, "struct ");
    if (i == l->list.len) return NULL;
    if (!begins(l->list.data[i], "struct ")) return with_lines(l, i, i + 1, random_below(seed, 2) ? "" : "    var other: Float64\n");
    return with_lines(l, i + 1, i + 1, random_below(seed, 2) ? "    var zz: Int\n" : "    comptime ZZ = 4\n");
}

static char *edit_item(uint64_t *seed, const Lines *l) {
    static const char *const new[] = {"def added(x: Int) -> Int:\n    return x + 1\n\n", "struct Added(Copyable):\n    var a: Int\n\n",
                                      "comptime ADDED = 7\n", "trait Addable:\n    def add(self): ...\n\n", "def twice(x: Int) -> Int:\n    return x\n\n",
                                      "@fieldwise_init\nstruct Point(Copyable):\n    var a: String\n\n", "def half(\n", "print(1)\n"};
    uint32_t first = some_line(seed, l, "");
    while (first < l->list.len && first > 0 && (indent_of(l->list.data[first]) || l->list.data[first].p[0] == '\n')) first--;
    uint32_t last = first + 1;
    while (last < l->list.len && (indent_of(l->list.data[last]) || l->list.data[last].p[0] == '\n')) last++;
    if (random_below(seed, 3) == 0) return with_lines(l, first, last, "");
    return with_lines(l, first, first, new[random_below(seed, ARRAY_LEN(new))]);
}

static char *edit_import(uint64_t *seed, const Lines *l) {
    static const char *const new[] = {"from std.collections import Dict\n", "from lib import twice\n", "from lib import *\n", "import nothing\n",
                                      "import std.math\n", "from std.math import sqrt as twice\n", "from lib import Pair as Point\n"};
    uint32_t i = some_line(seed, l, "from ");
    if (i < l->list.len && random_below(seed, 2)) return with_lines(l, i, i + 1, "");
    return with_lines(l, 0, 0, new[random_below(seed, ARRAY_LEN(new))]);
}

static char *edit_name(uint64_t *seed, const char *text) {
    size_t n = strlen(text), at = random_below(seed, (uint32_t)n);
    while (at && (isalnum((unsigned char)text[at - 1]) || text[at - 1] == '_')) at--;
    size_t len = strspn(text + at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (!len) return NULL;
    bool all = random_below(seed, 2);
    StrBuf b = {0};
    for (size_t i = 0; i < n;) {
        bool starts = !i || !(isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_');
        bool here = starts && strncmp(text + i, text + at, len) == 0 && !(isalnum((unsigned char)text[i + len]) || text[i + len] == '_');
        if (here && (all || i == at)) sb_puts(&b, "renamed"), i += len;
        else sb_char(&b, text[i++]);
    }
    return sb_take(&b);
}

static char *edit_lines(uint64_t *seed, const Lines *l) {
    uint32_t i = some_line(seed, l, "");
    if (i == l->list.len) return NULL;
    if (random_below(seed, 2)) return with_lines(l, i, i + 1, "");
    char *copy = xmalloc(l->list.data[i].len + 1);
    memcpy(copy, l->list.data[i].p, l->list.data[i].len);
    copy[l->list.data[i].len] = 0;
    char *out = with_lines(l, i, i, copy);
    free(copy);
    return out;
}

char *mutate(uint64_t *seed, const char *text, const char *before, const char **what) {
    char *out = NULL;
    while (!out) {
        Lines l = lines_of(text);
        switch (random_below(seed, 14)) {
        case 0: *what = "signature", out = edit_signature(seed, &l); break;
        case 1: *what = "field", out = edit_field(seed, &l); break;
        case 2: *what = "item", out = edit_item(seed, &l); break;
        case 3: *what = "import", out = edit_import(seed, &l); break;
        case 4: *what = "name", out = edit_name(seed, text); break;
        case 5: *what = "line", out = edit_lines(seed, &l); break;
        case 6: *what = "back", out = xstrdup(before); break;
        case 7:
        case 8:
        case 9:
        case 10: *what = "statement", out = edit_statement(seed, &l); break;
        default: *what = "letters", out = edit_letters(seed, text); break;
        }
        vec_done(&l.list);
    }
    return out;
}
