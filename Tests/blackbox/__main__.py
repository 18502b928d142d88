"""Runs the black-box tests and writes `PASSED FAILED` to the file named as argument.

usage: HEARTH=path/to/hearth python3 Tests/blackbox [RESULT-FILE] [PATTERN ...]

With patterns, only tests whose name contains one of them run. Most tests wait for a controller that
takes its time, so the files run beside each other, each in a process of its own; those with
`ALONE = True`, which load the machine on purpose, come after the others, one by one. A few tests that
failed beside others are run once more with the machine to themselves, and that counts: a mistake fails
twice, what a neighbour's load did does not. Both are shown.
"""

import ast
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent

#: Files that run at once: what they wait for is mostly time, not the processor.
BESIDE = 4

#: More failures than this are no neighbour's doing, and none is run again.
AGAIN = 4

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


def run_file(name, result_file, patterns):
    """Runs the tests of one file in this process; True where none failed."""
    found = unittest.defaultTestLoader.discover(str(FOLDER), pattern=name)
    suite = unittest.TestSuite(selected(found, patterns))
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=TimedResult)
    result = runner.run(suite)
    # A test with several failed parts is one failed test; a class that could not be set up is one too.
    broken = {getattr(test, "test_case", test) for test, _ in result.failures + result.errors}
    broken |= set(result.unexpectedSuccesses)
    passed = result.testsRun - len(result.skipped) - sum(
        isinstance(test, unittest.TestCase) for test in broken
    )
    seconds = getattr(result, "seconds", {})
    lines = [f"{passed} {len(broken)}", " ".join(sorted(test.id() for test in broken))]
    lines += [f"{took:.1f} {test}" for test, took in seconds.items()]
    pathlib.Path(result_file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return result.wasSuccessful()


def wants_to_be_alone(file):
    """Whether a test file says `ALONE = True`."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement) == "ALONE = True":
            return True
    return False


def run_apart(file, patterns):
    """Runs one file in a process of its own: (what it printed, passed, failed, the names of those,
    [(seconds, test)])."""
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as result:
        process = subprocess.run(
            [sys.executable, "-B", str(FOLDER), ONE, file.name, result.name, *patterns],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        lines = result.read().splitlines()
    # A process that died before it could count has failed, whatever it got done.
    passed, failed = map(int, lines[0].split()) if lines else (0, 1)
    if process.returncode != 0 and failed == 0:
        failed = 1
    broken = lines[1].split() if lines else []
    seconds = [line.split(" ", 1) for line in lines[2:]]
    return process.stdout, passed, failed, broken, [(float(took), test) for took, test in seconds]


def main(arguments):
    if arguments[:1] == [ONE]:
        return 0 if run_file(arguments[1], arguments[2], arguments[3:]) else 1
    files = sorted(FOLDER.glob("test_*.py"))
    alone = [file for file in files if wants_to_be_alone(file)]
    together = [file for file in files if file not in alone]
    passed = failed = 0
    seconds = []
    #: of the files that ran beside others, those with failures: (file, how many, their names)
    suspects = []

    def take(outcome):
        nonlocal passed, failed
        printed, good, bad, _, took = outcome
        if good or bad:
            print(printed, end="", flush=True)
        passed += good
        failed += bad
        seconds.extend(took)

    patterns = arguments[1:]
    with concurrent.futures.ThreadPoolExecutor(max_workers=BESIDE) as pool:
        runs = {pool.submit(run_apart, file, patterns): file for file in together}
        for run in concurrent.futures.as_completed(runs):
            take(run.result())
            _, _, bad, broken, _ = run.result()
            if bad:
                suspects.append((runs[run], bad, broken))
    for file in alone:
        take(run_apart(file, patterns))
    # Only where each failure has a name: a process that died has not told all of them.
    if suspects and failed <= AGAIN and all(bad == len(broken) for _, bad, broken in suspects):
        for file, bad, broken in suspects:
            print("once more, alone:", *broken, flush=True)
            failed -= bad
            take(run_apart(file, broken))
    slowest = sorted(seconds, reverse=True)[:10]
    print("slowest:", *(f"\n{took:6.1f} s  {test}" for took, test in slowest))
    print(f"black-box tests: {passed} passed, {failed} failed")
    if arguments:
        pathlib.Path(arguments[0]).write_text(f"{passed} {failed}\n", encoding="ascii")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
