/* SPDX-License-Identifier: Apache-2.0 */
/*
 * External scanner of the Mojo/Python grammar: layout, strings, and the words that are keywords in
 * one place.
 *
 * Layout. NEWLINE, INDENT and DEDENT are zero-width and stand before the line end, so that nodes
 * end where their text ends. A tab goes to the next multiple of 8, a form feed back to column 0.
 * After a line end the next code line decides; comment lines do not count, but a comment that is as
 * deep as the open block keeps it open until the comment has been read.
 *
 * Strings. `string_start` (prefix and quotes), then `string_content`, `escape_sequence` and
 * `string_end`. A stack holds one byte for each open string; holes of f- and t-strings are ordinary
 * grammar in between.
 *
 * Words. `var`, `match`, `fn`, `mut`, ... are names unless what follows says otherwise; see
 * word_token().
 *
 * State, as it is serialised: count of open strings, their bytes, then each indentation as the
 * difference to the one outside it, in base-128 digits. It never exceeds STATE_LIMIT: a block or
 * string beyond that is not opened, and the parser reports an error there.
 */
#include "tree_sitter/parser.h"

#include <stdlib.h>
#include <string.h>

/* In the order of `externals` in grammar.js. */
enum Token {
    NEWLINE,
    INDENT,
    DEDENT,
    STRING_START,
    STRING_CONTENT,
    ESCAPE_SEQUENCE,
    FORMAT_COLON,
    FORMAT_CONTENT,
    STRING_END,
    TRANSFER,
    REFERENCE,
    KW_VAR,
    KW_LET,
    KW_REF,
    KW_STRUCT,
    KW_TRAIT,
    KW_EXTENSION,
    KW_FN,
    KW_FN_TYPE,
    KW_COMPTIME,
    KW_ALIAS,
    KW_MATCH,
    KW_TYPE,
    KW_REGION,
    KW_COMPTIME_ASSERT,
    KW_DISABLE_DEL,
    CONVENTION,
    CONVENTION_ORIGIN,
    ERROR_SENTINEL,
};

enum {
    MAX_WORD = 19, /* as long as the longest keyword here */
    MAX_STRINGS = 64,
    MAX_INDENTS = 200,
    STATE_LIMIT = 1000,
    /* How far a word may look ahead, so that bad input cannot make parsing quadratic. */
    LOOK_ELEMENTS = 4000,
    LOOK_STRING = 1 << 16,
    LOOK_COMMENTS = 500,
    MAX_COLUMN = 1 << 24,
};

/* One open string. */
enum {
    QUOTE_DOUBLE = 1,
    QUOTE_TRIPLE = 2,
    STRING_RAW = 4,
    STRING_FORMAT = 8,
};

typedef struct {
    uint32_t indents[MAX_INDENTS]; /* columns of the open blocks, outermost (0) not stored */
    unsigned indent_count;
    unsigned indent_bytes; /* size of the serialised indents */
    unsigned string_count;
    uint8_t strings[MAX_STRINGS];
} Scanner;

static inline void advance(TSLexer *lx) {
    lx->advance(lx, false);
}

static inline bool is_name_start(int32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0xA1;
}

static inline bool is_digit(int32_t c) {
    return c >= '0' && c <= '9';
}

static inline bool is_name_char(int32_t c) {
    return is_name_start(c) || is_digit(c);
}

static inline bool is_line_end(int32_t c) {
    return c == '\n' || c == '\r';
}

static bool accept(TSLexer *lx, enum Token token) {
    lx->result_symbol = (TSSymbol)token;
    return true;
}

/* ---------------------------------------------------------------- state */

static uint32_t indent_now(const Scanner *s) {
    return s->indent_count ? s->indents[s->indent_count - 1] : 0;
}

static unsigned varint_size(uint32_t v) {
    unsigned n = 1;
    while (v >= 128) {
        v >>= 7;
        n++;
    }
    return n;
}

static bool indent_push(Scanner *s, uint32_t column) {
    unsigned n = varint_size(column - indent_now(s));
    if (s->indent_count == MAX_INDENTS || s->indent_bytes + n + MAX_STRINGS + 1 > STATE_LIMIT)
        return false;
    s->indents[s->indent_count++] = column;
    s->indent_bytes += n;
    return true;
}

static void indent_pop(Scanner *s) {
    uint32_t column = indent_now(s);
    s->indent_count--;
    s->indent_bytes -= varint_size(column - indent_now(s));
}

void *tree_sitter_mojo_external_scanner_create(void) {
    return calloc(1, sizeof(Scanner));
}

void tree_sitter_mojo_external_scanner_destroy(void *payload) {
    free(payload);
}

unsigned tree_sitter_mojo_external_scanner_serialize(void *payload, char *buffer) {
    const Scanner *s = payload;
    uint8_t *out = (uint8_t *)buffer;
    if (s->string_count == 0 && s->indent_count == 0) return 0;
    *out++ = (uint8_t)s->string_count;
    memcpy(out, s->strings, s->string_count);
    out += s->string_count;
    uint32_t outer = 0;
    for (unsigned i = 0; i < s->indent_count; i++) {
        uint32_t delta = s->indents[i] - outer;
        outer = s->indents[i];
        for (; delta >= 128; delta >>= 7)
            *out++ = (uint8_t)(delta | 128);
        *out++ = (uint8_t)delta;
    }
    return (unsigned)(out - (uint8_t *)buffer);
}

void tree_sitter_mojo_external_scanner_deserialize(void *payload, const char *buffer,
                                                   unsigned length) {
    Scanner *s = payload;
    s->string_count = s->indent_count = s->indent_bytes = 0;
    if (length == 0) return;
    const uint8_t *in = (const uint8_t *)buffer, *end = in + length;
    s->string_count = *in++;
    memcpy(s->strings, in, s->string_count);
    in += s->string_count;
    s->indent_bytes = (unsigned)(end - in);
    uint32_t column = 0;
    while (in < end) {
        uint32_t delta = 0;
        for (unsigned shift = 0; in < end; shift += 7) {
            delta |= (uint32_t)(*in & 127) << shift;
            if (*in++ < 128) break;
        }
        column += delta;
        s->indents[s->indent_count++] = column;
    }
}

/* ---------------------------------------------------------------- looking ahead
 * All of these only advance; the token ends where mark_end was called before them. */

/* Skips blanks, and with `lines` line ends and comments too; says whether a line end was passed. */
static bool look_blanks(TSLexer *lx, bool lines) {
    bool passed = false;
    for (;;) {
        int32_t c = lx->lookahead;
        if (c == ' ' || c == '\t' || c == '\f') {
            advance(lx);
        } else if (lines && is_line_end(c)) {
            passed = true;
            advance(lx);
        } else if (c == '\\') {
            advance(lx);
            if (lx->lookahead == '\r') advance(lx);
            if (lx->lookahead != '\n') return passed;
            advance(lx);
        } else if (lines && c == '#') {
            while (!is_line_end(lx->lookahead) && !lx->eof(lx))
                advance(lx);
        } else {
            return passed;
        }
    }
}

/* Reads a word of at most MAX_WORD characters into `word`; a longer one gives "". */
static void look_word(TSLexer *lx, char word[MAX_WORD + 1]) {
    unsigned n = 0;
    for (; is_name_char(lx->lookahead); advance(lx)) {
        if (n <= MAX_WORD) word[n++] = lx->lookahead < 128 ? (char)lx->lookahead : '?';
    }
    word[n <= MAX_WORD ? n : 0] = 0;
}

static bool one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(word, *words) == 0) return true;
    return false;
}

/* Words that can follow a name but not begin what a declaration declares. */
static const char *const after_name[] = {"in",  "is", "and",  "or",   "not",   "if",
                                         "for", "as", "else", "from", "async", NULL};

/* After `^` or `&` these end the operand instead of beginning one. */
static const char *const after_operand[] = {"in", "is",   "and",  "or",    "not",   "if",     "for",
                                            "as", "else", "from", "async", "where", "raises", NULL};

/* Skips a string whose first quote is the lookahead; holes are skipped as text, with quotes nested
 * in them. */
static void look_string(TSLexer *lx, bool raw) {
    int32_t quote = lx->lookahead;
    advance(lx);
    bool triple = false;
    if (lx->lookahead == quote) {
        advance(lx);
        if (lx->lookahead != quote) return;
        advance(lx);
        triple = true;
    }
    unsigned run = 0;
    for (unsigned left = LOOK_STRING; left && !lx->eof(lx); left--) {
        int32_t c = lx->lookahead;
        if (!triple && is_line_end(c)) return;
        advance(lx);
        if (c == '\\' && !raw) {
            if (!lx->eof(lx)) advance(lx);
            run = 0;
        } else if (c == quote) {
            if (!triple || ++run == 3) return;
        } else {
            run = 0;
        }
    }
}

/* Passes one element (string, bracket, word, other character). Returns what it was: 'a' for a word.
 */
static int32_t look_element(TSLexer *lx) {
    int32_t c = lx->lookahead;
    if (c == '"' || c == '\'') {
        look_string(lx, false);
    } else if (is_name_char(c)) {
        char word[MAX_WORD + 1];
        look_word(lx, word);
        if ((lx->lookahead == '"' || lx->lookahead == '\'') && strlen(word) <= 2)
            look_string(lx, strpbrk(word, "rR") != NULL);
        return 'a';
    } else if (c == '`') {
        do
            advance(lx);
        while (lx->lookahead != '`' && !is_line_end(lx->lookahead) && !lx->eof(lx));
        if (lx->lookahead == '`') advance(lx);
        return 'a';
    } else {
        advance(lx);
    }
    return c;
}

/* The lookahead is an opening bracket: goes past the one that closes it. False when it is not
 * found. */
static bool look_brackets(TSLexer *lx) {
    unsigned depth = 0;
    for (unsigned left = LOOK_ELEMENTS; left && !lx->eof(lx); left--) {
        int32_t c = lx->lookahead;
        if (c == '#' || c == ' ' || c == '\t' || c == '\\' || is_line_end(c)) {
            look_blanks(lx, true);
            continue;
        }
        c = look_element(lx);
        if (c == '(' || c == '[' || c == '{')
            depth++;
        else if ((c == ')' || c == ']' || c == '}') && --depth == 0)
            return true;
    }
    return false;
}

/* Whether the logical line ends with a colon outside brackets. */
static bool look_line_ends_with_colon(TSLexer *lx) {
    int32_t last = 0;
    for (unsigned left = LOOK_ELEMENTS; left; left--) {
        look_blanks(lx, false);
        int32_t c = lx->lookahead;
        if (lx->eof(lx) || is_line_end(c) || c == '#') return last == ':';
        if (c == '(' || c == '[' || c == '{') {
            if (!look_brackets(lx)) return false;
            last = ')';
        } else {
            last = look_element(lx);
        }
    }
    return false;
}

/* ---------------------------------------------------------------- words */

/* The word before was `match`, blanks are passed: is this a match statement? A name after it says
 * so; where a call, an index or an operator could stand as well, the colon at the end of the line
 * does. */
static bool look_match_subject(TSLexer *lx) {
    int32_t c = lx->lookahead;
    if (is_name_start(c)) {
        char word[MAX_WORD + 1];
        look_word(lx, word);
        if (strcmp(word, "not") == 0) {
            look_blanks(lx, false);
            look_word(lx, word);
            return strcmp(word, "in") != 0;
        }
        return !one_of(word, after_name);
    }
    if (is_digit(c) || c == '"' || c == '\'' || c == '{' || c == '~' || c == '`') return true;
    if (c == '.') {
        advance(lx);
        return lx->lookahead == '.' || is_digit(lx->lookahead);
    }
    return (c == '(' || c == '[' || c == '-' || c == '+' || c == '*') &&
           look_line_ends_with_colon(lx);
}

/* A name that is not an operator word. */
static bool look_declared_name(TSLexer *lx) {
    if (lx->lookahead == '`') return true;
    if (!is_name_start(lx->lookahead)) return false;
    char word[MAX_WORD + 1];
    look_word(lx, word);
    return !one_of(word, after_name);
}

/* `var (a, b) = t`, against a call: an assignment or annotation follows the parenthesis. */
static bool look_declared_tuple(TSLexer *lx) {
    if (lx->lookahead != '(' || !look_brackets(lx)) return false;
    look_blanks(lx, false);
    if (lx->lookahead == ':') return true;
    if (lx->lookahead != '=') return false;
    advance(lx);
    return lx->lookahead != '=';
}

/* `fn(Int) -> T`, `fn[T: X](T) escaping -> R`: a type, unlike the call of a function named `fn`. */
static bool look_function_type(TSLexer *lx) {
    static const char *const effects[] = {"raises", "escaping",          "capturing",
                                          "thin",   "unified",           "async",
                                          "abi",    "register_passable", NULL};
    if (lx->lookahead == '[') {
        if (!look_brackets(lx)) return false;
        look_blanks(lx, true);
    }
    if (lx->lookahead != '(' || !look_brackets(lx)) return false;
    look_blanks(lx, false);
    if (lx->lookahead == '-') {
        advance(lx);
        return lx->lookahead == '>';
    }
    char word[MAX_WORD + 1];
    look_word(lx, word);
    return one_of(word, effects);
}

static bool convention_token(TSLexer *lx, const bool *valid, const char *word) {
    static const char *const conventions[] = {"mut",   "imm",      "var",   "ref",  "out", "deinit",
                                              "inout", "borrowed", "owned", "read", NULL};
    if (!one_of(word, conventions)) return false;
    bool spaced = lx->lookahead == ' ';
    look_blanks(lx, true);
    int32_t c = lx->lookahead;
    if (c == '[') {
        if (!valid[CONVENTION_ORIGIN] || (strcmp(word, "ref") != 0 && strcmp(word, "out") != 0))
            return false;
        if (!look_brackets(lx)) return false;
        look_blanks(lx, true);
        c = lx->lookahead;
        return (is_name_start(c) || c == '*' || c == '`' || c == '(') &&
               accept(lx, CONVENTION_ORIGIN);
    }
    if (!valid[CONVENTION]) return false;
    if (c == '*' || c == '`') return accept(lx, CONVENTION);
    if (c == '(' && spaced && word[0] != 'o') /* `for var (a, b) in` */
        return accept(lx, CONVENTION);
    if (!is_name_start(c)) return false;
    return look_declared_name(lx) && accept(lx, CONVENTION);
}

static bool string_start(Scanner *s, TSLexer *lx, unsigned flags) {
    if (s->string_count == MAX_STRINGS) return false;
    int32_t quote = lx->lookahead;
    advance(lx);
    lx->mark_end(lx);
    if (quote == '"') flags |= QUOTE_DOUBLE;
    if (lx->lookahead == quote) {
        advance(lx);
        if (lx->lookahead == quote) {
            advance(lx);
            lx->mark_end(lx);
            flags |= QUOTE_TRIPLE;
        }
    }
    s->strings[s->string_count++] = (uint8_t)flags;
    return accept(lx, STRING_START);
}

/* Flags of a string prefix, -1 when the word is none. */
static int prefix_flags(const char *word) {
    int flags = 0;
    unsigned n = 0;
    for (; word[n]; n++) {
        switch (word[n]) {
        case 'r':
        case 'R': flags |= STRING_RAW; break;
        case 'f':
        case 'F':
        case 't':
        case 'T': flags |= STRING_FORMAT; break;
        case 'b':
        case 'B':
        case 'u':
        case 'U': break;
        default: return -1;
        }
    }
    return n <= 2 ? flags : -1;
}

/* `word`, first on its line and just read, only begins a statement: then the open bracket was
 * forgotten. */
static bool look_statement(TSLexer *lx, const char *word) {
    static const char *const always[] = {"class",  "return",   "import", "while",    "with",
                                         "try",    "raise",    "pass",   "continue", "break",
                                         "global", "nonlocal", "assert", "del",      NULL};
    static const char *const declaring[] = {"def", "fn", "struct", "trait", NULL};
    if (one_of(word, always)) return !is_name_char(lx->lookahead) && lx->lookahead != '=';
    if (!one_of(word, declaring) || lx->lookahead != ' ') return false;
    look_blanks(lx, false);
    return look_declared_name(lx);
}

/* The lookahead begins a word that may be a keyword here, or the prefix of a string. With
 * `forgotten`, a word that only begins a statement gives a line end before it: an error in an open
 * bracket, where recovery starts. */
static bool word_token(Scanner *s, TSLexer *lx, const bool *valid, bool forgotten) {
    char word[MAX_WORD + 1];
    if (lx->lookahead >= 128) return false;
    if (forgotten) lx->mark_end(lx);
    look_word(lx, word);
    if (forgotten && look_statement(lx, word)) return accept(lx, NEWLINE);
    int32_t c = lx->lookahead;
    if (c == '"' || c == '\'') {
        int flags = valid[STRING_START] ? prefix_flags(word) : -1;
        return flags >= 0 && string_start(s, lx, (unsigned)flags);
    }
    lx->mark_end(lx);

    if (valid[CONVENTION] || valid[CONVENTION_ORIGIN]) {
        if (c == ' ' || c == '\t' || c == '[' || is_line_end(c))
            if (convention_token(lx, valid, word)) return true;
        if (!valid[KW_FN_TYPE]) return false; /* otherwise a type may begin here */
    }
    if (valid[KW_FN_TYPE] && strcmp(word, "fn") == 0 && (c == '(' || c == '[' || c == ' ')) {
        look_blanks(lx, false);
        if (lx->lookahead == '(' || lx->lookahead == '[')
            return look_function_type(lx) && accept(lx, KW_FN_TYPE);
        return valid[KW_FN] && look_declared_name(lx) && accept(lx, KW_FN);
    }

    enum Token token;
    switch (word[0]) {
    case 'v':
        if (strcmp(word, "var") != 0) return false;
        token = KW_VAR;
        break;
    case 'l':
        if (strcmp(word, "let") != 0) return false;
        token = KW_LET;
        break;
    case 'r':
        if (strcmp(word, "ref") != 0) return false;
        token = KW_REF;
        break;
    case 's':
        if (strcmp(word, "struct") != 0) return false;
        token = KW_STRUCT;
        break;
    case 't':
        if (strcmp(word, "trait") == 0)
            token = KW_TRAIT;
        else if (strcmp(word, "type") == 0)
            token = KW_TYPE;
        else
            return false;
        break;
    case 'e':
        if (strcmp(word, "extension") != 0) return false;
        token = KW_EXTENSION;
        break;
    case 'f':
        if (strcmp(word, "fn") != 0) return false;
        token = KW_FN;
        break;
    case 'c':
        if (strcmp(word, "comptime") != 0) return false;
        token = KW_COMPTIME;
        break;
    case 'a':
        if (strcmp(word, "alias") != 0) return false;
        token = KW_ALIAS;
        break;
    case 'm':
        if (strcmp(word, "match") != 0) return false;
        token = KW_MATCH;
        break;
    case '_':
        if (strcmp(word, "__extension") == 0)
            token = KW_EXTENSION;
        else if (strcmp(word, "__mlir_region") == 0)
            token = KW_REGION;
        else if (strcmp(word, "__comptime_assert") == 0)
            token = KW_COMPTIME_ASSERT;
        else if (strcmp(word, "__disable_del") == 0)
            token = KW_DISABLE_DEL;
        else
            return false;
        break;
    default: return false;
    }
    if (!valid[token]) return false;
    look_blanks(lx, false);

    switch (token) {
    case KW_MATCH: return look_match_subject(lx) && accept(lx, token);
    case KW_VAR:
    case KW_LET:
        return (lx->lookahead == '(' && c != '(' ? look_declared_tuple(lx)
                                                 : look_declared_name(lx)) &&
               accept(lx, token);
    case KW_COMPTIME:
        if (lx->lookahead == '(') return c != '(' && look_declared_tuple(lx) && accept(lx, token);
        if (lx->lookahead == 'i' || lx->lookahead == 'f') {
            char next[MAX_WORD + 1];
            look_word(lx, next);
            return (strcmp(next, "if") == 0 || strcmp(next, "for") == 0 ||
                    !one_of(next, after_name)) &&
                   accept(lx, token);
        }
        return look_declared_name(lx) && accept(lx, token);
    default: return look_declared_name(lx) && accept(lx, token);
    }
}

/* ---------------------------------------------------------------- strings */

/* A backslash in a string that has escapes: whether an escape sequence begins, and goes past it. */
static bool escape(TSLexer *lx) {
    advance(lx);
    int32_t c = lx->lookahead;
    switch (c) {
    case 'a':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
    case 'v':
    case '\\':
    case '\'':
    case '"':
    case '\n': advance(lx); return true;
    case '\r':
        advance(lx);
        if (lx->lookahead == '\n') advance(lx);
        return true;
    case 'x':
    case 'u':
    case 'U': {
        unsigned digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        advance(lx);
        for (; digits; digits--) {
            int32_t d = lx->lookahead;
            if (!is_digit(d) && !(d >= 'a' && d <= 'f') && !(d >= 'A' && d <= 'F')) break;
            advance(lx);
        }
        return true;
    }
    case 'N':
        advance(lx);
        if (lx->lookahead != '{') return true;
        while (lx->lookahead != '}' && lx->lookahead != '"' && lx->lookahead != '\'' &&
               !is_line_end(lx->lookahead) && !lx->eof(lx))
            advance(lx);
        if (lx->lookahead == '}') advance(lx);
        return true;
    default:
        if (c < '0' || c > '7') return false;
        for (unsigned digits = 3; digits && lx->lookahead >= '0' && lx->lookahead <= '7'; digits--)
            advance(lx);
        return true;
    }
}

/* Inside a string: text up to the next escape, hole, or end; or that escape or end itself. */
static bool string_body(Scanner *s, TSLexer *lx, const bool *valid) {
    unsigned flags = s->strings[s->string_count - 1];
    int32_t quote = flags & QUOTE_DOUBLE ? '"' : '\'';
    bool triple = flags & QUOTE_TRIPLE, raw = flags & STRING_RAW, format = flags & STRING_FORMAT;
    bool spec = valid[FORMAT_CONTENT];
    enum Token content = spec ? FORMAT_CONTENT : STRING_CONTENT;
    bool any = false;

    for (;; any = true) {
        lx->mark_end(lx);
        int32_t c = lx->lookahead;
        if (c == quote) {
            if (!triple) {
                if (any || spec) return any && accept(lx, content);
                advance(lx);
                lx->mark_end(lx);
                s->string_count--;
                return accept(lx, STRING_END);
            }
            unsigned run = 0;
            while (run < 3 && lx->lookahead == quote) {
                advance(lx);
                run++;
            }
            if (run < 3) continue;
            if (any || spec) return any && accept(lx, content);
            lx->mark_end(lx);
            s->string_count--;
            return accept(lx, STRING_END);
        }
        if (lx->eof(lx)) return any && accept(lx, content);
        switch (c) {
        case '\\':
            if (raw) {
                /* The backslash stays, and so does what follows it, a quote too. */
                advance(lx);
                if (format && (lx->lookahead == '{' || lx->lookahead == '}')) continue;
                if (lx->lookahead == '\r') {
                    advance(lx);
                    if (lx->lookahead == '\n') advance(lx);
                } else if (!lx->eof(lx)) {
                    advance(lx);
                }
                continue;
            }
            if (any || spec) {
                if (!escape(lx)) {
                    continue;
                }
                if (spec) continue;
                return accept(lx, content);
            }
            if (escape(lx)) {
                lx->mark_end(lx);
                return accept(lx, ESCAPE_SEQUENCE);
            }
            continue;
        case '{':
        case '}':
            if (!format) break;
            if (spec || any) return any && accept(lx, content);
            advance(lx);
            if (lx->lookahead != c) return false;
            advance(lx);
            lx->mark_end(lx);
            return accept(lx, ESCAPE_SEQUENCE);
        case '\r':
        case '\n':
            if (!triple) return any && accept(lx, content);
            break;
        default: break;
        }
        advance(lx);
    }
}

/* ---------------------------------------------------------------- layout */

/* `^` that ends an operand, against the operator; `&` likewise. */
static bool postfix_token(TSLexer *lx, const bool *valid, enum Token token) {
    advance(lx);
    if (lx->lookahead == '=') return false;
    lx->mark_end(lx);
    if (look_blanks(lx, !valid[NEWLINE]) && token == REFERENCE) return false;
    int32_t c = lx->lookahead;
    if (token == REFERENCE)
        return (c == ')' || c == ',' || c == ':' || c == ']' || c == '=') && accept(lx, token);
    if (is_digit(c) || c == '"' || c == '\'' || c == '`' || c == '(' || c == '[' || c == '{' ||
        c == '+' || c == '-' || c == '~')
        return false;
    if (c == '.') {
        advance(lx);
        return !is_digit(lx->lookahead) && accept(lx, token);
    }
    if (is_name_start(c)) {
        char word[MAX_WORD + 1];
        look_word(lx, word);
        return one_of(word, after_operand) && accept(lx, token);
    }
    return accept(lx, token);
}

/* Whether the line that begins here carries on the statement although no bracket is open. */
static bool continues_arrow(TSLexer *lx) {
    advance(lx);
    return lx->lookahead == '>';
}

/* Whether a word that begins with `c` can be more than a name here: spares most names a second
 * reading. */
static inline bool may_begin_token(const bool *valid, int32_t c) {
    enum { PREFIX = 1, DECLARES = 2, CONVEYS = 4 };
    static const uint8_t initials[128] = {
        ['B'] = PREFIX,
        ['F'] = PREFIX,
        ['R'] = PREFIX,
        ['T'] = PREFIX,
        ['U'] = PREFIX,
        ['_'] = DECLARES,
        ['a'] = DECLARES,
        ['b'] = PREFIX | CONVEYS,
        ['c'] = DECLARES,
        ['d'] = CONVEYS,
        ['e'] = DECLARES,
        ['f'] = PREFIX | DECLARES,
        ['i'] = CONVEYS,
        ['l'] = DECLARES,
        ['m'] = DECLARES | CONVEYS,
        ['o'] = CONVEYS,
        ['r'] = PREFIX | DECLARES | CONVEYS,
        ['s'] = DECLARES,
        ['t'] = PREFIX | DECLARES,
        ['u'] = PREFIX,
        ['v'] = DECLARES | CONVEYS,
    };
    if (c >= 128) return false;
    unsigned wanted = (valid[STRING_START] ? PREFIX : 0) |
                      (valid[KW_VAR] || valid[KW_FN] || valid[KW_COMPTIME] ? DECLARES : 0) |
                      (valid[CONVENTION] || valid[CONVENTION_ORIGIN] ? CONVEYS : 0);
    return initials[c] & wanted;
}

bool tree_sitter_mojo_external_scanner_scan(void *payload, TSLexer *lx, const bool *valid) {
    Scanner *s = payload;
    bool recovering = valid[ERROR_SENTINEL];

    if (s->string_count && !recovering && (valid[STRING_CONTENT] || valid[FORMAT_CONTENT]))
        return string_body(s, lx, valid);

    bool layout = valid[NEWLINE] || valid[INDENT] || valid[DEDENT];
    if (layout) lx->mark_end(lx);
    /* An indent stands before what comes first in the block, comments included. */
    bool mark_block = valid[INDENT] && !recovering;

    uint32_t column = 0;
    bool line_end = false;
    bool skipping = true; /* false once the token has text */
    int64_t comment = -1; /* column of the first comment line passed */
    unsigned comments = 0;
    for (;;) {
        int32_t c = lx->lookahead;
        if (c == ' ') {
            column++;
            lx->advance(lx, skipping);
        } else if (c == '\n' || c == '\r') {
            column = 0;
            /* The parser takes no empty token while it recovers, so the line end is its text then.
             */
            bool text = recovering && !line_end;
            if (text) skipping = false;
            lx->advance(lx, skipping);
            if (text) lx->mark_end(lx);
            line_end = true;
        } else if (c == '\t') {
            column = (column | 7) + 1;
            lx->advance(lx, skipping);
        } else if (c == '\f') {
            column = 0;
            lx->advance(lx, skipping);
        } else if (c == 0xFEFF) {
            lx->advance(lx, skipping);
        } else if (c == '#') {
            if (!layout || !line_end) return false;
            if (mark_block) lx->mark_end(lx);
            mark_block = false;
            if (comment < 0) comment = column;
            if (valid[NEWLINE] && !valid[INDENT] && !recovering) return accept(lx, NEWLINE);
            /* A comment as deep as the block belongs to it; nothing is closed before it. */
            if (!valid[NEWLINE] && !valid[INDENT] && comment >= indent_now(s)) return false;
            if (comments++ == LOOK_COMMENTS && !valid[INDENT]) return false;
            while (!is_line_end(lx->lookahead) && !lx->eof(lx))
                lx->advance(lx, skipping);
        } else if (c == '\\') {
            if (!layout || !line_end) return false;
            lx->advance(lx, skipping);
            if (lx->lookahead == '\r') lx->advance(lx, skipping);
            if (lx->lookahead != '\n') return false;
            lx->advance(lx, skipping);
            while (lx->lookahead == ' ' || lx->lookahead == '\t')
                lx->advance(lx, skipping);
        } else {
            break;
        }
        if (column > MAX_COLUMN) column = MAX_COLUMN;
    }
    bool eof = lx->eof(lx);
    int32_t c = lx->lookahead;

    if (layout && (line_end || eof)) {
        uint32_t now = indent_now(s);
        if (eof) column = 0;
        if (mark_block) lx->mark_end(lx);
        if (valid[INDENT] && !recovering && column > now)
            return indent_push(s, column) && accept(lx, INDENT);
        /* A block is missing: an error here, rather than the next line as a body on the header's
         * line. */
        if (valid[INDENT] && !recovering) return accept(lx, NEWLINE);
        if (valid[DEDENT] && (!valid[NEWLINE] || recovering) && column < now) {
            s->string_count = 0;
            indent_pop(s);
            return accept(lx, DEDENT);
        }
        if (valid[NEWLINE]) {
            if (column > now && comment < 0 && !recovering) {
                if (c == '-' && continues_arrow(lx)) return false;
                if (valid[STRING_START]) {
                    if (c == '"' || c == '\'') return string_start(s, lx, 0);
                    if (is_name_start(c) && c < 128) {
                        char word[MAX_WORD + 1];
                        look_word(lx, word);
                        int flags = prefix_flags(word);
                        if (flags >= 0 && (lx->lookahead == '"' || lx->lookahead == '\''))
                            return string_start(s, lx, (unsigned)flags);
                    }
                }
            }
            return accept(lx, NEWLINE);
        }
    }

    /* In a bracket, at the start of a line. */
    bool forgotten = line_end && !layout && !valid[KW_STRUCT] && !s->string_count;
    if (c == '"' || c == '\'') return valid[STRING_START] && string_start(s, lx, 0);
    if (c == ':' && valid[FORMAT_COLON] && !recovering) {
        /* Not left to the other lexer, which would see `:=` in f"{x:=5}". */
        advance(lx);
        lx->mark_end(lx);
        return accept(lx, FORMAT_COLON);
    }
    if (c == '^') return valid[TRANSFER] && postfix_token(lx, valid, TRANSFER);
    if (c == '&') return valid[REFERENCE] && postfix_token(lx, valid, REFERENCE);
    if (is_name_start(c) && (forgotten || may_begin_token(valid, c)))
        return word_token(s, lx, valid, forgotten);
    return false;
}
