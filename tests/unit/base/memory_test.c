/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas, vectors, maps, names, threads. */
#include "base_tests.h"

START_TEST(test_base_arena__blocks_and_marks) {
    Arena a;
    arena_init(&a);
    ck_assert_uint_eq(a.total, 0);
    char *first = arena_strdup(&a, "first");
    ArenaMark m = arena_mark(&a);
    for (int i = 0; i < 2000; i++) {
        char *p = arena_alloc(&a, (size_t)i);
        ck_assert_uint_eq((uintptr_t)p & 7, 0);
        memset(p, 0x5a, (size_t)i);
    }
    void *wide = arena_alloc_slow(&a, 40, 16);
    ck_assert_uint_eq((uintptr_t)wide & 15, 0);
    memset(arena_alloc(&a, 5 << 20), 1, 5 << 20);
    arena_release(&a, m);
    ck_assert_str_eq(first, "first");
    ck_assert_uint_le(a.total, 4096);
    int *zero = ARENA_ARRAY(&a, int, 1000);
    for (int i = 0; i < 1000; i++) ck_assert_int_eq(zero[i], 0);
    StrBuf want = {0};
    sb_repeat(&want, 'x', 1000);
    ck_assert_str_eq(arena_printf(&a, "%s!", want.p) + 999, "x!");
    sb_done(&want);
    arena_release(&a, (ArenaMark){0});
    ck_assert_uint_eq(a.total, 0);
    arena_done(&a);
}
END_TEST

START_TEST(test_base_vec__heap_and_arena) {
    Arena a;
    arena_init(&a);
    VEC(uint64_t) h = {0}, in = {0};
    for (uint64_t i = 0; i < 10000; i++) {
        vec_push(&h, i * i);
        vec_push_in(&a, &in, i * i);
    }
    ck_assert_uint_eq(h.len, 10000);
    for (uint32_t i = 0; i < 10000; i++) {
        ck_assert_uint_eq(h.data[i], (uint64_t)i * i);
        ck_assert_uint_eq(in.data[i], (uint64_t)i * i);
    }
    ck_assert_uint_eq(vec_pop(&h), 9999ull * 9999);
    ck_assert_uint_eq(vec_last(&h), 9998ull * 9998);
    vec_done(&h);
    arena_done(&a);
}
END_TEST

START_TEST(test_base_map__put_get_order) {
    Map m = {0};
    ck_assert_ptr_null(map_get_u(&m, 1));
    for (uint64_t i = 0; i < 5000; i++) map_put_u(&m, i * 4096, (void *)(uintptr_t)(i + 1));
    map_put_u(&m, 4096, (void *)77);
    ck_assert_uint_eq(m.len, 5000);
    for (uint64_t i = 0; i < 5000; i++)
        ck_assert_uint_eq((uintptr_t)map_get_u(&m, i * 4096), i == 1 ? 77 : i + 1);
    ck_assert(!map_has_u(&m, 3));
    ck_assert(map_has_u(&m, 0));
    uint64_t n = 0;
    MAP_EACH(&m, e) ck_assert_uint_eq(e->key, 4096 * n++);
    map_put(&m, &n, NULL);
    ck_assert(map_has(&m, &n));
    ck_assert_ptr_null(map_get(&m, &n));
    map_done(&m);
}
END_TEST

START_TEST(test_base_map__strings) {
    StrMap m = {0};
    char key[32];
    for (int i = 0; i < 3000; i++) {
        int n = snprintf(key, sizeof key, "key%d", i);
        strmap_put(&m, (Str){key, (size_t)n}, (void *)(uintptr_t)(i + 1));
    }
    strmap_put(&m, STR(""), &m);
    for (int i = 0; i < 3000; i++) {
        int n = snprintf(key, sizeof key, "key%d", i);
        ck_assert_uint_eq((uintptr_t)strmap_get(&m, (Str){key, (size_t)n}), (uintptr_t)i + 1);
    }
    ck_assert_ptr_eq(strmap_get(&m, STR("")), &m);
    ck_assert(!strmap_has(&m, STR("key3000")));
    strmap_done(&m);
}
END_TEST

START_TEST(test_base_names__known_and_new) {
    Name a = name_of("foundation_test_name"), b = name_intern("foundation_test_name!", 20);
    ck_assert_ptr_eq(a, b);
    ck_assert_uint_eq(a->known, 0);
    ck_assert(!name_is(a, NM_self));
    ck_assert_ptr_eq(name_of("self"), NAME_(self));
    ck_assert(name_is(name_of("__add__"), NM_add));
    ck_assert_str_eq(name_known(NM_Int)->chars, "Int");
    Name empty = name_intern("", 0);
    ck_assert_uint_eq(empty->len, 0);
    ck_assert_ptr_eq(empty, name_of(""));
    for (int i = 1; i < NM_COUNT; i++) ck_assert_uint_eq(name_known(i)->known, i);
}
END_TEST

enum { N_WORDS = 20000 };
static Name seen[8][N_WORDS];

static void intern_all(void *ctx, size_t worker) {
    for (int i = 0; i < N_WORDS; i++) {
        char word[32];
        int k = worker % 2 ? i : N_WORDS - 1 - i,
            n = snprintf(word, sizeof word, "thread_word_%d", k);
        seen[worker][k] = name_intern(word, (size_t)n);
    }
}

START_TEST(test_base_names__many_threads) {
    parallel_for(8, 8, intern_all, NULL);
    for (int i = 0; i < N_WORDS; i++)
        for (int w = 1; w < 8; w++) ck_assert_ptr_eq(seen[0][i], seen[w][i]);
    char word[32];
    snprintf(word, sizeof word, "thread_word_%d", 1234);
    ck_assert_str_eq(seen[3][1234]->chars, word);
}
END_TEST

static void count_up(void *ctx, size_t i) {
    __atomic_add_fetch((uint64_t *)ctx, i, __ATOMIC_RELAXED);
}

START_TEST(test_base_thread__parallel_for) {
    for (int threads = 0; threads <= 4; threads++) {
        uint64_t sum = 0;
        parallel_for(threads, 1001, count_up, &sum);
        ck_assert_uint_eq(sum, 500500);
        parallel_for(threads, 0, count_up, &sum);
        ck_assert_uint_eq(sum, 500500);
    }
    ck_assert_int_ge(cpu_count(), 1);
    uint64_t t = time_ns();
    ck_assert_uint_ge(time_ns(), t);
}
END_TEST

START_TEST(test_base_hash__spreads) {
    /* All short keys give different hashes, and each input bit moves about half of the output bits.
     */
    char buf[40] = {0};
    uint64_t last = 0;
    for (size_t len = 0; len <= sizeof buf; len++) {
        uint64_t h = hash_bytes(buf, len, 0);
        ck_assert_uint_ne(h, last);
        ck_assert_uint_eq(h, hash_bytes(buf, len, 0));
        ck_assert_uint_ne(h, hash_bytes(buf, len, 1));
        last = h;
        for (size_t bit = 0; bit < len * 8; bit++) {
            buf[bit / 8] = (char)(1 << bit % 8);
            int moved = __builtin_popcountll(h ^ hash_bytes(buf, len, 0));
            buf[bit / 8] = 0;
            ck_assert_int_ge(moved, 12);
            ck_assert_int_le(moved, 52);
        }
    }
}
END_TEST

void base_memory_cases(Suite *s) {
    UNIT_CASE(s, "arena", test_base_arena__blocks_and_marks, test_base_vec__heap_and_arena);
    UNIT_CASE(s, "map", test_base_map__put_get_order, test_base_map__strings,
              test_base_hash__spreads);
    UNIT_CASE(s, "names", test_base_names__known_and_new, test_base_names__many_threads);
    UNIT_CASE(s, "thread", test_base_thread__parallel_for);
}
