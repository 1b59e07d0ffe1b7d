def strings(a: Int) raises -> String:
    var joined = "short enough"
    var quotes = 'say "hi"'
    var both = "say \"hi\" to 'them'"
    var broken = "one line and the same"
    var raw = r"a" "b"
    var letters = t"{a} and"
    print(
        "a string that is joined but then is too long "
        "and so it keeps its own places"
    )
    print(
        "a string with nowhere to cut it: "
        "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    )
    var plain = (
        "this is a long string which does not fit on the line, so it is cut at"
        " spaces"
    )
    var url = "https://example.com/with/a/long/path/that/has/no/space/in/it/and/stays/whole/for/ever"
    first(
        a,
        (
            "this is a long string that is one of two arguments, so it gets"
            " parentheses"
        ),
    )
    only(
        "this is a long string that is the only argument and needs no"
        " parentheses of its own"
    )
    named(
        key=(
            "this is a long string that is the value of an argument with a name"
        ),
        other=2,
    )
    comptime TEXT = (
        "this is a long string on the right side of a comptime that is too long"
    )
    text += (
        "this is a long string on the right side of an assignment that adds"
        " to it"
    )
    assert a > 0, (
        "this is a long message of an assertion, which is cut like all the"
        " others are"
    )
    comptime assert a > 0, "a message that fits when the condition is split"
    raise Error(
        "this is a long string for an error",
        "and this is the second one, longer, of the two",
    )
    var d = {
        "key": (
            "this is a long string that is the value of a field in a dictionary"
            " display"
        ),
        "b": "c",
    }
    var hole = (
        t"this is a long template string with an {expression + 1} that is never"
        t" cut {inside + 2}"
    )
    var escape = (
        'a string with escapes that are whole: \x41 and " and \u00e9 and \n'
        " and more"
    )
    var sum = (
        a
        + "this is a long string that is one of the operands of an operator"
        + "b"
    )
    var call = f(
        a,
        "this is a {} string with a method call behind it, longer than its"
        " line".format(a),
    )
    g(a, "short")
    g(("alone"))
    g(a, key="short")
    var c = "onetwo"  # first
    var kept = "onetwothree"  # first  # second
    return (
        "this is a long string that is returned and gets parentheses to be"
        " cut in"
    )


def in_parts():
    with expected(
        contains="a message of which a part"
        # a comment between the parts
        " stands behind a comment, so that nothing can be put round the first"
        " part of it"
    ):
        pass
