# SPDX-License-Identifier: Apache-2.0
"""Code actions: what the text becomes, and that it is still right."""
import pathlib
import tempfile

from client import Client
from expect import BINARY, apply_edits, find, ok

URI = "file:///tmp/mojo-lsp-test/act.mojo"


def offered(c, text, needle, uri=URI, end=None, only=None):
    """Actions at a needle; `«…»` in it marks the selection."""
    if "«" in needle:
        bare = needle.replace("«", "").replace("»", "")
        a, b = find(text, bare, 0, needle.index("«")), find(text, bare, 0, needle.index("»") - 1)
    else:
        a = b = find(text, needle)
    position = [{"line": p[0], "character": p[1]} for p in (a, b)]
    context = {"diagnostics": []}
    if only:
        context["only"] = only
    return c.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": {"start": position[0], "end": position[1]}, "context": context})


def after(c, text, needle, title, clean=True):
    """The text after the action of that title; `clean`: it has no mistakes then."""
    c.open(URI, text)
    c.diagnostics(URI)
    actions = offered(c, text, needle)
    action = next((a for a in actions if a["title"] == title), None)
    if not action:
        ok(False, "%s: not among %s" % (title, [a["title"] for a in actions]))
        return ""
    new = apply_edits(text, action["edit"]["changes"][URI])
    if clean:
        c.open(URI, new)
        errors = [d["message"] for d in c.diagnostics(URI) if d["severity"] == 1]
        ok(errors == [], "%s leaves %s in:\n%s" % (title, errors, new))
    return new


def test_imports():
    c = Client(BINARY)
    text = "def main():\n    var x = sqrt(2.0)\n    print(x)\n"
    ok(after(c, text, "sqrt", "Import `sqrt` from `std.math`") == "from std.math import sqrt\n\n" + text, "a first import")
    text = "from std.math import floor\n\ndef main():\n    print(floor(2.5), sqrt(2.0))\n"
    ok(after(c, text, "sqrt", "Import `sqrt` from `std.math`").startswith("from std.math import floor, sqrt\n"), "one more name")
    text = "from zoo import b\nimport std.os\nfrom std.math import sqrt, floor\nfrom std.math import ceil, sqrt\nfrom .near import x\n\ndef main():\n    pass\n"
    new = after(c, text, "def main", "Organise imports", clean=False)
    ok(new.startswith("import std.os\nfrom std.math import ceil, floor, sqrt\n\nfrom zoo import b\n\nfrom .near import x\n\ndef"), "in order: %s" % new)
    c.open(URI, new)
    ok(not [a for a in offered(c, new, "def main", only=["source.organizeImports"])], "nothing more to do")
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        (root / "shapes.mojo").write_text("def area(x: Int) -> Int:\n    return x * x\n")
        uri, text = (root / "main.mojo").as_uri(), "def main():\n    print(area(2))\n"
        w = Client(BINARY, roots=[str(root)])
        w.open(uri, text)
        w.request("workspace/symbol", {"query": "area"})
        for _ in range(100):  # the index is read beside other work
            actions = offered(w, text, "area", uri)
            if any(a["title"] == "Import `area` from `shapes`" for a in actions):
                break
            w.change(uri, {"text": text})
        ok(any(a["title"] == "Import `area` from `shapes`" for a in actions), "from the workspace: %s" % [a["title"] for a in actions])
        w.stop()
    c.stop()


def test_members_and_values():
    c = Client(BINARY)
    text = "trait Shape:\n    def area(self) -> Int: ...\n    def name(self) -> Int: ...\n\nstruct Sq(Shape):\n    var n: Int\n\ndef main():\n    pass\n"
    new = after(c, text, "Shape):", "Add all missing members", clean=False)
    ok("    def area(self) -> Int:\n        return ...\n" in new and "    def name(self) -> Int:" in new, "missing members: %s" % new)
    text = "@fieldwise_init\nstruct P(Copyable):\n    var x: Int\n    var s: String\n\ndef main():\n    var p = P(1)\n    print(p.x)\n"
    ok("P(1, s=\"\")" in after(c, text, "P(1", "Fill in the arguments of `P`"), "filled in")
    text = "def f(s: String) -> String:\n    var t = s\n    return t + \"x\"\n\ndef main():\n    print(f(\"a\"))\n"
    ok("var t = s.copy()" in after(c, text, "s\n    return", "Write `.copy()` where the value is copied"), "an explicit copy")
    text = "def f(var s: String) -> String:\n    return s\n\ndef main():\n    print(f(\"a\"))\n"
    ok("return s^" in after(c, text, "s\n\ndef", "Write `^` where the value is given away"), "an explicit transfer")
    text = "def f(n: Int):\n    n += 1\n\ndef main():\n    f(2)\n"
    ok("def f(var n: Int)" in after(c, text, "n: Int", "Take `n` as `var`"), "a convention")
    ok("def f(mut n: Int)" in after(c, text, "n += 1", "declare it `mut n`", clean=False), "the diagnostic's own fix")
    text = "def twice(mut n: Int) -> Int:\n    return n * 2\n\ndef main():\n    var k = 1\n    print(twice(k))\n"
    ok("def twice(n: Int)" in after(c, text, "n: Int", "Borrow `n` for reading"), "the default convention")
    text = "def add(a: Int, b: Int) -> Int:\n    return a + b\n"
    new = after(c, text, "add", "Add a doc-string")
    ok('    """What it does.\n\n    Args:\n        a: .\n        b: .\n\n    Returns:\n        .\n    """\n    return' in new, "a doc-string: %s" % new)
    c.stop()


def test_raises():
    c = Client(BINARY)
    text = '''def risky(n: Int) raises -> Int:
    if n > 3:
        raise Error("big")
    return n

def middle(n: Int) -> Int:
    return risky(n) + 1

def top() -> Int:
    return middle(1)

def safe() -> Int:
    try:
        return middle(2)
    except e:
        return 0

def main():
    print(safe())
'''
    new = after(c, text, "risky(n) +", "Add `raises` to `middle` and 1 caller")
    ok("def middle(n: Int) raises -> Int" in new and "def top() raises -> Int" in new and "def safe() -> Int" in new, "raises: %s" % new)
    text = "def risky() raises:\n    raise Error(\"x\")\n\ndef main():\n    risky()\n    print(1)\n"
    text = text.replace("def main():", "def go():") + "\ndef main():\n    go()\n"
    new = after(c, text, "risky()\n    print", "Catch the error with `try`")
    ok("    try:\n        risky()\n    except e:\n        print(e)\n    print(1)" in new, "caught: %s" % new)
    c.stop()


def test_extract_and_inline():
    c = Client(BINARY)
    text = "def f(a: Int, b: Int) -> Int:\n    print(a)\n    return (a + b) * 2\n\ndef main():\n    print(f(1, 2))\n"
    new = after(c, text, "return («a + b») * 2", "Extract a variable")
    ok("    var value = a + b\n    return (value) * 2" in new, "a variable: %s" % new)
    text = '''def f(n: Int) -> Int:
    var total = 0
    var k = 3
    for i in range(n):
        total += i * k
    var d = total * 2
    return d + k

def main():
    print(f(4))
'''
    new = after(c, text, "«for i in range(n):\n        total += i * k\n    var d = total * 2»", "Extract a function")
    ok("    var d = extracted(n, total, k)\n    return d + k\n" in new, "the call: %s" % new)
    ok("def extracted(n: Int, mut total: Int, k: Int) -> Int:\n    for i in range(n):\n        total += i * k\n    var d = total * 2\n    return d\n" in new,
       "the function: %s" % new)
    text = '''@fieldwise_init
struct C:
    var n: Int

    def go(mut self, k: Int):
        print(k)
        self.n += k

def main():
    var c = C(1)
    c.go(2)
'''
    new = after(c, text, "«print(k)\n        self.n += k»", "Extract a function")
    ok("        self.extracted(k)\n" in new and "    def extracted(mut self, k: Int):\n        print(k)\n        self.n += k\n" in new, "a method: %s" % new)
    text = "def main():\n    var a = 1 + 2\n    print(a * 3)\n"
    ok(after(c, text, "a = 1", "Inline `a`") == "def main():\n    print((1 + 2) * 3)\n", "a variable inlined")
    text = "def sq(x: Int) -> Int:\n    return x * x\n\ndef main():\n    var n = 3\n    print(sq(n) + 1)\n"
    ok("print((n * n) + 1)" in after(c, text, "sq(n)", "Inline the call of `sq`"), "a call inlined")
    text = "def sq(x: Int) -> Int:\n    return x * x\n\ndef g() -> Int:\n    return 2\n\ndef main():\n    print(sq(g()))\n"
    c.open(URI, text)
    ok(not [a for a in offered(c, text, "sq(g") if a["kind"] == "refactor.inline"], "what would be evaluated twice is not inlined")
    text = "def main():\n    var a = 1\n    a += 1\n    print(a)\n"
    c.open(URI, text)
    ok(not [a for a in offered(c, text, "a = 1") if a["kind"] == "refactor.inline"], "what changes is not inlined")
    c.stop()


def test_kinds():
    c = Client(BINARY)
    text = "def main():\n    var x = sqrt(2.0)\n    y = 3\n    print(x, y)\n"
    c.open(URI, text)
    kinds = {a["kind"] for a in offered(c, text, "sqrt", only=["quickfix"])}
    ok(kinds == {"quickfix"}, "only what is wanted: %s" % kinds)
    ok([a["kind"] for a in offered(c, text, "def", only=["source.fixAll"])] == ["source.fixAll.mojo"], "kinds cover those below")
    c.stop()


def test_written_out():
    c = Client(BINARY)
    text = "def main():\n    var l = 3\n    print(l)\n"
    ok(after(c, text, "l = ", "Write the type of `l`") == text.replace("l = ", "l: Int = "), "a type is written")
    c.open(URI, text.replace("l = ", "l: Int = "))
    ok("Write the type of `l`" not in [a["title"] for a in offered(c, text.replace("l = ", "l: Int = "), "l: Int")], "a type that is written")
    text = "struct Point(Copyable):\n    var x: Int\n\n\ndef main():\n    print(Point(x=1).x)\n"
    ok(after(c, text, "Point(C", "Add `@fieldwise_init`") == "@fieldwise_init\n" + text, "a constructor from the fields")
    text = text.replace("    var x: Int\n", "    var x: Int\n\n    def __init__(out self, x: Int):\n        self.x = x\n")
    c.open(URI, text)
    ok("Add `@fieldwise_init`" not in [a["title"] for a in offered(c, text, "Point(C")], "a constructor that is there")
    c.stop()
