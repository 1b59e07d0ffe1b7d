/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with doc-strings: summary, sections, entries (the language's §1.10). */
#include "write.h"

typedef struct Lint {
    SourceMap *sources;
    DiagSink *sink;
    bool missing;
} Lint;

/* Where a line of a doc-string stands in its file. */
static Span line_span(const Lint *l, const DocItem *d, uint32_t line) {
    Source *s = source_get(l->sources, d->doc.at.file);
    if (!s) return d->doc.at;
    uint32_t first = source_line_col(s, d->doc.at.start, POS_UTF8).line;
    Str text = source_line(s, first + line);
    uint32_t from = (uint32_t)(text.p - s->data), to = from + (uint32_t)text.len;
    if (from < d->doc.at.start) from = d->doc.at.start;
    if (to > d->doc.at.end) to = d->doc.at.end;
    while (from < to && s->data[from] == ' ') from++;
    return from < to ? (Span){d->doc.at.file, from, to} : d->doc.at;
}

static void lint_summary(const Lint *l, const DocItem *d) {
    Span at = line_span(l, d, d->doc.summary_line);
    Str s = d->doc.summary;
    if (!s.len) {
        diag_add(l->sink, DIAG_docstring, at, "the doc-string has no summary");
        return;
    }
    char first = s.p[0], last = s.p[s.len - 1];
    if (first >= 'a' && first <= 'z') diag_add(l->sink, DIAG_docstring, at, "the summary begins with a small letter");
    if (!strchr(".!?`", last)) diag_add(l->sink, DIAG_docstring, at, "the summary does not end with `.`, `!`, `?` or a backtick");
}

static void lint_sections(const Lint *l, const DocItem *d) {
    for (uint32_t i = 0; i < d->doc.sections.len; i++) {
        const DocSection *s = &d->doc.sections.data[i];
        bool again = false;
        Span at = line_span(l, d, s->line);
        for (uint32_t k = 0; k < i; k++) again |= str_eq(d->doc.sections.data[k].heading, s->heading);
        if (again) diag_add(l->sink, DIAG_docstring, at, "the section `" STR_FMT "` stands here twice", STR_ARG(s->heading));
        if (!s->entries.len && !s->text.len) diag_add(l->sink, DIAG_docstring, at, "the section `" STR_FMT "` is empty", STR_ARG(s->heading));
        if (s->is_indented_more)
            diag_add(l->sink, DIAG_docstring, at, "the section `" STR_FMT "` is indented by more than four blanks", STR_ARG(s->heading));
    }
}

static bool needs_entry(const DocParam *p) {
    return strcmp(p->passing, "inferred") != 0 && strcmp(p->name, "self") != 0 && p->name[0] != '_';
}

static void lint_entries(const Lint *l, const DocItem *d, const char *heading, const DocParam *params, uint32_t n) {
    const DocSection *s = doc_section(&d->doc, heading);
    uint32_t last = 0;
    for (uint32_t i = 0; s && i < s->entries.len; i++) {
        const DocEntry *e = &s->entries.data[i];
        uint32_t which = 0;
        bool again = false;
        Span at = line_span(l, d, e->line);
        while (which < n && !str_eq_c(e->name, params[which].name)) which++;
        for (uint32_t k = 0; k < i; k++) again |= str_eq(s->entries.data[k].name, e->name);
        if (again) diag_add(l->sink, DIAG_docstring, at, "`" STR_FMT "` is described twice in `%s`", STR_ARG(e->name), heading);
        else if (which == n) diag_add(l->sink, DIAG_docstring, at, "`%s` describes `" STR_FMT "`, which `%s` does not have", heading, STR_ARG(e->name), d->name);
        else if (which < last) diag_add(l->sink, DIAG_docstring, at, "`" STR_FMT "` is out of order in `%s`", STR_ARG(e->name), heading);
        else last = which;
        if (!e->text.len) diag_add(l->sink, DIAG_docstring, at, "`" STR_FMT "` in `%s` has no text", STR_ARG(e->name), heading);
    }
}

static void lint_missing_entries(const Lint *l, const DocItem *d, const char *heading, const DocParam *params, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (needs_entry(&params[i]) && !params[i].description.len)
            diag_add(l->sink, DIAG_docstring_missing, d->at, "`%s` of `%s` is not described in `%s`", params[i].name, d->name, heading);
}

static void lint_result(const Lint *l, const DocItem *d) {
    const DocSection *returns = doc_section(&d->doc, "Returns"), *raises = doc_section(&d->doc, "Raises");
    bool is_init = strcmp(d->name, "__init__") == 0;
    if (returns && !*d->returns) diag_add(l->sink, DIAG_docstring, line_span(l, d, returns->line), "`%s` has no result to describe in `Returns`", d->name);
    if (raises && !d->raises) diag_add(l->sink, DIAG_docstring, line_span(l, d, raises->line), "`%s` cannot raise, and has `Raises`", d->name);
    if (!l->missing || is_init) return;
    if (*d->returns && !returns) diag_add(l->sink, DIAG_docstring_missing, d->at, "the result of `%s` is not described in `Returns`", d->name);
    if (d->raises && !raises) diag_add(l->sink, DIAG_docstring_missing, d->at, "what `%s` raises is not described in `Raises`", d->name);
}

static const char *kind_name(DocKind k) {
    static const char *const names[] = {"package", "module", "struct", "trait", "function", "field", "compile-time value"};
    return names[k];
}

static void lint(const Lint *l, const DocItem *d) {
    if (d->doc.is_there) {
        lint_summary(l, d);
        lint_sections(l, d);
        lint_entries(l, d, "Parameters", d->params.data, d->params.len);
        lint_entries(l, d, "Args", d->args.data, d->args.len);
        if (l->missing) lint_missing_entries(l, d, "Parameters", d->params.data, d->params.len);
        if (l->missing) lint_missing_entries(l, d, "Args", d->args.data, d->args.len);
        if (d->kind == DOC_FUNCTION) lint_result(l, d);
    } else if (l->missing) {
        diag_add(l->sink, DIAG_docstring_missing, d->at, "the %s `%s` has no doc-string", kind_name(d->kind), d->name);
    }
    for (uint32_t i = 0; i < d->items.len; i++) lint(l, d->items.data[i]);
}

void doc_lint(SourceMap *sources, const DocItem *d, bool missing, DiagSink *sink) {
    Lint l = {sources, sink, missing};
    lint(&l, d);
}
