/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that need scopes. Run only for items in which the parser saw something they are about. */
#include "syntax/parse.h"

void check_scopes(Parser *p, NodeList stmts) {
    (void)p;
    (void)stmts;
}
