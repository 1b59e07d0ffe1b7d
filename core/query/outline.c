/* SPDX-License-Identifier: Apache-2.0 */
/* Outline, folds and selections of a file, from its tree. */
#include "query/outline.h"

enum { MAX_OUTLINE_DEPTH = 60 };

typedef struct Walk {
    const Ast *ast;
    const Item *item;
    Arena *arena;
    Outline *out;
    Folds *folds;
    uint32_t depth;
    bool in_type;
} Walk;

/* ---- outline ----------------------------------------------------------------------------------- */
/* Source text on one line, runs of white space as one blank, at most `limit` bytes. */
static const char *one_line(Walk *w, uint32_t from, uint32_t to, uint32_t limit) {
    const Source *s = w->ast->source;
    StrBuf b = {0};
    if (to > s->size) to = s->size;
    bool space = false;
    for (uint32_t i = from; i < to; i++) {
        char c = s->data[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = b.len > 0;
            continue;
        }
        if (space) sb_char(&b, ' ');
        space = false;
        sb_char(&b, c);
        if (b.len >= limit && (unsigned char)s->data[i + 1] < 0x80) {
            sb_puts(&b, "…");
            break;
        }
    }
    const char *r = b.len ? arena_strndup(w->arena, b.p, b.len) : "";
    sb_done(&b);
    return r;
}

static Span span_at(const Walk *w, uint32_t pos, uint32_t end) {
    return (Span){w->ast->source->id, w->item->start + pos, w->item->start + end};
}

static void entry(Walk *w, OutlineKind kind, Name name, const Node *n, uint32_t name_pos, uint32_t name_end,
                  const char *detail) {
    if (!name || name_end < name_pos) return;
    OutlineEntry e = {.kind = kind,
                      .name = name->chars,
                      .detail = detail,
                      .all = span_at(w, n->pos, n->end),
                      .name_at = span_at(w, name_pos, name_end),
                      .depth = w->depth};
    if (e.all.end < e.name_at.end) e.all.end = e.name_at.end;
    vec_push_in(w->arena, &w->out->entries, e);
}

static void outline_list(Walk *w, NodeList l);

static void bound_names(Walk *w, const Node *stmt, Node *target, OutlineKind kind, const Node *type) {
    if (!target) return;
    if (IS(BindTarget, target)) target = AS(BindTarget, target)->target;
    if (IS(Name, target)) {
        const char *t = type ? one_line(w, w->item->start + type->pos, w->item->start + type->end, 60) : "";
        entry(w, kind, AS(Name, target)->id, stmt, target->pos, target->end, t);
    } else if (IS(TupleExpr, target)) {
        EACH_NODE(AS(TupleExpr, target)->elts, e) if (IS(Name, e) || IS(BindTarget, e)) bound_names(w, stmt, e, kind, NULL);
    }
}

static void inner(Walk *w, NodeList body, bool is_type) {
    bool saved = w->in_type;
    w->in_type = is_type;
    w->depth++;
    if (w->depth < MAX_OUTLINE_DEPTH) outline_list(w, body);
    w->depth--;
    w->in_type = saved;
}

static void outline_type(Walk *w, const Node *n, OutlineKind kind, Name name, uint32_t name_pos, NodeList body) {
    uint32_t end = name_pos + (name ? name->len : 0), stop = body.len ? body.data[0]->pos : end;
    /* parameters and conformances as written, up to the colon */
    const char *text = w->ast->source->data + w->item->start;
    uint32_t colon = end;
    int open = 0;
    while (colon < stop && !(text[colon] == ':' && open == 0) && text[colon] != '\n') {
        open += text[colon] == '[' || text[colon] == '(';
        open -= text[colon] == ']' || text[colon] == ')';
        colon++;
    }
    entry(w, kind, name, n, name_pos, end, one_line(w, w->item->start + end, w->item->start + colon, 60));
    if (name) inner(w, body, true);
}

static void outline_stmt(Walk *w, Node *n) {
    switch (n->kind) {
    case NODE_FuncDef: {
        NodeFuncDef *f = AS(FuncDef, n);
        uint32_t end = f->name_pos + (f->name ? f->name->len : 0);
        bool ctor = w->in_type && name_is(f->name, NM_init);
        const char *detail = f->sig && f->sig->end > end
                                 ? one_line(w, w->item->start + end, w->item->start + f->sig->end, 120)
                                 : "";
        entry(w, ctor ? OUTLINE_CONSTRUCTOR : w->in_type ? OUTLINE_METHOD : OUTLINE_FUNCTION, f->name, n, f->name_pos,
              end, detail);
        if (f->name) inner(w, f->body, false);
        return;
    }
    case NODE_StructDef:
        outline_type(w, n, OUTLINE_STRUCT, AS(StructDef, n)->name, AS(StructDef, n)->name_pos, AS(StructDef, n)->body);
        return;
    case NODE_TraitDef:
        outline_type(w, n, OUTLINE_TRAIT, AS(TraitDef, n)->name, AS(TraitDef, n)->name_pos, AS(TraitDef, n)->body);
        return;
    case NODE_ExtensionDef:
        outline_type(w, n, OUTLINE_EXTENSION, AS(ExtensionDef, n)->name, AS(ExtensionDef, n)->name_pos,
                     AS(ExtensionDef, n)->body);
        return;
    case NODE_ClassDef:
        outline_type(w, n, OUTLINE_CLASS, AS(ClassDef, n)->name, AS(ClassDef, n)->name_pos, AS(ClassDef, n)->body);
        return;
    case NODE_ComptimeDecl:
        EACH_NODE(AS(ComptimeDecl, n)->names, x) bound_names(w, n, x, OUTLINE_CONSTANT, AS(ComptimeDecl, n)->annotation);
        return;
    case NODE_TypeAlias: {
        Name name = AS(TypeAlias, n)->name;
        if (name) entry(w, OUTLINE_CONSTANT, name, n, n->pos, n->pos + 4, "");
        return;
    }
    case NODE_VarDecl:
        if (w->depth == 0 || w->in_type)
            bound_names(w, n, AS(VarDecl, n)->target, w->in_type ? OUTLINE_FIELD : OUTLINE_VARIABLE,
                        AS(VarDecl, n)->annotation);
        return;
    case NODE_AnnAssign:
        if (w->depth == 0 || w->in_type)
            bound_names(w, n, AS(AnnAssign, n)->target, w->in_type ? OUTLINE_FIELD : OUTLINE_VARIABLE,
                        AS(AnnAssign, n)->annotation);
        return;
    case NODE_Assign:
        if (w->depth == 0 || w->in_type)
            EACH_NODE(AS(Assign, n)->targets, t) bound_names(w, n, t, w->in_type ? OUTLINE_FIELD : OUTLINE_VARIABLE, NULL);
        return;
    case NODE_If: /* definitions under `if` are definitions of the module */
        outline_list(w, AS(If, n)->body);
        outline_list(w, AS(If, n)->orelse);
        return;
    case NODE_Try: outline_list(w, AS(Try, n)->body); return;
    default: return;
    }
}

static void outline_list(Walk *w, NodeList l) {
    EACH_NODE(l, n) outline_stmt(w, n);
}

void query_outline(const Ast *ast, Arena *a, Outline *out) {
    Walk w = {.ast = ast, .arena = a, .out = out};
    *out = (Outline){0};
    for (uint32_t i = 0; i < ast->n_items; i++) {
        w.item = ast->items[i];
        outline_list(&w, ast->items[i]->stmts);
    }
}

/* ---- folds ------------------------------------------------------------------------------------- */
static uint32_t line_of(const Ast *ast, uint32_t offset) {
    return source_line_col(ast->source, offset, POS_UTF8).line;
}

static void fold(Walk *w, uint32_t from, uint32_t to, FoldKind kind) {
    const char *text = w->ast->source->data;
    while (to > from && (text[to - 1] == '\n' || text[to - 1] == '\r' || text[to - 1] == ' ' || text[to - 1] == '\t')) to--;
    Fold f = {line_of(w->ast, from), line_of(w->ast, to > from ? to - 1 : to), kind};
    if (f.last <= f.first) return;
    for (uint32_t i = w->folds->list.len; i-- > 0 && i + 4 > w->folds->list.len;)
        if (w->folds->list.data[i].first == f.first) return; /* the outer one is there */
    vec_push_in(w->arena, &w->folds->list, f);
}

static bool has_block(const Node *n) {
    switch (n->kind) {
    case NODE_FuncDef: case NODE_StructDef: case NODE_TraitDef: case NODE_ExtensionDef: case NODE_ClassDef:
    case NODE_If: case NODE_While: case NODE_For: case NODE_Try: case NODE_ExceptHandler: case NODE_With:
    case NODE_Match: case NODE_MatchCase: case NODE_ListExpr: case NODE_DictExpr: case NODE_SetExpr: case NODE_Call:
    case NODE_TupleExpr: case NODE_StringLit: case NODE_FString: case NODE_ListComp: case NODE_DictComp:
    case NODE_Signature: return true;
    default: return false;
    }
}

static uint32_t head_of(const Node *n) { /* decorators are left outside */
    switch (n->kind) {
    case NODE_FuncDef: return AS(FuncDef, n)->name_pos;
    case NODE_StructDef: return AS(StructDef, n)->name_pos;
    case NODE_TraitDef: return AS(TraitDef, n)->name_pos;
    case NODE_ClassDef: return AS(ClassDef, n)->name_pos;
    default: return n->pos;
    }
}

static bool fold_node(void *ctx, Node *n) {
    Walk *w = ctx;
    if (has_block(n)) fold(w, w->item->start + head_of(n), w->item->start + n->end, FOLD_CODE);
    if (IS(If, n) && AS(If, n)->orelse.len) { /* the branch up to the next one */
        NodeList b = AS(If, n)->body;
        if (b.len) fold(w, w->item->start + n->pos, w->item->start + b.data[b.len - 1]->end, FOLD_CODE);
    }
    if (w->depth++ < 500) node_children(n, fold_node, w);
    w->depth--;
    return true;
}

static bool is_import(const Item *it) {
    return it->stmts.len && (IS(Import, it->stmts.data[0]) || IS(ImportFrom, it->stmts.data[0]));
}

static Str trimmed(Source *s, uint32_t line) {
    Str t = source_line(s, line);
    while (t.len && (*t.p == ' ' || *t.p == '\t')) t.p++, t.len--;
    return t;
}

/* Runs of comment lines, and `# region` … `# endregion`. */
static void fold_comments(Walk *w) {
    Source *s = w->ast->source;
    uint32_t n = source_n_lines(s), run = 0, regions[64], n_regions = 0;
    for (uint32_t i = 0; i <= n; i++) {
        Str t = i < n ? trimmed(s, i) : (Str){"", 0};
        bool comment = t.len && t.p[0] == '#', mark = false;
        if (comment) {
            Str word = {t.p + 1, t.len - 1};
            while (word.len && *word.p == ' ') word.p++, word.len--;
            if (str_starts(word, STR("region"))) {
                mark = true;
                if (n_regions < ARRAY_LEN(regions)) regions[n_regions++] = i;
            } else if (str_starts(word, STR("endregion"))) {
                mark = true;
                if (n_regions) vec_push_in(w->arena, &w->folds->list, (Fold){regions[--n_regions], i, FOLD_REGION});
            }
        }
        if (comment && !mark) {
            run++;
            continue;
        }
        if (run > 1) vec_push_in(w->arena, &w->folds->list, (Fold){i - run, i - 1, FOLD_COMMENT});
        run = 0;
    }
}

void query_folds(const Ast *ast, Arena *a, Folds *out) {
    Walk w = {.ast = ast, .arena = a, .folds = out};
    *out = (Folds){0};
    for (uint32_t i = 0; i < ast->n_items; i++) {
        uint32_t k = i;
        while (k < ast->n_items && is_import(ast->items[k])) k++;
        if (k > i + 1) {
            w.item = ast->items[k - 1];
            fold(&w, ast->items[i]->start, w.item->start + w.item->stmts.data[0]->end, FOLD_IMPORTS);
        }
        if (k > i) {
            i = k - 1;
            continue;
        }
        w.item = ast->items[i];
        EACH_NODE(w.item->stmts, n) fold_node(&w, n);
    }
    fold_comments(&w);
}

/* ---- selections -------------------------------------------------------------------------------- */
typedef struct Chain {
    const Ast *ast;
    const Item *item;
    Arena *arena;
    uint32_t at; /* item-relative */
    VEC(Span) outer;
    uint32_t depth;
} Chain;

static void chain_push(Chain *c, uint32_t from, uint32_t to) {
    Span s = {c->ast->source->id, c->item->start + from, c->item->start + to};
    if (c->outer.len && vec_last(&c->outer).start == s.start && vec_last(&c->outer).end == s.end) return;
    if (c->outer.len && (vec_last(&c->outer).start > s.start || vec_last(&c->outer).end < s.end)) return;
    vec_push_in(c->arena, &c->outer, s);
}

static bool chain_node(void *ctx, Node *n) {
    Chain *c = ctx;
    if (c->at < n->pos || c->at > n->end) return true;
    chain_push(c, n->pos, n->end);
    if (IS(Attribute, n) && c->at >= AS(Attribute, n)->attr_pos && AS(Attribute, n)->attr)
        chain_push(c, AS(Attribute, n)->attr_pos, AS(Attribute, n)->attr_pos + AS(Attribute, n)->attr->len);
    if (c->depth++ < 3000) node_children(n, chain_node, c);
    return false;
}

void query_selection(const Ast *ast, uint32_t offset, Arena *a, Spans *out) {
    *out = (Spans){0};
    Chain c = {.ast = ast, .arena = a};
    Span all = {ast->source->id, 0, ast->source->size};
    vec_push_in(a, &c.outer, all);
    Item *it = ast_item_at(ast, offset);
    if (it) {
        c.item = it;
        c.at = offset - it->start;
        EACH_NODE(it->stmts, n) if (!chain_node(&c, n)) break;
    }
    while (c.outer.len) vec_push_in(a, &out->list, vec_pop(&c.outer));
}

/* ---- lenses ------------------------------------------------------------------------------------ */
static void lens(Arena *a, Lenses *out, const OutlineEntry *e, LensKind kind) {
    vec_push_in(a, &out->list, (Lens){e->name_at, kind, e->name});
}

void query_lenses(const Ast *ast, Arena *a, Lenses *out) {
    Outline o;
    *out = (Lenses){0};
    query_outline(ast, a, &o);
    for (uint32_t i = 0; i < o.entries.len; i++) {
        const OutlineEntry *e = &o.entries.data[i];
        bool callable = e->kind == OUTLINE_FUNCTION || e->kind == OUTLINE_METHOD || e->kind == OUTLINE_CONSTRUCTOR;
        if (e->depth == 0 && e->kind == OUTLINE_FUNCTION && strcmp(e->name, "main") == 0) {
            lens(a, out, e, LENS_RUN);
            lens(a, out, e, LENS_DEBUG);
        } else if (e->depth == 0 && e->kind == OUTLINE_FUNCTION && strncmp(e->name, "test_", 5) == 0) {
            lens(a, out, e, LENS_TEST);
        }
        if (e->depth < 2 && (callable || e->kind == OUTLINE_STRUCT || e->kind == OUTLINE_TRAIT) && strncmp(e->name, "__", 2) != 0)
            lens(a, out, e, LENS_REFERENCES);
    }
}
