/* SPDX-License-Identifier: Apache-2.0 */
/* What happens to values: inlay hints and `mojo/ownership`. */
#include "semantic.h"

/* ---- inlay hints ------------------------------------------------------------------------------------ */
static void put_tip(const Hint *x, StrBuf *out) {
    if (!x->tip) return;
    sb_puts(out, ",\"tooltip\":");
    json_quote(out, str_of(x->tip));
}

static void put_hint_edit(Work *w, Source *s, const Hint *x, StrBuf *out) {
    if (!x->insert) return;
    sb_puts(out, ",\"textEdits\":[{\"range\":");
    put_range(out, s, (Span){s->id, x->at, x->at}, w->enc);
    sb_puts(out, ",\"newText\":");
    json_quote(out, str_of(x->insert));
    sb_puts(out, "}]");
}

static void put_hint(Work *w, const At *at, const Hint *x, bool whole, StrBuf *out) {
    LineCol lc = source_line_col(at->source, x->at, w->enc);
    sb_printf(out, "{\"position\":{\"line\":%u,\"character\":%u},\"label\":", lc.line, lc.col);
    json_quote(out, str_of(x->text));
    if (x->kind == HINT_TYPE) sb_puts(out, ",\"kind\":1");
    if (x->kind == HINT_PARAMETER) sb_puts(out, ",\"kind\":2");
    if (x->pad_left) sb_puts(out, ",\"paddingLeft\":true");
    if (x->pad_right) sb_puts(out, ",\"paddingRight\":true");
    if (whole || x->kind != HINT_TYPE) put_tip(x, out);
    if (whole) {
        put_hint_edit(w, at->source, x, out);
    } else {
        sb_puts(out, ",\"data\":{\"uri\":");
        json_quote(out, str_of(at->doc->uri));
        sb_printf(out, ",\"at\":%u,\"kind\":%u}", x->at, x->kind);
    }
    sb_char(out, '}');
}

void hints(Work *w, const Json *params, StrBuf *out) {
    At at;
    sb_char(out, '[');
    if (where(w, params, &at)) {
        Hints h;
        const Json *range = json_get(params, "range");
        query_hints(at.doc->query, read_position(json_get(range, "start"), at.source, w->enc),
                    read_position(json_get(range, "end"), at.source, w->enc), w->hints, &w->arena, &h);
        for (uint32_t i = 0; i < h.list.len; i++) {
            if (i) sb_char(out, ',');
            put_hint(w, &at, &h.list.data[i], false, out);
        }
    }
    sb_char(out, ']');
}

/* The hint again, with the text it would be. */
void resolve_hint(Work *w, const Json *params, StrBuf *out) {
    const Json *data = json_get(params, "data");
    At at = {.doc = work_doc(w, json_str_or(json_get(data, "uri"), ""))};
    if (at.doc) {
        at.source = at.doc->module->ast->source;
        at.offset = (uint32_t)json_int_or(json_get(data, "at"), 0);
        Hints h;
        query_hints(at.doc->query, at.offset, at.offset, UINT32_MAX, &w->arena, &h);
        for (uint32_t i = 0; i < h.list.len; i++) {
            if ((int64_t)h.list.data[i].kind != json_int_or(json_get(data, "kind"), -1)) continue;
            put_hint(w, &at, &h.list.data[i], true, out);
            return;
        }
    }
    json_print(out, params, false);
}

/* ---- mojo/ownership ----------------------------------------------------------------------------------- */
static void put_use_ranges(Work *w, const At *at, const VarDecl *v, StrBuf *out) {
    uint32_t n;
    const Use *uses = query_uses(at->doc->query, &n), *first = NULL, *last = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (uses[i].decl != &v->decl || uses[i].is_decl) continue;
        if (!first) first = &uses[i];
        last = &uses[i];
    }
    if (!first) return;
    sb_puts(out, ",\"firstUse\":");
    put_range(out, at->source, first->at, w->enc);
    sb_puts(out, ",\"lastUse\":");
    put_range(out, at->source, last->at, w->enc);
}

static void put_variable(Work *w, const At *at, const VarDecl *v, StrBuf *out) {
    static const char *const conventions[] = {"", "read", "mut", "var", "deinit", "out", "ref"};
    Query *q = at->doc->query;
    sb_puts(out, "{\"name\":");
    json_quote(out, name_str(v->decl.name));
    sb_puts(out, ",\"range\":");
    put_range(out, at->source, query_decl_span(&v->decl), w->enc);
    sb_puts(out, ",\"type\":");
    json_quote(out, str_of(v->type ? val_str_of(&w->arena, v->type) : ""));
    sb_printf(out, ",\"convention\":\"%s\"", v->conv < ARRAY_LEN(conventions) ? conventions[v->conv] : "");
    if (v->type && !val_is_error(v->type)) {
        LifeFacts l = check_life(session_cx(w->session), v->type, NULL);
        sb_printf(out, ",\"copyable\":\"%s\",\"movable\":%s",
                  l.implicitly_copyable ? "implicit"
                  : l.copyable          ? "explicit"
                                        : "no",
                  l.movable ? "true" : "false");
        uint64_t size, align;
        if (query_size_of(q, v->type, &size, &align)) sb_printf(out, ",\"size\":%llu", (unsigned long long)size);
    }
    if (v->origin) {
        sb_puts(out, ",\"origin\":");
        json_quote(out, str_of(val_str_of(&w->arena, v->origin)));
    }
    put_use_ranges(w, at, v, out);
    sb_char(out, '}');
}

static void put_owned_range(Work *w, const At *at, const OwnedRange *r, StrBuf *out) {
    sb_printf(out, "{\"kind\":\"%s\",\"range\":", owned_kind_names[r->kind]);
    put_range(out, at->source, r->at, w->enc);
    sb_puts(out, ",\"variable\":");
    json_quote(out, r->var && r->var->decl.name ? name_str(r->var->decl.name) : STR(""));
    sb_puts(out, ",\"message\":");
    json_quote(out, str_of(r->message));
    if (r->implicit) sb_puts(out, ",\"implicit\":true");
    sb_char(out, '}');
}

void ownership(Work *w, const Json *params, StrBuf *out) {
    At at;
    Ownership o;
    if (!where(w, params, &at)) {
        sb_puts(out, "null");
        return;
    }
    bool whole = strcmp(json_str_or(json_get(params, "scope"), "variable"), "function") == 0;
    const VarDecl *v = whole ? NULL : query_variable_at(at.doc->query, at.offset);
    bool found = v && v->fn ? query_ownership_of(at.doc->query, v->fn, &w->arena, &o)
                            : query_ownership(at.doc->query, at.offset, &w->arena, &o);
    if (!found) {
        sb_puts(out, "null");
        return;
    }
    sb_printf(out, "{\"version\":%lld,\"function\":{\"name\":", (long long)at.doc->version);
    json_quote(out, o.fn->decl.name ? name_str(o.fn->decl.name) : STR(""));
    sb_puts(out, ",\"range\":");
    put_range(out, at.source, node_span(at.doc->module->ast, o.fn->decl.item, o.fn->decl.node), w->enc);
    sb_puts(out, "},\"variable\":");
    if (v && v->decl.name) put_variable(w, &at, v, out);
    else sb_puts(out, "null");
    sb_puts(out, ",\"ranges\":[");
    for (uint32_t i = 0, n = 0; i < o.ranges.len; i++) {
        if (v && o.ranges.data[i].var != v) continue;
        if (n++) sb_char(out, ',');
        put_owned_range(w, &at, &o.ranges.data[i], out);
    }
    sb_puts(out, "]}");
}
