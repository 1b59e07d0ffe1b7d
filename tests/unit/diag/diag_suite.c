/* SPDX-License-Identifier: Apache-2.0 */
/* Building, ordering and rendering diagnostics; applying fixes. */
#include "base/json.h"
#include "diag/diag.h"
#include "unit.h"

static SourceMap *map;
static Arena arena;
static DiagSink sink;
static Source *src;

static void set_up(void) {
    map = source_map_new();
    arena_init(&arena);
    diag_sink_init(&sink, &arena);
    src = NULL;
}

static void tear_down(void) {
    arena_done(&arena);
    source_map_free(map);
}

static Source *text(const char *path, const char *t) {
    return src = source_add(map, path, xstrdup(t), strlen(t));
}

/* The n-th (from 0) occurrence of a word. */
static Span at(const char *word, int n) {
    const char *p = strstr(src->data, word);
    while (p && n-- > 0) p = strstr(p + 1, word);
    ck_assert_ptr_nonnull(p);
    uint32_t start = (uint32_t)(p - src->data);
    return (Span){src->id, start, start + (uint32_t)strlen(word)};
}

static Span point(uint32_t offset) {
    return (Span){src->id, offset, offset};
}

static void check_render(RenderOptions o, const char *want) {
    StrBuf b = {0};
    diag_render(&b, map, sink.diags.data, sink.diags.len, &o);
    ck_assert_str_eq(b.p ? b.p : "", want);
    sb_done(&b);
}

static void check_text(const char *want) {
    check_render((RenderOptions){.format = DIAG_TEXT}, want);
}

START_TEST(test_diag_diag__table) {
    const DiagInfo *info;
    size_t n = 0;
    for (; (info = diag_info_at(n)); n++) {
        ck_assert_ptr_eq(diag_info(info->number), info);
        ck_assert_ptr_eq(diag_info_find(str_of(info->slug)), info);
        ck_assert_ptr_eq(diag_info_find(str_of(diag_code_text(info->number, info->severity).text)),
                         info);
        ck_assert(info->number > 0 && info->number < 10000);
        for (size_t k = 0; k < n; k++) ck_assert_str_ne(diag_info_at(k)->slug, info->slug);
    }
    ck_assert_uint_gt(n, 5);
    ck_assert_ptr_null(diag_info(9999));
    ck_assert_uint_eq(diag_info_find(STR("type-mismatch"))->number, 2001);
    ck_assert_uint_eq(diag_info_find(STR("2001"))->number, 2001);
    ck_assert_uint_eq(diag_info_find(STR("w2001"))->number, 2001);
    ck_assert_ptr_null(diag_info_find(STR("")));
    ck_assert_ptr_null(diag_info_find(STR("E")));
    ck_assert_ptr_null(diag_info_find(STR("E20011111111")));
    ck_assert_str_eq(diag_code_text(1, SEV_ERROR).text, "E0001");
    ck_assert_str_eq(diag_code_text(2001, SEV_WARNING).text, "W2001");
    ck_assert(strstr(diag_explain(2001), "# E2001") == diag_explain(2001));
    ck_assert_ptr_null(diag_explain(9999));
}
END_TEST

START_TEST(test_diag_diag__frames_and_order) {
    text("a.mojo", "0123456789");
    diag_add(&sink, DIAG_type_mismatch, point(5), "b");
    DiagMark m = diag_mark(&sink);
    diag_add(&sink, DIAG_unknown_name, point(1), "dropped");
    ck_assert(diag_since(&sink, m));
    diag_drop(&sink, m);
    ck_assert(!diag_since(&sink, m));
    sink.muted++;
    diag_note(diag_add(&sink, DIAG_unknown_name, point(1), "muted"), SPAN_NONE, "still a Diag");
    sink.muted--;
    ck_assert_uint_eq(sink.n_errors, 1);
    diag_add(&sink, DIAG_type_mismatch, point(5), "a");
    diag_add(&sink, DIAG_type_mismatch, point(5), "b");
    diag_add(&sink, DIAG_syntax_error, point(3), "c");
    diag_sort(sink.diags.data, &sink.diags.len);
    check_render((RenderOptions){.format = DIAG_SHORT}, "a.mojo:1:4: error[E0001]: c\n"
                                                        "a.mojo:1:6: error[E2001]: a\n"
                                                        "a.mojo:1:6: error[E2001]: b\n");
}
END_TEST

START_TEST(test_diag_text__labels_notes_fix) {
    text("dir/a.mojo", "def main():\n\tvar x: Int = \"日本\" + y\n");
    Diag *d = diag_add(&sink, DIAG_type_mismatch, at("\"日本\"", 0), "expected `%s`, found `%s`",
                       "Int", "String");
    diag_label(d, at("Int", 0), "declared here");
    diag_label(d, at("y", 0), "unlike this");
    diag_note(d, SPAN_NONE, "`Int` is a struct\nof the library");
    diag_help(d, "convert it with `Int(…)`");
    Fix *f = diag_fix(d, FIX_SAFE, "convert it");
    fix_edit(f, point(at("\"日本\"", 0).start), STR("Int("));
    fix_edit(f, point(at("\"日本\"", 0).end), STR(")"));
    check_text("error[E2001]: expected `Int`, found `String`\n"
               " --> dir/a.mojo:2:15\n"
               "  |\n"
               "2 |     var x: Int = \"日本\" + y\n"
               "  |            ---   ^^^^^^   - unlike this\n"
               "  |            |\n"
               "  |            declared here\n"
               "  |\n"
               "  = note: `Int` is a struct\n"
               "          of the library\n"
               "help: convert it with `Int(…)`\n"
               "  |\n"
               "2 |     var x: Int = Int(\"日本\") + y\n"
               "  |                  ++++      +\n"
               "\n");
}
END_TEST

START_TEST(test_diag_text__several_lines) {
    text("a.mojo", "x = 1\nif x\n    foo(\n        1,\n        2,\n        3,\n        4,\n        "
                   "5,\n    )\n");
    Diag *d = diag_add(&sink, DIAG_syntax_error,
                       (Span){src->id, at("foo", 0).start, at(")", 0).end}, "long call");
    diag_label(d, (Span){src->id, at("x\n", 0).start, at("1,", 0).end}, "from there\nto here");
    check_text("error[E0001]: long call\n"
               " --> a.mojo:3:5\n"
               "  |\n"
               "2 |    if x\n"
               "  |  _____-\n"
               "3 | |/     foo(\n"
               "4 | ||         1,\n"
               "  | ||__________- from there\n"
               "  |               to here\n"
               "5 |  |         2,\n"
               "6 |  |         3,\n"
               "7 |  |         4,\n"
               "8 |  |         5,\n"
               "9 |  |     )\n"
               "  |  |_____^\n"
               "\n");
}
END_TEST

START_TEST(test_diag_text__edges) {
    text("e.mojo", "\xEF\xBB\xBF"
                   "ab\x1b[31m\xFFz\r\nlast");
    diag_add(&sink, DIAG_syntax_error, at("ab", 0), "after a mark");
    diag_add(&sink, DIAG_syntax_error, at("z", 0), "esc \x1b[0m and \xFF");
    diag_add(&sink, DIAG_syntax_error, point(src->size), "at the end")->severity = SEV_WARNING;
    diag_add(&sink, DIAG_unknown_name, SPAN_NONE, "nowhere");
    diag_note(sink.diags.data[3], SPAN_NONE, "at all");
    check_text("error[E0001]: after a mark\n"
               " --> e.mojo:1:2\n"
               "  |\n"
               "1 | ab�[31m�z\n"
               "  | ^^\n"
               "\n"
               "error[E0001]: esc �[0m and �\n"
               " --> e.mojo:1:10\n"
               "  |\n"
               "1 | ab�[31m�z\n"
               "  |         ^\n"
               "\n"
               "warning[W0001]: at the end\n"
               " --> e.mojo:2:5\n"
               "  |\n"
               "2 | last\n"
               "  |     ^\n"
               "\n"
               "error[E1001]: nowhere\n"
               "  = note: at all\n"
               "\n");
}
END_TEST

START_TEST(test_diag_text__cut_lines) {
    StrBuf b = {0};
    for (int i = 0; i < 100; i++) sb_printf(&b, "name%d = ", i);
    text("long.mojo", b.p);
    sb_done(&b);
    Diag *d = diag_add(&sink, DIAG_unknown_name, at("name50", 0), "in the middle");
    diag_label(d, at("name51", 0), "next");
    check_render((RenderOptions){.format = DIAG_TEXT, .max_width = 60},
                 "error[E1001]: in the middle\n"
                 " --> long.mojo:1:441\n"
                 "  |\n"
                 "1 | ...8 = name49 = name50 = name51 = name52 = name53 = name5...\n"
                 "  |                 ^^^^^^   ------ next\n"
                 "\n");
}
END_TEST

START_TEST(test_diag_text__other_files_and_gaps) {
    text("lib.mojo", "struct S:\n    pass\n");
    Span decl = at("S", 0);
    text("main.mojo", "a\nb\nc\nd\ne\nf\ng\n");
    Diag *d = diag_add(&sink, DIAG_unknown_name, at("a", 0), "far apart");
    diag_label(d, at("c", 0), "one line between");
    diag_label(d, at("g", 0), "more between");
    diag_label(d, decl, "elsewhere");
    diag_note(d, decl, "and a note there");
    check_text("error[E1001]: far apart\n"
               " --> main.mojo:1:1\n"
               "  |\n"
               "1 | a\n"
               "  | ^\n"
               "2 | b\n"
               "3 | c\n"
               "  | - one line between\n"
               "...\n"
               "7 | g\n"
               "  | - more between\n"
               " ::: lib.mojo:1:8\n"
               "  |\n"
               "1 | struct S:\n"
               "  |        - elsewhere\n"
               "note: and a note there\n"
               " --> lib.mojo:1:8\n"
               "  |\n"
               "1 | struct S:\n"
               "  |        ^\n"
               "\n");
}
END_TEST

START_TEST(test_diag_text__fix_that_removes) {
    text("r.mojo", "a = 1;\nb = 2\nc\n");
    Diag *d = diag_add(&sink, DIAG_syntax_error, at(";", 0), "stray `;`");
    fix_edit(diag_fix(d, FIX_SAFE, "remove it"), at(";", 0), STR(""));
    Fix *f = diag_fix(d, FIX_MAYBE, "join");
    fix_edit(f, (Span){src->id, 5, 7}, STR(" + "));
    check_text("error[E0001]: stray `;`\n"
               " --> r.mojo:1:6\n"
               "  |\n"
               "1 | a = 1;\n"
               "  |      ^\n"
               "help: remove it\n"
               "  |\n"
               "1 - a = 1;\n"
               "1 + a = 1\n"
               "help: join\n"
               "  |\n"
               "1 - a = 1;\n"
               "2 - b = 2\n"
               "1 + a = 1 + b = 2\n"
               "\n");
}
END_TEST

START_TEST(test_diag_text__colours) {
    text("c.mojo", "ab\n");
    diag_label(diag_add(&sink, DIAG_syntax_error, at("a", 0), "m"), at("b", 0), "l");
    check_render((RenderOptions){.format = DIAG_TEXT, .color = true},
                 "\x1b[1;31merror[E0001]\x1b[0m\x1b[1m: m\x1b[0m\n"
                 " \x1b[1;34m-->\x1b[0m c.mojo:1:1\n"
                 "  \x1b[1;34m|\x1b[0m\n"
                 "\x1b[1;34m1 \x1b[0m\x1b[1;34m|\x1b[0m ab\n"
                 "  \x1b[1;34m|\x1b[0m \x1b[1;31m^\x1b[0m\x1b[1;34m-\x1b[0m \x1b[1;34ml\x1b[0m\n"
                 "\n");
}
END_TEST

START_TEST(test_diag_data__json) {
    text("/x/j.mojo", "s = \"😀\" + y\n");
    Diag *d = diag_add(&sink, DIAG_type_mismatch, at("y", 0), "quote \" and \n");
    d->deprecated = true;
    diag_label(d, at("s", 0), "left");
    diag_help(d, "try");
    fix_edit(diag_fix(d, FIX_MAYBE, "fix it"), at("y", 0), STR("z"));
    StrBuf b = {0};
    RenderOptions o = {.format = DIAG_JSON};
    diag_render(&b, map, sink.diags.data, 1, &o);
    ck_assert_uint_eq(b.p[b.len - 1], '\n');
    ck_assert_ptr_eq(strchr(b.p, '\n'), b.p + b.len - 1); /* one line */
    Json *j = json_parse(sb_view(&b), NULL);
    ck_assert_ptr_nonnull(j);
    ck_assert_str_eq(json_str_or(json_get(j, "path"), ""), "/x/j.mojo");
    ck_assert_str_eq(json_str_or(json_get(j, "uri"), ""), "file:///x/j.mojo");
    ck_assert_str_eq(json_str_or(json_get(j, "code"), ""), "E2001");
    ck_assert_str_eq(json_str_or(json_get(j, "source"), ""), "mojo");
    ck_assert_str_eq(json_str_or(json_get(j, "message"), ""), "quote \" and \n");
    ck_assert_int_eq(json_int_or(json_get(j, "severity"), 0), 1);
    ck_assert_int_eq(json_int_or(json_at(json_get(j, "tags"), 0), 0), 2);
    Json *start = json_get(json_get(j, "range"), "start");
    ck_assert_int_eq(json_int_or(json_get(start, "line"), -1), 0);
    ck_assert_int_eq(json_int_or(json_get(start, "character"), -1),
                     11); /* 😀 is two UTF-16 units */
    Json *rel = json_at(json_get(j, "relatedInformation"), 0);
    ck_assert_str_eq(json_str_or(json_get(rel, "message"), ""), "left");
    Json *data = json_get(j, "data"), *fix = json_at(json_get(data, "fixes"), 0);
    ck_assert_str_eq(json_str_or(json_get(data, "slug"), ""), "type-mismatch");
    ck_assert_str_eq(json_str_or(json_get(fix, "trust"), ""), "maybe");
    ck_assert_str_eq(json_str_or(json_get(json_at(json_get(fix, "edits"), 0), "newText"), ""), "z");
    ck_assert_str_eq(json_str_or(json_get(json_at(json_get(data, "notes"), 0), "kind"), ""),
                     "help");
    json_free(j);
    sb_done(&b);
}
END_TEST

START_TEST(test_diag_data__sarif) {
    text("s.mojo", "a\nb\n");
    Diag *d = diag_add(&sink, DIAG_unknown_name, at("b", 0), "what is b");
    diag_label(d, at("a", 0), "this is a");
    Fix *f = diag_fix(d, FIX_SAFE, "both");
    fix_edit(f, at("a", 0), STR("x"));
    fix_edit(f, at("b", 0), STR("y"));
    diag_add(&sink, DIAG_syntax_error, SPAN_NONE, "nowhere");
    StrBuf b = {0};
    RenderOptions o = {.format = DIAG_SARIF};
    diag_render(&b, map, sink.diags.data, sink.diags.len, &o);
    Json *j = json_parse(sb_view(&b), NULL);
    ck_assert_ptr_nonnull(j);
    ck_assert_str_eq(json_str_or(json_get(j, "version"), ""), "2.1.0");
    Json *run = json_at(json_get(j, "runs"), 0), *result = json_at(json_get(run, "results"), 0);
    ck_assert_uint_eq(json_len(json_get(run, "results")), 2);
    Json *rules = json_get(json_get(json_get(run, "tool"), "driver"), "rules");
    size_t n = 0;
    while (diag_info_at(n)) n++;
    ck_assert_uint_eq(json_len(rules), n);
    Json *rule = json_at(rules, (size_t)json_int_or(json_get(result, "ruleIndex"), 0));
    ck_assert_str_eq(json_str_or(json_get(rule, "id"), ""),
                     json_str_or(json_get(result, "ruleId"), "?"));
    Json *place = json_get(json_at(json_get(result, "locations"), 0), "physicalLocation");
    ck_assert_int_eq(json_int_or(json_get(json_get(place, "region"), "startLine"), 0), 2);
    ck_assert_int_eq(json_int_or(json_get(json_get(place, "region"), "endColumn"), 0), 2);
    Json *change = json_at(json_get(json_at(json_get(result, "fixes"), 0), "artifactChanges"), 0);
    ck_assert_uint_eq(json_len(json_get(change, "replacements")), 2);
    json_free(j);
    sb_done(&b);
}
END_TEST

static Diag *with_fix(FixTrust trust, uint32_t start, uint32_t end, const char *with) {
    Diag *d = diag_add(&sink, DIAG_syntax_error, (Span){src->id, start, end}, "d");
    fix_edit(diag_fix(d, trust, "f"), (Span){src->id, start, end}, str_of(with));
    return d;
}

static void check_fixed(uint32_t n, const char *want) {
    StrBuf b = {0};
    ck_assert_uint_eq(diag_apply_fixes(src, sink.diags.data, sink.diags.len, &b), n);
    ck_assert_str_eq(b.p, want);
    sb_done(&b);
    sink.diags.len = 0;
}

START_TEST(test_diag_fix__apply) {
    text("f.mojo", "0123456789");
    check_fixed(0, "0123456789");
    with_fix(FIX_SAFE, 8, 9, "B");
    with_fix(FIX_SAFE, 2, 4, "A");
    with_fix(FIX_MAYBE, 5, 6, "no");
    with_fix(FIX_SAFE, 3, 5, "overlaps");
    check_fixed(2, "01A4567B9");
    with_fix(FIX_SAFE, 0, 0, "<");
    with_fix(FIX_SAFE, 0, 1, "x"); /* an insertion beside a change is no overlap */
    with_fix(FIX_SAFE, 0, 0, "twice");
    with_fix(FIX_SAFE, 10, 10, ">");
    with_fix(FIX_SAFE, 1, 1, "+");
    check_fixed(4, "<x+123456789>");
    with_fix(FIX_SAFE, 2, 6, "");
    with_fix(FIX_SAFE, 4, 4, "inside");
    with_fix(FIX_SAFE, 2, 2, "a");
    with_fix(FIX_SAFE, 6, 6, "b");
    check_fixed(3, "01ab6789");
    /* A fix is applied as a whole or not at all. */
    with_fix(FIX_SAFE, 5, 6, "X");
    Diag *d = with_fix(FIX_SAFE, 1, 2, "Y");
    fix_edit(d->fixes.data[0], (Span){src->id, 5, 6}, STR("Z"));
    check_fixed(1, "01234X6789");
    d = with_fix(FIX_SAFE, 1, 2, "Y");
    fix_edit(d->fixes.data[0], (Span){src->id + 5, 5, 6}, STR("Z"));
    with_fix(FIX_SAFE, 3, 99, "outside");
    check_fixed(0, "0123456789");
}
END_TEST

Suite *diag_suite(void) {
    Suite *s = suite_create("diag");
    TCase *c = tcase_create("diag");
    tcase_add_checked_fixture(c, set_up, tear_down);
    const TTest *const tests[] = {
        test_diag_diag__table,
        test_diag_diag__frames_and_order,
        test_diag_text__labels_notes_fix,
        test_diag_text__several_lines,
        test_diag_text__edges,
        test_diag_text__cut_lines,
        test_diag_text__other_files_and_gaps,
        test_diag_text__fix_that_removes,
        test_diag_text__colours,
        test_diag_data__json,
        test_diag_data__sarif,
        test_diag_fix__apply,
    };
    for (size_t i = 0; i < ARRAY_LEN(tests); i++) tcase_add_test(c, tests[i]);
    suite_add_tcase(s, c);
    return s;
}
