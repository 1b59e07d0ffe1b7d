/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MOJ_TESTS_BASE_H
#define MOJ_TESTS_BASE_H

#include "unit.h"

void base_memory_cases(Suite *s);
void base_text_cases(Suite *s);
void base_big_cases(Suite *s);
void base_file_cases(Suite *s);
void base_json_cases(Suite *s);
void base_sha256_cases(Suite *s);

#endif
