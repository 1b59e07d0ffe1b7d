/* SPDX-License-Identifier: Apache-2.0 */
/* Loops over iterators, with, try, and the compile-time statements. */
#include "check/call.h"

/* ---- for ------------------------------------------------------------------------------------ */

/* Every `__iter__` of the type takes `var self`. */
static bool iter_consumes(Body *b, Val type) {
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, type, NAME_(iter), b->facts, &via);
    if (!m || m->kind != DECL_FNSET) return false;
    const FnSet *set = (const FnSet *)m;
    for (uint32_t i = 0; i < set->fns.len; i++) {
        const FnDecl *f = set->fns.data[i];
        if (!check_sig(b->cx, (Decl *)&f->decl) || !f->args.len) return false;
        uint8_t conv = f->args.data[0]->conv;
        if (conv != CONV_VAR && conv != CONV_DEINIT) return false;
    }
    return set->fns.len > 0;
}

/* Every method of this name takes its receiver by `var` or `deinit`. */
static bool owns_only(Body *b, Val type, int nm) {
    Decl *m = check_member(b->cx, type, name_known(nm), b->facts, NULL);
    if (!m || m->kind != DECL_FNSET) return false;
    FnSet *set = DECL_AS(FnSet, m);
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (!check_sig(b->cx, &f->decl) || f->args.len != 1 ||
            (f->args.data[0]->conv != CONV_VAR && f->args.data[0]->conv != CONV_DEINIT))
            return false;
    }
    return set->fns.len > 0;
}

static TExpr *make_iterator(Body *b, TExpr *e, Node *iter) {
    if (texpr_bad(e)) return e;
    if (!has_method(b, e->type, NM_iter)) {
        if (has_method(b, e->type, NM_next)) return to_owned(b, e);
        Diag *d = berr(b, DIAG_not_iterable, iter, "a value of type `%s` cannot be iterated over",
                       tstr(b, e->type));
        Val dt;
        const Val *types;
        uint32_t n;
        if (val_scalar_leaf(e->type, &dt)) {
            Fix *f = diag_fix(d, FIX_MAYBE, "iterate over `range(%s)`", place_text(b, e));
            fix_edit(f, bspan_pos(b, iter->pos, iter->pos), STR("range("));
            fix_edit(f, bspan_pos(b, iter->end, iter->end), STR(")"));
        } else if (tuple_types(b, e->type, &types, &n))
            diag_help(d, "write a list `[…]`, or `comptime for` where the tuple is known at compile time");
        else
            diag_help(d, "give its type `__iter__`");
        return texpr_error(b, iter);
    }
    if (e->kind != X_MOVE &&
        !e->is_place) { /* borrowed: `^` alone consumes, where there is a choice */
        bool consumed = iter_consumes(b, e->type);
        e = hoist(b, e);
        if (consumed) e = texpr_move(b, e);
    }
    TExpr *it = call_method(b, e, NM_iter, iter, NULL, 0, false, NULL);
    return texpr_bad(it) ? it : to_owned(b, it);
}

static bool member_named(Body *b, Val type, const char *name) {
    return check_member(b->cx, type, name_of(name), b->facts, NULL) != NULL;
}

static TExpr *next_call(Body *b, VarDecl *it, Node *iter) {
    if (!has_method(b, it->type, NM_next)) {
        berr(b, DIAG_not_iterable, iter, "`%s`, which `__iter__` gives, has no `__next__`",
             tstr(b, it->type));
        return texpr_error(b, iter);
    }
    TryFrame frame = {.outer = b->frame};
    b->frame = &frame;
    TExpr *next = call_method(b, texpr_var(b, it, iter), NM_next, iter, NULL, 0, false, NULL);
    b->frame = frame.outer;
    const char *older = frame.error || texpr_bad(next) || b->comptime || b->unevaluated ? NULL
                        : member_named(b, it->type, "__has_next__") ? "__has_next__"
                        : has_method(b, it->type, NM_len)           ? "__len__"
                                                                    : NULL;
    if (older && it->type->kind == T_STRUCT) {
        Diag *d = berr(b, DIAG_not_iterable, iter, "`__next__` of `%s` never raises `StopIteration`: this loop would not end",
                       tstr(b, it->type));
        diag_label(d, decl_span(it->type->u.decl), "`%s` does not end a loop any more", older);
        diag_help(d, "write `def __next__(mut self) raises StopIteration`, and raise `StopIteration()` where nothing is left");
        return texpr_error(b, iter);
    }
    Val stop = lib_type(b, NM_StopIteration);
    if (!texpr_bad(next) && frame.error && frame.error != stop) {
        berr(b, DIAG_not_iterable, iter,
             "`__next__` of `%s` raises `%s`; iterators raise `StopIteration`", tstr(b, it->type),
             tstr(b, frame.error));
        return texpr_error(b, iter);
    }
    return next;
}

static bool is_discard(const Node *t) {
    return t->kind == NODE_Name && name_is(AS(Name, t)->id, NM_underscore);
}

/* The body of a loop: target bound, then statements or the callback. */
static void loop_body(Body *b, Node *target, TExpr *elem, uint8_t conv, Node *at, NodeList body,
                      void (*fn)(Body *, void *), void *ctx) {
    if (elem) bind_target(b, target, elem, conv, at);
    if (fn)
        fn(b, ctx);
    else
        stmts(b, body);
}

/* What follows the last element: the iterator's `__exhausted__`, which raises what ended the iteration, then `else`. */
static TBlock *loop_end(Body *b, VarDecl *it, Node *iter, NodeList orelse) {
    if (!it || !has_method(b, it->type, NM_exhausted)) return orelse.len ? block_of(b, orelse) : NULL;
    TBlock *saved = b->block, *end = ARENA_NEW(b->arena, TBlock);
    b->block = end;
    TExpr *check = call_method(b, texpr_var(b, it, iter), NM_exhausted, iter, NULL, 0, false, NULL);
    if (!texpr_bad(check)) stmt_add(b, ST_EXPR, iter)->a = check;
    if (orelse.len) stmt_add(b, ST_BLOCK, iter)->body = block_of(b, orelse);
    b->block = saved;
    return end;
}

static void loop_over(Body *b, Node *at, Node *target, TExpr *over, Node *iter, NodeList body, NodeList orelse,
                      void (*fn)(Body *, void *), void *ctx) {
    TExpr *it_value = make_iterator(b, over, iter);
    VarDecl *it = NULL;
    TExpr *next = NULL;
    if (!texpr_bad(it_value)) {
        it = var_temp(b, it_value->type, iter);
        TStmt *s = stmt_add(b, ST_VAR, iter);
        s->var = it;
        s->a = it_value;
        next = next_call(b, it, iter);
    }
    bool ok = next && !texpr_bad(next);
    TStmt *s = stmt_add(b, ok ? ST_FOR : ST_BLOCK, at);
    Node *inner = target;
    uint8_t conv = CONV_IMM;
    if (target->kind == NODE_BindTarget) {
        inner = AS(BindTarget, target)->target;
        conv = AS(BindTarget, target)->kind == BIND_REF ? CONV_REF : CONV_VAR;
    }
    TBlock *saved = b->block;
    const Facts *facts = b->facts;
    Scope scope;
    scope_push(b, &scope);
    s->body = b->block = ARENA_NEW(b->arena, TBlock);
    LoopFrame loop = {.outer = b->loop, .loop = s};
    b->loop = &loop;
    TExpr *elem = NULL;
    if (!ok) {
        elem = texpr_error(b, at);
    } else {
        s->a = next;
        bool place = next->is_place;
        bool direct =
            inner->kind == NODE_Name && !is_discard(inner) && (!place || conv != CONV_VAR);
        if (conv == CONV_REF && !place) {
            Diag *d = berr(b, DIAG_ref_to_value, target,
                           "`ref` needs references, but this iterator gives values of type `%s`",
                           tstr(b, next->type));
            diag_help(d, "write `var` or nothing");
            conv = CONV_VAR;
        }
        VarDecl *v = var_new(b, direct ? AS(Name, inner)->id : NULL, next->type,
                             place ? (conv == CONV_REF ? CONV_REF : CONV_IMM)
                             : conv == CONV_VAR || !direct ? CONV_VAR
                                                           : CONV_IMM,
                             inner);
        v->origin = place ? next->origin : NULL;
        v->is_mut = place ? conv == CONV_REF && next->is_mut : conv == CONV_VAR;
        v->is_synthetic = !direct;
        s->var = v;
        if (direct) {
            v->is_used = true; /* an unread loop variable is no mistake */
            scope_declare(b, v->decl.name, &v->decl, inner);
        } else if (!is_discard(inner)) {
            TExpr *x = texpr_var(b, v, inner);
            elem = place ? x : texpr_move(b, x);
        }
    }
    if (elem)
        loop_body(b, inner, elem, conv, at, body, fn, ctx);
    else
        loop_body(b, inner, NULL, conv, at, body, fn, ctx);
    b->loop = loop.outer;
    b->block = saved;
    b->facts = facts;
    scope_pop(b);
    b->terminated = false;
    s->orelse = loop_end(b, ok ? it : NULL, iter, orelse);
    b->terminated = false;
}

void for_loop(Body *b, Node *at, Node *target, Node *iter, NodeList body, NodeList orelse,
              void (*fn)(Body *, void *), void *ctx) {
    loop_over(b, at, target, expr_value(b, iter), iter, body, orelse, fn, ctx);
}

void for_loop_over(Body *b, Node *at, Node *target, TExpr *over, Node *iter, void (*fn)(Body *, void *), void *ctx) {
    loop_over(b, at, target, over, iter, (NodeList){0}, (NodeList){0}, fn, ctx);
}

/* ---- try ------------------------------------------------------------------------------------ */

/* `except ValueError:` names a class of Python's, `except T:` a declared type; else the name is the error's. */
static bool names_type(Body *b, const Node *n) {
    if (!IS(Name, n)) return true;
    if (is_exception_class(AS(Name, n)->id)) return true;
    ExprEnv env = body_env(b);
    Decl *d = env_lookup(b->cx, &env, AS(Name, n)->id);
    return d && (d->kind == DECL_STRUCT || d->kind == DECL_TRAIT);
}

static bool catches_all(const Node *n) {
    return IS(Name, n) && (str_eq_c(name_str(AS(Name, n)->id), "Exception") || name_is(AS(Name, n)->id, NM_Error));
}

static bool is_bare(const NodeTry *n, const NodeExceptHandler *h) {
    return n->handlers.len == 1 && !n->is_star && !h->name && h->type && IS(Name, h->type);
}

/* `except ParseError:` gives the error that name, whatever its type: as good as `except e:` where it has that type. */
static void note_bare_type(Body *b, const NodeTry *n, const NodeExceptHandler *h, Val error) {
    if (!is_bare(n, h) || !names_type(b, h->type)) return;
    ExprEnv env = body_env(b);
    const Decl *d = env_lookup(b->cx, &env, AS(Name, h->type)->id);
    if (d && error->kind == T_STRUCT && error->u.decl == (const void *)d) return;
    const char *name = AS(Name, h->type)->id->chars;
    Diag *w = berr(b, DIAG_bare_except_type, h->type, "this catches every error, a `%s` here, and calls it `%s`", tstr(b, error), name);
    diag_help(w, "an `except` does not choose by type: write `except e:`");
    fix_edit(diag_fix(w, FIX_SAFE, "write `except e:`"), bspan(b, h->type), STR("e"));
}

/* Handlers chosen by the type of an error: reported once for a `try`. */
static bool refuse_types(Body *b, NodeTry *n) {
    EACH_NODE(n->handlers, x) {
        NodeExceptHandler *h = AS(ExceptHandler, x);
        if (!h->type || !(n->is_star || h->name || names_type(b, h->type))) continue;
        if (is_bare(n, h)) continue; /* names the error, however it looks */
        const char *name = h->name ? h->name->chars : "e";
        Diag *d = berr(b, DIAG_unsupported, h->type, n->is_star ? "`except*` is not supported in a typed function"
                                                                : "an `except` with a type is not supported: it catches what its `try` raises");
        bool only = n->handlers.len == 1 && !n->is_star;
        diag_help(d, only ? "write `except %s:`" : "write one `except %s:`, and tell errors apart inside it", name);
        Str text = node_text(b, x);
        size_t colon = 0;
        while (colon < text.len && text.p[colon] != ':') colon++;
        if (only && str_starts(text, STR("except")) && colon < text.len) {
            Fix *f = diag_fix(d, catches_all(h->type) ? FIX_SAFE : FIX_MAYBE, "write `except %s:`", name);
            fix_edit(f, bspan_pos(b, h->type->pos, x->pos + (uint32_t)colon), str_of(arena_strdup(b->arena, name)));
        }
        return true;
    }
    return false;
}

/* A function called inside may raise and not say so: that is reported there, and the `try` is meant. */
static bool calls_mistaken(Body *b, const TryFrame *frame) {
    for (uint32_t i = 0; i < frame->quiet.len; i++) {
        const TBody *body = check_body(b->cx, frame->quiet.data[i]);
        if (body && body->has_error) return true;
    }
    return false;
}

void stmt_try(Body *b, NodeTry *n) {
    Node *at = &n->node;
    bool handled = n->handlers.len > 0;
    TStmt *s = stmt_add(b, ST_TRY, at);
    TryFrame frame = {.outer = b->frame};
    bool said = handled && refuse_types(b, n);
    if (handled) b->frame = &frame;
    s->body = block_of(b, n->body);
    bool t_body = b->terminated;
    if (handled) b->frame = frame.outer;
    if (n->orelse.len) {
        b->terminated = false;
        s->orelse = block_of(b, n->orelse);
        t_body |= b->terminated;
    }
    bool t_handler = false;
    if (handled) {
        NodeExceptHandler *h = AS(ExceptHandler, n->handlers.data[0]);
        for (uint32_t i = 1; i < n->handlers.len && !said; i++) {
            Diag *d = berr(b, DIAG_two_handlers, n->handlers.data[i], "a `try` has one `except`");
            diag_help(d, "tell errors apart inside it");
        }
        Name name = h->name;
        Node *name_node = h->type;
        if (!name && h->type && h->type->kind == NODE_Name)
            name = AS(Name, h->type)->id;
        Val error = frame.error ? frame.error : lib_type(b, NM_Error);
        if (!frame.error && (!b->tb || !b->tb->has_error) && !calls_mistaken(b, &frame)) {
            Diag *w = diag_add(b->diags, DIAG_try_cannot_raise, bspan_pos(b, at->pos, at->pos + 3),
                               "nothing in this `try` can raise");
            w->unnecessary = true;
        }
        s->error_type = error;
        if (!said) note_bare_type(b, n, h, error);
        TBlock *saved = b->block;
        const Facts *facts = b->facts;
        const VarDecl *outer_error = b->error_var;
        Scope scope;
        scope_push(b, &scope);
        s->handler = b->block = ARENA_NEW(b->arena, TBlock);
        b->terminated = false;
        VarDecl *v = var_new(b, name, error, CONV_VAR, name_node ? name_node : &h->node);
        v->is_used = true;
        s->var = v;
        if (name) scope_declare(b, name, &v->decl, name_node);
        b->error_var = v;
        stmts(b, h->body);
        t_handler = b->terminated;
        b->error_var = outer_error;
        b->block = saved;
        b->facts = facts;
        scope_pop(b);
        if (!frame.error) t_handler = true;
    }
    bool t_final = false;
    if (n->finalbody.len || n->has_finally) {
        b->terminated = false;
        s->final = block_of(b, n->finalbody);
        t_final = b->terminated;
    }
    b->terminated = t_final || (t_body && (!handled || t_handler));
}

/* ---- with: §6.5 ----------------------------------------------------------------------------- */

/* __exit__ with an error argument, if there is one that fits. */
static FnDecl *error_exit(Body *b, Val type) {
    Decl *m = check_member(b->cx, type, NAME_(exit), b->facts, NULL);
    if (!m || m->kind != DECL_FNSET) return NULL;
    FnSet *set = DECL_AS(FnSet, m);
    for (uint32_t i = 0; i < set->fns.len; i++)
        if (check_sig(b->cx, &set->fns.data[i]->decl) && set->fns.data[i]->args.len == 2)
            return set->fns.data[i];
    return NULL;
}

static bool plain_exit(Body *b, Val type) {
    Decl *m = check_member(b->cx, type, NAME_(exit), b->facts, NULL);
    if (!m || m->kind != DECL_FNSET) return false;
    FnSet *set = DECL_AS(FnSet, m);
    for (uint32_t i = 0; i < set->fns.len; i++)
        if (check_sig(b->cx, &set->fns.data[i]->decl) && set->fns.data[i]->args.len == 1)
            return true;
    return false;
}

static void with_items(Body *b, NodeWith *n, uint32_t i);

static void call_exit(Body *b, VarDecl *mgr, Node *at) {
    TExpr *e = call_method(b, texpr_var(b, mgr, at), NM_exit, at, NULL, 0, false, NULL);
    if (e && !texpr_bad(e)) stmt_add(b, ST_EXPR, at)->a = e;
}

static TBlock *enter_block(Body *b) {
    return b->block = ARENA_NEW(b->arena, TBlock);
}

static void with_guarded(Body *b, NodeWith *n, uint32_t i, VarDecl *mgr, Node *at) {
    bool plain = plain_exit(b, mgr->type);
    FnDecl *on_error = error_exit(b, mgr->type);
    if (!plain && !on_error) {
        with_items(b, n, i + 1);
        return;
    }
    TBlock *saved = b->block;
    if (!on_error) {
        TStmt *s = stmt_add(b, ST_TRY, at);
        s->body = enter_block(b);
        with_items(b, n, i + 1);
        bool t = b->terminated;
        s->final = enter_block(b);
        call_exit(b, mgr, at);
        b->block = saved;
        b->terminated = t;
        return;
    }
    /* var normal = True; try: (try: body; except e: normal = False; if not mgr.__exit__(e): raise
       e) finally: if normal: mgr.__exit__() */
    Val boolean = lib_type(b, NM_Bool);
    VarDecl *normal = var_temp(b, boolean, at);
    TStmt *s = stmt_add(b, ST_VAR, at);
    s->var = normal;
    s->a = texpr_const(b, val_bool(b->cx, true), at);
    TStmt *outer = stmt_add(b, ST_TRY, at);
    outer->body = enter_block(b);
    TryFrame frame = {.outer = b->frame};
    b->frame = &frame;
    TBlock *inner_body = enter_block(b);
    with_items(b, n, i + 1);
    bool t = b->terminated;
    b->frame = frame.outer;
    b->block = outer->body;
    if (!frame.error) { /* nothing raises: the body alone */
        TStmt *blk = stmt_add(b, ST_BLOCK, at);
        blk->body = inner_body;
    } else {
        TStmt *inner = stmt_add(b, ST_TRY, at);
        inner->body = inner_body;
        inner->error_type = frame.error;
        VarDecl *err = var_new(b, NULL, frame.error, CONV_VAR, at);
        err->is_synthetic = true;
        inner->var = err;
        inner->handler = enter_block(b);
        TStmt *set = stmt_add(b, ST_ASSIGN, at);
        set->a = texpr_var(b, normal, at);
        set->b = texpr_const(b, val_bool(b->cx, false), at);
        TExpr *ev = texpr_var(b, err, at);
        TExpr *swallow = call_method(b, texpr_var(b, mgr, at), NM_exit, at, &ev, 1, false, NULL);
        swallow = swallow ? to_bool(b, swallow, at) : texpr_error(b, at);
        if (!texpr_bad(swallow)) {
            TExpr *no = texpr(b, X_NOT_BOOL, boolean, at);
            no->a = swallow;
            TStmt *iff = stmt_add(b, ST_IF, at);
            iff->a = no;
            iff->body = enter_block(b);
            TExpr *again = texpr_move(b, texpr_var(b, err, at));
            Val to = b->frame ? b->frame->error : b->fn && b->fn->raises ? b->fn->error : NULL;
            if (to && to != frame.error) again = convert(b, again, to, "the error", NULL);
            note_raise(b, to ? to : frame.error, at, at->pos, NULL);
            if (!texpr_bad(again)) stmt_add(b, ST_RAISE, at)->a = again;
        }
        t = false;
    }
    b->block = saved;
    outer->final = enter_block(b);
    if (plain) {
        TStmt *iff = stmt_add(b, ST_IF, at);
        iff->a = texpr_var(b, normal, at);
        TBlock *fin = b->block;
        iff->body = enter_block(b);
        call_exit(b, mgr, at);
        b->block = fin;
    }
    b->block = saved;
    b->terminated = t;
}

static void with_items(Body *b, NodeWith *n, uint32_t i) {
    if (i == n->items.len) {
        TBlock *inner = block_of(b, n->body);
        stmt_add(b, ST_BLOCK, &n->node)->body = inner;
        return;
    }
    NodeWithItem *item = AS(WithItem, n->items.data[i]);
    Node *at = &item->node;
    TExpr *v = expr_value(b, item->expr);
    Scope scope;
    scope_push(b, &scope);
    if (texpr_bad(v)) {
        if (item->target) bind_target(b, item->target, texpr_error(b, at), CONV_VAR, at);
        with_items(b, n, i + 1);
        scope_pop(b);
        return;
    }
    if (!has_method(b, v->type, NM_enter)) {
        Diag *d = berr(b, DIAG_not_a_manager, item->expr,
                       "a value of type `%s` cannot be used in `with`", tstr(b, v->type));
        diag_help(d, "its type needs `__enter__` and `__exit__`");
        if (item->target) bind_target(b, item->target, texpr_error(b, at), CONV_VAR, at);
        with_items(b, n, i + 1);
        scope_pop(b);
        return;
    }
    bool consumed = owns_only(b, v->type, NM_enter);
    VarDecl *mgr = NULL;
    TExpr *place;
    if (v->is_place && v->kind == X_VAR && !consumed) {
        mgr = v->var;
        place = v;
    } else if (v->is_place && !consumed) {
        place = hoist(b, v);
        mgr = place->var;
    } else {
        mgr = var_temp(b, v->type, item->expr);
        TStmt *s = stmt_add(b, ST_VAR, at);
        s->var = mgr;
        s->a = to_owned(b, v);
        place = texpr_var(b, mgr, item->expr);
        if (texpr_bad(s->a)) mgr = NULL;
    }
    if (mgr) {
        TExpr *recv = consumed ? texpr_move(b, place) : place;
        TExpr *got = call_method(b, recv, NM_enter, item->expr, NULL, 0, false, NULL);
        if (item->target) {
            bind_target(b, item->target, got, got->is_place ? CONV_REF : CONV_VAR, at);
            Decl *bound =
                IS(Name, item->target) ? scope_get(b->scope, AS(Name, item->target)->id) : NULL;
            if (bound && bound->kind == DECL_VAR)
                DECL_AS(VarDecl, bound)->is_used = true; /* held, not read */
        } else if (!texpr_bad(got))
            discard(b, got, at);
    }
    if (mgr && !consumed)
        with_guarded(b, n, i, mgr, at);
    else
        with_items(b, n, i + 1);
    scope_pop(b);
}

void stmt_with(Body *b, NodeWith *n) {
    if (n->is_async)
        diag_help(berr(b, DIAG_unsupported, &n->node, "`async with` is not supported in a typed function"), "write `with`");
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    with_items(b, n, 0);
    b->block = saved;
    stmt_add(b, ST_BLOCK, &n->node)->body = inner;
}

/* ---- comptime ------------------------------------------------------------------------------- */

static void local_comptime(Body *b, Node *at, Name name, Val v) {
    if (name_is(name, NM_underscore)) return;
    ComptimeDecl *d = ARENA_NEW(&b->cx->arena, ComptimeDecl);
    d->decl.kind = DECL_COMPTIME;
    d->decl.state = DECL_COMPLETE;
    d->decl.name = name;
    d->decl.parent = b->fn ? &b->fn->decl : NULL;
    d->decl.module = b->module;
    d->decl.item = b->item;
    d->decl.node = at;
    d->decl.has_error = val_is_error(v);
    d->value = v;
    d->type = v->type;
    scope_declare(b, name, &d->decl, at);
}

/* Elements of a compile-time sequence as a pack; NULL when it is none. */
static Val sequence_pack(Body *b, Val v, Node *at) {
    if (v->kind == V_PACK || (v->type && v->type->kind == T_PACKOF)) return v;
    if (v->kind == V_AGG) return val_pack(b->vs, v->n ? v->args[0]->type : NULL, v->args, v->n);
    if (v->kind == V_STRUCT && v->n == 1) return sequence_pack(b, v->args[0], at);
    if (v->kind == T_STRUCT && v->n) /* TypeList[…] and the like */
        return sequence_pack(b, v->args[v->n - 1], at);
    /* a list: its elements are asked for one by one when the value is known */
    if (!v->type || v->type->kind != T_STRUCT || !has_method(b, v->type, NM_getitem)) return NULL;
    TExpr *index = texpr_const(b, val_i64(b->vs, lib_type(b, NM_Int), 0), at);
    TExpr *item = call_method(b, texpr_const(b, v, at), NM_getitem, at, &index, 1, true, NULL);
    if (!item || texpr_bad(item)) return NULL;
    Val t = val_make(b->vs, T_PACKOF, NULL, NULL, &item->type, 1);
    return val_op(b->vs, SYM_ELEMENTS, t, &v, 1);
}

/* `comptime F[n: Int] = …` inside a function: as at module level, but it sees the names here. */
static void parametric_comptime(Body *b, NodeComptimeDecl *n) {
    ComptimeDecl *d = ARENA_NEW(&b->cx->arena, ComptimeDecl);
    Name name = AS(Name, n->names.data[0])->id;
    d->decl = (Decl){.kind = DECL_COMPTIME,
                     .name = name,
                     .parent = b->fn ? &b->fn->decl : NULL,
                     .module = b->module,
                     .item = b->item,
                     .node = &n->node};
    d->tuple_index = -1;
    d->has_type = n->annotation != NULL;
    d->params = declare_params(b->module, b->item, &AS(Signature, n->sig)->params, &d->decl);
    Scope params;
    scope_push(b, &params);
    for (uint32_t i = 0; i < d->params.len; i++)
        scope_declare(b, d->params.data[i]->decl.name, &d->params.data[i]->decl,
                      d->params.data[i]->decl.node);
    ExprEnv env = body_env(b);
    env.owner = &d->decl;
    comptime_sig_in(b->cx, d, &env);
    scope_pop(b);
    if (d->decl.has_error && b->tb) b->tb->has_error = true;
    scope_declare(b, name, &d->decl, n->names.data[0]);
}

static void comptime_decl(Body *b, NodeComptimeDecl *n) {
    Node *at = &n->node;
    if (n->sig && AS(Signature, n->sig)->params.len && n->names.len == 1) {
        parametric_comptime(b, n);
        return;
    }
    Val want = n->annotation ? ct_type(b, n->annotation, true) : NULL;
    if (want && (val_is_error(want))) want = NULL;
    if (!n->value) {
        if (!(at->flags & NODE_HAS_ERROR))
            berr(b, DIAG_needs_type, at, "a `comptime` needs a value");
        return;
    }
    Val v =
        n->value->kind == NODE_FnType ? ct_type(b, n->value, true) : ct_value(b, n->value, want);
    if (val_is_error(v) && b->tb) b->tb->has_error = true;
    if (n->names.len == 1) {
        local_comptime(b, n->names.data[0], AS(Name, n->names.data[0])->id, v);
        return;
    }
    Val pack = val_is_error(v) ? NULL : sequence_pack(b, v, at);
    if (!val_is_error(v) && (!pack || pack->kind != V_PACK || pack->n != n->names.len)) {
        berr(b, DIAG_unpack_count, at, "this value does not have %u parts", n->names.len);
        pack = NULL;
    }
    for (uint32_t i = 0; i < n->names.len; i++)
        local_comptime(b, n->names.data[i], AS(Name, n->names.data[i])->id,
                       pack ? pack->args[i] : val_error(b->vs));
}

/* A condition known at compile time: like that of `if`, anything Boolable. */
static Val comptime_condition(Body *b, Node *test) {
    bool was = b->comptime;
    TBlock *saved = b->block, *saved_ct = b->ct_block, scratch = {0};
    b->comptime = true;
    b->block = b->ct_block = &scratch;
    Val v = ct_convert(b, condition(b, test), lib_type(b, NM_Bool), NULL);
    b->block = saved;
    b->ct_block = saved_ct;
    b->comptime = was;
    return v;
}

static bool comptime_if(Body *b, NodeIf *n) {
    Val c = comptime_condition(b, n->test), boolean = lib_type(b, NM_Bool);
    if (val_is_error(c) && b->tb) b->tb->has_error = true;
    TStmt *s = stmt_add(b, ST_CT_IF, &n->node);
    s->val = c;
    const Facts *facts = b->facts;
    if (!val_is_error(c)) fact_push(b, c);
    s->body = block_of(b, n->body);
    bool t1 = b->terminated, t2 = false, known;
    b->facts = facts;
    b->terminated = false;
    if (n->orelse.len) {
        if (!val_is_error(c)) fact_push(b, val_op(b->vs, SYM_NOT, boolean, &c, 1));
        s->orelse = block_of(b, n->orelse);
        t2 = b->terminated;
        b->facts = facts;
    }
    if (val_as_bool(c, &known))
        b->terminated = known ? t1 : t2;
    else
        b->terminated = t1 && t2;
    /* `comptime if not c: return` leaves `c` known for the rest */
    if (t1 && !n->orelse.len && !val_is_error(c))
        fact_push(b, val_op(b->vs, SYM_NOT, boolean, &c, 1));
    return true;
}

static Val range_pack(Body *b, NodeCall *call) {
    Ref r = ref_expr(b, call->func, NULL);
    if (r.kind != REF_FNS || !r.set || !r.name || strcmp(r.name->chars, "range") != 0 || r.value ||
        !r.set->decl.module || !r.set->decl.module->is_std || call->args.len < 1 ||
        call->args.len > 3)
        return NULL;
    Val integer = lib_type(b, NM_Int),
        args[3] = {val_i64(b->vs, integer, 0), NULL, val_i64(b->vs, integer, 1)};
    for (uint32_t i = 0; i < call->args.len; i++) {
        if (call->args.data[i]->kind == NODE_Keyword || call->args.data[i]->kind == NODE_Starred)
            return NULL;
        Val v = comptime_int(b, call->args.data[i]);
        if (val_is_error(v)) return v;
        args[call->args.len == 1 ? 1 : i] = v;
    }
    Val t = val_make(b->vs, T_PACKOF, NULL, NULL, &integer, 1);
    return val_op(b->vs, SYM_RANGE_PACK, t, args, 3);
}

/* A compile-time integer of any library type, as Int. */
Val comptime_int(Body *b, Node *n) {
    Val integer = lib_type(b, NM_Int), v = ct_value(b, n, NULL), dt;
    if (val_is_error(v) || val_is_error(integer)) return val_error(b->vs);
    if (v->type == integer) return v;
    if (v->kind == V_INT) return val_int(b->vs, integer, v->u.big);
    if (v->type && (v->type->kind == T_PRIMINT || val_scalar_leaf(v->type, &dt)))
        return val_op(b->vs, SYM_CONVERT, integer, &v, 1);
    berr(b, DIAG_type_mismatch, n, "expected `Int`, found `%s`",
         v->type ? tstr(b, v->type) : "a type");
    return val_error(b->vs);
}

/* Names the parts of an element: `comptime for i, x in …`. */
static void comptime_target(Body *b, Node *target, TExpr *value) {
    if (target->kind == NODE_Name) {
        Val v = texpr_bad(value) ? val_error(b->vs) : fold(b, value, false);
        local_comptime(b, target, AS(Name, target)->id, v ? v : val_error(b->vs));
        return;
    }
    bool list = target->kind == NODE_TupleExpr || target->kind == NODE_ListExpr;
    if (!list) {
        berr(b, DIAG_not_assignable, target, "the target of a `comptime for` is a name, or names in a tuple");
        return;
    }
    NodeList parts = target->kind == NODE_TupleExpr ? AS(TupleExpr, target)->elts : AS(ListExpr, target)->elts;
    const Val *types;
    uint32_t n = 0;
    bool bad = texpr_bad(value) || !tuple_types(b, value->type, &types, &n);
    if (!texpr_bad(value) && bad)
        berr(b, DIAG_unpack_type, target, "a value of type `%s` cannot be taken apart into %u targets",
             tstr(b, value->type), parts.len);
    else if (!bad && n != parts.len)
        berr(b, DIAG_unpack_count, target, "a tuple of %u element%s for %u targets: `%s`", n, n == 1 ? "" : "s",
             parts.len, tstr(b, value->type));
    bad |= n != parts.len;
    for (uint32_t i = 0; i < parts.len; i++)
        comptime_target(b, parts.data[i], bad ? texpr_error(b, target) : tuple_elem(b, value, i, target));
}

static void comptime_for(Body *b, NodeFor *n) {
    Node *at = &n->node;
    Val seq = NULL;
    bool was = b->comptime;
    if (!n->iter || !n->target) { /* the parser said what is missing */
        if (b->tb) b->tb->has_error = true;
        return;
    }
    if (IS(Call, n->iter)) {
        b->comptime = true;
        seq = range_pack(b, AS(Call, n->iter));
        b->comptime = was;
    }
    if (!seq) {
        Val v = ct_value(b, n->iter, NULL);
        seq = val_is_error(v) ? v : sequence_pack(b, v, at);
        if (!seq && v->type && has_method(b, v->type, NM_iter)) { /* whatever it gives, one by one */
            v = ct_value(b, collected(b, n->iter), NULL);
            seq = val_is_error(v) ? v : sequence_pack(b, v, at);
        }
        if (!seq) {
            Diag *d = berr(b, DIAG_not_iterable, n->iter, "`comptime for` cannot iterate over `%s`",
                           v->type ? tstr(b, v->type) : tstr(b, v));
            diag_help(d, "iterate over a `range`, a list display, or a pack of types");
            seq = val_error(b->vs);
        }
    }
    if (val_is_error(seq) && b->tb) b->tb->has_error = true;
    Node *target = n->target;
    if (target->kind == NODE_BindTarget) target = AS(BindTarget, target)->target;
    Val elem = seq->type && seq->type->kind == T_PACKOF && seq->type->n ? seq->type->args[0] : NULL;
    if (!elem && seq->kind == V_PACK && seq->n) elem = seq->args[0]->type;
    ParamDecl *p = ARENA_NEW(&b->cx->arena, ParamDecl);
    p->decl.kind = DECL_PARAM;
    p->decl.state = DECL_COMPLETE;
    p->decl.name = target->kind == NODE_Name ? AS(Name, target)->id : name_of("element");
    p->decl.parent = b->fn ? &b->fn->decl : NULL;
    p->decl.module = b->module;
    p->decl.item = b->item;
    p->decl.node = target;
    p->decl.has_error = val_is_error(seq);
    p->type = elem ? elem : val_is_error(seq) ? val_error(b->vs) : val_trait(b->vs, NULL, 0);
    p->is_type = p->type->kind == T_TRAIT;
    p->value = val_is_error(seq) ? val_error(b->vs) : val_param(b->vs, p, p->type);
    TStmt *s = stmt_add(b, ST_CT_FOR, at);
    s->param = p;
    s->val = seq;
    LoopFrame loop = {.outer = b->loop, .loop = s};
    b->loop = &loop;
    TBlock *saved = b->block;
    const Facts *facts = b->facts;
    Scope scope;
    scope_push(b, &scope);
    s->body = b->block = ARENA_NEW(b->arena, TBlock);
    if (target->kind == NODE_Name)
        scope_declare(b, p->decl.name, &p->decl, target);
    else
        comptime_target(b, target, texpr_const(b, p->value, target));
    stmts(b, n->body);
    b->block = saved;
    b->facts = facts;
    scope_pop(b);
    b->loop = loop.outer;
    b->terminated = false;
    if (n->orelse.len) {
        s->orelse = block_of(b, n->orelse);
        b->terminated = false;
    }
}

static void comptime_assert(Body *b, NodeAssert *n) {
    Val c = comptime_condition(b, n->test);
    TExpr *msg = NULL;
    if (n->msg) {
        msg = expr(b, n->msg, NULL);
        if (!texpr_bad(msg) && (msg->kind != X_CONST || msg->type->kind != T_STRLIT)) msg = NULL;
    }
    if (val_is_error(c)) {
        if (b->tb) b->tb->has_error = true;
        return;
    }
    TStmt *s = stmt_add(b, ST_CT_ASSERT, &n->node);
    s->val = c;
    s->msg = msg && !texpr_bad(msg) ? msg : NULL;
    fact_push(b, c);
}

bool stmt_comptime(Body *b, Node *n) {
    switch (n->kind) {
    case NODE_ComptimeDecl: comptime_decl(b, AS(ComptimeDecl, n)); return true;
    case NODE_If: return comptime_if(b, AS(If, n));
    case NODE_For: comptime_for(b, AS(For, n)); return true;
    case NODE_Assert: comptime_assert(b, AS(Assert, n)); return true;
    default: return false;
    }
}
