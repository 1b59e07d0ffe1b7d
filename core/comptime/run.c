/* SPDX-License-Identifier: Apache-2.0 */
/* The interpreter's loop: frames, calls, places. */
#include "comptime/interp_int.h"

/* ---- places ---------------------------------------------------------------------------------------------- */

static bool read_index(Interp *in, const Frame *fr, const Step *s, uint64_t *out) {
    int64_t i = load_signed(fr->fp + s->index_at, s->index_size);
    if (i < 0 || (uint64_t)i >= s->count)
        return interp_fault(in, "index %lld is outside of an array of %llu elements", (long long)i,
                            (unsigned long long)s->count);
    *out = (uint64_t)i * s->n;
    return true;
}

/* Walks a path; *host is set while it stays in the frame, else *addr. */
static bool walk(Interp *in, const Frame *fr, const PlaceCode *p, uint8_t **host, uint64_t *addr) {
    *host = fr->fp + p->at;
    *addr = 0;
    for (uint32_t i = 0; i < p->n_steps; i++) {
        const Step *s = &p->steps[i];
        uint64_t n = s->n;
        if (s->kind == STEP_DEREF) {
            const uint8_t *at = *host ? *host : mem_at(in, *addr, in->ptr, false);
            if (!at) return false;
            *addr = load_ptr(in, at);
            *host = NULL;
            continue;
        }
        if (s->kind == STEP_INDEX && !read_index(in, fr, s, &n)) return false;
        if (*host) *host += n;
        else *addr += n;
    }
    return true;
}

uint8_t *place_at(Interp *in, const Frame *fr, const PlaceCode *p, bool write) {
    if (!p->n_steps) return fr->fp + p->at;
    uint8_t *host;
    uint64_t addr;
    if (!walk(in, fr, p, &host, &addr)) return NULL;
    return host ? host : mem_at(in, addr, p->size, write);
}

bool place_address(Interp *in, uint32_t frame, const PlaceCode *p, uint64_t *out) {
    const Frame *fr = &in->frames.data[frame];
    uint8_t *host;
    uint64_t addr;
    if (!walk(in, fr, p, &host, &addr)) return false;
    *out = host ? mem_frame_address(in, frame, (uint64_t)(host - fr->fp)) : addr;
    return true;
}

/* ---- frames -------------------------------------------------------------------------------------------------- */

/* The frame above the newest, not pushed yet; NULL: fault. */
static uint8_t *next_frame(Interp *in, const FnCode *code) {
    if (in->frames.len >= MAX_FRAMES || in->sp + code->frame_size > STACK_SIZE) {
        interp_fault(in, "its calls are nested more than %d deep", in->frames.len >= MAX_FRAMES ? MAX_FRAMES : (int)in->frames.len);
        return NULL;
    }
    uint8_t *fp = in->stack + in->sp;
    memset(fp, 0, code->frame_size);
    return fp;
}

static void push_frame(Interp *in, FnCode *code, uint8_t *fp, bool is_base) {
    uint32_t depth = in->frames.len;
    vec_push(&in->frames, (Frame){.code = code, .fp = fp, .generation = ++in->generations[depth], .is_base = is_base});
    in->sp += code->frame_size;
}

static void pop_frame(Interp *in) {
    Frame *f = &in->frames.data[--in->frames.len];
    in->generations[in->frames.len]++;
    in->sp -= f->code->frame_size;
}

static FnCode *callee_code(Interp *in, Code *op) {
    if (!op->indirect) {
        if (!op->code_of) op->code_of = code_of(in, op->target);
        if (op->code_of && op->code_of->newer) op->code_of = op->code_of->newer;
        return op->code_of;
    }
    const Frame *fr = &in->frames.data[in->frames.len - 1];
    const uint8_t *p = place_at(in, fr, &op->a, false);
    if (!p) return NULL;
    uint64_t addr = load_ptr(in, p);
    int64_t offset;
    uint32_t id;
    Alloc *a = addr ? mem_find(in, addr, &offset, &id) : NULL;
    if (!a || a->kind != MEM_FN || offset != 0) {
        interp_fault(in, "it calls through a pointer that is not a function");
        return NULL;
    }
    return code_of(in, a->fn);
}

static bool enter(Interp *in, Code *op) {
    FnCode *code = callee_code(in, op);
    if (!code) return false;
    if (code->calls++ == HOT_CALLS) op->code_of = code = code_again(in, code);
    uint8_t *fp = next_frame(in, code);
    if (!fp) return false;
    uint32_t frame = in->frames.len - 1;
    const IrFn *f = code->body;
    if (op->n_args != f->n_args) return interp_fault(in, "a call passes %u arguments for %u", op->n_args, f->n_args);
    for (uint32_t k = 0; k < op->n_args; k++) {
        const CallArg *a = &op->args[k];
        uint8_t *to = fp + code->slots[k];
        if (f->locals.data[k].is_ref) {
            uint64_t addr;
            if (!place_address(in, frame, &a->place, &addr)) return false;
            store_ptr(in, to, addr);
        } else if (code->sizes[k]) {
            const uint8_t *from = place_at(in, &in->frames.data[frame], &a->place, false);
            if (!from) return false;
            memcpy(to, from, code->sizes[k]);
        }
    }
    push_frame(in, code, fp, false);
    return true;
}

/* ---- the loop --------------------------------------------------------------------------------------------------- */

typedef enum RunEnd { RUN_FAULT, RUN_RETURNED, RUN_RAISED } RunEnd;

/* Leaves the newest frame by return or raise; the next operation of its caller, or NULL with a fault. */
static Code *leave(Interp *in, bool raised) {
    Frame *callee = &in->frames.data[in->frames.len - 1], *fr = callee - 1;
    const IrFn *f = callee->code->body;
    Code *op = &fr->code->ops[fr->pc];
    if (raised && !op->invoke) {
        interp_fault(in, "an error is raised through a call that cannot raise");
        return NULL;
    }
    const PlaceCode *dst = raised ? &op->b : &op->dst;
    uint32_t from = raised ? f->error : f->result;
    if ((raised || op->has_dst) && dst->size) {
        uint8_t *to = place_at(in, fr, dst, true);
        if (!to) return NULL;
        uint64_t size = callee->code->sizes[from] < dst->size ? callee->code->sizes[from] : dst->size;
        memmove(to, callee->fp + callee->code->slots[from], size);
    }
    pop_frame(in);
    if (!op->invoke) return op + 1;
    return &fr->code->ops[raised ? op->b1 : op->b0];
}

#define AT(pc, w) ((pc)->n_steps ? place_at(in, fr, (pc), (w)) : fr->fp + (pc)->at)
#define LOAD64(pc) (*(const int64_t *)(const void *)(fr->fp + (pc)->at))
#define FAST(expr)                                                                                     \
    do {                                                                                               \
        int64_t x = LOAD64(&op->a), y = LOAD64(&op->b), r = (int64_t)(expr);                           \
        memcpy(fr->fp + op->dst.at, &r, 8);                                                            \
        op++;                                                                                          \
    } while (0)
#define FAST_TEST(expr)                                                                                \
    do {                                                                                               \
        int64_t x = LOAD64(&op->a), y = LOAD64(&op->b);                                                \
        fr->fp[op->dst.at] = (expr) ? 1 : 0;                                                           \
        op++;                                                                                          \
    } while (0)

static RunEnd run(Interp *in) {
    Frame *fr = &in->frames.data[in->frames.len - 1];
    Code *op = fr->code->ops;
    uint64_t steps = in->steps;
    for (;;) {
        if (UNLIKELY(++steps > in->max_steps)) {
            interp_fault(in, "it takes more than %llu steps", (unsigned long long)in->max_steps);
            goto fault;
        }
        switch ((OpCode)op->code) {
        case OP_COPY: {
            uint8_t *to = AT(&op->dst, true);
            const uint8_t *from = AT(&op->a, false);
            if (!to || !from) goto fault;
            if (op->dst.size == 8) memcpy(to, from, 8);
            else memmove(to, from, op->dst.size);
            op++;
            break;
        }
        case OP_CONST: {
            uint8_t *to = AT(&op->dst, true);
            if (!to) goto fault;
            memcpy(to, op->bytes, op->dst.size);
            op++;
            break;
        }
        case OP_LEA: {
            uint64_t addr;
            uint8_t *to = AT(&op->dst, true);
            if (!to || !place_address(in, in->frames.len - 1, &op->a, &addr)) goto fault;
            store_ptr(in, to, addr);
            op++;
            break;
        }
        case OP_CALL:
            fr->pc = (uint32_t)(op - fr->code->ops);
            in->steps = steps;
            if (!enter(in, op)) goto fault_saved;
            steps = in->steps;
            fr = &in->frames.data[in->frames.len - 1];
            op = fr->code->ops;
            break;
        case OP_RETURN:
        case OP_RAISE: {
            bool raised = op->code == OP_RAISE;
            fr->pc = (uint32_t)(op - fr->code->ops);
            in->steps = steps;
            if (fr->is_base) return raised ? RUN_RAISED : RUN_RETURNED;
            op = leave(in, raised);
            if (!op) goto fault_saved;
            fr = &in->frames.data[in->frames.len - 1];
            break;
        }
        case OP_JUMP: op = fr->code->ops + op->b0; break;
        case OP_BRANCH: {
            const uint8_t *c = AT(&op->a, false);
            if (!c) goto fault;
            op = fr->code->ops + (*c & 1 ? op->b0 : op->b1);
            break;
        }
        case OP_UNREACHABLE: interp_fault(in, "it reaches code that was declared unreachable"); goto fault;
        case OP_INTRIN:
            fr->pc = (uint32_t)(op - fr->code->ops);
            if (!run_intrin(in, in->frames.len - 1, op)) goto fault;
            op++;
            break;
        case OP_ADD64: FAST((uint64_t)x + (uint64_t)y); break;
        case OP_SUB64: FAST((uint64_t)x - (uint64_t)y); break;
        case OP_MUL64: FAST((uint64_t)x * (uint64_t)y); break;
        case OP_LT64: FAST_TEST(x < y); break;
        case OP_LE64: FAST_TEST(x <= y); break;
        case OP_GT64: FAST_TEST(x > y); break;
        case OP_GE64: FAST_TEST(x >= y); break;
        case OP_EQ64: FAST_TEST(x == y); break;
        case OP_NE64: FAST_TEST(x != y); break;
        }
    }
fault:
    fr->pc = (uint32_t)(op - fr->code->ops);
    in->steps = steps;
fault_saved:
    if (!in->fault) interp_fault(in, "it failed");
    return RUN_FAULT;
}

/* ---- the door -------------------------------------------------------------------------------------------------------- */

static void add_line(Interp *in, StrBuf *b, const char *name, Span at) {
    Source *s = source_get(in->cx->sources, at.file);
    in->cx->located = true;
    sb_printf(b, "\nin `%s`", name);
    if (s) sb_printf(b, " (%s:%u)", s->path, source_line_col(s, at.start, POS_UTF8).line + 1);
}

/* One line for the frame, before it one for each call that was inlined into it. */
static void add_frame_line(Interp *in, StrBuf *b, const Frame *fr) {
    const Code *op = fr->code->n_ops ? &fr->code->ops[fr->pc] : NULL;
    uint32_t pos = op ? op->pos : 0;
    for (const IrLoc *l = op ? op->loc : NULL; l; l = l->caller) {
        add_line(in, b, l->fn && l->fn->decl.name ? l->fn->decl.name->chars : "?", elab_decl_span(l->fn, pos));
        pos = l->call_pos;
    }
    add_line(in, b, elab_fn_name(in->elab, fr->code->fn), elab_fn_span(fr->code->fn, pos));
}

/* The fault, then the calls that led to it, the innermost first; equal neighbours are counted. */
static const char *explain(Interp *in, uint32_t base) {
    enum { MOST_LINES = 20 };
    StrBuf b = {0}, line = {0}, last = {0};
    sb_puts(&b, in->fault ? in->fault : "it failed");
    uint32_t same = 0, lines = 0, i = in->frames.len;
    for (; i > base && lines < MOST_LINES; i--) {
        line.len = 0;
        add_frame_line(in, &line, &in->frames.data[i - 1]);
        if (last.len && str_eq(sb_view(&line), sb_view(&last))) {
            same++;
            continue;
        }
        if (same) sb_printf(&b, ", and %u times again", same);
        same = 0;
        lines++;
        sb_str(&b, sb_view(&line));
        last.len = 0;
        sb_str(&last, sb_view(&line));
    }
    if (same) sb_printf(&b, ", and %u times again", same);
    if (i > base) sb_printf(&b, "\n… and %u more calls", i - base);
    const char *s = arena_strndup(&in->cx->arena, b.p, b.len);
    sb_done(&b);
    sb_done(&line);
    sb_done(&last);
    return s;
}

/* The elements of a variadic argument (a V_AGG) in memory, and the library's struct around pointers to them. */
static bool pass_variadic(Interp *in, Val type, uint8_t *out, Val v, bool fresh) {
    const Layout *l = val_layout(in->vals, in->cx->target, type);
    if (!l || !l->n_fields || l->fields[0]->kind != T_PTR) return interp_fault(in, "a variadic argument is malformed");
    uint64_t table = mem_alloc(in, (uint64_t)v->n * in->ptr, in->ptr, MEM_HEAP);
    if (!table) return false;
    for (uint32_t i = 0; i < v->n; i++) {
        Val t = v->args[i]->type;
        const Layout *el = t ? val_layout(in->vals, in->cx->target, t) : NULL;
        if (!el) return interp_fault(in, "element %u of a variadic argument has no size", i);
        uint64_t addr = mem_alloc(in, el->size, el->align, MEM_HEAP);
        uint8_t *bytes = addr ? mem_at(in, addr, el->size, true) : NULL, *slot;
        if (!bytes || !val_to_bytes(in, v->args[i], t, bytes, fresh)) return false;
        slot = mem_at(in, table + (uint64_t)i * in->ptr, in->ptr, true);
        if (!slot) return false;
        store_ptr(in, slot, addr);
    }
    store_ptr(in, out + l->offsets[0], table);
    if (l->n_fields < 2) return true;
    Val count = val_i64(in->vals, l->fields[1], v->n);
    return val_to_bytes(in, count, l->fields[1], out + l->offsets[1], fresh);
}

static bool argument_bytes(Interp *in, Val v, Val type, uint8_t *out, bool fresh) {
    bool variadic = v->kind == V_AGG && type->kind == T_STRUCT && v->type &&
                    (v->type->kind == T_ARRAY || v->type->kind == T_TUPLE);
    return variadic ? pass_variadic(in, type, out, v, fresh) : val_to_bytes(in, v, type, out, fresh);
}

static bool pass_argument(Interp *in, const IrLocal *l, uint8_t *slot, Val v) {
    if (!l->is_ref) return argument_bytes(in, v, l->type, slot, true);
    const Layout *lay = val_layout(in->vals, in->cx->target, l->type);
    if (!lay) return interp_fault(in, "the type `%s` has no size", val_str_of(&in->cx->arena, l->type));
    uint64_t addr = mem_alloc(in, lay->size, lay->align, MEM_HEAP);
    if (!addr) return false;
    store_ptr(in, slot, addr);
    int64_t offset;
    uint32_t id;
    mem_find(in, addr, &offset, &id);
    uint8_t *bytes = in->allocs.data[id].bytes; /* filling it may move the table, not the bytes */
    return argument_bytes(in, v, l->type, bytes, l->is_mut);
}

/* The text of an uncaught error, when it plainly holds one: a pointer followed by a length. */
static void note_raised(Interp *in, const IrFn *f, const FnCode *code, const uint8_t *fp) {
    const uint8_t *p = fp + code->slots[f->error];
    uint32_t size = code->sizes[f->error];
    for (uint32_t at = 0; at + 2 * in->ptr <= size; at += in->ptr) {
        uint64_t addr = load_ptr(in, p + at), len = load_ptr(in, p + at + in->ptr);
        int64_t offset;
        uint32_t id;
        if (addr == 0 || (in->ptr == 8 && addr >> 62) || len == 0 || len > 4000) continue;
        Alloc *a = mem_find(in, addr, &offset, &id);
        if (!a || !a->live || a->kind == MEM_FN || offset < 0 || (uint64_t)offset + len > a->size) continue;
        const char *text = mem_text(in, addr, len);
        if (text && utf8_valid_prefix(text, len) == len) {
            interp_fault(in, "it raises an error that nothing catches: %s", text);
            return;
        }
    }
    interp_fault(in, "it raises an error of type `%s` that nothing catches", val_str_of(&in->cx->arena, f->error_type));
}

static Val finish(Interp *in, RunEnd end, const Frame *fr) {
    const IrFn *f = fr->code->body;
    if (end == RUN_FAULT) return NULL;
    if (end == RUN_RAISED) {
        note_raised(in, f, fr->code, fr->fp);
        return NULL;
    }
    const uint8_t *p = fr->fp + fr->code->slots[f->result];
    if (f->result_is_ref) {
        const Layout *l = val_layout(in->vals, in->cx->target, f->result_type);
        p = l ? mem_at(in, load_ptr(in, p), l->size, false) : NULL;
        if (!p) return NULL;
    }
    return bytes_to_val(in, f->result_type, p);
}

Val interp_call(Interp *in, IrFn *f, const Val *args, uint32_t n_args, const char **why) {
    const char *outer_fault = in->fault;
    uint32_t base = in->frames.len;
    uint64_t sp = in->sp;
    if (in->nesting++ == 0) in->steps = 0;
    in->fault = NULL;
    Val r = NULL;
    FnCode *code = code_of(in, f);
    uint8_t *fp = code ? next_frame(in, code) : NULL;
    bool ok = fp != NULL;
    const IrFn *body = code ? code->body : NULL;
    if (ok && body->n_args != n_args)
        ok = interp_fault(in, "it takes %u arguments, %u are given", body->n_args, n_args);
    if (ok) push_frame(in, code, fp, true);
    for (uint32_t i = 0; ok && i < n_args; i++) ok = pass_argument(in, &body->locals.data[i], fp + code->slots[i], args[i]);
    if (ok) {
        RunEnd end = run(in);
        r = finish(in, end, &in->frames.data[base]);
    }
    if (!r && why) *why = explain(in, base);
    while (in->frames.len > base) pop_frame(in);
    in->sp = sp;
    in->fault = outer_fault;
    if (--in->nesting == 0) mem_release_heap(in);
    return r;
}

/* Demand.eval: the instance of a function, run with constants. */
static Val eval(void *ctx, FnDecl *f, const Val *params, uint32_t n_params, const Val *args, uint32_t n_args,
                const char **why) {
    Interp *in = ctx;
    *why = "it cannot be compiled";
    IrFn *fn = elab_fn(in->elab, f, params, n_params);
    return fn ? interp_call(in, fn, args, n_args, why) : NULL;
}

/* Demand.field */
static Val field(void *ctx, Val object, uint32_t index, Val type) {
    Interp *in = ctx;
    const Layout *l = val_layout(in->vals, in->cx->target, object->type);
    if (!l || index >= l->n_fields) return NULL;
    const char *outer_fault = in->fault;
    uint8_t *bytes = xcalloc(l->size + 1, 1);
    in->nesting++;
    in->fault = NULL;
    Val r = val_to_bytes(in, object, object->type, bytes, false) ? bytes_to_val(in, l->fields[index], bytes + l->offsets[index]) : NULL;
    in->nesting--;
    in->fault = outer_fault;
    free(bytes);
    (void)type;
    return r;
}

static const ObjectImage *object(const void *ctx, uint32_t number) {
    return interp_object(ctx, number);
}

void interp_install(Interp *in) {
    elab_set_objects(in->elab, object, in);
    in->cx->demand.ctx = in;
    in->cx->demand.eval = eval;
    in->cx->demand.field = field;
}
