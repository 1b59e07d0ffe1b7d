/* SPDX-License-Identifier: Apache-2.0 */
/* Python from Mojo files: what an import of a Python module brings, and the members of it, are described, found and
 * completed from the Python files. The Mojo text is read as Python reads it: its imports and calls look alike. */
#include "query/python.h"
#include "resolve/decl.h"
#include "semantic.h"

static PyFile *view(Work *w, const char *path, const Ast *ast) {
    if (!w->python) w->python = py_project_new();
    char **roots = ARENA_ARRAY(&w->arena, char *, w->roots.len + 1);
    for (uint32_t i = 0; i < w->roots.len; i++) roots[i] = arena_strdup(&w->arena, w->roots.data[i]);
    py_set_roots(w->python, roots, w->roots.len);
    py_set_document(w->python, path, ast);
    return py_open(w->python, path);
}

bool is_python_object(Val t) {
    const StructDecl *s = t && t->kind == T_STRUCT ? (const StructDecl *)(uintptr_t)t->u.decl : NULL;
    return s && s->decl.module && s->decl.module->is_std && str_eq_c(name_str(s->decl.name), "PythonObject");
}

/* What the cursor is at is Python's: an imported name, or a member of an object. */
static bool is_borrowed(const Use *u) {
    if (!u || !u->decl) return false;
    if (u->decl->kind == DECL_PYTHON || is_python_object(u->self)) return true;
    const Decl *p = u->decl->parent;
    return p && p->kind == DECL_STRUCT && is_python_object(DECL_AS(StructDecl, p)->self_type);
}

static PyDef *borrowed(Work *w, const At *at, Span *span) {
    if (!is_borrowed(query_use_at(at->doc->query, at->source->id, at->offset)) || !at->doc->module->ast) return NULL;
    PyFile *f = view(w, at->source->path, at->doc->module->ast);
    return f ? py_at(f, at->offset, span) : NULL;
}

bool borrowed_hover(Work *w, const At *at, StrBuf *text, Span *range) {
    PyDef *d = borrowed(w, at, range);
    if (!d) return false;
    py_describe(d, text);
    return true;
}

bool borrowed_definition(Work *w, const At *at, bool of_type, StrBuf *out) {
    Span span;
    PyDef *d = borrowed(w, at, &span);
    if (d) d = of_type ? py_class_of(d) : py_origin(d);
    if (!d || strcmp(py_source(d->file)->path, at->source->path) == 0) return false;
    StrBuf uri = {0};
    path_to_uri(&uri, py_source(d->file)->path);
    sb_puts(out, "{\"uri\":");
    json_quote(out, sb_view(&uri));
    sb_puts(out, ",\"range\":");
    put_range(out, (Source *)(uintptr_t)py_source(d->file), d->at, w->enc);
    sb_char(out, '}');
    sb_done(&uri);
    return true;
}

void borrowed_complete(Work *w, const Source *s, uint32_t offset, Completions *c) {
    static const ItemKind kinds[] = {ITEM_MODULE, ITEM_STRUCT, ITEM_FUNCTION, ITEM_VARIABLE, ITEM_VARIABLE, ITEM_MODULE, ITEM_FIELD};
    PyItems items;
    Ast *ast = ast_parse((Source *)(uintptr_t)s);
    PyFile *f = view(w, s->path, ast);
    if (f) {
        py_complete(f, offset, &w->arena, &items);
        for (uint32_t i = 0; i < items.list.len; i++) {
            const PyItem *x = &items.list.data[i];
            vec_push_in(&w->arena, &c->list, ((Completion){.label = x->label, .detail = x->detail, .kind = kinds[x->kind], .rank = x->rank}));
        }
    }
    py_set_document(w->python, s->path, NULL);
    ast_free(ast);
}

/* Where the Mojo text calls an object of Python; its own functions have their own help. */
bool borrowed_signature(Work *w, const At *at, StrBuf *out) {
    uint32_t n;
    const Use *uses = query_uses(at->doc->query, &n);
    bool any = false;
    for (uint32_t i = 0; i < n && !any; i++) any = uses[i].decl && uses[i].decl->kind == DECL_PYTHON;
    PyFile *f = any && at->doc->module->ast ? view(w, at->source->path, at->doc->module->ast) : NULL;
    uint32_t argument;
    bool is_method;
    PyDef *d = f ? py_call_at(f, at->offset, &argument, &is_method) : NULL;
    return d && d->file != f && put_python_signature(f, at->offset, out);
}
