/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of `mojo test`: the tests that were found, and reports of how they went. */
#ifndef MOJ_BUILD_TEST_RUN_H
#define MOJ_BUILD_TEST_RUN_H

#include "package/jobs.h"
#include "project_build.h"

typedef struct TestOptions {
    CompileOptions compile;
    ProjectFlags project;
    int64_t limit;
    const char *shard, *junit;
    bool list, json, verbose, fail_fast, no_doc, doc;
} TestOptions;

typedef struct Test {
    const char *suite;    /* "test_x", or the declaration whose doc-string has the example */
    const char *name;     /* "test_a"; "main": the whole program; "example 1" */
    const char *id;       /* "test_x.test_a" */
    const char *file;     /* where it stands */
    uint32_t line;        /* of examples; 0: unknown */
    const char *dir;      /* it runs here */
    const char *program;  /* a built one; NULL: an example, `source` is run by this mojo */
    const char *argument; /* of the program, or NULL */
    const char *source;
    Str unbuilt;          /* what the compiler said of a program that does not build; empty: it does */
    TextList imports;     /* of examples */
} Test;

typedef struct TestRun {
    const TestOptions *o;
    Project *p;           /* NULL: files alone */
    const ProjectBuild *b;
    Arena *a;
    SourceMap *sources;
    VEC(BuildUnit) units; /* programs to build first */
    VEC(Test) tests;
    StrMap ids;
    Job *jobs;
    bool *ended, *not_run;
    uint64_t failed_at;   /* --fail-fast: what began later was not run */
    uint32_t printed;     /* results are printed in the order of the tests */
    uint32_t passed, failed, skipped;
} TestRun;

/* test_find.c. False after a message. `filters`: a test's id has one of them; none: all. */
bool test_find_project(TestRun *r, const ProjectBuild *b, const Package *k, const char **filters, int n);
/* A file without a project around it, or one that is no test of it; built below the cache folder. */
bool test_find_file(TestRun *r, const char *path, const TextList *imports);
bool test_keep_shard(TestRun *r);

/* test_report.c */
void test_ended(void *run, uint32_t i); /* prints what can be printed by now */
void test_summary(const TestRun *r, double seconds);
int test_write_junit(const TestRun *r, double seconds);
void test_list(const TestRun *r);

#endif
