/* SPDX-License-Identifier: Apache-2.0 */
/* Private to check/'s body files: the state of one body (or one compile-time expression) being
 * checked, and what the files of the group ask of each other.
 *
 *   expr*.c     expressions without a final type where context may still decide ("pending" kinds
 * below) convert.c   implicit conversions, copies, default types call*.c     matching a call with
 * candidates, overloads, building the call stmt*.c     statements            closure.c  nested
 * functions, lambdas, captures comptime_expr.c   typed tree → compile-time value
 *
 * expr() gives a typed tree that may be pending: literals, displays, `.member`, overload sets.
 * convert() gives it the type its context expects; settle() its default type. Nothing pending is
 * left in a TBody. */
#ifndef MOJ_CHECK_BODY_H
#define MOJ_CHECK_BODY_H

#include "check/bind.h"
#include "check/decls.h"
#include "check/watch.h"

/* Kinds of TExpr that never leave check/: the context decides what they become. */
enum {
    XP_LIST = 64, /* [a, b]: args */
    XP_SET,       /* {a, b}: args */
    XP_DICT,      /* {k: v}: args are the keys, then the values */
    XP_BRACE,     /* {a, k=b}: PendExpr.cargs */
    XP_TUPLE,     /* (a, b): args; pending while an element is */
    XP_IF,        /* x if c else y with a pending side: a, b, c */
    XP_CTX,       /* .member and .member(…): PendExpr.name, cargs */
    XP_FNS,       /* a set of functions used as a value: PendExpr.ref */
};

typedef struct CallArg {
    Node *node; /* NULL when synthesised */
    Name kw;    /* keyword, or NULL */
    TExpr *e;   /* evaluated, perhaps pending */
    bool star, dstar;
    uint32_t bracket; /* index + 1 among the brackets before the call: a closure for a capturing parameter */
    VarDecl *temp; /* holds an owned value whose origin something mentions */
} CallArg;

typedef enum RefKind {
    REF_ERROR, /* reported */
    REF_VALUE, /* value: an expression; types and constants are X_CONST */
    REF_FNS,   /* set: functions, perhaps members */
    REF_MODULE,
    REF_ALIAS,   /* alias: a parametric comptime declaration without its parameters */
    REF_INTRIN,  /* __builtin.name */
    REF_PRIM,    /* __builtin type constructor: simd, ptr … (intrin: ValKind) */
    REF_BUILTIN, /* the pseudo-module __builtin itself */
    REF_FORM,    /* type_of, origin_of …: see FORM_… */
} RefKind;
/* What a callee or a dotted path stands for before it is used. */
typedef struct Ref {
    uint8_t kind;
    uint8_t form;
    bool has_params; /* `[…]` was given: params */
    uint32_t intrin; /* IntrinsicId, or ValKind of REF_PRIM */
    TExpr *value;    /* REF_VALUE; REF_FNS: the receiver, or NULL */
    FnSet *set;
    FnDecl *only; /* REF_FNS: one function instead of a set */
    Val self;     /* type a member was found through */
    TraitDecl *via;
    Module *module;
    ComptimeDecl *alias;
    NodeList params;
    const Val
        *bound; /* REF_FNS: values of own parameters bound earlier (V_FN), V_UNBOUND where open */
    uint32_t n_bound;
    Node *node;
    Name name;
} Ref;
enum {
    FORM_TYPE_OF = 1,
    FORM_ORIGIN_OF,
    FORM_CONFORMS_TO,
    FORM_REBIND,
    FORM_REBIND_VAR,
    FORM_MATERIALIZE,
    FORM_IN_COMPTIME,
    FORM_PACK_ALL,
    FORM_PACK_LEN,
    FORM_PACK_CONTAINS,
    FORM_ORIGIN_TEST, /* o.equals[p], o.contains[p]: a value like the next */
    FORM_PACK_VALUE, /* map, reduce, of, splat …: a value as soon as its brackets stand */
};

typedef struct PendExpr {
    TExpr e;
    CallArg *cargs;
    uint32_t n_cargs;
    bool is_call;  /* XP_CTX: called */
    bool is_slice; /* XP_BRACE: bounds of a slice */
    Name name;
    Ref *ref;
} PendExpr;

typedef struct TryFrame {
    struct TryFrame *outer;
    Val error;       /* type caught, NULL until something raises */
    uint32_t pos;    /* of what raised first */
    bool is_barrier; /* stops the search: errors leave the function (handler-less try … finally) */
    VEC(FnDecl *) quiet; /* called inside, declared without `raises` */
} TryFrame;
typedef struct LoopFrame {
    struct LoopFrame *outer;
    TStmt *loop;
    bool used_break;
} LoopFrame;

typedef struct CaptureRec { /* one captured variable of a closure */
    VarDecl *var;           /* of the enclosing function */
    FieldDecl *field;
    uint8_t conv; /* CONV_IMM, MUT, REF, VAR */
    bool transfer;
    uint32_t pos;
} CaptureRec;
typedef struct Closure {
    StructDecl *decl;
    VarDecl *self;
    VEC(CaptureRec) captures;
    struct {
        Name name;
        uint8_t conv;
        bool transfer;
        bool used;
        uint32_t pos;
    } *entries;
    uint32_t n_entries;
    uint8_t default_conv; /* CONV_DEFAULT: none */
    bool default_transfer;
    bool none; /* no captures allowed */
} Closure;

typedef struct Body {
    Cx *cx;
    ValStore *vs;
    Arena *arena;
    DiagSink *diags;
    Module *module;
    Item *item;
    Decl *owner;      /* function, struct or trait whose `Self` and parameters are visible */
    FnDecl *fn;       /* NULL outside functions */
    TBody *tb;        /* NULL outside bodies */
    TBlock *block;    /* statements go here */
    TBlock *ct_block; /* of the compile-time expression being checked, or NULL */
    Scope *scope;     /* innermost */
    Scope *fn_scope;  /* outermost of the function: implicit declarations */
    const Facts *facts;
    TryFrame *frame;
    LoopFrame *loop;
    struct Body *outer;       /* of the enclosing function */
    Closure *closure;         /* captures of this function, when it is nested */
    const VarDecl *error_var; /* of the innermost handler: bare `raise` */
    Val error_type;
    bool comptime;    /* a value is wanted at compile time: effects do not matter */
    bool unevaluated; /* operand of type_of …: not a use */
    bool in_walrus;
    bool raise_reported; /* one missing `raises` a function */
    bool is_script;
    uint32_t pos_base;             /* scripts: this item's start from the first one's */
    const VarDecl *capture_failed; /* reported */
    VEC(TStmt *) fn_decl_list;     /* implicit declarations: go to the top of the function */
    bool terminated;               /* the statement just checked does not fall through */
    uint32_t depth;
    uint32_t implicit_depth; /* conversions inside conversions: a constructor may ask for itself */
    uint32_t n_synth;
    TBlock *synth_block;
    const NodeVarDecl *declared; /* `var x = …` without a type, while its value is being checked */
} Body;

/* State of the group that lives as long as the session (Cx.bodies). */
typedef struct BodyState {
    Val std_types[NM_COUNT]; /* default types by known name */
    bool std_known[NM_COUNT];
    Map implicit_ctors;  /* StructDecl → CtorList */
    Map defaults;        /* Node of an argument default → TExpr */
    Map scripts;         /* Module → FnDecl */
    Map intrins;         /* Name → IntrinsicId + 1 */
    Map all_params;      /* FnDecl → AllParams */
    Map calls;           /* hash of a call's shape → CallMemo */
    Map sig_fns;         /* T_FN → FnDecl made of it */
    Map convs;           /* hash of (from, to) → ConvMemo */
    Map trait_memo;      /* type → 1 not, 2 implicitly copyable */
    Val byte;            /* UInt8 */
    VEC(TBody *) bodies; /* whose arenas go with the session */
} BodyState;
BodyState *body_state(Cx *cx);

/* ---- body.c --------------------------------------------------------------------------------- */
void body_init(Body *b, Cx *cx, const ExprEnv *env, Arena *arena);
Diag *berr(Body *b, DiagCode code, const Node *at, const char *fmt, ...) PRINTF_LIKE(4, 5);
Diag *berr_pos(Body *b, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...)
    PRINTF_LIKE(5, 6);
Span bspan(const Body *b, const Node *n);
Span bspan_pos(const Body *b, uint32_t start, uint32_t end);
const char *tstr(Body *b, Val v); /* type or value as text */
Str node_text(const Body *b, const Node *n);
/* hints.c: help for frequent mistakes */
void hint_trait(Body *b, Diag *d, Val type, const char *trait);
const char *missing_traits(Body *b, Val type, Val bound);
bool hint_operator(Body *b, Diag *d, uint32_t op, Val left, Val right, Node *at);
bool hint_optional(Body *b, Diag *d, TExpr *e, Val from, Val to);
const char *place_text(Body *b, const TExpr *e); /* as written, or "this value" */
TExpr *texpr(Body *b, int kind, Val type, const Node *node);
TExpr *texpr_error(Body *b, const Node *node);
TExpr *texpr_const(Body *b, Val v, const Node *node); /* its type is the value's */
TExpr *texpr_var(Body *b, VarDecl *v, const Node *node);
TExpr *texpr_field(Body *b, TExpr *base, FieldDecl *f, const Node *node);
TExpr *texpr_move(Body *b, TExpr *place);
static inline bool texpr_bad(const TExpr *e) {
    return e->kind == X_ERROR || (e->type && e->type->kind == V_ERROR);
}
bool texpr_is_type(const TExpr *e);
TStmt *stmt_add(Body *b, int kind, const Node *node);
VarDecl *var_new(Body *b, Name name, Val type, uint8_t conv, const Node *at);
VarDecl *var_temp(Body *b, Val type, const Node *at); /* synthetic `var` */
/* Puts a value in a temporary of the current block and gives the place back (constants and places
 * stay). */
TExpr *hoist(Body *b, TExpr *e);
void scope_push(Body *b, Scope *s);
void scope_pop(Body *b);
void scope_declare(Body *b, Name name, Decl *d, const Node *at); /* reports a redefinition */
Decl *scope_find(Body *b, Name name, Body **where); /* locals only, enclosing functions too */
Val lib_type(Body *b, int nm);                      /* memoised std_type */
bool lib_has(Body *b, int nm);                      /* the library declares it */
bool conforms_std(Body *b, Val type, int nm);
Val origin_mut(Body *b, Val origin); /* as a Bool value */
bool origin_is_mut(Body *b, Val origin);
bool deeper(Body *b, const Node *n); /* depth limit; pair with b->depth-- when true */
ExprEnv body_env(const Body *b);
ExprEnv decl_env(Decl *d);
Val none_type(Body *b);
bool val_is_struct_of(Val v, const Decl *d);

/* ---- expr*.c -------------------------------------------------------------------------------- */
TExpr *expr(Body *b, Node *n, Val want); /* perhaps pending; want is a hint or NULL */
TExpr *expr_value(Body *b, Node *n);     /* settled */
TExpr *expr_to(Body *b, Node *n, Val type, const char *what); /* converted, owned or place */
TExpr *expr_owned(Body *b, Node *n, Val type, const char *what);
Ref ref_expr(Body *b, Node *n, Val want);
TExpr *ref_value(Body *b, Ref *r, Val want);
Ref ref_member(Body *b, Node *at, Ref *base, Name name, uint32_t pos, Val want);
Ref value_member(Body *b, Node *at, TExpr *base, Name name, uint32_t pos);
Ref type_member(Body *b, Node *at, Val type, Name name, uint32_t pos);
/* base.__getattr__ or __setattr__ (nm) for a name: a parameter or an argument of it. NULL: no such method. */
TExpr *attr_call(Body *b, Node *at, TExpr *base, int nm, Name name, TExpr *value);
TExpr *member_of(Body *b, TExpr *base, Name name,
                 Node *at); /* NULL when there is none; no report */
TExpr *expr_binop(Body *b, NodeBinOp *n, Val want);
TExpr *expr_unary(Body *b, NodeUnaryOp *n, Val want);
TExpr *expr_compare(Body *b, NodeCompare *n);
TExpr *expr_boolop(Body *b, NodeBoolOp *n, Val want);
TExpr *expr_ifexp(Body *b, NodeIfExp *n, Val want);
TExpr *binary(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at, Node *ln, Node *rn);
TExpr *compare_one(Body *b, uint32_t op, TExpr *l, TExpr *r, Node *at, Node *ln, Node *rn);
TExpr *condition(Body *b, Node *n); /* a Bool */
TExpr *to_bool(Body *b, TExpr *e, Node *n);
Facts *fact_push(Body *b, Val condition); /* links a new fact in b->facts */
TExpr *expr_subscript_of(Body *b, NodeSubscript *n, TExpr *base, Val want);
Ref ref_of_decl(Body *b, Node *n, Decl *d);
Val simd_type(Body *b, int dtype_code);                    /* __builtin.simd[code, 1] */
TExpr *bool_of_lane(Body *b, TExpr *lane, const Node *at); /* Bool around a bool lane */
/* A subscript as the target of an assignment: container and indices are evaluated once. */
typedef struct SubTarget {
    TExpr *base;
    CallArg *args;
    uint32_t n_args;
    Node *node;
} SubTarget;
bool subscript_target(Body *b, NodeSubscript *n, SubTarget *out, TExpr **place);
TExpr *subscript_get(Body *b, const SubTarget *t, bool report);
TExpr *subscript_set(Body *b, const SubTarget *t, TExpr *value);
TExpr *expr_tuple(Body *b, NodeTupleExpr *n, Val want);
TExpr *expr_list(Body *b, NodeList elts, int kind, Node *n, Val want);
TExpr *expr_dict(Body *b, NodeDictExpr *n, Val want);
TExpr *expr_comp(Body *b, Node *n, Val want);
Node *collected(Body *b, Node *iter); /* the display that holds what an iterable gives */
TExpr *expr_tstring(Body *b, NodeFString *n);
TExpr *expr_lambda(Body *b, NodeLambda *n, Val want);
TExpr *tuple_of(Body *b, TExpr **elts, uint32_t n, Node *at);
TExpr *tuple_elem(Body *b, TExpr *t, uint32_t i,
                  Node *at); /* element place; NULL when it is no tuple */
bool tuple_types(Body *b, Val type, const Val **types, uint32_t *n);
TExpr *intrin_expr(Body *b, IntrinsicId id, Val type, const Node *n, TExpr *a0, TExpr *a1);
TExpr *addr_of(Body *b, TExpr *place);
TExpr *deref(Body *b, TExpr *ptr, Val origin, bool is_mut);
TExpr *expr_intrin_call(Body *b, Ref *r, Node *call, CallArg *args, uint32_t n, Val want);
Ref expr_prim_bind(Body *b, Ref *r, NodeSubscript *n);
TExpr *expr_form_call(Body *b, Ref *r, NodeCall *n, Val want);
TExpr *origin_test(Body *b, Ref *r, Node *at);
TExpr *intrin_comptime(Body *b, Ref *r, Node *at);

/* ---- pack.c: lists of types and values ------------------------------------------------------- */
/* The pack behind a value: a variadic parameter, or a TypeList or ParameterList (type or value). NULL: none. */
Val pack_behind(Body *b, const TExpr *e);
/* A member of such a list, or of the names TypeList and ParameterList themselves (pack NULL). REF_ERROR without a
 * report when there is none of that name. */
Ref pack_member(Body *b, Node *at, Val pack, Name name);
TExpr *pack_form(Body *b, Ref *r, Node *at); /* FORM_PACK_…, with its brackets in r->params */

/* ---- convert.c ------------------------------------------------------------------------------ */
bool is_pending(const TExpr *e);
TExpr *settle(Body *b, TExpr *e);
Val settled_type(Body *b, TExpr *e); /* type settle would give; NULL when it has none */
/* Can it become `to`? *cost counts user conversions. Never reports. */
bool can_convert(Body *b, TExpr *e, Val to, bool user_ok, uint32_t *cost);
/* Converts; reports a mismatch with `what` ("argument `x` of `f`"), `at_decl` the place that asks.
 */
TExpr *convert(Body *b, TExpr *e, Val to, const char *what, const Decl *at_decl);
TExpr *to_owned(Body *b, TExpr *e); /* places are copied, or it is reported */
TExpr *reinterpret(Body *b, TExpr *e, Val to);
Val common_type(Body *b, TExpr **es, uint32_t n, bool *merged); /* NULL: none */
bool is_fixed_array(Val type); /* the library's Array */
bool fn_compatible(Body *b, Val fn_type, Val item_or_fn);
Val fn_type_of(Body *b, FnDecl *f, const Subst *s, bool thin); /* T_FN of a function */
void mismatch(Body *b, TExpr *e, Val to, const char *what, const Decl *at_decl);

/* ---- call*.c -------------------------------------------------------------------------------- */
typedef struct Call {
    Node *node;
    CallArg *args; /* the receiver first when there is one */
    uint32_t n_args;
    bool has_receiver;
    bool no_user_conv;
    bool quiet;         /* no report: NULL when it fails */
    bool implicit_only; /* @implicit constructors only */
    Ref *callee;        /* REF_FNS */
    Val want;           /* contextual type, for constructors */
    const char *what;   /* "operator `+`": for messages, or NULL */
} Call;
TExpr *call_fns(Body *b, Call *c);
TExpr *call_value(Body *b, TExpr *f, Node *node, CallArg *args, uint32_t n, NodeList params,
                  bool has_params, Val want);
TExpr *call_ref(Body *b, Ref *r, Node *node, CallArg *args, uint32_t n, Val want);
TExpr *construct(Body *b, Val type, Node *node, CallArg *args, uint32_t n, Val want, bool quiet);
/* recv.name(args) where the method exists; NULL when there is none (no report) or, if quiet, when
 * no candidate fits. */
TExpr *call_method(Body *b, TExpr *recv, int nm, Node *node, TExpr **args, uint32_t n, bool quiet,
                   const char *what);
bool has_method(Body *b, Val type, int nm);
TExpr *expr_call(Body *b, NodeCall *n, Val want);
CallArg *eval_args(Body *b, NodeList args, uint32_t *n, uint32_t reserve);
/* Can an Error be raised here (in a `try`, in a function that raises)? What the checker adds aborts else. */
bool errors_have_way(Body *b);
void note_raise(Body *b, Val error, const Node *at, uint32_t pos, const FnDecl *callee);
bool type_has_unbound(Val v);
TExpr *texpr_subst(Body *b, const TExpr *e, const Subst *s, uint32_t pos);

/* ---- stmt*.c, closure.c --------------------------------------------------------------------- */
void stmts(Body *b, NodeList list);
TBlock *block_of(Body *b, NodeList list); /* a new scope */
void stmt(Body *b, Node *n);
void assign_to(Body *b, Node *target, TExpr *value, uint32_t bind_kind,
               Node *at); /* destructuring too */
void bind_target(Body *b, Node *target, TExpr *value, uint8_t conv,
                 Node *at); /* for, with, comprehension targets */
void for_loop(Body *b, Node *at, Node *target, Node *iter, NodeList body, NodeList orelse,
              void (*fn)(Body *, void *), void *ctx);
/* The same over a value that was written as `iter`. */
void for_loop_over(Body *b, Node *at, Node *target, TExpr *over, Node *iter, void (*fn)(Body *, void *), void *ctx);
void discard(Body *b, TExpr *value, Node *at);
VarDecl *implicit_var(Body *b, Node *target, Name name, Val type);
void nested_def(Body *b, NodeFuncDef *n);
bool stmt_comptime(Body *b, Node *n); /* comptime declarations, if, for, assert */
void stmt_match(Body *b, NodeMatch *n);
void stmt_with(Body *b, NodeWith *n);
void stmt_try(Body *b, NodeTry *n);
TExpr *capture_var(Body *b, Body *owner, VarDecl *v, Node *at);
void body_args(Body *b, FnDecl *f);
/* Makes b the state of f's body, which is empty: what body_run and functions made by the checker begin with. */
void body_begin(Body *b, FnDecl *f);
TBody *body_run(Body *b, FnDecl *f, NodeList list, Node *lambda_expr);
void finish_return(Body *b, FnDecl *f, Node *at);
Val local_implicit_type(Body *b, TExpr *e);

/* ---- comptime_expr.c ------------------------------------------------------------------------ */
/* Value of a typed expression; NULL when it is not known at compile time (reported unless quiet).
 */
Val fold(Body *b, TExpr *e, bool quiet);
/* Runs an expression as a function of its own, after the statements `before` (or NULL). NULL: it names run-time
 * variables, or it failed and *why says so. */
Val comptime_run(Body *b, TExpr *e, const TBlock *before, const char **why);
Val ct_value(Body *b, Node *n, Val want); /* checked, converted, folded; V_ERROR when reported */
Val ct_type(Body *b, Node *n, bool allow_unbound);
Val comptime_int(Body *b, Node *n);                            /* any library integer, as Int */
Val ct_convert(Body *b, TExpr *e, Val want, const char *what); /* converted and folded */

#endif
