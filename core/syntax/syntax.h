/* SPDX-License-Identifier: Apache-2.0 */
/* Text to tree: tokens, items, AST, syntax diagnostics, incremental re-parse, tree-sitter CST.
 * Pure functions of a Source; safe to call from several threads on different sources. */
#ifndef MOJ_SYNTAX_SYNTAX_H
#define MOJ_SYNTAX_SYNTAX_H

#include "syntax/ast.h"

/* Parses a whole file. Never fails: what is wrong is in the diagnostics, the rest is still there. */
Ast *ast_parse(Source *s);
/* Parses a new revision, reusing items of `old` that the edit (old bytes [start,end) → new_len bytes)
 * did not touch. `old` stays valid. */
Ast *ast_reparse(const Ast *old, Source *s, uint32_t start, uint32_t end, uint32_t new_len);
/* The same for a text of which nobody says what differs. */
Ast *ast_parse_like(const Ast *old, Source *s);
void ast_free(Ast *ast);
/* All syntax diagnostics, absolute spans, sorted, without twins; copies live in `arena`. */
void ast_diags(const Ast *ast, Arena *arena, DiagSink *out);
/* Bytes held by trees, names apart. */
size_t ast_memory(const Ast *ast);
uint32_t ast_error_count(const Ast *ast);
/* The item that holds an absolute offset, or NULL; and the smallest node there (NULL between nodes). */
Item *ast_item_at(const Ast *ast, uint32_t offset);
Node *ast_node_at(const Ast *ast, uint32_t offset, Item **item);

#endif
