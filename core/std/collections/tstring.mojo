# SPDX-License-Identifier: Apache-2.0
"""The value of a t-string."""


struct TString(Movable, Writable, Writer):
    """Text made from a template: the compiler writes the parts into it in order."""

    var _text: String

    @always_inline
    def __init__(out self):
        self._text = String()

    @always_inline
    def write_string(mut self, string: StringSpan):
        self._text.write_string(string)

    @always_inline
    def write_to(self, mut writer: Some[Writer]):
        self._text.write_to(writer)

    def write_repr_to(self, mut writer: Some[Writer]):
        self._text.write_repr_to(writer)
