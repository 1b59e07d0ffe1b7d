/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of decls*.c and bind.c. */
#ifndef MOJ_CHECK_DECLS_INT_H
#define MOJ_CHECK_DECLS_INT_H

#include "check/bind.h"
#include "check/decls.h"

enum { MAX_CHECK_DEPTH = 256 };

/* What a Name or Attribute node denotes at compile time. */
typedef struct Thing {
    Val val;    /* its value, when it has one without brackets */
    Decl *decl; /* what declares it, or NULL (a computed type) */
    Val self;   /* the type it was read through, or NULL */
    Name builtin; /* `__builtin.name` */
} Thing;
typedef enum ThingResult { THING_NO, THING_OK, THING_ERROR } ThingResult;
/* THING_NO without a diagnostic: a value expression, someone else's business. */
ThingResult thing_of(Cx *cx, const ExprEnv *env, Node *n, Thing *out);

/* `__builtin.name[brackets]`: prim types, origins, queries. NULL when it is none of them (an intrinsic
 * function). brackets NULL: without. */
Val check_builtin(Cx *cx, const ExprEnv *env, Name name, const NodeList *brackets, Node *at, bool allow_unbound);

/* ---- parts of declarations, each on demand -------------------------------------------------------- */
bool struct_params(Cx *cx, StructDecl *s); /* params and self_type */
bool fix_conformance(Fix *f, const StructDecl *s, const char *trait); /* adds it to the list of the struct (hints.c) */
void older_value(Cx *cx, StructDecl *s); /* `@value`, and what it is today */
bool struct_header(Cx *cx, StructDecl *s); /* conformances, wheres, decorators */
bool struct_fields(Cx *cx, StructDecl *s); /* types of fields; false while busy */
bool struct_life(Cx *cx, StructDecl *s);   /* copy_init, move_init, deinit; synthesis */
bool trait_header(Cx *cx, TraitDecl *t);   /* self parameter, parents */
void trait_verify(Cx *cx, TraitDecl *t);
bool param_list_types(Cx *cx, ExprEnv *env, ParamList *list, Decl *owner);
void comptime_sig(Cx *cx, ComptimeDecl *c);
bool fn_sig(Cx *cx, FnDecl *f);
/* Facts with one more, unless it is known already. */
const Facts *add_fact(Cx *cx, const Facts *outer, Val condition);
/* One `where` clause as written; false after a diagnostic. */
bool where_clause(Cx *cx, const ExprEnv *env, Node *n, WhereClause *out);
void fnset_verify(Cx *cx, FnSet *s);

/* Substituted field types of a struct type, cached. NULL while they are being found out. */
const Val *struct_field_types(Cx *cx, Val type, uint32_t *n);
/* Members that the compiler derives: __del__is_trivial and its kin. NULL when name is none. */
Val derived_member(Cx *cx, Val type, Name name);

/* Replaces every V_UNBOUND inside an argument's type by a new infer-only parameter of f. */
Val auto_params(Cx *cx, Decl *owner, ParamList *list, Module *m, Item *item, Node *node, Val type, Val self_bound);
ParamDecl *new_auto_param(Cx *cx, Decl *owner, ParamList *list, Module *m, Item *item, Node *node, Val type);
void param_list_push(Arena *a, ParamList *list, ParamDecl *p);

/* The trait bounds of a (symbolic) type: its T_TRAIT, or NULL. */
Val bounds_of(Val type);
TraitDecl *trait_of(Val ref); /* V_TRAITREF → decl */
bool trait_implies(Cx *cx, Val have, Val want); /* bounds `have` include all of `want` */
Val trait_compose(Cx *cx, Val a, Val b);
/* Reads a member through a type: parameters, comptime members, of structs, traits, bounds. NULL: none. */
Val type_value_member(Cx *cx, Val type, Name name, const Facts *facts, Decl **decl);
/* Completes partly open arguments: infer-only ones from those they appear in, then defaults (unless dots),
 * the rest V_UNBOUND. */
void bind_complete(Cx *cx, const ParamList *params, Val *args, bool defaults);
/* Substitution of a struct's parameters by a type's arguments, and of a trait's Self. */
Subst self_subst(Cx *cx, Decl *owner, Val type, const ParamDecl **self_room, Val *arg_room);

Diag *err(const ExprEnv *env, DiagCode code, const Node *n, const char *fmt, ...) PRINTF_LIKE(4, 5);
const char *vtext(Cx *cx, Val v); /* printed, in cx->arena */
void missing_std(Cx *cx, int nm);

#endif
