/* SPDX-License-Identifier: Apache-2.0 */
/* Builds concrete IR by hand, compiles it and gives back addresses of functions. */
#ifndef MOJ_TESTS_CODEGEN_PROGRAM_H
#define MOJ_TESTS_CODEGEN_PROGRAM_H

#include "../unit.h"
#include "codegen/codegen.h"

typedef struct Prog {
    Arena arena;
    ValStore *vals;
    TargetInfo target;
    IrModule m;
    CodegenOptions o;
    Jit *jit;
    IrFn *f;    /* the function being built */
    uint32_t b; /* and its current block */
} Prog;

void prog_init(Prog *p, int opt_level);
void prog_done(Prog *p);
/* Compiles all functions. */
void prog_compile(Prog *p);
void *prog_get(Prog *p, const char *symbol);

Val prog_simd(Prog *p, int dtype, int lanes);
Val prog_ptr(Prog *p, Val pointee);
Val prog_tuple(Prog *p, const Val *types, uint32_t n);
Val prog_array(Prog *p, Val elem, int n);
Val prog_num(Prog *p, Val type, int64_t v);
Val prog_text(Prog *p, const char *s);

/* Starts a function of `n` owned arguments. */
IrFn *prog_fn(Prog *p, const char *symbol, Val result, const Val *args, uint32_t n);
uint32_t prog_local(Prog *p, Val type);
IrInst *prog_inst(Prog *p, IrOp op);
void prog_const(Prog *p, Place dst, Val v);
/* dst = intrin[params](args), operands read as values */
void prog_intrin(Prog *p, IntrinsicId id, Place dst, const Val *params, uint32_t n_params, const Place *args,
                 uint32_t n);
#define PLACES(...) (const Place[]){__VA_ARGS__}, sizeof((const Place[]){__VA_ARGS__}) / sizeof(Place)
#define VALS(...) (const Val[]){__VA_ARGS__}, sizeof((const Val[]){__VA_ARGS__}) / sizeof(Val)
#define L place_local
void prog_return(Prog *p);
/* result = intrin[params](all arguments); return */
void prog_op_fn(Prog *p, const char *symbol, IntrinsicId id, Val result, const Val *args, uint32_t n,
                const Val *params, uint32_t n_params);

#endif
