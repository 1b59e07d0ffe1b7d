/* SPDX-License-Identifier: Apache-2.0 */
/* See toml.h. One recursive-descent pass; nesting is limited to MAX_DEPTH. */
#include "toml.h"

#include <math.h>

enum { MAX_DEPTH = 100 };

typedef struct Parser {
    Arena *arena;
    const char *text;
    uint32_t at, len;
    uint32_t depth;
    bool failed;
    TomlError *error;
} Parser;

static bool fail(Parser *p, uint32_t start, uint32_t end, const char *message) {
    if (end <= start) end = start + 1;
    if (end > p->len) end = p->len;
    if (!p->failed) *p->error = (TomlError){start < end ? start : end, end, message};
    p->failed = true;
    return false;
}

static int peek(const Parser *p) {
    return p->at < p->len ? (unsigned char)p->text[p->at] : -1;
}

static int peek_at(const Parser *p, uint32_t n) {
    return p->at + n < p->len ? (unsigned char)p->text[p->at + n] : -1;
}

static bool take(Parser *p, char c) {
    if (peek(p) != (unsigned char)c) return false;
    p->at++;
    return true;
}

static void skip_blank(Parser *p) {
    while (peek(p) == ' ' || peek(p) == '\t') p->at++;
}

/* A comment up to its line end; control characters are not allowed in it. */
static bool skip_comment(Parser *p) {
    if (peek(p) != '#') return true;
    while (p->at < p->len && peek(p) != '\n') {
        int c = peek(p);
        if ((c < 32 && c != '\t' && !(c == '\r' && peek_at(p, 1) == '\n')) || c == 127)
            return fail(p, p->at, p->at + 1, "control characters are not allowed in comments");
        p->at++;
    }
    return true;
}

static bool take_newline(Parser *p) {
    if (peek(p) == '\r' && peek_at(p, 1) == '\n') p->at++;
    return take(p, '\n');
}

/* White space, comments and line ends. */
static bool skip_lines(Parser *p) {
    for (;;) {
        skip_blank(p);
        if (!skip_comment(p)) return false;
        if (!take_newline(p)) return true;
    }
}

static bool end_of_line(Parser *p, const char *message) {
    skip_blank(p);
    if (!skip_comment(p)) return false;
    if (p->at >= p->len || take_newline(p)) return true;
    return fail(p, p->at, p->at + 1, message);
}

static TomlValue *value_new(Parser *p, TomlKind kind, uint32_t start) {
    TomlValue *v = ARENA_NEW(p->arena, TomlValue);
    v->kind = kind;
    v->start = start;
    v->end = p->at;
    return v;
}

/* ---- strings ---------------------------------------------------------------------------------------- */

static bool hex_escape(Parser *p, StrBuf *out, int digits) {
    uint32_t cp = 0, start = p->at - 2;
    char bytes[4];
    for (int i = 0; i < digits; i++, p->at++) {
        int c = peek(p);
        int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (d < 0) return fail(p, start, p->at, "an escape needs four (\\u) or eight (\\U) hexadecimal digits");
        cp = cp * 16 + (uint32_t)d;
    }
    int n = utf8_encode(cp, bytes);
    if (n == 0) return fail(p, start, p->at, "the escape is not a Unicode scalar value");
    sb_add(out, bytes, (size_t)n);
    return true;
}

static bool escape(Parser *p, StrBuf *out, bool multiline) {
    int c = peek(p);
    p->at++;
    switch (c) {
    case 'b': sb_char(out, '\b'); return true;
    case 't': sb_char(out, '\t'); return true;
    case 'n': sb_char(out, '\n'); return true;
    case 'f': sb_char(out, '\f'); return true;
    case 'r': sb_char(out, '\r'); return true;
    case '"': sb_char(out, '"'); return true;
    case '\\': sb_char(out, '\\'); return true;
    case 'u': return hex_escape(p, out, 4);
    case 'U': return hex_escape(p, out, 8);
    default: break;
    }
    if (multiline && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) { /* line-ending backslash */
        p->at--;
        skip_blank(p);
        if (!take_newline(p)) return fail(p, p->at, p->at + 1, "unknown escape; write `\\\\` for a backslash");
        while (peek(p) == ' ' || peek(p) == '\t' || peek(p) == '\n' || (peek(p) == '\r' && peek_at(p, 1) == '\n'))
            p->at++;
        return true;
    }
    return fail(p, p->at - 2, p->at, "unknown escape; write `\\\\` for a backslash");
}

/* At a quote. Basic ("), literal (') and their multi-line forms. */
static bool string(Parser *p, Str *out, bool allow_multiline) {
    uint32_t start = p->at;
    char quote = (char)peek(p);
    bool literal = quote == '\'', multiline = false;
    StrBuf text = {0};
    p->at++;
    if (peek(p) == quote && peek_at(p, 1) == quote) {
        if (!allow_multiline) return fail(p, start, start + 3, "a key cannot be a multi-line string");
        multiline = true;
        p->at += 2;
        take_newline(p);
    }
    for (;;) {
        int c = peek(p);
        if (c < 0 || (!multiline && (c == '\n' || c == '\r'))) {
            sb_done(&text);
            return fail(p, start, p->at, "the string is not closed");
        }
        if (c == quote) {
            if (!multiline) break;
            uint32_t n = 0;
            while (n < 5 && peek_at(p, n) == quote) n++;
            if (n >= 3) {
                for (uint32_t i = 3; i < n; i++) sb_char(&text, quote);
                p->at += n - 1;
                break;
            }
        }
        if ((c < 32 && c != '\t' && c != '\n' && !(c == '\r' && peek_at(p, 1) == '\n')) || c == 127) {
            sb_done(&text);
            return fail(p, p->at, p->at + 1, "control characters in strings must be escaped");
        }
        p->at++;
        if (c == '\\' && !literal) {
            if (!escape(p, &text, multiline)) {
                sb_done(&text);
                return false;
            }
        } else {
            sb_char(&text, (char)c);
        }
    }
    p->at++;
    *out = arena_str(p->arena, sb_view(&text));
    sb_done(&text);
    return true;
}

/* ---- keys --------------------------------------------------------------------------------------------- */

typedef struct KeyPart {
    Str text;
    uint32_t start, end;
} KeyPart;
typedef VEC(KeyPart) Key;

static bool is_bare(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool key(Parser *p, Key *out) {
    do {
        KeyPart part = {.start = 0};
        skip_blank(p);
        part.start = p->at;
        if (peek(p) == '"' || peek(p) == '\'') {
            if (!string(p, &part.text, false)) return false;
        } else {
            while (is_bare(peek(p))) p->at++;
            if (p->at == part.start) return fail(p, p->at, p->at + 1, "expected a key");
            part.text = (Str){p->text + part.start, p->at - part.start};
        }
        part.end = p->at;
        vec_push_in(p->arena, out, part);
        skip_blank(p);
    } while (take(p, '.'));
    return true;
}

static TomlEntry *find(const TomlValue *table, Str name) {
    for (uint32_t i = 0; i < table->entries.len; i++)
        if (str_eq(table->entries.data[i].key, name)) return &table->entries.data[i];
    return NULL;
}

static bool duplicate(Parser *p, const KeyPart *part) {
    return fail(p, part->start, part->end,
                arena_printf(p->arena, "the key `" STR_FMT "` is defined twice", STR_ARG(part->text)));
}

static void add(Parser *p, TomlValue *table, const KeyPart *part, TomlValue *value) {
    vec_push_in(p->arena, &table->entries, (TomlEntry){part->text, part->start, part->end, value});
}

/* ---- values ------------------------------------------------------------------------------------------- */

static TomlValue *value(Parser *p);

static bool pair(Parser *p, TomlValue *table) {
    Key k = {0};
    if (!key(p, &k)) return false;
    if (!take(p, '=')) return fail(p, p->at, p->at + 1, "expected `=` after the key");
    for (uint32_t i = 0; i + 1 < k.len; i++) {
        TomlEntry *e = find(table, k.data[i].text);
        if (!e) {
            TomlValue *sub = value_new(p, TOML_TABLE, k.data[i].start);
            sub->is_dotted = true;
            add(p, table, &k.data[i], sub);
            table = sub;
        } else {
            if (e->value->kind != TOML_TABLE || e->value->is_inline || e->value->is_explicit)
                return duplicate(p, &k.data[i]);
            table = e->value;
        }
    }
    if (find(table, vec_last(&k).text)) return duplicate(p, &vec_last(&k));
    skip_blank(p);
    TomlValue *v = value(p);
    if (!v) return false;
    add(p, table, &vec_last(&k), v);
    return true;
}

static TomlValue *array(Parser *p) {
    uint32_t start = p->at++;
    TomlValue *v = value_new(p, TOML_ARRAY, start);
    v->is_static = true;
    for (;;) {
        if (!skip_lines(p)) return NULL;
        if (take(p, ']')) break;
        TomlValue *item = value(p);
        if (!item) return NULL;
        vec_push_in(p->arena, &v->items, item);
        if (!skip_lines(p)) return NULL;
        if (take(p, ']')) break;
        if (!take(p, ',')) {
            fail(p, p->at, p->at + 1, p->at >= p->len ? "the array is not closed" : "expected `,` or `]`");
            return NULL;
        }
    }
    v->end = p->at;
    return v;
}

static TomlValue *inline_table(Parser *p) {
    uint32_t start = p->at++;
    TomlValue *v = value_new(p, TOML_TABLE, start);
    skip_blank(p);
    if (!take(p, '}')) {
        for (;;) {
            if (!pair(p, v)) return NULL;
            skip_blank(p);
            if (take(p, '}')) break;
            if (!take(p, ',')) {
                fail(p, p->at, p->at + 1, "expected `,` or `}`; an inline table stands on one line");
                return NULL;
            }
            skip_blank(p);
        }
    }
    v->is_inline = true;
    v->end = p->at;
    return v;
}

static bool digits(const char **s, const char *end, int n) {
    for (int i = 0; i < n; i++, (*s)++)
        if (*s >= end || **s < '0' || **s > '9') return false;
    return true;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* The number of the `n` digits before `s`; what follows them may be a digit of somebody else. */
static int behind(const char *s, int n) {
    int value = 0;
    for (const char *c = s - n; c < s; c++) value = value * 10 + (*c - '0');
    return value;
}

/* RFC 3339 dates, times and both; kept as text. */
static bool is_datetime(Str t) {
    const char *s = t.p, *end = t.p + t.len;
    bool date = t.len >= 5 && s[4] == '-', time = true;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (date) {
        if (!digits(&s, end, 4)) return false;
        year = behind(s, 4);
        if (s >= end || *s++ != '-' || !digits(&s, end, 2)) return false;
        month = behind(s, 2);
        if (s >= end || *s++ != '-' || !digits(&s, end, 2)) return false;
        day = behind(s, 2);
        if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return false;
        time = s < end;
        if (time && *s != 'T' && *s != 't' && *s != ' ') return false;
        if (time) s++;
    }
    if (!time) return true;
    if (!digits(&s, end, 2)) return false;
    hour = behind(s, 2);
    if (s >= end || *s++ != ':' || !digits(&s, end, 2)) return false;
    minute = behind(s, 2);
    if (s >= end || *s++ != ':' || !digits(&s, end, 2)) return false;
    second = behind(s, 2);
    if (hour > 23 || minute > 59 || second > 60) return false;
    if (s < end && *s == '.') {
        s++;
        if (!digits(&s, end, 1)) return false;
        while (s < end && *s >= '0' && *s <= '9') s++;
    }
    if (s == end) return true;
    if (!date) return false;
    if (*s == 'Z' || *s == 'z') return s + 1 == end;
    if (*s != '+' && *s != '-') return false;
    s++;
    if (!digits(&s, end, 2) || behind(s, 2) > 23 || s >= end || *s++ != ':' || !digits(&s, end, 2)) return false;
    return behind(s, 2) <= 59 && s == end;
}

/* Removes underscores, each of which must stand between two digits. */
static char *plain_digits(Parser *p, Str t, bool hex) {
    char *out = arena_alloc(p->arena, t.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < t.len; i++) {
        if (t.p[i] != '_') {
            out[n++] = t.p[i];
            continue;
        }
        bool left = i > 0 && (hex ? is_bare(t.p[i - 1]) && t.p[i - 1] != '_' : t.p[i - 1] >= '0' && t.p[i - 1] <= '9');
        bool right =
            i + 1 < t.len && (hex ? is_bare(t.p[i + 1]) && t.p[i + 1] != '_' : t.p[i + 1] >= '0' && t.p[i + 1] <= '9');
        if (!left || !right) return NULL;
    }
    out[n] = 0;
    return out;
}

static TomlValue *number(Parser *p, Str t, uint32_t start) {
    TomlValue *v = value_new(p, TOML_INT, start);
    const char *s = t.p;
    size_t n = t.len;
    bool sign = n > 0 && (s[0] == '+' || s[0] == '-'), negative = n > 0 && s[0] == '-';
    Str body = str_sub(t, sign ? 1 : 0, n);
    if (str_eq_c(body, "inf") || str_eq_c(body, "nan")) {
        v->kind = TOML_FLOAT;
        v->u.number = str_eq_c(body, "inf") ? (negative ? -INFINITY : INFINITY) : NAN;
        return v;
    }
    int base = 10;
    if (!sign && body.len > 2 && body.p[0] == '0')
        base = body.p[1] == 'x' ? 16 : body.p[1] == 'o' ? 8 : body.p[1] == 'b' ? 2 : 10;
    char *plain = plain_digits(p, base == 10 ? body : str_sub(body, 2, body.len), base != 10);
    if (!plain || !*plain) goto bad;
    bool is_float = base == 10 && strpbrk(plain, ".eE") != NULL;
    if (base == 10) {
        if (plain[0] < '0' || plain[0] > '9') goto bad;
        if (plain[0] == '0' && plain[1] >= '0' && plain[1] <= '9') {
            fail(p, start, p->at, "a number cannot begin with 0; write it without the zero, or as a string");
            return NULL;
        }
    }
    char *end;
    if (is_float) {
        const char *dot = strchr(plain, '.');
        if (dot && (dot[1] < '0' || dot[1] > '9')) goto bad;
        for (const char *c = plain; *c; c++)
            if (!strchr("0123456789.eE+-", *c)) goto bad;
        v->kind = TOML_FLOAT;
        v->u.number = strtod(plain, &end);
        if (*end) goto bad;
        if (negative) v->u.number = -v->u.number;
        return v;
    }
    uint64_t magnitude = 0;
    for (const char *c = plain; *c; c++) {
        int d = *c >= '0' && *c <= '9' ? *c - '0' : (*c | 32) >= 'a' && (*c | 32) <= 'f' ? (*c | 32) - 'a' + 10 : 99;
        if (d >= base) goto bad;
        if (magnitude > (UINT64_MAX - (uint64_t)d) / (uint64_t)base) goto range;
        magnitude = magnitude * (uint64_t)base + (uint64_t)d;
    }
    if (magnitude > (uint64_t)INT64_MAX + (negative ? 1 : 0)) goto range;
    v->u.integer = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return v;
range:
    fail(p, start, p->at, "the integer does not fit in 64 bits");
    return NULL;
bad:
    fail(p, start, p->at, "expected a value: a string needs quotes");
    return NULL;
}

static TomlValue *scalar(Parser *p) {
    uint32_t start = p->at;
    while (is_bare(peek(p)) || peek(p) == '+' || peek(p) == '.' || peek(p) == ':') p->at++;
    /* A date may be followed by a space and a time. */
    if (p->at - start == 10 && peek(p) == ' ' && peek_at(p, 1) >= '0' && peek_at(p, 1) <= '9' &&
        p->text[start + 4] == '-') {
        p->at++;
        while (is_bare(peek(p)) || peek(p) == '+' || peek(p) == '.' || peek(p) == ':') p->at++;
    }
    Str t = {p->text + start, p->at - start};
    if (t.len == 0) {
        fail(p, start, start + 1, "expected a value");
        return NULL;
    }
    if (str_eq_c(t, "true") || str_eq_c(t, "false")) {
        TomlValue *v = value_new(p, TOML_BOOL, start);
        v->u.boolean = t.p[0] == 't';
        return v;
    }
    const char *year = t.p, *hour = t.p;
    bool is_date = t.len >= 5 && digits(&year, t.p + 5, 4) && *year == '-';
    if (is_date || (t.len >= 3 && digits(&hour, t.p + 3, 2) && *hour == ':')) {
        if (!is_datetime(t)) {
            fail(p, start, p->at, "not a date or time; write it as 1979-05-27T07:32:00Z");
            return NULL;
        }
        TomlValue *v = value_new(p, TOML_DATETIME, start);
        v->u.string = arena_str(p->arena, t);
        return v;
    }
    return number(p, t, start);
}

static TomlValue *value(Parser *p) {
    uint32_t start = p->at;
    TomlValue *v = NULL;
    if (++p->depth > MAX_DEPTH) {
        fail(p, start, start + 1, "the value is nested too deeply");
        return NULL;
    }
    if (peek(p) == '"' || peek(p) == '\'') {
        Str s;
        if (string(p, &s, true)) {
            v = value_new(p, TOML_STRING, start);
            v->u.string = s;
        }
    } else if (peek(p) == '[') {
        v = array(p);
    } else if (peek(p) == '{') {
        v = inline_table(p);
    } else {
        v = scalar(p);
    }
    p->depth--;
    return v;
}

/* ---- [table] and [[array of tables]] --------------------------------------------------------------- */

static TomlValue *header(Parser *p, TomlValue *root) {
    uint32_t start = p->at++;
    bool is_array = take(p, '[');
    Key k = {0};
    TomlValue *table = root;
    if (!key(p, &k)) return NULL;
    if (!take(p, ']') || (is_array && !take(p, ']'))) {
        fail(p, p->at, p->at + 1, is_array ? "expected `]]`" : "expected `]`");
        return NULL;
    }
    for (uint32_t i = 0; i + 1 < k.len; i++) {
        TomlEntry *e = find(table, k.data[i].text);
        if (!e) {
            TomlValue *sub = value_new(p, TOML_TABLE, k.data[i].start);
            add(p, table, &k.data[i], sub);
            table = sub;
        } else if (e->value->kind == TOML_TABLE && !e->value->is_inline) {
            table = e->value;
        } else if (e->value->kind == TOML_ARRAY && !e->value->is_static) {
            table = vec_last(&e->value->items);
        } else {
            duplicate(p, &k.data[i]);
            return NULL;
        }
    }
    KeyPart *last = &vec_last(&k);
    TomlEntry *e = find(table, last->text);
    TomlValue *made = value_new(p, TOML_TABLE, start);
    made->is_explicit = true;
    if (is_array) {
        if (!e) {
            TomlValue *list = value_new(p, TOML_ARRAY, start);
            add(p, table, last, list);
            vec_push_in(p->arena, &list->items, made);
        } else if (e->value->kind == TOML_ARRAY && !e->value->is_static) {
            vec_push_in(p->arena, &e->value->items, made);
        } else {
            duplicate(p, last);
            return NULL;
        }
        return made;
    }
    if (!e) {
        add(p, table, last, made);
        return made;
    }
    if (e->value->kind != TOML_TABLE || e->value->is_inline || e->value->is_explicit || e->value->is_dotted) {
        duplicate(p, last);
        return NULL;
    }
    e->value->is_explicit = true;
    e->value->start = start;
    e->value->end = p->at;
    return e->value;
}

TomlValue *toml_parse(Arena *arena, Str text, TomlError *error) {
    Parser p = {.arena = arena, .text = text.p, .len = (uint32_t)text.len, .error = error};
    *error = (TomlError){0};
    size_t good = utf8_valid_prefix(text.p, text.len);
    if (good < text.len) {
        fail(&p, (uint32_t)good, (uint32_t)good + 1, "the file is not valid UTF-8");
        return NULL;
    }
    if (text.len >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0) p.at = 3;
    TomlValue *root = value_new(&p, TOML_TABLE, 0), *table = root;
    for (;;) {
        if (!skip_lines(&p)) return NULL;
        if (p.at >= p.len) break;
        if (peek(&p) == '[') {
            table = header(&p, root);
            if (!table) return NULL;
        } else if (!pair(&p, table)) {
            return NULL;
        }
        if (!end_of_line(&p, "expected the end of the line")) return NULL;
    }
    root->end = p.len;
    return root;
}

const TomlEntry *toml_entry(const TomlValue *table, const char *name) {
    return table && table->kind == TOML_TABLE ? find(table, str_of(name)) : NULL;
}

TomlValue *toml_get(const TomlValue *table, const char *name) {
    const TomlEntry *e = toml_entry(table, name);
    return e ? e->value : NULL;
}

const char *toml_kind_name(TomlKind k) {
    static const char *const names[] = {"a string", "an integer", "a number", "a boolean",
                                        "a date",   "an array",   "a table"};
    return names[k];
}

void toml_write_string(StrBuf *out, Str s) {
    sb_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') sb_printf(out, "\\%c", c);
        else if (c == '\n') sb_puts(out, "\\n");
        else if (c == '\t') sb_puts(out, "\\t");
        else if (c < 32 || c == 127) sb_printf(out, "\\u%04X", c);
        else sb_char(out, (char)c);
    }
    sb_char(out, '"');
}

void toml_write_key(StrBuf *out, Str k) {
    bool bare = k.len > 0;
    for (size_t i = 0; i < k.len; i++) bare = bare && is_bare((unsigned char)k.p[i]);
    if (bare) sb_str(out, k);
    else toml_write_string(out, k);
}
