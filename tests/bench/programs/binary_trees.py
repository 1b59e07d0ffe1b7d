# SPDX-License-Identifier: Apache-2.0
import sys


def build(depth):
    return (build(depth - 1), build(depth - 1)) if depth > 0 else (None, None)


def check(node):
    left, right = node
    return 1 if left is None else 1 + check(left) + check(right)


n = int(sys.argv[1])
min_depth = 4
max_depth = max(min_depth + 2, n)
print("stretch tree of depth", max_depth + 1, "check:", check(build(max_depth + 1)))
long_lived = build(max_depth)
for depth in range(min_depth, max_depth + 1, 2):
    iterations = 1 << (max_depth - depth + min_depth)
    print(iterations, "trees of depth", depth, "check:", sum(check(build(depth)) for _ in range(iterations)))
print("long lived tree of depth", max_depth, "check:", check(long_lived))
