/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled code in packages (bundle/bundle.h): objects with the functions of a package that no parameter makes others of, and
 * what these ask for. Another definition of the latter is the same, so they are weak. A program that is compiled in units
 * declares what a package defines and links the objects it needs; elsewhere, and where anything that code depends on is not
 * as it was (compiler, library, options, the packages it needs), the package's sources are used. */
#ifndef MOJ_BUILD_PACKED_H
#define MOJ_BUILD_PACKED_H

#include "bundle/bundle.h"
#include "compile.h"
#include "graph.h"

typedef struct Packed Packed;
/* What the packages in the scopes of these options bring. NULL: nothing. */
Packed *packed_open(const CompileOptions *o, const CodegenOptions *cg);
void packed_close(Packed *p);
bool packed_has(const void *packed, const char *symbol); /* see elab_set_have; NULL has nothing */
/* Does what was loaded let it be used? Extensions change structs everywhere, and names may stand for other modules. */
bool packed_fits(const void *packed, Session *s);
/* Adds what is not there to `defs`, as UNIT_PACKED. */
void packed_define(const Packed *p, StrMap *defs);
/* The objects that a program's units need. */
typedef VEC(const char *) ObjectPaths;
void packed_objects(const Packed *p, const Graph *g, Arena *a, ObjectPaths *out);

/* Compiles a package that was checked, with the code that others bring. False: *why it is to be used as sources only; entries are as they were then. */
bool packed_make(Compilation *c, Bundle *head, const char *lib, Arena *a, BundleEntries *entries, const char **why);
/* Lists the packages that it needs in head->needs. False: one of them may change, so that not even the check holds. */
bool packed_needs(Compilation *c, Bundle *head, const char *lib, Arena *a, const char **why);

#endif
