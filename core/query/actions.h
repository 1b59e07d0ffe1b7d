/* SPDX-License-Identifier: Apache-2.0 */
/* Changes to the text that an editor can offer: quick fixes beyond those of the diagnostics, refactorings,
 * imports. Edits are absolute and do not overlap; results live in the caller's arena. */
#ifndef MOJ_QUERY_ACTIONS_H
#define MOJ_QUERY_ACTIONS_H

#include "query/ownership.h"
#include "query/workspace.h"

typedef struct Action {
    const char *title;
    const char *kind; /* the protocol's CodeActionKind */
    const Diag *diag; /* what it mends, or NULL */
    VEC(Edit) edits;  /* may be in several sources */
    bool is_preferred;
} Action;
typedef struct Actions {
    VEC(Action) list;
} Actions;
typedef struct ActionCx { /* what the finders of actions share */
    Query *q;
    Module *module;
    Source *source;
    uint32_t from, to;        /* the selection */
    const Index *index;       /* names that can be imported; NULL: none */
    const DiagSink *diags;
    Arena *arena;
    Actions *out;
} ActionCx;

/* Everything for a selection. */
void query_actions(ActionCx *cx);
/* Those of refactor.c: extract, inline. */
void query_refactorings(ActionCx *cx);
/* Sorts and joins the imports at the top of the module; NULL when they are as they should be. */
const Action *query_organize_imports(Module *m, Arena *a);
/* The edit that brings `name` of `module` into a file. */
Edit query_import_edit(const Ast *ast, const char *module, const char *name, Arena *a);

/* ---- for the files of this group */
Action *action_add(ActionCx *cx, const char *kind, const char *title);
void action_edit(ActionCx *cx, Action *x, uint32_t from, uint32_t to, const char *text);
void action_edit_at(ActionCx *cx, Action *x, Span at, const char *text);
typedef struct NodePath { /* nodes around an offset, outermost first */
    Item *item;
    uint32_t at; /* relative to the item */
    const Node *nodes[128];
    uint32_t n;
} NodePath;
void node_path(const Ast *ast, uint32_t offset, NodePath *out);
const char *line_indent(const Source *s, uint32_t offset, Arena *a);
uint32_t line_start(const Source *s, uint32_t offset);
#endif
