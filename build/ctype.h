/* SPDX-License-Identifier: Apache-2.0 */
/* Exported functions as C sees them: types, prototypes, headers. */
#ifndef MOJ_BUILD_CTYPE_H
#define MOJ_BUILD_CTYPE_H

#include "ir/ir.h"

typedef enum CTypeKind { CT_VOID, CT_BOOL, CT_SINT, CT_UINT, CT_FLOAT, CT_POINTER, CT_STRUCT, CT_ARRAY, CT_NONE } CTypeKind;
typedef struct CType {
    CTypeKind kind;
    uint32_t bits; /* of a number */
    Val type;      /* CT_STRUCT, CT_ARRAY: of fields only */
} CType;
/* Of a concrete type; CT_NONE: C has none for it. */
CType ctype_of(const IrModule *m, Val type);
/* Its spelling; for structs their name. */
const char *ctype_text(Arena *a, CType t);
/* The exported functions, in the order of their symbols. */
typedef VEC(const IrFn *) ExportList;
void exports_of(const IrModule *m, Arena *a, ExportList *out);
/* "int64_t add(int64_t a, int64_t b)"; NULL when a type has no C spelling: *which names what it is about. */
const char *export_prototype(const IrModule *m, Arena *a, const IrFn *f, const char **which);
/* A header for them; `guard` names the library. */
void export_header(StrBuf *out, const IrModule *m, const char *guard);

#endif
