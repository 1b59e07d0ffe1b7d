# SPDX-License-Identifier: Apache-2.0
"""What the test programs of the server and the editors share: where things are, counting, places in texts, edits."""
import os
import pathlib
import sys
import tempfile

from client import Client

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OPTIONS = [a for a in sys.argv[1:] if a.startswith("--")]
WORDS = [a for a in sys.argv[1:] if not a.startswith("--")]  # OUT, then part of a test's name
OUT = os.path.abspath(WORDS[0] if WORDS else os.environ.get("OUT", "out"))
BINARY, MOJO = OUT + "/bin/mojo-lsp", OUT + "/bin/mojo"
SANITIZED = os.path.basename(OUT) in ("asan", "tsan", "ubsan", "debug")
WAIT = 120 if SANITIZED else 30
SHOWN = 30
passed = failed = 0


def ok(condition, what):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        if failed <= SHOWN:
            print("FAILED:", what[:1500], flush=True)


def finish():
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed != 0)


def run_tests(tests):
    """Functions by name; a word more on the command line keeps those whose name has it."""
    for name, test in tests.items():
        if name.startswith("test_") and (len(WORDS) < 2 or WORDS[1] in name):
            try:
                test()
            except Exception as e:  # a silent or lost server fails its test, not the others
                ok(False, "%s: %s: %s" % (name, type(e).__name__, e))
    finish()


class Workspace:
    """A folder that a server works on: `folder` and the client `c` are made by those who derive from it."""

    def __enter__(self):
        return self

    def __exit__(self, *what):
        if not what[0]:
            self.c.stop()
        self.c.process.kill()
        self.c.process.wait()
        self.folder.cleanup()


class Server(Client):
    """A client whose server's complaints are kept: those of sanitizers and assertions fail the test."""

    def __init__(self, *args, **named):
        self.complaints = tempfile.TemporaryFile("w+")
        super().__init__(BINARY, *args, stderr=self.complaints, **named)

    def complained(self):
        self.complaints.seek(0)
        text = self.complaints.read()
        return text if any(word in text for word in ("Sanitizer", "runtime error", "ssert")) else ""

    def end(self, what):
        ok(self.stop() == 0, what + ": the server ends as it should")
        ok(not self.complained(), what + ": " + self.complained())


# ---- places: lines and columns as the protocol counts them (UTF-16) ---------------------------------------------
def units(text):
    return len(text.encode("utf-16-le")) // 2


def find(text, needle, skip=0, inside=0):
    """Position of the (skip+1)th occurrence."""
    at = -1
    for _ in range(skip + 1):
        at = text.index(needle, at + 1)
    at += inside
    return text.count("\n", 0, at), units(text[text.rfind("\n", 0, at) + 1:at])


def offset(text, position):
    """Fails inside a surrogate pair, where no client puts a position."""
    lines = text.split("\n")
    line = lines[position["line"]].encode("utf-16-le")
    return sum(len(l) + 1 for l in lines[:position["line"]]) + len(line[:2 * position["character"]].decode("utf-16-le"))


def end_of(text):
    lines = text.split("\n")
    return {"line": len(lines) - 1, "character": units(lines[-1])}


def random_place(rng, text):
    lines = text.split("\n")
    line = rng.randrange(len(lines))
    return {"line": line, "character": rng.randint(0, units(lines[line]))}


def at_range(text, range):
    return text[offset(text, range["start"]):offset(text, range["end"])]


def apply_edits(text, edits):
    """All edits of one document, as a client applies them: positions are those of the old text."""
    for e in sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]), reverse=True):
        new = e["newText"] if "newText" in e else e["text"]
        text = text[:offset(text, e["range"]["start"])] + new + text[offset(text, e["range"]["end"]):]
    return text
