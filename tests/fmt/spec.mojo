some_dict["with_a_long_key"] = some_module_name.some_function_name_that_is_long(first_argument, second_argument, third_argument)
struct Dict[K: KeyElement, V: Copyable](Sized, Copyable, Equatable where conforms_to(V, Equatable)):
    """Docs."""
    def get[T: Movable](ref self, var key: T) raises KeyError -> ref[self] Self.V where conforms_to(T, Copyable) and conforms_to(T, Hashable) and T.size > 0:
        return self^.take({key=key^})
    def apply[F: def[w: Int](Int) thin abi("C") raises -> None](self, f: F, g: def(Int) -> Int): pass
    def closure(self):
        def inner(x: Int) raises {var a^, mut b} -> Int: return x
        var f = lambda (x: Int) {} -> Int: x
        comptime if a: pass
        comptime for i in range(10): pass
        comptime assert (a and b), "x"
        comptime c: Int = (a)
        ref y = (x)
