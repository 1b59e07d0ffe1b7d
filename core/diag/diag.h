/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics: what is wrong, where, why, and how to mend it. A Diag is data; the renderers (text
 * with colour and carets, short, JSON, SARIF) and the language server print it.
 *
 *   Diag *d = diag_add(sink, DIAG_type_mismatch, span, "expected `%s`, found `%s`", want, got);
 *   diag_label(d, decl_span, "declared here");
 *   diag_help(d, "convert it with `%s(…)`", want);
 *   Fix *f = diag_fix(d, FIX_SAFE, "insert `:`");
 *   fix_edit(f, span, STR(":"));
 *
 * Wording: one sentence, found and expected, names in backticks, no blame; help starts with a verb. */
#ifndef MOJ_DIAG_DIAG_H
#define MOJ_DIAG_DIAG_H

#include "source/source.h"

typedef enum Severity { SEV_ERROR, SEV_WARNING, SEV_NOTE } Severity;

/* codes.def rows: DIAG(number, severity, slug_with_underscores, "summary"). The number is the
 * identity (never reused): 0xxx text and syntax, 1xxx names and imports, 2xxx types, 3xxx ownership,
 * 4xxx compile time, 5xxx code generation, 6xxx linking, 7xxx packages, 8xxx migration, 9xxx limits. */
typedef enum DiagCode {
#define DIAG(number, severity, slug, summary) DIAG_##slug = number,
#include "diag/codes.def"
#undef DIAG
} DiagCode;

typedef struct DiagInfo {
    uint16_t number;
    Severity severity;
    const char *slug;
    const char *summary;
} DiagInfo;
const DiagInfo *diag_info(uint32_t number); /* NULL for an unknown number */
const DiagInfo *diag_info_at(size_t i);     /* enumerates the table; NULL past the end */
/* By what people type: "E2001", "w2001", "2001", "type-mismatch", "type_mismatch". NULL when unknown. */
const DiagInfo *diag_info_find(Str text);

typedef enum FixTrust { FIX_SAFE, FIX_MAYBE, FIX_TEMPLATE } FixTrust; /* apply all / offer / has holes */
typedef struct Edit {
    Span at; /* empty range: insertion */
    Str text;
} Edit;
typedef struct Fix {
    const char *title;
    FixTrust trust;
    VEC(Edit) edits;
    Arena *arena;
} Fix;
typedef struct DiagLabel { /* secondary place, or a note/help without place (span.file == 0) */
    enum { LABEL_PLACE, LABEL_NOTE, LABEL_HELP } kind;
    bool of_fix; /* a help of a diagnostic with a fix: both mean one remedy, shown once */
    Span at;
    const char *text;
} DiagLabel;
typedef struct Diag {
    DiagCode code;
    Severity severity;
    Span at;
    const char *message;
    bool unnecessary, deprecated; /* LSP tags */
    VEC(DiagLabel) labels;
    VEC(Fix *) fixes;
    Arena *arena;
    const void *owner; /* the declaration whose body it is about (check_owned); NULL: it stays when bodies change */
} Diag;

/* Collects. Everything a Diag holds lives in the sink's arena. */
typedef struct DiagSink {
    Arena *arena;
    VEC(Diag *) diags;
    uint32_t n_errors;
    uint32_t added;   /* ever, those dropped since too */
    uint32_t *total;  /* counts `added` of several sinks; NULL: nobody does */
    uint32_t muted; /* > 0: speculative frame, diag_add still returns a Diag but it is dropped */
} DiagSink;
void diag_sink_init(DiagSink *s, Arena *arena);
Diag *diag_add(DiagSink *s, DiagCode code, Span at, const char *fmt, ...) PRINTF_LIKE(4, 5);
void diag_label(Diag *d, Span at, const char *fmt, ...) PRINTF_LIKE(3, 4);
void diag_note(Diag *d, Span at, const char *fmt, ...) PRINTF_LIKE(3, 4); /* at may be SPAN_NONE */
void diag_help(Diag *d, const char *fmt, ...) PRINTF_LIKE(2, 3);
Fix *diag_fix(Diag *d, FixTrust trust, const char *fmt, ...) PRINTF_LIKE(3, 4);
void fix_edit(Fix *f, Span at, Str text);
/* Frames: overload and inference trials. diag_frame_drop forgets what came since the mark. */
typedef struct DiagMark {
    uint32_t len, n_errors;
} DiagMark;
DiagMark diag_mark(const DiagSink *s);
void diag_drop(DiagSink *s, DiagMark m);
bool diag_since(const DiagSink *s, DiagMark m); /* any error since the mark */

/* Sorts by file and offset, removes exact twins (same code, span and message). */
void diag_sort(Diag **diags, uint32_t *len);
/* Of sorted diagnostics: drops errors about the meaning of a line whose syntax is wrong; what such a line means is a guess. */
void diag_drop_guesses(SourceMap *sources, Diag **diags, uint32_t *len);

typedef enum DiagFormat { DIAG_TEXT, DIAG_SHORT, DIAG_JSON, DIAG_SARIF } DiagFormat;
typedef struct RenderOptions {
    DiagFormat format;
    bool color;
    uint32_t max_width; /* terminal columns of source text, 0: 100 */
} RenderOptions;
/* Renders all of them; SARIF and JSON give one document (JSON: one object a line). */
void diag_render(StrBuf *out, SourceMap *sources, Diag *const *diags, uint32_t len, const RenderOptions *o);
/* "E2001", "W2001" or "N2001". */
typedef struct DiagCodeText {
    char text[8];
} DiagCodeText;
DiagCodeText diag_code_text(uint32_t number, Severity severity);
/* One diagnostic as an LSP Diagnostic object: range, code, severity, source, message, tags,
 * relatedInformation, and data with notes and fixes. */
void diag_json(StrBuf *out, SourceMap *sources, const Diag *d, PosEncoding enc);
/* Applies the first SAFE fix of each diagnostic of one source; overlapping fixes after the first are
 * left out. Returns the number applied; *out receives the new text. */
uint32_t diag_apply_fixes(const Source *s, Diag *const *diags, uint32_t len, StrBuf *out);
/* Text of `mojo explain`; NULL when there is none. */
const char *diag_explain(uint32_t number);

#endif
