/* SPDX-License-Identifier: Apache-2.0 */
/* Extract and inline. Contract in actions.h. */
#include "query/actions.h"
#include "query/query_int.h"

/* ---- places ----------------------------------------------------------------------------------------- */
static const char *text_of(ActionCx *cx, uint32_t from, uint32_t to) {
    return arena_strndup(cx->arena, cx->source->data + from, to - from);
}

static const Node *parent_of(const NodePath *p, const Node *n) {
    for (uint32_t i = 1; i < p->n; i++)
        if (p->nodes[i] == n) return p->nodes[i - 1];
    return NULL;
}

static const NodeFuncDef *function_of(const NodePath *p) {
    for (uint32_t i = p->n; i-- > 0;)
        if (IS(FuncDef, p->nodes[i])) return AS(FuncDef, p->nodes[i]);
    return NULL;
}

static bool is_free(const NodeFuncDef *f, const char *name) { /* no name of the function */
    StrBuf b = {0};
    node_unparse(&b, &f->node, LANG_MOJO);
    const char *p = b.p;
    size_t n = strlen(name);
    bool found = false;
    while (p && (p = strstr(p, name)) && !found) {
        bool start = p == b.p || !unicode_xid_continue((unsigned char)p[-1]);
        found = start && !unicode_xid_continue((unsigned char)p[n]);
        p++;
    }
    sb_done(&b);
    return !found;
}

static const char *fresh_name(ActionCx *cx, const NodeFuncDef *f, const char *base) {
    if (is_free(f, base)) return base;
    for (int i = 2; i < 100; i++) {
        const char *s = arena_printf(cx->arena, "%s%d", base, i);
        if (is_free(f, s)) return s;
    }
    return base;
}

/* Does the operand need parentheses where something binds tighter? */
static bool is_primary(const Node *n) {
    return IS(Name, n) || IS(Attribute, n) || IS(Call, n) || IS(Subscript, n) || IS(IntLit, n) || IS(FloatLit, n) || IS(StringLit, n) ||
           IS(Constant, n) || IS(ListExpr, n) || IS(DictExpr, n) || (IS(TupleExpr, n) && AS(TupleExpr, n)->parenthesized);
}

/* ---- extract a variable --------------------------------------------------------------------------------- */
/* The selection without blanks at its ends. */
static bool selected(ActionCx *cx, uint32_t *from, uint32_t *to) {
    *from = cx->from, *to = cx->to < cx->source->size ? cx->to : cx->source->size;
    while (*from < *to && strchr(" \t\r\n", cx->source->data[*from])) ++*from;
    while (*to > *from && strchr(" \t\r\n", cx->source->data[*to - 1])) --*to;
    return *to > *from;
}

static const char *name_for(const Node *n) {
    if (IS(Call, n)) n = AS(Call, n)->func;
    Name name = IS(Attribute, n) ? AS(Attribute, n)->attr : NULL;
    return name ? name->chars : IS(StringLit, n) ? "text" : "value";
}

static void extract_variable(ActionCx *cx) {
    uint32_t from, to;
    if (!selected(cx, &from, &to)) return;
    NodePath p;
    node_path(cx->module->ast, from, &p);
    const NodeFuncDef *f = function_of(&p);
    const Node *expr = NULL, *stmt = NULL;
    for (uint32_t i = 0; i < p.n; i++) {
        const Node *n = p.nodes[i];
        if (node_family(n->kind) == FAMILY_STMT) stmt = n;
        if (node_family(n->kind) == FAMILY_EXPR && p.item->start + n->pos == from && p.item->start + n->end == to && !expr) expr = n;
    }
    if (!f || !expr || !stmt || IS(FuncDef, stmt) || IS(While, stmt) || IS(Name, expr) || IS(BindTarget, expr)) return;
    if ((IS(Assign, stmt) || IS(VarDecl, stmt) || IS(AnnAssign, stmt) || IS(AugAssign, stmt))) { /* targets and types stay */
        const Node *value = IS(Assign, stmt)      ? AS(Assign, stmt)->value
                            : IS(VarDecl, stmt)   ? AS(VarDecl, stmt)->value
                            : IS(AnnAssign, stmt) ? AS(AnnAssign, stmt)->value
                                                  : AS(AugAssign, stmt)->value;
        if (!value || expr->pos < value->pos || expr->end > value->end) return;
    }
    const Node *up = parent_of(&p, expr);
    if (IS(Call, up) && AS(Call, up)->func == expr) return;
    uint32_t at = p.item->start + stmt->pos;
    const char *indent = line_indent(cx->source, at, cx->arena), *name = fresh_name(cx, f, name_for(expr));
    if (line_start(cx->source, at) + strlen(indent) != at) return;
    Action *x = action_add(cx, "refactor.extract", "Extract a variable");
    action_edit(cx, x, at, at, arena_printf(cx->arena, "var %s = %s\n%s", name, text_of(cx, from, to), indent));
    action_edit(cx, x, from, to, name);
}

/* ---- extract a function ------------------------------------------------------------------------------------ */
typedef struct Block { /* statements that follow each other */
    NodeList list;
    uint32_t first, n;
} Block;
typedef struct FindBlock {
    uint32_t from, to;
    Block found;
} FindBlock;

static void in_list(FindBlock *k, NodeList l) {
    uint32_t first = UINT32_MAX, n = 0;
    for (uint32_t i = 0; i < l.len; i++) {
        if (l.data[i]->end <= k->from || l.data[i]->pos >= k->to) continue;
        if (l.data[i]->pos < k->from || l.data[i]->end > k->to) return; /* cut through */
        if (first == UINT32_MAX) first = i;
        n++;
    }
    if (n) k->found = (Block){l, first, n};
}

static bool block_step(void *ctx, Node *n) {
    FindBlock *k = ctx;
    switch (n->kind) {
    case NODE_If: in_list(k, AS(If, n)->body), in_list(k, AS(If, n)->orelse); break;
    case NODE_While: in_list(k, AS(While, n)->body); break;
    case NODE_For: in_list(k, AS(For, n)->body); break;
    case NODE_With: in_list(k, AS(With, n)->body); break;
    case NODE_Try: in_list(k, AS(Try, n)->body); break;
    case NODE_FuncDef: return true; /* another function's */
    default: break;
    }
    node_children(n, block_step, k);
    return true;
}

static bool leaves(void *ctx, Node *n) { /* return and jumps out of the selection */
    bool *bad = ctx;
    switch (n->kind) {
    case NODE_Return: case NODE_Break: case NODE_Continue: case NODE_Yield: case NODE_FuncDef: case NODE_Raise: *bad |= n->kind != NODE_Raise; break;
    default: node_children(n, leaves, bad); break;
    }
    return true;
}

typedef struct Extract {
    ActionCx *cx;
    const FnDecl *fn;
    uint32_t from, to; /* absolute */
    StrBuf params, args, results;
    uint32_t n_params, n_results;
    const VarDecl *result;
    bool uses_self, changes_self, raises;
} Extract;

static bool is_changed(const Extract *e, const VarDecl *v) {
    Ownership o;
    if (!query_ownership_of(e->cx->q, (FnDecl *)(uintptr_t)e->fn, e->cx->arena, &o)) return true;
    for (uint32_t i = 0; i < o.ranges.len; i++) {
        const OwnedRange *r = &o.ranges.data[i];
        if (r->var != v || r->at.start < e->from || r->at.end > e->to) continue;
        if (r->kind == OWNED_SET_AGAIN || (r->kind == OWNED_BORROWED_MUT && r->is_argument)) return true;
    }
    return false;
}

static bool is_target(const Extract *e, const Use *u) { /* `x = …`, `x += …`, `x.a = …` */
    const Source *s = e->cx->source;
    uint32_t i = u->at.end;
    while (i < s->size && (unicode_xid_continue((unsigned char)s->data[i]) || s->data[i] == '.' || s->data[i] == ' ')) i++;
    if (i + 1 >= s->size) return false;
    if (s->data[i] == '=' && s->data[i + 1] != '=') return true;
    return strchr("+-*/%&|^@", s->data[i]) && (s->data[i + 1] == '=' || (s->data[i + 1] == s->data[i] && s->data[i + 2] == '='));
}

static bool is_given_away(const Extract *e, const VarDecl *v) {
    Ownership o;
    if (!query_ownership_of(e->cx->q, (FnDecl *)(uintptr_t)e->fn, e->cx->arena, &o)) return false;
    for (uint32_t i = 0; i < o.ranges.len; i++)
        if (o.ranges.data[i].var == v && o.ranges.data[i].kind == OWNED_MOVED && o.ranges.data[i].at.start >= e->from && o.ranges.data[i].at.end <= e->to)
            return true;
    return false;
}

/* A variable of the function that the selection mentions: it comes in, or goes out, or is its own business. */
static void sort_variable(Extract *e, VarDecl *v) {
    Span decl = query_decl_span(&v->decl);
    bool inside = decl.start >= e->from && decl.end <= e->to, used_after = false, changed = false;
    uint32_t n;
    const Use *uses = query_uses(e->cx->q, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (uses[i].decl != &v->decl) continue;
        if (uses[i].at.start >= e->to) used_after = true;
        else if (uses[i].at.start >= e->from) changed |= is_target(e, &uses[i]);
    }
    if (inside) {
        if (!used_after) return;
        e->n_results++;
        e->result = v;
        return;
    }
    const char *name = v->decl.name->chars, *type = v->type ? val_str_of(e->cx->arena, v->type) : "";
    if (strcmp(name, "self") == 0) {
        e->uses_self = true;
        e->changes_self |= changed || is_changed(e, v);
        return;
    }
    bool gives = !used_after && is_given_away(e, v);
    const char *conv = gives ? "var " : changed || is_changed(e, v) ? "mut " : "";
    sb_printf(&e->params, "%s%s%s: %s", e->n_params ? ", " : "", conv, name, type);
    sb_printf(&e->args, "%s%s%s", e->n_params ? ", " : "", name, gives ? "^" : "");
    e->n_params++;
}

static void extract_function(ActionCx *cx) {
    uint32_t from, to;
    if (!selected(cx, &from, &to)) return;
    NodePath p;
    node_path(cx->module->ast, from, &p);
    const NodeFuncDef *f = function_of(&p);
    if (!f) return;
    FindBlock k = {.from = from - p.item->start, .to = to - p.item->start};
    in_list(&k, f->body);
    EACH_NODE(f->body, n) block_step(&k, n);
    if (!k.found.n) return;
    Extract e = {.cx = cx, .from = from, .to = to};
    bool bad = false;
    for (uint32_t i = 0; i < k.found.n; i++) leaves(&bad, k.found.list.data[k.found.first + i]);
    uint32_t n;
    const Use *uses = query_uses(cx->q, &n);
    Map seen = {0};
    for (uint32_t i = 0; i < n && !bad; i++) {
        if (uses[i].is_decl && uses[i].decl->kind == DECL_FN && uses[i].decl->node == &f->node) e.fn = DECL_AS(FnDecl, uses[i].decl);
    }
    if (!e.fn || bad || e.fn->params.len) return; /* a generic function's parameters would have to come along */
    const Decl *parent = e.fn->decl.parent;
    bool method = parent && parent->kind == DECL_STRUCT;
    if (parent && parent->kind != DECL_STRUCT && parent->kind != DECL_MODULE) return;
    for (uint32_t i = 0; i < n; i++) {
        const Use *u = &uses[i];
        if (u->at.file != cx->source->id || u->at.start < from || u->at.end > to || u->decl->kind != DECL_VAR || map_has(&seen, u->decl)) continue;
        map_put(&seen, u->decl, u->decl);
        if (u->decl->name) sort_variable(&e, DECL_AS(VarDecl, u->decl));
    }
    map_done(&seen);
    for (uint32_t i = 0; i < cx->q->calls.len; i++) {
        const CallUse *c = &cx->q->calls.data[i];
        uint32_t at = c->item->start + c->node->pos;
        e.raises |= c->module == cx->module && at >= from && at < to && c->fn->raises;
    }
    if (e.n_results <= 1 && (method || !e.uses_self)) {
        const char *indent = line_indent(cx->source, p.item->start + f->node.pos, cx->arena), *inner = line_indent(cx->source, from, cx->arena);
        const char *name = fresh_name(cx, f, "extracted");
        uint32_t start = line_start(cx->source, from), end = p.item->start + f->node.end;
        while (end > to && strchr(" \t\r\n", cx->source->data[end - 1])) end--;
        StrBuf b = {0};
        sb_printf(&b, "\n\n%sdef %s(", indent, name);
        if (e.uses_self) sb_printf(&b, "%sself%s", e.changes_self ? "mut " : "", e.n_params ? ", " : "");
        sb_printf(&b, "%s)%s", e.n_params ? e.params.p : "", e.raises ? " raises" : "");
        if (e.result) sb_printf(&b, " -> %s", e.result->type ? val_str_of(cx->arena, e.result->type) : "");
        sb_puts(&b, ":\n");
        size_t cut = strlen(inner);
        for (uint32_t i = start; i < to;) { /* line by line, at the new depth */
            uint32_t eol = i;
            while (eol < to && cx->source->data[eol] != '\n') eol++;
            uint32_t skip = i;
            while (skip < eol && skip - i < cut && strchr(" \t", cx->source->data[skip])) skip++;
            if (skip < eol) sb_printf(&b, "%s    ", indent), sb_add(&b, cx->source->data + skip, eol - skip);
            if (eol < to) sb_char(&b, '\n');
            i = eol + 1;
        }
        if (e.result) sb_printf(&b, "\n%s    return %s", indent, e.result->decl.name->chars);
        const char *owner = e.uses_self ? "self." : method && parent->name ? arena_printf(cx->arena, "%s.", parent->name->chars) : "";
        if (method && !e.uses_self) { /* a static method */
            char *text = arena_strndup(cx->arena, b.p, b.len);
            b.len = 0;
            sb_printf(&b, "\n\n%s@staticmethod\n%s", indent, text + 2);
        }
        Action *x = action_add(cx, "refactor.extract", "Extract a function");
        action_edit(cx, x, from, to, arena_printf(cx->arena, "%s%s%s%s(%s)", e.result ? "var " : "", e.result ? e.result->decl.name->chars : "",
                                                  e.result ? arena_printf(cx->arena, " = %s", owner) : owner, name, e.n_params ? e.args.p : ""));
        action_edit(cx, x, end, end, arena_strndup(cx->arena, b.p, b.len));
        sb_done(&b);
    }
    sb_done(&e.params);
    sb_done(&e.args);
    sb_done(&e.results);
}

/* ---- inline a variable ------------------------------------------------------------------------------------- */
static void inline_variable(ActionCx *cx) {
    VarDecl *v = query_variable_at(cx->q, cx->from);
    if (!v || v->is_arg || !v->decl.name || v->decl.module != cx->module) return;
    Span decl = query_decl_span(&v->decl);
    NodePath p;
    node_path(cx->module->ast, decl.start, &p);
    const Node *stmt = NULL, *value = NULL;
    for (uint32_t i = p.n; i-- > 0 && !stmt;)
        if (node_family(p.nodes[i]->kind) == FAMILY_STMT) stmt = p.nodes[i];
    if (IS(VarDecl, stmt) && AS(VarDecl, stmt)->kind == BIND_VAR && IS(Name, AS(VarDecl, stmt)->target)) value = AS(VarDecl, stmt)->value;
    if (IS(Assign, stmt) && AS(Assign, stmt)->targets.len == 1 && IS(Name, AS(Assign, stmt)->targets.data[0])) value = AS(Assign, stmt)->value;
    if (!value) return;
    uint32_t n, count = 0;
    const Use *uses = query_uses(cx->q, &n);
    Extract probe = {.cx = cx};
    for (uint32_t i = 0; i < n; i++) {
        if (uses[i].decl != &v->decl || uses[i].at.start == decl.start) continue;
        uint32_t end = uses[i].at.end;
        if (is_target(&probe, &uses[i]) || cx->source->data[end] == '^') return; /* changed, or given away */
        count++;
    }
    bool pure = IS(Name, value) || IS(IntLit, value) || IS(FloatLit, value) || IS(StringLit, value) || IS(Constant, value);
    if (!count || (count > 1 && !pure)) return; /* it would be evaluated several times */
    Action *x = action_add(cx, "refactor.inline", arena_printf(cx->arena, "Inline `%s`", v->decl.name->chars));
    const char *text = text_of(cx, p.item->start + value->pos, p.item->start + value->end);
    if (!is_primary(value) || (value->flags & NODE_PARENTHESIZED)) text = arena_printf(cx->arena, "(%s)", text);
    for (uint32_t i = 0; i < n; i++)
        if (uses[i].decl == &v->decl && uses[i].at.start != decl.start) action_edit(cx, x, uses[i].at.start, uses[i].at.end, text);
    uint32_t from = line_start(cx->source, p.item->start + stmt->pos), to = p.item->start + stmt->end;
    while (to < cx->source->size && cx->source->data[to] != '\n') to++;
    if (to < cx->source->size) to++;
    action_edit(cx, x, from, to, "");
}

/* ---- inline a function --------------------------------------------------------------------------------------- */
typedef struct Inline {
    ActionCx *cx;
    const FnDecl *f;
    const Node **values; /* by argument */
    const Item *call_item;
    const Source *from;  /* where the function is */
    uint32_t at;         /* written up to here, in `from` */
    StrBuf out;
    uint32_t *counts;
    bool failed;
} Inline;

static bool inline_name(void *ctx, Node *n) {
    Inline *k = ctx;
    if (IS(Name, n)) {
        for (uint32_t i = 0; i < k->f->args.len; i++) {
            if (k->f->args.data[i]->decl.name != AS(Name, n)->id) continue;
            uint32_t pos = k->f->decl.item->start + n->pos;
            sb_add(&k->out, k->from->data + k->at, pos - k->at);
            const Node *v = k->values[i];
            bool paren = !is_primary(v);
            if (paren) sb_char(&k->out, '(');
            sb_add(&k->out, k->cx->source->data + k->call_item->start + v->pos, v->end - v->pos);
            if (paren) sb_char(&k->out, ')');
            k->at = pos + (n->end - n->pos);
            k->counts[i]++;
            return true;
        }
    }
    if (IS(Lambda, n) || IS(ListComp, n)) k->failed = true; /* names of their own */
    node_children(n, inline_name, k);
    return true;
}

static void inline_function(ActionCx *cx) {
    NodePath p;
    node_path(cx->module->ast, cx->from, &p);
    const CallUse *call = NULL;
    for (uint32_t i = p.n; i-- > 0 && !call;)
        for (uint32_t k = 0; k < cx->q->calls.len; k++)
            if (cx->q->calls.data[k].node == p.nodes[i]) call = &cx->q->calls.data[k];
    if (!call || !IS(Name, AS(Call, call->node)->func)) return;
    const FnDecl *f = call->fn;
    if (!IS(FuncDef, f->decl.node) || f->decl.module->is_std || f->is_method || !f->decl.module->ast) return;
    NodeList body = AS(FuncDef, f->decl.node)->body;
    uint32_t i = body.len && IS(ExprStmt, body.data[0]) && IS(StringLit, AS(ExprStmt, body.data[0])->value) ? 1 : 0;
    if (body.len != i + 1 || !IS(Return, body.data[i]) || !AS(Return, body.data[i])->value) return;
    const Node *value = AS(Return, body.data[i])->value;
    Inline k = {.cx = cx, .f = f, .call_item = call->item, .from = f->decl.module->ast->source};
    k.values = ARENA_ARRAY(cx->arena, const Node *, f->args.len + 1);
    k.counts = ARENA_ARRAY(cx->arena, uint32_t, f->args.len + 1);
    uint32_t next = 0;
    EACH_NODE(AS(Call, call->node)->args, x) {
        if (IS(Keyword, x)) {
            for (uint32_t j = 0; j < f->args.len; j++)
                if (f->args.data[j]->decl.name == AS(Keyword, x)->name) k.values[j] = AS(Keyword, x)->value;
        } else if (next < f->args.len && !IS(Starred, x) && !IS(DoubleStar, x)) {
            k.values[next++] = x;
        } else {
            return;
        }
    }
    for (uint32_t j = 0; j < f->args.len; j++)
        if (!k.values[j] || f->args.data[j]->conv != CONV_IMM || f->args.data[j]->variadic != VARIADIC_NO) return;
    k.at = f->decl.item->start + value->pos;
    uint32_t end = f->decl.item->start + value->end;
    inline_name(&k, (Node *)(uintptr_t)value);
    sb_add(&k.out, k.from->data + k.at, end - k.at);
    for (uint32_t j = 0; j < f->args.len; j++) {
        const Node *v = k.values[j];
        bool pure = IS(Name, v) || IS(IntLit, v) || IS(FloatLit, v) || IS(StringLit, v) || IS(Constant, v) || IS(Attribute, v);
        k.failed |= !pure && k.counts[j] != 1;
    }
    if (!k.failed) {
        Action *x = action_add(cx, "refactor.inline", arena_printf(cx->arena, "Inline the call of `%s`", f->decl.name->chars));
        const Node *up = parent_of(&p, call->node);
        bool paren = !is_primary(value) && up && node_family(up->kind) == FAMILY_EXPR && !IS(Call, up);
        action_edit(cx, x, call->item->start + call->node->pos, call->item->start + call->node->end,
                    arena_printf(cx->arena, paren ? "(%s)" : "%s", arena_strndup(cx->arena, k.out.p ? k.out.p : "", k.out.len)));
    }
    sb_done(&k.out);
}

void query_refactorings(ActionCx *cx) {
    extract_variable(cx);
    extract_function(cx);
    inline_variable(cx);
    inline_function(cx);
}
