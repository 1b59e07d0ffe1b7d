/* SPDX-License-Identifier: Apache-2.0 */
/* Requests about Python files: names and types as core/query/python.h has them. */
#include "query/python.h"
#include "lsp.h"

typedef struct Ask {
    Docs *docs;
    Doc *doc;
    PyFile *file;
    uint32_t offset;
    const Json *params;
    StrBuf *out;
} Ask;

static bool is_open(void *ctx, const char *path) {
    const Docs *d = ctx;
    for (uint32_t i = 0; i < d->list.len; i++)
        if (d->list.data[i]->source->lang == LANG_PYTHON && strcmp(d->list.data[i]->path, path) == 0) return true;
    return false;
}

static PyFile *open_file(Docs *docs, const Doc *doc) {
    if (!docs->python) docs->python = py_project_new();
    py_set_roots(docs->python, docs->roots, docs->n_roots);
    py_refresh(docs->python);
    py_keep_documents(docs->python, is_open, docs);
    for (uint32_t i = 0; i < docs->list.len; i++)
        if (docs->list.data[i]->source->lang == LANG_PYTHON) py_set_document(docs->python, docs->list.data[i]->path, docs->list.data[i]->ast);
    return py_open(docs->python, doc->path);
}

static void put_file_uri(const Docs *docs, const PyFile *f, StrBuf *out) {
    const char *path = py_source(f)->path;
    for (uint32_t i = 0; i < docs->list.len; i++)
        if (strcmp(docs->list.data[i]->path, path) == 0) {
            json_quote(out, str_of(docs->list.data[i]->uri));
            return;
        }
    StrBuf uri = {0};
    path_to_uri(&uri, path);
    json_quote(out, sb_view(&uri));
    sb_done(&uri);
}

static void put_place(const Ask *k, const PyFile *f, Span at, StrBuf *out) {
    sb_puts(out, "{\"uri\":");
    put_file_uri(k->docs, f, out);
    sb_puts(out, ",\"range\":");
    put_range(out, (Source *)(uintptr_t)py_source(f), at, k->docs->enc);
    sb_char(out, '}');
}

static void put_markdown(StrBuf *out, const char *key, Str text) {
    sb_printf(out, "\"%s\":{\"kind\":\"markdown\",\"value\":", key);
    json_quote(out, text);
    sb_char(out, '}');
}

/* ---- one name ------------------------------------------------------------------------------------------ */
static void hover(Ask *k) {
    Span at;
    PyDef *d = py_at(k->file, k->offset, &at);
    if (!d) {
        sb_puts(k->out, "null");
        return;
    }
    StrBuf text = {0};
    py_describe(d, &text);
    sb_char(k->out, '{');
    put_markdown(k->out, "contents", sb_view(&text));
    sb_puts(k->out, ",\"range\":");
    put_range(k->out, k->doc->source, at, k->docs->enc);
    sb_char(k->out, '}');
    sb_done(&text);
}

static void definition(Ask *k, bool of_type) {
    Span at;
    PyDef *d = py_at(k->file, k->offset, &at);
    if (d) d = of_type ? py_class_of(d) : py_origin(d);
    sb_char(k->out, '[');
    if (d) put_place(k, d->file, d->at, k->out);
    sb_char(k->out, ']');
}

static void highlight(Ask *k) {
    Span at;
    uint32_t n, count = 0;
    PyDef *d = py_at(k->file, k->offset, &at);
    const PyName *names = py_names(k->file, &n);
    sb_char(k->out, '[');
    for (uint32_t i = 0; d && i < n; i++) {
        if (names[i].def != d) continue;
        sb_puts(k->out, count++ ? ",{\"range\":" : "{\"range\":");
        put_range(k->out, k->doc->source, names[i].at, k->docs->enc);
        sb_printf(k->out, ",\"kind\":%d}", names[i].is_write ? 3 : 2);
    }
    sb_char(k->out, ']');
}

/* ---- all uses ---------------------------------------------------------------------------------------------- */
typedef struct PyUse {
    PyFile *file;
    Span at;
    bool is_decl;
} PyUse;
typedef struct PySweep {
    Ask *k;
    PyDef *of;
    VEC(PyUse) found;
    uint32_t files;
} PySweep;

static void sweep_file(PySweep *s, PyFile *f) {
    uint32_t n;
    const PyName *names = py_names(f, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (py_origin(names[i].def) != s->of) continue;
        bool decl = f == s->of->file && names[i].at.start == s->of->at.start;
        vec_push(&s->found, (PyUse){f, names[i].at, decl});
    }
}

static bool sweep_path(void *ctx, const char *path, bool is_dir) {
    PySweep *s = ctx;
    const char *dot = strrchr(path, '.');
    if (is_dir || !dot || (strcmp(dot, ".py") != 0 && strcmp(dot, ".pyi") != 0) || strcmp(path, s->of->file ? py_source(s->of->file)->path : "") == 0 ||
        is_open(s->k->docs, path))
        return true;
    char *data = NULL;
    size_t size = 0;
    if (file_read(path, &data, &size) != 0) return true;
    bool has = memmem(data, size, s->of->name->chars, s->of->name->len) != NULL;
    free(data);
    PyFile *f = has && s->files++ < 2000 ? py_open(s->k->docs->python, path) : NULL;
    if (f) sweep_file(s, f);
    return true;
}

/* Names of a function stay in it; others may be used by any file of the workspace. */
static bool sweep(Ask *k, PySweep *s) {
    Span at;
    PyDef *d = py_at(k->file, k->offset, &at);
    *s = (PySweep){.k = k, .of = d ? py_origin(d) : NULL};
    if (!s->of || !s->of->name) return false;
    sweep_file(s, s->of->file);
    if (s->of->kind == PY_ARGUMENT) {
        if (s->of->file != k->file) sweep_file(s, k->file);
        return true;
    }
    for (uint32_t i = 0; i < k->docs->list.len; i++) {
        Doc *doc = k->docs->list.data[i];
        PyFile *f = doc->source->lang == LANG_PYTHON ? py_open(k->docs->python, doc->path) : NULL;
        if (f && f != s->of->file) sweep_file(s, f);
    }
    for (uint32_t i = 0; i < k->docs->n_roots; i++) dir_walk(k->docs->roots[i], sweep_path, s);
    return true;
}

static void references(Ask *k) {
    PySweep s;
    bool decl = json_bool_or(json_get(json_get(k->params, "context"), "includeDeclaration"), true);
    sb_char(k->out, '[');
    if (sweep(k, &s)) {
        for (uint32_t i = 0, n = 0; i < s.found.len; i++) {
            if (s.found.data[i].is_decl && !decl) continue;
            if (n++) sb_char(k->out, ',');
            put_place(k, s.found.data[i].file, s.found.data[i].at, k->out);
        }
        vec_done(&s.found);
    }
    sb_char(k->out, ']');
}

static bool in_workspace(const Docs *docs, const PyFile *f) {
    const char *path = py_source(f)->path;
    if (is_open((void *)(uintptr_t)docs, path)) return true;
    for (uint32_t i = 0; i < docs->n_roots; i++)
        if (strncmp(path, docs->roots[i], strlen(docs->roots[i])) == 0) return true;
    return false;
}

static void prepare_rename(Ask *k) {
    Span at;
    PyDef *d = py_at(k->file, k->offset, &at);
    PyDef *o = d ? py_origin(d) : NULL;
    if (o && o->name && o->kind != PY_MODULE && o->kind != PY_IMPORT && in_workspace(k->docs, o->file)) put_range(k->out, k->doc->source, at, k->docs->enc);
    else sb_puts(k->out, "null");
}

static const char *rename_all(Ask *k) {
    PySweep s;
    Span at;
    const char *name = json_str_or(json_get(k->params, "newName"), "");
    bool good = *name && !(*name >= '0' && *name <= '9');
    for (const char *p = name; *p; p++) good &= unicode_xid_continue((unsigned char)*p) || (unsigned char)*p >= 0x80;
    if (!good) return "the new name is not an identifier";
    PyDef *d = py_at(k->file, k->offset, &at);
    PyDef *o = d ? py_origin(d) : NULL;
    if (!o || !o->name || o->kind == PY_MODULE || o->kind == PY_IMPORT || !in_workspace(k->docs, o->file) || !sweep(k, &s)) return "this cannot be renamed";
    sb_puts(k->out, "{\"changes\":{");
    for (uint32_t i = 0, files = 0; i < s.found.len; i++) {
        bool done = false;
        for (uint32_t j = 0; j < i && !done; j++) done = s.found.data[j].file == s.found.data[i].file;
        if (done) continue;
        if (files++) sb_char(k->out, ',');
        put_file_uri(k->docs, s.found.data[i].file, k->out);
        sb_puts(k->out, ":[");
        for (uint32_t j = i, n = 0; j < s.found.len; j++) {
            const PyUse *u = &s.found.data[j];
            Source *src = (Source *)(uintptr_t)py_source(u->file);
            if (u->file != s.found.data[i].file || u->at.end - u->at.start != o->name->len || memcmp(src->data + u->at.start, o->name->chars, o->name->len) != 0) continue;
            sb_puts(k->out, n++ ? ",{\"range\":" : "{\"range\":");
            put_range(k->out, src, u->at, k->docs->enc);
            sb_puts(k->out, ",\"newText\":");
            json_quote(k->out, str_of(name));
            sb_char(k->out, '}');
        }
        sb_char(k->out, ']');
    }
    sb_puts(k->out, "}}");
    vec_done(&s.found);
    return NULL;
}

/* ---- typing ---------------------------------------------------------------------------------------------------- */
static void complete(Ask *k) {
    static const uint8_t kinds[] = {9, 7, 3, 6, 6, 9, 5};
    Arena a;
    PyItems items;
    arena_init(&a);
    py_complete(k->file, k->offset, &a, &items);
    sb_puts(k->out, "{\"isIncomplete\":false,\"items\":[");
    for (uint32_t i = 0; i < items.list.len; i++) {
        const PyItem *x = &items.list.data[i];
        sb_puts(k->out, i ? ",{\"label\":" : "{\"label\":");
        json_quote(k->out, str_of(x->label));
        sb_printf(k->out, ",\"kind\":%d,\"sortText\":\"%u", x->rank == 4 ? 14 : kinds[x->kind], x->rank);
        sb_puts(k->out, x->label); /* an identifier */
        sb_char(k->out, '"');
        if (x->detail) {
            sb_puts(k->out, ",\"detail\":");
            json_quote(k->out, str_of(x->detail));
        }
        sb_char(k->out, '}');
    }
    sb_puts(k->out, "]}");
    arena_done(&a);
}

/* The parts of a call: arguments of a function, or fields of a class whose constructor they make. */
static NodeList parts_of_call(const PyDef *d) {
    if (IS(ClassDef, d->node)) return AS(ClassDef, d->node)->body;
    const Node *sig = IS(FuncDef, d->node) ? AS(FuncDef, d->node)->sig : NULL;
    return IS(Signature, sig) ? AS(Signature, sig)->args : (NodeList){0};
}

/* Of the call around the offset, as JSON; false: there is none. */
bool put_python_signature(PyFile *f, uint32_t offset, StrBuf *out) {
    uint32_t argument;
    bool is_method;
    PyDef *d = py_call_at(f, offset, &argument, &is_method);
    if (!d || (!IS(FuncDef, d->node) && !IS(ClassDef, d->node))) return false;
    const Source *s = py_source(d->file);
    uint32_t base = d->at.start - (IS(FuncDef, d->node) ? AS(FuncDef, d->node)->name_pos : AS(ClassDef, d->node)->name_pos), n = 0;
    StrBuf label = {0}, params = {0};
    sb_printf(&label, "%s(", d->name->chars);
    EACH_NODE(parts_of_call(d), a) {
        if (IS(ClassDef, d->node) && !IS(AnnAssign, a)) continue;
        if (is_method) { /* the receiver is not written */
            is_method = false;
            continue;
        }
        if (n++) sb_puts(&label, ", "), sb_char(&params, ',');
        Str text = {s->data + base + a->pos, a->end - a->pos};
        sb_str(&label, text);
        sb_puts(&params, "{\"label\":");
        json_quote(&params, text);
        sb_char(&params, '}');
    }
    sb_char(&label, ')');
    sb_puts(out, "{\"signatures\":[{\"label\":");
    json_quote(out, sb_view(&label));
    sb_puts(out, ",\"parameters\":[");
    sb_str(out, sb_view(&params));
    sb_printf(out, "]}],\"activeSignature\":0,\"activeParameter\":%u}", n && argument >= n ? n - 1 : argument);
    sb_done(&label);
    sb_done(&params);
    return true;
}

static void signature(Ask *k) {
    if (!put_python_signature(k->file, k->offset, k->out)) sb_puts(k->out, "null");
}

bool answer_python(Docs *docs, Doc *doc, const char *method, const Json *params, StrBuf *out, const char **error) {
    static const char *const methods[] = {"hover", "definition", "declaration", "typeDefinition", "documentHighlight", "references",
                                          "prepareRename", "rename", "completion", "signatureHelp"};
    if (strncmp(method, "textDocument/", 13) != 0) return false;
    size_t i = 0;
    while (i < ARRAY_LEN(methods) && strcmp(method + 13, methods[i]) != 0) i++;
    if (i == ARRAY_LEN(methods)) return false;
    Ask k = {.docs = docs, .doc = doc, .params = params, .out = out, .file = open_file(docs, doc)};
    k.offset = read_position(json_get(params, "position"), doc->source, docs->enc);
    if (!k.file) {
        sb_puts(out, "null");
        return true;
    }
    switch (i) {
    case 0: hover(&k); break;
    case 1: case 2: definition(&k, false); break;
    case 3: definition(&k, true); break;
    case 4: highlight(&k); break;
    case 5: references(&k); break;
    case 6: prepare_rename(&k); break;
    case 7: *error = rename_all(&k); break;
    case 8: complete(&k); break;
    default: signature(&k); break;
    }
    return true;
}
