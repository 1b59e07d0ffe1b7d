/* SPDX-License-Identifier: Apache-2.0 */
/* Parametric → concrete IR: substitutes parameters, evaluates parameter expressions, chooses comptime
 * branches, unrolls comptime for, resolves witness calls, copies, moves and drops to calls or bits,
 * and finds every instance a program needs. Then inlines @always_inline bodies and cleans up. */
#ifndef MOJ_ELAB_ELAB_H
#define MOJ_ELAB_ELAB_H
#include "check/check.h"
#include "ir/ir.h"
typedef struct Elab Elab;
Elab *elab_new(Cx *cx);
void elab_free(Elab *e);
/* The concrete instance of a function; memoised. NULL after an error (reported with the instantiation
 * chain). Params: all of them, concrete. Its callees are queued, not yet elaborated. */
IrFn *elab_fn(Elab *e, FnDecl *f, const Val *params, uint32_t n_params);
/* Elaborates everything reachable, inlines, verifies; fills the module. False after errors. */
bool elab_module(Elab *e, IrModule *out, FnDecl *entry, FnDecl *const *exports, uint32_t n_exports);
/* The same with parameters for the entry: the library's `_start[main]`. */
bool elab_program(Elab *e, IrModule *out, FnDecl *entry, const Val *params, uint32_t n_params, FnDecl *const *exports,
                  uint32_t n_exports);
/* Finds the mistakes of elab_program and makes no module: nothing is inlined but where every call must be, and bodies
 * are given back as the walk leaves them. False after errors. */
bool elab_check(Elab *e, FnDecl *entry, const Val *params, uint32_t n_params);
DiagSink *elab_diags(Elab *e);
/* Functions that are compiled already, by symbol: asked for by others they are declared only. Not asked about roots. */
void elab_set_have(Elab *e, bool (*have)(const void *ctx, const char *symbol), const void *ctx);
const char *elab_symbol(Elab *e, FnDecl *f); /* of a function without parameters */
bool elab_renumbered(const Elab *e); /* some symbols depend on the order of requests */
/* Where the module finds snapshots of compile-time memory (the interpreter says). */
void elab_set_objects(Elab *e, const ObjectImage *(*object)(const void *ctx, uint32_t number), const void *ctx);
/* For the interpreter: the body of a call's target (made when needed; false after an error), its form
 * before inlining, its name and a place in it for people. */
bool elab_body(Elab *e, IrFn *f);
const IrFn *elab_plain(const IrFn *f);
const IrFn *elab_inlined(Elab *e, IrFn *f); /* with inlining, not yet finished for code generation; NULL: not to be had */
Span elab_decl_span(const FnDecl *f, uint32_t pos);
const char *elab_fn_name(Elab *e, const IrFn *f);
Span elab_fn_span(const IrFn *f, uint32_t pos);
/* Units of code generation: functions of one of the program's modules with what only they ask for (instances of
 * generic functions, the library), and unit 0: what several ask for. Modules are numbered from 1 in the order of the
 * functions; `modules` is theirs (0 unused). On the heap. */
typedef struct ElabUnits {
    uint32_t *unit_of; /* of each function of the module */
    const Module **modules;
    uint32_t n;
} ElabUnits;
void elab_units(const IrModule *m, ElabUnits *out);
void elab_units_done(ElabUnits *u);
/* Is it a function of its own in a module, which no parameter makes others of? */
bool elab_is_plain(const IrFn *f);
/* Calls fn for each function that the body mentions. */
void elab_each_target(const IrFn *f, void (*fn)(void *ctx, const IrFn *target), void *ctx);
#endif
