/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of the uses in the workspace's files, and whether it still holds. Contract in workspace.h.
 *
 * What a file's names stand for depends on its text and on what they can mean in the files it imports: the top-level
 * declarations whose names are among its words, those whose names are among the words that can be seen of these, and so
 * on; on all that such files import; and on files that an import with one of these words could find. The sum of that is
 * the file's `meaning`. It is computed only when something was changed that the file's imports reach. */
#include "query/workspace_int.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct Meaning {
    uint32_t *slots; /* the words reached, by open addressing; 0: free */
    uint32_t n_slots, n;
    uint64_t sum;
} Meaning;

/* ---- a set of words ---------------------------------------------------------------------------------- */
static bool reached(const Meaning *m, uint32_t word) {
    if (!word) return true;
    for (uint32_t i = word;; i++) {
        uint32_t x = m->slots[i & (m->n_slots - 1)];
        if (x == word) return true;
        if (!x) return false;
    }
}

static void reach(Meaning *m, uint32_t word);

static void grow(Meaning *m) {
    Meaning bigger = {.n_slots = m->n_slots ? m->n_slots * 2 : 1024};
    bigger.slots = xcalloc(bigger.n_slots, sizeof(uint32_t));
    for (uint32_t i = 0; i < m->n_slots; i++)
        if (m->slots[i]) reach(&bigger, m->slots[i]);
    free(m->slots);
    m->slots = bigger.slots;
    m->n_slots = bigger.n_slots;
}

static void reach(Meaning *m, uint32_t word) {
    if (m->n * 2 >= m->n_slots) grow(m);
    uint32_t i = word;
    while (m->slots[i & (m->n_slots - 1)] && m->slots[i & (m->n_slots - 1)] != word) i++;
    m->n += !m->slots[i & (m->n_slots - 1)];
    m->slots[i & (m->n_slots - 1)] = word;
}

/* ---- files that imports find ----------------------------------------------------------------------------- */
static void add_place(Index *x, Map *met, const char *path, size_t n, size_t name_at) {
    uint64_t h = hash_bytes(path, n, 23);
    if (map_has_u(met, h | 1)) return;
    map_put_u(met, h | 1, (void *)1);
    const char *dot = memrchr(path + name_at, '.', n - name_at);
    Str name = {path + name_at, dot && dot != path + name_at ? (size_t)(dot - path) - name_at : n - name_at};
    NamedPlace p = {str_eq_c(name, "__init__") ? 0 : word_hash(name), h};
    vec_push(&x->places, p);
}

static void make_places(Index *x) {
    if (x->places_of == x->names && x->places.len) return;
    Map met = {0};
    x->places.len = 0;
    x->places_of = x->names;
    for (uint32_t i = 0; i < x->files.len; i++) {
        const IndexedFile *f = x->files.data[i];
        if (f->is_library || f->is_python) continue;
        size_t n = strlen(f->path), name = n;
        for (size_t end = n; end > 1; end = name - 1) { /* the file, the folder it is in, … */
            name = end;
            while (name > 0 && f->path[name - 1] != '/') name--;
            if (!name) break;
            add_place(x, &met, f->path, end, name);
        }
    }
    for (uint32_t i = 0; i < x->met.len; i++) vec_push(&x->places, x->met.data[i]);
    map_done(&met);
}

/* ---- meaning --------------------------------------------------------------------------------------------- */
static IndexedFile *file_of(Index *x, const Blob *b, const DepRec *d) {
    IndexedFile *f = map_get_u(&x->by_key, d->key);
    return f ? f : index_outside(x, blob_string(b, d->path));
}

/* Takes in the items of a file whose names were reached. True: there were new ones. */
static bool take_items(Meaning *m, const FileFacts *f, uint64_t key, uint8_t *taken) {
    bool more = false;
    for (uint32_t i = 0; i < f->n_items; i++) {
        const FactItem *x = &f->items[i];
        if (taken[i] || !reached(m, x->name)) continue;
        taken[i] = 1;
        more = true;
        uint32_t order = i && f->items[i - 1].name == x->name ? taken[i - 1] + 1u : 1; /* overloads in order */
        taken[i] = (uint8_t)(order > 250 ? 250 : order);
        m->sum += hash_mix(hash_mix(key, x->seen), (uint64_t)x->name << 8 | taken[i]);
        for (uint32_t k = 0; k < x->n; k++) reach(m, f->item_words[x->first + k]);
    }
    return more;
}

/* 0: a file that is needed is not there. */
static uint64_t meaning_of(Index *x, const FileFacts *own, const Blob *b, const DepRec *deps, uint32_t n) {
    Meaning m = {.sum = hash_mix(1, x->imports)};
    const FileFacts **facts = xcalloc((size_t)n + 1, sizeof *facts);
    uint8_t **taken = xcalloc((size_t)n + 1, sizeof *taken);
    bool all = true;
    grow(&m);
    for (uint32_t i = 0; i < own->n_words; i++) reach(&m, own->words[i]);
    for (uint32_t i = 0; i < n && all; i++) {
        const IndexedFile *f = file_of(x, b, &deps[i]);
        all = f != NULL;
        if (!f) break;
        facts[i] = index_facts(f);
        taken[i] = xcalloc((size_t)facts[i]->n_items + 1, 1);
    }
    for (bool more = all; more;) {
        more = false;
        for (uint32_t i = 0; i < n; i++) more |= take_items(&m, facts[i], deps[i].key, taken[i]);
    }
    make_places(x);
    for (uint32_t i = 0; i < x->places.len; i++)
        if (reached(&m, x->places.data[i].word)) m.sum += hash_mix(x->places.data[i].path, 7);
    for (uint32_t i = 0; i < n; i++) free(taken[i]);
    free(taken);
    free(facts);
    free(m.slots);
    return !all ? 0 : m.sum ? m.sum : 1;
}

/* ---- does it hold ---------------------------------------------------------------------------------------- */
static bool holds(Index *x, IndexedFile *f) {
    const Uses *u = &f->uses;
    if (!f->uses_blob.data || !text_sum_eq(u->head->text, index_facts(f)->text)) return false;
    bool same = u->head->files == x->names;
    for (uint32_t i = 0; i < u->n_deps; i++) {
        const IndexedFile *d = file_of(x, &f->uses_blob, &u->deps[i]);
        if (!d) return false;
        const FileFacts *now = index_facts(d);
        if (u->head->depends_on_text && !text_sum_eq(now->text, u->deps[i].text)) return false;
        same &= now->seen == u->deps[i].seen;
    }
    return same || meaning_of(x, index_facts(f), &f->uses_blob, u->deps, u->n_deps) == u->head->meaning;
}

static char *uses_path(Index *x, const IndexedFile *f, Arena *a) {
    return x->folder ? blob_path(a, x->folder, f->key, 0, ".uses") : NULL;
}

static void close_uses(Index *x, IndexedFile *f) {
    x->n_mapped -= f->uses_blob.is_mapped;
    blob_close(&f->uses_blob);
}

/* Another server may have written a newer one. */
static bool open_uses(Index *x, IndexedFile *f) {
    Arena a;
    arena_init(&a);
    const char *path = uses_path(x, f, &a);
    Blob b = {0};
    bool ok = path && blob_open(&b, path, USES_KIND, x->n_mapped < MAX_MAPPED);
    arena_done(&a);
    if (!ok) return false;
    close_uses(x, f);
    f->uses_blob = b;
    x->n_mapped += b.is_mapped;
    if (!uses_view(&f->uses_blob, &f->uses)) close_uses(x, f);
    return f->uses_blob.data != NULL;
}

const Uses *index_uses(Index *x, IndexedFile *f) {
    if (f->judged != x->state || (!f->holds && f->tried != x->calls)) {
        f->holds = holds(x, f) || (open_uses(x, f) && holds(x, f));
        f->judged = x->state; /* index_outside may have read files */
        f->tried = x->calls;
    }
    return f->holds ? &f->uses : NULL;
}

bool index_put_uses(Index *x, IndexedFile *f, const Module *m, Query *const *queries, uint32_t n) {
    BlobMaker maker;
    UsesHead head;
    if (!uses_make(&maker, &head, m, queries, n)) return false;
    uint32_t n_deps;
    DepRec *deps = uses_deps(&maker, &n_deps);
    Blob texts = {0}; /* paths of files that are needed are there only when the blob is whole */
    bool fits = text_sum_eq(head.text, index_facts(f)->text);
    for (uint32_t i = 0; i < n_deps; i++) {
        IndexedFile *d = map_get_u(&x->by_key, deps[i].key);
        if (!d) d = index_outside(x, maker.parts[0].p + deps[i].path);
        if (d && text_sum_eq(index_facts(d)->text, deps[i].text)) deps[i].seen = index_facts(d)->seen;
        else fits = false;
    }
    head.files = x->names;
    if (fits) head.meaning = meaning_of(x, index_facts(f), &texts, deps, n_deps);
    Blob b = uses_finish(&maker, &head);
    if (!fits || !head.meaning) {
        blob_close(&b);
        return false;
    }
    close_uses(x, f);
    f->uses_blob = b;
    f->holds = uses_view(&f->uses_blob, &f->uses);
    f->judged = x->state;
    if (f->document_blob.data || !f->blob.data) return f->holds; /* unsaved text is nobody else's business */
    Arena a;
    arena_init(&a);
    const char *path = uses_path(x, f, &a);
    if (path) blob_save(&f->uses_blob, path);
    if (path && x->n_mapped < MAX_MAPPED) open_uses(x, f); /* the heap need not hold it */
    arena_done(&a);
    return f->holds;
}

/* ---- files that cannot be checked --------------------------------------------------------------------------- */
enum { BAD_KIND = 3, BAD_SECONDS = 86400 };

static char *bad_path(const Index *x, const IndexedFile *f, Arena *a) {
    TextSum t = index_facts(f)->text;
    return x->folder ? blob_path(a, x->folder, hash_mix(f->key, t.a), t.b, ".bad") : NULL;
}

void index_mark_bad(Index *x, const IndexedFile *f) {
    Arena a;
    BlobMaker m;
    arena_init(&a);
    const char *path = bad_path(x, f, &a);
    blob_begin(&m, BAD_KIND);
    Blob b = blob_end(&m);
    if (path) blob_save(&b, path);
    blob_close(&b);
    arena_done(&a);
}

bool index_is_bad(const Index *x, const IndexedFile *f) {
    Arena a;
    struct stat st;
    arena_init(&a);
    const char *path = bad_path(x, f, &a);
    bool bad = path && stat(path, &st) == 0 && time(NULL) - st.st_mtime < BAD_SECONDS;
    arena_done(&a);
    return bad;
}

bool index_is_kept(const Index *x) {
    return x->folder && dir_make_all(x->folder) == 0 && access(x->folder, W_OK) == 0;
}

/* ---- words ------------------------------------------------------------------------------------------------- */
static bool has(const WordSet *w, uint32_t word) {
    for (uint32_t i = 0; i < w->list.len; i++)
        if (w->list.data[i] == word) return true;
    return false;
}

static bool add_aliases_of(const IndexedFile *f, WordSet *words) {
    const FileFacts *facts = index_facts(f);
    bool more = false;
    for (uint32_t k = 0; k < facts->n_aliases; k++) {
        if (!has(words, facts->aliases[k].from) || has(words, facts->aliases[k].to)) continue;
        vec_push(&words->list, facts->aliases[k].to);
        more = true;
    }
    return more;
}

void index_add_aliases(const Index *x, WordSet *words) {
    for (bool more = true; more && words->list.len < 64;) {
        more = false;
        for (uint32_t i = 0; i < x->files.len; i++)
            if (!x->files.data[i]->is_library) more |= add_aliases_of(x->files.data[i], words);
        for (uint32_t i = 0; i < x->outside.len; i++) more |= add_aliases_of(x->outside.data[i], words);
    }
}

bool index_has_any(const IndexedFile *f, const WordSet *words) {
    for (uint32_t i = 0; i < words->list.len; i++)
        if (facts_has_word(index_facts(f), words->list.data[i])) return true;
    return false;
}
