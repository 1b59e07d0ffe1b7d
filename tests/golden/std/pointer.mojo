#: run
# Pointers: memory, elements, vectors, and their spellings before 1.0.


struct Buf:
    var data: UnsafePointer[Float64]
    var n: Int

    def __init__(out self, n: Int):
        self.data = UnsafePointer[Float64].alloc(n)
        self.n = n
        for i in range(n):
            self.data[i] = Float64(i)

    def __del__(deinit self):
        self.data.free()

    def sum(self) -> Float64:
        var t = SIMD[DType.float64, 4]()
        for i in range(0, self.n, 4):
            t += self.data.load[width=4](i)
        return t.reduce_add()



def main():
    var b = Buf(16)
    print(b.sum())
    var p = alloc[Int](4)
    p.unsafe_write(3)
    p.unsafe_offset(1).unsafe_write(copy=4)
    (p + 2).init_pointee_copy(5)
    p.unsafe_offset(3).unsafe_write_move_from(p)
    print(p[unsafe_offset=3], p[unsafe_offset=2], p[1])
    p.unsafe_free()
    var f = alloc[Float32](8)
    f.unsafe_store(0, SIMD[DType.float32, 8](2))
    f.unsafe_store(1, Float32(7))
    print(f.unsafe_load[4](), f.offset_from(f))
    f.unsafe_free()
#: stdout
#| 120.0
#| 3 5 4
#| [2.0, 7.0, 2.0, 2.0] 0
