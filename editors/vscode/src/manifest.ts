// SPDX-License-Identifier: Apache-2.0
// mojo.toml: keys and their meaning from the schema of `mojo metadata --schema`, mistakes from `mojo metadata`.
import * as fs from "fs";
import * as path from "path";
import * as vscode from "vscode";
import { capture, findTool } from "./tools";

interface Schema {
  description?: string;
  type?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
}

const SELECTOR: vscode.DocumentSelector = { pattern: "**/mojo.toml" };
const HEADER = /^\s*\[\[?\s*([^\]]*?)\s*\]\]?\s*(#.*)?$/;

function step(schema: Schema | undefined, key: string): Schema | undefined {
  if (!schema) return undefined;
  const table = [schema, ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])].find((s) => s.properties?.[key]);
  if (table) return table.properties?.[key];
  const open = [schema, ...(schema.oneOf ?? [])].find((s) => typeof s.additionalProperties === "object");
  return open?.additionalProperties as Schema | undefined;
}

function keysOf(schema: Schema | undefined): [string, Schema][] {
  const tables = schema ? [schema, ...(schema.items ? [schema.items] : []), ...(schema.oneOf ?? [])] : [];
  return tables.flatMap((t) => Object.entries(t.properties ?? {}));
}

const split = (dotted: string): string[] => dotted.split(".").map((k) => k.trim().replace(/^["']|["']$/g, "")).filter(Boolean);

class Manifest implements vscode.CompletionItemProvider, vscode.HoverProvider {
  constructor(private readonly root: Schema) {}

  private find(keys: string[]): Schema | undefined {
    return keys.reduce<Schema | undefined>((schema, key) => step(schema, key), this.root);
  }

  /** The table that a line is in. */
  private table(document: vscode.TextDocument, line: number): string[] {
    for (let at = line - 1; at >= 0; at--) {
      const m = HEADER.exec(document.lineAt(at).text);
      if (m) return split(m[1]);
    }
    return [];
  }

  provideCompletionItems(document: vscode.TextDocument, at: vscode.Position): vscode.CompletionItem[] {
    const before = document.lineAt(at.line).text.slice(0, at.character);
    const header = /^\s*\[\[?\s*([\w.-]*)$/.exec(before);
    if (header) {
      const above = split(header[1].replace(/[^.]*$/, ""));
      return keysOf(this.find(above)).map(([key, s]) => this.item(key, s, key));
    }
    const value = /^\s*([\w."-]+)\s*=\s*(\{.*)?[^{]*$/.exec(before);
    if (value) {
      const schema = this.find([...this.table(document, at.line), ...split(value[1])]);
      if (value[2]) return keysOf(schema).map(([key, s]) => this.item(key, s, `${key} = `));
      const values = schema?.enum?.map((v) => `"${v}"`) ?? (schema?.type === "boolean" ? ["true", "false"] : []);
      return values.map((v) => new vscode.CompletionItem(v, vscode.CompletionItemKind.Value));
    }
    if (!/^\s*[\w-]*$/.test(before)) return [];
    return keysOf(this.find(this.table(document, at.line))).map(([key, s]) => this.item(key, s, `${key} = `));
  }

  private item(key: string, schema: Schema, insert: string): vscode.CompletionItem {
    const item = new vscode.CompletionItem(key, vscode.CompletionItemKind.Property);
    item.detail = schema.type;
    item.documentation = schema.description;
    item.insertText = insert;
    return item;
  }

  provideHover(document: vscode.TextDocument, at: vscode.Position): vscode.Hover | undefined {
    const word = document.getWordRangeAtPosition(at, /[\w-]+/), line = document.lineAt(at.line).text;
    if (!word) return undefined;
    const header = HEADER.exec(line), name = document.getText(word);
    const above = header ? split(header[1]) : [...this.table(document, at.line), ...split(/^\s*([\w."-]+)\s*=/.exec(line)?.[1] ?? "")];
    const until = above.lastIndexOf(name);
    const schema = this.find(until >= 0 ? above.slice(0, until + 1) : [...above, name]);
    return schema?.description ? new vscode.Hover(new vscode.MarkdownString(`\`${name}\` — ${schema.description}`), word) : undefined;
  }
}

/** What `mojo metadata` says of the file on the disk. */
async function check(document: vscode.TextDocument, into: vscode.DiagnosticCollection): Promise<void> {
  const mojo = findTool("mojo");
  if (!mojo || document.uri.scheme !== "file" || path.basename(document.fileName) !== "mojo.toml") return;
  const r = await capture(mojo, ["metadata", "--offline", "--locked"], path.dirname(document.fileName));
  const found: vscode.Diagnostic[] = [];
  const pattern = /^(error|warning)(?:\[(\w+)\])?: (.*)\n\s*--> (.*?):(\d+):(\d+)$/gm;
  for (const m of r.code === 0 ? [] : r.stderr.matchAll(pattern)) {
    if (path.resolve(m[4]) !== path.resolve(document.fileName)) continue;
    const at = document.validatePosition(new vscode.Position(Number(m[5]) - 1, Number(m[6]) - 1));
    const range = document.getWordRangeAtPosition(at, /[^\s=,[\]{}]+/) ?? new vscode.Range(at, at.translate(0, 1));
    const severity = m[1] === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
    const d = new vscode.Diagnostic(range, m[3], severity);
    d.source = "mojo";
    d.code = m[2];
    found.push(d);
  }
  into.set(document.uri, found);
}

export function manifest(context: vscode.ExtensionContext): vscode.Disposable {
  const file = context.asAbsolutePath("schemas/mojo.schema.json");
  const diagnostics = vscode.languages.createDiagnosticCollection("mojo.toml");
  const parts: vscode.Disposable[] = [
    diagnostics,
    vscode.workspace.onDidOpenTextDocument((d) => void check(d, diagnostics)),
    vscode.workspace.onDidSaveTextDocument((d) => void check(d, diagnostics)),
    vscode.workspace.onDidCloseTextDocument((d) => diagnostics.delete(d.uri)),
  ];
  for (const d of vscode.workspace.textDocuments) void check(d, diagnostics);
  if (fs.existsSync(file)) {
    const provider = new Manifest(JSON.parse(fs.readFileSync(file, "utf8")) as Schema);
    parts.push(vscode.languages.registerCompletionItemProvider(SELECTOR, provider, "[", "."),
      vscode.languages.registerHoverProvider(SELECTOR, provider));
  }
  return vscode.Disposable.from(...parts);
}
