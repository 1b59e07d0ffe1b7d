/* SPDX-License-Identifier: Apache-2.0 */
/* The concrete syntax tree, by tree-sitter and the grammar in grammar/. */
#ifndef MOJ_SYNTAX_CST_H
#define MOJ_SYNTAX_CST_H

#include "syntax/syntax.h"

/* Whole-file tree as text: one node a line, indented, with field names and 1-based line:column ranges
 * (columns in bytes); leaves with their text. */
void cst_print(StrBuf *out, Source *s);

/* Trees item by item, for editors: an unclosed bracket or an edit in one item leaves the others' trees as
 * they are. A tree is made when it is first asked for. One Cst belongs to one thread at a time; it borrows
 * the Ast. Positions in a tree are relative to its item. */
typedef struct Cst Cst;
struct TSTree;
Cst *cst_build(const Ast *ast);
/* For a later revision of the same file: keeps the trees of items that both revisions share. */
Cst *cst_rebuild(const Cst *old, const Ast *ast);
void cst_free(Cst *cst);
/* Borrowed; NULL when the grammar does not fit the installed tree-sitter. */
const struct TSTree *cst_item_tree(Cst *cst, uint32_t item);
uint32_t cst_tree_count(const Cst *cst); /* trees made so far */
void cst_print_item(StrBuf *out, Cst *cst, uint32_t item);

#endif
