/* SPDX-License-Identifier: Apache-2.0 */
/* Statements. A statement that fails to parse is reported once; its line is skipped and its block, if it
 * opens one, is parsed all the same. */
#include "syntax/parse.h"

/* ---- recovery ---------------------------------------------------------------------------------- */

void skip_line(Parser *p) {
    while (!at(p, T_NEWLINE) && !at(p, T_END)) p->t++;
    accept(p, T_NEWLINE);
}

void soft_or_at(Parser *p, DiagCode code, uint32_t pos, uint32_t end, const char *text) {
    bool place = code == DIAG_return_outside || code == DIAG_break_outside;
    if (place && (p->block_missing || p->indent_reported)) p->had_error = true;
    else if (!p->panic) error_soft(p, code, pos, end, "%s", text);
}

void check_starred_statement(Parser *p, const Node *e) {
    if (IS(Starred, e) && !p->panic)
        error_at(p, DIAG_star_misuse, e->pos, e->end, "`*` can unpack only inside a list, a tuple, a set or a call");
}

/* ---- suites ------------------------------------------------------------------------------------ */

/* After a header without `:`. The colon may begin the next line, and be followed there by the first statement. */
static void parse_block_without_colon(Parser *p) {
    skip_line(p);
    p->panic = false;
    if (at(p, T_COLON)) {
        next(p);
        if (!accept(p, T_NEWLINE)) {
            p->block_missing = true; /* what follows is indented deeper than this line */
            parse_statement(p);
        }
    }
    if (accept(p, T_INDENT)) parse_block(p);
}

void parse_block(Parser *p) {
    while (!at(p, T_DEDENT) && !at(p, T_END)) {
        const Tok *before = p->t;
        parse_statement(p);
        if (p->t == before) next(p);
    }
    accept(p, T_DEDENT);
}

static bool starts_compound(const Parser *p) {
    switch (p->t->kind) {
    case T_KW_IF: case T_KW_FOR: case T_KW_WHILE: case T_KW_TRY: case T_KW_WITH: case T_KW_DEF: case T_KW_CLASS: case T_AT: return true;
    case T_KW_ASYNC: return true;
    default: return false;
    }
}

NodeList parse_suite(Parser *p, Node *owner, const char *what) {
    uint32_t mark = p->sp;
    uint32_t header = p->t->pos;
    expect_colon(p, what);
    if (p->panic) {
        parse_block_without_colon(p);
        owner->flags |= NODE_HAS_ERROR;
        return take(p, mark);
    }
    if (!at(p, T_NEWLINE)) {
        owner->flags |= NODE_ONE_LINE;
        if (starts_compound(p)) {
            error_at(p, DIAG_block_on_line, p->t->pos, p->t->end, "this statement has a block of its own and needs its own line");
            p->panic = false;
            p->had_error = true;
            parse_statement(p);
            if (accept(p, T_INDENT)) parse_block(p);
            return take(p, mark);
        }
        parse_simple_line(p);
        return take(p, mark);
    }
    next(p);
    if (accept(p, T_INDENT)) {
        parse_block(p);
        return take(p, mark);
    }
    Diag *d = error_soft(p, DIAG_missing_block, header, header + 1, "an indented block is missing after %s", what);
    p->block_missing = true;
    if (d) diag_help(d, "indent the lines of the block, or write `pass`");
    return take(p, mark);
}

/* The suite of a loop. */
static NodeList loop_suite(Parser *p, Node *owner, const char *what) {
    bool was = p->cx->in_loop, star = p->cx->in_star_except;
    p->cx->in_loop = true;
    p->cx->in_star_except = false;
    NodeList l = parse_suite(p, owner, what);
    p->cx->in_loop = was;
    p->cx->in_star_except = star;
    return l;
}

static NodeList optional_else(Parser *p, Node *owner, const char *what) {
    if (!at(p, T_KW_ELSE)) return (NodeList){0};
    next(p);
    uint16_t flags = owner->flags;
    NodeList l = parse_suite(p, owner, what);
    owner->flags = (uint16_t)(flags | (owner->flags & NODE_HAS_ERROR));
    return l;
}

static void enter_block(Parser *p, const Tok *t) {
    if (++p->cx->blocks == 21 && p->is_py) soft_or_at(p, DIAG_too_deep, t->pos, t->end, "more than 20 loops, `try` and `with` blocks are nested here");
}

static bool error_between(const Parser *p, uint32_t from, uint32_t to) {
    for (uint32_t i = 0; p->sink && i < p->sink->diags.len; i++) {
        const Diag *d = p->sink->diags.data[i];
        if (d->severity == SEV_ERROR && d->at.start >= from && d->at.start <= to) return true;
    }
    return false;
}

/* ---- if, while, for ---------------------------------------------------------------------------- */

static Node *parse_condition(Parser *p) {
    Node *e = parse_named(p);
    if (at(p, T_COMMA) && !p->panic) {
        error_at(p, DIAG_syntax_error, p->t->pos, p->t->end, "a condition is one expression; put a tuple in parentheses");
    }
    return e;
}

static Node *parse_if(Parser *p, bool is_comptime) {
    Node *first = NULL, *last = NULL;
    uint32_t chain = 0;
    for (;;) {
        bool elif = first != NULL;
        uint32_t start = p->t->pos;
        if (is_comptime && !elif && at_word(p, NM_kw_comptime)) next(p);
        NodeIf *n = NEW(If, p, start);
        n->is_comptime = is_comptime;
        n->is_elif = elif;
        next(p);
        n->test = parse_condition(p);
        n->body = parse_suite(p, &n->node, elif ? "the condition of `elif`" : "the condition of `if`");
        n->node.end = prev_end(p);
        if (last) {
            AS(If, last)->orelse.data = arena_alloc(p->arena, sizeof(Node *));
            AS(If, last)->orelse.data[0] = &n->node;
            AS(If, last)->orelse.len = 1;
        } else first = &n->node;
        last = &n->node;
        if (at(p, T_KW_ELIF)) {
            if (++chain > MAX_DEPTH && !p->depth_reported) {
                p->depth_reported = true;
                error_soft(p, DIAG_too_deep, p->t->pos, p->t->end, "this `if` has more than %d branches", MAX_DEPTH);
            }
            if (chain > MAX_DEPTH) {
                last = first;
                AS(If, last)->orelse.len = 0;
                chain = 0;
            }
            continue;
        }
        if (at(p, T_KW_ELSE) && p->t[1].kind == T_KW_IF) {
            Diag *d = error_at(p, DIAG_else_if, p->t->pos, p->t[1].end, "`else if` is written `elif`");
            if (d) fix_replace(d, FIX_SAFE, p->t->pos, p->t[1].end, "elif", "use `elif`");
            p->panic = false;
            p->had_error = true;
            next(p);
            continue;
        }
        if (at(p, T_KW_ELSE)) AS(If, last)->orelse = optional_else(p, last, "`else`");
        break;
    }
    /* ends of the whole chain */
    for (Node *n = first; n;) {
        n->end = prev_end(p);
        NodeList o = AS(If, n)->orelse;
        n = o.len == 1 && IS(If, o.data[0]) && AS(If, o.data[0])->is_elif ? o.data[0] : NULL;
    }
    return first;
}

static Node *parse_while(Parser *p) {
    NodeWhile *n = NEW(While, p, p->t->pos);
    enter_block(p, p->t);
    next(p);
    n->test = parse_condition(p);
    n->body = loop_suite(p, &n->node, "the condition of `while`");
    p->cx->blocks--;
    n->orelse = optional_else(p, &n->node, "`else`");
    return DONE(p, n);
}

static Node *parse_for(Parser *p, uint32_t start, bool is_comptime, bool is_async) {
    NodeFor *n = NEW(For, p, start);
    n->is_comptime = is_comptime;
    n->is_async = is_async;
    enter_block(p, p->t);
    next(p);
    if (at(p, T_LPAR) && !p->panic) { /* for (i = 0; i < n; i++) */
        const Tok *e = after_bracket(p, p->t);
        for (const Tok *t = p->t; e && t < e && !p->panic; t++) {
            if (t->kind != T_SEMI) continue;
            Diag *d = error_at(p, DIAG_c_for, p->t->pos, e[-1].end, "a loop that counts is written with `range`");
            if (d) diag_help(d, "write `for i in range(n):`");
        }
    }
    n->target = parse_target_list(p);
    check_target(p, n->target, TARGET_FOR);
    if (at(p, T_NAME) && str_eq_c(name_str(p->t->name), "of") && !p->panic) {
        Diag *d = error_at(p, DIAG_foreign_word, p->t->pos, p->t->end, "a loop goes over its elements with `in`");
        if (d) fix_replace(d, FIX_SAFE, p->t->pos, p->t->end, "in", "use `in`");
    } else if (accept(p, T_KW_IN)) {
        n->iter = parse_expr_list(p);
        check_starred_statement(p, n->iter);
    }
    else error_expected(p, "`in` after the targets of `for`");
    n->body = loop_suite(p, &n->node, "the `for` clause");
    p->cx->blocks--;
    n->orelse = optional_else(p, &n->node, "`else`");
    return DONE(p, n);
}

/* ---- try, with --------------------------------------------------------------------------------- */

static Node *parse_handler(Parser *p, NodeTry *t, bool *star, bool *plain) {
    NodeExceptHandler *h = NEW(ExceptHandler, p, p->t->pos);
    uint32_t kw = p->t->pos, kw_end = p->t->end;
    next(p);
    bool is_star = false;
    if (at(p, T_STAR)) {
        is_star = true;
        next(p);
        if (at(p, T_COLON)) error_at(p, DIAG_missing_value, kw, p->t->pos, "`except*` needs an exception type");
    }
    if (is_star ? *plain : *star) error_at(p, DIAG_except_mix, kw, kw_end, "one `try` cannot have both `except` and `except*`");
    if (is_star) *star = true;
    else *plain = true;
    if (!at(p, T_COLON)) {
        h->type = parse_expr(p);
        if (at(p, T_COMMA) && !p->panic) {
            uint32_t s = h->type->pos;
            while (accept(p, T_COMMA) && !at(p, T_KW_AS) && !at(p, T_COLON)) parse_expr(p);
            Diag *d = error_at(p, DIAG_except_list, s, prev_end(p), "several exception types need parentheses");
            if (d) {
                diag_help(d, "to name the exception, write `except Type as name`");
                Fix *f = diag_fix(d, FIX_SAFE, "put them in parentheses");
                fix_edit(f, rel(s, s), STR("("));
                fix_edit(f, rel(prev_end(p), prev_end(p)), STR(")"));
            }
            p->panic = false;
            p->had_error = true;
        }
        if (accept(p, T_KW_AS)) {
            uint32_t pos = p->t->pos, end = p->t->end;
            h->name = expect_name(p, "the exception");
            if (h->name) check_name_store(p, h->name, pos, end);
            if (!at(p, T_COLON) && !p->panic && (at(p, T_DOT) || at(p, T_LSQB)))
                error_at(p, DIAG_bad_target, pos, p->t->end, "`as` binds a name only");
        }
    }
    bool was = p->cx->in_star_except, loop = p->cx->in_loop;
    if (is_star) p->cx->in_star_except = true, p->cx->in_loop = false;
    h->body = parse_suite(p, &h->node, "`except`");
    p->cx->in_star_except = was;
    p->cx->in_loop = loop;
    (void)t;
    return DONE(p, h);
}

static Node *parse_try(Parser *p) {
    NodeTry *n = NEW(Try, p, p->t->pos);
    uint32_t kw = p->t->pos, kw_end = p->t->end;
    enter_block(p, p->t);
    next(p);
    n->body = parse_suite(p, &n->node, "`try`");
    uint32_t mark = p->sp;
    bool star = false, plain = false;
    const Node *bare = NULL;
    while (at(p, T_KW_EXCEPT)) {
        if (bare) soft_or_at(p, DIAG_bare_except, bare->pos, bare->pos + 6, "an `except` without a type catches everything and must be the last one");
        Node *h = parse_handler(p, n, &star, &plain);
        bare = AS(ExceptHandler, h)->type ? NULL : h;
        push(p, h);
    }
    n->handlers = take(p, mark);
    n->is_star = star;
    n->orelse = (NodeList){0};
    if (at(p, T_KW_ELSE)) {
        if (!n->handlers.len) soft_or_at(p, DIAG_try_alone, p->t->pos, p->t->end, "`else` after `try` needs an `except` before it");
        n->orelse = optional_else(p, &n->node, "`else`");
    }
    if (at(p, T_KW_FINALLY)) {
        next(p);
        n->has_finally = 1;
        n->finalbody = parse_suite(p, &n->node, "`finally`");
        if (at(p, T_KW_EXCEPT)) {
            error_at(p, DIAG_try_alone, p->t->pos, p->t->end, "`except` must come before `finally`");
            p->panic = false;
            p->had_error = true;
            while (at(p, T_KW_EXCEPT)) parse_handler(p, n, &star, &plain);
        }
    } else if (!n->handlers.len && !(n->node.flags & NODE_HAS_ERROR) && !error_between(p, kw_end, p->t->pos)) {
        error_soft(p, DIAG_try_alone, kw, kw_end, "this `try` has neither `except` nor `finally`");
    }
    p->cx->blocks--;
    return DONE(p, n);
}

static Node *parse_with_item(Parser *p) {
    NodeWithItem *w = NEW(WithItem, p, p->t->pos);
    w->expr = parse_expr(p);
    if (accept(p, T_KW_AS)) {
        w->target = parse_target(p);
        if (!IS(BindTarget, w->target)) check_target(p, w->target, TARGET_WITH);
    }
    return DONE(p, w);
}

/* Are the parentheses after `with` around items, not around an expression? */
static bool with_parens(Parser *p) {
    if (!at(p, T_LPAR)) return false;
    Tok *e = after_bracket(p, p->t);
    if (!e || e->kind != T_COLON || p->t[1].kind == T_RPAR) return false;
    uint32_t depth = 0;
    for (const Tok *t = p->t; t < e; t++) {
        switch (t->kind) {
        case T_LPAR: case T_LSQB: case T_LBRACE: depth++; break;
        case T_RPAR: case T_RSQB: case T_RBRACE: depth--; break;
        case T_KW_FOR: case T_WALRUS: case T_KW_YIELD:
            if (depth == 1) return false;
            break;
        case T_STAR:
            if (depth == 1 && (t[-1].kind == T_LPAR || t[-1].kind == T_COMMA)) return false;
            break;
        case T_COMMA:
            if (depth == 1 && t[1].kind == T_COMMA) return false;
            break;
        default: break;
        }
    }
    return true;
}

static Node *parse_with(Parser *p, uint32_t start, bool is_async) {
    NodeWith *n = NEW(With, p, start);
    n->is_async = is_async;
    enter_block(p, p->t);
    next(p);
    uint32_t mark = p->sp;
    bool parens = with_parens(p);
    const Tok *open = p->t;
    if (parens) next(p);
    do {
        if (parens && at(p, T_RPAR)) break;
        push(p, parse_with_item(p));
    } while (accept(p, T_COMMA));
    if (parens) expect_close(p, T_RPAR, open);
    n->items = take(p, mark);
    n->body = parse_suite(p, &n->node, "the `with` items");
    p->cx->blocks--;
    return DONE(p, n);
}

/* ---- compound statements ----------------------------------------------------------------------- */

static void stray_clause(Parser *p) {
    const Tok *t = p->t;
    const char *wants = t->kind == T_KW_ELSE ? "`if`, `for`, `while` or `try`" : t->kind == T_KW_ELIF ? "`if`" : "`try`";
    if (!p->failed_block) error_soft(p, DIAG_stray_clause, t->pos, t->end, "this `%s` belongs to no %s", t->name->chars, wants);
    uint32_t mark = p->sp;
    p->panic = true;
    skip_line(p);
    p->panic = false;
    if (accept(p, T_INDENT)) parse_block(p);
    (void)mark;
}

Node *parse_compound_or_null(Parser *p) {
    uint32_t start = p->t->pos;
    NodeList none = {0};
    switch (p->t->kind) {
    case T_KW_IF: return parse_if(p, false);
    case T_KW_WHILE: return parse_while(p);
    case T_KW_FOR: return parse_for(p, start, false, false);
    case T_KW_TRY: return parse_try(p);
    case T_KW_WITH: return parse_with(p, start, false);
    case T_KW_DEF:
        if (!p->is_py && (p->t[1].kind == T_LPAR || p->t[1].kind == T_LSQB)) return NULL;
        return parse_def(p, start, none, false);
    case T_KW_CLASS: return parse_class(p, start, none);
    case T_AT: return parse_decorated(p);
    case T_KW_ASYNC: {
        int k = p->t[1].kind;
        if (k == T_KW_DEF || (!p->is_py && tok_is_word(p->t + 1, NM_kw_fn))) {
            next(p);
            return parse_def(p, start, none, true);
        }
        if (k == T_KW_FOR || k == T_KW_WITH) {
            next(p);
            p->need_scopes = true;
            return k == T_KW_FOR ? parse_for(p, start, false, true) : parse_with(p, start, true);
        }
        return NULL;
    }
    case T_NAME: break;
    default: return NULL;
    }
    if (p->t->name->known < NM_kw_match || p->t->flags & TF_TICK) return NULL;
    bool name_next = p->t[1].kind == T_NAME;
    switch (p->t->name->known) {
    case NM_kw_match: return parse_match(p);
    case NM_kw_fn: return !p->is_py && name_next ? parse_def(p, start, none, false) : NULL;
    case NM_kw_struct: return !p->is_py && name_next ? parse_struct(p, start, none) : NULL;
    case NM_kw_trait: return !p->is_py && name_next ? parse_trait(p, start, none) : NULL;
    case NM_kw_extension: case NM_kw_uextension:
        return !p->is_py && name_next ? parse_extension(p, start, none) : NULL;
    case NM_kw_mlir_region: {
        if (p->is_py || !name_next) return NULL;
        NodeMlirRegion *n = NEW(MlirRegion, p, start);
        next(p);
        n->name = expect_name(p, "the region");
        if (expect(p, T_LPAR, "`(`")) {
            const Tok *open = p->t - 1;
            uint32_t mark = p->sp;
            parse_arg_list(p, T_RPAR, false, NULL);
            expect_close(p, T_RPAR, open);
            n->args = take(p, mark);
        }
        n->body = parse_suite(p, &n->node, "the region");
        return DONE(p, n);
    }
    case NM_kw_comptime:
        if (p->is_py) return NULL;
        if (p->t[1].kind == T_KW_IF) return parse_if(p, true);
        if (p->t[1].kind == T_KW_FOR) {
            next(p);
            return parse_for(p, start, true, false);
        }
        return NULL;
    default: return NULL;
    }
}

static bool begins_no_statement(const Parser *p) {
    switch (p->t->kind) {
    case T_COLON: case T_DOT: case T_COMMA: case T_ASSIGN: case T_WALRUS: case T_ARROW: case T_KW_AND: case T_KW_OR: case T_KW_IN: case T_KW_IS:
    case T_SLASH: case T_DSLASH: case T_PERCENT: case T_LSHIFT: case T_RSHIFT: case T_AMP: case T_CARET: case T_BAR: return true;
    default: return (p->t->kind >= T_PLUS_EQ && p->t->kind <= T_GE);
    }
}

/* A line that begins with an operator, `.` or `:`. */
static void broken_line(Parser *p) {
    const Tok *t = p->t, *before = t - 1;
    while (before > p->toks && before[-1].kind > T_DEDENT) before--;
    bool after_error = before > p->toks && (before == p->broken || error_between(p, before->pos, t->pos));
    p->broken = t;
    if (t->flags & TF_LINE && after_error) p->had_error = p->panic = true;
    else if (t->kind == T_COLON) error_at(p, DIAG_stray_colon, t->pos, t->end, "this `:` belongs to no header");
    else {
        Diag *d = error_at(p, DIAG_syntax_error, t->pos, t->end, "a line cannot begin with `%.*s`", STR_ARG(tok_str(p, t)));
        if (d && before > p->toks) diag_help(d, "an expression goes on in the next line inside parentheses only");
    }
    skip_line(p);
    p->panic = false;
    if (accept(p, T_INDENT)) parse_block(p);
}

void parse_statement(Parser *p) {
    p->panic = false;
    switch (p->t->kind) {
    case T_NEWLINE: next(p); return;
    case T_INDENT: {
        const Tok *t = p->t;
        const Tok *line = t + 1;
        error_soft(p, DIAG_unexpected_indent, line->pos, line->end, "this line is indented deeper than the block it is in");
        p->block_missing = true; /* what stands deeper may belong to anything, and what ends it too */
        next(p);
        parse_block(p);
        return;
    }
    case T_KW_ELSE: case T_KW_ELIF: case T_KW_EXCEPT: case T_KW_FINALLY: stray_clause(p); return;
    default: break;
    }
    if (!enter(p)) {
        leave(p);
        skip_line(p);
        if (accept(p, T_INDENT)) { /* skip the block, iteratively */
            uint32_t depth = 1;
            while (depth && !at(p, T_END)) {
                if (at(p, T_INDENT)) depth++;
                if (at(p, T_DEDENT)) depth--;
                p->t++;
            }
        }
        return;
    }
    Node *n = parse_compound_or_null(p);
    if (n) push(p, n);
    else if (begins_no_statement(p)) broken_line(p);
    else parse_simple_line(p);
    leave(p);
}

void parse_item(Parser *p, Item *item) {
    Context cx = {0};
    p->cx = &cx;
    p->panic = p->need_scopes = false;
    p->depth = p->string_depth = 0;
    p->n_nodes = 0;
    p->sp = 0;
    p->failed_block = p->block_missing = false;
    p->broken = NULL;
    p->failed_blocks = 0;
    while (!at(p, T_END)) {
        const Tok *before = p->t;
        if (at(p, T_DEDENT)) {
            next(p);
            continue;
        }
        parse_statement(p);
        if (p->t == before) next(p);
    }
    item->stmts = take(p, 0);
    bool other = false;
    EACH_NODE(item->stmts, st) {
        bool future = IS(ImportFrom, st) && AS(ImportFrom, st)->path.len == 1 && name_is(AS(Name, AS(ImportFrom, st)->path.data[0])->id, NM_kw_future);
        if (future && other && p->flags & ITEM_FUTURE)
            error_soft(p, DIAG_future_import, st->pos, st->end, "`from __future__` imports stand at the top of the file");
        other |= !future && !(IS(ExprStmt, st) && IS(StringLit, AS(ExprStmt, st)->value) && item->stmts.data[0] == st);
    }
    if (p->need_scopes && !p->had_error) check_scopes(p, item->stmts);
    if (drop_cascades(p)) p->flags |= ITEM_BROKEN_END;
    item->n_nodes = p->n_nodes;
    item->hash = p->hash;
    item->diags = p->sink;
    item->has_errors = p->sink && p->sink->n_errors;
    const Node *first = item->stmts.len ? item->stmts.data[0] : NULL;
    if (IS(ExprStmt, first) && IS(StringLit, AS(ExprStmt, first)->value) && !AS(StringLit, AS(ExprStmt, first)->value)->is_bytes && item->stmts.len == 1)
        p->flags |= ITEM_DOCSTRING;
    item->flags = p->flags;
}
