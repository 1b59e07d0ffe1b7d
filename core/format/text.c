/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of single tokens: numbers, strings, doc-strings, comments. */
#include "format/format_int.h"

uint32_t count_width(const Fmt *f, const char *p, uint32_t len) {
    if (f->ascii) return len;
    uint32_t w = len, i = 0;
    for (uint64_t word; i + 8 <= len; i += 8) { /* bytes 10xxxxxx go on with a code point */
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080ull) w -= (uint32_t)__builtin_popcountll(word & ~(word << 1) & 0x8080808080808080ull);
    }
    for (; i < len; i++) w -= ((unsigned char)p[i] & 0xc0) == 0x80;
    return w;
}

static bool has_upper(Str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] >= 'A' && s.p[i] <= 'Z') return true;
    return false;
}
static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

Str text_of_number(Fmt *f, const Tok *t) {
    Str s = {f->src + t->pos, t->end - t->pos};
    bool hex = s.len > 1 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x';
    const char *dot = hex ? NULL : memchr(s.p, '.', s.len);
    if (!hex && !dot && !has_upper(s) && !memchr(s.p, '+', s.len)) return s;
    char *out = arena_alloc(&f->arena, s.len + 3), *o = out;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (hex) {
            *o++ = i < 2 ? lower(c) : c >= 'a' && c <= 'f' ? (char)(c - 32) : c;
            continue;
        }
        if (c == '+') continue; /* 1e+5 */
        bool digit_before = o > out && ((o[-1] >= '0' && o[-1] <= '9') || o[-1] == '_');
        if (c == '.' && !digit_before) *o++ = '0';
        *o++ = lower(c);
        bool digit_after = i + 1 < s.len && ((s.p[i + 1] >= '0' && s.p[i + 1] <= '9') || s.p[i + 1] == '_');
        if (c == '.' && !digit_after) *o++ = '0';
    }
    return (Str){out, (size_t)(o - out)};
}

/* ---- strings --------------------------------------------------------------------------------------- */

static size_t count_char(Str s, char c) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += s.p[i] == c;
    return n;
}

/* body with `\q` turned into q where the backslash is not itself escaped. */
static Str unescape(Arena *a, Str body, char q) {
    char *out = arena_alloc(a, body.len + 1), *o = out;
    for (size_t i = 0; i < body.len; i++) {
        if (body.p[i] == '\\' && i + 1 < body.len) {
            if (body.p[i + 1] == q) {
                *o++ = q;
                i++;
                continue;
            }
            *o++ = body.p[i++];
        }
        *o++ = body.p[i];
    }
    return (Str){out, (size_t)(o - out)};
}
static Str escape(Arena *a, Str body, char q) {
    char *out = arena_alloc(a, body.len * 2 + 1), *o = out;
    for (size_t i = 0; i < body.len; i++) {
        if (body.p[i] == '\\' && i + 1 < body.len) *o++ = body.p[i++];
        else if (body.p[i] == q) *o++ = '\\';
        *o++ = body.p[i];
    }
    return (Str){out, (size_t)(o - out)};
}

Str change_quotes(Arena *a, Str body, char from, char to) {
    return escape(a, unescape(a, body, from), to);
}

/* Is there a backslash inside a hole of an f-string's text? */
static bool backslash_in_hole(Str s) {
    int depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c == '{') {
            if (!depth && i + 1 < s.len && s.p[i + 1] == '{') i++;
            else depth++;
        } else if (c == '}' && depth) depth--;
        else if (c == '\\' && depth) return true;
    }
    return false;
}

static Str join3(Fmt *f, Str a, const char *q, Str b) {
    size_t nq = strlen(q);
    char *out = arena_alloc(&f->arena, a.len + b.len + 2 * nq + 1);
    memcpy(out, a.p, a.len);
    memcpy(out + a.len, q, nq);
    memcpy(out + a.len + nq, b.p, b.len);
    memcpy(out + a.len + nq + b.len, q, nq);
    return (Str){out, a.len + b.len + 2 * nq};
}

static const char *const quote_text[2][2] = {{"\"", "'"}, {"\"\"\"", "'''"}};

Str normalize_quotes(Fmt *f, Str text, uint32_t prefix, bool triple, bool raw, bool fstring) {
    uint32_t nq = triple ? 3 : 1, np = prefix - nq;
    Str pre = {text.p, np}, body = {text.p + prefix, text.len - prefix - nq};
    char orig = text.p[np], q = orig == '"' ? '\'' : '"';
    if (triple && orig == '"') return text;
    if (!f->py && (fstring || orig == '"')) return text;
    if (!memchr(body.p, '\\', body.len) && !memchr(body.p, q, body.len)) {
        if (orig == '"') return text;
        return join3(f, pre, quote_text[triple][0], body);
    }
    Str fresh = body;
    const char *oq = quote_text[triple][orig == '\''], *nqt = quote_text[triple][q == '\''];
    if (raw) {
        for (size_t i = 0; i < body.len; i++) {
            if (triple && i + 1 == body.len && body.p[i] == q) return text;
            if (body.p[i] == '\\') i++;
            else if (body.p[i] == q && (!triple || (i + 2 < body.len && body.p[i + 1] == q && body.p[i + 2] == q))) return text;
        }
    } else {
        Str clean = triple ? body : unescape(&f->arena, body, q); /* needless escapes of the other quote */
        if (clean.len != body.len) {
            body = clean;
            text = join3(f, pre, oq, body);
        }
        fresh = triple ? body : escape(&f->arena, unescape(&f->arena, body, orig), q);
        if (triple) {
            for (size_t i = 0; i + 2 < fresh.len; i++)
                if (fresh.p[i] == '"' && fresh.p[i + 1] == '"' && fresh.p[i + 2] == '"') return text;
        }
    }
    if (fstring && backslash_in_hole(fresh)) return text;
    if (triple && fresh.len && fresh.p[fresh.len - 1] == '"') {
        char *p = arena_alloc(&f->arena, fresh.len + 2);
        memcpy(p, fresh.p, fresh.len - 1);
        p[fresh.len - 1] = '\\';
        p[fresh.len] = '"';
        fresh = (Str){p, fresh.len + 1};
    }
    size_t before = count_char(body, '\\'), after = count_char(fresh, '\\');
    if (after > before || (after == before && orig == '"')) return text;
    return join3(f, pre, nqt, fresh);
}

/* The prefix letters in the style's way. */
static Str normalize_prefix(Fmt *f, Str text, uint32_t np) {
    char buf[4];
    uint32_t n = 0;
    for (uint32_t i = 0; i < np && n < 3; i++) {
        char c = text.p[i], l = lower(c);
        if (l == 'u') continue;
        buf[n++] = f->py && c == 'R' ? 'R' : f->py && c == 'T' ? 'T' : l;
    }
    if (n == 2 && lower(buf[1]) == 'r') {
        char r = buf[1];
        buf[1] = buf[0], buf[0] = r;
    }
    if (n == np && memcmp(buf, text.p, np) == 0) return text;
    char *out = arena_alloc(&f->arena, text.len + 1);
    memcpy(out, buf, n);
    memcpy(out + n, text.p + np, text.len - np);
    return (Str){out, text.len - np + n};
}

/* Without the line ends that a backslash takes away. */
static Str unbroken(Fmt *f, Str s) {
    char *out = arena_alloc(&f->arena, s.len + 1), *o = out;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '\\' && i + 1 < s.len) {
            if (s.p[i + 1] == '\n' || s.p[i + 1] == '\r') {
                i += s.p[i + 1] == '\r' && i + 2 < s.len && s.p[i + 2] == '\n' ? 2 : 1;
                continue;
            }
            *o++ = s.p[i++];
        }
        *o++ = s.p[i];
    }
    return (Str){out, (size_t)(o - out)};
}

Str text_of_string(Fmt *f, const Tok *t) {
    Str s = {f->src + t->pos, t->end - t->pos};
    if (f->strings && t->kind == T_STRING && !(t->flags & (TF_TRIPLE | TF_RAW)) && (memchr(s.p, '\n', s.len) || memchr(s.p, '\r', s.len)))
        s = unbroken(f, s);
    if (f->o->keep_quotes) return s;
    uint32_t nq = t->flags & TF_TRIPLE ? 3 : 1, np = t->prefix - nq;
    if (np) {
        size_t len = s.len;
        s = normalize_prefix(f, s, np);
        np -= (uint32_t)(len - s.len);
    }
    return normalize_quotes(f, s, np + nq, nq == 3, (t->flags & TF_RAW) != 0, t->kind == T_FSTRING);
}

static bool blank_char(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}
Str trim_right(Str s) {
    while (s.len && blank_char(s.p[s.len - 1])) s.len--;
    return s;
}

/* ---- comments ------------------------------------------------------------------------------------------ */

Str text_of_comment(Fmt *f, Str raw, bool first_in_file) {
    raw = trim_right(raw);
    if (raw.len < 2) return raw;
    char c = raw.p[1];
    if (c == ' ' || c == ':' || c == '#' || c == '\'') return raw;
    if (c == '!' && (!f->py || first_in_file)) return raw;
    if (f->py && c == '!') return raw;
    if ((unsigned char)c == 0xc2 && raw.len > 2 && (unsigned char)raw.p[2] == 0xa0) { /* a no-break space */
        Str rest = {raw.p + 3, raw.len - 3};
        return (Str){arena_printf(&f->arena, "# %.*s", (int)rest.len, rest.p), rest.len + 2};
    }
    char *out = arena_alloc(&f->arena, raw.len + 2);
    out[0] = '#';
    out[1] = ' ';
    memcpy(out + 2, raw.p + 1, raw.len - 1);
    return (Str){out, raw.len + 1};
}
