/* SPDX-License-Identifier: Apache-2.0 */
/* Parentheses, lists, sets, dictionaries; comprehensions. */
#include "syntax/parse.h"

Node *parse_star_or_named(Parser *p) {
    if (!at(p, T_STAR)) return parse_named(p);
    NodeStarred *s = NEW(Starred, p, p->t->pos);
    next(p);
    s->value = parse_binary(p, PREC_BITOR);
    return DONE(p, s);
}

/* After an element: a comma, or the comma that was forgotten. False at the end of the list. */
bool more_elements(Parser *p, TokKind close, const Tok *before) {
    if (LIKELY(accept(p, T_COMMA))) return true;
    if (at(p, close) || p->t == before || p->t->flags & TF_SYNTH) return false;
    if (!starts_operand(p, p->t) || p->t->kind == T_PLUS || p->t->kind == T_MINUS || p->t->kind == T_LPAR || p->t->kind == T_LSQB ||
        p->t->kind == T_KW_LAMBDA)
        return false;
    if (p->panic) return true;
    uint32_t e = prev_end(p);
    if (!p->is_py && tok_is_word(p->t - 1, NM_kw_comptime)) {
        error_trailing(p);
        return true;
    }
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
            if (at(p, T_KW_ELSE) && !p->panic) {
                Diag *d = error_at(p, DIAG_filter_else, p->t->pos, p->t->end, "the filter of a comprehension has no `else`");
                if (d) diag_help(d, "put the choice before `for`: `[a if condition else b for …]`");
            }
            push(p, DONE(p, c));
        } else return;
    }
}

bool at_comp(const Parser *p) {
    return at(p, T_KW_FOR) || (at(p, T_KW_ASYNC) && p->t[1].kind == T_KW_FOR);
}

NodeList comp_clauses(Parser *p, Node *elt) {
    if (IS(Starred, elt) && !p->panic)
        error_at(p, DIAG_star_misuse, elt->pos, elt->end, "a comprehension cannot unpack with `*`");
    uint32_t mark = p->sp;
    parse_comp_clauses(p);
    return take(p, mark);
}

Node *parse_parens(Parser *p) {
    const Tok *open = p->t;
    uint32_t start = open->pos;
    next(p);
    if (at(p, T_RPAR)) {
        next(p);
        NodeTupleExpr *t = NEW(TupleExpr, p, start);
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
    NodeTupleExpr *t = NEW(TupleExpr, p, start);
    t->parenthesized = 1;
    t->elts = take(p, mark);
    return DONE(p, t);
}

Node *parse_list(Parser *p) {
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
    NodeListExpr *l = NEW(ListExpr, p, start);
    l->elts = take(p, mark);
    return DONE(p, l);
}

static Node *parse_dict_value(Parser *p) {
    if (at(p, T_RBRACE) || at(p, T_COMMA)) {
        error_at(p, DIAG_missing_value, p->t[-1].pos, p->t[-1].end, "a value is missing after `:`");
        return error_node(p, p->t->pos);
    }
    if (at(p, T_STAR)) {
        error_at(p, DIAG_star_misuse, p->t->pos, p->t->end, "`*` cannot be used in the value of a dictionary entry");
        next(p);
    }
    return parse_expr(p);
}

Node *parse_braces(Parser *p) {
    const Tok *open = p->t;
    uint32_t start = open->pos, mark = p->sp;
    bool dict = false, set = false, init = false;
    next(p);
    if (!enter(p)) {
        leave(p);
        Node *e = error_node(p, start);
        expect_close(p, T_RBRACE, open);
        return e;
    }
    while (!at(p, T_RBRACE)) {
        const Tok *before = p->t;
        uint32_t pos = p->t->pos;
        Node *e;
        bool entry = false;
        if (at(p, T_DSTAR)) {
            NodeDoubleStar *d = NEW(DoubleStar, p, pos);
            next(p);
            d->value = parse_binary(p, PREC_BITOR);
            e = DONE(p, d);
            entry = true;
        } else if (at(p, T_NAME) && p->t[1].kind == T_ASSIGN && !p->is_py) {
            NodeKeyword *k = NEW(Keyword, p, pos);
            k->name = p->t->name;
            next(p), next(p);
            k->value = parse_expr(p);
            e = DONE(p, k);
            init = true;
        } else {
            e = parse_star_or_named(p);
            if (at(p, T_COLON)) {
                next(p);
                NodeDictEntry *d = NEW(DictEntry, p, pos);
                if (IS(NamedExpr, e) && !(e->flags & NODE_PARENTHESIZED))
                    error_at(p, DIAG_walrus_misuse, e->pos, e->end, "`:=` in the key of a dictionary needs parentheses");
                if (IS(Starred, e) && !p->panic)
                    error_at(p, DIAG_star_misuse, e->pos, e->end, "`*` cannot be used in the key of a dictionary entry");
                d->key = e;
                d->value = parse_dict_value(p);
                e = DONE(p, d);
                entry = true;
            }
        }
        if (at_comp(p)) {
            if (p->sp > mark && !p->panic)
                error_at(p, DIAG_unparenthesized_generator, e->pos, e->end, "the element of a comprehension needs parentheses when it is a tuple");
            Node *n;
            if (IS(DictEntry, e)) {
                NodeDictComp *c = NEW(DictComp, p, start);
                c->key = AS(DictEntry, e)->key;
                c->value = AS(DictEntry, e)->value;
                c->clauses = comp_clauses(p, NULL);
                n = &c->node;
            } else {
                if (IS(DoubleStar, e) && !p->panic)
                    error_at(p, DIAG_star_misuse, e->pos, e->end, "a comprehension cannot unpack with `**`");
                NodeSetComp *c = NEW(SetComp, p, start);
                c->elt = e;
                c->clauses = comp_clauses(p, e);
                n = &c->node;
            }
            expect_close(p, T_RBRACE, open);
            p->sp = mark;
            leave(p);
            return done_(p, n);
        }
        if (entry ? set || init : dict) {
            error_at(p, DIAG_mixed_display, e->pos, e->end,
                     entry ? "a dictionary entry stands among the elements of a set" : "an element without `key:` stands among dictionary entries");
        } else if (entry) dict = true;
        else if (!IS(Keyword, e)) set = true;
        push(p, e);
        if (!more_elements(p, T_RBRACE, before)) break;
    }
    expect_close(p, T_RBRACE, open);
    leave(p);
    if (init) {
        NodeBraceInit *b = NEW(BraceInit, p, start);
        b->args = take(p, mark);
        return DONE(p, b);
    }
    if (set) {
        NodeSetExpr *s = NEW(SetExpr, p, start);
        s->elts = take(p, mark);
        return DONE(p, s);
    }
    NodeDictExpr *d = NEW(DictExpr, p, start);
    d->entries = take(p, mark);
    return DONE(p, d);
}
