/* SPDX-License-Identifier: Apache-2.0 */
/* Back-traces: addresses by the unwinder, names from the executable's own symbol table. */
#include "dwarf.h"

#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unwind.h>

int (*mojo_rt_symbolize_hook)(uintptr_t pc, MojoRtFrame *out, int max);

typedef struct Image { /* the mapped executable */
    const char *data;
    size_t size;
    uintptr_t base;
} Image;

static int main_base(struct dl_phdr_info *info, size_t size, void *out) {
    (void)size;
    *(uintptr_t *)out = info->dlpi_addr;
    return 1; /* the first one is the program itself */
}

static Image open_self(void) {
    Image im = {0};
    struct stat st;
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return im;
    if (fstat(fd, &st) == 0 && st.st_size > (off_t)sizeof(ElfW(Ehdr))) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) {
            im.data = p;
            im.size = (size_t)st.st_size;
            dl_iterate_phdr(main_base, &im.base);
        }
    }
    close(fd);
    return im;
}

static const char *symbol_at(const Image *im, uintptr_t pc) {
    const ElfW(Ehdr) *h = (const void *)im->data;
    if (!im->data || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_shoff == 0 ||
        h->e_shoff + (size_t)h->e_shnum * sizeof(ElfW(Shdr)) > im->size)
        return NULL;
    const ElfW(Shdr) *s = (const void *)(im->data + h->e_shoff);
    for (int i = 0; i < h->e_shnum; i++) {
        if (s[i].sh_type != SHT_SYMTAB || s[i].sh_link >= h->e_shnum || s[i].sh_offset + s[i].sh_size > im->size)
            continue;
        const ElfW(Sym) *sym = (const void *)(im->data + s[i].sh_offset);
        const ElfW(Shdr) *names = &s[s[i].sh_link];
        for (size_t k = 0; k < s[i].sh_size / sizeof *sym; k++)
            if ((sym[k].st_info & 15) == STT_FUNC && pc - im->base >= sym[k].st_value &&
                pc - im->base < sym[k].st_value + sym[k].st_size && names->sh_offset + sym[k].st_name < im->size)
                return im->data + names->sh_offset + sym[k].st_name;
    }
    return NULL;
}

static int is_ours(const char *name) { /* frames of the runtime and of libc's start-up say nothing */
    return !name || strncmp(name, "mojo_rt_", 8) == 0 || strcmp(name, "mojo_entry") == 0 || strcmp(name, "main") == 0 ||
           strncmp(name, "__libc_start", 12) == 0 || strncmp(name, "std.builtin._start.", 19) == 0 || strcmp(name, "_start") == 0;
}

/* Inside the compiler the unwinder that knows code in memory is the one linked in, not libgcc_s's, which
 * backtrace(3) would load. */
#pragma weak _Unwind_Backtrace
#pragma weak _Unwind_GetIP
typedef struct Walk {
    void **frames;
    int n, max;
} Walk;

static _Unwind_Reason_Code walk(struct _Unwind_Context *c, void *ctx) {
    Walk *w = ctx;
    if (w->n < w->max) w->frames[w->n++] = (void *)_Unwind_GetIP(c);
    return w->n < w->max ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static int unwind(void **frames, int max) {
    Walk w = {frames, 0, max};
    if (!_Unwind_Backtrace) return backtrace(frames, max);
    _Unwind_Backtrace(walk, &w);
    return w.n;
}

static bool is_program_main(const MojoRtFrame *f) { /* inlined in ours */
    return f->file && strcmp(f->function, "main") == 0;
}

static void print_frame(int number, const MojoRtFrame *f) {
    fprintf(stderr, "  #%d %s", number, f->function ? f->function : "?");
    if (f->line && f->file) {
        bool absolute = f->file[0] == '/' || !f->dir;
        fprintf(stderr, " at %s%s%s:%u", absolute ? "" : f->dir, absolute ? "" : "/", f->file, f->line);
    }
    fputc('\n', stderr);
}

void mojo_rt_backtrace(int skip) {
    void *frames[64];
    int n = unwind(frames, 64), shown = 0;
    Image im = open_self();
    for (int i = skip; i < n; i++) {
        uintptr_t pc = (uintptr_t)frames[i] - 1; /* inside the call */
        MojoRtFrame found[MOJO_RT_MAX_INLINED];
        int k = mojo_rt_symbolize_hook ? mojo_rt_symbolize_hook(pc, found, MOJO_RT_MAX_INLINED) : 0;
        if (k == 0) {
            if (mojo_rt_symbolize_hook) continue; /* the compiler's own */
            const char *name = symbol_at(&im, pc);
            if (is_ours(name) && strcmp(name ? name : "", "mojo_entry") != 0) continue;
            k = im.data ? mojo_rt_dwarf_frames(im.data, im.size, pc - im.base, found, MOJO_RT_MAX_INLINED) : 0;
            if (k == 0) found[k++] = (MojoRtFrame){.function = name};
            else found[k - 1].function = name; /* with its module */
        }
        while (k && is_ours(found[k - 1].function) && !is_program_main(&found[k - 1])) k--;
        for (int j = 0; j < k; j++) print_frame(shown++, &found[j]);
    }
    if (im.data) munmap((void *)im.data, im.size);
}
