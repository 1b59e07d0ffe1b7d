# SPDX-License-Identifier: Apache-2.0
"""Workers that go on from checked modules answer as those do that began with nothing."""
import pathlib
import random
import tempfile
import time

from client import Client
from expect import BINARY, find, ok

UTIL = "def base(x: Int) -> Int:\n    return x + 1\n"
LIB = "from util import base\n\n@fieldwise_init\nstruct Box(Copyable):\n    var n: Int\n\n    def get(self) -> Int:\n        return base(self.n)\n"
MAIN = "from lib import Box\nfrom util import base\n\ndef main():\n    var b = Box(2)\n    print(b.get(), base(1))\n"


def shown(c, uris):
    return {u: sorted((d["code"], str(d["range"]), d["message"]) for d in c.diagnostics(u)) for u in uris}


def test_same_answers():
    rng = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, text in [("util", UTIL), ("lib", LIB), ("main", MAIN)]:
            (root / (name + ".mojo")).write_text(text)
        texts = {(root / "main.mojo").as_uri(): MAIN}
        lib, util = (root / "lib.mojo").as_uri(), (root / "util.mojo").as_uri()
        c = Client(BINARY, roots=[str(root)])
        for u, t in texts.items():
            c.open(u, t)
        shown(c, texts)
        time.sleep(0.5)  # the server makes use of the pause

        def same(what):
            fresh = Client(BINARY, roots=[str(root)])
            for u, t in texts.items():
                fresh.open(u, t)
            end = time.monotonic() + 10
            while shown(c, texts) != shown(fresh, texts) and time.monotonic() < end:
                time.sleep(0.05)  # a document may have been checked before those it imports were opened
                fresh.at("hover", next(iter(texts)), 0, 0)
            ok(shown(c, texts) == shown(fresh, texts), "%s: %s, fresh: %s" % (what, shown(c, texts), shown(fresh, texts)))
            u = next(iter(texts))
            line, col = find(texts[u], "b.get", 0, 2) if "b.get" in texts[u] else (3, 4)
            for method in ["hover", "definition"]:
                ok(c.at(method, u, line, col) == fresh.at(method, u, line, col), "%s: %s" % (what, method))
            line, col = find(texts[u], "base")
            for method, more in [("references", {"context": {"includeDeclaration": True}}), ("completion", {})]:
                a, b = c.at(method, u, line, col, **more), fresh.at(method, u, line, col, **more)
                if method == "completion":
                    a, b = [i["label"] for i in a["items"]], [i["label"] for i in b["items"]]
                else:
                    a, b = sorted(map(str, a)), sorted(map(str, b))
                ok(a == b, "%s: %s: %s, fresh: %s" % (what, method, a, b))
            fresh.stop()

        def edit(u, text):
            texts[u] = text
            c.notes.clear()
            c.change(u, {"text": text})
        main = next(iter(texts))
        edit(main, MAIN.replace("Box(2)", "Box(2, 3)"))
        same("a mistake in the document")
        edit(main, MAIN)
        same("the document as it was")
        (root / "util.mojo").write_text(UTIL.replace("x: Int", "x: String"))
        edit(main, MAIN + "\n")
        same("a file that changed on disk, without a word")
        (root / "util.mojo").write_text(UTIL)
        edit(main, MAIN + "# \n")
        same("and back")
        texts[lib] = LIB.replace("n: Int", "m: Int")
        c.notes.clear()
        c.open(lib, texts[lib])
        same("another document is opened")
        edit(lib, LIB.replace("-> Int:\n        return base(self.n)", "raises -> Int:\n        return base(self.n)"))
        same("a signature elsewhere")
        time.sleep(0.5)
        edit(main, "import nothing\n" + MAIN)
        same("an import that leads nowhere")
        (root / "nothing.mojo").write_text("comptime A = 1\n")
        edit(main, "import nothing\n\n" + MAIN)
        same("a file that came")
        texts.pop(lib)
        c.notify("textDocument/didClose", {"textDocument": {"uri": lib}})
        edit(main, MAIN)
        same("a document is closed")
        texts[util] = UTIL + "\n__extension Box:\n    pass\n"
        c.notes.clear()
        c.open(util, texts[util])
        same("an extension")
        for step in range(12):
            u = rng.choice(list(texts))
            t = texts[u]
            at = rng.randrange(len(t))
            edit(u, t[:at] + rng.choice(["", "x", "(", "\n", " ", "Int"]) + t[at + rng.randrange(3):])
            if step % 4 == 3:
                c.notes.clear()
                c.open(u, {main: MAIN, util: UTIL}[u])
                texts[u] = {main: MAIN, util: UTIL}[u]
                shown(c, texts)
                time.sleep(0.4)
            if "base" in texts[main]:
                same("edit %d" % step)
        c.stop()
