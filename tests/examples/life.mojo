# SPDX-License-Identifier: Apache-2.0
# Conway's Game of Life on a torus: life.mojo SIZE GENERATIONS
from std.sys import argv


struct Grid(Copyable):
    var cells: List[UInt8]
    var size: Int

    def __init__(out self, size: Int):
        self.size = size
        self.cells = List[UInt8](length=size * size, fill=0)

    def seed(mut self):
        var state = 12345
        for i in range(len(self.cells)):
            state = (state * 1103515245 + 12345) % 2147483648
            self.cells[i] = UInt8((state >> 16) & 1)

    def neighbours(self, row: Int, column: Int) -> Int:
        var count = 0
        for dr in range(-1, 2):
            for dc in range(-1, 2):
                if dr == 0 and dc == 0:
                    continue
                var r = (row + dr + self.size) % self.size
                var c = (column + dc + self.size) % self.size
                count += Int(self.cells[r * self.size + c])
        return count

    def step(self) -> Self:
        var next = Self(self.size)
        for r in range(self.size):
            for c in range(self.size):
                var n = self.neighbours(r, c)
                var alive = self.cells[r * self.size + c] == 1
                if n == 3 or (alive and n == 2):
                    next.cells[r * self.size + c] = 1
        return next^

    def population(self) -> Int:
        var count = 0
        for cell in self.cells:
            count += Int(cell)
        return count


def main() raises:
    var args = argv()
    var size = Int(args[1]) if len(args) > 1 else 64
    var generations = Int(args[2]) if len(args) > 2 else 50
    var grid = Grid(size)
    grid.seed()
    print("start:", grid.population())
    for _ in range(generations):
        grid = grid.step()
    print("end:", grid.population())
