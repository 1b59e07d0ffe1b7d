# SPDX-License-Identifier: Apache-2.0
# The most frequent words of a text: wordcount.mojo FILE
from std.sys import argv


@fieldwise_init
struct Entry(Copyable):
    var word: String
    var count: Int


def is_word_byte(b: UInt8) -> Bool:
    return (b >= 97 and b <= 122) or (b >= 65 and b <= 90) or (b >= 48 and b <= 57) or b == 95


def main() raises:
    var text: String
    with open(argv()[1], "r") as f:
        text = f.read()
    var counts = Dict[String, Int]()
    var words = 0
    var bytes = text.as_bytes()
    var n = len(bytes)
    var i = 0
    while i < n:
        if not is_word_byte(bytes[i]):
            i += 1
            continue
        var start = i
        while i < n and is_word_byte(bytes[i]):
            i += 1
        words += 1
        var word = String(text[byte=start:i])
        counts[word] = counts.get(word, 0) + 1
    var entries = List[Entry]()
    for item in counts.items():
        entries.append(Entry(item.key, item.value))

    def more(a: Entry, b: Entry) -> Bool:
        if a.count != b.count:
            return a.count > b.count
        return a.word < b.word

    sort(entries, more)
    print(words, len(entries))
    for k in range(min(10, len(entries))):
        print(entries[k].word, entries[k].count)
