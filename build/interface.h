/* SPDX-License-Identifier: Apache-2.0 */
/* What other modules can depend on in a file: its text without the bodies that only its own code holds. */
#ifndef MOJ_BUILD_INTERFACE_H
#define MOJ_BUILD_INTERFACE_H

#include "syntax/syntax.h"

typedef struct FileFn { /* a function of a module or of a struct in it, in the order of the text */
    const NodeFuncDef *def;
    const Item *item;
} FileFn;
typedef VEC(FileFn) FileFns;
void interface_fns(const Ast *ast, Arena *a, FileFns *out);
/* `own[i]`: the body of function i is nobody else's business. Functions whose bodies are count with their line, which
 * debug information and messages carry. */
uint64_t interface_hash(const Ast *ast, const FileFns *fns, const bool *own);

#endif
