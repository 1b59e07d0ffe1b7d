# SPDX-License-Identifier: Apache-2.0
#: run
#: args one "two
#: exit 1
from std.sys import argv


def main() raises:
    var words = argv()
    print(len(words) - 1, words[1], words[2])
    _ = input()


#: stdout
#| 2 one "two
#: stderr
#| Unhandled exception caught during execution: EOF
