/* SPDX-License-Identifier: Apache-2.0 */
/* build/package/solve.c against brute force on random universes, and its explanations. */
#include "../unit.h"
#include "package_suite.h"
#include "build/package/solve.h"

enum { MAX_PACKAGES = 6, MAX_VERSIONS = 4, MAX_DEPS = 4 };

typedef struct Universe {
    uint32_t n, versions[MAX_PACKAGES];
    SolveDep deps[MAX_PACKAGES][MAX_VERSIONS][MAX_DEPS];
    bool accepts[MAX_PACKAGES][MAX_VERSIONS][MAX_DEPS][MAX_VERSIONS];
    uint32_t n_deps[MAX_PACKAGES][MAX_VERSIONS];
} Universe;

static Str name_of_package(void *ctx, uint32_t p) {
    static const char *const names[] = {"root", "a", "b", "c", "d", "e"};
    return str_of(names[p]);
}

static uint32_t count_versions(void *ctx, uint32_t p) {
    return ((Universe *)ctx)->versions[p];
}

static Str name_of_version(void *ctx, uint32_t p, uint32_t v) {
    static const char *const names[] = {"1.0.0", "2.0.0", "3.0.0", "4.0.0"};
    return str_of(names[v]);
}

static const SolveDep *deps_of(void *ctx, uint32_t p, uint32_t v, uint32_t *n) {
    Universe *u = ctx;
    *n = u->n_deps[p][v];
    return u->deps[p][v];
}

static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void make_universe(Universe *u, uint64_t *rng) {
    *u = (Universe){.n = 2 + next_random(rng) % (MAX_PACKAGES - 1)};
    u->versions[0] = 1;
    for (uint32_t p = 1; p < u->n; p++) u->versions[p] = next_random(rng) % (MAX_VERSIONS + 1);
    for (uint32_t p = 0; p < u->n; p++)
        for (uint32_t v = 0; v < u->versions[p]; v++) {
            u->n_deps[p][v] = next_random(rng) % MAX_DEPS;
            for (uint32_t i = 0; i < u->n_deps[p][v]; i++) {
                uint32_t q = 1 + next_random(rng) % (u->n - 1);
                for (uint32_t k = 0; k < MAX_VERSIONS; k++) u->accepts[p][v][i][k] = next_random(rng) % 3 != 0;
                u->deps[p][v][i] = (SolveDep){q, u->accepts[p][v][i], STR("some")};
            }
        }
}

static bool is_solution(Universe *u, const int64_t *choice) {
    if (choice[0] != 0) return false;
    for (uint32_t p = 0; p < u->n; p++) {
        if (choice[p] < 0) continue;
        uint32_t v = (uint32_t)choice[p];
        for (uint32_t i = 0; i < u->n_deps[p][v]; i++) {
            const SolveDep *d = &u->deps[p][v][i];
            if (choice[d->package] < 0 || !d->accepts[choice[d->package]]) return false;
        }
    }
    return true;
}

static bool brute_force(Universe *u, int64_t *choice, uint32_t p) {
    if (p == u->n) return is_solution(u, choice);
    for (int64_t v = -1; v < (int64_t)u->versions[p]; v++) {
        choice[p] = v;
        if (brute_force(u, choice, p + 1)) return true;
    }
    return false;
}

static SolveSource source_of(Universe *u) {
    return (SolveSource){.ctx = u,
                         .name = name_of_package,
                         .n_versions = count_versions,
                         .version = name_of_version,
                         .deps = deps_of,
                         .n_packages = u->n};
}

START_TEST(test_package_solve__agrees_with_brute_force) {
    uint64_t rng = 1;
    uint32_t solvable = 0;
    for (int i = 0; i < 10000; i++) {
        Universe u;
        int64_t mine[MAX_PACKAGES], other[MAX_PACKAGES];
        const char *why = NULL;
        Arena a;
        arena_init(&a);
        make_universe(&u, &rng);
        SolveSource s = source_of(&u);
        bool found = solve(&a, &s, mine, &why);
        ck_assert_int_eq(found, brute_force(&u, other, 0));
        if (found) ck_assert(is_solution(&u, mine));
        else ck_assert(why && *why);
        solvable += found;
        arena_done(&a);
    }
    ck_assert(solvable > 1000 && solvable < 9000);
}
END_TEST

START_TEST(test_package_solve__explains_a_conflict) {
    static Universe u = {.n = 4, .versions = {1, 1, 1, 2}};
    static const bool low[] = {true, false}, high[] = {false, true}, any[] = {true};
    int64_t choice[MAX_PACKAGES];
    const char *why = NULL;
    Arena a;
    arena_init(&a);
    u.n_deps[0][0] = 2;
    u.deps[0][0][0] = (SolveDep){1, any, STR("^1")};
    u.deps[0][0][1] = (SolveDep){2, any, STR("^1")};
    u.n_deps[1][0] = u.n_deps[2][0] = 1;
    u.deps[1][0][0] = (SolveDep){3, low, STR("^1")};
    u.deps[2][0][0] = (SolveDep){3, high, STR("^2")};
    SolveSource s = source_of(&u);
    ck_assert(!solve(&a, &s, choice, &why));
    ck_assert_msg(strstr(why, "a depends on c ^1") && strstr(why, "b depends on c ^2"), "%s", why);
    ck_assert_msg(strstr(why, "cannot be used together") && strstr(why, "no choice is left"), "%s", why);
    arena_done(&a);
}
END_TEST

void add_solve_tests(Suite *s) {
    UNIT_CASE(s, "solve", test_package_solve__agrees_with_brute_force, test_package_solve__explains_a_conflict);
}
