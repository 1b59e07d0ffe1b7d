/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of one call: what is mutable overlaps nothing else (language.md §8.5). */
#include "own/own_int.h"

/* What a value of this type may refer to: only mutably, or only immutably. */
static void add_type(AccessCx *x, OwnAccess *a, Val t, bool mut, uint32_t depth) {
    const StructDecl *closure = own_closure_in(t);
    for (uint32_t i = 0; closure && i < closure->captured.len; i++) {
        uintptr_t at = (uintptr_t)map_get(&x->vars, closure->captured.data[i].var);
        if (at && closure->captured.data[i].is_mut == mut)
            own_add_access(a, (uint32_t)(at - 1), NULL, 0);
    }
    if (!t || !(t->flags & VAL_ORIGINS) || depth > 8) return;
    if (t->kind == O_UNION) {
        for (uint32_t i = 0; i < t->n; i++) add_type(x, a, t->args[i], mut, depth + 1);
    } else if (t->kind == O_PLACE || t->kind == O_FIELD) {
        if ((val_origin_mut(t) == 1) == mut) own_add_origin(x, a, t);
    } else {
        for (uint32_t i = 0; i < t->n; i++) add_type(x, a, t->args[i], mut, depth + 1);
    }
}

static bool overlaps(const OwnAccess *a, const OwnAccess *b) {
    for (uint32_t i = 0; i < a->n_roots; i++) {
        for (uint32_t k = 0; k < b->n_roots; k++) {
            if (a->roots[i].local != b->roots[k].local) continue;
            uint32_t n = a->roots[i].n_path < b->roots[k].n_path ? a->roots[i].n_path
                                                                 : b->roots[k].n_path,
                     m = 0;
            while (m < n && a->roots[i].path[m] == b->roots[k].path[m])
                m++;
            if (m == n) return true;
            if (i == 0 && k == 0) return false; /* disjoint parts of one place */
        }
    }
    return false;
}

/* An immutable argument that is a bare register value is passed as a copy: it does not overlap. */
static bool make_copy(Own *o, uint32_t block, uint32_t *at, IrInst *in, uint32_t arg) {
    Val t = place_type(o->f, in->args[arg].place);
    LifeFacts life = own_life(o, t);
    if (!life.trivial_copy || !life.trivial_deinit || !life.implicitly_copyable) return false;
    uint32_t tmp = ir_local(o->f, LOCAL_TEMP, t, NULL, in->pos);
    IrInst copy = {.op = IR_COPY, .pos = in->pos, .has_dst = true};
    copy.src = in->args[arg].place;
    copy.dst = place_local(tmp);
    in->args[arg].place = place_local(tmp);
    IrBlock *b = &o->f->blocks.data[block];
    vec_push_in(o->f->arena, &b->insts, copy);
    for (uint32_t i = b->insts.len - 1; i > *at; i--) {
        IrInst x = b->insts.data[i];
        b->insts.data[i] = b->insts.data[i - 1];
        b->insts.data[i - 1] = x;
    }
    ++*at;
    return true;
}

static void report(Own *o, const IrInst *in, uint32_t mut, uint32_t other) {
    const char *how = own_arg_is_mut(in->callee, mut) ? "passed as a mutable argument" : "borrowed";
    o->failed = true;
    const char *a = own_place_text(o, in->args[mut].place),
               *b = own_place_text(o, in->args[other].place);
    const FnDecl *fn = in->callee->fn;
    Diag *d = diag_add(o->diags, DIAG_overlapping_access, own_span(o, in->pos),
                       in->args[other].mode == ARG_MOVE
                           ? "`%s` is %s and `%s` given away in the same call"
                       : strcmp(a, b) == 0 ? "`%s` is %s and again in the same call"
                                           : "`%s` is %s and overlaps `%s` in the same call",
                       a, how, b);
    if (fn && mut < fn->args.len && other < fn->args.len && fn->args.data[mut]->decl.name &&
        fn->args.data[other]->decl.name)
        diag_note(d, SPAN_NONE, "they are the arguments `%s` and `%s` of `%s`",
                  fn->args.data[mut]->decl.name->chars, fn->args.data[other]->decl.name->chars,
                  fn->decl.name ? fn->decl.name->chars : "it");
    if (own_life(o, place_type(o->f, in->args[other].place)).copyable)
        diag_help(d, "pass a copy of one of them: `.copy()`");
}

/* Two closures in one call that capture one variable, where one of them changes it. */
static bool two_closures(AccessCx *x, const IrInst *in, uint32_t from, uint32_t k,
                         const OwnAccess refers[2]) {
    Own *o = x->o;
    Val t = place_type(o->f, in->args[k].place);
    if (!own_closure_in(t)) return true;
    OwnAccess other[2] = {{.n_roots = 0}, {.n_roots = 0}};
    add_type(x, &other[0], t, false, 0);
    add_type(x, &other[1], t, true, 0);
    if (!overlaps(&refers[1], &other[1]) && !overlaps(&refers[1], &other[0]) &&
        !overlaps(&refers[0], &other[1]))
        return true;
    o->failed = true;
    const char *a = own_place_text(o, in->args[k].place),
               *b = own_place_text(o, in->args[from].place);
    Diag *d = diag_add(o->diags, DIAG_overlapping_access, own_span(o, in->pos),
                       "`%s` and `%s` capture one variable, and one of them changes it", a, b);
    diag_help(d, "let one of them take it as an argument");
    return false;
}

/* `from`, by its type, refers to something that another argument is: in conflict when one of the two may
 * change it. */
static bool check_type_origins(AccessCx *x, const IrInst *in, uint32_t from) {
    Own *o = x->o;
    Val t = place_type(o->f, in->args[from].place);
    bool closure = own_closure_in(t) != NULL;
    if (!t || (!(t->flags & VAL_ORIGINS) && !closure)) return true;
    OwnAccess refers[2] = {{.n_roots = 0}, {.n_roots = 0}}, c;
    add_type(x, &refers[0], t, false, 0);
    add_type(x, &refers[1], t, true, 0);
    for (uint32_t k = 0; k < in->n_args; k++) {
        if (k == from) continue;
        if (closure && k < from && !two_closures(x, in, from, k, refers)) return false;
        if (in->args[k].mode != ARG_REF) continue;
        bool k_mut = own_arg_is_mut(in->callee, k);
        Val kt = place_type(o->f, in->args[k].place);
        if (!k_mut && own_life(o, kt).trivial_copy) continue; /* passed as its bits */
        own_access_of(x, in->args[k].place, &c);
        if (!overlaps(&refers[1], &c) && !(k_mut && overlaps(&refers[0], &c))) continue;
        o->failed = true;
        const char *a = own_place_text(o, in->args[from].place), *b = own_place_text(o, in->args[k].place);
        Diag *d = diag_add(o->diags, DIAG_overlapping_access, own_span(o, in->pos),
                           "`%s` refers to `%s`, which is passed to the same call%s", a, b,
                           k_mut ? " as a mutable argument" : "");
        if (closure)
            diag_help(d, "`%s` captures it; call it without, or let the closure take it as an argument", a);
        else
            diag_note(d, SPAN_NONE, "the type `%s` says so", val_str_of(&o->arena, t));
        return false;
    }
    return true;
}

/* *in may be moved by the copies that are added: it is found again through the block. */
static void check_call(AccessCx *x, uint32_t block, uint32_t *at, bool term) {
    Own *o = x->o;
    IrBlock *b = &o->f->blocks.data[block];
    IrInst *in = term ? b->term.call : &b->insts.data[*at];
    if (!in->callee || in->n_args < 2) return;
    for (uint32_t i = 0; i < in->n_args; i++) {
        bool closure = own_closure_in(place_type(o->f, in->args[i].place)) != NULL;
        if ((in->args[i].mode == ARG_REF || closure) && !check_type_origins(x, in, i)) return;
    }
    bool any = false;
    for (uint32_t i = 0; i < in->n_args && !any; i++)
        any = in->args[i].mode == ARG_MOVE || own_arg_is_mut(in->callee, i);
    if (!any) return;
    for (uint32_t i = 0; i < in->n_args; i++) {
        bool mut = in->args[i].mode == ARG_REF && own_arg_is_mut(in->callee, i),
             given = in->args[i].mode == ARG_MOVE;
        if (!mut && !given) continue;
        OwnAccess a, c;
        own_access_of(x, in->args[i].place, &a);
        for (uint32_t k = 0; k < in->n_args; k++) {
            bool k_mut = in->args[k].mode == ARG_REF && own_arg_is_mut(in->callee, k);
            if (k == i || (k < i && k_mut && mut) || in->args[k].mode == ARG_COPY_BITS ||
                (given && (in->args[k].mode == ARG_MOVE || k_mut)))
                continue;
            if (given && o->f->locals.data[in->args[k].place.local].is_ref &&
                in->args[k].place.local != in->args[i].place.local)
                continue; /* found as a use of what was moved */
            own_access_of(x, in->args[k].place, &c);
            if (!overlaps(&a, &c)) continue;
            uint8_t conv = own_arg_convention(in->callee, k);
            if (in->args[k].mode == ARG_REF && !k_mut && conv == CONV_IMM) {
                IrInst copy = *in;
                if (make_copy(o, block, at, &copy, k)) {
                    in = term ? b->term.call : &b->insts.data[*at];
                    continue;
                }
            }
            if (mut)
                report(o, in, i, k);
            else
                report(o, in, k, i);
            return;
        }
    }
}

void own_check_exclusive(Own *o) {
    AccessCx x;
    own_access_begin(&x, o);
    for (uint32_t b = 0; b < o->f->blocks.len; b++) {
        for (uint32_t i = 0; i < o->f->blocks.data[b].insts.len; i++)
            if (o->f->blocks.data[b].insts.data[i].op == IR_CALL) check_call(&x, b, &i, false);
        uint32_t end = o->f->blocks.data[b].insts.len;
        if (o->f->blocks.data[b].term.kind == TERM_INVOKE) check_call(&x, b, &end, true);
    }
    own_access_end(&x);
}
