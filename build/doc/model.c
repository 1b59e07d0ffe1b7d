/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

enum { MOST_DEPTH = 20 };

typedef struct Reader {
    Arena *a;
    const Ast *ast;
    const Item *item;
    bool private_too;
    int depth;
} Reader;

static const char *text_of(Reader *r, const Node *n) {
    if (!n) return "";
    StrBuf b = {0};
    node_unparse(&b, n, LANG_MOJO);
    const char *s = arena_strndup(r->a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

static const char *text_copy(Reader *r, Str s) {
    return arena_strndup(r->a, s.p, s.len);
}

static const Node *doc_literal(const Node *stmt) {
    if (!IS(ExprStmt, stmt)) return NULL;
    const Node *v = AS(ExprStmt, stmt)->value;
    return IS(StringLit, v) && !AS(StringLit, v)->is_bytes ? v : NULL;
}

static void read_doc(Reader *r, const Node *stmt, const Item *item, DocText *out) {
    const Node *v = stmt ? doc_literal(stmt) : NULL;
    if (!v) return;
    doc_text_parse(r->a, arena_str(r->a, AS(StringLit, v)->value), out);
    out->at = node_span(r->ast, item, v);
}

static bool is_public(const Reader *r, Name name) {
    if (!name) return false;
    Str n = name_str(name);
    bool dunder = str_starts(n, STR("__")) && str_ends(n, STR("__"));
    return r->private_too || dunder || !str_starts(n, STR("_"));
}

static DocItem *add(Reader *r, DocItem *parent, DocKind kind, Name name, uint32_t pos) {
    DocItem *d = ARENA_NEW(r->a, DocItem);
    d->kind = kind;
    d->name = arena_strdup(r->a, name->chars);
    d->parent = parent;
    d->full_name = arena_printf(r->a, "%s.%s", parent->full_name, d->name);
    d->signature = d->type = d->value = d->returns = d->raises_type = d->wheres = "";
    d->at = (Span){r->ast->source->id, r->item->start + pos, r->item->start + pos + name->len};
    vec_push_in(r->a, &parent->items, d);
    return d;
}

/* ---- decorators ------------------------------------------------------------------------------------------------- */
static Str decorator_name(const Node *d) {
    const Node *v = AS(Decorator, d)->value;
    if (IS(Call, v)) v = AS(Call, v)->func;
    return IS(Name, v) ? name_str(AS(Name, v)->id) : (Str){"", 0};
}

static bool is_hidden(NodeList decorators) {
    EACH_NODE(decorators, d) if (str_eq_c(decorator_name(d), "doc_hidden")) return true;
    return false;
}

static void read_decorators(Reader *r, DocItem *d, NodeList decorators) {
    EACH_NODE(decorators, n) {
        Str name = decorator_name(n);
        if (str_eq_c(name, "staticmethod")) d->is_static = true;
        if (str_eq_c(name, "implicit")) d->is_implicit = true;
        if (!str_eq_c(name, "deprecated")) continue;
        d->deprecated = "";
        const Node *v = AS(Decorator, n)->value;
        if (IS(Call, v) && AS(Call, v)->args.len && IS(StringLit, AS(Call, v)->args.data[0]))
            d->deprecated = text_copy(r, AS(StringLit, AS(Call, v)->args.data[0])->value);
    }
}

/* ---- signatures --------------------------------------------------------------------------------------------------- */
static const char *conv_text(uint32_t conv) {
    static const char *const words[] = {"read", "read", "mut", "var", "deinit", "out", "ref"};
    return words[conv];
}

/* Markers say how the entries before or after them are passed: `/` and `//` what stands before, `*` what follows. */
static void passing(DocParam *list, uint32_t n, uint32_t marker) {
    for (uint32_t i = 0; i < n; i++)
        if (marker == MARK_SLASH && strcmp(list[i].passing, "inferred") != 0) list[i].passing = "pos";
        else if (marker == MARK_DSLASH) list[i].passing = "inferred";
}

static void describe(DocItem *d, const char *section, DocParam *p) {
    const DocSection *s = doc_section(&d->doc, section);
    for (uint32_t i = 0; s && i < s->entries.len; i++)
        if (str_eq_c(s->entries.data[i].name, p->name)) p->description = s->entries.data[i].text;
}

static void read_params(Reader *r, DocItem *d, NodeList list) {
    const char *how = "pos_or_kw";
    EACH_NODE(list, n) {
        if (IS(Marker, n)) {
            if (AS(Marker, n)->kind == MARK_STAR) how = "kw";
            else passing(d->params.data, d->params.len, AS(Marker, n)->kind);
        }
        if (!IS(Param, n) || !AS(Param, n)->name) continue;
        const NodeParam *q = AS(Param, n);
        DocParam p = {.name = arena_strdup(r->a, q->name->chars), .type = text_of(r, q->annotation), .value = text_of(r, q->value), .conv = "",
                      .passing = how, .stars = q->stars == 2 ? "**" : q->stars ? "*" : ""};
        describe(d, "Parameters", &p);
        vec_push_in(r->a, &d->params, p);
        if (q->stars == 1) how = "kw";
    }
}

static void read_args(Reader *r, DocItem *d, NodeList list) {
    const char *how = "pos_or_kw";
    EACH_NODE(list, n) {
        if (IS(Marker, n)) {
            if (AS(Marker, n)->kind == MARK_STAR) how = "kw";
            else passing(d->args.data, d->args.len, AS(Marker, n)->kind);
        }
        if (!IS(Arg, n) || !AS(Arg, n)->name) continue;
        const NodeArg *q = AS(Arg, n);
        DocParam p = {.name = arena_strdup(r->a, q->name->chars), .type = text_of(r, q->annotation), .value = text_of(r, q->value),
                      .conv = conv_text(q->conv), .passing = how, .stars = q->stars == 2 ? "**" : q->stars ? "*" : ""};
        if (d->is_method && !*p.type && strcmp(p.name, "self") == 0) p.type = "Self";
        describe(d, "Args", &p);
        vec_push_in(r->a, &d->args, p);
        if (q->stars == 1) how = "kw";
    }
}

/* Source text from the name to the end of the header, on one line. */
static const char *header(Reader *r, uint32_t from, uint32_t to) {
    const char *p = r->ast->source->data + r->item->start;
    StrBuf b = {0};
    bool space = false;
    for (uint32_t i = from; i < to && r->item->start + i < r->ast->source->size; i++) {
        if (p[i] == '#') {
            while (i + 1 < to && p[i + 1] != '\n') i++;
            continue;
        }
        bool blank = p[i] == ' ' || p[i] == '\n' || p[i] == '\t' || p[i] == '\r' || (p[i] == '\\' && p[i + 1] == '\n');
        if (blank) {
            space = b.len > 0;
            continue;
        }
        bool opened = b.len && strchr("([", b.p[b.len - 1]), closes = strchr(")]", p[i]) != NULL;
        if (closes && b.len && b.p[b.len - 1] == ',' && space) b.len--; /* one item per line ends with a comma */
        if (space && !opened && !closes) sb_char(&b, ' ');
        space = false;
        sb_char(&b, p[i]);
    }
    const char *s = arena_strndup(r->a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

static const char *read_wheres(Reader *r, NodeList wheres) {
    StrBuf b = {0};
    EACH_NODE(wheres, w) sb_printf(&b, "%s%s", b.len ? " and " : "", text_of(r, AS(Where, w)->condition));
    const char *s = arena_strndup(r->a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

static void read_function(Reader *r, DocItem *parent, NodeFuncDef *f) {
    if (!is_public(r, f->name) || is_hidden(f->decorators)) return;
    DocItem *d = add(r, parent, DOC_FUNCTION, f->name, f->name_pos);
    const NodeSignature *s = f->sig ? AS(Signature, f->sig) : NULL;
    d->is_method = parent->kind == DOC_STRUCT || parent->kind == DOC_TRAIT;
    d->is_async = f->is_async;
    if (f->body.len) read_doc(r, f->body.data[0], r->item, &d->doc);
    read_decorators(r, d, f->decorators);
    d->is_required = parent->kind == DOC_TRAIT && f->body.len && IS(ExprStmt, vec_last(&f->body)) &&
                     IS(Constant, AS(ExprStmt, vec_last(&f->body))->value);
    uint32_t end = f->sig ? f->sig->end : f->name_pos + f->name->len;
    d->signature = header(r, f->name_pos, end);
    if (!s) return;
    read_params(r, d, s->params);
    read_args(r, d, s->args);
    d->raises = (s->effects & EFFECT_RAISES) != 0;
    d->raises_type = text_of(r, s->raises_type);
    d->returns = text_of(r, s->returns);
    if (IS(Constant, s->returns) && AS(Constant, s->returns)->value == CONST_NONE) d->returns = "";
    d->wheres = read_wheres(r, s->wheres);
}

/* ---- types ---------------------------------------------------------------------------------------------------------- */
static void read_statements(Reader *r, DocItem *parent, NodeList body);

static void read_type(Reader *r, DocItem *parent, DocKind kind, Node *n, NodeList decorators, Name name, uint32_t name_pos,
                      NodeList params, NodeList conformances, NodeList wheres, NodeList body) {
    if (!is_public(r, name) || is_hidden(decorators)) return;
    DocItem *d = add(r, parent, kind, name, name_pos);
    if (body.len) read_doc(r, body.data[0], r->item, &d->doc);
    read_decorators(r, d, decorators);
    read_params(r, d, params);
    EACH_NODE(conformances, c) if (IS(Conformance, c)) vec_push_in(r->a, &d->traits, text_of(r, AS(Conformance, c)->trait));
    d->wheres = read_wheres(r, wheres);
    StrBuf b = {0};
    uint32_t end = name_pos + name->len;
    if (params.len) { /* up to the bracket that closes them */
        const char *p = r->ast->source->data + r->item->start;
        end = params.data[params.len - 1]->end;
        while (end < n->end && p[end] != ']') end++;
        end++;
    }
    sb_printf(&b, "%s %s", kind == DOC_STRUCT ? "struct" : "trait", header(r, name_pos, end));
    d->signature = arena_strndup(r->a, b.p, b.len);
    sb_done(&b);
    r->depth++;
    if (r->depth < MOST_DEPTH) read_statements(r, d, body);
    r->depth--;
}

static void read_field(Reader *r, DocItem *parent, const NodeVarDecl *v, const Node *after) {
    if (parent->kind != DOC_STRUCT || !IS(Name, v->target)) return;
    Name name = AS(Name, v->target)->id;
    if (!is_public(r, name)) return;
    DocItem *d = add(r, parent, DOC_FIELD, name, v->target->pos);
    d->type = text_of(r, v->annotation);
    d->value = text_of(r, v->value);
    d->signature = arena_printf(r->a, "var %s: %s", d->name, d->type);
    read_doc(r, after, r->item, &d->doc);
}

static void read_alias(Reader *r, DocItem *parent, const NodeComptimeDecl *c, const Node *after, const Item *after_item) {
    if (is_hidden(c->decorators)) return;
    EACH_NODE(c->names, n) {
        if (!IS(Name, n) || !is_public(r, AS(Name, n)->id)) continue;
        DocItem *d = add(r, parent, DOC_ALIAS, AS(Name, n)->id, n->pos);
        read_decorators(r, d, c->decorators);
        read_doc(r, after, after_item, &d->doc);
        if (c->sig) read_params(r, d, AS(Signature, c->sig)->params);
        d->type = text_of(r, c->annotation);
        d->value = text_of(r, c->value);
        d->signature = arena_printf(r->a, "comptime %s%s%s%s%s", d->name, *d->type ? ": " : "", d->type, *d->value ? " = " : "", d->value);
    }
}

/* `after`: the statement that follows, which may be the doc-string of a field or alias. */
static void read_statement(Reader *r, DocItem *parent, Node *n, const Node *after, const Item *after_item) {
    switch (n->kind) {
    case NODE_FuncDef: read_function(r, parent, AS(FuncDef, n)); return;
    case NODE_StructDef: {
        NodeStructDef *s = AS(StructDef, n);
        read_type(r, parent, DOC_STRUCT, n, s->decorators, s->name, s->name_pos, s->params, s->conformances, s->wheres, s->body);
        return;
    }
    case NODE_TraitDef: {
        NodeTraitDef *t = AS(TraitDef, n);
        read_type(r, parent, DOC_TRAIT, n, t->decorators, t->name, t->name_pos, t->params, t->conformances, t->wheres, t->body);
        return;
    }
    case NODE_VarDecl: read_field(r, parent, AS(VarDecl, n), after); return;
    case NODE_ComptimeDecl: read_alias(r, parent, AS(ComptimeDecl, n), after, after_item); return;
    default: return;
    }
}

static void read_statements(Reader *r, DocItem *parent, NodeList body) {
    for (uint32_t i = 0; i < body.len; i++)
        read_statement(r, parent, body.data[i], i + 1 < body.len ? body.data[i + 1] : NULL, r->item);
}

/* ---- modules and packages ---------------------------------------------------------------------------------------------- */
static DocItem *new_module(Arena *a, DocKind kind, const char *path, const char *full_name) {
    DocItem *d = ARENA_NEW(a, DocItem);
    const char *dot = strrchr(full_name, '.');
    d->kind = kind;
    d->path = arena_strdup(a, path);
    d->full_name = arena_strdup(a, full_name);
    d->name = dot ? arena_strdup(a, dot + 1) : d->full_name;
    d->signature = d->type = d->value = d->returns = d->raises_type = d->wheres = "";
    return d;
}

static bool read_file(Arena *a, SourceMap *sources, const char *path, bool private_too, DocItem *d) {
    int err = 0;
    Source *s = source_load(sources, path, &err);
    Ast *ast = s ? ast_parse(s) : NULL;
    if (!ast) return false;
    Reader r = {.a = a, .ast = ast, .private_too = private_too};
    d->at = (Span){s->id, 0, 0};
    for (uint32_t i = 0; i < ast->n_items; i++) {
        NodeList stmts = ast->items[i]->stmts;
        const Item *next = i + 1 < ast->n_items ? ast->items[i + 1] : NULL;
        r.item = ast->items[i];
        if (i == 0 && stmts.len) read_doc(&r, stmts.data[0], r.item, &d->doc);
        for (uint32_t k = 0; k < stmts.len; k++) {
            bool last = k + 1 == stmts.len;
            const Node *after = !last ? stmts.data[k + 1] : next && next->stmts.len ? next->stmts.data[0] : NULL;
            read_statement(&r, d, stmts.data[k], after, last ? next : r.item);
        }
    }
    ast_free(ast);
    return true;
}

DocItem *doc_module(Arena *a, SourceMap *sources, const char *path, const char *full_name, bool private_too) {
    DocItem *d = new_module(a, DOC_MODULE, path, full_name);
    return read_file(a, sources, path, private_too, d) ? d : NULL;
}

typedef struct Names {
    Arena *a;
    const char *dir;
    VEC(const char *) all; /* of files and folders directly in it */
} Names;

static bool collect(void *ctx, const char *path, bool is_dir) {
    Names *n = ctx;
    const char *rest = path + strlen(n->dir) + 1;
    bool counts = is_dir || str_ends(str_of(rest), STR(".mojo")) || str_ends(str_of(rest), STR(".\xF0\x9F\x94\xA5"));
    if (!strchr(rest, '/') && counts) vec_push_in(n->a, &n->all, (const char *)arena_strdup(n->a, rest));
    return true;
}

static int by_name(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

DocItem *doc_package(Arena *a, SourceMap *sources, const char *dir, const char *full_name, bool private_too) {
    DocItem *d = new_module(a, DOC_PACKAGE, dir, full_name);
    const char *init = path_join(a, dir, "__init__.mojo");
    if (file_exists(init)) read_file(a, sources, init, private_too, d);
    Names n = {.a = a, .dir = dir};
    dir_walk(dir, collect, &n);
    if (n.all.len) qsort(n.all.data, n.all.len, sizeof(char *), by_name);
    for (uint32_t i = 0; i < n.all.len; i++) {
        const char *file = n.all.data[i], *path = path_join(a, dir, file), *dot = strrchr(file, '.');
        Str base = {file, dot ? (size_t)(dot - file) : strlen(file)};
        if (str_eq_c(base, "__init__") || (base.len && base.p[0] == '_' && !private_too)) continue;
        const char *name = arena_printf(a, "%s." STR_FMT, full_name, STR_ARG(base));
        DocItem *in = dir_exists(path) ? file_exists(path_join(a, path, "__init__.mojo")) ? doc_package(a, sources, path, name, private_too) : NULL
                                       : doc_module(a, sources, path, name, private_too);
        if (!in) continue;
        in->parent = d;
        vec_push_in(a, &d->items, in);
    }
    return d;
}
