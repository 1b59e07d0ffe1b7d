def f():
    g(a, b)  # first
    g(
        # alone
        a,
        b,
    )
    x = a + b  # opened  # summed
    y = [
        1,  # one
        2,
        # last
    ]
    call(
        aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    )  # a long trailing comment that counts
    if a:  # why
        pass
    # end of f


# top
