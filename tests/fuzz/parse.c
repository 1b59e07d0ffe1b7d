/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a Python file and as a Mojo file: no crash, every diagnostic and node inside the text; what
 * has no error is printed and parses to the same tree. */
#include "syntax/syntax.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Bounds {
    uint32_t start, end;
} Bounds;

static bool inside(void *ctx, Node *n) {
    const Bounds *b = ctx;
    MOJ_ASSERT(n->pos <= n->end && n->end <= b->end);
    Bounds mine = {n->pos, b->end};
    return node_children(n, inside, &mine);
}

static void one(const char *path, const uint8_t *data, size_t size) {
    SourceMap *m = source_map_new();
    char *copy = xmalloc(size + 1);
    memcpy(copy, data, size);
    copy[size] = 0;
    Ast *ast = ast_parse(source_add(m, path, copy, size));
    Arena a;
    arena_init(&a);
    DiagSink d;
    ast_diags(ast, &a, &d);
    for (uint32_t i = 0; i < d.diags.len; i++)
        MOJ_ASSERT(d.diags.data[i]->at.start <= d.diags.data[i]->at.end && d.diags.data[i]->at.end <= size);
    uint32_t at = 0;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        MOJ_ASSERT(it->start >= at && (uint64_t)it->start + it->len <= size);
        at = it->start + it->len;
        Bounds b = {0, (uint32_t)size - it->start};
        EACH_NODE(it->stmts, s) inside(&b, s);
    }
    if (ast_error_count(ast) == 0) {
        StrBuf out = {0};
        ast_unparse(&out, ast);
        size_t n = out.len;
        Ast *again = ast_parse(source_add(m, path, out.p ? sb_take(&out) : xstrdup(""), n));
        MOJ_ASSERT(ast_error_count(again) == 0);
        uint32_t i = 0, j = 0, k = 0, l = 0;
        for (;;) {
            while (i < ast->n_items && k >= ast->items[i]->stmts.len) i++, k = 0;
            while (j < again->n_items && l >= again->items[j]->stmts.len) j++, l = 0;
            if (i >= ast->n_items || j >= again->n_items) break;
            MOJ_ASSERT(node_equal(ast->items[i]->stmts.data[k++], again->items[j]->stmts.data[l++]));
        }
        MOJ_ASSERT(i >= ast->n_items && j >= again->n_items);
        ast_free(again);
    }
    arena_done(&a);
    ast_free(ast);
    source_map_free(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    one("fuzz.py", data, size);
    one("fuzz.mojo", data, size);
    return 0;
}
