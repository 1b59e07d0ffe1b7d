#: run
# Case of all code points: the sums are those of Python's str.upper and str.lower (Unicode 14).


def main():
    print("Straße ÀÉ ǆ ﬁ Ω".upper(), "ÀÉ Ǆ İ Ω ẞ".lower(), "é".islower(), "É".isupper(), "Éa".isupper(), "1".islower())
    print("ΟΔΥΣΣΕΥΣ ΑΣ. Σ ΑΣ'Α ΣΟΦΟΣ".lower(), "Σ".lower())
    var up = UInt64(0)
    var down = UInt64(0)
    for cp in range(0x20000):
        if cp >= 0xD800 and cp <= 0xDFFF:
            continue
        var c = chr(cp)
        for x in c.upper().codepoints():
            up = up * 31 + UInt64(Int(x))
        for x in c.lower().codepoints():
            down = down * 31 + UInt64(Int(x))
    print(up, down)
#: stdout
#| STRASSE ÀÉ Ǆ FI Ω àé ǆ i̇ ω ß True True False False
#| οδυσσευς ας. σ ασ'α σοφος σ
#| 11595112242315067347 6274480461421191707
