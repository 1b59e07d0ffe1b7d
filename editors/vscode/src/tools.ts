// SPDX-License-Identifier: Apache-2.0
// Where the programs of the toolchain are, and running them.
import { execFile } from "child_process";
import * as fs from "fs";
import * as path from "path";
import * as vscode from "vscode";

function onPath(name: string): string | undefined {
  for (const dir of (process.env.PATH ?? "").split(path.delimiter)) {
    if (!dir) continue;
    const file = path.join(dir, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      if (fs.statSync(file).isFile()) return file;
    } catch {
      // the next one
    }
  }
  return undefined;
}

function setting(name: string): string {
  const value = vscode.workspace.getConfiguration("mojo").get<string>(name, "").trim();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return value.replace(/^\$\{workspaceFolder\}/, folder).replace(/^~(?=\/)/, process.env.HOME ?? "~");
}

/** The program `mojo`, or one that lies beside it (`mojo-lsp`). Undefined: not found. */
export function findTool(name: "mojo" | "mojo-lsp"): string | undefined {
  if (name === "mojo-lsp") {
    const server = setting("server.path");
    if (server) return server.includes("/") ? server : onPath(server);
  }
  const mojo = setting("path");
  if (mojo) {
    const file = mojo.includes("/") ? mojo : onPath(mojo);
    if (name === "mojo" || !file) return file;
    const beside = path.join(path.dirname(fs.realpathSync.native(file)), name);
    return fs.existsSync(beside) ? beside : onPath(name);
  }
  return onPath(name);
}

/** `mojo`, after a message when there is none. */
export function mojoOrTell(): string | undefined {
  const mojo = findTool("mojo");
  if (!mojo) void tellMissing("mojo");
  return mojo;
}

export async function tellMissing(name: string): Promise<void> {
  const open = "Open Settings";
  const choice = await vscode.window.showErrorMessage(
    `\`${name}\` was not found: put it on the PATH, or set \`mojo.path\`.`, open);
  if (choice === open) void vscode.commands.executeCommand("workbench.action.openSettings", "mojo.path");
}

export interface Output {
  code: number | undefined; // undefined: it did not start
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
export function capture(file: string, args: string[], cwd?: string): Promise<Output> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : undefined) : 0;
      resolve({ code, stdout, stderr: code === undefined ? String(error) : stderr });
    });
  });
}

/** The nearest folder at or above a file that has a mojo.toml. */
export function projectOf(file: string): string | undefined {
  for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
    if (fs.existsSync(path.join(dir, "mojo.toml"))) return dir;
    if (dir === path.dirname(dir)) return undefined;
  }
}
