/* SPDX-License-Identifier: Apache-2.0 */
/* Decorators of functions, structs, traits and comptime declarations (language.md §3.8). `@deprecated` and
 * `@unavailable` are read with the names (resolve/), `@parameter` and `@__copy_capture` by closure.c. */
#include "check/decls_state.h"

static const NodeList no_args = {NULL, 0};

/* `@name`, `@name(args)`; "" for a dotted name, NULL for anything else. */
static const char *decorator_name(const Node *n, const NodeList **args) {
    const Node *v = IS(Decorator, n) ? AS(Decorator, n)->value : NULL;
    *args = &no_args;
    if (IS(Call, v)) {
        *args = &AS(Call, v)->args;
        v = AS(Call, v)->func;
    }
    if (IS(Attribute, v)) return "";
    return IS(Name, v) && AS(Name, v)->id ? AS(Name, v)->id->chars : NULL;
}

static Str first_string(const NodeList *args) {
    return args->len && IS(StringLit, args->data[0]) ? AS(StringLit, args->data[0])->value : (Str){0};
}

/* What documents a declaration and means nothing to the checker. */
static bool is_plain(const char *name) {
    static const char *const known[] = {"deprecated", "unavailable", "doc_hidden", "doc_private", "stable", "unstable", ""};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (strcmp(name, known[i]) == 0) return true;
    return false;
}

static const char *nearest(const char *name, const char *const *known, size_t n) {
    const char *best = NULL;
    int at = 3;
    for (size_t i = 0; i < n; i++) {
        int d = (int)str_distance(str_of(name), str_of(known[i]), 3);
        if (d < at) at = d, best = known[i];
    }
    return best;
}

static void unknown(const ExprEnv *env, const Node *at, const char *name, const char *what, const char *const *known, size_t n) {
    Diag *d = err(env, DIAG_bad_decorator, at, "there is no decorator `@%s` for %s", name, what);
    static const char *const gone[] = {"closure", "noncapturing", "capturing", "raises", "adaptive", "escaping", "sroa", "lldb_formatter_wrapping_type"};
    for (size_t i = 0; i < ARRAY_LEN(gone); i++)
        if (strcmp(name, gone[i]) == 0) {
            diag_help(d, "it is gone from the language: remove it; a nested function lists its captures in braces");
            return;
        }
    const char *guess = nearest(name, known, n);
    if (guess) diag_help(d, "did you mean `@%s`?", guess);
}

void plain_decorators(ExprEnv *env, const NodeList *decorators, const char *what) {
    static const char *const known[] = {"deprecated", "doc_hidden", "stable"};
    EACH_NODE(*decorators, n) {
        const NodeList *args;
        const char *name = decorator_name(n, &args);
        if (name && !is_plain(name)) unknown(env, n, name, what, known, ARRAY_LEN(known));
    }
}

/* ---- functions ------------------------------------------------------------------------------------- */
/* `@implicit` and `@implicit(deprecated=True)`. */
static void implicit(FnDecl *f, const ExprEnv *env, const Node *at, const NodeList *args) {
    f->is_implicit = true;
    if (!name_is(f->decl.name, NM_init)) err(env, DIAG_bad_decorator, at, "`@implicit` belongs to constructors");
    EACH_NODE(*args, a)
        if (IS(Keyword, a) && str_eq_c(name_str(AS(Keyword, a)->name), "deprecated") &&
            IS(Constant, AS(Keyword, a)->value) && AS(Constant, AS(Keyword, a)->value)->value == CONST_TRUE)
            f->implicit_deprecated = true;
        else
            err(env, DIAG_bad_decorator, a, "`@implicit` takes `deprecated=True` or nothing");
}

static void always_inline(FnDecl *f, const ExprEnv *env, const Node *at, const NodeList *args) {
    f->always_inline = true;
    Str how = first_string(args);
    if (str_eq_c(how, "builtin")) f->builtin_fold = true;
    else if (args->len && !str_eq_c(how, "nodebug"))
        err(env, DIAG_bad_decorator, at, "`@always_inline` takes `\"nodebug\"`, `\"builtin\"` or nothing");
}

static bool takes_self(const FnDecl *f) {
    const Node *sig = AS(FuncDef, f->decl.node)->sig;
    const NodeList *args = IS(Signature, sig) ? &AS(Signature, sig)->args : &no_args;
    return args->len && IS(Arg, args->data[0]) && name_is(AS(Arg, args->data[0])->name, NM_self);
}

void fn_decorators(Cx *cx, FnDecl *f, ExprEnv *env, bool nested) {
    (void)cx;
    static const char *const known[] = {"staticmethod", "always_inline", "no_inline", "implicit", "export", "deprecated", "unavailable"};
    if (!IS(FuncDef, f->decl.node)) return;
    EACH_NODE(AS(FuncDef, f->decl.node)->decorators, n) {
        const NodeList *args;
        const char *s = decorator_name(n, &args);
        if (!s || is_plain(s) || strcmp(s, "__unsafe_nested_origins_read_only") == 0) continue;
        if (strcmp(s, "staticmethod") == 0) {
            f->is_static = true;
            if (!f->is_method) err(env, DIAG_bad_decorator, n, "`@staticmethod` belongs to methods");
        } else if (strcmp(s, "always_inline") == 0) {
            always_inline(f, env, n, args);
        } else if (strcmp(s, "no_inline") == 0) {
            f->no_inline = true;
        } else if (strcmp(s, "implicit") == 0) {
            implicit(f, env, n, args);
        } else if (strcmp(s, "export") == 0) {
            f->is_export = true;
            Str symbol = first_string(args);
            if (symbol.len) f->export_name = name_intern(symbol.p, symbol.len);
            if (f->is_method || nested) err(env, DIAG_bad_decorator, n, "`@export` belongs to functions at module level");
        } else if (strcmp(s, "parameter") == 0 || strcmp(s, "__parameter") == 0 || strcmp(s, "__copy_capture") == 0) {
            if (!nested) err(env, DIAG_bad_decorator, n, "`@%s` belongs to functions inside of functions", s);
        } else {
            unknown(env, n, s, "functions", known, ARRAY_LEN(known));
            const char *meant = nearest(s, known, ARRAY_LEN(known));
            if (meant && strcmp(meant, "staticmethod") == 0 && !takes_self(f)) f->is_static = true; /* one error is enough */
        }
    }
    if (f->always_inline && f->no_inline)
        err(env, DIAG_bad_decorator, f->decl.node, "`@always_inline` and `@no_inline` contradict each other");
}

void fn_verify_export(FnDecl *f, ExprEnv *env, bool has_abi) {
    bool is_main = f->decl.name && str_eq_c(name_str(f->decl.name), "main");
    if (f->params.len > 0) {
        Diag *d = err(env, DIAG_bad_signature, f->decl.node, "an exported function has no parameters");
        d->at = decl_span(&f->decl);
    } else if (!has_abi && !is_main && !f->is_method) {
        Diag *d = diag_add(env->diags, DIAG_export_without_abi, decl_span(&f->decl),
                           "`%s` is exported without a calling convention", f->decl.name ? f->decl.name->chars : "it");
        diag_help(d, "write `abi(\"C\")` behind its arguments, or `abi(\"Mojo\")` when no C code calls it");
    }
}

/* ---- structs --------------------------------------------------------------------------------------- */
static bool good_align(Val v, uint64_t *out) {
    int64_t k;
    if (!val_as_i64(v, &k) || k < 1 || k > 1 << 29 || (k & (k - 1))) return false;
    *out = (uint64_t)k;
    return true;
}

uint64_t struct_align(Cx *cx, Val type) {
    const StructDecl *s = (const StructDecl *)type->u.decl;
    Subst sub = check_struct_subst(type);
    Val v = s->align ? val_subst(cx->vals, s->align, &sub) : NULL;
    uint64_t k = 0;
    if (!v || v->flags & (VAL_SYMBOLIC | VAL_UNBOUND | VAL_POISON)) return 0;
    return good_align(v, &k) ? k : UINT64_MAX;
}

static void align(Cx *cx, StructDecl *s, ExprEnv *env, Node *at, const NodeList *args) {
    Val a = args->len == 1 ? check_comptime_expr(cx, env, args->data[0], std_type(cx, NM_Int)) : NULL;
    uint64_t k;
    if (a && val_is_error(a)) return;
    if (!a || (!val_is_symbolic(a) && !good_align(a, &k))) {
        err(env, DIAG_bad_decorator, at, "`@align` takes a power of two up to 2^29");
        return;
    }
    s->align = a;
    s->align_node = at;
}

void verify_align(Cx *cx, StructDecl *s) {
    if (!s->align || s->decl.has_error || val_is_symbolic(s->self_type)) return;
    uint64_t want = struct_align(cx, s->self_type), natural = 1;
    const FieldDecl *widest = NULL;
    for (uint32_t i = 0; i < s->fields.len; i++) {
        Val t = s->fields.data[i]->type;
        const Layout *l = t && !val_is_error(t) ? val_layout(cx->vals, cx->target, t) : NULL;
        if (l && l->align > natural) {
            natural = l->align;
            widest = s->fields.data[i];
        }
    }
    if (want >= natural || !widest) return;
    ExprEnv env = env_of(cx, &s->decl);
    Diag *d = err(&env, DIAG_bad_decorator, s->align_node, "`@align(%u)` is less than `%s` needs: %u", (unsigned)want,
                  s->decl.name->chars, (unsigned)natural);
    diag_label(d, decl_span(&widest->decl), "for this field");
}

static void fieldwise(StructDecl *s, const ExprEnv *env, const Node *at, const NodeList *args) {
    s->fieldwise_init = true;
    s->fieldwise_implicit = str_eq_c(first_string(args), "implicit");
    if (args->len && !s->fieldwise_implicit) err(env, DIAG_bad_decorator, at, "`@fieldwise_init` takes `\"implicit\"` or nothing");
    if (s->fieldwise_implicit && s->fields.len != 1) {
        Diag *d = err(env, DIAG_bad_decorator, at, "an implicit constructor takes one value, and `%s` has %u fields",
                      s->decl.name->chars, s->fields.len);
        diag_help(d, "write `@fieldwise_init`, or an `@implicit` constructor of one argument");
        s->fieldwise_implicit = false;
    }
}

static void conform_to(Cx *cx, StructDecl *s, int trait, Node *at) {
    Val t = std_trait(cx, trait);
    if (t) struct_conform(cx, s, t, NULL, (Str){0}, at);
}

void struct_decorators(Cx *cx, StructDecl *s, ExprEnv *env) {
    static const char *const known[] = {"fieldwise_init", "align", "deprecated", "explicit_destroy"};
    EACH_NODE(AS(StructDef, s->decl.node)->decorators, n) {
        const NodeList *args;
        const char *name = decorator_name(n, &args);
        if (!name || is_plain(name)) continue;
        Str text = first_string(args);
        if (strcmp(name, "fieldwise_init") == 0) {
            fieldwise(s, env, n, args);
        } else if (strcmp(name, "value") == 0) { /* older: constructor, copies, moves */
            s->is_value = s->fieldwise_init = s->copy_listed = s->implicit_copy_listed = true;
            conform_to(cx, s, NM_Copyable, n);
            conform_to(cx, s, NM_ImplicitlyCopyable, n);
            conform_to(cx, s, NM_Movable, n);
        } else if (strcmp(name, "register_passable") == 0) {
            conform_to(cx, s, str_eq_c(text, "trivial") ? NM_TrivialRegisterPassable : NM_RegisterPassable, n);
        } else if (strcmp(name, "align") == 0) {
            align(cx, s, env, n, args);
        } else if (strcmp(name, "explicit_destroy") == 0) {
            s->never_deinit = true;
            s->never_deinit_message = text;
        } else if (strcmp(name, "__sealed") == 0 && s->decl.module->is_std) {
            s->sealed = true;
        } else if (strcmp(name, "__nonmaterializable") == 0 || strcmp(name, "nonmaterializable") == 0) {
            if (args->len == 1) s->nonmaterializable = check_type_expr(cx, env, args->data[0], false);
            else err(env, DIAG_bad_decorator, n, "`@%s` takes the type that values become", name);
        } else {
            unknown(env, n, name, "structs", known, ARRAY_LEN(known));
        }
    }
}

/* `@value`: a constructor where none is written, and copies: implicit ones where every field is copied so. */
void older_value(Cx *cx, StructDecl *s) {
    const NodeStructDef *n = AS(StructDef, s->decl.node);
    ExprEnv env = env_of(cx, &s->decl);
    const Node *at = NULL;
    EACH_NODE(n->decorators, d) {
        const NodeList *args;
        const char *name = decorator_name(d, &args);
        if (name && strcmp(name, "value") == 0) at = d;
    }
    if (!at) return;
    bool implicit = true;
    for (uint32_t i = 0; i < s->fields.len; i++)
        implicit &= s->fields.data[i]->type && check_life(cx, s->fields.data[i]->type, NULL).implicitly_copyable;
    const char *trait = implicit ? "ImplicitlyCopyable" : "Copyable";
    Diag *w = err(&env, DIAG_older_value, at, "`@value` is an older spelling of `@fieldwise_init` and the trait `%s`", trait);
    w->deprecated = true;
    Span deco = env_span(&env, at);
    Str text = source_text(s->decl.module->ast->source);
    Fix *f = diag_fix(w, implicit ? FIX_SAFE : FIX_MAYBE, "write it as today"); /* its copies may be implicit ones */
    if (s->fieldwise_init) {
        fix_edit(f, deco, STR("@fieldwise_init"));
    } else {
        while (deco.end < text.len && (text.p[deco.end] == ' ' || text.p[deco.end] == '\n')) deco.end++;
        fix_edit(f, deco, STR(""));
    }
    fix_conformance(f, s, trait);
}
