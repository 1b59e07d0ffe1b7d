# SPDX-License-Identifier: Apache-2.0
"""Measures how long things take. `mojo bench` runs functions called `bench_…`; `run` is for use inside a program."""

from std.time import perf_counter_ns


def keep[T: AnyType](ref value: T):
    """Makes the optimiser believe that `value` is read, so that the work behind it stays."""
    __builtin.external_call["mojo_rt_keep", NoneType](__builtin.addr_of(value))


def clobber_memory():
    """Makes the optimiser believe that all memory may have changed."""
    var here = 0
    keep(here)


struct Unit:
    """Units of time, for reports."""

    comptime ns = "ns"
    comptime us = "us"
    comptime ms = "ms"
    comptime s = "s"


def _divisor(unit: String) -> Float64:
    if unit == "ns":
        return 1.0
    if unit == "us":
        return 1e3
    if unit == "ms":
        return 1e6
    return 1e9


struct Bencher(Movable):
    """Given to benchmark functions that prepare something: only what `iter` calls is measured."""

    var num_iters: Int
    """How often `iter` calls."""
    var elapsed: Int
    """Nanoseconds of these calls together."""

    def __init__(out self, num_iters: Int):
        self.num_iters = num_iters
        self.elapsed = 0

    def iter[F: def() -> None](mut self, f: F):
        """Calls `f` and measures it."""
        var began = perf_counter_ns()
        for _ in range(self.num_iters):
            f()
        self.elapsed += Int(perf_counter_ns() - began)

    def iter_preproc[F: def() -> None, P: def() -> None](mut self, f: F, preproc: P):
        """Calls `preproc` before each call of `f`, and measures `f` alone."""
        for _ in range(self.num_iters):
            preproc()
            var began = perf_counter_ns()
            f()
            self.elapsed += Int(perf_counter_ns() - began)


@fieldwise_init
struct Batch(Copyable):
    """Calls that were measured together."""

    var duration: Int
    """Nanoseconds of all of them."""
    var iterations: Int

    def mean(self, unit: String = Unit.ns) -> Float64:
        """Time of one call."""
        return Float64(self.duration) / Float64(self.iterations) / _divisor(unit)


struct Report(Movable):
    """What `run` measured."""

    var warmup_duration: Int
    var runs: List[Batch]

    def __init__(out self, warmup_duration: Int):
        self.warmup_duration = warmup_duration
        self.runs = List[Batch]()

    def iters(self) -> Int:
        """How many calls were measured."""
        var n = 0
        for i in range(len(self.runs)):
            n += self.runs[i].iterations
        return n

    def duration(self, unit: String = Unit.s) -> Float64:
        """Time of all calls together."""
        var total = 0
        for i in range(len(self.runs)):
            total += self.runs[i].duration
        return Float64(total) / _divisor(unit)

    def mean(self, unit: String = Unit.s) -> Float64:
        """Time of one call, on average."""
        return self.duration(unit) / Float64(self.iters())

    def min(self, unit: String = Unit.s) -> Float64:
        """Time of one call in the fastest batch."""
        var best = self.runs[0].mean(unit)
        for i in range(len(self.runs)):
            best = min(best, self.runs[i].mean(unit))
        return best

    def max(self, unit: String = Unit.s) -> Float64:
        """Time of one call in the slowest batch."""
        var worst = self.runs[0].mean(unit)
        for i in range(len(self.runs)):
            worst = max(worst, self.runs[i].mean(unit))
        return worst

    def print(self, unit: String = Unit.s):
        """Writes the report to standard output."""
        var rule = String("-") * 80
        print(rule)
        print("Benchmark Report (", unit, ")", sep="")
        print(rule)
        print("Mean:", self.mean(unit))
        print("Total:", self.duration(unit))
        print("Iters:", self.iters())
        print("Warmup Total:", Float64(self.warmup_duration) / _divisor(unit))
        print("Fastest Mean:", self.min(unit))
        print("Slowest Mean:", self.max(unit))


def run[
    F: def() -> None
](
    f: F,
    num_warmup_iters: Int = 1,
    max_iters: Int = 1_000_000_000,
    min_runtime_secs: Float64 = 0.1,
    max_runtime_secs: Float64 = 60.0,
) -> Report:
    """Calls `f` in batches that grow at most tenfold, until enough time was measured.

    Args:
        f: What to measure.
        num_warmup_iters: Calls before measuring.
        max_iters: Measures at most so many calls.
        min_runtime_secs: Measures at least so long, unless `max_iters` are over before.
        max_runtime_secs: Starts no batch after so long.

    Returns:
        What was measured.
    """
    var warm = Bencher(num_warmup_iters)
    warm.iter(f)
    var report = Report(warm.elapsed)
    var batch = 1
    var least = Int(min_runtime_secs * 1e9)
    var most = Int(max_runtime_secs * 1e9)
    var total = 0
    var calls = 0
    while calls < max_iters and total < most and (total < least or calls == 0):
        batch = min(batch, max_iters - calls)
        var b = Bencher(batch)
        b.iter(f)
        report.runs.append(Batch(b.elapsed, batch))
        total += b.elapsed
        calls += batch
        var each = max(total // calls, 1)
        batch = max(min(batch * 10, (least - total) // each + 1), 1)
    return report^


@deprecated("pass the closure as an argument: `run(f, …)`")
def run[
    func: def() capturing[_] -> None
](
    num_warmup_iters: Int = 1,
    max_iters: Int = 1_000_000_000,
    min_runtime_secs: Float64 = 0.1,
    max_runtime_secs: Float64 = 60.0,
) -> Report:
    def body() {imm}:
        func()

    return run(body, num_warmup_iters, max_iters, min_runtime_secs, max_runtime_secs)
