# SPDX-License-Identifier: Apache-2.0
# §6.7: `all` ends the program; the message is made after the failure.
#: run
#: stdout
#| cond 0
#| msg evaluated
#: flags -D ASSERT=all
#: exit 132
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
