# SPDX-License-Identifier: Apache-2.0
# What typed Mojo cannot do yet, or never will, says so where it stands; analysis goes on.
#: check
async def later() -> Int:  #~ E2041: `async` functions
    return 1


def typed_except() raises:
    try:
        raise "x"
    except ValueError as e:  #~ E2341: an `except` with a type
        print(e)
    try:
        raise "x"
    except KeyError:  #~ W2814 @12-20: this catches every error, a `Error` here, and calls it `KeyError`
        print("key")
    try:
        raise "x"
    except (KeyError, os.Other):  #~ E2341: an `except` with a type
        print("key")
    try:
        raise "x"
    except KeyError as e:  #~ E2341: an `except` with a type
        print(e)
    except ValueError:
        print("value")
    try:
        raise "x"
    except* ValueError as e:  #~ E2341: `except*` is not supported in a typed function
        print(e)
    raise ValueError("x")  #~ E1001: the name `ValueError` is not declared


def python_statements():
    print(f"{1!a}")  #~ E2341: the conversion `!a`
    match {"a": 1}:
        case {"a": 1}:  #~ E2341: a mapping pattern
            pass
