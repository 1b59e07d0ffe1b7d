/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MOJ_RUNTIME_DWARF_H
#define MOJ_RUNTIME_DWARF_H

#include "runtime.h"

enum { MOJO_RT_MAX_INLINED = 16 };

/* The functions at an address of an ELF file in memory, innermost first, with files and lines. 0: nothing known.
 * In an object an address is what mojo_rt_dwarf_symbol gives, plus an offset. */
int mojo_rt_dwarf_frames(const void *elf, size_t size, uint64_t address, MojoRtFrame *out, int max);
/* Where a function begins in an object. Returns 0 when the object does not define it. */
int mojo_rt_dwarf_symbol(const void *elf, size_t size, const char *name, uint64_t *address);

#endif
