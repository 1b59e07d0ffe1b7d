/* SPDX-License-Identifier: Apache-2.0 */
/* The generated parser and its scanner through libtree-sitter: shapes of trees, inputs at the
 * limits, and edits. Single constructs are in grammar/test/corpus. */
#include "../unit.h"

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_mojo(void);

static TSTree *parse(TSParser *p, const TSTree *old, const char *text, size_t n) {
    TSTree *t = ts_parser_parse_string(p, old, text, (uint32_t)n);
    ck_assert_ptr_nonnull(t);
    return t;
}

static TSParser *parser_new(void) {
    TSParser *p = ts_parser_new();
    ck_assert(ts_parser_set_language(p, tree_sitter_mojo()));
    return p;
}

/* The tree of `text` as an S-expression; free() it. `error` receives whether it has an error. */
static char *tree_text(const char *text, size_t n, bool *error) {
    TSParser *p = parser_new();
    TSTree *t = parse(p, NULL, text, n);
    TSNode root = ts_tree_root_node(t);
    char *s = ts_node_string(root);
    if (error) *error = ts_node_has_error(root);
    ts_tree_delete(t);
    ts_parser_delete(p);
    return s;
}

static bool accepts_n(const char *text, size_t n) {
    bool error;
    free(tree_text(text, n, &error));
    return !error;
}

static bool accepts(const char *text) {
    return accepts_n(text, strlen(text));
}

static void check_tree(const char *text, const char *want) {
    char *got = tree_text(text, strlen(text), NULL);
    ck_assert_str_eq(got, want);
    free(got);
}

START_TEST(test_grammar__words_are_names) {
    static const char *const words[] = {"var",      "let",     "ref",   "struct", "trait", "fn",
                                        "comptime", "alias",   "match", "case",   "type",  "mut",
                                        "out",      "imm",     "owned", "raises", "where", "thin",
                                        "abi",      "unified", "_"};
    static const char *const uses[] = {"%s = 1\n",
                                       "%s(x)\n",
                                       "%s.x\n",
                                       "%s[x] = y\n",
                                       "%s: int = 1\n",
                                       "x = %s + 1\n",
                                       "f(%s, a=%s)\n",
                                       "%s in x\n",
                                       "for %s in x: pass\n",
                                       "[%s for %s in x]\n",
                                       "def f(%s, a=%s): pass\n",
                                       "lambda %s: %s\n"};
    for (size_t w = 0; w < ARRAY_LEN(words); w++) {
        for (size_t u = 0; u < ARRAY_LEN(uses); u++) {
            char text[128];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(text, sizeof text, uses[u], words[w], words[w]);
#pragma GCC diagnostic pop
            ck_assert_msg(accepts(text), "rejected: %s", text);
        }
    }
}
END_TEST

START_TEST(test_grammar__words_are_keywords) {
    check_tree("var x = 1\n",
               "(module (variable_declaration left: (identifier) right: (integer)))");
    check_tree("match x:\n case _: pass\n",
               "(module (match_statement subject: (identifier) body: (block (case_clause pattern: "
               "(capture_pattern (identifier)) body: (block (pass_statement))))))");
    check_tree("match(x)\n",
               "(module (expression_statement (call function: (identifier) arguments: "
               "(argument_list (identifier)))))");
    check_tree("def f(mut x, mut): pass\n", "(module (function_definition name: (identifier) "
                                            "parameters: (parameters (parameter convention: "
                                            "(convention) name: (identifier)) (parameter name: "
                                            "(identifier))) body: (block (pass_statement))))");
}
END_TEST

START_TEST(test_grammar__transfer) {
    check_tree(
        "a ^ b\n",
        "(module (expression_statement (binary_operator left: (identifier) right: (identifier))))");
    check_tree("a^.b\n",
               "(module (expression_statement (attribute object: (transfer argument: (identifier)) "
               "attribute: (identifier))))");
    check_tree("a + b^\n",
               "(module (expression_statement (binary_operator left: (identifier) right: (transfer "
               "argument: (identifier)))))");
    check_tree("a ^= b\n",
               "(module (augmented_assignment left: (identifier) right: (identifier)))");
}
END_TEST

START_TEST(test_grammar__line_ends) {
    static const char unix_text[] = "if x:\n    a = '''b\nc'''\n    d = (1,\n 2)\nelse:\n\ty\n";
    static const char dos_text[] =
        "if x:\r\n    a = '''b\r\nc'''\r\n    d = (1,\r\n 2)\r\nelse:\r\n\ty\r\n";
    char *lf = tree_text(unix_text, sizeof unix_text - 1, NULL),
         *crlf = tree_text(dos_text, sizeof dos_text - 1, NULL);
    ck_assert_str_eq(lf, crlf);
    ck_assert_ptr_null(strstr(lf, "ERROR"));
    free(lf);
    free(crlf);
    ck_assert(accepts("\xEF\xBB\xBFx = 1\n")); /* byte order mark */
    ck_assert(accepts("x = 1"));               /* no line end at the end */
    ck_assert(accepts("if x:\n  y"));
    ck_assert(accepts(""));
    ck_assert(accepts("\n\n  \n# c"));
    ck_assert(accepts("\fdef f():\n\f  pass\n"));
    ck_assert(accepts("x = 1 \\\n    + 2\n"));
}
END_TEST

START_TEST(test_grammar__deeper_line_continues) {
    ck_assert(accepts("def f(a: Int) raises\n    -> Int:\n    pass\n"));
    ck_assert(accepts("comptime F = def(Int)\n    -> Int\n"));
    check_tree("x = 'a'\n    'b'\ny\n",
               "(module (assignment left: (identifier) right: (concatenated_string (string "
               "(string_start) (string_content) (string_end)) (string (string_start) "
               "(string_content) (string_end)))) (expression_statement (identifier)))");
    check_tree(
        "'a'\n'b'\n",
        "(module (expression_statement (string (string_start) (string_content) (string_end))) "
        "(expression_statement (string (string_start) (string_content) (string_end))))");
}
END_TEST

/* `depth` blocks, each deeper by `step` columns. */
static char *nested_blocks(unsigned depth, unsigned step) {
    size_t line = (size_t)depth * step + 8, n = 0;
    char *text = malloc(line * (depth + 1) + 1);
    for (unsigned i = 0; i <= depth; i++) {
        memset(text + n, ' ', (size_t)i * step);
        n += (size_t)i * step;
        n += (size_t)sprintf(text + n, i < depth ? "if x:\n" : "y\n");
    }
    return text;
}

START_TEST(test_grammar__indentation_limits) {
    char *text = nested_blocks(3, 300);
    ck_assert(accepts(text));
    free(text);
    text = nested_blocks(150, 2);
    ck_assert(accepts(text));
    free(text);
    text = nested_blocks(400, 1); /* beyond what the scanner keeps: an error, not a crash */
    ck_assert(!accepts(text));
    free(text);
}
END_TEST

START_TEST(test_grammar__nested_brackets) {
    enum { DEPTH = 2000 };
    static char text[2 * DEPTH + 2];
    memset(text, '(', DEPTH);
    text[DEPTH] = 'x';
    memset(text + DEPTH + 1, ')', DEPTH);
    ck_assert(accepts_n(text, 2 * DEPTH + 1));
    ck_assert(!accepts_n(text, 2 * DEPTH));
    memset(text, '[', DEPTH);
    ck_assert(!accepts_n(text, DEPTH));
}
END_TEST

START_TEST(test_grammar__nested_strings) {
    ck_assert(accepts("f\"{f\"{f\"{f'{1}'}\"}\"}\"\n"));
    ck_assert(accepts("t'a{{b}}{c!r:>{w}.{p}}{d=}'\n"));
    ck_assert(accepts("f'{x:=10}' f'{x:%H:%M}' f'{(y:=1)}'\n"));
    enum { DEPTH = 200 }; /* beyond what the scanner keeps */
    static char text[DEPTH * 5 + 2];
    size_t n = 0;
    for (int i = 0; i < DEPTH; i++)
        n += (size_t)sprintf(text + n, "f'{");
    ck_assert(!accepts_n(text, n));
}
END_TEST

START_TEST(test_grammar__bad_bytes) {
    ck_assert(!accepts_n("x = \0 1\ny = 2\n", 14));
    ck_assert(!accepts_n("\0", 1));
    ck_assert(!accepts_n("x = '\0\n", 7));
    accepts_n("x = '\xff\xfe'\n", 9);
    accepts_n("\xff\xfe\x80 = 1\n", 8);
    accepts_n("# \xc3", 3);
    accepts_n("'\\", 2);
    accepts_n("f'{a!", 5);
    accepts_n("`abc\n`", 6);
}
END_TEST

START_TEST(test_grammar__unclosed) {
    static const char *const bad[] = {
        "x = 'abc\ny = 1\n", "x = '''abc\ny = 1\n", "x = (1,\n",      "f'{a\n",
        "f'{a:\n",           "x = f'}'\n",          "if x:\ny\n",     "def f(:\n pass\n",
        "class\n",           "x = 1 +\n",           "match x:\n y\n", "@a\nx + 1\n"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        ck_assert_msg(!accepts(bad[i]), "accepted: %s", bad[i]);
    /* What follows survives. */
    char *s = tree_text("x = 'abc\ny = 1\ndef f(): pass\n", 29, NULL);
    ck_assert_ptr_nonnull(strstr(s, "function_definition"));
    free(s);
    s = tree_text("def f():\n    x = g(1,\n\ndef h():\n    pass\n", 41, NULL);
    ck_assert_ptr_nonnull(strstr(strstr(s, "function_definition") + 1, "function_definition"));
    free(s);
}
END_TEST

/* ---------------------------------------------------------------- edits */

static const char sample[] = "from a import b\n"
                             "\n"
                             "struct S[T: AnyType, //](Copyable):\n"
                             "    var x: Int\n"
                             "    def f(mut self, *a: Int, **k: T) raises {imm z} -> ref[self] T:\n"
                             "        # note\n"
                             "        var t = t\"a{b!r:>{w}}c\\n\" 'd'\n"
                             "        if x < y <= z and not w:\n"
                             "            return self.x^ if a else g(b ^ c, d=[1, 2.5, *e])\n"
                             "        for ref i, j in k.items(): pass\n"
                             "\n"
                             "\n"
                             "class C(B, k=1):\n"
                             "    async def m(self, a=lambda q: q): return {1: x, **y}\n"
                             "match p:\n"
                             "    case [1, *_] | {'k': v} if g: pass\n"
                             "    case _:\n"
                             "        x[1:2, ::3] += '''s\n"
                             "'''\n"
                             "var = fn(x) ; type Z = int\n";

static bool same_nodes(TSTree *a, TSTree *b) {
    TSTreeCursor x = ts_tree_cursor_new(ts_tree_root_node(a)),
                 y = ts_tree_cursor_new(ts_tree_root_node(b));
    bool same = true;
    for (bool down = true; same;) {
        TSNode m = ts_tree_cursor_current_node(&x), n = ts_tree_cursor_current_node(&y);
        same = ts_node_symbol(m) == ts_node_symbol(n) &&
               ts_node_start_byte(m) == ts_node_start_byte(n) &&
               ts_node_end_byte(m) == ts_node_end_byte(n) &&
               ts_tree_cursor_current_field_id(&x) == ts_tree_cursor_current_field_id(&y);
        if (down) {
            bool c = ts_tree_cursor_goto_first_child(&x), d = ts_tree_cursor_goto_first_child(&y);
            same = same && c == d;
            if (c) continue;
        }
        bool c = ts_tree_cursor_goto_next_sibling(&x), d = ts_tree_cursor_goto_next_sibling(&y);
        same = same && c == d;
        if (c && d) {
            down = true;
            continue;
        }
        c = ts_tree_cursor_goto_parent(&x);
        d = ts_tree_cursor_goto_parent(&y);
        same = same && c == d;
        if (!c || !d) break;
        down = false;
    }
    ts_tree_cursor_delete(&x);
    ts_tree_cursor_delete(&y);
    return same;
}

static TSPoint point_at(const char *text, size_t at) {
    TSPoint p = {0, 0};
    for (size_t i = 0; i < at; i++) {
        p.column++;
        if (text[i] == '\n') p = (TSPoint){p.row + 1, 0};
    }
    return p;
}

typedef struct {
    char text[4096];
    size_t n;
    TSTree *tree;
} Doc;

/* Replaces `cut` bytes at `at` by `put` and parses again from the old tree. */
static void doc_edit(TSParser *p, Doc *d, size_t at, size_t cut, const char *put, size_t put_n) {
    TSInputEdit e = {.start_byte = (uint32_t)at,
                     .old_end_byte = (uint32_t)(at + cut),
                     .new_end_byte = (uint32_t)(at + put_n),
                     .start_point = point_at(d->text, at),
                     .old_end_point = point_at(d->text, at + cut)};
    memmove(d->text + at + put_n, d->text + at + cut, d->n - at - cut);
    memcpy(d->text + at, put, put_n);
    d->n = d->n - cut + put_n;
    e.new_end_point = point_at(d->text, at + put_n);
    ts_tree_edit(d->tree, &e);
    TSTree *t = parse(p, d->tree, d->text, d->n);
    ts_tree_delete(d->tree);
    d->tree = t;
}

/* Where the text is valid, a tree made by edits is the tree of a fresh parse; an edit undone
 * restores it. */
START_TEST(test_grammar__edits) {
    static const char *const puts_[] = {
        "x",    " ", "\n", "    ", "(", ")", "'",  "\"\"\"", ":",      "^",    "#", "if ", "\n\n",
        "mut ", "=", ",",  "f'",   "{", "}", "\t", "\\\n",   "match ", "var ", "",  "",    "1"};
    TSParser *p = parser_new();
    uint32_t seed = 20260811;
    unsigned valid = 0;
    for (int round = 0; round < 1500; round++) {
        Doc d = {.n = sizeof sample - 1};
        memcpy(d.text, sample, d.n);
        d.tree = parse(p, NULL, d.text, d.n);
        ck_assert(!ts_node_has_error(ts_tree_root_node(d.tree)));
        TSTree *first = ts_tree_copy(d.tree);
        for (int step = 0; step < 3; step++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % d.n;
            seed = seed * 1664525u + 1013904223u;
            size_t cut = (seed >> 8) % 4;
            if (at + cut > d.n) cut = d.n - at;
            seed = seed * 1664525u + 1013904223u;
            const char *put = puts_[(seed >> 8) % ARRAY_LEN(puts_)];
            doc_edit(p, &d, at, cut, put, strlen(put));
            TSTree *fresh = parse(p, NULL, d.text, d.n);
            if (!ts_node_has_error(ts_tree_root_node(fresh))) {
                valid++;
                ck_assert_msg(same_nodes(d.tree, fresh),
                              "round %d step %d at %zu: other tree for\n%.*s", round, step, at,
                              (int)d.n, d.text);
            }
            ts_tree_delete(fresh);
        }
        doc_edit(p, &d, 0, d.n, sample, sizeof sample - 1);
        ck_assert(same_nodes(d.tree, first));
        ts_tree_delete(first);
        ts_tree_delete(d.tree);
    }
    ck_assert_uint_gt(valid, 300);
    ts_parser_delete(p);
}
END_TEST

/* Every query file compiles against the grammar; the path is that of a run from the root of the
 * repository. */
START_TEST(test_grammar__queries) {
    static const char *const files[] = {
        "highlights", "locals",      "folds",         "indents",           "injections",
        "tags",       "textobjects", "helix/indents", "helix/textobjects", "nvim/locals"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[96];
        snprintf(path, sizeof path, "grammar/queries/%s.scm", files[i]);
        FILE *f = fopen(path, "rb");
        ck_assert_msg(f, "cannot open %s", path);
        static char text[1 << 16];
        size_t n = fread(text, 1, sizeof text, f);
        fclose(f);
        uint32_t at;
        TSQueryError error;
        TSQuery *q = ts_query_new(tree_sitter_mojo(), text, (uint32_t)n, &at, &error);
        ck_assert_msg(q, "%s: error %d at byte %u", path, (int)error, at);
        ck_assert_uint_gt(ts_query_pattern_count(q), 0);
        ts_query_delete(q);
    }
}
END_TEST

Suite *grammar_suite(void) {
    Suite *s = suite_create("grammar");
    UNIT_CASE(s, "words", test_grammar__words_are_names, test_grammar__words_are_keywords,
              test_grammar__transfer);
    UNIT_CASE(s, "layout", test_grammar__line_ends, test_grammar__deeper_line_continues,
              test_grammar__indentation_limits);
    UNIT_CASE(s, "limits", test_grammar__nested_brackets, test_grammar__nested_strings,
              test_grammar__bad_bytes, test_grammar__unclosed);
    UNIT_CASE(s, "edits", test_grammar__edits);
    UNIT_CASE(s, "queries", test_grammar__queries);
    return s;
}
