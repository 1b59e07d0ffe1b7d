/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of resolve/. resolver.c: modules and files; import.c: aliases, lookup; collect.c: names of a
 * module; suggest.c: did you mean. */
#ifndef MOJ_RESOLVE_RESOLVE_INT_H
#define MOJ_RESOLVE_RESOLVE_INT_H

#include "resolve/decl.h"
#include "resolve/python_env.h"

typedef struct StarImport {
    uint32_t level;
    const Name *path;
    uint32_t n;
    Item *item;
    Node *node;
    Module *target;
    bool failed;
} StarImport;

/* An import's alias: how to find its target. */
typedef struct ImportPath {
    const Name *path;
    uint32_t n;
    Node *node;
} ImportPath;
typedef struct ImportAlias {
    AliasDecl alias; /* first */
    Resolver *r;
    uint32_t level;
    VEC(ImportPath) paths;       /* several for `import a.b` and `import a.c` */
    Name member;                 /* from … import member; NULL: the module */
    bool binds_root;             /* `import a.b.c` binds a */
    bool busy;
} ImportAlias;

/* A Module as resolve/ sees it. */
typedef struct Loaded {
    Module m; /* first */
    VEC(const char *) dirs;      /* a package's or namespace's folders, for its submodules */
    VEC(StarImport) stars;
    VEC(ImportAlias *) imports;  /* all of the file, those inside of bodies too once they were met */
    VEC(ExtensionDecl *) extensions;
    Map local;                   /* Name → Module* found beside this file, or NOT_FOUND */
    const char *dir;             /* folder of the file */
    bool visiting;               /* star imports may go round */
    bool package_known;          /* m.package was looked for */
    VEC(Module *) needs;         /* what its imports have led to, twins included */
    bool scope_known;
    struct ScopeState *scope;    /* NULL: none */
} Loaded;
#define NOT_FOUND ((void *)(uintptr_t)1)

typedef struct ScopeState {
    const ImportScope *o;
    Map modules;                 /* Name → Module* found, or NOT_FOUND */
} ScopeState;

/* A package in one file that was met. */
typedef struct BundleUse {
    const char *path, *beside;   /* the file, and the folder it lies in */
    const char *name, *folder;   /* of the package; where it is unpacked, NULL: it cannot be used */
    const char *root;            /* below folder: where imports are searched */
    const char *why;             /* it cannot be used; NULL: it can */
    bool is_root;                /* named on the search path */
} BundleUse;

struct Resolver {
    SourceMap *sources;
    Arena arena;
    VEC(const char *) roots;
    const char *std_dir;
    ScopeState *scopes;
    uint32_t n_scopes;
    const char *unpacked;        /* see bundle_cache */
    VEC(BundleUse *) bundles;
    VEC(Module *) modules;
    StrMap by_path;              /* real path → Module* */
    Map root_modules;            /* Name → Module* found in roots, or NOT_FOUND */
    Module *prelude;
    bool prelude_tried;
    Decl *std_decls[NM_COUNT];
    bool std_missing[NM_COUNT];
    uint32_t extensions_seen;    /* modules whose extensions were applied */
    uint32_t depth;              /* of module loading */
    PythonEnv python;            /* where imports that are no Mojo modules may lead */
    DiagSink lost;               /* diagnostics of imports outside any module */
    uint32_t diags_added;        /* to all modules, ever */
};

static inline Loaded *loaded(Module *m) {
    return (Loaded *)m;
}

void collect_module(Resolver *r, Module *m);
void add_import(Resolver *r, Module *m, Item *item, Node *stmt, Arena *a, Scope *into, bool top_level);
Module *load_file(Resolver *r, const char *path, const char *full_name, Module *package, bool is_package);
Module *find_submodule(Resolver *r, Module *package, Name name);
Module *find_in_dir(Resolver *r, const char *dir, Name name, const char *full_name, Module *package, const char *not_this);
/* bundles.c */
BundleUse *bundle_use(Resolver *r, const char *path);
Module *find_in_bundle(Resolver *r, const char *dir, Name name, const char *ext);
Module *find_beside_bundle(Resolver *r, const Module *from, Name name);
const char *bundle_root(Resolver *r, const char *root); /* a folder of the search path; NULL: it is a package that cannot be used */
const char *bundle_problem(const Resolver *r, Name name); /* why an import of it may have failed, or NULL */
Module *find_module(Resolver *r, Module *from, uint32_t level, const Name *path, uint32_t n, uint32_t *failed_at,
                    const char **why, const char **python);
/* A library module under the name it had before the prefix `std`: warns at the import `stmt` (NULL: silent). NULL when
 * there is none. */
Decl *find_moved_name(Resolver *r, Module *user, Item *item, Node *stmt, Node *alias, const Module *m, Name name);
Decl *find_legacy_name(Resolver *r, const Module *m, Name name, bool *needs_import);
void warn_no_import(Module *m, Item *item, Node *stmt, Node *alias, const Module *from);
Module *find_legacy_module(Resolver *r, Module *m, Item *item, Node *stmt, const Name *path, uint32_t n);
bool name_is_public(Name n);
bool node_is_deprecated(const Node *n);
bool node_is_unavailable(const Node *n);
Diag *redefinition(Module *m, Decl *old, Decl *now);
Span item_span(const Module *m, const Item *item, const Node *n);

#endif
