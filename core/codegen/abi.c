/* SPDX-License-Identifier: Apache-2.0 */
/* How calls pass values. Mojo functions: at most two register leaves travel by value, everything else
 * by address; a raising function returns its flag last, beside a result in registers; the error goes
 * through a pointer. Both sides compute this from the concrete signature alone, so calls through
 * pointers agree. C functions, and pointers to them: cabi.c. */
#include "codegen/codegen_int.h"

typedef struct SigPart { /* one argument of a signature */
    Val type;
    uint8_t conv;
    bool is_ref;
} SigPart;

static bool conv_is_ref(uint8_t conv) {
    return conv == CONV_IMM || conv == CONV_MUT || conv == CONV_REF;
}

static bool in_registers(const Ty *t) {
    return !t->is_mem && t->is_bitwise && t->n_leaves <= ABI_LEAVES;
}

static Abi *make_abi(Cg *cg, const SigPart *parts, uint32_t n, Val result, bool result_is_ref, bool raises,
                     Val error) {
    Abi *a = ARENA_NEW(&cg->arena, Abi);
    a->args = ARENA_ARRAY(&cg->arena, AbiArg, n + 1);
    a->n_args = n;
    a->raises = raises;
    a->result_is_ref = result_is_ref;
    if (result_is_ref)
        a->result = cg_ptr_type(cg);
    else if (result && result->kind != T_NEVER)
        a->result = cg_type(cg, result);
    a->ret_mode = !a->result || a->result->size == 0 ? PASS_NONE
                  : in_registers(a->result)          ? PASS_REGS
                                                     : PASS_ADDR;
    LLVMTypeRef params[2 + 256 * ABI_LEAVES];
    uint32_t np = 0;
    if (n > 256) {
        cg_fail(cg, "a function with more than 256 arguments");
        n = a->n_args = 256;
    }
    if (a->ret_mode == PASS_ADDR)
        params[np++] = cg->ptr;
    for (uint32_t i = 0; i < n; i++) {
        AbiArg *p = &a->args[i];
        p->ty = cg_type(cg, parts[i].type);
        p->conv = parts[i].conv;
        p->is_ref = parts[i].is_ref;
        p->first = np;
        if (p->is_ref)
            p->mode = p->conv == CONV_IMM && p->ty->is_trivial && in_registers(p->ty) && !result_is_ref
                          ? PASS_REGS
                          : PASS_ADDR;
        else
            p->mode = p->ty->size == 0 ? PASS_NONE : in_registers(p->ty) ? PASS_REGS : PASS_ADDR;
        if (p->mode == PASS_REGS) {
            for (uint32_t k = 0; k < p->ty->n_leaves; k++)
                params[np++] = p->ty->leaves[k].type;
        } else if (p->mode == PASS_ADDR) {
            params[np++] = cg->ptr;
        }
    }
    if (raises) {
        a->error = error ? cg_type(cg, error) : NULL;
        a->err_param = np;
        if (a->error && a->error->size)
            params[np++] = cg->ptr;
    }
    LLVMTypeRef rets[ABI_LEAVES + 1];
    uint32_t nr = 0;
    if (a->ret_mode == PASS_REGS)
        for (uint32_t k = 0; k < a->result->n_leaves; k++)
            rets[nr++] = a->result->leaves[k].type;
    if (raises)
        rets[nr++] = cg->i1;
    a->ret = nr == 0   ? cg->void_
             : nr == 1 ? rets[0]
                       : LLVMStructTypeInContext(cg->ctx, rets, nr, 0);
    a->n_params = np;
    a->type = LLVMFunctionType(a->ret, params, np, 0);
    return a;
}

const Abi *cg_abi_of_fn(Cg *cg, const IrFn *f) {
    SigPart parts[256];
    uint32_t n = f->n_args < 256 ? f->n_args : 256;
    for (uint32_t i = 0; i < n; i++) {
        const IrLocal *l = &f->locals.data[i];
        parts[i] = (SigPart){l->type, l->conv, l->is_ref};
    }
    return make_abi(cg, parts, n, f->result_type, f->result_is_ref, f->raises, f->error_type);
}

const Abi *cg_abi_of_sig(Cg *cg, Val fn_type) {
    Abi *a = map_get(&cg->sigs, fn_type);
    if (a)
        return a;
    SigPart parts[256];
    const Sig *s = fn_type->kind == T_FN ? fn_type->u.sig : NULL;
    uint32_t n = s ? s->n_args : 0;
    if (!s)
        cg_fail(cg, "an indirect call of something that is not a function pointer");
    if (n > 256)
        n = 256;
    for (uint32_t i = 0; i < n; i++)
        parts[i] = (SigPart){s->args[i].type, s->args[i].conv, conv_is_ref(s->args[i].conv)};
    a = make_abi(cg, parts, n, s ? s->result : NULL, s && (s->flags & FN_REF_RESULT),
                 s && (s->flags & FN_RAISES), s ? s->error : NULL);
    map_put(&cg->sigs, fn_type, a);
    return a;
}

/* ---- declarations -------------------------------------------------------------------------------- */
void cg_attr(Cg *cg, LLVMValueRef fn, unsigned index, const char *name, uint64_t value) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    if (kind)
        LLVMAddAttributeAtIndex(fn, index, LLVMCreateEnumAttribute(cg->ctx, kind, value));
}

static void pointer_attrs(Cg *cg, LLVMValueRef fn, unsigned index, const Ty *t) {
    cg_attr(cg, fn, index, "nonnull", 0);
    cg_attr(cg, fn, index, "noundef", 0);
    if (t->size)
        cg_attr(cg, fn, index, "dereferenceable", t->size);
    if (t->align > 1)
        cg_attr(cg, fn, index, "align", t->align);
}

static void param_attrs(Cg *cg, LLVMValueRef fn, const Abi *a) {
    if (a->ret_mode == PASS_ADDR) {
        /* not where a flag is returned: sret puts the address into the register of the flag */
        if (!a->raises)
            LLVMAddAttributeAtIndex(
                fn, 1,
                LLVMCreateTypeAttribute(cg->ctx, LLVMGetEnumAttributeKindForName("sret", 4),
                                        LLVMArrayType2(cg->i8, a->result->size)));
        cg_attr(cg, fn, 1, "writable", 0);
        pointer_attrs(cg, fn, 1, a->result);
        cg_attr(cg, fn, 1, "noalias", 0);
    }
    for (uint32_t i = 0; i < a->n_args; i++) {
        const AbiArg *p = &a->args[i];
        unsigned index = p->first + 1;
        if (p->mode == PASS_REGS) {
            for (uint32_t k = 0; k < p->ty->n_leaves; k++)
                if (p->ty->leaves[k].is_bool && p->ty->leaves[k].lanes == 1)
                    cg_attr(cg, fn, index + k, "zeroext", 0);
        } else if (p->mode == PASS_ADDR) {
            pointer_attrs(cg, fn, index, p->ty);
            bool frozen = p->conv == CONV_IMM && !p->ty->is_shared;
            if (frozen)
                cg_attr(cg, fn, index, "readonly", 0);
            if ((frozen || p->conv != CONV_REF) && !p->ty->is_shared)
                cg_attr(cg, fn, index, "noalias", 0);
        }
    }
    if (a->raises && a->error && a->error->size) {
        pointer_attrs(cg, fn, a->err_param + 1, a->error);
        cg_attr(cg, fn, a->err_param + 1, "noalias", 0);
    }
    if (a->result_is_ref && !a->raises)
        cg_attr(cg, fn, LLVMAttributeReturnIndex, "nonnull", 0);
}

/* What a person reads in a back-trace, a debugger or a profile: `main.Point.norm[Float64]`. */
static void readable_name(StrBuf *out, const IrFn *f) {
    const Decl *chain[16];
    int n = 0;
    for (const Decl *d = &f->decl->decl; d && n < 16; d = d->parent)
        chain[n++] = d;
    while (n-- > 0) {
        const Decl *d = chain[n];
        if (out->len)
            sb_char(out, '.');
        if (d->kind == DECL_MODULE)
            sb_puts(out, DECL_AS(Module, d)->full_name);
        else if (d->name)
            sb_str(out, name_str(d->name));
        else
            sb_puts(out, "_");
    }
    for (uint32_t i = 0; i < f->n_params && out->len < 200; i++) {
        sb_puts(out, i ? ", " : "[");
        val_print(out, f->params[i]);
    }
    if (out->len >= 200) {
        out->len = 200;
        while (out->len && (out->p[out->len] & 0xc0) == 0x80)
            out->len--;
        out->p[out->len] = 0;
        sb_puts(out, "…");
    }
    if (f->n_params)
        sb_char(out, ']');
}

/* Functions that only this module sees may have any name; LLVM tells twins apart. */
static LLVMValueRef add_function(Cg *cg, const IrFn *f, LLVMTypeRef type) {
    if (cg_c_differs(cg, f)) /* its symbol is the entry for C */
        return LLVMAddFunction(cg->mod, arena_printf(&cg->arena, "%s.mojo", f->symbol), type);
    if (f->is_export || cg->n_parts != 1 || cg->o->unit_of || !f->decl || !f->decl->decl.parent)
        return LLVMAddFunction(cg->mod, f->symbol, type);
    StrBuf b = {0};
    readable_name(&b, f);
    LLVMValueRef fn = LLVMAddFunction(cg->mod, b.p, type);
    sb_done(&b);
    return fn;
}

FnRef *cg_fn(Cg *cg, const IrFn *f) {
    FnRef *r = map_get(&cg->fns, f);
    if (r)
        return r;
    r = ARENA_NEW(&cg->arena, FnRef);
    r->abi = cg_abi_of_fn(cg, f);
    r->fn = add_function(cg, f, r->abi->type);
    map_put(&cg->fns, f, r);
    param_attrs(cg, r->fn, r->abi);
    if (f->c_abi && !cg_c_differs(cg, f))
        cg_c_attributes(cg, r->abi, r->fn);
    cg_attr(cg, r->fn, (unsigned)LLVMAttributeFunctionIndex, "nounwind", 0);
    cg_attr(cg, r->fn, (unsigned)LLVMAttributeFunctionIndex, "uwtable", 2);
    if (f->cold)
        cg_attr(cg, r->fn, (unsigned)LLVMAttributeFunctionIndex, "cold", 0);
    if (f->result_type && f->result_type->kind == T_NEVER && !f->raises)
        cg_attr(cg, r->fn, (unsigned)LLVMAttributeFunctionIndex, "noreturn", 0);
    if (f->no_inline)
        cg_attr(cg, r->fn, (unsigned)LLVMAttributeFunctionIndex, "noinline", 0);
    else if (f->always_inline && cg->o->opt_level > 0)
        cg_attr(cg, r->fn, (unsigned)LLVMAttributeFunctionIndex, "inlinehint", 0);
    return r;
}

const IrFn *cg_find_fn(Cg *cg, Val v) {
    if (!v || v->kind != V_FN)
        return NULL;
    uintptr_t head = (uintptr_t)map_get(&cg->by_decl, v->u.decl);
    for (uint32_t i = (uint32_t)head; i > 0 && i <= cg->m->fns.len; i--) {
        const IrFn *f = cg->m->fns.data[i - 1];
        if ((const void *)f->decl != v->u.decl || f->n_params != v->n)
            continue;
        bool same = true;
        for (uint32_t k = 0; k < v->n && same; k++)
            same = f->params[k] == v->args[k];
        if (same)
            return f;
    }
    return NULL;
}

LLVMValueRef cg_fn_pointer(Cg *cg, Val v) {
    const IrFn *f = cg_find_fn(cg, v);
    if (f)
        return cg_c_differs(cg, f) ? cg_c_entry(cg, f) : cg_fn(cg, f)->fn;
    StrBuf b = {0};
    if (v)
        val_print(&b, v);
    cg_fail(cg, "no instance of the function `%s` was made", b.p ? b.p : "?");
    sb_done(&b);
    return LLVMConstNull(cg->ptr);
}

/* ---- the callee's side ------------------------------------------------------------------------------ */
/* Puts the incoming arguments into the locals planned by cg_plan_locals. */
void cg_prologue(Cg *cg) {
    const IrFn *f = cg->f;
    const Abi *a = cg->abi;
    for (uint32_t i = 0; i < f->n_args; i++) {
        const AbiArg *p = &a->args[i];
        Store *s = &cg->stores[i];
        Regs in = {.n = p->mode == PASS_REGS ? p->ty->n_leaves : p->mode == PASS_ADDR ? 1 : 0};
        for (uint32_t k = 0; k < in.n; k++)
            in.v[k] = LLVMGetParam(cg->fn, p->first + k);
        if (p->is_ref && p->mode == PASS_REGS) {
            if (s->is_value_ref) {
                memcpy(s->regs, in.v, sizeof in.v);
            } else { /* somebody needs its address */
                LLVMValueRef home = cg_alloca(cg, p->ty);
                cg_store_regs(cg, home, p->ty, &in);
                if (s->kind == STORE_MEM)
                    LLVMBuildStore(cg->b, home, s->ptr);
                else
                    s->regs[0] = home;
            }
        } else if (p->is_ref) {
            if (s->kind == STORE_MEM)
                LLVMBuildStore(cg->b, in.v[0], s->ptr);
            else
                s->regs[0] = in.v[0];
        } else if (p->mode == PASS_ADDR) {
            if (s->kind == STORE_MEM)
                s->ptr = in.v[0];
            else if (s->kind == STORE_REGS) {
                Regs r = cg_load_regs(cg, in.v[0], p->ty);
                memcpy(s->regs, r.v, sizeof r.v);
            }
        } else if (s->kind == STORE_MEM) {
            if (in.n)
                cg_store_regs(cg, s->ptr, p->ty, &in);
        } else {
            memcpy(s->regs, in.v, sizeof in.v);
        }
    }
}

void cg_return(Cg *cg, bool raised) {
    const Abi *a = cg->abi;
    LLVMValueRef parts[ABI_LEAVES + 1];
    uint32_t n = 0;
    if (a->ret_mode == PASS_REGS) {
        Regs r = {.n = a->result->n_leaves};
        if (!raised) {
            Store *s = &cg->stores[cg->f->result];
            if (s->kind == STORE_MEM)
                r = cg_load_regs(cg, s->ptr, a->result);
            else
                memcpy(r.v, s->regs, sizeof r.v);
        }
        for (uint32_t k = 0; k < r.n; k++)
            parts[n++] = !raised && r.v[k] ? r.v[k] : LLVMGetPoison(a->result->leaves[k].type);
    }
    if (a->raises)
        parts[n++] = LLVMConstInt(cg->i1, raised, 0);
    if (n == 0)
        LLVMBuildRetVoid(cg->b);
    else if (n == 1)
        LLVMBuildRet(cg->b, parts[0]);
    else
        LLVMBuildAggregateRet(cg->b, parts, n);
}

/* ---- the caller's side ------------------------------------------------------------------------------ */
static bool through_pointer(const Place p) {
    for (uint32_t i = 0; i < p.n_proj; i++)
        if (p.proj[i].kind == PROJ_DEREF)
            return true;
    return false;
}

/* May the callee write the result straight into dst while it reads its arguments? */
static bool can_write_direct(Cg *cg, const IrInst *in, const Abi *a) {
    bool far_ = through_pointer(in->dst);
    for (uint32_t i = 0; i < in->n_args && i < a->n_args; i++) {
        if (a->args[i].mode != PASS_ADDR)
            continue;
        Place p = in->args[i].place;
        bool far_arg = through_pointer(p) || cg_place_is_ref(cg, p);
        if (far_ && (far_arg || cg->stores[p.local].addr_taken))
            return false;
        if (!far_ && (far_arg ? cg->stores[in->dst.local].addr_taken : p.local == in->dst.local))
            return false;
    }
    return true;
}

static void pass_arg(Cg *cg, const IrArg *arg, const AbiArg *p, LLVMValueRef *out) {
    if (p->mode == PASS_NONE)
        return;
    if (p->mode == PASS_REGS) {
        Regs r;
        if (p->is_ref && cg_place_is_ref(cg, arg->place) && !cg->stores[arg->place.local].is_value_ref) {
            r = cg_load_regs(cg, cg_address(cg, arg->place), p->ty);
        } else if (p->is_ref && cg_place_is_ref(cg, arg->place)) {
            r.n = p->ty->n_leaves;
            memcpy(r.v, cg->stores[arg->place.local].regs, sizeof r.v);
        } else {
            r = cg_read(cg, arg->place);
        }
        for (uint32_t k = 0; k < p->ty->n_leaves; k++)
            out[p->first + k] = k < r.n && r.v[k] ? r.v[k] : LLVMGetPoison(p->ty->leaves[k].type);
        return;
    }
    if (p->is_ref || (arg->mode == ARG_MOVE && !cg_place_is_ref(cg, arg->place))) {
        Loc l = cg_place_is_ref(cg, arg->place) ? (Loc){0} : cg_resolve(cg, arg->place);
        if (!l.in_regs) {
            if (l.ptr)
                alias_refuse_sealed(cg, &l.path, l.ty);
            out[p->first] = l.ptr ? l.ptr : cg_address(cg, arg->place);
            return;
        }
    }
    LLVMValueRef tmp = cg_alloca(cg, p->ty); /* the callee gets its own copy of the bits */
    Loc l = cg_resolve(cg, arg->place);
    if (l.in_regs || !p->ty->is_mem) {
        Regs r = cg_read(cg, arg->place);
        cg_store_regs(cg, tmp, p->ty, &r);
    } else {
        cg_memcpy(cg, tmp, l.ptr, p->ty);
    }
    out[p->first] = tmp;
}

static void set_weights(Cg *cg, LLVMValueRef br) {
    LLVMSetMetadata(br, cg->md_prof, cg->md_cold1);
}

void cg_call(Cg *cg, const IrInst *in, const IrTerm *invoke) {
    const IrCallee *c = in->callee;
    const Abi *a;
    LLVMValueRef fn;
    if (c->target) {
        FnRef *r = cg_fn(cg, c->target);
        a = r->abi;
        fn = r->fn;
    } else if (c->is_indirect) {
        Val type = place_type(cg->f, c->fnptr);
        a = cg_abi_of_sig(cg, type);
        fn = cg_read(cg, c->fnptr).v[0];
        if (type->kind == T_FN && type->u.sig->flags & FN_C_ABI) { /* it does not raise */
            cg_c_call(cg, in, a, fn);
            if (invoke)
                LLVMBuildBr(cg->b, cg_block(cg, invoke->b0));
            return;
        }
    } else {
        cg_fail(cg, "a call without a target");
        return;
    }
    LLVMValueRef args[2 + 256 * ABI_LEAVES];
    LLVMValueRef result_ptr = NULL;
    bool result_in_temp = false;
    if (a->ret_mode == PASS_ADDR) {
        if (in->has_dst && can_write_direct(cg, in, a)) {
            Loc l = cg_resolve(cg, in->dst);
            if (!l.in_regs)
                result_ptr = l.ptr;
        }
        if (!result_ptr) {
            result_ptr = cg_alloca(cg, a->result);
            result_in_temp = in->has_dst;
        }
        args[0] = result_ptr;
    }
    if (in->n_args != a->n_args)
        cg_fail(cg, "a call with %u of %u arguments", in->n_args, a->n_args);
    for (uint32_t i = 0; i < in->n_args && i < a->n_args; i++)
        pass_arg(cg, &in->args[i], &a->args[i], args);
    if (a->raises && a->error && a->error->size) {
        Loc l = {0};
        if (invoke)
            l = cg_resolve(cg, invoke->err);
        args[a->err_param] = l.ptr ? l.ptr : cg_alloca(cg, a->error);
    }
    if (cg->error)
        return;
    LLVMValueRef call = LLVMBuildCall2(cg->b, a->type, fn, args, a->n_params, "");
    LLVMValueRef flag = NULL;
    Regs r = {.n = a->ret_mode == PASS_REGS ? a->result->n_leaves : 0};
    if (r.n + a->raises == 1) {
        if (r.n)
            r.v[0] = call;
        else
            flag = call;
    } else {
        for (uint32_t k = 0; k < r.n; k++)
            r.v[k] = LLVMBuildExtractValue(cg->b, call, k, "");
        if (a->raises)
            flag = LLVMBuildExtractValue(cg->b, call, r.n, "");
    }
    if (invoke) {
        /* the result is stored on the good path only when that needs a store at all */
        LLVMBasicBlockRef good = cg_block(cg, invoke->b0);
        bool store = in->has_dst && (r.n || result_in_temp);
        LLVMBasicBlockRef mid = store ? LLVMInsertBasicBlockInContext(cg->ctx, good, "") : good;
        if (flag)
            set_weights(cg, LLVMBuildCondBr(cg->b, flag, cg_block(cg, invoke->b1), mid));
        else
            LLVMBuildBr(cg->b, mid);
        if (store) {
            LLVMPositionBuilderAtEnd(cg->b, mid);
        }
    }
    if (in->has_dst && r.n) {
        cg_write(cg, in->dst, &r);
    } else if (result_in_temp) {
        Loc l = cg_resolve(cg, in->dst);
        if (l.in_regs || !a->result->is_mem) {
            Regs v = cg_load_regs(cg, result_ptr, a->result);
            cg_write(cg, in->dst, &v);
        } else {
            cg_memcpy(cg, l.ptr, result_ptr, a->result);
        }
    }
    if (invoke && in->has_dst && (r.n || result_in_temp))
        LLVMBuildBr(cg->b, cg_block(cg, invoke->b0));
    if (!invoke && c->target && c->target->result_type && c->target->result_type->kind == T_NEVER &&
        !c->target->raises) {
        LLVMBuildUnreachable(cg->b);
        cg->ended = true;
    }
}
