#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Latency of mojo-lsp on a file of 2,000 lines in a workspace of 100,000, beside clangd on an equivalent C workspace and
pyright on an equivalent Python one, where they are installed. Usage: bench.py [OUT [SERVER…]]
pyright is looked for in $PEERS/node (tests/lsp/peers.sh). Times of one machine in one run: compare columns, not runs."""
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from client import Client  # noqa: E402

OUT = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("OUT", "out"))
PEERS = pathlib.Path(os.environ.get("PEERS", pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "mojo-peers"))
FILES, BLOCKS, EDITS = 50, 100, 100
SHARED = 10  # every tenth block uses what all files share

# ---- one program in three languages: blocks of 20 lines ---------------------------------------------------
MOJO = '''struct Point{b}(Copyable):
    var x: Int
    var name: String

    def __init__(out self, x: Int):
        self.x = x
        self.name = "p"

    def scaled(self, k: Int) -> Int:
        var t = self.x * k
        for j in range(k):
            t += j
        return t

def use{b}(n: Int) -> Int:
    var p = Point{b}(n)
    var l = [n, p.scaled(3)]
    var s = {call}
    return p.scaled(2) + l[1] + s

'''
C = '''typedef struct Point{b} {{
    long x;
    const char *name;
}} Point{b};
static Point{b} make{b}(long x) {{
    Point{b} p = {{x, "p"}};
    return p;
}}
static long scaled{b}(const Point{b} *p, long k) {{
    long t = p->x * k;
    for (long j = 0; j < k; j++) t += j;
    return t;
}}
long use{b}(long n) {{
    Point{b} p = make{b}(n);
    long l[2] = {{n, scaled{b}(&p, 3)}};
    long s = {call};
    return scaled{b}(&p, 2) + l[1] + s;
}}

'''
PYTHON = '''class Point{b}:
    x: int
    name: str

    def __init__(self, x: int) -> None:
        self.x = x
        self.name = "p"

    def scaled(self, k: int) -> int:
        t = self.x * k
        for j in range(k):
            t += j
        return t

def use{b}(n: int) -> int:
    p = Point{b}(n)
    l = [n, p.scaled(3)]
    s = {call}
    return p.scaled(2) + l[1] + s

'''


class Language:
    def __init__(self, name, suffix, block, head, common, member, language):
        self.name, self.suffix, self.block, self.head, self.common, self.member, self.language = name, suffix, block, head, common, member, language

    def text(self, file):
        blocks = (self.block.format(b="%d_%d" % (file, i), call="shared(n)" if i % SHARED == 0 else "n") for i in range(BLOCKS))
        return self.head + "".join(blocks)

    def write(self, root):
        """The workspace; the paths of its files."""
        paths = [root / ("part%d%s" % (i, self.suffix)) for i in range(FILES)]
        for i, path in enumerate(paths):
            path.write_text(self.text(i))
        name, text = self.common
        (root / name).write_text(text)
        if self.suffix == ".c":
            entries = [{"directory": str(root), "file": p.name, "arguments": ["clang", "-std=c11", "-c", p.name]} for p in paths]
            (root / "compile_commands.json").write_text(json.dumps(entries))
        return paths


LANGUAGES = {
    "mojo-lsp": Language("Mojo", ".mojo", MOJO, "from common import shared\n\n", ("common.mojo", "def shared(n: Int) -> Int:\n    return n + 1\n"), "p.", "mojo"),
    "clangd": Language("C", ".c", C, "#include \"common.h\"\n\n", ("common.h", "static inline long shared(long n) { return n + 1; }\n"), "p.", "c"),
    "pyright": Language("Python", ".py", PYTHON, "from common import shared\n\n", ("common.py", "def shared(n: int) -> int:\n    return n + 1\n"), "p.", "python"),
}
TARGETS = {"initialize": 30, "open to diagnostics, cold": 400, "open to diagnostics, warm": 60, "keystroke to diagnostics p50": 15,
           "keystroke to diagnostics p99": 60, "completion after a keystroke p50": 3, "completion after a keystroke p99": 15, "hover": 2, "definition": 2,
           "references in the workspace": 50, "memory (MB)": 60 + 100}


def commands():
    found = {"mojo-lsp": [OUT + "/bin/mojo-lsp"]}
    clangd = shutil.which("clangd") or shutil.which("clangd-19")
    if clangd:
        found["clangd"] = [clangd, "--background-index", "--log=error"]
    server = PEERS / "node/node_modules/pyright/langserver.index.js"
    if server.exists() and shutil.which("node"):
        found["pyright"] = [shutil.which("node"), str(server), "--stdio"]
    return {k: v for k, v in found.items() if len(sys.argv) < 3 or k in sys.argv[2:]}


class Bench(Client):
    """A client that answers what servers ask."""

    def read(self, end):
        super().read(end)
        if self.notes and "id" in self.notes[-1]:
            asked = self.notes.pop()
            result = [None] * len(asked["params"]["items"]) if asked["method"] == "workspace/configuration" else None
            self.send({"jsonrpc": "2.0", "id": asked["id"], "result": result})


def memory(pid):
    """Megabytes of a process and those below it, shared pages divided among them."""
    kb, seen = 0, [pid]
    for p in seen:
        try:
            kb += sum(int(l.split()[1]) for l in open("/proc/%d/smaps_rollup" % p) if l.startswith("Pss:"))
            for task in os.listdir("/proc/%d/task" % p):
                seen += [int(c) for c in open("/proc/%d/task/%s/children" % (p, task)).read().split()]
        except OSError:
            pass
    return kb / 1024


class Run:
    def __init__(self, command, language, root, env):
        self.command, self.language, self.root, self.env = command, language, root, env
        self.paths = language.write(root)
        self.uri = self.paths[FILES // 2].as_uri()
        self.text = language.text(FILES // 2)
        self.rows = {}

    def note(self, name, seconds):
        self.rows.setdefault(name, []).append(seconds * 1000)

    def timed(self, name, fn):
        start = time.perf_counter()
        result = fn()
        self.note(name, time.perf_counter() - start)
        return result

    def place(self, needle, inside=0):
        at = self.text.index(needle) + inside
        return self.text.count("\n", 0, at), at - self.text.rfind("\n", 0, at) - 1

    def start(self):
        capabilities = {"textDocument": {"publishDiagnostics": {"versionSupport": True}, "completion": {"completionItem": {"snippetSupport": True}}},
                        "workspace": {"configuration": True, "workspaceFolders": True}, "window": {"workDoneProgress": True}}
        env = {**self.env, "HOME": self.env["XDG_CACHE_HOME"]}
        self.client = self.timed("initialize", lambda: Bench(*self.command, capabilities=capabilities, roots=[str(self.root)], env=env,
                                                             stderr=open(os.devnull, "w")))

    def open(self, name):
        self.client.open(self.uri, self.text, self.language.language)
        found = self.timed(name, lambda: self.client.diagnostics(self.uri, 120))
        assert not [d for d in found if d.get("severity", 1) == 1], "%s: the program has mistakes: %s" % (self.language.name, found[:2])

    def at(self, method, line, character, **more):
        return self.client.at(method, self.uri, line, character, 60, **more)

    def keystroke(self, line, column, with_, until=None):
        self.client.notes.clear()
        self.client.change(self.uri, {"range": {"start": {"line": line, "character": column}, "end": {"line": line, "character": until or column}}, "text": with_})

    def typing(self):
        """A character at a time in the middle of the file, and diagnostics after each; then members after a dot."""
        name = "use%d_%d" % (FILES // 2, BLOCKS // 2)
        line = self.place(name + "(")[0] + 2
        column = len(self.text.split("\n")[line])
        end = ";" if self.language.suffix == ".c" else ""
        for i in range(EDITS):
            self.keystroke(line, column - len(end), " " if i % 2 == 0 else "", column - len(end) + i % 2)
            self.timed("keystroke to diagnostics", lambda: self.client.diagnostics(self.uri, 60))
        for i in range(EDITS // 2):
            indent, typed = "    ", self.language.member
            self.keystroke(line + 1, 0, indent + typed + "\n")
            found = self.timed("completion after a keystroke", lambda: self.at("completion", line + 1, len(indent + typed)))
            items = found["items"] if isinstance(found, dict) else found
            assert any("x" == i["label"].strip(" •") for i in items), "%s: members are completed: %s" % (self.language.name, [i["label"] for i in items[:5]])
            self.client.change(self.uri, {"range": {"start": {"line": line + 1, "character": 0}, "end": {"line": line + 2, "character": 0}}, "text": ""})
            time.sleep(0.05)  # clangd publishes nothing for a text that it has seen

    def questions(self):
        line, column = self.place("scaled(2)" if self.language.suffix != ".c" else "scaled%d_0(&p, 2)" % (FILES // 2))
        for _ in range(40):
            assert self.timed("hover", lambda: self.at("hover", line, column))
            assert self.timed("definition", lambda: self.at("definition", line, column))

    def references(self):
        line, column = self.place("shared(n)")
        wanted = FILES * (BLOCKS // SHARED)
        end = time.monotonic() + 90
        while True:  # until a background index is whole
            found = self.at("references", line, column, context={"includeDeclaration": False})
            if len(found or []) >= wanted or time.monotonic() > end:
                break
            time.sleep(0.2)
        if len(found or []) < wanted:
            return print("  %s: only %d of %d references are found" % (self.language.name, len(found or []), wanted))
        for _ in range(10):
            self.timed("references in the workspace", lambda: self.at("references", line, column, context={"includeDeclaration": False}))

    def all(self):
        self.start()
        self.open("open to diagnostics, cold")
        self.references()
        self.client.stop()
        self.start()
        self.open("open to diagnostics, warm")
        self.typing()
        self.questions()
        self.references()
        self.rows["memory (MB)"] = [memory(self.client.process.pid)]
        self.client.stop()
        return self.rows


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


def lines_of(rows):
    out = {}
    for name, values in rows.items():
        if name in ("keystroke to diagnostics", "completion after a keystroke"):
            out[name + " p50"], out[name + " p99"] = percentile(values, 0.5), percentile(values, 0.99)
        else:
            out[name] = percentile(values, 0.5)
    return out


def main():
    results = {}
    for name, command in commands().items():
        with tempfile.TemporaryDirectory() as dir:
            root, cache = pathlib.Path(dir).resolve() / "work", pathlib.Path(dir).resolve() / "cache"
            root.mkdir()
            cache.mkdir()
            results[name] = lines_of(Run(command, LANGUAGES[name], root, {"XDG_CACHE_HOME": str(cache)}).all())
    print("%d files, %d lines each; milliseconds" % (FILES, LANGUAGES["mojo-lsp"].text(0).count("\n")))
    print("%-36s %10s" % ("", "target") + "".join("%12s" % n for n in results))
    for row, target in TARGETS.items():
        cells = "".join("%12.2f" % r[row] if row in r else "%12s" % "-" for r in results.values())
        print("%-36s %10s%s" % (row, target, cells))


main()
