/* SPDX-License-Identifier: Apache-2.0 */
/* Types of what Python values are made of: elements of containers, parts of tuples, results of built-in functions and
 * methods, results that no annotation tells. */
#include "query/python_int.h"

#define NO_TYPE ((PyType){0})

static PyType builtin(const char *name) {
    return (PyType){.builtin = name, .is_instance = true};
}

static PyType list_of(const char *element) {
    return (PyType){.builtin = "list", .is_instance = true, .element = element};
}

static bool is_known(PyType t) {
    return t.def || t.builtin || t.parts;
}

/* What `t` has inside, as another container. */
static PyType with_parts(const char *name, PyPart part, PyType t) {
    PyType r = t;
    r.def = NULL;
    r.builtin = name;
    r.is_instance = true;
    r.part = part;
    return r;
}

static PyType expression(const PyType *t, const Node *n, uint32_t depth) {
    return py_type_of(t->parts_file, t->parts_scope, t->parts_item, n, depth + 1);
}

/* The i-th type in the brackets of an annotation. */
static PyType bracketed(const PyType *t, uint32_t i, uint32_t depth) {
    NodeList l = AS(Subscript, t->parts)->indices;
    if (l.len == 1 && IS(TupleExpr, l.data[0])) l = AS(TupleExpr, l.data[0])->elts;
    return i < l.len ? py_annotated(t->parts_file, t->parts_scope, t->parts_item, l.data[i], depth + 1) : NO_TYPE;
}

static PyType key_of(const PyType *t, uint32_t depth) {
    if (IS(Subscript, t->parts)) return bracketed(t, 0, depth);
    if (IS(DictExpr, t->parts) && AS(DictExpr, t->parts)->entries.len && IS(DictEntry, AS(DictExpr, t->parts)->entries.data[0]))
        return expression(t, AS(DictEntry, AS(DictExpr, t->parts)->entries.data[0])->key, depth);
    return IS(DictComp, t->parts) ? expression(t, AS(DictComp, t->parts)->key, depth) : NO_TYPE;
}

static PyType value_of(const PyType *t, uint32_t depth) {
    if (IS(Subscript, t->parts)) return bracketed(t, 1, depth);
    if (IS(DictExpr, t->parts) && AS(DictExpr, t->parts)->entries.len && IS(DictEntry, AS(DictExpr, t->parts)->entries.data[0]))
        return expression(t, AS(DictEntry, AS(DictExpr, t->parts)->entries.data[0])->value, depth);
    return IS(DictComp, t->parts) ? expression(t, AS(DictComp, t->parts)->value, depth) : NO_TYPE;
}

static PyType argument(const PyType *t, uint32_t i, uint32_t depth) {
    NodeList l = IS(Call, t->parts) ? AS(Call, t->parts)->args : (NodeList){0};
    return i < l.len ? expression(t, l.data[i], depth) : NO_TYPE;
}

/* What iterating over an instance of a class gives. */
static PyType iterated(PyType t, uint32_t depth) {
    PyDef *next = py_member(t, name_of("__next__"), depth + 1), *iter = py_member(t, name_of("__iter__"), depth + 1);
    if (next && next->kind == PY_FUNCTION) return py_result_of(next, depth + 1);
    if (iter && iter->kind == PY_FUNCTION) {
        PyType r = py_result_of(iter, depth + 1);
        if (r.def != t.def) return py_element(r, depth + 1);
    }
    PyDef *get = py_member(t, name_of("__getitem__"), depth + 1);
    return get && get->kind == PY_FUNCTION ? py_result_of(get, depth + 1) : NO_TYPE;
}

PyType py_element(PyType t, uint32_t depth) {
    if (depth > PY_MAX_DEPTH) return NO_TYPE;
    if (t.element) return builtin(t.element);
    switch (t.part) {
    case PART_VALUES: return value_of(&t, depth);
    case PART_ITEMS: return with_parts("tuple", PART_PAIR, t);
    case PART_ENUMERATE: return with_parts("tuple", PART_NUMBERED, t);
    case PART_ZIP: return with_parts("tuple", PART_ZIPPED, t);
    default: break;
    }
    if (t.parts) switch (t.parts->kind) {
        case NODE_Subscript: return bracketed(&t, 0, depth);
        case NODE_ListExpr: return AS(ListExpr, t.parts)->elts.len ? expression(&t, AS(ListExpr, t.parts)->elts.data[0], depth) : NO_TYPE;
        case NODE_SetExpr: return AS(SetExpr, t.parts)->elts.len ? expression(&t, AS(SetExpr, t.parts)->elts.data[0], depth) : NO_TYPE;
        case NODE_TupleExpr: return AS(TupleExpr, t.parts)->elts.len ? expression(&t, AS(TupleExpr, t.parts)->elts.data[0], depth) : NO_TYPE;
        case NODE_ListComp: return expression(&t, AS(ListComp, t.parts)->elt, depth);
        case NODE_SetComp: return expression(&t, AS(SetComp, t.parts)->elt, depth);
        case NODE_GeneratorExp: return expression(&t, AS(GeneratorExp, t.parts)->elt, depth);
        case NODE_DictExpr: case NODE_DictComp: return key_of(&t, depth);
        default: break;
        }
    if (t.builtin && (strcmp(t.builtin, "str") == 0 || strcmp(t.builtin, "file") == 0)) return builtin("str");
    if (t.builtin && (strcmp(t.builtin, "bytes") == 0 || strcmp(t.builtin, "range") == 0)) return builtin("int");
    return t.def && t.def->kind == PY_CLASS && t.is_instance ? iterated(t, depth) : NO_TYPE;
}

/* The i-th part, when the value is taken apart. */
static PyType nth(PyType t, uint32_t i, uint32_t depth) {
    switch (t.part) {
    case PART_PAIR: return i ? value_of(&t, depth) : key_of(&t, depth);
    case PART_NUMBERED: return i ? py_element(argument(&t, 0, depth), depth + 1) : builtin("int");
    case PART_ZIPPED: return py_element(argument(&t, i, depth), depth + 1);
    default: break;
    }
    if (IS(TupleExpr, t.parts)) {
        NodeList l = AS(TupleExpr, t.parts)->elts;
        return i < l.len ? expression(&t, l.data[i], depth) : NO_TYPE;
    }
    if (IS(Subscript, t.parts) && t.builtin && strcmp(t.builtin, "tuple") == 0) return bracketed(&t, i, depth);
    return py_element(t, depth);
}

/* The part of a value that the name at `at` of a target is bound to. */
static PyType taken_apart(const Node *target, uint32_t at, PyType t, uint32_t depth) {
    if (IS(Name, target)) return t;
    NodeList l = IS(TupleExpr, target) ? AS(TupleExpr, target)->elts : IS(ListExpr, target) ? AS(ListExpr, target)->elts : (NodeList){0};
    for (uint32_t i = 0; i < l.len; i++)
        if (l.data[i]->pos <= at && at < l.data[i]->end && !IS(Starred, l.data[i])) return taken_apart(l.data[i], at, nth(t, i, depth), depth);
    return NO_TYPE;
}

PyType py_type_of_part(PyDef *d, const Item *item, uint32_t depth) {
    const Node *n = d->node;
    uint32_t at = item ? d->at.start - item->start : 0;
    if (!item || !d->value) return NO_TYPE;
    PyType t = py_type_of(d->file, d->scope, item, d->value, depth + 1);
    if (IS(For, n)) return taken_apart(AS(For, n)->target, at, py_element(t, depth + 1), depth);
    if (IS(CompFor, n)) return taken_apart(AS(CompFor, n)->target, at, py_element(t, depth + 1), depth);
    if (IS(Assign, n)) EACH_NODE(AS(Assign, n)->targets, x) if (x->pos <= at && at < x->end) return taken_apart(x, at, t, depth);
    return NO_TYPE;
}

PyType py_entered(PyType t, uint32_t depth) {
    PyDef *enter = t.def && t.is_instance ? py_member(t, name_of("__enter__"), depth + 1) : NULL;
    if (!enter || enter->kind != PY_FUNCTION) return t;
    PyType r = py_result_of(enter, depth + 1);
    return is_known(r) ? r : t;
}

PyType py_subscript(PyType t, const Node *n, uint32_t depth) {
    NodeList l = AS(Subscript, n)->indices;
    if (l.len == 1 && IS(Slice, l.data[0])) return t;
    if (t.builtin && strcmp(t.builtin, "dict") == 0) return value_of(&t, depth);
    if (t.def && t.is_instance) {
        PyDef *get = py_member(t, name_of("__getitem__"), depth + 1);
        if (get && get->kind == PY_FUNCTION) return py_result_of(get, depth + 1);
    }
    if (l.len == 1 && IS(IntLit, l.data[0]) && t.builtin && strcmp(t.builtin, "tuple") == 0) {
        char text[16] = {0};
        Str written = AS(IntLit, l.data[0])->text;
        if (written.len < sizeof text) memcpy(text, written.p, written.len);
        return nth(t, (uint32_t)strtoul(text, NULL, 0), depth);
    }
    return py_element(t, depth);
}

/* ---- built-in functions and methods ------------------------------------------------------------------------------ */
typedef enum Gives { GIVES_TYPE, GIVES_LIST, GIVES_SAME, GIVES_ELEMENT, GIVES_VALUE, GIVES_KEYS, GIVES_VALUES, GIVES_ITEMS } Gives;
static const struct {
    const char *of, *names; /* names between blanks */
    Gives gives;
    const char *type;
} methods[] = {
    {"str", " capitalize casefold center expandtabs format join ljust lower lstrip removeprefix removesuffix replace rjust rstrip strip swapcase title translate upper zfill ", GIVES_TYPE, "str"},
    {"str", " count find index rfind rindex ", GIVES_TYPE, "int"},
    {"str", " endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper startswith ", GIVES_TYPE, "bool"},
    {"str", " split rsplit splitlines partition rpartition ", GIVES_LIST, "str"},
    {"str", " encode ", GIVES_TYPE, "bytes"},
    {"bytes", " decode hex ", GIVES_TYPE, "str"},
    {"bytes", " count find index rfind rindex ", GIVES_TYPE, "int"},
    {"bytes", " join lower lstrip replace rstrip strip upper ", GIVES_TYPE, "bytes"},
    {"bytes", " split rsplit splitlines ", GIVES_LIST, "bytes"},
    {"list", " copy ", GIVES_SAME, NULL},
    {"list", " pop ", GIVES_ELEMENT, NULL},
    {"list", " count index ", GIVES_TYPE, "int"},
    {"tuple", " count index ", GIVES_TYPE, "int"},
    {"dict", " copy ", GIVES_SAME, NULL},
    {"dict", " get pop setdefault ", GIVES_VALUE, NULL},
    {"dict", " keys ", GIVES_KEYS, NULL},
    {"dict", " values ", GIVES_VALUES, NULL},
    {"dict", " items ", GIVES_ITEMS, NULL},
    {"set", " copy difference intersection symmetric_difference union ", GIVES_SAME, NULL},
    {"set", " pop ", GIVES_ELEMENT, NULL},
    {"set", " isdisjoint issubset issuperset ", GIVES_TYPE, "bool"},
    {"int", " bit_count bit_length ", GIVES_TYPE, "int"},
    {"float", " is_integer ", GIVES_TYPE, "bool"},
    {"file", " read readline ", GIVES_TYPE, "str"},
    {"file", " readlines ", GIVES_LIST, "str"},
    {"file", " write tell seek ", GIVES_TYPE, "int"},
};

static bool among(const char *names, Str name) {
    for (const char *p = names; (p = memmem(p, strlen(p), name.p, name.len)); p += name.len)
        if (name.len && p[-1] == ' ' && p[name.len] == ' ') return true;
    return false;
}

PyType py_method_result(PyType of, Name name, uint32_t depth) {
    for (size_t i = 0; i < ARRAY_LEN(methods) && of.builtin; i++) {
        if (strcmp(methods[i].of, of.builtin) != 0 || !among(methods[i].names, name_str(name))) continue;
        switch (methods[i].gives) {
        case GIVES_TYPE: return builtin(methods[i].type);
        case GIVES_LIST: return list_of(methods[i].type);
        case GIVES_SAME: return of;
        case GIVES_ELEMENT: return py_element(of, depth + 1);
        case GIVES_VALUE: return value_of(&of, depth);
        case GIVES_KEYS: return with_parts(NULL, PART_WHOLE, of);
        case GIVES_VALUES: return with_parts(NULL, PART_VALUES, of);
        case GIVES_ITEMS: return with_parts(NULL, PART_ITEMS, of);
        }
    }
    return NO_TYPE;
}

/* `call`: of a name that is not declared anywhere. */
PyType py_builtin_result(PyFile *f, PyScope *s, const Item *item, const Node *call, Name name, uint32_t depth) {
    static const struct {
        const char *names, *type;
    } simple[] = {{" input repr chr hex bin oct ascii format ", "str"}, {" len ord hash id ", "int"}, {" isinstance issubclass callable any all hasattr ", "bool"},
                  {" open ", "file"}, {" range ", "range"}};
    NodeList args = AS(Call, call)->args;
    Str text = name_str(name);
    for (size_t i = 0; i < ARRAY_LEN(simple); i++)
        if (among(simple[i].names, text)) return builtin(simple[i].type);
    PyType whole = {.parts = call, .parts_file = f, .parts_scope = s, .parts_item = item, .is_instance = true};
    if (str_eq_c(text, "enumerate")) return with_parts(NULL, PART_ENUMERATE, whole);
    if (str_eq_c(text, "zip")) return with_parts(NULL, PART_ZIP, whole);
    PyType first = args.len ? py_type_of(f, s, item, args.data[0], depth + 1) : NO_TYPE;
    if (first.def && among(" iter reversed filter ", text)) return first;
    if (among(" list sorted reversed iter filter ", text)) return with_parts("list", first.part, first);
    if (among(" tuple ", text)) return with_parts("tuple", first.part, first);
    if (among(" set frozenset ", text)) return with_parts("set", first.part, first);
    if (among(" next max min ", text)) return args.len == 1 ? py_element(first, depth + 1) : first;
    if (among(" abs round sum ", text)) return str_eq_c(text, "sum") ? py_element(first, depth + 1) : first;
    return NO_TYPE;
}

/* ---- results --------------------------------------------------------------------------------------------------------- */
enum { MAX_NESTED = 8, MAX_INFERRED = 300 }; /* functions inside of each other; all for one question */

typedef struct Returns {
    PyDef *fn;
    const Item *item;
    PyType found;
} Returns;

static bool find_return(void *ctx, Node *n) {
    Returns *r = ctx;
    if (is_known(r->found)) return false;
    if (IS(FuncDef, n) || IS(ClassDef, n) || IS(Lambda, n)) return true; /* its own */
    if (IS(Return, n) && AS(Return, n)->value) {
        r->found = py_type_of(r->fn->file, r->fn->body, r->item, AS(Return, n)->value, 0);
        return !is_known(r->found);
    }
    return node_children(n, find_return, ctx);
}

/* Found once and kept, unless functions that call each other, or too many, were in the way: then it would depend on
 * which was asked about first. */
PyType py_inferred_result(PyDef *fn, const Item *item) {
    PyInference *x = py_inference(fn->file->project);
    if (fn->inferred && fn->inferred_at == x->state) return *fn->inferred;
    if (!IS(FuncDef, fn->node) || !fn->body || !item) return NO_TYPE;
    if (!x->nested) x->left = MAX_INFERRED, x->cut = false;
    if (fn->is_inferring || x->nested == MAX_NESTED || !x->left) {
        x->cut = true;
        return NO_TYPE;
    }
    bool cut = x->cut;
    Returns r = {fn, item, NO_TYPE};
    x->cut = false;
    x->left--;
    x->nested++;
    fn->is_inferring = true;
    EACH_NODE(AS(FuncDef, fn->node)->body, n) if (!is_known(r.found)) find_return(&r, n);
    fn->is_inferring = false;
    x->nested--;
    if (!x->cut) {
        if (!fn->inferred) fn->inferred = arena_alloc(&fn->file->arena, sizeof r.found);
        fn->inferred_at = x->state;
        *fn->inferred = r.found;
    }
    x->cut |= cut;
    return r.found;
}

/* ---- in words ---------------------------------------------------------------------------------------------------------- */
void py_put_type(PyType t, StrBuf *out, uint32_t depth) {
    if (t.def && t.def->name) {
        sb_puts(out, t.def->name->chars);
        return;
    }
    if (!t.builtin || (t.part != PART_WHOLE && t.part != PART_PAIR && t.part != PART_VALUES)) {
        sb_puts(out, t.builtin ? t.builtin : "");
        return;
    }
    sb_puts(out, t.builtin);
    if (depth > 3 || (strcmp(t.builtin, "list") != 0 && strcmp(t.builtin, "set") != 0 && strcmp(t.builtin, "dict") != 0)) return;
    StrBuf inner = {0};
    py_put_type(py_element(t, depth), &inner, depth + 1);
    if (inner.len && strcmp(t.builtin, "dict") == 0) {
        sb_printf(out, "[%s, ", inner.p);
        size_t start = out->len;
        py_put_type(value_of(&t, depth), out, depth + 1);
        sb_puts(out, out->len == start ? "…]" : "]");
    } else if (inner.len) {
        sb_printf(out, "[%s]", inner.p);
    }
    sb_done(&inner);
}
