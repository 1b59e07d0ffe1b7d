/* SPDX-License-Identifier: Apache-2.0 */
/*   mojo-graph 1
 *   key HEX
 *   dir HEX PATH
 *   dep SIZE MTIME HASH PATH
 *   module DEP HEX SAID NAME OWN       then SAID bytes and a line end
 *   unit SIZE FILE                     then its lines:
 *   def MODULE+1 SYMBOL
 *   use SYMBOL
 *   end */
#include "graph.h"

#include <inttypes.h>

static const char magic[] = "mojo-graph 1\n";

void graph_init(Graph *g, uint64_t key) {
    *g = (Graph){.key = key};
    arena_init(&g->arena);
}

void graph_done(Graph *g) {
    arena_done(&g->arena);
}

/* The next word or line; NULL at the end of the text. */
static const char *take(Graph *g, StampReader *r, char until) {
    const char *end = memchr(r->p, until, (size_t)(r->end - r->p));
    if (!end) return NULL;
    char *s = arena_strndup(&g->arena, r->p, (size_t)(end - r->p));
    r->p = end + 1;
    return s;
}

static bool read_module(Graph *g, StampReader *r) {
    GraphModule m = {0};
    uint64_t dep, said;
    if (!stamp_number(r, 10, &dep) || !stamp_number(r, 16, &m.interface) || !stamp_number(r, 10, &said)) return false;
    m.dep = (uint32_t)dep;
    m.name = take(g, r, ' ');
    m.own = m.name ? take(g, r, '\n') : NULL;
    if (!m.own || dep >= g->deps.len || said >= (uint64_t)(r->end - r->p)) return false;
    m.said = arena_str(&g->arena, (Str){r->p, said});
    r->p += said;
    vec_push_in(&g->arena, &g->modules, m);
    return stamp_skip(r, "\n");
}

static bool read_unit(Graph *g, StampReader *r) {
    GraphUnit u = {0};
    uint64_t module;
    if (!stamp_number(r, 10, &u.size) || !(u.object = take(g, r, '\n'))) return false;
    for (;;) {
        if (stamp_skip(r, "def ")) {
            if (!stamp_number(r, 10, &module) || module > g->modules.len) return false;
            GraphSymbol s = {take(g, r, '\n'), (uint32_t)module - 1};
            if (!s.name) return false;
            vec_push_in(&g->arena, &u.defs, s);
        } else if (stamp_skip(r, "use ")) {
            const char *s = take(g, r, '\n');
            if (!s) return false;
            vec_push_in(&g->arena, &u.uses, s);
        } else {
            break;
        }
    }
    vec_push_in(&g->arena, &g->units, u);
    return true;
}

static bool read_all(Graph *g, StampReader r) {
    uint64_t key;
    char path[4096];
    if (!stamp_skip(&r, magic) || !stamp_skip(&r, "key ") || !stamp_number(&r, 16, &key) || key != g->key) return false;
    while (stamp_skip(&r, "dir ")) {
        StampDir d;
        if (!stamp_number(&r, 16, &d.names) || !stamp_path(&r, path, sizeof path)) return false;
        d.path = arena_strdup(&g->arena, path);
        vec_push_in(&g->arena, &g->dirs, d);
    }
    while (stamp_skip(&r, "dep ")) {
        StampDep d;
        if (!stamp_dep(&r, &d, path, sizeof path)) return false;
        d.path = arena_strdup(&g->arena, path);
        vec_push_in(&g->arena, &g->deps, d);
    }
    while (stamp_skip(&r, "module "))
        if (!read_module(g, &r)) return false;
    while (stamp_skip(&r, "unit "))
        if (!read_unit(g, &r)) return false;
    return stamp_skip(&r, "end\n") && r.p == r.end;
}

bool graph_parse(Graph *g, Str text, uint64_t key) {
    graph_init(g, key);
    bool ok = read_all(g, (StampReader){text.p, text.p + text.len});
    if (!ok) graph_done(g);
    return ok;
}

bool graph_read(Graph *g, const char *path, uint64_t key) {
    char *data = NULL;
    size_t size = 0;
    bool ok = file_read(path, &data, &size) == 0 && graph_parse(g, (Str){data, size}, key);
    free(data);
    return ok;
}

void graph_print(StrBuf *b, const Graph *g) {
    sb_printf(b, "%skey %" PRIx64 "\n", magic, g->key);
    for (uint32_t i = 0; i < g->dirs.len; i++) sb_printf(b, "dir %" PRIx64 " %s\n", g->dirs.data[i].names, g->dirs.data[i].path);
    stamp_write_deps(b, g->deps.data, g->deps.len);
    for (uint32_t i = 0; i < g->modules.len; i++) {
        const GraphModule *m = &g->modules.data[i];
        sb_printf(b, "module %u %" PRIx64 " %zu %s %s\n", m->dep, m->interface, m->said.len, m->name, m->own);
        sb_str(b, m->said);
        sb_char(b, '\n');
    }
    for (uint32_t i = 0; i < g->units.len; i++) {
        const GraphUnit *u = &g->units.data[i];
        sb_printf(b, "unit %" PRIu64 " %s\n", u->size, u->object);
        for (uint32_t k = 0; k < u->defs.len; k++) sb_printf(b, "def %u %s\n", u->defs.data[k].module + 1, u->defs.data[k].name);
        for (uint32_t k = 0; k < u->uses.len; k++) sb_printf(b, "use %s\n", u->uses.data[k]);
    }
    sb_puts(b, "end\n");
}

int graph_write(const Graph *g, const char *path) {
    StrBuf b = {0};
    graph_print(&b, g);
    int err = file_replace(path, sb_view(&b));
    sb_done(&b);
    return err;
}
