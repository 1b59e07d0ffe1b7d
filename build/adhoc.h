/* SPDX-License-Identifier: Apache-2.0 */
/* Programs of a package that is not of this project: from a git repository or another folder. */
#ifndef MOJ_BUILD_ADHOC_H
#define MOJ_BUILD_ADHOC_H

#include "library.h"

typedef struct AdhocSource {
    const char *path, *git, *tag, *branch, *rev, *subdir, *version;
    bool newest; /* of a git package: choose anew instead of what was chosen the last time */
} AdhocSource;
#define ADHOC_OPTIONS(T, member)                                                                       \
    {"path", 0, OPT_TEXT, offsetof(T, member.path), "DIR", "the package in this folder"},                \
        {"git", 0, OPT_TEXT, offsetof(T, member.git), "URL", "a package in a git repository"},           \
        {"tag", 0, OPT_TEXT, offsetof(T, member.tag), "TAG", "this tag of it"},                          \
        {"branch", 0, OPT_TEXT, offsetof(T, member.branch), "NAME", "this branch of it"},                \
        {"rev", 0, OPT_TEXT, offsetof(T, member.rev), "COMMIT", "this commit of it"},                    \
        {"subdir", 0, OPT_TEXT, offsetof(T, member.subdir), "DIR", "the package's folder in it"},        \
        {"version", 0, OPT_TEXT, offsetof(T, member.version), "REQ", "a requirement on its version"}

/* Opens a resolved project in which the package is there: its own, or one made in the cache folder that needs it.
 * `name`: the package; NULL: as the folder's mojo.toml, or the end of the URL, says. On failure prints why; false. */
bool adhoc_open(Project *p, const AdhocSource *s, const char *name, const ProjectFlags *f, const Package **of);
enum { ADHOC_PROGRAMS = 1, ADHOC_LIBRARY = 2 };
/* What there is of the package's programs and its library, built; EXIT_OK or after a message another code. `only`: this program. */
int adhoc_build(ProjectBuild *b, Project *p, const ProjectFlags *f, const CompileOptions *c, const Package *of, unsigned what, const char *only,
                UnitList *units);

#endif
