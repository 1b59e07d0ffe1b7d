struct A () : pass
struct B[T:AnyType](Sized , Copyable , Movable where c , Equatable) :
    pass
trait C ( Z , Y) : ...
def f(): return 1,
def g(x: Int):
    if (x) : y = (1)
    elif ((x)): pass
    while (x): break
    for (a, b) in (c): pass
    for a, in b: pass
    return (x)
def h() -> (Int):
    assert (x), (y)
    x = (1, 2)
    a = (b) = (c)
    z = -x**2
    del (a), b
    with (open(p)) as q: pass
    try: pass
    except (e): raise (e)
    return (x for x in y)
from m import (n)
from m import (n,)
import a, b
