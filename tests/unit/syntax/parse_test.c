/* SPDX-License-Identifier: Apache-2.0 */
/* Parsing small texts: shape of the tree, first error, positions. */
#include "unit.h"

#include "syntax/syntax.h"

static SourceMap *sources;

static Ast *parse(const char *path, const char *text) {
    if (!sources) sources = source_map_new();
    return ast_parse(source_add(sources, path, xstrdup(text), strlen(text)));
}

static char *sexp(const char *path, const char *text) {
    Ast *ast = parse(path, text);
    StrBuf out = {0};
    ast_print_sexp(&out, ast);
    ast_free(ast);
    return sb_take(&out);
}

/* The number of errors and the first one's code and place. */
typedef struct First {
    uint32_t errors;
    int code;
    uint32_t start, end;
} First;

static First first_error(const char *path, const char *text) {
    Ast *ast = parse(path, text);
    Arena a;
    arena_init(&a);
    DiagSink out;
    ast_diags(ast, &a, &out);
    First f = {out.n_errors, 0, 0, 0};
    for (uint32_t i = 0; i < out.diags.len && !f.code; i++) {
        if (out.diags.data[i]->severity != SEV_ERROR) continue;
        f.code = (int)out.diags.data[i]->code;
        f.start = out.diags.data[i]->at.start;
        f.end = out.diags.data[i]->at.end;
    }
    arena_done(&a);
    ast_free(ast);
    return f;
}

START_TEST(test_syntax_parse__expression) {
    char *s = sexp("a.py", "-a ** 2 < b\n");
    ck_assert_str_eq(s, "(ExprStmt value: (Compare left: (UnaryOp op: 27 operand: (BinOp op: 7 left: (Name id: \"a\") right: "
                        "(IntLit text: \"2\"))) ops: [\n  (CmpOp op: 15)] rights: [\n  (Name id: \"b\")]))\n");
    free(s);
}
END_TEST

START_TEST(test_syntax_parse__transfer_or_xor) {
    char *s = sexp("a.mojo", "f(a^, a ^ b)\n");
    ck_assert_ptr_nonnull(strstr(s, "(Transfer value: (Name id: \"a\"))"));
    ck_assert_ptr_nonnull(strstr(s, "(BinOp op: 11 left: (Name id: \"a\") right: (Name id: \"b\"))"));
    free(s);
}
END_TEST

START_TEST(test_syntax_parse__unclosed_bracket_stays_in_its_item) {
    const char *text = "x = f(1,\ndef g():\n    return 1\n";
    First f = first_error("a.py", text);
    ck_assert_uint_eq(f.errors, 1);
    ck_assert_int_eq(f.code, DIAG_unclosed_bracket);
    ck_assert_uint_eq(f.start, 5);
    Ast *ast = parse("a.py", text);
    ck_assert_uint_eq(ast->n_items, 2);
    ck_assert(!ast->items[1]->has_errors);
    ast_free(ast);
}
END_TEST

START_TEST(test_syntax_parse__node_at) {
    Ast *ast = parse("a.py", "# comment\nx = foo.bar(1)\n");
    Item *item;
    Node *n = ast_node_at(ast, 10 + 4, &item);
    ck_assert(IS(Name, n));
    ck_assert_str_eq(AS(Name, n)->id->chars, "foo");
    Span at = node_span(ast, item, n);
    ck_assert_uint_eq(at.start, 14);
    ck_assert_uint_eq(at.end, 17);
    ast_free(ast);
}
END_TEST

START_TEST(test_syntax_parse__legacy_is_a_warning) {
    Ast *ast = parse("a.mojo", "fn f(inout x: Int):\n    pass\n");
    ck_assert_uint_eq(ast_error_count(ast), 0);
    ck_assert(ast->items[0]->stmts.data[0]->flags & NODE_LEGACY);
    ast_free(ast);
}
END_TEST

Suite *syntax_suite(void);
Suite *syntax_suite(void) {
    Suite *s = suite_create("syntax");
    UNIT_CASE(s, "parse", test_syntax_parse__expression, test_syntax_parse__transfer_or_xor,
              test_syntax_parse__unclosed_bracket_stays_in_its_item, test_syntax_parse__node_at,
              test_syntax_parse__legacy_is_a_warning);
    return s;
}
