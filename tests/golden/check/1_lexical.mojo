# SPDX-License-Identifier: Apache-2.0
# Violations of the lexical rules (language.md §1).
#: check
def numbers():
    print(007)  #~ E0028: a decimal number cannot begin with zeros
    print(0x)  #~ E0027: `0x` has no digits
    print(0b)  #~ E0027: `0b` has no digits
    print(0o)  #~ E0027: `0o` has no digits
    print(2e)  #~ E0027: the exponent of this number has no digits
    print(2e-)  #~ E0027: the exponent of this number has no digits
    print(0x1.8p3)  #~ E0027: `.8p3` is neither a decimal number nor a name
    print(3j)  #~ E2341: an imaginary literal is not supported in a typed function
def text():
    print("\ud800")  #~ E0022: a surrogate is no character; write the code point with `\U`
    print("\400")  #~ E0022: an octal escape is at most `\377`
    print("\x1")  #~ E0022: `\x` needs two hexadecimal digits
    print("\u12")  #~ E0022: `\u` needs four hexadecimal digits
    print("\q")  #~ E0022: `\q` is no escape
    print(b"abc")  #~ E2341: a bytes literal is not supported in a typed function
    print("abc
#~^ E0020: this string has no closing
def names():
    var `` = 2  #~ E0031: a name in backticks cannot be empty
    var class = 3  #~ E0042: `class` is a keyword and cannot name a variable
    var yield = 3  #~ E0042: `yield` is a keyword and cannot name a variable
    var del = 3  #~ E0042: `del` is a keyword and cannot name a variable
    var async = 3  #~ E0042: `async` is a keyword and cannot name a variable
    var await = 2  #~ E0042: `await` is a keyword and cannot name a variable
def with():  #~ E0042: `with` is a keyword and cannot name a function
    pass
def std():  #~ E0090: `std` is the standard library; give the function another name
    pass
def conventions1(imm: Int):  #~ E0042: `imm` says how an argument is passed and cannot name one
    pass
def conventions2(mut: Int, out: Int, deinit: Int, read: Int):  #~ E0042: `mut` says how an argument is passed and cannot name one #~ E0042: `out` says how an argument is passed and cannot name one  #~ E0042: `deinit` says how an argument is passed and cannot name one #~ E0042: `read` says how an argument is passed and cannot name one
    pass
struct S:
    print(1)  #~ E0084: an expression cannot stand directly in a struct
    3  #~ E0084: an expression cannot stand directly in a struct
    var x: Int
trait T:
    print(1)  #~ E0084: an expression cannot stand directly in a trait
__extension S:
    print(1)  #~ E1009: a statement cannot stand in the body of an extension
def layout(x: Int):
      var deep = 1
      print(deep)
        print(x)  #~ E0002: this line is indented deeper than the block it is in
     print(x)
def main():
    layout(1)
