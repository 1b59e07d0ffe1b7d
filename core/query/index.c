/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a checked session: what each name in the program's own modules stands for. */
#include "query/query_int.h"

/* ---- collecting -------------------------------------------------------------------------------- */
static uint64_t node_key(const Module *m, const Item *item, uint32_t pos) {
    return ((uint64_t)m->ast->source->id << 32 | (item->start + pos)) + 1;
}

static Span name_span(const Module *m, const Item *item, const Node *n, const Decl *d) {
    uint32_t pos = n->pos, len = n->end - n->pos;
    if (IS(Attribute, n)) {
        pos = AS(Attribute, n)->attr_pos;
        len = AS(Attribute, n)->attr ? AS(Attribute, n)->attr->len : 0;
    } else if (IS(ContextMember, n)) {
        pos = n->pos + 1;
        len = AS(ContextMember, n)->attr ? AS(ContextMember, n)->attr->len : 0;
    } else if (IS(Capture, n)) {
        len = AS(Capture, n)->name ? AS(Capture, n)->name->len : 0;
        pos = n->end - len - (AS(Capture, n)->transfer ? 1 : 0);
    } else if (!IS(Name, n)) {
        Span s = query_decl_span(d);
        if (s.file == m->ast->source->id) return s;
        len = 0;
    }
    return (Span){m->ast->source->id, item->start + pos, item->start + pos + len};
}

void query_note(Query *q, Span at, Decl *d, Val self) {
    if (at.end <= at.start) return;
    uint64_t key = (uint64_t)at.file << 32 | at.start;
    uintptr_t known = (uintptr_t)map_get_u(&q->by_place, key + 1);
    if (known) {
        Use *u = &q->uses.data[known - 1];
        u->decl = d;
        if (self) u->self = self;
        return;
    }
    Span decl = query_decl_span(d);
    Use u = {.at = at, .decl = d, .self = self, .is_decl = decl.file == at.file && decl.start == at.start};
    vec_push(&q->uses, u);
    map_put_u(&q->by_place, key + 1, (void *)(uintptr_t)q->uses.len);
}

Use *query_noted(const Query *q, uint32_t file, uint32_t start) {
    uintptr_t known = (uintptr_t)map_get_u(&q->by_place, ((uint64_t)file << 32 | start) + 1);
    return known ? &q->uses.data[known - 1] : NULL;
}

static void on_name(void *ctx, const Module *m, const Item *item, const Node *n, Decl *d, Val self) {
    Query *q = ctx;
    if (d->kind == DECL_ALIAS) d = decl_follow(q->cx->resolver, d);
    if (d && m->ast) query_note(q, name_span(m, item, n, d), d, self);
}

/* What a loop or `with` calls on the value of a call is reported at the same node: it is not what stands there. */
static bool is_implicit_call(const FnDecl *f) {
    Str s = f->decl.name ? name_str(f->decl.name) : STR("");
    return str_starts(s, STR("__")) && !name_is(f->decl.name, NM_init) && !str_eq_c(s, "__call__");
}

static void on_call(void *ctx, const Module *m, const Item *item, const Node *call, FnDecl *f) {
    Query *q = ctx;
    if (!IS(Call, call) || !m->ast || !f) return;
    uint64_t key = node_key(m, item, call->pos) ^ ((uint64_t)call->id << 44);
    uintptr_t known = (uintptr_t)map_get_u(&q->calls_by, key);
    if (known) {
        if (is_implicit_call(f)) return;
        q->calls.data[known - 1].fn = f;
    } else {
        vec_push_in(&q->arena, &q->calls, (CallUse){m, item, call, f});
        map_put_u(&q->calls_by, key, (void *)(uintptr_t)q->calls.len);
    }
    query_note_keywords(q, m, item, &AS(Call, call)->args, &f->decl);
    const Node *name = AS(Call, call)->func;
    if (IS(Subscript, name)) name = AS(Subscript, name)->value;
    if (!IS(Name, name) && !IS(Attribute, name)) return;
    Span at = name_span(m, item, name, NULL);
    uintptr_t use = (uintptr_t)map_get_u(&q->by_place, ((uint64_t)at.file << 32 | at.start) + 1);
    if (!use) return;
    Decl *d = q->uses.data[use - 1].decl;
    if (d->kind == DECL_FNSET || (d->kind == DECL_FN && d->name == f->decl.name)) q->uses.data[use - 1].decl = &f->decl;
}

/* Places in an item stay what they are when it moves; when it changes, what was said of the old text is not met again. */
static uint64_t item_key(const Query *q, const Item *item, uint32_t pos, uint32_t len) {
    uint64_t text = (uintptr_t)(q->edited.len ? map_get(&q->edited, item) : NULL);
    uint64_t key = hash_mix(hash_mix((uintptr_t)item, text), (uint64_t)pos << 32 | len);
    return key ? key : 1;
}

static void on_value(void *ctx, const Module *m, const Item *item, const Node *n, const TExpr *e) {
    Query *q = ctx;
    if (!m->is_kept || !m->ast || !e->type || val_is_error(e->type) || e->kind >= 64) return;
    Val type = e->kind == X_CONST && val_is_type(e->val) ? e->val : e->type;
    map_put_u(q->edited.len ? &q->fresh : &q->types, item_key(q, item, n->pos, n->end - n->pos), (void *)(uintptr_t)type);
}

Val query_type_of(const Query *q, Span at) {
    if (q->whole) q = q->whole;
    for (uint32_t i = 0; i < q->modules.len; i++) {
        const Ast *ast = q->modules.data[i]->ast;
        if (ast->source->id != at.file) continue;
        const Item *item = ast_item_at(ast, at.start);
        if (!item) return NULL;
        uint64_t key = item_key(q, item, at.start - item->start, at.end - at.start);
        Val known = map_get_u(&q->fresh, key);
        return known ? known : map_get_u(&q->types, key);
    }
    return NULL;
}

static void ignore_decl(void *ctx, Decl *d) {
    (void)ctx, (void)d;
}
static void ignore_member(void *ctx, Val t, bool is_type) {
    (void)ctx, (void)t, (void)is_type;
}
static void ignore_module(void *ctx, Module *m) {
    (void)ctx, (void)m;
}

/* ---- names that no body mentions: declarations and imports -------------------------------------- */
static void add_decl(Query *q, Decl *d, int depth);

static void add_scope(Query *q, const Scope *s, const Module *m, int depth) {
    MAP_EACH(&s->names, e) {
        Decl *d = e->value;
        if (d && d->module == m) add_decl(q, d, depth + 1);
    }
}

static void add_params(Query *q, const ParamList *l) {
    for (uint32_t i = 0; i < l->len; i++)
        if (!l->data[i]->is_auto) add_decl(q, &l->data[i]->decl, 1);
}

static void add_decl(Query *q, Decl *d, int depth) {
    if (!d || depth > 40 || d->kind == DECL_ALIAS) return;
    if (d->kind == DECL_FN && DECL_AS(FnDecl, d)->synth != SYNTH_NONE) return; /* stands where its struct does */
    if (d->kind == DECL_FNSET) {
        for (uint32_t i = 0; i < DECL_AS(FnSet, d)->fns.len; i++) add_decl(q, &DECL_AS(FnSet, d)->fns.data[i]->decl, depth + 1);
        return;
    }
    if (d->item && d->node && d->module && d->module->ast) on_name(q, d->module, d->item, d->node, d, NULL);
    switch (d->kind) {
    case DECL_STRUCT:
        add_params(q, &DECL_AS(StructDecl, d)->params);
        add_scope(q, &DECL_AS(StructDecl, d)->members, d->module, depth);
        break;
    case DECL_TRAIT: add_scope(q, &DECL_AS(TraitDecl, d)->members, d->module, depth); break;
    case DECL_FN: {
        FnDecl *f = DECL_AS(FnDecl, d);
        add_params(q, &f->params);
        for (uint32_t i = 0; i < f->args.len; i++) add_decl(q, &f->args.data[i]->decl, depth + 1);
        if (f->result_var) add_decl(q, &f->result_var->decl, depth + 1);
        break;
    }
    default: break;
    }
}

static void add_path(Query *q, Module *m, Item *item, uint32_t level, NodeList path) {
    Name names[32];
    uint32_t n = 0;
    EACH_NODE(path, x) {
        if (!IS(Name, x) || !AS(Name, x)->id || n == 32) return;
        names[n++] = AS(Name, x)->id;
        Module *target = resolver_import(q->cx->resolver, m, level, names, n, NULL);
        if (target) on_name(q, m, item, x, &target->decl, NULL);
    }
}

static void add_import(Query *q, Module *m, Item *item, Node *n) {
    if (IS(Import, n)) {
        EACH_NODE(AS(Import, n)->names, a) if (IS(Alias, a)) add_path(q, m, item, 0, AS(Alias, a)->path);
        return;
    }
    NodeImportFrom *f = AS(ImportFrom, n);
    add_path(q, m, item, f->level, f->path);
    EACH_NODE(f->names, a) {
        if (!IS(Alias, a) || !AS(Alias, a)->path.len || !IS(Name, AS(Alias, a)->path.data[0])) continue;
        Node *x = AS(Alias, a)->path.data[0];
        Name local = AS(Alias, a)->asname ? AS(Alias, a)->asname : AS(Name, x)->id;
        Decl *d = local ? scope_get(&m->scope, local) : NULL;
        if (d && d->kind == DECL_ALIAS) d = decl_follow(q->cx->resolver, d);
        if (!d) continue;
        on_name(q, m, item, x, d, NULL);
        uint32_t end = item->start + a->end, len = AS(Alias, a)->asname ? AS(Alias, a)->asname->len : 0;
        if (len) query_note(q, (Span){m->ast->source->id, end - len, end}, d, NULL);
    }
}

/* ---- building ---------------------------------------------------------------------------------- */
int query_by_place(const void *x, const void *y) {
    const Use *a = x, *b = y;
    if (a->at.file != b->at.file) return a->at.file < b->at.file ? -1 : 1;
    return a->at.start < b->at.start ? -1 : a->at.start > b->at.start;
}

static void add_module(Query *q, Module *m, const Map *known) {
    if (m->is_std || !m->ast || map_has(known, m)) return;
    vec_push_in(&q->arena, &q->modules, m);
    add_scope(q, &m->scope, m, 0);
    for (uint32_t k = 0; k < m->ast->n_items; k++)
        EACH_NODE(m->ast->items[k]->stmts, st) if (IS(Import, st) || IS(ImportFrom, st)) add_import(q, m, m->ast->items[k], st);
    query_note_tree(q, m);
}

/* Whether a compile-time call depends on bodies of the program. */
static bool is_of_program(Val v, int depth) {
    if (!v || depth > 8) return v != NULL;
    const Decl *d = v->kind == T_STRUCT || v->kind == T_FNITEM || v->kind == V_FN ? v->u.decl : NULL;
    if (d && d->module && !d->module->is_std) return true;
    for (uint32_t i = 0; i < v->n; i++)
        if (is_of_program(v->args[i], depth + 1)) return true;
    return v->type && is_of_program(v->type, depth + 1);
}

static Val eval_noted(void *ctx, FnDecl *f, const Val *params, uint32_t n_params, const Val *args, uint32_t n_args, const char **why) {
    Query *q = ctx;
    bool ours = !f->decl.module || !f->decl.module->is_std;
    for (uint32_t i = 0; i < n_params && !ours; i++) ours = is_of_program(params[i], 0);
    for (uint32_t i = 0; i < n_args && !ours; i++) ours = is_of_program(args[i], 0);
    q->ran_program |= ours;
    return q->demand.eval(q->demand.ctx, f, params, n_params, args, n_args, why);
}

static Val field_asked(void *ctx, Val object, uint32_t index, Val type) {
    const Query *q = ctx;
    return q->demand.field(q->demand.ctx, object, index, type);
}

void query_watch(Query *q, bool on) {
    q->cx->watch = on ? &q->watch : NULL;
    if (on) q->demand = q->cx->demand;
    q->cx->demand = on ? (Demand){q, eval_noted, field_asked} : q->demand;
}

Query *query_new(Session *s, Module *m) {
    Query *q = xcalloc(1, sizeof *q);
    arena_init(&q->arena);
    q->session = s;
    q->cx = session_cx(s);
    q->module = m;
    q->watch = (Watch){.ctx = q,
                       .name = on_name,
                       .call = on_call,
                       .value = on_value,
                       .local = ignore_decl,
                       .owner = ignore_decl,
                       .member = ignore_member,
                       .module_member = ignore_module};
    Map known = {0}; /* modules that another query has checked: their uses are there */
    uint32_t n;
    Module *const *modules = resolver_modules(q->cx->resolver, &n);
    for (uint32_t i = 0; i < n; i++)
        if (modules[i]->decl.state == DECL_COMPLETE && modules[i] != m) map_put(&known, modules[i], modules[i]);
    for (uint32_t done = 0;; done = n) { /* a path of an import that the checker gave up on may lead to more of them */
        query_watch(q, true);
        session_check_bodies(s, m);
        query_watch(q, false);
        modules = resolver_modules(q->cx->resolver, &n);
        if (done == n) break;
        for (uint32_t i = done; i < n; i++) {
            add_module(q, modules[i], &known);
            uint32_t now;
            modules = resolver_modules(q->cx->resolver, &now);
        }
    }
    if (q->uses.len) qsort(q->uses.data, q->uses.len, sizeof(Use), query_by_place);
    map_done(&q->by_place);
    map_done(&known);
    return q;
}

/* What the whole has collected, and of its uses those in the part's file: they lie together. */
void query_take_part(Query *q) {
    query_settle(q->whole);
    const Query *whole = q->whole;
    uint32_t file = q->module->ast->source->id, from = 0;
    while (from < whole->uses.len && whole->uses.data[from].at.file < file) from++;
    q->uses.data = whole->uses.data + from;
    q->uses.len = 0;
    while (from + q->uses.len < whole->uses.len && q->uses.data[q->uses.len].at.file == file) q->uses.len++;
    q->calls.data = whole->calls.data;
    q->calls.len = whole->calls.len;
}

Query *query_part(Query *whole, Module *m) {
    uint32_t i = 0;
    while (i < whole->modules.len && whole->modules.data[i] != m) i++;
    if (i == whole->modules.len) return NULL;
    Query *q = xcalloc(1, sizeof *q);
    arena_init(&q->arena);
    q->session = whole->session;
    q->cx = whole->cx;
    q->module = m;
    q->whole = whole;
    query_take_part(q);
    return q;
}

bool query_is_part(const Query *q) {
    return q->whole != NULL;
}

void query_drop_forgotten(Query *q) {
    query_settle(q);
    if (q->whole) {
        query_drop_forgotten(q->whole);
        if (!q->module->is_forgotten) query_take_part(q);
        return;
    }
    uint32_t n, len = 0, max = 0;
    Module *const *modules = resolver_modules(q->cx->resolver, &n);
    for (uint32_t i = 0; i < n; i++)
        if (modules[i]->ast && modules[i]->ast->source->id > max) max = modules[i]->ast->source->id;
    bool *live = xcalloc((size_t)max + 1, sizeof *live); /* by source: its module is left */
    for (uint32_t i = 0; i < n; i++)
        if (modules[i]->ast) live[modules[i]->ast->source->id] = true;
    for (uint32_t i = 0; i < q->uses.len; i++)
        if (q->uses.data[i].at.file <= max && live[q->uses.data[i].at.file]) q->uses.data[len++] = q->uses.data[i];
    q->uses.len = len;
    len = 0;
    for (uint32_t i = 0; i < q->calls.len; i++)
        if (!q->calls.data[i].module->is_forgotten) q->calls.data[len++] = q->calls.data[i];
    q->calls.len = len;
    free(live);
}

void query_free(Query *q) {
    if (!q) return;
    if (!q->whole) {
        map_done(&q->by_place);
        map_done(&q->calls_by);
        map_done(&q->types);
        map_done(&q->edited);
        map_done(&q->fresh);
        vec_done(&q->uses);
        vec_done(&q->before);
        session_edit_done(&q->edit);
    }
    arena_done(&q->arena);
    free(q);
}

bool query_covers(const Query *q, const Module *m) {
    for (uint32_t i = 0; i < q->modules.len; i++)
        if (q->modules.data[i] == m) return true;
    return false;
}

const Use *query_uses(const Query *q, uint32_t *n) {
    query_settle((Query *)(uintptr_t)q);
    *n = q->uses.len;
    return q->uses.data;
}

const CallUse *query_calls(const Query *q, uint32_t *n) {
    *n = q->calls.len;
    return q->calls.data;
}

Span query_callee_span(const CallUse *c) {
    const Node *f = AS(Call, c->node)->func;
    if (IS(Subscript, f)) f = AS(Subscript, f)->value;
    Span s = name_span(c->module, c->item, f, NULL);
    return s.end > s.start ? s : node_span(c->module->ast, c->item, f);
}

const Use *query_use_at(const Query *q, uint32_t file, uint32_t offset) {
    query_settle((Query *)(uintptr_t)q);
    uint32_t lo = 0, hi = q->uses.len;
    while (lo < hi) { /* first use that ends at or after the offset */
        uint32_t mid = lo + (hi - lo) / 2;
        const Span *s = &q->uses.data[mid].at;
        if (s->file < file || (s->file == file && s->end < offset)) lo = mid + 1;
        else hi = mid;
    }
    const Use *best = NULL;
    for (uint32_t i = lo; i < q->uses.len && i < lo + 2; i++) {
        const Use *u = &q->uses.data[i];
        if (u->at.file == file && u->at.start <= offset && offset <= u->at.end) best = u; /* the later one wins: `a.|b` */
    }
    return best;
}

Span query_decl_span(const Decl *d) {
    if (!d) return SPAN_NONE;
    if (d->kind == DECL_MODULE) {
        const Module *m = (const Module *)d;
        return m->ast ? (Span){m->ast->source->id, 0, 0} : SPAN_NONE;
    }
    if (d->kind == DECL_FNSET && DECL_AS(FnSet, (Decl *)d)->fns.len) d = &DECL_AS(FnSet, (Decl *)d)->fns.data[0]->decl;
    if (!d->module || !d->module->ast || !d->item || !d->node) return SPAN_NONE;
    Span s = decl_span(d);
    const Node *n = d->node;
    if (d->name && (IS(Arg, n) || IS(Param, n) || IS(AnnAssign, n) || IS(ExceptHandler, n) || IS(Alias, n))) {
        /* the name inside: the first whole word that is it */
        const char *t = d->module->ast->source->data;
        for (uint32_t i = s.start; i + d->name->len <= s.end; i++) {
            bool start = i == s.start || !(unicode_xid_continue((unsigned char)t[i - 1]));
            bool end = i + d->name->len >= s.end || !unicode_xid_continue((unsigned char)t[i + d->name->len]);
            if (start && end && memcmp(t + i, d->name->chars, d->name->len) == 0)
                return (Span){s.file, i, i + d->name->len};
        }
    }
    return s;
}

const Decl *query_same(const Decl *d) {
    if (d && d->kind == DECL_FNSET && DECL_AS(FnSet, (Decl *)d)->fns.len == 1) return &DECL_AS(FnSet, (Decl *)d)->fns.data[0]->decl;
    return d;
}

/* ---- by place ------------------------------------------------------------------------------------------ */
static Decl *in_scope(const Scope *s, const Module *m, uint32_t start, int depth) {
    if (depth > 3) return NULL;
    MAP_EACH(&s->names, e) {
        Decl *d = e->value;
        if (!d || d->module != m || d->kind == DECL_ALIAS) continue;
        if (query_decl_span(d).start == start) return d;
        Decl *inner = d->kind == DECL_STRUCT  ? in_scope(&DECL_AS(StructDecl, d)->members, m, start, depth + 1)
                      : d->kind == DECL_TRAIT ? in_scope(&DECL_AS(TraitDecl, d)->members, m, start, depth + 1)
                                              : NULL;
        if (inner) return inner;
    }
    return NULL;
}

Decl *query_decl_at(Session *s, const char *path, uint32_t start) {
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(s)->resolver, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (!modules[i]->ast || strcmp(modules[i]->ast->source->path, path) != 0) continue;
        Decl *d = in_scope(&modules[i]->scope, modules[i], start, 0);
        if (d) return d;
    }
    return NULL;
}
