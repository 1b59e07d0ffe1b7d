#: run
# std.python: Python objects as values (language.md 11.1).
from std.algorithm import parallelize
from std.atomic import Atomic
from std.python import Python, PythonObject

def main() raises:
    var math = Python.import_module("math")
    print(math.sqrt(2.0), math.pi)
    var xs: PythonObject = [1, 2, 3]
    xs.append("four")
    print(xs, len(xs), xs[1], xs[1:3])
    xs[0] = 10
    xs[0] += 5
    for x in xs:
        print(x, end=";")
    print()
    var d = Python.dict(a=1, b=2.5)
    print(d["b"] + 1, "a" in d, d)
    var n = Int(py=d["a"]) + 41
    print(n, Float64(py=d["b"]), String(py=xs[3]), Bool(py=xs))
    if xs[1] == 2:
        print("two")
    try:
        print(d["zz"])
    except e:
        print("error:", e)
    try:
        _ = math.sqrt("x")
    except e:
        print("error:", e)
    var json = Python.import_module("json")
    print(json.dumps(d, indent=2, sort_keys=True))
    print(Python.evaluate("[i * i for i in range(5)]"))
    var b = Python.import_module("builtins")
    b.print("from python")
    print("from mojo")
    b.print("again", 1, 2, sep="-")
    var m = Python.evaluate("def f(x):\n    return x * 2\n", file=True, name="helper")
    print(m.f(21), m.f("ab"))
    print(xs is xs, -xs[1], xs[1] ** 10, 7 // xs[1], 2 + xs[1])
    threads()
    late_errors()


def threads() raises:
    var b = Python.import_module("builtins")
    var total = Atomic[Int](0)

    def item(i: Int) {mut total, imm b}:
        try:
            var s: PythonObject = 0
            for j in b.range(10):
                s = s + j
            _ = total.fetch_add(Int(py=s))
        except e:
            print(e)

    parallelize(item, 100, 4)
    print(total.load())


def late_errors():
    # what a Python iterator raises leaves the loop, after the elements before it
    try:
        for c in Python.evaluate("(6 // (2 - i) for i in range(5))"):
            print(c, end=";")
        print("not reached")
    except e:
        print("caught", e)
    try:
        _ = Python.import_module("no_such_module")
    except e:
        print(e)
    try:
        _ = UInt8(py=PythonObject(300))
    except e:
        print(e)
    try:
        _ = UInt(py=PythonObject(-1))
    except e:
        print(e)
    try:
        _ = String(py=PythonObject(1))
    except e:
        print(e)

#: stdout
#| 1.4142135623730951 3.141592653589793
#| [1, 2, 3, 'four'] 4 2 [2, 3]
#| 15;2;3;four;
#| 3.5 True {'a': 1, 'b': 2.5}
#| 42 2.5 four True
#| two
#| error: KeyError: 'zz'
#| error: must be real number, not str
#| {
#|   "a": 1,
#|   "b": 2.5
#| }
#| [0, 1, 4, 9, 16]
#| from python
#| from mojo
#| again-1-2
#| 42 abab
#| True -2 1024 3 4
#| 4500
#| 3;6;caught integer division or modulo by zero
#| No module named 'no_such_module'
#| 300 does not fit uint8
#| can't convert negative int to unsigned
#| expected str, found int
