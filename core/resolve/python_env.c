/* SPDX-License-Identifier: Apache-2.0 */
/* Where Python looks for modules, by the rules of its `site` module: the library, site-packages (of a virtual
 * environment, the user, the distribution), the folders that .pth files there name. */
#include "resolve/python_env.h"

#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* What has no file. */
static const char *const built_in[] = {
    "_abc", "_ast", "_codecs", "_collections", "_functools", "_imp", "_io", "_locale", "_operator", "_signal", "_sre", "_stat", "_string", "_symtable",
    "_thread", "_tracemalloc", "_warnings", "_weakref", "array", "atexit", "binascii", "builtins", "cmath", "errno", "faulthandler", "fcntl", "gc", "grp",
    "itertools", "marshal", "math", "posix", "pwd", "pyexpat", "select", "spwd", "sys", "syslog", "time", "unicodedata", "xxsubtype", "zlib",
};

static void add_dir(PythonEnv *e, Arena *a, const char *dir) {
    if (!dir_exists(dir)) return;
    for (uint32_t i = 0; i < e->dirs.len; i++)
        if (strcmp(e->dirs.data[i], dir) == 0) return;
    vec_push_in(a, &e->dirs, dir);
}

/* Folders that a .pth file names, one a line; lines that are code are Python's own business. */
static void add_pth(PythonEnv *e, Arena *a, const char *dir, const char *file) {
    char *text;
    size_t size;
    if (file_read(path_join(a, dir, file), &text, &size) != 0) return;
    for (char *line = text, *end; *line; line = end) {
        size_t n = strcspn(line, "\r\n");
        end = line + n + strspn(line + n, "\r\n");
        if (n == 0 || line[0] == '#' || strncmp(line, "import ", 7) == 0) continue;
        const char *named = arena_strndup(a, line, n);
        add_dir(e, a, named[0] == '/' ? named : path_join(a, dir, named));
    }
    free(text);
}

static void add_site(PythonEnv *e, Arena *a, const char *dir) {
    if (!dir_exists(dir)) return;
    add_dir(e, a, dir);
    DIR *d = opendir(dir);
    if (!d) return;
    for (struct dirent *x; (x = readdir(d));) {
        size_t n = strlen(x->d_name);
        if (n > 4 && strcmp(x->d_name + n - 4, ".pth") == 0) add_pth(e, a, dir, x->d_name);
    }
    closedir(d);
}

/* Its links are not followed: where they are says which virtual environment it belongs to. */
const char *python_interpreter(Arena *a) {
    const char *env = getenv("VIRTUAL_ENV"), *path = getenv("PATH");
    if (env && *env) {
        const char *p = path_join(a, env, "bin/python3");
        if (access(p, X_OK) == 0) return p;
    }
    while (path && *path) {
        size_t n = strcspn(path, ":");
        const char *p = path_join(a, arena_strndup(a, path, n), "python3");
        if (n && access(p, X_OK) == 0) return p;
        path += n + (path[n] == ':');
    }
    return NULL;
}

/* home: what pyvenv.cfg says of the interpreter behind a virtual environment; system: are its packages seen too. */
static bool virtual_environment(Arena *a, const char *prefix, bool *system) {
    char *text;
    size_t size;
    *system = true;
    if (file_read(path_join(a, prefix, "pyvenv.cfg"), &text, &size) != 0) return false;
    const char *line = strstr(text, "include-system-site-packages");
    *system = line && strncmp(line + strcspn(line, "=\n"), "= true", 6) == 0;
    free(text);
    return true;
}

/* What the interpreter itself says: for scripts that start one of several, as version managers have them. */
static void ask(PythonEnv *e, Arena *a) {
    const char *argv[] = {e->python, "-c", "import sys\nfor d in sys.path: print(d)", NULL};
    int ends[2];
    pid_t child;
    posix_spawn_file_actions_t fa;
    if (pipe(ends) != 0) return;
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_adddup2(&fa, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&fa, ends[0]);
    posix_spawn_file_actions_addopen(&fa, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawn(&child, argv[0], &fa, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&fa);
    close(ends[1]);
    char *text = NULL;
    size_t size;
    if (!failed && file_read_fd(ends[0], &text, &size) == 0)
        for (char *line = text, *end; *line; line = end) {
            size_t n = strcspn(line, "\n");
            end = line + n + (line[n] == '\n');
            if (n) add_dir(e, a, arena_strndup(a, line, n));
        }
    free(text);
    close(ends[0]);
    if (!failed) waitpid(child, &(int){0}, 0);
}

void python_env_find(PythonEnv *e, Arena *a) {
    if (e->known) return;
    e->known = true;
    const char *more = getenv("PYTHONPATH"), *home = getenv("HOME");
    for (; more && *more; more += strspn(more, ":")) {
        size_t n = strcspn(more, ":");
        add_dir(e, a, arena_strndup(a, more, n));
        more += n;
    }
    e->python = python_interpreter(a);
    const char *real = e->python ? path_real(a, e->python) : NULL;
    if (!real) return;
    const char *prefix = path_dirname(a, path_dirname(a, e->python)), *base = path_dirname(a, path_dirname(a, real));
    const char *name = path_basename(real); /* python3.11 */
    bool system, virtual = virtual_environment(a, prefix, &system);
    if (strncmp(name, "python3.", 8) != 0) {
        ask(e, a);
        return;
    }
    add_dir(e, a, arena_printf(a, "%s/lib/%s", base, name));
    add_dir(e, a, arena_printf(a, "%s/lib/%s/lib-dynload", base, name));
    if (virtual) add_site(e, a, arena_printf(a, "%s/lib/%s/site-packages", prefix, name));
    if (!system) return;
    if (home) add_site(e, a, arena_printf(a, "%s/.local/lib/%s/site-packages", home, name));
    add_site(e, a, arena_printf(a, "/usr/local/lib/%s/dist-packages", name)); /* Debian's two */
    add_site(e, a, arena_printf(a, "%s/lib/python3/dist-packages", base));
    add_site(e, a, arena_printf(a, "%s/lib/%s/site-packages", base, name));
}

/* An extension module, name.<tags>.so. */
static const char *find_extension(Arena *a, const char *dir, const char *name) {
    DIR *d = opendir(dir);
    const char *found = NULL;
    size_t n = strlen(name);
    for (struct dirent *x; d && !found && (x = readdir(d));) {
        size_t len = strlen(x->d_name);
        if (len > n + 3 && strncmp(x->d_name, name, n) == 0 && x->d_name[n] == '.' && strcmp(x->d_name + len - 3, ".so") == 0)
            found = path_join(a, dir, x->d_name);
    }
    if (d) closedir(d);
    return found;
}

/* The module `name` of a folder; a package's folder in *inside. */
static const char *find_in(Arena *a, const char *dir, const char *name, const char **inside) {
    const char *sub = path_join(a, dir, name), *init = path_join(a, sub, "__init__.py");
    *inside = NULL;
    if (file_exists(init)) {
        *inside = sub;
        return init;
    }
    const char *file = arena_printf(a, "%s.py", sub), *extension;
    if (file_exists(file)) return file;
    if ((extension = find_extension(a, dir, name))) return extension;
    if (!dir_exists(sub)) return NULL;
    *inside = sub;
    return sub; /* a namespace */
}

const char *python_env_module(PythonEnv *e, Arena *a, const Name *path, uint32_t n) {
    python_env_find(e, a);
    if (!e->python) return NULL;
    for (size_t i = 0; i < ARRAY_LEN(built_in); i++)
        if (strcmp(built_in[i], path[0]->chars) == 0) return "";
    for (uint32_t i = 0; i < e->dirs.len; i++) {
        const char *dir = e->dirs.data[i], *found = NULL;
        uint32_t k = 0;
        do found = find_in(a, dir, path[k]->chars, &dir);
        while (found && ++k < n && dir);
        if (found) return found; /* what a module that is a file has below itself, it makes when it runs: os.path */
    }
    return NULL;
}
