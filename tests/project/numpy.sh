#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From nothing to green with numpy: a program that needs two packages from git, one of which needs the other at a range of its
# own, and numpy, which it imports; tests, a benchmark, an extension module that Python gives numpy's arrays.
. "$(dirname "$0")/lib.sh"

if ! /usr/bin/python3 -c 'import numpy' 2>/dev/null; then
    echo "numpy.sh: nothing is tested: numpy is not installed (python3-numpy)"
    finish
    exit
fi
PATH="/usr/bin:$PATH"
export PATH

expect 0 - '' new --lib stats
cat >stats/src/stats/__init__.mojo <<'MOJO'
"""Sums."""


def mean(xs: Span[Float64, _]) -> Float64:
    """The mean of some numbers."""
    var sum = Float64(0)
    for i in range(len(xs)):
        sum += xs[i]
    return sum / Float64(len(xs))
MOJO
printf 'from std.testing import assert_equal\n\nfrom stats import mean\n\n\ndef test_mean() raises:\n    assert_equal(mean([1.0, 2.0]), 1.5)\n' >stats/tests/test_stats.mojo
(cd stats && expect 0 '1 passed, 0 failed' '' test)
release stats 1.0.0 && release stats 1.1.0
expect 0 - '' new --lib spread
cd spread || exit 2
expect 0 - '' add "file://$dir/stats@>=1.0, <1.1"
cat >src/spread/__init__.mojo <<'MOJO'
"""How far numbers are from their mean."""

from stats import mean


def variance(xs: Span[Float64, _]) -> Float64:
    """The mean of squares of distances."""
    var m = mean(xs)
    var squares = List[Float64]()
    for i in range(len(xs)):
        squares.append((xs[i] - m) * (xs[i] - m))
    return mean(squares)
MOJO
printf 'from std.testing import assert_equal\n\nfrom spread import variance\n\n\ndef test_variance() raises:\n    assert_equal(variance([1.0, 3.0]), 1)\n' >tests/test_spread.mojo
expect 0 '1 passed, 0 failed' '' test
cd .. && release spread 0.2.0

expect 0 - '' new lab
cd lab || exit 2
expect 0 - '' add "file://$dir/spread" "file://$dir/stats@1"
cat >>mojo.toml <<'TOML'

[python]
requires = ["numpy>=1.20"]
modules = { fast = "src/fast.mojo" }
TOML
cat >src/main.mojo <<'MOJO'
import numpy as np

from spread import variance


def main() raises:
    var xs = np.arange(5.0)
    var own = List[Float64]()
    for x in xs:
        own.append(Float64(py=x))
    print("numpy", xs.var(), "mojo", variance(own))
MOJO
cat >src/fast.mojo <<'MOJO'
from spread import variance


@export("variance")
def spread_of(xs: Span[Float64, ImmUntrackedOrigin]) abi("C") -> Float64:
    return variance(xs)


@export
def shift(xs: Span[Float64, MutUntrackedOrigin], by: Float64) abi("C"):
    for i in range(len(xs)):
        xs[i] += by
MOJO
cat >tests/test_lab.mojo <<'MOJO'
import numpy as np
from std.testing import assert_almost_equal

from spread import variance


def test_as_numpy_says() raises:
    assert_almost_equal(Float64(py=np.array([1.0, 2.0, 4.5]).var()), variance([1.0, 2.0, 4.5]))
MOJO
rm -f tests/test_lab_*.mojo
mkdir bench && cat >bench/bench_lab.mojo <<'MOJO'
from std.benchmark import Bencher, keep

from spread import variance


def bench_variance(mut b: Bencher):
    var xs = [1.0, 2.0, 3.0, 4.0]
    var n = Float64(0)

    def work() {mut n, imm xs}:
        n += variance(xs)
        keep(n)

    b.iter(work)
MOJO
expect 0 '' '' fmt
expect 0 - - check
expect 0 'stats 1.0.0' - tree
expect 0 'numpy 2.0 mojo 2.0' - run
expect 0 '1 passed, 0 failed' '' test
expect 0 'bench_lab.bench_variance' - bench --samples 5 --time 0.01
expect 0 - - build --release
cat >use.py <<'PY'
import fast
import numpy as np
xs = np.arange(5.0)
print(fast.variance(xs), xs.var())
fast.shift(xs, 10)
print(xs.tolist(), np.shares_memory(xs, xs))
for bad in (np.arange(5), np.arange(10.0)[::2], [1.0], 3):
    try:
        fast.variance(bad)
        print("taken:", bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
frozen = np.arange(3.0)
frozen.flags.writeable = False
try:
    fast.shift(frozen, 1)
    print("written")
except (BufferError, ValueError):
    print(fast.variance(frozen) > 0)
PY
holds "numpy's arrays in a module" [ "$(PYTHONPATH=target/release/python-lab python3 use.py)" = "2.0 2.0
[10.0, 11.0, 12.0, 13.0, 14.0] True
TypeError
ValueError
TypeError
TypeError
True" ]
sed -i 's/numpy>=1.20/numpy>=99/' mojo.toml
expect 1 - 'needs the Python package `numpy` >=99, found' build
sed -i 's/numpy>=99/no-numpy/' mojo.toml
expect 1 - 'needs the Python package `no-numpy`, which is not installed' build
finish
