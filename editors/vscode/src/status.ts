// SPDX-License-Identifier: Apache-2.0
// The item in the status bar: which server this is and whether it is ready.
import * as vscode from "vscode";
import { Health, Server, Status } from "./server";
import { capture, findTool } from "./tools";

const LOOKS: Record<Health, [icon: string, text: string]> = {
  starting: ["$(loading~spin)", "starting"],
  indexing: ["$(loading~spin)", "indexing"],
  ready: ["$(flame)", "ready"],
  stopped: ["$(circle-slash)", "stopped"],
  failed: ["$(error)", "failed"],
  missing: ["$(warning)", "not found"],
};

let toolVersion = "";

function tooltip(s: Status): vscode.MarkdownString {
  const text = new vscode.MarkdownString("", true);
  text.isTrusted = { enabledCommands: ["mojo.restart", "mojo.showOutput"] };
  text.appendMarkdown(`**Mojo** — language server ${LOOKS[s.health][1]}\n\n`);
  if (s.version) text.appendMarkdown(`Server: ${s.version}\n\n`);
  if (toolVersion) text.appendMarkdown(`Toolchain: ${toolVersion}\n\n`);
  if (s.command) text.appendMarkdown(`\`${s.command}\`\n\n`);
  if (s.detail) text.appendMarkdown("").appendText(s.detail).appendMarkdown("\n\n");
  text.appendMarkdown("[Restart](command:mojo.restart) · [Output](command:mojo.showOutput)");
  return text;
}

export function statusBar(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("mojo.server", [{ language: "mojo" }, { language: "python" }]);
  item.name = "Mojo language server";
  const bar = vscode.window.createStatusBarItem("mojo.status", vscode.StatusBarAlignment.Right, 50);
  bar.name = "Mojo";
  bar.command = "mojo.showOutput";
  const update = (s: Status): void => {
    const [icon, words] = LOOKS[s.health];
    bar.text = s.health === "ready" ? `${icon} Mojo ${s.version}` : `${icon} Mojo: ${words}`;
    bar.tooltip = tooltip(s);
    bar.backgroundColor = s.health === "failed" || s.health === "missing"
      ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.text = s.version ? `mojo-lsp ${s.version}` : "mojo-lsp";
    item.detail = s.detail || words;
    item.busy = s.health === "starting" || s.health === "indexing";
    item.severity = s.health === "failed" || s.health === "missing"
      ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.command = { command: "mojo.restart", title: "Restart" };
  };
  const relevant = (editor: vscode.TextEditor | undefined): void => {
    const language = editor?.document.languageId;
    if (language === "mojo" || editor?.document.fileName.endsWith("mojo.toml")) bar.show();
    else if (editor) bar.hide();
  };
  const mojo = findTool("mojo");
  if (mojo)
    void capture(mojo, ["--version"]).then((r) => {
      toolVersion = r.stdout.trim();
      update(server.status);
    });
  update(server.status);
  relevant(vscode.window.activeTextEditor);
  return vscode.Disposable.from(item, bar, server.onStatus(update), vscode.window.onDidChangeActiveTextEditor(relevant));
}
