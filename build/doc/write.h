/* SPDX-License-Identifier: Apache-2.0 */
/* Documentation as text: JSON for programs, Markdown and HTML for people. */
#ifndef MOJ_BUILD_DOC_WRITE_H
#define MOJ_BUILD_DOC_WRITE_H

#include "base/json.h"
#include "model.h"

/* The whole module or package as one document. */
void doc_write_json(StrBuf *out, const DocItem *d, const char *version);
/* One page: a module, or a package's own declarations with links to its modules. */
void doc_write_markdown(StrBuf *out, const DocItem *d);
void doc_write_html(StrBuf *out, const DocItem *d);
/* Name of a page's file without folder: "pkg.mod.md". */
const char *doc_page_name(Arena *a, const DocItem *d, const char *suffix);

/* lint.c: what is wrong with doc-strings of public declarations; `missing`: also those that are not there. */
void doc_lint(SourceMap *sources, const DocItem *d, bool missing, DiagSink *sink);

#endif
