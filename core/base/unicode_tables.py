# SPDX-License-Identifier: Apache-2.0
# Writes unicode_tables.h: python3 unicode_tables.py > unicode_tables.h
# Identifier ranges are what CPython's str.isidentifier accepts; widths come from unicodedata.
import sys
import unicodedata


def ranges(test, first=0x80):
    start = None
    for cp in range(first, 0x110001):
        ok = cp < 0x110000 and not 0xD800 <= cp <= 0xDFFF and test(cp)
        if ok and start is None:
            start = cp
        elif not ok and start is not None:
            yield start, cp - 1
            start = None


def table(name, test):
    rows = list(ranges(test))
    print(f"static const Range {name}[] = {{")
    line = "   "
    for lo, hi in rows:
        item = f" {{0x{lo:X}, 0x{hi:X}}},"
        if len(line) + len(item) > 99:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")


print("/* SPDX-License-Identifier: Apache-2.0 */")
print(f"/* Written by unicode_tables.py from Unicode {unicodedata.unidata_version}. Do not edit. */")
table("xid_start", lambda c: chr(c).isidentifier())
table("xid_continue", lambda c: ("a" + chr(c)).isidentifier())
table("wide", lambda c: unicodedata.east_asian_width(chr(c)) in "WF" and unicodedata.category(chr(c)) != "Cn")
table("zero_width", lambda c: unicodedata.category(chr(c)) in ("Mn", "Me", "Cf") or 0x1160 <= c <= 0x11FF)
print(f"{len(list(ranges(lambda c: chr(c).isidentifier())))} ranges", file=sys.stderr)
