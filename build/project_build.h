/* SPDX-License-Identifier: Apache-2.0 */
/* Building what a project's manifest describes. Results stand in target/PROFILE/; a stamp beside them tells
 * whether they still hold, and keeps what the compiler said, which is said again. */
#ifndef MOJ_BUILD_PROJECT_BUILD_H
#define MOJ_BUILD_PROJECT_BUILD_H

#include "compile.h"
#include "package/project.h"

typedef struct ProjectFlags { /* options of every command that works on a project */
    const char *manifest; /* another mojo.toml than the one around the current folder */
    bool release, locked, offline, frozen, no_default_features, all_features;
    const char *profile, *package, *bin;
    bool lib;            /* the library only */
    TextList features;
    bool wheel, json;
    const ReportOptions *report; /* NULL: plain text */
} ProjectFlags;
#define PROJECT_LOCK_OPTIONS(T, member)                                                                  \
    {"manifest-path", 0, OPT_TEXT, offsetof(T, member.manifest), "FILE", "project: that of this mojo.toml, or of the one in this folder"}, \
    {"locked", 0, OPT_FLAG, offsetof(T, member.locked), NULL, "fail when mojo.lock would change"},         \
        {"offline", 0, OPT_FLAG, offsetof(T, member.offline), NULL, "do not use the network"},             \
        {"frozen", 0, OPT_FLAG, offsetof(T, member.frozen), NULL, "both --locked and --offline"}
#define PROJECT_OPTIONS(T, member)                                                                       \
    {"release", 'r', OPT_FLAG, offsetof(T, member.release), NULL, "project: the profile `release`"},        \
        {"profile", 0, OPT_TEXT, offsetof(T, member.profile), "NAME", "project: the profile (dev)"},        \
        {"package", 'p', OPT_TEXT, offsetof(T, member.package), "NAME", "project: this member only"},       \
        {"features", 0, OPT_LIST, offsetof(T, member.features), "LIST", "project: switch on features (with commas)"},                      \
        {"all-features", 0, OPT_FLAG, offsetof(T, member.all_features), NULL, "project: switch on all features"},  \
        {"no-default-features", 0, OPT_FLAG, offsetof(T, member.no_default_features), NULL,              \
         "project: leave out default features"},                                                          \
        PROJECT_LOCK_OPTIONS(T, member)

ProjectOptions project_options(const ProjectFlags *f);
/* Opens and resolves the project around the current folder. On failure prints why, closes, and returns false. */
bool project_start(Project *p, const ProjectFlags *f);
bool project_start_with(Project *p, const ProjectOptions *o);
bool project_start_in(Project *p, const ProjectFlags *f, const ProjectOptions *o);
/* The same without choosing versions. */
bool project_start_manifests(Project *p, const ProjectFlags *f);
/* Prints diagnostics gathered so far; true when none is an error. */
bool project_report(Project *p, const char *why);
/* Members by flags: --package, else by the current folder. False after a message. */
bool project_members(Project *p, const ProjectFlags *f, PackageList *out);

typedef struct BuildUnit { /* one program to build */
    const Package *package;
    const char *main;   /* its main file */
    const char *name, *output;
    const char *import; /* one more folder to search for imports, or NULL */
    bool dev;           /* development dependencies are there as well */
    bool check_only;    /* a library: nothing is made but `output`, an empty file */
    bool is_script;     /* a build script: it has the packages of [build-dependencies] */
    const char *module; /* a Python extension module of this name rather than a program */
    int lib_kind;       /* LIB_STATIC, LIB_SHARED: such a library */
    const char *header; /* of it, for C */
} BuildUnit;
typedef struct ProjectBuild {
    Project *project;
    const ProjectFlags *flags;
    const CompileOptions *compile; /* as on the command line: wins over the profile */
    const Profile *profile;
    const char *dir; /* target/PROFILE */
    const char *triple;  /* of the machine; empty: this one, and nobody asks which that is */
    bool is_other;       /* another machine than this */
    const char *linker;  /* the C compiler for it that mojo.toml names, or NULL */
    TextList runner;     /* the command that runs its programs */
    bool is_quiet;   /* nothing is said when all went well */
    const ImportScope *scopes[2]; /* with and without development dependencies: see project_scopes */
    uint32_t n_scopes;
} ProjectBuild;
/* What files of each package may import: their own library and what their manifest lists, by the names it gives. One entry
 * for each package. */
const ImportScope *project_scopes(Project *p, bool dev);
/* The same for the file of a package's build script. */
ImportScope project_script_scope(Project *p, const Package *k);
/* How code of a package is compiled: the profile, features, what it may import. */
CompileOptions project_compile_options(const ProjectBuild *b, const Package *k, bool dev);
/* The packages whose code is in a unit. */
void project_unit_closure(const ProjectBuild *b, const BuildUnit *u, PackageList *out);
/* Finds the profile and the machine, runs build scripts. EXIT_OK, or the exit code after a message. */
int project_build_begin(ProjectBuild *b, Project *p, const ProjectFlags *f, const CompileOptions *compile);
/* Builds what is not up to date, several at a time; EXIT_OK or EXIT_FAILED. */
int project_build_units(const ProjectBuild *b, const BuildUnit *units, uint32_t n);
BuildUnit project_unit(const ProjectBuild *b, const Package *k, const Target *t);

int project_build_command(const CompileOptions *compile, const ProjectFlags *f); /* `mojo build` in a project */
int project_run_command(const CompileOptions *compile, const ProjectFlags *f, const char **args, int n_args);

#endif
