/* SPDX-License-Identifier: Apache-2.0 */
/* Types of Python expressions, as far as annotations, constructors, literals and results tell; members. */
#include "query/python_int.h"
#include "query/query.h"

enum { MAX_TYPE_DEPTH = 24 };
#define NO_TYPE ((PyType){0})

static PyType builtin(const char *name) {
    return (PyType){.builtin = name, .is_instance = true};
}

/* ---- what Python has without import ---------------------------------------------------------------- */
static const char *const str_members[] = {"capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill", NULL};
static const char *const bytes_members[] = {"count", "decode", "endswith", "find", "fromhex", "hex", "index", "join", "lower", "lstrip", "partition", "replace", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "translate", "upper", NULL};
static const char *const list_members[] = {"append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort", NULL};
static const char *const dict_members[] = {"clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values", NULL};
static const char *const set_members[] = {"add", "clear", "copy", "difference", "difference_update", "discard", "intersection", "isdisjoint", "issubset", "issuperset", "pop", "remove", "symmetric_difference", "union", "update", NULL};
static const char *const tuple_members[] = {"count", "index", NULL};
static const char *const int_members[] = {"as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "imag", "numerator", "real", "to_bytes", NULL};
static const char *const float_members[] = {"as_integer_ratio", "conjugate", "fromhex", "hex", "imag", "is_integer", "real", NULL};
static const struct {
    const char *type;
    const char *const *members;
} builtins[] = {{"str", str_members}, {"bytes", bytes_members}, {"list", list_members}, {"dict", dict_members}, {"set", set_members}, {"frozenset", set_members},
                {"tuple", tuple_members}, {"int", int_members}, {"bool", int_members}, {"float", float_members}};
static const char *const names[] = {"abs", "all", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable", "chr", "classmethod", "complex", "delattr", "dict", "dir", "divmod", "enumerate", "eval", "exec", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "help", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord", "pow", "print", "property", "range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip", "ArithmeticError", "AssertionError", "AttributeError", "Exception", "IndexError", "KeyError", "NotImplementedError", "OSError", "RuntimeError", "StopIteration", "TypeError", "ValueError", "ZeroDivisionError", NULL};

const char *const *py_builtin_names(void) {
    return names;
}

static const char *known_builtin(Str name) {
    for (size_t i = 0; i < ARRAY_LEN(builtins); i++)
        if (str_eq_c(name, builtins[i].type)) return builtins[i].type;
    return NULL;
}

const char *const *py_builtin_members(const char *type) {
    for (size_t i = 0; i < ARRAY_LEN(builtins); i++)
        if (strcmp(builtins[i].type, type) == 0) return builtins[i].members;
    return NULL;
}

/* ---- annotations ---------------------------------------------------------------------------------------- */
/* What an annotation says an instance is of: `T`, `"T"`, `Optional[T]`, `T | None`, `list[T]`. */
static PyType annotated(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth) {
    if (!n || depth > MAX_TYPE_DEPTH) return NO_TYPE;
    if (IS(StringLit, n)) {
        Str t = AS(StringLit, n)->value;
        PyDef *d = py_lookup(s, name_intern(t.p, t.len));
        d = d ? py_origin(d) : NULL;
        if (d && d->kind == PY_CLASS) return (PyType){.def = d, .is_instance = true};
        const char *b = known_builtin(t);
        return b ? builtin(b) : NO_TYPE;
    }
    if (IS(BinOp, n)) { /* a | b: the first that is a class */
        PyType t = annotated(f, s, item, AS(BinOp, n)->left, depth + 1);
        return t.def || t.builtin ? t : annotated(f, s, item, AS(BinOp, n)->right, depth + 1);
    }
    if (IS(Subscript, n)) {
        const Node *v = AS(Subscript, n)->value;
        Name name = IS(Name, v) ? AS(Name, v)->id : IS(Attribute, v) ? AS(Attribute, v)->attr : NULL;
        if (name && (str_eq_c(name_str(name), "Optional") || str_eq_c(name_str(name), "Final") || str_eq_c(name_str(name), "Annotated")) && AS(Subscript, n)->indices.len)
            return annotated(f, s, item, AS(Subscript, n)->indices.data[0], depth + 1);
        return annotated(f, s, item, v, depth + 1);
    }
    PyType t = py_type_of(f, s, item, n, depth + 1);
    if (t.def && t.def->kind == PY_CLASS && !t.is_instance) return (PyType){.def = t.def, .is_instance = true};
    if (IS(Name, n) && AS(Name, n)->id && !t.def) {
        Str name = name_str(AS(Name, n)->id);
        const char *b = str_eq_c(name, "List") ? "list" : str_eq_c(name, "Dict") ? "dict" : str_eq_c(name, "Set") ? "set" : known_builtin(name);
        if (b) return builtin(b);
    }
    return NO_TYPE;
}

/* ---- expressions --------------------------------------------------------------------------------------------- */
static const Item *item_of(const PyDef *d) {
    return ast_item_at(d->file->ast, d->at.start);
}

static PyType result_of(PyDef *fn, uint32_t depth) {
    const Node *sig = IS(FuncDef, fn->node) ? AS(FuncDef, fn->node)->sig : NULL;
    const Node *r = IS(Signature, sig) ? AS(Signature, sig)->returns : NULL;
    return r ? annotated(fn->file, fn->scope, item_of(fn), r, depth + 1) : NO_TYPE;
}

static bool is_property(const PyDef *d) {
    if (!IS(FuncDef, d->node)) return false;
    EACH_NODE(AS(FuncDef, d->node)->decorators, x) {
        const Node *v = IS(Decorator, x) ? AS(Decorator, x)->value : x;
        Name name = IS(Name, v) ? AS(Name, v)->id : IS(Attribute, v) ? AS(Attribute, v)->attr : NULL;
        if (name && (str_eq_c(name_str(name), "property") || str_eq_c(name_str(name), "cached_property"))) return true;
    }
    return false;
}

/* The class whose method has this argument first. */
static PyDef *class_of_receiver(const PyDef *d) {
    const PyScope *s = d->scope;
    if (d->kind != PY_ARGUMENT || !s || s->kind != PYS_FUNCTION || !IS(FuncDef, s->node) || !s->parent || s->parent->kind != PYS_CLASS) return NULL;
    const Node *sig = AS(FuncDef, s->node)->sig;
    if (!IS(Signature, sig) || !AS(Signature, sig)->args.len || AS(Signature, sig)->args.data[0] != d->node) return NULL;
    EACH_NODE(AS(FuncDef, s->node)->decorators, x) {
        const Node *v = IS(Decorator, x) ? AS(Decorator, x)->value : x;
        if (IS(Name, v) && AS(Name, v)->id && str_eq_c(name_str(AS(Name, v)->id), "staticmethod")) return NULL;
    }
    return s->parent->owner;
}

PyType py_type_of_def(PyDef *d, uint32_t depth) {
    if (!d || depth > MAX_TYPE_DEPTH) return NO_TYPE;
    d = py_origin(d);
    switch (d->kind) {
    case PY_MODULE: case PY_CLASS: case PY_FUNCTION: return (PyType){.def = d};
    case PY_IMPORT: return NO_TYPE; /* leads nowhere */
    default: break;
    }
    PyDef *c = class_of_receiver(d);
    if (c) return (PyType){.def = c, .is_instance = true};
    const Item *item = item_of(d);
    if (d->annotation && (!d->is_element || d->kind != PY_ARGUMENT)) return annotated(d->file, d->scope, item, d->annotation, depth + 1);
    if (d->kind == PY_ARGUMENT && d->is_element) return NO_TYPE;
    if (d->value && !d->is_element) {
        PyScope *s = d->kind == PY_FIELD ? py_scope_at(d->file, d->at.start) : d->scope;
        return py_type_of(d->file, s, item, d->value, depth + 1);
    }
    return NO_TYPE;
}

PyType py_type_of(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth) {
    if (!n || depth > MAX_TYPE_DEPTH) return NO_TYPE;
    switch (n->kind) {
    case NODE_Name: return py_type_of_def(py_lookup(s, AS(Name, n)->id), depth + 1);
    case NODE_Attribute: {
        PyDef *m = py_member(py_type_of(f, s, item, AS(Attribute, n)->value, depth + 1), AS(Attribute, n)->attr, depth + 1);
        if (m && m->kind == PY_FUNCTION && is_property(m)) return result_of(m, depth + 1);
        return py_type_of_def(m, depth + 1);
    }
    case NODE_Call: {
        const Node *fn = AS(Call, n)->func;
        if (IS(Name, fn) && AS(Name, fn)->id && str_eq_c(name_str(AS(Name, fn)->id), "super")) { /* the first base */
            for (PyScope *o = s; o; o = o->parent)
                if (o->kind == PYS_CLASS && IS(ClassDef, o->node) && AS(ClassDef, o->node)->args.len) {
                    PyType t = py_type_of(f, o->parent, item, AS(ClassDef, o->node)->args.data[0], depth + 1);
                    if (t.def) t.is_instance = true;
                    return t;
                }
            return NO_TYPE;
        }
        PyType t = py_type_of(f, s, item, fn, depth + 1);
        if (t.def && t.def->kind == PY_CLASS && !t.is_instance) return (PyType){.def = t.def, .is_instance = true};
        if (t.def && t.def->kind == PY_FUNCTION) return result_of(t.def, depth + 1);
        if (!t.def && IS(Name, fn) && AS(Name, fn)->id) {
            const char *b = known_builtin(name_str(AS(Name, fn)->id));
            if (b) return builtin(b);
        }
        return NO_TYPE;
    }
    case NODE_StringLit: return builtin(AS(StringLit, n)->is_bytes ? "bytes" : "str");
    case NODE_FString: return builtin("str");
    case NODE_IntLit: return builtin("int");
    case NODE_FloatLit: return builtin("float");
    case NODE_ListExpr: case NODE_ListComp: return builtin("list");
    case NODE_DictExpr: case NODE_DictComp: return builtin("dict");
    case NODE_SetExpr: case NODE_SetComp: return builtin("set");
    case NODE_TupleExpr: return builtin("tuple");
    case NODE_IfExp: {
        PyType t = py_type_of(f, s, item, AS(IfExp, n)->body, depth + 1);
        return t.def || t.builtin ? t : py_type_of(f, s, item, AS(IfExp, n)->orelse, depth + 1);
    }
    case NODE_Await: return py_type_of(f, s, item, AS(Await, n)->value, depth + 1);
    case NODE_NamedExpr: return py_type_of(f, s, item, AS(NamedExpr, n)->value, depth + 1);
    default: return NO_TYPE;
    }
}

/* ---- members --------------------------------------------------------------------------------------------------- */
PyDef *py_member(PyType t, Name name, uint32_t depth) {
    PyDef *d = t.def;
    if (!d || !name || !d->body || depth > MAX_TYPE_DEPTH) return NULL;
    if (d->kind == PY_MODULE) {
        PyDef *m = map_get(&d->body->names, name);
        if (m || !str_starts(str_of(path_basename(d->file->path)), STR("__init__."))) return m;
        PyFile *sub = py_import(d->file, 1, &name, 1); /* a module of the package */
        return sub ? &sub->module : NULL;
    }
    if (d->kind != PY_CLASS) return NULL;
    PyDef *m = map_get(&d->body->names, name);
    if (!m) m = map_get(&d->body->fields, name);
    if (m || !IS(ClassDef, d->node)) return m;
    EACH_NODE(AS(ClassDef, d->node)->args, base) {
        if (IS(Keyword, base)) continue;
        PyType b = py_type_of(d->file, d->scope, item_of(d), base, depth + 1);
        if (b.def && b.def != d && (m = py_member(b, name, depth + 1))) return m;
    }
    return NULL;
}

PyDef *py_class_of(PyDef *d) {
    PyType t = py_type_of_def(d, 0);
    return t.def && t.def->kind == PY_CLASS ? t.def : NULL;
}

PyDef *py_origin(PyDef *d) {
    for (int hops = 0; d->kind == PY_IMPORT && hops < 16; hops++) {
        Name path[32];
        uint32_t n = 0;
        EACH_NODE(d->path, x) if (IS(Name, x) && AS(Name, x)->id && n < ARRAY_LEN(path)) path[n++] = AS(Name, x)->id;
        if (d->binds_root && n) n = 1;
        PyFile *f = py_import(d->file, d->level, path, n);
        if (!d->member) return f ? &f->module : d;
        PyDef *m = f ? map_get(&f->module.body->names, d->member) : NULL;
        if (!m && n < ARRAY_LEN(path)) { /* from package import module */
            path[n] = d->member;
            PyFile *sub = py_import(d->file, d->level, path, n + 1);
            if (sub) return &sub->module;
        }
        if (!m || m == d) return d;
        d = m;
    }
    return d;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */
static void put_text(const PyFile *f, const Item *item, uint32_t from, uint32_t to, StrBuf *out) {
    const Source *s = f->ast->source;
    bool space = false;
    for (uint32_t i = item->start + from; i < item->start + to && i < s->size && out->len < 2000; i++) {
        char c = s->data[i];
        if (strchr(" \t\r\n", c)) {
            space = true;
            continue;
        }
        if (space) sb_char(out, ' ');
        space = false;
        sb_char(out, c);
    }
}

static Str doc_of(const PyDef *d) {
    NodeList body = {0};
    if (IS(FuncDef, d->node)) body = AS(FuncDef, d->node)->body;
    if (IS(ClassDef, d->node)) body = AS(ClassDef, d->node)->body;
    if (d->kind == PY_MODULE && d->file->ast->n_items) body = d->file->ast->items[0]->stmts;
    const Node *first = body.len && IS(ExprStmt, body.data[0]) ? AS(ExprStmt, body.data[0])->value : NULL;
    return IS(StringLit, first) ? AS(StringLit, first)->value : (Str){"", 0};
}

/* As an import names it: the file without its ending, or the folder of a package. */
static Str module_name(const PyFile *f) {
    const char *base = path_basename(f->path), *end = strchr(base, '.');
    if (!str_starts(str_of(base), STR("__init__."))) return (Str){base, end ? (size_t)(end - base) : strlen(base)};
    const char *last = base > f->path ? base - 1 : base, *start = last; /* its `/` */
    while (start > f->path && start[-1] != '/') start--;
    return (Str){start, (size_t)(last - start)};
}

void py_describe(PyDef *asked, StrBuf *out) {
    static const char *const words[] = {"module", "class", "def", "argument", "variable", "import", "field"};
    PyDef *d = py_origin(asked);
    const Item *item = d->kind == PY_MODULE ? NULL : item_of(d);
    sb_puts(out, "```python\n");
    if (d->kind == PY_MODULE) {
        sb_printf(out, "module " STR_FMT, STR_ARG(module_name(d->file)));
    } else if (d->kind == PY_FUNCTION && IS(FuncDef, d->node)) {
        const NodeFuncDef *f = AS(FuncDef, d->node);
        sb_puts(out, f->is_async ? "async def " : "def ");
        put_text(d->file, item, f->name_pos, f->sig ? f->sig->end : f->name_pos + d->name->len, out);
    } else if (d->kind == PY_CLASS && IS(ClassDef, d->node)) {
        const NodeClassDef *c = AS(ClassDef, d->node);
        sb_puts(out, "class ");
        uint32_t end = c->args.len ? c->args.data[c->args.len - 1]->end : c->name_pos + d->name->len;
        put_text(d->file, item, c->name_pos, end, out);
        if (c->args.len) sb_char(out, ')');
    } else {
        sb_printf(out, "(%s) %s", words[d->kind], d->name ? d->name->chars : "");
        PyType t = py_type_of_def(d, 0);
        if (d->annotation && item) sb_puts(out, ": "), put_text(d->file, item, d->annotation->pos, d->annotation->end, out);
        else if (t.builtin) sb_printf(out, ": %s", t.builtin);
        else if (t.def && t.def->name && t.is_instance) sb_printf(out, ": %s", t.def->name->chars);
    }
    sb_puts(out, "\n```\n");
    Str doc = doc_of(d);
    if (doc.len) {
        sb_puts(out, "\n---\n");
        query_doc_markdown(doc, out);
        sb_char(out, '\n');
    }
    if (d->file != asked->file) sb_printf(out, "\n*from* `%s`\n", path_basename(d->file->path));
}

/* ---- completion ------------------------------------------------------------------------------------------------------ */
typedef struct Offering {
    Arena *arena;
    PyItems *out;
    Map seen;
    bool dunder;
} Offering;

static void offer(Offering *o, const char *label, const char *detail, PyKind kind, uint8_t rank) {
    Name name = name_of(label);
    if (map_has(&o->seen, name) || (label[0] == '_' && !o->dunder)) return;
    map_put(&o->seen, name, (void *)1);
    vec_push_in(o->arena, &o->out->list, (PyItem){label, detail, kind, rank});
}

static void offer_map(Offering *o, const Map *m, uint8_t rank) {
    MAP_EACH(m, e) {
        PyDef *d = e->value;
        if (d->name) offer(o, d->name->chars, NULL, py_origin(d)->kind, rank);
    }
}

static void offer_class(Offering *o, PyDef *c, uint32_t depth) {
    if (!c || !c->body || depth > MAX_TYPE_DEPTH) return;
    offer_map(o, &c->body->fields, 0);
    offer_map(o, &c->body->names, 1);
    if (!IS(ClassDef, c->node)) return;
    EACH_NODE(AS(ClassDef, c->node)->args, base) {
        PyType b = IS(Keyword, base) ? NO_TYPE : py_type_of(c->file, c->scope, item_of(c), base, depth + 1);
        if (b.def && b.def->kind == PY_CLASS && b.def != c) offer_class(o, b.def, depth + 1);
    }
}

static const Node *find_member(const PyFile *f, uint32_t dot, const Item **item) {
    for (uint32_t back = 0; back < 2; back++) { /* the attribute that ends behind the dot, else what stands before it */
        Item *it = NULL;
        Node *n = ast_node_at(f->ast, dot + 1 - back, &it);
        if (n && IS(Attribute, n) && it->start + n->pos < dot) {
            *item = it;
            return AS(Attribute, n)->value;
        }
    }
    Item *it = NULL;
    Node *n = dot ? ast_node_at(f->ast, dot - 1, &it) : NULL;
    if (n) *item = it;
    return n && it->start + n->end == dot ? n : NULL;
}

void py_complete(PyFile *f, uint32_t offset, Arena *a, PyItems *out) {
    static const char *const keywords[] = {"and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "False", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "None", "nonlocal", "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield"};
    *out = (PyItems){0};
    Offering o = {.arena = a, .out = out};
    const Source *s = f->ast->source;
    uint32_t word = offset;
    while (word > 0 && (unicode_xid_continue((unsigned char)s->data[word - 1]) || (unsigned char)s->data[word - 1] >= 0x80)) word--;
    o.dunder = word < offset && s->data[word] == '_';
    PyScope *scope = py_scope_at(f, word);
    if (word && s->data[word - 1] == '.') {
        const Item *item = NULL;
        const Node *value = find_member(f, word - 1, &item);
        PyType t = value ? py_type_of(f, scope, item, value, 0) : NO_TYPE;
        const char *const *members = t.builtin ? py_builtin_members(t.builtin) : NULL;
        for (; members && *members; members++) offer(&o, *members, t.builtin, PY_FUNCTION, 1);
        if (t.def && t.def->kind == PY_CLASS) offer_class(&o, t.def, 0);
        if (t.def && t.def->kind == PY_MODULE) offer_map(&o, &t.def->body->names, 1);
    } else {
        bool inner = true;
        for (PyScope *x = scope; x; x = x->parent) {
            if (x->kind != PYS_CLASS || inner) offer_map(&o, &x->names, x == scope ? 0 : x->parent ? 1 : 2);
            if (x->kind != PYS_EXPRESSION) inner = false;
        }
        for (const char *const *b = names; *b; b++) offer(&o, *b, "builtins", PY_FUNCTION, 3);
        for (size_t i = 0; i < ARRAY_LEN(keywords); i++) offer(&o, keywords[i], NULL, PY_MODULE, 4);
    }
    map_done(&o.seen);
}

/* ---- calls ------------------------------------------------------------------------------------------------------------- */
typedef struct CallAt {
    const char *text;
    const Item *item;
    uint32_t at;
    const Node *call;
} CallAt;

static bool find_call(void *ctx, Node *n) {
    CallAt *c = ctx;
    if (c->at < n->pos || c->at > n->end) return true;
    if (IS(Call, n) && c->at > AS(Call, n)->func->end && (c->at < n->end || c->text[c->item->start + n->end - 1] != ')')) c->call = n;
    node_children(n, find_call, c);
    return true;
}

PyDef *py_call_at(PyFile *f, uint32_t offset, uint32_t *argument, bool *is_method) {
    CallAt c = {.text = f->ast->source->data, .item = ast_item_at(f->ast, offset)};
    if (!c.item && offset) c.item = ast_item_at(f->ast, offset - 1);
    if (!c.item || offset < c.item->start) return NULL;
    c.at = offset - c.item->start;
    EACH_NODE(c.item->stmts, n) find_call(&c, n);
    if (!c.call) return NULL;
    PyType t = py_type_of(f, py_scope_at(f, offset), c.item, AS(Call, c.call)->func, 0);
    PyDef *d = t.def;
    *is_method = false;
    if (d && d->kind == PY_CLASS && !t.is_instance) d = py_member((PyType){.def = d, .is_instance = true}, name_of("__init__"), 0), *is_method = true;
    if (!d || d->kind != PY_FUNCTION) return NULL;
    *is_method |= IS(Attribute, AS(Call, c.call)->func) && d->scope && d->scope->kind == PYS_CLASS;
    *argument = 0;
    EACH_NODE(AS(Call, c.call)->args, x) *argument += x->end < c.at;
    return d;
}
