/* SPDX-License-Identifier: Apache-2.0 */
/* File texts with in-memory overlays, revisions, line tables, spans and position encodings.
 * A Source is one immutable text of one file: an edit makes a new Source (source_edit). */
#ifndef MOJ_SOURCE_SOURCE_H
#define MOJ_SOURCE_SOURCE_H

#include "base/base.h"

/* Half-open byte range in one source; 0-based UTF-8 offsets. file 0 is "nowhere". */
typedef struct Span {
    uint32_t file; /* Source.id */
    uint32_t start, end;
} Span;
#define SPAN_NONE ((Span){0, 0, 0})

typedef enum Lang { LANG_MOJO, LANG_PYTHON } Lang; /* by extension: .mojo .🔥 / .py .pyi */

typedef struct Source {
    uint32_t id;       /* unique in its SourceMap, from 1 */
    uint32_t revision; /* grows with each edit of the file */
    Lang lang;
    char *path;        /* as given by the user; "<stdin>" and the like are allowed */
    char *shown;       /* the path that compiled code and debug information carry: see source_map_show; else `path` */
    char *data;        /* text, NUL after the end; owned */
    uint32_t size;
    uint32_t bom;      /* 3 when the text starts with a UTF-8 byte order mark, else 0 */
    uint32_t *lines;   /* byte offset of each line's start; built on first use */
    uint32_t n_lines;
    const char *encoding; /* of the file, as iconv names it, when `data` was decoded from it; NULL: UTF-8 */
    uint32_t bad_byte;    /* where in `data` U+FFFD stands for what could not be decoded; UINT32_MAX: nowhere */
    uint32_t refs;     /* starts at 1, for the map; see source_unref */
} Source;

/* All sources of a session; thread-safe. */
typedef struct SourceMap SourceMap;
SourceMap *source_map_new(void);
void source_map_free(SourceMap *m);
/* Sources below the folder `from` that are added from now on are shown as below `to`, so that what is compiled does not
 * depend on where it lies. The longest matching folder counts. */
void source_map_show(SourceMap *m, const char *from, const char *to);
/* Takes ownership of `data` (heap, NUL-terminated). size ≤ UINT32_MAX - 16. */
Source *source_add(SourceMap *m, const char *path, char *data, size_t size);
/* The same for the bytes of a file: Python that declares another encoding is decoded. */
Source *source_add_file(SourceMap *m, const char *path, char *data, size_t size, Lang lang);
/* The bytes of a file that holds `text`, a revision of s: `text` itself, or encoded in `room`. False: it has characters
 * that the encoding lacks. */
bool source_bytes(const Source *s, Str text, StrBuf *room, Str *bytes);
/* Reads a file (or its overlay). On failure NULL and *err is an errno value. */
Source *source_load(SourceMap *m, const char *path, int *err);
/* Overlay: the editor's text of a file, used by source_load instead of the disk; NULL data removes it. */
void source_overlay(SourceMap *m, const char *path, const char *data, size_t size);
/* New revision with bytes [start,end) replaced; NULL when it would be too large. The old one stays valid. */
Source *source_edit(SourceMap *m, const Source *s, uint32_t start, uint32_t end, Str with);
Source *source_get(const SourceMap *m, uint32_t id); /* NULL for 0 and for sources that are gone */
/* A long-lived session lets old revisions go: whoever drops the last reference frees the text. Without
 * any source_unref a source lives as long as its map. */
void source_ref(Source *s);
void source_unref(SourceMap *m, Source *s);
Lang source_lang_of(const char *path);

/* ---- positions --------------------------------------------------------------------------------- */
typedef enum PosEncoding { POS_UTF8, POS_UTF16, POS_UTF32 } PosEncoding;
typedef struct LineCol { /* both 0-based; col in units of the encoding */
    uint32_t line, col;
} LineCol;
/* Line ends are \n, \r\n and a lone \r. Offsets past the end are clamped. */
LineCol source_line_col(Source *s, uint32_t offset, PosEncoding enc);
uint32_t source_offset(Source *s, LineCol lc, PosEncoding enc); /* clamped into the line */
Str source_line(Source *s, uint32_t line);                      /* without its line end */
uint32_t source_n_lines(Source *s);                             /* at least 1 */
/* "file:///…" of a path, made absolute and percent-encoded; names like "<stdin>" are encoded as they are. */
void path_to_uri(StrBuf *out, const char *path);
/* Path of a file: URI (percent-decoded); NULL for other schemes and remote hosts. */
char *uri_to_path(Arena *a, const char *uri);
static inline Str source_text(const Source *s) {
    return (Str){s->data, s->size};
}
static inline Str source_slice(const Source *s, Span at) {
    return (Str){s->data + at.start, at.end - at.start};
}

#endif
