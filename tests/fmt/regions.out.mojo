# fmt: off
table = [ 1,0,
          0,1 ]
# fmt: on
x = [1, 2]


def f():
    # fmt: off
    a  =  1
    if a :
          b = 2
    # fmt: on
    c = 3
    d  =  4  # fmt: skip
    e = 5
    # fmt: off
    g  =  6


h = 7
custom = [
    # fmt: off
    1,  2,
    # fmt: on
]
