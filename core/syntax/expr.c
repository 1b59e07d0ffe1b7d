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
    if ((op == OP_POS || op == OP_NEG) && UNLIKELY(p->t->kind == p->t[-1].kind && !(p->t->flags & TF_SPACE)) && !p->panic &&
        (p->t[1].kind == T_NAME) && (p->t[2].kind == T_NEWLINE) && p->t - 2 >= p->toks && p->t[-2].kind <= T_DEDENT) {
        Diag *d = error_at(p, DIAG_increment, p->t[-1].pos, p->t->end, "there is no `%s` operator", op == OP_POS ? "++" : "--");
        if (d) diag_help(d, "write `%s %s= 1`", p->t[1].name->chars, op == OP_POS ? "+" : "-");
    }
    u->operand = op == OP_NOT ? parse_binary(p, PREC_NOT) : parse_unary(p, PREC_UNARY);
    leave(p);
    return DONE(p, u);
}

/* ---- displays and parentheses ------------------------------------------------------------------ */

Node *parse_star_or_named(Parser *p) {
    if (!at(p, T_STAR)) return parse_named(p);
    NodeStarred *s = NEW(Starred, p, p->t->pos);
    next(p);
    s->value = parse_binary(p, PREC_BITOR);
    return DONE(p, s);
}

/* After an element: a comma, or the comma that was forgotten. False at the end of the list. */
static bool more_elements(Parser *p, TokKind close, const Tok *before) {
    if (LIKELY(accept(p, T_COMMA))) return true;
    if (at(p, close) || p->t == before || p->t->flags & TF_SYNTH) return false;
    if (!starts_operand(p, p->t) || p->t->kind == T_PLUS || p->t->kind == T_MINUS || p->t->kind == T_LPAR || p->t->kind == T_LSQB ||
        p->t->kind == T_KW_LAMBDA)
        return false;
    if (p->panic) return true;
    uint32_t e = prev_end(p);
    if (p->t[-1].kind == T_NAME && (p->t->kind == T_STRING || p->t->kind == T_FSTRING) && p->t[-1].end == p->t->pos) {
        error_at(p, DIAG_bad_prefix, p->t[-1].pos, p->t->end, "`%s` is no string prefix", p->t[-1].name->chars);
        return true;
    }
    Diag *d = error_at(p, DIAG_missing_comma, e, p->t->pos > e ? p->t->pos : e + 1, "a comma is missing between these two");
    if (d) fix_insert(d, FIX_MAYBE, e, ",", "insert `,`");
    return true;
}

void parse_comp_clauses(Parser *p) {
    for (;;) {
        uint32_t start = p->t->pos;
        if (at(p, T_KW_FOR) || (at(p, T_KW_ASYNC) && p->t[1].kind == T_KW_FOR)) {
            NodeCompFor *f = NEW(CompFor, p, start);
            if (accept(p, T_KW_ASYNC)) f->is_async = 1, p->need_scopes = true;
            next(p);
            f->target = parse_target_list(p);
            check_target(p, f->target, TARGET_COMP);
            if (!expect(p, T_KW_IN, "`in` after the targets of `for`")) {
                push(p, DONE(p, f));
                return;
            }
            f->iter = parse_binary(p, PREC_OR);
            if (at(p, T_KW_LAMBDA)) parse_expr(p);
            push(p, DONE(p, f));
        } else if (at(p, T_KW_IF)) {
            NodeCompIf *c = NEW(CompIf, p, start);
            next(p);
            c->test = parse_binary(p, PREC_OR);
            push(p, DONE(p, c));
        } else return;
    }
}

static bool at_comp(const Parser *p) {
    return at(p, T_KW_FOR) || (at(p, T_KW_ASYNC) && p->t[1].kind == T_KW_FOR);
}

static NodeList comp_clauses(Parser *p, Node *elt) {
    if (IS(Starred, elt) && !p->panic)
        error_at(p, DIAG_star_misuse, elt->pos, elt->end, "a comprehension cannot unpack with `*`");
    uint32_t mark = p->sp;
    parse_comp_clauses(p);
    return take(p, mark);
}

static Node *parse_parens(Parser *p) {
    const Tok *open = p->t;
    uint32_t start = open->pos;
    next(p);
    if (at(p, T_RPAR)) {
        next(p);
        NodeTuple *t = NEW(Tuple, p, start);
        t->parenthesized = 1;
        return DONE(p, t);
    }
    if (!enter(p)) {
        leave(p);
        Node *e = error_node(p, start);
        expect_close(p, T_RPAR, open);
        return e;
    }
    Node *e;
    if (at(p, T_KW_YIELD)) {
        e = parse_expr_list_or_yield(p);
        expect_close(p, T_RPAR, open);
        leave(p);
        e->flags |= NODE_PARENTHESIZED;
        return e;
    }
    const Tok *before = p->t;
    e = parse_star_or_named(p);
    if (at_comp(p)) {
        NodeGeneratorExp *g = NEW(GeneratorExp, p, start);
        g->elt = e;
        g->clauses = comp_clauses(p, e);
        expect_close(p, T_RPAR, open);
        leave(p);
        return DONE(p, g);
    }
    if (at(p, T_RPAR)) {
        next(p);
        leave(p);
        if (IS(Starred, e)) {
            Diag *d = error_at(p, DIAG_star_misuse, e->pos, e->end, "`*` cannot unpack into parentheses alone");
            if (d) fix_insert(d, FIX_MAYBE, e->end, ",", "make it a tuple with a comma");
        }
        e->flags |= NODE_PARENTHESIZED;
        return e;
    }
    uint32_t mark = p->sp;
    push(p, e);
    while (more_elements(p, T_RPAR, before) && !at(p, T_RPAR)) {
        before = p->t;
        push(p, parse_star_or_named(p));
        if (p->t == before) break;
        if (at_comp(p) && !p->panic) {
            const Node *last = p->stack[p->sp - 1];
            Diag *d = error_at(p, DIAG_unparenthesized_generator, last->pos, last->end, "a generator among other elements needs its own parentheses");
            (void)d;
            uint32_t m = p->sp;
            parse_comp_clauses(p);
            p->sp = m;
        }
    }
    expect_close(p, T_RPAR, open);
    leave(p);
    NodeTuple *t = NEW(Tuple, p, start);
    t->parenthesized = 1;
    t->elts = take(p, mark);
    return DONE(p, t);
}

static Node *parse_list(Parser *p) {
    const Tok *open = p->t;
    uint32_t start = open->pos;
    next(p);
    uint32_t mark = p->sp;
    if (!enter(p)) {
        leave(p);
        Node *e = error_node(p, start);
        expect_close(p, T_RSQB, open);
        return e;
    }
    while (!at(p, T_RSQB)) {
        const Tok *before = p->t;
        Node *e = parse_star_or_named(p);
        if (at_comp(p)) {
            if (p->sp > mark && !p->panic)
                error_at(p, DIAG_unparenthesized_generator, e->pos, e->end, "the element of a comprehension needs parentheses when it is a tuple");
            NodeListComp *c = NEW(ListComp, p, start);
            c->elt = e;
            c->clauses = comp_clauses(p, e);
            expect_close(p, T_RSQB, open);
            p->sp = mark;
            leave(p);
            return DONE(p, c);
        }
        push(p, e);
        if (!more_elements(p, T_RSQB, before)) break;
    }
    expect_close(p, T_RSQB, open);
    leave(p);
    NodeList elts = take(p, mark);
    NodeList_: ;
    NodeList l = elts;
    struct NodeList_ *unused = NULL;
    (void)unused;
    NodeSet *tmp = NULL;
    (void)tmp;
    Node *n = node_new(p, NODE_List, sizeof(struct NodeListNode_), start);
    (void)l;
    return n;
}
