struct A(Copyable, Movable):
    pass


struct B[T: X](Copyable where conforms_to(T, Copyable), Movable, Writable):
    pass


trait C(Alpha, Zed):
    pass


struct D(Copyable, Movable, a.Zed):
    pass


struct E(Only):
    pass


__extension F(Movable, Copyable):
    pass


struct G(A, B, Z, a & b):
    pass
