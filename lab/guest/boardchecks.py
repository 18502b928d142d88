"""The checks that want another board file than the lab's own."""

import contextlib
import os
import signal
import subprocess
import time

import daemon
import faults
import hardware
from report import say

BOARD = "/etc/hearth/board.conf"
# Their lines have resistors of their own, as far as Hearth knows: the lab sets the level.
BUTTONS = {"power": 5, "on": 12}
# Patted by hearth-switch ten times a second, by a level that changes with each pulse's two ends.
HEARTBEAT = 22
# What a monostable behind it waits for at most, in s (docs/wiring.md).
MONOSTABLE = 0.5
# A press, in s; one that is held counts from five seconds on.
SHORT, LONG = 0.3, 5.5


@contextlib.contextmanager
def board(changed):
    """The daemon with the board file as `changed` makes it; with the lab's own afterwards."""
    with open(BOARD) as file:
        own = file.read()
    hardware.write(BOARD, changed(own))
    daemon.restart()
    try:
        yield
    finally:
        hardware.write(BOARD, own)
        daemon.restart()


def with_buttons(text):
    return text + "".join(
        f"\n[button {name}]\nline: {line}\nbias: none\n" for name, line in BUTTONS.items()
    )


# What a board says of a relay that is on at a low level: without its idle level, with the level that
# heats, and with the one that does not.
LOW_UNTOLD = "active_low: yes\n"
LOW_HEATS = LOW_UNTOLD + "idle: pulled_down\n"
LOW_IS_OFF = LOW_UNTOLD + "idle: pulled_up\n"


def with_heater(keys):
    """The board with these keys in place of the heater's idle level."""
    return lambda text: text.replace("idle: pulled_down\n", keys, 1)


class BoardChecks:
    """A part of `Checks`."""

    def idle(self):
        """The heater's line without a program: in the boot, and where the relay is on at a low level. Has
        to come before anything heats."""
        say("pin boot")
        for keys in (LOW_UNTOLD, LOW_HEATS):
            self.refuses_board(keys)
        with board(with_heater(LOW_IS_OFF)):
            self.restart_chamber("never-warm")
            self.heat_steadily()
            both = faults.BothKilled(self.chamber, self.converter)
            both.prepare()
            self.lines.mark(True)
            began = time.monotonic_ns()
            both.begin()
            self.chamber.wait(lambda: self.chamber.fall_since(began), both.limit + 3)
            fall = self.chamber.fall_since(began)
            time.sleep(1)
            self.report.check(
                "active low and pulled up, both programs killed: the relay is off",
                fall is not None and (fall - began) / 1e9 <= both.limit
                and not self.chamber.levels["heater"],
                "never" if fall is None else f"after {(fall - began) / 1e9:.2f} s",
            )
            self.lines.mark(False)
            say(f"pin killed {both.limit}")
        self.restart_chamber("never-warm")

    def refuses_board(self, keys):
        with open(BOARD) as file:
            text = with_heater(keys)(file.read())
        path = "/run/active-low.conf"
        hardware.write(path, text)
        answer = subprocess.run(
            ["hearth", "board", "check", path],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        said = answer.stdout.strip()
        self.report.check(
            "refuses a heater with " + " and ".join(keys.split("\n")[:-1]),
            answer.returncode != 0 and "[heater] idle" in said, said[-160:],
        )

    def refuses_to_arm(self):
        """Where outputs outlive their program, a board that does not accept that is never armed."""
        with board(lambda text: text.replace("accept_persistent_outputs: yes", "")):
            try:
                answer = str(daemon.wish(heat_to=60))
            except daemon.Refused as refusal:
                answer = str(refusal)
            time.sleep(5)
            state = daemon.state()
            self.report.check(
                "does not heat where outputs outlive their program",
                not self.chamber.levels["heater"] and not daemon.is_heating(),
                f"{answer}; {state['warnings']}"[:200],
            )

    def stub(self):
        """The same scenario, with the converter's registers on the kernel's own I²C bus."""
        with hardware.StubConverter() as stub:
            with board(lambda text: text.replace(f"bus: {hardware.BUS}", f"bus: {stub.bus}")):
                self.scenario(f" (i2c-stub, /dev/i2c-{stub.bus})")

    def buttons(self):
        """Pressed from outside the daemon, by the level of their lines."""
        for name in BUTTONS:
            self.set_button(name, False)
        self.set_button("on", True)
        with board(with_buttons):
            daemon.wish(set_target=60)
            time.sleep(LONG)
            self.set_button("on", False)
            time.sleep(1)
            self.report.check("a button that is held at the start is ignored", self.is_off())

            self.press("on", SHORT)
            is_on = self.chamber.wait(lambda: self.chamber.levels["heater"], 10)
            self.report.check("a press of the button on heats", is_on and daemon.is_heating())

            self.chamber.do("fault chamber_open")
            hardware.until(daemon.latched_code, 10, every=0.1)
            self.chamber.do("clear chamber_open")
            hardware.until(lambda: daemon.state()["chamber"]["condition"] == "good", 10, every=0.1)
            before = daemon.latched_code()
            self.press("on", SHORT)
            time.sleep(1)
            self.report.check(
                "while a fault is latched it does nothing",
                before and daemon.latched_code() == before and self.is_off(), str(before),
            )
            self.press("on", LONG)
            is_clear = hardware.until(lambda: daemon.latched_code() is None, 5, every=0.1)
            time.sleep(1)
            self.report.check("held for 5 s it clears the fault", is_clear and self.is_off())

            self.press("on", SHORT)
            is_on = self.chamber.wait(lambda: self.chamber.levels["heater"], 10)
            self.press("power", SHORT)
            is_off = hardware.until(self.is_off, 5, every=0.1)
            self.report.check("a press of the button power turns off", is_on and is_off)

    def heartbeat(self):
        """The line that a monostable waits for: pulses while the switch lives, none while it is stopped."""
        with board(lambda text: text.replace("[heater]\n", f"[heater]\nheartbeat_line: {HEARTBEAT}\n")):
            self.report.check("pulses while nothing heats", self.longest_pause(3) < MONOSTABLE)
            self.heat_steadily()
            self.report.check("pulses while it heats", self.longest_pause(3) < MONOSTABLE)
            both = (daemon.daemon(), daemon.switch())
            for process in both:
                os.kill(process, signal.SIGSTOP)
            pause = self.longest_pause(3)
            stays = self.chamber.levels["heater"]
            for process in both:
                os.kill(process, signal.SIGCONT)
            self.report.check(
                "both programs stopped: the heater's line stays, and no pulse comes",
                stays and pause > 2, f"line {'high' if stays else 'low'}, longest pause {pause:.2f} s",
            )
            is_off = hardware.until(lambda: not self.chamber.levels["heater"], 10, every=0.1)
            self.report.check(
                "going on, it turns off and pulses", is_off and self.longest_pause(3) < MONOSTABLE,
            )

    def longest_pause(self, seconds):
        """The longest time in which the heartbeat's line did not change, in s."""
        began = changed = time.monotonic()
        level, longest = self.lines.level(HEARTBEAT), 0.0
        while (now := time.monotonic()) - began < seconds:
            longest = max(longest, now - changed)
            if self.lines.level(HEARTBEAT) != level:
                level, changed = not level, now
            time.sleep(0.002)
        return longest

    def is_off(self):
        return not self.chamber.levels["heater"] and not daemon.is_heating()

    def press(self, name, seconds):
        self.set_button(name, True)
        time.sleep(seconds)
        self.set_button(name, False)

    def set_button(self, name, is_down):
        self.lines.pull(BUTTONS[name], not is_down)

    def memory(self):
        """What both processes take while the daemon heats. Files lie in memory here, so that a page of
        one that nobody else maps counts as private; what is not a file's was written."""
        self.heat_steadily()
        for name, process in (("hearth", daemon.daemon()), ("hearth-switch", daemon.switch())):
            sizes = hardware.memory(process)
            private = sizes["Private_Clean"] + sizes["Private_Dirty"]
            self.report.check(
                f"memory of {name}", sizes["Rss"] > 0,
                f"resident {sizes['Rss']} KiB, proportional {sizes['Pss']} KiB, private {private} KiB, "
                f"of it {sizes['Anonymous']} KiB not a file's, locked {sizes['Locked']} KiB",
            )
