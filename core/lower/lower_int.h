/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lower/ only: the state of lowering one function, and what its files offer each other. */
#ifndef MOJ_LOWER_LOWER_INT_H
#define MOJ_LOWER_LOWER_INT_H

#include "lower/lower.h"

/* What control flow must pass on its way out, innermost first. */
typedef enum FrameKind { FRAME_LOOP, FRAME_TRY, FRAME_FINALLY } FrameKind;
typedef struct LeaveTo { /* a `finally` on the way of a break or continue */
    const TStmt *loop;
    bool is_continue;
    uint32_t block;
} LeaveTo;
typedef struct Frame {
    FrameKind kind;
    struct Frame *outer;
    const TStmt *loop; /* FRAME_LOOP */
    uint32_t on_break, on_continue;
    uint32_t error, handler; /* FRAME_TRY: local that receives the error, block that handles it */
    bool only_its_type;      /* FRAME_TRY of a `for`: catches nothing but its own error type */
    uint32_t on_return, on_raise; /* FRAME_FINALLY: landing blocks, 0 while unused */
    VEC(LeaveTo) leaves;
} Frame;

typedef struct ClosureRefs { /* locals whose addresses a closure holds */
    VEC(uint32_t) locals;
} ClosureRefs;

typedef struct Lower {
    Cx *cx;
    FnDecl *decl;
    IrFn *f;
    const Item *item;
    Arena scratch;
    Map locals;   /* VarDecl → local + 1 */
    Map closures; /* StructDecl of a closure → ClosureRefs */
    Frame *frames;
    uint32_t cur;         /* block being filled */
    uint32_t raise_block; /* of the function, 0 while unused */
    uint32_t depth, finally_depth;
    bool failed;
} Lower;

/* ---- lower.c: building blocks
 * ------------------------------------------------------------------------ */
void lower_error(Lower *lo, DiagCode code, uint32_t pos, const char *message);
bool lower_enter(Lower *lo, uint32_t pos); /* false, and an error, when nested too deeply */
static inline void lower_leave(Lower *lo) {
    lo->depth--;
}
uint32_t lower_local(Lower *lo, LocalKind kind, Val type, Name name, uint32_t pos);
uint32_t lower_ref_local(Lower *lo, LocalKind kind, Val type, Val origin, Name name, uint32_t pos);
uint32_t lower_temp(Lower *lo, Val type, uint32_t pos);
uint32_t lower_var_local(Lower *lo, VarDecl *var, LocalKind kind, Val type, bool is_ref,
                         uint32_t pos);
void lower_borrow(Lower *lo, uint32_t local, uint32_t of);
Place lower_local_place(Lower *lo,
                        uint32_t local); /* through the reference when the local is one */
IrInst *lower_inst(Lower *lo, IrOp op, uint32_t pos);
IrTerm *lower_term(Lower *lo, TermKind kind, uint32_t pos);
void lower_goto(Lower *lo, uint32_t block, uint32_t pos);
void lower_move(Lower *lo, Place dst, Place src, uint32_t pos);
void lower_ref(Lower *lo, Place dst, Place src, uint32_t pos);
Place lower_leaf(Lower *lo, Place p); /* into one-field structs, down to the prim value */
const StructDecl *lower_struct(Lower *lo, Val type); /* with its fields known; NULL for other types */
Val lower_field_type(Lower *lo, Val struct_type, uint32_t index);
Val lower_none_type(Lower *lo);

/* ---- lower_expr.c
 * ------------------------------------------------------------------------------------ */
Place lower_place(Lower *lo, TExpr *e);   /* of a place; an owned value is put into a temporary */
Place lower_owned(Lower *lo, TExpr *e);   /* a place that may be consumed */
Place lower_operand(Lower *lo, TExpr *e); /* a place that may be read */
void lower_into(Lower *lo, TExpr *e, Place dst);
void lower_effect(Lower *lo, TExpr *e); /* the value is not wanted */
void lower_cond(Lower *lo, TExpr *e, uint32_t yes, uint32_t no);
bool lower_is_simple(const TExpr *e); /* evaluating it changes nothing */
bool lower_is_never(const TExpr *e);

/* ---- lower_call.c
 * ------------------------------------------------------------------------------------ */
void lower_call(Lower *lo, TExpr *e, Place dst, bool want);
void lower_intrin(Lower *lo, TExpr *e, Place dst, bool want);
bool lower_intrin_is_place(const TExpr *e);
Place lower_intrin_place(Lower *lo, TExpr *e);
Val lower_callee_error(Lower *lo, const TExpr *call); /* NULL: does not raise */

/* ---- lower_stmt.c
 * ------------------------------------------------------------------------------------ */
void lower_block(Lower *lo, TBlock *b);
void lower_exit_return(Lower *lo, uint32_t pos);
typedef struct RaiseTo {
    bool ok;
    uint32_t error, block; /* where the error is stored, where control goes then */
    Val type;
} RaiseTo;
RaiseTo lower_raise_target(Lower *lo, Val error_type, uint32_t pos);

/* ---- lower_synth.c
 * ----------------------------------------------------------------------------------- */
bool lower_synth(Lower *lo);

#endif
