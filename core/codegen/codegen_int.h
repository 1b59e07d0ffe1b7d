/* SPDX-License-Identifier: Apache-2.0 */
/* Inside codegen/: one Cg generates one LLVM module (a part of the program) on one thread.
 *
 *   types.c    concrete types → sizes, alignment and register leaves
 *   abi.c      how arguments and results travel; declarations of functions; calls
 *   cabi.c     the same for C
 *   storage.c  which locals live in registers; places → addresses or registers; loads and stores
 *   alias.c    which accesses cannot meet
 *   const.c    compile-time values → LLVM constants
 *   order.c    the order of blocks, dominators
 *   peel.c     the first iteration of loops over containers in containers
 *   body.c     blocks, instructions, terminators
 *   intrin.c, intrin_mem.c, intrin_math.c  the operations of types/intrinsics.def
 *   debug.c    DWARF
 *   module.c   parts, threads, optimisation, output; jit.c: code in memory; target.c: machines */
#ifndef MOJ_CODEGEN_INT_H
#define MOJ_CODEGEN_INT_H

#include "codegen/codegen.h"

#include <llvm-c/Core.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>

enum { MAX_LEAVES = 8, ABI_LEAVES = 2 };

/* A scalar or vector inside a value. */
typedef struct Leaf {
    uint64_t offset;
    LLVMTypeRef type;  /* in registers: bool lanes are i1 */
    LLVMTypeRef mem;   /* in memory: bool lanes are i8 */
    uint32_t align;
    uint64_t size;     /* bytes in memory */
    bool is_bool, is_signed, is_float;
    uint32_t lanes;    /* 1: a scalar, not a vector */
    uint32_t bits;     /* of one lane; 1 for bool */
    uint8_t dtype;     /* DTypeCode; 0 for pointers */
} Leaf;
typedef struct Ty {
    Val val;
    uint64_t size;
    uint32_t align;
    bool is_mem;      /* not made of at most MAX_LEAVES leaves: always in memory */
    bool is_bitwise;  /* may travel by its bits: no move constructor of its own */
    bool is_trivial;  /* a register type without identity: immutable arguments may be passed by value */
    bool is_shared;   /* holds an atomic: other threads may write through an immutable reference */
    bool has_sealed;  /* is or holds a struct marked `@__sealed` */
    uint32_t n_leaves;
    Leaf leaves[MAX_LEAVES];
} Ty;
typedef struct Regs { /* a value in registers, one entry a leaf */
    LLVMValueRef v[MAX_LEAVES];
    uint32_t n;
} Regs;

typedef enum PassMode { PASS_NONE, PASS_REGS, PASS_ADDR } PassMode;
typedef struct AbiArg {
    uint8_t mode;   /* PassMode */
    uint8_t conv;   /* Conv */
    bool is_ref;    /* the callee's local is a reference; with PASS_REGS its referent travels by value */
    const Ty *ty;
    uint32_t first; /* LLVM parameter index */
} AbiArg;
typedef struct Abi {
    LLVMTypeRef type;
    LLVMTypeRef ret;
    AbiArg *args;
    uint32_t n_args;
    const Ty *result;   /* NULL: none */
    const Ty *error;
    bool result_is_ref; /* returns a pointer */
    uint8_t ret_mode;   /* PassMode of the result; PASS_ADDR: sret in parameter 0 */
    bool raises;
    uint32_t err_param; /* index of the error pointer when the error has a size */
    uint32_t n_params;
} Abi;

typedef enum StoreKind { STORE_UNUSED, STORE_REGS, STORE_MEM } StoreKind;
typedef struct Store { /* where a local lives */
    uint8_t kind;
    bool is_value_ref; /* a reference argument passed by value: (*x) is the value in `regs` */
    bool addr_taken;
    bool in_union; /* a reference to a part of a union */
    const Ty *ty;      /* of what is stored: the pointer type for references (NULL ty → ptr) */
    LLVMValueRef ptr;  /* STORE_MEM */
    LLVMValueRef regs[MAX_LEAVES];
} Store;

typedef struct AliasPath { /* what a path to a place went through since the last pointer */
    const FieldDecl *field; /* scalar field of a sealed struct that the place is, or is inside of */
    const StructDecl *owner;
    bool in_union;
} AliasPath;
typedef struct Loc { /* a resolved place */
    bool in_regs;
    uint32_t local, leaf; /* in_regs: first leaf */
    LLVMValueRef ptr;
    LLVMValueRef tag;     /* of loads and stores; NULL: none */
    AliasPath path;
    const Ty *ty;
} Loc;

typedef struct BlockOrder { /* the blocks of a body that its entry reaches, in reverse postorder */
    uint32_t *list, n;
    uint32_t *rank;         /* block -> index in list; UINT32_MAX: not reached */
    uint32_t *first, *last; /* by rank: intervals of the dominator tree */
    bool entry_loops;       /* something jumps back to the entry */
} BlockOrder;

typedef struct FnRef {
    LLVMValueRef fn;
    const Abi *abi;
} FnRef;

typedef struct Debug Debug;
typedef struct Cg {
    const IrModule *m;
    const CodegenOptions *o;
    const TargetInfo *target;
    LLVMContextRef ctx;
    LLVMModuleRef mod;
    LLVMBuilderRef b, entry_b; /* entry_b: where allocas go */
    LLVMTargetMachineRef tm;
    Arena arena;
    Map types;      /* Val → Ty* */
    Map fns;        /* IrFn* → FnRef* */
    Map sigs;       /* Val (T_FN) → Abi* */
    StrMap strings; /* text → LLVMValueRef */
    Map consts;     /* Val → LLVMValueRef global */
    Map by_decl;    /* FnDecl* → IrFn* list head (index + 1 in m->fns) */
    LLVMTypeRef i1, i8, i32, i64, isize, ptr, void_;
    const Ty *ptr_ty;
    Debug *debug;
    unsigned md_range, md_prof, md_tbaa; /* metadata kinds */
    LLVMValueRef md_bool_range, md_cold1; /* [0,2); weights that make the second branch cold */
    Map alias_tags;           /* FieldDecl* → LLVMValueRef */
    LLVMValueRef element_tag; /* NULL until needed */
    uint32_t part, n_parts;
    const uint32_t *members; /* functions of this part: indices in m->fns */
    uint32_t n_members;
    char *error;    /* first failure; heap */
    /* the current function */
    const IrFn *f;
    LLVMValueRef fn;
    const Abi *abi;
    Store *stores;
    LLVMBasicBlockRef *blocks; /* NULL: nothing generated so far jumps there */
    BlockOrder order;
    uint32_t pos;
    const IrLoc *loc;
    bool ended; /* the current block already has its terminator (after a call that does not return) */
} Cg;

void cg_fail(Cg *cg, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* types.c */
const Ty *cg_type(Cg *cg, Val type); /* never NULL: after a failure an empty type */
const Ty *cg_ptr_type(Cg *cg);
uint64_t cg_field_offset(Cg *cg, Val base, uint32_t index);
LLVMTypeRef cg_store_type(Cg *cg, const Ty *t); /* of an alloca or global */
LLVMTypeRef cg_lane_type(Cg *cg, const Leaf *l, bool mem);
static inline LLVMTypeRef cg_int(Cg *cg, unsigned bits) {
    return LLVMIntTypeInContext(cg->ctx, bits);
}
static inline LLVMValueRef cg_size(Cg *cg, uint64_t v) {
    return LLVMConstInt(cg->isize, v, 0);
}

/* abi.c */
const Abi *cg_abi_of_fn(Cg *cg, const IrFn *f);
const Abi *cg_abi_of_sig(Cg *cg, Val fn_type);
FnRef *cg_fn(Cg *cg, const IrFn *f);
const IrFn *cg_find_fn(Cg *cg, Val fn_value); /* V_FN → its instance; NULL when the module lacks it */
LLVMValueRef cg_fn_pointer(Cg *cg, Val fn_value);
void cg_prologue(Cg *cg);
void cg_return(Cg *cg, bool raised);
void cg_call(Cg *cg, const IrInst *in, const IrTerm *invoke);
void cg_attr(Cg *cg, LLVMValueRef fn, unsigned index, const char *name, uint64_t value);

/* cabi.c */
void cg_external_call(Cg *cg, const IrInst *in);
void cg_c_call(Cg *cg, const IrInst *in, const Abi *a, LLVMValueRef fn); /* of a pointer with abi("C") */
bool cg_c_differs(Cg *cg, const IrFn *f); /* it has abi("C"), and C calls it otherwise than Mojo does */
void cg_c_attributes(Cg *cg, const Abi *a, LLVMValueRef fn); /* of one with abi("C") that both call alike */
LLVMValueRef cg_c_entry(Cg *cg, const IrFn *f); /* where C enters one that they do not */
void cg_c_entry_body(Cg *cg, const IrFn *f);

/* storage.c */
void cg_plan_locals(Cg *cg);
bool cg_place_is_ref(const Cg *cg, Place p); /* a reference local used bare */
Loc cg_resolve(Cg *cg, Place p);
LLVMValueRef cg_address(Cg *cg, Place p);    /* of the place; for a bare reference: what it holds */
Regs cg_read(Cg *cg, Place p);               /* the type must not be is_mem */
void cg_write(Cg *cg, Place p, const Regs *v);
void cg_copy(Cg *cg, Place dst, Place src);
Regs cg_load_regs(Cg *cg, LLVMValueRef ptr, const Ty *t);
void cg_store_regs(Cg *cg, LLVMValueRef ptr, const Ty *t, const Regs *v);
void cg_load_loc(Cg *cg, const Loc *l, Regs *out);
void cg_store_loc(Cg *cg, const Loc *l, const Regs *v);
LLVMValueRef cg_offset_ptr(Cg *cg, LLVMValueRef p, uint64_t offset);
LLVMValueRef cg_alloca(Cg *cg, const Ty *t);
LLVMValueRef cg_load_leaf(Cg *cg, LLVMValueRef ptr, const Leaf *l);
void cg_store_leaf(Cg *cg, LLVMValueRef ptr, const Leaf *l, LLVMValueRef v);
void cg_memcpy(Cg *cg, LLVMValueRef dst, LLVMValueRef src, const Ty *t);

/* alias.c */
void alias_step(Cg *cg, AliasPath *path, Val base, const Proj *p); /* one projection further, from a place of type base */
void alias_refuse_sealed(Cg *cg, const AliasPath *path, const Ty *t); /* fails when a place of type t at its end is one */
LLVMValueRef alias_tag(Cg *cg, const AliasPath *path, const Ty *t);

/* const.c */
bool cg_const_regs(Cg *cg, Val v, const Ty *t, Regs *out);
void cg_const_into(Cg *cg, Place dst, Val v);
LLVMValueRef cg_const_address(Cg *cg, Val v, Val type); /* of read-only storage with the value */
LLVMValueRef cg_string(Cg *cg, Str s); /* pointer to static bytes, NUL added */

/* order.c */
void cg_order(Cg *cg, const IrFn *f);
bool cg_dominates(const Cg *cg, uint32_t a, uint32_t b); /* both reached */

/* peel.c; after cg_order, of the same body. The body itself, or a copy with more blocks */
const IrFn *cg_peel_loops(Cg *cg, const IrFn *f);

/* body.c */
LLVMBasicBlockRef cg_block(Cg *cg, uint32_t b); /* of an IR block, to jump to */
bool cg_function(Cg *cg, const IrFn *f);
LLVMValueRef cg_condition(Cg *cg, Place p);
void cg_set_pos(Cg *cg, uint32_t pos, const IrLoc *loc);
typedef struct SrcPos {
    const char *file;
    uint32_t line, col; /* from 1; 0: unknown */
} SrcPos;
SrcPos cg_source_pos(Cg *cg, bool outermost);

/* intrin*.c */
void cg_intrinsic(Cg *cg, const IrInst *in);
void cg_intrin_memory(Cg *cg, const IrInst *in);
void cg_intrin_math(Cg *cg, const IrInst *in);
LLVMValueRef cg_llvm_intrinsic(Cg *cg, const char *name, LLVMTypeRef *types, unsigned n_types, LLVMValueRef *args,
                               unsigned n_args);
LLVMValueRef cg_runtime(Cg *cg, const char *name, LLVMTypeRef ret, const LLVMTypeRef *params, unsigned n,
                        LLVMTypeRef *type); /* declares a C function */
/* Operand i in registers, and its leaf description (lane type, signedness). */
LLVMValueRef cg_operand(Cg *cg, const IrInst *in, uint32_t i, const Leaf **leaf);
void cg_set_result(Cg *cg, const IrInst *in, LLVMValueRef v);
const Leaf *cg_dst_leaf(Cg *cg, const IrInst *in);
LLVMValueRef cg_cast(Cg *cg, LLVMValueRef v, const Leaf *from, const Leaf *to);
void cg_fp_flags(Cg *cg, LLVMValueRef v);

/* debug.c; all do nothing when debug information is off */
void debug_begin(Cg *cg);
void debug_function(Cg *cg, const IrFn *f, LLVMValueRef fn);
void debug_entry(Cg *cg, const IrFn *f, LLVMValueRef fn); /* of the compiler-made function that calls f */
void debug_local(Cg *cg, uint32_t local);
void debug_location(Cg *cg);    /* of cg->pos, cg->loc */
void debug_no_location(Cg *cg);
void debug_end(Cg *cg);

/* target.c */
bool target_init(const char *triple, LLVMTargetRef *out, char **why);
LLVMTargetMachineRef target_machine(const CodegenOptions *o, bool jit, char **why);

#endif
