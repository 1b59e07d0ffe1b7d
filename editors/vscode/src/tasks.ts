// SPDX-License-Identifier: Apache-2.0
// Tasks: what `mojo` does, with its diagnostics in the problems view.
import * as fs from "fs";
import * as path from "path";
import * as vscode from "vscode";
import { findTool, mojoOrTell } from "./tools";

interface Definition extends vscode.TaskDefinition {
  type: "mojo";
  command: string;
  args?: string[];
  cwd?: string;
}

/** Commands whose diagnostics `--error-format=short` prints on one line each, for the problem matcher. */
const DIAGNOSING = ["build", "run", "check", "test"];

export function mojoTask(name: string, args: string[], cwd?: string, definition?: Definition,
                         scope?: vscode.WorkspaceFolder): vscode.Task {
  const [command, ...rest] = args;
  const format = DIAGNOSING.includes(command) ? ["--error-format=short"] : [];
  const task = new vscode.Task(
    definition ?? { type: "mojo", command, args: rest }, scope ?? vscode.TaskScope.Workspace, name, "mojo",
    new vscode.ProcessExecution(findTool("mojo") ?? "mojo", [command, ...format, ...rest], { cwd }), "$mojo");
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true, focus: false };
  if (command === "build") task.group = vscode.TaskGroup.Build;
  if (command === "test") task.group = vscode.TaskGroup.Test;
  return task;
}

function provideTasks(): vscode.Task[] {
  const tasks: vscode.Task[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    if (!fs.existsSync(path.join(folder.uri.fsPath, "mojo.toml"))) continue;
    for (const command of ["build", "run", "test", "check"]) {
      const args = command === "check" ? [command, "."] : [command];
      tasks.push(mojoTask(command, args, folder.uri.fsPath, { type: "mojo", command, args: args.slice(1) }, folder));
    }
    tasks.push(mojoTask("format", ["fmt", "."], folder.uri.fsPath, { type: "mojo", command: "fmt", args: ["."] }, folder));
  }
  return tasks;
}

/** Completes a task of tasks.json, which has only its definition. */
function resolveTask(task: vscode.Task): vscode.Task | undefined {
  const d = task.definition as Definition;
  if (!d.command || !mojoOrTell()) return undefined;
  const folder = typeof task.scope === "object" ? task.scope : undefined;
  return mojoTask(task.name, [d.command, ...(d.args ?? [])], d.cwd ?? folder?.uri.fsPath, d, folder);
}

export function tasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider("mojo", { provideTasks, resolveTask });
}
