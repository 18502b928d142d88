"""A Raspberry Pi's pins, read from outside through the emulator's monitor."""

import os
import re
import socket
import threading
import time

HEATER, MARK = 17, 26
# GPFSEL1, GPFSEL2 and GPLEV0 of a BCM2837 (BCM2835 ARM Peripherals, section 6.1).
FUNCTIONS, LEVELS = 0x3F200004, 0x3F200034
PROMPT = b"(qemu) "
# Between two looks, in s: each holds the emulator up, so it looks often only while a fault is on.
LOOK, REST = 0.002, 0.1


class Monitor:
    def __init__(self, path):
        # A socket's path may be no longer than 107 bytes: go where it is.
        self.socket = socket.socket(socket.AF_UNIX)
        folder = os.open(os.path.dirname(path), os.O_PATH)
        try:
            self.socket.connect(f"/proc/self/fd/{folder}/{os.path.basename(path)}")
        finally:
            os.close(folder)
        self.answer()

    def answer(self):
        text = b""
        while not text.endswith(PROMPT):
            got = self.socket.recv(65536)
            if not got:
                raise EOFError
            text += got
        return text.decode(errors="replace")

    def words(self, address, count):
        self.socket.sendall(b"xp /%dwx 0x%x\n" % (count, address))
        # The command comes back too; the words stand behind their address.
        _, _, words = self.answer().rpartition(": ")
        return [int(word, 16) for word in re.findall(r"0x([0-9a-f]{8})", words)]


class Pin(threading.Thread):
    """Looks at heater and mark all the time, and keeps when each changed."""

    def __init__(self, path, log):
        super().__init__(daemon=True)
        self.path = path
        self.log = open(log, "w")
        self.changes = []
        self.should_end = False
        self.hurry = False
        self.start()

    def run(self):
        was = None
        try:
            monitor = self.connect(30)
            while not self.should_end:
                one, two = monitor.words(FUNCTIONS, 2)
                (levels,) = monitor.words(LEVELS, 1)
                at = time.monotonic()
                # An input is pulled down by what hangs on it.
                heater = one >> HEATER % 10 * 3 & 7 == 1 and levels >> HEATER & 1
                mark = two >> MARK % 10 * 3 & 7 == 1 and levels >> MARK & 1
                now = bool(heater), bool(mark)
                if now != was:
                    self.changes.append((at, *now))
                    self.log.write(f"{at:.4f} heater {now[0]:d} mark {now[1]:d}\n")
                    self.log.flush()
                    was = now
                time.sleep(LOOK if self.hurry else REST)
        except (OSError, EOFError, ValueError) as error:
            self.log.write(f"the monitor ended: {error!r}\n")
        self.log.close()

    def connect(self, seconds):
        """The monitor, once it is there; an older one may have left its socket."""
        end = time.monotonic() + seconds
        while True:
            try:
                return Monitor(self.path)
            except (FileNotFoundError, ConnectionRefusedError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def stop(self):
        self.should_end = True
        self.join(5)

    def time_of_last_mark(self):
        """How long the heater stayed high in the last mark's time; `None`: to its end."""
        changes = list(self.changes)
        begins = [i for i, (_, _, mark) in enumerate(changes) if mark and not changes[i - 1][2]]
        if not begins:
            return None
        began = changes[begins[-1]][0]
        inside = []
        for at, heater, mark in changes[begins[-1]:]:
            if not mark:
                break
            inside.append((at, heater))
        if inside[-1][1]:
            return None
        # The beginning of the last stretch without heat.
        at = inside[-1][0]
        for earlier, heater in reversed(inside):
            if heater:
                break
            at = earlier
        return at - began
