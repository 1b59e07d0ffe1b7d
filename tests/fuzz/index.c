/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the index: bytes of good ones are changed, as many and where the input says, with a right sum (a damaged file
 * with a wrong one is not opened at all). Whatever they hold then can be read. */
#include "query/uses.h"
#include "syntax/syntax.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char program[] = "from a import b as c\ntrait T:\n    def f(self): ...\nstruct S(T):\n    var x: Int\n    def f(self): pass\ndef g(s: S = S()): s.f()\n";
enum { AT_SUM = 24, HEAD = 128 }; /* of blob.c */

static uint64_t sink;
static void take(const void *p, size_t n) {
    sink += hash_bytes(p, n, 1);
}
static void take_text(const Blob *b, uint32_t at) {
    const char *s = blob_string(b, at);
    take(s, strlen(s));
}

static void read_facts(const Blob *b) {
    FileFacts f;
    if (!facts_view(b, &f)) return;
    for (uint32_t i = 0; i < f.n_symbols; i++) take_text(b, f.symbols[i].name), take_text(b, f.symbols[i].container), take_text(b, f.symbols[i].detail);
    for (uint32_t i = 0; i < f.n_items; i++) take(f.item_words + f.items[i].first, f.items[i].n * sizeof(uint32_t));
    for (uint32_t i = 0; i < f.n_reexports; i++) take_text(b, f.reexports[i]);
    sink += facts_has_word(&f, word_hash(STR("S")));
}

static void read_uses(const Blob *b) {
    Uses u;
    uint32_t n;
    if (!uses_view(b, &u)) return;
    for (uint32_t i = 0; i < u.n_symbols; i++) {
        const UseRec *r = uses_of(&u, u.symbols[i].id, &n);
        if (n) take(r, n * sizeof *r);
    }
    for (uint32_t i = 0; i < u.n_calls; i++) {
        const CallRec *r = uses_calls(&u, u.calls[i].callee, &n);
        if (n) take(r, n * sizeof *r);
    }
    for (uint32_t i = 0; i < u.n_types; i++) {
        const TypeRec *t = &u.types[i];
        take(u.traits + t->first_trait, t->n_traits * sizeof(uint64_t));
        take(u.traits + t->first_named, t->n_named * sizeof(uint64_t));
        take_text(b, u.nodes[t->node].name);
    }
    for (uint32_t i = 0; i < u.n_deps; i++) take_text(b, u.deps[i].path);
}

static Blob some_facts(void) {
    SourceMap *sources = source_map_new();
    Ast *ast = ast_parse(source_add(sources, "x.mojo", xstrdup(program), sizeof program - 1));
    Blob b = facts_make(ast);
    ast_free(ast);
    source_map_free(sources);
    return b;
}

/* The parts in the order of uses.c, filled with small numbers. */
static Blob some_uses(void) {
    static const size_t records[] = {0,
                                     sizeof(UsesHead),
                                     sizeof(DepRec),
                                     sizeof(SymbolRec),
                                     sizeof(UseRec),
                                     sizeof(CallRec),
                                     sizeof(NodeRec),
                                     sizeof(TypeRec),
                                     sizeof(uint64_t),
                                     sizeof(MemberRec)};
    BlobMaker m;
    blob_begin(&m, USES_KIND);
    blob_text(&m, STR("name"));
    for (uint32_t part = 1; part < ARRAY_LEN(records); part++)
        for (uint32_t k = 0; k < (part == 1 ? 1 : 3); k++) {
            static const char zeros[256];
            blob_add(&m, part, zeros, records[part]);
        }
    return blob_end(&m);
}

static void damage(Blob *b, uint32_t kind, const uint8_t *data, size_t size) {
    char *p = (char *)(uintptr_t)b->data;
    for (size_t i = 0; i + 2 < size; i += 3) p[(data[i] << 8 | data[i + 1]) % b->size] = (char)data[i + 2];
    uint64_t sum = hash_bytes(p + HEAD, b->size - HEAD, kind);
    memcpy(p + AT_SUM, &sum, sizeof sum);
    if (blob_check((Str){p, b->size}, kind)) {
        if (kind == FACTS_KIND) read_facts(b);
        else read_uses(b);
    }
    blob_close(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    Blob b = data[0] & 1 ? some_facts() : some_uses();
    damage(&b, data[0] & 1 ? FACTS_KIND : USES_KIND, data + 1, size - 1);
    MOJ_ASSERT(!blob_check((Str){(const char *)data, size}, FACTS_KIND) || size > HEAD);
    return 0;
}
