#: check
# Names of the packages around a file: older Mojo found them without an import (language.md 2.2).


def double(s: Sides) -> Int:  #~ W1017 @15-20: `Sides` belongs to the package `around` and is not imported
    return s.n
