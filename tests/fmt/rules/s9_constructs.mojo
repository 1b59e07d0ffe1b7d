struct Dict[K: KeyElement, V: Copyable](Sized, Equatable where conforms_to(V, Equatable), Copyable):
    """Docs."""
    comptime IteratorType[mut: Bool, //, origin: Origin[mut=mut]]: Iterator = _DictIter[Self.K, Self.V, origin]
    def get[T: Movable](ref self, var key: T) raises KeyError -> ref[self] Self.V where (conforms_to(T, Copyable) and conforms_to(T, Hashable) and T.size > 0):
        return self^.take({key=key^})
    def message(self) where (c, "msg"): pass
    def two(self) where a where b: pass
comptime if a:
    pass
comptime for i in range(10):
    pass
var f: def[dtype: DType, //](a_parameter_of_a_long_name: Int, another_parameter: SIMD[dtype, 1]) raises -> None
call(lambda (x: Int, yyyyyyyyyyyyyyyyyyyyyyyyy: Int) {} -> Int: x + yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy + 1)
x = __mlir_op.`index.add`(a, b)
y = __mlir_type[`!kgen.pointer<`, T, `>`]
z = a.struct + b.def_ + c.comptime
