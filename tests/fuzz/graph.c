/* SPDX-License-Identifier: Apache-2.0 */
/* What is remembered of objects, as a package may bring it: what is read prints to a text that reads to the same. */
#include "build/graph.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEY = 0x12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Graph one, two;
    StrBuf a = {0}, b = {0};
    if (graph_parse(&one, (Str){(const char *)data, size}, KEY)) {
        graph_print(&a, &one);
        MOJ_ASSERT(graph_parse(&two, sb_view(&a), KEY));
        graph_print(&b, &two);
        MOJ_ASSERT(str_eq(sb_view(&a), sb_view(&b)));
        graph_done(&one);
        graph_done(&two);
    }
    sb_done(&a);
    sb_done(&b);
    return 0;
}
