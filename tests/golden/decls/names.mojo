# SPDX-License-Identifier: Apache-2.0
#: check
import nowhere.at_all  #~ E1003: no module `nowhere.at_all`: no folder of the search path holds it
from std.math import sqrtt  #~ E1005: module `std.math` has no member `sqrtt`
from std.nope import x  #~ E1003: no module `std.nope`: `std` has no module `nope`
import std.math as mm
from std.math import pi

comptime pi = 3  #~ E1004: `pi` is already declared here

def f():
    pass

def main():
    print(mm.piii, undefined_name)  #~ E1002: the module `std.math` has no member `piii`
#~^ E1001: the name `undefined_name` is not declared
    var total = 3
    print(totl, total)  #~ E1001: the name `totl` is not declared
    print(std.math)  #~ E1001: the name `std` is not declared
