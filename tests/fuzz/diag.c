/* SPDX-License-Identifier: Apache-2.0 */
/* Source positions, renderers and fixes on any text with marks anywhere. The first bytes choose the
 * marks, the rest is the text. */
#include "base/json.h"
#include "diag/diag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Dice {
    const uint8_t *p;
    size_t left;
} Dice;

static uint32_t roll(Dice *d, uint32_t n) { /* 0..n */
    uint32_t v = 0;
    for (int i = 0; i < 2 && d->left; i++, d->left--) v = v << 8 | *d->p++;
    return v % (n + 1);
}

static Span roll_span(Dice *d, const Source *s) {
    uint32_t a = roll(d, s->size), b = roll(d, s->size);
    return a < b ? (Span){s->id, a, b} : (Span){s->id, b, a};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { HEAD = 64 };
    if (size < HEAD) return 0;
    Dice d = {data, HEAD};
    SourceMap *m = source_map_new();
    size_t len = size - HEAD;
    char *text = xmalloc(len + 1);
    memcpy(text, data + HEAD, len);
    text[len] = '\0';
    Source *s = source_add(m, "f.mojo", text, len);
    Arena a;
    DiagSink sink;
    arena_init(&a);
    diag_sink_init(&sink, &a);
    for (uint32_t n = roll(&d, 3) + 1; n > 0; n--) {
        Diag *g = diag_add(&sink, DIAG_syntax_error, roll_span(&d, s), "message %u", n);
        for (uint32_t k = roll(&d, 3); k > 0; k--) diag_label(g, roll_span(&d, s), "label %u", k);
        if (roll(&d, 1)) diag_note(g, roll_span(&d, s), "note");
        if (roll(&d, 1)) {
            Fix *f = diag_fix(g, FIX_SAFE, "fix");
            for (uint32_t k = roll(&d, 2) + 1; k > 0; k--)
                fix_edit(f, roll_span(&d, s), roll(&d, 1) ? STR("x\ny") : STR("z"));
        }
    }
    diag_sort(sink.diags.data, &sink.diags.len);
    for (int format = DIAG_TEXT; format <= DIAG_SARIF; format++) {
        StrBuf out = {0};
        RenderOptions o = {(DiagFormat)format, format == DIAG_TEXT && roll(&d, 1), roll(&d, 80)};
        diag_render(&out, m, sink.diags.data, sink.diags.len, &o);
        MOJ_ASSERT(utf8_valid_prefix(out.p, out.len) == out.len);
        Json *j = format == DIAG_SARIF ? json_parse(sb_view(&out), NULL) : NULL;
        MOJ_ASSERT(j || format != DIAG_SARIF);
        json_free(j);
        sb_done(&out);
    }
    StrBuf fixed = {0};
    diag_apply_fixes(s, sink.diags.data, sink.diags.len, &fixed);
    sb_done(&fixed);
    for (uint32_t at = 0; at <= s->size; at++)
        for (int enc = POS_UTF8; enc <= POS_UTF32; enc++) {
            uint32_t back =
                source_offset(s, source_line_col(s, at, (PosEncoding)enc), (PosEncoding)enc);
            MOJ_ASSERT(back <= at && at - back < 4);
        }
    arena_done(&a);
    source_map_free(m);
    return 0;
}
