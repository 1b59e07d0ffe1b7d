# SPDX-License-Identifier: Apache-2.0
"""A shop: orders and what they cost."""
from std.collections import List


@fieldwise_init
struct Item(Copyable, Movable):
    """Something that is sold."""

    var name: String
    var price: Float64


trait Priced:
    def total(self) -> Float64:
        ...


struct Order(Priced):
    """What a customer takes home."""

    comptime TAX = 0.19
    var items: List[Item]
    var paid: Bool

    def __init__(out self):
        self.items = List[Item]()
        self.paid = False

    def add(mut self, var item: Item):
        """Puts an item into the order."""
        self.items.append(item^)

    def total(self) -> Float64:
        """The price of everything, with tax."""
        var sum = 0.0
        for item in self.items:
            sum += item.price
        return sum * (1 + Self.TAX)


def pay(mut order: Order, amount: Float64) raises -> Float64:
    if amount < order.total():
        raise Error("not enough")
    order.paid = True
    return amount - order.total()


def main() raises:
    var order = Order()
    var tea = Item("tea", 3.5)
    order.add(tea.copy())
    order.add(tea^)
    var change = pay(order, 20)
    print("total", order.total(), "change", change)
