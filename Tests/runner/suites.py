"""Runs Swift suites; what fails beside others runs alone, ten times (unstable.py).

usage: python3 Tests/runner/suites.py COUNTS-FILE [--filter PATTERN] [--expect TARGET]... -- COMMAND...

COMMAND is `swift test` with its other options. COUNTS-FILE gets `PASSED FAILED` and a line for each
unstable test. A TARGET of which no test ran has failed.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from unstable import run_alone, write_counts


class Run:
    """One run of the command: `status`, the names of all tests that ran, and of those that failed."""

    def __init__(self, command, pattern):
        self.ran, self.failed = set(), set()
        with tempfile.TemporaryDirectory(prefix="hearth-suites-") as folder:
            words = [*command, "--xunit-output", f"{folder}/of.xml"]
            if pattern:
                words += ["--filter", pattern]
            self.status = subprocess.run(words, check=False).returncode
            # The runner puts its own name into the file's.
            results = pathlib.Path(folder, "of-swift-testing.xml")
            if results.exists():
                self.read(results)

    def read(self, results):
        for case in xml.etree.ElementTree.parse(results).iter("testcase"):
            if case.find("skipped") is not None:
                continue
            name = f"{case.get('classname')}/{case.get('name')}"
            self.ran.add(name)
            if case.find("failure") is not None:
                self.failed.add(name)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("counts")
    parser.add_argument("--filter")
    parser.add_argument("--expect", action="append", default=[])
    divider = arguments.index("--")
    options, command = parser.parse_args(arguments[:divider]), arguments[divider + 1 :]
    run = Run(command, options.filter)

    def holds(name):
        # A suite inside another stands behind a point in the file of results, behind a slash here.
        suite, _, test = name.partition("/")
        parts = "[./]".join(map(re.escape, suite.split(".")))
        alone = Run(command, f"^{parts}/{re.escape(test)}($|/)")
        return alone.status == 0 and alone.ran == {name} and not alone.failed

    unstable, failed = run_alone(sorted(run.failed), holds) if run.failed else ([], [])
    if run.status != 0 and not run.failed:
        print(f"swift test: ended with status {run.status} and no failed test; see above", flush=True)
        failed.append("swift test")
    for target in options.expect:
        if not any(name.startswith(target + ".") for name in run.ran):
            print(f"swift test: ran no test of {target}", flush=True)
            failed.append(target)
    passed = len(run.ran) - len(run.failed) + len(unstable)
    write_counts(options.counts, passed, len(failed), unstable)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
