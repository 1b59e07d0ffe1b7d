#: run
# std.os, std.os.path, std.pathlib.
from std.os import getenv, isatty, listdir, makedirs, mkdir, remove, removedirs, rmdir, setenv, stat, symlink, unsetenv
from std.os.path import (
    basename, dirname, exists, expandvars, getsize, is_absolute, isdir, isfile, islink, join, lexists, realpath, split,
    split_extension,
)
from std.pathlib import Path, cwd


def fails(e: Error):
    print(String(e).replace(String(getenv("TMPDIR", "/tmp")), "TMP"))


def main() raises:
    print(setenv("MOJO_T", "a b"), getenv("MOJO_T"), setenv("MOJO_T", "c", False), getenv("MOJO_T"), unsetenv("MOJO_T"))
    print(getenv("MOJO_T", "none"), setenv("a=b", "x"))
    print(basename("/a/b.c"), basename("/a/b/"), basename("/"), dirname("/a/b.c"), dirname("b"), dirname("/b"))
    print(split("/a//b")[0], split_extension("x/y.tar.gz")[1], split_extension("x/.rc")[1], join("a", "b"), join("a/", "/b"))
    print(join("a", "b", "c"), is_absolute("/a"), is_absolute("a"))
    _ = setenv("MOJO_T", "v")
    print(expandvars("$MOJO_T/${MOJO_T}x/$NOT_SET_/$"))
    var base = String(cwd())
    var root = join(getenv("TMPDIR", "/tmp"), String("mojo-os-test-", Path(base).name(), "-", stat("/proc/self").st_ino))
    makedirs(join(root, "x", "y"))
    try:
        makedirs(join(root, "x"))
    except e:
        print(String(e).endswith("File exists; pass `exist_ok=True` to allow that"))
    makedirs(join(root, "x"), exist_ok=True)
    try:
        mkdir(join(root, "no", "such"))
    except e:
        print(String(e).endswith("Err: No such file or directory"))
    var f = Path(root) / "x" / "t.txt"
    f.write_text(String("hello ", 42))
    print(f.read_text(), len(f.read_bytes()), getsize(String(f)), f.name(), f.suffix(), f.is_file(), f.is_dir(), f.exists())
    symlink(String(f), join(root, "l"))
    print(islink(join(root, "l")), isfile(join(root, "l")), realpath(join(root, "l")) == realpath(String(f)))
    print(sorted(listdir(root)), len(Path(root).listdir()))
    remove(String(f))
    print(exists(join(root, "l")), lexists(join(root, "l")), isdir(root))
    remove(join(root, "l"))
    try:
        rmdir(root)
    except e:
        print(String(e).endswith("Err: Directory not empty"))
    rmdir(join(root, "x", "y"))
    rmdir(join(root, "x"))
    rmdir(root)
    print(exists(root), Path("a") / "b" == Path("a/b"), repr(Path("q")))
#: stdout
#| True a b True a b True
#| none False
#| b.c b / /a  /
#| /a .gz  a/b /b
#| a/b/c True False
#| v/vx/$NOT_SET_/$
#| True
#| True
#| hello 42 8 8 t.txt .txt True False True
#| True True True
#| [l, x] 2
#| False True True
#| True
#| False True Path('q')
