#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden files and the command line of mojo-fmt.

    OUT=out run.py [--bless]

NAME.mojo and NAME.py are inputs, NAME.out.mojo and NAME.out.py what they must become; formatted again they must
stay so. Options stand in a first line `#: fmt OPTION…`.
"""
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
program = os.path.abspath(os.path.join(os.environ.get("OUT", "out"), "bin", "mojo-fmt"))
bless = "--bless" in sys.argv
passed = failed = 0


def fmt(*args, stdin=None, cwd=None):
    p = subprocess.run([program, *map(str, args)], input=stdin, capture_output=True, cwd=cwd, timeout=60)
    return p.returncode, p.stdout, p.stderr


def check(name, ok, note=""):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {name}: {note}")


def golden():
    for path in sorted([*here.glob("*.mojo"), *here.glob("*.py"), *here.glob("rules/*.mojo")]):
        if ".out." in path.name or path.name in ("run.py", "precommit.py"):
            continue
        out = path.with_name(path.stem + ".out" + path.suffix)
        first = path.read_text().splitlines()[0]
        options = first.split()[2:] if first.startswith("#: fmt ") else []
        code, text, err = fmt("--stdout", "--no-config", *options, path)
        if bless and code == 0:
            out.write_bytes(text)
        want = out.read_bytes() if out.exists() else b""
        check(path.name, code == 0 and text == want, err.decode() or "differs from " + out.name)
        code, diff, _ = fmt("--diff", "--no-color", "--no-config", *options, out)
        check(out.name + " again", code == 0 and not diff, diff.decode())


def command_line():
    with tempfile.TemporaryDirectory() as d:
        root = pathlib.Path(d)
        bad, good = b"x  =  1\n", b"x = 1\n"

        def put(name, data):
            p = root / name
            p.parent.mkdir(parents=True, exist_ok=True)
            p.write_bytes(data)
            return p

        (root / ".git").mkdir()
        a = put("a.mojo", bad)
        put("b.mojo", good)
        put("c.py", bad)
        put("sub/d.\U0001f525", bad)
        put("sub/ignored.mojo", bad)
        put("sub/deep/kept.mojo", bad)
        put("sub/.gitignore", b"ignored.mojo\ndeep/*\n!kept.mojo\n")
        put("build/e.mojo", bad)
        os.symlink("/etc", root / "outside")
        code, out, err = fmt("--check", ".", cwd=d)
        names = sorted(line.split()[-1] for line in err.decode().splitlines() if line.startswith("would"))
        check("check", code == 1 and names == sorted(["a.mojo", "sub/d.\U0001f525", "sub/deep/kept.mojo"]), err.decode())
        check("check changes nothing", a.read_bytes() == bad)
        code, out, _ = fmt("--list", ".", cwd=d)
        check("list", code == 1 and out.decode().split() == ["a.mojo", "sub/d.\U0001f525", "sub/deep/kept.mojo"], out.decode())
        code, out, _ = fmt("--diff", "--no-color", "a.mojo", cwd=d)
        check("diff", code == 0 and b"-x  =  1\n+x = 1\n" in out, out.decode())
        code, out, _ = fmt("--diff", "--color", "a.mojo", cwd=d)
        check("diff colour", b"\033[31m-x  =  1\033[0m" in out)
        code, out, _ = fmt("--stdout", "a.mojo", cwd=d)
        check("stdout", code == 0 and out == good)
        code, out, _ = fmt("-", stdin=bad)
        check("stdin", code == 0 and out == good)
        code, out, _ = fmt("--stdin-filename", "z.py", "-", stdin=b"x = 'a'\nclass A():\n  pass\n")
        check("stdin name", out == b'x = "a"\n\n\nclass A:\n    pass\n', out.decode())
        os.chmod(a, 0o640)
        code, _, _ = fmt("a.mojo", cwd=d)
        check("write", code == 0 and a.read_bytes() == good and stat.S_IMODE(a.stat().st_mode) == 0o640)
        check("no temporary files", not [p for p in root.iterdir() if "mojo." in p.name])
        broken = put("broken.mojo", b"def f(:\n")
        a.write_bytes(bad)
        code, _, err = fmt("broken.mojo", "a.mojo", cwd=d)
        check("broken", code == 123 and broken.read_bytes() == b"def f(:\n" and a.read_bytes() == good, err.decode())
        check("broken place", b"broken.mojo:1:6" in err, err.decode())
        check("usage", fmt("--no-such")[0] == 2 and fmt()[0] == 2 and fmt("-l", "x", "a")[0] == 2)
        check("missing file", fmt("nothing.mojo", cwd=d)[0] == 123)
        put("mojo.toml", b"[fmt]\nline-length = 22 # narrow\n")
        a.write_bytes(b"call(aaaaaaaa, bbbbbbbb)\n")
        check("mojo.toml", fmt("--stdout", "a.mojo", cwd=d)[1] == b"call(\n    aaaaaaaa, bbbbbbbb\n)\n")
        check("option over file", fmt("--stdout", "-l", "80", "a.mojo", cwd=d)[1] == b"call(aaaaaaaa, bbbbbbbb)\n")
        check("no-config", fmt("--stdout", "--no-config", "a.mojo", cwd=d)[1] == b"call(aaaaaaaa, bbbbbbbb)\n")
        put("mojo.toml", b"[fmt]\nline-length = \"wide\"\n")
        check("bad configuration", fmt("a.mojo", cwd=d)[0] == 2)
        (root / "mojo.toml").unlink()
        put("pyproject.toml", b"[tool.black]\nline-length = 22\n[tool.mojo.fmt]\nextend-exclude = '''\n/sub/\n'''\n")
        check("tool.mojo.fmt", b"sub" not in fmt("--list", ".", cwd=d)[1])
        put("c.py", b"call(aaaaaaaa, bbbbbbbb)\n")
        check("tool.black", fmt("--stdout", "c.py", cwd=d)[1] == b"call(\n    aaaaaaaa, bbbbbbbb\n)\n")
        check("force-exclude", fmt("--list", "--force-exclude", "a[.]mojo", "a.mojo", cwd=d)[:2] == (0, b""))
        crlf = put("crlf.mojo", b"x  = 1\r\ny  = 2\r\n")
        fmt("crlf.mojo", cwd=d)
        check("line ends", crlf.read_bytes() == b"x = 1\r\ny = 2\r\n")
        bom = put("bom.mojo", b"\xef\xbb\xbfx  = 1\n")
        fmt("bom.mojo", cwd=d)
        check("byte order mark", bom.read_bytes() == b"\xef\xbb\xbfx = 1\n")
        check("empty", fmt("-", stdin=b"")[1] == b"" and fmt("-", stdin=b"\n\n  \n")[1] == b"\n")
        code, out, _ = fmt("--line-ranges", "2-2", "-", stdin=b"a  =  1\nb  =  2\nc  =  3\n")
        check("line ranges", out == b"a  =  1\nb = 2\nc  =  3\n", out.decode())
        code, out, _ = fmt("--skip-magic-trailing-comma", "-", stdin=b"f(a, b,)\n")
        check("skip magic comma", out == b"f(a, b)\n", out.decode())
        code, out, _ = fmt("-S", "-", stdin=b"x = 'a'\n")
        check("skip strings", out == b"x = 'a'\n")
        put("ex.mojo", b"f(a, b,)\n")
        code, out, _ = fmt("--explain", "1", "ex.mojo", cwd=d)
        check("explain", code == 0 and b"a trailing comma asks for one item per line" in out, out.decode())
        put("ex.mojo", b"x = function_of_a_long_name('a string of several words that is too long for its own line at all, is it not')\n")
        code, out, _ = fmt("--explain", "1", "ex.mojo", cwd=d)
        check("explain strings", code == 0 and b"its string is cut" in out and b"stays one line" in out, out.decode())
        with open("/dev/full", "wb") as full:
            p = subprocess.run([program, "--stdout", "ex.mojo"], stdout=full, stderr=subprocess.PIPE, cwd=d)
            check("full disk", p.returncode == 123 and b"standard output" in p.stderr, p.stderr.decode())
        code, out, _ = fmt("--preview", "-", "--python", stdin=b"x = 'a' 'b'\n")
        check("preview", code == 0 and out == b'x = "ab"\n', out.decode())
        put("doc.mojo", b'def f():\n    """Doc.\n\n    ```mojo\n    x  =  1\n    ```\n    """\n')
        code, out, _ = fmt("--stdout", "--docstrings", "doc.mojo", cwd=d)
        check("doc-strings", code == 0 and b"    x = 1\n" in out, out.decode())
        put("mojo.toml", b"[fmt]\nquirks = \"fixed\"\ndocstrings = true\n")
        code, out, _ = fmt("--stdout", "doc.mojo", cwd=d)
        check("doc-strings by configuration", code == 0 and b"    x = 1\n" in out, out.decode())
        (root / "mojo.toml").unlink()
        bytes_ = put("bytes.mojo", b'x  = "\xff"\n')
        code, _, err = fmt("bytes.mojo", cwd=d)
        check("not UTF-8", code == 123 and b"bytes.mojo:1:7" in err and bytes_.read_bytes() == b'x  = "\xff"\n', err.decode())
        if os.geteuid():  # root may write anything
            ro = put("ro.mojo", bad)
            os.chmod(ro, 0o444)
            code, _, err = fmt("ro.mojo", cwd=d)
            check("read-only", code == 123 and ro.read_bytes() == bad, err.decode())
        link = root / "link.mojo"
        os.symlink("a.mojo", link)
        a.write_bytes(bad)
        fmt("link.mojo", cwd=d)
        check("link stays a link", link.is_symlink() and a.read_bytes() == good)
        many = [put(f"many/f{i}.mojo", bad) for i in range(40)]
        code, _, err = fmt("-j", "4", "many", cwd=d)
        check("many", code == 0 and all(p.read_bytes() == good for p in many) and b"40 files reformatted" in err, err.decode())
        ran = [line for line in err.decode().splitlines() if line.startswith("reformatted")]
        check("order", ran == sorted(ran))


golden()
command_line()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
