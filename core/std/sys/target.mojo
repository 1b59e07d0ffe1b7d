# SPDX-License-Identifier: Apache-2.0
"""What the program is compiled for, as values of compile time."""


struct CompilationTarget:
    """Questions about the machine that the code is for."""

    @staticmethod
    def is_linux() -> Bool:
        return __builtin.target["is_linux", Bool]

    @staticmethod
    def is_macos() -> Bool:
        return __builtin.target["is_macos", Bool]

    @staticmethod
    def is_x86() -> Bool:
        return __builtin.target["is_x86", Bool]

    @staticmethod
    def is_arm() -> Bool:
        return __builtin.target["is_arm", Bool]

    @staticmethod
    def is_riscv() -> Bool:
        return __builtin.target["is_riscv", Bool]

    @staticmethod
    def is_apple_silicon() -> Bool:
        return Self.is_macos() and Self.is_arm()

    @staticmethod
    def has_sse4() -> Bool:
        return __builtin.target["has_feature:sse4.2", Bool]

    @staticmethod
    def has_avx() -> Bool:
        return __builtin.target["has_feature:avx", Bool]

    @staticmethod
    def has_avx2() -> Bool:
        return __builtin.target["has_feature:avx2", Bool]

    @staticmethod
    def has_avx512f() -> Bool:
        return __builtin.target["has_feature:avx512f", Bool]

    @staticmethod
    def has_fma() -> Bool:
        return __builtin.target["has_feature:fma", Bool]

    @staticmethod
    def has_vnni() -> Bool:
        return __builtin.target["has_feature:avx512vnni", Bool]

    @staticmethod
    def has_intel_amx() -> Bool:
        return __builtin.target["has_feature:amx-tile", Bool]

    @staticmethod
    def has_neon() -> Bool:
        return __builtin.target["has_feature:neon", Bool]

    @staticmethod
    def has_neon_int8_dotprod() -> Bool:
        return __builtin.target["has_feature:dotprod", Bool]

    @staticmethod
    def has_neon_int8_matmul() -> Bool:
        return __builtin.target["has_feature:i8mm", Bool]
