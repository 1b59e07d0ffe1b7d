struct A(Movable, Copyable): pass
struct B[T: X](Writable, Copyable where conforms_to(T, Copyable), Movable): pass
trait C(Zed, Alpha): pass
struct D(a.Zed, Movable, Copyable): pass
struct E(Only): pass
__extension F(Movable, Copyable): pass
struct G(A, a & b, Z, B): pass
