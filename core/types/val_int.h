/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the value store. */
#ifndef MOJ_TYPES_VAL_INT_H
#define MOJ_TYPES_VAL_INT_H

#include "types/val.h"
#include <pthread.h>

struct ValStore {
    Arena arena;
    pthread_mutex_t lock; /* guards arena, table, caches; never held while a hook runs */
    ValRec **table;       /* open addressing, power of two */
    uint32_t n_vals, cap;
    uint32_t pointer_size;
    ValHooks hooks;
    bool has_hooks;
    ValFieldsFn fields_fn;
    ValAlignFn align_fn;
    void *fields_ctx;
    Map leaves;           /* type → its T_SIMD leaf type, or NO_LEAF */
    Map layouts;          /* type → Layout (for layout_pointer_size) */
    uint32_t layout_pointer_size;
    Val error, unbound, never, any_type, prim_int, prim_float, prim_str, ellipsis;
};

typedef struct ValKey { /* a value to be interned */
    ValKind kind;
    Val type;
    uint32_t aux;
    union {
        const void *decl;
        const Big *big;
        double f;
        Str str;
        uint64_t op;
        const Sig *sig;
    } u;
    const Val *args;
    uint32_t n;
} ValKey;
Val val_intern(ValStore *vs, const ValKey *k);
/* S_OP as given, no canonicalisation. */
Val val_raw_op(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n);

enum { MAX_LEAF_DEPTH = 24 };
/* The single T_SIMD[·, 1] inside a type, or NULL. */
Val val_leaf(Val type);

/* Numbers (val_float.c). */
double float_round(DTypeCode code, double v);           /* to the format's nearest, ties to even */
double ratio_to_float(DTypeCode code, const Big *num, const Big *den);
/* Exact fraction of a finite double. */
void float_to_ratio(Arena *a, double v, const Big **num, const Big **den);
Val val_fold_float(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n); /* NULL: not constant */
Val val_convert(ValStore *vs, Val type, Val v);         /* NULL: not constant */
int val_float_cmp(Val a, Val b, bool *unordered);       /* V_FLOAT / V_RATIO / V_INT of prims */

/* Integers (val_op.c). */
Val val_unwrap_field(ValStore *vs, Val base, Val type); /* the T_SIMD inside a symbolic scalar struct value */

#endif
