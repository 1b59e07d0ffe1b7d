/* SPDX-License-Identifier: Apache-2.0 */
/* Inside check/ only: what decls*.c offers to expr*.c, call*.c, stmt*.c and the other way round. */
#ifndef MOJ_CHECK_DECLS_H
#define MOJ_CHECK_DECLS_H

#include "check/check.h"

/* ---- names ------------------------------------------------------------------------------------- */
/* A name as seen from an expression outside a body: extra scope, parameters of the owner and of what
 * encloses it, module, prelude. Silent: NULL when unknown. Aliases are followed. */
Decl *env_lookup(Cx *cx, const ExprEnv *env, Name name);
/* A name as Python gives it to classes of exceptions. */
bool is_exception_class(Name name);
/* For a name that nothing in scope has: what the packages around have (warns), or NULL. */
Decl *env_around(Cx *cx, const ExprEnv *env, Node *n, Name name);
/* Reports an unknown name with the likely one. */
void env_unknown(Cx *cx, const ExprEnv *env, Node *n, Name name);
/* `Self` here: the struct's type, the trait's Self parameter, or NULL. */
Val env_self(Cx *cx, const ExprEnv *env);
/* Tells editors what a `Self` names. */
void report_self(const Cx *cx, const ExprEnv *env, const Node *n);
/* The environment a declaration's own parts are checked in (its module, its owner chain, its facts). */
ExprEnv env_of(Cx *cx, Decl *d);
/* Facts that hold inside a declaration: its `where`s, its conditional conformance, the struct's. */
const Facts *decl_facts(Cx *cx, Decl *d);
/* `n`, a name or a call in that module, means `d`: warns when d is deprecated. Sets of functions are left to the
 * call that chooses one. */
void say_not_imported(Diag *d, const Module *m); /* explains a submodule that is there */
Diag *deprecation_of(DiagSink *diags, const Module *m, const Item *item, const Node *n, const Decl *d);
bool note_deprecated(DiagSink *diags, const Module *m, const Item *item, const Node *n, const Decl *d);
/* Warns when `d` is a struct parameter that is named without `Self.` outside the struct's header. */
void note_bare_parameter(const ExprEnv *env, const Node *n, const Decl *d);
Span env_span(const ExprEnv *env, const Node *n);
Span decl_span(const Decl *d); /* of its name, absolute; SPAN_NONE for synthesised ones */

/* ---- things denoted by names -------------------------------------------------------------------- */
/* The compile-time value a declaration denotes: struct → its type (all parameters V_UNBOUND when it has
 * any), trait → T_TRAIT, parameter → S_PARAM, comptime → its value, function set of one → V_FN,
 * module → T_MODULE. NULL when it denotes none (an overload set). V_ERROR after a diagnostic. */
Val decl_value(Cx *cx, Decl *d);
/* T_STRUCT of a declaration with arguments (its own parameters). */
Val struct_type(Cx *cx, StructDecl *s, const Val *args, uint32_t n);
/* Makes the struct of a closure conform to Copyable: all it captures can be copied. */
void closure_copyable(Cx *cx, StructDecl *s);
/* A function's type as that of a value: a pointer. Without `thin` it is a closure's, which is a bound: warns. */
Val value_fn_type(Cx *cx, const ExprEnv *env, const Node *at, Val type);
bool is_pack_list(Val type); /* the library's TypeList, ParameterList */
/* Applies explicit brackets to what a name denotes: parametric struct, parametric comptime, builtin prim.
 * V_ERROR after a diagnostic; NULL when `base` does not take brackets of that kind (a value). */
Val type_subscript(Cx *cx, const ExprEnv *env, Node *base_node, Val base, const NodeList *brackets, Node *at,
                   bool allow_unbound);
/* A parametric comptime declaration with bound arguments. */
Val comptime_apply(Cx *cx, ComptimeDecl *c, const Val *args, uint32_t n);
/* Completes one that is declared in a function: env shows the names and facts there. */
void comptime_sig_in(Cx *cx, ComptimeDecl *c, const ExprEnv *env);
/* The same with brackets as written; self: the type it was read through, or NULL. V_ERROR after a diagnostic. */
Val subscript_comptime(Cx *cx, const ExprEnv *env, ComptimeDecl *c, Val self, const NodeList *brackets, Node *at,
                       bool allow_unbound);
/* Origins written as `[a, b.c]` after ref: the union. */
Val check_origin_list(Cx *cx, const ExprEnv *env, const NodeList *list);
/* Library types; V_ERROR (reported once) while std lacks one. */
Val std_type(Cx *cx, int nm);
/* Trait by known name as T_TRAIT bound, or NULL. */
Val std_trait(Cx *cx, int nm);
/* A closure type (`def(Int) -> Int`) where a trait is meant: the trait of what can be called so. Else v. */
Val closure_as_trait(Cx *cx, Val v);
Val val_bool(Cx *cx, bool b); /* of the library's Bool */

/* ---- signatures -------------------------------------------------------------------------------- */
/* A Signature node: parameters, arguments, result of a def, lambda or function type into f. */
bool check_signature(Cx *cx, FnDecl *f, NodeSignature *sig, const Scope *scope);
/* T_FN of a function with its parameters substituted (no FN_CLOSURE). NULL when it cannot be a pointer type. */
Val fn_type(Cx *cx, FnDecl *f, const Subst *s);

/* The library's VariadicList, VariadicPack or StringDict (nm) of an element type or a pack of them. */
Val variadic_type(Cx *cx, int nm, Val elem, bool owned);

/* Decorators of a function (decls_decorators.c). nested: it stands inside of another one. */
void fn_decorators(Cx *cx, FnDecl *f, ExprEnv *env, bool nested);

/* What expressions offer to declarations (bodies): the type of an unevaluated expression (type_of), the
 * origin of a place expression (origin_of). V_ERROR after a diagnostic. */
Val check_type_of(Cx *cx, const ExprEnv *env, Node *n);
Val check_origin_of(Cx *cx, const ExprEnv *env, Node *n);

/* `__builtin.name[brackets]`: prim types, origins, queries. NULL when it is none of them (an intrinsic
 * function). brackets NULL: without. */
Val check_builtin(Cx *cx, const ExprEnv *env, Name name, const NodeList *brackets, Node *at, bool allow_unbound);
/* Defaults of a function's arguments against their types. */
void check_defaults(Cx *cx, FnDecl *f);
/* Frees what body checking holds: cx_done calls it. */
void bodies_done(Cx *cx);

#endif
