/* SPDX-License-Identifier: Apache-2.0 */
/* Sources, line tables, encodings, overlays, URIs. */
#include "source/source.h"
#include "unit.h"

#include <errno.h>

static SourceMap *map;

static void set_up(void) {
    map = source_map_new();
}

static void tear_down(void) {
    source_map_free(map);
}

static Source *add(const char *path, Str text) {
    char *data = xmalloc(text.len + 1);
    if (text.len) memcpy(data, text.p, text.len);
    data[text.len] = '\0';
    return source_add(map, path, data, text.len);
}

START_TEST(test_source_source__ids_and_languages) {
    ck_assert_ptr_null(source_get(map, 0));
    ck_assert_ptr_null(source_get(map, 1));
    for (uint32_t i = 1; i <= 1000; i++)
        ck_assert_uint_eq(add(i % 2 ? "a.mojo" : "b.py", STR("x"))->id, i);
    for (uint32_t i = 1; i <= 1000; i++) {
        Source *s = source_get(map, i);
        ck_assert_uint_eq(s->id, i);
        ck_assert_int_eq(s->lang, i % 2 ? LANG_MOJO : LANG_PYTHON);
    }
    ck_assert_ptr_null(source_get(map, 1001));
    ck_assert_ptr_null(source_get(map, UINT32_MAX));
    ck_assert_int_eq(source_lang_of("x.pyi"), LANG_PYTHON);
    ck_assert_int_eq(source_lang_of("x.🔥"), LANG_MOJO);
    ck_assert_int_eq(source_lang_of("<stdin>"), LANG_MOJO);
    ck_assert_uint_eq(add("bom.mojo", STR("\xEF\xBB\xBFx"))->bom, 3);
    source_ref(source_get(map, 7));
    source_unref(map, source_get(map, 7));
    ck_assert_ptr_nonnull(source_get(map, 7));
    source_unref(map, source_get(map, 7));
    ck_assert_ptr_null(source_get(map, 7));
}
END_TEST

START_TEST(test_source_source__overlays) {
    int err;
    ck_assert_ptr_null(source_load(map, "/nowhere/x.mojo", &err));
    ck_assert_int_eq(err, ENOENT);
    ck_assert_ptr_null(source_load(map, "/", &err));
    ck_assert_int_eq(err, EISDIR);
    source_overlay(map, "/nowhere/x.mojo", "a\0b", 3);
    source_overlay(map, "Makefile", "mine", 4);
    Source *s = source_load(map, "/nowhere/x.mojo", &err);
    ck_assert_uint_eq(s->size, 3);
    ck_assert_int_eq(err, 0);
    s = source_load(map, "./tests/../Makefile", &err); /* the same file */
    ck_assert_str_eq(s->data, "mine");
    source_overlay(map, "/nowhere/x.mojo", NULL, 0);
    ck_assert_ptr_null(source_load(map, "/nowhere/x.mojo", &err));
}
END_TEST

/* Line ends counted the slow way. */
static LineCol slow_line_col(Str t, uint32_t offset, PosEncoding enc) {
    LineCol lc = {0, 0};
    const char *p = t.p, *end = t.p + t.len, *stop = t.p + (offset > t.len ? t.len : offset);
    while (p < stop) {
        bool crlf = *p == '\r' && p + 1 < end && p[1] == '\n';
        if ((*p == '\n' || *p == '\r') && !(crlf && p + 1 >= stop)) {
            lc = (LineCol){lc.line + 1, 0};
            p += crlf ? 2 : 1;
            continue;
        }
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        if (p + (n ? n : 1) > stop && enc != POS_UTF8) break;
        lc.col += enc == POS_UTF8 ? 1 : enc == POS_UTF16 && cp > 0xFFFF ? 2 : 1;
        p += enc == POS_UTF8 || !n ? 1 : n;
    }
    return lc;
}

static const Str texts[] = {
    {"", 0},
    {"a", 1},
    {"\n", 1},
    {"a\nb\n", 4},
    {"a\r\nb\rc\n\r\r\nd", 12},
    {"é日😀x\n\xFF\xFEy\xF0\x9F\x98\n😀", 23},
    {"\xEF\xBB\xBFx\ny", 6},
    {"\0\n\0", 3},
};

START_TEST(test_source_position__as_the_slow_way) {
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Source *s = add("t.mojo", texts[i]);
        for (uint32_t at = 0; at <= s->size + 2; at++)
            for (int enc = POS_UTF8; enc <= POS_UTF32; enc++) {
                LineCol got = source_line_col(s, at, (PosEncoding)enc),
                        want = slow_line_col(texts[i], at, (PosEncoding)enc);
                ck_assert_msg(got.line == want.line && got.col == want.col,
                              "text %zu offset %u enc %d: %u:%u, want %u:%u", i, at, enc, got.line,
                              got.col, want.line, want.col);
            }
    }
}
END_TEST

START_TEST(test_source_position__there_and_back) {
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Source *s = add("t.mojo", texts[i]);
        uint32_t end = 0;
        for (uint32_t l = 0; l < source_n_lines(s); l++) {
            Str line = source_line(s, l);
            ck_assert_ptr_null(line.len ? memchr(line.p, '\n', line.len) : NULL);
            uint32_t start = (uint32_t)(line.p - s->data);
            ck_assert_uint_ge(start, end);
            end = start + (uint32_t)line.len;
            for (uint32_t at = start; at <= end; at++)
                for (int enc = POS_UTF8; enc <= POS_UTF32; enc++) {
                    LineCol lc = source_line_col(s, at, (PosEncoding)enc);
                    uint32_t back = source_offset(s, lc, (PosEncoding)enc);
                    /* Inside a character the way back leads to its start. */
                    ck_assert(back <= at && at - back < 4);
                    LineCol again = source_line_col(s, back, (PosEncoding)enc);
                    ck_assert(again.line == lc.line && again.col == lc.col);
                    if (enc == POS_UTF8) ck_assert_uint_eq(back, at);
                }
            ck_assert_uint_eq(source_offset(s, (LineCol){l, 9999}, POS_UTF16), end);
        }
        ck_assert_uint_eq(source_offset(s, (LineCol){9999, 0}, POS_UTF16), s->size);
    }
}
END_TEST

/* Random edits: the line table of each revision equals that of a fresh source. */
START_TEST(test_source_source__edits) {
    uint32_t seed = 12345;
    Source *s = add("e.mojo", STR("def main():\n    pass\n"));
    static const char *const pieces[] = {"",    "x",  "\n",      "\r\n", "\r",
                                         "é\n", "😀", "a\nb\nc", "\n\n"};
    for (int i = 0; i < 400; i++) {
        seed = seed * 1664525 + 1013904223;
        uint32_t a = (seed >> 8) % (s->size + 1), b = a + (seed >> 20) % 4;
        if (b > s->size) b = s->size;
        Str with = str_of(pieces[(seed >> 16) % ARRAY_LEN(pieces)]);
        StrBuf want = {0};
        sb_add(&want, s->data, a);
        sb_str(&want, with);
        sb_add(&want, s->data + b, s->size - b);
        Source *next = source_edit(map, s, a, b, with);
        ck_assert_uint_eq(next->revision, s->revision + 1);
        ck_assert_uint_eq(next->size, want.len);
        ck_assert_str_eq(next->data, want.p);
        Source *fresh = add("e.mojo", sb_view(&want));
        ck_assert_uint_eq(source_n_lines(next), source_n_lines(fresh));
        for (uint32_t l = 0; l < source_n_lines(fresh); l++)
            ck_assert_uint_eq(next->lines[l], fresh->lines[l]);
        sb_done(&want);
        source_unref(map, s);
        source_unref(map, fresh);
        s = next;
    }
}
END_TEST

static uint32_t n_wrong;

static void ask_lines(void *ctx, size_t i) { /* Check's assertions are for one thread */
    Source *s = ctx;
    LineCol lc = source_line_col(s, (uint32_t)i * 7, POS_UTF32);
    if (lc.line != i) __atomic_add_fetch(&n_wrong, 1, __ATOMIC_RELAXED);
}

START_TEST(test_source_position__many_threads) {
    StrBuf b = {0};
    for (int i = 0; i < 5000; i++) sb_puts(&b, "abcdef\n");
    Source *s = add("t.mojo", sb_view(&b));
    parallel_for(4, 5000, ask_lines, s);
    ck_assert_uint_eq(n_wrong, 0);
    sb_done(&b);
}
END_TEST

START_TEST(test_source_uri__both_ways) {
    Arena a;
    arena_init(&a);
    StrBuf b = {0};
    path_to_uri(&b, "/home/a b/é#?.mojo");
    ck_assert_str_eq(b.p, "file:///home/a%20b/%C3%A9%23%3F.mojo");
    ck_assert_str_eq(uri_to_path(&a, b.p), "/home/a b/é#?.mojo");
    b.len = 0;
    path_to_uri(&b, "./x.mojo");
    ck_assert(str_ends(sb_view(&b), STR("/x.mojo")) && !strstr(b.p, "/./"));
    b.len = 0;
    path_to_uri(&b, "<stdin>");
    ck_assert_str_eq(b.p, "%3Cstdin%3E");
    ck_assert_ptr_null(uri_to_path(&a, "https://x/y"));
    ck_assert_ptr_null(uri_to_path(&a, "file://host/y"));
    ck_assert_str_eq(uri_to_path(&a, "file://localhost/y%"), "/y%");
    ck_assert_str_eq(uri_to_path(&a, "file:///y%2z%00"), "/y%2z%00");
    sb_done(&b);
    arena_done(&a);
}
END_TEST

static Source *add_file(const char *path, Str bytes) {
    char *data = xmalloc(bytes.len + 1);
    memcpy(data, bytes.p, bytes.len);
    data[bytes.len] = '\0';
    return source_add_file(map, path, data, bytes.len, source_lang_of(path));
}

/* Python files that declare an encoding are UTF-8 inside, and come out as they went in. */
START_TEST(test_source_encoding__both_ways) {
    static const struct {
        Str bytes, text;
    } cases[] = {
        {STR("# coding: latin-1\nx = '\xe9'"), STR("# coding: latin-1\nx = '\u00e9'")},
        {STR("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80'"), STR("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'\u20ac'")},
        {STR("# -*- coding: Shift_JIS -*-\n'\x93\xfa'"), STR("# -*- coding: Shift_JIS -*-\n'\u65e5'")},
        {STR("# coding: iso2022_jp\n'\x1b$BF|\x1b(B'"), STR("# coding: iso2022_jp\n'\u65e5'")},
        {STR("# coding: utf-8\n'\u00e9'"), STR("# coding: utf-8\n'\u00e9'")},
        {STR("x = 1\n# coding: latin-1\n'\u00e9'"), STR("x = 1\n# coding: latin-1\n'\u00e9'")}, /* too late */
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Source *s = add_file("a.py", cases[i].bytes);
        ck_assert(str_eq(source_text(s), cases[i].text));
        ck_assert_uint_eq(s->bad_byte, UINT32_MAX);
        StrBuf room = {0};
        Str bytes;
        ck_assert(source_bytes(s, source_text(s), &room, &bytes));
        ck_assert(str_eq(bytes, cases[i].bytes));
        sb_done(&room);
    }
    ck_assert(str_eq_c(source_text(add_file("a.mojo", STR("# coding: latin-1 \xe9"))), "# coding: latin-1 \xe9"));
}
END_TEST

START_TEST(test_source_encoding__what_it_lacks) {
    Source *s = add_file("a.py", STR("# coding: ascii\n'\xe9'"));
    ck_assert_uint_eq(s->bad_byte, 17);
    StrBuf room = {0};
    Str bytes;
    ck_assert(!source_bytes(s, source_text(s), &room, &bytes)); /* would lose the byte */
    s = add_file("a.py", STR("# coding: latin-1\n"));
    ck_assert(!source_bytes(s, STR("# coding: latin-1\n'\u20ac'"), &room, &bytes));
    s = add_file("a.py", STR("# coding: klingon\n'\xe9'")); /* read all the same; the parser reports it */
    ck_assert(str_eq_c(source_text(s), "# coding: klingon\n'\u00e9'"));
    sb_done(&room);
}
END_TEST

Suite *source_suite(void) {
    Suite *s = suite_create("source");
    TCase *c = tcase_create("source");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, test_source_source__ids_and_languages);
    tcase_add_test(c, test_source_source__overlays);
    tcase_add_test(c, test_source_source__edits);
    tcase_add_test(c, test_source_position__as_the_slow_way);
    tcase_add_test(c, test_source_position__there_and_back);
    tcase_add_test(c, test_source_position__many_threads);
    tcase_add_test(c, test_source_uri__both_ways);
    tcase_add_test(c, test_source_encoding__both_ways);
    tcase_add_test(c, test_source_encoding__what_it_lacks);
    suite_add_tcase(s, c);
    return s;
}
