/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

void prog_init(Prog *p, int opt_level) {
    *p = (Prog){0};
    arena_init(&p->arena);
    p->vals = val_store_new();
    codegen_options_init(&p->o);
    p->o.opt_level = opt_level;
    p->o.verify = true;
    const char *why = NULL;
    ck_assert(codegen_target(&p->o, &p->target, &why));
    p->m.target = &p->target;
    p->m.vals = p->vals;
}

void prog_done(Prog *p) {
    jit_free(p->jit);
    free(p->m.fns.data);
    val_store_free(p->vals);
    arena_done(&p->arena);
}

void prog_compile(Prog *p) {
    char *why = NULL;
    for (uint32_t i = 0; i < p->m.fns.len; i++) {
        const char *bad = ir_verify(p->m.fns.data[i], &p->arena);
        if (bad) {
            StrBuf b = {0};
            ir_print(&b, p->m.fns.data[i]);
            ck_abort_msg("%s\n%s", bad, b.p);
        }
    }
    CodegenPart *parts;
    uint32_t n;
    if (!codegen_emit(&p->m, &p->o, EMIT_OBJECT, &parts, &n, &why)) ck_abort_msg("%s", why);
    p->jit = jit_new(&p->o, &why);
    ck_assert_msg(p->jit != NULL, "%s", why);
    for (uint32_t i = 0; i < n; i++) ck_assert_msg(jit_add_object(p->jit, &parts[i], &why), "%s", why);
    codegen_parts_free(parts, n);
}

void *prog_get(Prog *p, const char *symbol) {
    char *why = NULL;
    void *at = jit_lookup(p->jit, symbol, &why);
    if (!at) ck_abort_msg("%s", why);
    return at;
}

static Val prim_int(Prog *p, int64_t v) {
    return val_i64(p->vals, val_prim(p->vals, T_PRIMINT), v);
}

Val prog_simd(Prog *p, int dtype, int lanes) {
    Val args[] = {prim_int(p, dtype), prim_int(p, lanes)};
    return val_make(p->vals, T_SIMD, NULL, NULL, args, 2);
}

Val prog_ptr(Prog *p, Val pointee) {
    Val args[] = {pointee, prim_int(p, 0)};
    return val_make(p->vals, T_PTR, NULL, NULL, args, 2);
}

Val prog_tuple(Prog *p, const Val *types, uint32_t n) {
    Val pack = val_pack(p->vals, val_trait(p->vals, NULL, 0), types, n);
    return val_make(p->vals, T_TUPLE, NULL, NULL, &pack, 1);
}

Val prog_array(Prog *p, Val elem, int n) {
    Val args[] = {elem, prim_int(p, n)};
    return val_make(p->vals, T_ARRAY, NULL, NULL, args, 2);
}

Val prog_num(Prog *p, Val type, int64_t v) {
    return val_i64(p->vals, type, v);
}

Val prog_text(Prog *p, const char *s) {
    return val_str(p->vals, str_of(s));
}

IrFn *prog_fn(Prog *p, const char *symbol, Val result, const Val *args, uint32_t n) {
    IrFn *f = p->f = ir_fn_new(&p->arena, NULL);
    f->symbol = symbol;
    f->is_concrete = true;
    f->is_export = true;
    for (uint32_t i = 0; i < n; i++) {
        ir_local(f, LOCAL_ARG, args[i], NULL, 0);
        f->locals.data[i].conv = CONV_VAR;
    }
    f->n_args = n;
    f->result = ir_local(f, LOCAL_RESULT, result, NULL, 0);
    f->result_type = result;
    p->b = ir_block(f);
    vec_push(&p->m.fns, f);
    return f;
}

uint32_t prog_local(Prog *p, Val type) {
    return ir_local(p->f, LOCAL_TEMP, type, NULL, 0);
}

IrInst *prog_inst(Prog *p, IrOp op) {
    return ir_add(p->f, p->b, op, 0);
}

void prog_const(Prog *p, Place dst, Val v) {
    IrInst *in = prog_inst(p, IR_CONST);
    in->has_dst = true;
    in->dst = dst;
    in->val = v;
}

void prog_intrin(Prog *p, IntrinsicId id, Place dst, const Val *params, uint32_t n_params, const Place *args,
                 uint32_t n) {
    IrInst *in = prog_inst(p, IR_INTRIN);
    in->intrin = (uint8_t)id;
    in->has_dst = dst.local != UINT32_MAX;
    in->dst = dst;
    in->params = n_params ? arena_dup(&p->arena, params, sizeof *params * n_params) : NULL;
    in->n_params = n_params;
    in->args = ARENA_ARRAY(&p->arena, IrArg, n + 1);
    in->n_args = n;
    for (uint32_t i = 0; i < n; i++) in->args[i] = (IrArg){args[i], ARG_COPY_BITS};
}

void prog_return(Prog *p) {
    p->f->blocks.data[p->b].term.kind = TERM_RETURN;
}

void prog_op_fn(Prog *p, const char *symbol, IntrinsicId id, Val result, const Val *args, uint32_t n,
                const Val *params, uint32_t n_params) {
    IrFn *f = prog_fn(p, symbol, result, args, n);
    Place places[8];
    for (uint32_t i = 0; i < n; i++) places[i] = L(i);
    prog_intrin(p, id, L(f->result), params, n_params, places, n);
    prog_return(p);
}
