# SPDX-License-Identifier: Apache-2.0
# References into an Optional and a Deque are refused after these changed.
#: check
from std.collections import Deque


def optional():
    var o = Optional[String](String("a"))
    ref r = o.value()
    r += "b"
    print(r)
    o = None
    print(r)  #~ E3012: `r` refers into `o`, which has changed since


def queue():
    var d = Deque[Int]()
    d.append(1)
    ref e = d[0]
    e += 1
    print(e)
    d.append(2)
    print(e)  #~ E3012: `e` refers into `d`, which has changed since


def loop():
    var d = Deque[Int]()
    d.append(1)
    for x in d:  #~ E3012: this goes on with what lies in `d`, which has changed since
        d.append(x)
