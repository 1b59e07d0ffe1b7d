/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"
#include "package_suite.h"
#include "build/package/toml.h"

START_TEST(test_package_toml__reads_every_kind) {
    static const char text[] = "# a comment\n"
                               "title = \"a \\\"b\\\" \\u00e9\"\r\n"
                               "lit = 'C:\\dir'\n"
                               "n = 1_000\nhex = 0xff\nneg = -17\nf = 6.5e-1\ninf = -inf\n"
                               "yes = true\nwhen = 1979-05-27 07:32:00Z\n"
                               "list = [1, 2,\n  3, # three\n]\n"
                               "point = { x = 1, y.z = 2 }\n"
                               "a.b.c = 3\n"
                               "multi = \"\"\"\nline\n  two\\\n   joined\"\"\"\n"
                               "[table.sub]\nkey = 'v'\n"
                               "[[many]]\nn = 1\n[[many]]\nn = 2\n";
    Arena a;
    TomlError e;
    arena_init(&a);
    TomlValue *t = toml_parse(&a, str_of(text), &e);
    ck_assert_msg(t != NULL, "%u: %s", e.start, e.message);
    ck_assert(str_eq_c(toml_get(t, "title")->u.string, "a \"b\" \xc3\xa9"));
    ck_assert(str_eq_c(toml_get(t, "lit")->u.string, "C:\\dir"));
    ck_assert_int_eq(toml_get(t, "n")->u.integer, 1000);
    ck_assert_int_eq(toml_get(t, "hex")->u.integer, 255);
    ck_assert_int_eq(toml_get(t, "neg")->u.integer, -17);
    ck_assert(toml_get(t, "f")->u.number == 0.65);
    ck_assert(toml_get(t, "inf")->u.number < 0);
    ck_assert(toml_get(t, "yes")->u.boolean);
    ck_assert_int_eq(toml_get(t, "when")->kind, TOML_DATETIME);
    ck_assert_uint_eq(toml_get(t, "list")->items.len, 3);
    ck_assert_int_eq(toml_get(toml_get(toml_get(t, "point"), "y"), "z")->u.integer, 2);
    ck_assert_int_eq(toml_get(toml_get(toml_get(t, "a"), "b"), "c")->u.integer, 3);
    ck_assert(str_eq_c(toml_get(t, "multi")->u.string, "line\n  twojoined"));
    ck_assert(str_eq_c(toml_get(toml_get(toml_get(t, "table"), "sub"), "key")->u.string, "v"));
    ck_assert_uint_eq(toml_get(t, "many")->items.len, 2);
    ck_assert_int_eq(toml_get(toml_get(t, "many")->items.data[1], "n")->u.integer, 2);
    ck_assert_uint_eq(toml_entry(t, "n")->key_start, (uint32_t)(strstr(text, "n = 1_000") - text));
    arena_done(&a);
}
END_TEST

START_TEST(test_package_toml__says_what_is_wrong_and_where) {
    static const struct {
        const char *text, *message;
        uint32_t at;
    } rows[] = {
        {"a = 1\na = 2\n", "defined twice", 6},       {"a = \n", "expected a value", 4},
        {"a 1\n", "expected `=`", 2},                 {"a = 'x\n", "not closed", 4},
        {"a = [1, 2\n", "not closed", 10},            {"a = 1 b = 2\n", "end of the line", 6},
        {"[t]\n[t]\n", "defined twice", 5},           {"a = { b = 1 }\n[a]\n", "defined twice", 15},
        {"a = { b = 1 }\na.c = 2\n", "defined twice", 14}, {"a = 01\n", "begin with 0", 4},
        {"a = \"\\q\"\n", "unknown escape", 5},        {"a = hello\n", "needs quotes", 4},
        {"a = 9223372036854775808\n", "64 bits", 4},  {"a = 1979-13-01\n", "not a date", 4},
        {"a = { b = 1,\n c = 2 }\n", "expected a key", 12}, {"= 1\n", "expected a key", 0},
        {"a = [[[[[[", "expected a value", 10},         {"a = 1__0\n", "expected a value", 4},
        {"# \x01\n", "control characters", 2},         {"a = \"\xff\"", "UTF-8", 5},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Arena a;
        TomlError e;
        arena_init(&a);
        ck_assert_msg(toml_parse(&a, str_of(rows[i].text), &e) == NULL, "%s", rows[i].text);
        ck_assert_msg(strstr(e.message, rows[i].message) != NULL, "%s: %s", rows[i].text, e.message);
        ck_assert_msg(e.start == rows[i].at, "%s: at %u", rows[i].text, e.start);
        arena_done(&a);
    }
}
END_TEST

START_TEST(test_package_toml__stops_at_the_end_of_the_text) {
    /* the last digit of each is behind its end */
    static const char *const texts[] = {"a = 2024-02-299", "a = 2024-02-29 12:30:599", "a = 12:30:599"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Arena a;
        TomlError e;
        arena_init(&a);
        TomlValue *t = toml_parse(&a, (Str){texts[i], strlen(texts[i]) - 1}, &e);
        ck_assert_msg(t != NULL, "%u: %s", e.start, e.message);
        ck_assert_int_eq(toml_get(t, "a")->kind, TOML_DATETIME);
        arena_done(&a);
    }
}
END_TEST

START_TEST(test_package_toml__deep_nesting_is_an_error) {
    Arena a;
    TomlError e;
    StrBuf text = {0};
    arena_init(&a);
    sb_puts(&text, "a = ");
    sb_repeat(&text, '[', 100000);
    ck_assert(toml_parse(&a, sb_view(&text), &e) == NULL);
    ck_assert(strstr(e.message, "nested too deeply") != NULL);
    sb_done(&text);
    arena_done(&a);
}
END_TEST

void add_toml_tests(Suite *s) {
    UNIT_CASE(s, "toml", test_package_toml__reads_every_kind, test_package_toml__says_what_is_wrong_and_where,
              test_package_toml__stops_at_the_end_of_the_text, test_package_toml__deep_nesting_is_an_error);
}
