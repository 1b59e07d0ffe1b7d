/* SPDX-License-Identifier: Apache-2.0 */
/* mojo new, mojo init: a project that builds, runs and tests at once. */
#include "cli.h"
#include "package/project.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Options {
    bool bin, lib, bare, no_git;
    const char *name;
} Options;

static const Option options[] = {
    {"lib", 0, OPT_FLAG, offsetof(Options, lib), NULL, "a library without a program"},
    {"bin", 0, OPT_FLAG, offsetof(Options, bin), NULL, "a program, as without this"},
    {"name", 0, OPT_TEXT, offsetof(Options, name), "NAME", "the package's name (the folder's)"},
    {"bare", 0, OPT_FLAG, offsetof(Options, bare), NULL, "only mojo.toml"},
    {"no-git", 0, OPT_FLAG, offsetof(Options, no_git), NULL, "make no git repository"},
    {0},
};

/* Writes a file unless it is there; counts what it made. */
static int put(Arena *a, const char *dir, const char *name, StrBuf *text) {
    char *path = path_join(a, dir, name);
    int err = 0;
    if (!file_exists(path)) {
        err = dir_make_all(path_dirname(a, path));
        if (!err) err = file_write_atomic(path, sb_view(text));
    }
    sb_done(text);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

/* What editors, git and readers look for. */
static int put_surroundings(Arena *a, const char *dir, const char *name, const Options *o) {
    StrBuf b = {0};
    sb_puts(&b, "/target/\n");
    int code = put(a, dir, ".gitignore", &b);
    sb_puts(&b, "root = true\n\n[*]\ncharset = utf-8\nend_of_line = lf\ninsert_final_newline = true\n\n[*.mojo]\nindent_style = space\n"
                "indent_size = 4\n");
    if (!code) code = put(a, dir, ".editorconfig", &b);
    sb_puts(&b, "{\n    \"[mojo]\": {\n        \"editor.formatOnSave\": true\n    }\n}\n");
    if (!code) code = put(a, dir, ".vscode/settings.json", &b);
    sb_printf(&b, "# %s\n\n```sh\n%smojo test     # runs the tests\nmojo fmt      # formats the sources\n```\n", name,
              o->lib ? "" : "mojo run      # builds and runs the program\n");
    if (!code) code = put(a, dir, "README.md", &b);
    sb_done(&b);
    return code;
}

static int make_project(Arena *a, const char *dir, const char *name, const Options *o) {
    const char *import = manifest_import_name(a, str_of(name));
    StrBuf b = {0};
    sb_printf(&b, "[package]\nname = \"%s\"\nversion = \"0.1.0\"\n\n[dependencies]\n", name);
    int code = put(a, dir, MANIFEST_NAME, &b);
    if (code || o->bare) return code;
    sb_printf(&b, "\"\"\"The package %s.\"\"\"\n\n\ndef greeting(name: String) -> String:\n    \"\"\"What to say to `name`.\"\"\"\n"
                  "    return \"Hello, \" + name + \"!\"\n", name);
    code = put(a, dir, arena_printf(a, "src/%s/__init__.mojo", import), &b);
    if (!code && !o->lib) {
        sb_printf(&b, "from %s import greeting\n\n\ndef main():\n    print(greeting(\"world\"))\n", import);
        code = put(a, dir, "src/main.mojo", &b);
    }
    if (!code) {
        sb_printf(&b, "from std.testing import assert_equal\n\nfrom %s import greeting\n\n\n"
                      "def test_greeting() raises:\n    assert_equal(greeting(\"you\"), \"Hello, you!\")\n", import);
        code = put(a, dir, arena_printf(a, "tests/test_%s.mojo", import), &b);
    }
    if (!code) code = put_surroundings(a, dir, name, o);
    return code;
}

/* Is the folder in a git repository already? */
static bool in_repository(Arena *a, const char *dir) {
    for (const char *at = path_real(a, dir); at && strcmp(at, "/") != 0; at = path_dirname(a, at)) {
        const char *git = path_join(a, at, ".git");
        if (dir_exists(git) || file_exists(git)) return true;
    }
    return false;
}

/* Without the program git, or when it fails, there is no repository; nothing else depends on it. */
static void make_repository(Arena *a, const char *dir) {
    if (in_repository(a, dir)) return;
    char *argv[] = {"git", "init", "-q", "-b", "main", (char *)(uintptr_t)dir, NULL};
    posix_spawn_file_actions_t quiet;
    pid_t pid;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&pid, "git", &quiet, NULL, argv, environ) == 0)
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    posix_spawn_file_actions_destroy(&quiet);
}

/* A workspace around the folder should list it. */
static void point_to_workspace(Arena *a, const char *dir) {
    const char *real = path_real(a, dir), *up = real ? project_find(a, path_dirname(a, real)) : NULL;
    if (!up) return;
    Project p;
    const char *why;
    ProjectOptions o = {.dir = real};
    bool listed = project_open(&p, &o, &why) && p.root != p.here;
    project_close(&p);
    if (listed) return;
    ProjectOptions around = {.dir = up};
    if (project_open(&p, &around, &why) && p.here->has_workspace)
        fprintf(stderr, "the workspace in %s does not list it: add \"%s\" to `members` in its mojo.toml\n", up, real + strlen(up) + 1);
    project_close(&p);
}

static int make(const Options *o, const char *dir, bool must_be_new) {
    Arena a;
    arena_init(&a);
    int code = EXIT_FAILED, err;
    if (must_be_new && (file_exists(dir) || dir_exists(dir))) {
        code = cli_error(EXIT_FAILED, "`%s` is there already; `mojo init` makes a folder that exists a project", dir);
    } else if ((err = dir_make_all(dir)) != 0) {
        cli_error(EXIT_FAILED, "cannot make the folder `%s`: %s", dir, strerror(err));
    } else {
        char *real = path_real(&a, dir);
        const char *name = o->name ? o->name : path_basename(real ? real : dir);
        const char *why = manifest_name_problem(str_of(name));
        if (file_exists(path_join(&a, dir, MANIFEST_NAME)))
            cli_error(EXIT_FAILED, "`%s` is a project already: it has a mojo.toml", dir);
        else if (why)
            code = cli_error(EXIT_USAGE, "`%s` cannot be a package's name: %s; give one with --name", name, why);
        else
            code = make_project(&a, dir, name, o);
        if (code && must_be_new) rmdir(dir);
        if (!code && !o->no_git && !o->bare) make_repository(&a, dir);
        if (!code) fprintf(stderr, "made the %s `%s` in %s\n", o->lib ? "library" : "program", name, dir);
        if (!code && isatty(STDERR_FILENO)) fprintf(stderr, "next: %s%s%smojo %s\n", must_be_new ? "cd " : "", must_be_new ? dir : "",
                                                    must_be_new ? " && " : "", o->lib ? "test" : "run");
        if (!code) point_to_workspace(&a, dir);
    }
    arena_done(&a);
    return code;
}

static int run_new(const void *opts, const char **args, int n_args) {
    (void)n_args;
    return make(opts, args[0], true);
}

static int run_init(const void *opts, const char **args, int n_args) {
    return make(opts, n_args ? args[0] : ".", false);
}

const Command command_new = {"new", "DIR", "Make a project in a new folder",
                             "It builds, runs and tests at once: mojo run, mojo test. Unless the folder is in a git repository, it becomes one.", options, sizeof(Options), run_new, 1, 1, false};
const Command command_init = {"init", "[DIR]", "Make a folder a project", "Files that are there stay as they are.",
                              options, sizeof(Options), run_init, 0, 1, false};
