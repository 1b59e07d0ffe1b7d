/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"
#include "package_suite.h"

Suite *package_suite(void) {
    Suite *s = suite_create("package");
    add_toml_tests(s);
    add_semver_tests(s);
    add_solve_tests(s);
    add_bench_tests(s);
    add_manifest_tests(s);
    return s;
}
