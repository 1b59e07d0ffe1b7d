#: check
# Function types with parameters of their own: what does not fit them.


def apply[F: def[k: Int](Int) -> Int](f: F) -> Int:
    return f[3](2)


def plain(x: Int) -> Int:
    return x


def of_float[k: Int](x: Float64) -> Int:
    return 1


def forgets(f: def[k: Int](Int) -> Int) -> Int:
    return f(2)  #~ E2306: its parameter `k` cannot be inferred


def main():
    print(apply(plain))  #~ E2304: does not conform to `def[k: Int](Int) -> Int`
    print(apply(of_float))  #~ E2304: does not conform to `def[k: Int](Int) -> Int`
