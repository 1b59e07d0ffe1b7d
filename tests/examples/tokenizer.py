# SPDX-License-Identifier: Apache-2.0
import sys

NAME, NUMBER, STRING, COMMENT, OPERATOR = range(5)


def is_letter(b):
    return 97 <= b <= 122 or 65 <= b <= 90 or b == 95 or b >= 128


def is_digit(b):
    return 48 <= b <= 57


def tokenize(data):
    tokens = []
    n = len(data)
    i = 0
    while i < n:
        b = data[i]
        start = i
        if b in (32, 9, 10, 13):
            i += 1
            continue
        elif is_letter(b):
            while i < n and (is_letter(data[i]) or is_digit(data[i])):
                i += 1
            tokens.append((NAME, start, i))
        elif is_digit(b):
            while i < n and (is_letter(data[i]) or is_digit(data[i]) or data[i] == 46):
                i += 1
            tokens.append((NUMBER, start, i))
        elif b == 35:
            while i < n and data[i] != 10:
                i += 1
            tokens.append((COMMENT, start, i))
        elif b in (34, 39):
            triple = i + 2 < n and data[i + 1] == b and data[i + 2] == b
            i += 3 if triple else 1
            while i < n:
                if data[i] == 92:
                    i += 2
                    continue
                if data[i] == b:
                    if not triple:
                        i += 1
                        break
                    if i + 2 < n and data[i + 1] == b and data[i + 2] == b:
                        i += 3
                        break
                elif data[i] == 10 and not triple:
                    break
                i += 1
            tokens.append((STRING, start, min(i, n)))
        else:
            i += 1
            tokens.append((OPERATOR, start, i))
    return tokens


def main():
    with open(sys.argv[1], "rb") as f:
        tokens = tokenize(f.read())
    counts = [0] * 5
    checksum = 0
    for kind, start, end in tokens:
        checksum = (checksum * 31 + (end - start) * 5 + kind) % 1000000007
        counts[kind] += 1
    print(
        f"names {counts[NAME]}, numbers {counts[NUMBER]}, strings {counts[STRING]}, "
        f"comments {counts[COMMENT]}, operators {counts[OPERATOR]}"
    )
    print("checksum", checksum)


main()
