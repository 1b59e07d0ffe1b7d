/* SPDX-License-Identifier: Apache-2.0 */
/* State of a body being checked, and the small things every file of the group needs. */
#include "check/body.h"

enum { BODY_MAX_DEPTH = 400 };

BodyState *body_state(Cx *cx) {
    if (!cx->bodies) cx->bodies = ARENA_NEW(&cx->arena, BodyState);
    return cx->bodies;
}

void bodies_done(Cx *cx) {
    BodyState *s = cx->bodies;
    if (!s) return;
    for (uint32_t i = 0; i < s->bodies.len; i++) arena_done(&s->bodies.data[i]->arena);
    vec_done(&s->bodies);
    Map *maps[] = {&s->implicit_ctors, &s->defaults, &s->scripts, &s->intrins,   &s->all_params,
                   &s->calls,          &s->sig_fns,  &s->convs,   &s->trait_memo};
    for (size_t i = 0; i < ARRAY_LEN(maps); i++) map_done(maps[i]);
    cx->bodies = NULL;
}

/* ---- whose diagnostics ---------------------------------------------------------------------- */

/* Nested functions are checked with the one around them. */
static FnDecl *outermost(FnDecl *f) {
    for (Decl *p = f->decl.parent; p; p = p->parent)
        if (p->kind == DECL_FN) f = DECL_AS(FnDecl, p);
    return f;
}

BodyMark check_mark(const Cx *cx, const FnDecl *f) {
    const DiagSink *own = &f->decl.module->diags;
    return (BodyMark){own->diags.len, resolver_diags_added(cx->resolver) - own->added};
}

void check_owned(const Cx *cx, FnDecl *f, BodyMark since) {
    const Module *m = f->decl.module;
    f = outermost(f);
    if (m->is_std || !m->ast || !f->decl.item || !f->decl.node) return;
    Span all = node_span(m->ast, f->decl.item, f->decl.node);
    if (check_mark(cx, f).elsewhere != since.elsewhere) f->strays = true;
    for (uint32_t i = since.len; i < m->diags.diags.len; i++) {
        Diag *d = m->diags.diags.data[i];
        if (d->at.file == all.file && all.start <= d->at.start && d->at.end <= all.end && !d->owner) d->owner = f;
        else if (d->owner != f) f->strays = true;
    }
}

void check_release_body(FnDecl *f) {
    TBody *tb = f->body;
    if (!tb || tb->is_kept || f->builtin_fold || !tb->block || !f->ir) return;
    arena_done(&tb->arena);
    tb->block = NULL;
    tb->locals.data = NULL;
    tb->locals.len = tb->locals.cap = 0;
}

/* Frees all of a module's bodies that nobody looks into, with those nested in them. */
void check_trim(Cx *cx, const Module *m) {
    BodyState *s = body_state(cx);
    uint32_t n = 0;
    if (!cx->trims) return;
    for (uint32_t i = 0; i < s->bodies.len; i++) {
        TBody *t = s->bodies.data[i];
        if (t->fn->decl.module == m && (t->is_kept || t->fn->is_consulted)) outermost(t->fn)->is_consulted = true;
    }
    for (uint32_t i = 0; i < s->bodies.len; i++) {
        TBody *t = s->bodies.data[i];
        if (t->fn->decl.module != m || outermost(t->fn)->is_consulted) {
            s->bodies.data[n++] = t;
            continue;
        }
        arena_done(&t->arena);
        if (t->fn->body == t) t->fn->body = NULL;
        t->fn->ir = NULL;
    }
    s->bodies.len = n;
}

void body_init(Body *b, Cx *cx, const ExprEnv *env, Arena *arena) {
    memset(b, 0, sizeof *b);
    b->cx = cx;
    b->vs = cx->vals;
    b->arena = arena;
    b->diags = env->diags;
    b->module = env->module;
    b->item = env->item;
    b->owner = env->owner;
    b->fn = env->owner && env->owner->kind == DECL_FN ? DECL_AS(FnDecl, env->owner) : NULL;
    b->facts = env->facts;
    b->scope = (Scope *)env->scope;
}

ExprEnv body_env(const Body *b) {
    return (ExprEnv){.module = b->module,
                     .item = b->item,
                     .owner = b->owner,
                     .scope = b->scope,
                     .facts = b->facts,
                     .diags = b->diags};
}

/* ---- places in the source ------------------------------------------------------------------- */

Span bspan_pos(const Body *b, uint32_t start, uint32_t end) {
    if (!b->module || !b->module->ast || !b->item) return SPAN_NONE;
    if (end < start) end = start;
    return (Span){b->module->ast->source->id, b->item->start + start, b->item->start + end};
}

Span bspan(const Body *b, const Node *n) {
    return n ? bspan_pos(b, n->pos, n->end) : SPAN_NONE;
}

Str node_text(const Body *b, const Node *n) {
    if (!n || !b->module || !b->module->ast || !b->item) return STR("");
    Source *s = b->module->ast->source;
    uint32_t from = b->item->start + n->pos, to = b->item->start + n->end;
    return to <= s->size && from <= to ? (Str){s->data + from, to - from} : STR("");
}

PRINTF_LIKE(4, 0)
static Diag *report(Body *b, DiagCode code, Span at, const char *fmt, va_list ap) {
    StrBuf sb = {0};
    sb_vprintf(&sb, fmt, ap);
    Diag *d = diag_add(b->diags, code, at, "%s", sb.p ? sb.p : "");
    sb_done(&sb);
    if (b->tb && !b->diags->muted && d->severity == SEV_ERROR) b->tb->has_error = true;
    return d;
}

Diag *berr(Body *b, DiagCode code, const Node *at, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Diag *d = report(b, code, bspan(b, at), fmt, ap);
    va_end(ap);
    return d;
}

Diag *berr_pos(Body *b, DiagCode code, uint32_t start, uint32_t end, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Diag *d = report(b, code, bspan_pos(b, start, end), fmt, ap);
    va_end(ap);
    return d;
}

const char *tstr(Body *b, Val v) {
    return v ? val_str_of(b->arena, v) : "?";
}

const char *place_text(Body *b, const TExpr *e) {
    if (e->node) {
        Str t = node_text(b, e->node);
        if (t.len && t.len <= 60 && !memchr(t.p, '\n', t.len))
            return arena_strndup(b->arena, t.p, t.len);
    }
    if (e->kind == X_VAR && e->var->decl.name) return e->var->decl.name->chars;
    return "this value";
}

/* ---- expressions ---------------------------------------------------------------------------- */

TExpr *texpr(Body *b, int kind, Val type, const Node *node) {
    TExpr *e = ARENA_NEW(b->arena, TExpr);
    e->kind = (uint8_t)kind;
    e->type = type;
    e->node = (Node *)node;
    e->pos = b->pos_base + (node ? node->pos : 0);
    return e;
}

TExpr *texpr_error(Body *b, const Node *node) {
    if (b->tb) b->tb->has_error = true;
    return texpr(b, X_ERROR, val_error(b->vs), node);
}

TExpr *texpr_const(Body *b, Val v, const Node *node) {
    if (val_is_error(v)) return texpr_error(b, node);
    Val t = v->type;
    if (!t && v->kind >= O_PLACE && v->kind <= O_ERASED) {
        Val m = origin_mut(b, v);
        t = val_make(b->vs, T_ORIGIN, NULL, NULL, &m, 1);
    } else if (!t)
        t = val_is_type(v) || v->kind == T_TRAIT ? val_trait(b->vs, NULL, 0) : val_error(b->vs);
    else if (t->kind == T_PRIMINT)
        t = val_intlit_type(b->vs, v);
    else if (t->kind == T_PRIMFLOAT)
        t = val_make(b->vs, T_FLOATLIT, NULL, NULL, &v, 1);
    else if (t->kind == T_PRIMSTR)
        t = val_make(b->vs, T_STRLIT, NULL, NULL, &v, 1);
    TExpr *e = texpr(b, X_CONST, t, node);
    e->val = v;
    return e;
}

bool texpr_is_type(const TExpr *e) {
    return e->kind == X_CONST && val_is_type(e->val);
}

/* Mutability of an origin as a Bool value, symbolic where it is. */
Val origin_mut(Body *b, Val o) {
    int m = val_is_error(o) ? 0 : val_origin_mut(o);
    return m >= 0 ? val_bool(b->cx, m) : val_op(b->vs, SYM_ORIGIN_MUT, lib_type(b, NM_Bool), &o, 1);
}

bool origin_is_mut(Body *b, Val o) {
    (void)b;
    return o && !val_is_error(o) && val_origin_mut(o) == 1;
}

TExpr *texpr_var(Body *b, VarDecl *v, const Node *node) {
    TExpr *e = texpr(b, X_VAR, v->type ? v->type : val_error(b->vs), node);
    e->var = v;
    e->is_place = true;
    e->is_mut = v->is_mut;
    if (v->origin && (v->conv == CONV_REF || (v->conv == CONV_IMM && !v->is_arg))) {
        e->origin = v->origin;
        e->is_mut = v->is_arg ? origin_is_mut(b, v->origin) : v->is_mut;
    } else if (v->is_arg && v->conv == CONV_REF) {
        e->origin = val_ref_arg_origin(b->vs, v);
    } else {
        e->origin = val_place_origin(b->vs, v, v->is_mut);
    }
    return e;
}

TExpr *texpr_field(Body *b, TExpr *base, FieldDecl *f, const Node *node) {
    uint32_t n = 0;
    const Val *types =
        base->type->kind == T_STRUCT ? check_field_types(b->cx, base->type, &n) : NULL;
    Val type = types && f->index < n ? types[f->index] : f->type ? f->type : NULL;
    if (!type || val_is_error(type)) return texpr_error(b, node);
    TExpr *e = texpr(b, X_FIELD, type, node);
    e->a = base;
    e->index = f->index;
    e->is_place = base->is_place;
    e->is_mut = base->is_mut;
    if (base->origin) e->origin = val_field_origin(b->vs, base->origin, f->index);
    return e;
}

TExpr *texpr_move(Body *b, TExpr *place) {
    if (!place->is_place) return place;
    TExpr *e = texpr(b, X_MOVE, place->type, place->node);
    e->pos = place->pos;
    e->a = place;
    return e;
}

TStmt *stmt_add(Body *b, int kind, const Node *node) {
    TStmt *s = ARENA_NEW(b->arena, TStmt);
    s->kind = (uint8_t)kind;
    s->node = (Node *)node;
    if (node) {
        s->pos = b->pos_base + node->pos;
        s->end = b->pos_base + node->end;
    }
    if (b->block) vec_push_in(b->arena, &b->block->stmts, s);
    return s;
}

VarDecl *var_new(Body *b, Name name, Val type, uint8_t conv, const Node *at) {
    VarDecl *v = ARENA_NEW(&b->cx->arena, VarDecl); /* values and the IR name it longer than the body lives */
    v->decl.kind = DECL_VAR;
    v->decl.state = DECL_COMPLETE;
    v->decl.name = name;
    v->decl.parent = b->fn ? &b->fn->decl : NULL;
    v->decl.module = b->module;
    v->decl.item = b->item;
    v->decl.node = (Node *)at;
    v->type = type;
    v->conv = conv;
    v->is_mut = conv == CONV_VAR;
    v->fn = b->fn;
    if (b->tb) vec_push_in(b->arena, &b->tb->locals, v);
    if (name) watch_name(b->cx, b->module, b->item, at, &v->decl, NULL);
    return v;
}

VarDecl *var_temp(Body *b, Val type, const Node *at) {
    VarDecl *v = var_new(b, NULL, type, CONV_VAR, at);
    v->is_synthetic = v->is_used = true;
    return v;
}

TExpr *hoist(Body *b, TExpr *e) {
    if (texpr_bad(e) || (e->kind == X_CONST && !e->is_place) || e->kind == X_VAR) return e;
    if (e->is_place) {
        VarDecl *v = var_new(b, NULL, e->type, CONV_REF, e->node);
        v->is_synthetic = v->is_used = true;
        v->is_mut = e->is_mut;
        v->origin = e->origin;
        TStmt *s = stmt_add(b, ST_REF, e->node);
        s->var = v;
        s->a = e;
        return texpr_var(b, v, e->node);
    }
    VarDecl *v = var_temp(b, e->type, e->node);
    TStmt *s = stmt_add(b, ST_VAR, e->node);
    s->var = v;
    s->a = e;
    return texpr_var(b, v, e->node);
}

/* ---- scopes --------------------------------------------------------------------------------- */

void scope_push(Body *b, Scope *s) {
    memset(s, 0, sizeof *s);
    s->outer = b->scope;
    s->owner = b->fn ? &b->fn->decl : NULL;
    b->scope = s;
}

void scope_pop(Body *b) {
    Scope *s = b->scope;
    b->scope = s->outer;
    MAP_EACH (&s->names, e) {
        Decl *d = e->value;
        if (d->kind != DECL_VAR || !b->tb) continue;
        if (b->tb->has_error) continue; /* what an error cut off may have been the use */
        VarDecl *v = DECL_AS(VarDecl, d);
        if (v->is_used || v->is_arg || v->is_synthetic || v->is_result ||
            d->name->chars[0] == '_' || !d->node)
            continue;
        if (v->type && !val_is_error(v->type) && !check_life(b->cx, v->type, b->facts).deinitable)
            continue; /* own/ says that it is abandoned */
        Span at = bspan(b, d->node);
        Diag *w =
            diag_add(b->diags, DIAG_unused_variable, at, "`%s` is never used", d->name->chars);
        w->unnecessary = true;
        diag_help(w, "write `_` or start its name with `_` when that is meant");
    }
    map_done(&s->names);
}

void scope_declare(Body *b, Name name, Decl *d, const Node *at) {
    if (!name || name_is(name, NM_underscore)) return;
    Decl *old = map_get(&b->scope->names, name);
    if (old && old != d) {
        Diag *e =
            berr(b, DIAG_redefinition, at, "`%s` is declared twice in this scope", name->chars);
        Span was = decl_span(old);
        if (was.file) diag_label(e, was, "declared here first");
        if (old->kind == DECL_VAR && d->kind == DECL_VAR)
            diag_help(e, "assign to it without `var`, or choose another name");
    }
    map_put(&b->scope->names, name, d);
}

Decl *scope_find(Body *b, Name name, Body **where) {
    for (Scope *s = b->scope; s; s = s->outer) {
        Decl *d = s->names.len ? map_get(&s->names, name) : NULL;
        if (d) return d;
    }
    return NULL;
}

/* ---- library types -------------------------------------------------------------------------- */

Val lib_type(Body *b, int nm) {
    BodyState *st = body_state(b->cx);
    if (!st->std_types[nm]) st->std_types[nm] = std_type(b->cx, nm);
    return st->std_types[nm];
}

bool lib_has(Body *b, int nm) {
    return resolver_std(b->cx->resolver, nm) != NULL;
}

bool conforms_std(Body *b, Val type, int nm) {
    Val t = lib_has(b, nm) ? std_trait(b->cx, nm) : NULL;
    return t && check_conforms(b->cx, type, t, b->facts);
}

Val none_type(Body *b) {
    return lib_type(b, NM_NoneType);
}

bool val_is_struct_of(Val v, const Decl *d) {
    return v && d && v->kind == T_STRUCT && v->u.decl == (const void *)d;
}

bool type_has_unbound(Val v) {
    return v && (v->flags & VAL_UNBOUND) != 0;
}

bool deeper(Body *b, const Node *n) {
    if (++b->depth <= BODY_MAX_DEPTH) return true;
    b->depth--;
    berr(b, DIAG_too_deep, n, "this expression is nested more than %d levels deep", BODY_MAX_DEPTH);
    return false;
}

ExprEnv decl_env(Decl *d) {
    ExprEnv e = {.module = d->module,
                 .item = d->item,
                 .owner = d,
                 .diags = d->module ? &d->module->diags : NULL};
    return e;
}
