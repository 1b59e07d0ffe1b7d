/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a package: reading and printing. */
#include "bundle/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[] = "mojo-package ";
enum {
    HEAD_MOST = 128,
    INDEX_MOST = 64 << 20,
    FILES_MOST = 100000,
    NEEDS_MOST = 1000,
    WORD_MOST = 4096,
    PATH_MOST = 1024,
    DEPTH_MOST = 32,
};
static const uint64_t file_most = (uint64_t)1 << 30;

bool bundle_is_path(const char *path) {
    Str p = str_of(path);
    return str_ends(p, STR(".mojopkg")) || str_ends(p, STR(".mojoc"));
}

/* ---- names ---------------------------------------------------------------------------------------------------------- */
static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_identifier(Str s) {
    if (!s.len || s.len > 255 || (s.p[0] >= '0' && s.p[0] <= '9')) return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_word(s.p[i])) return false;
    return true;
}

static const char *part_problem(Str part) {
    if (!part.len) return "has an empty part";
    if (part.len > 255) return "has a part of more than 255 bytes";
    if (part.p[0] == '.') return "has a part that begins with a dot";
    for (size_t i = 0; i < part.len; i++)
        if ((unsigned char)part.p[i] < ' ' || part.p[i] == 127 || part.p[i] == '\\') return "has a character that no file name has";
    return NULL;
}

const char *bundle_path_problem(Str path) {
    int depth = 0;
    if (!path.len) return "is empty";
    if (path.p[0] == '/') return "is absolute";
    if (path.len > PATH_MOST) return "is longer than 1024 bytes";
    if (utf8_valid_prefix(path.p, path.len) != path.len) return "is not UTF-8";
    for (size_t i = 0; i <= path.len;) {
        size_t end = i;
        while (end < path.len && path.p[end] != '/') end++;
        const char *why = part_problem(str_sub(path, i, end));
        if (why) return why;
        if (++depth > DEPTH_MOST) return "lies too deep";
        i = end + 1;
    }
    return NULL;
}

static const char *made_problem(Str name) {
    if (!name.len || name.len > 255 || name.p[0] == '.' || name.p[0] == '-' || str_eq_c(name, BUNDLE_INDEX)) return "is no name for a result";
    for (size_t i = 0; i < name.len; i++)
        if (!is_word(name.p[i]) && name.p[i] != '.' && name.p[i] != '-') return "is no name for a result";
    return NULL;
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */
typedef struct Reader {
    Arena *a;
    Bundle *b;
    const char *p, *end;
    const char *last[2]; /* path of the last entry, of each kind: they ascend */
    StrMap paths, dirs;
    uint64_t room;       /* bytes that entries may still have */
    const char *why;
} Reader;

static bool fail(Reader *r, const char *why) {
    if (!r->why) r->why = why;
    return false;
}

static bool take_number(Str *s, uint64_t *out) {
    uint64_t v = 0;
    size_t i = 0;
    for (; i < s->len && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
        if (v > (UINT64_MAX - 9) / 10) return false;
        v = v * 10 + (uint64_t)(s->p[i] - '0');
    }
    if (!i || (i > 1 && s->p[0] == '0')) return false; /* one way to write a number */
    *s = str_sub(*s, i, s->len);
    *out = v;
    return true;
}

static bool take_blank(Str *s) {
    if (!s->len || s->p[0] != ' ') return false;
    *s = str_sub(*s, 1, s->len);
    return true;
}

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_hash(Str *s, uint8_t out[32]) {
    if (s->len < 64) return false;
    for (int i = 0; i < 32; i++) {
        int high = digit(s->p[2 * i]), low = digit(s->p[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    *s = str_sub(*s, 64, s->len);
    return true;
}

static bool both_ways(Reader *r, const char *path) {
    return fail(r, arena_printf(r->a, "is damaged: `%s` is a file and a folder in it", path));
}

/* A file is no folder of another, and is there once. */
static bool place(Reader *r, const char *path) {
    if (strmap_has(&r->dirs, str_of(path))) return both_ways(r, path);
    strmap_put(&r->paths, str_of(path), r);
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        Str dir = {path, (size_t)(slash - path)};
        if (strmap_has(&r->paths, dir)) return both_ways(r, arena_strndup(r->a, dir.p, dir.len));
        if (!strmap_has(&r->dirs, dir)) strmap_put(&r->dirs, dir, r);
    }
    return true;
}

static bool read_entry(Reader *r, Str s, bool is_made) {
    Bundle *b = r->b;
    BundleFile f = {.is_made = is_made};
    if (!take_number(&s, &f.size) || !take_blank(&s) || !take_hash(&s, f.hash) || !take_blank(&s)) return fail(r, "is damaged: its index cannot be read");
    const char *problem = is_made ? made_problem(s) : bundle_path_problem(s);
    if (problem) {
        StrBuf shown = {0}; /* a terminal is not to be told what to do */
        for (size_t i = 0; i < s.len && i < 80; i++) sb_char(&shown, (unsigned char)s.p[i] < ' ' || s.p[i] == 127 ? '?' : s.p[i]);
        fail(r, arena_printf(r->a, "is refused: the path `%s` in it %s", shown.p ? shown.p : "", problem));
        sb_done(&shown);
        return false;
    }
    f.path = arena_strndup(r->a, s.p, s.len);
    const char *last = r->last[is_made];
    if (last && strcmp(last, f.path) == 0) return fail(r, arena_printf(r->a, "is refused: `%s` is in it twice", f.path));
    if (last && strcmp(last, f.path) > 0) return fail(r, arena_printf(r->a, "is damaged: `%s` is out of order in it", f.path));
    if (!is_made && r->last[true]) return fail(r, "is damaged: sources stand behind results in it");
    if (!is_made && !place(r, f.path)) return false;
    if (f.size > file_most) return fail(r, arena_printf(r->a, "is refused: `%s` in it is larger than 1 GiB", f.path));
    if (f.size > r->room) return fail(r, "is cut off: it is shorter than its index says");
    if (b->files.len >= FILES_MOST) return fail(r, arena_printf(r->a, "is refused: it has more than %d files", FILES_MOST));
    r->last[is_made] = f.path;
    r->room -= f.size;
    f.at = b->files.len ? vec_last(&b->files).at + vec_last(&b->files).size : 0;
    vec_push_in(r->a, &b->files, f);
    return true;
}

static bool is_plain_text(Str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127) return false;
    return s.len <= WORD_MOST && utf8_valid_prefix(s.p, s.len) == s.len;
}

static bool read_need(Reader *r, Str s) {
    size_t i = 0;
    while (i < s.len && s.p[i] != ' ') i++;
    Str name = str_sub(s, 0, i), id = i < s.len ? str_sub(s, i + 1, s.len) : (Str){"", 0};
    if (!is_identifier(name) || !id.len || !is_plain_text(id) || r->b->needs.len >= NEEDS_MOST) return fail(r, "is damaged: what it needs cannot be read");
    BundleNeed n = {arena_strndup(r->a, name.p, name.len), arena_strndup(r->a, id.p, id.len)};
    vec_push_in(r->a, &r->b->needs, n);
    return true;
}

static bool read_line(Reader *r, Str line) {
    Bundle *b = r->b;
    const struct {
        const char *word;
        const char **to;
    } texts[] = {{"name", &b->name},     {"package", &b->package},   {"version", &b->version}, {"root", &b->root},
                 {"target", &b->target}, {"compiler", &b->compiler}, {"key", &b->key}};
    size_t i = 0;
    while (i < line.len && line.p[i] != ' ') i++;
    Str word = str_sub(line, 0, i), rest = i < line.len ? str_sub(line, i + 1, line.len) : (Str){"", 0};
    if (str_eq_c(word, "file") || str_eq_c(word, "made")) return read_entry(r, rest, str_eq_c(word, "made"));
    if (b->files.len) return fail(r, "is damaged: its index cannot be read");
    if (str_eq_c(word, "need")) return read_need(r, rest);
    if (str_eq_c(word, "format")) return (take_number(&rest, &b->format) && !rest.len) || fail(r, "is damaged: its index cannot be read");
    for (size_t k = 0; k < ARRAY_LEN(texts); k++) {
        if (!str_eq_c(word, texts[k].word)) continue;
        if (!is_plain_text(rest) || **texts[k].to) return fail(r, "is damaged: its index cannot be read");
        *texts[k].to = arena_strndup(r->a, rest.p, rest.len);
    }
    return true;
}

/* The path of the library's file below the package's folder; NULL: there is none. */
static const char *library_file(const Bundle *b, Arena *a) {
    static const char *const forms[] = {"/__init__.mojo", "/__init__.🔥", ".mojo", ".🔥"};
    const char *in = strcmp(b->root, ".") == 0 ? "" : arena_printf(a, "%s/", b->root);
    for (size_t k = 0; k < ARRAY_LEN(forms); k++) {
        const char *path = arena_printf(a, "%s%s%s", in, b->name, forms[k]);
        for (uint32_t i = 0; i < b->files.len && !b->files.data[i].is_made; i++)
            if (strcmp(b->files.data[i].path, path) == 0) return path;
    }
    return NULL;
}

char *bundle_library(const Bundle *b, const char *folder, Arena *a) {
    char *path = path_join(a, folder, library_file(b, a));
    return strncmp(path_basename(path), "__init__.", 9) == 0 ? path_dirname(a, path) : path;
}

/* `size`: of the file, of which the index takes the bytes up to `start`; UINT64_MAX: there are no entries behind it. */
static bool read_index(Reader *r, uint64_t start, uint64_t size) {
    Bundle *b = r->b;
    bool alone = size == UINT64_MAX;
    b->name = b->package = b->version = b->root = b->compiler = b->target = b->key = "";
    b->start = start;
    r->room = alone ? UINT64_MAX : size - start;
    bool ok = true;
    while (ok && r->p < r->end) {
        const char *nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
        if (!nl) return fail(r, "is damaged: its index cannot be read");
        Str line = {r->p, (size_t)(nl - r->p)};
        r->p = nl + 1;
        ok = read_line(r, line);
    }
    if (!ok) return false;
    if (!alone && r->room) return fail(r, "is damaged: it is longer than its index says");
    if (!is_identifier(str_of(b->name))) return fail(r, "is damaged: it does not say what is imported");
    if (strcmp(b->root, ".") != 0 && bundle_path_problem(str_of(b->root))) return fail(r, "is refused: its sources lie outside of it");
    if (!library_file(b, r->a)) return fail(r, arena_printf(r->a, "is damaged: it holds no package `%s`", b->name));
    return true;
}

static bool read_text(Reader *r, uint64_t start, uint64_t size) {
    bool ok = read_index(r, start, size);
    strmap_done(&r->paths);
    strmap_done(&r->dirs);
    return ok;
}

typedef struct Head {
    uint64_t size; /* of the index */
    uint8_t hash[32];
    size_t length;
} Head;

/* The first line. Files of other tools are common enough to be named. */
static bool read_head(Str bytes, Head *out, const char **why) {
    *why = "is damaged: its first line cannot be read";
    if (bytes.len < sizeof magic - 1 || memcmp(bytes.p, magic, sizeof magic - 1) != 0) {
        *why = bytes.len ? "is no package of this toolchain: another one made it; import its sources instead" : "is empty";
        return false;
    }
    const char *nl = memchr(bytes.p, '\n', bytes.len < HEAD_MOST ? bytes.len : HEAD_MOST);
    if (!nl) return false;
    Str line = str_sub(bytes, sizeof magic - 1, (size_t)(nl - bytes.p));
    uint64_t layout;
    if (!take_number(&line, &layout) || !take_blank(&line)) return false;
    if (layout != 1) {
        *why = "is of a newer layout than this compiler reads; make it again, or update mojo";
        return false;
    }
    if (!take_number(&line, &out->size) || !take_blank(&line) || !take_hash(&line, out->hash) || line.len) return false;
    if (out->size > INDEX_MOST) {
        *why = "is refused: its index is larger than 64 MiB";
        return false;
    }
    out->length = (size_t)(nl - bytes.p) + 1;
    return true;
}

/* Reads out->index, when it has the hash that the first line says. */
static bool read_checked(const Head *h, uint64_t size, Arena *a, Bundle *out, const char **why) {
    Sha256 sum;
    uint8_t hash[32];
    sha256_init(&sum);
    sha256_add(&sum, out->index.p, out->index.len);
    sha256_done(&sum, hash);
    sha256_hex(hash, out->id);
    *why = "is damaged: its index has another hash than it says";
    if (memcmp(hash, h->hash, 32) != 0) return false;
    Reader r = {.a = a, .b = out, .p = out->index.p, .end = out->index.p + out->index.len};
    bool ok = read_text(&r, h->length + h->size, size);
    *why = r.why;
    return ok;
}

bool bundle_parse(Str bytes, Arena *a, Bundle *out, const char **why) {
    Head h;
    *out = (Bundle){0};
    if (!read_head(bytes, &h, why)) return false;
    if (h.size > bytes.len - h.length) {
        *why = "is cut off: it is shorter than its index";
        return false;
    }
    out->index = arena_str(a, str_sub(bytes, h.length, h.length + h.size));
    return read_checked(&h, bytes.len, a, out, why);
}

static bool read_at(int fd, char *to, size_t n, uint64_t at) {
    for (size_t done = 0; done < n;) {
        ssize_t k = pread(fd, to + done, n - done, (off_t)(at + done));
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        done += (size_t)k;
    }
    return true;
}

static bool read_file(int fd, uint64_t size, Arena *a, Bundle *out, const char **why) {
    char head[HEAD_MOST];
    Head h;
    size_t n = size < HEAD_MOST ? (size_t)size : HEAD_MOST;
    if (!read_at(fd, head, n, 0)) {
        *why = "cannot be read";
        return false;
    }
    if (!read_head((Str){head, n}, &h, why)) return false;
    if (h.size > size - h.length) {
        *why = "is cut off: it is shorter than its index";
        return false;
    }
    char *text = arena_alloc(a, h.size + 1);
    text[h.size] = 0;
    out->index = (Str){text, h.size};
    *why = "cannot be read";
    return read_at(fd, text, h.size, h.length) && read_checked(&h, size, a, out, why);
}

static int open_plain(const char *path, uint64_t *size, Arena *a, const char **why) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) != 0) {
        *why = arena_printf(a, "cannot be read: %s", strerror(errno));
    } else if (!S_ISREG(st.st_mode)) {
        *why = "is no file";
    } else {
        *size = (uint64_t)st.st_size;
        return fd;
    }
    if (fd >= 0) close(fd);
    return -1;
}

bool bundle_open(const char *path, Arena *a, Bundle *out, const char **why) {
    uint64_t size = 0;
    *out = (Bundle){0};
    int fd = open_plain(path, &size, a, why);
    bool ok = fd >= 0 && read_file(fd, size, a, out, why);
    if (fd >= 0) close(fd);
    return ok;
}

bool bundle_entry(const char *path, const Bundle *b, const BundleFile *f, Arena *a, Str *out, const char **why) {
    uint64_t size = 0;
    int fd = open_plain(path, &size, a, why);
    if (fd < 0) return false;
    char *bytes = arena_alloc(a, f->size + 1);
    bool ok = read_at(fd, bytes, f->size, b->start + f->at);
    close(fd);
    *why = "cannot be read";
    if (!ok) return false;
    bytes[f->size] = 0;
    *out = (Str){bytes, f->size};
    Sha256 sum;
    uint8_t hash[32];
    sha256_init(&sum);
    sha256_add(&sum, bytes, f->size);
    sha256_done(&sum, hash);
    *why = arena_printf(a, "is damaged: `%s` in it has another hash than it says", f->path);
    return memcmp(hash, f->hash, 32) == 0;
}

bool bundle_of_folder(const char *folder, Arena *a, Bundle *out) {
    char *text = NULL;
    size_t size = 0;
    *out = (Bundle){0};
    bool ok = file_read(bundle_made_path(a, folder, BUNDLE_INDEX), &text, &size) == 0;
    Reader r = {.a = a, .b = out, .p = text, .end = text + size};
    ok = ok && read_text(&r, 0, UINT64_MAX);
    free(text);
    const char *base = path_basename(folder);
    if (ok) snprintf(out->id, sizeof out->id, "%s", base);
    return ok;
}

/* ---- printing ----------------------------------------------------------------------------------------------------------- */
static int by_path(const void *x, const void *y) {
    const BundleEntry *a = x, *b = y;
    return a->is_made != b->is_made ? (a->is_made ? 1 : -1) : strcmp(a->path, b->path);
}

static void line(StrBuf *b, const char *word, const char *text) {
    if (text && *text) sb_printf(b, "%s %s\n", word, text);
}

void bundle_print(StrBuf *out, const Bundle *head, BundleEntries *entries) {
    StrBuf index = {0};
    uint8_t hash[32];
    char hex[65];
    Sha256 sum;
    line(&index, "name", head->name);
    line(&index, "package", head->package);
    line(&index, "version", head->version);
    line(&index, "root", head->root);
    sb_printf(&index, "format %" PRIu64 "\n", head->format);
    line(&index, "compiler", head->compiler);
    line(&index, "target", head->target);
    line(&index, "key", head->key);
    for (uint32_t i = 0; i < head->needs.len; i++) sb_printf(&index, "need %s %s\n", head->needs.data[i].name, head->needs.data[i].id);
    if (entries->len) qsort(entries->data, entries->len, sizeof *entries->data, by_path);
    for (uint32_t i = 0; i < entries->len; i++) {
        const BundleEntry *e = &entries->data[i];
        sha256_init(&sum);
        sha256_add(&sum, e->bytes.p, e->bytes.len);
        sha256_done(&sum, hash);
        sha256_hex(hash, hex);
        sb_printf(&index, "%s %zu %s %s\n", e->is_made ? "made" : "file", e->bytes.len, hex, e->path);
    }
    sha256_init(&sum);
    sha256_add(&sum, index.p, index.len);
    sha256_done(&sum, hash);
    sha256_hex(hash, hex);
    sb_printf(out, "%s1 %zu %s\n", magic, index.len, hex);
    sb_str(out, sb_view(&index));
    for (uint32_t i = 0; i < entries->len; i++) sb_str(out, entries->data[i].bytes);
    sb_done(&index);
}
