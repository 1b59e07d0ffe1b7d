#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The examples of the explain pages: the first block of a page raises its diagnostic, the later ones raise nothing.

explain.py [CODE…]   with OUT set to the folder of the build (out)
Blocks are `mojo` or `python`. Blocks are checked together by one `mojo check`; what only an instance can raise (errors of
elaboration) by `mojo build`, with the options of a first line `# mojo build …`. A block whose first line is
`# file: name` is a file beside the block that follows.
Pages about projects (E7xxx) have blocks of `toml`: each is the `mojo.toml` of a project on which `mojo check` runs.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

PAGES = "core/diag/explain"
# What an example cannot show, and why.
NO_EXAMPLE = {
    "E1009": "the parser's E0073 comes first", "E1014": "needs a broken library",
    "E2334": "the parser's E0055 comes first", "E2338": "the parser's E0072 comes first",
    "E2339": "only the library can raise it",
    "E3005": "E2316 comes first", "E4107": "stands behind the check of generics", "E4109": "stands behind the check of generics",
    "E5004": "needs a broken installation", "E9002": "is a bug of ours", "W7020": "`mojo doc` raises it", "W7021": "`mojo doc` raises it",
}


def codes():
    with open("core/diag/codes.def", encoding="utf-8") as f:
        for m in re.finditer(r"^DIAG\((\d+), SEV_(\w)", f.read(), re.M):
            yield f"{m[2]}{int(m[1]):04d}"


def blocks(text):
    """The examples of a page: (language, text, files beside it)."""
    beside = {}
    for lang, body in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S):
        m = re.match(r"# file: (\S+)\n", body)
        if m:
            beside[m[1]] = body[m.end():]
        elif lang in ("mojo", "python", "toml"):
            yield lang, body, beside
            beside = {}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def diagnostics(out):
    found = {}
    for line in out.splitlines():
        if line.startswith("{"):
            d = json.loads(line)
            found.setdefault(d["uri"], []).append((d["severity"], d["code"]))
    return found


class Example:
    def __init__(self, folder, lang, body, beside):
        self.lang = lang
        self.dir = folder
        self.file = os.path.join(folder, "mojo.toml" if lang == "toml" else "example." + ("py" if lang == "python" else "mojo"))
        write(self.file, body)
        for name, text in beside.items():
            write(os.path.join(folder, name), text)
        self.found = []

    def run(self, mojo, *args):
        p = subprocess.run([mojo, *args], capture_output=True, text=True, cwd=self.dir, timeout=60)
        return diagnostics(p.stdout + "\n" + p.stderr)

    def check_project(self, mojo):
        p = subprocess.run([mojo, "check"], capture_output=True, text=True, cwd=self.dir, timeout=60)
        found = re.findall(r"^(error|warning)\[(\w+)\]", p.stdout + p.stderr, re.M)
        self.found = [(1 if kind == "error" else 2, code) for kind, code in found]

    def build(self, mojo):
        with open(self.file, encoding="utf-8") as f:
            m = re.match(r"# mojo build (.*)", f.readline())
        options = m[1].split() if m else ["--emit=mir"]
        self.found = [d for ds in self.run(mojo, "build", "--error-format=json", *options, "-o", "out", self.file).values() for d in ds]

    def codes(self):
        return sorted({c for _, c in self.found})

    def errors(self):
        return [c for s, c in self.found if s == 1]


def check(mojo, examples, *options):
    """All files by one call, projects one by one."""
    files = [e.file for e in examples if e.lang != "toml"]
    found = {}
    if files:
        p = subprocess.run([mojo, "check", "--error-format=json", *options, *files], capture_output=True, text=True, timeout=120)
        found = diagnostics(p.stdout + "\n" + p.stderr)
    for e in examples:
        if e.lang == "toml":
            e.check_project(mojo)
        else:
            e.found = [d for uri, ds in found.items() if uri.startswith("file://" + e.dir + "/") for d in ds]


def judge(mojo, code, bad, mended):
    """What is wrong with the examples of a page."""
    if bad.lang == "mojo" and not bad.errors() and code not in bad.codes():
        for e in [bad, *mended]:
            e.build(mojo)
    if code not in bad.codes():
        yield f"its first example raises {bad.codes() or 'nothing'}"
    for e in mended:
        if e.found:
            yield f"a mended example raises {e.codes()}"


def main():
    mojo = os.path.abspath(os.path.join(os.environ.get("OUT", "out"), "bin/mojo"))
    only = sys.argv[1:]
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as tmp:
        tmp = os.path.realpath(tmp)
        pages, titles = {}, {}
        for code in codes():
            path = os.path.join(PAGES, code + ".md")
            if only and code not in only:
                continue
            if not os.path.exists(path):
                print(f"{code} has no page {path}")
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            found = list(blocks(text))
            titles[code] = text.startswith(f"# {code}: ")
            pages[code] = [Example(os.path.join(tmp, f"{code}_{i}"), *b) for i, b in enumerate(found)]
        check(mojo, [e for c, p in pages.items() for e in p if c[1] == "0"], "--syntax-only")
        check(mojo, [e for c, p in pages.items() for e in p if c[1] != "0"])
        for code, page in pages.items():
            problems = [] if titles[code] else [f"the page begins with `# {code}: title`"]
            if code not in NO_EXAMPLE and len(page) < 2:
                problems.append("needs a failing and a mended example")
            elif code not in NO_EXAMPLE:
                problems += judge(mojo, code, page[0], page[1:])
            for p in problems:
                print(f"{code}: {p}")
            failed += bool(problems)
            passed += not problems
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
