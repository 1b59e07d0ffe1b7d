/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of query/: python.c (scopes and names), python_types.c (types, members, imports), python_files.c (files). */
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
typedef struct PyType { /* what an expression is */
    PyDef *def;          /* class, function or module */
    bool is_instance;
    const char *builtin; /* "str", "list" … when there is no definition */
} PyType;

void py_declare(PyFile *f);
void py_resolve(PyFile *f);
PyScope *py_scope_at(PyFile *f, uint32_t offset);
PyDef *py_lookup(PyScope *s, Name name);
PyType py_type_of(PyFile *f, PyScope *s, const Item *item, const Node *n, uint32_t depth);
PyType py_type_of_def(PyDef *d, uint32_t depth);
PyDef *py_member(PyType t, Name name, uint32_t depth);
PyFile *py_import(PyFile *from, uint32_t level, const Name *path, uint32_t n);
const char *const *py_builtin_members(const char *type); /* NULL at the end; NULL: unknown */
const char *const *py_builtin_names(void);
#endif
