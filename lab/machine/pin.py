"""A Raspberry Pi's pins as the emulator sees them, by its trace of accesses to registers.

Times are the machine's own: hearth-lab reads the system timer each millisecond, and the value that
the emulator gave it stands in the trace between the other accesses. So each change of a pin lies
between two known times of the machine's clock, however fast or slowly the emulator runs.
"""

import os
import re
import threading

HEATER, MARK = 17, 26
# GPFSEL0, GPSET0, GPCLR0, GPLEV0 and CLO of a BCM2837 (BCM2835 ARM Peripherals, 6.1 and 12.1).
FUNCTIONS, SET, CLEAR, LEVELS = 0x3F200000, 0x3F20001C, 0x3F200028, 0x3F200034
TIME = 0x3F003004
# What the emulator is told, with the trace's file behind it.
OPTIONS = ["-trace", "memory_region_ops_write", "-trace", "memory_region_ops_read", "-D"]
ACCESS = re.compile(rb"_ops_(read|write) cpu (-?\d+) .* addr 0x([0-9a-f]+) value 0x([0-9a-f]+) ")
# More than a pipe holds: what was in it when a read begins is read by it.
CHUNK = 1 << 20


class Change:
    """The pins from now on; the change came after one time and before another, in µs. `is_driven`: the
    heater's pin is an output; `heater`: it is driven high."""

    def __init__(self, after, is_driven, heater, mark):
        self.after = after
        self.before = None
        self.is_driven = is_driven
        self.heater = heater
        self.mark = mark

    def is_on(self, is_active_low):
        """A relay on the pin is on: one that is active low hangs on a pin with a pull-up."""
        return self.is_driven and not self.heater if is_active_low else self.heater


class Pin(threading.Thread):
    """Follows heater and mark, and keeps when each changed."""

    def __init__(self, pipe, log):
        super().__init__(daemon=True)
        self.pipe = pipe
        self.log = open(log, "w")
        self.functions = [0] * 6
        self.latch = 0
        self.now = 0
        self.changes = [Change(0, False, False, False)]
        # How often the levels that were read were not those that the writes before should give.
        self.differences = 0
        self.reads = 0
        self.has_ended = False
        self.news = threading.Condition()
        if os.path.exists(pipe):
            os.remove(pipe)
        os.mkfifo(pipe)
        self.start()

    def run(self):
        rest = b""
        with open(self.pipe, "rb", buffering=0) as trace:
            while chunk := trace.read(CHUNK):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    if b" addr 0x3f20" in line or b" addr 0x3f003004" in line:
                        self.take(line)
                with self.news:
                    self.reads += 1
                    self.news.notify_all()
        with self.news:
            self.has_ended = True
            self.news.notify_all()
        self.log.close()

    def take(self, line):
        match = ACCESS.search(line)
        # "cpu -1" would be a look of the emulator's own, through its monitor.
        if not match or match[2] == b"-1":
            return
        is_write, address, value = match[1] == b"write", int(match[3], 16), int(match[4], 16)
        if address == TIME and not is_write:
            # It counts 32 bits.
            self.now += (value - self.now) % (1 << 32)
            self.date()
        elif address == LEVELS and not is_write:
            self.differences += (value ^ self.latch) >> HEATER & 1 and self.function(HEATER) == 1
        elif is_write and FUNCTIONS <= address < SET:
            self.functions[(address - FUNCTIONS) // 4] = value
            self.look()
        elif is_write and address == SET:
            self.latch |= value
            self.look()
        elif is_write and address == CLEAR:
            self.latch &= ~value
            self.look()

    def function(self, pin):
        return self.functions[pin // 10] >> pin % 10 * 3 & 7

    def is_high(self, pin):
        """What is no output is pulled down by what hangs on it."""
        return self.function(pin) == 1 and bool(self.latch >> pin & 1)

    def look(self):
        pins = self.function(HEATER) == 1, self.is_high(HEATER), self.is_high(MARK)
        last = self.changes[-1]
        if pins != (last.is_driven, last.heater, last.mark):
            self.changes.append(Change(self.now, *pins))

    def date(self):
        """The changes since the last time are known to have come before this one."""
        for change in reversed(self.changes):
            if change.before is not None:
                break
            change.before = self.now
            self.log.write(
                f"{change.after / 1e6:.6f} to {self.now / 1e6:.6f} s "
                f"driven {change.is_driven:d} heater {change.heater:d} mark {change.mark:d}\n"
            )
            self.log.flush()

    def catch_up(self):
        """Waits until all has been read that the machine did so far."""
        with self.news:
            enough = self.reads + 2
            self.news.wait_for(lambda: self.reads >= enough or self.has_ended, 60)

    def boot(self):
        """From the first instruction to now: whether the heater's pin was ever driven high, and for how
        long nothing drove it, in s."""
        self.catch_up()
        driven = [change.after for change in self.changes if change.is_driven]
        return any(change.heater for change in self.changes), (driven or [self.now])[0] / 1e6

    def time_of_last_mark(self, is_active_low=False):
        """How long the relay was on in the last mark's time at most, in s (`None`: to its end), and
        by how much less it may have been."""
        self.catch_up()
        changes = [change for change in self.changes if change.before is not None]
        begins = [i for i in range(1, len(changes)) if changes[i].mark and not changes[i - 1].mark]
        if not begins:
            return None, 0
        first = changes[begins[-1]]
        inside = []
        for change in changes[begins[-1]:]:
            if not change.mark:
                break
            inside.append(change)
        if inside[-1].is_on(is_active_low):
            return None, 0
        # The beginning of the last stretch without heat.
        low = inside[-1]
        for earlier in reversed(inside):
            if earlier.is_on(is_active_low):
                break
            low = earlier
        width = (low.before - low.after) + (first.before - first.after)
        return (low.before - first.after) / 1e6, width / 1e6
