# SPDX-License-Identifier: Apache-2.0
from std.testing import assert_equal


def test_right() raises:
    assert_equal(1 + 1, 2)


def test_wrong() raises:
    assert_equal(1 + 1, 3)
