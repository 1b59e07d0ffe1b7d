# SPDX-License-Identifier: Apache-2.0
# `in` of tuples, arrays and lists compares texts whether they are strings or spans; paths name files.
#: run
from std.os import listdir, makedirs
from std.os.path import exists, isdir
from std.pathlib import Path


def main() raises:
    var line = String("west east")
    for word in line.split():
        print(word in ("west", "w"), word in ["west", "w"], word in List[String](["east"]))
    print(3 in (1, "a", 3), line in ("x", line), SIMD[DType.uint8, 4](7).reduce_and())
    var here = Path(".")
    makedirs(here, exist_ok=True)
    print(exists(here), isdir(here), len(listdir(here)) >= 0)
    comptime (a, b) = (3, "x")
    print(a, b)
#: stdout
#| True True False
#| False False True
#| True True 7
#| True True True
#| 3 x
