/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MOJ_TESTS_PACKAGE_SUITE_H
#define MOJ_TESTS_PACKAGE_SUITE_H
#include <check.h>
void add_bench_tests(Suite *s);
void add_solve_tests(Suite *s);
void add_manifest_tests(Suite *s);
void add_semver_tests(Suite *s);
void add_toml_tests(Suite *s);
#endif
