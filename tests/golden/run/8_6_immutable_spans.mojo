#: run
# A parameter of type ImmOrigin takes mutable spans; a literal is a StringSpan parameter; a Span by pointer keeps its list.
struct Reader[origin: ImmOrigin](Copyable):
    var _inner: Span[Byte, Self.origin]
    def __init__(out self, b: Span[Byte, Self.origin]):
        self._inner = b
    def first(self) -> Byte:
        return self._inner[0]

def make(var uri: String) -> Byte:
    var r = Reader(uri.as_bytes())
    return r.first()

def byte[s: StringSpan]() -> Byte:
    comptime assert s.byte_length() == 1, "one byte"
    return s.as_bytes()[0]

def letters(n: Int) -> String:
    var out = List[UInt8](capacity=10)
    for i in range(n):
        out.append(UInt8(97 + i))
    return String(unsafe_from_utf8=Span(unsafe_ptr=out.unsafe_ptr(), length=len(out)))


# a convention's word may name an argument that has a convention
def put(mut out: List[UInt8], value: UInt8):
    out.append(value)


comptime SPACE = " "

struct Names:
    comptime A = "a"

def twice[s: StringSpan]() -> Byte:
    return byte[s]() * 2

def get[origin: ImmOrigin](b: Span[Byte, origin]) -> Byte:
    return b[0]

struct View[origin: ImmOrigin](Copyable):
    var _inner: Span[Byte, Self.origin]
    def __init__(out self, b: Span[Byte, Self.origin]):
        self._inner = b

def outer(b: Span[Byte, _]) -> Byte:
    var r = View(b)
    return r._inner[0] + get(b)



def main():
    print(byte[SPACE](), byte[Names.A](), twice["b"]())
    var bytes12: List[UInt8] = [1, 2]
    print(outer(Span(bytes12)))
    print(letters(5))
    var bytes = List[UInt8]()
    put(bytes, 7)
    print(bytes)
    print(make("abc"), byte["0"](), byte["x"]())
    var l: List[UInt8] = [1, 2]
    var r = Reader(Span(l))
    print(r.first())

#: stdout
#| 32 97 196
#| 2
#| abcde
#| [7]
#| 97 48 120
#| 1
