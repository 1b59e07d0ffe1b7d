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

/* Converts argument i to the local a<i>. */
static void take_argument(StrBuf *b, uint32_t i, CType t, const char *type) {
    switch (t.kind) {
    case CT_BOOL:
        sb_printf(b, "    int a%u = PyObject_IsTrue(args[%u]);\n    if (a%u < 0) return NULL;\n", i, i, i);
        break;
    case CT_FLOAT:
        sb_printf(b, "    %s a%u = (%s)PyFloat_AsDouble(args[%u]);\n", type, i, type, i);
        sb_printf(b, "    if (a%u == -1 && PyErr_Occurred()) return NULL;\n", i);
        break;
    case CT_SINT:
        sb_printf(b, "    long long v%u = PyLong_AsLongLong(args[%u]);\n    %s a%u = (%s)v%u;\n", i, i, type, i, type, i);
        sb_printf(b, "    if (v%u == -1 && PyErr_Occurred()) return NULL;\n    if (a%u != v%u) return too_large();\n", i, i, i);
        break;
    default:
        sb_printf(b, "    unsigned long long v%u = PyLong_AsUnsignedLongLong(args[%u]);\n    %s a%u = (%s)v%u;\n", i, i, type, i, type, i);
        sb_printf(b, "    if (v%u == (unsigned long long)-1 && PyErr_Occurred()) return NULL;\n    if (a%u != v%u) return too_large();\n", i, i, i);
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

static bool wrap(StrBuf *b, const IrModule *m, Arena *a, const IrFn *f) {
    const char *which, *prototype = export_prototype(m, a, f, &which);
    CType result = ctype_of(m, f->result_type);
    if (prototype && result.kind != CT_VOID && !is_number(result)) {
        prototype = NULL;
        which = "the result";
    }
    for (uint32_t i = 0; prototype && i < f->n_args; i++) {
        const IrLocal *l = &f->locals.data[i];
        if (is_number(ctype_of(m, l->type)) && !(l->is_ref && l->is_mut)) continue;
        which = arena_printf(a, "the argument `%s`", l->name ? l->name->chars : "_");
        prototype = NULL;
    }
    if (!prototype) {
        cli_error(EXIT_FAILED, "`%s` cannot become a function of a Python module because of %s: only numbers and Bool can; or export `PyInit_…` and"
                  " make the module there", f->symbol, which);
        return false;
    }
    sb_printf(b, "%s;\nstatic PyObject *py_%s(PyObject *self, PyObject *const *args, Py_ssize_t n) {\n    (void)self;\n    (void)args;\n", prototype, f->symbol);
    sb_printf(b, "    if (n != %u) return PyErr_Format(PyExc_TypeError, \"%s() takes %u argument%s, %%zd given\", n);\n", f->n_args, f->symbol, f->n_args,
              f->n_args == 1 ? "" : "s");
    for (uint32_t i = 0; i < f->n_args; i++) {
        CType t = ctype_of(m, f->locals.data[i].type);
        take_argument(b, i, t, ctype_text(a, t));
    }
    sb_puts(b, result.kind == CT_VOID ? "    " : "    return ");
    if (result.kind != CT_VOID) sb_printf(b, "%s(", give_result(result));
    sb_printf(b, "%s(", f->symbol);
    for (uint32_t i = 0; i < f->n_args; i++) sb_printf(b, "%sa%u", i ? ", " : "", i);
    sb_puts(b, result.kind == CT_VOID ? ");\n    Py_RETURN_NONE;\n}\n" : "));\n}\n");
    return true;
}

bool python_shim(StrBuf *out, const IrModule *m, const char *name) {
    Arena a;
    ExportList all = {0};
    bool ok = true, own = false;
    arena_init(&a);
    exports_of(m, &a, &all);
    const char *init = arena_printf(&a, "PyInit_%s", name);
    for (uint32_t i = 0; i < all.len; i++) own |= strcmp(all.data[i]->symbol, init) == 0;
    if (!own) {
        sb_puts(out, "#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n#include <stdbool.h>\n#include <stdint.h>\n"
                     "static PyObject *too_large(void) {\n    PyErr_SetString(PyExc_OverflowError, \"the integer does not fit the argument\");\n"
                     "    return NULL;\n}\n");
        for (uint32_t i = 0; i < all.len && ok; i++) ok = wrap(out, m, &a, all.data[i]);
        sb_puts(out, "static PyMethodDef methods[] = {\n");
        for (uint32_t i = 0; i < all.len; i++)
            sb_printf(out, "    {\"%s\", (PyCFunction)(void (*)(void))py_%s, METH_FASTCALL, NULL},\n", all.data[i]->symbol, all.data[i]->symbol);
        sb_printf(out, "    {NULL, NULL, 0, NULL},\n};\nstatic struct PyModuleDef module = {PyModuleDef_HEAD_INIT, \"%s\", NULL, 0, methods, NULL, NULL, NULL, NULL};\n", name);
        sb_printf(out, "PyMODINIT_FUNC PyInit_%s(void) {\n    (void)too_large;\n    return PyModule_Create(&module);\n}\n", name);
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
