# SPDX-License-Identifier: Apache-2.0
"""What the test programs of the server share: counting, places in texts, edits."""
import os
import sys

BINARY = os.path.abspath(sys.argv[1]) + "/bin/mojo-lsp"
passed = failed = 0


def ok(condition, what):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print("FAILED:", what)


def find(text, needle, skip=0, inside=0):
    """Position (UTF-16) of the (skip+1)th occurrence."""
    at = -1
    for _ in range(skip + 1):
        at = text.index(needle, at + 1)
    at += inside
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at), len(text[start:at].encode("utf-16-le")) // 2


def offset(text, position):
    lines = text.split("\n")
    line = lines[position["line"]].encode("utf-16-le")
    return sum(len(l) + 1 for l in lines[:position["line"]]) + len(line[:2 * position["character"]].decode("utf-16-le"))


def at_range(text, range):
    return text[offset(text, range["start"]):offset(text, range["end"])]


def apply_edits(text, edits):
    """All edits of one document, as a client applies them: positions are those of the old text."""
    for e in sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]), reverse=True):
        text = text[:offset(text, e["range"]["start"])] + e["newText"] + text[offset(text, e["range"]["end"]):]
    return text


def run_tests(tests):
    """Functions by name; one argument more on the command line keeps those whose name has it."""
    for name, test in tests.items():
        if len(sys.argv) < 3 or sys.argv[2] in name:
            try:
                test()
            except Exception as e:  # a silent or lost server fails its test, not the others
                ok(False, "%s: %s: %s" % (name, type(e).__name__, e))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed != 0)
