/* SPDX-License-Identifier: Apache-2.0 */
/* A text: statements one by one, the comments between them, regions that are left alone. */
#include "format/format_int.h"

/* ---- statements ------------------------------------------------------------------------------------- */

static bool name_next(const Tok *t, uint32_t n, uint32_t i) {
    return i < n && (t[i].kind == T_NAME);
}

/* Does this line begin a block with a colon? */
static bool is_header(const Fmt *f, const Tok *t, uint32_t n, bool indent_follows) {
    switch (t[0].kind) {
    case T_KW_IF: case T_KW_ELIF: case T_KW_ELSE: case T_KW_FOR: case T_KW_WHILE: case T_KW_TRY: case T_KW_EXCEPT:
    case T_KW_FINALLY: case T_KW_WITH: case T_KW_DEF: case T_KW_CLASS: case T_KW_ASYNC: return true;
    case T_NAME: break;
    default: return false;
    }
    if (t[0].flags & TF_TICK || n < 2) return false;
    switch (t[0].name->known) {
    case NM_kw_struct: case NM_kw_trait: case NM_kw_fn: case NM_kw_uextension: case NM_kw_extension: case NM_kw_mlir_region:
        return !f->py && name_next(t, n, 1);
    case NM_kw_comptime: return !f->py && (t[1].kind == T_KW_IF || t[1].kind == T_KW_FOR);
    case NM_kw_match: return indent_follows && t[n - 1].kind == T_COLON && t[1].kind != T_ASSIGN && t[1].kind != T_DOT && t[1].kind != T_COLON;
    case NM_kw_case:
        if (t[1].kind == T_ASSIGN || t[1].kind == T_DOT || t[1].kind == T_COLON || t[1].kind == T_COMMA) return false;
        if (indent_follows && t[n - 1].kind == T_COLON) return true;
        if (t[1].kind == T_LPAR || t[1].kind == T_LSQB) { /* a call or subscript, unless a colon comes at depth 0 */
            for (uint32_t i = 1, d = 0; i < n; i++) {
                if (is_opener(t[i].kind)) d++;
                else if (is_closer(t[i].kind)) d--;
                else if (!d && t[i].kind == T_COLON) return true;
                else if (!d && t[i].kind == T_ASSIGN) return false;
            }
            return false;
        }
        for (uint32_t i = 1, d = 0; i < n; i++) {
            if (is_opener(t[i].kind)) d++;
            else if (is_closer(t[i].kind)) d--;
            else if (!d && t[i].kind == T_COLON) return true;
        }
        return false;
    default: return false;
    }
}

static StmtKind kind_of(const Fmt *f, const Tok *t, uint32_t n, bool header) {
    if (t[0].kind == T_AT) return S_DECORATOR;
    if (t[0].kind == T_KW_IMPORT) return S_IMPORT;
    if (t[0].kind == T_KW_FROM) return S_IMPORT_FROM;
    if (!header) { /* a trait's method may have no body */
        if (t[0].kind == T_KW_DEF || (!f->py && is_word(&t[0], NM_kw_fn) && name_next(t, n, 1))) return S_DEF;
        return S_PLAIN;
    }
    if (t[0].kind == T_KW_DEF || (t[0].kind == T_KW_ASYNC && n > 1 && (t[1].kind == T_KW_DEF || is_word(&t[1], NM_kw_fn)))) return S_DEF;
    if (t[0].kind == T_KW_CLASS) return S_CLASS;
    if (t[0].kind == T_NAME) switch (t[0].name->known) {
        case NM_kw_fn: case NM_kw_mlir_region: return S_DEF;
        case NM_kw_struct: case NM_kw_trait: case NM_kw_uextension: case NM_kw_extension: return S_CLASS;
        default: break;
        }
    return S_BLOCK;
}

static uint32_t header_colon(const Tok *t, uint32_t n) {
    uint32_t depth = 0, lambdas = 0;
    for (uint32_t i = 0; i < n; i++) {
        int k = t[i].kind;
        if (is_opener(k)) depth++;
        else if (is_closer(k)) depth -= depth > 0;
        else if (depth) continue;
        else if (k == T_KW_LAMBDA) lambdas++;
        else if (k == T_COLON) {
            if (!lambdas) return i;
            lambdas--;
        }
    }
    return n;
}

static bool is_directive(Str c, const char *a, const char *b) {
    return str_eq_c(c, a) || (b && str_eq_c(c, b));
}
static bool is_off(Str c) {
    return is_directive(c, "# fmt: off", "# yapf: disable") || is_directive(c, "# fmt:off", NULL);
}
static bool is_on(Str c) {
    return is_directive(c, "# fmt: on", "# yapf: enable") || is_directive(c, "# fmt:on", NULL);
}

static LineFacts facts_of(const Tok *t, uint32_t n, uint32_t depth, uint32_t blank, StmtKind kind, bool header) {
    LineFacts facts = {.kind = kind, .depth = depth, .blank = blank, .opens_block = t[n - 1].kind == T_COLON && header};
    facts.triple_string = t[0].kind == T_STRING && (t[0].flags & TF_TRIPLE) && t[0].prefix == 3;
    int k = t[0].kind;
    facts.loose_header = k == T_KW_WITH || k == T_KW_TRY || k == T_KW_FOR || k == T_KW_WHILE || k == T_KW_IF || is_word(&t[0], NM_kw_match);
    return facts;
}

/* One statement, or a header up to its colon. */
static void format_simple(Fmt *f, Tok *t, uint32_t n, uint32_t depth, uint32_t blank, StmtKind kind, bool header, uint32_t end_gap,
                          bool docstring) {
    ArenaMark mark = arena_mark(&f->arena);
    f->t = t;
    f->n = n;
    f->depth = depth;
    f->kind = kind;
    f->in_header = header;
    f->is_def = kind == S_DEF;
    f->is_import = kind == S_IMPORT || kind == S_IMPORT_FROM;
    f->docstring = docstring;
    f->comments.len = 0;
    if (kind == S_CLASS) sort_conformances(f, t, n);
    f->after_decorator = f->prev.any && f->prev.kind == S_DECORATOR;
    mark_statement(f);
    blank_lines(f, facts_of(t, n, depth, blank, kind, header));
    Line line = {.tok = (uint32_t)(t - f->toks), .n_toks = n, .from = (uint32_t)f->out.len + depth * 4, .depth = depth};
    if (!write_plain(f, end_gap)) {
        build_leaves(f, end_gap);
        layout(f);
    }
    line.to = (uint32_t)f->out.len - f->eol_len;
    vec_push(&f->statements, line);
    arena_release(&f->arena, mark);
}

static void format_verbatim(Fmt *f, const Tok *t, uint32_t n, uint32_t depth, uint32_t blank, StmtKind kind, bool header, uint32_t end) {
    LineFacts facts = {.kind = kind, .depth = depth, .blank = blank, .opens_block = header && t[n - 1].kind == T_COLON};
    blank_lines(f, facts);
    sb_repeat(&f->out, ' ', (size_t)depth * 4);
    while (end > t[0].pos && (f->src[end - 1] == ' ' || f->src[end - 1] == '\t')) end--;
    sb_add(&f->out, f->src + t[0].pos, end - t[0].pos);
    sb_add(&f->out, f->eol, f->eol_len);
}

static uint32_t line_end(const Fmt *f, uint32_t at) {
    while (at < f->size && f->src[at] != '\n' && f->src[at] != '\r') at++;
    return at;
}

/* Is there a comment in the statement's gaps that asks for it to be left alone? */
static bool wants_verbatim(Fmt *f, const Tok *t, uint32_t n, uint32_t end) {
    if (!memchr(f->src + t[0].pos, '#', end - t[0].pos)) return false;
    bool found = false;
    for (uint32_t i = 0; i < n && !found; i++) {
        uint32_t from = t[i].end, to = i + 1 < n ? t[i + 1].pos : end;
        if (to <= from || !memchr(f->src + from, '#', to - from)) continue;
        f->comments.len = 0;
        uint32_t k = comments_between(f, from, to);
        for (uint32_t j = 0; j < k; j++) {
            Str c = f->comments.data[j].text;
            found |= is_off(c) || (i + 1 == n && c.len >= 11 && (str_ends(c, STR("# fmt: skip")) || str_ends(c, STR("# fmt:skip"))));
        }
    }
    return found;
}

static bool in_ranges(const Fmt *f, uint32_t from, uint32_t to) {
    if (!f->o->n_ranges) return true;
    Source *s = (Source *)f->source;
    uint32_t a = source_line_col(s, from, POS_UTF8).line + 1, b = source_line_col(s, to, POS_UTF8).line + 1;
    for (uint32_t i = 0; i < f->o->n_ranges; i++)
        if (a <= f->o->ranges[i].last && b >= f->o->ranges[i].first) return true;
    return false;
}

/* ---- lines that stay as they are ------------------------------------------------------------------- */

/* What a statement becomes depends on its text, its depth and two flags only. */
static bool is_known(Fmt *f, const Line *l) {
    if (!f->before || f->explaining) return false;
    while (f->at_before < f->before->len && f->before->data[f->at_before].from < l->from) f->at_before++;
    if (f->at_before >= f->before->len) return false;
    const Line *o = &f->before->data[f->at_before];
    return o->same && o->from == l->from && o->to == l->to && o->depth == l->depth && o->first_in_suite == l->first_in_suite &&
           o->after_decorator == l->after_decorator;
}

/* The statement just written was all of line l of the source: is it what stood there? */
static void note_whole(Fmt *f, const Line *l) {
    Line *w = &vec_last(&f->statements);
    uint32_t len = l->to - l->from;
    w->whole = true;
    w->first_in_suite = l->first_in_suite;
    w->after_decorator = l->after_decorator;
    w->same = w->to - w->from == len && memcmp(f->out.p + w->from, f->src + l->from, len) == 0;
}

static void write_known(Fmt *f, const Tok *t, uint32_t n, Line l, uint32_t blank, bool header) {
    blank_lines(f, facts_of(t, n, l.depth, blank, kind_of(f, t, n, header), header));
    sb_repeat(&f->out, ' ', (size_t)l.depth * 4);
    const char *text = f->src + l.from;
    uint32_t len = l.to - l.from;
    l.from = (uint32_t)f->out.len;
    sb_add(&f->out, text, len);
    l.to = (uint32_t)f->out.len;
    sb_add(&f->out, f->eol, f->eol_len);
    l.tok = (uint32_t)(t - f->toks);
    l.n_toks = n;
    l.whole = l.same = true;
    vec_push(&f->statements, l);
}

/* A line of tokens [t, t+n): header and what stands behind it, statements between semicolons. */
static void format_line(Fmt *f, Tok *t, uint32_t n, uint32_t depth, uint32_t blank, bool indent_follows, bool first_in_suite) {
    uint32_t end = line_end(f, t[n - 1].end);
    bool header = is_header(f, t, n, indent_follows);
    if (f->o->explain) {
        Source *s = (Source *)f->source;
        f->explaining = source_line_col(s, t[0].pos, POS_UTF8).line + 1 <= f->o->explain_line &&
                        source_line_col(s, end, POS_UTF8).line + 1 >= f->o->explain_line;
    }
    if (wants_verbatim(f, t, n, end) || !in_ranges(f, t[0].pos, t[n - 1].end)) {
        format_verbatim(f, t, n, depth, blank, kind_of(f, t, n, header), header, end);
        return;
    }
    Line here = {.from = t[0].pos, .to = end, .depth = depth, .first_in_suite = first_in_suite};
    here.after_decorator = f->prev.any && f->prev.kind == S_DECORATOR;
    if (is_known(f, &here)) {
        write_known(f, t, n, here, blank, header);
        return;
    }
    bool docstring = first_in_suite;
    if (header) {
        uint32_t colon = header_colon(t, n);
        if (colon + 1 >= n) {
            format_simple(f, t, n, depth, blank, kind_of(f, t, n, true), true, end, false);
            note_whole(f, &here);
            return;
        }
        StmtKind kind = kind_of(f, t, n, true);
        format_simple(f, t, colon + 1, depth, blank, kind, true, t[colon + 1].pos, false);
        docstring = kind == S_DEF;
        t += colon + 1;
        n -= colon + 1;
        depth++;
        blank = 0;
    }
    while (n) {
        uint32_t e = 0; /* semicolons stand outside brackets only */
        while (e < n && t[e].kind != T_SEMI) e++;
        bool last = e >= n; /* behind a last semicolon a comment is on its own */
        if (e) {
            bool doc = docstring && e == 1 && t[0].kind == T_STRING && !(t[0].flags & TF_BYTES);
            format_simple(f, t, e, depth, blank, kind_of(f, t, e, false), false, last ? end : t[e].pos, doc);
            if (last && t[0].pos == here.from) note_whole(f, &here);
        }
        docstring = false;
        blank = 0;
        if (e >= n) break;
        uint32_t semi_end = t[e].end;
        if (e + 1 == n && memchr(f->src + semi_end, '#', end - semi_end)) {
            f->comments.len = 0;
            uint32_t k = comments_between(f, semi_end, end);
            for (uint32_t j = 0; j < k; j++) write_comment(f, &f->comments.data[j], depth);
        }
        t += e + 1;
        n -= e + 1;
    }
}

/* ---- the file --------------------------------------------------------------------------------------- */

/* Which targets the file's features leave: may a comma follow *args? (Python) */
static void detect_features(Fmt *f) {
    f->star_comma_call = f->star_comma_def = !f->py;
    if (!f->py) return;
    bool star[256] = {0}, def[256] = {0};
    uint32_t depth = 0;
    for (uint32_t i = 0; i < f->n_toks; i++) {
        const Tok *t = &f->toks[i];
        if (t->kind == T_NEWLINE || t->kind == T_DOT || t->kind == T_COMMA || (t->kind == T_NAME && !t->name->known)) continue;
        int prev = i ? f->toks[i - 1].kind : T_NEWLINE, next = i + 1 < f->n_toks ? f->toks[i + 1].kind : T_END;
        switch (t->kind) {
        case T_FSTRING: case T_WALRUS: goto modern;
        case T_INT: case T_FLOAT:
            if (memchr(f->src + t->pos, '_', t->end - t->pos)) goto modern;
            break;
        case T_SLASH: if ((prev == T_COMMA || prev == T_LPAR) && (next == T_COMMA || next == T_RPAR)) goto modern; break;
        case T_STAR: case T_DSTAR:
            if ((prev == T_COMMA || prev == T_LPAR) && depth && depth < 256) star[depth] = true;
            if (t->kind == T_STAR && prev == T_KW_EXCEPT) goto modern;
            break;
        case T_LPAR: case T_LSQB: case T_LBRACE:
            if (++depth < 256) {
                star[depth] = false;
                def[depth] = t->kind == T_LPAR && prev == T_NAME && i > 1 && f->toks[i - 2].kind == T_KW_DEF;
                if (t->kind != T_LPAR || !(prev == T_NAME || prev == T_RPAR || prev == T_RSQB)) def[depth] = false;
            }
            break;
        case T_RPAR: case T_RSQB: case T_RBRACE:
            if (t->kind == T_RPAR && prev == T_COMMA && depth && depth < 256 && star[depth]) {
                f->star_comma_call = true;
                if (def[depth]) goto modern;
            }
            if (depth) depth--;
            break;
        case T_NAME:
            if (t->name->known == NM_kw_annotations && i > 2 && f->toks[i - 1].kind == T_KW_IMPORT && f->toks[i - 2].kind == T_NAME &&
                f->toks[i - 2].name->known == NM_kw_future)
                goto modern;
            if (t->name->known == NM_kw_match && (prev == T_NEWLINE || prev == T_INDENT || prev == T_DEDENT) &&
                (next == T_NAME || next == T_STRING)) goto modern;
            break;
        default: break;
        }
    }
    return;
modern:
    f->star_comma_call = f->star_comma_def = true;
}

typedef struct Blocks { /* columns of the indents that are open */
    uint32_t col[MAX_INDENT + 2];
    uint32_t n;
} Blocks;

static uint32_t column_of(const Fmt *f, uint32_t pos) {
    uint32_t ls = pos, col = 0;
    while (ls > 0 && f->src[ls - 1] != '\n' && f->src[ls - 1] != '\r') ls--;
    for (; ls < pos; ls++) col = f->src[ls] == '\t' ? (col / 8 + 1) * 8 : col + 1;
    return col;
}

/* Blank lines directly above pos, which is first on its line; nothing but blanks and comments from `from`. */
static uint32_t blank_above(const Fmt *f, uint32_t from, uint32_t pos) {
    if (from < pos && f->src[from] == '\n' && !memchr(f->src + from + 1, '\n', pos - from - 1)) return 0;
    uint32_t n = 0;
    uint32_t i = pos;
    while (i > from) {
        char c = f->src[i - 1];
        if (c == '\n' || c == '\r') {
            if (c == '\n' && i - 1 > from && f->src[i - 2] == '\r') i--;
            n++;
        } else if (c != ' ' && c != '\t' && c != '\f') {
            break;
        }
        i--;
    }
    return n ? n - 1 : 0;
}

/* From the comment `# fmt: off` on: copies up to `# fmt: on` or the end of the block. Returns the token to go on with. */
static uint32_t copy_off(Fmt *f, uint32_t i, const Comment *off, Blocks *bl, uint32_t *gap_from) {
    uint32_t from = off->pos, at = off->pos, end = f->size, depth = bl->n;
    uint32_t prev_end = off->pos, written = off->pos;
    typedef struct Cut { /* bytes [from, to) become so many spaces */
        uint32_t from, to, spaces;
    } Cut;
    VEC(Cut) cuts = {0};
    uint32_t block_col = depth ? bl->col[depth - 1] : 0;
    bool done = false;
    for (uint32_t first_tok = i;; i++) {
        const Tok *t = &f->toks[i];
        if (block_col != depth * 4 && t->kind > T_DEDENT && (i == first_tok || f->toks[i - 1].kind <= T_DEDENT) && bl->n >= depth && t->pos > from) {
            /* another indentation: statements move with their block */
            uint32_t ls = t->pos, col = column_of(f, t->pos);
            while (ls > written && (f->src[ls - 1] == ' ' || f->src[ls - 1] == '\t')) ls--;
            Cut c = {ls, t->pos, col < block_col ? 0 : col - block_col + depth * 4};
            vec_push(&cuts, c);
            written = t->pos;
        }
        if (t->kind == T_INDENT) {
            if (bl->n < MAX_INDENT) bl->col[bl->n++] = column_of(f, t->pos);
            continue;
        }
        if (t->kind == T_NEWLINE) continue;
        if (t->kind == T_DEDENT) {
            if (bl->n <= depth) { /* the block ends: before the comments that belong further out */
                end = line_end(f, prev_end);
                f->comments.len = 0;
                uint32_t next_pos = i;
                while (f->toks[next_pos].kind == T_DEDENT || f->toks[next_pos].kind == T_INDENT || f->toks[next_pos].kind == T_NEWLINE) next_pos++;
                uint32_t k = comments_between(f, end, f->toks[next_pos].pos);
                for (uint32_t j = 0; j < k && depth && f->comments.data[j].col >= bl->col[depth - 1]; j++)
                    end = line_end(f, f->comments.data[j].pos);
                done = true;
                break;
            }
            bl->n--;
            continue;
        }
        if (t->pos > at && memchr(f->src + at, '#', t->pos - at)) {
            f->comments.len = 0;
            uint32_t k = comments_between(f, at, t->pos);
            for (uint32_t j = 0; j < k; j++)
                if (f->comments.data[j].own_line && is_on(f->comments.data[j].text) && f->comments.data[j].pos > from) {
                    end = f->comments.data[j].pos;
                    done = true;
                    break;
                }
            if (done) break;
        }
        if (t->kind == T_END) break;
        at = t->end;
        prev_end = t->end;
    }
    uint32_t stop = end;
    while (stop > from && strchr(" \t\r\n", f->src[stop - 1])) stop--;
    uint32_t put = from;
    for (uint32_t k = 0; k < cuts.len && cuts.data[k].to <= stop; k++) {
        sb_add(&f->out, f->src + put, cuts.data[k].from - put);
        sb_repeat(&f->out, ' ', cuts.data[k].spaces);
        put = cuts.data[k].to;
    }
    vec_done(&cuts);
    sb_add(&f->out, f->src + put, stop - put);
    sb_add(&f->out, f->eol, f->eol_len);
    *gap_from = end < f->size && f->src[end] != '#' ? stop : end;
    if (end < f->size && f->src[end] == '#') { /* keep the line start for its blank lines */
        while (*gap_from > stop && f->src[*gap_from - 1] != '\n') (*gap_from)--;
        if (*gap_from > stop) *gap_from = stop;
    }
    return i;
}

static void format_file(Fmt *f) {
    Blocks bl = {0};
    uint32_t i = 0, prev_end = f->source->bom;
    bool first_in_suite = false;
    for (;;) {
        uint32_t pops = 0;
        bool push = false;
        uint32_t j = i;
        for (;; j++) {
            int k = f->toks[j].kind;
            if (k == T_DEDENT) pops++;
            else if (k == T_INDENT) push = true;
            else if (k != T_NEWLINE) break;
        }
        Tok *t = &f->toks[j];
        if (push && bl.n < MAX_INDENT + 1) bl.col[bl.n++] = column_of(f, t->pos);
        if (push) first_in_suite = true;
        bool restarted = false;
        if (t->pos > prev_end && memchr(f->src + prev_end, '#', t->pos - prev_end)) {
            f->comments.len = 0;
            uint32_t n = comments_between(f, prev_end, t->pos);
            for (uint32_t k = 0; k < n; k++) {
                Comment c = f->comments.data[k];
                while (pops && bl.n && c.col < bl.col[bl.n - 1]) pops--, bl.n--;
                if (is_off(c.text) && c.own_line) {
                    blank_lines(f, (LineFacts){.kind = S_COMMENT, .depth = bl.n, .blank = c.blank_before});
                    sb_repeat(&f->out, ' ', (size_t)bl.n * 4);
                    uint32_t start = j - pops;
                    while (start > i && f->toks[start - 1].kind == T_DEDENT && pops) start--;
                    i = copy_off(f, pops ? j - pops : j, &c, &bl, &prev_end);
                    f->prev.kind = S_PLAIN;
                    restarted = true;
                    break;
                }
                write_comment(f, &c, bl.n);
            }
        }
        if (restarted) {
            first_in_suite = false;
            continue;
        }
        while (pops && bl.n) pops--, bl.n--;
        if (t->kind == T_END) break;
        uint32_t e = j;
        while (f->toks[e].kind != T_NEWLINE && f->toks[e].kind != T_END) e++;
        uint32_t after = e;
        while (f->toks[after].kind == T_NEWLINE) after++;
        bool doc = first_in_suite;
        first_in_suite = false;
        uint32_t last_end = f->toks[e - 1].end; /* before conformances move */
        format_line(f, t, e - j, bl.n, blank_above(f, prev_end, t->pos), f->toks[after].kind == T_INDENT, doc);
        prev_end = line_end(f, last_end);
        i = e;
    }
}

/* ---- a whole text ------------------------------------------------------------------------------------ */

void fmt_init(Fmt *f, const Source *s, const FormatOptions *o, TokenList *toks) {
    memset(f, 0, sizeof *f);
    f->o = o;
    f->source = s;
    f->py = s->lang == LANG_PYTHON;
    f->strings = !f->py || o->preview;
    f->width = o->width ? o->width : f->py ? 88 : 80;
    f->src = s->data;
    f->size = s->size;
    f->eol = "\n";
    f->eol_len = 1;
    const char *nl = memchr(s->data, '\n', s->size);
    if (nl && nl > s->data && nl[-1] == '\r') f->eol = "\r\n", f->eol_len = 2;
    f->ascii = true;
    for (uint32_t i = 0; i + 8 <= f->size && f->ascii; i += 8) {
        uint64_t word;
        memcpy(&word, f->src + i, 8);
        f->ascii = !(word & 0x8080808080808080ull);
    }
    for (uint32_t i = f->size & ~7u; i < f->size && f->ascii; i++) f->ascii = (unsigned char)f->src[i] < 0x80;
    f->toks = toks->data;
    f->n_toks = toks->len;
    arena_init(&f->arena);
}
void fmt_done(Fmt *f) {
    vec_done(&f->marks);
    vec_done(&f->frames);
    vec_done(&f->open);
    vec_done(&f->leaves);
    vec_done(&f->comments);
    vec_done(&f->cuts);
    vec_done(&f->fitting);
    vec_done(&f->shown);
    arena_done(&f->arena);
}

void format_text(Source *s, const FormatOptions *o, const Pass *before, Pass *to, TokenList *keep) {
    TokenList toks = *keep;
    Fmt f;
    fmt_init(&f, s, o, &toks);
    sb_reserve(&f.out, s->size + s->size / 16 + 64);
    if (s->bom) sb_add(&f.out, s->data, s->bom);
    if (before && before->star_comma_call && before->star_comma_def) f.star_comma_call = f.star_comma_def = true; /* and it stays so */
    else detect_features(&f);
    if (before && before->star_comma_call == f.star_comma_call && before->star_comma_def == f.star_comma_def) f.before = &before->lines;
    format_file(&f);
    if (f.out.len == s->bom && memchr(s->data, '\n', s->size)) sb_add(&f.out, f.eol, f.eol_len);
    *to = (Pass){f.out, f.statements, f.star_comma_call, f.star_comma_def};
    if (f.moved) tokens_done(&toks);
    *keep = toks;
    fmt_done(&f);
}

void pass_done(Pass *p) {
    sb_done(&p->out);
    vec_done(&p->lines);
}
