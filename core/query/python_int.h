/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of query/: python.c (scopes and names), python_types.c (types, members, imports),
 * python_parts.c (elements, parts, results), python_complete.c (completion), python_files.c (files). */
#ifndef MOJ_QUERY_PYTHON_INT_H
#define MOJ_QUERY_PYTHON_INT_H
#include "query/python.h"

typedef enum PyScopeKind { PYS_MODULE, PYS_CLASS, PYS_FUNCTION, PYS_EXPRESSION } PyScopeKind;
struct PyScope {
    PyScopeKind kind;
    PyScope *parent;
    PyDef *owner;
    const Node *node;
    uint32_t start, end; /* absolute */
    Map names;           /* Name → PyDef */
    Map fields;          /* of a class: what is set through `self` */
    Map outer;           /* names declared global or nonlocal → 1 (global) or 2 */
};
struct PyFile {
    PyProject *project;
    char *path;
    const Ast *ast;
    bool owns_ast, resolved;
    bool is_gone;         /* while files are taken out */
    int64_t mtime;        /* -1: a document */
    uint64_t size;
    VEC(PyFile *) needs;  /* what its imports have led to */
    Arena arena;
    PyDef module;
    VEC(PyScope *) scopes;
    Map scope_of;        /* Node → PyScope */
    VEC(PyName) names;   /* sorted */
    uint32_t depth;
};
typedef enum PyPart { /* which parts of a container are meant */
    PART_WHOLE, PART_VALUES, PART_ITEMS, PART_PAIR, /* of a dictionary: values, pairs, one pair */
    PART_ENUMERATE, PART_NUMBERED, PART_ZIP, PART_ZIPPED
} PyPart;
typedef struct PyType { /* what an expression is */
    PyDef *def;          /* class, function or module */
    bool is_instance;
    const char *builtin; /* "str", "list" … when there is no definition */
    const char *element; /* a built-in type that its elements have, or NULL */
    const Node *parts;   /* what tells of its elements: `list[T]`, `[x, y]`, a call; or NULL */
    PyFile *parts_file;
    PyScope *parts_scope;
    const Item *parts_item;
    PyPart part;
} PyType;
enum { PY_MAX_DEPTH = 24 };

void py_declare(PyFile *f);
void py_resolve(PyFile *f);
PyScope *py_scope_at(PyFile *f, uint32_t offset);
PyDef *py_lookup(PyScope *s, Name name);
PyType py_type_of(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth);
PyType py_type_of_def(PyDef *d, uint32_t depth);
PyDef *py_member(PyType t, Name name, uint32_t depth);
PyType py_annotated(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth); /* an instance of what it says */
PyType py_result_of(PyDef *fn, uint32_t depth);
const Item *py_item_of(const PyDef *d);
typedef struct PyInference { /* of results: how far it may go */
    uint32_t nested, left;
    uint32_t state; /* another one when a file has changed: what was kept may lead into it */
    bool cut; /* something was not looked at: what was found is not kept */
} PyInference;
PyInference *py_inference(PyProject *p);
/* ---- python_parts.c */
PyType py_element(PyType t, uint32_t depth);
PyType py_type_of_part(PyDef *d, const Item *item, uint32_t depth); /* of a name bound by `for`, or with others */
PyType py_entered(PyType t, uint32_t depth); /* what `with` binds */
PyType py_subscript(PyType t, const Node *n, uint32_t depth);
PyType py_method_result(PyType of, Name name, uint32_t depth);
PyType py_builtin_result(PyFile *f, PyScope *s, const Item *item, const Node *call, Name name, uint32_t depth);
PyType py_inferred_result(PyDef *fn, const Item *item); /* from its `return`s */
void py_put_type(PyType t, StrBuf *out, uint32_t depth);
/* Folders in which modules are looked for: the roots, and Python's library where it is installed. */
void py_each_root(PyProject *p, void (*fn)(void *ctx, const char *dir), void *ctx);
PyFile *py_import(PyFile *from, uint32_t level, const Name *path, uint32_t n);
const char *const *py_builtin_members(const char *type); /* NULL at the end; NULL: unknown */
const char *const *py_builtin_names(void);
#endif
