/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: evaluating arguments, choosing the callee, building the typed call, saying why none fits.
 */
#include "check/call.h"
#include "check/decls_int.h"

/* ---- small facts about types ---------------------------------------------------------------- */

bool mentions_param(Val v, const ParamDecl *p) {
    if (!val_is_symbolic(v)) return false;
    if (v->kind == S_PARAM) return v->u.decl == (const void *)p;
    for (uint32_t i = 0; i < v->n; i++)
        if (mentions_param(v->args[i], p)) return true;
    if (v->kind == T_FN && v->u.sig) {
        const Sig *s = v->u.sig;
        for (uint32_t i = 0; i < s->n_args; i++)
            if (mentions_param(s->args[i].type, p)) return true;
        if ((s->result && mentions_param(s->result, p)) ||
            (s->error && mentions_param(s->error, p)))
            return true;
    }
    return false;
}

bool same_but_origins(Body *b, Val x, Val y) {
    if (x == y) return true;
    if (x->kind != y->kind || !((x->flags | y->flags) & (VAL_ORIGINS | VAL_SYMBOLIC)))
        return x->kind == T_STRUCT && y->kind == T_STRUCT && x->u.decl == y->u.decl &&
               val_erase_origins(b->vs, x) == val_erase_origins(b->vs, y);
    return val_erase_origins(b->vs, x) == val_erase_origins(b->vs, y);
}

bool origin_wants_mut(Body *b, const Match *m, Val origin) {
    Val t = origin->type;
    if (!t || t->kind != T_ORIGIN || !t->n) return false;
    Subst s = {.params = m->params, .args = m->vals, .n = m->n_params};
    bool v;
    Val mut = val_subst(b->vs, t->args[0], &s);
    return val_as_bool(mut, &v) && v;
}

Val pack_types(Body *b, Val type) {
    (void)b;
    if (type && type->kind == T_STRUCT && type->n) {
        Val last = type->args[type->n - 1];
        if (last->kind == V_PACK || (last->type && last->type->kind == T_PACKOF)) return last;
    }
    return NULL;
}

Val callable_type(Body *b, Val type) {
    if (!type) return NULL;
    switch (type->kind) {
    case T_FN: return type;
    case V_FN: return callable_type(b, type->type);
    case T_FNITEM: {
        FnDecl *f = (FnDecl *)type->u.decl;
        check_sig(b->cx, &f->decl);
        const ParamDecl **ps;
        uint32_t n = fn_all_params(f, &ps, b->arena);
        Subst s = {.params = ps, .args = type->args, .n = type->n < n ? type->n : n};
        return fn_type(b->cx, f, n ? &s : NULL);
    }
    case S_PARAM:
    case S_ASSOC:
        if (type->type && type->type->kind == T_FN) return type->type;
        if (type->type && type->type->kind == T_TRAIT)
            for (uint32_t i = 0; i < type->type->n; i++)
                if (type->type->args[i]->kind == T_FN) return type->type->args[i];
        return NULL;
    case T_STRUCT: {
        Decl *m = check_member(b->cx, type, NAME_(call), b->facts, NULL);
        FnDecl *f = m && m->kind == DECL_FNSET && DECL_AS(FnSet, m)->fns.len == 1
                        ? DECL_AS(FnSet, m)->fns.data[0]
                        : NULL;
        if (!f || !check_sig(b->cx, &f->decl)) return NULL;
        /* without the receiver */
        Sig *sig = arena_calloc(b->arena, sizeof(Sig) + sizeof(SigArg) * (f->args.len + 1));
        Subst s = check_struct_subst(type);
        sig->flags = (f->raises ? FN_RAISES : 0) | (f->result_is_ref ? FN_REF_RESULT : 0);
        for (uint32_t i = 1; i < f->args.len; i++)
            sig->args[sig->n_args++] =
                (SigArg){.conv = f->args.data[i]->conv,
                         .variadic = f->args.data[i]->variadic,
                         .type = val_subst(b->vs, f->args.data[i]->type, &s)};
        sig->result = f->result ? val_subst(b->vs, f->result, &s) : none_type(b);
        sig->error = f->raises && f->error ? val_subst(b->vs, f->error, &s) : NULL;
        sig->origin = f->result_is_ref ? f->result_origin : NULL;
        return val_sig(b->vs, sig);
    }
    default: return NULL;
    }
}

bool unify_sigs(Body *b, Val declared, Val found, const ParamDecl *const *params, Val *vals,
                uint32_t n) {
    const Sig *d = declared->u.sig, *f = found->u.sig;
    if (!d || !f || d->n_args != f->n_args) return false;
    bool ok = true;
    for (uint32_t i = 0; i < d->n_args; i++)
        ok &= val_unify(b->vs, d->args[i].type, f->args[i].type, params, vals, n);
    if (d->result && f->result) ok &= val_unify(b->vs, d->result, f->result, params, vals, n);
    if (d->error)
        ok &= val_unify(b->vs, d->error, f->error ? f->error : val_never(b->vs), params, vals, n);
    return ok;
}

static void add_ctors(Body *b, FnSet *set, Val bound) {
    for (uint32_t i = 0; bound && i < bound->n; i++) {
        if (bound->args[i]->kind != V_TRAITREF) continue;
        TraitDecl *t = (TraitDecl *)bound->args[i]->u.decl;
        for (uint32_t k = 0; k <= t->parents.len; k++) {
            Val p = k ? t->parents.data[k - 1] : bound->args[i];
            TraitDecl *from = p->kind == V_TRAITREF ? (TraitDecl *)p->u.decl : NULL;
            Decl *d = from ? scope_get(&from->members, NAME_(init)) : NULL;
            if (!d || d->kind != DECL_FNSET) continue;
            for (uint32_t j = 0; j < DECL_AS(FnSet, d)->fns.len; j++) {
                FnDecl *f = DECL_AS(FnSet, d)->fns.data[j];
                bool seen = false;
                for (uint32_t q = 0; q < set->fns.len; q++) seen |= set->fns.data[q] == f;
                if (!seen) vec_push_in(b->arena, &set->fns, f);
            }
        }
    }
}

/* Constructors of a type. A symbolic one has those of all its bounds, and of what is known of it
 * here. */
FnSet *ctor_set(Body *b, Val type) {
    if (type->kind == V_ERROR) return NULL;
    if (type->kind == T_STRUCT) {
        Decl *d = check_member(b->cx, type, NAME_(init), b->facts, NULL);
        return d && d->kind == DECL_FNSET ? DECL_AS(FnSet, d) : NULL;
    }
    FnSet *set = ARENA_NEW(b->arena, FnSet);
    set->decl.kind = DECL_FNSET;
    set->decl.name = NAME_(init);
    if (type->type && type->type->kind == T_TRAIT) {
        (void)check_member(b->cx, type, NAME_(init), NULL, NULL); /* completes the traits */
        add_ctors(b, set, type->type);
    }
    for (const Facts *f = b->facts; f; f = f->outer) {
        Val c = f->condition;
        bool is_and = c->kind == S_OP && c->u.op == SYM_AND;
        for (uint32_t i = 0; i < (is_and ? c->n : 1); i++) {
            Val p = is_and ? c->args[i] : c;
            if (p->kind == S_OP && p->u.op == SYM_CONFORMS &&
                (p->args[0] == type ||
                 (type->kind == S_OP && type->u.op == SYM_PACK_GET && type->args[0] == p->args[0])))
                add_ctors(b, set, p->args[1]);
        }
    }
    return set->fns.len ? set : NULL;
}

/* A function that stands for a pointer type, so that calls through pointers match like all others.
 */
FnDecl *fn_of_sig(Body *b, Val t) {
    BodyState *st = body_state(b->cx);
    FnDecl *f = map_get(&st->sig_fns, t);
    if (f) return f;
    Arena *a = &b->cx->arena;
    const Sig *sig = t->u.sig;
    f = ARENA_NEW(a, FnDecl);
    f->decl.kind = DECL_FN;
    f->decl.state = DECL_COMPLETE;
    f->decl.module = b->module;
    f->is_static = true;
    for (uint32_t i = 0; i < sig->n_args; i++) {
        VarDecl *v = ARENA_NEW(a, VarDecl);
        v->decl.kind = DECL_VAR;
        v->decl.state = DECL_COMPLETE;
        v->is_arg = v->pos_only = true;
        v->type = sig->args[i].type;
        v->conv = sig->args[i].conv;
        v->variadic = sig->args[i].variadic;
        v->index = i;
        v->fn = f;
        vec_push_in(a, &f->args, v);
    }
    f->result = sig->result ? sig->result : none_type(b);
    f->result_is_ref = (sig->flags & FN_REF_RESULT) != 0;
    f->result_origin = sig->origin;
    f->raises = (sig->flags & FN_RAISES) != 0;
    f->error = sig->error;
    f->params = (ParamList){(ParamDecl **)(uintptr_t)sig->params, sig->n_params};
    map_put(&st->sig_fns, t, f);
    return f;
}

/* ---- errors --------------------------------------------------------------------------------- */

void note_raise(Body *b, Val error, const Node *at, uint32_t pos, const FnDecl *callee) {
    if (b->comptime || b->unevaluated || !error || error->kind == T_NEVER || val_is_error(error))
        return;
    TryFrame *t = b->frame;
    if (t) {
        if (!t->error) {
            t->error = error;
            t->pos = pos;
        } else if (t->error != error && !val_is_error(t->error)) {
            Diag *d = berr(b, DIAG_two_error_types, at,
                           "this raises `%s` in a `try` that already catches `%s`", tstr(b, error),
                           tstr(b, t->error));
            diag_label(d, bspan_pos(b, t->pos, t->pos + 1), "`%s` is raised first here",
                       tstr(b, t->error));
            diag_help(d, "split the `try`, or convert one of the errors");
            t->error = val_error(b->vs); /* once for each `try` */
        }
        return;
    }
    FnDecl *f = b->fn;
    if (!f || f->is_dynamic) return;
    if (f->raises) {
        if (!f->error || f->error == error) return;
        Val std = lib_type(b, NM_Error);
        if (f->error == std || val_is_error(f->error))
            return; /* a typed error becomes an Error on the way out */
        Diag *d = berr(b, DIAG_wrong_error_type, at, "%s raises `%s`, but `%s` raises `%s`",
                       callee && callee->decl.name
                           ? arena_printf(b->arena, "`%s`", callee->decl.name->chars)
                           : "this",
                       tstr(b, error), f->decl.name ? f->decl.name->chars : "this function",
                       tstr(b, f->error));
        diag_help(d, "catch it with `try … except e:` and raise `%s`", tstr(b, f->error));
        return;
    }
    if (b->raise_reported) return;
    Diag *d = berr(b, DIAG_raise_outside, at, "%s, but `%s` does not say `raises`",
                   callee && name_is(callee->decl.name, NM_import_python) ? "what is imported from Python can raise"
                   : callee && callee->decl.name
                       ? arena_printf(b->arena, "`%s` can raise", callee->decl.name->chars)
                       : "an error is raised here",
                   f->decl.name ? f->decl.name->chars : "this function");
    if (f->decl.node && f->decl.node->kind == NODE_FuncDef && AS(FuncDef, f->decl.node)->sig) {
        NodeFuncDef *def = AS(FuncDef, f->decl.node);
        Source *src = b->module->ast->source;
        uint32_t p = f->decl.item->start + def->sig->pos, end = f->decl.item->start + def->node.end;
        int depth = 0;
        bool seen = false;
        for (; p < end && p < src->size; p++) { /* behind the argument list's `)` */
            char c = src->data[p];
            if (c == '(' || c == '[')
                depth++, seen |= c == '(';
            else if ((c == ')' || c == ']') && --depth == 0 && c == ')' && seen)
                break;
            else if (c == '\n' && depth <= 0)
                break;
        }
        if (p < src->size && src->data[p] == ')') {
            Fix *fix = diag_fix(d, FIX_SAFE, "add `raises` to `%s`",
                                f->decl.name ? f->decl.name->chars : "the function");
            fix_edit(fix, (Span){src->id, p + 1, p + 1}, STR(" raises"));
        }
    }
    diag_help(d, "add `raises` to its signature, or catch the error with `try … except`");
    b->raise_reported = true; /* one per function: the mending is the same */
}

/* ---- default arguments ---------------------------------------------------------------------- */

static TExpr *texpr_clone(Body *b, const TExpr *e, const Subst *s, uint32_t pos);

static TBlock *block_clone(Body *b, const TBlock *t, const Subst *s, uint32_t pos) {
    (void)s;
    (void)pos;
    (void)b;
    return (TBlock *)t;
}

static Val sub(Body *b, Val v, const Subst *s) {
    return v && s->n ? val_subst(b->vs, v, s) : v;
}

static TExpr *texpr_clone(Body *b, const TExpr *e, const Subst *s, uint32_t pos) {
    if (!e) return NULL;
    TExpr *r = arena_dup(b->arena, e, e->kind >= XP_LIST ? sizeof(PendExpr) : sizeof(TExpr));
    r->node = NULL;
    r->pos = pos;
    r->type = sub(b, e->type, s);
    r->origin = sub(b, e->origin, s);
    r->val = sub(b, e->val, s);
    r->a = texpr_clone(b, e->a, s, pos);
    r->b = texpr_clone(b, e->b, s, pos);
    r->c = texpr_clone(b, e->c, s, pos);
    if (e->n_args) {
        r->args = ARENA_ARRAY(b->arena, TExpr *, e->n_args);
        for (uint32_t i = 0; i < e->n_args; i++) r->args[i] = texpr_clone(b, e->args[i], s, pos);
    }
    if (e->n_params) {
        r->params = ARENA_ARRAY(b->arena, Val, e->n_params);
        for (uint32_t i = 0; i < e->n_params; i++) r->params[i] = sub(b, e->params[i], s);
    }
    if (e->callee) {
        r->callee = arena_dup(b->arena, e->callee, sizeof *e->callee);
        r->callee->self_type = sub(b, e->callee->self_type, s);
        r->callee->fnval = sub(b, e->callee->fnval, s);
        r->callee->params = ARENA_ARRAY(b->arena, Val, e->callee->n_params + 1);
        for (uint32_t i = 0; i < e->callee->n_params; i++)
            r->callee->params[i] = sub(b, e->callee->params[i], s);
    }
    if (e->body) r->body = block_clone(b, e->body, s, pos);
    if (e->kind >= XP_LIST && ((PendExpr *)e)->n_cargs) {
        PendExpr *p = (PendExpr *)r;
        p->cargs = arena_dup(b->arena, p->cargs, sizeof(CallArg) * p->n_cargs);
        for (uint32_t i = 0; i < p->n_cargs; i++)
            p->cargs[i].e = texpr_clone(b, p->cargs[i].e, s, pos);
    }
    if (r->kind == X_CONST && r->val && r->val->type) /* `v`'s literal type follows its value */
        r->type = texpr_const(b, r->val, NULL)->type;
    return r;
}

TExpr *texpr_subst(Body *b, const TExpr *e, const Subst *s, uint32_t pos) {
    return texpr_clone(b, e, s, pos);
}

/* The default of an argument, in terms of the function's own parameters; checked where it is declared. */
static TExpr *default_of(Cx *cx, FnDecl *f, VarDecl *v) {
    BodyState *st = body_state(cx);
    TExpr *e = map_get(&st->defaults, v);
    if (e) return e;
    Body db;
    ExprEnv env = env_of(cx, &f->decl);
    body_init(&db, cx, &env, &cx->arena);
    db.comptime = true;
    e = expr(&db, v->default_node, v->type);
    if (!texpr_bad(e) && v->type && !val_is_symbolic(v->type) && !val_is_error(v->type))
        e = convert(&db, e, v->type, "a default argument", &v->decl);
    if (!texpr_bad(e) && !is_pending(e)) { /* a constant where it is one: cheaper to pass on */
        Val k = fold(&db, e, true);
        if (k) e = texpr_const(&db, k, v->default_node);
    }
    map_put(&st->defaults, v, e);
    return e;
}

void check_defaults(Cx *cx, FnDecl *f) {
    for (uint32_t i = 0; i < f->args.len; i++)
        if (f->args.data[i]->default_node && !f->args.data[i]->decl.has_error) default_of(cx, f, f->args.data[i]);
}

static TExpr *default_arg(Body *b, FnDecl *f, VarDecl *v, const Subst *s, Val type, uint32_t pos) {
    TExpr *e = default_of(b->cx, f, v);
    if (texpr_bad(e)) return texpr_error(b, NULL);
    TExpr *c = texpr_clone(b, e, s, pos);
    return convert(b, c, type, "a default argument", &v->decl);
}

/* ---- building ------------------------------------------------------------------------------- */

typedef struct OriginMap {
    const VarDecl *from[32];
    Val to[32];
    uint32_t n;
} OriginMap;

typedef struct Mention {
    const FnDecl *fn;
    uint64_t args; /* bit per argument */
} Mention;

static void note_mention(void *ctx, const VarDecl *v) {
    Mention *m = ctx;
    if (v->fn == m->fn && v->is_arg && v->index < 64) m->args |= 1ull << v->index;
}

/* An owned value that something refers to afterwards: a temporary with a name of its own. */
static TExpr *temp_ref(Body *b, TExpr *e, VarDecl *temp) {
    if (e->is_place) return e;
    TExpr *r = texpr(b, X_TEMP_REF, e->type, e->node);
    r->pos = e->pos;
    r->a = e;
    r->var = temp ? temp : var_temp(b, e->type, e->node);
    r->var->type = e->type;
    r->is_place = true;
    r->is_mut = true;
    r->origin = val_place_origin(b->vs, r->var, true);
    return r;
}

static TExpr *pass(Body *b, Call *c, FnDecl *f, VarDecl *v, CallArg *a, Val type, bool mentioned) {
    TExpr *e = a->e;
    bool is_receiver = c->has_receiver && a == &c->args[0];
    if (texpr_bad(e)) return e;
    if (v->conv == CONV_MUT) return e->type == type ? e : retype(b, e, type);
    if (e->type != type || is_pending(e))
        e = convert(b, e, type, NULL, is_receiver ? NULL : &v->decl);
    if (texpr_bad(e)) return e;
    switch (v->conv) {
    case CONV_VAR:
    case CONV_DEINIT: return e->kind == X_MOVE ? e : to_owned(b, e); /* taken apart where it is */
    default:
        if (!e->is_place && (mentioned || a->temp) && b->tb) return temp_ref(b, e, a->temp);
        return e;
    }
}

static TExpr *pass_rest(Body *b, Call *c, Match *m, VarDecl *v, Val elem, bool mentioned,
                        const Node *at) {
    FnDecl *f = m->fn;
    if (m->forward) {
        TExpr *e = c->args[m->rest[0]].e;
        return e; /* lower passes the pack on as it is */
    }
    bool owned = v->conv == CONV_VAR || v->conv == CONV_DEINIT;
    bool pack = v->variadic == VARIADIC_PACK;
    TExpr *agg = texpr(b, X_AGG, NULL, at);
    agg->args = ARENA_ARRAY(b->arena, TExpr *, m->n_rest + 1);
    agg->n_args = m->n_rest;
    Val *types = ARENA_ARRAY(b->arena, Val, m->n_rest + 1);
    for (uint32_t i = 0; i < m->n_rest; i++) {
        Val t =
            pack ? (elem->kind == V_PACK && i < elem->n ? elem->args[i] : val_error(b->vs)) : elem;
        TExpr *e = pass(b, c, f, v, &c->args[m->rest[i]], t, mentioned);
        if (texpr_bad(e)) return texpr_error(b, at);
        agg->args[i] = owned ? to_owned(b, e) : e;
        types[i] = t;
    }
    if (pack) {
        agg->type = val_make(b->vs, T_TUPLE, NULL, NULL, &elem, 1);
    } else {
        Val args[2] = {elem, val_i64(b->vs, lib_type(b, NM_Int), m->n_rest)};
        agg->type = val_make(b->vs, T_ARRAY, NULL, NULL, args, 2);
    }
    return agg;
}

/* `**kw`: a StringDict built entry by entry, or the one passed on, to which keywords are added. */
static TExpr *pass_keywords(Body *b, Call *c, Match *m, VarDecl *v, Val type, const Node *at) {
    TExpr *dict = m->kw_forward ? to_owned(b, convert(b, c->args[m->kw_forward - 1].e, type,
                                                      "the `**` argument", &v->decl))
                                : construct(b, type, (Node *)at, NULL, 0, NULL, false);
    if (texpr_bad(dict) || !m->n_kw_rest) return dict;
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    TExpr *place = hoist(b, dict);
    for (uint32_t i = 0; i < m->n_kw_rest; i++) {
        CallArg *a = &c->args[m->kw_rest[i]];
        SubTarget t = {
            .base = place, .node = a->node, .n_args = 1, .args = ARENA_ARRAY(b->arena, CallArg, 2)};
        t.args[0].e = texpr_const(b, val_str(b->vs, name_str(a->kw)), a->node);
        TExpr *set = subscript_set(b, &t, a->e);
        if (set && !texpr_bad(set)) stmt_add(b, ST_EXPR, a->node)->a = set;
    }
    b->block = saved;
    TExpr *e = texpr(b, X_BLOCK, place->type, at);
    e->body = inner;
    e->a = texpr_move(b, place);
    return e;
}

TExpr *call_build(Body *b, Call *c, Match *m) {
    FnDecl *f = m->fn;
    const Node *at = c->node;
    Subst s = {.params = m->params, .args = m->vals, .n = m->n_params};
    TExpr *e = texpr(b, X_CALL, m->result, at);
    TCallee *callee = ARENA_NEW(b->arena, TCallee);
    e->callee = callee;
    callee->fn = f;
    callee->params = m->vals;
    callee->n_params = m->n_params;
    if (f->decl.parent && f->decl.parent->kind == DECL_TRAIT) callee->self_type = m->vals[0];
    if (f->decl.is_deprecated || f->decl.is_unavailable) {
        Diag *w = deprecation_of(b->diags, b->module, b->item, at, &f->decl);
        Str form = w ? decl_rewrite(&f->decl) : (Str){0};
        if (form.len) fix_by_rewrite(b, w, c, m, form);
        if (f->decl.is_unavailable && !b->module->is_std) return texpr_error(b, at);
    }
    Mention mention = {.fn = f};
    if (f->result_is_ref && f->result_origin)
        val_each_place(f->result_origin, note_mention, &mention);
    if (f->result && (f->result->flags & VAL_ORIGINS))
        val_each_place(f->result, note_mention, &mention);
    for (uint32_t i = 0; i < m->n_params; i++) /* temporaries whose origin became a parameter */
        if (m->vals[i] && (m->vals[i]->flags & VAL_ORIGINS) && m->vals[i]->kind == O_PLACE)
            mention.args |= 0;
    e->n_args = f->args.len;
    e->args = ARENA_ARRAY(b->arena, TExpr *, f->args.len + 1);
    OriginMap om = {.n = 0};
    bool bad = false;
    for (uint32_t i = 0; i < f->args.len; i++) {
        VarDecl *v = f->args.data[i];
        Val declared = variadic_elem(b, v);
        Val type = m->n_params ? val_subst(b->vs, declared, &s) : declared;
        bool mentioned = i < 64 && (mention.args >> i & 1);
        TExpr *x;
        if (v->variadic == VARIADIC_KW)
            x = pass_keywords(b, c, m, v, m->n_params ? val_subst(b->vs, v->type, &s) : v->type,
                              at);
        else if (v->variadic != VARIADIC_NO)
            x = pass_rest(b, c, m, v, type, mentioned, at);
        else if (m->actual[i] >= 0)
            x = pass(b, c, f, v, &c->args[m->actual[i]], type, mentioned);
        else
            x = default_arg(b, f, v, &s, type, e->pos);
        if (v->variadic == VARIADIC_NO && (v->conv == CONV_VAR || v->conv == CONV_DEINIT) &&
            !texpr_bad(x))
            x = to_owned(b, x);
        bad |= texpr_bad(x);
        e->args[i] = x;
        if (mentioned && om.n < ARRAY_LEN(om.from)) {
            om.from[om.n] = v;
            om.to[om.n++] =
                x->is_place && x->origin ? x->origin : val_origin(b->vs, O_STATIC, false);
        }
    }
    if (bad) return texpr_error(b, at);
    if (om.n) e->type = val_subst_origins(b->vs, e->type, om.from, om.to, om.n);
    if (f->result_is_ref) {
        Val o = f->result_origin
                    ? (m->n_params ? val_subst(b->vs, f->result_origin, &s) : f->result_origin)
                    : val_origin(b->vs, O_UNTRACKED, true);
        bool mut = f->result_is_mut || !f->result_origin;
        if (!mut) {
            mut = origin_is_mut(b, om.n ? val_subst_origins(b->vs, o, om.from, om.to, om.n) : o);
            for (uint32_t i = 0; i < f->args.len && mut;
                 i++) /* reached through an immutable argument */
                if ((mention.args >> i & 1) && f->args.data[i]->conv == CONV_IMM) mut = false;
            for (uint32_t i = 0; i < f->args.len && mut; i++)
                if ((mention.args >> i & 1) && e->args[i]->is_place && !e->args[i]->is_mut)
                    mut = false;
        }
        e->is_place = true;
        e->is_mut = mut;
        e->origin = om.n ? val_subst_origins(b->vs, o, om.from, om.to, om.n) : o;
    }
    if (f->raises) {
        Val err = f->error ? (m->n_params ? val_subst(b->vs, f->error, &s) : f->error)
                           : lib_type(b, NM_Error);
        e = raise_through(b, e, err, at);
    } else if (b->frame && !f->decl.module->is_std) {
        vec_push_in(b->arena, &b->frame->quiet, f);
    }
    return e;
}

/* ---- why a call does not fit ---------------------------------------------------------------- */

static const char *callee_name(Body *b, const Call *c) {
    if (c->what) return arena_printf(b->arena, "`%s`", c->what);
    Ref *r = c->callee;
    Name n = r->name ? r->name : r->only ? r->only->decl.name : r->set ? r->set->decl.name : NULL;
    if (n && name_is(n, NM_init) && r->self)
        return arena_printf(b->arena, "a constructor of `%s`", tstr(b, r->self));
    return n ? arena_printf(b->arena, "`%s`", n->chars) : "this function";
}

static const Node *bad_node(const Call *c, const Match *m) {
    if (m->bad_arg >= 0 && (uint32_t)m->bad_arg < c->n_args && c->args[m->bad_arg].node)
        return c->args[m->bad_arg].node;
    return c->node;
}

static const char *types_of_args(Body *b, const Call *c) {
    StrBuf sb = {0};
    for (uint32_t i = c->has_receiver ? 1 : 0; i < c->n_args; i++) {
        if (c->args[i].bracket) continue;
        if (sb.len) sb_puts(&sb, ", ");
        if (c->args[i].kw) sb_printf(&sb, "%s=", c->args[i].kw->chars);
        Val t = settled_type(b, c->args[i].e);
        sb_puts(&sb, t ? tstr(b, t) : "…");
    }
    char *text = arena_strndup(b->arena, sb.p ? sb.p : "", sb.len);
    sb_done(&sb);
    return text;
}

/* `Float64(i)` where a number of another type is wanted, `^`/`.copy()` elsewhere. */
void offer_conversion(Body *b, Diag *d, TExpr *e, Val to) {
    Val from = settled_type(b, e);
    if (!from || from == to || !e->node || to->kind != T_STRUCT || type_has_unbound(to)) return;
    FnSet *set = ctor_set(b, to);
    if (!set) return;
    Ref r = {.kind = REF_FNS, .set = set, .self = to, .name = NAME_(init)};
    CallArg arg = {.node = e->node, .e = e};
    Call c = {.node = e->node, .args = &arg, .n_args = 1, .callee = &r};
    Match m;
    if (!call_resolve(b, &c, &m, NULL)) return;
    const char *name = tstr(b, to);
    Fix *f = diag_fix(d, FIX_MAYBE, "convert it: `%s(%s)`", name, place_text(b, e));
    fix_edit(f, bspan_pos(b, e->node->pos, e->node->pos),
             str_of(arena_printf(b->arena, "%s(", name)));
    fix_edit(f, bspan_pos(b, e->node->end, e->node->end), STR(")"));
    diag_help(d, "convert it with `%s(%s)`", name, place_text(b, e));
}

/* A type that lacks a trait of a bound: its argument is pointed at, and the struct may list the trait. */
static void hint_bound(Body *b, Diag *d, const Call *c, const Match *m) {
    for (uint32_t i = 0; i < m->n_params; i++) {
        Val v = m->vals[i], bound = m->params[i]->type;
        if (!v || !bound) continue;
        bool pack = v->kind == V_PACK && bound->kind == T_PACKOF;
        if (pack) bound = bound->args[0];
        if (bound->kind != T_TRAIT) continue;
        for (uint32_t k = 0; k < (pack ? v->n : 1); k++) {
            Val t = pack ? v->args[k] : v;
            if (!val_is_type(t) || (t->flags & VAL_UNBOUND) || check_conforms(b->cx, t, bound, b->facts)) continue;
            const char *traits = missing_traits(b, t, bound);
            if (traits) hint_trait(b, d, t, traits);
            for (uint32_t a = 0; a < c->n_args; a++)
                if (c->args[a].node && c->args[a].e->type == t && d->at.start == bspan(b, c->node).start) d->at = bspan(b, c->args[a].node);
            return;
        }
    }
}

static void explain_one(Body *b, Call *c, FnDecl *f) {
    Match m;
    if (match_fn(b, c, f, &m, true) || m.poisoned) {
        if (b->tb) b->tb->has_error = true;
        return;
    }
    const Node *at = bad_node(c, &m);
    Span decl = decl_span(&f->decl);
    Diag *d;
    if (m.bad_type && m.bad_arg >= 0) {
        TExpr *e = c->args[m.bad_arg].e;
        Val st = settled_type(b, e);
        VarDecl *v = NULL;
        for (uint32_t i = 0; i < f->args.len; i++)
            if (m.actual[i] == m.bad_arg) v = f->args.data[i];
        int32_t rest = c->args[m.bad_arg].kw ? m.kw_variadic : m.variadic;
        if (!v && rest >= 0) v = f->args.data[rest];
        const char *which = c->what ? "the other side"
                            : v && v->decl.name
                                ? arena_printf(b->arena, "its argument `%s`", v->decl.name->chars)
                                : arena_printf(b->arena, "its argument %d", m.bad_arg + 1 - c->has_receiver);
        d = berr(b, DIAG_type_mismatch, at, "%s takes `%s` as %s, found %s%s%s",
                 callee_name(b, c), tstr(b, m.bad_type), which, st ? "`" : "", st ? tstr(b, st) : "a value of no fixed type",
                 st ? "`" : "");
        if (v && v->decl.node) {
            Span vs = decl_span(&v->decl);
            if (vs.file) diag_label(d, vs, "declared `%s` here", tstr(b, v->type));
        }
        if (e->kind == X_VAR && e->var->decl.node) {
            Span vs = decl_span(&e->var->decl);
            if (vs.file)
                diag_label(d, vs, "`%s` is `%s` from here",
                           e->var->decl.name ? e->var->decl.name->chars : "it", tstr(b, e->type));
        }
        offer_conversion(b, d, e, m.bad_type);
        return;
    }
    if (m.immutable && c->has_receiver && m.bad_arg == 0) {
        TExpr *e = c->args[0].e;
        d = berr(b, DIAG_immutable_place, at, "%s changes its object, but `%s` is immutable",
                 callee_name(b, c), place_text(b, e));
        explain_immutable(b, d, e);
        return;
    }
    if (c->what && m.stage == 4 && m.where_message) { /* of an operator: it speaks for itself */
        berr(b, DIAG_where_failed, at, "%s", m.why);
        return;
    }
    d = berr(b,
             m.infer_failed ? DIAG_cannot_infer
             : m.stage == 4 ? DIAG_where_failed
                            : DIAG_no_match,
             at, "this call does not fit %s: %s", callee_name(b, c),
             m.why ? m.why : "its arguments differ");
    if (decl.file) diag_label(d, decl, "declared here");
    hint_bound(b, d, c, &m);
    if (m.infer_failed && m.infer_failed->decl.name)
        diag_help(d, "give it explicitly: `%s[…%s=…](…)`", f->decl.name ? f->decl.name->chars : "f",
                  m.infer_failed->decl.name->chars);
}

static void no_constructor(Body *b, Val type, Node *node) {
    if (type->kind == S_PARAM && callable_type(b, type)) {
        Diag *d = berr(b, DIAG_not_callable, node, "`%s` is the type of something that can be called, not a value",
                       tstr(b, type));
        diag_label(d, decl_span(type->u.decl), "`%s` is a bound", tstr(b, callable_type(b, type)));
        diag_help(d, "write `thin` in it for a function that is a compile-time value, or take a value of this type as an argument");
        return;
    }
    Diag *d = berr(b, DIAG_no_constructor, node, "`%s` has no constructor", tstr(b, type));
    if (type->kind == T_STRUCT) {
        Span at = decl_span((Decl *)type->u.decl);
        if (at.file) diag_label(d, at, "declared here");
        diag_help(d, "write `__init__`, or put `@fieldwise_init` before the struct");
        const StructDecl *s = type->u.decl;
        const Node *call = node;
        if (at.file && IS(StructDef, s->decl.node) && !s->decl.module->is_std && IS(Call, call) &&
            AS(Call, call)->args.len == s->fields.len && s->fields.len) {
            uint32_t start = s->decl.item->start + s->decl.node->pos;
            fix_edit(diag_fix(d, FIX_SAFE, "put `@fieldwise_init` before it"), (Span){at.file, start, start}, STR("@fieldwise_init\n"));
        }
    } else if (type->kind == T_TRAIT) {
        diag_help(d, "a trait is a bound, not a type of values");
    }
}

/* Copy and move constructors that the compiler made are candidates for `copy=` and `move=` alone. */
static bool is_implied(const Call *c, const FnDecl *f) {
    if (f->synth != SYNTH_COPY && f->synth != SYNTH_MOVE) return false;
    for (uint32_t i = 0; i < c->n_args; i++)
        if (c->args[i].kw && f->args.len && c->args[i].kw == f->args.data[0]->decl.name)
            return false;
    return true;
}

static void explain_none(Body *b, Call *c) {
    FnDecl *one, *const *all;
    uint32_t n_all = call_candidates(c, &all, &one), n = 0;
    FnDecl **fns = ARENA_ARRAY(b->arena, FnDecl *, n_all + 1);
    for (uint32_t i = 0; i < n_all; i++)
        if (!is_implied(c, all[i]) && !all[i]->decl.is_deprecated) fns[n++] = all[i];
    for (uint32_t i = 0; !n && i < n_all; i++)
        if (!is_implied(c, all[i])) fns[n++] = all[i];
    if (!n) {
        no_constructor(b, c->callee->self ? c->callee->self : none_type(b), c->node);
        return;
    }
    if (n == 1) {
        explain_one(b, c, fns[0]);
        return;
    }
    Match *ms = ARENA_ARRAY(b->arena, Match, n + 1);
    uint32_t *order = ARENA_ARRAY(b->arena, uint32_t, n + 1), best = 0, n_best = 0;
    for (uint32_t i = 0; i < n; i++) {
        match_fn(b, c, fns[i], &ms[i], true);
        order[i] = i;
        if (ms[i].poisoned) { /* reported where it stands; it might have been the one */
            if (b->tb) b->tb->has_error = true;
            return;
        }
        if (ms[i].stage > best) best = ms[i].stage, n_best = 0;
        n_best += ms[i].stage == best;
    }
    for (uint32_t i = 1; i < n; i++) /* furthest first, stable */
        for (uint32_t k = i; k > 0 && ms[order[k]].stage > ms[order[k - 1]].stage; k--) {
            uint32_t t = order[k];
            order[k] = order[k - 1];
            order[k - 1] = t;
        }
    if (n_best == 1 && best >= 3) { /* one candidate is meant beyond doubt */
        explain_one(b, c, fns[order[0]]);
        return;
    }
    const char *name = callee_name(b, c);
    Diag *d;
    if (c->what)
        d = berr(b, DIAG_no_match, c->node, "`%s` is not defined for `%s` and `%s`", c->what,
                 c->n_args ? tstr(b, settled_type(b, c->args[0].e)) : "?", types_of_args(b, c));
    else
        d = berr(b, DIAG_no_match, c->node, "no overload of %s takes (%s)", name,
                 types_of_args(b, c));
    uint32_t shown = 0;
    for (uint32_t i = 0; i < n && shown < 4; i++) {
        Match *m = &ms[order[i]];
        Span at = decl_span(&m->fn->decl);
        if (!m->why) continue;
        diag_note(d, at, "%s: %s", signature_text(b, m->fn), m->why);
        shown++;
    }
    if (n > shown)
        diag_note(d, SPAN_NONE, "%u more candidate%s", n - shown, n - shown == 1 ? "" : "s");
    for (uint32_t i = c->has_receiver; i < c->n_args && n_best; i++)
        if (ms[order[0]].bad_arg == (int32_t)i && ms[order[0]].bad_type)
            offer_conversion(b, d, c->args[i].e, ms[order[0]].bad_type);
}

const char *signature_text(Body *b, const FnDecl *f) {
    StrBuf sb = {0};
    sb_printf(&sb, "`%s(", f->decl.name ? f->decl.name->chars : "def");
    for (uint32_t i = 0; i < f->args.len; i++) {
        const VarDecl *v = f->args.data[i];
        if (v->of_param) continue;
        static const char *const convs[] = {"", "", "mut ", "var ", "deinit ", "out ", "ref "};
        if (i) sb_puts(&sb, ", ");
        sb_puts(&sb, convs[v->conv]);
        if (v->variadic != VARIADIC_NO) sb_puts(&sb, v->variadic == VARIADIC_KW ? "**" : "*");
        sb_puts(&sb, v->decl.name ? v->decl.name->chars : "_");
        if (i == 0 && f->is_method && !f->is_static) continue;
        if (v->type)
            sb_printf(&sb, ": %s",
                      tstr(b, v->variadic == VARIADIC_NO ? v->type : variadic_elem(b, v)));
    }
    sb_puts(&sb, ")`");
    char *t = arena_strndup(b->arena, sb.p, sb.len);
    sb_done(&sb);
    return t;
}

void explain_immutable(Body *b, Diag *d, TExpr *e) {
    const TExpr *root = e;
    while (root->kind == X_FIELD) root = root->a;
    const FnDecl *made = root->kind == X_CALL && root->callee ? root->callee->fn : NULL;
    if (made && made->result_is_ref && made->is_method && !made->decl.module->is_std && made->args.len &&
        made->args.data[0]->conv == CONV_IMM) {
        diag_label(d, decl_span(&made->args.data[0]->decl), "`%s` takes its object immutably", made->decl.name->chars);
        diag_help(d, "write `ref self` there: the reference is then as mutable as the object");
    }
    if (root->kind != X_VAR) return;
    VarDecl *v = root->var;
    Span at = decl_span(&v->decl);
    const char *n = v->decl.name ? v->decl.name->chars : "it";
    if (v->is_capture) {
        if (at.file) diag_label(d, at, "`%s` is captured immutably", n);
        diag_help(d, "capture it with `mut %s`", n);
    } else if (v->is_arg && v->conv == CONV_IMM) {
        if (at.file) diag_label(d, at, "`%s` is an immutable argument", n);
        diag_help(d, "declare it `mut %s`", n);
        if (at.file && v->decl.node) {
            Fix *f = diag_fix(d, FIX_MAYBE, "declare it `mut %s`", n);
            fix_edit(f, (Span){at.file, at.start, at.start}, STR("mut "));
        }
    } else if (v->conv == CONV_IMM) {
        if (at.file) diag_label(d, at, "`%s` is bound immutably here", n);
        diag_help(d, "bind it with `ref %s` to change the element, or `var %s` for a copy", n, n);
        if (at.file && v->decl.node && IS(Name, v->decl.node))
            fix_edit(diag_fix(d, FIX_MAYBE, "write `ref %s`", n), (Span){at.file, at.start, at.start}, STR("ref "));
    }
}

/* ---- entry points --------------------------------------------------------------------------- */

/* Closures given in brackets become arguments, evaluated once for all candidates. */
static void bracket_args(Body *b, Call *c) {
    const NodeList *brackets = &c->callee->params;
    if (!c->callee->has_params || !brackets->len) return;
    FnDecl *one, *const *fns;
    uint32_t n = call_candidates(c, &fns, &one);
    CallArg *all = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!check_sig(b->cx, &fns[i]->decl)) continue;
        for (uint32_t k = 0; k < fns[i]->params.len; k++) {
            ParamDecl *p = fns[i]->params.data[k];
            int32_t at = p->is_capturing ? bind_bracket_of(&fns[i]->params, p, brackets) : -1;
            if (at < 0) continue;
            bool known = false;
            for (uint32_t a = 0; a < c->n_args; a++) known |= c->args[a].bracket == (uint32_t)at + 1;
            if (known) continue;
            if (!all) {
                all = ARENA_ARRAY(b->arena, CallArg, c->n_args + brackets->len + 1);
                if (c->n_args) memcpy(all, c->args, sizeof(CallArg) * c->n_args);
                c->args = all;
            }
            Node *x = brackets->data[at];
            if (IS(Keyword, x)) x = AS(Keyword, x)->value;
            all[c->n_args++] = (CallArg){.node = x, .e = expr(b, x, NULL), .bracket = (uint32_t)at + 1};
        }
    }
}

TExpr *call_fns(Body *b, Call *c) {
    bracket_args(b, c);
    for (uint32_t i = 0; i < c->n_args; i++)
        if (texpr_bad(c->args[i].e)) return c->quiet ? NULL : texpr_error(b, c->node);
    Match best;
    const Match *tied = NULL;
    if (!call_resolve(b, c, &best, &tied)) {
        if (c->quiet) return NULL;
        explain_none(b, c);
        return texpr_error(b, c->node);
    }
    if (tied && best.fn->set && best.fn->set == tied->fn->set) { /* a twin is reported where it stands; it is no candidate */
        fnset_verify(b->cx, best.fn->set);
        if (best.fn->decl.has_error) best = *tied, tied = NULL;
        else if (tied->fn->decl.has_error) tied = NULL;
    }
    if (tied && !c->quiet) {
        Diag *d = berr(b, DIAG_ambiguous_call, c->node, "this call of %s is ambiguous",
                       callee_name(b, c));
        Span x = decl_span(&best.fn->decl), y = decl_span(&tied->fn->decl);
        diag_note(d, x, "%s fits", signature_text(b, best.fn));
        diag_note(d, y, "%s fits as well", signature_text(b, tied->fn));
        diag_help(d, "convert an argument to the type you mean");
        return texpr_error(b, c->node);
    }
    const Watch *w = watch_of(b->cx, b->module);
    if (w && c->node && b->item && !c->quiet) w->call(w->ctx, b->module, b->item, c->node, best.fn);
    return call_build(b, c, &best);
}

TExpr *construct(Body *b, Val type, Node *node, CallArg *args, uint32_t n, Val want, bool quiet) {
    if (val_is_error(type)) return texpr_error(b, node);
    FnSet *set = type->kind == T_TRAIT ? NULL : ctor_set(b, type);
    if (!set) {
        if (quiet) return NULL;
        no_constructor(b, type, node);
        return texpr_error(b, node);
    }
    Ref r = {.kind = REF_FNS, .set = set, .self = type, .node = node, .name = NAME_(init)};
    Call c = {.node = node, .args = args, .n_args = n, .callee = &r, .want = want, .quiet = quiet};
    return call_fns(b, &c);
}

bool has_method(Body *b, Val type, int nm) {
    if (!type || val_is_error(type)) return false;
    Decl *d = check_member(b->cx, type, name_known(nm), b->facts, NULL);
    return d && (d->kind == DECL_FNSET || d->kind == DECL_FN);
}

TExpr *call_method(Body *b, TExpr *recv, int nm, Node *node, TExpr **args, uint32_t n, bool quiet,
                   const char *what) {
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, recv->type, name_known(nm), b->facts, &via);
    if (!m || (m->kind != DECL_FNSET && m->kind != DECL_FN)) return NULL;
    Ref r = {.kind = REF_FNS,
             .self = recv->type,
             .via = via,
             .node = node,
             .name = name_known(nm),
             .value = recv};
    if (m->kind == DECL_FN)
        r.only = DECL_AS(FnDecl, m);
    else
        r.set = DECL_AS(FnSet, m);
    CallArg *ca = ARENA_ARRAY(b->arena, CallArg, n + 1);
    ca[0] = (CallArg){.node = recv->node, .e = recv};
    for (uint32_t i = 0; i < n; i++) ca[i + 1] = (CallArg){.node = args[i]->node, .e = args[i]};
    Call c = {.node = node,
              .args = ca,
              .n_args = n + 1,
              .has_receiver = true,
              .callee = &r,
              .quiet = quiet,
              .what = what};
    return call_fns(b, &c);
}

/* Calls what is not a set of functions: pointers, closures, function parameters, objects with
 * `__call__`. */
TExpr *call_value(Body *b, TExpr *f, Node *node, CallArg *args, uint32_t n, NodeList params,
                  bool has_params, Val want) {
    if (texpr_bad(f)) return f;
    if (f->kind == X_CONST && f->val && f->val->kind == T_TRAIT)
        return construct(b, f->val, node, args, n, want, false);
    if (texpr_is_type(f)) {
        Val t = f->val;
        if (!(t->kind == S_PARAM && t->type && t->type->kind == T_FN))
            return construct(b, t, node, args, n, want, false);
    }
    if (f->kind == X_CONST && f->val->kind == V_FN) {
        Ref r = {.kind = REF_FNS,
                 .only = (FnDecl *)f->val->u.decl,
                 .node = node,
                 .bound = f->val->args,
                 .n_bound = f->val->n,
                 .params = params,
                 .has_params = has_params};
        r.name = r.only->decl.name;
        uint32_t all = f->val->n, own = r.only->params.len;
        if (all > own && all) { /* bound parameters of the enclosing struct come first */
            r.bound = f->val->args + (all - own);
            r.n_bound = own;
        }
        Call c = {.node = node, .args = args, .n_args = n, .callee = &r};
        return call_fns(b, &c);
    }
    Val t = f->type, ft = t->kind == T_FN ? t : NULL;
    bool call_op = false;
    if (!ft && (t->kind == S_PARAM || t->kind == S_ASSOC)) {
        ft = callable_type(b, t);
        call_op = ft != NULL;
    }
    if (t->kind == T_FNITEM) {
        Ref r = {.kind = REF_FNS,
                 .only = (FnDecl *)t->u.decl,
                 .node = node,
                 .bound = t->args,
                 .n_bound = t->n,
                 .params = params,
                 .has_params = has_params};
        r.name = r.only->decl.name;
        uint32_t own = r.only->params.len;
        if (t->n > own) {
            r.bound = t->args + (t->n - own);
            r.n_bound = own;
        }
        Call c = {.node = node, .args = args, .n_args = n, .callee = &r};
        return call_fns(b, &c);
    }
    if (ft) {
        FnDecl *pf = fn_of_sig(b, ft);
        Ref r = {.kind = REF_FNS,
                 .only = pf,
                 .node = node,
                 .params = params,
                 .has_params = has_params,
                 .name = f->kind == X_VAR ? f->var->decl.name : NULL};
        if (!r.name && f->kind == X_CONST && f->val->kind == S_PARAM)
            r.name = ((Decl *)f->val->u.decl)->name;
        Call c = {.node = node, .args = args, .n_args = n, .callee = &r};
        TExpr *e = call_fns(b, &c);
        TExpr *inner = e;
        if (texpr_bad(e)) return e;
        TCallee *cal = inner->callee;
        cal->fn = NULL;
        if (call_op) {
            cal->is_call_op = true;
            cal->self_type = t;
            TExpr **with = ARENA_ARRAY(b->arena, TExpr *, inner->n_args + 1);
            with[0] = f;
            memcpy(with + 1, inner->args, sizeof(TExpr *) * inner->n_args);
            inner->args = with;
            inner->n_args++;
        } else if (f->kind == X_CONST) {
            cal->fnval = f->val;
        } else {
            cal->fnptr = f;
        }
        return e;
    }
    TraitDecl *via = NULL;
    Decl *m = check_member(b->cx, t, NAME_(call), b->facts, &via);
    if (m && (m->kind == DECL_FNSET || m->kind == DECL_FN)) {
        Ref r = {.kind = REF_FNS,
                 .self = t,
                 .via = via,
                 .node = node,
                 .name = NAME_(call),
                 .value = f,
                 .params = params,
                 .has_params = has_params};
        if (m->kind == DECL_FN)
            r.only = DECL_AS(FnDecl, m);
        else
            r.set = DECL_AS(FnSet, m);
        return call_ref(b, &r, node, args, n, want);
    }
    Diag *d = berr(b, DIAG_not_callable, node, "a value of type `%s` cannot be called", tstr(b, t));
    if (f->kind == X_VAR && f->var->decl.name) {
        Span at = decl_span(&f->var->decl);
        if (at.file) diag_label(d, at, "`%s` is declared here", f->var->decl.name->chars);
    }
    return texpr_error(b, node);
}

TExpr *call_ref(Body *b, Ref *r, Node *node, CallArg *args, uint32_t n, Val want) {
    switch (r->kind) {
    case REF_FNS: {
        Call c = {.node = node, .args = args, .n_args = n, .callee = r, .want = want};
        if (r->value) {
            CallArg *with = ARENA_ARRAY(b->arena, CallArg, n + 1);
            with[0] = (CallArg){.node = r->value->node, .e = r->value};
            if (n) memcpy(with + 1, args, sizeof(CallArg) * n);
            c.args = with;
            c.n_args = n + 1;
            c.has_receiver = true;
        }
        if (r->name && name_is(r->name, NM_init) && !r->value && r->self) c.has_receiver = false;
        return call_fns(b, &c);
    }
    case REF_VALUE: {
        TExpr *f = r->value;
        if (f->kind == XP_CTX) {
            PendExpr *p = (PendExpr *)f;
            p->is_call = true;
            p->cargs = args;
            p->n_cargs = n;
            p->e.node = node;
            return f;
        }
        return call_value(b, settle(b, f), node, args, n, r->params, r->has_params, want);
    }
    case REF_ERROR: return texpr_error(b, node);
    case REF_INTRIN: return expr_intrin_call(b, r, node, args, n, want);
    case REF_ALIAS: {
        Val v = r->self ? NULL : decl_value(b->cx, &r->alias->decl);
        if (v && val_is_type(v)) return construct(b, v, node, args, n, want, false);
        if (v && v->kind == V_FN)
            return call_value(b, texpr_const(b, v, node), node, args, n, r->params, r->has_params,
                              want);
        break;
    }
    default: break;
    }
    TExpr *f = ref_value(b, r, NULL);
    return call_value(b, f, node, args, n, r->params, r->has_params, want);
}

CallArg *eval_args(Body *b, NodeList list, uint32_t *n, uint32_t reserve) {
    CallArgs args = {0};
    for (uint32_t i = 0; i < reserve; i++) vec_push_in(b->arena, &args, (CallArg){0});
    bool ok = true, seen_kw = false;
    for (uint32_t i = 0; i < list.len; i++) {
        Node *x = list.data[i];
        CallArg a = {0};
        bool star = false;
        switch (x->kind) {
        case NODE_Keyword:
            a.kw = AS(Keyword, x)->name;
            x = AS(Keyword, x)->value;
            seen_kw = true;
            for (uint32_t k = reserve; k < args.len; k++) /* the parser said so */
                if (args.data[k].kw == a.kw) ok = false;
            break;
        case NODE_Starred:
            star = true;
            x = AS(Starred, x)->value;
            break;
        case NODE_DoubleStar:
            a.dstar = true;
            x = AS(DoubleStar, x)->value;
            break;
        default:
            if (seen_kw) ok = false; /* the parser said so */
        }
        a.node = x;
        a.e = expr(b, x, NULL);
        ok &= !texpr_bad(a.e);
        if (!star)
            vec_push_in(b->arena, &args, a);
        else if (!texpr_bad(a.e))
            ok &= splat_arg(b, x, a.e, &args);
    }
    *n = args.len - reserve;
    if (!args.data) args.data = ARENA_ARRAY(b->arena, CallArg, 1);
    return ok ? args.data : NULL;
}

/* `__disable_del self`: what `deinit self` means today. */
static bool disables_del(Body *b, const NodeCall *n) {
    if (!(n->node.flags & NODE_LEGACY) || !IS(Name, n->func) || !name_is(AS(Name, n->func)->id, NM_kw_disable_del)) return false;
    if (b->fn && b->fn->args.len && b->fn->args.data[0]->conv == CONV_VAR) b->fn->args.data[0]->conv = CONV_DEINIT;
    return true;
}

/* `x.__copyinit__(y)`, `x.__moveinit__(y^)`: 2023's way to write into x. */
static bool explicit_copy(Body *b, const NodeCall *n) {
    const NodeAttribute *a = IS(Attribute, n->func) ? AS(Attribute, n->func) : NULL;
    if (!a || n->args.len != 1 || b->module->is_std) return false;
    bool copy = name_is(a->attr, NM_copyinit);
    if (!copy && !name_is(a->attr, NM_moveinit)) return false;
    Diag *d = berr(b, DIAG_not_callable, &n->node, "`%s` is not called on a value: it makes one", a->attr->chars);
    const Node *from = n->args.data[0];
    const char *end = IS(Transfer, from) ? "" : copy ? ".copy()" : "^";
    fix_edit(diag_fix(d, FIX_SAFE, copy ? "assign a copy" : "assign the value"), bspan(b, &n->node),
             str_of(arena_printf(b->diags->arena, STR_FMT " = " STR_FMT "%s", STR_ARG(node_text(b, a->value)),
                                 STR_ARG(node_text(b, from)), end)));
    return true;
}

TExpr *expr_call(Body *b, NodeCall *n, Val want) {
    if (explicit_copy(b, n)) return texpr_error(b, &n->node);
    if (disables_del(b, n)) return texpr_const(b, val_make(b->vs, V_STRUCT, none_type(b), NULL, NULL, 0), &n->node);
    Ref r = ref_expr(b, n->func, want);
    if (r.kind == REF_FORM) return expr_form_call(b, &r, n, want);
    uint32_t na;
    CallArg *args = eval_args(b, n->args, &na, 0);
    if (r.kind == REF_ERROR || !args) return texpr_error(b, &n->node);
    return call_ref(b, &r, &n->node, args, na, want);
}

/* ---- errors on their way -------------------------------------------------------------------- */

/* A call that raises: inside `try` and in functions of the same error type it stays as it is; a
 * typed error that leaves a function raising `Error` is converted on the way. */
TExpr *raise_through(Body *b, TExpr *call, Val error, const Node *at) {
    if (!error || error->kind == T_NEVER || val_is_error(error)) return call;
    note_raise(b, error, at, call->pos, call->callee->fn);
    FnDecl *f = b->fn;
    if (b->frame || b->comptime || b->unevaluated || !f || !f->raises || !f->error ||
        f->error == error || !b->tb || f->error != lib_type(b, NM_Error))
        return call;
    VarDecl *v = var_new(b, NULL, error, CONV_VAR, at);
    v->is_synthetic = true;
    TExpr *conv = convert(b, texpr_move(b, texpr_var(b, v, at)), f->error, "the error", NULL);
    if (texpr_bad(conv)) return conv;
    if (conv->kind == X_CALL) call->err_conv = conv->callee;
    return call;
}

TExpr *hoist_or_temp(Body *b, TExpr *e) {
    return e->is_place ? e : temp_ref(b, e, NULL);
}

Val byte_type(Body *b) {
    BodyState *st = body_state(b->cx);
    if (!st->byte) {
        Decl *d = resolver_std(b->cx->resolver, NM_UInt8);
        Val v = d ? decl_value(b->cx, d) : NULL;
        st->byte = v && !val_is_error(v) ? v : simd_type(b, DT_UINT8);
    }
    return st->byte;
}
