# SPDX-License-Identifier: Apache-2.0
import sys


class Node:
    __slots__ = ("key", "value", "left", "right")

    def __init__(self, key, value):
        self.key, self.value, self.left, self.right = key, value, None, None

    def insert(self, key, value):
        if key < self.key:
            if self.left:
                self.left.insert(key, value)
            else:
                self.left = Node(key, value)
        elif self.key < key:
            if self.right:
                self.right.insert(key, value)
            else:
                self.right = Node(key, value)
        else:
            self.value = value

    def depth(self):
        left = self.left.depth() if self.left else 0
        right = self.right.depth() if self.right else 0
        return 1 + max(left, right)

    def collect(self, out):
        if self.left:
            self.left.collect(out)
        out.append(self.key)
        if self.right:
            self.right.collect(out)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    state = 4321
    root = Node(1073741824, "root")
    for i in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        root.insert(state, str(i))
    keys = []
    root.collect(keys)
    checksum = 0
    for key in keys:
        checksum = (checksum * 31 + key) % 1000000007
    print("nodes", len(keys), "depth", root.depth(), "checksum", checksum)


main()
