/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of elab/ share. An Instance is one concrete function; its IrFn is its first member, so
 * IrCallee.target and Instance are one pointer. */
#ifndef MOJ_ELAB_ELAB_INT_H
#define MOJ_ELAB_ELAB_INT_H

#include "elab/elab.h"

enum {
    ELAB_MAX_DEPTH = 1000,       /* of the chain of first requests: f[n] asks for f[n - 1] … */
    ELAB_MAX_INSTS = 400000,     /* instructions of one instance after unrolling */
    ELAB_UNROLL_WARN = 1024,     /* iterations of one comptime for (language.md §7.5) */
    ELAB_INLINE_ARRAY = 4,       /* elements copied or destroyed in place; more: a glue function */
};

typedef enum InstanceState { INST_SHELL, INST_BUSY, INST_DONE, INST_FAILED } InstanceState;
typedef enum InlineState { INLINE_NOT, INLINE_BUSY, INLINE_DONE } InlineState;
typedef enum LifeOp { OP_LIFE_COPY, OP_LIFE_MOVE, OP_LIFE_DROP } LifeOp;
typedef enum GlueKind { GLUE_NONE, GLUE_COPY, GLUE_MOVE, GLUE_DROP, GLUE_THUNK } GlueKind;

typedef struct Instance {
    IrFn fn;                  /* first: see above */
    struct Instance *next;    /* same hash */
    struct Instance *parent;  /* who asked first; NULL for roots */
    uint32_t parent_pos;      /* where in the parent */
    uint32_t depth;
    uint8_t state, inline_state;
    uint8_t glue;             /* GlueKind */
    bool reached;             /* mark of the module walk */
    bool queued;
    bool is_root;
    bool finished;            /* made ready for code generation: not for the interpreter any more */
    bool is_pinned;           /* the interpreter has seen its body */
    Val glue_type;            /* type copied … ; GLUE_THUNK: the pointer type */
    struct Instance *thunked; /* GLUE_THUNK: the function behind it */
    IrFn plain;               /* as elaborated, before inlining: what the interpreter runs */
    Arena own;                /* of the body, when it is to be given back; else that is the elaborator's */
} Instance;

/* How values of a concrete type are copied, moved and destroyed; memoised. */
typedef struct LifeInfo {
    bool trivial[3]; /* by LifeOp */
    FnDecl *fn[3];   /* structs: the function to call */
} LifeInfo;

typedef struct CallMemo {
    struct CallMemo *next;
    const FnDecl *fn;
    uint32_t n; /* parameters, then arguments */
    uint32_t n_params;
    Val result; /* NULL: failed */
    const char *why;
    Val key[];
} CallMemo;

struct Elab {
    Cx *cx;
    ValStore *vals;
    Arena arena;
    DiagSink diags;
    Map instances; /* hash → Instance* (chain) */
    Map life;      /* type → LifeInfo* */
    Map erased;    /* value → value without origins */
    Map calls;     /* hash → CallMemo* (chain) */
    StrMap symbols; /* given out so far */
    VEC(Instance *) all;
    VEC(Instance *) queue;
    Val int_type, bool_type; /* __builtin.simd[int, 1], __builtin.simd[bool, 1] */
    const FnDecl *first_failed;
    bool (*have)(const void *ctx, const char *symbol);
    const void *have_ctx;
    bool renumbered;
    bool gives_back; /* elab_check is at work */
    const ObjectImage *(*object)(const void *ctx, uint32_t number);
    const void *object_ctx;
    uint64_t n_insts; /* statistics */
};

/* ---- instances (elab.c) -------------------------------------------------------------------------- */
/* The instance of a function, its body not yet made; NULL past the depth limit (reported). */
Instance *inst_get(Elab *e, FnDecl *f, const Val *params, uint32_t n, Instance *parent, uint32_t pos);
Instance *inst_glue(Elab *e, GlueKind kind, Val type, Instance *thunked, Instance *parent, uint32_t pos);
/* Makes the body unless it is there; false after an error. */
bool inst_body(Elab *e, Instance *in);
Span inst_span(const Instance *in, uint32_t pos);
/* An error inside an instance, with the chain of who asked for it. */
Diag *inst_error(Elab *e, DiagCode code, const Instance *in, uint32_t pos, const char *fmt, ...) PRINTF_LIKE(5, 6);
const char *inst_name(Elab *e, const Instance *in); /* `f[Int, 3]`, for people */
const char *inst_symbol(Elab *e, FnDecl *f, const Val *params, uint32_t n);

/* ---- values (value.c, query.c) -------------------------------------------------------------------- */
Val elab_erase(Elab *e, Val v);
/* Substitutes, evaluates and erases; the result may still be symbolic when that failed. */
Val elab_subst(Elab *e, const Subst *s, Val v);
/* Why a value stays symbolic: the sentence of its first failing call, else NULL. */
const char *elab_why_symbolic(Elab *e, Val v);
/* Elements of a compile-time sequence; false when it is none (or not evaluated). */
bool elab_sequence(Elab *e, Val seq, const Val **out, uint32_t *n);
Val elab_eval_call(Elab *e, const FnDecl *f, const Val *params, uint32_t n_params, const Val *args, uint32_t n_args,
                   const char **why);
void elab_install_hooks(Elab *e);

/* ---- copies, moves, destruction (life.c) ----------------------------------------------------------- */
typedef struct Emit { /* where generated instructions go */
    Elab *e;
    Instance *in;
    uint32_t block;
    bool failed;
} Emit;
const LifeInfo *life_of(Elab *e, Val type);
/* dst = copy/move of src, or destruction of src. */
void life_emit(Emit *em, LifeOp op, Place dst, Place src, Val type, uint32_t pos);
bool glue_body(Elab *e, Instance *in);
/* A call instruction's parts. */
IrCallee *callee_to(Elab *e, Instance *target);
bool elab_fn_raises(Elab *e, FnDecl *f, const Val *params, uint32_t n);
Val elab_simd_type(Elab *e, DTypeCode dt, int64_t lanes);

/* ---- bodies (clone.c) ------------------------------------------------------------------------------ */
bool clone_body(Elab *e, Instance *in, const IrFn *pf);

/* ---- calls (callee.c) ------------------------------------------------------------------------------ */
/* What a symbolic callee became. */
typedef struct Resolved {
    enum { CALL_DIRECT, CALL_INDIRECT, CALL_LIFE, CALL_FAILED } kind;
    Instance *target; /* direct */
    LifeOp life;      /* CALL_LIFE: of args[0] of type `type` */
    Val type;
    bool drop_first;  /* args[0] is the (zero-size or thin) callable itself */
    bool raises;
} Resolved;
typedef Val (*ValFn)(void *ctx, Val v);
Resolved callee_resolve(Elab *e, Instance *in, const IrCallee *c, uint32_t n_args, uint32_t pos, ValFn val, void *ctx);

/* ---- inlining and clean-up -------------------------------------------------------------------------- */
bool inline_fn(Elab *e, Instance *in); /* callees first; false after an error */
bool inline_check(Elab *e, Instance *in); /* would it be too large? Its callees are inlined; it itself only when it is */
void clean_fn(Elab *e, IrFn *f);
/* For code generation only: positions become constants, `in_comptime` false. */
void finish_fn(Elab *e, IrFn *f);

#endif
