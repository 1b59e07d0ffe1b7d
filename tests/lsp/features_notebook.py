# SPDX-License-Identifier: Apache-2.0
"""Notebooks: each cell is served as a part of the text that the cells of its language make."""
import pathlib
import tempfile

from client import Client
from expect import BINARY, apply_edits, at_range, find, ok

CELLS = [("python", "%matplotlib inline\nimport json\n\ndef total(xs: list[int]) -> int:\n    return sum(xs)\n"),
         ("python", "%%mojo\nfrom lib import half\n\nstruct Point(Copyable):\n    var x: Int\n\n    def __init__(out self, x: Int):\n        self.x = x\n"),
         ("mojo", "def twice(p: Point) -> Int:\n    return half(p.x) * 4"),
         ("markdown", "# A title"),
         ("python", "def show(a):\n    !ls\n\nshow(total([1]))"),
         ("python", "%%mojo run\ndef main():\n    var p = Point(3)\n    print(twice(p), nothing)\n")]


class Book:
    def __init__(self, root, client):
        self.uri, self.c, self.version = (root / "a.ipynb").as_uri(), client, 1
        self.cells = [("vscode-notebook-cell:%s#W%d" % (root / "a.ipynb", i), language, text) for i, (language, text) in enumerate(CELLS)]
        self.texts = {uri: text for uri, _, text in self.cells}
        client.notify("notebookDocument/didOpen", {
            "notebookDocument": {"uri": self.uri, "notebookType": "jupyter-notebook", "version": 1, "cells": [self.cell(x) for x in self.cells]},
            "cellTextDocuments": [self.item(x) for x in self.cells]})

    @staticmethod
    def cell(x):
        return {"kind": 1 if x[1] == "markdown" else 2, "document": x[0]}

    @staticmethod
    def item(x):
        return {"uri": x[0], "languageId": x[1], "version": 1, "text": x[2]}

    def __getitem__(self, i):
        return self.cells[i][0]

    def change(self, **cells):
        self.version += 1
        self.c.notify("notebookDocument/didChange", {"notebookDocument": {"uri": self.uri, "version": self.version}, "change": {"cells": cells}})

    def edit(self, i, version, *changes):
        uri = self[i]
        for x in changes:
            self.texts[uri] = apply_edits(self.texts[uri], [x]) if "range" in x else x["text"]
        self.change(textContent=[{"document": {"uri": uri, "version": version}, "changes": list(changes)}])

    def problems(self, i, version=1, timeout=20):
        self.c.versions[self[i]] = version
        return self.c.diagnostics(self[i], timeout)

    def at(self, method, i, needle, skip=0, inside=0, **more):
        return self.c.at(method, self[i], *find(self.texts[self[i]], needle, skip, inside), **more)


def with_book(test, **named):
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        (root / "lib.mojo").write_text("def half(x: Int) -> Int:\n    return x // 2\n")
        c = Client(BINARY, roots=[str(root)], **named)
        test(Book(root, c), c, root)
        ok(c.stop() == 0, "the server ends")


def test_cells():
    def run(b, c, root):
        ok([(d["code"], at_range(CELLS[5][1], d["range"])) for d in b.problems(5)] == [("E1001", "nothing")], "problems of a cell: %s" % b.problems(5))
        ok(all(b.problems(i) == [] for i in (0, 1, 2, 4)), "cells without problems: %s" % [b.problems(i) for i in (0, 1, 2, 4)])
        ok("var p: Point" in b.at("hover", 5, "p = ")["contents"]["value"], "hover on a thing of another cell's type")
        ok("(file:" not in b.at("hover", 5, "p = ")["contents"]["value"], "no links into a text that nobody has")
        place = b.at("definition", 5, "twice(")[0]
        ok(place["uri"] == b[2] and at_range(CELLS[2][1], place["range"]) == "twice", "definition in another cell: %s" % place)
        place = b.at("definition", 2, "half(")[0]
        ok(place["uri"].endswith("/lib.mojo") and place["range"]["start"] == {"line": 0, "character": 4}, "definition in a file: %s" % place)
        refs = {(r["uri"], at_range(b.texts[r["uri"]], r["range"])) for r in b.at("references", 1, "Point", context={"includeDeclaration": True})}
        ok(refs == {(b[1], "Point"), (b[2], "Point"), (b[5], "Point")}, "references through cells: %s" % refs)
        edit = b.at("rename", 1, "x: Int", newName="left")["changes"]
        ok({u: apply_edits(b.texts[u], e).count("left") for u, e in edit.items()} == {b[1]: 2, b[2]: 1}, "rename through cells: %s" % edit)
        ok([at_range(CELLS[5][1], h["range"]) for h in b.at("documentHighlight", 5, "p = ")] == ["p", "p"], "highlights in a cell")
        hints = c.request("textDocument/inlayHint", {"textDocument": {"uri": b[5]}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}})
        ok([(h["label"], h["position"]) for h in hints] == [(": Point", {"line": 2, "character": 9})], "hints: %s" % hints)
        whole = c.request("inlayHint/resolve", hints[0])
        ok(whole["position"] == {"line": 2, "character": 9} and whole["textEdits"][0]["range"]["start"]["line"] == 2, "a resolved hint: %s" % whole)
        ok(b.at("signatureHelp", 5, "twice(", 0, 6)["signatures"][0]["label"] == "twice(p: Point) -> Int", "signature help")
        owned = c.request("mojo/ownership", {"textDocument": {"uri": b[2]}, "position": {"line": 0, "character": 10}})
        ok(owned["variable"]["range"]["start"] == {"line": 0, "character": 10} and owned["ranges"], "ownership: %s" % owned)
        call = b.at("prepareCallHierarchy", 2, "twice")[0]
        ok(call["uri"] == b[2] and call["selectionRange"]["start"] == {"line": 0, "character": 4}, "a call's item: %s" % call)
        come = c.request("callHierarchy/incomingCalls", {"item": call})
        ok([(x["from"]["uri"], x["fromRanges"][0]["start"]) for x in come] == [(b[5], {"line": 3, "character": 10})], "calls from another cell: %s" % come)
    with_book(run)


def test_cells_alone():
    """What the tree decides is of the cell alone; commands of the notebook are no code."""
    def run(b, c, root):
        names = [s["name"] for s in c.request("textDocument/documentSymbol", {"textDocument": {"uri": b[1]}})]
        ok(names == ["Point"], "symbols of a cell: %s" % names)
        tokens = c.request("textDocument/semanticTokens/full", {"textDocument": {"uri": b[2]}})
        ok(len(tokens["data"]) > 20 and tokens["data"][0] == 0, "colours of a cell")
        text = "%%mojo run\ndef f( ):\n    print( 1 )\n"
        b.edit(5, 2, {"text": text})
        edits = c.request("textDocument/formatting", {"textDocument": {"uri": b[5]}, "options": {}})
        ok(apply_edits(text, edits) == "%%mojo run\ndef f():\n    print(1)", "a formatted cell: %s" % edits)
        ok(c.request("textDocument/codeLens", {"textDocument": {"uri": b[5]}}) == [], "a cell is no program to run")
        ok("error" in c.wait_raw(c.post("textDocument/documentSymbol", {"textDocument": {"uri": b[3]}})), "a cell of text is none of ours")
    with_book(run)


def test_python_cells():
    def run(b, c, root):
        ok("def total(xs: list[int]) -> int" in b.at("hover", 4, "total(")["contents"]["value"], "hover on another cell's function")
        place = b.at("definition", 4, "total(")[0]
        ok(place["uri"] == b[0] and place["range"]["start"] == {"line": 3, "character": 4}, "definition in another cell: %s" % place)
        edit = b.at("rename", 0, "total", newName="whole")["changes"]
        ok({u: apply_edits(b.texts[u], e).count("whole") for u, e in edit.items()} == {b[0]: 1, b[4]: 1}, "rename through cells: %s" % edit)
        labels = {i["label"] for i in b.at("completion", 4, "show(total", 0, 3)["items"]}
        ok("total" in labels and "Point" not in labels, "completion in a Python cell")
    with_book(run)


def test_changes():
    def run(b, c, root):
        b.problems(5)
        at = find(CELLS[5][1], "nothing")
        b.edit(5, 2, {"range": {"start": {"line": at[0], "character": at[1]}, "end": {"line": at[0], "character": at[1] + 7}}, "text": "p.x"})
        ok(b.problems(5, 2) == [], "an edit mends the cell: %s" % b.problems(5, 2))
        new = ("vscode-notebook-cell:new", "mojo", "comptime SIZE = 4\n")
        b.change(structure={"array": {"start": 0, "deleteCount": 0, "cells": [b.cell(new)]}, "didOpen": [b.item(new)]})
        b.cells.insert(0, new)
        b.texts[new[0]] = new[2]
        b.edit(6, 3, {"text": "%%mojo run\ndef main():\n    print(SIZE)\n"})
        ok(b.problems(6, 3) == [], "a new cell before the others: %s" % b.problems(6, 3))
        b.change(structure={"array": {"start": 0, "deleteCount": 1}, "didClose": [{"uri": new[0]}]})
        del b.cells[0]
        c.notes.clear()
        b.edit(5, 4, {"text": "%%mojo run\ndef main():\n    print(SIZE)\n"})
        ok([d["code"] for d in b.problems(5, 4)] == ["E1001"], "a cell has gone: %s" % b.problems(5, 4))
        b.edit(5, 5, {"text": "%%python\nprint(1)\n"})
        ok(b.problems(5, 5) == [], "a cell becomes Python")
        first = b.cells.pop(1)
        b.change(structure={"array": {"start": 1, "deleteCount": 2, "cells": [b.cell(b.cells[1]), b.cell(first)]}})
        b.cells.insert(2, first)
        ok(b.at("definition", 1, "Point")[0]["uri"] == b[2], "cells change places")
        c.notes.clear()
        c.notify("notebookDocument/didClose", {"notebookDocument": {"uri": b.uri}, "cellTextDocuments": [{"uri": x[0]} for x in b.cells]})
        ok("error" in c.wait_raw(c.post("textDocument/hover", {"textDocument": {"uri": b[0]}, "position": {"line": 0, "character": 0}})), "a closed notebook")
        cleared = {n["params"]["uri"] for n in c.notes if n["method"] == "textDocument/publishDiagnostics" and not n["params"]["diagnostics"]}
        ok({x[0] for x in b.cells} <= cleared, "problems of a closed notebook go")
    with_book(run)


def test_typing_in_cells():
    def run(b, c, root):
        text = "def main():\n    var p = Point(3)\n    p.\n"
        b.edit(2, 2, {"text": text})
        items = b.at("completion", 2, "p.\n", 0, 2)["items"]
        ok("x" in {i["label"] for i in items}, "members of another cell's struct: %s" % [i["label"] for i in items])
        text = "%%mojo\ndef g():\n    print(sqr)\n"
        b.edit(5, 2, {"text": text})
        item = next(i for i in b.at("completion", 5, "sqr)", 0, 3)["items"] if i["label"] == "sqrt")
        more = c.request("completionItem/resolve", item)["additionalTextEdits"]
        ok(apply_edits(text, more).startswith("%%mojo\nfrom std.math import sqrt\ndef g()"), "an import goes into the cell: %s" % more)
        b.edit(5, 3, {"text": "%%mojo\ndef g():\n    var value = 1\n    print(valu)\n"})
        problems = b.problems(5, 3)
        actions = c.request("textDocument/codeAction", {"textDocument": {"uri": b[5]}, "range": problems[-1]["range"], "context": {"diagnostics": problems}})
        fix = next(a for a in actions if a["kind"] == "quickfix")
        ok("print(value)" in apply_edits(b.texts[b[5]], fix["edit"]["changes"][b[5]]), "a fix in a cell: %s" % fix)
        ok(fix["diagnostics"][0]["range"] == problems[-1]["range"], "the problem that it is for: %s" % fix)
    with_book(run)


def test_pulled_cells():
    def run(b, c, root):
        def pull(i, **more):
            return c.request("textDocument/diagnostic", {"textDocument": {"uri": b[i]}, **more})
        found = pull(5)
        ok([d["range"]["start"] for d in found["items"]] == [{"line": 3, "character": 20}] and pull(2)["items"] == [], "pulled problems: %s" % found)
        ok(pull(0)["kind"] == "full", "problems of a Python cell")
    with_book(run, capabilities={"textDocument": {"diagnostic": {}}})
