/* SPDX-License-Identifier: Apache-2.0 */
/* What documentation says of a file: its public declarations with their doc-strings, from the syntax tree alone, so
 * that files with mistakes can be documented as well. Strings live in the arena given. */
#ifndef MOJ_BUILD_DOC_MODEL_H
#define MOJ_BUILD_DOC_MODEL_H

#include "syntax/syntax.h"

typedef enum DocKind { DOC_PACKAGE, DOC_MODULE, DOC_STRUCT, DOC_TRAIT, DOC_FUNCTION, DOC_FIELD, DOC_ALIAS } DocKind;

typedef struct DocEntry { /* "name: text" of a section */
    Str name, text;
    uint32_t line; /* of the doc-string, 0-based */
} DocEntry;
typedef struct DocSection {
    Str heading; /* "Args" */
    Str text;    /* of sections without entries */
    uint32_t line;
    bool is_indented_more; /* its lines stand deeper than one step */
    VEC(DocEntry) entries;
} DocSection;
typedef struct DocText { /* a doc-string taken apart */
    bool is_there;
    Str all;         /* dedented */
    Str summary;     /* the first paragraph, on one line */
    uint32_t summary_line;
    Str description; /* the rest up to the known sections */
    VEC(DocSection) sections; /* Parameters, Args, Returns, Raises, Constraints, in the order written */
    Span at;         /* of the literal */
} DocText;

typedef struct DocParam { /* of [] or () */
    const char *name, *type, *value, *conv; /* "" when there is none */
    const char *passing; /* "pos", "pos_or_kw", "kw", "inferred" */
    const char *stars;   /* "", "*", "**" */
    Str description;
} DocParam;

typedef struct DocItem DocItem;
struct DocItem {
    DocKind kind;
    const char *name, *path; /* path: the file; of modules and packages only */
    const char *full_name;   /* dotted */
    const char *signature;
    DocText doc;
    Span at; /* of the name */
    const char *type, *value; /* fields and aliases */
    const char *returns, *raises_type, *wheres;
    const char *deprecated; /* NULL: it is not */
    bool is_static, is_async, raises, is_implicit, is_method, is_required;
    VEC(DocParam) params, args;
    VEC(const char *) traits; /* as written */
    VEC(DocItem *) items;     /* in order of the file */
    DocItem *parent;
};

/* A module's file. `private_too`: names that start with `_` as well. */
DocItem *doc_module(Arena *a, SourceMap *sources, const char *path, const char *full_name, bool private_too);
/* A package's folder with everything below it, in order of names. NULL when there is nothing. */
DocItem *doc_package(Arena *a, SourceMap *sources, const char *dir, const char *full_name, bool private_too);
const DocSection *doc_section(const DocText *t, const char *heading);
/* Takes a doc-string's text apart. */
void doc_text_parse(Arena *a, Str literal, DocText *out);

#endif
