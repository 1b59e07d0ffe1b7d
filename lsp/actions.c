/* SPDX-License-Identifier: Apache-2.0 */
/* Code actions: fixes of the diagnostics, and what query/actions.h finds. */
#include "semantic.h"

void put_edits(Work *w, const Edit *edits, uint32_t n, StrBuf *out) {
    bool first = true;
    sb_puts(out, "{\"changes\":{");
    for (uint32_t i = 0; i < n; i++) {
        Source *s = source_of_span(w, edits[i].at);
        bool done = !s;
        for (uint32_t k = 0; k < i && !done; k++) done = edits[k].at.file == edits[i].at.file;
        if (done) continue;
        if (!first) sb_char(out, ',');
        first = false;
        put_uri(w, out, s);
        sb_puts(out, ":[");
        for (uint32_t k = i, count = 0; k < n; k++) {
            if (edits[k].at.file != edits[i].at.file) continue;
            sb_puts(out, count++ ? ",{\"range\":" : "{\"range\":");
            put_range(out, s, edits[k].at, w->enc);
            sb_puts(out, ",\"newText\":");
            json_quote(out, edits[k].text);
            sb_char(out, '}');
        }
        sb_char(out, ']');
    }
    sb_puts(out, "}}");
}

typedef struct Answer {
    Work *w;
    const Json *only; /* kinds the client wants; NULL: all */
    StrBuf *out;
    uint32_t n;
} Answer;

/* A kind covers those below it: `refactor` has `refactor.inline`. */
static bool is_wanted(const Answer *a, const char *kind) {
    if (!json_is_array(a->only)) return true;
    JSON_EACH(a->only, k) {
        const char *s = json_str_or(k, "");
        size_t n = strlen(s);
        if (strncmp(kind, s, n) == 0 && (!kind[n] || kind[n] == '.' || !n)) return true;
    }
    return false;
}

static void put_action(Answer *a, const char *title, const char *kind, const Diag *d, bool preferred, const Edit *edits, uint32_t n) {
    if (!n || !is_wanted(a, kind)) return;
    StrBuf *out = a->out;
    sb_puts(out, a->n++ ? ",{\"title\":" : "{\"title\":");
    json_quote(out, str_of(title));
    sb_printf(out, ",\"kind\":\"%s\"", kind);
    if (preferred) sb_puts(out, ",\"isPreferred\":true");
    if (d) {
        sb_puts(out, ",\"diagnostics\":[");
        diag_json(out, session_sources(a->w->session), d, a->w->enc);
        sb_char(out, ']');
    }
    sb_puts(out, ",\"edit\":");
    put_edits(a->w, edits, n, out);
    sb_char(out, '}');
}

/* The text with all fixes that are certain; returns how many. */
static uint32_t fix_text(Source *src, DiagSink *sink, StrBuf *text) {
    uint32_t mine = 0;
    for (uint32_t i = 0; i < sink->diags.len; i++)
        if (sink->diags.data[i]->at.file == src->id) sink->diags.data[mine++] = sink->diags.data[i];
    return diag_apply_fixes(src, sink->diags.data, mine, text);
}

static void fix_all(Answer *a, Source *src, DiagSink *sink) {
    StrBuf text = {0};
    uint32_t n = fix_text(src, sink, &text);
    Edit e = {{src->id, 0, src->size}, sb_view(&text)};
    if (n) put_action(a, arena_printf(&a->w->arena, "Apply all %u certain fixes", n), "source.fixAll.mojo", NULL, false, &e, 1);
    sb_done(&text);
}

void code_actions(Work *w, const Json *params, StrBuf *out) {
    WorkDoc *d = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    Answer a = {w, json_get(json_get(params, "context"), "only"), out, 0};
    sb_char(out, '[');
    if (d) {
        Source *src = d->module->ast->source;
        const Json *range = json_get(params, "range");
        DiagSink sink;
        Actions found = {0};
        diag_sink_init(&sink, &w->arena);
        session_check(w->session, d->module);
        session_diags(w->session, &w->arena, &sink);
        index_set_roots(w->index, w->roots.data, w->roots.len);
        index_finish(w->index, false);
        ActionCx cx = {.q = d->query, .module = d->module, .source = src, .index = w->index, .diags = &sink, .arena = &w->arena, .out = &found};
        cx.from = read_position(json_get(range, "start"), src, w->enc);
        cx.to = read_position(json_get(range, "end"), src, w->enc);
        for (uint32_t i = 0; i < sink.diags.len; i++) {
            const Diag *g = sink.diags.data[i];
            if (g->at.file != src->id || g->at.end < cx.from || g->at.start > cx.to) continue;
            for (uint32_t k = 0; k < g->fixes.len; k++) {
                const Fix *f = g->fixes.data[k];
                put_action(&a, f->title, "quickfix", g, k == 0 && f->trust == FIX_SAFE, f->edits.data, f->edits.len);
            }
        }
        query_actions(&cx);
        for (uint32_t i = 0; i < found.list.len; i++) {
            const Action *x = &found.list.data[i];
            put_action(&a, x->title, x->kind, x->diag, x->is_preferred, x->edits.data, x->edits.len);
        }
        const Action *imports = query_organize_imports(d->module, &w->arena);
        if (imports) put_action(&a, imports->title, imports->kind, NULL, false, imports->edits.data, imports->edits.len);
        fix_all(&a, src, &sink);
    }
    sb_char(out, ']');
}

void command_edit(Work *w, const Json *params, StrBuf *out) {
    const char *command = json_str_or(json_get(params, "command"), "");
    const Json *first = json_at(json_get(params, "arguments"), 0);
    WorkDoc *d = work_doc(w, json_str_or(json_is_object(first) ? json_get(first, "uri") : first, ""));
    if (!d) {
        sb_puts(out, "null");
        return;
    }
    Source *src = d->module->ast->source;
    StrBuf text = {0};
    Edit e = {{src->id, 0, src->size}, {0}};
    bool any = false;
    if (strcmp(command, "mojo.organizeImports") == 0) {
        const Action *x = query_organize_imports(d->module, &w->arena);
        any = x != NULL;
        if (x) e = x->edits.data[0];
    } else {
        DiagSink sink;
        diag_sink_init(&sink, &w->arena);
        session_check(w->session, d->module);
        session_diags(w->session, &w->arena, &sink);
        any = fix_text(src, &sink, &text) > 0;
        e.text = sb_view(&text);
    }
    if (any) put_edits(w, &e, 1, out);
    else sb_puts(out, "null");
    sb_done(&text);
}
