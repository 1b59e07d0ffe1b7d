/* SPDX-License-Identifier: Apache-2.0 */
/* Heap wrappers and the bump allocator.
 * Blocks form a list, newest first; a mark is the newest block and its fill. Under AddressSanitizer
 * each allocation is a block of its own, so that overruns and uses after release are seen.
 *
 * Blocks of 4 KiB to 1 MiB come from a pool of huge pages: a compiler touches much memory once, and one
 * fault for 2 MiB is far cheaper than 512 faults (a fifth of the time of a compilation at -O0). The pool
 * keeps what is freed for the next arena; sizes are powers of two and one and a half times these, and only the pool's are. */
#include "base/base.h"

#include <pthread.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_OWN_BLOCKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_OWN_BLOCKS 1
#endif
#endif
#ifndef ARENA_OWN_BLOCKS
#define ARENA_OWN_BLOCKS 0
#endif

enum { FIRST_BLOCK = 4000, LARGEST_BLOCK = (1 << 20) - 64 };

struct ArenaBlock {
    ArenaBlock *prev;
    size_t size; /* bytes of data */
    _Alignas(16) char data[];
};

void moj_assert_fail(const char *file, int line, const char *cond) {
    fprintf(stderr, "mojo: internal fault at %s:%d: %s\n", file, line, cond);
    fflush(stderr);
    abort();
}

static void oom_default(size_t size) {
    fprintf(stderr, "mojo: out of memory (%zu bytes wanted)\n", size);
    exit(70);
}

void (*moj_oom_hook)(size_t size) = oom_default;

static NORETURN void out_of_memory(size_t size) {
    moj_oom_hook(size);
    abort(); /* the hook must not return */
}

void *xmalloc(size_t size) {
    void *p = malloc(size ? size : 1);
    if (UNLIKELY(!p)) out_of_memory(size);
    return p;
}

void *xcalloc(size_t n, size_t size) {
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (UNLIKELY(!p)) out_of_memory(n * size);
    return p;
}

void *xrealloc(void *p, size_t size) {
    p = realloc(p, size ? size : 1);
    if (UNLIKELY(!p)) out_of_memory(size);
    return p;
}

char *xstrdup(const char *s) {
    size_t n = strlen(s) + 1;
    return memcpy(xmalloc(n), s, n);
}

/* ---- the pool ---------------------------------------------------------------------------------- */
enum { POOL_LEAST = 4096, POOL_MOST = 1 << 20, POOL_CLASSES = 18, HUGE_PAGE = 1 << 21, POOL_CHUNK = 4 << 20 };

static struct {
    pthread_mutex_t lock;
    char *cur, *end;
    ArenaBlock *free[POOL_CLASSES]; /* by class; 0 is none */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Class k: 4096 << (k - 1) / 2 bytes, half as much again for even k. */
static size_t class_size(int k) {
    size_t size = (size_t)POOL_LEAST << (k - 1) / 2;
    return k % 2 ? size : size + size / 2;
}

/* The class of a block's whole size when it is the pool's, else 0. */
static int pool_class(size_t total) {
    if (ARENA_OWN_BLOCKS || total <= 2048 || total > POOL_MOST) return 0;
    int k = 1;
    while (class_size(k) < total) k++;
    return k;
}

static void pool_refill(void) {
    char *p = mmap(NULL, POOL_CHUNK + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) out_of_memory(POOL_CHUNK);
    pool.cur = (char *)(((uintptr_t)p + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
    pool.end = pool.cur + POOL_CHUNK;
#ifdef MADV_HUGEPAGE
    madvise(pool.cur, POOL_CHUNK, MADV_HUGEPAGE);
#endif
}

static ArenaBlock *pool_take(int k) {
    pthread_mutex_lock(&pool.lock);
    ArenaBlock *b = pool.free[k];
    if (b) {
        pool.free[k] = b->prev;
    } else {
        if ((size_t)(pool.end - pool.cur) < class_size(k)) pool_refill();
        b = (ArenaBlock *)(void *)pool.cur;
        pool.cur += class_size(k);
    }
    pthread_mutex_unlock(&pool.lock);
    return b;
}

static void block_free(ArenaBlock *b) {
    int k = pool_class(sizeof(ArenaBlock) + b->size);
    if (!k) {
        free(b);
        return;
    }
    pthread_mutex_lock(&pool.lock);
    b->prev = pool.free[k];
    pool.free[k] = b;
    pthread_mutex_unlock(&pool.lock);
}

void arena_init(Arena *a) {
    *a = (Arena){.next_size = FIRST_BLOCK};
}

void arena_init_sized(Arena *a, size_t hint) {
    *a = (Arena){.next_size = hint < 64 ? 64 : hint};
}

static void free_blocks(Arena *a, ArenaBlock *until) {
    while (a->block != until) {
        ArenaBlock *b = a->block;
        MOJ_ASSERT(b);
        a->block = b->prev;
        a->total -= b->size;
        block_free(b);
    }
}

void arena_done(Arena *a) {
    free_blocks(a, NULL);
    arena_init(a);
}

static void push_block(Arena *a, size_t size) {
    if (UNLIKELY(size > SIZE_MAX - sizeof(ArenaBlock))) out_of_memory(size);
    int k = pool_class(sizeof(ArenaBlock) + size);
    if (k) size = class_size(k) - sizeof(ArenaBlock);
    ArenaBlock *b = k ? pool_take(k) : xmalloc(sizeof(ArenaBlock) + size);
    b->prev = a->block;
    b->size = size;
    a->block = b;
    a->total += size;
    a->cur = b->data;
    a->end = b->data + size;
}

void *arena_alloc_slow(Arena *a, size_t size, size_t align) {
    MOJ_ASSERT(align <= 16 && (align & (align - 1)) == 0);
    if (ARENA_OWN_BLOCKS) {
        push_block(a, size);
        void *p = a->block->data;
        a->cur = a->end; /* no room is left over for the inline path */
        return p;
    }
    uintptr_t at = ((uintptr_t)a->cur + align - 1) & ~(uintptr_t)(align - 1);
    if (!a->cur || at > (uintptr_t)a->end || size > (uintptr_t)a->end - at) {
        size_t block = a->next_size ? a->next_size : FIRST_BLOCK;
        a->next_size = block < LARGEST_BLOCK ? block * 2 : LARGEST_BLOCK;
        /* A large piece gets a block with room behind it, so that small ones go on there. */
        if (size > block / 2) {
            if (UNLIKELY(size > SIZE_MAX / 2)) out_of_memory(size);
            block += size;
        }
        push_block(a, block);
        at = (uintptr_t)a->cur;
    }
    a->cur = (char *)at + size;
    return (char *)at;
}

void *arena_calloc(Arena *a, size_t size) {
    void *p = arena_alloc(a, size ? size : 1);
    return memset(p, 0, size);
}

void *arena_dup(Arena *a, const void *p, size_t size) {
    void *q = arena_alloc(a, size ? size : 1);
    if (size) memcpy(q, p, size);
    return q;
}

char *arena_strndup(Arena *a, const char *s, size_t len) {
    char *p = arena_alloc(a, len + 1);
    if (len) memcpy(p, s, len);
    p[len] = '\0';
    return p;
}

char *arena_strdup(Arena *a, const char *s) {
    return arena_strndup(a, s, strlen(s));
}

char *arena_printf(Arena *a, const char *fmt, ...) {
    char small[256];
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    MOJ_ASSERT(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return p;
}

ArenaMark arena_mark(const Arena *a) {
    return (ArenaMark){a->block, a->cur};
}

void arena_release(Arena *a, ArenaMark m) {
    free_blocks(a, m.block);
    a->cur = m.cur;
    a->end = m.block ? m.block->data + m.block->size : NULL;
}
