/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over a statement's tokens with a stack of open brackets: says what each token is and whether a
 * space stands before it. */
#include "format/format_int.h"

typedef struct Marker {
    Fmt *f;
    const Tok *t;
    Mark *m;
    uint32_t n;
    bool def_seen;    /* the parentheses of the def were passed */
    bool header_type; /* def, struct, class, comptime X[…]: the next [ at depth 0 declares parameters */
    bool is_import, is_from, is_case;
} Marker;

bool is_word(const Tok *t, int nm) {
    return t->kind == T_NAME && t->name->known == nm && !(t->flags & TF_TICK);
}

static bool is_convention(const Tok *t) {
    if (t->kind != T_NAME || (t->flags & TF_TICK)) return false;
    switch (t->name->known) {
    case NM_kw_var: case NM_kw_ref: case NM_kw_mut: case NM_kw_imm: case NM_kw_out: case NM_kw_deinit:
    case NM_kw_read: case NM_kw_borrowed: case NM_kw_inout: case NM_kw_owned: return true;
    default: return false;
    }
}

/* A name that is a keyword where it stands. */
static bool acts_as_keyword(const Marker *k, uint32_t i) {
    const Tok *t = &k->t[i];
    if (t->kind != T_NAME || (t->flags & TF_TICK) || !t->name->known) return false;
    if (i > 0 && (k->t[i - 1].kind == T_DOT || k->t[i - 1].kind == T_KW_DEF || is_word(&k->t[i - 1], NM_kw_fn)))
        return false;
    if (i + 1 < k->n) {
        int next = k->t[i + 1].kind;
        if (next == T_DOT || next == T_ASSIGN || next == T_COMMA || is_closer(next) || next == T_COLON) return false;
    }
    if (k->is_case && i == 0) return true;
    if (k->f->py) return false;
    switch (t->name->known) {
    case NM_kw_where: case NM_kw_raises: return i > 0;
    case NM_kw_comptime: return true;
    case NM_kw_var: case NM_kw_let: return i + 1 < k->n;
    case NM_kw_ref:
        return i + 1 < k->n && k->t[i + 1].kind == T_LPAR &&
               (i == 0 || k->t[i - 1].kind == T_KW_FOR || k->t[i - 1].kind == T_COMMA);
    default: return false;
    }
}

static bool ends_operand(const Marker *k, uint32_t i) {
    switch (k->t[i].kind) {
    case T_NAME: return k->m[i].role != R_WORD;
    case T_INT: case T_FLOAT: case T_IMAG: case T_STRING: case T_FSTRING: case T_RPAR: case T_RSQB: case T_RBRACE:
    case T_ELLIPSIS: case T_KW_NONE: case T_KW_TRUE: case T_KW_FALSE: return true;
    case T_CARET: return k->m[i].role == R_POSTFIX;
    default: return false;
    }
}

static bool begins_operand(const Tok *t) {
    switch (t->kind) {
    case T_NAME:
        return !is_word(t, NM_kw_where);
    case T_INT: case T_FLOAT: case T_IMAG: case T_STRING: case T_FSTRING: case T_LPAR: case T_LBRACE: case T_PLUS:
    case T_MINUS: case T_TILDE: case T_ELLIPSIS: case T_KW_NONE: case T_KW_TRUE: case T_KW_FALSE: case T_KW_NOT:
    case T_KW_LAMBDA: case T_KW_AWAIT: return true;
    case T_LSQB: return true;
    default: return false;
    }
}

/* Is the word before token i `def` or `fn`, so that a function type begins? */
static bool after_fn_word(const Marker *k, uint32_t i) {
    return i > 0 && (k->t[i - 1].kind == T_KW_DEF || (!k->f->py && is_word(&k->t[i - 1], NM_kw_fn) &&
                                                      !(i > 1 && k->t[i - 2].kind == T_DOT)));
}

static uint8_t classify_bracket(Marker *k, uint32_t i) {
    const Tok *t = &k->t[i];
    bool operand = i > 0 && ends_operand(k, i - 1);
    bool top = k->f->frames.len == 1;
    const Fmt *f = k->f;
    if (t->kind == T_LBRACE) return B_BRACE;
    if (t->kind == T_LSQB) {
        if (top && k->header_type && operand) {
            k->header_type = false;
            return B_TPARAM;
        }
        if (after_fn_word(k, i)) return B_TPARAM;
        return operand ? B_SUB : B_LIST;
    }
    if (k->is_import) return B_IMPORT;
    if (after_fn_word(k, i)) return B_PARAM;
    if (i > 0 && k->t[i - 1].kind == T_RSQB && k->m[k->m[i - 1].match].bracket == B_TPARAM && !top) return B_PARAM;
    if (i > 0 && k->t[i - 1].kind == T_RSQB && after_fn_word(k, k->m[i - 1].match)) return B_PARAM;
    if (top && operand) {
        if (f->kind == S_DEF && !k->def_seen) {
            k->def_seen = true;
            k->header_type = false;
            return B_PARAM;
        }
        if (f->kind == S_CLASS && !k->def_seen) {
            k->def_seen = true;
            return f->py ? B_CALL : B_CONF;
        }
    }
    if (!f->py && i > 0 && k->t[i - 1].kind == T_KW_LAMBDA) { /* lambda (x: Int) -> Int: … */
        uint32_t j = i, d = 0;
        for (; j < k->n; j++) {
            if (is_opener(k->t[j].kind)) d++;
            if (is_closer(k->t[j].kind) && --d == 0) break;
        }
        if (j + 1 < k->n && (k->t[j + 1].kind == T_LBRACE || k->t[j + 1].kind == T_ARROW || k->t[j + 1].kind == T_COLON ||
                             k->t[j + 1].kind == T_NAME))
            return B_PARAM;
    }
    return operand ? B_CALL : B_ATOM;
}

/* Does the subscript element that holds token i have more than names, literals and unary operators? */
static bool element_is_complex(Marker *k, Frame *fr) {
    if (fr->complex_known) return fr->complex;
    uint32_t d = 0;
    bool operand = false;
    fr->complex_known = true;
    fr->complex = false;
    for (uint32_t i = fr->element; i < k->n; i++) {
        int kind = k->t[i].kind;
        if (is_closer(kind)) {
            if (d-- == 0) break;
            operand = true;
            continue;
        }
        if (d == 0 && kind == T_COMMA) break;
        bool complex = false;
        switch (kind) {
        case T_LPAR: case T_LSQB: complex = operand; break;
        case T_DOT: case T_KW_AND: case T_KW_OR: case T_KW_NOT: case T_KW_IF: case T_KW_LAMBDA: case T_KW_IN:
        case T_KW_IS: case T_KW_AWAIT: case T_STAR: case T_SLASH: case T_DSLASH: case T_PERCENT: case T_AT: case T_DSTAR:
        case T_LSHIFT: case T_RSHIFT: case T_AMP: case T_BAR: case T_EQ: case T_NE: case T_LT: case T_LE: case T_GT:
        case T_GE: complex = true; break;
        case T_CARET: complex = i + 1 < k->n && begins_operand(&k->t[i + 1]); break;
        case T_PLUS: case T_MINUS: complex = operand; break;
        default: break;
        }
        if (complex) return fr->complex = true;
        if (is_opener(kind)) d++;
        operand = kind == T_NAME || (kind >= T_INT && kind <= T_FSTRING) || kind == T_KW_NONE || kind == T_KW_TRUE ||
                  kind == T_KW_FALSE;
    }
    return false;
}

static void new_element(Frame *fr, uint32_t at) {
    fr->element = at;
    fr->typed = fr->assigned = fr->complex_known = fr->colon = false;
}

static uint8_t role_of(Marker *k, uint32_t i, Frame *fr) {
    const Tok *t = &k->t[i];
    const Fmt *f = k->f;
    bool operand = i > 0 && ends_operand(k, i - 1);
    switch (t->kind) {
    case T_NAME: return acts_as_keyword(k, i) ? R_WORD : R_NONE;
    case T_PLUS: case T_MINUS: case T_TILDE: return operand ? R_BINARY : R_UNARY;
    case T_STAR:
        if (i > 0 && k->t[i - 1].kind == T_KW_EXCEPT) return R_EXCEPT_STAR;
        if (k->is_from && i > 0 && k->t[i - 1].kind == T_KW_IMPORT) return R_NONE;
        /* fall through */
    case T_DSTAR:
        if (f->py && t->kind == T_STAR && fr->bracket == B_PARAM && i > 0 && k->t[i - 1].kind == T_COLON && i + 2 < k->n &&
            (k->t[i + 2].kind == T_LSQB || k->t[i + 2].kind == T_DOT))
            return R_NONE; /* *args: *Ts, which Black spaces like a product */
        if (!operand) return R_STAR;
        if ((fr->bracket == B_PARAM || fr->bracket == B_TPARAM) && !fr->typed && !fr->assigned && !f->py &&
            (is_convention(&k->t[i - 1]) || (k->t[i - 1].kind == T_RSQB && i > fr->element &&
                                             is_convention(&k->t[fr->element]))))
            return R_STAR;
        return R_BINARY;
    case T_AT: return i == 0 ? R_DECORATOR : R_BINARY;
    case T_CARET:
        if (!f->py && (i + 1 == k->n || !begins_operand(&k->t[i + 1]))) return R_POSTFIX;
        if (!f->py && i > 0 && (k->t[i + 1].kind == T_LSQB) && !(k->t[i].flags & TF_SPACE)) return R_POSTFIX;
        return R_BINARY;
    case T_ASSIGN:
        if (fr->lambdas) return R_TIGHT_EQ;
        switch (fr->bracket) {
        case B_NONE: return R_ASSIGN;
        case B_PARAM: case B_TPARAM: {
            uint8_t r = fr->typed ? R_EQ : R_TIGHT_EQ;
            fr->assigned = true;
            return r;
        }
        case B_SUB:
            fr->assigned = true;
            for (uint32_t j = i + 1, d = 0; j < k->n; j++) { /* a named slice: x[p=0:1] */
                int kind = k->t[j].kind;
                if (is_closer(kind) && d-- == 0) break;
                if (is_opener(kind)) d++;
                if (d == 0 && kind == T_COMMA) break;
                if (d == 0 && kind == T_COLON && element_is_complex(k, fr)) return R_EQ;
            }
            return R_TIGHT_EQ;
        case B_BRACE: return R_EQ;
        default: return R_TIGHT_EQ;
        }
    case T_COLON:
        if (fr->lambdas) {
            fr->lambdas--;
            return R_LAMBDA_COLON;
        }
        if (fr->bracket == B_SUB) return element_is_complex(k, fr) ? R_SLICE_WIDE : R_SLICE;
        fr->typed = true;
        return R_COLON;
    case T_KW_FOR: {
        bool statement = fr->bracket == B_NONE && (i == 0 || (i == 1 && (k->t[0].kind == T_KW_ASYNC || is_word(&k->t[0], NM_kw_comptime))));
        fr->fors++;
        if (statement) return R_NONE;
        fr->comprehension = true;
        return R_COMP_FOR;
    }
    case T_KW_ASYNC: return i > 0 && i + 1 < k->n && k->t[i + 1].kind == T_KW_FOR ? R_COMP_FOR : R_NONE;
    case T_KW_IF:
        if (i == 0 || (fr->bracket == B_NONE && i == 1 && is_word(&k->t[0], NM_kw_comptime))) return R_NONE;
        if (f->kind == S_BLOCK && fr->bracket == B_NONE && k->is_case) return R_NONE;
        return fr->comprehension ? R_COMP_IF : R_TERNARY;
    case T_KW_ELSE: return i == 0 ? R_NONE : R_TERNARY;
    case T_KW_IN:
        if (fr->fors) {
            fr->fors--;
            return R_FOR_IN;
        }
        return i > 0 && k->t[i - 1].kind == T_KW_NOT ? R_NONE : R_BINARY;
    case T_KW_NOT: return i + 1 < k->n && k->t[i + 1].kind == T_KW_IN && operand ? R_NOT_IN : R_NONE;
    case T_KW_LAMBDA: fr->lambdas++; return R_NONE;
    case T_WALRUS: return fr->bracket == B_SUB && f->py ? R_TIGHT_EQ : R_NONE;
    case T_DOT: case T_ELLIPSIS:
        return k->is_from && (i == 0 || k->t[i - 1].kind == T_KW_FROM || k->m[i - 1].role == R_IMPORT_DOT) ? R_IMPORT_DOT : R_NONE;
    case T_SLASH: case T_DSLASH:
        return operand ? R_BINARY : R_NONE;
    default: return R_BINARY;
    }
}

static bool simple_atom(const Tok *t) {
    return t->kind == T_NAME || t->kind == T_INT || t->kind == T_FLOAT || t->kind == T_IMAG;
}

/* ** between names, dotted names and numbers, perhaps with a sign. */
static bool hugs(const Marker *k, uint32_t i) {
    if (i == 0 || i + 1 >= k->n || !simple_atom(&k->t[i - 1])) return false;
    uint32_t j = i - 1;
    while (j >= 2 && k->t[j].kind == T_NAME && k->t[j - 1].kind == T_DOT) {
        if (k->t[j - 2].kind != T_NAME) return false;
        j -= 2;
    }
    j = i + 1;
    while (j < k->n && k->m[j].role == R_UNARY) j++;
    if (j >= k->n || !simple_atom(&k->t[j])) return false;
    if (k->t[j].kind == T_NAME)
        while (j + 2 < k->n && k->t[j + 1].kind == T_DOT && k->t[j + 2].kind == T_NAME) j += 2;
    return !(j + 1 < k->n && (k->t[j + 1].kind == T_LPAR || k->t[j + 1].kind == T_LSQB || k->t[j + 1].kind == T_DOT));
}

static uint8_t space_before(const Marker *k, uint32_t i) {
    if (i == 0) return 0;
    const Tok *c = &k->t[i], *p = &k->t[i - 1];
    const Mark *cm = &k->m[i], *pm = &k->m[i - 1];
    switch (c->kind) {
    case T_COMMA: case T_SEMI: case T_RPAR: case T_RSQB: case T_RBRACE: return 0;
    default: break;
    }
    if (is_opener(p->kind)) return 0;
    switch (c->kind) {
    case T_COLON:
        if (cm->role == R_SLICE) return p->kind == T_COMMA;
        if (cm->role != R_SLICE_WIDE) return 0;
        if (p->kind != T_COLON) return 1;
        return i >= 2 && !(is_opener(k->t[i - 2].kind) || k->t[i - 2].kind == T_COMMA) && i + 1 < k->n &&
               (is_closer(k->t[i + 1].kind) || k->t[i + 1].kind == T_COMMA);
    case T_DOT:
        if (cm->role == R_IMPORT_DOT) return pm->role != R_IMPORT_DOT;
        return !ends_operand(k, i - 1);
    case T_LPAR: if (cm->bracket == B_CALL || cm->bracket == B_CONF || cm->bracket == B_PARAM) return p->kind == T_KW_LAMBDA; break;
    case T_LSQB:
        if (pm->role == R_DECORATOR) return 1;
        if (cm->bracket == B_SUB || cm->bracket == B_TPARAM) return 0;
        break;
    case T_ASSIGN: case T_WALRUS: if (cm->role == R_TIGHT_EQ) return 0; break;
    case T_CARET: if (cm->role == R_POSTFIX) return 0; break;
    case T_STAR: if (cm->role == R_EXCEPT_STAR) return 0; break;
    case T_KW_IMPORT: return 1;
    default: break;
    }
    switch (p->kind) {
    case T_DOT: return 0;
    case T_ELLIPSIS: if (pm->role == R_IMPORT_DOT) return 0; break;
    case T_COLON: if (pm->role == R_SLICE) return 0; break;
    case T_ASSIGN: case T_WALRUS: if (pm->role == R_TIGHT_EQ) return 0; break;
    case T_BANG: case T_DOLLAR: return 0;
    default: break;
    }
    if (pm->role == R_UNARY || pm->role == R_STAR || pm->role == R_DECORATOR) return 0;
    return 1;
}

void mark_statement(Fmt *f) {
    Marker k = {.f = f, .t = f->t, .n = f->n};
    const Tok *t = f->t;
    if (f->n > f->marks.cap) vec_grow_heap((void **)&f->marks.data, &f->marks.cap, f->n, sizeof(Mark));
    f->marks.len = f->n;
    memset(f->marks.data, 0, f->n * sizeof(Mark));
    k.m = f->marks.data;
    k.is_import = f->kind == S_IMPORT || f->kind == S_IMPORT_FROM;
    k.is_from = f->kind == S_IMPORT_FROM;
    k.is_case = f->kind == S_BLOCK && (is_word(&t[0], NM_kw_case) || is_word(&t[0], NM_kw_match));
    k.header_type = f->kind == S_DEF || f->kind == S_CLASS || is_word(&t[0], NM_kw_comptime) || is_word(&t[0], NM_kw_alias) ||
                    (f->py && is_word(&t[0], NM_kw_type) && f->n > 1 && t[1].kind == T_NAME);
    Frame top = {0};
    f->frames.len = 0;
    f->has_power = false;
    vec_push(&f->frames, top);
    for (uint32_t i = 0; i < f->n; i++) {
        Frame *fr = &vec_last(&f->frames);
        int kind = t[i].kind;
        Mark *m = &k.m[i];
        if (is_opener(kind)) {
            m->bracket = classify_bracket(&k, i);
            m->space = space_before(&k, i);
            Frame nf = {.open = i, .bracket = m->bracket, .element = i + 1};
            vec_push(&f->frames, nf);
            continue;
        }
        if (is_closer(kind) && f->frames.len > 1) {
            m->match = fr->open;
            k.m[fr->open].match = i;
            f->frames.len--;
            m->space = space_before(&k, i);
            continue;
        }
        m->role = role_of(&k, i, fr);
        f->has_power |= kind == T_DSTAR && m->role == R_BINARY;
        if (kind == T_COMMA) {
            if (!fr->fors && !fr->lambdas) new_element(fr, i + 1);
        } else if (kind == T_ASSIGN && fr->bracket == B_NONE) k.header_type = false;
        m->space = space_before(&k, i);
    }
    for (uint32_t i = 1; f->has_power && i + 1 < f->n; i++)
        if (t[i].kind == T_DSTAR && k.m[i].role == R_BINARY && hugs(&k, i)) k.m[i].space = k.m[i + 1].space = 2;
}
