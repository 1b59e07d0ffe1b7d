/* SPDX-License-Identifier: Apache-2.0 */
/* Packages in one file: an input is the index up to an empty line, and what stands behind it; its hash is put before it, so
 * that the index is looked at. What is read holds what the reader promises. */
#include "bundle/bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void promises(const Bundle *b, uint64_t size) {
    uint64_t at = 0;
    for (uint32_t i = 0; i < b->files.len; i++) {
        const BundleFile *f = &b->files.data[i];
        MOJ_ASSERT(f->at == at && f->size <= size - b->start - at);
        MOJ_ASSERT(!bundle_path_problem(str_of(f->path)));
        MOJ_ASSERT(!f->is_made || !strchr(f->path, '/'));
        at += f->size;
    }
    MOJ_ASSERT(b->start + at == size);
}

static void parse(Str text) {
    Arena a;
    Bundle b;
    const char *why = NULL;
    arena_init(&a);
    if (bundle_parse(text, &a, &b, &why)) {
        promises(&b, text.len);
        MOJ_ASSERT(bundle_library(&b, "/folder", &a));
    } else {
        MOJ_ASSERT(why && *why);
    }
    arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    size_t n = 0;
    while (n < size && !(n && text[n] == '\n' && text[n - 1] == '\n')) n++;
    Sha256 s;
    uint8_t hash[32];
    char hex[65];
    StrBuf file = {0};
    sha256_init(&s);
    sha256_add(&s, data, n);
    sha256_done(&s, hash);
    sha256_hex(hash, hex);
    sb_printf(&file, "mojo-package 1 %zu %s\n", n, hex);
    sb_add(&file, text, n);
    if (n < size) sb_add(&file, text + n + 1, size - n - 1);
    parse(sb_view(&file));
    parse((Str){text, size});
    sb_done(&file);
    return 0;
}
