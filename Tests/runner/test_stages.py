"""The stages of .ci/run, with commands that stand in for them."""

import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

STAGES = pathlib.Path(__file__).resolve().parents[2] / ".ci" / "stages.sh"


def script(*stages):
    return "\n".join(["set -euo pipefail", f". {STAGES}", *stages, "run_stages"])


def run(*stages):
    """The status of the stages, and the lines that they print."""
    process = subprocess.run(
        ["bash", "-c", script(*stages)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )
    return process.returncode, process.stdout.splitlines()


class StagesTests(unittest.TestCase):
    def test_counts_are_added_up(self):
        status, lines = run(
            "stage A : echo '3 passed, 0 failed'", "stage B : true", "stage C : echo '4 passed, 0 failed'"
        )
        self.assertEqual((status, lines[-1]), (0, "8 passed, 0 failed"))

    def test_the_time_of_each_is_told(self):
        _, lines = run("stage 'A b' : true", "stage C : true")
        self.assertRegex(lines[-2], r"^(A b|C) \d+ min, (A b|C) \d+ min, all \d+ min$")

    def test_a_status_without_a_count_is_one_failed_test(self):
        status, lines = run("stage A : bash -c 'echo why; exit 3'", "stage B : true")
        self.assertEqual((status, lines[-1]), (1, "1 passed, 1 failed"))
        self.assertIn("A: ended with status 3", lines)

    def test_a_status_beside_a_count_without_failures_is_a_failed_test(self):
        status, lines = run("stage A : bash -c 'echo \"2 passed, 0 failed\"; exit 1'")
        self.assertEqual((status, lines[-1]), (1, "2 passed, 1 failed"))

    def test_failures_are_shown_again_at_the_end(self):
        _, lines = run(
            "stage A : bash -c 'echo FAILED it; echo \"0 passed, 1 failed\"; exit 1'", "stage B : true"
        )
        at = lines.index("What failed or was unstable:")
        self.assertEqual(lines[at + 1 : at + 3], ["== A", "FAILED it"])

    def test_unstable_tests_of_all_stages_are_named(self):
        status, lines = run(
            "stage A : printf 'unstable: 2 (a.b, c (VM))\\n2 passed, 0 failed\\n'",
            "stage B after A : printf 'unstable: 1 (d)\\n1 passed, 0 failed\\n'",
        )
        self.assertIn("What failed or was unstable:", lines)
        self.assertEqual(lines[-2:], ["unstable: 3 (a.b, c (VM), d)", "3 passed, 0 failed"])
        self.assertEqual(status, 0)

    def test_more_than_four_unstable_tests_are_a_failure(self):
        status, lines = run(
            "stage A : printf 'unstable: 3 (a, b, c)\\n3 passed, 0 failed\\n'",
            "stage B after A : printf 'unstable: 2 (d, e)\\n2 passed, 0 failed\\n'",
        )
        self.assertEqual(lines[-2:], ["unstable: 5 (a, b, c, d, e)", "5 passed, 1 failed"])
        self.assertEqual(status, 1)

    def test_a_stage_waits_for_those_after_which_it_comes(self):
        _, lines = run("stage A after B : echo a", "stage B after C : echo b", "stage C : echo c")
        self.assertEqual([line for line in lines if len(line) == 1], ["c", "b", "a"])

    def test_two_at_most_run_at_once(self):
        with tempfile.TemporaryDirectory() as folder:
            # Each stage counts those beside it when it begins.
            one = f"bash -c 'touch {folder}/$0; ls {folder} | wc -l; sleep 0.3; rm {folder}/$0'"
            _, lines = run(*(f"stage {name} : {one} {name}" for name in "ABCDE"))
        self.assertEqual({line for line in lines if line.isdigit()} - {"1", "2"}, set())

    def test_what_two_print_at_once_does_not_mix(self):
        one = "bash -c 'for i in 1 2 3; do echo $0; sleep 0.1; done'"
        _, lines = run(f"stage A : {one} a", f"stage B : {one} b")
        self.assertIn("".join(line for line in lines if len(line) == 1), ("aaabbb", "bbbaaa"))

    def test_what_a_stage_leaves_running_ends_with_it(self):
        _, lines = run("stage A : bash -c 'sleep 1000 & echo $!'", "stage B after A : true")
        process = next(int(line) for line in lines if line.isdigit())
        self.assertFalse(pathlib.Path(f"/proc/{process}/cmdline").exists() and is_running(process))

    def test_a_run_that_is_stopped_leaves_nothing_running(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "process")
            process = subprocess.Popen(
                ["bash", "-c", script(f"stage A : bash -c 'echo $$ >{file}; sleep 1000'")],
                stdout=subprocess.DEVNULL,
            )
            while not (file.exists() and file.read_text().strip()):
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            self.assertNotEqual(process.wait(), 0)
            self.assertFalse(is_running(int(file.read_text())))


def is_running(process):
    try:
        os.kill(process, 0)
        state = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


if __name__ == "__main__":
    unittest.main()
