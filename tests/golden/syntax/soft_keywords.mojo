# SPDX-License-Identifier: Apache-2.0
#: parse
# Conventions, effects and other words stay names elsewhere.


def f(thin: Int, where: Bool, abi: Int, mut owned: Int):
    var imm = thin
    var mut = where
    comptime out = 3
    var read = out
    f(thin=1, where=mut, abi=read, owned=imm)


def g[mut: Bool, //, read: Origin[mut=mut]](ref[read] x: Int, var *rest: Int) raises Self.Err {imm a, var b^} -> ref[x] Int where mut:
    return x


def scaled(value: Float64, factor: Float64) raises
    -> Float64:
    print("one "
        "two")
    return value * factor


struct Names(Copyable where (True, "why"), Movable):
    comptime A[T: AnyType]: Copyable = T
    var `strange name`: Int
    """The docstring of the field."""

    def import(self) -> def(Int, *args: Int) raises thin abi("C") -> Int: ...

    def match(deinit self): return self.with.import.match(a^, b ^ c, d^ if e^ else g^, t"{a}{{}}")
