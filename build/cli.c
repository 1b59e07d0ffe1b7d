/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a command line by its option table; help texts; messages. */
#include "cli.h"

#include <errno.h>

int cli_error(int exit_code, const char *fmt, ...) {
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    fflush(stdout);
    fprintf(stderr, "mojo: %s\n", b.p);
    sb_done(&b);
    return exit_code;
}

const char *cli_nearest(const char *word, const char *(*name_at)(size_t i, void *ctx), void *ctx) {
    size_t limit = strlen(word) / 3 + 1, best = limit + 1;
    const char *found = NULL, *name;
    for (size_t i = 0; (name = name_at(i, ctx)); i++) {
        size_t d = *name ? str_distance(str_of(word), str_of(name), limit) : limit + 1;
        if (d < best) {
            best = d;
            found = name;
        }
    }
    return found;
}

/* ---- parsing --------------------------------------------------------------------------------- */

typedef struct Line { /* a command line being read */
    const Command *c;
    char **argv;
    int argc, i;
    char *into;
} Line;

static const char *option_name(size_t i, void *ctx) {
    const Option *o = ctx;
    return o[i].name;
}

static const Option *find_long(const Command *c, Str name) {
    for (const Option *o = c->options; o && o->name; o++)
        if (str_eq_c(name, o->name)) return o;
    return NULL;
}

static const Option *find_letter(const Command *c, char letter) {
    for (const Option *o = c->options; o && o->name; o++)
        if (o->letter && o->letter == letter) return o;
    return NULL;
}

static int choice_index(const char *choices, const char *text) {
    size_t len = strlen(text);
    for (int i = 0;; i++) {
        size_t n = strcspn(choices, "|");
        if (n == len && memcmp(choices, text, n) == 0) return i;
        if (!choices[n]) return -1;
        choices += n + 1;
    }
}

static int set(Line *l, const Option *o, const char *text) {
    void *at = l->into + o->at;
    switch (o->kind) {
    case OPT_FLAG: *(bool *)at = true; return 0;
    case OPT_TEXT: *(const char **)at = text; return 0;
    case OPT_LIST: vec_push((TextList *)at, text); return 0;
    case OPT_INT: {
        char *end;
        errno = 0;
        long long v = strtoll(text, &end, 10);
        if (errno || *end || end == text)
            return cli_error(EXIT_USAGE, "`--%s` wants a whole number, found `%s`", o->name, text);
        *(int64_t *)at = v;
        return 0;
    }
    case OPT_CHOICE: {
        int i = choice_index(o->value, text);
        if (i < 0)
            return cli_error(EXIT_USAGE, "`--%s` is one of %s, found `%s`", o->name, o->value,
                             text);
        *(int *)at = i;
        return 0;
    }
    }
    MOJ_UNREACHABLE();
}

static int missing_value(const Option *o) {
    return cli_error(EXIT_USAGE, "`--%s` needs a value: --%s=%s", o->name, o->name, o->value);
}

static int read_long(Line *l, const char *text) {
    const char *eq = strchr(text, '=');
    Str name = eq ? (Str){text, (size_t)(eq - text)} : str_of(text);
    const Option *o = find_long(l->c, name);
    if (!o) {
        char *word = strndup(name.p, name.len);
        const char *near =
            l->c->options ? cli_nearest(word, option_name, (void *)(uintptr_t)l->c->options) : NULL;
        free(word);
        if (near)
            return cli_error(EXIT_USAGE,
                             "`mojo %s` has no option `--" STR_FMT "`; did you mean `--%s`?",
                             l->c->name, STR_ARG(name), near);
        return cli_error(EXIT_USAGE, "`mojo %s` has no option `--" STR_FMT "`; see `mojo help %s`",
                         l->c->name, STR_ARG(name), l->c->name);
    }
    if (o->kind == OPT_FLAG) {
        if (eq) return cli_error(EXIT_USAGE, "`--%s` takes no value", o->name);
        return set(l, o, NULL);
    }
    if (!eq && l->i >= l->argc) return missing_value(o);
    return set(l, o, eq ? eq + 1 : l->argv[l->i++]);
}

/* "-abc" is "-a -b -c" while these are flags; the first that takes a value takes the rest. */
static int read_letters(Line *l, const char *text) {
    for (; *text; text++) {
        const Option *o = find_letter(l->c, *text);
        if (!o)
            return cli_error(EXIT_USAGE, "`mojo %s` has no option `-%c`; see `mojo help %s`",
                             l->c->name, *text, l->c->name);
        if (o->kind == OPT_FLAG) {
            set(l, o, NULL);
            continue;
        }
        if (text[1]) return set(l, o, text + 1);
        if (l->i >= l->argc) return missing_value(o);
        return set(l, o, l->argv[l->i++]);
    }
    return 0;
}

static int check_count(const Command *c, uint32_t n) {
    if ((int)n < c->min_args)
        return cli_error(EXIT_USAGE, "`mojo %s` needs %s; see `mojo help %s`", c->name, c->usage,
                         c->name);
    if (c->max_args >= 0 && (int)n > c->max_args)
        return cli_error(EXIT_USAGE, "`mojo %s` takes %s; see `mojo help %s`", c->name,
                         c->max_args ? c->usage : "no arguments", c->name);
    return 0;
}

static void free_lists(const Command *c, char *into) {
    for (const Option *o = c->options; o && o->name; o++)
        if (o->kind == OPT_LIST) vec_done((TextList *)(void *)(into + o->at));
}

int command_start(const Command *c, int argc, char **argv) {
    TextList args = {0};
    Line l = {c, argv, argc, 0, xcalloc(1, c->size ? c->size : 1)};
    int code = 0;
    bool only_args = false, help = false;
    while (!code && !help && l.i < argc) {
        const char *word = argv[l.i++];
        if (only_args || word[0] != '-' || !word[1]) {
            vec_push(&args, word);
            if (c->stop_at_first) only_args = true;
        } else if (strcmp(word, "--") == 0) {
            only_args = true;
        } else if (strcmp(word, "--help") == 0 ||
                   (strcmp(word, "-h") == 0 && !find_letter(c, 'h'))) {
            help = true;
        } else if (word[1] == '-') {
            code = read_long(&l, word + 2);
        } else {
            code = read_letters(&l, word + 1);
        }
    }
    if (help && !code) {
        StrBuf b = {0};
        cli_command_help(&b, c);
        fwrite(b.p, 1, b.len, stdout);
        sb_done(&b);
    } else {
        if (!code) code = check_count(c, args.len);
        if (!code) code = c->run(l.into, args.data, (int)args.len);
    }
    free_lists(c, l.into);
    free(l.into);
    vec_done(&args);
    if (fflush(stdout) != 0 && !code)
        code = cli_error(EXIT_FAILED, "cannot write: %s", strerror(errno));
    return code;
}

/* ---- help ------------------------------------------------------------------------------------ */

static void option_head(StrBuf *out, const Option *o) {
    if (o->letter)
        sb_printf(out, "  -%c, --%s", o->letter, o->name);
    else
        sb_printf(out, "      --%s", o->name);
    if (o->kind != OPT_FLAG) sb_printf(out, "=%s", o->value);
}

static void pad_to(StrBuf *out, size_t line_start, size_t col) {
    size_t w = utf8_width((Str){out->p + line_start, out->len - line_start});
    if (w + 2 > col) {
        sb_char(out, '\n');
        sb_repeat(out, ' ', col);
    } else {
        sb_repeat(out, ' ', col - w);
    }
}

void cli_command_help(StrBuf *out, const Command *c) {
    enum { HELP_COL = 30 };
    sb_printf(out, "%s\n\nUsage: mojo %s%s%s%s\n", c->summary, c->name,
              c->options ? " [OPTION…]" : "", *c->usage ? " " : "", c->usage);
    if (c->details) sb_printf(out, "\n%s\n", c->details);
    sb_puts(out, "\nOptions:\n");
    for (const Option *o = c->options; o && o->name; o++) {
        size_t start = out->len;
        option_head(out, o);
        pad_to(out, start, HELP_COL);
        sb_printf(out, "%s\n", o->help);
    }
    size_t start = out->len;
    sb_puts(out, "  -h, --help");
    pad_to(out, start, HELP_COL);
    sb_puts(out, "show this\n");
}

static bool program_is_there(const char *name) {
    Arena a;
    arena_init(&a);
    bool there = file_exists(arena_printf(&a, "%s/mojo-%s", path_self_dir(&a), name));
    arena_done(&a);
    return there;
}

void cli_program_help(StrBuf *out) {
    sb_puts(out, "Mojo: Python's ease, C++'s speed.\n\nUsage: mojo COMMAND [OPTION…] [FILE…]\n");
    for (const CommandRow *r = command_rows; r->name; r++) {
        if (r->group) {
            sb_printf(out, "\n%s:\n", r->group);
            continue;
        }
        sb_printf(out, "  %-12s  %s%s\n", r->name, r->command ? r->command->summary : r->summary,
                  r->command || program_is_there(r->name) ? "" : " (not installed)");
    }
    sb_puts(
        out,
        "\n`mojo help COMMAND` says more about one; `mojo --version` says which mojo this is.\n");
}
