# SPDX-License-Identifier: Apache-2.0
# Violations of argument conventions (language.md §3.3).
#: check
struct T(Movable):
    var x: Int
    def __init__(out self, x: Int):
        self.x = x
    def change(mut self): self.x = 1
    def bad(self): self.x = 1  #~ E2315: `self.x` is immutable and cannot be assigned to
    def partial(self: T): pass
struct Box[T: Movable]:
    var x: Int
    def spec(self: Box[Int]): pass  #~ E2024: the receiver of a method is `Box[T]`, not `Box[Int]`
def mut_(mut a: Int): a += 1
def own(var t: T): pass
def ref_o[o: Origin[mut=True]](ref[o] a: Int):
    a += 100
def head(xs: List[Int]) -> ref[xs] Int:
    return xs[0]
def f(imm a: Int, t: T, mut b: Int):
    a = 3  #~ E2315: `a` is immutable and cannot be assigned to
    mut_(a)  #~ E2304: this call does not fit `mut_`: its argument `a` is `mut`, but `a` is immutable
    mut_(3)  #~ E2304: this call does not fit `mut_`: its argument `a` is `mut` and needs a variable, not a temporary value
    mut_(b + 1)  #~ E2304: this call does not fit `mut_`: its argument `a` is `mut` and needs a variable, not a temporary value
    own(t)  #~ E2317: `t` has the type `T`, which is not copied implicitly
    own(t^)  #~ E2316: `t` cannot be given away with `^`: it is a borrowed argument, which belongs to the caller
    t.change()  #~ E2315: `change` changes its object, but `t` is immutable
    ref_o(a)  #~ E2304: this call does not fit `ref_o`: the parameter `o` takes a mutable origin
    head([1, 2]) = 3  #~ E2315: `head([1, 2])` is immutable and cannot be assigned to
    var l: List[Int] = [1]
    head(l) = 3  #~ E2315: `head(l)` is immutable and cannot be assigned to
def g(mut mut a: Int): pass  #~ E0052: an argument has one convention; `mut` is a second one
def h(deinit a: T): pass  #~ E2024: `deinit` belongs to methods of the type that is taken apart
def i(ref[xx] a: Int): pass  #~ E1001: the name `xx` is not declared
def main():
    var d: Float64 = 1
    mut_(d)  #~ E2304: this call does not fit `mut_`: its argument `a` is `mut Int`, found `Float64`
