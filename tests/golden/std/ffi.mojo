#: run
# std.ffi: errno, opened libraries, C strings.
from std.ffi import CStringSlice, ErrNo, OwnedDLHandle, RTLD, c_int, c_double, external_call, get_errno, set_errno

def main() raises:
    set_errno(ErrNo.EINTR)
    print(get_errno(), get_errno() == ErrNo.EINTR)
    var lib = OwnedDLHandle("libm.so.6")
    var cosine = lib.get_function[def(Float64) thin abi("C") -> Float64]("cos")
    print(cosine(0.0), lib.call["pow", Float64](2.0, 10.0), lib.check_symbol("sin"), lib.check_symbol("nope"))
    try:
        _ = OwnedDLHandle("/no/such.so")
    except e:
        print(e)
    try:
        _ = lib.get_function[def() thin abi("C") -> Int32]("nope")
    except e:
        print(String(e).startswith("/") or "undefined symbol: nope" in String(e))
    var text = String("hello\0")
    var c = CStringSlice(StringSpan(text))
    print(c, len(c), external_call["strlen", Int](c.unsafe_ptr()))
    try:
        _ = CStringSlice(StringSpan("hello"))
    except e:
        print(e)

#: stdout
#| Interrupted system call True
#| 1.0 1024.0 True False
#| /no/such.so: cannot open shared object file: No such file or directory
#| True
#| hello 5 5
#| text for C must end with a NUL
