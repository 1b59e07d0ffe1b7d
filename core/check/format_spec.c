/* SPDX-License-Identifier: Apache-2.0 */
/* [[fill]align][sign][z][#][0][width][,_][.precision][code]: does it fit the type it formats? */
#include "check/format_spec.h"

typedef enum FormatClass { FORMAT_TEXT, FORMAT_INT, FORMAT_FLOAT, FORMAT_UNKNOWN } FormatClass;

typedef struct Spec {
    char align, sign, grouping, code; /* 0: not written */
    bool no_negative_zero, alternate, has_precision, zero;
} Spec;

static FormatClass class_of(Body *b, Val type) {
    if (!type) return FORMAT_TEXT;
    if (val_is_symbolic(type)) return FORMAT_UNKNOWN;
    switch (val_scalar_class(type, NULL, NULL)) {
    case SC_SINT:
    case SC_UINT:
    case SC_BOOL: return type->kind == T_STRUCT ? FORMAT_INT : FORMAT_UNKNOWN;
    case SC_FLOAT: return FORMAT_FLOAT;
    default: return has_method(b, type, NM_format) ? FORMAT_UNKNOWN : FORMAT_TEXT;
    }
}

bool format_spec_is_known(Body *b, Val type) {
    return class_of(b, type) != FORMAT_UNKNOWN;
}

static size_t char_size(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static bool is_align(Str s, size_t at) {
    return at < s.len && memchr("<>^=", s.p[at], 4);
}

static bool accept(Str s, size_t *at, char c) {
    if (*at >= s.len || s.p[*at] != c) return false;
    ++*at;
    return true;
}

static bool digits(Str s, size_t *at) {
    size_t from = *at;
    while (*at < s.len && s.p[*at] >= '0' && s.p[*at] <= '9') ++*at;
    return *at > from;
}

/* NULL, or why it is none. */
static const char *parse(Str s, Spec *out) {
    size_t at = 0;
    if (s.len) {
        size_t size = char_size((unsigned char)s.p[0]);
        if (is_align(s, size)) out->align = s.p[size], at = size + 1;
        else if (is_align(s, 0)) out->align = s.p[0], at = 1;
    }
    if (at < s.len && memchr("+- ", s.p[at], 3)) out->sign = s.p[at++];
    out->no_negative_zero = accept(s, &at, 'z');
    out->alternate = accept(s, &at, '#');
    out->zero = accept(s, &at, '0');
    digits(s, &at);
    if (at < s.len && memchr(",_", s.p[at], 2)) out->grouping = s.p[at++];
    if (at < s.len && memchr(",_", s.p[at], 2)) return "a number has one kind of separator, `,` or `_`";
    if (accept(s, &at, '.')) {
        out->has_precision = true;
        if (!digits(s, &at)) return "the number of digits is missing after `.`";
    }
    if (at < s.len && (unsigned char)s.p[at] < 0x80) out->code = s.p[at++];
    return at < s.len ? "" : NULL;
}

static const char *text_problem(const Spec *s) {
    if (s->sign) return "a sign in the format of text";
    if (s->no_negative_zero) return "`z` in the format of text";
    if (s->alternate) return "`#` in the format of text";
    if (s->align == '=') return "`=` aligns numbers behind their sign; text has none";
    if (s->grouping) return "a separator of digits in the format of text";
    return NULL;
}

static const char *int_problem(const Spec *s) {
    if (s->code && memchr("eEfFgG%", s->code, 7)) return NULL; /* as a float */
    if (s->has_precision) return "a whole number has no digits behind a point: write `f` for some";
    if (s->no_negative_zero) return "`z` in the format of a whole number";
    if (s->grouping == ',' && s->code && memchr("boxX", s->code, 4)) return "`,` groups decimal digits: write `_`";
    if (s->code == 'c' && (s->sign || s->grouping || s->alternate)) return "a sign, `#` or a separator in the format of a character";
    return NULL;
}

const char *format_spec_problem(Body *b, Val type, Str spec) {
    static const char *const codes[] = {[FORMAT_TEXT] = "s", [FORMAT_INT] = "bcdnoxXeEfFgG%", [FORMAT_FLOAT] = "neEfFgG%"};
    static const char *const words[] = {[FORMAT_TEXT] = "text", [FORMAT_INT] = "a whole number", [FORMAT_FLOAT] = "a float"};
    FormatClass c = class_of(b, type);
    if (c == FORMAT_UNKNOWN) return NULL;
    Spec s = {0};
    const char *why = parse(spec, &s);
    if (why && !*why) return arena_printf(b->arena, "`%.*s` is no format: `[fill]<align>[sign][#][0]width[,].precision` and a letter", STR_ARG(spec));
    if (why) return why;
    if (s.code && !strchr(codes[c], s.code))
        return arena_printf(b->arena, "`%c` is no format of %s%s%s%s; there %s %s", s.code, words[c], type ? ", which `" : "",
                            type ? tstr(b, type) : "", type ? "` is" : "", c == FORMAT_TEXT ? "is" : "are", codes[c]);
    return c == FORMAT_TEXT ? text_problem(&s) : c == FORMAT_INT ? int_problem(&s) : NULL;
}
