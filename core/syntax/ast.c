/* SPDX-License-Identifier: Apache-2.0 */
/* Files as arrays of items: first parse, re-parse after an edit, lookup.
 * The first parse puts all items in one arena. A re-parse lexes from the item before the edit until an
 * item begins where an old one did, and takes the rest over: headers are copied with their new starts,
 * trees are shared. An AstStore counts the revisions that share trees; an item made by a re-parse has
 * an arena of its own, freed when no revision that holds it is left. */
#include "syntax/tokens.h"

#include "source/encoding.h"

#include <pthread.h>

/* The memory of the items that one re-parse made. */
typedef struct ItemOwner {
    Arena arena;
    uint32_t refs; /* revisions that hold it; under the store's lock */
} ItemOwner;

typedef struct Held {
    ItemOwner *owner;
    uint32_t live; /* items of it in this revision */
} Held;

typedef struct AstStore {
    Arena arena; /* of the first parse */
    uint32_t refs;
    pthread_mutex_t lock;
    Item *spare;        /* header array of a freed revision: new memory costs more than filling it */
    uint32_t spare_cap;
} AstStore;

typedef struct AstImpl {
    Ast ast;
    Item *headers;      /* with room for `cap`; the array of pointers follows in the same block */
    uint32_t cap;
    Held *held;
    uint32_t n_held;
    uint32_t n_future, n_global; /* items with these flags */
    uint32_t first_open;         /* the first item with ITEM_TO_EOF or ITEM_FRAGILE; n_items: none */
    bool future_annotations, plain; /* plain: UTF-8 without faults */
} AstImpl;
#define IMPL(a) ((AstImpl *)(a))
enum { MAX_HELD = 256 }; /* more: the file is parsed anew, in fresh memory */

/* ---- encoding ---------------------------------------------------------------------------------- */

static Span abs_span(const Source *s, size_t a, size_t b) {
    return (Span){s->id, (uint32_t)a, (uint32_t)b};
}

/* The one spelling of UTF-8 that Python takes beside a byte order mark. */
static bool is_utf_8(Str c) {
    return c.len >= 5 && strncasecmp(c.p, "utf", 3) == 0 && strchr("-_", c.p[3]) && c.p[4] == '8' && (c.len == 5 || strchr("-_", c.p[5]));
}

static void check_cookie(const Source *s, DiagSink *sink) {
    Str c = encoding_cookie((Str){s->data + s->bom, s->size - s->bom});
    if (!c.len) return;
    size_t a = (size_t)(c.p - s->data);
    Span at = abs_span(s, a, a + c.len);
    const char *charset = encoding_charset(c);
    if (!charset) diag_add(sink, DIAG_encoding, at, "the encoding `%.*s` is not known", STR_ARG(c));
    else if (s->bom && !is_utf_8(c))
        diag_add(sink, DIAG_encoding, at, "the file begins with a UTF-8 mark but declares the encoding `%.*s`", STR_ARG(c));
    else if (s->bad_byte != UINT32_MAX) {
        Diag *d = diag_add(sink, DIAG_encoding, abs_span(s, s->bad_byte, s->bad_byte + 3), "a byte here has no meaning in the encoding `%.*s`", STR_ARG(c));
        diag_label(d, at, "declared here");
    }
}

/* Cookie, UTF-8 validity, NUL bytes. */
static void check_text(Ast *ast) {
    Source *s = ast->source;
    DiagSink *sink = &ast->file_diags;
    if (ast->lang == LANG_PYTHON) check_cookie(s, sink);
    size_t ok = utf8_valid_prefix(s->data, s->size);
    if (ok < s->size) {
        Diag *d = diag_add(sink, DIAG_encoding, abs_span(s, ok, ok + 1), "the byte 0x%02x is not valid UTF-8", (unsigned char)s->data[ok]);
        diag_help(d, "save the file as UTF-8");
    }
    const char *nul = memchr(s->data, 0, s->size);
    if (nul) diag_add(sink, DIAG_encoding, abs_span(s, (size_t)(nul - s->data), (size_t)(nul - s->data) + 1), "the text holds a NUL byte");
}

/* ---- rules across items ------------------------------------------------------------------------ */

static void check_futures(Ast *ast, uint32_t n) {
    bool code = false;
    for (uint32_t i = 0; i < ast->n_items && n; i++) {
        const Item *it = ast->items[i];
        if (it->flags & ITEM_FUTURE) {
            n--;
            if (code) diag_add(&ast->file_diags, DIAG_future_import, abs_span(ast->source, it->start, it->start + it->len), "`from __future__` imports stand at the top of the file");
        } else if (i > 0 || !(it->flags & ITEM_DOCSTRING)) code = true;
    }
}

static void check_items(AstImpl *a) {
    if (a->n_future) check_futures(&a->ast, a->n_future);
    if (a->n_global) check_module_globals(&a->ast);
}

/* ---- parsing ----------------------------------------------------------------------------------- */

static void parser_init(Parser *p, const Ast *ast) {
    memset(p, 0, offsetof(Parser, indents));
    p->text = ast->source->data;
    p->size = ast->source->size;
    p->lang = ast->lang;
    p->is_py = ast->lang == LANG_PYTHON;
    p->open = NULL;
    p->after_broken = false;
    p->n_open = p->cap_open = 0;
}

static void parser_done(Parser *p) {
    free(p->toks);
    free(p->stack);
    free(p->open);
}

/* Parses the item at `start`; returns where to look for the next one. */
static uint32_t parse_one(Parser *p, uint32_t start, Item *item) {
    p->base = start;
    p->item_text = p->text + start;
    p->flags = 0;
    p->sink = NULL;
    p->had_error = false;
    uint32_t end = lex_item(p);
    if (p->keep) tokens_keep(p->keep, p);
    memset(item, 0, sizeof *item);
    item->start = start;
    item->len = end - start;
    parse_item(p, item);
    p->after_broken = item->flags & ITEM_BROKEN_END;
    return end;
}

static AstImpl *ast_new(Source *s) {
    AstImpl *a = xcalloc(1, sizeof *a);
    a->ast.source = s;
    a->ast.lang = s->lang;
    arena_init(&a->ast.arena);
    diag_sink_init(&a->ast.file_diags, &a->ast.arena);
    return a;
}

typedef VEC(Item) ItemVec;

static void count_flags(AstImpl *a, const Item *it, int by) {
    if (it->flags & ITEM_FUTURE) a->n_future += (uint32_t)by;
    if (it->flags & ITEM_GLOBAL) a->n_global += (uint32_t)by;
}

/* Room for n headers and the pointers to them. */
static void reserve_headers(AstImpl *a, uint32_t n) {
    AstStore *store = a->ast.store;
    Item *h = NULL;
    pthread_mutex_lock(&store->lock);
    if (store->spare && store->spare_cap >= n) {
        h = store->spare;
        a->cap = store->spare_cap;
        store->spare = NULL;
    }
    pthread_mutex_unlock(&store->lock);
    if (!h) {
        a->cap = n + n / 16 + 8;
        h = xmalloc(a->cap * (sizeof(Item) + sizeof(Item *)));
    }
    a->headers = h;
    a->ast.items = (Item **)(void *)(h + a->cap);
    a->ast.n_items = n;
}

Ast *ast_parse(Source *s) {
    return ast_parse_tokens(s, NULL);
}

Ast *ast_parse_tokens(Source *s, TokenList *out) {
    AstImpl *a = ast_new(s);
    AstStore *store = xcalloc(1, sizeof *store);
    store->refs = 1;
    pthread_mutex_init(&store->lock, NULL);
    size_t hint = (size_t)s->size * 5;
    arena_init_sized(&store->arena, hint < 1024 ? 1024 : hint > (1u << 20) ? 1u << 20 : hint);
    (void)arena_alloc(&store->arena, 1); /* most files fit; what a file needs beyond that is little */
    store->arena.next_size = store->arena.next_size / 8;
    a->ast.store = store;
    check_text(&a->ast);
    a->plain = a->ast.file_diags.diags.len == 0;
    Parser p;
    parser_init(&p, &a->ast);
    p.arena = &store->arena;
    p.keep = out;
    ItemVec v = {0};
    a->first_open = UINT32_MAX;
    uint32_t at = lex_skip_blank(&p, s->bom);
    while (at < s->size) {
        Item it;
        uint32_t end = parse_one(&p, at, &it);
        count_flags(a, &it, 1);
        if (it.flags & (ITEM_TO_EOF | ITEM_FRAGILE) && a->first_open == UINT32_MAX) a->first_open = v.len;
        vec_push(&v, it);
        uint32_t next_at = lex_skip_blank(&p, end);
        if (next_at <= at) break;
        at = next_at;
    }
    if (out) tokens_end(out, s->size);
    a->future_annotations = p.future_annotations;
    parser_done(&p);
    reserve_headers(a, v.len);
    if (v.len) memcpy(a->headers, v.data, v.len * sizeof *v.data);
    for (uint32_t i = 0; i < v.len; i++) a->ast.items[i] = &a->headers[i];
    vec_done(&v);
    check_items(a);
    return &a->ast;
}

/* ---- parsing again ----------------------------------------------------------------------------- */

/* Index of the last item that starts at or before the offset; UINT32_MAX: none. */
static uint32_t item_before(const Ast *ast, uint32_t offset) {
    uint32_t lo = 0, hi = ast->n_items;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ast->items[mid]->start <= offset) lo = mid + 1;
        else hi = mid;
    }
    return lo ? lo - 1 : UINT32_MAX;
}

static bool has_triple_quote(Str s) {
    for (size_t i = 0; i + 3 <= s.len; i++)
        if ((s.p[i] == '"' || s.p[i] == '\'') && s.p[i + 1] == s.p[i] && s.p[i + 2] == s.p[i]) return true;
    return false;
}

/* Could the edit change how the file as a whole is read? */
static bool needs_whole(const AstImpl *old, const Source *s, uint32_t start, uint32_t end, uint32_t new_len) {
    const Source *o = old->ast.source;
    if (!old->plain || s->lang != old->ast.lang || s->bom != o->bom || start < s->bom || old->n_held >= MAX_HELD) return true;
    if ((uint64_t)o->size - (end - start) + new_len != s->size || end > o->size || start > end) return true;
    if (s->lang == LANG_PYTHON && start < 400 && (encoding_cookie(source_text(s)).len || encoding_cookie(source_text(o)).len)) return true;
    uint32_t a = start, b = start + new_len;
    while (a > 0 && start - a < 4 && ((unsigned char)s->data[a] & 0xc0) == 0x80) a--;
    while (b < s->size && b - start - new_len < 4 && ((unsigned char)s->data[b] & 0xc0) == 0x80) b++;
    if (a > 0 && (unsigned char)s->data[a - 1] >= 0x80)
        while (a > 0 && start - a < 8 && (unsigned char)s->data[a - 1] >= 0x80) a--;
    if (utf8_valid_prefix(s->data + a, b - a) != b - a) return true;
    return memchr(s->data + start, 0, new_len) != NULL;
}

static void drop_item(AstImpl *a, const Item *it) {
    count_flags(a, it, -1);
    if (!it->owner) return;
    for (uint32_t i = 0; i < a->n_held; i++) {
        if (a->held[i].owner != it->owner) continue;
        if (--a->held[i].live == 0) a->held[i] = a->held[--a->n_held];
        return;
    }
}

static void hold(AstImpl *a) {
    AstStore *store = a->ast.store;
    pthread_mutex_lock(&store->lock);
    store->refs++;
    for (uint32_t i = 0; i < a->n_held; i++) a->held[i].owner->refs++;
    pthread_mutex_unlock(&store->lock);
}

/* Where the re-parse begins: two items before the edit, for their ends look ahead. */
static uint32_t first_to_parse(const AstImpl *old, const Source *s, uint32_t start, uint32_t new_len) {
    uint32_t k = item_before(&old->ast, start);
    uint32_t first = k == UINT32_MAX || k < 2 ? 0 : k - 2;
    for (uint32_t i = old->first_open; i < first && i < old->ast.n_items; i++) {
        uint32_t f = old->ast.items[i]->flags;
        uint32_t a = start < 2 ? 0 : start - 2, b = start + new_len + 2;
        if (b > s->size) b = s->size;
        if (f & ITEM_FRAGILE || (f & ITEM_TO_EOF && has_triple_quote((Str){s->data + a, b - a}))) return i;
    }
    return first;
}

static bool begins_line(const Source *s, uint32_t at) {
    return at == 0 || s->data[at - 1] == '\n' || s->data[at - 1] == '\r';
}

Ast *ast_reparse(const Ast *old_ast, Source *s, uint32_t start, uint32_t end, uint32_t new_len) {
    const AstImpl *old = IMPL(old_ast);
    if (needs_whole(old, s, start, end, new_len)) return ast_parse(s);
    uint32_t first = first_to_parse(old, s, start, new_len);
    uint32_t n_old = old_ast->n_items, edit_end = start + new_len, delta = new_len - (end - start);

    AstImpl *a = ast_new(s);
    a->ast.store = old_ast->store;
    a->plain = true;
    a->future_annotations = old->future_annotations;
    a->n_future = old->n_future;
    a->n_global = old->n_global;
    ItemOwner *owner = xcalloc(1, sizeof *owner);
    arena_init(&owner->arena);
    Parser p;
    parser_init(&p, &a->ast);
    p.arena = &owner->arena;
    p.future_annotations = old->future_annotations;
    p.after_broken = first && old_ast->items[first - 1]->flags & ITEM_BROKEN_END;

    /* parse until an item begins where an old one did, behind the edit */
    ItemVec v = {0};
    uint32_t last = first, at = first ? old_ast->items[first]->start : lex_skip_blank(&p, s->bom);
    bool future = false;
    while (at < s->size) {
        if (at >= edit_end) {
            uint32_t line = at;
            while (line > edit_end && s->data[line - 1] != '\n' && s->data[line - 1] != '\r') line--;
            bool fresh_line = line > edit_end || (begins_line(s, line) && begins_line(old_ast->source, end));
            while (last < n_old && (old_ast->items[last]->start < end || old_ast->items[last]->start + delta < at)) last++;
            bool was_broken = last > 0 && last < n_old && old_ast->items[last - 1]->flags & ITEM_BROKEN_END;
            if (fresh_line && last < n_old && old_ast->items[last]->start + delta == at && was_broken == p.after_broken) break;
        }
        Item it;
        uint32_t stop = parse_one(&p, at, &it);
        it.owner = owner;
        future |= (it.flags & ITEM_FUTURE) != 0;
        vec_push(&v, it);
        uint32_t next_at = lex_skip_blank(&p, stop);
        if (next_at <= at) {
            at = s->size;
            break;
        }
        at = next_at;
    }
    if (at >= s->size) last = n_old;
    parser_done(&p);
    for (uint32_t i = first; i < last; i++) future |= (old_ast->items[i]->flags & ITEM_FUTURE) != 0;
    if (future) { /* may change how annotations elsewhere are read */
        arena_done(&owner->arena);
        free(owner);
        vec_done(&v);
        arena_done(&a->ast.arena);
        free(a);
        return ast_parse(s);
    }

    /* who owns what */
    a->n_held = old->n_held;
    a->held = xmalloc((a->n_held + 1) * sizeof *a->held);
    if (a->n_held) memcpy(a->held, old->held, a->n_held * sizeof *a->held);
    for (uint32_t i = first; i < last; i++) drop_item(a, old_ast->items[i]);
    if (v.len) a->held[a->n_held++] = (Held){owner, v.len};
    else {
        arena_done(&owner->arena);
        free(owner);
    }
    hold(a);

    /* one pass over the headers: this is what an edit in a file of very many items costs */
    uint32_t n = first + v.len + (n_old - last);
    reserve_headers(a, n);
    Item *h = a->headers, **items = a->ast.items, *to = h;
    for (const Item *from = old->headers, *stop = from + first; from < stop; from++, to++) {
        *to = *from;
        items[to - h] = to;
    }
    for (uint32_t i = 0; i < v.len; i++, to++) {
        *to = v.data[i];
        items[to - h] = to;
    }
    for (const Item *from = old->headers + last, *stop = old->headers + n_old; from < stop; from++, to++) {
        *to = *from;
        to->start += delta;
        items[to - h] = to;
    }
    for (uint32_t i = 0; i < v.len; i++) count_flags(a, &v.data[i], 1);
    a->first_open = UINT32_MAX;
    if (old->first_open < first) a->first_open = old->first_open;
    for (uint32_t i = 0; i < v.len && a->first_open == UINT32_MAX; i++)
        if (v.data[i].flags & (ITEM_TO_EOF | ITEM_FRAGILE)) a->first_open = first + i;
    if (a->first_open == UINT32_MAX && old->first_open != UINT32_MAX) {
        for (uint32_t i = first + v.len; i < n; i++)
            if (h[i].flags & (ITEM_TO_EOF | ITEM_FRAGILE)) {
                a->first_open = i;
                break;
            }
    }
    vec_done(&v);
    check_items(a);
    return &a->ast;
}

Ast *ast_parse_like(const Ast *old, Source *s) {
    const Source *o = old->source;
    uint32_t start = 0, tail = 0, least = s->size < o->size ? s->size : o->size;
    while (start < least && o->data[start] == s->data[start]) start++;
    while (tail < least - start && o->data[o->size - 1 - tail] == s->data[s->size - 1 - tail]) tail++;
    return ast_reparse(old, s, start, o->size - tail, s->size - start - tail);
}

void ast_take_over(Ast *ast, Ast *from) {
    AstImpl *a = IMPL(ast);
    const AstImpl *b = IMPL(from);
    ast->source = from->source;
    a->n_future = b->n_future;
    a->n_global = b->n_global;
    a->first_open = b->first_open;
    a->future_annotations = b->future_annotations;
    a->plain = b->plain;
    from->grafted = ast->grafted;
    ast->grafted = from;
}

void ast_free(Ast *ast) {
    if (!ast) return;
    for (Ast *g = ast->grafted, *next; g; g = next) {
        next = g->grafted;
        g->grafted = NULL;
        ast_free(g);
    }
    AstImpl *a = IMPL(ast);
    AstStore *store = ast->store;
    pthread_mutex_lock(&store->lock);
    for (uint32_t i = 0; i < a->n_held; i++)
        if (--a->held[i].owner->refs) a->held[i].owner = NULL;
    uint32_t refs = --store->refs;
    Item *unused = a->headers;
    if (refs && !store->spare) {
        store->spare = a->headers;
        store->spare_cap = a->cap;
        unused = NULL;
    }
    pthread_mutex_unlock(&store->lock);
    for (uint32_t i = 0; i < a->n_held; i++) {
        if (!a->held[i].owner) continue;
        arena_done(&a->held[i].owner->arena);
        free(a->held[i].owner);
    }
    if (!refs) {
        arena_done(&store->arena);
        pthread_mutex_destroy(&store->lock);
        free(store->spare);
        free(store);
    }
    free(unused);
    free(a->held);
    arena_done(&ast->arena);
    free(a);
}

/* ---- questions --------------------------------------------------------------------------------- */

static Span place(const Ast *ast, const Item *item, Span at) {
    if (at.file != UINT32_MAX) return at;
    uint32_t size = ast->source->size;
    uint32_t a = item->start + at.start, b = item->start + at.end;
    return (Span){ast->source->id, a < size ? a : size, b < size ? b : size};
}

static Diag *placed(const Ast *ast, const Item *item, const Diag *d, Arena *arena) {
    Diag *c = ARENA_NEW(arena, Diag);
    *c = *d;
    c->arena = arena;
    c->at = place(ast, item, d->at);
    c->message = arena_strdup(arena, d->message);
    memset(&c->labels, 0, sizeof c->labels);
    memset(&c->fixes, 0, sizeof c->fixes);
    for (uint32_t i = 0; i < d->labels.len; i++) {
        DiagLabel l = d->labels.data[i];
        l.at = place(ast, item, l.at);
        l.text = arena_strdup(arena, l.text);
        vec_push_in(arena, &c->labels, l);
    }
    for (uint32_t i = 0; i < d->fixes.len; i++) {
        const Fix *f = d->fixes.data[i];
        Fix *g = ARENA_NEW(arena, Fix);
        g->title = arena_strdup(arena, f->title);
        g->trust = f->trust;
        g->arena = arena;
        for (uint32_t k = 0; k < f->edits.len; k++) {
            Edit e = f->edits.data[k];
            e.at = place(ast, item, e.at);
            e.text = arena_str(arena, e.text);
            vec_push_in(arena, &g->edits, e);
        }
        vec_push_in(arena, &c->fixes, g);
    }
    return c;
}

void ast_diags(const Ast *ast, Arena *arena, DiagSink *out) {
    diag_sink_init(out, arena);
    Item none = {0};
    for (uint32_t i = 0; i < ast->file_diags.diags.len; i++) {
        Diag *d = placed(ast, &none, ast->file_diags.diags.data[i], arena);
        vec_push_in(arena, &out->diags, d);
    }
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        for (uint32_t k = 0; it->diags && k < it->diags->diags.len; k++) {
            Diag *d = placed(ast, it, it->diags->diags.data[k], arena);
            vec_push_in(arena, &out->diags, d);
        }
    }
    diag_sort(out->diags.data, &out->diags.len);
    out->n_errors = 0;
    for (uint32_t i = 0; i < out->diags.len; i++) out->n_errors += out->diags.data[i]->severity == SEV_ERROR;
}

uint32_t ast_error_count(const Ast *ast) {
    uint32_t n = ast->file_diags.n_errors;
    for (uint32_t i = 0; i < ast->n_items; i++)
        if (ast->items[i]->diags) n += ast->items[i]->diags->n_errors;
    return n;
}

Item *ast_item_at(const Ast *ast, uint32_t offset) {
    uint32_t i = item_before(ast, offset);
    if (i == UINT32_MAX) return NULL;
    Item *it = ast->items[i];
    return offset <= it->start + it->len ? it : NULL;
}

typedef struct Search {
    uint32_t at;
    Node *found;
} Search;

static bool visit(void *ctx, Node *child) {
    Search *s = ctx;
    if (child->pos <= s->at && s->at < child->end) {
        s->found = child;
        return false;
    }
    return true;
}

Node *ast_node_at(const Ast *ast, uint32_t offset, Item **item) {
    Item *it = ast_item_at(ast, offset);
    if (item) *item = it;
    if (!it) return NULL;
    Search s = {offset - it->start, NULL};
    EACH_NODE(it->stmts, st) {
        if (!visit(&s, st)) break;
    }
    Node *best = NULL;
    while (s.found) {
        best = s.found;
        s.found = NULL;
        node_children(best, visit, &s);
    }
    return best;
}

size_t ast_memory(const Ast *ast) {
    const AstImpl *a = IMPL(ast);
    size_t n = sizeof *a + ast->arena.total + ast->store->arena.total + ast->n_items * (sizeof(Item) + sizeof(Item *));
    for (uint32_t i = 0; i < a->n_held; i++) n += sizeof(ItemOwner) + a->held[i].owner->arena.total;
    return n;
}
