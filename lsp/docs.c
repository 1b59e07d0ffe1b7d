/* SPDX-License-Identifier: Apache-2.0 */
/* Open documents: text, tree, positions. An edit re-parses only what it touched. */
#include "lsp.h"

char *doc_path_of(Arena *a, const char *uri) {
    char *path = uri_to_path(a, uri);
    return path ? path : arena_strdup(a, uri);
}

Doc *docs_find(const Docs *d, const char *uri) {
    for (uint32_t i = 0; i < d->list.len; i++)
        if (strcmp(d->list.data[i]->uri, uri) == 0) return d->list.data[i];
    return NULL;
}

/* The tree of the text; of nothing when it is too large. */
static Ast *parse(Docs *d, Doc *doc) {
    doc->is_refused = doc->source->size > (uint32_t)MAX_DOC_MEGABYTES << 20;
    if (!doc->is_refused) return ast_parse(doc->source);
    Source *none = source_add(d->sources, doc->path, xstrdup(""), 0);
    none->lang = doc->source->lang;
    return ast_parse(none);
}

static void set_text(Docs *d, Doc *doc, const char *text, size_t size) {
    if (size > (256u << 20)) size = 256u << 20;
    Lang lang = doc->source ? doc->source->lang : LANG_MOJO;
    Source *old = doc->source;
    Ast *old_ast = doc->ast;
    char *copy = xmalloc(size + 1);
    memcpy(copy, text, size);
    copy[size] = 0;
    doc->source = source_add(d->sources, doc->path, copy, size);
    if (old) doc->source->lang = lang;
    doc->ast = parse(d, doc);
    if (old_ast) ast_free(old_ast);
    if (old) source_unref(d->sources, old);
    doc->checked = false;
    d->last_id = doc->source->id;
}

static Doc *named_doc(const char *uri) {
    Doc *doc = xcalloc(1, sizeof *doc);
    Arena a;
    arena_init(&a);
    doc->uri = xstrdup(uri);
    doc->path = xstrdup(doc_path_of(&a, uri));
    arena_done(&a);
    return doc;
}

static void set_lang(Docs *d, Doc *doc, Lang lang) {
    if (lang == doc->source->lang) return;
    doc->source->lang = lang;
    ast_free(doc->ast);
    doc->ast = parse(d, doc);
}

Doc *doc_new(Docs *d, const char *uri, Str text, Lang lang) {
    Doc *doc = named_doc(uri);
    set_text(d, doc, text.len ? text.p : "", text.len);
    set_lang(d, doc, lang);
    return doc;
}

Doc *docs_open(Docs *d, const char *uri, const char *text, size_t size, const char *language, int64_t version) {
    Doc *doc = docs_find(d, uri);
    if (!doc) {
        doc = named_doc(uri);
        vec_push(&d->list, doc);
    }
    doc->version = version;
    set_text(d, doc, text, size);
    Lang lang = language && strcmp(language, "python") == 0 ? LANG_PYTHON
                : language && strcmp(language, "mojo") == 0 ? LANG_MOJO
                                                            : doc->source->lang;
    set_lang(d, doc, lang);
    return doc;
}

void doc_free(Docs *d, Doc *doc) {
    ast_free(doc->ast);
    source_unref(d->sources, doc->source);
    source_unref(d->sources, doc->known);
    source_unref(d->sources, doc->coming);
    free(doc->uri);
    free(doc->path);
    sb_done(&doc->tokens);
    free(doc);
}

void docs_close(Docs *d, Doc *doc) {
    for (uint32_t i = 0; i < d->list.len; i++)
        if (d->list.data[i] == doc) {
            d->list.data[i] = vec_last(&d->list);
            d->list.len--;
            break;
        }
    doc_free(d, doc);
}

void docs_coming(Docs *d, Doc *doc) {
    source_ref(doc->source);
    source_unref(d->sources, doc->coming);
    doc->coming = doc->source;
}

void docs_arrived(Docs *d, Doc *doc) {
    source_unref(d->sources, doc->known);
    doc->known = doc->coming;
    doc->coming = NULL;
}

uint32_t read_position(const Json *p, Source *s, PosEncoding enc) {
    int64_t line = json_int_or(json_get(p, "line"), 0), col = json_int_or(json_get(p, "character"), 0);
    if (line < 0) line = 0;
    if (col < 0) col = 0;
    if (line >= (int64_t)source_n_lines(s)) return s->size;
    return source_offset(s, (LineCol){(uint32_t)line, col > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)col}, enc);
}

void docs_change(Docs *d, Doc *doc, const Json *change) {
    const Json *text = json_get(change, "text"), *range = json_get(change, "range");
    const char *with = json_str_or(text, "");
    if (!range) {
        set_text(d, doc, with, strlen(with));
        return;
    }
    uint32_t start = read_position(json_get(range, "start"), doc->source, d->enc);
    uint32_t end = read_position(json_get(range, "end"), doc->source, d->enc);
    if (end < start) end = start;
    Source *next = source_edit(d->sources, doc->source, start, end, str_of(with));
    if (!next) return;
    bool whole = doc->is_refused || next->size > (uint32_t)MAX_DOC_MEGABYTES << 20;
    Ast *ast = whole ? NULL : ast_reparse(doc->ast, next, start, end, (uint32_t)strlen(with));
    ast_free(doc->ast);
    source_unref(d->sources, doc->source);
    doc->source = next;
    doc->ast = whole ? parse(d, doc) : ast;
    doc->checked = false;
    d->last_id = next->id;
}

static void put_position(StrBuf *out, Source *s, uint32_t offset, PosEncoding enc) {
    LineCol lc = source_line_col(s, offset, enc);
    sb_printf(out, "{\"line\":%u,\"character\":%u}", lc.line, lc.col);
}

void put_range(StrBuf *out, Source *s, Span at, PosEncoding enc) {
    sb_puts(out, "{\"start\":");
    put_position(out, s, at.start, enc);
    sb_puts(out, ",\"end\":");
    put_position(out, s, at.end, enc);
    sb_char(out, '}');
}
