def f():
    g(a, # first
      b)
    g(
        # alone
        a, b)
    x = ( # opened
        a + b  # summed
    )
    y = [
        1, # one
        2,
        # last
    ]
    call(aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbb)  # a long trailing comment that counts
    if a: # why
        pass
    # end of f
# top
