/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/cst.h"

#include "base/json.h"

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_mojo(void);

static void print_node(StrBuf *out, const Source *s, const TSTreeCursor *c, uint32_t depth) {
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
        json_quote(out, (Str){s->data + from, to - from > MOST ? MOST : to - from});
        if (to - from > MOST) sb_puts(out, "...");
    }
    sb_char(out, '\n');
}

/* Deep trees are walked without recursion; unnamed nodes (punctuation) are left out unless missing. */
static void print_tree(StrBuf *out, const Source *s, TSNode root) {
    enum { MOST_INDENT = 100 };
    TSTreeCursor c = ts_tree_cursor_new(root);
    uint32_t depth = 0;
    for (;;) {
        TSNode n = ts_tree_cursor_current_node(&c);
        if (ts_node_is_named(n) || ts_node_is_missing(n)) print_node(out, s, &c, depth < MOST_INDENT ? depth : MOST_INDENT);
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
        if (t) print_tree(out, s, ts_tree_root_node(t));
        ts_tree_delete(t);
    }
    ts_parser_delete(p);
}
