/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include "bundle/bundle.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- diagnostics ----------------------------------------------------------------------------- */

static bool use_color(int choice) {
    if (choice == 1) return true;
    if (choice == 2) return false;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (no && *no) return false;
    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

static uint32_t terminal_width(void) {
    struct winsize w;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_col < 50) return 0;
    return w.ws_col > 160 ? 150 : w.ws_col - 10u; /* line numbers stand before the text */
}

ReportCounts report(SourceMap *sources, Diag *const *diags, uint32_t len, const ReportOptions *o) {
    ReportCounts c = {0};
    for (uint32_t i = 0; i < len; i++) {
        c.errors += diags[i]->severity == SEV_ERROR;
        c.warnings += diags[i]->severity == SEV_WARNING;
    }
    RenderOptions r = {(DiagFormat)o->format, use_color(o->color), terminal_width()};
    StrBuf b = {0};
    diag_render(&b, sources, diags, len, &r);
    FILE *to = o->format == DIAG_JSON || o->format == DIAG_SARIF ? stdout : stderr;
    if (to == stderr) fflush(stdout);
    if (b.len) fwrite(b.p, 1, b.len, to);
    sb_done(&b);
    return c;
}

void report_summary(ReportCounts c, const ReportOptions *o) {
    if (o->format != DIAG_TEXT || c.errors + c.warnings == 0) return;
    StrBuf b = {0};
    if (c.errors) sb_printf(&b, "%u error%s", c.errors, c.errors == 1 ? "" : "s");
    if (c.warnings)
        sb_printf(&b, "%s%u warning%s", c.errors ? ", " : "", c.warnings,
                  c.warnings == 1 ? "" : "s");
    fflush(stdout);
    fprintf(stderr, "%s\n", b.p);
    sb_done(&b);
}

/* ---- inputs ---------------------------------------------------------------------------------- */

static bool is_source(const char *path) {
    Str p = str_of(path);
    return str_ends(p, STR(".mojo")) || str_ends(p, STR(".\xF0\x9F\x94\xA5")) ||
           str_ends(p, STR(".py"));
}

static bool add_file(void *ctx, const char *path, bool is_dir) {
    Inputs *in = ctx;
    if (!is_dir && is_source(path)) vec_push(in, xstrdup(path));
    return true;
}

/* The sources of a package in one file. */
static bool add_bundle(Inputs *in, const char *path) {
    Arena a;
    const char *why = NULL;
    arena_init(&a);
    const char *folder = bundle_unpack(path, &a, NULL, &why);
    if (folder) dir_walk(folder, add_file, in);
    else cli_error(EXIT_FAILED, "`%s` %s", path, why);
    arena_done(&a);
    return folder != NULL;
}

bool inputs_collect(Inputs *in, const char **args, int n_args) {
    bool ok = true;
    for (int i = 0; i < n_args; i++) {
        if (bundle_is_path(args[i]) && file_exists(args[i])) {
            ok = add_bundle(in, args[i]) && ok;
            continue;
        }
        if (strcmp(args[i], "-") == 0 || file_exists(args[i])) {
            vec_push(in, xstrdup(args[i]));
            continue;
        }
        int err = dir_walk(args[i], add_file, in);
        if (err) {
            cli_error(EXIT_FAILED, "cannot read `%s`: %s", args[i], strerror(err));
            ok = false;
        }
    }
    return ok;
}

void inputs_done(Inputs *in) {
    for (uint32_t i = 0; i < in->len; i++) free(in->data[i]);
    vec_done(in);
}

Source *input_load(SourceMap *sources, const char *path, int *err) {
    if (strcmp(path, "-") != 0) return source_load(sources, path, err);
    char *data;
    size_t size;
    *err = file_read_fd(STDIN_FILENO, &data, &size);
    if (*err) return NULL;
    if (size > UINT32_MAX - 16) {
        free(data);
        *err = EFBIG;
        return NULL;
    }
    return source_add(sources, "<stdin>", data, size);
}
