/* SPDX-License-Identifier: Apache-2.0 */
/* @deprecated("why") and @deprecated(use=name): a warning where the declaration is named, with the new name
 * as its fix; @unavailable in the same forms: an error (language.md §3.8). */
#include "resolve/resolve_int.h"

static const NodeList *decorators_of(const Node *n) {
    return IS(FuncDef, n)         ? &AS(FuncDef, n)->decorators
           : IS(StructDef, n)     ? &AS(StructDef, n)->decorators
           : IS(TraitDef, n)      ? &AS(TraitDef, n)->decorators
           : IS(ComptimeDecl, n)  ? &AS(ComptimeDecl, n)->decorators
                                  : NULL;
}

/* The value of the decorator of that name, or NULL. */
static Node *decorator(const Node *n, int name) {
    const NodeList *list = n ? decorators_of(n) : NULL;
    if (!list) return NULL;
    EACH_NODE(*list, d) {
        Node *v = IS(Decorator, d) ? AS(Decorator, d)->value : NULL, *f = IS(Call, v) ? AS(Call, v)->func : v;
        if (IS(Name, f) && AS(Name, f)->id && name_is(AS(Name, f)->id, name)) return v;
    }
    return NULL;
}

bool node_is_deprecated(const Node *n) {
    return decorator(n, NM_deprecated) != NULL;
}
bool node_is_unavailable(const Node *n) {
    return decorator(n, NM_unavailable) != NULL;
}

static Str text_of(const Decl *d, const Node *n) {
    Span at = item_span(d->module, d->item, n);
    Str all = source_text(d->module->ast->source);
    return at.end <= all.len ? (Str){all.p + at.start, at.end - at.start} : (Str){0};
}

Str decl_rewrite(const Decl *d) {
    const Node *v = d->module->is_std ? decorator(d->node, NM_deprecated) : NULL;
    if (IS(Call, v)) EACH_NODE(AS(Call, v)->args, x)
        if (IS(Keyword, x) && str_eq_c(name_str(AS(Keyword, x)->name), "rewrite") && IS(StringLit, AS(Keyword, x)->value))
            return AS(StringLit, AS(Keyword, x)->value)->value;
    return (Str){0};
}

Diag *warn_deprecated(DiagSink *to, const Decl *d, Span at, Span name) {
    if (to->muted || !d->item) return NULL;
    const Node *v = decorator(d->node, d->is_unavailable ? NM_unavailable : NM_deprecated);
    Str why = STR(""), use = STR("");
    if (IS(Call, v)) EACH_NODE(AS(Call, v)->args, x) {
        const Node *value = IS(Keyword, x) ? AS(Keyword, x)->value : x;
        if (IS(Keyword, x) && str_eq_c(name_str(AS(Keyword, x)->name), "rewrite")) continue;
        if (IS(StringLit, value)) why = AS(StringLit, value)->value;
        else if (IS(Keyword, x)) use = text_of(d, value);
    }
    bool ctor = d->name && name_is(d->name, NM_init) && d->parent && d->parent->name;
    const char *what = ctor ? d->parent->name->chars : d->name ? d->name->chars : "this function";
    const char *of = ctor ? "this constructor of " : "";
    Diag *w = d->is_unavailable ? diag_add(to, DIAG_unavailable, at, "%s`%s` is unavailable%s" STR_FMT, of, what,
                                           why.len ? ": " : "", STR_ARG(why))
                                : diag_add(to, DIAG_deprecated, at, "%s`%s` is deprecated%s" STR_FMT, of, what,
                                           why.len ? ": " : "", STR_ARG(why));
    w->deprecated = !d->is_unavailable;
    if (!use.len) return w;
    if (name.end == name.start) diag_help(w, "use `" STR_FMT "`", STR_ARG(use));
    /* the library's new names need no import where the old ones needed none */
    if (name.end > name.start)
        fix_edit(diag_fix(w, d->module->is_std ? FIX_SAFE : FIX_MAYBE, "write `" STR_FMT "`", STR_ARG(use)), name, use);
    return w;
}
