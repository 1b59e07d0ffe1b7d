/* SPDX-License-Identifier: Apache-2.0 */
/* What one file says by itself, as a blob: what it declares, which words it holds, and for each top-level item a sum of
 * what others can see of it (not the bodies of its functions). Depends on the text alone. */
#ifndef MOJ_QUERY_FACTS_H
#define MOJ_QUERY_FACTS_H

#include "query/blob.h"
#include "query/outline.h"

enum { FACTS_KIND = 1 };
typedef struct TextSum { /* of a file's text, as a Source holds it */
    uint64_t a, b;
} TextSum;
typedef struct FactSymbol {
    uint32_t name, container, detail; /* texts; container 0: none */
    uint32_t start;                   /* of the name, in bytes */
    uint32_t line, col, end_col;      /* columns in bytes */
    uint16_t kind;                    /* OutlineKind */
    uint16_t is_wide;                 /* columns in other encodings differ */
} FactSymbol;
typedef struct FactItem { /* a top-level declaration, or what counts for everybody (name 0): imports, statements */
    uint32_t name;        /* a word */
    uint32_t first, n;    /* words that can be seen of it */
    uint32_t pad;
    uint64_t seen;        /* sum of what can be seen of it */
} FactItem;
typedef struct FactAlias { /* `import from as to`: words */
    uint32_t from, to;
} FactAlias;
typedef struct FileFacts { /* a view of a blob */
    TextSum text;
    uint64_t seen; /* of all items, in order */
    bool is_python;
    const FactSymbol *symbols;
    const FactItem *items;       /* sorted by name */
    const uint32_t *words;       /* all of the file, sorted */
    const uint32_t *item_words;
    const uint32_t *reexports;   /* texts: names that `from … import` brings in */
    const FactAlias *aliases;
    uint32_t n_symbols, n_items, n_words, n_item_words, n_reexports, n_aliases;
} FileFacts;

TextSum text_sum(Str text);
static inline bool text_sum_eq(TextSum x, TextSum y) {
    return x.a == y.a && x.b == y.b;
}
uint32_t word_hash(Str word); /* never 0 */
Blob facts_make(const Ast *ast);
bool facts_view(const Blob *b, FileFacts *out);
bool facts_has_word(const FileFacts *f, uint32_t word);
/* Whether a line up to `end` has columns that depend on the encoding. */
bool line_is_wide(const Source *s, uint32_t end, uint32_t col);

#endif
