"""The runner of the black-box tests, on files that stand in for them."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parents[1] / "blackbox"

#: A test that fails in some of its runs, which it counts in a file.
TEST = """
import os, pathlib, unittest
{alone}

class SomeTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if {class_fails_first}:
            cls.fails("class", [1])

    @staticmethod
    def fails(name, times):
        log = pathlib.Path(__file__ + "." + name)
        count = int(log.read_text()) + 1 if log.exists() else 1
        log.write_text(str(count))
        if count in times:
            raise AssertionError(name)

    def test_one(self):
        self.fails("one", {fails})

    def test_other(self):
        self.fails("other", [])
        if {dies}:
            os._exit(3)
"""


class BlackboxTests(unittest.TestCase):
    def run_tests(self, fails=(), alone=False, class_fails_first=False, dies=False):
        """Runs one file of two tests; the lines that it leaves for script/test."""
        with tempfile.TemporaryDirectory() as folder:
            file, counts = pathlib.Path(folder, "test_some.py"), pathlib.Path(folder, "counts")
            file.write_text(
                TEST.format(
                    fails=list(fails),
                    alone="ALONE = True" if alone else "",
                    class_fails_first=class_fails_first,
                    dies=dies,
                )
            )
            self.status = subprocess.run(
                [sys.executable, "-B", str(RUNNER), str(counts)],
                env={**os.environ, "HEARTH_BLACKBOX_TESTS": folder},
                stdout=subprocess.PIPE, check=False,
            ).returncode
            logs = {log.suffix[1:]: int(log.read_text()) for log in file.parent.glob("test_some.py.*")}
            self.runs = logs
            return counts.read_text().splitlines()

    def test_passing_tests_are_counted(self):
        self.assertEqual((self.run_tests(), self.status), (["2 0"], 0))

    def test_one_that_failed_and_holds_ten_times_is_named(self):
        self.assertEqual(self.run_tests([1]), ["2 0", "test_some.SomeTests.test_one"])
        self.assertEqual((self.status, self.runs), (0, {"one": 11, "other": 1}))

    def test_one_that_fails_once_of_ten_times_alone_has_failed(self):
        self.assertEqual((self.run_tests([1, 7]), self.status), (["1 1"], 1))
        self.assertEqual(self.runs, {"one": 7, "other": 1})

    def test_one_that_ran_alone_already_does_not_run_again(self):
        self.assertEqual((self.run_tests([1], alone=True), self.status), (["1 1"], 1))
        self.assertEqual(self.runs, {"one": 1, "other": 1})

    def test_a_class_that_could_not_be_set_up_runs_alone_whole(self):
        self.assertEqual(self.run_tests(class_fails_first=True), ["1 0", "test_some.SomeTests"])
        self.assertEqual((self.status, self.runs), (0, {"class": 11, "one": 10, "other": 10}))

    def test_a_process_that_died_has_failed(self):
        self.assertEqual((self.run_tests(dies=True), self.status), (["0 1"], 1))


if __name__ == "__main__":
    unittest.main()
