/* SPDX-License-Identifier: Apache-2.0 */
/* The concrete syntax tree, by tree-sitter and the grammar in grammar/. */
#ifndef MOJ_SYNTAX_CST_H
#define MOJ_SYNTAX_CST_H

#include "source/source.h"

/* Whole-file tree as text: one node a line, indented, with field names and 1-based line:column ranges
 * (columns in bytes); leaves with their text. */
void cst_print(StrBuf *out, Source *s);

#endif
