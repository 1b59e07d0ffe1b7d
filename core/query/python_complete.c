/* SPDX-License-Identifier: Apache-2.0 */
/* What could be written at a place of a Python file: members, names, modules, arguments; and the call around it. */
#include "query/python_int.h"

/* ---- calls ------------------------------------------------------------------------------------------------------------- */
typedef struct CallAt {
    const char *text;
    const Item *item;
    uint32_t at;
    const Node *call;
} CallAt;

static bool find_call(void *ctx, Node *n) {
    CallAt *c = ctx;
    if (c->at < n->pos || c->at > n->end) return true;
    if (IS(Call, n) && c->at > AS(Call, n)->func->end && (c->at < n->end || c->text[c->item->start + n->end - 1] != ')')) c->call = n;
    node_children(n, find_call, c);
    return true;
}

/* A class whose constructor is made of its fields. */
static bool is_dataclass(const PyDef *d) {
    if (!IS(ClassDef, d->node)) return false;
    EACH_NODE(AS(ClassDef, d->node)->decorators, x) {
        const Node *v = IS(Decorator, x) ? AS(Decorator, x)->value : x;
        if (IS(Call, v)) v = AS(Call, v)->func;
        Name name = IS(Name, v) ? AS(Name, v)->id : IS(Attribute, v) ? AS(Attribute, v)->attr : NULL;
        if (name && str_eq_c(name_str(name), "dataclass")) return true;
    }
    EACH_NODE(AS(ClassDef, d->node)->args, x) if (IS(Name, x) && AS(Name, x)->id && str_eq_c(name_str(AS(Name, x)->id), "NamedTuple")) return true;
    return false;
}

PyDef *py_call_at(PyFile *f, uint32_t offset, uint32_t *argument, bool *is_method) {
    CallAt c = {.text = f->ast->source->data, .item = ast_item_at(f->ast, offset)};
    if (!c.item && offset) c.item = ast_item_at(f->ast, offset - 1);
    if (!c.item || offset < c.item->start) return NULL;
    c.at = offset - c.item->start;
    EACH_NODE(c.item->stmts, n) find_call(&c, n);
    if (!c.call) return NULL;
    PyType t = py_type_of(f, py_scope_at(f, offset), c.item, AS(Call, c.call)->func, 0);
    PyDef *d = t.def;
    *is_method = false;
    *argument = 0;
    EACH_NODE(AS(Call, c.call)->args, x) *argument += x->end < c.at;
    if (d && d->kind == PY_CLASS && !t.is_instance) {
        PyDef *init = py_member((PyType){.def = d, .is_instance = true}, name_of("__init__"), 0);
        if (!init && is_dataclass(d)) return d;
        d = init;
        *is_method = true;
    }
    if (!d || d->kind != PY_FUNCTION) return NULL;
    *is_method |= IS(Attribute, AS(Call, c.call)->func) && d->scope && d->scope->kind == PYS_CLASS;
    return d;
}

/* ---- completion ------------------------------------------------------------------------------------------------------ */
typedef struct Offering {
    Arena *arena;
    PyItems *out;
    Map seen;
    bool dunder;
} Offering;

static void offer(Offering *o, const char *label, const char *detail, PyKind kind, uint8_t rank) {
    Name name = name_of(label);
    if (map_has(&o->seen, name) || (label[0] == '_' && !o->dunder)) return;
    map_put(&o->seen, name, (void *)1);
    vec_push_in(o->arena, &o->out->list, (PyItem){label, detail, kind, rank});
}

static void offer_map(Offering *o, const Map *m, uint8_t rank) {
    MAP_EACH(m, e) {
        PyDef *d = e->value;
        if (d->name) offer(o, d->name->chars, NULL, py_origin(d)->kind, rank);
    }
}

static void offer_class(Offering *o, PyDef *c, uint32_t depth) {
    if (!c || !c->body || depth > PY_MAX_DEPTH) return;
    offer_map(o, &c->body->fields, 0);
    offer_map(o, &c->body->names, 1);
    if (!IS(ClassDef, c->node)) return;
    EACH_NODE(AS(ClassDef, c->node)->args, base) {
        PyType b = IS(Keyword, base) ? ((PyType){0}) : py_type_of(c->file, c->scope, py_item_of(c), base, depth + 1);
        if (b.def && b.def->kind == PY_CLASS && b.def != c) offer_class(o, b.def, depth + 1);
    }
}

static const Node *find_member(const PyFile *f, uint32_t dot, const Item **item) {
    for (uint32_t back = 0; back < 2; back++) { /* the attribute that ends behind the dot, else what stands before it */
        Item *it = NULL;
        Node *n = ast_node_at(f->ast, dot + 1 - back, &it);
        if (n && IS(Attribute, n) && it->start + n->pos < dot) {
            *item = it;
            return AS(Attribute, n)->value;
        }
    }
    Item *it = NULL;
    Node *n = dot ? ast_node_at(f->ast, dot - 1, &it) : NULL;
    if (n) *item = it;
    return n && it->start + n->end == dot ? n : NULL;
}

/* ---- modules --------------------------------------------------------------------------------------------------------- */
typedef struct Listing {
    Offering *o;
    uint8_t rank;
} Listing;

static bool list_one(void *ctx, const char *path, bool is_dir) {
    Listing *l = ctx;
    const char *name = path_basename(path), *dot = strrchr(name, '.');
    bool is_file = !is_dir && dot && (strcmp(dot, ".py") == 0 || strcmp(dot, ".pyi") == 0);
    if (!is_file && (!is_dir || dot)) return true;
    size_t n = is_file ? (size_t)(dot - name) : strlen(name);
    for (size_t i = 0; i < n; i++)
        if (!unicode_xid_continue((unsigned char)name[i]) && (unsigned char)name[i] < 0x80) return true;
    offer(l->o, arena_strndup(l->o->arena, name, n), NULL, PY_MODULE, l->rank);
    return true;
}

static void offer_folder(Offering *o, const char *dir, uint8_t rank) {
    Listing l = {o, rank};
    dir_list(dir, list_one, &l);
}

static void offer_root(void *ctx, const char *dir) {
    offer_folder(ctx, dir, 1);
}

/* `import a.b.‸`, `from a.‸`: modules below what is written. */
static void offer_modules(Offering *o, PyFile *f, uint32_t level, const Name *path, uint32_t n) {
    const char *dir = path_dirname(o->arena, f->path);
    for (uint32_t i = 1; i < level; i++) dir = path_dirname(o->arena, dir);
    PyFile *package = n ? py_import(f, level, path, n) : NULL;
    if (package) {
        if (strncmp(path_basename(package->path), "__init__.", 9) == 0) offer_folder(o, path_dirname(o->arena, package->path), 0);
        return;
    }
    if (n) {
        for (uint32_t i = 0; i < n; i++) dir = path_join(o->arena, dir, path[i]->chars);
        offer_folder(o, dir, 0);
        return;
    }
    offer_folder(o, dir, 0);
    if (level) return;
    py_each_root(f->project, offer_root, o);
}

/* True: the line is an import, and what can stand there was offered. */
static bool offer_import(Offering *o, PyFile *f, uint32_t word) {
    const char *s = f->ast->source->data;
    uint32_t i = word;
    while (i > 0 && s[i - 1] != '\n') i--;
    while (i < word && (s[i] == ' ' || s[i] == '\t')) i++;
    bool from = word - i >= 5 && memcmp(s + i, "from ", 5) == 0, import = word - i >= 7 && memcmp(s + i, "import ", 7) == 0;
    if (!from && !import) return false;
    i += from ? 5 : 7;
    if (import) /* the last of several */
        for (uint32_t k = i; k < word; k++)
            if (s[k] == ',') i = k + 1;
    while (i < word && s[i] == ' ') i++;
    Name path[32];
    uint32_t n = 0, level = 0;
    while (i < word && s[i] == '.') level++, i++;
    while (i < word && n < ARRAY_LEN(path)) {
        uint32_t start = i;
        while (i < word && (unicode_xid_continue((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80)) i++;
        if (i == start) break;
        path[n++] = name_intern(s + start, i - start);
        if (i >= word || s[i] != '.') break;
        i++;
    }
    while (i < word && s[i] == ' ') i++;
    if (i == word) {
        offer_modules(o, f, level, path, n);
    } else if (from && word - i >= 7 && memcmp(s + i, "import ", 7) == 0) {
        PyFile *of = py_import(f, level, path, n);
        if (of) offer_map(o, &of->module.body->names, 0);
        if (!of || strncmp(path_basename(of->path), "__init__.", 9) == 0) offer_modules(o, f, level, path, n);
    }
    return true;
}

/* `name=` for the arguments of the call around. */
static void offer_arguments(Offering *o, PyFile *f, uint32_t offset) {
    uint32_t argument;
    bool is_method;
    PyDef *d = py_call_at(f, offset, &argument, &is_method);
    const Node *sig = d && IS(FuncDef, d->node) ? AS(FuncDef, d->node)->sig : NULL;
    if (IS(Signature, sig)) EACH_NODE(AS(Signature, sig)->args, a) {
        if (!IS(Arg, a) || !AS(Arg, a)->name || AS(Arg, a)->stars) continue;
        if (!is_method) offer(o, arena_printf(o->arena, "%s=", AS(Arg, a)->name->chars), "argument", PY_ARGUMENT, 0);
        is_method = false;
    }
    if (d && IS(ClassDef, d->node)) EACH_NODE(AS(ClassDef, d->node)->body, x)
        if (IS(AnnAssign, x) && IS(Name, AS(AnnAssign, x)->target) && AS(Name, AS(AnnAssign, x)->target)->id)
            offer(o, arena_printf(o->arena, "%s=", AS(Name, AS(AnnAssign, x)->target)->id->chars), "field", PY_FIELD, 0);
}

/* ---- all of it ------------------------------------------------------------------------------------------------------- */
void py_complete(PyFile *f, uint32_t offset, Arena *a, PyItems *out) {
    static const char *const keywords[] = {"and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "False", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "None", "nonlocal", "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield"};
    *out = (PyItems){0};
    Offering o = {.arena = a, .out = out};
    const Source *s = f->ast->source;
    uint32_t word = offset;
    while (word > 0 && (unicode_xid_continue((unsigned char)s->data[word - 1]) || (unsigned char)s->data[word - 1] >= 0x80)) word--;
    o.dunder = word < offset && s->data[word] == '_';
    PyScope *scope = py_scope_at(f, word);
    if (offer_import(&o, f, word)) {
        map_done(&o.seen);
        return;
    }
    if (word && s->data[word - 1] == '.') {
        const Item *item = NULL;
        const Node *value = find_member(f, word - 1, &item);
        PyType t = value ? py_type_of(f, scope, item, value, 0) : ((PyType){0});
        const char *const *members = t.builtin ? py_builtin_members(t.builtin) : NULL;
        for (; members && *members; members++) offer(&o, *members, t.builtin, PY_FUNCTION, 1);
        if (t.def && t.def->kind == PY_CLASS) offer_class(&o, t.def, 0);
        if (t.def && t.def->kind == PY_MODULE) offer_map(&o, &t.def->body->names, 1);
    } else {
        bool inner = true;
        offer_arguments(&o, f, offset);
        for (PyScope *x = scope; x; x = x->parent) {
            if (x->kind != PYS_CLASS || inner) offer_map(&o, &x->names, x == scope ? 0 : x->parent ? 1 : 2);
            if (x->kind != PYS_EXPRESSION) inner = false;
        }
        for (const char *const *b = py_builtin_names(); *b; b++) offer(&o, *b, "builtins", PY_FUNCTION, 3);
        for (size_t i = 0; i < ARRAY_LEN(keywords); i++) offer(&o, keywords[i], NULL, PY_MODULE, 4);
    }
    map_done(&o.seen);
}
