# SPDX-License-Identifier: Apache-2.0
#: run
import pkg
import pkg.inner.deep
from pkg import Square, area as surface, renamed
from pkg.inner.deep import grow
import pkg.inner.deep as d


def main():
    var s = Square(3)
    print(surface(s), surface(grow(s)), pkg.area(s))
    print(pkg.inner.deep.ONE, d.ONE, renamed.area(s), pkg.grow(s).side)
    from pkg.shapes import area
    print(area(s))

#: stdout
#| 9 16 9
#| 1 1 9 4
#| 9
