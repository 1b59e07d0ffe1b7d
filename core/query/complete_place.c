/* SPDX-License-Identifier: Apache-2.0 */
/* Places where no value can stand: conventions of arguments, what follows them, members of structs and traits, the
 * sections of doc-strings. */
#include "query/complete_int.h"

static void offer_word(Ask *k, const char *word, const char *detail) {
    if (k->match(k->match_ctx, word))
        vec_push_in(k->arena, &k->out->list, (Completion){.label = word, .kind = ITEM_KEYWORD, .rank = 0, .detail = detail});
}

static void offer_snippet(Ask *k, const char *label, ItemKind kind, const char *insert, const char *detail, uint32_t rank) {
    if (!k->match(k->match_ctx, label)) return;
    vec_push_in(k->arena, &k->out->list, (Completion){.label = label, .kind = kind, .rank = rank, .insert = insert, .detail = detail, .has_holes = true});
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word(char c) {
    return unicode_xid_continue((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Does `def name` or `fn name` end here? */
static bool behind_name(const Source *s, uint32_t at) {
    while (at > 0 && is_blank(s->data[at - 1])) at--;
    uint32_t end = at;
    while (at > 0 && is_word(s->data[at - 1])) at--;
    if (at == end) return false;
    while (at > 0 && (s->data[at - 1] == ' ' || s->data[at - 1] == '\t')) at--;
    uint32_t start = at;
    while (start > 0 && is_word(s->data[start - 1])) start--;
    Str def = {s->data + start, at - start};
    return str_eq_c(def, "def") || str_eq_c(def, "fn");
}

/* The bracket that is open at `at`, and where the part of its list begins; UINT32_MAX: none within reach. */
static uint32_t open_bracket(const Source *s, uint32_t at, uint32_t *part) {
    enum { REACH = 5000 };
    int depth = 0;
    *part = 0;
    for (uint32_t i = at; i-- > 0 && at - i < REACH;) {
        char c = s->data[i];
        if (c == ')' || c == ']' || c == '}') depth++;
        else if ((c == '(' || c == '[' || c == '{') && depth-- == 0) {
            if (!*part) *part = i + 1;
            return i;
        } else if (c == ',' && depth == 0 && !*part) *part = i + 1;
    }
    return UINT32_MAX;
}

/* Over `[…]` backwards, when it ends here. */
static uint32_t before_parameters(const Source *s, uint32_t at) {
    uint32_t part;
    while (at > 0 && is_blank(s->data[at - 1])) at--;
    if (!at || s->data[at - 1] != ']') return at;
    uint32_t open = open_bracket(s, at - 1, &part);
    return open == UINT32_MAX ? at : open;
}

/* `def f(‸` and `def f(mut ‸`: the word is the name of an argument, or what stands before it. */
static bool offer_conventions(Ask *k, const Source *s) {
    static const struct {
        const char *word, *what;
    } conventions[] = {{"mut", "changes are seen by the caller"}, {"var", "the function's own"}, {"ref", "borrowed as it comes"},
                       {"out", "to be filled"}, {"deinit", "taken apart"}, {"imm", "borrowed for reading"}};
    uint32_t part, open = open_bracket(s, k->word, &part);
    if (open == UINT32_MAX || s->data[open] == '{') return false;
    if (s->data[open] == '[') return behind_name(s, open) && !memchr(s->data + part, ':', k->word - part); /* a parameter's name is new */
    if (!behind_name(s, before_parameters(s, open))) return false;
    uint32_t i = part;
    while (i < k->word && (is_blank(s->data[i]) || s->data[i] == '*')) i++;
    Str written = {s->data + i, k->word - i};
    while (written.len && is_blank(written.p[written.len - 1])) written.len--;
    bool named = !written.len;
    for (size_t c = 0; c < ARRAY_LEN(conventions); c++) {
        if (!written.len) offer_word(k, conventions[c].word, conventions[c].what);
        named |= str_eq_c(written, conventions[c].word);
    }
    if (!named) return false;
    const Node *owner = NULL;
    for (uint32_t n = 0; n < k->around.path.n; n++)
        if (IS(StructDef, k->around.path.nodes[n]) || IS(TraitDef, k->around.path.nodes[n])) owner = k->around.path.nodes[n];
    if (s->data[part - 1] == '(' && (owner || is_blank(s->data[line_start(s, open)]))) offer_word(k, "self", "the value itself");
    return true;
}

/* `def f() ‸`. */
static bool offer_effects(Ask *k, const Source *s) {
    uint32_t at = k->word, part;
    for (;;) { /* back over effects */
        while (at > 0 && (s->data[at - 1] == ' ' || s->data[at - 1] == '\t')) at--;
        uint32_t end = at;
        while (at > 0 && is_word(s->data[at - 1])) at--;
        Str word = {s->data + at, end - at};
        if (!word.len) break;
        if (!str_eq_c(word, "raises") && !str_eq_c(word, "thin") && !str_eq_c(word, "capturing")) return false;
    }
    if (!at || s->data[at - 1] != ')' || at == k->word) return false;
    uint32_t open = open_bracket(s, at - 1, &part);
    if (open == UINT32_MAX || !behind_name(s, before_parameters(s, open))) return false;
    offer_word(k, "raises", "it may raise an error");
    offer_word(k, "where", "only when a condition holds");
    return true;
}

/* ---- members ------------------------------------------------------------------------------------------------- */
static const char *escaped(Arena *a, Str text) {
    StrBuf b = {0};
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("$}\\", text.p[i])) sb_char(&b, '\\');
        sb_char(&b, text.p[i]);
    }
    const char *r = arena_strndup(a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return r;
}

/* `def` is written already or not. */
static void offer_stub(Ask *k, const char *name, Str header, const char *detail, bool has_def, uint32_t rank) {
    const char *insert = arena_printf(k->arena, "%s%s:\n    $0", has_def ? "" : "def ", escaped(k->arena, header));
    offer_snippet(k, name, ITEM_METHOD, insert, detail, rank);
}

/* A function that the trait asks for, as its author wrote its header. */
static void offer_requirement(Ask *k, const StructDecl *s, const FnDecl *f, bool has_def) {
    const Module *m = f->decl.module;
    if (!f->is_required || !m || !m->ast || !IS(FuncDef, f->decl.node) || scope_get(&s->members, f->decl.name)) return;
    const NodeFuncDef *n = AS(FuncDef, f->decl.node);
    Span header = {m->ast->source->id, f->decl.item->start + n->name_pos, f->decl.item->start + n->sig->end};
    if (header.end <= header.start || header.end > m->ast->source->size) return;
    const Decl *trait = f->decl.parent;
    offer_stub(k, f->decl.name->chars, source_slice(m->ast->source, header),
               arena_printf(k->arena, "what `%s` asks for", trait && trait->name ? trait->name->chars : "the trait"), has_def, 0);
}

static void offer_requirements(Ask *k, StructDecl *s, bool has_def) {
    check_struct(k->cx, s);
    for (uint32_t i = 0; i < s->conformances.len; i++) {
        Val t = s->conformances.data[i].trait;
        if (!t || t->kind != V_TRAITREF) continue;
        check_sig(k->cx, (Decl *)(uintptr_t)t->u.decl);
        MAP_EACH(&((TraitDecl *)(uintptr_t)t->u.decl)->members.names, e) {
            const Decl *d = e->value;
            if (!d || d->kind != DECL_FNSET || map_has(&k->seen, (void *)(uintptr_t)e->key)) continue;
            map_put(&k->seen, (void *)(uintptr_t)e->key, (void *)1);
            for (uint32_t j = 0; j < DECL_AS(FnSet, d)->fns.len; j++) {
                FnDecl *f = DECL_AS(FnSet, d)->fns.data[j];
                if (check_sig(k->cx, &f->decl)) offer_requirement(k, s, f, has_def);
            }
        }
    }
}

static void offer_special(Ask *k, bool has_def) {
    static const struct {
        const char *name, *header, *what;
    } specials[] = {
        {"__init__", "__init__(out self)", "a constructor"},
        {"__del__", "__del__(deinit self)", "the destructor"},
        {"__eq__", "__eq__(self, other: Self) -> Bool", "`==`"},
        {"__lt__", "__lt__(self, other: Self) -> Bool", "`<`"},
        {"__add__", "__add__(self, other: Self) -> Self", "`+`"},
        {"__len__", "__len__(self) -> Int", "`len(…)`"},
        {"__bool__", "__bool__(self) -> Bool", "as a condition"},
        {"__getitem__", "__getitem__(self, index: Int)", "`x[…]`"},
        {"__contains__", "__contains__(self, value: Int) -> Bool", "`in`"},
        {"__call__", "__call__(self)", "called as a function"},
        {"__enter__", "__enter__(mut self)", "`with`"},
        {"__exit__", "__exit__(mut self)", "the end of `with`"},
    };
    for (size_t i = 0; i < ARRAY_LEN(specials); i++)
        offer_stub(k, specials[i].name, str_of(specials[i].header), specials[i].what, has_def, 2);
}

/* The struct or trait in whose body the cursor begins a member, and whether its `def` is written. (The path may end in
 * the member before, which reaches up to here.) */
static const Node *type_around(const NodePath *p, bool *has_def) {
    for (uint32_t i = p->n; i-- > 0;) {
        const Node *n = p->nodes[i];
        if (!IS(StructDef, n) && !IS(TraitDef, n)) continue;
        EACH_NODE(IS(StructDef, n) ? AS(StructDef, n)->body : AS(TraitDef, n)->body, x) {
            *has_def = IS(FuncDef, x) && AS(FuncDef, x)->name_pos == p->at;
            if (*has_def || (IS(ExprStmt, x) && x->pos == p->at && IS(Name, AS(ExprStmt, x)->value))) return n;
        }
        return NULL;
    }
    return NULL;
}

static StructDecl *struct_of(Module *m, const Node *def) {
    Decl *d = IS(StructDef, def) && AS(StructDef, def)->name ? scope_get(&m->scope, AS(StructDef, def)->name) : NULL;
    return d && d->kind == DECL_STRUCT && d->node == def ? DECL_AS(StructDecl, d) : NULL;
}

/* In the body of a struct or trait: a new member, or the name behind its `def`. */
static bool offer_type_members(Ask *k, Module *m) {
    bool has_def = false;
    const Node *type = type_around(&k->around.path, &has_def), *inner = k->around.path.n ? k->around.path.nodes[k->around.path.n - 1] : NULL;
    if (!type) return IS(FuncDef, inner) && AS(FuncDef, inner)->name_pos == k->around.path.at; /* the name of a new function */
    StructDecl *s = struct_of(m, type);
    if (s) offer_requirements(k, s, has_def);
    offer_special(k, has_def);
    if (has_def) return true;
    if (s) offer_snippet(k, "var", ITEM_KEYWORD, "var ${1:name}: ${2:Int}$0", "a field", 1);
    offer_snippet(k, "def", ITEM_KEYWORD, "def ${1:name}(self$2):\n    $0", "a method", 1);
    offer_snippet(k, "comptime", ITEM_KEYWORD, s ? "comptime ${1:name} = $0" : "comptime ${1:name}: ${2:AnyType}$0", "an associated value", 1);
    offer_snippet(k, "pass", ITEM_KEYWORD, "pass$0", NULL, 3);
    return true;
}

/* ---- texts --------------------------------------------------------------------------------------------------- */
static const Node *documented(const NodePath *p) {
    if (p->n < 3 || !IS(ExprStmt, p->nodes[p->n - 2])) return NULL;
    const Node *def = p->nodes[p->n - 3];
    NodeList body = IS(FuncDef, def) ? AS(FuncDef, def)->body : IS(StructDef, def) ? AS(StructDef, def)->body : (NodeList){0};
    return body.len && body.data[0] == p->nodes[p->n - 2] ? def : NULL;
}

static const char *lines_for(Ask *k, const char *title, NodeList list, bool parameters) {
    StrBuf b = {0};
    sb_printf(&b, "%s:", title);
    uint32_t n = 0;
    EACH_NODE(list, x) {
        Name name = IS(Arg, x) ? AS(Arg, x)->name : IS(Param, x) ? AS(Param, x)->name : NULL;
        if (name && (parameters || !str_eq_c(name_str(name), "self"))) sb_printf(&b, "\n    %s: ${%u:…}.", name->chars, ++n);
    }
    if (!n) sb_puts(&b, "\n    ${1:…}.");
    const char *r = arena_strndup(k->arena, b.p, b.len);
    sb_done(&b);
    return r;
}

/* At the start of a line of a doc-string: its sections. */
static void offer_sections(Ask *k, const Source *s, const Node *def) {
    uint32_t from = line_start(s, k->word);
    while (from < k->word && (s->data[from] == ' ' || s->data[from] == '\t')) from++;
    if (from != k->word) return;
    const Node *sig = IS(FuncDef, def) ? AS(FuncDef, def)->sig : NULL;
    NodeList params = IS(StructDef, def) ? AS(StructDef, def)->params : IS(Signature, sig) ? AS(Signature, sig)->params : (NodeList){0};
    if (params.len) offer_snippet(k, "Parameters:", ITEM_KEYWORD, lines_for(k, "Parameters", params, true), "what the parameters are", 0);
    if (!IS(Signature, sig)) return;
    offer_snippet(k, "Args:", ITEM_KEYWORD, lines_for(k, "Args", AS(Signature, sig)->args, false), "what the arguments are", 0);
    offer_snippet(k, "Returns:", ITEM_KEYWORD, lines_for(k, "Returns", (NodeList){0}, false), "what comes back", 1);
    offer_snippet(k, "Raises:", ITEM_KEYWORD, lines_for(k, "Raises", (NodeList){0}, false), "which errors there are", 1);
}

bool offer_in_text(Ask *k, const Source *text) {
    const NodePath *p = &k->around.path;
    const Node *inner = p->n ? p->nodes[p->n - 1] : NULL;
    if (!IS(StringLit, inner)) return false;
    const Node *def = documented(p);
    if (def) offer_sections(k, text, def);
    return true;
}

bool offer_at_place(Ask *k, Module *m, const Source *text) {
    return offer_conventions(k, text) || offer_effects(k, text) || offer_type_members(k, m);
}
