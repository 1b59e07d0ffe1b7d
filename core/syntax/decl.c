/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations: functions, classes, structs, traits, extensions, var, comptime, decorators. */
#include "syntax/parse.h"

Node *parse_assert_at(Parser *p, uint32_t start, bool is_comptime);

Node *parse_def(Parser *p, uint32_t start, NodeList decorators, bool is_async) {
    NodeFuncDef *n = NEW(FuncDef, p, start);
    n->decorators = decorators;
    n->is_async = is_async;
    if (is_async) p->need_scopes = true;
    if (at(p, T_NAME)) {
        n->is_legacy_fn = 1;
        n->node.flags |= NODE_LEGACY;
        legacy(p, p->t->pos, p->t->end, "def", "`fn` is an older spelling of `def`");
    }
    next(p);
    n->name_pos = p->t->pos;
    if (!p->is_py && is_keyword(p->t->kind) && (p->cx->in_struct || p->cx->in_trait)) {
        n->name = p->t->name;
        next(p);
    } else n->name = expect_name(p, "a function");
    if (n->name) check_name_store(p, n->name, n->name_pos, prev_end(p));
    if (name_is(n->name, NM_std) && !p->is_py && !p->cx->in_struct && !p->cx->in_trait && !p->cx->in_func && !p->cx->in_class)
        error_soft(p, DIAG_std_name, n->name_pos, prev_end(p), "`std` is the standard library; give the function another name");
    n->sig = parse_signature(p, &n->node, n->name);
    Context *outer = p->cx, cx = {.in_func = true, .in_async = is_async};
    p->cx = &cx;
    n->body = parse_suite(p, &n->node, "the header of the function");
    p->cx = outer;
    return DONE(p, n);
}

Node *parse_class(Parser *p, uint32_t start, NodeList decorators) {
    NodeClassDef *n = NEW(ClassDef, p, start);
    n->decorators = decorators;
    next(p);
    n->name_pos = p->t->pos;
    n->name = expect_name(p, "a class");
    if (n->name) check_name_store(p, n->name, n->name_pos, prev_end(p));
    if (at(p, T_LSQB)) n->params = parse_params(p, NULL);
    if (accept(p, T_LPAR)) {
        uint32_t mark = p->sp;
        uint32_t pos = p->t->pos;
        parse_call_args(p);
        if (p->sp == mark + 1 && IS(GeneratorExp, p->stack[mark]) && p->stack[mark]->pos == pos && !(p->stack[mark]->flags & NODE_PARENTHESIZED) && p->item_text[pos] != '(')
            error_at(p, DIAG_syntax_error, pos, prev_end(p), "a generator cannot be a base class");
        n->args = take(p, mark);
    }
    Context *outer = p->cx, cx = {.in_class = true};
    p->cx = &cx;
    n->body = parse_suite(p, &n->node, "the header of the class");
    p->cx = outer;
    return DONE(p, n);
}

static NodeList parse_conformances(Parser *p) {
    if (!at(p, T_LPAR)) return (NodeList){0};
    const Tok *open = p->t;
    next(p);
    uint32_t mark = p->sp;
    while (!at(p, T_RPAR)) {
        const Tok *before = p->t;
        NodeConformance *c = NEW(Conformance, p, p->t->pos);
        c->trait = parse_expr(p);
        if (at_word(p, NM_kw_where)) {
            NodeWhere *w = AS(Where, parse_where(p));
            c->condition = w->condition;
            c->message = w->message;
        }
        push(p, DONE(p, c));
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    expect_close(p, T_RPAR, open);
    return take(p, mark);
}

static void check_nesting(Parser *p, const Tok *kw) {
    if (p->panic) return;
    if (p->cx->in_struct || p->cx->in_trait || p->cx->in_func || p->cx->in_class)
        error_soft(p, DIAG_nested_type, kw->pos, kw->end, "a `%s` stands at module level, not inside another declaration", kw->name->chars);
}

/* What may not stand directly in a struct, trait or extension. */
static void check_members(Parser *p, NodeList body, const char *what) {
    EACH_NODE(body, m) {
        if (m->flags & NODE_HAS_ERROR) continue;
        switch (m->kind) {
        case NODE_VarDecl: case NODE_FuncDef: case NODE_ComptimeDecl: case NODE_Pass: case NODE_StructDef: case NODE_TraitDef: case NODE_ClassDef: break;
        case NODE_ExprStmt: {
            const Node *v = AS(ExprStmt, m)->value;
            if (IS(StringLit, v) || IS(Error, v) || (IS(Constant, v) && AS(Constant, v)->value == CONST_ELLIPSIS)) break;
            error_soft(p, DIAG_statement_in_type, m->pos, m->end, "an expression cannot stand directly in a %s", what);
            break;
        }
        case NODE_AnnAssign: {
            Diag *d = error_soft(p, DIAG_field, m->pos, m->end, "a field begins with `var`");
            if (d && !AS(AnnAssign, m)->value) fix_insert(d, FIX_SAFE, m->pos, "var ", "insert `var`");
            break;
        }
        case NODE_Assign: error_soft(p, DIAG_field, m->pos, m->end, "a field is declared as `var name: Type`, a constant as `comptime name = …`"); break;
        default: error_soft(p, DIAG_statement_in_type, m->pos, m->end > m->pos + 60 ? m->pos + 6 : m->end, "this statement cannot stand directly in a %s", what);
        }
    }
}

Node *parse_struct(Parser *p, uint32_t start, NodeList decorators) {
    NodeStructDef *n = NEW(StructDef, p, start);
    n->decorators = decorators;
    check_nesting(p, p->t);
    next(p);
    n->name_pos = p->t->pos;
    n->name = expect_name(p, "a struct");
    if (at(p, T_LSQB)) {
        n->has_params = 1;
        n->params = parse_params(p, &n->wheres);
    }
    n->conformances = parse_conformances(p);
    n->wheres = parse_where_list(p, n->wheres);
    Context *outer = p->cx, cx = {.in_struct = true};
    p->cx = &cx;
    n->body = parse_suite(p, &n->node, "the header of the struct");
    p->cx = outer;
    check_members(p, n->body, "struct");
    older_struct(p, n);
    EACH_NODE(n->body, m) {
        if (!IS(VarDecl, m) || !AS(VarDecl, m)->value || m->flags & (NODE_LEGACY | NODE_HAS_ERROR)) continue;
        const NodeVarDecl *v = AS(VarDecl, m);
        if (!v->annotation) error_soft(p, DIAG_field, m->pos, m->end, "a field needs a type, and its value is set in `__init__`");
        else {
            Diag *d = error_soft(p, DIAG_field, v->value->pos, v->value->end, "a field has no value here; it is set in `__init__`");
            if (d) fix_replace(d, FIX_MAYBE, v->annotation->end, m->end, "", "remove the value");
        }
    }
    return DONE(p, n);
}

Node *parse_trait(Parser *p, uint32_t start, NodeList decorators) {
    NodeTraitDef *n = NEW(TraitDef, p, start);
    n->decorators = decorators;
    check_nesting(p, p->t);
    next(p);
    n->name_pos = p->t->pos;
    n->name = expect_name(p, "a trait");
    if (at(p, T_LSQB)) {
        uint32_t pos = p->t->pos;
        n->has_params = 1;
        n->params = parse_params(p, &n->wheres);
        if (!p->panic) error_soft(p, DIAG_trait_parameters, pos, prev_end(p), "a trait has no parameters; use an associated `comptime` member");
    }
    n->conformances = parse_conformances(p);
    n->wheres = parse_where_list(p, n->wheres);
    Context *outer = p->cx, cx = {.in_trait = true};
    p->cx = &cx;
    n->body = parse_suite(p, &n->node, "the header of the trait");
    p->cx = outer;
    check_members(p, n->body, "trait");
    EACH_NODE(n->body, m) {
        if (IS(VarDecl, m)) error_soft(p, DIAG_field, m->pos, m->end, "a trait has no fields");
        if (!IS(FuncDef, m)) continue;
        NodeList ws = AS(Signature, AS(FuncDef, m)->sig)->wheres;
        if (ws.len && !(ws.data[0]->flags & NODE_LEGACY))
            error_soft(p, DIAG_trait_where, ws.data[0]->pos, ws.data[0]->end, "a method of a trait cannot have a `where` clause");
    }
    return DONE(p, n);
}

Node *parse_extension(Parser *p, uint32_t start, NodeList decorators) {
    NodeExtensionDef *n = NEW(ExtensionDef, p, start);
    n->decorators = decorators;
    next(p);
    n->name_pos = p->t->pos;
    n->name = expect_name(p, "the extended struct");
    if (at(p, T_LSQB)) n->params = parse_params(p, &n->wheres);
    n->conformances = parse_conformances(p);
    n->wheres = parse_where_list(p, n->wheres);
    Context *outer = p->cx, cx = {.in_struct = true};
    p->cx = &cx;
    n->body = parse_suite(p, &n->node, "the header of the extension");
    p->cx = outer;
    return DONE(p, n);
}

Node *parse_comptime_decl(Parser *p, ComptimeWord word) {
    NodeComptimeDecl *n = NEW(ComptimeDecl, p, p->t->pos);
    bool is_alias = word == COMPTIME_ALIAS;
    n->is_alias = word;
    if (word != COMPTIME_PLAIN) {
        n->node.flags |= NODE_LEGACY;
        legacy(p, p->t->pos, p->t->end, "comptime",
               is_alias ? "`alias` is an older spelling of `comptime`" : "`type` is Python's spelling of `comptime`");
    }
    next(p);
    uint32_t mark = p->sp;
    bool parens = at(p, T_LPAR);
    if (parens) next(p);
    do {
        uint32_t pos = p->t->pos;
        Name name = expect_name(p, "a compile-time value");
        if (!name) break;
        NodeName *nn = NEW(Name, p, pos);
        nn->id = name;
        push(p, DONE(p, nn));
    } while (accept(p, T_COMMA));
    if (parens) expect(p, T_RPAR, "`)`");
    n->names = take(p, mark);
    NodeList wheres = {0};
    if (at(p, T_LSQB) || at_word(p, NM_kw_where)) {
        NodeSignature *s = NEW(Signature, p, p->t->pos);
        if (at(p, T_LSQB)) {
            s->has_params = 1;
            s->params = parse_params(p, &wheres);
        }
        s->wheres = parse_where_list(p, wheres);
        n->sig = DONE(p, s);
    }
    if (accept(p, T_COLON)) n->annotation = parse_type(p);
    if (at_word(p, NM_kw_where)) {
        NodeSignature *s = n->sig ? AS(Signature, n->sig) : NEW(Signature, p, p->t->pos);
        s->wheres = parse_where_list(p, s->wheres);
        n->sig = DONE(p, s);
    }
    if (accept(p, T_ASSIGN)) {
        if (at(p, T_NEWLINE)) error_at(p, DIAG_missing_value, p->t[-1].pos, p->t[-1].end, "a value is missing after `=`");
        else n->value = parse_expr_list(p);
    } else if (!p->panic && !p->cx->in_trait) {
        error_at(p, DIAG_missing_value, n->node.pos, prev_end(p), "%s value needs `=`", is_alias ? "an `alias`" : "a `comptime`");
    }
    return DONE(p, n);
}

/* `var a = b = v`: an assignment with a binding target. */
static Node *var_chain(Parser *p, BindKind kind, Node *target, Node *second, uint32_t start) {
    uint32_t mark = p->sp;
    NodeBindTarget *b = NEW(BindTarget, p, start);
    b->kind = kind;
    b->target = target;
    b->node.end = target->end;
    push(p, &b->node);
    Node *value = second;
    while (at(p, T_ASSIGN)) {
        check_target(p, value, TARGET_ASSIGN);
        push(p, value);
        next(p);
        value = (at_word(p, NM_kw_var) || at_word(p, NM_kw_ref)) && p->t[1].kind == T_NAME ? parse_target_list(p) : parse_expr_list(p);
    }
    NodeAssign *a = NEW(Assign, p, start);
    a->targets = take(p, mark);
    a->value = value;
    return DONE(p, a);
}

Node *parse_var_decl(Parser *p, BindKind kind) {
    NodeVarDecl *n = NEW(VarDecl, p, p->t->pos);
    uint32_t start = p->t->pos;
    n->kind = kind;
    if (kind == BIND_LET) {
        n->node.flags |= NODE_LEGACY;
        legacy(p, p->t->pos, p->t->end, "var", "`let` is an older spelling of `var`");
    }
    const char *word = p->t->name->chars;
    next(p);
    if (is_keyword(p->t->kind)) expect_name(p, "a variable");
    n->target = parse_target_list(p);
    check_target(p, n->target, TARGET_ASSIGN);
    if (accept(p, T_COLON)) {
        n->annotation = parse_type(p);
        if (at(p, T_COMMA)) {
            uint32_t mark = p->sp;
            uint32_t pos = n->annotation->pos;
            push(p, n->annotation);
            while (accept(p, T_COMMA)) push(p, parse_type(p));
            NodeTupleExpr *t = NEW(TupleExpr, p, pos);
            t->elts = take(p, mark);
            n->annotation = DONE(p, t);
        }
    }
    if (accept(p, T_ASSIGN)) {
        if (at(p, T_NEWLINE)) {
            error_at(p, DIAG_missing_value, p->t[-1].pos, p->t[-1].end, "a value is missing after `=`");
            n->value = error_node(p, p->t->pos);
        } else {
            n->value = (at_word(p, NM_kw_var) || at_word(p, NM_kw_ref)) && p->t[1].kind == T_NAME ? parse_target_list(p) : parse_expr_list_or_yield(p);
            if (at(p, T_ASSIGN) && !n->annotation) return var_chain(p, kind, n->target, n->value, start);
        }
    } else if (!n->annotation && !p->panic && (at(p, T_NEWLINE) || at(p, T_SEMI))) {
        error_at(p, DIAG_var_without_type, start, prev_end(p), kind == BIND_REF ? "a `%s` declaration needs a place to refer to" : "a `%s` declaration needs a type or a value", word);
    }
    return DONE(p, n);
}

static const NodeName *decorator_name(const Node *d) {
    const Node *v = AS(Decorator, d)->value;
    if (IS(Call, v)) v = AS(Call, v)->func;
    return IS(Name, v) ? AS(Name, v) : NULL;
}

Node *parse_decorated(Parser *p) {
    uint32_t start = p->t->pos, mark = p->sp;
    while (at(p, T_AT)) {
        NodeDecorator *d = NEW(Decorator, p, p->t->pos);
        next(p);
        d->value = parse_named(p);
        push(p, DONE(p, d));
        if (!at(p, T_NEWLINE)) {
            error_trailing(p);
            while (!at(p, T_NEWLINE) && !at(p, T_END)) p->t++;
            p->panic = false;
            p->had_error = true;
        }
        accept(p, T_NEWLINE);
    }
    NodeList ds = take(p, mark);
    older_decorators(p, &ds);
    bool is_async = at(p, T_KW_ASYNC) && (p->t[1].kind == T_KW_DEF || tok_is_word(p->t + 1, NM_kw_fn));
    if (is_async) next(p);
    bool name_next = p->t[1].kind == T_NAME;
    if (at(p, T_KW_DEF)) return parse_def(p, start, ds, is_async);
    if (at(p, T_KW_CLASS)) return parse_class(p, start, ds);
    if (!p->is_py && at(p, T_NAME)) {
        switch (p->t->name->known) {
        case NM_kw_fn: if (name_next) return parse_def(p, start, ds, is_async); break;
        case NM_kw_struct: if (name_next) return parse_struct(p, start, ds); break;
        case NM_kw_trait: if (name_next) return parse_trait(p, start, ds); break;
        case NM_kw_extension: case NM_kw_uextension: if (name_next) return parse_extension(p, start, ds); break;
        case NM_kw_comptime: case NM_kw_alias:
            if (name_next) {
                Node *n = parse_comptime_decl(p, at_word(p, NM_kw_alias) ? COMPTIME_ALIAS : COMPTIME_PLAIN);
                AS(ComptimeDecl, n)->decorators = ds;
                n->pos = start;
                if (!at(p, T_NEWLINE)) error_trailing(p);
                while (!at(p, T_NEWLINE) && !at(p, T_END)) p->t++;
                accept(p, T_NEWLINE);
                p->panic = false;
                return n;
            }
            break;
        case NM_kw_var: if (name_next) {
                Node *n = parse_var_decl(p, BIND_VAR);
                while (!at(p, T_NEWLINE) && !at(p, T_END)) p->t++;
                accept(p, T_NEWLINE);
                p->panic = false;
                return n;
            }
            break;
        default: break;
        }
    }
    if (!p->is_py && (at(p, T_KW_IF) || at(p, T_KW_FOR) || at(p, T_KW_WHILE)) && ds.len == 1) {
        const NodeName *dn = decorator_name(ds.data[0]);
        int known = dn ? dn->id->known : 0;
        if (known == NM_kw_parameter || known == NM_kw_uparameter || known == NM_kw_unroll) {
            bool is_for = at(p, T_KW_FOR);
            uint32_t kw = p->t->pos;
            Node *n = parse_compound_or_null(p);
            n->flags |= NODE_LEGACY;
            n->pos = start;
            if (known == NM_kw_unroll) {
                legacy(p, start, ds.data[0]->end, NULL, "`@unroll` is gone; unroll with `comptime for`");
            } else {
                Diag *d = warn_at(p, DIAG_legacy_spelling, start, ds.data[0]->end, "`@%s` before `%s` is an older spelling of `comptime %s`", dn->id->chars, is_for ? "for" : "if", is_for ? "for" : "if");
                d->deprecated = true;
                fix_replace(d, FIX_SAFE, start, kw, "comptime ", "write `comptime`");
                for (Node *i = n; i;) {
                    if (IS(If, i)) {
                        AS(If, i)->is_comptime = 1;
                        NodeList o = AS(If, i)->orelse;
                        i = o.len == 1 && IS(If, o.data[0]) && AS(If, o.data[0])->is_elif ? o.data[0] : NULL;
                    } else {
                        if (IS(For, i)) AS(For, i)->is_comptime = 1;
                        i = NULL;
                    }
                }
            }
            return n;
        }
    }
    error_soft(p, DIAG_decorator, start, ds.data[ds.len - 1]->end, "a decorator must be followed by a declaration");
    NodeExprStmt *s = NEW(ExprStmt, p, start);
    s->value = error_node(p, start);
    return DONE(p, s);
}
