/* SPDX-License-Identifier: Apache-2.0 */
/* The parser on any text. The first byte chooses the language, the next seven an edit. What must
 * hold: diagnostics lie inside the text; a tree without errors, printed and parsed again, is the
 * same tree; after an edit re-parsing gives what a fresh parse gives. */
#include "syntax/syntax.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Result {
    Ast *ast;
    Arena arena;
    DiagSink sink;
    StrBuf tree, diags;
} Result;

static void describe(Result *r, SourceMap *m, Ast *ast) {
    *r = (Result){.ast = ast};
    arena_init(&r->arena);
    diag_sink_init(&r->sink, &r->arena);
    ast_diags(ast, &r->arena, &r->sink);
    for (uint32_t i = 0; i < r->sink.diags.len; i++) {
        const Diag *d = r->sink.diags.data[i];
        MOJ_ASSERT(d->at.start <= d->at.end && d->at.end <= ast->source->size);
        for (uint32_t k = 0; k < d->fixes.len; k++)
            for (uint32_t e = 0; e < d->fixes.data[k]->edits.len; e++) {
                Span at = d->fixes.data[k]->edits.data[e].at;
                MOJ_ASSERT(at.start <= at.end && at.end <= ast->source->size);
            }
    }
    RenderOptions o = {.format = DIAG_SHORT};
    diag_render(&r->diags, m, r->sink.diags.data, r->sink.diags.len, &o);
    sb_add(&r->diags, "", 0);
    ast_print_sexp(&r->tree, ast);
    sb_add(&r->tree, "", 0);
}

static void done(Result *r) {
    ast_free(r->ast);
    arena_done(&r->arena);
    sb_done(&r->tree);
    sb_done(&r->diags);
}

static Source *source_of(SourceMap *m, Str text, Lang lang) {
    char *copy = xmalloc(text.len + 1);
    if (text.len) memcpy(copy, text.p, text.len);
    copy[text.len] = '\0';
    Source *s = source_add(m, lang == LANG_PYTHON ? "f.py" : "f.mojo", copy, text.len);
    s->lang = lang;
    return s;
}

static void check_same(const char *what, const Result *a, const Result *b) {
    if (strcmp(a->tree.p, b->tree.p) == 0 && strcmp(a->diags.p, b->diags.p) == 0) return;
    fprintf(stderr, "%s differ:\n%s\n%s--- and\n%s\n%s", what, a->tree.p, a->diags.p, b->tree.p,
            b->diags.p);
    MOJ_UNREACHABLE();
}

typedef VEC(Node *) VecNode;

static void collect(VecNode *out, const Ast *ast) {
    for (uint32_t i = 0; i < ast->n_items; i++)
        for (uint32_t k = 0; k < ast->items[i]->stmts.len; k++)
            vec_push(out, ast->items[i]->stmts.data[k]);
}

static bool same_meaning(const Ast *a, const Ast *b) {
    VecNode x = {0}, y = {0};
    collect(&x, a);
    collect(&y, b);
    bool same = x.len == y.len;
    for (uint32_t i = 0; same && i < x.len; i++) same = node_equal(x.data[i], y.data[i]);
    vec_done(&x);
    vec_done(&y);
    return same;
}

static void check_unparse(SourceMap *m, const Result *r) {
    if (ast_error_count(r->ast) > 0) return;
    StrBuf text = {0};
    ast_unparse(&text, r->ast);
    Result again;
    describe(&again, m, ast_parse(source_of(m, sb_view(&text), r->ast->lang)));
    if (ast_error_count(again.ast) > 0 || !same_meaning(r->ast, again.ast)) {
        fprintf(stderr, "a tree:\n%s\nprinted:\n%s\nparsed again:\n%s\n%s", r->tree.p, text.p,
                again.tree.p, again.diags.p);
        MOJ_UNREACHABLE();
    }
    sb_done(&text);
    done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { HEAD = 8 };
    if (size < HEAD) return 0;
    Lang lang = data[0] & 1 ? LANG_PYTHON : LANG_MOJO;
    Str text = {(const char *)data + HEAD, size - HEAD};
    SourceMap *m = source_map_new();
    Source *s = source_of(m, text, lang);
    Result r;
    describe(&r, m, ast_parse(s));
    check_unparse(m, &r);
    /* The edit: some bytes are replaced by others of the same text. */
    uint32_t n = s->size + 1, from = (data[1] | (uint32_t)data[2] << 8) % n, len = data[3] % 16;
    uint32_t with = (data[4] | (uint32_t)data[5] << 8) % n, with_len = data[6] % 16;
    if (from + len > s->size) len = s->size - from;
    if (with + with_len > s->size) with_len = s->size - with;
    Source *edited = source_edit(m, s, from, from + len, (Str){s->data + with, with_len});
    Result re, fresh;
    describe(&re, m, ast_reparse(r.ast, edited, from, from + len, with_len));
    describe(&fresh, m, ast_parse(source_of(m, source_text(edited), lang)));
    check_same("trees after an edit and from scratch", &re, &fresh);
    done(&re);
    done(&fresh);
    done(&r);
    source_map_free(m);
    return 0;
}
