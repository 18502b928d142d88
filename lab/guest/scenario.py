"""A scenario file, the same as for `hearth simulate`, in real time on the shipped program."""

import re
import time

import daemon
import hardware

# Between two looks at the daemon, in s; an expectation may be seen this much late.
LOOK = 0.5
UNITS = {"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86400}


def seconds(text):
    """A scenario's time: `90s`, `1h30min`."""
    return sum(float(n) * UNITS[unit] for n, unit in re.findall(r"([0-9.]+)(ms|s|min|h|d)", text))


class ScenarioChecks:
    """A part of `Checks`: hearth-lab does to the plant what a line says, this asks the daemon."""

    def scenario(self, where=""):
        """A scenario file, the same as for `hearth simulate`, in real time."""
        self.restart_chamber("quick", hardware.PROGRAMS + "/scenarios/quick.scenario")
        daemon.start()
        chamber = self.chamber
        reached = 0.0
        latched = []
        expected = []
        done = 0
        while not chamber.has_ended or done < len(chamber.due):
            if not chamber.wait(lambda: len(chamber.due) > done or chamber.has_ended, LOOK):
                reached = max(reached, chamber.air)
                code = daemon.latched_code()
                if code and code not in latched:
                    latched.append(code)
                expected = [one for one in expected if not self.is_settled(one, latched)]
                continue
            while done < len(chamber.due):
                at, words = chamber.due[done]
                done += 1
                self.carry_out(at, words, latched, expected)
        for at, words in expected:
            self.report.check("scenario: " + " ".join(words), False, f"by the end; latched: {latched}")
        self.report.check("the chamber reaches 55 °C" + where, abs(reached - 55) < 1, f"highest {reached:.1f} °C")
        self.restart_chamber("never-warm")

    def carry_out(self, at, words, latched, expected):
        """What the plant cannot do itself: ask the daemon, and expect something of it."""
        if words[0] == "target":
            daemon.wish(set_target=float(words[1]))
        elif words[0] == "mode" and words[1] == "off":
            daemon.wish(power=False)
        elif words[0] == "mode":
            daemon.wish(mode={"on": "always_on", "dry": "drying"}.get(words[1], words[1]))
            daemon.wish(power=True)
        elif words[0] == "wish" and words[1] == "clear_latch":
            daemon.wish(clear_latch=True)
        elif words[0] == "wish" and words[1].startswith("power_"):
            daemon.wish(power=words[1] == "power_on")
        elif words[:2] == ["expect", "no_fault"]:
            code = daemon.latched_code()
            self.report.check("scenario: expect no_fault", not code and not latched, str(code or ""))
        elif words[0] == "expect":
            expected.append((at, words))
        elif words[0] != "end":
            raise ValueError("the lab cannot carry out: " + " ".join(words))

    def is_settled(self, expectation, latched):
        """Whether something expected has come, or come too late."""
        at, words = expectation
        if words[1] == "fault":
            has_come = words[2] in latched
        else:
            has_come = not self.chamber.levels["heater"] and not daemon.is_heating()
        is_late = time.monotonic_ns() / 1e9 > at / 1e9 + seconds(words[-1]) + 2 * LOOK
        if has_come or is_late:
            self.report.check("scenario: " + " ".join(words), has_come, f"latched: {latched}")
        return has_come or is_late
