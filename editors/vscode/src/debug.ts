// SPDX-License-Identifier: Apache-2.0
// Debugging: builds the file without optimisation and hands it to a debug adapter that is on this machine
// (lldb-dap of LLVM, or gdb 14 and later).
import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import * as vscode from "vscode";
import { fileOf, saved } from "./run";
import { capture, mojoOrTell, projectOf } from "./tools";

interface Adapter {
  command: string;
  args: string[];
}

const LLVM_VERSIONS = [22, 21, 20, 19, 18];

async function findAdapter(): Promise<Adapter | undefined> {
  const set = vscode.workspace.getConfiguration("mojo").get<string>("debug.adapter", "").trim();
  if (set) {
    const [command, ...args] = set.split(/\s+/);
    return { command, args };
  }
  for (const command of ["lldb-dap", ...LLVM_VERSIONS.map((v) => `lldb-dap-${v}`)])
    if ((await capture(command, ["--help"])).code === 0) return { command, args: [] };
  const gdb = await capture("gdb", ["--version"]), version = /(\d+)\.\d+/.exec(gdb.stdout.split("\n")[0]);
  if (gdb.code === 0 && version && Number(version[1]) >= 14) return { command: "gdb", args: ["-i", "dap"] };
  return undefined;
}

class Provider implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [{ type: "mojo", request: "launch", name: "Mojo: this file", mojoFile: "${file}", args: [] }];
  }

  resolveDebugConfiguration(_: unknown, config: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
    if (config.type) return config;
    const document = vscode.window.activeTextEditor?.document; // F5 without a launch.json
    return document?.languageId === "mojo" ? { ...this.provideDebugConfigurations()[0], mojoFile: document.uri.fsPath } : undefined;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(_: unknown, config: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    if (!config.mojoFile || config.program) return config;
    const mojo = mojoOrTell(), file = String(config.mojoFile);
    if (!mojo || !(await saved(vscode.Uri.file(file)))) return undefined;
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "mojo-debug-"));
    const program = path.join(dir, path.basename(file).replace(/\.[^.]*$/, ""));
    const cwd = config.cwd ?? projectOf(file) ?? path.dirname(file);
    const built = await capture(mojo, ["build", "-O0", "-g", "--error-format=short", file, "-o", program], cwd);
    if (built.code !== 0) {
      void vscode.window.showErrorMessage(`The program was not built: ${(built.stderr || built.stdout).split("\n")[0]}`);
      return undefined;
    }
    return { ...config, program, cwd };
  }
}

const factory: vscode.DebugAdapterDescriptorFactory = {
  async createDebugAdapterDescriptor() {
    const adapter = await findAdapter();
    if (adapter) return new vscode.DebugAdapterExecutable(adapter.command, adapter.args);
    throw new Error("No debug adapter was found: install lldb-dap (Debian: lldb-19) or gdb 14, or set `mojo.debug.adapter`.");
  },
};

async function debug(where?: vscode.Uri | { uri: string }): Promise<void> {
  const uri = fileOf(where);
  if (!uri) return;
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
    type: "mojo", request: "launch", name: `Mojo: ${path.basename(uri.fsPath)}`, mojoFile: uri.fsPath, args: [],
  });
}

export function debugging(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider("mojo", new Provider()),
    vscode.debug.registerDebugAdapterDescriptorFactory("mojo", factory),
    vscode.commands.registerCommand("mojo.debug", debug));
}
