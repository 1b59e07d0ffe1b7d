/* SPDX-License-Identifier: Apache-2.0 */
/* A session goes on with another text of one of its files. When only bodies of functions differ, those are checked
 * again; signatures, other bodies, other modules and their diagnostics stay. */
#ifndef MOJ_SESSION_EDIT_H
#define MOJ_SESSION_EDIT_H

#include "session/session.h"
#include "syntax/graft.h"

typedef struct SessionEdit {
    Module *module;
    Graft *graft;
    VEC(FnDecl *) fns;            /* to be checked again */
    uint32_t old_file, new_file; /* sources */
} SessionEdit;

/* After session_check_bodies, before elaboration. False, and nothing happens: more differs than bodies, or what was
 * found out elsewhere may depend on one of them; session_forget is the way. Else session_edit_apply follows, then
 * session_edit_check, then session_edit_done. */
bool session_edit(Session *s, const char *path, Str text, SessionEdit *out);
void session_edit_apply(Session *s, SessionEdit *e);
void session_edit_check(Session *s, SessionEdit *e);
void session_edit_done(SessionEdit *e);
/* Where a span was before; false when it is in a body that is gone, or nowhere. Spans of other files stay. */
bool session_edit_move(const SessionEdit *e, Span *at);

#endif
