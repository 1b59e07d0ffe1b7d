/* SPDX-License-Identifier: Apache-2.0 */
/* Completion: the text with a probe name at the cursor is checked as a module of its own, and the checker
 * says what is visible where it meets the probe. */
#include "query/complete_int.h"

ItemKind query_item_kind(const Decl *d) {
    switch (d->kind) {
    case DECL_MODULE: return ITEM_MODULE;
    case DECL_STRUCT: return ITEM_STRUCT;
    case DECL_TRAIT: return ITEM_INTERFACE;
    case DECL_FN:
    case DECL_FNSET: return d->parent && (d->parent->kind == DECL_STRUCT || d->parent->kind == DECL_TRAIT) ? ITEM_METHOD : ITEM_FUNCTION;
    case DECL_COMPTIME: return ITEM_CONSTANT;
    case DECL_PARAM: return ITEM_TYPE_PARAMETER;
    case DECL_FIELD: return ITEM_FIELD;
    default: return ITEM_VARIABLE;
    }
}

static void on_local(void *ctx, Decl *d) {
    Ask *k = ctx;
    k->met = true;
    vec_push_in(k->arena, &k->locals, d);
}
static void on_owner(void *ctx, Decl *d) {
    Ask *k = ctx;
    k->met = true;
    if (!k->owner) k->owner = d;
}
static void on_member(void *ctx, Val type, bool is_type) {
    Ask *k = ctx;
    k->type = type;
    k->is_type = is_type;
}
static void on_module(void *ctx, Module *m) {
    ((Ask *)ctx)->of = m;
}
static void on_name(void *ctx, const Module *m, const Item *it, const Node *n, Decl *d, Val self) {
    (void)m, (void)it;
    context_name(&((Ask *)ctx)->around, n, d, self);
}
static void no_call(void *ctx, const Module *m, const Item *it, const Node *n, FnDecl *f) {
    (void)ctx, (void)m, (void)it, (void)n, (void)f;
}
static void on_value(void *ctx, const Module *m, const Item *it, const Node *n, const TExpr *e) {
    (void)m, (void)it;
    context_value(&((Ask *)ctx)->around, n, e);
}

/* What an expression of the declaration gives: a variable's type, a function's result. */
static Val type_given(Ask *k, Decl *d) {
    switch (d->kind) {
    case DECL_VAR: return DECL_AS(VarDecl, d)->type;
    case DECL_FIELD: return DECL_AS(FieldDecl, d)->type;
    case DECL_COMPTIME: return DECL_AS(ComptimeDecl, d)->type;
    case DECL_STRUCT: return DECL_AS(StructDecl, d)->self_type;
    case DECL_FNSET: return DECL_AS(FnSet, d)->fns.len ? type_given(k, &DECL_AS(FnSet, d)->fns.data[0]->decl) : NULL;
    case DECL_FN: return d->state == DECL_KNOWN ? NULL : DECL_AS(FnDecl, d)->result;
    default: return NULL;
    }
}

static void put_insert(Ask *k, const Decl *d, Completion *c) {
    const FnSet *set = d->kind == DECL_FNSET ? DECL_AS(FnSet, d) : NULL;
    const FnDecl *f = d->kind == DECL_FN ? DECL_AS(FnDecl, d) : set && set->fns.len ? set->fns.data[0] : NULL;
    if (!f || k->around.before_call) return;
    uint32_t n = f->args.len - (f->args.len && f->is_method && !f->is_static ? 1 : 0);
    c->insert = arena_printf(k->arena, n || (set && set->fns.len > 1) ? "%s($0)" : "%s()$0", c->label);
    c->has_holes = true;
}

void offer(Ask *k, Decl *d, Name name, uint32_t rank) {
    if (!name || map_has(&k->seen, name)) return;
    const char *s = name->chars;
    if ((s[0] == '_' && !k->dunder) || !k->match(k->match_ctx, s)) return;
    if (d->kind == DECL_ALIAS) d = decl_follow(k->cx->resolver, d);
    if (!d || strstr(s, "__moj_probe")) return;
    map_put(&k->seen, name, (void *)1);
    Completion c = {.label = s, .kind = query_item_kind(d), .rank = rank * 2 + 1, .deprecated = d->is_deprecated, .decl = d};
    Val t = type_given(k, d);
    if (k->around.expected && t == k->around.expected) c.rank = d->kind == DECL_VAR || d->kind == DECL_FIELD ? 0 : c.rank - 1;
    put_insert(k, d, &c);
    vec_push_in(k->arena, &k->out->list, c);
}

/* What an item says beside its name. Signatures cost more than names: they are asked for item by item. */
void query_complete_detail(Session *s, Arena *a, Completion *c) {
    const Decl *d = c->decl;
    if (!d || d->kind == DECL_MODULE) return;
    Query q = {.cx = session_cx(s), .session = s};
    StrBuf b = {0};
    if (d->kind == DECL_FNSET) {
        const FnSet *set = DECL_AS(FnSet, d);
        if (set->fns.len) query_signature(&q, &set->fns.data[0]->decl, &b);
        if (set->fns.len > 1) sb_printf(&b, " (+%u)", set->fns.len - 1);
    } else {
        query_signature(&q, d, &b);
    }
    c->detail = b.len ? arena_strndup(a, b.p, b.len) : NULL;
    sb_done(&b);
    Str doc = query_doc(d, a);
    if (doc.len) c->doc = doc.p;
}

void offer_scope(Ask *k, const Scope *s, uint32_t rank, bool types_only) {
    MAP_EACH(&s->names, e) {
        Decl *d = e->value;
        if (!d) continue;
        if (types_only && (d->kind == DECL_FIELD)) continue;
        offer(k, d, (Name)(uintptr_t)e->key, rank);
    }
}

static void offer_bounds(Ask *k, Val bound, uint32_t rank) {
    if (!bound || bound->kind != T_TRAIT) return;
    for (uint32_t i = 0; i < bound->n; i++) {
        if (bound->args[i]->kind != V_TRAITREF) continue;
        TraitDecl *t = (TraitDecl *)(uintptr_t)bound->args[i]->u.decl;
        check_sig(k->cx, &t->decl);
        offer_scope(k, &t->members, rank, k->is_type);
        for (uint32_t j = 0; j < t->parents.len; j++)
            if (t->parents.data[j]->kind == V_TRAITREF)
                offer_scope(k, &((TraitDecl *)(uintptr_t)t->parents.data[j]->u.decl)->members, rank + 1, k->is_type);
    }
}

void offer_members(Ask *k, Val type) {
    if (type->kind == T_STRLIT) {
        Decl *d = resolver_std(k->cx->resolver, NM_StaticString);
        Val v = d ? decl_value(k->cx, d) : NULL;
        if (v) type = v;
    }
    if (type->kind == T_INTLIT || type->kind == T_FLOATLIT) {
        Decl *d = resolver_std(k->cx->resolver, type->kind == T_INTLIT ? NM_Int : NM_Float64);
        Val v = d ? decl_value(k->cx, d) : NULL;
        if (v) type = v;
    }
    if (type->kind == T_STRUCT) {
        StructDecl *s = (StructDecl *)(uintptr_t)type->u.decl;
        check_sig(k->cx, &s->decl);
        MAP_EACH(&s->members.names, e) {
            Decl *d = e->value;
            if (d) offer(k, d, (Name)(uintptr_t)e->key, d->kind == DECL_FIELD ? 0 : 1);
        }
        for (uint32_t i = 0; i < s->conformances.len; i++) {
            Val t = s->conformances.data[i].trait;
            if (!t || t->kind != V_TRAITREF) continue;
            offer_scope(k, &((TraitDecl *)(uintptr_t)t->u.decl)->members, 2, k->is_type);
        }
    }
    if (type->type) offer_bounds(k, type->type, 1);
}

static void offer_keywords(Ask *k) {
    static const char *const words[] = {
        "var", "def", "struct", "trait", "return", "if", "elif", "else", "for", "while", "break", "continue", "pass",
        "import", "from", "try", "except", "finally", "raise", "raises", "with", "in", "not", "and", "or", "is",
        "comptime", "ref", "mut", "True", "False", "None", "assert", "where", "lambda", "Self", "self"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        Name n = name_of(words[i]);
        if (map_has(&k->seen, n) || !k->match(k->match_ctx, words[i])) continue;
        map_put(&k->seen, n, (void *)1);
        vec_push_in(k->arena, &k->out->list, (Completion){.label = words[i], .kind = ITEM_KEYWORD, .rank = 12});
    }
}

static void offer_params(Ask *k, const ParamList *l) {
    for (uint32_t i = 0; i < l->len; i++)
        if (!l->data[i]->is_auto && l->data[i]->decl.name) offer(k, &l->data[i]->decl, l->data[i]->decl.name, 1);
}

/* Names seen from the probe: locals, arguments and parameters around, the module, the prelude. */
static void offer_visible(Ask *k, Module *m) {
    for (uint32_t i = 0; i < k->locals.len; i++) offer(k, k->locals.data[i], k->locals.data[i]->name, 0);
    uint32_t depth = 0;
    for (Decl *o = k->owner; o && depth < 40; o = o->parent, depth++) {
        if (o->kind == DECL_FN) {
            FnDecl *f = DECL_AS(FnDecl, o);
            for (uint32_t i = 0; i < f->args.len; i++) offer(k, &f->args.data[i]->decl, f->args.data[i]->decl.name, 0);
            if (f->result_var) offer(k, &f->result_var->decl, f->result_var->decl.name, 0);
            offer_params(k, &f->params);
        } else if (o->kind == DECL_STRUCT && o == k->owner) {
            offer_params(k, &DECL_AS(StructDecl, o)->params);
        }
    }
    offer_scope(k, &m->scope, 2, false);
    if (m->prelude) offer_scope(k, m->prelude, 3, false);
    offer_keywords(k);
}

typedef struct Listing { /* modules of a folder */
    Ask *k;
    const char *but; /* the file that asks */
} Listing;

static bool is_module_file(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".mojo") == 0 || strcmp(dot, ".🔥") == 0);
}

static bool find_module(void *ctx, const char *path, bool is_dir) {
    *(bool *)ctx |= !is_dir && is_module_file(path);
    return !*(bool *)ctx;
}

static bool has_modules(const char *dir) {
    bool found = false;
    dir_list(dir, find_module, &found);
    return found;
}

static bool list_one(void *ctx, const char *path, bool is_dir) {
    Listing *l = ctx;
    Ask *k = l->k;
    const char *rest = path_basename(path), *dot = strrchr(rest, '.');
    if (rest[0] == '_' || strcmp(path, l->but) == 0 || (is_dir ? dot || !has_modules(path) : !is_module_file(rest))) return true;
    char *name = is_dir ? arena_strdup(k->arena, rest) : arena_strndup(k->arena, rest, (size_t)(dot - rest));
    vec_push_in(k->arena, &k->out->list, (Completion){.label = name, .kind = ITEM_MODULE, .rank = 0});
    return true;
}

static void offer_files(Ask *k, const char *dir, const Source *text) {
    Listing l = {k, text->path};
    dir_list(dir, list_one, &l);
}

/* `import a.b.` and `from a import `: answered from the folders, without checking. */
static bool import_context(Ask *k, Module *m, const Source *text, uint32_t word) {
    uint32_t line = word;
    while (line > 0 && text->data[line - 1] != '\n') line--;
    uint32_t i = line;
    while (i < word && text->data[i] == ' ') i++;
    bool from = word - i >= 5 && memcmp(text->data + i, "from ", 5) == 0;
    bool import = word - i >= 7 && memcmp(text->data + i, "import ", 7) == 0;
    if (!from && !import) return false;
    i += from ? 5 : 7;
    uint32_t level = 0, n = 0, start;
    Name path[32];
    while (i < word && text->data[i] == '.') level++, i++;
    for (;;) {
        start = i;
        while (i < word && (text->data[i] == '_' || unicode_xid_continue((unsigned char)text->data[i]))) i++;
        if (i == start || n == 32) break;
        path[n++] = name_intern(text->data + start, i - start);
        if (i < word && text->data[i] == '.') i++;
        else break;
    }
    if (from && i < word) { /* `from path import …` */
        while (i < word && text->data[i] == ' ') i++;
        if (word - i < 7 || memcmp(text->data + i, "import", 6) != 0) return true;
        Module *of = resolver_import(k->cx->resolver, m, level, path, n, NULL);
        if (of) offer_scope(k, &of->scope, 1, false), k->of = of;
    } else if (n == 0) { /* beside the file, or that many folders up */
        const char *dir = path_dirname(k->arena, text->path);
        for (uint32_t up = 1; up < level; up++) dir = path_dirname(k->arena, dir);
        offer_files(k, dir, text);
        if (!level) vec_push_in(k->arena, &k->out->list, (Completion){.label = "std", .kind = ITEM_MODULE, .rank = 1});
    } else {
        k->of = resolver_import(k->cx->resolver, m, level, path, n, NULL);
    }
    if (!k->of || !k->of->is_package) return true;
    char *dir = path_dirname(k->arena, k->of->path);
    if (!k->of->ast) dir = arena_strdup(k->arena, k->of->path);
    offer_files(k, dir, text);
    return true;
}

static bool word_char(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* In a comment, or in a string that its line does not close. */
enum { IN_CODE, IN_COMMENT, IN_STRING };
static int line_state(const Source *s, uint32_t at) {
    char quote = 0;
    for (uint32_t i = line_start(s, at); i < at; i++) {
        char c = s->data[i];
        if (quote) {
            if (c == '\\') i++;
            else if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            return IN_COMMENT;
        }
    }
    return quote ? IN_STRING : IN_CODE;
}

/* Whether the tree has the probe as a name: in a hole of a t-string, say. */
static bool is_name_at(const NodePath *p, Name probe) {
    const Node *n = p->n ? p->nodes[p->n - 1] : NULL;
    return (IS(Name, n) && AS(Name, n)->id == probe) || (IS(Attribute, n) && AS(Attribute, n)->attr == probe) ||
           (IS(ContextMember, n) && AS(ContextMember, n)->attr == probe);
}

static void check_item(Ask *k, Module *m, uint32_t offset) {
    Item *item = ast_item_at(m->ast, offset);
    MAP_EACH(&m->scope.names, e) { /* the declaration the cursor is in, with its bodies */
        Decl *d = e->value;
        if (!d || d->module != m || d->kind == DECL_ALIAS) continue;
        VEC(Decl *) todo = {0};
        vec_push(&todo, d);
        for (uint32_t i = 0; i < todo.len && i < 10000; i++) {
            d = todo.data[i];
            if (d->kind == DECL_FNSET) {
                FnSet *s = DECL_AS(FnSet, d);
                for (uint32_t j = 0; j < s->fns.len; j++) vec_push(&todo, &s->fns.data[j]->decl);
                continue;
            }
            if (d->item != item || !d->node) continue;
            if (offset < item->start + d->node->pos || offset > item->start + d->node->end + 1) {
                if (d->kind != DECL_FN) continue;
                if (offset < item->start + d->node->pos || offset > item->start + d->node->end + 400) continue;
            }
            check_sig(k->cx, d);
            if (d->kind == DECL_FN) check_body(k->cx, DECL_AS(FnDecl, d));
            const Scope *members = d->kind == DECL_STRUCT ? &DECL_AS(StructDecl, d)->members
                                   : d->kind == DECL_TRAIT ? &DECL_AS(TraitDecl, d)->members
                                                           : NULL;
            if (d->kind == DECL_STRUCT) check_struct(k->cx, DECL_AS(StructDecl, d));
            if (members) MAP_EACH(&members->names, x) if (x->value) vec_push(&todo, (Decl *)x->value);
        }
        vec_done(&todo);
    }
    if (!k->met && !k->type && !k->of && m->script.len) {
        FnDecl *f = check_script(k->cx, m);
        if (f) check_body(k->cx, f);
    }
}

static int by_rank(const void *x, const void *y) {
    const Completion *a = x, *b = y;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return strcmp(a->label, b->label);
}

static void offer_all(Ask *k, Module *m, const Source *text, uint32_t word) {
    bool dotted = word && text->data[word - 1] == '.';
    if (offer_decorators(k, text, word) || (!dotted && offer_at_place(k, m, text))) return;
    if (k->of) {
        offer_scope(k, &k->of->scope, 1, false);
    } else if (k->type) {
        offer_members(k, k->type);
        if (!k->is_type) offer_postfix(k, text);
    } else if (dotted && k->around.is_context_member && k->around.expected) {
        k->type = k->around.expected;
        k->is_type = true;
        offer_members(k, k->type);
    } else if (!dotted) {
        offer_keyword_arguments(k);
        offer_parameters(k);
        offer_visible(k, m);
        offer_snippets(k, text, word);
        offer_imports(k, m, text);
    }
}

static bool any_name(void *ctx, const char *name) {
    (void)ctx, (void)name;
    return true;
}

void query_complete(Session *s, const Source *text, uint32_t offset, const CompleteOptions *o, Arena *a, Completions *out) {
    static const char probe[] = "__moj_probe__";
    *out = (Completions){0};
    Ask k = {.cx = session_cx(s), .session = s, .arena = a, .out = out, .index = o->index, .match = o->match ? o->match : any_name,
             .match_ctx = o->match_ctx, .offset = offset};
    uint32_t word = offset, end = offset;
    while (word > 0 && word_char(text->data[word - 1])) word--;
    while (end < text->size && word_char(text->data[end])) end++;
    out->word_start = k.word = word;
    out->word_end = offset;
    k.dunder = word < offset && text->data[word] == '_';
    int state = line_state(text, offset);
    if (state == IN_COMMENT || (word < offset && text->data[word] >= '0' && text->data[word] <= '9')) return;
    Source *probed = source_edit(session_sources(s), text, word, end, str_of(probe));
    if (!probed) return;
    Watch w = {.ctx = &k,
               .probe = name_of(probe),
               .name = on_name,
               .call = no_call,
               .value = on_value,
               .local = on_local,
               .owner = on_owner,
               .member = on_member,
               .module_member = on_module};
    Module *m = resolver_load_probe(k.cx->resolver, probed);
    context_find(&k.around, m->ast, word, end < text->size ? text->data[end] : 0);
    bool is_text = offer_in_text(&k, text) || (state == IN_STRING && !is_name_at(&k.around.path, w.probe));
    if (!is_text && !import_context(&k, m, text, word)) {
        k.cx->watch = &w;
        check_item(&k, m, word);
        k.cx->watch = NULL;
        context_settle(&k);
        offer_all(&k, m, text, word);
    }
    out->receiver = k.is_type ? NULL : k.type;
    if (out->list.len) qsort(out->list.data, out->list.len, sizeof(Completion), by_rank);
    map_done(&k.seen);
}
