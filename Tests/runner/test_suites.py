"""The runner of Swift suites, on a command that stands in for `swift test`."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).with_name("suites.py")

#: Writes results as Swift Testing does. The plan says for each test in which of its runs it fails, or that
#: the whole command ends without results; a run is noted in the plan.
STAND_IN = r"""
import json, pathlib, re, sys
plan_file = pathlib.Path(sys.argv[1])
plan = json.loads(plan_file.read_text())
words = sys.argv[2:]
pattern = words[words.index("--filter") + 1] if "--filter" in words else ""
results = words[words.index("--xunit-output") + 1].replace(".xml", "-swift-testing.xml")
cases, failed = [], False
for name, fails in plan["tests"].items():
    if not re.search(pattern, name):
        continue
    plan["runs"].append(name)
    bad = plan["runs"].count(name) in fails
    failed = failed or bad
    suite, test = name.rsplit("/", 1)
    suite = suite.replace("/", ".")
    cases.append(f'<testcase classname="{suite}" name="{test}">{"<failure/>" if bad else ""}</testcase>')
plan_file.write_text(json.dumps(plan))
if not plan["dies"]:
    pathlib.Path(results).write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
sys.exit(1 if failed or plan["dies"] else 0)
"""


class SuitesTests(unittest.TestCase):
    def run_suites(self, tests, *options, dies=False):
        """Runs the runner; the lines that it leaves for script/test."""
        with tempfile.TemporaryDirectory() as folder:
            stand_in, plan, counts = (pathlib.Path(folder, name) for name in ("test.py", "plan", "counts"))
            stand_in.write_text(STAND_IN)
            plan.write_text(json.dumps({"tests": tests, "runs": [], "dies": dies}))
            command = [sys.executable, str(stand_in), str(plan)]
            self.status = subprocess.run(
                [sys.executable, "-B", str(RUNNER), str(counts), *options, "--", *command],
                stdout=subprocess.PIPE, check=False,
            ).returncode
            self.runs = json.loads(plan.read_text())["runs"]
            return counts.read_text().splitlines()

    def test_passing_tests_are_counted(self):
        self.assertEqual(self.run_suites({"A.B/c()": [], "A.B/d()": []}), ["2 0"])
        self.assertEqual(self.status, 0)

    def test_one_that_failed_beside_others_and_holds_ten_times_is_named(self):
        self.assertEqual(self.run_suites({"A.B/c()": [1], "A.B/d()": []}), ["2 0", "A.B/c()"])
        self.assertEqual(self.status, 0)
        self.assertEqual((self.runs.count("A.B/c()"), self.runs.count("A.B/d()")), (11, 1))

    def test_one_that_fails_once_of_ten_times_alone_has_failed(self):
        self.assertEqual(self.run_suites({"A.B/c()": [1, 11], "A.B/d()": []}), ["1 1"])
        self.assertEqual(self.status, 1)

    def test_it_runs_without_those_of_similar_names(self):
        tests = {"A.B/c()": [1], "A.B/c(x:)": [], "A.BB/c()": [], "A.B/cc()": []}
        self.assertEqual(self.run_suites(tests), ["4 0", "A.B/c()"])
        self.assertEqual(len(self.runs), 14)

    def test_it_finds_a_suite_inside_another(self):
        self.assertEqual(self.run_suites({"A.B/C/d()": [1]}), ["1 0", "A.B.C/d()"])

    def test_more_than_four_fail(self):
        tests = {f"A.B/{name}()": [1] for name in "abcde"}
        self.assertEqual(self.run_suites(tests), ["0 5"])
        self.assertEqual(self.status, 1)

    def test_a_runner_that_died_has_failed(self):
        self.assertEqual(self.run_suites({"A.B/c()": []}, dies=True), ["0 1"])
        self.assertEqual(self.status, 1)

    def test_a_filter_is_handed_on(self):
        self.assertEqual(self.run_suites({"A.B/c()": [], "A.B/d()": []}, "--filter", "d"), ["1 0"])

    def test_a_target_of_which_no_test_ran_has_failed(self):
        lines = self.run_suites({"A.B/c()": []}, "--expect", "A", "--expect", "AB")
        self.assertEqual((lines, self.status), (["1 1"], 1))


if __name__ == "__main__":
    unittest.main()
