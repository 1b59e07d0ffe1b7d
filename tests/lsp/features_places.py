# SPDX-License-Identifier: Apache-2.0
"""Completion at places where no value can stand: arguments, effects, members, imports, texts."""
import pathlib
import tempfile

from client import Client
from expect import BINARY, apply_edits, find, ok

TRAIT = """trait Priced:
    def price(self) -> Float64:
        ...

    def rename(mut self, name: String) raises:
        ...
"""
SNIPPETS = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}


def test_places():
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        (root / "priced.mojo").write_text(TRAIT)
        (root / "user.mojo").write_text("from priced import Priced\n")
        (root / "shapes").mkdir()
        (root / "shapes" / "round.mojo").write_text("comptime PI = 3\n")
        (root / "notes").mkdir()
        c = Client(BINARY, roots=[dir], capabilities=SNIPPETS)
        uri = (root / "main.mojo").as_uri()
        c.open(uri, "")

        def items(text):
            c.change(uri, {"text": text.replace("|", "", 1)})
            return {i["label"]: i for i in c.at("completion", uri, *find(text, "|"))["items"]}

        def only(text, *labels):
            found = items(text)
            ok(sorted(found) == sorted(labels), "%r offers %s" % (text, sorted(found)))
            return found
        conventions = ["mut", "var", "ref", "out", "deinit", "imm"]
        only("def f(|", *conventions)
        only("def f(x: Int, |):\n    pass\n", *conventions)
        only("def f[T: AnyType, n: Int = 3](\n    a: List[Int],\n    |\n):\n    pass\n", *conventions)
        only("struct S:\n    def f(|):\n        pass\n", "self", *conventions)
        only("struct S:\n    def f(mut |):\n        pass\n", "self")
        ok("Int" in items("def f(x: |):\n    pass\n"), "a type of an argument")
        ok("main" in items("def f(x: Int = |):\n    pass\ndef main():\n    pass\n"), "a default")
        ok("x" in items("def f(x: Int):\n    print(|)\n"), "an argument of a call")
        only("def f() |", "raises", "where")
        only("def f(x: Int) raises |:\n    pass\n", "raises", "where")
        ok("Int" in items("def f() -> |:\n    pass\n"), "a result")
        only("def |\n")
        head = "from priced import Priced\n\nstruct Tea(Priced):\n    var cost: Float64\n\n"
        found = items(head + "    |\n")
        ok({"price", "rename", "def", "var"} <= set(found) and "print" not in found and "Int" not in found, "members: %s" % sorted(found))
        ok(found["rename"]["insertText"] == "def rename(mut self, name: String) raises:\n    $0", "a stub: %s" % found["rename"])
        ok(min(found.values(), key=lambda i: i["sortText"])["label"] in ("price", "rename"), "what the trait asks for comes first")
        found = items(head + "    def pr|\n")
        ok(found["price"]["insertText"] == "price(self) -> Float64:\n    $0", "a stub behind `def`: %s" % found)
        found = items(head + "    def price(self) -> Float64:\n        return 1\n\n    |\n")
        ok("price" not in found and "rename" in found, "what is there is not offered")
        ok("print" in items(head + "    def f(self):\n        |\n"), "a body is no place for members")
        only("from |", "priced", "shapes", "user", "std")
        only("import pr|", "priced", "shapes", "user", "std")
        only("from shapes.|", "round")
        ok({"Priced"} <= set(items("from priced import |")), "names of a neighbour")
        for text in ('def f():\n    var s = "pri|"\n', 'def f():\n    var s = """a\n    pri|"""\n', 'def f():\n    """Says.\n\n    And pri|\n    """\n', "# pri|\n"):
            only(text)
        ok("x" in items('def f(x: Int):\n    print(t"a {|} b")\n'), "a hole of a t-string")
        ok("byte_length" in items('def f(x: String):\n    print(t"a {x.|} b")\n'), "a member in a hole")
        found = only('def f[n: Int](x: Int, y: Int) -> Int:\n    """Adds.\n\n    |\n    """\n    return 1\n', "Args:", "Returns:", "Raises:", "Parameters:")
        ok(found["Args:"]["insertText"] == "Args:\n    x: ${1:…}.\n    y: ${2:…}.", "a section: %s" % found["Args:"])
        c.stop()


def test_whose_import():
    """Names are imported from the file that declares them, not from one that imports them too."""
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        (root / "priced.mojo").write_text(TRAIT)
        (root / "a.mojo").write_text("from priced import Priced\n")
        c = Client(BINARY, roots=[dir])
        uri = (root / "main.mojo").as_uri()
        text = "def f(x: Priced):\n    pass\n"
        c.open(uri, text)
        problems = c.diagnostics(uri)
        actions = c.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": problems[0]["range"], "context": {"diagnostics": problems}})
        fixes = [a["title"] for a in actions if a["title"].startswith("Import")]
        ok(fixes == ["Import `Priced` from `priced`"], "imports: %s" % fixes)
        c.stop()
