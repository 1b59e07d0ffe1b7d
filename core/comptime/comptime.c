/* SPDX-License-Identifier: Apache-2.0 */
/* Life of an interpreter. */
#include "comptime/interp_int.h"

#include <sys/mman.h>

Interp *interp_new(Cx *cx, Elab *e) {
    Interp *in = xcalloc(1, sizeof *in);
    in->cx = cx;
    in->elab = e;
    in->vals = cx->vals;
    in->ptr = cx->target->pointer_size == 4 ? 4 : 8;
    in->next_base = 0x10000;
    in->max_steps = MAX_STEPS;
    in->max_memory = MAX_MEMORY;
    arena_init(&in->arena);
    void *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED) {
        moj_oom_hook(STACK_SIZE);
        abort();
    }
    in->stack = stack;
    /* allocation 0 is the stack: where frames lie for 32-bit targets */
    vec_push(&in->allocs, (Alloc){.bytes = in->stack, .size = STACK_SIZE, .base = 0x10000, .align = 64, .kind = MEM_STACK, .live = true});
    in->next_base += STACK_SIZE + 4096;
    if (in->ptr == 4) in->next_base = 0xa0000000; /* numbers that programs use are rarely taken for addresses */
    return in;
}

void interp_free(Interp *in) {
    if (!in) return;
    for (uint32_t i = 1; i < in->allocs.len; i++) free(in->allocs.data[i].bytes);
    munmap(in->stack, STACK_SIZE);
    vec_done(&in->allocs);
    vec_done(&in->free_ids);
    vec_done(&in->frames);
    vec_done(&in->objects);
    map_done(&in->by_hash);
    map_done(&in->codes);
    map_done(&in->strings);
    map_done(&in->fn_addrs);
    arena_done(&in->arena);
    free(in);
}

void interp_limits(Interp *in, uint64_t steps, uint64_t memory) {
    in->max_steps = steps;
    in->max_memory = memory;
}

const ObjectImage *interp_object(const Interp *in, uint32_t index) {
    return index < in->objects.len ? &in->objects.data[index].image : NULL;
}

void interp_each(const Interp *in, void (*fn)(void *ctx, const IrFn *f), void *ctx) {
    MAP_EACH (&in->codes, e) fn(ctx, ((const FnCode *)e->value)->body);
}
