# SPDX-License-Identifier: Apache-2.0
"""Signature help while a call is being typed."""
from client import Client
from expect import BINARY, find, ok

URI = "file:///tmp/mojo-lsp-test/help.mojo"
HEAD = """struct Item(Copyable):
    var name: String

    def __init__(out self, name: String, price: Int = 1):
        self.name = name

    def put(self, place: Int):
        pass

    def put(self, place: String, side: Int):
        pass

def pay(item: Item, amount: Int) -> Int:
    return amount

def main():
    var item = Item("tea")
    """


def help_at(c, call):
    """`|` is the cursor. The labels, the one that is shown, its argument."""
    text = HEAD + call.replace("|", "") + "\n    print(item.name)\n"
    c.change(URI, {"text": text})
    line, col = find(HEAD + call, "|")
    r = c.at("signatureHelp", URI, line, col)
    if not r:
        return None
    return [s["label"] for s in r["signatures"]], r["activeSignature"], r["activeParameter"]


def test_unfinished_calls():
    c = Client(BINARY)
    c.open(URI, HEAD)
    pay = "pay(item: Item, amount: Int) -> Int"
    for call, label, active in [
        ("pay(|)", pay, 0), ("pay(|", pay, 0), ("pay(item, |", pay, 1), ("pay(item,|)", pay, 1), ("pay(item, 1, |)", pay, 1),
        ("pay(amount=|)", pay, 1), ("print(pay(item, |", pay, 1), ("pay(Item(|", "Item(name: String, price: Int = 1)", 0),
        ("Item(\"x\", |)", "Item(name: String, price: Int = 1)", 1),
    ]:
        found = help_at(c, call)
        ok(found and found[0][found[1]] == label and found[2] == active, "help in `%s`: %s" % (call, found))
    ok(help_at(c, "pay(item, 1)|") is None, "no help behind a call")
    ok(help_at(c, "|pay(item, 1)") is None, "no help before a call")
    c.stop()


def test_overloads():
    c = Client(BINARY)
    c.open(URI, HEAD)
    both = ["put(place: Int)", "put(place: String, side: Int)"]
    ok(help_at(c, "item.put(|)") == (both, 0, 0), "all overloads are listed: %s" % (help_at(c, "item.put(|)"),))
    ok(help_at(c, "item.put(\"left\", |)") == (both, 1, 1), "the overload that fits is shown")
    ok(help_at(c, "item.put(1|)")[1] == 0, "the overload that was chosen is shown")
    c.stop()


def test_documents_of_sections():
    """Sections of doc-strings are lists; parameters, comptime values and generic structs read as they are."""
    text = '''comptime LIMIT = 3 * 7 + 1

def gross[n: Int, *, fast: Bool = False](x: Int, rate: Int = 2) raises -> Int:
    """  Price with tax.

    More of it:
      as written.

    Parameters:
        n: A number.

    Args:
        x: The thing,
            on two lines.
        rate: The tax.

    Returns:
        The price.

    Example:
        ```mojo
        def f():
            pass
        ```
    """
    return x * n

def main() raises:
    print(gross[2](LIMIT), [1])
    var l: List[Int] = []
    print(len(l))
'''
    c = Client(BINARY)
    c.open(URI, text)
    shown = c.at("hover", URI, *find(text, "gross[2]"))["contents"]["value"]
    ok("gross[n: Int, *, fast: Bool = False](x: Int, rate: Int = 2) raises -> Int" in shown, "a signature: %s" % shown)
    ok("Price with tax.\n\nMore of it:\n  as written.\n\n**Parameters**\n\n- `n`: A number.\n\n**Args**\n\n- `x`: The thing,\n  on two lines.\n- `rate`: The tax.\n\n"
       "**Returns**\n\nThe price.\n\n**Example**\n\n```mojo\ndef f():\n    pass\n```" in shown, "sections: %s" % shown)
    shown = c.at("hover", URI, *find(text, "LIMIT)"))["contents"]["value"]
    ok("comptime LIMIT = 22\n" in shown, "a literal: %s" % shown)
    shown = c.at("hover", URI, *find(text, "List[Int]"))["contents"]["value"]
    ok("struct List[T: Movable]" in shown and "given away" not in shown, "a generic struct: %s" % shown)
    c.stop()
