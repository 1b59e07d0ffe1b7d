/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <math.h>

/* Offset of the bracket that nests too deeply, or SIZE_MAX. */
static size_t too_deep_at(Str s) {
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > JSON_MAX_DEPTH) return i;
        } else if ((c == ']' || c == '}') && depth) {
            depth--;
        }
    }
    return SIZE_MAX;
}

static size_t skip_blanks(Str s, size_t i) {
    while (i < s.len && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r')) i++;
    return i;
}

/* A copy in which no string has a NUL, which would end it; NULL when the text is fine as it is. */
static char *without_nul(Str s) {
    if (!s.len || !memmem(s.p, s.len, "\\u0000", 6)) return NULL;
    char *copy = memcpy(xmalloc(s.len), s.p, s.len);
    for (size_t i = 0; i + 6 <= s.len; i++) {
        if (s.p[i] != '\\') continue;
        if (memcmp(s.p + i, "\\u0000", 6) == 0) copy[i + 5] = '1';
        i++; /* what is escaped */
    }
    return copy;
}

Json *json_parse(Str text, size_t *error_at) {
    char *copy = without_nul(text);
    if (copy) text.p = copy;
    size_t at = too_deep_at(text);
    Json *j = NULL;
    if (at == SIZE_MAX) {
        const char *end = NULL;
        at = 0;
        if (text.len) j = cJSON_ParseWithLengthOpts(text.p, text.len, &end, false);
        if (end) at = (size_t)(end - text.p);
        if (j && (at = skip_blanks(text, at)) < text.len) {
            cJSON_Delete(j);
            j = NULL;
        }
    }
    if (error_at) *error_at = j ? 0 : at;
    free(copy);
    return j;
}

void json_free(Json *j) {
    cJSON_Delete(j);
}

static Json *made(Json *j) {
    if (!j) {
        moj_oom_hook(sizeof *j);
        abort();
    }
    return j;
}

Json *json_dup(const Json *j) {
    return made(cJSON_Duplicate(j, true));
}

Json *json_object(void) {
    return made(cJSON_CreateObject());
}

Json *json_array(void) {
    return made(cJSON_CreateArray());
}

/* Appends s with what is not UTF-8, and NUL, as U+FFFD. */
static void add_clean(StrBuf *out, Str s) {
    for (size_t i = 0; i < s.len;) {
        size_t good = utf8_valid_prefix(s.p + i, s.len - i);
        const char *nul = memchr(s.p + i, '\0', good);
        if (nul) good = (size_t)(nul - (s.p + i));
        sb_add(out, s.p + i, good);
        i += good;
        if (i < s.len) {
            sb_puts(out, "\xEF\xBF\xBD");
            i++;
        }
    }
}

Json *json_string(Str s) {
    StrBuf b = {0};
    add_clean(&b, s);
    Json *j = made(cJSON_CreateString(b.p ? b.p : ""));
    sb_done(&b);
    return j;
}

Json *json_cstr(const char *s) {
    return json_string(str_of(s));
}

Json *json_int(int64_t v) {
    return made(cJSON_CreateNumber((double)v));
}

Json *json_number(double v) {
    return made(cJSON_CreateNumber(v));
}

Json *json_bool(bool v) {
    return made(cJSON_CreateBool(v));
}

Json *json_null(void) {
    return made(cJSON_CreateNull());
}

Json *json_put(Json *object, const char *key, Json *value) {
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
    MOJ_ASSERT(cJSON_AddItemToObject(object, key, value));
    return value;
}

void json_remove(Json *object, const char *key) {
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
}

Json *json_push(Json *array, Json *value) {
    MOJ_ASSERT(cJSON_AddItemToArray(array, value));
    return value;
}

Json *json_get(const Json *object, const char *key) {
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
}

Json *json_at(const Json *array, size_t i) {
    return i <= INT32_MAX ? cJSON_GetArrayItem(array, (int)i) : NULL;
}

size_t json_len(const Json *j) {
    return (size_t)cJSON_GetArraySize(j);
}

Json *json_first(const Json *j) {
    return j ? j->child : NULL;
}

Json *json_next(const Json *j) {
    return j->next;
}

const char *json_key(const Json *member) {
    return member->string ? member->string : "";
}

bool json_is_object(const Json *j) {
    return cJSON_IsObject(j);
}

bool json_is_array(const Json *j) {
    return cJSON_IsArray(j);
}

bool json_is_string(const Json *j) {
    return cJSON_IsString(j);
}

bool json_is_number(const Json *j) {
    return cJSON_IsNumber(j);
}

bool json_is_bool(const Json *j) {
    return cJSON_IsBool(j);
}

bool json_is_null(const Json *j) {
    return cJSON_IsNull(j);
}

const char *json_str_or(const Json *j, const char *otherwise) {
    return cJSON_IsString(j) ? j->valuestring : otherwise;
}

double json_number_or(const Json *j, double otherwise) {
    return cJSON_IsNumber(j) ? j->valuedouble : otherwise;
}

int64_t json_int_or(const Json *j, int64_t otherwise) {
    if (!cJSON_IsNumber(j) || isnan(j->valuedouble)) return otherwise;
    double d = j->valuedouble;
    if (d >= 0x1p63) return INT64_MAX;
    if (d <= -0x1p63) return INT64_MIN;
    return (int64_t)d;
}

bool json_bool_or(const Json *j, bool otherwise) {
    return cJSON_IsBool(j) ? cJSON_IsTrue(j) : otherwise;
}

void json_quote(StrBuf *out, Str s) {
    sb_char(out, '"');
    size_t from = out->len;
    add_clean(out, s);
    /* Most strings need no escapes; then what was added stays. */
    size_t i = from;
    while (i < out->len && (unsigned char)out->p[i] >= 0x20 && out->p[i] != '"' &&
           out->p[i] != '\\')
        i++;
    if (i < out->len) {
        StrBuf rest = {0};
        sb_add(&rest, out->p + i, out->len - i);
        out->len = i;
        for (size_t k = 0; k < rest.len; k++) {
            unsigned char c = (unsigned char)rest.p[k];
            if (c == '"' || c == '\\')
                sb_char(out, '\\'), sb_char(out, (char)c);
            else if (c == '\n')
                sb_puts(out, "\\n");
            else if (c == '\t')
                sb_puts(out, "\\t");
            else if (c == '\r')
                sb_puts(out, "\\r");
            else if (c < 0x20)
                sb_printf(out, "\\u%04x", c);
            else
                sb_char(out, (char)c);
        }
        sb_done(&rest);
    }
    sb_char(out, '"');
}

static void newline(StrBuf *out, bool pretty, int depth) {
    if (!pretty) return;
    sb_char(out, '\n');
    sb_repeat(out, ' ', (size_t)depth * 2);
}

/* Depth is bounded for parsed documents; built ones are as deep as our code makes them. */
static void print(StrBuf *out, const Json *j, bool pretty, int depth) {
    if (cJSON_IsString(j)) {
        json_quote(out, str_of(j->valuestring));
    } else if (cJSON_IsNumber(j)) {
        double d = j->valuedouble;
        if (!isfinite(d))
            sb_puts(out, "null");
        else if (d == trunc(d) && fabs(d) < 0x1p63)
            sb_printf(out, "%lld", (long long)d);
        else
            sb_printf(out, "%.17g", d);
    } else if (cJSON_IsBool(j)) {
        sb_puts(out, cJSON_IsTrue(j) ? "true" : "false");
    } else if (cJSON_IsArray(j) || cJSON_IsObject(j)) {
        bool object = cJSON_IsObject(j);
        sb_char(out, object ? '{' : '[');
        for (const Json *c = j->child; c; c = c->next) {
            newline(out, pretty, depth + 1);
            if (object) {
                json_quote(out, str_of(json_key(c)));
                sb_puts(out, pretty ? ": " : ":");
            }
            print(out, c, pretty, depth + 1);
            if (c->next) sb_char(out, ',');
        }
        if (j->child) newline(out, pretty, depth);
        sb_char(out, object ? '}' : ']');
    } else {
        sb_puts(out, "null");
    }
}

void json_print(StrBuf *out, const Json *j, bool pretty) {
    print(out, j, pretty, 0);
}
