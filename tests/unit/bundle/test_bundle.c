/* SPDX-License-Identifier: Apache-2.0 */
/* Packages in one file: what is written reads back, and what somebody else wrote is refused with its reason. */
#include "bundle/bundle.h"

#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define GOOD "name p\nroot .\nfile 0 " EMPTY " p/__init__.mojo\n"

static Arena arena;
static char dir[64];

static void setup(void) {
    arena_init(&arena);
    strcpy(dir, "/tmp/moj-bundle-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    setenv("MOJO_CACHE_DIR", path_join(&arena, dir, "cache"), 1);
}

static void teardown(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    ck_assert_int_eq(system(command), 0);
    arena_done(&arena);
}

/* A file with this index, whose hash is right, and these bytes behind it. */
static Str file_with(const char *index, const char *bytes) {
    Sha256 s;
    uint8_t hash[32];
    char hex[65];
    sha256_init(&s);
    sha256_add(&s, index, strlen(index));
    sha256_done(&s, hash);
    sha256_hex(hash, hex);
    return str_of(arena_printf(&arena, "mojo-package 1 %zu %s\n%s%s", strlen(index), hex, index, bytes));
}

static void refused(Str text, const char *reason) {
    Bundle b;
    const char *why = NULL;
    bool ok = bundle_parse(text, &arena, &b, &why);
    ck_assert_msg(!ok, "was read: %.300s", text.p);
    ck_assert_msg(strstr(why, reason) != NULL, "said `%s` rather than `%s`", why, reason);
    char *path = path_join(&arena, dir, "bad.mojopkg");
    ck_assert_int_eq(file_replace(path, text), 0);
    ck_assert(!bundle_open(path, &arena, &b, &why));
    ck_assert_msg(strstr(why, reason) != NULL, "said `%s` of the file rather than `%s`", why, reason);
    ck_assert_ptr_null(bundle_unpack(path, &arena, &b, &why));
}

static void refused_index(const char *index, const char *reason) {
    refused(file_with(index, ""), reason);
}

static const char *line(const char *word, const char *size, const char *path) {
    return arena_printf(&arena, "name p\nroot .\n%s %s " EMPTY " %s\n", word, size, path);
}

static StrBuf two_files(BundleEntries *entries, const char *name) {
    StrBuf out = {0};
    Bundle head = {.name = "p", .package = name, .version = "1.2.3", .root = "src", .compiler = "abc", .target = "t c f", .key = "77", .format = BUNDLE_FORMAT};
    BundleNeed need = {"q", "1234"};
    vec_push_in(&arena, &head.needs, need);
    vec_push_in(&arena, entries, ((BundleEntry){"units", STR("made"), true}));
    vec_push_in(&arena, entries, ((BundleEntry){"src/p/__init__.mojo", STR("comptime a = 1\n"), false}));
    vec_push_in(&arena, entries, ((BundleEntry){"mojo.toml", STR("[package]\n"), false}));
    bundle_print(&out, &head, entries);
    return out;
}

START_TEST(test_bundle__reads_back) {
    BundleEntries entries = {0};
    StrBuf text = two_files(&entries, "my-p");
    Bundle b;
    Str bytes;
    const char *why = NULL, *path = path_join(&arena, dir, "p.mojopkg");
    ck_assert_msg(bundle_parse(sb_view(&text), &arena, &b, &why), "%s", why);
    ck_assert_int_eq(file_replace(path, sb_view(&text)), 0);
    ck_assert_msg(bundle_open(path, &arena, &b, &why), "%s", why);
    ck_assert_str_eq(b.name, "p");
    ck_assert_str_eq(b.package, "my-p");
    ck_assert_str_eq(b.version, "1.2.3");
    ck_assert_str_eq(b.compiler, "abc");
    ck_assert_str_eq(b.target, "t c f");
    ck_assert_str_eq(b.key, "77");
    ck_assert_uint_eq(b.needs.len, 1);
    ck_assert_uint_eq(b.files.len, 3);
    ck_assert_str_eq(b.files.data[0].path, "mojo.toml");
    ck_assert(b.files.data[2].is_made);
    ck_assert(bundle_entry(path, &b, &b.files.data[1], &arena, &bytes, &why));
    ck_assert(str_eq_c(bytes, "comptime a = 1\n"));
    sb_done(&text);
}
END_TEST

START_TEST(test_bundle__same_bytes) {
    BundleEntries one = {0}, two = {0};
    StrBuf x = two_files(&one, "a"), y = two_files(&two, "a"), z = two_files(&(BundleEntries){0}, "b");
    ck_assert(str_eq(sb_view(&x), sb_view(&y)));
    ck_assert(!str_eq(sb_view(&x), sb_view(&z)));
    sb_done(&x);
    sb_done(&y);
    sb_done(&z);
}
END_TEST

START_TEST(test_bundle__unpacks_once) {
    BundleEntries entries = {0};
    StrBuf text = two_files(&entries, "p");
    Bundle b, again;
    struct stat st;
    const char *why = NULL, *path = path_join(&arena, dir, "p.mojopkg");
    mode_t mask = umask(077);
    ck_assert_int_eq(file_replace(path, sb_view(&text)), 0);
    const char *folder = bundle_unpack(path, &arena, &b, &why);
    umask(mask);
    ck_assert_msg(folder != NULL, "%s", why);
    ck_assert(file_exists(path_join(&arena, folder, "src/p/__init__.mojo")));
    ck_assert(file_exists(bundle_made_path(&arena, folder, "units")));
    ck_assert_int_eq(stat(path_join(&arena, folder, "mojo.toml"), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0444);
    ck_assert(bundle_of_folder(folder, &arena, &again));
    ck_assert_str_eq(again.id, b.id);
    ck_assert_str_eq(bundle_library(&again, folder, &arena), path_join(&arena, folder, "src/p"));
    ck_assert_str_eq(bundle_folder_of(bundle_cache(&arena), path_join(&arena, folder, "src/p/__init__.mojo"), &arena), folder);
    ck_assert_ptr_null(bundle_folder_of(bundle_cache(&arena), path, &arena));
    ck_assert_str_eq(bundle_unpack(path, &arena, &b, &why), folder);
    sb_done(&text);
}
END_TEST

/* The bytes of an entry are not those that the index names: found when it is unpacked, and nothing stays. */
START_TEST(test_bundle__other_bytes) {
    BundleEntries entries = {0};
    StrBuf text = two_files(&entries, "p");
    Bundle b;
    const char *why = NULL, *path = path_join(&arena, dir, "p.mojopkg");
    for (int at = 1; at <= 20; at += 6) {
        text.p[text.len - (size_t)at] ^= 1;
        ck_assert_int_eq(file_replace(path, sb_view(&text)), 0);
        ck_assert_ptr_null(bundle_unpack(path, &arena, &b, &why));
        ck_assert_msg(strstr(why, "has another hash than it says") != NULL, "%s", why);
        ck_assert_int_ne(rmdir(path_join(&arena, dir, "cache/packages")), -1); /* it is empty */
        text.p[text.len - (size_t)at] ^= 1;
    }
    sb_done(&text);
}
END_TEST

/* Any one byte of the index, or its end, lost or changed. */
START_TEST(test_bundle__damage) {
    BundleEntries entries = {0};
    StrBuf text = two_files(&entries, "p");
    Bundle b;
    const char *why;
    ck_assert(bundle_parse(sb_view(&text), &arena, &b, &why));
    for (size_t i = 0; i < b.start; i++) {
        text.p[i] ^= 4;
        ck_assert_msg(!bundle_parse(sb_view(&text), &arena, &b, &why), "byte %zu changed", i);
        text.p[i] ^= 4;
    }
    for (size_t n = 0; n < text.len; n++) ck_assert_msg(!bundle_parse((Str){text.p, n}, &arena, &b, &why), "cut off at %zu", n);
    sb_done(&text);
}
END_TEST

START_TEST(test_bundle__first_line) {
    refused(STR(""), "is empty");
    refused(STR("PK\3\4"), "another one made it");
    refused(STR("\x7f" "ELF"), "another one made it");
    refused(STR("mojo-package "), "its first line cannot be read");
    refused(STR("mojo-package 2 0 " EMPTY "\n"), "of a newer layout");
    refused(STR("mojo-package 1 0 " EMPTY), "its first line cannot be read");
    refused(STR("mojo-package 1 99999999999999999999999 " EMPTY "\n"), "its first line cannot be read");
    refused(STR("mojo-package 1 9223372036854775807 " EMPTY "\n"), "its index is larger than 64 MiB");
    refused(STR("mojo-package 1 67108865 " EMPTY "\n"), "its index is larger than 64 MiB");
    refused(STR("mojo-package 1 1000 " EMPTY "\n"), "is cut off");
    refused(STR("mojo-package 1 0 " ZEROS "\n"), "its index has another hash");
    refused(STR("mojo-package 1 00 " EMPTY "\n"), "its first line cannot be read");
}
END_TEST

START_TEST(test_bundle__paths) {
    static const struct {
        const char *path, *why;
    } rows[] = {{"/etc/passwd", "is absolute"},      {"../x.mojo", "begins with a dot"},   {"p/../../x", "begins with a dot"},
                {"./x", "begins with a dot"},        {"p/.git/config", "begins with a dot"}, {".made/units", "begins with a dot"},
                {"p//x", "has an empty part"},       {"p/", "has an empty part"},          {"p\\x", "no file name has"},
                {"p\tx", "no file name has"},        {"p\x7fx", "no file name has"},       {"\xff", "is not UTF-8"},
                {"a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", "lies too deep"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) refused_index(line("file", "0", rows[i].path), rows[i].why);
    refused_index("name p\nroot .\nfile 0 " EMPTY "  \n", ""); /* a blank is a name, but no library */
    refused_index("name p\nroot ..\nfile 0 " EMPTY " p.mojo\n", "its sources lie outside");
    refused_index("name p\nroot /tmp\nfile 0 " EMPTY " p.mojo\n", "its sources lie outside");
    refused_index("name ../p\nroot .\nfile 0 " EMPTY " p.mojo\n", "does not say what is imported");
    refused_index("name 1p\nroot .\nfile 0 " EMPTY " 1p.mojo\n", "does not say what is imported");
    char *lengthy = arena_alloc(&arena, 1100);
    memset(lengthy, 'a', 1099);
    lengthy[1099] = 0;
    refused_index(line("file", "0", lengthy), "is longer than 1024 bytes");
    lengthy[300] = 0;
    refused_index(line("file", "0", lengthy), "more than 255 bytes");
}
END_TEST

START_TEST(test_bundle__made_names) {
    static const char *const names[] = {"../x", "a/b", ".x", "-o", "index", "", "a b"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) refused_index(arena_printf(&arena, GOOD "made 0 " EMPTY " %s\n", names[i]), "is no name for a result");
}
END_TEST

START_TEST(test_bundle__sizes) {
    refused_index(line("file", "1", "p.mojo"), "is cut off");
    refused_index(line("file", "1073741825", "p.mojo"), "larger than 1 GiB");
    refused_index(line("file", "9223372036854775807", "p.mojo"), "larger than 1 GiB");
    refused_index(line("file", "99999999999999999999", "p.mojo"), "its index cannot be read");
    refused_index(line("file", "-1", "p.mojo"), "its index cannot be read");
    refused_index(line("file", "01", "p.mojo"), "its index cannot be read");
    refused_index(line("file", "", "p.mojo"), "its index cannot be read");
    refused(file_with(GOOD, "x"), "is longer than its index says");
    refused_index("name p\nroot .\nfile 1073741824 " EMPTY " a\nfile 1073741824 " EMPTY " p.mojo\n", "is cut off");
}
END_TEST

START_TEST(test_bundle__order) {
    refused_index("name p\nroot .\nfile 0 " EMPTY " p.mojo\nfile 0 " EMPTY " p.mojo\n", "`p.mojo` is in it twice");
    refused_index("name p\nroot .\nfile 0 " EMPTY " p.mojo\nfile 0 " EMPTY " a\n", "`a` is out of order");
    refused_index("name p\nroot .\nfile 0 " EMPTY " p\nfile 0 " EMPTY " p-q\nfile 0 " EMPTY " p/x\n", "`p` is a file and a folder");
    refused_index("name p\nroot .\nmade 0 " EMPTY " a\nfile 0 " EMPTY " p.mojo\n", "sources stand behind results");
    refused_index("name p\nname q\nroot .\nfile 0 " EMPTY " p.mojo\n", "its index cannot be read");
    refused_index(GOOD "version 1\n", "its index cannot be read");
    refused_index("name p\nroot .", "its index cannot be read");
    refused_index("name p\nroot .\nfile 0 " EMPTY " q.mojo\n", "holds no package `p`");
    refused_index("name p\nroot .\nneed ../q 1\nfile 0 " EMPTY " p.mojo\n", "what it needs cannot be read");
    refused_index("name p\nroot .\nversion \x1b[31m\nfile 0 " EMPTY " p.mojo\n", "its index cannot be read");
}
END_TEST

START_TEST(test_bundle__counts) {
    StrBuf many = {0};
    sb_puts(&many, "name p\nroot .\n");
    for (int i = 0; i <= 100000; i++) sb_printf(&many, "file 0 " EMPTY " f%06d\n", i);
    refused_index(many.p, "more than 100000 files");
    sb_done(&many);
    sb_puts(&many, "name p\nroot .\n");
    for (int i = 0; i <= 1000; i++) sb_printf(&many, "need q%d 1\n", i);
    refused_index(many.p, "what it needs cannot be read");
    sb_done(&many);
}
END_TEST

/* Words of a later version are passed over. */
START_TEST(test_bundle__later_words) {
    Bundle b;
    const char *why = NULL;
    Str text = file_with("colour blue\nname p\nroot .\nformat 99\n\nfile 0 " EMPTY " p.mojo\n", "");
    ck_assert_msg(bundle_parse(text, &arena, &b, &why), "%s", why);
    ck_assert_uint_eq(b.format, 99);
}
END_TEST

START_TEST(test_bundle__no_file) {
    Bundle b;
    const char *why = NULL, *pipe = path_join(&arena, dir, "pipe.mojopkg");
    ck_assert(!bundle_open(dir, &arena, &b, &why));
    ck_assert_str_eq(why, "is no file");
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    ck_assert(!bundle_open(pipe, &arena, &b, &why)); /* and does not wait for a writer */
    ck_assert_str_eq(why, "is no file");
    ck_assert(!bundle_open("/nowhere/x.mojopkg", &arena, &b, &why));
    ck_assert(!bundle_open("/dev/null", &arena, &b, &why));
}
END_TEST

/* What stands where the folder is to be written does not lead anywhere else. */
START_TEST(test_bundle__links_in_the_way) {
    BundleEntries entries = {0};
    StrBuf text = two_files(&entries, "p");
    Bundle b;
    const char *why = NULL, *path = path_join(&arena, dir, "p.mojopkg"), *to = path_join(&arena, dir, "out");
    ck_assert_int_eq(file_replace(path, sb_view(&text)), 0);
    ck_assert(bundle_open(path, &arena, &b, &why));
    ck_assert_int_eq(dir_make_all(to), 0);
    ck_assert_int_eq(symlink(path_join(&arena, dir, "victim"), path_join(&arena, to, "mojo.toml")), 0);
    ck_assert(!bundle_extract(path, &b, to, false, &arena, &why));
    ck_assert_msg(strstr(why, "cannot be unpacked") != NULL, "%s", why);
    ck_assert(!file_exists(path_join(&arena, dir, "victim")));
    sb_done(&text);
}
END_TEST

Suite *bundle_suite(void) {
    Suite *s = suite_create("bundle");
    const TTest *const tests[] = {test_bundle__reads_back, test_bundle__same_bytes, test_bundle__unpacks_once, test_bundle__other_bytes,
                                  test_bundle__damage, test_bundle__first_line, test_bundle__paths, test_bundle__made_names,
                                  test_bundle__sizes, test_bundle__order, test_bundle__counts, test_bundle__later_words,
                                  test_bundle__no_file, test_bundle__links_in_the_way};
    TCase *c = tcase_create("packages in one file");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 30);
    for (size_t i = 0; i < ARRAY_LEN(tests); i++) tcase_add_test(c, tests[i]);
    suite_add_tcase(s, c);
    return s;
}
