#: run
#: stdout
#| 0 mistakes
#| 300 300 300
#| 300 texts
#| True True False
# A table through growth, removal and reuse of slots, against an array; texts of every length as keys.


def churn(keys: Int, steps: Int) raises -> Int:
    var d = Dict[Int, Int]()
    var model = List[Int](length=keys, fill=-1)
    var state = 12345
    var mistakes = 0
    for i in range(steps):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        var k = (state >> 8) % keys
        var what = (state >> 3) % 5
        if what < 2:
            d[k * 65536] = i
            model[k] = i
        elif what < 4:
            var found = d.pop(k * 65536, -1)
            mistakes += Int(found != model[k])
            model[k] = -1
        else:
            mistakes += Int(d.get(k * 65536, -1) != model[k])
    var live = 0
    for k in range(keys):
        live += Int(model[k] >= 0)
        mistakes += Int((k * 65536 in d) != (model[k] >= 0))
    for item in d.items():
        mistakes += Int(model[item.key // 65536] != item.value)
    return mistakes + Int(live != len(d))


def main() raises:
    print(churn(7, 3000) + churn(100, 20000) + churn(3000, 40000), "mistakes")
    var seen = Dict[UInt64, Int]()
    var low = Dict[UInt64, Int]()
    var texts = Dict[String, Int]()
    var s = String()
    for i in range(300):
        seen[hash(s)] = i
        texts[s] = i
        s += chr(97 + i % 3)
    for i in range(300):
        low[hash(i << 40)] = i
    print(len(seen), len(texts), len(low))
    s = String()
    var right = 0
    for i in range(300):
        right += Int(texts.get(s, -1) == i)
        s += chr(97 + i % 3)
    print(right, "texts")
    print(String("abc") in texts, String("abcabcabcabcabcab") in texts, String("abcabcabcabcabcbb") in texts)
