/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 against the standard's examples. */
#include "base_tests.h"

static void hash_in_pieces(const char *text, size_t n, size_t piece, char hex[65]) {
    Sha256 h;
    uint8_t out[32];
    sha256_init(&h);
    for (size_t at = 0; at < n; at += piece) sha256_add(&h, text + at, n - at < piece ? n - at : piece);
    sha256_done(&h, out);
    sha256_hex(out, hex);
}

START_TEST(examples) {
    static const struct {
        const char *text, *hash;
    } known[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        char hex[65];
        hash_in_pieces(known[i].text, strlen(known[i].text), 64, hex);
        ck_assert_str_eq(hex, known[i].hash);
    }
}
END_TEST

START_TEST(pieces) {
    enum { N = 1000000 };
    char *text = xmalloc(N), hex[65];
    memset(text, 'a', N);
    static const size_t sizes[] = {N, 1, 63, 64, 65, 1000};
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        hash_in_pieces(text, N, sizes[i], hex);
        ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    free(text);
}
END_TEST

void base_sha256_cases(Suite *s) {
    TCase *t = tcase_create("sha256");
    tcase_add_test(t, examples);
    tcase_add_test(t, pieces);
    suite_add_tcase(s, t);
}
