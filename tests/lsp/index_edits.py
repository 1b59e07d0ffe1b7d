#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random programs of several files, random edits of them on disk and in the editor: after each, a server that was there says
of every symbol of a file what a new one without an index says. Usage: index_edits.py OUT [SECONDS [SEED]]"""
import random
import shutil
import sys
import time

from expect import ok
from features_index import Workspace, names

MODULES, SAMPLE = 6, 40


class Program:
    """Modules whose names collide on purpose: few names, used for everything."""
    NAMES = ["area", "size", "put", "Box", "Shape", "r"]

    def __init__(self, rng):
        self.rng = rng
        self.modules = {"m%d.mojo" % i: self.module(i) for i in range(MODULES)}
        self.modules["pack/__init__.mojo"] = "from .deep import area, size as small\n"
        self.modules["pack/deep.mojo"] = self.module(0)

    def pick(self):
        return self.rng.choice(self.NAMES)

    def imports(self, i):
        for k in range(i):
            how = self.rng.randrange(7)
            if how == 0:
                yield "from m%d import *" % k
            elif how == 1:
                yield "from m%d import %s as %s" % (k, self.pick(), self.pick())
            elif how == 2:
                yield "import m%d" % k
            elif how == 3:
                yield "from m%d import %s, %s" % (k, self.pick(), self.pick())
            elif how == 4:
                yield "from pack import area as a%d, small" % k
            elif how == 5:
                yield "import m%d as %s" % (k, self.pick())

    def expression(self, i):
        name = self.pick()
        return self.rng.choice(["%s(1)" % name, "%s(x=2)" % name, "m%d.%s(1)" % (self.rng.randrange(MODULES), name), "self.%s" % name, "x.%s()" % name,
                                "%s[size=2](1)" % name, "Self.%s" % name, "%s.%s" % (name, self.pick()), name, "small(1)", "x + %d" % self.rng.randrange(9)])

    def body(self, i, indent):
        for _ in range(self.rng.randrange(1, 4)):
            form = self.rng.choice(["var %s = %s", "return %s", "print(%s)", "for x in range(%s): pass", "x = %s"])
            yield "    " * indent + (form % ((self.pick(), self.expression(i)) if form.startswith("var") else self.expression(i)))

    def function(self, i, indent, first):
        head = self.rng.choice(["def %s(%sx: Int) -> Int:", "def %s(%sx: String) -> Int:", "def %s[size: Int](%sx: Int = 1):", "def %s(%sx: Int, r: Int = 2) raises -> Int:",
                                "def %s(%sx: Box) -> Int:"])
        return ["    " * indent + head % (self.pick(), first), *self.body(i, indent + 1)]

    def item(self, i):
        kind = self.rng.randrange(6)
        if kind < 3:
            return self.function(i, 0, "")
        if kind == 3:
            lines = ["struct %s(Copyable, %s):" % (self.pick(), self.pick()), "    var %s: Int" % self.pick()]
            for _ in range(self.rng.randrange(1, 4)):
                lines += self.function(i, 1, "self, ")
            return lines
        if kind == 4:
            return ["trait %s:" % self.pick(), "    def %s(self) -> Int: ..." % self.pick(), "    def %s(self, x: Int) -> Int:" % self.pick(), "        return self.%s()" % self.pick()]
        return ["comptime %s = %s" % (self.pick(), self.rng.choice(["3", "%s" % self.pick(), "%s(2)" % self.pick()]))]

    def module(self, i):
        items = [list(self.imports(i))] + [self.item(i) for _ in range(self.rng.randrange(3, 8))]
        return "\n".join("\n".join(x) + "\n" for x in items)

    def edit(self):
        """The name and new text of a file; None: it is removed."""
        name = self.rng.choice(sorted(self.modules))
        items = self.modules[name].split("\n\n")
        at, i = self.rng.randrange(len(items)), int(name[1]) if name[0] == "m" else 0
        what = self.rng.randrange(8)
        if what == 0 and len(items) > 2:
            del items[at]
        elif what == 1:
            items.insert(at, "\n".join(self.item(i)))
        elif what == 2:
            items[at] = items[at].replace(self.pick(), self.pick(), 1)
        elif what == 3:
            items[0] = "\n".join(self.imports(i))
        elif what == 4:
            items[at] = "# a comment\n\n" + items[at]
        elif what == 5:
            lines = items[at].split("\n")
            lines[self.rng.randrange(len(lines))] += " # end"
            items[at] = "\n".join(lines)
        elif what == 6 and self.rng.randrange(4) == 0:
            name = self.rng.choice(["area.mojo", "pack/area.mojo", "m1/__init__.mojo", "pack/m0.mojo"])
            if name in self.modules:
                del self.modules[name]
                return name, None
            items = [self.module(1)]
        else:
            items[at] = "\n".join(self.item(i))
        self.modules[name] = "\n\n".join(items)
        return name, self.modules[name]


def fresh(w, name, unsaved, places):
    """Without what was ever kept."""
    kept, w.cache = w.cache, w.cache + "-none"
    c = w.client()
    for other, text in unsaved.items():
        c.open(w.uri(other), text)
    if name not in unsaved:
        c.open(w.uri(name), w.files[name])
    found = w.references(c, name, places)
    c.stop()
    shutil.rmtree(w.cache, ignore_errors=True)
    w.cache = kept
    return found


def run(seed, seconds):
    rng = random.Random(seed)
    program = Program(rng)
    end, steps = time.monotonic() + seconds, 0
    with Workspace(program.modules) as w:
        c = w.client()
        opened = "m%d.mojo" % rng.randrange(MODULES // 2, MODULES)
        c.open(w.uri(opened), w.files[opened])
        while time.monotonic() < end:
            name, text = program.edit()
            unsaved = {}
            if text is None:
                (w.root / name).unlink()
                del w.files[name]
            elif name == opened and rng.randrange(2):
                unsaved = {name: text}
                w.files[name] = text
            else:
                w.write(name, text)
            c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": w.uri(name), "type": 2}]})
            if name == opened:
                c.change(w.uri(name), {"text": text})
            places = list(names(w.files[opened]))
            places = rng.sample(places, min(len(places), SAMPLE))
            have, want = w.references(c, opened, places), fresh(w, opened, unsaved, places)
            steps += 1
            wrong = [at for at in want if have[at] != want[at]]
            ok(not wrong, "seed %d, step %d, change of %s: %s" % (seed, steps, name, [(at, sorted(want[at] - have[at]), sorted(have[at] - want[at])) for at in wrong[:2]]))
            if wrong:
                shutil.copytree(w.root, "/tmp/index-edits-%d" % seed, dirs_exist_ok=True)
                break
        c.stop()
    return steps


def main():
    seconds, seed = float(sys.argv[2]) if len(sys.argv) > 2 else 30, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    end, steps = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        steps += run(seed, min(15, end - time.monotonic()))
        seed += 1
    import expect
    print("%d edits; %d passed, %d failed" % (steps, expect.passed, expect.failed))
    sys.exit(expect.failed != 0)


main()
