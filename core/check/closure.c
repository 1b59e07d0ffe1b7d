/* SPDX-License-Identifier: Apache-2.0 */
/* Nested functions and lambdas: capture lists, the struct that holds captures, scripts. */
#include "check/call.h"
#include "check/decls_state.h"
#include "check/watch.h"

/* ---- which outer variables a body names ----------------------------------------------------- */

typedef struct FreeVars {
    Body *b;             /* of the enclosing function */
    Map declared;        /* names the nested function declares itself */
    VEC(VarDecl *) vars; /* outer run-time variables it names, in order */
    VEC(Node *) nodes;
    uint32_t depth;
} FreeVars;

static void declare_target(FreeVars *f, Node *target) {
    if (target->kind == NODE_Name) map_put(&f->declared, AS(Name, target)->id, target);
    else if (target->kind == NODE_Starred) declare_target(f, AS(Starred, target)->value);
    else if (target->kind == NODE_BindTarget) declare_target(f, AS(BindTarget, target)->target);
    else if (is_list_target(target)) EACH_NODE(target_list(target), x) declare_target(f, x);
}

static bool collect_declared(void *ctx, Node *n) {
    FreeVars *f = ctx;
    if (!n || f->depth > 500) return true;
    f->depth++;
    Node *target = NULL;
    switch (n->kind) {
    case NODE_VarDecl: target = AS(VarDecl, n)->target; break;
    case NODE_For: target = AS(For, n)->target; break;
    case NODE_CompFor: target = AS(CompFor, n)->target; break;
    case NODE_WithItem: target = AS(WithItem, n)->target; break;
    case NODE_BindTarget: target = AS(BindTarget, n)->target; break;
    case NODE_Arg:
        if (AS(Arg, n)->name) map_put(&f->declared, AS(Arg, n)->name, n);
        break;
    case NODE_Param:
        if (AS(Param, n)->name) map_put(&f->declared, AS(Param, n)->name, n);
        break;
    case NODE_FuncDef: map_put(&f->declared, AS(FuncDef, n)->name, n); break;
    case NODE_ExceptHandler:
        if (AS(ExceptHandler, n)->name)
            map_put(&f->declared, AS(ExceptHandler, n)->name, n);
        else
            target = AS(ExceptHandler, n)->type;
        break;
    default: break;
    }
    if (target) declare_target(f, target);
    node_children(n, collect_declared, f);
    f->depth--;
    return true;
}

static bool collect_free(void *ctx, Node *n) {
    FreeVars *f = ctx;
    if (!n || f->depth > 500) return true;
    if (n->kind == NODE_Name && AS(Name, n)->id && !map_has(&f->declared, AS(Name, n)->id)) {
        Decl *d = scope_find(f->b, AS(Name, n)->id, NULL);
        if (d && d->kind == DECL_VAR) {
            bool seen = false;
            for (uint32_t i = 0; i < f->vars.len; i++)
                seen |= f->vars.data[i] == DECL_AS(VarDecl, d);
            if (!seen) {
                vec_push_in(f->b->arena, &f->vars, DECL_AS(VarDecl, d));
                vec_push_in(f->b->arena, &f->nodes, n);
            }
        }
        return true;
    }
    f->depth++;
    node_children(n, collect_free, f);
    f->depth--;
    return true;
}

/* ---- making the function -------------------------------------------------------------------- */

typedef struct Nested {
    Node *at;
    Name name;
    NodeSignature *sig;
    NodeList body;
    Node *lambda; /* body of a lambda */
    bool legacy;  /* @parameter: captures by reference */
    NodeList decorators;
    FnDecl *fn;
    Closure *closure; /* NULL: none */
    TExpr **values;   /* of the fields, to build the closure */
} Nested;

static bool decorated(NodeList decorators, const char *name) {
    for (uint32_t i = 0; i < decorators.len; i++) {
        Node *v = AS(Decorator, decorators.data[i])->value;
        if (v && v->kind == NODE_Call) v = AS(Call, v)->func;
        if (v && v->kind == NODE_Name && str_eq_c(name_str(AS(Name, v)->id), name)) return true;
    }
    return false;
}

/* Named by `@__copy_capture(x, …)`: captured by value. */
static bool is_copied(const Nested *n, Name name) {
    for (uint32_t i = 0; i < n->decorators.len; i++) {
        Node *v = AS(Decorator, n->decorators.data[i])->value;
        if (!IS(Call, v) || !IS(Name, AS(Call, v)->func) ||
            !str_eq_c(name_str(AS(Name, AS(Call, v)->func)->id), "__copy_capture"))
            continue;
        EACH_NODE (AS(Call, v)->args, x)
            if (IS(Name, x) && AS(Name, x)->id == name) return true;
    }
    return false;
}

static FnDecl *new_fn(Body *b, Nested *n, Node *node) {
    FnDecl *f = ARENA_NEW(&b->cx->arena, FnDecl);
    f->decl.kind = DECL_FN;
    f->decl.state = DECL_SIG_BUSY;
    f->decl.name = n->name;
    f->decl.parent = b->fn ? &b->fn->decl : NULL;
    f->decl.module = b->module;
    f->decl.item = b->item;
    f->decl.node = node;
    f->has_body = true;
    f->is_static = true;
    return f;
}

/* ---- what a closure refers to: two captures of one variable may both read only ---------------- */

static void add_root(Body *b, Nested *n, VarDecl *v, bool mut, VarDecl *through, Node *at) {
    StructDecl *s = n->closure->decl;
    for (uint32_t i = 0; i < s->captured.len; i++) {
        const CaptureRoot *r = &s->captured.data[i];
        if (r->var != v || (!mut && !r->is_mut)) continue;
        const char *name = v->decl.name ? v->decl.name->chars : "a variable";
        Diag *d = berr(b, DIAG_overlapping_access, at,
                       "this closure captures `%s` twice, and changes it through one of them", name);
        if (through != v && through->decl.name)
            diag_note(d, SPAN_NONE, "`%s` refers to `%s`", through->decl.name->chars, name);
        diag_help(d, "capture it once, or pass one of them as an argument");
        return;
    }
    vec_push_in(&b->cx->arena, &s->captured, ((CaptureRoot){v, mut}));
}

typedef struct RootWalk {
    Body *b;
    Nested *n;
    VarDecl *through;
    Node *at;
    bool mut;
} RootWalk;

static void root_of_origin(void *ctx, const VarDecl *v) {
    RootWalk *w = ctx;
    if (v != w->through) add_root(w->b, w->n, (VarDecl *)v, w->mut, w->through, w->at);
}

static void add_roots(Body *b, Nested *n, VarDecl *v, uint8_t conv, Node *at) {
    bool mut = conv == CONV_MUT || (conv == CONV_REF && v->is_mut);
    Val t = v->type;
    RootWalk w = {.b = b, .n = n, .through = v, .at = at, .mut = mut};
    if (conv != CONV_VAR) add_root(b, n, v, mut, v, at);
    if (v->origin && conv != CONV_VAR) val_each_place(v->origin, root_of_origin, &w);
    const StructDecl *s = t && t->kind == T_STRUCT ? t->u.decl : NULL;
    if (!s || !s->is_closure) return;
    for (uint32_t i = 0; i < s->captured.len; i++)
        add_root(b, n, s->captured.data[i].var, s->captured.data[i].is_mut, v, at);
}

/* Adds a capture: a field of the closure's struct, and its value where the closure is made. */
static bool add_capture(Body *b, Nested *n, VarDecl *v, uint8_t conv, bool transfer, Node *at,
                        uint32_t index) {
    Arena *a = &b->cx->arena;
    StructDecl *s = n->closure->decl;
    Ref r = ref_of_decl(b, at, &v->decl);
    if (r.kind != REF_VALUE) return false;
    TExpr *place = r.value;
    if (texpr_bad(place)) return false;
    FieldDecl *f = ARENA_NEW(a, FieldDecl);
    f->decl.kind = DECL_FIELD;
    f->decl.state = DECL_COMPLETE;
    f->decl.name = v->decl.name;
    f->decl.parent = &s->decl;
    f->decl.module = b->module;
    f->index = index;
    CaptureRec c = {.var = v, .field = f, .conv = conv, .transfer = transfer, .pos = at->pos};
    if (conv == CONV_VAR) {
        f->type = place->type;
        TExpr *value = transfer ? texpr_move(b, place) : to_owned(b, place);
        if (texpr_bad(value)) return false;
        n->values[index] = value;
    } else {
        if (conv == CONV_MUT && !place->is_mut) {
            Diag *d =
                berr(b, DIAG_immutable_place, at,
                     "`%s` is immutable and cannot be captured by `mut`", v->decl.name->chars);
            explain_immutable(b, d, place);
            return false;
        }
        if (conv == CONV_REF && !place->is_mut && v->is_arg && !val_is_symbolic(place->type) &&
            conforms_std(b, place->type, NM_RegisterPassable)) {
            Diag *d = berr(b, DIAG_immutable_place, at,
                           "`%s` is an immutable `%s`, passed in registers: there is no place to capture by `ref`",
                           v->decl.name->chars, tstr(b, place->type));
            diag_help(d, "capture it by `{%s}`", v->decl.name->chars);
            return false;
        }
        TExpr *p = addr_of(b, place);
        f->type = p->type;
        n->values[index] = p;
    }
    add_roots(b, n, v, conv, at);
    vec_push_in(a, &s->fields, f);
    map_put(&s->members.names, v->decl.name, f);
    vec_push_in(a, &n->closure->captures, c);
    return true;
}

static void make_closure(Body *b, Nested *n, FreeVars *free_vars) {
    Arena *a = &b->cx->arena;
    NodeSignature *sig = n->sig;
    Closure *c = ARENA_NEW(a, Closure);
    c->none = !n->legacy && !(sig && sig->has_captures) && !n->lambda;
    if (n->lambda && !(sig && sig->has_captures)) c->default_conv = CONV_IMM;
    if (n->legacy) c->default_conv = CONV_REF;
    uint32_t n_list = sig ? sig->captures.len : 0;
    for (uint32_t i = 0; i < n_list; i++) {
        NodeCapture *x = AS(Capture, sig->captures.data[i]);
        if (!x->name) {
            c->default_conv = (uint8_t)(x->conv == CONV_DEFAULT ? CONV_IMM : x->conv);
            c->default_transfer = x->transfer;
        }
    }
    n->closure = c;
    uint32_t n_free = free_vars->vars.len, most = n_free + n_list, index = 0;
    if (!most) {
        n->closure = NULL;
        return;
    }
    StructDecl *s = ARENA_NEW(a, StructDecl);
    s->decl.kind = DECL_STRUCT;
    s->decl.state = DECL_COMPLETE;
    s->decl.name = n->name;
    s->decl.parent = b->fn ? &b->fn->decl : NULL;
    s->decl.module = b->module;
    s->decl.item = b->item;
    s->is_closure = true;
    s->members.owner = &s->decl;
    vec_push_in(a, &b->cx->decls->closures, s);
    c->decl = s;
    n->values = ARENA_ARRAY(b->arena, TExpr *, most + 1);
    Map done = {0};
    for (uint32_t i = 0; i < n_list; i++) {
        NodeCapture *x = AS(Capture, sig->captures.data[i]);
        if (!x->name) continue;
        Decl *d = scope_find(b, x->name, NULL);
        if (!d || d->kind != DECL_VAR) {
            if (d) {
                Diag *w =
                    diag_add(b->diags, DIAG_useless_capture, bspan(b, &x->node),
                             "`%s` is known at compile time and needs no capture", x->name->chars);
                w->unnecessary = true;
            } else {
                ExprEnv env = body_env(b);
                env_unknown(b->cx, &env, &x->node, x->name);
                b->tb->has_error = true;
            }
            continue;
        }
        uint8_t conv =
            (uint8_t)(x->conv == CONV_DEFAULT ? (x->transfer ? CONV_VAR : CONV_IMM) : x->conv);
        map_put(&done, d, x);
        watch_name(b->cx, b->module, b->item, &x->node, d, NULL);
        if (add_capture(b, n, DECL_AS(VarDecl, d), conv, x->transfer, &x->node, index)) index++;
    }
    if (c->default_conv != CONV_DEFAULT) {
        for (uint32_t i = 0; i < n_free; i++) {
            VarDecl *v = free_vars->vars.data[i];
            if (map_has(&done, v)) continue;
            uint8_t conv = is_copied(n, v->decl.name) ? CONV_VAR : c->default_conv;
            if (add_capture(b, n, v, conv, c->default_transfer, free_vars->nodes.data[i], index))
                index++;
        }
    }
    map_done(&done);
    if (!index) {
        n->closure = c;
        c->decl = NULL;
    }
}

static void finish_struct(Body *b, Nested *n) {
    Arena *a = &b->cx->arena;
    StructDecl *s = n->closure->decl;
    FnDecl *f = n->fn;
    /* the parameters of what is around it are the struct's */
    const ParamDecl **ps;
    uint32_t np = b->fn ? fn_all_params(b->fn, &ps, a) : 0;
    s->params.len = np;
    s->params.data = ARENA_ARRAY(a, ParamDecl *, np + 1);
    Val *vals = ARENA_ARRAY(a, Val, np + 1);
    for (uint32_t i = 0; i < np; i++) {
        s->params.data[i] = (ParamDecl *)ps[i];
        vals[i] = ps[i]->value;
    }
    s->self_type = struct_type(b->cx, s, vals, np);
    bool copyable = true;
    for (uint32_t i = 0; i < s->fields.len; i++)
        copyable &= check_life(b->cx, s->fields.data[i]->type, b->facts).copyable;
    if (copyable) closure_copyable(b->cx, s);
    VarDecl *self = ARENA_NEW(a, VarDecl);
    self->decl.kind = DECL_VAR;
    self->decl.state = DECL_COMPLETE;
    self->decl.name = name_of("$closure");
    self->decl.parent = &f->decl;
    self->decl.module = b->module;
    self->decl.item = b->item;
    self->type = s->self_type;
    self->is_arg = self->is_used = self->is_synthetic = true;
    self->fn = f;
    self->conv = CONV_IMM; /* owned captures are read */
    n->closure->self = self;
    VarDecl **args = ARENA_ARRAY(a, VarDecl *, f->args.len + 1);
    args[0] = self;
    for (uint32_t i = 0; i < f->args.len; i++) {
        args[i + 1] = f->args.data[i];
        args[i + 1]->index = i + 1;
    }
    f->args.data = args;
    f->args.len++;
    f->args.cap = f->args.len;
    f->decl.parent = &s->decl;
    f->decl.name = NAME_(call);
    f->is_method = true;
    f->is_static = false;
    f->closure = s;
    FnSet *set = ARENA_NEW(a, FnSet);
    set->decl.kind = DECL_FNSET;
    set->decl.state = DECL_COMPLETE;
    set->decl.name = NAME_(call);
    set->decl.parent = &s->decl;
    set->decl.module = b->module;
    vec_push_in(a, &set->fns, f);
    f->set = set;
    map_put(&s->members.names, NAME_(call), set);
}

/* A nested function without a list of captures gets one that reads what it names. */
static void fix_capture(Body *b, Diag *d, const VarDecl *v) {
    const Node *n = b->fn ? b->fn->decl.node : NULL, *sig = IS(FuncDef, n) ? AS(FuncDef, n)->sig : NULL;
    if (!IS(Signature, sig) || AS(Signature, sig)->has_captures || !v->decl.name) return;
    const Node *result = AS(Signature, sig)->returns;
    Str text = source_text(b->module->ast->source);
    Span at = bspan(b, sig);
    uint32_t end = result ? bspan(b, result).start : at.end;
    while (end > at.start && text.p[end - 1] != ')') end--;
    if (end == at.start || (AS(Signature, sig)->effects & EFFECT_RAISES)) return;
    fix_edit(diag_fix(d, FIX_SAFE, "capture `%s`", v->decl.name->chars), (Span){at.file, end, end},
             str_of(arena_printf(d->arena, " {%s}", v->decl.name->chars)));
}

/* The captured variable inside the closure's body. */
TExpr *capture_var(Body *b, Body *owner, VarDecl *v, Node *at) {
    (void)owner;
    Closure *c = b->closure;
    for (uint32_t i = 0; c && i < c->captures.len; i++) {
        CaptureRec *r = &c->captures.data[i];
        if (r->var != v) continue;
        TExpr *self = texpr_var(b, c->self, at), *f = texpr_field(b, self, r->field, at);
        if (r->conv == CONV_VAR) return f;
        bool mut = r->conv == CONV_MUT || (r->conv == CONV_REF && v->is_mut);
        TExpr *e = deref(b, f, val_place_origin(b->vs, v, mut), mut);
        e->type = v->type;
        return e;
    }
    if (b->capture_failed == v) return texpr_error(b, at);
    Diag *d =
        berr(b, DIAG_not_captured, at, "`%s` belongs to the enclosing function and is not captured",
             v->decl.name ? v->decl.name->chars : "this");
    b->capture_failed = v;
    Span s = decl_span(&v->decl);
    if (s.file) diag_label(d, s, "declared here");
    diag_help(d,
              "capture it: `{%s}` behind the arguments reads it, `{mut %s}` changes it, `{var %s}` "
              "copies it",
              v->decl.name->chars, v->decl.name->chars, v->decl.name->chars);
    fix_capture(b, d, v);
    return texpr_error(b, at);
}

static bool check_nested(Body *b, Nested *n, Node *node) {
    FnDecl *f = n->fn = new_fn(b, n, node);
    static NodeSignature empty;
    NodeSignature *sig = n->sig ? n->sig : &empty;
    bool ok = check_signature(b->cx, f, sig, b->scope);
    ExprEnv env = body_env(b);
    fn_decorators(b->cx, f, &env, true);
    f->decl.state = DECL_SIG;
    for (uint32_t i = 0; i < f->args.len; i++) f->args.data[i]->fn = f;
    FreeVars fv = {.b = b};
    if (n->lambda) collect_declared(&fv, n->lambda);
    for (uint32_t i = 0; i < n->body.len; i++) collect_declared(&fv, n->body.data[i]);
    for (uint32_t i = 0; i < sig->args.len; i++) collect_declared(&fv, sig->args.data[i]);
    for (uint32_t i = 0; i < sig->params.len; i++) collect_declared(&fv, sig->params.data[i]);
    if (n->lambda) collect_free(&fv, n->lambda);
    for (uint32_t i = 0; i < n->body.len; i++) collect_free(&fv, n->body.data[i]);
    make_closure(b, n, &fv);
    map_done(&fv.declared);
    bool captures = n->closure && n->closure->decl;
    if (captures) finish_struct(b, n);
    return ok;
}

/* What the header declares; the function itself is reported where it gets its name. */
static void report_header(Body *b, const FnDecl *f) {
    for (uint32_t i = 0; i < f->params.len; i++)
        if (!f->params.data[i]->is_auto) watch_name(b->cx, b->module, b->item, f->params.data[i]->decl.node, &f->params.data[i]->decl, NULL);
    for (uint32_t i = 0; i < f->args.len; i++)
        if (f->args.data[i]->decl.name && !f->args.data[i]->is_synthetic)
            watch_name(b->cx, b->module, b->item, f->args.data[i]->decl.node, &f->args.data[i]->decl, NULL);
}

static void run_nested(Body *b, Nested *n) {
    FnDecl *f = n->fn;
    report_header(b, f);
    if (b->tb) b->tb->is_kept = true;
    Body inner;
    ExprEnv env = body_env(b);
    env.owner = &f->decl;
    body_init(&inner, b->cx, &env, &b->cx->arena);
    inner.outer = b;
    inner.closure = n->closure && n->closure->decl ? n->closure : NULL;
    inner.depth = b->depth;
    f->decl.state = DECL_BODY_BUSY;
    TBody *tb = body_run(&inner, f, n->body, n->lambda);
    f->decl.state = DECL_COMPLETE;
    if (tb->has_error && b->tb) b->tb->has_error = true;
}

static TExpr *closure_value(Body *b, Nested *n) {
    StructDecl *s = n->closure->decl;
    TExpr *e = texpr(b, X_AGG, s->self_type, n->at);
    e->args = n->values;
    e->n_args = s->fields.len;
    return e;
}

void nested_def(Body *b, NodeFuncDef *d) {
    Nested n = {.at = &d->node,
                .name = d->name,
                .sig = d->sig ? AS(Signature, d->sig) : NULL,
                .body = d->body,
                .decorators = d->decorators};
    if (d->is_async) {
        berr(b, DIAG_unsupported, &d->node, "`async` functions are not supported");
        return;
    }
    n.legacy = decorated(d->decorators, "parameter") || decorated(d->decorators, "__parameter") ||
               (n.sig && (n.sig->effects & EFFECT_CAPTURING));
    if (!check_nested(b, &n, &d->node) && b->tb) b->tb->has_error = true;
    FnDecl *f = n.fn;
    bool captures = n.closure && n.closure->decl;
    if (!captures) {
        watch_name(b->cx, b->module, b->item, &d->node, &f->decl, NULL);
        scope_declare(b, d->name, &f->decl, &d->node);
        run_nested(b, &n);
        stmt_add(b, ST_NESTED, &d->node)->fn = f;
        return;
    }
    TExpr *value = closure_value(b, &n);
    VarDecl *v = var_new(b, d->name, value->type, CONV_VAR, &d->node);
    v->is_used = true;
    TStmt *s = stmt_add(b, ST_VAR, &d->node);
    s->var = v;
    s->a = value;
    run_nested(b, &n);
    scope_declare(b, d->name, &v->decl, &d->node);
}

TExpr *expr_lambda(Body *b, NodeLambda *l, Val want) {
    (void)want;
    Nested n = {.at = &l->node,
                .name = name_of("lambda"),
                .sig = l->sig ? AS(Signature, l->sig) : NULL,
                .lambda = l->body};
    uint32_t errors = b->diags->n_errors;
    if (!check_nested(b, &n, &l->node)) return texpr_error(b, &l->node);
    bool captures = n.closure && n.closure->decl;
    if (b->unevaluated && captures) return closure_value(b, &n);
    run_nested(b, &n);
    if (b->diags->n_errors > errors || n.fn->body->has_error) return texpr_error(b, &l->node);
    if (captures) return closure_value(b, &n);
    PendExpr *p = ARENA_NEW(b->arena, PendExpr);
    p->e.kind = XP_FNS;
    p->e.node = &l->node;
    p->e.pos = l->node.pos;
    p->ref = ARENA_NEW(b->arena, Ref);
    *p->ref = (Ref){.kind = REF_FNS, .only = n.fn, .node = &l->node, .name = n.name};
    if (b->block) stmt_add(b, ST_NESTED, &l->node)->fn = n.fn;
    return &p->e;
}

/* ---- scripts -------------------------------------------------------------------------------- */

FnDecl *check_script(Cx *cx, Module *m) {
    if (!m->script.len) return NULL;
    Map *known = &body_state(cx)->scripts;
    FnDecl *f = map_get(known, m);
    if (f) return f;
    f = ARENA_NEW(&cx->arena, FnDecl);
    map_put(known, m, f);
    f->decl.kind = DECL_FN;
    f->decl.state = DECL_SIG;
    f->decl.name = name_of("$script");
    f->decl.parent = &m->decl;
    f->decl.module = m;
    f->decl.item = m->script_items.len ? m->script_items.data[0] : NULL;
    f->is_static = f->has_body = true;
    f->raises = true;
    ExprEnv env = {.module = m, .item = f->decl.item, .owner = &f->decl, .diags = &m->diags};
    Body b;
    body_init(&b, cx, &env, &cx->arena);
    f->result = none_type(&b);
    f->error = lib_type(&b, NM_Error);
    b.is_script = true;
    NodeList l = {.data = m->script.data, .len = m->script.len};
    body_run(&b, f, l, NULL);
    f->decl.state = DECL_COMPLETE;
    return f;
}
