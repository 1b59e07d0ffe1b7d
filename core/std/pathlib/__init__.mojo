# SPDX-License-Identifier: Apache-2.0
"""`Path`: the name of a file, with what can be done with it."""

from std.os.file_system import PathLike, _errno, listdir as _listdir, stat as _stat_of, lstat as _lstat_of, stat_result
from std.os.path import basename, exists, expanduser as _expanduser, isdir, isfile, join, split_extension

comptime DIR_SEPARATOR: StaticString = "/"


def cwd() raises -> Path:
    """The current folder."""
    var found = __builtin.external_call["mojo_rt_getcwd", __builtin.ptr[UInt8]]()
    if Int(_prim=__builtin.ptr_to_int(found)) == 0:
        raise Error("the current folder is not known")
    var result = Path(StringSpan[ImmUntrackedOrigin](_c_string=found))
    __builtin.free(found)
    return result^


struct Path(Boolable, Comparable, Hashable, ImplicitlyCopyable, PathLike, Writable):
    """The name of a file."""

    var path: String

    def __init__(out self) raises:
        self = cwd()

    @implicit
    def __init__[v: __builtin.PrimStr, //](out self, path: StringLiteral[v]):
        self.path = String(path)

    @implicit
    def __init__(out self, path: StringSpan):
        self.path = String(path)

    @implicit
    def __init__(out self, var path: String):
        self.path = path^

    def __truediv__(self, part: Self) -> Self:
        return self / StringSpan(part.path)

    def __truediv__(self, part: StringSpan) -> Self:
        """Appends with one separator; an absolute right side does not replace the left."""
        var result = String(self.path)
        if result and not result.endswith("/") and not part.startswith("/"):
            result.write_string("/")
        elif result.endswith("/") and part.startswith("/"):
            result.write_string(part[byte = 1 : part.byte_length()])
            return Self(result^)
        result.write_string(part)
        return Self(result^)

    def __itruediv__(mut self, part: StringSpan):
        self = self / part

    def __bool__(self) -> Bool:
        return self.path.byte_length() > 0

    def __eq__(self, other: Self) -> Bool:
        return self.path == other.path

    def __eq__[_rank: Bool = False](self, other: StringSpan) -> Bool:
        return self.path == other

    def __lt__(self, other: Self) -> Bool:
        return self.path < other.path

    def __hash__(self, mut hasher: Some[Hasher]):
        self.path.__hash__(hasher)

    def __fspath__(self) -> String:
        return self.path

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(self.path)

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("Path(")
        self.path.write_repr_to(writer)
        writer.write_string(")")

    # ---- what it names ----

    def exists(self) -> Bool:
        return exists(self.path)

    def is_file(self) -> Bool:
        return isfile(self.path)

    def is_dir(self) -> Bool:
        return isdir(self.path)

    def stat(self) raises -> stat_result:
        return _stat_of(self.path)

    def lstat(self) raises -> stat_result:
        return _lstat_of(self.path)

    def expanduser(self) raises -> Self:
        return Self(_expanduser(self.path))

    @staticmethod
    def home() raises -> Self:
        """The user's folder."""
        return Self(_expanduser("~"))

    def listdir(self) raises -> List[Self]:
        """What the folder holds, by name."""
        var result = List[Self]()
        for name in _listdir(self.path):
            result.append(Self(name))
        return result^

    # ---- contents ----

    def read_text(self) raises -> String:
        with open(self.path, "r") as f:
            return f.read()

    def read_bytes(self) raises -> List[UInt8]:
        with open(self.path, "r") as f:
            return f.read_bytes()

    def write_text[T: Writable](self, value: T) raises:
        with open(self.path, "w") as f:
            f.write(value)

    def write_bytes(self, bytes: Span[Byte, _]) raises:
        with open(self.path, "w") as f:
            f.write_bytes(bytes)

    # ---- parts ----

    def name(self) -> String:
        """The last part."""
        return basename(self.path)

    def suffix(self) -> String:
        """The extension with its dot."""
        var s = split_extension(self.path)[1]
        return String() if s == "." else s

    def parts(self) -> List[StringSpan[origin_of(self.path["element"])]]:
        return self.path.split("/")

    def joinpath(self, part: StringSpan) -> Self:
        return self / part

    def joinpath(self, first: StringSpan, second: StringSpan) -> Self:
        return self / first / second
