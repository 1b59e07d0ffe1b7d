/* SPDX-License-Identifier: Apache-2.0 */
#include "interface.h"

static void add_fns(const Item *item, const NodeList *stmts, Arena *a, FileFns *out) {
    EACH_NODE (*stmts, n) {
        if (IS(FuncDef, n)) vec_push_in(a, out, (FileFn){AS(FuncDef, n), item});
        else if (IS(StructDef, n)) add_fns(item, &AS(StructDef, n)->body, a, out);
    }
}

void interface_fns(const Ast *ast, Arena *a, FileFns *out) {
    for (uint32_t i = 0; i < ast->n_items; i++) add_fns(ast->items[i], &ast->items[i]->stmts, a, out);
}

uint64_t interface_hash(const Ast *ast, const FileFns *fns, const bool *own) {
    const Source *s = ast->source;
    uint64_t h = 17;
    uint32_t at = 0;
    for (uint32_t i = 0; i < fns->len; i++) {
        const NodeFuncDef *f = fns->data[i].def;
        uint32_t start = fns->data[i].item->start;
        if (!own[i]) {
            h = hash_mix(h, source_line_col((Source *)(uintptr_t)s, start + f->node.pos, POS_UTF8).line + 1);
        } else if (f->body.len) {
            uint32_t from = start + f->body.data[0]->pos, to = start + f->body.data[f->body.len - 1]->end;
            if (from < at || to > s->size) continue;
            h = hash_mix(h, hash_bytes(s->data + at, from - at, 3));
            at = to;
        }
    }
    return hash_mix(h, hash_bytes(s->data + at, s->size - at, 3));
}
