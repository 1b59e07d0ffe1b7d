/* SPDX-License-Identifier: Apache-2.0 */
/* Scopes of a Python file and what its names stand for. Contract in python.h. */
#include "query/python_int.h"

enum { MAX_DEPTH = 1000 };

typedef struct Walk {
    PyFile *f;
    const Item *item;
    PyScope *scope;
    bool resolving;
    uint32_t depth;
} Walk;

static void walk(Walk *w, const Node *n);
static bool walk_child(void *ctx, Node *n) {
    walk(ctx, n);
    return true;
}
static void walk_list(Walk *w, NodeList l) {
    EACH_NODE(l, n) walk(w, n);
}

static Span span_of(const Walk *w, uint32_t pos, uint32_t len) {
    return (Span){w->f->ast->source->id, w->item->start + pos, w->item->start + pos + len};
}

/* ---- binding ---------------------------------------------------------------------------------------- */
static PyScope *home_of(PyScope *s, Name name) {
    uintptr_t how = (uintptr_t)map_get(&s->outer, name);
    if (how == 1) {
        while (s->parent) s = s->parent;
    } else if (how == 2 && s->parent) {
        for (PyScope *o = s->parent; o->parent; o = o->parent)
            if (o->kind == PYS_FUNCTION && map_has(&o->names, name)) return o;
    }
    return s;
}

static PyDef *bind_in(Walk *w, PyScope *s, Map *into, PyKind kind, Name name, Span at, const Node *node) {
    PyDef *d = map_get(into, name);
    if (d) { /* the first binding names it; a definition says more than an assignment */
        if (d->kind == PY_VARIABLE && (kind == PY_CLASS || kind == PY_FUNCTION)) d->kind = kind, d->node = node, d->at = at;
        return d;
    }
    d = ARENA_NEW(&w->f->arena, PyDef);
    *d = (PyDef){.kind = kind, .name = name, .file = w->f, .at = at, .node = node, .scope = s};
    map_put(into, name, d);
    return d;
}

static PyDef *bind(Walk *w, PyKind kind, Name name, Span at, const Node *node) {
    if (!name) return NULL;
    PyScope *s = w->scope;
    while (s->kind == PYS_EXPRESSION && kind == PY_VARIABLE && IS(NamedExpr, node) && s->parent) s = s->parent;
    s = home_of(s, name);
    return bind_in(w, s, &s->names, kind, name, at, node);
}

static void note(Walk *w, PyDef *d, Span at, bool is_write) {
    if (!d || at.end <= at.start) return;
    vec_push_in(&w->f->arena, &w->f->names, (PyName){at, d, is_write});
}

/* The class around a method, and whether a name is its first argument. */
static PyScope *class_of_self(const PyScope *s, Name name) {
    while (s && s->kind == PYS_EXPRESSION) s = s->parent;
    if (!s || s->kind != PYS_FUNCTION || !s->parent || s->parent->kind != PYS_CLASS || !IS(FuncDef, s->node)) return NULL;
    const Node *sig = AS(FuncDef, s->node)->sig;
    if (!IS(Signature, sig)) return NULL;
    EACH_NODE(AS(Signature, sig)->args, a) if (IS(Arg, a)) return AS(Arg, a)->name == name ? s->parent : NULL;
    return NULL;
}

static void bind_target(Walk *w, const Node *t, const Node *stmt, const Node *annotation, const Node *value, bool element) {
    if (IS(BindTarget, t)) t = AS(BindTarget, t)->target; /* `var x`, in the text of a Mojo file */
    if (IS(Name, t)) {
        Span at = span_of(w, t->pos, t->end - t->pos);
        if (w->resolving) {
            note(w, py_lookup(w->scope, AS(Name, t)->id), at, true);
            return;
        }
        PyDef *d = bind(w, PY_VARIABLE, AS(Name, t)->id, at, stmt);
        if (d && !d->annotation) d->annotation = annotation;
        if (d && !d->value) d->value = value, d->is_element = element;
        return;
    }
    if (IS(TupleExpr, t)) {
        EACH_NODE(AS(TupleExpr, t)->elts, x) bind_target(w, x, stmt, NULL, value, true);
    } else if (IS(ListExpr, t)) {
        EACH_NODE(AS(ListExpr, t)->elts, x) bind_target(w, x, stmt, NULL, value, true);
    } else if (IS(Starred, t)) {
        bind_target(w, AS(Starred, t)->value, stmt, NULL, value, true);
    } else if (IS(Attribute, t) && IS(Name, AS(Attribute, t)->value) && !w->resolving) {
        PyScope *c = class_of_self(w->scope, AS(Name, AS(Attribute, t)->value)->id);
        Name attr = AS(Attribute, t)->attr;
        if (!c || !attr || map_has(&c->names, attr)) return;
        PyDef *d = bind_in(w, c, &c->fields, PY_FIELD, attr, span_of(w, AS(Attribute, t)->attr_pos, attr->len), stmt);
        if (!d->annotation) d->annotation = annotation;
        if (!d->value) d->value = value, d->is_element = element;
    } else if (t) {
        walk(w, t);
        return;
    }
    if (w->resolving && IS(Attribute, t)) walk(w, t);
}

/* ---- scopes --------------------------------------------------------------------------------------------- */
static PyScope *enter(Walk *w, PyScopeKind kind, const Node *n, PyDef *owner) {
    PyScope *s = map_get(&w->f->scope_of, n);
    if (!s) {
        s = ARENA_NEW(&w->f->arena, PyScope);
        *s = (PyScope){.kind = kind, .parent = w->scope, .owner = owner, .node = n, .start = w->item->start + n->pos, .end = w->item->start + n->end};
        map_put(&w->f->scope_of, n, s);
        vec_push_in(&w->f->arena, &w->f->scopes, s);
    }
    if (owner && !owner->body) owner->body = s;
    w->scope = s;
    return s;
}

/* The place of a name inside a node: the first whole word that is it. */
static Span word_in(const Walk *w, const Node *n, Name name) {
    const char *t = w->f->ast->source->data + w->item->start;
    for (uint32_t i = n->pos; i + name->len <= n->end; i++) {
        bool start = i == n->pos || !unicode_xid_continue((unsigned char)t[i - 1]);
        if (start && memcmp(t + i, name->chars, name->len) == 0 && !unicode_xid_continue((unsigned char)t[i + name->len]))
            return span_of(w, i, name->len);
    }
    return SPAN_NONE;
}

static void walk_signature(Walk *w, const Node *sig, PyScope *inner) {
    if (!IS(Signature, sig)) return;
    EACH_NODE(AS(Signature, sig)->args, a) {
        if (!IS(Arg, a)) continue;
        if (AS(Arg, a)->annotation) walk(w, AS(Arg, a)->annotation);
        if (AS(Arg, a)->value) walk(w, AS(Arg, a)->value);
        Name name = AS(Arg, a)->name;
        if (!name) continue;
        Span at = word_in(w, a, name);
        if (w->resolving) {
            note(w, map_get(&inner->names, name), at, true);
            continue;
        }
        PyDef *d = bind_in(w, inner, &inner->names, PY_ARGUMENT, name, at, a);
        d->annotation = AS(Arg, a)->annotation;
        d->value = AS(Arg, a)->value;
        d->is_element = AS(Arg, a)->stars != 0;
    }
    if (AS(Signature, sig)->returns) walk(w, AS(Signature, sig)->returns);
}

static void walk_function(Walk *w, const Node *n) {
    NodeFuncDef *f = AS(FuncDef, n);
    PyScope *outer = w->scope;
    walk_list(w, f->decorators);
    Span at = span_of(w, f->name_pos, f->name ? f->name->len : 0);
    PyDef *d = w->resolving ? py_lookup(w->scope, f->name) : bind(w, PY_FUNCTION, f->name, at, n);
    if (w->resolving) note(w, d, at, true);
    PyScope *inner = enter(w, PYS_FUNCTION, n, d && d->node == n ? d : NULL);
    w->scope = outer;
    walk_signature(w, f->sig, inner);
    w->scope = inner;
    walk_list(w, f->body);
    w->scope = outer;
}

static void walk_class(Walk *w, const Node *n) {
    NodeClassDef *c = AS(ClassDef, n);
    PyScope *outer = w->scope;
    walk_list(w, c->decorators);
    walk_list(w, c->args);
    Span at = span_of(w, c->name_pos, c->name ? c->name->len : 0);
    PyDef *d = w->resolving ? py_lookup(w->scope, c->name) : bind(w, PY_CLASS, c->name, at, n);
    if (w->resolving) note(w, d, at, true);
    enter(w, PYS_CLASS, n, d && d->node == n ? d : NULL);
    walk_list(w, c->body);
    w->scope = outer;
}

static void walk_comprehension(Walk *w, const Node *n) {
    PyScope *outer = w->scope;
    enter(w, PYS_EXPRESSION, n, NULL);
    NodeList clauses = IS(ListComp, n)  ? AS(ListComp, n)->clauses
                       : IS(SetComp, n) ? AS(SetComp, n)->clauses
                       : IS(DictComp, n) ? AS(DictComp, n)->clauses
                                         : AS(GeneratorExp, n)->clauses;
    EACH_NODE(clauses, c) {
        if (IS(CompFor, c)) {
            walk(w, AS(CompFor, c)->iter);
            bind_target(w, AS(CompFor, c)->target, c, NULL, AS(CompFor, c)->iter, true);
        } else if (IS(CompIf, c)) {
            walk(w, AS(CompIf, c)->test);
        }
    }
    if (IS(DictComp, n)) {
        walk(w, AS(DictComp, n)->key);
        walk(w, AS(DictComp, n)->value);
    } else {
        walk(w, IS(ListComp, n) ? AS(ListComp, n)->elt : IS(SetComp, n) ? AS(SetComp, n)->elt : AS(GeneratorExp, n)->elt);
    }
    w->scope = outer;
}

static void walk_alias(Walk *w, const Node *a, uint32_t level, NodeList from, bool is_from) {
    if (!IS(Alias, a) || !AS(Alias, a)->path.len || !IS(Name, AS(Alias, a)->path.data[0])) return;
    NodeList path = AS(Alias, a)->path;
    Name first = AS(Name, path.data[0])->id, name = AS(Alias, a)->asname ? AS(Alias, a)->asname : first;
    Span at = AS(Alias, a)->asname ? word_in(w, a, name) : span_of(w, path.data[0]->pos, path.data[0]->end - path.data[0]->pos);
    if (AS(Alias, a)->asname) { /* `import x as x`: the second word */
        const Node rest = {.pos = path.data[path.len - 1]->end, .end = a->end};
        at = word_in(w, &rest, name);
    }
    if (w->resolving) {
        PyDef *d = py_lookup(w->scope, name);
        note(w, d, at, true);
        if (is_from && AS(Alias, a)->asname) note(w, d ? py_origin(d) : NULL, span_of(w, path.data[0]->pos, first ? first->len : 0), false);
        return;
    }
    PyDef *d = bind(w, PY_IMPORT, name, at, a);
    if (!d || d->node != a) return;
    d->level = level;
    d->path = is_from ? from : path;
    d->member = is_from ? first : NULL;
    d->binds_root = !is_from && !AS(Alias, a)->asname;
}

static void walk(Walk *w, const Node *n) {
    if (!n || w->depth >= MAX_DEPTH) return;
    w->depth++;
    switch (n->kind) {
    case NODE_Name: if (w->resolving) note(w, py_lookup(w->scope, AS(Name, n)->id), span_of(w, n->pos, n->end - n->pos), false); break;
    case NODE_Attribute:
        walk(w, AS(Attribute, n)->value);
        if (w->resolving && AS(Attribute, n)->attr) {
            PyType t = py_type_of(w->f, w->scope, w->item, AS(Attribute, n)->value, 0);
            note(w, py_member(t, AS(Attribute, n)->attr, 0), span_of(w, AS(Attribute, n)->attr_pos, AS(Attribute, n)->attr->len), false);
        }
        break;
    case NODE_FuncDef: walk_function(w, n); break;
    case NODE_ClassDef: walk_class(w, n); break;
    case NODE_Lambda: {
        PyScope *outer = w->scope, *inner = enter(w, PYS_FUNCTION, n, NULL);
        w->scope = outer;
        walk_signature(w, AS(Lambda, n)->sig, inner);
        w->scope = inner;
        walk(w, AS(Lambda, n)->body);
        w->scope = outer;
        break;
    }
    case NODE_ListComp: case NODE_SetComp: case NODE_DictComp: case NODE_GeneratorExp: walk_comprehension(w, n); break;
    case NODE_Assign:
        walk(w, AS(Assign, n)->value);
        EACH_NODE(AS(Assign, n)->targets, t) bind_target(w, t, n, NULL, AS(Assign, n)->value, false);
        break;
    case NODE_VarDecl: /* of Mojo, whose types say nothing of Python's */
        walk(w, AS(VarDecl, n)->value);
        bind_target(w, AS(VarDecl, n)->target, n, NULL, AS(VarDecl, n)->value, false);
        break;
    case NODE_AnnAssign:
        walk(w, AS(AnnAssign, n)->annotation);
        walk(w, AS(AnnAssign, n)->value);
        bind_target(w, AS(AnnAssign, n)->target, n, AS(AnnAssign, n)->annotation, AS(AnnAssign, n)->value, false);
        break;
    case NODE_AugAssign:
        walk(w, AS(AugAssign, n)->value);
        bind_target(w, AS(AugAssign, n)->target, n, NULL, NULL, true);
        break;
    case NODE_NamedExpr:
        walk(w, AS(NamedExpr, n)->value);
        bind_target(w, AS(NamedExpr, n)->target, n, NULL, AS(NamedExpr, n)->value, false);
        break;
    case NODE_For:
        walk(w, AS(For, n)->iter);
        bind_target(w, AS(For, n)->target, n, NULL, AS(For, n)->iter, true);
        walk_list(w, AS(For, n)->body);
        walk_list(w, AS(For, n)->orelse);
        break;
    case NODE_WithItem:
        walk(w, AS(WithItem, n)->expr);
        if (AS(WithItem, n)->target) bind_target(w, AS(WithItem, n)->target, n, NULL, AS(WithItem, n)->expr, false);
        break;
    case NODE_ExceptHandler: {
        walk(w, AS(ExceptHandler, n)->type);
        Name name = AS(ExceptHandler, n)->name;
        if (name) {
            const Node head = {.pos = AS(ExceptHandler, n)->type ? AS(ExceptHandler, n)->type->end : n->pos, .end = n->end};
            Span at = word_in(w, &head, name);
            PyDef *d = w->resolving ? py_lookup(w->scope, name) : bind(w, PY_VARIABLE, name, at, n);
            if (w->resolving) note(w, d, at, true);
            else if (d && !d->annotation) d->annotation = AS(ExceptHandler, n)->type;
        }
        walk_list(w, AS(ExceptHandler, n)->body);
        break;
    }
    case NODE_Global:
    case NODE_Nonlocal: {
        NodeList l = IS(Global, n) ? AS(Global, n)->names : AS(Nonlocal, n)->names;
        EACH_NODE(l, x) if (IS(Name, x) && AS(Name, x)->id) {
            if (!w->resolving) map_put(&w->scope->outer, AS(Name, x)->id, (void *)(uintptr_t)(IS(Global, n) ? 1 : 2));
            else note(w, py_lookup(w->scope, AS(Name, x)->id), span_of(w, x->pos, x->end - x->pos), false);
        }
        break;
    }
    case NODE_Import: EACH_NODE(AS(Import, n)->names, a) walk_alias(w, a, 0, (NodeList){0}, false); break;
    case NODE_ImportFrom: EACH_NODE(AS(ImportFrom, n)->names, a) walk_alias(w, a, AS(ImportFrom, n)->level, AS(ImportFrom, n)->path, true); break;
    case NODE_Keyword: {
        walk(w, AS(Keyword, n)->value);
        break;
    }
    case NODE_Call:
        walk(w, AS(Call, n)->func);
        walk_list(w, AS(Call, n)->args);
        if (w->resolving) { /* names of arguments */
            PyType t = py_type_of(w->f, w->scope, w->item, AS(Call, n)->func, 0);
            PyDef *f = t.def && t.def->kind == PY_CLASS && !t.is_instance ? py_member((PyType){.def = t.def, .is_instance = true}, name_of("__init__"), 0) : t.def;
            EACH_NODE(AS(Call, n)->args, x)
                if (IS(Keyword, x) && AS(Keyword, x)->name && f && f->kind == PY_FUNCTION && f->body) {
                    PyDef *d = map_get(&f->body->names, AS(Keyword, x)->name);
                    if (d && d->kind == PY_ARGUMENT) note(w, d, span_of(w, x->pos, AS(Keyword, x)->name->len), false);
                }
        }
        break;
    case NODE_MatchAs: {
        walk(w, AS(MatchAs, n)->pattern);
        Name name = AS(MatchAs, n)->name;
        if (!name) break;
        const Node tail = {.pos = AS(MatchAs, n)->pattern ? AS(MatchAs, n)->pattern->end : n->pos, .end = n->end};
        Span at = word_in(w, &tail, name);
        PyDef *d = w->resolving ? py_lookup(w->scope, name) : bind(w, PY_VARIABLE, name, at, n);
        if (w->resolving) note(w, d, at, true);
        break;
    }
    default: node_children((Node *)(uintptr_t)n, walk_child, w); break;
    }
    w->depth--;
}

static void walk_file(PyFile *f, bool resolving) {
    PyScope *m = f->module.body;
    for (uint32_t i = 0; i < f->ast->n_items; i++) {
        Walk w = {.f = f, .item = f->ast->items[i], .scope = m, .resolving = resolving};
        walk_list(&w, f->ast->items[i]->stmts);
    }
}

void py_declare(PyFile *f) {
    PyScope *m = ARENA_NEW(&f->arena, PyScope);
    *m = (PyScope){.kind = PYS_MODULE, .owner = &f->module, .end = f->ast->source->size};
    vec_push_in(&f->arena, &f->scopes, m);
    f->module = (PyDef){.kind = PY_MODULE, .file = f, .body = m, .at = {f->ast->source->id, 0, 0}};
    walk_file(f, false);
}

static int by_place(const void *x, const void *y) {
    const PyName *a = x, *b = y;
    return a->at.start < b->at.start ? -1 : a->at.start > b->at.start;
}

void py_resolve(PyFile *f) {
    if (f->resolved) return;
    f->resolved = true;
    walk_file(f, true);
    if (f->names.len) qsort(f->names.data, f->names.len, sizeof(PyName), by_place);
}

/* ---- asking ----------------------------------------------------------------------------------------------- */
PyDef *py_lookup(PyScope *s, Name name) {
    if (!name) return NULL;
    bool inner = true;
    for (; s; s = s->parent) {
        if (s->kind == PYS_CLASS && !inner) continue; /* a class's names are not seen from its methods */
        PyScope *home = home_of(s, name);
        PyDef *d = map_get(&home->names, name);
        if (d) return d;
        if (s->kind != PYS_EXPRESSION) inner = false;
    }
    return NULL;
}

static uint32_t column_of(const Source *s, uint32_t at) {
    uint32_t line = at;
    while (line > 0 && s->data[line - 1] != '\n') line--;
    return at - line;
}

/* Blank lines behind a body belong to it as far as they are indented like it. */
static bool reaches(const PyFile *f, const PyScope *s, uint32_t offset) {
    const Source *src = f->ast->source;
    if (offset < s->start || s->kind == PYS_EXPRESSION) return offset >= s->start && offset <= s->end;
    if (offset <= s->end) return true;
    for (uint32_t i = s->end; i < offset; i++)
        if (!strchr(" \t\r\n", src->data[i])) return false;
    return column_of(src, offset) > column_of(src, s->start);
}

PyScope *py_scope_at(PyFile *f, uint32_t offset) {
    PyScope *best = f->module.body;
    for (uint32_t i = 0; i < f->scopes.len; i++) {
        PyScope *s = f->scopes.data[i];
        if (s->parent && reaches(f, s, offset) && (!best->parent || s->start >= best->start)) best = s;
    }
    return best;
}

const PyName *py_names(const PyFile *f, uint32_t *n) {
    py_resolve((PyFile *)(uintptr_t)f);
    *n = f->names.len;
    return f->names.data;
}

PyDef *py_at(PyFile *f, uint32_t offset, Span *at) {
    uint32_t n;
    const PyName *names = py_names(f, &n);
    for (uint32_t i = 0; i < n; i++)
        if (names[i].at.start <= offset && offset <= names[i].at.end) {
            *at = names[i].at;
            return names[i].def;
        }
    return NULL;
}
