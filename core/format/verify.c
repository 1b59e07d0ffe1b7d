/* SPDX-License-Identifier: Apache-2.0 */
/* Are two texts the same program with the same comments? Trees are compared without positions, parentheses
 * and string joins; conformances as sets; strings that may be doc-strings without their blanks. */
#include "format/format_int.h"

enum { STMT = 1, CODE = 2, PYTHON = 4 }; /* a statement of a body; code blocks may change; the language */

static bool blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool same_doc(Str a, Str b) {
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.len && blank(a.p[i])) i++;
        while (j < b.len && blank(b.p[j])) j++;
        if (i >= a.len || j >= b.len) return i >= a.len && j >= b.len;
        while (i < a.len && j < b.len && !blank(a.p[i]) && !blank(b.p[j]))
            if (a.p[i++] != b.p[j++]) return false;
        if ((i < a.len && !blank(a.p[i])) || (j < b.len && !blank(b.p[j]))) return false;
    }
}

static bool same_node(const Node *a, const Node *b, unsigned how);

static bool same_list(NodeList a, NodeList b, unsigned how) {
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++)
        if (!same_node(a.data[i], b.data[i], how)) return false;
    return true;
}
static bool same_set(NodeList a, NodeList b, unsigned how) {
    if (a.len != b.len) return false;
    if (same_list(a, b, how)) return true;
    for (uint32_t i = 0; i < a.len; i++) {
        uint32_t n = 0, m = 0;
        for (uint32_t j = 0; j < a.len; j++) {
            n += same_node(a.data[i], a.data[j], how);
            m += same_node(a.data[i], b.data[j], how);
        }
        if (n != m) return false;
    }
    return true;
}

static bool ignored(NodeKind kind, const char *name) {
    return (kind == NODE_StringLit && strcmp(name, "n_parts") == 0) || strcmp(name, "parenthesized") == 0 ||
           (kind == NODE_Subscript && strcmp(name, "trailing_comma") == 0); /* looked at in same_node */
}
#define N(name) if (!same_node(x->name, y->name, how & ~(unsigned)STMT)) return false;
#define L(name)                                                                                                    \
    if (strcmp(#name, "conformances") == 0 ? !same_set(x->name, y->name, how & ~(unsigned)STMT) \
                                         : !same_list(x->name, y->name, (how & ~(unsigned)STMT) | (strcmp(#name, "body") == 0 ? STMT : 0u))) \
        return false;
#define ID(name) if (x->name != y->name) return false;
#define S(name) if (!str_eq(x->name, y->name)) return false;
#define U(name) if (x->name != y->name && !ignored(x->node.kind, #name)) return false;
#define P(name)
#define NODE(kind, family, fields)                                                                     \
    static bool same_##kind(const Node##kind *x, const Node##kind *y, unsigned how) {                  \
        (void)x, (void)y, (void)how;                                                                              \
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

/* Numbers are written with other letters and zeros. */
bool same_number(Str a, Str b) {
    char x[2][80];
    Str s[2] = {a, b};
    for (int k = 0; k < 2; k++) {
        if (s[k].len > 70) return a.len + 2 >= b.len;
        size_t n = 0;
        bool hex = s[k].len > 1 && (s[k].p[1] | 0x20) == 'x';
        for (size_t i = 0; i < s[k].len; i++) {
            char c = s[k].p[i];
            if (c == '+') continue;
            if (c == '.' && !hex && n == 0) x[k][n++] = '0';
            x[k][n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
            bool digit = i + 1 < s[k].len && ((s[k].p[i + 1] >= '0' && s[k].p[i + 1] <= '9') || s[k].p[i + 1] == '_');
            if (c == '.' && !digit) x[k][n++] = '0';
        }
        x[k][n] = 0;
    }
    return strcmp(x[0], x[1]) == 0;
}

static bool same_node(const Node *a, const Node *b, unsigned how) {
    if (a == b) return true;
    if (!a || !b || a->kind != b->kind) return false;
    if (a->kind == NODE_IntLit) return same_number(AS(IntLit, a)->text, AS(IntLit, b)->text);
    if (a->kind == NODE_FloatLit) return same_number(AS(FloatLit, a)->text, AS(FloatLit, b)->text);
    if (a->kind == NODE_ImagLit) return same_number(AS(ImagLit, a)->text, AS(ImagLit, b)->text);
    if (a->kind == NODE_Interp) { /* the text of {x=} is compared where it is written: it never changes */
        const NodeInterp *x = AS(Interp, a), *y = AS(Interp, b);
        return x->conversion == y->conversion && str_eq(x->source, y->source) && same_node(x->value, y->value, how) &&
               same_node(x->spec, y->spec, how);
    }
    if (a->kind == NODE_Delete) { /* del x, is written del (x,) */
        NodeList x = AS(Delete, a)->targets, y = AS(Delete, b)->targets;
        if (x.len == 1 && IS(TupleExpr, x.data[0])) x = AS(TupleExpr, x.data[0])->elts;
        if (y.len == 1 && IS(TupleExpr, y.data[0])) y = AS(TupleExpr, y.data[0])->elts;
        return same_list(x, y, how & ~(unsigned)STMT);
    }
    if (a->kind == NODE_Subscript && AS(Subscript, a)->indices.len < 2 && AS(Subscript, a)->trailing_comma != AS(Subscript, b)->trailing_comma)
        return false;
    if (how & STMT && a->kind == NODE_ExprStmt && IS(StringLit, AS(ExprStmt, a)->value) && IS(StringLit, AS(ExprStmt, b)->value)) {
        Str x = AS(StringLit, AS(ExprStmt, a)->value)->value, y = AS(StringLit, AS(ExprStmt, b)->value)->value;
        return same_doc(x, y) || (how & CODE && same_doc_with_code(x, y, how & PYTHON));
    }
    switch (a->kind) {
#define NODE(kind, family, fields)                                                                     \
    case NODE_##kind: return same_##kind((const Node##kind *)a, (const Node##kind *)b, how);
#include "syntax/nodes.def"
#undef NODE
    default: return true;
    }
}

bool same_program(const Ast *a, const Ast *b, bool py, bool code, char **why) {
    unsigned how = STMT | (py ? PYTHON : 0u) | (code ? CODE : 0u);
    uint32_t i = 0, j = 0, x = 0, y = 0;
    for (;;) {
        while (i < a->n_items && x >= a->items[i]->stmts.len) i++, x = 0;
        while (j < b->n_items && y >= b->items[j]->stmts.len) j++, y = 0;
        if (i >= a->n_items || j >= b->n_items) break;
        const Node *m = a->items[i]->stmts.data[x], *n = b->items[j]->stmts.data[y];
        if (!same_node(m, n, how)) {
            LineCol lc = source_line_col(a->source, a->items[i]->start + m->pos, POS_UTF8);
            char buf[160];
            snprintf(buf, sizeof buf, "the statement in line %u would change its meaning", lc.line + 1);
            *why = xstrdup(buf);
            return false;
        }
        x++, y++;
    }
    if (i < a->n_items || j < b->n_items) {
        *why = xstrdup("a statement would be lost or added");
        return false;
    }
    return true;
}

/* The comments of a text, without blanks, in order. */
bool same_comments(Source *a, TokenList *ta, Source *b, TokenList *tb, char **why) {
    FormatOptions o = {0};
    Source *s[2] = {a, b};
    Fmt f[2];
    TokenList toks[2] = {*ta, *tb};
    *ta = *tb = (TokenList){0};
    for (int k = 0; k < 2; k++) {
        if (!toks[k].len) toks[k] = tokens_of(s[k]);
        fmt_init(&f[k], s[k], &o, &toks[k]);
        uint32_t at = s[k]->bom;
        for (uint32_t i = 0; i < toks[k].len; i++) {
            const Tok *t = &toks[k].data[i];
            if (t->pos > at && memchr(s[k]->data + at, '#', t->pos - at)) comments_between(&f[k], at, t->pos);
            if (t->end > at) at = t->end;
        }
    }
    /* comments that came to stand on one line are one there: their characters are compared in order */
    bool ok = true;
    uint32_t at = 0, c[2] = {0}, i[2] = {0};
    for (;;) {
        char ch[2] = {0};
        for (int k = 0; k < 2; k++) {
            for (; c[k] < f[k].comments.len && !ch[k]; ) {
                Str t = f[k].comments.data[c[k]].text;
                if (i[k] >= t.len) c[k]++, i[k] = 0;
                else if (t.p[i[k]] == ' ' || t.p[i[k]] == '\t') i[k]++;
                else ch[k] = t.p[i[k]++];
            }
        }
        if (ch[0] != ch[1]) {
            ok = false;
            at = f[0].comments.len ? f[0].comments.data[c[0] < f[0].comments.len ? c[0] : f[0].comments.len - 1].pos : 0;
        }
        if (!ok || !ch[0]) break;
    }
    if (!ok) {
        char buf[120];
        snprintf(buf, sizeof buf, "a comment would be lost or moved (line %u)", source_line_col(a, at, POS_UTF8).line + 1);
        *why = xstrdup(buf);
    }
    for (int k = 0; k < 2; k++) {
        fmt_done(&f[k]);
        tokens_done(&toks[k]);
    }
    return ok;
}
