/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of types and of compile-time values (language.md §7.9): what variadic parameters and the library's
 * TypeList and ParameterList offer. Their mappers are parametric `comptime` declarations or generic structs; while
 * the list is symbolic the result is too. */
#include "check/call.h"

static bool is_list_name(const Decl *d) {
    return d->module && d->module->is_std && d->name &&
           (str_eq_c(name_str(d->name), "TypeList") ||
            str_eq_c(name_str(d->name), "ParameterList"));
}

bool is_pack_list(Val type) {
    return type && type->kind == T_STRUCT && type->u.decl && is_list_name(type->u.decl);
}

static bool is_pack(Val v) {
    return v && (v->kind == V_PACK || (v->type && v->type->kind == T_PACKOF));
}

Val pack_behind(Body *b, const TExpr *e) {
    if (e->kind == X_CONST && is_pack(e->val)) return e->val;
    Val list = e->kind == X_CONST && e->val && val_is_type(e->val) ? e->val : e->type;
    if (!is_pack_list(list) || !list->n) return NULL;
    return is_pack(list->args[list->n - 1]) ? list->args[list->n - 1] : NULL;
}

/* ---- made of indices ------------------------------------------------------------------------ */

static Val new_param(Body *b, const char *name, Val type) {
    ParamDecl *p = ARENA_NEW(&b->cx->arena, ParamDecl);
    p->decl = (Decl){.kind = DECL_PARAM, .state = DECL_COMPLETE, .name = name_of(name), .module = b->module};
    p->type = type;
    p->is_type = type->kind == T_TRAIT;
    p->value = val_param(b->vs, p, type);
    return p->value;
}

static Val elem_type(Val pack) {
    return pack->type && pack->type->n ? pack->type->args[0] : NULL;
}

static Val indices(Body *b, Val from, Val to) {
    Val integer = lib_type(b, NM_Int), args[3] = {from, to, val_i64(b->vs, integer, 1)};
    return val_op(b->vs, SYM_RANGE_PACK, val_make(b->vs, T_PACKOF, NULL, NULL, &integer, 1), args,
                  3);
}

/* The elements of `pack` at `at`, an index made of `i`, for each i of the indices. */
static Val picked(Body *b, Val pack, Val is, Val i, Val at) {
    Val get[2] = {pack, at}, args[3] = {is, i, val_op(b->vs, SYM_PACK_GET, elem_type(pack), get, 2)};
    return val_op(b->vs, SYM_PACK_MAP, pack->type, args, 3);
}

static Val reversed(Body *b, Val pack) {
    Val integer = lib_type(b, NM_Int), i = new_param(b, "i", integer);
    Val len = val_op(b->vs, SYM_PACK_LEN, integer, &pack, 1), minus = val_i64(b->vs, integer, -1);
    Val back = val_op2(b->vs, SYM_ADD, integer, val_op2(b->vs, SYM_ADD, integer, len, minus),
                       val_op2(b->vs, SYM_MUL, integer, i, minus));
    return picked(b, pack, indices(b, val_i64(b->vs, integer, 0), len), i, back);
}

/* ---- members -------------------------------------------------------------------------------- */

static Ref value_ref(Body *b, Node *at, Val v) {
    return (Ref){.kind = REF_VALUE, .node = at, .value = texpr_const(b, v, at)};
}

Ref pack_member(Body *b, Node *at, Val pack, Name name) {
    static const struct {
        const char *name;
        int form;
        bool of_list; /* of the bare name TypeList */
    } forms[] = {
        {"all_conforms_to", FORM_PACK_ALL, false},
        {"__len__", FORM_PACK_LEN, false},
        {"contains", FORM_PACK_CONTAINS, false},
        {"any_satisfies", FORM_PACK_CONTAINS, false},
        {"all_satisfies", FORM_PACK_CONTAINS, false},
        {"filter", FORM_PACK_VALUE, false},
        {"map", FORM_PACK_VALUE, false},
        {"map_to_values", FORM_PACK_VALUE, false},
        {"map_to_type", FORM_PACK_VALUE, false},
        {"reduce", FORM_PACK_VALUE, false},
        {"slice", FORM_PACK_VALUE, false},
        {"of", FORM_PACK_VALUE, true},
        {"splat", FORM_PACK_VALUE, true},
        {"tabulate", FORM_PACK_VALUE, true},
    };
    Str n = name_str(name);
    if (pack && str_eq_c(n, "values")) return value_ref(b, at, pack);
    if (pack && (str_eq_c(n, "length") || str_eq_c(n, "size")))
        return value_ref(b, at, val_op(b->vs, SYM_PACK_LEN, lib_type(b, NM_Int), &pack, 1));
    if (pack && str_eq_c(n, "reverse")) return value_ref(b, at, reversed(b, pack));
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (!str_eq_c(n, forms[i].name) || (!pack && !forms[i].of_list)) continue;
        Ref r = {.kind = REF_FORM, .node = at, .name = name, .form = (uint8_t)forms[i].form};
        if (pack) r.value = texpr_const(b, pack, at);
        return r;
    }
    return (Ref){.kind = REF_ERROR, .node = at};
}

/* ---- mappers -------------------------------------------------------------------------------- */

typedef struct Mapper {
    Val params[2]; /* S_PARAMs that stand for the arguments */
    Val body;
} Mapper;

/* `List` as a mapper: its first open parameter is the argument. */
static bool open_type(Body *b, Val t, Mapper *m) {
    StructDecl *s = (StructDecl *)t->u.decl;
    for (uint32_t i = 0; i < t->n && i < s->params.len; i++) {
        if (t->args[i]->kind != V_UNBOUND || s->params.data[i]->kind == PARAM_INFER) continue;
        m->params[0] = s->params.data[i]->value;
        m->body = set_type(b, t, &m->params[0], 1);
        return m->body != NULL;
    }
    return false;
}

static bool mapper(Body *b, Node *n, uint32_t n_params, Mapper *m) {
    Ref r = ref_expr(b, n, NULL);
    if (r.kind == REF_ERROR) return false;
    if (r.kind == REF_ALIAS && r.alias->params.len == n_params && r.alias->value) {
        for (uint32_t i = 0; i < n_params; i++) m->params[i] = r.alias->params.data[i]->value;
        m->body = r.alias->value;
        if (r.self) {
            Subst s = check_struct_subst(r.self);
            m->body = val_subst(b->vs, m->body, &s);
        }
        return true;
    }
    if (n_params == 1 && r.kind == REF_VALUE && texpr_is_type(r.value) &&
        r.value->val->kind == T_STRUCT && open_type(b, r.value->val, m))
        return true;
    if (r.kind == REF_ALIAS && !r.alias->value) return false; /* reported */
    Diag *d = berr(b, DIAG_no_match, n, "`" STR_FMT "` does not map: %s is expected here",
                   STR_ARG(node_text(b, n)),
                   n_params == 1 ? "a `comptime` with one parameter"
                                 : "a `comptime` with two parameters");
    diag_help(d, n_params == 1 ? "declare it: `comptime F[T: AnyType] = …`"
                               : "declare it: `comptime F[so_far: …, T: …] = …`");
    return false;
}

static Val pack_type_of(Body *b, Val elem) {
    Val bound =
        val_is_type(elem)
            ? (elem->type && elem->type->kind == T_TRAIT ? elem->type : val_trait(b->vs, NULL, 0))
            : elem->type;
    return bound ? val_make(b->vs, T_PACKOF, NULL, NULL, &bound, 1) : NULL;
}

static Val mapped(Body *b, Val pack, const Mapper *m) {
    Val args[3] = {pack, m->params[0], m->body};
    return val_op(b->vs, SYM_PACK_MAP, pack_type_of(b, m->body), args, 3);
}

/* ---- forms ---------------------------------------------------------------------------------- */

/* An element as brackets hold it: a type or a value. */
static Val element(Body *b, Node *n) {
    Val v = ct_value(b, n, NULL);
    if (val_is_error(v) || val_is_type(v) || !v->type) return v;
    if (v->type->kind == T_PRIMINT || v->type->kind == T_PRIMFLOAT || v->type->kind == T_PRIMSTR)
        return ct_convert(b, settle(b, texpr_const(b, v, n)), NULL, NULL);
    return v;
}

static Val list_of(Body *b, const NodeList *list) {
    Val *vs = ARENA_ARRAY(b->arena, Val, list->len + 1);
    Val type = NULL;
    for (uint32_t i = 0; i < list->len; i++) {
        Node *n = list->data[i];
        bool star = n->kind == NODE_Starred;
        vs[i] = star ? ct_value(b, AS(Starred, n)->value, NULL) : element(b, n);
        if (val_is_error(vs[i])) return vs[i];
        Val t = star ? vs[i]->type : pack_type_of(b, vs[i]);
        if (!star) vs[i] = val_pack(b->vs, t ? t->args[0] : NULL, &vs[i], 1);
        if (!type) type = t;
    }
    if (!type) {
        Val any = val_trait(b->vs, NULL, 0);
        type = val_make(b->vs, T_PACKOF, NULL, NULL, &any, 1);
    }
    return val_op(b->vs, SYM_PACK_CAT, type, vs, list->len);
}

static Val splat(Body *b, const NodeList *list) {
    Val count = comptime_int(b, list->data[0]),
        what = val_is_error(count) ? count : element(b, list->data[1]);
    if (val_is_error(what)) return what;
    Val zero = val_i64(b->vs, lib_type(b, NM_Int), 0);
    return mapped(b, indices(b, zero, count), &(Mapper){.params = {zero, NULL}, .body = what});
}

static Val tabulate(Body *b, const NodeList *list) {
    Mapper m;
    Val count = comptime_int(b, list->data[0]), zero = val_i64(b->vs, lib_type(b, NM_Int), 0);
    if (val_is_error(count) || !mapper(b, list->data[1], 1, &m)) return val_error(b->vs);
    return mapped(b, indices(b, zero, count), &m);
}

static Val reduce(Body *b, Val pack, const NodeList *list) {
    Mapper m;
    Val first = element(b, list->data[0]);
    if (val_is_error(first) || !mapper(b, list->data[1], 2, &m)) return val_error(b->vs);
    Val args[5] = {pack, m.params[0], m.params[1], m.body, first};
    return val_op(b->vs, SYM_PACK_FOLD, first->type ? first->type : m.body->type, args, 5);
}

/* The elements from one index to another: those of the indices, mapped. */
static Val slice(Body *b, Val pack, const NodeList *list) {
    Val from = comptime_int(b, list->data[0]),
        to = val_is_error(from) ? from : comptime_int(b, list->data[1]);
    if (val_is_error(to)) return to;
    Val i = new_param(b, "i", from->type);
    return picked(b, pack, indices(b, from, to), i, i);
}

/* Does the condition on x hold for one element (SYM_OR), for all (SYM_AND)? */
static Val any_of(Body *b, Val pack, Val x, Val condition, SymOp op) {
    Val boolean = lib_type(b, NM_Bool), so_far = new_param(b, "so_far", boolean);
    Val args[5] = {pack, so_far, x, val_op2(b->vs, op, boolean, so_far, condition), val_bool(b->cx, op == SYM_AND)};
    return val_op(b->vs, SYM_PACK_FOLD, boolean, args, 5);
}

static Val contains(Body *b, Val pack, Node *n) {
    Val what = element(b, n), boolean = lib_type(b, NM_Bool);
    if (val_is_error(what)) return what;
    Val x = new_param(b, "x", elem_type(pack) ? elem_type(pack) : val_trait(b->vs, NULL, 0));
    return any_of(b, pack, x, val_op2(b->vs, SYM_EQ, boolean, x, what), SYM_OR);
}

/* The parameter of a predicate, and what it says. */
static bool predicate(Body *b, Node *n, Mapper *m) {
    if (!mapper(b, n, 1, m)) return false;
    if (m->body->type == lib_type(b, NM_Bool)) return true;
    Diag *d = berr(b, DIAG_type_mismatch, n, "`" STR_FMT "` is no condition: it gives %s", STR_ARG(node_text(b, n)),
                   m->body->type ? tstr(b, m->body->type) : "a type");
    diag_help(d, "declare it: `comptime P[T: AnyType]: Bool = …`");
    return false;
}

static Val satisfies(Body *b, Val pack, Node *n, SymOp op) {
    Mapper m;
    return predicate(b, n, &m) ? any_of(b, pack, m.params[0], m.body, op) : val_error(b->vs);
}

/* Those that satisfy a predicate, in their order. */
static Val filtered(Body *b, Val pack, Node *n) {
    Mapper m;
    if (!predicate(b, n, &m)) return val_error(b->vs);
    Val so_far = new_param(b, "so_far", pack->type), elem = elem_type(pack);
    Val one = val_pack(b->vs, elem, &m.params[0], 1), none = val_pack(b->vs, elem, NULL, 0);
    Val cat[2] = {so_far, val_cond(b->vs, m.body, one, none)};
    Val args[5] = {pack, so_far, m.params[0], val_op(b->vs, SYM_PACK_CAT, pack->type, cat, 2), none};
    return val_op(b->vs, SYM_PACK_FOLD, pack->type, args, 5);
}

static bool takes(Body *b, const Ref *r, Node *at, uint32_t n, const char *what) {
    if (r->has_params && r->params.len == n) return true;
    berr(b, DIAG_no_match, at, "`%s` is written `%s[%s]`", r->name->chars, r->name->chars, what);
    return false;
}

static Val form_value(Body *b, Ref *r, Node *at) {
    Val pack = r->value ? r->value->val : NULL, bad = val_error(b->vs);
    Str n = name_str(r->name);
    if (r->form == FORM_PACK_CONTAINS) {
        bool all = str_eq_c(n, "all_satisfies"), any = str_eq_c(n, "any_satisfies");
        if (!takes(b, r, at, 1, all || any ? "Predicate" : "T")) return bad;
        Node *x = r->params.data[0];
        return all || any ? satisfies(b, pack, x, all ? SYM_AND : SYM_OR) : contains(b, pack, x);
    }
    if (str_eq_c(n, "filter")) return takes(b, r, at, 1, "Predicate") ? filtered(b, pack, r->params.data[0]) : bad;
    if (str_eq_c(n, "of")) return list_of(b, &r->params);
    if (str_eq_c(n, "splat")) return takes(b, r, at, 2, "count, T") ? splat(b, &r->params) : bad;
    if (str_eq_c(n, "tabulate"))
        return takes(b, r, at, 2, "count, Mapper") ? tabulate(b, &r->params) : bad;
    if (str_eq_c(n, "reduce"))
        return takes(b, r, at, 2, "first, Reducer") ? reduce(b, pack, &r->params) : bad;
    if (str_eq_c(n, "slice"))
        return takes(b, r, at, 2, "start, end") ? slice(b, pack, &r->params) : bad;
    Mapper m;
    return takes(b, r, at, 1, "Mapper") && mapper(b, r->params.data[0], 1, &m) ? mapped(b, pack, &m)
                                                                               : bad;
}

TExpr *pack_form(Body *b, Ref *r, Node *at) {
    Val v = form_value(b, r, at);
    return val_is_error(v) ? texpr_error(b, at) : texpr_const(b, v, at);
}
