/* SPDX-License-Identifier: Apache-2.0 */
/* Strings, buffers, UTF-8 and Unicode properties. */
#include "base_tests.h"

START_TEST(test_base_str__compare) {
    ck_assert_int_lt(str_cmp(STR("a"), STR("ab")), 0);
    ck_assert_int_gt(str_cmp(STR("b"), STR("ab")), 0);
    ck_assert_int_eq(str_cmp(STR(""), (Str){NULL, 0}), 0);
    ck_assert_int_gt(str_cmp(STR("\xff"), STR("a")), 0);
    ck_assert(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")));
    ck_assert(str_ends(STR("abc"), STR("bc")) && !str_ends(STR("c"), STR("bc")));
}
END_TEST

START_TEST(test_base_str__distance) {
    static const struct {
        const char *a, *b;
        size_t limit, want;
    } rows[] = {
        {"", "", 3, 0},
        {"abc", "abc", 0, 0},
        {"abc", "abd", 3, 1},
        {"abc", "acb", 3, 1},
        {"build", "biuld", 2, 1},
        {"kitten", "sitting", 9, 3},
        {"kitten", "sitting", 2, 3},
        {"", "abc", 5, 3},
        {"print", "prnit", 1, 1},
        {"abcdef", "uvwxyz", 2, 3},
        {"ca", "abc", 5, 3},
        {"len", "length", 3, 3},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_uint_eq(str_distance(str_of(rows[i].a), str_of(rows[i].b), rows[i].limit),
                          rows[i].want);
}
END_TEST

START_TEST(test_base_strbuf__grows) {
    StrBuf b = {0};
    ck_assert_uint_eq(sb_view(&b).len, 0);
    for (int i = 0; i < 1000; i++) sb_char(&b, (char)('a' + i % 26));
    sb_printf(&b, "%05d|%s", 42, "x");
    sb_repeat(&b, '=', 3);
    sb_str(&b, STR("end"));
    ck_assert_uint_eq(b.len, 1000 + 7 + 3 + 3);
    ck_assert_str_eq(b.p + 1000, "00042|x===end");
    StrBuf big = {0};
    sb_printf(&big, "%s%s", b.p, b.p);
    ck_assert_uint_eq(big.len, 2 * b.len);
    char *p = sb_take(&b);
    ck_assert_ptr_null(b.p);
    free(p);
    p = sb_take(&b);
    ck_assert_str_eq(p, "");
    free(p);
    sb_done(&big);
}
END_TEST

/* Every code point, and every two-byte start, against the definition. */
START_TEST(test_base_utf8__round_trip) {
    for (uint32_t cp = 0; cp <= 0x10FFFF + 100; cp++) {
        char buf[8] = {0};
        uint32_t back;
        int n = utf8_encode(cp, buf);
        bool valid = cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
        ck_assert_int_eq(n, !valid ? 0 : cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4);
        if (!valid) continue;
        ck_assert_int_eq(utf8_decode(buf, buf + n, &back), n);
        ck_assert_uint_eq(back, cp);
        ck_assert_uint_eq(utf8_valid_prefix(buf, (size_t)n), n);
        if (n > 1) ck_assert_int_eq(utf8_decode(buf, buf + n - 1, &back), 0);
    }
}
END_TEST

START_TEST(test_base_utf8__invalid) {
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xC3(",
        "\xE2\x82(",
        "\xF0\x9F\x98(",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        uint32_t cp = 0;
        ck_assert_int_eq(utf8_decode(bad[i], bad[i] + strlen(bad[i]), &cp), 0);
        ck_assert_uint_eq(cp, 0xFFFD);
        char buf[64];
        int n = snprintf(buf, sizeof buf, "0123456789\xC3\xA9%sabc", bad[i]);
        ck_assert_uint_eq(utf8_valid_prefix(buf, (size_t)n), 12);
    }
}
END_TEST

START_TEST(test_base_utf8__width) {
    static const struct {
        const char *text;
        size_t want;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"é", 1},
        {"e\u0301", 1}, /* combining acute */
        {"日本", 4},
        {"🔥", 2},
        {"👩‍🚀", 2}, /* joined */
        {"🇩🇪", 2},          /* flag */
        {"👍🏽", 2},        /* skin tone */
        {"→", 1},
        {"a\xFF"
         "b",
         3},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_uint_eq(utf8_width(str_of(rows[i].text)), rows[i].want);
}
END_TEST

START_TEST(test_base_unicode__identifiers) {
    for (uint32_t c = 0; c < 128; c++) {
        bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_',
             digit = c >= '0' && c <= '9';
        ck_assert_int_eq(unicode_xid_start(c), alpha);
        ck_assert_int_eq(unicode_xid_continue(c), alpha || digit);
    }
    static const struct {
        uint32_t cp;
        bool start, more;
    } rows[] = {
        {0xAA, 1, 1},     {0xB7, 0, 1},   {0xD7, 0, 0},   {0xE9, 1, 1},    {0x300, 0, 1},
        {0x660, 0, 1},    {0x3042, 1, 1}, {0x2118, 1, 1}, {0x212E, 1, 1},  {0x309B, 0, 0},
        {0x1F525, 0, 0},  {0x4E00, 1, 1}, {0xAC00, 1, 1}, {0x10000, 1, 1}, {0xE0100, 0, 1},
        {0x10FFFF, 0, 0}, {0xFFFD, 0, 0}, {0xD800, 0, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ck_assert_int_eq(unicode_xid_start(rows[i].cp), rows[i].start);
        ck_assert_int_eq(unicode_xid_continue(rows[i].cp), rows[i].more);
    }
    ck_assert(unicode_is_emoji(0x1F525));
    ck_assert(unicode_is_emoji(0x2764));
    ck_assert(!unicode_is_emoji('a'));
    ck_assert(!unicode_is_emoji(0x4E00));
}
END_TEST

void base_text_cases(Suite *s) {
    UNIT_CASE(s, "str", test_base_str__compare, test_base_str__distance, test_base_strbuf__grows);
    UNIT_CASE(s, "utf8", test_base_utf8__round_trip, test_base_utf8__invalid, test_base_utf8__width,
              test_base_unicode__identifiers);
}
