#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Endurance of mojo-lsp: it must not crash, hang, answer from an old text, or grow. Usage: endure.py [OUT] [OPTION…]
  --edits[=N]     random edits, requests and cancellations; answers are compared with those of fresh servers (10000)
  --truncate[=K]  the suites' files cut off at every K-th token (1)
  --order[=N]     sessions of N requests in any order, before `initialize` and after `shutdown` too (2000)
  --agree[=K]     diagnostics of every K-th file of the suites, and of damaged ones, against `mojo check` (1)
  --hostile       malformed frames, enormous input
  --disk          files that go, come back, are pipes, folders, links, devices; caches that cannot be written; documents that come and go
  --seed=S        another course of events (1)
Named ones run alone; without any, a short form of all of them runs: that is what `make test` does."""
import json
import os
import pathlib
import random
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from agree import agree, language, read, suite_files  # noqa: E402
from expect import OPTIONS, SANITIZED, WAIT, Server, end_of, finish, ok, random_place, units  # noqa: E402


# ---- what is asked ---------------------------------------------------------------------------------------
WHOLE = ["documentSymbol", "foldingRange", "semanticTokens/full", "codeLens", "documentLink"]
PLACED = ["hover", "definition", "declaration", "typeDefinition", "implementation", "documentHighlight", "signatureHelp", "completion",
          "references", "prepareRename", "rename", "prepareCallHierarchy", "prepareTypeHierarchy"]
RANGED = ["inlayHint", "codeAction"]
PROVIDERS = {"semanticTokens/full": "semanticTokensProvider", "prepareRename": "renameProvider", "prepareCallHierarchy": "callHierarchyProvider",
             "prepareTypeHierarchy": "typeHierarchyProvider"}


def offered(server, names):
    capabilities = server.server["capabilities"]
    return [n for n in names if capabilities.get(PROVIDERS.get(n, n + "Provider"))]


def params_of(name, uri, place, end):
    params = {"textDocument": {"uri": uri}}
    if name in PLACED or name == "ownership":
        params["position"] = place
    if name in RANGED:
        params["range"] = {"start": {"line": 0, "character": 0}, "end": end}
    if name == "codeAction":
        params["range"], params["context"] = {"start": place, "end": place}, {"diagnostics": []}
    if name == "references":
        params["context"] = {"includeDeclaration": True}
    if name == "rename":
        params["newName"] = "renamed_it"
    return params


def method_of(name):
    return "mojo/ownership" if name == "ownership" else "textDocument/" + name


def plain(value):
    """The answer without what may differ: versions, names of results."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in ("resultId", "version", "data")} | (
            {"data": value["data"]} if isinstance(value.get("data"), list) else {})
    return [plain(v) for v in value] if isinstance(value, list) else value


# ---- random edits ----------------------------------------------------------------------------------------
LIB = '''struct Pair[T: Copyable](Copyable):
    var a: Self.T
    var b: Self.T

    def __init__(out self, a: Self.T, b: Self.T):
        self.a = a.copy()
        self.b = b.copy()

    def swap(mut self):
        var t = self.a.copy()
        self.a = self.b.copy()
        self.b = t^


def twice(x: Int) -> Int:
    """Two times x."""
    return x * 2
'''
MAIN = '''from lib import Pair, twice
from std.collections import Dict


trait Shape:
    def area(self) -> Float64:
        ...


struct Square(Copyable, Shape):
    var side: Float64

    def __init__(out self, side: Float64):
        self.side = side

    def area(self) -> Float64:
        return self.side * self.side


def total[T: Shape](shapes: List[Square], scale: Float64 = 1.0) raises -> Float64:
    var sum = 0.0
    for s in shapes:
        sum += s.area() * scale
    if sum < 0:
        raise Error("no", t"{sum} é 🔥")
    return sum


def main() raises:
    var p = Pair[Int](1, 2)
    p.swap()
    var names = Dict[String, Int]()
    names["a"] = twice(p.a)
    var l = [Square(2), Square(3.5)]
    comptime N = 3
    for i in range(N):
        if i % 2 == 0 and not i > 2:
            print(i, names["a"], total[Square](l, scale=2))
        else:
            try:
                print(p.b)
            except e:
                print(e)
'''
SCRIPT = '''import os


class Animal:
    """An animal."""
    legs: int = 4

    def speak(self, times=1):
        return ["hm"] * times


def main(*args, **kw):
    a = Animal()
    print(f"{a.legs!r:>4}", [x for x in a.speak(2)])
'''
PIECES = ["", "x", "p.", "self.", "(", ")", "[", "]", "{", "}", "\n", "    ", "\n    ", ":", ",", "\"", "'''", "\"\"\"", "t\"{", "def f(", "def f():\n    ",
          "if ", "else:\n", "🔥", "é", "# ", "var ", "^", "=", " == ", "->", "struct S:\n", "@", "import ", "from lib import ", ".", "...", "0x",
          "1e9", "raises ", "mut ", "comptime ", "for i in ", "\\\n", "\t", "\r\n", "\0", "return "]


class Texts:
    """Three open documents and what was done to them."""

    def __init__(self, server, root):
        self.base = {(root / "main.mojo").as_uri(): MAIN, (root / "lib.mojo").as_uri(): LIB, (root / "a.py").as_uri(): SCRIPT}
        self.now = dict(self.base)
        self.server = server

    def open_all(self, server):
        for uri, text in self.now.items():
            server.open(uri, text, "python" if uri.endswith(".py") else "mojo")

    def reset(self):
        for uri, text in self.base.items():
            if self.now[uri] != text:
                self.now[uri] = text
                self.server.change(uri, {"text": text})

    def edit(self, rng):
        uri = rng.choices(list(self.now), [6, 2, 1])[0]
        text = self.now[uri]
        if "\r" in text:  # lone ones are line ends for the protocol: whole texts only
            self.now[uri] = text = self.base[uri]
            self.server.change(uri, {"text": text})
            return uri
        changes = []
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            lines = text.split("\n")
            first = rng.randrange(len(lines))
            last = min(len(lines) - 1, first + (rng.randint(1, 4) if rng.random() < 0.1 else 0))
            a, b = rng.randint(0, len(lines[first])), rng.randint(0, len(lines[last]))
            if first == last:
                b = min(max(a, b), a + rng.choice([0, 0, 0, 1, 2, 5]))
            with_ = rng.choice(PIECES) if rng.random() < 0.8 else rng.choice(lines)
            changes.append({"range": {"start": {"line": first, "character": units(lines[first][:a])},
                                      "end": {"line": last, "character": units(lines[last][:b])}}, "text": with_})
            text = "\n".join(lines[:first] + [lines[first][:a] + with_ + lines[last][b:]] + lines[last + 1:])
            if "\r" in text:
                break
        if rng.random() < 0.05:
            changes = [{"text": text}]
        self.now[uri] = text
        self.server.change(uri, *changes)
        return uri


def answers(server, texts, uri, places):
    """What a server says of a document now."""
    text = texts.now[uri]
    found = {"diagnostics": sorted(json.dumps(plain(d), sort_keys=True) for d in server.diagnostics(uri, WAIT))}
    names = offered(server, WHOLE + RANGED + PLACED) + (["ownership"] if uri.endswith(".mojo") else [])
    posts = {}
    for name in names:
        for at in places if name in PLACED + ["ownership", "codeAction"] else places[:1]:
            posts["%s %s" % (name, at)] = server.post(method_of(name), params_of(name, uri, at, end_of(text)))
    for key, id in posts.items():
        answer = server.wait_raw(id, WAIT)
        found[key] = plain(answer["result"]) if "result" in answer else answer["error"]["message"]
    return found


def memory(pid):
    """Kilobytes of a process and those below it, shared pages divided among them."""
    total, seen = 0, [pid]
    for p in seen:
        try:
            for line in open("/proc/%d/smaps_rollup" % p):
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
            for task in os.listdir("/proc/%d/task" % p):
                seen += [int(c) for c in open("/proc/%d/task/%s/children" % (p, task)).read().split()]
        except (OSError, ValueError):
            pass
    return total


def settled_memory(server, texts):
    """Memory with the first texts open and checked: the middle one of some readings, for workers come and go."""
    texts.reset()
    uri, readings = next(iter(texts.now)), []
    for _ in range(15):
        server.notes.clear()
        server.change(uri, {"text": texts.now[uri]})
        server.diagnostics(uri, WAIT)
        time.sleep(0.2)
        readings.append(memory(server.process.pid))
    return sorted(readings)[len(readings) // 2]


def compare(server, texts, root, uri, rng, step):
    places = [random_place(rng, texts.now[uri]) for _ in range(3)]
    have = answers(server, texts, uri, places)
    fresh = Server(roots=[str(root)])
    texts.open_all(fresh)
    want = answers(fresh, texts, uri, places)
    for key in want:
        a, b = have.get(key), want[key]
        if isinstance(a, list) and isinstance(b, list) and a != b:  # what only one of them has
            a, b = [x for x in a if x not in b] or a, [x for x in b if x not in a] or b
        if isinstance(a, dict) and isinstance(b, dict) and a != b and "items" in a and "items" in b:
            a, b = [x for x in a["items"] if x not in b["items"]] or a, [x for x in b["items"] if x not in a["items"]] or b
        ok(a == b, "after %d edits, %s of %s:\n  has   %s\n  fresh %s" % (step, key, uri.rsplit("/", 1)[1], json.dumps(a)[:500], json.dumps(b)[:500]))
        if a != b and "KEEP" in os.environ:
            for name, text in texts.now.items():
                pathlib.Path(os.environ["KEEP"], name.rsplit("/", 1)[1]).write_text(text, newline="")
    fresh.end("a fresh server")


def fire(server, texts, rng, waiting):
    """A few requests, some of them called back."""
    for _ in range(rng.choice([0, 1, 1, 2, 4])):
        uri = rng.choice(list(texts.now))
        name = rng.choice(offered(server, WHOLE + PLACED + RANGED) + ["ownership"])
        id = server.post(method_of(name), params_of(name, uri, random_place(rng, texts.now[uri]), end_of(texts.now[uri])))
        waiting[id] = name
        if rng.random() < 0.15:
            server.notify("$/cancelRequest", {"id": id})


def collect(server, waiting):
    """Takes the answers that are there; every request must get one."""
    for id, name in list(waiting.items()):
        answer = server.wait_raw(id, WAIT)
        del waiting[id]
        error = answer.get("error")
        fine = not error or error["code"] == -32800 or (error["code"] not in (-32603,) and "fail" not in error["message"])
        ok(fine, "%s fails: %s" % (name, error))


def run_edits(n, seed):
    with tempfile.TemporaryDirectory() as dir:
        root, rng = pathlib.Path(dir).resolve(), random.Random(seed)
        (root / "lib.mojo").write_text(LIB)
        server = Server(roots=[str(root)])
        texts, waiting = Texts(server, root), {}
        texts.open_all(server)
        sample, first, began = max(10, n // 200), None, time.monotonic()
        for step in range(1, n + 1):
            uri = texts.edit(rng)
            fire(server, texts, rng, waiting)
            if rng.random() < 0.2:
                collect(server, waiting)
            if step % sample == 0:
                collect(server, waiting)
                compare(server, texts, root, uri, rng, step)
            if step % 37 == 0:
                texts.reset()
            if step == n // 10 and n >= 2000:
                collect(server, waiting)
                first = settled_memory(server, texts)
            if step % 500 == 0:
                server.notes.clear()
                print("  %d edits, %.0f s, %d kB" % (step, time.monotonic() - began, memory(server.process.pid)), flush=True)
        collect(server, waiting)
        if first:
            last = settled_memory(server, texts)
            print("memory after %d edits %d kB, after %d edits %d kB (%+.1f %%)" % (n // 10, first, n, last, 100.0 * (last - first) / first))
            ok(SANITIZED or last <= first * 1.05, "memory grows from %d kB to %d kB" % (first, last))
        server.end("random edits")


# ---- files cut off ---------------------------------------------------------------------------------------
TOKEN = re.compile(r"\n[ \t]*|[^\W\d]\w*|\d[\w.]*|\"\"\"|'''|[\"']|[-+*/<>=!&|^%]+|\S", re.S)


def run_truncate(every, seed, files=None):
    rng = random.Random(seed)
    chosen = suite_files()
    if files:
        chosen = rng.sample(chosen, files)
    server, cuts = Server(), 0
    for path in chosen:
        text = read(path)
        if text is None:
            continue
        uri = "file:///tmp/mojo-lsp-cut/%s%s" % (path.stem, path.suffix)
        server.open(uri, "", language(path))
        ends = [m.end() for m in TOKEN.finditer(text)]
        for at in ends[rng.randrange(every)::every]:
            head = text[:at]
            server.change(uri, {"text": head})
            end, waiting = end_of(head.replace("\r\n", "\n").replace("\r", "\n")), {}
            for name in ("completion", "hover", "signatureHelp", "documentSymbol", "semanticTokens/full", "foldingRange"):
                waiting[server.post(method_of(name), params_of(name, uri, end, end))] = "%s of %s cut off at %d" % (name, path, at)
            collect(server, waiting)
            if cuts % 10 == 0:
                server.diagnostics(uri, WAIT)
                server.notes.clear()
            cuts += 1
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    print("%d files cut off at %d places" % (len(chosen), cuts))
    server.end("truncation")


# ---- requests in any order -------------------------------------------------------------------------------
def run_order(n, seed):
    rng = random.Random(seed)
    uri = "file:///tmp/mojo-lsp-order/a.mojo"
    doc, place = {"uri": uri}, {"line": 1, "character": 4}
    names = [method_of(x) for x in WHOLE + PLACED + RANGED] + ["mojo/ownership", "workspace/symbol", "workspace/executeCommand", "completionItem/resolve",
             "inlayHint/resolve", "codeAction/resolve", "callHierarchy/incomingCalls", "textDocument/formatting", "textDocument/rangeFormatting",
             "textDocument/onTypeFormatting", "textDocument/selectionRange", "textDocument/diagnostic", "workspace/diagnostic", "initialize", "shutdown", "no/such"]
    odd = [None, {}, [], "text", 7, {"textDocument": None}, {"textDocument": {"uri": 3}}, {"textDocument": doc, "position": {"line": -1, "character": 1 << 40}},
           {"textDocument": doc, "position": "x", "range": []}, {"query": 5}, {"capabilities": []}, {"textDocument": {"uri": "file:///none"}, "position": place}]
    notes = [("textDocument/didOpen", {"textDocument": {**doc, "languageId": "mojo", "version": 1, "text": MAIN}}), ("initialized", {}),
             ("textDocument/didChange", {"textDocument": {**doc, "version": 2}, "contentChanges": [{"text": LIB}]}),
             ("textDocument/didChange", {"textDocument": {**doc, "version": 3}, "contentChanges": [{"range": {"start": {"line": 9e9, "character": -5}, "end": place}, "text": "x"}]}),
             ("textDocument/didClose", {"textDocument": doc}), ("textDocument/didSave", {"textDocument": doc}), ("$/setTrace", {"value": "verbose"}),
             ("workspace/didChangeConfiguration", {"settings": {"mojo": 3}}), ("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 9}]}),
             ("$/cancelRequest", {"id": "none"}), ("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": uri}], "removed": []}}), ("no/such", 4)]
    for session in range(3):
        server = Server(start=False)
        posts = []
        for _ in range(n):
            if rng.random() < 0.3:
                method, params = rng.choice(notes)
                server.notify(method, params if rng.random() < 0.8 else rng.choice(odd))
            else:
                method = rng.choice(names if session or len(posts) < n // 4 else names + ["initialize"] * 8)
                if method == "shutdown" and len(posts) < n // 2:
                    continue
                params = rng.choice(odd) if rng.random() < 0.4 else params_of(method.split("/", 1)[-1], uri, place, place)
                if method == "initialize":
                    params = {"capabilities": rng.choice([{}, None, {"general": {"positionEncodings": ["utf-8"]}}])}
                posts.append((server.post(method, params), method, params))
        for id, method, params in posts:
            answer = server.wait_raw(id, WAIT)
            ok("result" in answer or isinstance(answer["error"]["code"], int), "%s is answered" % method)
        if rng.random() < 0.5:
            server.post("shutdown", None)
        server.notify("exit", None)
        ok(server.process.wait(10) in (0, 1), "the server ends after a session in any order")
        ok(not server.complained(), "any order: " + server.complained())


# ---- hostile streams -------------------------------------------------------------------------------------
def run_hostile(large):
    frames = [b"\r\n\r\n", b"Content-Length: -1\r\n\r\n{}", b"Content-Length: 99999999999999999999\r\n\r\n{}", b"Content-Length: x\r\n\r\n{}",
              b"Content-Type: a\r\n\r\n{}", b"\0" * 70000, b"Content-Length: 2", b"Content-Length: 5\r\n\r\n\xff\xfe\0\0\0", b"Content-Length: 0\r\n\r\n",
              b"content-length:2\r\n\r\n[]", b"Content-Length: 4\r\n\r\nnull", b"Content-Length: 20000\r\n\r\n" + b"[" * 20000, b"GET / HTTP/1.1\r\n\r\n"]
    for frame in frames:
        server = Server()
        server.send_raw(frame)
        server.process.stdin.close()
        ok(server.process.wait(20) in (0, 1), "the server ends after the frame %r" % frame[:40])
        ok(not server.complained(), "frame %r: %s" % (frame[:40], server.complained()))
    server = Server()
    body = json.dumps({"jsonrpc": "2.0", "id": 77, "method": "workspace/symbol", "params": {"query": "x"}}).encode()
    for byte in b"Content-Length: %d\r\n\r\n%s" % (len(body), body):  # one byte at a time
        server.send_raw(bytes([byte]))
    ok("result" in server.wait_raw(77, WAIT), "a message in pieces is put together")
    n = 100000 if large else 4000
    uri = "file:///tmp/mojo-lsp-hostile/a.mojo"
    for name, text in [("many lines", "def main():\n" + "    print(1)\n" * n), ("many functions", "".join("def f%d():\n    pass\n" % i for i in range(n // 2))),
                       ("a long line", "x = " + "1 + " * n + "1\n"), ("deep indentation", "".join(" " * i + "if x:\n" for i in range(min(n, 400)))),
                       ("brackets", "x = " + "(" * n), ("a long string", "x = \"" + "é" * n), ("many errors", "$ ?\n" * (n // 10)), ("NULs", "\0" * n), ("a NUL before code", "\0\0def main("),
                       ("a long name", "x" * n * 50), ("a long chain", "a." * n), ("signs", "-" * n * 2 + "1"), ("nested lists", "[" * n + "]" * n),
                       ("half a character", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"))]:
        server.open(uri, text)
        start = time.monotonic()
        server.diagnostics(uri, 120)
        server.request("textDocument/selectionRange", {"textDocument": {"uri": uri}, "positions": [{"line": 0, "character": 999999}]}, 120)
        for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "hover", "completion"):
            end = {"line": 1, "character": 5}
            answer = server.wait_raw(server.post(method_of(method), params_of(method, uri, end, end)), 120)
            ok("result" in answer or answer["error"]["code"] == -32803, "%s of %s is answered" % (method, name))
        ok(SANITIZED or time.monotonic() - start < 60, "%s: %.1f s" % (name, time.monotonic() - start))
        if large:
            print("  %s: %.1f s, %d kB" % (name, time.monotonic() - start, memory(server.process.pid)), flush=True)
    server.end("hostile input")


# ---- what happens on disk -----------------------------------------------------------------------------------
def refused_document():
    """A file that is too large is refused in words, and taken up again when it shrinks."""
    uri = "file:///tmp/mojo-lsp-large/a.mojo"
    server = Server()
    server.open(uri, "def main():\n    print(nothing)\n" + "# a line\n" * 1200000)
    ok([d["severity"] for d in server.diagnostics(uri, WAIT)] == [3], "a large file is refused: %s" % server.diagnostics(uri, WAIT)[:1])
    for method in ("documentSymbol", "hover", "completion", "semanticTokens/full"):
        answer = server.wait_raw(server.post(method_of(method), params_of(method, uri, {"line": 1, "character": 5}, {"line": 1, "character": 5})), WAIT)
        ok("result" in answer or "large" in answer["error"]["message"], "%s of a large file: %s" % (method, answer.get("error")))
    server.change(uri, {"range": {"start": {"line": 2, "character": 0}, "end": {"line": 2000000, "character": 0}}, "text": ""})
    ok([d["code"] for d in server.diagnostics(uri, WAIT)] == ["E1001"], "a file that is no longer too large")
    server.end("a large file")


def run_disk():
    lib, main = "def f(x: Int) -> Int:\n    return x\n", "from lib import f\n\ndef main():\n    print(f(2))\n"
    with tempfile.TemporaryDirectory() as dir:
        root = pathlib.Path(dir).resolve()
        path, uri = root / "lib.mojo", (root / "main.mojo").as_uri()
        (root / "main.mojo").write_text(main)
        path.write_text(lib)
        server = Server(roots=[dir])
        server.open(uri, main)

        def codes():
            server.notes.clear()
            server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": 2}]})
            server.change(uri, {"text": main})
            return [d["code"] for d in server.diagnostics(uri, WAIT)]

        def holes():
            with open(path, "wb") as f:
                f.truncate(3 << 30)
        ok(codes() == [], "the file is there")
        for what, make in [("no file", lambda: None), ("a pipe", lambda: os.mkfifo(path)), ("a folder", path.mkdir), ("a link to itself", lambda: os.symlink("lib.mojo", path)),
                           ("a device", lambda: os.symlink("/dev/zero", path)), ("gigabytes of nothing", holes)]:
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
            make()
            ok(codes() == ["E1003"], "%s: %s" % (what, codes()))
        path.unlink()
        path.write_bytes(random.Random(1).randbytes(50000))
        ok("E1005" in codes(), "bytes: %s" % codes())
        path.write_text(lib)
        ok(codes() == [], "the file is back: %s" % codes())
        posts = []
        for i in range(100):  # documents that come and go, with questions that nobody waits for
            server.open(uri, main + "# %d\n" % i)
            posts.append(server.post("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 10}}))
            server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        for id in posts:
            answer = server.wait_raw(id, WAIT)
            ok("result" in answer or answer["error"]["code"] in (-32800, -32803), "a document that went: %s" % answer)
        server.open(uri, main)
        ok(server.diagnostics(uri, WAIT) == [], "after documents that came and went")
        server.end("files that change")
    for variable, place in (("MOJO_CACHE_DIR", "/dev/null/cache"), ("MOJO_CACHE_DIR", "/proc/cache"), ("MOJO_CACHE_DIR", __file__), ("TMPDIR", "/nothing")):
        server = Server(env={variable: place})
        server.open("file:///tmp/mojo-lsp-disk/a.mojo", "def main():\n    print(nothing)\n")
        ok([d["code"] for d in server.diagnostics("file:///tmp/mojo-lsp-disk/a.mojo", WAIT)] == ["E1001"], "%s=%s" % (variable, place))
        server.end("a cache at " + place)
    refused_document()


# ---- agreement with mojo check ---------------------------------------------------------------------------
def run_agree(every, seed):
    rng, server, n = random.Random(seed), Server(), 0
    files = suite_files()[rng.randrange(every)::every]
    with tempfile.TemporaryDirectory() as dir:
        for path in files:
            text = read(path)
            if text is None:
                continue
            if "/core/std/" not in str(path):  # the library's own files are checked as the library only
                n += agree(server, path, text, path)
            lines = text.split("\n")  # a damaged copy: one line goes, another is cut off
            for _ in range(2):
                at = rng.randrange(len(lines))
                if rng.random() < 0.5:
                    del lines[at]
                else:
                    lines[at] = lines[at][:rng.randint(0, len(lines[at]))]
                lines = lines or [""]
            damaged = pathlib.Path(dir) / ("damaged" + path.suffix)
            damaged.write_text("\n".join(lines), newline="")
            n += agree(server, damaged, "\n".join(lines), "damaged %s (seed %d)" % (path, seed))
    print("%d files, as they are and damaged: %d diagnostics" % (len(files), n))
    server.end("agreement")


def main():
    options = dict(a[2:].split("=", 1) if "=" in a else (a[2:], "") for a in OPTIONS)
    seed = int(options.pop("seed", 1))
    quick = not options
    if unknown := set(options) - {"edits", "truncate", "order", "agree", "hostile", "disk"}:
        sys.exit("endure.py: unknown option --%s" % unknown.pop())
    if quick or "order" in options:
        run_order(int(options.get("order") or (40 if quick else 2000)), seed)
    if quick or "hostile" in options:
        run_hostile(not quick)
    if quick or "disk" in options:
        run_disk()
    if quick or "agree" in options:
        run_agree(int(options.get("agree") or (30 if quick else 1)), seed)
    if quick or "truncate" in options:
        run_truncate(int(options.get("truncate") or (50 if quick else 1)), seed, 4 if quick else None)
    if quick or "edits" in options:
        run_edits(int(options.get("edits") or (60 if quick else 10000)), seed)
    finish()


main()
