// SPDX-License-Identifier: Apache-2.0
// Running files; the list of references that a lens opens.
import * as path from "path";
import * as vscode from "vscode";
import { mojoTask } from "./tasks";
import { mojoOrTell, projectOf } from "./tools";

type Where = vscode.Uri | string | { uri: string } | undefined;

/** The file that a command is about: its argument, or the one in the active editor. */
export function fileOf(where: Where): vscode.Uri | undefined {
  if (where instanceof vscode.Uri) return where;
  if (typeof where === "string") return vscode.Uri.parse(where);
  if (where && typeof where.uri === "string") return vscode.Uri.parse(where.uri);
  return vscode.window.activeTextEditor?.document.uri;
}

/** Writes the file when it has changes. False: it could not be written. */
export async function saved(uri: vscode.Uri): Promise<boolean> {
  const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  return !open || !open.isDirty || open.save();
}

async function run(where: Where): Promise<void> {
  const uri = fileOf(where), mojo = mojoOrTell();
  if (!uri || !mojo || !(await saved(uri))) return;
  if (uri.scheme !== "file") {
    void vscode.window.showErrorMessage("Save the file first: only files can be run.");
    return;
  }
  const args = vscode.workspace.getConfiguration("mojo").get<string[]>("run.arguments", []);
  const cwd = projectOf(uri.fsPath) ?? path.dirname(uri.fsPath);
  await vscode.tasks.executeTask(mojoTask(`run ${path.basename(uri.fsPath)}`, ["run", uri.fsPath, ...args], cwd));
}

/** Opens the list of references to what the server's lens is above. */
async function showReferences(where: { uri: string; position: { line: number; character: number } }): Promise<void> {
  const uri = vscode.Uri.parse(where.uri), at = new vscode.Position(where.position.line, where.position.character);
  const places = await vscode.commands.executeCommand<vscode.Location[]>("vscode.executeReferenceProvider", uri, at);
  await vscode.commands.executeCommand("editor.action.showReferences", uri, at, places ?? []);
}

export function running(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("mojo.run", run),
    vscode.commands.registerCommand("mojo.showReferences", showReferences));
}
