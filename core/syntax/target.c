/* SPDX-License-Identifier: Apache-2.0 */
/* What may stand on the left of `=`, after `for`, `as`, `del`, … */
#include "syntax/parse.h"

const char *describe_expr(const Node *n) {
    switch (n->kind) {
    case NODE_Name: return "a name";
    case NODE_Constant:
        switch (AS(Constant, n)->value) {
        case CONST_NONE: return "`None`";
        case CONST_TRUE: return "`True`";
        case CONST_FALSE: return "`False`";
        default: return "`...`";
        }
    case NODE_IntLit: case NODE_FloatLit: case NODE_ImagLit: return "a number";
    case NODE_StringLit: return "a string";
    case NODE_FString: return AS(FString, n)->is_template ? "a t-string" : "an f-string";
    case NODE_BoolOp: return AS(BoolOp, n)->op == OP_AND ? "an `and` expression" : "an `or` expression";
    case NODE_BinOp: case NODE_UnaryOp: return "the result of an operator";
    case NODE_Compare: return "a comparison";
    case NODE_Call: return "the result of a call";
    case NODE_Subscript: return "a subscript";
    case NODE_Attribute: return "an attribute";
    case NODE_ContextMember: return "a contextual member";
    case NODE_Transfer: return "a transferred value";
    case NODE_TupleExpr: return "a tuple";
    case NODE_ListExpr: return "a list";
    case NODE_SetExpr: return "a set";
    case NODE_DictExpr: case NODE_BraceInit: return "a dictionary";
    case NODE_ListComp: return "a list comprehension";
    case NODE_SetComp: return "a set comprehension";
    case NODE_DictComp: return "a dictionary comprehension";
    case NODE_GeneratorExp: return "a generator";
    case NODE_Lambda: return "a lambda";
    case NODE_IfExp: return "a conditional expression";
    case NODE_NamedExpr: return "a `:=` expression";
    case NODE_Await: return "an `await` expression";
    case NODE_Yield: case NODE_YieldFrom: return "a `yield` expression";
    case NODE_Starred: return "an unpacking";
    case NODE_FnType: return "a function type";
    case NODE_Comptime: return "a `comptime` expression";
    default: return "this expression";
    }
}

bool check_name_store(Parser *p, Name name, uint32_t pos, uint32_t end) {
    if (LIKELY(!name_is(name, NM_kw_debug)) || !p->is_py) return true;
    error_at(p, DIAG_bad_target, pos, end, "`__debug__` is a constant and cannot be assigned");
    return false;
}

static const char *verb(TargetUse use) {
    switch (use) {
    case TARGET_DEL: return "delete";
    default: return "assign to";
    }
}

static bool bad(Parser *p, const Node *n, TargetUse use) {
    if (p->panic || IS(Error, n)) return false;
    if (IS(Constant, n) && AS(Constant, n)->value != CONST_ELLIPSIS) {
        error_at(p, DIAG_bad_target, n->pos, n->end, "cannot %s %s", verb(use), describe_expr(n));
        return false;
    }
    Diag *d = error_at(p, DIAG_bad_target, n->pos, n->end, "cannot %s %s", verb(use), describe_expr(n));
    if (d && use == TARGET_ASSIGN && at(p, T_ASSIGN) && (IS(Compare, n) || IS(BoolOp, n) || IS(Call, n) || IS(BinOp, n)))
        diag_help(d, "compare with `==`");
    return false;
}

static bool check_elements(Parser *p, NodeList elts, TargetUse use) {
    bool star = false, ok = true;
    uint32_t i = 0;
    EACH_NODE(elts, e) {
        if (IS(Starred, e)) {
            if (use == TARGET_DEL) {
                ok = bad(p, e, use);
                continue;
            }
            if (star && !p->panic) {
                error_at(p, DIAG_star_misuse, e->pos, e->end, "an assignment can have one `*` target, this is a second one");
                ok = false;
            }
            if (i >= 256 && p->is_py) error_at(p, DIAG_star_misuse, e->pos, e->end, "more than 255 targets stand before `*`");
            star = true;
            ok &= check_target(p, AS(Starred, e)->value, use);
        } else ok &= check_target(p, e, use);
        i++;
    }
    return ok;
}

bool check_target(Parser *p, Node *n, TargetUse use) {
    if (!n || p->panic) return false;
    switch (n->kind) {
    case NODE_Name: return check_name_store(p, AS(Name, n)->id, n->pos, n->end);
    case NODE_Attribute: return check_name_store(p, AS(Attribute, n)->attr, AS(Attribute, n)->attr_pos, n->end);
    case NODE_Subscript: return true;
    case NODE_BindTarget: return check_target(p, AS(BindTarget, n)->target, use);
    case NODE_Error: return false;
    case NODE_TupleExpr:
        if (use == TARGET_AUG || use == TARGET_ANN) break;
        return check_elements(p, AS(TupleExpr, n)->elts, use);
    case NODE_ListExpr:
        if (use == TARGET_AUG || use == TARGET_ANN) break;
        return check_elements(p, AS(ListExpr, n)->elts, use);
    case NODE_Starred:
        if (use == TARGET_DEL || use == TARGET_AUG || use == TARGET_ANN) return bad(p, n, use);
        error_at(p, DIAG_star_misuse, n->pos, n->end, "a `*` target must be in a list or a tuple");
        return false;
    case NODE_ContextMember:
        if (!p->is_py) return true;
        return bad(p, n, use);
    case NODE_Call:
        /* legacy Mojo: x.value() = …, references returned by calls */
        if (!p->is_py && (use == TARGET_ASSIGN || use == TARGET_AUG)) return true;
        return bad(p, n, use);
    default: return bad(p, n, use);
    }
    if (use == TARGET_AUG) error_at(p, DIAG_bad_target, n->pos, n->end, "%s cannot be the target of an augmented assignment", describe_expr(n));
    else error_at(p, DIAG_bad_target, n->pos, n->end, "only a single target can have a type, not %s", describe_expr(n));
    return false;
}
