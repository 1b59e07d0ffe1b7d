/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzzer's entry point without libFuzzer: over its corpus (tests/fuzz/corpus/<name> and the folders that
 * tests/fuzz/corpus/more lists for it) and over mutations of it that are the same in every run. With file arguments:
 * over these alone, to reproduce a finding. */
#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Inputs {
    char **data;
    uint32_t len, cap;
} Inputs;

static bool collect(void *ctx, const char *path, bool is_dir) {
    if (!is_dir) vec_push((Inputs *)ctx, xstrdup(path));
    return true;
}

static uint32_t state = 1;

static uint32_t random_below(uint32_t n) {
    state = state * 1664525 + 1013904223;
    return n ? (uint32_t)(((uint64_t)(state >> 4) * n) >> 28) : 0;
}

/* A byte changed, a piece removed, a piece doubled, or a piece of syntax put in. */
static void mutate(StrBuf *b) {
    static const char *const pieces[] = {"(",
                                         ")",
                                         "[",
                                         "]",
                                         "{",
                                         "}",
                                         "\n",
                                         "\t",
                                         "    ",
                                         "\"",
                                         "'",
                                         "\"\"\"",
                                         ":",
                                         ",",
                                         "\r",
                                         "\\\n",
                                         "\xF0\x9F\x94\xA5",
                                         "\xFF",
                                         "\0x",
                                         "if ",
                                         "def f():\n",
                                         "^",
                                         "f\"{"};
    uint32_t len = (uint32_t)b->len, at = random_below(len + 1), n = random_below(20);
    if (n > len - at) n = len - at;
    char tail[1 << 16];
    uint32_t n_tail = len - at;
    if (n_tail > sizeof tail) return;
    memcpy(tail, b->p + at, n_tail);
    switch (random_below(4)) {
    case 0:
        if (at < len) b->p[at] = (char)random_below(256);
        return;
    case 1:
        b->len = at;
        sb_add(b, tail + n, n_tail - n);
        return;
    case 2:
        b->len = at;
        sb_add(b, tail, n);
        sb_add(b, tail, n_tail);
        return;
    default:
        b->len = at;
        sb_puts(b, pieces[random_below(ARRAY_LEN(pieces))]);
        sb_add(b, tail, n_tail);
    }
}

static void run(Str s) {
    /* A block of its own size, so that sanitizers see reads past its end. */
    uint8_t *copy = xmalloc(s.len);
    memcpy(copy, s.p, s.len);
    LLVMFuzzerTestOneInput(copy, s.len);
    free(copy);
}

static void collect_corpus(Inputs *in, Arena *a, const char *name) {
    dir_walk(arena_printf(a, "tests/fuzz/corpus/%s", name), collect, in);
    char *list, *next = NULL;
    size_t size;
    if (file_read("tests/fuzz/corpus/more", &list, &size) != 0) return;
    for (char *line = strtok_r(list, "\n", &next); line; line = strtok_r(NULL, "\n", &next)) {
        char *folder = strchr(line, ' ');
        if (!folder) continue;
        *folder++ = '\0';
        if (strcmp(line, name) == 0) dir_walk(folder, collect, in);
    }
    free(list);
}

int main(int argc, char **argv) {
    enum { ROUNDS = 150 };
    const uint64_t budget = 3000000000u; /* ns */
    Inputs in = {0};
    Arena a;
    arena_init(&a);
    bool given = argc > 1;
    for (int i = 1; i < argc; i++) vec_push(&in, xstrdup(argv[i]));
    const char *name = strstr(path_basename(argv[0]), "fuzz-");
    if (!given && name) collect_corpus(&in, &a, name + 5);
    uint64_t start = time_ns();
    uint32_t n = 0;
    for (uint32_t i = 0; i < in.len; i++) {
        char *data;
        size_t size;
        if (file_read(in.data[i], &data, &size) != 0) continue;
        run((Str){data, size});
        n++;
        for (int k = 0; !given && size <= 1 << 15 && k < ROUNDS && time_ns() - start < budget;
             k++) {
            StrBuf b = {0};
            sb_add(&b, data, size);
            for (uint32_t m = random_below(4) + 1; m > 0; m--) mutate(&b);
            run(sb_view(&b));
            sb_done(&b);
        }
        free(data);
    }
    for (uint32_t i = 0; i < in.len; i++) free(in.data[i]);
    vec_done(&in);
    arena_done(&a);
    printf("%u passed, 0 failed\n", n); /* a finding ends the process */
    return n ? 0 : 1;
}
