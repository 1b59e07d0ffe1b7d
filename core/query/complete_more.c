/* SPDX-License-Identifier: Apache-2.0 */
/* Completions that are not names in scope: snippets, what follows an expression, decorators, names to import. */
#include "query/complete_int.h"

enum { MAX_IMPORTS = 60 };

static bool is_taken(Ask *k, const char *label) {
    return map_has(&k->seen, name_of(label)) || !k->match(k->match_ctx, label);
}

/* ---- decorators ------------------------------------------------------------------------------------------ */
bool offer_decorators(Ask *k, const Source *text, uint32_t word) {
    static const char *const names[] = {"fieldwise_init", "staticmethod", "always_inline", "no_inline",
                                        "implicit",       "export",       "deprecated",    "align", "explicit_destroy"};
    uint32_t at = word;
    if (!at || text->data[at - 1] != '@') return false;
    at--;
    while (at > 0 && strchr(" \t", text->data[at - 1])) at--;
    if (at > 0 && text->data[at - 1] != '\n') return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (!is_taken(k, names[i])) vec_push_in(k->arena, &k->out->list, (Completion){.label = names[i], .kind = ITEM_KEYWORD, .rank = 0});
    return true;
}

/* ---- postfix ------------------------------------------------------------------------------------------------ */
typedef struct Form {
    const char *label, *pattern; /* `@`: the expression */
    bool is_statement;
    const char *detail;
} Form;
static const Form forms[] = {
    {"if", "if @:\n    $0", true, "if the value …"},
    {"while", "while @:\n    $0", true, "while the value …"},
    {"for", "for ${1:x} in @:\n    $0", true, "for each element"},
    {"var", "var ${1:name} = @$0", true, "keep it in a variable"},
    {"return", "return @$0", true, "return it"},
    {"print", "print(@)$0", true, "print it"},
    {"try", "try:\n    @\nexcept e:\n    $0", true, "catch its error"},
    {"not", "not @$0", false, "negate it"},
    {"len", "len(@)$0", false, "its length"},
    {"^", "@^$0", false, "give the value away"},
};

static const char *fill(Ask *k, const char *pattern, Str expr, const char *indent) {
    StrBuf b = {0};
    for (const char *p = pattern; *p; p++) {
        if (*p == '@') {
            for (size_t i = 0; i < expr.len; i++) {
                if (strchr("$}\\", expr.p[i])) sb_char(&b, '\\');
                sb_char(&b, expr.p[i]);
            }
        } else {
            sb_char(&b, *p);
            if (*p == '\n') sb_puts(&b, indent);
        }
    }
    const char *r = arena_strndup(k->arena, b.p, b.len);
    sb_done(&b);
    return r;
}

void offer_postfix(Ask *k, const Source *text) {
    const NodePath *p = &k->around.path;
    const Node *member = p->n ? p->nodes[p->n - 1] : NULL, *up = p->n > 1 ? p->nodes[p->n - 2] : NULL;
    if (!IS(Attribute, member) || k->around.before_call) return;
    uint32_t from = p->item->start + member->pos;
    if (from >= k->word || k->word > text->size) return;
    Str expr = {text->data + from, k->word - 1 - from};
    if (memchr(expr.p, '\n', expr.len)) return;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        const Form *f = &forms[i];
        if ((f->is_statement && !IS(ExprStmt, up)) || is_taken(k, f->label)) continue;
        Completion c = {.label = f->label, .kind = ITEM_SNIPPET, .rank = 20, .detail = f->detail, .has_holes = true};
        c.insert = fill(k, f->pattern, expr, ""); /* the client indents */
        c.replace_from = from;
        c.replaces = true;
        vec_push_in(k->arena, &k->out->list, c);
    }
}

/* ---- snippets ------------------------------------------------------------------------------------------------- */
typedef struct Snippet {
    const char *label, *text, *detail;
} Snippet;
static const Snippet snippets[] = {
    {"def", "def ${1:name}($2):\n    $0", "a function"},
    {"main", "def main():\n    $0", "the program's entry"},
    {"struct", "@fieldwise_init\nstruct ${1:Name}(Copyable, Movable):\n    var ${2:field}: ${3:Int}\n    $0", "a struct"},
    {"trait", "trait ${1:Name}:\n    def ${2:method}(self):\n        ...\n    $0", "a trait"},
    {"init", "def __init__(out self$1):\n    $0", "a constructor"},
    {"for", "for ${1:i} in range(${2:n}):\n    $0", "a loop"},
    {"while", "while ${1:condition}:\n    $0", "a loop"},
    {"if", "if ${1:condition}:\n    $0", "a condition"},
    {"try", "try:\n    $1\nexcept e:\n    $0", "catch an error"},
    {"with", "with ${1:value} as ${2:name}:\n    $0", "a context"},
};

void offer_snippets(Ask *k, const Source *text, uint32_t word) {
    uint32_t from = line_start(text, word);
    while (from < word && strchr(" \t", text->data[from])) from++;
    if (from != word) return;
    for (size_t i = 0; i < ARRAY_LEN(snippets); i++) {
        if (!k->match(k->match_ctx, snippets[i].label)) continue;
        Completion c = {.label = snippets[i].label, .kind = ITEM_SNIPPET, .rank = 13, .detail = snippets[i].detail,
                        .insert = snippets[i].text, .has_holes = true};
        vec_push_in(k->arena, &k->out->list, c);
    }
}

/* ---- imports --------------------------------------------------------------------------------------------------- */
typedef struct Importing {
    Ask *k;
    Module *m;
    uint32_t n;
} Importing;

static bool may_import(void *ctx, const char *name) {
    Importing *g = ctx;
    return g->n < MAX_IMPORTS && !is_taken(g->k, name);
}

static void offer_one(void *ctx, const Export *e) {
    static const ItemKind kinds[] = {ITEM_FUNCTION, ITEM_METHOD, ITEM_CONSTRUCTOR, ITEM_STRUCT, ITEM_INTERFACE, ITEM_STRUCT,
                                     ITEM_FIELD, ITEM_VARIABLE, ITEM_CONSTANT, ITEM_STRUCT};
    Importing *g = ctx;
    Ask *k = g->k;
    if (g->n++ >= MAX_IMPORTS) {
        k->out->incomplete = true;
        return;
    }
    Completion c = {.label = arena_strdup(k->arena, e->name), .kind = kinds[e->kind], .rank = 16, .module = arena_strdup(k->arena, e->module)};
    map_put(&k->seen, name_of(c.label), (void *)1);
    c.detail = arena_printf(k->arena, "from %s import %s", c.module, c.label);
    vec_push_in(k->arena, &k->out->list, c);
}

void offer_imports(Ask *k, Module *m, const Source *text) {
    if (!k->index || k->offset - k->word < 2) { /* a name of one letter would bring in everything */
        k->out->incomplete = k->index != NULL;
        return;
    }
    Importing g = {k, m, 0};
    index_exports(k->index, path_dirname(k->arena, text->path), text->path, may_import, offer_one, &g);
}
