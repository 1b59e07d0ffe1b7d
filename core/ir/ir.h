/* SPDX-License-Identifier: Apache-2.0 */
/* The typed control-flow IR (MIR): functions of basic blocks over places. Parametric as it leaves lower/
 * and own/ (types and callees may be symbolic), concrete after elab/. It is what ownership analysis, the
 * compile-time interpreter, the inliner and code generation read.
 *
 *   local   a typed slot: argument, result, variable or temporary
 *   place   a local and a path: field, dereference of a reference local, element
 *   value   constants and the contents of places; every instruction names the places it reads and writes
 */
#ifndef MOJ_IR_IR_H
#define MOJ_IR_IR_H

#include "check/tast.h" /* FnDecl, VarDecl, IntrinsicId */

typedef enum LocalKind { LOCAL_ARG, LOCAL_RESULT, LOCAL_ERROR, LOCAL_VAR, LOCAL_TEMP } LocalKind;
typedef struct IrLocal {
    Val type;          /* of the value; for is_ref the pointee's type */
    uint8_t kind;      /* LocalKind */
    uint8_t conv;      /* Conv for arguments */
    bool is_ref;       /* holds the address of a place: ref bindings, imm/mut/ref arguments, ref results.
                          Reach the value through a PROJ_DEREF first projection */
    bool is_mut;
    bool no_drop;      /* never destroyed by own/ (references, borrowed arguments, consumed parts) */
    Name name;         /* NULL for temporaries */
    VarDecl *var;      /* NULL for temporaries */
    uint32_t pos;      /* where declared */
    /* Places this local's value may refer to (from its type's and ref's origins): own/ keeps them alive
     * while this local is. Indices of locals. */
    uint32_t *borrows;
    uint32_t n_borrows;
    Val origin;        /* is_ref locals: what the reference may point into; NULL when nothing is tracked */
} IrLocal;

typedef enum ProjKind {
    PROJ_FIELD,  /* index: field of a struct, element of a T_TUPLE */
    PROJ_DEREF,  /* through a reference local, or a T_PTR value */
    PROJ_INDEX,  /* local: index (T_SIMD int) into a T_ARRAY */
    PROJ_ELEM,   /* constant index into a T_ARRAY */
    PROJ_CAST,   /* the same storage seen as another type: union members */
} ProjKind;
typedef struct Proj {
    uint8_t kind;
    uint32_t index; /* field, element, or index local */
    Val type;       /* type after this projection */
} Proj;
typedef struct Place {
    uint32_t local;
    uint32_t n_proj;
    const Proj *proj;
} Place;

/* After elab IR_COPY and IR_MOVE are copies of bits, IR_DROP, IR_MARK_INIT, IR_FORGET and IR_USE are gone.
 * R_LVALUE intrinsics whose index or member is symbolic (tuple_ref, field_ref, pack_ref, union_ref) are
 * IR_INTRIN with an is_ref dst and the base as ARG_REF; elab makes IR_REF of them. */
typedef enum IrOp {
    IR_CONST,    /* dst = val */
    IR_COPY,     /* dst = copy of src (logical: copy constructor when not trivial; elab decides) */
    IR_MOVE,     /* dst = src, src becomes uninitialised */
    IR_DROP,     /* destroy src (no-op when trivially destructible; elab decides) */
    IR_REF,      /* dst (is_ref local or T_PTR) = address of src */
    IR_CALL,     /* dst = callee(args); non-raising. For reference results dst is an is_ref local */
    IR_INTRIN,   /* dst = intrin[params](args). tuple_ref and field_ref (and array_ref with a symbolic index) stay
                    instructions when their index is symbolic: dst is then an is_ref local */
    IR_MARK_INIT,   /* src is regarded as initialised */
    IR_FORGET,      /* src is regarded as uninitialised, without destruction */
    IR_USE,      /* keeps src alive */
    IR_NOP,
    IR_CT_ASSERT, /* val: compile-time condition; params[0]: message (V_STR) when n_params is 1; gone after elab */
} IrOp;
typedef enum TermKind {
    TERM_GOTO,       /* b0 */
    TERM_BR,         /* src: Bool place (or its leaf) ? b0 : b1 */
    TERM_RETURN,     /* result local is set */
    TERM_RAISE,      /* error local is set; leaves the function by the error path */
    TERM_INVOKE,     /* raising call: like IR_CALL, then b0, or b1 with the error in `err` */
    TERM_UNREACHABLE,
    TERM_CT_BR,      /* val: compile-time condition ? b0 : b1; gone after elab */
    TERM_CT_FOR,     /* for param in val (pack): body b0 … which comes back here by GOTO; then b1; gone after elab */
} TermKind;

typedef enum ArgMode { ARG_REF, ARG_MOVE, ARG_COPY_BITS } ArgMode; /* address of place / owned: given away / trivial read */
typedef struct IrArg {
    Place place;
    uint8_t mode;
} IrArg;
typedef struct IrCallee {
    FnDecl *fn;         /* NULL when indirect */
    Val self_type;      /* witness calls: until elab */
    Val *params;
    uint32_t n_params;
    Place fnptr;        /* indirect: place of T_FN type */
    bool is_indirect;
    Val fnval;          /* symbolic compile-time function value: until elab */
    bool is_call_op;    /* closure-trait call on args[0] of type self_type: until elab */
    struct IrFn *target; /* after elab. Set too (inst->callee) on IR_CONST of a V_FN with a thin pointer type T_FN
                            and on INTR_fn_addr: the function whose address is meant */
} IrCallee;

typedef struct IrInst {
    uint8_t op;         /* IrOp */
    uint8_t intrin;     /* IntrinsicId */
    bool has_dst;
    uint32_t pos;       /* source position (item-relative of the function it came from) */
    struct IrLoc *loc;  /* set by inlining: the call chain; else NULL */
    Place dst, src;
    Val val;            /* IR_CONST */
    IrCallee *callee;
    IrArg *args;
    uint32_t n_args;
    Val *params;        /* IR_INTRIN; IR_CT_ASSERT: the message */
    uint32_t n_params;
    bool assign;        /* until own/: dst holds an old value which is destroyed first */
    bool untracked;     /* own/ does not follow what happens to dst (parts of X_AGG), IR_DROP, IR_MARK_INIT: to src */
    bool untracked_src; /* IR_MOVE: src is not followed (take) */
} IrInst;
typedef struct IrLoc { /* where an inlined instruction came from */
    const FnDecl *fn;      /* whose source `pos` counts in */
    uint32_t call_pos;     /* position of the call in the caller */
    const struct IrLoc *caller; /* of that call, when itself inlined */
    const FnDecl *caller_fn;
} IrLoc;

typedef struct IrTerm {
    uint8_t kind;
    uint32_t pos;
    struct IrLoc *loc;
    uint32_t b0, b1;
    Place src, err;
    Val val;
    const ParamDecl *param;
    IrInst *call;       /* TERM_INVOKE */
} IrTerm;
typedef struct IrBlock {
    VEC(IrInst) insts;
    IrTerm term;
} IrBlock;

typedef struct IrFn {
    FnDecl *decl;        /* NULL for compiler-made functions */
    const char *symbol;  /* concrete functions: mangled, unique */
    const Val *params;   /* concrete: the arguments of decl's parameters */
    uint32_t n_params;
    Arena *arena;        /* owner of everything inside */
    VEC(IrLocal) locals; /* arguments first (in order), then result, then error */
    VEC(IrBlock) blocks; /* 0 is the entry */
    uint32_t n_args;
    uint32_t result;     /* local index */
    uint32_t error;      /* local index, 0 when not raising (then locals[error] is meaningless) */
    bool raises, result_is_ref, is_concrete, always_inline, no_inline, is_export, c_abi, cold;
    Val result_type, error_type;
    bool owned;          /* own/ has run */
} IrFn;

IrFn *ir_fn_new(Arena *a, FnDecl *decl);
uint32_t ir_local(IrFn *f, LocalKind kind, Val type, Name name, uint32_t pos);
uint32_t ir_block(IrFn *f);
IrInst *ir_add(IrFn *f, uint32_t block, IrOp op, uint32_t pos); /* valid until the next ir_add to the block */
Place place_local(uint32_t local);
Place place_field(IrFn *f, Place base, uint32_t index, Val type);
Place place_deref(IrFn *f, Place base, Val type);
Place place_proj(IrFn *f, Place base, ProjKind kind, uint32_t index, Val type);
Val place_type(const IrFn *f, Place p);
void ir_print(StrBuf *out, const IrFn *f);
/* Checks structure, types where concrete, places, terminators. NULL when good, else what is wrong. */
const char *ir_verify(const IrFn *f, Arena *a);

/* Snapshot of compile-time memory behind a V_OBJECT (u.op is its number): bytes with pointers left out, and where they
 * point. */
typedef struct ObjectReloc {
    uint64_t offset;
    uint32_t object; /* number of the snapshot pointed into */
    uint64_t addend;
} ObjectReloc;
typedef struct ObjectImage {
    const uint8_t *bytes;
    uint64_t size, align;
    const ObjectReloc *relocs; /* by offset */
    uint32_t n_relocs;
    Val type;                  /* NULL for memory that was allocated */
} ObjectImage;

/* A set of concrete functions ready for code generation. */
typedef struct IrModule {
    VEC(IrFn *) fns;
    Map by_symbol_ptr;
    IrFn *entry;          /* C `main` calls it: the program's main or script; NULL for libraries */
    const TargetInfo *target;
    ValStore *vals;
    SourceMap *sources;
    const ObjectImage *(*object)(const void *ctx, uint32_t number); /* NULL: there are no objects */
    const void *object_ctx;
} IrModule;

#endif
