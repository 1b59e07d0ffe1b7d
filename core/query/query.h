/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about a checked module, as editors ask them: what is here, where is it declared, who uses it,
 * what could be written here. A Query checks the module once and keeps what every name stands for.
 * Offsets are bytes of the module's source; spans may be in any source of the session. */
#ifndef MOJ_QUERY_QUERY_H
#define MOJ_QUERY_QUERY_H

#include "check/watch.h"
#include "session/edit.h"

typedef struct Use { /* one occurrence of a name */
    Span at;
    Decl *decl;      /* imports followed; for a call the function chosen */
    Val self;        /* type the member was found through, or NULL */
    bool is_decl;
    bool is_write;   /* assigned to, deleted or bound */
} Use;
typedef struct CallUse { /* a call and the function chosen */
    const Module *module;
    const Item *item;
    const Node *node;
    FnDecl *fn;
} CallUse;

typedef struct Query Query;
/* Checks the module and those it needs, without elaboration (all diagnostics: session_check, then session_diags), and
 * indexes what no earlier query of the session has. Session and module must outlive it. */
Query *query_new(Session *s, Module *m);
/* The query of a module that `whole` has checked with its own (one that it imports); NULL when it has not. */
Query *query_part(Query *whole, Module *m);
bool query_is_part(const Query *q);
void query_free(Query *q);
bool query_covers(const Query *q, const Module *m); /* the module's names are here */
/* After session_forget: takes out what was said of modules that are gone. A part is looked up again. */
void query_drop_forgotten(Query *q);
/* Around session_edit_check, the first before session_edit_apply: what was said of bodies that are checked again is
 * replaced, all else moved. For parts after the wholes. */
void query_edit_begin(Query *q, const SessionEdit *e);
void query_edit_end(Query *q, const SessionEdit *e);
const Use *query_uses(const Query *q, uint32_t *n);            /* sorted by source and offset */
const Use *query_use_at(const Query *q, uint32_t file, uint32_t offset); /* touching the offset, or NULL */
const CallUse *query_calls(const Query *q, uint32_t *n);
Span query_callee_span(const CallUse *c); /* of the name that is called */
/* The function of the text around a node of an item, or NULL. */
FnDecl *query_function_around(const Query *q, const Module *m, const Item *item, uint32_t pos);
/* Where a declaration's name stands; file 0 for what has no text. */
Span query_decl_span(const Decl *d);
/* The declaration that stands for a function's overload or its set: equal for all uses of one thing. */
const Decl *query_same(const Decl *d);

/* Markdown for the name or expression at an offset; false when there is nothing to say. */
bool query_hover(Query *q, uint32_t file, uint32_t offset, StrBuf *out, Span *range);
/* One line: how a declaration reads, as the compiler sees it. `owner_of`: prefix with the parent's name. */
void query_signature(Query *q, const Decl *d, StrBuf *out);
/* Doc-string of a declaration as Markdown; empty when there is none. */
Str query_doc(const Decl *d, Arena *a);
/* Any doc-string: without the indentation of its lines, its sections as headings and lists. */
void query_doc_markdown(Str doc, StrBuf *out);
/* Declaration of the type of what is at an offset, or NULL. */
const Decl *query_type_decl(Query *q, uint32_t file, uint32_t offset);

typedef struct Param { /* a range of the label: bytes */
    uint32_t start, end;
} ParamRange;
typedef struct HelpSignature {
    const char *label, *doc;
    VEC(ParamRange) params;
    uint32_t active; /* argument that the offset is in */
} HelpSignature;
typedef struct Help {
    VEC(HelpSignature) list; /* never empty */
    uint32_t best;           /* the function chosen, or the first that fits what is written */
} Help;
/* The innermost call around an offset, finished or not; false when there is none whose function is known. */
bool query_signature_help(Query *q, uint32_t offset, Arena *a, Help *out);

typedef enum HintKind { /* each has its switch: 1 << kind */
    HINT_TYPE,     /* of a variable without one */
    HINT_MUT,      /* an argument that the call may change */
    HINT_TAKEN,    /* an argument that the call takes though no `^` says so */
    HINT_COPY,     /* a value that is copied though no `.copy()` says so */
    HINT_MOVE,     /* a last use that gives the value away */
    HINT_DESTROY,  /* the end of the statement after which a value is destroyed */
    HINT_RAISES,   /* a call that may raise */
    HINT_PARAMETER /* the name of the argument a literal is for */
} HintKind;
enum { HINTS_DEFAULT = 1 << HINT_TYPE | 1 << HINT_MUT | 1 << HINT_TAKEN | 1 << HINT_COPY };
extern const char *const query_hint_names[]; /* of the switches, NULL at the end */
typedef struct Hint {
    uint32_t at;
    HintKind kind;
    const char *text, *tip;
    const char *insert;  /* what the hint would be as text at `at`, or NULL */
    bool pad_left, pad_right;
} Hint;
typedef struct Hints {
    VEC(Hint) list; /* sorted by place */
} Hints;
void query_hints(Query *q, uint32_t from, uint32_t to, uint32_t kinds, Arena *a, Hints *out);

/* ---- completion -------------------------------------------------------------------------------- */
typedef enum ItemKind { /* numbers of the protocol's CompletionItemKind */
    ITEM_METHOD = 2, ITEM_FUNCTION = 3, ITEM_CONSTRUCTOR = 4, ITEM_FIELD = 5, ITEM_VARIABLE = 6, ITEM_INTERFACE = 8,
    ITEM_MODULE = 9, ITEM_PROPERTY = 10, ITEM_KEYWORD = 14, ITEM_SNIPPET = 15, ITEM_CONSTANT = 21, ITEM_STRUCT = 22,
    ITEM_TYPE_PARAMETER = 25
} ItemKind;
typedef struct Completion {
    const char *label, *detail, *doc;
    ItemKind kind;
    uint32_t rank;           /* lower comes first: what has the type that is wanted, then by distance */
    const char *insert;      /* snippet when has_holes; NULL: the label */
    bool has_holes, deprecated;
    bool replaces;           /* the text from replace_from to the cursor goes */
    uint32_t replace_from;
    const Decl *decl;        /* what it names, or NULL */
    const char *module;      /* it must be imported from there first, or NULL */
} Completion;
typedef struct Completions {
    VEC(Completion) list;
    uint32_t word_start, word_end; /* what the items replace */
    bool incomplete;               /* more letters may bring in more */
    Val receiver;                  /* the type of what stands before the `.`; NULL: no member is wanted */
} Completions;
struct Index;
typedef struct CompleteOptions {
    const struct Index *index;                   /* names that can be imported; NULL: none */
    bool (*match)(void *ctx, const char *name);  /* which names may be meant; NULL: all */
    void *match_ctx;
} CompleteOptions;
/* Loads the text with a probe at the offset as a module of its own and asks what is visible there.
 * The session must not be used for diagnostics afterwards. */
void query_complete(Session *s, const Source *text, uint32_t offset, const CompleteOptions *o, Arena *a, Completions *out);
/* Fills detail and doc from decl: later, and only for the items somebody looks at. */
void query_complete_detail(Session *s, Arena *a, Completion *c);
/* The declaration whose name stands at an offset of a loaded file, or NULL. */
Decl *query_decl_at(Session *s, const char *path, uint32_t start);
#endif
