/* SPDX-License-Identifier: Apache-2.0 */
/* A project: the package or workspace around a folder, every package it needs, chosen by the resolver, and
 * the lock file that remembers the choice. */
#ifndef MOJ_BUILD_PACKAGE_PROJECT_H
#define MOJ_BUILD_PACKAGE_PROJECT_H

#include "manifest.h"

#define LOCK_NAME "mojo.lock"

typedef struct Package {
    const Manifest *manifest;
    Str name, version;
    const char *dir; /* absolute */
    const char *file; /* the package in one file that was unpacked to `dir`, or NULL */
    Str source;      /* "git+URL"; empty: a path */
    Str commit;      /* of git: 40 digits */
    Str tree;        /* of git: the tree's hash, 40 digits */
    Str newest;      /* the highest version that was looked at: of all there are, after an update */
    bool is_member;  /* of this project: its tests and development dependencies count */
    VEC(uint32_t) deps; /* indices, in order of the manifest */
    VEC(bool) dep_is_dev;
    VEC(const Dependency *) dep_decls;
    VEC(bool) dep_on;   /* false: optional, and no feature asks for it. Filled by features_choose */
    VEC(Str) features;  /* switched on */
    const char *made;   /* by its build script: the folder with modules, or NULL; C parts; definitions */
    Native made_native;
    VEC(const char *) made_defines;
} Package;

typedef struct ProjectOptions {
    const char *dir;  /* where to look from; NULL: the current folder */
    const char *manifest; /* the mojo.toml to take, or its folder, instead of looking; NULL: none */
    bool locked;      /* the lock file must be there and be right */
    bool offline;     /* no network */
    bool minimal;     /* the lowest versions that do */
    bool update_all;  /* forget the lock */
    const char *const *update; /* forget these of the lock */
    uint32_t n_update;
    bool dry;         /* choose only: write no lock, fetch no files */
    const char *edited; /* this manifest has `edited_text` instead of what the file holds; NULL: none */
    Str edited_text;
    const struct ReportOptions *report; /* how the caller wants mistakes printed; not looked at here */
    void (*progress)(const char *what, uint32_t done, uint32_t n); /* may be NULL */
} ProjectOptions;

typedef struct Project {
    Arena arena;
    SourceMap *sources;
    DiagSink sink;
    const char *dir;     /* of the workspace, or of the package */
    const char *target;  /* dir/target */
    const Manifest *root;
    const Manifest *here; /* of the package that `dir` of the options lies in; root in a workspace's root */
    VEC(Package) packages; /* members first, then by name */
    uint32_t n_members;
    struct Vendored *vendored; /* what [source] vendor names, once read */
    uint64_t resolve_ns;
    ProjectOptions options;
} Project;

/* Folder of the nearest mojo.toml at or above `dir` (absolute), or NULL. */
const char *project_find(Arena *a, const char *dir);
/* Reads manifests only. False: there is none, or it has mistakes; messages are in sink, or *why is one. */
bool project_open(Project *p, const ProjectOptions *o, const char **why);
/* Chooses versions and fetches what is missing; writes mojo.lock when it changes. */
bool project_resolve(Project *p, const char **why);
void project_close(Project *p);

const Package *project_package(const Project *p, Str name); /* NULL: not needed */
/* Folders that imports are searched in for code of one package: its own library's and those of all it
 * depends on. `dev`: its development dependencies as well. */
typedef VEC(const char *) PathList;
void project_roots(Project *p, const Package *of, bool dev, PathList *out);
/* Members that commands are about: the one around the current folder, else the default members, else all. */
typedef VEC(const Package *) PackageList;
/* The packages whose code is in a program of one package, itself first. */
void project_closure(Project *p, const Package *of, bool dev, PackageList *out);
/* Those in its build script, and where that searches for imports. */
void project_build_closure(Project *p, const Package *of, PackageList *out);
void project_build_roots(Project *p, const Package *of, PathList *out);
void project_selected(Project *p, PackageList *out);

#endif
