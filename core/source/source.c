/* SPDX-License-Identifier: Apache-2.0 */
/* The sources of a session. Readers take no lock: sources live in chunks that never move. */
#include "source/source.h"

#include "source/encoding.h"

#include <errno.h>
#include <sys/stat.h>
#include <pthread.h>
#include <stdatomic.h>

enum { FIRST_CHUNK = 256, N_CHUNKS = 24 }; /* chunk i holds FIRST_CHUNK << i sources */

typedef struct Overlay {
    char *data;
    size_t size;
} Overlay;

typedef struct Shown {
    char *from, *to;
} Shown;

struct SourceMap {
    _Atomic(_Atomic(Source *) *) chunks[N_CHUNKS];
    pthread_mutex_t lock; /* for what follows */
    uint32_t last_id;
    StrMap overlays; /* path → Overlay */
    VEC(Shown) shown;
    atomic_uint n_overlays;
};

SourceMap *source_map_new(void) {
    SourceMap *m = xcalloc(1, sizeof *m);
    pthread_mutex_init(&m->lock, NULL);
    return m;
}

void source_map_show(SourceMap *m, const char *from, const char *to) {
    Arena a;
    arena_init(&a);
    const char *real = path_real(&a, from);
    Shown s = {xstrdup(real ? real : from), xstrdup(to)};
    vec_push(&m->shown, s);
    arena_done(&a);
}

/* NULL: as it is. */
static char *shown_path(const SourceMap *m, const char *path) {
    if (!m->shown.len) return NULL;
    Arena a;
    arena_init(&a);
    const char *real = path_real(&a, path);
    const Shown *best = NULL;
    size_t longest = 0;
    for (uint32_t i = 0; real && i < m->shown.len; i++) {
        const Shown *s = &m->shown.data[i];
        size_t n = strlen(s->from);
        if (strncmp(real, s->from, n) != 0 || real[n] != '/' || (best && n <= longest)) continue;
        best = s;
        longest = n;
    }
    char *out = best ? xstrdup(arena_printf(&a, "%s%s", best->to, real + longest)) : NULL;
    arena_done(&a);
    return out;
}

static void source_free(Source *s) {
    if (s->shown != s->path) free(s->shown);
    free(s->path);
    free(s->data);
    free(s->lines);
    free(s);
}

/* Place of an id in the chunks, or NULL when its chunk is not there. */
static _Atomic(Source *) *slot_of(const SourceMap *m, uint32_t id) {
    if (id == 0 || id > UINT32_MAX - FIRST_CHUNK) return NULL;
    uint32_t i = id + FIRST_CHUNK - 1; /* ids start at 1; chunk k starts at FIRST_CHUNK << k */
    unsigned k = 31u - (unsigned)__builtin_clz(i / FIRST_CHUNK);
    if (k >= N_CHUNKS) return NULL;
    _Atomic(Source *) *chunk = atomic_load_explicit(&m->chunks[k], memory_order_acquire);
    return chunk ? &chunk[i - ((uint32_t)FIRST_CHUNK << k)] : NULL;
}

static void overlay_free(Overlay *o) {
    if (o) free(o->data);
    free(o);
}

void source_map_free(SourceMap *m) {
    if (!m) return;
    for (uint32_t id = 1; id <= m->last_id; id++) {
        Source *s = source_get(m, id);
        if (s) source_free(s);
    }
    for (int i = 0; i < N_CHUNKS; i++) free(atomic_load(&m->chunks[i]));
    for (uint32_t i = 0; i < m->overlays.len; i++) overlay_free(m->overlays.entries[i].value);
    strmap_done(&m->overlays);
    for (uint32_t i = 0; i < m->shown.len; i++) {
        free(m->shown.data[i].from);
        free(m->shown.data[i].to);
    }
    vec_done(&m->shown);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

Source *source_get(const SourceMap *m, uint32_t id) {
    _Atomic(Source *) *slot = slot_of(m, id);
    return slot ? atomic_load_explicit(slot, memory_order_acquire) : NULL;
}

Lang source_lang_of(const char *path) {
    Str p = str_of(path);
    return str_ends(p, STR(".py")) || str_ends(p, STR(".pyi")) ? LANG_PYTHON : LANG_MOJO;
}

static Source *add(SourceMap *m, const char *path, char *data, size_t size, uint32_t revision) {
    MOJ_ASSERT(size <= UINT32_MAX - 16);
    Source *s = xcalloc(1, sizeof *s);
    s->revision = revision;
    s->lang = source_lang_of(path);
    s->path = xstrdup(path);
    s->shown = shown_path(m, path);
    if (!s->shown) s->shown = s->path;
    s->data = data;
    s->size = (uint32_t)size;
    s->bad_byte = UINT32_MAX;
    s->bom = size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    s->refs = 1;
    pthread_mutex_lock(&m->lock);
    s->id = m->last_id + 1;
    _Atomic(Source *) *slot = slot_of(m, s->id);
    if (!slot) {
        unsigned k = 31u - (unsigned)__builtin_clz((s->id + FIRST_CHUNK - 1) / FIRST_CHUNK);
        MOJ_ASSERT(k < N_CHUNKS);
        _Atomic(Source *) *chunk = xcalloc((size_t)FIRST_CHUNK << k, sizeof *chunk);
        atomic_store_explicit(&m->chunks[k], chunk, memory_order_release);
        slot = slot_of(m, s->id);
    }
    m->last_id = s->id;
    atomic_store_explicit(slot, s, memory_order_release);
    pthread_mutex_unlock(&m->lock);
    return s;
}

Source *source_add(SourceMap *m, const char *path, char *data, size_t size) {
    return add(m, path, data, size, 1);
}

Source *source_add_file(SourceMap *m, const char *path, char *data, size_t size, Lang lang) {
    Str cookie = lang == LANG_PYTHON ? encoding_cookie((Str){data, size}) : (Str){"", 0};
    StrBuf text = {0};
    size_t bad = SIZE_MAX;
    const char *charset = encoding_charset(cookie);
    if (!charset) charset = "ISO-8859-1"; /* reported by who parses it; every byte is read */
    bool other = cookie.len && strcmp(charset, "UTF-8") != 0;
    other = other && encoding_decode((Str){data, size}, charset, &text, &bad) && text.len <= UINT32_MAX - 16;
    Source *s;
    if (other) {
        free(data);
        size = text.len;
        s = add(m, path, sb_take(&text), size, 1);
        s->encoding = charset;
        if (bad != SIZE_MAX) s->bad_byte = (uint32_t)bad;
    } else {
        sb_done(&text);
        s = add(m, path, data, size, 1);
    }
    s->lang = lang;
    return s;
}

bool source_bytes(const Source *s, Str text, StrBuf *room, Str *bytes) {
    *bytes = text;
    if (!s->encoding) return true;
    bool ok = s->bad_byte == UINT32_MAX && encoding_encode(text, s->encoding, room);
    *bytes = sb_view(room);
    return ok;
}

void source_ref(Source *s) {
    __atomic_add_fetch(&s->refs, 1, __ATOMIC_RELAXED);
}

void source_unref(SourceMap *m, Source *s) {
    if (!s || __atomic_sub_fetch(&s->refs, 1, __ATOMIC_ACQ_REL) != 0) return;
    atomic_store_explicit(slot_of(m, s->id), NULL, memory_order_release);
    source_free(s);
}

/* ---- overlays -----------------------------------------------------------------------------------
 */

/* One key for all spellings of a path; a file that does not exist yet goes by the name given. */
static char *overlay_key(Arena *a, const char *path) {
    char *real = path_real(a, path);
    return real ? real : arena_strdup(a, path);
}

void source_overlay(SourceMap *m, const char *path, const char *data, size_t size) {
    Overlay *o = NULL;
    if (data) {
        o = xmalloc(sizeof *o);
        o->data = xmalloc(size + 1);
        if (size) memcpy(o->data, data, size);
        o->data[size] = '\0';
        o->size = size;
    }
    Arena a;
    arena_init(&a);
    Str key = str_of(overlay_key(&a, path));
    pthread_mutex_lock(&m->lock);
    Overlay *old = strmap_get(&m->overlays, key);
    if (old || o) strmap_put(&m->overlays, key, o);
    if (o && !old) atomic_fetch_add(&m->n_overlays, 1);
    if (old && !o) atomic_fetch_sub(&m->n_overlays, 1);
    pthread_mutex_unlock(&m->lock);
    overlay_free(old);
    arena_done(&a);
}

static bool read_overlay(SourceMap *m, const char *path, char **data, size_t *size) {
    if (atomic_load(&m->n_overlays) == 0) return false;
    Arena a;
    arena_init(&a);
    const char *key = overlay_key(&a, path);
    pthread_mutex_lock(&m->lock);
    Overlay *o = strmap_get(&m->overlays, str_of(key));
    if (o) {
        *data = memcpy(xmalloc(o->size + 1), o->data, o->size + 1);
        *size = o->size;
    }
    pthread_mutex_unlock(&m->lock);
    arena_done(&a);
    return o != NULL;
}

/* Known before it is read: a file of holes may seem larger than memory. */
static bool is_too_large(const char *path) {
    enum { MAX_MEGABYTES = 1024 };
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size > (uint64_t)MAX_MEGABYTES << 20;
}

Source *source_load(SourceMap *m, const char *path, int *err) {
    char *data;
    size_t size;
    bool overlay = read_overlay(m, path, &data, &size);
    int e = overlay ? 0 : is_too_large(path) ? EFBIG : file_read(path, &data, &size);
    if (!e && size > UINT32_MAX - 16) {
        free(data);
        e = EFBIG;
    }
    if (err) *err = e;
    if (e) return NULL;
    return overlay ? add(m, path, data, size, 1) : source_add_file(m, path, data, size, source_lang_of(path));
}

Source *source_edit(SourceMap *m, const Source *s, uint32_t start, uint32_t end, Str with) {
    MOJ_ASSERT(start <= end && end <= s->size);
    size_t size = (size_t)s->size - (end - start) + with.len;
    if (size > UINT32_MAX - 16) return NULL;
    char *data = xmalloc(size + 1);
    memcpy(data, s->data, start);
    if (with.len) memcpy(data + start, with.p, with.len);
    memcpy(data + start + with.len, s->data + end, s->size - end);
    data[size] = '\0';
    Source *n = add(m, s->path, data, size, s->revision + 1);
    n->lang = s->lang;
    n->encoding = s->encoding;
    return n;
}
