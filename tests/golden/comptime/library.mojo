# SPDX-License-Identifier: Apache-2.0
# Dictionaries, strings and floats at compile time.
#: run


def build() -> Dict[String, Int]:
    var d = Dict[String, Int]()
    for w in ["one", "two", "three", "four"]:
        d[String(w)] = len(d) + 1
    return d^

comptime D = build()

def lookup(d: Dict[String, Int], k: String) raises -> Int:
    return d[k]

comptime three = lookup(D, String("three"))

def text() -> String:
    var parts = List[String]()
    for i in range(5):
        parts.append(String(i * i))
    return ", ".join(parts)

comptime T = text()

def pi(n: Int) -> Float64:
    var s = 0.0
    for i in range(n):
        s += (1.0 if i % 2 == 0 else -1.0) / Float64(2 * i + 1)
    return 4.0 * s

comptime PI = pi(10000)
comptime PIS = String(PI)

def main() raises:
    print(three)
    print(materialize[T]())
    print(PI)
    print(materialize[PIS]())
    var d = materialize[D]()
    d["five"] = 5
    print(len(d), d["two"])


#: stdout
#| 3
#| 0, 1, 4, 9, 16
#| 3.1414926535900345
#| 3.1414926535900345
#| 5 2
