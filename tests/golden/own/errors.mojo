# SPDX-License-Identifier: Apache-2.0
# Errors: what is alive is destroyed on the way out, a half-built self by its fields; finally runs on every exit.
#: run
@fieldwise_init
struct Loud(Movable):
    var id: Int

    def __deinit__(deinit self):
        print("drop", self.id)


def fail(n: Int) raises -> Loud:
    if n > 0:
        raise Error("failed")
    return Loud(n)


struct Half(Movable):
    var a: Loud
    var b: Loud

    def __init__(out self, n: Int) raises:
        self.a = Loud(100)
        self.b = fail(n)


def use(a: Loud):
    print("use", a.id)


def live(n: Int) raises:
    var before = Loud(1)
    var made = fail(n)
    use(before)
    use(made)


def leave(how: Int) -> Int:
    for i in range(3):
        try:
            if how == 0:
                return i + 10
            if how == 1:
                break
            if how == 2 and i < 2:
                continue
            _ = fail(how - 2)
            print("fell through")
        except e:
            print("caught", e)
        else:
            print("else")
        finally:
            print("finally", i)
    return -1


def main():
    try:
        live(0)
        live(1)
        print("not reached")
    except e:
        print("error:", e)
    try:
        var h = Half(1)
        print("not reached", h.a.id)
    except:
        print("half is gone")
    print(leave(0))
    print(leave(1))
    print(leave(2))
    print(leave(3))


#: stdout
#| use 1
#| drop 1
#| use 0
#| drop 0
#| drop 1
#| error: failed
#| drop 100
#| half is gone
#| finally 0
#| 10
#| finally 0
#| -1
#| finally 0
#| finally 1
#| drop 0
#| fell through
#| else
#| finally 2
#| -1
#| caught failed
#| finally 0
#| caught failed
#| finally 1
#| caught failed
#| finally 2
#| -1
