# SPDX-License-Identifier: Apache-2.0
"""`String.format`: `{}`, `{0}`, `{!r}` and `{{`, `}}`; neither names nor format specifications."""


@fieldwise_init
struct _Field(ImplicitlyCopyable):
    """What stands between two braces."""

    var index: Int  # -1: the next argument
    var is_repr: Bool


def _parse_field(text: StringSpan) raises -> _Field:
    var name = text
    var is_repr = False
    var mark = text.find("!")
    if mark >= 0:
        var flag = text[byte = mark + 1 : text.byte_length()]
        if flag.byte_length() == 0:
            raise Error("Empty conversion flag.")
        if flag != "r" and flag != "s":
            raise Error("Conversion flag \"", flag, "\" not recognized.")
        is_repr = flag == "r"
        name = text[byte=0:mark]
    if name.byte_length() == 0:
        return _Field(-1, is_repr)
    if not name.is_ascii_digit():
        raise Error("Index ", name, " not in kwargs")
    return _Field(atol(name), is_repr)


def _format[*Ts: Writable](template: StringSpan, *args: *Ts) raises -> String:
    var result = String(capacity_bytes=template.byte_length())
    var next = 0
    var manual = False
    var start = 0  # of the text not written yet
    var i = 0
    while i < template.byte_length():
        var byte = template._byte(i)
        if byte != 123 and byte != 125:
            i += 1
            continue
        result.write_string(template.unsafe_subspan(start, i - start))
        if i + 1 < template.byte_length() and template._byte(i + 1) == byte:
            result._append_byte(byte)
            i += 2
            start = i
            continue
        if byte == 125:
            raise Error("there is a single curly } left unclosed or unescaped")
        var end = template.find("}", i)
        if end < 0:
            raise Error("there is a single curly { left unclosed or unescaped")
        var field = _parse_field(template[byte = i + 1 : end])
        if field.index >= 0:
            manual = True
        elif manual:
            raise Error("Cannot both use manual and automatic indexing")
        if manual and next > 0:
            raise Error("Cannot both use manual and automatic indexing")
        var index = field.index
        if index < 0:
            index = next
            next += 1
            if index >= args.__len__():
                raise Error("Automatic indexing require more args in *args")
        if index >= args.__len__():
            raise Error("Index ", index, " not in *args")
        comptime for k in range(args.__len__()):
            if k == index:
                if field.is_repr:
                    args[k].write_repr_to(result)
                else:
                    args[k].write_to(result)
        i = end + 1
        start = i
    result.write_string(template.unsafe_subspan(start, template.byte_length() - start))
    return result^
