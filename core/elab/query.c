/* SPDX-License-Identifier: Apache-2.0 */
/* What values ask of the stages after types/: associated members, calls, queries on concrete types
 * (sizes, triviality, reflection, packs, defines, the target). */
#include "elab/elab_int.h"

static const TargetInfo *target(Elab *e) {
    return e->cx->target;
}

static Val bool_val(Elab *e, Val type, bool b) {
    return val_i64(e->vals, type, b);
}

static Val field_query(Elab *e, SymOp op, Val type, const Val *args, uint32_t n) {
    Val t = args[0];
    StructDecl *s = t->kind == T_STRUCT ? (StructDecl *)t->u.decl : NULL;
    if (s && !check_struct(e->cx, s)) return NULL;
    if (op == SYM_FIELD_COUNT) return val_i64(e->vals, type, s ? s->fields.len : 0);
    int64_t i;
    if (op == SYM_IS_STRUCT) return bool_val(e, type, s != NULL);
    if (!s || n < 2 || !val_as_i64(args[1], &i) || i < 0 || i >= s->fields.len) return NULL;
    if (op == SYM_FIELD_OFFSET) {
        const Layout *l = val_layout(e->vals, target(e), t);
        return l && l->offsets ? val_i64(e->vals, type, (int64_t)l->offsets[i]) : NULL;
    }
    FieldDecl *f = s->fields.data[i];
    if (op == SYM_FIELD_NAME) return val_str(e->vals, name_str(f->decl.name));
    Subst subst = check_struct_subst(t);
    return val_subst(e->vals, f->type, &subst);
}

/* A function item's name as declared, or the symbol of its instance. */
static Val fn_query(Elab *e, SymOp op, Val item) {
    if (item->kind != T_FNITEM && item->kind != V_FN) return NULL;
    FnDecl *f = (FnDecl *)item->u.decl;
    if (op == SYM_FN_NAME) return val_str(e->vals, name_str(f->decl.name));
    return val_str(e->vals, str_of(f->export_name ? f->export_name->chars : inst_symbol(e, f, item->args, item->n)));
}

/* -D NAME=TEXT read as the type of the default value. */
static Val define_query(Elab *e, Val name, Val fallback) {
    if (name->kind != V_STR) return NULL;
    const char *text = strmap_get(&e->cx->defines, name->u.str);
    if (!text) return strmap_has(&e->cx->defines, name->u.str) && fallback->kind == V_INT
                          ? val_i64(e->vals, fallback->type, 1) : fallback;
    if (fallback->kind == V_STR) return val_str(e->vals, str_of(text));
    if (fallback->kind != V_INT) return fallback;
    Str s = str_of(text);
    if (s.len == 0 || str_eq_c(s, "True") || str_eq_c(s, "true")) return val_i64(e->vals, fallback->type, 1);
    if (str_eq_c(s, "False") || str_eq_c(s, "false")) return val_i64(e->vals, fallback->type, 0);
    bool negative = s.p[0] == '-';
    if (negative) s = str_sub(s, 1, s.len);
    int base = 10;
    if (str_starts(s, STR("0x"))) base = 16, s = str_sub(s, 2, s.len);
    const Big *b = big_parse(&e->arena, s, base);
    if (!b) return fallback;
    return val_int(e->vals, fallback->type, negative ? big_neg(&e->arena, b) : b);
}

static bool has_feature(const char *features, Str name) {
    if (!features) return false;
    for (const char *p = features; *p;) {
        const char *end = strchr(p, ',');
        Str f = {p, end ? (size_t)(end - p) : strlen(p)};
        if (f.len && f.p[0] == '+' && str_eq(str_sub(f, 1, f.len), name)) return true;
        if (!end) break;
        p = end + 1;
    }
    return false;
}

static Val target_query(Elab *e, Val type, Val name) {
    if (name->kind != V_STR) return NULL;
    const TargetInfo *t = target(e);
    Str p = name->u.str;
    Str triple = str_of(t->triple ? t->triple : ""), arch = triple;
    for (size_t i = 0; i < triple.len; i++)
        if (triple.p[i] == '-') {
            arch = str_sub(triple, 0, i);
            break;
        }
    bool is_str = type && type->kind == T_PRIMSTR;
    if (is_str) {
        if (str_eq_c(p, "triple")) return val_str(e->vals, triple);
        if (str_eq_c(p, "arch")) return val_str(e->vals, arch);
        if (str_eq_c(p, "cpu")) return val_str(e->vals, str_of(t->cpu ? t->cpu : ""));
        if (str_eq_c(p, "features")) return val_str(e->vals, str_of(t->features ? t->features : ""));
        if (str_eq_c(p, "os"))
            return val_str(e->vals, strstr(triple.p, "linux") ? STR("linux") : strstr(triple.p, "darwin") ? STR("macos")
                                    : strstr(triple.p, "windows") ? STR("windows") : STR("unknown"));
        return NULL;
    }
    int64_t v = 0;
    if (str_eq_c(p, "simd_bytes")) v = t->simd_bytes;
    else if (str_eq_c(p, "pointer_bits")) v = t->pointer_size * 8;
    else if (str_eq_c(p, "pointer_size")) v = t->pointer_size;
    else if (str_eq_c(p, "is_big_endian")) v = t->big_endian;
    else if (str_eq_c(p, "is_little_endian")) v = !t->big_endian;
    else if (str_eq_c(p, "is_x86")) v = str_starts(arch, STR("x86_64")) || str_eq_c(arch, "i686") || str_eq_c(arch, "i386");
    else if (str_eq_c(p, "is_arm")) v = str_starts(arch, STR("aarch64")) || str_starts(arch, STR("arm"));
    else if (str_eq_c(p, "is_wasm")) v = str_starts(arch, STR("wasm"));
    else if (str_eq_c(p, "is_riscv")) v = str_starts(arch, STR("riscv"));
    else if (str_eq_c(p, "is_nvidia_gpu")) v = str_starts(arch, STR("nvptx"));
    else if (str_eq_c(p, "is_amd_gpu")) v = str_starts(arch, STR("amdgcn"));
    else if (str_eq_c(p, "is_gpu")) v = str_starts(arch, STR("nvptx")) || str_starts(arch, STR("amdgcn"));
    else if (str_eq_c(p, "is_linux")) v = strstr(triple.p, "linux") != NULL;
    else if (str_eq_c(p, "is_macos")) v = strstr(triple.p, "darwin") || strstr(triple.p, "macos");
    else if (str_eq_c(p, "is_windows")) v = strstr(triple.p, "windows") != NULL;
    else if (str_eq_c(p, "num_cores")) v = cpu_count();
    else if (str_starts(p, STR("has_feature:"))) v = has_feature(t->features, str_sub(p, 12, p.len));
    else return NULL;
    return val_i64(e->vals, type, v);
}

static Val range_pack(Elab *e, const Val *args, uint32_t n) {
    int64_t start, stop, step = 1;
    if (n < 2 || !val_as_i64(args[0], &start) || !val_as_i64(args[1], &stop)) return NULL;
    if (n > 2 && !val_as_i64(args[2], &step)) return NULL;
    if (step == 0) return NULL;
    uint64_t count = 0;
    if (step > 0 && stop > start) count = ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1;
    if (step < 0 && stop < start) count = ((uint64_t)start - (uint64_t)stop - 1) / (0 - (uint64_t)step) + 1;
    if (count > 10000000) return NULL;
    Val *items = xcalloc(count + 1, sizeof *items);
    for (uint64_t i = 0; i < count; i++)
        items[i] = val_i64(e->vals, args[1]->type, (int64_t)((uint64_t)start + i * (uint64_t)step));
    Val r = val_pack(e->vals, args[1]->type, items, (uint32_t)count);
    free(items);
    return r;
}

static Val pack_query(Elab *e, SymOp op, Val type, const Val *args, uint32_t n) {
    if (op == SYM_PACK_CAT) {
        VEC(Val) all = {0};
        Val elem = NULL;
        for (uint32_t i = 0; i < n; i++) {
            if (args[i]->kind != V_PACK) {
                vec_push(&all, args[i]);
                continue;
            }
            if (args[i]->type && args[i]->type->n) elem = args[i]->type->args[0];
            for (uint32_t k = 0; k < args[i]->n; k++) vec_push(&all, args[i]->args[k]);
        }
        if (type && type->kind == T_PACKOF) elem = type->args[0];
        Val r = elem || all.len == 0 ? val_pack(e->vals, elem, all.data, all.len) : NULL;
        vec_done(&all);
        return r;
    }
    if (args[0]->kind != V_PACK && args[0]->kind != V_AGG) return NULL;
    if (op == SYM_PACK_LEN) return val_i64(e->vals, type, args[0]->n);
    int64_t i;
    if (n < 2 || !val_as_i64(args[1], &i) || i < 0 || i >= args[0]->n) return NULL;
    return args[0]->args[i];
}

static Val life_query(Elab *e, LifeOp op, Val type, Val of) {
    const LifeInfo *l = life_of(e, elab_erase(e, of));
    return l ? bool_val(e, type, l->trivial[op]) : NULL;
}

static Val query(void *ctx, SymOp op, Val type, const Val *args, uint32_t n) {
    Elab *e = ctx;
    const Layout *l;
    switch (op) {
    case SYM_SIZE_OF:
        l = val_layout(e->vals, target(e), args[0]);
        return l ? val_i64(e->vals, type, (int64_t)l->size) : NULL;
    case SYM_ALIGN_OF:
        l = val_layout(e->vals, target(e), args[0]);
        return l ? val_i64(e->vals, type, (int64_t)l->align) : NULL;
    case SYM_IS_TRIVIAL_COPY: return life_query(e, OP_LIFE_COPY, type, args[0]);
    case SYM_IS_TRIVIAL_MOVE: return life_query(e, OP_LIFE_MOVE, type, args[0]);
    case SYM_IS_TRIVIAL_DEINIT: return life_query(e, OP_LIFE_DROP, type, args[0]);
    case SYM_TYPE_NAME: {
        StrBuf b = {0};
        val_print(&b, args[0]);
        Val r = val_str(e->vals, sb_view(&b));
        sb_done(&b);
        return r;
    }
    case SYM_FIELD_COUNT:
    case SYM_FIELD_NAME:
    case SYM_FIELD_TYPE:
    case SYM_FIELD_OFFSET:
    case SYM_IS_STRUCT:
        return field_query(e, op, type, args, n);
    case SYM_FN_NAME:
    case SYM_FN_SYMBOL: return fn_query(e, op, args[0]);
    case SYM_CONFORMS:
        return bool_val(e, type, check_conforms(e->cx, args[0], args[1], NULL));
    case SYM_PACK_LEN:
    case SYM_PACK_GET:
    case SYM_PACK_CAT:
        return pack_query(e, op, type, args, n);
    case SYM_STR_LEN:
        return args[0]->kind == V_STR ? val_i64(e->vals, type, (int64_t)args[0]->u.str.len) : NULL;
    case SYM_STR_CAT: {
        StrBuf b = {0};
        bool ok = true;
        for (uint32_t i = 0; i < n; i++) {
            ok = ok && args[i]->kind == V_STR;
            if (ok) sb_str(&b, args[i]->u.str);
        }
        Val r = ok ? val_str(e->vals, sb_view(&b)) : NULL;
        sb_done(&b);
        return r;
    }
    case SYM_ORIGIN_MUT: {
        int m = val_origin_mut(args[0]);
        return m < 0 ? NULL : bool_val(e, type, m != 0);
    }
    case SYM_DEFINE: return n > 1 ? define_query(e, args[0], args[1]) : NULL;
    case SYM_RANGE_PACK: return range_pack(e, args, n);
    case SYM_TARGET: return target_query(e, type, args[0]);
    case SYM_ELEMENTS: {
        const Val *items;
        uint32_t count;
        if (!type || type->kind != T_PACKOF || !elab_sequence(e, args[0], &items, &count)) return NULL;
        return val_pack(e->vals, type->args[0], items, count);
    }
    case SYM_EQ:
    case SYM_NE:
        if (n == 2 && val_is_type(args[0]) && val_is_type(args[1]))
            return bool_val(e, type, (elab_erase(e, args[0]) == elab_erase(e, args[1])) == (op == SYM_EQ));
        return NULL;
    default: return NULL; /* arithmetic folds in val_op */
    }
}

static Val assoc(void *ctx, Val type, Name name, const Val *args, uint32_t n) {
    Elab *e = ctx;
    return check_assoc(e->cx, type, name, args, n);
}

static Val call(void *ctx, const FnDecl *f, Val type, const Val *params, uint32_t n_params, const Val *args,
                uint32_t n_args) {
    return elab_eval_call(ctx, f, params, n_params, args, n_args, NULL);
}

static Val field(void *ctx, Val object, uint32_t index, Val type) {
    Cx *cx = ((Elab *)ctx)->cx;
    return cx->demand.field ? cx->demand.field(cx->demand.ctx, object, index, type) : NULL;
}

void elab_install_hooks(Elab *e) {
    ValHooks hooks = {.ctx = e, .assoc = assoc, .call = call, .query = query, .field = field};
    val_set_hooks(e->vals, &hooks);
}
