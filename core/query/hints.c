/* SPDX-License-Identifier: Apache-2.0 */
/* Inlay hints: types that are not written, and what happens to values. */
#include "query/ownership.h"
#include "query/query_int.h"

const char *const query_hint_names[] = {"types",         "mutArguments", "takenArguments", "implicitCopies",
                                        "implicitMoves", "destruction",  "raises",         "parameterNames", NULL};

typedef struct Hinting {
    Query *q;
    uint32_t from, to, kinds;
    Arena *arena;
    Hints *out;
} Hinting;

static bool wants(const Hinting *h, HintKind kind) {
    return h->kinds >> kind & 1;
}

static void add(Hinting *h, Hint x) {
    if (x.at < h->from || x.at > h->to || !wants(h, x.kind)) return;
    for (uint32_t i = h->out->list.len; i-- > 0 && i + 16 > h->out->list.len;) { /* no twins */
        const Hint *o = &h->out->list.data[i];
        if (o->at == x.at && o->kind == x.kind && strcmp(o->text, x.text) == 0) return;
    }
    vec_push_in(h->arena, &h->out->list, x);
}

/* ---- types ---------------------------------------------------------------------------------------- */
static bool is_annotated(const Use *u) {
    const Source *s = u->decl->module->ast->source; /* a `:` follows the name */
    uint32_t i = u->at.end;
    while (i < s->size && s->data[i] == ' ') i++;
    return i < s->size && s->data[i] == ':' && s->data[i + 1] != '=';
}

static bool is_assigned(const Use *u) { /* not a `for` target or a part of a tuple */
    const Source *s = u->decl->module->ast->source;
    uint32_t i = u->at.end;
    while (i < s->size && s->data[i] == ' ') i++;
    return i < s->size && s->data[i] == '=' && s->data[i + 1] != '=';
}

static void type_hints(Hinting *h) {
    uint32_t n, file = h->q->module->ast->source->id;
    const Use *uses = query_uses(h->q, &n);
    for (uint32_t i = 0; i < n; i++) {
        const Use *u = &uses[i];
        if (u->at.file != file || !u->is_decl || u->decl->kind != DECL_VAR || u->at.end < h->from || u->at.end > h->to) continue;
        const VarDecl *v = DECL_AS(VarDecl, u->decl);
        if (v->is_arg || !v->type || val_is_error(v->type) || is_annotated(u) || !is_assigned(u)) continue;
        StrBuf b = {0};
        sb_puts(&b, ": ");
        val_print(&b, v->type);
        char *whole = arena_strndup(h->arena, b.p, b.len);
        if (b.len > 42) {
            while (b.len > 38 || ((unsigned char)b.p[b.len] & 0xc0) == 0x80) b.len--;
            sb_puts(&b, "…");
        }
        add(h, (Hint){.at = u->at.end, .kind = HINT_TYPE, .text = arena_strndup(h->arena, b.p, b.len), .insert = whole});
        sb_done(&b);
    }
}

/* ---- calls ------------------------------------------------------------------------------------------ */
/* The argument declaration that an argument of a call is for; `next` counts positional ones. */
static const VarDecl *argument_of(const FnDecl *f, const Node *x, uint32_t *next) {
    if (IS(Keyword, x)) {
        for (uint32_t j = 0; j < f->args.len; j++)
            if (f->args.data[j]->decl.name == AS(Keyword, x)->name) return f->args.data[j];
        return NULL;
    }
    const VarDecl *v = *next < f->args.len ? f->args.data[*next] : NULL;
    if (v && v->variadic == VARIADIC_NO) (*next)++;
    return v;
}

static bool is_literal(const Node *n) {
    return IS(IntLit, n) || IS(FloatLit, n) || IS(StringLit, n) || IS(Constant, n);
}

static void argument_hint(Hinting *h, const CallUse *c, const Node *x, const VarDecl *v) {
    const Node *value = IS(Keyword, x) ? AS(Keyword, x)->value : x;
    if (!value) return;
    uint32_t at = c->item->start + value->pos;
    bool is_place = IS(Name, value) || IS(Attribute, value) || IS(Subscript, value);
    if (is_place && v->conv == CONV_MUT)
        add(h, (Hint){.at = at, .kind = HINT_MUT, .text = "mut", .pad_right = true, .tip = "the call may change this value"});
    if (is_place && (v->conv == CONV_VAR || v->conv == CONV_DEINIT)) {
        bool trivial = v->type && !(v->type->flags & VAL_SYMBOLIC) && check_life(h->q->cx, v->type, NULL).trivial_copy;
        if (!trivial)
            add(h, (Hint){.at = at, .kind = HINT_TAKEN, .text = "var", .pad_right = true, .tip = "the call takes this value and owns it"});
    }
    if (is_literal(value) && !IS(Keyword, x) && v->decl.name && !v->pos_only && v->variadic == VARIADIC_NO)
        add(h, (Hint){.at = at, .kind = HINT_PARAMETER, .text = arena_printf(h->arena, "%s=", v->decl.name->chars)});
}

static void call_hints(Hinting *h) {
    for (uint32_t i = 0; i < h->q->calls.len; i++) {
        const CallUse *c = &h->q->calls.data[i];
        uint32_t start = c->item->start + c->node->pos, end = c->item->start + c->node->end;
        if (c->module != h->q->module || end < h->from || start > h->to) continue;
        const FnDecl *f = c->fn;
        if (f->raises)
            add(h, (Hint){.at = c->item->start + AS(Call, c->node)->func->end, .kind = HINT_RAISES, .text = "↯", .tip = "this call may raise"});
        uint32_t next = f->is_method && !f->is_static && !name_is(f->decl.name, NM_init) ? 1 : 0;
        EACH_NODE(AS(Call, c->node)->args, x) {
            if (IS(Starred, x) || IS(DoubleStar, x)) break;
            const VarDecl *v = argument_of(f, x, &next);
            if (v) argument_hint(h, c, x, v);
        }
    }
}

/* ---- values --------------------------------------------------------------------------------------------- */
static uint32_t line_end(const Source *s, uint32_t at) {
    while (at < s->size && s->data[at] != '\n') at++;
    while (at > 0 && strchr(" \t\r", s->data[at - 1])) at--;
    return at;
}

static void value_hint(Hinting *h, const OwnedRange *r) {
    switch (r->kind) {
    case OWNED_COPIED:
        if (r->implicit)
            add(h, (Hint){.at = r->at.end, .kind = HINT_COPY, .text = "⧉copy", .tip = r->message, .insert = ".copy()"});
        return;
    case OWNED_MOVED:
        if (r->implicit) add(h, (Hint){.at = r->at.end, .kind = HINT_MOVE, .text = "^", .tip = r->message, .insert = "^"});
        return;
    case OWNED_DESTROYED:
        if (r->var && r->var->decl.name)
            add(h, (Hint){.at = line_end(h->q->module->ast->source, r->at.end),
                          .kind = HINT_DESTROY,
                          .text = arena_printf(h->arena, "⟂%s", r->var->decl.name->chars),
                          .pad_left = true,
                          .tip = r->message});
        return;
    default: return;
    }
}

static void value_hints(void *ctx, FnDecl *f) {
    Hinting *h = ctx;
    Ownership o;
    if (!query_ownership_of(h->q, f, h->arena, &o)) return;
    for (uint32_t i = 0; i < o.ranges.len; i++) value_hint(h, &o.ranges.data[i]);
}

static int by_place(const void *x, const void *y) {
    const Hint *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

void query_hints(Query *q, uint32_t from, uint32_t to, uint32_t kinds, Arena *a, Hints *out) {
    *out = (Hints){0};
    Hinting h = {q, from, to, kinds, a, out};
    if (wants(&h, HINT_TYPE)) type_hints(&h);
    call_hints(&h);
    if (wants(&h, HINT_COPY) || wants(&h, HINT_MOVE) || wants(&h, HINT_DESTROY)) query_each_fn(q, from, to, value_hints, &h);
    if (out->list.len) qsort(out->list.data, out->list.len, sizeof(Hint), by_place);
}
