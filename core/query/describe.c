/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations in words: signatures, doc-strings, hover text. */
#include "query/ownership.h"
#include "query/query_int.h"

/* ---- signatures --------------------------------------------------------------------------------- */
static const char *conv_word(uint8_t conv) {
    switch (conv) {
    case CONV_MUT: return "mut ";
    case CONV_VAR: return "var ";
    case CONV_DEINIT: return "deinit ";
    case CONV_OUT: return "out ";
    case CONV_REF: return "ref ";
    default: return "";
    }
}

static void source_of(const Decl *d, const Node *n, StrBuf *out) {
    const Source *s = d->module->ast->source;
    uint32_t from = d->item->start + n->pos, to = d->item->start + n->end;
    for (uint32_t i = from; i < to && i < s->size && out->len < 4000; i++)
        sb_char(out, s->data[i] == '\n' ? ' ' : s->data[i]);
}

static void print_type(Val t, StrBuf *out) {
    StrBuf b = {0};
    val_print(&b, t);
    if (b.len > 300) {
        while (b.len > 300 || ((unsigned char)b.p[b.len] & 0xc0) == 0x80) b.len--;
        sb_str(out, sb_view(&b));
        sb_puts(out, "…");
    } else {
        sb_str(out, sb_view(&b));
    }
    sb_done(&b);
}

void query_print_param(const ParamDecl *p, StrBuf *out) {
    if (p->kind == PARAM_VARIADIC) sb_char(out, '*');
    sb_puts(out, p->decl.name ? p->decl.name->chars : "_");
    if (p->type) {
        sb_puts(out, ": ");
        print_type(p->kind == PARAM_VARIADIC && p->type->kind == T_PACKOF && p->type->n ? p->type->args[0] : p->type, out);
    }
    if (p->default_node && p->decl.module && p->decl.module->ast && p->decl.item) {
        sb_puts(out, " = ");
        source_of(&p->decl, p->default_node, out);
    }
}

static void print_params(const ParamList *l, StrBuf *out) {
    bool any = false, infer = false, kw = false;
    for (uint32_t i = 0; i < l->len; i++) {
        if (l->data[i]->is_auto || l->data[i]->is_self) continue;
        if (infer && l->data[i]->kind != PARAM_INFER) sb_puts(out, ", //"), infer = false;
        sb_puts(out, any ? ", " : "[");
        if (l->data[i]->kind == PARAM_KW && !kw) sb_puts(out, "*, ");
        infer |= l->data[i]->kind == PARAM_INFER;
        kw |= l->data[i]->kind == PARAM_KW || l->data[i]->kind == PARAM_VARIADIC;
        query_print_param(l->data[i], out);
        any = true;
    }
    if (any) sb_char(out, ']');
}

static void print_arg(const VarDecl *v, StrBuf *out) {
    if (v->conv != CONV_IMM) sb_puts(out, conv_word(v->conv));
    if (v->variadic == VARIADIC_LIST || v->variadic == VARIADIC_PACK) sb_char(out, '*');
    if (v->variadic == VARIADIC_KW) sb_puts(out, "**");
    sb_puts(out, v->decl.name ? v->decl.name->chars : "_");
    bool self = v->decl.name && str_eq_c(name_str(v->decl.name), "self") && v->index == 0;
    const Node *n = v->decl.node;
    if (!self && IS(Arg, n) && AS(Arg, n)->annotation && v->decl.module && v->decl.module->ast && v->decl.item) {
        sb_puts(out, ": ");
        if (AS(Arg, n)->type_stars) sb_char(out, '*');
        source_of(&v->decl, AS(Arg, n)->annotation, out);
    } else if (!self && v->type) {
        sb_puts(out, ": ");
        print_type(v->type, out);
    }
    if (v->default_node && v->decl.module && v->decl.module->ast && v->decl.item) {
        sb_puts(out, " = ");
        source_of(&v->decl, v->default_node, out);
    }
}

void query_print_fn(const FnDecl *f, StrBuf *out, ParamRange *ranges, uint32_t *n_ranges, uint32_t max, bool skip_self) {
    sb_puts(out, f->decl.name ? f->decl.name->chars : "def");
    print_params(&f->params, out);
    sb_char(out, '(');
    bool any = false, kw = false;
    for (uint32_t i = 0; i < f->args.len; i++) {
        const VarDecl *v = f->args.data[i];
        if (v->of_param || (i == 0 && skip_self && f->is_method && !f->is_static)) continue;
        if (any) sb_puts(out, ", ");
        if (v->kw_only && !kw && v->variadic == VARIADIC_NO) {
            bool starred = i && f->args.data[i - 1]->variadic != VARIADIC_NO;
            if (!starred) sb_puts(out, "*, ");
            kw = true;
        }
        uint32_t start = (uint32_t)out->len;
        print_arg(v, out);
        if (ranges && *n_ranges < max) ranges[(*n_ranges)++] = (ParamRange){start, (uint32_t)out->len};
        if (v->pos_only && (i + 1 == f->args.len || !f->args.data[i + 1]->pos_only)) sb_puts(out, ", /");
        any = true;
    }
    sb_char(out, ')');
    if (f->raises) {
        sb_puts(out, " raises");
        if (f->error && f->error->kind == T_STRUCT && !name_is(((StructDecl *)(uintptr_t)f->error->u.decl)->decl.name, NM_Error)) {
            sb_char(out, ' ');
            print_type(f->error, out);
        }
    }
    if (f->result && !name_is(f->decl.name, NM_init)) {
        StrBuf t = {0};
        val_print(&t, f->result);
        if (t.len && strcmp(t.p, "None") != 0 && strcmp(t.p, "NoneType") != 0) {
            sb_puts(out, f->result_is_ref ? " -> ref " : " -> ");
            print_type(f->result, out);
        }
        sb_done(&t);
    }
}

void query_signature(Query *q, const Decl *d, StrBuf *out) {
    Cx *cx = q->cx;
    if (d->kind != DECL_MODULE && d->kind != DECL_FNSET && d->kind != DECL_VAR && d->kind != DECL_ALIAS && d->state == DECL_KNOWN)
        check_sig(cx, (Decl *)d);
    switch (d->kind) {
    case DECL_MODULE: sb_printf(out, "module %s", ((const Module *)d)->full_name); break;
    case DECL_FNSET: {
        const FnSet *s = DECL_AS(FnSet, d);
        for (uint32_t i = 0; i < s->fns.len && i < 8; i++) {
            if (i) sb_char(out, '\n');
            query_signature(q, &s->fns.data[i]->decl, out);
        }
        if (s->fns.len > 8) sb_printf(out, "\n# … and %u more", s->fns.len - 8);
        break;
    }
    case DECL_FN: {
        const FnDecl *f = DECL_AS(FnDecl, d);
        if (f->is_static && !name_is(d->name, NM_init)) sb_puts(out, "@staticmethod ");
        sb_puts(out, f->is_async ? "async def " : "def ");
        if (d->parent && (d->parent->kind == DECL_STRUCT || d->parent->kind == DECL_TRAIT) && d->parent->name)
            sb_printf(out, "%s.", d->parent->name->chars);
        query_print_fn(f, out, NULL, NULL, 0, false);
        break;
    }
    case DECL_STRUCT: {
        const StructDecl *s = DECL_AS(StructDecl, d);
        sb_printf(out, "struct %s", d->name ? d->name->chars : "");
        print_params(&s->params, out);
        const Node *n = d->node;
        if (IS(StructDef, n) && AS(StructDef, n)->conformances.len && d->module->ast) {
            sb_char(out, '(');
            NodeList l = AS(StructDef, n)->conformances;
            for (uint32_t i = 0; i < l.len; i++) {
                if (i) sb_puts(out, ", ");
                source_of(d, l.data[i], out);
            }
            sb_char(out, ')');
        }
        break;
    }
    case DECL_TRAIT: {
        sb_printf(out, "trait %s", d->name ? d->name->chars : "");
        const Node *n = d->node;
        if (IS(TraitDef, n) && AS(TraitDef, n)->conformances.len && d->module->ast) {
            sb_char(out, '(');
            NodeList l = AS(TraitDef, n)->conformances;
            for (uint32_t i = 0; i < l.len; i++) {
                if (i) sb_puts(out, ", ");
                source_of(d, l.data[i], out);
            }
            sb_char(out, ')');
        }
        break;
    }
    case DECL_COMPTIME: {
        const ComptimeDecl *c = DECL_AS(ComptimeDecl, d);
        sb_printf(out, "comptime %s", d->name ? d->name->chars : "");
        print_params(&c->params, out);
        StrBuf type = {0};
        if (c->type && c->type->kind != V_ERROR) print_type(c->type, &type);
        if (type.len && strncmp(type.p, "__builtin.", 10) != 0) sb_printf(out, ": %s", type.p); /* a literal says it itself */
        sb_done(&type);
        if (c->value && !val_is_error(c->value)) {
            sb_puts(out, " = ");
            print_type(c->value, out);
        }
        break;
    }
    case DECL_PARAM: query_print_param(DECL_AS(ParamDecl, d), out); break;
    case DECL_FIELD: {
        const FieldDecl *f = DECL_AS(FieldDecl, d);
        sb_puts(out, "var ");
        if (d->parent && d->parent->name) sb_printf(out, "%s.", d->parent->name->chars);
        sb_puts(out, d->name ? d->name->chars : "_");
        if (f->type) {
            sb_puts(out, ": ");
            print_type(f->type, out);
        }
        break;
    }
    case DECL_VAR: {
        const VarDecl *v = DECL_AS(VarDecl, d);
        if (v->is_arg) {
            sb_puts(out, v->conv == CONV_IMM ? "" : conv_word(v->conv));
        } else {
            sb_puts(out, v->conv == CONV_REF ? "ref " : v->conv == CONV_IMM ? "" : "var ");
        }
        sb_puts(out, d->name ? d->name->chars : "_");
        if (v->type && !val_is_error(v->type)) {
            sb_puts(out, ": ");
            print_type(v->type, out);
        }
        break;
    }
    default: sb_puts(out, d->name ? d->name->chars : ""); break;
    }
}

/* ---- doc-strings -------------------------------------------------------------------------------- */
static NodeList body_of(const Decl *d) {
    if (d->node) switch (d->node->kind) {
        case NODE_FuncDef: return AS(FuncDef, d->node)->body;
        case NODE_StructDef: return AS(StructDef, d->node)->body;
        case NODE_TraitDef: return AS(TraitDef, d->node)->body;
        default: break;
        }
    return (NodeList){0};
}

static const Node *doc_node(const Decl *d) {
    NodeList body = {0};
    if (d->kind == DECL_MODULE) {
        const Module *m = (const Module *)d;
        if (m->ast && m->ast->n_items) body = m->ast->items[0]->stmts;
    } else if (d->kind == DECL_FNSET) {
        const FnSet *s = DECL_AS(FnSet, d);
        return s->fns.len ? doc_node(&s->fns.data[0]->decl) : NULL;
    } else if (d->kind == DECL_FIELD || d->kind == DECL_COMPTIME) { /* the string after it */
        NodeList around = {0};
        if (d->parent) around = body_of(d->parent);
        for (uint32_t i = 0; i + 1 < around.len; i++)
            if (around.data[i] == d->node) {
                body.data = around.data + i + 1;
                body.len = 1;
            }
    } else {
        body = body_of(d);
    }
    if (!body.len || !IS(ExprStmt, body.data[0])) return NULL;
    const Node *v = AS(ExprStmt, body.data[0])->value;
    return IS(StringLit, v) ? v : NULL;
}

Str query_doc(const Decl *d, Arena *a) {
    const Node *n = doc_node(d);
    if (!n) return (Str){"", 0};
    StrBuf b = {0};
    query_doc_markdown(AS(StringLit, n)->value, &b);
    Str r = arena_str(a, sb_view(&b));
    sb_done(&b);
    return r;
}

/* ---- hover --------------------------------------------------------------------------------------- */
static void describe_life(Query *q, Val t, const Facts *facts, StrBuf *out) {
    if (!t || val_is_error(t) || !val_is_type(t)) return;
    LifeFacts l = check_life(q->cx, t, facts);
    sb_printf(out, "%s, %s",
              l.implicitly_copyable ? "copied implicitly"
              : l.copyable          ? "copied with `.copy()`"
                                    : "not copyable",
              l.movable ? "movable" : "not movable");
    if (!l.deinitable) sb_puts(out, ", must be given away");
    if (!(t->flags & (VAL_SYMBOLIC | VAL_UNBOUND))) {
        const Layout *lay = val_layout(q->cx->vals, q->cx->target, t);
        if (lay) sb_printf(out, " · %llu bytes, aligned to %llu", (unsigned long long)lay->size, (unsigned long long)lay->align);
    }
    sb_char(out, '\n');
}

static const char *conv_meaning(const VarDecl *v) {
    if (!v->is_arg) return v->conv == CONV_REF ? "reference" : v->conv == CONV_IMM ? "immutable binding" : "local variable";
    switch (v->conv) {
    case CONV_IMM: return "argument, borrowed for reading";
    case CONV_MUT: return "argument, borrowed for writing: changes are seen by the caller";
    case CONV_VAR: return "argument, owned by this function";
    case CONV_DEINIT: return "argument, taken apart by this function";
    case CONV_OUT: return "result";
    case CONV_REF: return "argument by reference, as mutable as what is passed";
    default: return "argument";
    }
}

/* Where the fields of a struct without parameters lie. */
static void describe_layout(Query *q, const StructDecl *s, StrBuf *out) {
    if (!s->self_type || s->params.len || !s->fields.len || (s->self_type->flags & (VAL_SYMBOLIC | VAL_UNBOUND))) return;
    const Layout *l = val_layout(q->cx->vals, q->cx->target, s->self_type);
    if (!l || !l->offsets || l->n_fields != s->fields.len) return;
    sb_puts(out, "\n| field | type | offset | size |\n|---|---|---|---|\n");
    for (uint32_t i = 0; i < l->n_fields && i < 32; i++) {
        uint64_t size = 0, align = 0;
        sb_printf(out, "| `%s` | `", s->fields.data[i]->decl.name ? s->fields.data[i]->decl.name->chars : "");
        print_type(l->fields[i], out);
        query_size_of(q, l->fields[i], &size, &align);
        sb_printf(out, "` | %llu | %llu |\n", (unsigned long long)l->offsets[i], (unsigned long long)size);
    }
}

bool query_hover(Query *q, uint32_t file, uint32_t offset, StrBuf *out, Span *range) {
    const Use *u = query_use_at(q, file, offset);
    if (!u) return false;
    *range = u->at;
    const Decl *d = u->decl;
    sb_puts(out, "```mojo\n");
    query_signature(q, d, out);
    sb_puts(out, "\n```\n");
    Val t = NULL;
    switch (d->kind) {
    case DECL_VAR: t = DECL_AS(VarDecl, d)->type; break;
    case DECL_FIELD: t = DECL_AS(FieldDecl, d)->type; break;
    case DECL_STRUCT: t = DECL_AS(StructDecl, d)->params.len ? NULL : DECL_AS(StructDecl, d)->self_type; break; /* else: it depends on them */
    default: break;
    }
    if (d->kind == DECL_VAR) sb_printf(out, "\n%s · ", conv_meaning(DECL_AS(VarDecl, d)));
    else if (t) sb_char(out, '\n');
    FnDecl *around = d->kind == DECL_VAR ? DECL_AS(VarDecl, d)->fn : NULL;
    if (t) describe_life(q, t, around ? decl_facts(q->cx, &around->decl) : NULL, out);
    if (d->kind == DECL_STRUCT) describe_layout(q, DECL_AS(StructDecl, d), out);
    if (d->kind == DECL_VAR) query_ownership_table(q, DECL_AS(VarDecl, d), out);
    if (u->self && d->kind != DECL_FIELD && val_is_type(u->self)) {
        sb_puts(out, "\non `");
        print_type(u->self, out);
        sb_puts(out, "`\n");
    }
    Arena a;
    arena_init(&a);
    Str doc = query_doc(d, &a);
    if (doc.len) {
        sb_puts(out, "\n---\n");
        sb_str(out, doc);
        sb_char(out, '\n');
    }
    if (d->module && d->module != q->module && d->kind != DECL_MODULE) sb_printf(out, "\n*from* `%s`\n", d->module->full_name);
    arena_done(&a);
    return true;
}

const Decl *query_type_decl(Query *q, uint32_t file, uint32_t offset) {
    const Use *u = query_use_at(q, file, offset);
    if (!u) return NULL;
    Val t = NULL;
    switch (u->decl->kind) {
    case DECL_VAR: t = DECL_AS(VarDecl, u->decl)->type; break;
    case DECL_FIELD: t = DECL_AS(FieldDecl, u->decl)->type; break;
    case DECL_FN: t = DECL_AS(FnDecl, u->decl)->result; break;
    case DECL_COMPTIME: t = DECL_AS(ComptimeDecl, u->decl)->type; break;
    case DECL_STRUCT: case DECL_TRAIT: return u->decl;
    default: break;
    }
    return t && t->kind == T_STRUCT ? t->u.decl : NULL;
}
