/* SPDX-License-Identifier: Apache-2.0 */
/* Errors of initialisation and moves: what is read while it holds no value, and why it holds none.
 */
#include "own/own_int.h"

/* ---- names and positions
 * -------------------------------------------------------------------------- */
static const Source *source_of(const Own *o) {
    const FnDecl *d = o->f->decl;
    return d && d->decl.module && d->decl.module->ast && o->item ? d->decl.module->ast->source
                                                                 : NULL;
}

static bool ident_char(char c) {
    return c == '_' || (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
           ((c | 32) >= 'a' && (c | 32) <= 'z');
}

Span own_span(const Own *o, uint32_t pos) {
    const Source *s = source_of(o);
    if (!s) return SPAN_NONE;
    uint32_t at = o->item->start + pos, end = at;
    while (end < s->size && ident_char(s->data[end]))
        end++;
    return (Span){s->id, at, end > at ? end : at + 1};
}

/* Instructions know where their expression begins. The name meant is the first one after that, on
 * the same line (with `^` after it when `given`). *caret receives where the `^` is, or 0. */
Span own_name_span(const Own *o, uint32_t pos, Name name, bool given, uint32_t *caret) {
    Span fallback = own_span(o, pos);
    const Source *s = source_of(o);
    *caret = 0;
    if (!s || !name) return fallback;
    uint32_t from = o->item->start + pos, depth = 0, limit = from + 2000;
    for (uint32_t i = from; i < s->size && i < limit; i++) {
        char c = s->data[i];
        if (c == '(' || c == '[' || c == '{') depth++;
        if ((c == ')' || c == ']' || c == '}') && depth) depth--;
        if (c == '\n' && !depth) break;
        if (!ident_char(c) || (i > from && (ident_char(s->data[i - 1]) || s->data[i - 1] == '.')))
            continue;
        uint32_t end = i;
        while (end < s->size && ident_char(s->data[end]))
            end++;
        if (end - i != name->len || memcmp(s->data + i, name->chars, name->len) != 0) continue;
        uint32_t after = end;
        while (after < s->size && (ident_char(s->data[after]) || s->data[after] == '.'))
            after++;
        if (after < s->size && s->data[after] == '^') *caret = after;
        if (!given || *caret) return (Span){s->id, i, end};
    }
    return fallback;
}

static Name field_name(Val type, uint32_t i) {
    const StructDecl *s = type && type->kind == T_STRUCT ? type->u.decl : NULL;
    return s && i < s->fields.len ? s->fields.data[i]->decl.name : NULL;
}

static void local_text(const Own *o, StrBuf *b, uint32_t local) {
    const IrLocal *l = &o->f->locals.data[local];
    Val at = l->is_ref ? l->origin : NULL;
    while (at && at->kind == O_FIELD && at->u.op == ORIGIN_INTERIOR) at = at->args[0];
    const VarDecl *owner = at && at->kind == O_PLACE ? at->u.decl : NULL;
    if (l->name)
        sb_str(b, name_str(l->name));
    else if (owner && owner->decl.name) /* what a call made of it */
        sb_printf(b, "%s[…]", owner->decl.name->chars);
    else
        sb_puts(b, local == o->f->result ? "the result" : "this value");
}

const char *own_place_text(Own *o, Place p) {
    StrBuf b = {0};
    local_text(o, &b, p.local);
    Val t = o->f->locals.data[p.local].type;
    for (uint32_t i = 0; i < p.n_proj; i++) {
        Name n = p.proj[i].kind == PROJ_FIELD ? field_name(t, p.proj[i].index) : NULL;
        if (n)
            sb_printf(&b, ".%s", n->chars);
        else if (p.proj[i].kind == PROJ_FIELD)
            sb_printf(&b, "[%u]", p.proj[i].index);
        else if (p.proj[i].kind == PROJ_INDEX || p.proj[i].kind == PROJ_ELEM)
            sb_puts(&b, "[…]");
        t = p.proj[i].type;
    }
    const char *text = arena_strndup(&o->arena, b.p ? b.p : "", b.len);
    sb_done(&b);
    return text;
}

const char *own_node_text(Own *o, uint32_t node) {
    return own_place_text(o, own_node_place(o, node));
}

/* ---- why a place holds nothing
 * ----------------------------------------------------------------------- */
typedef struct Cause {
    Own *o;
    uint32_t node;
    bool moved, uninit, def; /* found on some path */
    bool at_moved;           /* the scan of one instruction: stop here */
    bool stop;
    bool forget;
    uint32_t pos; /* of the first move found */
} Cause;

static bool overlap(const Own *o, uint32_t a, uint32_t b) {
    const OwnNode *x = &o->nodes.data[a], *y = &o->nodes.data[b];
    return x->local == y->local && x->bit < y->bit + y->size && y->bit < x->bit + x->size;
}

static void cause_effect(void *ctx, const Effect *e) {
    Cause *c = ctx;
    if (e->kind == EFF_USE) return;
    Spot s = own_spot(c->o, e->place);
    if (s.node == NONE || !s.exact || !overlap(c->o, s.node, c->node)) return;
    bool away = e->kind == EFF_MOVE || e->kind == EFF_FORGET;
    const OwnNode *n = &c->o->nodes.data[s.node], *want = &c->o->nodes.data[c->node];
    if (!away && !(n->bit <= want->bit && want->bit + want->size <= n->bit + n->size))
        return; /* sets only a part */
    c->stop = true;
    c->at_moved = away;
    c->forget = e->kind == EFF_FORGET;
}

static bool cause_here(Cause *c, uint32_t pos) {
    if (!c->stop) return false;
    if (!c->at_moved)
        c->def = true;
    else if (!c->moved) {
        c->moved = true;
        c->pos = pos;
    }
    c->stop = false;
    return true;
}

static bool cause_in_block(Cause *c, uint32_t block, uint32_t end, bool term) {
    IrBlock *b = &c->o->f->blocks.data[block];
    if (term) {
        own_term_effects(c->o, &b->term, cause_effect, c);
        if (cause_here(c, b->term.pos)) return true;
    }
    for (uint32_t i = end; i-- > 0;) {
        own_effects(&b->insts.data[i], cause_effect, c);
        if (cause_here(c, b->insts.data[i].pos)) return true;
    }
    return false;
}

static Cause find_cause(Own *o, uint32_t block, uint32_t before, uint32_t node) {
    Cause c = {.o = o, .node = node};
    uint32_t n = o->f->blocks.len, *stack = xcalloc(n + 1, sizeof *stack), top = 0;
    uint8_t *seen = xcalloc(n, 1);
    bool first = true;
    stack[top++] = block;
    while (top) {
        uint32_t b = stack[--top];
        bool found = first ? cause_in_block(&c, b, before, false)
                           : cause_in_block(&c, b, o->f->blocks.data[b].insts.len, true);
        first = false;
        if (found) continue;
        if (b == 0) c.uninit = true;
        for (uint32_t k = o->pred_start[b]; k < o->pred_start[b + 1]; k++) {
            uint32_t p = o->preds[k];
            const IrTerm *t = &o->f->blocks.data[p].term;
            Effect e = {.kind = EFF_DEF};
            uint32_t edge = t->b0 == b ? 0 : 1;
            if (own_edge_def(t, edge, &e.place)) {
                cause_effect(&c, &e);
                if (cause_here(&c, t->pos)) continue;
            }
            if (seen[p]) continue;
            seen[p] = 1;
            stack[top++] = p;
        }
    }
    free(stack);
    free(seen);
    return c;
}

/* ---- reports
 * ------------------------------------------------------------------------------------------ */
typedef struct Check {
    Own *o;
    uint64_t *state;
    uint32_t block, inst; /* inst: number of instructions before this one */
    uint32_t pos;
    bool exit, raising;
} Check;

static bool first_report(Own *o, uint32_t local) {
    o->failed = true;
    if (o->locals[local].reported) return false;
    o->locals[local].reported = true;
    return true;
}

/* The outermost part that holds nothing. */
static uint32_t missing_part(const Check *c, uint32_t node) {
    const Own *o = c->o;
    for (;;) {
        const OwnNode *n = &o->nodes.data[node];
        if (!bit_get(c->state, n->bit)) return node;
        uint32_t next = NONE;
        for (uint32_t i = 0; i < n->n_children && next == NONE; i++) {
            const OwnNode *k = &o->nodes.data[n->children + i];
            if (!bits_all(c->state, k->bit, k->size)) next = n->children + i;
        }
        if (next == NONE) return node;
        node = next;
    }
}

static void explain_move(Own *o, Diag *d, const Cause *cause, uint32_t missing, uint32_t use_pos) {
    Name name = o->f->locals.data[o->nodes.data[missing].local].name;
    uint32_t caret;
    Span at = own_name_span(o, cause->pos, name, true, &caret);
    diag_label(d, at,
               cause->pos >= use_pos ? "moved away here, in an earlier iteration"
                                     : "moved away here");
    if (caret && own_life(o, o->nodes.data[missing].type).copyable) {
        diag_help(d, "copy it there: `%s.copy()`", own_node_text(o, missing));
        Fix *f = diag_fix(d, FIX_MAYBE, "copy instead of moving");
        fix_edit(f, (Span){at.file, caret, caret + 1}, STR(".copy()"));
    }
}

static void explain_unset(Own *o, Diag *d, uint32_t local) {
    const IrLocal *l = &o->f->locals.data[local];
    if (l->kind == LOCAL_VAR && l->name)
        diag_label(d, own_span(o, l->pos), "declared here without a value");
}

static void report_exit(Check *c, uint32_t node, uint32_t missing) {
    Own *o = c->o;
    uint32_t local = o->nodes.data[node].local;
    const char *how = c->raising ? "raises" : "returns";
    if (local == o->f->result && o->builds_self) {
        const char *what = own_node_text(o, missing);
        Diag *d = diag_add(o->diags, DIAG_not_set_on_exit, own_span(o, c->pos),
                           "`%s` has no value when the constructor %s here", what, how);
        diag_help(d, "every field must be set on every path that returns");
    } else if (local == o->f->result) {
        const char *what =
            o->f->locals.data[local].name
                ? arena_printf(&o->arena, "the result `%s`", o->f->locals.data[local].name->chars)
                : "the result";
        diag_add(o->diags, DIAG_not_set_on_exit, own_span(o, c->pos),
                 "%s has no value when the function returns here", what);
    } else {
        Cause cause = find_cause(o, c->block, c->inst, missing);
        Diag *d = diag_add(o->diags, DIAG_argument_not_restored, own_span(o, c->pos),
                           "the `mut` argument `%s` has no value when the function %s here",
                           own_node_text(o, missing), how);
        if (cause.moved) explain_move(o, d, &cause, missing, c->pos);
        diag_help(d, "assign it again before leaving: the caller still owns it");
    }
}

static void report_missing(Check *c, uint32_t node) {
    Own *o = c->o;
    uint32_t local = o->nodes.data[node].local, missing = missing_part(c, node), caret;
    if (!first_report(o, local)) return;
    if (c->exit) {
        report_exit(c, node, missing);
        return;
    }
    Cause cause = find_cause(o, c->block, c->inst, missing);
    Span at = own_name_span(o, c->pos, o->f->locals.data[local].name, false, &caret);
    const char *what = own_node_text(o, missing), *whole = own_node_text(o, node);
    bool maybe = cause.def || (cause.moved && cause.uninit);
    Diag *d;
    if (cause.moved) {
        if (missing != node)
            d = diag_add(o->diags, DIAG_use_after_move, at,
                         "`%s` is used as a whole after its part `%s` was moved away", whole, what);
        else
            d = diag_add(o->diags, DIAG_use_after_move, at,
                         maybe ? "`%s` is used here, but on some path its value was moved away"
                               : "`%s` is used after its value was moved away",
                         what);
        explain_move(o, d, &cause, missing, c->pos);
    } else if (missing != node) {
        diag_add(o->diags, DIAG_use_uninitialized, at, "`%s` is used before `%s` is set", whole,
                 what);
    } else {
        d = diag_add(o->diags, DIAG_use_uninitialized, at,
                     maybe ? "`%s` is used here, but not every path gives it a value"
                           : "`%s` is used before it has a value",
                     what);
        explain_unset(o, d, local);
    }
}

static void report_borrowed(Check *c, const Effect *e, Spot s) {
    Own *o = c->o;
    const IrLocal *l = &o->f->locals.data[e->place.local];
    o->failed = true;
    uint32_t caret;
    Span at = own_name_span(o, c->pos, l->name, true, &caret);
    const char *what = own_place_text(o, e->place);
    Diag *d;
    if (s.indexed)
        d = diag_add(o->diags, DIAG_move_out_of_borrow, at,
                     "an element cannot be moved out of its container with `^`");
    else if (l->kind == LOCAL_ARG && l->name)
        d = diag_add(o->diags, DIAG_move_out_of_borrow, at,
                     "`%s` cannot be moved away: the argument `%s` is only borrowed", what,
                     l->name->chars);
    else if (l->name)
        d = diag_add(o->diags, DIAG_move_out_of_borrow, at,
                     "`%s` cannot be moved away: `%s` is a reference", what, l->name->chars);
    else
        d = diag_add(o->diags, DIAG_move_out_of_borrow, at,
                     "a value cannot be moved out of a reference");
    if (own_life(o, place_type(o->f, e->place)).copyable) {
        diag_help(d, "copy it with `.copy()`%s",
                  l->kind == LOCAL_ARG && l->name ? ", or take the argument as `var`" : "");
        if (caret)
            fix_edit(diag_fix(d, FIX_MAYBE, "copy instead of moving"),
                     (Span){at.file, caret, caret + 1}, STR(".copy()"));
    } else if (l->kind == LOCAL_ARG && l->name) {
        diag_help(d, "take the argument as `var %s`", l->name->chars);
    }
}

static void report_pieces(Check *c, uint32_t node, uint32_t parent) {
    Own *o = c->o;
    uint32_t caret;
    if (!first_report(o, o->nodes.data[node].local)) return;
    Cause cause = find_cause(o, c->block, c->inst, parent);
    Span at =
        own_name_span(o, c->pos, o->f->locals.data[o->nodes.data[node].local].name, false, &caret);
    Diag *d = diag_add(o->diags, DIAG_fieldwise_building, at,
                       "`%s` is set, but `%s` has no value to be a part of", own_node_text(o, node),
                       own_node_text(o, parent));
    if (cause.moved)
        explain_move(o, d, &cause, parent, c->pos);
    else
        explain_unset(o, d, o->nodes.data[node].local);
    diag_help(d, "a value is made as a whole by its constructor");
}

static void check_move(Check *c, const Effect *e, Spot s) {
    Own *o = c->o;
    if (s.through || s.indexed || (s.node != NONE && !s.exact)) {
        Val t = place_type(o->f, e->place);
        LifeFacts life = own_life(o, t);
        if (!(life.trivial_move && life.trivial_deinit)) report_borrowed(c, e, s);
        return;
    }
    const OwnNode *n = s.node != NONE ? &o->nodes.data[s.node] : NULL;
    if (n && !bits_all(c->state, n->bit, n->size)) report_missing(c, s.node);
}

/* `return` of a reference into what dies here. */
static void check_result_ref(Check *c, const IrInst *in) {
    Own *o = c->o;
    const IrFn *f = o->f;
    if (in->op != IR_REF || !f->result_is_ref || in->dst.local != f->result || in->dst.n_proj)
        return;
    for (uint32_t i = 0; i < in->src.n_proj; i++)
        if (in->src.proj[i].kind == PROJ_DEREF && !(i == 0 && f->locals.data[in->src.local].is_ref))
            return; /* behind a pointer */
    const OwnLocal *x = &o->locals[in->src.local];
    uint32_t owner = f->locals.data[in->src.local].is_ref ? NONE : in->src.local;
    for (uint32_t i = 0; owner == NONE && i < x->n_keeps; i++)
        if (!f->locals.data[x->keeps[i]].is_ref) owner = x->keeps[i];
    if (owner == NONE) return;
    const IrLocal *l = &f->locals.data[owner];
    o->failed = true;
    Diag *d = diag_add(o->diags, DIAG_outlives_origin, own_span(o, in->pos),
                       "the reference that is returned points into `%s`, which dies here",
                       l->name ? l->name->chars : "a temporary value");
    if (l->name) diag_label(d, own_span(o, l->pos), "declared here");
    diag_help(d, "return the value itself");
}

/* A reference whose owner was moved away, on every path that comes here. */
static void check_owner(Check *c, const Effect *e) {
    Own *o = c->o;
    const OwnLocal *x = &o->locals[e->place.local];
    const IrLocal *l = &o->f->locals.data[e->place.local];
    if (l->kind == LOCAL_ARG || !l->name) return;
    for (uint32_t i = 0; i < x->n_keeps; i++) {
        const IrLocal *owner = &o->f->locals.data[x->keeps[i]];
        uint32_t root = o->locals[x->keeps[i]].root;
        if (root == NONE || owner->is_ref || !owner->name) continue;
        const OwnNode *n = &o->nodes.data[root];
        if (bit_get(c->state, n->bit)) continue;
        Cause cause = find_cause(o, c->block, c->inst, root);
        if (!cause.moved || cause.def || cause.uninit || cause.forget || !first_report(o, e->place.local)) continue;
        uint32_t caret;
        Diag *d = diag_add(o->diags, DIAG_use_after_move, own_name_span(o, c->pos, l->name, false, &caret),
                           "`%s` refers to `%s`, whose value was moved away", l->name->chars, owner->name->chars);
        explain_move(o, d, &cause, root, c->pos);
        return;
    }
}

static void check_effect(void *ctx, const Effect *e) {
    Check *c = ctx;
    Own *o = c->o;
    Spot s = own_spot(o, e->place);
    if (e->kind == EFF_USE || e->kind == EFF_MOVE) check_owner(c, e);
    if (e->kind == EFF_MOVE) {
        check_move(c, e, s);
    } else if (s.node != NONE && (e->kind == EFF_USE || (e->kind == EFF_DEF && !s.exact))) {
        const OwnNode *n = &o->nodes.data[s.node];
        if (!bits_all(c->state, n->bit, n->size)) report_missing(c, s.node);
    } else if (s.node != NONE && e->kind == EFF_DEF) {
        for (uint32_t p = o->nodes.data[s.node].parent; p != NONE; p = o->nodes.data[p].parent)
            if (!bit_get(c->state, o->nodes.data[p].bit)) {
                report_pieces(c, s.node, p);
                break;
            }
    }
    own_apply(o, c->state, e);
}

void own_check(Own *o) {
    Check c = {.o = o, .state = xcalloc((o->max_node_bits + 63) / 64 + 1, 8)};
    for (uint32_t b = 0; b < o->f->blocks.len; b++) {
        memset(c.state, 0, ((size_t)(o->max_node_bits + 63) / 64 + 1) * 8);
        memcpy(c.state, o->init_in + (size_t)b * o->node_words, (size_t)o->node_words * 8);
        IrBlock *bl = &o->f->blocks.data[b];
        c.block = b;
        for (c.inst = 0; c.inst < bl->insts.len; c.inst++) {
            c.pos = bl->insts.data[c.inst].pos;
            check_result_ref(&c, &bl->insts.data[c.inst]);
            own_effects(&bl->insts.data[c.inst], check_effect, &c);
        }
        c.pos = bl->term.pos;
        c.exit = bl->term.kind == TERM_RETURN || bl->term.kind == TERM_RAISE;
        c.raising = bl->term.kind == TERM_RAISE;
        own_term_effects(o, &bl->term, check_effect, &c);
        c.exit = false;
    }
    free(c.state);
}

/* ---- found while drops are placed
 * ---------------------------------------------------------------------- */
void own_error_abandoned(Own *o, uint32_t node, uint32_t pos) {
    const OwnNode *n = &o->nodes.data[node];
    if (!first_report(o, n->local)) return;
    const IrLocal *l = &o->f->locals.data[n->local];
    const StructDecl *s = n->type->kind == T_STRUCT ? n->type->u.decl : NULL;
    uint32_t caret;
    Span at = l->name && l->kind != LOCAL_ARG ? own_span(o, l->pos)
                                              : own_name_span(o, pos, l->name, false, &caret);
    Diag *d = diag_add(o->diags, DIAG_abandoned_value, at,
                       l->name ? "`%s` is abandoned without being explicitly destroyed"
                               : "%s is abandoned without being explicitly destroyed",
                       l->name ? own_node_text(o, node) : "this value");
    if (s && s->never_deinit && s->never_deinit_message.len)
        diag_note(d, SPAN_NONE, "`%s`: " STR_FMT, s->decl.name->chars,
                  STR_ARG(s->never_deinit_message));
    else if (val_is_symbolic(n->type) && n->type->kind != T_STRUCT)
        diag_help(d, "bound `%s` by `Deinitable`, or move the value on",
                  val_str_of(&o->arena, n->type));
    diag_label(d, own_span(o, pos), "its life ends here");
}

void own_error_partial(Own *o, uint32_t node, uint32_t pos) {
    const OwnNode *n = &o->nodes.data[node];
    if (!first_report(o, n->local)) return;
    uint32_t caret;
    Name name = o->f->locals.data[n->local].name;
    Span at = own_name_span(o, pos, name, true, &caret);
    Diag *d = diag_add(o->diags, DIAG_partial_move, at,
                       "a part of `%s` is moved away, but its destructor needs the whole value",
                       own_node_text(o, node));
    diag_help(d, "put a value back before `%s` dies, or consume it in a method with `deinit self`",
              own_node_text(o, node));
}

void own_warn_stores(Own *o) {
    MAP_EACH(&o->stores, e) {
        const OwnStore *s = e->value;
        const IrLocal *l = &o->f->locals.data[s->local];
        if (s->read || !l->var->is_used) continue; /* never used at all: said where it is declared */
        uint32_t caret;
        Diag *d = diag_add(o->diags, DIAG_never_read, own_name_span(o, s->pos, l->name, false, &caret),
                           "the value assigned to `%s` is never read", l->name->chars);
        d->unnecessary = true;
        diag_help(d, "assign to `_` when only its effects are meant");
    }
}
