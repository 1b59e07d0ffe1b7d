/* SPDX-License-Identifier: Apache-2.0 */
/* The type checker's door: signatures, conformance, bodies, compile-time expressions. Lazy and memoised:
 * ask for what you need. decls*.c: declarations (signatures, structs, traits, conformance, synthesis);
 * expr*.c, call*.c, stmt*.c: bodies. */
#ifndef MOJ_CHECK_CHECK_H
#define MOJ_CHECK_CHECK_H

#include "check/tast.h"

/* What the checker asks of later stages; session/ fills it in. */
typedef struct Demand {
    void *ctx;
    /* Runs a concrete compile-time call. NULL: failed; *why says so (a diagnostic-ready sentence). */
    Val (*eval)(void *ctx, FnDecl *f, const Val *params, uint32_t n_params, const Val *args, uint32_t n_args,
                const char **why);
    /* Field of a V_OBJECT as a value, or NULL. */
    Val (*field)(void *ctx, Val object, uint32_t index, Val type);
} Demand;

typedef struct Cx { /* one checking session; single owner thread */
    ValStore *vals;
    SourceMap *sources;
    Resolver *resolver;
    const TargetInfo *target;
    Demand demand;
    Arena arena;              /* as long as the session */
    StrMap defines;           /* -D NAME → value (char*) */
    uint32_t depth;           /* nesting of instantiation and evaluation: limited */
    void (*body_done)(void *ctx, FnDecl *f); /* told of each body that check_module has checked; may be NULL */
    void *body_done_ctx;
    void *bodies;             /* BodyState of body.h */
    struct DeclCaches *decls; /* of decls*.c */
    const struct Watch *watch; /* watch.h; NULL: nobody watches */
    bool trims;               /* typed bodies go before the session does (check_trim): what others refer to lies elsewhere */
    bool located;             /* something that was found out at compile time says in which line it stands */
} Cx;

void cx_init(Cx *cx, SourceMap *sources, Resolver *r, const TargetInfo *t);
void cx_done(Cx *cx);

/* ---- declarations (decls*.c) ----------------------------------------------------------------------- */
/* Completes the signature; false when it has errors (already reported). Idempotent. */
bool check_sig(Cx *cx, Decl *d);
/* Everything of a struct: fields, conformances verified, lifecycle and synthesised members. */
bool check_struct(Cx *cx, StructDecl *s);
/* Every declaration of a module with all bodies: what `mojo check` does. */
void check_module(Cx *cx, Module *m);
/* Does a (possibly symbolic) type satisfy the bounds? Symbolic types use their own bounds and the facts. */
typedef struct Facts { /* what is known true here: where clauses, comptime if, assert */
    const struct Facts *outer;
    Val condition;
} Facts;
bool check_conforms(Cx *cx, Val type, Val trait, const Facts *facts);
bool check_proves(Cx *cx, const Facts *facts, Val condition); /* §7.6: folds true or follows from facts */
/* Member of a type by name: own, then of its traits' provided members. NULL when there is none. For
 * symbolic types: a member of its bounds. *via receives the trait it came from, or NULL. */
Decl *check_member(Cx *cx, Val type, Name name, const Facts *facts, TraitDecl **via);
/* The function that implements a trait's method for a concrete type, with its full parameter list
 * (struct's, then method's). For default methods: the trait's own function and params = [Self type, …].
 * Used by elab to resolve witness calls. */
FnDecl *check_witness(Cx *cx, Val type, FnDecl *requirement, const Val *own_params, uint32_t n_own, Val **params,
                      uint32_t *n_params);
/* Associated comptime member of a concrete type. NULL when there is none. */
Val check_assoc(Cx *cx, Val type, Name name, const Val *args, uint32_t n);
/* Types of the fields of a struct type, substituted; cached. NULL while they are being found out. */
const Val *check_field_types(Cx *cx, Val struct_type, uint32_t *n);
/* Substitution that maps the parameters of T_STRUCT's declaration to its arguments. */
Subst check_struct_subst(Val struct_type);
/* Parameters of a function with those of its enclosing struct (or trait Self) first. */
uint32_t fn_all_params(const FnDecl *f, const ParamDecl ***out, Arena *a);
/* How values of a type are copied, moved and destroyed (concrete or symbolic). */
typedef struct LifeFacts {
    bool movable, copyable, implicitly_copyable, deinitable; /* provable here */
    bool trivial_copy, trivial_move, trivial_deinit;         /* known bitwise / no-op; false when unknown */
    FnDecl *copy, *move, *deinit;                            /* to call, for concrete struct types; else NULL */
} LifeFacts;
LifeFacts check_life(Cx *cx, Val type, const Facts *facts);

/* ---- bodies (expr*.c, call*.c, stmt*.c) -------------------------------------------------------------- */
/* Typed body of a function; NULL when it has none. body->has_error: do not lower. */
TBody *check_body(Cx *cx, FnDecl *f);
/* Frees what a body that was lowered is made of, unless something may still look at it: only for who asks no questions
 * about it. What was found in it stays reported. */
void check_release_body(FnDecl *f);

/* Diagnostics that come between are the body's own: they go when it is checked again (session_edit). */
typedef struct BodyMark { uint32_t len, elsewhere; } BodyMark;
BodyMark check_mark(const Cx *cx, const FnDecl *f);
void check_owned(const Cx *cx, FnDecl *f, BodyMark since);

/* Frees typed bodies and IR of a module's functions, but for those that compile-time values came from. Asked for again,
 * they are made again. Needs Cx.trims from the beginning. */
void check_trim(Cx *cx, const Module *m);

/* Environment of an expression outside a body (types in signatures, defaults, comptime values). */
typedef struct ExprEnv {
    Module *module;
    Item *item;
    Decl *owner;          /* struct, trait or function whose parameters are visible */
    const Scope *scope;   /* extra names (parameters declared so far), or NULL */
    const Facts *facts;
    DiagSink *diags;
} ExprEnv;
/* Evaluates an expression to a compile-time value. `want`: expected type or NULL. Errors are reported;
 * then V_ERROR. */
Val check_comptime_expr(Cx *cx, const ExprEnv *env, Node *n, Val want);
/* A type expression. allow_unbound: `List`, `SIMD[_, 4]` keep V_UNBOUND (argument types make automatic
 * parameters of them). */
Val check_type_expr(Cx *cx, const ExprEnv *env, Node *n, bool allow_unbound);
/* The script function made of a module's top-level statements, or NULL when there are none. */
FnDecl *check_script(Cx *cx, Module *m);

#endif
