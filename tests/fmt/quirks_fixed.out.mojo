#: fmt --quirks fixed
def quirks():
    var ternary = (
        first_value_of_the_two(argument)
        if condition_one(a) and condition_two(b)
        else other(c)
    )
    comptime initialiser = (
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(bbbb)
        + ccccccccccccccccccccccccc(ddddd) * e
    )
    var chain = (
        session.query(models.Customer.id)
        # a comment
        .filter(models.Customer.account_id == 10000)
        .count()
    )
    if (
        a  # about a
        and b
    ):
        pass
    call(
        a,  # about a
        b,
    )
