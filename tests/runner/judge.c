/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

#include "base/json.h"

#include <ctype.h>
#include <unistd.h>

/* ---- running --------------------------------------------------------------------------------- */

static bool run(Case *c, const Options *o, const char *command, const char *format,
                ProcessResult *r) {
    VEC(const char *) argv = {0};
    vec_push(&argv, o->mojo);
    vec_push(&argv, command);
    if (format) vec_push(&argv, format);
    for (uint32_t i = 0; i < c->flags.len; i++) vec_push(&argv, c->flags.data[i]);
    vec_push(&argv, c->path);
    for (uint32_t i = 0; i < c->args.len; i++) vec_push(&argv, c->args.data[i]);
    vec_push(&argv, NULL);
    int err =
        process_run(r, argv.data, c->env.data, c->env.len, sb_view(&c->stdin_text), o->seconds);
    if (err)
        case_fail(c, 0, "cannot start %s: %s", o->mojo, strerror(err));
    else if (r->timed_out)
        case_fail(c, 0, "still running after %u s", o->seconds);
    else if (r->exit_code > 128 && r->exit_code != c->exit_code)
        case_fail(c, 0, "killed by signal %d", r->exit_code - 128);
    vec_done(&argv);
    return !err && !r->timed_out;
}

/* Lines of a text, each behind "    | ", at most some. */
static void show(Case *c, const char *what, Str s) {
    enum { MOST = 40 };
    sb_printf(&c->report, "  %s:%s\n", what, s.len ? "" : " (nothing)");
    for (int n = 0; s.len; n++) {
        if (n == MOST) {
            sb_puts(&c->report, "    ...\n");
            return;
        }
        const char *nl = memchr(s.p, '\n', s.len);
        size_t len = nl ? (size_t)(nl - s.p) : s.len;
        sb_printf(&c->report, "    | " STR_FMT "\n", (int)len, s.p);
        s = str_sub(s, nl ? len + 1 : len, s.len);
    }
}

/* ---- #: run ---------------------------------------------------------------------------------- */

static Str without_last_newline(Str s) {
    if (s.len && s.p[s.len - 1] == '\n') s.len--;
    return s;
}

static void compare_exactly(Case *c, const char *what, const Block *b, Str got) {
    Str want = sb_view(&b->text);
    if (str_eq(without_last_newline(got), without_last_newline(want))) return;
    /* The first line that differs, then both texts. */
    uint32_t line = 1;
    for (size_t i = 0; i < got.len && i < want.len && got.p[i] == want.p[i]; i++)
        line += got.p[i] == '\n';
    case_fail(c, b->line, "%s differs in its line %u", what, line);
    show(c, "expected", want);
    show(c, "found", got);
}

/* Each line of the block must occur, in this order; what else is there does not matter. */
static void compare_fragments(Case *c, const char *what, const Block *b, Str got) {
    Str want = sb_view(&b->text);
    const char *at = got.p;
    uint32_t line = b->line;
    while (want.len) {
        const char *nl = memchr(want.p, '\n', want.len);
        size_t len = nl ? (size_t)(nl - want.p) : want.len;
        line++;
        const char *found = len ? memmem(at, (size_t)(got.p + got.len - at), want.p, len) : at;
        if (!found) {
            case_fail(c, line, "%s lacks `" STR_FMT "`", what, (int)len, want.p);
            show(c, "found", got);
            return;
        }
        at = found + len;
        want = str_sub(want, nl ? len + 1 : len, want.len);
    }
}

static void judge_result(Case *c, const ProcessResult *r) {
    if (r->exit_code != c->exit_code && r->exit_code <= 128)
        case_fail(c, 0, "exit code %d, expected %d", r->exit_code, c->exit_code);
    compare_exactly(c, "stdout", &c->out, sb_view(&r->out));
    if (c->err.present) compare_fragments(c, "stderr", &c->err, sb_view(&r->err));
    if (c->report.len && !c->err.present) show(c, "stderr", sb_view(&r->err));
}

/* The program by `mojo build` at another level of optimisation: it must do the same. */
static void judge_built(Case *c, const Options *o, const char *level) {
    ProcessResult r;
    char *exe = arena_printf(&c->arena, "%s/golden-%ld-%p", o->tmp, (long)getpid(), (void *)c);
    const char *output = arena_printf(&c->arena, "--output=%s", exe);
    vec_push(&c->flags, level);
    uint32_t n_args = c->args.len;
    c->args.len = 0; /* the program's arguments are for the program */
    bool built = run(c, o, "build", output, &r);
    c->args.len = n_args;
    c->flags.len--;
    if (built && r.exit_code != 0) {
        case_fail(c, 0, "mojo build %s: exit code %d", level, r.exit_code);
        show(c, "stderr", sb_view(&r.err));
    } else if (built) {
        sb_done(&r.out);
        sb_done(&r.err);
        VEC(const char *) argv = {0};
        vec_push(&argv, exe);
        for (uint32_t i = 0; i < n_args; i++) vec_push(&argv, c->args.data[i]);
        vec_push(&argv, NULL);
        int err = process_run(&r, argv.data, c->env.data, c->env.len, sb_view(&c->stdin_text), o->seconds);
        if (err || r.timed_out)
            case_fail(c, 0, "built with %s: %s", level, err ? strerror(err) : "still running");
        else
            judge_result(c, &r);
        if (c->report.len) sb_printf(&c->report, "  (built with %s)\n", level);
        vec_done(&argv);
    }
    sb_done(&r.out);
    sb_done(&r.err);
    unlink(exe);
}

static bool has_level(const Case *c) {
    for (uint32_t i = 0; i < c->flags.len; i++)
        if (strncmp(c->flags.data[i], "-O", 2) == 0) return true;
    return false;
}

static void judge_run(Case *c, const Options *o) {
    ProcessResult r;
    if (run(c, o, "run", NULL, &r)) judge_result(c, &r);
    sb_done(&r.out);
    sb_done(&r.err);
    if (!c->report.len && !o->once && !has_level(c)) judge_built(c, o, "-O0");
}

/* ---- #: check, #: parse ---------------------------------------------------------------------- */

typedef struct Found {
    uint32_t line, col0, col1;
    char severity;
    uint32_t code;
    const char *message;
} Found;

static bool contains(const char *message, Str fragment) {
    return fragment.len == 0 || memmem(message, strlen(message), fragment.p, fragment.len) != NULL;
}

static bool same_kind(const Expect *e, const Found *f) {
    return !e->met && e->line == f->line && e->code == f->code && e->severity == f->severity;
}

static bool columns_fit(const Expect *e, const Found *f) {
    return e->col0 == 0 || (e->col0 == f->col0 && (e->col1 == e->col0 || e->col1 == f->col1));
}

static void match(Case *c, const Found *f) {
    Expect *near = NULL;
    for (uint32_t i = 0; i < c->expects.len; i++) {
        Expect *e = &c->expects.data[i];
        if (!same_kind(e, f)) continue;
        near = e;
        if (!contains(f->message, e->text) || !columns_fit(e, f)) continue;
        e->met = true;
        return;
    }
    if (!near) {
        case_fail(c, f->line, "unexpected %c%04u at columns %u-%u: %s", f->severity, f->code,
                  f->col0, f->col1, f->message);
        return;
    }
    near->met = true;
    if (!contains(f->message, near->text))
        case_fail(c, f->line, "%c%04u says `%s`, expected `" STR_FMT "` in it", f->severity,
                  f->code, f->message, STR_ARG(near->text));
    else
        case_fail(c, f->line, "%c%04u is at columns %u-%u, expected %u-%u", f->severity, f->code,
                  f->col0, f->col1, near->col0, near->col1);
}

/* One line of the JSON output; false when it is none. */
static bool judge_line(Case *c, Str line) {
    Json *j = json_parse(line, NULL);
    const char *code = json_str_or(json_get(j, "code"), "");
    bool ok = isupper((unsigned char)code[0]) && isdigit((unsigned char)code[1]);
    if (ok) {
        Json *range = json_get(j, "range"), *a = json_get(range, "start"),
             *b = json_get(range, "end");
        Found f = {
            .line = (uint32_t)json_int_or(json_get(a, "line"), 0) + 1,
            .col0 = (uint32_t)json_int_or(json_get(a, "character"), 0) + 1,
            .col1 = (uint32_t)json_int_or(json_get(b, "character"), 0) + 1,
            .severity = code[0],
            .code = (uint32_t)strtoul(code + 1, NULL, 10),
            .message = json_str_or(json_get(j, "message"), ""),
        };
        const char *path = json_str_or(json_get(j, "path"), "");
        if (*path && strcmp(path, c->path) != 0)
            case_fail(c, 0, "unexpected %s in %s:%u: %s", code, path, f.line, f.message);
        else
            match(c, &f);
    }
    json_free(j);
    return ok;
}

static void judge_check(Case *c, const Options *o) {
    ProcessResult r;
    if (run(c, o, c->mode == MODE_PARSE ? "parse" : "check", "--error-format=json", &r)) {
        Str left = sb_view(&r.out);
        while (left.len) {
            const char *nl = memchr(left.p, '\n', left.len);
            size_t len = nl ? (size_t)(nl - left.p) : left.len;
            if (len && !judge_line(c, str_sub(left, 0, len)))
                case_fail(c, 0, "not a diagnostic: " STR_FMT, (int)len, left.p);
            left = str_sub(left, nl ? len + 1 : len, left.len);
        }
        bool errors = false;
        for (uint32_t i = 0; i < c->expects.len; i++) {
            const Expect *e = &c->expects.data[i];
            errors = errors || e->severity == 'E';
            if (!e->met)
                case_fail(c, e->line, "missing %c%04u: " STR_FMT, e->severity, e->code,
                          STR_ARG(e->text));
        }
        if (r.exit_code != (errors ? 1 : 0)) {
            case_fail(c, 0, "exit code %d, expected %d", r.exit_code, errors ? 1 : 0);
            show(c, "stderr", sb_view(&r.err));
        }
    }
    sb_done(&r.out);
    sb_done(&r.err);
}

/* ---- bless ----------------------------------------------------------------------------------- */

static void add_block(StrBuf *out, const char *name, Str text) {
    sb_printf(out, "#: %s\n", name);
    text = without_last_newline(text);
    for (bool more = text.len > 0; more;) {
        const char *nl = memchr(text.p, '\n', text.len);
        size_t len = nl ? (size_t)(nl - text.p) : text.len;
        sb_printf(out, len ? "#| " STR_FMT "\n" : "#|\n", (int)len, text.p);
        more = nl != NULL;
        text = str_sub(text, nl ? len + 1 : len, text.len);
    }
}

/* Rewrites the stdout block (added behind the mode when there is none) with what the program prints
 * now. */
static void bless(Case *c, const Options *o) {
    ProcessResult r;
    if (run(c, o, "run", NULL, &r) && r.exit_code == c->exit_code) {
        StrBuf text = {0};
        uint32_t line = 0;
        Str left = c->source;
        while (left.len) {
            const char *nl = memchr(left.p, '\n', left.len);
            size_t len = nl ? (size_t)(nl - left.p) + 1 : left.len;
            line++;
            bool in_block =
                c->out.present && line >= c->out.line && line <= c->out.line + c->out.n_lines;
            if (!in_block) sb_add(&text, left.p, len);
            if (c->out.present ? line == c->out.line : line == c->mode_line && r.out.len)
                add_block(&text, "stdout", sb_view(&r.out));
            left = str_sub(left, len, left.len);
        }
        if (!str_eq(sb_view(&text), c->source)) {
            int err = file_write_atomic(c->path, sb_view(&text));
            if (err)
                case_fail(c, 0, "cannot write: %s", strerror(err));
            else
                printf("blessed %s\n", c->path);
        }
        sb_done(&text);
    } else if (!c->report.len) {
        case_fail(c, 0, "exit code %d, expected %d; not blessed", r.exit_code, c->exit_code);
        show(c, "stderr", sb_view(&r.err));
    }
    sb_done(&r.out);
    sb_done(&r.err);
}

void case_run(Case *c, const Options *o) {
    if (c->report.len || c->skip || c->mode == MODE_HELPER) return;
    /* A process that goes on to run the program does not tidy up what compiled it. */
    if (c->mode == MODE_RUN && !getenv("ASAN_OPTIONS")) vec_push(&c->env, "ASAN_OPTIONS=detect_leaks=0");
    if (o->bless) {
        if (c->mode == MODE_RUN) bless(c, o);
    } else if (c->mode == MODE_RUN) {
        judge_run(c, o);
    } else {
        judge_check(c, o);
    }
}
