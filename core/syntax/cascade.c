/* SPDX-License-Identifier: Apache-2.0 */
/* Errors that only follow from another one. A line that could not be read leaves its block in doubt: what is then said
 * about indentation, clauses and closers further down in the same block is about the same mistake. */
#include "syntax/parse.h"

/* Where a logical line begins. */
typedef struct Line {
    uint32_t pos, end; /* its first token, its NEWLINE */
    uint32_t col;
    bool declares; /* begins a function, type or decorator */
    bool mute;     /* begins with what begins no statement: its column says nothing */
} Line;

static bool declares(const Parser *p, const Tok *t) {
    switch (t->kind) {
    case T_KW_DEF: case T_KW_CLASS: case T_KW_ASYNC: case T_AT: return true;
    case T_NAME:
        return !p->is_py && t[1].kind == T_NAME &&
               (tok_is_word(t, NM_kw_fn) || tok_is_word(t, NM_kw_struct) || tok_is_word(t, NM_kw_trait));
    default: return false;
    }
}

static uint32_t column(const Parser *p, uint32_t pos) {
    const char *s = p->item_text + pos, *b = s;
    while (b > p->text && b[-1] != '\n' && b[-1] != '\r') b--;
    return (uint32_t)(s - b);
}

/* The line that holds `pos`, from the token `t` on, which begins a line. Leaves *t at the next line's first token. */
static Line line_of(const Parser *p, const Tok **t) {
    const Tok *a = *t;
    while (a->kind == T_INDENT || a->kind == T_DEDENT) a++;
    bool mute = !starts_operand(p, a) && !is_keyword(a->kind) && a->kind != T_AT;
    Line l = {a->pos, a->pos, column(p, a->pos), declares(p, a), mute};
    while (a->kind != T_NEWLINE && a->kind != T_END) a++;
    l.end = a->pos;
    *t = a->kind == T_NEWLINE ? a + 1 : a;
    return l;
}

/* What an error says of the text around it. */
enum {
    OF_LAYOUT = 1,   /* it is about blocks: follows from any doubt about them */
    OF_BRACKETS = 2, /* about brackets that do not match: several in a line are one mistake */
    DOUBTFUL = 4,    /* after it blocks and brackets may be other than they look */
};

static unsigned nature(DiagCode code) {
    switch (code) {
    case DIAG_unexpected_indent: case DIAG_bad_dedent: case DIAG_stray_clause: case DIAG_stray_colon:
        return OF_LAYOUT | DOUBTFUL;
    case DIAG_unmatched_bracket: return OF_LAYOUT | OF_BRACKETS | DOUBTFUL;
    case DIAG_mismatched_bracket: case DIAG_unclosed_bracket: return OF_BRACKETS | DOUBTFUL;
    case DIAG_syntax_error: case DIAG_missing_block: case DIAG_missing_colon: case DIAG_block_on_line: case DIAG_braces_for_block: case DIAG_missing_value:
    case DIAG_missing_parentheses: case DIAG_trailing_comma: case DIAG_unterminated_string: case DIAG_stray_backslash:
    case DIAG_keyword_as_name: case DIAG_try_alone: case DIAG_decorator: case DIAG_misspelt_keyword: case DIAG_quote_in_string: case DIAG_bad_prefix:
    case DIAG_foreign_word: return DOUBTFUL;
    default: return 0;
    }
}

/* Is this line outside of the block that a mistake in a line of column `col` put in doubt? */
static bool ends_doubt(const Line *l, uint32_t col) {
    return !l->mute && (l->col < col || (l->col == col && l->declares));
}

static int by_place(const void *a, const void *b) {
    const Diag *x = *(Diag *const *)a, *y = *(Diag *const *)b;
    return x->at.start < y->at.start ? -1 : x->at.start > y->at.start;
}

/* Lines and errors side by side, in the order of the text. Returns whether the item ends in doubt. */
bool drop_cascades(Parser *p) {
    DiagSink *sink = p->sink;
    if (!sink || !sink->n_errors) return false;
    qsort(sink->diags.data, sink->diags.len, sizeof(Diag *), by_place);
    const Tok *t = p->toks + 1;
    Line line = line_of(p, &t);
    bool doubt = p->after_broken && !line.declares, any = false, no_block = false;
    unsigned last = 0; /* nature of the last error */
    uint32_t doubt_col = 0, kept = 0, faulty = UINT32_MAX; /* the start of the last line with an error */
    for (uint32_t i = 0; i < sink->diags.len; i++) {
        Diag *d = sink->diags.data[i];
        if (d->severity != SEV_ERROR) {
            sink->diags.data[kept++] = d;
            continue;
        }
        unsigned of = nature(d->code);
        while (line.end < d->at.start && t->kind != T_END) {
            line = line_of(p, &t);
            bool its_own = d->code == DIAG_bad_dedent && d->at.end == line.pos;
            if (doubt && ends_doubt(&line, doubt_col) && !its_own && !no_block) doubt = false;
            no_block = false; /* the line after a header may be what its block should have been */
        }
        bool again = faulty == line.pos;
        bool follows = doubt && (any || !(of & OF_BRACKETS));
        bool drop = (of & OF_LAYOUT && (follows || again)) || (again && last & OF_LAYOUT) || (again && of & OF_BRACKETS);
        no_block = d->code == DIAG_missing_block;
        if (of & DOUBTFUL) {
            if (!doubt || line.col < doubt_col) doubt_col = line.col;
            doubt = true;
        }
        any = true;
        last = of;
        faulty = line.pos;
        if (drop) sink->n_errors--;
        else sink->diags.data[kept++] = d;
    }
    sink->diags.len = kept;
    while (t->kind == T_DEDENT) t++;
    return doubt && faulty == line.pos && t->kind == T_END;
}
