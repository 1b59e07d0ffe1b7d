#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From nothing to green by the documented commands: a program that needs two packages from git, one of which needs the
# other at a range of its own, with tests, examples and a benchmark.
. "$(dirname "$0")/lib.sh"

# The two packages, each a repository with releases.
expect 0 - '' new --lib geometry
cat >geometry/src/geometry/__init__.mojo <<'MOJO'
"""Plane geometry."""


@fieldwise_init
struct Point(Copyable):
    """A point of the plane.

    ```mojo
    from geometry import Point
    from std.testing import assert_equal
    assert_equal(Point(3, 4).square(), 25)
    ```
    """

    var x: Int
    """Distance to the right."""
    var y: Int
    """Distance upwards."""

    def square(self) -> Int:
        """The square of its distance from the origin.

        Returns:
            A sum of squares.
        """
        return self.x * self.x + self.y * self.y
MOJO
printf 'from std.testing import assert_equal\n\nfrom geometry import Point\n\n\ndef test_square() raises:\n    assert_equal(Point(1, 2).square(), 5)\n' >geometry/tests/test_geometry.mojo
(cd geometry && expect 0 '2 passed, 0 failed' '' test && expect 0 - '' doc --check --diagnose-missing-doc-strings --Werror)
release geometry 1.0.0 && release geometry 1.1.0 && release geometry 2.0.0

expect 0 - '' new --lib paths
cd paths || exit 2
expect 0 - '' add "file://$dir/geometry@>=1.0, <1.1"
cat >src/paths/__init__.mojo <<'MOJO'
"""Paths through points."""

from geometry import Point


def length(points: List[Point]) -> Int:
    """Sum of what `Point.square` says.

    Args:
        points: The path.

    Returns:
        A number.
    """
    var sum = 0
    for i in range(len(points)):
        sum += points[i].square()
    return sum
MOJO
printf 'from std.testing import assert_equal\n\nfrom geometry import Point\nfrom paths import length\n\n\ndef test_length() raises:\n    assert_equal(length([Point(1, 2), Point(0, 1)]), 6)\n' >tests/test_paths.mojo
expect 0 '1 passed, 0 failed' '' test
cd .. && release paths 0.3.0

# The program.
expect 0 - '' new walk
cd walk || exit 2
expect 0 - '' add "file://$dir/paths" "file://$dir/geometry@1"
holds "the newest version is asked for" grep -qx "paths = { git = \"file://$dir/paths\", version = \"0.3\" }" mojo.toml
expect 0 'geometry 1.0.0' - tree
cat >src/main.mojo <<'MOJO'
from geometry import Point
from paths import length


def main():
    print("length", length([Point(3, 4), Point(0, 1)]))
MOJO
expect 0 'length 26' - run
cat >tests/test_walk.mojo <<'MOJO'
from std.testing import assert_equal

from geometry import Point
from paths import length


def test_nothing() raises:
    assert_equal(length(List[Point]()), 0)


def test_one() raises:
    assert_equal(length([Point(1, 1)]), 2)
MOJO
mkdir bench && cat >bench/bench_walk.mojo <<'MOJO'
from std.benchmark import Bencher, keep

from geometry import Point
from paths import length


def bench_length(mut b: Bencher):
    var points = List[Point]()
    for i in range(100):
        points.append(Point(i, i))
    var n = 0

    def work() {mut n, imm points}:
        n += length(points)
        keep(n)

    b.iter(work)
MOJO
expect 0 '' '' fmt
expect 0 '' '' fmt --check
expect 0 - - check
expect 0 '2 passed, 0 failed' '' test
expect 0 'bench_walk.bench_length' - bench --samples 5 --time 0.01
expect 0 - - build --release
expect 0 'paths 0.3.0' - why geometry
expect 0 'geometry' - outdated
# json EXPRESSION command…: what it prints is JSON of which the Python expression holds
json() {
    what=$1
    shift
    "$mojo" "$@" >"$dir/json" 2>/dev/null
    holds "$what of mojo $*" python3 -c "import json, sys; d = json.load(open('$dir/json')); sys.exit(not ($what))"
}
json "[p['name'] for p in d] == ['walk', 'paths', 'geometry'] and d[0]['dependencies'][0]['requirement'] == '0.3'" tree --json
json "[p['name'] for p in d[0]] == ['walk', 'paths', 'geometry']" why geometry --json
json "d == []" update --json
json "d[0]['kind'] == 'program' and d[0]['name'] == 'walk'" build --json
expect 0 '' '' update
expect 0 - - build --locked
expect 0 'length 26' - run --frozen
expect 0 - - vendor
expect 0 - 'installed walk' install --root "$dir/inst"
holds "the installed program runs" sh -c "[ \"\$('$dir/inst/bin/walk')\" = 'length 26' ]"
git add -A && git commit -qm first
holds "another checkout builds without the network" sh -c "git clone -q . '$dir/copy' && cd '$dir/copy' && MOJO_CACHE_DIR='$dir/other' '$mojo' run --frozen | grep -qx 'length 26'"
expect 0 - - clean

# What goes wrong is said with a way out.
expect 1 - 'did you mean `paths`?' remove path
expect 2 - 'say where `json` is' add json
expect 2 - 'write ssh://git@example.org/a/b.git' add git@example.org:a/b.git
expect 1 - 'is not called `paths`' add paths --git "file://$dir/geometry"
expect 1 - "no folder" add ../nothing
expect 1 - 'stands in [dependencies]' add --dev "file://$dir/paths"
expect 1 - 'cannot fetch' add "file://$dir/nothing"
expect 1 - 'no choice of versions fits' add "file://$dir/geometry@2"
holds "nothing of it stays" sh -c "git diff --quiet mojo.toml mojo.lock"

finish
