/* SPDX-License-Identifier: Apache-2.0 */
/* f-strings and t-strings: a block that writes the parts, in order, into a String or a TString. Specifications that are
 * literal are checked here (format_spec.c), others when they are used.
 * Tests: tests/golden/run/1_8_format.mojo, tests/golden/check/1_8_format.mojo. */
#include "check/call.h"
#include "check/format_spec.h"

typedef struct Template {
    Body *b;
    VarDecl *out;
    bool is_template; /* a t-string */
    bool ok;
} Template;

static void emit(Template *t, Node *at, TExpr *call) {
    if (!call || texpr_bad(call)) t->ok = false;
    else stmt_add(t->b, ST_EXPR, at)->a = call;
}

static void write_text(Template *t, Node *at, TExpr *text) {
    Body *b = t->b;
    emit(t, at, call_method(b, texpr_var(b, t->out, at), NM_write_string, at, &text, 1, false, NULL));
}

static void write_literal(Template *t, Node *at, Str s) {
    if (s.len) write_text(t, at, texpr_const(t->b, val_str(t->b->vs, s), at));
}

static bool is_text(Body *b, Val type) {
    if (!type || type->kind != T_STRUCT) return false;
    const Decl *d = type->u.decl;
    return type == lib_type(b, NM_String) || (d->module && d->module->is_std && str_eq_c(name_str(d->name), "StringSpan"));
}

/* v.write_to(out), or write_repr_to */
static void write_plain(Template *t, NodeInterp *in, TExpr *v) {
    Body *b = t->b;
    bool shown = in->conversion == 'r' || (in->source.len && !in->conversion && !t->is_template && is_text(b, v->type));
    TExpr *out = texpr_var(b, t->out, &in->node);
    TExpr *call = call_method(b, v, shown ? NM_write_repr_to : NM_write_to, &in->node, &out, 1, false, NULL);
    if (!call) {
        Diag *d = berr(b, DIAG_bound_not_met, in->value, "a value of type `%s` cannot be written into text", tstr(b, v->type));
        diag_help(d, "make the type `Writable`");
    }
    emit(t, &in->node, call);
}

static bool literal_spec(const NodeFString *spec, StrBuf *text) {
    EACH_NODE(spec->parts, p) {
        if (!IS(StringLit, p)) return false;
        sb_str(text, AS(StringLit, p)->value);
    }
    return true;
}

/* A String or StringSpan with the specification; NULL after a report. */
static TExpr *spec_value(Template *t, NodeInterp *in, const TExpr *v) {
    Body *b = t->b;
    NodeFString *spec = AS(FString, in->spec);
    StrBuf text = {0};
    TExpr *e = NULL;
    if (literal_spec(spec, &text)) {
        Str s = arena_str(b->arena, sb_view(&text));
        const char *why = in->conversion ? format_spec_problem(b, NULL, s) : format_spec_problem(b, v->type, s);
        if (why) berr(b, DIAG_bad_format, in->spec, "%s", why);
        else e = texpr_const(b, val_str(b->vs, s), in->spec);
    } else {
        e = expr_tstring(b, spec);
    }
    sb_done(&text);
    return e && !texpr_bad(e) ? e : NULL;
}

/* `!r` and `!s` are formatted as the text they give. */
static TExpr *converted(Body *b, NodeInterp *in, TExpr *v) {
    if (!in->conversion) return v;
    Val string = lib_type(b, NM_String);
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    Template t = {.b = b, .out = var_temp(b, string, in->value), .ok = true};
    TStmt *decl = stmt_add(b, ST_VAR, in->value);
    decl->var = t.out;
    decl->a = construct(b, string, in->value, NULL, 0, NULL, false);
    write_plain(&t, in, v);
    b->block = saved;
    if (!t.ok) return texpr_error(b, in->value);
    TExpr *e = texpr(b, X_BLOCK, string, in->value);
    e->body = inner;
    e->a = texpr_move(b, texpr_var(b, t.out, in->value));
    return e;
}

static void write_formatted(Template *t, NodeInterp *in, TExpr *v) {
    Body *b = t->b;
    TExpr *spec = spec_value(t, in, v);
    v = converted(b, in, v);
    bool own = v->type && has_method(b, v->type, NM_format) && !format_spec_is_known(b, v->type);
    bool raises = errors_have_way(b) && (own || (spec && spec->kind != X_CONST));
    Decl *d = resolver_std(b->cx->resolver, raises ? NM_formatted : NM_formatted_or_abort);
    if (!spec || texpr_bad(v) || !d) {
        t->ok = false;
        return;
    }
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, 2);
    args[0] = (CallArg){.node = in->value, .e = v};
    args[1] = (CallArg){.node = in->spec, .e = spec};
    Ref r = ref_of_decl(b, in->value, d);
    TExpr *text = call_ref(b, &r, &in->node, args, 2, NULL);
    if (texpr_bad(text)) t->ok = false;
    else write_text(t, &in->node, text);
}

static void write_hole(Template *t, NodeInterp *in) {
    Body *b = t->b;
    write_literal(t, &in->node, in->source);
    if (in->conversion == 'a') {
        Diag *d = berr(b, DIAG_unsupported, &in->node, "the conversion `!a` is not supported in a typed function");
        diag_help(d, "write `!r`");
        t->ok = false;
        return;
    }
    TExpr *v = expr_value(b, in->value);
    if (texpr_bad(v)) {
        t->ok = false;
        if (in->spec) expr_tstring(b, AS(FString, in->spec)); /* for what is wrong inside */
    } else if (in->spec && AS(FString, in->spec)->parts.len) write_formatted(t, in, v);
    else write_plain(t, in, v);
}

TExpr *expr_tstring(Body *b, NodeFString *n) {
    Node *at = &n->node;
    Val type = lib_type(b, n->is_template ? NM_TString : NM_String);
    if (val_is_error(type)) return texpr_error(b, at);
    TBlock *saved = b->block, *inner = ARENA_NEW(b->arena, TBlock);
    b->block = inner;
    TExpr *init = construct(b, type, at, NULL, 0, NULL, false);
    Template t = {.b = b, .out = var_temp(b, type, at), .is_template = n->is_template, .ok = !texpr_bad(init)};
    TStmt *decl = stmt_add(b, ST_VAR, at);
    decl->var = t.out;
    decl->a = init;
    EACH_NODE(n->parts, p) {
        if (IS(StringLit, p)) write_literal(&t, p, AS(StringLit, p)->value);
        else if (IS(Interp, p)) write_hole(&t, AS(Interp, p));
    }
    b->block = saved;
    if (!t.ok) return texpr_error(b, at);
    TExpr *e = texpr(b, X_BLOCK, type, at);
    e->body = inner;
    e->a = texpr_move(b, texpr_var(b, t.out, at));
    return e;
}
