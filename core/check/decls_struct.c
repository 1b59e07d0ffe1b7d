/* SPDX-License-Identifier: Apache-2.0 */
/* Structs, part by part: parameters, header (conformances, decorators, where), fields, lifecycle members
 * and what is synthesised (language.md §3.6, §3.7). Each part is computed when it is first asked for. */
#include "check/decls_state.h"

/* ---- parameters ---------------------------------------------------------------------------------- */
bool struct_params(Cx *cx, StructDecl *s) {
    if (s->decl.state >= DECL_SIG) return !s->decl.has_error;
    if (s->decl.state == DECL_SIG_BUSY) {
        if (!s->self_type) { /* its own parameters mention it: a plain reference will do */
            Val none = val_error(cx->vals);
            return none == NULL;
        }
        return true;
    }
    s->decl.state = DECL_SIG_BUSY;
    ExprEnv env = env_of(cx, &s->decl);
    if (!param_list_types(cx, &env, &s->params, &s->decl)) s->decl.has_error = true;
    Val *args = ARENA_ARRAY(&cx->arena, Val, s->params.len + 1);
    for (uint32_t i = 0; i < s->params.len; i++) args[i] = s->params.data[i]->value;
    s->self_type = struct_type(cx, s, args, s->params.len);
    s->decl.state = DECL_SIG;
    return !s->decl.has_error;
}

/* ---- header -------------------------------------------------------------------------------------- */
static int known_trait(const TraitDecl *t) {
    return t && t->decl.module && t->decl.module->is_std && t->decl.name ? t->decl.name->known : 0;
}

static void add_conformance(Cx *cx, StructDecl *s, Val ref, Val condition, Str message, Node *node) {
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        ConformanceDecl *c = &s->conformances.data[i];
        if (c->trait != ref) continue;
        if (c->condition && !condition) c->condition = NULL; /* unconditional wins */
        else if (c->condition && condition && c->condition != condition)
            c->condition = val_op2(cx->vals, SYM_OR, c->condition->type, c->condition, condition);
        return;
    }
    vec_push_in(&s->decl.module->arena, &s->conformances, ((ConformanceDecl){ref, condition, message, node}));
    switch (known_trait(trait_of(ref))) {
    case NM_Copyable: s->copy_listed = true; break;
    case NM_ImplicitlyCopyable: s->copy_listed = s->implicit_copy_listed = true; break;
    case NM_RegisterPassable: s->register_passable |= !condition; break; /* `where …`: asked for each type */
    case NM_TrivialRegisterPassable:
        s->register_passable |= !condition;
        s->trivial_register |= !condition;
        break;
    default: break;
    }
}

void struct_conform(Cx *cx, StructDecl *s, Val bounds, Val condition, Str message, Node *node) {
    for (uint32_t i = 0; i < bounds->n; i++) {
        TraitDecl *t = trait_of(bounds->args[i]);
        bool no = false;
        if (condition && val_as_bool(condition, &no) && !no) { /* where False: opt out */
            if (known_trait(t) == NM_Deinitable) {
                s->never_deinit = true;
                s->never_deinit_message = message;
            } else if (known_trait(t) == NM_Movable) {
                s->not_movable = true;
            }
            continue;
        }
        if (condition && val_as_bool(condition, &no) && no) condition = NULL;
        add_conformance(cx, s, bounds->args[i], condition, message, node);
        if (!t) continue;
        trait_header(cx, t);
        for (uint32_t k = 0; k < t->parents.len; k++) add_conformance(cx, s, t->parents.data[k], condition, message, node);
    }
}

static void conformance_list(Cx *cx, StructDecl *s, ExprEnv *env, const NodeList *list, Val extra) {
    EACH_NODE(*list, n) {
        if (!IS(Conformance, n)) continue;
        NodeConformance *c = AS(Conformance, n);
        Val t = check_type_expr(cx, env, c->trait, true);
        t = closure_as_trait(cx, t);
        if (val_is_error(t)) {
            s->decl.has_error = true;
            continue;
        }
        if (t->kind != T_TRAIT) {
            Diag *d = err(env, DIAG_not_a_trait, c->trait, "`%s` is not a trait", vtext(cx, t));
            if (t->kind == T_STRUCT) diag_help(d, "structs do not inherit from structs; make it a field");
            s->decl.has_error = true;
            continue;
        }
        Val cond = extra;
        Str message = {0};
        if (c->condition) {
            cond = check_comptime_expr(cx, env, c->condition, std_type(cx, NM_Bool));
            if (val_is_error(cond)) {
                s->decl.has_error = true;
                continue;
            }
            if (extra) cond = val_op2(cx->vals, SYM_AND, cond->type, cond, extra);
            if (IS(StringLit, c->message)) message = AS(StringLit, c->message)->value;
        }
        struct_conform(cx, s, t, cond, message, n);
    }
}

static void where_list(Cx *cx, StructDecl *s, ExprEnv *env, const NodeList *wheres) {
    EACH_NODE(*wheres, n) {
        if (!IS(Where, n)) continue;
        WhereClause w;
        if (!where_clause(cx, env, n, &w)) s->decl.has_error = true;
        else vec_push_in(&s->decl.module->arena, &s->wheres, w);
    }
}

void closure_copyable(Cx *cx, StructDecl *s) {
    Val t = std_trait(cx, NM_Copyable);
    if (t) struct_conform(cx, s, t, NULL, (Str){0}, NULL);
}

/* Older spellings: text that `__str__`, `__repr__` or `format_to` gives is what the struct writes. */
static void older_text(Cx *cx, StructDecl *s) {
    static const struct {
        const char *old, *today;
        int adapter;
    } rows[] = {
        {"__str__", "write_to", NM_WritesStr},
        {"__repr__", "write_repr_to", NM_WritesRepr},
        {"format_to", "write_to", NM_WritesFormat},
    };
    Val writable = NULL;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!scope_get(&s->members, name_of(rows[i].old)) || scope_get(&s->members, name_of(rows[i].today))) continue;
        if (!writable) writable = std_trait(cx, NM_Writable);
        Val adapter = std_trait(cx, rows[i].adapter);
        for (uint32_t k = 0; writable && adapter && k < s->conformances.len; k++)
            if (s->conformances.data[k].trait == writable->args[0]) {
                struct_conform(cx, s, adapter, NULL, (Str){0}, s->decl.node);
                break;
            }
    }
}

bool struct_header(Cx *cx, StructDecl *s) {
    if (s->header_state != DECL_KNOWN) return s->header_state == DECL_COMPLETE;
    struct_params(cx, s);
    if (s->decl.state == DECL_SIG_BUSY) return false;
    s->header_state = DECL_SIG_BUSY;
    if (IS(StructDef, s->decl.node)) {
        ExprEnv env = env_of(cx, &s->decl);
        where_list(cx, s, &env, &AS(StructDef, s->decl.node)->wheres);
        env.facts = decl_facts(cx, &s->decl);
        struct_decorators(cx, s, &env);
        conformance_list(cx, s, &env, &AS(StructDef, s->decl.node)->conformances, NULL);
        resolver_apply_extensions(cx->resolver);
        for (uint32_t i = 0; i < s->extensions.len; i++) {
            ExtensionDecl *e = s->extensions.data[i];
            ExprEnv ee = env;
            ee.module = e->decl.module;
            ee.item = e->decl.item;
            ee.diags = &e->decl.module->diags;
            Val cond = NULL;
            EACH_NODE(AS(ExtensionDef, e->decl.node)->wheres, w) {
                if (!IS(Where, w)) continue;
                Val c = check_comptime_expr(cx, &ee, AS(Where, w)->condition, std_type(cx, NM_Bool));
                if (val_is_error(c)) continue;
                cond = cond ? val_op2(cx->vals, SYM_AND, c->type, cond, c) : c;
            }
            conformance_list(cx, s, &ee, &AS(ExtensionDef, e->decl.node)->conformances, cond);
        }
        /* older spelling: a copy constructor alone made a type implicitly copyable */
        if (scope_get(&s->members, NAME_(copyinit)) && !s->copy_listed) {
            static const int traits[] = {NM_Copyable, NM_ImplicitlyCopyable};
            for (size_t i = 0; i < ARRAY_LEN(traits); i++) {
                Val t = std_trait(cx, traits[i]);
                if (t) struct_conform(cx, s, t, NULL, (Str){0}, s->decl.node);
            }
        }
        older_text(cx, s);
    }
    s->header_state = DECL_COMPLETE;
    return true;
}

/* ---- fields -------------------------------------------------------------------------------------- */
bool struct_fields(Cx *cx, StructDecl *s) {
    if (s->fields_state == DECL_COMPLETE) return true;
    if (s->fields_state == DECL_SIG_BUSY) return false;
    s->fields_state = DECL_SIG_BUSY;
    struct_params(cx, s);
    for (uint32_t i = 0; i < s->fields.len; i++) {
        FieldDecl *f = s->fields.data[i];
        if (f->type) continue;
        ExprEnv env = env_of(cx, &f->decl);
        Node *ann = IS(VarDecl, f->decl.node) ? AS(VarDecl, f->decl.node)->annotation : AS(AnnAssign, f->decl.node)->annotation;
        Node *value = IS(VarDecl, f->decl.node) ? AS(VarDecl, f->decl.node)->value : AS(AnnAssign, f->decl.node)->value;
        Val t;
        if (!ann) {
            if (!(f->decl.node->flags & NODE_HAS_ERROR)) {
                Diag *d = err(&env, DIAG_missing_type, f->decl.node, "the field `%s` needs a type", f->decl.name->chars);
                d->at = decl_span(&f->decl);
            }
            t = val_error(cx->vals);
        } else {
            t = check_type_expr(cx, &env, ann, false);
        }
        if (value && ann && !(f->decl.node->flags & NODE_HAS_ERROR)) {
            Diag *d = err(&env, DIAG_bad_member, value, "a field has no default value");
            diag_help(d, "set it in `__init__`");
        }
        if (t->kind == T_TRAIT || (t->kind == T_FN && (t->u.sig->flags & FN_CLOSURE))) {
            Diag *d = err(&env, DIAG_trait_as_type, ann, "the trait `%s` is not the type of a field", vtext(cx, t));
            if (t->kind == T_FN) diag_help(d, "write `thin` for a function pointer, or make the closure's type a parameter of the struct");
            else diag_help(d, "make the field's type a parameter of the struct: `[T: %s]`", vtext(cx, t));
            t = val_error(cx->vals);
        }
        if (val_is_error(t)) s->decl.has_error = f->decl.has_error = true;
        f->type = t;
        f->decl.state = DECL_COMPLETE;
    }
    s->fields_state = DECL_COMPLETE;
    return true;
}

const Val *check_field_types(Cx *cx, Val type, uint32_t *n) {
    *n = 0;
    if (!type || type->kind != T_STRUCT) return NULL;
    StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
    FieldTypes *known = map_get(&cx->decls->field_types, type);
    if (known) {
        *n = known->n;
        return known->types;
    }
    if (!struct_fields(cx, s)) return NULL;
    Subst sub = check_struct_subst(type);
    FieldTypes *f = ARENA_NEW(&cx->arena, FieldTypes);
    f->n = s->fields.len;
    f->types = ARENA_ARRAY(&cx->arena, Val, f->n + 1);
    for (uint32_t i = 0; i < f->n; i++) f->types[i] = val_subst(cx->vals, s->fields.data[i]->type, &sub);
    map_put(&cx->decls->field_types, type, f);
    *n = f->n;
    return f->types;
}
const Val *struct_field_types(Cx *cx, Val type, uint32_t *n) {
    return check_field_types(cx, type, n);
}

/* ---- synthesis ----------------------------------------------------------------------------------- */
static FnDecl *synth_fn(Cx *cx, StructDecl *s, int name, Synth synth, LifeRole life) {
    Arena *a = &s->decl.module->arena;
    FnDecl *f = ARENA_NEW(a, FnDecl);
    f->decl = (Decl){.kind = DECL_FN, .state = DECL_SIG, .name = name_known(name), .parent = &s->decl, .module = s->decl.module,
                     .item = s->decl.item, .node = s->decl.node};
    f->is_method = true;
    f->is_static = life != LIFE_DEINIT;
    f->synth = synth;
    f->life = life;
    f->has_body = true;
    f->result = life == LIFE_DEINIT ? std_type(cx, NM_NoneType) : s->self_type;
    if (life != LIFE_DEINIT) {
        VarDecl *v = ARENA_NEW(a, VarDecl);
        v->decl = (Decl){.kind = DECL_VAR, .state = DECL_COMPLETE, .name = NAME_(self), .parent = &f->decl, .module = s->decl.module,
                         .item = s->decl.item, .node = s->decl.node};
        v->type = s->self_type;
        v->conv = CONV_OUT;
        v->is_mut = v->is_result = v->is_synthetic = true;
        v->fn = f;
        f->result_var = v;
    }
    Decl *old = scope_get(&s->members, f->decl.name);
    if (old && old->kind == DECL_FNSET) {
        f->set = DECL_AS(FnSet, old);
    } else if (!old) {
        FnSet *set = ARENA_NEW(a, FnSet);
        set->decl = f->decl;
        set->decl.kind = DECL_FNSET;
        set->decl.state = DECL_KNOWN;
        scope_put(&s->members, &set->decl);
        f->set = set;
    }
    if (f->set) vec_push_in(a, &f->set->fns, f);
    return f;
}

static void synth_arg(StructDecl *s, FnDecl *f, Name name, Val type, uint8_t conv, bool kw_only, Node *node) {
    VarDecl *v = ARENA_NEW(&s->decl.module->arena, VarDecl);
    v->decl = (Decl){.kind = DECL_VAR, .state = DECL_COMPLETE, .name = name, .parent = &f->decl, .module = s->decl.module,
                     .item = s->decl.item, .node = node};
    v->type = type;
    v->conv = conv;
    v->is_arg = v->is_synthetic = true;
    v->is_mut = conv == CONV_VAR || conv == CONV_DEINIT;
    v->kw_only = kw_only;
    v->index = f->args.len;
    v->fn = f;
    vec_push_in(&s->decl.module->arena, &f->args, v);
}

/* Role of a constructor from its tree alone, so that no signature is needed to know it. */
static LifeRole syntactic_role(const FnDecl *f) {
    if (f->synth) return (LifeRole)f->life;
    if (!IS(FuncDef, f->decl.node)) return LIFE_NONE;
    const NodeFuncDef *n = AS(FuncDef, f->decl.node);
    if (name_is(n->name, NM_copyinit)) return LIFE_COPY;
    if (name_is(n->name, NM_moveinit)) return LIFE_MOVE;
    if (name_is(n->name, NM_deinit) || name_is(n->name, NM_del)) return LIFE_DEINIT;
    if (!name_is(n->name, NM_init)) return LIFE_NONE;
    if (!IS(Signature, n->sig)) return LIFE_INIT;
    bool star = false;
    uint32_t kw = 0, pos = 0;
    const NodeArg *only = NULL;
    EACH_NODE(AS(Signature, n->sig)->args, a) {
        if (IS(Marker, a)) {
            star |= AS(Marker, a)->kind == MARK_STAR;
            continue;
        }
        if (!IS(Arg, a) || AS(Arg, a)->conv == CONV_OUT || (pos == 0 && kw == 0 && name_is(AS(Arg, a)->name, NM_self))) continue;
        if (star) kw++;
        else pos++;
        only = AS(Arg, a);
    }
    if (kw != 1 || pos != 0 || !only || only->stars) return LIFE_INIT;
    if (!IS(Name, only->annotation) || !name_is(AS(Name, only->annotation)->id, NM_Self)) return LIFE_INIT;
    if (name_is(only->name, NM_copy)) return LIFE_COPY;
    if (name_is(only->name, NM_move) || name_is(only->name, NM_take)) return LIFE_MOVE;
    return LIFE_INIT;
}

static void scan_life(StructDecl *s, int name) {
    Decl *d = scope_get(&s->members, name_known(name));
    if (!d || d->kind != DECL_FNSET) return;
    FnSet *set = DECL_AS(FnSet, d);
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        switch (syntactic_role(f)) {
        case LIFE_COPY: s->copy_init = f; break;
        case LIFE_MOVE: s->move_init = f; break;
        case LIFE_DEINIT:
            if (s->deinit && s->deinit != f) {
                f->decl.has_error = true; /* its shape is no second mistake */
                Diag *g = diag_add(&f->decl.module->diags, DIAG_bad_lifecycle, decl_span(&f->decl), "a struct has one destructor");
                diag_label(g, decl_span(&s->deinit->decl), "the first one");
            } else {
                s->deinit = f;
            }
            break;
        default: break;
        }
    }
}

/* Is there a constructor with an argument for each field? Then `@value` makes none. */
static bool has_fieldwise(const StructDecl *s) {
    Decl *d = scope_get(&s->members, NAME_(init));
    if (!d || d->kind != DECL_FNSET) return false;
    for (uint32_t i = 0; i < DECL_AS(FnSet, d)->fns.len; i++) {
        const FnDecl *f = DECL_AS(FnSet, d)->fns.data[i];
        const NodeFuncDef *n = f->decl.node && IS(FuncDef, f->decl.node) ? AS(FuncDef, f->decl.node) : NULL;
        if (!n || syntactic_role(f) != LIFE_INIT || !IS(Signature, n->sig)) continue;
        uint32_t args = 0;
        EACH_NODE(AS(Signature, n->sig)->args, a) args += IS(Arg, a);
        if (args == s->fields.len + 1) return true;
    }
    return false;
}

bool struct_life(Cx *cx, StructDecl *s) {
    if (s->life_state != DECL_KNOWN) return s->life_state == DECL_COMPLETE;
    if (!struct_header(cx, s)) return false;
    if (s->is_closure) { /* fields and lifecycle are made with it */
        s->life_state = DECL_COMPLETE;
    }
    s->life_state = DECL_SIG_BUSY;
    scan_life(s, NM_init);
    scan_life(s, NM_copyinit);
    scan_life(s, NM_moveinit);
    scan_life(s, NM_deinit);
    scan_life(s, NM_del);
    if (s->is_value && has_fieldwise(s)) s->fieldwise_init = false;
    if (s->fieldwise_init) {
        if (!struct_fields(cx, s)) { /* asked for while its fields are being found out */
            s->life_state = DECL_KNOWN;
            return false;
        }
        FnDecl *f = synth_fn(cx, s, NM_init, SYNTH_FIELDWISE_INIT, LIFE_INIT);
        f->is_implicit = s->fieldwise_implicit;
        f->always_inline = true;
        for (uint32_t i = 0; i < s->fields.len; i++)
            synth_arg(s, f, s->fields.data[i]->decl.name, s->fields.data[i]->type, CONV_VAR, false, s->fields.data[i]->decl.node);
        if (s->decl.has_error) f->decl.has_error = true;
    }
    Node *node = s->decl.node;
    if (s->copy_listed && !s->copy_init) {
        FnDecl *f = synth_fn(cx, s, NM_init, SYNTH_COPY, LIFE_COPY);
        synth_arg(s, f, NAME_(copy), s->self_type, CONV_IMM, true, node);
        s->copy_init = f;
    }
    if (!s->move_init && !s->not_movable) {
        FnDecl *f = synth_fn(cx, s, NM_init, SYNTH_MOVE, LIFE_MOVE);
        synth_arg(s, f, NAME_(move), s->self_type, CONV_DEINIT, true, node);
        s->move_init = f;
    }
    if (!s->deinit && !s->never_deinit) {
        FnDecl *f = synth_fn(cx, s, NM_deinit, SYNTH_DEINIT, LIFE_DEINIT);
        synth_arg(s, f, NAME_(self), s->self_type, CONV_DEINIT, false, node);
        s->deinit = f;
    }
    s->life_state = DECL_COMPLETE;
    return true;
}

/* ---- facts about copying, moving, destroying ------------------------------------------------------- */
static bool has_trait(Cx *cx, Val type, int nm, const Facts *facts) {
    Val t = std_trait(cx, nm);
    return t && check_conforms(cx, type, t, facts);
}

static LifeFacts all_trivial(void) {
    return (LifeFacts){true, true, true, true, true, true, true, NULL, NULL, NULL};
}

static void and_facts(LifeFacts *l, LifeFacts x) {
    l->movable &= x.movable;
    l->copyable &= x.copyable;
    l->implicitly_copyable &= x.implicitly_copyable;
    l->deinitable &= x.deinitable;
    l->trivial_copy &= x.trivial_copy;
    l->trivial_move &= x.trivial_move;
    l->trivial_deinit &= x.trivial_deinit;
}

LifeFacts check_life(Cx *cx, Val type, const Facts *facts) {
    LifeFacts l = all_trivial();
    switch ((ValKind)type->kind) {
    case T_STRUCT: break;
    case T_ARRAY: return check_life(cx, type->args[0], facts);
    case T_TUPLE: {
        Val p = type->args[0];
        if (p->kind == V_PACK) {
            for (uint32_t i = 0; i < p->n; i++) and_facts(&l, check_life(cx, p->args[i], facts));
            return l;
        }
        Val elem = p->type && p->type->kind == T_PACKOF ? val_op2(cx->vals, SYM_PACK_GET, p->type->args[0], p, val_unbound(cx->vals)) : NULL;
        (void)elem;
        l.trivial_copy = l.trivial_move = l.trivial_deinit = false;
        static const int nms[] = {NM_Movable, NM_Copyable, NM_ImplicitlyCopyable, NM_Deinitable};
        bool *out[] = {&l.movable, &l.copyable, &l.implicitly_copyable, &l.deinitable};
        for (int i = 0; i < 4; i++) {
            Val t = std_trait(cx, nms[i]);
            *out[i] = t && check_conforms(cx, p, t, facts);
        }
        return l;
    }
    case S_COND: {
        if (!val_is_type(type)) break;
        LifeFacts a = check_life(cx, type->args[1], facts);
        and_facts(&a, check_life(cx, type->args[2], facts));
        a.copy = a.move = a.deinit = NULL;
        return a;
    }
    case S_PARAM:
    case S_ASSOC:
    case S_OP:
    case S_CALL:
    case S_FIELD:
    case V_UNBOUND:
        if (has_trait(cx, type, NM_TrivialRegisterPassable, facts)) return l;
        l.movable = has_trait(cx, type, NM_Movable, facts);
        l.copyable = has_trait(cx, type, NM_Copyable, facts);
        l.implicitly_copyable = has_trait(cx, type, NM_ImplicitlyCopyable, facts);
        l.deinitable = has_trait(cx, type, NM_Deinitable, facts);
        l.trivial_copy = l.trivial_move = l.trivial_deinit = false;
        if (has_trait(cx, type, NM_RegisterPassable, facts)) l.trivial_move = true;
        return l;
    default: return l; /* numbers, pointers, functions, untagged unions: bits */
    }
    StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
    bool concrete = !(type->flags & (VAL_SYMBOLIC | VAL_UNBOUND));
    LifeFacts *known = concrete ? map_get(&cx->decls->life, type) : NULL;
    if (known) return *known;
    struct_header(cx, s);
    if (s->trivial_register) return l;
    if (concrete && has_trait(cx, type, NM_TrivialRegisterPassable, facts)) return l;
    struct_life(cx, s);
    if (cx->decls->life_depth > 60) { /* recursive through itself: reported by check_struct */
        l.trivial_copy = l.trivial_move = l.trivial_deinit = false;
        return l;
    }
    cx->decls->life_depth++;
    l.movable = has_trait(cx, type, NM_Movable, facts);
    l.copyable = has_trait(cx, type, NM_Copyable, facts);
    l.implicitly_copyable = l.copyable && has_trait(cx, type, NM_ImplicitlyCopyable, facts);
    l.deinitable = has_trait(cx, type, NM_Deinitable, facts);
    uint32_t n = 0;
    const Val *fields = check_field_types(cx, type, &n);
    l.trivial_copy = l.copyable && (!s->copy_init || s->copy_init->synth) && fields;
    l.trivial_move = (!s->move_init || s->move_init->synth) && fields;
    l.trivial_deinit = (!s->deinit || s->deinit->synth) && fields;
    for (uint32_t i = 0; i < n && (l.trivial_copy || l.trivial_move || l.trivial_deinit); i++) {
        if (fields[i] == type) continue;
        LifeFacts f = check_life(cx, fields[i], facts);
        l.trivial_copy &= f.trivial_copy;
        l.trivial_move &= f.trivial_move;
        l.trivial_deinit &= f.trivial_deinit;
    }
    if (s->register_passable) l.trivial_move = true;
    l.copy = l.copyable && !l.trivial_copy ? s->copy_init : NULL;
    l.move = l.movable && !l.trivial_move ? s->move_init : NULL;
    l.deinit = l.deinitable && !l.trivial_deinit ? s->deinit : NULL;
    cx->decls->life_depth--;
    if (concrete && fields && s->header_state == DECL_COMPLETE) {
        known = ARENA_NEW(&cx->arena, LifeFacts);
        *known = l;
        map_put(&cx->decls->life, type, known);
    }
    return l;
}

Val derived_member(Cx *cx, Val type, Name name) {
    SymOp op;
    if (name_is(name, NM_copy_trivial)) op = SYM_IS_TRIVIAL_COPY;
    else if (name_is(name, NM_move_trivial)) op = SYM_IS_TRIVIAL_MOVE;
    else if (name_is(name, NM_del_trivial)) op = SYM_IS_TRIVIAL_DEINIT;
    else return NULL;
    return val_op(cx->vals, op, std_type(cx, NM_Bool), &type, 1);
}

/* ---- verification -------------------------------------------------------------------------------- */
/* Does a value of `type` hold one of `s` inside itself? path: the fields that lead there. */
static bool contains(Cx *cx, Val type, const StructDecl *s, Map *seen, int depth) {
    if (depth > 48) return false;
    switch ((ValKind)type->kind) {
    case T_ARRAY: return contains(cx, type->args[0], s, seen, depth + 1);
    case T_TUPLE:
    case T_UNION:
        if (type->args[0]->kind == V_PACK)
            for (uint32_t i = 0; i < type->args[0]->n; i++)
                if (contains(cx, type->args[0]->args[i], s, seen, depth + 1)) return true;
        return false;
    case T_STRUCT: {
        if (type->u.decl == s) return true;
        if (map_has(seen, type)) return false;
        map_put(seen, type, (void *)(uintptr_t)type);
        uint32_t n;
        const Val *f = check_field_types(cx, type, &n);
        for (uint32_t i = 0; f && i < n; i++)
            if (contains(cx, f[i], s, seen, depth + 1)) return true;
        return false;
    }
    default: return false;
    }
}

static void check_recursion(Cx *cx, StructDecl *s) {
    for (uint32_t i = 0; i < s->fields.len; i++) {
        FieldDecl *f = s->fields.data[i];
        if (!f->type || val_is_error(f->type)) continue;
        Map seen = {0};
        bool bad = contains(cx, f->type, s, &seen, 0);
        map_done(&seen);
        if (!bad) continue;
        Diag *d = diag_add(&s->decl.module->diags, DIAG_recursive_struct, decl_span(&f->decl),
                           "`%s` contains itself through the field `%s`, which makes it infinitely large", s->decl.name->chars,
                           f->decl.name->chars);
        diag_help(d, "put a pointer in between, for instance `OwnedPointer[%s]`", s->decl.name->chars);
        s->decl.has_error = true;
        f->type = val_error(cx->vals);
        map_done(&cx->decls->field_types); /* rebuilt on demand */
        cx->decls->field_types = (Map){0};
    }
}

/* What was promised but cannot be made from the fields. */
static void check_synthesis(Cx *cx, StructDecl *s) {
    if (s->trivial_register) {
        for (uint32_t i = 0; i < s->fields.len; i++) {
            FieldDecl *f = s->fields.data[i];
            if (!f->type || val_is_error(f->type)) continue;
            LifeFacts l = check_life(cx, f->type, decl_facts(cx, &f->decl));
            if (l.trivial_copy && l.trivial_deinit) continue;
            Diag *d = diag_add(&s->decl.module->diags, DIAG_cannot_synthesize, decl_span(&f->decl),
                               "`%s` is `TrivialRegisterPassable`, but its field `%s` of type `%s` is not trivially copied and destroyed",
                               s->decl.name->chars, f->decl.name->chars, vtext(cx, f->type));
            diag_label(d, decl_span(&s->decl), "declared here");
            s->decl.has_error = true;
        }
        return;
    }
    bool conditional_copy = false;
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        int k = known_trait(trait_of(s->conformances.data[i].trait));
        if ((k == NM_Copyable || k == NM_ImplicitlyCopyable) && s->conformances.data[i].condition) conditional_copy = true;
    }
    for (uint32_t i = 0; i < s->fields.len; i++) {
        FieldDecl *f = s->fields.data[i];
        if (!f->type || val_is_error(f->type)) continue;
        const Facts *facts = decl_facts(cx, &f->decl);
        LifeFacts l = check_life(cx, f->type, facts);
        if (s->copy_listed && !conditional_copy && s->copy_init && s->copy_init->synth) {
            bool implicit = s->implicit_copy_listed && !s->is_value && l.copyable && !l.implicitly_copyable;
            if (!l.copyable || implicit) {
                Diag *d = diag_add(&s->decl.module->diags, DIAG_cannot_synthesize, decl_span(&f->decl),
                                   "`%s` is %s, but its field `%s` of type `%s` is not", s->decl.name->chars,
                                   implicit ? "`ImplicitlyCopyable`" : "`Copyable`", f->decl.name->chars, vtext(cx, f->type));
                diag_label(d, decl_span(&s->decl), "the struct says so here");
                diag_help(d, "write `def __init__(out self, *, copy: Self)` or remove the trait from the list");
                s->decl.has_error = true;
                continue;
            }
        }
        if (s->fieldwise_init && !l.movable && !l.copyable) {
            Diag *d = diag_add(&s->decl.module->diags, DIAG_cannot_synthesize, decl_span(&f->decl),
                               "`@fieldwise_init` cannot set the field `%s`: `%s` can neither be copied nor moved",
                               f->decl.name->chars, vtext(cx, f->type));
            diag_label(d, decl_span(&s->decl), "the struct is declared here");
            s->decl.has_error = true;
        }
    }
}

bool check_struct(Cx *cx, StructDecl *s) {
    if (s->verify_state == DECL_COMPLETE) return !s->decl.has_error;
    if (s->verify_state == DECL_SIG_BUSY) return true;
    s->verify_state = DECL_SIG_BUSY;
    struct_params(cx, s);
    struct_header(cx, s);
    struct_fields(cx, s);
    check_recursion(cx, s);
    struct_life(cx, s);
    if (!s->is_closure) {
        check_synthesis(cx, s);
        verify_align(cx, s);
        conformances_verify(cx, s);
        if (s->is_value) older_value(cx, s);
    }
    s->verify_state = DECL_COMPLETE;
    return !s->decl.has_error;
}
