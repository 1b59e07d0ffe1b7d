/* SPDX-License-Identifier: Apache-2.0 */
/* Quick fixes and rewrites. Contract in actions.h. */
#include "query/actions.h"
#include "query/query_int.h"

/* ---- building -------------------------------------------------------------------------------------- */
Action *action_add(ActionCx *cx, const char *kind, const char *title) {
    vec_push_in(cx->arena, &cx->out->list, (Action){.title = title, .kind = kind});
    return &vec_last(&cx->out->list);
}

void action_edit_at(ActionCx *cx, Action *x, Span at, const char *text) {
    Edit e = {at, str_of(text)};
    vec_push_in(cx->arena, &x->edits, e);
}

void action_edit(ActionCx *cx, Action *x, uint32_t from, uint32_t to, const char *text) {
    action_edit_at(cx, x, (Span){cx->source->id, from, to}, text);
}

static bool path_step(void *ctx, Node *n) {
    NodePath *p = ctx;
    if (p->at < n->pos || p->at > n->end || p->n >= ARRAY_LEN(p->nodes)) return true;
    p->nodes[p->n++] = n;
    node_children(n, path_step, p);
    return false;
}

void node_path(const Ast *ast, uint32_t offset, NodePath *out) {
    *out = (NodePath){.item = ast_item_at(ast, offset)};
    if (!out->item) return;
    out->at = offset - out->item->start;
    EACH_NODE(out->item->stmts, n) if (!path_step(out, n)) break;
}

uint32_t line_start(const Source *s, uint32_t at) {
    while (at > 0 && s->data[at - 1] != '\n') at--;
    return at;
}

const char *line_indent(const Source *s, uint32_t offset, Arena *a) {
    uint32_t from = line_start(s, offset), to = from;
    while (to < s->size && (s->data[to] == ' ' || s->data[to] == '\t')) to++;
    return arena_strndup(a, s->data + from, to - from);
}

static const Node *innermost(const NodePath *p, NodeKind kind) {
    for (uint32_t i = p->n; i-- > 0;)
        if (p->nodes[i]->kind == kind) return p->nodes[i];
    return NULL;
}

static bool touches(const ActionCx *cx, Span at) {
    return at.file == cx->source->id && at.start <= cx->to && at.end >= cx->from;
}

/* ---- imports ------------------------------------------------------------------------------------------ */
static bool path_is(NodeList path, const char *module) {
    EACH_NODE(path, n) {
        if (!IS(Name, n) || !AS(Name, n)->id) return false;
        Str s = name_str(AS(Name, n)->id);
        if (strncmp(module, s.p, s.len) != 0) return false;
        module += s.len;
        if (*module == '.') module++;
        else if (*module) return false;
    }
    return !*module;
}

Edit query_import_edit(const Ast *ast, const char *module, const char *name, Arena *a) {
    uint32_t after = 0;
    const Source *s = ast->source;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        const Node *n = it->stmts.len ? it->stmts.data[0] : NULL;
        bool import = IS(Import, n) || IS(ImportFrom, n);
        bool doc = i == 0 && IS(ExprStmt, n) && IS(StringLit, AS(ExprStmt, n)->value);
        if (!import && !doc) break;
        after = it->start + it->len;
        if (!IS(ImportFrom, n) || AS(ImportFrom, n)->level || AS(ImportFrom, n)->is_star || it->has_errors) continue;
        NodeList names = AS(ImportFrom, n)->names;
        if (!names.len || !path_is(AS(ImportFrom, n)->path, module)) continue;
        uint32_t end = it->start + names.data[names.len - 1]->end;
        return (Edit){{s->id, end, end}, str_of(arena_printf(a, ", %s", name))};
    }
    while (after < s->size && after && s->data[after - 1] != '\n') after++;
    if (!after) after = s->bom;
    bool blank = after == s->bom && s->size > after;
    bool glued = after == s->size && after > s->bom && s->data[after - 1] != '\n';
    return (Edit){{s->id, after, after}, str_of(arena_printf(a, "%sfrom %s import %s\n%s", glued ? "\n" : "", module, name, blank ? "\n" : ""))};
}

typedef struct Wanted {
    ActionCx *cx;
    const Diag *diag;
    const char *name;
} Wanted;

static bool same_name(void *ctx, const char *name) {
    return strcmp(((Wanted *)ctx)->name, name) == 0;
}

static void offer_import(void *ctx, const Export *e) {
    Wanted *k = ctx;
    ActionCx *cx = k->cx;
    Action *x = action_add(cx, "quickfix", arena_printf(cx->arena, "Import `%s` from `%s`", e->name, e->module));
    x->diag = k->diag;
    x->is_preferred = true;
    Edit edit = query_import_edit(cx->module->ast, arena_strdup(cx->arena, e->module), arena_strdup(cx->arena, e->name), cx->arena);
    vec_push_in(cx->arena, &x->edits, edit);
}

static void add_imports(ActionCx *cx, const Diag *d) {
    if (d->code != DIAG_unknown_name || !cx->index) return;
    Str text = source_slice(cx->source, d->at);
    Wanted k = {cx, d, arena_strndup(cx->arena, text.p, text.len)};
    index_exports(cx->index, path_dirname(cx->arena, cx->source->path), cx->source->path, same_name, offer_import, &k);
}

/* ---- functions around ------------------------------------------------------------------------------------- */
FnDecl *query_function_around(const Query *q, const Module *m, const Item *item, uint32_t pos) {
    FnDecl *best = NULL;
    uint32_t n;
    const Use *uses = query_uses(q, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (!uses[i].is_decl || uses[i].decl->kind != DECL_FN || uses[i].decl->module != m || uses[i].decl->item != item) continue;
        FnDecl *f = DECL_AS(FnDecl, uses[i].decl);
        const Node *d = f->decl.node;
        if (!IS(FuncDef, d) || pos < d->pos || pos > d->end) continue;
        if (!best || d->end - d->pos < best->decl.node->end - best->decl.node->pos) best = f;
    }
    return best;
}

/* ---- raises -------------------------------------------------------------------------------------------------- */
/* Behind the `)` of the arguments; 0: there is none. */
static uint32_t behind_arguments(const FnDecl *f) {
    const NodeFuncDef *def = AS(FuncDef, f->decl.node);
    const Source *s = f->decl.module->ast->source;
    uint32_t p = f->decl.item->start + def->name_pos, end = f->decl.item->start + def->node.end;
    int depth = 0;
    for (; p < end && p < s->size; p++) {
        char c = s->data[p];
        if (c == '(' || c == '[') depth++;
        else if ((c == ')' || c == ']') && --depth == 0 && c == ')') return p + 1;
        else if (c == '\n' && depth <= 0) return 0;
    }
    return 0;
}

/* Is the call inside a `try` of its function that has a handler? */
static bool is_caught(const Ast *ast, const FnDecl *f, uint32_t offset) {
    NodePath p;
    node_path(ast, offset, &p);
    for (uint32_t i = p.n; i-- > 0 && p.nodes[i] != f->decl.node;) {
        if (!IS(Try, p.nodes[i]) || !AS(Try, p.nodes[i])->handlers.len) continue;
        NodeList body = AS(Try, p.nodes[i])->body;
        uint32_t at = offset - p.item->start;
        if (body.len && at >= body.data[0]->pos && at <= body.data[body.len - 1]->end) return true;
    }
    return false;
}

static void raise_through(ActionCx *cx, const Diag *d) {
    if (d->code != DIAG_raise_outside) return;
    Item *item = ast_item_at(cx->module->ast, d->at.start);
    FnDecl *first = item ? query_function_around(cx->q, cx->module, item, d->at.start - item->start) : NULL;
    if (!first || first->raises) return;
    VEC(FnDecl *) raising = {0};
    vec_push_in(cx->arena, &raising, first);
    for (uint32_t i = 0; i < raising.len && i < 200; i++)
        for (uint32_t k = 0; k < cx->q->calls.len; k++) {
            const CallUse *c = &cx->q->calls.data[k];
            if (c->fn != raising.data[i] || c->module->is_std) continue;
            FnDecl *caller = query_function_around(cx->q, c->module, c->item, c->node->pos);
            bool known = !caller || caller->raises || is_caught(c->module->ast, caller, c->item->start + c->node->pos);
            for (uint32_t j = 0; j < raising.len && !known; j++) known = raising.data[j] == caller;
            if (!known) vec_push_in(cx->arena, &raising, caller);
        }
    if (raising.len < 2) return; /* the diagnostic's own fix does it */
    Action *x = action_add(cx, "quickfix", arena_printf(cx->arena, "Add `raises` to `%s` and %u caller%s", first->decl.name->chars,
                                                        raising.len - 1, raising.len == 2 ? "" : "s"));
    x->diag = d;
    for (uint32_t i = 0; i < raising.len; i++) {
        uint32_t at = behind_arguments(raising.data[i]);
        if (at) action_edit_at(cx, x, (Span){raising.data[i]->decl.module->ast->source->id, at, at}, " raises");
    }
}

/* The simple statement around an offset. */
static const Node *statement_at(const NodePath *p) {
    for (uint32_t i = p->n; i-- > 0;)
        if (node_family(p->nodes[i]->kind) == FAMILY_STMT) return p->nodes[i];
    return NULL;
}

static void catch_error(ActionCx *cx, const Diag *d) {
    if (d->code != DIAG_raise_outside) return;
    NodePath p;
    node_path(cx->module->ast, d->at.start, &p);
    const Node *st = statement_at(&p);
    if (!st || (!IS(ExprStmt, st) && !IS(Assign, st) && !IS(AugAssign, st) && !IS(Raise, st))) return;
    uint32_t from = p.item->start + st->pos, to = p.item->start + st->end;
    const char *indent = line_indent(cx->source, from, cx->arena);
    if (line_start(cx->source, from) + strlen(indent) != from) return;
    StrBuf b = {0};
    sb_puts(&b, "try:\n");
    sb_printf(&b, "%s    ", indent);
    for (uint32_t i = from; i < to; i++) {
        sb_char(&b, cx->source->data[i]);
        if (cx->source->data[i] == '\n') sb_puts(&b, "    ");
    }
    sb_printf(&b, "\n%sexcept e:\n%s    print(e)", indent, indent);
    Action *x = action_add(cx, "quickfix", "Catch the error with `try`");
    x->diag = d;
    action_edit(cx, x, from, to, arena_strndup(cx->arena, b.p, b.len));
    sb_done(&b);
}

/* ---- traits ----------------------------------------------------------------------------------------------------- */
/* All members that the traits of a struct ask for, in one action. */
static void add_members(ActionCx *cx, const Diag *d) {
    if (d->code != DIAG_missing_requirement) return;
    Action *x = NULL;
    for (uint32_t i = 0; i < cx->diags->diags.len; i++) {
        const Diag *o = cx->diags->diags.data[i];
        if (o->code != d->code || o->at.file != d->at.file) continue;
        for (uint32_t k = 0; k < o->fixes.len; k++) {
            const Fix *f = o->fixes.data[k];
            if (f->edits.len != 1 || !d->fixes.len || f->edits.data[0].at.start != d->fixes.data[0]->edits.data[0].at.start) continue;
            if (o == d && k == 0 && x) return;
            if (!x && o != d) return; /* the first one of the struct speaks for all */
            if (!x) x = action_add(cx, "quickfix", "Add all missing members");
            vec_push_in(cx->arena, &x->edits, f->edits.data[0]);
        }
    }
    if (x && x->edits.len < 2) cx->out->list.len--;
    else if (x) x->diag = d;
}

/* ---- conventions -------------------------------------------------------------------------------------------------- */
static void change_convention(ActionCx *cx) {
    static const char *const words[] = {"read", "mut", "var", "ref"};
    static const uint8_t convs[] = {CONV_IMM, CONV_MUT, CONV_VAR, CONV_REF};
    VarDecl *v = query_variable_at(cx->q, cx->from);
    if (!v || !v->is_arg || v->variadic != VARIADIC_NO || !IS(Arg, v->decl.node) || v->decl.module != cx->module || v->conv == CONV_OUT ||
        v->conv == CONV_DEINIT)
        return;
    Span name = query_decl_span(&v->decl);
    if (!touches(cx, name) || AS(Arg, v->decl.node)->has_conv_args) return;
    uint32_t from = v->decl.item->start + v->decl.node->pos;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (convs[i] == v->conv) continue;
        Action *x = action_add(cx, "refactor.rewrite", i == 0 ? arena_printf(cx->arena, "Borrow `%s` for reading", v->decl.name->chars)
                                                              : arena_printf(cx->arena, "Take `%s` as `%s`", v->decl.name->chars, words[i]));
        action_edit(cx, x, from, name.start, i == 0 ? "" : arena_printf(cx->arena, "%s ", words[i]));
    }
}

/* ---- values ---------------------------------------------------------------------------------------------------------- */
static void say_it(ActionCx *cx) {
    Ownership o;
    if (!query_ownership(cx->q, cx->from, cx->arena, &o)) return;
    for (uint32_t i = 0; i < o.ranges.len; i++) {
        const OwnedRange *r = &o.ranges.data[i];
        if (!r->implicit || !touches(cx, r->at)) continue;
        if (r->kind == OWNED_COPIED)
            action_edit(cx, action_add(cx, "refactor.rewrite", "Write `.copy()` where the value is copied"), r->at.end, r->at.end, ".copy()");
        if (r->kind == OWNED_MOVED)
            action_edit(cx, action_add(cx, "refactor.rewrite", "Write `^` where the value is given away"), r->at.end, r->at.end, "^");
    }
}

/* ---- calls -------------------------------------------------------------------------------------------------------------- */
static const char *initial_value(ActionCx *cx, const VarDecl *v) {
    const char *t = v->type ? val_str_of(cx->arena, v->type) : "";
    if (strcmp(t, "Bool") == 0) return "False";
    if (strncmp(t, "Float", 5) == 0) return "0.0";
    if (strncmp(t, "Int", 3) == 0 || strncmp(t, "UInt", 4) == 0) return "0";
    if (strcmp(t, "String") == 0 || strncmp(t, "String", 6) == 0) return "\"\"";
    return v->type && v->type->kind == T_STRUCT ? arena_printf(cx->arena, "%s()", t) : "...";
}

/* The function that the call means: the one chosen, else the constructor or overload that takes most. */
static const FnDecl *callee_of(ActionCx *cx, const NodePath *p, const NodeCall *call) {
    for (uint32_t i = 0; i < cx->q->calls.len; i++)
        if (cx->q->calls.data[i].node == &call->node) return cx->q->calls.data[i].fn;
    const Node *f = call->func;
    uint32_t at = p->item->start + (IS(Attribute, f) ? AS(Attribute, f)->attr_pos : f->pos);
    const Use *u = query_use_at(cx->q, cx->source->id, at);
    const Decl *d = u ? u->decl : NULL;
    if (d && d->kind == DECL_STRUCT) {
        check_struct(cx->q->cx, DECL_AS(StructDecl, d));
        d = scope_get(&DECL_AS(StructDecl, d)->members, NAME_(init));
    }
    const FnDecl *best = NULL;
    if (d && d->kind == DECL_FN) best = DECL_AS(FnDecl, d);
    if (d && d->kind == DECL_FNSET)
        for (uint32_t i = 0; i < DECL_AS(FnSet, d)->fns.len; i++) {
            FnDecl *x = DECL_AS(FnSet, d)->fns.data[i];
            if (!check_sig(cx->q->cx, &x->decl) || x->life == LIFE_COPY || x->life == LIFE_MOVE) continue;
            if (!best || x->args.len > best->args.len) best = x;
        }
    return best;
}

static void fill_arguments(ActionCx *cx) {
    NodePath p;
    node_path(cx->module->ast, cx->from, &p);
    const Node *n = innermost(&p, NODE_Call);
    if (!n) return;
    const NodeCall *call = AS(Call, n);
    const FnDecl *f = callee_of(cx, &p, call);
    if (!f || !f->decl.name) return;
    uint32_t next = f->is_method && !f->is_static && !name_is(f->decl.name, NM_init) ? 1 : 0;
    bool *given = ARENA_ARRAY(cx->arena, bool, f->args.len + 1);
    EACH_NODE(call->args, x) {
        if (IS(Starred, x) || IS(DoubleStar, x)) return;
        if (IS(Keyword, x)) {
            for (uint32_t i = 0; i < f->args.len; i++) given[i] |= f->args.data[i]->decl.name == AS(Keyword, x)->name;
        } else if (next < f->args.len) {
            given[next++] = true;
        }
    }
    StrBuf b = {0};
    uint32_t first = f->is_method && !f->is_static && !name_is(f->decl.name, NM_init) ? 1 : 0;
    for (uint32_t i = first; i < f->args.len; i++) {
        const VarDecl *v = f->args.data[i];
        if (given[i] || v->default_node || v->variadic != VARIADIC_NO || !v->decl.name) continue;
        if (b.len || call->args.len) sb_puts(&b, ", ");
        if (!v->pos_only) sb_printf(&b, "%s=", v->decl.name->chars);
        sb_puts(&b, initial_value(cx, v));
    }
    uint32_t close = p.item->start + n->end - 1;
    if (b.len && close < cx->source->size && cx->source->data[close] == ')') {
        const char *who = name_is(f->decl.name, NM_init) && f->decl.parent && f->decl.parent->name ? f->decl.parent->name->chars : f->decl.name->chars;
        action_edit(cx, action_add(cx, "refactor.rewrite", arena_printf(cx->arena, "Fill in the arguments of `%s`", who)), close, close,
                    arena_strndup(cx->arena, b.p, b.len));
    }
    sb_done(&b);
}

/* ---- doc-strings ------------------------------------------------------------------------------------------------------------ */
static void add_doc(ActionCx *cx) {
    const Use *u = query_use_at(cx->q, cx->source->id, cx->from);
    if (!u || !u->is_decl || u->decl->kind != DECL_FN || !IS(FuncDef, u->decl->node) || query_doc(u->decl, cx->arena).len) return;
    const FnDecl *f = DECL_AS(FnDecl, u->decl);
    const NodeFuncDef *def = AS(FuncDef, f->decl.node);
    if (!def->body.len || (def->body.data[0]->flags & NODE_ONE_LINE)) return;
    uint32_t at = f->decl.item->start + def->body.data[0]->pos;
    const char *indent = line_indent(cx->source, at, cx->arena);
    if (line_start(cx->source, at) + strlen(indent) != at) return;
    StrBuf b = {0};
    sb_puts(&b, "\"\"\"What it does.\n");
    uint32_t first = f->is_method && !f->is_static ? 1 : 0;
    for (uint32_t i = first; i < f->args.len; i++)
        sb_printf(&b, "%s%s    %s: .\n", i == first ? arena_printf(cx->arena, "\n%sArgs:\n", indent) : "", indent, f->args.data[i]->decl.name->chars);
    const char *result = f->result && !name_is(f->decl.name, NM_init) ? val_str_of(cx->arena, f->result) : "None";
    if (strcmp(result, "None") != 0 && strcmp(result, "NoneType") != 0) sb_printf(&b, "\n%sReturns:\n%s    .\n", indent, indent);
    if (f->raises) sb_printf(&b, "\n%sRaises:\n%s    .\n", indent, indent);
    sb_printf(&b, "%s\"\"\"\n%s", indent, indent);
    action_edit(cx, action_add(cx, "refactor.rewrite", "Add a doc-string"), at, at, arena_strndup(cx->arena, b.p, b.len));
    sb_done(&b);
}

/* ---- what is said without words ------------------------------------------------------------------------------------------ */
/* The type of a variable, written. */
static void write_type(ActionCx *cx) {
    const Use *u = query_use_at(cx->q, cx->source->id, cx->from);
    Hints h;
    if (!u || !u->is_decl || u->decl->kind != DECL_VAR) return;
    query_hints(cx->q, u->at.end, u->at.end, 1 << HINT_TYPE, cx->arena, &h);
    for (uint32_t i = 0; i < h.list.len; i++) {
        const Hint *x = &h.list.data[i];
        if (x->at != u->at.end || !x->insert) continue;
        action_edit(cx, action_add(cx, "refactor.rewrite", arena_printf(cx->arena, "Write the type of `%s`", u->decl->name->chars)), x->at, x->at, x->insert);
        return;
    }
}

/* A constructor from the fields, for a struct that has none. */
static void add_fieldwise_init(ActionCx *cx) {
    const Use *u = query_use_at(cx->q, cx->source->id, cx->from);
    const StructDecl *s = u && u->is_decl && u->decl->kind == DECL_STRUCT ? DECL_AS(StructDecl, u->decl) : NULL;
    if (!s || s->fieldwise_init || s->is_value || !s->fields.len || !IS(StructDef, s->decl.node)) return;
    const Decl *init = scope_get(&s->members, NAME_(init));
    const FnSet *set = init && init->kind == DECL_FNSET ? DECL_AS(FnSet, init) : NULL;
    for (uint32_t i = 0; set && i < set->fns.len; i++)
        if (set->fns.data[i]->synth == SYNTH_NONE) return;
    uint32_t at = line_start(cx->source, u->at.start);
    action_edit(cx, action_add(cx, "refactor.rewrite", "Add `@fieldwise_init`"), at, at,
                arena_printf(cx->arena, "%s@fieldwise_init\n", line_indent(cx->source, u->at.start, cx->arena)));
}

void query_actions(ActionCx *cx) {
    for (uint32_t i = 0; i < cx->diags->diags.len; i++) {
        const Diag *d = cx->diags->diags.data[i];
        if (!touches(cx, d->at)) continue;
        add_imports(cx, d);
        raise_through(cx, d);
        catch_error(cx, d);
        add_members(cx, d);
    }
    change_convention(cx);
    say_it(cx);
    fill_arguments(cx);
    add_doc(cx);
    write_type(cx);
    add_fieldwise_init(cx);
    query_refactorings(cx);
}
