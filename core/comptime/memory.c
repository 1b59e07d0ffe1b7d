/* SPDX-License-Identifier: Apache-2.0 */
/* Allocations and addresses of the interpreter. The encodings are described in interp_int.h. */
#include "comptime/interp_int.h"

#define HEAP_BITS 35
#define HEAP_BIAS (1ull << 34)
#define FRAME_FLAG (1ull << 62)
#define FRAME_BIAS (1ull << 29)
enum { REUSE_AFTER = 1 << 16 }; /* freed ids wait, so that stale pointers are caught */

bool interp_fault(Interp *in, const char *fmt, ...) {
    if (in->fault) return false;
    va_list ap;
    va_start(ap, fmt);
    StrBuf b = {0};
    sb_vprintf(&b, fmt, ap);
    va_end(ap);
    in->fault = arena_strndup(&in->cx->arena, b.p ? b.p : "", b.len);
    sb_done(&b);
    return false;
}

int64_t load_signed(const uint8_t *p, uint64_t size) {
    uint64_t v = 0;
    memcpy(&v, p, size < 8 ? size : 8);
    if (size == 0 || size >= 8) return (int64_t)v;
    return (int64_t)(v << (64 - 8 * size)) >> (64 - 8 * size);
}

uint64_t load_ptr(const Interp *in, const uint8_t *p) {
    if (in->ptr == 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        return v;
    }
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

void store_ptr(const Interp *in, uint8_t *p, uint64_t v) {
    if (in->ptr == 8) {
        memcpy(p, &v, 8);
    } else {
        uint32_t w = (uint32_t)v;
        memcpy(p, &w, 4);
    }
}

uint64_t mem_address(Interp *in, uint32_t id, int64_t offset) {
    if (in->ptr == 4) return (uint32_t)(in->allocs.data[id].base + (uint64_t)offset);
    return ((uint64_t)(id + 1) << HEAP_BITS) + HEAP_BIAS + (uint64_t)offset;
}

uint64_t mem_frame_address(const Interp *in, uint32_t frame, uint64_t offset) {
    const Frame *f = &in->frames.data[frame];
    if (in->ptr == 4) return in->allocs.data[0].base + (uint64_t)(f->fp - in->stack) + offset;
    return FRAME_FLAG | (uint64_t)frame << 48 | (uint64_t)(f->generation & 0x3ffff) << 30 | (FRAME_BIAS + offset);
}

static uint32_t take_id(Interp *in) {
    if (in->ptr == 8 && in->free_ids.len - in->next_free > REUSE_AFTER) {
        uint32_t id = in->free_ids.data[in->next_free++];
        if (in->next_free > 2 * REUSE_AFTER) { /* forget the consumed part */
            in->free_ids.len -= in->next_free;
            memmove(in->free_ids.data, in->free_ids.data + in->next_free, in->free_ids.len * sizeof(uint32_t));
            in->next_free = 0;
        }
        return id;
    }
    if (in->allocs.len >= MAX_ALLOCS) {
        interp_fault(in, "it makes more than %d allocations", MAX_ALLOCS);
        return UINT32_MAX;
    }
    vec_push(&in->allocs, (Alloc){0});
    return in->allocs.len - 1;
}

uint64_t mem_alloc(Interp *in, uint64_t size, uint64_t align, AllocKind kind) {
    if (size > in->max_memory || in->heap_bytes + size > in->max_memory) {
        interp_fault(in, "it needs more than %llu MB of compile-time memory", (unsigned long long)(in->max_memory >> 20));
        return 0;
    }
    uint32_t id = take_id(in);
    if (id == UINT32_MAX) return 0;
    if (align == 0 || (align & (align - 1))) align = 1;
    uint64_t base = (in->next_base + align - 1) & ~(align - 1);
    in->next_base = base + size + 64;
    if (in->ptr == 4 && in->next_base > UINT32_MAX) {
        interp_fault(in, "it needs more memory than the target's 32-bit addresses reach");
        return 0;
    }
    in->allocs.data[id] = (Alloc){.bytes = xcalloc(size ? size : 1, 1), .size = size, .base = base,
                                  .align = (uint32_t)align, .kind = (uint8_t)kind, .live = true};
    in->heap_bytes += size;
    return mem_address(in, id, 0);
}

Alloc *mem_find(Interp *in, uint64_t addr, int64_t *offset, uint32_t *id) {
    if (in->ptr == 8) {
        if (addr >> 62) return NULL;
        uint64_t n = addr >> HEAP_BITS;
        if (n == 0 || n > in->allocs.len) return NULL;
        *id = (uint32_t)n - 1;
        *offset = (int64_t)((addr & ((1ull << HEAP_BITS) - 1)) - HEAP_BIAS);
        return &in->allocs.data[*id];
    }
    uint32_t lo = 0, hi = in->allocs.len;
    while (lo < hi) { /* the last one that begins at or before addr */
        uint32_t mid = (lo + hi) / 2;
        if (in->allocs.data[mid].base <= addr) lo = mid + 1;
        else hi = mid;
    }
    if (lo == 0) return NULL;
    Alloc *a = &in->allocs.data[lo - 1];
    if (addr - a->base > a->size + 32) return NULL;
    *id = lo - 1;
    *offset = (int64_t)(addr - a->base);
    return a;
}

static uint8_t *frame_at(Interp *in, uint64_t addr, uint64_t size) {
    uint32_t frame = (addr >> 48) & 0x3fff, generation = (addr >> 30) & 0x3ffff;
    int64_t offset = (int64_t)((addr & ((1u << 30) - 1)) - FRAME_BIAS);
    if (frame >= in->frames.len || (in->frames.data[frame].generation & 0x3ffff) != generation) {
        interp_fault(in, "it uses a reference to a local variable of a call that has ended");
        return NULL;
    }
    const Frame *f = &in->frames.data[frame];
    if (offset < 0 || (uint64_t)offset + size > f->code->frame_size) {
        interp_fault(in, "it reads or writes outside of a local variable");
        return NULL;
    }
    return f->fp + offset;
}

uint8_t *mem_at(Interp *in, uint64_t addr, uint64_t size, bool write) {
    static uint8_t nothing[1];
    if (size == 0) return nothing; /* zero-size values have no storage to check */
    if (addr == 0) {
        interp_fault(in, "it follows a null pointer");
        return NULL;
    }
    if (in->ptr == 8 && (addr >> 62) == 1) return frame_at(in, addr, size);
    int64_t offset;
    uint32_t id;
    Alloc *a = mem_find(in, addr, &offset, &id);
    if (!a) {
        interp_fault(in, "it follows a pointer that points to nothing (%#llx)", (unsigned long long)addr);
        return NULL;
    }
    if (!a->live) {
        interp_fault(in, "it uses memory after freeing it");
        return NULL;
    }
    if (a->kind == MEM_FN) {
        interp_fault(in, "it reads a function as data");
        return NULL;
    }
    if (offset < 0 || size > a->size || (uint64_t)offset > a->size - size) {
        interp_fault(in, "it accesses %llu byte%s at offset %lld of an allocation of %llu", (unsigned long long)size,
                     size == 1 ? "" : "s", (long long)offset, (unsigned long long)a->size);
        return NULL;
    }
    if (write && a->kind == MEM_STATIC) {
        interp_fault(in, "it writes to constant memory");
        return NULL;
    }
    return a->bytes + offset;
}

bool mem_free(Interp *in, uint64_t addr) {
    if (addr == 0) return true;
    int64_t offset;
    uint32_t id;
    Alloc *a = (in->ptr == 8 && addr >> 62) ? NULL : mem_find(in, addr, &offset, &id);
    if (!a || a->kind == MEM_STACK || a->kind == MEM_FN) return interp_fault(in, "it frees memory that was not allocated");
    if (!a->live) return interp_fault(in, "it frees memory twice");
    if (a->kind == MEM_STATIC) return interp_fault(in, "it frees constant memory");
    if (offset != 0) return interp_fault(in, "it frees a pointer into the middle of an allocation");
    in->heap_bytes -= a->size;
    free(a->bytes);
    a->bytes = NULL;
    a->live = false;
    vec_push(&in->free_ids, id);
    return true;
}

uint64_t mem_fn(Interp *in, IrFn *f) {
    uint64_t known = (uint64_t)(uintptr_t)map_get(&in->fn_addrs, f);
    if (known) return known;
    uint64_t addr = mem_alloc(in, 0, 16, MEM_FN);
    if (!addr) return 0;
    int64_t offset;
    uint32_t id;
    mem_find(in, addr, &offset, &id)->fn = f;
    map_put(&in->fn_addrs, f, (void *)(uintptr_t)addr);
    return addr;
}

uint64_t mem_string(Interp *in, Val str) {
    uint64_t known = (uint64_t)(uintptr_t)map_get(&in->strings, str);
    if (known) return known;
    uint64_t addr = mem_alloc(in, str->u.str.len + 1, 1, MEM_STATIC);
    if (!addr) return 0;
    int64_t offset;
    uint32_t id;
    memcpy(mem_find(in, addr, &offset, &id)->bytes, str->u.str.p, str->u.str.len);
    map_put(&in->strings, str, (void *)(uintptr_t)addr);
    return addr;
}

uint64_t mem_constant(Interp *in, Val v, Val type) {
    uint64_t known = (uint64_t)(uintptr_t)map_get(&in->strings, v);
    const Layout *l = val_layout(in->vals, in->cx->target, type);
    if (known || !l) return known;
    uint64_t addr = mem_alloc(in, l->size ? l->size : 1, l->align, MEM_STATIC);
    if (!addr) return 0;
    int64_t offset;
    uint32_t id;
    if (!val_to_bytes(in, v, type, mem_find(in, addr, &offset, &id)->bytes, true)) return 0;
    map_put(&in->strings, v, (void *)(uintptr_t)addr);
    return addr;
}

void mem_release_heap(Interp *in) {
    for (uint32_t i = 0; i < in->allocs.len; i++) {
        Alloc *a = &in->allocs.data[i];
        if (a->kind != MEM_HEAP || !a->live) continue;
        in->heap_bytes -= a->size;
        free(a->bytes);
        a->bytes = NULL;
        a->live = false;
        vec_push(&in->free_ids, i);
    }
    while (in->ptr == 4 && in->allocs.len > 1 && !vec_last(&in->allocs).live) /* addresses are scarce: use them again */
        in->next_base = vec_pop(&in->allocs).base;
}

const char *mem_text(Interp *in, uint64_t addr, uint64_t len) {
    if (len > 4096) len = 4096;
    const char *before = in->fault;
    const uint8_t *p = mem_at(in, addr, len, false);
    if (!p) {
        in->fault = before;
        return NULL;
    }
    return arena_strndup(&in->cx->arena, (const char *)p, len);
}
