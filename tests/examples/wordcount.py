# SPDX-License-Identifier: Apache-2.0
import re
import sys


def main():
    with open(sys.argv[1], encoding="latin-1") as f:
        text = f.read()
    counts = {}
    words = 0
    for match in re.finditer("[A-Za-z0-9_]+", text):
        word = match.group()
        words += 1
        counts[word] = counts.get(word, 0) + 1
    entries = sorted(counts.items(), key=lambda e: (-e[1], e[0]))
    print(words, len(entries))
    for word, count in entries[:10]:
        print(word, count)


main()
