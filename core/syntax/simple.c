/* SPDX-License-Identifier: Apache-2.0 */
/* Statements without a block: imports, assignments, expressions, `return` and its like. */
#include "syntax/parse.h"

/* ---- imports ----------------------------------------------------------------------------------- */

static Node *name_node(Parser *p, Name name, uint32_t pos) {
    NodeName *n = NEW(Name, p, pos);
    n->id = name;
    return DONE(p, n);
}

static Name import_name(Parser *p, const char *what) {
    if (!p->is_py && is_keyword(p->t->kind) && p->t[1].kind != T_NAME && !at(p, T_KW_IMPORT) && !at(p, T_KW_AS)) {
        Name n = p->t->name;
        if (p->t[-1].kind == T_DOT) {
            next(p);
            return n;
        }
    }
    return expect_name(p, what);
}

static NodeList parse_path(Parser *p) {
    uint32_t mark = p->sp;
    do {
        uint32_t pos = p->t->pos;
        Name n = import_name(p, "a module");
        if (!n) break;
        push(p, name_node(p, n, pos));
    } while (accept(p, T_DOT));
    return take(p, mark);
}

static Name parse_as(Parser *p) {
    if (!accept(p, T_KW_AS)) return NULL;
    uint32_t pos = p->t->pos, end = p->t->end;
    Name n = expect_name(p, "the import");
    if (n) check_name_store(p, n, pos, end);
    if (name_is(n, NM_std) && !p->is_py) error_soft(p, DIAG_std_name, pos, end, "`std` is the standard library; import it under another name");
    return n;
}

static Node *parse_import(Parser *p) {
    NodeImport *n = NEW(Import, p, p->t->pos);
    next(p);
    uint32_t mark = p->sp;
    if (at(p, T_DOT) && !p->panic) error_at(p, DIAG_import_dot, p->t->pos, p->t->end, "a relative import is written `from . import name`");
    if (at(p, T_STAR)) error_at(p, DIAG_syntax_error, p->t->pos, p->t->end, "`*` is imported with `from module import *`");
    do {
        NodeAlias *a = NEW(Alias, p, p->t->pos);
        a->path = parse_path(p);
        a->asname = parse_as(p);
        if (!a->asname && a->path.len == 1) check_name_store(p, AS(Name, a->path.data[0])->id, a->node.pos, prev_end(p));
        push(p, DONE(p, a));
        if (p->panic) break;
    } while (accept(p, T_COMMA));
    n->names = take(p, mark);
    if (at(p, T_KW_FROM) && !p->panic) {
        Diag *d = error_at(p, DIAG_import_order, n->node.pos, p->t->end, "an import from a module begins with `from`");
        if (d) diag_help(d, "write `from module import name`");
    }
    return DONE(p, n);
}

static void check_future(Parser *p, const NodeImportFrom *n) {
    static const char *const features[] = {"nested_scopes", "generators", "division", "absolute_import", "with_statement",
                                           "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations"};
    if (!p->is_py || n->level || n->path.len != 1 || !name_is(AS(Name, n->path.data[0])->id, NM_kw_future)) return;
    if (p->depth > 1 || p->cx->in_func || p->cx->in_class) {
        error_soft(p, DIAG_future_import, n->node.pos, prev_end(p), "`from __future__` imports stand at the top of the file");
        return;
    }
    p->flags |= ITEM_FUTURE;
    EACH_NODE(n->names, a) {
        const NodeName *f = AS(Name, AS(Alias, a)->path.data[0]);
        bool known = false;
        if (!f->id) continue;
        if (name_is(f->id, NM_kw_annotations)) p->future_annotations = true;
        for (size_t i = 0; i < ARRAY_LEN(features); i++) known |= strcmp(features[i], f->id->chars) == 0;
        if (!known) error_soft(p, DIAG_future_import, a->pos, a->end, "there is no feature `%s` in `__future__`", f->id->chars);
    }
    if (n->is_star) error_soft(p, DIAG_future_import, n->node.pos, prev_end(p), "`from __future__` imports name their features");
}

static Node *parse_import_from(Parser *p) {
    NodeImportFrom *n = NEW(ImportFrom, p, p->t->pos);
    next(p);
    for (;; p->t++) {
        if (at(p, T_DOT)) n->level++;
        else if (at(p, T_ELLIPSIS)) n->level += 3;
        else break;
    }
    if (!(n->level && at(p, T_KW_IMPORT))) n->path = parse_path(p);
    if (!expect(p, T_KW_IMPORT, "`import` after the module")) return DONE(p, n);
    if (at(p, T_STAR)) {
        n->is_star = 1;
        if ((p->cx->in_func || p->cx->in_class) && p->is_py) soft_or_at(p, DIAG_import_star, p->t->pos, p->t->end, "`import *` works at module level only");
        next(p);
        check_future(p, n);
        return DONE(p, n);
    }
    const Tok *open = at(p, T_LPAR) ? p->t : NULL;
    if (open) next(p);
    uint32_t mark = p->sp;
    if (at(p, T_NEWLINE) || (open && at(p, T_RPAR))) error_at(p, DIAG_missing_value, p->t[-1].pos, p->t->end, "the names to import are missing");
    while (!p->panic) {
        NodeAlias *a = NEW(Alias, p, p->t->pos);
        uint32_t pos = p->t->pos;
        Name name = expect_name(p, "the imported thing");
        if (name) {
            uint32_t m = p->sp;
            push(p, name_node(p, name, pos));
            a->path = take(p, m);
            a->asname = parse_as(p);
            if (!a->asname) check_name_store(p, name, pos, prev_end(p));
            push(p, DONE(p, a));
        }
        if (!accept(p, T_COMMA)) break;
        if (open && at(p, T_RPAR)) break;
        if (!open && at(p, T_NEWLINE)) {
            Diag *d = error_at(p, DIAG_trailing_comma, p->t[-1].pos, p->t[-1].end, "a trailing comma needs parentheses around the imported names");
            if (d) fix_replace(d, FIX_SAFE, p->t[-1].pos, p->t[-1].end, "", "remove the comma");
        }
    }
    if (open) expect_close(p, T_RPAR, open);
    n->names = take(p, mark);
    check_future(p, n);
    return DONE(p, n);
}

/* ---- simple statements ------------------------------------------------------------------------- */

static bool ends_statement(const Parser *p) {
    return at(p, T_NEWLINE) || at(p, T_SEMI) || at(p, T_END);
}

static Node *parse_return(Parser *p) {
    NodeReturn *n = NEW(Return, p, p->t->pos);
    uint32_t pos = p->t->pos, end = p->t->end;
    next(p);
    if (!p->cx->in_func) soft_or_at(p, DIAG_return_outside, pos, end, "`return` stands outside a function");
    else if (p->cx->in_star_except) soft_or_at(p, DIAG_except_mix, pos, end, "`return` cannot leave an `except*` block");
    if (!ends_statement(p)) {
        n->value = parse_expr_list(p);
        check_starred_statement(p, n->value);
        if (!p->cx->return_value_pos) p->cx->return_value_pos = pos + 1;
    }
    return DONE(p, n);
}

static Node *parse_raise(Parser *p) {
    NodeRaise *n = NEW(Raise, p, p->t->pos);
    next(p);
    if (!ends_statement(p)) {
        n->exc = parse_expr(p);
        if (accept(p, T_KW_FROM)) n->cause = parse_expr(p);
    }
    return DONE(p, n);
}

Node *parse_assert_at(Parser *p, uint32_t start, bool is_comptime);
Node *parse_assert_at(Parser *p, uint32_t start, bool is_comptime) {
    NodeAssert *n = NEW(Assert, p, start);
    n->is_comptime = is_comptime;
    next(p);
    n->test = parse_expr(p);
    if (accept(p, T_COMMA)) n->msg = parse_expr(p);
    if (at(p, T_ASSIGN)) {
        Diag *d = error_at(p, DIAG_assign_in_expression, p->t->pos, p->t->end, "`=` assigns and cannot be part of a condition");
        if (d) fix_replace(d, FIX_MAYBE, p->t->pos, p->t->end, "==", "compare with `==`");
    }
    return DONE(p, n);
}

static Node *parse_del(Parser *p) {
    NodeDelete *n = NEW(Delete, p, p->t->pos);
    next(p);
    uint32_t mark = p->sp;
    do {
        if (ends_statement(p)) {
            if (p->sp == mark) error_at(p, DIAG_missing_value, n->node.pos, prev_end(p), "`del` needs something to delete");
            break;
        }
        Node *e = at(p, T_STAR) ? parse_star_or_named(p) : parse_binary(p, PREC_BITOR);
        if (!ends_statement(p) && !at(p, T_COMMA) && !p->panic && (at(p, T_KW_IF) || (p->t->kind >= T_EQ && p->t->kind <= T_GE) || at(p, T_KW_AND) || at(p, T_KW_OR) || at(p, T_KW_IN) || at(p, T_KW_IS) || at(p, T_KW_NOT)))
            error_at(p, DIAG_bad_target, e->pos, p->t->end, "cannot delete the result of an expression");
        check_target(p, e, TARGET_DEL);
        push(p, e);
    } while (accept(p, T_COMMA));
    n->targets = take(p, mark);
    return DONE(p, n);
}

static Node *parse_names(Parser *p, NodeKind kind) {
    Node *n = kind == NODE_Global ? &NEW(Global, p, p->t->pos)->node : &NEW(Nonlocal, p, p->t->pos)->node;
    uint32_t pos = p->t->pos, end = p->t->end;
    next(p);
    p->need_scopes = true;
    uint32_t mark = p->sp;
    do {
        uint32_t a = p->t->pos;
        Name name = expect_name(p, "a variable");
        if (!name) break;
        push(p, name_node(p, name, a));
    } while (accept(p, T_COMMA));
    NodeList l = take(p, mark);
    if (kind == NODE_Global) {
        AS(Global, n)->names = l;
        if (!p->cx->in_func && !p->cx->in_class) p->flags |= ITEM_GLOBAL;
    } else {
        AS(Nonlocal, n)->names = l;
        if (!p->cx->in_func && !p->cx->in_class && p->is_py)
            soft_or_at(p, DIAG_nonlocal, pos, end, "`nonlocal` at module level has no enclosing function");
    }
    return done_(p, n);
}

static Node *parse_type_alias(Parser *p) {
    NodeTypeAlias *n = NEW(TypeAlias, p, p->t->pos);
    next(p);
    n->name = expect_name(p, "the type");
    if (at(p, T_LSQB)) n->params = parse_params(p, NULL);
    if (expect(p, T_ASSIGN, "`=`")) n->value = parse_expr(p);
    return DONE(p, n);
}

static Node *parse_annotated(Parser *p, Node *target, uint32_t start) {
    NodeAnnAssign *n = NEW(AnnAssign, p, start);
    n->target = target;
    n->parenthesized = IS(Name, target) && target->flags & NODE_PARENTHESIZED;
    check_target(p, target, TARGET_ANN);
    next(p);
    n->annotation = parse_expr(p);
    if (accept(p, T_ASSIGN)) {
        if (ends_statement(p)) error_at(p, DIAG_missing_value, p->t[-1].pos, p->t[-1].end, "a value is missing after `=`");
        else n->value = parse_expr_list_or_yield(p);
    }
    return DONE(p, n);
}

/* A block keyword misspelt, or a statement that another language has. */
static bool looks_like_annotation(const Parser *p) {
    return p->t[1].kind != T_NEWLINE && p->t[1].kind != T_END;
}

/* After the first `=`: the rest of the chain. Targets are on the stack above mark. */
static Node *parse_assign_rest(Parser *p, uint32_t mark, uint32_t start) {
    Node *value;
    for (;;) {
        if (ends_statement(p)) {
            error_at(p, DIAG_missing_value, p->t[-1].pos, p->t[-1].end, "a value is missing after `=`");
            value = error_node(p, p->t->pos);
            break;
        }
        if (!p->is_py && (at_word(p, NM_kw_var) || at_word(p, NM_kw_ref)) && p->t[1].kind == T_NAME) value = parse_target_list(p);
        else value = parse_expr_list_or_yield(p);
        if (!at(p, T_ASSIGN)) break;
        check_target(p, value, TARGET_ASSIGN);
        push(p, value);
        next(p);
    }
    check_starred_statement(p, value);
    NodeAssign *a = NEW(Assign, p, start);
    a->targets = take(p, mark);
    a->value = value;
    return DONE(p, a);
}

static Node *parse_expr_stmt(Parser *p) {
    uint32_t start = p->t->pos;
    Node *e = parse_expr_list_or_yield(p);
    if (at(p, T_ASSIGN)) {
        check_target(p, e, TARGET_ASSIGN);
        uint32_t mark = p->sp;
        push(p, e);
        next(p);
        return parse_assign_rest(p, mark, start);
    }
    if (p->t->kind >= T_PLUS_EQ && p->t->kind <= T_BAR_EQ) {
        NodeAugAssign *a = NEW(AugAssign, p, start);
        a->op = (uint32_t)(OP_ADD + (p->t->kind - T_PLUS_EQ));
        a->target = e;
        check_target(p, e, TARGET_AUG);
        next(p);
        if (ends_statement(p)) error_at(p, DIAG_missing_value, p->t[-1].pos, p->t[-1].end, "a value is missing after the operator");
        else a->value = parse_expr_list_or_yield(p);
        if (a->value) check_starred_statement(p, a->value);
        else a->value = error_node(p, p->t->pos);
        if (at(p, T_ASSIGN) && !p->panic) error_at(p, DIAG_syntax_error, p->t->pos, p->t->end, "an augmented assignment cannot be chained");
        return DONE(p, a);
    }
    if (at(p, T_COLON) && looks_like_annotation(p) && !IS(Yield, e) && !IS(YieldFrom, e)) return parse_annotated(p, e, start);
    if (at(p, T_WALRUS) && IS(Name, e)) error_trailing(p);
    check_starred_statement(p, e);
    NodeExprStmt *s = NEW(ExprStmt, p, start);
    s->value = e;
    return DONE(p, s);
}

/* `comptime (a, b) = …` */
static bool names_in_parentheses(const Parser *p) {
    const Tok *t = p->t + 1;
    if (t->kind != T_LPAR) return false;
    while (t[1].kind == T_NAME && (t[2].kind == T_COMMA || t[2].kind == T_RPAR)) {
        t += 2;
        if (t->kind == T_RPAR) return t[1].kind == T_ASSIGN;
    }
    return false;
}

static Node *parse_disable_del(Parser *p);

static Node *parse_soft(Parser *p) {
    const Tok *n = p->t + 1;
    bool name_next = n->kind == T_NAME;
    switch (p->t->name->known) {
    case NM_kw_type:
        if (!name_next || (p->t[2].kind != T_ASSIGN && p->t[2].kind != T_LSQB)) return NULL;
        return p->is_py ? parse_type_alias(p) : parse_comptime_decl(p, COMPTIME_TYPE);
    case NM_kw_var:
        if (p->is_py) return NULL;
        if (n->kind == T_STAR && n[1].kind == T_NAME && (n[2].kind == T_COMMA || n[2].kind == T_ASSIGN)) /* `var *rest, last = xs` */
            return parse_var_decl(p, BIND_VAR);
        return name_next || n->kind == T_LPAR || is_keyword(n->kind) ? parse_var_decl(p, BIND_VAR) : NULL;
    case NM_kw_ref: return !p->is_py && name_next ? parse_var_decl(p, BIND_REF) : NULL;
    case NM_kw_let: return !p->is_py && (name_next || (n->kind == T_LPAR && after_bracket(p, p->t + 1) && after_bracket(p, p->t + 1)->kind == T_ASSIGN)) ? parse_var_decl(p, BIND_LET) : NULL;
    case NM_kw_alias: return !p->is_py && name_next ? parse_comptime_decl(p, COMPTIME_ALIAS) : NULL;
    case NM_kw_comptime:
        if (p->is_py) return NULL;
        if (n->kind == T_KW_ASSERT) {
            uint32_t start = p->t->pos;
            next(p);
            return parse_assert_at(p, start, true);
        }
        return name_next || is_keyword(n->kind) || names_in_parentheses(p) ? parse_comptime_decl(p, COMPTIME_PLAIN) : NULL;
    case NM_kw_comptime_assert: {
        if (p->is_py || n->kind == T_LPAR || n->kind == T_ASSIGN) return NULL;
        uint32_t start = p->t->pos;
        legacy(p, start, p->t->end, "comptime assert", "`__comptime_assert` is an older spelling of `comptime assert`");
        return parse_assert_at(p, start, true);
    }
    case NM_kw_disable_del: return !p->is_py && name_next ? parse_disable_del(p) : NULL;
    default: return NULL;
    }
}

/* `__disable_del x` of 2023-24, as a call. */
static Node *parse_disable_del(Parser *p) {
    uint32_t pos = p->t->pos;
    legacy(p, pos, p->t->end, NULL, "take the value apart in a `deinit` method today");
    NodeName *f = NEW(Name, p, pos);
    f->id = p->t->name;
    next(p);
    f->node.end = prev_end(p);
    NodeCall *c = NEW(Call, p, pos);
    c->func = &f->node;
    c->node.flags |= NODE_LEGACY;
    uint32_t mark = p->sp;
    push(p, parse_expr(p));
    c->args = take(p, mark);
    NodeExprStmt *s = NEW(ExprStmt, p, pos);
    s->value = DONE(p, c);
    return DONE(p, s);
}

static Node *parse_simple(Parser *p) {
    uint32_t pos = p->t->pos, end = p->t->end;
    switch (p->t->kind) {
    case T_NAME:
        if (p->t->name->known >= NM_kw_match && !(p->t->flags & TF_TICK)) {
            Node *n = parse_soft(p);
            if (n) return n;
        }
        return parse_expr_stmt(p);
    case T_KW_PASS: next(p); return DONE(p, NEW(Pass, p, pos));
    case T_KW_BREAK:
        next(p);
        if (p->cx->in_star_except && !p->cx->in_loop) soft_or_at(p, DIAG_except_mix, pos, end, "`break` cannot leave an `except*` block");
        else if (!p->cx->in_loop) soft_or_at(p, DIAG_break_outside, pos, end, "`break` stands outside a loop");
        return DONE(p, NEW(Break, p, pos));
    case T_KW_CONTINUE:
        next(p);
        if (p->cx->in_star_except && !p->cx->in_loop) soft_or_at(p, DIAG_except_mix, pos, end, "`continue` cannot leave an `except*` block");
        else if (!p->cx->in_loop) soft_or_at(p, DIAG_break_outside, pos, end, "`continue` stands outside a loop");
        return DONE(p, NEW(Continue, p, pos));
    case T_KW_RETURN: return parse_return(p);
    case T_KW_RAISE: return parse_raise(p);
    case T_KW_ASSERT: return parse_assert_at(p, pos, false);
    case T_KW_DEL: return parse_del(p);
    case T_KW_GLOBAL: return parse_names(p, NODE_Global);
    case T_KW_NONLOCAL: return parse_names(p, NODE_Nonlocal);
    case T_KW_IMPORT: return parse_import(p);
    case T_KW_FROM: return parse_import_from(p);
    default: return parse_expr_stmt(p);
    }
}

void parse_simple_line(Parser *p) {
    for (;;) {
        Node *n = parse_simple(p);
        if (!ends_statement(p)) error_trailing(p);
        if (p->panic) {
            n->flags |= NODE_HAS_ERROR;
            push(p, n);
            break;
        }
        push(p, n);
        if (!accept(p, T_SEMI)) break;
        if (at(p, T_NEWLINE) || at(p, T_END)) break;
    }
    bool failed = p->panic;
    skip_line(p);
    p->panic = false;
    p->failed_block = false;
    if (failed && accept(p, T_INDENT)) { /* what such a line seemed to open */
        Context was = *p->cx;
        p->cx->in_loop = p->cx->in_func = true;
        p->failed_blocks++;
        parse_block(p);
        p->failed_blocks--;
        p->cx->in_loop = was.in_loop;
        p->cx->in_func = was.in_func;
        p->failed_block = true;
    }
}
