// SPDX-License-Identifier: Apache-2.0
// Draws what `mojo/ownership` says of the variable under the cursor: underlines where it is alive, borrowed,
// moved, and a mark where it is destroyed. On demand; it follows the cursor and the edits until it is hidden.
import * as vscode from "vscode";
import { Server } from "./server";

interface Position {
  line: number;
  character: number;
}
interface OwnedRange {
  kind: string;
  range: { start: Position; end: Position };
  message?: string;
  implicit?: boolean;
}
interface Ownership { // lsp/README.md has all of it
  variable: { name: string; type: string } | null;
  ranges: OwnedRange[];
}

interface Look {
  words: string;  // in the legend and on hover
  color: string;  // of the theme, so that people can change it
  style: "line" | "double" | "wave" | "dots" | "back";
  after?: string; // a mark behind the range
}
const LOOKS: Record<string, Look> = {
  alive: { words: "alive", color: "mojo.ownership.alive", style: "back" },
  borrowed: { words: "borrowed", color: "mojo.ownership.borrowed", style: "line" },
  mutablyBorrowed: { words: "borrowed to be changed", color: "mojo.ownership.mutablyBorrowed", style: "double" },
  copied: { words: "copied", color: "mojo.ownership.copied", style: "line", after: "⧉" },
  moved: { words: "moved", color: "mojo.ownership.moved", style: "line", after: "→" },
  destroyed: { words: "destroyed", color: "mojo.ownership.destroyed", style: "line", after: "⟂" },
  reinitialised: { words: "set again", color: "mojo.ownership.alive", style: "dots" },
  conflict: { words: "conflict", color: "mojo.ownership.conflict", style: "wave" },
};

const LINES: Partial<Record<Look["style"], string>> = {
  line: "solid 2px", double: "double 2px", wave: "wavy 1px", dots: "dotted 2px",
};

function decorationType(look: Look): vscode.TextEditorDecorationType {
  const color = new vscode.ThemeColor(look.color);
  const options: vscode.DecorationRenderOptions = { rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed };
  const line = LINES[look.style]; // a border could not be wavy, and is hidden below the highlight of a word
  const variable = `var(--vscode-${look.color.replace(/\./g, "-")})`;
  if (line) options.textDecoration = `underline ${line} ${variable}; text-underline-offset: 4px; text-decoration-skip-ink: none`;
  if (look.style === "back") {
    options.backgroundColor = new vscode.ThemeColor("mojo.ownership.aliveBackground");
    options.overviewRulerColor = color;
    options.overviewRulerLane = vscode.OverviewRulerLane.Center;
  }
  if (look.after) options.after = { contentText: look.after, color, margin: "0 0 0 1px" };
  return vscode.window.createTextEditorDecorationType(options);
}

class View implements vscode.Disposable {
  private readonly types = new Map(Object.entries(LOOKS).map(([kind, look]) => [kind, decorationType(look)]));
  private readonly bar = vscode.window.createStatusBarItem("mojo.ownership", vscode.StatusBarAlignment.Right, 49);
  private on = false;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;
  private shown: vscode.TextEditor | undefined;

  constructor(private readonly server: Server) {
    this.bar.name = "Mojo ownership";
    this.bar.command = "mojo.ownership.hide";
  }

  show(): void {
    this.on = true;
    void this.draw(true);
  }

  hide(): void {
    this.on = false;
    this.clear();
  }

  /** The cursor or the text changed. */
  later(): void {
    clearTimeout(this.timer);
    if (this.on) this.timer = setTimeout(() => void this.draw(false), 60);
    else if (vscode.workspace.getConfiguration("mojo").get<boolean>("ownership.onHold", false))
      this.timer = setTimeout(() => void this.draw(false), vscode.workspace.getConfiguration("mojo").get("ownership.holdTime", 800));
  }

  clear(): void {
    this.asked++;
    for (const type of this.types.values()) this.shown?.setDecorations(type, []);
    this.shown = undefined;
    this.bar.hide();
    void vscode.commands.executeCommand("setContext", "mojo.ownershipShown", false);
  }

  private async draw(explicit: boolean): Promise<void> {
    const editor = vscode.window.activeTextEditor, client = this.server.running;
    const turn = ++this.asked;
    if (!editor || editor.document.languageId !== "mojo" || !client) return this.clear();
    let found: Ownership | null = null;
    try {
      const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
      found = await client.sendRequest<Ownership | null>("mojo/ownership",
        { textDocument: { uri: editor.document.uri.toString() }, position });
    } catch (error) {
      if (explicit) void vscode.window.showWarningMessage(`Ownership is not known here: ${error}`);
    }
    if (turn !== this.asked) return;
    if (!found?.variable || !found.ranges.length) {
      this.clear();
      if (explicit) void vscode.window.setStatusBarMessage("Mojo: no variable under the cursor", 3000);
      return;
    }
    this.paint(editor, found);
  }

  private paint(editor: vscode.TextEditor, found: Ownership): void {
    if (this.shown !== editor) this.clear();
    this.shown = editor;
    const seen = new Set<string>();
    for (const [kind, type] of this.types) {
      const ranges = found.ranges.filter((r) => r.kind === kind);
      if (ranges.length) seen.add(LOOKS[kind].words);
      editor.setDecorations(type, ranges.map((r) => ({
        range: new vscode.Range(r.range.start.line, r.range.start.character, r.range.end.line, r.range.end.character),
        hoverMessage: kind === "alive" || !r.message ? undefined : new vscode.MarkdownString(`**${LOOKS[kind].words}** — ${r.message}`),
      })));
    }
    this.bar.text = `$(eye) ${found.variable?.name}: ${[...seen].join(", ")}`;
    this.bar.tooltip = `${found.variable?.name}: ${found.variable?.type} — click to hide`;
    this.bar.show();
    void vscode.commands.executeCommand("setContext", "mojo.ownershipShown", true);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.bar.dispose();
    for (const type of this.types.values()) type.dispose();
  }
}

export function ownership(server: Server): vscode.Disposable {
  const view = new View(server);
  return vscode.Disposable.from(
    view,
    vscode.commands.registerCommand("mojo.ownership.show", () => view.show()),
    vscode.commands.registerCommand("mojo.ownership.hide", () => view.hide()),
    vscode.window.onDidChangeTextEditorSelection((e) => {
      if (e.textEditor === vscode.window.activeTextEditor) view.later();
    }),
    vscode.window.onDidChangeActiveTextEditor(() => view.later()),
    vscode.workspace.onDidChangeTextDocument((e) => {
      if (e.document === vscode.window.activeTextEditor?.document) view.later();
    }));
}
