/* SPDX-License-Identifier: Apache-2.0 */
/* The lexer run over a whole file, item by item. */
#include "syntax/tokens.h"

void tokens_keep(TokenList *l, const Parser *p) {
    if (l->len + p->n_toks + 1 > l->cap) {
        l->cap = (l->len + p->n_toks) * 2 + p->size / 5 * (l->cap == 0);
        l->data = xrealloc(l->data, l->cap * sizeof *l->data);
    }
    Tok *to = l->data + l->len;
    for (const Tok *t = p->toks + 1, *end = p->toks + p->n_toks; t < end; t++) { /* 0 is a sentinel */
        if (t->kind == T_END) continue;
        *to = *t; /* NOLINT(clang-analyzer-core.NullDereference): there is room for n_toks more */
        to->pos += p->base;
        to->end += p->base;
        to++;
    }
    l->len = (uint32_t)(to - l->data);
}

void tokens_end(TokenList *l, uint32_t size) {
    if (l->len == l->cap) l->data = xrealloc(l->data, (l->cap = l->len + 1) * sizeof *l->data);
    l->data[l->len++] = (Tok){.kind = T_END, .pos = size, .end = size};
}

TokenList tokens_of(const Source *s) {
    TokenList l = {0};
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
        tokens_keep(&l, &p);
        uint32_t next_at = lex_skip_blank(&p, end);
        if (next_at <= at) break;
        at = next_at;
    }
    tokens_end(&l, s->size);
    free(p.toks);
    free(p.open);
    free(p.stack);
    arena_done(&scratch);
    return l;
}

void tokens_reserve(TokenList *l, uint32_t n) {
    if (l->len + n <= l->cap) return;
    l->cap = (l->len + n) * 2;
    l->data = xrealloc(l->data, l->cap * sizeof *l->data);
}

bool lex_line(LineLexer *x, Lang lang, const char *text, uint32_t from, uint32_t to, TokenList *out) {
    Parser *p = &x->p;
    if (!x->ready) {
        arena_init(&x->scratch);
        x->ready = true;
        p->arena = &x->scratch;
        p->lang = lang;
        p->is_py = lang == LANG_PYTHON;
    }
    p->text = text;
    p->size = to;
    p->base = from;
    p->item_text = text + from;
    p->flags = 0;
    p->sink = NULL;
    p->panic = p->had_error = false;
    bool ok = lex_item(p) == to && !p->sink && !p->had_error;
    tokens_reserve(out, p->n_toks);
    uint32_t lines = 0;
    for (uint32_t i = 1; ok && i < p->n_toks; i++) {
        Tok t = p->toks[i];
        if (t.kind == T_NEWLINE) lines++;
        if (t.kind <= T_DEDENT) continue;
        ok = lines == 0 && t.kind != T_ERROR && !(t.flags & TF_SYNTH);
        t.pos += from;
        t.end += from;
        out->data[out->len++] = t;
    }
    return ok;
}

void lex_lines_done(LineLexer *x) {
    free(x->p.toks);
    free(x->p.open);
    free(x->p.stack);
    if (x->ready) arena_done(&x->scratch);
}

void tokens_done(TokenList *l) {
    free(l->data);
    *l = (TokenList){0};
}
