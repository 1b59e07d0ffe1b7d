/* SPDX-License-Identifier: Apache-2.0 */
/* Reads documents from standard input, each as "SIZE\n" and its bytes; prints for each a line of JSON: {"value": …} with
 * [kind, text] for what is no table or array, or {"error": message, "start": byte}. */
#include "base/json.h"
#include "build/package/toml.h"

static Json *as_json(const TomlValue *v) {
    if (v->kind == TOML_TABLE) {
        Json *o = json_object();
        Arena a;
        arena_init(&a);
        for (uint32_t i = 0; i < v->entries.len; i++) {
            const TomlEntry *e = &v->entries.data[i];
            json_put(o, arena_strndup(&a, e->key.p, e->key.len), as_json(e->value));
        }
        arena_done(&a);
        return o;
    }
    Json *list = json_array();
    json_push(list, json_cstr(v->kind == TOML_ARRAY ? "array" : toml_kind_name(v->kind)));
    StrBuf b = {0};
    switch (v->kind) {
    case TOML_ARRAY:
        for (uint32_t i = 0; i < v->items.len; i++) json_push(list, as_json(v->items.data[i]));
        return list;
    case TOML_STRING:
    case TOML_DATETIME: sb_str(&b, v->u.string); break;
    case TOML_INT: sb_printf(&b, "%lld", (long long)v->u.integer); break;
    case TOML_FLOAT: sb_printf(&b, "%.17g", v->u.number); break;
    case TOML_BOOL: sb_puts(&b, v->u.boolean ? "true" : "false"); break;
    case TOML_TABLE: break;
    }
    json_push(list, json_string(sb_view(&b)));
    sb_done(&b);
    return list;
}

int main(void) {
    unsigned long size;
    while (scanf("%lu", &size) == 1 && getchar() == '\n') {
        char *data = xmalloc(size + 1);
        if (fread(data, 1, size, stdin) != size) return 1;
        Arena a;
        TomlError e;
        arena_init(&a);
        const TomlValue *t = toml_parse(&a, (Str){data, size}, &e);
        Json *o = json_object();
        if (t) {
            json_put(o, "value", as_json(t));
        } else {
            json_put(o, "error", json_cstr(e.message));
            json_put(o, "start", json_int(e.start));
        }
        StrBuf b = {0};
        json_print(&b, o, false);
        puts(b.p);
        fflush(stdout);
        sb_done(&b);
        json_free(o);
        arena_done(&a);
        free(data);
    }
    return 0;
}
