"""Lab machines with a disk that lose their power and start again.

They all boot at once: one does, and its memory is kept as it was before it had seen its disk. A start of
any of them goes on from there. So a power cut takes seconds instead of a boot, and what follows it is the
same: a kernel that has never seen the disk before, and nothing else running.
"""

from disk import Disk
from machine import MEMORY, Boot, Machine

# More starts than any list of cuts has.
MOST_STARTS = 40


def boot_once(options, table):
    """Boots a machine that keeps its memory when it runs."""
    first = Boot("boot", "none")
    return Machine(options, first, table, Disk(options.root, first.name).options())


class PoweredMachine:
    """One machine, from its first start to the one that says that it has ended. Its disk keeps what was
    flushed when the power went."""

    def __init__(self, options, boot, table):
        self.options = options
        self.boot = boot
        self.table = table
        self.disk = Disk(options.root, boot.name)
        self.passed = self.failed = 0
        self.late = []
        self.has_started = False
        self.machine = None
        self.is_stopped = False

    def kill(self):
        self.is_stopped = True
        if self.machine:
            self.machine.kill()

    def run(self):
        task = "checks=" + (self.options.checks or self.boot.checks)
        cut = None
        for _ in range(MOST_STARTS):
            more = [*self.disk.options(), "-incoming", f"exec:cat {MEMORY}"]
            after = f" after={cut}" if cut else ""
            self.machine = Machine(self.options, self.boot, self.table, more, task + after)
            self.machine.run()
            self.passed += self.machine.passed
            self.failed += self.machine.failed
            self.has_started = self.has_started or self.machine.has_started
            cut = self.machine.cut
            if cut is None or self.is_stopped:
                return
            lost, kept = self.disk.lose_power()
            with open(f"{self.machine.log}/console.log", "a", encoding="utf-8") as log:
                log.write(f"\n== power cut {cut}: {lost} writes lost, {kept} kept\n")
        self.failed += 1
        print(f"FAILED  {self.boot.name}  started {MOST_STARTS} times, and did not end", flush=True)
