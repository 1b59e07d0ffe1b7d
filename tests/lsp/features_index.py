# SPDX-License-Identifier: Apache-2.0
"""Uses in all files, from the index: the same as asking at every name of every file what it stands for."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from client import Client
from expect import BINARY, apply_edits, at_range, find, ok

FILES = {
    "shapes/__init__.mojo": "from .base import Shape, area_of as total\nfrom .round import Disk\n",
    "shapes/base.mojo": '''trait Shape:
    comptime Unit: Copyable

    def area(self) -> Int: ...

    def double(self) -> Int:
        return self.area() * 2

def area_of[T: Shape](s: T, scale: Int = 1) -> Int:
    return s.area() * scale
''',
    "shapes/round.mojo": '''from .base import Shape, area_of

@fieldwise_init
struct Disk(Shape, Copyable):
    comptime Unit = Int
    comptime size = 3
    var r: Int
    var area_: Int

    def area(self) -> Int:
        return self.r * self.r * Self.size

    def grow(mut self, by: Int = 1):
        self.r += by

    @staticmethod
    def unit() -> Self:
        return Self(1, 2)

def r(x: Int) -> Int:  # «a function named as a field»
    var s = "öä"; var r = x
    return r + len(s)
''',
    "over.mojo": '''def put(x: Int) -> Int:
    return x

def put(x: String) -> Int:
    return len(x)

def apply[f: def(Int) -> Int, //, n: Int = 2](x: Int) -> Int:
    return f(x) * n

comptime LIMIT = 10

struct Box[T: Copyable, size: Int](Copyable):
    var item: Self.T

    def __init__(out self, var item: Self.T):
        self.item = item^

    def get(self) -> Self.T:
        return self.item.copy()

    def put(mut self, var item: Self.T):
        self.item = item^
''',
    "main.mojo": '''from shapes import Disk, total
from shapes.base import area_of
from shapes.round import r as radius
import over
from over import put, Box, LIMIT as MAX

def outer(x: Int) -> Int:
    def inner(x: Int) -> Int:
        return x + MAX
    var y = inner(x)
    for x in range(3):
        y += x
    return inner(y)

def main() raises:
    var d = Disk(2, 3)
    d.grow(by=2)
    d.r = radius(x=d.r)
    print(total(d, scale=2), area_of(s=d), d.double(), d.area_)
    print(put(1), put("é") + over.put(x=2), Disk.size, Disk.unit().area())
    var b = Box[size=over.LIMIT](7)
    b.put(item=b.get() + outer(x=1))
    print(t"ö {b.get()} {d.r}")
''',
}


def names(text):
    """Where words stand that are not in comments or strings (t-strings' holes are)."""
    for number, line in enumerate(text.split("\n")):
        code = re.sub(r'(?<!t)"[^"]*"', lambda m: " " * len(m[0]), line).split("#")[0]
        for m in re.finditer(r"[A-Za-z_]\w*", code):
            yield number, len(line[:m.start()].encode("utf-16-le")) // 2


class Workspace:
    def __init__(self, files):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name).resolve() / "work"
        self.cache = str(self.root.parent / "cache")
        self.files = {}
        for name, text in files.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.files[name] = text

    def uri(self, name):
        return (self.root / name).as_uri()

    def client(self, roots=True, **more):
        return Client(BINARY, roots=[str(self.root)] if roots else [], env={"MOJO_CACHE_DIR": self.cache}, **more)

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.folder.cleanup()

    def place(self, location):
        path = location["uri"].replace(self.root.as_uri() + "/", "")
        return path, location["range"]["start"]["line"], location["range"]["start"]["character"]

    def meanings(self):
        """By place: the places of the declarations it stands for, asked with all files open."""
        c = self.client(roots=False)
        for name, text in self.files.items():
            c.open(self.uri(name), text)
        asked = {}
        for name, text in self.files.items():
            for line, col in names(text):
                asked[name, line, col] = c.post("textDocument/definition", {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": col}})
        found = {at: frozenset(self.place(x) for x in c.wait(id, 60) or []) for at, id in asked.items()}
        c.stop()
        return {at: to for at, to in found.items() if to}

    def references(self, c, name, places):
        """By place, as the server finds them."""
        asked = {(line, col): c.post("textDocument/references", {"textDocument": {"uri": self.uri(name)}, "context": {"includeDeclaration": True},
                                                                "position": {"line": line, "character": col}}) for line, col in places}
        return {at: {self.place(x) for x in c.wait(id, 60) if x["uri"].startswith(self.root.as_uri())} for at, id in asked.items()}


def compare(w, c, name, meanings, what):
    """All symbols of a file: what the server finds is what means the same."""
    own = {}
    for at, to in meanings.items():
        if at[0] == name and to not in own.values():
            own[at[1:]] = to
    have = w.references(c, name, own)
    for place, to in own.items():
        want = {at for at, means in meanings.items() if means & to}
        ok(have[place] == want, "%s: %s %d:%d: missing %s, too many %s" % (what, name, *place, sorted(want - have[place]), sorted(have[place] - want)))


def check_all(w, what):
    meanings = w.meanings()
    for name, text in w.files.items():
        c = w.client()
        c.open(w.uri(name), text)
        compare(w, c, name, meanings, what)
        c.stop()
    return meanings


def test_all_symbols():
    with Workspace(FILES) as w:
        meanings = check_all(w, "cold")
        ok(len(meanings) > 150, "names are known: %d" % len(meanings))
        check_all(w, "from the index")


def settle(c, seconds=30):
    """Until the server has said that its index is whole."""
    def ended():
        return [n for n in c.notes if n["method"] == "$/progress" and n["params"]["value"]["kind"] == "end"]
    end = time.monotonic() + seconds
    while not ended():
        c.read(end)
    c.notes.clear()


PROGRESS = {"window": {"workDoneProgress": True}}


def test_background():
    with Workspace(FILES) as w:
        c = w.client(capabilities=PROGRESS)
        end = time.monotonic() + 30
        while not any(n["method"] == "window/workDoneProgress/create" for n in c.notes):
            c.read(end)
        settle(c)
        uses = list(pathlib.Path(w.cache).glob("index/**/*.uses"))
        ok(len(uses) == len(FILES), "all files are indexed while nobody asks: %d" % len(uses))
        c.stop()
        meanings = w.meanings()
        c = w.client()
        c.open(w.uri("over.mojo"), FILES["over.mojo"])
        compare(w, c, "over.mojo", meanings, "worked out in the background")
        c.stop()


EDITS = [
    ("a body", "shapes/base.mojo", "return s.area() * scale", "var area = s.area()\n    return area * scale"),
    ("places", "over.mojo", "def put(x: Int)", "# a line\n\ndef before():\n    pass\n\ndef put(x: Int)"),
    ("an overload", "over.mojo", "comptime LIMIT", "def put(x: Float64) -> Int:\n    return 1\n\ncomptime LIMIT"),
    ("an overload that fits better", "shapes/base.mojo", "def area_of[", "def area_of(s: Int, scale: Int = 2) -> Int:\n    return s\n\ndef area_of["),
    ("a method for a default", "shapes/round.mojo", "    def grow(", "    def double(self) -> Int:\n        return 4\n\n    def grow("),
    ("another name", "shapes/__init__.mojo", "area_of as total", "area_of as sum, area_of as total"),
    ("a file that comes first", "shapes/round/__init__.mojo", "", "from ..base import Shape, area_of\n\n" + FILES["shapes/round.mojo"][37:]),
]


def test_edits():
    """After each change on disk the server that was there knows what a new one knows."""
    with Workspace(FILES) as w:
        c = w.client()
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        compare(w, c, "main.mojo", w.meanings(), "before")
        for what, name, old, new in EDITS:
            text = w.files.get(name, "")
            ok(old in text, "an edit that fits: %s" % what)
            w.write(name, text.replace(old, new, 1) if old else new)
            c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": w.uri(name), "type": 2}]})
            compare(w, c, "main.mojo", w.meanings(), "after the change of %s" % what)
        c.stop()


def test_unsaved():
    """What is open counts as it is in the editor, for files that import it too."""
    with Workspace(FILES) as w:
        check = w.client()
        check.open(w.uri("main.mojo"), FILES["main.mojo"])
        w.references(check, "main.mojo", [find(FILES["main.mojo"], "put(1)")])
        text = FILES["over.mojo"].replace("def put(x: Int)", "def store(x: Int)")
        check.open(w.uri("over.mojo"), text)
        have = w.references(check, "over.mojo", [find(text, "store")])
        ok(have == {find(text, "store"): {("over.mojo", 0, 4)}}, "nobody uses the new name: %s" % have)
        have = w.references(check, "over.mojo", [find(text, "put(x: String)")])
        ok({x[0] for x in have[find(text, "put(x: String)")]} == {"over.mojo", "main.mojo"}, "the other overload: %s" % have)
        check.stop()
        w.files["main.mojo"] = FILES["main.mojo"]
        check_all(w, "as they are on disk")


def test_damage():
    """Files of the index that are cut, changed or taken away are worked out again."""
    with Workspace(FILES) as w:
        meanings = check_all(w, "whole")
        blobs = [p for p in pathlib.Path(w.cache).glob("index/**/*") if p.is_file() and p.stat().st_size]
        ok(len(blobs) > 2 * len(FILES), "there are files: %d" % len(blobs))
        for i, path in enumerate(sorted(blobs)):
            data = bytearray(path.read_bytes())
            if data:
                data[len(data) * (i % 7) // 7] ^= 0x5a
            path.write_bytes([b"", data[:len(data) // 2], data, data + b"x", b"mojoidx\0" + bytes(200)][i % 5])
        c = w.client()
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        compare(w, c, "main.mojo", meanings, "damaged")
        c.stop()
        shutil.rmtree(w.cache)
        pathlib.Path(w.cache).write_text("no folder")
        c = w.client()
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        compare(w, c, "main.mojo", meanings, "without a cache")
        c.stop()
        os.unlink(w.cache)


def test_several_servers():
    with Workspace(FILES) as w:
        meanings, clients = w.meanings(), [w.client() for _ in range(3)]
        asked = []
        for c in clients:
            c.open(w.uri("main.mojo"), FILES["main.mojo"])
            asked.append([c.post("textDocument/references", {"textDocument": {"uri": w.uri("main.mojo")}, "context": {"includeDeclaration": True},
                                                             "position": {"line": line, "character": col}}) for line, col in list(names(FILES["main.mojo"]))[::5]])
        for c, ids in zip(clients, asked):
            for id in ids:
                c.wait(id, 60)
            compare(w, c, "main.mojo", meanings, "beside others")
            c.stop()


def test_shared_names():
    """Methods of a trait and of the types that conform to it have one name; overloads have one; others do not."""
    with Workspace(FILES) as w:
        c = w.client()
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        c.open(w.uri("shapes/round.mojo"), FILES["shapes/round.mojo"])

        def renamed(name, needle, to="fresh"):
            changes = c.at("rename", w.uri(name), *find(FILES[name], needle), newName=to)["changes"]
            return {self_name: apply_edits(text, changes[w.uri(self_name)]) for self_name, text in FILES.items() if w.uri(self_name) in changes}
        new = renamed("shapes/round.mojo", "area(self)")
        ok(sorted(new) == ["main.mojo", "shapes/base.mojo", "shapes/round.mojo"], "files: %s" % sorted(new))
        ok("def fresh(self) -> Int: ..." in new["shapes/base.mojo"] and "self.fresh() * 2" in new["shapes/base.mojo"] and
           "s.fresh() * scale" in new["shapes/base.mojo"] and "def fresh(self)" in new["shapes/round.mojo"] and "unit().fresh()" in new["main.mojo"],
           "a trait's method, and a struct's: %s" % new)
        new = renamed("main.mojo", "put(1)")
        ok(new["over.mojo"].count("def fresh(x") == 2 and "def put(mut self" in new["over.mojo"], "all overloads, no method: %s" % new["over.mojo"])
        ok("import fresh, Box" in new["main.mojo"] and "print(fresh(1), fresh(\"é\") + over.fresh(x=2)" in new["main.mojo"],
           "imports and calls: %s" % new["main.mojo"])
        new = renamed("main.mojo", "by=2")
        ok("by" not in new["shapes/round.mojo"].split("grow(")[1].split("@")[0].replace("fresh", "") and "d.grow(fresh=2)" in new["main.mojo"], "an argument: %s" % new)
        new = renamed("main.mojo", "size=over")
        ok("Box[T: Copyable, fresh: Int]" in new["over.mojo"] and "Box[fresh=over" in new["main.mojo"] and "shapes/round.mojo" not in new, "a parameter: %s" % new)
        new = renamed("main.mojo", "r = radius")
        ok("var fresh: Int" in new["shapes/round.mojo"] and "self.fresh * self.fresh" in new["shapes/round.mojo"] and "def r(x" in new["shapes/round.mojo"] and
           "{d.fresh}" in new["main.mojo"], "a field: %s" % new)
        own = "struct Named(Writable):\n    def write_to(self, mut to: Some[Writer]):\n        to.write(1)\n\n    def other(self):\n        pass\n"
        c.open(w.uri("own.mojo"), own)
        ok(c.at("prepareRename", w.uri("own.mojo"), *find(own, "write_to")) is None and c.at("prepareRename", w.uri("own.mojo"), *find(own, "other")),
           "the library's traits ask for a name")
        places = c.at("implementation", w.uri("shapes/round.mojo"), *find(FILES["shapes/round.mojo"], "Shape, area"))
        ok([w.place(x) for x in places] == [("shapes/round.mojo", 3, 7)], "structs of a trait: %s" % places)
        c.stop()


def test_symbols():
    with Workspace(FILES) as w:
        c = w.client()

        def found(query):
            return [(x["name"], w.place(x["location"])[0], x.get("containerName")) for x in c.request("workspace/symbol", {"query": query})]
        have = found("are")
        ok(sorted(have) == [("area", "shapes/base.mojo", "Shape"), ("area", "shapes/round.mojo", "Disk"), ("area_", "shapes/round.mojo", "Disk"),
                            ("area_of", "shapes/base.mojo", None)], "files that are not open: %s" % have)
        have = found("put")
        ok([x[:2] for x in have[:3]] == [("put", "over.mojo")] * 3, "all overloads: %s" % have)
        have = found("StringSlice")
        ok(have and have[-1][0] == "StringSlice" and "/std/" in have[-1][1], "the library's types: %s" % have)
        ok(all("/std/" not in x[1] for x in found("")), "… when they are asked for")
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        refs = c.at("references", w.uri("main.mojo"), *find(FILES["main.mojo"], "print("), context={"includeDeclaration": True})
        ok(sum("/std/" in x["uri"] for x in refs) == 1, "a library function, with its declaration: %s" % refs)
        c.stop()


def test_python():
    """Python files that change on disk count as they are, those that came and those that went."""
    files = {"a.py": "from b import shared, Thing\n\nprint(shared(1), Thing().part)\n", "b.py": "from c import shared\n\nclass Thing:\n    part = 1\n",
             "c.py": "def shared(x):\n    return x\n"}
    with Workspace(files) as w:
        c = w.client()
        c.open(w.uri("a.py"), files["a.py"], "python")
        at = find(files["a.py"], "shared(1)")

        def places():
            return w.references(c, "a.py", [at])[at]
        ok(places() == {("a.py", 0, 14), ("a.py", 2, 6), ("b.py", 0, 14), ("c.py", 0, 4)}, "in all files: %s" % places())
        w.write("c.py", "# moved\n" + files["c.py"])
        ok(("c.py", 1, 4) in places(), "a file that changed: %s" % places())
        w.write("b.py", "def shared(x, y):\n    return y\n\nclass Thing:\n    part = 1\n")
        ok(places() == {("a.py", 0, 14), ("a.py", 2, 6), ("b.py", 0, 4)}, "its own function: %s" % places())
        w.write("b.pyi", "def shared(x, y): ...\n")
        c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": w.uri("b.pyi"), "type": 1}]})
        ok(("b.pyi", 0, 4) in places(), "a stub that came: %s" % places())
        c.change(w.uri("a.py"), {"text": files["a.py"].replace("shared, ", "")})
        c.change(w.uri("a.py"), {"text": files["a.py"]})
        ok(("b.pyi", 0, 4) in places(), "an edit and back")
        c.stop()


def test_bounds():
    """`mojo cache` counts the index and takes it away."""
    with Workspace(FILES) as w:
        c = w.client()
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        w.references(c, "main.mojo", [find(FILES["main.mojo"], "put(1)")])
        c.stop()
        mojo, env = os.path.join(os.path.dirname(BINARY), "mojo"), {**os.environ, "MOJO_CACHE_DIR": w.cache}
        info = json.loads(subprocess.run([mojo, "cache", "info", "--json"], env=env, capture_output=True, text=True).stdout)
        ok(info["index_files"] > len(FILES) and info["index_bytes"] > 20000, "it is counted: %s" % info)
        subprocess.run([mojo, "cache", "gc", "--all"], env=env, stderr=subprocess.DEVNULL)
        ok(not [p for p in pathlib.Path(w.cache).glob("index/**/*") if p.is_file()], "nothing is left")
        c = w.client()
        c.open(w.uri("main.mojo"), FILES["main.mojo"])
        ok(len(w.references(c, "main.mojo", [find(FILES["main.mojo"], "put(1)")])) == 1, "it comes again")
        c.stop()


def test_writes():
    with Workspace(FILES) as w:
        text = FILES["shapes/round.mojo"]
        c = w.client()
        c.open(w.uri("shapes/round.mojo"), text)
        have = [(at_range(text, x["range"]), x["range"]["start"]["line"], x["kind"]) for x in c.at("documentHighlight", w.uri("shapes/round.mojo"), *find(text, "r += by"))]
        ok(have == [("r", 6, 3), ("r", 10, 2), ("r", 10, 2), ("r", 13, 3)], "a field that is read and written: %s" % have)
        c.stop()
