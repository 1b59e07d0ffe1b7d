// SPDX-License-Identifier: Apache-2.0
// Run and Debug above `main`, Test above tests, for a server that has no lenses of its own.
import * as vscode from "vscode";
import { Server } from "./server";
import { findTests } from "./tests";

const MAIN = /^def\s+main\s*\(/;

class Lenses implements vscode.CodeLensProvider {
  constructor(private readonly server: Server) {}

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const wanted = vscode.workspace.getConfiguration("mojo", document).get<boolean>("codeLens.run", true);
    const client = this.server.running;
    if (!wanted || !client || client.initializeResult?.capabilities.codeLensProvider) return [];
    const lenses: vscode.CodeLens[] = [], uri = document.uri.toString();
    const add = (line: number, command: string, title: string, name?: string): void => {
      lenses.push(new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { command, title, arguments: [{ uri, name }] }));
    };
    const text = document.getText();
    const main = text.split("\n").findIndex((line) => MAIN.test(line));
    if (main >= 0) {
      add(main, "mojo.run", "▶ Run");
      add(main, "mojo.debug", "Debug");
    }
    if (/[/\\]tests[/\\](.*[/\\])?test_[^/\\]*$/.test(document.uri.path))
      for (const test of findTests(text)) add(test.line, "mojo.test", "▶ Test", test.name === "main" ? undefined : test.name);
    return lenses;
  }
}

export function lenses(server: Server): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider({ language: "mojo", scheme: "file" }, new Lenses(server));
}
