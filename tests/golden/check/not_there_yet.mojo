# SPDX-License-Identifier: Apache-2.0
# What typed Mojo cannot do yet, or never will, says so where it stands; analysis goes on.
#: check
async def later() -> Int:  #~ E2041: `async` functions
    return 1


def formatted():
    var n = 1
    print(f"{n}")  #~ E2341: an f-string
    print(t"{n:>3}")  #~ E2341: a format specification


def chained() raises:
    raise Error("x") from Error("y")  #~ E2341: `raise … from`


def typed_except() raises:
    try:
        raise "x"
    except ValueError as e:  #~ E2341: an `except` with a type
        print(e)


def python_statements():
    var n = 1
    del n  #~ E2341: `del`
    match 1:  #~ E2341: `match`
        case _:
            pass
