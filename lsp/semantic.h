/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the worker's answers share. */
#ifndef MOJ_LSP_SEMANTIC_H
#define MOJ_LSP_SEMANTIC_H

#include "lsp.h"
#include "query/actions.h"

typedef struct At { /* a position in a document */
    WorkDoc *doc;
    Source *source;
    uint32_t offset;
} At;
/* ---- semantic.c */
bool where(Work *w, const Json *params, At *at);
Source *source_of_span(Work *w, Span s);
void put_uri(Work *w, StrBuf *out, const Source *s);
bool put_location(Work *w, StrBuf *out, Span at);
Span whole_span(const Decl *d); /* a declaration with all that belongs to it */
/* One thing may have several declarations in memory (a file loaded twice): places are compared. */
bool same_thing(Work *w, const Decl *x, const Decl *y);
/* ---- workspace.c */
void resolve_lens(Work *w, const Json *params, StrBuf *out);
/* ---- uses.c */
/* What is open counts as it is, not as it lies on disk. */
void documents_to_index(Work *w);
/* ---- hierarchy.c */
void implementations(Work *w, const Json *params, StrBuf *out);
void prepare_hierarchy(Work *w, const Json *params, bool types, StrBuf *out);
void incoming_calls(Work *w, const Json *params, StrBuf *out);
void outgoing_calls(Work *w, const Json *params, StrBuf *out);
void supertypes(Work *w, const Json *params, StrBuf *out);
void subtypes(Work *w, const Json *params, StrBuf *out);
/* ---- files.c */
void document_links(Work *w, const Json *params, StrBuf *out);
void will_rename_files(Work *w, const Json *params, StrBuf *out);
void references(Work *w, const Json *params, StrBuf *out);
void prepare_rename(Work *w, const Json *params, StrBuf *out);
bool rename_symbol(Work *w, const Json *params, StrBuf *out);
void workspace_symbols(Work *w, const Json *params, StrBuf *out);
bool fuzzy(const char *pattern, const char *name); /* the pattern's letters occur in this order */
/* ---- completion.c */
void completion(Work *w, const Json *params, StrBuf *out);
void resolve_completion(Work *w, const Json *params, StrBuf *out);
/* ---- borrowed.c: what the cursor is at is Python's; false: it is not, or nothing is known of it */
bool borrowed_hover(Work *w, const At *at, StrBuf *text, Span *range);
bool borrowed_definition(Work *w, const At *at, bool of_type, StrBuf *out); /* one location */
/* Adds the members that an object of Python has at the offset. */
void borrowed_complete(Work *w, const Source *s, uint32_t offset, Completions *c);
bool borrowed_signature(Work *w, const At *at, StrBuf *out); /* of the call that the cursor is in */
bool is_python_object(Val type);
/* ---- actions.c */
void code_actions(Work *w, const Json *params, StrBuf *out);
/* The edit of a command: mojo.organizeImports, mojo.fixAll; null when there is nothing to do. */
void command_edit(Work *w, const Json *params, StrBuf *out);
void put_edits(Work *w, const Edit *edits, uint32_t n, StrBuf *out); /* a WorkspaceEdit */
/* ---- values.c: ownership and inlay hints */
void hints(Work *w, const Json *params, StrBuf *out);
void resolve_hint(Work *w, const Json *params, StrBuf *out);
void ownership(Work *w, const Json *params, StrBuf *out);
#endif
