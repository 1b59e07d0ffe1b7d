/* SPDX-License-Identifier: Apache-2.0 */
/* Binding explicit compile-time arguments (`F[1, k=2, _, ...]`) to a parameter list. Shared by type
 * expressions and calls. What stays open is NULL in the result; the caller infers it or uses defaults. */
#ifndef MOJ_CHECK_BIND_H
#define MOJ_CHECK_BIND_H

#include "check/check.h"

typedef enum BindMode {
    BIND_QUIET = 1,      /* overload trial: no diagnostics; *why of the result tells */
    BIND_ALLOW_OPEN = 2, /* `_`, `...` and nested unbound types are welcome (they become V_UNBOUND) */
} BindMode;
typedef struct Bound {
    Val *args;           /* one per parameter; NULL: not given; V_UNBOUND: written `_` or covered by `...` */
    uint32_t n;
    bool ok;
    bool dots;           /* `...` was written: ignore defaults */
    const char *why;     /* first reason when not ok (in cx->arena) */
} Bound;
/* params: only those that brackets address (a function's own, a struct's own). outer: bindings of the
 * enclosing struct's parameters, or NULL. `at` is where a missing or surplus argument is reported. */
Bound bind_params(Cx *cx, const ExprEnv *env, const ParamList *params, const NodeList *brackets, Node *at,
                  const Subst *outer, uint32_t mode, Arena *arena);
/* One argument for one parameter: a type for a type parameter, else a value converted to the parameter's
 * type (after substitution by s, which may leave it partly open). V_ERROR after a diagnostic. */
Val bind_one(Cx *cx, const ExprEnv *env, const ParamDecl *p, Node *arg, const Subst *s, uint32_t mode);
/* Checks an already evaluated argument against a parameter: bounds of types, type of values. NULL when it
 * fits, else a sentence. */
const char *bind_fits(Cx *cx, const ParamDecl *p, Val arg, const Subst *s, const Facts *facts, Arena *a);
/* Default of a parameter under s, or NULL when it has none (or it cannot be evaluated yet). */
Val bind_default(Cx *cx, ParamDecl *p, const Subst *s);

/* Which of the brackets binds the parameter, by name or by place; -1: none. */
int32_t bind_bracket_of(const ParamList *params, const ParamDecl *p, const NodeList *brackets);

#endif
