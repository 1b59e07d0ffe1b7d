/* SPDX-License-Identifier: Apache-2.0 */
/* What an editor wants to know while bodies are checked: which declaration a name stands for, which
 * function a call chose, what type an expression has. Set in Cx.watch; called for modules outside the
 * library only; a node may be reported more than once (overload trials), the last report holds.
 * A name equal to `probe` is the place of the cursor: what is visible there is reported instead. */
#ifndef MOJ_CHECK_WATCH_H
#define MOJ_CHECK_WATCH_H
#include "check/check.h"

typedef struct Watch {
    void *ctx;
    Name probe; /* NULL: none */
    /* A Name, Attribute or ContextMember node, or one that binds a variable. self: the type a member was found through */
    void (*name)(void *ctx, const Module *m, const Item *item, const Node *n, Decl *d, Val self);
    void (*call)(void *ctx, const Module *m, const Item *item, const Node *call, FnDecl *f);
    void (*value)(void *ctx, const Module *m, const Item *item, const Node *n, const TExpr *e);
    void (*local)(void *ctx, Decl *d);                        /* visible at the probe; inner ones first */
    void (*owner)(void *ctx, Decl *owner);                    /* function, struct or trait around the probe */
    void (*member)(void *ctx, Val type, bool is_type);        /* type.probe */
    void (*module_member)(void *ctx, Module *of);             /* module.probe */
} Watch;

static inline const Watch *watch_of(const Cx *cx, const Module *m) {
    return UNLIKELY(cx->watch != NULL) && m && !m->is_std ? cx->watch : NULL;
}
static inline void watch_name(const Cx *cx, const Module *m, const Item *item, const Node *n, Decl *d, Val self) {
    const Watch *w = watch_of(cx, m);
    if (w && n && d && item) w->name(w->ctx, m, item, n, d, self);
}
static inline void watch_member(const Cx *cx, const Module *m, Name name, Val type, bool is_type) {
    const Watch *w = watch_of(cx, m);
    if (w && name == w->probe) w->member(w->ctx, type, is_type);
}
#endif
