/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"
#include "package_suite.h"
#include "build/package/semver.h"

static Version version(const char *text) {
    Version v;
    const char *why = version_parse(str_of(text), &v);
    ck_assert_msg(why == NULL, "%s: %s", text, why);
    return v;
}

START_TEST(test_package_semver__orders_by_precedence) {
    static const char *const ascending[] = {"0.9.9",        "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                            "1.0.0-beta",   "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                                            "1.0.0",        "1.0.1",        "1.2.0",         "2.0.0"};
    for (size_t i = 0; i < ARRAY_LEN(ascending); i++)
        for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
            Version a = version(ascending[i]), b = version(ascending[j]);
            ck_assert_int_eq(version_cmp(&a, &b), i < j ? -1 : i > j);
        }
    Version x = version("1.0.0+build.1"), y = version("1.0.0+2");
    ck_assert_int_eq(version_cmp(&x, &y), 0);
}
END_TEST

START_TEST(test_package_semver__refuses_what_is_no_version) {
    static const char *const bad[] = {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "v1.2.3",
                                      "1.2.x", "99999999999999999999.0.0", "1.2.3-a..b", " 1.2.3"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        Version v;
        ck_assert_msg(version_parse(str_of(bad[i]), &v) != NULL, "%s", bad[i]);
    }
}
END_TEST

START_TEST(test_package_semver__requirements) {
    static const struct {
        const char *requirement, *yes, *no;
    } rows[] = {
        {"1.2.3", "1.9.0", "2.0.0"},      {"^0.2.3", "0.2.9", "0.3.0"},  {"^0.0.3", "0.0.3", "0.0.4"},
        {"^0", "0.9.0", "1.0.0"},         {"^0.0", "0.0.9", "0.1.0"},    {"~1.2.3", "1.2.9", "1.3.0"},
        {"~1", "1.9.0", "2.0.0"},         {"=1.2.3", "1.2.3", "1.2.4"},  {"=1.2", "1.2.9", "1.3.0"},
        {">=1.2, <1.5", "1.4.9", "1.5.0"}, {">1.2", "1.3.0", "1.2.9"},    {"<=1.2", "1.2.9", "1.3.0"},
        {"*", "7.0.0", NULL},             {"1.*", "1.7.0", "2.0.0"},     {"1.2.*", "1.2.7", "1.3.0"},
        {"^1.0.0-rc.1", "1.0.0-rc.2", "1.1.0-rc.1"}, {"*", "7.0.0", "7.0.0-pre"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Arena a;
        Requirement r;
        uint32_t at;
        arena_init(&a);
        const char *why = requirement_parse(&a, str_of(rows[i].requirement), &r, &at);
        ck_assert_msg(why == NULL, "%s: %s", rows[i].requirement, why);
        Version yes = version(rows[i].yes);
        ck_assert_msg(requirement_matches(&r, &yes), "%s %s", rows[i].requirement, rows[i].yes);
        if (rows[i].no) {
            Version no = version(rows[i].no);
            ck_assert_msg(!requirement_matches(&r, &no), "%s %s", rows[i].requirement, rows[i].no);
        }
        arena_done(&a);
    }
}
END_TEST

START_TEST(test_package_semver__says_where_a_requirement_is_wrong) {
    Arena a;
    Requirement r;
    uint32_t at;
    arena_init(&a);
    ck_assert(requirement_parse(&a, STR(">=1.2 <2"), &r, &at) != NULL);
    ck_assert_uint_eq(at, 6);
    ck_assert(requirement_parse(&a, STR("^"), &r, &at) != NULL);
    ck_assert(requirement_parse(&a, STR(">*"), &r, &at) != NULL);
    ck_assert(requirement_parse(&a, STR(""), &r, &at) != NULL);
    arena_done(&a);
}
END_TEST

void add_semver_tests(Suite *s) {
    UNIT_CASE(s, "semver", test_package_semver__orders_by_precedence,
              test_package_semver__refuses_what_is_no_version, test_package_semver__requirements,
              test_package_semver__says_where_a_requirement_is_wrong);
}
