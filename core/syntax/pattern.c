/* SPDX-License-Identifier: Apache-2.0 */
/* `match`: a soft keyword, so first a look ahead; then patterns and the rules about their names. */
#include "syntax/parse.h"

static Node *parse_pattern(Parser *p);

typedef VEC(const NodeName *) Names;

/* ---- patterns ---------------------------------------------------------------------------------- */

static Node *value_pattern(Parser *p, Node *value, uint32_t pos) {
    NodeMatchValue *v = NEW(MatchValue, p, pos);
    v->value = value;
    return DONE(p, v);
}

static Node *number(Parser *p) {
    uint32_t pos = p->t->pos;
    if (!at(p, T_MINUS)) return parse_number(p);
    NodeUnaryOp *u = NEW(UnaryOp, p, pos);
    u->op = OP_NEG;
    next(p);
    if (p->t->kind >= T_INT && p->t->kind <= T_IMAG) u->operand = parse_number(p);
    else {
        error_expected(p, "a number after `-`");
        u->operand = error_node(p, p->t->pos);
    }
    return DONE(p, u);
}

static Node *number_pattern(Parser *p) {
    uint32_t pos = p->t->pos;
    Node *left = number(p);
    if (!at(p, T_PLUS) && !at(p, T_MINUS)) return left;
    NodeBinOp *b = NEW(BinOp, p, pos);
    b->op = at(p, T_PLUS) ? OP_ADD : OP_SUB;
    next(p);
    b->left = left;
    bool real = IS(ImagLit, left) || (IS(UnaryOp, left) && IS(ImagLit, AS(UnaryOp, left)->operand));
    if (real && !p->panic) error_at(p, DIAG_pattern, left->pos, left->end, "a complex number in a pattern begins with its real part");
    if (at(p, T_IMAG)) b->right = parse_number(p);
    else {
        error_at(p, DIAG_pattern, p->t->pos, p->t->end, "a pattern holds no arithmetic; only a complex number may be written with `+` or `-`");
        b->right = error_node(p, p->t->pos);
    }
    return DONE(p, b);
}

static Node *capture(Parser *p) {
    NodeMatchAs *a = NEW(MatchAs, p, p->t->pos);
    if (!name_is(p->t->name, NM_underscore)) a->name = p->t->name;
    check_name_store(p, p->t->name, p->t->pos, p->t->end);
    next(p);
    return DONE(p, a);
}

static Node *star_pattern(Parser *p) {
    NodeMatchStar *s = NEW(MatchStar, p, p->t->pos);
    next(p);
    if (at(p, T_NAME)) {
        if (!name_is(p->t->name, NM_underscore)) s->name = p->t->name;
        check_name_store(p, p->t->name, p->t->pos, p->t->end);
        next(p);
    } else error_expected(p, "a name after `*`");
    return DONE(p, s);
}

static Node *element(Parser *p) {
    return at(p, T_STAR) ? star_pattern(p) : parse_pattern(p);
}

static NodeList elements(Parser *p, TokKind close, uint32_t mark) {
    while (!at(p, close) && !at(p, T_END) && !at(p, T_NEWLINE)) {
        const Tok *before = p->t;
        push(p, element(p));
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    return take(p, mark);
}

static void check_stars(Parser *p, NodeList l) {
    const Node *first = NULL;
    EACH_NODE(l, e) {
        if (!IS(MatchStar, e)) continue;
        if (first && !p->panic) error_at(p, DIAG_pattern, e->pos, e->end, "a sequence pattern has one `*`, this is a second one");
        first = e;
    }
}

static Node *sequence(Parser *p, uint32_t pos, NodeList l) {
    check_stars(p, l);
    NodeMatchSequence *s = NEW(MatchSequence, p, pos);
    s->patterns = l;
    return DONE(p, s);
}

static Node *parens(Parser *p) {
    const Tok *open = p->t;
    uint32_t pos = open->pos, mark = p->sp;
    next(p);
    if (!at(p, T_RPAR)) {
        Node *first = element(p);
        if (at(p, T_RPAR) && !IS(MatchStar, first)) {
            next(p);
            first->flags |= NODE_PARENTHESIZED;
            return first;
        }
        push(p, first);
        if (accept(p, T_COMMA)) {
            NodeList l = elements(p, T_RPAR, mark);
            expect_close(p, T_RPAR, open);
            return sequence(p, pos, l);
        }
        if (IS(MatchStar, first) && at(p, T_RPAR)) error_at(p, DIAG_star_misuse, first->pos, first->end, "a `*` pattern in parentheses needs a comma after it");
    }
    expect_close(p, T_RPAR, open);
    return sequence(p, pos, take(p, mark));
}

static bool same_key(const Node *a, const Node *b) {
    bool x = IS(IntLit, a) || IS(FloatLit, a), y = IS(IntLit, b) || IS(FloatLit, b);
    if (x && y) { /* 1 and 1.0 are one key */
        Str s = IS(IntLit, a) ? AS(IntLit, a)->text : AS(FloatLit, a)->text, t = IS(IntLit, b) ? AS(IntLit, b)->text : AS(FloatLit, b)->text;
        return (s.len < 15 && t.len < 15 && strtod(s.p, NULL) == strtod(t.p, NULL) && !memchr(s.p, '_', s.len) && !memchr(t.p, '_', t.len)) || str_eq(s, t);
    }
    return node_equal(a, b);
}

static Node *mapping(Parser *p) {
    const Tok *open = p->t;
    NodeMatchMapping *m = NEW(MatchMapping, p, open->pos);
    uint32_t mark = p->sp;
    next(p);
    while (!at(p, T_RBRACE)) {
        const Tok *before = p->t;
        if (m->rest) error_at(p, DIAG_pattern, p->t->pos, p->t->end, "nothing can follow `**%s` in a mapping pattern", m->rest->chars);
        if (at(p, T_DSTAR)) {
            next(p);
            if (at(p, T_NAME) && name_is(p->t->name, NM_underscore)) error_at(p, DIAG_pattern, p->t[-1].pos, p->t->end, "`**_` is not needed; remove it");
            check_name_store(p, p->t->name, p->t->pos, p->t->end);
            m->rest = expect_name(p, "the rest");
        } else {
            Node *key;
            switch (p->t->kind) {
            case T_STRING: case T_FSTRING:
                key = parse_strings(p);
                if (IS(FString, key)) error_at(p, DIAG_pattern, key->pos, key->end, "an f-string cannot be matched");
                break;
            case T_MINUS: case T_INT: case T_FLOAT: case T_IMAG: key = number_pattern(p); break;
            case T_KW_NONE: case T_KW_TRUE: case T_KW_FALSE: key = parse_primary(p); break;
            case T_NAME:
                key = parse_primary(p);
                if (!IS(Attribute, key)) error_at(p, DIAG_pattern, key->pos, key->end, "a key of a mapping pattern is a literal or a dotted name");
                break;
            default:
                error_expected(p, "a key: a literal or a dotted name");
                key = error_node(p, p->t->pos);
            }
            push(p, key);
            expect(p, T_COLON, "`:` after the key");
            push(p, parse_pattern(p));
        }
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    expect_close(p, T_RBRACE, open);
    uint32_t n = (p->sp - mark) / 2;
    m->keys.len = m->patterns.len = n;
    if (n) {
        m->keys.data = arena_alloc(p->arena, 2 * n * sizeof(Node *));
        m->patterns.data = m->keys.data + n;
        for (uint32_t i = 0; i < n; i++) {
            m->keys.data[i] = p->stack[mark + 2 * i];
            m->patterns.data[i] = p->stack[mark + 2 * i + 1];
            for (uint32_t j = 0; j < i && !p->panic; j++)
                if (!IS(Attribute, m->keys.data[i]) && same_key(m->keys.data[i], m->keys.data[j]))
                    error_at(p, DIAG_pattern, m->keys.data[i]->pos, m->keys.data[i]->end, "this key is in the mapping pattern already");
        }
    }
    p->sp = mark;
    return DONE(p, m);
}

static Node *class_pattern(Parser *p, Node *cls, uint32_t pos) {
    NodeMatchClass *c = NEW(MatchClass, p, pos);
    c->cls = cls;
    const Tok *open = p->t;
    next(p);
    uint32_t mark = p->sp;
    VEC(Node *) names = {0}, pats = {0};
    while (!at(p, T_RPAR)) {
        const Tok *before = p->t;
        if (at(p, T_NAME) && p->t[1].kind == T_ASSIGN) {
            NodeName *n = NEW(Name, p, p->t->pos);
            n->id = p->t->name;
            for (uint32_t i = 0; i < names.len; i++)
                if (AS(Name, names.data[i])->id == n->id) error_at(p, DIAG_pattern, p->t->pos, p->t->end, "the attribute `%s` is in the pattern twice", n->id->chars);
            next(p);
            Node *nn = DONE(p, n);
            next(p);
            vec_push_in(p->arena, &names, nn);
            vec_push_in(p->arena, &pats, parse_pattern(p));
        } else {
            if (names.len) error_at(p, DIAG_argument_order, p->t->pos, p->t->end, "a positional pattern cannot follow a keyword pattern");
            push(p, parse_pattern(p));
        }
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    expect_close(p, T_RPAR, open);
    c->patterns = take(p, mark);
    c->kwd_names = (NodeList){names.data, names.len};
    c->kwd_patterns = (NodeList){pats.data, pats.len};
    return DONE(p, c);
}

static Node *closed(Parser *p) {
    uint32_t pos = p->t->pos;
    switch (p->t->kind) {
    case T_INT: case T_FLOAT: case T_IMAG: case T_MINUS: {
        Node *n = number_pattern(p);
        return value_pattern(p, n, pos);
    }
    case T_STRING: case T_FSTRING: {
        Node *n = parse_strings(p);
        if (IS(FString, n)) error_at(p, DIAG_pattern, n->pos, n->end, "an f-string cannot be matched");
        return value_pattern(p, n, pos);
    }
    case T_KW_NONE: case T_KW_TRUE: case T_KW_FALSE: {
        NodeMatchSingleton *s = NEW(MatchSingleton, p, pos);
        s->value = at(p, T_KW_NONE) ? CONST_NONE : at(p, T_KW_TRUE) ? CONST_TRUE : CONST_FALSE;
        next(p);
        return DONE(p, s);
    }
    case T_LPAR: return parens(p);
    case T_LSQB: {
        const Tok *open = p->t;
        uint32_t mark = p->sp;
        next(p);
        NodeList l = elements(p, T_RSQB, mark);
        expect_close(p, T_RSQB, open);
        return sequence(p, pos, l);
    }
    case T_LBRACE: return mapping(p);
    case T_DOT:
        if (p->is_py) break;
        return value_pattern(p, parse_primary(p), pos);
    case T_NAME:
        if (p->t[1].kind != T_DOT && p->t[1].kind != T_LPAR && p->t[1].kind != T_LSQB) return capture(p);
        {
            NodeName *n = NEW(Name, p, pos);
            n->id = p->t->name;
            next(p);
            Node *e = DONE(p, n);
            while (at(p, T_DOT)) {
                next(p);
                NodeAttribute *a = NEW(Attribute, p, pos);
                a->value = e;
                a->attr_pos = p->t->pos;
                a->attr = expect_name(p, "a member");
                if (!a->attr) a->attr = NAME_(underscore);
                e = DONE(p, a);
            }
            if (!at(p, T_LPAR)) return value_pattern(p, e, pos);
            return class_pattern(p, e, pos);
        }
    default: break;
    }
    error_expected(p, "a pattern");
    return value_pattern(p, error_node(p, pos), pos);
}

static Node *or_pattern(Parser *p) {
    uint32_t pos = p->t->pos;
    Node *first = closed(p);
    if (!at(p, T_BAR)) return first;
    uint32_t mark = p->sp;
    push(p, first);
    while (accept(p, T_BAR)) push(p, closed(p));
    NodeMatchOr *o = NEW(MatchOr, p, pos);
    o->patterns = take(p, mark);
    return DONE(p, o);
}

static Node *parse_pattern(Parser *p) {
    uint32_t pos = p->t->pos;
    if (!enter(p)) {
        leave(p);
        return value_pattern(p, error_node(p, pos), pos);
    }
    Node *n = or_pattern(p);
    if (at(p, T_KW_AS)) {
        next(p);
        NodeMatchAs *a = NEW(MatchAs, p, pos);
        a->pattern = n;
        if (at(p, T_NAME) && name_is(p->t->name, NM_underscore)) {
            error_at(p, DIAG_pattern, p->t->pos, p->t->end, "`as _` binds nothing");
        }
        uint32_t s = p->t->pos, e = p->t->end;
        a->name = expect_name(p, "the matched value");
        if (a->name) check_name_store(p, a->name, s, e);
        if ((at(p, T_DOT) || at(p, T_LPAR) || at(p, T_LSQB)) && !p->panic) error_at(p, DIAG_pattern, s, p->t->end, "`as` binds a name only");
        n = DONE(p, a);
    }
    leave(p);
    return n;
}

/* ---- names bound by a pattern ------------------------------------------------------------------ */

typedef struct Bound {
    Name name;
    const Node *at;
} Bound;
typedef VEC(Bound) Bounds;

static void bind(Parser *p, Bounds *b, Name name, const Node *n) {
    if (!name) return;
    for (uint32_t i = 0; i < b->len; i++) {
        if (b->data[i].name != name) continue;
        Diag *d = error_at(p, DIAG_pattern, n->pos, n->end, "the pattern binds `%s` twice", name->chars);
        if (d) diag_label(d, rel(b->data[i].at->pos, b->data[i].at->end), "bound here first");
        return;
    }
    vec_push(b, (Bound){name, n});
}

static bool is_irrefutable(const Node *n) {
    if (IS(MatchAs, n)) return !AS(MatchAs, n)->pattern || is_irrefutable(AS(MatchAs, n)->pattern);
    if (IS(MatchOr, n)) {
        NodeList l = AS(MatchOr, n)->patterns;
        return l.len && is_irrefutable(l.data[l.len - 1]);
    }
    return false;
}

static void collect(Parser *p, const Node *n, Bounds *b);
static void collect_list(Parser *p, NodeList l, Bounds *b) {
    EACH_NODE(l, e) collect(p, e, b);
}

static void collect_or(Parser *p, const NodeMatchOr *o, Bounds *b) {
    Bounds first = {0};
    uint32_t i = 0;
    EACH_NODE(o->patterns, e) {
        if (i + 1 < o->patterns.len && is_irrefutable(e) && !p->panic)
            error_at(p, DIAG_pattern, e->pos, e->end, "this alternative always matches; the ones after it are never tried");
        Bounds here = {0};
        collect(p, e, i ? &here : &first);
        if (i) {
            bool same = here.len == first.len;
            for (uint32_t k = 0; k < here.len && same; k++) {
                bool found = false;
                for (uint32_t j = 0; j < first.len; j++) found |= first.data[j].name == here.data[k].name;
                same = found;
            }
            if (!same && !p->panic) error_at(p, DIAG_pattern, o->node.pos, o->node.end, "the alternatives of a pattern must bind the same names");
            vec_done(&here);
        }
        i++;
    }
    for (uint32_t k = 0; k < first.len; k++) bind(p, b, first.data[k].name, first.data[k].at);
    vec_done(&first);
}

static void collect(Parser *p, const Node *n, Bounds *b) {
    switch (n->kind) {
    case NODE_MatchAs:
        if (AS(MatchAs, n)->pattern) {
            if (is_irrefutable(AS(MatchAs, n)->pattern) && AS(MatchAs, n)->name && !p->panic && p->is_py) {
                /* `_ as x` is legal grammar but CPython refuses `case x as y` nowhere: nothing to say */
            }
            collect(p, AS(MatchAs, n)->pattern, b);
        }
        bind(p, b, AS(MatchAs, n)->name, n);
        break;
    case NODE_MatchStar: bind(p, b, AS(MatchStar, n)->name, n); break;
    case NODE_MatchSequence: collect_list(p, AS(MatchSequence, n)->patterns, b); break;
    case NODE_MatchMapping:
        collect_list(p, AS(MatchMapping, n)->patterns, b);
        bind(p, b, AS(MatchMapping, n)->rest, n);
        break;
    case NODE_MatchClass:
        collect_list(p, AS(MatchClass, n)->patterns, b);
        collect_list(p, AS(MatchClass, n)->kwd_patterns, b);
        break;
    case NODE_MatchOr: collect_or(p, AS(MatchOr, n), b); break;
    default: break;
    }
}

/* ---- the statement ----------------------------------------------------------------------------- */

/* `match subject:` with a block of cases after it, or clearly meant as one. */
static bool is_match(Parser *p) {
    const Tok *t = p->t + 1;
    if (!starts_operand(p, t) && t->kind != T_STAR && t->kind != T_KW_NOT && t->kind != T_KW_LAMBDA && t->kind != T_KW_YIELD) return false;
    uint32_t depth = 0;
    const Tok *last = t;
    for (; t->kind != T_NEWLINE && t->kind != T_END; t++) {
        if (t->kind == T_LPAR || t->kind == T_LSQB || t->kind == T_LBRACE) depth++;
        if (t->kind == T_RPAR || t->kind == T_RSQB || t->kind == T_RBRACE) depth--;
        if (depth == 0 && (t->kind == T_ASSIGN || t->kind == T_SEMI)) return false;
        last = t;
    }
    if (last->kind != T_COLON) return false;
    if (t->kind == T_NEWLINE && t[1].kind == T_INDENT) return true;
    int k = p->t[1].kind;
    return k == T_NAME || k == T_INT || k == T_STRING || k == T_FSTRING || k == T_KW_NONE || k == T_KW_TRUE || k == T_KW_FALSE;
}

static Node *parse_case(Parser *p, bool *caught_all) {
    NodeMatchCase *c = NEW(MatchCase, p, p->t->pos);
    next(p);
    uint32_t pos = p->t->pos;
    Node *pat = element(p);
    if (at(p, T_COMMA)) {
        uint32_t mark = p->sp;
        push(p, pat);
        next(p);
        while (!at(p, T_COLON) && !at(p, T_KW_IF) && !at(p, T_NEWLINE)) {
            const Tok *before = p->t;
            push(p, element(p));
            if (!accept(p, T_COMMA) || p->t == before) break;
        }
        pat = sequence(p, pos, take(p, mark));
    } else if (IS(MatchStar, pat)) {
        error_at(p, DIAG_star_misuse, pat->pos, pat->end, "a `*` pattern needs a sequence around it");
    }
    c->pattern = pat;
    if (accept(p, T_KW_IF)) c->guard = parse_named(p);
    if (!p->panic) {
        Bounds b = {0};
        collect(p, pat, &b);
        vec_done(&b);
        if (*caught_all) error_soft(p, DIAG_pattern, pat->pos, pat->end, "the case before this one always matches; this one is never tried");
        p->panic = false;
        *caught_all = !c->guard && is_irrefutable(pat);
    }
    c->body = parse_suite(p, &c->node, "the pattern");
    return DONE(p, c);
}

Node *parse_match(Parser *p) {
    if (!is_match(p)) return NULL;
    NodeMatch *m = NEW(Match, p, p->t->pos);
    next(p);
    m->subject = at(p, T_STAR) ? parse_expr_list(p) : parse_named(p);
    if (at(p, T_COMMA)) {
        uint32_t mark = p->sp, pos = m->subject->pos;
        push(p, m->subject);
        while (accept(p, T_COMMA) && !at(p, T_COLON)) push(p, parse_star_or_named(p));
        NodeTupleExpr *t = NEW(TupleExpr, p, pos);
        t->elts = take(p, mark);
        m->subject = DONE(p, t);
    } else if (IS(Starred, m->subject)) error_at(p, DIAG_star_misuse, m->subject->pos, m->subject->end, "`*` needs a tuple around it");
    uint32_t header = p->t->pos;
    expect_colon(p, "the subject of `match`");
    while (!at(p, T_NEWLINE) && !at(p, T_END)) {
        if (!p->panic) error_at(p, DIAG_syntax_error, p->t->pos, p->t->end, "the cases of `match` stand on lines of their own");
        p->t++;
    }
    accept(p, T_NEWLINE);
    p->panic = false;
    if (!accept(p, T_INDENT)) {
        error_soft(p, DIAG_missing_block, header, header + 1, "indented `case` blocks are missing after `match`");
        return DONE(p, m);
    }
    uint32_t mark = p->sp;
    bool caught_all = false;
    while (!at(p, T_DEDENT) && !at(p, T_END)) {
        const Tok *before = p->t;
        if (at_word(p, NM_kw_case)) {
            push(p, parse_case(p, &caught_all));
        } else {
            uint32_t m2 = p->sp;
            if (before[-1].kind == T_INDENT || p->sp == mark || at(p, T_NAME) || !is_keyword(p->t->kind)) {
                error_at(p, DIAG_pattern, p->t->pos, p->t->end, "expected `case`, found %s", tok_show(p, p->t));
                p->panic = false;
            } else error_soft(p, DIAG_pattern, p->t->pos, p->t->end, "expected `case`, found %s", tok_show(p, p->t));
            parse_statement(p);
            p->sp = m2;
            p->panic = false;
        }
        if (p->t == before) next(p);
    }
    accept(p, T_DEDENT);
    m->cases = take(p, mark);
    return DONE(p, m);
}
