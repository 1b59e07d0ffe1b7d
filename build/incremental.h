/* SPDX-License-Identifier: Apache-2.0 */
/* From a program's main file to objects, doing again only what changed since the last time.
 *
 * A program is compiled in units: the functions of one module each, with what only they ask for, and one unit for what
 * several ask for. Three shortcuts, each falling back to the next:
 *   1. only bodies changed that no other unit holds a copy of (graph.h): their modules alone are read, checked and
 *      compiled; the objects of the others are taken as they are;
 *   2. all is read and checked, and units whose code came out as before are taken from the store (store.h);
 *   3. the unit is compiled. */
#ifndef MOJ_BUILD_INCREMENTAL_H
#define MOJ_BUILD_INCREMENTAL_H

#include "compile.h"
#include "graph.h"

typedef struct Incremental {
    const CompileOptions *o;
    CodegenOptions cg;   /* with the store, where there is one */
    const char *main;    /* the program's file */
    const char *objects; /* the folder for objects */
    const char *graph;   /* what is remembered */
    uint64_t key;        /* everything else that the result depends on */
    bool library;        /* exported functions rather than `main` */
    /* Sees the program before code is made of it, unless shortcut 1 was taken: then its exports are as they were. */
    int (*look)(void *ctx, const IrModule *ir);
    void *look_ctx;
} Incremental;
typedef struct Objects {
    Graph graph;   /* sources, folders and units */
    bool lasting;  /* the graph holds for shortcut 1 */
    StrBuf said;   /* all diagnostics, as text */
    VEC(const char *) paths; /* of objects, in the graph's arena */
    uint32_t compiled; /* modules that were compiled */
} Objects;
/* Prints diagnostics. EXIT_OK: *out is to be given to objects_done. */
int incremental_compile(const Incremental *x, Objects *out);
/* Checks a library only: *out has what it was made from and what was said. */
int incremental_check(const Incremental *x, Objects *out);
/* Once the program is linked: remembers the graph and removes objects that nothing needs. */
void incremental_keep(const Incremental *x, const Objects *made);
void objects_done(Objects *o);

#endif
