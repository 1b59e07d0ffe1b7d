/* SPDX-License-Identifier: Apache-2.0 */
/* Private to call*.c and convert.c: the result of matching a call with one candidate. */
#ifndef MOJ_CHECK_CALL_H
#define MOJ_CHECK_CALL_H

#include "check/body.h"

enum { ARG_NONE = -1, ARG_DEFAULT = -2 };
typedef struct Match {
    FnDecl *fn;
    const ParamDecl **params; /* all: the enclosing declaration's first */
    Val *vals;
    uint32_t n_params;
    int32_t *actual;        /* per formal: index into Call.args, or ARG_… */
    uint32_t *rest, n_rest; /* actuals of the variadic formal */
    uint32_t *kw_rest, n_kw_rest;
    int32_t variadic, kw_variadic; /* formals, -1: none */
    bool forward;                  /* rest[0] is a pack that is passed on */
    int32_t kw_forward;            /* index + 1 of `**kw` */
    uint32_t first_arg;            /* 1: the receiver is not passed (static method) */
    Val result;
    /* ranking */
    uint32_t conversions, in_variadic, mismatched;
    /* why it does not fit */
    uint32_t stage; /* how far it came: the nearest candidate came furthest */
    const char *why;
    int32_t bad_arg;
    Val bad_type;
    const ParamDecl *infer_failed;
    bool poisoned, immutable, open, where_message;
} Match;

bool match_fn(Body *b, Call *c, FnDecl *f, Match *m, bool explain);
/* The best candidate. *tied (may be NULL) receives one that is as good. */
bool call_resolve(Body *b, Call *c, Match *best, const Match **tied);
uint32_t call_candidates(const Call *c, FnDecl *const **fns, FnDecl **one);
TExpr *call_build(Body *b, Call *c, Match *m);
/* Fixes a call of a deprecated function by the form that its decorator gives (rewrite.c). */
void fix_by_rewrite(Body *b, Diag *w, const Call *c, const Match *m, Str form);
int match_rank(const Match *x, const Match *y); /* < 0: x is better; 0: tied */

/* Element type of a variadic argument (a pack for VARIADIC_PACK), else the argument's type. */
Val variadic_elem(Body *b, const VarDecl *v);
/* The pack of element types of a value that can be splatted; NULL: it cannot. */
Val pack_types(Body *b, Val type);
/* T_FN of anything that can be called: function items, pointers, closures; NULL otherwise. */
Val callable_type(Body *b, Val type);
bool unify_sigs(Body *b, Val declared, Val found, const ParamDecl *const *params, Val *vals,
                uint32_t n);
bool mentions_param(Val v, const ParamDecl *p);
bool same_but_origins(Body *b, Val x, Val y);
bool origin_wants_mut(Body *b, const Match *m, Val origin);
/* The type a pending expression takes when `partial` (with open parameters) is asked of it; NULL:
 * none. */
Val pending_as(Body *b, TExpr *e, Val partial);
/* Type that an implicit constructor of `to` (which may be partly open) makes of e; NULL when none fits. */
Val implicit_result(Body *b, TExpr *e, Val to);
FnSet *ctor_set(Body *b, Val type);
FnDecl *fn_of_sig(Body *b, Val fn_type);
TExpr *retype(Body *b, TExpr *e, Val type); /* same value under a type that differs in origins */
TExpr *raise_through(Body *b, TExpr *call, Val error, const Node *at);
void offer_conversion(Body *b, Diag *d, TExpr *e, Val to);
void explain_immutable(Body *b, Diag *d, TExpr *e);
const char *signature_text(Body *b, const FnDecl *f);

/* ---- splat.c ---- */
typedef VEC(CallArg) CallArgs;
/* What `*e`, written as x, gives as arguments; false after a report. */
bool splat_arg(Body *b, Node *x, TExpr *e, CallArgs *out);
/* The same for what has a length known at compile time; false: it has none. e is settled, or a tuple or list
 * display. *ok becomes false after a report. */
bool splat_known(Body *b, Node *x, TExpr *e, CallArgs *out, bool *ok);

/* ---- take_apart.c: targets ---- */
NodeList target_list(Node *t);
bool is_list_target(const Node *t);
/* The parts of a value, one for each target (`*rest` among them); false when reported. */
bool take_apart(Body *b, TExpr *value, NodeList targets, TExpr **out, Node *at);

/* ---- unpack.c: displays with `*` and `**` ---- */
TExpr *star_display(Body *b, NodeList elts, int kind, Node *n, Val want);
TExpr *star_dict(Body *b, NodeDictExpr *n, Val want);

/* ---- fit.c: functions as values of a function type `want` (T_FN) ---- */
/* The functions that e names, before one is chosen; false: it is none, or a method with its receiver. */
bool fit_candidates(Body *b, const TExpr *e, Ref *out);
/* What the chosen one gives (and raises, or Never) when it is called with the arguments of `want`; NULL: none. */
Val fit_result(Body *b, Ref *r, Val want, Val *error);
bool fit_possible(Body *b, Ref *r, Val want);
/* T_FNITEM of the function, or of one made here that calls it and has the type. NULL: none fits. */
Val fit_function(Body *b, Ref *r, Val want);
/* Is this item one of the candidates, or made for one? */
bool fit_is_of(const Ref *r, Val item);

Val fn_item_type(Body *b, const Ref *r, FnDecl *f); /* T_FNITEM; open parameters are V_UNBOUND */
Val set_type(Body *b, Val unbound, const Val *first, uint32_t n);
Val elem_type_of(Body *b, Val to, uint32_t i);
Val merge_type(Body *b, TExpr *x, Val other);
TExpr *hoist_or_temp(Body *b, TExpr *e); /* a place for an owned value, without a statement */
Val byte_type(Body *b);
void no_common(Body *b, const Node *at, TExpr *x, TExpr *y, const char *what);

#endif
