# SPDX-License-Identifier: Apache-2.0
"""Places in the program's source."""


@fieldwise_init
struct SourceLocation(ImplicitlyCopyable, Writable):
    var _line: Int
    var _column: Int
    var _file: StaticString

    def line(self) -> Int:
        return self._line

    def column(self) -> Int:
        return self._column

    def file_name(self) -> StaticString:
        return self._file

    def prefix(self, message: Some[Writable]) -> String:
        """The message behind its place: `At file:line:column: message`."""
        return String("At ", self, ": ", message)

    def write_to(self, mut writer: Some[Writer]):
        writer.write(self._file, ":", self._line, ":", self._column)


@always_inline("nodebug")
def source_location() -> SourceLocation:
    """Where this call stands."""
    return SourceLocation(
        Int(_prim=__builtin.caller_line[1]()),
        Int(_prim=__builtin.caller_col[1]()),
        StaticString(_c_string=__builtin.caller_file[1]()),
    )


@always_inline("nodebug")
def call_location[*, inline_count: Int = 1]() -> SourceLocation:
    """Where the `@always_inline` function that calls this was called, or that many such calls further out."""
    return SourceLocation(
        Int(_prim=__builtin.caller_line[inline_count + 1]()),
        Int(_prim=__builtin.caller_col[inline_count + 1]()),
        StaticString(_c_string=__builtin.caller_file[inline_count + 1]()),
    )
