struct A:
    """Strip, and indent anew.

        Deeper text keeps its depth.
    Last line.
    """

    def a(self):
        """Text to the quotes "quoted\" """

    def b(self):
        """ """

    def c(self):
        """Closing quotes on the text,
        as in the source."""

    def d(self):
        """Other quotes."""

    def e(self):
        """A last line that is so long that the closing quotes have no room behind it.
        """

    def f(self):
        "one quote"

    def g(self):
        """On the line of the def."""

    comptime x = """   not a doc-string   """


if a:
    """Of another suite."""
"""   A module-level string stays.   """
