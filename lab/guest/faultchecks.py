"""Each fault that must end heat, several times, with the time until the line is low."""

import time
import traceback

import daemon
import faults

# After a fault the line must stay low: longer than the modulator's shortest pause.
QUIET = 1.5
# Twice the time between two samples: the faults of one kind come at moments spread over it, as the
# machine's own time repeats itself to the millisecond.
SPREAD = 0.5
GOLDEN = 0.618


class Late(str):
    """What was not as it should be: the line went low and stayed low, but too late."""


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

    def damaged_notes(self):
        """The stop hook without what the daemon noted for it: once, and not in the table."""
        for kind in faults.NOTES:
            fault = kind(self.chamber, self.converter)
            seconds, problem = self.once(fault)
            self.judge(fault, [problem], seconds)

    def late_faults(self):
        """Each fault that was late in another start of the machine (lab/machine/lab.py)."""
        for kind in faults.PROBES + faults.PROCESSES + faults.NOTES:
            if faults.word(kind.name) in self.late:
                self.repeat(kind(self.chamber, self.converter))

    def repeat(self, fault):
        worst, problems = 0.0, []
        for number in range(1, self.repeats + 1):
            try:
                seconds, problem = self.once(fault, number * GOLDEN % 1 * SPREAD)
            except Exception as error:
                traceback.print_exc()
                seconds, problem = None, repr(error)
                fault.end()
            self.report.time(fault.name, number, fault.limit, seconds)
            worst = max(worst, seconds or 0)
            if problem:
                problem = type(problem)(f"{problem} (time {number})")
            problems.append(problem)
        self.judge(fault, problems, worst)

    def judge(self, fault, problems, worst):
        """A fault that missed nothing but its limit is late; the host has the last word on it."""
        problems = [problem for problem in problems if problem]
        others = [problem for problem in problems if not isinstance(problem, Late)]
        if problems and not others:
            self.report.late(fault.name, problems[-1])
        else:
            self.report.check(
                fault.name, not problems,
                others[-1] if others else f"low within {worst:.2f} s, limit {fault.limit} s",
            )

    def once(self, fault, wait=0.0):
        """One fault, after a wait in s; how long the line stayed high, and what was not as it should be."""
        chamber = self.chamber
        self.heat_steadily()
        time.sleep(wait)
        fault.prepare()
        # Else the fall that is waited for would never come.
        if not chamber.levels["heater"]:
            return None, f"the line was low before the fault was made: {daemon.state()}"
        self.lines.mark(True)
        began = time.monotonic_ns()
        fault.begin()
        chamber.wait(lambda: chamber.fall_since(began), fault.limit + 3)
        fall = chamber.fall_since(began)
        seconds = None if fall is None else (fall - began) / 1e9
        time.sleep(QUIET)
        rose = chamber.rises_since(fall or began)
        self.lines.mark(False)
        code = daemon.latched_code() if fault.codes else None
        fault.end()
        if seconds is None:
            return seconds, "the line never went low"
        if rose:
            return seconds, "the line went high again"
        if fault.codes and code not in fault.codes:
            return seconds, f"latched: {code}"
        if seconds > fault.limit:
            return seconds, Late(f"low after {seconds:.2f} s, limit {fault.limit} s")
        return seconds, ""
