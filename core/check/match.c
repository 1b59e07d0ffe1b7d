/* SPDX-License-Identifier: Apache-2.0 */
/* `match`: the subject is computed once; each case is a condition on places inside of it, and names for them. A case
 * that does not fit falls through to the next one, so all of them stand in a loop that runs once:
 *
 *   loop { if condition { names; if guard { body; leave } } … leave }
 *
 * Tests: tests/golden/run/6_8_match.mojo, tests/golden/check/6_8_match.mojo. */
#include "check/call.h"
#include "check/decls.h"

typedef struct Capture { /* a name for a part of the subject */
    Name name;
    TExpr *value;
    Node *at;
} Capture;

typedef struct Case {
    Body *b;
    VEC(Capture) names;
    TExpr *subject; /* the whole one */
    uint64_t covers; /* which of its values, of a type that has a few (see `alternatives`), fit whatever they hold */
    bool in_or;      /* inside of alternatives, which bind nothing */
    bool bad;
} Case;

static bool is_std(Val type, const char *name) {
    const Decl *d = type->kind == T_STRUCT ? type->u.decl : NULL;
    return d && d->module && d->module->is_std && str_eq_c(name_str(d->name), name);
}

/* How many kinds of values a type has: False and True, nothing and something, the types of a Variant. 0: it has no such
 * kinds. */
static uint32_t alternatives(Val type) {
    if (is_std(type, "Bool") || is_std(type, "Optional")) return 2;
    if (!is_std(type, "Variant") || type->args[0]->kind != V_PACK || type->args[0]->n > 63) return 0;
    return type->args[0]->n;
}

static void covered(Case *c, const TExpr *subject, uint32_t which, const TExpr *inner) {
    if (subject == c->subject && !inner && !c->bad) c->covers |= 1ull << which;
}

static TExpr *pattern(Case *c, Node *p, TExpr *subject);

static TExpr *both(Body *b, TExpr *x, TExpr *y, int kind, Node *at) {
    if (!x || !y) return kind == X_OR ? NULL : x ? x : y; /* NULL: always */
    TExpr *e = texpr(b, kind, lib_type(b, NM_Bool), at);
    e->a = x;
    e->b = y;
    return e;
}

static TExpr *condition_of(Case *c, TExpr *e, Node *at) {
    if (!e || texpr_bad(e)) {
        c->bad = true;
        return NULL;
    }
    TExpr *r = to_bool(c->b, e, at);
    c->bad |= texpr_bad(r);
    return r;
}

static void capture(Case *c, Name name, TExpr *value, Node *at) {
    if (c->in_or) {
        Diag *d = berr(c->b, DIAG_unsupported, at, "alternatives that bind names are not supported");
        diag_help(d, "write a `case` for each of them");
        c->bad = true;
        return;
    }
    vec_push_in(c->b->arena, &c->names, ((Capture){name, value, at}));
}

static TExpr *int_const(Body *b, uint32_t v, Node *at) {
    return texpr_const(b, val_i64(b->vs, lib_type(b, NM_Int), v), at);
}

/* ---- values ---- */

static TExpr *singleton(Case *c, NodeMatchSingleton *p, TExpr *subject) {
    Body *b = c->b;
    Node *at = &p->node;
    if (p->value != CONST_NONE) {
        TExpr *v = texpr_const(b, val_bool(b->cx, p->value == CONST_TRUE), at);
        if (is_std(subject->type, "Bool")) covered(c, subject, p->value == CONST_TRUE, NULL);
        return condition_of(c, compare_one(b, OP_EQ, subject, v, at, at, at), at);
    }
    if (subject->type == none_type(b)) return NULL;
    if (!has_method(b, subject->type, NM_is)) {
        berr(b, DIAG_type_mismatch, at, "a value of type `%s` is never `None`", tstr(b, subject->type));
        c->bad = true;
        return NULL;
    }
    if (is_std(subject->type, "Optional")) covered(c, subject, 0, NULL);
    TExpr *none = texpr_const(b, val_make(b->vs, V_STRUCT, none_type(b), NULL, NULL, 0), at);
    return condition_of(c, compare_one(b, OP_IS, subject, none, at, at, at), at);
}

/* ---- sequences ---- */

static TExpr *element_at(Body *b, TExpr *seq, TExpr *index, Node *at) {
    SubTarget t = {.base = seq, .node = at, .n_args = 1, .args = ARENA_ARRAY(b->arena, CallArg, 2)};
    t.args[0].e = index;
    return subscript_get(b, &t, true);
}

static TExpr *length_of(Case *c, TExpr *seq, Node *at) {
    TExpr *len = call_method(c->b, seq, NM_len, at, NULL, 0, false, NULL);
    c->bad |= !len || texpr_bad(len);
    return len;
}

static void capture_rest(Case *c, NodeMatchStar *star, TExpr *seq, uint32_t before, uint32_t after) {
    Body *b = c->b;
    if (!star->name) return;
    Decl *d = resolver_std(b->cx->resolver, NM_unpack_rest);
    const Val *types;
    uint32_t n;
    if (!d || tuple_types(b, seq->type, &types, &n)) {
        Diag *e = berr(b, DIAG_unsupported, &star->node, "the rest of a tuple has no name of its own in a pattern");
        diag_help(e, "name each element, or write `*_`");
        c->bad = true;
        return;
    }
    CallArg *args = ARENA_ARRAY(b->arena, CallArg, 3);
    args[0] = (CallArg){.node = &star->node, .e = seq};
    args[1] = (CallArg){.node = &star->node, .e = int_const(b, before, &star->node)};
    args[2] = (CallArg){.node = &star->node, .e = int_const(b, after, &star->node)};
    Ref r = ref_of_decl(b, &star->node, d);
    TExpr *rest = call_ref(b, &r, &star->node, args, 3, NULL);
    c->bad |= texpr_bad(rest);
    if (!texpr_bad(rest)) capture(c, star->name, rest, &star->node);
}

static TExpr *tuple_pattern(Case *c, NodeList ps, uint32_t star, TExpr *subject, uint32_t n, Node *at) {
    Body *b = c->b;
    TExpr *all = NULL;
    bool starred = star < ps.len;
    if (starred ? n + 1 < ps.len : n != ps.len) {
        berr(b, DIAG_unpack_count, at, "a tuple of %u element%s never matches %s%u pattern%s", n, n == 1 ? "" : "s",
             starred ? "at least " : "", ps.len - starred, ps.len - starred == 1 ? "" : "s");
        c->bad = true;
        return NULL;
    }
    for (uint32_t i = 0; i < ps.len; i++) {
        if (i == star) {
            capture_rest(c, AS(MatchStar, ps.data[i]), subject, i, ps.len - 1 - i);
            continue;
        }
        TExpr *e = tuple_elem(b, subject, i < star ? i : n - (ps.len - i), ps.data[i]);
        if (e) all = both(b, all, pattern(c, ps.data[i], e), X_AND, at);
    }
    return all;
}

static TExpr *list_pattern(Case *c, NodeList ps, uint32_t star, TExpr *subject, Node *at) {
    Body *b = c->b;
    bool starred = star < ps.len;
    TExpr *len = length_of(c, subject, at);
    if (c->bad) return NULL;
    TExpr *all = NULL;
    if (!starred || ps.len > 1)
        all = condition_of(c, compare_one(b, starred ? OP_GE : OP_EQ, len, int_const(b, ps.len - starred, at), at, at, at), at);
    for (uint32_t i = 0; i < ps.len && !c->bad; i++) {
        Node *p = ps.data[i];
        if (i == star) {
            capture_rest(c, AS(MatchStar, p), subject, i, ps.len - 1 - i);
            continue;
        }
        TExpr *index = int_const(b, i, p);
        if (i > star) index = binary(b, OP_SUB, length_of(c, subject, p), int_const(b, ps.len - i, p), p, p, p);
        TExpr *e = element_at(b, subject, index, p);
        if (texpr_bad(e)) c->bad = true;
        else all = both(b, all, pattern(c, p, e), X_AND, at);
    }
    return all;
}

static TExpr *sequence(Case *c, NodeMatchSequence *s, TExpr *subject) {
    Body *b = c->b;
    NodeList ps = s->patterns;
    uint32_t star = ps.len, n;
    const Val *types;
    for (uint32_t i = 0; i < ps.len; i++)
        if (IS(MatchStar, ps.data[i])) star = i;
    if (tuple_types(b, subject->type, &types, &n)) return tuple_pattern(c, ps, star, subject, n, &s->node);
    if (is_std(subject->type, "List") || is_std(subject->type, "Span") || is_fixed_array(subject->type))
        return list_pattern(c, ps, star, subject, &s->node);
    berr(b, DIAG_unpack_type, &s->node, "a value of type `%s` is no sequence for a pattern: tuples, lists, arrays and spans are",
         tstr(b, subject->type));
    c->bad = true;
    return NULL;
}

/* ---- classes ---- */

static TExpr *never(Case *c, NodeMatchClass *p, Val type, TExpr *subject) {
    berr(c->b, DIAG_type_mismatch, p->cls, "a value of type `%s` is never a `%s`", tstr(c->b, subject->type), tstr(c->b, type));
    c->bad = true;
    return NULL;
}

/* The fields of a struct by name, those without a name in the order of their declaration. */
static TExpr *fields(Case *c, NodeMatchClass *p, TExpr *subject) {
    Body *b = c->b;
    StructDecl *s = (StructDecl *)(uintptr_t)subject->type->u.decl;
    bool whole = s->decl.module->is_std && p->patterns.len == 1 && !p->kwd_names.len; /* `Int(n)`, `String(s)` */
    if (whole) return pattern(c, p->patterns.data[0], subject);
    if (s->decl.module->is_std && p->patterns.len + p->kwd_names.len > 0) {
        berr(b, DIAG_unsupported, &p->node, "`%s` shows no fields to a pattern", tstr(b, subject->type));
        c->bad = true;
        return NULL;
    }
    TExpr *all = NULL;
    check_struct(b->cx, s);
    for (uint32_t i = 0; i < p->patterns.len && !c->bad; i++) {
        if (i >= s->fields.len) {
            berr(b, DIAG_unpack_count, p->patterns.data[i], "`%s` has %u field%s", tstr(b, subject->type), s->fields.len,
                 s->fields.len == 1 ? "" : "s");
            c->bad = true;
            break;
        }
        TExpr *f = texpr_field(b, subject, s->fields.data[i], p->patterns.data[i]);
        if (texpr_bad(f)) c->bad = true;
        else all = both(b, all, pattern(c, p->patterns.data[i], f), X_AND, &p->node);
    }
    for (uint32_t i = 0; i < p->kwd_names.len && !c->bad; i++) {
        Name name = AS(Name, p->kwd_names.data[i])->id;
        TExpr *f = member_of(b, subject, name, p->kwd_names.data[i]);
        if (!f || texpr_bad(f)) {
            if (!f) berr(b, DIAG_unknown_member, p->kwd_names.data[i], "`%s` has no field `%s`", tstr(b, subject->type), name->chars);
            c->bad = true;
        } else {
            all = both(b, all, pattern(c, p->kwd_patterns.data[i], f), X_AND, &p->node);
        }
    }
    return all;
}

/* `v.isa[T]()`, and v[T] for what is behind it. */
static TExpr *variant(Case *c, NodeMatchClass *p, Val type, TExpr *subject) {
    Body *b = c->b;
    Val pack = subject->type->args[0];
    uint32_t which = 0, n = pack->kind == V_PACK ? pack->n : 0;
    while (which < n && pack->args[which] != type) which++;
    if (n && which == n) return never(c, p, type, subject);
    NodeList brackets = {ARENA_ARRAY(b->arena, Node *, 1), 1};
    brackets.data[0] = p->cls;
    Ref isa = value_member(b, p->cls, subject, name_of("isa"), p->cls->pos);
    isa.has_params = true;
    isa.params = brackets;
    TExpr *is = call_ref(b, &isa, p->cls, NULL, 0, NULL);
    NodeSubscript *get = ARENA_NEW(&b->cx->arena, NodeSubscript);
    get->node = (Node){.kind = NODE_Subscript, .pos = p->cls->pos, .end = p->cls->end};
    get->value = p->cls;
    get->indices = brackets;
    TExpr *inside = expr_subscript_of(b, get, subject, NULL), *when = condition_of(c, is, p->cls);
    c->bad |= texpr_bad(inside);
    if (c->bad) return NULL;
    TExpr *inner = inside->type->kind == T_STRUCT ? fields(c, p, inside) : NULL;
    if (n) covered(c, subject, which, inner);
    return both(b, when, inner, X_AND, &p->node);
}

/* `Optional(x)`: the value that is there. */
static TExpr *optional(Case *c, NodeMatchClass *p, TExpr *subject) {
    Body *b = c->b;
    TExpr *there = condition_of(c, subject, p->cls);
    if (p->patterns.len > 1 || p->kwd_names.len) {
        berr(b, DIAG_unpack_count, &p->node, "an `Optional` holds one value");
        c->bad = true;
    }
    if (!p->patterns.len) covered(c, subject, 1, NULL);
    if (c->bad || !p->patterns.len) return there;
    Ref r = value_member(b, p->cls, subject, name_of("value"), p->cls->pos);
    TExpr *v = call_ref(b, &r, p->cls, NULL, 0, NULL);
    if (texpr_bad(v)) {
        c->bad = true;
        return NULL;
    }
    TExpr *inner = pattern(c, p->patterns.data[0], v);
    covered(c, subject, 1, inner);
    return both(b, there, inner, X_AND, &p->node);
}

static TExpr *class_pattern(Case *c, NodeMatchClass *p, TExpr *subject) {
    Body *b = c->b;
    Val type = ct_type(b, p->cls, true);
    if (val_is_error(type)) {
        c->bad = true;
        return NULL;
    }
    if (is_std(subject->type, "Variant") && !is_std(type, "Variant")) return variant(c, p, type, subject);
    bool same = subject->type == type || (type->kind == T_STRUCT && type_has_unbound(type) && val_is_struct_of(subject->type, type->u.decl));
    if (!same) return never(c, p, type, subject);
    if (subject->type->kind != T_STRUCT) return NULL;
    return is_std(subject->type, "Optional") ? optional(c, p, subject) : fields(c, p, subject);
}

/* ---- all of them ---- */

/* When the pattern fits: a Bool, or NULL for always. c->bad after a report. */
static TExpr *pattern(Case *c, Node *p, TExpr *subject) {
    Body *b = c->b;
    if (c->bad || !deeper(b, p)) return NULL;
    TExpr *r = NULL;
    switch (p->kind) {
    case NODE_MatchAs: {
        NodeMatchAs *a = AS(MatchAs, p);
        if (a->pattern) r = pattern(c, a->pattern, subject);
        if (a->name && !c->bad) capture(c, a->name, subject, p);
        break;
    }
    case NODE_MatchValue: {
        TExpr *v = expr(b, AS(MatchValue, p)->value, subject->type);
        r = texpr_bad(v) ? NULL : condition_of(c, compare_one(b, OP_EQ, subject, v, p, p, p), p);
        c->bad |= texpr_bad(v);
        break;
    }
    case NODE_MatchSingleton: r = singleton(c, AS(MatchSingleton, p), subject); break;
    case NODE_MatchSequence: r = sequence(c, AS(MatchSequence, p), subject); break;
    case NODE_MatchClass: r = class_pattern(c, AS(MatchClass, p), subject); break;
    case NODE_MatchOr: {
        NodeList ps = AS(MatchOr, p)->patterns;
        bool was = c->in_or;
        c->in_or = true;
        for (uint32_t i = 0; i < ps.len && !c->bad; i++) {
            TExpr *x = pattern(c, ps.data[i], subject);
            r = i ? both(b, r, x, X_OR, p) : x;
        }
        c->in_or = was;
        break;
    }
    default: {
        Diag *d = berr(b, DIAG_unsupported, p, "%s is not supported in a typed function",
                       p->kind == NODE_MatchMapping ? "a mapping pattern" : "this pattern");
        if (p->kind == NODE_MatchMapping) diag_help(d, "look its keys up by `if \"key\" in d:` or `d.get(\"key\")`");
        c->bad = true;
    }
    }
    b->depth--;
    return c->bad ? NULL : r;
}

/* A copy of plain bits, which may be changed; else another name for the part. */
static void bind(Body *b, const Capture *x) {
    LifeFacts life = check_life(b->cx, x->value->type, b->facts);
    bool copied = !x->value->is_place || (life.trivial_copy && life.trivial_deinit);
    NodeName *n = ARENA_NEW(&b->cx->arena, NodeName);
    n->node = (Node){.kind = NODE_Name, .pos = x->at->pos, .end = x->at->end};
    n->id = x->name;
    if (IS(MatchAs, x->at) && AS(MatchAs, x->at)->pattern) n->node.pos = x->at->end - name_str(x->name).len;
    if (IS(MatchStar, x->at)) n->node.pos = x->at->end - name_str(x->name).len;
    bind_target(b, &n->node, x->value, copied ? CONV_VAR : CONV_IMM, &n->node);
}

/* The names of a pattern that is reported: they are there, and nothing is said about them. */
static bool poison(void *ctx, Node *p) {
    Body *b = ctx;
    Name name = IS(MatchAs, p) ? AS(MatchAs, p)->name : IS(MatchStar, p) ? AS(MatchStar, p)->name : NULL;
    if (p->kind == NODE_MatchValue || !deeper(b, p)) return true;
    if (name && !map_has(&b->scope->names, name)) {
        VarDecl *v = var_new(b, name, val_error(b->vs), CONV_VAR, p);
        v->is_used = true;
        scope_declare(b, name, &v->decl, p);
    }
    node_children(p, poison, b);
    b->depth--;
    return true;
}

static void leave(Body *b, TStmt *loop, Node *at) {
    if (!b->terminated) stmt_add(b, ST_BREAK, at)->loop = loop;
}

/* One case in the loop; true when nothing that reaches it goes on behind it. *falls: its body goes on behind the
 * `match`. *seen: kinds of values that some case takes. */
static bool match_case(Body *b, NodeMatchCase *n, TExpr *subject, TStmt *loop, bool *falls, uint64_t *seen) {
    Case c = {.b = b, .subject = subject, .bad = texpr_bad(subject)};
    TExpr *when = c.bad ? NULL : pattern(&c, n->pattern, subject);
    bool always = !when && !n->guard;
    if (!n->guard) *seen |= c.covers;
    TBlock *saved = b->block;
    TStmt *s = stmt_add(b, when && !c.bad ? ST_IF : ST_BLOCK, &n->node);
    s->a = s->kind == ST_IF ? when : NULL;
    s->body = b->block = ARENA_NEW(b->arena, TBlock);
    Scope scope;
    scope_push(b, &scope);
    const Facts *facts = b->facts;
    for (uint32_t i = 0; i < c.names.len && !c.bad; i++) bind(b, &c.names.data[i]);
    if (c.bad) poison(b, n->pattern);
    if (n->guard) {
        TStmt *g = stmt_add(b, ST_IF, n->guard);
        g->a = condition(b, n->guard);
        if (texpr_bad(g->a)) g->kind = ST_BLOCK, g->a = NULL;
        g->body = b->block = ARENA_NEW(b->arena, TBlock);
    }
    b->terminated = false;
    stmts(b, n->body);
    *falls |= !b->terminated;
    leave(b, loop, &n->node);
    b->facts = facts;
    b->block = saved;
    scope_pop(b);
    return always && !c.bad;
}

void stmt_match(Body *b, NodeMatch *n) {
    TExpr *subject = expr_value(b, n->subject);
    if (!texpr_bad(subject)) subject = hoist(b, subject);
    TStmt *loop = stmt_add(b, ST_LOOP, &n->node);
    TBlock *saved = b->block;
    loop->body = b->block = ARENA_NEW(b->arena, TBlock);
    bool falls = false, always = false;
    uint64_t seen = 0;
    EACH_NODE(n->cases, x) {
        if (IS(MatchCase, x)) always |= match_case(b, AS(MatchCase, x), subject, loop, &falls, &seen);
    }
    uint32_t kinds = texpr_bad(subject) ? 0 : alternatives(subject->type);
    always |= kinds && seen == (1ull << kinds) - 1;
    b->terminated = false;
    if (always) /* no value comes here */
        stmt_add(b, ST_EXPR, &n->node)->a = intrin_expr(b, INTR_unreachable, val_never(b->vs), &n->node, NULL, NULL);
    else
        leave(b, loop, &n->node);
    b->block = saved;
    b->terminated = always && !falls;
}
