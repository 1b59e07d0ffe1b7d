/* SPDX-License-Identifier: Apache-2.0 */
/* Environments: which names an expression outside a body sees, which facts hold there, where things are. */
#include "check/decls_int.h"

/* ---- places ------------------------------------------------------------------------------------ */
Span env_span(const ExprEnv *env, const Node *n) {
    if (!env->module || !env->module->ast || !env->item || !n) return SPAN_NONE;
    return node_span(env->module->ast, env->item, n);
}

Span decl_span(const Decl *d) {
    if (!d || !d->module || !d->module->ast || !d->item || !d->node) return SPAN_NONE;
    Span s = node_span(d->module->ast, d->item, d->node);
    uint32_t pos = d->node->pos;
    switch (d->node->kind) {
    case NODE_FuncDef: pos = AS(FuncDef, d->node)->name_pos; break;
    case NODE_StructDef: pos = AS(StructDef, d->node)->name_pos; break;
    case NODE_TraitDef: pos = AS(TraitDef, d->node)->name_pos; break;
    case NODE_ExtensionDef: pos = AS(ExtensionDef, d->node)->name_pos; break;
    case NODE_VarDecl:
        if (AS(VarDecl, d->node)->target) pos = AS(VarDecl, d->node)->target->pos;
        break;
    case NODE_ComptimeDecl:
        EACH_NODE(AS(ComptimeDecl, d->node)->names, n) if (IS(Name, n) && AS(Name, n)->id == d->name) pos = n->pos;
        break;
    default: return s;
    }
    s.start = d->item->start + pos;
    if (d->name) s.end = s.start + d->name->len;
    return s;
}

Diag *err(const ExprEnv *env, DiagCode code, const Node *n, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    StrBuf b = {0};
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    Diag *d = diag_add(env->diags, code, env_span(env, n), "%s", b.p ? b.p : "");
    sb_done(&b);
    return d;
}

const char *vtext(Cx *cx, Val v) {
    return val_str_of(&cx->arena, v);
}

ExprEnv env_of(Cx *cx, Decl *d) {
    return (ExprEnv){
        .module = d->module,
        .item = d->item,
        .owner = d,
        .facts = decl_facts(cx, d),
        .diags = d->module ? &d->module->diags : NULL,
    };
}

/* ---- names ------------------------------------------------------------------------------------- */
static Decl *in_params(const ParamList *l, Name name) {
    for (uint32_t i = 0; i < l->len; i++)
        if (l->data[i]->decl.name == name) return &l->data[i]->decl;
    return NULL;
}

/* A struct parameter under its bare name, which is written `Self.name` today, is found last. */
Decl *env_lookup(Cx *cx, const ExprEnv *env, Name name) {
    Decl *hidden = NULL;
    for (const Scope *s = env->scope; s; s = s->outer) {
        Decl *d = scope_get(s, name);
        if (d) return decl_follow(cx->resolver, d);
    }
    for (Decl *o = env->owner; o; o = o->parent) {
        Decl *d = NULL;
        switch ((DeclKind)o->kind) {
        case DECL_FN: {
            FnDecl *f = DECL_AS(FnDecl, o);
            d = in_params(&f->params, name);
            for (uint32_t i = 0; !d && i < f->args.len; i++)
                if (f->args.data[i]->decl.name == name) d = &f->args.data[i]->decl;
            if (!d && f->result_var && f->result_var->decl.name == name) d = &f->result_var->decl;
            break;
        }
        case DECL_COMPTIME: d = in_params(&DECL_AS(ComptimeDecl, o)->params, name); break;
        case DECL_STRUCT:
            d = in_params(&DECL_AS(StructDecl, o)->params, name);
            if (d && o != env->owner && !DECL_AS(StructDecl, o)->is_closure) {
                hidden = d;
                d = NULL;
            }
            break;
        default: break;
        }
        if (d) return d;
    }
    Decl *d = env->module ? module_lookup(cx->resolver, env->module, name) : NULL;
    return d ? d : hidden;
}

void note_bare_parameter(const ExprEnv *env, const Node *n, const Decl *d) {
    if (d->kind != DECL_PARAM || !d->parent || d->parent->kind != DECL_STRUCT || d->parent == env->owner) return;
    if (DECL_AS(StructDecl, d->parent)->is_closure || env->diags->muted) return;
    Diag *w = err(env, DIAG_bare_struct_parameter, n, "the struct parameter `%s` is written `Self.%s` here", d->name->chars,
                  d->name->chars);
    w->deprecated = true;
    Span at = env_span(env, n);
    at.end = at.start;
    fix_edit(diag_fix(w, FIX_SAFE, "insert `Self.`"), at, STR("Self."));
    diag_label(w, decl_span(d), "declared here");
}

/* Where the name stands in `x`, `a.x`, `x[…]`, `x(…)`, as it is written for `d`; empty under another name. */
static Span name_in(const Module *m, const Item *item, const Node *n, Name name) {
    while (IS(Call, n) || IS(Subscript, n)) n = IS(Call, n) ? AS(Call, n)->func : AS(Subscript, n)->value;
    bool attr = IS(Attribute, n);
    if (!name || (attr ? AS(Attribute, n)->attr != name : !IS(Name, n) || AS(Name, n)->id != name)) return SPAN_NONE;
    Span at = node_span(m->ast, item, n);
    if (attr) at.start = item->start + AS(Attribute, n)->attr_pos;
    at.end = at.start + name->len;
    return at;
}

void say_not_imported(Diag *d, const Module *m) {
    diag_note(d, SPAN_NONE, "`__init__` of its package does not name it, so importing the package alone does not make it reachable");
    diag_help(d, "write `import %s`", m->full_name);
}

Diag *deprecation_of(DiagSink *diags, const Module *m, const Item *item, const Node *n, const Decl *d) {
    if (!d || !(d->is_deprecated || d->is_unavailable) || !m || m->is_std || !m->ast || !item || !n) return NULL;
    bool named = IS(Name, n) || IS(Attribute, n);
    if (named && d->kind == DECL_FN && !d->is_unavailable) return NULL; /* the call says so */
    Span name = name_in(m, item, n, d->name);
    if (named && name.end == name.start) return NULL; /* imported under another name: said there */
    return warn_deprecated(diags, d, name.end > name.start ? name : node_span(m->ast, item, n), name);
}

bool note_deprecated(DiagSink *diags, const Module *m, const Item *item, const Node *n, const Decl *d) {
    (void)deprecation_of(diags, m, item, n, d);
    return d && d->is_unavailable && m && !m->is_std;
}

/* What became of names that are gone. */
static const char *what_became_of(Name name) {
    static const char *const gone[][2] = {
        {"Reference", "write `Pointer(to=x)`, or bind a reference: `ref r = x`"},
        {"trait_downcast", "in the scope of `conforms_to(T, Trait)` the value has the trait's members already"},
        {"trait_downcast_var", "in the scope of `conforms_to(T, Trait)` the value has the trait's members already"},
        {"autotune", "choose the value yourself, or give it with `-D` and read it with `get_defined_int`"},
        {"search", "choose the candidate yourself"},
        {"unroll", "unroll a loop with `comptime for`"},
        {"Tensor", "tensors are `TileTensor`s today"},
        {"NDBuffer", "tensors are `TileTensor`s today"},
        {"Buffer", "write `Span`, or `List` for memory of its own"},
        {"LayoutTensor", "tensors are `TileTensor`s today"},
        {"Coroutine", "the types of coroutines have no names"},
        {"AnyCoroutine", "the types of coroutines have no names"},
        {"float32", "write `Float32`"},
        {"double", "write `Float64`"},
        {"list", "write `List[T]`"},
        {"dict", "write `Dict[K, V]`"},
        {"set", "import it: `from std.collections import Set`"},
        {"tuple", "write `Tuple[…]`"},
        {"self", "a method names its receiver as its first argument: `def f(self)`"},
        {"this", "the receiver of a method is `self`"},
        {"null", "write `None`"},
        {"nil", "write `None`"},
        {"true", "write `True`"},
        {"false", "write `False`"},
    };
    for (size_t i = 0; i < ARRAY_LEN(gone); i++)
        if (str_eq_c(name_str(name), gone[i][0])) return gone[i][1];
    return NULL;
}

/* Before the first import, or before the first declaration. */
static uint32_t where_imports_go(const Ast *ast) {
    uint32_t first = 0;
    bool any = false;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *item = ast->items[i];
        if (!item->stmts.len) continue;
        const Node *s = item->stmts.data[0];
        if (IS(Import, s) || IS(ImportFrom, s)) return item->start;
        bool docstring = !any && IS(ExprStmt, s) && IS(StringLit, AS(ExprStmt, s)->value);
        if (!any && !docstring) first = item->start, any = true;
    }
    return first;
}

/* One report for each name that the library has and the file does not import: importing it once mends all. */
static bool report_not_imported(Cx *cx, const ExprEnv *env, Node *n, Name name, const char *message) {
    const Module *home = env->module && !env->module->is_std ? resolver_std_home(cx->resolver, name) : NULL;
    if (!home) return false;
    for (uint32_t i = 0; i < env->diags->diags.len; i++) {
        const Diag *d = env->diags->diags.data[i];
        if (d->code == DIAG_unknown_name && strcmp(d->message, message) == 0) return true;
    }
    Diag *d = err(env, DIAG_unknown_name, n, "%s", message);
    const char *line = arena_printf(env->diags->arena, "from %s import %s\n", home->full_name, name->chars);
    diag_help(d, "import it from `%s`", home->full_name);
    if (!env->module->ast) return true;
    uint32_t at = where_imports_go(env->module->ast);
    fix_edit(diag_fix(d, FIX_SAFE, "import `%s`", name->chars), (Span){env->module->ast->source->id, at, at}, str_of(line));
    return true;
}

/* A member of the enclosing struct, named without `self.`; a variable of the module. */
static bool fix_self(const ExprEnv *env, Diag *d, const Node *n, Name name) {
    const Decl *fn = env->owner && env->owner->kind == DECL_FN ? env->owner : NULL, *owner = fn ? fn->parent : NULL;
    const Decl *m = owner && owner->kind == DECL_STRUCT ? scope_get(&((const StructDecl *)owner)->members, name) : NULL;
    if (m && (m->kind == DECL_FIELD || m->kind == DECL_FNSET) && IS(Name, n)) {
        bool is_static = ((const FnDecl *)fn)->is_static && ((const FnDecl *)fn)->life == LIFE_NONE;
        diag_help(d, is_static ? "`%s` belongs to values; a static method has none" : "write `self.%s`", name->chars);
        Span at = env_span(env, n);
        if (!is_static) fix_edit(diag_fix(d, FIX_SAFE, "write `self.%s`", name->chars), (Span){at.file, at.start, at.start}, STR("self."));
        return true;
    }
    const Ast *ast = env->module ? env->module->ast : NULL;
    for (uint32_t i = 0; ast && fn && i < ast->n_items; i++)
        EACH_NODE(ast->items[i]->stmts, s) {
            const Node *t = IS(VarDecl, s) ? AS(VarDecl, s)->target : NULL;
            if (!IS(Name, t) || AS(Name, t)->id != name) continue;
            Span at = node_span(ast, ast->items[i], t);
            diag_label(d, at, "a variable of the module's statements, which functions do not see");
            diag_help(d, "pass it as an argument; a constant is a `comptime` value");
            return true;
        }
    return false;
}

bool is_exception_class(Name name) {
    static const char *const ends[] = {"Error", "Exception", "Interrupt", "Exit"};
    Str s = name_str(name);
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (s.p[0] >= 'A' && s.p[0] <= 'Z' && str_ends(s, str_of(ends[i]))) return true;
    return false;
}

Decl *env_around(Cx *cx, const ExprEnv *env, Node *n, Name name) {
    const Module *in;
    Decl *d = env->module ? module_lookup_around(cx->resolver, env->module, name, &in) : NULL;
    if (!d) return NULL;
    bool itself = d == &in->decl;
    Diag *w = err(env, DIAG_from_package, n, itself ? "the package `%s` is not imported" : "`%s` belongs to the package `%s` and is not imported",
                  name->chars, in->full_name);
    w->deprecated = true;
    if (itself) diag_help(w, "write `import %s` above", name->chars);
    else diag_help(w, "write `from %s import %s` above", in->full_name, name->chars);
    return d;
}

void env_unknown(Cx *cx, const ExprEnv *env, Node *n, Name name) {
    if (env->module) { /* an import that failed was reported where it stands */
        Decl *d = scope_get(&env->module->scope, name);
        if (d && d->kind == DECL_ALIAS && DECL_AS(AliasDecl, d)->failed) return;
        for (const Scope *s = env->scope; s; s = s->outer) {
            d = scope_get(s, name);
            if (d && d->kind == DECL_ALIAS) return;
        }
    }
    const char *message = arena_printf(env->diags->arena, "the name `%s` is not declared", name->chars);
    if (report_not_imported(cx, env, n, name, message)) return;
    Diag *d = err(env, DIAG_unknown_name, n, "%s", message);
    if (fix_self(env, d, n, name)) return;
    const char *became = what_became_of(name);
    if (became) {
        diag_help(d, "%s", became);
        return;
    }
    Scope params = {.outer = (Scope *)(uintptr_t)env->scope};
    for (Decl *o = env->owner; o; o = o->parent) {
        const ParamList *l = o->kind == DECL_FN         ? &DECL_AS(FnDecl, o)->params
                             : o->kind == DECL_COMPTIME ? &DECL_AS(ComptimeDecl, o)->params
                             : o == env->owner && o->kind == DECL_STRUCT ? &DECL_AS(StructDecl, o)->params
                                                                         : NULL;
        for (uint32_t i = 0; l && i < l->len; i++)
            if (l->data[i]->decl.name) scope_put(&params, &l->data[i]->decl);
    }
    Name guess = resolver_suggest(cx->resolver, env->module, &params, name);
    map_done(&params.names);
    if (guess && guess != name) {
        diag_help(d, "did you mean `%s`?", guess->chars);
        if (IS(Name, n)) fix_edit(diag_fix(d, FIX_MAYBE, "write `%s`", guess->chars), env_span(env, n), name_str(guess));
    } else if (IS(Name, n) && is_exception_class(name)) {
        diag_help(d, "Python's `%s` is an `Error` with a message here", name->chars);
        fix_edit(diag_fix(d, FIX_MAYBE, "write `Error`"), env_span(env, n), STR("Error"));
    }
}

Val env_self(Cx *cx, const ExprEnv *env) {
    for (Decl *o = env->owner; o; o = o->parent) {
        if (o->kind == DECL_STRUCT && !DECL_AS(StructDecl, o)->is_closure) {
            struct_params(cx, DECL_AS(StructDecl, o));
            return DECL_AS(StructDecl, o)->self_type;
        }
        if (o->kind == DECL_TRAIT) {
            trait_header(cx, DECL_AS(TraitDecl, o));
            return DECL_AS(TraitDecl, o)->self_param->value;
        }
    }
    return NULL;
}

/* ---- facts ------------------------------------------------------------------------------------- */
const Facts *add_fact(Cx *cx, const Facts *outer, Val condition) {
    bool b;
    if (!condition || val_as_bool(condition, &b) || val_is_error(condition)) return outer;
    Facts *f = ARENA_NEW(&cx->arena, Facts);
    f->outer = outer;
    f->condition = condition;
    return f;
}

const Facts *decl_facts(Cx *cx, Decl *d) {
    const Facts *f = NULL;
    Decl *chain[16];
    uint32_t n = 0;
    for (Decl *o = d; o && n < 16; o = o->parent) chain[n++] = o;
    while (n-- > 0) {
        Decl *o = chain[n];
        if (o->kind == DECL_STRUCT) {
            StructDecl *s = DECL_AS(StructDecl, o);
            bool has = o->node && IS(StructDef, o->node) && AS(StructDef, o->node)->wheres.len > 0;
            if (has && s->header_state == DECL_KNOWN && o != d) struct_header(cx, s);
            for (uint32_t i = 0; i < s->wheres.len; i++) f = add_fact(cx, f, s->wheres.data[i].condition);
        } else if (o->kind == DECL_FN) {
            FnDecl *fn = DECL_AS(FnDecl, o);
            for (uint32_t i = 0; i < fn->wheres.len; i++) f = add_fact(cx, f, fn->wheres.data[i].condition);
        }
    }
    return f;
}

/* ---- values of declarations ---------------------------------------------------------------------- */
Val struct_type(Cx *cx, StructDecl *s, const Val *args, uint32_t n) {
    return val_make(cx->vals, T_STRUCT, NULL, s, args, n);
}

static Val fn_value(Cx *cx, FnDecl *f) {
    if (!check_sig(cx, &f->decl)) return val_error(cx->vals);
    const ParamDecl **ps;
    Arena a;
    arena_init(&a);
    uint32_t n = fn_all_params(f, &ps, &a);
    Val *args = ARENA_ARRAY(&a, Val, n + 1);
    for (uint32_t i = 0; i < n; i++) args[i] = val_unbound(cx->vals);
    Val t = val_make(cx->vals, T_FNITEM, NULL, f, args, n);
    Val v = val_make(cx->vals, V_FN, t, f, args, n);
    arena_done(&a);
    return v;
}

Val decl_value(Cx *cx, Decl *d) {
    switch ((DeclKind)d->kind) {
    case DECL_STRUCT: {
        StructDecl *s = DECL_AS(StructDecl, d);
        struct_params(cx, s);
        if (s->params.len == 0) return s->self_type;
        Arena a;
        arena_init(&a);
        Val *args = ARENA_ARRAY(&a, Val, s->params.len);
        for (uint32_t i = 0; i < s->params.len; i++) args[i] = val_unbound(cx->vals);
        Val v = struct_type(cx, s, args, s->params.len);
        arena_done(&a);
        return v;
    }
    case DECL_TRAIT: {
        if (name_is(d->name, NM_AnyType) && d->module && d->module->is_std) return val_trait(cx->vals, NULL, 0);
        Val r = val_make(cx->vals, V_TRAITREF, NULL, d, NULL, 0);
        return val_trait(cx->vals, &r, 1);
    }
    case DECL_PARAM: return DECL_AS(ParamDecl, d)->value;
    case DECL_COMPTIME: {
        ComptimeDecl *c = DECL_AS(ComptimeDecl, d);
        comptime_sig(cx, c);
        if (!c->value) return d->has_error ? val_error(cx->vals) : NULL;
        if (c->params.len == 0) return c->value;
        Arena a;
        arena_init(&a);
        Val *args = ARENA_ARRAY(&a, Val, c->params.len);
        for (uint32_t i = 0; i < c->params.len; i++) args[i] = val_unbound(cx->vals);
        Subst s = {.params = (const ParamDecl *const *)c->params.data, .args = args, .n = c->params.len};
        Val v = val_subst(cx->vals, c->value, &s);
        arena_done(&a);
        return v;
    }
    case DECL_FNSET: return DECL_AS(FnSet, d)->fns.len == 1 ? fn_value(cx, DECL_AS(FnSet, d)->fns.data[0]) : NULL;
    case DECL_FN: return fn_value(cx, DECL_AS(FnDecl, d));
    case DECL_MODULE: return val_make(cx->vals, T_MODULE, NULL, d, NULL, 0);
    default: return NULL;
    }
}

/* ---- the library --------------------------------------------------------------------------------- */
void missing_std(Cx *cx, int nm) {
    uint32_t n;
    Module *const *ms = resolver_modules(cx->resolver, &n);
    static const char text[] = "the standard library does not declare `%s`, which the compiler needs here";
    for (uint32_t i = 0; i < n; i++) { /* once, in the program's first module */
        if (!ms[i]->ast) continue;
        Span at = {ms[i]->ast->source->id, 0, 0};
        for (uint32_t k = 0; k < ms[i]->diags.diags.len; k++)
            if (ms[i]->diags.diags.data[k]->code == DIAG_missing_library &&
                strstr(ms[i]->diags.diags.data[k]->message, name_known(nm)->chars))
                return;
        diag_add(&ms[i]->diags, DIAG_missing_library, at, text, name_known(nm)->chars);
        return;
    }
}

Val std_type(Cx *cx, int nm) {
    Decl *d = resolver_std(cx->resolver, nm);
    if (!d) {
        missing_std(cx, nm);
        return val_error(cx->vals);
    }
    Val v = decl_value(cx, d);
    return v ? v : val_error(cx->vals);
}
Val std_trait(Cx *cx, int nm) {
    Decl *d = resolver_std(cx->resolver, nm);
    if (!d || d->kind != DECL_TRAIT) return NULL;
    return decl_value(cx, d);
}
Val val_bool(Cx *cx, bool b) {
    return val_i64(cx->vals, std_type(cx, NM_Bool), b);
}

/* ---- parameters ---------------------------------------------------------------------------------- */
uint32_t fn_all_params(const FnDecl *f, const ParamDecl ***out, Arena *a) {
    /* outermost first: struct or trait, enclosing functions, own */
    const Decl *chain[32];
    uint32_t n = 0, len = 0;
    for (const Decl *d = &f->decl; d && n < 32; d = d->parent) chain[n++] = d;
    for (uint32_t i = 0; i < n; i++) {
        const Decl *d = chain[i];
        len += d->kind == DECL_FN       ? DECL_AS(FnDecl, d)->params.len
               : d->kind == DECL_STRUCT ? DECL_AS(StructDecl, d)->params.len
               : d->kind == DECL_TRAIT  ? 1
                                        : 0;
    }
    const ParamDecl **v = ARENA_ARRAY(a, const ParamDecl *, len + 1);
    uint32_t k = 0;
    while (n-- > 0) {
        const Decl *d = chain[n];
        if (d->kind == DECL_TRAIT) {
            v[k++] = DECL_AS(TraitDecl, d)->self_param;
            continue;
        }
        const ParamList *l = d->kind == DECL_FN       ? &DECL_AS(FnDecl, d)->params
                             : d->kind == DECL_STRUCT ? &DECL_AS(StructDecl, d)->params
                                                      : NULL;
        for (uint32_t i = 0; l && i < l->len; i++) v[k++] = l->data[i];
    }
    *out = v;
    return k;
}

Subst check_struct_subst(Val t) {
    if (!t || t->kind != T_STRUCT) return (Subst){0};
    const StructDecl *s = t->u.decl;
    return (Subst){.params = (const ParamDecl *const *)s->params.data,
                   .args = t->args,
                   .n = s->params.len < t->n ? s->params.len : t->n};
}

Subst self_subst(Cx *cx, Decl *owner, Val type, const ParamDecl **self_room, Val *arg_room) {
    (void)cx;
    if (owner && owner->kind == DECL_TRAIT) {
        *self_room = DECL_AS(TraitDecl, owner)->self_param;
        *arg_room = type;
        return (Subst){.params = self_room, .args = arg_room, .n = 1};
    }
    return check_struct_subst(type);
}

void param_list_push(Arena *a, ParamList *list, ParamDecl *p) {
    ParamDecl **v = ARENA_ARRAY(a, ParamDecl *, list->len + 1);
    if (list->len) memcpy(v, list->data, sizeof *v * list->len);
    v[list->len] = p;
    p->index = list->len;
    list->data = v;
    list->len++;
}
ParamDecl *new_auto_param(Cx *cx, Decl *owner, ParamList *list, Module *m, Item *item, Node *node, Val type) {
    ParamDecl *p = ARENA_NEW(&m->arena, ParamDecl);
    p->decl = (Decl){.kind = DECL_PARAM, .state = DECL_COMPLETE, .parent = owner, .module = m, .item = item, .node = node};
    p->kind = PARAM_INFER;
    p->is_auto = true;
    p->type = type;
    p->is_type = type->kind == T_TRAIT;
    p->value = val_param(cx->vals, p, type);
    param_list_push(&m->arena, list, p);
    return p;
}
