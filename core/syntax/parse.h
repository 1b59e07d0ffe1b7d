/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the parser: tokens, the state that lexer and parser share, and who calls whom.
 *   lex.c      text to the tokens of one item; says where the item ends (lex_line.c, lex_literal.c)
 *   expr.c     expressions            display.c  brackets and comprehensions
 *   sig.c      signatures, parameter lists, function types
 *   stmt.c     blocks, compound       simple.c   statements without a block
 *   decl.c     def, struct, trait, class, comptime …
 *   literal.c  numbers, strings       target.c   what may be assigned to
 *   pattern.c  match patterns         scope.c    rules that need scopes (global, await, yield, …)
 *   error.c    messages that several of them give
 *   cascade.c  drops errors that only follow from another one
 * All positions are relative to the item's start. One error per statement is reported: after it
 * `panic` is set, further errors are dropped and the statement ends at its line's end. */
#ifndef MOJ_SYNTAX_PARSE_H
#define MOJ_SYNTAX_PARSE_H

#include "syntax/syntax.h"

typedef enum TokKind {
    T_END, /* of the item or of an f-string hole */
    T_NEWLINE,
    T_INDENT,
    T_DEDENT,
    T_ERROR, /* already reported */
    T_NAME,
    T_INT,
    T_FLOAT,
    T_IMAG,
    T_STRING,
    T_FSTRING, /* f"…" or t"…", quotes and all */
    /* brackets: closer = opener + 1 */
    T_LPAR, T_RPAR, T_LSQB, T_RSQB, T_LBRACE, T_RBRACE,
    T_COMMA, T_COLON, T_SEMI, T_DOT, T_ELLIPSIS, T_ARROW, T_WALRUS, T_ASSIGN, T_BANG, T_QUESTION, T_DOLLAR,
    /* in the order of Op, from OP_ADD to OP_BITOR; then their assignments in the same order */
    T_PLUS, T_MINUS, T_STAR, T_AT, T_SLASH, T_DSLASH, T_PERCENT, T_DSTAR, T_LSHIFT, T_RSHIFT,
    T_AMP, T_CARET, T_BAR,
    T_PLUS_EQ, T_MINUS_EQ, T_STAR_EQ, T_AT_EQ, T_SLASH_EQ, T_DSLASH_EQ, T_PERCENT_EQ, T_DSTAR_EQ,
    T_LSHIFT_EQ, T_RSHIFT_EQ, T_AMP_EQ, T_CARET_EQ, T_BAR_EQ,
    T_EQ, T_NE, T_LT, T_LE, T_GT, T_GE, /* in the order of Op */
    T_TILDE,
    /* keywords, in the order of names.def */
    T_KW_FALSE, T_KW_NONE, T_KW_TRUE, T_KW_AND, T_KW_AS, T_KW_ASSERT, T_KW_ASYNC, T_KW_AWAIT,
    T_KW_BREAK, T_KW_CLASS, T_KW_CONTINUE, T_KW_DEF, T_KW_DEL, T_KW_ELIF, T_KW_ELSE, T_KW_EXCEPT,
    T_KW_FINALLY, T_KW_FOR, T_KW_FROM, T_KW_GLOBAL, T_KW_IF, T_KW_IMPORT, T_KW_IN, T_KW_IS,
    T_KW_LAMBDA, T_KW_NONLOCAL, T_KW_NOT, T_KW_OR, T_KW_PASS, T_KW_RAISE, T_KW_RETURN, T_KW_TRY,
    T_KW_WHILE, T_KW_WITH, T_KW_YIELD,
    T_COUNT
} TokKind;

enum { /* Tok.flags */
    TF_SPACE = 1,  /* white space before it */
    TF_LINE = 2,   /* first on its line */
    TF_TICK = 4,   /* name in backticks */
    TF_SYNTH = 8,  /* put in by the lexer (closer of a bracket that was never closed); empty range */
    TF_TRIPLE = 16,
    TF_RAW = 32,
    TF_BYTES = 64,
    TF_TEMPLATE = 128,
};

typedef struct Tok {
    uint8_t kind;
    uint8_t flags;
    uint16_t prefix; /* strings: bytes before the text (prefix letters and quotes) */
    uint32_t pos, end;
    Name name; /* of names and keywords */
} Tok;

typedef struct Indent {
    uint32_t col, alt;
} Indent;

typedef struct Open { /* an open bracket */
    uint8_t kind;
    uint32_t pos;
    uint32_t line_col; /* column of the logical line it is in */
} Open;

enum { MAX_INDENT = 100, MAX_OPEN_PY = 200, MAX_OPEN = 1000, MAX_DEPTH = 3000, MAX_RECURSION = 1100 };

enum { /* Item.flags */
    ITEM_FORCED = 1,     /* ended while a bracket was open */
    ITEM_TO_EOF = 2,     /* a string in it is not terminated: text after the item matters */
    ITEM_DOCSTRING = 4,
    ITEM_FUTURE = 8,     /* from __future__ import … */
    ITEM_GLOBAL = 16,    /* a `global` statement at module level */
    ITEM_BROKEN_END = 64, /* its last line has an error: what follows may belong to it */
    ITEM_FRAGILE = 32,   /* an f-string in it has no end that makes sense: any text after it may matter */
};

/* What surrounds a statement. */
typedef struct Context {
    bool in_func, in_class, in_async, in_loop, in_star_except, in_struct, in_trait;
    uint8_t blocks;   /* nested for, while, with, try (CPython allows 20) */
    bool has_yield;
    uint32_t return_value_pos; /* of the first `return value` + 1 */
} Context;

typedef struct Parser {
    const char *text; /* of the file */
    uint32_t size;
    uint32_t base;    /* absolute start of the item */
    const char *item_text;
    Lang lang;
    bool is_py;
    /* tokens of the current item; f-string holes push theirs on top */
    Tok *toks;
    uint32_t n_toks, cap_toks;
    Tok *t; /* current */
    /* tree */
    Arena *arena;
    DiagSink *sink;   /* made when the first diagnostic comes */
    uint32_t n_nodes;
    uint16_t flags;
    Node **stack;     /* scratch for lists */
    uint32_t sp, cap_stack;
    bool panic;
    bool had_error;
    bool depth_reported;
    bool future_annotations; /* of the file */
    bool need_scopes; /* something for scope.c was seen */
    struct TokenList *keep; /* collects the tokens of the file; may be NULL */
    uint32_t depth;   /* of recursion */
    uint32_t string_depth;
    Context *cx;
    uint64_t hash;
    struct {
        uint32_t pos, end;
    } muted[8]; /* from a bracket that was never closed to where it had to end */
    uint32_t n_muted;
    bool failed_block;      /* the line before failed and had a block: a clause after it is not stray */
    bool block_missing;     /* reported in this item: a deeper line after it is that block */
    const Tok *broken;      /* first token of the last line that began with an operator */
    uint32_t failed_blocks; /* blocks of such lines around here */
    uint32_t brace_blocks;  /* blocks written in braces, open now */
    /* lexer */
    Indent indents[MAX_INDENT + 2];
    uint32_t n_indents;
    Open *open;
    uint32_t n_open, cap_open;
    bool indent_reported;
    bool after_broken; /* the item before has ITEM_BROKEN_END */
} Parser;

/* ---- lex.c ---- */
/* Absolute offset of the first token at or after `at` (skips blank and comment lines); size at the end. */
uint32_t lex_skip_blank(const Parser *p, uint32_t at);
/* Lexes the item that starts at p->base. Returns the absolute end of its last line. */
uint32_t lex_item(Parser *p);
/* Pushes the tokens of [from, to) (item-relative) and an END; newlines do not count. */
void lex_hole(Parser *p, uint32_t from, uint32_t to);
/* End of the string literal whose text starts at `at` (absolute), or 0. For f-strings follows holes. */
const char *lex_find_fstring_end(const Parser *p, const char *s, const char *limit, char quote, bool triple,
                                 int depth);
/* End of an f-string's hole expression from s: the `}`, `!`, `:` or `=` that ends it; NULL: none. */
const char *lex_hole_end(const Parser *p, const char *s, const char *limit, int depth, char outer);
const char *tok_text(int kind);

/* ---- error.c ---- */
Span rel(uint32_t start, uint32_t end);
/* Reports unless in panic; then panic. Returns NULL when dropped: callers may add labels and fixes. */
Diag *error_at(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* An error that does not disturb parsing. */
Diag *error_soft(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) PRINTF_LIKE(5, 6);
Diag *warn_at(Parser *p, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) PRINTF_LIKE(5, 6);
void fix_insert(Diag *d, FixTrust trust, uint32_t at, const char *text, const char *title);
void fix_replace(Diag *d, FixTrust trust, uint32_t start, uint32_t end, const char *text, const char *title);
/* A deprecated spelling: warning, SAFE fix (text NULL: no fix). */
/* older.c: lifecycle methods and decorators */
void older_struct(Parser *p, NodeStructDef *n);
void older_decorators(Parser *p, const NodeList *decorators);
Diag *legacy(Parser *p, uint32_t start, uint32_t end, const char *text, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* What the current token is, for messages: "`x`", "end of line". */
const char *tok_show(Parser *p, const Tok *t);
Str tok_str(const Parser *p, const Tok *t);
/* "expected WHAT, found …", or a better message when the mistake has a name. */
void error_expected(Parser *p, const char *what);
/* A statement's line goes on where it should have ended. */
void error_trailing(Parser *p);
void expect_colon(Parser *p, const char *after);
void forget(Parser *p, DiagCode code, uint32_t from, uint32_t to);
/* ---- mistakes.c: what a line that does not parse was meant to be ---- */
void error_range(Parser *p);
/* Two names in an argument list, the second one current; false: a comma is missing. */
bool error_two_names(Parser *p, const Tok *first);
bool is_type_name(const Tok *t);

/* ---- cascade.c ---- */
/* Drops errors of the item that follow from others. Returns whether its last line leaves in doubt what comes next. */
bool drop_cascades(Parser *p);

/* ---- shared small things ---- */
static inline bool at(const Parser *p, TokKind k) {
    return p->t->kind == k;
}
static inline uint32_t prev_end(const Parser *p) {
    return p->t[-1].end;
}
static inline void next(Parser *p) {
    if (p->t->kind != T_END) p->t++;
}
static inline bool accept(Parser *p, TokKind k) {
    if (p->t->kind != k) return false;
    next(p);
    return true;
}
static inline bool at_word(const Parser *p, int nm) {
    return p->t->kind == T_NAME && p->t->name->known == nm && !(p->t->flags & TF_TICK);
}
static inline bool tok_is_word(const Tok *t, int nm) {
    return t->kind == T_NAME && t->name->known == nm && !(t->flags & TF_TICK);
}
static inline bool is_keyword(TokKind k) {
    return k >= T_KW_FALSE;
}
bool expect(Parser *p, TokKind k, const char *what);
/* The closer of a bracket opened at `open`. */
bool expect_close(Parser *p, TokKind k, const Tok *open);
Node *node_new(Parser *p, NodeKind kind, size_t size, uint32_t pos);
#define NEW(Kind, p, pos) ((Node##Kind *)node_new((p), NODE_##Kind, sizeof(Node##Kind), (pos)))
/* Sets the end to the last token's and returns the node. */
static inline Node *done_(Parser *p, Node *n) {
    uint32_t end = p->t[-1].end;
    n->end = end > n->pos ? end : n->pos; /* empty nodes stand before the token that follows */
    return n;
}
#define DONE(p, n) done_((p), &(n)->node)
void push_slow(Parser *p);
static inline void push(Parser *p, Node *n) {
    if (UNLIKELY(p->sp == p->cap_stack)) push_slow(p);
    p->stack[p->sp++] = n;
}
NodeList take(Parser *p, uint32_t mark); /* pops everything above mark into a list */
Node *error_node(Parser *p, uint32_t pos);
/* Depth guard: false (and E9001) when too deep. Pair with leave(). */
bool enter(Parser *p);
static inline void leave(Parser *p) {
    p->depth--;
}
/* The token after the bracket that opens at t; NULL when it has no partner in the item. */
Tok *after_bracket(Parser *p, Tok *t);
/* A name that is being declared or bound. NULL after an error. */
Name expect_name(Parser *p, const char *what);
bool starts_operand(const Parser *p, const Tok *t);

/* ---- expr.c ---- */
enum { PREC_NONE, PREC_OR, PREC_AND, PREC_NOT, PREC_CMP, PREC_BITOR, PREC_XOR, PREC_BITAND, PREC_SHIFT,
       PREC_SUM, PREC_TERM, PREC_UNARY, PREC_POWER };
Node *parse_expr(Parser *p);              /* ternary or lambda */
Node *parse_named(Parser *p);             /* … or name := expr */
Node *parse_binary(Parser *p, int prec);
Node *parse_primary(Parser *p);
Node *parse_star_or_named(Parser *p);
Node *parse_expr_list(Parser *p);         /* a, *b, c: one expression or an unparenthesised tuple */
Node *parse_expr_list_or_yield(Parser *p);
Node *parse_type(Parser *p);
void parse_call_args(Parser *p);          /* after `(` up to and with `)`; pushes onto the stack */
void parse_comp_clauses(Parser *p);
Node *parse_target_list(Parser *p);       /* for targets: bitor level, no `in` */
Node *parse_target(Parser *p);            /* one */

/* ---- display.c ---- */
Node *parse_parens(Parser *p); /* at the bracket */
Node *parse_list(Parser *p);
Node *parse_braces(Parser *p);
bool at_comp(const Parser *p); /* at `for` or `async for` */
NodeList comp_clauses(Parser *p, Node *elt);
/* After an element: goes over the comma. False at the closer, or where no element can follow. */
bool more_elements(Parser *p, TokKind close, const Tok *before);

/* ---- literal.c ---- */
Node *parse_strings(Parser *p);
Node *parse_number(Parser *p);

/* ---- sig.c ---- */
Node *parse_signature(Parser *p, Node *for_def, Name name); /* from `[` or `(` up to before `:` */
NodeList parse_params(Parser *p, NodeList *wheres);         /* at `[` */
Node *parse_lambda(Parser *p);
Node *parse_fn_type(Parser *p);
Node *parse_where(Parser *p);                               /* at `where` */
/* The clauses here, after those of older spelling that stood in the brackets. */
NodeList parse_where_list(Parser *p, NodeList before);
Node *parse_result(Parser *p);
void parse_arg_list(Parser *p, TokKind close, bool is_type, Name fn);

/* ---- stmt.c, simple.c, decl.c, pattern.c ---- */
void parse_item(Parser *p, Item *item);
void parse_statement(Parser *p);          /* pushes one or more */
void parse_simple_line(Parser *p);        /* statements without a block, between `;` */
void parse_block(Parser *p);              /* after INDENT up to and with DEDENT */
void skip_line(Parser *p);                /* to the end of the logical line, which is consumed */
/* An error that does not disturb parsing, unless one is reported already. */
void soft_or_at(Parser *p, DiagCode code, uint32_t pos, uint32_t end, const char *text);
void check_starred_statement(Parser *p, const Node *e);
NodeList parse_suite(Parser *p, Node *owner, const char *what); /* at `:` */
Node *parse_decorated(Parser *p);
Node *parse_def(Parser *p, uint32_t start, NodeList decorators, bool is_async);
Node *parse_class(Parser *p, uint32_t start, NodeList decorators);
Node *parse_struct(Parser *p, uint32_t start, NodeList decorators);
Node *parse_trait(Parser *p, uint32_t start, NodeList decorators);
Node *parse_extension(Parser *p, uint32_t start, NodeList decorators);
Node *parse_comptime_decl(Parser *p, ComptimeWord word);
Node *parse_var_decl(Parser *p, BindKind kind);
Node *parse_match(Parser *p);
Node *parse_compound_or_null(Parser *p);

/* ---- target.c ---- */
typedef enum TargetUse { TARGET_ASSIGN, TARGET_AUG, TARGET_ANN, TARGET_FOR, TARGET_WITH, TARGET_DEL, TARGET_WALRUS,
                         TARGET_COMP } TargetUse;
bool check_target(Parser *p, Node *n, TargetUse use);
const char *describe_expr(const Node *n);
bool check_name_store(Parser *p, Name name, uint32_t pos, uint32_t end);

/* ---- scope.c ---- */
void check_scopes(Parser *p, NodeList stmts);
/* `global` at module level after a use in an earlier item; into ast->file_diags. */
void check_module_globals(Ast *ast);

/* ---- ast.c ---- */
/* For graft.c, which has made the items equal: what else a revision is made of. `from` lives as long as `ast`. */
void ast_take_over(Ast *ast, Ast *from);

#endif
