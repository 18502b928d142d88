"""The rule for tests that failed beside others."""

import contextlib
import io
import unittest

from unstable import MOST, TIMES, run_alone, summary


class RunAloneTests(unittest.TestCase):
    def run_alone(self, names, holds, **more):
        self.ran = []

        def counted(name):
            self.ran.append(name)
            return holds(name)

        with contextlib.redirect_stdout(io.StringIO()) as printed:
            result = run_alone(names, counted, **more)
        self.printed = printed.getvalue()
        return result

    def test_one_that_holds_ten_times_is_unstable(self):
        self.assertEqual(self.run_alone(["a"], lambda _: True), (["a"], []))
        self.assertEqual(self.ran, ["a"] * TIMES)
        self.assertIn("ok alone: a", self.printed)

    def test_one_that_fails_the_tenth_time_has_failed(self):
        self.assertEqual(self.run_alone(["a"], lambda _: len(self.ran) < TIMES), ([], ["a"]))
        self.assertEqual(len(self.ran), TIMES)
        self.assertIn("FAILED alone: a", self.printed)

    def test_one_that_fails_alone_does_not_run_again(self):
        self.assertEqual(self.run_alone(["a", "b"], lambda name: name == "b"), (["b"], ["a"]))
        self.assertEqual(self.ran, ["a"] + ["b"] * TIMES)

    def test_more_than_four_do_not_run_again(self):
        names = [str(number) for number in range(MOST + 1)]
        self.assertEqual(self.run_alone(names, lambda _: True), ([], names))
        self.assertEqual(self.ran, [])

    def test_four_run_again(self):
        names = [str(number) for number in range(MOST)]
        self.assertEqual(self.run_alone(names, lambda _: True), (names, []))

    def test_one_that_runs_ten_times_itself_is_asked_once(self):
        self.assertEqual(self.run_alone(["a"], lambda _: True, times=1), (["a"], []))
        self.assertEqual(self.ran, ["a"])

    def test_the_summary_names_them(self):
        self.assertEqual(summary(["a", "b (VM)"]), "unstable: 2 (a, b (VM))")


if __name__ == "__main__":
    unittest.main()
