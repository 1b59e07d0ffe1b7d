/* SPDX-License-Identifier: Apache-2.0 */
/* Insertion-ordered hash maps: entries in a dense array, slots with index + 1, linear probing,
 * at most 5/8 full. */
#include "base/base.h"

static inline uint32_t spread(uint64_t key) {
    key *= 0x9e3779b97f4a7c15ull;
    return (uint32_t)(key >> 32);
}

/* Makes room for one more entry. True when the slots were made anew (empty). */
static bool grow(void **entries, size_t entry_size, uint32_t len, uint32_t *cap, uint32_t **slots,
                 uint32_t *n_slots) {
    if (len == *cap) vec_grow_heap(entries, cap, len + 1, entry_size);
    if ((uint64_t)(len + 1) * 8 <= (uint64_t)*n_slots * 5) return false;
    uint32_t n = *n_slots ? *n_slots * 2 : 16;
    MOJ_ASSERT(n > *n_slots);
    free(*slots);
    *slots = xcalloc(n, sizeof **slots);
    *n_slots = n;
    return true;
}

/* ---- integers and pointers ----------------------------------------------------------------------
 */

void map_done(Map *m) {
    free(m->entries);
    free(m->slots);
    *m = (Map){0};
}

/* Slot of the key, or the empty slot where it belongs. */
static uint32_t find_u(const Map *m, uint64_t key) {
    uint32_t mask = m->n_slots - 1, i = spread(key) & mask;
    while (m->slots[i] && m->entries[m->slots[i] - 1].key != key) i = (i + 1) & mask;
    return i;
}

static MapEntry *entry_u(const Map *m, uint64_t key) {
    if (!m->n_slots) return NULL;
    uint32_t slot = m->slots[find_u(m, key)];
    return slot ? &m->entries[slot - 1] : NULL;
}

void *map_get_u(const Map *m, uint64_t key) {
    MapEntry *e = entry_u(m, key);
    return e ? e->value : NULL;
}

bool map_has_u(const Map *m, uint64_t key) {
    return entry_u(m, key) != NULL;
}

void map_put_u(Map *m, uint64_t key, void *value) {
    MapEntry *e = entry_u(m, key);
    if (e) {
        e->value = value;
        return;
    }
    /* NOLINTBEGIN(clang-analyzer-core.NullDereference): there are entries and slots after grow */
    if (grow((void **)&m->entries, sizeof *m->entries, m->len, &m->cap, &m->slots, &m->n_slots))
        for (uint32_t i = 0; i < m->len; i++) m->slots[find_u(m, m->entries[i].key)] = i + 1;
    uint32_t slot = find_u(m, key);
    m->entries[m->len] = (MapEntry){key, value};
    m->slots[slot] = ++m->len;
    /* NOLINTEND(clang-analyzer-core.NullDereference) */
}

void *map_get(const Map *m, const void *key) {
    return map_get_u(m, (uintptr_t)key);
}

bool map_has(const Map *m, const void *key) {
    return map_has_u(m, (uintptr_t)key);
}

void map_put(Map *m, const void *key, void *value) {
    map_put_u(m, (uintptr_t)key, value);
}

/* ---- strings ------------------------------------------------------------------------------------
 */

void strmap_done(StrMap *m) {
    for (uint32_t i = 0; i < m->len; i++) free((char *)m->entries[i].key.p);
    free(m->entries);
    free(m->slots);
    *m = (StrMap){0};
}

static uint32_t find_str(const StrMap *m, Str key) {
    uint32_t mask = m->n_slots - 1, i = (uint32_t)hash_bytes(key.p, key.len, 0) & mask;
    while (m->slots[i] && !str_eq(m->entries[m->slots[i] - 1].key, key)) i = (i + 1) & mask;
    return i;
}

static StrMapEntry *entry_str(const StrMap *m, Str key) {
    if (!m->n_slots) return NULL;
    uint32_t slot = m->slots[find_str(m, key)];
    return slot ? &m->entries[slot - 1] : NULL;
}

void *strmap_get(const StrMap *m, Str key) {
    StrMapEntry *e = entry_str(m, key);
    return e ? e->value : NULL;
}

bool strmap_has(const StrMap *m, Str key) {
    return entry_str(m, key) != NULL;
}

void strmap_put(StrMap *m, Str key, void *value) {
    StrMapEntry *e = entry_str(m, key);
    if (e) {
        e->value = value;
        return;
    }
    /* NOLINTBEGIN(clang-analyzer-core.NullDereference): there are entries and slots after grow */
    if (grow((void **)&m->entries, sizeof *m->entries, m->len, &m->cap, &m->slots, &m->n_slots))
        for (uint32_t i = 0; i < m->len; i++) m->slots[find_str(m, m->entries[i].key)] = i + 1;
    uint32_t slot = find_str(m, key);
    char *copy = xmalloc(key.len + 1);
    if (key.len) memcpy(copy, key.p, key.len);
    copy[key.len] = '\0';
    m->entries[m->len] = (StrMapEntry){{copy, key.len}, value};
    m->slots[slot] = ++m->len;
    /* NOLINTEND(clang-analyzer-core.NullDereference) */
}
