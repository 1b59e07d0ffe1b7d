#: run
# `with` on Python objects: `__enter__` and `__exit__` are Python's, an error may be stopped there.
from std.python import Python


def main() raises:
    var m = Python.evaluate(
        """
import contextlib

@contextlib.contextmanager
def tag(name):
    print("<" + name + ">")
    yield name.upper()
    print("</" + name + ">")

quiet = contextlib.suppress(Exception)
""",
        file=True,
        name="managers",
    )
    with m.tag("b") as name:
        print("inside", name)
    with m.quiet:
        raise Error("not seen")
    print("after")
    try:
        with m.tag("i"):
            raise Error("seen")
    except e:
        print("caught", e)

#: stdout
#| <b>
#| inside B
#| </b>
#| after
#| <i>
#| caught seen
