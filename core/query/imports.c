/* SPDX-License-Identifier: Apache-2.0 */
/* The imports of a module put in order: the library first, then the workspace, then relative ones; names sorted,
 * imports from one module joined. Contract in actions.h. */
#include "query/actions.h"

typedef struct Line {
    const char *key;    /* dotted path, dots in front of relative ones */
    uint8_t group;      /* 0 library, 1 others, 2 relative */
    bool is_from, is_star;
    VEC(const char *) names; /* `a` or `a as b` */
} Line;
typedef struct Lines {
    Arena *arena;
    VEC(Line) list;
} Lines;

static const char *dotted(Arena *a, uint32_t level, NodeList path) {
    StrBuf b = {0};
    sb_repeat(&b, '.', level);
    for (uint32_t i = 0; i < path.len; i++) {
        if (i) sb_char(&b, '.');
        if (IS(Name, path.data[i]) && AS(Name, path.data[i])->id) sb_str(&b, name_str(AS(Name, path.data[i])->id));
    }
    const char *r = arena_strndup(a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return r;
}

static uint8_t group_of(const char *key) {
    return *key == '.' ? 2 : strcmp(key, "std") == 0 || strncmp(key, "std.", 4) == 0 ? 0 : 1;
}

static Line *line_for(Lines *l, const char *key, bool is_from, bool is_star) {
    for (uint32_t i = 0; i < l->list.len; i++) {
        Line *x = &l->list.data[i];
        if (x->is_from == is_from && x->is_star == is_star && strcmp(x->key, key) == 0) return x;
    }
    Line x = {.key = key, .group = group_of(key), .is_from = is_from, .is_star = is_star};
    vec_push_in(l->arena, &l->list, x);
    return &vec_last(&l->list);
}

static void add_name(Lines *l, Line *x, const char *name) {
    for (uint32_t i = 0; i < x->names.len; i++)
        if (strcmp(x->names.data[i], name) == 0) return;
    vec_push_in(l->arena, &x->names, name);
}

static const char *with_alias(Arena *a, const char *name, Name as) {
    return as ? arena_printf(a, "%s as %s", name, as->chars) : name;
}

static void read_import(Lines *l, const Node *n) {
    if (IS(Import, n)) {
        EACH_NODE(AS(Import, n)->names, x) if (IS(Alias, x)) {
            const char *path = dotted(l->arena, 0, AS(Alias, x)->path);
            line_for(l, with_alias(l->arena, path, AS(Alias, x)->asname), false, false);
        }
        return;
    }
    const NodeImportFrom *f = AS(ImportFrom, n);
    Line *x = line_for(l, dotted(l->arena, f->level, f->path), true, f->is_star);
    EACH_NODE(f->names, a) if (IS(Alias, a) && AS(Alias, a)->path.len)
        add_name(l, x, with_alias(l->arena, dotted(l->arena, 0, AS(Alias, a)->path), AS(Alias, a)->asname));
}

static int by_text(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static int by_key(const void *x, const void *y) {
    const Line *a = x, *b = y;
    if (a->group != b->group) return a->group - b->group;
    if (a->is_from != b->is_from) return a->is_from - b->is_from;
    return strcmp(a->key, b->key);
}

static void write_lines(Lines *l, StrBuf *b) {
    qsort(l->list.data, l->list.len, sizeof(Line), by_key);
    for (uint32_t i = 0; i < l->list.len; i++) {
        Line *x = &l->list.data[i];
        if (i && x->group != l->list.data[i - 1].group) sb_char(b, '\n');
        if (!x->is_from) {
            sb_printf(b, "import %s\n", x->key);
            continue;
        }
        sb_printf(b, "from %s import ", x->key);
        if (x->is_star) {
            sb_puts(b, "*\n");
            continue;
        }
        qsort(x->names.data, x->names.len, sizeof(char *), by_text);
        size_t width = 14 + strlen(x->key);
        for (uint32_t k = 0; k < x->names.len; k++) width += strlen(x->names.data[k]) + 2;
        bool many = width > 100;
        if (many) sb_puts(b, "(\n");
        for (uint32_t k = 0; k < x->names.len; k++)
            sb_printf(b, many ? "    %s,\n" : k + 1 < x->names.len ? "%s, " : "%s", x->names.data[k]);
        sb_puts(b, many ? ")\n" : "\n");
    }
}

const Action *query_organize_imports(Module *m, Arena *a) {
    Lines l = {.arena = a};
    const Ast *ast = m->ast;
    const Source *s = ast->source;
    uint32_t from = UINT32_MAX, to = 0;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        const Node *n = it->stmts.len ? it->stmts.data[0] : NULL;
        bool import = IS(Import, n) || IS(ImportFrom, n);
        if (!import && from == UINT32_MAX && IS(ExprStmt, n)) continue; /* the doc-string */
        if (!import) break;
        if (it->has_errors || it->stmts.len != 1) return NULL;
        if (from == UINT32_MAX) from = it->start;
        to = it->start + n->end;
        while (to < s->size && s->data[to] != '\n') {
            if (s->data[to] == '#') return NULL; /* comments have their place */
            to++;
        }
        if (to < s->size) to++;
        read_import(&l, n);
    }
    if (from == UINT32_MAX || memchr(s->data + from, '#', to - from)) return NULL;
    StrBuf b = {0};
    write_lines(&l, &b);
    Action *x = NULL;
    if (b.len != to - from || memcmp(b.p, s->data + from, b.len) != 0) {
        x = ARENA_NEW(a, Action);
        *x = (Action){.title = "Organise imports", .kind = "source.organizeImports"};
        Edit e = {{s->id, from, to}, arena_str(a, sb_view(&b))};
        vec_push_in(a, &x->edits, e);
    }
    sb_done(&b);
    return x;
}
