# SPDX-License-Identifier: Apache-2.0
#: parse
# Words that are keywords only in places stay names elsewhere.
match = case = type = var = struct = 1
match(case)
match[type] = var
match.case = struct
match: int = 3
print(match, type)
match (match):
    case case:
        pass
match -match:
    case [type, *case]:
        pass
type X[T: int] = list[T]
