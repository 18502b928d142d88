"""The contacts that stop heat, opened from outside the daemon by the level of their lines."""

import time

import daemon
import hardware
from boardchecks import board

# Their lines have resistors of their own, as far as Hearth knows: the lab sets the level. A closed contact
# is low; an open one and a cut wire are high.
CONTACTS = {"smoke": 20, "stop": 21, "cutout": 22, "door": 23}
CODES = {
    "smoke": "safety.smoke", "stop": "safety.emergency_stop", "cutout": "safety.cutout_opened",
    "door": None,
}
# From the contact to the line low, in s.
LIMIT = 0.3
# Edges of a bounce, and between two of them, in s.
BOUNCES, BOUNCE = 12, 0.002
# A contact counts as closed after half a second.
CLOSED = 1.0


def with_contacts(text):
    return text + "".join(
        f"\n[input {name}]\nline: {line}\nbias: none\n" for name, line in CONTACTS.items()
    )


class ContactChecks:
    """A part of `Checks`."""

    def contacts(self):
        """Each contact opens while it heats, clean and bouncing, as often as a fault is repeated."""
        for line in CONTACTS.values():
            self.lines.pull(line, False)
        with board(with_contacts):
            for name, line in CONTACTS.items():
                for kind in ("opens", "bounces open"):
                    problems, worst = [], 0.0
                    for number in range(1, self.repeats + 1):
                        seconds, problem = self.open_contact(name, line, kind == "bounces open")
                        self.report.time(f"contact {name} {kind}", number, LIMIT, seconds)
                        worst = max(worst, seconds or 0)
                        problems += [problem] if problem else []
                    self.report.check(
                        f"contact {name} {kind}", not problems,
                        problems[-1] if problems else f"low within {worst:.2f} s, limit {LIMIT} s",
                    )
            self.restart_while_open()

    def open_contact(self, name, line, is_bouncing):
        """How long the line stayed high after the contact opened, and what was not as it should be."""
        self.heat_steadily()
        events = self.count(name)
        began = time.monotonic_ns()
        if is_bouncing:
            for edge in range(BOUNCES):
                self.lines.pull(line, edge % 2 == 0)
                time.sleep(BOUNCE)
        self.lines.pull(line, True)
        self.chamber.wait(lambda: self.chamber.fall_since(began), LIMIT + 3)
        fall = self.chamber.fall_since(began)
        time.sleep(1.5)
        state = daemon.state()
        rose = self.chamber.rises_since(fall or began)
        refused = self.is_clearing_refused() if CODES[name] else True
        self.lines.pull(line, False)
        time.sleep(CLOSED)
        seconds = None if fall is None else (fall - began) / 1e9
        if seconds is None or rose:
            return seconds, "the line never went low" if seconds is None else "it went high again"
        if seconds > LIMIT:
            return seconds, f"low after {seconds:.2f} s"
        if state["contacts"][name] != "open" or not refused:
            return seconds, f"{state['contacts']}, clearing refused: {refused}"
        if name == "door":
            goes_on = self.chamber.wait(lambda: self.chamber.levels["heater"], 10)
            if state["activity"] != "paused" or not goes_on:
                return seconds, f"{state['activity']}, goes on: {goes_on}"
        elif (state["latch"] or {}).get("code") != CODES[name]:
            return seconds, f"latched: {state['latch']}"
        if self.count(name) != events + 1:
            return seconds, f"{self.count(name) - events} events of one opening"
        return seconds, ""

    def count(self, name):
        """How often it was told that the contact opened."""
        events = daemon.request("GET", "/api/v1/events?limit=200")["events"]
        code = CODES[name]
        kind = "latched" if code else "heat_paused"
        return sum(1 for one in events if one["kind"] == kind and one.get("code") == code)

    def is_clearing_refused(self):
        try:
            daemon.wish(clear_latch=True)
        except daemon.Refused as refusal:
            return "409" in str(refusal)
        return False

    def restart_while_open(self):
        """A contact that is open at the start latches before anything heats."""
        self.lines.pull(CONTACTS["smoke"], True)
        daemon.restart()
        has_latched = hardware.until(lambda: daemon.latched_code() == CODES["smoke"], 5, every=0.1)
        self.lines.pull(CONTACTS["smoke"], False)
        time.sleep(CLOSED)
        # The latch outlives the board with contacts.
        daemon.wish(clear_latch=True)
        is_clear = hardware.until(lambda: daemon.latched_code() is None, 5, every=0.1)
        self.report.check(
            "a contact that is open at the start latches until it is closed and cleared",
            has_latched and is_clear,
        )
