/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of session/. */
#ifndef MOJ_SESSION_SESSION_INT_H
#define MOJ_SESSION_SESSION_INT_H

#include "comptime/comptime.h"
#include "session/session.h"

struct Session {
    SessionOptions o;
    SourceMap *sources;
    Resolver *resolver;
    Cx cx;
    Elab *elab;
    Interp *interp;
    Arena arena;
    StrMap checked; /* was_checked, by folder */
    DiagSink own; /* what belongs to no other stage: a program without main … */
};

#endif
