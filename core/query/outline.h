/* SPDX-License-Identifier: Apache-2.0 */
/* What an editor shows from the syntax tree alone: outline, folds, selections, colours. All spans are
 * absolute; results live in the caller's arena. Works on broken files: what parsed is shown. */
#ifndef MOJ_QUERY_OUTLINE_H
#define MOJ_QUERY_OUTLINE_H

#include "syntax/syntax.h"

typedef enum OutlineKind {
    OUTLINE_FUNCTION, OUTLINE_METHOD, OUTLINE_CONSTRUCTOR, OUTLINE_STRUCT, OUTLINE_TRAIT, OUTLINE_CLASS,
    OUTLINE_FIELD, OUTLINE_VARIABLE, OUTLINE_CONSTANT, OUTLINE_EXTENSION
} OutlineKind;

typedef struct OutlineEntry {
    OutlineKind kind;
    const char *name;
    const char *detail; /* signature or type as written, one line; "" when there is none */
    Span all, name_at;
    uint32_t depth;     /* 0: module level; entries are in pre-order */
    bool deprecated;
} OutlineEntry;
typedef struct Outline {
    VEC(OutlineEntry) entries;
} Outline;
void query_outline(const Ast *ast, Arena *a, Outline *out);

typedef enum FoldKind { FOLD_CODE, FOLD_COMMENT, FOLD_IMPORTS, FOLD_REGION } FoldKind;
typedef struct Fold {
    uint32_t first, last; /* lines, 0-based */
    FoldKind kind;
} Fold;
typedef struct Folds {
    VEC(Fold) list;
} Folds;
void query_folds(const Ast *ast, Arena *a, Folds *out);

typedef struct Spans {
    VEC(Span) list;
} Spans;
/* Ranges around an offset, the smallest first. */
void query_selection(const Ast *ast, uint32_t offset, Arena *a, Spans *out);

typedef enum LensKind { LENS_RUN, LENS_DEBUG, LENS_TEST, LENS_REFERENCES } LensKind;
typedef struct Lens {
    Span at; /* of the name */
    LensKind kind;
    const char *name;
} Lens;
typedef struct Lenses {
    VEC(Lens) list;
} Lenses;
/* What can be run, debugged, tested; and declarations, whose uses can be counted. */
void query_lenses(const Ast *ast, Arena *a, Lenses *out);

/* After `typed` (a line's end or `:`) before the offset: the blanks at the line's start, and how many there should
 * be. False when they are right, or nobody can say. */
bool query_typed_indent(const Ast *ast, uint32_t offset, char typed, Span *at, uint32_t *want);

/* In the order of query_token_types. */
typedef enum TokenType {
    TOKEN_NAMESPACE, TOKEN_STRUCT, TOKEN_INTERFACE, TOKEN_TYPE_PARAMETER, TOKEN_TYPE, TOKEN_PARAMETER, TOKEN_VARIABLE,
    TOKEN_PROPERTY, TOKEN_ENUM_MEMBER, TOKEN_FUNCTION, TOKEN_METHOD, TOKEN_DECORATOR, TOKEN_KEYWORD, TOKEN_SELF,
    TOKEN_OPERATOR, TOKEN_STRING, TOKEN_NUMBER, TOKEN_CLASS
} TokenType;
enum { TOKMOD_DECLARATION = 1, TOKMOD_DEFINITION = 2, TOKMOD_READONLY = 4, TOKMOD_MUTABLE = 8, TOKMOD_CONSUMED = 16,
       TOKMOD_COMPTIME = 32, TOKMOD_DEFAULT_LIBRARY = 64, TOKMOD_DEPRECATED = 128, TOKMOD_RAISES = 256 };
extern const char *const query_token_types[];     /* NULL at the end */
extern const char *const query_token_modifiers[]; /* bit by bit, NULL at the end */
typedef struct Token {
    Span at;
    uint8_t type;
    uint16_t modifiers;
} Token;
typedef struct Tokens {
    VEC(Token) list;
} Tokens;
/* Names coloured by what the tree says of them; sorted, without overlaps. */
void query_tokens(const Ast *ast, Arena *a, Tokens *out);
#endif
