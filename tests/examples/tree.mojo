# SPDX-License-Identifier: Apache-2.0
# A generic binary search tree: tree.mojo COUNT
from std.memory import OwnedPointer
from std.sys import argv


struct Node[K: Comparable & Copyable & Deinitable, V: Copyable & Deinitable](Movable):
    var key: Self.K
    var value: Self.V
    var left: Optional[OwnedPointer[Node[Self.K, Self.V]]]
    var right: Optional[OwnedPointer[Node[Self.K, Self.V]]]

    def __init__(out self, var key: Self.K, var value: Self.V):
        self.key = key^
        self.value = value^
        self.left = None
        self.right = None

    def insert(mut self, var key: Self.K, var value: Self.V):
        if key < self.key:
            if self.left:
                self.left.value()[].insert(key^, value^)
            else:
                self.left = OwnedPointer(Node[Self.K, Self.V](key^, value^))
        elif self.key < key:
            if self.right:
                self.right.value()[].insert(key^, value^)
            else:
                self.right = OwnedPointer(Node[Self.K, Self.V](key^, value^))
        else:
            self.value = value^

    def depth(self) -> Int:
        var left = self.left.value()[].depth() if self.left else 0
        var right = self.right.value()[].depth() if self.right else 0
        return 1 + max(left, right)

    def collect(self, mut into: List[Self.K]):
        if self.left:
            self.left.value()[].collect(into)
        into.append(self.key.copy())
        if self.right:
            self.right.value()[].collect(into)


def main() raises:
    var args = argv()
    var count = Int(args[1]) if len(args) > 1 else 100000
    var state = 4321
    var root = Node[Int, String](1073741824, String("root"))
    for i in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        root.insert(state, String(i))
    var keys = List[Int]()
    root.collect(keys)
    var checksum = 0
    for key in keys:
        checksum = (checksum * 31 + key) % 1000000007
    print("nodes", len(keys), "depth", root.depth(), "checksum", checksum)
