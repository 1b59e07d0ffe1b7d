# SPDX-License-Identifier: Apache-2.0
"""Answers do not depend on what was asked, or checked, before."""
import pathlib
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


def test_nul():
    """A NUL in an edit does not cut it off."""
    c = Client(BINARY)
    uri = "file:///tmp/mojo-lsp-test/nul.mojo"
    c.open(uri, "def f():\n    pass\n")
    c.change(uri, {"range": {"start": {"line": 1, "character": 8}, "end": {"line": 1, "character": 8}}, "text": "\0\n\ndef g():\n    pass"})
    names = [s["name"] for s in c.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})]
    ok(names == ["f", "g"], "symbols behind a NUL: %s" % names)
    c.stop()
