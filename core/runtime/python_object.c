/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on Python objects for std.python. An object that is returned belongs to the caller (mojo_rt_py_drop gives
 * it back); objects passed in are borrowed. NULL or -1 says that Python raised: mojo_rt_py_error takes what. */
#include "python.h"

#include <stdlib.h>
#include <string.h>

typedef int64_t i64;
#define PROTOTYPE(result, name, args) \
    result mojo_rt_py_##name args;    \
    result mojo_rt_py_##name args
/* The common shape: enter, do one thing, leave. */
#define LOCKED(type, runs_code, value)                \
    do {                                              \
        int gil_ = mojo_rt_python_enter(runs_code);   \
        type result_ = (value);                       \
        mojo_rt_python_leave(gil_);                   \
        return result_;                               \
    } while (0)

/* ---- loading and lifetime -------------------------------------------------------------------------------------------------- */
/* NULL, or why Python cannot be loaded. */
PROTOTYPE(const char *, load, (void)) {
    return mojo_rt_python_load() ? NULL : mojo_rt_python_load_error();
}

PROTOTYPE(void, keep, (PyObj * o)) {
    int gil = mojo_rt_python_enter(false);
    py._IncRef(o);
    mojo_rt_python_leave(gil);
}

/* After Python ended there is nothing to give back. */
PROTOTYPE(void, drop, (PyObj * o)) {
    if (!mojo_rt_python_load()) return;
    int gil = mojo_rt_python_enter(false);
    py._DecRef(o);
    mojo_rt_python_leave(gil);
}

/* ---- from Mojo ------------------------------------------------------------------------------------------------------------- */
static PyObj *kept(PyObj *o) {
    if (o) py._IncRef(o);
    return o;
}

PROTOTYPE(PyObj *, none, (void)) {
    LOCKED(PyObj *, false, kept(py.none));
}

PROTOTYPE(PyObj *, from_bool, (i64 v)) {
    LOCKED(PyObj *, false, py.Bool_FromLong(v != 0));
}

PROTOTYPE(PyObj *, from_int, (i64 v)) {
    LOCKED(PyObj *, false, py.Long_FromLongLong(v));
}

PROTOTYPE(PyObj *, from_uint, (uint64_t v)) {
    LOCKED(PyObj *, false, py.Long_FromUnsignedLongLong(v));
}

PROTOTYPE(PyObj *, from_float, (double v)) {
    LOCKED(PyObj *, false, py.Float_FromDouble(v));
}

/* Bytes that are not UTF-8 become lone surrogates, as in names of files. */
PROTOTYPE(PyObj *, from_text, (const char *text, i64 n)) {
    LOCKED(PyObj *, false, py.Unicode_DecodeUTF8(text, (intptr_t)n, "surrogateescape"));
}

PROTOTYPE(PyObj *, from_bytes, (const char *bytes, i64 n)) {
    LOCKED(PyObj *, false, py.Bytes_FromStringAndSize(bytes, (intptr_t)n));
}

PROTOTYPE(PyObj *, slice, (PyObj * start, PyObj *stop, PyObj *step)) {
    LOCKED(PyObj *, false, py.Slice_New(start, stop, step));
}

/* args: n objects, borrowed. */
static PyObj *tuple_of(PyObj *const *args, i64 n) {
    PyObj *t = py.Tuple_New((intptr_t)n);
    for (i64 i = 0; t && i < n; i++) py.Tuple_SetItem(t, (intptr_t)i, kept(args[i])); /* takes the reference */
    return t;
}

static PyObj *list_of(PyObj *const *args, i64 n) {
    PyObj *t = py.List_New((intptr_t)n);
    for (i64 i = 0; t && i < n; i++) py.List_SetItem(t, (intptr_t)i, kept(args[i]));
    return t;
}

static PyObj *set_of(PyObj *const *args, i64 n) {
    PyObj *t = py.Set_New(NULL);
    for (i64 i = 0; t && i < n; i++)
        if (py.Set_Add(t, args[i]) != 0) {
            py._DecRef(t);
            return NULL;
        }
    return t;
}

PROTOTYPE(PyObj *, tuple, (PyObj * const *args, i64 n)) {
    LOCKED(PyObj *, false, tuple_of(args, n));
}

PROTOTYPE(PyObj *, list, (PyObj * const *args, i64 n)) {
    LOCKED(PyObj *, false, list_of(args, n));
}

PROTOTYPE(PyObj *, set, (PyObj * const *args, i64 n)) {
    LOCKED(PyObj *, true, set_of(args, n));
}

PROTOTYPE(PyObj *, dict, (void)) {
    LOCKED(PyObj *, false, py.Dict_New());
}

PROTOTYPE(i64, dict_set, (PyObj * dict, PyObj *key, PyObj *value)) {
    LOCKED(i64, true, py.Dict_SetItem(dict, key, value));
}

/* ---- to Mojo --------------------------------------------------------------------------------------------------------------- */
/* As `int(o)` gives it. */
PROTOTYPE(i64, to_int, (PyObj * o, i64 *failed)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *index = py.Number_Long(o);
    i64 v = index ? py.Long_AsLongLong(index) : -1;
    *failed = v == -1 && py.Err_Occurred() != NULL;
    if (index) py._DecRef(index);
    mojo_rt_python_leave(gil);
    return v;
}

PROTOTYPE(uint64_t, to_uint, (PyObj * o, i64 *failed)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *index = py.Number_Long(o);
    uint64_t v = index ? py.Long_AsUnsignedLongLong(index) : 0;
    *failed = !index || (v == UINT64_MAX && py.Err_Occurred());
    if (index) py._DecRef(index);
    mojo_rt_python_leave(gil);
    return v;
}

PROTOTYPE(double, to_float, (PyObj * o, i64 *failed)) {
    int gil = mojo_rt_python_enter(true);
    double v = py.Float_AsDouble(o);
    *failed = v == -1 && py.Err_Occurred() != NULL;
    mojo_rt_python_leave(gil);
    return v;
}

static void want_text(PyObj *found) {
    PyObj *type = py.Object_Type(found), *name = py.Object_GetAttrString(type, "__name__");
    PyObj *start = py.Unicode_DecodeUTF8("expected str, found ", 20, NULL), *said = name ? py.Number_Add(start, name) : NULL;
    PyObj **error = mojo_rt_python_symbol("PyExc_TypeError");
    if (said) py.Err_SetObject(*error, said);
    PyObj *const all[] = {type, name, start, said};
    for (int i = 0; i < 4; i++)
        if (all[i]) py._DecRef(all[i]);
}

/* The text of a str, in memory that the caller frees. Surrogates that stand for bytes become those bytes again. */
PROTOTYPE(char *, to_text, (PyObj * o, i64 *n)) {
    int gil = mojo_rt_python_enter(false);
    char *text = NULL, *copy = NULL;
    intptr_t size = 0;
    bool is_text = py.Object_IsInstance(o, py.str) > 0;
    PyObj *bytes = is_text ? py.Unicode_AsUTF8String(o) : NULL;
    if (!is_text) {
        want_text(o);
    } else if (!bytes) { /* a lone surrogate */
        PyObj *method = py.Object_GetAttrString(o, "encode"), *args = NULL;
        if (method) {
            PyObj *words[] = {py.Unicode_DecodeUTF8("utf-8", 5, NULL), py.Unicode_DecodeUTF8("surrogateescape", 15, NULL)};
            py.Err_Clear();
            args = tuple_of(words, 2);
            bytes = args ? py.Object_CallObject(method, args) : NULL;
            for (int i = 0; i < 2; i++) py._DecRef(words[i]);
            py._DecRef(args);
            py._DecRef(method);
        }
    }
    if (bytes && py.Bytes_AsStringAndSize(bytes, &text, &size) == 0 && (copy = malloc((size_t)size + 1))) memcpy(copy, text, (size_t)size);
    *n = (i64)size;
    if (bytes) py._DecRef(bytes);
    mojo_rt_python_leave(gil);
    return copy;
}

PROTOTYPE(i64, truth, (PyObj * o)) {
    LOCKED(i64, true, py.Object_IsTrue(o));
}

PROTOTYPE(i64, length, (PyObj * o)) {
    LOCKED(i64, true, py.Object_Size(o));
}

/* -1: Python raised; no hash is -1. */
PROTOTYPE(i64, hash, (PyObj * o)) {
    LOCKED(i64, true, py.Object_Hash(o));
}

PROTOTYPE(PyObj *, str, (PyObj * o)) {
    LOCKED(PyObj *, true, py.Object_Str(o));
}

PROTOTYPE(PyObj *, repr, (PyObj * o)) {
    LOCKED(PyObj *, true, py.Object_Repr(o));
}

PROTOTYPE(PyObj *, type, (PyObj * o)) {
    LOCKED(PyObj *, false, py.Object_Type(o));
}

/* ---- attributes, items, calls ----------------------------------------------------------------------------------------------- */
static PyObj *import(const char *name, i64 n) {
    PyObj *text = py.Unicode_DecodeUTF8(name, (intptr_t)n, NULL), *importer = NULL, *module = NULL;
    PyObj *importlib = text ? py.Import_ImportModule("importlib") : NULL;
    if (importlib) importer = py.Object_GetAttrString(importlib, "import_module");
    if (importer) {
        PyObj *args = tuple_of(&text, 1);
        module = py.Object_CallObject(importer, args);
        py._DecRef(args);
        py._DecRef(importer);
    }
    if (importlib) py._DecRef(importlib);
    if (text) py._DecRef(text);
    return module;
}

/* The folder on sys.path, at its end, once. */
static bool on_path(const char *dir) {
    PyObj *path = py.Sys_GetObject("path"), *text = py.Unicode_DecodeUTF8(dir, (intptr_t)strlen(dir), "surrogateescape"); /* path is borrowed */
    int there = path && text ? py.Sequence_Contains(path, text) : -1;
    if (there == 0) there = py.List_Insert(path, (intptr_t)py.Object_Size(path), text);
    if (text) py._DecRef(text);
    return there >= 0;
}

/* A module that was imported before is found at once. */
static PyObj *imported(const char *name, i64 n) {
    PyObj *modules = py.Sys_GetObject("modules"), *text = modules ? py.Unicode_DecodeUTF8(name, (intptr_t)n, NULL) : NULL;
    PyObj *module = text ? py.Object_GetItem(modules, text) : NULL;
    if (text) py._DecRef(text);
    if (module) return module;
    py.Err_Clear();
    return import(name, n);
}

/* A name of a module, or a module below it. */
static PyObj *member_of(PyObj *module, const char *path, const char *name) {
    PyObj *v = py.Object_GetAttrString(module, name);
    if (v || strlen(path) + strlen(name) + 2 > 1024) return v;
    char whole[1024];
    PyObj *type, *value, *trace;
    py.Err_Fetch(&type, &value, &trace);
    strcat(strcat(strcpy(whole, path), "."), name);
    v = import(whole, (i64)strlen(whole));
    if (!v) py.Err_Clear(), py.Err_Restore(type, value, trace); /* the first mistake says more */
    else {
        PyObj *const all[] = {type, value, trace};
        for (int i = 0; i < 3; i++)
            if (all[i]) py._DecRef(all[i]);
    }
    return v;
}

/* imports: names with a space between them. dir: empty for none. member: empty for the module. */
static PyObj *import_names(const char *imports, const char *module, const char *member, const char *dir) {
    if (*dir && !on_path(dir)) return NULL;
    while (*imports) {
        size_t n = strcspn(imports, " ");
        PyObj *m = imported(imports, (i64)n);
        if (!m) return NULL;
        py._DecRef(m);
        imports += n + (imports[n] == ' ');
    }
    PyObj *m = imported(module, (i64)strlen(module)), *v = m && *member ? member_of(m, module, member) : NULL;
    if (!m || !*member) return m;
    py._DecRef(m);
    return v;
}

PROTOTYPE(PyObj *, import_names, (const char *imports, const char *module, const char *member, const char *dir)) {
    LOCKED(PyObj *, true, import_names(imports, module, member, dir));
}

PROTOTYPE(PyObj *, import, (const char *name, i64 n)) {
    LOCKED(PyObj *, true, import(name, n));
}

static PyObj *attribute(PyObj *o, const char *name, i64 n) {
    PyObj *text = py.Unicode_DecodeUTF8(name, (intptr_t)n, NULL), *v = text ? py.Object_GetAttr(o, text) : NULL;
    if (text) py._DecRef(text);
    return v;
}

PROTOTYPE(PyObj *, getattr, (PyObj * o, const char *name, i64 n)) {
    LOCKED(PyObj *, true, attribute(o, name, n));
}

PROTOTYPE(i64, setattr, (PyObj * o, const char *name, i64 n, PyObj *value)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *text = py.Unicode_DecodeUTF8(name, (intptr_t)n, NULL);
    int code = text ? py.Object_SetAttr(o, text, value) : -1;
    if (text) py._DecRef(text);
    mojo_rt_python_leave(gil);
    return code;
}

PROTOTYPE(PyObj *, getitem, (PyObj * o, PyObj *key)) {
    LOCKED(PyObj *, true, py.Object_GetItem(o, key));
}

PROTOTYPE(i64, setitem, (PyObj * o, PyObj *key, PyObj *value)) {
    LOCKED(i64, true, py.Object_SetItem(o, key, value));
}

PROTOTYPE(i64, delitem, (PyObj * o, PyObj *key)) {
    LOCKED(i64, true, py.Object_DelItem(o, key));
}

static PyObj *call(PyObj *f, PyObj *const *args, i64 n, PyObj *keywords) {
    if (!keywords && py.Object_Vectorcall) return py.Object_Vectorcall(f, args, (size_t)n, NULL);
    PyObj *tuple = tuple_of(args, n), *v = tuple ? py.Object_Call(f, tuple, keywords) : NULL;
    if (tuple) py._DecRef(tuple);
    return v;
}

/* keywords: a dict, or NULL. */
PROTOTYPE(PyObj *, call, (PyObj * f, PyObj *const *args, i64 n, PyObj *keywords)) {
    LOCKED(PyObj *, true, call(f, args, n, keywords));
}

/* Runs text. file: statements, whose value is the module's namespace; else an expression. `name`: the module, 0-ended. */
static PyObj *evaluate(const char *text, bool file, const char *name) {
    enum { FILE_INPUT = 257, EVAL_INPUT = 258 };
    PyObj *code = py._CompileString(text, "<evaluate>", file ? FILE_INPUT : EVAL_INPUT), *value = NULL;
    PyObj *module = code ? py.Import_AddModule(name) : NULL; /* borrowed */
    if (module) {
        PyObj *globals = py.Module_GetDict(module);
        value = py.Eval_EvalCode(code, globals, globals);
        if (value && file) {
            py._DecRef(value);
            value = kept(module);
        }
    }
    if (code) py._DecRef(code);
    return value;
}

PROTOTYPE(PyObj *, evaluate, (const char *text, i64 file, const char *name)) {
    LOCKED(PyObj *, true, evaluate(text, file != 0, name));
}

PROTOTYPE(PyObj *, iter, (PyObj * o)) {
    LOCKED(PyObj *, true, py.Object_GetIter(o));
}

/* NULL: the end when *failed is 0, else Python raised. */
PROTOTYPE(PyObj *, next, (PyObj * it, i64 *failed)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *v = py.Iter_Next(it);
    *failed = !v && py.Err_Occurred();
    mojo_rt_python_leave(gil);
    return v;
}

/* ---- operators --------------------------------------------------------------------------------------------------------------- */
static PyObj *power(PyObj *a, PyObj *b) {
    return py.Number_Power(a, b, py.none);
}

static PyObj *power_in_place(PyObj *a, PyObj *b) {
    return py.Number_InPlacePower(a, b, py.none);
}

/* op: std.python names them. */
PROTOTYPE(PyObj *, binary, (i64 op, i64 in_place, PyObj *a, PyObj *b)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *(*const plain[])(PyObj *, PyObj *) = {py.Number_Add, py.Number_Subtract, py.Number_Multiply, py.Number_MatrixMultiply, py.Number_TrueDivide,
                                                 py.Number_FloorDivide, py.Number_Remainder, power, py.Number_Lshift, py.Number_Rshift, py.Number_And,
                                                 py.Number_Xor, py.Number_Or};
    PyObj *(*const changing[])(PyObj *, PyObj *) = {py.Number_InPlaceAdd, py.Number_InPlaceSubtract, py.Number_InPlaceMultiply,
                                                    py.Number_InPlaceMatrixMultiply, py.Number_InPlaceTrueDivide, py.Number_InPlaceFloorDivide,
                                                    py.Number_InPlaceRemainder, power_in_place, py.Number_InPlaceLshift, py.Number_InPlaceRshift,
                                                    py.Number_InPlaceAnd, py.Number_InPlaceXor, py.Number_InPlaceOr};
    PyObj *v = (in_place ? changing : plain)[op](a, b);
    mojo_rt_python_leave(gil);
    return v;
}

PROTOTYPE(PyObj *, unary, (i64 op, PyObj *a)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *(*const all[])(PyObj *) = {py.Number_Negative, py.Number_Positive, py.Number_Invert, py.Number_Absolute};
    PyObj *v = all[op](a);
    mojo_rt_python_leave(gil);
    return v;
}

/* op: < <= == != > >= are 0 to 5. */
PROTOTYPE(PyObj *, compare, (i64 op, PyObj *a, PyObj *b)) {
    LOCKED(PyObj *, true, py.Object_RichCompare(a, b, (int)op));
}

PROTOTYPE(i64, contains, (PyObj * o, PyObj *v)) {
    LOCKED(i64, true, py.Sequence_Contains(o, v));
}

/* ---- errors ------------------------------------------------------------------------------------------------------------------ */
static bool matches(PyObj *type, const char *name) {
    PyObj **known = mojo_rt_python_symbol(name);
    return known && type && py.Err_GivenExceptionMatches(type, *known);
}

/* What a person reads: the exception's text, after the name of its class where the text alone says too little. */
static PyObj *describe(PyObj *type, PyObj *value) {
    PyObj *text = value ? py.Object_Str(value) : NULL, *name = NULL, *whole = NULL;
    bool bare = text && py.Object_IsTrue(text) == 0;
    if (text && !bare && !matches(type, "PyExc_KeyError")) return text;
    py.Err_Clear();
    name = py.Object_GetAttrString(type, "__name__");
    if (name && text && !bare) {
        PyObj *colon = py.Unicode_DecodeUTF8(": ", 2, NULL), *start = py.Number_Add(name, colon);
        whole = start ? py.Number_Add(start, text) : NULL;
        if (start) py._DecRef(start);
        py._DecRef(colon);
    } else {
        whole = kept(name);
    }
    if (name) py._DecRef(name);
    if (text) py._DecRef(text);
    return whole;
}

/* Takes the exception that is set: its text, in memory that the caller frees; NULL when there is none. */
PROTOTYPE(char *, error, (i64 *n)) {
    int gil = mojo_rt_python_enter(true);
    PyObj *type = NULL, *value = NULL, *trace = NULL;
    char *text = NULL;
    *n = 0;
    py.Err_Fetch(&type, &value, &trace);
    py.Err_NormalizeException(&type, &value, &trace);
    PyObj *said = type ? describe(type, value) : NULL;
    if (said) text = mojo_rt_py_to_text(said, n);
    py.Err_Clear();
    PyObj *const all[] = {type, value, trace, said};
    for (int i = 0; i < 4; i++)
        if (all[i]) py._DecRef(all[i]);
    mojo_rt_python_leave(gil);
    return text;
}

/* Sets the exception `kind` ("ValueError") for Python to see; a kind that Python does not know is Exception. */
PROTOTYPE(void, raise, (const char *kind, const char *text, i64 n)) {
    int gil = mojo_rt_python_enter(false);
    PyObj **type = NULL;
    char name[64] = "PyExc_";
    if (strlen(kind) < sizeof name - sizeof "PyExc_") type = mojo_rt_python_symbol(strcat(name, kind));
    if (!type) type = mojo_rt_python_symbol("PyExc_Exception");
    PyObj *message = py.Unicode_DecodeUTF8(text, (intptr_t)n, "replace");
    py.Err_SetObject(*type, message);
    if (message) py._DecRef(message);
    mojo_rt_python_leave(gil);
}
