/* SPDX-License-Identifier: Apache-2.0 */
/* The language server: a front process that owns the documents and answers what syntax alone decides, and
 * a worker process for each state of the documents that answers what names and types decide. A fault in
 * a worker fails one request; the next state gets a fresh worker, forked from a process that has read the library.
 *
 *   main.c      options, transport          server.c    messages, life cycle, requests on their way
 *   frame.c     messages in and out         docs.c      documents, positions
 *   syntactic.c answers from the tree       worker.c    the worker process
 *   semantic.c  answers from the checker    record.c    --record and --replay
 *   values.c    … about ownership           config.c    the client's settings
 *   child.c     processes, from the front   workspace.c answers about all files
 *   actions.c   … as changes to the text completion.c what could be written
 *   hierarchy.c … of calls and types        files.c     … of other files: links, renamed files
 *   snapshot.c  workers that go on from checked modules
 *   borrowed.c  answers about what Mojo files import from Python
 *   python.c    answers about Python files  client.c    what the client can, answers that fit it
 *   uses.c      searches for uses in all files     indexer.c  the process that prepares them
 *   notebook.c  cells of notebooks                 pool.c     where workers come from */
#ifndef MOJ_LSP_LSP_H
#define MOJ_LSP_LSP_H

#include "base/json.h"
#include "query/outline.h"
#include "query/query.h"
#include "query/workspace.h"

#define LSP_VERSION "0.1.0"

enum { WORK_LIMIT_MS = 20000 }; /* what one answer may cost */
enum { ERR_PARSE = -32700, ERR_INVALID = -32600, ERR_METHOD = -32601, ERR_PARAMS = -32602, ERR_NOT_READY = -32002,
       ERR_CANCELLED = -32800, ERR_FAILED = -32803 };

/* ---- frame.c ------------------------------------------------------------------------------------- */
typedef struct Inbox { /* bytes read and not yet taken */
    StrBuf buf;
    size_t at;
} Inbox;
enum { INBOX_NONE, INBOX_MESSAGE, INBOX_BAD };
/* The next message of a Content-Length stream. INBOX_BAD: no such stream; nothing more can be read. */
int inbox_next(Inbox *in, Str *message);
/* Kinds of packets: to a process, and from it. */
enum { TO_REQUEST, TO_FORK, TO_INDEX };
enum { FROM_FAILED, FROM_RESULT, FROM_FAULT, FROM_PID, FROM_REBASE, FROM_COLD, FROM_PROGRESS };
/* The next length-prefixed message between server and worker; serial and kind go with it. */
bool inbox_packet(Inbox *in, uint32_t *serial, uint8_t *kind, Str *text);
/* Reads what is there; false at the end. `passed` (may be NULL) receives a descriptor that comes along. */
bool inbox_fill(Inbox *in, int fd, int *passed);
/* Sends a small packet at once, and a descriptor with it. */
bool pass_fd(int fd, int passed, Str packet);
typedef struct Outbox { /* bytes that the other side has not taken yet: nobody waits for anybody */
    StrBuf buf;
    size_t at;
} Outbox;
static inline bool outbox_empty(const Outbox *o) {
    return o->at == o->buf.len;
}
void outbox_message(Outbox *o, Str text);
void outbox_packet(Outbox *o, uint32_t serial, uint8_t kind, Str text);
/* Writes what can be written at once (`wait`: everything). False when the other side is gone. */
bool outbox_flush(Outbox *o, int fd, bool wait);
bool write_message(int fd, Str text);
bool write_packet(int fd, uint32_t serial, uint8_t kind, Str text);

/* ---- docs.c -------------------------------------------------------------------------------------- */
enum { MAX_DOC_MEGABYTES = 10 };
typedef struct Doc {
    char *uri, *path; /* path: of the file, or the URI itself */
    int64_t version;
    Source *source;
    Ast *ast;
    Source *known;    /* the text that the snapshot has; NULL: none */
    Source *coming;   /* … that the next one is made of */
    bool checked;     /* what is shown is of this version */
    bool is_refused;  /* larger than what is looked at: `ast` is that of no text */
    StrBuf tokens;    /* last answer to semanticTokens, for deltas: five numbers each, as uint32_t */
    uint32_t tokens_id;
} Doc;
typedef struct Notebook Notebook;
typedef struct Docs {
    VEC(Doc *) list;
    VEC(Notebook *) books;
    void (*forget_cell)(void *ctx, const char *cell, int64_t version, Str none); /* what the client shows of it goes */
    void *forget_ctx;
    SourceMap *sources;
    uint32_t last_id;   /* source of the document that changed last */
    PosEncoding enc;
    const struct Config *config;
    char *const *roots; /* folders of the workspace */
    uint32_t n_roots;
    struct PyProject *python; /* made when it is needed */
} Docs;
Doc *docs_find(const Docs *d, const char *uri);
Doc *docs_open(Docs *d, const char *uri, const char *text, size_t size, const char *language, int64_t version);
void docs_close(Docs *d, Doc *doc);
/* A document that is not among the open ones. */
Doc *doc_new(Docs *d, const char *uri, Str text, Lang lang);
void doc_free(Docs *d, Doc *doc);
/* One entry of contentChanges. */
void docs_change(Docs *d, Doc *doc, const Json *change);
/* A snapshot is made of the text; it is there. */
void docs_coming(Docs *d, Doc *doc);
void docs_arrived(Docs *d, Doc *doc);
void put_range(StrBuf *out, Source *s, Span at, PosEncoding enc);
uint32_t read_position(const Json *position, Source *s, PosEncoding enc);
char *doc_path_of(Arena *a, const char *uri);

/* ---- notebook.c: cells, and the texts that they are parts of ------------------------------------------ */
/* A notification notebookDocument/…; true when texts have changed. */
bool notebook_told(Docs *docs, const char *method, const Json *params);
void notebooks_close(Docs *docs);
Doc *notebook_cell(const Docs *docs, const char *uri); /* the cell alone; NULL: it is none */
/* What is asked of a cell as asked of its text, and the cell (heap); NULL: it is about no cell. */
Json *notebook_params(const Docs *docs, const Json *params, char **cell);
/* The answer as it is for the cell. "$diagnostics": problems, as for `publishDiagnostics`. */
void notebook_answer(const Docs *docs, const char *cell, const char *method, Str answer, StrBuf *out);
/* Problems of a text, cell by cell; false when it is no notebook's. */
typedef void (*NotebookPublishFn)(void *ctx, const char *cell, int64_t version, Str items);
bool notebook_publish(const Docs *docs, const char *text, Str items, NotebookPublishFn publish, void *ctx);

/* ---- syntactic.c: results as JSON text ------------------------------------------------------------- */
/* False when the method is another's business. */
bool answer_syntactic(Docs *docs, const char *method, const Json *params, StrBuf *out, const char **error);
/* ---- python.c: the same for what names and types of a Python file decide */
struct PyFile;
bool put_python_signature(struct PyFile *f, uint32_t offset, StrBuf *out);
bool answer_python(Docs *docs, Doc *doc, const char *method, const Json *params, StrBuf *out, const char **error);
void put_diagnostics(StrBuf *out, SourceMap *sources, const DiagSink *sink, uint32_t file, PosEncoding enc); /* of a file */
void syntax_diagnostics(Docs *docs, Doc *doc, StrBuf *out);

/* ---- worker.c, semantic.c --------------------------------------------------------------------------- */
typedef struct WorkDoc {
    const char *uri, *path;
    Str text;
    int64_t version;
    Module *module;
    Query *query;
    bool loaded, tried;
} WorkDoc;
typedef struct FileState { /* a file that the snapshot has read */
    const char *path;
    int64_t mtime;
    uint64_t size;
} FileState;
typedef struct Work {
    Session *session;
    PosEncoding enc;
    VEC(WorkDoc) docs;
    VEC(const char *) roots; /* folders of the workspace */
    Arena arena;
    Index *index;            /* of the library and the workspace */
    int64_t imports;         /* which state of the projects' manifests the session knows */
    VEC(FileState) files;    /* of a snapshot: modules that no document stands for */
    VEC(FileState) folders;  /* … those that imports look through (size: hash of what lies there), packages in files */
    VEC(Query *) kept;       /* of documents that changed since: what they say of other modules holds */
    uint32_t client; /* CLIENT_…: what the client can */
    struct PyProject *python; /* Python files that imports of Mojo files lead to; made when it is needed */
    uint32_t hints; /* 1 << HintKind: those that are on */
    bool is_snapshot;
    bool skip_bad;           /* searches leave out files over which a check has fallen */
    bool may_load, must_load; /* a search may read files into the session; it would have had to */
    uint32_t n_edits, n_bodies; /* since it was forked: texts that only bodies were checked again for; those */
    bool is_cold;               /* … more had to go */
    Json *setup;                /* texts that were not looked at yet */
} Work;
/* ---- projects.c ---- */
char *project_of_file(const char *path); /* the folder of the nearest mojo.toml, on the heap; NULL: none */
typedef VEC(ImportScope) ImportScopes;
/* Adds what files of the packages in the project around a folder may import. */
void project_imports(const char *dir, Arena *a, ImportScopes *out);

NORETURN void worker_main(int fd); /* runs in the forked process */
void work_start(Work *w);                         /* with the library, without documents; session NULL: there is none */
void work_set_up(Work *w, const Json *documents); /* adds documents, takes over settings */
/* ---- snapshot.c: a worker forked from one that has checked everything before */
/* Remembers what was read, for those forked from here; returns how many modules they will find checked. */
uint32_t snapshot_take(Work *w);
/* Documents may be given by what differs from the text that is known: puts in the texts. False: others are known. */
bool snapshot_texts(Work *w, Json *setup);
/* Takes over a snapshot for other texts: bodies that differ are checked again, what other changes have led to is
 * dropped. False: nothing of it can be used. */
bool snapshot_adapt(Work *w, const Json *setup);
/* For a question that reads the text of one document by itself (completion): the text is put in place, all else stays as
 * it is. False: more has changed, or other modules are built on the document. */
bool snapshot_defer(Work *w, const Json *setup, const char *uri);
WorkDoc *work_doc(Work *w, const char *uri);
bool is_semantic(const char *method); /* a request of a client that the worker answers */
bool answer_semantic(Work *w, const char *method, const Json *params, StrBuf *out);
/* Requests that leave the session in a state no other request may see run in a process of their own; some only when a file
 * must be read for them: then answer_semantic sets `must_load`, and its answer does not count. */
enum { APART_NEVER, APART_WHEN_LOADING, APART_ALWAYS };
int is_disposable(const char *method);
/* ---- indexer.c: works out the uses in all files that nobody knows of; tells of progress, then the number of files */
void index_workspace(Work *w, int fd);

/* ---- child.c ------------------------------------------------------------------------------------------ */
typedef struct Child { /* a process that answers; fd -1: none */
    pid_t pid;
    int fd;
    bool is_ours; /* forked by this process: it is waited for */
    Inbox in;
    Outbox out;
} Child;
#define NO_CHILD ((Child){.fd = -1})
/* The first process: reads the library, then forks workers. `close_all`: descriptors it shall not keep. */
Child child_start(const int *close_all, uint32_t n);
/* Another one with the same state; fd -1 when it cannot be had. */
Child child_fork(Child *of);
/* The same in two steps: asked for early, waited for when it is needed. */
Child child_order(Child *of);
bool child_arrived(Child *c); /* false: it is stopped */
void child_stop(Child *c);
bool child_alive(Child *c);
uint64_t child_cpu_ms(const Child *c); /* processor time that it has used; 0 when nobody knows */
void child_send(Child *c, uint32_t serial, uint8_t kind, Str text);

/* ---- server.c ---------------------------------------------------------------------------------------- */
typedef struct ServerOptions {
    int in, out;
    FILE *log;
    FILE *record;
} ServerOptions;
int server_run(const ServerOptions *o);
/* ---- config.c ------------------------------------------------------------------------------------------ */
typedef struct Config { /* what the section `mojo` of the client's settings says */
    uint32_t hints;     /* 1 << HintKind */
    bool lenses_run, lenses_references;
} Config;
void config_init(Config *c);
/* Reads the settings that are there; the others stay. True when something changed. */
bool config_read(Config *c, const Json *settings);
/* ---- client.c ------------------------------------------------------------------------------------------ */
enum { /* what a client can */
    CLIENT_PULLS = 1,            /* asks for diagnostics */
    CLIENT_SNIPPETS = 2,
    CLIENT_LAZY_DETAIL = 4,      /* asks for these parts of completion item by item */
    CLIENT_LAZY_EDITS = 8,
    CLIENT_ITEM_MARKDOWN = 16,
    CLIENT_HOVER_MARKDOWN = 32,
    CLIENT_HELP_MARKDOWN = 64,
    CLIENT_SYMBOL_TREE = 128,
    CLIENT_ACTIONS = 256,        /* not commands only */
    CLIENT_LINKS = 512,          /* definitions with their whole range */
    CLIENT_VERSIONS = 1024,      /* edits that say the version they are for */
    CLIENT_CONFIGURATION = 2048, /* answers workspace/configuration */
    CLIENT_WATCHES = 4096,       /* tells of files when asked to */
    CLIENT_HINT_REFRESH = 8192,
    CLIENT_PROGRESS = 16384      /* shows progress that the server begins */
};
uint32_t client_can(const Json *capabilities);
PosEncoding client_encoding(const Json *capabilities);
void put_capabilities(StrBuf *out, PosEncoding enc, bool python_cells); /* ours: the answer to `initialize` */
/* The answer to a method as this client understands it; false: as it is. */
bool client_fit(uint32_t can, const Docs *docs, const char *method, const char *uri, Str answer, StrBuf *out);
/* ---- record.c ---------------------------------------------------------------------------------------- */
/* Sends the recorded messages of a client to a server and prints its answers. */
int replay(const char *path, FILE *log);
#endif
