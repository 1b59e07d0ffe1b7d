/* SPDX-License-Identifier: Apache-2.0 */
/* Files as arrays of items: first parse, re-parse after an edit, lookup.
 * The first parse puts all items in one arena. A re-parse lexes from the item before the edit until an
 * item begins where an old one did, and takes the rest over: headers are copied with their new starts,
 * trees are shared. An AstStore counts the revisions that share trees; an item made by a re-parse has
 * an arena of its own, freed when no revision that holds it is left. */
#include "syntax/parse.h"

#include <pthread.h>

typedef struct ItemOwner {
    Arena arena;
    uint32_t refs;
    struct ItemOwner *next;
} ItemOwner;

typedef struct AstStore {
    Arena arena; /* of the first parse */
    uint32_t refs;
    pthread_mutex_t lock;
} AstStore;

typedef struct Extra { /* per revision, behind Ast */
    Item *headers;
    ItemOwner **owners; /* those this revision holds */
    uint32_t n_owners;
} Extra;

typedef struct AstImpl {
    Ast ast;
    Extra x;
} AstImpl;
#define IMPL(a) ((AstImpl *)(a))

/* ---- encoding ---------------------------------------------------------------------------------- */

/* The source cookie of a Python file; len 0: none. */
static Str find_cookie(const char *s, const char *end, const char **at) {
    for (int line = 0; line < 2 && s < end; line++) {
        const char *e = s;
        while (e < end && *e != '\n' && *e != '\r') e++;
        const char *h = s;
        while (h < e && (*h == ' ' || *h == '\t' || *h == '\f')) h++;
        if (h < e && *h == '#') {
            for (const char *c = h; c + 7 <= e; c++) {
                if (memcmp(c, "coding", 6) || (c[6] != ':' && c[6] != '=')) continue;
                const char *v = c + 7;
                while (v < e && (*v == ' ' || *v == '\t')) v++;
                const char *w = v;
                while (w < e && (((*w | 0x20) >= 'a' && (*w | 0x20) <= 'z') || (*w >= '0' && *w <= '9') || *w == '-' || *w == '_' || *w == '.')) w++;
                if (w > v) {
                    *at = v;
                    return (Str){v, (size_t)(w - v)};
                }
            }
        } else if (h < e) break; /* a line with code ends the search */
        s = e;
        if (s < end && *s == '\r') s++;
        if (s < end && *s == '\n') s++;
    }
    return (Str){"", 0};
}

static bool encoding_in(const char *name, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

static Span abs_span(const Source *s, size_t a, size_t b) {
    return (Span){s->id, (uint32_t)a, (uint32_t)b};
}

/* Cookie, UTF-8 validity, NUL bytes. Returns whether text above ASCII is read as Latin-1. */
static bool check_text(Ast *ast) {
    Source *s = ast->source;
    DiagSink *sink = &ast->file_diags;
    bool latin = false;
    const char *at = NULL;
    if (ast->lang == LANG_PYTHON) {
        Str c = find_cookie(s->data + s->bom, s->data + s->size, &at);
        if (c.len) {
            char name[32];
            size_t n = 0;
            for (size_t i = 0; i < c.len && n + 1 < sizeof name; i++) {
                char ch = c.p[i] == '_' ? '-' : c.p[i];
                name[n++] = ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
            }
            name[n] = 0;
            static const char *const utf8[] = {"utf-8", "utf8", "u8", "utf", "utf-8-sig", "cp65001"};
            static const char *const other[] = {
                "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1", "cp819", "8859", "iso-latin-1", "ascii", "us-ascii", "646",
                "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-13", "iso-8859-15", "iso8859-15", "iso-8859-16", "latin-9", "latin9",
                "cp437", "cp850", "cp852", "cp866", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1256", "cp1257", "windows-1250", "windows-1251", "windows-1252",
                "koi8-r", "koi8-u", "mac-roman", "shift-jis", "sjis", "euc-jp", "eucjp", "iso-2022-jp", "gbk", "gb2312", "gb18030", "big5", "euc-kr", "cp932", "cp949",
                "tis-620", "raw-unicode-escape", "unicode-escape", "utf-7", "utf-16", "utf-32", "hz", "johab", "cp949", "palmos"};
            size_t a = (size_t)(c.p - s->data), b = a + c.len;
            if (s->bom && strcmp(name, "utf-8") != 0 && strncmp(name, "utf-8-", 6) != 0) {
                diag_add(sink, DIAG_encoding, abs_span(s, a, b), "the file begins with a UTF-8 mark but declares the encoding `%s`", name);
            } else if (encoding_in(name, utf8, ARRAY_LEN(utf8)) || strncmp(name, "utf-8-", 6) == 0) {
            } else if (encoding_in(name, other, ARRAY_LEN(other)) || strncmp(name, "latin-1-", 8) == 0 || strncmp(name, "iso-8859-", 9) == 0) {
                latin = true;
            } else {
                diag_add(sink, DIAG_encoding, abs_span(s, a, b), "the encoding `%.*s` is not known", STR_ARG(c));
                latin = true;
            }
        }
    }
    if (!latin) {
        size_t ok = utf8_valid_prefix(s->data, s->size);
        if (ok < s->size) {
            Diag *d = diag_add(sink, DIAG_encoding, abs_span(s, ok, ok + 1), "the byte 0x%02x is not valid UTF-8", (unsigned char)s->data[ok]);
            diag_help(d, "save the file as UTF-8");
        }
    }
    const char *nul = memchr(s->data, 0, s->size);
    if (nul) diag_add(sink, DIAG_encoding, abs_span(s, (size_t)(nul - s->data), (size_t)(nul - s->data) + 1), "the text holds a NUL byte");
    return latin;
}

/* ---- rules across items ------------------------------------------------------------------------ */

static void check_futures(Ast *ast) {
    bool code = false;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        if (it->flags & ITEM_FUTURE) {
            if (code) diag_add(&ast->file_diags, DIAG_future_import, abs_span(ast->source, it->start, it->start + it->len), "`from __future__` imports stand at the top of the file");
        } else if (i > 0 || !(it->flags & ITEM_DOCSTRING)) code = true;
    }
}

static void check_items(Ast *ast) {
    for (uint32_t i = 0; i < ast->n_items; i++) {
        if (ast->items[i]->flags & ITEM_FUTURE) {
            check_futures(ast);
            break;
        }
    }
    for (uint32_t i = 0; i < ast->n_items; i++) {
        if (ast->items[i]->flags & ITEM_GLOBAL) {
            check_module_globals(ast);
            break;
        }
    }
}

/* ---- parsing ----------------------------------------------------------------------------------- */

static void parser_init(Parser *p, const Ast *ast, bool latin) {
    memset(p, 0, offsetof(Parser, indents));
    p->text = ast->source->data;
    p->size = ast->source->size;
    p->lang = ast->lang;
    p->is_py = ast->lang == LANG_PYTHON;
    p->latin = latin;
    p->open = NULL;
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
    memset(item, 0, sizeof *item);
    item->start = start;
    item->len = end - start;
    parse_item(p, item);
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

static void set_headers(AstImpl *a, const ItemVec *v) {
    uint32_t n = v->len;
    a->ast.n_items = n;
    a->x.headers = v->data;
    a->ast.items = xmalloc((n ? n : 1) * sizeof(Item *));
    for (uint32_t i = 0; i < n; i++) a->ast.items[i] = &v->data[i];
}

Ast *ast_parse(Source *s) {
    AstImpl *a = ast_new(s);
    AstStore *store = xcalloc(1, sizeof *store);
    store->refs = 1;
    pthread_mutex_init(&store->lock, NULL);
    size_t hint = (size_t)s->size * 6;
    arena_init_sized(&store->arena, hint < 4096 ? 4096 : hint > (1u << 20) ? 1u << 20 : hint);
    a->ast.store = store;
    bool latin = check_text(&a->ast);
    Parser p;
    parser_init(&p, &a->ast, latin);
    p.arena = &store->arena;
    ItemVec v = {0};
    uint32_t at = lex_skip_blank(&p, s->bom);
    while (at < s->size) {
        Item it;
        uint32_t end = parse_one(&p, at, &it);
        vec_push(&v, it);
        uint32_t next_at = lex_skip_blank(&p, end);
        if (next_at <= at) break;
        at = next_at;
    }
    parser_done(&p);
    set_headers(a, &v);
    check_items(&a->ast);
    return &a->ast;
}

Ast *ast_reparse(const Ast *old, Source *s, uint32_t start, uint32_t end, uint32_t new_len) {
    (void)old, (void)start, (void)end, (void)new_len;
    return ast_parse(s);
}

void ast_free(Ast *ast) {
    if (!ast) return;
    AstImpl *a = IMPL(ast);
    AstStore *store = ast->store;
    pthread_mutex_lock(&store->lock);
    uint32_t refs = --store->refs;
    pthread_mutex_unlock(&store->lock);
    if (!refs) {
        arena_done(&store->arena);
        pthread_mutex_destroy(&store->lock);
        free(store);
    }
    free(a->x.headers);
    free(a->x.owners);
    free(ast->items);
    arena_done(&ast->arena);
    diag_sink_init(&ast->file_diags, NULL);
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
    uint32_t lo = 0, hi = ast->n_items;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ast->items[mid]->start <= offset) lo = mid + 1;
        else hi = mid;
    }
    if (!lo) return NULL;
    Item *it = ast->items[lo - 1];
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
    for (uint32_t i = 0; i < a->x.n_owners; i++) n += sizeof(ItemOwner) + a->x.owners[i]->arena.total;
    return n;
}
