# SPDX-License-Identifier: Apache-2.0
"""Python files: names, types, imports and stubs."""
import pathlib
import tempfile

from client import Client
from expect import BINARY, apply_edits, at_range, find, ok

SHAPES = '''class Base:
    def grow(self, by: int) -> "Base":
        """Makes it larger."""
        self.size = self.size + by
        return self


def make(width, *, height=2):
    return Base()
'''
MAIN = '''import shapes
from shapes import Base, make as build
import native

class Disk(Base):
    kind: str = "disk"

    def __init__(self, radius):
        self.radius = radius
        self.size = 1

    @property
    def box(self) -> Base:
        return Base()

    def area(self, scale=1):
        total = self.radius * scale
        for total2 in [total]:
            pass
        return total

def use(disk: Disk, count=0):
    global COUNTER
    COUNTER = count
    text = f"{disk.kind}"
    parts = text.split(",")
    big = disk.grow(by=3)
    again = Disk(2).area(scale=4)
    return [p for p in parts if p], big, again, native.speed(1)

COUNTER = 0
print(use(Disk(1)), shapes.make(3, height=1), COUNTER)
'''


class Files:
    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(self.folder.name).resolve()
        (root / "shapes.py").write_text(SHAPES)
        (root / "native.pyi").write_text("def speed(n: int) -> str: ...\n")
        (root / "other.py").write_text("from shapes import Base\nx = Base()\n")
        self.root, self.uri, self.shapes = root, (root / "main.py").as_uri(), (root / "shapes.py").as_uri()
        self.c = Client(BINARY, roots=[str(root)])
        self.c.open(self.uri, MAIN, "python")
        return self

    def __exit__(self, *what):
        if not what[0]:
            self.c.stop()
        self.c.process.kill()
        self.c.process.wait()
        self.folder.cleanup()

    def at(self, method, needle, skip=0, inside=0, **more):
        return self.c.at(method, self.uri, *find(MAIN, needle, skip, inside), **more)

    def hover(self, *a):
        r = self.at("hover", *a)
        return r["contents"]["value"] if r else ""

    def labels(self, text):
        line, col = find(text, "|")
        self.c.open(self.uri, text.replace("|", ""), "python")
        return {i["label"] for i in self.c.at("completion", self.uri, line, col)["items"]}


def test_names():
    with Files() as f:
        ok("def area(self, scale=1)" in f.hover("area(scale=4"), "a method through a constructor: %s" % f.hover("area(scale=4"))
        ok("Makes it larger." in f.hover("grow(by"), "an inherited method of another file")
        ok("(variable) text: str" in f.hover("text.split"), "an inferred type")
        ok("(argument) disk: Disk" in f.hover("disk.grow"), "an annotated type")
        ok("class Disk(Base)" in f.hover("Disk(1)"), "a class")
        ok("def speed(n: int) -> str" in f.hover("speed(1)"), "a stub")
        where = f.at("definition", "grow(by")[0]
        ok(where["uri"] == f.shapes and where["range"]["start"] == {"line": 1, "character": 8}, "definition elsewhere")
        ok(f.at("definition", "build")[0]["uri"] == f.shapes, "an import under another name")
        ok(f.at("definition", "radius *")[0]["range"]["start"]["line"] == find(MAIN, "self.radius =")[0], "a field")
        ok(f.at("typeDefinition", "big, again")[0]["uri"] == f.shapes, "the class of a result")
        lights = {(h["range"]["start"]["line"], h["kind"]) for h in f.at("documentHighlight", "count=0")}
        ok(lights == {(find(MAIN, "count=0")[0], 3), (find(MAIN, "= count")[0], 2)}, "highlights of an argument: %s" % lights)
        lights = f.at("documentHighlight", "COUNTER = 0")
        ok(len(lights) == 4, "a global name: %s" % lights)


def test_uses():
    with Files() as f:
        refs = f.at("references", "Base)", context={"includeDeclaration": True})
        have = sorted((r["uri"].rsplit("/", 1)[1], r["range"]["start"]["line"]) for r in refs)
        ok(have == [("main.py", 1), ("main.py", 4), ("main.py", 12), ("main.py", 13), ("other.py", 0), ("other.py", 1), ("shapes.py", 0), ("shapes.py", 8)],
           "references in all files: %s" % have)
        changes = f.at("rename", "scale=1", newName="factor")["changes"]
        new = apply_edits(MAIN, changes[f.uri])
        ok("def area(self, factor=1)" in new and "radius * factor" in new and "area(factor=4)" in new, "rename of an argument, keywords too: %s" % new)
        changes = f.at("rename", "Base)", newName="Root")["changes"]
        ok(len(changes) == 3 and "import Root, make" in apply_edits(MAIN, changes[f.uri]), "rename in all files")
        ok("error" in f.c.wait_raw(f.c.post("textDocument/rename", {"textDocument": {"uri": f.uri}, "position": {"line": 0, "character": 8}, "newName": "x"})),
           "a module is not renamed")
        ok(at_range(MAIN, f.at("prepareRename", "radius *")) == "radius", "prepare")


def test_typing():
    with Files() as f:
        have = f.labels(MAIN + "d = Disk(1)\nd.|\n")
        ok({"radius", "size", "area", "grow", "kind", "box"} <= have and "use" not in have, "members: %s" % have)
        ok({"split", "join", "upper"} <= f.labels(MAIN + "\"x\".|\n"), "members of a literal")
        ok({"append", "sort"} <= f.labels(MAIN + "q = []\nq.|"), "members of a list")
        ok({"grow"} <= f.labels(MAIN + "Disk(1).box.|\n"), "members of a property")
        ok({"Base", "make"} <= f.labels(MAIN + "shapes.|\n"), "members of a module")
        have = f.labels("def g(first):\n    second = 1\n    |\n\nthird = 2\n")
        ok({"first", "second", "third", "print", "return"} <= have, "names in scope")
        ok("first" not in f.labels("def g(first):\n    pass\n\n|\n"), "names out of scope")
        text = MAIN + "Disk(1).area(|"
        line, col = find(text, "|")
        f.c.open(f.uri, text.replace("|", ""), "python")
        help_ = f.c.at("signatureHelp", f.uri, line, col)
        ok(help_["signatures"][0]["label"] == "area(scale=1)", "signature help: %s" % help_)
        f.c.open(f.uri, "from shapes import *\nimport os.path as p, nothing\nclass A(A): x = A.x.y\nlambda a: a\n[b for b in c for c in b]\n" * 3, "python")
        for line in range(5):
            for col in range(20):
                f.c.at("hover", f.uri, line, col)
                f.c.at("completion", f.uri, line, col)
        ok(True, "circles")


PROGRAM = '''import shapes
from shapes import Base, make as build


def main() raises:
    var disk = shapes.make(3)
    var base = Base()
    print(base.grow(by=3), build(1), disk)
    shapes.
'''


def test_from_mojo():
    """Python modules that a Mojo file imports: what is borrowed is described from the Python files."""
    with Files() as f:
        uri = (f.root / "program.mojo").as_uri()
        f.c.open(uri, PROGRAM)

        def at(method, needle, skip=0, inside=0):
            return f.c.at(method, uri, *find(PROGRAM, needle, skip, inside))

        def hover(*a):
            r = at("hover", *a)
            return r["contents"]["value"] if r else ""

        ok("module shapes" in hover("shapes.make"), "a module: %s" % hover("shapes.make"))
        ok("def make(width, *, height=2)" in hover("make(3)"), "a function of a module: %s" % hover("make(3)"))
        ok("class Base" in hover("Base()"), "an imported class")
        ok("Makes it larger." in hover("grow(by"), "a method, by the type of a variable")
        ok("var disk: PythonObject" in hover("disk ="), "Mojo's own names: %s" % hover("disk ="))
        ok(at("definition", "build(1)")[0]["uri"] == f.shapes, "definition in a Python file")
        line, col = find(PROGRAM, "shapes.\n")
        have = {i["label"] for i in f.c.at("completion", uri, line, col + 7)["items"]}
        ok({"Base", "make"} <= have, "members of a Python module: %s" % have)
        line, col = find(PROGRAM, "make(3")
        label = f.c.at("signatureHelp", uri, line, col + 5)["signatures"][0]["label"]
        ok(label == "make(width, *, height=2)", "signature help: %s" % label)
        line, col = find(PROGRAM, "print(base")
        ok("print" in f.c.at("signatureHelp", uri, line, col + 6)["signatures"][0]["label"], "signature help of Mojo's own")


PARTS = '''import enum
from dataclasses import dataclass
from typing import Iterator, Optional


@dataclass
class Item:
    """An item.

    Args:
        name: How it is called.
    """
    name: str
    cost: float = 0.0

    def price(self, rate: float = 0.25) -> float:
        return self.cost * rate


class Box:
    def __init__(self, items: list[Item]):
        self.items = items

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __getitem__(self, i: int) -> Item:
        return self.items[i]

    def __enter__(self) -> "Item":
        return self.items[0]

    def __exit__(self, *a):
        pass


def made():
    one = Item("a")
    return [one, one]


def both() -> tuple[str, Item]:
    return "a", Item("b")


def main(box: Box, table: dict[str, Item], maybe: Optional[Item]):
    for a in box.items:
        a.price()
    for b in box:
        b.price()
    for k, c in table.items():
        k.upper(); c.price()
    for d in table.values():
        d.price()
    for i, e in enumerate(box.items):
        i.bit_length(); e.price()
    for f, g in zip(made(), "text"):
        f.price(); g.upper()
    with box as h:
        h.price()
    label, j = both()
    label.upper(); j.price()
    box[0].price(); box.items[1:][0].price(); table["a"].price(); both()[1].price()
    l = [m.price() for m in sorted(made())]
    s = "a,b".split(",")
    t = {x: len(x) for x in s}
    n = l[0] + 1
    next(iter(box)).price(); maybe.price()
    with open("x") as file:
        for line in file:
            line.strip()
'''


def test_parts():
    """Elements, parts and results of what has no annotation of its own."""
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        uri = (root / "parts.py").as_uri()
        (root / "parts.py").write_text(PARTS)
        c = Client(BINARY, roots=[dir])
        c.open(uri, PARTS, "python")
        refs = c.at("references", uri, *find(PARTS, "price(self"), context={"includeDeclaration": False})
        ok(len(refs) == PARTS.count(".price("), "all uses of a method: %d of %d" % (len(refs), PARTS.count(".price(")))
        for needle, want in [(" s = ", "s: list[str]"), (" t = ", "t: dict[str, int]"), (" l = ", "l: list[float]"), (" n = ", "n: float"), (" label, j", "label: str"),
                             (" a in box", "a: Item"), (" g in zip", "g: str"), (" line in", "line: str"), (" i, e", "i: int")]:
            text = c.at("hover", uri, *find(PARTS, needle, 0, 1))["contents"]["value"]
            ok("(variable) %s\n" % want in text, "%s: %s" % (needle, text))
        shown = c.at("hover", uri, *find(PARTS, "Item:"))["contents"]["value"]
        ok("**Args**\n\n- `name`: How it is called." in shown, "sections of a doc-string: %s" % shown)
        help_ = c.at("signatureHelp", uri, *find(PARTS, 'Item("a"', 0, 5))
        ok(help_["signatures"][0]["label"] == "Item(name: str, cost: float = 0.0)", "the constructor of a dataclass: %s" % help_)

        def labels(text):
            c.change(uri, {"text": PARTS + text.replace("|", "")})
            return [i["label"] for i in c.at("completion", uri, *find(PARTS + text, "|"))["items"]]
        ok({"name=", "cost="} <= set(labels("\nItem(|)\n")), "arguments by name")
        ok("self=" not in labels("\nItem('a').price(|)\n") and "rate=" in labels("\nItem('a').price(|)\n"), "arguments of a method")
        (root / "lib").mkdir()
        (root / "lib" / "__init__.py").write_text("VALUE = 1\n")
        (root / "lib" / "inner.py").write_text("")
        ok({"parts", "lib"} <= set(labels("\nimport |\n")) and "print" not in labels("\nimport |\n"), "modules")
        ok(labels("\nimport enum, lib.|\n") == ["inner"], "modules of a package: %s" % labels("\nimport enum, lib.|\n"))
        ok(sorted(labels("\nfrom lib import |\n")) == ["VALUE", "inner"], "names of a package: %s" % labels("\nfrom lib import |\n"))
        c.stop()
