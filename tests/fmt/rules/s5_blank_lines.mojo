


import a
import b
x = 1
def f():

    pass
def g():
    """Doc."""

    x = 1



    y = 2
    def inner():
        pass
    z = 3
x = 2
# about the class
class_ = 3
# about the struct

struct A:

    """Doc."""
    var x: Int


    var y: Int
    @decorated

    var z: Int
    def a(self): pass
    # about b
    def b(self): pass
    comptime c = 1
trait T:
    def m(self): ...
    def n(self): ...
if x:
    def h(): pass
else:

    pass
@one
# between

@two
def i(): pass
for x in y:
    pass
with a:
    import c
    d = 1
call(

    a,

    b,

)
