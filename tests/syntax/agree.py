#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Agreement with CPython's compiler.

agree.py TOOL files DIR…       every .py below DIR: accepted and rejected alike?
agree.py TOOL mutants N DIR…   N mutants (a token deleted, doubled or swapped with the next) of files below DIR
Prints each disagreement and a last line with the figures; exit 1 when fewer than LIMIT % agree.
"""
import io
import os
import random
import subprocess
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(5000)


def rejects(data, name="x.py"):
    """CPython's message when it rejects the text, else None."""
    try:
        compile(data, name, "exec", dont_inherit=True)
    except SyntaxError as e:
        return f"{e.lineno}: {e.msg}"
    except ValueError as e:
        return f"0: {e}"
    except (RecursionError, MemoryError):
        return None
    return None


def python_files(dirs):
    for d in dirs:
        for root, sub, names in os.walk(d):
            sub.sort()
            for n in sorted(names):
                if n.endswith(".py"):
                    yield os.path.join(root, n)


def check_files(tool, dirs):
    paths = list(dict.fromkeys(os.path.realpath(p) for p in python_files(dirs)))
    out = subprocess.run([tool, "check"], input="\n".join(paths) + "\n", text=True, capture_output=True, check=True).stdout
    ours = {}
    for line in out.splitlines():
        path, n, at, first = line.split("\t", 3)
        ours[path] = (int(n), at, first)
    bad = 0
    for p in paths:
        with open(p, "rb") as f:
            theirs = rejects(f.read(), p)
        n, at, first = ours.get(p, (-1, "", "not read"))
        if (theirs is not None) != (n > 0):
            bad += 1
            print(f"{p}: CPython: {theirs or 'accepts'}; we: {f'{at}: {first}' if n else 'accept'}")
    print(f"files: {len(paths)}, disagreements: {bad}")
    return bad == 0


def mutants(paths, count, rng):
    while count:
        p = rng.choice(paths)
        try:
            with open(p, "rb") as f:
                data = f.read()
            if len(data) > 60000 or rejects(data):
                continue
            toks = [t for t in tokenize.tokenize(io.BytesIO(data).readline)
                    if t.string and t.type not in (tokenize.ENCODING, tokenize.COMMENT, tokenize.NL)]
            text = data.decode()
        except (SyntaxError, tokenize.TokenError, UnicodeDecodeError):
            continue
        if len(toks) < 10:
            continue
        starts, at = [0], 0
        for line in text.splitlines(keepends=True):
            at += len(line)
            starts.append(at)

        def span(t):
            return starts[t.start[0] - 1] + t.start[1], starts[t.end[0] - 1] + t.end[1]
        for _ in range(4):
            i = rng.randrange(len(toks) - 2)
            a, b = span(toks[i])
            c, d = span(toks[i + 1])
            kind = rng.choice("dts")
            if kind == "d":
                out = text[:a] + text[b:]
            elif kind == "t":
                out = text[:b] + " " + text[a:b] + text[b:]
            else:
                out = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
            yield p, kind, toks[i], out
            count -= 1
            if not count:
                return


def check_mutants(tool, count, dirs):
    rng = random.Random(int(os.environ.get("SEED", "1")))
    paths = list(python_files(dirs))
    proc = subprocess.Popen([tool, "blobs", "py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    bad = rejected = total = same_line = single = 0
    for p, kind, tok, text in mutants(paths, count, rng):
        data = text.encode()
        proc.stdin.write(b"%d\n" % len(data) + data)
        proc.stdin.flush()
        _, n, at, first = proc.stdout.readline().decode().rstrip("\n").split("\t", 3)
        theirs = rejects(data)
        total += 1
        rejected += theirs is not None
        if theirs and n != "0":
            same_line += theirs.split(":")[0] == at
            single += n == "1"
            if int(n) > 1 and os.environ.get("CASCADES"):
                print(f"{p}:{tok.start[0]}: {tok.string!r} {kind}: {n} errors, first {at}: {first}")
                with open(os.path.join(os.environ["CASCADES"], f"c{total}_{n}.py"), "wb") as f:
                    f.write(data)
        if (theirs is not None) != (n != "0"):
            bad += 1
            what = {"d": "deleted", "t": "doubled", "s": "swapped"}[kind]
            print(f"{p}:{tok.start[0]}: {tok.string!r} {what}: CPython: {theirs or 'accepts'}; we: {at + ': ' + first if n != '0' else 'accept'}")
            if os.environ.get("KEEP"):
                with open(os.path.join(os.environ["KEEP"], f"m{bad}.py"), "wb") as f:
                    f.write(data)
    proc.stdin.close()
    print(f"mutants: {total}, rejected by CPython: {rejected}, disagreements: {bad}, agreement: {100 * (total - bad) / total:.2f} %, "
          f"first error on CPython's line: {100 * same_line / max(1, rejected):.1f} %, one error only: {100 * single / max(1, rejected):.1f} %")
    return bad * 100 < total


if __name__ == "__main__":
    if sys.argv[2] == "files":
        sys.exit(not check_files(sys.argv[1], sys.argv[3:]))
    sys.exit(not check_mutants(sys.argv[1], int(sys.argv[3]), sys.argv[4:]))
