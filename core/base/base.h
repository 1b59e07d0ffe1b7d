/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary of the core: arenas, strings, interned names, vectors, maps, big integers, files.
 * Every other folder includes this header; it includes nothing of the core.
 * Out of memory ends the process through moj_oom() (one hook, which tests replace). */
#ifndef MOJ_BASE_BASE_H
#define MOJ_BASE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define MUST_USE __attribute__((warn_unused_result))
#define NORETURN __attribute__((noreturn))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* ---- assertions: our own bugs ------------------------------------------------------------------ */
/* Prints file, line and condition and aborts (exit 70 in release builds of batch tools). */
NORETURN void moj_assert_fail(const char *file, int line, const char *cond);
#define MOJ_ASSERT(c) ((c) ? (void)0 : moj_assert_fail(__FILE__, __LINE__, #c))
#define MOJ_UNREACHABLE() moj_assert_fail(__FILE__, __LINE__, "unreachable")

/* ---- memory ------------------------------------------------------------------------------------ */
extern void (*moj_oom_hook)(size_t size); /* called when malloc fails; must not return */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

/* Bump allocator. Nothing is freed one by one; all of it goes at arena_done or back to a mark. */
typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    char *cur, *end;
    ArenaBlock *block; /* newest first */
    size_t total;      /* bytes held in blocks, for statistics and budgets */
    size_t next_size;  /* size of the next block */
} Arena;
typedef struct ArenaMark {
    ArenaBlock *block;
    char *cur;
} ArenaMark;

void arena_init(Arena *a);                   /* holds no memory until first use */
void arena_init_sized(Arena *a, size_t hint); /* first block of about `hint` bytes */
void arena_done(Arena *a);
void *arena_alloc_slow(Arena *a, size_t size, size_t align);
/* Uninitialised memory, aligned to 8 (align must be ≤ 16 and a power of two). */
static inline void *arena_alloc(Arena *a, size_t size) {
    size = (size + 7u) & ~(size_t)7u;
    if (LIKELY(size <= (size_t)(a->end - a->cur))) {
        void *p = a->cur;
        a->cur += size;
        return p;
    }
    return arena_alloc_slow(a, size, 8);
}
void *arena_calloc(Arena *a, size_t size);
void *arena_dup(Arena *a, const void *p, size_t size);
char *arena_strdup(Arena *a, const char *s);
char *arena_strndup(Arena *a, const char *s, size_t len); /* adds a NUL */
char *arena_printf(Arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
ArenaMark arena_mark(const Arena *a);
void arena_release(Arena *a, ArenaMark m);
#define ARENA_NEW(a, T) ((T *)arena_calloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_calloc((a), sizeof(T) * (size_t)(n)))

/* ---- strings ----------------------------------------------------------------------------------- */
/* Borrowed bytes, not NUL-terminated, usually UTF-8. */
typedef struct Str {
    const char *p;
    size_t len;
} Str;
#define STR(lit) ((Str){(lit), sizeof(lit) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, (s).p
static inline Str str_of(const char *s) {
    return (Str){s, strlen(s)};
}
static inline bool str_eq(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}
static inline bool str_eq_c(Str a, const char *b) {
    return str_eq(a, str_of(b));
}
static inline bool str_starts(Str a, Str prefix) {
    return a.len >= prefix.len && memcmp(a.p, prefix.p, prefix.len) == 0;
}
static inline bool str_ends(Str a, Str suffix) {
    return a.len >= suffix.len && memcmp(a.p + a.len - suffix.len, suffix.p, suffix.len) == 0;
}
static inline Str str_sub(Str a, size_t from, size_t to) {
    return (Str){a.p + from, to - from};
}
int str_cmp(Str a, Str b);
Str arena_str(Arena *a, Str s); /* copy, NUL added */
/* Damerau-Levenshtein distance of code units, at most `limit` + 1 ("did you mean"). */
size_t str_distance(Str a, Str b, size_t limit);

/* Growing text buffer on the heap; always NUL-terminated once anything was added. */
typedef struct StrBuf {
    char *p;
    size_t len, cap;
} StrBuf;
void sb_done(StrBuf *b);
void sb_reserve(StrBuf *b, size_t more);
void sb_add(StrBuf *b, const char *p, size_t len);
void sb_char(StrBuf *b, char c);
void sb_puts(StrBuf *b, const char *s);
void sb_str(StrBuf *b, Str s);
void sb_repeat(StrBuf *b, char c, size_t n);
void sb_printf(StrBuf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void sb_vprintf(StrBuf *b, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
char *sb_take(StrBuf *b); /* heap string, caller frees; the buffer is empty again */
static inline Str sb_view(const StrBuf *b) {
    return (Str){b->p ? b->p : "", b->len};
}

/* ---- UTF-8 ------------------------------------------------------------------------------------- */
/* Decodes one code point at p (p < end). Returns its length 1..4, or 0 when the bytes are not valid
 * UTF-8 (overlong, surrogate, > U+10FFFF, truncated); then *cp is U+FFFD. */
int utf8_decode(const char *p, const char *end, uint32_t *cp);
int utf8_encode(uint32_t cp, char out[4]);                   /* length; 0 for surrogates and > U+10FFFF */
size_t utf8_valid_prefix(const char *p, size_t len);         /* bytes before the first invalid one */
size_t utf8_width(Str s);                                    /* terminal columns (wide East Asian and emoji 2) */
bool unicode_xid_start(uint32_t cp);                         /* as Python's identifiers, plus '_' */
bool unicode_xid_continue(uint32_t cp);
bool unicode_is_emoji(uint32_t cp);

/* ---- interned names ---------------------------------------------------------------------------- */
/* Names are compared by pointer. The interner is the one global of the core; it is thread-safe and
 * its names live as long as the process. `known` is the NM_… number of a name of names.def, else 0. */
typedef struct NameRec {
    uint32_t hash;
    uint32_t len;
    uint16_t known;
    char chars[]; /* NUL-terminated */
} NameRec;
typedef const NameRec *Name;

enum {
    NM_NONE,
#define NAME(id, text) NM_##id,
#include "base/names.def"
#undef NAME
    NM_COUNT
};
Name name_intern(const char *p, size_t len);
Name name_of(const char *cstr);
Name name_known(int nm); /* NM_… → Name */
#define NAME_(id) name_known(NM_##id)
static inline bool name_is(Name n, int nm) {
    return n && n->known == nm;
}
static inline Str name_str(Name n) {
    return (Str){n->chars, n->len};
}

/* ---- vectors ----------------------------------------------------------------------------------- */
/* VEC(T) is a struct; VecT typedefs are made where they are used. On the heap: vec_push / vec_done.
 * In an arena: vec_push_in (old storage is abandoned to the arena). Never mix the two on one vector. */
#define VEC(T)                                                                                         \
    struct {                                                                                           \
        T *data;                                                                                       \
        uint32_t len, cap;                                                                             \
    }
void vec_grow_heap(void **data, uint32_t *cap, uint32_t need, size_t size);
void vec_grow_arena(Arena *a, void **data, uint32_t len, uint32_t *cap, uint32_t need, size_t size);
#define vec_push(v, ...)                                                                               \
    ((v)->len == (v)->cap                                                                              \
         ? vec_grow_heap((void **)&(v)->data, &(v)->cap, (v)->len + 1, sizeof *(v)->data)              \
         : (void)0,                                                                                    \
     (v)->data[(v)->len++] = (__VA_ARGS__))
#define vec_push_in(a, v, ...)                                                                         \
    ((v)->len == (v)->cap ? vec_grow_arena((a), (void **)&(v)->data, (v)->len, &(v)->cap,              \
                                           (v)->len + 1, sizeof *(v)->data)                            \
                          : (void)0,                                                                   \
     (v)->data[(v)->len++] = (__VA_ARGS__))
#define vec_pop(v) ((v)->data[--(v)->len])
#define vec_last(v) ((v)->data[(v)->len - 1])
#define vec_done(v) (free((v)->data), (v)->data = NULL, (v)->len = (v)->cap = 0)

/* ---- maps -------------------------------------------------------------------------------------- */
/* Open addressing on the heap; iteration (MAP_EACH) is in insertion order. Removal is not offered. */
uint64_t hash_bytes(const void *p, size_t len, uint64_t seed);
static inline uint64_t hash_mix(uint64_t h, uint64_t v) {
    h ^= v + 0x9e3779b97f4a7c15ull + (h << 6) + (h >> 2);
    h *= 0xff51afd7ed558ccdull;
    return h ^ (h >> 32);
}
typedef struct MapEntry {
    uint64_t key;
    void *value;
} MapEntry;
typedef struct Map { /* key: a pointer or an integer; value: pointer (or integer cast to one) */
    MapEntry *entries;
    uint32_t *slots; /* index + 1 into entries */
    uint32_t len, cap, n_slots;
} Map;
void map_done(Map *m);
void *map_get(const Map *m, const void *key); /* NULL when absent */
bool map_has(const Map *m, const void *key);
void map_put(Map *m, const void *key, void *value); /* replaces */
void *map_get_u(const Map *m, uint64_t key);
bool map_has_u(const Map *m, uint64_t key);
void map_put_u(Map *m, uint64_t key, void *value);
#define MAP_EACH(m, e)                                                                                 \
    for (MapEntry *e = (m)->entries, *e##_end = (m)->len ? e + (m)->len : e; e != e##_end; e++)

typedef struct StrMapEntry {
    Str key; /* owned by the map */
    void *value;
} StrMapEntry;
typedef struct StrMap {
    StrMapEntry *entries;
    uint32_t *slots;
    uint32_t len, cap, n_slots;
} StrMap;
void strmap_done(StrMap *m);
void *strmap_get(const StrMap *m, Str key);
bool strmap_has(const StrMap *m, Str key);
void strmap_put(StrMap *m, Str key, void *value);

/* ---- SHA-256: names of content ------------------------------------------------------------------ */
typedef struct Sha256 {
    uint32_t state[8];
    uint64_t len;
    uint8_t buf[64];
} Sha256;
void sha256_init(Sha256 *s);
void sha256_add(Sha256 *s, const void *data, size_t n);
void sha256_text(Sha256 *s, const char *text); /* with its end, so that parts cannot run together; NULL is fine */
void sha256_done(Sha256 *s, uint8_t out[32]);
void sha256_hex(const uint8_t hash[32], char out[65]);

/* ---- big integers ------------------------------------------------------------------------------ */
/* Sign and magnitude, immutable, in an arena (or interned with the value that holds them).
 * Results are limited to BIG_MAX_BITS; past it the functions return NULL ("too large"). */
#define BIG_MAX_BITS (1u << 22)
typedef struct Big {
    bool negative; /* never for zero */
    uint32_t len;  /* limbs; 0 is the number zero; the top limb is not 0 */
    uint32_t limb[];
} Big;
const Big *big_from_i64(Arena *a, int64_t v);
const Big *big_from_u64(Arena *a, uint64_t v);
/* Digits of `base` 2, 8, 10 or 16, '_' skipped, no prefix, no sign. NULL when not a number. */
const Big *big_parse(Arena *a, Str digits, int base);
const Big *big_from_double(Arena *a, double d); /* truncates; NULL for NaN and infinities */
int big_cmp(const Big *x, const Big *y);
int big_sign(const Big *x); /* -1, 0, 1 */
const Big *big_add(Arena *a, const Big *x, const Big *y);
const Big *big_sub(Arena *a, const Big *x, const Big *y);
const Big *big_mul(Arena *a, const Big *x, const Big *y);
const Big *big_neg(Arena *a, const Big *x);
/* Floor division and modulo as Python; false when y is 0. Either out may be NULL. */
bool big_divmod(Arena *a, const Big *x, const Big *y, const Big **quot, const Big **rem);
const Big *big_pow(Arena *a, const Big *x, uint64_t e);
const Big *big_shl(Arena *a, const Big *x, uint64_t n);
const Big *big_shr(Arena *a, const Big *x, uint64_t n); /* floor, as Python */
const Big *big_and(Arena *a, const Big *x, const Big *y); /* two's complement, as Python */
const Big *big_or(Arena *a, const Big *x, const Big *y);
const Big *big_xor(Arena *a, const Big *x, const Big *y);
const Big *big_not(Arena *a, const Big *x);
/* Reduces to `bits` bits, two's complement; then as signed or unsigned. */
const Big *big_wrap(Arena *a, const Big *x, uint32_t bits, bool is_signed);
uint32_t big_bit_length(const Big *x);
bool big_fits_i64(const Big *x, int64_t *out);
bool big_fits_u64(const Big *x, uint64_t *out);
double big_to_double(const Big *x); /* nearest, ties to even; ±inf when too large */
void big_words(const Big *x, uint64_t *words, uint32_t n); /* low n*64 bits, two's complement, little end first */
char *big_to_string(Arena *a, const Big *x, int base);
uint64_t big_hash(const Big *x);

/* ---- files ------------------------------------------------------------------------------------- */
/* All return 0 or an errno value. Paths are NUL-terminated bytes. */
int file_read(const char *path, char **data, size_t *size); /* heap, NUL added; caller frees; directories: EISDIR */
int file_read_fd(int fd, char **data, size_t *size);
int file_write_atomic(const char *path, Str data); /* temporary file beside it, fsync, rename; keeps mode */
int file_replace(const char *path, Str data);      /* the same without fsync: whole unless the machine stops */
int dir_make_all(const char *path);                /* mkdir -p */
bool file_exists(const char *path);
bool file_is_regular(const char *path); /* not a pipe or a device, from which reading may never end */
bool dir_exists(const char *path);
char *path_join(Arena *a, const char *dir, const char *name);
char *path_dirname(Arena *a, const char *path);
const char *path_basename(const char *path); /* points into path */
char *path_real(Arena *a, const char *path); /* absolute, links resolved; NULL when it does not exist */
char *path_cache_dir(Arena *a);              /* $MOJO_CACHE_DIR, else $XDG_CACHE_HOME/mojo, else ~/.cache/mojo */
char *path_self_dir(Arena *a);               /* folder of the running executable */
const char *program_id(Arena *a);            /* tells builds of the running executable apart: its build id, in hex */
/* Walks what is below root in name order, folders before their contents; hidden entries and links to
 * folders are skipped; a root that is a file is given itself. Return false to stop. Unreadable folders
 * are passed over; the first errno value is returned at the end. */
typedef bool (*WalkFn)(void *ctx, const char *path, bool is_dir);
int dir_walk(const char *root, WalkFn fn, void *ctx);
int dir_list(const char *dir, WalkFn fn, void *ctx); /* the same without what is below its folders */

/* ---- time, threads ------------------------------------------------------------------------------ */
uint64_t time_ns(void); /* monotonic */
int cpu_count(void);
/* Runs fn(ctx, i) for i in 0..n on up to `threads` threads and waits. */
void parallel_for(int threads, size_t n, void (*fn)(void *ctx, size_t i), void *ctx);

#endif
