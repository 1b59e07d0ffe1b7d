# SPDX-License-Identifier: Apache-2.0
"""Ownership as editors see it: mojo/ownership, hints, hover, highlights."""
import pathlib

from client import Client
from expect import BINARY, at_range, find, ok

URI = "file:///tmp/mojo-lsp-test/own.mojo"
PROGRAM = '''@fieldwise_init
struct Res(Movable):
    var name: String

    def touch(mut self, n: Int) raises:
        if n > 3:
            raise Error("big")
        self.name += "x"

def consume(var r: Res):
    print(r.name)

def pick(a: Res, b: Res) -> String:
    return a.name

def run(n: Int) raises:
    var a = Res("a")
    var unused = Res("u")
    a.touch(n)
    var b = Res("b")
    if n > 1:
        consume(a^)
    else:
        print("keep")
    try:
        b.touch(9)
    except e:
        print(e)
    ref r = b
    var s = r.name
    var t = s
    print(s, pick(b, b))
    t = "new"
    print(t)

def bad():
    var q = Res("q")
    consume(q^)
    print(q.name)
'''


def ownership(c, needle, skip=0, **more):
    line, col = find(PROGRAM, needle, skip)
    return c.request("mojo/ownership", {"textDocument": {"uri": URI}, "position": {"line": line, "character": col}, **more})


def facts(result):
    return {(r["kind"], r["variable"], r["range"]["start"]["line"] + 1, at_range(PROGRAM, r["range"])) for r in result["ranges"]}


def test_ranges():
    c = Client(BINARY)
    c.open(URI, PROGRAM)
    a = ownership(c, "a = Res")
    ok(a["function"]["name"] == "run" and a["version"] == 1, "the function around")
    v = a["variable"]
    ok((v["name"], v["type"], v["convention"], v["copyable"], v["movable"], v["size"]) == ("a", "Res", "var", "no", True, 24),
       "a variable: %s" % v)
    ok(at_range(PROGRAM, v["firstUse"]) == "a" and v["lastUse"]["start"]["line"] == 21, "first and last use")
    have = facts(a)
    ok(("mutablyBorrowed", "a", 19, "a") in have, "a method that changes its receiver")
    ok(("moved", "a", 22, "a^") in have, "a transfer")
    ok(("destroyed", "a", 24, 'print("keep")') in have, "destruction on the other branch: %s" % have)
    alive = [r["range"] for r in a["ranges"] if r["kind"] == "alive"]
    ok([(r["start"]["line"] + 1, r["end"]["line"] + 1) for r in alive] == [(17, 22)], "alive: %s" % alive)
    ok(all(r["variable"] == "a" for r in a["ranges"]), "the ranges are of the variable asked for")
    b = ownership(c, "b = Res")
    alive = [(r["range"]["start"]["line"] + 1, r["range"]["end"]["line"] + 1) for r in b["ranges"] if r["kind"] == "alive"]
    ok(alive == [(20, 32)], "alive through try and except: %s" % alive)
    ok(("destroyed", "b", 32, "b") in facts(b), "the last use: %s" % facts(b))
    ok(any(r["kind"].lower().endswith("borrowed") and "by `r`" in r["message"] for r in b["ranges"]), "borrowed by a reference")
    every = ownership(c, "a = Res", scope="function")
    ok(every["variable"] is None and {"a", "b", "s", "t", "unused"} <= {r["variable"] for r in every["ranges"]}, "a whole function")
    have = facts(every)
    ok(("copied", "s", 31, "s") in have, "an implicit copy")
    ok(("copied", "r", 30, "r.name") in have, "a copy of a part")
    ok(("destroyed", "unused", 18, "unused") in have, "what is never read dies at once")
    ok(("reinitialised", "t", 33, "t") in have and ("destroyed", "t", 31, "t") in have, "a value nobody reads dies before the next")
    ok(every["ranges"] == sorted(every["ranges"], key=lambda r: (r["range"]["start"]["line"], r["range"]["start"]["character"])), "sorted")
    ok(all(r["range"]["start"] != r["range"]["end"] for r in every["ranges"]), "no empty range")
    bad = facts(ownership(c, "q = Res"))
    ok(("conflict", "q", 39, "q") in bad and ("moved", "q", 38, "q^") in bad, "a use after a move: %s" % bad)
    ok(ownership(c, "struct Res") is None, "outside of functions")
    c.stop()


def labels(c):
    hints = c.request("textDocument/inlayHint", {"textDocument": {"uri": URI}, "range": {
        "start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}})
    return [(h["position"]["line"] + 1, h["label"]) for h in hints], hints


def test_hints():
    c = Client(BINARY)
    c.open(URI, PROGRAM)
    have, hints = labels(c)
    ok((31, "⧉copy") in have and (17, ": Res") in have, "copies and types by default: %s" % have)
    ok(not [x for x in have if x[1][0] in "⟂↯^"], "the rest is off: %s" % have)
    copy = next(h for h in hints if h["label"] == "⧉copy" and h["position"]["line"] == 30)
    ok("24 bytes" in copy["tooltip"] and "used again in line 32" in copy["tooltip"], "why it is copied: %s" % copy["tooltip"])
    ok(c.request("inlayHint/resolve", copy)["textEdits"][0]["newText"] == ".copy()", "a hint is resolved to an edit")
    kind = next(h for h in hints if h["label"] == ": Res")
    ok(c.request("inlayHint/resolve", kind)["textEdits"][0]["newText"] == ": Res", "a type is resolved to an edit")
    c.notify("workspace/didChangeConfiguration", {"settings": {"mojo": {"inlayHints": {
        "types": False, "implicitCopies": False, "destruction": True, "raises": True, "parameterNames": True}}}})
    have, _ = labels(c)
    ok((18, "⟂unused") in have and (32, "⟂b") in have and (19, "↯") in have and (20, "name=") in have, "switched on: %s" % have)
    ok(not [x for x in have if x[1].startswith(":") or "copy" in x[1]], "switched off: %s" % have)
    c.stop()
    c = Client(BINARY, options={"inlayHints": {"implicitMoves": True}})
    c.open(URI, "def f(var s: String) -> String:\n    return s\n")
    ok((2, "^") in labels(c)[0], "switched on at the start")
    c.stop()


def test_pulled_settings():
    c = Client(BINARY, capabilities={"workspace": {"configuration": True}})
    c.open(URI, PROGRAM)
    c.diagnostics(URI)
    ask = next(n for n in c.notes if n["method"] == "workspace/configuration")
    ok(ask["params"]["items"] == [{"section": "mojo"}], "the settings are asked for")
    c.send({"jsonrpc": "2.0", "id": ask["id"], "result": [{"inlayHints": {"types": False}}]})
    ok(not [x for x in labels(c)[0] if x[1].startswith(":")], "the answer counts")
    c.stop()


def test_hover_and_highlight():
    c = Client(BINARY)
    c.open(URI, PROGRAM)
    text = c.at("hover", URI, *find(PROGRAM, "a = Res"))["contents"]["value"]
    ok("| held | owned (`var`) |" in text and "| copied | not at all |" in text, "hover has the table: %s" % text)
    ok("given away | [line 22](file:///tmp/mojo-lsp-test/own.mojo#L22)" in text, "moves have a link")
    lights = {(h["range"]["start"]["line"] + 1, at_range(PROGRAM, h["range"])): h["kind"]
              for h in c.at("documentHighlight", URI, *find(PROGRAM, "a = Res"))}
    ok(lights == {(17, "a"): 3, (19, "a"): 3, (22, "a^"): 3}, "highlights of a variable that is given away: %s" % lights)
    lights = [(h["range"]["start"]["line"] + 1, h["kind"]) for h in c.at("documentHighlight", URI, *find(PROGRAM, "b = Res"))]
    ok(lights == [(20, 3), (26, 3), (29, 2), (32, 2), (32, 1)], "the last use is marked: %s" % lights)
    c.stop()


def test_examples():
    """Every function of the examples, at every name: answers, never a fault."""
    c = Client(BINARY)
    for path in sorted((pathlib.Path(__file__).resolve().parent.parent / "examples").glob("*.mojo")):
        text, uri = path.read_text(), path.resolve().as_uri()
        c.open(uri, text)
        for line, s in enumerate(text.split("\n")):
            if not s.startswith("    ") or line % 3:
                continue
            r = c.wait_raw(c.post("mojo/ownership", {"textDocument": {"uri": uri}, "position": {"line": line, "character": len(s) - len(s.lstrip())}}))
            ok("result" in r, "%s:%d: %s" % (path.name, line + 1, r.get("error")))
    c.stop()
