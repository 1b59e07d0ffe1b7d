# SPDX-License-Identifier: Apache-2.0
"""Answers do not depend on what was asked, or checked, before."""
import json
import pathlib
import re
import tempfile

from client import Client
from expect import BINARY, find, ok

LIB = """trait Shape:
    pass

struct Pair(Shape):
    def __init__(out self):
        pass

    def swap(self):
        pass

    def swap(self):
        pass
"""
MAIN = """from lib import Pair, Shape

struct Mine(Shape):
    pass

def main():
    Pair().swap()
"""


def diagnostics(first):
    """Codes of both files, when `first` is opened and checked before the other."""
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        texts = {"lib": LIB, "main": MAIN}
        for name, text in texts.items():
            (root / (name + ".mojo")).write_text(text)
        c = Client(BINARY, roots=[str(root)])
        names = sorted(texts, reverse=first != "lib")
        for name in names:
            c.open((root / (name + ".mojo")).as_uri(), texts[name])
            c.diagnostics((root / (name + ".mojo")).as_uri())
        c.notes.clear()
        for name in names:
            c.change((root / (name + ".mojo")).as_uri(), {"text": texts[name]})
        found = {name: [d["code"] for d in c.diagnostics((root / (name + ".mojo")).as_uri())] for name in texts}
        line, col = find(LIB, "Shape")
        found["implementations"] = [l["uri"].rsplit("/", 1)[1] for l in c.at("implementation", (root / "lib.mojo").as_uri(), line, col)]
        c.stop()
        return found


def test_order_of_checks():
    for first in ("lib", "main"):
        found = diagnostics(first)
        ok(found == {"lib": ["E2022"], "main": [], "implementations": ["lib.mojo", "main.mojo"]}, "%s first: %s" % (first, found))


IMPORTED = """trait Sound:
    pass

struct Dog(Sound):
    pass

def loud(x: Int) -> Int:
    return x

def half(x: Int) -> Int:
    var y = loud(x)
    return y
"""


def told(order, importing):
    """What is said of the imported file when both are open."""
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        texts = {(root / "lib.mojo").as_uri(): IMPORTED, (root / "main.mojo").as_uri(): importing}
        (root / "lib.mojo").write_text(IMPORTED)
        c = Client(BINARY, roots=[str(root)])
        for uri in sorted(texts)[::order]:
            c.open(uri, texts[uri])
        for uri in texts:
            c.diagnostics(uri)
        lib = min(texts)

        def at(method, needle, **more):
            return c.at(method, lib, *find(IMPORTED, needle), **more)
        calls, types = at("prepareCallHierarchy", "half")[0], at("prepareTypeHierarchy", "Dog")[0]
        found = [at("hover", "x)\n    return y"), at("references", "y = ", context={"includeDeclaration": True}),
                 c.request("textDocument/inlayHint", {"textDocument": {"uri": lib}, "range": {
                     "start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}}),
                 c.request("callHierarchy/outgoingCalls", {"item": calls}), c.request("typeHierarchy/supertypes", {"item": types}),
                 c.request("callHierarchy/incomingCalls", {"item": calls})]
        c.stop()
        text = re.sub(r', "id": "[0-9a-f]{16}"', "", json.dumps(found))  # they depend on the folder
        return json.loads(text.replace(str(root), "")), [len(x) for x in found[1:]]


def test_imported_document():
    """An open file is known as well when it was checked for another one that imports it, or nearly does."""
    for importing, counts in [("from lib import half\n\ndef main():\n    print(half(2))\n", [2, 1, 1, 1, 1]),
                              ("from lib im🔥port half\n\ndef main():\n    pass\n", [2, 1, 1, 1, 0])]:
        first, second = told(1, importing), told(-1, importing)
        ok(first == second, "the order of opening matters: %s, %s" % (first, second))
        ok("x: Int" in str(first[0][0]) and first[1] == counts, "all is known: %s" % (first,))


def test_nul():
    """A NUL in an edit does not cut it off."""
    c = Client(BINARY)
    uri = "file:///tmp/mojo-lsp-test/nul.mojo"
    c.open(uri, "def f():\n    pass\n")
    c.change(uri, {"range": {"start": {"line": 1, "character": 8}, "end": {"line": 1, "character": 8}}, "text": "\0\n\ndef g():\n    pass"})
    names = [s["name"] for s in c.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})]
    ok(names == ["f", "g"], "symbols behind a NUL: %s" % names)
    c.stop()
