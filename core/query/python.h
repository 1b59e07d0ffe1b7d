/* SPDX-License-Identifier: Apache-2.0 */
/* Python files: scopes, what each name stands for, and types as far as annotations, constructors and literals tell
 * them. Imports are followed to `.pyi` and `.py` files beside the file, in the roots, and in Python's own library
 * where it is installed. Works on broken files. */
#ifndef MOJ_QUERY_PYTHON_H
#define MOJ_QUERY_PYTHON_H

#include "query/outline.h"

typedef enum PyKind { PY_MODULE, PY_CLASS, PY_FUNCTION, PY_ARGUMENT, PY_VARIABLE, PY_IMPORT, PY_FIELD } PyKind;
typedef struct PyFile PyFile;
typedef struct PyScope PyScope;
typedef struct PyDef {
    PyKind kind;
    Name name;
    PyFile *file;
    Span at;             /* of the name; empty for modules */
    const Node *node;    /* the statement, argument or alias; NULL for modules */
    const Node *annotation, *value; /* of variables, fields and arguments; value: of an imported name its module's path */
    PyScope *scope;      /* where it is bound */
    PyScope *body;       /* of classes, functions, modules */
    bool is_element;     /* bound to parts of the value (`for`, tuples): its type is not the value's */
    uint32_t level;      /* PY_IMPORT: leading dots */
    NodeList path;       /* … the dotted path */
    Name member;         /* … from path import member; NULL: the module */
    bool binds_root;     /* … `import a.b` binds a */
    struct PyType *inferred; /* PY_FUNCTION: what its `return`s give, once that is known */
    uint32_t inferred_at;    /* … while no file has changed since */
    bool is_inferring;
} PyDef;
typedef struct PyName { /* an occurrence */
    Span at;
    PyDef *def;
    bool is_write;
} PyName;

typedef struct PyProject PyProject; /* files that were read */
PyProject *py_project_new(void);
void py_project_free(PyProject *p);
void py_set_roots(PyProject *p, char *const *roots, uint32_t n);
/* Texts of open documents: they count, not the disk. When it is another one than before, what was known of the file
 * is forgotten; NULL ast: closed. */
/* Takes out files that are no longer as they were read, and those whose names may lead into them. */
void py_refresh(PyProject *p);
void py_set_document(PyProject *p, const char *path, const Ast *ast);
void py_keep_documents(PyProject *p, bool (*is_open)(void *ctx, const char *path), void *ctx); /* closes the others */
PyFile *py_open(PyProject *p, const char *path); /* NULL when it cannot be read */
const Source *py_source(const PyFile *f);
const PyName *py_names(const PyFile *f, uint32_t *n);
PyDef *py_at(PyFile *f, uint32_t offset, Span *at); /* what the name at the offset stands for, or NULL */
/* Where it comes from: imports followed. Never NULL. */
PyDef *py_origin(PyDef *d);
/* The class whose instance the definition is, or NULL. */
PyDef *py_class_of(PyDef *d);
void py_describe(PyDef *d, StrBuf *out); /* Markdown */

typedef struct PyItem {
    const char *label, *detail;
    PyKind kind;
    uint8_t rank;
} PyItem;
typedef struct PyItems {
    VEC(PyItem) list;
} PyItems;
void py_complete(PyFile *f, uint32_t offset, Arena *a, PyItems *out);
/* The function whose call is around the offset and the argument the cursor is at; NULL when there is none. */
PyDef *py_call_at(PyFile *f, uint32_t offset, uint32_t *argument, bool *is_method);
#endif
