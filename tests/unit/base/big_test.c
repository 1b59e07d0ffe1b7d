/* SPDX-License-Identifier: Apache-2.0 */
/* Big integers against Python's (big_table.h), and their edges. */
#include "base_tests.h"
#include "big_table.h"

#include <float.h>
#include <math.h>

static Arena arena;

static void set_up(void) {
    arena_init(&arena);
}

static void tear_down(void) {
    arena_done(&arena);
}

static const Big *hex(const char *s) {
    bool negative = *s == '-';
    const Big *x = big_parse(&arena, str_of(s + negative), 16);
    return negative ? big_neg(&arena, x) : x;
}

static const Big *dec(const char *s) {
    return big_parse(&arena, str_of(s), 10);
}

static const Big *apply(const char *op, const Big *x, const Big *y) {
    Arena *a = &arena;
    const Big *q = NULL, *r = NULL;
    uint64_t n = 0;
    big_fits_u64(y, &n);
    if (!strcmp(op, "add")) return big_add(a, x, y);
    if (!strcmp(op, "sub")) return big_sub(a, x, y);
    if (!strcmp(op, "mul")) return big_mul(a, x, y);
    if (!strcmp(op, "div")) return big_divmod(a, x, y, &q, NULL) ? q : NULL;
    if (!strcmp(op, "mod")) return big_divmod(a, x, y, NULL, &r) ? r : NULL;
    if (!strcmp(op, "and")) return big_and(a, x, y);
    if (!strcmp(op, "or")) return big_or(a, x, y);
    if (!strcmp(op, "xor")) return big_xor(a, x, y);
    if (!strcmp(op, "shl")) return big_shl(a, x, n);
    if (!strcmp(op, "shr")) return big_shr(a, x, n);
    if (!strcmp(op, "pow")) return big_pow(a, x, n);
    if (!strcmp(op, "wraps")) return big_wrap(a, x, (uint32_t)n, true);
    if (!strcmp(op, "wrapu")) return big_wrap(a, x, (uint32_t)n, false);
    if (!strcmp(op, "bits")) return big_from_u64(a, big_bit_length(x));
    return NULL;
}

START_TEST(test_base_big__as_python) {
    for (size_t i = 0; i < ARRAY_LEN(big_rows); i++) {
        const Big *got = apply(big_rows[i].op, hex(big_rows[i].x), hex(big_rows[i].y));
        ck_assert_ptr_nonnull(got);
        ck_assert_msg(strcmp(big_to_string(&arena, got, 16), big_rows[i].want) == 0,
                      "row %zu: %s %s %s = %s, got %s", i, big_rows[i].x, big_rows[i].op,
                      big_rows[i].y, big_rows[i].want, big_to_string(&arena, got, 16));
        ck_assert_int_eq(big_cmp(got, hex(big_rows[i].want)), 0);
        ck_assert_uint_eq(big_hash(got), big_hash(hex(big_rows[i].want)));
    }
}
END_TEST

START_TEST(test_base_big__text) {
    ck_assert_str_eq(big_to_string(&arena, dec("0"), 10), "0");
    ck_assert_str_eq(big_to_string(&arena, dec("000_1_000"), 10), "1000");
    ck_assert_str_eq(big_to_string(&arena, hex("-ff"), 2), "-11111111");
    ck_assert_str_eq(big_to_string(&arena, hex("1ff"), 8), "777");
    ck_assert_str_eq(big_to_string(&arena, dec("340282366920938463463374607431768211456"), 16),
                     "100000000000000000000000000000000");
    ck_assert_str_eq(big_to_string(&arena, big_from_i64(&arena, INT64_MIN), 10),
                     "-9223372036854775808");
    ck_assert_str_eq(big_to_string(&arena, dec("1000000000000000000"), 10), "1000000000000000000");
    ck_assert_ptr_null(dec(""));
    ck_assert_ptr_null(dec("12a"));
    ck_assert_ptr_null(big_parse(&arena, STR("2"), 2));
    ck_assert_ptr_null(big_parse(&arena, STR("_"), 16));
    /* Long texts come back as they were; both parsers agree. */
    StrBuf b = {0};
    sb_char(&b, '7');
    for (int i = 1; i < 10000; i++) sb_char(&b, (char)('0' + i * 7 % 10));
    const Big *x = big_parse(&arena, sb_view(&b), 10);
    ck_assert_str_eq(big_to_string(&arena, x, 10), b.p);
    ck_assert_int_eq(big_cmp(hex(big_to_string(&arena, x, 16)), x), 0);
    sb_done(&b);
}
END_TEST

START_TEST(test_base_big__machine_numbers) {
    int64_t i;
    uint64_t u;
    ck_assert(big_fits_i64(hex("7fffffffffffffff"), &i) && i == INT64_MAX);
    ck_assert(big_fits_i64(hex("-8000000000000000"), &i) && i == INT64_MIN);
    ck_assert(!big_fits_i64(hex("8000000000000000"), &i));
    ck_assert(!big_fits_i64(hex("-8000000000000001"), &i));
    ck_assert(big_fits_u64(hex("ffffffffffffffff"), &u) && u == UINT64_MAX);
    ck_assert(!big_fits_u64(hex("10000000000000000"), &u));
    ck_assert(!big_fits_u64(hex("-1"), &u));
    uint64_t words[3];
    big_words(hex("-1"), words, 3);
    ck_assert(words[0] == UINT64_MAX && words[2] == UINT64_MAX);
    big_words(hex("-10000000000000000"), words, 3);
    ck_assert(words[0] == 0 && words[1] == UINT64_MAX && words[2] == UINT64_MAX);
    ck_assert_int_eq(big_sign(hex("-5")), -1);
    ck_assert_int_eq(big_sign(hex("0")), 0);
    ck_assert_int_eq(big_cmp(hex("-5"), hex("4")), -1);
    ck_assert_int_eq(big_cmp(hex("-5"), hex("-4")), -1);
}
END_TEST

START_TEST(test_base_big__doubles) {
    static const struct {
        const char *x;
        double want;
    } rows[] = {
        {"0", 0},
        {"1", 1},
        {"20000000000001", 0x1p53},
        {"20000000000003", 0x1p53 + 4},
        {"20000000000002", 0x1p53 + 2},
        {"-20000000000001", -0x1p53},
        {"100000000000008000000000000000000", 0x1p128},
        {"100000000000008000000000000000001", 0x1.0000000000001p128},
        {"100000000000018000000000000000000", 0x1.0000000000002p128},
        {"1fffffffffffffffffffffffffffff", 0x1p117},
        {"-ffffffffffffffffffffffff", -0x1p96},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_double_eq(big_to_double(hex(rows[i].x)), rows[i].want);
    const Big *most = big_from_double(&arena, DBL_MAX), *one = big_from_u64(&arena, 1);
    ck_assert_uint_eq(big_bit_length(most), 1024);
    ck_assert_double_eq(big_to_double(most), DBL_MAX);
    ck_assert(isinf(big_to_double(big_shl(&arena, one, 1024))));
    /* The first integer that rounds up past the largest double. */
    const Big *edge = big_add(&arena, most, big_shl(&arena, one, 970));
    ck_assert(isinf(big_to_double(edge)));
    ck_assert_double_eq(big_to_double(big_sub(&arena, edge, one)), DBL_MAX);
    ck_assert_str_eq(big_to_string(&arena, big_from_double(&arena, -1e15 - 0.5), 10),
                     "-1000000000000000");
    ck_assert_str_eq(big_to_string(&arena, big_from_double(&arena, 0.99), 10), "0");
    ck_assert_str_eq(big_to_string(&arena, big_from_double(&arena, 1e22), 10),
                     "10000000000000000000000");
    ck_assert_ptr_null(big_from_double(&arena, INFINITY));
    ck_assert_ptr_null(big_from_double(&arena, NAN));
}
END_TEST

START_TEST(test_base_big__limits) {
    const Big *one = big_from_u64(&arena, 1), *two = big_from_u64(&arena, 2), *q, *r;
    const Big *most = big_shl(&arena, one, BIG_MAX_BITS - 1);
    ck_assert_ptr_nonnull(most);
    ck_assert_ptr_null(big_shl(&arena, one, BIG_MAX_BITS));
    ck_assert_ptr_null(big_shl(&arena, one, UINT64_MAX));
    ck_assert_ptr_null(big_mul(&arena, most, two));
    ck_assert_ptr_null(big_add(&arena, most, most));
    ck_assert_ptr_null(big_pow(&arena, two, BIG_MAX_BITS));
    ck_assert_ptr_null(big_pow(&arena, big_from_u64(&arena, 10), UINT64_MAX));
    ck_assert_int_eq(big_cmp(big_pow(&arena, two, BIG_MAX_BITS - 1), most), 0);
    ck_assert_int_eq(big_cmp(big_pow(&arena, one, UINT64_MAX), one), 0);
    ck_assert_str_eq(big_to_string(&arena, big_pow(&arena, hex("-1"), UINT64_MAX), 10), "-1");
    ck_assert_str_eq(big_to_string(&arena, big_shr(&arena, hex("-1"), UINT64_MAX), 10), "-1");
    ck_assert_uint_eq(big_shr(&arena, most, UINT64_MAX)->len, 0);
    ck_assert(!big_divmod(&arena, one, big_from_u64(&arena, 0), &q, &r));
}
END_TEST

void base_big_cases(Suite *s) {
    TCase *c = tcase_create("big");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, test_base_big__as_python);
    tcase_add_test(c, test_base_big__text);
    tcase_add_test(c, test_base_big__machine_numbers);
    tcase_add_test(c, test_base_big__doubles);
    tcase_add_test(c, test_base_big__limits);
    suite_add_tcase(s, c);
}
