#: run
# std.testing: assertions and suites.
from std.testing import (
    TestSuite,
    assert_almost_equal,
    assert_equal,
    assert_false,
    assert_not_equal,
    assert_raises,
    assert_true,
)


def test_passes() raises:
    assert_true(1 < 2)
    assert_false(False)
    assert_equal(1, 1)
    assert_equal("a", String("a"))
    assert_not_equal([1, 2], [1, 3])
    assert_almost_equal(1.0, 1.0 + 1e-9)


def test_fails() raises:
    assert_equal(2 + 2, 5, "arithmetic")


def test_raises() raises:
    with assert_raises(contains="bad"):
        raise Error("a bad thing")


def helper() raises:
    pass


def show(e: Error):
    var text = String(e)
    print(text[byte = text.find(":", 3) : text.byte_length()])


def main() raises:
    try:
        test_fails()
    except e:
        show(e)
    try:
        with assert_raises():
            pass
    except e:
        print(String(e).startswith("AssertionError: Didn't raise at "))
    try:
        with assert_raises(contains="x"):
            raise Error("y")
    except e:
        print(e)
    try:
        assert_almost_equal(
            SIMD[DType.float32, 2](1, 2), SIMD[DType.float32, 2](1, 3)
        )
    except e:
        show(e)
    var report = TestSuite.discover_tests[
        __functions_in_module()
    ]().generate_report()
    print(
        len(report.reports),
        report.passed(),
        report.failures(),
        report.skipped(),
    )
    for r in report.reports:
        print(r.name, r.result)
    var suite = TestSuite()
    suite.test[type_of(test_passes)]()
    suite.skip[
        type_of(test_fails)
    ]()  # what is tested: `skip` keeps a test that would fail from running
    suite^.run(quiet=True)
    try:
        TestSuite.discover_tests[__functions_in_module()]().run()
    except e:
        var lines = String(e).splitlines()
        print(
            lines[len(lines) - 1].find(
                "3 tests run: 2 passed , 1 failed , 0 skipped"
            )
            > 0
        )


#: stdout
#| :24:5: AssertionError: `left == right` comparison failed:
#|    left: 4
#|   right: 5
#|   reason: arithmetic
#| True
#| y
#| :57:9: AssertionError: [1.0, 2.0] is not close to [1.0, 3.0] with a diff of [0.0, 1.0]
#| 3 2 1 0
#| test_passes PASS
#| test_fails FAIL
#| test_raises PASS
#| True
