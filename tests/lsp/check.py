# SPDX-License-Identifier: Apache-2.0
"""Tests of mojo-lsp over its protocol. Usage: check.py OUT"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from agree import agree, read  # noqa: E402
from client import Client  # noqa: E402
from expect import BINARY, ROOT, apply_edits, find, ok, run_tests  # noqa: E402

URI = "file:///tmp/mojo-lsp-test/a.mojo"
SNIPPETS = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}

PROGRAM = '''from std.collections import Dict

struct Point(Copyable):
    """A point."""
    var x: Int
    var y: Int

    def __init__(out self, x: Int, y: Int):
        self.x = x
        self.y = y

    def norm(self, scale: Int = 1) -> Int:
        """Its norm.

        More text."""
        return (self.x * self.x + self.y) * scale

def change(mut p: Point, by: Int):
    p.x += by

def main():
    var p = Point(1, 2)
    change(p, by=3)
    print(p.norm(2), "🔥", p.y)
'''


def test_lifecycle():
    c = Client(BINARY, start=False)
    ok(c.wait_raw(c.post("textDocument/hover", {}))["error"]["code"] == -32002, "a request before initialize")
    c.request("initialize", {"capabilities": {}})
    ok(c.wait_raw(c.post("no/such", {}))["error"]["code"] == -32601, "an unknown method")
    c.send_raw(b"Content-Length: 3\r\n\r\n{]}")
    end = time.monotonic() + 5
    while None not in c.answers:
        c.read(end)
    ok(c.answers.pop(None)["error"]["code"] == -32700, "broken JSON")
    c.change_unknown = c.notify("textDocument/didChange", {"textDocument": {"uri": "file:///no", "version": 1}, "contentChanges": []})
    ok(c.wait_raw(c.post("textDocument/hover", {"textDocument": {"uri": "file:///no"}, "position": {"line": 0, "character": 0}}))
       ["error"]["code"] == -32602, "a document that is not open")
    c.request("shutdown", None)
    ok(c.wait_raw(c.post("textDocument/hover", {}))["error"]["code"] == -32600, "a request after shutdown")
    c.notify("exit", None)
    ok(c.process.wait(5) == 0, "exit after shutdown")
    c = Client(BINARY)
    c.notify("exit", None)
    ok(c.process.wait(5) == 1, "exit without shutdown")
    c = Client(BINARY)
    c.process.stdin.close()
    ok(c.process.wait(5) == 1, "the end of the stream")


def test_features():
    c = Client(BINARY, capabilities=SNIPPETS)
    c.open(URI, PROGRAM)
    ok(c.diagnostics(URI) == [], "the program has no mistakes")

    def at(method, needle, skip=0, inside=0, **more):
        line, col = find(PROGRAM, needle, skip, inside)
        return c.at(method, URI, line, col, **more)

    def hover(*a):
        r = at("hover", *a)
        return r["contents"]["value"] if r else ""
    ok("var p: Point" in hover("p = Point"), "hover on a local")
    ok("16 bytes" in hover("p = Point"), "hover gives the size")
    ok("def Point.norm(self, scale: Int = 1) -> Int" in hover("norm(2)"), "hover on a method")
    ok("Its norm.\n\nMore text." in hover("norm(2)"), "the doc-string is dedented")
    ok("mut p: Point" in hover("p.x += by"), "hover on an argument")
    ok("var Point.x: Int" in hover("x += by"), "hover on a field")
    ok("struct Dict" in hover("Dict"), "hover on an import")
    line, col = find(PROGRAM, "norm(self")
    ok(at("definition", "norm(2)")[0]["range"]["start"] == {"line": line, "character": col}, "definition of a method")
    ok("dict" in at("definition", "Dict")[0]["uri"], "definition in the library")
    line, col = find(PROGRAM, "y: Int")
    ok(at("definition", "p.y)", 0, 2)[0]["range"]["start"] == {"line": line, "character": col}, "definition after an astral character")
    line, col = find(PROGRAM, "Point(Copyable")
    ok(at("typeDefinition", "p = Point")[0]["range"]["start"] == {"line": line, "character": col}, "type definition")
    ok(len(at("documentHighlight", "p = Point")) == 4, "highlights of a local")
    refs = at("references", "norm(2)", context={"includeDeclaration": True})
    ok(len(refs) == 2, "references of a method")
    ok(len(at("references", "norm(2)", context={"includeDeclaration": False})) == 1, "references without the declaration")
    edits = at("rename", "x: Int", newName="left")["changes"][URI]
    text = apply_edits(PROGRAM, edits)
    ok("self.left = x" in text and "p.left += by" in text and "var left: Int" in text and text.count("left") == 5, "rename of a field")
    ok("error" in c.wait_raw(c.post("textDocument/rename", {"textDocument": {"uri": URI}, "position": {"line": 4, "character": 8},
                                                            "newName": "1x"})), "rename to what is no name")
    help_ = at("signatureHelp", "2), \"")
    ok(help_["signatures"][0]["label"] == "norm(scale: Int = 1) -> Int", "signature help leaves the receiver out")
    ok(at("signatureHelp", "by=3", 0, 3)["activeParameter"] == 1, "signature help follows keywords")
    hints = c.request("textDocument/inlayHint", {"textDocument": {"uri": URI}, "range": {
        "start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}})
    ok([h["label"] for h in hints] == [": Point", "mut"], "inlay hints")
    items = [i for i in at("completion", "norm(2)")["items"] if i["kind"] != 15]
    ok([i["label"] for i in items] == ["x", "y", "norm", "copy"], "completion of members")
    symbols = c.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    ok([s["name"] for s in symbols] == ["Point", "change", "main"], "document symbols")
    ok([s["name"] for s in symbols[0]["children"]] == ["x", "y", "__init__", "norm"], "symbols of a struct")
    folds = c.request("textDocument/foldingRange", {"textDocument": {"uri": URI}})
    ok({"startLine": 2, "endLine": 15} in folds, "folding")
    sel = c.request("textDocument/selectionRange", {"textDocument": {"uri": URI}, "positions": [{"line": 4, "character": 9}]})[0]
    while "parent" in sel:
        a, b = sel["range"], sel["parent"]["range"]
        ok((b["start"]["line"], b["start"]["character"]) <= (a["start"]["line"], a["start"]["character"]), "selections grow")
        sel = sel["parent"]
    full = c.request("textDocument/semanticTokens/full", {"textDocument": {"uri": URI}})
    c.change(URI, {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "import std.math\n"})
    delta = c.request("textDocument/semanticTokens/full/delta", {"textDocument": {"uri": URI}, "previousResultId": full["resultId"]})
    data = full["data"]
    for e in delta["edits"]:
        data[e["start"]:e["start"] + e["deleteCount"]] = e["data"]
    fresh = c.request("textDocument/semanticTokens/full", {"textDocument": {"uri": URI}})
    ok(data == fresh["data"] and len(data) > 50, "semantic token deltas")
    ok(c.stop() == 0, "a clean end")


def test_completion():
    c = Client(BINARY)
    c.open(URI, "")
    head = "struct P(Copyable):\n    var x: Int\n    def __init__(out self):\n        self.x = 1\n    def get(self) -> Int:\n        return self.x\n\n"
    for tail, has, has_not in [
        ("def main():\n    var p = P()\n    p.|", "get x copy", "main print"),
        ("def main():\n    var p = P()\n    print(p.|)\n", "get x", "main"),
        ("def main():\n    var p = P()\n    if p.|\n    print(p)\n", "get x", "main"),
        ("def main():\n    var p = P()\n    p.g|", "get", "x"),
        ("def main():\n    var local = P()\n    lo|", "local", "get"),
        ("def main():\n    |", "print main P var", "x get"),
        ("def f(argument: P):\n    ar|", "argument", "main"),
        ("def main():\n    var s = \"a\".|", "byte_length", "main"),
        ("from std.|", "collections math", "print"),
        ("from std.math import |", "sqrt", "collections"),
        ("def main():\n    # p|", "", "print P"),
        ("def f(p: |", "Int P", ""),
        ("def main():\n    P.|", "get", "main"),
    ]:
        text = head + tail
        line, col = find(text, "|")
        c.change(URI, {"text": text.replace("|", "")})
        labels = {i["label"] for i in c.at("completion", URI, line, col)["items"]}
        ok(set(has.split()) <= labels, "completion of %r: has %s" % (tail, set(has.split()) - labels))
        ok(not set(has_not.split()) & labels, "completion of %r: offers %s" % (tail, set(has_not.split()) & labels))
    c.stop()


def test_actions():
    c = Client(BINARY)
    text = "def main():\n    var value = 1\n    print(valu)\n"
    c.open(URI, text)
    d = c.diagnostics(URI)
    ok(len(d) >= 1, "an unknown name is found")
    actions = c.request("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": {
        "start": {"line": 2, "character": 10}, "end": {"line": 2, "character": 14}}, "context": {"diagnostics": d}})
    fixes = [a for a in actions if a["kind"] == "quickfix"]
    ok(fixes and fixes[0]["edit"]["changes"][URI][0]["newText"] == "value", "the fix of a misspelt name")
    c.stop()


def test_encodings():
    text = "def main():\n    var s = \"🔥é\" + undefined_name\n"
    for enc, col in [("utf-8", 23), ("utf-16", 20), ("utf-32", 19)]:
        c = Client(BINARY, capabilities={"general": {"positionEncodings": [enc]}})
        ok(c.server["capabilities"]["positionEncoding"] == enc, "the encoding is taken")
        c.open(URI, text)
        d = c.diagnostics(URI)
        ok(d and d[0]["range"]["start"] == {"line": 1, "character": col}, "%s: %s" % (enc, d))
        c.stop()


def test_pull():
    c = Client(BINARY, capabilities={"textDocument": {"diagnostic": {}}})
    c.open(URI, "def main():\n    print(nothing)\n")
    r = c.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    ok(r["kind"] == "full" and r["items"][0]["code"] == "E1001", "pulled diagnostics")
    again = c.request("textDocument/diagnostic", {"textDocument": {"uri": URI}, "previousResultId": r["resultId"]})
    ok(again["kind"] == "unchanged", "pulled again")
    c.stop()


def test_workspace():
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        (root / "lib.mojo").write_text("def twice(x: Int) -> Int:\n    return x * 2\n")
        (root / "other.mojo").write_text("from lib import twice\n\ndef g() -> Int:\n    return twice(3)\n")
        main = "from lib import twice\n\ndef main():\n    print(twice(2))\n"
        (root / "main.mojo").write_text(main)
        uri = (root / "main.mojo").as_uri()
        c = Client(BINARY, roots=[str(root)])
        c.open(uri, main)
        ok(c.diagnostics(uri) == [], "imports are found beside the file")
        line, col = find(main, "twice(2)")
        ok(c.at("definition", uri, line, col)[0]["uri"].endswith("lib.mojo"), "definition in another file")
        refs = c.at("references", uri, line, col, context={"includeDeclaration": True})
        ok(sorted({r["uri"].rsplit("/", 1)[1] for r in refs}) == ["lib.mojo", "main.mojo", "other.mojo"] and len(refs) == 5,
           "references in files that are not open: %s" % refs)
        changes = c.at("rename", uri, line, col, newName="double")["changes"]
        ok(sorted(len(v) for v in changes.values()) == [1, 2, 2], "rename in files that are not open")
        lib = (root / "lib.mojo").as_uri()
        c.open(lib, "def thrice(x: Int) -> Int:\n    return x * 3\n")
        ok(c.diagnostics(lib) == [], "the other file is right")
        c.notes.clear()
        c.change(uri, {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "\n"})
        ok([d["code"] for d in c.diagnostics(uri)][:1] != [], "an open file's text counts, not the disk's")
        names = [s["name"] for s in c.request("workspace/symbol", {"query": "tw"})]
        ok("twice" in names or "thrice" in names or names == [], "workspace symbols")
        ok(len(c.request("workspace/symbol", {"query": "g"})) >= 1, "workspace symbols find a function")
        c.stop()


def test_diagnostics():
    """What the editor shows is what `mojo check` prints, over the golden files."""
    c = Client(BINARY)
    n = 0
    for path in sorted((ROOT / "tests/golden").rglob("*.mojo")):
        text = read(path)
        if text is not None:
            n += agree(c, path, text, path)
    ok(n > 20, "the golden files have mistakes")
    c.stop()


def test_cancel():
    c = Client(BINARY)
    c.open(URI, PROGRAM)
    id = c.post("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 20, "character": 9}})
    c.notify("$/cancelRequest", {"id": id})
    r = c.wait_raw(id)
    ok("result" in r or r["error"]["code"] == -32800, "a cancelled request is answered once")
    c.stop()


def test_crash():
    """Workers that die cost nobody an answer."""
    c = Client(BINARY)
    c.open(URI, PROGRAM)
    c.diagnostics(URI)
    line, col = find(PROGRAM, "norm(2)")
    for child in subprocess.run(["ps", "-o", "pid=", "--ppid", str(c.process.pid)], capture_output=True, text=True).stdout.split():
        os.kill(int(child), signal.SIGSEGV)
    position = {"textDocument": {"uri": URI}, "position": {"line": line, "character": col}}
    ok("norm" in c.request("textDocument/hover", position)["contents"]["value"], "an answer after the workers died")
    c.stop()


def test_record():
    with tempfile.TemporaryDirectory() as dir:
        c = Client(BINARY, "--record", dir + "/session", "--log", dir + "/log")
        c.open(URI, PROGRAM)
        line, col = find(PROGRAM, "norm(2)")
        want = c.at("hover", URI, line, col)
        c.stop()
        run = subprocess.run([BINARY, "--replay", dir + "/session"], capture_output=True, text=True, timeout=30)
        answers = [json.loads(l) for l in run.stdout.splitlines()]
        ok(any(a.get("result") == want for a in answers), "a replayed session gives the same answers")
        ok("textDocument/hover" in open(dir + "/log").read(), "the log has the messages")
    run = subprocess.run([BINARY, "--version"], capture_output=True, text=True)
    ok(run.stdout.startswith("mojo-lsp "), "--version")
    ok(subprocess.run([BINARY, "--nothing"], capture_output=True).returncode == 2, "an unknown option")


def test_formatting():
    c = Client(BINARY)
    text = "trait T:\n    def f(self): ...\n\nstruct S( T ):\n    def f(self):\n        pass\n\ndef main( ):\n    print( 1,\"🔥\" )\n"
    c.open(URI, text)
    edits = c.request("textDocument/formatting", {"textDocument": {"uri": URI}, "options": {"tabSize": 4, "insertSpaces": True}})
    ok(len(edits) == 1, "formatting gives one edit")
    new = apply_edits(text, edits)
    ok("def main():\n    print(1, \"🔥\")\n" in new and "struct S(T):" in new, "formatting")
    c.change(URI, {"text": new})
    ok(c.request("textDocument/formatting", {"textDocument": {"uri": URI}, "options": {}}) == [], "formatting is stable")
    line, col = find(new, "T:")
    impl = c.at("implementation", URI, line, col)
    ok(len(impl) == 1 and impl[0]["range"]["start"]["line"] == find(new, "S(T)")[0], "implementations of a trait")
    c.stop()


def test_python():
    c = Client(BINARY)
    uri = "file:///tmp/mojo-lsp-test/a.py"
    c.open(uri, "class A:\n    x: int = 1\n    def f(self):\n        return self.x\n\ndef g(:\n    pass\n", "python")
    ok(len(c.diagnostics(uri)) == 1, "Python's syntax is checked")
    symbols = c.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    ok(symbols[0]["name"] == "A" and [s["name"] for s in symbols[0]["children"]] == ["x", "f"], "symbols of a Python file")
    c.stop()


run_tests(dict(globals()))
