/* SPDX-License-Identifier: Apache-2.0 */
/* Finds, loads, starts and ends CPython. The library is, in this order: the one of the process itself (an extension
 * module runs inside Python), the one that MOJO_PYTHON_LIBRARY names, the one of the virtual environment that
 * VIRTUAL_ENV names, the one of the first `python3` of PATH. */
#include "python.h"
#include "runtime.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

PyApi py;

static struct {
    pthread_mutex_t lock;
    enum { NOT_LOADED, LOADED, FAILED, ENDED } state;
    bool ours;          /* started here, so ended here */
    pthread_t starter;
    char error[PATH_MAX + 512];
    char python[PATH_MAX]; /* the interpreter whose library it is; empty: unknown */
} load = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Atomic bool python_printed; /* Python code ran since its standard output was flushed */

const char *mojo_rt_python_load_error(void) {
    return load.error;
}

void mojo_rt_python_fatal(const char *what) {
    mojo_rt_try_flush();
    dprintf(STDERR_FILENO, "error: %s\n", what);
    _exit(1);
}

void *mojo_rt_python_symbol(const char *name) {
    return dlsym(py.library, name);
}

/* ---- the library -------------------------------------------------------------------------------------------------------- */
static bool open_library(const char *path) {
    py.library = dlopen(path, RTLD_NOW | RTLD_GLOBAL); /* global: extension modules look for its names there */
    return py.library != NULL;
}

/* The interpreter: of the virtual environment, else the first of PATH. */
static bool find_interpreter(char *out, size_t size) {
    const char *env = getenv("VIRTUAL_ENV"), *path = getenv("PATH");
    if (env && *env && (size_t)snprintf(out, size, "%s/bin/python3", env) < size && access(out, X_OK) == 0) return true;
    while (path && *path) {
        size_t n = strcspn(path, ":");
        if (n && (size_t)snprintf(out, size, "%.*s/python3", (int)n, path) < size && access(out, X_OK) == 0) return true;
        path += n + (path[n] == ':');
    }
    return false;
}

/* Opens libpythonX.Y for an interpreter file named pythonX.Y: beside it, or where the system keeps libraries. */
static bool open_by_name(const char *real) {
    char path[PATH_MAX + 64], prefix[PATH_MAX];
    const char *slash = strrchr(real, '/'), *version = slash ? slash + 1 + strlen("python") : NULL;
    if (!slash || strncmp(slash + 1, "python3.", 8) != 0 || strspn(version, "0123456789.") != strlen(version)) return false;
    snprintf(prefix, sizeof prefix, "%.*s", (int)(slash - real), real);
    snprintf(path, sizeof path, "%s/../lib/libpython%s.so.1.0", prefix, version);
    if (access(path, R_OK) == 0 && open_library(path)) return true;
    if (strcmp(prefix, "/usr/bin") != 0) return false; /* the system's library need not be this interpreter's */
    snprintf(path, sizeof path, "libpython%s.so.1.0", version);
    return open_library(path);
}

/* Asks the interpreter where its library is. */
static bool open_by_asking(const char *python) {
    static const char script[] =
        "import sysconfig as s, os; print(os.path.join(s.get_config_var('LIBDIR') or '', s.get_config_var('INSTSONAME') or ''))";
    char path[PATH_MAX];
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) return false;
    pid_t child = fork();
    if (child == 0) {
        dup2(pipe_ends[1], STDOUT_FILENO);
        close(pipe_ends[0]);
        execl(python, python, "-c", script, (char *)NULL);
        _exit(127);
    }
    close(pipe_ends[1]);
    size_t n = 0;
    for (ssize_t got; child > 0 && n < sizeof path - 1 && (got = read(pipe_ends[0], path + n, sizeof path - 1 - n)) > 0;) n += (size_t)got;
    close(pipe_ends[0]);
    int status = 1;
    if (child > 0) waitpid(child, &status, 0);
    path[n] = 0;
    path[strcspn(path, "\n")] = 0;
    return status == 0 && strstr(path, ".so") && open_library(path);
}

static bool find_library(void) {
    const char *named = getenv("MOJO_PYTHON_LIBRARY");
    if (dlsym(RTLD_DEFAULT, "Py_IsInitialized")) {
        py.library = RTLD_DEFAULT;
        return true;
    }
    if (named && *named) {
        if (open_library(named)) return true;
        snprintf(load.error, sizeof load.error, "Python cannot be loaded: MOJO_PYTHON_LIBRARY: %s", dlerror());
        return false;
    }
    char real[PATH_MAX];
    if (!find_interpreter(load.python, sizeof load.python)) {
        snprintf(load.error, sizeof load.error, "Python cannot be loaded: no `python3` on PATH; install Python 3.8 or newer, or name its"
                 " library in the environment variable MOJO_PYTHON_LIBRARY");
        return false;
    }
    if ((realpath(load.python, real) && open_by_name(real)) || open_by_asking(load.python)) return true;
    snprintf(load.error, sizeof load.error, "Python cannot be loaded: `%s` has no shared library; install it (on Debian the package"
             " `libpython3.x` of its version), or name one in the environment variable MOJO_PYTHON_LIBRARY", load.python);
    return false;
}

static bool find_functions(void) {
    const char *missing = NULL;
    void *p;
#define FIND(symbol) (p = dlsym(py.library, symbol))
#define API(result, name, args)               \
    if (!FIND("Py" #name)) missing = "Py" #name; \
    memcpy(&py.name, &p, sizeof p);
#define MAYBE(result, name, args) \
    FIND("Py" #name);             \
    memcpy(&py.name, &p, sizeof p);
#define DATA(symbol, name)                 \
    if (!FIND(#symbol)) missing = #symbol; \
    py.name = p;
#include "python_api.def"
#undef API
#undef MAYBE
#undef DATA
    if (missing)
        snprintf(load.error, sizeof load.error, "Python cannot be loaded: its library has no `%s`; Python 3.8 or newer is needed", missing);
    return missing == NULL;
}

/* ---- start and end ------------------------------------------------------------------------------------------------------ */
static void flush_python(void) {
    int state = py.GILState_Ensure();
    PyObj *out = py.Sys_GetObject("stdout"), *flush = out && out != py.none ? py.Object_GetAttrString(out, "flush") : NULL;
    PyObj *done = flush ? py.Object_CallObject(flush, NULL) : NULL;
    if (done) py._DecRef(done);
    if (flush) py._DecRef(flush);
    py.Err_Clear();
    py.GILState_Release(state);
}

/* Mojo is about to print: what Python printed comes first. */
static void before_output(void) {
    if (load.state == LOADED && python_printed) {
        python_printed = false;
        flush_python();
    }
}

static void end(void) {
    if (load.state != LOADED) return;
    mojo_rt_flush();
    if (!pthread_equal(pthread_self(), load.starter)) {
        flush_python();
        return;
    }
    mojo_rt_before_output = NULL;
    py.GILState_Ensure();
    load.state = ENDED; /* what is released from here on stays */
    py._FinalizeEx();
}

static void *leave_python(void) {
    return load.state == LOADED && py.GILState_Check() ? py.Eval_SaveThread() : NULL;
}

static void enter_python(void *state) {
    if (state) py.Eval_RestoreThread(state);
}

static void set_arguments(void) {
    int64_t n = mojo_rt_argc();
    PyObj *list = py.List_New(n);
    for (int64_t i = 0; list && i < n; i++) {
        const char *word = mojo_rt_argv(i);
        py.List_SetItem(list, i, py.Unicode_DecodeUTF8(word, (intptr_t)strlen(word), "surrogateescape"));
    }
    if (list) {
        py.Sys_SetObject("argv", list);
        py._DecRef(list);
    }
    py.Err_Clear();
}

static void start(void) {
    if (load.python[0] && py._SetProgramName) { /* decides the prefix, and so the packages that are found */
        wchar_t *name = py._DecodeLocale(load.python, NULL);
        if (name) py._SetProgramName(name); /* Python keeps the text */
    }
    py._InitializeEx(0);
    load.ours = true;
    load.starter = pthread_self();
    set_arguments();
    atexit(end);
}

bool mojo_rt_python_load(void) {
    if (load.state == LOADED) return true;
    pthread_mutex_lock(&load.lock);
    if (load.state == NOT_LOADED) {
        bool ok = find_library() && find_functions();
        if (ok && !py._IsInitialized()) start();
        if (ok) {
            mojo_rt_leave_python = leave_python;
            mojo_rt_enter_python = enter_python;
            mojo_rt_before_output = before_output;
        }
        load.state = ok ? LOADED : FAILED;
    }
    pthread_mutex_unlock(&load.lock);
    return load.state == LOADED;
}

int mojo_rt_python_enter(bool runs_code) {
    if (!mojo_rt_python_load()) mojo_rt_python_fatal(load.state == ENDED ? "Python was used after the program's end" : load.error);
    if (runs_code) {
        if (mojo_rt_output_waits()) mojo_rt_flush();
        python_printed = true;
    }
    return py.GILState_Ensure();
}

void mojo_rt_python_leave(int state) {
    py.GILState_Release(state);
}
