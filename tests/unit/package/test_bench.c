/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"
#include "package_suite.h"
#include "build/bench_stats.h"

START_TEST(test_package_bench__statistics) {
    double odd[] = {5, 1, 3, 2, 4}, even[] = {4, 1, 3, 2}, one[] = {7}, far[] = {10, 11, 10, 11, 10, 11, 500};
    BenchStats s = bench_stats(odd, 5);
    ck_assert(s.median == 3 && s.mean == 3 && s.min == 1 && s.max == 5 && s.n == 5 && s.outliers == 0);
    ck_assert(s.stddev > 1.58 && s.stddev < 1.59);
    s = bench_stats(even, 4);
    ck_assert(s.median == 2.5);
    s = bench_stats(one, 1);
    ck_assert(s.median == 7 && s.stddev == 0 && s.spread == 0);
    s = bench_stats(far, 7);
    ck_assert(s.median == 11 && s.outliers == 1);
}
END_TEST

START_TEST(test_package_bench__a_change_is_more_than_noise) {
    BenchStats before = {.median = 100, .spread = 2};
    BenchStats near = {.median = 105, .spread = 2}, fast = {.median = 80, .spread = 2}, slow = {.median = 130, .spread = 2};
    BenchStats still = {.median = 100, .spread = 0}, hair = {.median = 100.5, .spread = 0};
    ck_assert_int_eq(bench_compare(&before, &near), BENCH_SAME);
    ck_assert_int_eq(bench_compare(&before, &fast), BENCH_FASTER);
    ck_assert_int_eq(bench_compare(&before, &slow), BENCH_SLOWER);
    ck_assert_int_eq(bench_compare(&still, &hair), BENCH_SAME);
}
END_TEST

START_TEST(test_package_bench__times_have_a_unit) {
    static const struct {
        double ns;
        const char *text;
    } rows[] = {{0.5, "0.50 ns"}, {12.34, "12.3 ns"}, {999, "999 ns"}, {1500, "1.50 us"}, {2.5e6, "2.50 ms"}, {3e9, "3.00 s"}, {5e12, "5000 s"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        StrBuf b = {0};
        bench_print_time(&b, rows[i].ns);
        ck_assert_str_eq(b.p, rows[i].text);
        sb_done(&b);
    }
}
END_TEST

void add_bench_tests(Suite *s) {
    UNIT_CASE(s, "bench", test_package_bench__statistics, test_package_bench__a_change_is_more_than_noise,
              test_package_bench__times_have_a_unit);
}
