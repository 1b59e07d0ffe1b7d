# SPDX-License-Identifier: Apache-2.0
# A cache that forgets what was not used for longest: lru_cache.mojo OPERATIONS
from std.sys import argv


@fieldwise_init
struct Slot(Copyable):
    var key: Int
    var value: Int
    var before: Int
    var after: Int


struct LruCache:
    var slots: List[Slot]
    var index: Dict[Int, Int]
    var capacity: Int
    var newest: Int
    var oldest: Int

    def __init__(out self, capacity: Int):
        self.slots = List[Slot]()
        self.index = Dict[Int, Int]()
        self.capacity = capacity
        self.newest = -1
        self.oldest = -1

    def unlink(mut self, i: Int):
        var before = self.slots[i].before
        var after = self.slots[i].after
        if before >= 0:
            self.slots[before].after = after
        else:
            self.newest = after
        if after >= 0:
            self.slots[after].before = before
        else:
            self.oldest = before

    def push_front(mut self, i: Int):
        self.slots[i].before = -1
        self.slots[i].after = self.newest
        if self.newest >= 0:
            self.slots[self.newest].before = i
        self.newest = i
        if self.oldest < 0:
            self.oldest = i

    def get(mut self, key: Int) -> Optional[Int]:
        var found = self.index.get(key)
        if not found:
            return None
        var i = found.value()
        self.unlink(i)
        self.push_front(i)
        return self.slots[i].value

    def put(mut self, key: Int, value: Int) raises:
        var found = self.index.get(key)
        if found:
            var i = found.value()
            self.slots[i].value = value
            self.unlink(i)
            self.push_front(i)
            return
        var i: Int
        if len(self.slots) < self.capacity:
            i = len(self.slots)
            self.slots.append(Slot(key, value, -1, -1))
        else:
            i = self.oldest
            self.unlink(i)
            _ = self.index.pop(self.slots[i].key)
            self.slots[i].key = key
            self.slots[i].value = value
        self.index[key] = i
        self.push_front(i)


def main() raises:
    var args = argv()
    var operations = Int(args[1]) if len(args) > 1 else 200000
    var cache = LruCache(1000)
    var hits = 0
    var sum = 0
    var state = 7
    for _ in range(operations):
        state = (state * 1103515245 + 12345) % 2147483648
        var key = (state >> 8) % 2000
        var found = cache.get(key)
        if found:
            hits += 1
            sum += found.value()
        else:
            cache.put(key, key * 3)
    print("hits", hits, "sum", sum)
