/* SPDX-License-Identifier: Apache-2.0 */
/* How a call of a deprecated function is written today: `@deprecated("why", rewrite="{self}.append({value})")`
 * of the library becomes a certain fix. `{name}` stands for what the call gives for the argument or parameter of
 * that name, `{self}` for the receiver; a call that leaves one of them out has no fix. `rewrite="[]"` makes a
 * display of the arguments. */
#include "check/body.h"
#include "check/call.h"

static Str source_of(const Body *b, const Node *n) {
    Span at = bspan(b, n);
    Str all = source_text(b->module->ast->source);
    return at.end <= all.len ? (Str){all.p + at.start, at.end - at.start} : (Str){0};
}

/* May stand before `.` and behind a sign as it is. */
static bool binds_tightly(const Node *n) {
    switch (n->kind) {
    case NODE_Name:
    case NODE_Attribute:
    case NODE_Call:
    case NODE_Subscript:
    case NODE_StringLit:
    case NODE_IntLit:
    case NODE_FloatLit:
    case NODE_Constant: return true;
    default: return false;
    }
}

static bool put_arg(StrBuf *out, const Body *b, const CallArg *a, char before, char after) {
    const Node *n = IS(Keyword, a->node) ? AS(Keyword, a->node)->value : a->node;
    if (!n && a->e) n = a->e->node;
    Str text = n ? source_of(b, n) : (Str){0};
    if (!text.len) return false;
    bool wrap = !binds_tightly(n) && (after == '.' || after == '[' || before == '-' || before == ' ');
    sb_printf(out, "%s" STR_FMT "%s", wrap ? "(" : "", STR_ARG(text), wrap ? ")" : "");
    return true;
}

/* What the brackets of the call give for a parameter of the function: by name, or as number `at`. */
static const Node *bracket_of(const Call *c, const ParamDecl *p, uint32_t at) {
    const Node *f = IS(Call, c->node) ? AS(Call, c->node)->func : NULL;
    if (!IS(Subscript, f)) return NULL;
    uint32_t i = 0;
    EACH_NODE(AS(Subscript, f)->indices, n) {
        if (IS(Keyword, n) && AS(Keyword, n)->name == p->decl.name) return AS(Keyword, n)->value;
        if (!IS(Keyword, n) && i++ == at) return n;
    }
    return NULL;
}

static bool put_value(StrBuf *out, Body *b, const Call *c, const Match *m, Str name, char before, char after) {
    const FnDecl *f = m->fn;
    for (uint32_t i = 0; i < f->args.len; i++) {
        if (!f->args.data[i]->decl.name || !str_eq(name_str(f->args.data[i]->decl.name), name)) continue;
        if (f->args.data[i]->variadic == VARIADIC_NO)
            return m->actual[i] >= 0 && put_arg(out, b, &c->args[m->actual[i]], before, after);
        for (uint32_t k = 0; k < m->n_rest; k++) {
            if (k) sb_puts(out, ", ");
            if (!put_arg(out, b, &c->args[m->rest[k]], '(', ',')) return false;
        }
        return f->args.data[i]->variadic != VARIADIC_KW && !m->forward;
    }
    uint32_t at = 0; /* among those that brackets give by position */
    for (uint32_t i = 0; i < m->n_params; i++) {
        const ParamDecl *p = m->params[i];
        bool own = i >= m->n_params - f->params.len, here = p->decl.name && str_eq(name_str(p->decl.name), name);
        if (here) {
            const Node *n = own ? bracket_of(c, p, at) : NULL;
            if (!n && (!m->vals[i] || (own && p->default_node))) return false;
            if (n) sb_printf(out, STR_FMT, STR_ARG(source_of(b, n)));
            else sb_puts(out, tstr(b, m->vals[i]));
            return true;
        }
        at += own && p->kind != PARAM_INFER;
    }
    return false;
}

/* `var xs = List[Int](1, 2)` → `var xs: List[Int] = [1, 2]`; elsewhere nothing may say which type the display has. */
static void fix_by_display(Body *b, Diag *w, const Call *c, const Match *m) {
    const NodeVarDecl *v = b->declared;
    if (!v || v->value != c->node || !IS(Name, v->target) || !IS(Call, c->node) || !m->n_rest || val_is_symbolic(m->result)) return;
    const Node *callee = AS(Call, c->node)->func, *first = c->args[m->rest[0]].node;
    if (!first || (m->result->flags & VAL_ORIGINS)) return;
    Fix *f = diag_fix(w, FIX_SAFE, "write a list in brackets");
    uint32_t end = v->target->end;
    const char *type = IS(Subscript, callee) ? arena_printf(b->diags->arena, ": " STR_FMT, STR_ARG(source_of(b, callee)))
                                             : arena_printf(b->diags->arena, ": %s", tstr(b, m->result));
    fix_edit(f, bspan_pos(b, end, end), str_of(type));
    fix_edit(f, bspan_pos(b, callee->pos, first->pos), STR("["));
    fix_edit(f, bspan_pos(b, c->node->end - 1, c->node->end), STR("]"));
}

void fix_by_rewrite(Body *b, Diag *w, const Call *c, const Match *m, Str form) {
    if (str_eq_c(form, "[]")) {
        fix_by_display(b, w, c, m);
        return;
    }
    StrBuf out = {0};
    bool ok = c->node != NULL;
    for (size_t i = 0; i < form.len && ok; i++) {
        size_t end = i;
        if (form.p[i] == '{')
            while (end < form.len && form.p[end] != '}') end++;
        if (end == i) {
            sb_char(&out, form.p[i]);
            continue;
        }
        Str name = {form.p + i + 1, end - i - 1};
        ok = put_value(&out, b, c, m, name, i ? form.p[i - 1] : '(', end + 1 < form.len ? form.p[end + 1] : ')');
        i = end;
    }
    if (ok) fix_edit(diag_fix(w, FIX_SAFE, "write it as today"), bspan(b, c->node), arena_str(b->diags->arena, sb_view(&out)));
    sb_done(&out);
}
