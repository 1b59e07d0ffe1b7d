// SPDX-License-Identifier: Apache-2.0
// `Explain This Diagnostic`: the page of `mojo explain` beside the editor.
import * as vscode from "vscode";
import { capture, mojoOrTell } from "./tools";

const SCHEME = "mojo-explain";

function codeOf(d: vscode.Diagnostic): string | undefined {
  const code = typeof d.code === "object" ? d.code.value : d.code;
  return d.source === "mojo" || d.source === undefined || /^[EWN]\d{4}$/.test(String(code)) ? String(code ?? "") || undefined : undefined;
}

/** The diagnostic under the cursor, else the first of the line, else one that is asked for. */
async function chooseCode(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor) {
    const at = editor.selection.active;
    const all = vscode.languages.getDiagnostics(editor.document.uri).filter(codeOf);
    const here = all.find((d) => d.range.contains(at)) ?? all.find((d) => d.range.start.line === at.line);
    if (here) return codeOf(here);
  }
  return vscode.window.showInputBox({ prompt: "Code of the diagnostic", placeHolder: "E1001" });
}

async function explain(code?: string): Promise<void> {
  code = code ?? (await chooseCode());
  if (!code || !/^[A-Z]\d+$/.test(code)) return;
  const uri = vscode.Uri.parse(`${SCHEME}:${code}.md`);
  await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
}

export function explanations(): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    async provideTextDocumentContent(uri) {
      const mojo = mojoOrTell();
      if (!mojo) return "";
      const r = await capture(mojo, ["explain", uri.path.replace(/\.md$/, "")]);
      return r.code === 0 ? r.stdout : r.stderr || r.stdout;
    },
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    vscode.commands.registerCommand("mojo.explain", explain));
}
