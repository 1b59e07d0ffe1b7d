// SPDX-License-Identifier: Apache-2.0
// Starts the language server and offers to run the file.
import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

async function start(): Promise<void> {
  const command = vscode.workspace.getConfiguration("mojo").get<string>("server.path", "mojo-lsp");
  const server: ServerOptions = { command, args: ["--stdio"] };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "mojo" }],
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{mojo,🔥}") },
  };
  client = new LanguageClient("mojo", "Mojo", server, options);
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(`The Mojo language server \`${command}\` did not start: ${error}`);
  }
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop();
}

function run(): void {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || document.languageId !== "mojo") return;
  void document.save().then(() => {
    const mojo = vscode.workspace.getConfiguration("mojo").get<string>("path", "mojo");
    const task = new vscode.Task(
      { type: "mojo" }, vscode.TaskScope.Workspace, "run", "mojo",
      new vscode.ProcessExecution(mojo, ["run", document.uri.fsPath]), "$mojo");
    return vscode.tasks.executeTask(task);
  });
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("mojo.restart", async () => { await stop(); await start(); }),
    vscode.commands.registerCommand("mojo.run", run));
  await start();
}

export function deactivate(): Promise<void> {
  return stop();
}
