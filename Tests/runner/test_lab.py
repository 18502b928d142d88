"""What counts of a lab, on machines that stand in for the emulators."""

import contextlib
import io
import pathlib
import sys
import unittest
import unittest.mock

LAB = pathlib.Path(__file__).resolve().parents[2] / "lab"
sys.path += [str(LAB / "machine"), str(LAB / "guest")]

from faultchecks import FaultChecks, Late  # noqa: E402
from faults import DaemonKilled  # noqa: E402
from lab import Lab  # noqa: E402
from machine import Boot as RealBoot  # noqa: E402
from machine import Machine as RealMachine  # noqa: E402
from machine import command  # noqa: E402
from report import Report  # noqa: E402


class Boot:
    def __init__(self, name, late=""):
        self.name, self.title, self.late_fault = name, f" ({name})", late

    def again(self, fault, checks, repeats):
        boot = Boot(self.name, fault)
        boot.checks, boot.repeats = checks, repeats
        return boot


class Machine:
    """One start of a boot; `says` is what becomes of it."""

    def __init__(self, boot, passed=3, failed=0, late=(), good=(), has_started=True):
        self.boot = boot
        self.passed, self.failed, self.late, self.good = passed, failed, list(late), set(good)
        self.has_started = has_started
        self.is_killed = False

    def run(self):
        pass

    def kill(self):
        self.is_killed = True


class LabTests(unittest.TestCase):
    def run_lab(self, *starts, boots=("A",)):
        """Runs a lab whose machines say these in turn; each is made of keywords. (passed, failed,
        unstable)."""
        self.starts = list(starts)
        self.machines = []

        def machine(boot):
            self.machines.append(Machine(boot, **self.starts.pop(0)))
            return self.machines[-1]

        lab = Lab([Boot(name) for name in boots], machine)
        with contextlib.redirect_stdout(io.StringIO()):
            lab.run()
        self.assertEqual(self.starts, [])
        self.assertTrue(all(machine.is_killed for machine in self.machines))
        return lab.passed, lab.failed, lab.unstable

    def test_checks_are_added_up(self):
        self.assertEqual(self.run_lab({}, {"failed": 1}, boots="AB"), (6, 1, []))

    def test_a_failed_check_is_not_tried_again(self):
        self.assertEqual(self.run_lab({"failed": 1}), (3, 1, []))

    def test_a_late_fault_that_is_in_time_ten_times_is_named(self):
        lab = self.run_lab({"late": ["x y"]}, {"good": ["x y"]})
        self.assertEqual(lab, (4, 0, ["x y (A)"]))
        again = self.machines[1].boot
        self.assertEqual((again.checks, again.late_fault, again.repeats), ("late_faults", "x y", 10))

    def test_a_fault_that_is_late_again_has_failed(self):
        self.assertEqual(self.run_lab({"late": ["x"]}, {"late": ["x"]}), (3, 1, []))

    def test_a_late_fault_that_fails_otherwise_has_failed(self):
        self.assertEqual(self.run_lab({"late": ["x"]}, {"good": ["x"], "failed": 1}), (3, 1, []))

    def test_a_late_fault_that_was_not_tried_has_failed(self):
        self.assertEqual(self.run_lab({"late": ["x"]}, {"has_started": False}), (3, 1, []))

    def test_more_than_four_late_faults_have_failed(self):
        self.assertEqual(self.run_lab({"late": list("abcde")}), (3, 5, []))

    def test_a_lab_that_did_not_start_runs_a_second_time(self):
        dead = {"has_started": False, "passed": 0, "failed": 1}
        lab = self.run_lab({"failed": 1}, dead, {}, {}, boots="AB")
        self.assertEqual(lab, (6, 0, ["start of B (B)"]))

    def test_a_lab_that_does_not_start_twice_has_failed(self):
        dead = {"has_started": False, "passed": 0, "failed": 1}
        self.assertEqual(self.run_lab(dead, dead)[:2], (0, 1))

    def test_a_first_machine_ends_before_the_others_are_made(self):
        order = []

        class First(Machine):
            def run(self):
                order.append("first")

        def machine(boot):
            order.append(boot.name)
            return Machine(boot)

        lab = Lab([Boot("A")], machine, lambda: [First(Boot("first"))])
        lab.run()
        self.assertEqual((order, lab.passed), (["first", "A"], 6))


class Guest(FaultChecks):
    """The checks inside a machine, on a chamber that says each time what was not as it should be."""

    chamber = converter = None

    def __init__(self, *problems, late=()):
        self.report, self.repeats = Report(), len(problems)
        self.problems, self.late = list(problems), late

    def once(self, fault, wait=0.0):
        return 0.25, self.problems.pop(0)


class LateFaultTests(unittest.TestCase):
    """What the checks inside a machine say of a fault, and what the machine outside makes of it."""

    def outcome(self, *problems):
        """(passed, failed, late) of one fault that is made as often as there are problems."""
        with contextlib.redirect_stdout(io.StringIO()) as console:
            Guest(*problems).repeat(DaemonKilled(None, None))
        machine = RealMachine.__new__(RealMachine)
        machine.boot = RealBoot("life", "", " (VM)")
        machine.passed, machine.failed, machine.good, machine.late = 0, 0, set(), []
        machine.pin, machine.table = None, unittest.mock.Mock()
        with contextlib.redirect_stdout(io.StringIO()):
            for line in console.getvalue().splitlines():
                if line.startswith("lab: "):
                    machine.take(line[5:])
        return machine.passed, machine.failed, machine.late

    def test_one_in_time_is_good(self):
        self.assertEqual(self.outcome("", ""), (1, 0, []))

    def test_one_that_was_late_once_is_late(self):
        self.assertEqual(self.outcome("", Late("low after 4 s")), (0, 0, ["kill -9 of the daemon"]))

    def test_one_that_went_high_again_has_failed(self):
        self.assertEqual(self.outcome(Late("low after 4 s"), "the line went high again"), (0, 1, []))

    def test_a_late_one_is_made_again_by_its_name_on_the_kernel_s_command_line(self):
        boot = RealBoot("life", "memory", " (VM)").again("kill -9 of the daemon", "late_faults", 2)
        options = unittest.mock.Mock(repeats=4, checks="memory")
        words = " ".join(command("vm", options, boot, [])).split()
        option = dict(word.split("=", 1) for word in words if word.startswith("lab."))
        self.assertEqual((option["lab.checks"], option["lab.repeats"]), ("late_faults", "2"))
        guest = Guest("", "", late=option["lab.late"].split("+"))
        with contextlib.redirect_stdout(io.StringIO()) as console:
            guest.late_faults()
        self.assertEqual(console.getvalue().count("lab: ok  kill -9 of the daemon  "), 1)
        self.assertEqual(guest.problems, [])


if __name__ == "__main__":
    unittest.main()
