# SPDX-License-Identifier: Apache-2.0
# §6.7: by default assertions of programs cost nothing, not even their conditions.
#: run
#: stdout
#| done
def cond(x: Int) -> Bool:
    print("cond", x)
    return x > 1
def msg() -> String:
    print("msg evaluated")
    return "bad"
def main():
    assert cond(0), msg()
    assert cond(0)
    print("done")
