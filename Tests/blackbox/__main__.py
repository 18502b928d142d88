"""Runs the black-box tests and writes `PASSED FAILED` to the file named as argument.

usage: HEARTH=path/to/hearth python3 Tests/blackbox [RESULT-FILE] [PATTERN ...]

With patterns, only tests whose name contains one of them run.
"""

import pathlib
import sys
import time
import unittest


def selected(suite, patterns):
    """The tests of a suite, flattened, whose names contain one of the patterns."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from selected(test, patterns)
        elif not patterns or any(pattern in test.id() for pattern in patterns):
            yield test


class TimedResult(unittest.TextTestResult):
    """Remembers how long each test took."""

    def startTest(self, test):
        self.seconds = getattr(self, "seconds", {})
        self._began = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        self.seconds[test.id()] = time.monotonic() - self._began
        super().stopTest(test)


def main(arguments):
    folder = pathlib.Path(__file__).resolve().parent
    found = unittest.defaultTestLoader.discover(str(folder), pattern="test_*.py")
    suite = unittest.TestSuite(selected(found, arguments[1:]))
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=TimedResult)
    result = runner.run(suite)
    slowest = sorted(getattr(result, "seconds", {}).items(), key=lambda item: -item[1])[:10]
    print("slowest:", *(f"\n{seconds:6.1f} s  {name}" for name, seconds in slowest))
    # A test with several failed parts is one failed test; a class that could not be set up is one too.
    broken = {getattr(test, "test_case", test) for test, _ in result.failures + result.errors}
    broken |= set(result.unexpectedSuccesses)
    passed = result.testsRun - len(result.skipped) - sum(
        isinstance(test, unittest.TestCase) for test in broken
    )
    if arguments:
        pathlib.Path(arguments[0]).write_text(f"{passed} {len(broken)}\n", encoding="ascii")
    return 0 if result.wasSuccessful() and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
