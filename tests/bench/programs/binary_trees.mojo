# SPDX-License-Identifier: Apache-2.0
from std.memory import OwnedPointer
from std.sys import argv


struct Node(Movable):
    var left: Optional[OwnedPointer[Node]]
    var right: Optional[OwnedPointer[Node]]

    def __init__(out self):
        self.left = None
        self.right = None

    def check(self) -> Int:
        if not self.left:
            return 1
        return 1 + self.left.value()[].check() + self.right.value()[].check()


def build(depth: Int) -> OwnedPointer[Node]:
    var node = Node()
    if depth > 0:
        node.left = build(depth - 1)
        node.right = build(depth - 1)
    return OwnedPointer(node^)


def main() raises:
    var n = Int(argv()[1])
    var min_depth = 4
    var max_depth = max(min_depth + 2, n)
    print("stretch tree of depth", max_depth + 1, "check:", build(max_depth + 1)[].check())
    var long_lived = build(max_depth)
    for depth in range(min_depth, max_depth + 1, 2):
        var iterations = 1 << (max_depth - depth + min_depth)
        var check = 0
        for _ in range(iterations):
            check += build(depth)[].check()
        print(iterations, "trees of depth", depth, "check:", check)
    print("long lived tree of depth", max_depth, "check:", long_lived[].check())
