# SPDX-License-Identifier: Apache-2.0
# §6.4: else, finally on every exit, re-raising.
#: run
#: stdout
#| finally
#| else
#| finally
#| finally
#| except end ret
#| re zero
#| out zero
#| x zero
#| fin 0
#| fin 1
#| else 2
#| fin 2
#| fin 3
#| inner fin
#| second
def f(n: Int) raises -> Int:
    if n == 0: raise Error("zero")
    return n
def g(n: Int) -> String:
    try:
        var x = f(n)
        if n == 2: return "ret"
    except:
        return "except"
    else:
        print("else")
    finally:
        print("finally")
    return "end"
def h() raises:
    try:
        _ = f(0)
    except e:
        print("re", e)
        raise
def loop():
    for i in range(4):
        try:
            if i == 1: continue
            if i == 3: break
            _ = f(i)
        except e:
            print("x", e)
        else:
            print("else", i)
        finally:
            print("fin", i)
def main():
    print(g(0), g(1), g(2))
    try: h()
    except e: print("out", e)
    loop()
    try:
        try:
            _ = f(0)
        except e:
            raise Error("second")
        finally:
            print("inner fin")
    except Foo:
        print(Foo)
