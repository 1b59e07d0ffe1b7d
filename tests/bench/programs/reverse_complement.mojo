# SPDX-License-Identifier: Apache-2.0
# Reads FASTA on standard input, writes the reverse complement of each sequence.
from std.sys import argv


def complement_table() -> List[UInt8]:
    var table = List[UInt8](length=256, fill=0)
    for i in range(256):
        table[i] = UInt8(i)
    var source = StaticString("ACGTUMRWSYKVHDBN")
    var target = StaticString("TGCAAKYWSRMBDHVN")
    for i in range(source.byte_length()):
        table[Int(source.as_bytes()[i])] = target.as_bytes()[i]
        table[Int(source.as_bytes()[i]) + 32] = target.as_bytes()[i]
    return table^


def main() raises:
    var table = complement_table()
    var data: List[UInt8]
    with open(argv()[1], "r") as f:
        data = f.read_bytes()
    with open("/dev/stdout", "w") as out:
        var n = len(data)
        var i = 0
        while i < n:
            var header_end = i
            while data[header_end] != 10:
                header_end += 1
            out.write_bytes(data[i : header_end + 1])
            var end = header_end + 1
            while end < n and data[end] != 62:
                end += 1
            var result = List[UInt8](capacity=end - header_end + 64)
            var column = 0
            var k = end - 1
            while k > header_end:
                var b = data[k]
                k -= 1
                if b == 10:
                    continue
                result.append(table[Int(b)])
                column += 1
                if column == 60:
                    result.append(10)
                    column = 0
            if column > 0:
                result.append(10)
            out.write_bytes(result)
            i = end
