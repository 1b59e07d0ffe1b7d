# SPDX-License-Identifier: Apache-2.0
"""Names of files: their parts, and what they name."""

from std.os.env import _c_text, getenv
from std.os.file_system import PathLike, _errno, _failed, _stat, stat


def exists(path: StringSpan) -> Bool:
    """Whether the name leads to something."""
    return _stat(path, True) is not None


def lexists(path: StringSpan) -> Bool:
    """Whether there is something of this name, be it a broken link."""
    return _stat(path, False) is not None


def _is(path: StringSpan, kind: Int, follow: Bool) -> Bool:
    var s = _stat(path, follow)
    return s.value()._kind() == kind if s else False


def isfile(path: StringSpan) -> Bool:
    return _is(path, 0o100000, True)


def isdir(path: StringSpan) -> Bool:
    return _is(path, 0o040000, True)


def islink(path: StringSpan) -> Bool:
    return _is(path, 0o120000, False)


def is_absolute(path: StringSpan) -> Bool:
    return path.startswith("/")


def getsize(path: StringSpan) raises -> Int:
    """The size in bytes."""
    return stat(path).st_size


def _join_into(mut result: String, part: StringSpan):
    if part.startswith("/"):
        result.clear()
    elif result and not result.endswith("/"):
        result.write_string("/")
    result.write_string(part)


def join(path: StringSpan, part: StringSpan) -> String:
    """The names with one separator between them; an absolute part starts anew."""
    var result = String(path)
    _join_into(result, part)
    return result^


def join(path: StringSpan, first: StringSpan, second: StringSpan) -> String:
    return join(join(path, first), second)


def join(path: StringSpan, first: StringSpan, second: StringSpan, third: StringSpan) -> String:
    return join(join(path, first, second), third)


def split(path: StringSpan) -> Tuple[String, String]:
    """What stands before the last separator, and what stands behind it."""
    var at = path.rfind("/") + 1
    var head = path[byte=0:at]
    var bare = head.rstrip("/")
    return (String(bare if bare.byte_length() > 0 else head), String(path[byte = at : path.byte_length()]))


def splitroot(path: StringSpan) -> Tuple[String, String, String]:
    """Drive (always empty), root, and the rest."""
    var n = 0
    while n < path.byte_length() and path._byte(n) == 47:
        n += 1
    var root = 0 if n == 0 else 2 if n == 2 else 1
    return (String(), String(path[byte=0:root]), String(path[byte = root : path.byte_length()]))


def split_extension(path: StringSpan) -> Tuple[String, String]:
    """The name without its extension, and the extension with its dot."""
    var slash = path.rfind("/") + 1
    var dot = path.rfind(".")
    var first = slash
    while first < path.byte_length() and path._byte(first) == 46:  # leading dots belong to the name
        first += 1
    if dot < first:
        return (String(path), String())
    return (String(path[byte=0:dot]), String(path[byte = dot : path.byte_length()]))


def basename(path: StringSpan) -> String:
    """The last part; separators at the end do not count."""
    var bare = path.rstrip("/")
    if bare.byte_length() == 0:
        return String(path[byte = 0 : min(1, path.byte_length())])
    return String(bare[byte = bare.rfind("/") + 1 : bare.byte_length()])


def dirname(path: StringSpan) -> String:
    """Everything before the last part."""
    return split(path)[0]


def realpath(path: StringSpan) raises -> String:
    """The absolute name without links."""
    var name = _c_text(path)
    var found = __builtin.external_call["mojo_rt_realpath", __builtin.ptr[UInt8]](name._ptr)
    _ = name
    if Int(_prim=__builtin.ptr_to_int(found)) == 0:
        raise _failed("resolve", path, _errno())
    var result = String(StringSpan[ImmUntrackedOrigin](_c_string=found))
    __builtin.free(found)
    return result^


def expanduser(path: StringSpan) raises -> String:
    """The name with the user's folder for a leading `~`."""
    if not path.startswith("~") or (path.byte_length() > 1 and path._byte(1) != 47):
        return String(path)
    var home = getenv("HOME")
    if not home:
        raise Error("the home folder is not known: HOME is not set")
    return String(home, path[byte = 1 : path.byte_length()])


def expandvars(path: StringSpan) -> String:
    """The text with `$NAME` and `${NAME}` replaced by variables that are set."""
    var result = String()
    var i = 0
    while i < path.byte_length():
        var byte = path._byte(i)
        if byte != 36:
            result._append_byte(byte)
            i += 1
            continue
        var braces = i + 1 < path.byte_length() and path._byte(i + 1) == 123
        var start = i + (2 if braces else 1)
        var end = start
        while end < path.byte_length() and (
            path._byte(end) == 95 or path[byte=end].is_ascii_digit() or path[byte=end].islower() or path[byte=end].isupper()
        ):
            end += 1
        var stop = end + 1 if braces else end
        var closed = not braces or (end < path.byte_length() and path._byte(end) == 125)
        var name = path[byte=start:end]
        if not closed or name.byte_length() == 0 or not getenv(name):
            result._append_byte(byte)
            i += 1
            continue
        result.write_string(getenv(name))
        i = stop
    return result^


def exists[P: PathLike, //](path: P) -> Bool:
    return exists(path.__fspath__())


def lexists[P: PathLike, //](path: P) -> Bool:
    return lexists(path.__fspath__())


def isfile[P: PathLike, //](path: P) -> Bool:
    return isfile(path.__fspath__())


def isdir[P: PathLike, //](path: P) -> Bool:
    return isdir(path.__fspath__())


def islink[P: PathLike, //](path: P) -> Bool:
    return islink(path.__fspath__())


def is_absolute[P: PathLike, //](path: P) -> Bool:
    return is_absolute(path.__fspath__())


def getsize[P: PathLike, //](path: P) raises -> Int:
    return getsize(path.__fspath__())


def basename[P: PathLike, //](path: P) -> String:
    return basename(path.__fspath__())


def dirname[P: PathLike, //](path: P) -> String:
    return dirname(path.__fspath__())


def realpath[P: PathLike, //](path: P) raises -> String:
    return realpath(path.__fspath__())


def split_extension[P: PathLike, //](path: P) -> Tuple[String, String]:
    return split_extension(path.__fspath__())
