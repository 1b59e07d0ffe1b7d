/* SPDX-License-Identifier: Apache-2.0 */
#include "ctype.h"

/* Code generation passes others by address: they have more to do than to copy bits. */
static bool moves_by_bits(Val type) {
    const StructDecl *s = type->u.decl;
    return !s->move_init || s->move_init->synth == SYNTH_MOVE || s->trivial_register || s->register_passable;
}

CType ctype_of(const IrModule *m, Val type) {
    uint32_t bits = 0;
    DTypeCode code;
    const Layout *l = type ? val_layout(m->vals, m->target, type) : NULL;
    if (!l) return (CType){.kind = CT_NONE};
    if (l->size == 0) return (CType){.kind = CT_VOID};
    switch (val_scalar_class(type, &bits, &code)) {
    case SC_BOOL: return (CType){.kind = CT_BOOL, .bits = 8};
    case SC_SINT: return (CType){.kind = bits <= 64 ? CT_SINT : CT_NONE, .bits = bits};
    case SC_UINT: return (CType){.kind = bits <= 64 ? CT_UINT : CT_NONE, .bits = bits};
    case SC_FLOAT: return (CType){.kind = bits == 32 || bits == 64 ? CT_FLOAT : CT_NONE, .bits = bits};
    default: break;
    }
    if (type->kind == T_PTR || type->kind == T_FN) return (CType){.kind = CT_POINTER, .bits = m->target->pointer_size * 8};
    if (type->kind == T_ARRAY) {
        CTypeKind element = ctype_of(m, type->args[0]).kind;
        return (CType){.kind = element == CT_NONE || element == CT_VOID ? CT_NONE : CT_ARRAY, .type = type};
    }
    if (type->kind != T_STRUCT || !l->n_fields || !moves_by_bits(type)) return (CType){.kind = CT_NONE};
    const Layout *first = val_layout(m->vals, m->target, l->fields[0]);
    if (first && first->size == l->size && ctype_of(m, l->fields[0]).kind == CT_POINTER) return ctype_of(m, l->fields[0]);
    for (uint32_t i = 0; i < l->n_fields; i++) {
        CType f = ctype_of(m, l->fields[i]);
        if (f.kind == CT_NONE || f.kind == CT_VOID) return (CType){.kind = CT_NONE};
    }
    return (CType){.kind = CT_STRUCT, .type = type};
}

/* The type's name with what C does not take in names as `_`. */
static const char *struct_name(Arena *a, Val type) {
    StrBuf b = {0};
    val_print(&b, type);
    for (size_t i = 0; i < b.len; i++) {
        char c = b.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) b.p[i] = '_';
    }
    while (b.len && b.p[b.len - 1] == '_') b.p[--b.len] = 0;
    const char *s = arena_strndup(a, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

const char *ctype_text(Arena *a, CType t) {
    switch (t.kind) {
    case CT_VOID: return "void";
    case CT_BOOL: return "bool";
    case CT_SINT: return arena_printf(a, "int%u_t", t.bits);
    case CT_UINT: return arena_printf(a, "uint%u_t", t.bits);
    case CT_FLOAT: return t.bits == 32 ? "float" : "double";
    case CT_POINTER: return "void *";
    case CT_STRUCT: return struct_name(a, t.type);
    case CT_ARRAY:
    case CT_NONE: break;
    }
    return "?";
}

static int by_symbol(const void *x, const void *y) {
    return strcmp((*(const IrFn *const *)x)->symbol, (*(const IrFn *const *)y)->symbol);
}

void exports_of(const IrModule *m, Arena *a, ExportList *out) {
    for (uint32_t i = 0; i < m->fns.len; i++)
        if (m->fns.data[i]->is_export && m->fns.data[i]->blocks.len) vec_push_in(a, out, (const IrFn *)m->fns.data[i]);
    if (out->len) qsort(out->data, out->len, sizeof *out->data, by_symbol);
}

static void add_declarator(StrBuf *b, const char *type, const char *name) {
    sb_printf(b, "%s%s%s", type, type[strlen(type) - 1] == '*' ? "" : " ", name);
}

const char *export_prototype(const IrModule *m, Arena *a, const IrFn *f, const char **which) {
    StrBuf b = {0};
    CType result = ctype_of(m, f->result_type);
    *which = "the result";
    bool ok = result.kind != CT_NONE && result.kind != CT_ARRAY && !f->raises && !f->result_is_ref;
    if (f->raises) *which = "that it raises";
    add_declarator(&b, ctype_text(a, result), f->symbol);
    sb_char(&b, '(');
    for (uint32_t i = 0; i < f->n_args && ok; i++) {
        const IrLocal *l = &f->locals.data[i];
        CType t = ctype_of(m, l->type);
        const char *name = l->name ? l->name->chars : "_";
        bool by_address = l->is_ref && l->is_mut;
        ok = t.kind != CT_NONE && t.kind != CT_VOID && t.kind != CT_ARRAY;
        if (!ok) *which = arena_printf(a, "the argument `%s`", name);
        if (i) sb_puts(&b, ", ");
        const char *type = ctype_text(a, t);
        add_declarator(&b, by_address ? arena_printf(a, "%s *", type) : type, name);
    }
    sb_puts(&b, f->n_args ? ")" : "void)");
    const char *s = ok ? arena_strndup(a, b.p, b.len) : NULL;
    sb_done(&b);
    return s;
}

/* ---- headers ------------------------------------------------------------------------------------------------------------ */
typedef struct Header {
    StrBuf *out;
    const IrModule *m;
    Arena arena;
    Map done; /* structs */
} Header;

/* The type of an array's elements, and the brackets behind the field's name. */
static CType without_brackets(Header *h, CType t, StrBuf *brackets) {
    while (t.kind == CT_ARRAY) {
        const Layout *l = val_layout(h->m->vals, h->m->target, t.type), *e = val_layout(h->m->vals, h->m->target, t.type->args[0]);
        sb_printf(brackets, "[%llu]", (unsigned long long)(e && e->size ? l->size / e->size : 0));
        t = ctype_of(h->m, t.type->args[0]);
    }
    return t;
}

static void declare_struct(Header *h, CType t) {
    StrBuf brackets = {0};
    t = without_brackets(h, t, &brackets);
    if (t.kind == CT_STRUCT && !map_has(&h->done, t.type)) {
        map_put(&h->done, t.type, h);
        const Layout *l = val_layout(h->m->vals, h->m->target, t.type);
        const StructDecl *s = t.type->u.decl;
        for (uint32_t i = 0; i < l->n_fields; i++) declare_struct(h, ctype_of(h->m, l->fields[i]));
        const char *name = ctype_text(&h->arena, t);
        sb_printf(h->out, "\ntypedef struct %s {\n", name);
        for (uint32_t i = 0; i < l->n_fields; i++) {
            brackets.len = 0;
            sb_puts(&brackets, "");
            CType of = without_brackets(h, ctype_of(h->m, l->fields[i]), &brackets);
            sb_puts(h->out, "    ");
            add_declarator(h->out, ctype_text(&h->arena, of), s->fields.data[i]->decl.name->chars);
            sb_printf(h->out, "%s;\n", brackets.p);
        }
        sb_printf(h->out, "} %s;\n", name);
    }
    sb_done(&brackets);
}

void export_header(StrBuf *out, const IrModule *m, const char *guard) {
    Header h = {.out = out, .m = m};
    ExportList all = {0};
    arena_init(&h.arena);
    exports_of(m, &h.arena, &all);
    StrBuf macro = {0};
    for (const char *c = guard; *c; c++) {
        bool word = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        sb_char(&macro, !word ? '_' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c);
    }
    sb_puts(&macro, "_H");
    sb_printf(out, "/* Made by mojo build: the exported functions. */\n#ifndef %s\n#define %s\n\n#include <stdbool.h>\n#include <stdint.h>\n", macro.p, macro.p);
    sb_puts(out, "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    for (uint32_t i = 0; i < all.len; i++) {
        const IrFn *f = all.data[i];
        declare_struct(&h, ctype_of(m, f->result_type));
        for (uint32_t k = 0; k < f->n_args; k++) declare_struct(&h, ctype_of(m, f->locals.data[k].type));
    }
    sb_char(out, '\n');
    for (uint32_t i = 0; i < all.len; i++) {
        const char *which, *text = export_prototype(m, &h.arena, all.data[i], &which);
        if (text) sb_printf(out, "%s;\n", text);
        else sb_printf(out, "/* %s: C has no type for %s */\n", all.data[i]->symbol, which);
    }
    sb_printf(out, "\n#ifdef __cplusplus\n}\n#endif\n#endif\n");
    sb_done(&macro);
    map_done(&h.done);
    arena_done(&h.arena);
}
