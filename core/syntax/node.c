/* SPDX-License-Identifier: Apache-2.0 */
/* What nodes.def generates: names, families, children, equality, the S-expression and JSON printers. */
#include "syntax/ast.h"

#define N(name)
#define L(name)
#define ID(name)
#define S(name)
#define U(name)
#define P(name)
static const char *const kind_names[NODE_COUNT] = {
    [NODE_NONE] = "None",
#define NODE(kind, family, fields) [NODE_##kind] = #kind,
#include "syntax/nodes.def"
#undef NODE
};
static const uint8_t families[NODE_COUNT] = {
    [NODE_NONE] = FAMILY_AUX,
#define NODE(kind, family, fields) [NODE_##kind] = FAMILY_##family,
#include "syntax/nodes.def"
#undef NODE
};
#undef N
#undef L
#undef ID
#undef S
#undef U
#undef P

const char *node_kind_name(NodeKind k) {
    return k < NODE_COUNT ? kind_names[k] : "?";
}
NodeFamily node_family(NodeKind k) {
    return k < NODE_COUNT ? (NodeFamily)families[k] : FAMILY_AUX;
}

const char *op_text(Op op) {
    static const char *const texts[OP_COUNT] = {
        "+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "&", "^", "|", "==", "!=", "<", "<=", ">", ">=",
        "in", "not in", "is", "is not", "and", "or", "not", "+", "-", "~",
    };
    return op < OP_COUNT ? texts[op] : "?";
}

/* ---- children ---------------------------------------------------------------------------------- */

/* In the order of the table; the kinds in which source order differs are listed in node_children. */
static bool visit_list(NodeList l, NodeFn fn, void *ctx) {
    for (uint32_t i = 0; i < l.len; i++)
        if (l.data[i] && !fn(ctx, l.data[i])) return false;
    return true;
}
#define N(name) if (x->name && !fn(ctx, x->name)) return false;
#define L(name) if (!visit_list(x->name, fn, ctx)) return false;
#define ID(name)
#define S(name)
#define U(name)
#define P(name)
#define NODE(kind, family, fields)                                                                     \
    static bool children_##kind(Node##kind *x, NodeFn fn, void *ctx) {                                 \
        (void)x, (void)fn, (void)ctx;                                                                  \
        fields return true;                                                                            \
    }
#include "syntax/nodes.def"
#undef NODE
#undef N
#undef L
#undef ID
#undef S
#undef U
#undef P

static bool interleaved(NodeList a, NodeList b, NodeFn fn, void *ctx) {
    for (uint32_t i = 0; i < a.len || i < b.len; i++) {
        if (i < a.len && a.data[i] && !fn(ctx, a.data[i])) return false;
        if (i < b.len && b.data[i] && !fn(ctx, b.data[i])) return false;
    }
    return true;
}

bool node_children(Node *n, NodeFn fn, void *ctx) {
    switch (n->kind) {
    case NODE_Compare: {
        NodeCompare *c = AS(Compare, n);
        return fn(ctx, c->left) && interleaved(c->ops, c->rights, fn, ctx);
    }
    case NODE_IfExp: {
        NodeIfExp *e = AS(IfExp, n);
        return fn(ctx, e->body) && fn(ctx, e->test) && (!e->orelse || fn(ctx, e->orelse));
    }
    case NODE_MatchMapping: return interleaved(AS(MatchMapping, n)->keys, AS(MatchMapping, n)->patterns, fn, ctx);
    case NODE_MatchClass: {
        NodeMatchClass *c = AS(MatchClass, n);
        return fn(ctx, c->cls) && visit_list(c->patterns, fn, ctx) && interleaved(c->kwd_names, c->kwd_patterns, fn, ctx);
    }
    default: break;
    }
    switch (n->kind) {
#define NODE(kind, family, fields)                                                                     \
    case NODE_##kind: return children_##kind((Node##kind *)n, fn, ctx);
#include "syntax/nodes.def"
#undef NODE
    default: return true;
    }
}

/* ---- equality ---------------------------------------------------------------------------------- */

static bool lists_equal(NodeList a, NodeList b) {
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++)
        if (!node_equal(a.data[i], b.data[i])) return false;
    return true;
}
/* how it is written, not what it says */
static bool ignored_field(NodeKind kind, const char *name) {
    return (kind == NODE_StringLit && strcmp(name, "n_parts") == 0) ||
           (kind == NODE_TupleExpr && strcmp(name, "parenthesized") == 0);
}
#define N(name) if (!node_equal(x->name, y->name)) return false;
#define L(name) if (!lists_equal(x->name, y->name)) return false;
#define ID(name) if (x->name != y->name) return false;
#define S(name) if (!str_eq(x->name, y->name)) return false;
#define U(name) if (x->name != y->name && !ignored_field(x->node.kind, #name)) return false;
#define P(name)
#define NODE(kind, family, fields)                                                                     \
    static bool equal_##kind(const Node##kind *x, const Node##kind *y) {                               \
        (void)x, (void)y;                                                                              \
        fields return true;                                                                            \
    }
#include "syntax/nodes.def"
#undef NODE
#undef N
#undef L
#undef ID
#undef S
#undef U
#undef P

bool node_equal(const Node *a, const Node *b) {
    if (a == b) return true;
    if (!a || !b || a->kind != b->kind) return false;
    switch (a->kind) {
#define NODE(kind, family, fields)                                                                     \
    case NODE_##kind: return equal_##kind((const Node##kind *)a, (const Node##kind *)b);
#include "syntax/nodes.def"
#undef NODE
    default: return true;
    }
}

/* ---- printers ---------------------------------------------------------------------------------- */

typedef struct Printer {
    StrBuf *out;
    uint32_t base; /* added to positions */
    bool json;
    int indent;
} Printer;

static void print_node(Printer *p, const Node *n);

static void print_string(Printer *p, Str s) {
    sb_char(p->out, '"');
    const char *c = s.p, *end = s.p + s.len;
    while (c < end) {
        unsigned char u = (unsigned char)*c;
        if (u == '"' || u == '\\') sb_printf(p->out, "\\%c", u), c++;
        else if (u == '\n') sb_puts(p->out, "\\n"), c++;
        else if (u == '\t') sb_puts(p->out, "\\t"), c++;
        else if (u == '\r') sb_puts(p->out, "\\r"), c++;
        else if (u < 0x20 || u == 0x7f) sb_printf(p->out, "\\u%04x", u), c++;
        else if (u < 0x80) sb_char(p->out, *c++);
        else {
            uint32_t cp;
            int n = utf8_decode(c, end, &cp);
            if (n) sb_add(p->out, c, (size_t)n), c += n;
            else sb_printf(p->out, "\\u%04x", u), c++; /* a byte of a bytes literal */
        }
    }
    sb_char(p->out, '"');
}

static void field_name(Printer *p, const char *name) {
    if (p->json) sb_printf(p->out, ",\"%s\":", name);
    else sb_printf(p->out, " %s: ", name);
}
static void print_list(Printer *p, NodeList l) {
    sb_char(p->out, '[');
    p->indent++;
    for (uint32_t i = 0; i < l.len; i++) {
        if (p->json) {
            if (i) sb_char(p->out, ',');
        } else {
            sb_char(p->out, '\n');
            sb_repeat(p->out, ' ', (size_t)p->indent * 2);
        }
        print_node(p, l.data[i]);
    }
    p->indent--;
    sb_char(p->out, ']');
}
/* S-expressions leave out what is absent. */
#define N(name) if (x->name) field_name(p, #name), print_node(p, x->name); else if (p->json) sb_puts(p->out, ",\"" #name "\":null");
#define L(name) if (x->name.len || p->json) field_name(p, #name), print_list(p, x->name);
#define ID(name) if (x->name) field_name(p, #name), print_string(p, name_str(x->name)); else if (p->json) sb_puts(p->out, ",\"" #name "\":null");
#define S(name) if (x->name.len || p->json) field_name(p, #name), print_string(p, x->name);
#define U(name) if (x->name || p->json) field_name(p, #name), sb_printf(p->out, "%u", x->name);
#define P(name) if (p->json) sb_printf(p->out, ",\"" #name "\":%u", x->name + p->base);
#define NODE(kind, family, fields)                                                                     \
    static void print_##kind(Printer *p, const Node##kind *x) {                                        \
        (void)p, (void)x;                                                                              \
        fields                                                                                         \
    }
#include "syntax/nodes.def"
#undef NODE
#undef N
#undef L
#undef ID
#undef S
#undef U
#undef P

static void print_node(Printer *p, const Node *n) {
    if (!n) {
        sb_puts(p->out, p->json ? "null" : "-");
        return;
    }
    if (p->json) sb_printf(p->out, "{\"kind\":\"%s\",\"start\":%u,\"end\":%u", node_kind_name(n->kind), n->pos + p->base, n->end + p->base);
    else sb_printf(p->out, "(%s", node_kind_name(n->kind));
    switch (n->kind) {
#define NODE(kind, family, fields)                                                                     \
    case NODE_##kind: print_##kind(p, (const Node##kind *)n); break;
#include "syntax/nodes.def"
#undef NODE
    default: break;
    }
    sb_char(p->out, p->json ? '}' : ')');
}

void ast_print_sexp(StrBuf *out, const Ast *ast) {
    for (uint32_t i = 0; i < ast->n_items; i++) {
        Printer p = {out, ast->items[i]->start, false, 0};
        EACH_NODE(ast->items[i]->stmts, s) {
            print_node(&p, s);
            sb_char(out, '\n');
        }
    }
}

void ast_print_json(StrBuf *out, const Ast *ast) {
    sb_printf(out, "{\"kind\":\"Module\",\"lang\":\"%s\",\"body\":[", ast->lang == LANG_PYTHON ? "python" : "mojo");
    bool first = true;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        Printer p = {out, ast->items[i]->start, true, 0};
        EACH_NODE(ast->items[i]->stmts, s) {
            if (!first) sb_char(out, ',');
            first = false;
            print_node(&p, s);
        }
    }
    sb_puts(out, "]}\n");
}
