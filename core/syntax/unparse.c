/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"
void node_unparse(StrBuf *out, const Node *n, Lang lang) { (void)out,(void)n,(void)lang; }
void ast_unparse(StrBuf *out, const Ast *ast) { (void)out,(void)ast; }
