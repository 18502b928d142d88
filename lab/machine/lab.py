"""One lab: the boots of its machine side by side, and what counts of what they say (docs/lab.md)."""

import pathlib
import sys
import threading

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "runner"))

from unstable import TIMES, run_alone, summary  # noqa: E402

#: What a lab's check is called that stands for one fault's time.
LATE = "late_faults"


class Lab:
    """`machine(boot)` makes and starts a machine, and `first()` those whose end the others wait for;
    each has `run`, `kill`, `passed`, `failed`, `has_started`, `late` and `good`."""

    def __init__(self, boots, machine, first=lambda: []):
        self.boots = boots
        self.machine = machine
        self.first = first
        self.passed = self.failed = 0
        self.unstable = []

    def run(self):
        """Counts all checks. A lab is tried twice only where a machine of it did not start."""
        machines = self.start()
        idle = [machine.boot for machine in machines if not machine.has_started]
        if idle:
            print("A machine did not start: the lab runs a second time.", flush=True)
            machines = self.start()
            self.unstable += [f"start of {boot.name}{boot.title}" for boot in idle]
        self.passed = sum(machine.passed for machine in machines)
        self.failed = sum(machine.failed for machine in machines)
        self.try_late_faults(machines)

    def start(self):
        """One start of each boot, side by side; the machines, when they have ended."""
        machines = []
        try:
            for machine in self.first():
                machines.append(machine)
                machine.run()
            others = [self.machine(boot) for boot in self.boots]
            machines += others
            threads = [threading.Thread(target=machine.run) for machine in others]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            for machine in machines:
                machine.kill()
        return machines

    def try_late_faults(self, machines):
        """A fault that was late has another start to itself: ten times, each within its limit."""
        late = {}
        for machine in machines:
            for fault in machine.late:
                late[fault + machine.boot.title] = (fault, machine.boot)

        def holds_always(name):
            fault, boot = late[name]
            again = self.machine(boot.again(fault, LATE, TIMES))
            try:
                again.run()
            finally:
                again.kill()
            return fault in again.good and not again.failed and not again.late

        if late:
            unstable, failed = run_alone(list(late), holds_always, times=1)
            self.unstable += unstable
            self.passed += len(unstable)
            self.failed += len(failed)

    def print(self):
        if self.unstable:
            print(summary(self.unstable))
        print(f"{self.passed} passed, {self.failed} failed")
