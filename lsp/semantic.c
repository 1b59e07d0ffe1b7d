/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that names and types answer, in the worker: parameters in, JSON text out. */
#include "semantic.h"

bool where(Work *w, const Json *params, At *at) {
    at->doc = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    if (!at->doc) return false;
    at->source = at->doc->module->ast->source;
    at->offset = read_position(json_get(params, "position"), at->source, w->enc);
    return true;
}

Source *source_of_span(Work *w, Span s) {
    return s.file ? source_get(session_sources(w->session), s.file) : NULL;
}

void put_uri(Work *w, StrBuf *out, const Source *s) {
    StrBuf uri = {0};
    for (uint32_t i = 0; i < w->docs.len; i++)
        if (strcmp(w->docs.data[i].path, s->path) == 0) {
            json_quote(out, str_of(w->docs.data[i].uri));
            return;
        }
    path_to_uri(&uri, s->path);
    json_quote(out, sb_view(&uri));
    sb_done(&uri);
}

bool put_location(Work *w, StrBuf *out, Span at) {
    Source *s = source_of_span(w, at);
    if (!s) return false;
    sb_puts(out, "{\"uri\":");
    put_uri(w, out, s);
    sb_puts(out, ",\"range\":");
    put_range(out, s, at, w->enc);
    sb_char(out, '}');
    return true;
}

/* ---- diagnostics ---------------------------------------------------------------------------------- */
static void diagnostics(Work *w, const Json *params, StrBuf *out) {
    WorkDoc *d = work_doc(w, json_str_or(json_get(json_get(params, "textDocument"), "uri"), ""));
    if (!d) {
        sb_puts(out, "[]");
        return;
    }
    Arena a;
    arena_init(&a);
    DiagSink sink;
    diag_sink_init(&sink, &a);
    session_check(w->session, d->module);
    session_diags(w->session, &a, &sink);
    put_diagnostics(out, session_sources(w->session), &sink, d->module->ast->source->id, w->enc);
    arena_done(&a);
}

/* ---- what is here ----------------------------------------------------------------------------------- */
static void hover(Work *w, const Json *params, StrBuf *out) {
    At at;
    Span range;
    StrBuf text = {0};
    bool there = where(w, params, &at);
    if (there && (borrowed_hover(w, &at, &text, &range) || query_hover(at.doc->query, at.source->id, at.offset, &text, &range))) {
        sb_puts(out, "{\"contents\":{\"kind\":\"markdown\",\"value\":");
        json_quote(out, sb_view(&text));
        sb_puts(out, "},\"range\":");
        put_range(out, at.source, range, w->enc);
        sb_char(out, '}');
    } else {
        sb_puts(out, "null");
    }
    sb_done(&text);
}

/* A declaration with all that belongs to it. */
Span whole_span(const Decl *d) {
    Span at = query_decl_span(d);
    if (!d->module || !d->module->ast || !d->item || !d->node) return at;
    Span all = node_span(d->module->ast, d->item, d->node);
    return (Span){at.file, all.start < at.start ? all.start : at.start, all.end > at.end ? all.end : at.end};
}

/* A link from the name at `from` to a declaration. */
static bool put_link(Work *w, StrBuf *out, const Use *from, const Decl *d) {
    Span at = query_decl_span(d);
    Source *s = source_of_span(w, at), *here = from ? source_of_span(w, from->at) : NULL;
    if (!s) return false;
    sb_char(out, '{');
    if (here) {
        sb_puts(out, "\"originSelectionRange\":");
        put_range(out, here, from->at, w->enc);
        sb_char(out, ',');
    }
    sb_puts(out, "\"targetUri\":");
    put_uri(w, out, s);
    sb_puts(out, ",\"targetRange\":");
    put_range(out, s, whole_span(d), w->enc);
    sb_puts(out, ",\"targetSelectionRange\":");
    put_range(out, s, at, w->enc);
    sb_char(out, '}');
    return true;
}

static void put_links(Work *w, StrBuf *out, const Use *from, const Decl *const *list, uint32_t n) {
    sb_char(out, '[');
    for (uint32_t i = 0, count = 0; i < n; i++) {
        StrBuf one = {0};
        if (put_link(w, &one, from, list[i])) {
            if (count++) sb_char(out, ',');
            sb_str(out, sb_view(&one));
        }
        sb_done(&one);
    }
    sb_char(out, ']');
}

static void definition(Work *w, const Json *params, StrBuf *out, bool of_type) {
    At at;
    if (!where(w, params, &at)) {
        sb_puts(out, "null");
        return;
    }
    const Use *u = query_use_at(at.doc->query, at.source->id, at.offset);
    const Decl *d = of_type ? query_type_decl(at.doc->query, at.source->id, at.offset) : u ? u->decl : NULL;
    StrBuf borrowed = {0};
    if (borrowed_definition(w, &at, of_type, &borrowed)) {
        sb_char(out, '[');
        sb_str(out, sb_view(&borrowed));
        sb_char(out, ']');
        sb_done(&borrowed);
        return;
    }
    VEC(const Decl *) found = {0};
    if (d && d->kind == DECL_FNSET) {
        const FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++) vec_push_in(&w->arena, &found, (const Decl *)&set->fns.data[i]->decl);
    } else if (d) {
        vec_push_in(&w->arena, &found, d);
    }
    put_links(w, out, u, found.data, found.len);
}

/* One thing may have several declarations in memory (a file loaded twice): places are compared. */
bool same_thing(Work *w, const Decl *x, const Decl *y) {
    x = query_same(x);
    y = query_same(y);
    if (x == y) return true;
    if (x->name != y->name || x->kind != y->kind) return false;
    Span a = query_decl_span(x), b = query_decl_span(y);
    Source *s = source_of_span(w, a), *t = source_of_span(w, b);
    return s && t && a.start == b.start && strcmp(s->path, t->path) == 0;
}

enum { HIGHLIGHT_TEXT = 1, HIGHLIGHT_READ = 2, HIGHLIGHT_WRITE = 3 };

/* A use that gives the value away or is passed to be changed is a write, and covers its `^`; the last use, after
 * which the value is destroyed, is marked as text. */
static int highlight_of(const Ownership *o, const VarDecl *v, Span *at, int kind) {
    for (uint32_t i = 0; i < o->ranges.len; i++) {
        const OwnedRange *r = &o->ranges.data[i];
        if (r->var != v || r->at.start != at->start) continue;
        if (r->kind == OWNED_MOVED || r->kind == OWNED_SET_AGAIN || (r->kind == OWNED_BORROWED_MUT && r->is_argument)) {
            if (r->kind == OWNED_MOVED) at->end = r->at.end;
            return HIGHLIGHT_WRITE;
        }
        if (r->kind == OWNED_DESTROYED && r->is_last && kind == HIGHLIGHT_READ) kind = HIGHLIGHT_TEXT;
    }
    return kind;
}

static void highlights(Work *w, const Json *params, StrBuf *out) {
    At at;
    sb_char(out, '[');
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    if (u) {
        uint32_t n;
        bool first = true;
        const Use *uses = query_uses(at.doc->query, &n);
        Ownership owned = {0};
        const VarDecl *v = u->decl->kind == DECL_VAR ? DECL_AS(VarDecl, u->decl) : NULL;
        if (v) query_ownership(at.doc->query, at.offset, &w->arena, &owned);
        for (uint32_t i = 0; i < n; i++) {
            if (uses[i].at.file != at.source->id || !same_thing(w, uses[i].decl, u->decl)) continue;
            if (!first) sb_char(out, ',');
            first = false;
            Span span = uses[i].at;
            int kind = uses[i].is_decl || uses[i].is_write ? HIGHLIGHT_WRITE : HIGHLIGHT_READ;
            if (v) kind = highlight_of(&owned, v, &span, kind);
            sb_puts(out, "{\"range\":");
            put_range(out, at.source, span, w->enc);
            sb_printf(out, ",\"kind\":%d}", kind);
        }
    }
    sb_char(out, ']');
}

/* The places of a name that only this text has: they can be edited together while it is typed. */
static void linked_ranges(Work *w, const Json *params, StrBuf *out) {
    At at;
    const Use *u = where(w, params, &at) ? query_use_at(at.doc->query, at.source->id, at.offset) : NULL;
    Str name = u && u->decl->name ? name_str(u->decl->name) : STR("");
    if (!u || (u->decl->kind != DECL_VAR && u->decl->kind != DECL_PARAM) || str_eq_c(name, "self")) {
        sb_puts(out, "null");
        return;
    }
    uint32_t n, count = 0;
    const Use *uses = query_uses(at.doc->query, &n);
    sb_puts(out, "{\"ranges\":[");
    for (uint32_t i = 0; i < n; i++) {
        if (uses[i].at.file != at.source->id || !same_thing(w, uses[i].decl, u->decl) || !str_eq(source_slice(at.source, uses[i].at), name)) continue;
        if (count++) sb_char(out, ',');
        put_range(out, at.source, uses[i].at, w->enc);
    }
    sb_puts(out, "],\"wordPattern\":\"[\\\\p{L}_][\\\\p{L}\\\\p{N}_]*\"}");
}

/* While a program is stopped: the variables named in its function up to there, looked up by the debugger. */
static void inline_values(Work *w, const Json *params, StrBuf *out) {
    At at;
    sb_char(out, '[');
    if (where(w, params, &at)) {
        const Json *range = json_get(params, "range"), *stopped = json_get(json_get(json_get(params, "context"), "stoppedLocation"), "end");
        uint32_t from = read_position(json_get(range, "start"), at.source, w->enc), to = read_position(json_get(range, "end"), at.source, w->enc);
        int64_t line = json_int_or(json_get(stopped, "line"), UINT32_MAX);
        uint32_t stop = source_offset(at.source, (LineCol){line < 0 || line > UINT32_MAX ? 0 : (uint32_t)line, UINT32_MAX / 2}, w->enc), n, count = 0;
        const Use *uses = query_uses(at.doc->query, &n);
        for (uint32_t i = 0; i < n; i++) {
            const Use *u = &uses[i];
            const VarDecl *v = u->decl->kind == DECL_VAR ? DECL_AS(VarDecl, u->decl) : NULL;
            if (!v || !v->fn || u->at.file != at.source->id || u->at.start < from || u->at.end > to || u->at.start > stop) continue;
            Span fn = whole_span(&v->fn->decl);
            if (stop < fn.start || stop > fn.end) continue;
            sb_puts(out, count++ ? ",{\"range\":" : "{\"range\":");
            put_range(out, at.source, u->at, w->enc);
            sb_puts(out, ",\"variableName\":");
            json_quote(out, name_str(u->decl->name));
            sb_puts(out, ",\"caseSensitiveLookup\":true}");
        }
    }
    sb_char(out, ']');
}

/* ---- typing ---------------------------------------------------------------------------------------------- */
static void put_signature(const HelpSignature *s, StrBuf *out) {
    sb_puts(out, "{\"label\":");
    json_quote(out, str_of(s->label));
    if (s->doc) {
        sb_puts(out, ",\"documentation\":{\"kind\":\"markdown\",\"value\":");
        json_quote(out, str_of(s->doc));
        sb_char(out, '}');
    }
    sb_puts(out, ",\"parameters\":[");
    for (uint32_t i = 0; i < s->params.len; i++) {
        sb_puts(out, i ? ",{\"label\":" : "{\"label\":");
        json_quote(out, (Str){s->label + s->params.data[i].start, s->params.data[i].end - s->params.data[i].start});
        sb_char(out, '}');
    }
    sb_printf(out, "],\"activeParameter\":%u}", s->active);
}

static void signature_help(Work *w, const Json *params, StrBuf *out) {
    At at;
    Help h;
    bool there = where(w, params, &at);
    if (there && borrowed_signature(w, &at, out)) return;
    if (!there || !query_signature_help(at.doc->query, at.offset, &w->arena, &h)) {
        sb_puts(out, "null");
        return;
    }
    sb_puts(out, "{\"signatures\":[");
    for (uint32_t i = 0; i < h.list.len; i++) {
        if (i) sb_char(out, ',');
        put_signature(&h.list.data[i], out);
    }
    sb_printf(out, "],\"activeSignature\":%u,\"activeParameter\":%u}", h.best, h.list.data[h.best].active);
}

typedef void (*AnswerFn)(Work *w, const Json *params, StrBuf *out);
static void definition_of(Work *w, const Json *params, StrBuf *out) {
    definition(w, params, out, false);
}
static void type_definition(Work *w, const Json *params, StrBuf *out) {
    definition(w, params, out, true);
}
static void prepare_calls(Work *w, const Json *params, StrBuf *out) {
    prepare_hierarchy(w, params, false, out);
}
static void prepare_types(Work *w, const Json *params, StrBuf *out) {
    prepare_hierarchy(w, params, true, out);
}

static const struct {
    const char *method;
    AnswerFn fn;
    int apart; /* leaves the session in a state that no other request may see: runs in a process of its own */
} answers[] = {
    {"$diagnostics", diagnostics, APART_NEVER},
    {"$command", command_edit, APART_NEVER},
    {"textDocument/hover", hover, APART_NEVER},
    {"textDocument/definition", definition_of, APART_NEVER},
    {"textDocument/declaration", definition_of, APART_NEVER},
    {"textDocument/typeDefinition", type_definition, APART_NEVER},
    {"textDocument/implementation", implementations, APART_WHEN_LOADING},
    {"textDocument/documentHighlight", highlights, APART_NEVER},
    {"textDocument/references", references, APART_WHEN_LOADING},
    {"textDocument/prepareRename", prepare_rename, APART_NEVER},
    {"textDocument/completion", completion, APART_ALWAYS},
    {"completionItem/resolve", resolve_completion, APART_ALWAYS},
    {"textDocument/signatureHelp", signature_help, APART_NEVER},
    {"textDocument/linkedEditingRange", linked_ranges, APART_NEVER},
    {"textDocument/inlineValue", inline_values, APART_NEVER},
    {"textDocument/inlayHint", hints, APART_NEVER},
    {"inlayHint/resolve", resolve_hint, APART_NEVER},
    {"textDocument/codeAction", code_actions, APART_NEVER},
    {"textDocument/documentLink", document_links, APART_NEVER},
    {"textDocument/prepareCallHierarchy", prepare_calls, APART_NEVER},
    {"callHierarchy/incomingCalls", incoming_calls, APART_WHEN_LOADING},
    {"callHierarchy/outgoingCalls", outgoing_calls, APART_ALWAYS},
    {"textDocument/prepareTypeHierarchy", prepare_types, APART_NEVER},
    {"typeHierarchy/supertypes", supertypes, APART_ALWAYS},
    {"typeHierarchy/subtypes", subtypes, APART_WHEN_LOADING},
    {"codeLens/resolve", resolve_lens, APART_WHEN_LOADING},
    {"workspace/symbol", workspace_symbols, APART_WHEN_LOADING},
    {"workspace/willRenameFiles", will_rename_files, APART_ALWAYS},
    {"mojo/ownership", ownership, APART_NEVER},
};

static size_t answer_index(const char *method) {
    size_t i = 0;
    while (i < ARRAY_LEN(answers) && strcmp(answers[i].method, method) != 0) i++;
    return i;
}

bool is_semantic(const char *method) {
    return strcmp(method, "textDocument/diagnostic") == 0 || strcmp(method, "textDocument/rename") == 0 ||
           (method[0] != '$' && answer_index(method) < ARRAY_LEN(answers));
}

int is_disposable(const char *method) {
    size_t i = answer_index(method);
    if (strcmp(method, "textDocument/rename") == 0) return APART_WHEN_LOADING;
    return i < ARRAY_LEN(answers) ? answers[i].apart : APART_NEVER;
}

bool answer_semantic(Work *w, const char *method, const Json *params, StrBuf *out) {
    if (strcmp(method, "textDocument/rename") == 0) return rename_symbol(w, params, out);
    size_t i = answer_index(method);
    if (i == ARRAY_LEN(answers)) {
        sb_puts(out, "no such request");
        return false;
    }
    answers[i].fn(w, params, out);
    return true;
}
