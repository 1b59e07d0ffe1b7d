# SPDX-License-Identifier: Apache-2.0
"""What a server says of a file is what `mojo check` prints: the suites' files, and the comparison."""
import json
import os
import subprocess

from expect import MOJO, ROOT, WAIT, ok


def suite_files():
    found = []
    for folder in ("tests/golden", "tests/examples", "tests/lsp/vscode/files", "tests/bench", "core/std"):
        found += [p for p in (ROOT / folder).rglob("*") if p.suffix in (".mojo", ".py", ".🔥")]
    return sorted(found)


def read(path):
    """The text of a file; None: no client could send it as it is."""
    text = path.read_bytes().decode("utf-8", "replace")
    return None if "\0" in text or "\ufffd" in text else text


def language(path):
    return "python" if path.suffix == ".py" else "mojo"


def problem(d):
    return d["code"], json.dumps(d["range"], sort_keys=True), d["message"]


def checked(path):
    """What `mojo check` says of each file it looks at, by real path."""
    run = subprocess.run([MOJO, "check", "--error-format=json", str(path)], capture_output=True, text=True, errors="replace")
    found = {}
    for line in (run.stdout + run.stderr).splitlines():
        if line.startswith("{"):
            d = json.loads(line)
            found.setdefault(os.path.realpath(d["path"]), []).append(problem(d))
    return found


def same(have, want, what):
    have, want = sorted(problem(d) for d in have), sorted(want)
    ok(have == want, "diagnostics of %s:\n  server %s\n  check  %s" % (what, [h for h in have if h not in want][:3] or have[:3],
                                                                   [w for w in want if w not in have][:3] or want[:3]))
    return len(want)


def agree(server, path, text, what):
    """Opens the file for a moment; returns how many diagnostics it has."""
    uri = path.resolve().as_uri()
    server.notes.clear()
    server.open(uri, text, language(path))
    n = same(server.diagnostics(uri, WAIT), checked(path).get(os.path.realpath(path), []), what)
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return n
