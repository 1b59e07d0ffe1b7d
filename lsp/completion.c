/* SPDX-License-Identifier: Apache-2.0 */
/* Completion lists, and what is said of one item when the client looks at it. */
#include "semantic.h"

static bool matches(void *ctx, const char *name) {
    return fuzzy(ctx, name);
}

static void put_doc(const Completion *x, StrBuf *out) {
    if (x->detail) {
        sb_puts(out, ",\"detail\":");
        json_quote(out, str_of(x->detail));
    }
    if (x->doc) {
        sb_puts(out, ",\"documentation\":{\"kind\":\"markdown\",\"value\":");
        json_quote(out, str_of(x->doc));
        sb_char(out, '}');
    }
}

static void put_import(Work *w, const Ast *ast, const Completion *x, StrBuf *out) {
    Edit e = query_import_edit(ast, x->module, x->label, &w->arena);
    sb_puts(out, ",\"additionalTextEdits\":[{\"range\":");
    put_range(out, ast->source, e.at, w->enc);
    sb_puts(out, ",\"newText\":");
    json_quote(out, e.text);
    sb_puts(out, "}]");
}

/* What resolving needs to find the thing again. */
static void put_data(Work *w, const char *uri, const Completion *x, StrBuf *out) {
    Span at = x->decl ? query_decl_span(x->decl) : SPAN_NONE;
    Source *s = source_of_span(w, at);
    if (!x->module && !s) return;
    sb_puts(out, ",\"data\":{\"uri\":");
    json_quote(out, str_of(uri));
    if (x->module) {
        sb_puts(out, ",\"module\":");
        json_quote(out, str_of(x->module));
    } else {
        sb_puts(out, ",\"path\":");
        json_quote(out, str_of(s->path));
        sb_printf(out, ",\"at\":%u", at.start);
    }
    sb_char(out, '}');
}

typedef struct List {
    Work *w;
    const char *uri, *typed;
    Source *source;
    Ast *ast; /* of the text, made when an import is to be written */
    StrBuf *out;
    uint32_t n, offset;
} List;

/* One edit from the expression on would make editors compare the whole of it, and put these items before all others:
 * the word is replaced, and the expression goes by an edit of its own. */
static void put_replacing(const List *l, const Completion *x, StrBuf *out) {
    uint32_t word = l->offset;
    while (word > x->replace_from && l->source->data[word - 1] != '.') word--;
    sb_puts(out, ",\"insertTextFormat\":2,\"textEdit\":{\"range\":");
    put_range(out, l->source, (Span){l->source->id, word, l->offset}, l->w->enc);
    sb_puts(out, ",\"newText\":");
    json_quote(out, str_of(x->insert));
    sb_puts(out, "},\"additionalTextEdits\":[{\"range\":");
    put_range(out, l->source, (Span){l->source->id, x->replace_from, word}, l->w->enc);
    sb_puts(out, ",\"newText\":\"\"}]");
}

static void put_item(List *l, Completion *x) {
    StrBuf *out = l->out;
    bool starts = strncasecmp(l->typed, x->label, strlen(l->typed)) == 0;
    sb_puts(out, l->n++ ? ",{\"label\":" : "{\"label\":");
    json_quote(out, str_of(x->label));
    sb_printf(out, ",\"kind\":%d,\"sortText\":\"%d%02u%05u\"", x->kind, !starts, x->rank < 99 ? x->rank : 99, l->n);
    bool is_local = x->decl && x->decl->kind == DECL_VAR; /* cannot be found again by place: said at once */
    if (!(l->w->client & CLIENT_LAZY_DETAIL) || is_local) query_complete_detail(l->w->session, &l->w->arena, x);
    put_doc(x, out);
    if (x->module) {
        sb_puts(out, ",\"labelDetails\":{\"description\":");
        json_quote(out, str_of(x->module));
        sb_char(out, '}');
        if (!(l->w->client & CLIENT_LAZY_EDITS)) {
            if (!l->ast) l->ast = ast_parse(l->source);
            put_import(l->w, l->ast, x, out);
        }
    }
    if (x->replaces) {
        put_replacing(l, x, out);
    } else if (x->insert && l->w->client & CLIENT_SNIPPETS) {
        sb_puts(out, ",\"insertTextFormat\":2,\"insertText\":");
        json_quote(out, str_of(x->insert));
    }
    if (x->deprecated) sb_puts(out, ",\"tags\":[1]");
    put_data(l->w, l->uri, x, out);
    sb_char(out, '}');
}

void completion(Work *w, const Json *params, StrBuf *out) {
    List l = {.w = w, .uri = json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""), .out = out};
    const char *path = NULL;
    int err = 0;
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].uri, l.uri) == 0) path = w->docs.data[i].path;
    l.source = path ? source_load(session_sources(w->session), path, &err) : NULL;
    if (!l.source) {
        sb_puts(out, "{\"isIncomplete\":false,\"items\":[]}");
        return;
    }
    l.offset = read_position(json_get(params, "position"), l.source, w->enc);
    uint32_t from = l.offset;
    while (from > 0 && (unicode_xid_continue((unsigned char)l.source->data[from - 1]) || (unsigned char)l.source->data[from - 1] >= 0x80)) from--;
    l.typed = arena_strndup(&w->arena, l.source->data + from, l.offset - from);
    Completions c;
    CompleteOptions o = {.index = w->index, .match = matches, .match_ctx = (void *)(uintptr_t)l.typed};
    query_complete(w->session, l.source, l.offset, &o, &w->arena, &c);
    if (is_python_object(c.receiver)) borrowed_complete(w, l.source, l.offset, &c);
    sb_printf(out, "{\"isIncomplete\":%s,\"items\":[", c.incomplete ? "true" : "false");
    for (uint32_t i = 0; i < c.list.len; i++) {
        Completion *x = &c.list.data[i];
        if (x->kind == ITEM_SNIPPET && !(w->client & CLIENT_SNIPPETS)) continue;
        put_item(&l, x);
    }
    if (l.ast) ast_free(l.ast);
    sb_puts(out, "]}");
}

void resolve_completion(Work *w, const Json *params, StrBuf *out) {
    if (!json_is_object(params)) {
        sb_puts(out, "null");
        return;
    }
    const Json *data = json_get(params, "data");
    Completion x = {.label = json_str_or(json_get(params, "label"), "")};
    const char *path = json_str_or(json_get(data, "path"), NULL), *module = json_str_or(json_get(data, "module"), NULL);
    StrBuf b = {0};
    json_print(&b, params, false);
    if (b.len && b.p[b.len - 1] == '}') b.len--; /* the item as it came, with more to follow */
    WorkDoc *d = work_doc(w, json_str_or(json_get(data, "uri"), ""));
    if (path) {
        x.decl = query_decl_at(w->session, path, (uint32_t)json_int_or(json_get(data, "at"), 0));
    } else if (module && d) {
        Name parts[32];
        uint32_t n = 0;
        for (const char *p = module; *p && n < 32;) {
            size_t k = strcspn(p, ".");
            parts[n++] = name_intern(p, k);
            p += k + (p[k] == '.');
        }
        Module *m = resolver_import(session_cx(w->session)->resolver, d->module, 0, parts, n, NULL);
        x.decl = m ? module_member(session_cx(w->session)->resolver, m, name_of(x.label)) : NULL;
        x.module = module;
    }
    if (x.decl) query_complete_detail(w->session, &w->arena, &x);
    if (json_get(params, "detail")) x.detail = NULL;
    if (json_get(params, "documentation")) x.doc = NULL;
    sb_str(out, sb_view(&b));
    put_doc(&x, out);
    if (x.module && d && !json_get(params, "additionalTextEdits")) put_import(w, d->module->ast, &x, out);
    sb_char(out, '}');
    sb_done(&b);
}
