var a = [0XFF, 0xab, 0xAbC, 1E5, 1e+5, 10., .5, 1_000, 1_000_, 0B101, 0O17, 0x1e5]
var b = 1 .real + 2.5 .imag + 0xFF .bits
