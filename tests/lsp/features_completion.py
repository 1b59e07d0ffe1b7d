# SPDX-License-Identifier: Apache-2.0
"""Completion beyond names in scope."""
from client import Client
from expect import BINARY, apply_edits, find, ok

URI = "file:///tmp/mojo-lsp-test/complete.mojo"
SNIPPETS = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
LAZY = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True, "resolveSupport": {
    "properties": ["documentation", "detail", "additionalTextEdits"]}}}}}
HEAD = '''struct Color(Copyable, ImplicitlyCopyable):
    comptime RED = Color(1)
    var n: Int

    def __init__(out self, n: Int):
        self.n = n

    @staticmethod
    def mixed() -> Color:
        return Color(3)

def paint(what: String, color: Color, *, width: Int = 1) -> Int:
    """Paints it."""
    return width

def pick[N: Int, T: Copyable](x: T) -> Int:
    return N

'''


def items(c, tail):
    text = HEAD + tail
    line, col = find(text, "|")
    text = text.replace("|", "")
    c.open(URI, text)
    answer = c.at("completion", URI, line, col)
    return text, answer["items"], answer


def labels(c, tail):
    return [i["label"] for i in sorted(items(c, tail)[1], key=lambda i: i["sortText"])]


def test_arguments():
    c = Client(BINARY)
    have = labels(c, "def main():\n    print(paint(|))\n")
    ok({"what=", "color=", "width="} <= set(have), "keyword arguments: %s" % have[:9])
    have = labels(c, "def main():\n    print(paint(\"a\", |))\n")
    ok("what=" not in have and "color=" in have, "those given by position are gone: %s" % have[:9])
    have = labels(c, "def main():\n    print(paint(what=\"a\", wi|))\n")
    ok(have[:1] == ["width="], "those given by name are gone: %s" % have[:9])
    have = labels(c, "def main():\n    var c = Color(|)\n")
    ok("n=" in have, "of a constructor: %s" % have[:9])
    have = labels(c, "def main():\n    print(paint(\"a\", Color(1 + |)))\n")
    ok("n=" not in have, "not inside an expression")
    have = labels(c, "def main():\n    print(pick[|](3))\n")
    ok({"N=", "T="} <= set(have), "parameters: %s" % have[:9])
    have = labels(c, "def f(x: List[|]):\n    pass\n")
    ok("T=" in have and "Int" in have, "parameters of a type: %s" % have[:9])
    c.stop()


def test_context_members():
    c = Client(BINARY)
    for tail in ["def main():\n    var c: Color = .|\n", "def main():\n    print(paint(\"a\", .|))\n", "def f() -> Color:\n    return .|\n",
                 "def main():\n    var c = Color(1)\n    c = .|\n"]:
        have = labels(c, tail)
        ok({"RED", "mixed"} <= set(have) and "main" not in have, "members of what is expected in %r: %s" % (tail, have[:9]))
    c.stop()


def test_ranking():
    c = Client(BINARY)
    have = labels(c, "def main():\n    var number = 1\n    var name = \"x\"\n    var tone = Color(1)\n    print(paint(name, |))\n")
    ok(have.index("tone") < have.index("number") and have.index("tone") < have.index("name"), "what fits comes first: %s" % have[:6])
    have = labels(c, "def f(number: Int, name: String) -> String:\n    return |\n")
    ok(have[0] == "name", "of the result's type: %s" % have[:6])
    c.stop()


def test_imports():
    c = Client(BINARY)
    text, found, answer = items(c, "def main():\n    var x = sqr|\n")
    item = next(i for i in found if i["label"] == "sqrt")
    ok(item["labelDetails"]["description"] == "std.math", "a name to import: %s" % item)
    new = apply_edits(text, item["additionalTextEdits"])
    ok(new.startswith("from std.math import sqrt\n\nstruct"), "the edit: %s" % new[:60])
    ok(items(c, "def main():\n    var x = |\n")[2]["isIncomplete"], "more letters bring in more")
    c.stop()
    c = Client(BINARY, capabilities=LAZY)
    text, found, _ = items(c, "def main():\n    var x = sqr|\n")
    item = next(i for i in found if i["label"] == "sqrt")
    ok("additionalTextEdits" not in item, "later")
    item = c.request("completionItem/resolve", item)
    ok(item["additionalTextEdits"][0]["newText"].startswith("from std.math import sqrt"), "resolved: %s" % item)
    text, found, _ = items(c, "def main():\n    var x = gcd|\n")
    item = c.request("completionItem/resolve", next(i for i in found if i["label"] == "gcd"))
    ok(item["documentation"]["value"] == "The greatest common divisor.", "its documentation: %s" % item)
    text, found, _ = items(c, "def main():\n    var x = pai|\n")
    item = next(i for i in found if i["label"] == "paint")
    ok("detail" not in item and "documentation" not in item, "said later")
    item = c.request("completionItem/resolve", item)
    ok(item["documentation"]["value"] == "Paints it." and "def paint(what: String" in item["detail"], "said when asked: %s" % item)
    c.stop()


def test_snippets():
    c = Client(BINARY, capabilities=SNIPPETS)
    text, found, _ = items(c, "def main():\n    var l = [1]\n    l.|\n")
    item = next(i for i in found if i["label"] == "for")
    ok(item["textEdit"]["newText"] == "for ${1:x} in l:\n    $0" and "filterText" not in item, "a postfix: %s" % item)
    ok(item["textEdit"]["range"]["start"]["character"] == 6, "it replaces the word")
    ok([(e["range"]["start"]["character"], e["range"]["end"]["character"], e["newText"]) for e in item["additionalTextEdits"]] == [(4, 6, "")],
       "the expression goes by another edit: %s" % item)
    ok("if" not in [i["label"] for i in items(c, "def main():\n    var l = [1]\n    print(l.|)\n")[1]], "statements where statements stand")
    found = items(c, "def main():\n    fo|\n")[1]
    ok(any(i["label"] == "for" and i.get("insertTextFormat") == 2 for i in found), "a snippet")
    ok("fieldwise_init" in labels(c, "@|\nstruct X:\n    pass\n"), "decorators")
    found = items(c, "def main():\n    pai|(\"a\", Color(1))\n")[1]
    ok("insertText" not in next(i for i in found if i["label"] == "paint"), "no second pair of parentheses")
    c.stop()
    c = Client(BINARY)
    ok(not [i for i in items(c, "def main():\n    fo|\n")[1] if i["kind"] == 15], "clients without snippets get none")
    c.stop()


def test_brackets():
    c = Client(BINARY)
    for tail, label, active in [("def f(x: List[|]):\n    pass\n", "List[T", 0), ("def main():\n    print(pick[1, |](3))\n", "pick[N: Int, T: Copyable]", 1),
                                ("def f(x: Dict[String, |Int]):\n    pass\n", "Dict[", 1)]:
        text = HEAD + tail
        line, col = find(text, "|")
        c.open(URI, text.replace("|", ""))
        help_ = c.at("signatureHelp", URI, line, col)
        ok(help_ and help_["signatures"][0]["label"].startswith(label) and help_["activeParameter"] == active, "in brackets: %r: %s" % (tail, help_))
    c.open(URI, HEAD + "def main():\n    pass\n")
    text = c.at("hover", URI, *find(HEAD, "Color(Copyable"))["contents"]["value"]
    ok("| `n` | `Int` | 0 | 8 |" in text, "where the fields lie: %s" % text)
    c.stop()
