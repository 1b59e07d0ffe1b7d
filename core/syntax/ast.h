/* SPDX-License-Identifier: Apache-2.0 */
/* The abstract syntax tree: what every stage after parsing reads. Nodes come from nodes.def.
 * A file is cut into top-level items; each item owns its nodes, and node positions are relative to the
 * item's first byte, so an edit elsewhere in the file leaves an item untouched.
 *
 *   if (n->kind == NODE_Call) { const NodeCall *c = AS(Call, n); … c->func … c->args.data[i] … } */
#ifndef MOJ_SYNTAX_AST_H
#define MOJ_SYNTAX_AST_H

#include "diag/diag.h"

typedef enum NodeFamily { FAMILY_EXPR, FAMILY_STMT, FAMILY_PATTERN, FAMILY_AUX } NodeFamily;

enum NodeKindTag {
    NODE_NONE,
#define NODE(kind, family, fields) NODE_##kind,
#include "syntax/nodes.def"
#undef NODE
    NODE_COUNT
};
typedef uint16_t NodeKind;

typedef struct Node {
    NodeKind kind;
    uint16_t flags; /* NODE_PARENTHESIZED … */
    uint32_t id;    /* dense within the item, from 1: index for side tables */
    uint32_t pos, end; /* bytes, relative to the item's start; half-open */
} Node;
enum {
    NODE_PARENTHESIZED = 1, /* an expression written inside its own parentheses (pos/end exclude them) */
    NODE_LEGACY = 2,        /* written in a legacy spelling (a deprecation was reported) */
    NODE_HAS_ERROR = 4,     /* a syntax error was reported inside */
    NODE_ONE_LINE = 8,      /* a suite on the header's line */
};

typedef struct NodeList {
    Node **data;
    uint32_t len;
} NodeList;
#define EACH_NODE(list, var)                                                                           \
    for (Node **var##_p = (list).data, **var##_end = (list).len ? var##_p + (list).len : var##_p,      \
              *var = var##_p != var##_end ? *var##_p : NULL;                                           \
         var##_p != var##_end; var##_p++, var = var##_p != var##_end ? *var##_p : NULL)

/* enums of the U(…) fields */
enum { CONST_NONE, CONST_TRUE, CONST_FALSE, CONST_ELLIPSIS };
typedef enum ComptimeWord { COMPTIME_PLAIN, COMPTIME_ALIAS, COMPTIME_TYPE } ComptimeWord; /* how a compile-time name is declared */
typedef enum Op { /* binary and augmented; order is used by op tables */
    OP_ADD, OP_SUB, OP_MUL, OP_MATMUL, OP_DIV, OP_FLOORDIV, OP_MOD, OP_POW, OP_LSHIFT, OP_RSHIFT,
    OP_BITAND, OP_BITXOR, OP_BITOR,
    OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_IN, OP_NOT_IN, OP_IS, OP_IS_NOT, /* CmpOp */
    OP_AND, OP_OR,                                                                /* BoolOp */
    OP_NOT, OP_POS, OP_NEG, OP_INVERT,                                            /* UnaryOp */
    OP_COUNT
} Op;
const char *op_text(Op op); /* "+", "not in", … */
typedef enum Conv { /* argument and capture conventions; legacy words map on to today's */
    CONV_DEFAULT, CONV_IMM, CONV_MUT, CONV_VAR, CONV_DEINIT, CONV_OUT, CONV_REF
} Conv;
typedef enum BindKind { BIND_VAR, BIND_REF, BIND_LET } BindKind;
typedef enum MarkerKind { MARK_SLASH, MARK_STAR, MARK_DSLASH, MARK_UNBOUND /* ... */ } MarkerKind;
enum { /* Signature.effects */
    EFFECT_RAISES = 1, EFFECT_THIN = 2, EFFECT_ABI = 4, EFFECT_CAPTURING = 8, EFFECT_ESCAPING = 16,
    EFFECT_UNIFIED = 32
};

/* one struct per kind */
#define N(name) Node *name;
#define L(name) NodeList name;
#define ID(name) Name name;
#define S(name) Str name;
#define U(name) uint32_t name;
#define P(name) uint32_t name;
#define NODE(kind, family, fields)                                                                     \
    typedef struct Node##kind {                                                                        \
        Node node;                                                                                     \
        fields                                                                                         \
    } Node##kind;
#include "syntax/nodes.def"
#undef NODE
#undef N
#undef L
#undef ID
#undef S
#undef U
#undef P
#define AS(Kind, n) ((Node##Kind *)(n))
#define IS(Kind, n) ((n) != NULL && (n)->kind == NODE_##Kind)

const char *node_kind_name(NodeKind k);
NodeFamily node_family(NodeKind k);

/* A top-level item: one statement of module level, or the simple statements of one line.
 * The header is per revision (start moves when text before it changes); what it points to is shared by
 * all revisions in which the item's text is the same: compare items by hash or by stmts.data. */
typedef struct Item {
    uint32_t start, len; /* absolute bytes: from its first token (decorators included) to its last line's end */
    uint64_t hash;       /* of its tokens: equal hash and lang = same meaning */
    NodeList stmts;
    uint32_t n_nodes;    /* ids are 1..n_nodes */
    uint16_t flags;      /* of the parser */
    bool has_errors;
    DiagSink *diags;     /* NULL when there are none; item-relative spans: use ast_diags to place them */
    struct ItemOwner *owner; /* NULL: in the memory of the first parse */
} Item;

/* Revisions made by ast_reparse share unchanged items; the memory is counted, ast_free releases it.
 * Node positions, strings and names stay valid while any Ast that holds the item lives. */
typedef struct Ast {
    Source *source;
    Lang lang;
    Item **items;
    uint32_t n_items;
    DiagSink file_diags; /* of the file as a whole: encoding, NUL bytes, cross-item rules */
    Arena arena;
    struct AstStore *store;
    struct Ast *grafted; /* revisions that this one was turned into (graft.h), a list */
} Ast;

/* Absolute span of a node. */
static inline Span node_span(const Ast *ast, const Item *item, const Node *n) {
    return (Span){ast->source->id, item->start + n->pos, item->start + n->end};
}
/* Calls fn for each child in source order; return false to stop. */
typedef bool (*NodeFn)(void *ctx, Node *child);
bool node_children(Node *n, NodeFn fn, void *ctx);
/* Structural equality, positions and parenthesisation ignored. */
bool node_equal(const Node *a, const Node *b);
/* Source text of the tree; parsing it again gives an equal tree. */
void node_unparse(StrBuf *out, const Node *n, Lang lang);
void ast_unparse(StrBuf *out, const Ast *ast);
void ast_print_sexp(StrBuf *out, const Ast *ast);
void ast_print_json(StrBuf *out, const Ast *ast);

#endif
