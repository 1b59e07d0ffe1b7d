/* SPDX-License-Identifier: Apache-2.0 */
/* The lexer run over a whole file, item by item. */
#include "syntax/tokens.h"

TokenList tokens_of(const Source *s) {
    TokenList l = {0};
    uint32_t cap = s->size / 5 + 64;
    l.data = xmalloc(cap * sizeof *l.data);
    Arena scratch; /* for diagnostics nobody reads */
    arena_init(&scratch);
    Parser p = {.text = s->data, .size = s->size, .lang = s->lang, .is_py = s->lang == LANG_PYTHON};
    p.arena = &scratch;
    uint32_t at = lex_skip_blank(&p, s->bom);
    while (at < s->size) {
        p.base = at;
        p.item_text = p.text + at;
        p.flags = 0;
        p.sink = NULL;
        p.panic = false;
        uint32_t end = lex_item(&p);
        if (l.len + p.n_toks + 1 > cap) {
            cap = (l.len + p.n_toks) * 2;
            l.data = xrealloc(l.data, cap * sizeof *l.data);
        }
        for (uint32_t i = 1; i < p.n_toks; i++) { /* 0 is a sentinel */
            Tok t = p.toks[i];
            if (t.kind == T_END) continue;
            t.pos += at;
            t.end += at;
            l.data[l.len++] = t;
        }
        uint32_t next_at = lex_skip_blank(&p, end);
        if (next_at <= at) break;
        at = next_at;
    }
    l.data[l.len++] = (Tok){.kind = T_END, .pos = s->size, .end = s->size};
    free(p.toks);
    free(p.open);
    free(p.stack);
    arena_done(&scratch);
    return l;
}

void tokens_done(TokenList *l) {
    free(l->data);
    *l = (TokenList){0};
}
