/* SPDX-License-Identifier: Apache-2.0 */
#include "edit.h"

#include "toml.h"

static size_t line_start(Str t, size_t at) {
    while (at > 0 && t.p[at - 1] != '\n') at--;
    return at;
}

static size_t line_end(Str t, size_t at) { /* past its newline */
    while (at < t.len && t.p[at] != '\n') at++;
    return at < t.len ? at + 1 : at;
}

/* The end of a table's own lines: after its last entry, or after its header. */
static size_t table_end(Str t, const TomlValue *table) {
    size_t end = table->end;
    for (uint32_t i = 0; i < table->entries.len; i++) {
        const TomlEntry *e = &table->entries.data[i];
        if (e->value->kind == TOML_TABLE && e->value->is_explicit) continue; /* [table.name] stands elsewhere */
        if (e->value->end > end) end = e->value->end;
    }
    return line_end(t, end);
}

static bool parse(Arena *a, Str text, TomlValue **root, const char **why) {
    TomlError error;
    *root = toml_parse(a, text, &error);
    if (!*root) *why = error.message;
    return *root != NULL;
}

/* What was made must say what was meant: parsed again, the name is there, or is gone. */
static bool confirm(StrBuf *out, const char *table, Str name, bool there, const char **why) {
    Arena a;
    TomlError error;
    arena_init(&a);
    const TomlValue *root = toml_parse(&a, sb_view(out), &error), *t = root ? toml_get(root, table) : NULL;
    bool found = false;
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++) found |= str_eq(t->entries.data[i].key, name);
    arena_done(&a);
    if (root && found == there) return true;
    *why = "mojo.toml is written in a form that cannot be edited here: change it by hand";
    sb_done(out);
    return false;
}

bool edit_set(Str text, const char *table, Str name, Str value, StrBuf *out, const char **why) {
    Arena a;
    TomlValue *root;
    *why = NULL;
    arena_init(&a);
    bool ok = parse(&a, text, &root, why);
    const TomlValue *t = ok ? toml_get(root, table) : NULL;
    if (ok && t && (t->kind != TOML_TABLE || t->is_inline || (!t->is_explicit && t->entries.len && t->is_dotted))) {
        *why = "mojo.toml is written in a form that cannot be edited here: change it by hand";
        ok = false;
    }
    if (ok) {
        const TomlEntry *known = NULL;
        for (uint32_t i = 0; t && i < t->entries.len; i++)
            if (str_eq(t->entries.data[i].key, name)) known = &t->entries.data[i];
        if (known && known->value->kind == TOML_TABLE && !known->value->is_inline) {
            *why = "the dependency has a table of its own: change it by hand";
            ok = false;
        } else if (known) {
            sb_str(out, str_sub(text, 0, known->value->start));
            sb_str(out, value);
            sb_str(out, str_sub(text, known->value->end, text.len));
        } else {
            size_t at = t && t->is_explicit ? table_end(text, t) : text.len;
            sb_str(out, str_sub(text, 0, at));
            if (at && text.p[at - 1] != '\n') sb_char(out, '\n');
            if (!t || !t->is_explicit) sb_printf(out, "%s[%s]\n", at ? "\n" : "", table);
            toml_write_key(out, name);
            sb_puts(out, " = ");
            sb_str(out, value);
            sb_char(out, '\n');
            sb_str(out, str_sub(text, at, text.len));
        }
    }
    arena_done(&a);
    return ok && confirm(out, table, name, true, why);
}

typedef struct Range {
    size_t from, to;
} Range;
typedef struct Ranges {
    VEC(Range) all;
} Ranges;

/* The lines that write an entry: its own, its table's, or all of `name.key = …`. */
static void lines_of(Arena *a, Str text, const TomlEntry *e, Ranges *out) {
    const TomlValue *v = e->value;
    if (v->kind == TOML_TABLE && v->is_dotted && !v->is_explicit) {
        for (uint32_t i = 0; i < v->entries.len; i++) lines_of(a, text, &v->entries.data[i], out);
        return;
    }
    bool own = v->kind == TOML_TABLE && !v->is_inline && v->is_explicit;
    Range r = {line_start(text, own ? v->start : e->key_start), own ? table_end(text, v) : line_end(text, v->end)};
    vec_push_in(a, &out->all, r);
}

bool edit_remove(Str text, const char *table, Str name, StrBuf *out, const char **why) {
    Arena a;
    TomlValue *root;
    Ranges gone = {0};
    *why = NULL;
    arena_init(&a);
    bool ok = parse(&a, text, &root, why);
    const TomlValue *t = ok ? toml_get(root, table) : NULL;
    for (uint32_t i = 0; t && t->kind == TOML_TABLE && i < t->entries.len; i++)
        if (str_eq(t->entries.data[i].key, name)) lines_of(&a, text, &t->entries.data[i], &gone);
    size_t at = 0;
    bool found = gone.all.len > 0;
    for (size_t next = 0; found && next != SIZE_MAX;) { /* in order of the text */
        next = SIZE_MAX;
        size_t end = 0;
        for (uint32_t i = 0; i < gone.all.len; i++)
            if (gone.all.data[i].from >= at && gone.all.data[i].from < next) next = gone.all.data[i].from, end = gone.all.data[i].to;
        sb_str(out, str_sub(text, at, next == SIZE_MAX ? text.len : next));
        if (next != SIZE_MAX) at = end;
    }
    arena_done(&a);
    return ok && found && confirm(out, table, name, false, why);
}
