# SPDX-License-Identifier: Apache-2.0
import sys


class Slot:
    __slots__ = ("key", "value", "before", "after")

    def __init__(self, key, value, before, after):
        self.key, self.value, self.before, self.after = key, value, before, after


class LruCache:
    def __init__(self, capacity):
        self.slots = []
        self.index = {}
        self.capacity = capacity
        self.newest = -1
        self.oldest = -1

    def unlink(self, i):
        before, after = self.slots[i].before, self.slots[i].after
        if before >= 0:
            self.slots[before].after = after
        else:
            self.newest = after
        if after >= 0:
            self.slots[after].before = before
        else:
            self.oldest = before

    def push_front(self, i):
        self.slots[i].before = -1
        self.slots[i].after = self.newest
        if self.newest >= 0:
            self.slots[self.newest].before = i
        self.newest = i
        if self.oldest < 0:
            self.oldest = i

    def get(self, key):
        i = self.index.get(key)
        if i is None:
            return None
        self.unlink(i)
        self.push_front(i)
        return self.slots[i].value

    def put(self, key, value):
        i = self.index.get(key)
        if i is not None:
            self.slots[i].value = value
            self.unlink(i)
            self.push_front(i)
            return
        if len(self.slots) < self.capacity:
            i = len(self.slots)
            self.slots.append(Slot(key, value, -1, -1))
        else:
            i = self.oldest
            self.unlink(i)
            self.index.pop(self.slots[i].key)
            self.slots[i].key = key
            self.slots[i].value = value
        self.index[key] = i
        self.push_front(i)


def main():
    operations = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
    cache = LruCache(1000)
    hits = 0
    total = 0
    state = 7
    for _ in range(operations):
        state = (state * 1103515245 + 12345) % 2147483648
        key = (state >> 8) % 2000
        found = cache.get(key)
        if found is not None:
            hits += 1
            total += found
        else:
            cache.put(key, key * 3)
    print("hits", hits, "sum", total)


main()
