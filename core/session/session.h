/* SPDX-License-Identifier: Apache-2.0 */
/* Ties the stages together; what the tools talk to. */
#ifndef MOJ_SESSION_SESSION_H
#define MOJ_SESSION_SESSION_H
#include "check/check.h"
#include "elab/elab.h"
typedef struct SessionOptions {
    const char *const *import_roots; uint32_t n_import_roots;
    const ImportScope *scopes; uint32_t n_scopes;   /* see ResolverOptions */
    const char *check_dir;            /* session_check checks the modules below it only; NULL: all but the library's */
    const char *compiler_id;          /* packages in one file that this compiler checked are not checked again; NULL: all are */
    const char *std_dir;              /* NULL: found beside the executable */
    const char *const *defines; uint32_t n_defines; /* "K=V" or "K" */
    const char *const *shown; uint32_t n_shown; /* "FOLDER=NAME": source_map_show */
    TargetInfo target;
    bool drop_bodies;                 /* nobody will ask about bodies once they are checked: saves memory */
    int opt_level, debug_level;       /* what a program reads as __OPTIMIZATION_LEVEL, __DEBUG_LEVEL (2: full) */
} SessionOptions;
typedef struct Session Session;
Session *session_new(const SessionOptions *o);
void session_free(Session *s);
SourceMap *session_sources(Session *s);
Cx *session_cx(Session *s);
/* What files of packages may import, in place of what was said before; no module of them is loaded yet. */
void session_set_scopes(Session *s, const ImportScope *scopes, uint32_t n);
/* Before anything is loaded: bodies of modules that imports lead to go once they are checked. Memory is bounded by
 * what they declare. */
void session_trim(Session *s);
/* Loads a program file; *err errno when it cannot be read. */
Module *session_load(Session *s, const char *path, int *err);
/* Syntax and semantic diagnostics of every loaded user module (std's too when it has errors), sorted. */
void session_diags(Session *s, Arena *arena, DiagSink *out);
/* Type-checks a module and all it needs; elaborates from its main (or script, or exports). False after errors. */
bool session_check(Session *s, Module *m);
bool session_has_errors(Session *s); /* so far */
/* Finds what the program's modules import, used or not: an import that fails is a mistake all the same. */
void session_resolve_imports(Session *s);
/* The first half of it: types and ownership of the module and of the program's other modules, without elaboration. */
void session_check_bodies(Session *s, Module *m);
/* After session_check_bodies, before elaboration: takes out the modules of files whose text has changed, and those built on
 * them (Module.is_forgotten); session_load reads them again. False: a new session is needed. */
bool session_forget(Session *s, const char *const *paths, uint32_t n);
bool session_elaborate(Session *s, Module *m, bool library, IrModule *out);
/* The folder that holds the library (`std/`) and the C runtime: $MOJO_HOME/lib/mojo, beside the
 * executable, or the build tree's. Lives as long as the process. NULL when there is none. */
const char *session_support_dir(void);
bool session_has_main(Session *s, Module *m); /* main, or statements to run */
struct Interp *session_interp(Session *s);
Elab *session_elab(Session *s);
#endif
