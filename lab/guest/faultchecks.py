"""Each fault that must end heat, several times, with the time until the line is low."""

import math
import time
import traceback

import daemon
import faults
from report import say

# After a fault the line must stay low: longer than the modulator's shortest pause.
QUIET = 1.5
# As often may one fault be tried again because the machine itself stood still meanwhile.
MOST_VOID = 5


class FaultChecks:
    """A part of `Checks`."""

    def probe_faults(self):
        """Each fault of probe or converter, several times, with the time until the line is low."""
        for kind in faults.PROBES:
            self.repeat(kind(self.chamber, self.converter))

    def process_faults(self):
        """The same for each fault of a process."""
        for kind in faults.PROCESSES:
            self.repeat(kind(self.chamber, self.converter))

    def repeat(self, fault):
        worst, good, void = 0.0, 0, 0
        problem = ""
        number = 1
        while number <= self.repeats:
            self.stood_still = 0.0
            try:
                seconds, problem_now = self.once(fault, number)
            except Exception as error:
                traceback.print_exc()
                seconds, problem_now = None, repr(error)
                fault.end()
            # Late by no more than the machine itself stood still: that time says nothing.
            late = (seconds or math.inf) - fault.limit
            if 0 < late <= self.stood_still and void < MOST_VOID:
                void += 1
                say(f"void {fault.name}: {problem_now}; stood still {self.stood_still:.2f} s")
                continue
            self.report.time(fault.name, number, fault.limit, seconds)
            number += 1
            worst = max(worst, seconds or 0)
            if problem_now:
                problem = f"{problem_now} (time {number - 1})"
            else:
                good += 1
        detail = problem or f"low within {worst:.2f} s, limit {fault.limit} s"
        if void:
            detail += f"; {void} more void, as the machine stood still"
        self.report.check(fault.name, good == self.repeats, detail)

    def once(self, fault, number):
        """One fault; how long the line stayed high, and what was not as it should be."""
        chamber = self.chamber
        self.heat_steadily()
        self.report.begin(fault.name, number, fault.limit)
        fault.prepare()
        # Those who look from outside have had time to look closely.
        time.sleep(0.2)
        self.lines.mark(True)
        began = time.monotonic_ns()
        fault.begin()
        chamber.wait(lambda: chamber.fall_since(began), fault.limit + 3)
        fall = chamber.fall_since(began)
        seconds = None if fall is None else (fall - began) / 1e9
        self.stood_still = self.stalls.since(began / 1e9)
        time.sleep(QUIET)
        rose = chamber.rises_since(fall or began)
        self.lines.mark(False)
        code = daemon.latched_code() if fault.codes else None
        fault.end()
        if seconds is None:
            return seconds, "the line never went low"
        if seconds > fault.limit:
            return seconds, f"low after {seconds:.2f} s, limit {fault.limit} s"
        if rose:
            return seconds, "the line went high again"
        if fault.codes and code not in fault.codes:
            return seconds, f"latched: {code}"
        return seconds, ""
