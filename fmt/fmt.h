/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of mojo-fmt: options, configuration, the files to do, differences. */
#ifndef MOJ_FMT_FMT_H
#define MOJ_FMT_FMT_H

#include "format/format.h"

#include <regex.h>

#define FMT_VERSION "0.1.0"
enum { EXIT_OK = 0, EXIT_CHANGED = 1, EXIT_USAGE = 2, EXIT_FAILED = 123 };

/* What a configuration file or the command line says; unset fields leave what was there. */
typedef struct Settings {
    uint32_t width; /* 0: unset */
    int skip_magic_comma, keep_quotes, fixed_quirks, docstrings, preview; /* -1: unset */
    char *exclude, *extend_exclude, *force_exclude; /* regular expressions; NULL: unset */
} Settings;
void settings_init(Settings *s);
void settings_done(Settings *s);
/* Fields of `from` that are set replace those of `to`. */
void settings_merge(Settings *to, const Settings *from);
/* Reads one file; python: [tool.black] counts too. False and *why (heap) when it does not make sense. */
bool config_read(const char *path, bool python, Settings *out, char **why);
/* The nearest mojo.toml with [fmt], else pyproject.toml with [tool.mojo.fmt], at or above a folder. NULL: none. */
char *config_find(const char *dir, bool python);

typedef VEC(char *) Paths;
typedef struct Pattern {
    regex_t re;
    bool on;
} Pattern;
typedef struct Finder {
    bool python;           /* folders: .py files too */
    bool verbose;
    Pattern exclude, extend, force;
    bool usual_exclude;    /* `exclude` is our own list of folders */
    Paths out;
    bool failed;           /* something could not be read; said on standard error */
} Finder;
bool finder_init(Finder *f, const Settings *s); /* false: a bad regular expression, said on standard error */
void finder_add(Finder *f, const char *path);
void finder_done(Finder *f);

/* Unified difference of two texts, three lines of context. */
void diff_text(StrBuf *out, const char *old_name, const char *new_name, Str a, Str b, bool color);

#endif
