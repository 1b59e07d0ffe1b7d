#: parse
good = "\N{BULLET} \N{latin small letter e with acute} \N{HANGUL SYLLABLE GAG} \N{CJK UNIFIED IDEOGRAPH-4E00} \N{LF}"
bad = "\N{NO SUCH CHARACTER}"
#~^ E0022 @8-29: no character is named `NO SUCH CHARACTER`
hole = f"\N{BULLET} {good} \N{CJK UNIFIED IDEOGRAPH-10FFFF}"
#~^ E0022: no character is named `CJK UNIFIED IDEOGRAPH-10FFFF`
raw = r"\N{anything}"
number = b"\N{BULLET}"
#~^ W0077: `\N` is no escape
