/* SPDX-License-Identifier: Apache-2.0 */
/* Ownership of one function in ranges and sentences. Contract in ownership.h. */
#include "query/ownership_int.h"

const char *const owned_kind_names[] = {"alive", "borrowed", "mutablyBorrowed", "copied",
                                        "moved", "destroyed", "reinitialised",  "conflict"};

typedef struct Gather {
    Query *q;
    FnDecl *fn;
    Module *module;
    Item *item;
    Arena *arena;
    TreeFacts tree;
    Flow flow;
    bool has_flow;
    Ownership *out;
} Gather;

bool query_size_of(Query *q, Val type, uint64_t *size, uint64_t *align) {
    if (!type || val_is_error(type) || (type->flags & (VAL_SYMBOLIC | VAL_UNBOUND))) return false;
    const Layout *l = val_layout(q->cx->vals, q->cx->target, type);
    if (!l) return false;
    *size = l->size;
    *align = l->align;
    return true;
}

/* ---- functions of the text ---------------------------------------------------------------------- */
void query_each_fn(Query *q, uint32_t from, uint32_t to, void (*fn)(void *ctx, FnDecl *f), void *ctx) {
    uint32_t n, file = q->module->ast->source->id;
    const Use *uses = query_uses(q, &n);
    for (uint32_t i = 0; i < n; i++) {
        const Use *u = &uses[i];
        if (u->at.file != file || !u->is_decl || u->decl->kind != DECL_FN) continue;
        FnDecl *f = DECL_AS(FnDecl, u->decl);
        if (!IS(FuncDef, f->decl.node) || !f->decl.item || f->decl.module != q->module) continue;
        uint32_t start = f->decl.item->start + f->decl.node->pos, end = f->decl.item->start + f->decl.node->end;
        if (start < to && from <= end) fn(ctx, f);
    }
}

static void innermost(void *ctx, FnDecl *f) {
    FnDecl **best = ctx;
    if (!*best || f->decl.node->end - f->decl.node->pos <= (*best)->decl.node->end - (*best)->decl.node->pos) *best = f;
}

VarDecl *query_variable_at(Query *q, uint32_t offset) {
    const Use *u = query_use_at(q, q->module->ast->source->id, offset);
    return u && u->decl->kind == DECL_VAR ? DECL_AS(VarDecl, u->decl) : NULL;
}

/* ---- ranges ------------------------------------------------------------------------------------------ */
static Span span_of(const Gather *g, uint32_t pos, uint32_t end) {
    return (Span){g->module->ast->source->id, g->item->start + pos, g->item->start + end};
}

static OwnedRange *put(Gather *g, OwnedKind kind, const VarDecl *v, uint32_t pos, uint32_t end, const char *message) {
    if (end <= pos) return NULL;
    OwnedRange r = {.kind = kind, .var = v, .at = span_of(g, pos, end), .message = message};
    for (uint32_t i = g->out->ranges.len; i-- > 0;) {
        OwnedRange *o = &g->out->ranges.data[i];
        if (o->kind == kind && o->var == v && o->at.start == r.at.start && o->at.end == r.at.end) return o;
    }
    vec_push_in(g->arena, &g->out->ranges, r);
    return &vec_last(&g->out->ranges);
}

static uint32_t line_of(const Gather *g, uint32_t pos) {
    return source_line_col(g->module->ast->source, g->item->start + pos, POS_UTF8).line + 1;
}

static const char *name_of_var(const VarDecl *v) {
    return v && v->decl.name ? v->decl.name->chars : "the value";
}

static bool in_text(const Gather *g, const VarDecl *v) {
    return v && v->decl.name && !v->is_synthetic && v->decl.module == g->module;
}

/* The next mention of a variable after a position; NULL: none. */
static const Mention *next_mention(const Gather *g, const VarDecl *v, uint32_t pos) {
    for (uint32_t i = 0; i < g->tree.mentions.len; i++) {
        const Mention *m = &g->tree.mentions.data[i];
        if (m->var == v && m->pos > pos) return m;
    }
    return NULL;
}

/* The last mention in a statement of a variable or of what borrows from it. */
static const Mention *last_mention(const Gather *g, uint32_t local, uint32_t unit, bool *of_itself) {
    const IrFn *f = g->flow.f;
    const VarDecl *v = f->locals.data[local].var;
    const Mention *found = NULL;
    const Unit *u = &g->flow.units[unit];
    for (uint32_t i = 0; i < g->tree.mentions.len; i++) {
        const Mention *m = &g->tree.mentions.data[i];
        if (m->pos < u->start || m->pos >= u->end) continue;
        bool borrows = m->var == v;
        for (uint32_t k = 0; k < f->locals.len && !borrows; k++)
            if (f->locals.data[k].var == m->var)
                for (uint32_t j = 0; j < f->locals.data[k].n_borrows; j++) borrows |= f->locals.data[k].borrows[j] == local;
        if (!borrows) continue;
        found = m;
        *of_itself = m->var == v;
    }
    return found;
}

/* ---- alive, borrowed -------------------------------------------------------------------------------------- */

static uint32_t trimmed_end(const Gather *g, const Unit *u) {
    const char *text = g->module->ast->source->data + g->item->start;
    uint32_t end = u->end;
    while (end > u->start && strchr(" \t\r\n", text[end - 1])) end--;
    return end;
}

static void alive_ranges(Gather *g, uint32_t slot, OwnedKind kind, const VarDecl *of, const char *message) {
    const Flow *w = &g->flow;
    const VarDecl *v = w->f->locals.data[w->local_of[slot]].var;
    for (uint32_t i = 0; i < w->n_units;) {
        if (!flow_bit(w->alive[slot], i)) {
            i++;
            continue;
        }
        uint32_t from = w->units[i].start, last = i;
        for (uint32_t k = i + 1; k < w->n_units; k++) { /* over headers that do nothing, as `except e:` */
            if (flow_bit(w->alive[slot], k)) last = k;
            else if (flow_bit(w->runs, k)) break;
        }
        if (!v->is_arg && v->decl.node && v->decl.item == g->item) {
            Span at = query_decl_span(&v->decl);
            uint32_t pos = at.start - g->item->start;
            if (at.file && pos > from && pos < w->units[i].end) from = pos;
        }
        put(g, kind, of, from, trimmed_end(g, &w->units[last]), message);
        i = last + 1;
    }
}

static void flow_ranges(Gather *g) {
    const Flow *w = &g->flow;
    for (uint32_t s = 0; s < w->n_slots; s++) {
        const IrLocal *l = &w->f->locals.data[w->local_of[s]];
        if (in_text(g, l->var))
            alive_ranges(g, s, OWNED_ALIVE, l->var, arena_printf(g->arena, "`%s` holds a value that is still used", name_of_var(l->var)));
        for (uint32_t i = 0; i < l->n_borrows; i++) {
            const VarDecl *of = w->f->locals.data[l->borrows[i]].var;
            if (!in_text(g, of) || of == l->var) continue;
            bool mut = l->is_ref && l->is_mut;
            const char *who = l->var->decl.name && !l->var->is_synthetic
                                  ? arena_printf(g->arena, "`%s` is borrowed%s by `%s`", name_of_var(of), mut ? " for writing" : "",
                                                 name_of_var(l->var))
                                  : arena_printf(g->arena, "`%s` is borrowed by the loop or block", name_of_var(of));
            alive_ranges(g, s, mut ? OWNED_BORROWED_MUT : OWNED_BORROWED, of, who);
        }
    }
}

/* ---- destroyed ----------------------------------------------------------------------------------------------- */
static void death_range(Gather *g, const Death *d) {
    const VarDecl *v = g->flow.f->locals.data[d->local].var;
    if (!in_text(g, v)) return;
    const Unit *u = &g->flow.units[d->unit];
    const char *name = name_of_var(v);
    if (d->replaced) {
        put(g, OWNED_DESTROYED, v, d->pos, d->pos + v->decl.name->len,
            arena_printf(g->arena, "the old value of `%s` is destroyed before it gets the new one", name));
        return;
    }
    if (d->entering) {
        uint32_t end = u->start;
        const char *text = g->module->ast->source->data + g->item->start;
        while (end < u->end && text[end] != '\n') end++;
        put(g, OWNED_DESTROYED, v, u->start, end, arena_printf(g->arena, "`%s` is destroyed on entering this branch", name));
        return;
    }
    bool itself = true;
    const Mention *m = last_mention(g, d->local, d->unit, &itself);
    Span decl = query_decl_span(&v->decl);
    uint32_t at = decl.start - g->item->start;
    OwnedRange *r;
    if (m) {
        r = put(g, OWNED_DESTROYED, v, m->pos, m->end,
                itself ? arena_printf(g->arena, "last use of `%s`: it is destroyed after line %u", name, line_of(g, u->end ? u->end - 1 : 0))
                       : arena_printf(g->arena, "`%s` borrows from `%s`, which is destroyed after this last use",
                                      name_of_var(m->var), name));
        if (r) r->is_last = itself;
    } else if (!v->is_arg && v->decl.item == g->item && at >= u->start && at < u->end) {
        put(g, OWNED_DESTROYED, v, at, at + v->decl.name->len,
            arena_printf(g->arena, "`%s` is never read: it is destroyed at once", name));
    } else {
        put(g, OWNED_DESTROYED, v, u->start, trimmed_end(g, u), arena_printf(g->arena, "`%s` is destroyed here", name));
    }
}

/* ---- copied, moved, passed ------------------------------------------------------------------------------------- */
static const char *copy_reason(Gather *g, const TreeFact *f) {
    if (!f->var) return "";
    const VarDecl *v = f->var;
    if (!f->whole) return arena_printf(g->arena, " because only a part of `%s` is wanted", name_of_var(v));
    if (v->is_arg && v->conv != CONV_VAR && v->conv != CONV_DEINIT)
        return arena_printf(g->arena, " because the argument `%s` is borrowed", name_of_var(v));
    if (!v->is_arg && v->conv != CONV_VAR) return arena_printf(g->arena, " because `%s` is a reference", name_of_var(v));
    const Mention *m = next_mention(g, v, f->node->pos);
    if (m) return arena_printf(g->arena, " because `%s` is used again in line %u", name_of_var(v), line_of(g, m->pos));
    return arena_printf(g->arena, " because `%s` may be used again", name_of_var(v));
}

static const char *size_text(Gather *g, Val type) {
    uint64_t size, align;
    return query_size_of(g->q, type, &size, &align) ? arena_printf(g->arena, " (%llu bytes)", (unsigned long long)size) : "";
}

static void copy_range(Gather *g, const TreeFact *f) {
    const TExpr *e = f->expr;
    const char *type = val_str_of(g->arena, e->type), *name = name_of_var(f->var);
    bool explicit = IS(Call, f->node);
    if (!explicit) {
        LifeFacts life = check_life(g->q->cx, e->type, NULL);
        if (life.trivial_copy) return;
    }
    uintptr_t op = g->has_flow ? (uintptr_t)map_get_u(&g->flow.copies, (uint64_t)e->pos + 1) : 0;
    OwnedRange *r;
    if (op == IR_MOVE + 1)
        r = put(g, OWNED_MOVED, f->var, f->node->pos, f->node->end,
                arena_printf(g->arena, "the last use of `%s` gives its value away", name));
    else if (op == IR_COPY + 1 && g->out->complete)
        r = put(g, OWNED_COPIED, f->var, f->node->pos, f->node->end,
                explicit ? arena_printf(g->arena, "a copy of `%s`%s", type, size_text(g, e->type))
                         : arena_printf(g->arena, "`%s`%s is copied here%s", type, size_text(g, e->type), copy_reason(g, f)));
    else return;
    if (r) r->implicit = !explicit;
}

/* Behind the `^` after a place; 0 when there is none. */
static uint32_t transfer_end(const Gather *g, const Node *n) {
    const Source *s = g->module->ast->source;
    uint32_t i = g->item->start + n->end;
    while (i < s->size && strchr(" \t)", s->data[i]) && s->data[i]) i++;
    return i < s->size && s->data[i] == '^' ? i + 1 - g->item->start : 0;
}

static void tree_range(Gather *g, const TreeFact *f) {
    const char *name = name_of_var(f->var);
    const Node *n = f->node;
    switch (f->kind) {
    case TREE_COPY: copy_range(g, f); return;
    case TREE_MOVE: {
        uint32_t end = transfer_end(g, n);
        if (end) /* else made by the compiler */
            put(g, OWNED_MOVED, f->var, n->pos, end,
                arena_printf(g->arena, f->whole ? "`%s` is given away" : "a part of `%s` is given away", name));
        return;
    }
    case TREE_ARGUMENT: {
        if (!in_text(g, f->var) || (!IS(Name, n) && !IS(Attribute, n) && !IS(Subscript, n))) return;
        bool mut = f->conv == CONV_MUT; /* whether a `ref` is written through is not said by the call */
        if (!mut && f->conv != CONV_IMM && f->conv != CONV_REF) return;
        const char *callee = f->callee->decl.name ? f->callee->decl.name->chars : "the call";
        OwnedRange *r = put(g, mut ? OWNED_BORROWED_MUT : OWNED_BORROWED, f->var, n->pos, n->end,
                            arena_printf(g->arena, mut ? "`%s` may change `%s`" : "`%s` reads `%s`", callee, name));
        if (r) r->is_argument = true;
        return;
    }
    case TREE_ASSIGN:
        if (f->whole && in_text(g, f->var) && IS(Name, n) && !IS(FuncDef, n))
            put(g, OWNED_SET_AGAIN, f->var, n->pos, n->end, arena_printf(g->arena, "`%s` gets a new value", name));
        return;
    }
}

/* ---- conflicts ---------------------------------------------------------------------------------------------------- */
static void conflict_ranges(Gather *g) {
    const DiagSink *s = &g->module->diags;
    const Node *def = g->fn->decl.node;
    Span all = span_of(g, def->pos, def->end);
    for (uint32_t i = 0; i < s->diags.len; i++) {
        const Diag *d = s->diags.data[i];
        if (d->code / 1000 != 3 || d->severity != SEV_ERROR || d->at.file != all.file || d->at.start < all.start || d->at.end > all.end)
            continue;
        VarDecl *v = query_variable_at(g->q, d->at.start);
        put(g, OWNED_CONFLICT, v, d->at.start - g->item->start, d->at.end - g->item->start, arena_strdup(g->arena, d->message));
    }
}

static int by_start(const void *x, const void *y) {
    const OwnedRange *a = x, *b = y;
    if (a->at.start != b->at.start) return a->at.start < b->at.start ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    return a->at.end < b->at.end ? -1 : a->at.end > b->at.end;
}

bool query_ownership_of(Query *q, FnDecl *fn, Arena *a, Ownership *out) {
    *out = (Ownership){.fn = fn};
    if (!fn->body || !IS(FuncDef, fn->decl.node) || !fn->decl.item || fn->decl.module != q->module) return false;
    Gather g = {.q = q, .fn = fn, .module = q->module, .item = fn->decl.item, .arena = a, .out = out};
    tree_facts(fn->body, a, &g.tree);
    IrFn *ir = fn->ir;
    out->complete = ir && ir->owned;
    if (ir) {
        flow_run(ir, fn->decl.node, a, &g.flow);
        g.has_flow = true;
        flow_ranges(&g);
        for (uint32_t i = 0; i < g.flow.deaths.len; i++) death_range(&g, &g.flow.deaths.data[i]);
    }
    for (uint32_t i = 0; i < g.tree.list.len; i++) tree_range(&g, &g.tree.list.data[i]);
    conflict_ranges(&g);
    if (out->ranges.len) qsort(out->ranges.data, out->ranges.len, sizeof(OwnedRange), by_start);
    flow_done(&g.flow);
    return true;
}

bool query_ownership(Query *q, uint32_t offset, Arena *a, Ownership *out) {
    FnDecl *best = NULL;
    query_each_fn(q, offset, offset + 1, innermost, &best);
    *out = (Ownership){0};
    return best && query_ownership_of(q, best, a, out);
}

/* ---- the table of a variable --------------------------------------------------------------------------------------- */
static const char *conv_text(const VarDecl *v) {
    if (!v->is_arg) return v->conv == CONV_REF ? "reference (`ref`)" : v->conv == CONV_IMM ? "immutable binding" : "owned (`var`)";
    switch (v->conv) {
    case CONV_IMM: return "borrowed for reading";
    case CONV_MUT: return "borrowed for writing (`mut`)";
    case CONV_VAR: return "owned (`var`)";
    case CONV_DEINIT: return "owned, taken apart (`deinit`)";
    case CONV_OUT: return "result (`out`)";
    case CONV_REF: return "reference (`ref`)";
    default: return "borrowed";
    }
}

static void put_line(StrBuf *out, const Source *s, uint32_t offset) {
    uint32_t line = source_line_col((Source *)(uintptr_t)s, offset, POS_UTF8).line + 1;
    sb_printf(out, "[line %u](", line);
    path_to_uri(out, s->path);
    sb_printf(out, "#L%u)", line);
}

static void list_ranges(Query *q, const Ownership *o, const VarDecl *v, OwnedKind kind, bool arguments, const char *title, StrBuf *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->ranges.len; i++) {
        const OwnedRange *r = &o->ranges.data[i];
        if (r->var != v || r->kind != kind || r->is_argument != arguments) continue;
        if (n == 5) {
            sb_puts(out, ", …");
            break;
        }
        if (n++) sb_puts(out, ", ");
        else sb_printf(out, "| %s | ", title);
        put_line(out, q->module->ast->source, r->at.start);
        if (r->implicit) sb_puts(out, " (implicitly)");
    }
    if (n) sb_puts(out, " |\n");
}

static void put_uses(Query *q, const VarDecl *v, StrBuf *out) {
    uint32_t n, count = 0;
    const Use *uses = query_uses(q, &n), *first = NULL, *last = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (uses[i].decl != &v->decl || uses[i].is_decl) continue;
        if (!first) first = &uses[i];
        last = &uses[i];
        count++;
    }
    if (!first) {
        sb_puts(out, "| used | never |\n");
        return;
    }
    sb_printf(out, "| used | %u× · first ", count);
    put_line(out, q->module->ast->source, first->at.start);
    sb_puts(out, " · last ");
    put_line(out, q->module->ast->source, last->at.start);
    sb_puts(out, " |\n");
}

void query_ownership_table(Query *q, const VarDecl *v, StrBuf *out) {
    if (v->decl.module != q->module) return;
    sb_printf(out, "\n| | |\n|---|---|\n| held | %s |\n", conv_text(v));
    if (v->type && !val_is_error(v->type)) {
        LifeFacts l = check_life(q->cx, v->type, v->fn ? decl_facts(q->cx, &v->fn->decl) : NULL);
        sb_printf(out, "| copied | %s |\n", l.trivial_copy && l.implicitly_copyable ? "implicitly, bit by bit"
                                            : l.implicitly_copyable                 ? "implicitly"
                                            : l.copyable                            ? "with `.copy()`"
                                                                                    : "not at all");
        if (!l.movable) sb_puts(out, "| moved | not at all |\n");
    }
    Arena a;
    arena_init(&a);
    if (v->origin && (v->conv == CONV_REF || (v->is_arg && v->conv == CONV_MUT))) {
        const char *origin = val_str_of(&a, v->origin);
        if (*origin) sb_printf(out, "| origin | `%s` |\n", origin);
    }
    put_uses(q, v, out);
    Ownership o;
    Span at = query_decl_span(&v->decl);
    if (v->fn ? query_ownership_of(q, v->fn, &a, &o) : query_ownership(q, at.start, &a, &o)) {
        list_ranges(q, &o, v, OWNED_MOVED, false, "given away", out);
        list_ranges(q, &o, v, OWNED_COPIED, false, "copied in", out);
        list_ranges(q, &o, v, OWNED_BORROWED, false, "borrowed from", out);
        list_ranges(q, &o, v, OWNED_BORROWED_MUT, false, "borrowed for writing from", out);
        list_ranges(q, &o, v, OWNED_BORROWED_MUT, true, "may be changed in", out);
        list_ranges(q, &o, v, OWNED_DESTROYED, false, "destroyed after", out);
    }
    arena_done(&a);
}
