/* SPDX-License-Identifier: Apache-2.0 */
#include "format/format.h"
int main(int argc, char **argv) {
    SourceMap *m = source_map_new();
    FormatOptions o = {0};
    int rc = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--unsafe") == 0) { o.unsafe = true; continue; }
        int err;
        Source *s = source_load(m, argv[i], &err);
        if (!s) continue;
        FormatResult r = format_source(s, &o);
        if (r.status == FORMAT_SYNTAX || r.status == FORMAT_UNSAFE) fprintf(stderr, "%s:%u:%u: %s\n", argv[i], r.line, r.col, r.why), rc = 123;
        if (r.status != FORMAT_SYNTAX) fwrite(r.text.p, 1, r.text.len, stdout);
        format_result_done(&r);
    }
    return rc;
}
