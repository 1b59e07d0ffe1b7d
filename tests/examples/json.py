# SPDX-License-Identifier: Apache-2.0
import sys


class Stats:
    def __init__(self):
        self.objects = self.arrays = self.strings = self.numbers = self.literals = 0
        self.depth = self.text_bytes = 0
        self.sum = 0.0

    def __str__(self):
        return (
            f"objects {self.objects}, arrays {self.arrays}, strings {self.strings}"
            f", numbers {self.numbers}, literals {self.literals}, depth {self.depth}"
            f", text bytes {self.text_bytes}, sum {int(self.sum)}"
        )


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.stats = Stats()

    def peek(self):
        if self.at >= len(self.text):
            raise ValueError("unexpected end of the document")
        return self.text[self.at]

    def skip_space(self):
        while self.at < len(self.text) and self.text[self.at] in b" \n\r\t":
            self.at += 1

    def expect(self, what):
        if self.peek() != what:
            raise ValueError(f"expected `{chr(what)}` at byte {self.at}")
        self.at += 1

    def string(self):
        self.expect(34)
        out = bytearray()
        while True:
            b = self.peek()
            self.at += 1
            if b == 34:
                break
            if b == 92:
                e = self.peek()
                self.at += 1
                if e == 110:
                    out += b"\n"
                elif e == 116:
                    out += b"\t"
                elif e == 117:
                    out += chr(int(self.text[self.at:self.at + 4], 16)).encode()
                    self.at += 4
                else:
                    out.append(e)
            else:
                out.append(b)
        return out

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in b"0123456789+-.eE":
            self.at += 1
        return float(self.text[start:self.at])

    def value(self, depth):
        s = self.stats
        s.depth = max(s.depth, depth)
        self.skip_space()
        b = self.peek()
        if b == 123:
            s.objects += 1
            self.at += 1
            self.skip_space()
            if self.peek() == 125:
                self.at += 1
                return
            while True:
                self.skip_space()
                s.text_bytes += len(self.string())
                self.skip_space()
                self.expect(58)
                self.value(depth + 1)
                self.skip_space()
                if self.peek() != 44:
                    break
                self.at += 1
            self.expect(125)
        elif b == 91:
            s.arrays += 1
            self.at += 1
            self.skip_space()
            if self.peek() == 93:
                self.at += 1
                return
            while True:
                self.value(depth + 1)
                self.skip_space()
                if self.peek() != 44:
                    break
                self.at += 1
            self.expect(93)
        elif b == 34:
            s.strings += 1
            s.text_bytes += len(self.string())
        elif b in b"tn":
            s.literals += 1
            self.at += 4
        elif b == 102:
            s.literals += 1
            self.at += 5
        else:
            s.numbers += 1
            s.sum += self.number()


def main():
    with open(sys.argv[1], "rb") as f:
        parser = Parser(f.read())
    parser.value(1)
    print(parser.stats)


main()
