/* SPDX-License-Identifier: Apache-2.0 */
/* The renderers, for diag_render only. */
#ifndef MOJ_DIAG_DIAG_INT_H
#define MOJ_DIAG_DIAG_INT_H

#include "diag/diag.h"

void render_text(StrBuf *out, SourceMap *sources, const Diag *d, const RenderOptions *o);
void render_short(StrBuf *out, SourceMap *sources, const Diag *d);
void render_json_line(StrBuf *out, SourceMap *sources, const Diag *d);
void render_sarif(StrBuf *out, SourceMap *sources, Diag *const *diags, uint32_t len);
const char *severity_text(Severity s); /* "error", "warning", "note" */
/* Text for a terminal: controls, invalid bytes and direction overrides become visible; each line
 * after the first is indented. */
void add_printable(StrBuf *out, Str s, size_t indent);

/* Table made from explain/<code>.md at build time. */
typedef struct ExplainPage {
    uint32_t number;
    const char *text;
} ExplainPage;
extern const ExplainPage explain_pages[]; /* ends with number 0 */

#endif
