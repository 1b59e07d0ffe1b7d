/* SPDX-License-Identifier: Apache-2.0 */
/* See edit.h. What makes it right: a declaration never looks into a body, except to see whether it has one (graft.c
 * compares that), and whatever else does says so (FnDecl.is_consulted). Diagnostics know whose body they are about
 * (Diag.owner); a body that led to diagnostics elsewhere says that, too (FnDecl.strays). */
#include "session/edit.h"

#include "lower/lower.h"
#include "session/session_int.h"

static bool is_file(const Module *m, const char *path, const char *real) {
    if (m->is_std || !m->ast) return false;
    const char *is = m->ast->source->path;
    if (strcmp(is, path) == 0) return true;
    if (!real || strcmp(path_basename(is), path_basename(real)) != 0) return false;
    Arena a;
    arena_init(&a);
    const char *other = path_real(&a, is);
    bool same = other && strcmp(other, real) == 0;
    arena_done(&a);
    return same;
}

/* The checked module of the file; NULL when there is none, or several. */
static Module *module_of(Session *s, const char *path) {
    Arena a;
    arena_init(&a);
    const char *real = path_real(&a, path);
    uint32_t n;
    Module *const *modules = resolver_modules(s->resolver, &n), *found = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_file(modules[i], path, real)) continue;
        if (found || !modules[i]->is_lowered || !modules[i]->is_kept) {
            found = NULL;
            break;
        }
        found = modules[i];
    }
    arena_done(&a);
    return found;
}

/* ---- what differs --------------------------------------------------------------------------------------- */
static Graft *plan(Session *s, Module *m, Str text) {
    const Source *old = m->ast->source;
    Source *now = source_edit(s->sources, old, 0, old->size, text);
    if (!now) return NULL;
    Ast *ast = ast_parse_like(m->ast, now);
    Graft *g = graft_plan(m->ast, ast);
    if (g) return g;
    ast_free(ast);
    source_unref(s->sources, now);
    return NULL;
}

static void give_up(Session *s, SessionEdit *e) {
    Source *now = e->graft->now->source;
    ast_free(e->graft->now);
    source_unref(s->sources, now);
    session_edit_done(e);
}

static const GraftFn *graft_fn(const Graft *g, const FnDecl *f) {
    if (!g->fns.len || f->decl.item < g->fns.data[0].item || f->decl.item > vec_last(&g->fns).item) return NULL; /* headers lie in a row */
    for (uint32_t i = 0; i < g->fns.len; i++)
        if (g->fns.data[i].def == f->decl.node) return &g->fns.data[i];
    return NULL;
}

/* A changed item's functions; false when one of them must not be looked at alone. */
static bool add_fns(SessionEdit *e, const FnSet *set) {
    for (uint32_t i = 0; i < set->fns.len; i++) {
        FnDecl *f = set->fns.data[i];
        if (f->decl.module != e->module || f->synth || !graft_fn(e->graft, f)) continue;
        if (f->is_consulted || f->strays || f->decl.state < DECL_SIG || f->decl.state == DECL_BODY_BUSY) return false;
        vec_push(&e->fns, f);
    }
    return true;
}

static bool find_fns(SessionEdit *e, const Scope *scope) {
    MAP_EACH(&scope->names, x) {
        Decl *d = x->value;
        if (!d || d->module != e->module) continue;
        if (d->kind == DECL_FNSET && !add_fns(e, DECL_AS(FnSet, d))) return false;
        if (d->kind == DECL_STRUCT && !find_fns(e, &DECL_AS(StructDecl, d)->members)) return false;
        if (d->kind == DECL_TRAIT && !find_fns(e, &DECL_AS(TraitDecl, d)->members)) return false;
    }
    return true;
}

/* ---- diagnostics ------------------------------------------------------------------------------------------- */
bool session_edit_move(const SessionEdit *e, Span *at) {
    if (at->file != e->old_file) return true;
    if (!graft_move(e->graft, at)) return false;
    at->file = e->new_file;
    return true;
}

static bool is_gone(const SessionEdit *e, const Diag *d) {
    for (uint32_t i = 0; d->owner && i < e->fns.len; i++)
        if (d->owner == e->fns.data[i]) return true;
    return false;
}

/* Moves a span, or only sees whether it can be moved. */
static bool move_span(const SessionEdit *e, Span *at, bool apply) {
    Span to = *at;
    if (!session_edit_move(e, &to)) return false;
    if (apply) *at = to;
    return true;
}

static bool move_diag(const SessionEdit *e, Diag *d, bool apply) {
    bool ok = move_span(e, &d->at, apply);
    for (uint32_t i = 0; i < d->labels.len && ok; i++) ok = move_span(e, &d->labels.data[i].at, apply);
    for (uint32_t i = 0; i < d->fixes.len && ok; i++)
        for (uint32_t k = 0; k < d->fixes.data[i]->edits.len && ok; k++) ok = move_span(e, &d->fixes.data[i]->edits.data[k].at, apply);
    return ok;
}

static bool move_diags(Session *s, const SessionEdit *e, bool apply) {
    uint32_t n;
    Module *const *modules = resolver_modules(s->resolver, &n);
    for (uint32_t i = 0; i < n; i++) {
        DiagSink *sink = &modules[i]->diags;
        uint32_t len = 0;
        for (uint32_t k = 0; k < sink->diags.len; k++) {
            Diag *d = sink->diags.data[k];
            bool gone = is_gone(e, d);
            if (!gone && !move_diag(e, d, apply)) return false;
            if (!apply) continue;
            if (!gone) sink->diags.data[len++] = d;
            else if (d->severity == SEV_ERROR) sink->n_errors--;
        }
        if (apply) sink->diags.len = len;
    }
    return true;
}

/* ---- the door ------------------------------------------------------------------------------------------------ */
bool session_edit(Session *s, const char *path, Str text, SessionEdit *out) {
    *out = (SessionEdit){0};
    if (s->cx.located || elab_diags(s->elab)->diags.len || s->own.diags.len) return false;
    out->module = module_of(s, path);
    out->graft = out->module ? plan(s, out->module, text) : NULL;
    if (!out->graft) return false;
    out->old_file = out->graft->old->source->id;
    out->new_file = out->graft->now->source->id;
    if (find_fns(out, &out->module->scope) && out->fns.len == out->graft->fns.len && move_diags(s, out, false)) return true;
    give_up(s, out);
    return false;
}

void session_edit_apply(Session *s, SessionEdit *e) {
    move_diags(s, e, true);
    graft_apply(e->graft);
    for (uint32_t i = 0; i < e->fns.len; i++) {
        FnDecl *f = e->fns.data[i];
        f->body = NULL;
        f->ir = NULL;
        f->decl.state = DECL_SIG;
    }
}

void session_edit_check(Session *s, SessionEdit *e) {
    for (uint32_t i = 0; i < e->fns.len; i++)
        if (e->fns.data[i]->has_body && !e->fns.data[i]->decl.has_error) check_body(&s->cx, e->fns.data[i]);
    for (uint32_t i = 0; i < e->fns.len; i++)
        if (e->fns.data[i]->has_body && !e->fns.data[i]->decl.has_error) lower_fn(&s->cx, e->fns.data[i]);
}

void session_edit_done(SessionEdit *e) {
    graft_free(e->graft);
    vec_done(&e->fns);
    *e = (SessionEdit){0};
}
