/* SPDX-License-Identifier: Apache-2.0 */
#include "discover.h"

#include "cli.h"
#include "doc/model.h"

#include <unistd.h>

/* ---- functions ---------------------------------------------------------------------------------------------------- */
static uint32_t count_args(const Node *sig) {
    uint32_t n = 0;
    if (sig) EACH_NODE(AS(Signature, sig)->args, a) n += IS(Arg, a);
    return n;
}

void discover_functions(Arena *a, SourceMap *sources, const char *path, const char *prefix, uint32_t most_args, Functions *out) {
    int err = 0;
    Source *s = source_load(sources, path, &err);
    Ast *ast = s ? ast_parse(s) : NULL;
    for (uint32_t i = 0; ast && i < ast->n_items; i++)
        for (uint32_t k = 0; k < ast->items[i]->stmts.len; k++) {
            Node *n = ast->items[i]->stmts.data[k];
            if (!IS(FuncDef, n) || !AS(FuncDef, n)->name) continue;
            const NodeFuncDef *f = AS(FuncDef, n);
            Str name = name_str(f->name);
            FoundFn found = {.n_args = count_args(f->sig),
                             .raises = f->sig && (AS(Signature, f->sig)->effects & EFFECT_RAISES) != 0};
            if (str_eq_c(name, "main")) out->has_main = true;
            if (!str_starts(name, str_of(prefix)) || found.n_args > most_args) continue;
            found.name = arena_strndup(a, name.p, name.len);
            vec_push_in(a, &out->all, found);
        }
    if (ast) ast_free(ast);
}

bool discover_write(const char *path, Str text) {
    char *old = NULL;
    size_t size = 0;
    Arena a;
    bool same = file_read(path, &old, &size) == 0 && str_eq((Str){old, size}, text);
    free(old);
    arena_init(&a);
    int err = same ? 0 : dir_make_all(path_dirname(&a, path));
    arena_done(&a);
    if (!err && !same) err = file_replace(path, text);
    if (err) cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err));
    return err == 0;
}

/* ---- examples ------------------------------------------------------------------------------------------------------- */
static bool is_declaration(const Node *n) {
    switch (n->kind) {
    case NODE_FuncDef: case NODE_StructDef: case NODE_TraitDef: case NODE_ExtensionDef: case NODE_Import: case NODE_ImportFrom:
    case NODE_ComptimeDecl:
        return true;
    default: return false;
    }
}

static void indented(StrBuf *b, Str text) {
    const char *p = text.p, *end = p + text.len;
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);
        if (n) sb_puts(b, "    ");
        sb_add(b, p, n);
        sb_char(b, '\n');
        p += n + 1;
    }
}

/* Statements go into a main; declarations stay outside. A text that does not parse is left as it is. */
static const char *as_program(Arena *a, Str code) {
    SourceMap *sources = source_map_new();
    char *data = xmalloc(code.len + 1);
    memcpy(data, code.p, code.len);
    data[code.len] = 0;
    Source *s = source_add(sources, "example.mojo", data, code.len);
    Ast *ast = ast_parse(s);
    StrBuf top = {0}, body = {0};
    bool has_main = false;
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *item = ast->items[i];
        const Node *first = item->stmts.len ? item->stmts.data[0] : NULL;
        Str text = str_sub(code, item->start, item->start + item->len < code.len ? item->start + item->len : code.len);
        if (IS(FuncDef, first) && AS(FuncDef, first)->name && str_eq_c(name_str(AS(FuncDef, first)->name), "main")) has_main = true;
        if (first && !is_declaration(first)) {
            indented(&body, text);
        } else {
            sb_str(&top, text);
            sb_char(&top, '\n');
        }
    }
    const char *program = NULL;
    if (has_main || ast_error_count(ast)) program = arena_printf(a, STR_FMT "\n", STR_ARG(code));
    else program = arena_printf(a, "%s\ndef main() raises:\n%s", top.p ? top.p : "", body.len ? body.p : "    pass\n");
    sb_done(&top);
    sb_done(&body);
    ast_free(ast);
    source_map_free(sources);
    return program;
}

static Str next_line(const char **p, const char *end) {
    const char *nl = memchr(*p, '\n', (size_t)(end - *p));
    Str line = {*p, (size_t)((nl ? nl : end) - *p)};
    *p = nl ? nl + 1 : end;
    return line;
}

static Str stripped(Str s) {
    while (s.len && s.p[0] == ' ') s = str_sub(s, 1, s.len);
    return s;
}

static void add_example(Arena *a, const DocItem *d, const char *file, uint32_t line, uint32_t number, const StrBuf *code, Examples *out) {
    Example x = {.of = d->full_name, .number = number, .file = file, .line = line, .program = as_program(a, sb_view(code))};
    vec_push_in(a, &out->all, x);
}

/* The ```mojo blocks of a doc-string; a line that begins with `%#` is hidden from readers, not from the compiler. */
static void examples_of(Arena *a, SourceMap *sources, const DocItem *d, Examples *out) {
    const char *p = d->doc.all.p, *end = p + d->doc.all.len;
    Source *s = source_get(sources, d->doc.at.file);
    uint32_t number = 0, line = s ? source_line_col(s, d->doc.at.start, POS_UTF8).line : 0, begins = 0;
    StrBuf code = {0};
    bool inside = false;
    uint32_t indent = 0;
    for (uint32_t i = 0; p < end; i++) {
        Str text = next_line(&p, end), plain = stripped(text);
        if (!inside && (str_eq_c(plain, "```mojo") || str_eq_c(plain, "```mojo "))) {
            inside = true;
            indent = (uint32_t)(text.len - plain.len);
            begins = line + i + 2;
            code.len = 0;
        } else if (inside && str_starts(plain, STR("```"))) {
            inside = false;
            if (code.len) add_example(a, d, s ? arena_strdup(a, s->path) : "", begins, ++number, &code, out);
        } else if (inside) {
            uint32_t cut = (uint32_t)(text.len - plain.len) < indent ? (uint32_t)(text.len - plain.len) : indent;
            if (str_starts(plain, STR("%#"))) text = stripped(str_sub(plain, 2, plain.len)), cut = 0;
            sb_str(&code, str_sub(text, cut, text.len));
            sb_char(&code, '\n');
        }
    }
    sb_done(&code);
    for (uint32_t i = 0; i < d->items.len; i++) examples_of(a, sources, d->items.data[i], out);
}

void discover_examples(Arena *a, SourceMap *sources, const char *path, const char *module, Examples *out) {
    DocItem *d = dir_exists(path) ? doc_package(a, sources, path, module, true) : doc_module(a, sources, path, module, true);
    if (d) examples_of(a, sources, d, out);
}
