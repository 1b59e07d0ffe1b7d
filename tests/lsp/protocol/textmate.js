// SPDX-License-Identifier: Apache-2.0
// The TextMate grammar of the VS Code extension against our own tree: strings, comments, numbers and declared names of
// every file of the suites must be coloured as such, and nothing else. Usage: textmate.js OUT, NODE_PATH as for e2e.js.
const { execFileSync, spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const OUT = path.resolve(process.argv[2] ?? "out");
const ROOT = path.resolve(__dirname, "../../..");
const FILES = process.argv.slice(3);
let passed = 0, failed = 0;

/** Kinds of the tree's nodes → a letter for each byte. */
const NODES = { string: "s", comment: "c", integer: "n", float: "n" };
const NAMED = { function_definition: "f", struct_definition: "t", trait_definition: "t", class_definition: "t", extension_definition: "t" };

function letterOf(scopes) {
  const inner = scopes.lastIndexOf("meta.embedded.expression.mojo");
  if (scopes.some((s) => s.startsWith("comment."))) return "c";
  if (scopes.some((s, i) => i > inner && s.startsWith("string."))) return "s";
  if (scopes.some((s) => s.startsWith("constant.numeric"))) return "n";
  const last = scopes[scopes.length - 1];
  if (/entity\.name\.function\.mojo/.test(last) || /support\.function\.magic/.test(last)) return "f";
  return /entity\.name\.type\.class/.test(last) ? "t" : ".";
}

/** Letters by line and byte, from `mojo parse --cst`. */
function fromTree(file, lines) {
  const marks = lines.map((l) => Buffer.alloc(Buffer.byteLength(l), "."));
  const tree = execFileSync(path.join(OUT, "bin/mojo"), ["parse", "--cst", file], { maxBuffer: 1 << 28, encoding: "utf8" });
  const stack = [];
  for (const m of tree.matchAll(/^( *)(?:(\w+): )?(\w+) \[(\d+):(\d+) - (\d+):(\d+)\]/gm)) {
    const depth = m[1].length / 2, node = m[3];
    stack.length = depth;
    let letter = NODES[node];
    if (node === "interpolation") letter = ".";
    if (["format_specifier", "conversion", "escape_sequence"].includes(node)) letter = "?"; // either is fine
    if (m[2] === "name" && node === "identifier") letter = NAMED[stack[depth - 1]];
    stack[depth] = node;
    if (!letter) continue;
    const [l1, c1, l2, c2] = m.slice(4).map((n) => Number(n) - 1);
    for (let l = l1; l <= l2 && l < lines.length; l++) marks[l].fill(letter, l === l1 ? c1 : 0, l === l2 ? c2 : marks[l].length);
  }
  return marks;
}

function fromGrammar(grammar, lines) {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const found = grammar.tokenizeLine(line, state), marks = [];
    state = found.ruleStack;
    for (const t of found.tokens) {
      const bytes = Buffer.byteLength(line.slice(t.startIndex, t.endIndex));
      const letter = /punctuation\.section\.interpolation/.test(t.scopes.join(" ")) ? "?" : /placeholder/.test(t.scopes.join(" ")) ? "?" : letterOf(t.scopes);
      marks.push(letter.repeat(bytes));
    }
    return Buffer.from(marks.join(""));
  });
}

function compare(file, lines, tree, grammar) {
  for (let l = 0; l < lines.length; l++) {
    const text = Buffer.from(lines[l]);
    for (let i = 0; i < text.length; i++) {
      const a = String.fromCharCode(tree[l][i]), b = String.fromCharCode(grammar[l][i] ?? 46);
      if (a === b || a === "?" || b === "?" || text[i] <= 32) continue;
      // The tree lacks a comment line in column 0 that is followed by a word which is a keyword only in places.
      if (b === "c" && a === "." && text[0] === 35) continue;
      failed++;
      if (failed <= 20) console.log(`FAILED: ${path.relative(ROOT, file)}:${l + 1}\n  ${lines[l]}\n  ${tree[l]}  tree\n  ${grammar[l]}  grammar`);
      return;
    }
  }
  passed++;
}

function suite() {
  return ["tests/golden", "tests/examples", "core/std"].flatMap((folder) =>
    fs.readdirSync(path.join(ROOT, folder), { recursive: true }).filter((f) => f.endsWith(".mojo")).sort().map((f) => path.join(ROOT, folder, f)));
}

(async () => {
  await oniguruma.loadWASM(fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({ createOnigScanner: (p) => new oniguruma.OnigScanner(p), createOnigString: (s) => new oniguruma.OnigString(s) }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(path.join(ROOT, "editors/vscode/syntaxes/mojo.tmLanguage.json"), "utf8"), "mojo.json"),
  });
  const grammar = await registry.loadGrammar("source.mojo");
  let skipped = 0;
  for (const file of FILES.length ? FILES : suite()) {
    const text = fs.readFileSync(file, "utf8"), lines = text.split(/\r\n|\n/);
    // In a file with syntax errors, or other line ends, the colours are anybody's guess.
    if (/[\r\f\0\ufeff\ufffd]/.test(text) || spawnSync(path.join(OUT, "bin/mojo"), ["parse", file]).status !== 0) skipped++;
    else compare(file, lines, fromTree(file, lines), fromGrammar(grammar, lines));
  }
  console.log(`${skipped} files with syntax errors or odd line ends were left out`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
