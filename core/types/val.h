/* SPDX-License-Identifier: Apache-2.0 */
/* Compile-time values, types among them: hash-consed and immutable, so equality is pointer equality.
 * Constructors canonicalise: `2*N` and `N+N` are one pointer, S_OP over constants folds, a struct
 * constant with a single integer leaf is a V_INT of that struct type, unions of origins are flat.
 * A ValStore belongs to a session and is thread-safe (one lock around insertion). */
#ifndef MOJ_TYPES_VAL_H
#define MOJ_TYPES_VAL_H

#include "base/base.h"

typedef enum ValKind {
#define KIND(name, cls, what) name,
#include "types/kinds.def"
#undef KIND
    VAL_KIND_COUNT
} ValKind;

struct Decl; /* resolve/decl.h */
struct StructDecl;
struct TraitDecl;
struct FnDecl;
struct ParamDecl;
struct VarDecl;

typedef enum SymOp { /* S_OP over scalar values; also unevaluated queries on types */
    SYM_ADD, SYM_MUL, SYM_FLOORDIV, SYM_MOD, SYM_DIV, SYM_POW, SYM_SHL, SYM_SHR, SYM_AND, SYM_OR, SYM_XOR,
    SYM_NOT,                                     /* Bool not / integer invert by type */
    SYM_EQ, SYM_NE, SYM_LT, SYM_LE,              /* > and >= are swapped; on types EQ/NE compare types */
    SYM_MIN, SYM_MAX, SYM_NEG_F, SYM_ADD_F, SYM_SUB_F, SYM_MUL_F, SYM_DIV_F, /* floats: not reassociated */
    SYM_CONVERT,                                 /* args value; type: target scalar type */
    SYM_CONFORMS,                                /* args type, T_TRAIT → Bool */
    SYM_PACK_LEN, SYM_PACK_GET,                  /* pack; pack, index */
    SYM_PACK_CAT,                                /* packs and single values (V_PACK of one) → pack */
    SYM_SIZE_OF, SYM_ALIGN_OF, SYM_IS_TRIVIAL_COPY, SYM_IS_TRIVIAL_MOVE, SYM_IS_TRIVIAL_DEINIT,
    SYM_TYPE_NAME, SYM_FIELD_COUNT, SYM_FIELD_NAME, SYM_FIELD_TYPE, /* reflection: type(, index) */
    SYM_FIELD_OFFSET, SYM_IS_STRUCT, SYM_FN_NAME, SYM_FN_SYMBOL, /* the last two: of a T_FNITEM */
    SYM_STR_LEN, SYM_STR_CAT,
    SYM_ORIGIN_WITHIN,                           /* part, whole → Bool */
    SYM_ORIGIN_MUT,                              /* origin → Bool */
    SYM_DEFINE,                                  /* -D lookup: name, default */
    SYM_RANGE_PACK,                              /* start, stop, step → pack of Int (comptime for) */
    SYM_TARGET,                                  /* property of the target: V_STR name → Int/Bool/Str */
    SYM_PACK_MAP,                                /* pack, S_PARAM p, body → pack of body with each element for p */
    SYM_PACK_FOLD,                               /* pack, S_PARAM acc, S_PARAM p, body, first → the last acc */
    SYM_ELEMENTS,                                /* value with __len__ and __getitem__ → pack of its elements (comptime for) */
} SymOp;

/* Signature of a T_FN. */
enum { FN_RAISES = 1, FN_CLOSURE = 2, FN_C_ABI = 4, FN_REF_RESULT = 8, FN_CAPTURING = 16 /* legacy closure trait */ };
typedef struct SigArg {
    uint8_t conv;     /* Conv of ast.h, never CONV_DEFAULT */
    uint8_t variadic; /* VariadicKind of resolve/decl.h; then `type` is the library's list, pack or dictionary */
    const struct ValRec *type;
} SigArg;
typedef struct Sig {
    uint32_t flags;
    uint32_t n_args;
    const struct ValRec *result;
    const struct ValRec *error;  /* NULL when not raising */
    const struct ValRec *origin; /* of a reference result, else NULL */
    const struct ParamDecl *const *params; /* parameters of its own, given at each call; two such types are one only
                                            * when these are, fits are found by renaming */
    uint32_t n_params;
    SigArg args[];
} Sig;

enum { /* ValRec.flags: facts about the value and everything inside it */
    VAL_SYMBOLIC = 1,  /* has S_… inside */
    VAL_UNBOUND = 2,   /* has V_UNBOUND inside */
    VAL_POISON = 4,    /* has V_ERROR inside */
    VAL_ORIGINS = 8,   /* has O_PLACE/O_FIELD/O_UNION inside */
};
/* O_FIELD with these indices: what a value owns indirectly, `base["element"]`; what it owns with others and may change
 * though the value itself is immutable, `base["shared"]` */
enum { ORIGIN_INTERIOR = 0x7fffffff, ORIGIN_SHARED = 0x7ffffffe };
enum { ORIGIN_MUT = 1, ORIGIN_OF_CALLER = 2 /* place of a plain `ref` argument: as mutable as what the caller gives */ };
typedef struct ValStore ValStore;
typedef const struct ValRec *Val;
typedef struct ValRec {
    uint16_t kind;
    uint16_t flags;
    uint32_t hash;
    uint32_t id; /* dense, creation order: stable sort key within a session */
    uint32_t n;  /* number of args */
    uint32_t aux; /* S_CALL: number of parameter args; O_PLACE: ORIGIN_… bits. What kinds.def calls `op` there */
    ValStore *store;
    Val type;    /* type of the value; for types their metatype T_TRAIT or NULL */
    union {
        const void *decl;
        const Big *big;
        double f;
        Str str;
        uint64_t op;
        const Sig *sig;
    } u;
    Val args[];
} ValRec;

ValStore *val_store_new(void);
void val_store_free(ValStore *vs);

/* Codes of DType values (leaf integer of DType constants); the library declares the same numbers. */
typedef enum DTypeCode {
    DT_BOOL = 1, DT_INT8 = 2, DT_UINT8 = 3, DT_INT16 = 4, DT_UINT16 = 5, DT_INT32 = 6, DT_UINT32 = 7,
    DT_INT64 = 8, DT_UINT64 = 9, DT_INT128 = 10, DT_UINT128 = 11, DT_INT256 = 12, DT_UINT256 = 13,
    DT_INT = 14, DT_UINT = 15, /* pointer width */
    DT_FLOAT16 = 20, DT_BFLOAT16 = 21, DT_FLOAT32 = 22, DT_FLOAT64 = 23,
    DT_F8E4M3FN = 24, DT_F8E4M3FNUZ = 25, DT_F8E5M2 = 26, DT_F8E5M2FNUZ = 27, DT_F8E8M0FNU = 28,
    DT_F8E3M4 = 29, DT_F4E2M1FN = 30,
} DTypeCode;
typedef enum DTypeClass { DTC_BOOL, DTC_SINT, DTC_UINT, DTC_FLOAT } DTypeClass;

/* ---- construction ------------------------------------------------------------------------------ */
/* The general constructor for kinds whose payload is `decl` and/or args; canonicalises by kind. */
Val val_make(ValStore *vs, ValKind kind, Val type, const void *decl, const Val *args, uint32_t n);
Val val_int(ValStore *vs, Val type, const Big *v); /* wrapped to the type's width when concrete */
Val val_i64(ValStore *vs, Val type, int64_t v);
Val val_float(ValStore *vs, Val type, double v);
Val val_ratio(ValStore *vs, const Big *num, const Big *den);
Val val_str(ValStore *vs, Str s);
Val val_sig(ValStore *vs, const Sig *sig); /* T_FN; copies sig */
Val val_op(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n); /* folds and canonicalises */
Val val_op2(ValStore *vs, SymOp op, Val type, Val a, Val b);
Val val_param(ValStore *vs, const struct ParamDecl *p, Val type);
Val val_assoc(ValStore *vs, Val base, Name name, Val bound, const Val *args, uint32_t n);
Val val_cond(ValStore *vs, Val c, Val a, Val b);
Val val_call(ValStore *vs, const struct FnDecl *f, Val type, const Val *params, uint32_t n_params, const Val *args,
             uint32_t n_args); /* S_CALL; session's demand evaluates concrete ones, see check/check.h */
Val val_field(ValStore *vs, Val base, uint32_t index, Val type); /* folds on constants */
Val val_place_origin(ValStore *vs, const struct VarDecl *v, bool is_mut);
Val val_ref_arg_origin(ValStore *vs, const struct VarDecl *v); /* plain `ref` argument */
/* A field's origin within a place's. */
Val val_field_origin(ValStore *vs, Val base, uint32_t index);
Val val_origin(ValStore *vs, ValKind kind, bool is_mut); /* O_STATIC, O_UNTRACKED, O_ANY, O_ERASED */
Val val_origin_union(ValStore *vs, const Val *args, uint32_t n);
Val val_error(ValStore *vs);
Val val_unbound(ValStore *vs);
Val val_unbound_of(ValStore *vs, Val bound); /* `Some[bound]`: an open type with its bound as `type` */
Val val_never(ValStore *vs);
Val val_pack(ValStore *vs, Val elem_type, const Val *args, uint32_t n);
Val val_trait(ValStore *vs, const Val *bounds, uint32_t n); /* T_TRAIT; n = 0 is AnyType */
Val val_object(ValStore *vs, Val type, uint64_t index); /* V_OBJECT: a snapshot of comptime/ */
Val val_intlit_type(ValStore *vs, Val value);
/* A one-lane or struct constant of `type` with the same bits as scalar v (V_INT, V_FLOAT, symbolic). */
Val val_retype(ValStore *vs, Val v, Val type);
Val val_prim(ValStore *vs, ValKind kind); /* T_PRIMINT, T_PRIMFLOAT, T_PRIMSTR, T_ELLIPSIS */

/* ---- facts ------------------------------------------------------------------------------------- */
bool val_is_type(Val v);       /* a type (concrete, or symbolic with a metatype) */
static inline bool val_is_symbolic(Val v) {
    return (v->flags & VAL_SYMBOLIC) != 0;
}
static inline bool val_is_error(Val v) {
    return v->kind == V_ERROR;
}
/* The one integer inside a scalar constant (DType.int32 → its code); false when it is not one. */
bool val_as_i64(Val v, int64_t *out);
bool val_as_bool(Val v, bool *out);
/* Type has a single T_SIMD leaf of length 1 (possibly nested one-field structs): its dtype and length
 * values; false otherwise. */
bool val_scalar_leaf(Val type, Val *dtype);

/* Whether an origin permits mutation: 1, 0, or -1 when that is symbolic (ask SYM_ORIGIN_MUT). */
int val_origin_mut(Val origin);
/* True when each root of `part` is (inside) a member of `whole`. Static and untracked origins are in everything. */
bool val_origin_within(Val part, Val whole);
/* What arithmetic on a type means. */
typedef enum ScalarClass { SC_NONE, SC_BOOL, SC_SINT, SC_UINT, SC_FLOAT, SC_PRIMINT, SC_PRIMFLOAT } ScalarClass;
ScalarClass val_scalar_class(Val type, uint32_t *bits, DTypeCode *code); /* SC_NONE for symbolic dtypes too */
/* Would the integer fit the type without wrapping? True for types without a concrete integer leaf. */
bool val_int_fits(Val type, const Big *v);
static inline uint32_t val_call_n_params(Val v) { /* of an S_CALL */
    return v->aux;
}

/* ---- substitution, inference ------------------------------------------------------------------- */
/* Bindings of parameters. Lookup walks outward; small, on the stack or in an arena. */
typedef struct Subst {
    const struct Subst *outer;
    const struct ParamDecl *const *params;
    const Val *args; /* NULL entries: not bound (yet) */
    uint32_t n;
} Subst;
/* Replaces S_PARAMs and re-canonicalises; associated members of types that became concrete are looked
 * up through `hooks` (set once by check/). */
Val val_subst(ValStore *vs, Val v, const Subst *s);
/* Structural unification of a declared type with a found one; binds entries of args (parallel to
 * params) that are NULL; false on a mismatch (bindings made so far may remain). */
bool val_unify(ValStore *vs, Val declared, Val found, const struct ParamDecl *const *params, Val *args, uint32_t n);
/* Replaces O_PLACE(from[i]) by to[i] (an origin, or a union): a callee's argument origins become the
 * caller's. Origins rooted in fields of from[i] become fields of to[i]. */
Val val_subst_origins(ValStore *vs, Val v, const struct VarDecl *const *from, const Val *to, uint32_t n);
/* Calls fn for every O_PLACE root inside v. */
void val_each_place(Val v, void (*fn)(void *ctx, const struct VarDecl *var), void *ctx);
/* Replaces every origin by O_ERASED (mutability kept): instances do not differ by origin. */
Val val_erase_origins(ValStore *vs, Val v);

/* What val_* must ask of later stages. */
typedef struct ValHooks {
    void *ctx;
    Val (*assoc)(void *ctx, Val concrete_type, Name name, const Val *args, uint32_t n); /* NULL: no such member */
    Val (*call)(void *ctx, const struct FnDecl *f, Val type, const Val *params, uint32_t n_params, const Val *args,
                uint32_t n_args); /* evaluates a concrete call; NULL: cannot now */
    Val (*query)(void *ctx, SymOp op, Val type, const Val *args, uint32_t n); /* SIZE_OF, CONFORMS, … on concrete args */
    Val (*field)(void *ctx, Val object, uint32_t index, Val type); /* of a V_OBJECT; NULL: cannot now. May be unset */
} ValHooks;
void val_set_hooks(ValStore *vs, const ValHooks *hooks);

/* ---- printing ---------------------------------------------------------------------------------- */
/* As a person writes it: `List[Int]`, `SIMD[DType.float32, 2*n]`, `def(Int) raises -> String`. */
void val_print(StrBuf *out, Val v);
const char *val_str_of(Arena *a, Val v);
const char *val_kind_name(ValKind k);
/* Unique, stable, [A-Za-z0-9_$.] only: for symbols of instances. */
void val_mangle(StrBuf *out, Val v);

/* ---- layout (concrete types only) ---------------------------------------------------------------- */
typedef struct TargetInfo {
    uint32_t pointer_size; /* bytes */
    bool big_endian;
    const char *triple, *cpu, *features; /* as LLVM wants them */
    uint32_t simd_bytes;   /* widest vector register */
} TargetInfo;
typedef struct Layout {
    uint64_t size, align;   /* bytes */
    const uint64_t *offsets; /* of fields (T_STRUCT, T_TUPLE), else NULL */
    uint32_t n_fields;
    const Val *fields;      /* concrete field types */
} Layout;
/* Borrowed, cached in the store. NULL for symbolic or recursive types. Field types of structs come
 * from the decl through the hook below (check/ sets it). Bool lanes are one byte each in memory. */
const Layout *val_layout(ValStore *vs, const TargetInfo *t, Val type);
typedef const Val *(*ValFieldsFn)(void *ctx, Val struct_type, uint32_t *n); /* substituted field types */
void val_set_fields_fn(ValStore *vs, ValFieldsFn fn, void *ctx);
/* `@align` of a struct type, 0 when it has none; may stay unset. */
typedef uint64_t (*ValAlignFn)(void *ctx, Val struct_type);
void val_set_align_fn(ValStore *vs, ValAlignFn fn);
void val_set_pointer_size(ValStore *vs, uint32_t bytes); /* width of Int; 8 until set */

bool dtype_info(DTypeCode code, uint32_t pointer_size, DTypeClass *cls, uint32_t *bits);

#endif
