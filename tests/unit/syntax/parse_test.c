/* SPDX-License-Identifier: Apache-2.0 */
/* Parsing small texts: shape of the tree, first error, positions. */
#include "unit.h"

#include "syntax/cst.h"
#include "syntax/syntax.h"

static SourceMap *sources;

static Ast *parse(const char *path, const char *text) {
    if (!sources) sources = source_map_new();
    return ast_parse(source_add_file(sources, path, xstrdup(text), strlen(text), source_lang_of(path)));
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

/* ---- keywords, limits, faults of the text -------------------------------------------------------- */

START_TEST(test_syntax_parse__keywords_are_known_names) {
    static const char *const words[] = {"if", "def", "class", "yield", "None", "True", "lambda", "not", "with"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        char text[64];
        snprintf(text, sizeof text, "%s = 1\n", words[i]);
        ck_assert_msg(first_error("a.py", text).errors > 0, "%s is taken as a name", words[i]);
    }
    ck_assert_uint_eq(first_error("a.py", "match = case = type = var = struct = 1\n").errors, 0);
}
END_TEST

START_TEST(test_syntax_parse__deep_nesting_is_a_diagnostic) {
    enum { N = 100000 };
    static const char *const openers[] = {"(", "[", "{", "f(", "x[", "not ", "-", "lambda: ", "await ", "a ** ", "a if b else "};
    for (size_t i = 0; i < ARRAY_LEN(openers); i++) {
        StrBuf b = {0};
        sb_puts(&b, "x = ");
        for (int k = 0; k < N; k++) sb_puts(&b, openers[i]);
        sb_puts(&b, "y\n");
        ck_assert_uint_ge(first_error("a.py", b.p).errors, 1);
        if (strcmp(openers[i], "await ")) ck_assert_uint_ge(first_error("a.mojo", b.p).errors, 1);
        sb_done(&b);
    }
    StrBuf b = {0};
    for (int k = 0; k < 900; k++) sb_puts(&b, "(");
    sb_puts(&b, "1");
    for (int k = 0; k < 900; k++) sb_puts(&b, ")");
    ck_assert_uint_eq(first_error("a.mojo", b.p).errors, 0);
    ck_assert_int_eq(first_error("a.py", b.p).code, DIAG_too_deep);
    sb_done(&b);
}
END_TEST

START_TEST(test_syntax_parse__faulty_text) {
    ck_assert_int_eq(first_error("a.py", "x = '\xff'\n").code, DIAG_encoding);
    ck_assert_uint_eq(first_error("a.py", "# -*- coding: latin-1 -*-\nx = '\xff'\n").errors, 0);
    ck_assert_uint_eq(first_error("a.mojo", "\xef\xbb\xbf").errors, 0);
    ck_assert_uint_eq(first_error("a.mojo", "").errors, 0);
    if (!sources) sources = source_map_new();
    char *data = xcalloc(16, 1);
    memcpy(data, "x = 1\0\ny = 2\n", 13);
    Ast *ast = ast_parse(source_add(sources, "nul.py", data, 13));
    ck_assert_uint_ge(ast_error_count(ast), 1);
    ast_free(ast);
}
END_TEST

/* ---- parsing again ------------------------------------------------------------------------------- */

static char *describe(const Ast *ast) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < ast->n_items; i++)
        sb_printf(&b, "%u+%u %llx\n", ast->items[i]->start, ast->items[i]->len, (unsigned long long)ast->items[i]->hash);
    ast_print_json(&b, ast);
    return sb_take(&b);
}

START_TEST(test_syntax_reparse__equals_fresh_parse) {
    static const struct {
        const char *text;
        uint32_t start, end;
        const char *with;
    } rows[] = {
        {"a = 1\nb = 2\nc = 3\n", 6, 7, "xyz"},  {"a = 1\nb = 2\nc = 3\n", 4, 5, "(1,"},
        {"a = (1\nb = 2\nc = 3\n", 4, 5, ""},    {"if x:\n  y\nz\n", 9, 9, "\nelse:\n  w"},
        {"a\n'''\nb\nc\nd\n", 11, 11, "'''"},    {"a\nb\n", 0, 0, " "},
        {"a\nb\n", 2, 2, " "},                   {"@d\ndef f(): pass\nx\n", 0, 3, ""},
        {"x = 1\n", 0, 6, ""},                   {"", 0, 0, "x = 1\n"},
        {"x\n# comment\ny\n", 3, 4, ""},         {"x = f'{a'\ny\nz = '}'\n", 8, 8, "}"},
    };
    if (!sources) sources = source_map_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Source *s = source_add(sources, "r.py", xstrdup(rows[i].text), strlen(rows[i].text));
        Ast *ast = ast_parse(s);
        Source *t = source_edit(sources, s, rows[i].start, rows[i].end, str_of(rows[i].with));
        Ast *again = ast_reparse(ast, t, rows[i].start, rows[i].end, (uint32_t)strlen(rows[i].with));
        Ast *fresh = ast_parse(t);
        ast_free(ast); /* before the revision made from it */
        char *x = describe(again), *y = describe(fresh);
        ck_assert_str_eq(x, y);
        free(x), free(y);
        ast_free(again);
        ast_free(fresh);
    }
}
END_TEST

START_TEST(test_syntax_reparse__shares_untouched_items) {
    const char *text = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\n";
    if (!sources) sources = source_map_new();
    Source *s = source_add(sources, "r.py", xstrdup(text), strlen(text));
    Ast *ast = ast_parse(s);
    Source *t = source_edit(sources, s, 22, 23, STR("x + 1"));
    Ast *again = ast_reparse(ast, t, 22, 23, 5);
    ck_assert_uint_eq(again->n_items, 7);
    ck_assert_ptr_eq(again->items[0]->stmts.data, ast->items[0]->stmts.data);
    ck_assert_ptr_ne(again->items[3]->stmts.data, ast->items[3]->stmts.data);
    ck_assert_ptr_eq(again->items[6]->stmts.data, ast->items[6]->stmts.data);
    ck_assert_uint_eq(again->items[6]->start, ast->items[6]->start + 4);
    ck_assert_uint_eq(ast->items[6]->start, 36);
    ast_free(again);
    ast_free(ast);
}
END_TEST

START_TEST(test_syntax_cst__trees_of_untouched_items_are_kept) {
    const char *text = "a = (\ndef f():\n    pass\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n";
    if (!sources) sources = source_map_new();
    Source *s = source_add(sources, "c.py", xstrdup(text), strlen(text));
    Ast *ast = ast_parse(s);
    Cst *cst = cst_build(ast);
    ck_assert_uint_eq(cst_tree_count(cst), 0);
    for (uint32_t i = 0; i < ast->n_items; i++) ck_assert_ptr_nonnull(cst_item_tree(cst, i));
    StrBuf out = {0};
    cst_print_item(&out, cst, 1);
    ck_assert_ptr_nonnull(strstr(out.p, "[1:1 - 2:9]"));
    ck_assert_ptr_null(strstr(out.p, "ERROR"));
    sb_done(&out);
    uint32_t at = (uint32_t)(strstr(text, "6") - text);
    Source *t = source_edit(sources, s, at, at + 1, STR("7"));
    Ast *next = ast_reparse(ast, t, at, at + 1, 1);
    Cst *kept = cst_rebuild(cst, next);
    uint32_t n = cst_tree_count(kept);
    ck_assert_uint_ge(n, 3);
    ck_assert_uint_lt(n, next->n_items);
    ck_assert_ptr_nonnull(cst_item_tree(kept, next->n_items - 1));
    cst_free(cst);
    cst_free(kept);
    ast_free(ast);
    ast_free(next);
}
END_TEST

Suite *syntax_suite(void);
Suite *syntax_suite(void) {
    Suite *s = suite_create("syntax");
    UNIT_CASE(s, "parse", test_syntax_parse__expression, test_syntax_parse__transfer_or_xor,
              test_syntax_parse__unclosed_bracket_stays_in_its_item, test_syntax_parse__node_at,
              test_syntax_parse__legacy_is_a_warning, test_syntax_parse__keywords_are_known_names,
              test_syntax_parse__deep_nesting_is_a_diagnostic, test_syntax_parse__faulty_text);
    UNIT_CASE(s, "reparse", test_syntax_reparse__equals_fresh_parse, test_syntax_reparse__shares_untouched_items);
    UNIT_CASE(s, "cst", test_syntax_cst__trees_of_untouched_items_are_kept);
    return s;
}
