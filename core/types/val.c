/* SPDX-License-Identifier: Apache-2.0 */
/* The value store: hash-consing and the constructors. Canonical forms of S_OP are in val_op.c. */
#include "types/val_int.h"

#include <math.h>

/* ---- store ------------------------------------------------------------------------------------- */
static Val make0(ValStore *vs, ValKind kind) {
    ValKey k = {.kind = kind};
    return val_intern(vs, &k);
}

ValStore *val_store_new(void) {
    ValStore *vs = xcalloc(1, sizeof *vs);
    arena_init_sized(&vs->arena, 1u << 16);
    pthread_mutex_init(&vs->lock, NULL);
    vs->cap = 1u << 12;
    vs->table = xcalloc(vs->cap, sizeof *vs->table);
    vs->pointer_size = 8;
    vs->error = make0(vs, V_ERROR);
    vs->unbound = make0(vs, V_UNBOUND);
    vs->never = make0(vs, T_NEVER);
    vs->any_type = make0(vs, T_TRAIT);
    vs->prim_int = make0(vs, T_PRIMINT);
    vs->prim_float = make0(vs, T_PRIMFLOAT);
    vs->prim_str = make0(vs, T_PRIMSTR);
    vs->ellipsis = make0(vs, T_ELLIPSIS);
    return vs;
}

void val_store_free(ValStore *vs) {
    if (!vs) return;
    map_done(&vs->leaves);
    map_done(&vs->layouts);
    pthread_mutex_destroy(&vs->lock);
    free(vs->table);
    arena_done(&vs->arena);
    free(vs);
}

void val_set_hooks(ValStore *vs, const ValHooks *hooks) {
    vs->hooks = *hooks;
    vs->has_hooks = true;
}
void val_set_fields_fn(ValStore *vs, ValFieldsFn fn, void *ctx) {
    vs->fields_fn = fn;
    vs->fields_ctx = ctx;
}
void val_set_align_fn(ValStore *vs, ValAlignFn fn) {
    vs->align_fn = fn;
}
void val_set_pointer_size(ValStore *vs, uint32_t bytes) {
    vs->pointer_size = bytes;
}

/* Which member of the union a kind uses. */
typedef enum Payload { PAY_NONE, PAY_DECL, PAY_BIG, PAY_FLOAT, PAY_STR, PAY_OP, PAY_SIG } Payload;
static Payload payload(ValKind k) {
    switch (k) {
    case T_STRUCT:
    case T_FNITEM:
    case T_MODULE:
    case V_FN:
    case V_TRAITREF:
    case O_PLACE:
    case S_PARAM:
    case S_CALL: return PAY_DECL;
    case V_INT: return PAY_BIG;
    case V_FLOAT: return PAY_FLOAT;
    case V_STR:
    case S_ASSOC: return PAY_STR;
    case V_OBJECT:
    case O_FIELD:
    case O_UNTRACKED:
    case O_ANY:
    case O_ERASED:
    case S_OP:
    case S_FIELD: return PAY_OP;
    case T_FN: return PAY_SIG;
    default: return PAY_NONE;
    }
}

static uint64_t sig_hash(const Sig *s) {
    uint64_t h = hash_mix(s->flags, s->n_args);
    h = hash_mix(h, (uint64_t)(uintptr_t)s->params);
    h = hash_mix(h, s->result ? s->result->id + 1 : 0);
    h = hash_mix(h, s->error ? s->error->id + 1 : 0);
    h = hash_mix(h, s->origin ? s->origin->id + 1 : 0);
    for (uint32_t i = 0; i < s->n_args; i++) h = hash_mix(h, s->args[i].type->id * 64u + s->args[i].variadic * 8u + s->args[i].conv);
    return h;
}
static bool sig_eq(const Sig *a, const Sig *b) {
    if (a->flags != b->flags || a->n_args != b->n_args || a->result != b->result || a->error != b->error ||
        a->origin != b->origin || a->params != b->params || a->n_params != b->n_params)
        return false;
    for (uint32_t i = 0; i < a->n_args; i++)
        if (a->args[i].type != b->args[i].type || a->args[i].conv != b->args[i].conv ||
            a->args[i].variadic != b->args[i].variadic)
            return false;
    return true;
}

static uint64_t double_bits(double d) {
    uint64_t u;
    if (d != d) return 0x7ff8000000000000ull;
    memcpy(&u, &d, 8);
    return u;
}

static uint32_t key_hash(const ValKey *k) {
    uint64_t h = hash_mix(k->kind, k->type ? k->type->id + 1 : 0);
    h = hash_mix(h, k->aux);
    switch (payload(k->kind)) {
    case PAY_DECL: h = hash_mix(h, (uint64_t)(uintptr_t)k->u.decl); break;
    case PAY_BIG: h = hash_mix(h, big_hash(k->u.big)); break;
    case PAY_FLOAT: h = hash_mix(h, double_bits(k->u.f)); break;
    case PAY_STR: h = hash_mix(h, hash_bytes(k->u.str.p, k->u.str.len, 1)); break;
    case PAY_OP: h = hash_mix(h, k->u.op); break;
    case PAY_SIG: h = hash_mix(h, sig_hash(k->u.sig)); break;
    case PAY_NONE: break;
    }
    for (uint32_t i = 0; i < k->n; i++) h = hash_mix(h, k->args[i]->id);
    return (uint32_t)(h ^ (h >> 32));
}

static bool key_eq(const ValKey *k, Val v) {
    if (v->kind != k->kind || v->n != k->n || v->type != k->type || v->aux != k->aux) return false;
    switch (payload(k->kind)) {
    case PAY_DECL:
        if (v->u.decl != k->u.decl) return false;
        break;
    case PAY_BIG:
        if (big_cmp(v->u.big, k->u.big) != 0) return false;
        break;
    case PAY_FLOAT:
        if (double_bits(v->u.f) != double_bits(k->u.f)) return false;
        break;
    case PAY_STR:
        if (!str_eq(v->u.str, k->u.str)) return false;
        break;
    case PAY_OP:
        if (v->u.op != k->u.op) return false;
        break;
    case PAY_SIG:
        if (!sig_eq(v->u.sig, k->u.sig)) return false;
        break;
    case PAY_NONE: break;
    }
    return k->n == 0 || memcmp(v->args, k->args, sizeof(Val) * k->n) == 0;
}

static uint16_t own_flags(ValKind k) {
    switch (k) {
    case V_UNBOUND: return VAL_UNBOUND;
    case V_ERROR: return VAL_POISON;
    case O_PLACE:
    case O_FIELD:
    case O_UNION: return VAL_ORIGINS;
    case S_PARAM:
    case S_ASSOC:
    case S_OP:
    case S_COND:
    case S_CALL:
    case S_FIELD: return VAL_SYMBOLIC;
    default: return 0;
    }
}

static Val intern_locked(ValStore *vs, const ValKey *k) {
    uint32_t h = key_hash(k), mask = vs->cap - 1, i = h & mask;
    for (; vs->table[i]; i = (i + 1) & mask)
        if (vs->table[i]->hash == h && key_eq(k, vs->table[i])) return vs->table[i];
    ValRec *v = arena_calloc(&vs->arena, sizeof *v + sizeof(Val) * k->n);
    v->kind = (uint16_t)k->kind;
    v->hash = h;
    v->id = vs->n_vals++;
    v->n = k->n;
    v->aux = k->aux;
    v->type = k->type;
    v->store = vs;
    uint16_t flags = own_flags(k->kind);
    if (k->type) flags |= k->type->flags & (uint16_t)~VAL_UNBOUND;
    for (uint32_t j = 0; j < k->n; j++) {
        v->args[j] = k->args[j];
        flags |= k->args[j]->flags;
    }
    switch (payload(k->kind)) {
    case PAY_DECL: v->u.decl = k->u.decl; break;
    case PAY_BIG: {
        size_t size = sizeof(Big) + sizeof(uint32_t) * k->u.big->len;
        v->u.big = arena_dup(&vs->arena, k->u.big, size);
        break;
    }
    case PAY_FLOAT: v->u.f = k->u.f; break;
    case PAY_STR: v->u.str = arena_str(&vs->arena, k->u.str); break;
    case PAY_OP: v->u.op = k->u.op; break;
    case PAY_SIG: {
        const Sig *s = k->u.sig;
        v->u.sig = arena_dup(&vs->arena, s, sizeof *s + sizeof(SigArg) * s->n_args);
        if (s->result) flags |= s->result->flags;
        if (s->error) flags |= s->error->flags;
        if (s->origin) flags |= s->origin->flags;
        for (uint32_t j = 0; j < s->n_args; j++) flags |= s->args[j].type->flags;
        break;
    }
    case PAY_NONE: break;
    }
    v->flags = flags;
    vs->table[i] = v;
    if (vs->n_vals * 2 > vs->cap) {
        uint32_t cap = vs->cap * 2;
        ValRec **t = xcalloc(cap, sizeof *t);
        for (uint32_t j = 0; j < vs->cap; j++) {
            ValRec *w = vs->table[j];
            if (!w) continue;
            uint32_t s = w->hash & (cap - 1);
            while (t[s]) s = (s + 1) & (cap - 1);
            t[s] = w;
        }
        free(vs->table);
        vs->table = t;
        vs->cap = cap;
    }
    return v;
}

Val val_intern(ValStore *vs, const ValKey *k) {
    pthread_mutex_lock(&vs->lock);
    Val v = intern_locked(vs, k);
    pthread_mutex_unlock(&vs->lock);
    return v;
}

Val val_raw_op(ValStore *vs, SymOp op, Val type, const Val *args, uint32_t n) {
    ValKey k = {.kind = S_OP, .type = type, .args = args, .n = n};
    k.u.op = op;
    return val_intern(vs, &k);
}

/* ---- facts about types ------------------------------------------------------------------------- */
#define NO_LEAF ((void *)(uintptr_t)1)

static Val leaf_of(Val type, int depth) {
    if (!type || depth > MAX_LEAF_DEPTH) return NULL;
    int64_t len;
    if (type->kind == T_SIMD) return val_as_i64(type->args[1], &len) && len == 1 ? type : NULL;
    if (type->kind != T_STRUCT) return NULL;
    ValStore *vs = type->store;
    if (!vs->fields_fn) return NULL;
    pthread_mutex_lock(&vs->lock);
    void *known = map_get(&vs->leaves, type);
    pthread_mutex_unlock(&vs->lock);
    if (known) return known == NO_LEAF ? NULL : known;
    uint32_t n = 0;
    const Val *fields = vs->fields_fn(vs->fields_ctx, type, &n);
    if (!fields) return NULL; /* not known yet: do not remember */
    Val leaf = n == 1 ? leaf_of(fields[0], depth + 1) : NULL;
    pthread_mutex_lock(&vs->lock);
    map_put(&vs->leaves, type, leaf ? (void *)(uintptr_t)leaf : NO_LEAF);
    pthread_mutex_unlock(&vs->lock);
    return leaf;
}
Val val_leaf(Val type) {
    return leaf_of(type, 0);
}

bool val_scalar_leaf(Val type, Val *dtype) {
    Val leaf = val_leaf(type);
    if (leaf && dtype) *dtype = leaf->args[0];
    return leaf != NULL;
}

bool dtype_info(DTypeCode code, uint32_t pointer_size, DTypeClass *cls, uint32_t *bits) {
    DTypeClass c;
    uint32_t b;
    switch (code) {
    case DT_BOOL: c = DTC_BOOL, b = 1; break;
    case DT_INT8: c = DTC_SINT, b = 8; break;
    case DT_UINT8: c = DTC_UINT, b = 8; break;
    case DT_INT16: c = DTC_SINT, b = 16; break;
    case DT_UINT16: c = DTC_UINT, b = 16; break;
    case DT_INT32: c = DTC_SINT, b = 32; break;
    case DT_UINT32: c = DTC_UINT, b = 32; break;
    case DT_INT64: c = DTC_SINT, b = 64; break;
    case DT_UINT64: c = DTC_UINT, b = 64; break;
    case DT_INT128: c = DTC_SINT, b = 128; break;
    case DT_UINT128: c = DTC_UINT, b = 128; break;
    case DT_INT256: c = DTC_SINT, b = 256; break;
    case DT_UINT256: c = DTC_UINT, b = 256; break;
    case DT_INT: c = DTC_SINT, b = pointer_size * 8; break;
    case DT_UINT: c = DTC_UINT, b = pointer_size * 8; break;
    case DT_FLOAT16: c = DTC_FLOAT, b = 16; break;
    case DT_BFLOAT16: c = DTC_FLOAT, b = 16; break;
    case DT_FLOAT32: c = DTC_FLOAT, b = 32; break;
    case DT_FLOAT64: c = DTC_FLOAT, b = 64; break;
    case DT_F8E4M3FN:
    case DT_F8E4M3FNUZ:
    case DT_F8E5M2:
    case DT_F8E5M2FNUZ:
    case DT_F8E8M0FNU:
    case DT_F8E3M4: c = DTC_FLOAT, b = 8; break;
    case DT_F4E2M1FN: c = DTC_FLOAT, b = 4; break;
    default: return false;
    }
    if (cls) *cls = c;
    if (bits) *bits = b;
    return true;
}

ScalarClass val_scalar_class(Val type, uint32_t *bits, DTypeCode *code) {
    if (!type) return SC_NONE;
    if (type->kind == T_PRIMINT) return SC_PRIMINT;
    if (type->kind == T_PRIMFLOAT) return SC_PRIMFLOAT;
    Val leaf = val_leaf(type);
    int64_t dt;
    DTypeClass cls;
    uint32_t b;
    if (!leaf || !val_as_i64(leaf->args[0], &dt) ||
        !dtype_info((DTypeCode)dt, type->store->pointer_size, &cls, &b))
        return SC_NONE;
    if (bits) *bits = b;
    if (code) *code = (DTypeCode)dt;
    switch (cls) {
    case DTC_BOOL: return SC_BOOL;
    case DTC_SINT: return SC_SINT;
    case DTC_UINT: return SC_UINT;
    case DTC_FLOAT: return SC_FLOAT;
    }
    return SC_NONE;
}

bool val_is_type(Val v) {
    if (!v) return false;
    if (v->kind == V_ERROR || v->kind == V_UNBOUND) return true;
    if (v->kind < V_INT) return v->kind != T_TRAIT && v->kind != T_MODULE;
    if (v->kind >= S_PARAM) return v->type && v->type->kind == T_TRAIT;
    return false;
}

bool val_as_i64(Val v, int64_t *out) {
    return v && v->kind == V_INT && big_fits_i64(v->u.big, out);
}
bool val_as_bool(Val v, bool *out) {
    if (!v || v->kind != V_INT) return false;
    *out = v->u.big->len != 0;
    return true;
}

bool val_int_fits(Val type, const Big *v) {
    uint32_t bits = 0;
    ScalarClass c = val_scalar_class(type, &bits, NULL);
    if (c == SC_BOOL) return big_bit_length(v) <= 1 && big_sign(v) >= 0;
    if (c == SC_UINT) return big_sign(v) >= 0 && big_bit_length(v) <= bits;
    if (c == SC_SINT) {
        if (big_bit_length(v) < bits) return true;
        if (big_sign(v) >= 0 || big_bit_length(v) > bits) return false;
        Arena a; /* the one number of `bits` magnitude bits that fits is -2^(bits-1) */
        arena_init(&a);
        bool fits = big_cmp(v, big_wrap(&a, v, bits, true)) == 0;
        arena_done(&a);
        return fits;
    }
    return true;
}

/* ---- constants --------------------------------------------------------------------------------- */
Val val_int(ValStore *vs, Val type, const Big *v) {
    uint32_t bits = 0;
    DTypeCode code = 0;
    ScalarClass c = val_scalar_class(type, &bits, &code);
    ValKey k = {.kind = V_INT, .type = type};
    if (c == SC_FLOAT) return val_float(vs, type, float_round(code, big_to_double(v)));
    if (c == SC_PRIMFLOAT) {
        Arena a;
        arena_init(&a);
        Val r = val_ratio(vs, v, big_from_i64(&a, 1));
        arena_done(&a);
        return r;
    }
    Arena a;
    arena_init(&a);
    if (c == SC_BOOL) v = big_from_i64(&a, big_sign(v) != 0);
    if (c == SC_UINT || c == SC_SINT) {
        if (big_bit_length(v) >= bits || (c == SC_UINT && v->negative))
            v = big_wrap(&a, v, bits, c == SC_SINT);
    }
    k.u.big = v;
    Val r = val_intern(vs, &k);
    arena_done(&a);
    return r;
}

Val val_i64(ValStore *vs, Val type, int64_t v) {
    union { /* no allocation for the common case */
        Big big;
        char room[sizeof(Big) + 2 * sizeof(uint32_t)];
    } b;
    memset(&b, 0, sizeof b);
    uint64_t m = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    b.big.negative = v < 0;
    b.big.len = m == 0 ? 0 : m >> 32 ? 2 : 1;
    uint32_t *limb = (uint32_t *)(void *)(b.room + offsetof(Big, limb));
    limb[0] = (uint32_t)m;
    limb[1] = (uint32_t)(m >> 32);
    return val_int(vs, type, &b.big);
}

Val val_float(ValStore *vs, Val type, double v) {
    DTypeCode code;
    if (val_scalar_class(type, NULL, &code) == SC_FLOAT) v = float_round(code, v);
    ValKey k = {.kind = V_FLOAT, .type = type};
    k.u.f = v;
    return val_intern(vs, &k);
}

static const Big *big_gcd(Arena *a, const Big *x, const Big *y) {
    if (x->negative) x = big_neg(a, x);
    if (y->negative) y = big_neg(a, y);
    while (y->len) {
        const Big *r;
        big_divmod(a, x, y, NULL, &r);
        x = y;
        y = r;
    }
    return x;
}

Val val_ratio(ValStore *vs, const Big *num, const Big *den) {
    Arena a;
    arena_init(&a);
    MOJ_ASSERT(den->len != 0);
    if (den->negative) {
        num = big_neg(&a, num);
        den = big_neg(&a, den);
    }
    const Big *g = big_gcd(&a, num, den);
    if (big_bit_length(g) > 1) {
        big_divmod(&a, num, g, &num, NULL);
        big_divmod(&a, den, g, &den, NULL);
    }
    Val args[2] = {val_int(vs, vs->prim_int, num), val_int(vs, vs->prim_int, den)};
    arena_done(&a);
    ValKey k = {.kind = V_RATIO, .type = vs->prim_float, .args = args, .n = 2};
    return val_intern(vs, &k);
}

Val val_str(ValStore *vs, Str s) {
    ValKey k = {.kind = V_STR, .type = vs->prim_str};
    k.u.str = s;
    return val_intern(vs, &k);
}

Val val_sig(ValStore *vs, const Sig *sig) {
    ValKey k = {.kind = T_FN};
    k.u.sig = sig;
    return val_intern(vs, &k);
}

Val val_error(ValStore *vs) {
    return vs->error;
}
Val val_unbound(ValStore *vs) {
    return vs->unbound;
}
Val val_unbound_of(ValStore *vs, Val bound) {
    ValKey k = {.kind = V_UNBOUND, .type = bound};
    return val_intern(vs, &k);
}
Val val_never(ValStore *vs) {
    return vs->never;
}
Val val_prim(ValStore *vs, ValKind kind) {
    switch (kind) {
    case T_PRIMINT: return vs->prim_int;
    case T_PRIMFLOAT: return vs->prim_float;
    case T_PRIMSTR: return vs->prim_str;
    case T_NEVER: return vs->never;
    default: return vs->ellipsis;
    }
}

Val val_param(ValStore *vs, const struct ParamDecl *p, Val type) {
    ValKey k = {.kind = S_PARAM, .type = type};
    k.u.decl = p;
    return val_intern(vs, &k);
}

static int by_id(const void *a, const void *b) {
    uint32_t x = (*(const Val *)a)->id, y = (*(const Val *)b)->id;
    return x < y ? -1 : x > y;
}
static uint32_t sort_unique(Val *v, uint32_t n) {
    if (n < 2) return n;
    qsort(v, n, sizeof *v, by_id);
    uint32_t m = 1;
    for (uint32_t i = 1; i < n; i++)
        if (v[i] != v[m - 1]) v[m++] = v[i];
    return m;
}

Val val_trait(ValStore *vs, const Val *bounds, uint32_t n) {
    Val small[16], *b = n <= 16 ? small : xmalloc(sizeof(Val) * n);
    if (n) memcpy(b, bounds, sizeof(Val) * n);
    uint32_t m = sort_unique(b, n);
    ValKey k = {.kind = T_TRAIT, .args = b, .n = m};
    Val v = val_intern(vs, &k);
    if (b != small) free(b);
    return v;
}

Val val_pack(ValStore *vs, Val elem_type, const Val *args, uint32_t n) {
    /* types speak for themselves: the same types are one pack whatever bound they were given for */
    Val bound = elem_type && elem_type->kind == T_PACKOF ? elem_type->args[0] : elem_type;
    if (bound && bound->kind == T_TRAIT && bound->n) elem_type = val_trait(vs, NULL, 0);
    if (elem_type && elem_type->kind != T_PACKOF) {
        ValKey t = {.kind = T_PACKOF, .args = &elem_type, .n = 1};
        elem_type = val_intern(vs, &t);
    }
    ValKey k = {.kind = V_PACK, .type = elem_type, .args = args, .n = n};
    return val_intern(vs, &k);
}

Val val_intlit_type(ValStore *vs, Val value) {
    ValKey k = {.kind = T_INTLIT, .args = &value, .n = 1};
    return val_intern(vs, &k);
}

/* ---- origins ----------------------------------------------------------------------------------- */
Val val_place_origin(ValStore *vs, const struct VarDecl *v, bool is_mut) {
    ValKey k = {.kind = O_PLACE, .aux = is_mut ? ORIGIN_MUT : 0};
    k.u.decl = v;
    return val_intern(vs, &k);
}
Val val_ref_arg_origin(ValStore *vs, const struct VarDecl *v) {
    ValKey k = {.kind = O_PLACE, .aux = ORIGIN_OF_CALLER};
    k.u.decl = v;
    return val_intern(vs, &k);
}
Val val_field_origin(ValStore *vs, Val base, uint32_t index) {
    switch (base->kind) {
    case O_PLACE:
    case O_FIELD:
    case S_PARAM: {
        ValKey k = {.kind = O_FIELD, .args = &base, .n = 1};
        k.u.op = index;
        return val_intern(vs, &k);
    }
    default: return base; /* a part of static, untracked … memory is of the same kind */
    }
}
Val val_origin(ValStore *vs, ValKind kind, bool is_mut) {
    ValKey k = {.kind = kind};
    if (kind != O_STATIC) k.u.op = is_mut;
    return val_intern(vs, &k);
}
Val val_origin_union(ValStore *vs, const Val *args, uint32_t n) {
    uint32_t total = 0;
    for (uint32_t i = 0; i < n; i++) total += args[i]->kind == O_UNION ? args[i]->n : 1;
    Val *v = xmalloc(sizeof(Val) * (total + 1));
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (args[i]->kind == V_ERROR) {
            free(v);
            return args[i];
        }
        if (args[i]->kind == O_UNION)
            for (uint32_t j = 0; j < args[i]->n; j++) v[m++] = args[i]->args[j];
        else
            v[m++] = args[i];
    }
    m = sort_unique(v, m);
    Val r;
    if (m == 1) {
        r = v[0];
    } else if (m == 0) {
        r = val_origin(vs, O_UNTRACKED, true);
    } else {
        ValKey k = {.kind = O_UNION, .args = v, .n = m};
        r = val_intern(vs, &k);
    }
    free(v);
    return r;
}

int val_origin_mut(Val o) {
    switch (o->kind) {
    case O_PLACE: return o->aux & ORIGIN_OF_CALLER ? -1 : (o->aux & ORIGIN_MUT) != 0;
    case O_FIELD: return o->u.op == ORIGIN_SHARED ? 1 : val_origin_mut(o->args[0]);
    case O_STATIC: return 0;
    case O_UNTRACKED:
    case O_ANY:
    case O_ERASED: return o->u.op != 0;
    case O_UNION: {
        int r = 1;
        for (uint32_t i = 0; i < o->n; i++) {
            int m = val_origin_mut(o->args[i]);
            if (m == 0) return 0;
            if (m < 0) r = -1;
        }
        return r;
    }
    default:
        if (o->type && o->type->kind == T_ORIGIN) {
            bool b;
            if (val_as_bool(o->type->args[0], &b)) return b;
        }
        return -1;
    }
}

static bool within_one(Val part, Val whole) {
    if (part->kind == O_STATIC || part->kind == O_UNTRACKED || part->kind == O_ERASED) return true;
    for (Val p = part;; p = p->args[0]) {
        if (p == whole) return true;
        if (p->kind == O_PLACE && whole->kind == O_PLACE && p->u.decl == whole->u.decl) return true;
        if (p->kind != O_FIELD) return false;
    }
}
bool val_origin_within(Val part, Val whole) {
    if (part == whole || whole->kind == O_ANY || whole->kind == O_ERASED || part->kind == V_ERROR ||
        whole->kind == V_ERROR)
        return true;
    if (part->kind == O_UNION) {
        for (uint32_t i = 0; i < part->n; i++)
            if (!val_origin_within(part->args[i], whole)) return false;
        return true;
    }
    if (whole->kind == O_UNION) {
        for (uint32_t i = 0; i < whole->n; i++)
            if (val_origin_within(part, whole->args[i])) return true;
        return part->kind == O_STATIC || part->kind == O_UNTRACKED;
    }
    return within_one(part, whole);
}

/* ---- the general constructor ------------------------------------------------------------------- */
static bool is_scalar_const(Val v) {
    return v->kind == V_INT || v->kind == V_FLOAT;
}

Val val_retype(ValStore *vs, Val v, Val type) {
    if (v->type == type || v->kind == V_ERROR) return v;
    if (v->kind == V_INT) return val_int(vs, type, v->u.big);
    if (v->kind == V_FLOAT) return val_float(vs, type, v->u.f);
    if (type->kind == T_STRUCT) {
        if (v->kind == S_FIELD && v->args[0]->type == type) return v->args[0];
        Val one = v;
        return val_make(vs, V_STRUCT, type, NULL, &one, 1);
    }
    if (v->type && v->type->kind == T_STRUCT && type->kind == T_SIMD) return val_unwrap_field(vs, v, type);
    return v;
}

static bool is_ring_op(uint64_t op) {
    switch (op) {
    case SYM_ADD:
    case SYM_MUL:
    case SYM_FLOORDIV:
    case SYM_MOD:
    case SYM_DIV:
    case SYM_POW:
    case SYM_SHL:
    case SYM_SHR:
    case SYM_AND:
    case SYM_OR:
    case SYM_XOR:
    case SYM_NOT:
    case SYM_MIN:
    case SYM_MAX:
    case SYM_NEG_F:
    case SYM_ADD_F:
    case SYM_SUB_F:
    case SYM_MUL_F:
    case SYM_DIV_F: return true;
    default: return false;
    }
}

/* A struct around one scalar: as the scalar itself, one level up. */
static Val wrap_scalar(ValStore *vs, Val type, Val inner) {
    if (is_scalar_const(inner)) return val_retype(vs, inner, type);
    if (inner->kind == S_FIELD && inner->u.op == 0 && inner->args[0]->type == type) return inner->args[0];
    if (inner->kind == S_OP) {
        if (is_ring_op(inner->u.op)) {
            Val small[16];
            if (inner->n <= 16) {
                for (uint32_t i = 0; i < inner->n; i++) {
                    Val a = inner->args[i];
                    small[i] = a->type == inner->type ? wrap_scalar(vs, type, a) : a;
                    if (!small[i]) return NULL;
                }
                return val_op(vs, (SymOp)inner->u.op, type, small, inner->n);
            }
        } else {
            return val_op(vs, (SymOp)inner->u.op, type, inner->args, inner->n);
        }
    }
    if (inner->kind == S_COND) {
        Val a = wrap_scalar(vs, type, inner->args[1]), b = wrap_scalar(vs, type, inner->args[2]);
        if (a && b) return val_cond(vs, inner->args[0], a, b);
    }
    ValKey k = {.kind = V_STRUCT, .type = type, .args = &inner, .n = 1};
    return val_intern(vs, &k);
}

/* Dtype and length of a T_SIMD lose their struct once concrete. */
static Val bare_int(ValStore *vs, Val v) {
    if (v->kind == V_INT && v->type != vs->prim_int) return val_int(vs, vs->prim_int, v->u.big);
    return v;
}

Val val_object(ValStore *vs, Val type, uint64_t index) {
    ValKey k = {.kind = V_OBJECT, .type = type};
    k.u.op = index;
    return val_intern(vs, &k);
}

Val val_make(ValStore *vs, ValKind kind, Val type, const void *decl, const Val *args, uint32_t n) {
    ValKey k = {.kind = kind, .type = type, .args = args, .n = n};
    if (payload(kind) == PAY_DECL) k.u.decl = decl;
    switch (kind) {
    case V_ERROR: return vs->error;
    case V_UNBOUND: return type ? val_unbound_of(vs, type) : vs->unbound;
    case T_TRAIT: return val_trait(vs, args, n);
    case O_UNION: return val_origin_union(vs, args, n);
    case T_SIMD: {
        Val a[2] = {bare_int(vs, args[0]), bare_int(vs, args[1])};
        k.args = a;
        return val_intern(vs, &k);
    }
    case T_PTR: {
        Val a[2] = {args[0], n > 1 ? bare_int(vs, args[1]) : val_i64(vs, vs->prim_int, 0)};
        k.args = a;
        k.n = 2;
        return val_intern(vs, &k);
    }
    case T_ARRAY: {
        Val a[2] = {args[0], bare_int(vs, args[1])};
        k.args = a;
        return val_intern(vs, &k);
    }
    case V_AGG:
        if (n == 1 && type && type->kind == T_SIMD && val_leaf(type)) {
            if (is_scalar_const(args[0])) return val_retype(vs, args[0], type);
            if (args[0]->type == type) return args[0];
        }
        break;
    case V_STRUCT:
        if (n == 1 && type) {
            /* x.0 wrapped again is x */
            if (args[0]->kind == S_FIELD && args[0]->u.op == 0 && args[0]->args[0]->type == type)
                return args[0]->args[0];
            if (val_leaf(type)) return wrap_scalar(vs, type, args[0]);
        }
        if (n > 0 && args[0]->kind == S_FIELD && args[0]->args[0]->type == type) {
            Val base = args[0]->args[0];
            uint32_t i = 0;
            while (i < n && args[i]->kind == S_FIELD && args[i]->u.op == i && args[i]->args[0] == base) i++;
            if (i == n) return base;
        }
        break;
    case S_COND:
        if (n == 3) return val_cond(vs, args[0], args[1], args[2]);
        break;
    default: break;
    }
    return val_intern(vs, &k);
}

/* ---- symbolic forms other than S_OP ------------------------------------------------------------ */
Val val_assoc(ValStore *vs, Val base, Name name, Val bound, const Val *args, uint32_t n) {
    if (base->kind == V_ERROR) return base;
    if (base->kind < S_PARAM && base->kind != V_UNBOUND && vs->has_hooks && vs->hooks.assoc) {
        Val r = vs->hooks.assoc(vs->hooks.ctx, base, name, args, n);
        if (r) return r;
    }
    Val small[17], *all = n < 17 ? small : xmalloc(sizeof(Val) * (n + 1));
    all[0] = base;
    if (n) memcpy(all + 1, args, sizeof(Val) * n);
    ValKey k = {.kind = S_ASSOC, .type = bound, .args = all, .n = n + 1};
    k.u.str = name_str(name);
    Val v = val_intern(vs, &k);
    if (all != small) free(all);
    return v;
}

Val val_cond(ValStore *vs, Val c, Val a, Val b) {
    bool known;
    if (c->kind == V_ERROR) return c;
    if (val_as_bool(c, &known)) return known ? a : b;
    if (a == b) return a;
    Val type = a->type ? a->type : b->type;
    if (val_is_type(a) && val_is_type(b)) type = vs->any_type;
    /* Bool: `c ? true : false` is c */
    bool x, y;
    if (type == c->type && val_as_bool(a, &x) && val_as_bool(b, &y) && x && !y) return c;
    Val args[3] = {c, a, b};
    ValKey k = {.kind = S_COND, .type = type, .args = args, .n = 3};
    return val_intern(vs, &k);
}

Val val_call(ValStore *vs, const struct FnDecl *f, Val type, const Val *params, uint32_t n_params, const Val *args,
             uint32_t n_args) {
    uint32_t n = n_params + n_args;
    bool open = false;
    for (uint32_t i = 0; i < n_params; i++) {
        if (params[i]->kind == V_ERROR) return params[i];
        open |= val_is_symbolic(params[i]) || (params[i]->flags & VAL_UNBOUND);
    }
    for (uint32_t i = 0; i < n_args; i++) {
        if (args[i]->kind == V_ERROR) return args[i];
        open |= val_is_symbolic(args[i]);
    }
    if (!open && vs->has_hooks && vs->hooks.call) {
        Val r = vs->hooks.call(vs->hooks.ctx, f, type, params, n_params, args, n_args);
        if (r) return r;
    }
    Val small[32], *all = n <= 32 ? small : xmalloc(sizeof(Val) * n);
    if (n_params) memcpy(all, params, sizeof(Val) * n_params);
    if (n_args) memcpy(all + n_params, args, sizeof(Val) * n_args);
    ValKey k = {.kind = S_CALL, .type = type, .aux = n_params, .args = all, .n = n};
    k.u.decl = f;
    Val v = val_intern(vs, &k);
    if (all != small) free(all);
    return v;
}

Val val_field(ValStore *vs, Val base, uint32_t index, Val type) {
    switch (base->kind) {
    case V_ERROR: return base;
    case V_STRUCT:
    case V_AGG:
        if (index < base->n) return base->args[index];
        break;
    case V_INT:
    case V_FLOAT:
        if (index == 0) return val_retype(vs, base, type);
        break;
    case S_COND:
        return val_cond(vs, base->args[0], val_field(vs, base->args[1], index, type),
                        val_field(vs, base->args[2], index, type));
    case S_OP:
        if (index == 0 && type && type->kind == T_SIMD) return val_unwrap_field(vs, base, type);
        break;
    case V_OBJECT:
        if (vs->has_hooks && vs->hooks.field) {
            Val r = vs->hooks.field(vs->hooks.ctx, base, index, type);
            if (r) return r;
        }
        break;
    default: break;
    }
    ValKey k = {.kind = S_FIELD, .type = type, .args = &base, .n = 1};
    k.u.op = index;
    return val_intern(vs, &k);
}

Val val_unwrap_field(ValStore *vs, Val base, Val type) {
    if (base->kind == S_OP && base->n <= 16) {
        Val small[16];
        if (is_ring_op(base->u.op)) {
            for (uint32_t i = 0; i < base->n; i++)
                small[i] = base->args[i]->type == base->type ? val_field(vs, base->args[i], 0, type) : base->args[i];
            return val_op(vs, (SymOp)base->u.op, type, small, base->n);
        }
        return val_op(vs, (SymOp)base->u.op, type, base->args, base->n);
    }
    ValKey k = {.kind = S_FIELD, .type = type, .args = &base, .n = 1};
    return val_intern(vs, &k);
}
