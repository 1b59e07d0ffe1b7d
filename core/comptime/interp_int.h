/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of comptime/ share.
 *
 * Memory is a set of allocations; an address carries which one it points into, so every access is checked
 * for bounds and life. 64-bit targets, from the top:
 *     0 0  allocation + 1 : 27   offset + 2^34 : 35        heap, static data, functions
 *     0 1  frame : 14  generation : 18  offset + 2^29 : 30 locals of a running call
 * 32-bit targets: plain numbers; allocations lie in ascending order with gaps, the stack is one of them. */
#ifndef MOJ_COMPTIME_INTERP_INT_H
#define MOJ_COMPTIME_INTERP_INT_H

#include "comptime/comptime.h"

enum {
    MAX_FRAMES = 12000,
    HOT_CALLS = 64,       /* then a function is compiled again, with its calls inlined */
    STACK_SIZE = 1 << 28, /* reserved, not committed */
    MAX_ALLOCS = 1 << 26,
    BIG_ARRAY = 4096,     /* arrays longer than this stay bytes (V_OBJECT) */
};
#define MAX_STEPS 250000000ull /* as interp_new sets it */
#define MAX_MEMORY (1ull << 30)

typedef enum AllocKind { MEM_HEAP, MEM_STATIC, MEM_FN, MEM_STACK } AllocKind;
typedef struct Alloc {
    uint8_t *bytes;
    uint64_t size;
    uint64_t base;    /* 32-bit targets: its address */
    uint32_t align;
    uint8_t kind;
    bool live;
    IrFn *fn;         /* MEM_FN */
} Alloc;

/* ---- compiled functions ------------------------------------------------------------------------------ */
typedef enum StepKind { STEP_ADD, STEP_DEREF, STEP_INDEX } StepKind;
typedef struct Step {
    uint8_t kind, index_size;
    uint32_t index_at;     /* frame offset of the index */
    uint64_t n;            /* ADD: bytes; INDEX: bytes an element */
    uint64_t count;        /* INDEX: elements */
} Step;
typedef struct PlaceCode {
    uint32_t at;           /* frame offset */
    uint32_t n_steps;
    const Step *steps;
    uint64_t size;         /* bytes of the value there */
} PlaceCode;

typedef enum Lane { LANE_NONE, LANE_BOOL, LANE_SINT, LANE_UINT, LANE_FLOAT } Lane;
typedef struct LaneInfo { /* of a T_SIMD */
    uint8_t lane;          /* Lane */
    uint8_t code;          /* DTypeCode */
    uint16_t bits, bytes;  /* of one lane */
    uint32_t n;
} LaneInfo;

typedef enum OpCode {
    OP_COPY, OP_CONST, OP_LEA, OP_CALL, OP_JUMP, OP_BRANCH, OP_RETURN, OP_RAISE, OP_UNREACHABLE, OP_INTRIN,
    /* one 64-bit lane, both operands in the frame */
    OP_ADD64, OP_SUB64, OP_MUL64, OP_LT64, OP_LE64, OP_GT64, OP_GE64, OP_EQ64, OP_NE64,
} OpCode;
typedef struct CallArg {
    PlaceCode place;
    bool by_ref;
    uint32_t to;           /* offset in the callee's frame; filled at the first call */
    uint32_t size;
} CallArg;
typedef struct Code {
    uint8_t code;          /* OpCode */
    uint8_t intrin;
    bool invoke, indirect, has_dst;
    uint32_t pos;
    const IrLoc *loc;      /* inlined code: where it came from */
    uint32_t b0, b1;       /* operation numbers */
    PlaceCode dst, a, b;   /* b: error place of an invoke; the function pointer of an indirect call is a */
    const uint8_t *bytes;  /* OP_CONST */
    IrFn *target;
    struct FnCode *code_of;
    CallArg *args;
    uint32_t n_args;
    Val *params;           /* OP_INTRIN */
    uint32_t n_params;
    LaneInfo lane, out;    /* of the first operand and the result */
    uint64_t elem;         /* offset, ptr_diff: bytes of the pointee */
} Code;
typedef struct FnCode {
    IrFn *fn;
    const IrFn *body;      /* what was compiled: the plain form, or for loops and often called ones the inlined one */
    struct FnCode *newer;  /* compiled again from the inlined form */
    uint32_t calls;
    Code *ops;
    uint32_t n_ops;
    uint32_t frame_size;
    uint32_t *slots, *sizes; /* per local */
    bool failed;
} FnCode;

typedef struct Frame {
    FnCode *code;
    uint8_t *fp;
    uint32_t pc;
    uint32_t generation;
    bool is_base;          /* entered by interp_call: returning leaves the loop */
} Frame;

typedef struct Object {
    ObjectImage image;
    uint64_t hash;
    uint32_t next;         /* + 1: same hash */
    uint64_t shared;       /* address of a read-only copy, 0: not made */
} Object;

struct Interp {
    Cx *cx;
    Elab *elab;
    ValStore *vals;
    Arena arena;
    uint32_t ptr;          /* bytes of a pointer */
    VEC(Alloc) allocs;
    VEC(uint32_t) free_ids;
    uint32_t next_free;    /* of free_ids: oldest first */
    uint64_t next_base;
    uint64_t heap_bytes;
    uint8_t *stack;
    uint64_t sp;
    VEC(Frame) frames;
    uint32_t generations[MAX_FRAMES + 1];
    Map codes;             /* IrFn → FnCode */
    Map strings;           /* V_STR → address */
    Map fn_addrs;          /* IrFn → address */
    VEC(Object) objects;
    Map by_hash;           /* of objects → number + 1 */
    uint32_t nesting;      /* interp_calls in progress */
    uint64_t steps, max_steps, max_memory;
    const char *fault;     /* sentence; NULL: none */
    uint32_t fault_pos;
    IrFn *fault_fn;        /* compiled function that failed without a fault of its own */
};

/* ---- memory.c ------------------------------------------------------------------------------------------ */
uint64_t mem_alloc(Interp *in, uint64_t size, uint64_t align, AllocKind kind); /* address; 0: fault */
bool mem_free(Interp *in, uint64_t addr);
/* Bytes at an address, or NULL (fault). */
uint8_t *mem_at(Interp *in, uint64_t addr, uint64_t size, bool write);
/* The allocation an address belongs to, without a fault. *offset may lie outside of it. NULL: none. */
Alloc *mem_find(Interp *in, uint64_t addr, int64_t *offset, uint32_t *id);
uint64_t mem_address(Interp *in, uint32_t id, int64_t offset);
uint64_t mem_frame_address(const Interp *in, uint32_t frame, uint64_t offset);
uint64_t mem_fn(Interp *in, IrFn *f);
uint64_t mem_string(Interp *in, Val str);
uint64_t mem_constant(Interp *in, Val v, Val type); /* static memory that holds the value; 0: fault */
void mem_release_heap(Interp *in);
int64_t load_signed(const uint8_t *p, uint64_t size); /* a number of size bytes, at most 8, sign extended */
uint64_t load_ptr(const Interp *in, const uint8_t *p);
void store_ptr(const Interp *in, uint8_t *p, uint64_t v);
bool interp_fault(Interp *in, const char *fmt, ...) PRINTF_LIKE(2, 3); /* false */
const char *mem_text(Interp *in, uint64_t addr, uint64_t len); /* for messages; NULL when unreadable */

/* ---- convert.c ------------------------------------------------------------------------------------------ */
/* Writes a constant as bytes of a type; false with a fault. fresh: heap memory of objects is the caller's own. */
bool val_to_bytes(Interp *in, Val v, Val type, uint8_t *out, bool fresh);
/* The value of bytes; V_OBJECT when they hold pointers. NULL with a fault. */
Val bytes_to_val(Interp *in, Val type, const uint8_t *p);

/* ---- lanes.c --------------------------------------------------------------------------------------------- */
bool lane_info(Interp *in, Val type, LaneInfo *out); /* false: not a T_SIMD */
double float_decode(DTypeCode code, uint64_t bits);
uint64_t float_encode(DTypeCode code, double v);
uint64_t lane_load(const LaneInfo *l, const uint8_t *p, uint32_t i);  /* up to 64 bits, extended by its sign */
void lane_store(const LaneInfo *l, uint8_t *p, uint32_t i, uint64_t v);
double lane_load_float(const LaneInfo *l, const uint8_t *p, uint32_t i);
void lane_store_float(const LaneInfo *l, uint8_t *p, uint32_t i, double v);
const Big *lane_load_big(Arena *a, const LaneInfo *l, const uint8_t *p, uint32_t i);
void lane_store_big(const LaneInfo *l, uint8_t *p, uint32_t i, const Big *v);
/* Lane-wise operation of one to three operands of one type; false: not one of these. */
bool lanes_apply(Interp *in, IntrinsicId op, const LaneInfo *l, uint8_t *dst, const uint8_t *a, const uint8_t *b,
                 const uint8_t *c);
bool lanes_math(Interp *in, Str name, const LaneInfo *l, uint8_t *dst, const uint8_t *a, const uint8_t *b);
bool lanes_cast(Interp *in, const LaneInfo *from, const LaneInfo *to, uint8_t *dst, const uint8_t *src);
bool lanes_reduce(Interp *in, IntrinsicId op, const LaneInfo *l, uint8_t *dst, const uint8_t *a);

/* ---- compile.c -------------------------------------------------------------------------------------------- */
FnCode *code_of(Interp *in, IrFn *f); /* NULL: *fault set */
FnCode *code_again(Interp *in, FnCode *code); /* of a function that is called often: itself or better */

/* ---- run.c, intrin.c ---------------------------------------------------------------------------------------- */
uint8_t *place_at(Interp *in, const Frame *fr, const PlaceCode *p, bool write);
bool place_address(Interp *in, uint32_t frame, const PlaceCode *p, uint64_t *out);
bool run_intrin(Interp *in, uint32_t frame, const Code *op);

#endif
