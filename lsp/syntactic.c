/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that the tree alone answers: symbols, folds, selections, colours. */
#include "format/format.h"
#include "lsp.h"

static const char *str_at(const Json *params, const char *key, const char *inner) {
    return json_str_or(json_get(json_get(params, key), inner), "");
}

static void symbols(Docs *docs, Doc *doc, StrBuf *out) {
    static const uint8_t kinds[] = {12, 6, 9, 23, 11, 5, 8, 13, 14, 23};
    Arena a;
    arena_init(&a);
    Outline o;
    query_outline(doc->ast, &a, &o);
    uint32_t depth = 0;
    sb_char(out, '[');
    for (uint32_t i = 0; i < o.entries.len; i++) {
        const OutlineEntry *e = &o.entries.data[i];
        if (i) {
            if (e->depth > depth) {
                depth++; /* entries go down one level at a time: the list of children was opened */
            } else {
                sb_puts(out, "]}");
                for (; depth > e->depth; depth--) sb_puts(out, "]}");
                sb_char(out, ',');
            }
        }
        sb_puts(out, "{\"name\":");
        json_quote(out, str_of(*e->name ? e->name : "?"));
        sb_puts(out, ",\"detail\":");
        json_quote(out, str_of(e->detail));
        sb_printf(out, ",\"kind\":%d,\"range\":", kinds[e->kind]);
        put_range(out, doc->source, e->all, docs->enc);
        sb_puts(out, ",\"selectionRange\":");
        put_range(out, doc->source, e->name_at, docs->enc);
        sb_puts(out, ",\"children\":[");
    }
    if (o.entries.len) {
        sb_puts(out, "]}");
        for (; depth; depth--) sb_puts(out, "]}");
    }
    sb_char(out, ']');
    arena_done(&a);
}

static void folds(Doc *doc, StrBuf *out) {
    static const char *const kinds[] = {NULL, "comment", "imports", "region"};
    Arena a;
    arena_init(&a);
    Folds f;
    query_folds(doc->ast, &a, &f);
    sb_char(out, '[');
    for (uint32_t i = 0; i < f.list.len; i++) {
        const Fold *x = &f.list.data[i];
        sb_printf(out, "%s{\"startLine\":%u,\"endLine\":%u", i ? "," : "", x->first, x->last);
        if (kinds[x->kind]) sb_printf(out, ",\"kind\":\"%s\"", kinds[x->kind]);
        sb_char(out, '}');
    }
    sb_char(out, ']');
    arena_done(&a);
}

enum { MAX_SELECTIONS = 100 }; /* of one place, the innermost and the outermost: each is one more level of JSON */
static void selections(Docs *docs, Doc *doc, const Json *params, StrBuf *out) {
    bool first = true;
    sb_char(out, '[');
    JSON_EACH(json_get(params, "positions"), p) {
        Arena a;
        arena_init(&a);
        Spans s;
        query_selection(doc->ast, read_position(p, doc->source, docs->enc), &a, &s);
        if (!first) sb_char(out, ',');
        first = false;
        uint32_t left_out = s.list.len > MAX_SELECTIONS ? s.list.len - MAX_SELECTIONS : 0;
        for (uint32_t i = 0; i < s.list.len; i++) {
            if (i == MAX_SELECTIONS / 2) i += left_out;
            sb_puts(out, i ? ",\"parent\":{\"range\":" : "{\"range\":");
            put_range(out, doc->source, s.list.data[i], docs->enc);
        }
        sb_repeat(out, '}', s.list.len - left_out);
        arena_done(&a);
    }
    sb_char(out, ']');
}

/* The five numbers of each token; tokens that span lines are left out. */
static void encode_tokens(Docs *docs, Doc *doc, uint32_t from, uint32_t to, StrBuf *nums) {
    Arena a;
    arena_init(&a);
    Tokens t;
    query_tokens(doc->ast, &a, &t);
    uint32_t line = 0, col = 0;
    for (uint32_t i = 0; i < t.list.len; i++) {
        const Token *k = &t.list.data[i];
        if (k->at.end <= from || k->at.start >= to) continue;
        LineCol s = source_line_col(doc->source, k->at.start, docs->enc);
        LineCol e = source_line_col(doc->source, k->at.end, docs->enc);
        if (s.line != e.line || e.col <= s.col) continue;
        uint32_t n[5] = {s.line - line, s.line == line ? s.col - col : s.col, e.col - s.col, k->type, k->modifiers};
        sb_add(nums, (const char *)n, sizeof n);
        line = s.line;
        col = s.col;
    }
    arena_done(&a);
}

static void put_numbers(StrBuf *out, const char *p, size_t bytes) {
    sb_char(out, '[');
    for (size_t i = 0; i < bytes; i += 4) {
        uint32_t v;
        memcpy(&v, p + i, 4);
        sb_printf(out, i ? ",%u" : "%u", v);
    }
    sb_char(out, ']');
}

static void tokens_full(Docs *docs, Doc *doc, const char *previous, StrBuf *out) {
    StrBuf now = {0};
    encode_tokens(docs, doc, 0, UINT32_MAX, &now);
    char id[16];
    snprintf(id, sizeof id, "%u", doc->tokens_id);
    bool delta = previous && *previous && strcmp(previous, id) == 0;
    doc->tokens_id++;
    sb_printf(out, "{\"resultId\":\"%u\",", doc->tokens_id);
    if (delta) { /* one edit: what is between the common start and the common end */
        size_t unit = 20, n_old = doc->tokens.len / unit, n_new = now.len / unit, head = 0, tail = 0;
        while (head < n_old && head < n_new && memcmp(doc->tokens.p + head * unit, now.p + head * unit, unit) == 0) head++;
        while (tail < n_old - head && tail < n_new - head &&
               memcmp(doc->tokens.p + (n_old - 1 - tail) * unit, now.p + (n_new - 1 - tail) * unit, unit) == 0)
            tail++;
        sb_puts(out, "\"edits\":[");
        if (head + tail < n_old || head + tail < n_new) {
            sb_printf(out, "{\"start\":%zu,\"deleteCount\":%zu,\"data\":", head * 5, (n_old - head - tail) * 5);
            put_numbers(out, now.p + head * unit, (n_new - head - tail) * unit);
            sb_char(out, '}');
        }
        sb_puts(out, "]}");
    } else {
        sb_puts(out, "\"data\":");
        put_numbers(out, now.p, now.len);
        sb_char(out, '}');
    }
    sb_done(&doc->tokens);
    doc->tokens = now;
}

static void tokens_range(Docs *docs, Doc *doc, const Json *range, StrBuf *out) {
    StrBuf now = {0};
    uint32_t from = read_position(json_get(range, "start"), doc->source, docs->enc);
    uint32_t to = read_position(json_get(range, "end"), doc->source, docs->enc);
    encode_tokens(docs, doc, from, to, &now);
    sb_puts(out, "{\"data\":");
    put_numbers(out, now.p, now.len);
    sb_char(out, '}');
    sb_done(&now);
}

enum { MAX_DIAGNOSTICS = 1000 }; /* of one file: what editors show, too */
void put_diagnostics(StrBuf *out, SourceMap *sources, const DiagSink *sink, uint32_t file, PosEncoding enc) {
    sb_char(out, '[');
    for (uint32_t i = 0, n = 0; i < sink->diags.len && n < MAX_DIAGNOSTICS; i++) {
        if (sink->diags.data[i]->at.file != file) continue;
        if (n++) sb_char(out, ',');
        diag_json(out, sources, sink->diags.data[i], enc);
    }
    sb_char(out, ']');
}

void syntax_diagnostics(Docs *docs, Doc *doc, StrBuf *out) {
    if (doc->is_refused) {
        sb_printf(out, "[{\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":0,\"character\":0}},\"severity\":3,\"source\":\"mojo\","
                       "\"message\":\"this file has more than %d MB: it is not looked at\"}]", MAX_DOC_MEGABYTES);
        return;
    }
    Arena a;
    arena_init(&a);
    DiagSink sink;
    diag_sink_init(&sink, &a);
    ast_diags(doc->ast, &a, &sink);
    put_diagnostics(out, docs->sources, &sink, doc->source->id, docs->enc);
    arena_done(&a);
}

static FormatRange lines_of(const Json *range) {
    const Json *end = json_get(range, "end");
    FormatRange lines = {(uint32_t)json_int_or(json_get(json_get(range, "start"), "line"), 0) + 1, (uint32_t)json_int_or(json_get(end, "line"), 0) + 1};
    if (json_int_or(json_get(end, "character"), 1) == 0 && lines.last > lines.first) lines.last--;
    return lines;
}

/* One edit: what is between the common start and the common end of old and new text. */
static void formatting(Docs *docs, Doc *doc, const Json *params, StrBuf *out) {
    if (doc->is_refused) {
        sb_puts(out, "[]");
        return;
    }
    const Json *range = json_get(params, "range");
    VEC(FormatRange) ranges = {0};
    if (range) vec_push(&ranges, lines_of(range));
    JSON_EACH(json_get(params, "ranges"), r) vec_push(&ranges, lines_of(r));
    if (!ranges.len && json_get(params, "ranges")) {
        sb_puts(out, "[]");
        return;
    }
    FormatOptions o = {.ranges = ranges.data, .n_ranges = ranges.len};
    FormatResult r = format_source(doc->source, &o);
    sb_char(out, '[');
    if (r.status == FORMAT_CHANGED) {
        Str a = source_text(doc->source), b = sb_view(&r.text);
        uint32_t head = 0, tail = 0;
        while (head < a.len && head < b.len && a.p[head] == b.p[head]) head++;
        while (head && ((unsigned char)a.p[head] & 0xc0) == 0x80) head--;
        while (tail < a.len - head && tail < b.len - head && a.p[a.len - 1 - tail] == b.p[b.len - 1 - tail]) tail++;
        while (tail && ((unsigned char)a.p[a.len - tail] & 0xc0) == 0x80) tail--;
        sb_puts(out, "{\"range\":");
        put_range(out, doc->source, (Span){doc->source->id, head, (uint32_t)a.len - tail}, docs->enc);
        sb_puts(out, ",\"newText\":");
        json_quote(out, str_sub(b, head, b.len - tail));
        sb_char(out, '}');
    }
    sb_char(out, ']');
    format_result_done(&r);
    vec_done(&ranges);
}

/* ---- lenses ------------------------------------------------------------------------------------------ */
static void lenses(Docs *docs, Doc *doc, StrBuf *out) {
    static const char *const commands[] = {"mojo.run", "mojo.debug", "mojo.test"}, *const titles[] = {"▶ Run", "Debug", "▶ Test"};
    Arena a;
    Lenses l;
    arena_init(&a);
    query_lenses(doc->ast, &a, &l);
    sb_char(out, '[');
    for (uint32_t i = 0, n = 0; i < l.list.len && doc->source->lang == LANG_MOJO && docs_find(docs, doc->uri); i++) { /* a cell is no program */
        const Lens *x = &l.list.data[i];
        if (x->kind == LENS_REFERENCES ? !docs->config->lenses_references : !docs->config->lenses_run) continue;
        sb_puts(out, n++ ? ",{\"range\":" : "{\"range\":");
        put_range(out, doc->source, x->at, docs->enc);
        sb_puts(out, x->kind == LENS_REFERENCES ? ",\"data\":{\"uri\":" : ",\"command\":{\"title\":");
        if (x->kind != LENS_REFERENCES) {
            json_quote(out, str_of(titles[x->kind]));
            sb_printf(out, ",\"command\":\"%s\",\"arguments\":[{\"uri\":", commands[x->kind]);
        }
        json_quote(out, str_of(doc->uri));
        if (x->kind == LENS_TEST) {
            sb_puts(out, ",\"name\":");
            json_quote(out, str_of(x->name));
        }
        sb_puts(out, x->kind == LENS_REFERENCES ? "}}" : "}]}}");
    }
    sb_char(out, ']');
    arena_done(&a);
}

static void on_type(Docs *docs, Doc *doc, const Json *params, StrBuf *out) {
    uint32_t want, offset = read_position(json_get(params, "position"), doc->source, docs->enc);
    Span at;
    char typed = *json_str_or(json_get(params, "ch"), "");
    sb_char(out, '[');
    if (query_typed_indent(doc->ast, offset, typed, &at, &want)) {
        sb_puts(out, "{\"range\":");
        put_range(out, doc->source, at, docs->enc);
        sb_puts(out, ",\"newText\":\"");
        sb_repeat(out, ' ', want);
        sb_puts(out, "\"}");
    }
    sb_char(out, ']');
}

bool answer_syntactic(Docs *docs, const char *method, const Json *params, StrBuf *out, const char **error) {
    static const char *const mine[] = {"textDocument/documentSymbol", "textDocument/foldingRange",
                                       "textDocument/selectionRange", "textDocument/semanticTokens/full",
                                       "textDocument/semanticTokens/full/delta", "textDocument/semanticTokens/range",
                                       "textDocument/codeLens", "textDocument/onTypeFormatting",
                                       "textDocument/formatting", "textDocument/rangeFormatting",
                                       "textDocument/rangesFormatting"};
    size_t i = 0;
    while (i < ARRAY_LEN(mine) && strcmp(method, mine[i]) != 0) i++;
    if (i == ARRAY_LEN(mine)) return false;
    Doc *doc = docs_find(docs, str_at(params, "textDocument", "uri"));
    if (!doc) doc = notebook_cell(docs, str_at(params, "textDocument", "uri"));
    if (!doc) {
        *error = "the document is not open";
        return true;
    }
    switch (i) {
    case 0: symbols(docs, doc, out); break;
    case 1: folds(doc, out); break;
    case 2: selections(docs, doc, params, out); break;
    case 3: tokens_full(docs, doc, NULL, out); break;
    case 4: tokens_full(docs, doc, json_str_or(json_get(params, "previousResultId"), ""), out); break;
    case 5: tokens_range(docs, doc, json_get(params, "range"), out); break;
    case 6: lenses(docs, doc, out); break;
    case 7: on_type(docs, doc, params, out); break;
    default: formatting(docs, doc, params, out); break;
    }
    return true;
}
