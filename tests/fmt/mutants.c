/* SPDX-License-Identifier: Apache-2.0 */
/* Formats mutants of files: lines broken at other legal places, other indentation, other quotes, strings in two
 * parts, comments put in.
 *   mutants N FILE…      N mutants of each file; every result must be equivalent, stable, and keep all comments
 * Ends with "N passed, N failed"; a mutant that does not parse is not counted. */
#include "format/format.h"
#include "syntax/tokens.h"

static uint64_t state;
static uint32_t roll(uint32_t n) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)((state >> 33) % n);
}

static void newline_and_indent(StrBuf *o, uint32_t comment) {
    if (comment == 1) sb_puts(o, "  # put in");
    sb_char(o, '\n');
    if (comment == 2) sb_puts(o, "# alone\n");
    sb_repeat(o, ' ', roll(40));
}

/* One mutant. `rate`: one gap in so many is changed. */
static void mutate(const Source *s, const TokenList *l, StrBuf *o, uint32_t rate, uint32_t indent, bool comments) {
    uint32_t at = 0, depth = 0, blocks = 0;
    for (uint32_t i = 0; i < l->len; i++) {
        const Tok *t = &l->data[i];
        if (t->kind == T_INDENT) blocks++;
        if (t->kind == T_DEDENT) blocks--;
        if (t->kind == T_NEWLINE || t->kind == T_INDENT || t->kind == T_DEDENT) continue;
        Str gap = {s->data + at, t->pos - at};
        bool plain = !memchr(gap.p, '#', gap.len) && !memchr(gap.p, '\n', gap.len) && !memchr(gap.p, '\\', gap.len);
        bool first = (t->flags & TF_LINE) && !depth;
        if (first && indent && !memchr(gap.p, '\\', gap.len)) { /* the same lines, other indentation */
            const char *p = gap.p, *e = gap.p + gap.len;
            while (e > p && (e[-1] == ' ' || e[-1] == '\t')) e--;
            sb_add(o, p, (size_t)(e - p));
            if (comments && !roll(rate * 2) && (e == p || e[-1] == '\n')) {
                sb_repeat(o, ' ', blocks * indent);
                sb_puts(o, "#put in\n");
            }
            if (e == p || e[-1] == '\n') sb_repeat(o, ' ', blocks * indent);
            else sb_add(o, e, (size_t)(gap.p + gap.len - e));
        } else if (depth && plain && !roll(rate)) newline_and_indent(o, comments ? roll(4) : 0);
        else if (plain && gap.len && !roll(rate)) sb_repeat(o, ' ', 1 + roll(3));
        else sb_str(o, gap);
        Str text = {s->data + t->pos, t->end - t->pos};
        if (t->kind == T_STRING && t->prefix == 1 && !roll(rate) && !memchr(text.p, '\\', text.len) &&
            !memchr(text.p + 1, text.p[0] == '"' ? '\'' : '"', text.len - 2)) {
            char q = text.p[0] == '"' ? '\'' : '"';
            sb_char(o, q);
            sb_add(o, text.p + 1, text.len - 2);
            sb_char(o, q);
        } else if (t->kind == T_STRING && t->prefix == 1 && depth && text.len > 4 && !roll(rate) && !memchr(text.p, '\\', text.len)) {
            uint32_t cut = 1 + roll((uint32_t)text.len - 2); /* one string as two */
            while (((unsigned char)text.p[cut] & 0xc0) == 0x80) cut--;
            sb_add(o, text.p, cut);
            sb_char(o, text.p[0]);
            if (roll(2)) newline_and_indent(o, comments ? roll(4) : 0);
            sb_char(o, text.p[0]);
            sb_add(o, text.p + cut, text.len - cut);
        } else sb_str(o, text);
        if (t->kind == T_LPAR || t->kind == T_LSQB || t->kind == T_LBRACE) depth++;
        if ((t->kind == T_RPAR || t->kind == T_RSQB || t->kind == T_RBRACE) && depth) depth--;
        if (t->kind == T_COMMA && depth && !roll(rate) && comments) newline_and_indent(o, 1);
        at = t->end;
    }
    sb_add(o, s->data + at, s->size - at);
}

int main(int argc, char **argv) {
    uint32_t n = argc > 1 ? (uint32_t)atoi(argv[1]) : 0;
    uint64_t passed = 0, failed = 0, skipped = 0;
    for (int k = 2; k < argc; k++) {
        SourceMap *m = source_map_new();
        int err;
        Source *s = source_load(m, argv[k], &err);
        Ast *ast = s ? ast_parse(s) : NULL;
        if (!ast || ast_error_count(ast)) {
            if (ast) ast_free(ast);
            source_map_free(m);
            continue;
        }
        ast_free(ast);
        TokenList l = tokens_of(s);
        for (uint32_t i = 0; i < n; i++) {
            state = hash_bytes(s->data, s->size, i + 1);
            static const uint32_t rates[] = {2, 5, 20, 60}, indents[] = {0, 1, 2, 3, 8}, widths[] = {0, 0, 20, 40, 120};
            StrBuf b = {0};
            mutate(s, &l, &b, rates[roll(4)], indents[roll(5)], roll(3) != 0);
            SourceMap *mm = source_map_new();
            size_t size = b.len;
            Source *x = source_add(mm, argv[k], sb_take(&b), size);
            FormatOptions o = {.doubt = true, .width = widths[roll(5)], .skip_magic_comma = roll(8) == 0, .fixed_quirks = roll(8) == 0, .docstrings = roll(8) == 0, .preview = roll(8) == 0};
            FormatResult r = format_source(x, &o);
            if (r.status == FORMAT_UNSAFE) {
                failed++;
                if (failed <= 20) {
                    printf("FAIL %s, mutant %u, width %u: %s\n", argv[k], i, o.width, r.why);
                    char name[64];
                    snprintf(name, sizeof name, "/tmp/mutant-%llu.%s", (unsigned long long)failed, s->lang == LANG_PYTHON ? "py" : "mojo");
                    if (getenv("KEEP_MUTANTS")) file_write_atomic(name, source_text(x));
                }
            } else if (r.status == FORMAT_SYNTAX) skipped++;
            else passed++;
            format_result_done(&r);
            source_map_free(mm);
        }
        tokens_done(&l);
        source_map_free(m);
    }
    if (skipped) printf("%llu did not parse\n", (unsigned long long)skipped);
    printf("%llu passed, %llu failed\n", (unsigned long long)passed, (unsigned long long)failed);
    return failed > 0;
}
