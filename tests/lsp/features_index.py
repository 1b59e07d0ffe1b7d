# SPDX-License-Identifier: Apache-2.0
"""Uses in all files, from the index: the same as asking at every name of every file what it stands for."""
import os
import pathlib
import re
import shutil
import tempfile

from client import Client
from expect import BINARY, find, ok

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
        return {at: {self.place(x) for x in c.wait(id, 60)} for at, id in asked.items()}


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
