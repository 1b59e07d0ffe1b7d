#: parse
# One mistake is one error, whatever it does to the lines after it; another mistake in another block is another error.

class Colon:
    def first(self)
#~^ E0006: `:` is missing after the header of the function
:       return 1

    def second(self):
        if self
#~^ E0006: `:` is missing after the condition of `if`
:
            return 2
        else:
            return 3


def chain(x):
    y = x + 1 x
#~^ E0001: expected the end of the statement
.strip()
        .lower()
    return y


def no_block(x):
    for y in x:
#~^ E0005: an indented block is missing after the `for` clause
    print(y)
    else:
        print(x)


def other_block(x):
   y = 1
  z = 2
#~^ E0003: this line is indented by 2 columns


class NoBody:
#~^ E0005: an indented block is missing after the header of the class
def method(self):
        return 1

    def other(self):
        return 2


class Tried:
    def first(self):
        try:
            x = 1 +
#~^ E0016: an expression is missing after `+`
except ValueError:
            x = 2


class Deeper:
    def second(self):
        y = = 2
#~^ E0001
            z = 3
        else:
            z = 4

    def third(self):
            a = 1
        b = 2
#~^ E0003: this line is indented by 8 columns


extra = ("a", [1, 2], ("b", 3) ], "c")
#~^ E0012 @32-33: `]` does not close `(`
wrong = ("a", [1, 2}, ("b", 3))
#~^ E0012 @20-21: `}` does not close `[`
several = [
    (1, 2) ),
#~^ E0012 @12-13: `)` does not close `[`
    (3, 4),
    (5, 6),
]
print(several) )
#~^ E0011 @16-17: this `)` closes nothing
.strip()
last = 5 5
#~^ E0001


def first_line(x):
    .strip()
#~^ E0001: a line cannot begin with `.`
    return x
