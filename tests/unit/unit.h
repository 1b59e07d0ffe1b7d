/* SPDX-License-Identifier: Apache-2.0 */
/* What unit tests include. An area is a folder here with a file that defines `Suite *<area>_suite(void)`;
 * a row SUITE(area) in suites.def makes it run. Test names: test_<folder>_<file>__<case>. */
#ifndef MOJ_TESTS_UNIT_H
#define MOJ_TESTS_UNIT_H

#include <check.h>

#include "base/base.h"

/* Adds a test case with a null-terminated list of tests. */
static inline void unit_case(Suite *s, const char *name, const TTest *const *tests) {
    TCase *c = tcase_create(name);
    tcase_set_timeout(c, 30);
    for (; *tests; tests++) tcase_add_test(c, *tests);
    suite_add_tcase(s, c);
}
#define UNIT_CASE(s, name, ...) unit_case((s), (name), (const TTest *const[]){__VA_ARGS__, NULL})

#define SUITE(area) Suite *area##_suite(void);
#include "suites.def"
#undef SUITE

#endif
