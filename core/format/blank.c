/* SPDX-License-Identifier: Apache-2.0 */
/* Blank lines between statements and comments. */
#include "format/format_int.h"

void blank_lines(Fmt *f, LineFacts c) {
    uint32_t max = c.depth ? 1 : 2, before = c.blank < max ? c.blank : max, after = 0;
    while (f->n_defs && f->defs[f->n_defs - 1] >= c.depth) {
        if (c.depth) before = 1;
        else if (f->defs[f->n_defs - 1] && c.opens_block && !c.loose_header) before = 1;
        else before = 2;
        f->n_defs--;
    }
    const LineInfo *p = &f->prev;
    bool def = c.kind == S_DEF || c.kind == S_CLASS || c.kind == S_DECORATOR;
    if (def) {
        uint32_t wanted = c.depth ? 1 : 2;
        if (c.kind != S_DECORATOR && f->n_defs < ARRAY_LEN(f->defs)) f->defs[f->n_defs++] = c.depth;
        if (!p->any || p->kind == S_DECORATOR) before = 0;
        else if (p->depth < c.depth && (p->kind == S_CLASS || p->kind == S_DEF)) before = 0;
        else if (p->kind == S_COMMENT && p->depth == c.depth && before == 0) {
            if (f->have_lead && f->lead_ok && f->lead_before <= 1) {
                uint32_t total = f->lead_before > wanted ? f->lead_before : wanted;
                if (total < f->lead_prev_after) total = f->lead_prev_after;
                if (total > f->lead_count) { /* above the comment block */
                    uint32_t more = total - f->lead_count;
                    StrBuf nl = {0};
                    for (uint32_t i = 0; i < more; i++) sb_add(&nl, f->eol, f->eol_len);
                    sb_reserve(&f->out, nl.len + 1);
                    memmove(f->out.p + f->lead_at + nl.len, f->out.p + f->lead_at, f->out.len - f->lead_at + 1);
                    memcpy(f->out.p + f->lead_at, nl.p, nl.len);
                    f->out.len += nl.len;
                    sb_done(&nl);
                    f->lead_count = f->lead_before = total;
                }
            }
            before = 0;
        } else before = wanted;
    } else if (p->any && (p->kind == S_IMPORT || p->kind == S_IMPORT_FROM) && c.kind != S_IMPORT && c.kind != S_IMPORT_FROM &&
               p->depth == c.depth) {
        if (!before) before = 1;
    } else if (p->any && p->kind == S_CLASS && c.triple_string) after = 1;
    else if (p->any && p->opens_block) before = 0;
    if (!p->any) before = 0;
    uint32_t total = before > f->previous_after ? before : f->previous_after;
    if (!p->any) total = 0;
    if (c.kind == S_COMMENT) {
        if (!p->any || (p->kind != S_DECORATOR && (!f->have_lead || before))) {
            f->have_lead = true;
            f->lead_at = f->out.len;
            f->lead_before = before;
            f->lead_count = total;
            f->lead_prev_after = f->previous_after;
            f->lead_ok = p->any && p->kind != S_CLASS && !p->opens_block;
        } else if (!f->have_lead) { /* between decorators: no blank lines there */
            f->have_lead = true;
            f->lead_ok = false;
        }
    } else if (c.kind != S_DECORATOR) f->have_lead = false;
    for (uint32_t i = 0; i < total; i++) sb_add(&f->out, f->eol, f->eol_len);
    f->previous_after = after;
    f->prev = (LineInfo){true, c.kind, c.depth, c.opens_block, c.triple_string};
}

void write_comment(Fmt *f, const Comment *c, uint32_t depth) {
    blank_lines(f, (LineFacts){.kind = S_COMMENT, .depth = depth, .blank = c->blank_before});
    sb_repeat(&f->out, ' ', (size_t)depth * 4);
    sb_str(&f->out, c->text);
    sb_add(&f->out, f->eol, f->eol_len);
}
