#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes case_tables.h: upper and lower case of every code point, from the Unicode data that Python has.

usage: case_tables.py >case_tables.h"""
import sys
import unicodedata


def rows(mapping):
    """Runs of code points with one step and one distance: (first, last, step, delta)."""
    out = []
    for cp, to in sorted(mapping.items()):
        delta = to - cp
        if out:
            first, last, step, d = out[-1]
            gap = cp - last
            if d == delta and ((first == last and gap <= 2) or (first != last and gap == step)):
                out[-1] = (first, cp, gap, d)
                continue
        out.append((cp, cp, 1, delta))
    return out


def main():
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print(f"/* Made by case_tables.py from Unicode {unicodedata.unidata_version}. */")
    for name, change in (("upper", str.upper), ("lower", str.lower)):
        simple, special = {}, {}
        for cp in range(0x80, 0x110000):
            if 0xD800 <= cp <= 0xDFFF:
                continue
            to = change(chr(cp))
            if to == chr(cp):
                continue
            if len(to) == 1:
                simple[cp] = ord(to)
            else:
                special[cp] = to
        print(f"static const CaseRange {name}_ranges[] = {{")
        for first, last, step, delta in rows(simple):
            print(f"    {{0x{first:x}, 0x{last:x}, {step}, {delta}}},")
        print("};")
        print(f"static const CaseSpecial {name}_special[] = {{")
        for cp, to in special.items():
            print(f"    {{0x{cp:x}, {{{', '.join(hex(ord(c)) for c in to)}}}}},")
        print("};")


sys.exit(main())
