def f():
    g(a, # x
      b)
    g(
        # alone
        a, b)
    g(1, 2) # a comment that is so long that the call is opened to make room for it here
    if a:
        pass
        # belongs to the block
    # belongs to the function
# belongs to the file
# fmt: off
x  =  [1,
   2]
# fmt: on
y  =  2
z  =  3  # fmt: skip
# yapf: disable
a  =  1
# yapf: enable
struct A:
    # fmt: off
    var a  :  Int
    # fmt: on
    var b  :  Int
g(
    # fmt: off
    a,  b,
    # fmt: on
    c,
)
if b:
    # fmt: off
    c  =  1
d  =  2
