/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest_keys.h"

#include "manifest.h"
#include "manifest_inherit.h"

const KeyRow manifest_keys[] = {
    {"", "package", KEY_SECTION, "package", "the package that this folder is", false},
    {"", "lib", KEY_SECTION, "lib", "the library others import", false},
    {"", "bin", KEY_SECTIONS, "target", "a program", false},
    {"", "test", KEY_SECTIONS, "target", "a file of tests", false},
    {"", "bench", KEY_SECTIONS, "target", "a benchmark", false},
    {"", "example", KEY_SECTIONS, "target", "an example program", false},
    {"", "dependencies", KEY_DEPS, "dependency", "packages that this one needs", false},
    {"", "dev-dependencies", KEY_DEPS, "dependency", "packages that its tests, benchmarks and examples need", false},
    {"", "profile", KEY_NAMED, "profile", "how to compile: dev, release and your own", false},
    {"", "fmt", KEY_ANY, NULL, "how `mojo fmt` lays out the sources", false},
    {"", "workspace", KEY_SECTION, "workspace", "packages developed together", false},
    {"", "build-dependencies", KEY_DEPS, "dependency", "packages that its build script needs", false},
    {"", "python", KEY_SECTION, "python", "Python version and packages, extension modules", false},
    {"", "native", KEY_SECTION, "native", "system libraries and C sources", false},
    {"", "features", KEY_LISTS, NULL, "optional parts, each with what it switches on", false},
    {"", "target", KEY_NAMED, "machine", "settings for some machines: a triple, in which `*` stands for anything", false},
    {"", "patch", KEY_DEPS, "dependency", "other sources for packages, whoever asks for them", false},
    {"", "source", KEY_SECTION, "source", "where packages come from", false},
    {"", "cache", KEY_SECTION, "cache", "where compiled code is kept and shared", false},
    {"", "script", KEY_SCRIPTS, "script", "named tasks for `mojo exec`", false},
    {"package", "name", KEY_STRING, NULL, "letters, digits, - and _", false},
    {"package", "version", KEY_STRING, NULL, "a semantic version: 1.2.3", false},
    {"package", "mojo", KEY_STRING, NULL, "versions of the compiler it works with: >=0.1", false},
    {"package", "description", KEY_STRING, NULL, "one line", false},
    {"package", "authors", KEY_STRINGS, NULL, "who wrote it", false},
    {"package", "license", KEY_STRING, NULL, "an SPDX expression", false},
    {"package", "repository", KEY_STRING, NULL, "where it is developed", false},
    {"package", "homepage", KEY_STRING, NULL, "its web page", false},
    {"package", "readme", KEY_STRING, NULL, "its read-me file", false},
    {"package", "keywords", KEY_STRINGS, NULL, "words to find it by", false},
    {"package", "include", KEY_STRINGS, NULL, "files that belong to it", true},
    {"package", "exclude", KEY_STRINGS, NULL, "files that do not belong to it", true},
    {"package", "build", KEY_STRING, NULL, "a program that runs before the package is built", false},
    {"package", "default-run", KEY_STRING, NULL, "the program that `mojo run` runs", false},
    {"lib", "path", KEY_STRING, NULL, "the package's folder or the module's file", false},
    {"lib", "kinds", KEY_LIB_KINDS, NULL, "what else `mojo build` makes of it: static, shared, python", false},
    {"target", "name", KEY_STRING, NULL, "its name", false},
    {"target", "path", KEY_STRING, NULL, "its main file", false},
    {"target", "required-features", KEY_STRINGS, NULL, "features without which it is not built", false},
    {"dependency", "version", KEY_STRING, NULL, "a requirement: 1.2 or >=1, <3", false},
    {"dependency", "path", KEY_STRING, NULL, "a folder with a mojo.toml, or a package in one file", false},
    {"dependency", "git", KEY_STRING, NULL, "URL of a git repository", false},
    {"dependency", "tag", KEY_STRING, NULL, "a tag of it", false},
    {"dependency", "branch", KEY_STRING, NULL, "a branch of it", false},
    {"dependency", "rev", KEY_STRING, NULL, "a commit of it", false},
    {"dependency", "subdir", KEY_STRING, NULL, "the package's folder in it", false},
    {"dependency", "package", KEY_STRING, NULL, "its own name where that differs", false},
    {"dependency", "workspace", KEY_BOOL, NULL, "true: as [workspace.dependencies] of the workspace says", false},
    {"dependency", "optional", KEY_BOOL, NULL, "only with a feature", false},
    {"dependency", "features", KEY_STRINGS, NULL, "its features to switch on", false},
    {"dependency", "default-features", KEY_BOOL, NULL, "its default features", false},
    {"profile", "opt", KEY_LEVEL, NULL, "how much to optimise: 0 to 3", false},
    {"profile", "debug", KEY_DEBUG, NULL, "debug information: none, line-tables, full", false},
    {"profile", "cpu", KEY_STRING, NULL, "the CPU to make code for", false},
    {"profile", "lto", KEY_BOOL, NULL, "optimise the program as one piece, on one thread", false},
    {"profile", "checks", KEY_BOOL, NULL, "true: all assertions; false: none; without it the safe ones", false},
    {"profile", "strip", KEY_BOOL, NULL, "leave out symbols", false},
    {"workspace", "members", KEY_STRINGS, NULL, "folders of the packages", false},
    {"workspace", "default-members", KEY_STRINGS, NULL, "those that commands are about", false},
    {"workspace", "exclude", KEY_STRINGS, NULL, "folders that are no members, although `members` has them", false},
    {"workspace", "package", KEY_SECTION, "shared", "what members take by KEY.workspace = true", false},
    {"workspace", "dependencies", KEY_DEPS, "dependency", "what members take by NAME = { workspace = true }", false},
    {"shared", "version", KEY_STRING, NULL, "a semantic version: 1.2.3", false},
    {"shared", "mojo", KEY_STRING, NULL, "versions of the compiler they work with: >=0.1", false},
    {"shared", "description", KEY_STRING, NULL, "one line", false},
    {"shared", "authors", KEY_STRINGS, NULL, "who wrote them", false},
    {"shared", "license", KEY_STRING, NULL, "an SPDX expression", false},
    {"shared", "repository", KEY_STRING, NULL, "where they are developed", false},
    {"shared", "homepage", KEY_STRING, NULL, "their web page", false},
    {"shared", "readme", KEY_STRING, NULL, "their read-me file", false},
    {"shared", "keywords", KEY_STRINGS, NULL, "words to find them by", false},
    {"source", "vendor", KEY_STRING, NULL, "a folder with the git packages, written by `mojo vendor`", false},
    {"source", "replace", KEY_TEXTS, NULL, "mirrors: beginnings of URLs, and what to fetch from instead", false},
    {"source", "allow", KEY_STRINGS, NULL, "beginnings of URLs that may be fetched; without it all may", false},
    {"source", "build-scripts", KEY_STRINGS, NULL, "packages from elsewhere whose build scripts may run", false},
    {"machine", "dependencies", KEY_DEPS, "dependency", "packages that it needs there", false},
    {"machine", "dev-dependencies", KEY_DEPS, "dependency", "packages that its tests need there", false},
    {"machine", "native", KEY_SECTION, "native", "system libraries and C sources there", false},
    {"machine", "linker", KEY_STRING, NULL, "the C compiler that links for it", false},
    {"machine", "runner", KEY_WORDS, NULL, "the command that runs programs for it: qemu-riscv64 -L /usr/riscv64-linux-gnu", false},
    {"cache", "folder", KEY_STRING, NULL, "a folder of the project for compiled code, instead of the user's", false},
    {"cache", "size", KEY_COUNT, NULL, "megabytes that it may take; 0: none is kept", false},
    {"cache", "remote", KEY_STRING, NULL, "a server to share it through: http://host:port", false},
    {"cache", "read-only", KEY_BOOL, NULL, "true: take from the server, give it nothing", false},
    {"native", "pkg-config", KEY_STRINGS, NULL, "libraries that pkg-config knows", false},
    {"native", "link", KEY_STRINGS, NULL, "libraries to link, without lib and extension: m", false},
    {"native", "sources", KEY_STRINGS, NULL, "C files to compile", false},
    {"native", "include", KEY_STRINGS, NULL, "folders of headers for them", false},
    {"native", "flags", KEY_STRINGS, NULL, "options of the C compiler for them", false},
    {"python", "version", KEY_STRING, NULL, "versions of Python it works with: >=3.9", false},
    {"python", "requires", KEY_STRINGS, NULL, "Python packages it needs: numpy>=1.20", false},
    {"python", "modules", KEY_TEXTS, NULL, "extension modules to build: a name and its main file", false},
    {"script", "command", KEY_STRING, NULL, "what the shell runs", false},
    {"script", "help", KEY_STRING, NULL, "what it is for", false},
    {0},
};

typedef struct Nearest {
    const char *best;
    size_t distance;
} Nearest;

static void consider(Nearest *n, Str word, const char *candidate) {
    size_t limit = word.len / 3 + 1, d = str_distance(word, str_of(candidate), limit);
    if (d <= limit && d < n->distance) *n = (Nearest){candidate, d};
}

static Span span(uint32_t file, uint32_t start, uint32_t end) {
    return (Span){file, start, end};
}

/* How a section is called in mojo.toml. */
static const char *title(const char *section) {
    static const struct {
        const char *section, *title;
    } rows[] = {{"shared", "`workspace.package`"}, {"dependency", "a dependency"}, {"target", "a target"},
                {"profile", "a profile"},          {"script", "a script"},         {"machine", "a target"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strcmp(rows[i].section, section) == 0) return rows[i].title;
    return NULL;
}

static void unknown(const TomlEntry *e, const char *section, uint32_t file, DiagSink *sink) {
    Nearest n = {NULL, SIZE_MAX};
    const char *elsewhere = NULL;
    for (const KeyRow *r = manifest_keys; r->key; r++) {
        if (strcmp(r->section, section) == 0) consider(&n, e->key, r->key);
        else if (str_eq_c(e->key, r->key)) elsewhere = r->section;
    }
    Diag *d = *section ? diag_add(sink, DIAG_manifest, span(file, e->key_start, e->key_end),
                                  "there is no key `" STR_FMT "` in %s%s%s", STR_ARG(e->key), title(section) ? "" : "`",
                                  title(section) ? title(section) : section, title(section) ? "" : "`")
                       : diag_add(sink, DIAG_manifest, span(file, e->key_start, e->key_end),
                                  "there is no key or table `" STR_FMT "` in mojo.toml", STR_ARG(e->key));
    if (n.best) {
        Fix *f = diag_fix(d, FIX_MAYBE, "did you mean `%s`?", n.best);
        fix_edit(f, span(file, e->key_start, e->key_end), str_of(n.best));
    } else if (elsewhere) {
        if (*elsewhere && title(elsewhere)) diag_help(d, "it belongs to %s", title(elsewhere));
        else if (*elsewhere) diag_help(d, "it belongs to `%s`", elsewhere);
        else diag_help(d, "it stands at the top: [" STR_FMT "]", STR_ARG(e->key));
    }
}

static bool wrong(const TomlEntry *e, const TomlValue *v, const char *want, uint32_t file, DiagSink *sink) {
    diag_add(sink, DIAG_manifest, span(file, v->start, v->end), "`" STR_FMT "` is %s, found %s", STR_ARG(e->key), want,
             toml_kind_name(v->kind));
    return false;
}

static bool is_level(const TomlValue *v) {
    return v->kind == TOML_INT && v->u.integer >= 0 && v->u.integer <= 3;
}

static bool is_debug(const TomlValue *v) {
    if (v->kind == TOML_BOOL) return true;
    return v->kind == TOML_STRING && (str_eq_c(v->u.string, "none") || str_eq_c(v->u.string, "full") ||
                                      str_eq_c(v->u.string, "line-tables"));
}

static bool is_lib_kind(Str s) {
    return str_eq_c(s, "static") || str_eq_c(s, "shared") || str_eq_c(s, "python");
}

static void check_strings(const TomlEntry *e, uint32_t file, DiagSink *sink) {
    const TomlValue *v = e->value;
    if (v->kind != TOML_ARRAY) wrong(e, v, "an array of strings", file, sink);
    for (uint32_t i = 0; v->kind == TOML_ARRAY && i < v->items.len; i++)
        if (v->items.data[i]->kind != TOML_STRING) wrong(e, v->items.data[i], "an array of strings", file, sink);
}

static void check_lists(const TomlEntry *e, uint32_t file, DiagSink *sink) {
    if (e->value->kind != TOML_TABLE) wrong(e, e->value, "a table", file, sink);
    for (uint32_t i = 0; e->value->kind == TOML_TABLE && i < e->value->entries.len; i++)
        check_strings(&e->value->entries.data[i], file, sink);
}

static void check_lib_kinds(const TomlEntry *e, uint32_t file, DiagSink *sink) {
    const TomlValue *v = e->value;
    check_strings(e, file, sink);
    for (uint32_t i = 0; v->kind == TOML_ARRAY && i < v->items.len; i++) {
        const TomlValue *k = v->items.data[i];
        if (k->kind == TOML_STRING && !is_lib_kind(k->u.string))
            diag_add(sink, DIAG_manifest, span(file, k->start, k->end), "a library is \"static\", \"shared\" or \"python\", found `" STR_FMT "`", STR_ARG(k->u.string));
    }
}

static void check_value(const KeyRow *r, const TomlEntry *e, uint32_t file, DiagSink *sink) {
    const TomlValue *v = e->value;
    switch (r->kind) {
    case KEY_ANY: break;
    case KEY_STRING:
        if (v->kind != TOML_STRING) wrong(e, v, "a string", file, sink);
        break;
    case KEY_BOOL:
        if (v->kind != TOML_BOOL) wrong(e, v, "a boolean", file, sink);
        break;
    case KEY_LEVEL:
        if (!is_level(v)) wrong(e, v, "an integer from 0 to 3", file, sink);
        break;
    case KEY_DEBUG:
        if (!is_debug(v)) wrong(e, v, "a boolean or one of \"none\", \"line-tables\", \"full\"", file, sink);
        break;
    case KEY_COUNT:
        if (v->kind != TOML_INT || v->u.integer < 0) wrong(e, v, "an integer from 0 on", file, sink);
        break;
    case KEY_WORDS:
        if (v->kind != TOML_STRING) check_strings(e, file, sink);
        break;
    case KEY_LIB_KINDS: check_lib_kinds(e, file, sink); break;
    case KEY_STRINGS: check_strings(e, file, sink); break;
    case KEY_SECTION:
        if (v->kind != TOML_TABLE) wrong(e, v, "a table", file, sink);
        else manifest_check(v, r->inner, file, sink);
        break;
    case KEY_SECTIONS:
        if (v->kind != TOML_ARRAY) {
            Diag *d = diag_add(sink, DIAG_manifest, span(file, v->start, v->end),
                               "`" STR_FMT "` is an array of tables, found %s", STR_ARG(e->key), toml_kind_name(v->kind));
            diag_help(d, "write [[" STR_FMT "]]", STR_ARG(e->key));
            break;
        }
        for (uint32_t i = 0; i < v->items.len; i++)
            if (v->items.data[i]->kind != TOML_TABLE) wrong(e, v->items.data[i], "an array of tables", file, sink);
            else manifest_check(v->items.data[i], r->inner, file, sink);
        break;
    case KEY_LISTS: check_lists(e, file, sink); break;
    case KEY_TEXTS:
    case KEY_NAMED:
    case KEY_SCRIPTS:
    case KEY_DEPS:
        if (v->kind != TOML_TABLE) {
            wrong(e, v, "a table", file, sink);
            break;
        }
        for (uint32_t i = 0; i < v->entries.len; i++) {
            const TomlEntry *in = &v->entries.data[i];
            if (in->value->kind == TOML_TABLE && r->inner) manifest_check(in->value, r->inner, file, sink);
            else if (r->kind == KEY_NAMED) wrong(in, in->value, "a table", file, sink);
            else if (in->value->kind != TOML_STRING)
                wrong(in, in->value, r->kind == KEY_DEPS ? "a version requirement or a table" : r->inner ? "a string or a table" : "a string",
                      file, sink);
        }
        break;
    }
}

void manifest_check(const TomlValue *table, const char *section, uint32_t file, DiagSink *sink) {
    for (uint32_t i = 0; i < table->entries.len; i++) {
        const TomlEntry *e = &table->entries.data[i];
        const KeyRow *r = manifest_keys;
        while (r->key && (strcmp(r->section, section) != 0 || !str_eq_c(e->key, r->key))) r++;
        if (!r->key) {
            unknown(e, section, file, sink);
            continue;
        }
        if (r->later)
            diag_add(sink, DIAG_manifest_later, span(file, e->key_start, e->key_end),
                     "`%s` has no effect in this version of mojo", r->key);
        check_value(r, e, file, sink);
    }
}

/* ---- the schema ----------------------------------------------------------------------------------------- */
static void schema_section(StrBuf *b, const char *section, int depth);

static void schema_value(StrBuf *b, const KeyRow *r, int depth) {
    switch (r->kind) {
    case KEY_STRING: sb_puts(b, "\"type\":\"string\""); break;
    case KEY_BOOL: sb_puts(b, "\"type\":\"boolean\""); break;
    case KEY_STRINGS: sb_puts(b, "\"type\":\"array\",\"items\":{\"type\":\"string\"}"); break;
    case KEY_COUNT: sb_puts(b, "\"type\":\"integer\",\"minimum\":0"); break;
    case KEY_WORDS: sb_puts(b, "\"type\":[\"string\",\"array\"],\"items\":{\"type\":\"string\"}"); break;
    case KEY_LIB_KINDS: sb_puts(b, "\"type\":\"array\",\"items\":{\"enum\":[\"static\",\"shared\",\"python\"]}"); break;
    case KEY_LEVEL: sb_puts(b, "\"type\":\"integer\",\"minimum\":0,\"maximum\":3"); break;
    case KEY_DEBUG: sb_puts(b, "\"enum\":[true,false,\"none\",\"line-tables\",\"full\"]"); break;
    case KEY_ANY: sb_puts(b, "\"type\":[\"object\",\"array\"]"); break;
    case KEY_SECTION: schema_section(b, r->inner, depth + 1); break;
    case KEY_SECTIONS:
        sb_puts(b, "\"type\":\"array\",\"items\":{");
        schema_section(b, r->inner, depth + 1);
        sb_char(b, '}');
        break;
    case KEY_TEXTS: sb_puts(b, "\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}"); break;
    case KEY_LISTS:
        sb_puts(b, "\"type\":\"object\",\"additionalProperties\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}");
        break;
    case KEY_NAMED:
    case KEY_SCRIPTS:
    case KEY_DEPS:
        sb_puts(b, "\"type\":\"object\",\"additionalProperties\":{");
        if (r->kind != KEY_NAMED) sb_puts(b, "\"oneOf\":[{\"type\":\"string\"},{");
        schema_section(b, r->inner, depth + 1);
        sb_puts(b, r->kind != KEY_NAMED ? "}]}" : "}");
        break;
    }
}

static void schema_section(StrBuf *b, const char *section, int depth) {
    sb_puts(b, "\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    bool first = true;
    for (const KeyRow *r = manifest_keys; r->key && depth < 8; r++) {
        if (strcmp(r->section, section) != 0) continue;
        sb_printf(b, "%s\n%*s\"%s\":{\"description\":\"%s\",", first ? "" : ",", depth * 2 + 2, "", r->key, r->help);
        bool inherits = strcmp(section, "package") == 0 && manifest_inheritable(r->key);
        if (inherits) sb_puts(b, "\"oneOf\":[{");
        schema_value(b, r, depth);
        if (inherits) sb_puts(b, "},{\"type\":\"object\",\"properties\":{\"workspace\":{\"const\":true}},\"required\":[\"workspace\"]}]");
        sb_char(b, '}');
        first = false;
    }
    sb_char(b, '}');
    if (strcmp(section, "package") == 0) sb_puts(b, ",\"required\":[\"name\",\"version\"]");
}

void manifest_schema(StrBuf *out) {
    sb_puts(out, "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"mojo.toml\","
                 "\"description\":\"A project for mojo\",\"anyOf\":[{\"required\":[\"package\"]},{\"required\":[\"workspace\"]}],");
    schema_section(out, "", 0);
    sb_puts(out, "}\n");
}
