# SPDX-License-Identifier: Apache-2.0
"""Folders, and files by name."""

from std.io.file import _error_text
from std.os.env import _c_text


trait PathLike:
    """A type that names a file."""

    def __fspath__(self) -> String:
        ...


def _errno() -> Int:
    return Int(_prim=__builtin.external_call["mojo_rt_errno", __builtin.simd[14, 1]]())


def _failed(what: StaticString, path: StringSpan, code: Int) -> Error:
    return Error("Can not ", what, ": ", path, " Err: ", _error_text(code))


@fieldwise_init
struct stat_result(ImplicitlyCopyable, Writable):
    """What the system knows of a file; times in nanoseconds since 1970."""

    var st_mode: Int
    var st_ino: Int
    var st_dev: Int
    var st_nlink: Int
    var st_uid: Int
    var st_gid: Int
    var st_size: Int
    var st_blocks: Int
    var st_blksize: Int
    var st_rdev: Int
    var st_atime_ns: Int
    var st_ctime_ns: Int
    var st_mtime_ns: Int

    def _kind(self) -> Int:
        return self.st_mode & 0o170000


def _stat(path: StringSpan, follow: Bool) -> Optional[stat_result]:
    var name = _c_text(path)
    var v = Array[Int, 13](fill=0)
    var code = Int(
        _prim=__builtin.external_call["mojo_rt_stat", __builtin.simd[14, 1]](
            name._ptr, Int(1 if follow else 0)._value, v.unsafe_ptr()._value
        )
    )
    _ = name
    if code < 0:
        return None
    return stat_result(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12])


def stat(path: StringSpan) raises -> stat_result:
    """Facts of a file; of what a link points to."""
    var result = _stat(path, True)
    if not result:
        raise _failed("stat", path, _errno())
    return result.value()


def lstat(path: StringSpan) raises -> stat_result:
    """Facts of a file; of a link itself."""
    var result = _stat(path, False)
    if not result:
        raise _failed("stat", path, _errno())
    return result.value()


def listdir(path: StringSpan) raises -> List[String]:
    """The names in a folder, without `.` and `..`, in no order."""
    var name = _c_text(path)
    var size = Int(0)
    var data = __builtin.external_call["mojo_rt_listdir", __builtin.ptr[UInt8]](name._ptr, __builtin.addr_of(size))
    _ = name
    if size < 0:
        raise _failed("list directory", path, -size)
    var names = List[String]()
    var at = 0
    while at < size:
        var one = StringSpan[ImmUntrackedOrigin](_c_string=__builtin.offset(data, at._value))
        names.append(String(one))
        at += one.byte_length() + 1
    if size > 0:
        __builtin.free(data)
    return names^


def mkdir(path: StringSpan, mode: Int = 0o777) raises:
    """Makes a folder."""
    var name = _c_text(path)
    var code = Int32(_prim=__builtin.external_call["mkdir", __builtin.simd[6, 1]](name._ptr, UInt32(mode)._value))
    _ = name
    if code != 0:
        raise _failed("create directory", path, _errno())


def makedirs(path: StringSpan, mode: Int = 0o777, exist_ok: Bool = False) raises:
    """Makes a folder and those above it."""
    from std.os.path import dirname, isdir

    var above = dirname(path)
    if above and not isdir(above):
        makedirs(above, mode, True)
    if isdir(path):
        if exist_ok:
            return
        raise Error(_failed("create directory", path, 17), "; pass `exist_ok=True` to allow that")
    mkdir(path, mode)


def remove(path: StringSpan) raises:
    """Removes a file."""
    var name = _c_text(path)
    var code = Int32(_prim=__builtin.external_call["unlink", __builtin.simd[6, 1]](name._ptr))
    _ = name
    if code != 0:
        raise _failed("remove file", path, _errno())


def unlink(path: StringSpan) raises:
    """Removes a file."""
    remove(path)


def rmdir(path: StringSpan) raises:
    """Removes an empty folder."""
    var name = _c_text(path)
    var code = Int32(_prim=__builtin.external_call["rmdir", __builtin.simd[6, 1]](name._ptr))
    _ = name
    if code != 0:
        raise _failed("remove directory", path, _errno())


def removedirs(path: StringSpan) raises:
    """Removes an empty folder, and those above it that become empty."""
    from std.os.path import dirname

    rmdir(path)
    var above = dirname(path)
    while above:
        try:
            rmdir(above)
        except:
            return
        above = dirname(above)


def link(old: StringSpan, new: StringSpan) raises:
    """Gives a file a second name."""
    var from_name = _c_text(old)
    var to_name = _c_text(new)
    var code = Int32(_prim=__builtin.external_call["link", __builtin.simd[6, 1]](from_name._ptr, to_name._ptr))
    _ = from_name
    _ = to_name
    if code != 0:
        raise _failed("link", new, _errno())


def symlink(target: StringSpan, path: StringSpan) raises:
    """Makes a symbolic link at `path`."""
    var from_name = _c_text(target)
    var to_name = _c_text(path)
    var code = Int32(_prim=__builtin.external_call["symlink", __builtin.simd[6, 1]](from_name._ptr, to_name._ptr))
    _ = from_name
    _ = to_name
    if code != 0:
        raise _failed("link", path, _errno())


def chdir(path: StringSpan) raises:
    """Makes a folder the current one."""
    var name = _c_text(path)
    var code = Int32(_prim=__builtin.external_call["chdir", __builtin.simd[6, 1]](name._ptr))
    _ = name
    if code != 0:
        raise _failed("change to directory", path, _errno())


def getuid() -> Int:
    """The user's number."""
    return Int(UInt32(_prim=__builtin.external_call["getuid", __builtin.simd[7, 1]]()))


def stat[P: PathLike, //](path: P) raises -> stat_result:
    return stat(path.__fspath__())


def lstat[P: PathLike, //](path: P) raises -> stat_result:
    return lstat(path.__fspath__())


def listdir[P: PathLike, //](path: P) raises -> List[String]:
    return listdir(path.__fspath__())


def mkdir[P: PathLike, //](path: P, mode: Int = 0o777) raises:
    mkdir(path.__fspath__(), mode=mode)


def makedirs[P: PathLike, //](path: P, mode: Int = 0o777, exist_ok: Bool = False) raises:
    makedirs(path.__fspath__(), mode=mode, exist_ok=exist_ok)


def remove[P: PathLike, //](path: P) raises:
    remove(path.__fspath__())


def unlink[P: PathLike, //](path: P) raises:
    unlink(path.__fspath__())


def rmdir[P: PathLike, //](path: P) raises:
    rmdir(path.__fspath__())


def removedirs[P: PathLike, //](path: P) raises:
    removedirs(path.__fspath__())


def chdir[P: PathLike, //](path: P) raises:
    chdir(path.__fspath__())
