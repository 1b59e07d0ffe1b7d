#: run
# language.md 3.5: a function as a parameter, whose type binds other parameters; passed on from one generic function to
# another; a static method.


def inner[R: Movable & Deinitable, //, f: def(Int) thin -> R](a: Int) -> R:
    return f(a)


def outer[R: Movable & Deinitable, //, f: def(Int) thin -> R](a: Int) -> R:
    return inner[f](a)


def text(a: Int) -> String:
    return String(a, "!")


struct S:
    @staticmethod
    def half(a: Int) -> Float64:
        return Float64(a) / 2


def main():
    print(outer[text](3), inner[text](4), outer[S.half](5), inner[S.half](6))

#: stdout
#| 3! 4! 2.5 3.0
