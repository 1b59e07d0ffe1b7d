// SPDX-License-Identifier: Apache-2.0
// The language server: found, started, watched. What it can do, the client learns from it.
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, LanguageClientOptions, State } from "vscode-languageclient/node";
import { findTool, tellMissing } from "./tools";

export type Health = "starting" | "indexing" | "ready" | "stopped" | "failed" | "missing";
export interface Status {
  health: Health;
  version: string;
  command: string;
  detail: string; // what is being indexed, why it failed
}

const MAX_RESTARTS = 4; // within three minutes
const RESTART_WINDOW_MS = 180_000;

/** Extensions that look after Python files themselves. */
const PYTHON_SERVERS = ["ms-python.vscode-pylance", "ms-pyright.pyright", "detachhead.basedpyright", "astral-sh.ty",
  "meta.pyrefly"];

function servesPython(): boolean {
  const choice = vscode.workspace.getConfiguration("mojo").get<string>("python.enable", "auto");
  return choice === "on" || (choice === "auto" && !PYTHON_SERVERS.some((id) => vscode.extensions.getExtension(id)));
}

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly output = vscode.window.createOutputChannel("Mojo Language Server");
  private readonly changed = new vscode.EventEmitter<Status>();
  private crashes: number[] = [];
  private busy = new Map<string | number, string>(); // progress under way
  readonly onStatus = this.changed.event;
  status: Status = { health: "stopped", version: "", command: "", detail: "" };

  /** The running client; undefined when there is none. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  private set(change: Partial<Status>): void {
    this.status = { ...this.status, ...change };
    this.changed.fire(this.status);
  }

  async start(): Promise<void> {
    const command = findTool("mojo-lsp");
    this.busy.clear();
    if (!command) {
      this.set({ health: "missing", command: "", version: "", detail: "mojo-lsp was not found" });
      void tellMissing("mojo-lsp");
      return;
    }
    const args = vscode.workspace.getConfiguration("mojo").get<string[]>("server.arguments", []);
    this.set({ health: "starting", command, detail: "" });
    const client = new LanguageClient("mojo", "Mojo", { command, args: ["--stdio", ...args] }, this.options());
    this.client = client;
    client.onDidChangeState((e) => {
      if (e.newState === State.Stopped && this.client === client) this.set({ health: "stopped" });
    });
    try {
      await client.start();
      const info = client.initializeResult?.serverInfo;
      this.set({ health: this.busy.size ? "indexing" : "ready", version: info?.version ?? "" });
    } catch (error) {
      this.set({ health: "failed", detail: String(error) });
      void vscode.window.showErrorMessage(`The Mojo language server \`${command}\` did not start: ${error}`);
    }
  }

  private options(): LanguageClientOptions {
    const languages = ["mojo", ...(servesPython() ? ["python"] : [])];
    return {
      documentSelector: languages.flatMap((language) => [
        { scheme: "file", language }, { scheme: "untitled", language }, { scheme: "vscode-notebook-cell", language }]),
      outputChannel: this.output,
      initializationOptions: { ...vscode.workspace.getConfiguration("mojo"), notebook: { python: servesPython() } },
      synchronize: {
        configurationSection: "mojo",
        fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.{mojo,🔥,py,pyi},mojo.toml,mojo.lock}"),
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => this.crashed(),
      },
      middleware: {
        provideCompletionItem: async (document, position, context, token, next) => {
          const found = await next(document, position, context, token);
          for (const item of Array.isArray(found) ? found : found?.items ?? [])
            if (item.insertText instanceof vscode.SnippetString && /\(\$\{?[01]/.test(item.insertText.value))
              item.command ??= { command: "editor.action.triggerParameterHints", title: "Show the arguments" };
          return found;
        },
        handleWorkDoneProgress: (token, params, next) => {
          this.progress(token, params);
          next(token, params);
        },
      },
    };
  }

  private progress(token: string | number, p: { kind: string; title?: string; message?: string; percentage?: number }): void {
    if (p.kind === "end") this.busy.delete(token);
    else this.busy.set(token, [p.title, p.message].filter(Boolean).join(": ") || (this.busy.get(token) ?? ""));
    const [detail] = this.busy.values();
    if (this.status.health === "ready" || this.status.health === "indexing")
      this.set({ health: this.busy.size ? "indexing" : "ready", detail: detail ?? "" });
  }

  /** Starts it again, unless it keeps ending. */
  private crashed(): { action: CloseAction } {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((t) => now - t < RESTART_WINDOW_MS), now];
    if (this.crashes.length <= MAX_RESTARTS) {
      this.set({ health: "starting", detail: "it ended and was started again" });
      return { action: CloseAction.Restart };
    }
    this.set({ health: "failed", detail: `it ended ${this.crashes.length} times in three minutes` });
    void vscode.window.showErrorMessage("The Mojo language server keeps ending. `Mojo: Restart the Language Server` tries again.");
    return { action: CloseAction.DoNotRestart };
  }

  async stop(): Promise<void> {
    const old = this.client;
    this.client = undefined;
    if (old && old.state !== State.Stopped) await old.stop().catch(() => undefined);
    this.set({ health: "stopped", detail: "" });
  }

  async restart(): Promise<void> {
    this.crashes = [];
    await this.stop();
    await this.start();
  }

  showOutput(): void {
    this.output.show(true);
  }

  dispose(): void {
    this.changed.dispose();
    this.output.dispose();
  }
}
