import a

x = 1


def f():
    pass


# about g
def g():
    pass


y = 2


struct S:

    """Doc."""

    var a: Int

    var b: Int

    def m(self):
        pass

    @staticmethod
    # between
    def n():
        pass

    # about o
    def o(self):
        """Doc."""
        if a:
            pass

        b = 1

        def inner():
            pass

        c = 2

    comptime k = 1


if x:

    def p():
        pass

else:
    pass
    # in the block
# outside
z = 1
