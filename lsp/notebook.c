/* SPDX-License-Identifier: Apache-2.0 */
/* Notebooks: the Mojo cells of one are one text, its Python cells another, and what is asked of a cell is asked of that text.
 * Cells take whole lines of it, so places differ by the number of a line only. Cells for `%%mojo` are Mojo whatever the
 * notebook calls them; such lines, and the commands for the shell and the notebook itself, are comments in the text. */
#include "lsp.h"

typedef struct Cell {
    char *uri;
    int64_t version;
    Source *source;     /* as the client has it */
    Doc *doc;           /* as code, alone: what the tree decides is answered from it */
    bool is_code, is_python;
    bool was_magic;     /* Mojo because it said so */
    uint32_t first, n;  /* its lines in the text */
} Cell;

struct Notebook {
    char *uri;
    VEC(Cell *) cells;    /* in their order */
};

/* ---- texts --------------------------------------------------------------------------------------------------- */
static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool starts_magic(Str line, const char *what) {
    size_t n = strlen(what), i = 0;
    while (i < line.len && is_blank(line.p[i])) i++;
    return line.len - i >= n && memcmp(line.p + i, what, n) == 0;
}

static bool is_mojo_cell(const Source *s) {
    Str text = source_text(s);
    size_t i = 0;
    while (i < text.len && (is_blank(text.p[i]) || text.p[i] == '\n')) i++;
    return text.len - i >= 6 && memcmp(text.p + i, "%%mojo", 6) == 0;
}

/* The cell's lines as code: a command becomes a comment, after a statement where it may be the only one of a block. */
static void put_code(const Cell *c, StrBuf *out) {
    for (uint32_t i = 0; i < source_n_lines(c->source); i++) {
        Str line = source_line(c->source, i);
        if (starts_magic(line, "%") || starts_magic(line, "!")) {
            size_t indent = 0;
            while (is_blank(line.p[indent])) indent++;
            sb_add(out, line.p, indent);
            sb_puts(out, indent ? "pass  # " : "# ");
            line = str_sub(line, indent, line.len);
        }
        sb_str(out, line);
        sb_char(out, '\n');
    }
}

/* `…/a.ipynb` → `…/a_ipynb.mojo`: beside it, so that imports are found, and a name that modules can have. */
static char *text_uri(const Notebook *b, bool python) {
    StrBuf s = {0};
    sb_puts(&s, b->uri);
    char *slash = strrchr(s.p, '/');
    for (char *p = slash ? slash : s.p; *p; p++)
        if (*p == '.') *p = '_';
    sb_puts(&s, python ? ".py" : ".mojo");
    return sb_take(&s);
}

/* Puts the text of one language together again; a notebook without such cells has none. */
static void rebuild(Docs *docs, Notebook *b, bool python) {
    StrBuf text = {0};
    uint32_t line = 0, cells = 0;
    int64_t version = 0;
    for (uint32_t i = 0; i < b->cells.len; i++) {
        Cell *c = b->cells.data[i];
        if (!c->is_code || c->is_python != python) continue;
        cells++;
        version += c->version;
        c->first = line;
        c->n = source_n_lines(c->source);
        put_code(c, &text);
        line += c->n;
    }
    char *uri = text_uri(b, python);
    Doc *old = docs_find(docs, uri);
    if (!cells && old) docs_close(docs, old);
    if (cells && (!old || !str_eq(source_text(old->source), sb_view(&text))))
        old = docs_open(docs, uri, text.p ? text.p : "", text.len, python ? "python" : "mojo", version);
    if (cells) old->checked = false; /* its problems may be on other lines of other cells */
    free(uri);
    sb_done(&text);
}

/* ---- what the client says -------------------------------------------------------------------------------------- */
static Notebook *find_notebook(Docs *docs, const char *uri) {
    for (uint32_t i = 0; i < docs->books.len; i++)
        if (strcmp(docs->books.data[i]->uri, uri) == 0) return docs->books.data[i];
    return NULL;
}

static Cell *find_cell(const Notebook *b, const char *uri) {
    for (uint32_t i = 0; i < b->cells.len; i++)
        if (strcmp(b->cells.data[i]->uri, uri) == 0) return b->cells.data[i];
    return NULL;
}

static void cell_free(Docs *docs, Cell *c) {
    if (docs->forget_cell) docs->forget_cell(docs->forget_ctx, c->uri, c->version, STR("[]"));
    if (c->doc) doc_free(docs, c->doc);
    if (c->source) source_unref(docs->sources, c->source);
    free(c->uri);
    free(c);
}

static void set_text(Docs *docs, Cell *c, const char *text) {
    Source *old = c->source;
    c->source = source_add(docs->sources, c->uri, xstrdup(text), strlen(text));
    if (old) source_unref(docs->sources, old);
}

/* The text of a cell that the structure has named. */
static void open_text(Docs *docs, Notebook *b, const Json *item) {
    Cell *c = find_cell(b, json_str_or(json_get(item, "uri"), ""));
    if (!c) return;
    c->version = json_int_or(json_get(item, "version"), 0);
    set_text(docs, c, json_str_or(json_get(item, "text"), ""));
    c->is_python = strcmp(json_str_or(json_get(item, "languageId"), ""), "mojo") != 0;
}

static void change_text(Docs *docs, Notebook *b, const Json *change) {
    const Json *doc = json_get(change, "document");
    Cell *c = find_cell(b, json_str_or(json_get(doc, "uri"), ""));
    if (!c) return;
    c->version = json_int_or(json_get(doc, "version"), c->version + 1);
    JSON_EACH(json_get(change, "changes"), x) {
        const char *with = json_str_or(json_get(x, "text"), "");
        const Json *range = json_get(x, "range");
        if (!range) {
            set_text(docs, c, with);
            continue;
        }
        uint32_t start = read_position(json_get(range, "start"), c->source, docs->enc), end = read_position(json_get(range, "end"), c->source, docs->enc);
        Source *next = source_edit(docs->sources, c->source, start, end < start ? start : end, str_of(with));
        if (!next) continue;
        source_unref(docs->sources, c->source);
        c->source = next;
    }
}

static Cell *new_cell(Docs *docs, const Json *cell) {
    Cell *c = xcalloc(1, sizeof *c);
    c->uri = xstrdup(json_str_or(json_get(cell, "document"), ""));
    c->is_code = json_int_or(json_get(cell, "kind"), 2) == 2;
    c->is_python = true;
    set_text(docs, c, "");
    return c;
}

/* Cells that come, go, or change places (they go here and come there: the text is kept until the end). */
static void change_structure(Docs *docs, Notebook *b, const Json *structure) {
    const Json *array = json_get(structure, "array");
    uint32_t start = (uint32_t)json_int_or(json_get(array, "start"), 0), gone = (uint32_t)json_int_or(json_get(array, "deleteCount"), 0);
    if (start > b->cells.len) start = b->cells.len;
    if (gone > b->cells.len - start) gone = b->cells.len - start;
    VEC(Cell *) old = {0}, now = {0};
    for (uint32_t i = 0; i < b->cells.len; i++) vec_push(&old, b->cells.data[i]);
    for (uint32_t i = 0; i < start; i++) vec_push(&now, old.data[i]);
    JSON_EACH(json_get(array, "cells"), x) {
        Cell *c = find_cell(b, json_str_or(json_get(x, "document"), "")); /* moved */
        bool taken = false;
        for (uint32_t i = 0; c && i < old.len; i++)
            if (old.data[i] == c && i >= start && i < start + gone) taken = true, old.data[i] = NULL;
        vec_push(&now, c && taken ? c : new_cell(docs, x));
    }
    for (uint32_t i = start; i < start + gone; i++)
        if (old.data[i]) cell_free(docs, old.data[i]);
    for (uint32_t i = start + gone; i < old.len; i++) vec_push(&now, old.data[i]);
    vec_done(&old);
    b->cells.len = 0;
    for (uint32_t i = 0; i < now.len; i++) vec_push(&b->cells, now.data[i]);
    vec_done(&now);
    JSON_EACH(json_get(structure, "didOpen"), x) open_text(docs, b, x);
}

static void settle(Docs *docs, Notebook *b) {
    StrBuf code = {0};
    for (uint32_t i = 0; i < b->cells.len; i++) { /* a cell may become Mojo, and Python again, as it is typed */
        Cell *c = b->cells.data[i];
        if (is_mojo_cell(c->source)) c->is_python = false, c->was_magic = true;
        else if (c->was_magic) c->is_python = true, c->was_magic = false;
        code.len = 0;
        put_code(c, &code);
        if (c->doc && str_eq(source_text(c->doc->source), sb_view(&code)) && (c->doc->source->lang == LANG_PYTHON) == c->is_python) continue;
        if (c->doc) doc_free(docs, c->doc);
        c->doc = doc_new(docs, c->uri, sb_view(&code), c->is_python ? LANG_PYTHON : LANG_MOJO);
    }
    sb_done(&code);
    rebuild(docs, b, false);
    rebuild(docs, b, true);
}

static void close_notebook(Docs *docs, Notebook *b) {
    for (int python = 0; python < 2; python++) {
        char *uri = text_uri(b, python);
        Doc *d = docs_find(docs, uri);
        if (d) docs_close(docs, d);
        free(uri);
    }
    for (uint32_t i = 0; i < b->cells.len; i++) cell_free(docs, b->cells.data[i]);
    vec_done(&b->cells);
    free(b->uri);
    free(b);
}

bool notebook_told(Docs *docs, const char *method, const Json *params) {
    const Json *notebook = json_get(params, "notebookDocument");
    const char *uri = json_str_or(json_get(notebook, "uri"), "");
    Notebook *b = find_notebook(docs, uri);
    if (strcmp(method, "notebookDocument/didClose") == 0) {
        for (uint32_t i = 0; i < docs->books.len; i++)
            if (docs->books.data[i] == b) docs->books.data[i] = vec_last(&docs->books), docs->books.len--;
        if (b) close_notebook(docs, b);
        return b != NULL;
    }
    if (strcmp(method, "notebookDocument/didOpen") == 0 && *uri) {
        if (!b) {
            b = xcalloc(1, sizeof *b);
            b->uri = xstrdup(uri);
            vec_push(&docs->books, b);
        }
        for (uint32_t i = 0; i < b->cells.len; i++) cell_free(docs, b->cells.data[i]);
        b->cells.len = 0;
        JSON_EACH(json_get(notebook, "cells"), c) vec_push(&b->cells, new_cell(docs, c));
        JSON_EACH(json_get(params, "cellTextDocuments"), d) open_text(docs, b, d);
    } else if (b && strcmp(method, "notebookDocument/didChange") == 0) {
        const Json *cells = json_get(json_get(params, "change"), "cells");
        if (json_get(cells, "structure")) change_structure(docs, b, json_get(cells, "structure"));
        JSON_EACH(json_get(cells, "data"), x) {
            Cell *c = find_cell(b, json_str_or(json_get(x, "document"), ""));
            if (c) c->is_code = json_int_or(json_get(x, "kind"), 2) == 2;
        }
        JSON_EACH(json_get(cells, "textContent"), x) change_text(docs, b, x);
    } else {
        return false;
    }
    settle(docs, b);
    return true;
}

void notebooks_close(Docs *docs) {
    docs->forget_cell = NULL;
    for (uint32_t i = 0; i < docs->books.len; i++) close_notebook(docs, docs->books.data[i]);
    vec_done(&docs->books);
}

/* ---- what is asked ---------------------------------------------------------------------------------------------- */
static Cell *cell_of(const Docs *docs, const char *uri, Notebook **book) {
    for (uint32_t i = 0; uri && i < docs->books.len; i++) {
        Cell *c = find_cell(docs->books.data[i], uri);
        *book = docs->books.data[i];
        if (c && c->is_code) return c;
    }
    return NULL;
}

Doc *notebook_cell(const Docs *docs, const char *uri) {
    Notebook *b;
    Cell *c = cell_of(docs, uri, &b);
    return c ? c->doc : NULL;
}

static bool is_position(const Json *j) {
    return json_is_number(json_get(j, "line")) && json_get(j, "character");
}

static void move_line(Json *position, int64_t by) {
    int64_t line = json_int_or(json_get(position, "line"), 0) + by;
    json_put(position, "line", json_int(line < 0 ? 0 : line));
}

/* Moves all places in what was asked. What the server keeps in `data` is not the client's. */
static void move_lines(Json *j, int64_t by) {
    if (is_position(j)) {
        move_line(j, by);
        return;
    }
    JSON_EACH(j, x) if (!json_is_object(j) || strcmp(json_key(x), "data") != 0) move_lines(x, by);
}

Json *notebook_params(const Docs *docs, const Json *params, char **cell) {
    const Json *places[] = {json_get(json_get(params, "textDocument"), "uri"), json_get(json_get(params, "data"), "cell"),
                            json_get(json_get(params, "item"), "uri")};
    Notebook *b;
    Cell *c = NULL;
    for (size_t i = 0; i < ARRAY_LEN(places) && !c; i++) c = cell_of(docs, json_str_or(places[i], NULL), &b);
    if (!c) return NULL;
    Json *moved = json_dup(params);
    char *uri = text_uri(b, c->is_python);
    move_lines(moved, c->first);
    if (json_get(moved, "textDocument")) json_put(json_get(moved, "textDocument"), "uri", json_cstr(uri));
    json_remove(moved, "previousResultId"); /* the same problems may be on other lines of the cell */
    free(uri);
    *cell = xstrdup(c->uri);
    return moved;
}

/* ---- what is answered -------------------------------------------------------------------------------------------- */
typedef struct Back { /* from the text to its cells */
    const Notebook *book;
    const Cell *asked;
    const char *text; /* its URI */
    bool broken;      /* something lies in no cell, or in two */
} Back;

static const Cell *cell_at(const Back *k, int64_t line) {
    for (uint32_t i = 0; i < k->book->cells.len; i++) {
        const Cell *c = k->book->cells.data[i];
        if (c->is_code && c->is_python == k->asked->is_python && line >= c->first && line < (int64_t)c->first + c->n) return c;
    }
    return NULL;
}

static int64_t line_of(const Json *x, const char *end) {
    const Json *range = json_get(x, "targetSelectionRange");
    if (!range) range = json_get(x, "selectionRange");
    if (!range) range = json_get(x, "range");
    if (!range && json_get(x, "position")) return json_int_or(json_get(json_get(x, "position"), "line"), -1);
    return json_int_or(json_get(json_get(range ? range : x, end), "line"), -1);
}

static void back_line(Back *k, Json *position) {
    const Cell *c = cell_at(k, json_int_or(json_get(position, "line"), -1));
    if (c) move_line(position, -(int64_t)c->first);
    else k->broken = true;
}

/* The end of a range may be the start of the line behind its cell. */
static void back_range(Back *k, Json *range) {
    Json *start = json_get(range, "start"), *end = json_get(range, "end");
    int64_t line = json_int_or(json_get(end, "line"), 0);
    const Cell *c = cell_at(k, json_int_or(json_get(start, "line"), -1));
    if (!c || line > (int64_t)c->first + c->n || (line == (int64_t)c->first + c->n && json_int_or(json_get(end, "character"), 0) != 0)) {
        k->broken = true;
        return;
    }
    move_line(start, -(int64_t)c->first);
    move_line(end, -(int64_t)c->first);
}

static bool is_text(const Back *k, const Json *owner, bool otherwise) {
    const char *uri = json_str_or(json_get(owner, json_get(owner, "targetUri") ? "targetUri" : "uri"), NULL);
    return uri ? strcmp(uri, k->text) == 0 : otherwise;
}

/* `here`: places that say no file are of the text. */
static void walk_back(Back *k, Json *j, bool here);

static void back_changes(Back *k, Json *edit) {
    Json *old = json_get(edit, "changes"), *now = json_object();
    JSON_EACH(old, c) {
        if (strcmp(json_key(c), k->text) != 0) {
            json_put(now, json_key(c), json_dup(c));
            continue;
        }
        JSON_EACH(c, e) {
            const Cell *cell = cell_at(k, line_of(e, "start"));
            if (!cell) k->broken = true;
            if (!cell) continue;
            Json *list = json_get(now, cell->uri), *one = json_dup(e);
            walk_back(k, one, true);
            json_push(list ? list : json_put(now, cell->uri, json_array()), one);
        }
    }
    json_put(edit, "changes", now);
}

static void walk_back(Back *k, Json *j, bool here) {
    if (!json_is_object(j)) {
        JSON_EACH(j, x) walk_back(k, x, here);
        return;
    }
    if (json_get(j, "start") && json_get(j, "end")) {
        if (here) back_range(k, j);
        return;
    }
    if (is_position(j)) {
        if (here) back_line(k, j);
        return;
    }
    bool mine = is_text(k, j, here), from = is_text(k, json_get(j, "from"), here);
    const char *key = json_get(j, "targetUri") ? "targetUri" : "uri";
    const Cell *c = mine && json_get(j, key) ? cell_at(k, line_of(j, "start")) : NULL;
    if (c) json_put(j, key, json_cstr(c->uri));
    if (json_get(j, "changes")) back_changes(k, j);
    JSON_EACH(j, x) {
        const char *name = json_key(x);
        if (strcmp(name, "data") == 0 || strcmp(name, "changes") == 0) continue;
        walk_back(k, x, strcmp(name, "originSelectionRange") == 0 ? here : strcmp(name, "fromRanges") == 0 ? from : mine);
    }
}

/* What lies in other cells is no part of the answer. */
static void keep_own(const Back *k, Json *owner, const char *key, Json **array) {
    Json *kept = json_array();
    JSON_EACH(*array, x) {
        int64_t line = line_of(x, "start");
        if (line >= k->asked->first && line < (int64_t)k->asked->first + k->asked->n) json_push(kept, json_dup(x));
    }
    if (owner) {
        json_put(owner, key, kept);
    } else {
        json_free(*array);
        *array = kept;
    }
}

/* An import goes to the start of the cell when it would be written into another. */
static void import_here(const Back *k, Json *item) {
    Json *edits = json_get(item, "additionalTextEdits"), *first = json_at(edits, 0);
    const char *module = json_str_or(json_get(json_get(item, "data"), "module"), NULL), *label = json_str_or(json_get(item, "label"), "");
    if (!first || !module || cell_at(k, line_of(first, "start")) == k->asked) return;
    StrBuf text = {0};
    sb_printf(&text, "from %s import %s\n", module, label);
    int64_t line = k->asked->first + (is_mojo_cell(k->asked->source) ? 1 : 0);
    Json *at = json_object(), *range = json_object();
    json_put(at, "line", json_int(line));
    json_put(at, "character", json_int(0));
    json_put(range, "start", at);
    json_put(range, "end", json_dup(at));
    json_put(first, "range", range);
    json_put(first, "newText", json_string(sb_view(&text)));
    sb_done(&text);
}

/* Items that are looked at again later say which cell they are for. */
static void name_cell(const Back *k, Json *items) {
    JSON_EACH(items, x) if (json_is_object(json_get(x, "data"))) json_put(json_get(x, "data"), "cell", json_cstr(k->asked->uri));
}

/* `[line 7](file:///…/text#L7)` → `line 3`, of the cell that it is in. */
static void back_links(const Back *k, Json *markup) {
    const char *p = json_str_or(json_get(markup, "value"), NULL);
    if (!p) return;
    StrBuf out = {0}, link = {0};
    sb_printf(&link, "](%s#L", k->text);
    for (const char *at; (at = strstr(p, link.p)); ) {
        const char *open = at, *end = strchr(at, ')');
        while (open > p && *open != '[') open--;
        int64_t line = strtol(at + link.len, NULL, 10) - 1;
        const Cell *c = cell_at(k, line);
        sb_add(&out, p, (size_t)(open - p));
        if (c) sb_printf(&out, "line %lld%s", (long long)(line - c->first + 1), c == k->asked ? "" : " of another cell");
        p = end ? end + 1 : at + link.len;
    }
    sb_puts(&out, p);
    json_put(markup, "value", json_string(sb_view(&out)));
    sb_done(&out);
    sb_done(&link);
}

/* Actions that would change what lies between cells cannot be offered. */
static void back_actions(Back *k, Json **actions) {
    Json *kept = json_array();
    JSON_EACH(*actions, x) {
        k->broken = false;
        walk_back(k, x, true);
        if (!k->broken) json_push(kept, json_dup(x));
    }
    json_free(*actions);
    *actions = kept;
}

void notebook_answer(const Docs *docs, const char *cell, const char *method, Str answer, StrBuf *out) {
    static const char *const own[] = {"textDocument/documentHighlight", "textDocument/inlayHint", "textDocument/documentLink",
                                      "textDocument/inlineValue", "$diagnostics"};
    Notebook *b;
    Cell *c = cell_of(docs, cell, &b);
    Json *j = c ? json_parse(answer, NULL) : NULL;
    if (!j) { /* the cell has gone meanwhile */
        sb_puts(out, "null");
        return;
    }
    char *uri = text_uri(b, c->is_python);
    Back k = {b, c, uri, false};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (strcmp(own[i], method) == 0) keep_own(&k, NULL, NULL, &j);
    Json *ranges = json_get(j, "ranges"), *items = json_get(j, "items");
    if (json_is_array(ranges)) keep_own(&k, j, "ranges", &ranges);
    if (strcmp(method, "textDocument/codeAction") == 0) {
        back_actions(&k, &j);
    } else {
        JSON_EACH(items, x) import_here(&k, x);
        if (strcmp(method, "completionItem/resolve") == 0) import_here(&k, j);
        walk_back(&k, j, true);
    }
    name_cell(&k, items ? items : j);
    back_links(&k, json_get(j, "contents"));
    json_print(out, j, false);
    json_free(j);
    free(uri);
}

bool notebook_publish(const Docs *docs, const char *text, Str items, NotebookPublishFn publish, void *ctx) {
    for (uint32_t i = 0; i < docs->books.len; i++) {
        const Notebook *b = docs->books.data[i];
        for (int python = 0; python < 2; python++) {
            char *uri = text_uri(b, python);
            bool same = strcmp(uri, text) == 0;
            free(uri);
            for (uint32_t n = 0; same && n < b->cells.len; n++) {
                const Cell *c = b->cells.data[n];
                if (!c->is_code || c->is_python != python) continue;
                StrBuf own = {0};
                notebook_answer(docs, c->uri, "$diagnostics", items, &own);
                publish(ctx, c->uri, c->version, sb_view(&own));
                sb_done(&own);
            }
            if (same) return true;
        }
    }
    return false;
}
