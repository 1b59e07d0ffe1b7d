# SPDX-License-Identifier: Apache-2.0
"""Clients that can little, and clients that can much."""
import pathlib
import tempfile

from client import Client
from expect import BINARY, apply_edits, at_range, find, ok

URI = "file:///tmp/mojo-lsp-test/clients.mojo"
TEXT = '''from std.math import sqrt


struct Point(Copyable):
    """A `Point`."""
    var x: Int

    def __init__(out self, x: Int):
        self.x = x

    def norm(self, scale: Int = 1) -> Int:
        """Its norm."""
        var n = self.x * scale
        n += 1
        return n


def main():
    var p = Point(1)
    print(p.norm(), nothere)
'''
RICH = {"textDocument": {"definition": {"linkSupport": True}}, "workspace": {"workspaceEdit": {"documentChanges": True}}}


def asked(c, method, needle, skip=0, inside=0, **more):
    return c.at(method, URI, *find(TEXT, needle, skip, inside), **more)


def test_bare_client():
    c = Client(BINARY, bare=True)
    c.open(URI, TEXT)
    problems = c.diagnostics(URI)
    text = asked(c, "hover", "p.norm", 0, 3)["contents"]
    ok(text["kind"] == "plaintext" and "def Point.norm(self, scale: Int = 1) -> Int" in text["value"] and "Its norm." in text["value"], "hover: %s" % text)
    ok("`" not in text["value"] and "|" not in asked(c, "hover", "p = ")["contents"]["value"], "marks in a plain text")
    help_ = asked(c, "signatureHelp", "p.norm(", 0, 7)["signatures"][0]["documentation"]
    ok(help_ == {"kind": "plaintext", "value": "Its norm."}, "signature help: %s" % help_)
    item = next(i for i in asked(c, "completion", "p.norm", 0, 2)["items"] if i["label"] == "norm")
    ok(c.request("completionItem/resolve", item)["documentation"]["kind"] == "plaintext", "documentation of an item")
    flat = c.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    ok([(s["name"], s.get("containerName")) for s in flat] == [("Point", None), ("x", "Point"), ("__init__", "Point"), ("norm", "Point"), ("main", None)],
       "symbols in a list: %s" % flat)
    ok(all(s["location"]["uri"] == URI for s in flat), "places of symbols")
    place = asked(c, "definition", "p.norm", 0, 3)
    ok(len(place) == 1 and set(place[0]) == {"uri", "range"} and at_range(TEXT, place[0]["range"]) == "norm", "a definition: %s" % place)
    line, col = find(TEXT, "p.norm")
    text = TEXT.replace("nothere", "p.nrom()")
    c.change(URI, {"text": text})
    problems = c.diagnostics(URI)
    actions = c.request("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": problems[0]["range"], "context": {"diagnostics": problems}})
    ok(actions and all(set(a) == {"title", "command", "arguments"} for a in actions), "actions are commands: %s" % actions)
    c.notes.clear()
    c.request("workspace/executeCommand", actions[0])
    edit = next(n for n in c.notes if n["method"] == "workspace/applyEdit")["params"]["edit"]
    ok("p.norm()" in apply_edits(text, edit["changes"][URI]).splitlines()[-1], "the edit is applied: %s" % edit)
    ok(c.wait_raw(c.post("completionItem/resolve", "text"))["result"] is None, "an item that is none")
    c.stop()


def test_rich_client():
    c = Client(BINARY, capabilities=RICH)
    c.open(URI, TEXT)
    link = asked(c, "definition", "p.norm", 0, 3)[0]
    ok(at_range(TEXT, link["originSelectionRange"]) == "norm" and at_range(TEXT, link["targetSelectionRange"]) == "norm", "a link: %s" % link)
    ok(at_range(TEXT, link["targetRange"]).startswith("def norm(") and link["targetUri"] == URI, "a link's whole: %s" % link)
    c.change(URI, {"text": TEXT})
    edit = asked(c, "rename", "norm(self", newName="length")
    ok("changes" not in edit and edit["documentChanges"][0]["textDocument"] == {"uri": URI, "version": c.versions[URI]}, "versions: %s" % edit)
    ok(apply_edits(TEXT, edit["documentChanges"][0]["edits"]).count("length") == 2, "the edits of a version")
    a, b = find(TEXT, "self.x * scale"), find(TEXT, "self.x * scale", 0, 14)
    actions = c.request("textDocument/codeAction", {"textDocument": {"uri": URI}, "context": {"diagnostics": []}, "range": {
        "start": {"line": a[0], "character": a[1]}, "end": {"line": b[0], "character": b[1]}}})
    ok(actions and all("documentChanges" in a["edit"] for a in actions), "actions have versions")
    c.stop()


def test_linked_names():
    c = Client(BINARY)
    c.open(URI, TEXT)
    linked = asked(c, "linkedEditingRange", "n += 1")
    ok(len(linked["ranges"]) == 3 and {at_range(TEXT, r) for r in linked["ranges"]} == {"n"}, "places of a variable: %s" % linked)
    ok(len(asked(c, "linkedEditingRange", "scale: Int")["ranges"]) == 2, "places of an argument")
    for needle in ("norm(self", "self.x * scale", "sqrt", "print"):
        ok(asked(c, "linkedEditingRange", needle) is None, "`%s` is known elsewhere" % needle)
    c.stop()


def test_inline_values():
    c = Client(BINARY)
    c.open(URI, TEXT)
    line = find(TEXT, "n += 1")[0]
    at = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 8}}
    values = c.request("textDocument/inlineValue", {"textDocument": {"uri": URI}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}},
                                                    "context": {"frameId": 1, "stoppedLocation": at}})
    ok([v["variableName"] for v in values] == ["self", "scale", "n", "self", "scale", "n"], "variables up to the line: %s" % values)
    c.stop()


def test_ranges_formatting():
    c = Client(BINARY)
    text = "def a( ):\n    pass\n\n\ndef b( ):\n    pass\n\n\ndef c( ):\n    pass\n"
    c.open(URI, text)

    def lines(*numbers):
        return [{"start": {"line": n, "character": 0}, "end": {"line": n + 1, "character": 0}} for n in numbers]
    edits = c.request("textDocument/rangesFormatting", {"textDocument": {"uri": URI}, "ranges": lines(0, 8), "options": {}})
    ok(apply_edits(text, edits) == text.replace("a( )", "a()").replace("c( )", "c()"), "two ranges: %s" % edits)
    ok(c.request("textDocument/rangesFormatting", {"textDocument": {"uri": URI}, "ranges": [], "options": {}}) == [], "no range")
    c.stop()


def test_implementations():
    """Of traits and of their functions, in files that nobody has opened too."""
    trait = "trait Sound:\n    def make(self) -> Int:\n        ...\n\ntrait Loud(Sound):\n    pass\n\nstruct Dog(Sound):\n    def make(self) -> Int:\n        return 1\n"
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        (root / "sound.mojo").write_text(trait)
        (root / "cat.mojo").write_text("from sound import Loud, Sound\n\nstruct Cat(Loud, Sound):\n    def make(self) -> Int:\n        return 2\n")
        c = Client(BINARY, roots=[dir])
        uri = (root / "sound.mojo").as_uri()
        c.open(uri, trait)
        for needle, want in (("Sound:", [("cat.mojo", 2), ("sound.mojo", 7)]), ("make", [("cat.mojo", 3), ("sound.mojo", 8)])):
            found = [(l["uri"].rsplit("/", 1)[1], l["range"]["start"]["line"]) for l in c.at("implementation", uri, *find(trait, needle))]
            ok(found == want, "implementations of `%s`: %s" % (needle, found))
        c.stop()
