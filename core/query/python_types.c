/* SPDX-License-Identifier: Apache-2.0 */
/* Types of Python expressions, as far as annotations, constructors, literals and results tell; members. */
#include "query/python_int.h"
#include "query/query.h"

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
static const char *const file_members[] = {"close", "closed", "fileno", "flush", "isatty", "name", "read", "readable", "readline", "readlines", "seek", "tell", "truncate", "writable", "write", "writelines", NULL};
static const struct {
    const char *type;
    const char *const *members;
} builtins[] = {{"str", str_members}, {"bytes", bytes_members}, {"list", list_members}, {"dict", dict_members}, {"set", set_members}, {"frozenset", set_members},
                {"tuple", tuple_members}, {"int", int_members}, {"bool", int_members}, {"float", float_members}, {"file", file_members}};
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
PyType py_annotated(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth) {
    if (!n || depth > PY_MAX_DEPTH) return NO_TYPE;
    if (IS(StringLit, n)) {
        Str t = AS(StringLit, n)->value;
        PyDef *d = py_lookup(s, name_intern(t.p, t.len));
        d = d ? py_origin(d) : NULL;
        if (d && d->kind == PY_CLASS) return (PyType){.def = d, .is_instance = true};
        const char *b = known_builtin(t);
        return b ? builtin(b) : NO_TYPE;
    }
    if (IS(BinOp, n)) { /* a | b: the first that is a class */
        PyType t = py_annotated(f, s, item, AS(BinOp, n)->left, depth + 1);
        return t.def || t.builtin ? t : py_annotated(f, s, item, AS(BinOp, n)->right, depth + 1);
    }
    if (IS(Subscript, n)) {
        const Node *v = AS(Subscript, n)->value;
        Name name = IS(Name, v) ? AS(Name, v)->id : IS(Attribute, v) ? AS(Attribute, v)->attr : NULL;
        if (name && (str_eq_c(name_str(name), "Optional") || str_eq_c(name_str(name), "Final") || str_eq_c(name_str(name), "Annotated")) && AS(Subscript, n)->indices.len)
            return py_annotated(f, s, item, AS(Subscript, n)->indices.data[0], depth + 1);
        PyType t = py_annotated(f, s, item, v, depth + 1);
        t.parts = n;
        t.parts_file = f, t.parts_scope = s, t.parts_item = item;
        t.is_instance = true;
        return t;
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
const Item *py_item_of(const PyDef *d) {
    return ast_item_at(d->file->ast, d->at.start);
}

PyType py_result_of(PyDef *fn, uint32_t depth) {
    const Node *sig = IS(FuncDef, fn->node) ? AS(FuncDef, fn->node)->sig : NULL;
    const Node *r = IS(Signature, sig) ? AS(Signature, sig)->returns : NULL;
    if (depth > PY_MAX_DEPTH) return NO_TYPE;
    if (!r) return py_inferred_result(fn, py_item_of(fn));
    if (IS(Name, r) && AS(Name, r)->id && str_eq_c(name_str(AS(Name, r)->id), "Self") && fn->scope && fn->scope->kind == PYS_CLASS && fn->scope->owner)
        return (PyType){.def = fn->scope->owner, .is_instance = true};
    return py_annotated(fn->file, fn->scope, py_item_of(fn), r, depth + 1);
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
    if (!d || depth > PY_MAX_DEPTH) return NO_TYPE;
    d = py_origin(d);
    switch (d->kind) {
    case PY_MODULE: case PY_CLASS: case PY_FUNCTION: return (PyType){.def = d};
    case PY_IMPORT: return NO_TYPE; /* leads nowhere */
    default: break;
    }
    PyDef *c = class_of_receiver(d);
    if (c) return (PyType){.def = c, .is_instance = true};
    const Item *item = py_item_of(d);
    if (d->annotation && (!d->is_element || d->kind != PY_ARGUMENT)) return py_annotated(d->file, d->scope, item, d->annotation, depth + 1);
    if (d->kind == PY_ARGUMENT && d->is_element) return NO_TYPE;
    if (!d->value) return NO_TYPE;
    if (d->is_element) return py_type_of_part(d, item, depth + 1);
    PyScope *s = d->kind == PY_FIELD ? py_scope_at(d->file, d->at.start) : d->scope;
    PyType t = py_type_of(d->file, s, item, d->value, depth + 1);
    return IS(WithItem, d->node) ? py_entered(t, depth + 1) : t;
}

/* A container whose expression tells of its elements; a comprehension has a scope of its own. */
static PyType container(const char *name, PyFile *f, PyScope *s, const Item *item, const Node *n) {
    PyScope *own = map_get(&f->scope_of, n);
    return (PyType){.builtin = name, .is_instance = true, .parts = n, .parts_file = f, .parts_scope = own ? own : s, .parts_item = item};
}

/* Operators: the type that one side has, a float before an integer. */
static PyType combined(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth) {
    if (IS(UnaryOp, n)) return py_type_of(f, s, item, AS(UnaryOp, n)->operand, depth + 1);
    if (IS(BoolOp, n)) {
        EACH_NODE(AS(BoolOp, n)->values, x) {
            PyType t = py_type_of(f, s, item, x, depth + 1);
            if (t.def || t.builtin) return t;
        }
        return NO_TYPE;
    }
    PyType a = py_type_of(f, s, item, AS(BinOp, n)->left, depth + 1), b = py_type_of(f, s, item, AS(BinOp, n)->right, depth + 1);
    if (a.def && a.is_instance) return a;
    bool ints = a.builtin && b.builtin && strcmp(a.builtin, "int") == 0 && strcmp(b.builtin, "int") == 0;
    if (ints && AS(BinOp, n)->op == OP_DIV) return builtin("float");
    return b.builtin && a.builtin && strcmp(a.builtin, "int") == 0 ? b : a;
}

PyType py_type_of(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth) {
    if (!n || depth > PY_MAX_DEPTH) return NO_TYPE;
    switch (n->kind) {
    case NODE_Name: return py_type_of_def(py_lookup(s, AS(Name, n)->id), depth + 1);
    case NODE_Attribute: {
        PyDef *m = py_member(py_type_of(f, s, item, AS(Attribute, n)->value, depth + 1), AS(Attribute, n)->attr, depth + 1);
        if (m && m->kind == PY_FUNCTION && is_property(m)) return py_result_of(m, depth + 1);
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
        if (t.def && t.def->kind == PY_FUNCTION) return py_result_of(t.def, depth + 1);
        if (t.def && t.def->kind == PY_CLASS) {
            PyDef *call = py_member(t, name_of("__call__"), depth + 1);
            return call && call->kind == PY_FUNCTION ? py_result_of(call, depth + 1) : NO_TYPE;
        }
        if (!t.def && IS(Attribute, fn) && AS(Attribute, fn)->attr)
            return py_method_result(py_type_of(f, s, item, AS(Attribute, fn)->value, depth + 1), AS(Attribute, fn)->attr, depth + 1);
        if (!t.def && IS(Name, fn) && AS(Name, fn)->id) {
            PyType r = py_builtin_result(f, s, item, n, AS(Name, fn)->id, depth + 1);
            const char *b = r.def || r.builtin || r.parts ? NULL : known_builtin(name_str(AS(Name, fn)->id));
            return b ? builtin(b) : r;
        }
        return NO_TYPE;
    }
    case NODE_Subscript: return py_subscript(py_type_of(f, s, item, AS(Subscript, n)->value, depth + 1), n, depth + 1);
    case NODE_Compare: return builtin("bool");
    case NODE_BoolOp: case NODE_BinOp: case NODE_UnaryOp: return combined(f, s, item, n, depth + 1);
    case NODE_StringLit: return builtin(AS(StringLit, n)->is_bytes ? "bytes" : "str");
    case NODE_FString: return builtin("str");
    case NODE_IntLit: return builtin("int");
    case NODE_FloatLit: return builtin("float");
    case NODE_ListExpr: return container("list", f, s, item, n);
    case NODE_SetExpr: return container("set", f, s, item, n);
    case NODE_TupleExpr: return container("tuple", f, s, item, n);
    case NODE_DictExpr: return container("dict", f, s, item, n);
    case NODE_ListComp: return container("list", f, s, item, n);
    case NODE_SetComp: return container("set", f, s, item, n);
    case NODE_DictComp: return container("dict", f, s, item, n);
    case NODE_GeneratorExp: return container(NULL, f, s, item, n);
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
    if (!d || !name || !d->body || depth > PY_MAX_DEPTH) return NULL;
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
        PyType b = py_type_of(d->file, d->scope, py_item_of(d), base, depth + 1);
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
    const Item *item = d->kind == PY_MODULE ? NULL : py_item_of(d);
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
        else if (t.builtin || (t.def && t.is_instance)) sb_puts(out, ": "), py_put_type(t, out, 0);
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
