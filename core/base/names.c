/* SPDX-License-Identifier: Apache-2.0 */
/* The interner. Lookups take no lock: they probe a table of atomic pointers that only gains
 * entries. A new name is added under a lock; when the table is too full a larger copy is published
 * and the old one stays (linked), because a reader may still be in it. */
#include "base/base.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct NameTable NameTable;
struct NameTable {
    NameTable *old;
    uint32_t mask;
    _Atomic(NameRec *) slots[];
};

static _Atomic(NameTable *) current;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Arena records;
static uint32_t n_names;
static NameRec *known[NM_COUNT];

enum { FIRST_SLOTS = 4096 };

static NameTable *table_new(uint32_t n_slots) {
    NameTable *t = xcalloc(1, sizeof *t + n_slots * sizeof t->slots[0]);
    t->mask = n_slots - 1;
    return t;
}

/* The record, or NULL and the empty slot it belongs in. */
static inline NameRec *probe(NameTable *t, const char *p, size_t len, uint32_t hash,
                             uint32_t *slot) {
    uint32_t i = hash & t->mask;
    for (;; i = (i + 1) & t->mask) {
        NameRec *n = atomic_load_explicit(&t->slots[i], memory_order_acquire);
        if (!n) break;
        if (n->hash == hash && n->len == len && memcmp(n->chars, p, len) == 0) return n;
    }
    *slot = i;
    return NULL;
}

/* Under the lock. */
static NameTable *grow(NameTable *t) {
    NameTable *bigger = table_new((t->mask + 1) * 2);
    bigger->old = t;
    for (uint32_t i = 0; i <= t->mask; i++) {
        NameRec *n = atomic_load_explicit(&t->slots[i], memory_order_relaxed);
        if (!n) continue;
        uint32_t at = n->hash & bigger->mask;
        while (atomic_load_explicit(&bigger->slots[at], memory_order_relaxed))
            at = (at + 1) & bigger->mask;
        atomic_store_explicit(&bigger->slots[at], n, memory_order_relaxed);
    }
    atomic_store_explicit(&current, bigger, memory_order_release);
    return bigger;
}

/* Under the lock; t has room. */
static NameRec *add(NameTable *t, const char *p, size_t len, uint32_t hash, uint16_t nm) {
    uint32_t slot;
    NameRec *n = probe(t, p, len, hash, &slot);
    if (n) return n;
    MOJ_ASSERT(len < UINT32_MAX);
    n = arena_alloc(&records, sizeof *n + len + 1);
    n->hash = hash;
    n->len = (uint32_t)len;
    n->known = nm;
    memcpy(n->chars, p, len);
    n->chars[len] = '\0';
    n_names++;
    atomic_store_explicit(&t->slots[slot], n, memory_order_release);
    return n;
}

static inline uint32_t hash_name(const char *p, size_t len) {
    return (uint32_t)hash_bytes(p, len, 0);
}

static NameTable *start(void) {
    static const char *const texts[NM_COUNT] = {
#define NAME(id, text) [NM_##id] = text,
#include "base/names.def"
#undef NAME
    };
    _Static_assert(NM_COUNT * 2 < FIRST_SLOTS, "the first table holds all known names");
    pthread_mutex_lock(&lock);
    NameTable *t = atomic_load_explicit(&current, memory_order_relaxed);
    if (!t) {
        t = table_new(FIRST_SLOTS);
        arena_init_sized(&records, 1 << 16);
        for (int i = 1; i < NM_COUNT; i++) {
            size_t len = strlen(texts[i]);
            known[i] = add(t, texts[i], len, hash_name(texts[i], len), (uint16_t)i);
        }
        /* Published last: whoever sees the table also sees all of known[]. */
        atomic_store_explicit(&current, t, memory_order_release);
    }
    pthread_mutex_unlock(&lock);
    return t;
}

static inline NameTable *table(void) {
    NameTable *t = atomic_load_explicit(&current, memory_order_acquire);
    return LIKELY(t != NULL) ? t : start();
}

Name name_intern(const char *p, size_t len) {
    uint32_t hash = hash_name(p, len), slot;
    NameRec *n = probe(table(), p, len, hash, &slot);
    if (LIKELY(n != NULL)) return n;
    pthread_mutex_lock(&lock);
    NameTable *t = atomic_load_explicit(&current, memory_order_relaxed);
    if ((uint64_t)(n_names + 1) * 2 > t->mask) t = grow(t);
    n = add(t, p, len, hash, 0);
    pthread_mutex_unlock(&lock);
    return n;
}

Name name_of(const char *cstr) {
    return name_intern(cstr, strlen(cstr));
}

Name name_known(int nm) {
    MOJ_ASSERT(nm > 0 && nm < NM_COUNT);
    table();
    return known[nm];
}
