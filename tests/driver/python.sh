#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Python files under mojo run, and programs that use Python: order of output, arguments, what is missing.
. "$(dirname "$0")/common.sh"
PATH=/usr/bin:/bin
export PATH
unset VIRTUAL_ENV PYTHONPATH
printf 'leak:libpython\nleak:numpy\n' >suppressed # under ASan: what Python itself keeps to the end
LSAN_OPTIONS=suppressions=$dir/suppressed:print_suppressions=0
export LSAN_OPTIONS

cat >app.py <<'P'
import sys


class A:
    def __init__(self, x):
        self.x = x


def gen(n):
    yield from range(n)


print(A(1).x, list(gen(3)), sys.argv[1:], __name__, sys.stdin.read().strip())
sys.exit(7)
P
cat >order.mojo <<'M'
from std.python import Python
from std.sys import argv


def main() raises:
    var b = Python.import_module("builtins")
    print("one")
    b.print("two", Python.import_module("sys").argv[1:])
    print("three")
    b.print("four", end="")
M
cat >late.mojo <<'M'
import no_such_thing


def main() raises:
    print(no_such_thing.x)
M
cat >shapes.mojo <<'M'
from std.os import abort
from std.python import Python, PythonObject
from std.python.bindings import PythonModuleBuilder

@export
def PyInit_shapes() abi("C") -> PythonObject:
    try:
        var m = PythonModuleBuilder("shapes")
        m.def_function[area]("area", docstring="width times height")
        m.def_function[nothing]("nothing")
        m.def_py_function[every]("every")
        var t = m.add_type[Counter]("Counter")
        t.def_py_init[Counter.py_init]()
        t.def_method[Counter.add]("add")
        t.def_method[show]("show")
        t.def_staticmethod[area]("area")
        return m.finalize()
    except e:
        abort(String(t"cannot create module: {e}"))

def area(w: PythonObject, h: PythonObject) raises -> PythonObject:
    return PythonObject(Int(py=w) * Int(py=h))

def nothing():
    print("nothing")

def every(args: PythonObject, keywords: PythonObject) raises -> PythonObject:
    return args + Python.tuple(len(keywords), keywords["a"])

def show(self: PythonObject) raises -> PythonObject:
    return PythonObject(String("at ", self.downcast_value_ptr[Counter]()[].n))

@fieldwise_init
struct Counter(Movable, Writable):
    var n: Int
    var name: String

    @staticmethod
    def py_init(args: PythonObject, keywords: PythonObject) raises -> Self:
        return Self(Int(py=args[0]), String(py=keywords["name"]))

    @staticmethod
    def add(self: Pointer[Self, MutUntrackedOrigin], k: PythonObject) raises -> PythonObject:
        self[].n += Int(py=k)
        return self[].n

    def __deinit__(deinit self):
        print("gone", self.name)
M
cat >use.py <<'P'
import shapes
print(shapes.__name__, shapes.area(3, 4), shapes.nothing(), shapes.area.__doc__)
print(shapes.every(1, 2, a=3))
for call in (lambda: shapes.area(1), lambda: shapes.area(1, 2, k=3), lambda: shapes.area("x", 2), lambda: shapes.Counter(1), lambda: shapes.Counter.add(3, 4), lambda: shapes.Counter.__new__(shapes.Counter).add(1)):
    try:
        print("no", call())
    except Exception as e:
        print(type(e).__name__, e)
c = shapes.Counter(5, name="c")
print(c.add(3), c.show(), c, shapes.Counter.area(2, 5))
c.__init__(7, name="d")
print(c.add(0))
del c
print("end")
P
mkdir venv venv/bin venv/lib venv/lib/python3.11 venv/lib/python3.11/site-packages
ln -s /usr/bin/python3 venv/bin/python3
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' >venv/pyvenv.cfg
echo 'x = "from the virtual environment"' >venv/lib/python3.11/site-packages/no_such_thing.py

# Python files
same "run" "1 [0, 1, 2] ['a', '-b'] __main__ typed" "$(echo typed | "$mojo" run app.py a -b)"
same "short form" "1 [0, 1, 2] [] __main__ x" "$(echo x | "$mojo" app.py)"
"$mojo" app.py </dev/null >/dev/null; same "exit code" 7 $?
has "no Python" "no \`python3\` on PATH" "$(PATH=/nowhere "$mojo" app.py 2>&1)"
has "build" "is a Python file" "$("$mojo" build app.py 2>&1)"

# Python in Mojo programs
want="one
two ['a b']
three
four"
same "order of output" "$want" "$("$mojo" run order.mojo 'a b')"
"$mojo" build order.mojo && same "order of output, built" "$want" "$(./order 'a b')"
has "no library" "MOJO_PYTHON_LIBRARY: /nowhere/lib.so" "$(MOJO_PYTHON_LIBRARY=/nowhere/lib.so ./order 2>&1)"
PATH=/nowhere ./order >out 2>&1; same "exit without Python" 1 $?
has "its message" "no \`python3\` on PATH" "$(cat out)"

# modules of a virtual environment
has "unknown module" "E1003" "$("$mojo" run late.mojo 2>&1)"
if [ -e /usr/lib/python3.11 ]; then
    same "virtual environment" "from the virtual environment" "$(VIRTUAL_ENV=$dir/venv "$mojo" run late.mojo)"
    same "the same by PATH" "from the virtual environment" "$(PATH=$dir/venv/bin:$PATH "$mojo" run late.mojo)"
fi

# a module for Python, made by std.python.bindings
want="nothing
shapes 12 None width times height
(1, 2, 1, 3)
TypeError function() takes 2 positional arguments but 1 was given
TypeError function() takes no keyword arguments
Exception invalid literal for int() with base 10: 'x'
Exception KeyError: 'name'
TypeError descriptor 'add' for 'shapes.Counter' objects doesn't apply to a 'int' object
Exception the object was never initialised: it is an empty \`Counter\`
8 at 8 Counter(n=8, name=c) 10
gone c
7
gone d
end"
"$mojo" build --emit shared-lib shapes.mojo -o shapes.so && same "bindings" "$want" "$(python3 use.py 2>&1)"

# numpy, where it is installed
if python3 -c 'import numpy' 2>/dev/null; then
    cat >arrays.mojo <<'M'
import numpy as np
from std.python.numpy import copy_to_numpy_array, from_numpy_array, to_numpy_array

def main() raises:
    var values: List[Float64] = [1.5, 2.5, 4.0]
    var a = copy_to_numpy_array(Span(values))
    print(a, a.dtype, a.sum())
    var span = from_numpy_array[DType.float64](a)
    span[1] = 10
    print(a, len(span))
    var m = np.arange(6, dtype="int64").reshape(2, 3)
    var total = 0
    for x in from_numpy_array[DType.int64](m):
        total += Int(x)
    print(total)
    try:
        _ = from_numpy_array[DType.float32](a)
    except e:
        print(e)
    try:
        _ = from_numpy_array[DType.int64](m.T)
    except e:
        print(e)
    var few: List[UInt8] = []
    print(to_numpy_array(Span(few)))
M
    want="[1.5 2.5 4. ] float64 8.0
[ 1.5 10.   4. ] 3
15
the array holds float64, not float32: convert it with \`.astype(\"float32\")\`
the array's elements do not lie side by side: copy it with \`numpy.ascontiguousarray\`
[]"
    same "numpy" "$want" "$("$mojo" run arrays.mojo 2>&1)"
else
    echo "without numpy: its test is left out"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
