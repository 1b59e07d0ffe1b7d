/* SPDX-License-Identifier: Apache-2.0 */
#include "../unit.h"
#include "package_suite.h"
#include "build/package/edit.h"
#include "build/package/lock.h"
#include "build/package/manifest.h"

typedef struct Parsed {
    Arena a;
    SourceMap *sources;
    DiagSink sink;
    Manifest *m;
} Parsed;

static void parse(Parsed *p, const char *text) {
    *p = (Parsed){0};
    arena_init(&p->a);
    p->sources = source_map_new();
    diag_sink_init(&p->sink, &p->a);
    p->m = manifest_parse(&p->a, source_add(p->sources, "mojo.toml", xstrdup(text), strlen(text)), "/nowhere", false, &p->sink);
}

static void parsed_done(Parsed *p) {
    source_map_free(p->sources);
    arena_done(&p->a);
}

#define HEAD "[package]\nname = \"a\"\nversion = \"1.0.0\"\n"

START_TEST(test_package_manifest__reads_dependencies_and_profiles) {
    Parsed p;
    parse(&p, HEAD "[dependencies]\nx = { git = \"https://h/x\", version = \"^1.2\", subdir = \"in/x\" }\n"
                   "[dev-dependencies]\ny = { path = \"../y\" }\n[profile.dev]\nopt = 2\n[profile.small]\ndebug = true\n");
    ck_assert_msg(p.m != NULL, "%s", p.sink.diags.len ? p.sink.diags.data[0]->message : "");
    ck_assert_uint_eq(p.m->deps.len, 2);
    ck_assert(str_eq_c(p.m->deps.data[0].subdir, "in/x") && p.m->deps.data[0].has_version && !p.m->deps.data[0].is_dev);
    ck_assert(p.m->deps.data[1].is_dev);
    ck_assert_int_eq(manifest_profile(p.m, "dev")->opt, 2);
    ck_assert_int_eq(manifest_profile(p.m, "small")->debug, 2);
    ck_assert_int_eq(manifest_profile(p.m, "release")->opt, 3);
    ck_assert_ptr_null(manifest_profile(p.m, "none"));
    parsed_done(&p);
}
END_TEST

START_TEST(test_package_manifest__knows_which_machines_a_pattern_is_about) {
    static const struct {
        const char *pattern, *triple;
        bool is;
    } rows[] = {
        {"x86_64-linux-gnu", "x86_64-pc-linux-gnu", true},       {"x86_64-unknown-linux-gnu", "x86_64-pc-linux-gnu", true},
        {"aarch64-*", "aarch64-linux-gnu", true},                {"*-linux-*", "riscv64-unknown-linux-gnu", true},
        {"aarch64-linux-gnu", "x86_64-pc-linux-gnu", false},     {"x86_64-linux-musl", "x86_64-pc-linux-gnu", false},
        {"x86_64", "x86_64-pc-linux-gnu", false},                {"*", "wasm32-unknown-unknown", true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_msg(manifest_is_for(str_of(rows[i].pattern), rows[i].triple) == rows[i].is, "%s %s", rows[i].pattern, rows[i].triple);
}
END_TEST

START_TEST(test_package_manifest__says_what_is_wrong_where) {
    static const struct {
        const char *text, *message, *at; /* the text under the mark */
    } rows[] = {
        {HEAD "autors = []\n", "no key `autors`", "autors"},
        {HEAD "[dependancies]\nx = \"1\"\n", "no key or table `dependancies`", "dependancies"},
        {"[package]\nname = \"a b\"\nversion = \"1.0.0\"\n", "letters, digits", "\"a b\""},
        {"[package]\nname = \"a\"\nversion = \"1.0\"\n", "", "\"1.0\""},
        {"[package]\nname = \"std\"\nversion = \"1.0.0\"\n", "standard library", "\"std\""},
        {HEAD "license = 1\n", "is a string, found an integer", "1"},
        {HEAD "[profile.dev]\nopt = 4\n", "from 0 to 3", "4"},
        {HEAD "[dependencies]\nx = { path = \"a\", git = \"https://h/x\" }\n", "both `path` and `git`", "x"},
        {HEAD "[dependencies]\nx = { git = \"https://h/x\", tag = \"1\", rev = \"0123456789012345678901234567890123456789\" }\n",
         "more than one", "x"},
        {HEAD "[dependencies]\nx = { path = \"a\", version = \"1.x.y\" }\n", "", NULL},
        {HEAD "[dependencies]\nx = { git = \"https://me:word@h/x\" }\n", "has a password in it", "\"https://me:word@h/x\""},
        {HEAD "[patch]\nx = \"1\"\n", "`x` has no source", "x"},
        {HEAD "[workspace.package]\nversoin = \"1\"\n", "no key `versoin` in `workspace.package`", "versoin"},
        {HEAD "[source]\nreplace = { a = 1 }\n", "is a string, found an integer", "1"},
        {HEAD "[cache]\nsize = 4\n", "`size` goes with `folder`", "4"},
        {HEAD "[cache]\nremote = \"file:///x\"\n", "is no URL of a cache", "\"file:///x\""},
        {HEAD "[target.x]\nrunner = 1\n", "is an array of strings, found an integer", "1"},
        {HEAD "[target.x.dependencies]\ny = \"1\"\n", "`y` has no source", "y"},
        {HEAD "[lib]\nkinds = [\"dynamic\"]\n", "a library is", "\"dynamic\""},
        {HEAD "[script]\nx = 1\n", "is a string or a table", "1"},
        {HEAD "license.workspace = true\n", "of which a package in a git", "license"},
        {"x = \n", "", NULL},
        {"", "neither [package] nor [workspace]", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Parsed p;
        parse(&p, rows[i].text);
        ck_assert_msg(p.m == NULL && p.sink.n_errors > 0, "%s", rows[i].text);
        const Diag *d = p.sink.diags.data[0];
        ck_assert_msg(strstr(d->message, rows[i].message) != NULL, "%s: %s", rows[i].text, d->message);
        size_t n = d->at.end - d->at.start;
        if (rows[i].at)
            ck_assert_msg(n == strlen(rows[i].at) && memcmp(rows[i].text + d->at.start, rows[i].at, n) == 0, "%s: %s", rows[i].text,
                          rows[i].text + d->at.start);
        parsed_done(&p);
    }
}
END_TEST

START_TEST(test_package_edit__keeps_what_it_does_not_change) {
    static const struct {
        const char *before, *name, *value, *after;
    } rows[] = {
        {"# a\n[dependencies] # b\nx = \"1\" # c\n\n[z]\n", "y", "\"2\"", "# a\n[dependencies] # b\nx = \"1\" # c\ny = \"2\"\n\n[z]\n"},
        {"[dependencies]\nx = \"1\" # c\n", "x", "\"2\"", "[dependencies]\nx = \"2\" # c\n"},
        {"[p]\na = 1", "y", "\"2\"", "[p]\na = 1\n\n[dependencies]\ny = \"2\"\n"},
        {"[dependencies]\n[dependencies.x]\npath = \"a\"\n", "y", "\"2\"", "[dependencies]\ny = \"2\"\n[dependencies.x]\npath = \"a\"\n"},
        {"[dependencies]\nx = \"1\" # c\ny = \"2\"\n", "x", NULL, "[dependencies]\ny = \"2\"\n"},
        {"[dependencies]\ny = \"2\"\n[dependencies.x]\npath = \"a\"\n# end\n", "x", NULL, "[dependencies]\ny = \"2\"\n# end\n"},
        {"[dependencies]\nx.git = \"a\" # c\ny = \"2\"\nx.tag = \"b\"\n", "x", NULL, "[dependencies]\ny = \"2\"\n"},
        {"dependencies.x = \"1\"\nb = 1\n", "x", NULL, "b = 1\n"},
        {"[dependencies]\nx = [ # c\n  1,\n]\n# d\n", "x", NULL, "[dependencies]\n# d\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        StrBuf out = {0};
        const char *why = NULL;
        bool ok = rows[i].value ? edit_set(str_of(rows[i].before), "dependencies", str_of(rows[i].name), str_of(rows[i].value), &out, &why)
                                : edit_remove(str_of(rows[i].before), "dependencies", str_of(rows[i].name), &out, &why);
        ck_assert_msg(ok, "%zu: %s", i, why ? why : "");
        ck_assert_str_eq(out.p, rows[i].after);
        sb_done(&out);
    }
    StrBuf out = {0};
    const char *why = NULL;
    ck_assert(!edit_remove(STR("[dependencies]\nx = \"1\"\n"), "dependencies", STR("y"), &out, &why) && !why);
    ck_assert(!edit_set(STR("dependencies = { x = \"1\" }\n"), "dependencies", STR("y"), STR("\"1\""), &out, &why) && why);
    sb_done(&out);
}
END_TEST

START_TEST(test_package_manifest__schema_has_every_key) {
    StrBuf b = {0};
    manifest_schema(&b);
    ck_assert(strstr(b.p, "\"dev-dependencies\"") && strstr(b.p, "\"default-run\"") && strstr(b.p, "\"subdir\""));
    sb_done(&b);
}
END_TEST

void add_manifest_tests(Suite *s) {
    TCase *t = tcase_create("manifest");
    tcase_add_test(t, test_package_manifest__reads_dependencies_and_profiles);
    tcase_add_test(t, test_package_manifest__knows_which_machines_a_pattern_is_about);
    tcase_add_test(t, test_package_manifest__says_what_is_wrong_where);
    tcase_add_test(t, test_package_edit__keeps_what_it_does_not_change);
    tcase_add_test(t, test_package_manifest__schema_has_every_key);
    suite_add_tcase(s, t);
}
