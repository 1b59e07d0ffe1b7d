/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that are written once and then mapped: how the index lies on disk. A blob has one part of text and a few of
 * records of one size each; it holds no pointers, so it can be read in place. A blob is whole or not there: it is written
 * beside its place and renamed, and what does not agree with its own sum is not opened. */
#ifndef MOJ_QUERY_BLOB_H
#define MOJ_QUERY_BLOB_H

#include "base/base.h"

enum { BLOB_PARTS = 12, BLOB_FORMAT = 1 /* raise it when any record changes */ };

typedef struct Blob { /* data NULL: none */
    const char *data;
    size_t size;
    bool is_mapped; /* else on the heap */
} Blob;

/* ---- reading ----------------------------------------------------------------------------------- */
/* Whether the bytes are a blob of this kind: size, sum, places of the parts. */
bool blob_check(Str bytes, uint32_t kind);
/* Maps a file, or reads it; false when it is not there or not a blob of this kind. */
bool blob_open(Blob *b, const char *path, uint32_t kind, bool map);
void blob_close(Blob *b);
/* Records of a part; *n of them, 0 when they have not this size. */
const void *blob_part(const Blob *b, uint32_t part, size_t record, uint32_t *n);
/* Text that blob_text has put there; "" for what is none. */
const char *blob_string(const Blob *b, uint32_t at);

/* ---- writing ----------------------------------------------------------------------------------- */
typedef struct BlobMaker {
    uint32_t kind;
    StrBuf parts[BLOB_PARTS]; /* part 0 is text */
    StrMap known;             /* text → its place */
} BlobMaker;
void blob_begin(BlobMaker *m, uint32_t kind);
uint32_t blob_text(BlobMaker *m, Str text); /* each text once; 0 for the empty one */
void blob_add(BlobMaker *m, uint32_t part, const void *record, size_t size);
uint32_t blob_count(const BlobMaker *m, uint32_t part, size_t record);
/* The whole, on the heap; the maker is empty again. */
Blob blob_end(BlobMaker *m);

/* ---- the folder of blobs ------------------------------------------------------------------------- */
/* Below the user's cache, for this compiler and this state of the library; NULL when nothing shall be kept. */
char *blob_folder(Arena *a, const char *library);
/* `suffix` tells kinds of one key apart. */
char *blob_path(Arena *a, const char *folder, uint64_t key, uint64_t more, const char *suffix);
/* Writes it; a failure (a full disk, no rights) only means that it is worked out again. */
void blob_save(const Blob *b, const char *path);
/* Removes what was not used for longest until the folders of all compilers hold `limit` bytes at most; the bytes removed. */
uint64_t blob_trim(uint64_t limit);
uint64_t blob_size(uint64_t *files); /* bytes in these folders */
enum { BLOB_LIMIT_MB = 512 };

#endif
