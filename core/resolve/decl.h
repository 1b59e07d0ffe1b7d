/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations: what names refer to. Made by resolve/ from the AST (names only), completed on demand by
 * check/ (signatures, then bodies). A declaration passes through KNOWN → SIGNATURE → COMPLETE; a request
 * for a stage that is being computed is a cycle and is diagnosed where it closes. */
#ifndef MOJ_RESOLVE_DECL_H
#define MOJ_RESOLVE_DECL_H

#include "syntax/syntax.h"
#include "types/val.h"

typedef enum DeclKind {
    DECL_MODULE, DECL_STRUCT, DECL_TRAIT, DECL_FN, DECL_FNSET, DECL_COMPTIME, DECL_PARAM, DECL_FIELD,
    DECL_VAR, DECL_ALIAS /* what an import binds */, DECL_EXTENSION, DECL_PYTHON
} DeclKind;
typedef enum DeclState { DECL_KNOWN, DECL_SIG_BUSY, DECL_SIG, DECL_BODY_BUSY, DECL_COMPLETE } DeclState;

typedef struct Module Module;
typedef struct Decl {
    uint8_t kind;     /* DeclKind */
    uint8_t state;    /* DeclState */
    bool has_error;   /* reported; users stay silent */
    bool is_deprecated, is_unavailable; /* uses are told */
    Name name;
    struct Decl *parent; /* enclosing struct, trait, function or module; NULL for modules */
    Module *module;
    Item *item;       /* where `node` lives; NULL for synthesised declarations */
    Node *node;
} Decl;

/* Insertion-ordered map from Name to Decl*. */
typedef struct Scope {
    struct Scope *outer;
    Map names; /* Name → Decl* */
    Decl *owner;
} Scope;

struct Module {
    Decl decl;
    Ast *ast;               /* NULL for a directory without __init__ */
    const char *path;       /* of the file or directory */
    const char *full_name;  /* dotted: std.collections.list */
    bool is_package;
    bool is_std;            /* may use __builtin */
    bool is_forgotten;      /* resolver_forget took it out */
    bool is_lowered;        /* its bodies were checked and lowered, by session/ */
    bool is_kept;           /* … and stay: it was loaded by session_load */
    Scope scope;            /* own names, then star imports */
    Scope *prelude;         /* names visible without import; NULL while loading std's own prelude */
    Map submodules;         /* Name → Module*, loaded so far */
    DiagSink diags;         /* semantic diagnostics of this file */
    Arena arena;            /* declarations of this module */
    VEC(Node *) script;     /* module-level statements that are not declarations, in order */
    VEC(Item *) script_items; /* where each of them lives */
    Module *package;        /* the package this module lies in, or NULL */
    const char *unpacked;   /* where the package in one file is unpacked that it came from, or NULL */
};

typedef enum ParamKind { PARAM_INFER, PARAM_POS, PARAM_POS_OR_KW, PARAM_KW, PARAM_VARIADIC } ParamKind;
typedef struct ParamDecl {
    Decl decl;
    uint8_t kind;      /* ParamKind */
    bool is_type;      /* type is a T_TRAIT */
    bool is_auto;      /* made for an unbound parameter of an argument type, Some[…], ref … */
    bool is_self;      /* the `Self` of a trait */
    bool is_capturing; /* `body: def(…) capturing -> …`, an older way to pass a closure: the type of a hidden argument */
    uint32_t index;
    Val type;          /* T_TRAIT for type parameters; T_PACKOF(elem) when variadic */
    Val value;         /* its S_PARAM */
    Node *default_node; Val default_value; /* default_value evaluated lazily; NULL: none */
} ParamDecl;
typedef struct ParamList {
    ParamDecl **data;
    uint32_t len;
} ParamList;

typedef struct FieldDecl {
    Decl decl;
    uint32_t index;
    Val type; /* in terms of the struct's parameters */
} FieldDecl;

typedef struct Where { Val condition; Str message; Node *node; } WhereClause;

typedef struct ComptimeDecl { /* comptime N = …; struct and trait members too */
    Decl decl;
    ParamList params;  /* parametric alias when len > 0 */
    Val type;          /* declared or found; in traits the bound */
    Val value;         /* NULL for a trait requirement without default */
    bool is_required;  /* trait member without value */
    int32_t tuple_index; /* `comptime a, b = …`: which part; -1 otherwise */
    bool has_type;     /* `type` was written */
    VEC(WhereClause) wheres; /* of a parametric declaration */
    void *cache;       /* of check/: values of a parametric declaration by arguments */
} ComptimeDecl;

struct FnDecl;
typedef struct FnSet { /* all functions of one name in one scope */
    Decl decl;
    VEC(struct FnDecl *) fns;
} FnSet;

typedef enum LifeRole { LIFE_NONE, LIFE_INIT, LIFE_COPY, LIFE_MOVE, LIFE_DEINIT } LifeRole;
typedef enum Synth { /* body made by lower/ rather than read from source */
    SYNTH_NONE, SYNTH_FIELDWISE_INIT, SYNTH_COPY, SYNTH_MOVE, SYNTH_DEINIT, SYNTH_CLOSURE_CALL
} Synth;
typedef enum VariadicKind { VARIADIC_NO, VARIADIC_LIST, VARIADIC_PACK, VARIADIC_KW } VariadicKind;

/* A local variable or argument. */
typedef struct VarDecl {
    Decl decl;
    Val type;
    uint8_t conv;        /* Conv for arguments (never CONV_DEFAULT); CONV_VAR for locals, CONV_REF for ref locals,
                            CONV_IMM for immutable bindings (for targets) */
    bool is_arg, is_mut, is_capture, is_result /* `out` */, is_synthetic, is_used;
    bool kw_only, pos_only;
    uint8_t variadic;    /* VariadicKind */
    uint32_t index;      /* argument number */
    Val origin;          /* what a `ref` binding or ref argument refers to; NULL: itself */
    Node *default_node;
    struct FnDecl *fn;
    ParamDecl *of_param; /* hidden argument: the closure given in brackets for a capturing parameter */
} VarDecl;

typedef struct FnDecl {
    Decl decl;
    ParamList params;        /* own; the struct's or trait's come first through decl.parent */
    VEC(VarDecl *) args;     /* without the `out` result; receiver first */
    VarDecl *result_var;     /* named result (`out x: T`), else NULL. For __init__: self */
    Val result;              /* type; for __init__ the constructed type */
    bool result_is_ref; Val result_origin; bool result_is_mut;
    bool raises; Val error;  /* error type */
    bool is_static, is_method, is_async, has_body;
    bool always_inline, no_inline, builtin_fold /* @always_inline("builtin") */, is_implicit, is_export, c_abi;
    bool implicit_deprecated; /* @implicit(deprecated=True) */
    bool is_dynamic;         /* untyped parameters: Python semantics (a later stage's business) */
    bool is_required;        /* trait method whose body is `...` */
    Name export_name;
    uint8_t life;            /* LifeRole */
    uint8_t synth;           /* Synth */
    VEC(WhereClause) wheres;
    struct StructDecl *closure; /* for nested functions with captures: the struct that holds them */
    struct FnDecl *adapts;      /* made by check/fit.c: calls this one under another function type */
    FnSet *set;
    bool is_consulted;       /* its body was read for something else: a compile-time value */
    bool strays;             /* checking its body led to diagnostics in other places */
    struct TBody *body;      /* typed body, by check/ */
    void *ir;                /* parametric IrFn, by lower/ and own/ */
} FnDecl;

typedef struct Conformance { Val trait; /* V_TRAITREF, or T_FN closure bound */ Val condition; /* NULL: always */ Str message; Node *node; } ConformanceDecl;

typedef struct CaptureRoot { /* what a closure's value refers to in the function around it */
    VarDecl *var;
    bool is_mut;
} CaptureRoot;

typedef struct StructDecl {
    Decl decl;
    ParamList params;
    VEC(FieldDecl *) fields;
    Scope members;           /* FnSet, ComptimeDecl, FieldDecl, ParamDecl by name */
    VEC(ConformanceDecl) conformances; /* closed over inherited ones */
    VEC(WhereClause) wheres;
    Val self_type;           /* T_STRUCT with its own S_PARAMs */
    bool register_passable, trivial_register, fieldwise_init, fieldwise_implicit;
    bool sealed;   /* @__sealed: only its own fields name its scalars, nothing refers to them (codegen/alias.c) */
    bool is_value; /* @value: the older form of three things at once */
    bool never_deinit; Str never_deinit_message; /* Deinitable where False */
    FnDecl *copy_init, *move_init, *deinit; /* declared or synthesised; NULL: none (not copyable / bitwise move / trivial) */
    Val nonmaterializable;   /* @__nonmaterializable(T) */
    Val align;               /* @align, in terms of its parameters; NULL: natural */
    Node *align_node;
    bool is_closure;
    VEC(CaptureRoot) captured; /* closures: by reference, through other closures and origins too */
    /* how far check/ has come with each part (DeclState) */
    uint8_t header_state, fields_state, life_state, verify_state;
    bool copy_listed, implicit_copy_listed, not_movable; /* in the conformance list, `Movable where False` */
    VEC(struct ExtensionDecl *) extensions; /* applied to it */
    void *cache;             /* of check/ */
} StructDecl;

typedef struct ExtensionDecl { /* __extension Name(Traits) where …: members are merged into the struct's */
    Decl decl;
    StructDecl *target;      /* NULL until found */
    bool applied;
} ExtensionDecl;

typedef struct TraitDecl {
    Decl decl;
    VEC(Val) parents;        /* V_TRAITREF, all, transitively */
    Scope members;           /* FnSet, ComptimeDecl */
    ParamDecl *self_param;   /* `Self` */
    uint8_t verify_state;    /* DeclState of the check of its members */
} TraitDecl;

/* What an import brings from Python: its value is found when the program runs, at each use. */
typedef struct PythonDecl {
    Decl decl;            /* of the import that binds it */
    const char *imports;  /* dotted names to import, a space between them */
    const char *module;   /* the one whose value it is */
    const char *member;   /* a member of that module; empty: the module itself */
    const char *dir;      /* the folder that has to be on Python's path; empty: none */
    const char *file;     /* of the module, as far as it has one */
} PythonDecl;

typedef struct AliasDecl { /* import binding, resolved on first use */
    Decl decl;
    Decl *target;
    bool failed;
} AliasDecl;

#define DECL_AS(Type, d) ((Type *)(d))

/* ---- resolve/: modules and names ----------------------------------------------------------------- */
typedef struct Resolver Resolver;
struct Cx;
/* What files of one package may import besides their neighbours; files of no scope search the roots. */
typedef struct ImportRoot {
    const char *dir;  /* folder to look in */
    const char *as;   /* the only name to look for; NULL: any */
    const char *name; /* what `as` is called in the folder */
} ImportRoot;
typedef struct ImportScope {
    const char *dir;  /* of the package, or one file: the longest that holds a file counts */
    const char *name, *id; /* how it is imported; what its files are, by a hash (NULL: they may change) */
    const ImportRoot *roots;
    uint32_t n_roots;
} ImportScope;
typedef struct ResolverOptions {
    const char *const *roots; /* import search path, in order */
    uint32_t n_roots;
    const ImportScope *scopes; /* live as long as the resolver */
    uint32_t n_scopes;
    const char *std_dir;      /* folder that holds the package `std` */
} ResolverOptions;
/* In place of the scopes before. */
void resolver_set_scopes(Resolver *r, const ImportScope *scopes, uint32_t n);
Resolver *resolver_new(SourceMap *sources, const ResolverOptions *o);
void resolver_free(Resolver *r);
/* Loads a file as the program's main module (name from the file). Never NULL. */
Module *resolver_load_main(Resolver *r, Source *s);
/* Another text for a file of the program, beside what is loaded; they may share parts of their trees. */
Module *resolver_load_probe(Resolver *r, Source *s);
/* Module by dotted path as seen from `from` (NULL: absolute); level counts leading dots. NULL and a
 * reason when it cannot be found. */
/* The package of the library that has a public name which programs import; NULL: none. */
const Module *resolver_std_home(Resolver *r, Name name);
Module *resolver_import(Resolver *r, Module *from, uint32_t level, const Name *path, uint32_t n, const char **why);
/* Own names, then star imports, then (for modules with one) the prelude. Aliases are followed. */
Decl *module_lookup(Resolver *r, Module *m, Name name);
/* What the packages around a module have under a name, innermost first, and the outermost package's own name: older Mojo
 * looked there too. *in: the package. NULL: nothing. */
Decl *module_lookup_around(Resolver *r, Module *m, Name name, const Module **in);
Decl *module_member(Resolver *r, Module *m, Name name); /* without prelude; submodules of packages too */
/* What `m.name` means in the module `from`. A submodule needs an import of its own, or m's __init__ names it; else NULL
 * and the submodule in *not_imported. */
Decl *module_reach(Resolver *r, const Module *from, Module *m, Name name, const Module **not_imported);
/* A declaration of the library by known name (NM_Int, NM_List …); NULL while std lacks it. */
Decl *resolver_std(Resolver *r, int nm);
/* All modules loaded so far, in loading order. */
Module *const *resolver_modules(const Resolver *r, uint32_t *n);
/* What the files of a module's package are: the hash that its scope says, or of the package in one file it came from; NULL:
 * they may change. */
const char *resolver_package_id(Resolver *r, Module *m);
/* Files of packages (bundle/) that imports have led to, usable or not. */
uint32_t resolver_bundles(const Resolver *r);
const char *resolver_bundle_path(const Resolver *r, uint32_t i);
/* What a module's imports have led to so far (those inside of bodies when they were checked); some several times. */
Module *const *module_needs(const Module *m, uint32_t *n);
/* Diagnostics that were ever added to modules. */
uint32_t resolver_diags_added(const Resolver *r);
/* Takes out the modules of these files and all that need them, as if they had never been loaded, and forgets which files
 * were not there. False, and nothing happens, when one of them extends structs. Their memory stays. */
bool resolver_forget(Resolver *r, const char *const *paths, uint32_t n);
/* Folders in which a file that comes or goes may change what an import of the program means; some several times. */
void resolver_folders(Resolver *r, void (*fn)(void *ctx, const char *dir), void *ctx);
/* No other module of the program needs it. */
bool resolver_is_leaf(Resolver *r, const Module *m);
/* Follows import aliases; NULL when one fails (reported at the import). */
Decl *decl_follow(Resolver *r, Decl *d);
/* The target of an import alias, resolved now; NULL after reporting the failure at the import. */
Decl *alias_target(Resolver *r, AliasDecl *a);
/* Declares a function, a comptime value (one per name) or names of parameters, as found in a body, struct or
 * module: names only, check_sig does the rest. Redefinitions are reported to m. `into` may be NULL. */
FnDecl *declare_fn(Module *m, Item *item, Node *def, Decl *parent, Scope *into);
void declare_comptime(Module *m, Item *item, Node *def, Decl *parent, Scope *into);
ParamList declare_params(Module *m, Item *item, const NodeList *params, Decl *parent);
/* Merges the extensions of all loaded modules into their structs. Cheap when nothing is new. */
void resolver_apply_extensions(Resolver *r);
/* Binds the names of an import statement (inside a body, too) as AliasDecls in `into`. */
void resolver_bind_import(Resolver *r, Module *m, Item *item, Node *stmt, Arena *a, Scope *into);
void scope_put(Scope *s, Decl *d);
Decl *scope_get(const Scope *s, Name name); /* this scope only */
/* The nearest visible name for "did you mean", or NULL. */
/* Warns that a deprecated declaration is named. `at` is shown, `name` (may be empty) is what the fix replaces. */
Diag *warn_deprecated(DiagSink *to, const Decl *d, Span at, Span name);
Str decl_rewrite(const Decl *d); /* of the library: `rewrite="…"` of its `@deprecated`, see check/rewrite.c */
Name resolver_suggest(Resolver *r, Module *m, const Scope *local, Name name);

#endif
