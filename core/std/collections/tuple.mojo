# SPDX-License-Identifier: Apache-2.0
"""Values of different types, side by side."""

from std.collections.string_span import _Text


struct Tuple[*Ts: Movable](
    Copyable where Ts.all_conforms_to[Copyable](),
    Deinitable where Ts.all_conforms_to[Deinitable](),
    Equatable where Ts.all_conforms_to[Equatable](),
    Hashable where Ts.all_conforms_to[Hashable](),
    ImplicitlyCopyable where Ts.all_conforms_to[ImplicitlyCopyable](),
    Movable,
    Sized,
    Writable where Ts.all_conforms_to[Writable](),
):
    """A fixed sequence of values, each of its own type."""

    var _storage: __builtin.tuple[*Self.Ts]

    @always_inline
    def __init__(out self, var *args: *Self.Ts):
        self._storage = __builtin.uninit[__builtin.tuple[*Self.Ts]]()
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            __builtin.write(__builtin.tuple_ref[i](self._storage), args._take[i]())
        args^._forget()

    @always_inline
    def __len__(self) -> Int:
        return __builtin.pack_len[Self.Ts]

    @always_inline
    def __getitem_param__[index: Int](ref self) -> ref[self] __builtin.pack_get[Self.Ts, index]:
        return __builtin.tuple_ref[index](self._storage)

    @deprecated("write `t[i]`", rewrite="{self}[{index}]")
    @always_inline
    def get[index: Int, T: AnyType](ref self) -> ref[self] __builtin.pack_get[Self.Ts, index]:
        return __builtin.tuple_ref[index](self._storage)

    def __contains__[T: Equatable](self, value: T) -> Bool:
        """Whether an element of the same type, or another text, is equal to the value."""
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            comptime E = __builtin.pack_get[Self.Ts, i]
            comptime if E == T:
                if rebind[T](__builtin.tuple_ref[i](self._storage)) == value:
                    return True
            elif conforms_to(E, _Text) and conforms_to(T, _Text):
                if __builtin.tuple_ref[i](self._storage)._same_text(value):
                    return True
        return False

    def __eq__(self, other: Self) -> Bool where Self.Ts.all_conforms_to[Equatable]():
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            if __builtin.tuple_ref[i](self._storage) != __builtin.tuple_ref[i](other._storage):
                return False
        return True

    def __ne__(self, other: Self) -> Bool where Self.Ts.all_conforms_to[Equatable]():
        return not self == other

    def write_to(self, mut writer: Some[Writer]) where Self.Ts.all_conforms_to[Writable]():
        writer.write_string("(")
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            comptime if i > 0:
                writer.write_string(", ")
            __builtin.tuple_ref[i](self._storage).write_to(writer)
        comptime if __builtin.pack_len[Self.Ts] == 1:
            writer.write_string(",")
        writer.write_string(")")

    def __hash__(self, mut hasher: Some[Hasher]) where Self.Ts.all_conforms_to[Hashable]():
        comptime for i in range(__builtin.pack_len[Self.Ts]):
            __builtin.tuple_ref[i](self._storage).__hash__(hasher)
