/* SPDX-License-Identifier: Apache-2.0 */
/* mojo build: executables, libraries, objects and the stages in between. */
#include "compile.h"
#include "cross.h"
#include "ctype.h"
#include "project_build.h"
#include "python_run.h"
#include "reproducible.h"

#include <errno.h>

typedef enum Emit {
    OUT_DEFAULT, OUT_EXE, OUT_SHARED, OUT_STATIC, OUT_OBJ, OUT_OBJECT, OUT_ASM, OUT_LLVM, OUT_BITCODE, OUT_BITCODE_OLD,
    OUT_MIR, OUT_AST
} Emit;

typedef struct Options {
    CompileOptions compile;
    ProjectFlags project;
    const char *output, *linker, *header;
    int emit;
    TextList link_args;
    bool verify;
} Options;

static const Option options[] = {
    {"output", 'o', OPT_TEXT, offsetof(Options, output), "FILE", "where to write (- for standard output)"},
    {"emit", 0, OPT_CHOICE, offsetof(Options, emit),
     "default|exe|shared-lib|static-lib|obj|object|asm|llvm|bitcode|llvm-bitcode|mir|ast", "what to make (exe)"},
    COMPILE_OPTIONS(Options, compile),
    VERBOSE_OPTION(Options, compile),
    {"target-triple", 0, OPT_TEXT, offsetof(Options, compile.triple), "TRIPLE", "machine to make code for (this one)"},
    {"linker", 0, OPT_TEXT, offsetof(Options, linker), "PROGRAM", "linker to use"},
    {"link-arg", 0, OPT_LIST, offsetof(Options, link_args), "ARG", "an argument or library for the linker"},
    PROJECT_OPTIONS(Options, project),
    {"lib", 0, OPT_FLAG, offsetof(Options, project.lib), NULL, "project: the library only"},
    {"bin", 0, OPT_TEXT, offsetof(Options, project.bin), "NAME", "project: this program or example only"},
    {"json", 0, OPT_FLAG, offsetof(Options, project.json), NULL, "project: print what was made as a JSON array"},
    {"wheel", 0, OPT_FLAG, offsetof(Options, project.wheel), NULL, "project: also write a Python wheel of its extension modules"},
    {"header", 0, OPT_TEXT, offsetof(Options, header), "FILE", "also write a C header of the exported functions"},
    {"verify-reproducible", 0, OPT_FLAG, offsetof(Options, verify), NULL, "project: build twice in different folders and compare"},
    {0},
};

/* ---- output ----------------------------------------------------------------------------------------- */
static const char *extension(Emit e) {
    switch (e) {
    case OUT_SHARED: return ".so";
    case OUT_STATIC: return ".a";
    case OUT_OBJ:
    case OUT_OBJECT: return ".o";
    case OUT_ASM: return ".s";
    case OUT_LLVM: return ".ll";
    case OUT_BITCODE:
    case OUT_BITCODE_OLD: return ".bc";
    case OUT_MIR: return ".mir";
    case OUT_AST: return ".ast";
    case OUT_DEFAULT:
    case OUT_EXE: return "";
    }
    return "";
}

static char *output_path(Arena *a, const Options *o, Emit e, const char *input) {
    if (o->output) return arena_strdup(a, o->output);
    const char *base = path_basename(input), *dot = strrchr(base, '.');
    size_t n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    if (e == OUT_EXE && !dot) return arena_printf(a, "%s.out", base);
    return arena_printf(a, "%s%.*s%s", e == OUT_STATIC || e == OUT_SHARED ? "lib" : "", (int)n, base, extension(e));
}

static int write_text(const char *path, Str text) {
    int err = 0;
    if (strcmp(path, "-") == 0)
        err = fwrite(text.p, 1, text.len, stdout) == text.len ? 0 : errno;
    else
        err = file_write_atomic(path, text);
    return err ? cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(err)) : EXIT_OK;
}

/* ---- text of the stages ------------------------------------------------------------------------------- */
static int emit_ast(const char *input, const char *out) {
    SourceMap *sources = source_map_new();
    int err = 0;
    Source *s = source_load(sources, input, &err);
    if (!s) return cli_error(EXIT_FAILED, "cannot read `%s`: %s", input, strerror(err));
    Ast *ast = ast_parse(s);
    StrBuf b = {0};
    ast_print_sexp(&b, ast);
    int code = write_text(out, sb_view(&b));
    if (ast_error_count(ast)) code = EXIT_FAILED;
    sb_done(&b);
    ast_free(ast);
    source_map_free(sources);
    return code;
}

static int emit_mir(Compilation *c, const char *out) {
    StrBuf b = {0};
    for (uint32_t i = 0; i < c->ir.fns.len; i++) {
        if (i) sb_char(&b, '\n');
        ir_print(&b, c->ir.fns.data[i]);
    }
    int code = write_text(out, sb_view(&b));
    sb_done(&b);
    return code;
}

/* ---- objects and programs ------------------------------------------------------------------------------- */
static bool is_library(Emit e) {
    return e == OUT_SHARED || e == OUT_STATIC;
}

static bool is_linked(Emit e) {
    return e == OUT_EXE || is_library(e);
}

static EmitKind emit_kind(Emit e) {
    switch (e) {
    case OUT_ASM: return EMIT_ASM;
    case OUT_LLVM: return EMIT_LLVM;
    case OUT_BITCODE:
    case OUT_BITCODE_OLD: return EMIT_BITCODE;
    default: return EMIT_OBJECT;
    }
}

static int generate(Compilation *c, const Options *o, Emit e, const char *out) {
    CodegenPart *parts = NULL;
    uint32_t n = 0;
    char *why = NULL;
    progress_stage("generating code");
    if (!is_linked(e)) c->codegen.threads = 1; /* one file */
    if (!codegen_emit(&c->ir, &c->codegen, emit_kind(e), &parts, &n, &why)) {
        int failed = cli_error(EXIT_FAILED, "%s", why);
        free(why);
        return failed;
    }
    compile_timing(c, "code");
    progress_stage("linking");
    LinkOptions l = {.kind = e == OUT_SHARED ? LINK_SHARED : e == OUT_STATIC ? LINK_ARCHIVE : LINK_EXE};
    l.output = out;
    l.linker = o->linker;
    l.extra = o->link_args.data;
    l.n_extra = o->link_args.len;
    l.verbose = o->compile.verbose;
    int code = is_linked(e) ? compile_link(c, &l, parts, n) : write_text(out, (Str){parts[0].data, parts[0].size});
    codegen_parts_free(parts, n);
    return code;
}

static int write_header(Compilation *c, const char *path) {
    StrBuf text = {0};
    const char *base = path_basename(path);
    Arena a;
    arena_init(&a);
    export_header(&text, &c->ir, arena_strndup(&a, base, strcspn(base, ".")));
    int code = write_text(path, sb_view(&text));
    sb_done(&text);
    arena_done(&a);
    return code;
}

/* A file without main that exports functions is a library even when only an object is wanted. */
static bool wants_library(Compilation *c, Emit e) {
    return is_library(e) || (!is_linked(e) && !session_has_main(c->session, c->module));
}

static int run(const void *opts, const char **args, int n_args) {
    const Options *o = opts;
    Emit e = o->emit == OUT_DEFAULT ? OUT_EXE : (Emit)o->emit;
    CodegenOptions cg;
    if (n_args == 0) {
        if (o->output || o->emit || o->linker || o->header || o->link_args.len)
            return cli_error(EXIT_USAGE, "-o, --emit, --header and the options of the linker go with a file");
        if (o->verify) return reproducible_command(&o->compile, &o->project);
        return project_build_command(&o->compile, &o->project);
    }
    const ProjectFlags *f = &o->project;
    if (o->verify || f->wheel || f->lib || f->bin || f->json || f->manifest)
        return cli_error(EXIT_USAGE, "--verify-reproducible, --wheel, --lib, --bin, --json and --manifest-path are about a project");
    if (is_python_file(args[0]) && e != OUT_AST)
        return cli_error(EXIT_FAILED, "`%s` is a Python file: `mojo run` runs it; programs are built from Mojo files, which may import it", args[0]);
    if (!compile_options(&o->compile, false, &cg)) return EXIT_USAGE;
    Arena a;
    arena_init(&a);
    char *out = output_path(&a, o, e, args[0]);
    int code;
    CrossTarget t; /* said before the work, not after it */
    if (is_linked(e) && !cross_target(&cg, NULL, &a, &t)) {
        arena_done(&a);
        return EXIT_USAGE;
    }
    if (strcmp(out, "-") == 0 && is_linked(e)) {
        code = cli_error(EXIT_USAGE, "a program cannot be written to standard output");
    } else if (e == OUT_AST) {
        code = emit_ast(args[0], out);
    } else {
        Compilation c;
        progress_start();
        bool ok = compile_begin(&c, &o->compile, &cg, args[0]) && compile_elaborate(&c, wants_library(&c, e));
        if (ok && o->header && (code = write_header(&c, o->header)) != EXIT_OK) ok = false;
        code = !ok ? EXIT_FAILED : e == OUT_MIR ? emit_mir(&c, out) : generate(&c, o, e, out);
        progress_stop();
#ifdef MOJ_DEBUG
        compile_done(&c); /* the process ends: only leak checkers care */
#endif
    }
    arena_done(&a);
    return code;
}

const Command command_build = {
    "build", "[FILE]", "Compile a program, or the project, to executables or libraries",
    "Without FILE the project around the current folder is built, into target/PROFILE (target/TRIPLE/PROFILE for\n"
    "another machine). With FILE and without -o the\n"
    "result stands in the current folder under the file's name.",
    options, sizeof(Options), run, 0, 1, false};
