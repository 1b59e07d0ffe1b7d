/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the formatter.
 *   check.c    the whole: formatting, again, with proof
 *   format.c   one pass: statements and the comments between them
 *   blank.c    blank lines            conform.c  order of conformances
 *   join.c     lines that belong to the one before, of files that do not parse otherwise
 *   mark.c     what each token of a statement is (unary or binary, call or literal bracket, …)
 *   plain.c    statements that only need their spaces put right
 *   leaves.c   a statement's tokens as leaves: texts, spaces, delimiters, optional parentheses
 *   split.c    leaves laid out at the width
 *   strings.c  adjacent strings joined, long ones cut
 *   text.c     texts of numbers, strings, comments      docstring.c  of doc-strings
 *   proof.c    is the result the same program, with the same comments? By tokens, statement by statement
 *   verify.c   the same by trees, of the whole file */
#ifndef MOJ_FORMAT_FORMAT_INT_H
#define MOJ_FORMAT_FORMAT_INT_H

#include "format/format.h"
#include "syntax/tokens.h"

enum { K_COMMENT = T_COUNT }; /* Leaf.kind of a comment on a line of its own */

typedef enum Role { /* what a token is, where its kind does not say */
    R_NONE,
    R_UNARY,    /* + - ~ before an operand */
    R_STAR,     /* * or ** before an argument, parameter, element */
    R_BINARY,
    R_POSTFIX,  /* x^ */
    R_TIGHT_EQ, /* keyword argument, default without a type */
    R_EQ,       /* default with a type, field of a brace initialiser */
    R_ASSIGN,   /* at bracket depth 0 */
    R_SLICE,    /* : in a subscript */
    R_SLICE_WIDE, /* the same where an operand is not simple */
    R_LAMBDA_COLON,
    R_COLON,
    R_COMP_FOR, R_COMP_IF, R_TERNARY,
    R_EXCEPT_STAR,
    R_DECORATOR,
    R_IMPORT_DOT,
    R_NOT_IN,   /* the not of `not in` */
    R_FOR_IN,   /* the in of a for */
    R_WORD,     /* a name that is a keyword here (where, comptime, var, …): no operand */
} Role;

typedef enum Bracket { /* of openers */
    B_NONE, B_ATOM, B_CALL, B_PARAM, B_SUB, B_TPARAM, B_LIST, B_BRACE, B_CONF, B_IMPORT
} Bracket;

typedef struct Frame { /* an open bracket, or the statement itself */
    uint32_t open;     /* index of the opener */
    uint8_t bracket;
    bool typed, assigned; /* a colon, a `=` in this element */
    bool comprehension;
    bool complex_known, complex;
    bool colon;        /* a slice colon in this element */
    uint32_t element;  /* first token of the current element */
    uint32_t lambdas;  /* whose colon is still to come */
    uint32_t fors;     /* whose `in` is still to come */
} Frame;

typedef struct Mark {
    uint8_t role;
    uint8_t bracket; /* of openers */
    uint8_t space;   /* before it, when not first on its line */
    uint32_t match;  /* of brackets: index of the partner in the statement */
} Mark;

enum { /* Leaf.flags */
    LF_INVISIBLE = 1,  /* a parenthesis that is not written now */
    LF_OPTIONAL = 2,   /* one that may be written or not */
    LF_MULTILINE = 4,  /* text has line ends */
    LF_MAGIC = 8,      /* closer after a comma that asks for one item per line */
    LF_HUG = 16,       /* no space round it, though it counts: ** between simple operands */
    LF_ATOM = 32,      /* opener of a tuple, list, dict, set, import list, or optional */
    LF_DEF_PARENS = 64,/* opener of a def's arguments */
    LF_SUBSCRIPT = 128,/* closer of a subscript */
    LF_CALL_STAR = 256, LF_DEF_STAR = 512,
    LF_OMITTED = 1024, /* closer that is not split at in this trial */
};
enum { /* delimiters, higher is split first */
    D_COMPREHENSION = 20, D_COMMA = 18, D_TERNARY = 16, D_LOGIC = 14, D_STRING = 12, D_COMPARE = 10,
    D_DOT = 1,
};

typedef struct Leaf {
    const char *text;
    uint32_t len, width; /* bytes, code points */
    uint8_t kind, role, bracket, space;
    uint8_t delimiter; /* after it */
    uint16_t flags;
    uint32_t match;
    uint32_t depth;
    uint32_t comments, n_comments; /* trailing ones, in Fmt.comments */
    uint32_t cuts, n_cuts;         /* where a joined string was in pieces, in Fmt.cuts */
} Leaf;

typedef struct Piece {
    uint32_t a, b;  /* leaves [a, b) */
    uint32_t depth; /* of indentation */
    uint32_t comma; /* a comma is added after this leaf; NO_LEAF: none */
    bool inside;    /* in a bracket: delimiters count */
    bool tracked;   /* trailing commas count */
    bool must_split;
    bool top;       /* the whole statement */
    bool foreign;   /* holds leaves that were put in: no second opinion */
    bool item;      /* one of several between commas */
    bool part;      /* of a whole that a comment cut */
} Piece;
#define NO_LEAF UINT32_MAX

typedef struct Comment {
    Str text;
    uint32_t width;
    bool own_line;
    uint32_t pos, blank_before, col;
} Comment;

typedef enum StmtKind { /* what the rest needs to know */
    S_PLAIN, S_DEF, S_CLASS, S_DECORATOR, S_IMPORT, S_IMPORT_FROM, S_COMMENT, S_BLOCK /* other headers */
} StmtKind;

/* A statement (or header up to its colon) and what it became. Where a whole logical line became what stood there,
 * formatting it again gives the same: the next pass copies it. */
typedef struct Line {
    uint32_t tok, n_toks; /* in Fmt.toks */
    uint32_t from, to;    /* in the result, from its first token to the end of its last line */
    uint32_t depth;
    bool first_in_suite, after_decorator;
    bool whole; /* all of its logical line */
    bool same;  /* unchanged */
} Line;
typedef VEC(Line) LineList;

/* One formatting of a text. */
typedef struct Pass {
    StrBuf out;
    LineList lines;
    bool star_comma_call, star_comma_def;
} Pass;

typedef struct LineInfo { /* of the previous statement or comment, for blank lines */
    bool any;
    StmtKind kind;
    uint32_t depth;
    bool opens_block, triple_string;
} LineInfo;

typedef struct Fmt {
    const FormatOptions *o;
    const Source *source;
    bool py;
    bool strings; /* are joined and cut */
    uint32_t width;
    const char *src;
    uint32_t size;
    bool ascii; /* all of it */
    const char *eol;
    uint32_t eol_len;
    Tok *toks;
    uint32_t n_toks;
    bool moved; /* conformances changed places among the tokens */
    const LineList *before; /* of the pass before; may be NULL */
    uint32_t at_before;
    LineList statements;    /* of this pass, in order */
    VEC(Mark) marks;
    VEC(Frame) frames;
    VEC(uint32_t) open; /* leaves of brackets that are open */
    VEC(Leaf) leaves;
    VEC(Comment) comments;
    VEC(uint32_t) cuts; /* offsets in the texts of joined strings */
    Arena arena;
    StrBuf out;
    bool star_comma_call, star_comma_def; /* Python: a comma may follow *args there */
    /* of the statement at hand */
    const Tok *t;
    uint32_t n;
    uint32_t depth;
    StmtKind kind;
    bool is_def, is_import;
    bool docstring; /* its string is one */
    bool after_decorator;
    bool in_header; /* ends in the colon of a block */
    bool has_power; /* ** as an operator */
    /* split.c */
    VEC(uint8_t) fitting; /* of the lines written: 1 where it fits */
    VEC(uint32_t) shown; /* optional parentheses made visible, for undoing */
    bool force_parens;
    uint32_t level;
    bool explaining; /* this statement, into o->explain */
    /* blank lines */
    LineInfo prev;
    uint32_t previous_after;
    uint32_t defs[MAX_INDENT + 8], n_defs;
    bool have_lead;          /* semantic leading comment block: where its blank lines stand in out */
    size_t lead_at;
    uint32_t lead_before, lead_prev_after;
    bool lead_ok;
    uint32_t lead_count;
} Fmt;

typedef struct LineFacts {
    StmtKind kind;
    uint32_t depth, blank; /* blank lines above it in the source */
    bool opens_block, triple_string;
    bool loose_header; /* with try for while if match */
} LineFacts;

/* format.c */
void fmt_init(Fmt *f, const Source *s, const FormatOptions *o, TokenList *toks);
void fmt_done(Fmt *f);
/* Formats s into *to; `before`: the pass whose result s is, or NULL. `keep`: the text's tokens; empty afterwards when
 * they are not in the text's order any more. */
void format_text(Source *s, const FormatOptions *o, const Pass *before, Pass *to, TokenList *keep);
void pass_done(Pass *p);
/* conform.c */
void sort_conformances(Fmt *f, Tok *t, uint32_t n);
/* blank.c */
void blank_lines(Fmt *f, LineFacts c); /* writes those before the statement or comment that comes */
void write_comment(Fmt *f, const Comment *c, uint32_t depth);
/* mark.c */
void mark_statement(Fmt *f); /* fills f->marks for f->t[0..n) */
static inline bool is_opener(int k) {
    unsigned d = (unsigned)k - T_LPAR;
    return d <= T_RBRACE - T_LPAR && !(d & 1);
}
static inline bool is_closer(int k) {
    unsigned d = (unsigned)k - T_LPAR;
    return d <= T_RBRACE - T_LPAR && (d & 1);
}
bool is_word(const Tok *t, int nm);
/* plain.c: writes a statement that fits on its line and has no more to it than tokens and spaces. False: it has,
 * and nothing was written. */
bool write_plain(Fmt *f, uint32_t end_gap);
/* leaves.c */
void build_leaves(Fmt *f, uint32_t end_gap);
/* Comments in the text between two tokens; returns how many were added to f->comments. */
uint32_t comments_between(Fmt *f, uint32_t from, uint32_t to);
/* strings.c */
/* The strings from token i on that become one; 1: it stands alone. */
uint32_t joined_strings(Fmt *f, uint32_t i);
/* Their text; adds the places of the joints to f->cuts. */
Str join_strings(Fmt *f, uint32_t i, uint32_t n);
/* Lays out a piece that is a string too long for its line: cut, or in parentheses of its own and cut. False: it is not
 * one, or cannot be cut; nothing was written. */
bool cut_string(Fmt *f, const Piece *p);
bool wrap_string(Fmt *f, const Piece *p);
/* split.c */
void layout(Fmt *f);
void transform(Fmt *f, Piece p); /* lays out one piece */
void write_comments(Fmt *f, uint32_t a, uint32_t b); /* the trailing ones of leaves [a, b) */
/* text.c */
uint32_t count_width(const Fmt *f, const char *p, uint32_t len);
Str text_of_number(Fmt *f, const Tok *t);
Str text_of_string(Fmt *f, const Tok *t);
Str trim_right(Str s); /* without blanks at its end */
/* docstring.c */
Str text_of_docstring(Fmt *f, const Tok *t, uint32_t depth);
bool same_doc_with_code(Str a, Str b, bool py); /* the same, code blocks compared as programs */
/* text.c */
Str text_of_comment(Fmt *f, Str raw, bool first_in_file);
Str change_quotes(Arena *a, Str body, char from, char to); /* of a string without `r`: escapes what needs it then */
Str normalize_quotes(Fmt *f, Str text, uint32_t prefix, bool triple, bool raw, bool fstring);
/* check.c: errors of a tree; *shape: those that leave the program's shape in doubt. */
uint32_t count_errors(const Ast *ast, uint32_t *shape);
/* verify.c */
bool same_doc(Str a, Str b); /* equal but for blanks at line starts and ends */
bool same_number(Str a, Str b);
/* join.c: the text with lines joined that go on with the one before; false: there are none */
bool join_lines(const Source *s, StrBuf *out);
/* proof.c: the result of a pass holds the same program with the same comments, as can be told statement by statement
 * from tokens; gives the result's tokens. False: it cannot be told that way. */
bool prove_same(const Source *s, const TokenList *toks, const Pass *pass, TokenList *result);
bool same_program(const Ast *a, const Ast *b, bool py, bool code, char **why); /* code: blocks in doc-strings may change too */
/* The comments of two texts; the tokens are used up. */
bool same_comments(Source *a, TokenList *ta, Source *b, TokenList *tb, char **why);

#endif
