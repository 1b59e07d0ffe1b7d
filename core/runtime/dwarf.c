/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of code addresses from DWARF 5, as the compiler writes it: the functions that are inlined at an address
 * and, for each, file and line. Reads linked images and objects (whose relocations it looks up itself: an address
 * in an object is its section's number and an offset). Runs while a program dies: it allocates nothing, and what
 * it cannot read it leaves out. */
#include "dwarf.h"

#include <elf.h>
#include <string.h>

enum { SECTION_SHIFT = 40, MAX_ATTRS = 24, MAX_FORMATS = 8 };
#define OFFSET_MASK ((1ull << SECTION_SHIFT) - 1)

typedef struct Section {
    const uint8_t *p;
    size_t n;
    const Elf64_Rela *rela;
    size_t n_rela;
} Section;

typedef struct Elf {
    const uint8_t *data;
    size_t size;
    const Elf64_Sym *syms;
    size_t n_syms;
    Section info, abbrev, str, str_offsets, line, line_str, addr, rnglists;
} Elf;

typedef struct Cursor {
    const Elf *elf;
    const Section *s;
    size_t at;
    int bad;
} Cursor;

/* ---- sections --------------------------------------------------------------------------------- */

static void find_sections(Elf *e) {
    const Elf64_Ehdr *h = (const void *)e->data;
    if (e->size < sizeof *h || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64 ||
        h->e_shoff == 0 || h->e_shoff + (uint64_t)h->e_shnum * sizeof(Elf64_Shdr) > e->size || h->e_shstrndx >= h->e_shnum)
        return;
    const Elf64_Shdr *sh = (const void *)(e->data + h->e_shoff);
    const char *names = (const char *)e->data + sh[h->e_shstrndx].sh_offset;
    const struct {
        const char *name;
        Section *to;
    } wanted[] = {{".debug_info", &e->info},         {".debug_abbrev", &e->abbrev},     {".debug_str", &e->str},
                  {".debug_str_offsets", &e->str_offsets}, {".debug_line", &e->line},   {".debug_line_str", &e->line_str},
                  {".debug_addr", &e->addr},         {".debug_rnglists", &e->rnglists}};
    for (unsigned i = 0; i < h->e_shnum; i++) {
        if (sh[i].sh_type == SHT_NOBITS || sh[i].sh_offset + sh[i].sh_size > e->size) continue;
        const char *name = names + sh[i].sh_name;
        if (sh[i].sh_type == SHT_SYMTAB) {
            e->syms = (const void *)(e->data + sh[i].sh_offset);
            e->n_syms = sh[i].sh_size / sizeof(Elf64_Sym);
        }
        for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
            if (strcmp(name, wanted[k].name) == 0 && !(sh[i].sh_flags & SHF_COMPRESSED)) {
                wanted[k].to->p = e->data + sh[i].sh_offset;
                wanted[k].to->n = sh[i].sh_size;
            }
            if (h->e_type == ET_REL && sh[i].sh_type == SHT_RELA && strncmp(name, ".rela", 5) == 0 &&
                strcmp(name + 5, wanted[k].name) == 0) {
                wanted[k].to->rela = (const void *)(e->data + sh[i].sh_offset);
                wanted[k].to->n_rela = sh[i].sh_size / sizeof(Elf64_Rela);
            }
        }
    }
}

/* ---- reading ---------------------------------------------------------------------------------- */

static uint64_t fixed(Cursor *c, unsigned n) {
    uint64_t v = 0;
    if (c->bad || c->at + n > c->s->n) {
        c->bad = 1;
        return 0;
    }
    memcpy(&v, c->s->p + c->at, n); /* little-endian, as everything this runs on */
    c->at += n;
    return v;
}

/* An address or an offset into another section. */
static uint64_t relocated(Cursor *c, unsigned n) {
    size_t at = c->at;
    uint64_t v = fixed(c, n);
    for (size_t i = 0; i < c->s->n_rela; i++) {
        const Elf64_Rela *r = &c->s->rela[i];
        if (r->r_offset != at) continue;
        size_t k = ELF64_R_SYM(r->r_info);
        if (k >= c->elf->n_syms) break;
        const Elf64_Sym *s = &c->elf->syms[k];
        return ((uint64_t)s->st_shndx << SECTION_SHIFT) + s->st_value + (uint64_t)r->r_addend;
    }
    return v;
}

static uint64_t offset32(Cursor *c) {
    return relocated(c, 4) & OFFSET_MASK;
}

static uint64_t uleb(Cursor *c) {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint64_t b = fixed(c, 1);
        v |= (b & 127) << shift;
        if (!(b & 128)) break;
    }
    return v;
}

static int64_t sleb(Cursor *c) {
    int64_t v = 0;
    for (unsigned shift = 0; shift < 64;) {
        uint64_t b = fixed(c, 1);
        v |= (int64_t)((b & 127) << shift);
        shift += 7;
        if (!(b & 128)) return (b & 64) && shift < 64 ? v | -((int64_t)1 << shift) : v;
    }
    return v;
}

static const char *text_at(const Section *s, uint64_t at) {
    return at < s->n && memchr(s->p + at, 0, s->n - at) ? (const char *)s->p + at : NULL;
}

static const char *inline_text(Cursor *c) {
    const char *t = text_at(c->s, c->at);
    if (!t) c->bad = 1;
    else c->at += strlen(t) + 1;
    return t;
}

/* ---- attributes ------------------------------------------------------------------------------- */

typedef struct Unit {
    const Elf *elf;
    size_t start, dies, end; /* in .debug_info */
    uint64_t abbrev, str_offsets, addr, rnglists, line, low;
} Unit;

typedef struct Value {
    uint64_t u;
    const char *text;
    uint64_t form;
} Value;

static uint64_t address_at(const Unit *u, uint64_t index) {
    Cursor c = {u->elf, &u->elf->addr, u->addr + index * 8, 0};
    return relocated(&c, 8);
}

static const char *indexed_text(const Unit *u, uint64_t index) {
    Cursor c = {u->elf, &u->elf->str_offsets, u->str_offsets + index * 4, 0};
    return text_at(&u->elf->str, offset32(&c));
}

/* Reads one attribute; indices stay indices: the unit's bases may come later. */
static Value form_value(Cursor *c, uint64_t form, int64_t implicit) {
    Value v = {.form = form};
    switch (form) {
    case 0x01: v.u = relocated(c, 8); break;                                    /* addr */
    case 0x0b: case 0x0c: case 0x11: case 0x25: case 0x29: v.u = fixed(c, 1); break; /* data1 flag ref1 strx1 addrx1 */
    case 0x05: case 0x12: case 0x26: case 0x2a: v.u = fixed(c, 2); break;
    case 0x27: case 0x2b: v.u = fixed(c, 3); break;
    case 0x06: case 0x13: case 0x28: case 0x2c: v.u = fixed(c, 4); break;
    case 0x07: case 0x14: case 0x20: v.u = fixed(c, 8); break;
    case 0x1e: c->at += 16; break;
    case 0x0d: v.u = (uint64_t)sleb(c); break;
    case 0x0f: case 0x15: case 0x1a: case 0x1b: case 0x22: case 0x23: v.u = uleb(c); break;
    case 0x08: v.text = inline_text(c); break;
    case 0x0e: v.text = text_at(&c->elf->str, offset32(c)); break;
    case 0x1f: v.text = text_at(&c->elf->line_str, offset32(c)); break;
    case 0x10: case 0x17: v.u = offset32(c); break;                             /* ref_addr sec_offset */
    case 0x19: v.u = 1; break;
    case 0x21: v.u = (uint64_t)implicit; break;
    case 0x03: c->at += fixed(c, 2); break;
    case 0x04: c->at += fixed(c, 4); break;
    case 0x0a: c->at += fixed(c, 1); break;
    case 0x09: case 0x18: c->at += uleb(c); break;
    default: c->bad = 1;
    }
    if (c->at > c->s->n) c->bad = 1;
    return v;
}

static const char *value_text(const Unit *u, const Value *v) {
    return v->form == 0x1a || (v->form >= 0x25 && v->form <= 0x28) ? indexed_text(u, v->u) : v->text;
}

static uint64_t value_address(const Unit *u, const Value *v) {
    return v->form == 0x1b || (v->form >= 0x29 && v->form <= 0x2c) ? address_at(u, v->u) : v->u;
}

typedef struct Die {
    uint64_t tag;
    int has_children;
    struct {
        uint64_t name;
        Value v;
    } attrs[MAX_ATTRS];
    unsigned n;
} Die;

static const Value *attr(const Die *d, uint64_t name) {
    for (unsigned i = 0; i < d->n; i++)
        if (d->attrs[i].name == name) return &d->attrs[i].v;
    return NULL;
}

/* Reads the entry at the cursor; tag 0: the end of a list of children. */
static void read_die(const Unit *u, Cursor *c, Die *d) {
    d->n = 0;
    d->tag = 0;
    d->has_children = 0;
    uint64_t code = uleb(c);
    if (!code || c->bad) return;
    Cursor a = {u->elf, &u->elf->abbrev, u->abbrev, 0};
    for (;;) {
        uint64_t k = uleb(&a), tag = k ? uleb(&a) : 0;
        int children = k ? (int)fixed(&a, 1) : 0;
        if (!k || a.bad) {
            c->bad = 1;
            return;
        }
        if (k == code) {
            d->tag = tag;
            d->has_children = children;
        }
        for (;;) {
            uint64_t name = uleb(&a), form = uleb(&a);
            int64_t implicit = form == 0x21 ? sleb(&a) : 0;
            if ((!name && !form) || a.bad) break;
            if (k != code) continue;
            Value v = form_value(c, form, implicit);
            if (d->n < MAX_ATTRS) {
                d->attrs[d->n].name = name;
                d->attrs[d->n++].v = v;
            }
        }
        if (k == code) return;
    }
}

/* ---- which code an entry covers --------------------------------------------------------------- */

static int in_ranges(const Unit *u, const Value *v, uint64_t pc) {
    uint64_t at = v->u, base = u->low;
    if (v->form == 0x23) { /* an index into the offsets behind the header */
        Cursor c = {u->elf, &u->elf->rnglists, u->rnglists + v->u * 4, 0};
        at = u->rnglists + fixed(&c, 4);
    }
    Cursor c = {u->elf, &u->elf->rnglists, at, 0};
    while (!c.bad) {
        uint64_t from = 0, to = 0;
        switch (fixed(&c, 1)) {
        case 0: return 0;
        case 1: base = address_at(u, uleb(&c)); continue;
        case 2: from = address_at(u, uleb(&c)), to = address_at(u, uleb(&c)); break;
        case 3: from = address_at(u, uleb(&c)), to = from + uleb(&c); break;
        case 4: from = base + uleb(&c), to = base + uleb(&c); break;
        case 5: base = relocated(&c, 8); continue;
        case 6: from = relocated(&c, 8), to = relocated(&c, 8); break;
        case 7: from = relocated(&c, 8), to = from + uleb(&c); break;
        default: return 0;
        }
        if (from <= pc && pc < to) return 1;
    }
    return 0;
}

static int covers(const Unit *u, const Die *d, uint64_t pc) {
    const Value *low = attr(d, 0x11), *high = attr(d, 0x12), *ranges = attr(d, 0x55);
    if (ranges) return in_ranges(u, ranges, pc);
    if (!low || !high) return 0;
    uint64_t from = value_address(u, low), to = high->form == 0x01 || high->form == 0x1b ? value_address(u, high) : from + high->u;
    return from <= pc && pc < to;
}

static const char *name_of_die(const Unit *u, const Die *d, int depth) {
    const Value *v = attr(d, 0x03);
    if (v) return value_text(u, v);
    const Value *of = attr(d, 0x31) ? attr(d, 0x31) : attr(d, 0x47);
    if (!of || depth > 4) return NULL;
    Cursor c = {u->elf, &u->elf->info, (of->form == 0x10 ? 0 : u->start) + of->u, 0};
    Die origin;
    read_die(u, &c, &origin);
    return c.bad ? NULL : name_of_die(u, &origin, depth + 1);
}

/* ---- the line table --------------------------------------------------------------------------- */

typedef struct Lines {
    const Unit *u;
    size_t program, end;
    uint64_t min_inst, line_range, opcode_base;
    int64_t line_base;
    uint8_t lengths[256];
    size_t dirs, files; /* where their entries begin */
    uint64_t n_dirs, n_files;
    struct {
        uint64_t type, form;
    } dir_format[MAX_FORMATS], file_format[MAX_FORMATS];
    unsigned n_dir_format, n_file_format;
} Lines;

static void skip_entry(Cursor *c, const void *format, unsigned n, const char **name, uint64_t *dir) {
    const struct {
        uint64_t type, form;
    } *f = format;
    for (unsigned i = 0; i < n; i++) {
        Value v = form_value(c, f[i].form, 0);
        if (f[i].type == 1 && name) *name = v.text;
        if (f[i].type == 2 && dir) *dir = v.u;
    }
}

static unsigned read_format(Cursor *c, void *to) {
    struct {
        uint64_t type, form;
    } *f = to;
    unsigned n = (unsigned)fixed(c, 1);
    for (unsigned i = 0; i < n; i++) {
        uint64_t type = uleb(c), form = uleb(c);
        if (i < MAX_FORMATS) f[i].type = type, f[i].form = form;
    }
    return n < MAX_FORMATS ? n : MAX_FORMATS;
}

static int open_lines(const Unit *u, Lines *l) {
    Cursor c = {u->elf, &u->elf->line, u->line, 0};
    memset(l, 0, sizeof *l);
    l->u = u;
    uint64_t length = fixed(&c, 4);
    l->end = c.at + length;
    if (fixed(&c, 2) != 5) return 0;
    fixed(&c, 2); /* sizes of addresses and segments */
    uint64_t header = fixed(&c, 4);
    l->program = c.at + header;
    l->min_inst = fixed(&c, 1);
    fixed(&c, 2); /* operations, is_stmt */
    l->line_base = (int8_t)fixed(&c, 1);
    l->line_range = fixed(&c, 1);
    l->opcode_base = fixed(&c, 1);
    for (unsigned i = 1; i < l->opcode_base; i++) l->lengths[i] = (uint8_t)fixed(&c, 1);
    l->n_dir_format = read_format(&c, l->dir_format);
    l->n_dirs = uleb(&c);
    l->dirs = c.at;
    for (uint64_t i = 0; i < l->n_dirs && !c.bad; i++) skip_entry(&c, l->dir_format, l->n_dir_format, NULL, NULL);
    l->n_file_format = read_format(&c, l->file_format);
    l->n_files = uleb(&c);
    l->files = c.at;
    return !c.bad && l->line_range && l->end <= u->elf->line.n;
}

static void name_file(const Lines *l, uint64_t file, MojoRtFrame *out) {
    Cursor c = {l->u->elf, &l->u->elf->line, l->files, 0};
    uint64_t dir = 0;
    if (file >= l->n_files) return;
    for (uint64_t i = 0; i <= file && !c.bad; i++) skip_entry(&c, l->file_format, l->n_file_format, &out->file, &dir);
    c.at = l->dirs;
    for (uint64_t i = 0; i <= dir && i < l->n_dirs && !c.bad; i++)
        skip_entry(&c, l->dir_format, l->n_dir_format, &out->dir, NULL);
    if (c.bad) out->file = out->dir = NULL;
}

typedef struct Row {
    uint64_t address, file;
    int64_t line;
    int valid;
} Row;

/* The row of an address, if this sequence has one. */
static int row_of(const Lines *l, uint64_t pc, Row *out) {
    Cursor c = {l->u->elf, &l->u->elf->line, l->program, 0};
    Row row = {0, 1, 1, 0}, last = {0};
    while (c.at < l->end && !c.bad) {
        uint64_t op = fixed(&c, 1);
        int emit = 0, end = 0;
        if (op >= l->opcode_base) {
            uint64_t k = op - l->opcode_base;
            row.address += k / l->line_range * l->min_inst;
            row.line += l->line_base + (int64_t)(k % l->line_range);
            emit = 1;
        } else if (op == 0) {
            uint64_t n = uleb(&c);
            size_t next = c.at + n;
            uint64_t sub = n ? fixed(&c, 1) : 0;
            if (sub == 1) emit = end = 1;
            if (sub == 2) row.address = relocated(&c, 8);
            c.at = next;
        } else if (op == 1) {
            emit = 1;
        } else if (op == 2) {
            row.address += uleb(&c) * l->min_inst;
        } else if (op == 3) {
            row.line += sleb(&c);
        } else if (op == 4) {
            row.file = uleb(&c);
        } else if (op == 8) {
            row.address += (255 - l->opcode_base) / l->line_range * l->min_inst;
        } else if (op == 9) {
            row.address += fixed(&c, 2);
        } else {
            for (unsigned i = 0; i < l->lengths[op]; i++) uleb(&c);
        }
        if (!emit) continue;
        if (last.valid && last.address <= pc && pc < row.address) {
            *out = last;
            return 1;
        }
        last = row;
        last.valid = !end;
        if (end) row = (Row){0, 1, 1, 0};
    }
    return 0;
}

/* ---- the frames of an address ------------------------------------------------------------------ */

typedef struct Chain { /* a function and what is inlined in it at the address, outermost first */
    struct {
        size_t at; /* its entry */
        uint64_t call_file, call_line;
    } of[MOJO_RT_MAX_INLINED];
    int n;
} Chain;

static void find_chain(const Unit *u, uint64_t pc, Chain *chain) {
    Cursor c = {u->elf, &u->elf->info, u->dies, 0};
    chain->n = 0;
    while (c.at < u->end && !c.bad) {
        Die d;
        size_t at = c.at;
        read_die(u, &c, &d);
        if (d.tag != 0x2e && d.tag != 0x1d) continue;
        if (d.tag == 0x2e && chain->n) return; /* the next function */
        if (!covers(u, &d, pc) || chain->n == MOJO_RT_MAX_INLINED) continue;
        const Value *file = attr(&d, 0x58), *line = attr(&d, 0x59);
        chain->of[chain->n].at = at;
        chain->of[chain->n].call_file = file ? file->u : 0;
        chain->of[chain->n++].call_line = line ? line->u : 0;
    }
}

static int frames_in(const Unit *u, uint64_t pc, MojoRtFrame *out, int max) {
    Chain chain;
    Lines l;
    Row row;
    find_chain(u, pc, &chain);
    if (!open_lines(u, &l) || !row_of(&l, pc, &row)) return 0;
    int n = 0;
    uint64_t file = row.file, line = (uint64_t)row.line;
    if (!chain.n) { /* line tables alone: only functions that others are inlined in have entries */
        out[0] = (MojoRtFrame){.line = (uint32_t)line};
        name_file(&l, file, &out[0]);
        return 1;
    }
    for (int i = chain.n; i-- > 0 && n < max; n++) {
        Cursor c = {u->elf, &u->elf->info, chain.of[i].at, 0};
        Die d;
        read_die(u, &c, &d);
        out[n] = (MojoRtFrame){.function = name_of_die(u, &d, 0), .line = (uint32_t)line};
        name_file(&l, file, &out[n]);
        file = chain.of[i].call_file;
        line = chain.of[i].call_line;
    }
    return n;
}

static int open_unit(const Elf *e, size_t at, Unit *u) {
    Cursor c = {e, &e->info, at, 0};
    *u = (Unit){.elf = e, .start = at};
    uint64_t length = fixed(&c, 4);
    if (!length || length >= 0xfffffff0) return 0;
    u->end = c.at + length;
    uint64_t version = fixed(&c, 2), type = fixed(&c, 1), address_size = fixed(&c, 1);
    u->abbrev = offset32(&c);
    if (c.bad || u->end > e->info.n) return 0;
    u->dies = c.at;
    if (version != 5 || type != 1 || address_size != 8) return -1;
    Die d;
    read_die(u, &c, &d);
    u->dies = c.at;
    const Value *v;
    u->str_offsets = (v = attr(&d, 0x72)) ? v->u : 8;
    u->addr = (v = attr(&d, 0x73)) ? v->u : 8;
    u->rnglists = (v = attr(&d, 0x74)) ? v->u : 12;
    u->line = (v = attr(&d, 0x10)) ? v->u : 0;
    u->low = (v = attr(&d, 0x11)) ? value_address(u, v) : 0;
    return 1;
}

int mojo_rt_dwarf_frames(const void *data, size_t size, uint64_t address, MojoRtFrame *out, int max) {
    Elf e = {.data = data, .size = size};
    find_sections(&e);
    for (size_t at = 0; at < e.info.n;) {
        Unit u;
        int known = open_unit(&e, at, &u);
        if (!known) return 0;
        int n = known > 0 ? frames_in(&u, address, out, max) : 0;
        if (n) return n;
        at = u.end;
    }
    return 0;
}

int mojo_rt_dwarf_symbol(const void *data, size_t size, const char *name, uint64_t *address) {
    Elf e = {.data = data, .size = size};
    find_sections(&e);
    const Elf64_Ehdr *h = data;
    const Elf64_Shdr *sh = e.syms ? (const void *)(e.data + h->e_shoff) : NULL;
    for (unsigned i = 0; sh && i < h->e_shnum; i++) {
        if (sh[i].sh_type != SHT_SYMTAB || sh[i].sh_link >= h->e_shnum) continue;
        const Elf64_Shdr *names = &sh[sh[i].sh_link];
        for (size_t k = 0; k < e.n_syms; k++) {
            const Elf64_Sym *s = &e.syms[k];
            if ((s->st_info & 15) != STT_FUNC || s->st_shndx == SHN_UNDEF || s->st_name >= names->sh_size) continue;
            if (strcmp((const char *)e.data + names->sh_offset + s->st_name, name) != 0) continue;
            *address = ((uint64_t)s->st_shndx << SECTION_SHIFT) + s->st_value;
            return 1;
        }
    }
    return 0;
}
