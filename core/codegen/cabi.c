/* SPDX-License-Identifier: Apache-2.0 */
/* The target's C calling convention: System V for x86-64, AAPCS64 for aarch64, LP64D for riscv64, the basic C ABI for
 * wasm32. C functions are called by it (`external_call`, pointers of type `abi("C")`), and a function of ours with
 * `abi("C")` that C would call in another way than Mojo does gets an entry for C that calls it. */
#include "codegen/codegen_int.h"

typedef enum CPass {
    C_NONE,
    C_DIRECT,  /* one leaf */
    C_PIECES,  /* loaded from these offsets, a parameter each */
    C_WHOLE,   /* one parameter, piece[0], for all bytes: the backend splits it */
    C_BYVAL,   /* a copy on the stack */
    C_ADDRESS, /* a copy's address; a result: the caller's memory */
} CPass;
typedef struct CArg {
    uint8_t pass; /* CPass */
    const Ty *ty; /* NULL: an address */
    uint32_t n;
    LLVMTypeRef piece[4];
    uint64_t offset[4];
    unsigned first; /* of the signature's parameters */
} CArg;

typedef struct CParam {
    LLVMTypeRef type;
    const char *ext; /* "signext", "zeroext" or NULL */
    const Ty *copy;  /* byval */
} CParam;
enum { MAX_C_ARGS = 100 };
typedef struct CSig {
    LLVMTypeRef type, ret;
    const char *ret_ext;
    CArg result, args[MAX_C_ARGS];
    unsigned n_args, n_params;
    CParam params[MAX_C_ARGS * 4 + 1];
    int gp, fp; /* registers that are left */
} CSig;

typedef struct Atom { /* a scalar inside a C struct */
    uint64_t offset;
    uint32_t size;
    bool is_float;
} Atom;
typedef struct Atoms {
    Atom a[16];
    uint32_t n;
    bool too_many;
} Atoms;

static void collect(Cg *cg, Val type, uint64_t offset, Atoms *out, int depth) {
    const Layout *l = val_layout(cg->m->vals, cg->target, type);
    if (!l || l->size == 0 || out->too_many || depth > 32)
        return;
    if (type->kind == T_STRUCT || type->kind == T_TUPLE) {
        for (uint32_t i = 0; i < l->n_fields; i++)
            collect(cg, l->fields[i], offset + l->offsets[i], out, depth + 1);
        return;
    }
    if (type->kind == T_ARRAY) {
        const Layout *e = val_layout(cg->m->vals, cg->target, type->args[0]);
        for (uint64_t at = 0; e && e->size && at < l->size && !out->too_many; at += e->size)
            collect(cg, type->args[0], offset + at, out, depth + 1);
        return;
    }
    bool is_float = false;
    uint64_t lanes = 1;
    if (type->kind == T_SIMD) {
        const Leaf *leaf = &cg_type(cg, type)->leaves[0];
        is_float = leaf->is_float;
        lanes = leaf->lanes;
    }
    for (uint64_t i = 0; i < lanes; i++) {
        if (out->n == ARRAY_LEN(out->a)) {
            out->too_many = true;
            return;
        }
        out->a[out->n++] = (Atom){offset + i * (l->size / lanes), (uint32_t)(l->size / lanes), is_float};
    }
}

static bool target_is(const Cg *cg, const char *arch) {
    return cg->target->triple && strncmp(cg->target->triple, arch, strlen(arch)) == 0;
}


/* ---- how one value travels --------------------------------------------------------------------------------------- */
static LLVMTypeRef float_of(Cg *cg, uint32_t size) {
    return size == 4 ? LLVMFloatTypeInContext(cg->ctx) : LLVMDoubleTypeInContext(cg->ctx);
}

static void add_piece(CArg *c, LLVMTypeRef type, uint64_t offset) {
    c->pass = C_PIECES;
    c->piece[c->n] = type;
    c->offset[c->n++] = offset;
}

static void whole(CArg *c, LLVMTypeRef type) {
    c->pass = C_WHOLE;
    c->piece[0] = type;
}

static void take(CSig *s, int gp, int fp) {
    s->gp -= gp;
    s->fp -= fp;
}

/* x86-64: each eight bytes go to a register of their kind; all of them, or none. */
static void eightbytes(Cg *cg, CSig *s, CArg *c, const Atoms *atoms, bool is_result) {
    int gp = 0, fp = 0;
    for (uint64_t at = 0; at < c->ty->size; at += 8) {
        uint64_t size = c->ty->size - at < 8 ? c->ty->size - at : 8;
        bool all_float = true;
        uint32_t n = 0;
        for (uint32_t i = 0; i < atoms->n; i++)
            if (atoms->a[i].offset >= at && atoms->a[i].offset < at + 8) {
                all_float &= atoms->a[i].is_float && atoms->a[i].size >= 4;
                n++;
            }
        all_float &= n > 0;
        fp += all_float;
        gp += !all_float;
        LLVMTypeRef t = !all_float              ? cg_int(cg, (unsigned)size * 8)
                        : size == 8 && n == 2 ? LLVMVectorType(float_of(cg, 4), 2)
                                              : float_of(cg, size == 4 ? 4 : 8);
        add_piece(c, t, at);
    }
    if (!is_result && (gp > s->gp || fp > s->fp))
        c->pass = C_BYVAL;
    else
        take(s, gp, fp);
}

static bool is_float_atom(const Atom *a) {
    return a->is_float && (a->size == 4 || a->size == 8);
}

/* aarch64: up to four floats of one size, in as many registers. An array keeps them together. */
static bool homogeneous_floats(Cg *cg, CArg *c, const Atoms *atoms) {
    if (atoms->too_many || atoms->n == 0 || atoms->n > 4)
        return false;
    for (uint32_t i = 0; i < atoms->n; i++)
        if (!is_float_atom(&atoms->a[i]) || atoms->a[i].size != atoms->a[0].size)
            return false;
    whole(c, LLVMArrayType2(float_of(cg, atoms->a[0].size), atoms->n));
    return true;
}

/* riscv64: a float, two, or a float and an integer take registers of their kinds while both are left. */
static bool floats_apart(Cg *cg, CSig *s, CArg *c, const Atoms *atoms, bool is_result) {
    if (atoms->too_many || atoms->n == 0 || atoms->n > 2)
        return false;
    int fp = 0;
    for (uint32_t i = 0; i < atoms->n; i++) {
        fp += is_float_atom(&atoms->a[i]);
        if (!is_float_atom(&atoms->a[i]) && (atoms->a[i].is_float || atoms->a[i].size > 8))
            return false;
    }
    int gp = (int)atoms->n - fp;
    if (fp == 0 || (!is_result && (gp > s->gp || fp > s->fp)))
        return false;
    for (uint32_t i = 0; i < atoms->n; i++) {
        const Atom *a = &atoms->a[i];
        add_piece(c, is_float_atom(a) ? float_of(cg, a->size) : cg_int(cg, a->size * 8), a->offset);
    }
    take(s, gp, fp);
    return true;
}

/* Up to sixteen bytes in integer registers, aarch64 and riscv64. */
static void integers(Cg *cg, CSig *s, CArg *c) {
    int n = c->ty->size > 8 ? 2 : 1;
    whole(c, n == 1 ? cg->i64 : c->ty->align > 8 ? cg_int(cg, 128) : LLVMArrayType2(cg->i64, 2));
    take(s, n < s->gp ? n : s->gp, 0);
}

static const char *extension_of(const Cg *cg, const Leaf *l) {
    if (l->lanes != 1 || l->is_float || !l->dtype || l->bits > 32)
        return NULL;
    if (l->bits == 32) /* there registers hold them with their sign, unsigned ones too */
        return target_is(cg, "riscv64") ? "signext" : NULL;
    return l->is_signed ? "signext" : "zeroext";
}

static CArg classify(Cg *cg, CSig *s, const Ty *ty, bool is_result) {
    CArg c = {.ty = ty};
    bool arm = target_is(cg, "aarch64") || target_is(cg, "arm64"), riscv = target_is(cg, "riscv64");
    if (ty->size == 0)
        return c;
    if (!ty->is_mem && ty->n_leaves == 1 && ty->leaves[0].offset == 0 && ty->leaves[0].size == ty->size) {
        const Leaf *l = &ty->leaves[0];
        bool fp = l->is_float || l->lanes > 1;
        c.pass = C_DIRECT;
        if (fp && riscv && s->fp == 0)
            fp = false;
        if (!is_result)
            take(s, fp ? 0 : l->size > 8 ? 2 : 1, fp);
        return c;
    }
    Atoms atoms = {.n = 0};
    collect(cg, ty->val, 0, &atoms, 0);
    c.pass = target_is(cg, "x86_64") || target_is(cg, "wasm32") ? C_BYVAL : C_ADDRESS;
    if (arm && homogeneous_floats(cg, &c, &atoms))
        return c;
    if (riscv && ty->size <= 16 && floats_apart(cg, s, &c, &atoms, is_result))
        return c;
    if ((arm || riscv) && ty->size <= 16)
        integers(cg, s, &c);
    else if (target_is(cg, "x86_64") && ty->size <= 16)
        eightbytes(cg, s, &c, &atoms, is_result);
    else if (arm || riscv)
        take(s, s->gp > 0, 0);
    if (is_result && c.pass == C_BYVAL)
        c.pass = C_ADDRESS;
    return c;
}

/* ---- signatures ----------------------------------------------------------------------------------------------------- */
static void add_param(CSig *s, LLVMTypeRef type) {
    s->params[s->n_params++].type = type;
}

static void sig_begin(Cg *cg, CSig *s, const Ty *result) {
    bool x86 = target_is(cg, "x86_64");
    s->gp = x86 ? 6 : 8;
    s->fp = 8;
    s->result = (CArg){.pass = C_NONE};
    s->ret_ext = NULL;
    s->n_args = s->n_params = 0;
    memset(s->params, 0, sizeof s->params);
    if (result) {
        CSig regs = {.gp = 2, .fp = 2};
        s->result = classify(cg, &regs, result, true);
    }
    const CArg *r = &s->result;
    s->ret = cg->void_;
    if (r->pass == C_DIRECT) {
        s->ret = result->leaves[0].type;
        s->ret_ext = extension_of(cg, &result->leaves[0]);
    } else if (r->pass == C_WHOLE) {
        s->ret = r->piece[0];
    } else if (r->pass == C_PIECES) {
        s->ret = r->n == 1 ? r->piece[0] : LLVMStructTypeInContext(cg->ctx, (LLVMTypeRef *)(uintptr_t)r->piece, r->n, 0);
    } else if (r->pass == C_ADDRESS) {
        add_param(s, cg->ptr);
        if (!target_is(cg, "aarch64")) /* it has a register for that */
            take(s, 1, 0);
    }
}

/* `ty` NULL: an address. */
static void sig_arg(Cg *cg, CSig *s, const Ty *ty) {
    CArg *k = &s->args[s->n_args++];
    *k = ty ? classify(cg, s, ty, false) : (CArg){.pass = C_DIRECT};
    k->first = s->n_params;
    switch ((CPass)k->pass) {
    case C_NONE: break;
    case C_DIRECT:
        if (!ty)
            take(s, s->gp > 0, 0);
        else
            s->params[s->n_params].ext = extension_of(cg, &ty->leaves[0]);
        add_param(s, ty ? ty->leaves[0].type : cg->ptr);
        break;
    case C_PIECES:
        for (uint32_t i = 0; i < k->n; i++)
            add_param(s, k->piece[i]);
        break;
    case C_WHOLE: add_param(s, k->piece[0]); break;
    case C_BYVAL:
        s->params[s->n_params].copy = ty; /* fall through */
    case C_ADDRESS: add_param(s, cg->ptr); break;
    }
    if (s->gp < 0)
        s->gp = 0;
    if (s->fp < 0)
        s->fp = 0;
}

static void sig_end(CSig *s, int fixed) {
    LLVMTypeRef types[ARRAY_LEN(s->params)];
    for (unsigned i = 0; i < s->n_params; i++)
        types[i] = s->params[i].type;
    bool variadic = fixed >= 0 && (unsigned)fixed <= s->n_params;
    s->type = LLVMFunctionType(s->ret, types, variadic ? (unsigned)fixed : s->n_params, variadic);
}

typedef void AddAttribute(LLVMValueRef, LLVMAttributeIndex, LLVMAttributeRef);

static LLVMAttributeRef attribute(const Cg *cg, const char *name, uint64_t value) {
    return LLVMCreateEnumAttribute(cg->ctx, LLVMGetEnumAttributeKindForName(name, strlen(name)), value);
}

static LLVMAttributeRef memory_attribute(const Cg *cg, const char *name, const Ty *ty) {
    return LLVMCreateTypeAttribute(cg->ctx, LLVMGetEnumAttributeKindForName(name, strlen(name)), LLVMArrayType2(cg->i8, ty->size));
}

/* To a function or a call of it. */
static void sig_attributes(const Cg *cg, const CSig *s, LLVMValueRef at, AddAttribute *add) {
    if (s->ret_ext)
        add(at, LLVMAttributeReturnIndex, attribute(cg, s->ret_ext, 0));
    if (s->result.pass == C_ADDRESS)
        add(at, 1, memory_attribute(cg, "sret", s->result.ty));
    for (unsigned i = 0; i < s->n_params; i++) {
        const CParam *p = &s->params[i];
        if (p->ext)
            add(at, i + 1, attribute(cg, p->ext, 0));
        if (!p->copy)
            continue;
        add(at, i + 1, memory_attribute(cg, "byval", p->copy));
        add(at, i + 1, attribute(cg, "align", p->copy->align > 8 ? p->copy->align : 8));
    }
    add(at, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, attribute(cg, "nounwind", 0));
}

/* ---- values between places and parameters ------------------------------------------------------------------------- */
/* Registers are loaded whole: the memory is rounded up. */
static LLVMValueRef temporary(Cg *cg, const Ty *ty) {
    LLVMValueRef tmp = LLVMBuildAlloca(cg->entry_b, LLVMArrayType2(cg->i64, (ty->size + 7) / 8), "");
    LLVMSetAlignment(tmp, ty->align > 8 ? ty->align : 8);
    return tmp;
}

/* Is the place a reference whose referent is passed in registers? (see cg_prologue) */
static bool is_value_ref(const Cg *cg, Place p) {
    return cg_place_is_ref(cg, p) && cg->stores[p.local].is_value_ref;
}

static LLVMValueRef copy_of(Cg *cg, Place p, const Ty *ty) {
    LLVMValueRef tmp = temporary(cg, ty);
    if (is_value_ref(cg, p)) {
        Regs r = {.n = ty->n_leaves};
        memcpy(r.v, cg->stores[p.local].regs, sizeof r.v);
        cg_store_regs(cg, tmp, ty, &r);
        return tmp;
    }
    if (cg_place_is_ref(cg, p)) {
        cg_memcpy(cg, tmp, cg_address(cg, p), ty);
        return tmp;
    }
    Loc l = cg_resolve(cg, p);
    if (ty->is_mem) {
        cg_memcpy(cg, tmp, l.ptr, ty);
    } else {
        Regs r = {0};
        cg_load_loc(cg, &l, &r);
        cg_store_regs(cg, tmp, ty, &r);
    }
    return tmp;
}

static uint32_t pieces_of(const CArg *k) {
    return k->pass == C_PIECES ? k->n : k->pass == C_WHOLE;
}

static void load_pieces(Cg *cg, const CArg *k, LLVMValueRef memory, LLVMValueRef *out) {
    for (uint32_t i = 0; i < pieces_of(k); i++)
        out[i] = LLVMBuildLoad2(cg->b, k->piece[i], cg_offset_ptr(cg, memory, k->offset[i]), "");
}

static void store_pieces(Cg *cg, const CArg *k, LLVMValueRef memory, const LLVMValueRef *in) {
    for (uint32_t i = 0; i < pieces_of(k); i++)
        LLVMBuildStore(cg->b, in[i], cg_offset_ptr(cg, memory, k->offset[i]));
}

static void pass(Cg *cg, const CSig *s, unsigned arg, Place p, LLVMValueRef *out) {
    const CArg *k = &s->args[arg];
    out += k->first;
    if (!k->ty) {
        *out = cg_address(cg, p);
    } else if (k->pass == C_DIRECT && is_value_ref(cg, p)) {
        *out = cg->stores[p.local].regs[0];
    } else if (k->pass == C_DIRECT) {
        *out = cg_place_is_ref(cg, p) ? cg_load_regs(cg, cg_address(cg, p), k->ty).v[0] : cg_read(cg, p).v[0];
    } else if (k->pass != C_NONE) {
        LLVMValueRef memory = copy_of(cg, p, k->ty);
        if (pieces_of(k))
            load_pieces(cg, k, memory, out);
        else
            *out = memory;
    }
}

static void take_result(Cg *cg, const CSig *s, const IrInst *in, LLVMValueRef call, LLVMValueRef memory) {
    const CArg *k = &s->result;
    if (!in->has_dst || k->pass == C_NONE)
        return;
    if (k->pass == C_DIRECT) {
        cg_set_result(cg, in, call);
        return;
    }
    LLVMValueRef parts[4] = {call};
    for (uint32_t i = 0; k->pass == C_PIECES && k->n > 1 && i < k->n; i++)
        parts[i] = LLVMBuildExtractValue(cg->b, call, i, "");
    store_pieces(cg, k, memory, parts);
    Loc l = cg_resolve(cg, in->dst);
    if (k->ty->is_mem) {
        cg_memcpy(cg, l.ptr, memory, k->ty);
    } else {
        Regs r = cg_load_regs(cg, memory, k->ty);
        cg_store_loc(cg, &l, &r);
    }
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */
static void call_c(Cg *cg, const IrInst *in, const CSig *s, LLVMValueRef fn) {
    LLVMValueRef args[ARRAY_LEN(s->params)], memory = NULL;
    if (s->result.pass > C_DIRECT)
        memory = temporary(cg, s->result.ty);
    if (s->result.pass == C_ADDRESS)
        args[0] = memory;
    for (uint32_t i = 0; i < in->n_args; i++)
        pass(cg, s, i, in->args[i].place, args);
    if (cg->error)
        return;
    LLVMValueRef call = LLVMBuildCall2(cg->b, s->type, fn, args, s->n_params, "");
    sig_attributes(cg, s, call, LLVMAddCallSiteAttribute);
    take_result(cg, s, in, call, memory);
}

/* C functions with `...`: how many arguments come before it. */
static int variadic_fixed(Str name) {
    static const struct {
        const char *name;
        int fixed;
    } table[] = {{"printf", 1},  {"fprintf", 2}, {"dprintf", 2}, {"sprintf", 2}, {"snprintf", 3}, {"asprintf", 2},
                 {"scanf", 1},   {"fscanf", 2},  {"sscanf", 2},  {"open", 2},    {"openat", 3},   {"fcntl", 2},
                 {"ioctl", 2},   {"syscall", 1}, {"prctl", 1},   {"execl", 2},   {"execlp", 2},   {"execle", 2},
                 {"syslog", 2},  {"mremap", 4},  {"semctl", 3},  {"ptrace", 1},  {"sem_open", 2}, {"err", 2}};
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_eq_c(name, table[i].name))
            return table[i].fixed;
    return -1;
}

void cg_external_call(Cg *cg, const IrInst *in) {
    Str name = in->n_params && in->params[0]->kind == V_STR ? in->params[0]->u.str : STR("");
    if (name.len == 0 || in->n_args > MAX_C_ARGS) {
        cg_fail(cg, "an external call without a constant name, or with too many arguments");
        return;
    }
    Val result = in->n_params > 1 ? in->params[1] : NULL;
    bool ends = result && result->kind == T_NEVER;
    CSig s;
    sig_begin(cg, &s, result && !ends ? cg_type(cg, result) : NULL);
    for (uint32_t i = 0; i < in->n_args; i++) {
        Place p = in->args[i].place;
        sig_arg(cg, &s, cg_place_is_ref(cg, p) ? NULL : cg_type(cg, place_type(cg->f, p)));
    }
    sig_end(&s, variadic_fixed(name));
    char *symbol = arena_strndup(&cg->arena, name.p, name.len);
    LLVMValueRef fn = LLVMGetNamedFunction(cg->mod, symbol);
    if (!fn)
        fn = LLVMAddFunction(cg->mod, symbol, s.type);
    call_c(cg, in, &s, fn);
    if (ends && !cg->error) {
        LLVMBuildUnreachable(cg->b);
        cg->ended = true;
    }
}

/* What C passes for an argument: its value where bits are all of it, else its address. */
static const Ty *c_type(const AbiArg *p) {
    bool by_value = p->ty->is_bitwise && !p->ty->is_shared && (!p->is_ref || p->conv == CONV_IMM);
    return by_value ? p->ty : NULL;
}

static bool sig_of(Cg *cg, CSig *s, const Abi *a) {
    if (a->n_args > MAX_C_ARGS) {
        cg_fail(cg, "a function for C with more than %d arguments", MAX_C_ARGS);
        return false;
    }
    sig_begin(cg, s, a->result);
    for (uint32_t i = 0; i < a->n_args; i++)
        sig_arg(cg, s, c_type(&a->args[i]));
    sig_end(s, -1);
    return true;
}

void cg_c_call(Cg *cg, const IrInst *in, const Abi *a, LLVMValueRef fn) {
    CSig s;
    if (in->n_args != a->n_args)
        cg_fail(cg, "a call with %u of %u arguments", in->n_args, a->n_args);
    else if (sig_of(cg, &s, a))
        call_c(cg, in, &s, fn);
}

/* ---- functions that C calls ----------------------------------------------------------------------------------------- */
/* Does Mojo pass all that C passes, in the same way? */
static bool is_same(const CSig *s, const Abi *a) {
    bool same = a->ret_mode == PASS_NONE ? s->result.pass == C_NONE : a->ret_mode == PASS_REGS && s->result.pass == C_DIRECT;
    for (uint32_t i = 0; i < a->n_args && same; i++) {
        const AbiArg *p = &a->args[i];
        const CArg *k = &s->args[i];
        same = p->mode == PASS_NONE ? k->pass == C_NONE : k->pass == C_DIRECT && (p->mode == PASS_ADDR) == !k->ty;
    }
    return same;
}

bool cg_c_differs(Cg *cg, const IrFn *f) {
    CSig s;
    const Abi *a = f->c_abi ? cg_abi_of_fn(cg, f) : NULL;
    return a && sig_of(cg, &s, a) && !is_same(&s, a);
}

void cg_c_attributes(Cg *cg, const Abi *a, LLVMValueRef fn) {
    CSig s;
    if (sig_of(cg, &s, a))
        sig_attributes(cg, &s, fn, LLVMAddAttributeAtIndex);
}

LLVMValueRef cg_c_entry(Cg *cg, const IrFn *f) {
    CSig s;
    LLVMValueRef fn = LLVMGetNamedFunction(cg->mod, f->symbol);
    const Abi *a = cg_fn(cg, f)->abi;
    if (fn || !sig_of(cg, &s, a))
        return fn;
    fn = LLVMAddFunction(cg->mod, f->symbol, s.type);
    sig_attributes(cg, &s, fn, LLVMAddAttributeAtIndex);
    cg_attr(cg, fn, (unsigned)LLVMAttributeFunctionIndex, "uwtable", 2);
    return fn;
}

/* One argument from C's parameters to Mojo's. */
static void hand_over(Cg *cg, const CArg *k, const AbiArg *p, LLVMValueRef fn, LLVMValueRef *out) {
    LLVMValueRef in[4], memory = NULL;
    if (p->mode == PASS_NONE)
        return;
    for (unsigned i = 0; i < (pieces_of(k) ? pieces_of(k) : 1); i++)
        in[i] = LLVMGetParam(fn, k->first + i);
    if (!k->ty || (k->pass == C_DIRECT && p->mode == PASS_REGS)) {
        out[p->first] = in[0];
        return;
    }
    if (k->pass == C_BYVAL || k->pass == C_ADDRESS) {
        memory = in[0];
    } else {
        memory = temporary(cg, k->ty);
        if (k->pass == C_DIRECT) {
            Regs r = {.v = {in[0]}, .n = 1};
            cg_store_regs(cg, memory, k->ty, &r);
        }
        store_pieces(cg, k, memory, in);
    }
    out[p->first] = memory;
    if (p->mode != PASS_REGS)
        return;
    Regs r = cg_load_regs(cg, memory, p->ty);
    memcpy(out + p->first, r.v, r.n * sizeof r.v[0]);
}

static void give_back(Cg *cg, const CSig *s, const Abi *a, LLVMValueRef call, LLVMValueRef memory) {
    const CArg *k = &s->result;
    if (k->pass == C_NONE) {
        LLVMBuildRetVoid(cg->b);
        return;
    }
    if (a->ret_mode == PASS_REGS) {
        Regs r = {.v = {call}, .n = a->result->n_leaves};
        for (uint32_t i = 0; r.n > 1 && i < r.n; i++)
            r.v[i] = LLVMBuildExtractValue(cg->b, call, i, "");
        if (k->pass == C_DIRECT) {
            LLVMBuildRet(cg->b, r.v[0]);
            return;
        }
        cg_store_regs(cg, memory, a->result, &r);
    }
    LLVMValueRef parts[4];
    load_pieces(cg, k, memory, parts);
    if (k->pass == C_ADDRESS)
        LLVMBuildRetVoid(cg->b);
    else if (k->pass == C_DIRECT)
        LLVMBuildRet(cg->b, cg_load_regs(cg, memory, k->ty).v[0]);
    else if (k->pass == C_PIECES && k->n > 1)
        LLVMBuildAggregateRet(cg->b, parts, k->n);
    else
        LLVMBuildRet(cg->b, parts[0]);
}

void cg_c_entry_body(Cg *cg, const IrFn *f) {
    CSig s;
    FnRef *r = cg_fn(cg, f);
    const Abi *a = r->abi;
    LLVMValueRef fn = cg_c_entry(cg, f), args[2 + MAX_C_ARGS * ABI_LEAVES], memory = NULL;
    if (!fn || !sig_of(cg, &s, a))
        return;
    LLVMBasicBlockRef bb = LLVMAppendBasicBlockInContext(cg->ctx, fn, "");
    LLVMPositionBuilderAtEnd(cg->b, bb);
    LLVMValueRef end = LLVMBuildUnreachable(cg->b); /* memory is taken before it */
    LLVMPositionBuilderBefore(cg->entry_b, end);
    LLVMPositionBuilderBefore(cg->b, end);
    if (cg->debug) {
        debug_no_location(cg);
        debug_entry(cg, f, fn);
    }
    if (s.result.pass == C_ADDRESS)
        memory = LLVMGetParam(fn, 0);
    else if (a->result && s.result.pass != C_NONE && (s.result.pass != C_DIRECT || a->ret_mode == PASS_ADDR))
        memory = temporary(cg, a->result);
    if (a->ret_mode == PASS_ADDR)
        args[0] = memory;
    for (uint32_t i = 0; i < a->n_args; i++)
        hand_over(cg, &s.args[i], &a->args[i], fn, args);
    give_back(cg, &s, a, LLVMBuildCall2(cg->b, a->type, r->fn, args, a->n_params, ""), memory);
    LLVMInstructionEraseFromParent(end);
}
