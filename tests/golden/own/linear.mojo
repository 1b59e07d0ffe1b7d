# SPDX-License-Identifier: Apache-2.0
# §8.7: a value that cannot be destroyed implicitly must be consumed on every path.
#: check
@fieldwise_init
struct Ticket(Deinitable where (False, "call redeem() or refund()")):
    var seat: Int

    def redeem(deinit self) -> Int:
        return self.seat


def good(c: Bool) -> Int:
    var t = Ticket(1)
    if c:
        return t^.redeem()
    var u = t^
    return u^.redeem()


def dropped():
    var t = Ticket(2)  #~ E3008: abandoned
    print(t.seat)


def one_path(c: Bool):
    var t = Ticket(3)  #~ E3008: abandoned
    if c:
        _ = t^.redeem()


def main():
    print(good(True))
