/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the parser over many files for the corpus checks and the bench.
 *   syntax-tool check    paths on stdin, one a line; prints "path<TAB>errors<TAB>line<TAB>first message"
 *   syntax-tool blobs py|mojo  on stdin: "size\n" and that many bytes, again and again; prints as above
 *   syntax-tool round    paths on stdin: prints those whose unparsed text parses to another tree
 *   syntax-tool print FILE, sexp FILE, json FILE, diag FILE, list FILE
 *   syntax-tool bench    paths on stdin: bytes, nodes, seconds (best of 5), MB/s, memory
 *   syntax-tool edits N  paths on stdin: N random edits each, against fresh parses */
#include "syntax/syntax.h"

static SourceMap *sources;

static char *read_line(FILE *f) {
    static char *line;
    static size_t cap;
    ssize_t n = getline(&line, &cap, f);
    if (n <= 0) return NULL;
    if (line[n - 1] == '\n') line[n - 1] = 0;
    return line;
}

static Source *load(const char *path) {
    int err = 0;
    Source *s = source_load(sources, path, &err);
    if (!s) fprintf(stderr, "%s: %s\n", path, strerror(err));
    return s;
}

static void report(const char *name, const Ast *ast) {
    Arena a;
    arena_init(&a);
    DiagSink out;
    ast_diags(ast, &a, &out);
    const Diag *first = NULL;
    for (uint32_t i = 0; i < out.diags.len && !first; i++)
        if (out.diags.data[i]->severity == SEV_ERROR) first = out.diags.data[i];
    LineCol lc = {0, 0};
    if (first) lc = source_line_col(ast->source, first->at.start, POS_UTF8);
    printf("%s\t%u\t%u\tE%04d %s\n", name, out.n_errors, first ? lc.line + 1 : 0, first ? (int)first->code : 0, first ? first->message : "");
    arena_done(&a);
}

static int check(void) {
    for (char *path; (path = read_line(stdin));) {
        Source *s = load(path);
        if (!s) continue;
        Ast *ast = ast_parse(s);
        report(path, ast);
        ast_free(ast);
    }
    return 0;
}

static int blobs(const char *ext) {
    size_t n;
    char name[32];
    snprintf(name, sizeof name, "blob.%s", ext);
    while (scanf("%zu", &n) == 1 && getchar() == '\n') {
        char *data = xmalloc(n + 1);
        if (fread(data, 1, n, stdin) != n) return 1;
        data[n] = 0;
        SourceMap *m = source_map_new();
        Source *s = source_add_file(m, name, data, n, source_lang_of(name));
        Ast *ast = ast_parse(s);
        report("-", ast);
        fflush(stdout);
        ast_free(ast);
        source_map_free(m);
    }
    return 0;
}

static bool same(const Ast *a, const Ast *b, char *why, size_t cap) {
    uint32_t i = 0, j = 0, k = 0, l = 0;
    for (;;) {
        while (i < a->n_items && k >= a->items[i]->stmts.len) i++, k = 0;
        while (j < b->n_items && l >= b->items[j]->stmts.len) j++, l = 0;
        if (i >= a->n_items || j >= b->n_items) break;
        if (!node_equal(a->items[i]->stmts.data[k], b->items[j]->stmts.data[l])) {
            LineCol lc = source_line_col(a->source, a->items[i]->start, POS_UTF8);
            snprintf(why, cap, "the statement at line %u differs", lc.line + 1);
            return false;
        }
        k++, l++;
    }
    if (i < a->n_items || j < b->n_items) {
        snprintf(why, cap, "the number of statements differs");
        return false;
    }
    return true;
}

static int round_trip(void) {
    int bad = 0, n = 0;
    for (char *path; (path = read_line(stdin));) {
        Source *s = load(path);
        if (!s) continue;
        Ast *ast = ast_parse(s);
        if (ast_error_count(ast) == 0) {
            StrBuf out = {0};
            ast_unparse(&out, ast);
            size_t len = out.len;
            Source *t = source_add(sources, ast->lang == LANG_PYTHON ? "again.py" : "again.mojo", out.p ? sb_take(&out) : xstrdup(""), len);
            Ast *again = ast_parse(t);
            char why[128];
            n++;
            if (ast_error_count(again)) {
                printf("%s: the printed text has errors: ", path);
                report("again", again);
                bad++;
            } else if (!same(ast, again, why, sizeof why)) {
                printf("%s: %s\n", path, why);
                bad++;
            }
            ast_free(again);
        }
        ast_free(ast);
    }
    printf("%d files, %d differ\n", n, bad);
    return bad != 0;
}

static int print(const char *mode, const char *path) {
    Source *s = load(path);
    if (!s) return 1;
    Ast *ast = ast_parse(s);
    StrBuf out = {0};
    if (!strcmp(mode, "print")) ast_unparse(&out, ast);
    else if (!strcmp(mode, "sexp")) ast_print_sexp(&out, ast);
    else if (!strcmp(mode, "json")) ast_print_json(&out, ast);
    else if (!strcmp(mode, "list")) {
        Arena a;
        arena_init(&a);
        DiagSink d;
        ast_diags(ast, &a, &d);
        for (uint32_t i = 0; i < d.diags.len; i++) {
            const Diag *x = d.diags.data[i];
            LineCol from = source_line_col(s, x->at.start, POS_UTF16), to = source_line_col(s, x->at.end, POS_UTF16);
            sb_printf(&out, "%u %u %u %u %c%04d %s\n", from.line + 1, from.col + 1, to.line + 1, to.col + 1, x->severity == SEV_ERROR ? 'E' : 'W', (int)x->code, x->message);
        }
        arena_done(&a);
    }
    else {
        Arena a;
        arena_init(&a);
        DiagSink d;
        ast_diags(ast, &a, &d);
        RenderOptions o = {DIAG_TEXT, false, 100};
        diag_render(&out, sources, d.diags.data, d.diags.len, &o);
        arena_done(&a);
    }
    fwrite(out.p, 1, out.len, stdout);
    sb_done(&out);
    ast_free(ast);
    return 0;
}

static int bench(void) {
    VEC(Source *) v = {0};
    size_t bytes = 0, nodes = 0, mem = 0;
    for (char *path; (path = read_line(stdin));) {
        Source *s = load(path);
        if (s) {
            vec_push(&v, s);
            bytes += s->size;
        }
    }
    uint64_t best = UINT64_MAX;
    for (int r = 0; r < 5; r++) {
        uint64_t t = time_ns();
        nodes = mem = 0;
        for (uint32_t i = 0; i < v.len; i++) {
            Ast *ast = ast_parse(v.data[i]);
            for (uint32_t k = 0; k < ast->n_items; k++) nodes += ast->items[k]->n_nodes;
            mem += ast_memory(ast);
            ast_free(ast);
        }
        t = time_ns() - t;
        if (t < best) best = t;
    }
    printf("%zu bytes, %zu nodes, %.4f s, %.1f MB/s, %.2f bytes of tree a source byte\n", bytes, nodes, (double)best / 1e9,
           (double)bytes * 1e3 / (double)best, (double)mem / (double)bytes);
    return 0;
}

/* ---- edits ------------------------------------------------------------------------------------- */

static uint64_t rng_state = 88172645463325252ull;
static uint32_t rnd(uint32_t n) {
    rng_state ^= rng_state << 13;
    rng_state ^= rng_state >> 7;
    rng_state ^= rng_state << 17;
    return n ? (uint32_t)(rng_state >> 11) % n : 0;
}

/* Everything a reader can see of a revision. */
static char *dump(const Ast *ast) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < ast->n_items; i++) {
        const Item *it = ast->items[i];
        sb_printf(&b, "%u+%u %llx %u %u %d\n", it->start, it->len, (unsigned long long)it->hash, it->n_nodes, it->flags, it->has_errors);
    }
    ast_print_json(&b, ast);
    Arena a;
    arena_init(&a);
    DiagSink d;
    ast_diags(ast, &a, &d);
    for (uint32_t i = 0; i < d.diags.len; i++)
        sb_printf(&b, "%u-%u %d %s\n", d.diags.data[i]->at.start, d.diags.data[i]->at.end, (int)d.diags.data[i]->code, d.diags.data[i]->message);
    arena_done(&a);
    return sb_take(&b);
}

static int edits(int n) {
    static const char *const bits[] = {"(", ")", "[", "]", "{", "}", "\"", "'", "\"\"\"", "\n", "\n\n", " ", "    ", ":", "x", "def ", "if x:\n", "else:\n", "@a\n", "#", "\\", "f\"", "f'{", "=", "\t", "return", "class C:\n", "\n)", ",", "global x\n", "\xc3", "\xa9", "é"};
    int bad = 0, files = 0;
    for (char *path; (path = read_line(stdin));) {
        Source *s0 = load(path);
        if (!s0) continue;
        files++;
        SourceMap *m = source_map_new();
        char *copy = xmalloc(s0->size + 1);
        memcpy(copy, s0->data, s0->size + 1u);
        Source *s = source_add(m, path, copy, s0->size);
        Ast *ast = ast_parse(s);
        for (int i = 0; i < n && !bad; i++) {
            uint32_t a = rnd(s->size + 1), b = a;
            Str with = {"", 0};
            if (rnd(3) == 0) b = a + rnd(s->size - a < 40 ? s->size - a + 1 : 40);
            else if (rnd(4) == 0 && s->size) {
                uint32_t from = rnd(s->size), len = rnd(s->size - from < 60 ? s->size - from + 1 : 60);
                with = (Str){s->data + from, len};
            } else with = str_of(bits[rnd(ARRAY_LEN(bits))]);
            Source *t = source_edit(m, s, a, b, with);
            Ast *next = ast_reparse(ast, t, a, b, (uint32_t)with.len);
            Ast *fresh = ast_parse(t);
            char *x = dump(next), *y = dump(fresh);
            if (strcmp(x, y)) {
                bad++;
                printf("%s: edit %d (%u-%u, %zu bytes) gives another tree than a fresh parse\n", path, i, a, b, with.len);
                FILE *f = fopen("/tmp/edit-text", "w");
                if (f) fwrite(t->data, 1, t->size, f), fclose(f);
                if ((f = fopen("/tmp/edit-a", "w"))) fputs(x, f), fclose(f);
                if ((f = fopen("/tmp/edit-b", "w"))) fputs(y, f), fclose(f);
            }
            free(x);
            free(y);
            ast_free(fresh);
            ast_free(ast);
            ast = next;
            s = t;
        }
        ast_free(ast);
        source_map_free(m);
        if (bad) break;
    }
    printf("%d files, %d edits each, %d differences\n", files, n, bad);
    return bad != 0;
}

/* ---- latency ----------------------------------------------------------------------------------- */

static double edit_us(const char *name, const char *text, uint32_t at, int rounds) {
    SourceMap *m = source_map_new();
    Source *s = source_add(m, name, xstrdup(text), strlen(text));
    Ast *ast = ast_parse(s);
    double best = 1e18, sum = 0;
    for (int i = 0; i < rounds; i++) {
        bool add = i % 2 == 0;
        Source *t = source_edit(m, s, at, add ? at : at + 1, add ? STR("x") : STR(""));
        uint64_t t0 = time_ns();
        Ast *next = ast_reparse(ast, t, at, add ? at : at + 1, add);
        uint64_t t1 = time_ns();
        ast_free(ast);
        ast = next;
        s = t;
        double us = (double)(t1 - t0) / 1e3;
        sum += us;
        if (us < best) best = us;
    }
    ast_free(ast);
    source_map_free(m);
    (void)best;
    return sum / rounds;
}

static uint32_t line_offset(const char *text, int line) {
    const char *c = text;
    while (line-- > 0 && (c = strchr(c, '\n'))) c++;
    return c ? (uint32_t)(c - text) : 0;
}

static int latency(void) {
    StrBuf defs = {0}, flat = {0};
    for (int i = 0; i < 1000; i++) {
        sb_printf(&defs, "def function_%d(a, b, c=%d):\n    total = a + b * c\n    for i in range(total):\n        if i %% 2 == 0:\n"
                         "            print(\"even\", i, a[i], {i: b})\n        else:\n            total += compute(i, key=lambda x: x + %d)\n    return total\n\n\n", i, i, i);
    }
    for (int i = 0; i < 10000; i++) sb_printf(&flat, "value_%d = compute(%d, other=\"text\") + 1\n", i, i);
    StrBuf open = {0};
    uint32_t l100 = line_offset(defs.p, 100);
    sb_add(&open, defs.p, l100);
    sb_puts(&open, "broken = f(1, [2\n");
    sb_puts(&open, defs.p + l100);
    StrBuf open_flat = {0};
    l100 = line_offset(flat.p, 100);
    sb_add(&open_flat, flat.p, l100);
    sb_puts(&open_flat, "broken = f(1, [2\n");
    sb_puts(&open_flat, flat.p + l100);
    struct {
        const char *what;
        const char *text;
    } rows[] = {{"10,000 lines of functions", defs.p}, {"the same, a bracket open at line 100", open.p},
                {"10,000 one-line statements", flat.p}, {"the same, a bracket open at line 100", open_flat.p}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        printf("%-40s", rows[i].what);
        for (int line = 55; line < 10000; line += 4500)
            printf(" %8.1f us", edit_us("edit.py", rows[i].text, line_offset(rows[i].text, line) + 6, 200));
        printf("   (edits at lines 55, 4555, 9055)\n");
    }
    sb_done(&defs), sb_done(&flat), sb_done(&open), sb_done(&open_flat);
    return 0;
}

int main(int argc, char **argv) {
    sources = source_map_new();
    const char *mode = argc > 1 ? argv[1] : "";
    if (!strcmp(mode, "check")) return check();
    if (!strcmp(mode, "blobs") && argc > 2) return blobs(argv[2]);
    if (!strcmp(mode, "round")) return round_trip();
    if (!strcmp(mode, "bench")) return bench();
    if (!strcmp(mode, "latency")) return latency();
    if (!strcmp(mode, "edits") && argc > 2) return edits(atoi(argv[2]));
    if (argc > 2) return print(mode, argv[2]);
    fprintf(stderr, "usage: syntax-tool check|blobs|round|bench|print|sexp|json|diag …\n");
    return 2;
}
