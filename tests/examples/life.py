# SPDX-License-Identifier: Apache-2.0
import sys


class Grid:
    def __init__(self, size):
        self.size = size
        self.cells = bytearray(size * size)

    def seed(self):
        state = 12345
        for i in range(len(self.cells)):
            state = (state * 1103515245 + 12345) % 2147483648
            self.cells[i] = (state >> 16) & 1

    def neighbours(self, row, column):
        count = 0
        for dr in range(-1, 2):
            for dc in range(-1, 2):
                if dr == 0 and dc == 0:
                    continue
                r = (row + dr + self.size) % self.size
                c = (column + dc + self.size) % self.size
                count += self.cells[r * self.size + c]
        return count

    def step(self):
        result = Grid(self.size)
        for r in range(self.size):
            for c in range(self.size):
                n = self.neighbours(r, c)
                alive = self.cells[r * self.size + c] == 1
                if n == 3 or (alive and n == 2):
                    result.cells[r * self.size + c] = 1
        return result

    def population(self):
        return sum(self.cells)


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    generations = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    grid = Grid(size)
    grid.seed()
    print("start:", grid.population())
    for _ in range(generations):
        grid = grid.step()
    print("end:", grid.population())


main()
