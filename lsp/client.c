/* SPDX-License-Identifier: Apache-2.0 */
/* What the client can, what we offer it, and answers made to fit: they are worked out in their richest form. */
#include "lsp.h"

static const Json *path_of(const Json *j, const char *path) {
    while (j && *path) {
        char key[48];
        size_t n = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        j = json_get(j, key);
        path += n + (path[n] == '.');
    }
    return j;
}

static bool lists(const Json *array, const char *what) {
    JSON_EACH(array, e) if (strcmp(json_str_or(e, ""), what) == 0) return true;
    return false;
}

/* A capability that is there, is true, or lists a word. */
static const struct {
    const char *path, *word;
    uint32_t bit;
} known[] = {
    {"textDocument.diagnostic", NULL, CLIENT_PULLS},
    {"textDocument.completion.completionItem.snippetSupport", NULL, CLIENT_SNIPPETS},
    {"textDocument.completion.completionItem.resolveSupport.properties", "detail", CLIENT_LAZY_DETAIL},
    {"textDocument.completion.completionItem.resolveSupport.properties", "additionalTextEdits", CLIENT_LAZY_EDITS},
    {"textDocument.completion.completionItem.documentationFormat", "markdown", CLIENT_ITEM_MARKDOWN},
    {"textDocument.hover.contentFormat", "markdown", CLIENT_HOVER_MARKDOWN},
    {"textDocument.signatureHelp.signatureInformation.documentationFormat", "markdown", CLIENT_HELP_MARKDOWN},
    {"textDocument.documentSymbol.hierarchicalDocumentSymbolSupport", NULL, CLIENT_SYMBOL_TREE},
    {"textDocument.codeAction.codeActionLiteralSupport", NULL, CLIENT_ACTIONS},
    {"textDocument.definition.linkSupport", NULL, CLIENT_LINKS},
    {"workspace.workspaceEdit.documentChanges", NULL, CLIENT_VERSIONS},
    {"workspace.configuration", NULL, CLIENT_CONFIGURATION},
    {"workspace.didChangeWatchedFiles.dynamicRegistration", NULL, CLIENT_WATCHES},
    {"workspace.inlayHint.refreshSupport", NULL, CLIENT_HINT_REFRESH},
    {"window.workDoneProgress", NULL, CLIENT_PROGRESS},
};

uint32_t client_can(const Json *capabilities) {
    uint32_t bits = 0;
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        const Json *j = path_of(capabilities, known[i].path);
        bool on = known[i].word ? lists(j, known[i].word) : json_is_object(j) || json_bool_or(j, false);
        if (on) bits |= known[i].bit;
    }
    return bits;
}

PosEncoding client_encoding(const Json *capabilities) {
    const Json *l = path_of(capabilities, "general.positionEncodings");
    return lists(l, "utf-8") ? POS_UTF8 : lists(l, "utf-16") || !lists(l, "utf-32") ? POS_UTF16 : POS_UTF32;
}

static void put_names(StrBuf *out, const char *const *names) {
    for (size_t i = 0; names[i]; i++) sb_printf(out, "%s\"%s\"", i ? "," : "", names[i]);
}

void put_capabilities(StrBuf *b, PosEncoding enc, bool python_cells) {
    static const char *const encodings[] = {"utf-8", "utf-16", "utf-32"};
    sb_printf(b, "{\"capabilities\":{\"positionEncoding\":\"%s\",", encodings[enc]);
    sb_printf(b, "\"notebookDocumentSync\":{\"notebookSelector\":[{\"notebook\":\"*\",\"cells\":[{\"language\":\"mojo\"}%s]}]},",
              python_cells ? ",{\"language\":\"python\"}" : "");
    sb_puts(b, "\"textDocumentSync\":{\"openClose\":true,\"change\":2,\"save\":{\"includeText\":false}},"
               "\"documentSymbolProvider\":true,\"foldingRangeProvider\":true,\"selectionRangeProvider\":true,"
               "\"documentFormattingProvider\":true,\"documentRangeFormattingProvider\":{\"rangesSupport\":true},\"implementationProvider\":true,"
               "\"hoverProvider\":true,\"definitionProvider\":true,\"declarationProvider\":true,\"linkedEditingRangeProvider\":true,"
               "\"inlineValueProvider\":true,"
               "\"typeDefinitionProvider\":true,\"referencesProvider\":{\"workDoneProgress\":true},\"documentHighlightProvider\":true,"
               "\"renameProvider\":{\"prepareProvider\":true},\"workspaceSymbolProvider\":true,\"documentLinkProvider\":{},"
               "\"callHierarchyProvider\":{\"workDoneProgress\":true},\"typeHierarchyProvider\":true,\"codeLensProvider\":{\"resolveProvider\":true},"
               "\"documentOnTypeFormattingProvider\":{\"firstTriggerCharacter\":\"\\n\",\"moreTriggerCharacter\":[\":\"]},"
               "\"executeCommandProvider\":{\"commands\":[\"mojo.organizeImports\",\"mojo.fixAll\",\"mojo.applyEdit\",\"mojo.restartAnalysis\"]},"
               "\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\",\"refactor.extract\",\"refactor.inline\","
               "\"refactor.rewrite\",\"source.organizeImports\",\"source.fixAll.mojo\"]},"
               "\"completionProvider\":{\"triggerCharacters\":[\".\",\"@\"],\"resolveProvider\":true,"
               "\"completionItem\":{\"labelDetailsSupport\":true}},"
               "\"signatureHelpProvider\":{\"triggerCharacters\":[\"(\",\",\",\"[\"]},\"inlayHintProvider\":{\"resolveProvider\":true},"
               "\"diagnosticProvider\":{\"identifier\":\"mojo\",\"interFileDependencies\":true,\"workspaceDiagnostics\":false},"
               "\"workspace\":{\"workspaceFolders\":{\"supported\":true,\"changeNotifications\":true},"
               "\"fileOperations\":{\"willRename\":{\"filters\":[{\"scheme\":\"file\",\"pattern\":{\"glob\":\"**/*.{mojo,🔥}\"}},"
               "{\"scheme\":\"file\",\"pattern\":{\"glob\":\"**/*\",\"matches\":\"folder\"}}]}}},"
               "\"semanticTokensProvider\":{\"full\":{\"delta\":true},\"range\":true,\"legend\":{\"tokenTypes\":[");
    put_names(b, query_token_types);
    sb_puts(b, "],\"tokenModifiers\":[");
    put_names(b, query_token_modifiers);
    sb_printf(b, "]}}},\"serverInfo\":{\"name\":\"mojo-lsp\",\"version\":\"%s\"}}", LSP_VERSION);
}

/* ---- text without marks ---------------------------------------------------------------------------------- */
/* Fences and lines between the head and the body of a table go; so do the marks of emphasis and code. */
static void plain_text(Str md, StrBuf *out) {
    bool in_code = false;
    for (size_t i = 0; i < md.len;) {
        const char *end = memchr(md.p + i, '\n', md.len - i);
        Str line = {md.p + i, end ? (size_t)(end - md.p) - i : md.len - i};
        i += line.len + 1;
        if (str_starts(line, STR("```"))) {
            in_code = !in_code;
            continue;
        }
        if (!in_code && (str_starts(line, STR("|---")) || str_eq_c(line, "| | |") || str_eq_c(line, "---"))) continue;
        bool row = !in_code && line.len > 1 && line.p[0] == '|';
        for (size_t k = row ? 1 : 0; k < line.len - (row && line.p[line.len - 1] == '|'); k++) {
            if (!in_code && (line.p[k] == '`' || (line.p[k] == '*' && k + 1 < line.len && line.p[k + 1] == '*'))) continue;
            sb_char(out, row && line.p[k] == '|' ? ':' : line.p[k]);
        }
        sb_char(out, '\n');
    }
    while (out->len && out->p[out->len - 1] == '\n') out->len--;
}

static void make_plain(Json *owner, const char *key) {
    Json *markup = json_get(owner, key);
    if (strcmp(json_str_or(json_get(markup, "kind"), ""), "markdown") != 0) return;
    StrBuf text = {0};
    plain_text(str_of(json_str_or(json_get(markup, "value"), "")), &text);
    json_put(markup, "kind", json_cstr("plaintext"));
    json_put(markup, "value", json_string(sb_view(&text)));
    sb_done(&text);
}

static void plain_items(Json *answer) {
    Json *items = json_get(answer, "items");
    if (items) JSON_EACH(items, x) make_plain(x, "documentation");
    else make_plain(answer, "documentation");
}

/* ---- edits ------------------------------------------------------------------------------------------------- */
/* `changes` by URI becomes `documentChanges`, which say the version they are for: a client refuses them when it has gone on. */
static void add_versions(Json *edit, const Docs *docs) {
    const Json *changes = json_get(edit, "changes");
    if (!changes) return;
    Json *list = json_array();
    JSON_EACH(changes, c) {
        const Doc *d = docs_find(docs, json_key(c));
        Json *doc = json_object();
        json_put(doc, "uri", json_cstr(json_key(c)));
        json_put(doc, "version", d ? json_int(d->version) : json_null());
        Json *one = json_push(list, json_object());
        json_put(one, "textDocument", doc);
        json_put(one, "edits", json_dup(c));
    }
    json_put(edit, "documentChanges", list);
    json_remove(edit, "changes");
}

/* Clients that know no actions get commands, which ask for the edit to be applied. */
static void make_command(Json *action) {
    Json *arguments = json_array();
    json_push(arguments, json_dup(json_get(action, "edit")));
    static const char *const others[] = {"kind", "isPreferred", "diagnostics", "edit"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) json_remove(action, others[i]);
    json_put(action, "command", json_cstr("mojo.applyEdit"));
    json_put(action, "arguments", arguments);
}

/* ---- places ------------------------------------------------------------------------------------------------ */
static void make_location(Json *link) {
    if (!json_get(link, "targetUri")) return;
    json_put(link, "uri", json_dup(json_get(link, "targetUri")));
    json_put(link, "range", json_dup(json_get(link, "targetSelectionRange")));
    static const char *const others[] = {"originSelectionRange", "targetUri", "targetRange", "targetSelectionRange"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) json_remove(link, others[i]);
}

static void add_flat(const Json *symbols, const char *container, const char *uri, Json *out) {
    JSON_EACH(symbols, s) {
        Json *one = json_push(out, json_object()), *place = json_object();
        const char *name = json_str_or(json_get(s, "name"), "");
        json_put(place, "uri", json_cstr(uri));
        json_put(place, "range", json_dup(json_get(s, "range")));
        json_put(one, "name", json_cstr(name));
        json_put(one, "kind", json_dup(json_get(s, "kind")));
        json_put(one, "location", place);
        if (*container) json_put(one, "containerName", json_cstr(container));
        add_flat(json_get(s, "children"), name, uri, out);
    }
}

/* ---- answers ----------------------------------------------------------------------------------------------- */
static bool is_one_of(const char *method, const char *const *list) {
    while (*list && strcmp(*list, method) != 0) list++;
    return *list != NULL;
}

/* Whether the answer to a method is another one for this client than the richest. */
static bool needs_change(uint32_t can, const char *method) {
    static const char *const places[] = {"textDocument/definition", "textDocument/declaration", "textDocument/typeDefinition",
                                         "textDocument/implementation", NULL};
    static const char *const edits[] = {"textDocument/rename", "workspace/willRenameFiles", "textDocument/codeAction", "$edit", NULL};
    if (is_one_of(method, places)) return !(can & CLIENT_LINKS);
    if (is_one_of(method, edits)) return can & CLIENT_VERSIONS || (!(can & CLIENT_ACTIONS) && strcmp(method, edits[2]) == 0);
    if (strcmp(method, "textDocument/hover") == 0) return !(can & CLIENT_HOVER_MARKDOWN);
    if (strcmp(method, "textDocument/completion") == 0 || strcmp(method, "completionItem/resolve") == 0) return !(can & CLIENT_ITEM_MARKDOWN);
    if (strcmp(method, "textDocument/signatureHelp") == 0) return !(can & CLIENT_HELP_MARKDOWN);
    return strcmp(method, "textDocument/documentSymbol") == 0 && !(can & CLIENT_SYMBOL_TREE);
}

bool client_fit(uint32_t can, const Docs *docs, const char *method, const char *uri, Str answer, StrBuf *out) {
    if (!needs_change(can, method)) return false;
    Json *j = json_parse(answer, NULL), *flat = NULL;
    if (!j) return false;
    if (strcmp(method, "textDocument/codeAction") == 0) {
        JSON_EACH(j, action) {
            if (can & CLIENT_VERSIONS) add_versions(json_get(action, "edit"), docs);
            if (!(can & CLIENT_ACTIONS)) make_command(action);
        }
    } else if (strcmp(method, "textDocument/hover") == 0) {
        make_plain(j, "contents");
    } else if (strcmp(method, "textDocument/signatureHelp") == 0) {
        JSON_EACH(json_get(j, "signatures"), s) make_plain(s, "documentation");
    } else if (strcmp(method, "textDocument/documentSymbol") == 0) {
        flat = json_array();
        add_flat(j, "", uri, flat);
    } else if (json_is_array(j)) {
        JSON_EACH(j, link) make_location(link);
    } else if (strstr(method, "ompletion")) {
        plain_items(j);
    } else {
        add_versions(j, docs);
    }
    json_print(out, flat ? flat : j, false);
    json_free(flat);
    json_free(j);
    return true;
}
