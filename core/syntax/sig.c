/* SPDX-License-Identifier: Apache-2.0 */
/* Headers: parameter lists `[…]`, argument lists `(…)`, effects, captures, results, `where`; lambdas and
 * function types, which are headers with a body or without. */
#include "syntax/parse.h"

/* ---- conventions ------------------------------------------------------------------------------- */

typedef struct ConvWord {
    int name;
    Conv conv;
    const char *today; /* of a legacy word: what to write; NULL otherwise */
} ConvWord;
static const ConvWord conv_words[] = {
    {NM_kw_imm, CONV_IMM, NULL}, {NM_kw_mut, CONV_MUT, NULL}, {NM_kw_var, CONV_VAR, NULL},
    {NM_kw_deinit, CONV_DEINIT, NULL}, {NM_kw_out, CONV_OUT, NULL}, {NM_kw_ref, CONV_REF, NULL},
    {NM_kw_read, CONV_IMM, "imm"}, {NM_kw_borrowed, CONV_IMM, "imm"}, {NM_kw_inout, CONV_MUT, "mut"},
    {NM_kw_owned, CONV_VAR, "var"},
};

static const ConvWord *conv_word(const Tok *t) {
    if (t->kind != T_NAME || t->name->known < NM_kw_match || t->flags & TF_TICK) return NULL;
    for (size_t i = 0; i < ARRAY_LEN(conv_words); i++)
        if (conv_words[i].name == t->name->known) return &conv_words[i];
    return NULL;
}

/* Is the convention word at t used as one? What follows must be what it can stand before. */
static bool is_convention(Parser *p, Tok *t, bool type) {
    const Tok *n = t + 1;
    if (n->kind == T_LSQB) {
        n = after_bracket(p, t + 1);
        if (!n) return false;
    }
    switch (n->kind) {
    case T_NAME: case T_STAR: case T_DSTAR: return true;
    case T_KW_DEF: return type;
    default: return is_keyword(n->kind) && n->kind != T_KW_IF && n->kind != T_KW_ELSE && n->kind != T_KW_IN && !type;
    }
}

static bool makes_self(Name fn) {
    return name_is(fn, NM_init) || name_is(fn, NM_copyinit) || name_is(fn, NM_moveinit);
}

static const char *today_of(const ConvWord *w, Name fn, bool is_self) {
    if ((w->name == NM_kw_inout || w->conv == CONV_MUT) && is_self && makes_self(fn)) return "out";
    if (w->name == NM_kw_owned && (name_is(fn, NM_del) || name_is(fn, NM_deinit))) return "deinit";
    if (w->name == NM_kw_owned && name_is(fn, NM_moveinit) && !is_self) return "deinit";
    return w->today;
}

static Conv conv_of(const char *word) {
    for (size_t i = 0; i < ARRAY_LEN(conv_words); i++)
        if (strcmp(name_known(conv_words[i].name)->chars, word) == 0) return conv_words[i].conv;
    return CONV_DEFAULT;
}

/* At the `&` of 2022 after an argument or its type. */
static void legacy_reference(Parser *p, NodeArg *a, Name fn, bool is_self, const char *after) {
    static const ConvWord inout = {NM_kw_inout, CONV_MUT, "mut"};
    const char *today = today_of(&inout, fn, is_self);
    Diag *d = legacy(p, p->t->pos, p->t->end, NULL, "`&` after %s is an older spelling of `%s` before the argument", after, today);
    Fix *f = diag_fix(d, FIX_SAFE, "write `%s` before the argument", today);
    if (!a->conv) fix_edit(f, rel(a->node.pos, a->node.pos), arena_str(p->arena, str_of(today))), fix_edit(f, rel(a->node.pos, a->node.pos), STR(" "));
    fix_edit(f, rel(p->t->pos, p->t->end), STR(""));
    a->conv = conv_of(today);
    a->node.flags |= NODE_LEGACY;
    next(p);
}

static NodeList bracketed(Parser *p) {
    uint32_t mark = p->sp;
    const Tok *open = p->t;
    next(p);
    while (!at(p, T_RSQB)) {
        const Tok *before = p->t;
        push(p, parse_expr(p));
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    expect_close(p, T_RSQB, open);
    return take(p, mark);
}

/* ---- arguments --------------------------------------------------------------------------------- */

static void check_duplicate(Parser *p, uint32_t mark, Name name, uint32_t pos, uint32_t end) {
    if (!name || p->panic || (!p->is_py && name_is(name, NM_underscore))) return;
    for (uint32_t i = mark; i < p->sp; i++) {
        const Node *o = p->stack[i];
        Name other = o->kind == NODE_Arg ? AS(Arg, o)->name : o->kind == NODE_Param ? AS(Param, o)->name : NULL;
        if (other != name) continue;
        Diag *d = error_soft(p, DIAG_duplicate_argument, pos, end, "the argument `%s` is declared twice", name->chars);
        if (d) diag_label(d, rel(o->pos, o->end), "declared here first");
        return;
    }
}

/* Conventions name no typed argument: `out: Int` would read like one that lost its name. */
static void not_a_convention(Parser *p, const Tok *t, Name name) {
    const ConvWord *w = name && t->kind == T_NAME && t->name == name ? conv_word(t) : NULL;
    if (!w || (w->today && w->name != NM_kw_read)) return;
    Diag *d = error_soft(p, DIAG_keyword_as_name, t->pos, t->end, "`%s` says how an argument is passed and cannot name one", name->chars);
    if (!d) return;
    diag_help(d, "put it in backticks, or choose another name");
}

typedef enum ArgMode { ARGS_DEF, ARGS_LAMBDA, ARGS_TYPE } ArgMode;

static Node *parse_arg(Parser *p, ArgMode mode, Name fn, uint32_t mark) {
    NodeArg *a = NEW(Arg, p, p->t->pos);
    const ConvWord *w = p->is_py || mode == ARGS_LAMBDA ? NULL : conv_word(p->t);
    if (w && is_convention(p, p->t, mode == ARGS_TYPE)) {
        uint32_t pos = p->t->pos, end = p->t->end;
        a->conv = w->conv;
        next(p);
        if (at(p, T_LSQB)) {
            a->has_conv_args = 1;
            a->conv_args = bracketed(p);
        }
        bool is_self = at_word(p, NM_self) && p->sp == mark;
        if (w->today || (w->conv == CONV_MUT && is_self && makes_self(fn))) {
            const char *today = today_of(w, fn, is_self);
            a->conv = conv_of(today);
            a->node.flags |= NODE_LEGACY;
            legacy(p, pos, end, today, "`%s` is an older spelling of `%s`", name_known(w->name)->chars, today);
        }
        if (conv_word(p->t) && is_convention(p, p->t, mode == ARGS_TYPE) && p->t[1].kind == T_NAME && !p->panic) {
            error_at(p, DIAG_convention, p->t->pos, p->t->end, "an argument has one convention; `%s` is a second one", p->t->name->chars);
            next(p);
        }
    }
    if (at(p, T_STAR) || at(p, T_DSTAR)) {
        a->stars = at(p, T_STAR) ? 1 : 2;
        next(p);
    }
    if (mode == ARGS_TYPE && !(at(p, T_NAME) && p->t[1].kind == T_COLON)) {
        a->annotation = parse_type(p);
        if (at(p, T_AMP)) legacy_reference(p, a, fn, false, "a type");
    } else {
        uint32_t pos = p->t->pos, end = p->t->end;
        const Tok *name = p->t;
        if (at(p, T_LPAR) && !p->panic) {
            error_at(p, DIAG_parenthesized_argument, pos, end, "an argument cannot be taken apart in the list; unpack it in the body");
            Tok *e = after_bracket(p, p->t);
            if (e) p->t = e;
        } else {
            a->name = expect_name(p, "an argument");
            if (a->name) {
                check_name_store(p, a->name, pos, end);
                check_duplicate(p, mark, a->name, pos, end);
            }
        }
        if (at(p, T_AMP) && !p->is_py && mode == ARGS_DEF) legacy_reference(p, a, fn, name_is(a->name, NM_self), "an argument");
        if (mode != ARGS_LAMBDA && at(p, T_COLON)) {
            next(p);
            if (at(p, T_STAR)) {
                a->type_stars = 1;
                next(p);
                if (a->stars != 1)
                    error_at(p, DIAG_star_misuse, p->t[-1].pos, p->t[-1].end, "only the type of a `*` argument can be unpacked");
            }
            if (!p->is_py && at_word(p, NM_kw_ref) && p->t[1].kind == T_LSQB) a->annotation = parse_result(p);
            else a->annotation = a->type_stars ? parse_binary(p, PREC_BITOR) : parse_type(p);
            if (at(p, T_AMP) && !p->is_py) legacy_reference(p, a, fn, name_is(a->name, NM_self), "a type");
            if (!p->is_py && a->conv == CONV_DEFAULT) not_a_convention(p, name, a->name);
            if (!p->is_py && at_word(p, NM_kw_where)) {
                const Node *c = parse_where(p);
                error_soft(p, DIAG_marker_order, c->pos, c->end, "`where` stands after the signature, not inside of it");
            }
        }
    }
    if (!p->is_py && mode == ARGS_DEF && a->stars && !(a->node.flags & NODE_LEGACY)) {
        if (a->conv == CONV_OUT && !p->panic) error_at(p, DIAG_named_result, a->node.pos, prev_end(p), "the `out` result cannot be variadic");
        if (a->stars == 2 && !a->conv && a->annotation) {
            a->node.flags |= NODE_LEGACY;
            legacy(p, a->node.pos, a->node.pos, "var ", "keyword arguments are taken over: write `var **%s`", a->name ? a->name->chars : "kwargs");
        }
    }
    if (at(p, T_ASSIGN)) {
        uint32_t eq = p->t->pos;
        next(p);
        if (at(p, T_COMMA) || at(p, T_RPAR) || (mode == ARGS_LAMBDA && at(p, T_COLON)))
            error_at(p, DIAG_missing_value, eq, eq + 1, "a default value is missing after `=`");
        else a->value = parse_expr(p);
        if (a->stars && !p->panic)
            error_at(p, DIAG_bad_default, eq, prev_end(p), "a `%s` argument cannot have a default", a->stars == 1 ? "*" : "**");
        else if (!p->is_py && !(a->node.flags & NODE_LEGACY) && (a->conv == CONV_MUT || a->conv == CONV_OUT))
            error_at(p, DIAG_bad_default, eq, prev_end(p), "%s argument cannot have a default", a->conv == CONV_MUT ? "a `mut`" : "an `out`");
    }
    return DONE(p, a);
}

static Node *parse_marker(Parser *p, MarkerKind kind) {
    NodeMarker *m = NEW(Marker, p, p->t->pos);
    m->kind = kind;
    next(p);
    return DONE(p, m);
}

/* The rules of order that both lists have. */
typedef struct ListOrder {
    bool slash, star, dslash, dstar, defaulted, keyword_only;
    uint32_t star_pos; /* of a bare star that still wants a name */
    bool bare_star;
    uint32_t n;
} ListOrder;

static void order_error(Parser *p, const Node *n, const char *text) {
    error_at(p, DIAG_marker_order, n->pos, n->end, "%s", text);
}

static void order_marker(Parser *p, ListOrder *o, const Node *n, uint32_t kind) {
    if (p->panic) return;
    if (kind == MARK_SLASH) {
        if (o->slash) order_error(p, n, "`/` may stand only once in a list");
        else if (o->star) order_error(p, n, "`/` must come before `*`");
        else if (!o->n) order_error(p, n, "`/` cannot come first: nothing before it would be positional-only");
        o->slash = true;
    } else if (kind == MARK_DSLASH) {
        if (o->dslash) order_error(p, n, "`//` may stand only once in a list");
        else if (o->slash || o->star) order_error(p, n, "`//` must come before `/` and `*`");
        else if (!o->n) order_error(p, n, "`//` cannot come first: nothing before it would be inferred");
        o->dslash = true;
    } else {
        if (o->star) order_error(p, n, "`*` may stand only once in a list");
        o->star = o->keyword_only = o->bare_star = true;
        o->star_pos = n->pos;
    }
}

static void order_entry(Parser *p, ListOrder *o, const Node *n, uint32_t stars, bool has_default, bool exempt) {
    if (!p->panic) {
        if (o->dstar) error_at(p, DIAG_marker_order, n->pos, n->end, "nothing can follow the `**` argument");
        else if (stars == 1 && o->star) error_at(p, DIAG_marker_order, n->pos, n->end, "a list has one `*`; this is a second one");
        else if (!stars && !o->keyword_only && !exempt) {
            if (has_default) o->defaulted = true;
            else if (o->defaulted) {
                Diag *d = error_at(p, DIAG_default_order, n->pos, n->end, "an argument without a default cannot follow one with a default");
                if (d) diag_help(d, "move it before the arguments with defaults, or give it one");
            }
        }
    }
    if (stars == 1) o->star = o->keyword_only = true;
    if (stars == 2) {
        if (o->bare_star && !p->panic)
            error_at(p, DIAG_marker_order, o->star_pos, o->star_pos + 1, "a named argument must follow `*`");
        o->dstar = true;
    }
    o->bare_star = false;
    o->n++;
}

static void order_end(Parser *p, const ListOrder *o) {
    if (o->bare_star && !p->panic)
        error_at(p, DIAG_marker_order, o->star_pos, o->star_pos + 1, "a named argument must follow `*`");
}

/* Pushes the entries up to `close`, which stays. */
static void parse_args(Parser *p, TokKind close, ArgMode mode, Name fn) {
    uint32_t mark = p->sp;
    ListOrder o = {0};
    while (!at(p, close)) {
        const Tok *before = p->t;
        int after = p->t[1].kind;
        bool ends = after == T_COMMA || after == (int)close;
        if (at(p, T_SLASH)) {
            Node *m = parse_marker(p, MARK_SLASH);
            order_marker(p, &o, m, MARK_SLASH);
            push(p, m);
        } else if (at(p, T_STAR) && ends) {
            Node *m = parse_marker(p, MARK_STAR);
            order_marker(p, &o, m, MARK_STAR);
            push(p, m);
        } else if (at(p, T_DSLASH) && !p->is_py) {
            Node *m = parse_marker(p, MARK_DSLASH);
            order_marker(p, &o, m, MARK_DSLASH);
            push(p, m);
        } else {
            Node *n = parse_arg(p, mode, fn, mark);
            NodeArg *a = AS(Arg, n);
            order_entry(p, &o, n, a->stars, a->value != NULL, mode == ARGS_TYPE || a->conv == CONV_OUT);
            push(p, n);
        }
        if (!accept(p, T_COMMA)) {
            if (!at(p, close) && !p->panic && at(p, T_NAME) && p->t > before && error_two_names(p, before)) {
                next(p);
                if (at(p, T_LSQB)) parse_result(p);
                if (accept(p, T_ASSIGN)) parse_expr(p);
                if (accept(p, T_COMMA)) continue;
                break;
            }
            if (!at(p, close) && !p->panic && at(p, T_NAME) && p->t > before) {
                uint32_t e = prev_end(p);
                Diag *d = error_at(p, DIAG_missing_comma, e, p->t->pos, "a comma is missing between these arguments");
                if (d) fix_insert(d, FIX_MAYBE, e, ",", "insert `,`");
                continue;
            }
            break;
        }
        if (p->t == before) break;
        if (mode == ARGS_LAMBDA && at(p, T_COLON)) break;
    }
    order_end(p, &o);
}

void parse_arg_list(Parser *p, TokKind close, bool is_type, Name fn) {
    parse_args(p, close, is_type ? ARGS_TYPE : ARGS_DEF, fn);
}

/* ---- parameters -------------------------------------------------------------------------------- */

Node *parse_where(Parser *p) {
    NodeWhere *w = NEW(Where, p, p->t->pos);
    next(p);
    Node *e = parse_expr(p);
    if (IS(TupleExpr, e) && AS(TupleExpr, e)->parenthesized && AS(TupleExpr, e)->elts.len == 2) {
        w->condition = AS(TupleExpr, e)->elts.data[0];
        w->message = AS(TupleExpr, e)->elts.data[1];
    } else w->condition = e;
    return DONE(p, w);
}

/* A clause inside the brackets of the parameters; `to`: where it belongs, 0: nowhere. */
static void legacy_where(Parser *p, const Node *w, uint32_t to) {
    Diag *d = legacy(p, w->pos, w->end, NULL, "`where` stands after the signature today");
    if (!to) return;
    uint32_t from = w->pos;
    while (from > 0 && strchr(" \t\r\n", p->item_text[from - 1])) from--;
    Fix *f = diag_fix(d, FIX_SAFE, "move it behind the signature");
    fix_edit(f, rel(from, w->end), STR(""));
    Str text = {p->item_text + w->pos, w->end - w->pos};
    fix_edit(f, rel(to, to), str_of(arena_printf(p->arena, " %.*s", STR_ARG(text))));
}

NodeList parse_where_list(Parser *p, NodeList before) {
    if (p->is_py) return before;
    uint32_t mark = p->sp;
    EACH_NODE(before, w) push(p, w);
    while (at_word(p, NM_kw_where)) push(p, parse_where(p));
    EACH_NODE(before, w) legacy_where(p, w, prev_end(p));
    return take(p, mark);
}

NodeList parse_params(Parser *p, NodeList *wheres) {
    const Tok *open = p->t;
    uint32_t open_pos = open->pos;
    next(p);
    uint32_t mark = p->sp;
    ListOrder o = {0};
    if (p->is_py && at(p, T_RSQB)) error_at(p, DIAG_missing_value, open_pos, p->t->end, "the type parameter list is empty");
    while (!at(p, T_RSQB)) {
        const Tok *before = p->t;
        int after = p->t[1].kind;
        bool ends = after == T_COMMA || after == T_RSQB;
        if (!p->is_py && (at(p, T_SLASH) || at(p, T_DSLASH) || (at(p, T_STAR) && ends))) {
            MarkerKind k = at(p, T_SLASH) ? MARK_SLASH : at(p, T_DSLASH) ? MARK_DSLASH : MARK_STAR;
            Node *m = parse_marker(p, k);
            order_marker(p, &o, m, k);
            push(p, m);
        } else if (!p->is_py && at(p, T_ELLIPSIS)) {
            push(p, parse_marker(p, MARK_UNBOUND));
        } else {
            NodeParam *a = NEW(Param, p, p->t->pos);
            const ConvWord *w = p->is_py ? NULL : conv_word(p->t);
            if (w && (p->t[1].kind == T_NAME)) {
                a->conv = w->conv;
                next(p);
            }
            if (at(p, T_STAR) || at(p, T_DSTAR)) {
                a->stars = at(p, T_STAR) ? 1 : 2;
                next(p);
            }
            uint32_t pos = p->t->pos, end = p->t->end;
            a->name = expect_name(p, "a parameter");
            if (a->name) check_duplicate(p, mark, a->name, pos, end);
            if (accept(p, T_COLON)) a->annotation = parse_type(p);
            if (at(p, T_ASSIGN)) {
                next(p);
                a->value = parse_expr(p);
            }
            Node *n = DONE(p, a);
            if (!p->is_py) order_entry(p, &o, n, a->stars, a->value != NULL, false);
            push(p, n);
            if (at_word(p, NM_kw_where) && !p->is_py) {
                Node *c = parse_where(p);
                c->flags |= NODE_LEGACY;
                if (!wheres) legacy_where(p, c, 0);
                else {
                    NodeList l = {arena_alloc(p->arena, (wheres->len + 1) * sizeof(Node *)), wheres->len + 1};
                    if (wheres->len) memcpy(l.data, wheres->data, wheres->len * sizeof(Node *));
                    l.data[wheres->len] = c;
                    *wheres = l;
                }
            }
        }
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    if (!p->is_py) order_end(p, &o);
    expect_close(p, T_RSQB, open);
    return take(p, mark);
}

/* ---- effects, captures, results ---------------------------------------------------------------- */

static bool is_effect_word(const Tok *t) {
    if (t->kind != T_NAME || t->flags & TF_TICK) return false;
    switch (t->name->known) {
    case NM_kw_raises: case NM_kw_thin: case NM_kw_abi: case NM_kw_capturing: case NM_kw_escaping: case NM_kw_unified:
    case NM_kw_where: return true;
    default: return false;
    }
}

static void parse_effects(Parser *p, NodeSignature *s) {
    while (at(p, T_NAME) && is_effect_word(p->t)) {
        const Tok *t = p->t;
        switch (t->name->known) {
        case NM_kw_raises:
            s->effects |= EFFECT_RAISES;
            next(p);
            if ((at(p, T_NAME) && !is_effect_word(p->t)) || at(p, T_LPAR)) s->raises_type = parse_primary(p);
            break;
        case NM_kw_thin: s->effects |= EFFECT_THIN; next(p); break;
        case NM_kw_abi:
            next(p);
            s->effects |= EFFECT_ABI;
            if (expect(p, T_LPAR, "`(\"C\")` after `abi`")) {
                const Tok *open = p->t - 1;
                if (at(p, T_STRING)) {
                    Node *n = parse_strings(p);
                    if (IS(StringLit, n)) s->abi = AS(StringLit, n)->value;
                } else error_expected(p, "the name of an ABI as a string");
                expect_close(p, T_RPAR, open);
            }
            break;
        case NM_kw_capturing:
            s->effects |= EFFECT_CAPTURING;
            next(p);
            if (at(p, T_LSQB)) s->capturing = bracketed(p);
            break;
        case NM_kw_escaping:
            s->effects |= EFFECT_ESCAPING;
            s->node.flags |= NODE_LEGACY;
            legacy(p, t->pos, t->end, NULL, "escaping closures are gone; captures are listed in braces today");
            next(p);
            break;
        case NM_kw_unified:
            s->effects |= EFFECT_UNIFIED;
            s->node.flags |= NODE_LEGACY;
            legacy(p, t->pos, p->t[1].pos, "", "`unified` is not written any more");
            next(p);
            break;
        default: return; /* where */
        }
    }
}

static void parse_captures(Parser *p, NodeSignature *s) {
    if (!at(p, T_LBRACE)) return;
    const Tok *open = p->t;
    next(p);
    s->has_captures = 1;
    uint32_t mark = p->sp;
    const Node *dflt = NULL;
    while (!at(p, T_RBRACE)) {
        const Tok *before = p->t;
        NodeCapture *c = NEW(Capture, p, p->t->pos);
        const ConvWord *w = conv_word(p->t);
        if (w) {
            int after = p->t[1].kind;
            bool bare = after == T_COMMA || after == T_RBRACE || after == T_CARET;
            if (after == T_NAME || bare) {
                c->conv = w->conv;
                if (w->today) {
                    legacy(p, p->t->pos, after == T_NAME && w->name == NM_kw_read ? p->t[1].pos : p->t->end,
                           after == T_NAME && w->name == NM_kw_read ? "" : w->today, "`%s` is an older spelling of `%s`", p->t->name->chars, w->today);
                    c->node.flags |= NODE_LEGACY;
                }
                next(p);
            }
        }
        if (at(p, T_NAME)) c->name = expect_name(p, "a captured variable");
        else if (!c->conv) error_expected(p, "a captured variable");
        if (accept(p, T_CARET)) c->transfer = 1;
        Node *n = DONE(p, c);
        if (c->transfer && c->conv != CONV_DEFAULT && c->conv != CONV_VAR && !p->panic)
            error_at(p, DIAG_capture, n->pos, n->end, "`^` moves a value in; only `var` goes with it");
        if (!c->name && !p->panic) {
            if (dflt) {
                Diag *d = error_at(p, DIAG_capture, n->pos, n->end, "a capture list has one default entry");
                if (d) diag_label(d, rel(dflt->pos, dflt->end), "the first one");
            }
            dflt = n;
        }
        push(p, n);
        if (!accept(p, T_COMMA) || p->t == before) break;
    }
    expect_close(p, T_RBRACE, open);
    s->captures = take(p, mark);
}

Node *parse_result(Parser *p) {
    if (!p->is_py && at_word(p, NM_kw_ref) && (p->t[1].kind == T_LSQB || p->t[1].kind == T_NAME)) {
        NodeRefType *r = NEW(RefType, p, p->t->pos);
        next(p);
        if (at(p, T_LSQB)) {
            r->has_origin = 1;
            r->origin = bracketed(p);
        }
        r->value = parse_result(p);
        return DONE(p, r);
    }
    return parse_type(p);
}

/* `-> T as n`: the result becomes the last argument. `close` is the `)` of the arguments, NULL: there are none. */
static void fix_named_result(Parser *p, Diag *d, const NodeSignature *s, const Tok *arrow, const Tok *close) {
    if (!close || close->flags & TF_SYNTH || !s->returns_name || p->panic) return;
    Str type = {p->item_text + s->returns->pos, s->returns->end - s->returns->pos};
    bool first = close[-1].kind == T_LPAR || close[-1].kind == T_COMMA;
    const char *space = close[-1].kind == T_COMMA ? " " : "";
    Fix *f = diag_fix(d, FIX_SAFE, "make it an argument");
    fix_edit(f, rel(close->pos, close->pos),
             str_of(arena_printf(p->arena, "%sout %s: %.*s", first ? space : ", ", s->returns_name->chars, STR_ARG(type))));
    fix_edit(f, rel(arrow[-1].end, prev_end(p)), STR(""));
}

static void parse_arrow(Parser *p, NodeSignature *s, const Tok *close) {
    const Tok *arrow = p->t;
    if (!accept(p, T_ARROW)) return;
    if (at(p, T_COLON)) {
        error_at(p, DIAG_missing_value, p->t[-1].pos, p->t->end, "the result type is missing after `->`");
        return;
    }
    s->returns = parse_result(p);
    if (at(p, T_KW_AS) && !p->is_py) {
        uint32_t pos = p->t->pos;
        next(p);
        s->returns_name = expect_name(p, "the result");
        s->node.flags |= NODE_LEGACY;
        Diag *d = legacy(p, pos, prev_end(p), NULL, "a named result is written as an argument today: `out %s: …`", s->returns_name ? s->returns_name->chars : "result");
        fix_named_result(p, d, s, arrow, close);
    }
}

static void parse_tail(Parser *p, NodeSignature *s, const Tok *close) {
    if (!p->is_py) {
        parse_effects(p, s);
        parse_captures(p, s);
        parse_effects(p, s);
    }
    parse_arrow(p, s, close);
    s->wheres = parse_where_list(p, s->wheres);
    if (p->is_py) return;
    const Node *out = NULL;
    EACH_NODE(s->args, a) {
        if (!IS(Arg, a) || AS(Arg, a)->conv != CONV_OUT || a->flags & NODE_LEGACY) continue;
        if (out && !p->panic) {
            Diag *d = error_at(p, DIAG_named_result, a->pos, a->end, "a function has one `out` result");
            if (d) diag_label(d, rel(out->pos, out->end), "the first one");
        }
        out = a;
    }
    if (out && s->returns && !p->panic && !IS(Error, s->returns)) {
        Diag *d = error_at(p, DIAG_named_result, s->returns->pos, s->returns->end, "the result is declared twice: by `out` and by `->`");
        if (d) diag_label(d, rel(out->pos, out->end), "the `out` argument");
    }
}

Node *parse_signature(Parser *p, Node *for_def, Name fn) {
    (void)for_def;
    NodeSignature *s = NEW(Signature, p, p->t->pos);
    if (at(p, T_LSQB)) {
        s->has_params = 1;
        s->params = parse_params(p, &s->wheres);
    }
    const Tok *close = NULL;
    if (at(p, T_LPAR)) {
        const Tok *open = p->t;
        next(p);
        s->has_args = 1;
        uint32_t mark = p->sp;
        parse_args(p, T_RPAR, ARGS_DEF, fn);
        if (expect_close(p, T_RPAR, open)) close = p->t - 1;
        s->args = take(p, mark);
    } else if (!p->panic) {
        uint32_t e = prev_end(p);
        Diag *d = error_at(p, DIAG_missing_parentheses, e, e + 1, "`(` is missing after the function's name");
        if (d && at(p, T_COLON)) fix_insert(d, FIX_SAFE, e, "()", "insert `()`");
    }
    parse_tail(p, s, close);
    return DONE(p, s);
}

Node *parse_fn_type(Parser *p) {
    NodeFnType *f = NEW(FnType, p, p->t->pos);
    if (at(p, T_NAME)) {
        f->is_legacy_fn = 1;
        f->node.flags |= NODE_LEGACY;
        legacy(p, p->t->pos, p->t->end, NULL, "function types are written with `def` today");
    }
    next(p);
    NodeSignature *s = NEW(Signature, p, p->t->pos);
    if (!enter(p)) {
        leave(p);
        f->sig = DONE(p, s);
        return DONE(p, f);
    }
    if (at(p, T_LSQB)) {
        s->has_params = 1;
        s->params = parse_params(p, &s->wheres);
    }
    if (expect(p, T_LPAR, "`(`")) {
        const Tok *open = p->t - 1;
        s->has_args = 1;
        uint32_t mark = p->sp;
        parse_args(p, T_RPAR, ARGS_TYPE, NULL);
        expect_close(p, T_RPAR, open);
        s->args = take(p, mark);
    }
    parse_effects(p, s);
    parse_arrow(p, s, NULL);
    s->wheres = parse_where_list(p, s->wheres);
    leave(p);
    f->sig = DONE(p, s);
    return DONE(p, f);
}

Node *parse_lambda(Parser *p) {
    NodeLambda *l = NEW(Lambda, p, p->t->pos);
    uint32_t kw = p->t->pos;
    next(p);
    NodeSignature *s = NEW(Signature, p, p->t->pos);
    if (!enter(p)) {
        leave(p);
        l->sig = DONE(p, s);
        l->body = error_node(p, p->t->pos);
        return DONE(p, l);
    }
    bool mojo = !p->is_py && (at(p, T_LSQB) || at(p, T_LPAR) || at(p, T_LBRACE) || at(p, T_ARROW) || (at(p, T_NAME) && is_effect_word(p->t) && p->t[1].kind != T_COMMA && p->t[1].kind != T_ASSIGN));
    if (mojo) {
        if (at(p, T_LSQB)) {
            s->has_params = 1;
            s->params = parse_params(p, &s->wheres);
        }
        if (at(p, T_LPAR)) {
            const Tok *open = p->t;
            next(p);
            s->has_args = 1;
            uint32_t mark = p->sp;
            parse_args(p, T_RPAR, ARGS_DEF, NULL);
            expect_close(p, T_RPAR, open);
            s->args = take(p, mark);
        }
        parse_tail(p, s, NULL);
    } else {
        if (at(p, T_LPAR) && !p->panic) {
            Tok *e = after_bracket(p, p->t);
            Diag *d = error_at(p, DIAG_parenthesized_argument, p->t->pos, e ? e[-1].end : p->t->end, "the arguments of a Python `lambda` have no parentheses");
            if (d && e) {
                Fix *f = diag_fix(d, FIX_SAFE, "remove the parentheses");
                fix_edit(f, rel(p->t->pos, p->t->end), STR(""));
                fix_edit(f, rel(e[-1].pos, e[-1].end), STR(""));
            }
            if (e) p->t = e;
        }
        uint32_t mark = p->sp;
        parse_args(p, T_COLON, ARGS_LAMBDA, NULL);
        s->args = take(p, mark);
    }
    l->sig = DONE(p, s);
    if (!accept(p, T_COLON)) {
        if (!p->panic) error_at(p, DIAG_missing_colon, kw, prev_end(p), "`:` is missing after the arguments of `lambda`");
    }
    Context *cx = p->cx, inner = {.in_func = true};
    p->cx = &inner;
    l->body = parse_expr(p);
    p->cx = cx;
    leave(p);
    return DONE(p, l);
}
