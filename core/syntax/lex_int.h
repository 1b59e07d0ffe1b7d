/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the lexer: lex.c (tokens, names, indentation), lex_line.c (lines and brackets), lex_literal.c (numbers,
 * strings). */
#ifndef MOJ_SYNTAX_LEX_INT_H
#define MOJ_SYNTAX_LEX_INT_H

#include "syntax/parse.h"

/* Bytes that may be part of a name (all above ASCII are looked at later). */
extern const uint8_t lex_id_char[256];
#define ID_CHAR(c) lex_id_char[(unsigned char)(c)]
#define IS_DIGIT(c) ((unsigned char)((c) - '0') < 10)

/* Token kinds of keywords by Name.known; 0: no keyword. */
extern const uint8_t lex_keyword_of[NM_COUNT];

typedef struct Lexer {
    Parser *p;
    const char *s, *limit;
    bool hole;
    uint8_t first_kind; /* of the current line in column 0 */
    uint32_t line_col;  /* of the current logical line */
    uint32_t n_looked;  /* how often closed_later looked ahead: its cost is bounded */
} Lexer;

static inline uint32_t offset(const Lexer *lx, const char *s) {
    return (uint32_t)(s - lx->p->item_text);
}

void grow_tokens(Parser *p);
/* Appends a token of [from, to). */
static inline Tok *add_token(Lexer *lx, int kind, const char *from, const char *to, unsigned flags) {
    Parser *p = lx->p;
    if (UNLIKELY(p->n_toks == p->cap_toks)) grow_tokens(p);
    Tok *t = &p->toks[p->n_toks++];
    t->kind = (uint8_t)kind; /* NOLINT(clang-analyzer-core.NullDereference): without tokens n_toks is cap_toks */
    t->flags = (uint8_t)flags;
    t->prefix = 0;
    t->pos = offset(lx, from);
    t->end = offset(lx, to);
    t->name = NULL;
    p->hash = (p->hash ^ (uint64_t)kind) * 0x9e3779b97f4a7c15ull;
    p->hash ^= p->hash >> 29;
    return t;
}
static inline void mix_hash(Parser *p, uint64_t v) {
    p->hash = (p->hash ^ v) * 0xff51afd7ed558ccdull;
    p->hash ^= p->hash >> 32;
}

static inline const Tok *last_token(const Lexer *lx) {
    return &lx->p->toks[lx->p->n_toks - 1];
}

/* ---- text ---- */

static inline const char *skip_newline(const char *s, const char *limit) {
    if (s < limit && *s == '\r') s++;
    if (s < limit && *s == '\n' && (s[0] == '\n')) s++;
    return s;
}
static inline const char *line_end(const char *s, const char *limit) {
    while (s < limit && *s != '\n' && *s != '\r') s++;
    return s;
}
/* Does the text at s begin with this word? */
static inline bool word_at(const char *s, const char *limit, const char *word) {
    size_t n = strlen(word);
    return (size_t)(limit - s) >= n && memcmp(s, word, n) == 0 && !(s + n < limit && ID_CHAR(s[n]));
}
static inline const char *skip_space(const char *s, const char *limit) {
    while (s < limit && (*s == ' ' || *s == '\t')) s++;
    return s;
}

/* ---- lex_line.c ---- */

typedef struct LineStart {
    const char *s; /* first token of the line, or limit */
    uint32_t col, alt;
    bool at_end;
} LineStart;

/* From the start of a line: the next line that holds a token. */
LineStart find_line(const char *s, const char *limit);
/* A line in brackets that begins with a word which cannot stand there. */
bool begins_statement(const Lexer *lx, const char *s);
/* In brackets, at the first token of a line: does it end them? */
bool cuts_brackets(const Lexer *lx, const LineStart *ls);
void open_bracket(Lexer *lx, int kind, uint32_t pos);
void close_bracket(Lexer *lx, int kind, const char *s, unsigned flags);
/* Synthetic closers for all brackets above `keep`. */
void close_open(Lexer *lx, uint32_t keep);
void report_unclosed(Lexer *lx, uint32_t keep);

/* ---- lex_literal.c ---- */
/* TF_ flags of a string prefix of n letters; -1: it is none. */
int string_prefix(const char *s, size_t n);
/* The token begins at `start`, its quote stands at s. Returns the end. */
const char *lex_string(Lexer *lx, const char *start, const char *s, int prefix, unsigned flags);
const char *lex_number(Lexer *lx, const char *start, unsigned flags);

#endif
