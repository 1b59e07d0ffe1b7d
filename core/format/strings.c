/* SPDX-License-Identifier: Apache-2.0 */
/* Strings of Mojo, and of Python with `preview`. Adjacent ones become one; where that is too long for its line it is cut: at the joints it came
 * with when they all fit, else at spaces. A long string that is a whole value gets parentheses of its own. */
#include "format/format_int.h"

enum { MIN_PART = 6 };

static uint32_t letters_of(const Tok *t) {
    return t->prefix - (t->flags & TF_TRIPLE ? 3u : 1u);
}

static bool is_string(const Tok *t) {
    return t->kind == T_STRING || t->kind == T_FSTRING;
}

/* ---- joining ------------------------------------------------------------------------------------------ */

static bool has_letter(const Fmt *f, const Tok *t, char letter) {
    for (uint32_t i = 0; i < letters_of(t); i++)
        if ((f->src[t->pos + i] | 0x20) == letter) return true;
    return false;
}

/* Prefixes that go together: none and none, the same letter, none and f. */
static bool joins(const Fmt *f, const Tok *a, const Tok *b) {
    if (has_letter(f, a, 't') != has_letter(f, b, 't') || ((a->flags ^ b->flags) & TF_BYTES)) return false;
    if (a->kind == T_STRING && b->kind == T_STRING) return true;
    return f->src[a->pos + letters_of(a)] == f->src[b->pos + letters_of(b)]; /* quotes of f and t are never changed */
}

uint32_t joined_strings(Fmt *f, uint32_t i) {
    const Tok *t = f->t + i;
    if (!f->strings || !is_string(t) || f->docstring || (i && is_string(&t[-1]))) return 1; /* decided at the first one */
    uint32_t n = 1, comments = f->comments.len;
    bool ok = true;
    for (; i + n < f->n && is_string(&t[n]); n++)
        if (t[n].pos > t[n - 1].end + 1) comments_between(f, t[n - 1].end, t[n].pos);
    if (n > 1)
        for (uint32_t k = 0; k < n; k++) ok &= !(t[k].flags & (TF_TRIPLE | TF_RAW)) && joins(f, &t[0], &t[k]);
    ok &= f->comments.len - comments <= 1;
    for (uint32_t k = comments; k < f->comments.len; k++) ok &= !f->comments.data[k].own_line;
    f->comments.len = comments;
    return ok ? n : 1;
}

/* Plain text in an f-string: braces are doubled. */
static Str double_braces(Fmt *f, Str s) {
    char *out = arena_alloc(&f->arena, s.len * 2 + 1), *o = out;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '{' || s.p[i] == '}') *o++ = s.p[i];
        *o++ = s.p[i];
    }
    return (Str){out, (size_t)(o - out)};
}

static size_t count(Str s, char c) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += s.p[i] == c;
    return n;
}

Str join_strings(Fmt *f, uint32_t i, uint32_t n) {
    const Tok *t = f->t + i;
    bool holes = false;
    for (uint32_t k = 0; k < n; k++) holes |= t[k].kind == T_FSTRING;
    Str *parts = arena_alloc(&f->arena, n * sizeof *parts);
    Str prefix = {"", 0};
    char quote = holes ? f->src[t[0].pos + letters_of(&t[0])] : '"';
    size_t size = 0;
    for (uint32_t k = 0; k < n; k++) {
        Str s = text_of_string(f, &t[k]);
        uint32_t np = 0;
        while (s.p[np] != '"' && s.p[np] != '\'') np++;
        if (np) prefix = (Str){s.p, np};
        parts[k] = (Str){s.p + np + 1, s.len - np - 2};
        if (!holes && s.p[np] != quote) parts[k] = change_quotes(&f->arena, parts[k], s.p[np], quote);
        if (holes && t[k].kind == T_STRING) parts[k] = double_braces(f, parts[k]);
        size += parts[k].len;
    }
    StrBuf b = {0};
    sb_reserve(&b, prefix.len + size + 2);
    sb_str(&b, prefix);
    sb_char(&b, quote);
    for (uint32_t k = 0; k < n; k++) {
        if (k) vec_push(&f->cuts, (uint32_t)b.len);
        sb_str(&b, parts[k]);
    }
    sb_char(&b, quote);
    Str r = arena_str(&f->arena, sb_view(&b));
    sb_done(&b);
    Str body = {r.p + prefix.len + 1, r.len - prefix.len - 2};
    if (!holes && !count(body, '\'') && count(body, '"')) { /* fewer backslashes in the other quotes */
        uint32_t first = f->cuts.len - (n - 1);
        uint32_t at = (uint32_t)prefix.len + 1;
        StrBuf o = {0};
        sb_str(&o, prefix);
        sb_char(&o, '\'');
        for (uint32_t k = 0; k < n; k++) {
            uint32_t to = k + 1 < n ? f->cuts.data[first + k] : (uint32_t)r.len - 1;
            if (k) f->cuts.data[first + k - 1] = (uint32_t)o.len;
            sb_str(&o, change_quotes(&f->arena, (Str){r.p + at, to - at}, '"', '\''));
            at = to;
        }
        sb_char(&o, '\'');
        r = arena_str(&f->arena, sb_view(&o));
        sb_done(&o);
    }
    return r;
}

/* ---- cutting ------------------------------------------------------------------------------------------- */

typedef struct Cutter {
    Fmt *f;
    const Leaf *leaf;
    uint32_t np;       /* letters of the prefix */
    char quote;
    bool holes;        /* braces hold expressions */
    uint8_t *whole;    /* bytes that no cut stands before */
    VEC(uint32_t) at;  /* the cuts: offsets in the text */
} Cutter;

/* Escapes, names of characters and holes stay whole. */
static void mark_whole(Cutter *c) {
    const char *s = c->leaf->text;
    uint32_t end = c->leaf->len - 1, depth = 0;
    for (uint32_t i = c->np + 1; i < end; i++) {
        c->whole[i] |= depth > 0;
        if (s[i] == '\\' && !depth) {
            c->whole[i + 1] = 1;
            if (s[i + 1] == 'N' && i + 2 < end && s[i + 2] == '{')
                while (i + 1 < end && s[i] != '}') c->whole[++i] = 1;
            else i++;
        } else if (c->holes && s[i] == '{') {
            if (!depth && s[i + 1] == '{') c->whole[++i] = 1;
            else depth++;
        } else if (c->holes && s[i] == '}') {
            if (!depth && s[i + 1] == '}') c->whole[++i] = 1;
            else depth -= depth > 0;
        }
    }
}

/* Width of a part [from, to) of the text with prefix and opening quote. */
static uint32_t part_width(const Cutter *c, uint32_t from, uint32_t to) {
    if (from <= c->np + 1) return count_width(c->f, c->leaf->text, to);
    return c->np + 1 + count_width(c->f, c->leaf->text + from, to - from);
}

/* Do the parts between the joints fit? */
static bool joints_fit(const Cutter *c, uint32_t room) {
    uint32_t from = 0;
    for (uint32_t k = 0; k < c->leaf->n_cuts; k++) {
        uint32_t to = c->f->cuts.data[c->leaf->cuts + k];
        if (part_width(c, from, to) > room - 1) return false;
        from = to;
    }
    return true;
}

static void cut_at_joints(Cutter *c) {
    c->at.len = 0;
    for (uint32_t k = 0; k < c->leaf->n_cuts; k++) vec_push(&c->at, c->f->cuts.data[c->leaf->cuts + k]);
}

/* The space to cut at: the last with which the part fits, else the first behind it; 0: none. */
static uint32_t find_space(const Cutter *c, uint32_t from, uint32_t room) {
    const char *s = c->leaf->text;
    uint32_t best = 0, head = from <= c->np + 1 ? 0 : c->np + 1;
    for (uint32_t i = from + 1; i + 1 < c->leaf->len; i++) {
        if (s[i] != ' ' || c->whole[i]) continue;
        if (head + (i - from) < MIN_PART || c->np + 1 + c->leaf->len - i < MIN_PART + c->np + 1) continue;
        if (part_width(c, from, i) > room - 1) return best ? best : i;
        best = i;
    }
    return best;
}

/* first: room on the first line; rest: on the others; last: less of it on the last line. False: it cannot be cut. */
static bool find_cuts(Cutter *c, uint32_t first, uint32_t rest, uint32_t last) {
    uint32_t from = 0, room = first, end = c->leaf->len;
    if (c->leaf->n_cuts && joints_fit(c, first)) {
        cut_at_joints(c);
        return true;
    }
    while (part_width(c, from, end) + last > room) {
        uint32_t i = find_space(c, from, room);
        if (!i) {
            if (c->leaf->n_cuts) cut_at_joints(c);
            break;
        }
        vec_push(&c->at, i);
        from = i;
        room = rest;
    }
    return c->at.len > 0;
}

/* A part as a string of its own: without holes it needs no f, and its braces are single. */
static Str part_text(Cutter *c, uint32_t from, uint32_t to) {
    const char *s = c->leaf->text;
    char *out = arena_alloc(&c->f->arena, to - from + c->np + 3), *o = out;
    if (from <= c->np) from = c->np + 1;
    bool f_letter = c->holes && (s[0] | 0x20) == 'f', needed = false;
    for (uint32_t i = from; i < to && f_letter; i++) {
        if (s[i] != '{') continue;
        if (i + 1 < to && s[i + 1] == '{') i++;
        else needed = true;
    }
    if (!f_letter || needed) memcpy(o, s, c->np), o += c->np;
    *o++ = c->quote;
    for (uint32_t i = from; i < to; i++) {
        *o++ = s[i];
        if (f_letter && !needed && (s[i] == '{' || s[i] == '}') && i + 1 < to && s[i + 1] == s[i]) i++;
    }
    *o++ = c->quote;
    Str r = {out, (size_t)(o - out)};
    return c->holes || c->f->o->keep_quotes ? r : normalize_quotes(c->f, r, c->np + 1, false, false, false);
}

static Cutter cutter_of(Fmt *f, const Leaf *l) {
    Cutter c = {.f = f, .leaf = l};
    while (c.np < l->len && l->text[c.np] != '"' && l->text[c.np] != '\'') c.np++;
    c.quote = l->text[c.np];
    c.holes = l->kind == T_FSTRING;
    c.whole = arena_calloc(&f->arena, l->len + 2);
    mark_whole(&c);
    return c;
}

static bool can_cut(const Leaf *l) {
    if ((l->kind != T_STRING && l->kind != T_FSTRING) || (l->flags & LF_MULTILINE) || l->len < 2) return false;
    for (uint32_t i = 0; i < l->len && l->text[i] != '"' && l->text[i] != '\''; i++)
        if ((l->text[i] | 0x20) == 'r') return false;
    uint32_t np = 0;
    while (l->text[np] != '"' && l->text[np] != '\'') np++;
    return !(l->len >= np + 6 && l->text[np + 1] == l->text[np] && l->text[np + 2] == l->text[np]); /* triple */
}

static bool shown(const Leaf *l) {
    return !(l->flags & LF_INVISIBLE);
}

/* Past what belongs to the string at leaf s: attributes, calls, `% values`. */
static uint32_t after_trailer(const Fmt *f, uint32_t s, uint32_t end) {
    const Leaf *l = f->leaves.data;
    uint32_t i = s + 1;
    while (i + 1 < end && l[i].kind == T_DOT && l[i + 1].kind == T_NAME) {
        i += 2;
        if (i < end && l[i].kind == T_LPAR && shown(&l[i])) i = l[i].match + 1;
    }
    if (i + 1 < end && l[i].kind == T_PERCENT) i = is_opener(l[i + 1].kind) ? l[i + 1].match + 1 : i + 2;
    return i;
}

/* Where in a piece a string stands that ends it, with its trailer and perhaps a comma. */
typedef struct Place {
    uint32_t s, end; /* the string, past its trailer */
    bool comma;
} Place;

static bool place_at(const Fmt *f, const Piece *p, uint32_t s, Place *out) {
    const Leaf *l = f->leaves.data;
    while (s < p->b && !shown(&l[s])) s++;
    if (s >= p->b || !can_cut(&l[s])) return false;
    *out = (Place){s, after_trailer(f, s, p->b), p->comma != NO_LEAF};
    if (out->end > p->b) return false;
    uint32_t i = out->end;
    while (i < p->b && !shown(&l[i])) i++;
    if (i < p->b && l[i].kind == T_COMMA) out->comma = true, i++;
    while (i < p->b && !shown(&l[i])) i++;
    for (uint32_t k = p->a; k < out->end; k++)
        if (l[k].kind == K_COMMENT || (k < s && (l[k].n_comments || (l[k].flags & LF_MULTILINE)))) return false;
    return i == p->b;
}

/* Is the string itself too long for the line? What stands before its statement's last bracket does not count: that
 * could be split. */
static bool is_too_long(const Fmt *f, const Piece *p, const Place *at) {
    const Leaf *l = f->leaves.data;
    uint32_t before = at->s, w = 4 * p->depth + l[at->s].width + at->comma;
    while (before > p->a && !shown(&l[before - 1])) before--;
    if (before > p->a) {
        const Leaf *b = &l[before - 1];
        if (b->kind == T_COMMA) w += 3;
        else if (b->kind == T_ASSIGN || b->kind == T_PLUS_EQ || b->kind == T_KW_RETURN || b->kind == T_KW_ELSE) {
            w++;
            for (uint32_t i = before; i-- > p->a;) {
                if (shown(&l[i])) w += l[i].width + l[i].space;
                if (shown(&l[i]) && is_closer(l[i].kind)) break;
            }
        } else if (b->kind != T_COLON) w += b->width + 1; /* an operator */
    }
    if (at->end > at->s + 1 && l[at->s + 1].kind == T_DOT)
        w += 1 + l[at->s + 2].width + (at->end > at->s + 3 && l[at->s + 3].kind == T_LPAR);
    for (uint32_t k = 0; k < l[at->s].n_comments; k++) w += f->comments.data[l[at->s].comments + k].width + (k == 0 ? 2 : 0);
    return w > f->width;
}

static bool is_operator(const Leaf *l) {
    return (l->role == R_BINARY && l->kind >= T_PLUS && l->kind <= T_BAR) || (l->kind >= T_EQ && l->kind <= T_GE) || l->kind == T_KW_AND || l->kind == T_KW_OR ||
           l->kind == T_KW_IN || l->kind == T_KW_IS || l->kind == T_KW_NOT;
}

static void end_line(Fmt *f, size_t start) {
    vec_push(&f->fitting, (uint8_t)(count_width(f, f->out.p + start, (uint32_t)(f->out.len - start)) <= f->width));
    sb_add(&f->out, f->eol, f->eol_len);
}

/* All parts but the last, which takes the string's place in the piece for its own layout. */
static void write_parts(Cutter *c, const Piece *p, uint32_t s) {
    Fmt *f = c->f;
    uint32_t from = 0;
    for (uint32_t k = 0; k < c->at.len; k++) {
        size_t start = f->out.len;
        sb_repeat(&f->out, ' ', (size_t)p->depth * 4);
        for (uint32_t i = p->a; k == 0 && i < s; i++) { /* the operator before it */
            const Leaf *l = &f->leaves.data[i];
            if (!shown(l)) continue;
            sb_add(&f->out, l->text, l->len);
            sb_char(&f->out, ' ');
        }
        sb_str(&f->out, part_text(c, from, c->at.data[k]));
        end_line(f, start);
        from = c->at.data[k];
    }
    Leaf old = f->leaves.data[s];
    Str last = part_text(c, from, old.len - 1);
    Leaf *l = &f->leaves.data[s];
    l->text = last.p;
    l->len = (uint32_t)last.len;
    l->width = count_width(f, last.p, l->len);
    l->n_cuts = 0;
    Piece rest = *p;
    rest.a = s;
    rest.top = rest.must_split = false;
    rest.foreign = true;
    transform(f, rest);
    f->leaves.data[s] = old;
}

bool cut_string(Fmt *f, const Piece *p) {
    if (!f->strings || !p->inside) return false;
    uint32_t s = p->a, op = 0;
    const Leaf *l = f->leaves.data;
    for (; s < p->b && (is_operator(&l[s]) || !shown(&l[s])); s++)
        if (shown(&l[s])) op += l[s].width + 1;
    Place at;
    if (!place_at(f, p, s, &at) || (p->item && at.end == at.s + 1) || !is_too_long(f, p, &at) || 4 * p->depth + op + 2 * MIN_PART > f->width) return false;
    Cutter c = cutter_of(f, &l[at.s]);
    uint32_t rest = f->width - 4 * p->depth, last = at.comma;
    if (at.end > at.s + 1 && l[at.s + 1].kind == T_DOT) last += 1 + l[at.s + 2].width + (at.end > at.s + 3 && l[at.s + 3].kind == T_LPAR);
    bool ok = find_cuts(&c, rest - op, rest, last);
    if (ok) write_parts(&c, p, at.s);
    vec_done(&c.at);
    return ok;
}

static bool is_word_leaf(const Leaf *l, const char *word) {
    return l->kind == T_NAME && l->role == R_WORD && l->len == strlen(word) && memcmp(l->text, word, l->len) == 0;
}

/* Finds a string that is all of a value which may stand in parentheses: item, field, right side, message. */
static bool find_value(const Fmt *f, const Piece *p, Place *at) {
    const Leaf *l = f->leaves.data, *first = &l[p->a];
    uint32_t s = p->item ? p->a : NO_LEAF;
    if (is_word_leaf(first, "comptime")) first++;
    for (uint32_t i = p->a; i < p->b; i++) {
        if (shown(&l[i]) && is_opener(l[i].kind) && l[i].match < p->b) i = l[i].match;
        switch (l[i].kind) {
        case T_ASSIGN: if (l[i].role == R_ASSIGN || l[i].role == R_TIGHT_EQ) s = i + 1; break;
        case T_PLUS_EQ: s = i + 1; break;
        case T_KW_RETURN: case T_KW_ELSE: if (i == p->a) s = i + 1; break;
        case T_COMMA: if (first->kind == T_KW_ASSERT && p->top) s = i + 1; break;
        case T_COLON: if (p->inside && l[i].role == R_COLON) s = i + 1; break;
        default: break;
        }
    }
    bool alias = p->top && !f->py && !f->o->fixed_quirks && first->kind == T_NAME && first->len == 5 && memcmp(first->text, "alias", 5) == 0;
    if (s == NO_LEAF || alias || p->part || !place_at(f, p, s, at)) return false;
    return s != p->a || at->end == at->s + 1; /* an item with a call behind it is cut as it stands */
}

bool wrap_string(Fmt *f, const Piece *p) {
    Place at;
    if (!f->strings || !find_value(f, p, &at) || !is_too_long(f, p, &at)) return false;
    const Leaf *string = &f->leaves.data[at.s];
    if (4 * (p->depth + 1) + string->width > f->width && !string->n_cuts && !memchr(string->text, ' ', string->len)) return false;
    size_t start = f->out.len;
    sb_repeat(&f->out, ' ', (size_t)p->depth * 4);
    bool fresh = true, space = false; /* that of an unwritten parenthesis counts for what comes next */
    for (uint32_t i = p->a; i <= at.s; i++) {
        const Leaf *l = &f->leaves.data[i];
        space |= l->space;
        if (!shown(l)) continue;
        if (!fresh && space && !(l->flags & LF_HUG)) sb_char(&f->out, ' ');
        if (i < at.s) sb_add(&f->out, l->text, l->len);
        fresh = space = false;
    }
    sb_char(&f->out, '(');
    end_line(f, start);
    transform(f, (Piece){.a = at.s, .b = at.end, .depth = p->depth + 1, .comma = NO_LEAF, .inside = true, .tracked = true, .foreign = true});
    start = f->out.len;
    sb_repeat(&f->out, ' ', (size_t)p->depth * 4);
    sb_char(&f->out, ')');
    if (at.comma) sb_char(&f->out, ',');
    write_comments(f, at.end, p->b);
    end_line(f, start);
    return true;
}
