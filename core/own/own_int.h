/* SPDX-License-Identifier: Apache-2.0 */
/* Inside own/ only. The analysis follows *nodes*: a tracked local, and below it the fields that are
 * set or moved by themselves (all siblings then, so that "the rest" can be named). A node and
 * everything below it are consecutive bits; a node's own bit is its shell: set with the whole,
 * cleared with the whole, and kept when a field is moved out. A *unit* is what is destroyed in one
 * piece: a local, or each field of a `deinit` argument. Initialisation runs forward over node bits
 * (set on all paths), liveness backward over units. What is mentioned in a single block only gets
 * bits of that block. */
#ifndef MOJ_OWN_OWN_INT_H
#define MOJ_OWN_OWN_INT_H

#include "own/own.h"

#define NONE UINT32_MAX
#define MANY (UINT32_MAX - 1) /* home of a local that several blocks mention */

typedef struct OwnNode {
    uint32_t local, parent;
    uint32_t field; /* index in the parent */
    uint32_t children,
        n_children;     /* consecutive in `nodes`; 0 until a field is treated by itself */
    uint32_t bit, size; /* preorder: [bit, bit + size) is the node and what is below */
    uint32_t unit;      /* NONE: not a unit */
    Val type;
    bool droppable; /* destroying it may do something */
} OwnNode;

typedef struct OwnLocal {
    uint32_t root; /* node, NONE: not tracked */
    uint32_t home; /* the block that mentions it, MANY, or NONE */
    bool droppable;
    bool watched;         /* a variable of the program: assignments nobody reads are pointed out */
    bool through_ref; /* mut argument that is moved out of: the node is what it refers to */
    bool by_fields;   /* deinit argument: never destroyed as a whole */
    bool reported;
    uint32_t *keeps; /* locals kept alive by any mention of this one (closed, without itself) */
    uint32_t n_keeps;
} OwnLocal;

static inline bool bit_get(const uint64_t *w, uint32_t i) {
    return (w[i >> 6] >> (i & 63)) & 1;
}
static inline void bit_set(uint64_t *w, uint32_t i) {
    w[i >> 6] |= 1ull << (i & 63);
}
static inline void bit_clear(uint64_t *w, uint32_t i) {
    w[i >> 6] &= ~(1ull << (i & 63));
}
void bits_set_range(uint64_t *w, uint32_t from, uint32_t n);
void bits_clear_range(uint64_t *w, uint32_t from, uint32_t n);
bool bits_all(const uint64_t *w, uint32_t from, uint32_t n);
bool bits_any(const uint64_t *w, uint32_t from, uint32_t n);

/* How values of a type live: check_life, or what a test puts in its place. */
typedef LifeFacts (*OwnLifeFn)(Cx *cx, Val type, const Facts *facts);
bool own_run_with(Cx *cx, IrFn *f, const Item *item, DiagSink *diags, OwnLifeFn life,
                  const Facts *facts);

typedef struct OwnHome {
    VEC(uint32_t) units; /* unit - unit_bits → node */
    VEC(uint32_t) roots; /* nodes that may need destruction, in order of locals */
} OwnHome;

/* An assignment as the program has it; a `finally` makes several instructions of one. */
typedef struct OwnStore {
    uint32_t local, pos;
    bool read;
} OwnStore;

typedef struct Own {
    Cx *cx;
    IrFn *f;
    const Item *item;
    DiagSink *diags;
    const Facts *facts;
    OwnLifeFn life_of;
    Arena arena;
    Map life; /* Val → LifeFacts* */
    VEC(OwnNode) nodes;
    OwnLocal *locals;
    VEC(uint32_t) units;                   /* flowing unit → node */
    uint32_t *bit_node;                    /* flowing node bit → node */
    struct OwnHome *homes;                 /* by block: the locals only it mentions */
    uint32_t node_bits, unit_bits;         /* of what several blocks mention: what flows */
    uint32_t max_node_bits, max_unit_bits; /* with those of the block that has most */
    uint32_t node_words, unit_words;
    uint64_t *init_in; /* blocks × node_words */
    uint64_t *live_in; /* blocks × unit_words */
    uint32_t *n_preds;
    uint32_t *pred_start, *preds; /* predecessors of b: preds[pred_start[b] … pred_start[b + 1]) */
    bool builds_self;             /* __init__: the result is built field by field */
    Map stores; /* position of an assignment to a watched variable → OwnStore */
    bool failed;
} Own;

/* ---- paths.c
 * ------------------------------------------------------------------------------------------ */
typedef struct Spot { /* what a place is to the analysis */
    uint32_t local;
    uint32_t node; /* deepest node on the way, NONE: not tracked */
    bool exact;    /* the place is that node, not something inside */
    bool through;  /* it goes through a reference or pointer */
    bool indexed;  /* through an element or a union member */
} Spot;
void own_setup(Own *o);
Spot own_spot(const Own *o, Place p);
const StructDecl *own_struct(Own *o, Val type); /* with its fields known; NULL for other types */
LifeFacts own_life(Own *o, Val type);
bool own_droppable(Own *o, Val type);
Place own_node_place(Own *o, uint32_t node);
/* The node of a unit as numbered in a block. */
static inline uint32_t own_unit_node(const Own *o, uint32_t block, uint32_t unit) {
    return unit < o->unit_bits ? o->units.data[unit]
                               : o->homes[block].units.data[unit - o->unit_bits];
}

typedef enum EffectKind {
    EFF_USE,    /* reads or borrows: must be initialised */
    EFF_MOVE,   /* must be initialised, is not afterwards */
    EFF_DEF,    /* is initialised afterwards */
    EFF_MARK,   /* is regarded as initialised; unlike EFF_DEF the old value is not lost */
    EFF_FORGET, /* is not initialised afterwards, whatever it was */
} EffectKind;
typedef struct Effect {
    EffectKind kind;
    Place place;
    bool unchecked; /* EFF_MOVE of take: follows nothing outside tracked nodes */
} Effect;
typedef void (*EffectFn)(void *ctx, const Effect *e);
void own_effects(const IrInst *in, EffectFn fn, void *ctx); /* in order; a call's dst last */
void own_term_effects(const Own *o, const IrTerm *t, EffectFn fn,
                      void *ctx); /* without those of the edges */
/* What the edge (0: b0, 1: b1) initialises: the result or the error of an invoke. */
bool own_edge_def(const IrTerm *t, uint32_t edge, Place *out);
uint32_t own_successors(const IrTerm *t, uint32_t out[2]);

/* ---- flow.c
 * ------------------------------------------------------------------------------------------- */
void own_flow_init(Own *o);                                     /* fills init_in */
void own_flow_live(Own *o);                                     /* fills live_in */
void own_apply(const Own *o, uint64_t *state, const Effect *e); /* on node bits */
/* Units an effect gives life to (gen) and, for EFF_DEF of a whole unit, the unit it ends (kill, or
 * NONE). */
typedef void (*UnitFn)(void *ctx, uint32_t unit);
void own_mentions(const Own *o, const Effect *e, UnitFn fn, void *ctx);
uint32_t own_kills(const Own *o, const Effect *e);

/* ---- check.c: errors
 * ------------------------------------------------------------------------------------ */
void own_check(Own *o);
void own_warn_stores(Own *o);
void own_error_abandoned(Own *o, uint32_t node, uint32_t pos);
void own_error_partial(Own *o, uint32_t node, uint32_t pos);
Span own_span(const Own *o, uint32_t pos);
/* Of the first mention of a name at or behind pos; *caret receives where a `^` follows it, or 0. */
Span own_name_span(const Own *o, uint32_t pos, Name name, bool given, uint32_t *caret);
const char *own_node_text(Own *o, uint32_t node);
const char *own_place_text(Own *o, Place p);

/* ---- access.c: what a place or an origin may touch
 * ----------------------------------------------------------- */
enum { OWN_MAX_PATH = 8, OWN_MAX_ROOTS = 8 };
typedef struct OwnAccess { /* roots with the same fields below */
    struct {
        uint32_t local;
        uint32_t path[OWN_MAX_PATH], n_path;
    } roots[OWN_MAX_ROOTS];
    uint32_t n_roots;
    bool mut;
} OwnAccess;
typedef struct AccessCx {
    Own *o;
    Map vars; /* VarDecl → local + 1 */
} AccessCx;
void own_access_begin(AccessCx *x, Own *o);
void own_access_end(AccessCx *x);
void own_add_access(OwnAccess *a, uint32_t local, const uint32_t *path, uint32_t n);
void own_add_origin(AccessCx *x, OwnAccess *a, Val origin); /* its variables and the fields below them */
void own_access_of(AccessCx *x, Place p, OwnAccess *a);
const StructDecl *own_closure_in(Val t); /* of the closure a value is or points to, with what it captured; or NULL */
bool own_arg_is_mut(const IrCallee *c, uint32_t i);
uint8_t own_arg_convention(const IrCallee *c, uint32_t i);

/* ---- interior.c: references into what was changed
 * ------------------------------------------------------------ */
void own_check_interior(Own *o);

/* ---- exclusive.c: arguments of one call (before own_setup: it may add copies)
 * ------------------------------ */
void own_check_exclusive(Own *o);

/* ---- drops.c
 * -------------------------------------------------------------------------------------------- */
void own_rewrite(Own *o);

#endif
