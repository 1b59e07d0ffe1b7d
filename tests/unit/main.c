/* SPDX-License-Identifier: Apache-2.0 */
/* Runs all unit tests; ends with Check's closing line. TEST=text in the environment keeps the suites whose
 * name contains the text, or the test case of that name. */
#include "unit.h"

static const struct {
    const char *name;
    Suite *(*make)(void);
} suites[] = {
#define SUITE(area) {#area, area##_suite},
#include "suites.def"
#undef SUITE
};

int main(void) {
    const char *only = getenv("TEST"), *only_case = NULL;
    SRunner *r = srunner_create(NULL);
    size_t n = 0;
    for (int pass = 0; pass < 2 && n == 0; pass++) {
        /* First by suite; when none is meant, the text may name a test case of any. */
        for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
            if (pass == 0 && only && *only && !strstr(suites[i].name, only)) continue;
            srunner_add_suite(r, suites[i].make());
            n++;
        }
        if (pass == 1) only_case = only;
    }
    srunner_run(r, NULL, only_case, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    /* Check lists what failed after its closing line; ours then stands at the end. */
    if (srunner_ntests_run(r) == 0) printf("\n0 passed, 0 failed\n");
    if (failed) printf("%d passed, %d failed\n", srunner_ntests_run(r) - failed, failed);
    srunner_free(r);
    return failed ? 1 : 0;
}
