/* SPDX-License-Identifier: Apache-2.0 */
/* mojo-fmt: the command line. Files are formatted in parallel and reported in the order of their names. */
#include "fmt.h"

#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

typedef struct Cli {
    bool check, diff, to_stdout, list, quiet, verbose, python, no_config, progress;
    int color; /* -1: on a terminal */
    int jobs;
    const char *config, *stdin_name;
    VEC(FormatRange) ranges;
    uint32_t explain_line;
    Settings settings; /* of the command line */
} Cli;

typedef enum Outcome { DONE_SAME, DONE_CHANGED, DONE_FAILED } Outcome;
typedef struct Job {
    const char *path;
    Outcome outcome;
    StrBuf out, err; /* for standard output and error */
} Job;
typedef struct Run {
    const Cli *cli;
    Job *jobs;
    size_t n, done;
    pthread_mutex_t lock;
    uint64_t last_progress;
} Run;

static const char usage[] =
    "Usage: mojo fmt [OPTIONS] FILE|DIR|-…\n"
    "\n"
    "Format Mojo files in place: one style, always equivalent, comments kept. Folders are searched for .mojo and\n"
    ".\xF0\x9F\x94\xA5 files (with --python for .py too); `-` formats standard input to standard output.\n"
    "\n"
    "      --check                  change nothing; exit 1 when a file would change\n"
    "      --diff                   change nothing; print what would change\n"
    "      --color, --no-color      colours in --diff (default: on a terminal)\n"
    "      --stdout                 print the result instead of writing it\n"
    "      --list                   change nothing; print the names of files that would change\n"
    "  -l, --line-length N          width (80; Python 88)\n"
    "      --line-ranges A-B        only statements that touch lines A to B; may be repeated\n"
    "      --range A-B              the same\n"
    "      --stdin-filename PATH    what `-` is called: decides language and configuration\n"
    "  -j, --jobs N                 threads (default: one for each processor)\n"
    "      --python                 folders: Python files too; standard input is Python\n"
    "      --exclude REGEX          folders and files to pass over, instead of the usual ones\n"
    "      --extend-exclude REGEX   more of them\n"
    "      --force-exclude REGEX    more of them, even when named\n"
    "      --skip-magic-trailing-comma   a trailing comma does not force one item per line\n"
    "      --skip-string-normalization   leave quotes and prefixes of strings as they are\n"
    "      --quirks official|fixed  whether to reproduce the official formatter's oddities (official)\n"
    "      --docstrings             format the ```mojo blocks of doc-strings too (Python: ```python)\n"
    "      --preview                Python: join and cut strings, as Black's preview style; Mojo: always so\n"
    "      --config FILE            configuration (default: nearest mojo.toml [fmt], else pyproject.toml)\n"
    "      --no-config              none\n"
    "      --explain LINE           say why that line is laid out as it is\n"
    "  -q, --quiet                  only errors        -v, --verbose   every file\n"
    "  -h, --help                   -V, --version\n"
    "\n"
    "Exit code: 0 done, 1 something would change (--check, --list), 2 wrong usage, 123 a file could not be\n"
    "formatted; it is left as it was and the others are done.\n";

/* ---- one file --------------------------------------------------------------------------------------- */

static bool is_python(const Cli *cli, const char *path) {
    Str s = str_of(path);
    if (str_eq_c(s, "-")) return cli->stdin_name ? source_lang_of(cli->stdin_name) == LANG_PYTHON : cli->python;
    return str_ends(s, STR(".py")) || str_ends(s, STR(".pyi"));
}

static bool settings_of(const Cli *cli, const char *path, bool python, Settings *out, StrBuf *err) {
    settings_init(out);
    bool ok = true;
    if (!cli->no_config) {
        Arena a;
        arena_init(&a);
        char *found = cli->config ? xstrdup(cli->config) : config_find(strcmp(path, "-") == 0 ? "." : path_dirname(&a, path), python);
        char *why = NULL;
        if (found && !config_read(found, python, out, &why)) {
            sb_printf(err, "mojo fmt: %s: %s\n", found, why);
            free(why);
            ok = false;
        }
        free(found);
        arena_done(&a);
    }
    settings_merge(out, &cli->settings);
    return ok;
}

static void finish(Run *r, Job *j, Source *s, FormatResult *res) {
    const Cli *cli = r->cli;
    const char *name = strcmp(j->path, "-") == 0 ? (cli->stdin_name ? cli->stdin_name : "<stdin>") : j->path;
    bool from_stdin = strcmp(j->path, "-") == 0;
    Str old = source_text(s), now = res->status == FORMAT_CHANGED ? sb_view(&res->text) : old;
    if (res->status == FORMAT_SYNTAX) sb_printf(&j->err, "error: cannot format %s:%u:%u: %s\n", name, res->line, res->col, res->why);
    if (res->status == FORMAT_UNSAFE)
        sb_printf(&j->err, "error: %s is left as it is: %s. This is a fault of mojo fmt; please report it.\n", name, res->why);
    if (res->status == FORMAT_SYNTAX || res->status == FORMAT_UNSAFE) {
        j->outcome = DONE_FAILED;
        return;
    }
    j->outcome = res->status == FORMAT_CHANGED ? DONE_CHANGED : DONE_SAME;
    if (cli->diff) {
        bool color = cli->color < 0 ? isatty(STDOUT_FILENO) : cli->color;
        if (j->outcome == DONE_CHANGED) diff_text(&j->out, name, name, old, now, color);
    } else if (cli->check || cli->list) {
        if (j->outcome == DONE_CHANGED && cli->list) sb_printf(&j->out, "%s\n", name);
    } else if (from_stdin || cli->to_stdout) {
        StrBuf room = {0};
        Str bytes;
        sb_str(&j->out, source_bytes(s, now, &room, &bytes) ? bytes : now);
        sb_done(&room);
    } else if (j->outcome == DONE_CHANGED) {
        StrBuf room = {0};
        Str bytes;
        int err = access(j->path, W_OK) != 0 ? errno : 0; /* one that may not be written is not replaced either */
        if (!err) err = source_bytes(s, now, &room, &bytes) ? file_replace(j->path, bytes) : EILSEQ;
        sb_done(&room);
        if (err) {
            sb_printf(&j->err, "error: cannot write %s: %s\n", name, strerror(err));
            j->outcome = DONE_FAILED;
            return;
        }
    }
    if (cli->quiet) return;
    bool dry = cli->check || cli->diff || cli->list;
    if (j->outcome == DONE_CHANGED && !from_stdin && !cli->list) sb_printf(&j->err, dry ? "would reformat %s\n" : "reformatted %s\n", name);
    else if (cli->verbose) sb_printf(&j->err, "%s: already well formatted\n", name);
}

static void progress(Run *r) {
    if (!r->cli->progress) return;
    uint64_t now = time_ns();
    if (r->done < r->n && now - r->last_progress < 100000000u) return;
    r->last_progress = now;
    int width = 30, full = (int)(r->done * (size_t)width / r->n);
    fprintf(stderr, "\r[%.*s%*s] %zu/%zu", full, "##############################", width - full, "", r->done, r->n);
    if (r->done == r->n) fprintf(stderr, "\r%*s\r", width + 30, "");
}

static void do_job(void *ctx, size_t i) {
    Run *r = ctx;
    Job *j = &r->jobs[i];
    bool python = is_python(r->cli, j->path);
    Settings st;
    SourceMap *m = source_map_new();
    if (!settings_of(r->cli, j->path, python, &st, &j->err)) j->outcome = DONE_FAILED;
    else {
        char *data;
        size_t size;
        int err = strcmp(j->path, "-") == 0 ? file_read_fd(STDIN_FILENO, &data, &size) : file_read(j->path, &data, &size);
        if (!err && size > UINT32_MAX - 16) free(data), err = EFBIG;
        if (err) {
            sb_printf(&j->err, "error: cannot read %s: %s\n", j->path, strerror(err));
            j->outcome = DONE_FAILED;
        } else {
            Source *s = source_add_file(m, j->path, data, size, python ? LANG_PYTHON : LANG_MOJO);
            FormatOptions o = {.width = st.width, .skip_magic_comma = st.skip_magic_comma > 0, .keep_quotes = st.keep_quotes > 0,
                               .fixed_quirks = st.fixed_quirks > 0, .docstrings = st.docstrings > 0, .preview = st.preview > 0,
                               .ranges = r->cli->ranges.data, .n_ranges = r->cli->ranges.len};
            StrBuf why = {0};
            if (r->cli->explain_line) o.explain = &why, o.explain_line = r->cli->explain_line;
            o.unsafe = r->cli->explain_line > 0;
            FormatResult res = format_source(s, &o);
            if (r->cli->explain_line && res.status != FORMAT_SYNTAX) {
                if (!why.len) sb_printf(&why, "no statement stands in line %u\n", r->cli->explain_line);
                sb_str(&j->out, sb_view(&why));
            } else finish(r, j, s, &res);
            sb_done(&why);
            format_result_done(&res);
        }
    }
    settings_done(&st);
    source_map_free(m);
    pthread_mutex_lock(&r->lock);
    r->done++;
    progress(r);
    pthread_mutex_unlock(&r->lock);
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static void count_text(StrBuf *b, size_t n, const char *what) {
    if (!n) return;
    sb_printf(b, "%s%zu %s%s %s", b->len ? ", " : "", n, "file", n == 1 ? "" : "s", what);
}

static int run(const Cli *cli, Paths paths) {
    Run r = {.cli = cli, .n = paths.len};
    pthread_mutex_init(&r.lock, NULL);
    r.jobs = xcalloc(paths.len ? paths.len : 1, sizeof *r.jobs);
    for (size_t i = 0; i < r.n; i++) r.jobs[i].path = paths.data[i];
    size_t counts[3] = {0};
    enum { BATCH = 512 }; /* results are held until they can be printed in order */
    for (size_t from = 0; from < r.n; from += BATCH) {
        Run part = r;
        part.jobs = r.jobs + from;
        size_t n = r.n - from < BATCH ? r.n - from : BATCH;
        if (n == 1) do_job(&part, 0);
        else parallel_for(cli->jobs, n, do_job, &part);
        r.done = part.done;
        r.last_progress = part.last_progress;
        for (size_t i = from; i < from + n; i++) {
            Job *j = &r.jobs[i];
            fwrite(j->out.p, 1, j->out.len, stdout);
            fflush(stdout);
            fwrite(j->err.p, 1, j->err.len, stderr);
            counts[j->outcome]++;
            sb_done(&j->out);
            sb_done(&j->err);
        }
    }
    bool only_stdin = r.n == 1 && strcmp(paths.data[0], "-") == 0;
    if (!cli->quiet && !cli->explain_line && !(only_stdin && !cli->check) && !cli->to_stdout && !cli->list) {
        bool dry = cli->check || cli->diff;
        StrBuf b = {0};
        count_text(&b, counts[DONE_CHANGED], dry ? "would be reformatted" : "reformatted");
        count_text(&b, counts[DONE_SAME], dry ? "would be left unchanged" : "left unchanged");
        count_text(&b, counts[DONE_FAILED], dry ? "would fail to reformat" : "failed to reformat");
        fprintf(stderr, "%s.\n", b.len ? b.p : "no files to format");
        sb_done(&b);
    }
    free(r.jobs);
    pthread_mutex_destroy(&r.lock);
    if (counts[DONE_FAILED]) return EXIT_FAILED;
    return counts[DONE_CHANGED] && (cli->check || cli->list) ? EXIT_CHANGED : EXIT_OK;
}

/* ---- options --------------------------------------------------------------------------------------------- */

enum { O_CHECK = 256, O_DIFF, O_COLOR, O_NO_COLOR, O_STDOUT, O_LIST, O_RANGES, O_STDIN_NAME, O_PYTHON, O_EXCLUDE, O_EXTEND, O_FORCE,
       O_MAGIC, O_STRINGS, O_QUIRKS, O_PREVIEW, O_CONFIG, O_NO_CONFIG, O_EXPLAIN, O_DOCSTRINGS };
static const struct option options[] = {
    {"check", 0, NULL, O_CHECK}, {"diff", 0, NULL, O_DIFF}, {"color", 0, NULL, O_COLOR}, {"no-color", 0, NULL, O_NO_COLOR},
    {"stdout", 0, NULL, O_STDOUT}, {"list", 0, NULL, O_LIST}, {"line-length", 1, NULL, 'l'}, {"line-ranges", 1, NULL, O_RANGES},
    {"range", 1, NULL, O_RANGES}, {"stdin-filename", 1, NULL, O_STDIN_NAME}, {"jobs", 1, NULL, 'j'}, {"python", 0, NULL, O_PYTHON},
    {"exclude", 1, NULL, O_EXCLUDE}, {"extend-exclude", 1, NULL, O_EXTEND}, {"force-exclude", 1, NULL, O_FORCE},
    {"skip-magic-trailing-comma", 0, NULL, O_MAGIC}, {"skip-string-normalization", 0, NULL, O_STRINGS},
    {"quirks", 1, NULL, O_QUIRKS}, {"preview", 0, NULL, O_PREVIEW}, {"config", 1, NULL, O_CONFIG}, {"no-config", 0, NULL, O_NO_CONFIG},
    {"explain", 1, NULL, O_EXPLAIN}, {"docstrings", 0, NULL, O_DOCSTRINGS}, {"quiet", 0, NULL, 'q'}, {"verbose", 0, NULL, 'v'}, {"help", 0, NULL, 'h'}, {"version", 0, NULL, 'V'},
    {0},
};

PRINTF_LIKE(1, 2) static int wrong(const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    fputs("mojo fmt: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return EXIT_USAGE;
}

static bool read_number(const char *s, long min, long max, long *out) {
    char *end;
    errno = 0;
    *out = strtol(s, &end, 10);
    return !errno && end != s && !*end && *out >= min && *out <= max;
}

static int parse_options(Cli *c, int argc, char **argv) {
    long n;
    Settings *s = &c->settings;
    for (int o; (o = getopt_long(argc, argv, "l:j:qvhVS", options, NULL)) != -1;) {
        switch (o) {
        case O_CHECK: c->check = true; break;
        case O_DIFF: c->diff = true; break;
        case O_COLOR: c->color = 1; break;
        case O_NO_COLOR: c->color = 0; break;
        case O_STDOUT: c->to_stdout = true; break;
        case O_LIST: c->list = true; break;
        case 'l':
            if (!read_number(optarg, 1, 100000, &n)) return wrong("`%s` is no line length", optarg);
            s->width = (uint32_t)n;
            break;
        case O_RANGES: {
            char *dash = strchr(optarg, '-');
            long a, b;
            if (!dash) return wrong("`%s` is no range of lines such as 3-7", optarg);
            *dash = '\0';
            if (!read_number(optarg, 1, UINT32_MAX, &a) || !read_number(dash + 1, a, UINT32_MAX, &b)) {
                *dash = '-';
                return wrong("`%s` is no range of lines such as 3-7", optarg);
            }
            vec_push(&c->ranges, (FormatRange){(uint32_t)a, (uint32_t)b});
            break;
        }
        case O_STDIN_NAME: c->stdin_name = optarg; break;
        case 'j':
            if (!read_number(optarg, 1, 1024, &n)) return wrong("`%s` is no number of threads", optarg);
            c->jobs = (int)n;
            break;
        case O_PYTHON: c->python = true; break;
        case O_EXCLUDE: free(s->exclude); s->exclude = xstrdup(optarg); break;
        case O_EXTEND: free(s->extend_exclude); s->extend_exclude = xstrdup(optarg); break;
        case O_FORCE: free(s->force_exclude); s->force_exclude = xstrdup(optarg); break;
        case O_MAGIC: s->skip_magic_comma = 1; break;
        case O_STRINGS: case 'S': s->keep_quotes = 1; break;
        case O_QUIRKS:
            if (strcmp(optarg, "official") != 0 && strcmp(optarg, "fixed") != 0) return wrong("--quirks is `official` or `fixed`, not `%s`", optarg);
            s->fixed_quirks = strcmp(optarg, "fixed") == 0;
            break;
        case O_PREVIEW: s->preview = 1; break;
        case O_DOCSTRINGS: s->docstrings = 1; break;
        case O_CONFIG: c->config = optarg; break;
        case O_NO_CONFIG: c->no_config = true; break;
        case O_EXPLAIN:
            if (!read_number(optarg, 1, UINT32_MAX, &n)) return wrong("`%s` is no line", optarg);
            c->explain_line = (uint32_t)n;
            break;
        case 'q': c->quiet = true; break;
        case 'v': c->verbose = true; break;
        case 'h': fputs(usage, stdout); return -2;
        case 'V': printf("mojo-fmt %s\n", FMT_VERSION); return -2;
        default: return EXIT_USAGE;
        }
    }
    return -1;
}

int main(int argc, char **argv) {
    Cli cli = {.color = -1, .jobs = cpu_count()};
    settings_init(&cli.settings);
    signal(SIGPIPE, SIG_DFL);
    argv[0] = (char *)"mojo fmt";
    int rc = parse_options(&cli, argc, argv);
    if (rc != -1) return rc == -2 ? EXIT_OK : rc;
    if (optind >= argc) {
        fputs("mojo fmt: no file named; `mojo fmt .` formats what is here, `mojo fmt --help` lists the options\n", stderr);
        return EXIT_USAGE;
    }
    if (cli.explain_line && argc - optind != 1) return wrong("--explain takes one file");
    Settings st; /* for finding files: the configuration of the first path */
    StrBuf err = {0};
    const char *first = argv[optind];
    Arena a;
    arena_init(&a);
    bool ok = settings_of(&cli, dir_exists(first) ? path_join(&a, first, "x") : first, cli.python || is_python(&cli, first), &st, &err);
    fwrite(err.p, 1, err.len, stderr);
    sb_done(&err);
    if (!ok) return EXIT_USAGE;
    Finder f = {.python = cli.python, .verbose = cli.verbose};
    if (!finder_init(&f, &st)) return EXIT_USAGE;
    for (int i = optind; i < argc; i++) finder_add(&f, argv[i]);
    cli.progress = !cli.quiet && f.out.len > 200 && isatty(STDERR_FILENO);
    rc = run(&cli, f.out);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "mojo fmt: cannot write to standard output: %s\n", strerror(errno));
        rc = EXIT_FAILED;
    }
    if (f.failed) rc = EXIT_FAILED;
    finder_done(&f);
    settings_done(&st);
    settings_done(&cli.settings);
    vec_done(&cli.ranges);
    arena_done(&a);
    return rc;
}
