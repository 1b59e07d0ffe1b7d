/* SPDX-License-Identifier: Apache-2.0 */
/* What a build remembers of a program's modules: their interfaces, what was said about them, and the objects made of
 * them with the functions each defines and needs. A file of text, target/PROFILE/objects.d/NAME.graph. */
#ifndef MOJ_BUILD_GRAPH_H
#define MOJ_BUILD_GRAPH_H

#include "stamp.h"

enum { GRAPH_NO_MODULE = UINT32_MAX };
typedef struct GraphModule {
    const char *name;   /* dotted; empty: the main file */
    uint32_t dep;       /* its source */
    uint64_t interface; /* interface_hash */
    const char *own;    /* for each function of interface_fns: 'b' when its body is only its unit's, else '-' */
    Str said;
} GraphModule;
typedef struct GraphSymbol {
    const char *name;
    uint32_t module; /* of a plain function: where its body stands; else GRAPH_NO_MODULE */
} GraphSymbol;
typedef struct GraphUnit {
    const char *object; /* file name in the folder of objects */
    uint64_t size;
    VEC(GraphSymbol) defs;
    VEC(const char *) uses; /* functions that other units define */
} GraphUnit;
typedef struct Graph {
    Arena arena;
    uint64_t key; /* compiler, options, search path */
    StampDirs dirs;
    StampDeps deps;
    VEC(GraphModule) modules;
    VEC(GraphUnit) units; /* in the order they are linked */
} Graph;
void graph_init(Graph *g, uint64_t key);
void graph_done(Graph *g);
/* False: there is none, it has another key, or it is damaged. */
bool graph_read(Graph *g, const char *path, uint64_t key);
bool graph_parse(Graph *g, Str text, uint64_t key);
void graph_print(StrBuf *out, const Graph *g);
int graph_write(const Graph *g, const char *path); /* errno */

#endif
