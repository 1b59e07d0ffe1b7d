# SPDX-License-Identifier: Apache-2.0
import sys
from dataclasses import dataclass


class Steady:
    def __init__(self, value):
        self.value = value

    def next(self):
        return self.value

    def name(self):
        return "source"


class Congruential:
    def __init__(self, state, limit):
        self.state, self.limit = state, limit

    def next(self):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % self.limit

    def name(self):
        return "congruential"

    def copy(self):
        return Congruential(self.state, self.limit)


def shortest(lengths, ticket):
    best = 0
    for i in range(1, len(lengths)):
        if lengths[i] < lengths[best]:
            best = i
    return best


def round_robin(lengths, ticket):
    return ticket % len(lengths)


@dataclass
class Report:
    served: int
    waited: int
    longest: int


def simulate(arrivals, queues, steps, choose):
    lengths = [0] * queues
    report = Report(0, 0, 0)
    ticket = 0
    for step in range(steps):
        for _ in range(arrivals.next() % 3):
            lengths[choose(lengths, ticket)] += 1
            ticket += 1
        for q in range(queues):
            if lengths[q] > 0 and (step + q) % 2 == 0:
                lengths[q] -= 1
                report.served += 1
            report.waited += lengths[q]
            report.longest = max(report.longest, lengths[q])
    return report


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    random = Congruential(99, 1000)
    print(random.name(), simulate(random.copy(), 3, steps, shortest))
    print(random.name(), simulate(random, 3, steps, round_robin))
    print(Steady(4).name(), simulate(Steady(4), 2, steps, shortest))


main()
