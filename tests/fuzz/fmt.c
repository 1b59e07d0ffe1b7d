/* SPDX-License-Identifier: Apache-2.0 */
/* The formatter on any text: no crash; what it gives back is equivalent and stable. The first byte chooses
 * language, width and options. */
#include "format/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint32_t widths[] = {0, 20, 40, 120};
    if (size < 1 || size > 1 << 20) return 0;
    SourceMap *m = source_map_new();
    char *text = xmalloc(size);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    Source *s = source_add(m, *data & 1 ? "f.py" : "f.mojo", text, size - 1);
    FormatOptions o = {.doubt = true, .width = widths[*data >> 1 & 3], .skip_magic_comma = *data & 8, .fixed_quirks = *data & 16,
                       .docstrings = *data & 32, .preview = *data & 64};
    FormatResult r = format_source(s, &o);
    if (r.status == FORMAT_UNSAFE) {
        fprintf(stderr, "not safe: %s\n", r.why);
        abort();
    }
    format_result_done(&r);
    source_map_free(m);
    return 0;
}
