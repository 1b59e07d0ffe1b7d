#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Latency of mojo-lsp on a file of 2,000 lines. Usage: bench.py [OUT]"""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from client import Client  # noqa: E402

OUT = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("OUT", "out"))
URI = "file:///tmp/mojo-lsp-bench/big.mojo"
PART = '''struct P%d(Copyable):
    var x: Int
    var name: String

    def __init__(out self, x: Int):
        self.x = x
        self.name = "p"

    def get(self, k: Int) -> Int:
        var t = self.x * k
        for j in range(k):
            t += j
        return t

def use%d(n: Int) -> Int:
    var p = P%d(n)
    var l = [1, 2, 3]
    return p.get(n) + l[0]

'''
text = "".join(PART % (i, i, i) for i in range(105)) + "def main():\n    var q = P0(1)\n    print(q.get(2))\n"
last = text.count("\n") - 2
rows = []


def timed(name, fn):
    start = time.perf_counter()
    fn()
    for row in rows:
        if row[0] == name:
            row[1].append(time.perf_counter() - start)
            return
    rows.append((name, [time.perf_counter() - start]))


def edit():
    client.notes.clear()
    client.change(URI, {"range": {"start": {"line": last, "character": 15}, "end": {"line": last, "character": 15}}, "text": " "})


def edit_and_check():
    edit()
    client.diagnostics(URI)


for i in range(3):
    start = time.perf_counter()
    client = Client(OUT + "/bin/mojo-lsp")
    took = time.perf_counter() - start
    timed("initialize", lambda: None)
    rows[0][1][-1] = took
    client.open(URI, text)
    timed("open to diagnostics", lambda: client.diagnostics(URI))
    for k in range(40):
        timed("edit to diagnostics", edit_and_check)
        timed("hover", lambda: client.at("hover", URI, last, 9))
        timed("definition", lambda: client.at("definition", URI, last, 13))
        edit()
        timed("completion after an edit", lambda: client.at("completion", URI, last + 1, 12))
        client.diagnostics(URI)
        timed("document symbols", lambda: client.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}}))
    client.stop()
for name, times in rows:
    times.sort()
    print("%-26s p50 %7.1f ms   p99 %7.1f ms" % (name, times[len(times) // 2] * 1e3, times[min(len(times) - 1, len(times) * 99 // 100)] * 1e3))
