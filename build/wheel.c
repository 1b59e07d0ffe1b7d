/* SPDX-License-Identifier: Apache-2.0 */
/* Wheels: zip files that pip installs (the binary distribution format, version 1.0). */
#include "python_module.h"

#include "zip.h"

typedef struct Wheel {
    Arena *a;
    Zip zip;
    StrBuf record;
    const char *root; /* of the files that are added */
    int err;
} Wheel;

/* URL-safe base 64 without padding, as RECORD wants it. */
static void base64(StrBuf *b, const uint8_t *p, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0) | (i + 2 < n ? p[i + 2] : 0);
        for (int k = 0; k < 4 && i + (size_t)k <= n; k++) sb_char(b, digits[v >> (18 - 6 * k) & 63]);
    }
}

static void add(Wheel *w, const char *name, Str data, bool executable) {
    Sha256 h;
    uint8_t hash[32];
    sha256_init(&h);
    sha256_add(&h, data.p, data.len);
    sha256_done(&h, hash);
    sb_printf(&w->record, "%s,sha256=", name);
    base64(&w->record, hash, sizeof hash);
    sb_printf(&w->record, ",%zu\n", data.len);
    zip_add(&w->zip, name, data, executable);
}

static bool add_file(void *ctx, const char *path, bool is_dir) {
    Wheel *w = ctx;
    char *data = NULL;
    size_t size = 0;
    const char *base = path_basename(path);
    if (is_dir || str_ends(str_of(base), STR(".pyc")) || w->err) return !w->err;
    w->err = file_read(path, &data, &size);
    if (!w->err) add(w, path + strlen(w->root) + 1, (Str){data, size}, str_ends(str_of(base), STR(".so")));
    free(data);
    return !w->err;
}

/* my-package → my_package */
static const char *normal_name(Arena *a, Str name) {
    return manifest_import_name(a, name);
}

static void add_text(Wheel *w, const char *info, const char *name, StrBuf *text) {
    add(w, path_join(w->a, info, name), sb_view(text), false);
    sb_done(text);
}

const char *wheel_write(Arena *a, const Manifest *m, const PythonInfo *p, const char *dir) {
    Wheel w = {.a = a, .root = dir};
    const char *name = normal_name(a, m->name), *version = arena_strndup(a, m->version_text.p, m->version_text.len);
    const char *info = arena_printf(a, "%s-%s.dist-info", name, version), *python = path_join(a, m->dir, "python");
    const char *tag = arena_printf(a, "%s-%s-%s", p->tag, p->tag, p->platform);
    dir_walk(dir, add_file, &w);
    w.root = python;
    if (!w.err && dir_exists(python)) dir_walk(python, add_file, &w);
    StrBuf text = {0};
    sb_printf(&text, "Metadata-Version: 2.1\nName: " STR_FMT "\nVersion: %s\n", STR_ARG(m->name), version);
    if (m->description.len && !memchr(m->description.p, '\n', m->description.len)) sb_printf(&text, "Summary: " STR_FMT "\n", STR_ARG(m->description));
    if (m->python.version.len) sb_printf(&text, "Requires-Python: " STR_FMT "\n", STR_ARG(m->python.version));
    for (uint32_t i = 0; i < m->python.requires.len; i++) sb_printf(&text, "Requires-Dist: " STR_FMT "\n", STR_ARG(m->python.requires.data[i]));
    add_text(&w, info, "METADATA", &text);
    sb_printf(&text, "Wheel-Version: 1.0\nGenerator: mojo\nRoot-Is-Purelib: false\nTag: %s\n", tag);
    add_text(&w, info, "WHEEL", &text);
    sb_printf(&w.record, "%s/RECORD,,\n", info);
    zip_add(&w.zip, path_join(a, info, "RECORD"), sb_view(&w.record), false);
    zip_end(&w.zip);
    const char *path = arena_printf(a, "%s/%s-%s-%s.whl", path_dirname(a, dir), name, version, tag);
    if (!w.err) w.err = file_replace(path, sb_view(&w.zip.body));
    if (w.err) cli_error(EXIT_FAILED, "cannot write `%s`: %s", path, strerror(w.err));
    zip_done(&w.zip);
    sb_done(&w.record);
    return w.err ? NULL : path;
}
