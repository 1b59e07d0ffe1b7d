/* SPDX-License-Identifier: Apache-2.0 */
/* mojo: finds the command and runs it, or the program of that name beside this one. */
#include "cli.h"
#include "project_sources.h"

#include <errno.h>
#include <unistd.h>

#define GROUP(text)
#define COMMAND(id) extern const Command command_##id;
#define PROGRAM(id, text)
#include "commands.def"
#undef GROUP
#undef COMMAND
#undef PROGRAM

/* A command's row takes name and summary from its Command when they are asked for (see row_name).
 */
const CommandRow command_rows[] = {
#define GROUP(text) {"", NULL, text, NULL},
#define COMMAND(id) {#id, NULL, NULL, &command_##id},
#define PROGRAM(id, text) {#id, text, NULL, NULL},
#include "commands.def"
#undef GROUP
#undef COMMAND
#undef PROGRAM
    {0},
};

const CommandRow *command_find(const char *name) {
    for (const CommandRow *r = command_rows; r->name; r++)
        if (*r->name && strcmp(r->name, name) == 0) return r;
    return NULL;
}

/* `mojo fmt` without a file formats the project around the current folder, when there is one. */
static char **with_project(Arena *a, const char *name, char **argv) {
    int n = 0;
    for (; argv[n]; n++)
        if (n && (argv[n][0] != '-' || !argv[n][1] || strcmp(argv[n], "--help") == 0 || strcmp(argv[n], "-h") == 0)) return argv;
    Project p;
    SourceList in = {0};
    const char *why;
    char **all = argv;
    if (strcmp(name, "fmt") == 0 && project_sources_here(&p, &in, &why) && in.paths.len) {
        all = ARENA_ARRAY(a, char *, (size_t)n + in.paths.len + 1);
        for (int i = 0; i < n; i++) all[i] = argv[i];
        for (uint32_t i = 0; i < in.paths.len; i++) all[n++] = arena_strdup(a, in.paths.data[i]);
    }
    if (strcmp(name, "fmt") == 0) project_close(&p);
    return all;
}

static int run_program(const char *name, char **argv) {
    Arena a;
    arena_init(&a);
    char *path = arena_printf(&a, "%s/mojo-%s", path_self_dir(&a), name);
    argv[0] = path;
    execv(path, with_project(&a, name, argv));
    int code = errno == ENOENT
                   ? cli_error(EXIT_FAILED, "`mojo %s` needs the program %s, which is not there",
                               name, path)
                   : cli_error(EXIT_FAILED, "cannot start %s: %s", path, strerror(errno));
    arena_done(&a);
    return code;
}

static const char *row_name(size_t i, void *ctx) {
    (void)ctx;
    return command_rows[i].name;
}

static bool is_source_file(const char *word) {
    Str w = str_of(word);
    return str_ends(w, STR(".mojo")) || str_ends(w, STR(".py")) ||
           str_ends(w, STR(".\xF0\x9F\x94\xA5"));
}

/* A file that begins with `#!`, as the system gives it to its interpreter. */
static bool is_script(const char *path) {
    char start[2] = {0};
    FILE *f = fopen(path, "rb");
    bool yes = f && fread(start, 1, 2, f) == 2 && start[0] == '#' && start[1] == '!';
    if (f) fclose(f);
    return yes;
}

static int unknown_command(const char *word) {
    const char *near = cli_nearest(word, row_name, NULL);
    if (near)
        return cli_error(EXIT_USAGE, "there is no command `%s`; did you mean `%s`?", word, near);
    return cli_error(EXIT_USAGE, "there is no command `%s`; `mojo help` lists them", word);
}

int main(int argc, char **argv) {
    const char *word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) word = "help";
    if (strcmp(word, "format") == 0) word = "fmt"; /* the official tool's name for it */
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("mojo %s\n", MOJ_VERSION);
        return EXIT_OK;
    }
    if (word[0] == '-' && word[1])
        return cli_error(
            EXIT_USAGE,
            "`%s` is no option of mojo itself; options of a command stand after its name", word);
    const CommandRow *row = command_find(word);
    int skip = 2;
    if (!row && (is_source_file(word) || is_script(word)) && (row = command_find("run")))
        skip = 1; /* mojo FILE is mojo run FILE */
    if (!row) return unknown_command(word);
    if (!row->command) return run_program(row->name, argv + 1);
    return command_start(row->command, argc > skip ? argc - skip : 0,
                       argv + (argc > skip ? skip : argc));
}
