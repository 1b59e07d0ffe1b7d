#comment
#!shebang-like
#: special
##two
#'quote
#
#%%cell
def main():
    var a = 0XFF + 0xab + 1E5 + 10. + .5 + 1_000_ + 0B1 + 0O17   #trailing
    var s = 'plain' + 'it\'s' + 'a "b"' + "kept \"x\"" + R'raw' + r'a"b'
    var t = f'{a}' + F"{a}"
    var q = '''triple'''
    var `backtick name` = `other`
    print(1 .real)
