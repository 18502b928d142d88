"""What surrounds the heater in a lab machine: lines, bus, converter, and the chamber on them."""

import glob
import os
import re
import struct
import subprocess
import threading
import time

PROGRAMS = "/usr/lib/hearth-lab"
BUS = 7
ADDRESS = "0x48"
INPUTS = "/run/hearth-lab-inputs"
# struct inputs in lab/devices/ads1115/registers.h
FAULT_OFFSET = 16
FAULT_NONE, FAULT_NO_ACKNOWLEDGE, FAULT_HANG, FAULT_FROZEN = range(4)
GPIO_SIM = "/sys/kernel/config/gpio-sim/lab"


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def read(path):
    with open(path) as file:
        return file.read()


def load(*modules):
    subprocess.run(["modprobe", "--all", *modules], check=True)


def until(condition, seconds, every=0.005):
    """Waits for a condition; whether it came true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


class SimulatedLines:
    """The PC's lines: a gpio-sim chip with a Raspberry Pi's name, which keeps a dead holder's level."""

    def __init__(self):
        load("gpio-sim")
        if not os.path.isdir(os.path.dirname(GPIO_SIM)):
            subprocess.run(["mount", "-t", "configfs", "none", "/sys/kernel/config"], check=True)
        os.makedirs(GPIO_SIM + "/bank0")
        write(GPIO_SIM + "/bank0/num_lines", "28")
        write(GPIO_SIM + "/bank0/label", "pinctrl-bcm2835")
        write(GPIO_SIM + "/live", "1")
        self.argument = glob.glob("/sys/devices/platform/gpio-sim.*/gpiochip*")[0]

    def add_chip(self, label, count):
        """Another chip, of a bench's fixture; its folder below /sys."""
        folder = os.path.dirname(GPIO_SIM) + "/" + label
        os.makedirs(folder + "/bank0")
        write(folder + "/bank0/num_lines", str(count))
        write(folder + "/bank0/label", label)
        write(folder + "/live", "1")
        subprocess.run(["udevadm", "settle"], check=True)
        device, chip = read(folder + "/dev_name").strip(), read(folder + "/bank0/chip_name").strip()
        return f"/sys/devices/platform/{device}/{chip}"

    def set_persistent(self, is_persistent):
        """Whether a line keeps its level when the program that holds it dies."""
        write("/sys/module/gpio_sim/parameters/persist", "Y" if is_persistent else "N")

    def pull(self, line, is_high):
        """Puts an input's level there from outside."""
        write(f"{self.argument}/sim_gpio{line}/pull", "pull-up" if is_high else "pull-down")

    def level(self, line):
        """What an output drives, as the chip itself sees it."""
        return read(f"{self.argument}/sim_gpio{line}/value").strip() == "1"

    def mark(self, is_set):
        pass


class RaspberryPiLines:
    """The Raspberry Pi's lines; GPIO26 tells those who look from outside when a fault begins."""

    argument = "bcm2835"
    MARK = 26
    ADDRESS, SIZE = 0x3F200000, 4096
    FUNCTION_SELECT_2, SET_0, CLEAR_0 = 0x08, 0x1C, 0x28

    def __init__(self):
        import ctypes
        import mmap

        # The chip was there before udev was: its rules have yet to be applied.
        subprocess.run(["udevadm", "trigger", "--settle", "--subsystem-match=gpio"], check=True)
        memory = os.open("/dev/mem", os.O_RDWR | os.O_SYNC)
        registers = mmap.mmap(memory, self.SIZE, offset=self.ADDRESS)
        os.close(memory)

        def word(offset):
            return ctypes.c_uint32.from_buffer(registers, offset)

        self.set, self.clear = word(self.SET_0), word(self.CLEAR_0)
        self.mark(False)
        function = word(self.FUNCTION_SELECT_2)
        shift = self.MARK % 10 * 3
        function.value = function.value & ~(7 << shift) | 1 << shift

    def add_chip(self, label, count):
        """There is none but its own."""
        return None

    def mark(self, is_set):
        (self.set if is_set else self.clear).value = 1 << self.MARK


class Converter:
    """An ADS1115 on a bus of its own."""

    def __init__(self):
        load("cuse")
        self.process = subprocess.Popen(
            [PROGRAMS + "/lab-ads1115", f"i2c-{BUS}", ADDRESS, INPUTS]
        )
        self.device = f"/dev/i2c-{BUS}"
        if not until(lambda: os.path.exists(self.device), 20):
            raise RuntimeError("the converter's bus did not appear")
        # udev's rule is for buses of the kernel's; this one is a program.
        subprocess.run(["chgrp", "i2c", self.device], check=False)
        os.chmod(self.device, 0o660)

    def set_fault(self, fault):
        with open(INPUTS, "r+b", buffering=0) as file:
            file.seek(FAULT_OFFSET)
            file.write(struct.pack("=I", fault))


class StubConverter:
    """The same inputs behind the registers of the kernel's i2c-stub: a bus of the kernel's own, which
    knows SMBus words only."""

    def __enter__(self):
        load("i2c-dev")
        subprocess.run(["modprobe", "i2c-stub", f"chip_addr={ADDRESS}"], check=True)
        subprocess.run(["udevadm", "settle"], check=True)
        (adapter,) = [
            path for path in glob.glob("/sys/class/i2c-dev/i2c-*") if "stub" in read(path + "/name")
        ]
        self.bus = int(adapter.rpartition("-")[2])
        self.process = subprocess.Popen(
            [PROGRAMS + "/lab-ads1115", f"/dev/i2c-{self.bus}", ADDRESS, INPUTS]
        )
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def memory(process):
    """What of a process is in memory: the sums of its smaps, in KiB."""
    sizes = re.findall(r"(\w+): +(\d+) kB", read(f"/proc/{process}/smaps_rollup"))
    return {name: int(size) for name, size in sizes}


class Chamber:
    """The running hearth-lab: a plant on the lines and inputs, and the times of the lines' edges."""

    def __init__(self, lines, plant, scenario="-", fixture=()):
        self.changed = threading.Condition()
        self.edges = []
        self.levels = {"heater": False, "fan": False}
        self.air = self.element = None
        self.due = []
        # What a bench's fixture did.
        self.made = []
        self.has_ended = False
        self.process = subprocess.Popen(
            [
                PROGRAMS + "/hearth-lab", "/etc/hearth/board.conf",
                f"{PROGRAMS}/plants/{plant}.conf", scenario, lines.argument, INPUTS, *fixture,
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        threading.Thread(target=self.follow, daemon=True).start()
        self.wait(lambda: self.air is not None, 20)

    def follow(self):
        for line in self.process.stdout:
            words = line.split()
            with self.changed:
                if words[1] == "line":
                    is_on = words[3] == "on"
                    self.levels[words[2]] = is_on
                    self.edges.append((int(words[0]), words[2], is_on))
                elif words[1] == "plant":
                    self.air, self.element = float(words[2]), float(words[3])
                elif words[1] == "due":
                    self.due.append((int(words[0]), words[4:]))
                elif words[1] == "fixture":
                    self.made.append((int(words[0]), words[2], words[3]))
                else:
                    print("hearth-lab:", line, end="", flush=True)
                    self.has_ended = self.has_ended or words[1] == "end"
                self.changed.notify_all()
        with self.changed:
            self.has_ended = True
            self.changed.notify_all()

    def wait(self, condition, seconds):
        """Waits for a condition on what was seen; whether it came true."""
        with self.changed:
            return self.changed.wait_for(condition, seconds)

    def do(self, action):
        """Puts a scenario's action into effect: `fault chamber_open`."""
        self.process.stdin.write(action + "\n")
        self.process.stdin.flush()

    def fall_since(self, time_ns):
        """When the heater's line went low after a time, in ns; `None` while it has not."""
        for at, name, is_on in self.edges:
            if name == "heater" and not is_on and at >= time_ns:
                return at
        return None

    def seconds_on_since(self, time_ns):
        """For how long the heater's line was high after a time, in s."""
        total, on_since = 0, None
        for at, name, is_on in self.edges:
            if name != "heater" or at < time_ns:
                continue
            if is_on:
                on_since = at
            elif on_since is not None:
                total, on_since = total + at - on_since, None
        return total / 1e9

    def rises_since(self, time_ns):
        return sum(1 for at, name, on in self.edges if name == "heater" and on and at >= time_ns)

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)
