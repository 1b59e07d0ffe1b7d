/* SPDX-License-Identifier: Apache-2.0 */
/* JSON documents: the project's only door to cJSON. Nesting is limited to JSON_MAX_DEPTH; numbers are
 * doubles, integers are exact to 2^53. */
#ifndef MOJ_BASE_JSON_H
#define MOJ_BASE_JSON_H

#include "base/base.h"

#define JSON_MAX_DEPTH 256

typedef struct cJSON Json;

/* One document and nothing after it but blanks. On failure NULL, and *error_at (may be NULL) is the
 * byte offset where it went wrong. A NUL in a string (\u0000) is read as U+0001, which is as wide. */
Json *json_parse(Str text, size_t *error_at);
void json_free(Json *j); /* NULL is fine */
Json *json_dup(const Json *j);

Json *json_object(void);
Json *json_array(void);
Json *json_string(Str s); /* bytes that are not UTF-8, and NUL, become U+FFFD */
Json *json_cstr(const char *s);
Json *json_int(int64_t v);
Json *json_number(double v);
Json *json_bool(bool v);
Json *json_null(void);
/* Both take ownership of the value and return it. json_put replaces. */
Json *json_put(Json *object, const char *key, Json *value);
Json *json_push(Json *array, Json *value);
void json_remove(Json *object, const char *key);

/* Readers accept NULL and values of another kind, and then give the default. */
Json *json_get(const Json *object, const char *key); /* case-sensitive; NULL when absent */
Json *json_at(const Json *array, size_t i);          /* O(i) */
size_t json_len(const Json *j);                      /* items of an array or object */
Json *json_first(const Json *j);                     /* first child, then json_next */
Json *json_next(const Json *j);
const char *json_key(const Json *member); /* name of an object's member */
bool json_is_object(const Json *j);
bool json_is_array(const Json *j);
bool json_is_string(const Json *j);
bool json_is_number(const Json *j);
bool json_is_bool(const Json *j);
bool json_is_null(const Json *j);
const char *json_str_or(const Json *j, const char *otherwise);
int64_t json_int_or(const Json *j, int64_t otherwise); /* truncates and saturates */
double json_number_or(const Json *j, double otherwise);
bool json_bool_or(const Json *j, bool otherwise);
#define JSON_EACH(j, item) for (Json *item = json_first(j); item; item = json_next(item))

void json_print(StrBuf *out, const Json *j, bool pretty);
/* Writes a quoted JSON string, for documents that are printed without being built. */
void json_quote(StrBuf *out, Str s);

#endif
