/* SPDX-License-Identifier: Apache-2.0 */
/* mojo.toml: what a project is, what it needs, what is built of it. Mistakes become diagnostics at the key
 * or value they are about. Which keys there are is one table (manifest_keys), from which checking,
 * suggestions and the JSON schema for editors come. Strings live in the arena given. */
#ifndef MOJ_BUILD_PACKAGE_MANIFEST_H
#define MOJ_BUILD_PACKAGE_MANIFEST_H

#include "diag/diag.h"
#include "semver.h"

#define MANIFEST_NAME "mojo.toml"
#define MANIFEST_MOJO_VERSION "0.1.0" /* the version that `mojo = "…"` is compared with */

typedef struct Dependency {
    Str name;        /* how it is imported, with `-` for `_` */
    Str package;     /* its own name: `name` unless `package = "…"` */
    Requirement version;
    bool has_version;
    Str path, git, tag, branch, rev, subdir; /* empty: not given */
    bool is_dev;
    bool is_build;   /* for the build script, which runs here: not linked */
    Str machine;     /* only on these: the pattern of [target.PATTERN]; empty: on all */
    bool optional;   /* only when a feature asks for it */
    bool no_default; /* default-features = false */
    VEC(Str) features; /* of it, to switch on */
    Span at;      /* the key */
    Span version_at; /* the requirement, or the key */
} Dependency;

typedef enum TargetKind { TARGET_BIN, TARGET_TEST, TARGET_BENCH, TARGET_EXAMPLE } TargetKind;
typedef struct Target {
    TargetKind kind;
    Str name;
    const char *path; /* absolute */
    VEC(Str) features; /* without which it is not built */
} Target;

typedef struct Profile {
    Str name;
    int opt;   /* 0…3 */
    int debug; /* 0 none, 1 line tables, 2 full */
    Str cpu;   /* empty: this machine's */
    bool lto, strip;
    enum { CHECKS_SAFE, CHECKS_NONE, CHECKS_ALL } checks;
} Profile;

typedef struct Feature {
    Str name;
    VEC(Str) on; /* features, dep:NAME, NAME/FEATURE */
} Feature;
typedef struct Native { /* [native] */
    VEC(Str) pkg_config, link, flags;
    VEC(const char *) sources, include; /* absolute */
} Native;
typedef struct Machine { /* [target.PATTERN]: settings for some machines */
    Str pattern;
    Native native;
    Str linker;
    VEC(Str) runner; /* a command that runs programs for it */
} Machine;
typedef struct CacheRules { /* [cache], of the root only */
    const char *folder; /* absolute, or NULL */
    int64_t megabytes;  /* -1: not given */
    Str remote;
    bool read_only;
} CacheRules;
enum { LIB_STATIC = 1, LIB_SHARED = 2, LIB_PYTHON = 4 };
typedef struct Python { /* [python] */
    Str version;
    VEC(Str) requires;
    VEC(Target) modules; /* kind is of no account */
} Python;

typedef struct Replacement { /* URLs that begin with `from` are fetched from `to` */
    Str from, to;
} Replacement;
typedef struct SourceRules { /* [source]: where packages come from */
    const char *vendor; /* absolute folder of vendored packages, or NULL */
    VEC(Replacement) replace;
    VEC(Str) allow;     /* beginnings of URLs that may be fetched */
    bool restricts;     /* `allow` was given */
    VEC(Str) build_scripts; /* packages from elsewhere whose build scripts may run */
} SourceRules;

typedef struct Script { /* [script] NAME = "command" */
    Str name, command, help;
} Script;

typedef struct Manifest {
    const char *path, *dir; /* absolute */
    Str name;               /* empty: a workspace without a package */
    Version version;
    Str version_text, description, mojo, default_run;
    Str license, repository, homepage, readme;
    VEC(Str) authors, keywords;
    const char *lib;      /* the library's package folder or module file, absolute; NULL: none */
    const char *lib_root; /* the folder that imports of it are searched in */
    unsigned lib_kinds;   /* LIB_…: what else is made of it */
    const char *build_script; /* a program that runs before the package is built, absolute; NULL: none */
    VEC(Dependency) deps; /* in order of the file, development ones too */
    VEC(Target) targets;
    VEC(Profile) profiles; /* dev and release always */
    bool has_workspace;
    VEC(Str) members;
    VEC(Str) default_members;
    VEC(Dependency) patches; /* other sources for packages, of the root only */
    SourceRules sources;
    VEC(Script) scripts;
    VEC(Feature) features;
    Native native;
    VEC(Machine) machines;
    CacheRules cache;
    Python python;
    Source *source;
} Manifest;

/* Reads DIR/mojo.toml with what lies beside it (src/main.mojo and the like). NULL after diagnostics. */
Manifest *manifest_load(Arena *a, SourceMap *sources, const char *dir, DiagSink *sink);
/* The same from a text that is not on disk (a commit's): nothing is looked for beside it. */
Manifest *manifest_parse(Arena *a, Source *source, const char *dir, bool look, DiagSink *sink);
/* That of a member of a workspace, whose mojo.toml is given too (see manifest_inherit.h). */
Manifest *manifest_parse_in(Arena *a, Source *source, const char *dir, Str workspace, DiagSink *sink);
/* "a-b" → "a_b": the name in `import`. */
const char *manifest_import_name(Arena *a, Str package);
/* NULL when it can be a package's name, else a sentence. */
const char *manifest_name_problem(Str name);
/* NULL when it is a URL that packages may be fetched from, else the end of a sentence. */
const char *manifest_url_problem(Str url);
/* NULL when it names a folder below a repository's root, else the end of a sentence. */
const char *manifest_subdir_problem(Str subdir);
/* Is the pattern of a [target.PATTERN] about this machine? A triple with or without its vendor; `*` stands for anything. */
bool manifest_is_for(Str pattern, const char *triple);
const Profile *manifest_profile(const Manifest *m, const char *name);
/* JSON schema (draft 7) of mojo.toml. */
void manifest_schema(StrBuf *out);

#endif
