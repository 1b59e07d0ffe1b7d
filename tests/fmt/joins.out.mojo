def joins(c: Bool, a: Int) -> Int:
    var backslash = a + 2
    var ternary = a if c else 2
    var three = a if c else 2
    var commented = 10 if c else 2  # f  # v
    var operator = a + 2 * 3
    var logic = c and a < 3
    var assigned = a
    var string = "abcdef"
    var dots = list.first().second(a)
    if c:
        pass
    # fmt: off
    var off = (1,
       2)
    # fmt: on
    return a
