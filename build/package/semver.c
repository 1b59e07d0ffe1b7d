/* SPDX-License-Identifier: Apache-2.0 */
#include "semver.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_ident(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

static const char *number(Str t, size_t *at, uint64_t *out) {
    size_t start = *at;
    uint64_t v = 0;
    while (*at < t.len && is_digit(t.p[*at])) {
        uint64_t d = (uint64_t)(t.p[(*at)++] - '0');
        if (v > (UINT64_MAX - d) / 10) return "a number of the version is too large";
        v = v * 10 + d;
    }
    if (*at == start) return "expected a number";
    if (*at - start > 1 && t.p[start] == '0') return "numbers of a version have no leading zeros";
    *out = v;
    return NULL;
}

/* Dot-separated identifiers of a pre-release or build part. */
static const char *identifiers(Str t, size_t *at, bool is_pre, Str *out) {
    size_t start = *at;
    for (;;) {
        size_t from = *at;
        bool digits = true;
        for (; *at < t.len && is_ident(t.p[*at]); (*at)++) digits = digits && is_digit(t.p[*at]);
        if (*at == from) return "expected a letter, a digit or `-`";
        if (is_pre && digits && *at - from > 1 && t.p[from] == '0')
            return "numbers of a pre-release have no leading zeros";
        if (*at >= t.len || t.p[*at] != '.') break;
        (*at)++;
    }
    *out = str_sub(t, start, *at);
    return NULL;
}

static const char *suffixes(Str t, size_t *at, Version *out) {
    const char *why = NULL;
    if (*at < t.len && t.p[*at] == '-') {
        (*at)++;
        why = identifiers(t, at, true, &out->pre);
    }
    if (!why && *at < t.len && t.p[*at] == '+') {
        (*at)++;
        why = identifiers(t, at, false, &out->build);
    }
    return why;
}

const char *version_parse(Str t, Version *out) {
    size_t at = 0;
    const char *why;
    *out = (Version){0};
    if ((why = number(t, &at, &out->major))) return why;
    if (at >= t.len || t.p[at++] != '.') return "a version has three numbers, as in 1.2.3";
    if ((why = number(t, &at, &out->minor))) return why;
    if (at >= t.len || t.p[at++] != '.') return "a version has three numbers, as in 1.2.3";
    if ((why = number(t, &at, &out->patch))) return why;
    if ((why = suffixes(t, &at, out))) return why;
    return at == t.len ? NULL : "unexpected text after the version";
}

static Str next_ident(Str *rest) {
    size_t n = 0;
    while (n < rest->len && rest->p[n] != '.') n++;
    Str id = str_sub(*rest, 0, n);
    *rest = n < rest->len ? str_sub(*rest, n + 1, rest->len) : (Str){rest->p + n, 0};
    return id;
}

static bool all_digits(Str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.p[i])) return false;
    return true;
}

/* semver.org, item 11.4: numeric below alphanumeric, numbers by value, texts by ASCII, more parts above fewer. */
static int pre_cmp(Str a, Str b) {
    if (a.len == 0 || b.len == 0) return (a.len == 0) - (b.len == 0);
    while (a.len && b.len) {
        Str x = next_ident(&a), y = next_ident(&b);
        bool nx = all_digits(x), ny = all_digits(y);
        int c;
        if (nx && ny) c = x.len != y.len ? (x.len < y.len ? -1 : 1) : str_cmp(x, y);
        else if (nx != ny) c = nx ? -1 : 1;
        else c = str_cmp(x, y);
        if (c) return c < 0 ? -1 : 1;
    }
    return (a.len > 0) - (b.len > 0);
}

int version_cmp(const Version *a, const Version *b) {
    if (a->major != b->major) return a->major < b->major ? -1 : 1;
    if (a->minor != b->minor) return a->minor < b->minor ? -1 : 1;
    if (a->patch != b->patch) return a->patch < b->patch ? -1 : 1;
    return pre_cmp(a->pre, b->pre);
}

void version_print(StrBuf *out, const Version *v) {
    sb_printf(out, "%llu.%llu.%llu", (unsigned long long)v->major, (unsigned long long)v->minor,
              (unsigned long long)v->patch);
    if (v->pre.len) sb_printf(out, "-" STR_FMT, STR_ARG(v->pre));
    if (v->build.len) sb_printf(out, "+" STR_FMT, STR_ARG(v->build));
}

/* ---- requirements ----------------------------------------------------------------------------------- */

typedef struct Partial { /* 1, 1.2, 1.2.3-pre, 1.*, * */
    Version v;
    int parts; /* numbers given: 0..3 */
} Partial;

static const char *partial(Str t, size_t *at, Partial *out) {
    uint64_t *numbers[] = {&out->v.major, &out->v.minor, &out->v.patch};
    *out = (Partial){0};
    for (int i = 0; i < 3; i++) {
        if (*at < t.len && (t.p[*at] == '*' || t.p[*at] == 'x' || t.p[*at] == 'X')) {
            (*at)++;
            while (*at + 1 < t.len && t.p[*at] == '.' && t.p[*at + 1] == '*') *at += 2;
            return NULL;
        }
        const char *why = number(t, at, numbers[i]);
        if (why) return why;
        out->parts = i + 1;
        if (i == 2 || *at >= t.len || t.p[*at] != '.') break;
        (*at)++;
    }
    return out->parts == 3 ? suffixes(t, at, &out->v) : NULL;
}

static Version bump(const Partial *p, int part) {
    Version v = {.major = p->v.major, .minor = p->v.minor, .patch = p->v.patch};
    if (part == 0) v = (Version){.major = p->v.major + 1};
    else if (part == 1) v = (Version){.major = p->v.major, .minor = p->v.minor + 1};
    else v.patch++;
    return v;
}

static void push(Arena *a, Requirement *r, CompareOp op, Version v) {
    vec_push_in(a, &r->all, (Comparator){op, v});
}

static void between(Arena *a, Requirement *r, const Partial *p, int part) {
    push(a, r, CMP_GE, p->v);
    push(a, r, CMP_LT, bump(p, part));
}

const char *requirement_parse(Arena *a, Str t, Requirement *out, uint32_t *where) {
    size_t at = 0;
    const char *why = NULL;
    *out = (Requirement){.text = t};
    for (;;) {
        while (at < t.len && t.p[at] == ' ') at++;
        *where = (uint32_t)at;
        char op = '^';
        bool equal = false, bare = true;
        if (at < t.len && strchr("^~=<>", t.p[at])) {
            op = t.p[at++];
            bare = false;
            if ((op == '<' || op == '>') && at < t.len && t.p[at] == '=') {
                equal = true;
                at++;
            }
            while (at < t.len && t.p[at] == ' ') at++;
        }
        size_t start = at;
        Partial p;
        if ((why = partial(t, &at, &p))) return why;
        bool star = at > start && (t.p[at - 1] == '*' || t.p[at - 1] == 'x' || t.p[at - 1] == 'X');
        if (star && !bare && op != '=') return "`*` stands alone or after `=`";
        if (p.parts == 0) {
            if (!star) return "expected a version";
        } else if (op == '^' && !star) {
            /* up to the next change of the first number that is not 0 */
            int part = p.v.major != 0 || p.parts == 1 ? 0 : p.v.minor != 0 || p.parts == 2 ? 1 : 2;
            between(a, out, &p, part);
        } else if (op == '~' || op == '^') {
            between(a, out, &p, p.parts == 1 ? 0 : 1);
        } else if (op == '=') {
            if (p.parts == 3) {
                push(a, out, CMP_GE, p.v);
                push(a, out, CMP_LE, p.v);
            } else {
                between(a, out, &p, p.parts - 1);
            }
        } else if (op == '>') {
            if (equal || p.parts == 3) push(a, out, equal ? CMP_GE : CMP_GT, p.v);
            else push(a, out, CMP_GE, bump(&p, p.parts - 1));
        } else {
            if (!equal || p.parts == 3) push(a, out, equal ? CMP_LE : CMP_LT, p.v);
            else push(a, out, CMP_LT, bump(&p, p.parts - 1));
        }
        while (at < t.len && t.p[at] == ' ') at++;
        *where = (uint32_t)at;
        if (at == t.len) return NULL;
        if (t.p[at++] != ',') return "expected `,` between requirements";
    }
}

bool requirement_matches(const Requirement *r, const Version *v) {
    bool pre_named = v->pre.len == 0;
    for (uint32_t i = 0; i < r->all.len; i++) {
        const Comparator *c = &r->all.data[i];
        int d = version_cmp(v, &c->version);
        bool ok = c->op == CMP_LT ? d < 0 : c->op == CMP_LE ? d <= 0 : c->op == CMP_GT ? d > 0 : d >= 0;
        if (!ok) return false;
        if (c->version.pre.len && c->version.major == v->major && c->version.minor == v->minor &&
            c->version.patch == v->patch)
            pre_named = true;
    }
    return pre_named;
}
