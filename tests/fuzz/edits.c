/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says how many edits follow (start, length, text: four bytes and up to 15 of text each);
 * the rest is the file. After each edit the re-parsed tree must be what a fresh parse gives. */
#include "syntax/syntax.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Bounds {
    uint32_t start, end;
} Bounds;

static bool inside(void *ctx, Node *n) {
    const Bounds *b = ctx;
    MOJ_ASSERT(n->pos <= n->end && n->end <= b->end);
    return node_children(n, inside, ctx);
}

/* Items follow each other; nodes lie in their item. */
static void check_positions(const Ast *ast) {
    uint32_t at = 0, size = ast->source->size;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        MOJ_ASSERT(it->start >= at && (uint64_t)it->start + it->len <= size);
        at = it->start + it->len;
        Bounds b = {0, size - it->start};
        EACH_NODE(it->stmts, s) inside(&b, s);
    }
}

static char *dump(const Ast *ast) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        sb_printf(&b, "%u+%u %llx %u\n", it->start, it->len, (unsigned long long)it->hash, it->n_nodes);
    }
    ast_print_json(&b, ast);
    Arena a;
    arena_init(&a);
    DiagSink d;
    ast_diags(ast, &a, &d);
    for (uint32_t i = 0; i < d.diags.len; i++)
        sb_printf(&b, "%u-%u %d %s\n", d.diags.data[i]->at.start, d.diags.data[i]->at.end, (int)d.diags.data[i]->code, d.diags.data[i]->message);
    arena_done(&a);
    return sb_take(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    const char *path = data[0] & 1 ? "fuzz.mojo" : "fuzz.py";
    unsigned n = data[0] >> 1 & 7;
    const uint8_t *edits = data + 1, *end = data + size;
    const uint8_t *text = edits + (size_t)n * 19;
    if (text >= end) return 0;
    SourceMap *m = source_map_new();
    size_t len = (size_t)(end - text);
    char *copy = xmalloc(len + 1);
    memcpy(copy, text, len);
    copy[len] = 0;
    Source *s = source_add(m, path, copy, len);
    Ast *ast = ast_parse(s);
    for (unsigned i = 0; i < n; i++) {
        const uint8_t *e = edits + (size_t)i * 19;
        uint32_t start = (uint32_t)(e[0] << 8 | e[1]) % (s->size + 1), cut = e[2] % 32u, add = e[3] % 16u;
        if (cut > s->size - start) cut = s->size - start;
        Source *t = source_edit(m, s, start, start + cut, (Str){(const char *)e + 4, add});
        Ast *next = ast_reparse(ast, t, start, start + cut, add);
        Ast *fresh = ast_parse(t);
        char *x = dump(next), *y = dump(fresh);
        MOJ_ASSERT(strcmp(x, y) == 0);
        free(x), free(y);
        ast_free(fresh);
        ast_free(ast);
        ast = next;
        s = t;
    }
    check_positions(ast);
    ast_free(ast);
    source_map_free(m);
    return 0;
}
