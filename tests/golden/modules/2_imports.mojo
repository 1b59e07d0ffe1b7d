# SPDX-License-Identifier: Apache-2.0
# What each form of import binds (language.md §2.2).
#: run
import pkg
import pkg.sub.deep
import pkg.sub.deep as m
from pkg import b, K as kk
from pkg.a import *
import tools.text.wrap
from `my.pkg`.`mod v2` import q
import std.math, pkg.a as pa


def main():
    print(pkg.f(), pkg.K, pkg.inner(), pkg.b.h(), pkg.sub.deep.g(), m.g(), b.h(), kk, f(), K)
    print(tools.text.wrap.wrap(), q(), std.math.sqrt(4.0), pa.K)
    from pkg.a import f as local_f
    print(local_f())
    if True:
        import pkg.a as inside
        print(inside.K)

#: stdout
#| 1 5 15 21 15 15 21 5 1 5
#| 9 8 2.0 5
#| 1
#| 5
