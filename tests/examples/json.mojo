# SPDX-License-Identifier: Apache-2.0
# A JSON parser: json.mojo FILE prints what the document holds.
from std.sys import argv


struct Stats(Copyable, Writable):
    var objects: Int
    var arrays: Int
    var strings: Int
    var numbers: Int
    var literals: Int
    var depth: Int
    var text_bytes: Int
    var sum: Float64

    def __init__(out self):
        self.objects = 0
        self.arrays = 0
        self.strings = 0
        self.numbers = 0
        self.literals = 0
        self.depth = 0
        self.text_bytes = 0
        self.sum = 0

    def write_to(self, mut writer: Some[Writer]):
        writer.write("objects ", self.objects, ", arrays ", self.arrays, ", strings ", self.strings)
        writer.write(", numbers ", self.numbers, ", literals ", self.literals, ", depth ", self.depth)
        writer.write(", text bytes ", self.text_bytes, ", sum ", Int(self.sum))


struct Parser:
    var text: String
    var at: Int
    var stats: Stats

    def __init__(out self, var text: String):
        self.text = text^
        self.at = 0
        self.stats = Stats()

    def peek(self) raises -> UInt8:
        if self.at >= self.text.byte_length():
            raise Error("unexpected end of the document")
        return self.text.as_bytes()[self.at]

    def skip_space(mut self):
        var bytes = self.text.as_bytes()
        while self.at < len(bytes):
            var b = bytes[self.at]
            if b != 32 and b != 10 and b != 13 and b != 9:
                break
            self.at += 1

    def expect(mut self, what: UInt8) raises:
        if self.peek() != what:
            raise Error("expected `", chr(Int(what)), "` at byte ", self.at)
        self.at += 1

    def string(mut self) raises -> String:
        self.expect(34)
        var out = String()
        while True:
            var b = self.peek()
            self.at += 1
            if b == 34:
                break
            if b == 92:
                var e = self.peek()
                self.at += 1
                if e == 110:
                    out += "\n"
                elif e == 116:
                    out += "\t"
                elif e == 117:
                    var code = atol(self.text[byte=self.at : self.at + 4], 16)
                    self.at += 4
                    out += chr(code)
                else:
                    out += chr(Int(e))
            else:
                out += self.text[byte=self.at - 1 : self.at]
        return out^

    def number(mut self) raises -> Float64:
        var start = self.at
        var bytes = self.text.as_bytes()
        while self.at < len(bytes):
            var b = bytes[self.at]
            if not ((b >= 48 and b <= 57) or b == 43 or b == 45 or b == 46 or b == 69 or b == 101):
                break
            self.at += 1
        return atof(self.text[byte=start : self.at])

    def value(mut self, depth: Int) raises:
        self.stats.depth = max(self.stats.depth, depth)
        self.skip_space()
        var b = self.peek()
        if b == 123:
            self.stats.objects += 1
            self.at += 1
            self.skip_space()
            if self.peek() == 125:
                self.at += 1
                return
            while True:
                self.skip_space()
                var key = self.string()
                self.stats.text_bytes += key.byte_length()
                self.skip_space()
                self.expect(58)
                self.value(depth + 1)
                self.skip_space()
                if self.peek() != 44:
                    break
                self.at += 1
            self.expect(125)
        elif b == 91:
            self.stats.arrays += 1
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
            self.stats.strings += 1
            self.stats.text_bytes += self.string().byte_length()
        elif b == 116 or b == 110:
            self.stats.literals += 1
            self.at += 4
        elif b == 102:
            self.stats.literals += 1
            self.at += 5
        else:
            self.stats.numbers += 1
            self.stats.sum += self.number()


def main() raises:
    var text: String
    with open(argv()[1], "r") as f:
        text = f.read()
    var parser = Parser(text^)
    parser.value(1)
    print(parser.stats)
