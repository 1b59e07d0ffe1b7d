/* SPDX-License-Identifier: Apache-2.0 */
/* All tokens of a file in order, for tools that keep the text between them (the formatter). Names, strings
 * and numbers are as the parser sees them; comments, blank lines and backslashes lie between `end` of one
 * token and `pos` of the next. NEWLINE, INDENT and DEDENT are empty ranges; there is no END but the last. */
#ifndef MOJ_SYNTAX_TOKENS_H
#define MOJ_SYNTAX_TOKENS_H

#include "syntax/parse.h"

typedef struct TokenList {
    Tok *data; /* heap; positions are absolute; ends with a T_END at the end of the text */
    uint32_t len, cap;
} TokenList;
/* ast_parse that hands out the tokens it read. */
Ast *ast_parse_tokens(Source *s, TokenList *out);
/* For a source that parses without an error: errors are not reported here. */
TokenList tokens_of(const Source *s);
void tokens_done(TokenList *l);
/* A lexer kept for many calls of lex_line; zero it before the first, then lex_lines_done. */
typedef struct LineLexer {
    Parser p;
    Arena scratch; /* for diagnostics nobody reads */
    bool ready;
} LineLexer;
/* Appends the tokens of one logical line, text[from, to), without NEWLINE, INDENT and DEDENT. False when there is
 * something wrong in it or it is more than one line. */
bool lex_line(LineLexer *x, Lang lang, const char *text, uint32_t from, uint32_t to, TokenList *out);
void lex_lines_done(LineLexer *x);
/* Room for n more tokens. */
void tokens_reserve(TokenList *l, uint32_t n);
/* For ast.c: the tokens of the item just read; the end. */
void tokens_keep(TokenList *l, const Parser *p);
void tokens_end(TokenList *l, uint32_t size);

#endif
