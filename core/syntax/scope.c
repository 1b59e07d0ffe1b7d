/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that need scopes, as CPython's symbol table and compiler have them: `global` and `nonlocal`,
 * `yield`, `await` and the async statements, `:=` in comprehensions. Run only for items in which the
 * parser saw one of these; names are collected only where a declaration or a `:=` needs them. */
#include "syntax/parse.h"

typedef enum ScopeKind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNC, SCOPE_ASYNC, SCOPE_LAMBDA, SCOPE_COMP, SCOPE_GENERATOR } ScopeKind;
enum { /* what a scope knows about a name */
    SYM_USED = 1, SYM_BOUND = 2, SYM_PARAM = 4, SYM_GLOBAL = 8, SYM_NONLOCAL = 16, SYM_ANNOTATED = 32, SYM_ITER = 64, SYM_WALRUS = 128, SYM_IMPORTED = 256 /* does not count as an assignment before `global` */
};

typedef struct Scope Scope;
struct Scope {
    ScopeKind kind;
    Scope *parent, *all; /* enclosing; list of all, for the end */
    Map names;
    bool coroutine;      /* of comprehensions: holds await or async for */
    bool has_yield;
    const Node *return_value;
};

typedef struct Pending { /* a nonlocal to be resolved at the end */
    Scope *scope;
    const NodeName *name;
} Pending;

typedef struct Checker {
    Parser *p;           /* NULL: the whole module */
    Ast *ast;
    uint32_t base;
    Scope *scope, *all;
    uint32_t in_iter;    /* inside the iterable of a comprehension */
    bool in_annotation;
    uint32_t depth;
    VEC(Pending) pending;
} Checker;

static void walk(Checker *c, Node *n);

static void report(Checker *c, DiagCode code, const Node *n, const char *fmt, ...) PRINTF_LIKE(4, 5);
static void report(Checker *c, DiagCode code, const Node *n, const char *fmt, ...) {
    char text[256];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (c->p) error_soft(c->p, code, n->pos, n->end, "%s", text);
    else if (c->scope->kind == SCOPE_MODULE)
        diag_add(&c->ast->file_diags, code, (Span){c->ast->source->id, c->base + n->pos, c->base + n->end}, "%s", text);
}

static Scope *open_scope(Checker *c, ScopeKind kind) {
    Scope *s = xcalloc(1, sizeof *s);
    s->kind = kind;
    s->parent = c->scope;
    s->all = c->all;
    c->all = s;
    c->scope = s;
    return s;
}
static void close_scope(Checker *c) {
    c->scope = c->scope->parent;
}

static uint32_t flags_of(const Scope *s, Name n) {
    return (uint32_t)(uintptr_t)map_get(&s->names, n);
}
static void add_flags(Scope *s, Name n, uint32_t flags) {
    map_put(&s->names, n, (void *)(uintptr_t)(flags_of(s, n) | flags));
}

static bool is_comp(const Scope *s) {
    return s->kind == SCOPE_COMP || s->kind == SCOPE_GENERATOR;
}

/* ---- names ------------------------------------------------------------------------------------- */

static void bind(Checker *c, Name name, uint32_t flags, const Node *at) {
    if (!name) return;
    if (flags & SYM_ITER && flags_of(c->scope, name) & SYM_WALRUS)
        report(c, DIAG_walrus_misuse, at, "this loop of the comprehension rebinds `%s`, which `:=` binds in it", name->chars);
    add_flags(c->scope, name, flags & SYM_IMPORTED ? flags : SYM_BOUND | flags);
}

static void bind_walrus(Checker *c, const NodeNamedExpr *w) {
    if (!IS(Name, w->target)) return;
    Name name = AS(Name, w->target)->id;
    if (c->in_iter) {
        report(c, DIAG_walrus_misuse, &w->node, "`:=` cannot be used in the iterable of a comprehension");
        return;
    }
    Scope *s = c->scope;
    for (; is_comp(s); s = s->parent) {
        if (flags_of(s, name) & SYM_ITER) {
            report(c, DIAG_walrus_misuse, w->target, "`:=` cannot rebind `%s`, the variable of the comprehension", name->chars);
            return;
        }
        add_flags(s, name, SYM_WALRUS);
    }
    if (s->kind == SCOPE_CLASS && s != c->scope) {
        report(c, DIAG_walrus_misuse, &w->node, "`:=` in a comprehension cannot be used in a class body");
        return;
    }
    add_flags(s, name, SYM_BOUND);
}

static void declare(Checker *c, const Node *stmt, NodeList names, bool global) {
    const char *word = global ? "global" : "nonlocal";
    EACH_NODE(names, n) {
        Name name = AS(Name, n)->id;
        uint32_t f = flags_of(c->scope, name);
        if (f & SYM_PARAM) report(c, DIAG_global_late, n, "`%s` is an argument and cannot be `%s` too", name->chars, word);
        else if (f & SYM_ANNOTATED) report(c, DIAG_global_late, n, "`%s` has a type here and cannot be `%s`", name->chars, word);
        else if (f & SYM_BOUND) report(c, DIAG_global_late, n, "`%s` is assigned before its `%s` declaration", name->chars, word);
        else if (f & SYM_USED) report(c, DIAG_global_late, n, "`%s` is used before its `%s` declaration", name->chars, word);
        else if (f & (global ? SYM_NONLOCAL : SYM_GLOBAL)) report(c, DIAG_global_late, n, "`%s` cannot be both `global` and `nonlocal`", name->chars);
        add_flags(c->scope, name, global ? SYM_GLOBAL : SYM_NONLOCAL);
        if (!global && c->scope->kind != SCOPE_MODULE) vec_push(&c->pending, (Pending){c->scope, AS(Name, n)});
    }
    (void)stmt;
}

static void resolve_nonlocals(Checker *c) {
    for (uint32_t i = 0; i < c->pending.len; i++) {
        Pending *q = &c->pending.data[i];
        Name name = q->name->id;
        bool found = false;
        for (Scope *s = q->scope->parent; s && s->kind != SCOPE_MODULE; s = s->parent) {
            if (s->kind == SCOPE_CLASS) {
                if (strcmp(name->chars, "__class__") == 0 && q->scope != s) found = true;
                if (found) break;
                continue;
            }
            uint32_t f = flags_of(s, name);
            if (f & SYM_GLOBAL) break;
            if (f & (SYM_NONLOCAL | SYM_BOUND | SYM_PARAM | SYM_IMPORTED)) {
                found = true;
                break;
            }
        }
        if (found) continue;
        /* shown where it stands, whatever scope is open now */
        c->scope = q->scope;
        report(c, DIAG_nonlocal, &q->name->node, "no enclosing function has a variable `%s`", name->chars);
    }
}

/* ---- generators and coroutines ----------------------------------------------------------------- */

static bool is_py(const Checker *c) {
    return c->p ? c->p->is_py : c->ast->lang == LANG_PYTHON;
}

static void check_yield(Checker *c, const Node *n) {
    if (c->in_annotation) {
        report(c, DIAG_yield_outside, n, "`yield` cannot be used in a type");
        return;
    }
    switch (c->scope->kind) {
    case SCOPE_MODULE: case SCOPE_CLASS: report(c, DIAG_yield_outside, n, "`yield` stands outside a function"); break;
    case SCOPE_COMP: report(c, DIAG_yield_outside, n, "`yield` cannot be used in a comprehension"); break;
    case SCOPE_GENERATOR: report(c, DIAG_yield_outside, n, "`yield` cannot be used in a generator expression"); break;
    case SCOPE_ASYNC:
        if (IS(YieldFrom, n)) report(c, DIAG_yield_outside, n, "`yield from` cannot be used in an async function");
        break;
    default: break;
    }
    c->scope->has_yield = true;
    if (c->scope->kind == SCOPE_ASYNC && c->scope->return_value)
        report(c, DIAG_yield_outside, c->scope->return_value, "an async generator cannot return a value");
}

static void check_await(Checker *c, const Node *n) {
    if (!is_py(c)) return;
    if (c->in_annotation) report(c, DIAG_await_outside, n, "`await` cannot be used in a type");
    else if (c->scope->kind == SCOPE_MODULE || c->scope->kind == SCOPE_CLASS) report(c, DIAG_await_outside, n, "`await` stands outside a function");
    else if (c->scope->kind == SCOPE_FUNC || c->scope->kind == SCOPE_LAMBDA) report(c, DIAG_await_outside, n, "`await` stands outside an async function");
    if (is_comp(c->scope)) c->scope->coroutine = true;
}

static void check_async_stmt(Checker *c, const Node *n, const char *what) {
    if (!is_py(c) || c->scope->kind == SCOPE_ASYNC) return;
    Node at = *n;
    at.end = at.pos + 5;
    report(c, DIAG_await_outside, &at, "`async %s` stands outside an async function", what);
}

/* ---- the walk ---------------------------------------------------------------------------------- */

static void walk_list(Checker *c, NodeList l) {
    EACH_NODE(l, n) walk(c, n);
}

static void walk_target(Checker *c, Node *n, uint32_t flags) {
    if (!n) return;
    switch (n->kind) {
    case NODE_Name: bind(c, AS(Name, n)->id, flags, n); break;
    case NODE_TupleExpr:
        EACH_NODE(AS(TupleExpr, n)->elts, e) walk_target(c, e, flags);
        break;
    case NODE_ListExpr:
        EACH_NODE(AS(ListExpr, n)->elts, e) walk_target(c, e, flags);
        break;
    case NODE_Starred: walk_target(c, AS(Starred, n)->value, flags); break;
    case NODE_BindTarget: walk_target(c, AS(BindTarget, n)->target, flags); break;
    default: walk(c, n);
    }
}

static void walk_annotation(Checker *c, Node *n) {
    if (!n) return;
    bool was = c->in_annotation;
    c->in_annotation = c->p && c->p->future_annotations;
    walk(c, n);
    c->in_annotation = was;
}

/* Defaults, types and decorators belong to the scope around; then the arguments are bound in the new one. */
static void walk_signature(Checker *c, Node *sig) {
    NodeSignature *s = AS(Signature, sig);
    if (!s) return;
    EACH_NODE(s->args, a) {
        if (!IS(Arg, a)) continue;
        if (AS(Arg, a)->value) walk(c, AS(Arg, a)->value);
    }
    EACH_NODE(s->args, b) if (IS(Arg, b)) walk_annotation(c, AS(Arg, b)->annotation);
    walk_annotation(c, s->returns);
}
static void bind_args(Checker *c, Node *sig) {
    NodeSignature *s = AS(Signature, sig);
    if (!s) return;
    EACH_NODE(s->params, q) if (IS(Param, q)) bind(c, AS(Param, q)->name, SYM_PARAM, q);
    EACH_NODE(s->args, a) if (IS(Arg, a)) bind(c, AS(Arg, a)->name, SYM_PARAM, a);
}

static void walk_comprehension(Checker *c, Node *n, NodeList clauses, Node *elt, Node *value, bool generator) {
    if (!clauses.len || !IS(CompFor, clauses.data[0])) return;
    NodeCompFor *first = AS(CompFor, clauses.data[0]);
    c->in_iter++;
    walk(c, first->iter);
    c->in_iter--;
    uint32_t was = c->in_iter;
    Scope *s = open_scope(c, generator ? SCOPE_GENERATOR : SCOPE_COMP);
    if (first->is_async) s->coroutine = true;
    walk_target(c, first->target, SYM_ITER);
    for (uint32_t i = 1; i < clauses.len; i++) {
        Node *k = clauses.data[i];
        if (IS(CompIf, k)) {
            walk(c, AS(CompIf, k)->test);
            continue;
        }
        NodeCompFor *f = AS(CompFor, k);
        if (f->is_async) s->coroutine = true;
        walk_target(c, f->target, SYM_ITER);
        c->in_iter++;
        walk(c, f->iter);
        c->in_iter--;
    }
    if (value) walk(c, value);
    walk(c, elt);
    c->in_iter = was;
    close_scope(c);
    if (!is_py(c) || !s->coroutine || generator) return;
    if (is_comp(c->scope)) c->scope->coroutine = true;
    else if (c->scope->kind != SCOPE_ASYNC)
        report(c, DIAG_await_outside, n, "an asynchronous comprehension stands outside an async function");
}

static void walk_pattern(Checker *c, Node *n) {
    switch (n->kind) {
    case NODE_MatchAs:
        if (AS(MatchAs, n)->pattern) walk_pattern(c, AS(MatchAs, n)->pattern);
        bind(c, AS(MatchAs, n)->name, 0, n);
        break;
    case NODE_MatchStar: bind(c, AS(MatchStar, n)->name, 0, n); break;
    case NODE_MatchMapping:
        EACH_NODE(AS(MatchMapping, n)->keys, k) walk(c, k);
        EACH_NODE(AS(MatchMapping, n)->patterns, q) walk_pattern(c, q);
        bind(c, AS(MatchMapping, n)->rest, 0, n);
        break;
    case NODE_MatchClass:
        walk(c, AS(MatchClass, n)->cls);
        EACH_NODE(AS(MatchClass, n)->patterns, q) walk_pattern(c, q);
        EACH_NODE(AS(MatchClass, n)->kwd_patterns, k) walk_pattern(c, k);
        break;
    case NODE_MatchSequence:
        EACH_NODE(AS(MatchSequence, n)->patterns, q) walk_pattern(c, q);
        break;
    case NODE_MatchOr:
        EACH_NODE(AS(MatchOr, n)->patterns, q) walk_pattern(c, q);
        break;
    default: walk(c, n);
    }
}

static bool walk_child(void *ctx, Node *child) {
    walk(ctx, child);
    return true;
}

static void walk_function(Checker *c, NodeFuncDef *f) {
    walk_list(c, f->decorators);
    walk_signature(c, f->sig);
    bind(c, f->name, 0, &f->node);
    uint32_t in_iter = c->in_iter;
    c->in_iter = 0;
    open_scope(c, f->is_async ? SCOPE_ASYNC : SCOPE_FUNC);
    bind_args(c, f->sig);
    walk_list(c, f->body);
    close_scope(c);
    c->in_iter = in_iter;
}

static void walk_inner(Checker *c, Node *n) {
    switch (n->kind) {
    case NODE_Name: add_flags(c->scope, AS(Name, n)->id, SYM_USED); return;
    case NODE_IntLit: case NODE_FloatLit: case NODE_StringLit: case NODE_Constant: return;
    case NODE_FuncDef: walk_function(c, AS(FuncDef, n)); return;
    case NODE_Lambda: {
        NodeLambda *l = AS(Lambda, n);
        walk_signature(c, l->sig);
        uint32_t in_iter = c->in_iter;
        open_scope(c, SCOPE_LAMBDA);
        bind_args(c, l->sig);
        walk(c, l->body);
        close_scope(c);
        c->in_iter = in_iter;
        return;
    }
    case NODE_ClassDef: {
        NodeClassDef *k = AS(ClassDef, n);
        walk_list(c, k->decorators);
        walk_list(c, k->args);
        bind(c, k->name, 0, n);
        open_scope(c, SCOPE_CLASS);
        walk_list(c, k->body);
        close_scope(c);
        return;
    }
    case NODE_StructDef: case NODE_TraitDef: case NODE_ExtensionDef:
        open_scope(c, SCOPE_CLASS);
        node_children(n, walk_child, c);
        close_scope(c);
        return;
    case NODE_ListComp: walk_comprehension(c, n, AS(ListComp, n)->clauses, AS(ListComp, n)->elt, NULL, false); return;
    case NODE_SetComp: walk_comprehension(c, n, AS(SetComp, n)->clauses, AS(SetComp, n)->elt, NULL, false); return;
    case NODE_DictComp: walk_comprehension(c, n, AS(DictComp, n)->clauses, AS(DictComp, n)->key, AS(DictComp, n)->value, false); return;
    case NODE_GeneratorExp: walk_comprehension(c, n, AS(GeneratorExp, n)->clauses, AS(GeneratorExp, n)->elt, NULL, true); return;
    case NODE_NamedExpr:
        if (c->in_annotation) report(c, DIAG_walrus_misuse, n, "`:=` cannot be used in a type");
        bind_walrus(c, AS(NamedExpr, n));
        walk(c, AS(NamedExpr, n)->value);
        return;
    case NODE_Yield: case NODE_YieldFrom:
        check_yield(c, n);
        break;
    case NODE_Await: check_await(c, n); break;
    case NODE_Return:
        if (AS(Return, n)->value && c->scope->kind == SCOPE_ASYNC && is_py(c)) {
            c->scope->return_value = n;
            if (c->scope->has_yield) report(c, DIAG_yield_outside, n, "an async generator cannot return a value");
        }
        break;
    case NODE_Assign:
        EACH_NODE(AS(Assign, n)->targets, t) walk_target(c, t, 0);
        walk(c, AS(Assign, n)->value);
        return;
    case NODE_AugAssign:
        walk_target(c, AS(AugAssign, n)->target, 0);
        walk(c, AS(AugAssign, n)->value);
        return;
    case NODE_AnnAssign: {
        NodeAnnAssign *a = AS(AnnAssign, n);
        if (IS(Name, a->target) && !a->parenthesized) {
            Name name = AS(Name, a->target)->id;
            uint32_t f = flags_of(c->scope, name);
            if (f & (SYM_GLOBAL | SYM_NONLOCAL) && c->scope->kind != SCOPE_MODULE)
                report(c, DIAG_global_late, a->target, "`%s` is %s and cannot get a type here", name->chars, f & SYM_GLOBAL ? "global" : "nonlocal");
            bind(c, name, SYM_ANNOTATED, a->target);
        } else if (IS(Name, a->target) && a->value) bind(c, AS(Name, a->target)->id, 0, a->target);
        else walk(c, a->target);
        walk_annotation(c, a->annotation);
        if (a->value) walk(c, a->value);
        return;
    }
    case NODE_VarDecl:
        walk_target(c, AS(VarDecl, n)->target, 0);
        if (AS(VarDecl, n)->annotation) walk(c, AS(VarDecl, n)->annotation);
        if (AS(VarDecl, n)->value) walk(c, AS(VarDecl, n)->value);
        return;
    case NODE_Delete:
        EACH_NODE(AS(Delete, n)->targets, t) walk_target(c, t, 0);
        return;
    case NODE_For:
        if (AS(For, n)->is_async) check_async_stmt(c, n, "for");
        walk_target(c, AS(For, n)->target, 0);
        walk(c, AS(For, n)->iter);
        walk_list(c, AS(For, n)->body);
        walk_list(c, AS(For, n)->orelse);
        return;
    case NODE_With:
        if (AS(With, n)->is_async) check_async_stmt(c, n, "with");
        EACH_NODE(AS(With, n)->items, i) {
            walk(c, AS(WithItem, i)->expr);
            walk_target(c, AS(WithItem, i)->target, 0);
        }
        walk_list(c, AS(With, n)->body);
        return;
    case NODE_ExceptHandler:
        if (AS(ExceptHandler, n)->type) walk(c, AS(ExceptHandler, n)->type);
        bind(c, AS(ExceptHandler, n)->name, 0, n);
        walk_list(c, AS(ExceptHandler, n)->body);
        return;
    case NODE_Import:
        EACH_NODE(AS(Import, n)->names, a) {
            NodeAlias *x = AS(Alias, a);
            bind(c, x->asname ? x->asname : x->path.len ? AS(Name, x->path.data[0])->id : NULL, SYM_IMPORTED, a);
        }
        return;
    case NODE_ImportFrom:
        EACH_NODE(AS(ImportFrom, n)->names, a) {
            NodeAlias *x = AS(Alias, a);
            bind(c, x->asname ? x->asname : x->path.len ? AS(Name, x->path.data[0])->id : NULL, SYM_IMPORTED, a);
        }
        return;
    case NODE_Global: declare(c, n, AS(Global, n)->names, true); return;
    case NODE_Nonlocal: declare(c, n, AS(Nonlocal, n)->names, false); return;
    case NODE_MatchCase:
        walk_pattern(c, AS(MatchCase, n)->pattern);
        if (AS(MatchCase, n)->guard) walk(c, AS(MatchCase, n)->guard);
        walk_list(c, AS(MatchCase, n)->body);
        return;
    default: break;
    }
    node_children(n, walk_child, c);
}

static void walk(Checker *c, Node *n) {
    if (!n) return;
    /* chains of one kind are long only to the left; the parser bounds them */
    c->depth++;
    walk_inner(c, n);
    c->depth--;
}

static void checker_done(Checker *c) {
    for (Scope *s = c->all; s;) {
        Scope *next_scope = s->all;
        map_done(&s->names);
        free(s);
        s = next_scope;
    }
    vec_done(&c->pending);
}

void check_scopes(Parser *p, NodeList stmts) {
    Checker c = {.p = p};
    open_scope(&c, SCOPE_MODULE);
    walk_list(&c, stmts);
    resolve_nonlocals(&c);
    checker_done(&c);
}

void check_module_globals(Ast *ast) {
    Checker c = {.ast = ast};
    open_scope(&c, SCOPE_MODULE);
    for (uint32_t i = 0; i < ast->n_items; i++) {
        c.base = ast->items[i]->start;
        walk_list(&c, ast->items[i]->stmts);
    }
    checker_done(&c);
}
