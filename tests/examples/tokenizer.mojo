# SPDX-License-Identifier: Apache-2.0
# Counts the tokens of Python source: tokenizer.mojo FILE
from std.sys import argv


struct Kind(Equatable, TrivialRegisterPassable):
    var code: Int

    comptime NAME = Self(0)
    comptime NUMBER = Self(1)
    comptime STRING = Self(2)
    comptime COMMENT = Self(3)
    comptime OPERATOR = Self(4)

    def __init__(out self, code: Int):
        self.code = code

    def __eq__(self, other: Self) -> Bool:
        return self.code == other.code


@fieldwise_init
struct Token(Copyable):
    var kind: Kind
    var start: Int
    var end: Int


def is_letter(b: UInt8) -> Bool:
    return (b >= 97 and b <= 122) or (b >= 65 and b <= 90) or b == 95 or b >= 128


def is_digit(b: UInt8) -> Bool:
    return b >= 48 and b <= 57


def tokenize(bytes: Span[UInt8, _]) -> List[Token]:
    var tokens = List[Token]()
    var n = len(bytes)
    var i = 0
    while i < n:
        var b = bytes[i]
        var start = i
        if b == 32 or b == 9 or b == 10 or b == 13:
            i += 1
            continue
        elif is_letter(b):
            while i < n and (is_letter(bytes[i]) or is_digit(bytes[i])):
                i += 1
            tokens.append(Token(Kind.NAME, start, i))
        elif is_digit(b):
            while i < n and (is_letter(bytes[i]) or is_digit(bytes[i]) or bytes[i] == 46):
                i += 1
            tokens.append(Token(Kind.NUMBER, start, i))
        elif b == 35:
            while i < n and bytes[i] != 10:
                i += 1
            tokens.append(Token(Kind.COMMENT, start, i))
        elif b == 34 or b == 39:
            var triple = i + 2 < n and bytes[i + 1] == b and bytes[i + 2] == b
            i += 3 if triple else 1
            while i < n:
                if bytes[i] == 92:
                    i += 2
                    continue
                if bytes[i] == b:
                    if not triple:
                        i += 1
                        break
                    if i + 2 < n and bytes[i + 1] == b and bytes[i + 2] == b:
                        i += 3
                        break
                elif bytes[i] == 10 and not triple:
                    break
                i += 1
            tokens.append(Token(Kind.STRING, start, min(i, n)))
        else:
            i += 1
            tokens.append(Token(Kind.OPERATOR, start, i))
    return tokens^


def main() raises:
    var text: String
    with open(argv()[1], "r") as f:
        text = f.read()
    var tokens = tokenize(text.as_bytes())
    var names = 0
    var numbers = 0
    var strings = 0
    var comments = 0
    var operators = 0
    var checksum = 0
    for token in tokens:
        checksum = (checksum * 31 + (token.end - token.start) * 5 + token.kind.code) % 1000000007
        if token.kind == Kind.NAME:
            names += 1
        elif token.kind == Kind.NUMBER:
            numbers += 1
        elif token.kind == Kind.STRING:
            strings += 1
        elif token.kind == Kind.COMMENT:
            comments += 1
        else:
            operators += 1
    print(t"names {names}, numbers {numbers}, strings {strings}, comments {comments}, operators {operators}")
    print("checksum", checksum)
