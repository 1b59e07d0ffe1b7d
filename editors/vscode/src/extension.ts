// SPDX-License-Identifier: Apache-2.0
// Puts the parts together: each registers what it offers and is undone when the extension goes.
import * as vscode from "vscode";
import { debugging } from "./debug";
import { explanations } from "./explain";
import { manifest } from "./manifest";
import { ownership } from "./ownership";
import { running } from "./run";
import { Server } from "./server";
import { statusBar } from "./status";
import { tasks } from "./tasks";
import { testing } from "./tests";

let server: Server | undefined;

/** Settings that the server cannot take while it runs. */
const RESTARTING = ["mojo.path", "mojo.server.path", "mojo.server.arguments", "mojo.python.enable"];

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const s = (server = new Server());
  context.subscriptions.push(
    s, statusBar(s), running(), tasks(), testing(context), debugging(), ownership(s), explanations(), manifest(context),
    vscode.commands.registerCommand("mojo.restart", () => s.restart()),
    vscode.commands.registerCommand("mojo.showOutput", () => s.showOutput()),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (RESTARTING.some((name) => e.affectsConfiguration(name))) void s.restart();
    }));
  await s.start();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
