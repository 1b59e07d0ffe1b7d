# SPDX-License-Identifier: Apache-2.0
#: check
# Elements that a set or a dictionary cannot hold.


struct Plain:
    def __init__(out self):
        pass


def main():
    var s = {Plain()}  #~ E2304: no overload of a constructor of `Set[Plain]`
    var d = {Plain(): 1}  #~ E2304: no overload of a constructor of `Dict[Plain, Int]`
    var t = {Int}  #~ E2304
    print({Plain()})  #~ E2304
