# SPDX-License-Identifier: Apache-2.0
"""`TestSuite`: finds the test functions of a module, runs them and reports."""

from std.reflection import reflect_fn
from std.sys import argv
from std.time import perf_counter_ns


@fieldwise_init
struct TestResult(Equatable, TrivialRegisterPassable, Writable):
    """How a test ended."""

    var _code: Int

    comptime PASS = Self(0)
    comptime FAIL = Self(1)
    comptime SKIP = Self(2)

    def write_to(self, mut writer: Some[Writer]):
        writer.write_string("PASS" if self._code == 0 else "FAIL" if self._code == 1 else "SKIP")


@fieldwise_init
struct TestReport(Copyable, Writable):
    """One test: its name, how long it took, how it ended."""

    var name: StaticString
    var duration_ns: UInt
    var result: TestResult
    var error: String

    def write_to(self, mut writer: Some[Writer]):
        writer.write("    ", self.result, " [ ", _milliseconds(self.duration_ns), " ] ", self.name)
        if self.error:
            for line in self.error.splitlines():
                writer.write("\n      ", line)


@fieldwise_init
struct TestSuiteReport(Copyable, Writable):
    """All tests of a suite."""

    var reports: List[TestReport]
    var total_duration_ns: UInt
    var location: StaticString

    def _count(self, result: TestResult) -> Int:
        var n = 0
        for r in self.reports:
            if r.result == result:
                n += 1
        return n

    def passed(self) -> Int:
        return self._count(TestResult.PASS)

    def failures(self) -> Int:
        return self._count(TestResult.FAIL)

    def skipped(self) -> Int:
        return self._count(TestResult.SKIP)

    def write_to(self, mut writer: Some[Writer]):
        writer.write("Running ", len(self.reports), " tests for ", self.location, "\n")
        for r in self.reports:
            writer.write(r, "\n")
        writer.write("--------\nSummary [ ", _milliseconds(self.total_duration_ns), " ] ", len(self.reports))
        writer.write(" tests run: ", self.passed(), " passed , ", self.failures(), " failed , ")
        writer.write(self.skipped(), " skipped")


def _milliseconds(ns: UInt) -> String:
    var digits = String(ns / 1000 % 1000)
    return String(ns / 1000000, ".", digits.ascii_rjust(3, "0"))


def _run[F: def() raises -> None]() raises:
    var f = __builtin.uninit[F]()  # a function's type has no bytes
    try:
        f()
    finally:
        __builtin.mark_destroyed(f)


@fieldwise_init
struct _Test(Copyable):
    var name: StaticString
    var function: def() raises thin -> None
    var skip: Bool


struct TestSuite(Movable):
    """Tests in the order in which they were added.

    `TestSuite.discover_tests[__functions_in_module()]().run()` in `main` runs each function of the module whose
    name begins with `test_`. On the command line `--only NAME…` and `--skip NAME…` choose, `--skip-all` runs none.
    """

    var _tests: List[_Test]
    var _location: StaticString

    @always_inline
    def __init__(out self):
        self._tests = List[_Test]()
        self._location = StaticString(_c_string=__builtin.location_file())

    @staticmethod
    @always_inline
    def discover_tests[*functions: AnyType]() raises -> Self:
        """A suite of the functions whose names begin with `test_`."""
        var suite = Self()
        comptime for i in range(functions.length):
            comptime if reflect_fn[functions[i]].display_name().startswith("test_"):
                comptime if conforms_to(functions[i], def() raises -> None):
                    suite._add[functions[i]](False)
                else:
                    raise Error(
                        "test function '", reflect_fn[functions[i]].display_name(), "' has nonconforming signature"
                    )
        return suite^

    def _add[F: def() raises -> None](mut self, skip: Bool):
        self._tests.append(_Test(reflect_fn[F].display_name(), _run[F], skip))

    def test[F: def() raises -> None](mut self):
        """Adds a test."""
        self._add[F](False)

    def skip[F: def() raises -> None](mut self):
        """Adds a test that is reported and not run."""
        self._add[F](True)

    def generate_report(self, skip_all: Bool = False) raises -> TestSuiteReport:
        """Runs the tests that the command line leaves."""
        var only = List[String]()
        var skipped = List[String]()
        var none = skip_all
        var mode = 0  # 1: names after --only, 2: after --skip
        var arguments = argv()
        for i in range(1, len(arguments)):
            var a = arguments[i]
            if a == "--only":
                mode = 1
            elif a == "--skip":
                mode = 2
            elif a == "--skip-all":
                none = True
            elif mode == 1 and not a.startswith("--"):
                only.append(String(a))
            elif mode == 2 and not a.startswith("--"):
                skipped.append(String(a))
            else:
                raise Error("invalid argument: ", a, " (expected '--only' or '--skip')")
        var reports = List[TestReport]()
        var begin = perf_counter_ns()
        for t in self._tests:
            var name = String(t.name)
            var skip = none or t.skip or name in skipped or (len(only) > 0 and name not in only)
            var report = TestReport(t.name, 0, TestResult.SKIP, "")
            if not skip:
                var start = perf_counter_ns()
                report.result = TestResult.PASS
                try:
                    t.function()
                except e:
                    report.result = TestResult.FAIL
                    report.error = String(e)
                report.duration_ns = perf_counter_ns() - start
            reports.append(report^)
        return TestSuiteReport(reports^, perf_counter_ns() - begin, self._location)

    def run(deinit self, *, quiet: Bool = False, skip_all: Bool = False) raises:
        """Runs the tests; prints the report when all pass and raises it when one fails."""
        var report = self.generate_report(skip_all)
        if report.failures() > 0:
            raise Error("\n", report)
        if not quiet:
            print(report)

    def abandon(deinit self):
        """Drops the suite without running it."""
        pass
