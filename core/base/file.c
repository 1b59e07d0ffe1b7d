/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders, paths. Functions that can fail return 0 or an errno value. */
#include "base/base.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading and writing ------------------------------------------------------------------------
 */

int file_read_fd(int fd, char **data, size_t *size) {
    struct stat st;
    if (fstat(fd, &st) != 0) return errno;
    if (S_ISDIR(st.st_mode)) return EISDIR;
    size_t cap = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size + 1 : 4096, len = 0;
    char *p = xmalloc(cap + 1);
    for (;;) {
        if (len == cap) p = xrealloc(p, (cap *= 2) + 1);
        ssize_t n = read(fd, p + len, cap - len);
        if (n == 0) break;
        if (n < 0) {
            if (errno == EINTR) continue;
            int err = errno;
            free(p);
            return err;
        }
        len += (size_t)n;
    }
    p[len] = '\0';
    *data = p;
    *size = len;
    return 0;
}

int file_read(const char *path, char **data, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    int err = file_read_fd(fd, data, size);
    close(fd);
    return err;
}

static int write_all(int fd, Str data) {
    while (data.len) {
        ssize_t n = write(fd, data.p, data.len);
        if (n < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        data.p += n;
        data.len -= (size_t)n;
    }
    return 0;
}

static mode_t new_file_mode(void) {
    mode_t mask = umask(022);
    umask(mask);
    return 0666 & ~mask;
}

static int replace_file(const char *path, Str data, bool sync) {
    Arena a;
    arena_init(&a);
    const char *target = path;
    struct stat st;
    bool exists = lstat(path, &st) == 0;
    if (exists && S_ISLNK(st.st_mode)) { /* a link stays a link */
        char *real = path_real(&a, path);
        if (real) target = real;
        exists = stat(target, &st) == 0;
    }
    mode_t mode = exists ? st.st_mode & 07777 : new_file_mode();
    char *tmp = arena_printf(&a, "%s.XXXXXX", target);
    int err = 0, fd = mkostemp(tmp, O_CLOEXEC);
    if (fd < 0) {
        err = errno;
        arena_done(&a);
        return err;
    }
    err = write_all(fd, data);
    if (!err && exists && (st.st_uid != geteuid() || st.st_gid != getegid()) &&
        fchown(fd, st.st_uid, st.st_gid) != 0)
        err = errno;
    if (!err && fchmod(fd, mode) != 0) err = errno;
    if (!err && sync && fsync(fd) != 0) err = errno;
    if (close(fd) != 0 && !err) err = errno;
    if (!err && rename(tmp, target) != 0) err = errno;
    if (err) unlink(tmp);
    arena_done(&a);
    return err;
}

int file_write_atomic(const char *path, Str data) {
    return replace_file(path, data, true);
}
int file_replace(const char *path, Str data) {
    return replace_file(path, data, false);
}

int dir_make_all(const char *path) {
    char *p = xstrdup(path);
    int err = 0;
    for (char *s = p + (*p == '/'); !err; s++) {
        if (*s && *s != '/') continue;
        char c = *s;
        *s = '\0';
        if (*p && mkdir(p, 0777) != 0 && errno != EEXIST) err = errno;
        *s = c;
        if (!c) break;
    }
    if (!err && !dir_exists(path)) err = ENOTDIR;
    free(p);
    return err;
}

bool file_exists(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

bool file_is_regular(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool dir_exists(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* ---- paths --------------------------------------------------------------------------------------
 */

char *path_join(Arena *a, const char *dir, const char *name) {
    size_t n = strlen(dir);
    if (name[0] == '/' || n == 0) return arena_strdup(a, name);
    return arena_printf(a, "%s%s%s", dir, dir[n - 1] == '/' ? "" : "/", name);
}

/* As POSIX dirname: "a/b/" is in "a", "a" in ".", "/a" in "/". */
char *path_dirname(Arena *a, const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    while (n > 0 && path[n - 1] != '/') n--;
    while (n > 1 && path[n - 1] == '/') n--;
    return n == 0 ? arena_strdup(a, ".") : arena_strndup(a, path, n);
}

const char *path_basename(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_real(Arena *a, const char *path) {
    char *p = realpath(path, NULL);
    if (!p) return NULL;
    char *copy = arena_strdup(a, p);
    free(p);
    return copy;
}

char *path_cache_dir(Arena *a) {
    const char *v = getenv("MOJO_CACHE_DIR");
    if (v && *v) return arena_strdup(a, v);
    v = getenv("XDG_CACHE_HOME");
    if (v && *v == '/') return path_join(a, v, "mojo");
    v = getenv("HOME");
    if (v && *v) return path_join(a, v, ".cache/mojo");
    return arena_printf(a, "/tmp/mojo-cache-%u", (unsigned)getuid());
}

char *path_self_dir(Arena *a) {
    char buf[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", buf, sizeof buf - 1);
    if (n <= 0) return arena_strdup(a, ".");
    buf[n] = '\0';
    return path_dirname(a, buf);
}

static int find_build_id(struct dl_phdr_info *info, size_t size, void *out) {
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
        const char *p = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr), *end = p + info->dlpi_phdr[i].p_memsz;
        while (p + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *n = (const ElfW(Nhdr) *)(const void *)p;
            const char *name = p + sizeof *n, *text = name + ((n->n_namesz + 3) & ~3u);
            if (n->n_type == NT_GNU_BUILD_ID && n->n_namesz == 4 && memcmp(name, "GNU", 4) == 0)
                for (uint32_t k = 0; k < n->n_descsz; k++) sb_printf(out, "%02x", (unsigned char)text[k]);
            p = text + ((n->n_descsz + 3) & ~3u);
        }
    }
    return 1; /* the program itself comes first */
}

const char *program_id(Arena *a) {
    StrBuf b = {0};
    dl_iterate_phdr(find_build_id, &b);
    struct stat st;
    if (!b.len && stat("/proc/self/exe", &st) == 0)
        sb_printf(&b, "%" PRIx64 "-%" PRIx64 "-%lx", (uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    char *id = arena_strdup(a, b.len ? b.p : "?");
    sb_done(&b);
    return id;
}

/* ---- trees --------------------------------------------------------------------------------------
 */

typedef struct Pending {
    char *path;
    bool is_dir;
} Pending;
typedef VEC(Pending) VecPending;

/* Sorts down, so that the last is the first to be taken from the stack. */
static int by_name_down(const void *x, const void *y) {
    return strcmp(((const Pending *)y)->path, ((const Pending *)x)->path);
}

static int push_folder(VecPending *stack, const char *path) {
    DIR *d = opendir(path);
    if (!d) return errno;
    uint32_t first = stack->len;
    size_t n = strlen(path);
    const char *slash = n && path[n - 1] == '/' ? "" : "/";
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        StrBuf p = {0};
        sb_printf(&p, "%s%s%s", path, slash, e->d_name);
        struct stat st;
        bool ok = lstat(p.p, &st) == 0, is_dir = ok && S_ISDIR(st.st_mode);
        if (ok && S_ISLNK(st.st_mode)) ok = stat(p.p, &st) == 0 && !S_ISDIR(st.st_mode);
        if (ok && (is_dir || S_ISREG(st.st_mode)))
            vec_push(stack, (Pending){sb_take(&p), is_dir});
        else
            sb_done(&p);
    }
    closedir(d);
    if (stack->len > first)
        qsort(stack->data + first, stack->len - first, sizeof *stack->data, by_name_down);
    return 0;
}

int dir_walk(const char *root, WalkFn fn, void *ctx) {
    struct stat st;
    if (stat(root, &st) != 0) return errno;
    if (!S_ISDIR(st.st_mode)) {
        fn(ctx, root, false);
        return 0;
    }
    VecPending stack = {0};
    int err = push_folder(&stack, root);
    bool go_on = true;
    while (stack.len) {
        Pending p = vec_pop(&stack);
        if (go_on) go_on = fn(ctx, p.path, p.is_dir);
        if (go_on && p.is_dir) {
            int e = push_folder(&stack, p.path);
            if (e && !err) err = e; /* the rest is still walked */
        }
        free(p.path);
    }
    vec_done(&stack);
    return err;
}

int dir_list(const char *dir, WalkFn fn, void *ctx) {
    VecPending stack = {0};
    int err = push_folder(&stack, dir);
    for (bool go_on = true; stack.len;) {
        Pending p = vec_pop(&stack);
        if (go_on) go_on = fn(ctx, p.path, p.is_dir);
        free(p.path);
    }
    vec_done(&stack);
    return err;
}
