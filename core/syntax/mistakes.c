/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement that does not parse was meant to be: misspelt keywords, words and habits of other
 * languages, Python 2, Mojo in Python files. Looks at tokens only; the caller has found the error. */
#include "syntax/parse.h"

static const Tok *statement_start(const Parser *p) {
    const Tok *t = p->t;
    while (t > p->toks + 1 && t[-1].kind > T_DEDENT && t[-1].kind != T_SEMI) t--;
    return t;
}

static const Tok *line_last(const Tok *t) {
    while (t->kind != T_NEWLINE && t->kind != T_END && t->kind != T_SEMI) t++;
    return t - 1;
}

static bool word(const Tok *t, const char *w) {
    return t->kind == T_NAME && !(t->flags & TF_TICK) && strcmp(t->name->chars, w) == 0;
}

bool is_type_name(const Tok *t) {
    static const char *const types[] = {"int", "str", "float", "bool", "bytes", "list", "dict", "tuple", "set", "object", "double", "char", "string",
                                        "long", "short", "unsigned", "void", "auto", "String", "Bool", "List", "Dict"};
    if (t->kind == T_KW_NONE) return true;
    if (t->kind != T_NAME) return false;
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (strcmp(t->name->chars, types[i]) == 0) return true;
    const char *c = t->name->chars;
    if (strncmp(c, "Int", 3) == 0 || strncmp(c, "UInt", 4) == 0 || strncmp(c, "Float", 5) == 0) return true;
    return false;
}

/* ---- misspelt keywords --------------------------------------------------------------------------- */

static const char *nearest_keyword(const Parser *p, const Tok *t, bool alone) {
    static const char *const headers[] = {"while", "class", "return", "import", "def", "from", "elif", "for", "with", "raise", "assert",
                                          "global", "nonlocal", "del", "if", "except", "yield", "async", "match"};
    static const char *const mojo[] = {"struct", "trait", "var", "comptime", "ref"};
    static const char *const bare[] = {"else", "try", "finally", "except"};
    const char *best = NULL;
    size_t best_d = 3;
    Str s = name_str(t->name);
    if (s.len < 2) return NULL;
    for (int k = 0; k < 3; k++) {
        const char *const *list = k == 0 ? headers : k == 1 ? mojo : bare;
        size_t n = k == 0 ? ARRAY_LEN(headers) : k == 1 ? ARRAY_LEN(mojo) : ARRAY_LEN(bare);
        if (alone != (k == 2) || (k == 1 && p->is_py)) continue;
        for (size_t i = 0; i < n; i++) {
            size_t limit = strlen(list[i]) < 5 ? 1 : 2;
            size_t d = str_distance(s, str_of(list[i]), limit);
            if (d <= limit && d && d < best_d) best = list[i], best_d = d;
        }
    }
    return best;
}

static bool misspelt(Parser *p, const Tok *t, bool alone) {
    const char *k = nearest_keyword(p, t, alone);
    if (!k) return false;
    Diag *d = error_at(p, DIAG_misspelt_keyword, t->pos, t->end, "`%s` is no keyword; did you mean `%s`?", t->name->chars, k);
    if (d) {
        char title[40];
        snprintf(title, sizeof title, "write `%s`", k);
        fix_replace(d, FIX_MAYBE, t->pos, t->end, k, title);
    }
    return true;
}

/* ---- words of other languages --------------------------------------------------------------------- */

typedef struct ForeignWord {
    const char *word, *python, *mojo; /* replacement; "" removes; NULL: none */
    const char *help;
} ForeignWord;
static const ForeignWord foreign_words[] = {
    {"function", "def", "def", NULL}, {"func", "def", "def", NULL}, {"fun", "def", "def", NULL}, {"define", "def", "def", NULL},
    {"sub", "def", "def", NULL}, {"switch", "match", "match", NULL}, {"elseif", "elif", "elif", NULL}, {"elsif", "elif", "elif", NULL},
    {"foreach", "for", "for", NULL}, {"throw", "raise", "raise", NULL}, {"catch", "except", "except", NULL},
    {"delete", "del", NULL, NULL}, {"include", NULL, NULL, "modules are read with `import`"}, {"using", NULL, NULL, "modules are read with `import`"},
    {"require", NULL, NULL, "modules are read with `import`"}, {"interface", "class", "trait", NULL},
    {"enum", NULL, NULL, "write a class of `enum.Enum` in Python; in Mojo, a struct with `comptime` values"}, {"const", "", "comptime", NULL},
    {"public", "", "", NULL}, {"private", "", "", NULL}, {"protected", "", "", NULL}, {"static", "", "", NULL}, {"export", "", "", NULL},
    {"new", "", "", NULL}, {"unless", NULL, NULL, "write `if not …`"}, {"until", NULL, NULL, "write `while not …`"},
    {"namespace", NULL, NULL, "a file is a module"}, {"impl", NULL, NULL, "methods stand in the body of the struct"},
    {"mod", NULL, NULL, "a file is a module"}, {"use", NULL, NULL, "modules are read with `import`"},
};
static const ForeignWord mojo_words[] = {
    {"var", "", NULL, NULL}, {"let", "", NULL, NULL}, {"ref", "", NULL, NULL}, {"fn", "def", NULL, NULL}, {"struct", "class", NULL, NULL},
    {"trait", "class", NULL, NULL}, {"alias", "", NULL, NULL}, {"comptime", "", NULL, NULL},
};

static bool replace_word(Parser *p, const Tok *t, const ForeignWord *w, DiagCode code) {
    const char *to = p->is_py ? w->python : w->mojo;
    Diag *d = error_at(p, code, t->pos, t->end, code == DIAG_mojo_in_python ? "`%s` is Mojo, and this is a Python file" : "`%s` is not a word of this language", w->word);
    if (!d) return true;
    if (w->help) diag_help(d, "%s", w->help);
    if (!to) return true;
    char title[48];
    if (*to) snprintf(title, sizeof title, "write `%s`", to);
    else snprintf(title, sizeof title, "remove it");
    fix_replace(d, FIX_MAYBE, t->pos, *to ? t->end : t[1].pos, to, title);
    return true;
}

static bool foreign_word(Parser *p, const Tok *t) {
    if (p->is_py)
        for (size_t i = 0; i < ARRAY_LEN(mojo_words); i++)
            if (word(t, mojo_words[i].word)) return replace_word(p, t, &mojo_words[i], DIAG_mojo_in_python);
    for (size_t i = 0; i < ARRAY_LEN(foreign_words); i++)
        if (word(t, foreign_words[i].word)) return replace_word(p, t, &foreign_words[i], DIAG_foreign_word);
    return false;
}

static bool python_two(Parser *p, const Tok *t) {
    if (!tok_is_word(t, NM_kw_print) && !tok_is_word(t, NM_kw_exec)) return false;
    const Tok *last = line_last(t);
    Diag *d = error_at(p, DIAG_python_two, t->pos, t->end, "`%s` is a function and needs parentheses", t->name->chars);
    if (d && !(last->flags & TF_SYNTH) && last->kind != T_ERROR) {
        Fix *f = diag_fix(d, t[1].kind == T_RSHIFT ? FIX_MAYBE : FIX_SAFE, "add them");
        fix_edit(f, rel(t->end, t[1].pos), STR("("));
        fix_edit(f, rel(last->end, last->end), STR(")"));
    }
    return true;
}

/* `int x = 3`, `Int x` */
static bool type_first(Parser *p, const Tok *t) {
    if (t[1].kind != T_NAME || (t[2].kind != T_ASSIGN && t[2].kind != T_NEWLINE) || !is_type_name(t)) return false;
    const char *var = p->is_py ? "" : "var ";
    Diag *d = error_at(p, DIAG_type_first, t->pos, t[1].end, "the type follows the name: `%s%s: %s`", var, t[1].name->chars, t->name->chars);
    if (d) {
        char text[128];
        snprintf(text, sizeof text, "%s%s: %s", var, t[1].name->chars, t->name->chars);
        fix_replace(d, FIX_SAFE, t->pos, t[1].end, text, "turn them round");
    }
    return true;
}

void error_range(Parser *p) {
    const Tok *a = p->t - 1;
    Diag *d = error_at(p, DIAG_range_dots, a->pos, p->t->end, "a range is not written with dots");
    if (d) diag_help(d, "write `range(first, end)`");
}

bool error_two_names(Parser *p, const Tok *first) {
    const Tok *t = p->t;
    int after = t[1].kind;
    if (first->kind != T_NAME || t != first + 1 || (after != T_COMMA && after != T_RPAR && after != T_ASSIGN && after != T_LSQB)) return false;
    char text[128];
    if (is_type_name(first) && !is_type_name(t) && after != T_LSQB) {
        Diag *d = error_at(p, DIAG_type_first, first->pos, t->end, "the type follows the name: `%s: %s`", t->name->chars, first->name->chars);
        snprintf(text, sizeof text, "%s: %s", t->name->chars, first->name->chars);
        if (d) fix_replace(d, FIX_SAFE, first->pos, t->end, text, "turn them round");
        return true;
    }
    if (!is_type_name(t) || is_type_name(first)) return false;
    Diag *d = error_at(p, DIAG_missing_argument_colon, first->end, t->pos, "`:` is missing between `%s` and its type", first->name->chars);
    if (d) fix_insert(d, FIX_SAFE, first->end, ":", "insert `:`");
    return true;
}

/* ---- strings ---------------------------------------------------------------------------------------- */

static bool quote_inside(Parser *p, const Tok *b, const Tok *t) {
    if ((b->kind != T_STRING && b->kind != T_FSTRING) || b->flags & TF_TRIPLE || b->end != t->pos) return false;
    if (t->kind != T_NAME && !is_keyword(t->kind) && !(t->kind >= T_INT && t->kind <= T_IMAG)) return false;
    char q = p->item_text[b->end - 1];
    const Tok *last = line_last(t);
    Diag *d = error_at(p, DIAG_quote_in_string, b->end - 1, b->end, "this `%c` ends the string", q);
    if (d) diag_help(d, "write `\\%c` for a quote inside the string, or use `%c` around it", q, q == '"' ? '\'' : '"');
    const char *e = p->item_text + last->end, *end = p->text + p->size;
    while (e < end && *e != '\n') e++;
    forget(p, DIAG_unterminated_string, b->end, (uint32_t)(e - p->item_text));
    return true;
}

/* ---- the entry ---------------------------------------------------------------------------------------- */

static bool begins_with_name(Parser *p, const Tok *first) {
    const Tok *t = p->t;
    if (first->kind != T_NAME || first->flags & TF_TICK || t != first + 1) return false;
    if (t->kind == T_COLON) return misspelt(p, first, true);
    bool operand = starts_operand(p, t) || t->kind == T_KW_DEF || t->kind == T_KW_CLASS || t->kind == T_KW_NOT || t->kind == T_STAR || is_keyword(t->kind);
    if (!operand || (is_keyword(t->kind) && (t->kind == T_KW_AS || t->kind == T_KW_FROM) && t[1].kind == T_NEWLINE)) return false;
    if (tok_is_word(first, NM_kw_case)) {
        if (p->failed_blocks) p->panic = p->had_error = true; /* of the `switch` around it, reported */
        else error_at(p, DIAG_stray_clause, first->pos, first->end, "this `case` belongs to no `match`");
        return true;
    }
    return python_two(p, first) || foreign_word(p, first) || type_first(p, first) || misspelt(p, first, false);
}

void error_trailing(Parser *p) {
    if (p->panic) return;
    const Tok *t = p->t, *b = t - 1;
    if (t->kind == T_BANG || t->kind == T_QUESTION || t->kind == T_DOLLAR) {
        error_expected(p, "the end of the statement");
        return;
    }
    if (quote_inside(p, b, t)) return;
    if (!p->is_py && tok_is_word(b, NM_kw_comptime) && starts_operand(p, t)) {
        Diag *d = error_at(p, DIAG_comptime_parentheses, b->pos, t->end, "`comptime` before an expression needs parentheses around it");
        if (d) diag_help(d, "write `comptime(…)`");
        return;
    }
    const Tok *first = statement_start(p);
    if (begins_with_name(p, first)) return;
    if ((b->kind == T_NAME || is_keyword(b->kind)) && (t->kind == T_STRING || t->kind == T_FSTRING) && b->end == t->pos) {
        error_at(p, DIAG_bad_prefix, b->pos, t->end, "`%s` is no string prefix", b->name->chars);
        return;
    }
    if (t->kind == T_FLOAT && b->kind == T_FLOAT && b->end == t->pos) {
        error_at(p, DIAG_bad_number, b->pos, t->end, "`%.*s` is no number", (int)(t->end - b->pos), p->item_text + b->pos);
        return;
    }
    if ((t->kind == T_FLOAT || t->kind == T_ELLIPSIS) && b->kind >= T_INT && b->kind <= T_FLOAT && b->end == t->pos) {
        error_range(p);
        return;
    }
    if (t->kind == T_COLON) {
        error_at(p, DIAG_stray_colon, t->pos, t->end, "this `:` belongs to no header");
        return;
    }
    if (t->kind == T_ASSIGN) {
        error_at(p, DIAG_syntax_error, t->pos, t->end, "`=` cannot stand here");
        return;
    }
    if (t->kind == T_WALRUS) {
        Diag *d = error_at(p, DIAG_walrus_misuse, t->pos, t->end, "`:=` cannot be a statement of its own");
        if (d) fix_replace(d, FIX_SAFE, t->pos, t->end, "=", "assign with `=`");
        return;
    }
    if (t->kind == T_INDENT) {
        error_at(p, DIAG_unexpected_indent, t->pos, t->end, "this line is indented deeper than the block it is in");
        return;
    }
    if (t->kind == T_COMMA && first->kind == T_KW_RAISE) {
        Diag *d = error_at(p, DIAG_python_two, t->pos, t->end, "`raise` takes one exception");
        if (d) diag_help(d, "write `raise Error(…)`");
        return;
    }
    Diag *d = error_at(p, DIAG_syntax_error, t->pos, t->end, "expected the end of the statement, found %s", tok_show(p, t));
    if (d && t->kind == T_NAME && t[1].kind == T_ASSIGN) {
        diag_help(d, "separate statements with `;` or a new line");
    } else if (d && t->kind == T_KW_NOT && starts_operand(p, t + 1)) {
        diag_help(d, "did you mean `not in`, or `and not`?");
    }
}
