# SPDX-License-Identifier: Apache-2.0
# FileDescriptor, `print` to a file, standard streams.
#: run
from std.sys import stderr, stdin, stdout


def main() raises:
    print("to standard error", 1, file=stderr, sep=" / ")
    print("to standard output", 2, file=stdout, sep="-")
    var f = FileDescriptor(1)
    f.write("written", 3, "\n")
    var room = List[Byte](length=64, fill=0)
    var input = stdin
    var n = Int(input.read_bytes(room))
    print(n, String(unsafe_from_utf8=room[0:n]), end="")
    print(FileDescriptor(99).isatty())
    try:
        var none = FileDescriptor(99)
        _ = none.read_bytes(room)
    except e:
        print(e)


#: stdin a line
#: stdout
#| to standard output-2
#| written3
#| 7 a line
#| False
#| Failed to read bytes.
#: stderr
#| to standard error / 1
