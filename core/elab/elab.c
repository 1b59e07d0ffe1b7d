/* SPDX-License-Identifier: Apache-2.0 */
/* Instances: one concrete function each, memoised, made on demand; and the walk from the entry. */
#include "elab/elab_int.h"

#include "lower/lower.h"

enum { FIRST_OWN_BLOCK = 1000 }; /* bytes */

Elab *elab_new(Cx *cx) {
    Elab *e = xcalloc(1, sizeof *e);
    e->cx = cx;
    e->vals = cx->vals;
    arena_init(&e->arena);
    diag_sink_init(&e->diags, &e->arena);
    e->int_type = elab_simd_type(e, DT_INT, 1);
    e->bool_type = elab_simd_type(e, DT_BOOL, 1);
    elab_install_hooks(e);
    return e;
}

void elab_free(Elab *e) {
    if (!e) return;
    for (uint32_t i = 0; i < e->all.len; i++) arena_done(&e->all.data[i]->own);
    map_done(&e->instances);
    map_done(&e->life);
    map_done(&e->erased);
    map_done(&e->calls);
    strmap_done(&e->symbols);
    vec_done(&e->all);
    vec_done(&e->queue);
    arena_done(&e->arena);
    free(e);
}

DiagSink *elab_diags(Elab *e) {
    return &e->diags;
}

void elab_set_objects(Elab *e, const ObjectImage *(*object)(const void *ctx, uint32_t number), const void *ctx) {
    e->object = object;
    e->object_ctx = ctx;
}

void elab_set_have(Elab *e, bool (*have)(const void *ctx, const char *symbol), const void *ctx) {
    e->have = have;
    e->have_ctx = ctx;
}

const char *elab_symbol(Elab *e, FnDecl *f) {
    return inst_symbol(e, f, NULL, 0);
}

bool elab_renumbered(const Elab *e) {
    return e->renumbered;
}

/* ---- names and places --------------------------------------------------------------------------- */

Span inst_span(const Instance *in, uint32_t pos) {
    const FnDecl *f = in->fn.decl;
    if (!f && in->thunked) f = in->thunked->fn.decl;
    if (!f || !f->decl.module || !f->decl.module->ast) return SPAN_NONE;
    const Item *item = f->body ? f->body->item : f->decl.item;
    if (!item) return SPAN_NONE;
    const Ast *ast = f->decl.module->ast;
    uint32_t at = item->start + pos, end = at + 1;
    Item *found;
    const Node *n = ast_node_at(ast, at, &found); /* the name that is called, where there is one */
    if (n && found == item && n->pos == pos && node_family(n->kind) == FAMILY_EXPR) end = item->start + n->end;
    return (Span){ast->source->id, at, end};
}

static void add_owner_name(StrBuf *b, const Decl *d) {
    if (!d || d->kind == DECL_MODULE) return;
    add_owner_name(b, d->parent);
    if (d->kind == DECL_FNSET || !d->name) return;
    if (b->len) sb_char(b, '.');
    sb_str(b, name_str(d->name));
}

const char *inst_name(Elab *e, const Instance *in) {
    StrBuf b = {0};
    const IrFn *f = &in->fn;
    if (!f->decl) {
        static const char *const what[] = {"?", "copy of ", "move of ", "destruction of ", "call through "};
        sb_puts(&b, what[in->glue]);
        val_print(&b, in->glue_type);
    } else {
        add_owner_name(&b, &f->decl->decl);
        if (f->n_params) {
            sb_char(&b, '[');
            for (uint32_t i = 0; i < f->n_params; i++) {
                if (i) sb_puts(&b, ", ");
                val_print(&b, f->params[i]);
            }
            sb_char(&b, ']');
        }
    }
    enum { HEAD = 90, TAIL = 24 };
    if (b.len > HEAD + TAIL + 8) { /* types may be nested a thousand deep: the middle is left out */
        size_t head = utf8_valid_prefix(b.p, HEAD), tail = b.len - TAIL;
        while (tail < b.len && (b.p[tail] & 0xc0) == 0x80) tail++;
        StrBuf s = {0};
        sb_add(&s, b.p, head);
        sb_puts(&s, "…");
        sb_add(&s, b.p + tail, b.len - tail);
        sb_done(&b);
        b = s;
    }
    const char *s = arena_strndup(&e->arena, b.p ? b.p : "", b.len);
    sb_done(&b);
    return s;
}

/* What the program itself starts with is not worth a note: the library's `_start` calling `main`. */
static bool is_start(const Instance *i) {
    return !i->parent && i->fn.decl && i->fn.decl->decl.module && i->fn.decl->decl.module->is_std;
}

/* Who asked for the instance: the nearest calls and the first one. */
static void chain_notes(Elab *e, Diag *d, const Instance *in) {
    enum { NEAREST = 5 };
    uint32_t n = 0, k = 0;
    for (const Instance *i = in; i->parent && !is_start(i->parent); i = i->parent) n++;
    for (const Instance *i = in; k < n; i = i->parent, k++) {
        if (n > NEAREST + 2 && k == NEAREST) diag_note(d, SPAN_NONE, "… %u more instances", n - NEAREST - 1);
        if (n > NEAREST + 2 && k >= NEAREST && k + 1 < n) continue;
        diag_note(d, inst_span(i->parent, i->parent_pos), "`%s` is instantiated here", inst_name(e, i));
    }
}

Diag *inst_error(Elab *e, DiagCode code, const Instance *in, uint32_t pos, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    StrBuf b = {0};
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    Diag *d = diag_add(&e->diags, code, inst_span(in, pos), "%s", b.p ? b.p : "");
    sb_done(&b);
    chain_notes(e, d, in);
    return d;
}

static void sb_symbol(StrBuf *b, Str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '.';
        if (plain) sb_char(b, c);
        else sb_printf(b, "$%02x", (unsigned char)c);
    }
}

static const char *symbol_finish(Elab *e, StrBuf *readable, const StrBuf *unique) {
    uint64_t h1 = hash_bytes(unique->p, unique->len, 0x6d6f6a6f), h2 = hash_bytes(unique->p, unique->len, h1);
    sb_printf(readable, "$%016llx%08x", (unsigned long long)h1, (unsigned)(h2 >> 32));
    const char *s = arena_strndup(&e->arena, readable->p, readable->len);
    sb_done(readable);
    return s;
}

const char *inst_symbol(Elab *e, FnDecl *f, const Val *params, uint32_t n) {
    if (f->is_export && f->export_name) return f->export_name->chars;
    if (f->is_export && f->decl.name) return f->decl.name->chars;
    StrBuf name = {0}, unique = {0};
    const char *module = f->decl.module && f->decl.module->full_name ? f->decl.module->full_name : "";
    sb_symbol(&name, str_of(module));
    StrBuf owner = {0};
    add_owner_name(&owner, &f->decl);
    if (name.len) sb_char(&name, '.');
    sb_symbol(&name, sb_view(&owner));
    sb_done(&owner);
    /* what tells functions of one name apart: place in the overload set, place in the item, role */
    uint32_t overload = 0;
    if (f->set)
        for (uint32_t i = 0; i < f->set->fns.len; i++)
            if (f->set->fns.data[i] == f) overload = i;
    sb_str(&unique, sb_view(&name));
    sb_printf(&unique, "|%u|%u|%u", overload, f->decl.node ? f->decl.node->pos : 0, f->synth);
    for (uint32_t i = 0; i < n; i++) {
        sb_char(&unique, '|');
        val_mangle(&unique, params[i]);
    }
    const char *s = symbol_finish(e, &name, &unique);
    sb_done(&unique);
    return s;
}

/* Functions that nothing stable tells apart (made by the checker at one place) are numbered in order. */
static const char *only_one(Elab *e, const char *symbol) {
    const char *name = symbol;
    for (uint32_t i = 2; strmap_has(&e->symbols, str_of(name)); i++) {
        name = arena_printf(&e->arena, "%s.%u", symbol, i);
        e->renumbered = true;
    }
    strmap_put(&e->symbols, str_of(name), (void *)name);
    return name;
}

/* ---- instances ----------------------------------------------------------------------------------- */

static uint64_t inst_hash(const void *what, const Val *params, uint32_t n, uint32_t glue) {
    uint64_t h = hash_mix(glue, (uintptr_t)what);
    for (uint32_t i = 0; i < n; i++) h = hash_mix(h, params[i]->id);
    return h;
}

static Instance *inst_add(Elab *e, uint64_t hash, Instance *parent, uint32_t pos) {
    Instance *in = ARENA_NEW(&e->arena, Instance);
    in->parent = parent;
    in->parent_pos = pos;
    in->depth = parent ? parent->depth + 1 : 0;
    in->fn.arena = &e->arena;
    in->fn.is_concrete = true;
    in->next = map_get_u(&e->instances, hash);
    map_put_u(&e->instances, hash, in);
    vec_push(&e->all, in);
    return in;
}

Instance *inst_get(Elab *e, FnDecl *f, const Val *params, uint32_t n, Instance *parent, uint32_t pos) {
    uint64_t hash = inst_hash(f, params, n, GLUE_NONE);
    for (Instance *i = map_get_u(&e->instances, hash); i; i = i->next)
        if (i->fn.decl == f && i->fn.n_params == n && (n == 0 || memcmp(i->fn.params, params, n * sizeof *params) == 0))
            return i;
    if (parent && parent->depth >= ELAB_MAX_DEPTH) {
        Diag *d = inst_error(e, DIAG_instantiation_too_deep, parent, pos,
                             "more than %d instances ask for one another, the last is `%s`", ELAB_MAX_DEPTH,
                             inst_name(e, parent));
        diag_help(d, "end the recursion with `comptime if`");
        return NULL;
    }
    Instance *in = inst_add(e, hash, parent, pos);
    in->fn.decl = f;
    in->fn.params = arena_dup(&e->arena, params, n * sizeof *params);
    in->fn.n_params = n;
    in->fn.symbol = inst_symbol(e, f, params, n);
    if (!f->is_export) in->fn.symbol = only_one(e, in->fn.symbol);
    in->fn.raises = elab_fn_raises(e, f, in->fn.params, n);
    in->fn.always_inline = f->always_inline || f->builtin_fold;
    in->fn.no_inline = f->no_inline;
    in->fn.is_export = f->is_export;
    in->fn.c_abi = f->c_abi;
    in->fn.result_is_ref = f->result_is_ref;
    return in;
}

Instance *inst_glue(Elab *e, GlueKind kind, Val type, Instance *thunked, Instance *parent, uint32_t pos) {
    uint64_t hash = hash_mix(inst_hash(thunked, &type, 1, kind), 77);
    for (Instance *i = map_get_u(&e->instances, hash); i; i = i->next)
        if (i->glue == kind && i->glue_type == type && i->thunked == thunked) return i;
    Instance *in = inst_add(e, hash, parent, pos);
    in->glue = kind;
    in->glue_type = type;
    in->thunked = thunked;
    StrBuf name = {0}, unique = {0};
    static const char *const what[] = {"", "copy", "move", "drop", "thunk"};
    sb_puts(&name, what[kind]);
    sb_puts(&unique, what[kind]);
    if (thunked) sb_puts(&unique, thunked->fn.symbol);
    val_mangle(&unique, type);
    in->fn.symbol = symbol_finish(e, &name, &unique);
    sb_done(&unique);
    if (kind == GLUE_THUNK) in->fn.raises = (type->u.sig->flags & FN_RAISES) != 0;
    return in;
}

static bool inst_fail(Elab *e, Instance *in) {
    if (!e->first_failed) e->first_failed = in->fn.decl;
    in->state = INST_FAILED;
    return false;
}

bool inst_body(Elab *e, Instance *in) {
    if (in->state == INST_DONE) return true;
    if (in->state == INST_FAILED) return false;
    if (in->state == INST_BUSY) return false; /* evaluating its own body needs itself */
    in->state = INST_BUSY;
    if (e->gives_back && !in->fn.always_inline) {
        arena_init_sized(&in->own, FIRST_OWN_BLOCK);
        in->fn.arena = &in->own;
    }
    bool ok;
    if (in->glue) {
        ok = glue_body(e, in);
    } else {
        in->fn.decl->is_consulted = true;
        IrFn *pf = lower_fn(e->cx, in->fn.decl);
        ok = pf && clone_body(e, in, pf);
    }
    if (!ok) return inst_fail(e, in);
    in->plain = in->fn;
    in->state = INST_DONE;
    for (uint32_t b = 0; b < in->fn.blocks.len; b++) e->n_insts += in->fn.blocks.data[b].insts.len + 1;
    return true;
}

IrFn *elab_fn(Elab *e, FnDecl *f, const Val *params, uint32_t n_params) {
    Val *clean = ARENA_ARRAY(&e->arena, Val, n_params + 1);
    for (uint32_t i = 0; i < n_params; i++) {
        clean[i] = elab_erase(e, params[i]);
        if (val_is_error(clean[i])) return NULL;
    }
    Instance *in = inst_get(e, f, clean, n_params, NULL, 0);
    return in && elab_body(e, &in->fn) ? &in->fn : NULL;
}

bool elab_body(Elab *e, IrFn *f) {
    ((Instance *)f)->is_pinned = true;
    return inst_body(e, (Instance *)f);
}

const IrFn *elab_plain(const IrFn *f) {
    return &((const Instance *)f)->plain;
}

const IrFn *elab_inlined(Elab *e, IrFn *f) {
    Instance *in = (Instance *)f;
    if (in->finished || in->state != INST_DONE || in->inline_state == INLINE_BUSY) return NULL;
    return inline_fn(e, in) ? f : NULL;
}

Span elab_decl_span(const FnDecl *f, uint32_t pos) {
    Instance at = {0};
    at.fn.decl = (FnDecl *)f;
    return inst_span(&at, pos);
}

const char *elab_fn_name(Elab *e, const IrFn *f) {
    return inst_name(e, (const Instance *)f);
}

Span elab_fn_span(const IrFn *f, uint32_t pos) {
    return inst_span((const Instance *)f, pos);
}

/* ---- the walk from the entry ---------------------------------------------------------------------- */

typedef void (*TargetFn)(void *ctx, Instance *target);

static void inst_each(IrInst *i, TargetFn fn, void *ctx) {
    if (i->callee && i->callee->target) fn(ctx, (Instance *)i->callee->target);
}

static void body_each_target(const IrFn *f, TargetFn fn, void *ctx) {
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) inst_each(&bl->insts.data[i], fn, ctx);
        if (bl->term.kind == TERM_INVOKE) inst_each(bl->term.call, fn, ctx);
    }
}

/* Compiled already: its signature is wanted, not its code. */
static bool is_foreign(const Elab *e, const Instance *in) {
    return e->have && !in->is_root && in->fn.symbol && e->have(e->have_ctx, in->fn.symbol);
}

static void enqueue(void *ctx, Instance *target) {
    Elab *e = ctx;
    if (target->queued) return;
    target->queued = true;
    vec_push(&e->queue, target);
}

static void reach(void *ctx, Instance *target) {
    Elab *e = ctx;
    if (target->reached) return;
    target->reached = true;
    vec_push(&e->queue, target);
}

/* No error was reported anywhere although an instance failed: our own fault, said so. */
static void explain_silence(Elab *e) {
    if (e->diags.n_errors) return;
    uint32_t n = 0;
    Module *const *ms = resolver_modules(e->cx->resolver, &n);
    for (uint32_t i = 0; i < n; i++)
        if (ms[i]->diags.n_errors || (ms[i]->ast && ast_error_count(ms[i]->ast))) return;
    const FnDecl *f = e->first_failed;
    Instance at = {0};
    at.fn.decl = (FnDecl *)f;
    diag_add(&e->diags, DIAG_internal_fault, f ? inst_span(&at, f->decl.node ? f->decl.node->pos : 0) : SPAN_NONE,
             "`%s` could not be compiled, and no reason was recorded",
             f && f->decl.name ? f->decl.name->chars : "the program");
}

/* The body is made again when somebody wants it. */
static void give_back(Elab *e, Instance *in) {
    if (in->is_pinned || in->fn.arena != &in->own || in->state != INST_DONE) return;
    arena_done(&in->own);
    in->fn.arena = &e->arena;
    in->fn.blocks.data = NULL;
    in->fn.blocks.len = in->fn.blocks.cap = 0;
    in->fn.locals.data = NULL;
    in->fn.locals.len = in->fn.locals.cap = 0;
    in->plain = (IrFn){0};
    in->state = INST_SHELL;
    in->inline_state = INLINE_NOT;
}

bool elab_check(Elab *e, FnDecl *entry, const Val *params, uint32_t n_params) {
    bool ok = true;
    uint32_t errors = e->diags.n_errors;
    Instance *start = inst_get(e, entry, params, n_params, NULL, 0);
    e->gives_back = true;
    e->queue.len = 0;
    if (start) enqueue(e, start);
    for (uint32_t i = 0; i < e->queue.len; i++) {
        Instance *in = e->queue.data[i];
        if (!inst_body(e, in)) ok = false;
        body_each_target(in->state == INST_DONE ? &in->plain : &in->fn, enqueue, e);
        if (ok) ok = in->fn.always_inline ? inline_fn(e, in) : inline_check(e, in);
        give_back(e, in);
    }
    for (uint32_t i = 0; i < e->queue.len; i++) e->queue.data[i]->queued = false;
    e->queue.len = 0;
    e->gives_back = false;
    if (!ok) explain_silence(e);
    return ok && e->diags.n_errors == errors;
}

bool elab_module(Elab *e, IrModule *out, FnDecl *entry, FnDecl *const *exports, uint32_t n_exports) {
    return elab_program(e, out, entry, NULL, 0, exports, n_exports);
}

bool elab_program(Elab *e, IrModule *out, FnDecl *entry, const Val *params, uint32_t n_params, FnDecl *const *exports,
                  uint32_t n_exports) {
    bool ok = true;
    uint32_t errors = e->diags.n_errors;
    VEC(Instance *) roots = {0};
    Instance *start = entry ? inst_get(e, entry, params, n_params, NULL, 0) : NULL;
    if (start) vec_push(&roots, start);
    for (uint32_t i = 0; i < n_exports; i++) {
        Instance *x = inst_get(e, exports[i], NULL, 0, NULL, 0);
        if (x && x != start) vec_push(&roots, x);
    }
    e->queue.len = 0;
    for (uint32_t i = 0; i < roots.len; i++) {
        roots.data[i]->is_root = true;
        enqueue(e, roots.data[i]);
    }
    for (uint32_t i = 0; i < e->queue.len; i++) {
        Instance *in = e->queue.data[i];
        if (!inst_body(e, in)) ok = false;
        if (!in->fn.always_inline && is_foreign(e, in)) continue;
        body_each_target(in->state == INST_DONE ? &in->plain : &in->fn, enqueue, e); /* mistakes further on are told too */
    }
    for (uint32_t i = 0; ok && i < e->queue.len; i++) {
        Instance *in = e->queue.data[i];
        if (in->fn.always_inline || !is_foreign(e, in)) ok = inline_fn(e, in) && ok;
    }
    for (uint32_t i = 0; i < e->queue.len; i++) e->queue.data[i]->queued = false;
    if (ok) {
        e->queue.len = 0;
        for (uint32_t i = 0; i < e->all.len; i++) e->all.data[i]->reached = false;
        for (uint32_t i = 0; i < roots.len; i++) reach(e, roots.data[i]);
        for (uint32_t i = 0; i < e->queue.len; i++) {
            Instance *in = e->queue.data[i];
            if (is_foreign(e, in)) in->fn.blocks.len = 0;
            body_each_target(&in->fn, reach, e);
        }
        for (uint32_t i = 0; i < e->queue.len; i++) {
            IrFn *f = &e->queue.data[i]->fn;
            if (f->blocks.len) finish_fn(e, f);
            e->queue.data[i]->finished = true;
            const char *wrong = f->blocks.len ? ir_verify(f, &e->arena) : NULL;
            if (wrong) {
                inst_error(e, DIAG_internal_fault, e->queue.data[i], 0, "the code made for `%s` is malformed: %s",
                           inst_name(e, e->queue.data[i]), wrong);
                ok = false;
            }
            vec_push(&out->fns, f);
            map_put(&out->by_symbol_ptr, f->symbol, f);
        }
        out->entry = start ? &start->fn : NULL;
        out->target = e->cx->target;
        out->vals = e->vals;
        out->sources = e->cx->sources;
        out->object = e->object;
        out->object_ctx = e->object_ctx;
    }
    e->queue.len = 0;
    vec_done(&roots);
    if (!ok) explain_silence(e);
    return ok && e->diags.n_errors == errors;
}
