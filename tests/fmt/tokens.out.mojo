# comment
#!shebang-like
#: special
##two
#'quote
#
# %%cell
def main():
    var a = 0xFF + 0xAB + 1e5 + 10.0 + 0.5 + 1_000_ + 0b1 + 0o17  # trailing
    var s = "plain" + "it's" + 'a "b"' + "kept \"x\"" + r"raw" + r'a"b'
    var t = f'{a}' + f"{a}"
    var q = """triple"""
    var `backtick name` = `other`
    print((1).real)
