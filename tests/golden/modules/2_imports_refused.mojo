# SPDX-License-Identifier: Apache-2.0
# Imports that bind nothing, or less than hoped (language.md §2.2, §2.3).
#: check
import pkg.sub
import pkg.a as m
import tools.text
from pkg.a import f
from pkg.b import h as f  #~ E1004: `f` is already declared here
from pkg.b import h
from .x import y  #~ E1003: no module `.x`: relative imports work inside packages only: there is no `__init__.mojo` in this folder
from .. import z  #~ E1007: relative imports work inside packages only: there is no `__init__.mojo` in this folder
from pkg import nothing  #~ E1005: module `pkg` has no member `nothing`
from pkg.nowhere import other  #~ E1003: no module `pkg.nowhere`: `pkg` has no module `nowhere`
import absent.at.all  #~ E1003: no module `absent.at.all`: no folder of the search path holds it
import `2_imports_refused`  #~ E1003: no module `2_imports_refused`: a module cannot import itself
import numpy as np  #~ E1003: no module `numpy`: no folder of the search path holds it
import pkg.b as std  #~ E0090: `std` is the standard library; import it under another name
import .m  #~ E0063: a relative import is written `from . import name`


def h():  #~ E1004: `h` is already declared here
    pass


def main():
    print(pkg.a.K)
    print(pkg.sub.deep.g())  #~ E1002: the module `pkg.sub.deep` is not imported
    print(tools)  #~ E2311: the module `tools` is used as a value
    print(tools.text.wrap.wrap())  #~ E1002: the module `tools.text.wrap` is not imported
    print(m.K, a.K, nothing, other, np.zeros(3))  #~ E1001: the name `a` is not declared
    print(absent.x)
    from pkg.a import _private
    from pkg.a import K,  #~ E0015: a trailing comma needs parentheses around the imported names
    print(_private(), K)
