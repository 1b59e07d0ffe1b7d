# SPDX-License-Identifier: Apache-2.0
# §6.7: `warn` prints, with the place of the assertion, and goes on.
#: run
#: stdout
#| cond 0
#| msg evaluated
#| cond 0
#| done
#: flags -D ASSERT=warn
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
