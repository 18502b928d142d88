"""The faults of safety.md's matrix that end heat: how each is made, undone, and judged."""

import os
import signal

import daemon
import hardware

# The same limits as in the fault matrix, in seconds.
PROBE, LEASE, SWITCH, BOTH = 2.5, 3.2, 0.5, 2.0


def word(name):
    """A fault's name as one word, on the console and on the kernel's command line."""
    return name.replace(" ", "_")


class Fault:
    """One fault. `codes`: what latches; none where the daemon starts again, off."""

    name = ""
    limit = 0.0
    codes = ()

    def __init__(self, chamber, converter):
        self.chamber = chamber
        self.converter = converter

    def prepare(self):
        """Looks up whom it will hit: that takes time which is not the fault's."""
        self.daemon = daemon.daemon()
        self.switch = daemon.switch()

    def begin(self):
        raise NotImplementedError

    def end(self):
        """Undoes it, so that heat can be asked for again."""


class PlantFault(Fault):
    """A defect that the plant knows, as in a scenario."""

    limit = PROBE
    action = ""
    codes = ("safety.probe_single_failure", "safety.probe_dual_failure")

    def begin(self):
        self.chamber.do(f"fault {self.action}")

    def end(self):
        self.chamber.do(f"clear {self.action}")


class ChamberProbeOpen(PlantFault):
    name, action = "chamber probe open", "chamber_open"


class ChamberProbeShort(PlantFault):
    name, action = "chamber probe short", "chamber_short"


class ElementProbeUnplugged(PlantFault):
    name, action = "element probe unplugged", "element_open"


class ConverterGone(PlantFault):
    name, action = "converter gone (no acknowledge)", "adc_gone"


class BusHangs(Fault):
    name, limit, codes = "bus hangs in a read", PROBE, PlantFault.codes

    def begin(self):
        self.converter.set_fault(hardware.FAULT_HANG)

    def end(self):
        self.converter.set_fault(hardware.FAULT_NONE)


class DaemonKilled(Fault):
    name, limit = "kill -9 of the daemon", LEASE

    def begin(self):
        daemon.kill(self.daemon)


class DaemonStopped(Fault):
    name, limit = "SIGSTOP of the daemon", LEASE

    def begin(self):
        os.kill(self.daemon, signal.SIGSTOP)

    def end(self):
        # The watchdog would end it two seconds later: one row waits for that, not each of ten.
        if self.daemon == daemon.daemon():
            daemon.kill(self.daemon)


class ThreadHeld(Fault):
    name, limit = "control thread dead-locked", LEASE

    def begin(self):
        self.held = daemon.HeldThread(self.daemon, "beat")

    def end(self):
        if self.daemon == daemon.daemon():
            daemon.kill(self.daemon)
        self.held.release()


class SwitchKilled(Fault):
    name, limit, codes = "kill -9 of hearth-switch", SWITCH, ("safety.output_lost",)

    def begin(self):
        daemon.kill(self.switch)


class BothKilled(Fault):
    name, limit = "kill -9 of both", BOTH

    def begin(self):
        daemon.kill(self.daemon, self.switch)


class BothKilledWithoutNote(BothKilled):
    """The stop hook has to ask the board file which lines there are."""

    name = "kill -9 of both, without the note of their lines"

    def prepare(self):
        super().prepare()
        os.remove(daemon.NOTE)


class BothKilledWithDamagedNote(BothKilled):
    name = "kill -9 of both, with half of the note"

    def prepare(self):
        super().prepare()
        os.truncate(daemon.NOTE, os.path.getsize(daemon.NOTE) // 2)


PROBES = [ChamberProbeOpen, ChamberProbeShort, ElementProbeUnplugged, ConverterGone, BusHangs]
PROCESSES = [DaemonKilled, DaemonStopped, ThreadHeld, SwitchKilled, BothKilled]
NOTES = [BothKilledWithoutNote, BothKilledWithDamagedNote]
