"""Module."""


struct A:
    """Doc of A."""

    var x: Int
    """ field """

    def f(self):
        """Text.

        More
          deeper.

        """
        pass

    def g(self):
        """Ends in a quote "quoted" """

    def h(self):
        """On the line."""

    def i(self):
        """ """

    def j(self):
        "one quote"

    def k(self):
        """This line is so long that its closing quotes do not fit on it, honest!!
        """
