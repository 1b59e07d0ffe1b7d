#: check
# language.md 11.1: what is done with Python objects may raise, and becomes Mojo's types by an explicit conversion.
import json
from datetime import *  #~ E1008 @1-23: `datetime` is a Python module
from std.python import Python, PythonObject

import jsonn  #~ E1003: no module `jsonn`


struct NotForPython(Movable):
    var x: Int

    def __init__(out self):
        self.x = 1


def must_raise():
    var x: PythonObject = 1
    print(x + 1)  #~ E2330 @11-16: `__add__` can raise, but `must_raise` does not say `raises`


def conversions() raises:
    var x: PythonObject = [1, 2]
    var n: Int = x  #~ E2001 @18-19: expected `Int` for the variable, found `PythonObject`
    var s: String = x[0]  #~ E2001: expected `String` for the variable, found `PythonObject`
    x.field = NotForPython()  #~ E2001: found `NotForPython`
    x.append(3)  # what a Python function gives need not be used
    print(n, s)


def a_type(x: json.JSONDecoder):  #~ E2003 @15-19: exists only when the program runs
    pass


def compile_time():
    comptime n = json.x  #~ E4001: exists only when the program runs


def imports_raise():
    import textwrap

    print(textwrap.dedent("  a"))  #~ E2330 @11-19: what is imported from Python can raise
