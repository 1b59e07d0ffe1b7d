#: run
# SPDX-License-Identifier: Apache-2.0
from std.benchmark import Bencher, Unit, clobber_memory, keep, run


def main():
    var n = 0

    def work() {mut n}:
        n += 1
        keep(n)

    var b = Bencher(10)
    b.iter(work)
    print(n, b.elapsed >= 0)
    var prepared = 0

    def prepare() {mut prepared}:
        prepared += 1

    b.iter_preproc(work, prepare)
    print(n, prepared)
    n = 0
    var report = run(work, max_iters=100, min_runtime_secs=0.001)
    print(report.iters() + 1 == n, report.iters() <= 100)
    print(report.min() <= report.mean(), report.mean(Unit.ns) <= report.max(Unit.ns))
    keep(n * 2)
    clobber_memory()


#: stdout
#| 10 True
#| 20 10
#| True True
#| True True
