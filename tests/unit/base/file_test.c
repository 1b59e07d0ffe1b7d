/* SPDX-License-Identifier: Apache-2.0 */
/* Files and paths, in a folder made for the test. */
#include "base_tests.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena arena;
static char *dir;

static void set_up(void) {
    arena_init(&arena);
    const char *tmp = getenv("TMPDIR");
    dir = arena_printf(&arena, "%s/moj-unit-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void tear_down(void) {
    const char *cmd = arena_printf(&arena, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(cmd), 0);
    arena_done(&arena);
}

START_TEST(test_base_file__read_write) {
    char *path = path_join(&arena, dir, "x.txt"), *data;
    size_t size;
    ck_assert_int_eq(file_read(path, &data, &size), ENOENT);
    ck_assert_int_eq(file_read(dir, &data, &size), EISDIR);
    ck_assert_int_eq(file_write_atomic(path, (Str){"a\0b", 3}), 0);
    ck_assert_int_eq(file_read(path, &data, &size), 0);
    ck_assert_uint_eq(size, 3);
    ck_assert_int_eq(memcmp(data, "a\0b", 4), 0);
    free(data);
    /* The mode stays, a link stays a link, nothing is left behind. */
    struct stat st;
    char *link_path = path_join(&arena, dir, "link");
    ck_assert_int_eq(chmod(path, 0751), 0);
    ck_assert_int_eq(symlink("x.txt", link_path), 0);
    StrBuf big = {0};
    sb_repeat(&big, 'z', 100000);
    ck_assert_int_eq(file_write_atomic(link_path, sb_view(&big)), 0);
    ck_assert(lstat(link_path, &st) == 0 && S_ISLNK(st.st_mode));
    ck_assert(stat(path, &st) == 0 && (st.st_mode & 0777) == 0751 && st.st_size == 100000);
    ck_assert_int_eq(file_read(path, &data, &size), 0);
    ck_assert_uint_eq(size, big.len);
    free(data);
    sb_done(&big);
    ck_assert_int_eq(file_read("/proc/self/status", &data, &size), 0); /* size unknown beforehand */
    ck_assert_uint_gt(size, 100);
    free(data);
    ck_assert_int_eq(file_write_atomic(path_join(&arena, dir, "no/such/dir"), STR("")), ENOENT);
    ck_assert(file_exists(path) && !file_exists(dir) && dir_exists(dir) && !dir_exists(path));
}
END_TEST

static bool note(void *ctx, const char *path, bool is_dir) {
    StrBuf *out = ctx;
    sb_printf(out, "%s%s\n", path + strlen(dir), is_dir ? "/" : "");
    return !strstr(path, "stop");
}

START_TEST(test_base_file__walk) {
    ck_assert_int_eq(dir_make_all(path_join(&arena, dir, "b/deep/er")), 0);
    ck_assert_int_eq(dir_make_all(path_join(&arena, dir, "b/deep/er/")), 0);
    ck_assert_int_eq(dir_make_all(path_join(&arena, dir, ".hidden")), 0);
    static const char *const files[] = {"a", "b/deep/er/f", "b/z", "c", ".hidden/x"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        ck_assert_int_eq(file_write_atomic(path_join(&arena, dir, files[i]), STR("x")), 0);
    ck_assert_int_eq(symlink("b", path_join(&arena, dir, "loop")), 0);
    ck_assert_int_eq(symlink("a", path_join(&arena, dir, "d")), 0);
    ck_assert_int_eq(symlink("nothing", path_join(&arena, dir, "e")), 0);
    StrBuf got = {0};
    ck_assert_int_eq(dir_walk(dir, note, &got), 0);
    ck_assert_str_eq(got.p, "/a\n/b/\n/b/deep/\n/b/deep/er/\n/b/deep/er/f\n/b/z\n/c\n/d\n");
    got.len = 0;
    ck_assert_int_eq(file_write_atomic(path_join(&arena, dir, "b/stop"), STR("x")), 0);
    ck_assert_int_eq(dir_walk(dir, note, &got), 0);
    ck_assert_str_eq(got.p, "/a\n/b/\n/b/deep/\n/b/deep/er/\n/b/deep/er/f\n/b/stop\n");
    got.len = 0;
    ck_assert_int_eq(dir_walk(path_join(&arena, dir, "c"), note, &got), 0);
    ck_assert_str_eq(got.p, "/c\n");
    ck_assert_int_eq(dir_walk(path_join(&arena, dir, "nowhere"), note, &got), ENOENT);
    ck_assert_int_eq(dir_make_all(path_join(&arena, dir, "a/b")), ENOTDIR);
    sb_done(&got);
}
END_TEST

START_TEST(test_base_file__paths) {
    static const char *const rows[][2] = {{"a/b", "a"},  {"a", "."},    {"/a", "/"}, {"/", "/"},
                                          {"a/b/", "a"}, {"a//b", "a"}, {"", "."}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_str_eq(path_dirname(&arena, rows[i][0]), rows[i][1]);
    ck_assert_str_eq(path_basename("a/b.mojo"), "b.mojo");
    ck_assert_str_eq(path_basename("b.mojo"), "b.mojo");
    ck_assert_str_eq(path_join(&arena, "a", "b"), "a/b");
    ck_assert_str_eq(path_join(&arena, "a/", "b"), "a/b");
    ck_assert_str_eq(path_join(&arena, "a", "/b"), "/b");
    ck_assert_str_eq(path_join(&arena, "", "b"), "b");
    ck_assert_ptr_null(path_real(&arena, path_join(&arena, dir, "nowhere")));
    ck_assert_str_eq(path_real(&arena, path_join(&arena, dir, "./.")), path_real(&arena, dir));
    ck_assert(dir_exists(path_self_dir(&arena)));
    setenv("MOJO_CACHE_DIR", "/x/y", 1);
    ck_assert_str_eq(path_cache_dir(&arena), "/x/y");
    unsetenv("MOJO_CACHE_DIR");
    setenv("XDG_CACHE_HOME", "/c", 1);
    ck_assert_str_eq(path_cache_dir(&arena), "/c/mojo");
    unsetenv("XDG_CACHE_HOME");
}
END_TEST

void base_file_cases(Suite *s) {
    TCase *c = tcase_create("file");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, test_base_file__read_write);
    tcase_add_test(c, test_base_file__walk);
    tcase_add_test(c, test_base_file__paths);
    suite_add_tcase(s, c);
}
