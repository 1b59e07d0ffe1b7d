/* SPDX-License-Identifier: Apache-2.0 */
/* What a file says by itself. Contract in facts.h. */
#include "query/facts.h"

enum { PART_HEAD = 1, PART_SYMBOLS, PART_ITEMS, PART_WORDS, PART_ITEM_WORDS, PART_REEXPORTS, PART_ALIASES };

typedef struct FactsHead {
    TextSum text;
    uint64_t seen, is_python;
} FactsHead;
typedef struct Words {
    VEC(uint32_t) list;
} Words;
typedef struct Making {
    BlobMaker m;
    const Source *source;
    uint64_t seen;
    VEC(FactItem) items;
    Words item_words;
} Making;

TextSum text_sum(Str text) {
    return (TextSum){hash_bytes(text.p, text.len, 11), hash_bytes(text.p, text.len, 12)};
}

uint32_t word_hash(Str word) {
    uint32_t h = (uint32_t)hash_bytes(word.p, word.len, 1);
    return h ? h : 1;
}

bool line_is_wide(const Source *s, uint32_t end, uint32_t col) {
    for (uint32_t i = end - col; i < end && i < s->size; i++)
        if ((unsigned char)s->data[i] >= 0x80) return true;
    return false;
}

/* ---- words ------------------------------------------------------------------------------------------- */
static bool in_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Sorts what was added since `from` and drops twins. */
static void sort_words(Words *w, uint32_t from) {
    uint32_t n = from;
    if (w->list.len > from) qsort(w->list.data + from, w->list.len - from, sizeof(uint32_t), by_value);
    for (uint32_t i = from; i < w->list.len; i++)
        if (n == from || w->list.data[n - 1] != w->list.data[i]) w->list.data[n++] = w->list.data[i];
    w->list.len = n;
}

/* ---- what can be seen of an item ------------------------------------------------------------------------ */
/* The end of a string whose quote is at i. */
static uint32_t string_end(const char *p, uint32_t i, uint32_t end) {
    char q = p[i];
    bool triple = i + 2 < end && p[i + 1] == q && p[i + 2] == q;
    for (i += triple ? 3 : 1; i < end; i++) {
        if (p[i] == '\\') i++;
        else if (p[i] == q && !triple) return i + 1;
        else if (p[i] == q && i + 2 < end && p[i + 1] == q && p[i + 2] == q) return i + 3;
        else if (p[i] == '\n' && !triple) return i;
    }
    return end;
}

static void add_words(const char *p, uint32_t from, uint32_t to, Words *out) {
    for (uint32_t i = from; i < to;) {
        uint32_t start = i;
        while (i < to && in_word(p[i])) i++;
        if (i > start) vec_push(&out->list, word_hash((Str){p + start, i - start}));
        else i++;
    }
}

/* Adds text to the sum, token by token: blanks and comments do not count. */
static void see_text(Making *k, uint32_t from, uint32_t to) {
    const char *p = k->source->data;
    if (to > k->source->size) to = k->source->size;
    for (uint32_t i = from; i < to;) {
        uint32_t start = i;
        if (p[i] == '#') {
            while (i < to && p[i] != '\n') i++;
            continue;
        }
        if (p[i] == '"' || p[i] == '\'') {
            i = string_end(p, i, to);
            add_words(p, start, i < to ? i : to, &k->item_words); /* it may have holes */
        } else if (in_word(p[i])) {
            while (i < to && in_word(p[i])) i++;
            vec_push(&k->item_words.list, word_hash((Str){p + start, i - start}));
        } else if (p[i] == ' ' || p[i] == '\t' || p[i] == '\n' || p[i] == '\r') {
            i++;
            continue;
        } else {
            i++;
        }
        if (i > to) i = to;
        k->seen = hash_mix(k->seen, hash_bytes(p + start, i - start, 3));
    }
}

static bool is_nothing(const NodeList *body) { /* `...`, `pass` */
    EACH_NODE(*body, n) {
        if (IS(ExprStmt, n) && (IS(StringLit, AS(ExprStmt, n)->value) ||
                                (IS(Constant, AS(ExprStmt, n)->value) && AS(Constant, AS(ExprStmt, n)->value)->value == CONST_ELLIPSIS)))
            continue;
        if (!IS(Pass, n)) return false;
    }
    return true;
}

static const NodeList *members_of(const Node *n) {
    if (IS(StructDef, n)) return &AS(StructDef, n)->body;
    if (IS(TraitDef, n)) return &AS(TraitDef, n)->body;
    if (IS(ExtensionDef, n)) return &AS(ExtensionDef, n)->body;
    return NULL;
}

/* The text of a declaration from *at on, without the bodies of functions and without doc-strings. */
static void see_node(Making *k, uint32_t base, const Node *n, uint32_t *at, int depth) {
    const NodeList *members = members_of(n);
    if (IS(FuncDef, n)) {
        const NodeList *body = &AS(FuncDef, n)->body;
        see_text(k, *at, body->len ? base + body->data[0]->pos : base + n->end);
        k->seen = hash_mix(k->seen, (uint64_t)depth << 1 | is_nothing(body));
        *at = base + n->end;
    } else if (members && depth < 20) {
        EACH_NODE(*members, x) {
            if (IS(ExprStmt, x) && IS(StringLit, AS(ExprStmt, x)->value)) {
                see_text(k, *at, base + x->pos);
                *at = base + x->end;
            } else if (IS(FuncDef, x) || members_of(x)) {
                see_node(k, base, x, at, depth + 1);
            }
        }
        see_text(k, *at, base + n->end);
        *at = base + n->end;
    }
}

static uint32_t name_word(Name n) {
    return n ? word_hash(name_str(n)) : 0;
}

static uint32_t item_name(const Node *n) {
    if (IS(FuncDef, n)) return name_word(AS(FuncDef, n)->name);
    if (IS(StructDef, n)) return name_word(AS(StructDef, n)->name);
    if (IS(TraitDef, n)) return name_word(AS(TraitDef, n)->name);
    if (!IS(ComptimeDecl, n) || AS(ComptimeDecl, n)->names.len != 1 || !IS(Name, AS(ComptimeDecl, n)->names.data[0])) return 0;
    return name_word(AS(Name, AS(ComptimeDecl, n)->names.data[0])->id);
}

static void add_item(Making *k, const Item *item) {
    uint32_t at = item->start, first = k->item_words.list.len;
    uint64_t before = k->seen;
    k->seen = 1;
    EACH_NODE(item->stmts, n) see_node(k, item->start, n, &at, 0);
    see_text(k, at, item->start + item->len);
    sort_words(&k->item_words, first);
    FactItem f = {.first = first, .n = k->item_words.list.len - first, .seen = k->seen};
    if (item->stmts.len == 1 && !item->has_errors) f.name = item_name(item->stmts.data[0]);
    vec_push(&k->items, f);
    k->seen = hash_mix(before, k->seen);
}

static int by_name(const void *x, const void *y) {
    const FactItem *a = x, *b = y;
    if (a->name != b->name) return a->name < b->name ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first; /* overloads stay in order */
}

/* ---- declarations, imports --------------------------------------------------------------------------------- */
static void add_symbols(Making *k, const Ast *ast) {
    Arena a;
    arena_init(&a);
    Outline o;
    query_outline(ast, &a, &o);
    uint32_t container = 0;
    for (uint32_t i = 0; i < o.entries.len; i++) {
        const OutlineEntry *e = &o.entries.data[i];
        if (e->depth > 1) continue;
        FactSymbol s = {.name = blob_text(&k->m, str_of(e->name)), .detail = blob_text(&k->m, str_of(e->detail)), .kind = (uint16_t)e->kind};
        LineCol start = source_line_col(ast->source, e->name_at.start, POS_UTF8);
        s.start = e->name_at.start;
        s.line = start.line;
        s.col = start.col;
        s.end_col = start.col + (e->name_at.end - e->name_at.start);
        s.is_wide = line_is_wide(ast->source, e->name_at.end, s.end_col);
        if (e->depth == 0) container = s.name;
        else s.container = container;
        blob_add(&k->m, PART_SYMBOLS, &s, sizeof s);
    }
    arena_done(&a);
}

static void add_alias(Making *k, Name from, Name to) {
    if (!from || !to || from == to) return;
    FactAlias x = {word_hash(name_str(from)), word_hash(name_str(to))};
    blob_add(&k->m, PART_ALIASES, &x, sizeof x);
}

static void add_imports(Making *k, const Node *n) {
    const NodeList *names = IS(ImportFrom, n) ? &AS(ImportFrom, n)->names : IS(Import, n) ? &AS(Import, n)->names : NULL;
    if (!names) return;
    EACH_NODE(*names, a) {
        if (!IS(Alias, a) || !AS(Alias, a)->path.len || !IS(Name, vec_last(&AS(Alias, a)->path))) continue;
        Name from = AS(Name, vec_last(&AS(Alias, a)->path))->id, as = AS(Alias, a)->asname;
        add_alias(k, from, as);
        if (!IS(ImportFrom, n) || !(as ? as : from)) continue;
        uint32_t text = blob_text(&k->m, name_str(as ? as : from));
        blob_add(&k->m, PART_REEXPORTS, &text, sizeof text);
    }
}

Blob facts_make(const Ast *ast) {
    Making k = {.source = ast->source, .seen = 1};
    Words words = {0};
    blob_begin(&k.m, FACTS_KIND);
    add_words(ast->source->data, 0, ast->source->size, &words);
    sort_words(&words, 0);
    add_symbols(&k, ast);
    for (uint32_t i = 0; i < ast->n_items; i++) {
        if (ast->lang == LANG_MOJO) add_item(&k, ast->items[i]);
        EACH_NODE(ast->items[i]->stmts, n) add_imports(&k, n);
    }
    if (k.items.len) qsort(k.items.data, k.items.len, sizeof(FactItem), by_name);
    FactsHead h = {text_sum(source_text(ast->source)), k.seen, ast->lang == LANG_PYTHON};
    blob_add(&k.m, PART_HEAD, &h, sizeof h);
    blob_add(&k.m, PART_ITEMS, k.items.data, k.items.len * sizeof(FactItem));
    blob_add(&k.m, PART_WORDS, words.list.data, words.list.len * sizeof(uint32_t));
    blob_add(&k.m, PART_ITEM_WORDS, k.item_words.list.data, k.item_words.list.len * sizeof(uint32_t));
    vec_done(&words.list);
    vec_done(&k.items);
    vec_done(&k.item_words.list);
    return blob_end(&k.m);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */
bool facts_view(const Blob *b, FileFacts *out) {
    uint32_t n;
    const FactsHead *h = blob_part(b, PART_HEAD, sizeof *h, &n);
    *out = (FileFacts){0};
    if (n != 1) return false;
    out->text = h->text;
    out->seen = h->seen;
    out->is_python = h->is_python != 0;
    out->symbols = blob_part(b, PART_SYMBOLS, sizeof(FactSymbol), &out->n_symbols);
    out->items = blob_part(b, PART_ITEMS, sizeof(FactItem), &out->n_items);
    out->words = blob_part(b, PART_WORDS, sizeof(uint32_t), &out->n_words);
    out->item_words = blob_part(b, PART_ITEM_WORDS, sizeof(uint32_t), &out->n_item_words);
    out->reexports = blob_part(b, PART_REEXPORTS, sizeof(uint32_t), &out->n_reexports);
    out->aliases = blob_part(b, PART_ALIASES, sizeof(FactAlias), &out->n_aliases);
    for (uint32_t i = 0; i < out->n_items; i++)
        if (out->items[i].first > out->n_item_words || out->items[i].n > out->n_item_words - out->items[i].first) return false;
    for (uint32_t i = 0; i < out->n_symbols; i++)
        if (out->symbols[i].kind > OUTLINE_EXTENSION) return false;
    return true;
}

bool facts_has_word(const FileFacts *f, uint32_t word) {
    uint32_t lo = 0, hi = f->n_words;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f->words[mid] < word) lo = mid + 1;
        else hi = mid;
    }
    return lo < f->n_words && f->words[lo] == word;
}
