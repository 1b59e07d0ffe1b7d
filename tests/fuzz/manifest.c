/* SPDX-License-Identifier: Apache-2.0 */
/* mojo.toml: what is read has the properties that later stages rely on, and edits leave a manifest that still parses. */
#include "build/package/edit.h"
#include "build/package/manifest.h"
#include "build/package/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Source *source_of(SourceMap *sources, Str text) {
    char *copy = xmalloc(text.len + 1);
    memcpy(copy, text.p ? text.p : "", text.len);
    copy[text.len] = 0;
    return source_add(sources, "/p/mojo.toml", copy, text.len);
}

static void check(const Manifest *m) {
    for (uint32_t i = 0; i < m->deps.len; i++) {
        const Dependency *d = &m->deps.data[i];
        MOJ_ASSERT(!manifest_name_problem(d->name) && (!d->git.len || !manifest_url_problem(d->git)));
        MOJ_ASSERT(!d->tag.len || d->tag.p[0] != '-');
        MOJ_ASSERT(!d->subdir.len || d->subdir.p[0] != '/');
        MOJ_ASSERT((d->git.len > 0) != (d->path.len > 0));
    }
    for (uint32_t i = 0; i < m->targets.len; i++) MOJ_ASSERT(!strstr(m->targets.data[i].path, "/../"));
}

static void edits(Arena *a, Str text) {
    StrBuf out = {0}, back = {0};
    const char *why;
    TomlError e;
    if (edit_set(text, "dependencies", STR("zz"), STR("{ path = \"../zz\" }"), &out, &why)) {
        MOJ_ASSERT(toml_get(toml_get(toml_parse(a, sb_view(&out), &e), "dependencies"), "zz"));
        if (edit_remove(sb_view(&out), "dependencies", STR("zz"), &back, &why)) MOJ_ASSERT(toml_parse(a, sb_view(&back), &e));
    }
    sb_done(&out);
    sb_done(&back);
}

/* What stands after a form feed is the workspace's text. */
static Str workspace_of(Str *text) {
    const char *at = text->len ? memchr(text->p, '\f', text->len) : NULL;
    if (!at) return (Str){"", 0};
    Str around = str_sub(*text, (size_t)(at - text->p) + 1, text->len);
    text->len = (size_t)(at - text->p);
    return around;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena a;
    DiagSink sink;
    SourceMap *sources = source_map_new();
    Str text = {(const char *)data, size}, around = workspace_of(&text);
    arena_init(&a);
    diag_sink_init(&sink, &a);
    Manifest *m = manifest_parse_in(&a, source_of(sources, text), "/p", around, &sink);
    MOJ_ASSERT((m != NULL) == (sink.n_errors == 0));
    for (uint32_t i = 0; i < sink.diags.len; i++) MOJ_ASSERT(sink.diags.data[i]->at.end <= text.len);
    if (m) {
        check(m);
        edits(&a, text);
    }
    source_map_free(sources);
    arena_done(&a);
    return 0;
}
