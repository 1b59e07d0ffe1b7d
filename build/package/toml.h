/* SPDX-License-Identifier: Apache-2.0 */
/* TOML 1.0 (toml.io/en/v1.0.0) with positions, for mojo.toml, mojo.lock and pyproject.toml. Values point into
 * the document's arena; spans are byte offsets of the text, so an edit can keep comments and order. */
#ifndef MOJ_BUILD_PACKAGE_TOML_H
#define MOJ_BUILD_PACKAGE_TOML_H

#include "base/base.h"

typedef enum TomlKind { TOML_STRING, TOML_INT, TOML_FLOAT, TOML_BOOL, TOML_DATETIME, TOML_ARRAY, TOML_TABLE } TomlKind;

typedef struct TomlValue TomlValue;
typedef struct TomlEntry {
    Str key;
    uint32_t key_start, key_end; /* of the last part of a dotted key, as written */
    TomlValue *value;
} TomlEntry;
struct TomlValue {
    TomlKind kind;
    uint32_t start, end; /* of the value as written; for [tables] of the header */
    bool is_inline;      /* {…}: cannot be extended */
    bool is_explicit;    /* a [header] named it */
    bool is_dotted;      /* made by a dotted key */
    bool is_static;      /* an array written as [ … ] */
    union {
        Str string; /* decoded; for datetimes the text */
        int64_t integer;
        double number;
        bool boolean;
    } u;
    VEC(TomlEntry) entries;  /* tables, in order of appearance */
    VEC(TomlValue *) items;  /* arrays */
};

typedef struct TomlError {
    uint32_t start, end;
    const char *message;
} TomlError;

/* Parses; on failure NULL and *error says what and where. Text must live as long as the arena. */
TomlValue *toml_parse(Arena *arena, Str text, TomlError *error);
/* Member of a table, or NULL. */
TomlValue *toml_get(const TomlValue *table, const char *key);
const TomlEntry *toml_entry(const TomlValue *table, const char *key);
const char *toml_kind_name(TomlKind k);
/* Appends a basic string with what needs it escaped. */
void toml_write_string(StrBuf *out, Str s);
/* Appends a key, bare where it can be. */
void toml_write_key(StrBuf *out, Str key);

#endif
