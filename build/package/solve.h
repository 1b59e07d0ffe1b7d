/* SPDX-License-Identifier: Apache-2.0 */
/* Version solving by PubGrub (Natalie Weizenbaum, "PubGrub: Next-Generation Version Solving", 2018, and the
 * published description of the algorithm in Dart's pub). The universe is finite and known by asking: a package
 * has versions 0..n-1 in ascending order; a requirement is the set of those that it accepts. */
#ifndef MOJ_BUILD_PACKAGE_SOLVE_H
#define MOJ_BUILD_PACKAGE_SOLVE_H

#include "base/base.h"

typedef struct SolveDep {
    uint32_t package;
    const bool *accepts; /* one per version of that package */
    Str text;            /* the requirement as written, for explanations */
} SolveDep;

/* What the solver asks. Package 0 is the root and has one version, 0. */
typedef struct SolveSource {
    void *ctx;
    Str (*name)(void *ctx, uint32_t package);
    uint32_t (*n_versions)(void *ctx, uint32_t package);
    Str (*version)(void *ctx, uint32_t package, uint32_t version);
    /* Dependencies of one version; borrowed, valid while solving. */
    const SolveDep *(*deps)(void *ctx, uint32_t package, uint32_t version, uint32_t *n);
    /* The version to try first (the locked one), or -1: the highest. */
    int64_t (*preferred)(void *ctx, uint32_t package);
    /* Told of each dependency that an explanation names; may be NULL. */
    void (*blamed)(void *ctx, uint32_t package, uint32_t version, const SolveDep *dep);
    uint32_t n_packages;
    bool minimal; /* prefer the lowest instead of the highest */
} SolveSource;

/* choice[p]: the chosen version, or -1 when the package is not needed. False when there is no solution:
 * *why explains it, one step a line (arena). */
bool solve(Arena *arena, const SolveSource *source, int64_t *choice, const char **why);

#endif
