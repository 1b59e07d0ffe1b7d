# SPDX-License-Identifier: Apache-2.0
# §10.1: at a call that involves a closure, what it captures by `mut` is not used otherwise.
#: check
def change(mut a: String, f: Some[def() -> None]):
    f()


def read(a: String, f: Some[def() -> None]):
    f()


def call(f: Some[def() -> None]):
    f()


def pair(f: Some[def() -> None], g: Some[def() -> None]):
    f()
    g()


def give(f: Some[def(String) -> None], s: String):
    f(s)


def number(f: Some[def() -> None], n: Int):
    f()


def main():
    var s: String = "a"
    var n = 1

    def add() {mut s}:
        s += "x"

    def show() {s}:
        print(s)

    def append(x: String) {mut s}:
        s += x

    def count() {mut n}:
        n += 1

    change(s, add)  #~ E3009: `add` refers to `s`, which is passed to the same call as a mutable argument
    read(s, add)  #~ E3009: `add` refers to `s`, which is passed to the same call
    change(s, show)  #~ E3009: `show` refers to `s`
    append(s)  #~ E3009: `append` refers to `s`
    give(append, s)  #~ E3009: `append` refers to `s`
    pair(add, add)  #~ E3009: capture one variable
    pair(add, show)  #~ E3009: `add` and `show` capture one variable, and one of them changes it
    read(s, show)
    pair(show, show)
    number(count, n)  # bare numbers are passed as copies
    call(add)
    append("y")
    s += "z"  # between calls nothing is borrowed
    add()
