/* SPDX-License-Identifier: Apache-2.0 */
/* The tree back to text, such that parsing it gives an equal tree. Layout is plain: four spaces, one
 * statement a line, parentheses where precedence needs them and around every tuple. */
#include "syntax/ast.h"

typedef enum Level { /* how tightly an expression binds */
    LEVEL_ANY, LEVEL_TERNARY, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_CMP, LEVEL_BITOR, LEVEL_XOR, LEVEL_BITAND,
    LEVEL_SHIFT, LEVEL_SUM, LEVEL_TERM, LEVEL_UNARY, LEVEL_POWER, LEVEL_AWAIT, LEVEL_ATOM
} Level;

typedef struct Unparser {
    StrBuf *out;
    bool py;
    uint32_t indent;
} Unparser;

static void expr(Unparser *u, const Node *n, Level min);
static void stmt(Unparser *u, const Node *n);
static void signature(Unparser *u, const NodeSignature *s);

static const Level op_level[OP_COUNT] = {
    [OP_ADD] = LEVEL_SUM, [OP_SUB] = LEVEL_SUM, [OP_MUL] = LEVEL_TERM, [OP_MATMUL] = LEVEL_TERM,
    [OP_DIV] = LEVEL_TERM, [OP_FLOORDIV] = LEVEL_TERM, [OP_MOD] = LEVEL_TERM, [OP_POW] = LEVEL_POWER,
    [OP_LSHIFT] = LEVEL_SHIFT, [OP_RSHIFT] = LEVEL_SHIFT, [OP_BITAND] = LEVEL_BITAND, [OP_BITXOR] = LEVEL_XOR,
    [OP_BITOR] = LEVEL_BITOR,
};
static const char *const conv_text[] = {"", "imm ", "mut ", "var ", "deinit ", "out ", "ref "};

static void put(Unparser *u, const char *s) {
    sb_puts(u->out, s);
}

/* ---- names and strings ------------------------------------------------------------------------- */

static bool plain_name(Str s) {
    const char *c = s.p, *end = s.p + s.len;
    bool first = true;
    while (c < end) {
        uint32_t cp;
        int n = utf8_decode(c, end, &cp);
        if (!n) return true; /* as it came */
        if (first ? !unicode_xid_start(cp) : !unicode_xid_continue(cp)) return false;
        first = false;
        c += n;
    }
    return !first;
}

static void name(Unparser *u, Name n) {
    if (!n) return;
    bool tick = false;
    if (!u->py) {
        tick = n->known >= NM_kw_False && n->known < NM_kw_match;
        switch (n->known) {
        case NM_kw_var: case NM_kw_ref: case NM_kw_let: case NM_kw_alias: case NM_kw_comptime: case NM_kw_struct:
        case NM_kw_trait: case NM_kw_fn: tick = true; break;
        default: break;
        }
        tick = tick || !plain_name(name_str(n));
    }
    if (tick) sb_char(u->out, '`');
    sb_str(u->out, name_str(n));
    if (tick) sb_char(u->out, '`');
}

typedef enum TextKind { TEXT_PLAIN, TEXT_BYTES, TEXT_FORMAT, TEXT_SPEC } TextKind;

/* Text between double quotes, escaped. */
static void text(Unparser *u, Str s, TextKind kind) {
    const unsigned char *c = (const unsigned char *)s.p, *end = c + s.len;
    StrBuf *o = u->out;
    while (c < end) {
        if (*c == '"' || *c == '\\') sb_printf(o, "\\%c", *c);
        else if (*c == '\n') put(u, "\\n");
        else if (*c == '\r') put(u, "\\r");
        else if (*c == '\t') put(u, "\\t");
        else if (*c < 0x20 || *c == 0x7f) sb_printf(o, "\\x%02x", *c);
        else if ((*c == '{' || *c == '}') && kind == TEXT_FORMAT) sb_printf(o, "%c%c", *c, *c);
        else if ((*c == '{' || *c == '}') && kind == TEXT_SPEC) sb_printf(o, "\\x%02x", *c);
        else if (*c < 0x80) sb_char(o, (char)*c);
        else if (kind == TEXT_BYTES) sb_printf(o, "\\x%02x", *c);
        else {
            uint32_t cp;
            int n = utf8_decode((const char *)c, (const char *)end, &cp);
            if (n) {
                sb_add(o, (const char *)c, (size_t)n);
                c += n;
                continue;
            }
            if (*c == 0xed && end - c >= 3) { /* a surrogate */
                sb_printf(o, "\\u%04x", (unsigned)((*c & 15) << 12 | (c[1] & 63) << 6 | (c[2] & 63)));
                c += 3;
                continue;
            }
            sb_char(o, (char)*c);
        }
        c++;
    }
}

static void format_parts(Unparser *u, NodeList parts, TextKind kind) {
    EACH_NODE(parts, n) {
        if (IS(StringLit, n)) {
            text(u, AS(StringLit, n)->value, kind);
            continue;
        }
        const NodeInterp *i = AS(Interp, n);
        put(u, "{");
        if (i->source.len) sb_str(u->out, i->source);
        else {
            size_t at = u->out->len;
            expr(u, i->value, LEVEL_OR);
            if (u->out->p[at] == '{') { /* not a doubled brace */
                sb_char(u->out, ' ');
                memmove(u->out->p + at + 1, u->out->p + at, u->out->len - at - 1);
                u->out->p[at] = ' ';
            }
        }
        if (i->conversion) sb_printf(u->out, "!%c", (char)i->conversion);
        if (i->spec) {
            put(u, ":");
            format_parts(u, AS(FString, i->spec)->parts, TEXT_SPEC);
        }
        put(u, "}");
    }
}

/* ---- expressions ------------------------------------------------------------------------------- */

static void comma_list(Unparser *u, NodeList l, Level min) {
    for (uint32_t i = 0; i < l.len; i++) {
        if (i) put(u, ", ");
        expr(u, l.data[i], min);
    }
}

static void bracketed(Unparser *u, const char *open, NodeList l, const char *close) {
    put(u, open);
    comma_list(u, l, LEVEL_TERNARY);
    put(u, close);
}

static void comp(Unparser *u, const char *open, const Node *elt, const Node *value, NodeList clauses, const char *close) {
    put(u, open);
    expr(u, elt, LEVEL_TERNARY);
    if (value) {
        put(u, ": ");
        expr(u, value, LEVEL_TERNARY);
    }
    EACH_NODE(clauses, k) {
        if (IS(CompIf, k)) {
            put(u, " if ");
            expr(u, AS(CompIf, k)->test, LEVEL_OR);
            continue;
        }
        put(u, AS(CompFor, k)->is_async ? " async for " : " for ");
        expr(u, AS(CompFor, k)->target, LEVEL_BITOR);
        put(u, " in ");
        expr(u, AS(CompFor, k)->iter, LEVEL_OR);
    }
    put(u, close);
}

static bool has_binding(NodeList l) {
    EACH_NODE(l, n) if (IS(BindTarget, n)) return true;
    return false;
}

static void tuple(Unparser *u, const NodeTupleExpr *t) {
    bool bare = has_binding(t->elts);
    if (!bare) put(u, "(");
    comma_list(u, t->elts, LEVEL_TERNARY);
    if (t->elts.len == 1) put(u, ",");
    if (!bare) put(u, ")");
}

static void slice(Unparser *u, const NodeSlice *s) {
    if (s->lower) expr(u, s->lower, LEVEL_TERNARY);
    put(u, ":");
    if (s->upper) expr(u, s->upper, LEVEL_TERNARY);
    if (s->has_second_colon) put(u, ":");
    if (s->step) expr(u, s->step, LEVEL_TERNARY);
}

static void lambda(Unparser *u, const NodeLambda *l) {
    const NodeSignature *s = AS(Signature, l->sig);
    put(u, "lambda");
    if (s->has_args || s->has_params || s->effects || s->has_captures || s->returns) {
        put(u, " ");
        signature(u, s);
    } else if (s->args.len) {
        put(u, " ");
        comma_list(u, s->args, LEVEL_TERNARY);
    }
    put(u, ": ");
    expr(u, l->body, LEVEL_TERNARY);
}

static void arg(Unparser *u, const NodeArg *a) {
    if (a->conv) {
        sb_add(u->out, conv_text[a->conv], strlen(conv_text[a->conv]) - 1);
        if (a->has_conv_args) bracketed(u, "[", a->conv_args, "]");
        put(u, " ");
    }
    sb_repeat(u->out, '*', a->stars);
    name(u, a->name);
    if (a->annotation) {
        if (a->name) put(u, ": ");
        sb_repeat(u->out, '*', a->type_stars);
        expr(u, a->annotation, a->type_stars ? LEVEL_BITOR : LEVEL_TERNARY);
    }
    if (a->value) {
        put(u, a->annotation ? " = " : "=");
        expr(u, a->value, LEVEL_TERNARY);
    }
}

static void param(Unparser *u, const NodeParam *q) {
    put(u, conv_text[q->conv]);
    sb_repeat(u->out, '*', q->stars);
    name(u, q->name);
    if (q->annotation) {
        put(u, ": ");
        expr(u, q->annotation, LEVEL_TERNARY);
    }
    if (q->value) {
        put(u, " = ");
        expr(u, q->value, LEVEL_TERNARY);
    }
}

static Level level_of(const Node *n) {
    switch (n->kind) {
    case NODE_NamedExpr: case NODE_Yield: case NODE_YieldFrom: return LEVEL_ANY;
    case NODE_IfExp: case NODE_Lambda: case NODE_Transfer: case NODE_FnType: case NODE_RefType: return LEVEL_TERNARY;
    case NODE_BoolOp: return AS(BoolOp, n)->op == OP_OR ? LEVEL_OR : LEVEL_AND;
    case NODE_UnaryOp: return AS(UnaryOp, n)->op == OP_NOT ? LEVEL_NOT : LEVEL_UNARY;
    case NODE_Compare: return LEVEL_CMP;
    case NODE_BinOp: return op_level[AS(BinOp, n)->op];
    case NODE_Await: return LEVEL_AWAIT;
    default: return LEVEL_ATOM;
    }
}

static void binary(Unparser *u, const NodeBinOp *b) {
    Level l = op_level[b->op];
    bool pow = b->op == OP_POW;
    expr(u, b->left, pow ? LEVEL_AWAIT : l);
    put(u, " ");
    put(u, op_text((Op)b->op));
    put(u, " ");
    expr(u, b->right, pow ? LEVEL_UNARY : (Level)(l + 1));
}

static void postfix_operand(Unparser *u, const Node *n) {
    if (IS(IntLit, n) || IS(FloatLit, n) || IS(ImagLit, n)) {
        put(u, "(");
        expr(u, n, LEVEL_ANY);
        put(u, ")");
    } else expr(u, n, LEVEL_ATOM);
}

static void bare(Unparser *u, const Node *n) {
    switch (n->kind) {
    case NODE_Name: name(u, AS(Name, n)->id); break;
    case NODE_Constant: {
        static const char *const texts[] = {"None", "True", "False", "..."};
        put(u, texts[AS(Constant, n)->value]);
        break;
    }
    case NODE_IntLit: sb_str(u->out, AS(IntLit, n)->text); break;
    case NODE_FloatLit: sb_str(u->out, AS(FloatLit, n)->text); break;
    case NODE_ImagLit: sb_str(u->out, AS(ImagLit, n)->text); break;
    case NODE_StringLit:
        put(u, AS(StringLit, n)->is_bytes ? "b\"" : "\"");
        text(u, AS(StringLit, n)->value, AS(StringLit, n)->is_bytes ? TEXT_BYTES : TEXT_PLAIN);
        put(u, "\"");
        break;
    case NODE_FString:
        put(u, AS(FString, n)->is_template ? "t\"" : "f\"");
        format_parts(u, AS(FString, n)->parts, TEXT_FORMAT);
        put(u, "\"");
        break;
    case NODE_BoolOp: {
        const NodeBoolOp *b = AS(BoolOp, n);
        for (uint32_t i = 0; i < b->values.len; i++) {
            if (i) put(u, b->op == OP_OR ? " or " : " and ");
            expr(u, b->values.data[i], b->op == OP_OR ? LEVEL_AND : LEVEL_NOT);
        }
        break;
    }
    case NODE_BinOp: binary(u, AS(BinOp, n)); break;
    case NODE_UnaryOp:
        put(u, op_text((Op)AS(UnaryOp, n)->op));
        if (AS(UnaryOp, n)->op == OP_NOT) put(u, " ");
        expr(u, AS(UnaryOp, n)->operand, AS(UnaryOp, n)->op == OP_NOT ? LEVEL_NOT : LEVEL_UNARY);
        break;
    case NODE_Compare: {
        const NodeCompare *c = AS(Compare, n);
        expr(u, c->left, LEVEL_BITOR);
        for (uint32_t i = 0; i < c->ops.len; i++) {
            sb_printf(u->out, " %s ", op_text((Op)AS(CmpOp, c->ops.data[i])->op));
            expr(u, c->rights.data[i], LEVEL_BITOR);
        }
        break;
    }
    case NODE_Call:
        postfix_operand(u, AS(Call, n)->func);
        bracketed(u, "(", AS(Call, n)->args, ")");
        break;
    case NODE_Keyword:
        name(u, AS(Keyword, n)->name);
        put(u, "=");
        expr(u, AS(Keyword, n)->value, LEVEL_TERNARY);
        break;
    case NODE_Starred:
        put(u, "*");
        expr(u, AS(Starred, n)->value, LEVEL_BITOR);
        break;
    case NODE_DoubleStar:
        put(u, "**");
        expr(u, AS(DoubleStar, n)->value, LEVEL_BITOR);
        break;
    case NODE_Subscript:
        postfix_operand(u, AS(Subscript, n)->value);
        bracketed(u, "[", AS(Subscript, n)->indices, AS(Subscript, n)->trailing_comma ? ",]" : "]");
        break;
    case NODE_Slice: slice(u, AS(Slice, n)); break;
    case NODE_Attribute:
        if (IS(Transfer, AS(Attribute, n)->value)) bare(u, AS(Attribute, n)->value);
        else postfix_operand(u, AS(Attribute, n)->value);
        put(u, ".");
        name(u, AS(Attribute, n)->attr);
        break;
    case NODE_ContextMember:
        put(u, ".");
        name(u, AS(ContextMember, n)->attr);
        break;
    case NODE_Transfer:
        postfix_operand(u, AS(Transfer, n)->value);
        put(u, "^");
        break;
    case NODE_TupleExpr: tuple(u, AS(TupleExpr, n)); break;
    case NODE_ListExpr: bracketed(u, "[", AS(ListExpr, n)->elts, "]"); break;
    case NODE_SetExpr: bracketed(u, "{", AS(SetExpr, n)->elts, "}"); break;
    case NODE_DictExpr: bracketed(u, "{", AS(DictExpr, n)->entries, "}"); break;
    case NODE_BraceInit: bracketed(u, "{", AS(BraceInit, n)->args, "}"); break;
    case NODE_DictEntry:
        expr(u, AS(DictEntry, n)->key, LEVEL_TERNARY);
        put(u, ": ");
        expr(u, AS(DictEntry, n)->value, LEVEL_TERNARY);
        break;
    case NODE_ListComp: comp(u, "[", AS(ListComp, n)->elt, NULL, AS(ListComp, n)->clauses, "]"); break;
    case NODE_SetComp: comp(u, "{", AS(SetComp, n)->elt, NULL, AS(SetComp, n)->clauses, "}"); break;
    case NODE_DictComp: comp(u, "{", AS(DictComp, n)->key, AS(DictComp, n)->value, AS(DictComp, n)->clauses, "}"); break;
    case NODE_GeneratorExp: comp(u, "(", AS(GeneratorExp, n)->elt, NULL, AS(GeneratorExp, n)->clauses, ")"); break;
    case NODE_Lambda: lambda(u, AS(Lambda, n)); break;
    case NODE_IfExp:
        expr(u, AS(IfExp, n)->body, LEVEL_OR);
        put(u, " if ");
        expr(u, AS(IfExp, n)->test, LEVEL_OR);
        put(u, " else ");
        expr(u, AS(IfExp, n)->orelse, LEVEL_TERNARY);
        break;
    case NODE_NamedExpr:
        expr(u, AS(NamedExpr, n)->target, LEVEL_ATOM);
        put(u, " := ");
        expr(u, AS(NamedExpr, n)->value, LEVEL_TERNARY);
        break;
    case NODE_Await:
        put(u, "await ");
        expr(u, AS(Await, n)->value, LEVEL_ATOM);
        break;
    case NODE_Yield:
        put(u, "yield");
        if (AS(Yield, n)->value) {
            put(u, " ");
            expr(u, AS(Yield, n)->value, LEVEL_TERNARY);
        }
        break;
    case NODE_YieldFrom:
        put(u, "yield from ");
        expr(u, AS(YieldFrom, n)->value, LEVEL_TERNARY);
        break;
    case NODE_Comptime:
        put(u, "comptime(");
        expr(u, AS(Comptime, n)->value, LEVEL_TERNARY);
        put(u, ")");
        break;
    case NODE_FnType:
        put(u, AS(FnType, n)->is_legacy_fn ? "fn" : "def");
        signature(u, AS(Signature, AS(FnType, n)->sig));
        break;
    case NODE_RefType:
        put(u, "ref");
        if (AS(RefType, n)->has_origin) bracketed(u, "[", AS(RefType, n)->origin, "]");
        put(u, " ");
        bare(u, AS(RefType, n)->value);
        break;
    case NODE_BindTarget: {
        static const char *const words[] = {"var ", "ref ", "let "};
        put(u, words[AS(BindTarget, n)->kind]);
        expr(u, AS(BindTarget, n)->target, LEVEL_BITOR);
        break;
    }
    case NODE_Arg: arg(u, AS(Arg, n)); break;
    case NODE_Param: param(u, AS(Param, n)); break;
    case NODE_Marker: {
        static const char *const texts[] = {"/", "*", "//", "..."};
        put(u, texts[AS(Marker, n)->kind]);
        break;
    }
    case NODE_Capture: {
        const NodeCapture *c = AS(Capture, n);
        const char *w = conv_text[c->conv];
        sb_add(u->out, w, strlen(w) - (c->name || !*w ? 0 : 1));
        name(u, c->name);
        if (c->transfer) put(u, "^");
        break;
    }
    case NODE_Conformance:
        expr(u, AS(Conformance, n)->trait, LEVEL_TERNARY);
        if (AS(Conformance, n)->condition) {
            put(u, AS(Conformance, n)->message ? " where (" : " where ");
            expr(u, AS(Conformance, n)->condition, LEVEL_TERNARY);
            if (AS(Conformance, n)->message) {
                put(u, ", ");
                expr(u, AS(Conformance, n)->message, LEVEL_TERNARY);
                put(u, ")");
            }
        }
        break;
    default: put(u, "..."); break;
    }
}

static void expr(Unparser *u, const Node *n, Level min) {
    if (!n) return;
    bool parens = level_of(n) < min;
    if (parens) put(u, "(");
    bare(u, n);
    if (parens) put(u, ")");
}

/* ---- headers ----------------------------------------------------------------------------------- */

static void wheres(Unparser *u, NodeList l) {
    EACH_NODE(l, n) {
        const NodeWhere *w = AS(Where, n);
        put(u, w->message ? " where (" : " where ");
        expr(u, w->condition, LEVEL_TERNARY);
        if (w->message) {
            put(u, ", ");
            expr(u, w->message, LEVEL_TERNARY);
            put(u, ")");
        }
    }
}

static void signature(Unparser *u, const NodeSignature *s) {
    if (s->has_params) bracketed(u, "[", s->params, "]");
    if (s->has_args) bracketed(u, "(", s->args, ")");
    if (s->effects & EFFECT_RAISES) {
        put(u, " raises");
        if (s->raises_type) {
            put(u, " ");
            expr(u, s->raises_type, LEVEL_ATOM);
        }
    }
    if (s->effects & EFFECT_THIN) put(u, " thin");
    if (s->effects & EFFECT_ABI) {
        put(u, " abi(\"");
        text(u, s->abi, TEXT_PLAIN);
        put(u, "\")");
    }
    if (s->effects & EFFECT_CAPTURING) put(u, " capturing");
    if (s->capturing.len) bracketed(u, "[", s->capturing, "]");
    if (s->effects & EFFECT_ESCAPING) put(u, " escaping");
    if (s->effects & EFFECT_UNIFIED) put(u, " unified");
    if (s->has_captures) bracketed(u, " {", s->captures, "}");
    if (s->returns) {
        put(u, " -> ");
        expr(u, s->returns, LEVEL_TERNARY);
        if (s->returns_name) {
            put(u, " as ");
            name(u, s->returns_name);
        }
    }
    wheres(u, s->wheres);
}

/* ---- statements -------------------------------------------------------------------------------- */

static void line(Unparser *u) {
    sb_repeat(u->out, ' ', (size_t)u->indent * 4);
}

static void body(Unparser *u, NodeList l) {
    put(u, ":\n");
    u->indent++;
    if (!l.len) {
        line(u);
        put(u, "pass\n");
    }
    EACH_NODE(l, n) stmt(u, n);
    u->indent--;
}

static void orelse(Unparser *u, const char *word, NodeList l) {
    if (!l.len) return;
    line(u);
    put(u, word);
    body(u, l);
}

static void decorators(Unparser *u, NodeList l) {
    EACH_NODE(l, d) {
        put(u, "@");
        expr(u, AS(Decorator, d)->value, LEVEL_TERNARY);
        put(u, "\n");
        line(u);
    }
}

static void path(Unparser *u, NodeList l) {
    for (uint32_t i = 0; i < l.len; i++) {
        if (i) put(u, ".");
        name(u, AS(Name, l.data[i])->id);
    }
}

static void aliases(Unparser *u, NodeList l) {
    for (uint32_t i = 0; i < l.len; i++) {
        if (i) put(u, ", ");
        path(u, AS(Alias, l.data[i])->path);
        if (AS(Alias, l.data[i])->asname) {
            put(u, " as ");
            name(u, AS(Alias, l.data[i])->asname);
        }
    }
}

static void pattern(Unparser *u, const Node *n);
static void patterns(Unparser *u, NodeList l, const char *sep) {
    for (uint32_t i = 0; i < l.len; i++) {
        if (i) put(u, sep);
        pattern(u, l.data[i]);
    }
}

static void pattern(Unparser *u, const Node *n) {
    switch (n->kind) {
    case NODE_MatchValue: expr(u, AS(MatchValue, n)->value, LEVEL_ANY); break;
    case NODE_MatchSingleton: {
        static const char *const texts[] = {"None", "True", "False", "..."};
        put(u, texts[AS(MatchSingleton, n)->value]);
        break;
    }
    case NODE_MatchSequence:
        put(u, "[");
        patterns(u, AS(MatchSequence, n)->patterns, ", ");
        put(u, "]");
        break;
    case NODE_MatchMapping: {
        const NodeMatchMapping *m = AS(MatchMapping, n);
        put(u, "{");
        for (uint32_t i = 0; i < m->keys.len; i++) {
            if (i) put(u, ", ");
            expr(u, m->keys.data[i], LEVEL_ANY);
            put(u, ": ");
            pattern(u, m->patterns.data[i]);
        }
        if (m->rest) {
            put(u, m->keys.len ? ", **" : "**");
            name(u, m->rest);
        }
        put(u, "}");
        break;
    }
    case NODE_MatchClass: {
        const NodeMatchClass *c = AS(MatchClass, n);
        expr(u, c->cls, LEVEL_ATOM);
        put(u, "(");
        patterns(u, c->patterns, ", ");
        for (uint32_t i = 0; i < c->kwd_names.len; i++) {
            if (i || c->patterns.len) put(u, ", ");
            name(u, AS(Name, c->kwd_names.data[i])->id);
            put(u, "=");
            pattern(u, c->kwd_patterns.data[i]);
        }
        put(u, ")");
        break;
    }
    case NODE_MatchStar:
        put(u, "*");
        if (AS(MatchStar, n)->name) name(u, AS(MatchStar, n)->name);
        else put(u, "_");
        break;
    case NODE_MatchAs:
        if (AS(MatchAs, n)->pattern) {
            put(u, "(");
            pattern(u, AS(MatchAs, n)->pattern);
            put(u, " as ");
            name(u, AS(MatchAs, n)->name);
            put(u, ")");
        } else if (AS(MatchAs, n)->name) name(u, AS(MatchAs, n)->name);
        else put(u, "_");
        break;
    case NODE_MatchOr:
        put(u, "(");
        patterns(u, AS(MatchOr, n)->patterns, " | ");
        put(u, ")");
        break;
    default: put(u, "_"); break;
    }
}

static void value_of(Unparser *u, const char *before, const Node *n) {
    if (!n) return;
    put(u, before);
    expr(u, n, LEVEL_TERNARY);
}

static void if_stmt(Unparser *u, const NodeIf *n) {
    for (;;) {
        put(u, n->is_elif ? "elif " : n->is_comptime ? "comptime if " : "if ");
        expr(u, n->test, LEVEL_TERNARY);
        body(u, n->body);
        if (n->orelse.len == 1 && IS(If, n->orelse.data[0]) && AS(If, n->orelse.data[0])->is_elif) {
            line(u);
            n = AS(If, n->orelse.data[0]);
            continue;
        }
        orelse(u, "else", n->orelse);
        return;
    }
}

static void try_stmt(Unparser *u, const NodeTry *t) {
    put(u, "try");
    body(u, t->body);
    EACH_NODE(t->handlers, n) {
        const NodeExceptHandler *h = AS(ExceptHandler, n);
        line(u);
        put(u, t->is_star ? "except*" : "except");
        value_of(u, " ", h->type);
        if (h->name) {
            put(u, " as ");
            name(u, h->name);
        }
        body(u, h->body);
    }
    orelse(u, "else", t->orelse);
    if (t->has_finally) {
        line(u);
        put(u, "finally");
        body(u, t->finalbody);
    }
}

static void with_stmt(Unparser *u, const NodeWith *w) {
    put(u, w->is_async ? "async with " : "with ");
    bool wrap = w->items.len == 1 && !AS(WithItem, w->items.data[0])->target && IS(TupleExpr, AS(WithItem, w->items.data[0])->expr);
    if (wrap) put(u, "(");
    for (uint32_t i = 0; i < w->items.len; i++) {
        if (i) put(u, ", ");
        expr(u, AS(WithItem, w->items.data[i])->expr, LEVEL_TERNARY);
        value_of(u, " as ", AS(WithItem, w->items.data[i])->target);
    }
    if (wrap) put(u, ")");
    body(u, w->body);
}

static void comptime_decl(Unparser *u, const NodeComptimeDecl *d) {
    const NodeSignature *s = AS(Signature, d->sig);
    decorators(u, d->decorators);
    put(u, d->is_alias == COMPTIME_ALIAS ? "alias " : d->is_alias == COMPTIME_TYPE ? "type " : "comptime ");
    comma_list(u, d->names, LEVEL_ATOM);
    if (s && s->has_params) bracketed(u, "[", s->params, "]");
    value_of(u, ": ", d->annotation);
    if (s) wheres(u, s->wheres);
    value_of(u, " = ", d->value);
}

static void type_header(Unparser *u, const char *word, Name nm, bool has_params, NodeList params, NodeList conf, NodeList ws) {
    put(u, word);
    name(u, nm);
    if (has_params) bracketed(u, "[", params, "]");
    if (conf.len) bracketed(u, "(", conf, ")");
    wheres(u, ws);
}

static void names_stmt(Unparser *u, const char *word, NodeList l) {
    put(u, word);
    comma_list(u, l, LEVEL_ATOM);
}

/* True when the statement ended its own line. */
static bool compound(Unparser *u, const Node *n) {
    switch (n->kind) {
    case NODE_If: if_stmt(u, AS(If, n)); return true;
    case NODE_While:
        value_of(u, "while ", AS(While, n)->test);
        body(u, AS(While, n)->body);
        orelse(u, "else", AS(While, n)->orelse);
        return true;
    case NODE_For: {
        const NodeFor *f = AS(For, n);
        if (f->is_async) put(u, "async ");
        if (f->is_comptime) put(u, "comptime ");
        value_of(u, "for ", f->target);
        value_of(u, " in ", f->iter);
        body(u, f->body);
        orelse(u, "else", f->orelse);
        return true;
    }
    case NODE_Try: try_stmt(u, AS(Try, n)); return true;
    case NODE_With: with_stmt(u, AS(With, n)); return true;
    case NODE_Match:
        value_of(u, "match ", AS(Match, n)->subject);
        put(u, ":\n");
        u->indent++;
        EACH_NODE(AS(Match, n)->cases, c) {
            line(u);
            put(u, "case ");
            pattern(u, AS(MatchCase, c)->pattern);
            value_of(u, " if ", AS(MatchCase, c)->guard);
            body(u, AS(MatchCase, c)->body);
        }
        u->indent--;
        return true;
    case NODE_FuncDef: {
        const NodeFuncDef *f = AS(FuncDef, n);
        decorators(u, f->decorators);
        put(u, f->is_async ? "async " : "");
        put(u, f->is_legacy_fn ? "fn " : "def ");
        name(u, f->name);
        signature(u, AS(Signature, f->sig));
        body(u, f->body);
        return true;
    }
    case NODE_StructDef: {
        const NodeStructDef *s = AS(StructDef, n);
        decorators(u, s->decorators);
        type_header(u, "struct ", s->name, s->has_params, s->params, s->conformances, s->wheres);
        body(u, s->body);
        return true;
    }
    case NODE_TraitDef: {
        const NodeTraitDef *s = AS(TraitDef, n);
        decorators(u, s->decorators);
        type_header(u, "trait ", s->name, s->has_params, s->params, s->conformances, s->wheres);
        body(u, s->body);
        return true;
    }
    case NODE_ExtensionDef: {
        const NodeExtensionDef *s = AS(ExtensionDef, n);
        decorators(u, s->decorators);
        type_header(u, "__extension ", s->name, s->params.len > 0, s->params, s->conformances, s->wheres);
        body(u, s->body);
        return true;
    }
    case NODE_ClassDef: {
        const NodeClassDef *c = AS(ClassDef, n);
        decorators(u, c->decorators);
        put(u, "class ");
        name(u, c->name);
        if (c->params.len) bracketed(u, "[", c->params, "]");
        if (c->args.len) bracketed(u, "(", c->args, ")");
        body(u, c->body);
        return true;
    }
    case NODE_MlirRegion:
        put(u, "__mlir_region ");
        name(u, AS(MlirRegion, n)->name);
        bracketed(u, "(", AS(MlirRegion, n)->args, ")");
        body(u, AS(MlirRegion, n)->body);
        return true;
    default: return false;
    }
}

static void simple(Unparser *u, const Node *n) {
    static const char *const bind_words[] = {"var ", "ref ", "let "};
    switch (n->kind) {
    case NODE_ExprStmt: expr(u, AS(ExprStmt, n)->value, LEVEL_TERNARY); break;
    case NODE_Assign:
        EACH_NODE(AS(Assign, n)->targets, t) {
            expr(u, t, LEVEL_TERNARY);
            put(u, " = ");
        }
        expr(u, AS(Assign, n)->value, LEVEL_TERNARY);
        break;
    case NODE_AugAssign:
        expr(u, AS(AugAssign, n)->target, LEVEL_TERNARY);
        sb_printf(u->out, " %s= ", op_text((Op)AS(AugAssign, n)->op));
        expr(u, AS(AugAssign, n)->value, LEVEL_TERNARY);
        break;
    case NODE_AnnAssign:
        if (AS(AnnAssign, n)->parenthesized) put(u, "(");
        expr(u, AS(AnnAssign, n)->target, LEVEL_TERNARY);
        if (AS(AnnAssign, n)->parenthesized) put(u, ")");
        value_of(u, ": ", AS(AnnAssign, n)->annotation);
        value_of(u, " = ", AS(AnnAssign, n)->value);
        break;
    case NODE_VarDecl:
        put(u, bind_words[AS(VarDecl, n)->kind]);
        expr(u, AS(VarDecl, n)->target, LEVEL_TERNARY);
        value_of(u, ": ", AS(VarDecl, n)->annotation);
        value_of(u, " = ", AS(VarDecl, n)->value);
        break;
    case NODE_ComptimeDecl: comptime_decl(u, AS(ComptimeDecl, n)); break;
    case NODE_TypeAlias:
        put(u, "type ");
        name(u, AS(TypeAlias, n)->name);
        if (AS(TypeAlias, n)->params.len) bracketed(u, "[", AS(TypeAlias, n)->params, "]");
        value_of(u, " = ", AS(TypeAlias, n)->value);
        break;
    case NODE_Return: put(u, "return"); value_of(u, " ", AS(Return, n)->value); break;
    case NODE_Raise:
        put(u, "raise");
        value_of(u, " ", AS(Raise, n)->exc);
        value_of(u, " from ", AS(Raise, n)->cause);
        break;
    case NODE_Assert:
        put(u, AS(Assert, n)->is_comptime ? "comptime assert" : "assert");
        value_of(u, " ", AS(Assert, n)->test);
        value_of(u, ", ", AS(Assert, n)->msg);
        break;
    case NODE_Delete:
        put(u, "del ");
        comma_list(u, AS(Delete, n)->targets, LEVEL_TERNARY);
        break;
    case NODE_Pass: put(u, "pass"); break;
    case NODE_Break: put(u, "break"); break;
    case NODE_Continue: put(u, "continue"); break;
    case NODE_Global: names_stmt(u, "global ", AS(Global, n)->names); break;
    case NODE_Nonlocal: names_stmt(u, "nonlocal ", AS(Nonlocal, n)->names); break;
    case NODE_Import:
        put(u, "import ");
        aliases(u, AS(Import, n)->names);
        break;
    case NODE_ImportFrom:
        put(u, "from ");
        sb_repeat(u->out, '.', AS(ImportFrom, n)->level);
        path(u, AS(ImportFrom, n)->path);
        put(u, " import ");
        if (AS(ImportFrom, n)->is_star) put(u, "*");
        else aliases(u, AS(ImportFrom, n)->names);
        break;
    default: bare(u, n);
    }
}

static void stmt(Unparser *u, const Node *n) {
    line(u);
    if (compound(u, n)) return;
    simple(u, n);
    put(u, "\n");
}

void node_unparse(StrBuf *out, const Node *n, Lang lang) {
    Unparser u = {out, lang == LANG_PYTHON, 0};
    switch (node_family(n->kind)) {
    case FAMILY_STMT: stmt(&u, n); break;
    case FAMILY_PATTERN: pattern(&u, n); break;
    default:
        if (IS(Signature, n)) signature(&u, AS(Signature, n));
        else expr(&u, n, LEVEL_ANY);
    }
}

void ast_unparse(StrBuf *out, const Ast *ast) {
    for (uint32_t i = 0; i < ast->n_items; i++)
        EACH_NODE(ast->items[i]->stmts, n) node_unparse(out, n, ast->lang);
}
