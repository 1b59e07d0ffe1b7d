/* SPDX-License-Identifier: Apache-2.0 */
/* Values as text: as people write them (val_print) and as linker symbols (val_mangle). Here rather than
 * in types/ because both need the names of declarations. */
#include "resolve/decl.h"

#include <math.h>

enum { MAX_PRINT_DEPTH = 60, MAX_SYMBOL = 100 };
static void put(StrBuf *b, Val v, int prec, int depth);

const char *val_kind_name(ValKind k) {
    static const char *const names[] = {
#define KIND(name, cls, what) #name,
#include "types/kinds.def"
#undef KIND
    };
    return (unsigned)k < VAL_KIND_COUNT ? names[k] : "?";
}

static const char *dtype_name(int64_t code) {
    switch (code) {
    case DT_BOOL: return "bool";
    case DT_INT8: return "int8";
    case DT_UINT8: return "uint8";
    case DT_INT16: return "int16";
    case DT_UINT16: return "uint16";
    case DT_INT32: return "int32";
    case DT_UINT32: return "uint32";
    case DT_INT64: return "int64";
    case DT_UINT64: return "uint64";
    case DT_INT128: return "int128";
    case DT_UINT128: return "uint128";
    case DT_INT256: return "int256";
    case DT_UINT256: return "uint256";
    case DT_INT: return "int";
    case DT_UINT: return "uint";
    case DT_FLOAT16: return "float16";
    case DT_BFLOAT16: return "bfloat16";
    case DT_FLOAT32: return "float32";
    case DT_FLOAT64: return "float64";
    case DT_F8E4M3FN: return "float8_e4m3fn";
    case DT_F8E4M3FNUZ: return "float8_e4m3fnuz";
    case DT_F8E5M2: return "float8_e5m2";
    case DT_F8E5M2FNUZ: return "float8_e5m2fnuz";
    case DT_F8E8M0FNU: return "float8_e8m0fnu";
    case DT_F8E3M4: return "float8_e3m4";
    case DT_F4E2M1FN: return "float4_e2m1fn";
    default: return NULL;
    }
}
/* The library's name of SIMD[code, 1]. */
static const char *scalar_name(int64_t code) {
    switch (code) {
    case DT_INT8: return "Int8";
    case DT_UINT8: return "UInt8";
    case DT_INT16: return "Int16";
    case DT_UINT16: return "UInt16";
    case DT_INT32: return "Int32";
    case DT_UINT32: return "UInt32";
    case DT_INT64: return "Int64";
    case DT_UINT64: return "UInt64";
    case DT_INT128: return "Int128";
    case DT_UINT128: return "UInt128";
    case DT_INT256: return "Int256";
    case DT_UINT256: return "UInt256";
    case DT_INT: return "Int";
    case DT_UINT: return "UInt";
    case DT_FLOAT16: return "Float16";
    case DT_BFLOAT16: return "BFloat16";
    case DT_FLOAT32: return "Float32";
    case DT_FLOAT64: return "Float64";
    case DT_F8E4M3FN: return "Float8_e4m3fn";
    case DT_F8E4M3FNUZ: return "Float8_e4m3fnuz";
    case DT_F8E5M2: return "Float8_e5m2";
    case DT_F8E5M2FNUZ: return "Float8_e5m2fnuz";
    case DT_F8E8M0FNU: return "Float8_e8m0fnu";
    case DT_F8E3M4: return "Float8_e3m4";
    case DT_F4E2M1FN: return "Float4_e2m1fn";
    default: return NULL;
    }
}

static void put_double(StrBuf *b, double d) {
    if (d != d) {
        sb_puts(b, "nan");
    } else if (isinf(d)) {
        sb_puts(b, d < 0 ? "-inf" : "inf");
    } else {
        char t[40];
        for (int p = 15; p <= 17; p++) {
            snprintf(t, sizeof t, "%.*g", p, d);
            if (strtod(t, NULL) == d) break;
        }
        sb_puts(b, t);
        if (!strpbrk(t, ".en")) sb_puts(b, ".0");
    }
}
static void put_big(StrBuf *b, const Big *v) {
    Arena a;
    arena_init(&a);
    sb_puts(b, big_to_string(&a, v, 10));
    arena_done(&a);
}
static void put_quoted(StrBuf *b, Str s) {
    sb_char(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') sb_printf(b, "\\%c", c);
        else if (c == '\n') sb_puts(b, "\\n");
        else if (c == '\t') sb_puts(b, "\\t");
        else if (c < 0x20) sb_printf(b, "\\x%02x", c);
        else sb_char(b, (char)c);
    }
    sb_char(b, '"');
}

static Name decl_name(const void *d) {
    return d ? ((const Decl *)d)->name : NULL;
}
static void put_name(StrBuf *b, const void *d) {
    Name n = decl_name(d);
    sb_str(b, n ? name_str(n) : STR("?"));
}

/* [a, b] of a declaration's parameters; infer-only ones and trailing defaults are left out. */
static void put_args(StrBuf *b, const ParamList *params, const Val *args, uint32_t n, int depth) {
    uint32_t last = n;
    while (last > 0 && params && last <= params->len) {
        ParamDecl *p = params->data[last - 1];
        bool is_default = p->default_value && p->default_value == args[last - 1];
        bool is_empty_pack = p->kind == PARAM_VARIADIC && args[last - 1]->kind == V_PACK && args[last - 1]->n == 0;
        if (!is_default && !is_empty_pack && p->kind != PARAM_INFER) break;
        last--;
    }
    bool any = false;
    for (uint32_t i = 0; i < last; i++) {
        const ParamDecl *p = params && i < params->len ? params->data[i] : NULL;
        if (p && p->kind == PARAM_INFER) continue;
        uint32_t k = 1;
        const Val *e = &args[i];
        if (p && p->kind == PARAM_VARIADIC && args[i]->kind == V_PACK) k = args[i]->n, e = args[i]->args;
        for (uint32_t j = 0; j < k; j++) {
            sb_puts(b, any ? ", " : "[");
            any = true;
            if (p && p->kind == PARAM_KW) {
                put_name(b, p);
                sb_char(b, '=');
            }
            if (p && p->kind == PARAM_VARIADIC && e[j]->kind >= S_PARAM && k == 1) sb_char(b, '*');
            put(b, e[j], 0, depth + 1);
        }
    }
    if (any) sb_char(b, ']');
}

static bool all_unbound(Val v) {
    for (uint32_t i = 0; i < v->n; i++)
        if (v->args[i]->kind != V_UNBOUND) return false;
    return v->n > 0;
}

static void put_struct(StrBuf *b, Val v, int depth) {
    const StructDecl *s = v->u.decl;
    int64_t dt, len;
    if (name_is(s->decl.name, NM_SIMD) && v->n == 2 && val_as_i64(v->args[1], &len) && len == 1) {
        const char *n = val_as_i64(v->args[0], &dt) ? scalar_name(dt) : NULL;
        if (n) {
            sb_puts(b, n);
            return;
        }
        sb_puts(b, "Scalar[");
        put(b, v->args[0], 0, depth + 1);
        sb_char(b, ']');
        return;
    }
    put_name(b, s);
    if (!all_unbound(v)) put_args(b, &s->params, v->args, v->n, depth);
}

static const char *conv_word(uint8_t c) {
    switch (c) {
    case CONV_MUT: return "mut ";
    case CONV_VAR: return "var ";
    case CONV_DEINIT: return "deinit ";
    case CONV_REF: return "ref ";
    default: return "";
    }
}
static void put_sig(StrBuf *b, const Sig *s, int depth) {
    sb_puts(b, "def");
    for (uint32_t i = 0; i < s->n_params; i++) {
        sb_puts(b, i ? ", " : "[");
        if (s->params[i]->decl.name) sb_str(b, name_str(s->params[i]->decl.name));
        if (s->params[i]->type) sb_puts(b, ": "), put(b, s->params[i]->type, 0, depth + 1);
    }
    sb_puts(b, s->n_params ? "](" : "(");
    for (uint32_t i = 0; i < s->n_args; i++) {
        if (i) sb_puts(b, ", ");
        sb_puts(b, conv_word(s->args[i].conv));
        Val t = s->args[i].type;
        if (s->args[i].variadic) { /* VariadicList[T, …], VariadicPack[…, *Ts], StringDict[T] */
            sb_puts(b, s->args[i].variadic == VARIADIC_KW ? "**" : s->args[i].variadic == VARIADIC_PACK ? "*_: *" : "*");
            if (t->kind == T_STRUCT && t->n) t = t->args[s->args[i].variadic == VARIADIC_PACK ? t->n - 1 : 0];
        }
        put(b, t, 0, depth + 1);
    }
    sb_char(b, ')');
    if (s->flags & FN_RAISES) {
        sb_puts(b, " raises");
        if (s->error && !(s->error->kind == T_STRUCT && name_is(decl_name(s->error->u.decl), NM_Error))) {
            sb_char(b, ' ');
            put(b, s->error, 20, depth + 1);
        }
    }
    if (!(s->flags & FN_CLOSURE)) sb_puts(b, " thin");
    if (s->flags & FN_C_ABI) sb_puts(b, " abi(\"C\")");
    sb_puts(b, " -> ");
    if (s->flags & FN_REF_RESULT) {
        sb_puts(b, "ref[");
        if (s->origin) put(b, s->origin, 0, depth + 1);
        else sb_char(b, '_');
        sb_puts(b, "] ");
    }
    if (s->result) put(b, s->result, 0, depth + 1);
    else sb_puts(b, "None");
}

/* ---- origins ------------------------------------------------------------------------------------- */
static void put_path(StrBuf *b, Val o, int depth) {
    if (o->kind == O_PLACE) {
        put_name(b, o->u.decl);
    } else if (o->kind == O_FIELD) {
        put_path(b, o->args[0], depth);
        Val base = o->args[0];
        uint32_t path[32], n = 0;
        for (Val p = o; p->kind == O_FIELD && n < 32; p = p->args[0]) path[n++] = (uint32_t)p->u.op, base = p->args[0];
        Val t = base->kind == O_PLACE ? ((const VarDecl *)base->u.decl)->type : NULL;
        const FieldDecl *f = NULL;
        while (n > 0 && t && t->kind == T_STRUCT) {
            const StructDecl *s = t->u.decl;
            uint32_t i = path[--n];
            if (i >= s->fields.len) break;
            f = s->fields.data[i];
            t = f->type;
        }
        if (o->u.op == ORIGIN_INTERIOR) sb_puts(b, "[\"element\"]");
        else if (o->u.op == ORIGIN_SHARED) sb_puts(b, "[\"shared\"]");
        else if (n == 0 && f) sb_printf(b, ".%s", f->decl.name->chars);
        else sb_printf(b, ".%u", (unsigned)o->u.op);
    } else {
        put(b, o, 0, depth);
    }
}

/* ---- symbolic ------------------------------------------------------------------------------------ */
typedef struct OpText {
    const char *text;
    int prec; /* 0: written as a call */
} OpText;
static OpText op_text_of(SymOp op) {
    switch (op) {
    case SYM_ADD:
    case SYM_ADD_F: return (OpText){" + ", 12};
    case SYM_SUB_F: return (OpText){" - ", 12};
    case SYM_MUL:
    case SYM_MUL_F: return (OpText){" * ", 13};
    case SYM_FLOORDIV: return (OpText){" // ", 13};
    case SYM_MOD: return (OpText){" % ", 13};
    case SYM_DIV:
    case SYM_DIV_F: return (OpText){" / ", 13};
    case SYM_POW: return (OpText){" ** ", 15};
    case SYM_SHL: return (OpText){" << ", 11};
    case SYM_SHR: return (OpText){" >> ", 11};
    case SYM_EQ: return (OpText){" == ", 6};
    case SYM_NE: return (OpText){" != ", 6};
    case SYM_LT: return (OpText){" < ", 6};
    case SYM_LE: return (OpText){" <= ", 6};
    case SYM_XOR: return (OpText){" ^ ", 9};
    default: return (OpText){NULL, 0};
    }
}
static const char *op_call_name(SymOp op) {
    switch (op) {
    case SYM_MIN: return "min";
    case SYM_MAX: return "max";
    case SYM_CONFORMS: return "conforms_to";
    case SYM_PACK_LEN: return "len";
    case SYM_SIZE_OF: return "size_of";
    case SYM_ALIGN_OF: return "align_of";
    case SYM_IS_TRIVIAL_COPY: return "IsTriviallyCopyable";
    case SYM_IS_TRIVIAL_MOVE: return "IsTriviallyMovable";
    case SYM_IS_TRIVIAL_DEINIT: return "IsTriviallyDeinitable";
    case SYM_TYPE_NAME: return "type_name";
    case SYM_FIELD_COUNT: return "field_count";
    case SYM_FIELD_NAME: return "field_name";
    case SYM_FIELD_TYPE: return "field_type";
    case SYM_FIELD_OFFSET: return "field_offset";
    case SYM_IS_STRUCT: return "is_struct";
    case SYM_FN_NAME: return "display_name";
    case SYM_FN_SYMBOL: return "linkage_name";
    case SYM_STR_LEN: return "len";
    case SYM_STR_CAT: return "concat";
    case SYM_ORIGIN_MUT: return "is_mut";
    case SYM_ORIGIN_WITHIN: return "within";
    case SYM_DEFINE: return "get_defined";
    case SYM_RANGE_PACK: return "range";
    case SYM_TARGET: return "target";
    case SYM_PACK_MAP: return "map";
    case SYM_PACK_FOLD: return "reduce";
    case SYM_ELEMENTS: return "elements";
    default: return "op";
    }
}

static void open_paren(StrBuf *b, bool p) {
    if (p) sb_char(b, '(');
}
static void close_paren(StrBuf *b, bool p) {
    if (p) sb_char(b, ')');
}
/* -c·x and UInt's 2^w - c print as a subtraction. */
static bool negative_term(Val t, Val *positive) {
    Val c = t->kind == S_OP && t->u.op == SYM_MUL ? t->args[0] : t;
    if (c->kind != V_INT) return false;
    uint32_t bits;
    bool neg = c->u.big->negative;
    ScalarClass sc = val_scalar_class(c->type, &bits, NULL);
    if (sc == SC_UINT && bits && big_bit_length(c->u.big) == bits) neg = true;
    if (!neg) return false;
    if (sc == SC_SINT && big_bit_length(c->u.big) >= bits) return false; /* the least number */
    Val m = val_op2(c->store, SYM_MUL, c->type, c, val_i64(c->store, c->type, -1));
    if (t == c) {
        *positive = m;
    } else {
        Val args[20];
        uint32_t n = t->n < 20 ? t->n : 20;
        args[0] = m;
        for (uint32_t i = 1; i < n; i++) args[i] = t->args[i];
        *positive = val_op(t->store, SYM_MUL, t->type, args, n);
    }
    return true;
}

static void put_op(StrBuf *b, Val v, int prec, int depth) {
    SymOp op = (SymOp)v->u.op;
    switch (op) {
    case SYM_ADD: {
        open_paren(b, prec > 12);
        for (uint32_t i = 0; i < v->n; i++) {
            Val t = v->args[i];
            bool neg = negative_term(t, &t);
            if (i > 0) sb_puts(b, neg ? " - " : " + ");
            else if (neg) sb_char(b, '-');
            put(b, t, 13, depth + 1);
        }
        close_paren(b, prec > 12);
        return;
    }
    case SYM_MUL: {
        Val t;
        if (negative_term(v, &t)) {
            open_paren(b, prec > 14);
            sb_char(b, '-');
            put(b, t, 14, depth + 1);
            close_paren(b, prec > 14);
            return;
        }
        break;
    }
    case SYM_AND:
    case SYM_OR: {
        bool is_bool = val_scalar_class(v->type, NULL, NULL) == SC_BOOL;
        int p = is_bool ? (op == SYM_AND ? 4 : 3) : (op == SYM_AND ? 10 : 8);
        open_paren(b, prec > p);
        for (uint32_t i = 0; i < v->n; i++) {
            if (i) sb_puts(b, is_bool ? (op == SYM_AND ? " and " : " or ") : (op == SYM_AND ? " & " : " | "));
            put(b, v->args[i], p + 1, depth + 1);
        }
        close_paren(b, prec > p);
        return;
    }
    case SYM_NOT: {
        bool is_bool = val_scalar_class(v->type, NULL, NULL) == SC_BOOL;
        open_paren(b, prec > (is_bool ? 5 : 14));
        sb_puts(b, is_bool ? "not " : "~");
        put(b, v->args[0], is_bool ? 6 : 14, depth + 1);
        close_paren(b, prec > (is_bool ? 5 : 14));
        return;
    }
    case SYM_NEG_F:
        open_paren(b, prec > 14);
        sb_char(b, '-');
        put(b, v->args[0], 14, depth + 1);
        close_paren(b, prec > 14);
        return;
    case SYM_LE:
        if (v->args[0]->kind == V_INT) { /* 1 <= n reads better as n >= 1 */
            open_paren(b, prec > 6);
            put(b, v->args[1], 7, depth + 1);
            sb_puts(b, " >= ");
            put(b, v->args[0], 7, depth + 1);
            close_paren(b, prec > 6);
            return;
        }
        break;
    case SYM_CONVERT:
        put(b, v->type, 20, depth + 1);
        sb_char(b, '(');
        put(b, v->args[0], 0, depth + 1);
        sb_char(b, ')');
        return;
    case SYM_PACK_GET:
        put(b, v->args[0], 20, depth + 1);
        sb_char(b, '[');
        put(b, v->args[1], 0, depth + 1);
        sb_char(b, ']');
        return;
    case SYM_PACK_CAT:
        for (uint32_t i = 0; i < v->n; i++) {
            if (i) sb_puts(b, ", ");
            if (v->args[i]->kind >= S_PARAM) sb_char(b, '*');
            put(b, v->args[i], 1, depth + 1);
        }
        return;
    default: break;
    }
    OpText t = op_text_of(op);
    if (t.prec) {
        open_paren(b, prec > t.prec);
        for (uint32_t i = 0; i < v->n; i++) {
            if (i) sb_puts(b, t.text);
            put(b, v->args[i], i == 0 ? t.prec : t.prec + 1, depth + 1);
        }
        close_paren(b, prec > t.prec);
        return;
    }
    sb_puts(b, op_call_name(op));
    sb_char(b, '(');
    for (uint32_t i = 0; i < v->n; i++) {
        if (i) sb_puts(b, ", ");
        put(b, v->args[i], 0, depth + 1);
    }
    sb_char(b, ')');
}

static void put_list(StrBuf *b, const Val *v, uint32_t n, int depth) {
    for (uint32_t i = 0; i < n; i++) {
        if (i) sb_puts(b, ", ");
        put(b, v[i], 0, depth + 1);
    }
}

static void put(StrBuf *b, Val v, int prec, int depth) {
    if (!v || depth > MAX_PRINT_DEPTH) {
        sb_puts(b, v ? "…" : "?");
        return;
    }
    int64_t i;
    switch ((ValKind)v->kind) {
    case T_STRUCT: put_struct(b, v, depth); return;
    case T_SIMD: {
        const char *n = val_as_i64(v->args[0], &i) ? dtype_name(i) : NULL;
        sb_puts(b, "__builtin.simd[");
        if (n) sb_printf(b, "DType.%s", n);
        else put(b, v->args[0], 0, depth + 1);
        sb_puts(b, ", ");
        put(b, v->args[1], 0, depth + 1);
        sb_char(b, ']');
        return;
    }
    case T_PTR:
        sb_puts(b, "__builtin.ptr[");
        put(b, v->args[0], 0, depth + 1);
        sb_char(b, ']');
        return;
    case T_ARRAY:
        sb_puts(b, "__builtin.array[");
        put_list(b, v->args, 2, depth);
        sb_char(b, ']');
        return;
    case T_TUPLE:
    case T_UNION:
        sb_puts(b, v->kind == T_TUPLE ? "__builtin.tuple[" : "__builtin.union[");
        if (v->args[0]->kind == V_PACK) {
            put_list(b, v->args[0]->args, v->args[0]->n, depth);
        } else {
            sb_char(b, '*');
            put(b, v->args[0], 0, depth + 1);
        }
        sb_char(b, ']');
        return;
    case T_FN: put_sig(b, v->u.sig, depth); return;
    case T_FNITEM:
        sb_puts(b, "type_of(");
        put_name(b, v->u.decl);
        sb_char(b, ')');
        return;
    case T_TRAIT:
        if (v->n == 0) sb_puts(b, "AnyType");
        for (uint32_t k = 0; k < v->n; k++) {
            if (k) sb_puts(b, " & ");
            put(b, v->args[k], 20, depth + 1);
        }
        return;
    case T_INTLIT:
    case T_FLOATLIT:
    case T_STRLIT:
        sb_puts(b, v->kind == T_INTLIT ? "IntLiteral" : v->kind == T_FLOATLIT ? "FloatLiteral" : "StringLiteral");
        if (v->args[0]->kind == V_UNBOUND) return;
        sb_char(b, '[');
        put(b, v->args[0], 0, depth + 1);
        sb_char(b, ']');
        return;
    case T_PRIMINT: sb_puts(b, "__builtin.PrimInt"); return;
    case T_PRIMFLOAT: sb_puts(b, "__builtin.PrimFloat"); return;
    case T_PRIMSTR: sb_puts(b, "__builtin.PrimStr"); return;
    case T_ORIGIN: {
        bool m;
        if (val_as_bool(v->args[0], &m)) {
            sb_puts(b, m ? "MutOrigin" : "ImmOrigin");
        } else if (v->args[0]->kind == V_UNBOUND) {
            sb_puts(b, "Origin");
        } else {
            sb_puts(b, "Origin[mut=");
            put(b, v->args[0], 0, depth + 1);
            sb_char(b, ']');
        }
        return;
    }
    case T_PACKOF:
        sb_char(b, '*');
        put(b, v->args[0], 20, depth + 1);
        return;
    case T_NEVER: sb_puts(b, "Never"); return;
    case T_ELLIPSIS: sb_puts(b, "EllipsisType"); return;
    case T_MODULE:
        sb_puts(b, "module ");
        put_name(b, v->u.decl);
        return;
    case V_INT: {
        if (v->type && v->type->kind == T_STRUCT) {
            Name n = decl_name(v->type->u.decl);
            if (name_is(n, NM_Bool)) {
                sb_puts(b, v->u.big->len ? "True" : "False");
                return;
            }
            if (name_is(n, NM_DType)) {
                const char *d = val_as_i64(v, &i) ? dtype_name(i) : NULL;
                if (d) {
                    sb_printf(b, "DType.%s", d);
                    return;
                }
            }
        }
        open_paren(b, v->u.big->negative && prec >= 13);
        put_big(b, v->u.big);
        close_paren(b, v->u.big->negative && prec >= 13);
        return;
    }
    case V_FLOAT: put_double(b, v->u.f); return;
    case V_RATIO: {
        int64_t n, d;
        if (val_as_i64(v->args[0], &n) && val_as_i64(v->args[1], &d) && llabs(n) < 1ll << 53 && d < 1ll << 53) {
            put_double(b, (double)n / (double)d);
        } else {
            double x = big_to_double(v->args[0]->u.big), y = big_to_double(v->args[1]->u.big);
            if (!isinf(x) && !isinf(y)) put_double(b, x / y);
            else put_list(b, v->args, 2, depth);
        }
        return;
    }
    case V_STR: put_quoted(b, v->u.str); return;
    case V_STRUCT:
        put(b, v->type, 20, depth + 1);
        sb_char(b, '(');
        put_list(b, v->args, v->n, depth);
        sb_char(b, ')');
        return;
    case V_AGG:
        sb_char(b, '[');
        put_list(b, v->args, v->n, depth);
        sb_char(b, ']');
        return;
    case V_PACK: put_list(b, v->args, v->n, depth); return;
    case V_FN:
        put_name(b, v->u.decl);
        if (v->n && !all_unbound(v)) {
            sb_char(b, '[');
            put_list(b, v->args, v->n, depth);
            sb_char(b, ']');
        }
        return;
    case V_OBJECT:
        put(b, v->type, 20, depth + 1);
        sb_puts(b, "(…)");
        return;
    case V_TRAITREF: put_name(b, v->u.decl); return;
    case V_UNBOUND:
        if (v->type) {
            sb_puts(b, "Some[");
            put(b, v->type, 0, depth + 1);
            sb_char(b, ']');
        } else {
            sb_char(b, '_');
        }
        return;
    case V_ERROR: sb_puts(b, "<error>"); return;
    case O_PLACE:
    case O_FIELD:
        sb_puts(b, "origin_of(");
        put_path(b, v, depth);
        sb_char(b, ')');
        return;
    case O_STATIC: sb_puts(b, "ImmStaticOrigin"); return;
    case O_UNTRACKED: sb_puts(b, v->u.op ? "MutUntrackedOrigin" : "ImmUntrackedOrigin"); return;
    case O_ANY: sb_puts(b, v->u.op ? "MutUnsafeAnyOrigin" : "ImmUnsafeAnyOrigin"); return;
    case O_UNION:
        sb_puts(b, "origin_of(");
        for (uint32_t k = 0; k < v->n; k++) {
            if (k) sb_puts(b, ", ");
            put_path(b, v->args[k], depth + 1);
        }
        sb_char(b, ')');
        return;
    case O_ERASED: sb_char(b, '_'); return;
    case S_PARAM: {
        const ParamDecl *p = v->u.decl;
        if (p->is_auto && !p->decl.name && v->type && v->type->kind == T_TRAIT) {
            sb_puts(b, "Some[");
            put(b, v->type, 0, depth + 1);
            sb_char(b, ']');
        } else if (!p->decl.name) {
            sb_char(b, '_');
        } else {
            put_name(b, p);
        }
        return;
    }
    case S_ASSOC:
        put(b, v->args[0], 20, depth + 1);
        sb_char(b, '.');
        sb_str(b, v->u.str);
        if (v->n > 1) {
            sb_char(b, '[');
            put_list(b, v->args + 1, v->n - 1, depth);
            sb_char(b, ']');
        }
        return;
    case S_OP: put_op(b, v, prec, depth); return;
    case S_COND:
        open_paren(b, prec > 1);
        put(b, v->args[1], 2, depth + 1);
        sb_puts(b, " if ");
        put(b, v->args[0], 2, depth + 1);
        sb_puts(b, " else ");
        put(b, v->args[2], 1, depth + 1);
        close_paren(b, prec > 1);
        return;
    case S_CALL: {
        uint32_t np = val_call_n_params(v);
        const Decl *f = v->u.decl;
        uint32_t skip = 0;
        if (f && f->parent && (f->parent->kind == DECL_STRUCT || f->parent->kind == DECL_TRAIT)) {
            put_name(b, f->parent);
            const ParamList *pl = f->parent->kind == DECL_STRUCT ? &DECL_AS(StructDecl, f->parent)->params : NULL;
            skip = pl ? pl->len : 1;
            if (skip > np) skip = np;
            put_args(b, pl, v->args, skip, depth);
            sb_char(b, '.');
        }
        put_name(b, f);
        if (np > skip) {
            sb_char(b, '[');
            put_list(b, v->args + skip, np - skip, depth);
            sb_char(b, ']');
        }
        sb_char(b, '(');
        put_list(b, v->args + np, v->n - np, depth);
        sb_char(b, ')');
        return;
    }
    case S_FIELD: {
        put(b, v->args[0], 20, depth + 1);
        Val t = v->args[0]->type;
        if (t && t->kind == T_STRUCT && v->u.op < DECL_AS(StructDecl, t->u.decl)->fields.len)
            sb_printf(b, ".%s", DECL_AS(StructDecl, t->u.decl)->fields.data[v->u.op]->decl.name->chars);
        else
            sb_printf(b, "[%u]", (unsigned)v->u.op);
        return;
    }
    case VAL_KIND_COUNT: break;
    }
    sb_char(b, '?');
}

void val_print(StrBuf *out, Val v) {
    put(out, v, 0, 0);
}
const char *val_str_of(Arena *a, Val v) {
    StrBuf b = {0};
    val_print(&b, v);
    const char *s = arena_strndup(a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

/* ---- symbols ------------------------------------------------------------------------------------- */
/* A complete, stable text of a value: full paths, overload numbers, no ids. */
static void key(StrBuf *b, Val v, int depth);

static void key_decl(StrBuf *b, const Decl *d) {
    if (!d) return;
    if (d->kind == DECL_MODULE) {
        sb_puts(b, ((const Module *)d)->full_name);
        return;
    }
    if (d->parent) key_decl(b, d->parent);
    else if (d->module) sb_puts(b, d->module->full_name);
    sb_char(b, '.');
    if (d->name) sb_str(b, name_str(d->name));
    if (d->kind == DECL_FN) {
        const FnDecl *f = (const FnDecl *)d;
        if (f->set && f->set->fns.len > 1) {
            uint32_t i = 0;
            while (i < f->set->fns.len && f->set->fns.data[i] != f) i++;
            if (i) sb_printf(b, "~%u", i);
        }
        if (f->synth) sb_printf(b, "!%u", f->synth);
    }
    if (d->parent && d->parent->kind == DECL_FN && d->node) sb_printf(b, "@%u", d->node->pos);
}
static void key_list(StrBuf *b, const Val *v, uint32_t n, int depth) {
    for (uint32_t i = 0; i < n; i++) {
        if (i) sb_char(b, ',');
        key(b, v[i], depth + 1);
    }
}
static int by_text(const void *x, const void *y) {
    return strcmp(*(char *const *)x, *(char *const *)y);
}
static void key(StrBuf *b, Val v, int depth) {
    if (depth > 200) return;
    switch ((ValKind)v->kind) {
    case T_STRUCT: {
        int64_t dt, len;
        const StructDecl *s = v->u.decl;
        if (s->decl.module && s->decl.module->is_std) {
            if (name_is(s->decl.name, NM_SIMD) && v->n == 2 && val_as_i64(v->args[1], &len) && len == 1 &&
                val_as_i64(v->args[0], &dt) && scalar_name(dt)) {
                sb_puts(b, scalar_name(dt));
                return;
            }
            sb_puts(b, "std:"); /* library types by bare name and a check of their module */
            sb_str(b, name_str(s->decl.name));
            sb_printf(b, "'%02x", (unsigned)(hash_bytes(s->decl.module->full_name, strlen(s->decl.module->full_name), 7) & 255));
        } else {
            key_decl(b, &s->decl);
        }
        break;
    }
    case T_FNITEM:
    case T_MODULE:
    case V_FN:
    case V_TRAITREF:
    case S_PARAM:
    case O_PLACE:
        sb_puts(b, v->kind == V_FN ? "" : val_kind_name((ValKind)v->kind));
        key_decl(b, v->u.decl);
        break;
    case T_TRAIT: {
        char *names[64];
        uint32_t n = v->n < 64 ? v->n : 64;
        for (uint32_t i = 0; i < n; i++) {
            StrBuf t = {0};
            key(&t, v->args[i], depth + 1);
            sb_char(&t, ' ');
            names[i] = sb_take(&t);
        }
        qsort(names, n, sizeof *names, by_text);
        sb_puts(b, "trait ");
        for (uint32_t i = 0; i < n; i++) {
            sb_puts(b, names[i]);
            free(names[i]);
        }
        return;
    }
    case T_FN: {
        const Sig *s = v->u.sig;
        sb_printf(b, "def%u(", s->flags);
        for (uint32_t i = 0; i < s->n_args; i++) {
            if (i) sb_char(b, ',');
            sb_printf(b, "%u", s->args[i].conv + 8u * s->args[i].variadic);
            key(b, s->args[i].type, depth + 1);
        }
        sb_char(b, ')');
        if (s->result) key(b, s->result, depth + 1);
        if (s->error) sb_char(b, '!'), key(b, s->error, depth + 1);
        if (s->origin) sb_char(b, '&'), key(b, s->origin, depth + 1);
        return;
    }
    case V_INT:
        if (v->type && v->type->kind != T_PRIMINT && !(v->type->kind == T_STRUCT && name_is(decl_name(v->type->u.decl), NM_SIMD)))
            key(b, v->type, depth + 1), sb_char(b, '=');
        else if (v->type && v->type->kind == T_STRUCT)
            key(b, v->type, depth + 1), sb_char(b, '=');
        put_big(b, v->u.big);
        return;
    case V_FLOAT: {
        uint64_t bits;
        memcpy(&bits, &v->u.f, 8);
        if (v->type) key(b, v->type, depth + 1);
        sb_printf(b, "=f%llx", (unsigned long long)bits);
        return;
    }
    case V_STR:
    case S_ASSOC: put_quoted(b, v->u.str); break;
    case V_STRUCT:
    case V_AGG:
    case V_OBJECT:
        key(b, v->type, depth + 1);
        sb_printf(b, "=%s", v->kind == V_OBJECT ? "o" : "");
        if (v->kind == V_OBJECT) sb_printf(b, "%llu", (unsigned long long)v->u.op);
        break;
    case O_FIELD:
    case O_UNTRACKED:
    case O_ANY:
    case O_ERASED:
    case S_OP:
    case S_FIELD: sb_printf(b, "%s%llu", val_kind_name((ValKind)v->kind), (unsigned long long)v->u.op); break;
    default: sb_puts(b, val_kind_name((ValKind)v->kind)); break;
    }
    if (v->n == 0) return;
    sb_char(b, '[');
    key_list(b, v->args, v->n, depth);
    sb_char(b, ']');
}

void val_mangle(StrBuf *out, Val v) {
    StrBuf k = {0}, t = {0};
    key(&k, v, 0);
    for (size_t i = 0; i < k.len; i++) {
        char c = k.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.')
            sb_char(&t, c);
        else if (c == '[') sb_puts(&t, "$L");
        else if (c == ']') sb_puts(&t, "$R");
        else if (c == ',') sb_puts(&t, "$C");
        else sb_printf(&t, "$%02x", (unsigned char)c);
    }
    if (t.len > MAX_SYMBOL) {
        size_t cut = MAX_SYMBOL - 24;
        uint64_t h1 = hash_bytes(k.p, k.len, 1), h2 = hash_bytes(k.p, k.len, 2);
        sb_add(out, t.p, cut);
        sb_printf(out, "$H%016llx%04x", (unsigned long long)h1, (unsigned)(h2 & 0xffff));
    } else {
        sb_add(out, t.p ? t.p : "", t.len);
    }
    sb_done(&k);
    sb_done(&t);
}
