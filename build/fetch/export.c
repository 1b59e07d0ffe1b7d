/* SPDX-License-Identifier: Apache-2.0 */
/* Writes trees to disk by itself: names are checked, links and submodules are left out, modes are 0644 or 0755. */
#include "fetch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEPTH = 64, MOST_ENTRIES = 200000 };

typedef struct Export {
    git_repository *repo;
    uint64_t size;
    uint32_t entries;
} Export;

/* Some file systems take other spellings for `.git`: no dependency may bring one. */
static bool is_git_dir(Str n) {
    char plain[32];
    size_t len = 0;
    for (size_t i = 0; i < n.len && len + 1 < sizeof plain;) {
        uint32_t cp;
        int k = utf8_decode(n.p + i, n.p + n.len, &cp);
        i += k ? (size_t)k : 1;
        bool ignored = (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF;
        if (!ignored) plain[len++] = cp < 128 ? (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp) : '?';
    }
    while (len && (plain[len - 1] == '.' || plain[len - 1] == ' ')) len--;
    plain[len] = 0;
    return strcmp(plain, ".git") == 0 || strncmp(plain, "git~", 4) == 0;
}

bool fetch_good_name(const char *name) {
    Str n = str_of(name);
    if (!n.len || n.len > 255 || str_eq_c(n, ".") || str_eq_c(n, "..") || is_git_dir(n)) return false;
    for (size_t i = 0; i < n.len; i++)
        if ((unsigned char)n.p[i] < 32 || n.p[i] == 127 || n.p[i] == '/' || n.p[i] == '\\') return false;
    return true;
}

static int write_file(Export *x, int dir, const git_tree_entry *e) {
    git_blob *blob = NULL;
    const char *name = git_tree_entry_name(e);
    uint64_t size = fetch_blob_size(x->repo, git_tree_entry_id(e)), most = fetch_most_bytes();
    if (size == UINT64_MAX) return fetch_git_fail("the mirror is damaged");
    if (size > most || x->size + size > most) return fetch_fail("the package's files are larger than MOJO_NET_LIMIT allows");
    x->size += size;
    if (git_blob_lookup(&blob, x->repo, git_tree_entry_id(e)) != 0) return fetch_git_fail("the mirror is damaged");
    int code = 0;
    int fd = code ? -1 : openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    const char *p = git_blob_rawcontent(blob);
    bool ok = fd >= 0;
    for (uint64_t at = 0; ok && at < size;) {
        ssize_t w = write(fd, p + at, (size_t)(size - at));
        if (w < 0 && errno == EINTR) continue;
        ok = w > 0;
        if (ok) at += (uint64_t)w;
    }
    if (ok) ok = fchmod(fd, git_tree_entry_filemode(e) == GIT_FILEMODE_BLOB_EXECUTABLE ? 0755 : 0644) == 0;
    if (!ok && !code) code = fetch_fail("cannot write `%s`: %s", name, strerror(errno));
    if (fd >= 0 && close(fd) != 0 && !code) code = fetch_fail("cannot write `%s`: %s", name, strerror(errno));
    git_blob_free(blob);
    return code;
}

static int write_tree(Export *x, int dir, const git_tree *tree, int depth) {
    if (depth > MOST_DEPTH) return fetch_fail("the package's folders are nested more than %d deep", MOST_DEPTH);
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *e = git_tree_entry_byindex(tree, i);
        const char *name = git_tree_entry_name(e);
        fetch_alive();
        if (!fetch_good_name(name)) return fetch_fail("the package has a file with a name that is not allowed: `%s`", name);
        if (++x->entries > MOST_ENTRIES) return fetch_fail("the package has more than %d files", MOST_ENTRIES);
        git_filemode_t mode = git_tree_entry_filemode(e);
        if (mode == GIT_FILEMODE_LINK || mode == GIT_FILEMODE_COMMIT) continue;
        int code;
        if (mode != GIT_FILEMODE_TREE) {
            code = write_file(x, dir, e);
        } else {
            git_tree *sub = NULL;
            int fd = mkdirat(dir, name, 0755) == 0 ? openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
            if (fd < 0) return fetch_fail("cannot make the folder `%s`: %s", name, strerror(errno));
            code = git_tree_lookup(&sub, x->repo, git_tree_entry_id(e)) == 0 ? write_tree(x, fd, sub, depth + 1)
                                                                             : fetch_git_fail("the mirror is damaged");
            git_tree_free(sub);
            close(fd);
        }
        if (code) return code;
    }
    return 0;
}

static void remove_all(int parent, const char *name, int depth) {
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *e; d && depth < 2 * MOST_DEPTH && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        if (unlinkat(fd, e->d_name, 0) != 0) remove_all(fd, e->d_name, depth + 1);
    }
    if (d) closedir(d);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void fetch_remove_all(const char *path) {
    if (dir_exists(path)) remove_all(AT_FDCWD, path, 0);
}

/* What a process that was killed left behind: `dest`.PID of nobody alive. */
static void remove_leavings(const char *dest) {
    Arena a;
    arena_init(&a);
    const char *folder = path_dirname(&a, dest), *base = path_basename(dest);
    size_t n = strlen(base);
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char *end;
        if (strncmp(e->d_name, base, n) != 0 || e->d_name[n] != '.') continue;
        long pid = strtol(e->d_name + n + 1, &end, 10);
        if (*end == 0 && pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH) remove_all(dirfd(d), e->d_name, 0);
    }
    if (d) closedir(d);
    arena_done(&a);
}

int fetch_export(git_repository *repo, const git_tree *tree, const char *dest) {
    Export x = {.repo = repo};
    Arena a;
    arena_init(&a);
    char *tmp = arena_printf(&a, "%s.%ld", dest, (long)getpid());
    int code = 0;
    remove_leavings(dest);
    if (dir_make_all(path_dirname(&a, dest)) != 0 || mkdir(tmp, 0755) != 0)
        code = fetch_fail("cannot make the folder `%s`: %s", tmp, strerror(errno));
    if (!code) {
        int fd = open(tmp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        code = fd >= 0 ? write_tree(&x, fd, tree, 0) : fetch_fail("cannot open `%s`: %s", tmp, strerror(errno));
        if (fd >= 0) close(fd);
        if (!code && rename(tmp, dest) != 0 && !dir_exists(dest)) code = fetch_fail("cannot make `%s`: %s", dest, strerror(errno));
        if (dir_exists(tmp)) remove_all(AT_FDCWD, tmp, 0);
    }
    arena_done(&a);
    return code;
}
