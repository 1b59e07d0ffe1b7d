# SPDX-License-Identifier: Apache-2.0
"""The error that a C function reports beside its result."""


struct ErrNo(Equatable, TrivialRegisterPassable, Writable):
    """An error number of the system; prints the system's text for it."""

    comptime SUCCESS = Self(0)
    comptime EPERM = Self(1)
    comptime ENOENT = Self(2)
    comptime ESRCH = Self(3)
    comptime EINTR = Self(4)
    comptime EIO = Self(5)
    comptime ENXIO = Self(6)
    comptime E2BIG = Self(7)
    comptime ENOEXEC = Self(8)
    comptime EBADF = Self(9)
    comptime ECHILD = Self(10)
    comptime EAGAIN = Self(11)
    comptime EWOULDBLOCK = Self(11)
    comptime ENOMEM = Self(12)
    comptime EACCES = Self(13)
    comptime EFAULT = Self(14)
    comptime ENOTBLK = Self(15)
    comptime EBUSY = Self(16)
    comptime EEXIST = Self(17)
    comptime EXDEV = Self(18)
    comptime ENODEV = Self(19)
    comptime ENOTDIR = Self(20)
    comptime EISDIR = Self(21)
    comptime EINVAL = Self(22)
    comptime ENFILE = Self(23)
    comptime EMFILE = Self(24)
    comptime ENOTTY = Self(25)
    comptime ETXTBSY = Self(26)
    comptime EFBIG = Self(27)
    comptime ENOSPC = Self(28)
    comptime ESPIPE = Self(29)
    comptime EROFS = Self(30)
    comptime EMLINK = Self(31)
    comptime EPIPE = Self(32)
    comptime EDOM = Self(33)
    comptime ERANGE = Self(34)
    comptime EDEADLK = Self(35)
    comptime ENAMETOOLONG = Self(36)
    comptime ENOLCK = Self(37)
    comptime ENOSYS = Self(38)
    comptime ENOTEMPTY = Self(39)
    comptime ELOOP = Self(40)
    comptime ENOMSG = Self(42)
    comptime EIDRM = Self(43)
    comptime ENODATA = Self(61)
    comptime ETIME = Self(62)
    comptime EPROTO = Self(71)
    comptime EBADMSG = Self(74)
    comptime EOVERFLOW = Self(75)
    comptime EILSEQ = Self(84)
    comptime EUSERS = Self(87)
    comptime ENOTSOCK = Self(88)
    comptime EDESTADDRREQ = Self(89)
    comptime EMSGSIZE = Self(90)
    comptime EPROTOTYPE = Self(91)
    comptime ENOPROTOOPT = Self(92)
    comptime EPROTONOSUPPORT = Self(93)
    comptime ESOCKTNOSUPPORT = Self(94)
    comptime EOPNOTSUPP = Self(95)
    comptime EPFNOSUPPORT = Self(96)
    comptime EAFNOSUPPORT = Self(97)
    comptime EADDRINUSE = Self(98)
    comptime EADDRNOTAVAIL = Self(99)
    comptime ENETDOWN = Self(100)
    comptime ENETUNREACH = Self(101)
    comptime ENETRESET = Self(102)
    comptime ECONNABORTED = Self(103)
    comptime ECONNRESET = Self(104)
    comptime ENOBUFS = Self(105)
    comptime EISCONN = Self(106)
    comptime ENOTCONN = Self(107)
    comptime ESHUTDOWN = Self(108)
    comptime ETOOMANYREFS = Self(109)
    comptime ETIMEDOUT = Self(110)
    comptime ECONNREFUSED = Self(111)
    comptime EHOSTDOWN = Self(112)
    comptime EHOSTUNREACH = Self(113)
    comptime EALREADY = Self(114)
    comptime EINPROGRESS = Self(115)
    comptime ESTALE = Self(116)
    comptime EDQUOT = Self(122)
    comptime ECANCELED = Self(125)
    comptime EOWNERDEAD = Self(130)
    comptime ENOTRECOVERABLE = Self(131)

    var value: Int32

    @always_inline("builtin")
    def __init__(out self, value: Int32):
        self.value = value

    @always_inline
    def __eq__(self, other: Self) -> Bool:
        return self.value == other.value

    @always_inline
    def __ne__(self, other: Self) -> Bool:
        return self.value != other.value

    def write_to(self, mut writer: Some[Writer]):
        var text = __builtin.external_call["strerror", __builtin.ptr[UInt8]](self.value._value)
        writer.write_string(StringSpan[ImmUntrackedOrigin](_c_string=text))

    def write_repr_to(self, mut writer: Some[Writer]):
        writer.write_string("ErrNo(")
        self.value.write_to(writer)
        writer.write_string(")")


@always_inline
def get_errno() -> ErrNo:
    """What the last C function that failed reported; it says nothing after one that succeeded."""
    return ErrNo(
        __builtin.deref(
            __builtin.ptr_cast[Int32](__builtin.external_call["__errno_location", __builtin.ptr[UInt8]]())
        )
    )


@always_inline
def set_errno(value: ErrNo):
    """Sets what the next `get_errno` gives."""
    __builtin.deref(
        __builtin.ptr_cast[Int32](__builtin.external_call["__errno_location", __builtin.ptr[UInt8]]())
    ) = value.value
