/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

const char *doc_page_name(Arena *a, const DocItem *d, const char *suffix) {
    return arena_printf(a, "%s%s", d->full_name, suffix);
}

/* Doc-strings are Markdown already; lines that are compiled but hidden (`%#`) are left out. */
static void prose(StrBuf *out, Str s) {
    const char *p = s.p, *end = s.p + s.len;
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        Str line = {p, (size_t)((nl ? nl : end) - p)};
        size_t i = 0;
        while (i < line.len && line.p[i] == ' ') i++;
        if (!str_starts(str_sub(line, i, line.len), STR("%#"))) {
            sb_str(out, line);
            sb_char(out, '\n');
        }
        p = nl ? nl + 1 : end;
    }
    if (s.len) sb_char(out, '\n');
}

static void list(StrBuf *out, const char *heading, const DocParam *params, uint32_t n) {
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(params[i].passing, "inferred") == 0 || (strcmp(params[i].name, "self") == 0 && !params[i].description.len)) continue;
        if (!any) sb_printf(out, "**%s**\n\n", heading);
        any = true;
        sb_printf(out, "- `%s%s`", params[i].stars, params[i].name);
        if (*params[i].type) sb_printf(out, " (`%s`)", params[i].type);
        if (params[i].description.len) {
            sb_puts(out, ": ");
            for (size_t k = 0; k < params[i].description.len; k++) {
                sb_char(out, params[i].description.p[k]);
                if (params[i].description.p[k] == '\n') sb_puts(out, "  ");
            }
        }
        sb_char(out, '\n');
    }
    if (any) sb_char(out, '\n');
}

static void section(StrBuf *out, const DocItem *d, const char *heading) {
    const DocSection *s = doc_section(&d->doc, heading);
    if (!s || !s->text.len) return;
    sb_printf(out, "**%s**\n\n", heading);
    prose(out, s->text);
}

static void body(StrBuf *out, const DocItem *d) {
    if (d->deprecated) sb_printf(out, "> Deprecated%s%s\n\n", *d->deprecated ? ": " : ".", d->deprecated);
    prose(out, d->doc.summary);
    prose(out, d->doc.description);
    list(out, "Parameters", d->params.data, d->params.len);
    list(out, "Args", d->args.data, d->args.len);
    section(out, d, "Returns");
    section(out, d, "Raises");
    section(out, d, "Constraints");
}

static void code(StrBuf *out, const char *text, const char *prefix) {
    sb_printf(out, "```mojo\n%s%s\n```\n\n", prefix, text);
}

static void functions(StrBuf *out, const DocItem *d, const char *level) {
    for (uint32_t i = 0; i < d->items.len; i++) {
        const DocItem *f = d->items.data[i];
        bool again = i && d->items.data[i - 1]->kind == DOC_FUNCTION && strcmp(d->items.data[i - 1]->name, f->name) == 0;
        if (f->kind != DOC_FUNCTION) continue;
        if (!again) sb_printf(out, "%s `%s`\n\n", level, f->name);
        code(out, f->signature, "def ");
        body(out, f);
    }
}

static void rows(StrBuf *out, const DocItem *d, DocKind kind, const char *heading, const char *level) {
    bool any = false;
    for (uint32_t i = 0; i < d->items.len; i++) {
        const DocItem *m = d->items.data[i];
        if (m->kind != kind) continue;
        if (!any) sb_printf(out, "%s %s\n\n", level, heading);
        any = true;
        sb_printf(out, "- `%s`", m->signature);
        if (m->doc.summary.len) sb_printf(out, ": " STR_FMT, STR_ARG(m->doc.summary));
        sb_char(out, '\n');
    }
    if (any) sb_char(out, '\n');
}

static bool has(const DocItem *d, DocKind kind) {
    for (uint32_t i = 0; i < d->items.len; i++)
        if (d->items.data[i]->kind == kind) return true;
    return false;
}

static void type_text(StrBuf *out, const DocItem *d) {
    sb_printf(out, "### `%s`\n\n", d->name);
    code(out, d->signature, "");
    if (d->traits.len) {
        sb_puts(out, "Implements ");
        for (uint32_t i = 0; i < d->traits.len; i++) sb_printf(out, "%s`%s`", i ? ", " : "", d->traits.data[i]);
        sb_puts(out, ".\n\n");
    }
    body(out, d);
    rows(out, d, DOC_ALIAS, "Compile-time members", "####");
    rows(out, d, DOC_FIELD, "Fields", "####");
    functions(out, d, "####");
}

static void pages(StrBuf *out, const DocItem *d, DocKind kind, const char *heading) {
    if (has(d, kind)) sb_printf(out, "## %s\n\n", heading);
    for (uint32_t i = 0; i < d->items.len; i++) {
        const DocItem *m = d->items.data[i];
        if (m->kind != kind) continue;
        sb_printf(out, "- [`%s`](%s.md)", m->name, m->full_name);
        if (m->doc.summary.len) sb_printf(out, ": " STR_FMT, STR_ARG(m->doc.summary));
        sb_char(out, '\n');
    }
    if (has(d, kind)) sb_char(out, '\n');
}

void doc_write_markdown(StrBuf *out, const DocItem *d) {
    sb_printf(out, "# %s `%s`\n\n", d->kind == DOC_PACKAGE ? "Package" : "Module", d->full_name);
    body(out, d);
    pages(out, d, DOC_PACKAGE, "Packages");
    pages(out, d, DOC_MODULE, "Modules");
    rows(out, d, DOC_ALIAS, "Compile-time values", "##");
    static const struct {
        DocKind kind;
        const char *heading;
    } types[] = {{DOC_STRUCT, "Structs"}, {DOC_TRAIT, "Traits"}};
    for (size_t t = 0; t < ARRAY_LEN(types); t++) {
        if (has(d, types[t].kind)) sb_printf(out, "## %s\n\n", types[t].heading);
        for (uint32_t i = 0; i < d->items.len; i++)
            if (d->items.data[i]->kind == types[t].kind) type_text(out, d->items.data[i]);
    }
    if (has(d, DOC_FUNCTION)) sb_puts(out, "## Functions\n\n");
    functions(out, d, "###");
}
