/* SPDX-License-Identifier: Apache-2.0 */
/* The table is an ordinary open-addressing hash map that keeps insertion order, as the other side's. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint64_t hash;
    int64_t key, value;
} Entry;
typedef struct {
    Entry *entries;
    int32_t *slots;
    int64_t n_slots, len;
} Map;

static uint64_t hash_of(int64_t key) {
    __uint128_t m = (__uint128_t)(0x9E3779B97F4A7C15ull ^ (uint64_t)key) * 0xD6E8FEB86659FD93ull;
    return (uint64_t)(m >> 64) ^ (uint64_t)m;
}

static void grow(Map *m) {
    m->n_slots = m->n_slots ? m->n_slots * 2 : 16;
    m->entries = realloc(m->entries, sizeof(Entry) * (size_t)(m->n_slots * 7 / 8));
    m->slots = realloc(m->slots, sizeof(int32_t) * (size_t)m->n_slots);
    memset(m->slots, 255, sizeof(int32_t) * (size_t)m->n_slots);
    for (int64_t i = 0; i < m->len; i++) {
        uint64_t at = m->entries[i].hash & (uint64_t)(m->n_slots - 1);
        while (m->slots[at] >= 0) at = (at + 1) & (uint64_t)(m->n_slots - 1);
        m->slots[at] = (int32_t)i;
    }
}

static int64_t *find(Map *m, int64_t key, int insert) {
    uint64_t h = hash_of(key), at = 0;
    if (m->len >= m->n_slots * 7 / 8 && insert) grow(m);
    for (at = h & (uint64_t)(m->n_slots - 1); m->n_slots && m->slots[at] >= 0;
         at = (at + 1) & (uint64_t)(m->n_slots - 1)) {
        Entry *e = &m->entries[m->slots[at]];
        if (e->hash == h && e->key == key) return &e->value;
    }
    if (!insert) return NULL;
    m->slots[at] = (int32_t)m->len;
    m->entries[m->len] = (Entry){h, key, 0};
    return &m->entries[m->len++].value;
}

int main(int argc, char **argv) {
    long n = atol(argv[1]), state = 42, key = 0, mask = (1 << 24) - 1;
    uint8_t *codes = malloc((size_t)n);
    Map counts = {0};
    for (long i = 0; i < n; i++) {
        state = (state * 3877 + 29573) % 139968;
        codes[i] = (uint8_t)((state >> 5) & 3);
    }
    for (long i = 0; i < n; i++) {
        key = ((key << 2) | codes[i]) & mask;
        if (i >= 11) {
            int64_t *old = find(&counts, key, 0), value = old ? *old : 0;
            *find(&counts, key, 1) = value + 1;
        }
    }
    int64_t largest = 0, checksum = 0;
    for (int64_t i = 0; i < counts.len; i++) {
        if (counts.entries[i].value > largest) largest = counts.entries[i].value;
        checksum = (checksum + counts.entries[i].key * counts.entries[i].value) % 1000000007;
    }
    printf("%ld %ld %ld\n", (long)counts.len, (long)largest, (long)checksum);
    return 0;
}
