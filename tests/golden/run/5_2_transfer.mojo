# SPDX-License-Identifier: Apache-2.0
# §5.2: `^` is xor before an operand, transfer elsewhere.
#: run
#: stdout
#| 6 6 4 4 -6 -6
#| 3
#| pp
#| 5
#| 2
#| abc
#| t
@fieldwise_init
struct P(Copyable):
    var name: String
    def close(deinit self) -> String:
        return self.name^
def use(var s: String) -> Int:
    return s.byte_length()
def pick(c: Bool) -> String:
    var s: String = "abc"
    return s^ if c else "no"
def main():
    var a = 5
    var b = 3
    print(a ^ b, a^b, a^+1, a^(1), a ^ -1, a^~0)
    var s: String = "xyz"
    print(use(s^))
    var p = P("pp")
    print(p^.close())
    var q = P("field")
    print(use(q.name^))
    q.name = "new"
    var x = [q^, P("b")]
    print(len(x))
    print(pick(True))
    var t: String = "t"
    var d = {"k": t^}
    print(d.get("k", ""))
