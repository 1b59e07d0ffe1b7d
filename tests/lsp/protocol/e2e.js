// SPDX-License-Identifier: Apache-2.0
// The server behind the reference client's protocol library: every request that it offers, at many places of many files,
// and every message that it sends checked against the protocol's own types by the TypeScript compiler.
// Usage: e2e.js OUT, with NODE_PATH at a folder that peers.sh made. Ends with `N passed, N failed`.
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const rpc = require("vscode-languageserver-protocol/node");
const { capabilities } = require("./capabilities");
const { checkTypes } = require("./types");

const OUT = path.resolve(process.argv[2] ?? "out");
const ROOT = path.resolve(__dirname, "../../..");
const PLACES = Number(process.env.PLACES ?? 16); // in each file
const TIMEOUT = 30000;
let passed = 0, failed = 0;

function ok(condition, what) {
  if (condition) passed++;
  else {
    failed++;
    if (failed < 60) console.log(`FAILED: ${what}`);
  }
}

const messages = new Map(); // shape → { method, kind, value, what }

/** The message without what does not matter to its type: positions, texts. */
function shape(value, key = "") {
  if (Array.isArray(value)) return [...new Set(value.map((v) => JSON.stringify(shape(v))))].sort();
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shape(v, k)]));
  if (typeof value === "number" && /^(line|character|start|deleteCount|version|startLine|endLine|activeParameter|activeSignature)$/.test(key)) return 0;
  if (typeof value === "string" && key !== "kind") return "";
  return typeof value === "number" && key === "" ? 0 : value;
}

function keep(kind, method, value, what) {
  const key = `${kind} ${method} ${JSON.stringify(shape(value))}`;
  if (!messages.has(key)) messages.set(key, { kind, method, value, what });
}

const before = (a, b) => a.line < b.line || (a.line === b.line && a.character <= b.character);

/** Ranges are ranges, and lie in the text where it is known. */
function checkRanges(value, what, lines) {
  if (!value || typeof value !== "object") return;
  if (value.start && value.end && typeof value.start === "object") {
    const fine = [value.start, value.end].every((p) => Number.isInteger(p.line) && Number.isInteger(p.character) && p.line >= 0 && p.character >= 0);
    ok(fine && before(value.start, value.end), `${what}: not a range: ${JSON.stringify(value)}`);
    if (lines && fine && (value.end.line > lines.length || value.end.character > (lines[value.end.line] ?? "").length))
      ok(false, `${what}: a range outside the text: ${JSON.stringify(value)}`);
  }
  for (const [key, v] of Object.entries(value)) {
    const elsewhere = key === "location" || key === "relatedInformation" || value.uri !== undefined || value.targetUri !== undefined;
    checkRanges(v, what, elsewhere ? undefined : lines);
  }
}

class Session {
  constructor() {
    this.process = spawn(path.join(OUT, "bin/mojo-lsp"), ["--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.connection = rpc.createProtocolConnection(
      new rpc.StreamMessageReader(this.process.stdout), new rpc.StreamMessageWriter(this.process.stdin));
    this.diagnostics = new Map();
    this.connection.onNotification((method, params) => {
      keep("notification", method, params, method);
      if (method === "textDocument/publishDiagnostics") this.diagnostics.set(params.uri, params);
    });
    this.connection.onRequest((method, params) => {
      keep("request", method, params, method);
      if (method === "workspace/configuration") return params.items.map(() => null);
      return null;
    });
    this.connection.onError(([e]) => ok(false, `the connection: ${e}`));
    this.connection.listen();
  }

  async ask(method, params, lines, what = method) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("no answer in time")), TIMEOUT); });
    try {
      const result = await Promise.race([this.connection.sendRequest(method, params), late]);
      keep("result", method, result, what);
      checkRanges(result, what, lines);
      ok(true, what);
      return result;
    } catch (error) {
      ok(false, `${what} ${JSON.stringify(params)}: ${error.message}`);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async start(folder) {
    const result = await this.ask("initialize", {
      processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities, clientInfo: { name: "e2e" },
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "w" }] });
    this.server = result.capabilities;
    await this.connection.sendNotification("initialized", {});
  }

  open(uri, languageId, text) {
    return this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  async stop() {
    await this.ask("shutdown", undefined);
    await this.connection.sendNotification("exit");
    const code = await new Promise((resolve) => this.process.on("exit", resolve));
    ok(code === 0, `exit code ${code}`);
    this.connection.dispose();
  }
}

/** Places in a text: names and brackets, spread over the file. */
function placesOf(lines) {
  const all = [];
  lines.forEach((text, line) => {
    for (const m of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*|[([.^,]/gu)) all.push({ line, character: m.index + (m[0].length > 1 ? 1 : /[([.,]/.test(m[0]) ? 1 : 0) });
  });
  const step = Math.max(1, all.length / PLACES);
  return Array.from({ length: Math.min(PLACES, all.length) }, (_, i) => all[Math.floor(i * step)]);
}

const resolves = (provider) => provider && typeof provider === "object" && provider.resolveProvider;

async function atPlace(s, uri, position, lines) {
  const c = s.server, textDocument = { uri }, here = { textDocument, position };
  const simple = { hoverProvider: "hover", definitionProvider: "definition", declarationProvider: "declaration",
    typeDefinitionProvider: "typeDefinition", implementationProvider: "implementation", documentHighlightProvider: "documentHighlight",
    signatureHelpProvider: "signatureHelp", linkedEditingRangeProvider: "linkedEditingRange", monikerProvider: "moniker" };
  for (const [provider, name] of Object.entries(simple)) if (c[provider]) await s.ask(`textDocument/${name}`, here, lines);
  if (c.referencesProvider) await s.ask("textDocument/references", { ...here, context: { includeDeclaration: true } });
  if (c.renameProvider) {
    const can = resolvesRename(c) ? await s.ask("textDocument/prepareRename", here, lines) : true;
    if (can) await s.connection.sendRequest("textDocument/rename", { ...here, newName: "renamed" }).then(
      (r) => keep("result", "textDocument/rename", r, "rename"), (e) => ok(e instanceof rpc.ResponseError && e.message, `rename: ${e}`));
  }
  if (c.completionProvider) {
    const found = await s.ask("textDocument/completion", { ...here, context: { triggerKind: 1 } });
    const items = Array.isArray(found) ? found : found?.items ?? [];
    if (resolves(c.completionProvider)) for (const item of [items[0], items[items.length - 1]]) if (item) await s.ask("completionItem/resolve", item);
  }
  await hierarchies(s, here);
  if (lines.length) await s.ask("mojo/ownership", here, lines);
}

const resolvesRename = (c) => typeof c.renameProvider === "object" && c.renameProvider.prepareProvider;

async function hierarchies(s, here) {
  const c = s.server;
  if (c.callHierarchyProvider)
    for (const item of (await s.ask("textDocument/prepareCallHierarchy", here)) ?? []) {
      await s.ask("callHierarchy/incomingCalls", { item });
      await s.ask("callHierarchy/outgoingCalls", { item });
    }
  if (c.typeHierarchyProvider)
    for (const item of (await s.ask("textDocument/prepareTypeHierarchy", here)) ?? []) {
      await s.ask("typeHierarchy/supertypes", { item });
      await s.ask("typeHierarchy/subtypes", { item });
    }
}

async function ofFile(s, uri, lines) {
  const c = s.server, textDocument = { uri }, options = { tabSize: 4, insertSpaces: true };
  const range = { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: lines[lines.length - 1].length } };
  if (c.documentSymbolProvider) await s.ask("textDocument/documentSymbol", { textDocument }, lines);
  if (c.foldingRangeProvider) await s.ask("textDocument/foldingRange", { textDocument }, lines);
  if (c.documentFormattingProvider) await s.ask("textDocument/formatting", { textDocument, options }, lines);
  if (c.documentRangeFormattingProvider) await s.ask("textDocument/rangeFormatting", { textDocument, range, options }, lines);
  if (c.documentOnTypeFormattingProvider)
    await s.ask("textDocument/onTypeFormatting", { textDocument, position: { line: 1, character: 0 }, ch: c.documentOnTypeFormattingProvider.firstTriggerCharacter, options }, lines);
  if (c.selectionRangeProvider) await s.ask("textDocument/selectionRange", { textDocument, positions: placesOf(lines) }, lines);
  const colours = c.semanticTokensProvider;
  if (colours) {
    const full = await s.ask("textDocument/semanticTokens/full", { textDocument });
    ok(full && full.data.length % 5 === 0 && full.data.every((n) => Number.isInteger(n) && n >= 0), "semantic tokens are groups of five");
    if (colours.full?.delta) await s.ask("textDocument/semanticTokens/full/delta", { textDocument, previousResultId: full?.resultId ?? "" });
    if (colours.range) await s.ask("textDocument/semanticTokens/range", { textDocument, range });
  }
  for (const [provider, name, extra] of [["codeLensProvider", "codeLens", {}], ["documentLinkProvider", "documentLink", {}], ["inlayHintProvider", "inlayHint", { range }]])
    if (c[provider]) {
      const found = (await s.ask(`textDocument/${name}`, { textDocument, ...extra }, lines)) ?? [];
      if (resolves(c[provider])) for (const one of found.slice(0, 8)) await s.ask(`${name}/resolve`, one);
    }
  if (c.diagnosticProvider) await s.ask("textDocument/diagnostic", { textDocument }, lines);
  if (c.codeActionProvider) {
    const known = s.diagnostics.get(uri)?.diagnostics ?? [];
    for (const at of [...known.slice(0, 12).map((d) => d.range), range, ...placesOf(lines).slice(0, 6).map((p) => ({ start: p, end: p }))]) {
      const context = { diagnostics: known.filter((d) => before(at.start, d.range.end) && before(d.range.start, at.end)), triggerKind: 1 };
      const found = (await s.ask("textDocument/codeAction", { textDocument, range: at, context })) ?? [];
      if (resolves(c.codeActionProvider)) for (const action of found.slice(0, 4)) if (!action.edit) await s.ask("codeAction/resolve", action);
    }
  }
}

/** What is sent for the whole workspace. */
async function ofWorkspace(s) {
  const c = s.server;
  if (c.workspaceSymbolProvider)
    for (const query of ["", "a", "List", "zzz"]) {
      const found = (await s.ask("workspace/symbol", { query })) ?? [];
      if (resolves(c.workspaceSymbolProvider) && found[0]) await s.ask("workspaceSymbol/resolve", found[0]);
    }
  if (c.diagnosticProvider?.workspaceDiagnostics) await s.ask("workspace/diagnostic", { previousResultIds: [] });
  const files = [{ oldUri: pathToFileURL(path.join(ROOT, "tests/examples/json.mojo")).href, newUri: pathToFileURL(path.join(ROOT, "tests/examples/js.mojo")).href }];
  if (c.workspace?.fileOperations?.willRename) await s.ask("workspace/willRenameFiles", { files });
  await s.connection.sendNotification("workspace/didChangeConfiguration", { settings: { mojo: { inlayHints: {
    implicitMoves: true, destruction: true, raises: true, parameterNames: true } } } });
  await s.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: files[0].oldUri, type: 2 }] });
}

/** Wrong messages, which the check must find. */
function checkTheCheck() {
  const at = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const wrong = [
    ["result", "textDocument/hover", { contents: 3 }], ["result", "textDocument/hover", { contents: "", rang: at }],
    ["result", "textDocument/completion", { items: [] }], ["result", "textDocument/documentSymbol", [{ name: "a", kind: 99, range: at, selectionRange: at }]],
    ["notification", "textDocument/publishDiagnostics", { uri: "", diagnostics: [{ range: at, message: "m", severity: 7 }] }],
    ["result", "textDocument/codeAction", [{ kind: "quickfix" }]], ["result", "shutdown", 1], ["request", "client/registerCapability", {}],
    ["result", "mojo/ownership", { version: 1 }], ["notification", "no/such", {}],
  ].map(([kind, method, value]) => ({ kind, method, value }));
  const found = checkTypes(rpc, wrong);
  ok(wrong.every((m) => found.some((f) => f.message === m)), `wrong messages are found: ${found.map((f) => f.message.method)}`);
}

function files(folder, ext) {
  return fs.readdirSync(path.join(ROOT, folder), { recursive: true }).filter((f) => f.endsWith(ext)).sort().map((f) => path.join(ROOT, folder, f));
}

(async () => {
  checkTheCheck();
  const s = new Session();
  await s.start(path.join(ROOT, "tests/examples"));
  await ofWorkspace(s);
  const golden = files("tests/golden", ".mojo");
  const some = golden.filter((_, i) => i % Math.max(1, Math.floor(golden.length / 24)) === 0);
  for (const file of [...files("tests/examples", ".mojo"), ...some, ...files("tests/examples", ".py").slice(0, 3)]) {
    const text = fs.readFileSync(file, "utf8"), lines = text.split(/\r\n|\r|\n/), uri = pathToFileURL(file).href;
    await s.open(uri, file.endsWith(".py") ? "python" : "mojo", text);
    await ofFile(s, uri, lines);
    for (const position of placesOf(lines)) await atPlace(s, uri, position, lines);
    const shown = s.diagnostics.get(uri);
    if (shown) checkRanges(shown.diagnostics.map(({ relatedInformation, ...d }) => d), `diagnostics of ${file}`, lines);
    await s.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }
  await s.stop();
  const all = [...messages.values()];
  const wrong = checkTypes(rpc, all);
  for (const { message, text } of wrong.slice(0, 30))
    console.log(`FAILED: ${message.kind} ${message.method}: ${text}\n  ${JSON.stringify(message.value ?? null).slice(0, 600)}`);
  passed += all.length - wrong.length;
  failed += wrong.length;
  const methods = [...new Set(all.map((m) => m.method))].sort();
  console.log(`${all.length} shapes of messages of ${methods.length} methods: ${methods.join(" ")}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
