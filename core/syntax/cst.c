/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/cst.h"

#include "base/json.h"

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_mojo(void);

static void print_node(StrBuf *out, Str text, const TSTreeCursor *c, uint32_t depth) {
    TSNode n = ts_tree_cursor_current_node(c);
    const char *field = ts_tree_cursor_current_field_name(c);
    TSPoint a = ts_node_start_point(n), b = ts_node_end_point(n);
    sb_repeat(out, ' ', (size_t)depth * 2);
    if (field) sb_printf(out, "%s: ", field);
    if (ts_node_is_missing(n)) sb_puts(out, "MISSING ");
    sb_printf(out, "%s [%u:%u - %u:%u]", ts_node_type(n), a.row + 1, a.column + 1, b.row + 1, b.column + 1);
    if (ts_node_child_count(n) == 0 && ts_node_is_named(n)) {
        uint32_t from = ts_node_start_byte(n), to = ts_node_end_byte(n);
        enum { MOST = 60 };
        sb_char(out, ' ');
        json_quote(out, (Str){text.p + from, to - from > MOST ? MOST : to - from});
        if (to - from > MOST) sb_puts(out, "...");
    }
    sb_char(out, '\n');
}

/* Deep trees are walked without recursion; unnamed nodes (punctuation) are left out unless missing. */
static void print_tree(StrBuf *out, Str text, TSNode root) {
    enum { MOST_INDENT = 100 };
    TSTreeCursor c = ts_tree_cursor_new(root);
    uint32_t depth = 0;
    for (;;) {
        TSNode n = ts_tree_cursor_current_node(&c);
        if (ts_node_is_named(n) || ts_node_is_missing(n)) print_node(out, text, &c, depth < MOST_INDENT ? depth : MOST_INDENT);
        if (ts_tree_cursor_goto_first_child(&c)) {
            depth++;
            continue;
        }
        while (!ts_tree_cursor_goto_next_sibling(&c)) {
            if (!ts_tree_cursor_goto_parent(&c)) {
                ts_tree_cursor_delete(&c);
                return;
            }
            depth--;
        }
    }
}

void cst_print(StrBuf *out, Source *s) {
    TSParser *p = ts_parser_new();
    if (!ts_parser_set_language(p, tree_sitter_mojo())) {
        sb_puts(out, "the grammar does not fit this tree-sitter\n");
    } else {
        TSTree *t = ts_parser_parse_string(p, NULL, s->data, s->size);
        if (t) print_tree(out, source_text(s), ts_tree_root_node(t));
        ts_tree_delete(t);
    }
    ts_parser_delete(p);
}

/* ---- item by item ------------------------------------------------------------------------------ */

struct Cst {
    const Ast *ast;
    TSParser *parser;
    TSTree **trees; /* by item; NULL: not asked for yet */
};

Cst *cst_build(const Ast *ast) {
    Cst *c = xcalloc(1, sizeof *c);
    c->ast = ast;
    c->trees = xcalloc(ast->n_items ? ast->n_items : 1, sizeof *c->trees);
    return c;
}

static bool shared(const Item *a, const Item *b) {
    return a->stmts.data && a->stmts.data == b->stmts.data && a->len == b->len;
}

Cst *cst_rebuild(const Cst *old, const Ast *ast) {
    Cst *c = cst_build(ast);
    uint32_t n = old->ast->n_items, m = ast->n_items, i = 0, k = 0;
    for (; i < n && i < m && shared(old->ast->items[i], ast->items[i]); i++)
        if (old->trees[i]) c->trees[i] = ts_tree_copy(old->trees[i]);
    for (; k < n - i && k < m - i && shared(old->ast->items[n - 1 - k], ast->items[m - 1 - k]); k++)
        if (old->trees[n - 1 - k]) c->trees[m - 1 - k] = ts_tree_copy(old->trees[n - 1 - k]);
    return c;
}

void cst_free(Cst *c) {
    if (!c) return;
    for (uint32_t i = 0; i < c->ast->n_items; i++)
        if (c->trees[i]) ts_tree_delete(c->trees[i]);
    if (c->parser) ts_parser_delete(c->parser);
    free(c->trees);
    free(c);
}

const TSTree *cst_item_tree(Cst *c, uint32_t i) {
    MOJ_ASSERT(i < c->ast->n_items);
    if (c->trees[i]) return c->trees[i];
    if (!c->parser) {
        c->parser = ts_parser_new();
        if (!ts_parser_set_language(c->parser, tree_sitter_mojo())) return NULL;
    }
    const Item *it = c->ast->items[i];
    c->trees[i] = ts_parser_parse_string(c->parser, NULL, c->ast->source->data + it->start, it->len);
    return c->trees[i];
}

uint32_t cst_tree_count(const Cst *c) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->ast->n_items; i++) n += c->trees[i] != NULL;
    return n;
}

void cst_print_item(StrBuf *out, Cst *c, uint32_t i) {
    const TSTree *t = cst_item_tree(c, i);
    const Item *it = c->ast->items[i];
    if (t) print_tree(out, (Str){c->ast->source->data + it->start, it->len}, ts_tree_root_node(t));
}
