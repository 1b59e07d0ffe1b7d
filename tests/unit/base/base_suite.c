/* SPDX-License-Identifier: Apache-2.0 */
#include "base_tests.h"

Suite *base_suite(void) {
    Suite *s = suite_create("base");
    base_memory_cases(s);
    base_text_cases(s);
    base_big_cases(s);
    base_file_cases(s);
    base_json_cases(s);
    base_sha256_cases(s);
    return s;
}
