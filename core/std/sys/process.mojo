# SPDX-License-Identifier: Apache-2.0
"""Arguments and end of the process."""


def argv() -> List[StaticString]:
    """The program's name and arguments."""
    var args = List[StaticString]()
    var count = Int(_prim=__builtin.external_call["mojo_rt_argc", __builtin.simd[14, 1]]())
    for i in range(count):
        args.append(
            StaticString(_c_string=__builtin.external_call["mojo_rt_argv", __builtin.ptr[UInt8]](i._value))
        )
    return args^


def exit(code: Int = 0) -> Never:
    """Ends the process; no destructor runs."""
    __builtin.external_call["mojo_rt_flush", NoneType]()
    __builtin.external_call["exit", NoneType](Int32(code)._value)
    __builtin.unreachable()
