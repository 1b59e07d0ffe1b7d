def f():
    var tab = 1
    if a:
        b()


var x = (
    "é"  # width counts code points: éééééééééééééééééééééééééééééééééééé12345678
)
call(aaaaaaaaaaaaaaaaaaaaaaaaaaaa, "éééééééééééééééééééé", bbbbbbbbbbbbbbbbbbbb)
call(
    aaaaaaaaaaaaaaaaaaaaaaaaaaaa, "éééééééééééééééééééé", bbbbbbbbbbbbbbbbbbbbb
)
