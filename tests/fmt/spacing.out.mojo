def f[
    a: Int, //, b: Bool = True
](mut x: Int, var *args: Int, ref[o] y: T = 3, c=4, **kw: Int) raises E[
    T
] -> ref[o] Int:
    x[1:2, ::3] = y[a + 1 : b]
    z = a[-1:] + b[f(x) :] + c[p=0:1]
    i = x**2 + a.b**-c + 5 ** f[0] - -1 + ~d
    take(x^, y^.take(), a ^ b)
    var r = {count = 2}
    print(*a, **b, sep="")
    w = (not a) if b else c
    comptime n = foo[a=1, b=g()](x)
    for k, v in d.items():
        pass
    if (n := 3) > 2:
        x += -1
        y -= 2

    @parameter
    def inner(a: Int) capturing -> Int:
        return a

    return lambda_free(x)[0].y


from ..a import b
from . import c
