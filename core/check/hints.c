/* SPDX-License-Identifier: Apache-2.0 */
/* How to mend the mistakes people make most: traits that a struct does not list, `self.` and results that were
 * forgotten, habits from Python. Diagnostics are made elsewhere; these add help and fixes. */
#include "check/body.h"
#include "check/decls_int.h"

/* ---- traits ------------------------------------------------------------------------------------------ */
bool fix_conformance(Fix *f, const StructDecl *s, const char *trait) {
    const NodeStructDef *n = IS(StructDef, s->decl.node) ? AS(StructDef, s->decl.node) : NULL;
    if (!n || !s->decl.module->ast || s->decl.module->is_std) return false;
    const Item *item = s->decl.item;
    uint32_t file = s->decl.module->ast->source->id;
    if (n->conformances.len) {
        uint32_t at = item->start + n->conformances.data[0]->pos;
        fix_edit(f, (Span){file, at, at}, str_of(arena_printf(f->arena, "%s, ", trait)));
        return true;
    }
    Str text = source_text(s->decl.module->ast->source);
    uint32_t at = item->start + n->name_pos + n->name->len;
    if (n->params.len) at = item->start + n->params.data[n->params.len - 1]->end;
    while (n->has_params && at < text.len && text.p[at] != ']') at++;
    at += n->has_params;
    bool empty_list = at < text.len && text.p[at] == '(';
    at += empty_list;
    fix_edit(f, (Span){file, at, at}, str_of(arena_printf(f->arena, empty_list ? "%s" : "(%s)", trait)));
    return true;
}

void hint_trait(Body *b, Diag *d, Val type, const char *trait) {
    const StructDecl *s = type && type->kind == T_STRUCT ? type->u.decl : NULL;
    (void)b;
    if (type && type->kind == S_PARAM) {
        diag_help(d, "bound the parameter by `%s`", trait);
        return;
    }
    if (!s || s->is_closure || s->decl.module->is_std || !s->decl.node) return;
    diag_help(d, "list `%s` among the traits of `%s`", trait, s->decl.name->chars);
    Fix *f = diag_fix(d, FIX_SAFE, "list `%s`", trait);
    if (!fix_conformance(f, s, trait)) f->trust = FIX_TEMPLATE;
}

/* The traits of a bound that a type lacks, as they are listed; NULL: none. */
const char *missing_traits(Body *b, Val type, Val bound) {
    StrBuf out = {0};
    for (uint32_t i = 0; i < bound->n; i++) {
        if (bound->args[i]->kind != V_TRAITREF) continue;
        Val one = val_trait(b->vs, &bound->args[i], 1);
        if (check_conforms(b->cx, type, one, b->facts)) continue;
        sb_printf(&out, "%s%s", out.len ? ", " : "", tstr(b, one));
    }
    const char *r = out.len ? arena_strndup(b->arena, out.p, out.len) : NULL;
    sb_done(&out);
    return r;
}

/* ---- operators --------------------------------------------------------------------------------------- */
static bool is_string(Body *b, Val t) {
    return t && (t == lib_type(b, NM_String) || (t->kind == T_STRUCT && str_eq_c(name_str(((Decl *)t->u.decl)->name), "StringSpan")));
}

/* True: this says it all. */
bool hint_operator(Body *b, Diag *d, uint32_t op, Val left, Val right, Node *at) {
    if ((op == OP_IS || op == OP_IS_NOT) && is_string(b, left) && IS(Compare, at) && AS(Compare, at)->ops.len == 1) {
        const Node *o = AS(Compare, at)->ops.data[0];
        diag_help(d, "compare text with `%s`", op == OP_IS ? "==" : "!=");
        fix_edit(diag_fix(d, FIX_SAFE, "compare"), bspan(b, o), str_of(op == OP_IS ? "==" : "!="));
        return true;
    }
    if (op < OP_EQ || op > OP_GE || left != right) return false;
    hint_trait(b, d, left, op <= OP_NE ? "Equatable" : "Comparable");
    return left->kind == S_PARAM;
}

/* ---- values ------------------------------------------------------------------------------------------ */
bool hint_optional(Body *b, Diag *d, TExpr *e, Val from, Val to) {
    Val optional = lib_type(b, NM_Optional);
    if (!optional || optional->kind != T_STRUCT || !from) return false;
    if (from->kind == T_STRUCT && from->u.decl == optional->u.decl && from->n && from->args[from->n - 1] == to) {
        diag_help(d, "take the value out: `.value()` where it is there, `.or_else(…)` with a substitute");
        if (e->node) fix_edit(diag_fix(d, FIX_MAYBE, "take the value"), bspan_pos(b, e->node->end, e->node->end), STR(".value()"));
        return true;
    }
    if (from == none_type(b) && to->kind == T_STRUCT) {
        diag_help(d, "what may be missing is an `Optional[%s]`", tstr(b, to));
        return true;
    }
    return false;
}
