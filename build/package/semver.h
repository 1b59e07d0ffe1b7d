/* SPDX-License-Identifier: Apache-2.0 */
/* Semantic versions (semver.org 2.0.0) and requirements in Cargo's notation: `^1.2`, `~1.2.3`, `=1.0.0`, `>=1, <2`,
 * `1.*`, `*`; a bare version means `^`. A pre-release matches only when a bound of the requirement names a
 * pre-release of the same major.minor.patch. */
#ifndef MOJ_BUILD_PACKAGE_SEMVER_H
#define MOJ_BUILD_PACKAGE_SEMVER_H

#include "base/base.h"

typedef struct Version {
    uint64_t major, minor, patch;
    Str pre;   /* after `-`, without it; empty: a release */
    Str build; /* after `+`; no part in comparison */
} Version;
/* NULL when good, else a sentence. The strings of `out` point into the text. */
const char *version_parse(Str text, Version *out);
int version_cmp(const Version *a, const Version *b); /* by precedence */
void version_print(StrBuf *out, const Version *v);

typedef enum CompareOp { CMP_LT, CMP_LE, CMP_GT, CMP_GE } CompareOp;
typedef struct Comparator {
    CompareOp op;
    Version version;
} Comparator;
typedef struct Requirement { /* all comparators hold; none: any version */
    VEC(Comparator) all;
    Str text; /* as written */
} Requirement;
/* NULL when good, else a sentence; *at receives the byte of the mistake. */
const char *requirement_parse(Arena *arena, Str text, Requirement *out, uint32_t *at);
bool requirement_matches(const Requirement *r, const Version *v);

#endif
