"""Runs the black-box tests and writes `PASSED FAILED` to the file named as argument.

usage: HEARTH=path/to/hearth python3 Tests/blackbox [RESULT-FILE] [PATTERN ...]

With patterns, only tests whose name contains one of them run. Most tests wait for a controller that
takes its time, so the files run beside each other, each in a process of its own; those with
`ALONE = True`, which load the machine on purpose, come after the others, one by one. A test that failed
beside others runs ten times alone (Tests/runner/unstable.py).

RESULT-FILE gets a line more for each test that failed beside others and held alone.
"""

import ast
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(1, str(FOLDER.parent / "runner"))

from unstable import run_alone, write_counts  # noqa: E402

#: Where the files of tests are: here, but where this program itself is tested.
TESTS = pathlib.Path(os.environ.get("HEARTH_BLACKBOX_TESTS", FOLDER))

#: Files that run at once: what they wait for is mostly time, not the processor.
BESIDE = 4

#: The option by which this program runs one of its files.
ONE = "--file"


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


def name_of(test):
    """A test's name, or the class's where that could not be set up: `setUpClass (test_api.APITests)`."""
    return test.id().partition(" (")[2].rstrip(")") or test.id()


def run_file(name, result_file, patterns):
    """Runs the tests of one file in this process; True where none failed."""
    found = unittest.defaultTestLoader.discover(str(TESTS), pattern=name)
    suite = unittest.TestSuite(selected(found, patterns))
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=TimedResult)
    result = runner.run(suite)
    # A test with several failed parts is one failed test; a class that could not be set up is one too.
    broken = {getattr(test, "test_case", test) for test, _ in result.failures + result.errors}
    broken |= set(result.unexpectedSuccesses)
    passed = result.testsRun - len(result.skipped) - sum(
        isinstance(test, unittest.TestCase) for test in broken
    )
    outcome = {
        "passed": passed,
        "failed": sorted(map(name_of, broken)),
        "seconds": getattr(result, "seconds", {}),
    }
    pathlib.Path(result_file).write_text(json.dumps(outcome), encoding="utf-8")
    return result.wasSuccessful()


def wants_to_be_alone(file):
    """Whether a test file says `ALONE = True`."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement) == "ALONE = True":
            return True
    return False


class Outcome:
    """What one file said in a process of its own: `passed`, the names of those that `failed`, and how
    many seconds each test took."""

    def __init__(self, file, patterns):
        self.file = file
        self.passed, self.failed, self.seconds = 0, [], {}
        with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as result:
            process = subprocess.run(
                [sys.executable, "-B", str(FOLDER), ONE, file.name, result.name, *patterns],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            text = result.read()
        self.printed = process.stdout
        if text:
            vars(self).update(json.loads(text))
        # A process that died before it could count has failed, whatever it got done.
        self.has_died = process.returncode != 0 and not self.failed
        if self.has_died:
            self.failed = [file.stem]

    def print(self):
        if self.passed or self.failed:
            print(self.printed, end="", flush=True)


def main(arguments):
    if arguments[:1] == [ONE]:
        return 0 if run_file(arguments[1], arguments[2], arguments[3:]) else 1
    files = sorted(TESTS.glob("test_*.py"))
    alone = [file for file in files if wants_to_be_alone(file)]
    patterns = arguments[1:]
    outcomes = []
    #: of the tests that failed beside others, the file of each
    suspects = {}
    failed = []

    def count(outcome, may_run_again):
        outcome.print()
        outcomes.append(outcome)
        # A process that died has not told which of its tests did it.
        if may_run_again and not outcome.has_died:
            suspects.update((name, outcome.file) for name in outcome.failed)
        else:
            failed.extend(outcome.failed)

    with concurrent.futures.ThreadPoolExecutor(max_workers=BESIDE) as pool:
        together = [file for file in files if file not in alone]
        runs = [pool.submit(Outcome, file, patterns) for file in together]
        for run in concurrent.futures.as_completed(runs):
            count(run.result(), may_run_again=True)
    for file in alone:
        count(Outcome(file, patterns), may_run_again=False)

    def holds(name):
        again = Outcome(suspects[name], [name])
        again.print()
        return again.passed > 0 and not again.failed

    unstable, broken = run_alone(sorted(suspects), holds) if suspects else ([], [])
    failed += broken
    passed = sum(outcome.passed for outcome in outcomes) + len(unstable)
    seconds = [(took, test) for outcome in outcomes for test, took in outcome.seconds.items()]
    slowest = sorted(seconds, reverse=True)[:10]
    print("slowest:", *(f"\n{took:6.1f} s  {test}" for took, test in slowest))
    print(f"black-box tests: {passed} passed, {len(failed)} failed")
    if arguments:
        write_counts(arguments[0], passed, len(failed), unstable)
    return 0 if not failed and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
