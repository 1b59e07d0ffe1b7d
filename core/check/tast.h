/* SPDX-License-Identifier: Apache-2.0 */
/* The typed tree: a function body in which every implicit thing is explicit. Made by check/, read by
 * lower/. Operators, subscripts, conversions, default arguments, with, comprehensions, displays and
 * t-strings have become calls and blocks; names are declarations; each expression has its type and, when
 * it is a place, its origin. Everything lives in the body's arena and may mention symbolic values. */
#ifndef MOJ_CHECK_TAST_H
#define MOJ_CHECK_TAST_H

#include "resolve/decl.h"

typedef enum IntrinsicId {
#define INTRIN(name, np, na, res, what) INTR_##name,
#include "types/intrinsics.def"
#undef INTRIN
    INTR_COUNT
} IntrinsicId;

typedef enum TExprKind {
    X_ERROR,     /* reported */
    X_CONST,     /* val: a compile-time value, materialised here */
    X_VAR,       /* var: a local or argument (place). A ref binding stands for what it refers to */
    X_FIELD,     /* a: struct place or value; index: field */
    X_CALL,      /* callee, args. Place when the callee returns a reference */
    X_INTRIN,    /* intrin, params, args. Place for R_LVALUE ones */
    X_MOVE,      /* a^ : a place given away */
    X_COPY,      /* a: place; a copy of it (implicit or .copy()) */
    X_AGG,       /* args: a T_TUPLE/T_ARRAY/T_SIMD or struct of type `type` built from owned parts, field by field */
    X_AND, X_OR, /* a, b: of one type that is condition-like; short circuit; value is the deciding operand */
    X_NOT_BOOL,  /* a: Bool leaf */
    X_IF,        /* a: condition (Bool), b, c: owned values of `type` (or places with one origin type) */
    X_BLOCK,     /* body, then value a (NULL: none): `:=`, comprehensions, displays, with … */
    X_FN,        /* val: V_FN used as a value of its T_FNITEM or a thin pointer type T_FN */
    X_TEMP_REF,  /* a: an owned value; a place holding it (temporary lives to its last use) */
} TExprKind;

typedef struct TCallee {
    FnDecl *fn;          /* direct; for a trait method called on a symbolic type: the trait's FnDecl */
    Val self_type;       /* set for trait methods (witness): the type whose implementation is meant */
    struct TExpr *fnptr; /* indirect: a run-time value of thin type T_FN */
    Val fnval;           /* a compile-time function value, symbolic (a parameter of function type) */
    bool is_call_op;     /* args[0] is a callable of symbolic type self_type bound by a closure trait: elab finds
                            the function item, the closure's __call__ or the pointer */
    Val *params;         /* all parameters: the enclosing struct's first, then fn's own; may be symbolic */
    uint32_t n_params;
} TCallee;

typedef struct TExpr {
    uint8_t kind;
    bool is_place, is_mut; /* is_mut: may be assigned or passed as mut */
    uint8_t intrin;        /* IntrinsicId */
    uint32_t index;
    Val type;
    Val origin;            /* of places; NULL for owned values */
    Node *node;            /* may be NULL for synthesised parts; its item is the body's */
    uint32_t pos;          /* item-relative position for locations, even when node is NULL */
    Val val;
    VarDecl *var;
    struct TExpr *a, *b, *c;
    TCallee *callee;
    struct TExpr **args;   /* X_CALL: one per argument of the callee in order (imm/mut/ref: places or owned
                              temporaries; var/deinit: owned values: X_MOVE, X_COPY, calls, constants).
                              A variadic argument is one X_AGG (T_ARRAY for VARIADIC_LIST, T_TUPLE for
                              VARIADIC_PACK) of owned values for `var *`, else of places/temporaries */
    uint32_t n_args;
    Val *params;           /* X_INTRIN */
    uint32_t n_params;
    struct TBlock *body;   /* X_BLOCK */
    TCallee *err_conv;     /* X_CALL whose callee's error type is not that of the enclosing try or function: converts
                              it (one `var`/imm argument of the callee's error type, result of the enclosing one) */
} TExpr;

typedef enum TStmtKind {
    ST_EXPR,      /* a: value destroyed at once */
    ST_VAR,       /* var; a: owned initial value or NULL (late initialised) */
    ST_REF,       /* var (a ref binding); a: place */
    ST_ASSIGN,    /* a: place, b: owned value. Destroys the old value when a is initialised */
    ST_RETURN,    /* a: owned value, or place for a ref result, or NULL */
    ST_RAISE,     /* a: owned error value of the function's (or try's) error type */
    ST_IF,        /* a: Bool, body, orelse */
    ST_LOOP,      /* a: Bool condition or NULL (for ever), body, orelse (when the condition fails) */
    ST_FOR,       /* var or NULL; a: X_CALL of __next__ (raises StopIteration, which ends the loop → orelse);
                     binds var (ref binding when a is a place and var->conv is CONV_REF/IMM), then body.
                     The iterator variable was declared by a preceding ST_VAR */
    ST_BREAK, ST_CONTINUE, /* loop: the ST_LOOP/ST_FOR/ST_CT_FOR meant */
    ST_BLOCK,     /* body: a scope */
    ST_TRY,       /* body; var: error variable or NULL; handler (NULL when only finally), orelse, final */
    ST_CT_IF,     /* val: Bool condition; body, orelse: chosen at instantiation */
    ST_CT_FOR,    /* param: the loop's compile-time variable; val: sequence (V_PACK or symbolic pack); body */
    ST_CT_ASSERT, /* val: condition; msg: X_CONST or NULL */
    ST_USE,       /* a: place kept alive up to here (`_ = x`) */
    ST_NESTED,    /* fn: nested function without captures: nothing to do at run time */
} TStmtKind;

typedef struct TBlock {
    VEC(struct TStmt *) stmts;
} TBlock;
typedef struct TStmt {
    uint8_t kind;
    Node *node;
    uint32_t pos, end; /* item-relative */
    VarDecl *var;
    TExpr *a, *b;
    Val val;
    ParamDecl *param;
    TBlock *body, *orelse, *handler, *final;
    struct TStmt *loop;
    Val error_type;    /* ST_TRY: type caught */
    FnDecl *fn;
    TExpr *msg;
} TStmt;

typedef struct TBody {
    FnDecl *fn;
    Item *item;      /* of every node inside */
    Arena arena;
    TBlock *block;
    VEC(VarDecl *) locals;
    void *fits;      /* of check/fit.c */
    bool has_error;  /* do not lower */
    bool is_kept;    /* functions made inside of it (closures, compile-time values) look into it when they are lowered */
    bool owns;       /* its arena may hold the IR, too */
} TBody;

#endif
