/* SPDX-License-Identifier: Apache-2.0 */
/* DWARF: files, functions, lines, inlined scopes, variables and their types. The language is given as
 * C++14 because lldb shows no variables for languages it has no type system for, Mojo's own code among
 * them; names and types are Mojo's. */
#include "codegen/codegen_int.h"

#include <llvm-c/DebugInfo.h>

struct Debug {
    LLVMDIBuilderRef di;
    LLVMMetadataRef cu, empty;
    StrMap files;    /* path → DIFile */
    Map types;       /* Val → DIType */
    Map inlined;     /* FnDecl* → DISubprogram of bodies that were inlined */
    Map inlined_at;  /* IrLoc* → DILocation of the call; valid in one function */
    LLVMMetadataRef scope; /* of the current function; NULL: none */
};

static LLVMMetadataRef file_at(Cg *cg, const char *path, bool as_is) {
    Debug *d = cg->debug;
    LLVMMetadataRef f = strmap_get(&d->files, str_of(path));
    if (f)
        return f;
    Arena a;
    arena_init(&a);
    const char *real = as_is ? NULL : path_real(&a, path);
    if (!real)
        real = path;
    const char *base = path_basename(real);
    char *dir = path_dirname(&a, real);
    f = LLVMDIBuilderCreateFile(d->di, base, strlen(base), dir, strlen(dir));
    strmap_put(&d->files, str_of(path), f);
    arena_done(&a);
    return f;
}

static const Module *module_of(const IrFn *f) {
    return f && f->decl ? f->decl->decl.module : NULL;
}

static LLVMMetadataRef file_of(Cg *cg, const Module *m) {
    const Source *s = m && m->ast ? m->ast->source : NULL;
    if (s)
        return file_at(cg, s->shown, s->shown != s->path);
    return file_at(cg, m && m->path ? m->path : "<unknown>", false);
}

void debug_begin(Cg *cg) {
    Debug *d = cg->debug = ARENA_NEW(&cg->arena, Debug);
    d->di = LLVMCreateDIBuilder(cg->mod);
    const IrFn *first = cg->n_members ? cg->m->fns.data[cg->members[0]] : cg->m->entry;
    for (uint32_t i = 0; i < cg->n_members; i++) { /* the unit is named after the program, not the library */
        const Module *m = module_of(cg->m->fns.data[cg->members[i]]);
        if (m && !m->is_std) {
            first = cg->m->fns.data[cg->members[i]];
            break;
        }
    }
    /* gdb trusts the line table about the end of a function's prologue for producers that begin so */
    const char *producer =
        arena_printf(&cg->arena, "clang LLVM (%s)", cg->o->producer ? cg->o->producer : "mojo");
    d->cu = LLVMDIBuilderCreateCompileUnit(
        d->di, LLVMDWARFSourceLanguageC_plus_plus_14, file_of(cg, module_of(first)), producer,
        strlen(producer), cg->o->opt_level > 0, "", 0, 0, "", 0,
        cg->o->debug_level > 1 ? LLVMDWARFEmissionFull : LLVMDWARFEmissionLineTablesOnly, 0, 0, 0, "", 0, "", 0);
    LLVMMetadataRef version = LLVMValueAsMetadata(LLVMConstInt(cg->i32, LLVMDebugMetadataVersion(), 0));
    LLVMAddModuleFlag(cg->mod, LLVMModuleFlagBehaviorWarning, "Debug Info Version", 18, version);
    /* GNU ld 2.40 crashes on the relocations (ULEB128) that LLVM has for version 5 on riscv64 */
    bool old = strncmp(cg->target->triple ? cg->target->triple : "", "riscv", 5) == 0;
    LLVMMetadataRef dwarf = LLVMValueAsMetadata(LLVMConstInt(cg->i32, old ? 4 : 5, 0));
    LLVMAddModuleFlag(cg->mod, LLVMModuleFlagBehaviorWarning, "Dwarf Version", 13, dwarf);
    d->empty = LLVMDIBuilderCreateExpression(d->di, NULL, 0);
}

void debug_end(Cg *cg) {
    Debug *d = cg->debug;
    LLVMDIBuilderFinalize(d->di);
    LLVMDisposeDIBuilder(d->di);
    strmap_done(&d->files);
    map_done(&d->types);
    map_done(&d->inlined);
    map_done(&d->inlined_at);
    cg->debug = NULL;
}

/* ---- functions and lines ----------------------------------------------------------------------------- */
static uint32_t line_at(const FnDecl *fn, uint32_t pos, uint32_t *col) {
    *col = 0;
    const Module *m = fn ? fn->decl.module : NULL;
    if (!m || !m->ast || !m->ast->source || !fn->decl.item)
        return 0;
    LineCol lc = source_line_col(m->ast->source, fn->decl.item->start + pos, POS_UTF8);
    *col = lc.col + 1;
    return lc.line + 1;
}

static LLVMMetadataRef subprogram(Cg *cg, const FnDecl *fn, const char *symbol) {
    Debug *d = cg->debug;
    const Module *m = fn ? fn->decl.module : NULL;
    LLVMMetadataRef file = file_of(cg, m);
    uint32_t col, line = fn && fn->decl.node ? line_at(fn, fn->decl.node->pos, &col) : 0;
    const char *name = fn && fn->decl.name ? fn->decl.name->chars : symbol ? symbol : "?";
    LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(d->di, file, NULL, 0, LLVMDIFlagZero);
    return LLVMDIBuilderCreateFunction(d->di, file, name, strlen(name), symbol ? symbol : "",
                                       symbol ? strlen(symbol) : 0, file, line, type, 1, 1, line, LLVMDIFlagPrototyped,
                                       cg->o->opt_level > 0);
}

void debug_function(Cg *cg, const IrFn *f, LLVMValueRef fn) {
    Debug *d = cg->debug;
    size_t len;
    d->scope = subprogram(cg, f->decl, LLVMGetValueName2(fn, &len));
    LLVMSetSubprogram(fn, d->scope);
    map_done(&d->inlined_at);
}

void debug_entry(Cg *cg, const IrFn *f, LLVMValueRef fn) {
    debug_function(cg, f, fn); /* what is inlined into it keeps its lines */
    LLVMSetCurrentDebugLocation2(cg->b, LLVMDIBuilderCreateDebugLocation(cg->ctx, 0, 0, cg->debug->scope, NULL));
}

static LLVMMetadataRef inlined_scope(Cg *cg, const FnDecl *fn) {
    Debug *d = cg->debug;
    if (!fn)
        return d->scope;
    LLVMMetadataRef s = map_get(&d->inlined, fn);
    if (!s) {
        s = subprogram(cg, fn, NULL);
        map_put(&d->inlined, fn, s);
    }
    return s;
}

static LLVMMetadataRef call_location(Cg *cg, const IrLoc *l) {
    Debug *d = cg->debug;
    LLVMMetadataRef at = map_get(&d->inlined_at, l);
    if (at)
        return at;
    const FnDecl *caller = l->caller ? l->caller->fn : cg->f->decl;
    uint32_t col, line = line_at(caller, l->call_pos, &col);
    LLVMMetadataRef outer = l->caller ? call_location(cg, l->caller) : NULL;
    at = LLVMDIBuilderCreateDebugLocation(cg->ctx, line, col, l->caller ? inlined_scope(cg, caller) : d->scope, outer);
    map_put(&d->inlined_at, l, at);
    return at;
}

void debug_location(Cg *cg) {
    Debug *d = cg->debug;
    if (!d->scope || !cg->f)
        return;
    const FnDecl *fn = cg->loc ? cg->loc->fn : cg->f->decl;
    uint32_t col, line = line_at(fn, cg->pos, &col);
    LLVMMetadataRef at =
        cg->loc ? LLVMDIBuilderCreateDebugLocation(cg->ctx, line, col, inlined_scope(cg, fn), call_location(cg, cg->loc))
                : LLVMDIBuilderCreateDebugLocation(cg->ctx, line, col, d->scope, NULL);
    LLVMSetCurrentDebugLocation2(cg->b, at);
}

void debug_no_location(Cg *cg) {
    LLVMSetCurrentDebugLocation2(cg->b, NULL);
    LLVMSetCurrentDebugLocation2(cg->entry_b, NULL);
}

/* ---- types ------------------------------------------------------------------------------------------------ */
static LLVMMetadataRef type_of(Cg *cg, Val type, int depth);

static LLVMMetadataRef basic_type(Cg *cg, const Leaf *l) {
    enum { BOOLEAN = 2, FLOAT = 4, SIGNED = 5, UNSIGNED = 7 };
    static const struct {
        uint8_t dtype;
        const char *name;
    } names[] = {{DT_BOOL, "bool"},        {DT_INT8, "int8"},       {DT_UINT8, "uint8"},     {DT_INT16, "int16"},
                 {DT_UINT16, "uint16"},    {DT_INT32, "int32"},     {DT_UINT32, "uint32"},   {DT_INT64, "int64"},
                 {DT_UINT64, "uint64"},    {DT_INT128, "int128"},   {DT_UINT128, "uint128"}, {DT_INT256, "int256"},
                 {DT_UINT256, "uint256"},  {DT_INT, "int"},         {DT_UINT, "uint"},       {DT_FLOAT16, "float16"},
                 {DT_BFLOAT16, "bfloat16"}, {DT_FLOAT32, "float32"}, {DT_FLOAT64, "float64"}};
    const char *name = "byte";
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i].dtype == l->dtype)
            name = names[i].name;
    bool real = l->is_float && l->bits > 8 && l->dtype != DT_BFLOAT16;
    return LLVMDIBuilderCreateBasicType(cg->debug->di, name, strlen(name), l->bits < 8 ? 8 : l->bits,
                                        l->is_bool ? BOOLEAN : real ? FLOAT : l->is_signed ? SIGNED : UNSIGNED,
                                        LLVMDIFlagZero);
}

static LLVMMetadataRef simd_type(Cg *cg, const Ty *t) {
    const Leaf *l = &t->leaves[0];
    LLVMMetadataRef lane = basic_type(cg, l);
    if (l->lanes == 1)
        return lane;
    LLVMMetadataRef range = LLVMDIBuilderGetOrCreateSubrange(cg->debug->di, 0, l->lanes);
    return LLVMDIBuilderCreateVectorType(cg->debug->di, t->size * 8, t->align * 8, lane, &range, 1);
}

static LLVMMetadataRef members_type(Cg *cg, Val type, const char *name, int depth) {
    LLVMDIBuilderRef di = cg->debug->di;
    const Layout *l = val_layout(cg->m->vals, cg->target, type);
    LLVMMetadataRef file = file_at(cg, "<types>", true), scope = cg->debug->cu;
    bool is_union = type->kind == T_UNION;
    unsigned tag = is_union ? 0x17 : 0x13; /* DW_TAG_union_type, DW_TAG_structure_type */
    LLVMMetadataRef early = LLVMDIBuilderCreateReplaceableCompositeType(di, tag, name, strlen(name), scope, file, 0, 0,
                                                                        l->size * 8, (uint32_t)l->align * 8,
                                                                        LLVMDIFlagFwdDecl, "", 0);
    map_put(&cg->debug->types, type, early);
    uint32_t n = l->n_fields;
    LLVMMetadataRef *fields = ARENA_ARRAY(&cg->arena, LLVMMetadataRef, n + 1);
    const StructDecl *s = type->kind == T_STRUCT ? type->u.decl : NULL;
    for (uint32_t i = 0; i < n; i++) {
        char number[16];
        snprintf(number, sizeof number, "_%u", i);
        const char *field = number;
        if (s && i < s->fields.len && s->fields.data[i]->decl.name)
            field = s->fields.data[i]->decl.name->chars;
        const Layout *fl = val_layout(cg->m->vals, cg->target, l->fields[i]);
        fields[i] = LLVMDIBuilderCreateMemberType(di, scope, field, strlen(field), file, 0, fl ? fl->size * 8 : 0,
                                                  fl ? (uint32_t)fl->align * 8 : 8, l->offsets[i] * 8, LLVMDIFlagZero,
                                                  type_of(cg, l->fields[i], depth + 1));
    }
    LLVMMetadataRef full =
        is_union ? LLVMDIBuilderCreateUnionType(di, scope, name, strlen(name), file, 0, l->size * 8,
                                                (uint32_t)l->align * 8, LLVMDIFlagZero, fields, n, 0, "", 0)
                 : LLVMDIBuilderCreateStructType(di, scope, name, strlen(name), file, 0, l->size * 8,
                                                 (uint32_t)l->align * 8, LLVMDIFlagZero, NULL, fields, n, 0, NULL, "", 0);
    LLVMMetadataReplaceAllUsesWith(early, full);
    return full;
}

static LLVMMetadataRef make_type(Cg *cg, Val type, int depth) {
    LLVMDIBuilderRef di = cg->debug->di;
    const Ty *t = cg_type(cg, type);
    const char *name = val_str_of(&cg->arena, type);
    switch (type->kind) {
    case T_SIMD: return simd_type(cg, t);
    case T_PTR:
        return LLVMDIBuilderCreatePointerType(di, type_of(cg, type->args[0], depth + 1), t->size * 8, t->align * 8, 0,
                                              name, strlen(name));
    case T_ARRAY: {
        const Layout *l = val_layout(cg->m->vals, cg->target, type->args[0]);
        LLVMMetadataRef range =
            LLVMDIBuilderGetOrCreateSubrange(di, 0, l && l->size ? (int64_t)(t->size / l->size) : 0);
        return LLVMDIBuilderCreateArrayType(di, t->size * 8, t->align * 8, type_of(cg, type->args[0], depth + 1), &range,
                                            1);
    }
    case T_STRUCT:
        if (t->n_leaves == 1 && t->leaves[0].dtype && t->leaves[0].size == t->size) /* numbers: a name for the lane */
            return LLVMDIBuilderCreateTypedef(di, simd_type(cg, t), name, strlen(name), file_at(cg, "<types>", true), 0,
                                              cg->debug->cu, t->align * 8);
        return members_type(cg, type, name, depth);
    case T_TUPLE:
    case T_UNION: return members_type(cg, type, name, depth);
    default: return LLVMDIBuilderCreateUnspecifiedType(di, name, strlen(name));
    }
}

static LLVMMetadataRef type_of(Cg *cg, Val type, int depth) {
    LLVMMetadataRef m = map_get(&cg->debug->types, type);
    if (m)
        return m;
    if (depth > 24)
        return LLVMDIBuilderCreateUnspecifiedType(cg->debug->di, "...", 3);
    m = make_type(cg, type, depth);
    map_put(&cg->debug->types, type, m);
    return m;
}

/* ---- variables ------------------------------------------------------------------------------------------------- */
void debug_local(Cg *cg, uint32_t i) {
    Debug *d = cg->debug;
    const IrLocal *l = &cg->f->locals.data[i];
    const Store *s = &cg->stores[i];
    if (cg->o->debug_level < 2 || !l->name || !d->scope || s->kind == STORE_UNUSED || l->type->kind == T_NEVER)
        return;
    bool is_arg = i < cg->f->n_args;
    LLVMValueRef where = s->kind == STORE_MEM ? s->ptr : s->regs[0];
    if (!where || (l->is_ref && s->kind == STORE_REGS && !is_arg))
        return; /* a reference whose value is made later, in a register */
    uint32_t col, line = line_at(cg->f->decl, l->pos, &col);
    LLVMMetadataRef file = file_of(cg, module_of(cg->f)), type = type_of(cg, l->type, 0), var;
    const char *name = l->name->chars;
    if (is_arg)
        var = LLVMDIBuilderCreateParameterVariable(d->di, d->scope, name, strlen(name), i + 1, file, line, type, 1,
                                                   LLVMDIFlagZero);
    else
        var = LLVMDIBuilderCreateAutoVariable(d->di, d->scope, name, strlen(name), file, line, type, 1, LLVMDIFlagZero, 0);
    LLVMMetadataRef at = LLVMDIBuilderCreateDebugLocation(cg->ctx, line, col, d->scope, NULL);
    LLVMMetadataRef expr = d->empty;
    if (l->is_ref && s->kind == STORE_MEM) {
        uint64_t deref = 0x06; /* DW_OP_deref: the slot holds the address */
        expr = LLVMDIBuilderCreateExpression(d->di, &deref, 1);
    }
    LLVMBasicBlockRef bb = LLVMGetInsertBlock(cg->b);
    if (s->kind == STORE_MEM || l->is_ref)
        LLVMDIBuilderInsertDeclareRecordAtEnd(d->di, where, var, expr, at, bb);
    else
        LLVMDIBuilderInsertDbgValueRecordAtEnd(d->di, where, var, expr, at, bb);
}
