/* SPDX-License-Identifier: Apache-2.0 */
/* Formatting with proof: a text is formatted until that changes nothing, and what comes out is given away only when it
 * is shown to be the same program with the same comments. */
#include "format/format_int.h"

/* Errors that leave the shape of the program in no doubt: rules about places and names. */
static bool is_harmless(DiagCode code) {
    switch (code) {
    case DIAG_repeated_keyword: case DIAG_duplicate_argument: case DIAG_return_outside: case DIAG_break_outside: case DIAG_yield_outside:
    case DIAG_await_outside: case DIAG_nonlocal: case DIAG_global_late: case DIAG_import_star: case DIAG_future_import: return true;
    default: return false;
    }
}

static void first_error(const Ast *ast, Source *s, FormatResult *r) {
    Arena a;
    DiagSink sink;
    arena_init(&a);
    diag_sink_init(&sink, &a);
    ast_diags(ast, &a, &sink);
    r->line = r->col = 1;
    const char *text = "syntax error";
    for (uint32_t i = 0; i < sink.diags.len; i++) {
        const Diag *d = sink.diags.data[i];
        if (d->severity != SEV_ERROR || is_harmless(d->code)) continue;
        LineCol lc = source_line_col(s, d->at.start, POS_UTF32);
        r->line = lc.line + 1;
        r->col = lc.col + 1;
        text = d->message;
        break;
    }
    r->why = xstrdup(text);
    arena_done(&a);
}

uint32_t count_errors(const Ast *ast, uint32_t *shape) {
    *shape = 0;
    uint32_t n = ast_error_count(ast);
    if (!n) return 0;
    Arena a;
    DiagSink sink;
    arena_init(&a);
    diag_sink_init(&sink, &a);
    ast_diags(ast, &a, &sink);
    for (uint32_t i = 0; i < sink.diags.len; i++)
        *shape += sink.diags.data[i]->severity == SEV_ERROR && !is_harmless(sink.diags.data[i]->code);
    arena_done(&a);
    return n;
}

enum { MAX_PASSES = 8 };

static Source *add_text(SourceMap *m, const Source *like, const StrBuf *text) {
    char *copy = xmalloc(text->len + 1);
    memcpy(copy, text->p ? text->p : "", text->len);
    copy[text->len] = '\0';
    Source *n = source_add(m, like->path, copy, text->len);
    n->lang = like->lang;
    return n;
}

static bool same_text(const StrBuf *a, const char *p, size_t len) {
    return a->len == len && (len == 0 || memcmp(a->p, p, len) == 0);
}

/* Formats *pass, the result for s, again until nothing changes, with a proof by tokens for each pass. False: the proof
 * cannot be given; *pass is then as it was. */
static bool settle_quickly(SourceMap *m, Source *s, const TokenList *toks, const FormatOptions *o, Pass *pass) {
    Pass now = *pass;
    TokenList known = *toks, result;
    for (int count = 0; count < MAX_PASSES; count++) {
        bool proved = known.len && prove_same(s, &known, &now, &result);
        if (known.data != toks->data) tokens_done(&known);
        if (!proved) break;
        s = add_text(m, s, &now.out);
        known = result;
        Pass next;
        format_text(s, o, &now, &next, &known);
        bool same = same_text(&next.out, now.out.p, now.out.len);
        if (same) pass_done(&next);
        else {
            if (now.out.p != pass->out.p) pass_done(&now);
            now = next;
            continue;
        }
        tokens_done(&known);
        if (now.out.p != pass->out.p) {
            pass_done(pass);
            *pass = now;
        }
        return true;
    }
    if (now.out.p != pass->out.p) pass_done(&now);
    return false;
}

/* The same by parsing the results and comparing the trees. False: *why says what is wrong. */
static bool settle(SourceMap *m, Source *s, Ast *ast, TokenList *toks, const FormatOptions *o, Pass *pass, char **why) {
    uint32_t shape, errors = count_errors(ast, &shape), shape_again;
    Ast *again = NULL;
    TokenList toks_again = {0};
    Source *n;
    bool ok = true;
    /* Once more: where a comment moved, or a comma was added that now asks for one item per line, another pass is
     * needed until nothing changes. */
    for (int count = 0;; count++) {
        n = add_text(m, s, &pass->out);
        if (again) ast_free(again);
        tokens_done(&toks_again);
        again = ast_parse_tokens(n, &toks_again);
        uint32_t errors_again = count_errors(again, &shape_again);
        if (shape_again || errors != errors_again) {
            ok = false;
            FormatResult e = {0};
            first_error(again, n, &e);
            char buf[300];
            snprintf(buf, sizeof buf, "the result would not parse: line %u: %s", e.line, e.why);
            *why = xstrdup(buf);
            free(e.why);
            break;
        }
        if (o->n_ranges) break;
        Pass next;
        format_text(n, o, pass, &next, &toks_again);
        bool same = same_text(&next.out, pass->out.p, pass->out.len);
        if (same || count == MAX_PASSES) {
            ok = same;
            if (!same) {
                uint32_t line = 1;
                for (size_t i = 0; i < next.out.len && i < pass->out.len && next.out.p[i] == pass->out.p[i]; i++) line += next.out.p[i] == '\n';
                char buf[120];
                snprintf(buf, sizeof buf, "formatting the result again would change it (line %u)", line);
                *why = xstrdup(buf);
            }
            pass_done(&next);
            break;
        }
        pass_done(pass);
        *pass = next;
    }
    ok = ok && same_program(ast, again, s->lang == LANG_PYTHON, o->docstrings, why) && same_comments(s, toks, n, &toks_again, why);
    tokens_done(&toks_again);
    ast_free(again);
    return ok;
}

/* The source with its lines joined, parsed; NULL: there is nothing to join, or it does not help. */
static Ast *parse_joined(SourceMap *m, const Source *s, TokenList *toks) {
    StrBuf text;
    if (s->lang == LANG_PYTHON || !join_lines(s, &text)) return NULL;
    Source *joined = add_text(m, s, &text);
    sb_done(&text);
    tokens_done(toks);
    Ast *ast = ast_parse_tokens(joined, toks);
    uint32_t shape;
    count_errors(ast, &shape);
    if (!shape) return ast;
    ast_free(ast);
    return NULL;
}

static FormatResult format_parsed(SourceMap *m, Source *s, Ast *ast, TokenList *toks, uint32_t errors, const FormatOptions *o) {
    FormatResult r = {.status = FORMAT_SAME};
    Pass pass;
    format_text(s, o, NULL, &pass, toks);
    if (!same_text(&pass.out, s->data, s->size)) {
        r.status = FORMAT_CHANGED;
        if (!o->unsafe) {
            bool quick = !errors && !o->n_ranges && settle_quickly(m, s, toks, o, &pass);
            if ((!quick || o->doubt) && !settle(m, s, ast, toks, o, &pass, &r.why)) r.status = FORMAT_UNSAFE;
        }
    }
    r.text = pass.out;
    vec_done(&pass.lines);
    return r;
}

FormatResult format_source(Source *source, const FormatOptions *o) {
    FormatResult r = {.status = FORMAT_SYNTAX};
    TokenList toks = {0};
    SourceMap *m = source_map_new();
    Ast *ast = ast_parse_tokens(source, &toks);
    Source *s = source;
    uint32_t shape, errors = count_errors(ast, &shape);
    if (shape) {
        Ast *joined = o->n_ranges ? NULL : parse_joined(m, s, &toks);
        if (joined) {
            ast_free(ast);
            ast = joined;
            s = ast->source;
            errors = count_errors(ast, &shape);
        } else first_error(ast, s, &r);
    }
    if (!shape) {
        r = format_parsed(m, s, ast, &toks, errors, o);
        if (r.status == FORMAT_SAME || r.status == FORMAT_CHANGED)
            r.status = same_text(&r.text, source->data, source->size) ? FORMAT_SAME : FORMAT_CHANGED;
    }
    tokens_done(&toks);
    ast_free(ast);
    source_map_free(m);
    return r;
}

void format_result_done(FormatResult *r) {
    sb_done(&r->text);
    free(r->why);
    *r = (FormatResult){0};
}
