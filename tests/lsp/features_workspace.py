# SPDX-License-Identifier: Apache-2.0
"""Hierarchies, lenses, links, renamed files, commands, typing: what spans functions and files."""
import pathlib
import tempfile

from client import Client
from expect import BINARY, Workspace, apply_edits, at_range, find, ok

LIB = '''trait Shape:
    def area(self) -> Int: ...

trait Round(Shape):
    pass

@fieldwise_init
struct Disk(Round):
    var r: Int

    def area(self) -> Int:
        return helper(self.r) + helper(1)

def helper(x: Int) -> Int:
    return x * x
'''
MAIN = '''# see https://example.org/a?b=1.
from lib import helper, Disk

def twice(x: Int) -> Int:
    return helper(x) * 2

def test_it():
    print(twice(3))

def main():
    print(twice(2), helper(3))
    print(Disk(2).area())
'''


class Two(Workspace):
    """Two files, the second one open."""

    def __init__(self, **more):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name).resolve()
        (self.root / "lib.mojo").write_text(LIB)
        (self.root / "main.mojo").write_text(MAIN)
        self.uri, self.lib = (self.root / "main.mojo").as_uri(), (self.root / "lib.mojo").as_uri()
        self.c = Client(BINARY, roots=[str(self.root)], **more)
        self.c.open(self.uri, MAIN)


def test_calls():
    with Two() as t:
        item = t.c.at("prepareCallHierarchy", t.uri, *find(MAIN, "helper(x)"))[0]
        ok(item["name"] == "helper" and item["uri"] == t.lib, "a function: %s" % item)
        found = t.c.request("callHierarchy/incomingCalls", {"item": item})
        have = {x["from"]["name"]: len(x["fromRanges"]) for x in found}
        ok(have == {"twice": 1, "main": 1, "area": 2}, "incoming calls: %s" % have)
        item = t.c.at("prepareCallHierarchy", t.uri, *find(MAIN, "main()"))[0]
        found = t.c.request("callHierarchy/outgoingCalls", {"item": item})
        have = {x["to"]["name"]: [at_range(MAIN, r) for r in x["fromRanges"]] for x in found}
        ok(have.get("twice") == ["twice"] and have.get("area") == ["area"] and have.get("print") == ["print", "print"], "outgoing: %s" % have)
        ok(t.c.at("prepareCallHierarchy", t.uri, *find(MAIN, "2), helper")) is None, "no function")


def test_types():
    with Two() as t:
        item = t.c.at("prepareTypeHierarchy", t.uri, *find(MAIN, "Disk(2)"))[0]
        ok(item["name"] == "Disk" and item["kind"] == 23, "a struct")
        up = t.c.request("typeHierarchy/supertypes", {"item": item})
        ok([x["name"] for x in up] == ["Round"], "the traits it names: %s" % up)
        top = t.c.request("typeHierarchy/supertypes", {"item": up[0]})
        ok([x["name"] for x in top] == ["Shape"], "the traits of a trait")
        down = t.c.request("typeHierarchy/subtypes", {"item": top[0]})
        ok([x["name"] for x in down] == ["Round"], "built on a trait: %s" % down)
        down = t.c.request("typeHierarchy/subtypes", {"item": up[0]})
        ok([x["name"] for x in down] == ["Disk"], "structs of a trait")
        t.c.open(t.lib, LIB)
        text = t.c.at("hover", t.lib, *find(LIB, "Disk"))["contents"]["value"]
        ok("struct Disk(Round)" in text, "a struct whose constructor is made for it is a struct: %s" % text)


def test_lenses():
    with Two(options={"codeLens": {"references": True}}) as t:
        lenses = t.c.request("textDocument/codeLens", {"textDocument": {"uri": t.uri}})
        have = [(x["command"]["command"], at_range(MAIN, x["range"]), x["command"]["arguments"][0].get("name")) for x in lenses if "command" in x]
        ok(have == [("mojo.test", "test_it", "test_it"), ("mojo.run", "main", None), ("mojo.debug", "main", None)], "to run: %s" % have)
        refs = next(x for x in lenses if "command" not in x and at_range(MAIN, x["range"]) == "twice")
        ok(t.c.request("codeLens/resolve", refs)["command"]["title"] == "2 references", "counted when looked at")
        t.c.notify("workspace/didChangeConfiguration", {"settings": {"mojo": {"codeLens": {"run": False, "references": False}}}})
        ok(t.c.request("textDocument/codeLens", {"textDocument": {"uri": t.uri}}) == [], "switched off")


def test_links():
    with Two() as t:
        links = {at_range(MAIN, x["range"]): x["target"] for x in t.c.request("textDocument/documentLink", {"textDocument": {"uri": t.uri}})}
        ok(links == {"https://example.org/a?b=1": "https://example.org/a?b=1", "lib": t.lib}, "links: %s" % links)


def test_renamed_files():
    with Two() as t:
        def renamed(old, new):
            e = t.c.request("workspace/willRenameFiles", {"files": [{"oldUri": (t.root / old).as_uri(), "newUri": (t.root / new).as_uri()}]})
            return apply_edits(MAIN, e["changes"][t.uri]).split("\n")[1] if e else None
        (t.root / "deep").mkdir()
        ok(renamed("lib.mojo", "shapes.mojo") == "from shapes import helper, Disk", "another name: %s" % renamed("lib.mojo", "shapes.mojo"))
        ok(renamed("lib.mojo", "deep/lib.mojo") == "from deep.lib import helper, Disk", "another folder")
        ok(renamed("deep", "deeper") is None, "a folder that nobody imports")


def test_commands():
    with Two() as t:
        text = "from lib import Disk, helper\nfrom lib import helper\n\ndef main():\n    x = helper(2)\n    print(x)\n"
        t.c.open(t.uri, text)
        ok(t.c.request("workspace/executeCommand", {"command": "mojo.organizeImports", "arguments": [t.uri]}) is None, "a command")
        edit = next(n for n in t.c.notes if n["method"] == "workspace/applyEdit")
        new = apply_edits(text, edit["params"]["edit"]["changes"][t.uri])
        ok(new.startswith("from lib import Disk, helper\n\ndef"), "what the client shall apply: %s" % new)
        t.c.notes.clear()
        t.c.request("workspace/executeCommand", {"command": "mojo.fixAll", "arguments": [{"uri": t.uri}]})
        edit = next(n for n in t.c.notes if n["method"] == "workspace/applyEdit")
        ok("var x = helper(2)" in apply_edits(text, edit["params"]["edit"]["changes"][t.uri]), "all fixes")
        t.c.request("workspace/executeCommand", {"command": "mojo.restartAnalysis", "arguments": []})
        ok(t.c.at("hover", t.uri, *find(text, "helper(2)")) is not None, "answers after a restart")
        ok("error" in t.c.wait_raw(t.c.post("workspace/executeCommand", {"command": "no.such"})), "an unknown command")


def test_progress():
    with Two() as t:
        t.c.at("references", t.uri, *find(MAIN, "helper(x)"), context={"includeDeclaration": True}, workDoneToken="t1")
        kinds = [n["params"]["value"]["kind"] for n in t.c.notes if n["method"] == "$/progress" and n["params"]["token"] == "t1"]
        ok(kinds == ["begin", "end"], "progress: %s" % kinds)


def test_watched_files():
    with Two(capabilities={"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}) as t:
        ok(t.c.diagnostics(t.uri) == [], "no mistakes")
        ok(any(n["method"] == "client/registerCapability" for n in t.c.notes), "files are watched")
        (t.root / "lib.mojo").write_text("def other():\n    pass\n")
        t.c.notes.clear()
        t.c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": t.lib, "type": 2}]})
        ok([d["code"] for d in t.c.diagnostics(t.uri)][:1] == ["E1005"], "a file that changed on disk counts")


def test_typing():
    with Two() as t:
        def typed(text, ch):
            line, col = find(text, "|")
            text = text.replace("|", "")
            t.c.open(t.uri, text)
            return apply_edits(text, t.c.at("onTypeFormatting", t.uri, line, col, ch=ch, options={"tabSize": 4, "insertSpaces": True}))
        ok(typed("def f():\n|", "\n") == "def f():\n    ", "after a header")
        ok(typed("def f():\n    return 1\n    |", "\n") == "def f():\n    return 1\n", "after a return")
        ok(typed("def f():\n    x(1,\n      |2)\n", "\n") == "def f():\n    x(1,\n      2)\n", "not in brackets")
        ok(typed("def f():\n    if x:\n        a()\n        else:|\n", ":") == "def f():\n    if x:\n        a()\n    else:\n", "else")
        ok(typed("def f():\n    var d = {1:|\n", ":") == "def f():\n    var d = {1:\n", "another colon")
