/* SPDX-License-Identifier: Apache-2.0 */
/* What parses prints, and what is printed parses to the same text again. */
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Json *j = json_parse((Str){(const char *)data, size}, NULL);
    if (!j) return 0;
    StrBuf a = {0}, b = {0};
    json_print(&a, j, false);
    Json *again = json_parse(sb_view(&a), NULL);
    MOJ_ASSERT(again);
    json_print(&b, again, false);
    MOJ_ASSERT(str_eq(sb_view(&a), sb_view(&b)));
    json_free(j);
    json_free(again);
    sb_done(&a);
    sb_done(&b);
    return 0;
}
