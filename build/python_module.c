/* SPDX-License-Identifier: Apache-2.0 */
#include "python_module.h"

bool python_info(Arena *a, PythonInfo *out) {
    static const char script[] =
        "import sys, sysconfig as s\n"
        "print(s.get_config_var('EXT_SUFFIX')); print(s.get_path('include'))\n"
        "print('cp%d%d' % sys.version_info[:2]); print(s.get_platform().replace('-', '_').replace('.', '_'))\n";
    const char *python = link_find_program(a, "python3");
    if (!python) {
        cli_error(EXIT_FAILED, "an extension module for Python needs python3 (the package `python3-dev`)");
        return false;
    }
    const char *argv[] = {python, "-c", script, NULL};
    StrBuf said = {0};
    const char *lines[4] = {0};
    bool ok = link_run_program(argv, NULL, &said) == 0;
    char *text = arena_strdup(a, said.p ? said.p : "");
    for (int i = 0; i < 4 && ok; i++) {
        char *end = strchr(text, '\n');
        ok = end != NULL;
        lines[i] = text;
        if (ok) *end = 0;
        if (ok) text = end + 1;
    }
    if (!ok) cli_error(EXIT_FAILED, "python3 does not say what its modules look like:\n%s", said.p ? said.p : "");
    sb_done(&said);
    *out = (PythonInfo){lines[0], lines[1], lines[2], lines[3]};
    return ok;
}

/* ---- the shim ---------------------------------------------------------------------------------------------------------- */
static bool is_number(CType t) {
    return t.kind == CT_BOOL || t.kind == CT_SINT || t.kind == CT_UINT || t.kind == CT_FLOAT;
}

/* `Span` of numbers: an array of Python (of numpy, of `array`, bytes …), whose memory it shows. */
typedef struct Elements {
    CType type;
    bool is_mut;
} Elements;

/* Compiled code does not know whether it may write: the declaration does. */
static bool says_mutable(const IrFn *f, uint32_t arg) {
    Val type = f->decl && arg < f->decl->args.len ? f->decl->args.data[arg]->type : NULL;
    bool mut = true;
    for (uint32_t i = 0; type && i < type->n; i++)
        if (val_as_bool(type->args[i], &mut)) break;
    return mut;
}

static bool is_span(const IrModule *m, const IrFn *f, uint32_t arg, Elements *out) {
    Val type = f->locals.data[arg].type;
    if (!type || type->kind != T_STRUCT) return false;
    const StructDecl *s = type->u.decl;
    if (!s->decl.module || !s->decl.module->is_std || !s->decl.name || !str_eq_c(name_str(s->decl.name), "Span")) return false;
    *out = (Elements){.type = {.kind = CT_NONE}, .is_mut = says_mutable(f, arg)};
    for (uint32_t i = 0; i < type->n; i++) {
        CType t = ctype_of(m, type->args[i]);
        if (out->type.kind == CT_NONE && is_number(t)) out->type = t;
    }
    return is_number(out->type);
}

/* The letters that stand for such numbers in the format of a buffer (the module `struct` lists them). */
static const char *format_letters(CType t) {
    switch (t.kind) {
    case CT_BOOL: return "?";
    case CT_FLOAT: return t.bits == 32 ? "f" : "d";
    case CT_SINT: return "bhilqn";
    default: return "BHILQNc";
    }
}

static void take_span(StrBuf *b, Arena *a, uint32_t i, const Elements *e) {
    sb_printf(b, "    if (!take_array(args[%u], &b%u, %u, sizeof(%s), \"%s\", \"%s\", %d)) goto out;\n", i, i, i + 1, ctype_text(a, e->type), format_letters(e->type),
              ctype_text(a, e->type), e->is_mut);
    sb_printf(b, "    Elements a%u = {b%u.buf, (intptr_t)(b%u.len / (Py_ssize_t)sizeof(%s))};\n", i, i, i, ctype_text(a, e->type));
}

/* Converts argument i to the local a<i>. */
static void take_number(StrBuf *b, uint32_t i, CType t, const char *type) {
    switch (t.kind) {
    case CT_BOOL:
        sb_printf(b, "    int a%u = PyObject_IsTrue(args[%u]);\n    if (a%u < 0) goto out;\n", i, i, i);
        break;
    case CT_FLOAT:
        sb_printf(b, "    %s a%u = (%s)PyFloat_AsDouble(args[%u]);\n", type, i, type, i);
        sb_printf(b, "    if (a%u == -1 && PyErr_Occurred()) goto out;\n", i);
        break;
    case CT_SINT:
        sb_printf(b, "    long long v%u = PyLong_AsLongLong(args[%u]);\n    %s a%u = (%s)v%u;\n", i, i, type, i, type, i);
        sb_printf(b, "    if (v%u == -1 && PyErr_Occurred()) goto out;\n    if (a%u != v%u) {\n        too_large();\n        goto out;\n    }\n", i, i, i);
        break;
    default:
        sb_printf(b, "    unsigned long long v%u = PyLong_AsUnsignedLongLong(args[%u]);\n    %s a%u = (%s)v%u;\n", i, i, type, i, type, i);
        sb_printf(b, "    if (v%u == (unsigned long long)-1 && PyErr_Occurred()) goto out;\n    if (a%u != v%u) {\n        too_large();\n        goto out;\n    }\n", i, i, i);
        break;
    }
}

static const char *give_result(CType t) {
    switch (t.kind) {
    case CT_BOOL: return "PyBool_FromLong";
    case CT_FLOAT: return "PyFloat_FromDouble";
    case CT_SINT: return "PyLong_FromLongLong";
    default: return "PyLong_FromUnsignedLongLong";
    }
}

/* The C prototype, with `Elements` for spans; NULL: *which names what Python cannot give. */
static const char *prototype_of(const IrModule *m, Arena *a, const IrFn *f, const char **which) {
    StrBuf b = {0};
    Elements e;
    CType result = ctype_of(m, f->result_type);
    *which = f->raises ? "that it raises" : "the result";
    bool ok = !f->raises && !f->result_is_ref && (result.kind == CT_VOID || is_number(result));
    sb_printf(&b, "%s %s(", ctype_text(a, result), f->symbol);
    for (uint32_t i = 0; i < f->n_args && ok; i++) {
        const IrLocal *l = &f->locals.data[i];
        CType t = ctype_of(m, l->type);
        bool span = is_span(m, f, i, &e);
        ok = (span || is_number(t)) && !(l->is_ref && l->is_mut);
        if (!ok) *which = arena_printf(a, "the argument `%s`", l->name ? l->name->chars : "_");
        sb_printf(&b, "%s%s", i ? ", " : "", span ? "Elements" : ctype_text(a, t));
    }
    sb_puts(&b, f->n_args ? ")" : "void)");
    const char *s = ok ? arena_strndup(a, b.p, b.len) : NULL;
    sb_done(&b);
    return s;
}

static void take_arguments(StrBuf *b, const IrModule *m, Arena *a, const IrFn *f) {
    Elements e;
    for (uint32_t i = 0; i < f->n_args; i++)
        if (is_span(m, f, i, &e)) sb_printf(b, "    Py_buffer b%u = {0};\n", i);
    sb_printf(b, "    if (n != %u) {\n        PyErr_Format(PyExc_TypeError, \"%s() takes %u argument%s, %%zd given\", n);\n        goto out;\n    }\n", f->n_args, f->symbol,
              f->n_args, f->n_args == 1 ? "" : "s");
    for (uint32_t i = 0; i < f->n_args; i++) {
        CType t = ctype_of(m, f->locals.data[i].type);
        if (is_span(m, f, i, &e)) take_span(b, a, i, &e);
        else take_number(b, i, t, ctype_text(a, t));
    }
}

static bool wrap(StrBuf *b, const IrModule *m, Arena *a, const IrFn *f) {
    const char *which, *prototype = prototype_of(m, a, f, &which);
    CType result = ctype_of(m, f->result_type);
    Elements e;
    if (!prototype) {
        cli_error(EXIT_FAILED,
                  "`%s` cannot become a function of a Python module because of %s: only numbers, Bool and spans of them can; or export `PyInit_…` and"
                  " make the module there",
                  f->symbol, which);
        return false;
    }
    sb_printf(b, "%s;\nstatic PyObject *py_%s(PyObject *self, PyObject *const *args, Py_ssize_t n) {\n    (void)self;\n    (void)args;\n    PyObject *result = NULL;\n", prototype,
              f->symbol);
    take_arguments(b, m, a, f);
    sb_puts(b, "    ");
    if (result.kind != CT_VOID) sb_printf(b, "result = %s(", give_result(result));
    sb_printf(b, "%s(", f->symbol);
    for (uint32_t i = 0; i < f->n_args; i++) sb_printf(b, "%sa%u", i ? ", " : "", i);
    sb_puts(b, result.kind == CT_VOID ? ");\n    result = Py_NewRef(Py_None);\n" : "));\n");
    sb_puts(b, "out:\n");
    for (uint32_t i = 0; i < f->n_args; i++)
        if (is_span(m, f, i, &e)) sb_printf(b, "    PyBuffer_Release(&b%u);\n", i);
    sb_puts(b, "    return result;\n}\n");
    return true;
}

/* What every shim begins with. */
static const char head[] =
    "#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n#include <stdbool.h>\n#include <stdint.h>\n#include <string.h>\n"
    "#if PY_VERSION_HEX < 0x030a0000\nstatic PyObject *Py_NewRef(PyObject *o) {\n    Py_INCREF(o);\n    return o;\n}\n#endif\n"
    "typedef struct Elements {\n    void *first;\n    intptr_t n;\n} Elements;\n"
    "static void too_large(void) {\n    PyErr_SetString(PyExc_OverflowError, \"the integer does not fit the argument\");\n}\n"
    "static bool take_array(PyObject *o, Py_buffer *b, unsigned arg, size_t size, const char *letters, const char *want, int writable) {\n"
    "    if (PyObject_GetBuffer(o, b, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0)) != 0) return false;\n"
    "    const char *format = b->format ? b->format : \"B\";\n"
    "    if (*format == '@' || *format == '=' || *format == '<') format++;\n"
    "    if ((size_t)b->itemsize == size && *format && !format[1] && strchr(letters, *format)) return true;\n"
    "    PyErr_Format(PyExc_TypeError, \"argument %u is an array of %s, found elements of the format `%s`\", arg, want, b->format ? b->format : \"B\");\n"
    "    PyBuffer_Release(b);\n    return false;\n}\n";

bool python_shim(StrBuf *out, const IrModule *m, const char *name) {
    Arena a;
    ExportList all = {0};
    bool ok = true, own = false;
    arena_init(&a);
    exports_of(m, &a, &all);
    const char *init = arena_printf(&a, "PyInit_%s", name);
    for (uint32_t i = 0; i < all.len; i++) own |= strcmp(all.data[i]->symbol, init) == 0;
    if (!own) {
        sb_puts(out, head);
        for (uint32_t i = 0; i < all.len && ok; i++) ok = wrap(out, m, &a, all.data[i]);
        sb_puts(out, "static PyMethodDef methods[] = {\n");
        for (uint32_t i = 0; i < all.len; i++)
            sb_printf(out, "    {\"%s\", (PyCFunction)(void (*)(void))py_%s, METH_FASTCALL, NULL},\n", all.data[i]->symbol, all.data[i]->symbol);
        sb_printf(out, "    {NULL, NULL, 0, NULL},\n};\nstatic struct PyModuleDef module = {PyModuleDef_HEAD_INIT, \"%s\", NULL, 0, methods, NULL, NULL, NULL, NULL};\n", name);
        sb_printf(out, "PyMODINIT_FUNC PyInit_%s(void) {\n    (void)too_large;\n    (void)take_array;\n    return PyModule_Create(&module);\n}\n", name);
    }
    arena_done(&a);
    return ok;
}

int python_shim_compile(Arena *a, const PythonInfo *p, const char *source, const char *object) {
    const char *cc = link_find_program(a, "cc");
    if (!cc) cc = link_find_program(a, "gcc");
    if (!cc || !file_exists(path_join(a, p->include, "Python.h")))
        return cli_error(EXIT_FAILED, "an extension module for Python needs a C compiler and `%s/Python.h` (the packages `gcc` and `python3-dev`)", p->include);
    const char *argv[] = {cc, "-c", "-O2", "-fPIC", "-fvisibility=hidden", "-I", p->include, "-o", object, source, NULL};
    StrBuf said = {0};
    int code = link_run_program(argv, NULL, &said) == 0 ? EXIT_OK : cli_error(EXIT_FAILED, "the module's C part does not compile:\n%s", said.p ? said.p : "");
    sb_done(&said);
    return code;
}
