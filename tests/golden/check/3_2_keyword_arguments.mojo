# SPDX-License-Identifier: Apache-2.0
# Violations of the rules for `**` arguments (language.md §3.2, §5.4).
#: check
def older(**kw: Int):  #~ W0078: keyword arguments are taken over: write `var **kw`
    pass
def keywords(var **kw: Int):
    pass
def borrowed(mut **kw: Int):  #~ E2024: `**kw` is owned by the function: it is written with `var`
    pass
def plain(a: Int):
    pass
def main():
    keywords(1)  #~ E2304: this call does not fit `keywords`: it takes 0 positional arguments, but 1 was given
    keywords(a="x")  #~ E2001: `keywords` takes `Int` as its argument `kw`, found `String`
    keywords(a=1, a=2)  #~ E0044: the keyword argument `a` is given twice
    var d = {"a": 1}
    keywords(**d^)  #~ E2001: expected `StringDict[Int]` for the `**` argument, found `Dict[String, Int]`
    plain(**d^)  #~ E2304: this call does not fit `plain`: it takes no `**` arguments
def forward(var **kw: Int):
    keywords(**kw)  #~ E2317: `kw` has the type `StringDict[Int]`, which is not copied implicitly
    keywords(**kw^)
