#: check
# @deprecated: a warning where the declaration is used; `use=` names the replacement.
from std.utils import Variant


def new_name():
    pass


@deprecated(use=new_name)
def old_name():
    pass


@deprecated("it does nothing")
def idle():
    pass


@deprecated(use=Point)
comptime Pair = Point


@fieldwise_init
struct Point:
    var x: Int

    @deprecated(use=moved)
    def shift(self) -> Int:
        return self.x

    def moved(self) -> Int:
        return self.x


@deprecated("use a struct")
struct Old:
    var x: Int


@deprecated("it has no members")
trait Empty:
    pass


def takes[T: Empty](x: T):  #~ W2805: `Empty` is deprecated: it has no members
    pass


def uses(o: Old):  #~ W2805: `Old` is deprecated: use a struct
    pass


def main():
    old_name()  #~ W2805 @5-13: `old_name` is deprecated
    idle()  #~ W2805: `idle` is deprecated: it does nothing
    var p = Pair(1)  #~ W2805 @13-17: `Pair` is deprecated
    print(p.shift())  #~ W2805 @13-18: `shift` is deprecated
    new_name()
