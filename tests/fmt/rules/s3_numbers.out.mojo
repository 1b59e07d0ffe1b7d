var a = [
    0xFF,
    0xAB,
    0xABC,
    1e5,
    1e5,
    10.0,
    0.5,
    1_000,
    1_000_,
    0b101,
    0o17,
    0x1E5,
]
var b = (1).real + (2.5).imag + 0xFF.bits
