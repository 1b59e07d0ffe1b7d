f(a,)
f(a, b,)
x = (a,)
y = (a, b,)
z = [a,]
w = {a: b,}
t: Tuple[Int,] = u
v: Tuple[Int, Int,] = u
def f(a: Int,): pass
def g[T: X,](a: Int): pass
from a import (b,)
g(f(a,), b)
