/* SPDX-License-Identifier: Apache-2.0 */
#include "lock.h"

#include "semver.h"
#include "toml.h"

enum { LOCK_FORMAT = 1 };

static bool wrong(DiagSink *sink, uint32_t file, const TomlValue *v, const char *why) {
    Diag *d = diag_add(sink, DIAG_lock, (Span){file, v->start, v->end}, "%s", why);
    diag_help(d, "`mojo lock` writes mojo.lock anew; a conflict of a merge is resolved so too");
    return false;
}

static bool is_hash(Str s) {
    bool ok = s.len == 40;
    for (size_t i = 0; i < s.len; i++) ok = ok && strchr("0123456789abcdef", s.p[i]) && s.p[i];
    return ok;
}

static bool read_entry(Arena *a, const TomlValue *t, uint32_t file, Lock *out, DiagSink *sink) {
    LockEntry e = {0};
    if (t->kind != TOML_TABLE) return wrong(sink, file, t, "expected a table");
    for (uint32_t i = 0; i < t->entries.len; i++) {
        const TomlEntry *k = &t->entries.data[i];
        Str *to = str_eq_c(k->key, "name")      ? &e.name
                  : str_eq_c(k->key, "version") ? &e.version
                  : str_eq_c(k->key, "source")  ? &e.source
                  : str_eq_c(k->key, "commit")  ? &e.commit
                  : str_eq_c(k->key, "tree")    ? &e.tree
                                                : NULL;
        if (to && k->value->kind == TOML_STRING) {
            *to = k->value->u.string;
        } else if (!to && str_eq_c(k->key, "dependencies") && k->value->kind == TOML_ARRAY) {
            for (uint32_t n = 0; n < k->value->items.len; n++)
                if (k->value->items.data[n]->kind == TOML_STRING) vec_push_in(a, &e.deps, k->value->items.data[n]->u.string);
        } else {
            return wrong(sink, file, k->value, "this does not belong here");
        }
    }
    Version v;
    if (!e.name.len || version_parse(e.version, &v)) return wrong(sink, file, t, "this entry lacks its name or version");
    if (e.source.len && (!str_starts(e.source, STR("git+")) || !is_hash(e.commit) || !is_hash(e.tree)))
        return wrong(sink, file, t, "this entry's source, commit and tree do not make sense");
    if (lock_find(out, e.name)) return wrong(sink, file, t, "this package stands here twice");
    vec_push_in(a, &out->entries, e);
    return true;
}

bool lock_read(Arena *a, SourceMap *sources, const char *path, Lock *out, DiagSink *sink) {
    *out = (Lock){0};
    int err = 0;
    if (!file_exists(path)) return true;
    Source *s = source_load(sources, path, &err);
    if (s) return lock_parse(a, s, out, sink);
    diag_add(sink, DIAG_lock, SPAN_NONE, "cannot read `%s`: %s", path, strerror(err));
    return false;
}

bool lock_parse(Arena *a, Source *s, Lock *out, DiagSink *sink) {
    TomlError error;
    *out = (Lock){.text = source_text(s)};
    TomlValue *root = toml_parse(a, out->text, &error);
    if (!root) {
        Diag *d = diag_add(sink, DIAG_lock, (Span){s->id, error.start, error.end}, "%s", error.message);
        diag_help(d, "remove mojo.lock and run `mojo lock`; the manifests have all it is made from");
        return false;
    }
    const TomlValue *format = toml_get(root, "format"), *list = toml_get(root, "package");
    if (!format || format->kind != TOML_INT || format->u.integer != LOCK_FORMAT)
        return wrong(sink, s->id, format ? format : root, "this mojo.lock has a format that this version of mojo does not know");
    if (list && list->kind != TOML_ARRAY) return wrong(sink, s->id, list, "expected [[package]]");
    for (uint32_t i = 0; list && i < list->items.len; i++)
        if (!read_entry(a, list->items.data[i], s->id, out, sink)) return false;
    return true;
}

static void line(StrBuf *out, const char *key, Str value) {
    if (!value.len) return;
    sb_printf(out, "%s = ", key);
    toml_write_string(out, value);
    sb_char(out, '\n');
}

void lock_print(StrBuf *out, const Lock *l) {
    sb_printf(out, "# Written by mojo; kept with the sources, edited by nobody.\nformat = %d\n", LOCK_FORMAT);
    for (uint32_t i = 0; i < l->entries.len; i++) {
        const LockEntry *e = &l->entries.data[i];
        sb_puts(out, "\n[[package]]\n");
        line(out, "name", e->name);
        line(out, "version", e->version);
        line(out, "source", e->source);
        line(out, "commit", e->commit);
        line(out, "tree", e->tree);
        if (!e->deps.len) continue;
        sb_puts(out, "dependencies = [\n");
        for (uint32_t n = 0; n < e->deps.len; n++) {
            sb_puts(out, "    ");
            toml_write_string(out, e->deps.data[n]);
            sb_puts(out, ",\n");
        }
        sb_puts(out, "]\n");
    }
}

const LockEntry *lock_find(const Lock *l, Str name) {
    for (uint32_t i = 0; i < l->entries.len; i++)
        if (str_eq(l->entries.data[i].name, name)) return &l->entries.data[i];
    return NULL;
}
