# SPDX-License-Identifier: Apache-2.0
# §6.4: finally runs on every exit, also while an error passes through; what is alive is destroyed.
#: run
@fieldwise_init
struct L(Movable):
    var id: Int
    def __deinit__(deinit self):
        print("drop", self.id)

def boom(n: Int) raises -> L:
    if n < 0:
        raise Error("boom " + String(n))
    return L(n)

def override() -> Int:
    try:
        return 1
    finally:
        return 2

def ret_in_finally() raises -> L:
    try:
        return L(1)
    finally:
        var x = boom(-5)
        print("unreached", x.id)

def nested(n: Int) -> String:
    try:
        try:
            var l = boom(n)
            print("got", l.id)
        finally:
            print("inner finally")
            try:
                _ = boom(-n)
            except e:
                print("in finally:", e)
    except e:
        return "outer " + String(e)
    else:
        print("else")
    finally:
        print("outer finally")
    return "fell"

def rethrow(n: Int) raises:
    var keep = L(900)
    try:
        _ = boom(n)
    except e:
        print("re", e)
        raise e^
    finally:
        print("f")
    print("kept", keep.id)

def loop() raises -> Int:
    var n = 0
    while True:
        n += 1
        try:
            if n == 1:
                continue
            if n == 2:
                _ = boom(-2)
            if n == 3:
                break
        except e:
            print("loop caught", e)
            continue
        finally:
            print("loop finally", n)
    return n

struct Typed(Writable):
    var code: Int
    def __init__(out self, code: Int):
        self.code = code
    def write_to(self, mut writer: Some[Writer]):
        writer.write("Typed(", self.code, ")")

def typed(n: Int) raises Typed -> Int:
    if n == 0:
        raise Typed(42)
    return n

def main() raises:
    print(override())
    try:
        var l = ret_in_finally()
        print(l.id)
    except e:
        print("main:", e)
    print(nested(1))
    print(nested(-1))
    try:
        rethrow(5)
        rethrow(-6)
    except e:
        print("main:", e)
    print(loop())
    try:
        print(typed(1))
        print(typed(0))
    except t:
        print("typed", t.code)
    try:
        print(boom(-1).id)
    except e:
        print(e)


#: stdout
#| 2
#| drop 1
#| main: boom -5
#| got 1
#| drop 1
#| inner finally
#| in finally: boom -1
#| else
#| outer finally
#| fell
#| inner finally
#| drop 1
#| outer finally
#| outer boom -1
#| drop 5
#| f
#| kept 900
#| drop 900
#| drop 900
#| re boom -6
#| f
#| main: boom -6
#| loop finally 1
#| loop caught boom -2
#| loop finally 2
#| loop finally 3
#| 3
#| 1
#| typed 42
#| boom -1
