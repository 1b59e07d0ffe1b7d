/* SPDX-License-Identifier: Apache-2.0 */
/* Modules, functions and types that Mojo gives to Python: std.python.bindings. What Python keeps pointers to (names,
 * tables) lives as long as the process. */
#include "python.h"
#include "runtime.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int64_t i64;
#define PROTOTYPE(result, name, args) \
    result mojo_rt_py_##name args;    \
    result mojo_rt_py_##name args

/* CPython's PyMethodDef, PyModuleDef, PyType_Slot, PyType_Spec (3.8 and later). */
typedef PyObj *(*Entry)(PyObj *self, PyObj *const *args, i64 n, PyObj *names);
typedef struct MethodDef {
    const char *name;
    Entry entry;
    int flags;
    const char *doc;
} MethodDef;
enum { METH_KEYWORDS = 0x2, METH_FASTCALL = 0x80 };
typedef struct ModuleDef {
    struct {
        intptr_t count;
        void *type, *init;
        intptr_t index;
        PyObj *copy;
    } base;
    const char *name, *doc;
    intptr_t size;
    MethodDef *methods;
    void *slots, *traverse, *clear, *free;
} ModuleDef;
typedef struct Slot {
    int slot;
    void *value;
} Slot;
enum { TP_DEALLOC = 52, TP_DOC = 56, TP_REPR = 66, TP_FREE = 74 };
typedef struct Spec {
    const char *name;
    int size, item_size;
    unsigned flags;
    Slot *slots;
} Spec;
enum { TPFLAGS_DEFAULT = 1 << 18 };

/* An object that holds a Mojo value: CPython's head, then this, then the value. */
typedef struct Box {
    intptr_t count;
    PyObj *type;
    void (*destroy)(void *value); /* NULL: nothing is in it (yet) */
    void *reserved;               /* the value is aligned to 16 bytes */
} Box;

static char *copy_text(const char *text) {
    char *p = strdup(text);
    if (!p) mojo_rt_python_fatal("out of memory");
    return p;
}

static void *keep(const void *data, size_t size) {
    void *p = malloc(size);
    if (!p) mojo_rt_python_fatal("out of memory");
    return memcpy(p, data, size);
}

static MethodDef *method(const char *name, const char *doc, Entry entry) {
    return keep(&(MethodDef){copy_text(name), entry, METH_FASTCALL | METH_KEYWORDS, *doc ? copy_text(doc) : NULL}, sizeof(MethodDef));
}

PROTOTYPE(PyObj *, new_module, (const char *name)) {
    enum { ABI_VERSION = 3 };
    int gil = mojo_rt_python_enter(false);
    ModuleDef *d = keep(&(ModuleDef){.base.count = 1, .name = copy_text(name), .size = -1}, sizeof *d);
    PyObj *m = py.Module_Create2(d, ABI_VERSION);
    mojo_rt_python_leave(gil);
    return m;
}

/* kind 0: a function of a module, or a static method of a type; 1: a method of a type. */
PROTOTYPE(i64, add_function, (PyObj * to, i64 kind, const char *name, const char *doc, Entry entry)) {
    int gil = mojo_rt_python_enter(false);
    MethodDef *d = method(name, doc, entry);
    PyObj *f = kind == 1 ? py.Descr_NewMethod(to, d) : py.CFunction_NewEx(d, NULL, NULL);
    int code = f ? py.Object_SetAttrString(to, name, f) : -1;
    if (f) py._DecRef(f);
    mojo_rt_python_leave(gil);
    return code;
}

/* ---- types ----------------------------------------------------------------------------------------------------------------- */
static struct {
    pthread_mutex_t lock;
    struct Known {
        const char *mojo_name;
        PyObj *type;
    } *list;
    size_t len, cap;
} known = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* The Python type of a Mojo type, borrowed; NULL: there is none. */
static PyObj *find_type(const char *mojo_name) {
    PyObj *found = NULL;
    pthread_mutex_lock(&known.lock);
    for (size_t i = 0; i < known.len && !found; i++)
        if (strcmp(known.list[i].mojo_name, mojo_name) == 0) found = known.list[i].type;
    pthread_mutex_unlock(&known.lock);
    return found;
}

static void remember_type(const char *mojo_name, PyObj *type) {
    pthread_mutex_lock(&known.lock);
    if (known.len == known.cap) {
        known.cap = 2 * known.cap + 8;
        known.list = realloc(known.list, known.cap * sizeof *known.list);
        if (!known.list) mojo_rt_python_fatal("out of memory");
    }
    known.list[known.len++] = (struct Known){copy_text(mojo_name), type};
    pthread_mutex_unlock(&known.lock);
}

static void drop_box(Box *b) {
    PyObj *type = b->type;
    void (*release)(void *) = NULL;
    void *slot = py.Type_GetSlot(type, TP_FREE);
    memcpy(&release, &slot, sizeof release);
    if (b->destroy) b->destroy(b + 1);
    if (mojo_rt_output_waits()) mojo_rt_flush();
    release(b);
    py._DecRef(type);
}

/* name: with its module. size: of a value. A new reference, which the type's register keeps as well. */
PROTOTYPE(PyObj *, new_type, (const char *mojo_name, const char *name, i64 size, PyObj *(*repr)(PyObj *))) {
    int gil = mojo_rt_python_enter(false);
    void (*release)(Box *) = drop_box;
    Slot slots[3] = {{TP_DEALLOC, NULL}, {TP_REPR, NULL}, {0, NULL}};
    memcpy(&slots[0].value, &release, sizeof release);
    memcpy(&slots[1].value, &repr, sizeof repr);
    Spec spec = {copy_text(name), (int)(sizeof(Box) + (size_t)size), 0, TPFLAGS_DEFAULT, slots};
    PyObj *type = py.Type_FromSpec(&spec);
    if (type) {
        remember_type(mojo_name, type);
        py._IncRef(type);
    }
    mojo_rt_python_leave(gil);
    return type;
}

static void type_error(const char *text, const char *name) {
    char said[256];
    PyObj **type = mojo_rt_python_symbol("PyExc_TypeError");
    snprintf(said, sizeof said, "%s `%.180s`", text, name);
    py.Err_SetString(*type, said);
}

/* Where the value of type mojo_name in an object is; filled: it must be there. NULL: an exception is set. */
PROTOTYPE(void *, box_value, (PyObj * o, const char *mojo_name, i64 filled)) {
    int gil = mojo_rt_python_enter(false);
    PyObj *type = find_type(mojo_name);
    Box *b = (Box *)o;
    void *value = NULL;
    if (!type) type_error("no Python type was made for the Mojo type", mojo_name);
    else if (py.Object_IsInstance(o, type) <= 0) type_error("the object is no", mojo_name);
    else if (filled && !b->destroy) type_error("the object was never initialised: it is an empty", mojo_name);
    else value = b + 1;
    mojo_rt_python_leave(gil);
    return value;
}

/* An object of the Python type of a Mojo type, with nothing in it; NULL: an exception is set. */
PROTOTYPE(PyObj *, new_box, (const char *mojo_name)) {
    int gil = mojo_rt_python_enter(false);
    PyObj *type = find_type(mojo_name), *o = NULL;
    if (type) o = py.Type_GenericAlloc(type, 0);
    else type_error("no Python type was made for the Mojo type", mojo_name);
    mojo_rt_python_leave(gil);
    return o;
}

/* What was in the box goes, what is in it now goes by `destroy`. Call it when the value is written; NULL before that. */
PROTOTYPE(void, set_box, (PyObj * o, void (*destroy)(void *value))) {
    Box *b = (Box *)o;
    void (*old)(void *) = b->destroy;
    b->destroy = NULL;
    if (old) old(b + 1);
    b->destroy = destroy;
}

/* ---- arguments of calls from Python ------------------------------------------------------------------------------------------ */
/* Checks how many there are, without keywords; 0, or -1 with TypeError set. */
PROTOTYPE(i64, check_arguments, (const char *name, i64 n, i64 wanted, PyObj *names)) {
    int gil = mojo_rt_python_enter(true);
    char said[256];
    PyObj **type = mojo_rt_python_symbol("PyExc_TypeError");
    bool keywords = names && py.Tuple_Size(names) > 0, ok = n == wanted && !keywords;
    if (keywords) snprintf(said, sizeof said, "%.180s() takes no keyword arguments", name);
    else snprintf(said, sizeof said, "%.180s() takes %lld positional argument%s but %lld %s given", name, (long long)wanted, wanted == 1 ? "" : "s",
                  (long long)n, n == 1 ? "was" : "were");
    if (!ok) py.Err_SetString(*type, said);
    mojo_rt_python_leave(gil);
    return ok ? 0 : -1;
}

/* Python goes on: what Mojo printed comes before what Python prints. */
PROTOTYPE(void, returned, (void)) {
    if (mojo_rt_output_waits()) mojo_rt_flush();
}

/* A dict of the keyword arguments, whose values lie behind the n positional ones. */
PROTOTYPE(PyObj *, keywords, (PyObj * const *args, i64 n, PyObj *names)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *dict = py.Dict_New();
    for (intptr_t i = 0; dict && names && i < py.Tuple_Size(names); i++) py.Dict_SetItem(dict, py.Tuple_GetItem(names, i), args[n + i]);
    mojo_rt_python_leave(gil);
    return dict;
}
