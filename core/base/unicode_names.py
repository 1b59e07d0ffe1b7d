#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the C table of character names for `\\N{…}`: for each name 43 bits of its hash and the code point, sorted.

Names of CJK ideographs are made from their numbers and are given as ranges. The names are those of the Unicode
database of the Python that runs this; aliases (which it cannot list) are tried one by one.
"""
import sys
import unicodedata

MASK = (1 << 64) - 1
IDEOGRAPH = "CJK UNIFIED IDEOGRAPH-"


def fnv(name):
    h = 0xCBF29CE484222325
    for c in name.encode():
        h = ((h ^ c) * 0x100000001B3) & MASK
    return h


# Control characters have no names, only aliases; some other characters have one beside their name.
ALIASES = """
NULL|NUL|START OF HEADING|SOH|START OF TEXT|STX|END OF TEXT|ETX|END OF TRANSMISSION|EOT|ENQUIRY|ENQ|ACKNOWLEDGE|ACK|ALERT|BEL
BACKSPACE|BS|CHARACTER TABULATION|HORIZONTAL TABULATION|HT|TAB|LINE FEED|NEW LINE|END OF LINE|LF|NL|EOL|LINE TABULATION
VERTICAL TABULATION|VT|FORM FEED|FF|CARRIAGE RETURN|CR|SHIFT OUT|LOCKING-SHIFT ONE|SO|SHIFT IN|LOCKING-SHIFT ZERO|SI
DATA LINK ESCAPE|DLE|DEVICE CONTROL ONE|DC1|DEVICE CONTROL TWO|DC2|DEVICE CONTROL THREE|DC3|DEVICE CONTROL FOUR|DC4
NEGATIVE ACKNOWLEDGE|NAK|SYNCHRONOUS IDLE|SYN|END OF TRANSMISSION BLOCK|ETB|CANCEL|CAN|END OF MEDIUM|EOM|EM|SUBSTITUTE|SUB
ESCAPE|ESC|INFORMATION SEPARATOR FOUR|FILE SEPARATOR|FS|INFORMATION SEPARATOR THREE|GROUP SEPARATOR|GS
INFORMATION SEPARATOR TWO|RECORD SEPARATOR|RS|INFORMATION SEPARATOR ONE|UNIT SEPARATOR|US|SP|DELETE|DEL|PADDING CHARACTER|PAD
HIGH OCTET PRESET|HOP|BREAK PERMITTED HERE|BPH|NO BREAK HERE|NBH|INDEX|IND|NEXT LINE|NEL|START OF SELECTED AREA|SSA
END OF SELECTED AREA|ESA|CHARACTER TABULATION SET|HORIZONTAL TABULATION SET|HTS|CHARACTER TABULATION WITH JUSTIFICATION
HORIZONTAL TABULATION WITH JUSTIFICATION|HTJ|LINE TABULATION SET|VERTICAL TABULATION SET|VTS|PARTIAL LINE FORWARD
PARTIAL LINE DOWN|PLD|PARTIAL LINE BACKWARD|PARTIAL LINE UP|PLU|REVERSE LINE FEED|REVERSE INDEX|RI|SINGLE SHIFT TWO
SINGLE-SHIFT-2|SS2|SINGLE SHIFT THREE|SINGLE-SHIFT-3|SS3|DEVICE CONTROL STRING|DCS|PRIVATE USE ONE|PRIVATE USE-1|PU1
PRIVATE USE TWO|PRIVATE USE-2|PU2|SET TRANSMIT STATE|STS|CANCEL CHARACTER|CCH|MESSAGE WAITING|MW|START OF GUARDED AREA
START OF PROTECTED AREA|SPA|END OF GUARDED AREA|END OF PROTECTED AREA|EPA|START OF STRING|SOS|SINGLE GRAPHIC CHARACTER INTRODUCER
SGC|SINGLE CHARACTER INTRODUCER|SCI|CONTROL SEQUENCE INTRODUCER|CSI|STRING TERMINATOR|ST|OPERATING SYSTEM COMMAND|OSC
PRIVACY MESSAGE|PM|APPLICATION PROGRAM COMMAND|APC|NBSP|SHY|LATIN CAPITAL LETTER GHA|LATIN SMALL LETTER GHA|CGJ|ALM|SAM|FVS1|FVS2
FVS3|FVS4|MVS|KANNADA LETTER LLLA|LAO LETTER FO FON|LAO LETTER FO FAY|LAO LETTER RO|LAO LETTER LO|ZWSP|ZWNJ|ZWJ|LRM|RLM|LRE|RLE
PDF|LRO|RLO|NNBSP|MMSP|WJ|LRI|RLI|FSI|PDI|WEIERSTRASS ELLIPTIC FUNCTION|MICR ON US SYMBOL|MICR DASH SYMBOL|YI SYLLABLE ITERATION MARK
BYTE ORDER MARK|BOM|ZWNBSP|PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET|CUNEIFORM SIGN NU11 TENU
CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR|BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS|MYANMAR LETTER KHAMTI LLA
"""


def main():
    names, ranges = {}, []
    for cp in range(sys.maxunicode + 1):
        name = unicodedata.name(chr(cp), None)
        if name is None:
            continue
        if name.startswith(IDEOGRAPH):
            if ranges and ranges[-1][1] == cp - 1:
                ranges[-1][1] = cp
            else:
                ranges.append([cp, cp])
        else:
            names[name] = cp
    aliases = [a for line in ALIASES.split("\n") for a in line.split("|") if a] + [f"VS{i}" for i in range(1, 257)]
    for a in aliases:
        try:
            c = unicodedata.lookup(a)
        except KeyError:
            continue
        if len(c) == 1:
            names[a] = ord(c)
    table = sorted((fnv(n) >> 21 << 21) | cp for n, cp in names.items())
    assert len({v >> 21 for v in table}) == len(table), "two names have one hash"
    print("/* Made by core/base/unicode_names.py from Unicode", unicodedata.unidata_version, "*/")
    print('#include "base/unicode_name.h"\n')
    print(f"const uint32_t unicode_n_names = {len(table)};\nconst uint64_t unicode_names[] = {{")
    for i in range(0, len(table), 6):
        print(" ".join(f"{v:#x}," for v in table[i:i + 6]))
    print(f"}};\nconst uint32_t unicode_n_ideographs = {len(ranges)};\nconst uint32_t unicode_ideographs[][2] = {{")
    print(" ".join(f"{{{a:#x}, {b:#x}}}," for a, b in ranges))
    print("};")


main()
