# SPDX-License-Identifier: Apache-2.0
#: run
def classify(n: Int) raises -> String:
    if n < 0:
        raise Error("negative: ", n)
    if n == 0:
        return "zero"
    elif n % 2 == 0:
        return "even"
    else:
        return "odd"

def main():
    for i in range(-1, 4):
        try:
            print(i, classify(i))
        except e:
            print("error", e)
        finally:
            print("done", i)
    var n = 0
    while True:
        n += 1
        if n == 3:
            continue
        if n > 5:
            break
        print(n)
    else:
        print("never")
    for i in range(10, 0, -3):
        print(i)
    else:
        print("end")
#: stdout
#| error negative: -1
#| done -1
#| 0 zero
#| done 0
#| 1 odd
#| done 1
#| 2 even
#| done 2
#| 3 odd
#| done 3
#| 1
#| 2
#| 4
#| 5
#| 10
#| 7
#| 4
#| 1
#| end
