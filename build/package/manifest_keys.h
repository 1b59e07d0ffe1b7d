/* SPDX-License-Identifier: Apache-2.0 */
/* Every key of mojo.toml as data. A section is a table with named keys, or one whose keys the user names. */
#ifndef MOJ_BUILD_PACKAGE_MANIFEST_KEYS_H
#define MOJ_BUILD_PACKAGE_MANIFEST_KEYS_H

#include "diag/diag.h"
#include "toml.h"

typedef enum KeyKind {
    KEY_STRING,
    KEY_BOOL,
    KEY_STRINGS,    /* array of strings */
    KEY_LEVEL,      /* 0…3 */
    KEY_COUNT,      /* an integer from 0 on */
    KEY_WORDS,      /* a command: a string, or an array of strings */
    KEY_LIB_KINDS,  /* array of "static", "shared", "python" */
    KEY_DEBUG,      /* a boolean, or "none", "line-tables", "full" */
    KEY_SECTION,    /* a table: `section` */
    KEY_SECTIONS,   /* [[…]]: an array of tables */
    KEY_NAMED,      /* keys of the user's choice, each value a `section` */
    KEY_DEPS,       /* keys of the user's choice, each a requirement or a dependency table */
    KEY_TEXTS,      /* keys of the user's choice, each a string */
    KEY_LISTS,      /* keys of the user's choice, each an array of strings */
    KEY_SCRIPTS,    /* keys of the user's choice, each a string or a `section` */
    KEY_ANY,        /* read by nobody yet: see `later` */
} KeyKind;

typedef struct KeyRow {
    const char *section; /* "" is the file itself */
    const char *key;
    KeyKind kind;
    const char *inner; /* section of KEY_SECTION, KEY_SECTIONS, KEY_NAMED, KEY_DEPS, KEY_SCRIPTS */
    const char *help;
    bool later; /* part of the format, without effect in this version: a warning says so */
} KeyRow;
extern const KeyRow manifest_keys[]; /* ends with key NULL */

/* Reports unknown keys (with the nearest known one) and values of the wrong kind, below `table` too. */
void manifest_check(const TomlValue *table, const char *section, uint32_t file, DiagSink *sink);

#endif
