/* SPDX-License-Identifier: Apache-2.0 */
#include "compile.h"

#include "bundle/bundle.h"
#include "cross.h"
#include "store.h"

#include <errno.h>
#include <unistd.h>

bool compile_options(const CompileOptions *o, bool jit, CodegenOptions *out) {
    codegen_options_init(out);
    if (o->opt) {
        if (strlen(o->opt) != 1 || *o->opt < '0' || *o->opt > '3') {
            cli_error(EXIT_USAGE, "`-O` is one of -O0, -O1, -O2, -O3, found `-O%s`", o->opt);
            return false;
        }
        out->opt_level = *o->opt - '0';
    }
    for (uint32_t i = 0; i < o->shown.len; i++) {
        if (strchr(o->shown.data[i], '=')) continue;
        cli_error(EXIT_USAGE, "`--remap-path` is DIR=NAME, found `%s`", o->shown.data[i]);
        return false;
    }
    out->debug_level = o->debug_level ? o->debug_level - 1 : o->debug ? 2 : 0;
    out->triple = o->triple;
    out->cpu = o->cpu;
    out->features = o->features;
    if (o->fp_mode) {
        if (strcmp(o->fp_mode, "contract=off") == 0 || strcmp(o->fp_mode, "contract=on") == 0) {
            out->fp_contract = strcmp(o->fp_mode, "contract=on") == 0;
        } else {
            cli_error(EXIT_USAGE, "`--fp-mode` is contract=on or contract=off, found `%s`", o->fp_mode);
            return false;
        }
    }
    out->threads = o->jobs > 0 ? (int)(o->jobs < 256 ? o->jobs : 256) : cpu_count();
    out->producer = "mojo " MOJ_VERSION;
    out->compiler_id = store_compiler_id();
    return true;
}

void compile_timing(Compilation *c, const char *stage) {
    uint64_t now = time_ns();
    if (c->o->timings) fprintf(stderr, "%-12s %8.2f ms\n", stage, (double)(now - c->last_ns) / 1e6);
    c->last_ns = now;
}

static bool report_all(Compilation *c, bool ok) {
    Arena a;
    arena_init(&a);
    DiagSink sink;
    diag_sink_init(&sink, &a);
    session_diags(c->session, &a, &sink);
    if (!ok && sink.n_errors == 0) {
        cli_error(EXIT_FAILED, "`%s` could not be compiled, and the compiler does not say why; this is a bug in it",
                  c->module->path);
    } else if (sink.diags.len) {
        progress_stop();
        ReportCounts n = report(session_sources(c->session), sink.diags.data, sink.diags.len, &c->o->report);
        report_summary(n, &c->o->report);
        if (c->said) diag_render(c->said, session_sources(c->session), sink.diags.data, sink.diags.len, &(RenderOptions){0});
    }
    ok = ok && sink.n_errors == 0;
    arena_done(&a);
    return ok;
}

bool compile_begin(Compilation *c, const CompileOptions *o, const CodegenOptions *cg, const char *path) {
    *c = (Compilation){.o = o, .codegen = *cg, .last_ns = time_ns()};
    const char *why = NULL;
    if (!codegen_target(cg, &c->target, &why)) {
        cli_error(EXIT_USAGE, "%s", why);
        return false;
    }
    c->options = (SessionOptions){.import_roots = o->imports.data, .n_import_roots = o->imports.len};
    c->options.defines = o->defines.data;
    c->options.n_defines = o->defines.len;
    c->options.check_dir = o->check_dir;
    c->options.compiler_id = store_compiler_id();
    c->options.scopes = o->scopes;
    c->options.n_scopes = o->n_scopes;
    c->options.shown = o->shown.data;
    c->options.n_shown = o->shown.len;
    c->options.target = c->target;
    c->options.opt_level = cg->opt_level;
    c->options.debug_level = cg->debug_level;
    if (!session_support_dir()) {
        cli_error(EXIT_FAILED, "the standard library is not there: expected it in ../lib/mojo/std beside the program `mojo`");
        return false;
    }
    progress_stage("checking");
    c->session = session_new(&c->options);
    int err = 0;
    c->module = session_load(c->session, path, &err);
    if (!c->module) {
        cli_error(EXIT_FAILED, "cannot read `%s`: %s", path, strerror(err));
        return false;
    }
    compile_timing(c, "parse");
    return true;
}

/* Which packages in one file are used as sources only, as another compiler made them. */
static void note_packages(Compilation *c) {
    uint32_t n;
    Module *const *modules = resolver_modules(session_cx(c->session)->resolver, &n);
    StrMap seen = {0};
    Arena a;
    arena_init(&a);
    for (uint32_t i = 0; i < n; i++) {
        Bundle b;
        const char *folder = modules[i]->unpacked;
        if (!folder || strmap_has(&seen, str_of(folder))) continue;
        strmap_put(&seen, str_of(folder), c);
        if (!bundle_of_folder(folder, &a, &b) || (b.format == BUNDLE_FORMAT && strcmp(b.compiler, store_compiler_id()) == 0)) continue;
        fprintf(stderr, "note: `%s` was made by another compiler: its sources are used\n", b.name);
    }
    strmap_done(&seen);
    arena_done(&a);
}

bool compile_elaborate(Compilation *c, bool library) {
    Cx *cx = session_cx(c->session);
    check_module(cx, c->module);
    session_resolve_imports(c->session);
    compile_timing(c, "check");
    if (session_has_errors(c->session)) return compile_check(c); /* all of them, and no guesses about what they break */
    progress_stage("instantiating");
    bool ok = session_elaborate(c->session, c->module, library, &c->ir);
    compile_timing(c, "elaborate");
    c->unfit = c->fits && !c->fits(c->fits_ctx, c->session);
    if (c->unfit) return false;
    if (c->o->verbose) note_packages(c);
    return report_all(c, ok);
}

bool compile_check(Compilation *c) {
    return report_all(c, session_check(c->session, c->module));
}

int compile_link_files(Compilation *c, const LinkOptions *how, const char *const *objects, uint32_t n) {
    Arena a;
    arena_init(&a);
    char *why = NULL;
    LinkOptions l = *how;
    CrossTarget t;
    l.objects = objects;
    l.n_objects = n;
    int code = EXIT_FAILED;
    if (cross_target(&c->codegen, c->o->cc, &a, &t)) {
        if (!l.linker) l.driver = t.driver;
        l.runtime = t.runtime;
        code = link_run(&l, &why) ? EXIT_OK : cli_error(EXIT_FAILED, "%s", why);
    }
    free(why);
    compile_timing(c, "link");
    arena_done(&a);
    return code;
}

int compile_link(Compilation *c, const LinkOptions *how, const CodegenPart *parts, uint32_t n) {
    Arena a;
    arena_init(&a);
    const char *tmp = getenv("TMPDIR");
    const char **objects = ARENA_ARRAY(&a, const char *, n + 1);
    uint32_t made = 0;
    int code = EXIT_OK;
    for (uint32_t i = 0; i < n && !code; i++) {
        char *path = arena_printf(&a, "%s/mojo-XXXXXX.o", tmp && *tmp ? tmp : "/tmp");
        int fd = mkstemps(path, 2), err = fd < 0 ? errno : 0;
        if (fd >= 0) {
            objects[made++] = path;
            close(fd);
            err = file_replace(path, (Str){parts[i].data, parts[i].size});
        }
        if (err) code = cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err));
    }
    if (!code) code = compile_link_files(c, how, objects, n);
    for (uint32_t i = 0; i < made; i++) unlink(objects[i]);
    arena_done(&a);
    return code;
}

void compile_done(Compilation *c) {
    vec_done(&c->ir.fns);
    map_done(&c->ir.by_symbol_ptr);
    session_free(c->session);
    c->session = NULL;
}
