/* SPDX-License-Identifier: Apache-2.0 */
/* Signature help: the functions that the call around an offset may mean. The call is found in the tree, so
 * that one which is half typed, or fits no function yet, has its help too. */
#include "query/query_int.h"

typedef struct Finding {
    const char *text; /* of the source */
    const Item *item;
    uint32_t at;      /* in the item */
    uint32_t written; /* the same, spaces before it left out */
    const NodeCall *call;
    const NodeSubscript *brackets; /* inside the call, or without one */
} Finding;

static bool is_inside(const Finding *f, const NodeCall *c) {
    bool closed = f->text[f->item->start + c->node.end - 1] == ')';
    return f->written > c->func->end && (closed ? f->at < c->node.end : f->written <= c->node.end);
}

static bool visit(void *ctx, Node *n) {
    Finding *f = ctx;
    if (n->pos > f->at || n->end < f->written) return true;
    if (IS(Call, n) && is_inside(f, AS(Call, n))) f->call = AS(Call, n), f->brackets = NULL; /* inner ones come later */
    if (IS(Subscript, n) && f->written > AS(Subscript, n)->value->end &&
        (f->at < n->end || f->text[f->item->start + n->end - 1] != ']'))
        f->brackets = AS(Subscript, n);
    node_children(n, visit, f);
    return true;
}

static bool find_call(const Module *m, uint32_t offset, Finding *f) {
    const Source *s = m->ast->source;
    uint32_t written = offset;
    while (written && (s->data[written - 1] == ' ' || s->data[written - 1] == '\t')) written--;
    const Item *item = ast_item_at(m->ast, offset);
    if (!item && written) item = ast_item_at(m->ast, written - 1);
    if (!item || written < item->start) return false;
    *f = (Finding){.text = s->data, .item = item, .at = offset - item->start, .written = written - item->start};
    EACH_NODE(item->stmts, n) visit(f, n);
    return f->call || f->brackets;
}

/* Functions that the name before the brackets stands for. */
static void candidates(const Query *q, const Finding *f, Arena *a, FnSet *out) {
    *out = (FnSet){0};
    const Node *name = f->call->func;
    if (IS(Subscript, name)) name = AS(Subscript, name)->value;
    uint32_t at = f->item->start + (IS(Attribute, name) ? AS(Attribute, name)->attr_pos : name->pos);
    const Use *u = query_use_at(q, q->module->ast->source->id, at);
    const Decl *d = u ? u->decl : NULL;
    if (d && d->kind == DECL_STRUCT) d = scope_get(&DECL_AS(StructDecl, d)->members, NAME_(init));
    if (d && d->kind == DECL_FN && DECL_AS(FnDecl, d)->set) d = &DECL_AS(FnDecl, d)->set->decl;
    if (d && d->kind == DECL_FN) {
        FnDecl *only = (FnDecl *)(uintptr_t)d;
        vec_push_in(a, &out->fns, only);
    } else if (d && d->kind == DECL_FNSET) {
        const FnSet *set = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < set->fns.len; i++) vec_push_in(a, &out->fns, set->fns.data[i]);
    }
}

/* The function that the checker chose, or NULL. */
static FnDecl *chosen(const Query *q, const Finding *f) {
    for (uint32_t i = 0; i < q->calls.len; i++) {
        const CallUse *c = &q->calls.data[i];
        if (c->module == q->module && c->item == f->item && c->node == &f->call->node) return c->fn;
    }
    return NULL;
}

/* How many arguments there are, with the one after a comma that is not written yet. */
static uint32_t wanted_arguments(const Finding *f) {
    uint32_t before = 0, n = f->call->args.len;
    EACH_NODE(f->call->args, x) if (x->end < f->written) before++;
    return before && before + 1 > n ? before + 1 : n;
}

static uint32_t active_argument(const Finding *f, const FnDecl *fn, bool is_method, uint32_t n) {
    uint32_t at = 0, first = is_method ? 1 : 0;
    EACH_NODE(f->call->args, x) {
        if (x->end < f->written) at++;
        if (!IS(Keyword, x) || f->at < x->pos || f->at > x->end + 1) continue;
        for (uint32_t k = first; k < fn->args.len; k++)
            if (fn->args.data[k]->decl.name == AS(Keyword, x)->name) at = k - first;
    }
    return n && at >= n ? n - 1 : at;
}

static HelpSignature describe(Query *q, const Finding *f, FnDecl *fn, Arena *a) {
    if (fn->decl.state == DECL_KNOWN) check_sig(q->cx, &fn->decl);
    bool is_init = name_is(fn->decl.name, NM_init) && fn->decl.parent && fn->decl.parent->name;
    bool is_method = fn->is_method && !fn->is_static && !is_init;
    HelpSignature s = {0};
    ParamRange ranges[64];
    uint32_t n = 0, cut = is_init ? fn->decl.name->len : 0; /* a constructor is called by its type's name */
    StrBuf text = {0}, label = {0};
    query_print_fn(fn, &text, ranges, &n, ARRAY_LEN(ranges), is_method);
    if (is_init) sb_puts(&label, fn->decl.parent->name->chars);
    uint32_t add = (uint32_t)label.len;
    sb_str(&label, (Str){text.p + cut, text.len - cut});
    for (uint32_t i = 0; i < n; i++) {
        ParamRange r = {ranges[i].start + add - cut, ranges[i].end + add - cut};
        vec_push_in(a, &s.params, r);
    }
    Str doc = query_doc(&fn->decl, a);
    s.label = arena_strndup(a, label.p, label.len);
    s.doc = doc.len ? arena_strndup(a, doc.p, doc.len) : NULL;
    s.active = active_argument(f, fn, is_method, n);
    sb_done(&text);
    sb_done(&label);
    return s;
}

/* ---- parameters in brackets --------------------------------------------------------------------------- */
static HelpSignature describe_brackets(const Finding *f, const Decl *d, const ParamList *l, Arena *a) {
    HelpSignature s = {0};
    StrBuf b = {0};
    sb_puts(&b, d->name ? d->name->chars : "");
    sb_char(&b, '[');
    uint32_t positional = 0;
    EACH_NODE(f->brackets->indices, x) positional += x->end < f->written;
    for (uint32_t i = 0, n = 0; i < l->len; i++) {
        const ParamDecl *p = l->data[i];
        if (p->is_auto || p->is_self || p->kind == PARAM_INFER) continue;
        if (n) sb_puts(&b, ", ");
        ParamRange r = {.start = (uint32_t)b.len};
        query_print_param(p, &b);
        r.end = (uint32_t)b.len;
        EACH_NODE(f->brackets->indices, x)
            if (IS(Keyword, x) && AS(Keyword, x)->name == p->decl.name && f->at >= x->pos && f->at <= x->end) positional = n;
        vec_push_in(a, &s.params, r);
        n++;
    }
    sb_char(&b, ']');
    s.active = s.params.len && positional >= s.params.len ? s.params.len - 1 : positional;
    s.label = arena_strndup(a, b.p, b.len);
    Str doc = query_doc(d, a);
    s.doc = doc.len ? arena_strndup(a, doc.p, doc.len) : NULL;
    sb_done(&b);
    return s;
}

static bool bracket_help(Query *q, const Finding *f, Arena *a, Help *out) {
    const Node *name = f->brackets->value;
    uint32_t at = f->item->start + (IS(Attribute, name) ? AS(Attribute, name)->attr_pos : name->pos);
    const Use *u = query_use_at(q, q->module->ast->source->id, at);
    Decl *d = u ? u->decl : NULL;
    VEC(Decl *) all = {0};
    if (d && d->kind == DECL_FNSET)
        for (uint32_t i = 0; i < DECL_AS(FnSet, d)->fns.len; i++) vec_push_in(a, &all, &DECL_AS(FnSet, d)->fns.data[i]->decl);
    else if (d) vec_push_in(a, &all, d);
    for (uint32_t i = 0; i < all.len; i++) {
        Decl *x = all.data[i];
        if (x->kind != DECL_STRUCT && x->kind != DECL_FN && x->kind != DECL_COMPTIME) continue;
        if (x->state == DECL_KNOWN) check_sig(q->cx, x);
        const ParamList *l = x->kind == DECL_STRUCT ? &DECL_AS(StructDecl, x)->params
                             : x->kind == DECL_FN   ? &DECL_AS(FnDecl, x)->params
                                                    : &DECL_AS(ComptimeDecl, x)->params;
        if (!l->len) continue;
        HelpSignature s = describe_brackets(f, x, l, a);
        vec_push_in(a, &out->list, s);
    }
    return out->list.len > 0;
}

bool query_signature_help(Query *q, uint32_t offset, Arena *a, Help *out) {
    *out = (Help){0};
    Finding f;
    if (!find_call(q->module, offset, &f)) return false;
    if (f.brackets && bracket_help(q, &f, a, out)) return true;
    if (!f.call) return false;
    FnSet set;
    candidates(q, &f, a, &set);
    FnDecl *best = chosen(q, &f);
    bool listed = false;
    for (uint32_t i = 0; i < set.fns.len; i++) listed |= set.fns.data[i] == best;
    if (best && !listed) vec_push_in(a, &set.fns, best);
    bool found = false;
    for (uint32_t i = 0; i < set.fns.len; i++) {
        HelpSignature s = describe(q, &f, set.fns.data[i], a);
        bool fits = best ? set.fns.data[i] == best : wanted_arguments(&f) <= s.params.len;
        if (fits && !found) found = true, out->best = i;
        vec_push_in(a, &out->list, s);
    }
    return out->list.len > 0;
}
