/* SPDX-License-Identifier: Apache-2.0 */
/* Older spellings of whole declarations, with their certain fixes: lifecycle methods and decorators
 * (language.md §14.2). The tree keeps them as they are written; check/ knows what they mean. */
#include "syntax/parse.h"

static void edit(Fix *f, uint32_t start, uint32_t end, const char *text) {
    fix_edit(f, rel(start, end), str_of(text));
}

/* Adds a trait to the list of the struct; false when there is no room for it that is easily found. */
static bool list_trait(Fix *f, const NodeStructDef *n, const char *trait, Parser *p) {
    char text[96];
    if (n->conformances.len) {
        snprintf(text, sizeof text, "%s, ", trait);
        edit(f, n->conformances.data[0]->pos, n->conformances.data[0]->pos, text);
        return true;
    }
    uint32_t at = n->name_pos + n->name->len;
    if (n->has_params) {
        if (!n->params.len) return false;
        at = n->params.data[n->params.len - 1]->end;
        while (at < n->node.end && p->item_text[at] != ']' && p->item_text[at] != '\n') at++;
        if (p->item_text[at] != ']') return false;
        at++;
    }
    bool empty_list = p->item_text[at] == '(';
    snprintf(text, sizeof text, empty_list ? "%s" : "(%s)", trait);
    edit(f, at + empty_list, at + empty_list, text);
    return true;
}

static bool says_copyable(const NodeStructDef *n) {
    static const char *const words[] = {"Copyable", "ImplicitlyCopyable", "CollectionElement", "CollectionElementNew",
                                        "ExplicitlyCopyable", "TrivialRegisterPassable", "KeyElement",
                                        "EqualityComparableCollectionElement", "ComparableCollectionElement"};
    EACH_NODE(n->conformances, c) {
        const Node *t = IS(Conformance, c) ? AS(Conformance, c)->trait : NULL;
        if (!IS(Name, t)) return true; /* a composition: it may */
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (strcmp(AS(Name, t)->id->chars, words[i]) == 0) return true;
    }
    return false;
}

/* ---- lifecycle methods ----------------------------------------------------------------------------- */
typedef struct Renaming {
    Fix *fix;
    Name from;
    const char *to;
} Renaming;

static bool rename_uses(void *ctx, Node *n) {
    Renaming *r = ctx;
    if (IS(Name, n) && AS(Name, n)->id == r->from) edit(r->fix, n->pos, n->end, r->to);
    node_children(n, rename_uses, r);
    return true;
}

/* Where the name of an argument stands: behind its convention. */
static uint32_t name_of_arg(Parser *p, const NodeArg *a) {
    uint32_t at = a->node.pos, end = a->annotation ? a->annotation->pos : a->node.end;
    for (uint32_t i = at; i + a->name->len <= end; i++)
        if (memcmp(p->item_text + i, a->name->chars, a->name->len) == 0) at = i;
    return at;
}

static void rename_arg(Parser *p, Fix *f, NodeFuncDef *n, const NodeArg *a, const char *to) {
    uint32_t at = name_of_arg(p, a);
    edit(f, at, at + a->name->len, to);
    Renaming r = {f, a->name, to};
    EACH_NODE(n->body, s) rename_uses(&r, s);
}

/* `__copyinit__(out self, existing: Self)`, `__moveinit__(out self, deinit existing: Self)`. */
static Fix *older_constructor(Parser *p, NodeFuncDef *n, const NodeList *args, const char *role) {
    Diag *d = legacy(p, n->name_pos, n->name_pos + n->name->len, NULL, "`%s` is an older spelling of `__init__(out self, *, %s: Self)`",
                     n->name->chars, strcmp(role, "move") == 0 ? "deinit move" : role);
    const NodeArg *a = args->len == 2 && IS(Arg, args->data[1]) ? AS(Arg, args->data[1]) : NULL;
    if (!a || !a->name || a->stars || AS(Signature, n->sig)->returns) return NULL;
    Fix *f = diag_fix(d, FIX_SAFE, "write `__init__`");
    edit(f, n->name_pos, n->name_pos + n->name->len, "__init__");
    edit(f, a->node.pos, a->node.pos, "*, ");
    rename_arg(p, f, n, a, role);
    return f;
}

/* `format_to(self, mut f: Formatter)` */
static void older_format_to(Parser *p, NodeFuncDef *n, const NodeArg *last) {
    const Node *type = last ? last->annotation : NULL;
    if (!IS(Name, type) || strcmp(AS(Name, type)->id->chars, "Formatter") != 0) return;
    legacy(p, n->name_pos, n->name_pos + n->name->len, "write_to", "`format_to` is an older spelling of `write_to`");
}

static void older_method(Parser *p, NodeStructDef *s, NodeFuncDef *n) {
    if (!n->name || !IS(Signature, n->sig)) return;
    const NodeList *args = &AS(Signature, n->sig)->args;
    if (name_is(n->name, NM_copyinit)) {
        Fix *f = older_constructor(p, n, args, "copy");
        /* under its old name it made the type implicitly copyable where no trait says what it is */
        if (f && !says_copyable(s) && !list_trait(f, s, "ImplicitlyCopyable", p)) f->trust = FIX_TEMPLATE;
    } else if (name_is(n->name, NM_moveinit)) (void)older_constructor(p, n, args, "move");
    else if (name_is(n->name, NM_del))
        legacy(p, n->name_pos, n->name_pos + n->name->len, "__deinit__", "`__del__` is an older spelling of `__deinit__`");
    const NodeArg *last = args->len >= 2 && IS(Arg, args->data[args->len - 1]) ? AS(Arg, args->data[args->len - 1]) : NULL;
    if (name_is(n->name, NM_init) && last && last->conv == CONV_DEINIT && name_is(last->name, NM_take)) {
        uint32_t at = name_of_arg(p, last);
        Diag *d = legacy(p, at, at + last->name->len, NULL, "`take` is an older spelling of `move`");
        rename_arg(p, diag_fix(d, FIX_SAFE, "write `move`"), n, last, "move");
    }
    if (strcmp(n->name->chars, "format_to") == 0) older_format_to(p, n, last);
}

/* ---- decorators of structs ---------------------------------------------------------------------------- */
/* To the next line's first letter. */
static void remove_line(Parser *p, Fix *f, const Node *d) {
    uint32_t end = d->end;
    while (p->item_text[end] == ' ' || p->item_text[end] == '\t') end++;
    if (p->item_text[end] == '\n') end++;
    while (p->item_text[end] == ' ' || p->item_text[end] == '\t') end++;
    edit(f, d->pos, end, "");
}

void older_struct(Parser *p, NodeStructDef *n) {
    EACH_NODE(n->body, m)
        if (IS(FuncDef, m)) older_method(p, n, AS(FuncDef, m));
    EACH_NODE(n->decorators, d) {
        Node *v = AS(Decorator, d)->value;
        const NodeList *args = IS(Call, v) ? &AS(Call, v)->args : NULL;
        Node *name = args ? AS(Call, v)->func : v;
        if (!IS(Name, name) || !n->name) continue;
        const char *word = AS(Name, name)->id->chars;
        if (strcmp(word, "register_passable") == 0) {
            const char *trait = args && args->len ? "TrivialRegisterPassable" : "RegisterPassable";
            Diag *g = legacy(p, d->pos, d->end, NULL, "`@register_passable` is an older spelling of the trait `%s`", trait);
            Fix *f = diag_fix(g, FIX_SAFE, "list `%s`", trait);
            remove_line(p, f, d);
            if (!list_trait(f, n, trait, p)) f->trust = FIX_TEMPLATE;
        } else if (strcmp(word, "explicit_destroy") == 0 && (!args || !args->len)) {
            Diag *g = legacy(p, d->pos, d->end, NULL, "`@explicit_destroy` without a reason is an older spelling of `Deinitable where False`");
            Fix *f = diag_fix(g, FIX_SAFE, "list `Deinitable where False`");
            remove_line(p, f, d);
            if (!list_trait(f, n, "Deinitable where False", p)) f->trust = FIX_TEMPLATE;
        } else if (strcmp(word, "nonmaterializable") == 0) {
            legacy(p, name->pos, name->end, "__nonmaterializable", "`@nonmaterializable` is written `@__nonmaterializable` today");
        }
    }
}

/* `@doc_private` before any declaration. */
void older_decorators(Parser *p, const NodeList *decorators) {
    if (p->is_py) return;
    EACH_NODE(*decorators, d) {
        Node *v = IS(Decorator, d) ? AS(Decorator, d)->value : NULL;
        if (IS(Name, v) && AS(Name, v)->id && strcmp(AS(Name, v)->id->chars, "doc_private") == 0)
            legacy(p, v->pos, v->end, "doc_hidden", "`@doc_private` is an older spelling of `@doc_hidden`");
    }
}
