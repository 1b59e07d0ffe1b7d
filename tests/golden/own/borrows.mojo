# SPDX-License-Identifier: Apache-2.0
# §8.2: what a value refers to stays alive as long as the value is used.
#: run
struct Bag:
    var item: Int

    def __init__(out self, item: Int):
        self.item = item

    def get(ref self) -> ref[self.item] Int:
        return self.item

    def __deinit__(deinit self):
        print("drop", self.item)


def main():
    var a = Bag(1)
    ref r = a.item
    print("before")
    print("item", r)
    print("after")
    var b = Bag(2)
    ref s = b.get()
    s += 5
    print("item", s)
    print("end")


#: stdout
#| before
#| item 1
#| drop 1
#| after
#| item 7
#| drop 7
#| end
