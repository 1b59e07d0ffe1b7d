/* SPDX-License-Identifier: Apache-2.0 */
/* See solve.h.
 *
 * A term says which states of a package are possible; the states are its versions and one more, "not chosen"
 * (bit n). "foo ^1" leaves out the last bit, "not foo ^1" contains it: so positive and negative terms are one
 * thing, a bit set, and intersection, union and complement are those of sets. An incompatibility is a list of
 * terms that may not all hold. */
#include "solve.h"

typedef struct Term {
    uint32_t package;
    uint64_t *states; /* bit set of n_versions + 1 bits */
} Term;

typedef struct Incompat {
    Term *terms;
    uint32_t n;
    const struct Incompat *left, *right; /* derived from; NULL: external */
    uint32_t owner, owner_version;       /* external: this version … */
    const SolveDep *dep;                 /* … depends on that; NULL: the root must be chosen, or has no versions */
    uint32_t line;                       /* number in the explanation */
    bool seen;
} Incompat;

typedef struct Assignment {
    Term term;
    uint64_t *total; /* intersection of all terms of the package up to here */
    const Incompat *cause; /* NULL: decision */
    uint32_t level;
} Assignment;

typedef VEC(Incompat *) IncompatList;

typedef struct Solver {
    Arena *a;
    const SolveSource *src;
    IncompatList *by_package;
    uint64_t **total; /* of each package; NULL: nothing known */
    bool *decided;
    VEC(Assignment) trail;
    uint32_t level;
    uint32_t n_lines;
} Solver;

/* ---- bit sets ----------------------------------------------------------------------------------------- */

static uint32_t n_states(const Solver *s, uint32_t p) {
    return s->src->n_versions(s->src->ctx, p) + 1;
}

static uint32_t n_words(const Solver *s, uint32_t p) {
    return (n_states(s, p) + 63) / 64;
}

static bool has(const uint64_t *set, uint32_t i) {
    return (set[i / 64] >> (i % 64)) & 1;
}

static void put(uint64_t *set, uint32_t i) {
    set[i / 64] |= 1ull << (i % 64);
}

static uint64_t *set_new(Solver *s, uint32_t p) {
    return ARENA_ARRAY(s->a, uint64_t, n_words(s, p));
}

static uint64_t *set_all(Solver *s, uint32_t p) {
    uint64_t *r = set_new(s, p);
    for (uint32_t i = 0; i < n_states(s, p); i++) put(r, i);
    return r;
}

typedef enum SetOp { SET_AND, SET_OR, SET_MINUS } SetOp;
static uint64_t *set_op(Solver *s, uint32_t p, SetOp op, const uint64_t *x, const uint64_t *y) {
    uint64_t *r = set_new(s, p);
    for (uint32_t i = 0; i < n_words(s, p); i++)
        r[i] = op == SET_AND ? x[i] & y[i] : op == SET_OR ? x[i] | y[i] : x[i] & ~y[i];
    return r;
}

static bool is_subset(const Solver *s, uint32_t p, const uint64_t *x, const uint64_t *y) {
    for (uint32_t i = 0; i < n_words(s, p); i++)
        if (x[i] & ~y[i]) return false;
    return true;
}

static bool is_disjoint(const Solver *s, uint32_t p, const uint64_t *x, const uint64_t *y) {
    for (uint32_t i = 0; i < n_words(s, p); i++)
        if (x[i] & y[i]) return false;
    return true;
}

/* ---- incompatibilities -------------------------------------------------------------------------------- */

static Incompat *incompat_new(Solver *s, const Term *terms, uint32_t n) {
    Incompat *c = ARENA_NEW(s->a, Incompat);
    c->terms = arena_dup(s->a, terms, sizeof *terms * n);
    c->n = n;
    return c;
}

static void incompat_add(Solver *s, Incompat *c) {
    for (uint32_t i = 0; i < c->n; i++) vec_push_in(s->a, &s->by_package[c->terms[i].package], c);
}

static void assign(Solver *s, Term t, const Incompat *cause) {
    uint64_t *old = s->total[t.package];
    s->total[t.package] = old ? set_op(s, t.package, SET_AND, old, t.states) : t.states;
    vec_push_in(s->a, &s->trail, (Assignment){t, s->total[t.package], cause, s->level});
}

static void backtrack(Solver *s, uint32_t level) {
    while (s->trail.len && vec_last(&s->trail).level > level) {
        Assignment *last = &vec_last(&s->trail);
        uint32_t p = last->term.package;
        if (!last->cause) s->decided[p] = false;
        s->trail.len--;
        s->total[p] = NULL;
        for (uint32_t i = s->trail.len; i-- > 0;)
            if (s->trail.data[i].term.package == p) {
                s->total[p] = s->trail.data[i].total;
                break;
            }
    }
    s->level = level;
}

/* The first assignment after which the term holds; `upto` limits the search. */
static uint32_t satisfier(const Solver *s, const Term *t, uint32_t upto) {
    for (uint32_t i = 0; i < upto; i++)
        if (s->trail.data[i].term.package == t->package && is_subset(s, t->package, s->trail.data[i].total, t->states))
            return i;
    return upto;
}

static bool is_failure(const Incompat *c) {
    return c->n == 0 || (c->n == 1 && c->terms[0].package == 0);
}

/* Level of the latest assignment needed before `last` so that the incompatibility follows at `last`. */
static uint32_t previous_level(const Solver *s, const Incompat *c, uint32_t last) {
    const Assignment *at = &s->trail.data[last];
    uint32_t level = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const Term *t = &c->terms[i];
        uint32_t k;
        if (t->package != at->term.package) {
            k = satisfier(s, t, last);
        } else { /* the earlier assignments that the last one needs beside it */
            if (is_subset(s, t->package, at->term.states, t->states)) continue;
            for (k = 0; k < last; k++) {
                const Assignment *b = &s->trail.data[k];
                if (b->term.package != t->package) continue;
                bool enough = true;
                for (uint32_t w = 0; w < n_words(s, t->package); w++)
                    enough = enough && !(b->total[w] & at->term.states[w] & ~t->states[w]);
                if (enough) break;
            }
        }
        if (k < last && s->trail.data[k].level > level) level = s->trail.data[k].level;
    }
    return level;
}

static Incompat *resolve_pair(Solver *s, const Incompat *c, const Incompat *cause, uint32_t package,
                              const uint64_t *rest) {
    VEC(Term) terms = {0};
    const Incompat *both[] = {c, cause};
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < both[k]->n; i++) {
            const Term *t = &both[k]->terms[i];
            uint32_t j = 0;
            if (t->package == package) continue;
            while (j < terms.len && terms.data[j].package != t->package) j++;
            if (j < terms.len)
                terms.data[j].states = set_op(s, t->package, SET_AND, terms.data[j].states, t->states);
            else
                vec_push_in(s->a, &terms, *t);
        }
    if (rest) vec_push_in(s->a, &terms, (Term){package, (uint64_t *)rest});
    Incompat *made = incompat_new(s, terms.data, terms.len);
    made->left = c;
    made->right = cause;
    return made;
}

/* Conflict-driven learning: the root cause of a satisfied incompatibility, after jumping back to where it
 * first follows. NULL: there is no solution (*failure is the proof). */
static Incompat *resolve_conflict(Solver *s, Incompat *c, Incompat **failure) {
    while (!is_failure(c)) {
        uint32_t last = 0;
        const Term *term = NULL;
        for (uint32_t i = 0; i < c->n; i++) {
            uint32_t k = satisfier(s, &c->terms[i], s->trail.len);
            if (!term || k > last) {
                last = k;
                term = &c->terms[i];
            }
        }
        Assignment *at = &s->trail.data[last];
        uint32_t level = previous_level(s, c, last);
        if (!at->cause || level < at->level) {
            backtrack(s, level);
            incompat_add(s, c);
            return c;
        }
        /* What the satisfier does not cover of the term stays as a term of its own. */
        uint64_t *rest = NULL;
        if (!is_subset(s, term->package, at->term.states, term->states)) {
            uint64_t *minus = set_op(s, term->package, SET_MINUS, at->term.states, term->states);
            rest = set_op(s, term->package, SET_MINUS, set_all(s, term->package), minus);
        }
        c = resolve_pair(s, c, at->cause, term->package, rest);
    }
    *failure = c;
    return NULL;
}

typedef enum Relation { REL_SATISFIED, REL_ALMOST, REL_OTHER } Relation;

static Relation relation(const Solver *s, const Incompat *c, const Term **open) {
    *open = NULL;
    for (uint32_t i = 0; i < c->n; i++) {
        const Term *t = &c->terms[i];
        const uint64_t *total = s->total[t->package];
        if (total && is_subset(s, t->package, total, t->states)) continue;
        if (total && is_disjoint(s, t->package, total, t->states)) return REL_OTHER;
        if (*open) return REL_OTHER;
        *open = t;
    }
    return *open ? REL_ALMOST : REL_SATISFIED;
}

/* Unit propagation from one package; false: no solution. */
static bool propagate(Solver *s, uint32_t package, Incompat **failure) {
    VEC(uint32_t) changed = {0};
    vec_push_in(s->a, &changed, package);
    while (changed.len) {
        uint32_t p = vec_pop(&changed);
        for (uint32_t i = s->by_package[p].len; i-- > 0;) {
            Incompat *c = s->by_package[p].data[i];
            const Term *open;
            Relation r = relation(s, c, &open);
            if (r == REL_SATISFIED) {
                c = resolve_conflict(s, c, failure);
                if (!c) return false;
                changed.len = 0;
                r = relation(s, c, &open);
                MOJ_ASSERT(r == REL_ALMOST);
                i = 0; /* the rest of this package's list is looked at again */
            }
            if (r == REL_ALMOST) {
                uint64_t *negated = set_op(s, open->package, SET_MINUS, set_all(s, open->package), open->states);
                assign(s, (Term){open->package, negated}, c);
                vec_push_in(s->a, &changed, open->package);
            }
        }
    }
    return true;
}

/* ---- decisions ------------------------------------------------------------------------------------------ */

/* The undecided package that must be chosen and has the fewest versions left; n_packages: none. */
static uint32_t next_package(const Solver *s) {
    uint32_t best = s->src->n_packages, best_count = UINT32_MAX;
    for (uint32_t p = 0; p < s->src->n_packages; p++) {
        uint32_t count = 0, n = n_states(s, p) - 1;
        if (s->decided[p] || !s->total[p] || has(s->total[p], n)) continue;
        for (uint32_t v = 0; v < n; v++) count += has(s->total[p], v);
        if (count < best_count) {
            best_count = count;
            best = p;
        }
    }
    return best;
}

static uint32_t pick_version(const Solver *s, uint32_t p) {
    uint32_t n = n_states(s, p) - 1;
    int64_t wish = s->src->preferred ? s->src->preferred(s->src->ctx, p) : -1;
    if (wish >= 0 && wish < n && has(s->total[p], (uint32_t)wish)) return (uint32_t)wish;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = s->src->minimal ? i : n - 1 - i;
        if (has(s->total[p], v)) return v;
    }
    return n;
}

/* Learns what a version needs, then chooses it unless that is already impossible. */
static void decide(Solver *s, uint32_t p) {
    uint32_t v = pick_version(s, p), n_deps = 0;
    const SolveDep *deps = s->src->deps(s->src->ctx, p, v, &n_deps);
    bool conflict = false;
    uint64_t *self = set_new(s, p);
    put(self, v);
    for (uint32_t i = 0; i < n_deps; i++) {
        uint32_t q = deps[i].package, n = n_states(s, q) - 1;
        uint64_t *refused = set_new(s, q);
        put(refused, n);
        for (uint32_t k = 0; k < n; k++)
            if (!deps[i].accepts[k]) put(refused, k);
        Term terms[] = {{p, self}, {q, refused}};
        if (q == p) terms[0].states = set_op(s, p, SET_AND, self, refused);
        Incompat *c = incompat_new(s, terms, q == p ? 1 : 2);
        c->owner = p;
        c->owner_version = v;
        c->dep = &deps[i];
        incompat_add(s, c);
        if (q == p) conflict = conflict || !deps[i].accepts[v];
        else conflict = conflict || (s->total[q] && is_subset(s, q, s->total[q], refused));
    }
    if (conflict) return; /* propagation finds it */
    s->level++;
    s->decided[p] = true;
    assign(s, (Term){p, self}, NULL);
}

/* ---- explanation ---------------------------------------------------------------------------------------- */

static void print_states(Solver *s, StrBuf *out, uint32_t p, const uint64_t *states) {
    uint32_t n = n_states(s, p) - 1, count = 0;
    for (uint32_t v = 0; v < n; v++) count += has(states, v);
    if (count == n) {
        sb_puts(out, n == 1 ? "" : " (any version)");
        return;
    }
    bool first = true;
    for (uint32_t v = 0; v < n; v++) {
        if (!has(states, v)) continue;
        uint32_t end = v;
        while (end + 1 < n && has(states, end + 1)) end++;
        Str from = s->src->version(s->src->ctx, p, v), to = s->src->version(s->src->ctx, p, end);
        sb_puts(out, first ? " " : ", ");
        if (v == end) sb_str(out, from);
        else if (end + 1 == n) sb_printf(out, ">=" STR_FMT, STR_ARG(from));
        else sb_printf(out, STR_FMT " to " STR_FMT, STR_ARG(from), STR_ARG(to));
        first = false;
        v = end;
    }
}

static void print_subject(Solver *s, StrBuf *out, const Term *t) {
    if (t->package == 0) {
        sb_puts(out, "your project");
        return;
    }
    sb_str(out, s->src->name(s->src->ctx, t->package));
    print_states(s, out, t->package, t->states);
}

/* ", but there are only 1.0.0 and 1.1.0": the highest few. */
static void print_what_there_is(Solver *s, StrBuf *out, uint32_t p) {
    enum { FEW = 6 };
    uint32_t n = n_states(s, p) - 1;
    if (!n) {
        sb_puts(out, ", which has no version");
        return;
    }
    sb_puts(out, n == 1 ? ", but there is only " : n > FEW ? ", but there are only …, " : ", but there are only ");
    for (uint32_t v = n > FEW ? n - FEW : 0, first = v; v < n; v++) {
        Str text = s->src->version(s->src->ctx, p, v);
        sb_printf(out, "%s" STR_FMT, v == first ? "" : v + 1 == n ? " and " : ", ", STR_ARG(text));
    }
}

/* "The root is needed" and "the root depends on any version of its member" say nothing. */
static bool is_trivial(const Solver *s, const Incompat *c) {
    if (c->left) return false;
    if (!c->dep) return true;
    bool all = c->owner == 0 && n_states(s, c->dep->package) > 1 && str_eq_c(c->dep->text, "*");
    for (uint32_t v = 0; v + 1 < n_states(s, c->dep->package); v++) all = all && c->dep->accepts[v];
    return all;
}

static void print_incompat(Solver *s, StrBuf *out, const Incompat *c) {
    if (c->dep) {
        Term self = {c->owner, set_new(s, c->owner)};
        put(self.states, c->owner_version);
        print_subject(s, out, &self);
        uint32_t n = n_states(s, c->dep->package) - 1;
        bool any = false;
        for (uint32_t v = 0; v < n; v++) any = any || c->dep->accepts[v];
        Str name = s->src->name(s->src->ctx, c->dep->package);
        sb_printf(out, " depends on " STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(c->dep->text));
        if (!any) print_what_there_is(s, out, c->dep->package);
        return;
    }
    if (is_failure(c)) {
        sb_puts(out, "no choice is left");
        return;
    }
    /* Terms without the "not chosen" state are conditions; with it, requirements that cannot be met. */
    uint32_t positive = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const Term *t = &c->terms[i];
        if (has(t->states, n_states(s, t->package) - 1)) continue;
        if (positive++) sb_puts(out, " and ");
        print_subject(s, out, t);
    }
    bool needs = false;
    for (uint32_t i = 0; i < c->n; i++) {
        const Term *t = &c->terms[i];
        if (!has(t->states, n_states(s, t->package) - 1)) continue;
        Term other = {t->package, set_op(s, t->package, SET_MINUS, set_all(s, t->package), t->states)};
        sb_puts(out, needs ? " or " : positive ? " needs " : "one needs ");
        print_subject(s, out, &other);
        needs = true;
    }
    if (!needs) sb_puts(out, positive > 1 ? " cannot be used together" : " cannot be used");
}

/* Post-order: causes before what follows from them; each line once, later ones refer to it by number. */
static void explain(Solver *s, StrBuf *out, Incompat *root) {
    VEC(Incompat *) stack = {0};
    vec_push_in(s->a, &stack, root);
    while (stack.len) {
        Incompat *c = vec_last(&stack);
        Incompat *left = (Incompat *)c->left, *right = (Incompat *)c->right;
        if (c->line) {
            stack.len--;
        } else if (!c->seen && left) {
            c->seen = true;
            if (!right->line) vec_push_in(s->a, &stack, right);
            if (!left->line) vec_push_in(s->a, &stack, left);
        } else {
            stack.len--;
            /* what only repeats the line before it with something trivial is that line */
            bool one_cause = left && (left->line == UINT32_MAX || right->line == UINT32_MAX);
            bool repeats = left && ((one_cause && is_failure(c)) || left->line == right->line);
            if (is_trivial(s, c) || repeats) {
                c->line = !left ? UINT32_MAX : left->line == UINT32_MAX ? right->line : left->line;
                continue;
            }
            c->line = ++s->n_lines;
            sb_printf(out, "%3u. ", c->line);
            if (c->dep && s->src->blamed) s->src->blamed(s->src->ctx, c->owner, c->owner_version, c->dep);
            if (left) {
                const char *joint = "because of ";
                const Incompat *causes[] = {left, right};
                for (int i = 0; i < 2; i++)
                    if (causes[i]->line != UINT32_MAX && (i == 0 || right->line != left->line)) {
                        sb_printf(out, "%s%u", joint, causes[i]->line);
                        joint = " and ";
                    }
                if (joint[0] == ' ') sb_puts(out, ": ");
            }
            print_incompat(s, out, c);
            sb_char(out, '\n');
        }
    }
}

bool solve(Arena *arena, const SolveSource *source, int64_t *choice, const char **why) {
    Solver s = {.a = arena, .src = source};
    Incompat *failure = NULL;
    s.by_package = ARENA_ARRAY(arena, IncompatList, source->n_packages);
    s.total = ARENA_ARRAY(arena, uint64_t *, source->n_packages);
    s.decided = ARENA_ARRAY(arena, bool, source->n_packages);
    /* The root must be chosen: "not chosen" is impossible. */
    uint64_t *absent = set_new(&s, 0);
    put(absent, n_states(&s, 0) - 1);
    Term root = {0, absent};
    Incompat *start = incompat_new(&s, &root, 1);
    incompat_add(&s, start);
    uint32_t next = 0;
    while (next < source->n_packages) {
        if (!propagate(&s, next, &failure)) {
            StrBuf text = {0};
            explain(&s, &text, failure);
            *why = arena_strndup(arena, text.p ? text.p : "", text.len);
            sb_done(&text);
            return false;
        }
        next = next_package(&s);
        if (next < source->n_packages) decide(&s, next);
    }
    for (uint32_t p = 0; p < source->n_packages; p++) {
        choice[p] = -1;
        if (!s.decided[p]) continue;
        for (uint32_t v = 0; v + 1 < n_states(&s, p); v++)
            if (has(s.total[p], v)) choice[p] = v;
    }
    return true;
}
