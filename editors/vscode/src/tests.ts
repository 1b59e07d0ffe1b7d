// SPDX-License-Identifier: Apache-2.0
// The test explorer: functions test_… of tests/test_*.mojo, run by `mojo test --json`.
import { ChildProcess, spawn } from "child_process";
import * as path from "path";
import * as readline from "readline";
import * as vscode from "vscode";
import { fileOf, saved } from "./run";
import { mojoOrTell, projectOf } from "./tools";

const PATTERN = "**/tests/**/test_*.mojo";
const TEST = /^(?:async\s+)?(?:def|fn)\s+(test_\w*|main)\s*[([]/;

interface Result {
  test: string; // file.function, or file for one with a main
  result: string;
  seconds: number;
  output: string;
}

/** The tests of a text, by line. A file with a `main` is one test. */
function findTests(text: string): { name: string; line: number }[] {
  const found: { name: string; line: number }[] = [];
  text.split("\n").forEach((line, at) => {
    const m = TEST.exec(line);
    if (m) found.push({ name: m[1], line: at });
  });
  const main = found.find((t) => t.name === "main");
  return main ? [main] : found;
}

class Explorer implements vscode.Disposable {
  readonly controller = vscode.tests.createTestController("mojo", "Mojo");

  constructor() {
    this.controller.createRunProfile("Run", vscode.TestRunProfileKind.Run, (request, token) => this.run(request, token), true);
    this.controller.refreshHandler = () => this.refresh();
  }

  async refresh(): Promise<void> {
    const uris = await vscode.workspace.findFiles(PATTERN, "**/target/**");
    const keep = new Set(uris.map((u) => u.toString()));
    this.controller.items.forEach((item) => {
      if (!keep.has(item.id)) this.controller.items.delete(item.id);
    });
    await Promise.all(uris.map((uri) => this.readFile(uri)));
  }

  private async readFile(uri: vscode.Uri): Promise<void> {
    const bytes = await vscode.workspace.fs.readFile(uri);
    this.update(uri, Buffer.from(bytes).toString("utf8"));
  }

  update(uri: vscode.Uri, text: string): void {
    const tests = findTests(text), id = uri.toString(), name = path.basename(uri.fsPath, ".mojo");
    if (!tests.length) return this.controller.items.delete(id);
    let file = this.controller.items.get(id);
    if (!file) {
      file = this.controller.createTestItem(id, name, uri);
      this.controller.items.add(file);
    }
    const whole = tests[0].name === "main";
    file.range = whole ? new vscode.Range(tests[0].line, 0, tests[0].line, 0) : undefined;
    file.children.replace(whole ? [] : tests.map((t) => {
      const old = file?.children.get(`${id}#${t.name}`);
      const item = old ?? this.controller.createTestItem(`${id}#${t.name}`, t.name, uri);
      item.range = new vscode.Range(t.line, 0, t.line, 0);
      return item;
    }));
  }

  forget(uri: vscode.Uri): void {
    this.controller.items.delete(uri.toString());
  }

  /** The items without children below those that were asked for. */
  private leaves(request: vscode.TestRunRequest): vscode.TestItem[] {
    const out: vscode.TestItem[] = [];
    const add = (item: vscode.TestItem): void => {
      if (request.exclude?.includes(item)) return;
      if (item.children.size) item.children.forEach(add);
      else out.push(item);
    };
    if (request.include) request.include.forEach(add);
    else this.controller.items.forEach(add);
    return out;
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request), projects = new Map<string, Map<string, vscode.TestItem>>();
    for (const item of this.leaves(request)) {
      const uri = item.uri as vscode.Uri, project = projectOf(uri.fsPath);
      run.enqueued(item);
      await saved(uri);
      if (!project) {
        run.errored(item, new vscode.TestMessage("No mojo.toml above this file: `mojo test` runs the tests of a project."));
        continue;
      }
      const file = path.basename(uri.fsPath, ".mojo"), name = item.id.split("#")[1];
      if (!projects.has(project)) projects.set(project, new Map());
      projects.get(project)?.set(name ? `${file}.${name}` : file, item);
    }
    for (const [project, items] of projects) await this.runProject(run, project, items, !request.include, token);
    run.end();
  }

  private runProject(run: vscode.TestRun, project: string, items: Map<string, vscode.TestItem>, all: boolean,
                     token: vscode.CancellationToken): Promise<void> {
    const mojo = mojoOrTell();
    if (!mojo) return Promise.resolve();
    const child: ChildProcess = spawn(mojo, ["test", "--json", "--error-format=short", ...(all ? [] : items.keys())], { cwd: project });
    token.onCancellationRequested(() => child.kill());
    items.forEach((item) => run.started(item));
    const open = new Map(items);
    let rest = "";
    const print = (text: string): void => {
      rest += `${text}\n`;
      run.appendOutput(`${text}\r\n`);
    };
    if (child.stdout) readline.createInterface(child.stdout).on("line", (line) => this.result(run, project, open, line, print));
    if (child.stderr) readline.createInterface(child.stderr).on("line", print);
    return new Promise((resolve) => {
      child.on("error", (e) => print(String(e)));
      child.on("close", () => {
        for (const item of open.values())
          if (token.isCancellationRequested) run.skipped(item);
          else run.errored(item, this.message(project, rest || "`mojo test` said nothing of this test"));
        resolve();
      });
    });
  }

  private result(run: vscode.TestRun, project: string, open: Map<string, vscode.TestItem>, line: string, print: (s: string) => void): void {
    let r: Result;
    try {
      r = JSON.parse(line) as Result;
    } catch {
      return print(line);
    }
    const item = open.get(r.test);
    if (!item) return;
    open.delete(r.test);
    if (r.output) run.appendOutput(r.output.replace(/\r?\n/g, "\r\n"), undefined, item);
    if (r.result === "pass") run.passed(item, r.seconds * 1000);
    else run.failed(item, this.message(project, r.output || r.result), r.seconds * 1000);
  }

  /** The text, at the first place in a file that it names; what an uncaught error is introduced with says nothing here. */
  private message(project: string, text: string): vscode.TestMessage {
    const said = text.replace(/^Unhandled exception caught during execution: (At \S+?:\d+(:\d+)?: )?/, "");
    const message = new vscode.TestMessage(said), at = /(\S+?\.(?:mojo|🔥)):(\d+)(?::(\d+))?/u.exec(text);
    if (at) {
      const place = new vscode.Position(Math.max(0, Number(at[2]) - 1), Math.max(0, Number(at[3] ?? 1) - 1));
      message.location = new vscode.Location(vscode.Uri.file(path.resolve(project, at[1])), place);
    }
    return message;
  }

  /** The lens above a test: { uri, name }. */
  async runOne(where: { uri: string; name?: string } | undefined): Promise<void> {
    const uri = fileOf(where);
    if (!uri || !(await saved(uri))) return;
    await this.readFile(uri);
    const file = this.controller.items.get(uri.toString());
    const item = where?.name ? file?.children.get(`${uri}#${where.name}`) ?? file : file;
    if (!item) return void vscode.window.showWarningMessage("There are no tests in this file.");
    const cancel = new vscode.CancellationTokenSource();
    await this.run(new vscode.TestRunRequest([item]), cancel.token);
    cancel.dispose();
  }

  dispose(): void {
    this.controller.dispose();
  }
}

export function testing(context: vscode.ExtensionContext): vscode.Disposable {
  const explorer = new Explorer(), watcher = vscode.workspace.createFileSystemWatcher(PATTERN);
  const read = (uri: vscode.Uri): void => void vscode.workspace.fs.readFile(uri).then((b) => explorer.update(uri, Buffer.from(b).toString("utf8")));
  void explorer.refresh();
  const refresh = (document: vscode.TextDocument): void => {
    if (vscode.languages.match({ pattern: PATTERN }, document)) explorer.update(document.uri, document.getText());
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(refresh),
    watcher.onDidCreate(read), watcher.onDidChange(read), watcher.onDidDelete((uri) => explorer.forget(uri)),
    vscode.workspace.onDidChangeTextDocument((e) => refresh(e.document)));
  return vscode.Disposable.from(explorer, watcher, vscode.commands.registerCommand("mojo.test", (where) => explorer.runOne(where)));
}
