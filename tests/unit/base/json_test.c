/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base_tests.h"

static void check_print(const char *in, const char *want) {
    Json *j = json_parse(str_of(in), NULL);
    ck_assert_msg(j != NULL, "%s", in);
    StrBuf b = {0};
    json_print(&b, j, false);
    ck_assert_str_eq(b.p, want);
    sb_done(&b);
    json_free(j);
}

START_TEST(test_base_json__round_trip) {
    check_print("{\"a\": [1, -2.5, true, false, null, \"x\"] }\n",
                "{\"a\":[1,-2.5,true,false,null,\"x\"]}");
    check_print("9007199254740991", "9007199254740991");
    check_print("1e300", "1.0000000000000001e+300");
    check_print("\"\\u00e9\\ud83d\\ude00\\n\\t\\\"\\\\\\u0001\"", "\"é😀\\n\\t\\\"\\\\\\u0001\"");
    check_print("[\"a\\u0000b\",\"\\\\u0000\"]", "[\"a\\u0001b\",\"\\\\u0000\"]");
    check_print("[]", "[]");
    check_print("{}", "{}");
}
END_TEST

START_TEST(test_base_json__errors) {
    static const char *const bad[] = {"",    " ",   "{",     "[1,]", "{\"a\"}",
                                      "tru", "1 2", "\"abc", "[1}",  "nul"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        size_t at = 999;
        ck_assert_msg(json_parse(str_of(bad[i]), &at) == NULL, "%s", bad[i]);
        ck_assert_uint_le(at, strlen(bad[i]));
    }
    StrBuf deep = {0};
    sb_repeat(&deep, '[', JSON_MAX_DEPTH);
    sb_repeat(&deep, ']', JSON_MAX_DEPTH);
    Json *j = json_parse(sb_view(&deep), NULL);
    ck_assert_ptr_nonnull(j);
    json_free(j);
    sb_done(&deep);
    sb_repeat(&deep, '[', 1000000);
    size_t at;
    ck_assert_ptr_null(json_parse(sb_view(&deep), &at));
    ck_assert_uint_eq(at, JSON_MAX_DEPTH);
    sb_done(&deep);
}
END_TEST

START_TEST(test_base_json__build_and_read) {
    Json *o = json_object();
    json_put(o, "n", json_int(-3));
    json_put(o, "n", json_int(7));
    json_put(o, "s", json_string((Str){"a\0b\xFF", 4}));
    Json *list = json_put(o, "list", json_array());
    for (int i = 0; i < 3; i++) json_push(list, json_number(i + 0.5));
    json_put(o, "yes", json_bool(true));
    json_put(o, "none", json_null());
    ck_assert_int_eq(json_int_or(json_get(o, "n"), 0), 7);
    ck_assert_int_eq(json_int_or(json_get(o, "N"), 5), 5);
    ck_assert_int_eq(json_int_or(json_get(NULL, "x"), 5), 5);
    ck_assert_str_eq(json_str_or(json_get(o, "s"), ""), "a\uFFFDb\uFFFD");
    ck_assert_str_eq(json_str_or(json_get(o, "n"), "other"), "other");
    ck_assert(json_bool_or(json_get(o, "yes"), false) && json_is_null(json_get(o, "none")));
    ck_assert_uint_eq(json_len(list), 3);
    ck_assert_double_eq(json_number_or(json_at(list, 2), 0), 2.5);
    ck_assert_ptr_null(json_at(list, 3));
    double sum = 0;
    JSON_EACH(list, item) sum += json_number_or(item, 0);
    ck_assert_double_eq(sum, 4.5);
    ck_assert_str_eq(json_key(json_first(o)), "n");
    Json *copy = json_dup(o);
    json_free(o);
    StrBuf b = {0};
    json_print(&b, json_get(copy, "list"), true);
    ck_assert_str_eq(b.p, "[\n  0.5,\n  1.5,\n  2.5\n]");
    sb_done(&b);
    json_free(copy);
    Json *huge = json_number(1e300);
    ck_assert(json_int_or(huge, 0) == INT64_MAX);
    json_free(huge);
}
END_TEST

void base_json_cases(Suite *s) {
    UNIT_CASE(s, "json", test_base_json__round_trip, test_base_json__errors,
              test_base_json__build_and_read);
}
