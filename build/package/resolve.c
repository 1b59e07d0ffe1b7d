/* SPDX-License-Identifier: Apache-2.0 */
/* From manifests to a choice of versions: gathers every package that could be needed with its versions, lets the
 * solver choose (locked first, then the highest), and compares the lock file. A name has one source. */
#include "bundle/bundle.h"
#include "files.h"
#include "git.h"
#include "lock.h"
#include "project.h"
#include "solve.h"

#include <errno.h>
#include <unistd.h>

typedef struct Candidate {
    Version version;
    Str text;
    const Manifest *manifest;
    Str commit, tree;
    VEC(SolveDep) deps;
} Candidate;

typedef struct Node {
    Str name;
    Str source; /* "path /…" or "git URL …": what the name is bound to */
    Str lock_source;
    bool is_member;
    bool is_gathered;
    Span asked_at; /* the first dependency on it */
    VEC(Candidate) all; /* ascending */
} Node;

typedef struct Unpacked { /* a package in one file, and where it is unpacked */
    const char *file, *folder;
} Unpacked;

typedef struct Universe {
    Project *p;
    Arena *a;
    VEC(Node) nodes; /* 0 is the project itself */
    const Lock *lock;
    GitAnswers *git;
    bool locked_only; /* what is locked stays: repositories are asked about new packages only */
    uint32_t n_held;  /* packages for which that was so */
    VEC(Unpacked) unpacked;
    VEC(Str) blamed;  /* dependencies of the project's own that an explanation names */
    bool failed;
} Universe;

static char *chars(Universe *u, Str s) {
    return arena_strndup(u->a, s.p, s.len);
}

static uint32_t find_node(const Universe *u, Str name) {
    for (uint32_t i = 1; i < u->nodes.len; i++)
        if (str_eq(u->nodes.data[i].name, name)) return i;
    return 0;
}

static void add_candidate(Universe *u, uint32_t node, const Manifest *m, Str commit, Str tree) {
    Candidate c = {.version = m->version, .text = m->version_text, .manifest = m, .commit = commit, .tree = tree};
    Node *n = &u->nodes.data[node];
    uint32_t at = n->all.len;
    while (at && version_cmp(&n->all.data[at - 1].version, &c.version) > 0) at--;
    vec_push_in(u->a, &n->all, c);
    memmove(&n->all.data[at + 1], &n->all.data[at], (n->all.len - 1 - at) * sizeof c);
    n->all.data[at] = c;
}

/* ---- gathering -------------------------------------------------------------------------------------------------- */
static bool add_path(Universe *u, uint32_t node, const Dependency *d, const char *dir) {
    if (!file_exists(path_join(u->a, dir, MANIFEST_NAME))) {
        diag_add(&u->p->sink, DIAG_dependency, d->at, "there is no mojo.toml in `" STR_FMT "`", STR_ARG(d->path));
        return false;
    }
    const Manifest *m = manifest_load(u->a, u->p->sources, dir, &u->p->sink);
    if (!m) return false;
    if (bundle_is_path(chars(u, d->path)) && !m->lib) {
        diag_add(&u->p->sink, DIAG_dependency, d->at, "the mojo.toml in `" STR_FMT "` is about another library than its files are", STR_ARG(d->path));
        return false;
    }
    if (!str_eq(m->name, d->package)) {
        Diag *g = diag_add(&u->p->sink, DIAG_dependency, d->at, "the package in `" STR_FMT "` is called `" STR_FMT "`",
                           STR_ARG(d->path), STR_ARG(m->name));
        if (m->name.len) diag_help(g, "write `" STR_FMT " = { path = … }`", STR_ARG(m->name));
        return false;
    }
    add_candidate(u, node, m, (Str){"", 0}, (Str){"", 0});
    return true;
}

/* What a git dependency is locked as: its URL, and what it names in it. */
static Str git_source(Universe *u, const Dependency *d) {
    StrBuf b = {0};
    sb_printf(&b, "git+" STR_FMT, STR_ARG(d->git));
    if (d->subdir.len) sb_printf(&b, " in " STR_FMT, STR_ARG(d->subdir));
    if (d->tag.len) sb_printf(&b, " at tag " STR_FMT, STR_ARG(d->tag));
    if (d->branch.len) sb_printf(&b, " at branch " STR_FMT, STR_ARG(d->branch));
    if (d->rev.len) sb_printf(&b, " at rev " STR_FMT, STR_ARG(d->rev));
    Str source = arena_str(u->a, sb_view(&b));
    sb_done(&b);
    return source;
}

/* [patch] of the project stands in for a package's source wherever it is asked for. */
static const Dependency *patched(const Universe *u, const Dependency *d) {
    const Manifest *root = u->p->root;
    for (uint32_t i = 0; i < root->patches.len; i++)
        if (str_eq(root->patches.data[i].package, d->package)) return &root->patches.data[i];
    return d;
}

static GitQuery query_of(Universe *u, const Dependency *d) {
    const LockEntry *e = lock_find(u->lock, d->package);
    if (e && !str_eq(e->source, git_source(u, d))) e = NULL;
    return (GitQuery){.dep = d, .locked = e, .locked_only = e && u->locked_only};
}

/* "in/a" and "../b" → "in/b"; NULL: it leaves the repository, or is no name that may stand in one. */
static const char *beside(Universe *u, Str subdir, Str path) {
    VEC(Str) parts = {0};
    const Str both[] = {subdir, path};
    if (path.len && path.p[0] == '/') return NULL;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k].len;) {
            size_t end = i;
            while (end < both[k].len && both[k].p[end] != '/') end++;
            Str part = str_sub(both[k], i, end);
            i = end + 1;
            if (!part.len || str_eq_c(part, ".")) continue;
            if (!str_eq_c(part, "..")) vec_push_in(u->a, &parts, part);
            else if (!parts.len) return NULL;
            else parts.len--;
        }
    StrBuf b = {0};
    for (uint32_t i = 0; i < parts.len; i++) sb_printf(&b, "%s" STR_FMT, i ? "/" : "", STR_ARG(parts.data[i]));
    const char *out = arena_strndup(u->a, b.p ? b.p : "", b.len);
    bool good = !b.len || !manifest_subdir_problem(sb_view(&b));
    sb_done(&b);
    return good ? out : NULL;
}

/* The tag, branch or commit that a source names: what follows " at …". */
static void take_ref(Dependency *to, Str source) {
    static const char *const kinds[] = {" at tag ", " at branch ", " at rev "};
    Str *const refs[] = {&to->tag, &to->branch, &to->rev};
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        size_t n = strlen(kinds[k]);
        for (size_t i = 0; i + n <= source.len; i++)
            if (memcmp(source.p + i, kinds[k], n) == 0) *refs[k] = str_sub(source, i + n, source.len);
    }
}

/* A path that a package from git names is another package of the same repository, at the same commit; it is bound and
 * locked as the package is. NULL: it is not there. */
static const Dependency *sibling(Universe *u, uint32_t node, const Dependency *d) {
    Str url, subdir;
    const Node *n = &u->nodes.data[node];
    git_split_source(n->lock_source, &url, &subdir);
    const char *in = beside(u, subdir, d->path);
    if (!in) return NULL;
    Dependency *s = ARENA_NEW(u->a, Dependency);
    *s = *d;
    s->path = s->tag = s->branch = s->rev = (Str){"", 0};
    s->git = url;
    s->subdir = str_of(in);
    take_ref(s, n->lock_source);
    return s;
}

static bool is_sibling(const Universe *u, const Candidate *c, const Dependency *d) {
    return c->commit.len && d->path.len && patched(u, d) == d;
}

/* The lock has the sibling, and what is locked stays. */
static const LockEntry *held_sibling(Universe *u, const Dependency *s) {
    const LockEntry *e = u->locked_only ? lock_find(u->lock, s->package) : NULL;
    return e && str_eq(e->source, git_source(u, s)) ? e : NULL;
}

static GitQuery sibling_query(Universe *u, const Dependency *s, Str commit) {
    const LockEntry *e = held_sibling(u, s);
    Dependency *at = ARENA_NEW(u->a, Dependency);
    *at = *s;
    at->tag = at->branch = (Str){"", 0};
    at->rev = commit;
    return (GitQuery){.dep = at, .locked = e, .locked_only = e != NULL, .may_fail = true};
}

/* Asks all repositories that candidates of these nodes name, at once. */
static void prefetch(Universe *u, uint32_t from, uint32_t to) {
    VEC(GitQuery) all = {0};
    for (uint32_t n = from; n < to; n++)
        for (uint32_t v = 0; v < u->nodes.data[n].all.len; v++) {
            const Candidate *c = &u->nodes.data[n].all.data[v];
            for (uint32_t i = 0; i < c->manifest->deps.len; i++) {
                const Dependency *own = &c->manifest->deps.data[i], *d = patched(u, own);
                if (own->is_dev && !u->nodes.data[n].is_member) continue;
                const Dependency *s = is_sibling(u, c, own) ? sibling(u, n, own) : NULL;
                if (s) vec_push_in(u->a, &all, sibling_query(u, s, c->commit));
                else if (d->git.len && !find_node(u, d->package)) vec_push_in(u->a, &all, query_of(u, d));
            }
        }
    if (all.len) git_prefetch(u->git, all.data, all.len);
}

static bool add_git(Universe *u, uint32_t node, const Dependency *d) {
    GitQuery q = query_of(u, d);
    GitFound *found;
    uint32_t n;
    const char *why = NULL;
    u->n_held += q.locked_only;
    if (!git_versions(u->git, &q, &found, &n, &why)) {
        diag_add(&u->p->sink, DIAG_dependency, d->at, "`" STR_FMT "`: %s", STR_ARG(d->package), why);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) add_candidate(u, node, found[i].manifest, found[i].commit, found[i].tree);
    return true;
}

/* A name has one source. */
static bool is_bound(Universe *u, uint32_t node, const Dependency *d, Str source) {
    const Node *n = &u->nodes.data[node];
    if (str_eq(n->source, source)) return true;
    Diag *g = diag_add(&u->p->sink, DIAG_dependency, d->at,
                       "`" STR_FMT "` is wanted from " STR_FMT ", but the name is bound to " STR_FMT, STR_ARG(d->package),
                       STR_ARG(source), STR_ARG(n->source));
    if (n->asked_at.file) diag_label(g, n->asked_at, "bound here");
    diag_help(g, "a package has one source in a project: name the same one in both places");
    return false;
}

/* The file that a package was unpacked from, or NULL. */
static const char *file_of(const Universe *u, const Manifest *m) {
    for (uint32_t i = 0; i < u->unpacked.len; i++)
        if (strcmp(u->unpacked.data[i].folder, m->dir) == 0) return u->unpacked.data[i].file;
    return NULL;
}

/* Paths in a package that came in one file are meant from where the file lies. */
static const char *base_of(const Universe *u, const Manifest *from) {
    const char *file = file_of(u, from);
    return file ? path_dirname(u->a, file) : from->dir;
}

/* The folder of a path dependency, and how its source is called; NULL after a diagnostic. */
static const char *path_folder(Universe *u, const Manifest *from, const Dependency *d, Str *source) {
    const char *given = d->path.p[0] == '/' ? chars(u, d->path) : path_join(u->a, base_of(u, from), chars(u, d->path));
    const char *real = path_real(u->a, given), *why = NULL;
    bool is_file = bundle_is_path(given);
    if (!real) {
        diag_add(&u->p->sink, DIAG_dependency, d->at, "there is no %s `%s`", is_file ? "file" : "folder", given);
        return NULL;
    }
    *source = str_of(arena_printf(u->a, "the %s %s", is_file && !dir_exists(real) ? "file" : "folder", real));
    if (!is_file || dir_exists(real)) return real;
    Unpacked at = {real, bundle_unpack(real, u->a, NULL, &why)};
    if (!at.folder) diag_add(&u->p->sink, DIAG_dependency, d->at, "`%s` %s", real, why);
    else vec_push_in(u->a, &u->unpacked, at);
    return at.folder;
}

/* The node a dependency is about; made when it is new. */
static uint32_t node_of(Universe *u, const Manifest *from, const Dependency *wanted) {
    const Dependency *d = patched(u, wanted);
    if (d != wanted) from = u->p->root;
    const char *dir = NULL;
    Str source, lock_source = {"", 0};
    if (d->path.len) {
        dir = path_folder(u, from, d, &source);
        if (!dir) return 0;
    } else {
        lock_source = source = git_source(u, d);
    }
    uint32_t known = find_node(u, d->package);
    if (known) return is_bound(u, known, d, source) ? known : 0;
    vec_push_in(u->a, &u->nodes,
                (Node){.name = d->package, .source = source, .lock_source = lock_source, .asked_at = d->at});
    uint32_t node = u->nodes.len - 1;
    return (dir ? add_path(u, node, d, dir) : add_git(u, node, d)) ? node : 0;
}

static void gather_one(Universe *u, uint32_t node, uint32_t v);

/* Makes the node of another package of the same repository, or adds the version that it has at this commit. One that is
 * not there at a commit leaves the parent of that commit without a choice. */
static bool add_sibling(Universe *u, uint32_t node, uint32_t v, const Dependency *d) {
    if (bundle_is_path(chars(u, d->path))) {
        diag_add(&u->p->sink, DIAG_dependency, d->at, "a package from git cannot depend on a package in one file");
        return false;
    }
    const Dependency *s = sibling(u, node, d);
    Str commit = u->nodes.data[node].all.data[v].commit;
    if (!s) {
        diag_add(&u->p->sink, DIAG_dependency, d->at, "a package from git cannot depend on a path outside of its repository");
        return false;
    }
    Str source = git_source(u, s);
    uint32_t to = find_node(u, s->package);
    if (to && !is_bound(u, to, d, source)) return false;
    bool held = held_sibling(u, s) != NULL;
    if (!to) {
        vec_push_in(u->a, &u->nodes, (Node){.name = s->package, .source = source, .lock_source = source, .asked_at = d->at});
        to = u->nodes.len - 1;
        u->n_held += held;
    } else if (held) {
        return true;
    }
    for (uint32_t i = 0; i < u->nodes.data[to].all.len; i++)
        if (str_eq(u->nodes.data[to].all.data[i].commit, commit)) return true;
    GitQuery q = sibling_query(u, s, commit);
    GitFound *found;
    uint32_t n = 0;
    const char *why = NULL;
    if (!git_versions(u->git, &q, &found, &n, &why) || !n) return true;
    add_candidate(u, to, found[0].manifest, found[0].commit, found[0].tree);
    for (uint32_t i = 0; u->nodes.data[to].is_gathered && i < u->nodes.data[to].all.len; i++)
        if (str_eq(u->nodes.data[to].all.data[i].commit, found[0].commit)) gather_one(u, to, i);
    return true;
}

/* Nodes for the dependencies of one candidate. */
static void gather_one(Universe *u, uint32_t node, uint32_t v) {
    const Candidate c = u->nodes.data[node].all.data[v];
    for (uint32_t i = 0; i < c.manifest->deps.len; i++) {
        const Dependency *d = &c.manifest->deps.data[i];
        if (d->is_dev && !u->nodes.data[node].is_member) continue;
        if (!(is_sibling(u, &c, d) ? add_sibling(u, node, v, d) : node_of(u, c.manifest, d) != 0)) u->failed = true;
    }
}

static void gather(Universe *u, uint32_t node) {
    u->nodes.data[node].is_gathered = true;
    for (uint32_t v = 0; v < u->nodes.data[node].all.len; v++) gather_one(u, node, v);
}

/* Dependencies of one node's candidates, once all nodes are there. */
static void link_deps(Universe *u, uint32_t node) {
    Node *n = &u->nodes.data[node];
    for (uint32_t v = 0; v < n->all.len; v++) {
        Candidate *c = &n->all.data[v];
        for (uint32_t i = 0; i < c->manifest->deps.len; i++) {
            const Dependency *d = &c->manifest->deps.data[i];
            uint32_t to = d->is_dev && !n->is_member ? 0 : find_node(u, d->package);
            if (!to) continue;
            const Node *t = &u->nodes.data[to];
            bool *accepts = ARENA_ARRAY(u->a, bool, t->all.len + 1);
            bool beside_it = is_sibling(u, c, d);
            for (uint32_t k = 0; k < t->all.len; k++)
                accepts[k] = (!d->has_version || requirement_matches(&d->version, &t->all.data[k].version)) &&
                             (!beside_it || str_eq(t->all.data[k].commit, c->commit));
            SolveDep s = {to, accepts, d->has_version ? d->version.text : STR("*")};
            vec_push_in(u->a, &c->deps, s);
        }
    }
}

/* ---- what the solver asks --------------------------------------------------------------------------------------- */
static Str ask_name(void *ctx, uint32_t p) {
    return ((Universe *)ctx)->nodes.data[p].name;
}
static uint32_t ask_count(void *ctx, uint32_t p) {
    return ((Universe *)ctx)->nodes.data[p].all.len;
}
static Str ask_version(void *ctx, uint32_t p, uint32_t v) {
    return ((Universe *)ctx)->nodes.data[p].all.data[v].text;
}
static const SolveDep *ask_deps(void *ctx, uint32_t p, uint32_t v, uint32_t *n) {
    const Candidate *c = &((Universe *)ctx)->nodes.data[p].all.data[v];
    *n = c->deps.len;
    return c->deps.data;
}
static int64_t ask_preferred(void *ctx, uint32_t p) {
    const Universe *u = ctx;
    const Node *n = &u->nodes.data[p];
    const LockEntry *e = p ? lock_find(u->lock, n->name) : NULL;
    for (uint32_t v = 0; e && v < n->all.len; v++)
        if (str_eq(n->all.data[v].text, e->version) && str_eq(n->all.data[v].commit, e->commit)) return v;
    return -1;
}

/* ---- the result -------------------------------------------------------------------------------------------------- */
static int by_name(const void *x, const void *y) {
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

static int entry_by_name(const void *x, const void *y) {
    return str_cmp(((const LockEntry *)x)->name, ((const LockEntry *)y)->name);
}

static Str newest(const Node *n) {
    for (uint32_t v = n->all.len; v-- > 0;)
        if (!n->all.data[v].version.pre.len || v == 0) return n->all.data[v].text;
    return (Str){"", 0};
}

static void take_packages(Universe *u, const int64_t *choice) {
    Project *p = u->p;
    uint32_t *index = ARENA_ARRAY(u->a, uint32_t, u->nodes.len), *order = ARENA_ARRAY(u->a, uint32_t, u->nodes.len), n = 0;
    for (uint32_t i = 1; i < u->nodes.len; i++)
        if (choice[i] >= 0 && u->nodes.data[i].is_member) order[n++] = i;
    p->n_members = n;
    VEC(Str) names = {0};
    for (uint32_t i = 1; i < u->nodes.len; i++)
        if (choice[i] >= 0 && !u->nodes.data[i].is_member) vec_push_in(u->a, &names, u->nodes.data[i].name);
    if (names.len) qsort(names.data, names.len, sizeof(Str), by_name);
    for (uint32_t i = 0; i < names.len; i++) order[n++] = find_node(u, names.data[i]);
    for (uint32_t i = 0; i < n; i++) index[order[i]] = i;
    for (uint32_t i = 0; i < n; i++) {
        const Node *node = &u->nodes.data[order[i]];
        const Candidate *c = &node->all.data[choice[order[i]]];
        Package k = {.manifest = c->manifest, .name = node->name, .version = c->text, .dir = c->manifest->dir,
                     .file = file_of(u, c->manifest), .source = node->lock_source, .commit = c->commit, .tree = c->tree, .is_member = node->is_member, .newest = newest(node)};
        for (uint32_t d = 0; d < c->manifest->deps.len; d++) {
            const Dependency *dep = &c->manifest->deps.data[d];
            uint32_t to = dep->is_dev && !node->is_member ? 0 : find_node(u, dep->package);
            if (!to) continue;
            vec_push_in(u->a, &k.deps, index[to]);
            vec_push_in(u->a, &k.dep_is_dev, dep->is_dev);
            vec_push_in(u->a, &k.dep_decls, dep);
        }
        vec_push_in(u->a, &p->packages, k);
    }
}

/* A package that needs itself cannot be built; development dependencies may lead back. */
static bool find_cycle(Project *p, uint32_t at, uint8_t *state, uint32_t *path, uint32_t depth) {
    state[at] = 1;
    path[depth] = at;
    const Package *k = &p->packages.data[at];
    for (uint32_t i = 0; i < k->deps.len; i++) {
        uint32_t to = k->deps.data[i];
        if (k->dep_is_dev.data[i] || state[to] == 2) continue;
        if (state[to] == 0) {
            if (find_cycle(p, to, state, path, depth + 1)) return true;
            continue;
        }
        StrBuf b = {0};
        uint32_t from = depth;
        while (path[from] != to) from--;
        for (uint32_t n = from; n <= depth; n++) sb_printf(&b, "`" STR_FMT "` needs ", STR_ARG(p->packages.data[path[n]].name));
        sb_printf(&b, "`" STR_FMT "`", STR_ARG(p->packages.data[to].name));
        diag_add(&p->sink, DIAG_dependency, SPAN_NONE, "packages need each other: %s", b.p);
        sb_done(&b);
        return true;
    }
    state[at] = 2;
    return false;
}

static bool has_cycle(Project *p) {
    uint8_t *state = ARENA_ARRAY(&p->arena, uint8_t, p->packages.len + 1);
    uint32_t *path = ARENA_ARRAY(&p->arena, uint32_t, p->packages.len + 1);
    for (uint32_t i = 0; i < p->packages.len; i++)
        if (state[i] == 0 && find_cycle(p, i, state, path, 0)) return true;
    return false;
}

static Lock lock_of(Project *p) {
    Lock l = {0};
    for (uint32_t i = 0; i < p->packages.len; i++) {
        const Package *k = &p->packages.data[i];
        LockEntry e = {.name = k->name, .version = k->version, .source = k->source, .commit = k->commit, .tree = k->tree};
        for (uint32_t d = 0; d < k->deps.len; d++) {
            Str name = p->packages.data[k->deps.data[d]].name;
            bool have = false;
            for (uint32_t n = 0; n < e.deps.len; n++) have |= str_eq(e.deps.data[n], name);
            if (!have) vec_push_in(&p->arena, &e.deps, name);
        }
        if (e.deps.len) qsort(e.deps.data, e.deps.len, sizeof(Str), by_name);
        vec_push_in(&p->arena, &l.entries, e);
    }
    if (l.entries.len) qsort(l.entries.data, l.entries.len, sizeof(LockEntry), entry_by_name);
    return l;
}

/* What differs between two locks, in words; NULL: nothing that matters. */
static const char *difference(Project *p, const Lock *old, const Lock *new) {
    for (uint32_t i = 0; i < new->entries.len; i++) {
        const LockEntry *n = &new->entries.data[i], *o = lock_find(old, n->name);
        if (!o) return arena_printf(&p->arena, "`" STR_FMT "` is missing", STR_ARG(n->name));
        if (!str_eq(o->version, n->version))
            return arena_printf(&p->arena, "`" STR_FMT "` is " STR_FMT " there and has to be " STR_FMT, STR_ARG(n->name),
                                STR_ARG(o->version), STR_ARG(n->version));
        if (!str_eq(o->source, n->source) || !str_eq(o->commit, n->commit) || !str_eq(o->tree, n->tree))
            return arena_printf(&p->arena, "the source of `" STR_FMT "` differs", STR_ARG(n->name));
    }
    for (uint32_t i = 0; i < old->entries.len; i++)
        if (!lock_find(new, old->entries.data[i].name))
            return arena_printf(&p->arena, "`" STR_FMT "` is not needed", STR_ARG(old->entries.data[i].name));
    return "the text differs from what mojo writes";
}

/* Does the lock file have to change? Fails where --locked forbids it. */
static bool lock_holds(Project *p, const Lock *before, const Lock *now, Str text, const char **why) {
    if (!p->options.locked || str_eq(text, before->text)) return true;
    *why = before->text.len ? arena_printf(&p->arena, "mojo.lock does not fit the manifests (%s), and --locked forbids to change it",
                                           difference(p, before, now))
                            : "there is no mojo.lock, and --locked forbids to write one";
    return false;
}

static bool write_lock(Project *p, Str text, const char **why) {
    char *path = path_join(&p->arena, p->dir, LOCK_NAME);
    int err = files_write(path, text);
    if (err) *why = arena_printf(&p->arena, "cannot write `%s`: %s", path, strerror(err));
    return err == 0;
}

/* The files first, the lock last: what the lock names has been here. */
static bool settle(Project *p, const Lock *before, const char **why) {
    Lock now = lock_of(p);
    StrBuf b = {0};
    lock_print(&b, &now);
    Str text = sb_view(&b);
    bool ok = lock_holds(p, before, &now, text, why) && git_materialise(p, why) &&
              (str_eq(text, before->text) || write_lock(p, text, why));
    sb_done(&b);
    return ok;
}

/* What `update` names is forgotten before solving; the rest of the lock is preferred. */
static Lock remembered(Project *p, const Lock *before) {
    const ProjectOptions *o = &p->options;
    Lock kept = {.text = before->text};
    for (uint32_t i = 0; i < before->entries.len && !o->update_all; i++) {
        bool drop = false;
        for (uint32_t n = 0; n < o->n_update; n++) drop |= str_eq_c(before->entries.data[i].name, o->update[n]);
        if (!drop) vec_push_in(&p->arena, &kept.entries, before->entries.data[i]);
    }
    return kept;
}

static bool add_members(Universe *u) {
    Project *p = u->p;
    VEC(const Manifest *) members = {0};
    if (p->root->name.len) vec_push_in(u->a, &members, p->root);
    for (uint32_t i = 0; i < p->root->members.len; i++) {
        char *dir = path_real(u->a, path_join(u->a, p->dir, chars(u, p->root->members.data[i])));
        if (!dir || !file_exists(path_join(u->a, dir, MANIFEST_NAME))) {
            diag_add(&p->sink, DIAG_manifest, (Span){p->root->source->id, 0, 0}, "the member `" STR_FMT "` has no mojo.toml",
                     STR_ARG(p->root->members.data[i]));
            return false;
        }
        const Manifest *m = strcmp(dir, p->here->dir) == 0 ? p->here : manifest_load(u->a, p->sources, dir, &p->sink);
        if (!m) return false;
        vec_push_in(u->a, &members, m);
    }
    Candidate root = {.text = STR("0.0.0"), .manifest = p->root};
    for (uint32_t i = 0; i < members.len; i++) {
        const Manifest *m = members.data[i];
        if (find_node(u, m->name)) {
            diag_add(&p->sink, DIAG_manifest, (Span){m->source->id, 0, 0}, "two members are called `" STR_FMT "`", STR_ARG(m->name));
            return false;
        }
        Node n = {.name = m->name, .is_member = true, .source = str_of(arena_printf(u->a, "the folder %s", m->dir))};
        vec_push_in(u->a, &u->nodes, n);
        add_candidate(u, u->nodes.len - 1, m, (Str){"", 0}, (Str){"", 0});
        bool *yes = ARENA_ARRAY(u->a, bool, 1);
        *yes = true;
        SolveDep d = {u->nodes.len - 1, yes, STR("*")};
        vec_push_in(u->a, &root.deps, d);
    }
    vec_push_in(u->a, &u->nodes.data[0].all, root);
    return true;
}

/* A locked commit whose tree is another one than the lock says: somebody changed the lock, or the mirror. */
static bool trees_hold(Universe *u, const char **why) {
    for (uint32_t i = 0; i < u->p->packages.len; i++) {
        const Package *k = &u->p->packages.data[i];
        const LockEntry *e = lock_find(u->lock, k->name);
        if (!k->commit.len || !e || !str_eq(e->source, k->source) || !str_eq(e->commit, k->commit) || str_eq(e->tree, k->tree)) continue;
        *why = arena_printf(u->a, "the files of `" STR_FMT "` are not those that mojo.lock names: commit %.8s has tree %.8s, not %.8s",
                            STR_ARG(k->name), k->commit.p, k->tree.p, e->tree.p);
        return false;
    }
    return true;
}

/* All packages that could be needed, each asked for once, a layer at a time. */
static bool gather_all(Universe *u) {
    vec_push_in(u->a, &u->nodes, (Node){.name = STR("this project")});
    if (!add_members(u)) return false;
    for (uint32_t i = 1, asked = 1; i < u->nodes.len && !u->failed; i++) {
        if (i >= asked) {
            prefetch(u, i, u->nodes.len);
            asked = u->nodes.len;
        }
        gather(u, i);
    }
    for (uint32_t i = 1; i < u->nodes.len; i++) link_deps(u, i);
    return !u->failed && !u->p->sink.n_errors;
}

/* A way out: what the project itself asks for can be asked for otherwise. */
static void ask_blamed(void *ctx, uint32_t p, uint32_t v, const SolveDep *dep) {
    Universe *u = ctx;
    (void)v;
    if (!u->nodes.data[p].is_member || u->nodes.data[dep->package].is_member) return;
    Str name = u->nodes.data[dep->package].name;
    for (uint32_t i = 0; i < u->blamed.len; i++)
        if (str_eq(u->blamed.data[i], name)) return;
    vec_push_in(u->a, &u->blamed, name);
}

static const char *with_way_out(Universe *u, const char *why) {
    StrBuf b = {0};
    sb_printf(&b, "no choice of versions fits:\n%s", why);
    if (u->blamed.len) sb_puts(&b, "ask for other versions of ");
    for (uint32_t i = 0; i < u->blamed.len; i++)
        sb_printf(&b, "%s`" STR_FMT "`", i == 0 ? "" : i + 1 == u->blamed.len ? " or " : ", ", STR_ARG(u->blamed.data[i]));
    if (u->blamed.len) sb_puts(&b, " in mojo.toml, or give a package another source with [patch]");
    const char *text = arena_strndup(u->a, b.p, b.len);
    sb_done(&b);
    return text;
}

static bool choose(Universe *u, int64_t **choice, const char **why) {
    SolveSource s = {.ctx = u, .name = ask_name, .n_versions = ask_count, .version = ask_version, .deps = ask_deps,
                     .preferred = ask_preferred, .blamed = ask_blamed, .n_packages = u->nodes.len, .minimal = u->p->options.minimal};
    *choice = ARENA_ARRAY(u->a, int64_t, u->nodes.len);
    uint64_t began = time_ns();
    bool ok = solve(u->a, &s, *choice, why);
    u->p->resolve_ns = time_ns() - began;
    return ok;
}

/* `u` looks at what is locked first. */
static bool resolve_with(Universe *u, const Lock *before, const char **why) {
    Project *p = u->p;
    int64_t *choice;
    if (!gather_all(u)) return false;
    bool ok = choose(u, &choice, why);
    if (!ok && u->n_held) { /* what is locked does not go together with the rest: all versions are looked at */
        *u = (Universe){.p = p, .a = u->a, .lock = u->lock, .git = u->git};
        *why = NULL;
        if (!gather_all(u)) return false;
        ok = choose(u, &choice, why);
    }
    if (!ok) {
        *why = with_way_out(u, *why);
        return false;
    }
    take_packages(u, choice);
    if (has_cycle(p) || !trees_hold(u, why)) return false;
    return p->options.dry || settle(p, before, why);
}

bool project_resolve(Project *p, const char **why) {
    *why = NULL;
    Lock before;
    if (!lock_read(&p->arena, p->sources, path_join(&p->arena, p->dir, LOCK_NAME), &before, &p->sink)) return false;
    Lock lock = remembered(p, &before);
    Universe u = {.p = p, .a = &p->arena, .lock = &lock, .git = git_answers_new(p), .locked_only = true};
    bool ok = resolve_with(&u, &before, why);
    git_answers_done(u.git);
    return ok;
}
