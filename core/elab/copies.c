/* SPDX-License-Identifier: Apache-2.0 */
/* Copy propagation within blocks, and references that are known to name one place. */
#include "elab/clean.h"

static Place join(Arena *a, Place base, Place p, uint32_t skip) {
    Place out = {.local = base.local, .n_proj = base.n_proj + p.n_proj - skip};
    if (!out.n_proj) return out;
    Proj *proj = ARENA_ARRAY(a, Proj, out.n_proj);
    if (base.n_proj) memcpy(proj, base.proj, base.n_proj * sizeof *proj);
    for (uint32_t i = skip; i < p.n_proj; i++) proj[base.n_proj + i - skip] = p.proj[i];
    out.proj = proj;
    return out;
}

/* Could two accesses touch the same storage? */
static bool overlap(const LocalUse *u, Place x, Place y) {
    bool dx = place_derefs(x), dy = place_derefs(y);
    if (dx && dy) return true;
    if (dx) return u[y.local].addrs > 0;
    if (dy) return u[x.local].addrs > 0;
    if (x.local != y.local) return false;
    for (uint32_t i = 0; i < x.n_proj && i < y.n_proj; i++) {
        const Proj *p = &x.proj[i], *q = &y.proj[i];
        bool fixed = (p->kind == PROJ_FIELD && q->kind == PROJ_FIELD) || (p->kind == PROJ_ELEM && q->kind == PROJ_ELEM);
        if (!fixed) return true;
        if (p->index != q->index) return false;
    }
    return true;
}

/* Does writing w change which storage the path of p names? */
static bool changes_path(const LocalUse *u, Place w, Place p) {
    Place prefix = p;
    for (uint32_t i = 0; i < p.n_proj; i++) {
        if (p.proj[i].kind == PROJ_INDEX && (w.local == p.proj[i].index || (place_derefs(w) && u[p.proj[i].index].addrs)))
            return true;
        if (p.proj[i].kind != PROJ_DEREF) continue;
        prefix.n_proj = i;
        if (overlap(u, w, prefix)) return true;
    }
    return false;
}

/* ---- references ------------------------------------------------------------------------------------------ */

typedef struct Refs {
    IrFn *f;
    Place *to;     /* per local: what it refers to */
    bool *known;
    bool changed;
} Refs;

static void replace_ref(void *ctx, Place *p, UseKind kind) {
    Refs *r = ctx;
    (void)kind;
    if (!r->known[p->local] || !p->n_proj || p->proj[0].kind != PROJ_DEREF) return;
    *p = join(r->f->arena, r->to[p->local], *p, 1);
    r->changed = true;
}

static bool stays(const IrFn *f, const LocalUse *u, Place p) {
    for (uint32_t i = 0; i < p.n_proj; i++) {
        if (p.proj[i].kind == PROJ_INDEX) return false;
        if (p.proj[i].kind != PROJ_DEREF) continue;
        const IrLocal *l = &f->locals.data[p.local];
        if (i || !l->is_ref) return false;
        uint32_t defs = u[p.local].defs + (p.local < f->n_args);
        if (defs != 1) return false;
    }
    return true;
}

bool clean_refs(IrFn *f, Arena *a) {
    LocalUse *u = count_uses(f, a);
    Refs r = {.f = f, .to = ARENA_ARRAY(a, Place, f->locals.len + 1), .known = ARENA_ARRAY(a, bool, f->locals.len + 1)};
    bool any = false;
    for (uint32_t b = 0; b < f->blocks.len; b++)
        for (uint32_t i = 0; i < f->blocks.data[b].insts.len; i++) {
            const IrInst *in = &f->blocks.data[b].insts.data[i];
            uint32_t l = in->dst.local;
            if (in->op != IR_REF || in->dst.n_proj || f->locals.data[l].kind != LOCAL_TEMP || !f->locals.data[l].is_ref)
                continue;
            if (u[l].defs != 1 || u[l].addrs || !stays(f, u, in->src) || r.known[in->src.local]) continue;
            if (in->src.local == l) continue;
            r.known[l] = any = true;
            r.to[l] = in->src;
        }
    if (!any) return false;
    for (uint32_t l = 0; l < f->locals.len; l++) /* chains wait for the next round */
        if (r.known[l] && r.known[r.to[l].local]) r.known[l] = false;
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) each_use(&bl->insts.data[i], replace_ref, &r);
        each_term_use(&bl->term, replace_ref, &r);
    }
    return r.changed;
}

/* ---- forward ------------------------------------------------------------------------------------------------ */

enum { MAX_KNOWN = 24 };
typedef struct Known { /* local holds what `from` holds */
    uint32_t local;
    Place from;
    bool is_ref;  /* local is a reference to `from` */
    bool is_copy; /* `from` lives on: its storage must not be given away in place of the copy */
} Known;
typedef struct Forward {
    IrFn *f;
    const LocalUse *u;
    Known known[MAX_KNOWN];
    uint32_t n;
    bool gives_away; /* the read at hand hands the value's storage to a callee */
    bool changed;
} Forward;

static void kill_at(Forward *w, uint32_t k) {
    w->known[k] = w->known[--w->n];
}

static void forward_read(void *ctx, Place *p, UseKind kind) {
    Forward *w = ctx;
    bool ref = w->f->locals.data[p->local].is_ref;
    /* a read of the temporary, or a path that starts at a pointer it holds */
    if (ref ? !place_derefs(*p) : kind != USE_READ && !place_derefs(*p)) return;
    for (uint32_t k = 0; k < w->n; k++) {
        if (w->known[k].local != p->local) continue;
        if (w->gives_away && w->known[k].is_copy) return;
        *p = join(w->f->arena, w->known[k].from, *p, ref ? 1 : 0);
        w->changed = true;
        return;
    }
}

static void forward_kill(void *ctx, Place *p, UseKind kind) {
    Forward *w = ctx;
    if (kind == USE_READ) return;
    for (uint32_t k = w->n; k-- > 0;) {
        Place t = {.local = w->known[k].local};
        bool content = !w->known[k].is_ref && overlap(w->u, *p, w->known[k].from);
        if (overlap(w->u, *p, t) || content || changes_path(w->u, *p, w->known[k].from))
            kill_at(w, k);
    }
}

static void forward_memory(Forward *w) {
    for (uint32_t k = w->n; k-- > 0;) {
        Place from = w->known[k].from;
        if (w->known[k].is_ref) /* what matters is the path: everything before its last dereference */
            while (from.n_proj && from.proj[--from.n_proj].kind != PROJ_DEREF) continue;
        if (place_derefs(from) || w->u[from.local].addrs) kill_at(w, k);
    }
}

static bool has_index(Place p) {
    for (uint32_t i = 0; i < p.n_proj; i++)
        if (p.proj[i].kind == PROJ_INDEX) return true;
    return false;
}

static bool scalar_temp(const IrFn *f, const LocalUse *u, uint32_t l) {
    return f->locals.data[l].kind == LOCAL_TEMP && !f->locals.data[l].is_ref && !u[l].addrs;
}

static void forward_reads(Forward *w, IrInst *in) {
    if (in->op != IR_CALL) {
        each_use(in, forward_read, w);
        return;
    }
    for (uint32_t k = 0; k < in->n_args; k++) {
        w->gives_away = in->args[k].mode == ARG_MOVE;
        forward_read(w, &in->args[k].place, in->args[k].mode == ARG_REF ? USE_ADDR : USE_READ);
    }
    w->gives_away = false;
    if (in->callee->is_indirect) forward_read(w, &in->callee->fnptr, USE_READ);
    if (in->has_dst) forward_read(w, &in->dst, USE_WRITE);
}

static void forward_kills(Forward *w, IrInst *in) {
    if (touches_memory(in)) forward_memory(w);
    for (uint32_t k = 0; in->op == IR_CALL && k < in->n_args; k++)
        if (in->args[k].mode == ARG_MOVE) forward_kill(w, &in->args[k].place, USE_WRITE);
    each_use(in, forward_kill, w);
}

static void forward_block(Forward *w, IrBlock *bl) {
    w->n = 0;
    for (uint32_t i = 0; i < bl->insts.len; i++) {
        IrInst *in = &bl->insts.data[i];
        forward_reads(w, in);
        forward_kills(w, in);
        if (in->op == IR_REF && !in->dst.n_proj && w->f->locals.data[in->dst.local].is_ref &&
            w->f->locals.data[in->dst.local].kind == LOCAL_TEMP && !w->u[in->dst.local].addrs &&
            in->src.local != in->dst.local && place_derefs(in->src) && !has_index(in->src)) {
            if (w->n == MAX_KNOWN) kill_at(w, 0);
            w->known[w->n++] = (Known){.local = in->dst.local, .from = in->src, .is_ref = true};
            continue;
        }
        if ((in->op != IR_COPY && in->op != IR_MOVE) || in->dst.n_proj || !scalar_temp(w->f, w->u, in->dst.local)) continue;
        if (in->src.local == in->dst.local) continue;
        if (!in->src.n_proj && w->f->locals.data[in->src.local].is_ref) continue;
        if (w->n == MAX_KNOWN) kill_at(w, 0);
        w->known[w->n++] = (Known){.local = in->dst.local, .from = in->src, .is_copy = in->op == IR_COPY};
    }
    if (bl->term.kind == TERM_INVOKE) forward_reads(w, bl->term.call);
    else each_term_use(&bl->term, forward_read, w);
}

/* ---- backward --------------------------------------------------------------------------------------------- */

typedef struct Clash {
    const LocalUse *u;
    Place d;
    uint32_t temp;
    bool found;
} Clash;

static void clash_at(void *ctx, Place *p, UseKind kind) {
    Clash *c = ctx;
    if (p->local == c->temp) c->found = true;
    if (overlap(c->u, *p, c->d)) c->found = true;
    if (kind == USE_WRITE && changes_path(c->u, *p, c->d)) c->found = true;
    for (uint32_t i = 0; i < p->n_proj; i++)
        if (p->proj[i].kind == PROJ_INDEX && p->proj[i].index == c->d.local) c->found = true;
        else if (p->proj[i].kind == PROJ_DEREF && p->local == c->d.local && !place_derefs(c->d)) c->found = true;
}

/* t = op(…) … d = t, the only read of t: op writes d at once. */
static bool backward_one(IrFn *f, const LocalUse *u, IrBlock *bl, uint32_t at) {
    IrInst *mv = &bl->insts.data[at];
    uint32_t t = mv->src.local;
    if (mv->src.n_proj || !scalar_temp(f, u, t) || u[t].defs != 1 || u[t].part_defs || u[t].reads != 1) return false;
    if (mv->dst.local == t) return false;
    bool memory = place_derefs(mv->dst) || u[mv->dst.local].addrs;
    for (uint32_t i = at; i-- > 0 && at - i < 64;) {
        IrInst *in = &bl->insts.data[i];
        Clash c = {.u = u, .d = mv->dst, .temp = t};
        bool defines = (in->has_dst || in->op <= IR_REF) && in->op != IR_DROP && in->dst.local == t && !in->dst.n_proj;
        if (!defines) {
            if (memory && touches_memory(in)) return false;
            each_use(in, clash_at, &c);
            if (c.found) return false;
            continue;
        }
        if (in->op == IR_CALL) {
            if (memory || mv->dst.local < f->n_args) return false;
            for (uint32_t k = 0; k < in->n_args; k++)
                if (in->args[k].place.local == mv->dst.local) return false;
        } else if (in->op == IR_COPY || in->op == IR_MOVE) {
            if (overlap(u, in->src, mv->dst)) return false;
        } else if (in->op == IR_INTRIN) {
            if (memory && touches_memory(in)) return false;
        } else if (in->op != IR_CONST) {
            return false;
        }
        in->dst = mv->dst;
        mv->op = IR_NOP;
        return true;
    }
    return false;
}

bool clean_copies(IrFn *f, Arena *a) {
    LocalUse *u = count_uses(f, a);
    Forward w = {.f = f, .u = u};
    for (uint32_t b = 0; b < f->blocks.len; b++) forward_block(&w, &f->blocks.data[b]);
    bool changed = w.changed;
    changed |= clean_dead(f, a);
    u = count_uses(f, a);
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++) {
            IrOp op = (IrOp)bl->insts.data[i].op;
            if (op != IR_COPY && op != IR_MOVE) continue;
            changed |= backward_one(f, u, bl, i);
        }
    }
    return changed;
}
