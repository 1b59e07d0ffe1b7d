/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions: precedence climbing over the token array. Types are expressions too. */
#include "syntax/parse.h"

static const uint8_t prec_of[T_COUNT] = {
    [T_KW_OR] = PREC_OR, [T_KW_AND] = PREC_AND, [T_EQ] = PREC_CMP, [T_NE] = PREC_CMP, [T_LT] = PREC_CMP,
    [T_LE] = PREC_CMP, [T_GT] = PREC_CMP, [T_GE] = PREC_CMP, [T_KW_IN] = PREC_CMP, [T_KW_IS] = PREC_CMP,
    [T_KW_NOT] = PREC_CMP, [T_BAR] = PREC_BITOR, [T_CARET] = PREC_XOR, [T_AMP] = PREC_BITAND,
    [T_LSHIFT] = PREC_SHIFT, [T_RSHIFT] = PREC_SHIFT, [T_PLUS] = PREC_SUM, [T_MINUS] = PREC_SUM,
    [T_STAR] = PREC_TERM, [T_SLASH] = PREC_TERM, [T_DSLASH] = PREC_TERM, [T_PERCENT] = PREC_TERM, [T_AT] = PREC_TERM,
};

static Node *parse_unary(Parser *p, int prec);

/* ---- operators --------------------------------------------------------------------------------- */

static bool too_long(Parser *p, uint32_t chain) {
    if (LIKELY(chain < MAX_DEPTH)) return false;
    if (!p->depth_reported) {
        p->depth_reported = true;
        error_soft(p, DIAG_too_deep, p->t->pos, p->t->end, "this expression has more than %d operators in a row", MAX_DEPTH);
    }
    p->panic = true;
    return true;
}

static Node *parse_comparison(Parser *p, Node *left, uint32_t start) {
    /* ops and operands alternate on the stack; then they are taken apart */
    uint32_t mark = p->sp;
    while (prec_of[p->t->kind] == PREC_CMP) {
        uint32_t pos = p->t->pos;
        int op;
        if (at(p, T_KW_NOT)) {
            if (p->t[1].kind != T_KW_IN) break;
            next(p);
            op = OP_NOT_IN;
        } else if (at(p, T_KW_IN)) op = OP_IN;
        else if (at(p, T_KW_IS)) {
            op = OP_IS;
            if (p->t[1].kind == T_KW_NOT) next(p), op = OP_IS_NOT;
        } else op = OP_EQ + (p->t->kind - T_EQ);
        next(p);
        NodeCmpOp *o = NEW(CmpOp, p, pos);
        o->op = (uint32_t)op;
        DONE(p, o);
        if (at(p, T_ASSIGN) && (op == OP_EQ)) {
            Diag *d = error_at(p, DIAG_foreign_operator, pos, p->t->end, "`===` is written `==`");
            if (d) fix_replace(d, FIX_SAFE, pos, p->t->end, "==", "use `==`");
            next(p);
        }
        push(p, &o->node);
        push(p, parse_binary(p, PREC_BITOR));
    }
    uint32_t n = (p->sp - mark) / 2;
    if (!n) return left;
    NodeCompare *c = NEW(Compare, p, start);
    c->left = left;
    c->ops.len = c->rights.len = n;
    c->ops.data = arena_alloc(p->arena, 2 * n * sizeof(Node *));
    c->rights.data = c->ops.data + n;
    for (uint32_t i = 0; i < n; i++) {
        c->ops.data[i] = p->stack[mark + 2 * i];
        c->rights.data[i] = p->stack[mark + 2 * i + 1];
    }
    p->sp = mark;
    return DONE(p, c);
}

/* Mojo: is this `^` a transfer (postfix) or xor? */
static bool is_transfer(const Parser *p) {
    const Tok *t = p->t + 1;
    if (!starts_operand(p, t)) return !(t->kind == T_ERROR);
    if (t->kind == T_KW_LAMBDA) return true;
    return false;
}

Node *parse_binary(Parser *p, int min) {
    uint32_t start = p->t->pos;
    Node *left = parse_unary(p, min);
    uint32_t chain = 0;
    for (;;) {
        int kind = p->t->kind, prec = prec_of[kind];
        if (prec < min || prec == 0) return left;
        if (too_long(p, ++chain)) return left;
        if (prec == PREC_CMP) {
            if (kind == T_KW_NOT && p->t[1].kind != T_KW_IN) return left;
            Node *n = parse_comparison(p, left, start);
            if (n == left) return left;
            left = n;
        } else if (prec <= PREC_AND) {
            uint32_t mark = p->sp;
            push(p, left);
            while (accept(p, (TokKind)kind)) push(p, parse_binary(p, prec + 1));
            NodeBoolOp *b = NEW(BoolOp, p, start);
            b->op = kind == T_KW_OR ? OP_OR : OP_AND;
            b->values = take(p, mark);
            left = DONE(p, b);
        } else {
            if (kind == T_AMP && !p->is_py) { /* `T&`, an old spelling in signatures */
                int k = p->t[1].kind;
                if (k == T_COMMA || k == T_RPAR || k == T_RSQB) return left;
            }
            uint32_t op_pos = p->t->pos, op_end = p->t->end;
            next(p);
            if (at(p, T_KW_NOT) && !p->panic) {
                Diag *d = error_at(p, DIAG_not_operand, p->t->pos, p->t->end, "`not` binds weaker than the operator before it");
                if (d) diag_help(d, "put parentheses around the `not …`");
            }
            /* C habits: a && b, a || b, i++ */
            if (UNLIKELY((kind == T_AMP || kind == T_BAR) && p->t->kind == kind && !(p->t->flags & TF_SPACE))) {
                const char *word = kind == T_AMP ? "and" : "or";
                Diag *d = error_at(p, DIAG_foreign_operator, op_pos, p->t->end, "`%s` is written `%s`", kind == T_AMP ? "&&" : "||", word);
                if (d) {
                    char text[8];
                    snprintf(text, sizeof text, p->t[1].flags & TF_SPACE ? "%s" : "%s ", word);
                    fix_replace(d, FIX_SAFE, op_pos, p->t->end, text, "use the word");
                }
                next(p);
            }
            if (UNLIKELY((kind == T_PLUS || kind == T_MINUS) && p->t->kind == kind && !(p->t->flags & TF_SPACE) &&
                         !starts_operand(p, p->t + 1))) {
                Diag *d = error_at(p, DIAG_increment, op_pos, p->t->end, "there is no `%s` operator", kind == T_PLUS ? "++" : "--");
                if (d) fix_replace(d, FIX_MAYBE, op_pos, p->t->end, kind == T_PLUS ? " += 1" : " -= 1", kind == T_PLUS ? "use `+= 1`" : "use `-= 1`");
                (void)op_end;
                next(p);
                return left;
            }
            NodeBinOp *b = NEW(BinOp, p, start);
            b->op = (uint32_t)(OP_ADD + (kind - T_PLUS));
            b->left = left;
            b->right = parse_binary(p, prec + 1);
            left = DONE(p, b);
        }
    }
}

static Node *parse_power(Parser *p) {
    uint32_t start = p->t->pos;
    Node *left = parse_primary(p);
    if (LIKELY(!at(p, T_DSTAR))) return left;
    next(p);
    NodeBinOp *b = NEW(BinOp, p, start);
    b->op = OP_POW;
    b->left = left;
    b->right = enter(p) ? parse_unary(p, PREC_UNARY) : error_node(p, p->t->pos);
    leave(p);
    return DONE(p, b);
}

static Node *parse_unary(Parser *p, int min) {
    int op;
    switch (p->t->kind) {
    case T_KW_NOT: op = OP_NOT; break;
    case T_PLUS: op = OP_POS; break;
    case T_MINUS: op = OP_NEG; break;
    case T_TILDE: op = OP_INVERT; break;
    default: return parse_power(p);
    }
    if (op == OP_NOT && min > PREC_NOT && !p->panic)
        error_at(p, DIAG_not_operand, p->t->pos, p->t->end, "`not` cannot stand after this operator without parentheses");
    NodeUnaryOp *u = NEW(UnaryOp, p, p->t->pos);
    u->op = (uint32_t)op;
    if (!enter(p)) {
        leave(p);
        u->operand = error_node(p, p->t->pos);
        return DONE(p, u);
    }
    next(p);
    u->operand = op == OP_NOT ? parse_binary(p, PREC_NOT) : parse_unary(p, PREC_UNARY);
    leave(p);
    return DONE(p, u);
}

/* ---- calls and subscripts ---------------------------------------------------------------------- */

static void check_keyword_twice(Parser *p, uint32_t mark, Name name, uint32_t pos, uint32_t end) {
    for (uint32_t i = mark; i < p->sp && !p->panic; i++) {
        const Node *o = p->stack[i];
        if (o->kind != NODE_Keyword || AS(Keyword, o)->name != name) continue;
        Diag *d = error_soft(p, DIAG_repeated_keyword, pos, end, "the keyword argument `%s` is given twice", name->chars);
        if (d) diag_label(d, rel(o->pos, o->pos + name->len), "given here first");
        return;
    }
}

void parse_call_args(Parser *p) {
    uint32_t mark = p->sp;
    bool keyword = false, dstar = false;
    const Tok *open = p->t - 1;
    if (!enter(p)) {
        leave(p);
        expect_close(p, T_RPAR, open);
        return;
    }
    while (!at(p, T_RPAR)) {
        const Tok *before = p->t;
        uint32_t pos = p->t->pos;
        if (at(p, T_NAME) && p->t[1].kind == T_ASSIGN) {
            NodeKeyword *k = NEW(Keyword, p, pos);
            k->name = p->t->name;
            check_name_store(p, k->name, pos, p->t->end);
            if (keyword) check_keyword_twice(p, mark, k->name, pos, p->t->end);
            next(p), next(p);
            if (at(p, T_COMMA) || (at(p, T_RPAR) && !(p->t->flags & TF_SYNTH))) {
                error_at(p, DIAG_missing_value, pos, p->t[-1].end, "the argument `%s` has no value", k->name->chars);
                k->value = error_node(p, p->t->pos);
            } else k->value = parse_expr(p);
            keyword = true;
            push(p, DONE(p, k));
            if (at_comp(p))
                error_at(p, DIAG_unparenthesized_generator, pos, prev_end(p), "a generator as the value of an argument needs parentheses");
        } else if (is_keyword(p->t->kind) && p->t[1].kind == T_ASSIGN && p->t->kind != T_KW_NONE && p->t->kind != T_KW_TRUE && p->t->kind != T_KW_FALSE) {
            expect_name(p, "an argument");
            next(p);
            push(p, parse_expr(p));
        } else if (at(p, T_DSTAR)) {
            NodeDoubleStar *d = NEW(DoubleStar, p, pos);
            next(p);
            d->value = parse_expr(p);
            keyword = dstar = true;
            push(p, DONE(p, d));
        } else if (at(p, T_STAR)) {
            NodeStarred *s = NEW(Starred, p, pos);
            next(p);
            s->value = parse_expr(p);
            if (dstar && !p->panic)
                error_at(p, DIAG_argument_order, pos, prev_end(p), "`*` cannot follow `**` in a call");
            push(p, DONE(p, s));
        } else {
            Node *e = parse_named(p);
            if (at_comp(p)) {
                NodeGeneratorExp *g = NEW(GeneratorExp, p, pos);
                g->elt = e;
                g->clauses = comp_clauses(p, e);
                Node *n = DONE(p, g);
                if ((p->sp > mark || at(p, T_COMMA)) && !p->panic) {
                    Diag *d = error_at(p, DIAG_unparenthesized_generator, n->pos, n->end, "a generator among other arguments needs its own parentheses");
                    if (d) {
                        Fix *f = diag_fix(d, FIX_SAFE, "put it in parentheses");
                        fix_edit(f, rel(n->pos, n->pos), STR("("));
                        fix_edit(f, rel(n->end, n->end), STR(")"));
                    }
                }
                push(p, n);
            } else {
                if (at(p, T_ASSIGN) && !p->panic) {
                    const char *what = describe_expr(e);
                    if (IS(Constant, e)) error_at(p, DIAG_bad_target, e->pos, e->end, "cannot assign to %s", what);
                    else {
                        Diag *d = error_at(p, DIAG_assign_in_expression, p->t->pos, p->t->end, "`=` in an argument follows a name, not %s", what);
                        if (d) fix_replace(d, FIX_MAYBE, p->t->pos, p->t->end, "==", "compare with `==`");
                    }
                    next(p);
                    parse_expr(p);
                } else if (keyword && !p->panic) {
                    error_at(p, DIAG_argument_order, e->pos, e->end, dstar ? "a positional argument cannot follow `**`" : "a positional argument cannot follow a keyword argument");
                }
                push(p, e);
            }
        }
        if (!more_elements(p, T_RPAR, before)) break;
    }
    leave(p);
    expect_close(p, T_RPAR, open);
}

static Node *parse_slice_part(Parser *p) {
    return at(p, T_COLON) || at(p, T_COMMA) || at(p, T_RSQB) ? NULL : parse_expr(p);
}

static Node *parse_slice_or_value(Parser *p) {
    uint32_t pos = p->t->pos;
    Node *lower = NULL;
    if (!at(p, T_COLON)) {
        lower = p->t->kind == T_WALRUS ? NULL : parse_named(p);
        if (!at(p, T_COLON) && !at(p, T_WALRUS)) return lower;
    }
    NodeSlice *s = NEW(Slice, p, pos);
    if (IS(NamedExpr, lower) && !(lower->flags & NODE_PARENTHESIZED) && !p->panic)
        error_at(p, DIAG_walrus_misuse, lower->pos, lower->end, "`:=` in a slice needs parentheses");
    s->lower = lower;
    expect(p, T_COLON, "`:`");
    s->upper = parse_slice_part(p);
    if (accept(p, T_COLON)) {
        s->has_second_colon = 1;
        s->step = parse_slice_part(p);
    }
    return DONE(p, s);
}

static Node *parse_index(Parser *p) {
    uint32_t pos = p->t->pos;
    if (at(p, T_STAR) || at(p, T_DSTAR)) {
        bool two = at(p, T_DSTAR);
        if (!p->is_py && tok_is_word(p->t + 1, NM_underscore) && (p->t[2].kind == T_COMMA || p->t[2].kind == T_RSQB))
            legacy(p, pos, p->t[1].end, "...", "`%s_` is written `...` today", two ? "**" : "*");
        next(p);
        if (two) {
            if (p->is_py) error_at(p, DIAG_star_misuse, pos, pos + 2, "`**` cannot be used in a subscript");
            NodeDoubleStar *d = NEW(DoubleStar, p, pos);
            d->value = parse_expr(p);
            return DONE(p, d);
        }
        NodeStarred *s = NEW(Starred, p, pos);
        s->value = parse_binary(p, PREC_BITOR);
        return DONE(p, s);
    }
    if (at(p, T_NAME) && p->t[1].kind == T_ASSIGN && !p->is_py) {
        NodeKeyword *k = NEW(Keyword, p, pos);
        k->name = p->t->name;
        next(p), next(p);
        k->value = parse_slice_or_value(p);
        return DONE(p, k);
    }
    return parse_slice_or_value(p);
}

static Node *parse_subscript(Parser *p, Node *value, uint32_t start) {
    const Tok *open = p->t;
    NodeSubscript *s = NEW(Subscript, p, start);
    s->value = value;
    next(p);
    uint32_t mark = p->sp;
    if (enter(p)) {
        if (at(p, T_RSQB) && p->is_py && !(p->t->flags & TF_SYNTH))
            error_at(p, DIAG_missing_value, open->pos, p->t->end, "the subscript is empty");
        while (!at(p, T_RSQB)) {
            const Tok *before = p->t;
            push(p, parse_index(p));
            if (!more_elements(p, T_RSQB, before)) break;
            if (at(p, T_RSQB)) s->trailing_comma = 1;
        }
    }
    leave(p);
    expect_close(p, T_RSQB, open);
    s->indices = take(p, mark);
    return DONE(p, s);
}

/* ---- atoms ------------------------------------------------------------------------------------- */

static Node *constant(Parser *p, uint32_t value) {
    NodeConstant *c = NEW(Constant, p, p->t->pos);
    c->value = value;
    next(p);
    return DONE(p, c);
}

static bool is_fn_type(const Parser *p) {
    return !p->is_py && (at(p, T_KW_DEF) || at_word(p, NM_kw_fn)) && (p->t[1].kind == T_LPAR || p->t[1].kind == T_LSQB);
}

/* `__type_of(x)`, `__origin_of(x)`, `__lifetime_of(x)` */
static void older_operator(Parser *p, NodeName *n) {
    int today = name_is(n->id, NM_type_of_legacy) ? NM_type_of
                : name_is(n->id, NM_origin_of_legacy) || name_is(n->id, NM_lifetime_of_legacy) ? NM_origin_of
                                                                                               : 0;
    if (!today) return;
    legacy(p, p->t->pos, p->t->end, name_known(today)->chars, "`%s` is an older spelling of `%s`", n->id->chars, name_known(today)->chars);
    n->id = name_known(today);
    n->node.flags |= NODE_LEGACY;
}

static Node *parse_name(Parser *p) {
    if (UNLIKELY(p->t->name->known >= NM_kw_match) && !p->is_py && !(p->t->flags & TF_TICK)) {
        switch (p->t->name->known) {
        case NM_kw_fn:
            if (at_word(p, NM_kw_fn) && (p->t[1].kind == T_LPAR || p->t[1].kind == T_LSQB)) return parse_fn_type(p);
            break;
        case NM_kw_comptime:
            if (p->t[1].kind == T_LPAR) {
                NodeComptime *c = NEW(Comptime, p, p->t->pos);
                next(p);
                const Tok *open = p->t;
                next(p);
                c->value = enter(p) ? parse_named(p) : error_node(p, p->t->pos);
                leave(p);
                expect_close(p, T_RPAR, open);
                return DONE(p, c);
            }
            break;
        default: break;
        }
    }
    NodeName *n = NEW(Name, p, p->t->pos);
    n->id = p->t->name;
    if (p->t[1].kind == T_LPAR && !p->is_py) older_operator(p, n);
    p->t++;
    return DONE(p, n);
}

static Node *parse_atom(Parser *p) {
    switch (p->t->kind) {
    case T_NAME: return parse_name(p);
    case T_INT: case T_FLOAT: case T_IMAG: return parse_number(p);
    case T_STRING: case T_FSTRING: return parse_strings(p);
    case T_LPAR: return parse_parens(p);
    case T_LSQB: return parse_list(p);
    case T_LBRACE: return parse_braces(p);
    case T_KW_NONE: return constant(p, CONST_NONE);
    case T_KW_TRUE: return constant(p, CONST_TRUE);
    case T_KW_FALSE: return constant(p, CONST_FALSE);
    case T_ELLIPSIS: return constant(p, CONST_ELLIPSIS);
    case T_DOT:
        if (!p->is_py && (p->t[1].kind == T_NAME || is_keyword(p->t[1].kind))) {
            NodeContextMember *c = NEW(ContextMember, p, p->t->pos);
            next(p);
            c->attr = p->t->name;
            next(p);
            return DONE(p, c);
        }
        break;
    case T_KW_DEF:
        if (is_fn_type(p)) return parse_fn_type(p);
        break;
    case T_ERROR: {
        p->panic = true;
        uint32_t pos = p->t->pos;
        next(p);
        return error_node(p, pos);
    }
    case T_KW_LAMBDA:
        if (!p->panic) {
            Diag *d = error_at(p, DIAG_lambda_operand, p->t->pos, p->t->end, "a `lambda` as an operand needs parentheses");
            (void)d;
        }
        return parse_lambda(p);
    default: break;
    }
    uint32_t pos = p->t->pos;
    error_expected(p, "an expression");
    return error_node(p, pos);
}

static Node *parse_attribute(Parser *p, Node *value, uint32_t start) {
    next(p);
    NodeAttribute *a = NEW(Attribute, p, start);
    a->value = value;
    a->attr_pos = p->t->pos;
    if (LIKELY(at(p, T_NAME))) {
        a->attr = p->t->name;
        next(p);
    } else if (is_keyword(p->t->kind)) {
        a->attr = p->t->name;
        if (p->is_py) expect_name(p, "an attribute");
        else next(p);
    } else {
        error_expected(p, "a member name after `.`");
        a->attr = NAME_(underscore);
    }
    return DONE(p, a);
}

/* `Type {field: value}` as a call with keywords. */
static Node *parse_field_init(Parser *p, Node *type, uint32_t start) {
    const Tok *open = p->t;
    legacy(p, open->pos, open->end, NULL, "a struct is built by calling its type today");
    NodeCall *c = NEW(Call, p, start);
    c->func = type;
    c->node.flags |= NODE_LEGACY;
    next(p);
    uint32_t mark = p->sp;
    while (!at(p, T_RBRACE)) {
        const Tok *before = p->t;
        NodeKeyword *k = NEW(Keyword, p, p->t->pos);
        k->name = expect_name(p, "a field");
        expect(p, T_COLON, "`:` after the field");
        k->value = parse_expr(p);
        push(p, DONE(p, k));
        if (!more_elements(p, T_RBRACE, before)) break;
    }
    expect_close(p, T_RBRACE, open);
    c->args = take(p, mark);
    return DONE(p, c);
}

Node *parse_primary(Parser *p) {
    uint32_t start = p->t->pos;
    if (UNLIKELY(at(p, T_KW_AWAIT))) {
        NodeAwait *a = NEW(Await, p, start);
        next(p);
        p->need_scopes = true;
        if (at(p, T_KW_AWAIT)) {
            error_at(p, DIAG_syntax_error, p->t->pos, p->t->end, "`await` cannot follow `await` without parentheses");
            next(p);
        }
        a->value = parse_primary(p);
        return DONE(p, a);
    }
    Node *n = parse_atom(p);
    uint32_t chain = 0;
    for (;;) {
        switch (p->t->kind) {
        case T_DOT: n = parse_attribute(p, n, start); break;
        case T_LPAR: {
            NodeCall *c = NEW(Call, p, start);
            c->func = n;
            next(p);
            uint32_t mark = p->sp;
            parse_call_args(p);
            c->args = take(p, mark);
            n = DONE(p, c);
            break;
        }
        case T_LSQB: n = parse_subscript(p, n, start); break;
        case T_CARET:
            if (p->is_py || !is_transfer(p)) return n;
            {
                NodeTransfer *t = NEW(Transfer, p, start);
                t->value = n;
                next(p);
                n = DONE(p, t);
            }
            break;
        case T_LBRACE: /* Type {field: value}, 2023-24 */
            if (p->is_py || (!(p->t->flags & TF_SPACE) && !(IS(Name, n) && name_is(AS(Name, n)->id, NM_Self))) ||
                !((p->t[1].kind == T_NAME && p->t[2].kind == T_COLON) ||
                  (p->t[1].kind == T_RBRACE && (p->t[2].kind == T_RPAR || p->t[2].kind == T_COMMA || p->t[2].kind == T_NEWLINE))) ||
                !(IS(Name, n) || IS(Subscript, n) || IS(Attribute, n)))
                return n;
            n = parse_field_init(p, n, start);
            break;
        default: return n;
        }
        if (too_long(p, ++chain)) return n;
    }
}

/* ---- whole expressions ------------------------------------------------------------------------- */

Node *parse_expr(Parser *p) {
    if (at(p, T_KW_LAMBDA)) return parse_lambda(p);
    uint32_t start = p->t->pos;
    Node *body = parse_binary(p, PREC_OR);
    if (LIKELY(!at(p, T_KW_IF))) return body;
    const Tok *if_tok = p->t;
    next(p);
    NodeIfExp *e = NEW(IfExp, p, start);
    e->body = body;
    e->test = parse_binary(p, PREC_OR);
    if (!accept(p, T_KW_ELSE)) {
        if (at(p, T_COLON) && if_tok->kind == T_KW_IF && !p->panic)
            error_at(p, DIAG_missing_else, if_tok->pos, p->t->pos, "this `if` inside an expression has no `else`");
        else error_at(p, DIAG_missing_else, if_tok->pos, prev_end(p), "`if` in an expression needs an `else`");
        e->orelse = error_node(p, p->t->pos);
        return DONE(p, e);
    }
    e->orelse = enter(p) ? parse_expr(p) : error_node(p, p->t->pos);
    leave(p);
    return DONE(p, e);
}

Node *parse_type(Parser *p) {
    return parse_expr(p);
}

Node *parse_named(Parser *p) {
    uint32_t start = p->t->pos;
    if (at(p, T_KW_YIELD) && !p->panic) {
        Diag *d = error_at(p, DIAG_yield_operand, p->t->pos, p->t->end, "`yield` inside an expression needs parentheses");
        (void)d;
        return parse_expr_list_or_yield(p);
    }
    Node *e = parse_expr(p);
    if (LIKELY(!at(p, T_WALRUS))) return e;
    NodeNamedExpr *n = NEW(NamedExpr, p, start);
    n->target = e;
    if (!IS(Name, e)) {
        if (!p->panic) error_at(p, DIAG_walrus_misuse, e->pos, e->end, "`:=` binds a name, not %s", describe_expr(e));
    } else {
        if (e->flags & NODE_PARENTHESIZED) error_at(p, DIAG_walrus_misuse, e->pos, e->end, "`:=` binds a name without parentheses");
        check_name_store(p, AS(Name, e)->id, e->pos, e->end);
    }
    next(p);
    p->need_scopes = true;
    n->value = parse_expr(p);
    if (at(p, T_WALRUS) && !p->panic) error_at(p, DIAG_walrus_misuse, p->t->pos, p->t->end, "`:=` cannot be chained without parentheses");
    return DONE(p, n);
}

static Node *parse_list_element(Parser *p) {
    if (!at(p, T_STAR)) return parse_expr(p);
    NodeStarred *s = NEW(Starred, p, p->t->pos);
    next(p);
    s->value = parse_binary(p, PREC_BITOR);
    return DONE(p, s);
}

static bool ends_expr_list(const Parser *p) {
    switch (p->t->kind) {
    case T_NEWLINE: case T_END: case T_ASSIGN: case T_COLON: case T_SEMI: case T_RPAR: case T_RSQB: case T_RBRACE: case T_BANG:
    case T_KW_IN: return true;
    default: return p->t->kind >= T_PLUS_EQ && p->t->kind <= T_BAR_EQ;
    }
}

Node *parse_expr_list(Parser *p) {
    uint32_t start = p->t->pos;
    Node *first = parse_list_element(p);
    if (LIKELY(!at(p, T_COMMA))) return first;
    uint32_t mark = p->sp;
    push(p, first);
    while (accept(p, T_COMMA)) {
        if (ends_expr_list(p)) break;
        const Tok *before = p->t;
        push(p, parse_list_element(p));
        if (p->t == before) break;
    }
    NodeTupleExpr *t = NEW(TupleExpr, p, start);
    t->elts = take(p, mark);
    return DONE(p, t);
}

Node *parse_expr_list_or_yield(Parser *p) {
    if (LIKELY(!at(p, T_KW_YIELD))) return parse_expr_list(p);
    uint32_t start = p->t->pos;
    next(p);
    p->need_scopes = true;
    if (p->cx) p->cx->has_yield = true;
    if (accept(p, T_KW_FROM)) {
        NodeYieldFrom *y = NEW(YieldFrom, p, start);
        y->value = parse_expr(p);
        return DONE(p, y);
    }
    NodeYield *y = NEW(Yield, p, start);
    if (!ends_expr_list(p)) y->value = parse_expr_list(p);
    return DONE(p, y);
}

/* ---- targets ----------------------------------------------------------------------------------- */

Node *parse_target(Parser *p) {
    uint32_t pos = p->t->pos;
    if (!p->is_py && (at_word(p, NM_kw_var) || at_word(p, NM_kw_ref) || at_word(p, NM_kw_let)) &&
        (p->t[1].kind == T_NAME || p->t[1].kind == T_LPAR) && !(p->t[1].kind == T_LPAR && !at_word(p, NM_kw_var))) {
        NodeBindTarget *b = NEW(BindTarget, p, pos);
        b->kind = at_word(p, NM_kw_var) ? BIND_VAR : at_word(p, NM_kw_ref) ? BIND_REF : BIND_LET;
        next(p);
        b->target = parse_binary(p, PREC_BITOR);
        return DONE(p, b);
    }
    if (at(p, T_STAR)) {
        NodeStarred *s = NEW(Starred, p, pos);
        next(p);
        s->value = parse_binary(p, PREC_BITOR);
        return DONE(p, s);
    }
    return parse_binary(p, PREC_BITOR);
}

Node *parse_target_list(Parser *p) {
    uint32_t start = p->t->pos;
    Node *first = parse_target(p);
    if (!at(p, T_COMMA)) return first;
    uint32_t mark = p->sp;
    push(p, first);
    while (accept(p, T_COMMA)) {
        if (ends_expr_list(p)) break;
        const Tok *before = p->t;
        push(p, parse_target(p));
        if (p->t == before) break;
    }
    NodeTupleExpr *t = NEW(TupleExpr, p, start);
    t->elts = take(p, mark);
    return DONE(p, t);
}
