/* SPDX-License-Identifier: Apache-2.0 */
/* The formats that machines read: short lines, JSON in the shape of LSP's Diagnostic, SARIF 2.1.0.
 */
#include "diag/diag_int.h"

#include "base/json.h"

const char *severity_text(Severity s) {
    static const char *const texts[] = {"error", "warning", "note"};
    return texts[s];
}

void add_printable(StrBuf *out, Str s, size_t indent) {
    for (const char *p = s.p, *end = s.p + s.len; p < end;) {
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        bool direction = (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
        if (n == 1 && cp == '\n') {
            sb_char(out, '\n');
            sb_repeat(out, ' ', indent);
        } else if (n == 0 || cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || direction) {
            sb_puts(out, "\xEF\xBF\xBD");
        } else {
            sb_add(out, p, (size_t)n);
        }
        p += n ? n : 1;
    }
}

void render_short(StrBuf *out, SourceMap *sources, const Diag *d) {
    Source *s = source_get(sources, d->at.file);
    if (s) {
        LineCol lc = source_line_col(s, d->at.start, POS_UTF32);
        sb_printf(out, "%s:%u:%u: ", s->path, lc.line + 1, lc.col + 1);
    }
    sb_printf(out, "%s[%s]: ", severity_text(d->severity),
              diag_code_text(d->code, d->severity).text);
    add_printable(out, str_of(d->message), 2);
    sb_char(out, '\n');
}

/* ---- JSON ---------------------------------------------------------------------------------------
 */

static void json_range(StrBuf *out, Source *s, Span at, PosEncoding enc) {
    LineCol a = {0, 0}, b = {0, 0};
    if (s) {
        a = source_line_col(s, at.start, enc);
        b = source_line_col(s, at.end, enc);
    }
    sb_printf(out,
              "\"range\":{\"start\":{\"line\":%u,\"character\":%u},\"end\":{\"line\":%u,"
              "\"character\":%u}}",
              a.line, a.col, b.line, b.col);
}

static void json_uri(StrBuf *out, const Source *s) {
    StrBuf uri = {0};
    if (s) path_to_uri(&uri, s->path);
    sb_puts(out, "\"uri\":");
    json_quote(out, sb_view(&uri));
    sb_done(&uri);
}

static void json_related(StrBuf *out, SourceMap *sources, const Diag *d, PosEncoding enc) {
    bool any = false;
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        Source *s = source_get(sources, l->at.file);
        if (!s) continue;
        sb_puts(out, any ? "," : ",\"relatedInformation\":[");
        sb_puts(out, "{\"location\":{");
        json_uri(out, s);
        sb_char(out, ',');
        json_range(out, s, l->at, enc);
        sb_puts(out, "},\"message\":");
        json_quote(out, str_of(l->text));
        sb_char(out, '}');
        any = true;
    }
    if (any) sb_char(out, ']');
}

static void json_notes(StrBuf *out, const Diag *d) {
    bool any = false;
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        if (l->kind == LABEL_PLACE || l->at.file) continue;
        sb_printf(out, "%s{\"kind\":\"%s\",\"message\":", any ? "," : "",
                  l->kind == LABEL_NOTE ? "note" : "help");
        json_quote(out, str_of(l->text));
        sb_char(out, '}');
        any = true;
    }
}

static void json_fixes(StrBuf *out, SourceMap *sources, const Diag *d, PosEncoding enc) {
    static const char *const trusts[] = {"safe", "maybe", "template"};
    for (uint32_t i = 0; i < d->fixes.len; i++) {
        const Fix *f = d->fixes.data[i];
        sb_puts(out, i ? ",{\"title\":" : "{\"title\":");
        json_quote(out, str_of(f->title));
        sb_printf(out, ",\"trust\":\"%s\",\"edits\":[", trusts[f->trust]);
        for (uint32_t k = 0; k < f->edits.len; k++) {
            const Edit *e = &f->edits.data[k];
            Source *s = source_get(sources, e->at.file);
            sb_puts(out, k ? ",{" : "{");
            json_uri(out, s);
            sb_char(out, ',');
            json_range(out, s, e->at, enc);
            sb_puts(out, ",\"newText\":");
            json_quote(out, e->text);
            sb_char(out, '}');
        }
        sb_puts(out, "]}");
    }
}

static void json_fields(StrBuf *out, SourceMap *sources, const Diag *d, PosEncoding enc) {
    json_range(out, source_get(sources, d->at.file), d->at, enc);
    sb_printf(out, ",\"severity\":%d,\"code\":\"%s\",\"source\":\"mojo\",\"message\":",
              (int)d->severity + 1, diag_code_text(d->code, d->severity).text);
    json_quote(out, str_of(d->message));
    if (d->unnecessary || d->deprecated)
        sb_printf(out, ",\"tags\":[%s]",
                  d->unnecessary && d->deprecated ? "1,2"
                  : d->unnecessary                ? "1"
                                                  : "2");
    json_related(out, sources, d, enc);
    sb_puts(out, ",\"data\":{\"slug\":\"");
    const DiagInfo *info = diag_info(d->code);
    for (const char *p = info ? info->slug : ""; *p; p++) sb_char(out, *p == '_' ? '-' : *p);
    sb_puts(out, "\",\"notes\":[");
    json_notes(out, d);
    sb_puts(out, "],\"fixes\":[");
    json_fixes(out, sources, d, enc);
    sb_puts(out, "]}");
}

void diag_json(StrBuf *out, SourceMap *sources, const Diag *d, PosEncoding enc) {
    sb_char(out, '{');
    json_fields(out, sources, d, enc);
    sb_char(out, '}');
}

/* The LSP object with the file it belongs to in front. */
void render_json_line(StrBuf *out, SourceMap *sources, const Diag *d) {
    Source *s = source_get(sources, d->at.file);
    sb_puts(out, "{\"path\":");
    json_quote(out, str_of(s ? s->path : ""));
    sb_char(out, ',');
    json_uri(out, s);
    sb_char(out, ',');
    json_fields(out, sources, d, POS_UTF16);
    sb_puts(out, "}\n");
}

/* ---- SARIF (OASIS, version 2.1.0) ---------------------------------------------------------------
 */

static void sarif_text(StrBuf *out, const char *key, const char *text) {
    sb_printf(out, "\"%s\":{\"text\":", key);
    json_quote(out, str_of(text));
    sb_char(out, '}');
}

static void sarif_artifact(StrBuf *out, const Source *s) {
    sb_puts(out, "\"artifactLocation\":{");
    json_uri(out, s);
    sb_char(out, '}');
}

static void sarif_region(StrBuf *out, const char *key, Source *s, Span at) {
    LineCol a = source_line_col(s, at.start, POS_UTF16), b = source_line_col(s, at.end, POS_UTF16);
    sb_printf(out, "\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}",
              key, a.line + 1, a.col + 1, b.line + 1, b.col + 1);
}

static void sarif_location(StrBuf *out, Source *s, Span at, const char *message) {
    sb_puts(out, "{\"physicalLocation\":{");
    sarif_artifact(out, s);
    sb_char(out, ',');
    sarif_region(out, "region", s, at);
    sb_char(out, '}');
    if (message) {
        sb_char(out, ',');
        sarif_text(out, "message", message);
    }
    sb_char(out, '}');
}

/* Each file that a fix touches gets one artifactChange. */
static void sarif_changes(StrBuf *out, SourceMap *sources, const Fix *f) {
    bool any = false;
    for (uint32_t i = 0; i < f->edits.len; i++) {
        uint32_t file = f->edits.data[i].at.file, k = 0;
        Source *s = source_get(sources, file);
        while (k < i && f->edits.data[k].at.file != file) k++;
        if (!s || k < i) continue;
        sb_puts(out, any ? ",{" : "{");
        sarif_artifact(out, s);
        sb_puts(out, ",\"replacements\":[");
        for (; k < f->edits.len; k++) {
            const Edit *e = &f->edits.data[k];
            if (e->at.file != file) continue;
            sb_puts(out, k > i ? ",{" : "{");
            sarif_region(out, "deletedRegion", s, e->at);
            sb_puts(out, ",\"insertedContent\":{\"text\":");
            json_quote(out, e->text);
            sb_puts(out, "}}");
        }
        sb_puts(out, "]}");
        any = true;
    }
}

static bool changes_known_files(SourceMap *sources, const Fix *f) {
    for (uint32_t i = 0; i < f->edits.len; i++)
        if (!source_get(sources, f->edits.data[i].at.file)) return false;
    return f->edits.len > 0;
}

static void sarif_fixes(StrBuf *out, SourceMap *sources, const Diag *d) {
    bool any = false;
    for (uint32_t i = 0; i < d->fixes.len; i++) {
        if (!changes_known_files(sources, d->fixes.data[i])) continue;
        sb_puts(out, any ? ",{" : ",\"fixes\":[{");
        sarif_text(out, "description", d->fixes.data[i]->title);
        sb_puts(out, ",\"artifactChanges\":[");
        sarif_changes(out, sources, d->fixes.data[i]);
        sb_puts(out, "]}");
        any = true;
    }
    if (any) sb_char(out, ']');
}

static void sarif_result(StrBuf *out, SourceMap *sources, const Diag *d) {
    const DiagInfo *info = diag_info(d->code);
    sb_printf(out, "{\"ruleId\":\"%s\",\"ruleIndex\":%d,\"level\":\"%s\",",
              diag_code_text(d->code, info->severity).text, (int)(info - diag_info_at(0)),
              severity_text(d->severity));
    StrBuf text = {0};
    sb_puts(&text, d->message);
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        if (l->kind == LABEL_PLACE || l->at.file) continue;
        sb_printf(&text, "\n%s: %s", l->kind == LABEL_NOTE ? "note" : "help", l->text);
    }
    sarif_text(out, "message", text.p ? text.p : "");
    sb_done(&text);
    Source *s = source_get(sources, d->at.file);
    sb_puts(out, ",\"locations\":[");
    if (s) sarif_location(out, s, d->at, NULL);
    sb_char(out, ']');
    bool any = false;
    for (uint32_t i = 0; i < d->labels.len; i++) {
        const DiagLabel *l = &d->labels.data[i];
        if (!(s = source_get(sources, l->at.file))) continue;
        sb_puts(out, any ? "," : ",\"relatedLocations\":[");
        sarif_location(out, s, l->at, l->text);
        any = true;
    }
    if (any) sb_char(out, ']');
    sarif_fixes(out, sources, d);
    sb_char(out, '}');
}

void render_sarif(StrBuf *out, SourceMap *sources, Diag *const *diags, uint32_t len) {
    sb_puts(out,
            "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
            "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"mojo\",\"rules\":[");
    const DiagInfo *info;
    for (size_t i = 0; (info = diag_info_at(i)); i++) {
        sb_printf(out, "%s{\"id\":\"%s\",\"name\":\"%s\",", i ? "," : "",
                  diag_code_text(info->number, info->severity).text, info->slug);
        sarif_text(out, "shortDescription", info->summary);
        const char *page = diag_explain(info->number);
        if (page) {
            sb_puts(out, ",\"help\":{\"text\":");
            json_quote(out, str_of(page));
            sb_puts(out, ",\"markdown\":");
            json_quote(out, str_of(page));
            sb_char(out, '}');
        }
        sb_printf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"}}",
                  severity_text(info->severity));
    }
    sb_puts(out, "]}},\"columnKind\":\"utf16CodeUnits\",\"results\":[");
    for (uint32_t i = 0; i < len; i++) {
        if (i) sb_char(out, ',');
        sarif_result(out, sources, diags[i]);
    }
    sb_puts(out, "]}]}\n");
}
