# SPDX-License-Identifier: Apache-2.0
"""Text output: `Writer` receives text, `Writable` gives it."""


trait Writer:
    """A receiver of text."""

    def write_string(mut self, string: StringSpan):
        ...

    def write[*Ts: Writable](mut self, *args: *Ts):
        """Writes every argument."""
        comptime for i in range(args.__len__()):
            args[i].write_to(self)


trait Writable:
    """A type with a text form. The default writes `Type(field=value, …)`."""

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string(StaticString(_literal=__builtin.type_name[Self]))
        writer.write_string("(")
        comptime for i in range(__builtin.field_count[Self]):
            comptime F = __builtin.field_type[Self, i]
            comptime assert conforms_to(F, Writable), "every field must be Writable to derive `write_to`"
            comptime if i > 0:
                writer.write_string(", ")
            writer.write_string(StaticString(_literal=__builtin.field_name[Self, i]))
            writer.write_string("=")
            __builtin.field_ref[i](self).write_to(writer)
        writer.write_string(")")

    def write_repr_to(self, mut writer: Some[Writer]):
        self.write_to(writer)

    @deprecated("write `String(x)`", rewrite="String({self})")
    def __str__(self) -> String:
        return String(self)

    @deprecated("write `repr(x)`", rewrite="repr({self})")
    def __repr__(self) -> String:
        return repr(self)


def repr[T: Writable](value: T) -> String:
    """The text that shows a value as code would."""
    var text = String()
    value.write_repr_to(text)
    return text^
