// SPDX-License-Identifier: Apache-2.0
// Checks messages against the protocol's types: writes each as a TypeScript constant of the type that the protocol's
// library gives its method, and lets the compiler judge. A property that the protocol does not have is a mistake, too.
const fs = require("fs");
const path = require("path");
const ts = require("typescript");

/** What the server's own request gives: lsp/README.md. */
const OWN = `
interface OwnedVariable { name: string; range: p.Range; type: string; convention: string; copyable?: "implicit" | "explicit" | "no";
  movable?: boolean; size?: number; origin?: string; firstUse?: p.Range; lastUse?: p.Range }
interface OwnedRange { kind: "alive" | "borrowed" | "mutablyBorrowed" | "copied" | "moved" | "destroyed" | "reinitialised" | "conflict";
  range: p.Range; variable: string; message: string; implicit?: true }
type Ownership = { version: number; function: { name: string; range: p.Range }; variable: OwnedVariable | null; ranges: OwnedRange[] } | null;
`;
const HEAD = `import * as p from "vscode-languageserver-protocol";
type Null<T> = [T] extends [void] ? null : T; // nothing is null in JSON
type Result<T> = Null<T extends p.RequestType<any, infer R, any> ? R : T extends p.RequestType0<infer R, any> ? R : never>;
type Sent<T> = Null<T extends p.NotificationType<infer P> ? P : T extends p.RequestType<infer P, any, any> ? P : never>;
${OWN}`;

/** Names of the library's constants by method: "HoverRequest" for textDocument/hover. */
function typesByMethod(rpc) {
  const found = new Map();
  for (const [name, value] of Object.entries(rpc))
    if (value && value.type && typeof value.type.method === "string" && !/^(Did|Will)?.*RegistrationType$/.test(name)) found.set(value.type.method, name);
  return found;
}

exports.checkTypes = function (rpc, messages) {
  const names = typesByMethod(rpc), lines = [HEAD], at = [];
  const wrong = [];
  for (const message of messages) {
    const name = names.get(message.method);
    const type = message.method === "mojo/ownership" ? "Ownership"
      : name && (message.kind === "result" ? `Result<typeof p.${name}.type>` : `Sent<typeof p.${name}.type>`);
    if (!type) {
      if (!message.method.startsWith("mojo/")) wrong.push({ message, text: "the protocol has no such method" });
      continue;
    }
    at.push({ line: lines.join("\n").split("\n").length + 1, message });
    lines.push(`export const m${at.length}: ${type} = ${JSON.stringify(message.value ?? null)};`);
  }
  const file = path.join(path.dirname(require.resolve("vscode-languageserver-protocol/package.json")), "..", `messages-${process.pid}.ts`);
  fs.writeFileSync(file, lines.join("\n"));
  const program = ts.createProgram([file], { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10, types: [] });
  for (const d of ts.getPreEmitDiagnostics(program)) {
    const line = d.file && d.start !== undefined ? d.file.getLineAndCharacterOfPosition(d.start).line + 1 : 0;
    const found = d.file?.fileName === file ? at.filter((a) => a.line <= line).pop() : undefined;
    const message = found?.message ?? { kind: "types", method: "", value: null };
    wrong.push({ message, text: ts.flattenDiagnosticMessageText(d.messageText, "\n  ") });
  }
  if (!process.env.KEEP) fs.unlinkSync(file);
  return wrong;
};
