/* SPDX-License-Identifier: Apache-2.0 */
/* Semantic colours from the tree: what a name is by where it stands. */
#include "query/outline.h"

const char *const query_token_types[] = {"namespace", "struct",     "interface", "typeParameter", "type",
                                         "parameter", "variable",   "property",  "enumMember",    "function",
                                         "method",    "decorator",  "keyword",   "selfParameter", "operator",
                                         "string",    "number",     "class",     NULL};
const char *const query_token_modifiers[] = {"declaration", "definition",     "readonly",   "mutable", "consumed",
                                             "comptime",    "defaultLibrary", "deprecated", "raises",  NULL};

enum { MAX_SCOPES = 64, MAX_TOKEN_DEPTH = 1500 };

typedef struct Paint {
    const Ast *ast;
    const Item *item;
    Arena *arena;
    Tokens *out;
    Map module;               /* Name → TokenType + 1 of module-level names */
    Map scopes[MAX_SCOPES];   /* of functions and types around */
    uint32_t n_scopes, depth;
    bool in_type_position, in_struct;
} Paint;

static void put(Paint *p, uint32_t pos, uint32_t len, TokenType type, uint32_t mods) {
    Token t = {{p->ast->source->id, p->item->start + pos, p->item->start + pos + len}, (uint8_t)type, (uint16_t)mods};
    if (len && t.at.end <= p->ast->source->size) vec_push_in(p->arena, &p->out->list, t);
}

static void declare(Paint *p, Name n, TokenType t) {
    if (n && p->n_scopes) map_put(&p->scopes[p->n_scopes - 1], n, (void *)(uintptr_t)(t + 1));
    else if (n) map_put(&p->module, n, (void *)(uintptr_t)(t + 1));
}

static TokenType type_of_name(const Paint *p, Name n, bool *known) {
    *known = true;
    if (str_eq_c(name_str(n), "self")) return TOKEN_SELF;
    if (name_is(n, NM_Self)) return TOKEN_KEYWORD;
    for (uint32_t i = p->n_scopes; i-- > 0;) {
        uintptr_t v = (uintptr_t)map_get(&p->scopes[i], n);
        if (v) return (TokenType)(v - 1);
    }
    uintptr_t v = (uintptr_t)map_get(&p->module, n);
    if (v) return (TokenType)(v - 1);
    *known = false;
    return n->chars[0] >= 'A' && n->chars[0] <= 'Z' ? TOKEN_STRUCT : TOKEN_VARIABLE;
}

static bool paint(void *ctx, Node *n);
static void paint_all(Paint *p, NodeList l) {
    EACH_NODE(l, n) paint(p, n);
}
static void paint_one(Paint *p, Node *n) {
    if (n) paint(p, n);
}
static void paint_type(Paint *p, Node *n) {
    bool saved = p->in_type_position;
    p->in_type_position = true;
    paint_one(p, n);
    p->in_type_position = saved;
}

static void paint_name(Paint *p, Node *n, bool called) {
    Name id = AS(Name, n)->id;
    if (!id || name_is(id, NM_underscore)) return;
    bool known;
    TokenType t = type_of_name(p, id, &known);
    if (!known && called && t == TOKEN_VARIABLE) t = TOKEN_FUNCTION;
    put(p, n->pos, n->end - n->pos, t, 0);
}

static void paint_target(Paint *p, Node *n) {
    if (!n) return;
    if (IS(BindTarget, n)) n = AS(BindTarget, n)->target;
    if (IS(Name, n)) {
        Name id = AS(Name, n)->id;
        bool known;
        if (!id || name_is(id, NM_underscore)) return;
        TokenType t = type_of_name(p, id, &known);
        if (!known) {
            declare(p, id, t = TOKEN_VARIABLE);
            put(p, n->pos, n->end - n->pos, t, TOKMOD_DECLARATION);
        } else {
            put(p, n->pos, n->end - n->pos, t, 0);
        }
    } else if (IS(TupleExpr, n)) {
        EACH_NODE(AS(TupleExpr, n)->elts, e) paint_target(p, e);
    } else if (IS(ListExpr, n)) {
        EACH_NODE(AS(ListExpr, n)->elts, e) paint_target(p, e);
    } else {
        paint(p, n);
    }
}

/* Position of `name` at or after `from` within the node; UINT32_MAX when it is not there. */
static uint32_t find_name(const Paint *p, const Node *n, uint32_t from, Name name) {
    const char *s = p->ast->source->data + p->item->start;
    for (uint32_t i = from; i + name->len <= n->end; i++) {
        bool start = i == 0 || !(unicode_xid_continue((unsigned char)s[i - 1]) && (unsigned char)s[i - 1] < 0x80);
        if (start && memcmp(s + i, name->chars, name->len) == 0) return i;
    }
    return UINT32_MAX;
}

static void paint_params(Paint *p, NodeList l) {
    EACH_NODE(l, x) {
        if (!IS(Param, x)) continue;
        NodeParam *q = AS(Param, x);
        uint32_t at = q->name ? find_name(p, x, x->pos, q->name) : UINT32_MAX;
        bool is_type = q->annotation && !IS(Name, q->annotation) ? false : true;
        if (q->name) declare(p, q->name, TOKEN_TYPE_PARAMETER);
        if (at != UINT32_MAX) put(p, at, q->name->len, TOKEN_TYPE_PARAMETER, TOKMOD_DECLARATION | TOKMOD_COMPTIME);
        (void)is_type;
        paint_type(p, q->annotation);
        paint_one(p, q->value);
    }
}

static void paint_signature(Paint *p, NodeSignature *s) {
    paint_params(p, s->params);
    EACH_NODE(s->args, x) {
        if (!IS(Arg, x)) continue;
        NodeArg *a = AS(Arg, x);
        paint_all(p, a->conv_args);
        if (a->name) {
            uint32_t from = a->conv_args.len ? a->conv_args.data[a->conv_args.len - 1]->end : x->pos;
            uint32_t at = find_name(p, x, from, a->name);
            bool self = str_eq_c(name_str(a->name), "self");
            uint32_t mods = TOKMOD_DECLARATION | (a->conv == CONV_MUT || a->conv == CONV_OUT ? TOKMOD_MUTABLE : 0) |
                            (a->conv == CONV_VAR || a->conv == CONV_DEINIT ? TOKMOD_CONSUMED : 0);
            declare(p, a->name, self ? TOKEN_SELF : TOKEN_PARAMETER);
            if (at != UINT32_MAX) put(p, at, a->name->len, self ? TOKEN_SELF : TOKEN_PARAMETER, mods);
        }
        paint_type(p, a->annotation);
        paint_one(p, a->value);
    }
    paint_type(p, s->raises_type);
    paint_all(p, s->captures);
    paint_type(p, s->returns);
    paint_all(p, s->wheres);
}

static void scope_in(Paint *p) {
    if (p->n_scopes < MAX_SCOPES) p->scopes[p->n_scopes] = (Map){0};
    p->n_scopes++;
}
static void scope_out(Paint *p) {
    p->n_scopes--;
    if (p->n_scopes < MAX_SCOPES) map_done(&p->scopes[p->n_scopes]);
}

static void paint_decorators(Paint *p, NodeList l) {
    EACH_NODE(l, d) {
        Node *v = IS(Decorator, d) ? AS(Decorator, d)->value : d;
        Node *name = IS(Call, v) ? AS(Call, v)->func : v;
        if (name && (IS(Name, name) || IS(Attribute, name))) put(p, name->pos, name->end - name->pos, TOKEN_DECORATOR, 0);
        if (IS(Call, v)) paint_all(p, AS(Call, v)->args);
    }
}

static void paint_type_def(Paint *p, TokenType t, NodeList decorators, Name name, uint32_t name_pos, NodeList params,
                           NodeList bases, NodeList body) {
    paint_decorators(p, decorators);
    if (name) put(p, name_pos, name->len, t, TOKMOD_DECLARATION | TOKMOD_DEFINITION);
    if (p->n_scopes + 1 >= MAX_SCOPES) return;
    scope_in(p);
    bool saved = p->in_struct;
    p->in_struct = true;
    paint_params(p, params);
    EACH_NODE(bases, b) paint_type(p, b);
    paint_all(p, body);
    p->in_struct = saved;
    scope_out(p);
}

static void paint_func(Paint *p, NodeFuncDef *f) {
    paint_decorators(p, f->decorators);
    NodeSignature *s = AS(Signature, f->sig);
    bool raises = s && (s->effects & EFFECT_RAISES);
    if (f->name)
        put(p, f->name_pos, f->name->len, p->in_struct ? TOKEN_METHOD : TOKEN_FUNCTION,
            TOKMOD_DECLARATION | TOKMOD_DEFINITION | (raises ? TOKMOD_RAISES : 0));
    if (f->name && p->n_scopes && !p->in_struct) declare(p, f->name, TOKEN_FUNCTION);
    if (p->n_scopes + 1 >= MAX_SCOPES) return;
    scope_in(p);
    bool saved = p->in_struct;
    p->in_struct = false;
    if (s) paint_signature(p, s);
    paint_all(p, f->body);
    p->in_struct = saved;
    scope_out(p);
}

static void paint_field(Paint *p, Node *target, Node *type, Node *value) {
    if (IS(Name, target) && AS(Name, target)->id) put(p, target->pos, target->end - target->pos, TOKEN_PROPERTY, TOKMOD_DECLARATION);
    paint_type(p, type);
    paint_one(p, value);
}

static void paint_alias(Paint *p, NodeAlias *a, bool from) {
    EACH_NODE(a->path, x) if (IS(Name, x) && AS(Name, x)->id) {
        bool known;
        TokenType t = from ? type_of_name(p, AS(Name, x)->id, &known) : TOKEN_NAMESPACE;
        put(p, x->pos, x->end - x->pos, t, 0);
    }
}

static bool paint(void *ctx, Node *n) {
    Paint *p = ctx;
    if (!n || p->depth > MAX_TOKEN_DEPTH) return true;
    p->depth++;
    switch (n->kind) {
    case NODE_Name: paint_name(p, n, false); break;
    case NODE_Attribute: {
        NodeAttribute *a = AS(Attribute, n);
        paint_one(p, a->value);
        if (a->attr) {
            bool upper = a->attr->chars[0] >= 'A' && a->attr->chars[0] <= 'Z';
            put(p, a->attr_pos, a->attr->len, upper ? TOKEN_STRUCT : TOKEN_PROPERTY, 0);
        }
        break;
    }
    case NODE_Call: {
        Node *f = AS(Call, n)->func, *target = IS(Subscript, f) ? AS(Subscript, f)->value : f;
        if (IS(Name, target)) {
            paint_name(p, target, true);
        } else if (IS(Attribute, target) && AS(Attribute, target)->attr) {
            NodeAttribute *a = AS(Attribute, target);
            paint_one(p, a->value);
            bool upper = a->attr->chars[0] >= 'A' && a->attr->chars[0] <= 'Z';
            put(p, a->attr_pos, a->attr->len, upper ? TOKEN_STRUCT : TOKEN_METHOD, 0);
        } else {
            paint_one(p, target);
        }
        if (target != f) paint_all(p, AS(Subscript, f)->indices);
        paint_all(p, AS(Call, n)->args);
        break;
    }
    case NODE_Keyword:
        if (AS(Keyword, n)->name) put(p, n->pos, AS(Keyword, n)->name->len, TOKEN_PARAMETER, 0);
        paint_one(p, AS(Keyword, n)->value);
        break;
    case NODE_Transfer:
        paint_one(p, AS(Transfer, n)->value);
        put(p, n->end - 1, 1, TOKEN_OPERATOR, TOKMOD_CONSUMED);
        break;
    case NODE_FuncDef: paint_func(p, AS(FuncDef, n)); break;
    case NODE_StructDef: {
        NodeStructDef *s = AS(StructDef, n);
        paint_type_def(p, TOKEN_STRUCT, s->decorators, s->name, s->name_pos, s->params, s->conformances, s->body);
        break;
    }
    case NODE_TraitDef: {
        NodeTraitDef *s = AS(TraitDef, n);
        paint_type_def(p, TOKEN_INTERFACE, s->decorators, s->name, s->name_pos, s->params, s->conformances, s->body);
        break;
    }
    case NODE_ExtensionDef: {
        NodeExtensionDef *s = AS(ExtensionDef, n);
        paint_type_def(p, TOKEN_STRUCT, s->decorators, s->name, s->name_pos, s->params, s->conformances, s->body);
        break;
    }
    case NODE_ClassDef: {
        NodeClassDef *s = AS(ClassDef, n);
        paint_type_def(p, TOKEN_CLASS, s->decorators, s->name, s->name_pos, s->params, s->args, s->body);
        break;
    }
    case NODE_Lambda:
        if (p->n_scopes + 1 >= MAX_SCOPES) break;
        scope_in(p);
        if (AS(Lambda, n)->sig) paint_signature(p, AS(Signature, AS(Lambda, n)->sig));
        paint_one(p, AS(Lambda, n)->body);
        scope_out(p);
        break;
    case NODE_Signature: paint_signature(p, AS(Signature, n)); break;
    case NODE_VarDecl: {
        NodeVarDecl *v = AS(VarDecl, n);
        if (p->in_struct) {
            paint_field(p, v->target, v->annotation, v->value);
            break;
        }
        if (IS(Name, v->target) && AS(Name, v->target)->id) {
            declare(p, AS(Name, v->target)->id, TOKEN_VARIABLE);
            put(p, v->target->pos, v->target->end - v->target->pos, TOKEN_VARIABLE,
                TOKMOD_DECLARATION | (v->kind == BIND_VAR ? TOKMOD_MUTABLE : 0));
        } else {
            paint_target(p, v->target);
        }
        paint_type(p, v->annotation);
        paint_one(p, v->value);
        break;
    }
    case NODE_AnnAssign:
        if (p->in_struct) {
            paint_field(p, AS(AnnAssign, n)->target, AS(AnnAssign, n)->annotation, AS(AnnAssign, n)->value);
            break;
        }
        paint_target(p, AS(AnnAssign, n)->target);
        paint_type(p, AS(AnnAssign, n)->annotation);
        paint_one(p, AS(AnnAssign, n)->value);
        break;
    case NODE_Assign:
        EACH_NODE(AS(Assign, n)->targets, t) paint_target(p, t);
        paint_one(p, AS(Assign, n)->value);
        break;
    case NODE_For:
        paint_target(p, AS(For, n)->target);
        paint_one(p, AS(For, n)->iter);
        paint_all(p, AS(For, n)->body);
        paint_all(p, AS(For, n)->orelse);
        break;
    case NODE_CompFor:
        paint_target(p, AS(CompFor, n)->target);
        paint_one(p, AS(CompFor, n)->iter);
        break;
    case NODE_WithItem:
        paint_one(p, AS(WithItem, n)->expr);
        paint_target(p, AS(WithItem, n)->target);
        break;
    case NODE_ComptimeDecl:
        EACH_NODE(AS(ComptimeDecl, n)->names, x) if (IS(Name, x) && AS(Name, x)->id) {
            if (p->n_scopes) declare(p, AS(Name, x)->id, TOKEN_VARIABLE);
            bool known;
            put(p, x->pos, x->end - x->pos, type_of_name(p, AS(Name, x)->id, &known),
                TOKMOD_DECLARATION | TOKMOD_READONLY | TOKMOD_COMPTIME);
        }
        if (AS(ComptimeDecl, n)->sig && p->n_scopes + 1 < MAX_SCOPES) {
            scope_in(p);
            paint_signature(p, AS(Signature, AS(ComptimeDecl, n)->sig));
            paint_type(p, AS(ComptimeDecl, n)->annotation);
            paint_one(p, AS(ComptimeDecl, n)->value);
            scope_out(p);
            break;
        }
        paint_type(p, AS(ComptimeDecl, n)->annotation);
        paint_one(p, AS(ComptimeDecl, n)->value);
        break;
    case NODE_Import:
        EACH_NODE(AS(Import, n)->names, x) if (IS(Alias, x)) paint_alias(p, AS(Alias, x), false);
        break;
    case NODE_ImportFrom:
        EACH_NODE(AS(ImportFrom, n)->path, x) if (IS(Name, x)) put(p, x->pos, x->end - x->pos, TOKEN_NAMESPACE, 0);
        EACH_NODE(AS(ImportFrom, n)->names, x) if (IS(Alias, x)) paint_alias(p, AS(Alias, x), true);
        break;
    default: node_children(n, paint, p); break;
    }
    p->depth--;
    return true;
}

static void declare_module_names(Paint *p, const Node *n) {
    Name name = NULL;
    TokenType t = TOKEN_VARIABLE;
    switch (n->kind) {
    case NODE_FuncDef: name = AS(FuncDef, n)->name, t = TOKEN_FUNCTION; break;
    case NODE_StructDef: name = AS(StructDef, n)->name, t = TOKEN_STRUCT; break;
    case NODE_TraitDef: name = AS(TraitDef, n)->name, t = TOKEN_INTERFACE; break;
    case NODE_ClassDef: name = AS(ClassDef, n)->name, t = TOKEN_CLASS; break;
    case NODE_ComptimeDecl:
        EACH_NODE(AS(ComptimeDecl, n)->names, x) if (IS(Name, x) && AS(Name, x)->id) declare(
            p, AS(Name, x)->id,
            AS(Name, x)->id->chars[0] >= 'A' && AS(Name, x)->id->chars[0] <= 'Z' && AS(Name, x)->id->len > 1 &&
                    AS(Name, x)->id->chars[1] >= 'a'
                ? TOKEN_TYPE
                : TOKEN_VARIABLE);
        return;
    case NODE_Import:
        EACH_NODE(AS(Import, n)->names, x) if (IS(Alias, x)) {
            NodeAlias *a = AS(Alias, x);
            declare(p, a->asname ? a->asname : a->path.len && IS(Name, a->path.data[0]) ? AS(Name, a->path.data[0])->id : NULL,
                    TOKEN_NAMESPACE);
        }
        return;
    default: return;
    }
    if (name) declare(p, name, t);
}

static int by_start(const void *x, const void *y) {
    const Token *a = x, *b = y;
    return a->at.start < b->at.start ? -1 : a->at.start > b->at.start;
}

void query_tokens(const Ast *ast, Arena *a, Tokens *out) {
    *out = (Tokens){0};
    Paint *p = xcalloc(1, sizeof *p);
    p->ast = ast;
    p->arena = a;
    p->out = out;
    for (uint32_t i = 0; i < ast->n_items; i++)
        EACH_NODE(ast->items[i]->stmts, n) declare_module_names(p, n);
    for (uint32_t i = 0; i < ast->n_items; i++) {
        p->item = ast->items[i];
        paint_all(p, ast->items[i]->stmts);
    }
    map_done(&p->module);
    free(p);
    if (out->list.len) qsort(out->list.data, out->list.len, sizeof(Token), by_start);
    uint32_t k = 0;
    for (uint32_t i = 0; i < out->list.len; i++)
        if (!k || out->list.data[i].at.start >= out->list.data[k - 1].at.end) out->list.data[k++] = out->list.data[i];
    out->list.len = k;
}
