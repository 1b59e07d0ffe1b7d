/* SPDX-License-Identifier: Apache-2.0 */
/* Features: additive parts of packages. Those of a package are united over all who use it. */
#ifndef MOJ_BUILD_PACKAGE_FEATURES_H
#define MOJ_BUILD_PACKAGE_FEATURES_H

#include "project.h"

typedef struct FeatureFlags { /* of the command line, for the project's members */
    const char *const *names; /* each may list several, with commas */
    uint32_t n_names;
    bool no_default, all;
    const char *triple; /* of the machine that is built for; NULL: any */
} FeatureFlags;
/* Fills Package.features and .dep_on. False after diagnostics in p->sink. */
bool features_choose(Project *p, const FeatureFlags *f);
bool package_has_feature(const Package *k, Str name);

#endif
