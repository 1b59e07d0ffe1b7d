# SPDX-License-Identifier: Apache-2.0
# Customers in queues: traits, generics and structs: simulation.mojo STEPS
from std.sys import argv


trait Source(Copyable, Movable, Deinitable):
    def next(mut self) -> Int:
        ...

    def name(self) -> String:
        return String("source")


@fieldwise_init
struct Steady(Source):
    var value: Int

    def next(mut self) -> Int:
        return self.value


@fieldwise_init
struct Congruential(Source):
    var state: Int
    var limit: Int

    def next(mut self) -> Int:
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % self.limit

    def name(self) -> String:
        return String("congruential")


trait Policy:
    @staticmethod
    def choose(lengths: List[Int], ticket: Int) -> Int:
        ...


struct Shortest(Policy):
    @staticmethod
    def choose(lengths: List[Int], ticket: Int) -> Int:
        var best = 0
        for i in range(1, len(lengths)):
            if lengths[i] < lengths[best]:
                best = i
        return best


struct RoundRobin(Policy):
    @staticmethod
    def choose(lengths: List[Int], ticket: Int) -> Int:
        return ticket % len(lengths)


@fieldwise_init
struct Report(Copyable, Writable):
    var served: Int
    var waited: Int
    var longest: Int


def simulate[S: Source, P: Policy](var arrivals: S, queues: Int, steps: Int) -> Report:
    var lengths = List[Int](length=queues, fill=0)
    var report = Report(0, 0, 0)
    var ticket = 0
    for step in range(steps):
        var coming = arrivals.next() % 3
        for _ in range(coming):
            var q = P.choose(lengths, ticket)
            lengths[q] += 1
            ticket += 1
        for q in range(queues):
            if lengths[q] > 0 and (step + q) % 2 == 0:
                lengths[q] -= 1
                report.served += 1
            report.waited += lengths[q]
            report.longest = max(report.longest, lengths[q])
    return report^


def main() raises:
    var args = argv()
    var steps = Int(args[1]) if len(args) > 1 else 100000
    var random = Congruential(99, 1000)
    print(random.name(), simulate[P=Shortest](random.copy(), 3, steps))
    print(random.name(), simulate[P=RoundRobin](random^, 3, steps))
    print(Steady(4).name(), simulate[P=Shortest](Steady(4), 2, steps))
