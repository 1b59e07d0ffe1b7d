# SPDX-License-Identifier: Apache-2.0
# C functions are called by name, with the C calling convention.
#: run
from std.ffi import c_int, external_call


def main():
    print(external_call["abs", c_int](c_int(-7)))
    print(external_call["ldexp", Float64](Float64(1.5), c_int(4)))
    print(external_call["toupper", c_int](c_int(97)))
#: stdout
#| 7
#| 24.0
#| 65
